"""Sentences of many documents as one sparse matrix.

Takes the sentences of a batch and gives a `Batch`: counts and TF-IDF weights in
CSR form, and where each sentence stands.  A batch is made of *units*, the texts
that get one summary each; a unit is one document or several on one subject.
Every (unit, term) pair has a column of its own, so that the matrix falls into
independent blocks: document frequencies are column counts, and one product
serves all units at once.  Ranks nothing: that is `scores`.
"""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from summarize.checks import floats
from summarize.tokens import Analyser, count_words, words

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
# SciPy ships no types; every matrix in the package is a scipy.sparse.csr_array.
Matrix = Any
Encoder = Callable[[list[str]], Any]

_PUNCTUATION = string.punctuation + "…。！？、“”‘’«»„।"


@dataclass(frozen=True, eq=False)
class Batch:
    """Sentences as arrays, one row each; rows of a unit lie together.

    Parameters
    ----------
    texts : list of str, length n
        The sentences.
    counts : csr_array of shape (n, m)
        How often each column's term occurs; a column belongs to one unit.
    names : ndarray of str, shape (m,)
        The term of each column.
    starts : ndarray of int, shape (u + 1,)
        Rows ``starts[k]`` to ``starts[k + 1]`` are those of unit k.
    column_starts : ndarray of int, shape (u + 1,)
        The same for columns.
    document, position : ndarray of int, shape (n,)
        The number of the document within its unit, the place within the document.
    words : ndarray of int, shape (n,)
        Length as a budget counts it.
    sequence : ndarray of int, shape (t,)
        The column of every token in reading order; -1 for a stop word.
    sequence_row : ndarray of int, shape (t,)
        The sentence of every token.
    idf : ndarray, shape (m,)
        Inverse document frequencies: over the sentences of the unit, or over a
        fitted corpus.
    fitted : bool
        Whether `idf` was learnt from a corpus.
    query : ndarray, shape (m,)
        How often the query holds each column's term; all 0 without one.
    embedded : csr_array of shape (n, d * u), optional
        Rows of length 1 that stand in for the TF-IDF weights.
    """

    texts: list[str]
    counts: Matrix
    names: npt.NDArray[np.object_]
    starts: IntArray
    column_starts: IntArray
    document: IntArray
    position: IntArray
    words: IntArray
    sequence: IntArray
    sequence_row: IntArray
    idf: FloatArray
    query: FloatArray
    fitted: bool = False
    embedded: Matrix | None = None
    embedded_query: FloatArray | None = field(default=None)

    def __len__(self) -> int:
        return len(self.position)

    @property
    def units(self) -> int:
        """How many summaries are to be made."""
        return len(self.starts) - 1

    @cached_property
    def unit(self) -> IntArray:
        """The unit of every sentence, shape (n,)."""
        return np.repeat(np.arange(self.units), np.diff(self.starts))

    @cached_property
    def column_unit(self) -> IntArray:
        """The unit of every column, shape (m,)."""
        return np.repeat(np.arange(self.units), np.diff(self.column_starts))

    @cached_property
    def sizes(self) -> IntArray:
        """How many sentences each unit has, shape (u,)."""
        return np.diff(self.starts)

    @cached_property
    def lengths(self) -> FloatArray:
        """How many counted words each sentence has, at least 1, shape (n,)."""
        return np.maximum(row_sums(self.counts, self.counts.data), 1.0)

    @cached_property
    def totals(self) -> FloatArray:
        """How often each column's term occurs in its unit, shape (m,)."""
        c = self.counts
        return add_up(c.indices, c.data, c.shape[1])

    @cached_property
    def frequency(self) -> FloatArray:
        """In how many sentences of its unit each column's term occurs, shape (m,)."""
        return np.bincount(self.counts.indices, minlength=self.counts.shape[1]).astype(float)

    @cached_property
    def has_word(self) -> npt.NDArray[np.bool_]:
        """Whether a sentence holds a word at all, be it a stop word, shape (n,)."""
        words_held: npt.NDArray[np.int64] = np.bincount(self.sequence_row, minlength=len(self))
        return words_held > 0

    @cached_property
    def copies(self) -> IntArray:
        """A number that a sentence shares with its copies in its unit, shape (n,).

        Copies differ at most in case, white space and punctuation at the ends.
        """
        numbers: dict[tuple[int, str], int] = {}
        keys = zip(self.unit.tolist(), map(_bare, self.texts), strict=True)
        return np.fromiter((numbers.setdefault(k, len(numbers)) for k in keys), int, len(self))

    @cached_property
    def weights(self) -> Matrix:
        """TF-IDF weights, rows of length 1: the vectors that similarities are made of."""
        return tfidf(self.counts, self.idf) if self.embedded is None else self.embedded

    @cached_property
    def heard(self) -> npt.NDArray[np.bool_]:
        """Whether a unit holds anything of a query, shape (u,)."""
        if self.embedded_query is not None:
            return np.ones(self.units, dtype=bool)
        return self.per_unit(self.query, self.column_unit) > 0

    @cached_property
    def relevance(self) -> FloatArray:
        """Cosine of every sentence with the query, 0 to 1; 0 without one, shape (n,)."""
        if not self.heard.any():
            return np.zeros(len(self))
        wanted = self.embedded_query
        if wanted is None:
            asked = self.query * self.idf
            norms = np.sqrt(self.per_unit(asked**2, self.column_unit))
            wanted = asked / np.where(norms > 0, norms, 1.0)[self.column_unit]
        near: FloatArray = np.maximum(self.weights @ wanted, 0.0)
        return near

    def per_unit(self, values: FloatArray, unit: IntArray | None = None) -> FloatArray:
        """Sum values of sentences (or of columns, with their units) by unit."""
        where = self.unit if unit is None else unit
        return add_up(where, values, self.units)

    def largest(self, values: FloatArray) -> FloatArray:
        """Give the largest value of each unit; 0 where it has no sentence."""
        largest = np.zeros(self.units)
        filled = self.sizes > 0
        if filled.any():
            largest[filled] = np.maximum.reduceat(values, self.starts[:-1][filled])
        return largest

    def lifted(self, scores: FloatArray) -> FloatArray:
        """Lift the scores of a unit so that its lowest is 0, where one is below it."""
        lowest = np.minimum(-self.largest(-scores), 0.0)
        return scores - lowest[self.unit]

    def scaled(self, values: FloatArray) -> FloatArray:
        """Scale the values of each unit so that none is beyond 1 or -1."""
        largest = self.largest(np.abs(values))
        return values / np.where(largest > 0, largest, 1.0)[self.unit]

    def in_steps(self, values: FloatArray) -> FloatArray:
        """Scale values and round them to ten decimals.

        What differs by rounding errors only is a tie, and goes to the earlier sentence.
        """
        steps: FloatArray = np.round(self.scaled(values), 10)
        return steps

    def one(self, number: int) -> Batch:
        """Cut out one unit, as a batch of one."""
        rows = slice(*self.starts[number : number + 2])
        columns = slice(*self.column_starts[number : number + 2])
        tokens = slice(*np.searchsorted(self.sequence_row, [rows.start, rows.stop]))
        sequence = self.sequence[tokens]
        embedded, embedded_query = self.embedded, self.embedded_query
        if embedded is not None:
            width = embedded.shape[1] // self.units
            own = slice(number * width, (number + 1) * width)
            embedded = _block(embedded, rows, own)
            embedded_query = None if embedded_query is None else embedded_query[own]
        return replace(
            self,
            texts=self.texts[rows],
            counts=_block(self.counts, rows, columns),
            names=self.names[columns],
            starts=np.array([0, rows.stop - rows.start]),
            column_starts=np.array([0, columns.stop - columns.start]),
            document=self.document[rows],
            position=self.position[rows],
            words=self.words[rows],
            sequence=np.where(sequence < 0, -1, sequence - columns.start),
            sequence_row=self.sequence_row[tokens] - rows.start,
            idf=self.idf[columns],
            query=self.query[columns],
            embedded=embedded,
            embedded_query=embedded_query,
        )

    def each(self) -> Iterator[Batch]:
        """Give every unit in turn, as a batch of one."""
        yield from [self] if self.units == 1 else map(self.one, range(self.units))


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).strip(_PUNCTUATION)


def _block(matrix: Matrix, rows: slice, columns: slice) -> Matrix:
    """Cut a diagonal block out of a CSR matrix without a look at its values."""
    pointers = matrix.indptr[rows.start : rows.stop + 1]
    inside = slice(pointers[0], pointers[-1])
    indices = matrix.indices[inside] - columns.start
    shape = (rows.stop - rows.start, columns.stop - columns.start)
    return sp.csr_array((matrix.data[inside], indices, pointers - pointers[0]), shape=shape)


def add_up(where: IntArray, values: FloatArray, size: int) -> FloatArray:
    """Add values up by the bin each belongs to, shape (size,)."""
    sums: FloatArray = np.bincount(where, weights=values, minlength=size).astype(float, copy=False)
    return sums


# --- weighting ---------------------------------------------------------------


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


# --- building ----------------------------------------------------------------


@dataclass(frozen=True)
class Frequencies:
    """Document frequencies learnt from a corpus: in how many of `total` a term occurs."""

    total: int
    counts: Mapping[str, int]

    def idf(self, names: Sequence[str]) -> FloatArray:
        """Weigh terms by their rarity in the corpus; unseen ones weigh most."""
        found = np.fromiter((self.counts.get(n, 0) for n in names), float, len(names))
        return inverse_document_frequency(found, self.total)


def build(
    texts: list[str],
    sizes: Sequence[int],
    documents: IntArray,
    analysers: Sequence[Analyser],
    background: Frequencies | None = None,
    query: str | None = None,
) -> Batch:
    """Turn the sentences of a batch into its matrix.

    Parameters
    ----------
    texts : list of str, length n
        The sentences of one unit after another.
    sizes : sequence of int, length u
        How many sentences each unit has; it may be none.
    documents : ndarray of int, shape (n,)
        The number of each sentence's document within its unit, ascending.
    analysers : sequence of Analyser, length n
        What turns the words of each sentence into terms.
    background : Frequencies, optional
        Learnt document frequencies, used in place of the unit's own.
    query : str, optional

    Returns
    -------
    Batch

    Examples
    --------
    >>> texts = ["Dogs bark.", "Dogs sleep."]
    >>> batch = build(texts, [2], np.zeros(2, dtype=int), [Analyser()] * 2)
    >>> batch.counts.toarray().tolist(), batch.names.tolist()
    ([[1.0, 1.0, 0.0], [1.0, 0.0, 1.0]], ['dogs', 'bark', 'sleep'])
    """
    unit = np.repeat(np.arange(len(sizes)), sizes)
    ids, rows, terms = _term_sequence(texts, analysers)
    kept = ids >= 0
    columns, keys = _own_columns(unit[rows[kept]], ids[kept], len(terms))
    column_unit, column_term = np.divmod(keys, max(1, len(terms)))
    names = np.array(terms, dtype=object)[column_term]
    counts = sp.csr_array(
        (np.ones(len(columns)), (rows[kept], columns)), shape=(len(texts), len(keys))
    )
    sequence = np.full(len(ids), -1)
    sequence[kept] = columns
    frequency = np.bincount(counts.indices, minlength=len(keys)).astype(float)
    sentences = np.asarray(sizes, dtype=float)[column_unit]
    return Batch(
        texts=texts,
        counts=counts,
        names=names,
        starts=np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]),
        column_starts=np.searchsorted(column_unit, np.arange(len(sizes) + 1)),
        document=documents,
        position=_places(unit, documents),
        words=np.fromiter(map(count_words, texts), np.int64, len(texts)),
        sequence=sequence,
        sequence_row=rows,
        idf=background.idf(names.tolist())
        if background
        else inverse_document_frequency(frequency, sentences),
        query=_query_counts(query, analysers, unit, names, column_unit),
        fitted=background is not None,
    )


def _places(unit: IntArray, documents: IntArray) -> IntArray:
    """Count the sentences of each document from 0."""
    n = len(unit)
    begins = np.ones(n, dtype=bool)
    begins[1:] = (np.diff(unit) != 0) | (np.diff(documents) != 0)
    first = np.flatnonzero(begins)
    return np.arange(n) - np.repeat(first, np.diff(np.append(first, n)))


def _term_sequence(
    texts: list[str], analysers: Sequence[Analyser]
) -> tuple[IntArray, IntArray, list[str]]:
    """Give the term of every token (-1: none), its row, and all terms by number.

    Each type (a word as it is written, in a language) is analysed once.
    """
    tokens = [words(text) for text in texts]
    lengths = np.fromiter(map(len, tokens), np.int64, len(texts))
    types = np.empty(int(lengths.sum()), dtype=np.int64)
    terms: dict[str, int] = {}
    meanings: list[list[int]] = []
    for analyser in {id(a): a for a in analysers}.values():
        own = np.fromiter((a is analyser for a in analysers), bool, len(texts))
        flat = list(chain.from_iterable(tokens[row] for row in np.flatnonzero(own)))
        number = {word: k for k, word in enumerate(dict.fromkeys(flat), len(meanings))}
        numbered = np.fromiter(map(number.__getitem__, flat), np.int64, len(flat))
        types[np.repeat(own, lengths)] = numbered
        meanings += [
            [terms.setdefault(term, len(terms)) for term in analyser.terms(word)] or [-1]
            for word in number
        ]
    ids, rows = _expand(types, np.repeat(np.arange(len(texts)), lengths), meanings)
    return ids, rows, list(terms)


def _expand(flat: IntArray, rows: IntArray, meanings: list[list[int]]) -> tuple[IntArray, IntArray]:
    """Replace each type by the terms it stands for."""
    width = np.fromiter(map(len, meanings), np.int64, len(meanings))
    terms = np.fromiter(chain.from_iterable(meanings), np.int64, int(width.sum()))
    first = np.cumsum(width) - width
    times = width[flat]
    ends = np.cumsum(times)
    within = np.arange(int(times.sum())) - np.repeat(ends - times, times)
    return terms[np.repeat(first[flat], times) + within], np.repeat(rows, times)


def _own_columns(unit: IntArray, terms: IntArray, size: int) -> tuple[IntArray, IntArray]:
    """Give every (unit, term) pair a column; columns of a unit lie together.

    Within a unit they stand in the order of first use, so that a unit has the
    same columns alone as in a batch.
    """
    keys, first, inverse = np.unique(unit * size + terms, return_index=True, return_inverse=True)
    order = np.lexsort((first, keys // max(1, size)))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return place[inverse], keys[order]


def _query_counts(
    query: str | None,
    analysers: Sequence[Analyser],
    unit: IntArray,
    names: npt.NDArray[np.object_],
    column_unit: IntArray,
) -> FloatArray:
    """Count how often the query holds each column's term, shape (m,).

    It is read as each language of the column's unit would read it, and of several
    the one that finds more counts.
    """
    wanted = np.zeros(len(names))
    if not query:
        return wanted
    for analyser in {id(a): a for a in analysers}.values():
        held = Counter(term for word in words(query) for term in analyser.terms(word))
        rows = np.fromiter((a is analyser for a in analysers), bool, len(analysers))
        own = np.isin(column_unit, unit[rows])
        found = np.fromiter((held[name] for name in names), float, len(names))
        wanted = np.maximum(wanted, np.where(own, found, 0.0))
    return wanted


def embed(batch: Batch, encoder: Encoder, query: str | None = None) -> Batch:
    """Let embeddings stand in for the TF-IDF weights.

    A constant component makes every similarity ``(1 + cos) / 2``, from 0 to 1:
    a negative cosine would be a negative vote.

    Parameters
    ----------
    batch : Batch
    encoder : callable
        ``list[str] -> array`` of shape (number of texts, d).
    query : str, optional

    Raises
    ------
    ValueError
        If the encoder gives something else than one finite row a text.
    """
    if not batch.texts:
        return batch
    rows = _encode(encoder, batch.texts)
    width = rows.shape[1]
    starts = batch.unit[:, None] * width + np.arange(width)
    pointers = np.arange(len(batch) + 1) * width
    shape = (len(batch), width * batch.units)
    matrix = sp.csr_array((rows.ravel(), starts.ravel(), pointers), shape=shape)
    wanted = np.tile(_encode(encoder, [query])[0], batch.units) if query else None
    return replace(batch, embedded=matrix, embedded_query=wanted)


def _encode(encoder: Encoder, texts: list[str]) -> FloatArray:
    wanted = f"a finite array of shape ({len(texts)}, d) for {len(texts)} texts"
    given = floats("encoder", encoder(texts), wanted)
    if given.ndim != 2 or len(given) != len(texts):
        raise ValueError(f"encoder must give {wanted}. Got shape {given.shape} instead.")
    norms = np.sqrt((given**2).sum(axis=1, keepdims=True))
    unit_length = given / np.where(norms > 0, norms, 1.0)
    rows: FloatArray = np.hstack([unit_length, np.ones((len(texts), 1))]) / np.sqrt(2.0)
    return rows


def from_matrix(X: Matrix) -> Batch:
    """Make a batch of one of any matrix, one sentence a row, its values as weights."""
    weights = sp.csr_array(X, dtype=float)
    weights.sum_duplicates()
    n, m = weights.shape
    rows = np.repeat(np.arange(n), np.diff(weights.indptr))
    return Batch(
        texts=[""] * n,
        counts=weights,
        names=np.array([f"x{i}" for i in range(m)], dtype=object),
        starts=np.array([0, n]),
        column_starts=np.array([0, m]),
        document=np.zeros(n, dtype=np.int64),
        position=np.arange(n),
        words=np.ones(n, dtype=np.int64),
        sequence=weights.indices.astype(np.int64),
        sequence_row=rows,
        idf=np.ones(m),
        query=np.zeros(m),
    )
