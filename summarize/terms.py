"""From sentences to the matrix of a batch.

Takes the sentences of many documents and gives a `Batch`: words are found,
analysed once a type, and counted in columns of their unit's own.  Also makes a
batch of any matrix, or one whose vectors are embeddings.  Ranks nothing: that is
`scores`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from summarize.arrays import FloatArray, IntArray, Matrix, inverse_document_frequency
from summarize.batch import Batch
from summarize.checks import floats
from summarize.tokens import Analyser, count_words, words

Encoder = Callable[[list[str]], Any]

# A stop word stands for none.
_NO_TERM = ""
Numbers = defaultdict[str, int]

#: Words that begin with the same so many letters are forms of one.
STEM = 6


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
    (ids, rows, counted), terms = _find_words(texts, analysers)
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
        words=counted,
        sequence=sequence,
        sequence_row=rows,
        kin=_kin(terms, column_unit, column_term),
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


def _numbers(*known: str) -> Numbers:
    """Make a table that numbers things in the order of their first use.

    What is known beforehand has numbers below 0.
    """
    table: Numbers = defaultdict(count(-len(known)).__next__)
    for thing in known:
        table[thing]
    return table


class _Words(NamedTuple):
    """The words of a batch, in order: the term of each (-1: none), and its row.

    Beside them, how many words of a budget each row has.
    """

    ids: IntArray
    rows: IntArray
    counted: IntArray


def _find_words(texts: list[str], analysers: Sequence[Analyser]) -> tuple[_Words, list[str]]:
    """Find the words of all sentences, and all terms by number."""
    terms = _numbers(_NO_TERM)
    counted = np.zeros(len(texts), dtype=np.int64)
    ids, rows = [counted[:0]], [counted[:0]]
    for analyser in {id(a): a for a in analysers}.values():
        own = np.flatnonzero([a is analyser for a in analysers])
        found = _words_of_analyser([texts[row] for row in own], analyser, terms)
        counted[own] = found.counted
        ids.append(found.ids)
        rows.append(own[found.rows])
    order = np.argsort(np.concatenate(rows), kind="stable")
    return _Words(np.concatenate(ids)[order], np.concatenate(rows)[order], counted), list(terms)[1:]


def _words_of_analyser(texts: list[str], analyser: Analyser, terms: Numbers) -> _Words:
    """Find the words that one analyser is for; new terms are numbered.

    No word goes beyond white space, so each kind of what stands between it (a word
    and its punctuation) is looked at once, and so is each kind of word.
    """

    def terms_of(word: str) -> Sequence[str]:
        return analyser.terms(word) or (_NO_TERM,)

    kinds, vocabulary = _numbers(), _numbers()
    pieces = _take_apart(str.split, texts, kinds)
    spoken = _take_apart(words, kinds, vocabulary)
    meant = _take_apart(terms_of, vocabulary, terms)
    meant = meant.of(spoken)
    rows = np.repeat(np.arange(len(texts)), pieces.widths)
    sizes = np.fromiter(map(count_words, kinds), np.int64, len(kinds))
    counted = np.bincount(rows, sizes[pieces.ids], len(texts)).astype(np.int64)
    return _Words(meant.of(pieces).ids, np.repeat(rows, meant.widths[pieces.ids]), counted)


class _Parts(NamedTuple):
    """What some things consist of: the number of each part, and how many each thing has."""

    ids: IntArray
    widths: IntArray

    def of(self, wholes: _Parts) -> _Parts:
        """Put, for things that consist of these, their parts in place of the things."""
        times = self.widths[wholes.ids]
        ends = np.cumsum(times)
        within = np.arange(int(times.sum())) - np.repeat(ends - times, times)
        first = np.cumsum(self.widths) - self.widths
        thing = np.repeat(np.arange(len(wholes.widths)), wholes.widths)
        widths = np.bincount(thing, times, len(wholes.widths)).astype(np.int64)
        return _Parts(self.ids[np.repeat(first[wholes.ids], times) + within], widths)


def _take_apart(
    parts: Callable[[str], Sequence[str]], wholes: Iterable[str], number: Numbers
) -> _Parts:
    ids: list[int] = []
    widths: list[int] = []
    for whole in wholes:
        found = parts(whole)
        ids += map(number.__getitem__, found)
        widths.append(len(found))
    return _Parts(np.array(ids, dtype=np.int64), np.array(widths, dtype=np.int64))


def _own_columns(unit: IntArray, terms: IntArray, size: int) -> tuple[IntArray, IntArray]:
    """Give every (unit, term) pair a column; columns of a unit lie together.

    Within a unit they stand in the order of first use, so that a unit has the
    same columns alone as in a batch.  Units ascend.
    """
    n, keys = len(terms), unit * size + terms
    order = np.argsort(keys, kind="stable")
    begins = np.diff(keys[order], prepend=-1) != 0
    first = order[begins]
    new = np.zeros(n, dtype=bool)
    new[first] = True
    columns = np.empty(n, dtype=np.int64)
    number = (np.cumsum(new) - 1)[first]
    columns[order] = np.repeat(number, np.diff(np.flatnonzero(begins), append=n))
    return columns, keys[new]


def _kin(terms: Sequence[str], unit: IntArray, term: IntArray) -> IntArray:
    """Give the columns that hold forms of one word in a unit the same number."""
    stems = _numbers()
    stem = np.array([stems[name[:STEM]] for name in terms], dtype=np.int64)
    return _own_columns(unit, stem[term], len(stems))[0]


def _query_counts(
    query: str | None,
    analysers: Sequence[Analyser],
    unit: IntArray,
    names: npt.NDArray[np.object_],
    column_unit: IntArray,
) -> FloatArray:
    """Count how often the query holds each column's term, in whatever form, shape (m,).

    It is read as each language of the column's unit would read it, and of several
    the one that finds more counts.
    """
    wanted = np.zeros(len(names))
    if not query:
        return wanted
    for analyser in {id(a): a for a in analysers}.values():
        forms = _forms([term for word in words(query) for term in analyser.terms(word)])
        rows = np.fromiter((a is analyser for a in analysers), bool, len(analysers))
        own = np.isin(column_unit, unit[rows])
        found = np.fromiter(map(forms, names), float, len(names))
        wanted = np.maximum(wanted, np.where(own, found, 0.0))
    return wanted


def _forms(terms: Sequence[str]) -> Callable[[str], int]:
    """Make a function that counts the terms that a word is a form of.

    Two words are forms of one that begin with the same six letters, or of which one
    has five letters and is the beginning of the other: a stem in any language.  A
    shorter word has its plural in -s.

    Examples
    --------
    >>> count = _forms(["repairs", "flood", "dams"])
    >>> [count(word) for word in ("repaired", "flooding", "flood", "dam", "damp", "floor")]
    [1, 1, 1, 1, 0, 0]
    """
    same = Counter(map(_stem, terms))
    short = Counter(term for term in terms if len(term) == STEM - 1)
    begun = Counter(term[: STEM - 1] for term in terms if len(term) >= STEM)

    def count(word: str) -> int:
        longer = short[word[: STEM - 1]] if len(word) >= STEM else 0
        return same[_stem(word)] + begun[word] + longer

    return count


def _stem(word: str) -> str:
    if len(word) >= STEM:
        return word[:STEM]
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word


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
        kin=np.arange(m),
        idf=np.ones(m),
        query=np.zeros(m),
    )
