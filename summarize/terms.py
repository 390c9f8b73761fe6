"""From sentences to the matrix of a batch.

Takes the sentences of many documents and gives a `Batch`: their words, as `words` finds
them, are counted in columns of their unit's own.  Also makes a batch of any matrix, or
one whose vectors are embeddings.  Ranks nothing: that is `scores`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from summarize.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    Matrix,
    Rows,
    by_first_use,
    changes,
    count_from,
    counted,
    from_csr,
    inverse_document_frequency,
    to_size,
)
from summarize.batch import Batch
from summarize.checks import floats
from summarize.letters import is_korean
from summarize.reading import Reading
from summarize.talk import ALOUD, in_talk, names_of_speakers, spoken, thinks_aloud, under_names
from summarize.tokens import (
    ASIDE,
    CLAIM,
    PARTICLES,
    SELF,
    THOUGHT,
    Analyser,
    words,
)
from summarize.words import STEM, Words, find_words, groups, stem_numbers

Encoder = Callable[[list[str]], Any]


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
    transcribed: Sequence[bool] | None = None,
    reading: Reading | None = None,
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
    transcribed : sequence of bool, length n, optional
        Whether what came with its document says that somebody speaks (`is_transcribed`).
    reading : Reading, optional
        How each sentence reads when it stands alone.

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
    unit, terms = np.arange(len(sizes)).repeat(sizes), dict[str, int]()
    units = unit.tolist()
    languages = [analyser.language for analyser in analysers]
    words = find_words(texts, analysers, terms)
    names = names_of_speakers(texts, units)
    speech = np.zeros(len(texts), bool) if transcribed is None else np.array(transcribed, bool)
    speech |= _spoken_units(texts, sizes, languages, unit, words.hints)[unit]
    speech |= np.array(under_names(texts, units, names), bool)
    talk, speakers = in_talk(texts, units, names, speech.tolist()), np.array(names, dtype=np.int64)
    given = _Given(
        texts, sizes, documents, analysers, languages, background, query, unit,
        speakers, speech | (speakers > 0), np.array(talk, dtype=bool), reading,
    )  # fmt: skip
    said = spoken(texts, units, languages, names, talk)
    less = np.array([k for k, text in enumerate(texts) if said[k] is not text], dtype=np.int64)
    if query or not len(less):
        batch = _arrange(given, words, list(terms))
        less = less[~batch.heard[unit[less]]]  # who asks may ask for a name
        if not len(less):
            return batch
    words = _with_less(words, less, [said[row] for row in less], analysers, terms)
    return _arrange(given, words, list(terms))


def _spoken_units(
    texts: list[str], sizes: Sequence[int], languages: list[str], unit: IntArray, hints: IntArray
) -> BoolArray:
    """Say which units are speech by what is said in thought."""
    rows = (hints & THOUGHT).nonzero()[0]
    whose, found = unit[rows], np.zeros(len(sizes), dtype=bool)
    for number in {*whose.tolist()}:  # seldom any
        own = rows[slice(*whose.searchsorted([number, number + 1]))].tolist()
        if ALOUD * len(own) >= sizes[number]:
            said, codes = [texts[row] for row in own], [languages[row] for row in own]
            found[number] = thinks_aloud(said, codes, sizes[number])
    return found


def _with_less(
    words: Words,
    rows: IntArray,
    said: list[str],
    analysers: Sequence[Analyser],
    terms: dict[str, int],
) -> Words:
    """Take only what is said for the words of some rows; a budget counts all of them."""
    found = find_words(said, [analysers[row] for row in rows], terms)
    stays, hints = np.ones(len(words.counts), dtype=bool), words.hints.copy()
    stays[rows], hints[rows] = False, found.hints
    others = stays[words.rows]
    where = np.concatenate([words.rows[others], rows[found.rows]])
    order = np.argsort(where, kind="stable")
    ids = np.concatenate([words.ids[others], found.ids])[order]
    return Words(ids, where[order], words.counts, hints)


class _Given(NamedTuple):
    """What a batch is made of, whatever is said: see `build`, and the fields of `Batch`."""

    texts: list[str]
    sizes: Sequence[int]
    documents: IntArray
    analysers: Sequence[Analyser]
    languages: list[str]
    background: Frequencies | None
    query: str | None
    unit: IntArray
    speakers: IntArray
    spoken: BoolArray
    talk: BoolArray
    reading: Reading | None


def _arrange(given: _Given, words: Words, terms: list[str]) -> Batch:
    """Make the matrix of the words of each text, be they all or less."""
    texts, sizes, documents, analysers, languages, background, query, unit, *_ = given
    ids, rows, counts, hints = words
    kept = (ids >= 0).nonzero()[0]
    own = rows[kept]
    # every (unit, term) pair has a column, and columns of a unit lie together
    columns, keys = by_first_use(unit[own] * len(terms) + ids[kept])
    column_unit, column_term = np.divmod(keys, max(1, len(terms)))
    names = np.array(terms, dtype=object)[column_term]
    held = counted(own, columns, (len(texts), len(keys)))
    sequence = np.full(len(ids), -1)
    sequence[kept] = columns
    frequency = np.bincount(held.indices, minlength=len(keys)).astype(float)
    sentences = np.asarray(sizes, dtype=float)[column_unit]
    return Batch(
        texts=texts,
        held=held,
        names=names,
        starts=np.array([*accumulate(sizes, initial=0)], dtype=np.int64),
        column_starts=column_unit.searchsorted(np.arange(len(sizes) + 1)),
        document=documents,
        position=count_from(changes(unit) | changes(documents)),
        languages=languages,
        words=counts,
        cues=_cues(hints),
        names_of_speakers=given.speakers,
        spoken=given.spoken,
        talk=given.talk,
        sequence=sequence,
        sequence_row=rows,
        stems=stem_numbers(terms)[column_term],
        idf=background.idf(names.tolist())
        if background
        else inverse_document_frequency(frequency, sentences),
        query=_query_counts(query, analysers, unit, names, column_unit),
        fitted=background is not None,
        reading=given.reading,
    )


def _cues(hints: IntArray) -> IntArray:
    """Tell what the words of each sentence hint at: 1 for a claim, -1 for an aside."""
    claim = CLAIM | SELF
    return (hints & claim == claim).astype(np.int64) - (hints & ASIDE > 0)


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
    asked = words(query)
    read = {
        key: tuple(term for word in asked for term in analyser.terms(word))
        for key, analyser in {id(a): a for a in analysers}.items()
    }
    each = [read[id(a)] for a in analysers]  # most languages read it alike
    for terms, rows in groups(each).items():
        forms, own = _forms(terms), np.isin(column_unit, unit[rows])
        found = np.fromiter(map(forms, names), float, len(names))
        wanted = np.maximum(wanted, np.where(own, found, 0.0))
    return wanted


def _forms(terms: Sequence[str]) -> Callable[[str], int]:
    """Make a function that counts the terms that a word is a form of.

    Two words are forms of one that begin with the same six letters, or of which one
    has five letters and is the beginning of the other: a stem in any language.  A
    shorter word has its plural in -s.  A word of Korean is a form of one with which it
    begins, be there a particle behind or not.

    Examples
    --------
    >>> count = _forms(["repairs", "flood", "dams"])
    >>> [count(word) for word in ("repaired", "flooding", "floods", "dam", "damp", "floor")]
    [1, 1, 1, 1, 0, 0]
    >>> count = _forms(["우물은", "성"])
    >>> [count(word) for word in ("우물이", "우물에서", "성을", "성공")]
    [1, 1, 1, 0]
    >>> count = _forms(["국민건강보험에서", "pc는"])
    >>> [count(word) for word in ("국민건강보험이", "pc는", "pc가")]
    [1, 1, 1]
    """
    nouns = Counter(_bare_noun(term) for term in terms if is_korean(term[-1:]))
    lengths = {*map(len, nouns)}
    same = Counter(map(_stem, terms))
    short = Counter(term for term in terms if len(term) == STEM - 1)
    begun = Counter(term[: STEM - 1] for term in terms if len(term) >= STEM)

    def count(word: str) -> int:
        if nouns and is_korean(word[-1:]):
            bare = len(word) < 3 and word[1:] in PARTICLES  # "성은", no "성공"
            sizes = (size for size in lengths if (size > 1 or bare) and size <= len(word))
            if begins := sum(nouns[word[:size]] for size in sizes):
                return begins
        longer = short[word[: STEM - 1]] if len(word) >= STEM else 0
        return same[_stem(word)] + begun[word] + longer

    return count


def _bare_noun(word: str) -> str:
    """Take the particle from a word of Korean that is one letter of three or more."""
    return word[:-1] if len(word) > 2 and word[-1] in PARTICLES else word


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
        If the encoder gives something else than one finite row a text, all of one length.
    """
    if not batch.texts:
        return batch
    rows = _encode(encoder, batch.texts)
    width = rows.shape[1]
    matrix = Rows(
        rows.ravel(),
        (batch.unit[:, None] * width + np.arange(width)).ravel(),
        np.repeat(np.arange(len(batch)), width),
        np.arange(len(batch) + 1) * width,
        width * batch.units,
    )
    if not query:
        return replace(batch, embedded=matrix)
    asked = _encode(encoder, [query])[0]
    if len(asked) != width:
        raise ValueError(
            f"encoder must give a query as many numbers as a sentence, {width - 1}. "
            f"Got {len(asked) - 1} instead."
        )
    return replace(batch, embedded=matrix, embedded_query=np.tile(asked, batch.units))


def _encode(encoder: Encoder, texts: list[str]) -> FloatArray:
    wanted = f"a finite array of shape ({len(texts)}, d) for {len(texts)} texts"
    given = floats("encoder", encoder(texts), wanted)
    if given.ndim != 2 or len(given) != len(texts):
        raise ValueError(f"encoder must give {wanted}. Got shape {given.shape} instead.")
    given = to_size(given, np.abs(given).max(axis=1, keepdims=True, initial=0.0))
    norms = np.sqrt((given**2).sum(axis=1, keepdims=True))
    unit_length = given / np.where(norms > 0, norms, 1.0)
    return np.hstack([unit_length, np.ones((len(texts), 1))]) / np.sqrt(2.0)


def from_matrix(X: Matrix) -> Batch:
    """Make a batch of one of any matrix, one sentence a row, its values as weights."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - as in `Rows.csr`

    weights = csr_array(X, dtype=float)
    weights.sum_duplicates()
    held, (n, m) = from_csr(weights), weights.shape
    return Batch(
        texts=[""] * n,
        held=held,
        names=np.array([f"x{i}" for i in range(m)], dtype=object),
        starts=np.array([0, n]),
        column_starts=np.array([0, m]),
        document=np.zeros(n, dtype=np.int64),
        position=np.arange(n),
        languages=[""] * n,
        words=np.ones(n, dtype=np.int64),
        cues=np.zeros(n, dtype=np.int64),
        names_of_speakers=np.zeros(n, dtype=np.int64),
        spoken=np.zeros(n, dtype=bool),
        talk=np.zeros(n, dtype=bool),
        sequence=held.indices,
        sequence_row=held.row,
        stems=np.arange(m),
        idf=np.ones(m),
        query=np.zeros(m),
    )
