"""Sparse matrices and their weighting, as pure functions.

Gives `Rows`, a matrix by rows with the few products that ranking needs, and what is
done to such matrices: sums by group and by row, rows of length 1, TF-IDF.  Knows
nothing of sentences: that is `batch`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
# SciPy ships no types; such a matrix is a scipy.sparse.csr_array.
Matrix = Any
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Rows:
    """A sparse matrix by rows, entries of a row side by side.

    The same arrays as SciPy's CSR matrix, and the row of each entry.  A short text is
    summarised in the time that SciPy takes to check the shapes of a few of its own, and
    its import is half of a new process; so the default goes without it.  What is done in
    many steps, or to a block of vectors, takes `csr`.

    Parameters
    ----------
    data : ndarray, shape (k,)
        The value of each entry.
    indices, row : ndarray of int, shape (k,)
        Its column, and its row.
    indptr : ndarray of int, shape (n + 1,)
        The entries of row i are ``indptr[i]`` to ``indptr[i + 1]``.
    width : int
        How many columns there are.

    Examples
    --------
    >>> matrix = counted(np.array([0, 1, 1, 1]), np.array([2, 0, 2, 2]), (2, 3))
    >>> matrix.csr.toarray().tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 2.0]]
    >>> matrix.times(np.array([1.0, 0.0, 5.0])).tolist(), matrix.back(np.array([1.0, 1.0])).tolist()
    ([5.0, 11.0], [1.0, 0.0, 3.0])
    """

    data: FloatArray
    indices: IntArray
    row: IntArray
    indptr: IntArray
    width: int

    def __len__(self) -> int:
        return len(self.indptr) - 1

    @property
    def shape(self) -> tuple[int, int]:
        """The number of rows and of columns."""
        return len(self), self.width

    @cached_property
    def csr(self) -> Matrix:
        """The same as a matrix of SciPy's."""
        from scipy.sparse import csr_array  # noqa: PLC0415 - a tenth of a second

        return csr_array((self.data, self.indices, self.indptr), shape=self.shape)

    def times(self, values: FloatArray) -> FloatArray:
        """Multiply with a vector: ``M @ values``, shape (n,)."""
        return add_up(self.row, self.data * values[self.indices], len(self))

    def back(self, values: FloatArray) -> FloatArray:
        """Multiply its transpose with a vector: ``M.T @ values``, shape (width,)."""
        return add_up(self.indices, self.data * values[self.row], self.width)

    def sums(self) -> FloatArray:
        """Add up each row, shape (n,)."""
        return add_up(self.row, self.data, len(self))

    def stored(self) -> IntArray:
        """Count the entries of each row, shape (n,)."""
        return self.indptr[1:] - self.indptr[:-1]

    def valued(self, data: FloatArray) -> Rows:
        """Make a matrix of the same pattern with other values."""
        return Rows(data, self.indices, self.row, self.indptr, self.width)

    def scaled(self, factors: FloatArray) -> Rows:
        """Multiply each row by its factor."""
        return self.valued(self.data * factors[self.row])

    def of(self, rows: IntArray | Sequence[int]) -> tuple[IntArray, FloatArray]:
        """Give the columns and values that some rows hold, one row after another.

        Examples
        --------
        >>> matrix = counted(np.array([0, 1]), np.array([1, 0]), (2, 2))
        >>> matrix.of([1, 0])[0].tolist()
        [0, 1]
        """
        if not len(rows):
            return self.indices[:0], self.data[:0]
        first = self.indptr[rows]
        sizes = self.indptr[1:][rows] - first
        ends = sizes.cumsum()
        inside = (first - ends + sizes).repeat(sizes) + np.arange(ends[-1])
        return self.indices[inside], self.data[inside]

    def block(self, rows: slice, columns: slice) -> Rows:
        """Cut out a diagonal block, beside which its rows hold nothing."""
        pointers = self.indptr[rows.start : rows.stop + 1]
        inside = slice(pointers[0], pointers[-1])
        return Rows(
            self.data[inside],
            self.indices[inside] - columns.start,
            self.row[inside] - rows.start,
            pointers - pointers[0],
            columns.stop - columns.start,
        )


def read_only(value: Any) -> Any:
    """Give an array, or what holds some, as a user's own function may see it: not to change.

    Of a list it gives a copy.

    Examples
    --------
    >>> read_only(np.array([1, 2]))[0] = 3
    Traceback (most recent call last):
    ValueError: assignment destination is read-only
    """
    if isinstance(value, np.ndarray):
        value = value.view()
        value.flags.writeable = False
    elif isinstance(value, list):
        value = value[:]
    elif is_dataclass(value) and not isinstance(value, type):
        held = {one.name: read_only(getattr(value, one.name)) for one in fields(value)}
        value = replace(value, **held)
    return value


def counted(row: IntArray, column: IntArray, shape: tuple[int, int]) -> Rows:
    """Count how often each place occurs: the columns of a row ascend.

    Parameters
    ----------
    row, column : ndarray of int, shape (k,)
        Places, in any order.
    shape : (int, int)
    """
    places = row * shape[1] + column
    places.sort()
    first = changes(places).nonzero()[0]
    times = np.empty(len(first))
    times[:-1] = first[1:] - first[:-1]
    times[-1:] = len(places) - first[-1:]
    row, column = np.divmod(places[first], max(1, shape[1]))
    return Rows(times, column, row, pointers_of(row, shape[0]), shape[1])


def from_csr(matrix: Matrix) -> Rows:
    """Take over the arrays of a matrix of SciPy's."""
    indptr = matrix.indptr.astype(np.int64)
    row = np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))
    return Rows(matrix.data, matrix.indices.astype(np.int64), row, indptr, matrix.shape[1])


def pointers_of(row: IntArray, size: int) -> IntArray:
    """Say where the entries of each row begin, given the row of each, ascending."""
    pointers = np.zeros(size + 1, dtype=np.int64)
    np.bincount(row, minlength=size).cumsum(out=pointers[1:])
    return pointers


def changes(values: npt.NDArray[Any]) -> BoolArray:
    """Say which values differ from the one before; the first does."""
    changed = np.empty(len(values), dtype=bool)
    changed[:1] = True
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def by_first_use(keys: IntArray) -> tuple[IntArray, IntArray]:
    """Give different keys numbers in the order of first use: that of each, and the keys by number.

    A unit whose keys no other has is numbered alone as in a batch, but for a constant.

    Examples
    --------
    >>> [part.tolist() for part in by_first_use(np.array([7, 3, 7, 5]))]
    [[0, 1, 0, 2], [7, 3, 5]]
    """
    order = keys.argsort()
    begins = changes(keys[order])
    first = np.minimum.reduceat(order, begins.nonzero()[0]) if len(keys) else order
    new = np.zeros(len(keys), dtype=bool)
    new[first] = True
    number = new.cumsum()[first] - 1
    numbers = np.empty_like(order)
    numbers[order] = number[begins.cumsum() - 1]
    return numbers, keys[new]


def count_from(begins: BoolArray) -> IntArray:
    """Count from 0, and again from each place where something begins; the first does.

    Examples
    --------
    >>> count_from(changes(np.array([3, 3, 3, 5, 5]))).tolist()
    [0, 1, 2, 0, 1]
    """
    place = np.arange(len(begins))
    return place - np.maximum.accumulate(np.where(begins, place, 0))


def in_parts(sizes: IntArray, most: int) -> list[IntArray]:
    """Cut places, in their order, into parts whose sizes add up to about so much.

    Examples
    --------
    >>> [part.tolist() for part in in_parts(np.array([1, 1, 1, 5, 1]), 3)]
    [[0, 1], [2], [3], [4]]
    """
    number = np.cumsum(sizes) // most
    return np.split(np.arange(len(sizes)), np.flatnonzero(np.diff(number)) + 1)


def add_up(where: IntArray, values: FloatArray | IntArray, size: int) -> FloatArray:
    """Add values up by the bin each belongs to, shape (size,)."""
    return np.bincount(where, values, size).astype(float, copy=False)


def inverse_document_frequency(frequency: FloatArray, total: FloatArray | float) -> FloatArray:
    """Weigh terms by rarity: ``ln((1 + N) / (1 + df)) + 1``.

    The smoothed form of scikit-learn's `TfidfVectorizer`.

    Examples
    --------
    >>> inverse_document_frequency(np.array([1.0, 3.0]), 3).round(3).tolist()
    [1.693, 1.0]
    """
    return np.log((1.0 + total) / (1.0 + frequency)) + 1.0


def to_size(values: FloatArray, largest: FloatArray) -> FloatArray:
    """Bring values to a size whose squares are in the range of floats, given the largest.

    By powers of two, which round nothing.

    Examples
    --------
    >>> to_size(np.array([3.0, 1.0]) * 2.0**1000, np.array([3.0 * 2.0**1000])).tolist()
    [0.75, 0.25]
    """
    return np.ldexp(values, -np.frexp(largest)[1])


def unit_rows(matrix: Rows) -> Rows:
    """Scale the rows of a matrix to length 1; rows of zeros stay."""
    data = np.abs(matrix.data)
    if len(data) and not (data.min() > 1e-100 and data.max() < 1e100):
        largest = np.zeros(len(matrix))
        np.maximum.at(largest, matrix.row, data)
        matrix = matrix.valued(to_size(matrix.data, largest[matrix.row]))
    norms = np.sqrt(add_up(matrix.row, matrix.data**2, len(matrix)))
    return matrix.scaled(1.0 / np.where(norms > 0, norms, 1.0))


def tfidf(counts: Rows, idf: FloatArray) -> Rows:
    """Weigh counts by rarity and scale each row to length 1.

    Equals scikit-learn's `TfidfVectorizer` with its defaults on the same tokens.
    """
    return unit_rows(counts.valued(counts.data * idf[counts.indices]))
