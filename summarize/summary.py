"""What comes out: the chosen sentences, and why.

Takes what the stages before it found and holds it: every sentence with score,
rank and span, so that another length or a reason needs no second run.  Decides
nothing itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from summarize.document import Document, Sentence
from summarize.scores import Custom, Method
from summarize.scores.query import mixed_reasons
from summarize.selection import Budget, Order, Selector, join, make_budget, select
from summarize.terms import Batch, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Evidence:
    """What a summary was made from, kept to cut it again and to explain it.

    Parameters
    ----------
    batch : Batch
        The sentences of all units that were summarised together.
    number : int
        The unit among them.
    method : Method or Custom
    raw : ndarray, shape (n,)
        The method's scores before a query was mixed in.
    selector : Selector
    must_include : sequence of str
    """

    batch: Batch
    number: int
    method: Method | Custom
    raw: FloatArray
    selector: Selector
    must_include: Sequence[str] = ()

    @cached_property
    def own(self) -> Batch:
        """The sentences of this unit, as a batch of one."""
        return self.batch.one(self.number)

    def __getstate__(self) -> dict[str, Any]:
        # What belongs to other units of the batch does not travel along.
        return {**self.__dict__, "batch": self.own, "number": 0, "own": self.own}


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
        What each term brings, the most important first.
    neighbours : tuple of (int, float)
        What each other sentence brings, by its index; graph methods only.
    position, query, base : float
        What the place brings, what the query brings, and what needs no reason.
    """

    sentence: Sentence
    method: str
    score: float
    terms: tuple[tuple[str, float], ...]
    neighbours: tuple[tuple[int, float], ...]
    position: float
    query: float
    base: float

    def to_dict(self) -> dict[str, Any]:
        """Give all of it as plain data."""
        return {
            "index": self.sentence.index,
            "method": self.method,
            "score": self.score,
            "terms": dict(self.terms),
            "neighbours": dict(self.neighbours),
            "position": self.position,
            "query": self.query,
            "base": self.base,
        }

    def __str__(self) -> str:
        total = self.score or 1.0
        terms = sum(share for _, share in self.terms)
        parts = {"terms": terms, "position": self.position, "query": self.query, "base": self.base}
        shown = ", ".join(f"{k} {v / total:.0%}" for k, v in parts.items() if v)
        lines = [
            f"[{self.sentence.index}] {_short(self.sentence.text)}",
            f"  {self.method} score {self.score:.4g}: {shown or 'nothing'}",
        ]
        if self.terms:
            lines.append("  terms: " + _shares(self.terms, total))
        if self.neighbours:
            named = [(f"[{number}]", share) for number, share in self.neighbours]
            lines.append("  voters: " + _shares(named, total))
        return "\n".join(lines)


def _shares(pairs: Sequence[tuple[str, float]], total: float, most: int = 6) -> str:
    shown = ", ".join(f"{name} {share / total:.0%}" for name, share in pairs[:most])
    return shown + (f", and {len(pairs) - most} more" if len(pairs) > most else "")


@dataclass(frozen=True, eq=False)
class Summary:
    """The sentences chosen from a text, and all that is known of the others.

    ``str(summary)`` is the summary itself; iterating gives its sentences.

    Parameters
    ----------
    documents : tuple of Document
        What was summarised.
    spans : tuple of (int, int, int)
        Document, start and end of every sentence, chosen or not.
    metas : tuple of mapping
        What came with the segment of every sentence.
    scores : ndarray, shape (n,)
        One a sentence, chosen or not; read-only.
    ranks : ndarray of int, shape (n,)
        0 for the best score; ties go to the earlier sentence.
    rows : tuple of int
        The indices of the chosen sentences, in the order of the summary.
    language : str
        ISO 639-1 code of the language taken, "und" where none was recognised.
    budget : Budget
    order : {"document", "rank"}
    error : str or None
        Why there is no summary, where the document was bad.

    Examples
    --------
    >>> from summarize import summarize
    >>> summary = summarize("The dam broke. It rained. The dam had cracks.", sentences=1)
    >>> [(s.text, s.start, s.end) for s in summary]
    [('The dam broke.', 0, 14)]
    """

    documents: tuple[Document, ...]
    spans: tuple[tuple[int, int, int], ...] = ()
    metas: tuple[Mapping[str, Any], ...] = ()
    scores: FloatArray = field(default_factory=lambda: np.zeros(0))
    ranks: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    rows: tuple[int, ...] = ()
    language: str = "und"
    budget: Budget = field(default_factory=Budget)
    order: Order = "document"
    error: str | None = None
    evidence: Evidence | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self._freeze()

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._freeze()  # NumPy forgets it on the way

    def _freeze(self) -> None:
        for array in (self.scores, self.ranks):
            array.flags.writeable = False

    # --- the summary

    @cached_property
    def text(self) -> str:
        """The chosen sentences as one text."""
        return join([sentence.text for sentence in self.chosen])

    @cached_property
    def chosen(self) -> tuple[Sentence, ...]:
        """The chosen sentences, in the order of the summary."""
        return tuple(self._sentence(row) for row in self.rows)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences, in reading order: the i-th has ``scores[i]``."""
        return tuple(self._sentence(row) for row in range(len(self.spans)))

    @property
    def method(self) -> str:
        """The name of the method that gave the scores."""
        return self.evidence.method.name if self.evidence else ""

    def _sentence(self, row: int) -> Sentence:
        document, start, end = self.spans[row]
        return Sentence(
            self.documents[document].text[start:end],
            start,
            end,
            document=document,
            index=row,
            score=float(self.scores[row]),
            rank=int(self.ranks[row]),
            meta=self.metas[row],
        )

    def __str__(self) -> str:
        return self.text

    def __iter__(self) -> Iterator[Sentence]:
        return iter(self.chosen)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, number: int) -> Sentence:
        return self.chosen[number]

    def __repr__(self) -> str:
        if self.error is not None:
            return f"<Summary: error {self.error!r}>"
        head = f"<Summary: {len(self)} of {len(self.spans)} sentences"
        about = f"{head}, {self.budget}, method={self.method!r}, language={self.language!r}"
        lines = [f"  {s.score:.3g} [{s.start}:{s.end}] {_short(s.text)}" for s in self]
        return "\n".join([about, *lines]) + ">"

    # --- another length

    def cut(
        self,
        *,
        sentences: int | None = None,
        words: int | None = None,
        characters: int | None = None,
        tokens: int | None = None,
        ratio: float | None = None,
        count_tokens: Callable[[str], int] | None = None,
        order: Order | None = None,
    ) -> Summary:
        """Choose again for another budget, by the scores there are.

        Parameters
        ----------
        sentences, words, characters, tokens, ratio
            The new budget, as for `summarize`; without any, the one there is.
        count_tokens : callable, optional
            The one given first, where it is left out.
        order : {"document", "rank"}, optional

        Returns
        -------
        Summary
            The same as a new run with that budget would give.

        Examples
        --------
        >>> from summarize import summarize
        >>> summary = summarize("The dam broke. It rained. The dam had cracks.")
        >>> str(summary.cut(words=3))
        'The dam broke.'
        """
        counts = count_tokens or self.budget.count_tokens
        amounts = (sentences, words, characters, tokens, ratio)
        kept_as_is = all(amount is None for amount in amounts)
        budget = self.budget if kept_as_is else make_budget(*amounts, counts)
        order = self.order if order is None else check_order(order)
        if self.evidence is None:
            return replace(self, budget=budget, order=order)
        kept = self.evidence
        (rows,) = select(
            kept.own,
            self.scores,
            budget,
            kept.selector,
            order=order,
            must_include=kept.must_include,
        )
        return replace(self, rows=tuple(rows.tolist()), budget=budget, order=order)

    # --- reasons

    def explain(self, sentence: int | Sentence) -> Explanation:
        """Say why a sentence has its score, chosen or not.

        Parameters
        ----------
        sentence : int or Sentence
            A sentence of this summary, or its index among all `sentences`.

        Returns
        -------
        Explanation
            Shares by term, by neighbour and of the place, which add up to the score.

        Raises
        ------
        IndexError
            If there is no such sentence.

        Examples
        --------
        >>> from summarize import summarize
        >>> summary = summarize("The dam broke. It rained. The dam had cracks.", sentences=1)
        >>> summary.explain(summary[0]).terms[0][0]
        'dam'
        """
        row = sentence.index if isinstance(sentence, Sentence) else sentence
        if not isinstance(row, int | np.integer) or isinstance(row, bool):
            kind = type(row).__name__
            raise TypeError(f"sentence must be a Sentence or its index (int). Got {kind} instead.")
        if self.evidence is None or not -len(self.spans) <= row < len(self.spans):
            raise IndexError(
                f"sentence must be the index of one of {len(self.spans)} sentences. Got {row!r}."
            )
        row = int(row) % len(self.spans)
        kept = self.evidence
        reasons = kept.method.explain_sentence(kept.own, kept.raw, row)
        if not kept.method.asks:
            reasons = mixed_reasons(kept.own, kept.raw, row, reasons)
        names = kept.own.names
        terms = [
            (str(names[column]) if column >= 0 else "(embedding)", float(share))
            for column, share in zip(reasons.columns, reasons.terms, strict=True)
        ]
        votes = zip(reasons.voters.tolist(), reasons.votes.tolist(), strict=True)
        return Explanation(
            self._sentence(row),
            kept.method.name,
            float(self.scores[row]),
            tuple(sorted(terms, key=lambda pair: -pair[1])),
            tuple(sorted(votes, key=lambda pair: -pair[1])),
            reasons.position,
            reasons.query,
            reasons.base,
        )

    # --- other forms

    def to_dict(self) -> dict[str, Any]:
        """Give all of it as plain data: text, settings, every sentence."""
        chosen = set(self.rows)
        return {
            "text": self.text,
            "language": self.language,
            "method": self.method,
            "budget": {self.budget.kind: self.budget.amount},
            "order": self.order,
            "error": self.error,
            "chosen": list(self.rows),
            "sentences": [
                {
                    "index": s.index,
                    "document": s.document,
                    "start": s.start,
                    "end": s.end,
                    "text": s.text,
                    "score": s.score,
                    "rank": s.rank,
                    "chosen": s.index in chosen,
                    "meta": dict(s.meta),
                }
                for s in self.sentences
            ],
        }

    def to_json(self, **options: Any) -> str:
        """Give `to_dict` as JSON.

        Parameters
        ----------
        **options
            Passed on to `json.dumps`; text is not escaped to ASCII unless asked for.
            What of the metadata JSON does not know becomes a string.
        """
        return json.dumps(self.to_dict(), **{"ensure_ascii": False, "default": str, **options})

    def to_html(self) -> str:
        """Give the text as a heat-map: one page that needs nothing else."""
        from summarize.html import page  # noqa: PLC0415 - html is built on top of summary

        return page(self)

    def _repr_html_(self) -> str:
        from summarize.html import fragment  # noqa: PLC0415

        return fragment(self)


def check_order(order: object) -> Order:
    """Check the argument `order`."""
    if order not in ("document", "rank"):
        raise ValueError(f"order must be 'document' or 'rank'. Got {order!r} instead.")
    return order


def _short(text: str, most: int = 72) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
