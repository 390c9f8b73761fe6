"""`summa.keywords`: `keywords`.  What differs, and why, is in docs/migrating.md."""

from __future__ import annotations

from collections.abc import Iterable

from summarize.compat._calls import best_keywords, code_of, result, with_more


def keywords(
    text: str,
    ratio: float = 0.2,
    words: float | None = None,
    language: str = "english",
    split: bool = False,
    scores: bool = False,
    deaccent: bool = False,
    additional_stopwords: Iterable[str] | None = None,
) -> str | list[str] | list[tuple[str, float]]:
    """Find the words and phrases a text turns on.

    Parameters
    ----------
    text : str
    ratio : float
        Share of all keywords, 0 to 1; at least one comes back.
    words : int or float, optional
        How many; goes before `ratio`.
    language : str
        Its English name, or its code.
    split : bool
        Whether to give a list.
    scores : bool
        Whether to give pairs of keyword and score.
    deaccent : bool
        Whether accents are left out.
    additional_stopwords : iterable of str, optional
        Words that are no keywords, beside the language's own.

    Returns
    -------
    str, list of str, or list of (str, float)
        In lower case, the best first.

    Examples
    --------
    >>> keywords("The old dam broke. Engineers said that the old dam leaks.", words=1, split=True)
    ['old dam']
    """
    code = code_of(language)
    more = with_more(code, additional_stopwords)
    found = best_keywords(text, ratio, words, plain=deaccent, language=code, stop_words=more)
    return result(found, split=split, scores=scores)
