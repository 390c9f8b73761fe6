"""How a sentence reads when it stands alone.

Takes sentences and the codes of their languages, says which of them open by
pointing back to the one before, and which are whole.  Chooses nothing: that is
`selection`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from summarize.arrays import BoolArray
from summarize.gaps import CLOSERS, TERMINATORS
from summarize.languages import load
from summarize.layout import after_number
from summarize.letters import has_case, is_small
from summarize.rules import GREETING, REFERENCE
from summarize.tokens import count_words, ends_unspaced, fold, words, words_of

#: Who says no more words than these takes a turn, and says nothing.
NOD = 2
#: A line of copyright has its sign among so many characters: "Copyright © 2026".
COPYRIGHT = 12
#: A heading before a paragraph, behind its number, has so many words at most.
TITLE = 6
#: A greeting, a set phrase and a title in capitals are shorter.
BRIEF = 32
#: A single word of so many characters, with its marks, is more than a word, such as an address.
LONG_WORD = 20
# As much of a sentence as its opening words take.
_OPENING = 48
# What follows speech that opens a sentence: “I need the tram,” she said.  Some of the
# marks that open it close it in other languages.
_SPEECH = "\"“„«»‹‘'"
_DASHES = "–—"
_SPOKEN = frozenset(_SPEECH + _DASHES)
_SPEAKER = re.compile(
    rf"(?:[{_SPEECH}].*?[\"”“»«’],?\s+(?:[{_DASHES}]\s)?"
    rf"|[{_DASHES}].*?(?:[,?!…]\s[{_DASHES}]\s?|\s[{_DASHES}](?:(?=\w)|\s(?=\w+\.\Z))"
    r"|, (?=\w+-\w)))(\w.{0,30})",
    re.DOTALL,
)
# What stands between speech, or its end, and who says it; a name in quotes has none of it.
_PAUSES, _PAUSED = frozenset(",.?!…–—"), 4
_UNSPACED_SPEECH = re.compile("\\A[“「][^”」]*[”」]")
_MARKS = "\"'“”‘«»„「『（()[]*—–-.,;:!?…¿¡ \t\n\u3000"
#: So many characters of a line may hold what is before a title or a caption, and ends so.
_BEFORE, _BEHIND_LABEL = 20, re.compile(r"[.:：)\]]")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
#: A notice is looked up by so many letters: "the" opens too many sentences.
_HEAD, _HEAD_UNSPACED = 8, 4
_BEFORE_NOTICE = "([*—–-.¿¡> 0123456789"  # none of speech: “We and our partners pay,” he said.
# "Fig. 3.", "Photo:", "CHAPTER 12.", "图1：", "图1:桥"
_APART = r"(?=\s|\Z|[\u2e80-\uffef])"
_LABEL = re.compile(
    r"[\W_]{0,3}([^\W\d_][^\s\d:：.,]*+(?: [^\s\d:：.,]++){0,3})(?<!-)"
    rf"(?:\.?\s?([A-Z]?\d{{1,3}}[a-z]?(?:[.-]\d{{1,3}})*|[IVX]{{1,5}})(?:[.:]{_APART}|：)|\s?:{_APART}|：)\s?"
)
_SOURCE = re.compile(r"\d{4}|://|\b(?:S|p|pp|ISBN)\b")
_MARKDOWN, _HASHED = re.compile(r"#{1,6}\s"), re.compile(r"#\d{1,3}[.:]?\s")
_ADDRESS = re.compile(r"[\w.+-]@\w[\w-]*\.\w|\bwww\.\w")
_PART = re.compile("['-]")
_SPELT = re.compile(r"\D*[^\W\d_]\D*")  # a word without digits
# How nearly all sentences end, asked first.
_PLAIN = tuple(mark + closer for closer in ("", *'"”’)') for mark in ".!?")
_BLANKS = " \xa0\u202f"  # French has them before its closing marks
_LINE = "." * 8  # to be filled in; fewer are a sigh
# Behind a word or a year; mathematics has "x | y" and "1 · · · n".
_MENU = re.compile(r"(?:[^\W\d_]{2}|\d\d)[^\w\s]? [|·] ")
# "LONDON, 12 May.", "LONDON, 12 May 2026 (AP).", "En Madrid, a 3 de mayo de 2026."
_DATELINE = re.compile(
    r"([^\W\d_][^\d,.]{1,30}), ([^\W\d_]{1,3} )?\d{1,2}\.? (?:de )?([^\s\d.,]{2,12})"
    r"( (?:del? )?\d{4}[^.]{0,8})?"
    r"(?: \([^()]{1,30}\)| [-–—] [^.]{1,20})?[.।]\Z"
)
# "Bonn (dpa).", "New York (AP/dpa)."
_AGENCY = re.compile(r"([^\W\d_][^\d().]{1,30}) \([^\W\d_][\w/]{1,11}\)\.\Z")
_COPYRIGHT = re.compile(r"Copyright (?:\([Cc]\) )?\d{4}\b(?! (?!by )[a-z])")
_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])+")
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\d{1,2}\.? [^\W\d_]{3,12}\.?,? \d{4}\b")
# Numbers of notes behind a sentence: "[3]", and "3" where raised digits have come down.
_NOTE = re.compile(
    r"(?:\[[\d,–-]{1,12}\]|\s)+\Z"
    r"|(?:(?<=[^\W\d_A-Z]{2}[.!?])|(?<=[.!?][”\"’)]))\d[\d,–-]{0,11}\Z"
)


@dataclass(frozen=True, eq=False)
class Reading:
    """What is known of each sentence as a reader meets it in a summary.

    Parameters
    ----------
    leans : ndarray of bool, shape (n,)
        It opens by pointing back: "He", "These", "However".
    whole : ndarray of bool, shape (n,)
        It ends as sentences end; headings, captions and bylines do not.  "3.1 Fees." and a
        line of copyright are none either.
    asks : ndarray of bool, shape (n,)
        It is a question on a line of its own, as headings are.
    quoted : ndarray of bool, shape (n,)
        It stands on a line that a mail quotes, behind ">".
    """

    leans: BoolArray
    whole: BoolArray
    asks: BoolArray
    quoted: BoolArray

    def part(self, rows: slice) -> Reading:
        """Cut out some rows."""
        return Reading(self.leans[rows], self.whole[rows], self.asks[rows], self.quoted[rows])


def read(
    texts: Sequence[str],
    codes: Sequence[str],
    asks: BoolArray | None = None,
    quoted: BoolArray | None = None,
) -> Reading:
    """Look at the opening and the end of each sentence.

    Parameters
    ----------
    texts : sequence of str, length n
    codes : sequence of str, length n
        The language of each; one without data has no words that point back.
    asks, quoted : ndarray of bool, shape (n,), optional
        Whether each is a question on a line of its own, or is on a quoted one, which only the
        whole text shows.

    Examples
    --------
    >>> reading = read(["She paid.", "But who?", "Ann paid.", "A heading"], ["en"] * 4)
    >>> reading.leans.tolist(), reading.whole.tolist()
    ([True, True, False, False], [True, True, True, False])
    """
    points_back = {code: _pointer(code) for code in set(codes)}
    leans = [points_back[code](text) for text, code in zip(texts, codes, strict=True)]
    whole = [_ends_whole(text, code) for text, code in zip(texts, codes, strict=True)]
    asks = np.zeros(len(texts), dtype=bool) if asks is None else asks
    quoted = np.zeros(len(texts), dtype=bool) if quoted is None else quoted
    return Reading(np.array(leans, dtype=bool), np.array(whole, dtype=bool), asks, quoted)


@lru_cache(maxsize=256)
def _pointer(code: str) -> Callable[[str], bool]:
    """Give what says whether a sentence of a language opens by pointing back."""
    language = load(code)
    unspaced = tuple(filter(ends_unspaced, language.points_back))
    if unspaced or not language.points_back:
        return lambda text: (
            text.lstrip(_MARKS).startswith(unspaced)
            or (text[:1] in "“「" and _UNSPACED_SPEECH.sub("", text).startswith(unspaced))
        )
    pointers = words_of(code, "points_back")
    phrases = [pointer.split()[:2] for pointer in pointers if " " in pointer]
    longest = 1 + max(pointer.count(" ") for pointer in pointers)

    @lru_cache(maxsize=4096)  # the same words open sentences again and again
    def first_word(piece: str) -> tuple[bool, tuple[str, ...]]:
        """Say whether it points back, and the words behind it with which it may do so."""
        bare = fold(piece, language.code).strip(_MARKS)
        # "it's", "so-called"; "celui-ci" is a phrase
        forms = {bare, _PART.split(bare, maxsplit=1)[0], " ".join(words(bare))}
        follow = tuple(second for first, second in phrases if first in forms)
        return not forms.isdisjoint(pointers), follow if bare else ("",)

    def points(text: str) -> bool:
        start = text[:_OPENING]
        first, *rest = start.split(None, 1) or [""]
        alone, follow = first_word(first)
        if alone:
            return True
        if follow and rest and fold(rest[0], language.code).lstrip(_MARKS).startswith(follow):
            opening = words(fold(start, language.code))[:longest]
            if any(" ".join(opening[:k]) in pointers for k in range(1, len(opening) + 1)):
                return True
        return text[:1] in _SPOKEN and _names_nobody(text, language.code)

    return points


def _names_nobody(text: str, code: str) -> bool:
    """Whether speech opens a sentence that does not tell whose: “We ran,” he said."""
    speaker = _SPEAKER.match(text)
    if speaker is None:
        return False
    said_by = words(fold(speaker[1].replace("-t-", "-"), code))  # "a-t-il dit"
    name = 0 if words_of(code, "according").isdisjoint(said_by[:1]) else 1
    if not words_of(code, "points_back").isdisjoint(said_by[name:2]):
        return True
    # “…”, ha detto.: nobody is named; “Il ponte” è crollato. names what breaks
    if not 0 < len(said_by) <= 2 or speaker[1] != speaker[1].lower():
        return False
    if not text.endswith(f"{said_by[-1]}."):
        return False
    begin = speaker.start(1)
    pauses = not _PAUSES.isdisjoint(text[begin - _PAUSED : begin])
    says = pauses or said_by[-1] in words_of(code, "fillers")  # "dedi"
    return says and len({*said_by} - words_of(code, "stop_words")) < 2


def is_contact(text: str) -> bool:
    """Whether a text gives an address of mail, or of a page.

    Examples
    --------
    >>> is_contact("Write to ann@mill.example."), is_contact("Ann (@ann) paid.")
    (True, False)
    """
    return _ADDRESS.search(text) is not None


def is_appended(text: str, code: str) -> bool:
    """Whether a line is the heading of what stands below a text.

    Examples
    --------
    >>> is_appended("== References ==", "en"), is_appended("7. Literatur", "de")
    (True, True)
    """
    said = [word for word in words(fold(text[:_OPENING], code)) if not word.isdigit()]
    return " ".join(said) in words_of(code, "appended")


def is_title(text: str) -> bool:
    """Whether a few words are all in capitals, as a title may be.

    Examples
    --------
    >>> is_title("ACME, INC."), is_title("Acme, Inc."), is_title("他加入了NBA。")
    (True, False, False)
    """
    return len(text) < BRIEF and text.isupper() and all(map(has_case, filter(str.isalpha, text)))


def is_word(text: str) -> bool:
    """Whether a text of one piece is a word, and no number or address.

    Examples
    --------
    >>> is_word("Yes."), is_word("2.1."), is_word("www.mill.example/flour.")
    (True, False, False)
    """
    return len(text) < LONG_WORD and _SPELT.fullmatch(text) is not None


def is_nod(said: str, code: str) -> bool:
    """Whether a turn greets, or says next to nothing; quoted speech is told for its sake.

    Examples
    --------
    >>> is_nod("Yes.", "en"), is_nod("“Yes.”", "en"), is_nod("Good morning, all!", "en")
    (True, False, True)
    """
    if said[:1] in _SPEECH or len(said) > _OPENING:
        return False
    return count_words(" ".join(words(said))) <= NOD or _is_phrase(said, code)


@lru_cache(maxsize=256)
def _notices(code: str) -> tuple[int, dict[str, tuple[str, ...]]]:
    """Give the captions that open a text, by so many first letters.

    They have three words, or four letters where a script writes no spaces.
    """
    captions, found = words_of(code, "captions"), dict[str, tuple[str, ...]]()
    unspaced = {one for one in captions if len(one) >= _HEAD_UNSPACED and ends_unspaced(one)}
    size = _HEAD_UNSPACED if unspaced else _HEAD
    for caption in captions:
        if caption in unspaced or caption.count(" ") > 1:
            head, opening = caption[:size], " ".join(words(caption))
            end = "" if caption in unspaced else " "
            found[head] = (*found.get(head, ()), opening + end)
    return size, found


def _is_notice(text: str, code: str) -> bool:
    """Whether a text opens as what pages and mails print under any: "We and our 842 partners"."""
    start = text if text[:1].isalpha() else text[:_OPENING].lstrip(_BEFORE_NOTICE)
    size, known = _notices(code)
    notices = known.get(start[:size].casefold()[:size])
    if not notices:
        return False  # as nearly all
    said = [word for word in words(fold(start[:_OPENING], code)) if not word.isdigit()]
    return f"{' '.join(said)} ".startswith(notices)


def _is_phrase(text: str, code: str) -> bool:
    """Whether a short text is a greeting, "Hi all!", or a set phrase: "All rights reserved."."""
    said, greetings = words(fold(text, code)), words_of(code, "greetings")
    size = max((k for k in (1, 2) if " ".join(said[:k]) in greetings), default=0)
    # who is greeted is called; "Dear customers left." and "Hi, the dam broke." tell something
    called = GREETING if "," in text or "!" in text else size + 1
    longest = size + 2 if "," in text[:-1] else called
    if said and ends_unspaced(said[-1]):
        longest = size  # what is one word there may be a sentence
    greets = size > 0 and len(said) <= longest
    return greets or " ".join(said) in words_of(code, "captions")


def _is_courtesy(text: str, code: str) -> bool:
    """Whether a text is a set phrase, or two: "Guten Morgen, liebe Leserinnen und Leser!"."""
    if len(text) < BRIEF:
        return _is_phrase(text, code)
    parts = text.split(", ", 1) if text[-1:] == "!" else []
    return len(parts) > 1 and all(_is_phrase(part, code) for part in parts)


def _is_caption(text: str, label: re.Match[str], code: str) -> bool:
    """Whether a label makes a text a caption, or a field without a word: "Born: 3/5/1952.".

    An amount is no word either: "Cooking: 35 min.".
    """
    name, value = fold(label[1], code), text[label.end() :]
    if name in words_of(code, "captions"):
        return True
    if label[2] or not value or not text[:1].isupper() or len(text) > 2 * _OPENING:
        return False
    # "The vote was: 12–3." tells something
    tells = name.split()[0] in load(code).stop_words and any(map(str.isdigit, value))
    letters = {word for word in words(value) if any(map(str.isalpha, word))}
    return not tells and letters <= load(code).units


def _is_heading(text: str, code: str) -> bool:
    """Whether a text is a numbered title, "3.1 Term and Fees.", or a caption, "Fig. 3. Fees."."""
    hashed = text[:1] == "#"
    if not (hashed or _BEHIND_LABEL.search(text, 0, _BEFORE)):
        return False  # as nearly all
    label = _LABEL.match(text)
    if (hashed and _MARKDOWN.match(text)) or (label and _is_caption(text, label, code)):
        return True
    if len(text) > 2 * _OPENING:
        return False
    small = load(code).stop_words
    labelled = label and label[2] and fold(label[1], code) not in small  # no "Am 3. Mai"
    numbered = label if labelled else _HASHED.match(text)
    title = text[numbered.end() :] if numbered else after_number(text)
    said = words(title or "")
    # "She was 12." has nothing behind the number; "Karl V. war Kaiser." goes on
    if not said or len(said) > TITLE or not said[0][0].isupper():
        return False
    *first, last = said  # "2. Budget 2026.", no "2. Er war 1931 Müller."
    named = all(word[0].isupper() or word in small for word in first)
    return named and (last[0].isupper() or last in small or _YEAR.match(last) is not None)


def _ends_whole(text: str, code: str) -> bool:
    if not text.endswith(_PLAIN):
        end = _NOTE.sub("", text[-_OPENING:]).rstrip(CLOSERS + _SPEECH + _BLANKS)[-1:]
        known = load(code)
        if not end or not (known.unmarked or end in TERMINATORS or end in known.terminators):
            return False
    elif text.endswith(_LINE):
        return False  # a line to be filled in
    return not _is_furniture(text, code)


def _is_reference(text: str) -> bool:
    """Whether a line is a reference as Wikipedia lists them; "↑ Sales rose by 4 %." has no year."""
    return text.startswith(REFERENCE) and (text[0] == "^" or _SOURCE.search(text) is not None)


def _is_name_line(text: str, code: str) -> bool:
    """Whether an abbreviation ends nothing but names and numbers: "12 Mill Rd.", "Acme Corp."."""
    last = text[text.rfind(" ") + 1 : -1]
    if not last[:1].isupper():
        return False  # as nearly all
    known = load(code)
    if last.lower() not in known.abbreviations and not _INITIALS.fullmatch(last):
        return False
    said = [piece for piece in text.split() if piece[0].isalpha()]
    return all(piece[0].isupper() and fold(piece, code) not in known.stop_words for piece in said)


def _is_dateline(text: str) -> bool:
    """Whether a line is a place and a day, or a day and what stands behind "|" or "·".

    So is a place and an agency, in letters with capitals: "Bonn (dpa).".  "By noon, 12 left." has
    no capital for a month.
    """
    if ("|" in text or "·" in text) and _DAY.match(text):
        return True  # "12.2.2026 | 3 min."
    if text.endswith(").") and (placed := _AGENCY.match(text)):
        return placed[1].istitle() or placed[1].isupper()
    dated = _DATELINE.match(text) if ", " in text else None
    if dated is None:
        return False
    place, on, month, year = dated.groups()
    if on:
        return year is not None and place.removeprefix("En ").istitle()
    return year is not None or place == place.upper() or not is_small(month[0])


def _is_furniture(text: str, code: str) -> bool:
    """Whether what ends as a sentence is none: a heading, a courtesy, a reference, a menu."""
    if len(text) < 2 * BRIEF and _is_courtesy(text, code):
        return True
    first = text[:1]
    if not first.isalpha() and (_is_reference(text) or not any(map(str.isalpha, text))):
        return True  # "12 (3): 14–22."
    if ("|" in text or "·" in text) and len(_MENU.findall(text)) > 1:
        return True  # "By Ann Price · Updated in May · 3 comments."
    if (len(text) < _OPENING and _is_dateline(text)) or (first == "C" and _COPYRIGHT.match(text)):
        return True
    if "©" in text[:COPYRIGHT]:
        return True
    named = len(text) <= 2 * _OPENING and text[-1:] == "." and _is_name_line(text, code)
    return named or _is_notice(text, code) or _is_heading(text, code)
