"""Gaps: where a sentence may end, and the words on both sides.

A *gap* is a run of terminators, closing marks and white space that begins with a terminator
or a line break.  Gives the patterns that find the gaps of a language, and what stands beside
one, at most 40 characters back and ahead.  Judges nothing: that is for `dots` and `rules`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from summarize.languages import Language, load
from summarize.layout import HASH
from summarize.letters import MARKS

#: A word of so many letters before a dot is no abbreviation that a list forgot.
LONG_ENOUGH = 5
#: How far to look back for the word before a dot.
BACK = 40
SOFT = ".!?…‥．"
_FIRM = "。！？｡।॥৷۔؟։።፧፨။។៕᠃‼⁇⁈⁉"  # need no space after them
WORDSPACE = "፡"  # parts words of Amharic; two of them end a sentence
#: What ends a sentence in any language, and what may stand behind it.
TERMINATORS = SOFT + _FIRM + WORDSPACE
CLOSERS = "\"'”’»›)]}」』】》〉〕）］｝*_¹²³⁴⁵⁶⁷⁸⁹⁰"
FIRM_MARK = re.compile(rf"[{re.escape(_FIRM)}]|{WORDSPACE * 2}")
STOPS = frozenset(".।৷۔។")  # those that also follow the number of an item
OPEN = "“‘«‹"  # these close in some languages, so a gap may hold them
QUOTES = "\"'“‘„«"
DASHES = "-–—"
_EMOJI = "\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d"
_SMILE = "-?[()DPp]+"  # what follows the eyes
# Notes and smiles behind the dot stay with their sentence: "[12]", "[3]: 44", "[…]", ":-)",
# and what Wikipedia has there, some editions with a space that nobody sees: "[citation needed]".
_PAGES = r"(?:: ?\d{1,4}(?:[–-]\d{1,4})?)?\u200b?"
_TAIL = (
    rf"(?: ?(?:\[(?:\d{{1,3}}(?:[,–-] ?\d{{1,3}}){{0,8}}|…|\.\.\.)\]{_PAGES}|[:;=]{_SMILE})"
    r"|\[[^\W\d_][^\[\]\n]{2,24}\]\u200b?){1,8}+"
)
EDGES = re.compile(r"[\s•⁃\"'’‘“”«»„‚()\[\]{}<>—–/,;:…=+*_|¿¡-]")


class Rules(NamedTuple):
    """A language, all its abbreviations, their last four letters, and the patterns of marks."""

    language: Language
    known: frozenset[str]
    endings: frozenset[str]
    gap: re.Pattern[str]
    mark: re.Pattern[str]


class Gap(NamedTuple):
    """Where a sentence may end: its start, the mark, the mark's end, the next word."""

    text: str
    start: int
    at: int
    end: int
    begin: int
    rules: Rules


@lru_cache(maxsize=256)  # whatever codes a user thinks of
def rules_of(code: str, *, ascii_only: bool = False) -> Rules:
    """Gather the rules of a language; in ASCII text, without emoji, gaps are found faster."""
    language = load(code)
    numbered = language.numbered | language.papers
    known = language.abbreviations | language.titles | numbered | language.citing
    marks = re.escape(TERMINATORS + language.terminators) + ("" if ascii_only else _EMOJI)
    within = marks + re.escape(OPEN + CLOSERS)
    eyes = "".join(eye for eye in ":;" if eye not in language.terminators)
    run, blank = rf"[{marks}][{within}]*+", r"[^\S\n]++"
    # A line break before a small letter is none, unless that is the mark of an item or begins
    # the name of a commit, or it stands behind a comma, as in "Hallo Anna,"; a blank is what is
    # left of another break.
    after_comma = "|".join(rf"(?<=,{left}\n)" for left in ("", " ", "  "))
    small = rf"(?!(?!{HASH})[a-z](?![a-z]{{0,4}}[.)]))"
    gap = (
        rf"[{marks}\n{eyes}]"
        rf"(?:(?<![\n{eyes}])|(?<=\n)(?:{small}|{after_comma})|{_SMILE}(?=\s))"
        rf"[{within}\s]*+"
    )
    # A run; more runs after blanks (". . ."); a closing mark with blanks around it ("! »"); a tail.
    mark = (
        rf"(?:[:;]{_SMILE})?+(?:{run}(?:{blank}{run})*+)?+"
        rf"(?:{blank}(?:[»›)\]”]++|'')(?=\s|\Z))?+(?:{_TAIL}(?=\s|\Z))?+"
    )
    endings = frozenset(word[-4:] for word in known)
    return Rules(language, known, endings, re.compile(gap), re.compile(mark))


def word_before(gap: Gap) -> str:
    """Give the word before the mark, in composed letters."""
    tail = gap.text[max(gap.start, gap.at - BACK) : gap.at]
    return unicodedata.normalize("NFC", EDGES.split(tail)[-1])


@cache
def _after(*, ascii_only: bool) -> re.Pattern[str]:
    """Make the pattern of the next word; the one with marks takes a while to compile."""
    inside = r"\w" if ascii_only else rf"[\w{MARKS}]"
    return re.compile(rf"\W{{0,8}}+(\w{inside}{{0,39}}+(?:['’]{inside}{{1,4}})?)")


def word_after(gap: Gap) -> str:
    """Give the next word, in composed letters; "" where none is near."""
    ahead = gap.text[gap.begin : gap.begin + 2 * BACK]
    after = _after(ascii_only=ahead.isascii()).match(ahead)
    return unicodedata.normalize("NFC", after[1]) if after else ""
