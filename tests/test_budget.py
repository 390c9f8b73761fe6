"""Budgets one by one: what each counts, where it is full, and what is refused."""

import pickle
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import DAM, batch_of_sentences

from summarize import Document, SummaryWarning, summarize
from summarize.budget import KINDS, Budget, make_budget
from summarize.tokens import count_words

SENTENCES = ["One.", "Two sit.", "Three sit here.", "Four.", "Five sit."]
OWN = Document.from_sentences(SENTENCES)


def first(**budget):
    """Take sentences from the beginning for as long as they fit."""
    return len(summarize(OWN, method="lead", selector="top", readable=False, **budget))


@pytest.mark.parametrize("count", range(1, 6))
def test_a_budget_is_full_at_its_last_unit(count):
    """What the first sentences measure is enough for them; in words one less is not."""
    text = " ".join(SENTENCES[:count])
    assert first(sentences=count) == count
    assert first(words=len(text.split())) == count
    assert first(characters=len(text)) == count
    assert first(tokens=len(text), count_tokens=len) == count
    assert first(ratio=count / 5) == count


def test_the_space_between_sentences_counts():
    """Two sentences of four and eight characters take thirteen; in twelve there is one."""
    assert first(characters=13) == 2
    assert str(summarize(OWN, method="lead", characters=12)) == "One. Four."
    assert str(summarize(OWN, method="lead", characters=9)) == "One."


def test_no_space_counts_where_none_is_written():
    """Chinese sentences take their letters only; beside other scripts no limit is passed either."""
    lines = ["今天下雨了。", "我们在家里。", "大坝垮了呀。"]
    for count in (1, 2, 3):
        wanted = "".join(lines[:count])
        assert str(summarize("".join(lines), characters=len(wanted), method="lead")) == wanted
    for most in range(6, 30):
        found = summarize(f"{''.join(lines)}Rain fell.", characters=most, method="lead")
        assert 0 < len(str(found)) <= most
    with pytest.warns(SummaryWarning, match=r"No sentence fits characters=5.*: characters=6\."):
        assert not len(summarize(lines[0], characters=5))


@pytest.mark.parametrize("method", ["coverage", "textrank", "lead"])
@pytest.mark.parametrize("amount", [7, 20, 31, 60, 99])
def test_tokens_that_are_words_choose_as_words_do(method, amount):
    """A counter of words makes the same summary as a budget of words."""
    by_words = summarize(DAM, method=method, words=amount)
    by_tokens = summarize(DAM, method=method, tokens=amount, count_tokens=count_words)
    assert by_tokens.to_dict()["chosen"] == by_words.to_dict()["chosen"]


def test_a_count_of_nothing_is_a_count():
    """A sentence without a token costs nothing and fits into any budget."""
    assert first(tokens=1, count_tokens=lambda text: text.count("here")) == 5
    assert Budget("tokens", 1, lambda text: 0).tokens_of("One.") == 0


def test_counts_are_integers_and_bounded():
    """NumPy's integers come back as int; what is endless stays small enough to add up."""
    assert type(Budget("tokens", 1, lambda text: np.int64(7)).tokens_of("One.")) is int
    costs = Budget("tokens", 1, lambda text: 10**30).costs(batch_of_sentences(["One."] * 99))
    assert costs.dtype == np.int64
    assert 10**9 < costs.sum() < 2**62


@pytest.mark.parametrize("kind", ["sentences", "words", "characters", "tokens"])
@pytest.mark.parametrize("amount", [2**63 - 1, 2**63, 10**30])
def test_a_budget_may_be_endless(kind, amount):
    """Whatever no machine word holds is room for all, in numbers of 64 bits."""
    assert first(**{kind: amount}, count_tokens=len) == 5
    budget = make_budget(**{kind: amount}, count_tokens=len)
    assert budget.room(batch_of_sentences(SENTENCES)).dtype == np.int64


@pytest.mark.parametrize("kind", KINDS)
def test_costs_and_room_are_whole_numbers(kind):
    """One number of 64 bits a sentence, and one a text: what it takes, and what there is."""
    batch = batch_of_sentences(SENTENCES, [], SENTENCES[:3])
    amount = 0.5 if kind == "ratio" else 4
    budget = make_budget(**{kind: amount}, count_tokens=len)
    costs, room = budget.costs(batch), budget.room(batch)
    assert costs.dtype == room.dtype == np.int64
    expected = {"words": count_words, "characters": lambda text: len(text) + 1, "tokens": len}
    count = expected.get(kind, lambda text: 1)
    assert costs.tolist() == [*map(count, SENTENCES + SENTENCES[:3])]
    whole = {"ratio": [2, 0, 1], "characters": [5, 4, 5]}
    assert room.tolist() == whole.get(kind, [4, 4, 4])


@pytest.mark.parametrize(
    ("kind", "cost", "size", "named"),
    [
        ("sentences", 1, 9, "sentences=1"),
        ("words", 7, 9, "words=7"),
        ("characters", 8, 9, "characters=7"),
        ("tokens", 7, 9, "tokens=7"),
        ("ratio", 1, 8, "ratio=0.125"),
        ("ratio", 1, 3, "ratio=0.334"),
        ("ratio", 1, 1, "ratio=1"),
        ("ratio", 1, 1000, "ratio=0.001"),
        ("ratio", 1, 3000, "ratio=0.0004"),
        ("ratio", 1, 30_000, "ratio=4e-05"),
    ],
)
def test_the_least_budget_is_named(kind, cost, size, named):
    """The smallest that would do; a share is rounded up, to a thousandth or finer, and does."""
    room = 3 + (kind == "characters")
    assert Budget(kind, 3, len).enough(cost, room, size) == named


@given(st.integers(1, 2**31))
def test_the_least_ratio_does(size):
    """The share that is named gives one sentence of any number, and above a thousand few more."""
    amount = float(Budget("ratio").enough(1, 0, size).removeprefix("ratio="))
    (room,) = Budget("ratio", amount).room(SimpleNamespace(sizes=np.array([size])))
    assert 1 <= room <= 10


def test_three_sentences_is_the_default():
    """Nothing asked for is three sentences, also where a counter of tokens is at hand."""
    budget = make_budget(count_tokens=len)
    assert budget == Budget() == make_budget(sentences=3)
    assert (str(budget), budget.count_tokens) == ("sentences=3", len)
    assert make_budget(words=5, count_tokens=len).count_tokens is len


NO_COUNT = "tokens needs count_tokens=, a callable str -> int"


@pytest.mark.parametrize(
    ("wrong", "error", "says"),
    [
        (
            {"words": 3, "ratio": 0.5},
            ValueError,
            "Give one budget of sentences, words, characters, tokens, ratio, not several. "
            "Got words=3 and ratio=0.5.",
        ),
        (
            {"sentences": 1, "words": 2, "characters": 3},
            ValueError,
            "Give one budget of sentences, words, characters, tokens, ratio, not several. "
            "Got sentences=1 and words=2 and characters=3.",
        ),
        (
            {"tokens": 9, "count_tokens": "cl100k"},
            TypeError,
            "count_tokens must be a callable str -> int. Got str instead.",
        ),
        ({"tokens": 9}, ValueError, f"{NO_COUNT} that counts them."),
        (
            {"ratio": 1.01},
            ValueError,
            "ratio must be a number above 0 and up to 1. Got 1.01 instead.",
        ),
        ({"words": 0}, ValueError, "words must be an int of 1 or more. Got 0 instead."),
    ],
)
def test_wrong_budgets_are_refused_in_so_many_words(wrong, error, says):
    """The message is read by people: what is allowed, and what came."""
    with pytest.raises(error) as caught:
        make_budget(**wrong)
    assert str(caught.value) == says


@pytest.mark.parametrize("count", [-1, True, False, 2.0, float("nan"), "3", None])
def test_what_a_counter_must_not_give(count):
    """Only whole numbers from 0 are counts; the message shows what came."""
    with pytest.raises(ValueError, match=r"^count_tokens must give an int") as caught:
        Budget("tokens", 9, lambda text: count).tokens_of("One.")
    expected = f"count_tokens must give an int, 0 or more. Got {count!r} instead."
    assert str(caught.value) == expected


def test_a_budget_without_its_counter():
    """A budget made without a counter says what it needs once it has to count."""
    with pytest.raises(ValueError, match=rf"^{NO_COUNT}\.$"):
        Budget("tokens", 9).tokens_of("One.")


def test_budgets_travel():
    """A budget pickles; its counter does not make it another budget."""
    budget = make_budget(words=100)
    assert pickle.loads(pickle.dumps(budget)) == budget
    assert Budget("tokens", 5, len) == Budget("tokens", 5, count_words)
