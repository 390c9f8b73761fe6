"""The command `summarize`: what it prints, what it complains of, how it ends."""

import io
import json
import os
import re
import socket
import subprocess
import sys
import sysconfig
import warnings
from contextlib import contextmanager, suppress
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest

import summarize as package
from summarize import Document, summarize
from summarize.cli import main
from summarize.inputs import Item
from summarize.outputs import Style, show
from summarize.pipeline import run as run_units

COMMAND = str(Path(sysconfig.get_path("scripts")) / "summarize")
MODULE = [sys.executable, "-m", "summarize"]


@pytest.fixture
def article(examples):
    """Give the path of the article."""
    return examples / "tram.txt"


# --- what it reads ---------------------------------------------------------------


def test_file(run, article, tram):
    """A file gets three sentences, as the function gives them."""
    assert run(article) == (0, f"{summarize(tram)}\n", "")


@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_standard_input(run, article, tram, arguments):
    """Without a file, or with -, standard input is read."""
    assert run(*arguments, stdin=article.read_bytes()) == (0, f"{summarize(tram)}\n", "")


@pytest.mark.parametrize("options", [[], ["--field", "text", "--format", "text"]])
def test_standard_input_named_twice(run, options):
    """It is at its end the second time, and holds no more texts."""
    row = b'{"text": "It rained."}' if options else b"It rained."
    code, out, err = run("-", "-", *options, stdin=row)
    assert (code, "It rained." in out, err) == (0, True, "")


def test_terminal_is_not_waited_for(monkeypatch, capsys):
    """Without a file and with a terminal as input the command says what to do, and ends."""
    terminal = io.TextIOWrapper(io.BytesIO())
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stdin", terminal)
    with pytest.raises(SystemExit, match="2"):
        main([])
    assert "name a FILE, or pipe a text in" in capsys.readouterr().err


def test_output_to_standard_output(run, article, tmp_path, monkeypatch):
    """--output - is the screen, and no file of that name."""
    monkeypatch.chdir(tmp_path)
    assert run(article, "--output", "-") == run(article)
    assert list(tmp_path.iterdir()) == []


def test_several_files_have_headings(run, examples):
    """Each of several files gets its own summary, under its name, apart by an empty line."""
    names = [examples / "flood_a.txt", examples / "flood_b.txt"]
    code, out, err = run("-n", 1, *names)
    own = [summarize(name.read_text(encoding="utf-8"), sentences=1) for name in names]
    assert (code, err) == (0, "")
    assert out == f"==> {names[0]} <==\n{own[0]}\n\n==> {names[1]} <==\n{own[1]}\n"


def test_merge(run, examples):
    """With --merge all files get one summary, without a heading."""
    names = [examples / f"flood_{letter}.txt" for letter in "abc"]
    texts = [name.read_text(encoding="utf-8") for name in names]
    assert run("--merge", "-w", 60, *names) == (0, f"{summarize(texts, words=60)}\n", "")


def test_carriage_returns(run, tmp_path):
    """Spans count the carriage returns of a Windows file."""
    text = "The dam broke.\r\nIt rained.\r\nThe dam had cracks.\r\n"
    path = tmp_path / "windows.txt"
    path.write_bytes(text.encode())
    code, out, _ = run("-n", 2, "--format", "json", path)
    assert code == 0
    for sentence in json.loads(out)["sentences"]:
        assert text[sentence["start"] : sentence["end"]] == sentence["text"]
        assert "\r" not in sentence["text"]


# --- options -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "arguments"),
    [
        (["-n", "2"], {"sentences": 2}),
        (["--sentences", "2"], {"sentences": 2}),
        (["-w", "50"], {"words": 50}),
        (["--words=50"], {"words": 50}),
        (["-c", "200"], {"characters": 200}),
        (["--characters", "200"], {"characters": 200}),
        (["-r", "0.2"], {"ratio": 0.2}),
        (["--ratio", "0.2"], {"ratio": 0.2}),
        (["-t", "300", "--count-tokens", "builtins:len"], {"tokens": 300, "count_tokens": len}),
        (["--tokens=300", "--count-tokens=builtins:len"], {"tokens": 300, "count_tokens": len}),
        (["-m", "textrank"], {"method": "textrank"}),
        (["--method", "lead"], {"method": "lead"}),
        (["-q", "who paid for it?"], {"query": "who paid for it?"}),
        (["--query", "the bell", "-n", "1"], {"query": "the bell", "sentences": 1}),
        (["--must-include", "gong"], {"must_include": ["gong"]}),
        (["--must-include=bell", "--must-include", "crowns"], {"must_include": ["bell", "crowns"]}),
        (["-l", "de"], {"language": "de"}),
        (["--language", "tlh"], {"language": "tlh"}),
        (["--order", "rank"], {"order": "rank"}),
        (["--order", "document"], {"order": "document"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_option_means_its_argument(run, article, tram, options, arguments):
    """An option does what the argument of the same name does in Python."""
    assert run(*options, article) == (0, f"{summarize(tram, **arguments)}\n", "")


def test_count_tokens_is_found_in_the_working_directory(run, article, tmp_path, monkeypatch):
    """The function that counts tokens may stand in a module beside the user."""
    (tmp_path / "my_own_tokens.py").write_text("def count(text):\n    return len(text) // 4\n")
    monkeypatch.chdir(tmp_path)
    code, out, _ = run("-t", 50, "--count-tokens", "my_own_tokens:count", article)
    assert code == 0
    assert 0 < len(out.strip()) // 4 <= 50
    assert str(tmp_path) not in sys.path
    before = [str(tmp_path), *sys.path]
    monkeypatch.setattr(sys, "path", list(before))
    assert run("-t", 50, "--count-tokens", "my_own_tokens:count", article)[1] == out
    assert sys.path == before


def test_a_module_that_cannot_be_imported_is_named(run, article, tmp_path, monkeypatch):
    """Whatever it raises is one line of a wrong call, no traceback."""
    (tmp_path / "my_broken_tokens.py").write_text("def count(text:\n")
    monkeypatch.chdir(tmp_path)
    code, _, err = run("-t", 50, "--count-tokens", "my_broken_tokens:count", article)
    assert (code, len(err.splitlines())) == (2, 2)
    assert "Got 'my_broken_tokens:count': '(' was never closed" in err


def test_processes_count_tokens_by_a_module_in_the_working_directory(tmp_path):
    """Several processes find it as one does."""
    (tmp_path / "my_tokens.py").write_text("def count(text):\n    return len(text) // 4\n")
    (tmp_path / "rows.jsonl").write_text('{"text": "The dam broke. It rained."}\n' * 3)
    command = [COMMAND, "-t", "6", "--count-tokens", "my_tokens:count", "--jobs", "2", "rows.jsonl"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("The dam broke.") == 3


def test_the_output_is_not_read_where_a_glob_matches_it(run, tmp_path, monkeypatch):
    """What a glob stands for is settled before the output is there."""
    monkeypatch.chdir(tmp_path)
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("The dam broke.")
    assert run("--output", "z.txt", "a.txt", "b.txt", "*.txt")[0] == 0
    assert re.findall("==> (.*) <==", (tmp_path / "z.txt").read_text()) == [
        "a.txt", "b.txt", "a.txt", "b.txt", "c.txt",
    ]  # fmt: skip
    code, _, err = run("--output", "z.txt", "*.txt")
    assert code == 2
    assert "would write over what is read" in err


def test_scores(run, article, tram):
    """With --scores each sentence has a line of its own, after its score and a tab."""
    code, out, _ = run("--scores", "-n", 4, article)
    rows = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert [[float(score), text] for score, text in rows] == [
        [round(s.score, 4), s.text] for s in summarize(tram, sentences=4)
    ]


def test_scores_keep_a_wrapped_sentence_on_one_line(run):
    """A sentence that the text broke into lines is one line with --scores."""
    _, out, _ = run("--scores", stdin=b"The dam at Sorrel\nbroke on Monday.")
    assert out.endswith("\tThe dam at Sorrel broke on Monday.\n")
    assert out.count("\n") == 1


def test_json_lines(run, examples):
    """With --format jsonl each file gives one line, and spans are exact."""
    names = [examples / "tram.txt", examples / "flood_a.txt"]
    code, out, _ = run("--format", "jsonl", "-n", 2, *names)
    assert code == 0
    for line, name in zip(out.splitlines(), names, strict=True):
        found, text = json.loads(line), name.read_text(encoding="utf-8")
        assert found["source"] == str(name)
        assert found["budget"] == {"sentences": 2}
        assert found["text"] == str(summarize(text, sentences=2))
        assert [s["index"] for s in found["sentences"] if s["chosen"]] == found["chosen"]
        for sentence in found["sentences"]:
            assert text[sentence["start"] : sentence["end"]] == sentence["text"]


def test_json_is_one_value(run, examples):
    """With --format json one file gives an object, and several a list of the same objects."""
    names = [examples / "tram.txt", examples / "flood_a.txt"]
    each = [json.loads(run("--format", "json", name)[1]) for name in names]
    assert json.loads(run("--format", "json", *names)[1]) == each


@pytest.mark.parametrize("stdin", [b"", b"\n", b"no row\n"])
def test_json_of_no_text_is_an_empty_list(run, stdin):
    """Where there is nothing to show, JSON is there all the same."""
    assert run("--format", "json", "--field", "text", stdin=stdin)[1] == "[]\n"


def test_json_of_merged_files(run, examples):
    """With --merge the spans are those of each sentence's own file."""
    names = [examples / f"flood_{letter}.txt" for letter in "abc"]
    texts = [name.read_text(encoding="utf-8") for name in names]
    found = json.loads(run("--merge", "--format", "json", *names)[1])
    assert {s["document"] for s in found["sentences"]} == {0, 1, 2}
    for sentence in found["sentences"]:
        own = texts[sentence["document"]]
        assert own[sentence["start"] : sentence["end"]] == sentence["text"]


def test_markdown(run, examples):
    """With --format markdown each file is a heading and a list, with Markdown's signs escaped."""
    names = [examples / "tram.txt", examples / "flood_a.txt"]
    code, out, _ = run("--format", "markdown", "-n", 2, *names)
    assert code == 0
    assert out.count("\n## ") + out.startswith("## ") == 2
    assert out.count("\n- ") == 4
    assert run("--format", "markdown", stdin=b"Buy *two* dams.")[1].endswith(
        "- Buy \\*two\\* dams.\n\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "- The dam broke.", "+ The dam broke.", "1. The dam broke.", "2) The dam broke.",
        "--- The dam broke.", "# The dam broke.", "> The dam broke.", "~~~ The dam broke.",
        "&lt;b&gt; R&D broke.", "&#62; broke.", "12.", "a | b broke.", "[the dam](x) broke.",
    ],
)  # fmt: skip
def test_markdown_reads_as_the_text(text):
    """What a reader of Markdown shows of a sentence is the sentence, whatever it begins with."""
    markdown = pytest.importorskip("markdown_it", reason="Markdown needs it").MarkdownIt()
    summary = summarize(Document.from_sentences([text]), sentences=1)
    page = markdown.render(show(summary, Item("a.txt"), Style("markdown")))
    assert re.findall("<li>(.*)</li>", page) == [escape(str(summary))]


def test_html(run, article, examples):
    """With --format html one file gives one page; of several it is told what to do."""
    code, out, _ = run("--format", "html", article)
    assert (code, out.startswith("<!doctype html>")) == (0, True)
    code, out, err = run("--format", "html", article, examples / "flood_a.txt")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--merge" in err


def test_explain(run, article, tram):
    """With --explain each chosen sentence comes with its reasons."""
    summary = summarize(tram)
    assert run("--explain", article)[1] == "".join(f"{summary.explain(s)}\n" for s in summary)


@pytest.mark.parametrize(("options", "count"), [(["--keywords", "3"], 3), (["--keywords"], 10)])
def test_keywords(run, article, tram, options, count):
    """With --keywords there are so many keywords, each after its score."""
    code, out, _ = run(article, *options)
    rows = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert [phrase for _, phrase in rows] == [k for k, _ in package.keywords(tram, n=count)]


@pytest.mark.parametrize("style", ["markdown", "json"])
def test_keywords_in_other_formats(run, article, tram, style):
    """As a list in Markdown, as pairs with their scores in JSON."""
    code, out, _ = run(article, "--keywords", 3, "--format", style)
    found = package.keywords(tram, n=3)
    assert code == 0
    if style == "json":
        assert json.loads(out)["keywords"] == [list(pair) for pair in found]
    else:
        assert re.findall(r"^- (.*)$", out, re.MULTILINE) == [phrase for phrase, _ in found]


def test_explanations_in_json(run, article, tram):
    """With --explain each chosen sentence has its reasons beside it."""
    code, out, _ = run(article, "--explain", "--format", "json", "-n", 2)
    summary = summarize(tram, sentences=2)
    assert code == 0
    assert json.loads(out)["explanations"] == [summary.explain(s).to_dict() for s in summary]


def test_highlight_of_several_texts(run, examples):
    """Of merged files each text is there once, in order, with its own chosen sentences."""
    names = [examples / f"flood_{letter}.txt" for letter in "ab"]
    texts = [name.read_text(encoding="utf-8") for name in names]
    code, out, _ = run("--merge", "--highlight", "-n", 3, *names)
    assert code == 0
    plain = out.replace(">>", "").replace("<<", "")
    assert "".join(plain.split()) == "".join("".join(texts).split())
    chosen = [s.text for s in summarize(texts, sentences=3)]
    assert re.findall(">>(.*?)<<", out, re.DOTALL) == chosen


def test_highlight_without_colours(run, article, tram):
    """With --highlight the whole text is there, and the summary stands between marks."""
    code, out, _ = run("--highlight", "-n", 2, article)
    assert code == 0
    assert out.replace(">>", "").replace("<<", "").rstrip() == tram.rstrip()
    assert re.findall(">>(.*?)<<", out, re.DOTALL) == [s.text for s in summarize(tram, sentences=2)]


def test_highlight_in_colours(run, article, tram, monkeypatch):
    """With colours nothing but colours is added; the chosen are bold and underlined, too."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    _, out, _ = run("--highlight", "-n", 2, article)
    assert re.sub("\x1b\\[[0-9;]*m", "", out).rstrip() == tram.rstrip()
    marked = re.findall("\x1b\\[1;4;[0-9;]*m(.*?)\x1b\\[0m", out)
    assert marked == [s.text for s in summarize(tram, sentences=2)]


# --- rows of JSON --------------------------------------------------------------------


ROWS = [
    {"id": 7, "body": "The dam broke. It rained. The dam had cracks.", "open": True},
    {"id": 8, "body": "Bees came back. The roof is warm. Bees like the roof."},
]


def as_lines(rows):
    """Write rows as JSON lines."""
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def test_rows(run):
    """With --field each row comes back with its other keys, its summary, and where that stands."""
    code, out, err = run("--field", "body", "-n", 1, stdin=as_lines(ROWS))
    assert (code, err) == (0, "")
    for line, row in zip(out.splitlines(), ROWS, strict=True):
        found, (own,) = json.loads(line), summarize(row["body"], sentences=1)
        assert found["id"] == row["id"]
        assert "body" not in found
        assert found["summary"] == own.text
        (sentence,) = found["summary_sentences"]
        assert row["body"][sentence["start"] : sentence["end"]] == own.text


def test_a_key_may_be_empty(run):
    """--field '' names the key '' of a row, not the usual one."""
    code, out, _ = run("--field", "", stdin=as_lines([{"": "It rained.", "text": "It snowed."}]))
    assert (code, json.loads(out)["summary"]) == (0, "It rained.")


def test_rows_of_a_file(run, tmp_path):
    """A file that ends in .jsonl is read as rows; --into names the key of the summary."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(as_lines([{"id": 1, "text": "The dam broke."}, {"text": "It rained."}]))
    code, out, _ = run("--into", "short", path)
    assert code == 0
    assert [json.loads(line)["short"] for line in out.splitlines()] == [
        "The dam broke.",
        "It rained.",
    ]
    assert run("--merge", "-n", 1, path) == (0, "The dam broke.\n", "")
    assert run("--format", "text", path)[1].count("==>") == 2


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("a.csv", ',id,body\r\n0,7,"The dam, at last,\nbroke. It rained."\r\n1,8,It rained.\r\n'),
        ("a.csv", ';id;body\n0;7;"The dam, at last,\nbroke. It rained."\n\n1;8;It rained.'),
        ("a.TSV", '\tid\tbody\n0\t7\t"The dam, at last,\nbroke. It rained."\n1\t8\tIt rained.\n'),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_rows_of_csv(run, tmp_path, name, table, encoding):
    """A table of cells is rows, as spreadsheets write them: quotes, breaks, marks of bytes."""
    path = tmp_path / name
    path.write_bytes(table.encode(encoding))
    code, out, err = run("--field", "body", "-n", 1, path)
    first, second = map(json.loads, out.splitlines())
    assert (code, err) == (0, "")
    assert (first[""], first["id"], first["summary"]) == ("0", "7", "The dam, at last,\nbroke.")
    assert (second["id"], second["summary"]) == ("8", "It rained.")


def test_bad_csv_is_named(run, tmp_path):
    """A column that is not there is one complaint; a row of too many cells is one of its own."""
    path = tmp_path / "a.csv"
    path.write_text("id,body\n1,It rained.\n2,It rained, and how.\n3\n4,The dam broke.\n")
    assert "no column 'text'" in run(path)[2]
    assert run(path)[2].count("\n") == 1
    code, out, err = run("--field", "body", path)
    assert (code, [json.loads(line)["id"] for line in out.splitlines()]) == (1, ["1", "4"])
    assert [line.split(": ")[1] for line in err.splitlines()[:2]] == [f"{path}:3", f"{path}:4"]
    path.write_text('id,body\n1,"It rained.\n2,Never closed.\n')
    code, out, err = run("--field", "body", path)
    assert (code, out) == (1, "")
    assert "unexpected end of data" in err
    path.write_text("body,body\nIt rained.,It rained.\n")
    assert "two columns of one name" in run("--field", "body", path)[2]
    path.write_text('sep=;\n"id, x, y";body\n1;It rained.\n')
    assert json.loads(run("--field", "body", path)[1])["summary"] == "It rained."
    path.write_text("id,body\n1," + "The dam broke. " * 10_000)
    assert run("--field", "body", "-n", 1, path)[0] == 0  # a cell of any size


def test_what_is_noticed_in_a_file_is_a_line_that_names_it(run, tmp_path):
    """In each of several files, a table among them; it keeps no text from being read."""
    torn = "Grüße aus dem Süden. Der Dämm brach für immer.".encode() + b" \xc3 Ende."
    for name in "one.txt", "two.txt":
        (tmp_path / name).write_bytes(torn)
    (tmp_path / "three.csv").write_bytes(b"id,text\n1," + torn)
    (tmp_path / "four.vtt").write_text("WEBVTT\n\n00:01 -> x\n\n0:xx --> 0:02\nIt rained.\n")
    names = [tmp_path / name for name in ("one.txt", "two.txt", "three.csv")]
    for options in ([], ["--jobs", 2], ["--merge"]):
        code, out, err = run("-n", 1, *options, *names)
        assert code == 0
        assert "Grüße aus dem Süden." in out
        said = "1 byte is not UTF-8, which the rest is: U+FFFD stands there."
        assert err.splitlines() == [f"summarize: {name}: {said}" for name in names]
    pytest.importorskip("webvtt", reason="needs the extra subtitles")
    said = "1 of the times in subtitles cannot be read: their cues are left out."
    assert run(tmp_path / "four.vtt")[2] == f"summarize: {tmp_path / 'four.vtt'}: {said}\n"


def test_errors_are_counted_by_texts(run, tmp_path):
    """Rows that are merged to one text are several, of which some could not be read."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(as_lines([{"text": "The dam broke."}, {"text": 3}, {"text": "It rained."}]))
    for options in (["--merge", "-n", 1], []):
        code, _, err = run(*options, path)
        assert (code, err.splitlines()[-1]) == (1, "summarize: 1 of 3 texts had errors")


def test_a_query_of_which_nothing_is_found_is_told_once_and_no_error(run, tmp_path):
    """A line at the end, where none of the texts holds a word of it."""
    texts = {"rain.txt": "It rained.", "dam.txt": "The dam broke.", "blank.txt": ""}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    files = [tmp_path / name for name in texts]
    said = "summarize: query: no word of 'zebra' was found, stop words apart: it changed nothing.\n"
    for options in ([], ["--merge"], ["--jobs", 2]):
        code, _, err = run("--query", "zebra", *options, *files)
        assert (code, err) == (0, said)
        assert run("--query", "the dam", *options, *files)[2] == ""


def test_options_may_stand_between_files(run, article, tmp_path):
    """A file after an option is one more file."""
    other = tmp_path / "other.txt"
    other.write_text("The dam broke.")
    assert run(article, "-n", 1, other) == run("-n", 1, article, other)


def test_what_follows_two_dashes_is_files(run, monkeypatch, tmp_path):
    """Behind "--" no name is an option, wherever it begins with a dash."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "--output").write_text("The dam broke.")
    (tmp_path / "-n").write_text("It rained.")
    code, out, _ = run("-n", 1, "--", "--output", "-n")
    assert (code, sorted(p.name for p in tmp_path.iterdir())) == (0, ["--output", "-n"])
    assert "The dam broke." in out
    assert "It rained." in out


@pytest.mark.parametrize(
    "line", [b"{", b"[1]", b'{"body": 3}', b'{"id": 1}', b"\xff", b"[" * 100_000]
)
def test_a_bad_row_does_not_end_the_rest(run, line):
    """A row that is none is a line of complaint with its number; the others are done."""
    code, out, err = run("--field", "body", stdin=line + b"\n" + as_lines(ROWS))
    assert (code, out.count("\n")) == (1, 2)
    assert err.startswith("summarize: -:1: ")
    assert err.endswith("summarize: 1 of 3 texts had errors\n")
    assert err.count("\n") == 2


@pytest.mark.parametrize("jobs", [2, -1])
def test_jobs(run, jobs):
    """Several processes print the same, in the same order, complaints included."""
    rows = as_lines([*ROWS, {"id": 9}] * 40)
    alone = run("--field", "body", "-n", 1, stdin=rows)
    assert run("--field", "body", "-n", 1, "--jobs", jobs, stdin=rows) == alone


# --- many files ------------------------------------------------------------------------


def test_globs(run, examples):
    """A glob that the shell left alone is read as the files it matches."""
    named = sorted(map(str, examples.glob("flood_*.txt")))
    assert len(named) == 3
    assert run(examples / "flood_?.txt") == run(*named)


def test_globs_leave_out_folders(run, tmp_path):
    """`**` matches folders too, which are no texts."""
    (tmp_path / "notes" / "old").mkdir(parents=True)
    (tmp_path / "notes" / "a.txt").write_text("The dam broke.")
    (tmp_path / "notes" / "old" / "b.txt").write_text("It rained.")
    code, out, err = run(tmp_path / "notes" / "**")
    assert (code, out.count("==>"), err) == (0, 2, "")


def test_stop_on_error(run, article, tmp_path):
    """With --on-error stop nothing is read after a file that cannot be; without one, all is."""
    assert run("--on-error", "stop", article, article) == run(article, article)
    code, out, err = run("--on-error", "stop", article, tmp_path / "missing.txt", article)
    assert (code, out.count("==>")) == (1, 1)
    assert err.count("missing.txt") == 1


def test_merge_goes_on_without_what_cannot_be_read(run, article, tmp_path, tram):
    """A missing file is complained of, and the others are merged; of none there is no output."""
    code, out, err = run("--merge", tmp_path / "missing.txt", article)
    assert (code, out, err.count("missing.txt")) == (1, f"{summarize(tram)}\n", 1)
    for style in ("html", "json"):
        code, out, err = run("--merge", tmp_path / "missing.txt", article, "--format", style)
        assert (code, err.count("missing.txt")) == (1, 1)
        assert out == run("--merge", article, "--format", style)[1]
    code, out, err = run("--merge", tmp_path / "missing.txt")
    assert (code, out, err.count("\n")) == (1, "", 1)


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.parquet", "http://127.0.0.1/a.txt"])
def test_a_text_that_the_memory_does_not_hold(run, monkeypatch, name):
    """Wherever it comes from, it is a line of complaint, not a traceback."""

    def full(*_):
        raise MemoryError

    for function in ("_bytes", "read_rows", "_fetched"):
        monkeypatch.setattr(f"summarize.inputs.{function}", full)
    code, out, err = run("--url", "--format", "text", name, stdin=b"")
    assert (code, out, err) == (1, "", f"summarize: {name}: not enough memory\n")


def test_a_name_that_is_empty_is_no_folder(run):
    """It is that of no file, and shown so that one sees it."""
    told = "summarize: '': No such file or directory\n"
    assert run("") == run("", "--field", "text") == (1, "", told)


def test_an_output_that_cannot_be_opened(run, article, tmp_path):
    """It is named once, with the reason in words."""
    out = tmp_path / "none" / "out.txt"
    code, _, err = run(article, "--output", out)
    assert (code, err) == (1, f"summarize: {out}: No such file or directory\n")


def test_rows_in_utf_16(run, tmp_path):
    """JSON lines are read as PowerShell writes them."""
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "Łódź wet."}\n{"text": "Rain."}\n', encoding="utf-16", newline="\r\n")
    code, out, err = run(path)
    assert (code, err) == (0, "")
    assert [json.loads(line)["summary"] for line in out.splitlines()] == ["Łódź wet.", "Rain."]


def test_cells_as_old_macs_part_lines(run, tmp_path):
    """CSV is read where a carriage return alone ends a line."""
    path = tmp_path / "rows.csv"
    path.write_text("id,text\r1,It rained.\r", encoding="utf-8", newline="")
    code, out, err = run(path)
    assert (code, json.loads(out)["summary"], err) == (0, "It rained.", "")


def test_a_row_to_complain_of_is_found_in_a_few_goes(run, monkeypatch):
    """The others of its batch are not done one by one, which takes ten times as long."""
    goes = []

    def counted(units, settings):
        goes.append(len(units))
        return run_units(units, settings)

    monkeypatch.setattr("summarize.cli.run", counted)
    rows = [{"id": number, "text": "The dam broke."} for number in range(500)]
    rows[123]["text"] = "This is longer than all that fits."
    code, out, err = run("--field", "text", "-w", 3, stdin=as_lines(rows))
    assert (code, err.count("\n")) == (1, 2)
    assert err.startswith("summarize: -:124: No sentence fits words=3")
    assert [json.loads(line)["id"] for line in out.splitlines()] == list(range(500))
    assert len(goes) < 40
    assert sum(goes) < 3 * len(rows)


def test_blank_lines_between_rows(run):
    """They are no rows, and are counted as lines."""
    code, out, err = run("--field", "body", stdin=b'\n{"body": "It rained."}\n\n \n{}\n')
    assert (code, out.count("\n")) == (1, 1)
    assert err.startswith("summarize: -:5: no text under 'body'")


@pytest.fixture
def serve():
    """Answer every address but /missing.txt with a body and a type; give where."""

    @contextmanager
    def served(kind, body):
        class Page(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(404 if self.path == "/missing.txt" else 200)
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()

    return served


def test_addresses_are_fetched_on_request_only(run, serve, tram, monkeypatch):
    """An address is fetched where --url is given, its scheme in any case; it has its limit."""
    with serve("text/plain", tram.encode()) as home:
        address = f"{home}/tram.txt"
        for name in address, address.replace("http", "HTTP"):
            assert run("--url", name) == (0, f"{summarize(tram)}\n", "")
            assert run(name) == (1, "", f"summarize: {name}: an address: --url fetches it\n")
        code, out, err = run("--url", f"{home}/missing.txt")
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert "404" in err
        monkeypatch.setattr("summarize.inputs.LARGEST_PAGE", len(tram.encode()) - 1)
        code, out, err = run("--url", address)
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert "more than" in err
    assert run("--url", address) == (1, "", f"summarize: {address}: Connection refused\n")


@pytest.mark.parametrize("path", ["/report", "/report.txt#page=2", "/x?file=a.txt", "/é"])
def test_an_address_is_read_as_the_type_that_it_names(run, serve, path):
    """What comes as HTML is read as that, whatever its address and its letters."""
    pytest.importorskip("trafilatura", reason="HTML needs it")
    page = b"<html><body><p>The old dam at Sorrel broke on Monday.</p></body></html>"
    with serve("text/html; charset=utf-8", page) as home:
        assert run("--url", home + path) == (0, "The old dam at Sorrel broke on Monday.\n", "")
    with serve("application/pdf", b"no PDF") as home:
        assert "not a readable PDF file" in run("--url", home + path)[2]


@pytest.mark.parametrize(
    ("kind", "encoding"),
    [
        ("text/plain; charset=windows-1250", "cp1250"),
        ("text/plain; charset=iso-2022-kr", "iso-2022-kr"),
        ("text/plain; charset=iso-8859-1", "utf-8"),
        ("text/plain; charset=base64", "utf-8"),
        ("text/plain", "utf-8"),
    ],
)
def test_an_address_says_what_its_letters_are_in(run, serve, kind, encoding):
    """What a server says of a text's encoding is heard, but not where the text is UTF-8."""
    text = "서울에 비가 왔다." if encoding.endswith("kr") else "Na mojej łące żółw śpi."
    with serve(kind, text.encode(encoding)) as home:
        assert run("--url", f"{home}/a.txt") == (0, f"{text}\n", "")


def test_an_address_without_a_type_is_known_by_its_path(run, serve):
    """The end of the path says what it is, without what stands behind # or ?."""
    pytest.importorskip("markdown_it", reason="Markdown needs it")
    with serve("text/plain", b"The *dam* broke.") as home:
        for path in ("/a.md", "/a.md#top", "/a.md?raw=1"):
            assert run("--url", home + path) == (0, "The dam broke.\n", "")


@pytest.mark.parametrize(
    ("kind", "path", "options"),
    [
        ("text/plain", "/x.jsonl", []),
        ("text/plain", "/x.jsonl", ["--field", "text"]),
        ("text/plain", "/x", ["--field", "text"]),
        ("application/x-ndjson", "/x", ["--format", "jsonl"]),
    ],
)
def test_rows_of_an_address(run, serve, kind, path, options):
    """Rows are rows wherever they come from, and are named by their line."""
    with serve(kind, as_lines([{"id": 7, "text": "It rained."}, {"id": 8}])) as home:
        code, out, err = run("--url", *options, home + path)
        assert (code, json.loads(out)["id"]) == (1, 7)
        assert f"{home}{path}:2: no text under 'text'" in err
    with serve("text/csv", b"id,text\n7,It rained.\n8\n") as home:
        code, out, err = run("--url", "--format", "jsonl", home + path.replace("jsonl", "csv"))
        assert (code, json.loads(out)["id"]) == (1, "7")
        assert ":3: more cells than columns, or fewer" in err


def test_a_table_at_an_address_is_refused(run, serve):
    """A Parquet file is read from its end: the complaint says to save it."""
    with serve("application/octet-stream", b"PAR1") as home:
        for options in [], ["--field", "text"]:
            code, _, err = run("--url", *options, f"{home}/x.parquet")
            assert (code, "save it to a file" in err) == (1, True)


@pytest.mark.parametrize("path", ["a b.txt", ""])
def test_what_is_not_http_is_a_complaint(run, article, tram, path):
    """An address, or an answer, that breaks HTTP does not end the other files."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            with suppress(OSError):
                connection, _ = server.accept()
                with connection:
                    connection.recv(1000)
                    connection.sendall(b"SSH-2.0-OpenSSH_9\r\n")

        thread = Thread(target=answer, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/{path}"
        code, out, err = run("--url", address, article)
        assert code == 1
        assert str(summarize(tram)) in out
        assert "Traceback" not in err
        assert err.startswith(f"summarize: {address}: ")


def test_completion(run):
    """A completion script for a shell knows the options."""
    pytest.importorskip("shtab")
    code, out, _ = run("--print-completion", "bash")
    assert code == 0
    assert "--highlight" in out


def test_completion_without_the_extra_says_what_to_install(run, monkeypatch):
    """Without shtab the error names the command that brings it."""
    monkeypatch.setitem(sys.modules, "shtab", None)
    code, _, err = run("--print-completion", "zsh")
    assert code == 2
    assert "pip install 'summarize[completion]'" in err


def test_version(run):
    """--version prints the version of the package."""
    assert run("--version") == (0, f"summarize {package.__version__}\n", "")


# --- what goes wrong ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["missing.txt", "missing.jsonl", "missing.csv"])
def test_missing_file(run, tmp_path, name):
    """A missing file is one line of complaint, and exit code 1."""
    path = tmp_path / name
    assert run(path) == (1, "", f"summarize: {path}: No such file or directory\n")


@pytest.mark.parametrize("options", [(), ("--output", "out.txt"), ("--field", "body")])
def test_a_name_too_long_for_a_file(run, monkeypatch, tmp_path, options):
    """So is a name that no file can have, though it looks like a glob."""
    monkeypatch.chdir(tmp_path)
    name = "[" * 300
    assert run(*options, name) == (1, "", f"summarize: {name}: File name too long\n")


def test_a_page_is_asked_for(run, article, tmp_path):
    """Plain text for a file that a browser opens is refused, unless it is asked for by name."""
    page = tmp_path / "page.html"
    code, out, err = run(article, "--output", page)
    assert (code, out, page.exists()) == (2, "", False)
    assert f"--output {page} needs --format html for a page" in err
    assert run(article, "--output", page, "--format", "html")[0] == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert run(article, "--output", page, "--format", "text")[0] == 0


def test_directory(run, tmp_path):
    """A folder is one line of complaint, which says how to name what is in it."""
    code, out, err = run(tmp_path)
    told = f"a folder: name the files in it, such as {str(tmp_path / '*')!r}"
    assert (code, out, err) == (1, "", f"summarize: {tmp_path}: {told}\n")


@pytest.mark.parametrize("rows", ['[{"text": "It rained."}]', '[\n{"text": "It rained."},\n]'])
def test_a_list_is_no_row(run, rows):
    """A file with one list of JSON is told how to become rows, at its first line."""
    code, _, err = run("--field", "text", stdin=rows.encode())
    first = "summarize: -:1: not a row of JSON but a list: jq -c '.[]' makes rows of one"
    assert (code, err.splitlines()[0]) == (1, first)


def test_binary_file(run, tmp_path):
    """A binary file is refused in one line."""
    path = tmp_path / "binary.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9)
    code, out, err = run(path)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert str(path) in err
    assert run(stdin=path.read_bytes()) == (1, "", err.replace(str(path), "-"))


@pytest.mark.parametrize("name", ["report.txt", "report", "-"])
@pytest.mark.parametrize(
    ("page", "told"),
    [
        (b"%PDF-1.4\n1 0 obj\n<< >>\n", "a PDF, not text: give it a name that ends in .pdf"),
        (b"{\\rtf1 It rained.}", "Rich Text, not text: save it as .docx or .txt"),
    ],
)
def test_a_format_of_another_name(run, tmp_path, name, page, told):
    """It is no text, though it hold nothing but letters; the error says what to do."""
    (tmp_path / name).write_bytes(page)
    path = name if name == "-" else tmp_path / name
    assert run(path, stdin=page) == (1, "", f"summarize: {path}: {told}\n")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8"])
def test_standard_input_is_read_as_a_file_is(run, encoding):
    """Nul bytes of UTF-16 are none of a binary file."""
    assert run(stdin="Der Damm brach. Es regnete.".encode(encoding))[0] == 0


def test_other_files_are_still_done(run, article, tmp_path, tram):
    """A file that cannot be read does not end the rest."""
    code, out, err = run(tmp_path / "missing.txt", article)
    assert code == 1
    assert out.endswith(f"{summarize(tram)}\n")
    assert err.count("missing.txt") == 1
    assert err.endswith("summarize: 1 of 2 texts had errors\n")


@pytest.mark.parametrize("text", [b"", b" \n\n\t ", b"...\n!\n"])
def test_empty_text(run, text):
    """A text without a word gives an empty summary, which is no failure."""
    code, out, err = run(stdin=text)
    assert (code, out.strip(), err) == (0, "", "")


def test_empty_text_as_json(run):
    """An empty text is an object like any other in JSON."""
    code, out, _ = run("--format", "json", stdin=b"")
    assert code == 0
    assert (json.loads(out)["text"], json.loads(out)["sentences"]) == ("", [])


def test_nothing_fits(run, article):
    """Where no sentence fits, a line names the smallest budget that does, and the code is 1."""
    code, out, err = run("-w", 2, article)
    assert (code, out, err.count("\n")) == (1, "", 1)
    least = int(err.split("words=")[-1].rstrip(".\n"))
    assert run("-w", least, article)[0] == 0
    assert run("-w", least - 1, article)[0] == 1


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--length", "3"], "--length"),
        (["-w", "many"], "-w/--words"),
        (["-w", "0"], "--words must"),
        (["-n", "-1"], "--sentences must"),
        (["-c", "2.5"], "-c/--characters"),
        (["-r", "1.5"], "--ratio must"),
        (["-r", "nan"], "--ratio must"),
        (["-t", "50"], "--count-tokens"),
        (["-t", "50", "--count-tokens", "nowhere"], "--count-tokens"),
        (["-t", "50", "--count-tokens", "no_such_module:count"], "--count-tokens"),
        (["-t", "50", "--count-tokens", ".relative:count"], "--count-tokens"),
        (["-t", "50", "--count-tokens", "builtins:no_such_name"], "--count-tokens"),
        (["-t", "50", "--count-tokens", "sys:version"], "--count-tokens must be a"),
        (["-w", "50", "--count-tokens", "builtins:len"], "--count-tokens"),
        (["--keywords", "3", "--count-tokens", "builtins:len"], "--count-tokens"),
        (["-m", "magic"], "--method must"),
        (["-l", "Hennish"], "--language must"),
        (["--order", "random"], "--order"),
        (["--jobs", "0"], "--jobs"),
        (["--jobs", "1000000000"], "--jobs"),
        (["--keywords", "3", "--into", "words", "--format", "jsonl"], "--into"),
        (["--output", ""], "--output"),
        (["--keywords", "0"], "--keywords"),
        (["--highlight", "--format", "json"], "--highlight"),
        (["--scores", "--explain"], "--explain"),
        (["--keywords", "3", "--format", "html"], "--keywords"),
        (["--scores", "--format", "markdown"], "--scores"),
        (["--explain", "--format", "markdown"], "--explain"),
        (["--explain", "--format", "html"], "--explain"),
        (["--keywords", "3", "--query", "dam"], "--query"),
        (["--keywords", "3", "--must-include", "dam"], "--must-include"),
        (["--must-include", " "], "--must-include must"),
        (["--keywords", "3", "-w", "50"], "--words"),
        (["--keywords", "3", "-m", "lead"], "--method"),
        (["--keywords", "3", "--order", "rank"], "--order"),
        (["--order", "rank", "--highlight"], "--order"),
        (["--into", "short"], "--into"),
        (["--into", "short", "--format", "json"], "--into"),
        (["--into", "short", "--format", "json", "--field", "text", "--merge"], "--into"),
        (["--output", "-", "--resume", "--format", "jsonl"], "--output"),
        (["--format", "xml"], "--format"),
        (["-n", "2", "-w", "50"], "--words"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_call(run, article, options, named):
    """A wrong option or value is exit code 2, and two lines: the usage, and what is wrong."""
    code, out, err = run(*options, article)
    assert (code, out, len(err.splitlines())) == (2, "", 2)
    assert named in err.splitlines()[-1]
    assert "Traceback" not in err


def test_a_count_that_fails_for_one_text(run, monkeypatch):
    """The user's function fails on one row: a complaint that names it, the others are done."""

    def count(text):
        if "snow" in text:
            raise OSError("no vocabulary")
        return len(text)

    monkeypatch.setitem(sys.modules, "counters", SimpleNamespace(count=count))
    rows = as_lines([{"body": "It rained."}, {"body": "It snowed."}, {"body": "It froze."}])
    code, out, err = run(
        "--field", "body", "-t", 20, "--count-tokens", "counters:count", stdin=rows
    )
    assert (code, out.count("\n")) == (1, 2)
    assert err.startswith("summarize: -:2: OSError: no vocabulary\n")


def test_what_a_count_warns_of_is_no_error_of_a_text(run, article, tram, monkeypatch):
    """That its library will change some day is not for the user of the command to hear."""

    def count(text):
        warnings.warn("encode() will go", DeprecationWarning, stacklevel=2)
        return len(text)

    monkeypatch.setitem(sys.modules, "counters", SimpleNamespace(count=count))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # as Python does where nobody asks
        found = run("-t", 300, "--count-tokens", "counters:count", article)
    assert found == (0, f"{summarize(tram, tokens=300, count_tokens=len)}\n", "")


def test_output_of_another_kind(article, tram, monkeypatch):
    """Called from a program that has put something else in place of the screen, it writes there."""
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert main([str(article)]) == 0
    assert sys.stdout.getvalue() == f"{summarize(tram)}\n"


def test_interrupted(run, article, monkeypatch):
    """Ctrl-C is one line and the exit code of shells for it, no traceback."""

    def interrupt(text):
        raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "counters", SimpleNamespace(count=interrupt))
    found = run("-t", 20, "--count-tokens", "counters:count", article)
    assert found == (130, "", "summarize: interrupted\n")


# --- as a process -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "closed", "name"),
    [
        ("", "<&-", "-"),
        ("{article}", ">&-", "standard output"),
        ("{article}", "<&-", None),
        ("{article} --output {out}", ">&-", None),
        ("{article}", "2>&-", None),
    ],
)
def test_closed_streams(article, tmp_path, call, closed, name):
    """What is to be read or written and is closed is an error; all else goes on, unwarned."""
    out = tmp_path / "out.txt"
    command = f"PYTHONWARNINGS=error {COMMAND} {call.format(article=article, out=out)} {closed}"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    complaint = f"summarize: {name}: Bad file descriptor\n" if name else ""
    assert (done.returncode, done.stderr) == (bool(name), complaint)
    assert bool(done.stdout or out.exists()) == (name is None)


@pytest.mark.parametrize("command", [[COMMAND], MODULE], ids=["summarize", "python -m summarize"])
def test_process(command, article, tram):
    """The installed command and `python -m summarize` do the same."""
    done = subprocess.run([*command, str(article)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == f"{summarize(tram)}{os.linesep}"


@pytest.mark.parametrize("command", [[COMMAND], MODULE], ids=["summarize", "python -m summarize"])
@pytest.mark.parametrize(("arguments", "code"), [(["missing.txt"], 1), (["-w", "x"], 2)])
def test_exit_code_of_the_process(command, arguments, code, tmp_path):
    """The exit code reaches the shell."""
    done = subprocess.run([*command, *arguments], capture_output=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, b"")
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("options", [[], ["--scores"], ["--format", "json"]])
def test_closed_pipe(tmp_path, options):
    """A reader that stops early, as `head` does, leaves no traceback."""
    path = tmp_path / "long.txt"
    path.write_text(" ".join(f"Word{k} rains on roof{k}." for k in range(10_000)), encoding="utf-8")
    process = subprocess.Popen(
        [COMMAND, "-r", "1", *options, str(path), str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert len(process.stdout.read(10)) == 10
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


def test_a_completion_that_nobody_reads():
    """A script for a shell may go to a reader that has ended, too."""
    pytest.importorskip("shtab")
    command = f"{COMMAND} --print-completion bash | true"
    done = subprocess.run(command, shell=True, capture_output=True, check=False)
    assert done.stderr == b""


def test_any_text_can_be_printed(tmp_path):
    """Output is UTF-8 where the terminal is, whatever the script."""
    path = tmp_path / "mixed.txt"
    path.write_text("Der Damm brach. Плотина рухнула. 大坝垮了。", encoding="utf-8")
    env = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run([COMMAND, str(path)], capture_output=True, check=True, env=env)
    assert "Плотина рухнула." in done.stdout.decode()


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_json_is_json_in_any_encoding(monkeypatch, form, encoding):
    """A letter that the output cannot hold is spelt out as JSON does, not as Python does."""
    text = "Der Bäcker \U00014474 wohnt 今天 hier."
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    assert main(["--format", form]) == 0
    assert json.loads(sys.stdout.buffer.getvalue().decode(encoding))["text"] == text


def test_help_without_unicode(monkeypatch):
    """Nor does --help need an output that has every letter."""
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    sys.stdout.flush()
    assert b"summarize [OPTION \\u2026]" in sys.stdout.buffer.getvalue()


def test_terminal_without_unicode(tmp_path):
    """Where the output cannot show a character there is no traceback."""
    path = tmp_path / "accents.txt"
    path.write_text("Плотина рухнула в понедельник.", encoding="utf-8")
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = subprocess.run([COMMAND, str(path)], capture_output=True, check=False, env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(rb"\u041f\u043b\u043e\u0442\u0438\u043d\u0430 ")
