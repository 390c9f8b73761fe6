r"""Words: what counts as one, and the term it stands for.

Takes the text of a sentence and gives its words as they are written; takes a
word and gives the terms that a matrix counts: folded, without stop words,
stemmed on request, cut into character bigrams where a script writes no spaces.
Every stage that looks at words asks here.  Counts and weighs nothing: that is
`terms`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

from summarize.languages import load, normalise

# Combining marks are not \w in `re`, and words of most scripts hold them: every
# character of the categories Mn and Mc, joined over letters and unassigned code
# points (checked against `unicodedata` by a test), and the two joiners.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711-\u07f3\u07fd\u0816-\u082d"
    "\u0859-\u085b\u0897-\u08e1\u08e3-\u0963\u0981-\u09e3\u09fe-\u0a75\u0a81-\u0ae3\u0afa-\u0b63"
    "\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0c83\u0cbc-\u0d4d\u0d57-\u0d63\u0d81-\u0df3\u0e31-\u0e3a"
    "\u0e47-\u0e4e\u0eb1-\u0ecd\u0ece\u0f18-\u0f19\u0f35\u0f37\u0f39\u0f3e-\u0f84\u0f86-\u0fbc"
    "\u0fc6\u102b-\u103e\u1056-\u109d\u135d-\u135f\u1712-\u1734\u1752-\u17d3\u17dd\u180b-\u180d"
    "\u180f-\u193b\u1a17-\u1a1b\u1a55-\u1a7f\u1ab0-\u1abd\u1abf-\u1b44\u1b6b-\u1b73\u1b80-\u1bf3"
    "\u1c24-\u1c37\u1cd0-\u1cd2\u1cd4-\u1dff\u200c\u200d\u20d0-\u20dc\u20e1\u20e5-\u20f0"
    "\u2cef-\u2cf1\u2d7f-\u2dff\u302a-\u302f\u3099-\u309a\ua66f\ua674-\ua67d\ua69e-\ua6f1"
    "\ua802-\ua827\ua82c\ua880-\ua8c5\ua8e0-\ua8f1\ua8ff-\ua92d\ua947-\ua953\ua980-\ua9c0"
    "\ua9e5-\uaa4d\uaa7b-\uaac1\uaaeb-\uaaef\uaaf5-\uaaf6\uabe3-\uabea\uabec-\uabed\ufb1e"
    "\ufe00-\ufe0f\ufe20-\ufe2f"
)
# Letters of the scripts that put no spaces between words: Han, kana, Thai, Lao,
# Burmese, Khmer.
_UNSPACED = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0eb5-\u0ec6\u0edc-\u0edf"
    "\u1000-\u102a\u103f\u1050-\u1055\u1780-\u17b3\u17d7\u17dc"
)


# Of these patterns those with marks take milliseconds to compile, which ASCII text
# need not wait for: `re` compiles them when they are first used, and keeps them.
_UNSPACED_LETTER = re.compile(f"[{_UNSPACED}]")
_UNSPACED_RUN = f"[{_UNSPACED}][{_UNSPACED}{_MARKS}]*"
_UNSPACED_OR_RUN = f"[{_UNSPACED}][{_MARKS}]*|[^{_UNSPACED}]+"
_IDEOGRAPHIC = re.compile(r"[\u3005-\u30ff\u3400-\u9fff]")
_FULL_WIDTH = frozenset("。！？；」』】》〉）｡")
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_APOSTROPHES: dict[int, str] = {0x2019: "'", 0x02BC: "'", 0xFF07: "'"}
_DOTTED: dict[str, dict[int, str]] = {"tr": {0x130: "i", 0x49: "ı"}, "az": {0x130: "i", 0x49: "ı"}}

Stem = Callable[[str], str]

SNOWBALL = {
    "ar": "arabic", "da": "danish", "nl": "dutch", "en": "english", "fi": "finnish",
    "fr": "french", "de": "german", "hu": "hungarian", "it": "italian", "no": "norwegian",
    "nb": "norwegian", "nn": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "es": "spanish", "sv": "swedish",
}  # fmt: skip


@cache
def word_pattern(*, ascii_only: bool = False) -> re.Pattern[str]:
    """Make the pattern of a word: letters and digits with their marks.

    An apostrophe inside, and a point or comma between two digits, belong to it;
    hyphens part words, so that "state-of-the-art" meets "art".  On ASCII text the
    simpler pattern finds the same, in two thirds of the time.
    """
    letters = "[a-zA-Z0-9]++" if ascii_only else rf"[^\W_]++(?:[{_MARKS}]++[^\W_]*+)*+"
    return re.compile(rf"{letters}(?:(?:['’]|(?<=\d)[.,](?=\d)){letters})*+")


def words(text: str) -> list[str]:
    """Find the words of a text, as they are written.

    Examples
    --------
    >>> words("Don't pay $3.50 for हिन्दी!")
    ["Don't", 'pay', '3.50', 'for', 'हिन्दी']
    """
    return word_pattern(ascii_only=text.isascii()).findall(text)


def count_words(text: str) -> int:
    """Count what a budget of words counts.

    That is what white space separates; where a script writes no spaces, each
    letter with its marks is a word.

    Examples
    --------
    >>> count_words("well, e.g. this"), count_words("我们在学习 Python。")
    (3, 6)
    """
    pieces = text.split()
    if text.isascii() or not _UNSPACED_LETTER.search(text):
        return len(pieces)
    return sum(map(_count_unspaced, pieces))


def _count_unspaced(piece: str) -> int:
    units = re.findall(_UNSPACED_OR_RUN, piece)
    return max(1, sum(any(map(str.isalnum, unit)) for unit in units))


def ends_unspaced(text: str) -> bool:
    """Say whether a sentence belongs to a script that puts no space after it."""
    last = text.rstrip("…—”’")[-1:]
    return last in _FULL_WIDTH or bool(_IDEOGRAPHIC.match(last))


def whole_phrase(phrase: str) -> re.Pattern[str]:
    """Make a pattern that finds a folded phrase in folded text, as whole words only.

    Where a script writes no spaces, a word may be part of a longer stretch.

    Examples
    --------
    >>> [bool(whole_phrase("кот").search(text)) for text in ("мой кот", "который")]
    [True, False]
    """
    wanted = fold(phrase).split()
    before = "" if _UNSPACED_LETTER.match(wanted[0]) else rf"(?<![\w{_MARKS}])"
    after = "" if _UNSPACED_LETTER.match(wanted[-1][-1]) else rf"(?![\w{_MARKS}])"
    return re.compile(before + r"\s+".join(map(re.escape, wanted)) + after)


def fold(word: str, language: str = "") -> str:
    """Make one of all ways to write a word: case, width, composition, apostrophe.

    Unicode's compatibility form and case folding, without invisible characters;
    Turkish and Azerbaijani keep their two letters i apart.

    Examples
    --------
    >>> fold("Straße"), fold("ＡＢＣ"), fold("IŞIK", "tr")
    ('strasse', 'abc', 'ışık')
    """
    if word.isascii() and language not in _DOTTED:
        return word.lower()
    plain = unicodedata.normalize("NFKC", word.translate(_INVISIBLE))
    plain = plain.translate(_DOTTED.get(language, {}) | _APOSTROPHES)
    return unicodedata.normalize("NFKC", plain.casefold())


@dataclass(frozen=True)
class Analyser:
    """What turns the words of one language into terms.

    Parameters
    ----------
    language : str
        ISO 639-1 code, for case folding.
    stop_words : frozenset of str
        Folded words that give no term.
    stem : callable, optional
        ``str -> str``, applied to a folded word.
    """

    language: str = ""
    stop_words: frozenset[str] = frozenset()
    stem: Stem | None = field(default=None, compare=False)

    def terms(self, word: str) -> tuple[str, ...]:
        """Give the terms of a word: none, one, or bigrams of unspaced letters.

        Examples
        --------
        >>> english = make_analyser("en")
        >>> english.terms("The"), english.terms("Lebanon’s"), english.terms("日本語")
        ((), ('lebanon',), ('日本', '本語'))
        """
        term = fold(word, self.language)
        if "'" in term and term not in self.stop_words:
            term = max(reversed(term.split("'")), key=len)
        if not term or term in self.stop_words:
            return ()
        if not term.isascii() and _UNSPACED_LETTER.search(term):
            return tuple(self._unspaced(term))
        return (_stemmed(term, self.stem),) if self.stem else (term,)

    def _unspaced(self, term: str) -> Iterable[str]:
        at = 0
        for run in re.finditer(_UNSPACED_RUN, term):
            yield from self.terms(term[at : run.start()]) if run.start() > at else ()
            yield from _bigrams(run.group())
            at = run.end()
        yield from self.terms(term[at:]) if at < len(term) else ()


def _stemmed(term: str, stem: Stem) -> str:
    stemmed = stem(term)
    if not isinstance(stemmed, str):
        raise TypeError(f"stemmer must give a str for each word. Got {stemmed!r} for {term!r}.")
    return stemmed


def _bigrams(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def make_analyser(
    language: str = "",
    stop_words: Iterable[str] | None = None,
    stemmer: str | Stem | None = None,
) -> Analyser:
    """Gather what a language has to turn its words into terms.

    Parameters
    ----------
    language : str
        ISO 639-1 code; a language without data has no stop words, never an error.
    stop_words : iterable of str, optional
        Used in place of the language's own; an empty one means none.
    stemmer : {"snowball"} or callable or None
        NLTK's Snowball stemmer where it has the language, or any ``str -> str``.

    Returns
    -------
    Analyser
    """
    code = normalise(language)
    folded = _stop_words(code) if stop_words is None else _folded(stop_words, code)
    return Analyser(code, folded, make_stemmer(stemmer, code))


@cache
def _stop_words(language: str) -> frozenset[str]:
    return _folded(load(language).stop_words, language)


def _folded(given: Iterable[str], language: str) -> frozenset[str]:
    return frozenset(fold(word, language) for word in given)


def make_stemmer(stemmer: str | Stem | None, language: str) -> Stem | None:
    """Resolve the argument `stemmer` for one language.

    Raises
    ------
    ValueError
        If `stemmer` is neither "snowball", nor a callable, nor None.
    """
    if stemmer is None or callable(stemmer):
        return stemmer
    if stemmer != "snowball":
        raise ValueError(
            f"stemmer must be 'snowball', a callable str -> str, or None. Got {stemmer!r} instead."
        )
    if language not in SNOWBALL:
        return None
    from nltk.stem.snowball import SnowballStemmer  # noqa: PLC0415 - half a second

    stem: Stem = SnowballStemmer(SNOWBALL[language]).stem
    return stem
