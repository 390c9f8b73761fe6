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
from typing import Any, Literal, overload

import numpy as np

from summarize.arrays import FloatArray, IntArray
from summarize.budget import KINDS, Budget, join, make_budget
from summarize.checks import one_of
from summarize.document import Document, Sentence
from summarize.explanation import Evidence, Explanation, explain, shorten
from summarize.html import fragment, page
from summarize.notices import kept_back
from summarize.plot import draw_scores, draw_similarity, new_axes
from summarize.selection import Order, check_order, select


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
    languages : tuple of str
        The language taken for each document.
    heard : bool
        Whether the text holds a word of the query; True where there is no query, an encoder
        looks for its sense, or the document was bad.

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
    languages: tuple[str, ...] = ()
    heard: bool = True
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
            meta=dict(self.metas[row]),  # its own
        )

    def __str__(self) -> str:
        return self.text

    def __format__(self, spec: str) -> str:
        return format(self.text, spec)

    def __iter__(self) -> Iterator[Sentence]:
        return iter(self.chosen)

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, number: int) -> Sentence: ...

    @overload
    def __getitem__(self, number: slice) -> tuple[Sentence, ...]: ...

    def __getitem__(self, number: int | slice) -> Sentence | tuple[Sentence, ...]:
        return self.chosen[number]

    def __repr__(self) -> str:
        if self.error is not None:
            return f"<Summary: error {self.error!r}>"
        head = f"<Summary: {len(self)} of {len(self.spans)} sentences"
        about = f"{head}, {self.budget}, method={self.method!r}, language={self.language!r}"
        lines = [f"  {s.score:.3g} [{s.start}:{s.end}] {shorten(s.text)}" for s in self]
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
        counts = self.budget.count_tokens if count_tokens is None else count_tokens
        amounts = zip(KINDS, (sentences, words, characters, tokens, ratio), strict=True)
        given: dict[str, Any] = {kind: amount for kind, amount in amounts if amount is not None}
        given = given or {self.budget.kind: self.budget.amount}
        budget = make_budget(**given, count_tokens=counts)
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
        IndexError, ValueError
            If there is no such sentence, or it is one of another summary.

        Examples
        --------
        >>> from summarize import summarize
        >>> summary = summarize("The dam broke. It rained. The dam had cracks.", sentences=1)
        >>> summary.explain(summary[0]).terms[0][0]
        'dam'
        """
        row = self.row_of(sentence)
        assert self.evidence is not None  # or it has no sentence
        return explain(self.evidence, self._sentence(row))

    def row_of(self, sentence: int | Sentence) -> int:
        """Give the index of a sentence, and check that it is one of this summary's `sentences`."""
        row = sentence.index if isinstance(sentence, Sentence) else sentence
        if not isinstance(row, int | np.integer) or isinstance(row, bool):
            kind = type(row).__name__
            raise TypeError(f"sentence must be a Sentence or its index (int). Got {kind} instead.")
        if not -len(self.spans) <= row < len(self.spans):
            raise IndexError(
                f"sentence must be the index of one of {len(self.spans)} sentences. Got {row!r}."
            )
        row = int(row) % len(self.spans)
        if isinstance(sentence, Sentence) and sentence[:4] != self._sentence(row)[:4]:
            text = shorten(sentence.text)
            raise ValueError(f"sentence must be one of this summary. Got {text!r} of another.")
        return row

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
            "heard": self.heard,
            "chosen": list(self.rows),
            "sentences": [
                {**s._asdict(), "chosen": s.index in chosen, "meta": dict(s.meta)}
                for s in self.sentences
            ],
        }

    def to_json(self, **options: Any) -> str:
        """Give `to_dict` as JSON.

        Parameters
        ----------
        **options
            Passed on to `json.dumps`; text is not escaped to ASCII unless asked for.
            What of the metadata JSON does not know becomes a string, keys as well.
            Half a pair (a lone surrogate) is always escaped: UTF-8 has no place for it.
        """
        data = self.to_dict()
        for sentence in data["sentences"]:
            sentence["meta"] = _with_keys(sentence["meta"])
        written = json.dumps(data, **{"ensure_ascii": False, "default": str, **options})
        return written.encode("utf-8", "backslashreplace").decode("utf-8")

    def to_html(self) -> str:
        """Give the text as a heat-map: one page that needs nothing else.

        A slider marks what ``cut(sentences=…)`` would choose, up to 30 sentences (10 of
        more than 2,000); the pointer or the arrow keys show the reasons of a sentence.

        Returns
        -------
        str
        """
        first = self._sentence(0).text if self.spans else ""
        return page(self._repr_html_(), self.language, shorten(first, 60))

    def plot(self, kind: Literal["scores", "similarity"] = "scores", ax: Any = None) -> Any:
        """Draw the scores along the text, or how much the chosen sentences are alike.

        Parameters
        ----------
        kind : {"scores", "similarity"}
            The score of each sentence over its place in the text; or the cosine of each
            chosen sentence with each, by the words' weights (or by the encoder's vectors).
        ax : matplotlib Axes, optional
            Made by pyplot where it is not given.

        Returns
        -------
        matplotlib Axes

        Raises
        ------
        ImportError
            If matplotlib is not installed: ``pip install 'summarize[plot]'``.
        """
        one_of("kind", kind, ("scores", "similarity"))
        if kind == "scores":
            ax = ax or new_axes(8, 3)
            draw_scores(ax, self.documents, self.sentences, self.rows)
        else:
            side = 2 + 0.3 * min(len(self), 20)
            ax = ax or new_axes(side + 4, side)
            if self.chosen:
                draw_similarity(ax, self.chosen, *self._likeness())
        return ax

    def _likeness(self) -> tuple[FloatArray, str]:
        """Give the cosines of the chosen sentences, and what they are of."""
        assert self.evidence is not None  # or nothing is chosen
        own = self.evidence.own
        weights = own.weights[list(self.rows)]
        cosines = np.asarray((weights @ weights.T).toarray(), dtype=float)
        if own.embedded is None:
            return cosines, "words' weights"
        # see `terms.embed`; what is nearly 0 is not to be shown as -0
        return np.round(2 * cosines - 1, 12) + 0.0, "encoder's vectors"

    def _repr_html_(self) -> str:
        about = (
            f"No summary: {self.error}"
            if self.error is not None
            else f"{len(self)} of {len(self.spans)} sentences, {self.budget}, "
            f"method {self.method}, language {self.language}"
        )
        cuts = self._cuts()
        return fragment(
            self.documents,
            self.sentences,
            self.rows,
            about,
            language=self.language,
            languages=self.languages,
            cuts=cuts,
            reasons={row: self.explain(row) for row in self._telling(cuts)},
        )

    def _cuts(self) -> list[tuple[int, ...]]:
        """Give the rows at each length, from one sentence to the most that a page has."""
        most = min(len(self.spans), 30 if len(self.spans) <= 2000 else 10)
        with kept_back():
            cuts = [self.cut(sentences=length).rows for length in range(1, most + 1)]
        longest = max(map(len, cuts), default=0)
        return cuts[:longest]  # what has no word, or says the same, is never chosen

    def _telling(self, cuts: Sequence[Sequence[int]], most: int = 40) -> list[int]:
        """Give the rows whose reasons a page holds: chosen, best, or chosen at another length."""
        if not cuts:
            return []
        best = np.argsort(self.ranks)[:10].tolist()
        return list(dict.fromkeys([*self.rows[:30], *best, *cuts[-1]]))[:most]


def _with_keys(value: Any) -> Any:
    """Spell out the keys that JSON does not know."""
    if isinstance(value, Mapping):
        return {
            k if isinstance(k, str | int | float | None) else str(k): _with_keys(v)
            for k, v in value.items()
        }
    return [*map(_with_keys, value)] if isinstance(value, list | tuple) else value
