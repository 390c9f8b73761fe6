"""Dots: whether a sentence ends at one, by the words before and behind it.

Takes a gap that begins with a dot, says whether the dot belongs to an abbreviation, a number,
a name or a date, with which the sentence goes on.  Other marks are judged in `rules`.
"""

from __future__ import annotations

import re
import unicodedata

from summarize.gaps import BACK, DASHES, EDGES, LONG_ENOUGH, QUOTES, Gap
from summarize.languages import Language
from summarize.letters import bare, is_initial, is_small, lowered

#: The numbers of a row in one line are no farther apart.
NEAR = 200
#: The same for those around an aside.
ASIDE = 100
# A letter that ends an amount: "5 mg/L", "10^9/L", "120 г/л"; no "12/A. §", as statutes are cited.
_PER = re.compile(r"(?:\d[ \xa0]?[^\W\d_]{1,6}|\^\d{1,2})/[^\W\d_]\Z")
_MARKER = re.compile(r"\d{1,4}(?:\.\d{1,3}){0,3}|[^\W\d_]|[ivxIVX]{1,5}|[A-Z]\d{1,2}")
_SPELT = re.compile(r"\b[^\W\d_]\. ?[^\W\d_]\Z")  # "h. c"
_LETTER = re.compile(r"[^\W\d_]\.")
_CODE = re.compile(r"[A-Z]{1,3}-?\d")  # "Fig. S1", "Case No. QB-2026"
ROMAN = re.compile(r"[IVXLCDM]+\Z")
_DOTTED = re.compile(r"[^\W\d_]{1,3}(?:\.[^\W\d_]{1,4})+\Z")
_BESIDE = re.compile(r"\s([^\W\d_]{1,30}+)(?!\.)")
_DATE = re.compile(r"\b\d{4}\. ?\d{1,2}\. ?\d{1,2}\.")
_RANGE = re.compile(r"\d[-–/]\d{1,2}\Z")
_ROW = re.compile(r"(?:[^\W\d_] ?: 1|; \d{1,2})\Z")


def numbers_item(gap: Gap, word: str) -> bool:
    """Whether the word before the mark is the number of an item, first in its sentence."""
    if not _MARKER.fullmatch(word):
        return False
    if _is_in_row(gap, word):
        return True
    if gap.at - gap.start >= BACK:
        return False
    *before, _ = EDGES.split(gap.text[gap.start : gap.at])
    said = " ".join(filter(None, before))
    # a judgment has a number in the margin, too: "12 3. The appeal"
    numbers = word[0].isdigit() and (len(word) < 4 or "." in word)  # no year
    return not said.strip("§") or said.isdigit() or (numbers and _is_label(gap, said))


def _is_in_row(gap: Gap, word: str) -> bool:
    """Whether another number comes before or after: "Agenda: 1. Roof; 2. Fees"; no "No: 1."."""
    if not _ROW.search(gap.text, max(gap.start, gap.at - LONG_ENOUGH), gap.at):
        return False
    number, near = int(word), gap.text[max(gap.start, gap.at - NEAR) : gap.at + NEAR]
    return f"; {number + 1}." in near or re.search(rf"[:;] {number - 1}\.", near) is not None


def _is_label(gap: Gap, said: str) -> bool:
    """Whether a capitalised word begins a line and its number ends here: "Table 1. Prices"."""
    label = said.removesuffix(".")
    begins = gap.text[gap.start - 1 : gap.start] in ("", "\n")
    title = label.isalpha() and label[0].isupper()
    return begins and title and lowered(label) not in gap.rules.language.starters


def dot_ends(gap: Gap, word: str, following: str) -> bool:
    """Judge a single dot by the words around it."""
    language = gap.rules.language
    title, _, name = lowered(word).rpartition(".")
    if len(name) > 2 and title in language.titles and lowered(word) not in language.titles:
        word = name  # "TP.HCM" ends as "HCM" does
    per = word == "L" or (len(word) == 1 and is_small(word))  # no "2026 AFP/J. Alder"
    if per and _PER.search(gap.text, max(gap.start, gap.at - BACK), gap.at):
        return True
    known = lowered(word)
    number = _is_number(gap, word, following)
    single = len(word) == 1  # "c. 5", not "from A to B. I knew"
    listed = word in language.numbered if single else _is_numbered(language, word)
    named = known in language.titles or _cites(gap, word, following)
    if named or (number and listed):
        return _ends_amount(gap, word, following)
    letter = len(bare(word)) == 1 and not word.isdigit()  # no "see note 3. J. Alder"
    lone = letter and (word not in language.stop_words or is_small(word))
    if lone and _letter_follows(gap):
        return False
    if _is_abbreviation(gap, word):
        goes_on = gap.text[gap.begin] in DASHES or (is_initial(following) and _letter_follows(gap))
        begins = _is_starter(gap, word, following) or _ends_amount(gap, word, following)
        return begins and not goes_on
    return not (word.replace(".", "").isdigit() and _in_date(gap, following))


def is_in_brackets(gap: Gap) -> bool:
    """Whether a mark stands in brackets within a sentence: "(2d Cir. 1999)", "(see Thm. 2)"."""
    text, floor = gap.text, max(gap.start + 1, gap.at - ASIDE)
    begin = text.rfind("(", floor, gap.at)
    if begin < 0 or text.rfind(")", begin, gap.at) >= 0:
        return False
    close = text.find(")", gap.end, gap.end + ASIDE)
    odd = text.count(")", floor, begin) > text.count("(", floor, begin)  # turned round in Persian
    return close >= 0 and text.find("(", gap.end, close) < 0 and not odd


def _ends_amount(gap: Gap, word: str, following: str) -> bool:
    """Whether a unit ends an amount of which something is said: "Boil 20 min. Add salt", "$5/lb.".

    An amount alone, or after small words only, goes on with what there is so much of: "2 lbs.
    Ground beef".
    """
    if word not in gap.rules.language.units or not following[:1].isupper():
        return False  # no "Ms. Price"
    before = gap.text[max(gap.start, gap.at - NEAR) : gap.at - len(word)].rstrip()
    small = gap.rules.language.stop_words  # nothing is said in "a 24 hr. Fitness club"
    said = any(lowered(piece) not in small for piece in before.split() if piece[:1].isalpha())
    return said and ("." in word or before[-1].isdigit() or before[-1] == "/")


def _is_starter(gap: Gap, word: str, following: str) -> bool:
    """Whether a word begins sentences; not one in capitals among others: "Ting v. AT&T"."""
    shouted = len(following) > 1 and following.isupper() and not word.isupper()
    head, _, rest = lowered(following).replace("’", "'").partition("'")
    elided = rest and is_small(following[len(head) + 1]) and head  # "L'avvocato", no "D'Angelo"
    return not shouted and not {lowered(following), elided}.isdisjoint(gap.rules.language.starters)


def _is_number(gap: Gap, word: str, following: str) -> bool:
    """Whether what follows is a number, or another word that goes before one: "Tue. Feb. 13"."""
    language, known = gap.rules.language, lowered(word)
    small = language.stop_words
    if following[:1].isdigit():
        return True
    if following[:1].isupper() and _CODE.match(gap.text, gap.begin):
        before = gap.text[gap.start : gap.at - len(word)]
        opens = not before or before[-1] in QUOTES  # "No. B2 is a road."
        return known not in small or (word.istitle() and not opens)
    roman = ROMAN.match(following) is not None
    if known in small:
        return roman and following != "I"  # "No. I do not."
    abbreviated = gap.text.startswith(".", gap.begin + len(following))
    letter = is_initial(following) and following.isupper() and lowered(following) not in small
    letter &= not word.isupper()  # "Fig. B", no "NN. P(x)"
    return roman or letter or (abbreviated and _is_numbered(language, following))


def _is_numbered(language: Language, word: str) -> bool:
    """Whether a number may follow a word, as that is written."""
    known = lowered(word)
    return known in language.numbered or (word[:1].isupper() and known in language.papers)


def _cites(gap: Gap, word: str, following: str) -> bool:
    """Whether the name of a source goes on: "Fed. R. Civ. P. 12", "Ex. A"."""
    language, known, after = gap.rules.language, lowered(word), lowered(following)
    if known not in language.citing or not word.istitle():
        return False
    dotted = gap.text.startswith(".", gap.begin + len(following))
    short = after in language.abbreviations or after in language.citing
    abbreviated = dotted and (short or _is_numbered(language, following))
    # no "the objective L. A new one"
    lettered = len(word) > 1 and _is_numbered(language, word)
    return abbreviated or (lettered and is_initial(following) and not _is_article(gap, following))


def _is_article(gap: Gap, letter: str) -> bool:
    """Whether a letter goes with a word of its own: "the App. A new one", no "Ex. A at 4"."""
    said = _BESIDE.match(gap.text, gap.begin + len(letter))
    if said is None or not is_small(said[1][0]):
        return False
    return lowered(said[1]) not in gap.rules.language.stop_words


def _letter_follows(gap: Gap) -> bool:
    """Whether a letter with a dot comes next, as the second does in "J. R. Alder"."""
    return _LETTER.match(bare(gap.text[gap.begin : gap.begin + BACK])) is not None


def _is_abbreviation(gap: Gap, word: str) -> bool:
    """Whether a word goes with the dot behind it, and ends a sentence before some words only."""
    language = gap.rules.language
    known = lowered(word)
    if known in language.abbreviations or known.endswith(language.tails):
        return True
    if _DOTTED.match(bare(word)):
        return True
    if language.ordinals and (ROMAN.match(word) or _is_ordinal(gap, word)):
        return True
    toned = language.syllables and unicodedata.normalize("NFD", word) != word
    if is_initial(word) and word not in language.stop_words and not toned:
        return True
    pair = _SPELT.search(gap.text, max(gap.start, gap.at - LONG_ENOUGH), gap.at)
    return pair is not None and lowered(pair[0].replace(" ", "")) in language.titles


def _is_ordinal(gap: Gap, word: str) -> bool:
    """Whether a number before a dot may be one of a row; no last one: "klo 6–20.", "case 5/18."."""
    if not word.isdigit() or len(word) > 2:
        return False
    return not _RANGE.search(gap.text, max(gap.start, gap.at - LONG_ENOUGH), gap.at)


def _in_date(gap: Gap, following: str) -> bool:
    """Whether a dot is one of "2024. 5. 20."; the last ends a sentence where a capital follows."""
    dates = _DATE.finditer(gap.text, max(gap.start, gap.at - BACK), gap.at + BACK)
    last = following[:1].isupper()
    return any(date.start() < gap.at < date.end() - last for date in dates)
