"""How the command shows a summary: text, Markdown, JSON, HTML, a row, or the text marked.

Takes a summary and what it was made from, gives the text to print, or the row
to write.  Prints nothing itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from summarize.document import Sentence
from summarize.inputs import Item
from summarize.summary import Summary
from summarize.tables import PLACE

FORMATS = ("text", "markdown", "json", "jsonl", "html")

# Control characters but tab and line break, which a terminal might obey, and those that turn
# the text around.
_CONTROLS = re.compile("\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# What Markdown would take for a sign or for a letter's name; what would begin a list or a rule.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~]|&(?=#?\w+;))")
_BEGINS_LIST = re.compile(r"^(\d*)([-+.)])(?=[\s-]|$)")
# From cold to warm in a terminal of 256 colours, dark enough for white letters.
_HEAT = (None, 236, 237, 58, 94, 130)


@dataclass(frozen=True)
class Style:
    """How to show summaries."""

    format: str = "text"  # one of `FORMATS`, or "parquet"
    # In place of the plain summary: each sentence after its score, each with its reasons, the
    # whole text with its chosen sentences marked, or so many keywords.
    scores: bool = False
    explain: bool = False
    highlight: bool = False
    keywords: int | None = None
    language: str | None = None  # for keywords; found from the text where it is not given
    terminal: bool = False  # which might obey control characters
    colour: bool = False
    ascii: bool = False  # JSON spells out all other letters, for an output that may lack them
    into: str = "summary"  # see `keys`

    @property
    def keys(self) -> tuple[str, str]:
        """What a summary is called in a row, and what the places of its sentences are."""
        return self.into, f"{self.into}_sentences"


def show(summary: Summary, item: Item, style: Style) -> str:
    """Give what to print of one summary, without the line break at its end."""
    shown = _SHOW[style.format](summary, item, style)
    if not style.terminal or style.highlight:  # which cleans what it colours
        return shown
    if style.format in ("json", "jsonl"):
        return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", shown)
    return harmless(shown)


def harmless(text: str) -> str:
    r"""Spell out control characters, which a terminal might obey.

    Examples
    --------
    >>> print(harmless("red \x1b[31m"))
    red \x1b[31m
    """
    return _CONTROLS.sub(lambda found: ascii(found[0])[1:-1], text)


def in_line(text: str) -> str:
    r"""Spell out line breaks too: a name is to begin no line of its own.

    Examples
    --------
    >>> print(in_line("a\nb.txt"))
    a\nb.txt
    """
    return harmless(text).replace("\r", "\\r").replace("\n", "\\n")


def _text(summary: Summary, item: Item, style: Style) -> str:
    if style.keywords is not None:
        told = _keywords(item, style.keywords, style.language)
        return "\n".join(f"{score:.4f}\t{phrase}" for phrase, score in told)
    if style.highlight:
        return _highlighted(summary, style)
    if style.explain:
        return "\n".join(str(summary.explain(sentence)) for sentence in summary)
    if style.scores:
        return "\n".join(f"{s.score:.4f}\t{_flat(s.text)}" for s in summary)
    return str(summary)


def _markdown(summary: Summary, item: Item, style: Style) -> str:
    if style.keywords is not None:
        found = [phrase for phrase, _ in _keywords(item, style.keywords, style.language)]
    else:
        found = [_flat(s.text) for s in summary]
    lines = ["- " + _BEGINS_LIST.sub(r"\1\\\2", _escaped(text)) for text in found]
    return "\n".join([f"## {_escaped(_flat(item.name))}", "", *lines, ""])


def _json(summary: Summary, item: Item, style: Style) -> str:
    return json.dumps(as_data(summary, item, style), ensure_ascii=style.ascii, default=str)


def as_data(summary: Summary, item: Item, style: Style) -> dict[str, Any]:
    """Give a summary as data: for a row the row with it, else all of `to_dict`."""
    if style.keywords is not None:
        told = _keywords(item, style.keywords, style.language)
        found: dict[str, Any] = {"keywords": [list(pair) for pair in told]}
    elif item.row is not None:
        spans = [{name: getattr(s, name) for name in PLACE} for s in summary]
        found = dict(zip(style.keys, (str(summary), spans), strict=True))
    else:
        found = summary.to_dict()
    if style.explain:
        found["explanations"] = [summary.explain(s).to_dict() for s in summary]
    return {**item.row, **found} if item.row is not None else {"source": item.name, **found}


_SHOW: dict[str, Callable[[Summary, Item, Style], str]] = {
    "text": _text, "markdown": _markdown, "json": _json, "jsonl": _json,
    "html": lambda summary, *_: summary.to_html().rstrip("\n"),
}  # fmt: skip


def _highlighted(summary: Summary, style: Style) -> str:
    """Give the whole text with its chosen sentences marked, and how warm each other is.

    Without colours the chosen ones stand between ``>>`` and ``<<``.
    """
    # What has colours comes to a terminal in the end, through a pager or not.
    clean = harmless if style.terminal or style.colour else str
    chosen, total = set(summary.rows), len(summary.spans)
    pieces: list[str] = []
    sentences: list[list[Sentence]] = [[] for _ in summary.documents]
    for sentence in summary.sentences:
        sentences[sentence.document].append(sentence)
    for document, own in zip(summary.documents, sentences, strict=True):
        at = 0
        for sentence in own:
            pieces.append(clean(document.text[at : sentence.start]))
            warm = 1 - (sentence.rank or 0) / total
            marked = sentence.index in chosen
            text = clean(sentence.text)
            plain = f">>{text}<<" if marked else text
            pieces.append(_coloured(text, warm, marked) if style.colour else plain)
            at = sentence.end
        pieces.append(clean(document.text[at:].rstrip()) + "\n")
    return "".join(pieces).rstrip("\n")


def _coloured(text: str, warm: float, marked: bool) -> str:
    shade = _HEAT[min(len(_HEAT) - 1, int(warm**2 * len(_HEAT)))]
    codes = [*(["1", "4"] if marked else []), *([f"48;5;{shade};38;5;255"] if shade else [])]
    if not codes:
        return text
    begin, end = f"\x1b[{';'.join(codes)}m", "\x1b[0m"
    return "\n".join(f"{begin}{line}{end}" if line else line for line in text.split("\n"))


def _keywords(item: Item, n: int, language: str | None) -> Sequence[tuple[str, float]]:
    from summarize.keyphrases import keywords  # noqa: PLC0415 - where it is asked for

    text = "\n\n".join(document.text for document in item.documents)
    return keywords(text, n, language=language)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)
