"""Files of rows that are large: Parquet in and out, and runs that go on where they were killed."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from texts import DAM, GERMAN, REVIEWS

from summarize import summarize
from summarize.cli import main

MODULE = [sys.executable, "-m", "summarize"]
PEAK = r"""
import re, sys
from summarize.cli import main
main(sys.argv[1:])
print(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1])
"""


@pytest.fixture
def parquet():
    """Give PyArrow's module for Parquet files."""
    return pytest.importorskip(
        "pyarrow.parquet", reason="needs the extra: pip install 'summarize[parquet]'"
    )


def table_of(rows=3):
    """Make a table with columns of many types, a null and an odd name among them."""
    import pyarrow as pa

    return pa.table(
        {
            "id": list(range(rows)),
            "text": [[DAM, GERMAN, REVIEWS[0]][k % 3] for k in range(rows)],
            "when": [datetime(2026, 1, 1, tzinfo=UTC)] * rows,
            "day": [date(2026, 1, 1)] * rows,
            "price": [Decimal("1.20")] * (rows - 1) + [None],
            "tags": [["a", "b"], [], None] * (rows // 3),
            "place": [{"x": 1.5, "y": None}] * rows,
            "kind": pa.array(["news", "note", "note"] * (rows // 3)).dictionary_encode(),
            "raw": [b"\xff"] * rows,
            "naïve name": pa.array([1] * rows, pa.int8()),
        }
    )


def lines_of(rows):
    """Write rows as JSON lines."""
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def many_rows(count):
    """Make rows with ids, some of them twice, and some without a text."""
    for number in range(count):
        row = {"id": number - number % 50 // 49, "text": f"{DAM} Row {number}. {GERMAN}"}
        yield row if number % 31 else {**row, "text": None}


# --- Parquet -------------------------------------------------------------------------


def test_parquet_to_parquet(run, parquet, tmp_path):
    """Every other column comes back with its values and type, beside summary and sentences."""
    table = table_of()
    parquet.write_table(table, tmp_path / "in.parquet")
    code, out, err = run(
        tmp_path / "in.parquet", "-n", 1, "--field", "text", "--output", tmp_path / "out.parquet"
    )
    assert (code, out, err) == (0, "", "")
    found = parquet.read_table(tmp_path / "out.parquet")
    kept = [name for name in table.column_names if name != "text"]
    assert found.column_names == [*kept, "summary", "summary_sentences"]
    assert found.select(kept).to_pylist() == table.select(kept).to_pylist()
    assert found.select(kept).schema == table.select(kept).schema
    texts = table["text"].to_pylist()
    own = [summarize(text, sentences=1) for text in texts]
    assert found["summary"].to_pylist() == [str(summary) for summary in own]
    assert found["summary_sentences"].to_pylist() == [
        [{"start": s.start, "end": s.end, "score": s.score} for s in summary] for summary in own
    ]
    assert sorted(os.listdir(tmp_path)) == ["in.parquet", "out.parquet"]


def test_parquet_to_lines(run, parquet, tmp_path):
    """Without --output rows of a table are printed as rows of JSON; --into names the summary."""
    parquet.write_table(table_of(), tmp_path / "in.parquet")
    code, out, err = run(tmp_path / "in.parquet", "-n", 1, "--into", "short", "--jobs", 2)
    assert (code, err) == (0, "")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["id"] for row in rows] == [0, 1, 2]
    assert rows[0]["short"] == str(summarize(DAM, sentences=1))
    assert rows[0]["day"] == "2026-01-01"


def test_several_tables(run, parquet, tmp_path):
    """Rows of several tables go into one; a column that one has not is null there, always."""
    import pyarrow as pa

    columns = [pa.field("text", pa.string()), pa.field("a", pa.int64(), nullable=False)]
    first = pa.table({"text": [DAM], "a": [1]}, schema=pa.schema(columns))
    parquet.write_table(first, tmp_path / "1.parquet")
    parquet.write_table(pa.table({"text": [DAM], "b": ["x"]}), tmp_path / "2.parquet")
    out = tmp_path / "out" / "all.parquet"
    out.parent.mkdir()
    assert run(tmp_path / "?.parquet", "--output", out)[0] == 0
    found = parquet.read_table(out)
    assert found.select(["a", "b"]).to_pylist() == [{"a": 1, "b": None}, {"a": None, "b": "x"}]


def test_bad_rows_of_a_table(run, parquet, tmp_path):
    """A null is a line of complaint with the number of its row; the others are done."""
    import pyarrow as pa

    parquet.write_table(
        pa.table({"body": [DAM, None, GERMAN], "id": [1, 2, 3]}), tmp_path / "in.parquet"
    )
    arguments = [tmp_path / "in.parquet", "--field", "body", "--output", tmp_path / "out.parquet"]
    code, _, err = run(*arguments)
    assert code == 1
    assert "in.parquet:2: NoneType instead of a text under 'body'" in err
    assert parquet.read_table(tmp_path / "out.parquet")["id"].to_pylist() == [1, 3]


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"PAR1 but no more", "arquet"), (None, "No such file or directory"), ("other", "--field")],
)
def test_a_table_that_cannot_be_read(run, parquet, tmp_path, data, said):
    """A broken file, a missing one and one without the column are a line of complaint each."""
    import pyarrow as pa

    path = tmp_path / "in.parquet"
    if data == "other":
        parquet.write_table(pa.table({"other": [DAM] * 9}), path)
    elif data is not None:
        path.write_bytes(data)
    code, out, err = run(path)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert said in err


def test_a_value_beyond_python_is_a_bad_row(run, parquet, tmp_path):
    """A date of the year 12921 is a complaint about its row; the others of its batch are done."""
    import pyarrow as pa

    days = pa.array([1, 4_000_000, 2], pa.date32())
    parquet.write_table(pa.table({"text": [DAM] * 3, "day": days}), tmp_path / "in.parquet")
    code, out, err = run(tmp_path / "in.parquet")
    assert (code, [json.loads(line)["day"][-1] for line in out.splitlines()]) == (1, ["2", "3"])
    assert "in.parquet:2: a value that Python cannot hold" in err


@pytest.mark.parametrize("more", [[], ["--on-error", "stop"], ["--jobs", 2]])
def test_a_table_that_breaks_off_makes_none(run, parquet, tmp_path, more):
    """What stands under the name of the output stays, though two groups of rows were good."""
    import pyarrow as pa

    source, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    table = pa.table({"text": [DAM] * 9})
    parquet.write_table(table, source, row_group_size=3, compression="none", use_dictionary=False)
    at = parquet.read_metadata(source).row_group(2).column(0).data_page_offset
    data = source.read_bytes()
    source.write_bytes(data[:at] + b"\xff" * 60 + data[at + 60 :])
    out.write_bytes(b"old")
    code, _, err = run(source, "--output", out, *more)
    assert (code, err.count("\n"), out.read_bytes()) == (1, 2, b"old")
    assert f"{out}: not written, since the rows end at {source}" in err
    assert sorted(os.listdir(tmp_path)) == ["in.parquet", "out.parquet"]


def test_a_bad_row_with_stop_makes_no_table(run, parquet, tmp_path):
    """With --on-error stop a table that lacks the rest of the rows is none."""
    import pyarrow as pa

    parquet.write_table(pa.table({"text": [DAM, None, DAM]}), tmp_path / "in.parquet")
    out = tmp_path / "out.parquet"
    code, _, err = run(tmp_path / "in.parquet", "--output", out, "--on-error", "stop")
    assert (code, out.exists()) == (1, False)
    assert "not written, since the rows end at" in err


def test_tables_that_cannot_be_read_make_none(run, parquet, tmp_path):
    """Each of them is named before the work, with the reason, and what was there stays."""
    import pyarrow as pa

    parquet.write_table(pa.table({"text": [DAM]}), tmp_path / "good.parquet")
    parquet.write_table(pa.table({"body": [DAM]}), tmp_path / "other.parquet")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 but no more")
    out, names = tmp_path / "out.parquet", ("good", "other", "missing", "broken")
    out.write_bytes(b"old")
    code, _, err = run(*(tmp_path / f"{name}.parquet" for name in names), "--output", out)
    assert (code, err.count("\n"), out.read_bytes()) == (1, 1, b"old")
    assert f"{out}: cannot read {tmp_path / 'other.parquet'}: no column 'text'" in err
    assert re.search("missing.parquet: .*No such file or directory.*; .*broken.parquet: .", err)


def test_a_last_write_that_fails_leaves_nothing(parquet, tmp_path):
    """Rows that do not fit the columns are an error, and no part of a table stays behind."""
    from summarize.tables import table_writer

    parquet.write_table(table_of(), tmp_path / "in.parquet")
    arguments = [
        str(tmp_path / "out.parquet"),
        [str(tmp_path / "in.parquet")],
        "text",
        ("summary", "summary_sentences"),
    ]
    with pytest.raises((TypeError, ValueError)), table_writer(*arguments) as put:
        put({"id": "no number"})
    assert os.listdir(tmp_path) == ["in.parquet"]


def test_tables_whose_types_differ(run, parquet, tmp_path):
    """Two tables that cannot be one are a complaint, and no file is left."""
    import pyarrow as pa

    parquet.write_table(pa.table({"text": [DAM], "a": [1]}), tmp_path / "1.parquet")
    parquet.write_table(pa.table({"text": [DAM], "a": ["x"]}), tmp_path / "2.parquet")
    code, _, err = run(tmp_path / "?.parquet", "--output", tmp_path / "out.parquet")
    assert code == 1
    assert "one name and two types" in err
    assert len(os.listdir(tmp_path)) == 2


def test_two_columns_of_one_name(run, parquet, tmp_path):
    """One of them would be lost without a word: it is a complaint, whatever is written."""
    import pyarrow as pa

    path = tmp_path / "two.parquet"
    for names in ("text", "a", "a"), ("text", "text", "a"):
        parquet.write_table(pa.table([[DAM], [DAM], ["x"]], names=list(names)), path)
        for output in [], ["--output", tmp_path / "out.parquet"]:
            code, out, err = run(path, *output)
            assert (code, out) == (1, "")
            assert "two columns of one name" in err


def test_without_the_extra_the_error_says_what_to_install(run, tmp_path, monkeypatch):
    """Without PyArrow a table is a complaint with the command that installs it."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "in.parquet").touch()
    for more in [], ["--output", tmp_path / "out.parquet"]:
        code, _, err = run(tmp_path / "in.parquet", *more)
        assert code == 1
        assert "needs pyarrow: pip install 'summarize[parquet]'" in err


def test_a_table_is_written_as_it_comes(run, parquet, tmp_path, monkeypatch):
    """Rows are written a group at a time, and all of them are there, in order."""
    monkeypatch.setattr("summarize.tables.WRITTEN_ROWS", 4)
    parquet.write_table(table_of(9), tmp_path / "in.parquet")
    assert run(tmp_path / "in.parquet", "--output", tmp_path / "out.parquet") == (0, "", "")
    found = parquet.ParquetFile(tmp_path / "out.parquet")
    groups = range(found.num_row_groups)
    assert [found.metadata.row_group(k).num_rows for k in groups] == [4, 4, 1]
    assert found.read()["id"].to_pylist() == list(range(9))


def test_an_interrupted_table_is_not_left(run, parquet, tmp_path, monkeypatch):
    """Ctrl-C in the middle leaves neither a half-written table nor a part of one."""

    def interrupt(text):
        raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "counters", SimpleNamespace(count=interrupt))
    parquet.write_table(table_of(), tmp_path / "in.parquet")
    out = tmp_path / "out.parquet"
    arguments = ["-t", 20, "--count-tokens", "counters:count", "--output", out]
    assert run(tmp_path / "in.parquet", *arguments) == (130, "", "summarize: interrupted\n")
    assert os.listdir(tmp_path) == ["in.parquet"]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the peak from /proc")
def test_memory_does_not_grow_with_the_table(parquet, tmp_path):
    """Of 40 MB more in one row group less than 20 MB are in memory at any time."""
    import pyarrow as pa

    pool, peaks = random.Random(1), []
    for count in 2_000, 6_000:
        texts = [f"It rained. {pool.randbytes(5_000).hex()}" for _ in range(count)]
        source, target = tmp_path / f"{count}.parquet", tmp_path / "out.parquet"
        parquet.write_table(pa.table({"text": texts}), source, use_dictionary=False)
        arguments = [str(source), "-n", "1", "-m", "lead", "--output", str(target)]
        done = subprocess.check_output([sys.executable, "-c", PEAK, *arguments])
        peaks.append(int(done) / 1e3)
        assert parquet.read_metadata(source).num_row_groups == 1
        assert parquet.read_metadata(target).num_rows == count
    assert peaks[1] - peaks[0] < 20


# --- going on ---------------------------------------------------------------------------


@pytest.fixture
def rows(tmp_path):
    """Write rows to a file; give its path and what an undisturbed run makes of it."""
    path = tmp_path / "rows.jsonl"
    path.write_text(lines_of(many_rows(120)), encoding="utf-8")
    whole = tmp_path / "whole.jsonl"
    assert main([str(path), "--output", str(whole), "--resume", "-n", "1"]) == 1  # rows of no text
    return path, whole.read_bytes()


def test_resumed_after_any_cut(rows, tmp_path, run):
    """Wherever a file ends, in a line or between two, going on gives the undisturbed file."""
    path, whole = rows
    out = tmp_path / "out.jsonl"
    ends = [0, 1, len(whole) - 1, len(whole), whole.index(b"\n"), whole.index(b"\n") + 1]
    for end in [*ends, *random.Random(7).choices(range(len(whole)), k=6)]:
        out.write_bytes(whole[:end])
        assert run(path, "--output", out, "--resume", "-n", 1)[0] == 1
        assert out.read_bytes() == whole


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of Unix")
@pytest.mark.parametrize("jobs", [1, 2])
def test_resumed_after_kill(tmp_path, jobs):
    """Killed at random moments and called again, the command makes the undisturbed file."""
    path, whole, out = (tmp_path / f"{name}.jsonl" for name in ("rows", "whole", "out"))
    path.write_text(lines_of(many_rows(2_500)), encoding="utf-8")
    command = [*MODULE, str(path), "-n", "1", "-m", "lead", "--resume", "--jobs", str(jobs)]
    subprocess.run([*command, "--output", str(whole)], stderr=subprocess.DEVNULL, check=False)
    chance, partial = random.Random(), 0
    for _ in range(2):
        process = subprocess.Popen(
            [*command, "--output", str(out)], stderr=subprocess.DEVNULL, start_new_session=True
        )
        before = out.stat().st_size if out.exists() else 0
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None:
            if out.exists() and out.stat().st_size > before:
                time.sleep(chance.random() / 10)
                break
            time.sleep(0.002)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        partial += 0 < out.stat().st_size < whole.stat().st_size
    assert partial  # else nothing was tested
    subprocess.run([*command, "--output", str(out)], stderr=subprocess.DEVNULL, check=False)
    assert out.read_bytes() == whole.read_bytes()


def test_resumed_without_a_first_run(tmp_path, run):
    """With --resume and no file yet there is nothing to skip; a second time nothing is done."""
    path, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    path.write_text(lines_of([{"key": "a", "text": DAM}, {"key": 1, "text": DAM}]), "utf-8")
    for _ in range(2):
        assert run(path, "--output", out, "--resume", "--id", "key") == (0, "", "")
        assert [json.loads(line)["key"] for line in out.read_text("utf-8").splitlines()] == ["a", 1]


def test_new_rows_are_added(tmp_path, run):
    """Rows that came into the file since are added; "1" is another id than 1."""
    path, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    first, *more = [{"id": key, "text": DAM} for key in (1, "1", [2], {"a": 3}, "é")]
    for some in [first], [first, *more]:
        path.write_text(lines_of(some), "utf-8")
        assert run(path, "--output", out, "--resume")[0] == 0
    ids = [json.loads(line)["id"] for line in out.read_text("utf-8").splitlines()]
    assert ids == [1, "1", [2], {"a": 3}, "é"]


def test_files_are_known_by_their_names(tmp_path, run, examples):
    """Texts that are no rows have their file as id."""
    names, out = [examples / f"flood_{letter}.txt" for letter in "abc"], tmp_path / "out.jsonl"
    for some in names[:1], names:
        assert run(*some, "--format", "jsonl", "--output", out, "--resume")[0] == 0
    sources = [json.loads(line)["source"] for line in out.read_text("utf-8").splitlines()]
    assert sources == list(map(str, names))


def test_a_row_without_id_is_a_complaint(tmp_path, run):
    """A row that cannot be found again is not written; the complaint names the option."""
    path, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    path.write_text(lines_of([{"text": DAM}, {"id": 1, "text": DAM}]), "utf-8")
    code, _, err = run(path, "--output", out, "--resume")
    assert (code, out.read_bytes().count(b"\n")) == (1, 1)
    assert "--id" in err


def test_a_row_without_id_stops_all_where_errors_do(tmp_path, run):
    """With --on-error stop nothing is done after it."""
    path, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    path.write_text(lines_of([{"id": 1, "text": DAM}, {"text": DAM}, {"id": 2, "text": DAM}]))
    code, _, err = run(path, "--output", out, "--resume", "--on-error", "stop")
    assert (code, out.read_bytes().count(b"\n"), err.count("no id under")) == (1, 1, 1)


@pytest.mark.parametrize("held", ["no row\n", '{"other": 1}\n', "[1]\n", '{"other": 1}\n{"id"'])
def test_another_file_is_left_as_it_is(tmp_path, run, held):
    """A file of something else is refused, and nothing is cut off or added."""
    path, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    path.write_text(lines_of([{"id": 1, "text": DAM}]), "utf-8")
    out.write_text(held, "utf-8")
    code, _, err = run(path, "--output", out, "--resume")
    assert code == 2
    assert f"{out}:1" in err.splitlines()[-1]
    assert out.read_text("utf-8") == held


# --- files in place of the screen --------------------------------------------------------


def test_output_is_what_would_be_printed(tmp_path, run, examples, monkeypatch):
    """A file holds what the screen would show, without colours."""
    names, out = [examples / "flood_a.txt", examples / "tram.txt"], tmp_path / "out"
    for options in [], ["--format", "json"], ["--format", "markdown"], ["--scores"]:
        _, printed, _ = run(*names, *options)
        assert run(*names, *options, "--output", out) == (0, "", "")
        assert out.read_text("utf-8") == printed


def test_half_a_pair_is_spelt_out(tmp_path, run):
    """What UTF-8 cannot hold is an escape in the row, and is read back as it was."""
    path, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    path.write_text('{"id": "\\ud800", "text": "It rained \\ud83d."}\n', "utf-8")
    for _ in range(2):
        assert run(path, "--output", out, "--resume") == (0, "", "")
    assert json.loads(out.read_text("utf-8"))["summary"] == "It rained \ud83d."


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["rows.jsonl", "--resume"], "--output"),
        (["a.txt", "--resume", "--output", "o.txt"], "--format jsonl"),
        (["a.parquet", "--resume", "--output", "o.parquet"], "--resume"),
        (["rows.jsonl", "--output", "o.parquet"], ".parquet"),
        (["--output", "o.parquet"], ".parquet"),
        (["a.parquet", "--output", "o.parquet", "--format", "json"], "--format"),
        (["a.parquet", "--output", "o.parquet", "--explain"], "--explain"),
        (["a.parquet", "--output", "o.parquet", "--keywords", "3"], "--keywords"),
        (["a.parquet", "--output", "o.parquet", "--merge"], "--merge"),
        (["a.parquet", "--output", "o.parquet", "--highlight"], "--highlight"),
        (["--format", "jsonl", "--resume", "--output", "o"], "standard input has none"),
        (["a.txt", "-", "--format", "jsonl", "--resume", "--output", "o"], "standard input"),
        (["rows.jsonl", "--resume", "--output", "o", "--into", "id"], "--id must be"),
        (["rows.jsonl", "--resume", "--output", "o", "--id", "text"], "--id must be"),
        (["rows.jsonl", "--resume", "--output", "o", "--id", "b", "--field", "b"], "--id must be"),
        (["rows.jsonl", "--output", "rows.jsonl"], "write over"),
        (["*.jsonl", "--output", "./rows.jsonl", "--resume"], "write over"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_call(run, tmp_path, monkeypatch, arguments, named):
    """What does not go together is exit code 2 and an error that says so; nothing is written."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    (tmp_path / "rows.jsonl").write_text(lines_of([{"id": 1, "text": DAM}]), "utf-8")
    before = (tmp_path / "rows.jsonl").read_bytes()
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert named in err.splitlines()[-1]
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [before]
