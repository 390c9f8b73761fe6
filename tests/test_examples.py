"""The programs beside the notebook: what they print comes word for word from what they read.

Their output with the defaults stands in `docs/recipes.md`, and is compared with it there.
"""

import subprocess
import sys

import pandas as pd
import pytest

SCRIPTS = ("digest", "previews", "minutes")


@pytest.fixture
def run(examples):
    """Run a program with arguments, and give what it prints."""

    def run(name, *arguments):
        command = [sys.executable, "-W", "error", str(examples / f"{name}.py"), *arguments]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        assert done.stderr == ""
        return done.stdout

    return run


@pytest.mark.parametrize("name", SCRIPTS)
def test_help_is_there(run, name):
    """--help tells the arguments."""
    assert "usage: " in run(name, "--help")


def test_digest_of_a_folder(run, examples):
    """Of each text file one sentence, in the order of their names, and two of all."""
    lines = run("digest", str(examples), "-n", "1").splitlines()
    titles = [line for line in lines if not line.startswith("  ")]
    files = sorted(examples.glob("*.txt"))
    assert titles == [*(file.name for file in files), "All together"]
    texts = [" ".join(file.read_text(encoding="utf-8").split()) for file in files]
    sentences = [line.removeprefix("  - ") for line in lines if line.startswith("  ")]
    assert len(sentences) == len(files) + 2
    for text, sentence in zip(texts, sentences, strict=False):
        assert sentence in text


def test_digest_leaves_quotations_and_signatures_out(run):
    """Nothing of what a message quotes, and no signature, is in the digest of a message."""
    messages = run("digest", "-n", "9").partition("All together")[0]
    assert messages.count("From Saturday the tap on the north path") == 1
    assert "secretary" not in messages
    assert "The committee says yes" in messages  # of a message in two forms


@pytest.mark.parametrize("most", [80, 160])
def test_previews_fit_and_are_verbatim(run, examples, most):
    """No preview is longer than asked for, and each is a piece of its row."""
    lines = run("previews", "frost and salt", "--characters", str(most)).splitlines()
    notes = pd.read_csv(examples / "notes.csv").set_index("title")["text"]
    assert len(lines) >= 4
    for title, preview in zip(lines[::2], lines[1::2], strict=True):
        shown = preview.strip().replace("*", "")
        assert len(shown) <= most
        assert all(part.strip(".") in notes[title] for part in shown.split(". "))


def test_minutes_name_who_said_it_and_when(run, examples):
    """Each line has the time and the speaker of its sentence."""
    transcript = (examples / "council.vtt").read_text(encoding="utf-8")
    cues = {cue[3:8]: cue for cue in transcript.split("\n\n")[1:]}
    lines = [line for line in run("minutes").splitlines() if line.startswith("  [")]
    assert len(lines) == 7
    for line in lines:
        speaker, said = line[10:].split(": ", 1)
        assert f"<v {speaker}>" in cues[line[3:8]]
        assert said in cues[line[3:8]]
