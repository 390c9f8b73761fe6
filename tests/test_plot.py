"""Pictures of a summary: what they show is what the summary holds."""

import sys
from itertools import pairwise

import numpy as np
import pytest
from sklearn.metrics.pairwise import cosine_similarity
from texts import DAM, REVIEWS

from summarize import summarize

matplotlib = pytest.importorskip("matplotlib", reason="needs matplotlib: the extra plot")
matplotlib.use("Agg")


@pytest.fixture
def axes():
    """Give axes of a figure that nobody shows."""
    from matplotlib.figure import Figure

    return Figure().subplots()


def bars(axes):
    """Read the bars: by colour's name, (begin, end) → height of those that are not 0."""
    drawn = {}
    for patch in axes.patches:
        heights, edges, _ = patch.get_data()
        places = pairwise(edges)
        drawn[patch.get_label()] = {
            (int(begin), int(end)): height
            for (begin, end), height in zip(places, heights, strict=True)
            if height
        }
    return drawn


@pytest.mark.parametrize("method", ["coverage", "textrank", "kl"])
def test_every_score_stands_where_its_sentence_does(axes, method):
    """Bars are as wide as the sentences and as high as the scores, the chosen ones apart."""
    summary = summarize(DAM, sentences=3, method=method)
    assert summary.plot(ax=axes) is axes
    drawn = bars(axes)
    assert drawn["chosen"] == {(s.start, s.end): s.score for s in summary}
    others = [s for s in summary.sentences if s.index not in summary.rows and s.score]
    assert drawn["left out"] == {(s.start, s.end): s.score for s in others}
    assert [text.get_text() for text in axes.texts] == [f"[{s.index}]" for s in summary]


def test_documents_stand_one_behind_the_other(axes):
    """A later document begins where the one before it ends, at a dotted line."""
    summary = summarize(list(REVIEWS), sentences=4)
    summary.plot(ax=axes)
    begins = np.cumsum([0, *map(len, REVIEWS)])
    lines = [line.get_xdata()[0] for line in axes.lines]
    assert lines == begins[1:-1].tolist()
    expected = {(begins[s.document] + s.start, begins[s.document] + s.end) for s in summary}
    assert set(bars(axes)["chosen"]) == expected


def test_similarity_is_the_cosine_of_the_words(axes):
    """The cells hold scikit-learn's cosines of the chosen sentences' rows, in per cent."""
    summary = summarize(DAM, sentences=4, method="tfidf")
    summary.plot("similarity", ax=axes)
    expected = cosine_similarity(summary.evidence.own.weights[list(summary.rows)])
    np.testing.assert_allclose(axes.images[0].get_array(), expected, atol=1e-12)
    shown = [int(text.get_text()) for text in axes.texts]
    assert shown == [round(100 * value) for value in expected.ravel()]


def test_similarity_by_an_encoder_is_the_cosine_of_its_vectors(axes):
    """Also below 0, which the scores never see; the bar beside it says what it shows."""

    def encoder(texts):
        return np.array([[1.0, len(text) - 50.0] for text in texts])

    summary = summarize(DAM, sentences=4, method="lead", encoder=encoder)
    summary.plot("similarity", ax=axes)
    expected = cosine_similarity(encoder([s.text for s in summary]))
    assert expected.min() < 0
    np.testing.assert_allclose(axes.images[0].get_array(), expected, atol=1e-12)
    assert axes.images[0].colorbar.ax.get_ylabel() == "cosine of the encoder's vectors"


@pytest.mark.parametrize(
    "text", ["", [], "...", "One.", "Costs $5 and $6. It rose.", "Half \ud800 a pair."]
)
@pytest.mark.parametrize("kind", ["scores", "similarity"])
def test_the_smallest_texts_have_pictures(tmp_path, text, kind):
    """Nothing, one sentence, dollars (no formula), half a pair: drawn and saved, no warning."""
    from matplotlib import pyplot

    axes = summarize(text).plot(kind)
    axes.figure.savefig(tmp_path / "plot.png")
    pyplot.close(axes.figure)


@pytest.mark.parametrize("kind", ["scores", "similarity"])
def test_many_sentences_have_no_numbers_on_them(axes, kind):
    """Where labels would lie on one another there are none; the picture is the same."""
    summary = summarize(" ".join(f"Dam {k} broke." for k in range(60)), ratio=1.0)
    summary.plot(kind, ax=axes)
    assert len(summary) == 60
    assert [text.get_text() for text in axes.texts] == []
    if kind == "scores":
        assert len(bars(axes)["chosen"]) == 60
    else:
        assert {label.get_text() for label in axes.get_yticklabels()} == {""}
        assert axes.images[0].get_array().shape == (60, 60)


def test_a_wrong_kind_and_a_missing_extra():
    """The errors name what is allowed, and the command that brings matplotlib."""
    summary = summarize(DAM)
    with pytest.raises(ValueError, match="kind must be 'scores' or 'similarity'"):
        summary.plot("pie")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "matplotlib", None)
        with pytest.raises(ImportError, match=r"pip install 'summarize\[plot\]'"):
            summary.plot()
