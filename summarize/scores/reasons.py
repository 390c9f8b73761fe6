"""Why a sentence has its score: shares that add up to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from summarize.arrays import FloatArray, IntArray

#: What stands in for a column where something else than a term brings a share.
EMBEDDING, CLAIM, ASIDE = -1, -2, -3
STAND_INS = {EMBEDDING: "(embedding)", CLAIM: "(claim)", ASIDE: "(aside)"}


@dataclass(frozen=True, eq=False)
class Reasons:
    """The parts of one sentence's score: ``terms + position + query + base``.

    Parameters
    ----------
    columns, terms : ndarray, shape (k,)
        Columns of the batch, or one of `STAND_INS`, and what each term brings.
    voters, votes : ndarray, shape (v,)
        Other sentences, and what each brings: the shares of the terms looked at
        from the other side, so they sum to the same (graph methods only).
    position : float
        What the place in the document brings.
    query : float
        What the bearing on the query brings.
    base : float
        What every sentence gets, or what has no reason within the text.
    """

    columns: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    terms: FloatArray = field(default_factory=lambda: np.zeros(0))
    voters: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    votes: FloatArray = field(default_factory=lambda: np.zeros(0))
    position: float = 0.0
    query: float = 0.0
    base: float = 0.0

    def total(self) -> float:
        """Add up all parts: the score, to rounding error."""
        return float(self.terms.sum()) + self.position + self.query + self.base

    def scaled(self, factor: float) -> Reasons:
        """Multiply all parts by a factor."""
        return Reasons(
            self.columns,
            np.multiply(self.terms, factor),
            self.voters,
            np.multiply(self.votes, factor),
            self.position * factor,
            self.query * factor,
            self.base * factor,
        )


#: Says why a sentence of a batch of one, by its row, has its score.
Why = Callable[[int], Reasons]
