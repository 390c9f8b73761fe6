"""What the package knows of each language, and which language a text is in.

Takes a language code and gives its `Language`: abbreviations, stop words and
the few facts that sentence splitting needs, read from one TOML file a language
on first use.  `detect` takes a text and gives a code.  Nothing here splits,
tokenises or scores, and a language that is not shipped is an empty one, no
error; as an argument a name that nobody knows is one (`asked_for`).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import log

from summarize.checks import optional_string, string

#: Looked at by `detect`; half a page settles the question.
HEAD = 1500
#: English function words above this share of so many characters settle it.
CLEARLY, GLANCE = 0.3, 600
#: Below this share of function words the beginning of a long text decides nothing.
HARDLY = 0.05
#: What the letters of a text weigh beside its function words.
LETTERS = 0.2
#: So many words show enough letters.
ENOUGH = 150
#: What is longer than a code of ISO 639 may be the name of a language.
LONGEST_CODE = 3
#: A pair of letters that no word of a file holds counts so, and so many pairs are thought of.
UNSEEN, KINDS = 0.05, 1000

# Three-letter, former and neighbouring codes, each to the file that serves it.
_CODES = """
    ara:ar bul:bg ben:bn ces:cs cze:cs dan:da deu:de ger:de ell:el gre:el eng:en spa:es est:et
    eus:eu baq:eu fas:fa per:fa fin:fi fra:fr fre:fr heb:he iw:he hin:hi hrv:hr bs:hr hun:hu
    hye:hy arm:hy srp:sr ind:id in:id ms:id msa:id may:id isl:is ice:is ita:it jpn:ja kaz:kk
    kor:ko lit:lt lav:lv mar:mr nld:nl dut:nl nor:no nob:no nno:no nb:no nn:no pol:pl por:pt
    ron:ro rum:ro rus:ru slk:sk slo:sk slv:sl gle:ga glg:gl sqi:sq alb:sq swa:sw afr:af mkd:mk
    mac:mk bel:be tel:te swe:sv tam:ta tha:th tur:tr ukr:uk urd:ur vie:vi zho:zh chi:zh cmn:zh
    yue:zh amh:am mya:my bur:my kat:ka geo:ka cat:ca aze:az azj:az uzb:uz uzn:uz
    pes:fa prs:fa arb:ar swh:sw zsm:id ekk:et lvs:lv als:sq
"""
_ALIASES = dict(pair.split(":") for pair in _CODES.split())

# Scripts by the first word of their letters' names in Unicode, each with the language that
# (nearly) alone uses it; of what several use, see `_SHARED`.
_SCRIPTS = {
    "ARABIC": "arabic", "ARMENIAN": "hy", "BENGALI": "bn", "CJK": "zh", "CYRILLIC": "cyrillic",
    "DEVANAGARI": "hi", "ETHIOPIC": "am", "GEORGIAN": "ka", "GREEK": "el", "GUJARATI": "gu",
    "GURMUKHI": "pa", "HALFWIDTH": "ja", "HANGUL": "ko", "HEBREW": "he", "HIRAGANA": "ja",
    "KANNADA": "kn", "KATAKANA": "ja", "KATAKANA-HIRAGANA": "ja", "KHMER": "km", "LAO": "lo",
    "LATIN": "latin", "MALAYALAM": "ml", "MYANMAR": "my", "ORIYA": "or", "SINHALA": "si",
    "TAMIL": "ta", "TELUGU": "te", "THAI": "th", "TIBETAN": "bo",
}  # fmt: skip

# Scripts that several shipped languages share, told apart by their words: the languages, by how
# much is written in each.  Galician is too near to Spanish and Portuguese, of which short texts
# would be taken for it.
_SHARED = {
    "latin": (
        "en", "es", "de", "fr", "pt", "it", "nl", "pl", "tr", "vi", "id", "cs", "sv", "hu", "ro",
        "da", "fi", "sk", "no", "hr", "ca", "lt", "sl", "et", "lv", "sq",
        "is", "eu", "sw", "af", "ga",
    ),
    "cyrillic": ("ru", "uk", "bg", "kk", "sr", "mk", "be"),
    "arabic": ("fa", "ar", "ur"),
    "hi": ("hi", "mr"),
}  # fmt: skip

# Not \w, which leaves out the vowel signs of Indian scripts.
_WORD = re.compile(r"[^\s\d_.,;:!?\"()\[\]«»“”„।۔،؟…—–/*-]+")


#: The lists that a language may have; of these, the ones that write a phrase with underscores
#: and mean it with spaces.
_PHRASES = ("points_back", "captions", "greetings", "appended")
_LISTS = (
    *_PHRASES,
    "abbreviations", "stop_words", "titles", "numbered", "starters", "continues",
    "units", "according", "claims", "selves", "asides", "fillers", "compounds",
    "interjections", "papers", "citing",
)  # fmt: skip


@dataclass(frozen=True)
class Language:
    """One language's words, as data.

    Parameters
    ----------
    code : str
        ISO 639-1 code; for a language that is not shipped, whatever was asked for.
    name : str
        English name, empty for a language that is not shipped.
    abbreviations : frozenset of str
        Lower case, without the final dot.  One of these ends a sentence only
        where a word that begins sentences follows.
    stop_words : frozenset of str
        Function words, lower case.
    ordinals : bool
        Whether "3. März" is written so: a number before a dot is no end.
    syllables : bool
        Whether syllables are written apart, as words: few abbreviations are shorter
        than a word, and a letter with a tone is one ("Á", Asia).
    unmarked : bool
        Whether sentences end without a mark: what has none may be whole.
    titles : frozenset of str
        Abbreviations that never end a sentence: a name has to follow ("Dr.").
    numbered : frozenset of str
        Abbreviations only before a number: "p. 5", "No. 7".
    papers : frozenset of str
        The same with a capital only: "78 Stat. 34".
    citing : frozenset of str
        Abbreviations that, with a capital, go on before another one, "Fed. R. Civ. P.", and of
        those of both before a letter that is a word as well, "Ex. A".
    units : frozenset of str
        Abbreviations that end a sentence before any capital where they stand behind a number or a
        slash, as "20 min." and "$5/lb." do, or hold a dot, as "b.i.d." (twice a day); in a language
        whose nouns have capitals none does.
    tails : tuple of str
        Abbreviations that compounds end in, too: "Hauptstr.", "Ehrenvors.".
    starters : frozenset of str
        Words which, capitalised, begin a sentence rather than go on with a name.
    continues : frozenset of str
        Words that go on after a question in the same sentence ("? he asked"); in Chinese
        those that end the clause behind speech.
    points_back : frozenset of str
        Words and phrases with which a sentence opens that leans on the one before.
    according : frozenset of str
        Those of them that say behind speech whose it is: „…“, so Anna.
    claims, selves : frozenset of str
        Words with which a text says what it is about, and those that one of them has to
        stand in a sentence with: "we propose", "this paper".
    asides : frozenset of str
        Words and phrases of two ("for_example") of what a text says by the way.
    interjections : frozenset of str
        What is said while thinking, or to say that one listens: "um", "yeah".  In a talk
        they count for nothing; elsewhere "ha" may be hectares, and "EM" an illness.
    fillers : frozenset of str
        Words of number, time and courtesy that no text turns on, which a phrase may hold:
        "two", "please".  Where a script writes no spaces, a letter that is a stop word, too, is
        part of none but of `compounds`.
    compounds : frozenset of str
        Words of two letters that hold such a letter.
    captions : frozenset of str
        Words that make a line a caption, a credit or a pointer elsewhere, before a number or
        a colon, or alone: "Fig. 3.", "Photo:", "Read more:", "All rights reserved."  Three words
        and more do so, too, where a text opens with them: "Sign up for our newsletter today!"
    greetings : frozenset of str
        Words and phrases with which a greeting of a few words opens: "Hi all!".
    appended : frozenset of str
        Headings under which a text has nothing more to tell: "References", "External links".
    terminators : str
        Characters that end a sentence in this language only ("; " in Greek).
    """

    code: str
    name: str = ""
    abbreviations: frozenset[str] = frozenset()
    stop_words: frozenset[str] = frozenset()
    ordinals: bool = False
    syllables: bool = False
    unmarked: bool = False
    titles: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()
    citing: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    tails: tuple[str, ...] = ()
    starters: frozenset[str] = frozenset()
    continues: frozenset[str] = frozenset()
    points_back: frozenset[str] = frozenset()
    according: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()
    selves: frozenset[str] = frozenset()
    asides: frozenset[str] = frozenset()
    interjections: frozenset[str] = frozenset()
    fillers: frozenset[str] = frozenset()
    compounds: frozenset[str] = frozenset()
    captions: frozenset[str] = frozenset()
    greetings: frozenset[str] = frozenset()
    appended: frozenset[str] = frozenset()
    terminators: str = ""


def load(code: str) -> Language:
    """Give what is known of a language; an empty `Language` where nothing is.

    Parameters
    ----------
    code : str
        ISO 639-1 or 639-2 code, with or without a region or script; or the English name of a
        language that has a data file.

    Examples
    --------
    >>> load("pt-BR").name
    'Portuguese'
    >>> load("tlh").stop_words
    frozenset()
    """
    return _load(normalise(code))


def normalise(code: str) -> str:
    """Bring a language code, or an English name, to the code its data file is named by.

    Examples
    --------
    >>> normalise("zh_Hans"), normalise("eng"), normalise("DE-at"), normalise("German")
    ('zh', 'en', 'de', 'de')
    """
    primary = re.split(r"[-_.@ ]", string("code", code).strip().lower(), maxsplit=1)[0]
    if len(primary) > LONGEST_CODE:
        return named().get(primary, primary)
    return _ALIASES.get(primary, primary)


def asked_for(language: object) -> str | None:
    """Check the argument `language`: any code, or a name that is known; "" is None.

    A name that nobody knows is a slip, and without its stop words a summary is another.

    Examples
    --------
    >>> asked_for("German"), asked_for("tlh"), asked_for(None)
    ('German', 'tlh', None)
    >>> asked_for("Deutsch")
    Traceback (most recent call last):
    ValueError: language must be a code ('de') or an English name ('German'). Got 'Deutsch' instead.
    """
    given = optional_string("language", language)
    if given is not None and len(normalise(given)) > LONGEST_CODE:
        raise ValueError(
            f"language must be a code ('de') or an English name ('German'). Got {given!r} instead."
        )
    return given


@cache
def named() -> dict[str, str]:
    """Give the English names of all languages that have a data file, in lower case: their codes.

    Reads all the files.
    """
    return {_load(code).name.lower(): code for code in sorted(shipped())}


@cache
def shipped() -> frozenset[str]:
    """Give the codes of all languages that have a data file."""
    names = (entry.name for entry in files(__name__).iterdir())
    return frozenset(name[:-5] for name in names if name.endswith(".toml"))


@lru_cache(maxsize=256)  # whatever codes a user thinks of
def _load(code: str) -> Language:
    if code not in shipped():
        return Language(code)
    data = tomllib.loads((files(__name__) / f"{code}.toml").read_text(encoding="utf-8"))
    words = {key: frozenset(data.get(key, "").split()) for key in _LISTS}
    words["starters"] |= words["stop_words"]
    for key in _PHRASES:
        words[key] = frozenset(phrase.replace("_", " ") for phrase in words[key])
    # a key that no language has is an error
    return Language(code, **data | words | {"tails": tuple(data.get("tails", "").split())})


def detect(text: str) -> str:
    """Guess a text's language from its script, its function words and its letters.

    Where several languages share a script, the one is taken for which the share of
    words that are function words, and a fifth of the mean log-likelihood of the pairs of letters
    (as counted in the words of each language's file), add up to most.  Before a letter is seen
    the k-th language of a script is as likely as ``1 / k²``, which tells in a text of few words.
    Looks at the first 1,500 characters, and at as many in the middle where those decide nothing
    (a table of contents, say).  "und" for a text without letters, and where neither stretch
    holds a function word.

    Of a text in two languages it gives the one with more of the words.

    Examples
    --------
    >>> detect("The cat sat on the mat."), detect("猫坐在垫子上。"), detect("42")
    ('en', 'zh', 'und')
    """
    string("text", text)
    if len(text) <= HEAD:
        return _guess(text)
    middle = max(HEAD, (len(text) - HEAD) // 2)
    code = _guess(text[:HEAD], least=HARDLY)
    return code if code != "und" else _guess(text[middle : middle + HEAD])


def _guess(head: str, least: float = 0.0) -> str:
    head = unicodedata.normalize("NFC", head)
    script = _script(head)
    if script not in _SHARED:
        return script
    if script == "latin" and _clearly_english(head[:GLANCE].lower().split()):
        return "en"
    return _best(_WORD.findall(head.lower()), _SHARED[script], least)


def _clearly_english(pieces: list[str]) -> bool:
    """Whether English function words are more than enough; then no other file is read.

    One of a single letter counts once: "a" is a word of many languages; and one alone is
    none where another language has it: "was" is German, too.
    """
    english = load("en").stop_words
    found = [*filter(english.__contains__, pieces)]
    letters = [piece for piece in found if len(piece) == 1]
    if len(found) == 1 and len(_whose(_SHARED["latin"])[found[0]]) > 1:
        return False
    return len(found) - len(letters) + len(set(letters)) > CLEARLY * len(pieces)


@cache
def _whose(codes: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Give the languages that each function word belongs to, such as "yes"."""
    owners: dict[str, tuple[str, ...]] = {}
    for code in codes:
        for word in load(code).starters:
            owners[word] = (*owners.get(word, ()), code)
    return owners


def _shares(words: list[str], codes: tuple[str, ...]) -> dict[str, float]:
    """Give the share of words that are function words of each language."""
    found, owners = dict.fromkeys(codes, 0), _whose(codes)
    for word in words:
        for code in owners.get(word, ()):
            found[code] += 1
    return {code: n / max(1, len(words)) for code, n in found.items()}


def _pairs(words: Iterable[str]) -> Counter[tuple[str, str]]:
    """Count the pairs of neighbouring letters of words, their edges included."""
    return Counter(pairwise(f" {' '.join(words)} "))


@cache
def _profile(code: str) -> tuple[dict[tuple[str, str], float], float]:
    """Give the log-likelihood of each pair of letters, and that of all others.

    Counted once in every word of the language's file.
    """
    language = load(code)
    words = language.starters.union(" ".join(language.points_back).split())
    seen = _pairs(words)
    total = seen.total() + UNSEEN * KINDS
    return {pair: log((n + UNSEEN) / total) for pair, n in seen.items()}, log(UNSEEN / total)


def _best(words: list[str], codes: tuple[str, ...], least: float) -> str:
    """Give the code that fits best; of equals, the first; "und" without function words."""
    known = _shares(words, codes)
    most = max(known.values())
    if most <= least:
        return "und"
    pairs = _pairs(words[:ENOUGH])

    def fit(code: str) -> float:
        profile, never = _profile(code)
        likelihood = sum(n * profile.get(pair, never) for pair, n in pairs.items())
        likelihood -= 2 * log(1 + codes.index(code))
        return known[code] + LETTERS * likelihood / pairs.total()

    return max((code for code in codes if known[code] >= most / 2), key=fit)


def _script(head: str) -> str:
    """Name the script with most letters; Japanese is known by a few kana."""
    if head.isascii():
        return "latin" if any(map(str.isalpha, head)) else "und"
    if len(head.encode("ascii", "ignore")) > 0.9 * len(head):
        return "latin"  # with some dashes, quotation marks or accents
    counts = Counter[str]()
    for character, times in Counter(head).items():
        script = unicodedata.name(character, "").partition(" ")[0]
        if script in _SCRIPTS and unicodedata.category(character)[0] in "LM":  # letter or mark
            counts[_SCRIPTS[script]] += times
    # Twenty kana a hundred signs are Japanese; fewer may be a name in Chinese text.
    if counts["ja"] * 5 > counts["zh"] > 0:
        counts["ja"] += counts["zh"]
    # A Han character or a Hangul syllable says about as much as two letters.
    for code in ("ja", "zh", "ko"):
        counts[code] *= 2
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] else "und"
