"""What a summary is likely to say: phrases, their values and chances, and the choice by them."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from test_learning import made
from texts import DAM, GERMAN, UNITS, batch_of, batch_of_sentences

from summarize import Summarizer, learning
from summarize.batch import Batch
from summarize.learned import Frugal, Learned
from summarize.likely import Likely, described
from summarize.phrases import in_pairs, phrases, stems
from summarize.selectors import Coverage


@pytest.fixture(scope="module")
def fitted():
    """Give a model that has learnt."""
    return Summarizer(words=20).fit(*made(120, seed=0))


def said_in(batch: Batch, rows) -> list[str]:
    """Give the phrases that some sentences say, one after another."""
    each = [stems(batch.texts[row], batch.languages[row]) for row in rows]
    return [name for one in each for name in in_pairs(one)]


def test_phrases_equal_a_naive_version():
    """Each unit has its own words and pairs; a pair has two words, a word itself twice."""
    batch = batch_of(*UNITS)
    found = phrases(batch)
    for row in range(len(batch)):
        columns, times = found.held.of([row])
        assert (found.unit[columns] == batch.unit[row]).all()
        names = dict(zip([found.names[column] for column in columns], times, strict=True))
        assert names == Counter(said_in(batch, [row]))
    for name, pair, ends in zip(found.names, found.pair, found.ends.T, strict=True):
        assert " ".join(found.words[ends][: 1 + pair]) == name
    assert len(phrases(batch_of("..."))) == 0


def test_phrases_are_described_by_their_sentences():
    """By hand, for a word and a pair of a text beside another text."""
    lines = ["The dam broke at 9.", "A man of the dam saw the dam.", "It rained."]
    batch = batch_of_sentences(["Bees fly."], lines)
    found = phrases(batch)
    p = np.array([9.0, 1.0, 2.0, -1.0])
    weight = np.exp(p[1:]) / np.exp(p[1:]).sum()
    share = np.arange(len(found)) / 8
    values = dict(zip(found.names, described(batch, found, p, share), strict=True))
    of = dict(zip(found.names, share, strict=True))
    both = [np.log(2), np.log(2)]  # so many sentences hold "the", and "dam"
    common = [2 / 3, 0, 0, 1, np.log(3), 8, 1.5, 2, weight[:2].sum()]
    ends = [min(of["the"], of["dam"]), max(of["the"], of["dam"])]
    np.testing.assert_allclose(
        values["the dam"], [np.log(2), np.log(3), *common, *both, of["the dam"], *ends], atol=1e-6
    )
    own = [np.log(1), np.log(1), 1 / 3, 2, 1, 0, np.log(3), 2, -1, -1, weight[2], 0, 0]
    np.testing.assert_allclose(values["rained"], [*own, *[of["rained"]] * 3], atol=1e-6)


def test_shares_by_hand():
    """Of words of many texts their share with what is usual; for a text without its own."""
    names = ["dam"] * 10 + ["bee"] * 2 + ["a dam"] * 2
    said = np.array([1.0] * 6 + [0.0] * 4 + [0.0, 1.0] + [0.0, 0.5])
    pair = np.array([0] * 12 + [1] * 2)
    shares, usual, each = learning._shares(names, said, pair)
    word = 7 / 12
    np.testing.assert_allclose(usual, np.log([word, 0.25]))
    assert shares == {"dam": pytest.approx(np.log((6 + 10 * word) / 20))}
    np.testing.assert_allclose(each[[0, 9]], np.log((np.array([5, 6]) + 10 * word) / 19))
    np.testing.assert_allclose(each[10:], np.log([word, word, 0.25, 0.25]))


def test_what_summaries_say_is_likely(fitted):
    """They say what was decided, not who loves what; in another text, too."""
    learned, text = fitted.learned_, made(1, seed=1)[0][0]
    batch = batch_of(text)
    chance = dict(zip(phrases(batch).names, learned.chances(batch), strict=True))
    assert chance["counci"] > 0.9
    assert chance["decide to"] > 0.9
    assert chance["love"] < 0.1
    assert chance["love the"] < 0.1
    both = batch_of(DAM, text)
    of_text = phrases(both).unit == 1
    np.testing.assert_array_equal(learned.chances(both)[of_text], learned.chances(batch))


def test_where_all_or_nothing_is_said_the_chance_is_one_number():
    """Of one text its summary may say no pair, or every word."""
    batch = batch_of("The dam broke.")
    values = described(batch, found := phrases(batch), np.zeros(1), np.zeros(5))
    for said in (True, False):
        fits = [learning._chances(values[:1], np.array([said]))] * 2
        likely = Likely({}, np.zeros(2), *map(np.array, zip(*fits, strict=True)))
        chances = likely.chances(batch, found, np.zeros(1))
        np.testing.assert_allclose(chances, 2 / 3 if said else 1 / 3, rtol=1e-6)


def test_a_sentence_counts_by_what_a_summary_is_likely_to_say(fitted):
    """Gains and the worth of a summary by hand: times the chances of what is said anew."""
    learned, batch = fitted.learned_, batch_of(made(1, seed=1)[0][0])
    scores, found = learned.score_sentences(batch), phrases(batch)
    hopes = learned.chances(batch) * np.where(found.pair, 1.0, 0.5)
    hope = dict(zip(found.names, hopes, strict=True))
    objective, coverage = (s.start(batch, scores) for s in (Frugal(learned), Coverage()))

    def expected(taken):
        each = [set(said_in(batch, [row])) - set(said_in(batch, taken)) for row in range(6)]
        return [sum(map(hope.get, one)) for one in each] / batch.words * coverage.gains()

    np.testing.assert_allclose(objective.gains(), expected([]))
    for one in (objective, coverage):
        one.take(np.array([2, 3]))
    np.testing.assert_allclose(objective.gains(), expected([2, 3]), atol=1e-12)
    rows = np.array([0, 3, 4])
    hit = sum(map(hope.get, set(said_in(batch, rows))))
    likely = hit / (batch.words[rows].sum() + learned.length)
    np.testing.assert_allclose(objective.value(rows), coverage.value(rows) * likely)


def test_blank_summaries_teach_no_silence():
    """A text with blank summaries or none teaches nothing of the kind, nor a blank one of two."""
    texts, summaries = made(60, seed=0)
    alone = Summarizer().fit(texts, [[one] for one in summaries]).learned_.likely
    beside = Summarizer().fit(texts, [[one, " "] for one in summaries]).learned_.likely
    assert beside.shares == alone.shares
    some = [[one] if k < 50 else [" "] * (k % 3) for k, one in enumerate(summaries)]
    usual = Summarizer().fit(texts, some).learned_.likely.usual
    few = Summarizer().fit(texts[:50], some[:50]).learned_.likely.usual
    np.testing.assert_array_equal(usual, few)


def test_a_model_of_a_version_that_learnt_less_is_refused(fitted):
    """It says what to do, where it is loaded."""
    state = dict(vars(fitted.learned_))
    del state["likely"]
    with pytest.raises(ValueError, match=r"lacks likely\): fit it again"):
        Learned.__new__(Learned).__setstate__(state)


def test_no_hope_where_the_text_is_not_known(fitted):
    """Beside a text like those that it learnt from, one in another language counts as ever."""
    learned, batch = fitted.learned_, batch_of(GERMAN, made(1, seed=1)[0][0])
    scores = learned.score_sentences(batch)
    objective, coverage = (s.start(batch, scores) for s in (Frugal(learned), Coverage()))
    german = batch.unit == 0
    np.testing.assert_array_equal(objective.gains()[german], coverage.gains()[german])
    rows = np.arange(len(batch))
    assert objective.value(rows)[0] == coverage.value(rows)[0]
    alone = Frugal(replace(learned, belief=0.5)).start(batch, scores)
    np.testing.assert_array_equal(alone.gains(), coverage.gains())


def test_of_many_texts_some_teach_what_is_said(monkeypatch):
    """Of three texts, where two are enough, it takes the first and the last."""
    texts, summaries = made(3, seed=0)
    looked = []
    again = learning._said_again
    monkeypatch.setattr(learning, "MOST", 2)
    monkeypatch.setattr(
        learning, "_said_again", lambda some, _: looked.extend(some) or again(some, _)
    )
    Summarizer().fit(texts, summaries)
    assert [number for number, _ in looked] == [0, 2]
