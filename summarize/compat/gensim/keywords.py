"""`gensim.summarization.keywords`: `keywords`.  What differs is in docs/migrating.md."""

from __future__ import annotations

from collections.abc import Sequence

from summarize.checks import is_several
from summarize.compat._calls import best_keywords, result
from summarize.notices import warn

_TAGS = ("NN", "JJ")


def keywords(
    text: str,
    ratio: float = 0.2,
    words: float | None = None,
    split: bool = False,
    scores: bool = False,
    pos_filter: Sequence[str] | None = _TAGS,
    lemmatize: bool = False,
    deacc: bool = True,
) -> str | list[str] | list[tuple[str, float]]:
    """Find the words and phrases a text turns on.

    Parameters
    ----------
    text : str
        The language is found from it.
    ratio : float
        Share of all keywords, 0 to 1; at least one comes back.
    words : int or float, optional
        How many; goes before `ratio`.
    split : bool
        Whether to give a list.
    scores : bool
        Whether to give pairs of keyword and score.
    pos_filter : sequence of str or None
        Taken and not used, with a warning where it is neither the default nor None: there is no
        tagger here, and every word counts that is no stop word and no number.
    lemmatize : bool
        Whether forms of a word are one, by its stem.
    deacc : bool
        Whether accents are left out.

    Returns
    -------
    str, list of str, or list of (str, float)
        In lower case, the best first.

    Examples
    --------
    >>> keywords("The old dam broke. Engineers said that the old dam leaks.", words=1, split=True)
    ['old dam']
    """
    usual = is_several(pos_filter) and tuple(pos_filter) == _TAGS
    if pos_filter is not None and not usual:
        warn(
            f"pos_filter={pos_filter!r} is not used: there is no tagger, every content word counts."
        )
    stemmer = "snowball" if lemmatize else None
    found = best_keywords(text, ratio, words, plain=deacc, stemmer=stemmer)
    return result(found, split=split, scores=scores)
