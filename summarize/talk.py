"""Talk: who speaks before which sentences, and what tells nothing of what they say.

Takes the sentences of a batch, and whether what came with their documents says that somebody
speaks; gives the names before turns, and the sentences without these, "um" and "[laughs]".  Counts
no word and chooses nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import compress
from numbers import Integral, Real
from typing import Any

from summarize.document import Document
from summarize.layout import TIME, TIME_OF_TURN, Spans, label_of, name_above
from summarize.tokens import fold, word_pattern, words_of

#: In a talk one sentence of so many, or more, has a name before it: a book has "BOOK ONE:" twice.
TURN = 20
#: In speech that names nobody one sentence of so many says something in thought, and such things
#: are of so many kinds: of a story all that is said so may be "Oh!".
ALOUD, KINDS = 10, 3
_OKAY = frozenset(("ok", "ок", "οκ"))
_NAME = re.compile(rf"\A{TIME}+|{TIME_OF_TURN}\W+\Z")  # what stands around the name in a label
# What whoever writes a talk down adds: "{pause}", "(Applause.)", "[unclear 00:12]"; behind a word
# square brackets are of the sentence, "Fela [Kuti] sang".
_REMARK = re.compile(r"[<{][^\W\d_]+[>}]|\([^\W\d_]+\.\)|(?<![\w’'\"”] )\[[^\W\d_]+(?: [\d:.]+)?\]")
_IN_BRACKETS = re.compile(r"\[[^\[\]]*\]\s*|\([^()]*\)\s*")


def is_transcribed(document: Document) -> bool:
    """Whether what came with a segment says that a document is speech: a speaker, or a second.

    One is enough: of some turns nobody knows who speaks.  Whole numbers are places in a text as
    often as seconds.

    Examples
    --------
    >>> of = Document.from_segments
    >>> [is_transcribed(of([{"text": "Um.", "start": start}])) for start in (0.0, 7)]
    [True, False]
    """
    return any(_is_speech(part.meta) for part in document.parts)


def _is_speech(meta: Mapping[str, Any]) -> bool:
    """Whether a segment has a speaker, by name or number, or a second; tables have NaN for none."""
    speaker, start = meta.get("speaker"), meta.get("start")
    if isinstance(speaker, str) and speaker.strip():
        return True
    numbered = isinstance(speaker, Real) and not isinstance(speaker, bool)
    timed = isinstance(start, Real) and not isinstance(start, Integral)
    return (numbered and speaker == speaker) or (timed and start == start)  # noqa: PLR0124


def names_of_speakers(texts: Sequence[str], units: Sequence[int]) -> list[int]:
    """Say how many characters of each text name who speaks, where two of a unit or more do so.

    Examples
    --------
    >>> names_of_speakers(["[09:01] Ann: We met.", "[09:02] Ann: No.", "So: no."], [0, 0, 0])
    [13, 13, 0]
    """
    who: dict[int, tuple[int, str]] = {}
    names = [0] * len(texts)
    for row, text in enumerate(texts):
        if label := label_of(text):
            who[row], names[row] = (units[row], _name(label)), len(label)
    turns = Counter(speaker for speaker in who.values() if speaker[1] and _is_name(speaker[1]))
    for row, speaker in who.items():
        initial = texts[row].startswith("A.") and not turns[speaker[0], "Q"]
        names[row] *= turns[speaker] > 1 and not initial
    return names


def thinks_aloud(texts: Sequence[str], codes: Sequence[str], count: int) -> bool:
    """Whether so many sentences are speech, by "um" and the like in those that may hold such words.

    Examples
    --------
    >>> said = ["Um, so, the pump, yeah.", "It, uh, broke."]
    >>> [thinks_aloud(said, ["en"] * 2, count) for count in (3, 30)]
    [True, False]
    """
    found = [
        {fold(word[0], code) for word in _thoughts(text, 0, code)}
        for text, code in zip(texts, codes, strict=True)
    ]
    return ALOUD * sum(map(bool, found)) >= count and len(set().union(*found)) >= KINDS


def unsaid(
    texts: Sequence[str], codes: Sequence[str], names: Sequence[int], talk: Sequence[bool]
) -> dict[int, Spans]:
    """Give what tells nothing in which texts: a name before turns; in a talk "um", "[laughs]", too.

    It takes what `names_of_speakers` and `in_talk` give: outside a talk "[name]" is a word, and
    "ha" are hectares.

    Examples
    --------
    >>> turns = ["Ann: Um, we met.", "Ben: No.", "Ann: [laughs] We did.", "Ben: Yes."]
    >>> unsaid(turns, ["en"] * 4, [5] * 4, [True] * 4)
    {0: [(0, 5), (5, 7)], 1: [(0, 5)], 2: [(0, 5), (5, 13)], 3: [(0, 5)]}
    """
    found = {row: [(0, name)] for row, name in enumerate(names) if name}
    for row in compress(range(len(texts)), talk):
        if is_remark(texts[row][names[row] :]):
            found[row] = [(0, len(texts[row]))]
        elif asides := sorted(_asides(texts[row], names[row], codes[row])):
            found.setdefault(row, []).extend(asides)
    return found


def in_talk(
    texts: Sequence[str], units: Sequence[int], names: Sequence[int], speech: Sequence[bool]
) -> list[bool]:
    """Say which sentences are of a talk: two take turns there, or it is known to be speech.

    It takes what `names_of_speakers` gives, and which are speech by `is_transcribed` or
    `thinks_aloud`.  A unit with "Note:" alone before some sentences is none.

    Examples
    --------
    >>> in_talk(["Ann: Well.", "So we met.", "Ben: No."], [0] * 3, [5, 0, 5], [False] * 3)
    [True, True, True]
    """
    if not any(names):  # nearly always
        return [*speech]
    turns = [(units[row], _name(texts[row][:name])) for row, name in enumerate(names) if name]
    voices = Counter(unit for unit, _ in {*turns})
    often, sizes = Counter(unit for unit, _ in turns), Counter(units)
    talks = {unit for unit, n in voices.items() if n > 1 and TURN * often[unit] >= sizes[unit]}
    return [said or unit in talks for said, unit in zip(speech, units, strict=True)]


def under_names(texts: Sequence[str], units: Sequence[int], names: Sequence[int]) -> list[bool]:
    """Say which sentences are of a talk that has who speaks on lines of their own.

    Examples
    --------
    >>> lines = ["Ann  0:01", "We met.", "Ben  0:04", "Yes."]
    >>> under_names(lines, [0] * 4, [9, 0, 9, 0])
    [False, True, False, True]
    """
    if not any(names):  # nearly always
        return [False] * len(texts)
    heads = [name * (name == len(text)) for name, text in zip(names, texts, strict=True)]
    talk = in_talk(texts, units, heads, [False] * len(texts))
    return [talks and not name for talks, name in zip(talk, heads, strict=True)]


def is_remark(said: str) -> bool:
    """Whether brackets hold all of it, as what whoever writes a talk down adds to it.

    Examples
    --------
    >>> is_remark("(The witness was sworn.)"), is_remark("(We met.) And left.")
    (True, False)
    """
    return _IN_BRACKETS.fullmatch(said) is not None


def spoken(
    texts: list[str],
    units: Sequence[int],
    codes: Sequence[str],
    names: Sequence[int],
    talk: Sequence[bool],
) -> list[str]:
    """Give what `unsaid` leaves of texts, each the same where all of it is said.

    So is each of a unit where that leaves no word; and the list where nobody talks.

    Examples
    --------
    >>> texts = ["Ann: We met.", "Ann: No.", "Um, an end."]
    >>> spoken(texts, [0, 0, 1], ["en"] * 3, [5, 5, 0], [False, False, True])
    [' We met.', ' No.', ' , an end.']
    """
    if not (any(names) or any(talk)):  # nearly always
        return texts
    said = [*texts]
    found = unsaid(texts, codes, names, talk)
    for row, parts in found.items():
        said[row] = _without(said[row], parts)
    silent = {units[row] for row in found if not any(map(str.isalnum, said[row]))}
    if silent:
        rest = zip(units, said, strict=True)
        silent -= {unit for unit, part in rest if unit in silent and any(map(str.isalnum, part))}
    for row in found:
        if units[row] in silent:
            said[row] = texts[row]
    return said


def _without(text: str, spans: Spans) -> str:
    """Put a blank in the place of each of some parts of a text."""
    begins, ends = zip(*spans, (len(text), 0), strict=True)
    return " ".join(map(text.__getitem__, map(slice, (0, *ends[:-1]), begins)))


def _asides(text: str, begin: int, code: str) -> Iterator[tuple[int, int]]:
    """Find remarks in brackets, and what is said in thought: "um", "yeah"."""
    yield from (match.span() for match in _REMARK.finditer(text, begin))
    yield from (word.span() for word in _thoughts(text, begin, code))


def _thoughts(text: str, begin: int, code: str) -> Iterator[re.Match[str]]:
    """Find what is said in thought; behind a number it is a unit: "5 mm", "40 ha"."""
    if words_of(code, "interjections"):
        shouted = text.isupper()
        for word in word_pattern(ascii_only=text.isascii()).finditer(text, begin):
            if _is_thought(word[0].lower() if shouted else word[0], code):
                at = word.start()
                if not text[max(0, at - 2) : at].rstrip()[-1:].isdecimal():
                    yield word


@lru_cache(maxsize=4096)  # a talk has the same words again and again
def _is_thought(word: str, code: str) -> bool:
    """Whether a word is said in thought; in capitals it is a name, "HMM" or "M.", but for "OK"."""
    folded = fold(word, code)
    named = word.isupper() and folded not in _OKAY
    return folded in words_of(code, "interjections") and not named


def _name(label: str) -> str:
    """Give the name in a label."""
    return name_above(label) or _NAME.sub("", label)


def _is_name(label: str) -> bool:
    """Whether a label is one word, or ends in a capitalised one: no "The report found"."""
    parts = label.split()
    return len(parts) == 1 or not parts[-1][0].islower()
