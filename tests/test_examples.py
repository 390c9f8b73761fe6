"""The scripts in `examples/`: what they print is verbatim, and fits."""

import csv
import email
import email.policy
import io
import mailbox
import re
import runpy
import sys
import warnings
from contextlib import chdir, redirect_stderr, redirect_stdout
from email.message import EmailMessage

import pytest

from summarize import split_sentences

NEEDS = {"digest": "email", "previews": "pandas", "minutes": "webvtt"}
TURN = re.compile(r"- \[(\d\d):(\d\d)\]\(council\.mp4#t=(\d+)\) ([\w ]+): (.+)")


@pytest.fixture(scope="module")
def run(root):
    """Call a script of `examples/` and give what it printed; it must not complain.

    With a code, it must complain and print nothing else; given is the complaint.
    In this process: test_docs.py calls each as its page does.
    """

    def call(name, *arguments, code=0):
        pytest.importorskip(NEEDS[name], reason=f"examples/{name}.py needs it")
        out, complaints, done = io.StringIO(), io.StringIO(), 0
        with (
            chdir(root),
            redirect_stdout(out),
            redirect_stderr(complaints),
            warnings.catch_warnings(action="error"),
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setattr(sys, "argv", [f"examples/{name}.py", *map(str, arguments)])
            try:
                runpy.run_path(sys.argv[0], run_name="__main__")
            except SystemExit as stop:
                done = stop.code or 0
        assert (done, bool(complaints.getvalue())) == (code, bool(code)), complaints.getvalue()
        assert not (code and out.getvalue())
        return complaints.getvalue() if code else out.getvalue()

    return call


def _flat(text):
    return " ".join(text.split())


def _verbatim(summary, text):
    """Give the sentences of a summary, each of which must stand in the text, in one piece."""
    found = [_flat(s.text) for s in split_sentences(_flat(summary), language="en")]
    assert found
    assert [s for s in found if s not in _flat(text)] == []
    return found


def _words(text):
    return len(text.split())


@pytest.mark.parametrize("name", NEEDS)
def test_help(run, name):
    """--help shows the script's purpose, the first line of its docstring, and its options."""
    out = run(name, "--help")
    assert f"{name}.py" in out
    assert "--" in out.replace("--help", "")


# --- digest ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def digest(run):
    """Give the parts of the digest: one for each message, the last for all of them."""
    return run("digest").strip().split("\n\n")


@pytest.fixture(scope="module")
def letters(examples):
    """Give each message's body as its author wrote it: no quoted line, no signature."""
    box = mailbox.mbox(examples / "mill.mbox", create=False)
    found = []
    for key in box.iterkeys():
        message = email.message_from_bytes(box.get_bytes(key), policy=email.policy.default)
        body = message.get_body(("plain",)).get_content().split("\n-- \n")[0]
        lines = [line for line in body.split("\n") if not line.startswith(">")]
        found.append("\n".join(lines))
    return found


def test_each_message_has_two_of_its_own_sentences(digest, letters):
    """A message has a heading and at most two sentences, which its author wrote in it."""
    assert len(digest) == len(letters) + 1 == 7
    for number, (part, letter) in enumerate(zip(digest, letters, strict=False), 1):
        heading, _, summary = part.partition("\n")
        assert re.match(rf"{number}\. \w{{3}} \d\d Sep, [\w ]+: ", heading)
        assert len(_verbatim(summary, letter)) <= 2


def test_across_all_fits_and_repeats_nothing(digest, letters):
    """The end keeps to 100 words, names the right message, and says once what two messages say."""
    title, _, lines = digest[-1].partition("\n")
    assert title == "Across all 6, in 100 words"
    said = [line.split(") ", 1) for line in re.split(r"^\(", lines, flags=re.MULTILINE)[1:]]
    for number, sentence in said:
        _verbatim(sentence, letters[int(number) - 1])
    assert sum(_words(sentence) for _, sentence in said) <= 100
    assert len({number for number, _ in said}) > 2
    assert sum("jammed in the sluice" in _flat(letter) for letter in letters) > 2
    assert _flat(lines).count("jammed in the sluice") == 1


def test_digest_leaves_out_what_is_not_the_authors(digest):
    """No quotation, no line that introduces one, and no signature is in the digest."""
    text = "\n".join(digest)
    for foreign in (">", "wrote:", "Grinding slowly", "Treasurer", "-- "):
        assert foreign not in text


def test_digest_of_a_folder(run, examples):
    """A folder gives a summary of each text file in it."""
    parts = run("digest", examples, "--sentences", 1).strip().split("\n\n")
    names = sorted(path.name for path in examples.glob("*.txt"))
    assert [part.split("\n")[0].split(" ", 1)[1] for part in parts[:-1]] == names
    for name, part in zip(names, parts, strict=False):
        text = (examples / name).read_text(encoding="utf-8")
        assert len(_verbatim(part.partition("\n")[2], text)) == 1


def test_digest_of_mail_as_it_comes(run, tmp_path):
    """HTML alone, no date, no sender, CRLF, an attachment without text, ">From": all are read."""
    pytest.importorskip("trafilatura", reason="HTML needs it")
    page, bare, image = (EmailMessage() for _ in range(3))
    page["Subject"], page["From"] = "Page", "Ida <ida@querns.example>"
    html = "<html><body><p>The bees have left the hive by the gate.</p></body></html>"
    page.set_content(html, subtype="html")
    bare.set_content(
        "From here the path is closed.\r\nIt opens in May.\r\n-- \r\nGrinding slowly.\r\n"
    )
    image.set_content(b"\x89PNG", maintype="image", subtype="png")
    box = mailbox.mbox(tmp_path / "box.mbox")
    for message in (page, bare, image):
        box.add(message)
    box.close()
    out = run("digest", tmp_path / "box.mbox")
    assert "1. Ida: Page\nThe bees have left the hive by the gate." in out
    assert "2. unknown: \nFrom here the path is closed. It opens in May." in out
    assert "Grinding" not in out


def test_digest_of_a_charset_that_nobody_knows(run, tmp_path):
    """A message that names one is read all the same."""
    (tmp_path / "box.mbox").write_bytes(
        b"From ida Mon Sep  1 10:00:00 2025\nFrom: Ida\nSubject: Bees\n"
        b"Content-Type: text/plain; charset=x-unknown\n\nThe bees have left the hive.\n"
    )
    assert "1. Ida: Bees\nThe bees have left the hive." in run("digest", tmp_path / "box.mbox")


@pytest.mark.parametrize(
    ("name", "option", "value"),
    [
        ("digest", "--sentences", "0"),
        ("digest", "--words", "-1"),
        ("minutes", "--minutes", "0"),
        ("minutes", "--minutes", "nan"),
        ("minutes", "--minutes", "inf"),
        ("previews", "--characters", "0"),
        ("previews", "--rows", "0"),
    ],
)
def test_a_wrong_length_is_named(run, name, option, value):
    """A length that is none is a line that names the option, and the code is 2."""
    assert f"error: {option} must be " in run(name, f"{option}={value}", code=2)


def test_empty_folder_is_refused(run, tmp_path):
    """Where there is nothing to read, the script says so and ends with code 2."""
    assert f"error: no text in {tmp_path}\n" in run("digest", tmp_path, code=2)


@pytest.mark.parametrize(
    "arguments",
    [("digest", "nope.mbox"), ("previews", "glue", "nope.csv"), ("minutes", "nope.vtt")],
)
def test_missing_file_is_named(run, arguments):
    """A file that is not there is named in one line, and the code is 2."""
    complaint = run(*arguments, code=2)
    assert "error: no such file" in complaint
    assert complaint.endswith(f": {arguments[-1]}\n")


def test_file_of_another_kind_is_refused(run, examples, tmp_path):
    """A text has no times for minutes, and a table may lack the columns of previews."""
    error = f"error: no times in {examples / 'tram.txt'}: give a .vtt or .srt file\n"
    assert error in run("minutes", examples / "tram.txt", code=2)
    (tmp_path / "other.csv").write_text("name,body\na,b\n", encoding="utf-8")
    error = f"error: no columns title and text in {tmp_path / 'other.csv'}\n"
    assert error in run("previews", "glue", tmp_path / "other.csv", code=2)


# --- previews --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "characters"),
    [((), 160), (("oil against rust",), 160), (("a lamp", "--characters", "100"), 100)],
)
def test_previews_are_of_their_note_and_fit(run, examples, arguments, characters):
    """A preview is verbatim from its note, within its length, with the words marked, best first."""
    with (examples / "notes.csv").open(encoding="utf-8", newline="") as lines:
        notes = {row["title"]: row["text"] for row in csv.DictReader(lines)}
    parts = run("previews", *arguments).strip().split("\n\n")
    scores = []
    for part in parts:
        heading, _, marked = part.partition("\n")
        title, score = re.fullmatch(r"(.+)  \((0\.\d\d)\)", heading).groups()
        scores.append(score)
        preview = _flat(marked.replace("*", ""))
        assert re.search(r"\*\w+\*", marked)
        assert len(preview) <= characters
        _verbatim(preview, notes[title])
    assert 1 <= len(parts) <= 5
    assert scores == sorted(scores, reverse=True)


def test_notes_without_title_or_text(run, tmp_path):
    """An empty cell is an empty text, a number is its digits, and the rest is found."""
    path = tmp_path / "notes.csv"
    path.write_text("title,text\nGlue,\n,Hot glue holds a chair.\n7,8\n", encoding="utf-8")
    out = run("previews", "glue", path)
    assert "Hot *glue* holds a chair." in out
    assert out.startswith("Glue  (1.00)\n")


def test_no_note_has_the_word(run):
    """A word that no note has gives a line that says so."""
    assert run("previews", "xylophone") == "No note has any of these words.\n"


# --- minutes ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def cues(examples):
    """Give start in seconds, speaker and words of every cue."""
    raw = (examples / "council.vtt").read_text(encoding="utf-8")
    found = re.findall(r"00:(\d\d):(\d\d)\.\d+ --> .+\n<v ([^>]+)>((?:.+\n)+)", raw)
    return [(60 * int(m) + int(s), who, _flat(text)) for m, s, who, text in found]


@pytest.mark.parametrize(("arguments", "words"), [((), 120), (("--minutes", "1"), 200)])
def test_minutes_are_what_was_said_and_when(run, cues, arguments, words):
    """Each line is said by its speaker from its second on; all are in order and fit the length."""
    head, lines = run("minutes", *arguments).split("\n\n")
    assert head.endswith(f"at most {words}:")
    found = TURN.findall(_flat(lines).replace(" - [", "\n- ["))
    assert len(found) == lines.count("- [") > 3
    for minutes, seconds, start, who, sentence in found:
        assert 60 * int(minutes) + int(seconds) == int(start)
        first = next(i for i, cue in enumerate(cues) if cue[0] == int(start))
        assert cues[first][1] == who
        said = " ".join(text for _, speaker, text in cues[first : first + 8] if speaker == who)
        assert sentence in said
    starts = [int(start) for _, _, start, _, _ in found]
    assert starts == sorted(starts)
    assert sum(_words(sentence) for *_, sentence in found) <= words


def test_minutes_of_subtitles_without_speakers(run, tmp_path):
    """SubRip that names nobody gives times alone, and words with hyphens stay in one piece."""
    said = (
        "We agreed to mend the twenty-two-year-old weather-vane on top of the well-house at once."
    )
    (tmp_path / "roof.srt").write_text(
        f"1\n01:02:03,000 --> 01:02:09,000\n{said}\n", encoding="utf-8"
    )
    out = run("minutes", tmp_path / "roof.srt")
    assert f"- [62:03](roof.mp4#t=3723) {said}" in _flat(out)


def test_minutes_hold_the_decision_and_the_task(run):
    """However short, the minutes say what was decided; with room, who does what."""
    assert "We decide that the spoon is taken out" in _flat(run("minutes", "--minutes", "0.4"))
    assert "Dr Sato writes to the clockmaker tomorrow" in _flat(run("minutes"))
