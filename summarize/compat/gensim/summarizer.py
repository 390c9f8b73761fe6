"""`gensim.summarization.summarizer`: `summarize`.  What differs is in docs/migrating.md."""

from __future__ import annotations

from summarize.compat._calls import best_sentences, lines


def summarize(
    text: str, ratio: float = 0.2, word_count: float | None = None, split: bool = False
) -> str | list[str]:
    """Pick sentences by TextRank.

    Parameters
    ----------
    text : str
        The language is found from it.
    ratio : float
        Share of the number of sentences, 0 to 1; at least one sentence comes back.
    word_count : int or float, optional
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
    found = best_sentences(text, ratio, word_count, name="word_count")
    return lines([sentence.text for sentence in found], split=split)
