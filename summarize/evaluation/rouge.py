"""Summaries against references: the overlap that ROUGE counts.

Takes summaries and references, gives F-measures by the library rouge-score.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np

from summarize.arrays import FloatArray
from summarize.languages import detect, normalise
from summarize.splitting import split_sentences
from summarize.summary import Summary
from summarize.tokens import ends_unspaced, fold, words

KINDS = ("rouge1", "rouge2", "rougeLsum")

References = Sequence[str | Sequence[str]]


def rouge(
    summaries: Sequence[str | Summary], references: References, language: str | None = None
) -> FloatArray:
    """Measure summaries by their overlap with references: ROUGE-1, -2 and -Lsum.

    The F-measure of shared words, of shared pairs of words, and of the longest
    common subsequences of sentences (Lin 2004), as rouge-score computes them; of
    several references, the mean.  English words are stemmed, so that figures compare
    with published ones; words of other languages are folded to lower case, and
    characters count as words in scripts that write none apart.

    Parameters
    ----------
    summaries : sequence of str or Summary, length n
        Sentences of a str are found by the library, where it has no line breaks.
    references : sequence of str or of sequences of str, length n
        One or several for each summary; the lines of a reference are its sentences.
    language : str, optional
        ISO 639-1 code; found from the first reference of each where it is not given.

    Returns
    -------
    ndarray, shape (n, 3)
        Between 0 and 1: one column for each of `KINDS`.

    Raises
    ------
    ValueError
        If the lengths differ, or a summary has no reference.
    ImportError
        If rouge-score is missing.

    Examples
    --------
    >>> rouge(["The dam broke."], ["The old dam broke at night."]).round(2).tolist()
    [[0.67, 0.29, 0.67]]
    """
    given = each_references(references)
    if len(summaries) != len(given):
        raise ValueError(
            "summaries and references must be of one length. "
            f"Got {len(summaries)} and {len(given)}."
        )
    rows = [score_one(one, own, language) for one, own in zip(summaries, given, strict=True)]
    return np.array(rows, dtype=float).reshape(len(rows), len(KINDS))


def each_references(references: References) -> list[list[str]]:
    """Check the argument `references`: a str, or several, for each document."""
    if isinstance(references, str | bytes):
        raise TypeError("references must hold a str, or several, for each text. Got a bare str.")
    given = [[one] if isinstance(one, str) else list(one) for one in references]
    for number, own in enumerate(given):
        if not own or not all(isinstance(one, str) for one in own):
            raise ValueError(
                f"references must hold a str, or several, for each text. Got {own!r} at {number}."
            )
    return given


def score_one(summary: str | Summary, references: list[str], language: str | None) -> list[float]:
    """Score one summary: the mean over its references, for each of `KINDS`."""
    code = normalise(language or detect(references[0]))
    lines = "\n".join(sentences_of(summary, code))
    each = [_scorer(code).score(reference, lines) for reference in references]
    return [float(np.mean([one[kind].fmeasure for one in each])) for kind in KINDS]


def sentences_of(summary: str | Summary, language: str) -> list[str]:
    """Give the sentences of a summary, each in one line."""
    if isinstance(summary, str):
        if "\n" in summary:
            return summary.splitlines()
        return [sentence.text for sentence in split_sentences(summary, language=language)]
    return [" ".join(sentence.text.split()) for sentence in summary]


@cache
def _scorer(language: str) -> Any:
    try:
        from rouge_score.rouge_scorer import RougeScorer  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ImportError(
            "summarize.evaluation needs rouge-score: pip install 'summarize[evaluation]'"
        ) from error
    if language == "en":
        return RougeScorer(list(KINDS), use_stemmer=True)
    return RougeScorer(list(KINDS), tokenizer=_Words(language))


class _Words:
    """What rouge-score takes for a tokeniser: folded words, or characters."""

    def __init__(self, language: str) -> None:
        self.language = language

    def tokenize(self, text: str) -> list[str]:
        tokens: list[str] = []
        for word in words(text):
            folded = fold(word, self.language)
            tokens += filter(str.isalnum, folded) if ends_unspaced(folded) else [folded]
        return tokens


def rouge_scorer(kind: str = "mean") -> Callable[[Any, Any, Any], float]:
    """Make what scikit-learn takes as ``scoring=``, to tune a `Summarizer` on references.

    Parameters
    ----------
    kind : {"mean", "rouge1", "rouge2", "rougeLsum"}
        "mean" is that of the three.

    Returns
    -------
    callable
        ``(estimator, X, y) -> float``: the mean over texts X with references y.

    Examples
    --------
    >>> from summarize import Summarizer
    >>> score = rouge_scorer("rouge1")
    >>> round(score(Summarizer(sentences=1), ["A dam broke. It rained."], ["The dam broke."]), 2)
    0.67
    """
    if kind != "mean" and kind not in KINDS:
        names = ", ".join(map(repr, ("mean", *KINDS)))
        raise ValueError(f"kind must be one of {names}. Got {kind!r} instead.")
    return _Score(kind)


class _Score:
    """An object rather than a closure, so that it can be pickled to other processes."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __call__(self, estimator: Any, X: Any, y: Any) -> float:
        summaries = estimator.transform(X)
        scores = rouge(summaries, y, getattr(estimator, "language", None))
        if self.kind == "mean":
            return float(scores.mean())
        return float(scores[:, KINDS.index(self.kind)].mean())
