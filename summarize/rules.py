r"""Where a sentence ends: the rules.

Takes a text and a language code; gives (start, end) pairs that cover every
character but white space, in order.  Does not change, clean or normalise the
text, and learns nothing.

How the rules go: one pattern finds the gaps (`gaps` says what they are); for each,
Python looks at most 40 characters back and ahead and says whether a sentence ends
there.  The pattern begins with a single class of characters and asks for nothing
after it, so no text makes it slower than linear.
"""

from __future__ import annotations

import re
import unicodedata
from string import ascii_lowercase, digits

from summarize.dots import ASIDE, ROMAN, dot_ends, is_in_brackets, numbers_item
from summarize.gaps import (
    BACK,
    CLOSERS,
    DASHES,
    EDGES,
    FIRM_MARK,
    LONG_ENOUGH,
    OPEN,
    SOFT,
    STOPS,
    TERMINATORS,
    WORDSPACE,
    Gap,
    Rules,
    rules_of,
    word_after,
    word_before,
)
from summarize.languages import Language
from summarize.layout import (
    Layout,
    Spans,
    after_blanks,
    by_items,
    paragraphs,
    trimmed,
    with_newlines,
)
from summarize.letters import bare, has_case, is_initial, is_small, lowered

#: A stretch longer than this is cut at white space ...
LONGEST = 2000
#: ... into pieces of this many characters, and the rest of a word.
PIECE = 300
#: The same for what has no mark at all, not even a comma: machines write down speech so.
LONGEST_UNMARKED = 600
#: The same for Thai, Lao, Khmer and Burmese, which put spaces between sentences only.
LONGEST_SPACELESS, PIECE_SPACELESS = 300, 120
#: `LONG_ENOUGH` where letters have no capitals, and in a language that writes its syllables apart.
LONG_ENOUGH_UNCASED = 3
#: A word of so many capitals before a dot is a name, if no list has it: "CNN".
LONG_NAME = 3
#: A year has so many digits.
YEAR = 4
#: Two lines no longer than this, each with a capital, are of a menu rather than of prose.
SHORT = 15
#: A longer line is a paragraph, where programs wrap none.
LONG_LINE = 100
#: A greeting, such as a line that calls whom a letter is for, has so many words at most.
GREETING = 4
#: How far to look for the brackets around what is said in Japanese.
SPEECH = 120
#: A line that begins with one of these is a reference, as Wikipedia lists them.
REFERENCE = ("^ ", "↑ ")
_REFERENCE_MARKS = "".join(mark[0] for mark in REFERENCE)
# Of a note, where raised digits have come down, as in texts of PDF: "the crown.3 Trees", "3,5–7".
# No ".38 Special"; and what stands behind a blank line is in another paragraph.
_RAISED = re.compile(
    r"(?<!\s\.)(\d{1,3}(?:[,–-]\d{1,3}){0,4}+)"
    r"(?:[^\S\n]++\n?|\n)[^\S\n]*+(?=[\"“‘«(]?([^\W\d_]))"
)
# A word behind a number, which may be what there is so much of: "3 in. tall", "6 Wo. lang".
_COUNTED = re.compile(r"\d[ \xa0][^\W\d_]{1,8}\Z")
# Alone a comma, but no ",,Ja"; "Prac. & Proc."; "Moss et al. (2019)", "Moss et al. (2019, p. 3)".
_GOES_ON = re.compile(r"[,;&]\s|\((?:1[89]|20)\d\d[a-z]?[,;:)]")
# "(b) Fees are due": in statutes such items run on in one line.
_CLAUSE = re.compile(r"\((?:[a-w]|[ivx]{2,5})\) (?=[^\W\d_])")
_INSIDE = ascii_lowercase + digits  # no sentence begins so right behind a dot
_WHOLE = re.compile(r"[^\W\d_][^\s,;:'’-]{0,29}+(?=[\s,;:'’-])")
_ELIDED = re.compile("['’‘][a-z] [A-Z]")  # Dutch: "'s Avonds regent het."
_SAYING = re.compile("([^\\s。！？，：；、“”「」『』]{1,12})(?:。|，[“「『])")
_NO_MARK = re.compile(rf"[^,;:，、；：{re.escape(TERMINATORS)}]*+")
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")

# What nearly all gaps are, each with where in it a sentence ends and the next begins.
_PLAIN = {
    mark + close + blank + opening: (len(mark + close), len(mark + close + blank))
    for mark in (".", "!", "?", "...")
    for close in ("", *"\"'”’)")
    for blank in (" ", "\n", "  ")
    for opening in ("", *'“"')
}

#: Where a sentence ends and the next begins; None where it goes on.
_Cut = tuple[int, int] | None


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
        characters (600 in a transcript without any mark) is cut at white space
        into pieces of 300 and the rest of a word; Thai, Lao, Khmer and Burmese
        beyond 300 characters into pieces of 120, not before a number.

    Examples
    --------
    >>> split_spans("Ask Dr. Who. Yes! No.")
    [(0, 12), (13, 17), (18, 21)]
    """
    rules, text = rules_of(language, ascii_only=text.isascii()), with_newlines(text)
    spans: Spans = []
    for start, end in paragraphs(text):
        for span in by_items(text, _paragraph(text, start, end, rules)):
            if span[1] - span[0] <= LONGEST_SPACELESS:
                spans.append(span)
            else:
                spans += _pieces(text, *span)
    return spans


def _pieces(text: str, start: int, end: int) -> Spans:
    """Cut what is too long to be a sentence at white space; in Thai not before "ค.ศ. 1384"."""
    spaceless = _SPACELESS.search(text, start, start + BACK)
    longest, piece = (LONGEST_SPACELESS, PIECE_SPACELESS) if spaceless else (LONGEST, PIECE)
    if _NO_MARK.fullmatch(text, start, end):
        longest = min(longest, LONGEST_UNMARKED)
    if end - start <= longest:
        return [(start, end)]
    goes_on = r"(?:\s++(?=\d|[^\W\d_]{1,3}\.)\S++){0,3}" if spaceless else ""
    pattern = rf"\S.{{0,{piece - 2}}}+\S*+{goes_on}"
    found = re.compile(pattern, re.DOTALL).finditer(text, start, end)
    return [(part.start(), trimmed(text, *part.span())) for part in found]


def _paragraph(text: str, first: int, end: int, rules: Rules) -> Spans:
    """Cut one paragraph at those of its gaps where a sentence ends."""
    spans: Spans = []
    start, marked = first, False
    layout: Layout | None = None
    for found in rules.gap.finditer(text, first, end):
        at, to = found.span()
        marked |= text[at] != "\n"
        if to == end:
            break
        listed = text[start] in _REFERENCE_MARKS and text.startswith(REFERENCE, start)
        if listed and "\n" not in found[0]:
            continue
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
        if found[0] == "." and text[to] in _INSIDE and not _RAISED.match(text, to):
            continue  # "3.5", "mill.example"
        line = text.find("\n", at, to)
        if line >= 0:
            layout = layout or Layout(text, first, end)
            cut = _cut_at_line(text, start, at, line, end, layout, rules)
        else:
            cut = _cut(text, start, at, end, rules)
        if cut:
            spans.append((start, cut[0]))
            start = cut[1]
    spans.append((start, end))
    if not marked and text.find("\n", first, end) >= 0:
        return (layout or Layout(text, first, end)).by_lines(spans)
    return spans


def _follows_ordinary(text: str, start: int, at: int, rules: Rules) -> bool:
    """Whether the word before a dot is plainly no abbreviation, nor the number of an item."""
    if at - start <= LONG_ENOUGH:
        return False  # "viii. The sail is torn."
    ending = text[at - 4 : at]
    listed = ending in rules.endings or ending.endswith(rules.language.tails)
    if ending.isalpha() and ending.islower() and not listed:
        return True  # nearly always, so it is asked first
    word = text[at - BACK if at - BACK > start else start : at].rpartition(" ")[2]
    if len(word) < 2 or not word.isalpha() or word.isupper():
        return _follows_name(text, start, at, word, rules)
    return lowered(word) not in rules.known and not word.endswith(rules.language.tails)


def _follows_name(text: str, start: int, at: int, word: str, rules: Rules) -> bool:
    """Whether "CNN", a year or a blank, as in "ended .", comes before a dot, and no bracket."""
    if "(" in text[max(start, at - ASIDE) : at]:
        return False  # "(Hof 2440. Ein Traum)" may go on
    if not word.isalpha():
        return not word or (len(word) == YEAR and word.isdecimal() and at - start > BACK)
    known = lowered(word)  # "IV.", "NN. P(x)" and "ul. JP" may be abbreviations
    name = len(word) >= LONG_NAME and not ROMAN.match(word) and known not in rules.known
    return name and not known.endswith(rules.language.tails)


def _cut(text: str, start: int, at: int, end: int, rules: Rules) -> _Cut:
    """Judge a mark."""
    mark = rules.mark.match(text, at, end)
    if not mark or mark.end() == end:
        return None
    gap = Gap(text, start, at, mark.end(), after_blanks(text, mark.end()), rules)
    if gap.begin == gap.end:
        return _cut_glued(gap)
    return (gap.end, gap.begin) if _ends(gap) else None


def _ends(gap: Gap) -> bool:
    """Judge terminators that white space follows."""
    text, mark, following = gap.text, gap.text[gap.at : gap.end], word_after(gap)
    if _GOES_ON.match(text, gap.begin) or (text[gap.at - 1 : gap.at] == "[" and "]" in mark):
        return False
    if text[gap.begin] == "(" and (clause := _CLAUSE.match(text, gap.begin)):
        following = word_after(gap._replace(begin=clause.end()))
    if is_small(following[:1]) and not _ELIDED.match(text, gap.begin):
        return _ends_before_lower(gap, mark, following)
    if mark[0] not in TERMINATORS:  # a smile, an emoji, the Greek question mark
        said = text[max(gap.start, gap.at - BACK) : gap.at]  # nothing yet: "🚀 Fast and small"
        return following[:1].isupper() and any(map(str.isalnum, said))
    stop = mark.strip(CLOSERS + OPEN)
    if stop not in STOPS:
        return stop != WORDSPACE
    word = word_before(gap)
    if numbers_item(gap, word) or (stop == "." and not dot_ends(gap, word, following)):
        return False
    return not is_in_brackets(gap)


def _ends_before_lower(gap: Gap, mark: str, following: str) -> bool:
    """Judge a mark before lower case: a careless writer's, or no end."""
    language = gap.rules.language
    if not language.name or mark not in (".", "?"):
        return False
    if mark == "?":
        return following not in language.continues and gap.text[gap.begin] not in DASHES
    written = word_before(gap)
    word = lowered(written)
    unit = word in language.units or written.istitle()  # no "he is 30 too. she is not"
    counted = unit and _COUNTED.search(gap.text, max(gap.start, gap.at - BACK), gap.at)
    small = len(word) > 1 and word in language.stop_words and not counted
    careless = small or len(word) >= LONG_ENOUGH
    ordinary = word.isalpha() and word not in gap.rules.known
    return careless and ordinary and not word.endswith(language.tails)


def _cut_glued(gap: Gap) -> _Cut:
    """Judge terminators with no white space after them: firm ones, or a space was lost."""
    text, start, at, to = gap.text, gap.start, gap.at, gap.end
    if not FIRM_MARK.search(text, at, to):
        return _cut_lost_space(gap)
    while text[to - 1] in OPEN:
        to -= 1
    floor = max(start, at - BACK)
    titled = text.rfind("《", floor, at) > text.rfind("》", floor, at)
    spoken = _is_spoken(text, start, at, to)
    inside = _within_word(gap._replace(end=to, begin=to))
    goes_on = titled or spoken or inside or _says_who(gap._replace(end=to))
    return None if goes_on or text[to] in "，、；：" else (to, to)


def _is_spoken(text: str, start: int, at: int, to: int) -> bool:
    """Whether a mark stands in Japanese speech, 「…。…」, with which a sentence goes on."""
    close, floor = to - 1, max(start, at - SPEECH)
    if text.rfind("「", floor, at) > text.rfind("」", floor, to):
        close = text.find("」", to, to + SPEECH)
    closes = close > 0 and text[close] in "」』"
    return closes and "\u3041" <= text[close + 1 : close + 2] <= "\u309f"


def _says_who(gap: Gap) -> bool:
    """Whether speech in Chinese goes on with who says it, as “走吧。”他说 does."""
    if gap.text[gap.end - 1] not in "”」』":
        return False
    clause = _SAYING.match(gap.text, gap.end)
    return clause is not None and clause[1].endswith(tuple(gap.rules.language.continues))


def _within_word(gap: Gap) -> bool:
    """Whether a full stop with no space behind it parts a word or a number: "3۔5", "។ល។"."""
    text, mark, language = gap.text, gap.text[gap.at : gap.end], gap.rules.language
    letter = is_initial(text[gap.end]) and FIRM_MARK.match(text, gap.end + 1)
    before = word_before(gap)
    if mark in STOPS and (letter or numbers_item(gap, before)):
        return True
    if mark != "۔":
        return False  # Urdu has it where others have "."
    word, following = before.rpartition(mark)[2], word_after(gap)
    function = word in language.stop_words or following in language.starters
    chain = word != before or text.startswith(mark, gap.end + len(following))
    short = max(len(word), len(following)) <= (3 if chain else 2) and not function
    return short or (text[gap.at - 1].isdigit() and text[gap.end].isdigit())


def _cut_lost_space(gap: Gap) -> _Cut:
    """Judge "the end.The next", as texts copied from web pages have it, and "the end.3 The next".

    Wants a word that is no abbreviation, part of a name or an address before, and one
    after it that is long, or begins sentences; a capitalised one, if there are capitals.
    """
    text, start, at, to = gap.text, gap.start, gap.at, gap.end
    if note := _RAISED.match(text, to):
        ends = note[2].isupper() and _follows_ordinary(text, start, at, gap.rules)
        return (note.end(1), note.end()) if ends else None
    found = _WHOLE.match(text, to)
    if not found or text[at:to].rstrip(CLOSERS).strip(SOFT):
        return None
    word = EDGES.split(text[max(start, at - BACK) : at].rstrip(CLOSERS))[-1]
    before = text[at - len(word) - 1] if at - len(word) > start else " "
    word, following = (unicodedata.normalize("NFC", part) for part in (word, found[0]))
    whole = before not in "./@\\_#&=-" and _whole_word(word, gap.rules.known)
    cited = text[to - 1] not in SOFT and not has_case(following[0])  # Korean: "…”라고"
    if cited or not whole or not _begins(following, word, gap.rules.language):
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


def _cut_at_line(
    text: str, start: int, at: int, line: int, end: int, layout: Layout, rules: Rules
) -> _Cut:
    """Judge a mark that a line break follows, or a line break alone."""
    gap = Gap(text, start, at, trimmed(text, start, line), after_blanks(text, line), rules)
    if layout.is_item(line + 1) or (at == line and _line_ends(gap, layout)):
        return gap.end, gap.begin
    if at == line:
        return None
    cut = _cut(text, start, at, end, rules)
    return cut or ((gap.end, gap.begin) if _closes_line(gap, layout) else None)


def _line_ends(gap: Gap, layout: Layout) -> bool:
    """Judge a line break with no terminator before it, nor an item of a list behind it."""
    text, begin = gap.text, gap.begin
    line = text[max(gap.start, text.rfind("\n", gap.start, gap.end) + 1) : gap.end]
    if not (line[:2] + line[-2:]).strip(DASHES):
        return True  # drawn across the page, or around a title
    if text[begin] == ">" and line[-1] == ":":
        return True  # who wrote what a mail quotes
    if layout.is_full(gap.at, begin) or (layout.items and text[begin - 1] in " \t"):
        return False  # an item goes on under its beginning
    goes_on = is_small(text[begin]) or text[gap.end - 1] in ",-" or _is_open(gap)
    return not goes_on or layout.is_listed(begin) or _greets(gap)


def _greets(gap: Gap) -> bool:
    """Whether a line calls whom a letter is for, below which it may go on in small letters."""
    line = gap.text[gap.start : min(gap.end, gap.start + BACK)]
    if not line.endswith(",") or "\n" in line:
        return False
    said = lowered(unicodedata.normalize("NFC", line.strip("> ,").replace(",", ""))).split()
    opens = any(" ".join(said[:k]) in gap.rules.language.greetings for k in (1, 2))
    return opens and len(said) <= GREETING


def _is_open(gap: Gap) -> bool:
    """Whether a line breaks off after a word such as "and"; a heading and a menu do not."""
    text, start, begin = gap.text, gap.start, gap.begin
    word = text[max(start, gap.end - BACK) : gap.end].split()[-1]
    opens = word.islower() and word in gap.rules.language.stop_words
    if not opens or not text[begin].isupper():
        return opens
    stop = text.find("\n", begin)
    after = trimmed(text, begin, stop if stop >= 0 else len(text)) - begin
    before = gap.end - min(start, text.rfind("\n", 0, gap.end) + 1)
    heading = text[start - 1 : start] in ("", "\n") and 2 * before <= after
    return not heading and max(before, after) > SHORT


def _closes_line(gap: Gap, layout: Layout) -> bool:
    """Whether a line of its own ends behind an abbreviation: "Buy it from Acme Inc."."""
    text, at, word = gap.text, gap.at, word_before(gap)
    line = text[text.rfind("\n", 0, at) + 1 : at].lstrip()
    wrapped = layout.width or layout.lines < 3
    alone = gap.start == at - len(line) or len(line) > LONG_LINE
    if wrapped or text[at] != "." or not alone:
        return False
    name = word.isupper() and max(map(len, word.split("."))) < 2  # "John F.", "the U.S."
    title = name or lowered(word) in gap.rules.language.titles
    following = text[gap.begin]
    return not title and (following == "§" or (following.isalpha() and not is_small(following)))
