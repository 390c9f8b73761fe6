"""Quality on public sets, against the figures of other libraries.

The sets lie beside the project and are not part of it; without them, and without
rouge-score, these tests are skipped.
"""

import json
from functools import cache

import numpy as np
import pytest
from nltk.stem import PorterStemmer
from texts import DATA, beside, measuring_tool, set_of

from summarize import Summarizer, summarize

SETS = (
    "cnndm_val", "gum_dev", "gum_train", "scitldr_dev", "opinosis", "fewsum_val", "scisumm_dev",
    "squality_dev",
)  # fmt: skip


@pytest.fixture(scope="module")
def quality():
    """Load the measuring tool; stems of words that come again are kept, a quarter of its time."""
    module = measuring_tool()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PorterStemmer, "stem", cache(PorterStemmer.stem))
        yield module


@pytest.fixture(scope="module")
def peers():
    """Read what other libraries reached, a document at a time."""
    return json.loads(beside(DATA.parent / "tools" / "peers.json").read_text())


def measured(quality, system, name, most, monkeypatch):
    """Score a system on some rows of a set; give the mean and which rows."""
    rows = quality.load(DATA, name)
    kept = np.unique(np.linspace(0, len(rows) - 1, most).astype(int))
    monkeypatch.setattr(quality, "load", lambda data, name: [rows[k] for k in kept])
    result = quality.run(system, name, DATA)
    monkeypatch.undo()
    assert result["failed"] == 0
    assert result["over"] == 0
    return np.mean(result["per_document"]), kept


@pytest.mark.filterwarnings("ignore::summarize.SummaryWarning")
@pytest.mark.parametrize(
    ("system", "rivals", "most"),  # the closer the race, the more rows of each set
    [
        ("summarize_textrank", ["sumy_textrank", "summa"], 40),
        ("summarize_lexrank", ["sumy_lexrank"], 15),
    ],
)
def test_better_than_peers_on_the_mean_over_sets(quality, peers, monkeypatch, system, rivals, most):
    """The mean over eight English sets beats the same method of other libraries."""
    ours, theirs = [], {rival: [] for rival in rivals}
    for name in SETS:
        set_of(quality.SETS[name][0])
        mean, kept = measured(quality, system, name, most, monkeypatch)
        ours.append(mean)
        for rival, means in theirs.items():
            each = np.array(peers[f"{rival}/{name}"]["per_document"])
            means.append(each[kept].mean())
    for rival, means in theirs.items():
        assert np.mean(ours) > np.mean(means), (rival, ours, means)


# What the default reaches on every row of each set, less a tenth. Raise a floor when it is
# beaten; lower one only on purpose, and say why.
# That of cnndm_val was 23.1 until cues came to count, for 1.8 on abstracts and 0.4 on the mean.
# That of qmsum_val_query was 16.1 until relevance came to be raised to a power, for 0.1 to 0.2 on
# stories; on all 272 of its rows that is less than 0.1.
# That of scisumm_dev was 37.2 until "3.1 Results." came to be a heading, and 37.1 until "1." came
# to be no sentence: another of the four summaries is kept of one paper in 60, which loses 15.
FLOORS = {
    "cnndm_val": 23.4, "gum_dev": 20.8, "gum_train": 21.0, "scitldr_dev": 20.3, "opinosis": 22.9,
    "fewsum_val": 18.6, "scisumm_dev": 36.9, "squality_dev": 21.7, "orangesum_val": 18.2,
    "klexikon_val": 22.5, "sadedegel_tr": 38.6, "squality_dev_query": 19.3, "qmsum_val_query": 15.7,
}  # fmt: skip


@pytest.mark.filterwarnings("ignore::summarize.SummaryWarning")
@pytest.mark.parametrize("name", FLOORS)
def test_the_default_keeps_its_floor(quality, peers, name):
    """On each public set the default reaches its floor and the best peer, and hardly dangles."""
    set_of(quality.SETS[name][0])
    result = quality.run("summarize", name, DATA)
    assert (result["failed"], result["over"]) == (0, 0)
    assert result["mean"] >= FLOORS[name]
    assert result["dangling"] <= 2.0
    best = max(p["mean"] for key, p in peers.items() if key.endswith("/" + name))
    assert result["mean"] >= best


def test_the_seed_article_in_three_sentences():
    """The article that the project began with: three sentences, in order, verbatim."""
    text = beside(DATA / "seed_article.txt").read_text(encoding="utf-8")
    summary = summarize(text)
    assert len(summary) == 3
    assert [s.start for s in summary] == sorted({s.start for s in summary})
    assert all(text[s.start : s.end] == s.text for s in summary)
    assert Summarizer(sentences=3).transform([text]) == [str(summary)]


def test_floors_are_ahead_on_the_mean(peers):
    """Over the sets without a query, what is kept is 1.4 above the best peer of each."""
    ahead = [
        floor - max(p["mean"] for key, p in peers.items() if key.endswith("/" + name))
        for name, floor in FLOORS.items()
        if not name.endswith("_query")
    ]
    assert np.mean(ahead) >= 1.4
