"""From a file to a document: text, HTML, PDF, Word, Markdown, subtitles and transcripts in JSON.

Takes the bytes of a file and its name, gives a `Document` whose sentences know their page,
heading, time or speaker.  Parsing is left to well-kept libraries, each an extra.  Fetches
nothing, and finds no sentences.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from html import unescape
from importlib import import_module
from io import BytesIO, StringIO
from itertools import pairwise
from math import inf
from pathlib import PurePath
from typing import Any

from summarize.decoding import decode
from summarize.document import Document
from summarize.extras import needed
from summarize.gaps import CLOSERS, TERMINATORS
from summarize.notices import warn

#: A Word file that unpacks to more bytes is refused, or that holds more files.
LARGEST_UNPACKED, MOST_FILES = 200_000_000, 10_000
#: A page or a Word file of more elements is refused, or with more attributes on one of them.
MOST_ELEMENTS, MOST_ATTRIBUTES = 1_000_000, 1_000
#: A page that is nested deeper is refused: its parser would lose what lies below and after.
DEEPEST = 250
#: As deep as Markdown may be nested; a list is two deep.
DEEPEST_LIST = 100
#: Word has no lower level of headings; each sentence knows one of each level above it.
LOWEST_HEADING = 9
#: So many seconds of the processor a PDF may take, and so many more for each megabyte of it.
PDF_SECONDS = 60.0
#: So many lines a running head or foot of a PDF may have; more would eat up tables of numbers.
RUNNING_LINES = 3
#: Subtitles further apart than so many seconds are no one sentence.
PAUSE = 2.0

Segment = dict[str, Any]
Segments = list[Segment]

# In a page all elements are blocks, with an edge before and after, but for these.
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "graphic", "hi", "i", "img", "ins", "kbd", "label", "mark", "q", "ref", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
_NO_PROSE = {
    "aside", "button", "footer", "iframe", "nav", "noscript", "script", "select", "style", "svg",
    "template", "textarea", "title",
}  # fmt: skip
_HEADING, _LEVEL = re.compile(r"<h[1-6]\b", re.IGNORECASE), re.compile("h([1-6])")
_BREAKS, _BLANK_LINES = re.compile(r"[\r\n]"), re.compile(r"\n{2,}")
# Of a Word file: what a paragraph shows, wherever in it; and what it does not, or not there: what
# was deleted or moved, readings above a word, the columns of a layout, and boxes.
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SHOWN = {"t", "tab", "ptab", "br", "cr", "noBreakHyphen"}
_NOT_SHOWN = {"tbl", "del", "moveFrom", "rt", "pPr", "txbxContent"}

# Else a rule opens the text.
_FRONT_MATTER = re.compile(r"\A---\n(?=[\"']?[\w.-]+[\"']?[ \t]*:\s).*?\n---\n", re.DOTALL)
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HYPHENATED = re.compile(r"(-?)\b([^\W\d_]+)-\n(?=[^\W\d_])")
# Tags in Markdown: what is shown of none, what begins or ends a line, and the others.
_UNSHOWN_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|table)\b.*?(?:</\1>|\Z)", re.I | re.S)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|h\d|[uod]l|li|d[td]|summary|details|blockquote|br|hr)\b[^<>]*>", re.I
)
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>")
_SPEAKER = re.compile(r"([^\W\d_](?:[^\W\d_]|[.'’ -]){0,30}):[ \n](?=\S)")
_DASH = re.compile(r"[-–—] ?(?=[^\s\d])")  # before each of two who speak
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^\s<>][^<>]*)>")
_TIME = re.compile(r"(?:(\d{1,10}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d+))?")
_TIMES = re.compile(rf"\s*{_TIME.pattern}\s*-->\s*{_TIME.pattern}")
_STYLE = re.compile(r"\{\\[^{}]*\}")  # SubRip's "{\\an8}": shown at the top
_NUMBER = re.compile(r"\d+")
# Where programs that write down speech have their segments, and what these call their text.
_LISTS, _TEXTS = ("utterances", "segments"), ("text", "transcript")


def read(name: str, data: bytes, language: str | None = None) -> Document:
    """Make a document of a file's bytes; its name says what they are.

    Parameters
    ----------
    name : str
        Ends in one of `SUFFIXES`; anything else is plain text.
    data : bytes
    language : str, optional
        ISO 639-1 code; found from the text where it is not given.

    Raises
    ------
    ImportError
        If the library is not installed; the message holds the command that brings it.
    TypeError, ValueError
        If the data are no bytes; if they are not what the name says, or no text.

    Examples
    --------
    >>> read("notes.txt", b"The dam broke.").text
    'The dam broke.'
    """
    if not isinstance(data, bytes | bytearray):
        raise TypeError(f"data must be the bytes of a file. Got {type(data).__name__} instead.")
    kind = SUFFIXES.get(PurePath(name).suffix.lower())
    if kind is None:
        return Document(decode(data), language)
    reader, label = kind
    try:
        segments = reader(data)
    except (ImportError, MemoryError):
        raise
    except Exception as error:  # the libraries have dozens
        raise ValueError(f"not a readable {label} file: {error or type(error).__name__}") from error
    return Document.from_segments(segments, language=language, separator="\n\n")


# --- one format each: bytes to segments ----------------------------------------------


def _html(data: bytes) -> Segments:
    """Take the article of a page: its paragraphs and lists, without menus, tables and scripts."""
    needed("trafilatura", "Reading HTML", "html")
    page = decode(data)  # given bytes, it would unpack what is packed, of any size
    if "<html" not in page.lower():  # a piece of a page
        page = f"<html><body>{page}</body></html>"
    etree = import_module("lxml.etree")
    markup = page.encode("utf-8", "replace")
    _look_through(markup, etree.HTMLParser, DEEPEST, encoding="utf-8")
    segments = _article(page)
    if len(segments) < 2:
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        own = _unglued(segments, etree.fromstring(markup, parser))
        if own is not segments:
            return own
    if _HEADING.search(page) and not any(part["headings"] for part in segments):
        again = _article(page, favor_recall=True)
        segments = again if any(part["headings"] for part in again) else segments
    return segments


def _article(page: str, **options: bool) -> Segments:
    """Take what trafilatura finds to be the article; nothing where that is all lines of a page."""
    found = import_module("trafilatura").bare_extraction(
        page, include_tables=False, include_comments=False, **options
    )
    body = None if found is None else found.body
    # No paragraph that looks like one of an article: then it has one of all lines of the page.
    lines = body is not None and len(body) == 1 and "\n" in (body[0].text or "")
    return [] if body is None or lines else list(_paragraphs(body))


def _unglued(segments: Segments, page: Any) -> Segments:
    """Take the blocks of a page's article where all of it came as one; of none those of the page.

    One that holds little of what came is a teaser: then a script held the article.
    """
    if not segments:
        return list(_paragraphs(page))
    articles = page.xpath("//article[not(ancestor::article)]")
    own = [part for one in articles for part in _paragraphs(one, {*_NO_PROSE, "table"})]
    whole, texts = segments[0]["text"], [part["text"] for part in own]
    return segments if whole in texts or 2 * sum(map(len, texts)) < len(whole) else own


class _Bounds:
    """Hears of one element after another while a parser goes by; refuses what is too much."""

    def __init__(self, deepest: float) -> None:
        self.elements, self.depth, self.deepest = 0, 0, deepest

    def start(self, _name: str, attributes: Any) -> None:
        """Count an element."""
        self.elements += 1
        self.depth += 1
        if self.elements > MOST_ELEMENTS:
            raise ValueError(f"it has more than {MOST_ELEMENTS:,} elements")
        if len(attributes) > MOST_ATTRIBUTES:
            raise ValueError(f"an element has more than {MOST_ATTRIBUTES:,} attributes")
        if self.depth > self.deepest:
            raise ValueError(f"elements are nested more than {self.deepest} deep")

    def end(self, _name: str) -> None:
        """Leave an element."""
        self.depth -= 1

    def close(self) -> None:
        """Give nothing: no tree is built."""


def _look_through(data: bytes, parser: Any, deepest: float = inf, **options: Any) -> None:
    """Refuse markup that would make a tree too large, before there is one."""
    etree = import_module("lxml.etree")
    with suppress(etree.XMLSyntaxError):  # no markup, or bad: who reads it will say so
        etree.fromstring(data, parser(target=_Bounds(deepest), **options))


def _paragraphs(root: Any, left_out: Collection[str] = _NO_PROSE) -> Iterator[Segment]:
    """Take what stands between the edges of two blocks, of a page or of trafilatura's tree."""
    walk = import_module("lxml.etree").iterwalk(root, ("start", "end"), "*")
    outline, level = _Outline(), None
    pieces: list[str] = []
    for event, element in walk:
        begins, tag = event == "start", element.tag
        if tag in ("br", "lb"):
            pieces.append("\n" if begins else "")
        elif tag not in _INLINE:
            lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
            text = _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
            pieces.clear()
            if text:
                yield outline.segment(text, level)
            heading = _LEVEL.fullmatch(element.get("rend", "h1") if tag == "head" else tag)
            if heading:
                level = int(heading[1]) if begins else None
        if begins and tag in left_out:
            walk.skip_subtree()
        else:
            pieces.append(_BREAKS.sub(" ", (element.text if begins else element.tail) or ""))


class _OutOfTime(BaseException):  # no Exception, which pypdf would pass over
    """Ends the reading of a PDF."""


def _pdf(data: bytes) -> Segments:
    """Take the pages of a PDF, without the heads and feet that run through it."""
    pypdf = needed("pypdf", "Reading PDF", "pdf")
    limit = PDF_SECONDS * (1 + len(data) / 1e6)
    end = time.thread_time() + limit

    def look_at_the_time(*_: Any) -> None:
        if time.thread_time() > end:
            raise _OutOfTime

    reader = pypdf.PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError("it is encrypted, and wants a password")
    pages = []
    try:
        for page in reader.pages:
            look_at_the_time()
            text = page.extract_text(visitor_operand_before=look_at_the_time)
            pages.append(text.strip().split("\n"))
    except _OutOfTime:
        raise ValueError(f"it takes more than {limit:.0f} seconds: take it apart") from None
    for _ in range(RUNNING_LINES):
        running = _running_lines(pages)
        pages = [_without_edges(lines, running) for lines in pages]
    texts = (_HYPHENATED.sub(_unbroken, "\n".join(lines)).strip() for lines in pages)
    return [{"text": text, "page": number} for number, text in enumerate(texts, 1) if text]


def _unbroken(word: re.Match[str]) -> str:
    """Join a word at the end of a line; one that has a hyphen already was parted at another."""
    return f"{word[1]}{word[2]}{word[1]}"


def _without_edges(lines: list[str], running: set[str]) -> list[str]:
    kept = [
        line
        for place, line in enumerate(lines)
        if place not in (0, len(lines) - 1) or _running(line) not in running
    ]
    # What is all of a page is no head or foot of it.
    return kept if any(map(str.strip, kept)) else lines


def _running_lines(pages: list[list[str]]) -> set[str]:
    """Find the first and last lines that most pages share, but for their numbers."""
    edges: Counter[str] = Counter()
    for lines in pages:
        edges.update({_running(line) for line in (lines[0], lines[-1])})
    return {line for line, count in edges.items() if len(pages) > 2 and 2 * count > len(pages)}


def _running(line: str) -> str:
    """Give what a head or foot has on every page; of a sentence its numbers too.

    Examples
    --------
    >>> _running("Page 12"), _running("It fell by 12 percent.")
    ('Page #', 'It fell by 12 percent.')
    """
    line = line.strip()
    sentence = _ended(line) and any(map(str.isalpha, line))
    return line if sentence else _NUMBER.sub("#", line)


def _docx(data: bytes) -> Segments:
    """Take the paragraphs of a Word file, without its tables and boxes."""
    docx = needed("docx", "Reading Word files", "docx", "python-docx")
    _look_into(data)
    document = docx.Document(BytesIO(data))
    names = {style.style_id: str(style.name) for style in document.styles}  # each is searched for
    outline, pieces = _Outline(), []
    segments = []
    walk = import_module("lxml.etree").iterwalk(
        document.element.body, ("start", "end"), f"{_WORD}*"
    )
    for event, element in walk:
        name = element.tag.removeprefix(_WORD)
        if event == "start" and name in _NOT_SHOWN:
            walk.skip_subtree()
        elif event == "start" and name in _SHOWN:
            pieces.append(str(element))
        elif event == "end" and name == "p":
            text, style = "".join(pieces).strip(), names.get(element.style, "")
            pieces.clear()
            if text:
                segments.append(outline.segment(text, _level(style)))
    return segments


def _look_into(data: bytes) -> None:
    """Refuse a Word file that would unpack to too much, before it is unpacked."""
    import zipfile  # noqa: PLC0415 - only here

    parser = import_module("lxml.etree").XMLParser
    with zipfile.ZipFile(BytesIO(data)) as packed:
        entries = packed.infolist()
        size = sum(entry.file_size for entry in entries)
        if size > LARGEST_UNPACKED:
            raise ValueError(f"it unpacks to {size:,} bytes, more than {LARGEST_UNPACKED:,}")
        if len(entries) > MOST_FILES:
            raise ValueError(f"it holds {len(entries):,} files, more than {MOST_FILES:,}")
        for entry in entries:
            _look_through(packed.read(entry), parser, resolve_entities=False)


def _level(style: str) -> int | None:
    """Give the level of a heading by the style of a paragraph in Word; None if it is none."""
    number = _NUMBER.search(style) if style.startswith("Heading") else None
    return min(int(number[0]), LOWEST_HEADING) if number else (0 if style == "Title" else None)


def _markdown(data: bytes) -> Segments:
    """Take the prose of Markdown, without code, tables, images, tags and the targets of links."""
    markdown_it = needed("markdown_it", "Reading Markdown", "markdown", "markdown-it-py")
    parser = markdown_it.MarkdownIt("commonmark").enable("table")
    # What is nested deeper is left out by the parser: by its own limit a list in the tenth list.
    # Brackets in brackets stay text beyond that limit, and take the longer the higher it is.
    of_brackets, parser.options["maxNesting"] = parser.options["maxNesting"], DEEPEST_LIST
    parser.core.ruler.before(
        "inline", "brackets", lambda state: state.md.options.update(maxNesting=of_brackets)
    )
    outline = _Outline()
    segments: Segments = []
    level, tables = None, 0
    for token in parser.parse(_FRONT_MATTER.sub("", decode(data).replace("\r\n", "\n"))):
        if token.level + token.nesting >= DEEPEST_LIST:
            raise ValueError(f"lists and quotes are nested more than {DEEPEST_LIST // 2} deep")
        tables += {"table_open": 1, "table_close": -1}.get(token.type, 0)
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "inline" and not tables:
            text = _BLANK_LINES.sub("\n", "".join(map(_written, token.children))).strip()
            if text:
                segments.append(outline.segment(text, level))
            level = None
        elif token.type == "html_block":
            segments += map(outline.segment, _shown(token.content))
    return segments


def _shown(tagged: str) -> list[str]:
    """Give the paragraphs that a block of HTML in Markdown shows."""
    lines = _BLOCK_TAG.sub("\n\n", _UNSHOWN_TAG.sub("", tagged))
    paragraphs = re.split(r"\n\s*\n", unescape(_TAG.sub("", lines)))
    return [text for paragraph in paragraphs if (text := paragraph.strip())]


def _written(token: Any) -> str:
    tag = token.type == "html_inline" and _LINE_BREAK.fullmatch(token.content)
    if tag or token.type in ("softbreak", "hardbreak"):
        return "\n"
    return str(token.content) if token.type in ("text", "code_inline") else ""


def _subtitles(data: bytes) -> Segments:
    """Take subtitles, SubRip or WebVTT: what one speaker says in one go is one segment."""
    webvtt = needed("webvtt", "Reading subtitles", "subtitles", "webvtt-py")
    text = decode(data).strip()
    if not text:
        return []
    kind = "vtt" if text.startswith("WEBVTT") else "srt"
    captions = webvtt.from_buffer(StringIO(_with_times(text, kind)), format=kind)
    cues = [cue for caption in captions for cue in _cues(caption, kind)]
    return _joined(_named(_parted(_unrolled(cues))))


def _transcript(data: bytes) -> Segments:
    """Take a transcript in JSON: a list of segments, or what holds one, as that of Whisper does."""
    text = decode(data)
    return _joined(map(_spoken, _segments(json.loads(text)))) if text.strip() else []


def _segments(found: Any) -> list[Any]:
    """Find the list of segments in JSON; Deepgram's is among its results."""
    if isinstance(found, dict):
        inside = found.get("results", found)
        lists = map(inside.get, _LISTS) if isinstance(inside, dict) else ()
        found = next((one for one in lists if isinstance(one, list)), None)
    if not isinstance(found, list):
        raise ValueError(
            "give a list of objects with a 'text', alone or under 'segments' or 'utterances'"
        )
    return found


def _spoken(segment: Any) -> Segment:
    """Give the text of a segment, and what else it has that is no list of words or tokens."""
    held = segment if isinstance(segment, dict) else {}
    key = next((key for key in _TEXTS if isinstance(held.get(key), str)), None)
    if key is None:
        raise ValueError("each of its segments must be an object with a 'text'")
    rest = {k: v for k, v in held.items() if not isinstance(v, list | dict) and k != key}
    return {**rest, "text": held[key].strip()}


def _joined(cues: Iterable[Segment]) -> Segments:
    """Join what one speaker says in one go, up to the end of a sentence or a pause."""
    told: list[Segments] = []
    for cue in cues:
        if told and _goes_on(told[-1], cue):
            told[-1].append(cue)
        else:
            told.append([cue])
    return [
        {**one[0], "text": "\n".join(cue["text"] for cue in one), "end": one[-1]["end"]}
        if len(one) > 1
        else one[0]
        for one in told
    ]


def _with_times(text: str, kind: str) -> str:
    """Write the times of cues, and the numbers above them, so that webvtt-py takes them."""
    lines: list[str] = []
    above, bad = "", 0
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        times = _TIMES.match(line)
        if times and kind == "srt":
            while above.isdigit() and not lines[-1].strip():
                lines.pop()
            lines += [] if above.isdigit() else ["0"]
        above = line.strip() or above
        before, arrow, _ = line.partition("-->")
        bad += bool(arrow) and not times and not before.strip()[:1].isalpha()
        lines.append(_TIME.sub(_written_time, line, count=2) if times else line)
    if bad:
        warn(f"{bad:,} of the times in subtitles cannot be read: their cues are left out.")
    return "\n".join(lines)


def _written_time(time: re.Match[str]) -> str:
    hours, minutes, seconds, fraction = time.groups()
    return f"{hours or '00'}:{minutes}:{seconds}.{fraction or '000'}"


def _cues(caption: Any, kind: str) -> Iterator[Segment]:
    """Give what each voice says in a cue, without its tags."""
    times = {"start": _seconds(caption.start), "end": _seconds(caption.end)}
    first, *voices = _VOICE.split(caption.raw_text)
    plain = unescape if kind == "vtt" else str
    for voice, text in [("", first), *zip(voices[::2], voices[1::2], strict=True)]:
        shown = plain((type(caption)(text=text) if voices else caption).text)
        if lines := [line for line in map(str.strip, _STYLE.sub("", shown).split("\n")) if line]:
            speaker = {"speaker": plain(voice)} if voice else {}
            yield {"text": "\n".join(lines), **times, **speaker}


def _unrolled(cues: Segments) -> Segments:
    """Leave out the lines that cues show once more, where that is how a file goes on."""
    shown = [cue["text"].split("\n") for cue in cues]
    again = [0, *(_shared(before, after) for before, after in pairwise(shown))]
    moved_up = sum(0 < k < len(lines) for k, lines in zip(again, shown, strict=False))
    if 3 * moved_up < len(shown) - 1 or not moved_up:
        return cues
    texts = ("\n".join(lines[k:]) for k, lines in zip(again, shown, strict=True))
    return [{**cue, "text": text} for cue, text in zip(cues, texts, strict=True) if text]


def _shared(before: list[str], after: list[str]) -> int:
    """Count the last lines of a cue that the next one begins with; no screen has many."""
    return next((k for k in (3, 2, 1) if before[-k:] == after[:k]), 0)


def _parted(cues: Segments) -> Segments:
    """Part cues in which several speak: from dash to dash, or from name to name."""
    parted: Segments = []
    for cue in cues:
        lines = cue["text"].split("\n")
        for begins in _DASH.match, _SPEAKER.match:
            starts = [k for k, line in enumerate(lines) if begins(line)]
            if len(starts) > 1 and starts[0] == 0:
                break
        else:
            starts = [0]
        said = ["\n".join(lines[a:b]) for a, b in pairwise([*starts, len(lines)])]
        parted += [{**cue, "text": text} for text in said]
    return parted


def _named(cues: Segments) -> Iterator[Segment]:
    """Take for a speaker what stands before a colon: a name in capitals, in full, or met again."""
    found = [None if "speaker" in cue else _SPEAKER.match(cue["text"]) for cue in cues]
    count = Counter(match[1] for match in found if match)
    for cue, match in zip(cues, found, strict=True):
        name = match[1] if match else ""
        sure = count[name] > 1 or name.isupper() or " " in name
        if match and sure and all(word[0].isupper() for word in name.split()):
            yield {**cue, "speaker": name, "text": cue["text"][match.end() :]}
        else:
            yield cue


def _seconds(time: str) -> float:
    total = 0.0
    for part in time.replace(",", ".").split(":"):
        total = 60 * total + float(part)
    return round(total, 3)


def _goes_on(before: Segments, cue: Segment) -> bool:
    start, end = cue.get("start"), before[-1].get("end")
    if not (isinstance(start, float) and isinstance(end, float)):
        return False  # segments of one's own, or thousandths of a second
    same = cue.get("speaker") in (None, before[0].get("speaker"))
    return same and not _ended(before[-1]["text"]) and start - end <= PAUSE


def _ended(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return (text.rstrip(CLOSERS)[-1:] or "\n") in TERMINATORS


class _Outline:
    """The headings above a place, the nearest last."""

    def __init__(self) -> None:
        self._levels: list[tuple[int, str]] = []

    def segment(self, text: str, level: int | None = None) -> Segment:
        """Give a text with the headings above it; a heading of a level ends those below that."""
        if level is not None:
            self._levels = [*((n, h) for n, h in self._levels if n < level), (level, text)]
        return {"text": text, "headings": tuple(heading for _, heading in self._levels)}


#: What a file is by the end of its name: its reader, and what to call it.
SUFFIXES: dict[str, tuple[Callable[[bytes], Segments], str]] = {
    ".html": (_html, "HTML"), ".htm": (_html, "HTML"), ".xhtml": (_html, "HTML"),
    ".pdf": (_pdf, "PDF"), ".docx": (_docx, "Word"),
    ".md": (_markdown, "Markdown"), ".markdown": (_markdown, "Markdown"),
    ".srt": (_subtitles, "subtitle"), ".vtt": (_subtitles, "subtitle"),
    ".json": (_transcript, "transcript"),
}  # fmt: skip
