"""Scores that look at no word: where a sentence stands, or chance.

Take a batch, give one number a sentence.  Both are baselines to compare with.
"""

from __future__ import annotations

import numpy as np

from summarize.arrays import FloatArray
from summarize.batch import Batch
from summarize.scores.reasons import Reasons, Why


def lead(batch: Batch) -> FloatArray:
    """Score by place: ``1 / (1 + position)`` within the document.

    Of several documents, all first sentences come before all second ones.
    """
    return np.asarray(1.0 / (1.0 + batch.position), dtype=float)


def lead_reasons(batch: Batch, scores: FloatArray) -> Why:
    """Name the place: it is the whole reason."""
    return lambda row: Reasons(position=float(scores[row]))


def random(batch: Batch, *, random_state: int = 0) -> FloatArray:
    """Score by chance, uniform in [0, 1).

    Every unit draws from a generator of its own, so that a text gets the same
    scores alone and in a batch.

    Parameters
    ----------
    random_state : int
        Seed of `numpy.random.default_rng`.
    """
    drawn = [np.random.default_rng(random_state).random(size) for size in batch.sizes]
    return np.concatenate([np.zeros(0), *drawn])


def random_reasons(batch: Batch, scores: FloatArray, *, random_state: int) -> Why:
    """Give no reason: there is none."""
    return lambda row: Reasons(base=float(scores[row]))
