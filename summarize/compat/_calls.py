"""What the calls of gensim and summa share.

Takes their arguments, gives sentences and keywords.  How these are joined to a result,
each of the two says for itself.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from summarize.checks import number, optional_string, strings
from summarize.document import Sentence
from summarize.keyphrases import Keyword, keywords
from summarize.languages import load, named, normalise, shipped
from summarize.pipeline import summarize
from summarize.tokens import Stem, count_words


def best_sentences(
    text: str,
    ratio: float,
    words: float | None,
    language: str | None = None,
    stop_words: Sequence[str] | None = None,
    *,
    name: str = "words",
) -> list[Sentence]:
    """Give TextRank's sentences, in reading order: a share of all, or as many as fit.

    At least one, where the text has a word: in place of a share that is none the best,
    and of a number of words that holds none the shortest.  That number is called `name`.
    """
    number("ratio", ratio, 0, 1)
    most = None if words is None else _most(words, name)
    best = summarize(text, sentences=1, method="textrank", language=language, stop_words=stop_words)
    if not len(best):
        return []
    if most is None:
        return list(best.cut(ratio=ratio) if ratio * len(best.sentences) >= 1 else best)
    spoken = [s.text for s in best.sentences if any(map(str.isalnum, s.text))]
    return list(best.cut(words=max(most, min(map(count_words, spoken)))))


def best_keywords(
    text: str,
    ratio: float,
    words: float | None,
    *,
    plain: bool,
    language: str | None = None,
    stop_words: Sequence[str] | None = None,
    stemmer: str | Stem | None = None,
) -> list[tuple[str, float]]:
    """Give keywords in lower case, the best first: a share of all, or so many; at least one.

    With `plain` they lose their accents.
    """
    number("ratio", ratio, 0, 1)
    found = keywords(text, sys.maxsize, language=language, stop_words=stop_words, stemmer=stemmer)
    most = int(len(found) * ratio) if words is None else _most(words)
    return [(_lower(keyword, plain=plain), keyword.score) for keyword in found[: max(1, most)]]


def _most(words: float, name: str = "words") -> int:
    """Check a number of words; what is left of a whole one counts for none."""
    return int(number(name, words))


def _lower(keyword: Keyword, *, plain: bool) -> str:
    lower = keyword.phrase.lower()
    if not plain:
        return lower
    apart = unicodedata.normalize("NFD", lower)
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


def lines(texts: list[str], *, split: bool) -> str | list[str]:
    """Give a list where that is wanted, else a text of lines."""
    return texts if split else "\n".join(texts)


def result(
    found: list[tuple[str, float]], *, split: bool, scores: bool
) -> str | list[str] | list[tuple[str, float]]:
    """Give pairs where scores are wanted, else a list or a text of lines."""
    return found if scores else lines([text for text, _ in found], split=split)


def with_more(code: str, more: Iterable[str] | None) -> tuple[str, ...] | None:
    """Give a language's stop words and a user's; None where that is the language's own."""
    if more is None:
        return None
    given = tuple(more) if isinstance(more, Iterator) else more  # summa takes what is read once
    return (*load(code).stop_words, *strings("additional_stopwords", given))


def code_of(language: str) -> str:
    """Give the code of a language that is named in English, or by its code.

    Examples
    --------
    >>> code_of("german"), code_of("pt-BR")
    ('de', 'pt')
    """
    code = normalise(optional_string("language", language) or "")
    if code not in shipped():
        known = ", ".join(sorted(named()))
        raise ValueError(f"language must be a code or one of {known}. Got {language!r} instead.")
    return code
