"""From bytes to choices: numbers, picks and texts.

The same bytes make the same case, whether they come from a seed, from a coverage-guided
fuzzer or from the corpus; each choice takes few bytes, so that a changed byte changes one
thing.  When the bytes are used up all that follows is 0, the first or nothing.
"""

from collections.abc import Sequence
from typing import TypeVar

Option = TypeVar("Option")

# What texts are mixed from: words in many scripts, what ends sentences, what parts them,
# markup, and what is known to make trouble.
WORDS = (
    "The", "dam", "broke", "council", "water", "He", "However", "it", "was", "and", "Dr.", "e.g.",
    "No. 7", "3.50 €", "1,000", "A.B.C.", "U.S.", "don’t", "state-of-the-art", "cafe\u0301",
    "Straße", "İstanbul", "IŞIK", "ﬃ", "ＡＢＣ", "Плотина", "рухнула", "г.", "水位",
    "今天下雨了", "橋が", "댐이", "ᄒ", "हिन्दी", "บ้าน", "السد", "הסכר", "Το", "նա",
    "dam dam dam", "x" * 70, "_", "ʼn", "ß",
)  # fmt: skip
ENDS = (
    ". ", ".", "! ", "? ", "... ", "…", "。", "！", "।", "؟", "։", ";", ": ", "?!", ".”", ".) ",
    " :-) ", ".[1] ", "\n", "\n\n", "\r\n", "\r", "\t", " ", "  ", "\u00a0", "\u2028", "\x1c",
    "\x85", "\v", "\f", "\u3000",
)  # fmt: skip
MARKS = (
    "“", "”", "«", "»", "(", ")", "[", "]", "'", '"', "-", "–", "*", "#", "|", "`", "&amp;",
    "<b>", "</p>", "<script>alert(1)</script>", "</script>", "<!--", "]]>", "1. ", "- ", "• ",
    "a) ", "IV. ", "Ana: ", "===\n", "http://a.b/c?d=e", "=1+1", "@x", "{}", "%s", "\\", "../",
    "\x00", "\x07", "\x1b[31m", "\x1b]0;x\x07", "\x9b1m", "\x7f", "\u200b", "\u200d", "\u00ad",
    "\u202e", "\u2066", "\ufeff", "\ufffe", "\ud800", "\udc80", "😀", "👩\u200d👧", "🇩🇪", "\u0301",
    "\u0301" * 40, "\U0010ffff", "\U000e0041",
)  # fmt: skip
PIECES = (*WORDS, *ENDS, *MARKS, *WORDS, *ENDS)
_RAW, _END = 248, 252


class Choices:
    """Takes bytes, gives choices.

    Parameters
    ----------
    data : bytes
    """

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def byte(self) -> int:
        """Give the next byte, 0 after the last."""
        self.at += 1
        return self.data[self.at - 1] if self.at <= len(self.data) else 0

    def whole(self, least: int, most: int) -> int:
        """Give an int from the least to the most."""
        size = (most - least).bit_length() + 7 >> 3
        number = int.from_bytes(bytes(self.byte() for _ in range(size)), "big")
        return least + number % (most - least + 1)

    def share(self) -> float:
        """Give a number from 0 to 1."""
        return self.whole(0, 1000) / 1000

    def pick(self, options: Sequence[Option]) -> Option:
        """Give one of some options."""
        return options[self.whole(0, len(options) - 1)]

    def often(self) -> bool:
        """Say yes or no, as often."""
        return self.byte() % 2 == 1

    def rarely(self) -> bool:
        """Say yes once in sixteen times."""
        return self.byte() % 16 == 15

    def some(self, most: int) -> range:
        """Give a range of none up to so many."""
        return range(self.whole(0, most))

    def text(self, most: int = 200) -> str:
        """Give a text of words, ends, marks and any code points, of up to so many pieces.

        Bytes from 252 up end it; after those from 248 up come the three of a code point.
        """
        pieces = []
        while len(pieces) < most and self.at < len(self.data) and (byte := self.byte()) < _END:
            raw = byte >= _RAW
            pieces.append(chr(self.whole(0, 0x10FFFF)) if raw else PIECES[byte % len(PIECES)])
        return "".join(pieces)

    def long_text(self) -> str:
        """Give a text, once in sixteen times over and over, up to 60,000 characters."""
        text = self.text()
        if text and self.rarely():
            return text * max(1, int(60_000 * self.share() ** 3) // len(text))
        return text

    def raw(self, most: int = 100_000) -> bytes:
        """Give all bytes that are left, up to so many."""
        taken = self.data[self.at : self.at + most]
        self.at += len(taken)
        return taken
