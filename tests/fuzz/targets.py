"""What is fuzzed: each target makes a case of bytes, runs it, and checks what is promised.

A target takes `Choices` and fails with an error, or gives nothing.  Only documented errors
are let through: a `TypeError` or `ValueError` that names an argument, a reader's `ValueError`,
an exit code of the command.
"""

import io
import json
import math
import os
import re
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from choices import Choices
from guard import fenced, size_of, timed
from sklearn.exceptions import ConvergenceWarning

from summarize import (
    Document,
    Summarizer,
    SummaryWarning,
    keywords,
    scorers,
    split_sentences,
    summarize,
)
from summarize.cli import main
from summarize.readers import SUFFIXES, read
from summarize.scores import METHODS
from summarize.selectors import MMR, SELECTORS, Coverage
from summarize.tokens import count_words, fold, make_analyser, words

LANGUAGES = (
    "en", "de", "fr", "tr", "el", "zh", "ja", "th", "my", "hi", "ar", "he", "hy", "am", "ko", "ru",
    "az", "nl", "und", "zz", "en-GB", "zh_Hant", "EN", "../en", "\x00", "\ud800", " ",
    "en-" + 99 * "x",
)  # fmt: skip
SPACE = re.compile(r"\S")


#: A text of more characters is not given to what is known to be slow.
LONG = 20_000


def has_word(text: str) -> bool:
    """Say whether there is a letter or digit."""
    return any(map(str.isalnum, text))


def maybe_language(choices: Choices) -> str | None:
    """Give a code, a sign that is none, or nothing."""
    return choices.text(4)[:1] if choices.rarely() else choices.pick((None, *LANGUAGES))


def check_spans(sentences: Sequence[Any], texts: Sequence[str]) -> None:
    """Check that sentences stand where they say, in order and apart."""
    at = (0, 0)
    for sentence in sentences:
        assert texts[sentence.document][sentence.start : sentence.end] == sentence.text
        assert (sentence.document, sentence.start) >= at, "out of order"
        at = (sentence.document, sentence.end)


# --- sentences and words --------------------------------------------------------------


@fenced()
def split(choices: Choices) -> None:
    """Sentences: verbatim, in order, apart, trimmed, with every character but white space."""
    language = maybe_language(choices)
    splitter = choices.pick(("rules", "rules", "rules", "punkt", str.splitlines))
    text = choices.long_text()
    if splitter == "punkt" and len(text) > LONG:
        splitter = "rules"  # NLTK's takes 12 s for a megabyte of marks
    found = timed(size_of(text), split_sentences, text, language, splitter)
    check_spans(found, [text])
    assert all(one.text.strip() == one.text != "" for one in found)
    if splitter == "rules":
        held = sum(len(SPACE.findall(one.text)) for one in found)
        assert held == len(SPACE.findall(text)), "characters are lost"


@fenced()
def tokens(choices: Choices) -> None:
    """Words stand in the text one after another; counts add up; keywords stand where they say."""
    language = maybe_language(choices) or ""
    stemmer = choices.pick((None, None, "snowball"))
    n, window = choices.whole(1, 20), choices.whole(1, 5)
    text = choices.long_text()
    size = size_of(text)
    at = 0
    for word in timed(size, words, text):
        at = text.index(word, at) + len(word)
    whole = timed(size, count_words, text)
    halves = text[: len(text) // 2], text[len(text) // 2 :]
    assert count_words(" ".join(halves)) == sum(map(count_words, halves)) >= whole
    analyser = make_analyser(language, stemmer=stemmer)
    for word in words(text)[:50]:
        assert fold(word, language) == fold(fold(word, language), language)
        assert all(analyser.terms(word)) or stemmer  # which may leave nothing
    given = {"n": n, "language": language, "stemmer": stemmer, "window": window}
    found = timed(size, keywords, text, **given)
    assert len(found) <= n
    for keyword in found:
        phrase, score = keyword
        assert math.isfinite(score)
        written = {" ".join(text[start:end].split()) for start, end in keyword.spans}
        assert phrase in written


# --- summaries ------------------------------------------------------------------------

KINDS = ("sentences", "words", "characters", "tokens", "ratio")
ODD = (
    -1, 0, 1.5, float("nan"), float("inf"), 10**30, True, "", "3", "nonsense", b"dam", [], [3],
    [""], {}, {"text": 3}, object(), int, np.float64(0.5), np.int64(2), np.zeros(3),
)  # fmt: skip


def subwords(text: str) -> int:
    """Count as language models do, roughly: a token for every four characters of a word."""
    return sum(-(-len(word) // 4) for word in text.split())


def budget(choices: Choices) -> dict[str, Any]:
    """Give a length, of any kind."""
    kind = choices.pick(("sentences", "words", "characters", "ratio", "tokens", "none"))
    if kind == "none":
        return {}
    if kind == "ratio":
        return {"ratio": max(0.001, choices.share())}
    amount = {kind: choices.whole(1, 255)}
    counter = choices.pick((len, subwords, count_words, lambda _: 0))
    return amount if kind != "tokens" else {**amount, "count_tokens": counter}


def scorer(choices: Choices) -> Any:
    """Give the name of a method, a scorer with parameters, or a user's own."""
    numbers = [choices.byte() - 99 for _ in choices.some(4)]
    return choices.pick(
        (
            None,
            *METHODS,
            scorers.Coverage(position=choices.share(), fade=0.5, length=1.5, centrality=1.0),
            scorers.TextRank(similarity=choices.pick(("overlap", "bm25")), damping=choices.share()),
            scorers.TextRank(max_iterations=1, query_weight=choices.share()),
            scorers.LexRank(threshold=choices.share()),
            scorers.Lsa(topics=1 + choices.byte()),
            scorers.Luhn(min_count=1, gap=choices.byte()),
            scorers.Random(random_state=choices.byte()),
            lambda batch: [len(text) for text in batch.texts],
            lambda _: numbers,
        )
    )


def encoder(choices: Choices) -> Callable[[list[str]], Any]:
    """Give a function that makes vectors, or what should be some."""
    value = choices.pick((0.0, 1.0, -1.0, 1e200, 1e-200, float("nan"), "no", None))
    width = choices.whole(0, 3)

    def encode(texts: list[str]) -> Any:
        return [[len(text) % 7 * value if value else 0.0] * width for text in texts]

    return encode


def options(choices: Choices) -> tuple[dict[str, Any], bool]:
    """Give arguments of `summarize`, and whether one of them may be wrong."""
    given: dict[str, Any] = {**budget(choices), "method": scorer(choices)}
    given["order"] = choices.pick(("document", "rank"))
    given["readable"] = choices.pick((None, True, False))
    wrong = callable(given["method"])
    if choices.often():
        given["selector"] = choices.pick(
            (*SELECTORS, MMR(choices.share()), Coverage(choices.share(), choices.pick((1, 2, 9))))
        )
    if choices.often():
        given["query"] = choices.text(5)
    if choices.rarely():
        given["language"] = maybe_language(choices)
        given["stemmer"] = choices.pick(("snowball", str.upper, lambda _: ""))
    if choices.rarely():
        given["stop_words"] = ["the", "dam", "今天"]
        given["must_include"] = choices.pick((["dam"], ["the council", "水"], ["\u0301"], ["x y"]))
    if choices.rarely():
        given["splitter"] = choices.pick(("punkt", str.splitlines, lambda _: [(0, 1)], str.split))
        wrong = True
    if choices.rarely():
        given["encoder"] = encoder(choices)
        wrong = True
    if choices.rarely():
        given[choices.pick(("sentences", "words", *given))] = choices.pick(ODD)
        wrong = True
    return given, wrong


@contextmanager
def only_known_warnings() -> Iterator[list[warnings.WarningMessage]]:
    """Gather warnings, and check that they are ours."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield caught
    for one in caught:
        assert issubclass(one.category, SummaryWarning | ConvergenceWarning), one


def measured(summary: Any, given: dict[str, Any]) -> tuple[float, float]:
    """Give how long a summary is and may be, in the budget's own measure."""
    text = str(summary)
    measures = {
        "sentences": lambda: len(summary),
        "words": lambda: len(text.split()) if text.isascii() else count_words(text),
        "characters": lambda: len(text),
        "ratio": lambda: len(summary) / max(1, len(summary.sentences)) - 1e-9,
        # nothing is counted of nothing: `int`, say, has no answer to it
        "tokens": lambda: given["count_tokens"](text) if text else 0,
    }
    kind = next((kind for kind in measures if given.get(kind) is not None), "sentences")
    return measures[kind](), given.get(kind) or 3


def check_summary(summary: Any, texts: Sequence[str], given: dict[str, Any]) -> None:
    """Check the promises that one summary can be held to."""
    check_spans(summary.sentences, texts)
    length, most = measured(summary, given)
    assert length <= most, (length, most)
    assert len(set(summary.rows)) == len(summary)
    assert all(has_word(sentence.text) for sentence in summary)
    assert len(summary.scores) == len(summary.sentences)
    assert np.isfinite(summary.scores).all()
    assert sorted(summary.ranks) == list(range(len(summary.sentences)))
    keys = [s.rank if summary.order == "rank" else s.index for s in summary]
    assert keys == sorted(keys)


def check_shown(summary: Any) -> None:
    """Check the forms of a summary: reasons that add up, JSON, a page that nothing escapes to."""
    for sentence in [*summary, *summary.sentences[:5]]:
        why = summary.explain(sentence)
        shares = sum(share for _, share in why.terms) + why.position + why.query + why.base
        assert math.isclose(shares, sentence.score, rel_tol=1e-9, abs_tol=1e-9)
        assert str(why)
    data = json.loads(summary.to_json())
    assert [data["sentences"][row]["text"] for row in data["chosen"]] == [x.text for x in summary]
    page = summary.to_html()
    page.encode()
    assert page.count("<script") == page.count("</script>") <= 2
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert repr(summary)


def refused(error: Exception, given: dict[str, Any]) -> bool:
    """Say whether an error is a documented one: it names an argument that was given.

    Or it is that of a callable that was given: `int`, of what is no number.
    """
    said = str(error)
    named = "int()" in said or any(re.search(rf"\b{name}\b", said) for name in given)
    return named and isinstance(error, TypeError | ValueError)


@fenced()
def summaries(choices: Choices) -> None:
    """Summaries: verbatim, within their budget, the same again, cut as a new run, explained."""
    given, wrong = options(choices)
    other = budget(choices)
    shown, batch = choices.rarely(), choices.rarely()
    texts: list[str] = [choices.text() for _ in choices.some(2)] or [choices.long_text()]
    text = texts[0] if len(texts) == 1 else texts
    size = size_of(*texts)
    if size > LONG:  # the time of some grows with the number chosen, or is Punkt's
        given["selector"], given["splitter"], shown = None, "rules", False
    with only_known_warnings() as caught:
        try:
            summary = timed(size, summarize, text, **given)
        except Exception as error:
            if wrong and refused(error, given):
                return
            raise
        worded = any(has_word(sentence.text) for sentence in summary.sentences)
        assert len(summary) or caught or not worded, "empty, and no warning"
        check_summary(summary, texts, given)
        assert summarize(text, **given).to_dict() == summary.to_dict()
        if shown:
            check_shown(summary)
        if wrong:
            return
        unbudgeted = {k: v for k, v in given.items() if k not in (*KINDS, "count_tokens")}
        cut = timed(size, summary.cut, **other)
        if other:
            assert cut.to_dict() == summarize(text, **unbudgeted, **other).to_dict()
        if batch:
            (one, two) = Summarizer(**given).summarize_many([text, text])
            assert one.to_dict() == two.to_dict() == summary.to_dict()


def metas(choices: Choices) -> dict[Any, Any]:
    """Give what may stand beside a segment: any keys, any values."""
    values = (None, 1, 2.5, float("nan"), "x", ["a"], {"b": {1: 2}}, b"\xff", {1}, object, "\ud800")
    keys = ("speaker", "start", "page", "headings", "score", "index", 1, None, "", "\x00", (1, 2))
    return {choices.pick(keys): choices.pick(values) for _ in choices.some(3)}


@fenced()
def documents(choices: Choices) -> None:
    """Own sentences and segments: they come back one by one, with what belongs to them."""
    language = maybe_language(choices)
    separator = choices.pick((" ", "", "\n", ". ", "\ud800", "\r\n\r\n"))
    given = {**budget(choices), "readable": choices.pick((None, True, False))}
    pieces = [(metas(choices), choices.text(8)) for _ in choices.some(12)]
    if choices.often():
        made = [{**meta, "text": text} for meta, text in pieces]
        document = Document.from_segments(made, language=language, separator=separator)
    else:
        own = [text for _, text in pieces]
        document = Document.from_sentences(own, language=language, separator=separator)
    with only_known_warnings():
        summary = timed(len(choices.data), summarize, document, **given)
    check_summary(summary, [document.text], given)
    if document.split:
        held = [{k: v for k, v in meta.items() if k != "text"} for meta, _ in pieces]
        assert all(any(x.meta is m or x.meta == m for m in held) for x in summary.sentences)
    else:
        assert [x.text for x in summary.sentences] == own
    assert str(document) == document.text == separator.join(text for _, text in pieces)
    check_shown(summary)


# --- readers --------------------------------------------------------------------------

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def packed(body: bytes) -> bytes:
    """Make a Word file of what stands in its main part."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("[Content_Types].xml", _TYPES)
        file.writestr("_rels/.rels", _RELATIONS)
        file.writestr("word/document.xml", body)
    return buffer.getvalue()


@fenced()
def readers(choices: Choices) -> None:
    """Any bytes under any name: a document whose sentences are exact, or a `ValueError`."""
    suffix = choices.pick((*SUFFIXES, "", ".txt", ".TXT", ".docx packed"))
    language = maybe_language(choices) if choices.rarely() else None
    encoded = choices.rarely()
    data = choices.long_text().encode("utf-16", "surrogatepass") if encoded else choices.raw()
    if suffix == ".docx packed":
        suffix, data = ".docx", packed(data)
    try:
        with redirect_stderr(io.StringIO()), only_known_warnings():  # what pypdf logs
            document = timed(len(data), read, f"file{suffix}", data, language)
    except ValueError:
        return
    with only_known_warnings():
        summary = timed(size_of(document.text), summarize, document)
    check_summary(summary, [document.text], {})
    assert summary.to_json()


# --- the command ----------------------------------------------------------------------

NAMES = (
    "a.txt", "b.md", "c.html", "d.jsonl", "e.srt", "f.vtt", "g.docx", "h.pdf", "i.parquet",
    "j", "k.bin", "l\x1b[31m.txt", "m\u202e.txt", "n n\n.txt", "[o].txt", "-p.txt", "q\udcff.txt",
)  # fmt: skip
OUTPUTS = ("out.jsonl", "out.txt", "out.parquet", "none/out.txt", ".", "", "a.txt", "d.jsonl")
AMOUNTS = ("3", "1", "0", "-1", "40", "1e9", "nan", "0.5", "٣", "", "9" * 40, "1_0")
VALUED: dict[str, Sequence[str]] = {
    "-n": AMOUNTS, "--words": AMOUNTS, "-c": AMOUNTS, "-t": AMOUNTS, "-r": AMOUNTS,
    "--count-tokens": ("builtins:len", "builtins:str", "nothing:here", "os", ":", "", ".x:y"),
    "-m": (*METHODS, "", "nonsense"), "-q": ("dam", "", "今天 \x1b[31m", "who paid?"),
    "-l": ("en", "zz", "", "\x1b"), "--field": ("body", "text", "", "id"),
    "--on-error": ("skip", "stop", "x"), "--jobs": ("1", "0", "x"), "--output": OUTPUTS,
    "--id": ("id", "", "body"), "--order": ("rank", "document", "x"), "--into": ("summary", "body"),
    "--format": ("text", "markdown", "json", "jsonl", "html", "x"), "--keywords": ("3", "0", "x"),
}  # fmt: skip
FLAGS = (
    "--readable", "--no-readable", "--merge", "--resume", "--scores", "--explain", "--highlight",
    "--help", "--version", "--print-completion=zsh", "--keywords", "--", "-", "-h", "-x",
)  # fmt: skip
ASIDE = ("--help", "--version", "--print-completion", "-h")
# What the command itself puts around sentences where it is to use colours.
_COLOURS = re.compile(r"\x1b\[(?:1;4;)?48;5;\d+;38;5;255m|\x1b\[1;4m|\x1b\[0m")
_CONTROLS = re.compile("\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Screen(io.TextIOWrapper):
    """An output that is a terminal, or says so."""

    def __init__(self, encoding: str, errors: str, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding, errors, newline="\n", write_through=True)
        self.terminal = terminal

    def isatty(self) -> bool:
        """Say whether it is a terminal."""
        return self.terminal

    def shown(self) -> str:
        """Give what was written."""
        return self.buffer.getvalue().decode(self.encoding)


def row(choices: Choices) -> bytes:
    """Make a line of a file of rows, or what is none."""
    if choices.rarely():
        return choices.text(5).encode("utf-8", "surrogatepass")
    found: dict[str, Any] = {"id": choices.pick((choices.at, str(choices.at), None, 1.5, [1]))}
    found[choices.pick(("text", "body", "\x1b"))] = choices.text(30)
    return json.dumps(found, ensure_ascii=choices.often()).encode("utf-8", "surrogatepass")


def content(choices: Choices, name: str) -> bytes:
    """Make what stands in a file."""
    if name.endswith(".jsonl") or choices.rarely():
        return b"\n".join(row(choices) for _ in choices.some(6))
    if name == "i.parquet" and choices.often():
        return table(["dam", choices.text(20), None])
    text = choices.text(60).encode("utf-8", "surrogatepass")
    return packed(text) if name == "g.docx" else text


def table(texts: list[str | None]) -> bytes:
    """Make a Parquet file."""
    import pyarrow as pa
    from pyarrow import parquet

    whole = [text if text is None else text.encode(errors="replace").decode() for text in texts]
    sink = io.BytesIO()
    parquet.write_table(pa.table({"id": range(len(whole)), "text": whole}), sink)
    return sink.getvalue()


def arguments(choices: Choices) -> list[str]:
    """Make a command line; addresses are not fetched, and no processes are started."""
    found: list[str] = []
    for _ in choices.some(4):
        if choices.often():
            name = choices.pick(tuple(VALUED))
            found += [name, choices.pick(VALUED[name])]
        else:
            found.append(choices.pick(FLAGS))
    if choices.rarely():
        raw = choices.text(3).encode("utf-8", "surrogatepass").replace(b"\0", b"")
        found.append(os.fsdecode(raw))  # as a shell would hand it on
    named = [choices.pick((*NAMES, "*", "*.txt", "[" * 300, "no.txt", "")) for _ in choices.some(3)]
    return [one for one in [*found, *named] if not one.startswith(("--u", "--j=", "--jo"))]


@contextmanager
def workplace(files: dict[str, bytes]) -> Iterator[Path]:
    """Make a folder with some files, and work there, behind the fence."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(os.path.realpath(name))
        for file, data in files.items():
            (folder / file).write_bytes(data)
        os.chdir(folder)
        try:
            with fenced(folder):
                yield folder
        finally:
            os.chdir(before)


def call(given: list[str], stdin: bytes = b"", **screen: Any) -> tuple[int, str, str]:
    """Run the command here; give its exit code, its output and its complaints."""
    out = Screen(screen.get("encoding", "utf-8"), "strict", screen.get("terminal", False))
    err = Screen("utf-8", "backslashreplace", False)
    source = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    colours = {"NO_COLOR": "" if screen.get("colours") else "1"}
    with ExitStack() as stack:
        stack.enter_context(mock.patch.dict(os.environ, colours))
        stack.enter_context(mock.patch("sys.stdin", source))
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        try:
            code = main(given)
        except SystemExit as stop:
            code = int(stop.code or 0)
    return code, out.shown(), err.shown()


def command(choices: Choices) -> None:
    """Command lines: a documented exit code, no control printed, no file but the one named."""
    given = arguments(choices)
    screen = {
        "terminal": choices.often(),
        "colours": choices.often(),
        "encoding": choices.pick(("utf-8", "utf-8", "ascii", "utf-16")),
    }
    stdin = content(choices, "-")
    files = {name: content(choices, name) for name in NAMES if name in given or choices.rarely()}

    def run() -> tuple[int, str, str, dict[str, bytes]]:
        with workplace(files) as folder, only_known_warnings():
            found = call(given, stdin, **screen)
            left = {p.name: p.read_bytes() for p in folder.iterdir()}
            return *found, left

    code, out, err, left = timed(sum(map(len, files.values())), run)
    assert code in (0, 1, 2), code
    assert bool(code) <= bool(err), "it failed without a word"
    assert "Traceback" not in err
    output = value_of(given, "--output")
    assert left.keys() <= {*files, output}
    assert {**left, output: b""} == {**files, output: b""}, "an input was changed"
    if code != 2:
        assert not _CONTROLS.search(err), err
    if screen["terminal"]:
        assert not _CONTROLS.search(_COLOURS.sub("", out) if screen["colours"] else out), out
    check_format(given, code, out)


def value_of(given: Sequence[str], option: str) -> str:
    """Give what an option is set to: by the last one, before what ends options."""
    options = given[: given.index("--")] if "--" in given else given
    named = [value for name, value in pairwise(options) if name == option]
    return named[-1] if named else ""


def check_format(given: Sequence[str], code: int, out: str) -> None:
    """Check that JSON is JSON."""
    if code == 2 or value_of(given, "--output") or any(one.startswith(ASIDE) for one in given):
        return
    if value_of(given, "--format") == "jsonl":
        for line in out.split("\n"):
            assert not line or json.loads(line)
    elif value_of(given, "--format") == "json" and out:
        json.loads(out)


def rows(choices: Choices) -> None:
    """Rows in, rows out; a run that was cut short goes on to the same file."""
    length = ["-n", choices.pick(("1", "2"))]
    ways = (length, ["--keywords", "3"], [*length, "--explain"], [*length, "--into", "text"])
    options = ["--format", "jsonl", *choices.pick(ways)]
    cut, name = choices.share(), choices.pick(("in.jsonl", "in.jsonl", "in.parquet"))
    data = choices.raw() if choices.rarely() else b"\n".join(row(choices) for _ in choices.some(8))

    def run() -> None:
        with workplace({name: data}), only_known_warnings():
            whole = call([*options, "--output", "out", name])
            assert whole[0] in (0, 1), whole
            written = Path("out").read_bytes()
            for line in written.splitlines():
                assert isinstance(json.loads(line), dict)
            Path("out").write_bytes(written[: int(cut * len(written))])
            resumed = call([*options, "--output", "out", "--resume", name])
            if resumed[0] in (0, 1) and "no id under" not in resumed[2]:
                assert Path("out").read_bytes() == written

    timed(len(data), run)


TARGETS: dict[str, Callable[[Choices], None]] = {
    "split": split, "tokens": tokens, "summaries": summaries, "documents": documents,
    "readers": readers, "command": command, "rows": rows,
}  # fmt: skip


def run_case(target: str, data: bytes) -> None:
    """Run one case of a target; it reaches no network and writes no file but in its own folder."""
    TARGETS[target](Choices(data))
