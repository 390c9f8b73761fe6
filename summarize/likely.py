"""What a summary is likely to say of its text.

Takes a batch and its `phrases`, gives by weights that were learnt how likely a summary
by people says each.  Learns nothing: that is `learning`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from summarize.arrays import FloatArray
from summarize.batch import Batch
from summarize.phrases import Phrases

#: A value counts as at most so many standard deviations off.
EDGE = 5.0


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
        seen = described(batch, found, p, found.looked_up(self.shares, self.usual[kind]))
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
