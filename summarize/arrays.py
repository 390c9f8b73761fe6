"""Sparse matrices and their weighting, as pure functions.

Takes and gives CSR matrices and arrays: sums by group and by row, rows of length
1, TF-IDF.  Knows nothing of sentences: that is `batch`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
# SciPy ships no types; every matrix in the package is a scipy.sparse.csr_array.
Matrix = Any
BoolArray = npt.NDArray[np.bool_]


def add_up(where: IntArray, values: FloatArray, size: int) -> FloatArray:
    """Add values up by the bin each belongs to, shape (size,)."""
    sums: FloatArray = np.bincount(where, weights=values, minlength=size).astype(float, copy=False)
    return sums


def inverse_document_frequency(frequency: FloatArray, total: FloatArray | float) -> FloatArray:
    """Weigh terms by rarity: ``ln((1 + N) / (1 + df)) + 1``.

    The smoothed form of scikit-learn's `TfidfVectorizer`.

    Examples
    --------
    >>> inverse_document_frequency(np.array([1.0, 3.0]), 3).round(3).tolist()
    [1.693, 1.0]
    """
    weights: FloatArray = np.log((1.0 + total) / (1.0 + frequency)) + 1.0
    return weights


def unit_rows(matrix: Matrix) -> Matrix:
    """Scale the rows of a matrix to length 1; rows of zeros stay."""
    norms = np.sqrt(row_sums(matrix, matrix.data**2))
    return scale_rows(matrix, 1.0 / np.where(norms > 0, norms, 1.0))


def tfidf(counts: Matrix, idf: FloatArray) -> Matrix:
    """Weigh counts by rarity and scale each row to length 1.

    Equals scikit-learn's `TfidfVectorizer` with its defaults on the same tokens.
    """
    return unit_rows(with_data(counts, counts.data * idf[counts.indices]))


def entries(matrix: Matrix, rows: IntArray | list[int]) -> tuple[IntArray, FloatArray]:
    """Give the columns and values that some rows hold, one row after another.

    Examples
    --------
    >>> columns, values = entries(sp.csr_array([[0.0, 2.0], [3.0, 0.0]]), [1, 0])
    >>> columns.tolist(), values.tolist()
    ([0, 1], [3.0, 2.0])
    """
    if not len(rows):
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    inside = [slice(matrix.indptr[row], matrix.indptr[row + 1]) for row in rows]
    columns = np.concatenate([matrix.indices[own] for own in inside])
    return columns, np.concatenate([matrix.data[own] for own in inside])


def with_data(matrix: Matrix, data: FloatArray) -> Matrix:
    """Make a matrix of the same pattern with other values."""
    return sp.csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def scale_rows(matrix: Matrix, factors: FloatArray) -> Matrix:
    """Multiply each row by its factor."""
    return with_data(matrix, matrix.data * np.repeat(factors, np.diff(matrix.indptr)))


def row_sums(matrix: Matrix, data: FloatArray) -> FloatArray:
    """Sum one value for each stored entry by row, shape (n,)."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return add_up(rows, data, matrix.shape[0])


def diagonal_block(matrix: Matrix, rows: slice, columns: slice) -> Matrix:
    """Cut a diagonal block out of a CSR matrix without a look at its values."""
    pointers = matrix.indptr[rows.start : rows.stop + 1]
    inside = slice(pointers[0], pointers[-1])
    indices = matrix.indices[inside] - columns.start
    shape = (rows.stop - rows.start, columns.stop - columns.start)
    return sp.csr_array((matrix.data[inside], indices, pointers - pointers[0]), shape=shape)
