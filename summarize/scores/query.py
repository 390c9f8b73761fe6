"""Bring a query to scores that know of none.

Takes a batch and the scores of a method, gives a mean of both wishes: the
method's and the query's.  Methods that heed a query by themselves do not need it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from summarize.arrays import FloatArray
from summarize.batch import Batch
from summarize.scores.reasons import Reasons, Why

# What counts for the query; the method has the rest.
WEIGHT = 0.55


def mix(batch: Batch, scores: FloatArray) -> FloatArray:
    """Mix scores with relevance: ``(1 − w) score / max score + w rel / max rel``.

    Where a score is below 0, all are lifted until none is.
    A unit that holds nothing of the query keeps its scores.
    """
    if not np.count_nonzero(batch.heard):
        return scores
    own, asked = batch.scaled(batch.lifted(scores)), batch.scaled(batch.relevance)
    return np.where(batch.heard[batch.unit], (1 - WEIGHT) * own + WEIGHT * asked, scores)


def mixed_reasons(batch: Batch, scores: FloatArray, reasons: Why) -> Why:
    """Turn the reasons for scores into those for the mixed ones, on a batch of one."""
    if not batch.heard.all():
        return reasons
    lifted, asked = batch.lifted(scores), batch.scaled(batch.relevance)
    largest = float(lifted.max()) or 1.0

    def why(row: int) -> Reasons:
        own = reasons(row)
        lift = float(lifted[row] - scores[row])
        shrunk = replace(own, base=own.base + lift).scaled((1 - WEIGHT) / largest)
        return replace(shrunk, query=WEIGHT * float(asked[row]))

    return why
