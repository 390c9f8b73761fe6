"""Hostile documents: what a stranger's file may do to memory, time, terminal and files.

Each kind of file is read by a process of its own that may take so much memory and no more; the
seconds are those of its processor.  Bounds are some ten times what was measured: they are passed
by what is out of proportion, not by a slow machine.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import subprocess
import sys
import time
import unicodedata
import zipfile
import zlib
from itertools import pairwise
from typing import NamedTuple

import pytest
from texts import DAM, run_python

from summarize import Document, readers, summarize
from summarize.decoding import decode

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and devices are Linux's")

SECRET = "The secret of the house is kept in a file beside it."
NOON = "The dam broke at noon."


class Case(NamedTuple):
    """A file, what its reader says (a text, or an error that matches), and its seconds."""

    made: str | bytes
    text: str | None = None
    error: str | None = None
    seconds: float = 10.0


# --- pages --------------------------------------------------------------------------------


def page(body):
    """Make a page of a body."""
    return f"<html><body>{body}</body></html>"


def packed_page():
    """Make 100 MB of zeros in gzip, with a tag in its header."""
    held = io.BytesIO()
    with gzip.GzipFile("<html", "wb", fileobj=held) as file:
        for _ in range(100):
            file.write(bytes(1_000_000))
    return held.getvalue()


ATTRIBUTES = " ".join(f"a{k}='>'" for k in range(40_000))
ENTITIES = "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in pairwise("abcdefghi"))
PAGES = {
    "nested": lambda: Case("<div>" * 100_000 + NOON, error="nested more than 250 deep"),
    "nested, and closed": lambda: Case(
        page(f"{'<b>' * 300}It rained.{'</b>' * 300}<p>{NOON}</p>"), error="more than 250 deep"
    ),
    "nested as deep as may be": lambda: Case(
        page(f"<p>It rained.</p>{'<div>' * 240}<p>{NOON}</p>{'</div>' * 240}<p>It dried.</p>"),
        f"It rained.\n\n{NOON}\n\nIt dried.",
    ),
    "elements": lambda: Case("<br>" * 1_000_001, error="more than 1,000,000 elements", seconds=30),
    "attributes": lambda: Case(
        page(f"<div {ATTRIBUTES}><p>{NOON}</p></div>"), error="more than 1,000 attributes"
    ),
    "one long attribute": lambda: Case(page(f"<p class='{'a' * 10**6}'>{NOON}</p>"), NOON),
    "entities of entities": lambda: Case(
        f"<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'>{ENTITIES}]>{page(f'<p>{NOON} &i;</p>')}",
        f"]>\n\n{NOON} &i;",
    ),
    "an entity from outside": lambda: Case(
        f"<!DOCTYPE html [<!ENTITY x SYSTEM 'secret.txt'>]>{page(f'<p>&x; {NOON}</p>')}",
        f"]>\n\n&x; {NOON}",
    ),
    "packed": lambda: Case(packed_page(), error="binary file"),
    "comments": lambda: Case("<!--" * 100_000 + NOON, ""),
    "angles": lambda: Case("<" * 100_000, seconds=20),
    "another encoding than it says": lambda: Case(
        f"<html><head><meta charset=utf-16></head><body><p>{NOON} Brøns.</p></body></html>",
        f"{NOON} Brøns.",
    ),
    "UTF-16": lambda: Case(page(f"<p>{NOON} Brøns.</p>").encode("utf-16"), f"{NOON} Brøns."),
}

# --- Word ---------------------------------------------------------------------------------

OPEN = "http://schemas.openxmlformats.org"
OFFICE = f"{OPEN}/officeDocument/2006/relationships"
TYPES = (
    f'<Types xmlns="{OPEN}/package/2006/content-types"><Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def relation(target, kind="officeDocument", more=""):
    """Make a part that names another one."""
    return (
        f'<Relationships xmlns="{OPEN}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/{kind}" Target="{target}" {more}/></Relationships>'
    )


def word(body, *, doctype="", main=None, **parts):
    """Make a Word file of the XML of its body, a declaration before it, and other parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        packed.writestr("_rels/.rels", main or relation("word/document.xml"))
        packed.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?>{doctype}<w:document '
            f'xmlns:w="{OPEN}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
        )
        for name, part in parts.items():
            packed.writestr(name, part)
    return held.getvalue()


def paragraph(text):
    """Make the XML of a paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def with_size(data, size):
    """Let the directory of a Word file say another size of its text."""
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml")) + 24
    return data[:at] + size.to_bytes(4, "little") + data[at + 4 :]


WORDS = {
    "entities of entities": lambda: Case(
        word(paragraph("&i;"), doctype=f'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">{ENTITIES}]>'),
        error="amplification",
    ),
    "one large entity": lambda: Case(
        word(paragraph("&a;" * 50_000), doctype=f'<!DOCTYPE d [<!ENTITY a "{"a" * 50_000}">]>'),
        error="amplification",
    ),
    "an entity from outside": lambda: Case(
        word(paragraph(f"{NOON}&x;"), doctype='<!DOCTYPE d [<!ENTITY x SYSTEM "secret.txt">]>'),
        NOON,
    ),
    "a part outside": lambda: Case(
        word("", main=relation("../../../secret.txt")), error=r"no item named 'secret\.txt'"
    ),
    "a text elsewhere": lambda: Case(
        word("", main=relation("secret.txt", more='TargetMode="External"')), error="External"
    ),
    "a part that names itself": lambda: Case(
        word(paragraph(NOON), **{"word/_rels/document.xml.rels": relation("document.xml", "x")}),
        NOON,
    ),
    "files": lambda: Case(
        word(paragraph(NOON), **{f"x/{k}": b"" for k in range(10_001)}),
        error="holds 10,004 files, more than 10,000",
    ),
    "elements": lambda: Case(
        word("<w:p/>" * 1_000_001), error="more than 1,000,000 elements", seconds=20
    ),
    "paragraphs": lambda: Case(
        word(paragraph(NOON) * 20_000), "\n\n".join([NOON] * 20_000), seconds=30
    ),
    "more than its directory says": lambda: Case(
        with_size(word(paragraph("dam " * 10**6)), 100), error="Bad CRC"
    ),
    "nested": lambda: Case(word("<w:p>" * 10_000 + "</w:p>" * 10_000), error="depth"),
}

# --- PDF ----------------------------------------------------------------------------------

SHOWN = b"BT /F1 12 Tf 72 720 Td (The dam broke at noon.) Tj ET"
LEAF = (
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
    "/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>"
)
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(data, more="", length=None):
    """Make a stream, which may lie about its length."""
    return b"<</Length %d %s>>stream\n%s\nendstream" % (
        len(data) if length is None else length, more.encode(), data
    )  # fmt: skip


def form(data, inner):
    """Make a form that may draw another."""
    return stream(
        data, f"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</X {inner} 0 R>>>>"
    )


def pdf(contents, *more, pages="<</Type/Pages/Kids[3 0 R]/Count 1>>"):
    """Make a PDF of the contents of its page, and objects from the sixth on."""
    out, places = b"%PDF-1.7\n", []
    for number, made in enumerate(
        ["<</Type/Catalog/Pages 2 0 R>>", pages, LEAF, contents, FONT, *more], 1
    ):
        places.append(len(out))
        data = made if isinstance(made, bytes) else made.encode()
        out += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\n" % (
        len(places) + 1, table, len(places) + 1
    )  # fmt: skip
    return out + b"startxref\n%d\n%%%%EOF" % out.rindex(b"xref")


def kids(numbers):
    """Make a tree of pages of the numbers of its objects."""
    return f"<</Type/Pages/Kids[{' '.join(f'{n} 0 R' for n in numbers)}]/Count {len(numbers)}>>"


FORMS = [form(b"/X Do " * 10, 7 + level) for level in range(12)]
FLATE = "/Filter/FlateDecode"
PDFS = {
    "a loop of pages": lambda: Case(pdf(stream(SHOWN), pages=kids([2, 3])), error="[Cc]ycl"),
    "a deep tree": lambda: Case(
        pdf(b"", *(kids([n]) for n in range(7, 5_000)), pages=kids([6])), error="depth"
    ),
    "zeros": lambda: Case(
        pdf(stream(zlib.compress(bytes(100_000_000)), FLATE)), error="Limit reached"
    ),
    "zeros in zeros": lambda: Case(
        pdf(
            stream(
                zlib.compress(zlib.compress(bytes(100_000_000))),
                "/Filter[/FlateDecode/FlateDecode]",
            )
        ),
        error="Limit reached",
    ),
    "a length of a terabyte": lambda: Case(pdf(stream(SHOWN, length=10**12)), error="length"),
    "a length that is itself": lambda: Case(
        pdf(b"<</Length 4 0 R>>stream\n%s\nendstream" % SHOWN), error="loop"
    ),
    "a form in itself": lambda: Case(pdf(stream(SHOWN + b" /X Do"), form(b"/X Do /X Do", 6)), NOON),
    "objects in themselves": lambda: Case(
        pdf(stream(SHOWN), stream(b"6 0 <</A 1>>", "/Type/ObjStm/N 999999999/First 4")), NOON
    ),
    "arrays in arrays": lambda: Case(pdf("[" * 100_000), error="recursion|end"),
}

# --- Markdown and subtitles ------------------------------------------------------------------

LISTS = "".join(f"{'  ' * k}- Dam {k}.\n" for k in range(45))
MARKDOWNS = {
    "lists": lambda: Case(LISTS, "\n\n".join(f"Dam {k}." for k in range(45))),
    "quotes": lambda: Case("> " * 100_000 + NOON, error="nested more than 50 deep"),
    "deeper lists": lambda: Case(
        "".join(f"{'  ' * k}- Dam {k}.\n" for k in range(60)), error="nested more than 50 deep"
    ),
    "brackets": lambda: Case("[" * 20_000, "[" * 20_000),
    "brackets that close": lambda: Case("[" * 10_000 + "a" + "](b)" * 10_000),
    "stars": lambda: Case("*a **b " * 10_000),
    "ticks": lambda: Case(" ".join("`" * k for k in range(1, 500))),
    "unended tags": lambda: Case("a <![CDATA[" * 10_000),
    "references": lambda: Case("[a]: /b\n" * 10_000 + "\n[a] " * 10_000),
    "backslashes": lambda: Case("\\" * 200_000, "\\" * 100_000),
    "front matter that does not end": lambda: Case("---\n" + "dam\n" * 50_000),
}
TIME = "00:00:01,000 --> 00:00:02,000"
SUBTITLES = {
    "cues": lambda: Case(
        "\n".join(f"{k}\n{TIME}\n{NOON}\n" for k in range(1, 10_001)),
        "\n\n".join([NOON] * 10_000),
    ),
    "cues of one sentence": lambda: Case(
        "\n".join(f"{k}\n{TIME}\n{'dam ' * 400}\n" for k in range(1, 10_001)),
        "\n".join([("dam " * 400).strip()] * 10_000),
    ),
    "a time without an end": lambda: Case(
        f"1\n{TIME}\n{NOON}\n\n2\n{'9' * 400}:00:01,000 --> {'9' * 5_000}:00:02,000\nx\n", NOON
    ),
    "a time below nought": lambda: Case(
        f"1\n{TIME}\n{NOON}\n\n2\n-00:00:01,000 --> 00:00:02,000\nIt rained.\n", NOON
    ),
    "backwards": lambda: Case(
        f"1\n00:00:05,000 --> 00:00:03,000\n{NOON}\n\n2\n{TIME}\nIt rained.\n",
        f"{NOON}\n\nIt rained.",
    ),
    "tags": lambda: Case(f"1\n{TIME}\n{'<b>' * 100_000}{NOON}\n", NOON),
    "arrows": lambda: Case(f"1\n{TIME}\n{NOON}\n\n" + "1\n-->\n" * 50_000, NOON),
}
KINDS = {
    ".html": ("trafilatura", PAGES), ".docx": ("docx", WORDS), ".pdf": ("pypdf", PDFS),
    ".md": ("markdown_it", MARKDOWNS), ".srt": ("webvtt", SUBTITLES),
}  # fmt: skip
ROOM = 700  # mebibytes beyond what an idle process has

READ = """
import json, logging, resource, time
from pathlib import Path
from summarize.readers import read

logging.disable()
__import__("{module}")
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
room = used + ({room} << 20)
resource.setrlimit(resource.RLIMIT_AS, (room, room))
resource.setrlimit(resource.RLIMIT_CPU, (400, 400))
found = {{}}
for path in sorted(Path("files").iterdir()):
    data, begin = path.read_bytes(), time.process_time()
    try:
        told = ["text", read(path.name, data).text]
    except ValueError as error:
        told = ["error", str(error)]
    except MemoryError:
        told = ["memory", ""]
    found[path.name] = [*told, time.process_time() - begin]
print(json.dumps(found))
"""


@pytest.fixture(scope="module", params=KINDS)
def kind(request, tmp_path_factory):
    """Read all files of a kind in a process with little room; give cases and what was told."""
    module, made = KINDS[request.param]
    pytest.importorskip(module)
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "files").mkdir()
    (folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    cases = {name: make() for name, make in made.items()}
    for number, case in enumerate(cases.values()):
        data = case.made if isinstance(case.made, bytes) else case.made.encode()
        (folder / "files" / f"{number:03}{request.param}").write_bytes(data)
    told = run_python(READ.format(room=ROOM, module=module), folder, OPENBLAS_NUM_THREADS="1")
    return dict(zip(cases, zip(cases.values(), told.values(), strict=True), strict=True))


def test_a_hostile_file_is_read_or_refused_within_bounds(kind):
    """What is told of each file is its text or an error that says why, in time and memory."""
    for name, (case, (outcome, told, seconds)) in kind.items():
        assert outcome == ("error" if case.error else "text"), (name, told[:200])
        assert SECRET not in told
        assert seconds <= case.seconds, (name, seconds)
        if case.error:
            assert told.startswith("not a readable "), name
            assert re.search(case.error, told), (name, told[:200])
        elif case.text is not None:
            assert told == case.text, name


@pytest.mark.parametrize(
    ("made", "seconds"),
    [
        (lambda: pdf(stream(SHOWN), pages=kids([3] * 20_000)), 0.3),
        (lambda: pdf(stream(b"/X Do " * 10), *FORMS), 0.3),
    ],
    ids=["one page 20,000 times", "forms in forms"],
)
def test_a_pdf_has_so_many_seconds(monkeypatch, made, seconds):
    """A small file that would go on and on is given up, within forms too, and says so."""
    pytest.importorskip("pypdf")
    monkeypatch.setattr(readers, "PDF_SECONDS", seconds)
    begin = time.thread_time()
    with pytest.raises(ValueError, match="takes more than 0 seconds: take it apart"):
        readers.read("slow.pdf", made())
    assert time.thread_time() - begin <= 10 * seconds


@pytest.mark.parametrize(
    "make", [Document.from_html, Document.from_markdown, Document.from_subtitles]
)
def test_half_a_pair_leaves_the_rest_as_it_is(make):
    """One character that is none does not make another encoding of all the others."""
    start = f"WEBVTT\n\n{TIME.replace(',', '.')}\n" if "subtitles" in make.__name__ else ""
    assert make(f"{start}Das Dümmste \ud800 bröckelt.").text == "Das Dümmste ? bröckelt."


# --- text ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["The dam \ufeffbroke.", f"{NOON} " * 400 + "\0 It rained.", "+ADw-b+AD4- is a tag."]
)
def test_text_that_looks_odd_comes_back(text):
    """A mark in the middle, NUL far behind, and what would be a tag in UTF-7 are text."""
    assert decode(text.encode()) == text


def test_a_slash_has_one_spelling():
    """What UTF-8 forbids, a slash in two bytes, is never read as a slash."""
    pytest.importorskip("charset_normalizer")
    assert "/" not in decode(b"The dam \xc0\xaf broke.")


BIG = """
import json, resource, time, warnings
from pathlib import Path
from summarize import keywords, summarize

warnings.simplefilter("ignore")
summarize("Warm. Up."), keywords("Warm up.")
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
room = used + (1500 << 20)
resource.setrlimit(resource.RLIMIT_AS, (room, room))
texts = {
    "a sentence": "dam " * 500_000,
    "lines": "dam\\n" * 500_000,
    "marks": "The dam a" + "\\u0301" * 5_000_000 + " broke. It rained.",
    "turned around": "The \\u202edam broke. " * 20_000,
    "NUL": "The dam\\0 broke. " * 20_000,
    "orders": "\\x1b[31mThe dam broke. " * 20_000,
}
found = {}
for name, text in texts.items():
    begin = time.process_time()
    summary = summarize(text, words=20)
    seconds = time.process_time() - begin
    looked_at = list(summary) if len(summary.scores) > 100_000 else summary.sentences
    exact = all(text[s.start : s.end] == s.text for s in looked_at)
    found[name] = [exact, len(str(summary).split()), len(summary), seconds, len(text)]
print(json.dumps(found))
"""


def test_big_texts_keep_the_promises(tmp_path):
    """Half a million words or lines, five million marks: exact, within budget, memory and time."""
    found = run_python(BIG, tmp_path, OPENBLAS_NUM_THREADS="1")
    assert len(found) == 6
    for name, (exact, words, sentences, seconds, size) in found.items():
        assert exact, name
        assert words <= 20, name
        # The pieces of a sentence of half a million words are longer than the budget.
        assert bool(sentences) == (name != "a sentence"), name
        assert seconds <= 20 * size / 1e6, (name, seconds)  # at most 2 a megabyte were measured


# --- files that do not end -------------------------------------------------------------------


@pytest.fixture
def small(monkeypatch):
    """Let files and rows have three million bytes at most."""
    monkeypatch.setattr("summarize.document.LARGEST_FILE", 3_000_000)
    monkeypatch.setattr("summarize.inputs.LARGEST_FILE", 3_000_000)


@pytest.mark.parametrize("name", ["zero.md", "zero.html", "zero.pdf", "zero"])
@pytest.mark.usefixtures("small")
def test_a_device_without_an_end(run, tmp_path, name):
    """Zeros without end under any name are given up, by the command and in Python."""
    (tmp_path / name).symlink_to("/dev/zero")
    code, out, err = run(tmp_path / name)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "more than 3,000,000 bytes" in err or "NUL" in err
    with pytest.raises(ValueError, match="more than 3,000,000 bytes: cut it into several"):
        Document.from_path(tmp_path / name)


@pytest.mark.usefixtures("small")
def test_a_row_without_an_end(run):
    """A row that does not end is one complaint, and what came before it is done."""
    row = json.dumps({"text": NOON}).encode() + b"\n"
    code, out, err = run("--field", "text", stdin=row + b" " * 3_000_001 + row)
    assert (code, out.count("\n")) == (1, 1)
    assert err.startswith("summarize: -:2: a row of more than 3,000,000 bytes")
    assert run("--field", "text", "/dev/zero")[0] == 1
    code, out, err = run("-n", 1, stdin=b"dam " * 10**6)
    assert (code, out) == (1, "")
    assert "cut it into several" in err


@pytest.mark.parametrize("arguments", [["/proc/self/mem"], ["--field", "x", "/proc/self/mem"]])
def test_a_file_that_fails_while_it_is_read(run, arguments):
    """An error of the disk is a line of complaint."""
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.endswith(": Input/output error\n")


def test_a_large_row_is_a_row(run):
    """A row of two megabytes is done like any other."""
    text = f"{NOON} " * 90_000
    code, out, _ = run("--field", "text", "-n", 1, stdin=json.dumps({"text": text}).encode())
    assert (code, json.loads(out)["summary"]) == (0, NOON)


def test_rows_that_are_odd_json(run):
    """The last of two equal keys counts; what Python reads beyond JSON comes back as it was."""
    code, out, _ = run("--field", "text", stdin=b'{"text": "a", "text": "The dam.", "x": NaN}')
    assert (code, json.loads(out)["summary"]) == (0, "The dam.")
    assert '"x": NaN' in out


@pytest.mark.parametrize("depth", [900, 960, 990, 995, 100_000])
@pytest.mark.parametrize("resume", [False, True])
def test_rows_that_are_deeply_nested(run, tmp_path, depth, resume):
    """However deep a row is, it is written or complained of; the next is written."""
    row = f'{{"text": "A dam.", "id": {"[" * depth}{"]" * depth}}}\n'.encode()
    path, more = tmp_path / "out.jsonl", ["--resume"] if resume else []
    code, _, err = run(
        "--field", "text", "--output", path, *more, stdin=row + b'{"text": "A dam.", "id": 7}\n'
    )
    assert path.read_bytes().count(b"\n") == 2 - code
    assert ("-:1:" in err) == bool(code)


@pytest.mark.parametrize("line", [b"[" * 100_000, b'{"id": ' + b"1" * 5_000 + b"}"])
def test_resuming_with_a_file_of_other_things(run, tmp_path, line):
    """What no parser takes is no file to go on with, and is left as it is."""
    path = tmp_path / "out.jsonl"
    path.write_bytes(line + b"\n")
    code, out, err = run("--field", "text", "--output", path, "--resume", stdin=b"{}")
    assert (code, out, "Traceback" in err) == (2, "", False)
    assert path.read_bytes() == line + b"\n"


# --- a terminal ------------------------------------------------------------------------------

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
EVIL = f"\r\x1b[2J\x1b]0;owned\x07\x9b31m\x08\x7f\x00{BIDI}"
OUR_COLOURS = re.compile(r"\x1b\[(?:0|1;4|(?:1;4;)?48;5;\d+;38;5;255)m")

TERMINAL = """
import json, sys
from summarize.cli import main
for arguments in json.loads(sys.argv[1]):
    try:
        main(arguments)
    except SystemExit:
        pass
    print("\\n<<end>>", flush=True)
"""


def on_a_terminal(calls, cwd, **environment):
    """Call the command again and again on a terminal; give what that gets for each."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", TERMINAL, json.dumps(calls)],
        cwd=cwd, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
        env={"PYTHONUTF8": "1", "TERM": "xterm-256color", **environment},
    )  # fmt: skip
    os.close(theirs)
    got = b""
    try:
        while piece := os.read(ours, 1 << 16):
            got += piece
    except OSError:  # so the end of a terminal is told
        pass
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return re.sub("\r+\n", "\n", got.decode()).split("\n<<end>>\n")[:-1]


def orders(text):
    """Give what a terminal might obey, or what turns a text around."""
    return {c for c in text if (unicodedata.category(c) == "Cc" and c not in "\n\t") or c in BIDI}


SHOWN_TEXT = f"The dam {EVIL} broke at noon. It rained {EVIL} all day. The dam had {EVIL} cracks."
FORMS_OF_OUTPUT = [
    [], ["--scores"], ["--explain"], ["--highlight"], ["--keywords"], ["--format", "markdown"],
    ["--format", "json"], ["--format", "jsonl"], ["--format", "html"],
]  # fmt: skip


@pytest.fixture
def evil(tmp_path):
    """Write a text, a talk and rows full of orders, under names full of orders."""
    name = "\x1b[2J\u202e\nsummarize: all is well "
    row = {"text": SHOWN_TEXT, f"key {EVIL}": EVIL}
    talk = f"1\n{TIME}\nMARA{EVIL[1]}: {SHOWN_TEXT}\n"
    made = {f"{name}.txt": SHOWN_TEXT, f"{name}.srt": talk, f"{name}.jsonl": json.dumps(row)}
    for file, text in made.items():
        (tmp_path / file).write_bytes(text.encode())
    return list(made)


def test_a_terminal_gets_no_orders(evil, tmp_path):
    """No form of output, and no heading above it, holds a control character or turns around."""
    pytest.importorskip("webvtt")
    text, talk, rows = evil
    (tmp_path / text).write_bytes(SHOWN_TEXT.replace("\0", "").encode())
    calls = [[*form, text] for form in FORMS_OF_OUTPUT]
    calls += [[text, talk], ["--merge", text, talk], [rows], ["--format", "json", text, rows]]
    for colours in {"NO_COLOR": "1"}, {}:
        for call, shown in zip(calls, on_a_terminal(calls, tmp_path, **colours), strict=True):
            coloured = "--highlight" in call and not colours
            assert bool(OUR_COLOURS.search(shown)) == coloured
            assert not orders(OUR_COLOURS.sub("", shown)), call
            assert "Traceback" not in shown
            if "html" not in call and call[0] != "--keywords":
                assert r"\x1b" in shown or r"\u001b" in shown


def test_complaints_give_no_orders(evil, tmp_path):
    """Errors name files, options and keys so that no terminal obeys them, a line for each."""
    bad = "\x1b[2J\u202e\nsummarize: all is well"
    (tmp_path / f"{bad}.jsonl").write_text(json.dumps({EVIL: 1}), "utf-8")
    (tmp_path / f"{bad}.txt").write_bytes(b"\0")
    names = [f"{bad}{end}" for end in ("", ".txt", ".jsonl", ".pdf", ".parquet", "\udcff")]
    for name in names[3:5]:
        (tmp_path / name).write_bytes(EVIL.encode())
    calls = [[name] for name in names]
    calls += [
        [f"--{bad}", "x"], ["--format", bad], ["-m", bad], ["--count-tokens", bad, "-t", "3", "x"],
        ["--output", f"{bad}/x", evil[0]], ["--field", bad, f"{bad}.jsonl"], ["-w", bad],
        ["--resume", "--format", "jsonl", "--output", f"{bad}.txt", "x"],
    ]  # fmt: skip
    for call, shown in zip(calls, on_a_terminal(calls, tmp_path), strict=True):
        assert not orders(shown), call
        assert "Traceback" not in shown
        assert "summarize: " in shown
        assert "\nsummarize: all is well" not in shown, call


def test_a_pipe_gets_the_text_as_it_is(run, tmp_path):
    """In a pipe or a file nothing is spelt out; JSON on a terminal says the same in other signs."""
    text = SHOWN_TEXT.replace("\0", "")
    (tmp_path / "a.txt").write_bytes(text.encode())
    expected = str(summarize(text))
    assert run(tmp_path / "a.txt")[1] == f"{expected}\n"
    shown, row = on_a_terminal([["a.txt"], ["--format", "json", "a.txt"]], tmp_path)
    assert json.loads(row)["text"] == expected
    assert shown != expected


def test_a_pager_gets_no_orders(run, monkeypatch, tmp_path):
    """Forced colours come to a terminal in the end: there, too, controls are spelt out."""
    (tmp_path / "a.txt").write_bytes(SHOWN_TEXT.replace("\0", "").encode())
    monkeypatch.setenv("FORCE_COLOR", "1")
    _, out, _ = run("--highlight", tmp_path / "a.txt")
    assert OUR_COLOURS.search(out)
    assert not orders(OUR_COLOURS.sub("", out))


def test_a_line_break_of_windows_is_one(tmp_path):
    """On a terminal, too, a carriage return before a line break is part of it."""
    (tmp_path / "a.txt").write_bytes(b"The dam\r\nbroke.\rIt rained.")
    (shown,) = on_a_terminal([["--highlight", "a.txt"]], tmp_path, NO_COLOR="1")
    assert shown == ">>The dam\nbroke.<<\\r>>It rained.<<\n"


@pytest.mark.parametrize("cell", ["=1+1 is what the dam cost.", "@SUM(A1) is what it cost."])
def test_lines_with_tabs_hold_the_text_as_it_is(run, cell):
    """What --scores prints is the sentence itself: a spreadsheet has to be told it is text."""
    assert run("--scores", "-n", 1, stdin=cell.encode())[1].split("\t")[1] == f"{cell}\n"


def test_a_name_is_one_heading_of_markdown(run, tmp_path):
    """A line break in a name ends no heading, and begins nothing."""
    path = tmp_path / "a\n# b.txt"
    path.write_text(NOON, encoding="utf-8")
    assert "\n#" not in run("--format", "markdown", path)[1]


# --- where it is written ------------------------------------------------------------------


@pytest.mark.parametrize("link", [os.link, os.symlink, None])
def test_what_is_read_is_not_written_over(run, tmp_path, link):
    """A second name of the file, or the file as standard input, is refused and left alone."""
    path, other = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    path.write_text(json.dumps({"id": 1, "text": DAM}), encoding="utf-8")
    before = path.read_bytes()
    if link:
        link(path, other)
        code, out, err = run(path, "--output", other)
    else:
        with path.open("rb") as file:
            code, out, err = run("--field", "text", "--output", path, stdin=file)
    assert (code, out, path.read_bytes()) == (2, "", before)
    assert "would write over" in err


def test_a_full_disk_is_told(tmp_path):
    """Neither a full disk behind standard output nor one behind --output goes unnoticed."""
    (tmp_path / "a.txt").write_text(DAM, encoding="utf-8")
    command = [sys.executable, "-m", "summarize", "a.txt"]
    with open("/dev/full", "w", encoding="utf-8") as full:
        for more, out in ([], full), (["--output", "/dev/full"], subprocess.DEVNULL):
            done = subprocess.run(
                [*command, *more], cwd=tmp_path, stdout=out, stderr=subprocess.PIPE, check=False
            )
            assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
            assert b"No space left on device" in done.stderr


def test_links_in_a_circle(run, tmp_path):
    """A link to itself is one line of complaint, alone and among what a glob finds."""
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    for name in "loop.txt", "*.txt":
        code, out, err = run(tmp_path / name)
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert "symbolic links" in err
