"""Less text for a language model to read: the passages that bear on its question.

Takes texts, a question and `Summarizer`'s options; gives those texts of which something
was chosen, shortened to it, and where it stood.  `langchain` and `llama_index` wrap it for
their frameworks.  Fetches no texts and calls no model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from summarize.arrays import FloatArray
from summarize.batch import Batch
from summarize.budget import join
from summarize.checks import flag, number
from summarize.document import Document, Sentence
from summarize.pipeline import Settings, make_settings, run
from summarize.scores import METHODS, Method
from summarize.scores.coverage import coverage
from summarize.scores.reasons import Reasons, Why
from summarize.selection import holding
from summarize.summary import Summary

#: Where a shortened document or node keeps its `Passage.spans`, in its metadata.
SPANS = "sentence_spans"

_OPTIONS = tuple(name for name in signature(make_settings).parameters if name != "background")


# --- what to choose: a method ---------------------------------------------------------


@dataclass(frozen=True)
class Passages:
    """What bears on the query, and what stands beside it: a ``method=`` for evidence.

    A question is answered by a stretch of text more often than by one sentence, and the
    words asked for stand in a few sentences of it.  So each sentence hands on what it is
    worth to its neighbours; place and centrality count for nothing.  Without a query, or
    where nothing bears on it, the scores are those of the default, "coverage".

    Parameters
    ----------
    spread : float
        The share that the next sentence gets, 0 to 0.99; the one after it gets
        ``spread²``, and so on, within its document.  0 ranks each sentence alone.

    Examples
    --------
    >>> from summarize import summarize
    >>> text = "Rain fell. Who paid for the dam? Nobody knew at first. Half was the state's."
    >>> str(summarize(text, query="who paid", method=Passages(), sentences=2))
    'Who paid for the dam? Nobody knew at first.'
    """

    spread: float = 0.8

    def as_method(self) -> Method:
        """Give the method, as `find_method` asks for it."""
        spread = number("spread", self.spread, 0, 0.99)
        return Method(
            "passages",
            passages,
            passages_reasons,
            asks=True,
            embeds=True,
            parameters={"spread": spread},
        )

    def score_sentences(self, batch: Batch) -> FloatArray:
        """Score the sentences of a batch: see `passages`."""
        return self.as_method().score_sentences(batch)


def passages(batch: Batch, *, spread: float) -> FloatArray:
    r"""Score by the relevance around: ``Σ_j rel_j · spread^|i − j|`` over one document.

    ``rel`` is `Batch.relevance`.  A unit that holds nothing of the query gets the scores of
    `coverage`.
    """
    scores = batch.spread(batch.relevance, spread, spread)
    return np.where(batch.heard[batch.unit], scores, coverage(batch))


def passages_reasons(batch: Batch, scores: FloatArray, *, spread: float) -> Why:
    """All comes from the query; the neighbours that bring a hundredth of it are named."""
    if not batch.heard.all():
        return METHODS["coverage"].why(batch, scores)

    def why(row: int) -> Reasons:
        distance = np.abs(np.arange(len(batch)) - row)
        same = batch.document == batch.document[row]
        brought = np.where(same & (distance > 0), batch.relevance * spread**distance, 0.0)
        voters = np.flatnonzero(brought > 0.01 * scores[row])
        return Reasons(voters=voters, votes=brought[voters], query=float(scores[row]))

    return why


# --- what comes of it: shorter texts -------------------------------------------------


class Passage(NamedTuple):
    """What is kept of one text."""

    number: int  # which of the texts it is of
    text: str  # the chosen sentences, joined
    spans: list[dict[str, Any]]  # where each stands in its text: start, end, score and rank


def made_fields(
    per_document: bool, options: Mapping[str, Any] | None, given: Mapping[str, Any]
) -> dict[str, Any]:
    """Give the fields of an adapter; its options are checked before there is a text."""
    merged = {**(options or {}), **given}
    _settings(merged, None)
    return {"per_document": flag("per_document", per_document, False), "options": merged}


def shorten(
    texts: Sequence[str], query: str | None, options: Mapping[str, Any], *, per_document: bool
) -> list[Passage]:
    """Keep what bears on a question; a text of which nothing is kept is left out.

    A sentence whose score is 0 is not kept, though there be room, unless all have it or it
    holds what must be in.

    The query goes before one among the options, which are `Summarizer`'s; `method` is
    `Passages()` where it is not given.  With `per_document` each text has the budget for
    itself, else all share one.

    Examples
    --------
    >>> texts = ["Rain fell. The mill burned.", "Snow fell."]
    >>> shorten(texts, "the mill", {"sentences": 1}, per_document=False)[0][:2]
    (0, 'The mill burned.')
    """
    documents = [Document(text) for text in texts]
    units = [(one,) for one in documents] if per_document else [tuple(documents)]
    settings, kept = _settings(options, query), []
    for first, summary in enumerate(run(units, settings)):
        # by document; within one in the order of the summary
        chosen = sorted(_bearing(summary, settings.must_include), key=attrgetter("document"))
        for document, group in groupby(chosen, key=attrgetter("document")):
            kept.append(_passage(first + document, list(group)))
    return kept


def _bearing(summary: Summary, must_include: Sequence[str]) -> list[Sentence]:
    """Leave out what bears on nothing and need not be in: it would only fill up the room."""
    chosen = list(summary)
    if not summary.scores.any():
        return chosen
    codes = [summary.languages[sentence.document] for sentence in chosen]
    held = holding([sentence.text for sentence in chosen], must_include, codes).values()
    return [s for k, s in enumerate(chosen) if s.score or any(holds[k] for holds in held)]


def _passage(number: int, chosen: Sequence[Sentence]) -> Passage:
    spans = [{"start": s.start, "end": s.end, "score": s.score, "rank": s.rank} for s in chosen]
    return Passage(number, join([sentence.text for sentence in chosen]), spans)


def _settings(options: Mapping[str, Any], query: str | None) -> Settings:
    for name in options:
        if name not in _OPTIONS:
            raise TypeError(f"There is no option {name!r}. Summarizer has {', '.join(_OPTIONS)}.")
    given = {**options, "query": query or options.get("query")}
    if given.get("method") is None:
        given["method"] = Passages()
    return make_settings(**given)
