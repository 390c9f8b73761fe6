"""Fuzzing, in short: the kept cases, some by a seed, and the faults that it has found."""

import os
import socket
import subprocess
import time

import guard
import numpy as np
import pytest
import run
from choices import Choices
from run import cases, corpus
from targets import TARGETS, run_case

from summarize import Document, keywords, split_sentences, summarize

COUNTS = {"split": 300, "tokens": 100, "readers": 100, "command": 100}


def run_kept(target):
    """Run every case of the corpus."""
    kept = corpus(target)
    assert kept, "no corpus"
    for data in kept:
        run_case(target, data)


@pytest.mark.parametrize("target", TARGETS)
def test_kept_cases(target):
    """Every case of the corpus keeps what is promised."""
    run_kept(target)


@pytest.mark.parametrize("target", TARGETS)
def test_cases_by_a_seed(target):
    """So do some that nobody has looked at."""
    for data in cases(target, COUNTS.get(target, 40), seed=1):
        run_case(target, data)


# --- faults that it found; those that wait are expected to fail -----------------------------


def test_keywords_of_one_word_in_two_scripts():
    """Stretches of two scripts that go on and on are not read again for each of them."""
    text = "昨ᄒ" * 15_000
    (phrase, _), *_ = guard.timed(guard.size_of(text), keywords, text)
    assert text.startswith(phrase)


@pytest.mark.parametrize("text", ["\r" * 200_000, "\r\r\n" * 70_000, "Foo the\n" * 100_000])
def test_breaks_of_lines_that_go_on_and_on(text):
    """Breaks of any kind, and lines that break off at a small word, are looked at once."""
    guard.timed(guard.size_of(text), split_sentences, text, "en")


def test_a_stemmer_for_a_code_that_is_none():
    """A language that is no code has no stemmer, and that is no error."""
    pytest.importorskip("Stemmer")
    assert len(summarize("The dam broke.", language="é", stemmer="snowball")) == 1


@pytest.mark.parametrize(
    "name",
    [
        "sentences", "words", "characters", "tokens", "ratio", "count_tokens", "method", "selector",
        "query", "must_include", "language", "stop_words", "splitter", "encoder", "readable",
        "order", "stemmer",
    ],
)  # fmt: skip
def test_an_array_is_no_argument(name):
    """An array, whose comparisons are arrays, is refused by the name of the argument."""
    with pytest.raises((TypeError, ValueError), match=name):
        summarize("The dam broke.", **{name: np.zeros(3)})


def test_a_key_that_json_lacks():
    """What of the metadata JSON does not know becomes a string, keys as well."""
    document = Document.from_segments([{"text": "The dam broke.", (1, 2): "x"}])
    assert "(1, 2)" in summarize(document).to_json()


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_vectors_beyond_the_square_of_a_float():
    """Embeddings of any finite size are compared by their direction, without a warning."""
    text = "The dam broke. It rained."
    far, near = (
        summarize(text, encoder=lambda texts, size=size: [[size, 0.0]] * len(texts))
        for size in (1e200, 1.0)
    )
    assert far.scores.tolist() == near.scores.tolist()


# --- that it would notice -----------------------------------------------------------------


@pytest.mark.parametrize(
    "reach",
    [
        lambda folder: (folder / "x").write_text("x"),
        lambda folder: (folder / "there").unlink(),
        lambda folder: (folder / "inside" / "x").rename(folder / "z"),
        lambda folder: os.open(folder / "y", os.O_CREAT),
        lambda _: socket.create_connection(("127.0.0.1", 9), 1),
        lambda _: subprocess.run(["true"], check=False),
    ],
    ids=["write", "remove", "move", "create", "connect", "start"],
)
def test_the_fence(tmp_path, reach):
    """What writes elsewhere, reaches a network or starts a program is stopped."""
    (tmp_path / "there").touch()
    (tmp_path / "inside").mkdir()
    with guard.fenced(tmp_path / "inside"), pytest.raises(guard.Forbidden):
        reach(tmp_path)
    assert sorted(os.listdir(tmp_path)) == ["inside", "there"]
    with guard.fenced(tmp_path / "inside"):
        (tmp_path / "inside" / "x").write_text("x")


def test_what_takes_too_long():
    """A call that takes more of the processor than its size allows fails, each time anew."""

    def slow():
        begun = time.process_time()
        while time.process_time() < begun + guard.allowed(10) + 0.01:
            pass

    with pytest.raises(AssertionError, match=r"slow: .* s for 10 bytes"):
        guard.timed(10, slow)
    guard.timed(100_000, slow)


def shortened(function):
    """Make a function that loses the last thing that it finds."""
    return lambda *arguments, **options: function(*arguments, **options)[:-1]


@pytest.mark.parametrize(
    ("target", "name", "spoilt"),
    [
        ("split", "split_sentences", shortened),
        ("tokens", "words", lambda _: lambda text: [text + "."]),
        ("tokens", "count_words", lambda f: lambda text: f(text) + len(text) % 2),
        ("summaries", "summarize", lambda f: lambda text, **o: f("The end. " + str(text), **o)),
        ("documents", "summarize", lambda f: lambda text, **o: f(text.text.upper() + "A.", **o)),
        ("readers", "read", lambda _: lambda *_: {}["KeyError"]),
        ("command", "main", lambda _: lambda _: 3),
        ("command", "main", lambda f: lambda given: print("\x1b[2J") or f(given)),
        ("command", "main", lambda f: lambda given: open("stray", "w").close() or f(given)),
        ("rows", "main", lambda f: lambda given: 0 if "--resume" in given else f(given)),
    ],
)
def test_a_broken_library_is_noticed(monkeypatch, target, name, spoilt):
    """Where a function does not keep its promise, a kept case fails."""
    import targets

    monkeypatch.setattr(targets, name, spoilt(getattr(targets, name)))
    with pytest.raises((AssertionError, LookupError, ValueError), match=r"^(?!no corpus)"):
        run_kept(target)


def test_what_failed_is_kept_and_can_be_run_again(monkeypatch, tmp_path, capsys):
    """The command tells of a failure by its exit code, and writes down the case."""
    monkeypatch.setattr(run, "FOUND", tmp_path)
    assert run.main(["split", "--cases", "5"]) == 0
    assert capsys.readouterr().out.endswith("all went well\n")
    monkeypatch.setitem(TARGETS, "split", lambda choices: 1 / len(choices.data[40:]))
    assert run.main(["split", "--cases", "20"]) == 1
    assert "failed, see" in capsys.readouterr().out
    kept = next(tmp_path.glob("crashes/split-*"))
    with pytest.raises(ZeroDivisionError):
        run.main(["split", "--case", str(kept)])


def test_the_same_bytes_make_the_same_choices():
    """A case can be run again; where bytes end, all that follows is the first or nothing."""
    data = bytes(range(256))
    one, other = Choices(data), Choices(data)
    assert [one.whole(0, 70_000), one.pick("abc"), one.text(9), one.rarely(), one.raw()] == [
        other.whole(0, 70_000), other.pick("abc"), other.text(9), other.rarely(), other.raw()
    ]  # fmt: skip
    assert (one.byte(), one.pick("abc"), one.text(), one.raw()) == (0, "a", "", b"")
