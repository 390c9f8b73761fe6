"""From scores to the sentences of a summary, under a budget.

Takes a batch and its scores, gives the rows chosen for each unit.  Every
decision on length is made here, and a budget is never exceeded.  Units are
filled side by side, one sentence each a round.  Computes no scores.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from summarize.checks import number, whole
from summarize.notices import warn
from summarize.scores.coverage import concepts, covers
from summarize.scores.frequency import divergence, mean_probability, probabilities
from summarize.terms import Batch, FloatArray, IntArray, add_up
from summarize.tokens import ends_unspaced, fold, whole_phrase

Order = Literal["document", "rank"]
KINDS = ("sentences", "words", "characters", "tokens", "ratio")
BoolArray = npt.NDArray[np.bool_]


def join(texts: Sequence[str]) -> str:
    """Join sentences to a text: by a space, or by nothing after a script without spaces.

    Examples
    --------
    >>> join(["One.", "Two."]), join(["今天下雨。", "我们在家。"])
    ('One. Two.', '今天下雨。我们在家。')
    """
    gaps = ["" if ends_unspaced(text) else " " for text in texts[:-1]] + [""]
    return "".join(text + gap for text, gap in zip(texts, gaps, strict=False))


# --- the budget --------------------------------------------------------------


@dataclass(frozen=True)
class Budget:
    """How long a summary may be: one hard limit.

    Parameters
    ----------
    kind : {"sentences", "words", "characters", "tokens", "ratio"}
        "ratio" is a share of the number of sentences.
    amount : int or float
    count_tokens : callable, optional
        ``str -> int``, counts the text of the summary where the kind is "tokens".
    """

    kind: str = "sentences"
    amount: float = 3
    count_tokens: Callable[[str], int] | None = field(default=None, compare=False)

    def costs(self, batch: Batch) -> IntArray:
        """Give what each sentence takes of the budget, shape (n,)."""
        if self.kind == "words":
            return batch.words
        if self.kind == "characters":  # and the space that joins it to the one before
            return np.fromiter((len(t) + 1 for t in batch.texts), np.int64, len(batch))
        if self.kind == "tokens":
            return np.fromiter(map(self.tokens_of, batch.texts), np.int64, len(batch))
        return np.ones(len(batch), dtype=np.int64)

    def room(self, batch: Batch) -> IntArray:
        """Give what each unit may take, shape (u,)."""
        if self.kind == "ratio":
            # 0.29 of 100 is 29, though not in binary fractions
            return np.asarray(np.floor(self.amount * batch.sizes + 1e-9), dtype=np.int64)
        return np.full(batch.units, int(self.amount) + (self.kind == "characters"))

    def tokens_of(self, text: str) -> int:
        """Count the tokens of a text with the user's own function."""
        if self.count_tokens is None:
            raise ValueError("tokens needs count_tokens=, a callable str -> int.")
        count = self.count_tokens(text)
        if isinstance(count, bool) or not isinstance(count, numbers.Integral) or count < 0:
            raise ValueError(f"count_tokens must give an int, 0 or more. Got {count!r} instead.")
        return int(count)

    def enough(self, cost: int, size: int) -> str:
        """Name the smallest budget of this kind that holds a sentence of that cost."""
        if self.kind == "ratio":
            return f"ratio={math.ceil(1000 / size) / 1000:g}"
        return f"{self.kind}={cost - (self.kind == 'characters')}"

    def __str__(self) -> str:
        return f"{self.kind}={self.amount}"


def make_budget(
    sentences: int | None = None,
    words: int | None = None,
    characters: int | None = None,
    tokens: int | None = None,
    ratio: float | None = None,
    count_tokens: Callable[[str], int] | None = None,
) -> Budget:
    """Check the arguments that say how long a summary may be.

    None of them means three sentences.

    Raises
    ------
    TypeError
        If a number is of the wrong type, or `count_tokens` cannot be called.
    ValueError
        If a number is out of range, two are given, or `tokens` lacks `count_tokens`.

    Examples
    --------
    >>> str(make_budget(words=100))
    'words=100'
    """
    amounts = (sentences, words, characters, tokens, ratio)
    given = {k: v for k, v in zip(KINDS, amounts, strict=True) if v is not None}
    if count_tokens is not None and not callable(count_tokens):
        kind = type(count_tokens).__name__
        raise TypeError(f"count_tokens must be a callable str -> int. Got {kind} instead.")
    if len(given) > 1:
        named = " and ".join(f"{k}={v!r}" for k, v in given.items())
        raise ValueError(f"Give one budget of {', '.join(KINDS)}, not several. Got {named}.")
    if not given:
        return Budget(count_tokens=count_tokens)
    ((kind, amount),) = given.items()
    checked = number(kind, amount, 0, 1, above=True) if kind == "ratio" else whole(kind, amount)
    if kind == "tokens" and count_tokens is None:
        raise ValueError("tokens needs count_tokens=, a callable str -> int that counts them.")
    return Budget(kind, checked, count_tokens)


# --- selectors: what the next sentence is worth, given those chosen --------------


class Objective(Protocol):
    """What the greedy choice asks of a selector, for all units at once."""

    def gains(self) -> FloatArray:
        """Give what each sentence would add now, shape (n,)."""

    def take(self, rows: IntArray) -> None:
        """Note that sentences were chosen."""


@runtime_checkable
class Selector(Protocol):
    """What `selector=` takes."""

    def start(self, batch: Batch, scores: FloatArray) -> Objective:
        """Begin with nothing chosen."""


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
    most 1.  Time grows with the number of sentences chosen.

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
        weights = self.batch.weights
        for one_each in _one_of_each(self.batch.unit[rows], rows):
            chosen = weights[one_each].sum(axis=0)  # units share no column
            self.nearest = np.maximum(self.nearest, weights @ chosen)


@dataclass(frozen=True)
class Coverage:
    """Count only what is not said yet.

    ``score · (worth of the sentence's terms that is left) / (their whole worth)``; a
    term is worth the more the more sentences hold it (`scores.coverage.concepts`), and
    what a chosen sentence says keeps a share of its worth.

    Parameters
    ----------
    keep : float
        What is left of a term after each sentence that says it.
    """

    keep: float = 0.3

    def __post_init__(self) -> None:
        number("keep", self.keep, 0, 1)

    def start(self, batch: Batch, scores: FloatArray) -> Objective:
        """Begin with nothing chosen."""
        worth = concepts(batch)
        whole = covers(batch, worth)
        scale = np.divide(batch.lifted(scores), whole, out=np.zeros(len(batch)), where=whole > 0)
        return _CoverageObjective(batch, scale, worth.copy(), self.keep)


@dataclass
class _CoverageObjective:
    batch: Batch
    scale: FloatArray
    left: FloatArray
    keep: float

    def gains(self) -> FloatArray:
        return self.scale * covers(self.batch, self.left)

    def take(self, rows: IntArray) -> None:
        said = self.batch.counts[rows].indices
        times = np.bincount(said, minlength=len(self.left))
        self.left = self.left * self.keep**times


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
        said = np.unique(self.batch.counts[rows].indices)
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
        said = self.batch.counts[rows]
        self.held = self.held + add_up(said.indices, said.data, len(self.held))


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
    names = ", ".join(repr(name) for name in SELECTORS)
    if isinstance(selector, str):
        if selector not in SELECTORS:
            raise ValueError(f"selector must be one of {names}. Got {selector!r} instead.")
        return SELECTORS[selector]
    if isinstance(selector, Selector) and not isinstance(selector, type):
        return selector
    raise TypeError(
        f"selector must be one of {names}, or an object with start(batch, scores). "
        f"Got {type(selector).__name__} instead."
    )


def _one_of_each(unit: IntArray, rows: IntArray) -> list[IntArray]:
    """Part rows, sorted by unit, into groups with one of each unit at the most."""
    place = np.arange(len(rows)) - np.searchsorted(unit, unit)
    return [rows[place == k] for k in range(int(place.max(initial=-1)) + 1)]


# --- ranking and choosing ------------------------------------------------------


def rank(batch: Batch, scores: FloatArray) -> IntArray:
    """Rank the sentences of each unit: 0 for the best, ties to the earlier one."""
    order = np.lexsort((-batch.in_steps(scores), batch.unit))
    ranks = np.empty(len(batch), dtype=np.int64)
    ranks[order] = np.arange(len(batch))
    return np.asarray(ranks - batch.starts[batch.unit])


def select(
    batch: Batch,
    scores: FloatArray,
    budget: Budget,
    selector: Selector,
    *,
    order: Order = "document",
    must_include: Sequence[str] = (),
) -> list[IntArray]:
    """Choose the sentences of each unit's summary.

    The sentence that adds most is taken first, then the one that adds most to
    that, while there is room; what no longer fits is passed over.  No sentence is
    taken twice, nor a copy of it, nor one without a letter or digit.

    Parameters
    ----------
    batch : Batch
    scores : ndarray, shape (n,)
    budget : Budget
    selector : Selector
    order : {"document", "rank"}
        Reading order, or the best score first.
    must_include : sequence of str
        Words or phrases: sentences that hold them are taken first.

    Returns
    -------
    list of ndarray
        Rows of the batch, for each unit.

    Warns
    -----
    SummaryWarning
        Where no sentence of a unit fits, and where a word cannot be included.
    """
    choice = _Choice(batch, scores, budget, selector.start(batch, scores), order)
    for phrase in must_include:
        choice.include(phrase)
    choice.fill()
    chosen = choice.rows()
    _warn_of_empty(batch, budget, choice, chosen)
    for phrase in must_include:
        _warn_of_missing(batch, phrase, chosen)
    return chosen


class _Choice:
    """A choice under way: what is open, what is taken, what room is left."""

    def __init__(
        self, batch: Batch, scores: FloatArray, budget: Budget, objective: Objective, order: Order
    ) -> None:
        self.batch, self.budget, self.objective = batch, budget, objective
        self.steps, self.order = batch.in_steps(scores), order
        self.costs, self.room = budget.costs(batch), budget.room(batch)
        self.open: BoolArray = batch.has_word.copy()
        self.taken: BoolArray = np.zeros(len(batch), dtype=bool)

    def fill(self) -> None:
        """Take the best sentence of each unit, again and again, while one fits.

        Past eight sentences an eighth of their number is taken at once, so that
        the number of rounds grows with the logarithm of the length.
        """
        picked = 0
        while len(rows := self._fitting()):
            many = max(1, picked // 8)
            self.take(self._best(rows, self.objective.gains(), many))
            picked += many

    def include(self, phrase: str) -> None:
        """Take the best sentence of each unit that holds a phrase, where none does yet."""
        holds = holding(self.batch.texts, phrase)
        served = self.batch.per_unit((holds & self.taken).astype(float)) > 0
        rows = self._fitting()
        rows = rows[holds[rows] & ~served[self.batch.unit[rows]]]
        if len(rows):
            self.take(self._best(rows, self.objective.gains(), 1))

    def take(self, rows: IntArray) -> None:
        """Take rows, or those of them that keep the budget of tokens."""
        rows = self._pay(rows)
        self.taken[rows] = True
        self.objective.take(rows)

    def rows(self) -> list[IntArray]:
        """Give the rows taken in each unit, arranged."""
        each = (self._taken_in(unit) for unit in range(self.batch.units))
        return [self._arranged(rows) for rows in each]

    def _fitting(self) -> IntArray:
        return np.flatnonzero(self.open & (self.costs <= self.room[self.batch.unit]))

    def _best(self, rows: IntArray, gains: FloatArray, many: int) -> IntArray:
        """Give the best rows of each unit: at most `many`, no copies, all fitting together."""
        unit = self.batch.unit[rows]
        order = np.lexsort((-self.batch.in_steps(gains)[rows], unit))
        rows, unit = rows[order], unit[order]
        if many == 1:
            return np.asarray(rows[np.unique(unit, return_index=True)[1]])
        rows = rows[np.sort(np.unique(self.batch.copies[rows], return_index=True)[1])]
        unit = self.batch.unit[rows]
        first = np.searchsorted(unit, unit)
        spent = np.concatenate([[0], np.cumsum(self.costs[rows])])
        fits = spent[1:] - spent[first] <= self.room[unit]
        return np.asarray(rows[fits & (np.arange(len(rows)) - first < many)])

    def _pay(self, rows: IntArray) -> IntArray:
        """Close rows and their copies, take off their cost, give those that stay."""
        spoken_for = np.zeros(len(self.batch) + 1, dtype=bool)
        spoken_for[self.batch.copies[rows]] = True
        self.open &= ~spoken_for[self.batch.copies]
        if self.budget.kind == "tokens":
            return self._pay_tokens(rows)
        spent = self.batch.per_unit(self.costs[rows].astype(float), self.batch.unit[rows])
        self.room = self.room - spent.astype(np.int64)
        return rows

    def _pay_tokens(self, rows: IntArray) -> IntArray:
        """Count the text as it would be: tokens of a whole are not the sum of its parts'."""
        kept = []
        for unit in np.unique(self.batch.unit[rows]):
            new = rows[self.batch.unit[rows] == unit]
            while len(new):
                together = np.concatenate([self._taken_in(unit), new])
                text = join([self.batch.texts[row] for row in self._arranged(together)])
                room = int(self.budget.amount) - self.budget.tokens_of(text)
                if room >= 0:
                    self.room[unit] = room
                    break
                if len(new) == 1:  # a text of this length does not fit, whatever it says
                    self.room[unit] = min(self.room[unit], self.costs[new[0]] - 1)
                new = new[:-1]
            kept.append(new)
        return np.concatenate([np.zeros(0, dtype=np.int64), *kept])

    def _taken_in(self, unit: int) -> IntArray:
        start, stop = self.batch.starts[unit : unit + 2].tolist()
        return np.asarray(np.flatnonzero(self.taken[start:stop]) + start)

    def _arranged(self, rows: IntArray) -> IntArray:
        if self.order == "document":
            return np.sort(rows)
        return np.asarray(rows[np.lexsort((rows, -self.steps[rows]))])


def holding(texts: Sequence[str], phrase: str) -> BoolArray:
    """Say which texts hold a word or phrase, whatever its case.

    Examples
    --------
    >>> holding(["The deadline moved.", "Headlines came."], "Deadline").tolist()
    [True, False]
    """
    found = whole_phrase(phrase).search
    return np.fromiter((bool(found(fold(text))) for text in texts), bool, len(texts))


def _warn_of_empty(
    batch: Batch, budget: Budget, choice: _Choice, chosen: Sequence[IntArray]
) -> None:
    for unit, rows in enumerate(chosen):
        own = slice(batch.starts[unit], batch.starts[unit + 1])
        costs = choice.costs[own][batch.has_word[own]]
        if len(rows) or not len(costs):
            continue
        enough = budget.enough(int(costs.min()), int(batch.sizes[unit]))
        message = f"No sentence fits {budget}: the summary is empty. The least that does: {enough}."
        warn(message)


def _warn_of_missing(batch: Batch, phrase: str, chosen: Sequence[IntArray]) -> None:
    holds = holding(batch.texts, phrase)
    for unit, rows in enumerate(chosen):
        if holds[rows].any() or not batch.sizes[unit]:
            continue
        own = slice(batch.starts[unit], batch.starts[unit + 1])
        why = "does not fit" if holds[own].any() else "does not occur in the text"
        warn(f"must_include: {phrase!r} {why}.")
