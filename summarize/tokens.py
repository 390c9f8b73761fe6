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
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache, reduce
from itertools import chain, pairwise
from operator import or_

from summarize.languages import load, normalise
from summarize.letters import INVISIBLE, MARKS, UNSPACED, is_korean

# Of these patterns those with marks take milliseconds to compile, which ASCII text
# need not wait for: `re` compiles them when they are first used, and keeps them.
_UNSPACED_LETTER = re.compile(f"[{UNSPACED}]")
_UNSPACED_RUN = f"[{UNSPACED}][{UNSPACED}{MARKS}]*"
_UNSPACED_LETTER_WITH_MARKS = f"[{UNSPACED}][{MARKS}]*"
_UNSPACED_OR_RUN = f"{_UNSPACED_LETTER_WITH_MARKS}|[^{UNSPACED}]+"
_IDEOGRAPHIC = re.compile(r"[\u3005-\u30ff\u3400-\u9fff]")
_FULL_WIDTH = frozenset("。！？；」』】》〉）｡")
#: What stands around words.
PUNCTUATION = ".,;:!?()[]\"'“”‘’«»—–-…"
#: What Korean writes behind a noun, as part of the word: a letter that no search is for.
PARTICLES = "은는이가을를의에로와과도만"
#: So many pieces of texts in a language are remembered, of those that are not plainly a word, and
#: none longer: a sentence in Chinese is a piece, and does not come again.
REMEMBERED, LONGEST = 4096, 32
# What stands between letters of one word; the first two are all that ASCII has.
_JOINTS = (
    "['’]",
    r"(?<=\d)[.,](?=\d)",
    "(?<=[\0-\u058f\u1e00-\u1fff])‘(?=[\0-\u058f\u1e00-\u1fff])",  # as it is mistyped
    "(?<=[lL])·(?=[lL])",  # Catalan
    r"(?<=[\u05d0-\u05ea])(?:׳|[\"”״](?=[\u05d0-\u05ea]\b))",  # Hebrew: before a last letter
    "(?<=[\u0531-\u0587])[\u055b\u055c\u055e]",  # Armenian asks and exclaims within a word
)
# What nobody sees, and what may be left out: the stroke that stretches an Arabic word, the
# signs of its vowels, and the marks of Armenian.
_UNSEEN = dict.fromkeys(
    [*map(ord, INVISIBLE), 0x640, *range(0x64B, 0x653), 0x670, 0x55B, 0x55C, 0x55E]
)
_SAME = _UNSEEN | dict.fromkeys(map(ord, "‘’ʻʼ＇׳"), "'") | dict.fromkeys(map(ord, "”״"), '"')
_DOTTED = _SAME | {ord("İ"): "i", ord("I"): "ı"}
_PERSIAN = _SAME | {ord("ك"): "ک", ord("ي"): "ی", ord("ى"): "ی"}  # as an Arabic keyboard has them
_SAME_IN: dict[str, dict[int, str | None]] = {
    "az": _DOTTED, "tr": _DOTTED, "fa": _PERSIAN, "ur": _PERSIAN | {ord("ه"): "ہ"},
    "vi": _SAME | {ord("Ð"): "Đ"},
}  # fmt: skip
# Letters that were typed with a joiner before they had a code of their own.
_JOINED = {f"{old}\u200d": new for old, new in zip(
    ["ണ്", "ന്", "ര്", "ല്", "ള്", "ക്", "ত্"], "ൺൻർൽൾൿৎ", strict=True
)}  # fmt: skip
# A Vietnamese tone on the first of two vowels, which others write on the second: hòa, hoà.
_EARLY_TONE = re.compile("(o(?=.[ae])|u(?=.y))([\u0300\u0301\u0303\u0309\u0323])(.)")
# Where an apostrophe is a letter, and parts no words.
_APOSTROPHE_IS_LETTER = frozenset(("be", "he", "uk", "uz"))
# Where the endings of a name stand behind one, longer than the name or not: AB'nin.
_ENDING_AFTER_APOSTROPHE = frozenset(("az", "tr"))

Stem = Callable[[str], str]

#: What words hint at, as bits: see `Analyser.cues`.  The first word of a phrase and the
#: second are an aside together; a thought is "um".
CLAIM, SELF, ASIDE, FIRST, SECOND, THOUGHT = 1, 2, 4, 8, 16, 32

#: The languages of NLTK's Snowball stemmers, by code.
SNOWBALL = {
    "ar": "arabic", "da": "danish", "nl": "dutch", "en": "english", "fi": "finnish",
    "fr": "french", "de": "german", "hu": "hungarian", "it": "italian", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "es": "spanish", "sv": "swedish",
}  # fmt: skip


@cache
def word_pattern(*, ascii_only: bool = False) -> re.Pattern[str]:
    """Make the pattern of a word: letters and digits with their marks.

    An apostrophe inside, and a point or comma between two digits, belong to it, and so
    do the marks that some languages put into words; hyphens part words, so that
    "state-of-the-art" meets "art".  On ASCII text the simpler pattern finds the same,
    in two thirds of the time.  A danda that counts as a number (৷) is none.
    """
    letters = "[a-zA-Z0-9]++" if ascii_only else rf"[^\W_৷]++(?:[{MARKS}]++[^\W_৷]*+)*+"
    joints = "|".join(_JOINTS[:2] if ascii_only else _JOINTS)
    return re.compile(rf"{letters}(?:(?:{joints}){letters})*+")


def words(text: str) -> list[str]:
    """Find the words of a text, as they are written.

    Examples
    --------
    >>> words("Don't pay $3.50 for हिन्दी!")
    ["Don't", 'pay', '3.50', 'for', 'हिन्दी']
    """
    bare = text.strip(PUNCTUATION)
    if bare.isalnum() and "৷" not in bare:
        return [bare]  # most of what stands between white space
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


def whole_phrase(phrase: str, language: str = "") -> re.Pattern[str]:
    """Make a pattern that finds a folded phrase in folded text, as whole words only.

    Where a script writes no spaces, a word may be part of a longer stretch; a word of Korean may
    go on in Korean, as with its particle.

    Examples
    --------
    >>> [bool(whole_phrase("кот").search(text)) for text in ("мой кот", "который")]
    [True, False]
    >>> [bool(whole_phrase("우물").search(text)) for text in ("우물이 말랐다", "큰우물")]
    [True, False]
    """
    wanted = fold(phrase, language).split()
    if not wanted:
        return re.compile(r"(?!)")  # of marks that no word needs: it is nowhere
    first, *rest = map(re.escape, wanted)
    # Looked at behind the word: a pattern that begins with letters is found ten times as fast.
    before = "" if _UNSPACED_LETTER.match(wanted[0]) else rf"(?<![\w{MARKS}]{first})"
    after = "" if _UNSPACED_LETTER.match(wanted[-1][-1]) else rf"(?![\w{MARKS}])"
    if is_korean(wanted[-1][-1]):
        one = len(wanted[-1]) == 1  # "성" is in "성은", and not in "성공"
        after = rf"(?=[{PARTICLES}]?{after})" if one else r"(?![^\W가-힣])"
    return re.compile(r"\s+".join([first + before, *rest]) + after)


def stretches(word: str) -> list[tuple[int, str]]:
    """Part a word where a script that writes no spaces begins or ends, each with its place.

    Examples
    --------
    >>> stretches("我们用AI了"), stretches("dam")
    ([(0, '我们用'), (3, 'AI'), (5, '了')], [(0, 'dam')])
    """
    if word.isascii():
        return [(0, word)]
    runs = [run.span() for run in re.finditer(_UNSPACED_RUN, word)]
    edges = sorted({0, len(word), *(edge for run in runs for edge in run)})
    return [(start, word[start:end]) for start, end in pairwise(edges)]


def fold(word: str, language: str = "") -> str:
    """Make one of all ways to write a word: whatever compares words compares these.

    Unicode's compatibility form and case folding, with one apostrophe, and without what
    is invisible or left out at will.  Turkish and Azerbaijani keep their two letters i
    apart, Persian and Urdu have one letter for what an Arabic keyboard writes in its
    place, and in Vietnamese a tone may stand on either of two vowels.

    Examples
    --------
    >>> fold("Straße"), fold("ＡＢＣ"), fold("IŞIK", "tr"), fold("Hòa", "vi")
    ('strasse', 'abc', 'ışık', 'hoà')
    """
    if word.isascii() and _SAME_IN.get(language) is not _DOTTED:
        return word.lower()
    if "\u200d" in word:
        word = reduce(lambda text, typed: text.replace(*typed), _JOINED.items(), word)
    plain = unicodedata.normalize("NFKC", word.translate(_UNSEEN))
    plain = plain.translate(_SAME_IN.get(language, _SAME)).casefold()
    if language == "vi":
        plain = _EARLY_TONE.sub(r"\1\3\2", unicodedata.normalize("NFD", plain))
    return unicodedata.normalize("NFKC", plain)


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
    cues : mapping of str to int
        Folded words that hint at what a sentence is: any of `CLAIM`, `SELF`, `ASIDE`,
        `FIRST`, `SECOND` and `THOUGHT`.
    """

    language: str = ""
    stop_words: frozenset[str] = frozenset()
    stem: Stem | None = field(default=None, compare=False)
    cues: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def lowers(self) -> bool:
        """Whether the term of a word of ASCII letters is the word in lower case."""
        return self.stem is None and _SAME_IN.get(self.language) is not _DOTTED

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
            term = max(reversed(self._parts(term)), key=len)
        if not term or term in self.stop_words:
            return ()
        if not term.isascii() and _UNSPACED_LETTER.search(term):
            parts = (
                _bigrams(part) if _UNSPACED_LETTER.match(part) else self.terms(part)
                for _, part in stretches(term)
            )
            return tuple(chain.from_iterable(parts))
        return (_stemmed(term, self.stem),) if self.stem else (term,)

    @cached_property
    def look(self) -> Callable[[str], tuple[tuple[str, ...], int, int]]:
        """Give what looks at a piece of a text, white space around it; short ones are remembered.

        It finds the terms, "" for each word that has none, what a budget counts, and the hints.

        Examples
        --------
        >>> make_analyser("en").look("I’ve")
        (('',), 1, 4)
        """

        def look(piece: str) -> tuple[tuple[str, ...], int, int]:
            said = words(piece)
            terms = chain.from_iterable(self.terms(word) or ("",) for word in said)
            return (*terms,), count_words(piece), reduce(or_, map(self.cue, said), 0)

        remembered = lru_cache(REMEMBERED)(look)
        return lambda piece: (remembered if len(piece) <= LONGEST else look)(piece)

    def cue(self, word: str) -> int:
        """Say what a word, or a part of one such as "I'm", hints at.

        Examples
        --------
        >>> english = make_analyser("en")
        >>> english.cue("Propose") == CLAIM, english.cue("I’m") == ASIDE, english.cue("dam")
        (True, True, 0)
        """
        if not self.cues:
            return 0
        parts = self._parts(fold(word, self.language))
        return reduce(or_, [self.cues[part] for part in parts if part in self.cues], 0)

    def _parts(self, term: str) -> list[str]:
        """Part a folded word at its apostrophes: "l'eau", "Lebanon's", but not "п'ять"."""
        if self.language in _APOSTROPHE_IS_LETTER:
            return [term.strip("'")]
        parts = term.split("'")
        return parts[:1] if parts[0] and self.language in _ENDING_AFTER_APOSTROPHE else parts


def _stemmed(term: str, stem: Stem) -> str:
    stemmed = stem(term)
    if not isinstance(stemmed, str):
        raise TypeError(f"stemmer must give a str for each word. Got {stemmed!r} for {term!r}.")
    return stemmed


def letters_of(run: str) -> list[str]:
    """Part unspaced letters, each with its marks.

    Examples
    --------
    >>> letters_of("日本"), letters_of("ที่")
    (['日', '本'], ['ที่'])
    """
    return re.findall(_UNSPACED_LETTER_WITH_MARKS, run)


def _bigrams(run: str) -> list[str]:
    letters = letters_of(run)
    return [first + second for first, second in pairwise(letters)] or [run]


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
        A Snowball stemmer where there is one for the language, or any ``str -> str``.

    Returns
    -------
    Analyser
    """
    code = normalise(language)
    if stop_words is None and stemmer is None:
        return _usual(code)
    silent = words_of(code, "stop_words") if stop_words is None else folded(stop_words, code)
    return Analyser(code, silent, make_stemmer(stemmer, code), _cues(code))


@lru_cache(maxsize=64)
def _usual(code: str) -> Analyser:
    """Make the analyser of a language as it is, once: it remembers words."""
    return Analyser(code, words_of(code, "stop_words"), None, _cues(code))


def analysers(
    stop_words: Iterable[str] | None = None, stemmer: str | Stem | None = None
) -> Callable[[str], Analyser]:
    """Give what makes the analyser of a language, the same whenever it is asked for again.

    Words are looked for once with each analyser of a batch, so that they have to be few.
    """
    return cache(lambda language: make_analyser(language, stop_words, stemmer))


@lru_cache(maxsize=256)
def _cues(language: str) -> Mapping[str, int]:
    known, cues = load(language), dict[str, int]()
    phrases = [aside.split("_") for aside in known.asides if "_" in aside]
    given_for = {
        CLAIM: known.claims,
        SELF: known.selves,
        ASIDE: [aside for aside in known.asides if "_" not in aside],
        FIRST: [first for first, _ in phrases],
        SECOND: [second for _, second in phrases],
        THOUGHT: known.interjections,
    }
    for bit, given in given_for.items():
        for word in folded(given, language):
            cues[word] = cues.get(word, 0) | bit
    return cues


def folded(given: Iterable[str], language: str) -> frozenset[str]:
    """Fold each of some words or phrases of a language."""
    return frozenset(fold(word, language) for word in given)


@lru_cache(maxsize=1024)
def words_of(language: str, kind: str) -> frozenset[str]:
    """Fold the words of a kind that a language has, such as "stop_words", once.

    Examples
    --------
    >>> "i'm" in words_of("en", "stop_words"), words_of("tlh", "greetings")
    (True, frozenset())
    """
    known = load(language)
    given: frozenset[str] = getattr(known, kind)
    return folded(given, known.code)


def make_stemmer(stemmer: str | Stem | None, language: str) -> Stem | None:
    """Resolve the argument `stemmer` for one language.

    "snowball" is PyStemmer where it is installed: more languages, several times as
    fast, and a few stems in a thousand differ (2 % in German and Swedish).  Else it is
    NLTK's.  None where neither knows the language.

    Raises
    ------
    TypeError, ValueError
        If `stemmer` is neither "snowball", nor a callable, nor None.
    """
    if stemmer is None or callable(stemmer):
        return stemmer
    if not isinstance(stemmer, str) or stemmer != "snowball":
        wrong = ValueError if isinstance(stemmer, str) else TypeError
        raise wrong(
            f"stemmer must be 'snowball', a callable str -> str, or None. Got {stemmer!r} instead."
        )
    return _pystemmer(language) or _nltk_stemmer(language)


def _pystemmer(language: str) -> Stem | None:
    try:
        from Stemmer import Stemmer  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    try:
        # Snowball has a new Dutch stemmer; NLTK has the older one
        stem: Stem = Stemmer("dutch_porter" if language == "nl" else language).stemWord
    except (KeyError, UnicodeEncodeError):  # it takes codes of ASCII letters
        return None
    return stem


def _nltk_stemmer(language: str) -> Stem | None:
    if language not in SNOWBALL:
        return None
    from nltk.stem.snowball import SnowballStemmer  # noqa: PLC0415 - half a second

    return SnowballStemmer(SNOWBALL[language]).stem
