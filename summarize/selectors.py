"""What the next sentence is worth, given those chosen; and a summary as a whole.

Takes a batch and its scores, gives an `Objective` for all units at once: the gain
of every sentence, which changes as sentences are taken; a `Judge` also says what
whole summaries are worth.  Knows no length: the budget is kept in `selection`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, cast, runtime_checkable

import numpy as np

from summarize.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    Matrix,
    add_up,
    changes,
    count_from,
    in_parts,
)
from summarize.batch import Batch
from summarize.checks import number, whole
from summarize.scores.frequency import divergence, mean_probability, probabilities

#: So many products of entries are made at once.
AT_ONCE = 1_000_000


class Objective(Protocol):
    """What the greedy choice asks of a selector, for all units at once."""

    def gains(self) -> FloatArray:
        """Give what each sentence would add now, shape (n,)."""

    def take(self, rows: IntArray) -> None:
        """Note that sentences were chosen."""


@runtime_checkable
class Judge(Objective, Protocol):
    """An objective that can tell the better of two summaries, so that several are tried.

    It would rather leave room empty than fill it with what is of the worse half (`select`).
    `starts` says how many are tried.  It is copied for each (`copy.copy`): what `take` changes
    has to be new, not changed in place.
    """

    starts: int

    def value(self, rows: IntArray) -> FloatArray:
        """Say what some rows of each unit are worth together, whatever was taken, shape (u,)."""


@runtime_checkable
class Sparing(Objective, Protocol):
    """An objective that would rather leave room empty than take some sentences.

    It is asked where sentences take more or less of the length; `must_include` is stronger.
    """

    def spares(self) -> BoolArray:
        """Say which sentences are not worth the room now, shape (n,)."""


class Selector(Protocol):
    """What `selector=` takes."""

    def start(self, batch: Batch, scores: FloatArray) -> Objective:
        """Begin with nothing chosen; a batch may hold several texts, told apart by `Batch.unit`."""


@dataclass(frozen=True)
class Top:
    """Take the best scores, whatever they say."""

    def start(self, batch: Batch, scores: FloatArray) -> Objective:  # noqa: ARG002
        """Begin with nothing chosen."""
        return _TopObjective(scores)


@dataclass
class _TopObjective:
    scores: FloatArray

    def gains(self) -> FloatArray:
        return self.scores

    def take(self, rows: IntArray) -> None:
        pass


@dataclass(frozen=True)
class MMR:
    """Maximal marginal relevance (Carbonell & Goldstein 1998).

    ``λ · score − (1 − λ) · max cosine with a chosen sentence``, scores scaled to at
    most 1.  A chosen sentence is compared with those that share a word with it, so that
    time grows with the number of sentences times that of those chosen, if slowly.

    Parameters
    ----------
    trade_off : float
        λ: 1 looks at scores only, 0 at difference only.
    """

    trade_off: float = 0.7

    def __post_init__(self) -> None:
        number("trade_off", self.trade_off, 0, 1)

    def start(self, batch: Batch, scores: FloatArray) -> Objective:
        """Begin with nothing chosen."""
        scaled = batch.scaled(batch.lifted(scores))
        return _MMRObjective(batch, scaled, self.trade_off, np.zeros(len(batch)))


@dataclass
class _MMRObjective:
    batch: Batch
    scores: FloatArray
    trade_off: float
    nearest: FloatArray

    def gains(self) -> FloatArray:
        return self.trade_off * self.scores - (1 - self.trade_off) * self.nearest

    def take(self, rows: IntArray) -> None:
        nearest = self.nearest.copy()
        for part in in_parts(self._reach[rows], AT_ONCE):
            likeness = self.batch.vectors.csr[rows[part]] @ self._columns
            np.maximum.at(nearest, likeness.indices, likeness.data)
        self.nearest = nearest

    @cached_property
    def _columns(self) -> Matrix:
        """The vectors by columns, so that a product looks at those that share one."""
        return self.batch.vectors.csr.T.tocsr()

    @cached_property
    def _reach(self) -> IntArray:
        """How many entries lie in the columns of each sentence, shape (n,)."""
        vectors = self.batch.vectors
        held = np.bincount(vectors.indices, minlength=vectors.width)
        return add_up(vectors.row, held[vectors.indices], len(vectors)).astype(np.int64)


@dataclass(frozen=True)
class Coverage:
    """Count only what is not said yet.

    ``score · (worth of the sentence's words that is left) / (their whole worth)``; a
    word is worth the more the more sentences hold it (`Batch.worth`), and
    what a chosen sentence says keeps a share of its worth.

    A summary S of the text T is worth ``Σ_i gain_i · √|s_i| · √cos(S, T)``: what each
    sentence adds to those with a better score, by its words, so that room left empty
    counts for nothing; and how much the words of all resemble those of the text, where
    each sentence of the text counts by its score.

    Parameters
    ----------
    keep : float
        What is left of a word after each sentence that says it.
    starts : int
        How many summaries are tried, each begun with the best sentence that none
        before holds, where sentences take more or less of the length; the one that is
        worth most as a whole is kept.
    """

    keep: float = 0.3
    starts: int = 4

    def __post_init__(self) -> None:
        number("keep", self.keep, 0, 1)
        whole("starts", self.starts)

    def start(self, batch: Batch, scores: FloatArray) -> CoverageObjective:
        """Begin with nothing chosen."""
        scores, whole = batch.scaled(batch.lifted(scores)), batch.content
        scale = np.divide(scores, whole, out=np.zeros(len(batch)), where=whole > 0)
        return CoverageObjective(batch, scores, scale, batch.worth, self.keep, self.starts)


def _times_before(values: IntArray) -> IntArray:
    """Count how often each value occurs before it.

    Examples
    --------
    >>> _times_before(np.array([3, 5, 3, 3])).tolist()
    [0, 0, 1, 2]
    """
    order = np.argsort(values, kind="stable")
    times = np.empty_like(values)
    times[order] = count_from(changes(values[order]))
    return times


@dataclass
class CoverageObjective:
    """A choice under way that counts only what is not said yet: see `Coverage`."""

    batch: Batch
    scores: FloatArray
    scale: FloatArray
    left: FloatArray
    keep: float
    starts: int

    def gains(self) -> FloatArray:
        """Give what each sentence would add now, shape (n,)."""
        return self.scale * self.batch.concepts.times(self.left)

    def take(self, rows: IntArray) -> None:
        """Note that sentences were chosen."""
        said, _ = self.batch.concepts.of(rows)
        times = np.bincount(said, minlength=len(self.left))
        self.left = self.left * self.keep**times

    def value(self, rows: IntArray) -> FloatArray:
        """Say what some rows of each unit are worth together, shape (u,)."""
        # the length of T is left out of the cosine: it is the same for all S
        batch, n = self.batch, len(self.batch)
        rows = rows[np.lexsort((rows, -self._steps[rows]))]
        held, _ = batch.concepts.of(rows)
        owner = np.repeat(rows, batch.concepts.stored()[rows])
        left = batch.worth[held] * self.keep ** _times_before(held)
        gains = self.scale * add_up(owner, left, n)
        summary = np.bincount(held, minlength=batch.concepts.width)
        product = batch.per_unit(add_up(owner, self._text[held], n))
        square = batch.per_unit(add_up(owner, summary[held], n))
        like = product / np.sqrt(np.maximum(square, 1.0))
        return batch.per_unit(gains * np.sqrt(batch.words)) * np.sqrt(like)

    @cached_property
    def _steps(self) -> FloatArray:
        return self.batch.in_steps(self.scores)

    @cached_property
    def _text(self) -> FloatArray:
        """How much of each word the text holds, where a sentence counts by its score."""
        return self.batch.concepts.back(self.scores)


@dataclass(frozen=True)
class SumBasic:
    """SumBasic's own choice: a word once said is worth its probability squared.

    Looks at word probabilities only, whatever the scores.
    """

    def start(self, batch: Batch, scores: FloatArray) -> Objective:  # noqa: ARG002
        """Begin with nothing chosen."""
        return _SumBasicObjective(batch, probabilities(batch))


@dataclass
class _SumBasicObjective:
    batch: Batch
    p: FloatArray

    def gains(self) -> FloatArray:
        return mean_probability(self.batch, self.p)

    def take(self, rows: IntArray) -> None:
        said = np.unique(self.batch.held.of(rows)[0])
        self.p = self.p.copy()
        self.p[said] **= 2


@dataclass(frozen=True)
class KL:
    """KLSum's own choice: the sentence that brings the summary closest to the text.

    Looks at word distributions only, whatever the scores.
    """

    def start(self, batch: Batch, scores: FloatArray) -> Objective:  # noqa: ARG002
        """Begin with nothing chosen."""
        return _KLObjective(batch, probabilities(batch), np.zeros(len(batch.names)))


@dataclass
class _KLObjective:
    batch: Batch
    p: FloatArray
    held: FloatArray

    def gains(self) -> FloatArray:
        return divergence(self.batch, self.p, self.held)

    def take(self, rows: IntArray) -> None:
        self.held = self.held + add_up(*self.batch.held.of(rows), len(self.held))


SELECTORS: Mapping[str, Selector] = {
    "top": Top(),
    "mmr": MMR(),
    "coverage": Coverage(),
    "sumbasic": SumBasic(),
    "kl": KL(),
}


def find_selector(selector: object) -> Selector:
    """Resolve the argument `selector`: a name or a selector object.

    Raises
    ------
    ValueError
        If a name is none of `SELECTORS`.
    TypeError
        If it is neither.
    """
    if isinstance(selector, str) and selector in SELECTORS:
        return SELECTORS[selector]
    names = ", ".join(repr(name) for name in SELECTORS)
    wanted = f"selector must be one of {names}, or an object with start(batch, scores)"
    if isinstance(selector, str):
        raise ValueError(f"{wanted}. Got {selector!r} instead.")
    if callable(getattr(selector, "start", None)) and not isinstance(selector, type):
        return cast(Selector, selector)
    raise TypeError(
        f"{wanted}. Got {type(selector).__name__} instead."
        + (" Call it to make an object." if isinstance(selector, type) else "")
    )
