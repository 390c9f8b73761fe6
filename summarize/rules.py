r"""Where a sentence ends: the rules.

Takes a text and a language code; gives (start, end) pairs that cover every
character but white space, in order.  Does not change, clean or normalise the
text, and learns nothing.

How the rules go: a *gap* is a run of terminators, closing marks and white space
that begins with a terminator or a line break.  One pattern finds the gaps; for
each, Python looks at most 40 characters back and ahead and says whether a
sentence ends there.  The pattern begins with a single class of characters and
asks for nothing after it, so no text makes it slower than linear.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from summarize.languages import Language, load, normalise
from summarize.letters import MARKS, bare, has_case, is_initial, is_small, lowered

Spans = list[tuple[int, int]]

#: A stretch longer than this is cut at white space ...
LONGEST = 2000
#: ... into pieces of this many characters, and the rest of a word.
PIECE = 300
#: The same for Thai, Lao, Khmer and Burmese, which put spaces between sentences only.
LONGEST_SPACELESS, PIECE_SPACELESS = 300, 120
#: Between these lie the widths that programs wrap text to.
NARROWEST, WIDEST = 45, 200
#: A line shorter than the widest by more than such a word was not wrapped there.
LONG_WORD = 15
#: By how much a wrapped line may be shorter than it had to be.
RAGGED = 5
#: A word of so many letters before a dot is no abbreviation that a list forgot.
LONG_ENOUGH = 5
#: The same where letters have no capitals, and in a language that writes its syllables apart.
LONG_ENOUGH_UNCASED = 3
#: How far to look back for the word before a dot.
BACK = 40

_RARE_BREAKS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_SOFT = ".!?…‥．"
_FIRM = "。！？｡।॥৷۔؟։።፧፨။។៕᠃‼⁇⁈⁉"  # need no space after them
_WORDSPACE = "፡"  # parts words of Amharic; two of them end a sentence
#: What ends a sentence in any language, and what may stand behind it.
TERMINATORS = _SOFT + _FIRM + _WORDSPACE
_FIRM_MARK = re.compile(rf"[{re.escape(_FIRM)}]|{_WORDSPACE * 2}")
_STOPS = frozenset(".।৷۔។")  # those that also follow the number of an item
_OPEN = "“‘«‹"  # these close in some languages, so a gap may hold them
CLOSERS = "\"'”’»›)]}」』】》〉〕）］｝*_¹²³⁴⁵⁶⁷⁸⁹⁰"
_EMOJI = "\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d"
_SMILE = "-?[()DPp]+"  # what follows the eyes
_EMPTY_LINE = re.compile(r"\n[^\S\n]*+\n\s*+")
_FILLED_LINE = re.compile(r"\S[^\n]*+")
_FILLED_LINES = re.compile(r"\S[^\n]*+(?:\n[ \t]++\S[^\n]*+)*+")
_DOS_BREAK = re.compile(r"(?<!\r)\r++(?=\n)")
_EDGES = re.compile(r"[\s•⁃\"'’‘“”«»„‚()\[\]{}<>—–/,;:…=+*_|¿¡-]")
# Notes and smiles behind the dot stay with their sentence: "[12]", "[…]", ":-)".
_TAIL = re.compile(
    r"(?: ?(?:\[(?:\d{1,3}(?:[,–-] ?\d{1,3}){0,8}|…|\.\.\.)\]|[:;=]" + _SMILE + r")){0,8}+(?=\s|\Z)"
)
_BULLET = re.compile(r"[•‣⁃◦∙▪●○■□►✓✔]|[-*+–—·][ \t]")
_NUMBERED = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})(?:\.\)|[.)\]])[ \t]")
_CLAUSE = re.compile(r"\d{1,3}(?:\.\d{1,3}){1,3}\.?[ \t](?![a-z])")  # no "2.5 miles"
_ITEM = re.compile(r"(?:(\d{1,2})|([a-z]))(\.\)|[.)])\s|([•⁃])(?:\s?\d{1,2}\.)?\s?")
_SPEAKER = re.compile(r"[^\W\d_][\w.'’-]{0,20}(?: [\w.()'’-]{1,20}){0,3}:[ \t]")
# What begins a line of a chat, a log or a diary: "[09:12]", "2026-01-05", "<anna>", "5 May:".
_STAMP = re.compile(
    r"[\[(]?(?:\d{1,4}(?:[./-]\d{1,2}[./-]\d{1,4}(?!\d)|:\d\d)|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:)"
    r"|\d{1,2}\.? [^\W\d_]{3,12}(?: \d{4})?:[ \t]|<[^\s<>]{1,20}>[ \t]"
)
_LABEL = re.compile(rf"[\W\d]{{0,30}}+{_SPEAKER.pattern}")
# What begins an item of a list; not a dash, which also opens what somebody says.
_ITEM_LINE = re.compile(
    rf"^[ \t]*+(?:(?P<bullet>(?![–—])(?:{_BULLET.pattern}))"
    rf"|(?P<number>{_NUMBERED.pattern}|{_CLAUSE.pattern})"
    rf"|(?P<name>(?![a-z]){_SPEAKER.pattern})|(?P<stamp>{_STAMP.pattern}))",
    re.MULTILINE,
)
_MARKER = re.compile(r"\d{1,4}|[^\W\d_]|[ivxIVX]{1,5}")
_SPELT = re.compile(r"\b[^\W\d_]\. ?[^\W\d_]\Z")  # "h. c"
_LETTER = re.compile(r"[^\W\d_]\.")
_ROMAN = re.compile(r"[IVXLCDM]+\Z")
_DOTTED = re.compile(r"[^\W\d_]{1,3}(?:\.[^\W\d_]{1,4})+\Z")
_WHOLE = re.compile(r"[^\W\d_][^\s,;:'’-]{0,29}+(?=[\s,;:'’-])")
_DATE = re.compile(r"\b\d{4}\. \d{1,2}\. \d{1,2}\.")
_WORD = re.compile(r"\S{1,20}")
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


# What nearly all gaps are, each with its lengths up to the end and up to the next sentence.
_PLAIN = {
    mark + close + blank + opening: (len(mark + close), len(mark + close) + 1)
    for mark in (".", "!", "?", "...")
    for close in ("", *"\"'”’)")
    for blank in " \n"
    for opening in ("", *'“"')
}


class _Rules(NamedTuple):
    """A language, all its abbreviations, their last four letters, and the patterns of marks."""

    language: Language
    known: frozenset[str]
    ordinary: Callable[[str], bool]
    endings: frozenset[str]
    gap: re.Pattern[str]
    head: re.Pattern[str]


class _Layout(NamedTuple):
    """How a paragraph was set: its beginning, its lines, their width (0: none), kinds of items."""

    begin: int
    lines: int
    width: int
    items: frozenset[str | None]


class _Gap(NamedTuple):
    """Where a sentence may end: its start, the mark, the mark's end, the next word."""

    text: str
    start: int
    at: int
    end: int
    begin: int


@lru_cache(maxsize=256)  # whatever codes a user thinks of
def _rules(code: str) -> _Rules:
    language = load(code)
    marks = re.escape(TERMINATORS + language.terminators) + _EMOJI
    within = marks + re.escape(_OPEN + CLOSERS)
    run, blank = rf"[{marks}][{within}]*+", r"[^\S\n]++"
    known = language.abbreviations | language.titles | language.numbered
    eyes = "".join(eye for eye in ":;" if eye not in language.terminators) or "\0"
    return _Rules(
        language,
        known,
        lambda word: (
            len(word) > 1 and word.isalpha() and not word.isupper() and lowered(word) not in known
        ),
        frozenset(word[-4:] for word in known),
        re.compile(
            rf"[{marks}\n{eyes}]"
            rf"(?:(?<![\n{eyes}])|(?<=\n)(?![a-z](?![a-z]{{0,4}}[.)]))|{_SMILE}(?=\s))"
            rf"[{within}\s]*+"
        ),
        # A run; more runs after blanks (". . ."); a closing mark with blanks around it ("! »").
        re.compile(
            rf"(?:[:;]{_SMILE})?+(?:{run}(?:{blank}{run})*+)?+"
            rf"(?:{blank}(?:[»›)\]”]++|'')(?=\s|\Z))?+"
        ),
    )


def split_spans(text: str, language: str = "en") -> Spans:
    """Find the sentences of a text by rules.

    Parameters
    ----------
    text : str
    language : str
        ISO 639-1 code; what is not known of it falls back to the rules of its script.

    Returns
    -------
    list of (int, int)
        In order, apart, without white space at either end, none empty; all
        other characters lie in exactly one.  What would be longer than 2,000
        characters (a transcript without a dot) is cut at white space into
        pieces of 300 and the rest of a word; Thai, Lao, Khmer and Burmese
        beyond 300 characters into pieces of 120.

    Examples
    --------
    >>> split_spans("Ask Dr. Who. Yes! No.")
    [(0, 12), (13, 17), (18, 21)]
    """
    rules, text = _rules(normalise(language)), _with_newlines(text)
    spans: Spans = []
    for start, end in _paragraphs(text):
        found = _paragraph(text, start, end, rules)
        if end - start > LONGEST_SPACELESS:
            found = [piece for span in found for piece in _pieces(text, *span)]
        spans += found
    return spans


def _with_newlines(text: str) -> str:
    """Write all breaks of lines as newlines, in a text as long."""
    for rare in filter(text.__contains__, _RARE_BREAKS):
        if rare == "\r":
            text = _DOS_BREAK.sub(lambda found: " " * len(found[0]), text)
        text = text.replace(rare, "\n")
    return text


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Cut at blank lines, and trim."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    for blank in _EMPTY_LINE.finditer(text, start, end):
        yield start, trimmed(text, start, blank.start())
        start = blank.end()
    if start < end:
        yield start, end


def trimmed(text: str, start: int, end: int) -> int:
    """Give the end of a stretch without the white space there."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _pieces(text: str, start: int, end: int) -> Spans:
    """Cut what is too long to be a sentence at white space."""
    if end - start <= LONGEST_SPACELESS:
        return [(start, end)]
    spaceless = _SPACELESS.search(text, start, min(end, start + BACK))
    longest, piece = (LONGEST_SPACELESS, PIECE_SPACELESS) if spaceless else (LONGEST, PIECE)
    if end - start <= longest:
        return [(start, end)]
    found = re.compile(rf"\S.{{0,{piece - 2}}}+\S*+", re.DOTALL).finditer(text, start, end)
    return [(part.start(), trimmed(text, *part.span())) for part in found]


def _paragraph(text: str, start: int, end: int, rules: _Rules) -> Spans:
    """Cut one paragraph at those of its gaps where a sentence ends."""
    spans: Spans = []
    first, marked = start, False
    layout: _Layout | None = None
    for found in rules.gap.finditer(text, start, end):
        at, to = found.span()
        marked |= text[at] != "\n"
        if to == end:
            break
        plain = _PLAIN.get(found[0])
        if plain and text[to].isupper():
            # after an ordinary word the answer is plain, too
            if text[at] != "." or _follows_ordinary(text, start, at, rules):
                spans.append((start, at + plain[0]))
                start = at + plain[1]
                continue
        elif plain and is_small(text[to]) and (plain[0] > 1 or text[at] == "!"):
            continue  # "Yes." he said
        if at < start:
            continue  # a note or a smile that stayed with the sentence before
        line = text.find("\n", at, to)
        if layout is None and line >= 0:
            layout = _layout(text[first:end], first)
        if not layout:
            cut = _cut(text, start, at, to, end, rules)
        else:
            cut = _cut_in_lines(text, start, at, to, end, line, layout, rules)
        if cut:
            spans.append((start, cut[0]))
            start = cut[1]
    spans.append((start, end))
    if not marked and "\n" in text[first:end]:
        spans = _by_lines(text, spans, layout or _layout(text[first:end], first))
    return _by_items(text, spans) if _ITEM.match(text, first) else spans


def _cut_in_lines(
    text: str, start: int, at: int, to: int, end: int, line: int, layout: _Layout, rules: _Rules
) -> tuple[int, int] | None:
    """Judge a mark or a line break in a paragraph of several lines."""
    if not _is_item(text, line, layout):
        if text[at] == "\n":
            return _cut_line(text, start, at, layout, rules.language)
        cut = _cut(text, start, at, to, end, rules)
        if cut or not _closes_line(text, start, at, line, layout, rules.language):
            return cut
    return trimmed(text, start, line), _after_blanks(text, line)


def _follows_ordinary(text: str, start: int, at: int, rules: _Rules) -> bool:
    """Whether the word before a dot is plainly no abbreviation, nor the mark of an item."""
    if at - start <= LONG_ENOUGH and _MARKER.fullmatch(text, start, at):
        return False  # "viii. The sail is torn."
    ending = text[at - 4 : at]
    if ending.isalpha() and ending.islower() and ending not in rules.endings:
        return True  # nearly always, so it is asked first
    tail = text[at - BACK if at - BACK > start else start : at]
    return rules.ordinary((tail.rsplit(None, 1) or [""])[-1])


def _by_items(text: str, spans: Spans) -> Spans:
    """Cut a list that runs on in one line before each item."""
    places, end = {start for start, _ in spans}, spans[-1][1]
    item = _ITEM.match(text, spans[0][0])
    while item:
        places.discard(item.end())  # no sentence begins between a number and its item
        at = text.find(_next_marker(item), item.end() - 1, end)
        places |= {at + 1} if at >= 0 else set()
        item = _ITEM.match(text, at + 1) if at >= 0 else None
    return [(a, trimmed(text, a, b)) for a, b in pairwise([*sorted(places), end])]


def _next_marker(item: re.Match[str]) -> str:
    number, letter, ending, bullet = item.groups()
    if bullet:
        return f" {bullet}"
    return f" {int(number) + 1 if number else chr(ord(letter) + 1)}{ending} "


def _by_lines(text: str, spans: Spans, layout: _Layout) -> Spans:
    """Cut a paragraph without any terminator, that was not wrapped, at its line breaks."""
    if layout.width:
        return spans
    lines = _FILLED_LINES if layout.items else _FILLED_LINE
    found = (line for span in spans for line in lines.finditer(text, *span))
    return [(line.start(), trimmed(text, *line.span())) for line in found]


def _layout(paragraph: str, begin: int) -> _Layout:
    """See how a paragraph was set.

    A list has two items at least, and one in four lines; no two have the same number.
    """
    found = _ITEM_LINE.finditer(paragraph)
    items = {(m.lastgroup, m["number"] or m.start()) for m in found}
    kinds = Counter(kind for kind, _ in items)
    lines = paragraph.count("\n") + 1
    least = max(2, lines / 4)
    listed = frozenset(kind for kind, many in kinds.items() if many >= least)
    return _Layout(begin, lines, _wrap_width(paragraph), listed)


def _is_item(text: str, line: int, layout: _Layout) -> bool:
    """Whether an item of the list that a paragraph is begins behind a line break."""
    item = _ITEM_LINE.match(text, line + 1) if line >= 0 and layout.items else None
    return item is not None and item.lastgroup in layout.items


def begins_item(text: str) -> bool:
    """Whether a text begins as an item of a list does, with a bullet or a number.

    Examples
    --------
    >>> begins_item("- Pay the miller"), begins_item("b) pay"), begins_item("Paid: all")
    (True, True, False)
    """
    found = _ITEM_LINE.match(text)
    return found is not None and found.lastgroup in ("bullet", "number")


def after_label(text: str) -> str | None:
    """Give what stands behind a speaker's name, and a time before it; None where there is none.

    Examples
    --------
    >>> after_label("MR. ODE: Yes."), after_label("[09:12] Ann: Yes."), after_label("Yes.")
    ('Yes.', 'Yes.', None)
    """
    found = _LABEL.match(text)
    return text[found.end() :] if found else None


def _wrap_width(paragraph: str) -> int:
    """Give the width that a program wrapped a paragraph to; 0 where none did.

    A line that a program broke is one to which the next word could not be
    added; so nearly all lines are about as long as the longest.
    """
    lengths = [*map(len, paragraph.split("\n"))]
    widest = max(lengths)
    if len(lengths) < 2 or not NARROWEST <= widest <= WIDEST:
        return 0
    full = sum(map((widest - LONG_WORD).__lt__, lengths[:-1]))
    return widest if full >= 0.75 * (len(lengths) - 1) else 0


def _full(text: str, at: int, to: int, width: int) -> bool:
    """Whether the line that ends at `at` had no room for the word at `to`."""
    floor = max(0, at - width)
    length = at - max(floor, text.rfind("\n", floor, at) + 1)
    word = _WORD.match(text, to)
    return length + RAGGED + (len(word[0]) if word else 1) > width


def _cut(
    text: str, start: int, at: int, to: int, end: int, rules: _Rules
) -> tuple[int, int] | None:
    """Say where the sentence ends and the next begins at a mark; None if it goes on."""
    head = rules.head.match(text, at, end)
    stop = head.end() if head and head[0] else to
    tail = _TAIL.match(text, stop, end)
    stop = tail.end() if tail else stop
    if stop == end:
        return None
    if not text[stop].isspace():
        return _cut_glued(text, start, at, stop, rules)
    gap = _Gap(text, start, at, stop, _after_blanks(text, stop))
    return (stop, gap.begin) if _ends(gap, rules) else None


def _after_blanks(text: str, at: int) -> int:
    while text[at].isspace():
        at += 1
    return at


def _cut_glued(text: str, start: int, at: int, to: int, rules: _Rules) -> tuple[int, int] | None:
    """Judge terminators with no white space after them: firm ones, or a space was lost."""
    if not _FIRM_MARK.search(text, at, to):
        return _cut_lost_space(text, start, at, to, rules)
    while text[to - 1] in _OPEN:
        to -= 1
    floor = max(start, at - BACK)
    titled = text.rfind("《", floor, at) > text.rfind("》", floor, at)
    spoken = text[to - 1] in "」』" and "\u3041" <= text[to] <= "\u309f"
    inside = _within_word(_Gap(text, start, at, to, to), rules)
    return None if titled or spoken or inside or text[to] in "，、；：" else (to, to)


def _within_word(gap: _Gap, rules: _Rules) -> bool:
    """Whether a full stop with no space behind it parts a word or a number: "3۔5", "។ល។"."""
    text, mark, language = gap.text, gap.text[gap.at : gap.end], rules.language
    if mark not in _STOPS:
        return False
    word, first = _word_before(gap)
    letter = is_initial(text[gap.end]) and _FIRM_MARK.match(text, gap.end + 1)
    if letter or (first and _MARKER.fullmatch(word)):
        return True
    before, word, following = word, word.rpartition(mark)[2], _word_after(gap)
    function = word in language.stop_words or following in language.starters
    chain = word != before or text.startswith(mark, gap.end + len(following))
    short = max(len(word), len(following)) <= (3 if chain else 2) and not function
    digits = text[gap.at - 1].isdigit() and text[gap.end].isdigit()
    return mark == "۔" and (short or digits)  # Urdu has it where others have "."


def _cut_lost_space(
    text: str, start: int, at: int, to: int, rules: _Rules
) -> tuple[int, int] | None:
    """Judge "the end.The next", as texts copied from web pages have it.

    Wants a word that is no abbreviation, part of a name or an address before, and one
    after it that is long, or begins sentences; a capitalised one, if there are capitals.
    """
    found = _WHOLE.match(text, to)
    if not found or text[at:to].rstrip(CLOSERS).strip(_SOFT):
        return None
    word = _EDGES.split(text[max(start, at - BACK) : at].rstrip(CLOSERS))[-1]
    before = text[at - len(word) - 1] if at - len(word) > start else " "
    word, following = (unicodedata.normalize("NFC", part) for part in (word, found[0]))
    whole = before not in "./@\\_#&=-" and _whole_word(word, rules.known)
    cited = text[to - 1] not in _SOFT and not has_case(following[0])  # Korean: "…”라고"
    if cited or not whole or not _begins(following, word, rules.language):
        return None
    # a straight mark between the two closes what is open, or opens what follows
    opens = text[to - 1] == '"' and text.count('"', start, to) % 2
    return (to - 1, to - 1) if opens else (to, to)


def _whole_word(word: str, known: frozenset[str]) -> bool:
    """Whether a dot behind a word is the end of a sentence rather than part of it."""
    letters = bare(word)
    if letters.isdigit():
        return len(letters) > 2  # a year; fewer number an item
    clean = letters.isalpha() or (word.isupper() and "." not in word)  # "22H00", no "U.S"
    return len(letters) > 1 and clean and lowered(word) not in known


def _begins(following: str, word: str, language: Language) -> bool:
    """Whether a word that a dot parts from the one before is likely to begin a sentence."""
    letters = bare(following)
    uncased = not any(map(has_case, word[-1] + letters[0])) and not _SPACELESS.match(letters)
    if not letters.isalpha() or not (uncased or following.istitle()):
        return False
    short = uncased or (language.syllables and word.islower())
    least = LONG_ENOUGH_UNCASED if short else LONG_ENOUGH
    length = min(len(bare(word)), len(letters) + 1)
    return length >= least or lowered(following) in language.starters


def _ends(gap: _Gap, rules: _Rules) -> bool:
    """Judge terminators that white space follows."""
    text, mark, language = gap.text, gap.text[gap.at : gap.end], rules.language
    following = _word_after(gap)
    if text[gap.at - 1 : gap.at] == "[" and "]" in mark:
        return False
    if is_small(following[:1]):
        return _ends_before_lower(gap, mark, following, rules)
    if mark[0] in ":;" or (mark[0] not in TERMINATORS and mark[0] not in language.terminators):
        return following[:1].isupper()
    stop = mark.strip(CLOSERS + _OPEN)
    if stop not in _STOPS:
        return stop != _WORDSPACE
    word, first = _word_before(gap)
    if first and _MARKER.fullmatch(word):
        return False
    return stop != "." or _dot_ends(gap, word, following, language)


def _ends_before_lower(gap: _Gap, mark: str, following: str, rules: _Rules) -> bool:
    """Judge a mark before lower case: a careless writer's, or no end."""
    language = rules.language
    if mark == "?":
        said = gap.text[gap.begin] in "-–—" or following in language.continues
        return bool(language.name) and not said
    word = lowered(_word_before(gap)[0])
    careless = len(word) >= LONG_ENOUGH or (len(word) > 1 and word in language.stop_words)
    ordinary = word.isalpha() and word not in rules.known
    return mark == "." and bool(language.name) and careless and ordinary


def _dot_ends(gap: _Gap, word: str, following: str, language: Language) -> bool:
    """Judge a single dot by the words around it."""
    known = lowered(word)
    title, _, name = known.rpartition(".")
    if len(name) > 2 and title in language.titles and known not in language.titles:
        word = known = name  # "TP.HCM" ends as "HCM" does
    number = following[:1].isdigit() or _ROMAN.match(following)
    unit = known if len(word) > 1 else word  # "c. 5", not "from A to B. I knew"
    if known in language.titles or (unit in language.numbered and number):
        return False
    letters, lone = bare(word), word not in language.stop_words
    if (
        len(letters) == 1
        and (lone or is_small(word))
        and _LETTER.match(bare(gap.text[gap.begin : gap.begin + BACK]))
    ):
        return False
    ordinal = language.ordinals and (_ROMAN.match(word) or (word.isdigit() and len(word) < 3))
    toned = language.syllables and unicodedata.normalize("NFD", word) != word
    pair = _SPELT.search(gap.text, max(gap.start, gap.at - LONG_ENOUGH), gap.at)
    spelt = pair and lowered(pair[0].replace(" ", "")) in language.titles
    initial = spelt or (is_initial(word) and lone and not toned)
    if known in language.abbreviations or _DOTTED.match(letters) or ordinal or initial:
        initials = is_initial(following) and _LETTER.match(gap.text, gap.begin)
        return lowered(following) in language.starters and not initials
    return not (word.isdigit() and _in_date(gap, following))


def _word_before(gap: _Gap) -> tuple[str, bool]:
    """Give the word before the mark, and whether the sentence has no other."""
    tail = gap.text[max(gap.start, gap.at - BACK) : gap.at]
    word = _EDGES.split(tail)[-1]
    before = tail[: len(tail) - len(word)]
    return unicodedata.normalize("NFC", word), gap.at - gap.start < BACK and not any(
        map(str.isalnum, before)
    )


@cache
def _after(*, ascii_only: bool) -> re.Pattern[str]:
    """Make the pattern of the next word; the one with marks takes a while to compile."""
    inside = r"\w" if ascii_only else rf"[\w{MARKS}]"
    return re.compile(rf"\W{{0,8}}+(\w{inside}{{0,39}}+(?:['’]{inside}{{1,4}})?)")


def _word_after(gap: _Gap) -> str:
    ahead = gap.text[gap.begin : gap.begin + 2 * BACK]
    after = _after(ascii_only=ahead.isascii()).match(ahead)
    return unicodedata.normalize("NFC", after[1]) if after else ""


def _in_date(gap: _Gap, following: str) -> bool:
    """Whether a dot belongs to a date such as "2024. 5. 20.".

    Its last dot ends a sentence too where a capital follows; Korean has none.
    """
    dates = _DATE.finditer(gap.text, max(gap.start, gap.at - BACK), gap.at + BACK)
    last = following[:1].isupper()
    return any(date.start() < gap.at < date.end() - last for date in dates)


def _cut_line(
    text: str, start: int, at: int, layout: _Layout, language: Language
) -> tuple[int, int] | None:
    """Judge a line break with no terminator before it, nor an item of a list behind it."""
    begin = _after_blanks(text, at)
    if layout.width and _full(text, at, begin, layout.width):
        return None
    if layout.items and text[begin - 1] in " \t":
        return None  # an item goes on under its beginning
    end = trimmed(text, start, at)
    if (
        is_small(text[begin])
        or text[end - 1] in ",-"
        or _is_open(text, start, end, layout, language)
    ):
        listed = any(mark.match(text, begin) for mark in (_BULLET, _SPEAKER, _NUMBERED))
        return (end, begin) if listed else None
    return end, begin


def _closes_line(
    text: str, start: int, at: int, line: int, layout: _Layout, language: Language
) -> bool:
    """Whether a line of its own ends behind an abbreviation: "Buy it from Acme Inc."."""
    wrapped = layout.width or layout.lines < 3
    if line < 0 or wrapped or text[at] != "." or text.rfind("\n", layout.begin, at) + 1 > start:
        return False
    alone = start == layout.begin or "\n" in text[max(0, start - RAGGED) : start]
    word = _EDGES.split(text[max(start, at - BACK) : at])[-1]
    name = word.isupper() and max(map(len, word.split("."))) < 2  # "John F.", "the U.S."
    title = name or lowered(word) in language.titles
    return alone and not title and text[_after_blanks(text, line)].isupper()


def _is_open(text: str, start: int, end: int, layout: _Layout, language: Language) -> bool:
    """Whether a line breaks off after a word such as "and"; a short first one is a heading."""
    word = text[max(start, end - BACK) : end].split()[-1:]
    opens = bool(word) and word[0].islower() and word[0] in language.stop_words
    if not opens or start > layout.begin or text.find("\n", start, end) >= 0:
        return opens
    begin = _after_blanks(text, end)
    stop = text.find("\n", begin)
    length = (stop if stop >= 0 else len(text)) - begin
    return not text[begin].isupper() or 2 * (end - start) > length
