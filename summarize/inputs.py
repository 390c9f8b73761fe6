"""What the command is given: files, globs, standard input, addresses, rows of JSON or a table.

Takes names and options, gives one `Item` a text in the order they were named, each
read when it is asked for.  What cannot be read is an item that says why.  Summarises
nothing.
"""

from __future__ import annotations

import csv
import glob
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO, StringIO
from pathlib import Path
from string import punctuation
from typing import Any, BinaryIO

from summarize.decoding import WIDE, as_utf8, check_text, decode
from summarize.document import LARGEST_FILE, Document, contents
from summarize.notices import kept_back, warn
from summarize.tables import TABLE, check_column, read_rows

_CSV = (".csv", ".tsv")
_MARKED_CSV = re.compile(r"\Asep=.\r?\n")  # as Excel begins some
#: Files of rows, known by their ends.
ROWS = (".jsonl", ".ndjson", *_CSV, TABLE)
_PLAIN = ("", ".txt")
# What an address gives, by the type that it names; else by the end of its path.
_TYPES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/markdown": ".md", "text/vtt": ".vtt", "application/x-subrip": ".srt",
    "application/jsonl": ".jsonl", "application/x-ndjson": ".jsonl", "text/csv": ".csv",
    "application/vnd.apache.parquet": TABLE,
}  # fmt: skip
# What keeps a text from being read, and no other text.
_UNREAD = (OSError, ValueError, ImportError, MemoryError, NotImplementedError, csv.Error)
#: An address that has not answered by then is given up.
PATIENCE = 30.0
#: No page is read beyond so many bytes.
LARGEST_PAGE = 50_000_000


Opened = Callable[[], AbstractContextManager[BinaryIO]]


@dataclass(frozen=True)
class Item:
    """One text to summarise, or why there is none."""

    name: str  # its file or address; for a row, that and the number of its line
    documents: tuple[Document, ...] = ()  # one, or several that get one summary
    row: dict[str, Any] | None = None  # what stood beside the text in a row
    error: str | None = None  # why it could not be read


def read_items(names: Sequence[str], field: str | None, *, urls: bool = False) -> Iterator[Item]:
    """Read what is named; "-" is standard input.

    With a `field`, the key of the text in rows, every file is read as rows; with `urls`
    addresses are fetched.
    """
    for name in names:
        try:
            if name.lower().startswith(("http://", "https://")):
                yield from _page(name, field, fetch=urls)
            elif ends(name, TABLE):
                yield from _table(name, key_of(field))
            else:
                yield from _texts(name, name, partial(_opened, name), field)
        except IsADirectoryError:
            inside = os.path.join(name, "*")
            yield Item(name, error=f"a folder: name the files in it, such as {inside!r}")
        except _UNREAD as error:
            yield Item(name, error=reason(error))


def key_of(field: str | None) -> str:
    """Give the key of the text in rows."""
    return "text" if field is None else field


def merged(items: Iterable[Item]) -> Iterator[Item]:
    """Make one item of all that can be read; the others come first, with their errors."""
    names: list[str] = []
    documents: list[Document] = []
    for item in items:
        if item.error is not None:
            yield item
        else:
            names.append(item.name)
            documents += item.documents
    if names:
        yield Item(" + ".join(names), tuple(documents))


def ends(name: str, *wanted: str) -> bool:
    """Say whether a name ends so, in capitals or not."""
    return name.lower().endswith(wanted)


def matches(name: str) -> list[str]:
    """Give the files that a glob matches where the shell has not; else the name."""
    if not glob.has_magic(name) or os.path.exists(name):
        return [name]
    found = sorted(glob.glob(name, recursive=True))
    return [path for path in found if not os.path.isdir(path)] or [name]


def _texts(name: str, kind: str, opened: Opened, field: str | None) -> Iterator[Item]:
    """Read what is opened as the end of its kind says: rows, cells, or one text."""
    if ends(kind, *_CSV):
        yield from _cells(name, kind, opened, key_of(field))
    elif field is not None or ends(kind, *ROWS):
        yield from _rows(name, opened, key_of(field))
    else:
        with _by_name(name):
            document = _document(kind, _bytes(kind, opened))
        yield Item(name, (document,))


@contextmanager
def _by_name(name: str) -> Iterator[None]:
    """Let what is noticed while a file is read begin with its name."""
    with kept_back() as kept:
        yield
    for message, category in kept:
        warn(f"{name}: {message}", category)


def _bytes(kind: str, opened: Opened) -> bytes:
    """Read all of it; a text that begins with NUL bytes is none, and may be a disk long."""
    with opened() as file:
        head = file.read(4096)
        if Path(kind).suffix.lower() in _PLAIN:
            check_text(head)
        return head + contents(file)


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    """Open a file; standard input stays open, since it may be named again."""
    # of a Path the name "" would be the folder that one is in
    return nullcontext(sys.stdin.buffer) if name == "-" else open(name, "rb")


def _document(kind: str, data: bytes) -> Document:
    if Path(kind).suffix.lower() in _PLAIN:
        return Document(decode(data))
    return _reader()(kind, data)


@cache
def _reader() -> Callable[[str, bytes], Document]:
    """Give `readers.read`; what its libraries log of a bad file, in its words, is not shown."""
    import logging  # noqa: PLC0415 - plain text needs none of it

    from summarize.readers import read  # noqa: PLC0415

    logging.getLogger().addHandler(logging.NullHandler())
    return read


def reason(error: Exception) -> str:
    """Say why something could not be read or written, without its name and number."""
    if isinstance(error, MemoryError):
        return "not enough memory"
    if isinstance(cause := getattr(error, "reason", None), OSError):  # of an address
        error = cause
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _rows(name: str, opened: Opened, field: str) -> Iterator[Item]:
    """Read JSON lines, one text a line; every other key is kept."""
    place = name
    try:
        with opened() as file:
            place = f"{name}:1"
            for number, line in enumerate(_lines(file), 1):
                if line.strip():
                    yield _row(f"{name}:{number}", line, field)
                place = f"{name}:{number + 1}"
    except _UNREAD as error:
        yield Item(place, error=reason(error))


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Give line after line; one without an end, as a device has, is given up."""
    line = file.readline(LARGEST_FILE + 1)
    if line.startswith(WIDE):
        file = BytesIO(decode(line + contents(file)).encode())
        line = file.readline()
    while line:
        if len(line) > LARGEST_FILE:
            raise ValueError(f"a row of more than {LARGEST_FILE:,} bytes: nothing is read after it")
        yield line
        line = file.readline(LARGEST_FILE + 1)


def _row(name: str, line: bytes, field: str) -> Item:
    if line.lstrip().startswith(b"["):
        return Item(name, error="not a row of JSON but a list: jq -c '.[]' makes rows of one")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Item(name, error=f"not a row of JSON: {error}")
    if not isinstance(row, dict):
        return Item(name, error=f"not a row of JSON: {type(row).__name__} instead of an object")
    return _item(name, row, field)


def _delimiter(kind: str, text: str, field: str) -> str:
    """Find what parts cells: what makes the column of texts one, else what there is most of."""
    head = text.partition("\n")[0].partition("\r")[0]  # which old Macs had alone
    each = "\t" if ends(kind, ".tsv") else ",;\t"
    fits = (one for one in each if field in next(csv.reader([head], delimiter=one), ()))
    return next(fits, max(each, key=head.count))


def _cells(name: str, kind: str, opened: Opened, field: str) -> Iterator[Item]:
    """Read CSV, one text a row, its cells parted as in its first line, which names them."""
    limit = csv.field_size_limit(LARGEST_FILE)  # that of all readers of the process
    try:
        with _by_name(name):
            text = _MARKED_CSV.sub("", decode(_bytes(kind, opened)))
        rows = csv.DictReader(
            StringIO(text, newline=""), delimiter=_delimiter(kind, text, field), strict=True
        )
        columns = rows.fieldnames or ()
        check_column(columns, field)
        for row in rows:
            place = f"{name}:{rows.line_num}"
            if None in row or None in row.values():  # as `DictReader` has it
                yield Item(place, error="more cells than columns, or fewer")
            else:
                yield _item(place, row, field)
    finally:
        csv.field_size_limit(limit)


def _item(name: str, row: dict[str, Any], field: str) -> Item:
    if field in row and not isinstance(row[field], str):
        return Item(name, error=f"{type(row[field]).__name__} instead of a text under {field!r}")
    if field not in row:
        keys = ", ".join(map(repr, row)) or "none"
        return Item(name, error=f"no text under {field!r}; name its key with --field. Keys: {keys}")
    rest = {key: value for key, value in row.items() if key != field}
    return Item(name, (Document(row[field]),), rest)


def _table(name: str, field: str) -> Iterator[Item]:
    """Read a Parquet file, one text a row; every other column is kept."""
    for number, row in enumerate(read_rows(name, field), 1):
        place = f"{name}:{number}"
        yield Item(place, error=row) if isinstance(row, str) else _item(place, row, field)


def _page(address: str, field: str | None, *, fetch: bool) -> Iterator[Item]:
    if not fetch:
        raise ValueError("an address: --url fetches it")
    kind, data = _fetched(address)
    if ends(kind, TABLE):
        raise ValueError("a table: save it to a file, and name that")
    yield from _texts(address, kind, partial(BytesIO, data), field)


def _fetched(address: str) -> tuple[str, bytes]:
    """Fetch what an address gives; its name says what it is, as that of a file does."""
    from http.client import HTTPException  # noqa: PLC0415 - only where it is asked for
    from urllib.parse import quote, urlsplit  # noqa: PLC0415
    from urllib.request import Request, urlopen  # noqa: PLC0415

    # HTTP knows no letters but ASCII's
    written = quote(address, safe=punctuation, errors="surrogateescape")
    request = Request(written, headers={"User-Agent": "summarize"})  # noqa: S310 - http(s), see above
    try:
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            data = answer.read(LARGEST_PAGE + 1)
    except HTTPException as error:  # what answers, or the address, is not HTTP's
        raise ValueError(f"{type(error).__name__}: {error}") from error
    if len(data) > LARGEST_PAGE:
        raise ValueError(f"more than {LARGEST_PAGE:,} bytes")
    encoding = answer.headers.get_content_charset()
    if encoding and answer.headers.get_content_maintype() == "text":
        data = as_utf8(data, encoding)
    end = _TYPES.get(answer.headers.get_content_type())
    return f"page{end}" if end else Path(urlsplit(answer.url).path).name, data
