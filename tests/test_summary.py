"""`Summary`: what it holds, how it is cut again, explained, and written down."""

import copy
import dataclasses
import json
import pickle
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np
import pytest
from texts import BEES, DAM, MESSY, METHODS, REVIEWS, subwords

from summarize import Document, Summarizer, Summary, SummaryWarning, summarize
from summarize.scorers import TextRank


def test_str_is_the_summary():
    """`str` joins the chosen sentences, which iterate in reading order."""
    summary = summarize(DAM)
    assert str(summary) == " ".join(s.text for s in summary) == summary.text
    assert [s.start for s in summary] == sorted(s.start for s in summary)
    assert f"{summary}" == str(summary)
    assert f"{summary:.20}" == str(summary)[:20]
    assert f"{summary:>900}" == str(summary).rjust(900)


def test_it_is_a_sequence():
    """Length, indices, slices and iteration agree."""
    summary = summarize(DAM, sentences=4)
    assert len(summary) == len(list(summary)) == 4
    assert [summary[k] for k in range(4)] == list(summary) == list(summary[:])
    assert summary[-1] == list(summary)[-1]
    with pytest.raises(IndexError):
        summary[4]
    assert summary[0] in summary


def test_it_is_frozen():
    """Neither fields nor scores nor ranks can be changed."""
    summary = summarize(DAM)
    with pytest.raises(dataclasses.FrozenInstanceError):
        summary.rows = ()
    with pytest.raises(ValueError, match="read-only"):
        summary.scores[0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        summary.ranks[0] = 1
    with pytest.raises(AttributeError):
        summary[0].text = ""


def test_it_stays_frozen_on_its_way():
    """Pickled, copied and from another process, scores are read-only too."""
    first = summarize(DAM)
    (sent,) = Summarizer().summarize_many([DAM], n_jobs=2)
    for summary in (pickle.loads(pickle.dumps(first)), copy.deepcopy(first), sent):
        assert not summary.scores.flags.writeable
        assert not summary.ranks.flags.writeable


def test_own_scores_are_not_locked():
    """The array that a user's scorer gave stays the user's."""
    scores = np.arange(12.0)
    summarize(DAM, method=lambda batch: scores)
    scores[0] = 5.0
    assert scores[0] == 5.0


def test_repr_names_size_budget_and_spans():
    """The representation says what was chosen and by what."""
    summary = summarize(DAM, words=20, method="lead")
    lines = repr(summary).splitlines()
    assert lines[0] == "<Summary: 2 of 12 sentences, words=20, method='lead', language='en'"
    assert lines[1].startswith("  1 [0:51] The old dam above Millbrook")
    assert lines[-1].endswith(">")


@pytest.mark.parametrize("method", METHODS)
def test_scores_and_ranks_cover_all_sentences(method):
    """Every sentence has score and rank; ranks sort by score, ties stay in order."""
    summary = summarize(f"{DAM} It was and it is. {DAM}", method=method)
    assert len(summary.sentences) == len(summary.scores) == len(summary.ranks) == 25
    assert [s.score for s in summary.sentences] == summary.scores.tolist()
    assert [s.index for s in summary.sentences] == list(range(25))
    expected = sorted(range(25), key=lambda i: (-round(summary.scores[i], 9), i))
    assert np.argsort(summary.ranks).tolist() == expected
    assert sorted(summary.ranks.tolist()) == list(range(25))


# --- another length ----------------------------------------------------------------------

LENGTHS = [
    {"sentences": 1},
    {"sentences": 99},
    {"words": 40},
    {"characters": 150},
    {"ratio": 0.5},
    {"tokens": 30, "count_tokens": subwords},
    {"words": 25, "order": "rank"},
]


@pytest.mark.parametrize("length", LENGTHS, ids="-".join)
@pytest.mark.parametrize("options", [{}, {"query": "council"}, {"must_include": ["fire"]}], ids=str)
def test_cut_equals_a_new_run(options, length):
    """Another length of the same scores is what a new run would give, whatever must be in."""
    cut = summarize(DAM, **options).cut(**length)
    assert cut.to_dict() == summarize(DAM, **options, **length).to_dict()
    assert cut.budget.kind in length


def test_cut_leaves_the_first_summary_alone():
    """A cut is a new object with the same scores; the old one keeps its sentences."""
    summary = summarize(DAM)
    rows = summary.rows
    cut = summary.cut(sentences=1)
    assert (summary.rows, len(cut)) == (rows, 1)
    assert cut.scores is summary.scores
    assert str(cut) in str(summary)
    assert cut.cut(sentences=3).rows == rows


def test_cut_keeps_what_is_not_given():
    """Budget, order and count_tokens stay unless others are given."""
    summary = summarize(DAM, tokens=30, count_tokens=subwords, order="rank")
    assert summary.cut().rows == summary.rows
    assert subwords(str(summary.cut(tokens=20))) <= 20
    assert summary.cut(sentences=2).order == "rank"
    assert len(summarize(DAM, words=100).cut(order="rank")) > 3


def test_cut_with_another_count_alone():
    """Another function that counts tokens is heard where the budget stays, and checked."""
    summary = summarize(DAM, tokens=30, count_tokens=lambda text: len(text.split()))
    assert len(str(summary)) > 60
    assert str(summary.cut(count_tokens=len)) == str(summary.cut(tokens=30, count_tokens=len))
    with pytest.raises(TypeError, match="count_tokens must be a callable"):
        summary.cut(count_tokens=3)


def test_cut_computes_no_score_again():
    """A scorer is called once, however often the summary is cut and explained."""
    calls = []

    def scorer(batch):
        calls.append(1)
        return np.arange(len(batch))

    summary = summarize(DAM, method=scorer)
    summary.cut(words=40).cut(ratio=0.2).explain(0)
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"words": 0}, ValueError, "words must be an int of 1 or more"),
        ({"words": 3, "sentences": 1}, ValueError, "one budget"),
        ({"tokens": 4}, ValueError, "tokens needs count_tokens"),
        ({"order": "best"}, ValueError, "order must be 'document' or 'rank'.*'best'"),
        ({"order": ""}, ValueError, "order must be 'document' or 'rank'.*''"),
    ],
)
def test_cut_checks_its_arguments(wrong, error, message):
    """Wrong lengths are refused as by `summarize`."""
    with pytest.raises(error, match=message):
        summarize(DAM).cut(**wrong)


# --- reasons -------------------------------------------------------------------------------


def test_explain_takes_sentences_and_indices():
    """A sentence of the summary, its index among all, or one from the end."""
    summary = summarize(DAM)
    last = summary.sentences[-1]
    assert summary.explain(last) == summary.explain(11) == summary.explain(-1)
    assert summary.explain(np.int64(11)) == summary.explain(11)
    assert summary.explain(summary[0]).sentence == summary[0]


@pytest.mark.parametrize("row", [12, -13, 10**9])
def test_explain_refuses_what_is_not_there(row):
    """An index out of range is an IndexError with the number of sentences."""
    with pytest.raises(IndexError, match=f"one of 12 sentences.*Got {row}"):
        summarize(DAM).explain(row)


@pytest.mark.parametrize("row", ["0", 1.0, None, True])
def test_explain_refuses_what_is_no_index(row):
    """Another type is a TypeError that names the argument."""
    with pytest.raises(TypeError, match="sentence must be a Sentence or its index"):
        summarize(DAM).explain(row)


@pytest.mark.parametrize("given", [None, {"dam": 1.0}, 1.0])
def test_what_is_no_reason_is_refused(given):
    """A scorer of one's own that says why gives `Reasons`; the error says so, and what came."""

    class Own:
        def score_sentences(self, batch):
            return [1.0] * len(batch)

        def explain_sentence(self, batch, scores, row):
            return given

    with pytest.raises(TypeError, match=f"explain_sentence must .* {type(given).__name__} instead"):
        summarize(DAM, method=Own()).explain(0)


def test_an_explanation_reads_and_writes():
    """`str` gives shares in per cent, `to_dict` plain data."""
    summary = summarize(DAM, method="textrank")
    why = summary.explain(2)
    lines = str(why).splitlines()
    assert lines[0].startswith("[2] Engineers had warned")
    assert "textrank score" in lines[1]
    place = sorted(summary.scores, reverse=True).index(why.score) + 1
    assert f", rank {place} of {len(summary.sentences)}: " in lines[1]
    assert lines[2].startswith("  terms: ")
    assert "voters: [" in lines[3]
    data = json.loads(json.dumps(why.to_dict()))
    assert data["index"] == 2
    assert data["terms"] == dict(why.terms)
    shares = [share for _, share in why.terms]
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize("method", METHODS)
def test_explaining_a_sentence_without_a_word(method):
    """A sentence of stop words, or of none at all, is explained as well."""
    summary = summarize(Document.from_sentences(["It was.", "", "...", "The dam."]), method=method)
    assert all(str(summary.explain(row)) for row in range(4))


# --- other forms ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [DAM, MESSY, list(REVIEWS), "", "x"], ids=lambda t: str(t)[:9])
def test_json_comes_back_the_same(text):
    """`to_json` read again is `to_dict`; spans in it still fit the text."""
    summary = summarize(text, method="textrank")
    data = json.loads(summary.to_json())
    assert data == json.loads(json.dumps(summary.to_dict()))
    documents = [text] if isinstance(text, str) else text
    for s in data["sentences"]:
        assert documents[s["document"]][s["start"] : s["end"]] == s["text"]
    assert data["chosen"] == [s["index"] for s in data["sentences"] if s["chosen"]]
    assert data["text"] == str(summary)
    assert data["budget"] == {"sentences": 3}


def test_json_options_and_metadata():
    """Options go to json.dumps; what JSON does not know becomes a string."""
    talk = Document.from_segments([{"text": "Der Weiß kam.", "day": date(2024, 5, 17), "n": 3}])
    summary = summarize(talk)
    assert "Weiß" in summary.to_json()
    assert "Wei\\u00df" in summary.to_json(ensure_ascii=True, indent=1)
    assert json.loads(summary.to_json())["sentences"][0]["meta"] == {"day": "2024-05-17", "n": 3}


def test_json_of_half_a_pair_can_be_written_to_a_file():
    """UTF-8 has no place for a lone surrogate; escaped, it comes back as it was."""
    summary = summarize("The \ud800 dam broke. Weiß was there.")
    written = summary.to_json()
    assert "Weiß" in written
    assert json.loads(written.encode("utf-8")) == summary.to_dict()


@pytest.mark.parametrize("method", [*METHODS, TextRank(damping=0.5)], ids=str)
def test_pickling_keeps_everything(method):
    """A summary that was pickled can still be cut and explained."""
    summary = summarize(DAM, method=method, query="council")
    again = pickle.loads(pickle.dumps(summary))
    assert again.to_dict() == summary.to_dict()
    assert again.cut(words=20).rows == summary.cut(words=20).rows
    assert again.explain(3) == summary.explain(3)


def test_pickles_hold_one_text_only():
    """What was summarised in the same batch does not travel along."""
    alone = len(pickle.dumps(summarize(DAM)))
    first, *_ = Summarizer().summarize_many([DAM, *[BEES * 20] * 50])
    assert len(pickle.dumps(first)) < 1.5 * alone


def test_error_summaries():
    """A failed text gives an empty summary that says why in every form."""
    with pytest.warns(SummaryWarning, match="Document 0 failed"):
        (summary,) = Summarizer(words=9).summarize_many([None])
    assert (str(summary), list(summary), summary.sentences) == ("", [], ())
    assert "text must be a str" in summary.error
    assert "NoneType" in repr(summary)
    assert json.loads(summary.to_json())["error"] == summary.error
    assert "No summary" in summary.to_html()
    assert summary.cut(words=3).error == summary.error
    with pytest.raises(IndexError):
        summary.explain(0)
    assert pickle.loads(pickle.dumps(summary)).error == summary.error


def test_pages_leave_the_filter_of_warnings_alone():
    """Pages made in threads do not change what the process hears of, which is one for all."""
    pages, before = [summarize(DAM, sentences=1) for _ in range(8)], warnings.filters[:]
    pause = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(Summary.to_html, pages))
    finally:
        sys.setswitchinterval(pause)
    assert warnings.filters == before


def test_a_summary_of_nothing():
    """A bare `Summary` is empty, and every form of it works."""
    summary = Summary(())
    assert (len(summary), str(summary), summary.method) == (0, "", "")
    assert summary.cut(words=3).to_dict()["budget"] == {"words": 3}
    assert "0 of 0" in repr(summary)


def test_a_sentence_of_another_summary_is_not_explained():
    """Its index would be that of something else; a sentence of a cut or a copy is one's own."""
    summary, other = summarize(DAM), summarize(BEES)
    with pytest.raises(ValueError, match="sentence must be one of this summary"):
        summary.explain(other[0])
    own = summary.cut(sentences=1)[0]
    assert summary.explain(own).sentence == own
