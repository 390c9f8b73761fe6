"""Phrases: the words of each text, and each two in a row, as the columns of a matrix.

Takes a batch, gives what its sentences say: without stop words, in columns of the batch,
or with all words, as ROUGE counts them.  Judges nothing: that is for `learned`
and `likely`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from summarize.arrays import BoolArray, FloatArray, IntArray, Rows, by_first_use, counted
from summarize.batch import Batch
from summarize.tokens import Analyser
from summarize.words import STEM, find_words, stem_numbers


@dataclass(frozen=True, eq=False)
class Phrases:
    """The m words of each text, and behind them the pairs of them in a row: k phrases.

    Parameters
    ----------
    held : Rows of shape (n, k)
        How often each sentence says it; a phrase belongs to one unit.
    words : ndarray of str, shape (m,)
    ends : ndarray of int, shape (2, k)
        Both words of a pair; a word itself, twice.
    unit : ndarray of int, shape (k,)
    """

    held: Rows
    words: npt.NDArray[np.object_]
    ends: IntArray
    unit: IntArray

    def __len__(self) -> int:
        return len(self.unit)

    @property
    def pair(self) -> BoolArray:
        """Which are pairs, shape (k,)."""
        return np.arange(len(self)) >= len(self.words)

    @cached_property
    def names(self) -> list[str]:
        """Both words of a pair with a space between them."""
        return [*self.words, *self._joined(np.arange(len(self.words), len(self)))]

    def looked_up(self, known: Mapping[str, float], usual: FloatArray | float = 0.0) -> FloatArray:
        """Give a number for each phrase by its name, and the usual one where that is not known.

        A pair is looked for only where both of its words are known: who counts phrases of many
        texts finds them there as often.
        """
        m = len(self.words)
        found = np.full(len(self), np.nan)
        found[:m] = [known.get(word, np.nan) for word in self.words]
        both = np.flatnonzero(~np.isnan(found[self.ends]).any(axis=0) & self.pair)
        found[both] = [known.get(name, np.nan) for name in self._joined(both)]
        return np.where(np.isnan(found), usual, found)

    def _joined(self, phrases: IntArray) -> list[str]:
        one, other = self.words[self.ends[:, phrases]].tolist()
        return [*map("{} {}".format, one, other)]


def phrases(batch: Batch) -> Phrases:
    """Find the phrases of a batch, of all its words; forms of a word are one."""
    terms: dict[str, int] = {}
    found = find_words(batch.texts, [*map(_analyser, batch.languages)], terms)
    kept = found.ids >= 0
    row, stem = found.rows[kept], stem_numbers(list(terms))[found.ids[kept]]
    names = np.array([term[:STEM] for term in terms], dtype=object)
    word, keys = by_first_use(batch.unit[row] * len(names) + stem)
    unit, own = np.divmod(keys, max(len(names), 1))
    return _paired(word, row, names[own], unit, len(batch))


def content_phrases(batch: Batch) -> Phrases:
    """Find the phrases of a batch without stop words: its columns, and pairs of them."""
    sequence, rows = batch.sequence, batch.sequence_row
    return _paired(sequence, rows, batch.names, batch.column_unit, len(batch))


def _paired(
    sequence: IntArray, rows: IntArray, words: npt.NDArray[np.object_], unit: IntArray, n: int
) -> Phrases:
    """Find the pairs in a sequence of words (-1: none); count them, and the words."""
    m, kept = len(words), sequence >= 0
    row, both = pairs_of(sequence, rows)
    pairs, number = np.unique(both[0] * m + both[1], return_inverse=True)
    ends = np.concatenate([np.stack([np.arange(m)] * 2), np.divmod(pairs, max(m, 1))], axis=1)
    where = np.concatenate([rows[kept], row])
    held = counted(where, np.concatenate([sequence[kept], m + number]), (n, ends.shape[1]))
    return Phrases(held, words, ends, unit[ends[0]])


def pairs_of(sequence: IntArray, rows: IntArray) -> tuple[IntArray, IntArray]:
    """Give the pairs of adjacent words that both count: their rows, and both words."""
    pairs = np.stack([sequence[:-1], sequence[1:]])
    kept = (rows[1:] == rows[:-1]) & (pairs >= 0).all(axis=0)
    return rows[1:][kept], pairs[:, kept]


@lru_cache(maxsize=64)
def _analyser(language: str) -> Analyser:
    """Make what finds the words of a language, stop words too, once: it remembers words."""
    return Analyser(language)


def stems(text: str, language: str) -> list[str]:
    """Give all words of a text as they are told apart in `phrases`.

    Examples
    --------
    >>> stems("The dam collapsed.", "en")
    ['the', 'dam', 'collap']
    """
    return [term[:STEM] for term in _analyser(language).look(text)[0] if term]


def in_pairs(said: list[str]) -> list[str]:
    """Give the words of a text, and each two in a row as one name.

    Examples
    --------
    >>> in_pairs(["the", "dam", "broke"])
    ['the', 'dam', 'broke', 'the dam', 'dam broke']
    """
    return said + [f"{one} {other}" for one, other in pairwise(said)]
