"""Methods side by side on texts with references.

Takes methods, texts and references; gives a `Comparison`: means with their
intervals, and whether the differences could be chance.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from html import escape
from itertools import chain
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

from summarize.arrays import FloatArray
from summarize.budget import KINDS as LENGTHS
from summarize.budget import make_budget
from summarize.checks import flag, in_order, optional_string, string, whole
from summarize.corpus import run_corpus
from summarize.document import Document
from summarize.evaluation.rouge import (
    KINDS,
    References,
    each_references,
    is_list,
    languages_of,
    score_one,
    sentences_of,
)
from summarize.notices import warn
from summarize.pipeline import as_documents, watched
from summarize.plot import new_axes
from summarize.progress import progress_bar
from summarize.scores import Scorer
from summarize.summarizer import Summarizer
from summarize.summary import Summary
from summarize.tokens import count_words


@dataclass(frozen=True, eq=False)
class Comparison:
    """What methods reached on the same texts.

    Parameters
    ----------
    scores : mapping of str to ndarray, shape (n, 3)
        For each method ROUGE-1, -2 and -Lsum of every text, between 0 and 1.
    words : mapping of str to ndarray, shape (n,)
        How long each summary was, before one too long was cut.
    failed, over : mapping of str to int
        On how many texts a function of the user's raised, and was over the budget.
    baseline : str
        The method that the others are compared with.
    draws : int
        How many samples the intervals are made of.
    random_state : int
    """

    scores: Mapping[str, FloatArray]
    words: Mapping[str, FloatArray]
    failed: Mapping[str, int]
    over: Mapping[str, int]
    baseline: str
    draws: int = 2000
    random_state: int = 0

    def rows(self) -> list[dict[str, Any]]:
        """Give one row a method, ROUGE times 100: plain data, ready for a data frame.

        `mean` is that of the three; `low` and `high` bound 95 % of bootstrap samples of
        the texts; `difference` is to the baseline on the same texts, with its own bounds.
        """
        base = self.scores[self.baseline].mean(axis=1)
        return [self._row(name, scores, base) for name, scores in self.scores.items()]

    def _row(self, name: str, scores: FloatArray, base: FloatArray) -> dict[str, Any]:
        each = scores.mean(axis=1)
        low, high = self._interval(each)
        nearer, farther = self._interval(each - base)
        return {
            "method": name,
            **{kind: 100 * float(scores[:, k].mean()) for k, kind in enumerate(KINDS)},
            "mean": 100 * float(each.mean()),
            "low": low,
            "high": high,
            "difference": 100 * float((each - base).mean()),
            "difference_low": nearer,
            "difference_high": farther,
            "words": float(self.words[name].mean()),
            "failed": self.failed[name],
            "over": self.over[name],
        }

    def _interval(self, values: FloatArray) -> tuple[float, float]:
        """Bound 95 % of the means of samples of the texts, drawn with replacement."""
        drawn = np.random.default_rng(self.random_state)
        size = len(values)
        means = [values[drawn.integers(0, size, size)].mean() for _ in range(self.draws)]
        low, high = np.percentile(means, [2.5, 97.5])
        return 100 * float(low), 100 * float(high)

    def to_dict(self) -> dict[str, Any]:
        """Give the table and the scores of every text as plain data."""
        each = {name: (100 * scores).tolist() for name, scores in self.scores.items()}
        return {"baseline": self.baseline, "rows": self.rows(), "scores": each}

    def __str__(self) -> str:
        table = [_HEAD, *map(self._cells, self.rows())]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        lines = [
            "  ".join([cells[0].ljust(widths[0]), *map(str.rjust, cells[1:], widths[1:])])
            for cells in table
        ]
        return "\n".join(line.rstrip() for line in lines)

    def _cells(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        numbers = (f"{row[kind]:.1f}" for kind in (*KINDS, "mean"))
        own = row["method"] == self.baseline
        nearer, farther = row["difference_low"], row["difference_high"]
        difference = f"{row['difference']:+.1f} [{nearer:+.1f}, {farther:+.1f}]"
        bounds = f"[{row['low']:.1f}, {row['high']:.1f}]"
        notes = [f"{row[k]} {k}" for k in ("failed", "over") if row[k]]
        return (
            row["method"], *numbers, bounds, "" if own else difference, f"{row['words']:.0f}",
            ", ".join(notes),
        )  # fmt: skip

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(cell)}</th>" for cell in _HEAD)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in self._cells(row)) + "</tr>"
            for row in self.rows()
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def plot(self, ax: Any = None) -> Any:
        """Draw the means with their intervals, the best on top.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Made where it is not given.

        Returns
        -------
        matplotlib Axes
        """
        if ax is None:
            ax = new_axes(6, 1 + 0.4 * len(self.scores))
        rows = sorted(self.rows(), key=lambda row: row["mean"])
        means = np.array([row["mean"] for row in rows])
        reach = [[r["mean"] - r["low"] for r in rows], [r["high"] - r["mean"] for r in rows]]
        ax.errorbar(means, range(len(rows)), xerr=np.maximum(reach, 0), fmt="o", capsize=3)
        ax.set_yticks(range(len(rows)), [row["method"] for row in rows])
        ax.set_xlabel("mean of ROUGE-1, -2 and -Lsum, with 95 % intervals")
        ax.margins(y=0.2)
        ax.grid(axis="x", alpha=0.3)
        return ax


_LIST = "a list of texts"
_HEAD = ("method", "R-1", "R-2", "R-Lsum", "mean", "95 %", "against the baseline", "words", "")


def compare(
    methods: Sequence[Any] | Mapping[str, Any],
    documents: Iterable[Any],
    references: References,
    *,
    queries: Sequence[str | None] | None = None,
    language: str | None = None,
    baseline: str | None = None,
    draws: int = 2000,
    random_state: int = 0,
    progress: bool = False,
    **budget: Any,
) -> Comparison:
    """Compare methods on texts with reference summaries.

    Parameters
    ----------
    methods : sequence, or mapping of a name to each
        Names of methods, scorers, `Summarizer` objects, or any function that takes a
        text and gives a summary (a str, or its sentences): another library, say.
        What such a function gives beyond a budget of words is cut off, and counted.
    documents : iterable of str, Document, or sequences of them, length n
    references : sequence of str or of sequences of str, length n
    queries : sequence of str or None, length n, optional
        A question for each text; functions are not told of it.
    language : str, optional
        ISO 639-1 code of all texts.
    baseline : str, optional
        The method to compare with; the first by default.
    draws : int
        How many bootstrap samples bound the means.
    random_state : int
    progress : bool
        Whether to show a bar on standard error.
    **budget
        ``sentences=``, ``words=``, ``characters=``, ``tokens=`` (with ``count_tokens=``) or
        ``ratio=``, as for `summarize`; a `Summarizer` that has one keeps its own.

    Returns
    -------
    Comparison

    Raises
    ------
    TypeError, ValueError
        If an argument is wrong, or a method of the library fails; the message says which.

    Examples
    --------
    >>> table = compare(["lead"], ["A dam broke. It rained."], ["A dam broke."], words=3)
    >>> [row["mean"] for row in table.rows()]
    [100.0]
    """
    texts, given = _checked(documents), each_references(references)
    asked = in_order("queries", [None] * len(texts) if queries is None else queries, _LIST)
    asked = [optional_string(f"queries[{number}]", one) for number, one in enumerate(asked)]
    if not len(texts) == len(given) == len(asked) or not texts:
        raise ValueError(
            "documents, references and queries must be of one length, 1 or more. "
            f"Got {len(texts)}, {len(given)} and {len(asked)}."
        )
    named = _named(methods)
    if baseline is not None and baseline not in list(named):
        raise ValueError(
            f"baseline must be one of {', '.join(map(repr, named))}. Got {baseline!r}."
        )
    whole("draws", draws)
    whole("random_state", random_state, least=0)
    _check_length(budget)
    shown = flag("progress", progress, False)
    # the text too, where references are too short to show their language
    codes = languages_of(zip(map("\n".join, given), map(_plain, texts), strict=True), language)
    limit = budget.get("words")
    results = {}
    with progress_bar(len(named) * len(texts), shown=shown) as step:
        for name, method in named.items():
            made = _summaries(name, method, texts, asked, language, budget)
            results[name] = _score(made, given, codes, limit, step)
    return Comparison(
        {name: np.array([one.rouge for one in own]) for name, own in results.items()},
        {name: np.array([float(one.words) for one in own]) for name, own in results.items()},
        {name: sum(one.failed for one in own) for name, own in results.items()},
        {name: sum(one.over for one in own) for name, own in results.items()},
        baseline or next(iter(named)),
        draws,
        random_state,
    )


def _check_length(budget: Mapping[str, Any]) -> None:
    """Refuse a length that is none: a function of the user's never hears of it."""
    if unknown := budget.keys() - {*LENGTHS, "count_tokens"}:
        raise TypeError(
            f"compare() takes no {', '.join(sorted(unknown))}: its lengths are "
            f"{', '.join(LENGTHS)}. Give a Summarizer, which takes all options, as a method."
        )
    make_budget(**budget)


def _checked(documents: Iterable[Any]) -> list[Any]:
    """Name the first text that is none, before the long work."""
    texts = list(in_order("documents", documents, _LIST, single=(str, Document)))
    for number, text in enumerate(texts):
        try:
            as_documents(text)
        except TypeError as error:
            raise TypeError(f"documents[{number}]: {error}") from error
    return texts


def _plain(text: Any) -> str:
    return "\n\n".join(document.text for document in as_documents(text))


def _named(methods: Any) -> dict[str, Any]:
    """Give every method a name: its own, that of its class, or the user's."""
    if isinstance(methods, Mapping):
        named = {string("each name in methods", name): one for name, one in methods.items()}
    else:
        single = (str, Scorer, Summarizer, FunctionType)
        listed = list(in_order("methods", methods, "a list or a mapping", single=single))
        named = {_name(method): method for method in listed}
        if len(named) < len(listed):
            raise ValueError("methods must differ in name. Give a mapping of names to them.")
    if not named:
        raise ValueError("methods must hold one or more. Got none.")
    return named


def _name(method: Any) -> str:
    if isinstance(method, str):
        return method
    return getattr(method, "__name__", "") or " ".join(repr(method).split())


def _summaries(
    name: str,
    method: Any,
    texts: list[Any],
    queries: list[str | None],
    language: str | None,
    budget: Mapping[str, Any],
) -> Iterator[Any]:
    """Give the summary of every text; None where a function of the user's failed."""
    if not isinstance(method, str | Scorer | Summarizer):
        if not callable(method):
            wanted = "names of methods, scorers, Summarizer objects or functions"
            raise TypeError(f"methods must hold {wanted}. Got {method!r}.")
        yield from (_called(name, method, number, text) for number, text in enumerate(texts))
        return
    if not isinstance(method, Summarizer):
        method = Summarizer(method, language=language, **budget)
    elif all(getattr(method, length) is None for length in LENGTHS):
        method = copy(method).set_params(**budget)  # the caller's own stays as it is
    settings = method._settings()
    made = watched(run_corpus(texts, settings), settings.query)
    if any(queries):
        pairs = zip(texts, queries, strict=True)
        # without the warning that one text holds no word of its query, as some do not
        each = (run_corpus([text], replace(settings, query=query)) for text, query in pairs)
        made = chain.from_iterable(each)
    for number, summary in enumerate(made):
        if summary.error:
            raise ValueError(f"documents[{number}]: {summary.error}")
        yield summary


def _called(name: str, method: Callable[[Any], Any], number: int, text: Any) -> Any:
    try:
        given = method(text)
        summary = list(given) if is_list(given) else given
    except Exception as error:
        warn(f"{name} failed on text {number} and scores 0 there: {type(error).__name__}: {error}")
        return None
    if summary is None:
        warn(f"{name} gave None for text {number} and scores 0 there")
    elif not isinstance(summary, str | Summary | list):
        raise TypeError(
            f"{name} must give a summary: a str, or a list of its sentences. "
            f"Got {type(summary).__name__} for documents[{number}]."
        )
    return summary


class _Scored(NamedTuple):
    """What is known of one summary."""

    rouge: list[float]
    words: int
    failed: bool
    over: bool


def _score(
    summaries: Iterable[Any],
    references: list[list[str]],
    codes: list[str],
    limit: int | None,
    step: Callable[[], object],
) -> list[_Scored]:
    """Score every summary; what is beyond the limit is cut off before."""
    scored = []
    for summary, own, code in zip(summaries, references, codes, strict=True):
        lines = [] if summary is None else sentences_of(summary, code)
        size = sum(map(count_words, lines))
        over = limit is not None and size > limit
        rouge = score_one(_first_words(lines, limit) if over and limit else lines, own, code)
        scored.append(_Scored(rouge, size, summary is None, over))
        step()
    return scored


def _first_words(lines: list[str], limit: int) -> list[str]:
    """Cut off what is beyond so many words, as DUC did with every system."""
    kept = []
    for line in lines:
        ends = range(len(line) + 1)
        end = bisect_right(ends, limit, key=lambda end: count_words(line[:end])) - 1
        kept.append(line[:end])
        limit -= count_words(kept[-1])
    return kept
