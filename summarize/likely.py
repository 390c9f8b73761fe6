"""What a summary is likely to say: the words of a text, and two in a row, each with a chance.

Takes a batch, gives its phrases and, by weights that were learnt, how likely a
summary by people says each.  Stop words count here, as they do in ROUGE.  Learns
nothing: that is `learning`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from summarize.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    Rows,
    by_first_use,
    counted,
)
from summarize.batch import Batch
from summarize.terms import STEM, find_words, stem_numbers
from summarize.tokens import Analyser

#: A value counts as at most so many standard deviations off.
EDGE = 5.0


@dataclass(frozen=True, eq=False)
class Phrases:
    """The words of each text and the pairs of them in a row; forms of a word are one.

    Parameters
    ----------
    held : Rows of shape (n, k)
        How often each sentence says it; a phrase belongs to one unit.
    names : ndarray of str, shape (k,)
    pair : ndarray of bool, shape (k,)
    ends : ndarray of int, shape (2, k)
        Both words of a pair, as phrases; a word itself, twice.
    unit : ndarray of int, shape (k,)
    """

    held: Rows
    names: npt.NDArray[np.object_]
    pair: BoolArray
    ends: IntArray
    unit: IntArray

    def __len__(self) -> int:
        return len(self.names)


@lru_cache(maxsize=64)
def _analyser(language: str) -> Analyser:
    """Make what finds the words of a language, stop words too, once: it remembers words."""
    return Analyser(language)


def stems(text: str, language: str) -> list[str]:
    """Give the words of a text as they are told apart here.

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


def phrases(batch: Batch) -> Phrases:
    """Find the phrases of a batch."""
    terms: dict[str, int] = {}
    words = find_words(batch.texts, [*map(_analyser, batch.languages)], terms)
    row, stem = words.rows[words.ids >= 0], stem_numbers(list(terms))
    term, names = stem[words.ids[words.ids >= 0]], [*dict.fromkeys(term[:STEM] for term in terms)]
    width = max(len(names), 1)
    word, keys = by_first_use(batch.unit[row] * width + term)
    follows = np.flatnonzero(row[1:] == row[:-1])
    m = len(keys)
    pairs, number = np.unique(word[follows] * m + word[follows + 1], return_inverse=True)
    ends = np.concatenate([np.stack([np.arange(m)] * 2), np.divmod(pairs, max(m, 1))], axis=1)
    unit, own = np.divmod(keys, width)
    said = np.array(names, dtype=object)[own]
    joined = [f"{one} {other}" for one, other in said[ends[:, m:]].T]
    column = np.concatenate([word, m + number])
    return Phrases(
        counted(np.concatenate([row, row[follows]]), column, (len(batch), ends.shape[1])),
        np.concatenate([said, np.array(joined, dtype=object)]),
        np.arange(ends.shape[1]) >= m,
        ends,
        unit[ends[0]],
    )


@dataclass(frozen=True, eq=False)
class Likely:
    """How likely a summary says what its text says: a logistic regression.

    Parameters
    ----------
    shares : mapping of str to float
        The logarithm of the share of summaries that say a phrase, of those whose text does.
    usual : ndarray, shape (2,)
        The same of all words, and of all pairs.
    weights, mean, spread : ndarray, shape (2, number of values)
        Of the values in `described`: of words, and of pairs.
    constant : ndarray, shape (2,)
    """

    shares: Mapping[str, float] = field(repr=False)
    usual: FloatArray
    weights: FloatArray = field(repr=False)
    mean: FloatArray = field(repr=False)
    spread: FloatArray = field(repr=False)
    constant: FloatArray

    def chances(self, batch: Batch, found: Phrases, p: FloatArray) -> FloatArray:
        """Give the chance of each phrase, shape (k,), where sentences are predicted to be p."""
        kind = found.pair.astype(np.int64)
        known = (self.shares.get(name) for name in found.names)
        usual = self.usual[kind].tolist()
        pairs = zip(known, usual, strict=True)
        share = np.array([u if s is None else s for s, u in pairs], dtype=float)
        seen = described(batch, found, p, share)
        scaled = np.clip((seen - self.mean[kind]) / self.spread[kind], -EDGE, EDGE)
        odds = (scaled * self.weights[kind]).sum(axis=1) + self.constant[kind]
        # rounded, so that a text gets the same alone and in a batch
        return np.asarray(np.round(1.0 / (1.0 + np.exp(-odds)), 9))


def described(batch: Batch, found: Phrases, p: FloatArray, share: FloatArray) -> FloatArray:
    """Describe phrases by the sentences that say them, shape (k, number of values).

    Parameters
    ----------
    batch : Batch
    found : Phrases
    p : ndarray, shape (n,)
        What is predicted of each sentence.
    share : ndarray, shape (k,)
        Logarithms: how often summaries say a phrase of their text.
    """
    held, k = found.held, len(found)
    said = held.valued(np.ones(len(held.data)))
    many = said.back(np.ones(len(batch)))
    place = np.arange(len(batch)) - batch.starts[batch.unit]
    first, longest = np.full(k, len(batch)), np.zeros(k)
    best = np.full(k, -np.inf)
    np.minimum.at(first, held.indices, place[held.row])
    np.maximum.at(longest, held.indices, batch.words[held.row].astype(float))
    np.maximum.at(best, held.indices, p[held.row])
    weight = np.exp(p)
    weight /= batch.per_unit(weight)[batch.unit]
    size, both = batch.sizes[found.unit].astype(float), np.log(many)[found.ends]
    values = [
        np.log(many),
        np.log(held.back(np.ones(len(batch)))),
        many / size,
        first,
        first / np.maximum(size - 1, 1),
        first == 0,
        np.log(size),
        longest,
        said.back(p) / many,
        best,
        said.back(weight),
        both.min(axis=0),
        both.max(axis=0),
        share,
        share[found.ends].min(axis=0),
        share[found.ends].max(axis=0),
    ]
    return np.round(np.stack(values, axis=1).astype(float), 6)
