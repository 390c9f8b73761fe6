"""`summa.summarizer`: `summarize`.  What differs, and why, is in docs/migrating.md."""

from __future__ import annotations

from collections.abc import Iterable

from summarize.compat._calls import best_sentences, code_of, result, with_more


def summarize(
    text: str,
    ratio: float = 0.2,
    words: float | None = None,
    language: str = "english",
    split: bool = False,
    scores: bool = False,
    additional_stopwords: Iterable[str] | None = None,
) -> str | list[str] | list[tuple[str, float]]:
    """Pick sentences by TextRank.

    Parameters
    ----------
    text : str
    ratio : float
        Share of the number of sentences, 0 to 1; at least one sentence comes back.
    words : int or float, optional
        The most words there may be; goes before `ratio`.  Where every sentence is longer, the
        shortest comes back.
    language : str
        Its English name, or its code.
    split : bool
        Whether to give a list.
    scores : bool
        Whether to give pairs of sentence and score.
    additional_stopwords : iterable of str, optional
        Words that carry no subject, beside the language's own.

    Returns
    -------
    str, list of str, or list of (str, float)
        A sentence a line, or one an entry; word for word, in reading order.

    Examples
    --------
    >>> summarize("The dam broke. It rained. The old dam had cracks.", words=3)
    'The dam broke.'
    """
    code = code_of(language)
    found = best_sentences(text, ratio, words, code, with_more(code, additional_stopwords))
    return result([(s.text, s.score or 0.0) for s in found], split=split, scores=scores)
