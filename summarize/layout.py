r"""How a text is laid out: paragraphs, lines, and the items of lists.

Takes a text; says where its paragraphs are, whether a program wrapped the lines of one,
which lines begin items, and where a speaker's name stands.  Knows no language,
and judges no mark.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from summarize.letters import QUESTION_MARKS

Spans = list[tuple[int, int]]

#: Between these lie the widths that programs wrap text to.
NARROWEST, WIDEST = 45, 200
#: A line shorter than the widest by more than such a word was not wrapped there.
LONG_WORD = 15
#: Of so many lines two may be as long by chance: what stands so near shows whether it is wrapped.
FEW, NEARBY = 2, 3000
#: By how much a wrapped line may be shorter than it had to be.
RAGGED = 5
#: A line with who speaks and when is shorter.
LONGEST_HEAD = 80

_RARE_BREAKS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_BREAKS = ("", "\n", *_RARE_BREAKS)
_DOS_BREAK = re.compile(r"(?<!\r)\r++(?=\n)")
# In a quoted mail such a line still has its mark: ">".
_EMPTY_LINES = re.compile(r"\n(?:[^\S\n]*+(?:>[> \t]*+)?\n)++\s*+")
_LINE = r"\S[^\n]*+"
_MARKDOWN_TITLE = re.compile(r"^#{1,6} \S", re.MULTILINE)
_QUOTED_LINE = re.compile(r"^[ \t]*+>[^\n]*+", re.MULTILINE)
_FILLED_LINE, _ITEM_LINES = re.compile(_LINE), re.compile(rf"{_LINE}(?:\n[ \t]++{_LINE})*+")

_BULLET = r"[•‣⁃◦∙▪●○■□►✓✔]|[-*+–—·][ \t]"
_NUMBER = r"(?:§ ?)?[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})(?:\.[-–)ºª]|[.)\]])[ \t]"
_CLAUSE = r"\d{1,3}(?:\.\d{1,2}){1,3}\.?[ \t](?![a-z])"  # no "2.5 miles", "2.500 Hektar"
_CLAUSE_NUMBER = re.compile(rf"[ \t]*+{_CLAUSE}")
#: The time of a turn between who speaks and the colon: "Ann (00:12): Yes."
TIME_OF_TURN = r"(?: {1,2}[(\[](?:\d{1,2}:){1,2}\d\d[)\]])?"
_NAME = rf"[^\W\d_][\w.'’-]{{0,20}}+(?: {{1,2}}[\w.()'’-]{{1,20}}+){{0,3}}{TIME_OF_TURN}"
# Chinese and Japanese have a wide colon, and 他说：“…” names nobody who takes a turn.
_WIDE_COLON = r"：[ \t]?(?![ \t“「『\"\n])"
_SPEAKER = rf"{_NAME}(?::[ \t]|{_WIDE_COLON})"
# What begins a line of a chat, a log or a diary: "[09:12]", "2026-01-05", "<anna>", "5 May:".
_STAMP = (
    r"[\[(]?(?:\d{1,4}(?:[./-]\d{1,2}[./-]\d{1,4}(?!\d)|:\d\d)|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:)"
    r"|\d{1,2}\.? [^\W\d_]{3,12}(?: \d{4})?:[ \t]|<[^\s<>]{1,20}>[ \t]"
)
_DATED = re.compile(_STAMP)
#: What names a commit, as in a log of git: hexadecimal, but no word or number; nor both: "feb2024".
HASH = r"(?!(?:[a-f]{3,12})?\d{1,40}\b)(?=[a-f]{0,12}\d)[\da-f]{7,40}(?!\S)"
# Of minutes or a log: "10:05 The budget was approved."
_ENTRY = re.compile(r"\d{1,2}:\d\d [^\W\d_]")
_LISTED = re.compile(rf"{_BULLET}|{_NUMBER}|{_SPEAKER}")
#: One character before the name of who speaks, or an hour's digit with what follows: "6:24 PM".
TIME = r"(?:\W|\d(?: ?[AaPp]\.?[Mm]\b)?)"
# "Ann: ", "Ann : ", "**Ann:** ", "Ann to All:", "<ann> ", "Q. ", and a name on a line of its own.
_LABEL = re.compile(
    rf"(?:(?!<\w){TIME}){{0,30}}+(?:"
    rf"{_NAME}(?:(?: {{1,2}}to {{1,2}}\w++)?(?:[ \xa0\u202f]|\*\*)?:(?:\*\*)?\s|{_WIDE_COLON})"
    r"|<[^\s<>]{1,20}>\s|[QA]\.\s)\s*+"
)
# Who speaks and when, on a line above what is said: "Ann Lee  09:12", "Ann, 2 May 2026, 09:12".
_HEAD = re.compile(
    rf"\W?({_NAME})[^\w:]{{1,5}}(?:[^\W\d_]{{2,9}}\W{{1,3}}|\d{{1,4}}[^\w:]{{1,2}}){{0,5}}"
    r"(?:\d{1,2}:){1,2}\d\d(?: ?[AaPp]\.?[Mm]\b)?\W{0,3}"
)
_OPENS_LABEL = frozenset("<0123456789")  # one without a colon
# What begins an item of a list; not a dash, which also opens what somebody says.
_ITEM = re.compile(
    rf"[ \t]*+(?:(?P<bullet>(?![–—])(?:{_BULLET}))|(?P<number>{_NUMBER}|{_CLAUSE})"
    rf"|(?P<name>(?![a-z]){_SPEAKER})|(?P<stamp>{_STAMP})|(?P<hash>{HASH}))"
)
# The same of a list in one line, where the next item has to be the next by number.
_RUN_ON_ITEM = re.compile(r"(?:(\d{1,2})|([a-z]))(\.\)|[.)])\s|([•⁃])(?:\s?\d{1,2}\.)?\s?")


class Layout:
    """How a paragraph was set: its lines, the width they were wrapped to, what items it lists."""

    def __init__(self, text: str, begin: int, end: int) -> None:
        lines = text[begin:end].split("\n")
        self.text, self.lines = text, len(lines)
        self.width = _wrap_width([*map(len, lines)])
        if self.width and self.lines == FEW:
            near = text[max(0, begin - NEARBY) : end + NEARBY].split("\n")
            self.width *= max(map(len, near)) <= WIDEST  # else lines are as long as they like
        self.items = _kinds_of_items(lines)

    def is_item(self, at: int) -> bool:
        """Whether a line that begins at `at` is an item of the list that the paragraph is."""
        item = _ITEM.match(self.text, at) if self.items else None
        return item is not None and item.lastgroup in self.items

    def is_listed(self, at: int) -> bool:
        """Whether it looks like an item, though others may not."""
        return _LISTED.match(self.text, at) is not None

    def is_full(self, at: int, to: int) -> bool:
        """Whether a program wrapped the line that ends at `at`: the word at `to` had no room."""
        if not self.width:
            return False
        length = at - self.text.rfind("\n", 0, at) - 1
        ahead = self.text[to : to + 20].lstrip("> ").split() or [""]  # of an address its beginning
        return length + RAGGED + len(ahead[0]) > self.width

    def by_lines(self, spans: Spans) -> Spans:
        """Cut at all line breaks but those within items, unless a program made them."""
        if self.width:
            return spans
        lines = _ITEM_LINES if self.items else _FILLED_LINE
        found = (line for span in spans for line in lines.finditer(self.text, *span))
        return [(line.start(), trimmed(self.text, *line.span())) for line in found]


def _wrap_width(lengths: list[int]) -> int:
    """Give the width that a program wrapped lines to; 0 where none did.

    A line that a program broke is one to which the next word could not be
    added; so nearly all lines are about as long as the longest.  A short first
    line may be a heading.
    """
    widest = max(lengths)
    if len(lengths) > 3 and lengths[0] < widest - LONG_WORD:
        lengths = lengths[1:]
    full = sum(map((widest - LONG_WORD).__lt__, lengths[:-1]))
    wrapped = NARROWEST <= widest <= WIDEST and full >= 0.75 * (len(lengths) - 1)
    return widest if wrapped else 0


def _kinds_of_items(lines: list[str]) -> set[str | None]:
    """Give the kinds of items of which a list is made.

    It has two of a kind at least, and one in four lines; no two have the same number.
    """
    found = [*map(_ITEM.match, lines)]
    if not any(found):
        return set()  # nearly always
    items = {(m.lastgroup, m["number"] or row) for row, m in enumerate(found) if m}
    kinds = Counter(kind for kind, _ in items)
    return {kind for kind, many in kinds.items() if many >= max(2, len(lines) / 4)}


def with_newlines(text: str) -> str:
    """Write all breaks of lines as newlines, in a text as long."""
    for rare in filter(text.__contains__, _RARE_BREAKS):
        if rare == "\r":
            text = _DOS_BREAK.sub(lambda found: " " * len(found[0]), text)
        text = text.replace(rare, "\n")
    return text


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Cut at blank lines, and trim; the marks of a blank line that is quoted stand alone."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    for blank in _EMPTY_LINES.finditer(text, start, end):
        yield start, trimmed(text, start, blank.start())
        start = blank.end()
        if ">" in blank[0]:
            yield after_blanks(text, blank.start()), trimmed(text, blank.start(), start)
    if start < end:
        yield start, end


def asks_apart(text: str, start: int, end: int) -> bool:
    r"""Whether a stretch ends as a question and has a line, or lines, of its own.

    Examples
    --------
    >>> asks_apart("Why?\nIt rained.", 0, 4), asks_apart("Why? It rained.", 0, 4)
    (True, False)
    """
    if text[end - 1 : end] not in QUESTION_MARKS:
        return False  # as nearly all
    before = text[max(0, start - RAGGED) : start].rstrip(" \t")
    after = text[end : end + RAGGED].lstrip(" \t")
    return before[-1:] in _BREAKS and after[:1] in _BREAKS


def are_quoted(text: str, starts: Sequence[int]) -> list[bool]:
    r"""Say of each place in a text whether its line is quoted, as mails quote others.

    A text with headings of Markdown is no mail: what it sets apart so is its own.

    Examples
    --------
    >>> are_quoted("> Is it off? I hope so.\nIt is.", [0, 13, 24])
    [True, True, False]
    """
    lines = [line.span() for line in _QUOTED_LINE.finditer(with_newlines(text))]
    if lines and _MARKDOWN_TITLE.search(text):
        lines = []
    before = [bisect(lines, (start, len(text))) - 1 for start in starts]
    return [
        line >= 0 and start < lines[line][1] for line, start in zip(before, starts, strict=True)
    ]


def trimmed(text: str, start: int, end: int) -> int:
    """Give the end of a stretch without the white space there."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def after_blanks(text: str, at: int) -> int:
    """Give where the next word begins."""
    while text[at].isspace():
        at += 1
    return at


def by_items(text: str, spans: Spans) -> Spans:
    """Cut a list that runs on in one line before each item."""
    item = _RUN_ON_ITEM.match(text, spans[0][0])
    if not item:
        return spans
    places, end = {start for start, _ in spans}, spans[-1][1]
    while item:
        places.discard(item.end())  # no sentence begins between a number and its item
        at = text.find(_next_marker(item), item.end() - 1, end)
        places |= {at + 1} if at >= 0 else set()
        item = _RUN_ON_ITEM.match(text, at + 1) if at >= 0 else None
    return [(a, trimmed(text, a, b)) for a, b in pairwise([*sorted(places), end])]


def _next_marker(item: re.Match[str]) -> str:
    number, letter, ending, bullet = item.groups()
    if bullet:
        return f" {bullet}"
    return f" {int(number) + 1 if number else chr(ord(letter) + 1)}{ending} "


def begins_item(text: str) -> bool:
    """Whether a text begins as an item of a list does, with a bullet or a number.

    A number such as 3.1 begins as many headings as clauses.

    Examples
    --------
    >>> begins_item("- Pay the miller"), begins_item("b) pay"), begins_item("3.1 Fees")
    (True, True, False)
    """
    found = _ITEM.match(text)
    listed = found is not None and found.lastgroup in ("bullet", "number")
    return listed and not _CLAUSE_NUMBER.match(text)


def after_number(text: str) -> str | None:
    """Give what stands behind the number of an item; None where there is none.

    Examples
    --------
    >>> after_number("3.1 Fees."), after_number("(b) pay"), after_number("1.- Cuotas.")
    ('Fees.', 'pay', 'Cuotas.')
    """
    found = _ITEM.match(text)
    return text[found.end() :] if found and found.lastgroup == "number" else None


def is_dated(text: str) -> bool:
    """Whether a text begins with a date or an hour, as a line of a chat or a log does.

    Examples
    --------
    >>> is_dated("[09:12] Ann left"), is_dated("12/06/2024, 18:21 - Hi"), is_dated("5 left")
    (True, True, False)
    """
    return text.lstrip("[(")[:1].isdigit() and _DATED.match(text) is not None


def is_entry(text: str) -> bool:
    """Whether a text is an hour and what happened then, as minutes and logs have it.

    Examples
    --------
    >>> is_entry("10:05 The vote was held."), is_entry("[10:05] Ann left"), is_entry("10:05 - Hi")
    (True, False, False)
    """
    return _ENTRY.match(text) is not None


def label_of(text: str) -> str:
    """Give the name of who speaks that a text begins with, and a time before it, or nothing.

    Examples
    --------
    >>> label_of("MR. ODE: Yes."), label_of("[09:12] Ann: Yes."), label_of("Yes.")
    ('MR. ODE: ', '[09:12] Ann: ', '')
    >>> label_of("Ann (09:12): Yes."), label_of("09:12 <ann> Yes."), label_of("Q. Why?")
    ('Ann (09:12): ', '09:12 <ann> ', 'Q. ')
    """
    if not (":" in text or "：" in text or text[:1] in _OPENS_LABEL or text[:2] in ("Q.", "A.")):
        return ""  # as nearly all
    found = _LABEL.match(text)
    if not found and len(text) < LONGEST_HEAD:
        found = _HEAD.fullmatch(text)
    return found[0] if found else ""


def name_above(label: str) -> str:
    """Give the name on a line that tells who speaks below and when, or nothing.

    Examples
    --------
    >>> name_above("Ann Lee  09:12"), name_above("Ann Lee, 2 May, 9:12 PM"), name_above("Ann: ")
    ('Ann Lee', 'Ann Lee', '')
    """
    found = _HEAD.fullmatch(label)
    return found[1] if found else ""
