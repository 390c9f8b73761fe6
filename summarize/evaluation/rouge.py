"""Summaries against references: the overlap that ROUGE counts.

Takes summaries and references, gives F-measures by the library rouge-score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import Any, TypeGuard

import numpy as np

from summarize.arrays import FloatArray
from summarize.checks import in_order, is_several, one_of
from summarize.extras import needed
from summarize.languages import asked_for, detect, normalise
from summarize.splitting import split_sentences
from summarize.summary import Summary
from summarize.tokens import ends_unspaced, fold, words

KINDS = ("rouge1", "rouge2", "rougeLsum")

References = Sequence[str | Sequence[str]]


def rouge(
    summaries: Iterable[str | Summary], references: References, language: str | None = None
) -> FloatArray:
    """Measure summaries by their overlap with references: ROUGE-1, -2 and -Lsum.

    The F-measure of shared words, of shared pairs of words, and of the longest
    common subsequences of sentences (Lin 2004), as rouge-score computes them; of
    several references, the mean.  English words are stemmed, so that figures compare
    with published ones; words of other languages are folded to lower case, and
    characters count as words in scripts that write none apart.

    Parameters
    ----------
    summaries : iterable of str or Summary, length n
        Sentences of a str are found by the library, where it has no line breaks.
    references : sequence of str or of sequences of str, length n
        One or several for each summary; the lines of a reference are its sentences.
    language : str, optional
        ISO 639-1 code; where it is not given, that of each text's references is found, or of
        its summary, and those too short to show any are taken to be in the language of most
        others.

    Returns
    -------
    ndarray, shape (n, 3)
        Between 0 and 1: one column for each of `KINDS`.

    Raises
    ------
    TypeError, ValueError
        If the lengths differ, a summary has no reference, or one of them is no text.
    ImportError
        If rouge-score is missing.

    Examples
    --------
    >>> rouge(["The dam broke."], ["The old dam broke at night."]).round(2).tolist()
    [[0.67, 0.29, 0.67]]
    """
    made, given = _each_summary(summaries), each_references(references)
    if len(made) != len(given):
        raise ValueError(
            f"summaries and references must be of one length. Got {len(made)} and {len(given)}."
        )
    codes = languages_of(zip(map("\n".join, given), map(str, made), strict=True), language)
    rows = [
        score_one(sentences_of(summary, code), own, code)
        for summary, own, code in zip(made, given, codes, strict=True)
    ]
    return np.array(rows, dtype=float).reshape(len(rows), len(KINDS))


def _each_summary(summaries: Iterable[str | Summary]) -> list[str | Summary]:
    """Check the argument `summaries`."""
    wanted = "a list with a str or a Summary for each text"
    made = list(in_order("summaries", summaries, wanted, single=(str, Summary)))
    for number, one in enumerate(made):
        if not isinstance(one, str | Summary):
            raise TypeError(f"summaries must be {wanted}. Got {type(one).__name__} at {number}.")
    return made


def each_references(references: References) -> list[list[str]]:
    """Check the argument `references`: a str, or several, for each document."""
    wanted = "a list with a str, or several, for each text"
    given = []
    for number, one in enumerate(in_order("references", references, wanted)):
        own: list[Any] = list(one) if is_list(one) else [one]
        if not own or not all(isinstance(reference, str) for reference in own):
            raise ValueError(f"references must be {wanted}. Got {one!r} at {number}.")
        given.append(own)
    return given


def is_list(given: object) -> TypeGuard[Iterable[Any]]:
    """Whether something holds texts one by one; a summary is one text."""
    return is_several(given) and not isinstance(given, Summary)


def languages_of(texts: Iterable[Sequence[str]], language: str | None) -> list[str]:
    """Give a language to each row of texts: that of the first that shows one, else of most rows.

    One that is given is that of all.
    """
    if code := asked_for(language):
        return [normalise(code) for _ in texts]
    found = [next((code for code in map(detect, row) if code != "und"), "und") for row in texts]
    known = Counter(code for code in found if code != "und")
    most = max(known, key=known.__getitem__, default="und")
    return [most if code == "und" else code for code in found]


def score_one(sentences: list[str], references: list[str], code: str) -> list[float]:
    """Score one summary: the mean over its references, for each of `KINDS`."""
    lines = "\n".join(sentences)
    each = [_scorer(code).score(reference, lines) for reference in references]
    return [float(np.mean([one[kind].fmeasure for one in each])) for kind in KINDS]


def sentences_of(summary: str | Iterable[object], language: str) -> list[str]:
    """Give the sentences of a summary, or of a list of them, each in one line."""
    if isinstance(summary, str):
        if "\n" in summary.strip():
            return summary.splitlines()
        return [sentence.text for sentence in split_sentences(summary, language=language)]
    return [" ".join(str(sentence).split()) for sentence in summary]


@cache
def _scorer(language: str) -> Any:
    scorer = needed(
        "rouge_score.rouge_scorer", "summarize.evaluation", "evaluation", "rouge-score"
    ).RougeScorer
    if language == "en":
        return scorer(list(KINDS), use_stemmer=True)
    return scorer(list(KINDS), tokenizer=_Words(language))


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
    one_of("kind", kind, ("mean", *KINDS))
    return partial(_score, kind)  # which can be pickled to other processes


def _score(kind: str, estimator: Any, X: Any, y: Any) -> float:
    scores = rouge(estimator.transform(X), y, getattr(estimator, "language", None))
    return float(scores.mean() if kind == "mean" else scores[:, KINDS.index(kind)].mean())
