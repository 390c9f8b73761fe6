"""`gensim.summarization` as it was until gensim 4: `summarize` and `keywords`.

Takes its arguments and gives its types.  What differs, and why, is in docs/migrating.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from summarize.compat._calls import best_keywords, best_sentences, lines, result
from summarize.notices import warn

_TAGS = ("NN", "JJ")


def summarize(
    text: str, ratio: float = 0.2, word_count: int | None = None, split: bool = False
) -> str | list[str]:
    """Pick sentences by TextRank.

    Parameters
    ----------
    text : str
        The language is found from it.
    ratio : float
        Share of the number of sentences, 0 to 1; at least one sentence comes back.
    word_count : int, optional
        The most words there may be; goes before `ratio`.  Where every sentence is longer, the
        shortest comes back.
    split : bool
        Whether to give a list.

    Returns
    -------
    str or list of str
        A sentence a line, or one an entry; word for word, in reading order.

    Examples
    --------
    >>> summarize("The dam broke. It rained. The old dam had cracks.", word_count=3)
    'The dam broke.'
    """
    found = best_sentences(text, ratio, word_count)
    return lines([sentence.text for sentence in found], split=split)


def keywords(
    text: str,
    ratio: float = 0.2,
    words: int | None = None,
    split: bool = False,
    scores: bool = False,
    pos_filter: Sequence[str] = _TAGS,
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
    words : int, optional
        How many; goes before `ratio`.
    split : bool
        Whether to give a list.
    scores : bool
        Whether to give pairs of keyword and score.
    pos_filter : sequence of str
        Taken and not used, with a warning where it is not the default: there is no tagger here, and
        every word counts that is no stop word and no number.
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
    if tuple(pos_filter) != _TAGS:
        warn(
            f"pos_filter={pos_filter!r} is not used: there is no tagger, every content word counts."
        )
    stemmer = "snowball" if lemmatize else None
    found = best_keywords(text, ratio, words, plain=deacc, stemmer=stemmer)
    return result(found, split=split, scores=scores)
