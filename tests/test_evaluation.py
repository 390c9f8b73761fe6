"""Measuring: ROUGE, methods side by side, and the command."""

import gzip
import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import bootstrap
from sklearn.model_selection import GridSearchCV
from texts import BEES, DAM, DATA, REVIEWS, measuring_tool, set_of

from summarize import Summarizer, SummaryWarning, summarize
from summarize.evaluation import KINDS, compare, rouge, rouge_scorer
from summarize.evaluation.__main__ import main
from summarize.scorers import Coverage

TEXTS = [DAM, BEES, list(REVIEWS)]
REFERENCES = [
    "The old dam above Millbrook broke on Tuesday; the council had put off its repair.",
    ["Bees dance to tell others where the flowers are.", "Bees find their way by the sun."],
    "The kettle boils fast, but its lid is loose and leaks.",
]


# --- ROUGE ------------------------------------------------------------------------------


def test_english_is_what_rouge_score_gives():
    """With one sentence a line the figures are those of rouge-score with its stemmer."""
    from rouge_score.rouge_scorer import RougeScorer

    peer = RougeScorer(list(KINDS), use_stemmer=True)
    for text, reference in zip(TEXTS, REFERENCES, strict=True):
        summary = summarize(text, sentences=2)
        lines = "\n".join(s.text for s in summary)
        own = [reference] if isinstance(reference, str) else reference
        each = [[peer.score(one, lines)[kind].fmeasure for kind in KINDS] for one in own]
        np.testing.assert_allclose(rouge([summary], [reference], "en")[0], np.mean(each, axis=0))
        np.testing.assert_allclose(rouge([lines], [reference], "en")[0], np.mean(each, axis=0))


@pytest.mark.parametrize(
    ("summary", "reference", "language", "f"),
    [
        ("La digue a cédé.", "La DIGUE a tenu.", "fr", 3 / 4),
        ("大坝倒了。", "大坝裂了。", "zh", 3 / 4),
        ("बाँध टूट गया।", "बाँध टूटा।", "hi", 2 / 5),
        ("Плотина прорвана.", "Плотина держится.", None, 1 / 2),
        ("Ganz anders.", "Der Damm brach.", "de", 0),
    ],
)
def test_words_of_other_languages(summary, reference, language, f):
    """ROUGE-1 by hand: folded words with their marks, single characters in Chinese."""
    assert rouge([summary], [reference], language)[0, 0] == pytest.approx(f)


def test_short_references_are_stemmed_as_their_neighbours_are():
    """Where a reference shows no language, its others do, its summary, other texts, or the text."""
    summary, short, long = "Flood kills three workers", "Floods killed three workers", "It was on."
    assert rouge([summary], [short])[0, 0] < 1  # nothing tells that it is English
    assert rouge([summary], [short], "en")[0].tolist() == [1, 1, 1]
    assert rouge([summary, "x"], [short, long])[0].tolist() == [1, 1, 1]
    both = np.mean([rouge([summary], [one], "en")[0, 0] for one in (short, long)])
    assert rouge([summary], [[short, long]])[0, 0] == both
    assert np.array_equal(rouge([DAM], [short]), rouge([DAM], [short], "en"))
    table = compare({"own": lambda _: summary}, [DAM], [short], words=9)
    assert table.scores["own"].tolist() == [[1, 1, 1]]


@pytest.mark.parametrize(
    ("summaries", "references", "match"),
    [
        (["x"], {"a": "x"}, "references must be a list.* Got dict instead"),
        (["x"], [{"a": "x"}], "references must be a list.* at 0"),
        (["x"], [None], "references must be a list.* Got None at 0"),
        (["x"], None, "references must be a list.* Got NoneType instead"),
        (["x", None], ["x", "y"], "summaries must be a list.* Got NoneType at 1"),
        ("x", ["x"], "summaries must be a list.* Got one bare str: put it in a list"),
        (None, ["x"], "summaries must be a list.* Got NoneType instead"),
        (summarize(DAM), ["x"], "summaries must be a list.* Got one bare Summary: put it"),
        ({"x", "y"}, ["x", "y"], "summaries must be a list.* Got a set: make a list of it"),
        (["x", "y"], {"x", "y"}, "references must be a list.* Got a set: make a list of it"),
    ],
)
def test_what_is_no_text_is_named(summaries, references, match):
    """The message says which argument it is, and where."""
    with pytest.raises((TypeError, ValueError), match=match):
        rouge(summaries, references)


def test_a_table_is_no_list_of_texts():
    """One by one it gives the names of its columns, which would be measured."""
    pd = pytest.importorskip("pandas")
    table = pd.DataFrame({"text": [DAM]})
    for call in (
        lambda: rouge(table, ["x"]),
        lambda: rouge(["x"], table),
        lambda: compare(["lead"], table, ["x"]),
        lambda: compare(["lead"], [DAM], ["x"], queries=table),
        lambda: compare(table, [DAM], ["x"]),
    ):
        with pytest.raises(TypeError, match="Got a DataFrame: give one column of it"):
            call()


def test_columns_of_pyarrow_are_lists():
    """Their scalars are texts all the same, and lists of them several references."""
    pa = pytest.importorskip("pyarrow")
    texts, references = [DAM, BEES], [["The dam broke.", "It rained."], ["Bees dance."]]
    table = compare(["lead"], pa.array(texts), pa.array(references), draws=5)
    assert str(table) == str(compare(["lead"], texts, references, draws=5))
    assert rouge(pa.array(["The dam broke."]), pa.array(["The dam broke."])).min() == 1


def test_summaries_may_come_one_by_one():
    """A generator of summaries is read once."""
    given = (summarize(text, sentences=1) for text in TEXTS)
    made = [summarize(text, sentences=1) for text in TEXTS]
    np.testing.assert_array_equal(rouge(given, REFERENCES), rouge(made, REFERENCES))


def test_a_break_at_the_end_parts_no_sentences():
    """A summary read from a file is cut into sentences as one without its last line break."""
    text, reference = "It rained. The dam broke.", "The dam broke, and it rained."
    np.testing.assert_array_equal(rouge([f"{text}\n"], [reference]), rouge([text], [reference]))


def test_a_summary_may_be_empty():
    """Nothing shares nothing."""
    assert rouge(["", summarize("")], ["The dam broke.", "It rained."], "en").sum() == 0


# --- compare ----------------------------------------------------------------------------


def first_sentence(text):
    """Stand for another library."""
    whole = text if isinstance(text, str) else text[0]
    return whole.split(". ")[0] + "."


def test_compare_equals_the_steps_one_by_one():
    """Scores are those of rouge() on summaries made one by one; words are counted."""
    table = compare(["coverage", Coverage(position=0)], TEXTS, REFERENCES, words=25, language="en")
    for name, method in zip(table.scores, ("coverage", Coverage(position=0)), strict=True):
        made = [summarize(t, words=25, method=method, language="en") for t in TEXTS]
        np.testing.assert_array_equal(table.scores[name], rouge(made, REFERENCES, "en"))
        sizes = [sum(len(s.text.split()) for s in summary) for summary in made]
        assert table.words[name].tolist() == sizes
    assert table.baseline == "coverage"


def test_intervals_agree_with_scipy():
    """Bounds of the mean and of the paired difference are those of a percentile bootstrap."""
    rng = np.random.default_rng(7)
    texts = [". ".join(rng.permutation(DAM[:-1].split(". "))) + "." for _ in range(40)]
    table = compare(["coverage", "lead"], texts, [REFERENCES[0]] * 40, words=30, draws=4000)
    row = table.rows()[1]
    means = {name: 100 * scores.mean(axis=1) for name, scores in table.scores.items()}
    for values, low, high in (
        (means["lead"], "low", "high"),
        (means["lead"] - means["coverage"], "difference_low", "difference_high"),
    ):
        peer = bootstrap((values,), np.mean, method="percentile", n_resamples=4000, rng=1)
        expected = peer.confidence_interval
        reach = expected.high - expected.low
        assert reach > 0
        assert abs(row[low] - expected.low) < 0.04 * reach
        assert abs(row[high] - expected.high) < 0.04 * reach
    assert row["difference"] == pytest.approx((means["lead"] - means["coverage"]).mean())


def test_other_libraries_are_cut_at_the_budget():
    """A function's summary beyond the words is cut there and counted, so length wins nothing."""
    table = compare({"all": lambda text: text, "first": first_sentence}, [DAM], ["x"], words=9)
    assert table.over == {"all": 1, "first": 0}
    assert table.words["all"].tolist() == [len(DAM.split())]
    cut = compare({"all": lambda text: text}, [DAM], [DAM], words=9, language="en")
    expected = rouge([" ".join(DAM.split()[:9])], [DAM], "en")
    np.testing.assert_allclose(cut.scores["all"], expected)
    chinese = compare({"all": lambda text: text}, ["大坝倒了。下雨了。"], ["大坝"], words=2)
    assert chinese.scores["all"][0, 0] == 1


def test_a_function_that_fails_scores_nothing_and_is_named():
    """What another library raises ends nothing: the text counts as 0, with a warning."""

    def fails(text):
        raise RuntimeError("no model")

    with pytest.warns(SummaryWarning, match=r"fails failed on text 0.*no model"):
        table = compare(["lead", fails], TEXTS[:1], REFERENCES[:1], words=20)
    assert table.failed == {"lead": 0, "fails": 1}
    assert table.scores["fails"].sum() == 0
    assert "1 failed" in str(table)


def test_a_function_may_give_sentences_in_any_form():
    """A list, a tuple, a generator, an array and a `Summary` count alike; None scores 0, warned."""
    forms = {
        "list": lambda text: [first_sentence(text)],
        "tuple": lambda text: (first_sentence(text),),
        "generator": lambda text: (one for one in [first_sentence(text)]),
        "array": lambda text: np.array([first_sentence(text)]),
        "summary": lambda text: summarize(text, method="lead", sentences=1),
    }
    table = compare(forms, TEXTS[:1], REFERENCES[:1], words=30)
    assert len({tuple(scores.ravel()) for scores in table.scores.values()}) == 1
    with pytest.warns(SummaryWarning, match="mute gave None for text 0"):
        assert compare({"mute": lambda _: None}, [DAM], ["x"], words=9).failed == {"mute": 1}


@pytest.mark.parametrize("given", [5, b"The dam broke.", {"summary": "The dam broke."}])
def test_a_function_that_gives_no_summary_is_named(given):
    """The message names the method, what it must give, what came, and for which text."""
    wanted = (
        f"mine must give a summary: a str, or a list.* Got {type(given).__name__} for documents"
    )
    with pytest.raises(TypeError, match=wanted):
        compare({"mine": lambda _: given}, [DAM], ["x"], words=9)


def test_a_summarizer_has_the_length_of_all_but_where_it_has_its_own():
    """Else a fitted one would win by its length; the caller's own stays as it was."""
    own, none = Summarizer("lead", sentences=2), Summarizer("lead")
    table = compare({"lead": "lead", "none": none, "own": own}, [DAM], [DAM], sentences=1)
    short, same, long = (row["words"] for row in table.rows())
    assert short == same < long
    assert none.sentences is None


def test_queries_reach_the_methods():
    """With a query for each text the summary bears on it; a Summarizer gets its own back."""
    model = Summarizer(sentences=1, query="bees")
    asked = compare([model], [DAM], ["What the mayor says."], queries=["What does the mayor say?"])
    expected = rouge([summarize(DAM, sentences=1, query="What does the mayor say?")],
                     ["What the mayor says."])  # fmt: skip
    np.testing.assert_array_equal(next(iter(asked.scores.values())), expected)
    assert model.query == "bees"


def test_a_bad_text_is_an_error_and_changes_no_summarizer():
    """A library method fails on a text that is none; a Summarizer of one's own stays as it was."""
    model = Summarizer(sentences=1, query="bees")
    for options in ({}, {"queries": ["dam?"]}):
        with pytest.raises(TypeError, match=r"documents\[1\]: text must be a str.*NoneType"):
            compare([model], ["A dam broke.", None], ["x", "y"], language="en", **options)
        assert model.query == "bees"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("queries", [None, ["dam?", "bees?"]])
def test_a_text_that_a_library_method_fails_on_is_named(queries):
    """What is raised on the way, here by a stemmer, comes once, with the number of its text."""

    def stemmer(word):
        if word == "bees":
            raise KeyError(word)
        return word

    model = Summarizer(sentences=1, stemmer=stemmer)
    with pytest.raises(ValueError, match=r"documents\[1\]: .*bees"):
        compare([model], [DAM, BEES], ["x", "y"], language="en", queries=queries)


def test_shown_as_text_html_data_and_picture():
    """Every form has a row a method; names are escaped; data are plain."""
    table = compare({"<b>": "lead", "tfidf": "tfidf"}, TEXTS, REFERENCES, words=25, draws=50)
    assert [line.split()[0] for line in str(table).splitlines()] == ["method", "<b>", "tfidf"]
    assert "<b>" not in table._repr_html_()
    assert table._repr_html_().count("<tr>") == 3
    data = json.loads(json.dumps(table.to_dict()))
    assert [row["method"] for row in data["rows"]] == ["<b>", "tfidf"]
    assert len(data["scores"]["tfidf"]) == 3
    axes = table.plot()
    assert {label.get_text() for label in axes.get_yticklabels()} == {"<b>", "tfidf"}
    assert table.plot(axes) is axes


def test_a_bar_on_request(capsys):
    """progress=True counts every text of every method on standard error."""
    compare(["lead", "tfidf"], TEXTS, REFERENCES, words=25, draws=5, progress=True)
    assert "6/6" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("methods", "texts", "references", "options", "error", "match"),
    [
        ("lead", TEXTS, REFERENCES, {}, TypeError, "methods must be a list"),
        ([], TEXTS, REFERENCES, {}, ValueError, "methods must hold one or more"),
        ({"lead", "kl"}, TEXTS, REFERENCES, {}, TypeError, "methods must be a list.*Got a set: "),
        (Coverage(), TEXTS, REFERENCES, {}, TypeError, "methods must.*Got one bare Coverage: put"),
        (first_sentence, TEXTS, REFERENCES, {}, TypeError, "Got one bare function: put it in a"),
        (
            {1: "lead"},
            TEXTS,
            REFERENCES,
            {},
            TypeError,
            "each name in methods must be a str. Got i",
        ),
        (
            ["lead"],
            ["x"],
            ["x"],
            {"queries": [3]},
            TypeError,
            r"queries\[0\] must be a str or None",
        ),
        (["lead"], {DAM, BEES}, ["x", "y"], {}, TypeError, "documents must.*Got a set: make a lis"),
        (["lead"], [DAM, BEES], ["x", "y"], {"queries": {"x", "y"}}, TypeError, "queries.*a set: "),
        (["lead", "lead"], TEXTS, REFERENCES, {}, ValueError, "differ in name"),
        ([3], TEXTS, REFERENCES, {}, TypeError, "methods must hold names"),
        (["leed"], TEXTS, REFERENCES, {}, ValueError, "method must be one of"),
        (["lead"], TEXTS, REFERENCES[:2], {}, ValueError, "of one length.*3, 2"),
        (["lead"], [], [], {}, ValueError, "1 or more"),
        (["lead"], TEXTS[:1], "x", {}, TypeError, "bare str"),
        (["lead"], "abc", REFERENCES, {}, TypeError, "documents must be a list of texts.*bare str"),
        (["lead"], TEXTS[:1], [[]], {}, ValueError, r"Got \[\] at 0"),
        (["lead"], TEXTS[:1], ["x"], {"queries": "x"}, TypeError, "queries must be a list.*str"),
        (["lead"], ["x"], ["x"], {"baseline": "kl"}, ValueError, "baseline must be one of 'lead'"),
        (["lead"], ["x"], ["x"], {"baseline": []}, ValueError, "baseline must be one of 'lead'"),
        (["lead"], ["x"], ["x"], {"progress": "x"}, TypeError, r"progress must be True.*Got 'x'"),
        (["lead"], ["x"], ["x"], {"draws": 0.5}, TypeError, "draws must be an int"),
        (["lead"], ["x"], ["x"], {"random_state": "x"}, TypeError, "random_state must be an int"),
        (["lead"], ["x"], ["x"], {"method": "lead"}, TypeError, "no method: its lengths are sen"),
        ([first_sentence], ["x"], ["x"], {"words": 0}, ValueError, "words must be an int of 1"),
        ([first_sentence], ["x"], ["x"], {"words": "9"}, TypeError, "words must be an int of 1"),
        ([first_sentence], ["x"], ["x"], {"words": 9, "ratio": 1}, ValueError, "Give one budget"),
    ],
)
def test_wrong_arguments_of_compare_are_named(methods, texts, references, options, error, match):
    """Each message says which argument, what is allowed and what came, of functions too."""
    with pytest.raises(error, match=match):
        compare(methods, texts, references, **options)


def test_wrong_arguments_of_the_others_are_named():
    """So do those of rouge() and of rouge_scorer()."""
    with pytest.raises(ValueError, match="kind must be 'mean', 'rouge1'"):
        rouge_scorer("rouge3")
    with pytest.raises(TypeError, match=r"language must be a str or None\. Got int"):
        rouge(["x"], ["x"], language=3)
    with pytest.raises(ValueError, match=r"of one length.* 1 and 2"):
        rouge(["x"], ["x", "y"])


@pytest.mark.parametrize("name", ["rouge_score.rouge_scorer", "tqdm", "matplotlib"])
def test_a_missing_extra_names_the_command_that_brings_it(monkeypatch, name):
    """Without rouge-score, tqdm or matplotlib the error says what to install."""
    table = compare(["lead"], TEXTS, REFERENCES, words=20, draws=5)
    sys.modules[rouge.__module__]._scorer.cache_clear()
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ImportError, match=r"pip install 'summarize\[(evaluation|progress|plot)\]'"):
        table.plot() if "matplotlib" in name else compare(
            ["lead"], TEXTS, REFERENCES, words=20, progress=True
        )


# --- scikit-learn -----------------------------------------------------------------------


def test_grid_search_finds_the_method_that_references_ask_for():
    """References that are first sentences make a search choose the lead."""
    texts = [text if isinstance(text, str) else text[0] for text in TEXTS] * 2
    references = [first_sentence(text) for text in texts]
    grid = {"method": ["random", "lead"]}
    search = GridSearchCV(Summarizer(sentences=1), grid, scoring=rouge_scorer("rouge1"), cv=2)
    search.fit(texts, references)
    assert search.best_params_ == {"method": "lead"}
    assert search.best_score_ == pytest.approx(1.0)


# --- the command ------------------------------------------------------------------------


@pytest.fixture
def rows(tmp_path):
    """Write three rows of JSON, gzipped."""
    path = tmp_path / "rows.jsonl.gz"
    lines = [
        json.dumps({"text" if isinstance(t, str) else "documents": t, "references": r, "q": "dam?"})
        for t, r in zip(TEXTS, REFERENCES, strict=True)
    ]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


def test_command_prints_the_table(rows, tmp_path):
    """A new process prints what compare() gives, draws a picture, and warns of nothing."""
    command = [sys.executable, "-W", "error", "-m", "summarize.evaluation", str(rows)]
    picture = tmp_path / "plot.png"
    options = ["-m", "lead,tfidf", "-w", "25", "--baseline", "tfidf", "--plot", str(picture)]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    table = compare(["lead", "tfidf"], TEXTS, REFERENCES, words=25, baseline="tfidf")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{table}\n"
    assert picture.read_bytes()[1:4] == b"PNG"


def test_command_gives_json_takes_queries_and_a_limit(rows, capsys):
    """--format json is to_dict(); --query-field asks, also in vain; --limit stops."""
    arguments = [str(rows), "-m", "tfidf", "-n", "1", "--format", "json", "--limit", "2"]
    assert main([*arguments, "--query-field", "q"]) == 0
    asked = compare(["tfidf"], TEXTS[:2], REFERENCES[:2], queries=["dam?"] * 2, sentences=1)
    assert json.loads(capsys.readouterr().out) == asked.to_dict()


def test_command_reads_standard_input(rows, monkeypatch, capsys):
    """- is standard input; without gzip, as other programs write it."""
    lines = io.BytesIO(gzip.decompress(rows.read_bytes()))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(lines))
    assert main(["-", "-m", "lead", "-w", "25"]) == 0
    table = compare(["lead"], TEXTS, REFERENCES, words=25)
    assert capsys.readouterr().out == f"{table}\n"


def test_command_says_what_is_wrong(rows, tmp_path, capsys):
    """A bad row is named with its line (exit 1); a bad option is refused (exit 2)."""
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "x", "references": "y"}\n{"text": "x"}\n')
    assert main([str(bad), "-w", "5"]) == 1
    named = "line 2 has no references: name the field with --reference-field. Its fields: ['text']"
    assert named in capsys.readouterr().err
    assert main([str(bad), "-w", "5", "--text-field", "body"]) == 1
    named = "line 1 has no text: name the field with --text-field. Its fields: ['references', 'te"
    assert named in capsys.readouterr().err
    bad.write_text("no row\n")
    assert main([str(bad), "-w", "5"]) == 1
    assert "line 1 is no JSON object: " in capsys.readouterr().err
    bad.write_text("[]\n")
    assert main([str(bad), "-w", "5"]) == 1
    assert "line 1 is no JSON object but a list\n" in capsys.readouterr().err
    none = tmp_path / "none.jsonl"
    assert main([str(none), "-w", "5"]) == 1
    assert capsys.readouterr().err == f"{none}: No such file or directory\n"
    packed = bytearray(gzip.compress(str(list(range(9999))).encode()))
    packed[99:199] = bytes(100)
    broken = tmp_path / "broken.jsonl.gz"
    broken.write_bytes(packed)
    assert main([str(broken), "-w", "5"]) == 1
    assert capsys.readouterr().err.startswith(f"{broken}: Error ")
    with pytest.raises(SystemExit) as caught:
        main([str(rows), "-w", "5", "-m", "leed"])
    assert caught.value.code == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"text": 5, "references": "y"}, "text must be a str, or a list of them. Got 5."),
        ({"text": ["x", 5], "references": "y"}, "text must be a str, or a list of them"),
        ({"text": "x", "references": ["y", None]}, "references must be a str, or a list"),
        ({"text": "x", "references": {"a": "y"}}, "references must be a str, or a list"),
        ({"text": "x", "references": "y", "q": 5}, "the query must be a str. Got 5."),
    ],
)
def test_command_names_the_line_of_a_wrong_type(tmp_path, capsys, row, said):
    """What is no text is an error of its row (exit 1), which is named by its line."""
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "x", "references": "y"}\n\n' + json.dumps(row))
    assert main([str(bad), "-w", "5", "--query-field", "q"]) == 1
    assert f"{bad}: line 3: {said}" in capsys.readouterr().err


def test_command_reads_rows_as_programs_write_them(tmp_path, capsys):
    """A byte order mark, blank lines, an empty text beside documents, spaces between names."""
    path = tmp_path / "rows.jsonl"
    row = json.dumps({"text": "", "documents": list(REVIEWS), "references": REFERENCES[2]})
    path.write_text(f"\ufeff{row}\n\n{row}\n \n", encoding="utf-8")
    assert main([str(path), "-m", "lead, tfidf", "-w", "25"]) == 0
    table = compare(["lead", "tfidf"], [list(REVIEWS)] * 2, [REFERENCES[2]] * 2, words=25)
    assert capsys.readouterr().out == f"{table}\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(("target", "code"), [("> /dev/full", 1), ("| true", 0)])
def test_command_whose_output_cannot_be_written(rows, target, code):
    """A full disk is one line and exit code 1; a reader that is gone is no error."""
    command = f"'{sys.executable}' -m summarize.evaluation '{rows}' -m lead -w 25 {target}"
    shell = ["bash", "-o", "pipefail", "-c", command]
    done = subprocess.run(shell, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (code, code)
    assert "Traceback" not in done.stderr


def test_command_refuses_a_file_without_rows_and_a_field_that_no_row_has(rows, tmp_path, capsys):
    """An empty file, and a --query-field that is nowhere, are a line each (exit 1)."""
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    assert main([str(empty), "-w", "5"]) == 1
    assert capsys.readouterr().err == f"{empty}: it holds no row\n"
    assert main([str(rows), "-w", "5", "--query-field", "nope"]) == 1
    error = (
        f"{rows}: no line has 'nope', the --query-field: the first has ['q', 'references', 'text']"
    )
    assert capsys.readouterr() == ("", f"{error}\n")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--limit", "0"], "--limit must be 1 or more. Got 0"),
        (["--limit", "-1"], "--limit must be 1 or more. Got -1"),
        (["--plot", "a.foo"], "--plot must end in .png, .svg or .pdf. Got 'a.foo'"),
        (["--plot", "/nonexist/a.png"], "--plot /nonexist/a.png: there is no folder /nonexist"),
    ],
)
def test_command_refuses_options_before_the_work(capsys, options, message):
    """A wrong --limit or --plot is named (exit 2) before the file is even opened."""
    with pytest.raises(SystemExit) as caught:
        main(["no such file.jsonl", "-w", "5", *options])
    printed = capsys.readouterr()
    assert (caught.value.code, printed.out) == (2, "")
    assert message in printed.err


def test_command_says_why_there_is_no_picture(rows, tmp_path, monkeypatch, capsys):
    """A picture that cannot be written is a line after the table; no matplotlib is refused."""
    (tmp_path / "folder.png").mkdir()
    options = [str(rows), "-m", "lead", "-w", "25", "--plot", str(tmp_path / "folder.png")]
    assert main(options) == 1
    printed = capsys.readouterr()
    assert printed.out.startswith("method")
    assert printed.err == "--plot: Is a directory\n"
    monkeypatch.setitem(sys.modules, "matplotlib.backend_bases", None)
    with pytest.raises(SystemExit) as caught:
        main(options)
    assert caught.value.code == 2
    assert "pip install 'summarize[plot]'" in capsys.readouterr().err


# --- the project's measuring tool ----------------------------------------------------------


@pytest.mark.parametrize("name", ["opinosis", "gum_dev"])
def test_figures_are_those_of_the_measuring_tool(name):
    """On public sets the means equal those of the project's own tool, to rounding."""
    quality = measuring_tool()
    set_of(quality.SETS[name][0])
    result = quality.run("summarize", name, DATA)
    loaded = quality.load(DATA, name)
    texts = [quality.documents_of(row) for row in loaded]
    table = compare(
        ["coverage"],
        [text if len(text) > 1 else text[0] for text in texts],
        [row["references"] for row in loaded],
        words=quality.SETS[name][1],
        language="en",
    )
    (row,) = table.rows()
    assert [round(row[kind], 2) for kind in KINDS] == result["rouge"]
