"""From scores to the sentences of a summary, under a budget.

Takes a batch, its scores, a budget and a selector; gives the rows chosen for each
unit.  A budget is never exceeded.  Units are filled side by side, one sentence
each a round.  Computes no scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Literal, cast, get_args

import numpy as np

from summarize.arrays import BoolArray, FloatArray, IntArray, changes
from summarize.batch import Batch
from summarize.budget import Budget, join
from summarize.checks import floats, one_of
from summarize.coherence import Bundles, Rules, bundle, free, readable
from summarize.notices import warn
from summarize.selectors import Judge, Objective, Selector, Sparing
from summarize.tokens import fold, whole_phrase

Order = Literal["document", "rank"]

#: Of so many sentences the worst is good enough.
FEW = 5
#: Summaries whose worth differs by less are worth the same.
ROUNDING = 1e-9


def check_order(order: object) -> Order:
    """Check the argument `order`."""
    return cast(Order, one_of("order", order, get_args(Order)))


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

    Where sentences take more or less of the length, the best first one may leave room
    that nothing fills.  So an objective that can judge whole summaries (`Judge`) is asked
    which is best of several, each begun with another sentence (partial enumeration,
    Khuller, Moss & Naor 1999); not where a query is heard, which the best sentence answers.
    Nor does it take what would but fill room: once something is taken, the best that fits has
    to be of the better half of what is left, or of the five best, unless less than half of the
    room is filled.

    In a batch that was looked at (`reading`) headings stay out, what says the same
    counts as a copy, and a sentence that opens by pointing back brings along what it
    points to, both worth their mean by words.  Where that gives fewer sentences than
    were asked for, or fills less than a quarter of the room, such sentences are taken
    alone; where it gives none, anything is.

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
    objective = selector.start(batch, scores)
    if not (hasattr(objective, "gains") and hasattr(objective, "take")):
        wanted, kind = "an object with gains() and take(rows)", type(objective).__name__
        raise TypeError(f"selector must give {wanted} at start(). Got {kind} instead.")
    choice = _Choice(batch, scores, budget, objective, order)
    held = holding(batch.texts, must_include, batch.languages)
    for holds in held.values():
        choice.include(holds)
    choice.let_answers_stand()
    if choice.judged:
        choice.fill_best(cast(Judge, choice.objective))
    else:
        choice.fill()
    chosen = choice.rows()
    _warn_of_empty(batch, budget, choice, chosen)
    for phrase, holds in held.items():
        _warn_of_missing(batch, phrase, holds, chosen)
    return chosen


class _Choice:
    """A choice under way: what is open, what is taken, what room is left."""

    def __init__(
        self, batch: Batch, scores: FloatArray, budget: Budget, objective: Objective, order: Order
    ) -> None:
        self.batch, self.budget, self.objective = batch, budget, objective
        self.scores, self.order = scores, order
        self.costs, self.room = budget.costs(batch), budget.room(batch)
        self.room_along = self.room.copy()  # for what brings others along
        self.open: BoolArray = batch.has_word.copy()
        self.taken: BoolArray = np.zeros(len(batch), dtype=bool)
        self.rules = batch.once(readable)
        self.sparing = budget.uneven and isinstance(objective, Sparing)
        self.judged = budget.uneven and isinstance(objective, Judge)

    def let_answers_stand(self) -> None:
        """Let the best answer to a query stand alone where what it points to never fits.

        That may be too long, a heading, or too far off.
        """
        if not self.batch.asked:
            return
        bundles, unit = bundle(self.rules, self.taken, self.open, self.costs), self.batch.unit
        answers = self.batch.heard[unit] & self.batch.answers & self.open & ~self.batch.asks
        steps = np.where(answers, self.batch.in_steps(self.scores), -np.inf)
        best = steps == self.batch.largest(steps)[unit]
        alone = answers & best & ((bundles.costs > self.room[unit]) | ~bundles.fits)
        anchor = np.where(alone, np.arange(len(alone)), self.rules.anchor)
        self.rules = replace(self.rules, anchor=anchor)

    def fill(self, units: BoolArray | None = None, picked: int = 0) -> None:
        """Take what adds most, again and again, while something fits; in all units or some."""
        units = np.ones(self.batch.units, dtype=bool) if units is None else units
        self._fill(self.rules, units, picked, choosy=self.judged)
        if self.judged and (wanting := units & self._wanting(2)).any():
            self._fill(self.rules, wanting)
        if self.batch.reading is not None and (wanting := units & self._wanting(4)).any():
            anything = free(self.batch)
            self._fill(replace(self.rules, anchor=anything.anchor), wanting)
            self._fill(anything, units & ~self.batch.units_with(self.taken))

    def fill_best(self, judge: Judge) -> None:
        """Fill from several starts, and keep in each unit what is worth most as a whole.

        Each begins with the best sentence that none before holds; ties go to the earlier.
        """
        best = self._copy()
        best.fill()
        most, tried = judge.value(np.flatnonzero(best.taken)), best.taken.copy()
        several = ~self.batch.heard[self.batch.unit]
        for _ in range(judge.starts - 1):
            other = self._copy()
            other._round(self.rules, best._worth_room(several & ~tried), 1)
            begun = self.batch.units_with(other.taken & ~self.taken)
            if not begun.any():
                break
            other.fill(begun, picked=1)
            worth = judge.value(np.flatnonzero(other.taken))
            better = begun & (worth > most * (1 + ROUNDING))
            best.taken = np.where(better[self.batch.unit], other.taken, best.taken)
            most = np.where(better, worth, most)
            tried |= other.taken
        self.taken = best.taken

    def _copy(self) -> _Choice:
        """Make a choice that goes on from here by itself."""
        other = copy(self)
        for name in ("objective", "open", "taken", "room", "room_along"):
            setattr(other, name, copy(getattr(self, name)))
        return other

    def include(self, holds: BoolArray) -> None:
        """Take the best of each unit's sentences that hold a phrase, where none is taken yet."""
        for rules in (self.rules, free(self.batch)):
            served = self.batch.units_with(holds & self.taken)
            self._round(rules, holds & ~served[self.batch.unit], 1)

    def _fill(
        self, rules: Rules, units: BoolArray, picked: int = 0, *, choosy: bool = False
    ) -> None:
        """Fill some units under rules, in which so many sentences are taken already.

        From sixteen sentences on an eighth of their number is taken at once, so that
        the number of rounds grows with the logarithm of the length.
        """
        wanted = units[self.batch.unit]
        while self._round(
            rules, self._worth_room(wanted), many := max(1, picked // 8), choosy=choosy
        ):
            picked += many

    def _worth_room(self, wanted: BoolArray) -> BoolArray:
        """Leave out what the objective would not spend room on."""
        if not self.sparing:
            return wanted
        spared, n = np.asarray(cast(Sparing, self.objective).spares()), len(self.batch)
        if spared.shape != (n,) or spared.dtype != bool:
            asked = f"one bool a sentence at spares(), shape ({n},)"
            given = f"{spared.dtype}, shape {spared.shape}"
            raise ValueError(f"selector must give {asked}. Got {given} instead.")
        return wanted & ~spared

    def _round(self, rules: Rules, wanted: BoolArray, many: int, *, choosy: bool = False) -> bool:
        """Take the best of each unit, at most `many`; False where nothing that fits is wanted."""
        room = self.room[self.batch.unit]
        if not np.count_nonzero(wanted & self.open & (self.costs <= room)):
            return False
        bundles = bundle(rules, self.taken, self.open, self.costs)
        bundles.fits &= wanted & (bundles.costs <= room)
        head = bundles.head
        bundles.fits[head] &= bundles.costs[head] <= self.room_along[self.batch.unit[head]]
        gains, never = self._gains()
        bundles.fits &= ~never
        if not np.count_nonzero(bundles.fits):
            return False
        mean = bundles.mean(gains, np.maximum(self.batch.words, 1))
        if self.batch.asked:
            # what else comes along with an answer to a query costs, and counts for nothing
            mean = np.where(self.batch.heard[self.batch.unit], gains, mean)
        steps = self.batch.in_steps(mean)
        heads = self._best(bundles, steps, many)
        if choosy:
            heads = heads[self._good_enough(rules, heads, steps)[self.batch.unit[heads]]]
        self.take(heads, bundles)
        return len(heads) > 0

    def _good_enough(self, rules: Rules, heads: IntArray, steps: FloatArray) -> BoolArray:
        """Say in which units the best that fits is of the better half of what is left.

        Else it would but fill room that better ones are too long for.  A first sentence is
        good enough, and so is any of a few, and what answers a query.
        """
        batch, left = self.batch, self.open & rules.choosable
        best = np.full(batch.units, np.inf)
        best[batch.unit[heads[::-1]]] = steps[heads[::-1]]  # the first of a unit is its best
        better = batch.per_unit((left & (steps > best[batch.unit])).astype(float))
        half = np.maximum(batch.per_unit(left.astype(float)) / 2, FEW)
        return (better < half) | ~batch.units_with(self.taken) | batch.heard

    def _gains(self) -> tuple[FloatArray, BoolArray]:
        """Ask what each sentence adds, and which are never to be taken.

        A selector may be the user's own.
        """
        given = np.array(self.objective.gains())  # a copy: it may be the objective's own
        n = len(self.batch)
        wanted = f"one number a sentence, shape ({n},), -inf for one never to be taken"
        if given.shape != (n,):
            raise ValueError(f"selector must give {wanted}. Got shape {given.shape} instead.")
        never = given == -np.inf
        given[never] = 0
        return floats("selector", given, wanted), never

    def _wanting(self, parts: int) -> BoolArray:
        """Say which units lack sentences asked for, or are filled less than a part."""
        if not self.budget.uneven:
            return self.room > 0
        whole = self.budget.room(self.batch)
        return self.room > whole - np.maximum(whole // parts, 1)

    def take(self, heads: IntArray, bundles: Bundles) -> None:
        """Take sentences with what they bring along, or those that keep the budget of tokens."""
        if self.budget.kind == "tokens":
            rows = self._pay_tokens(heads, bundles)
        else:
            rows = bundles.rows(heads, self.rules.copies)
            np.subtract.at(self.room, self.batch.unit[rows], self.costs[rows])
            self._close(rows)
        self.taken[rows] = True
        self.objective.take(rows)

    def rows(self) -> list[IntArray]:
        """Give the rows taken in each unit, arranged."""
        taken = self.taken.nonzero()[0]
        bounds = taken.searchsorted(self.batch.starts).tolist()
        return [self._arranged(taken[start:stop]) for start, stop in pairwise(bounds)]

    def _best(self, bundles: Bundles, steps: FloatArray, many: int) -> IntArray:
        """Give the best heads of each unit: at most so many, no copies, all fitting."""
        if many == 1:
            return self._first(bundles.fits, steps)
        heads = np.flatnonzero(bundles.fits)
        heads = heads[np.lexsort((-steps[heads], self.batch.unit[heads]))]
        heads = heads[np.sort(np.unique(self.rules.copies[heads], return_index=True)[1])]
        unit = self.batch.unit[heads]
        first = np.searchsorted(unit, unit)
        spent = np.concatenate([[0], np.cumsum(bundles.costs[heads])])
        fits = spent[1:] - spent[first] <= self.room[unit]
        return heads[fits & (np.arange(len(heads)) - first < many)]

    def _first(self, fits: BoolArray, steps: FloatArray) -> IntArray:
        """Give the first row with the most of each unit that has any that fits."""
        unit, most = self.batch.unit, self.batch.largest(np.where(fits, steps, -np.inf))
        best = (fits & (steps == most[unit])).nonzero()[0]
        return best[changes(unit[best])]

    def _close(self, rows: IntArray) -> None:
        """Let no row be taken again, nor a copy of one."""
        spoken_for = np.zeros(len(self.batch) + 1, dtype=bool)
        spoken_for[self.rules.copies[rows]] = True
        self.open &= ~spoken_for[self.rules.copies]

    def _pay_tokens(self, heads: IntArray, bundles: Bundles) -> IntArray:
        """Give the rows that fit, as the text is counted: a whole is not the sum of its parts."""
        kept = [heads[:0]]
        heads = heads[np.argsort(self.batch.unit[heads], kind="stable")]
        units, firsts = np.unique(self.batch.unit[heads], return_index=True)
        for unit, group in zip(units, np.split(heads, firsts)[1:], strict=True):
            for many in range(len(group), 0, -1):
                new = bundles.rows(group[:many], self.rules.copies)
                together = np.concatenate([self._taken_in(unit), new])
                text = join([self.batch.texts[row] for row in self._arranged(together)])
                room = self.budget.limit - self.budget.tokens_of(text)
                if room >= 0:
                    self.room[unit] = room
                    self._close(np.concatenate([new, group]))
                    kept.append(new)
                    break
            else:
                # nothing of this length fits, whatever it says; what fits alone still may
                room_left = self.room if len(new) == 1 else self.room_along
                room_left[unit] = min(room_left[unit], bundles.costs[group[0]] - 1)
        return np.concatenate(kept)

    def _taken_in(self, unit: int) -> IntArray:
        own = self.batch.rows_of(unit)
        return np.flatnonzero(self.taken[own]) + own.start

    def _arranged(self, rows: IntArray) -> IntArray:
        if self.order == "document":
            return np.sort(rows)
        return rows[np.lexsort((rows, self._ranks[rows]))]

    @cached_property
    def _ranks(self) -> IntArray:
        return self.batch.ranks(self.scores)


def holding(
    texts: Sequence[str], phrases: Sequence[str], languages: Sequence[str]
) -> dict[str, BoolArray]:
    """Say for each word or phrase which texts hold it, whatever its case in their languages.

    Examples
    --------
    >>> texts = ["The deadline moved.", "Headlines came."]
    >>> holding(texts, ["Deadline"], ["en", "en"])["Deadline"].tolist()
    [True, False]
    """
    folded = list(map(fold, texts, languages)) if phrases else []
    found = {}
    for phrase in phrases:
        search = {code: whole_phrase(phrase, code).search for code in set(languages)}
        holds = (bool(search[code](text)) for text, code in zip(folded, languages, strict=True))
        found[phrase] = np.fromiter(holds, bool, len(folded))
    return found


def _warn_of_empty(
    batch: Batch, budget: Budget, choice: _Choice, chosen: Sequence[IntArray]
) -> None:
    for unit, rows in enumerate(chosen):
        if len(rows):
            continue
        own = batch.rows_of(unit)
        costs = choice.costs[own][batch.has_word[own]]
        if not len(costs):
            continue
        why, least = f"No sentence fits {budget}", int(costs.min())
        room = int(budget.room(batch)[unit])
        enough = f" The least that does: {budget.enough(least, room, int(batch.sizes[unit]))}."
        if least <= room:
            why, enough = "The selector takes no sentence", ""
        warn(f"{why}: the summary is empty.{enough}")


def _warn_of_missing(
    batch: Batch, phrase: str, holds: BoolArray, chosen: Sequence[IntArray]
) -> None:
    for unit, rows in enumerate(chosen):
        if holds[rows].any() or not batch.sizes[unit]:
            continue
        why = "does not fit" if holds[batch.rows_of(unit)].any() else "does not occur in the text"
        warn(f"must_include: {phrase!r} {why}.")
