"""Why a sentence has its score, in words and numbers.

Takes what a summary was made from, gives an `Explanation` of one sentence: shares
by term, by neighbour, of the place and of the query, which add up to the score; and
what a choice that reads well minds about it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from summarize.arrays import FloatArray
from summarize.batch import Batch
from summarize.coherence import remarks
from summarize.document import Sentence
from summarize.scores import Custom, Method
from summarize.scores.query import mixed_reasons
from summarize.scores.reasons import STAND_INS, Why
from summarize.selectors import Selector

#: So many words, and so many voters, are shown; of the rest their number.
SHOWN = 6


@dataclass(frozen=True, eq=False)
class Evidence:
    """What a summary was made from, kept to cut it again and to explain it."""

    batch: Callable[[], Batch] | None  # gives the unit as a batch of one; asked once, when needed
    method: Method | Custom
    raw: FloatArray  # the method's scores before a query was mixed in, shape (n,)
    selector: Selector
    must_include: Sequence[str] = ()

    @cached_property
    def own(self) -> Batch:
        """The sentences of this unit, as a batch of one."""
        assert self.batch is not None  # nor is it asked for: see `__getstate__`
        return self.batch()

    @cached_property
    def why(self) -> Why:
        """What says why each sentence has its score."""
        reasons = self.method.why(self.own, self.raw)
        return reasons if self.method.asks else mixed_reasons(self.own, self.raw, reasons)

    @cached_property
    def remarks(self) -> list[str]:
        """What the choice minded about each sentence, beside its score."""
        return remarks(self.own)

    def __getstate__(self) -> dict[str, Any]:
        # What belongs to other units, or can be computed again, does not travel along.
        kept = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**kept, "batch": None, "own": replace(self.own)}


@dataclass(frozen=True)
class Explanation:
    """Why a sentence has its score.

    The shares ``sum(terms) + position + query + base`` add up to `score`; those of
    the neighbours are the same votes as those of the terms, seen from the side of
    who gave them.

    Parameters
    ----------
    sentence : Sentence
    method : str
    score : float
    terms : tuple of (str, float)
        What each term brings, the most important first; "(claim)" and "(aside)" are what a
        sentence gets or loses for words such as "we propose" and "for example".
    neighbours : tuple of (int, float)
        What each other sentence brings, by its index; graph methods only.
    position, query, base : float
        What the place brings, what the query brings, and what needs no reason.
    remark : str
        Why it may be left out, or bring others along, whatever its score: it points back, is
        no sentence, says the same as another; "" for most.
    among : int
        How many sentences there are: printed, the best score is rank 1 of so many.
    """

    sentence: Sentence
    method: str
    score: float
    terms: tuple[tuple[str, float], ...]
    neighbours: tuple[tuple[int, float], ...]
    position: float
    query: float
    base: float
    remark: str
    among: int

    def to_dict(self) -> dict[str, Any]:
        """Give all of it as plain data."""
        return {
            "index": self.sentence.index,
            "method": self.method,
            "score": self.score,
            "rank": self.sentence.rank,
            "terms": dict(self.terms),
            "neighbours": dict(self.neighbours),
            "position": self.position,
            "query": self.query,
            "base": self.base,
            "remark": self.remark,
        }

    def __str__(self) -> str:
        total = self.score or 1.0
        terms = sum(share for _, share in self.terms)
        parts = {"terms": terms, "position": self.position, "query": self.query, "base": self.base}
        shown = ", ".join(f"{k} {v / total:.0%}" for k, v in parts.items() if v)
        place = f"rank {1 + (self.sentence.rank or 0)} of {self.among}"
        lines = [
            f"[{self.sentence.index}] {shorten(self.sentence.text)}",
            f"  {self.method} score {self.score:.4g}, {place}: {shown or 'nothing'}",
        ]
        if self.terms:
            lines.append("  terms: " + _shares(self.terms, total))
        if self.neighbours:
            named = [(f"[{number}]", share) for number, share in self.neighbours]
            lines.append("  voters: " + _shares(named, total))
        if self.remark:
            lines.append("  remark: " + self.remark)
        return "\n".join(lines)


def _shares(pairs: Sequence[tuple[str, float]], total: float) -> str:
    shown = ", ".join(f"{name} {share / total:.0%}" for name, share in pairs[:SHOWN])
    return shown + (f", and {len(pairs) - SHOWN} more" if len(pairs) > SHOWN else "")


def explain(kept: Evidence, sentence: Sentence) -> Explanation:
    """Take the score of one sentence apart."""
    reasons, names = kept.why(sentence.index), kept.own.names
    terms = [
        (str(names[column]) if column >= 0 else STAND_INS[int(column)], float(share))
        for column, share in zip(reasons.columns, reasons.terms, strict=True)
    ]
    votes = zip(reasons.voters.tolist(), reasons.votes.tolist(), strict=True)
    return Explanation(
        sentence,
        kept.method.name,
        float(sentence.score or 0.0),
        tuple(sorted(terms, key=lambda pair: -abs(pair[1]))),
        tuple(sorted(votes, key=lambda pair: -pair[1])),
        reasons.position,
        reasons.query,
        reasons.base,
        kept.remarks[sentence.index],
        len(kept.own),
    )


def shorten(text: str, most: int = 72) -> str:
    """Give a text in one line, and an ellipsis for what is too long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
