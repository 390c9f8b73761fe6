"""Budgets, and the greedy choice against naive loops."""

import warnings
from collections import Counter
from itertools import product
from math import ceil, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import many
from texts import (
    CHINESE,
    DAM,
    METHODS,
    TEXTS,
    batch_of,
    batch_of_sentences,
    random_sentences,
    subwords,
    superlinear,
    terms_of,
)

from summarize import Document, Summarizer, SummaryWarning, summarize
from summarize.budget import join, make_budget
from summarize.scores import METHODS as TABLE
from summarize.selection import holding, select
from summarize.selectors import MMR, SELECTORS, Coverage, Top, find_selector
from summarize.tokens import count_words

TUNED_KEEP = Coverage().keep  # the default is tuned; the formula is what is tested

# --- the greedy choice ------------------------------------------------------------------


def greedy(sentences, gain, budget, cost=lambda text: 1, late=(), *, choosy=False):
    """Take the best that fits, again and again; ties to the earlier, no copies, no blanks.

    It begins with one that is not among the late ones, where there is any.  If choosy it
    stops at what is of the worse half of what is left, once half of the room is filled.
    """
    chosen, room = [], budget
    copies = batch_of_sentences(sentences).copies
    while True:
        left = [
            i
            for i, text in enumerate(sentences)
            if any(map(str.isalnum, text)) and copies[i] not in copies[chosen]
        ]
        fitting = [i for i in left if cost(sentences[i]) <= room]
        if not fitting:
            return sorted(chosen)
        if not chosen:
            fitting = [i for i in fitting if i not in late] or fitting
        worth = {i: round(gain(i, chosen), 9) for i in left}
        best = max(fitting, key=lambda i: (worth[i], -i))
        better = sum(worth[i] > worth[best] for i in left)
        if choosy and chosen and better >= max(len(left) / 2, 5):
            if budget - room >= budget // 2:
                return sorted(chosen)
            choosy = False
        chosen.append(best)
        room -= cost(sentences[best])


def counts_of(sentences):
    """Count the terms of each sentence."""
    return [Counter(terms_of(sentence)) for sentence in sentences]


def top(sentences, scores):
    """Worth the score, whatever is chosen."""
    return lambda i, chosen: scores[i]


def mmr(sentences, scores, trade_off=0.7):
    """λ score − (1 − λ) largest cosine with a chosen one."""
    S = batch_of_sentences(sentences).weights
    S = (S @ S.T).toarray()
    scaled = (scores - min(scores.min(), 0)) / max(1e-300, (scores - min(scores.min(), 0)).max())
    nearest = lambda i, chosen: max((S[i, j] for j in chosen), default=0)  # noqa: E731
    return lambda i, chosen: trade_off * scaled[i] - (1 - trade_off) * nearest(i, chosen)


def coverage(sentences, scores, keep=TUNED_KEEP):
    """Score times the share of the sentence's worth that is left; copies are worth one."""
    bags = [{term[:6] for term in bag} for bag in counts_of(sentences)]
    once = dict(zip(sentences, bags, strict=True))
    df = Counter(t for bag in once.values() for t in bag)
    lifted = scores - min(scores.min(), 0)

    def gain(i, chosen):
        said = Counter(t for j in chosen for t in bags[j])
        whole = sum(df[t] ** 1.5 for t in bags[i])
        left = sum(df[t] ** 1.5 * keep ** said[t] for t in bags[i])
        return lifted[i] * left / whole if whole else 0.0

    return gain


def together(sentences, scores, chosen, keep=TUNED_KEEP):
    """Gains of a summary in the order of scores, and how like the text it is."""
    bags = [{term[:6] for term in bag} for bag in counts_of(sentences)]
    gain = coverage(sentences, scores, keep)
    best = sorted(chosen, key=lambda i: (-round(scores[i], 9), i))
    total = sum(gain(i, best[:k]) * count_words(sentences[i]) ** 0.5 for k, i in enumerate(best))
    text, summary = Counter(), Counter()
    for i, bag in enumerate(bags):
        text.update(dict.fromkeys(bag, scores[i]))
        summary.update(bag if i in chosen else ())
    size = sum(n**2 for n in summary.values()) ** 0.5
    like = sum(text[t] * n for t, n in summary.items()) / max(1, size)
    return float(f"{total * like**0.5:.9g}")


def best_of(sentences, scores, starts, budget, cost):
    """Begin with the best that is in none before, each time; give the best of all."""
    tried, found = set(), []
    for _ in range(starts):
        gain = coverage(sentences, scores)
        found.append(greedy(sentences, gain, budget, cost, tried, choosy=True))
        tried |= set(found[-1])
    return max(found, key=lambda chosen: together(sentences, scores, chosen))


def sumbasic(sentences, scores):
    """Likeliest word times one plus the mean, a said word squared each time."""
    bags = counts_of(sentences)
    total = sum(bags, Counter())
    share = {t: n / sum(total.values()) for t, n in total.items()}

    def gain(i, chosen):
        said = Counter(t for j in chosen for t in bags[j])
        p = {t: share[t] ** 2 ** said[t] for t in bags[i]}
        mean = sum(p[t] * n for t, n in bags[i].items()) / max(1, sum(bags[i].values()))
        return max(p.values(), default=0) * (1 + mean)

    return gain


def kl(sentences, scores):
    """Minus the divergence of the summary with the sentence from the text."""
    bags = counts_of(sentences)
    total = sum(bags, Counter())
    p = {t: n / sum(total.values()) for t, n in total.items()}

    def gain(i, chosen):
        held = sum((bags[j] for j in chosen), Counter())
        size = sum(held.values()) + max(1, sum(bags[i].values())) + 0.1 * len(p)
        return -sum(p[t] * log(p[t] / ((held[t] + bags[i][t] + 0.1) / size)) for t in p)

    return gain


NAIVE = {"top": top, "mmr": mmr, "coverage": coverage, "sumbasic": sumbasic, "kl": kl}


@pytest.mark.parametrize("budget", [{"sentences": 7}, {"words": 40}])
@pytest.mark.parametrize("selector", NAIVE)
def test_choice_equals_a_naive_loop(selector, budget):
    """On 40 random texts and a real one the choice is that of a naive greedy loop."""
    units = [*map(random_sentences, range(40)), batch_of(DAM).texts]
    batch = batch_of_sentences(*units)
    scores = TABLE["tfidf"].score_sentences(batch)
    chosen = select(batch, scores, make_budget(**budget), SELECTORS[selector])
    cost = count_words if "words" in budget else lambda text: 1
    for number, sentences in enumerate(units):
        own = scores[batch.starts[number] : batch.starts[number + 1]]
        gain = NAIVE[selector](sentences, own)
        if selector == "coverage" and "words" in budget:
            expected = best_of(sentences, own, Coverage().starts, 40, cost)
        else:
            expected = greedy(sentences, gain, *budget.values(), cost)
        assert len(expected) <= 16  # of more several are taken at once
        assert (chosen[number] - batch.starts[number]).tolist() == expected


@pytest.mark.parametrize(
    ("selector", "gain"),
    [
        (MMR(trade_off=0.3), lambda s, x: mmr(s, x, 0.3)),
        (MMR(trade_off=1.0), top),
        (Coverage(keep=0.5), lambda s, x: coverage(s, x, 0.5)),
        (Coverage(keep=1.0), top),
    ],
)
def test_parameters_of_selectors(selector, gain):
    """The parameters are those of the formulas; at 1 both look at scores only."""
    for seed in range(10):
        sentences = [text for text in random_sentences(seed) if terms_of(text)]
        batch = batch_of_sentences(sentences)
        scores = TABLE["centroid"].score_sentences(batch)
        (chosen,) = select(batch, scores, make_budget(sentences=6), selector)
        assert chosen.tolist() == greedy(sentences, gain(sentences, scores), 6)


@pytest.mark.parametrize("budget", [{"words": 30}, {"characters": 200}])
def test_the_best_of_several_summaries(budget):
    """With more starts a summary is worth no less; one start is the greedy choice."""
    batch = batch_of_sentences(*map(random_sentences, range(40)))
    scores = TABLE["coverage"].score_sentences(batch)
    cost = count_words if "words" in budget else lambda text: len(text) + 1
    room = sum(budget.values()) + ("characters" in budget)
    worth = []
    for starts in range(1, 6):
        selector = Coverage(starts=starts)
        chosen = select(batch, scores, make_budget(**budget), selector)
        worth.append(selector.start(batch, scores).value(np.concatenate(chosen)))
        for number, rows in enumerate(chosen if starts == 1 else ()):
            sentences = batch.one(number).texts
            gain = coverage(sentences, scores[batch.rows_of(number)])
            expected = greedy(sentences, gain, room, cost, choosy=True)
            assert len(expected) <= 16
            assert (rows - batch.starts[number]).tolist() == expected
    assert (np.diff(worth, axis=0) >= -1e-9).all()
    assert (worth[3] > worth[0] * 1.01).any()


def chosen_from(starts, batch, **budget):
    """Choose from a batch with the default's scores."""
    scores = TABLE["coverage"].score_sentences(batch)
    chosen = select(batch, scores, make_budget(**budget), Coverage(starts=starts))
    return [rows.tolist() for rows in chosen]


def test_where_all_sentences_cost_the_same_one_summary_is_begun():
    """A number of sentences is filled whatever comes first."""
    batch = batch_of_sentences(*map(random_sentences, range(20)))
    assert chosen_from(1, batch, sentences=3) == chosen_from(4, batch, sentences=3)
    assert chosen_from(1, batch, words=20) != chosen_from(4, batch, words=20)


@pytest.mark.parametrize("words", [20, 40, 60, 80])
def test_starts_of_a_unit_do_not_depend_on_the_others(words):
    """Where nothing is left to begin with, a unit stays as it is while others go on."""
    batch = batch_of_sentences(*map(random_sentences, range(30)))
    alone = [chosen_from(6, one, words=words)[0] for one in batch.each()]
    found = chosen_from(6, batch, words=words)
    assert [
        [row - start for row in rows] for rows, start in zip(found, batch.starts, strict=False)
    ] == alone


def test_an_answer_is_not_traded_in():
    """A unit that hears the query keeps its first summary; others have the best of several."""
    batch = batch_of_sentences(*map(random_sentences, range(20)), query="wolf")
    one, four = chosen_from(1, batch, words=20), chosen_from(4, batch, words=20)
    same = np.array([a == b for a, b in zip(one, four, strict=True)])
    assert batch.heard.any()
    assert same[batch.heard].all()
    assert not same[~batch.heard].all()


def test_negative_scores_are_lifted():
    """Selectors that multiply work on scores below 0 too, as those of KL."""
    sentences = random_sentences(3)
    batch = batch_of_sentences(sentences)
    scores = TABLE["kl"].score_sentences(batch)
    assert scores.max() < 0
    for name in ("mmr", "coverage"):
        (chosen,) = select(batch, scores, make_budget(sentences=5), SELECTORS[name])
        assert chosen.tolist() == greedy(sentences, NAIVE[name](sentences, scores), 5)


@pytest.mark.parametrize("selector", SELECTORS)
def test_equal_gains_go_to_the_earlier(selector):
    """Sentences alike in everything that counts are taken in reading order."""
    sentences = [f"Word{k} here{k}." for k in range(9)]
    batch = batch_of_sentences(sentences)
    (chosen,) = select(batch, np.ones(9), make_budget(sentences=5), SELECTORS[selector])
    assert chosen.tolist() == [0, 1, 2, 3, 4]


def test_rounding_is_no_difference():
    """Scores that differ in the twelfth decimal are a tie."""
    batch = batch_of_sentences(["One dam.", "Two dam."])
    scores = np.array([0.3, 0.1 + 0.2 + 1e-14])
    assert batch.ranks(scores).tolist() == [0, 1]


@pytest.mark.parametrize("budget", [{"words": 300}, {"ratio": 0.6}, {"tokens": 320}])
@pytest.mark.parametrize("selector", SELECTORS)
def test_long_choices_of_a_batch_are_those_of_each_unit(selector, budget):
    """Where several sentences a round are taken in several units, each unit gets its own."""
    if "tokens" in budget:
        budget = {**budget, "count_tokens": subwords}
    texts = [" ".join(random_sentences(seed, 60 + 30 * seed)) for seed in range(3)]
    batch, limit, chooser = batch_of(*texts), make_budget(**budget), find_selector(selector)
    scores = np.random.default_rng(0).random(len(batch))
    together = select(batch, scores, limit, chooser)
    for number, rows in enumerate(together):
        own = batch.rows_of(number)
        (alone,) = select(batch.one(number), scores[own], limit, chooser)
        assert (rows - own.start).tolist() == alone.tolist()
        assert len(alone) > 10


def test_an_empty_summary_among_others_is_told():
    """Of several texts those where nothing fits get a warning each, whatever comes before."""
    texts = ["It rained.", "The old dam broke at night.", "", "Nobody slept in Millbrook."]
    with pytest.warns(SummaryWarning, match="No sentence fits words=3") as told:
        found = list(Summarizer(words=3).summarize_many(texts))
    assert [*map(str, found)] == ["It rained.", "", "", ""]
    assert len(told) == 2


def test_ranks_by_unit():
    """Ranks start at 0 in every unit; the best score is first, the earlier of equals."""
    batch = batch_of_sentences(["A.", "B.", "C."], [], ["D.", "E."])
    assert batch.ranks(np.array([1.0, 3, 1, 0, 5])).tolist() == [1, 0, 2, 1, 0]


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_shares_are_checked(value):
    """Parameters of selectors lie between 0 and 1; the message says so."""
    with pytest.raises(ValueError, match=rf"trade_off must be a number .*1\. Got {value}"):
        MMR(trade_off=value)
    with pytest.raises(ValueError, match=rf"keep must be a number .*1\. Got {value}"):
        Coverage(keep=value)


@pytest.mark.parametrize("value", [0, 0.0, 0.5, 1, 1.0])
def test_shares_may_be_all_or_nothing(value):
    """Both ends of the range are allowed, and come back as they were given."""
    assert MMR(trade_off=value).trade_off == value
    assert Coverage(keep=value).keep == value


@pytest.mark.parametrize(("wrong", "error"), [(0, ValueError), (1.5, TypeError)])
def test_starts_are_checked(wrong, error):
    """One summary at least is begun, and a whole number of them."""
    with pytest.raises(error, match=rf"starts must be .*Got {wrong}"):
        Coverage(starts=wrong)


@pytest.mark.parametrize(
    ("wrong", "error", "hint"),
    [("best", ValueError, ""), (range(3), TypeError, ""), (MMR, TypeError, "Call it to make an")],
)
def test_selectors_are_named_where_there_is_none(wrong, error, hint):
    """The message has all names that there are; neither a range nor a class can begin to choose."""
    names = "'top', 'mmr', 'coverage', 'sumbasic', 'kl'"
    with pytest.raises(error, match=rf"^selector must be one of {names}\W.*{hint}"):
        find_selector(wrong)


def test_what_a_selector_begins_with_is_checked():
    """A start() that gives nothing is an error that says what it has to give."""

    class Forgetful:
        def start(self, batch, scores):
            pass

    with pytest.raises(TypeError, match=r"^selector must give an object with gains\(\) and take"):
        summarize("The dam broke. It rained.", selector=Forgetful())


def test_selectors_of_ones_own():
    """An object with start() serves; here one that wants the shortest sentences."""

    class Shortest:
        def start(self, batch, scores):
            self.worth = -np.array([float(len(text)) for text in batch.texts])
            return self

        def gains(self):
            return self.worth

        def take(self, rows):
            self.taken = rows

    assert (
        str(summarize(DAM, selector=Shortest(), sentences=1, readable=False))
        == "It had rained for nine days."
    )


class Given:
    """A selector that gives whatever it was made with as gains."""

    def __init__(self, gains):
        self.given = gains

    def start(self, batch, scores):
        """Begin."""
        return self

    def gains(self):
        """Give them, whatever was taken."""
        return self.given

    def take(self, rows):
        """Take what adds most."""


FOUR = "The dam broke. Nine men were paid well. Snow fell on it. Rain came then."


def test_a_selector_that_takes_nothing_is_named():
    """Where every sentence fits, it is not the budget that is too small."""
    with pytest.warns(
        SummaryWarning, match="^The selector takes no sentence: the summary is empty.$"
    ):
        assert not summarize(FOUR, selector=Given([-np.inf] * 4), words=9).rows


def test_infinitely_little_is_never():
    """A sentence with a gain of -inf is not taken, and makes no tie of the others."""
    gains = [-np.inf, 2.0, 4.0, 3.0]
    chosen = [summarize(FOUR, selector=Given(gains), sentences=n).rows for n in (1, 2, 4)]
    assert chosen == [(2,), (2, 3), (1, 2, 3)]


class Judging(Given):
    """Gains as given, whatever is taken; a summary is worth their sum."""

    starts = 1

    def value(self, rows):
        """Add them up."""
        return np.array([self.given[rows].sum()])


@pytest.mark.parametrize(
    ("others", "better", "fills"),
    [(11, 5, True), (11, 6, False), (4, 4, True), (5, 5, False)],
)
def test_what_would_but_fill_the_room_is_left(others, better, fills):
    """It fills it where it is of the better half of those left, or less than five are better."""
    texts = ["The dam broke."] + [f"Of its walls, {k} broke, too." for k in range(others)]
    gains = np.append(np.arange(others + 1.0, 0, -1), others + 0.5 - better)
    batch = batch_of_sentences([*texts, "Rain."])
    (rows,) = select(batch, gains, make_budget(words=4), Judging(gains))
    assert rows.tolist() == [0, *[others + 1] * fills]
    (rows,) = select(batch, gains, make_budget(words=4), Given(gains))
    assert rows.tolist() == [0, others + 1]  # an objective that is no judge fills it


def test_room_that_is_hardly_filled_is_filled():
    """With less than half of it anything that fits is better than nothing."""
    long = [f"Of its walls, {k} broke {'and broke ' * 12}." for k in range(8)]
    texts = ["The dam broke.", *long, "The rain came at last.", "Hay grew."]
    gains = np.append(np.arange(9.0, 0, -1), [0.5, 0.2])
    for words, expected in ((7, [0]), (8, [0, 9])):
        (rows,) = select(batch_of_sentences(texts), gains, make_budget(words=words), Judging(gains))
        assert rows.tolist() == expected


def test_room_that_a_selector_spares_is_left():
    """What it spares is not taken, but for a phrase or for a number of sentences."""

    class Spare(Given):
        def spares(self):
            return np.array([True, False, True, False])

    four = Spare([4.0, 3.0, 2.0, 1.0])
    budgets = ({"words": 99}, {"sentences": 3}, {"words": 99, "must_include": ["snow"]})
    chosen = [summarize(FOUR, selector=four, **budget).rows for budget in budgets]
    assert chosen == [(1, 3), (0, 1, 2), (1, 2, 3)]
    four.spares = lambda: [0, 1]
    with pytest.raises(
        ValueError, match=r"one bool a sentence at spares\(\), shape \(4,\). Got int"
    ):
        summarize(FOUR, selector=four, words=99)


@pytest.mark.parametrize(
    ("gains", "got"),
    [
        ([1.0, 2.0], "shape"),
        ([np.nan] * 4, "NaN"),
        ([np.inf, 0, 0, 0], "infinity"),
        (["a"] * 4, "no array of numbers"),
    ],
)
def test_gains_of_ones_own_are_checked(gains, got):
    """An error says what a selector has to give."""
    with pytest.raises(ValueError, match=f"selector must give one number a sentence.*{got}"):
        summarize(FOUR, selector=Given(gains))


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 5)), max_size=60),
    st.integers(1, 120),
    st.booleans(),
)
@many(200)
def test_top_equals_a_naive_loop_at_any_length(sentences, amount, by_words):
    """Taking many sentences a round is taking one after another: same rows, ties and copies."""
    texts = [" ".join(f"w{size}{k}" for k in range(size)) + "." for size, _ in sentences]
    texts = [text if k % 3 else f"Own{k} {text}" for k, text in enumerate(texts)]
    scores = np.array([float(score) for _, score in sentences])
    budget = make_budget(words=amount) if by_words else make_budget(sentences=amount)
    batch = batch_of_sentences(texts)
    cost = count_words if by_words else lambda text: 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SummaryWarning)
        (chosen,) = select(batch, scores, budget, Top())
    assert chosen.tolist() == greedy(texts, top(texts, scores), amount, cost)


def test_a_long_summary_takes_many_a_round_and_still_no_copy():
    """Past sixteen sentences, where several are taken at once, copies stay apart too."""
    sentences = [f"Dam number{k} stands." for k in range(200)] * 2
    (chosen,) = select(
        batch_of_sentences(sentences), np.arange(400.0), make_budget(sentences=400), Top()
    )
    assert len(chosen) == 200
    assert chosen.min() == 200


@pytest.mark.parametrize("count", [5, 15, 30, 45, 60])
def test_a_long_summary_that_reads_well_says_nothing_twice(count):
    """Where many sentences are taken at once, what comes along with one is no copy either."""
    parts = [
        f"Ann{k} mended clock{k} of the town. It has a bell and dial{k % 3}." for k in range(40)
    ]
    summary = summarize(" ".join(parts), sentences=count, method="textrank", readable=True)
    texts = [s.text for s in summary]
    assert len(texts) == len(set(texts)) == min(count, 43)


def test_what_must_be_in_is_looked_for_in_each_text():
    """In a batch a warning comes for each text that lacks the word, none for a blank one."""
    model = Summarizer(sentences=1, must_include=["zebra"])
    texts = ["It rained. A zebra ran.", "It rained. It snowed.", "", "No zebra came. It rained."]
    with pytest.warns(SummaryWarning) as caught:
        summaries = list(model.summarize_many(texts))
    assert [str(s) for s in summaries][::3] == ["A zebra ran.", "No zebra came."]
    assert len(summaries[1]) == 1
    said = [str(warning.message) for warning in caught]
    assert len(said) == 1
    assert "must_include: 'zebra' does not occur in the text." in said[0]


# --- budgets -----------------------------------------------------------------------------

COUNTERS = [len, subwords, superlinear, count_words, lambda text: 3 * len(text.split()) + 2]
KINDS = st.one_of(
    st.tuples(st.just("sentences"), st.integers(1, 15), st.none()),
    st.tuples(st.just("words"), st.integers(1, 120), st.none()),
    st.tuples(st.just("characters"), st.integers(1, 600), st.none()),
    st.tuples(st.just("ratio"), st.floats(0.001, 1.0), st.none()),
    st.tuples(st.just("tokens"), st.integers(1, 300), st.sampled_from(COUNTERS)),
)
SOURCES = st.one_of(
    st.sampled_from(TEXTS),
    st.integers(0, 200).map(random_sentences).map(Document.from_sentences),
)


def measure(kind, count, text, chosen, total):
    """Measure a summary by hand."""
    if kind == "ratio":
        return chosen / total - 1e-12
    sizes = {"sentences": chosen, "words": count_words(text), "characters": len(text)}
    return count(text) if kind == "tokens" else sizes[kind]


@given(SOURCES, KINDS, st.sampled_from(METHODS), st.sampled_from(["document", "rank"]))
@many(250)
@pytest.mark.filterwarnings("ignore::summarize.SummaryWarning")
def test_budgets_are_kept_and_used(text, budget, method, order):
    """Never exceeded, and never empty where a sentence fits."""
    kind, amount, count = budget
    options = {kind: amount, "count_tokens": count, "order": order}
    summary = summarize(text, method=method, **options)
    total = len(summary.sentences)
    assert not len(summary) or measure(kind, count, str(summary), len(summary), total) <= amount
    alone = [
        measure(kind, count, s.text, 1, total)
        for s in summary.sentences
        if any(map(str.isalnum, s.text))
    ]
    assert bool(len(summary)) == (min(alone) <= amount)


@given(SOURCES, KINDS)
@many(100)
def test_a_warning_names_the_least_budget(text, budget):
    """Where nothing fits, the budget that the warning names works, and no smaller one does."""
    kind, _, count = budget
    smallest = {"ratio": 1e-9}.get(kind, 1)
    total = len(summarize(text).sentences)
    try:
        with pytest.warns(SummaryWarning, match=f"No sentence fits {kind}=") as caught:
            assert str(summarize(text, **{kind: smallest}, count_tokens=count)) == ""
    except pytest.fail.Exception:
        assert len(summarize(text, **{kind: smallest}, count_tokens=count)) > 0
        return
    named, number = str(caught[0].message).rpartition(": ")[2].rstrip(".").split("=")
    assert named == kind
    least = float(number) if kind == "ratio" else int(number)
    assert len(summarize(text, **{kind: least}, count_tokens=count)) > 0
    if kind == "ratio":
        assert least == ceil(1000 / total) / 1000
        return
    with pytest.warns(SummaryWarning, match=rf"the summary is empty.*{kind}={least}"):
        summarize(text, **{kind: least - 1}, count_tokens=count)


def long_text(seed, count=90):
    """Make sentences of 3 to 11 words, most of which stand in no other."""
    return [
        " ".join(f"Word{seed}a{k}b{w}" if w % 3 else "dam" for w in range(3 + 7 * k % 9)) + "."
        for k in range(count)
    ]


@pytest.mark.parametrize("amount", [30, 150, 400])
def test_long_summaries_by_tokens_are_those_by_words(amount):
    """A counter of words chooses as words do, where many are taken at once, and in a batch."""
    texts = [Document.from_sentences(long_text(seed)) for seed in range(3)]
    by_tokens = Summarizer(tokens=amount, count_tokens=count_words, method="textrank")
    by_words = Summarizer(words=amount, method="textrank")
    chosen = [[s.index for s in summary] for summary in by_tokens.summarize_many(texts)]
    assert chosen == [[s.index for s in summary] for summary in by_words.summarize_many(texts)]
    assert chosen == [[s.index for s in by_tokens.summarize(text)] for text in texts]


@pytest.mark.parametrize("amount", [10, 23, 36, 49])
def test_tokens_of_a_whole_may_be_more_than_of_its_parts(amount):
    """What makes the text too long when it is counted whole is passed over for a shorter one."""
    sentences = long_text(0, 40)
    scores = np.array([float(k * 17 % 41) for k in range(40)])
    budget = make_budget(tokens=amount, count_tokens=superlinear)
    (chosen,) = select(batch_of_sentences(sentences), scores, budget, Top())
    expected = []
    for row in np.argsort(-scores):
        together = sorted([*expected, int(row)])
        if superlinear(join([sentences[k] for k in together])) <= amount:
            expected = together
    assert chosen.tolist() == expected


def test_a_share_is_rounded_down():
    """A ratio of the number of sentences is a limit: a tenth of 12 is one sentence."""
    for ratio, expected in ((0.1, 1), (0.25, 3), (0.26, 3), (1, 12), (1.0, 12)):
        assert len(summarize(DAM, ratio=ratio)) == expected


def test_a_share_of_k_in_n_gives_k():
    """Rounding in floating point loses no sentence: k / n of n sentences are k."""
    for n in (1, 3, 7, 10, 25, 49, 55):
        document = Document.from_sentences([f"Word{i} here." for i in range(n)])
        whole = summarize(document, method="lead", ratio=1)
        assert [len(whole.cut(ratio=k / n)) for k in range(1, n + 1)] == list(range(1, n + 1))


@pytest.mark.parametrize(
    "budget", [{"sentences": np.int64(3)}, {"sentences": np.uint8(3)}, {"ratio": np.float32(0.25)}]
)
def test_numbers_of_numpy_are_numbers(budget):
    """NumPy's integers and floats are taken for what they are."""
    assert len(summarize(DAM, **budget)) == 3


def test_a_character_of_chinese_is_a_word():
    """Where a script has no spaces a budget of words counts characters, but no punctuation."""
    assert str(summarize(CHINESE, method="lead", words=5)) == "今天下雨了。"
    with pytest.warns(SummaryWarning, match=r"least that does: words=5\.$"):
        assert not len(summarize(CHINESE, words=4))


def test_what_does_not_fit_is_passed_over():
    """A shorter sentence further down may use the room that is left."""
    text = "Dams dams dams dams dams dams break. Dams leak. Rain."
    summary = summarize(text, words=3, method="tfidf", selector="top")
    assert [s.text for s in summary] == ["Dams leak.", "Rain."]


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ([], ""),
        (["One.", "Two."], "One. Two."),
        (["今天下雨。", "我们在家。"], "今天下雨。我们在家。"),
        (["行くよ！", "はい"], "行くよ！はい"),
        (["今天…", "明天。"], "今天…明天。"),
        (["Well…", "It rained."], "Well… It rained."),
        (["He said “no.”", "She left"], "He said “no.” She left"),
        (["बाँध टूटा।", "बारिश हुई।"], "बाँध टूटा। बारिश हुई।"),
        (["ฝนตก", "น้ำท่วม"], "ฝนตก น้ำท่วม"),
        (["비가 왔다.", "물이 찼다."], "비가 왔다. 물이 찼다."),
    ],
)
def test_sentences_are_joined_as_the_script_has_it(sentences, expected):
    """A space between sentences, none after those of Chinese and Japanese."""
    assert join(sentences) == expected


@pytest.mark.parametrize(
    ("texts", "phrase", "expected"),
    [
        (["The deadline moved.", "Headlines."], "Deadline", [True, False]),
        (["the dead\nline", "a dead  line", "deadline"], "dead line", [True, True, False]),
        (["Straße", "STRASSE", "Strasse"], "straße", [True, True, True]),
        (["caf\u00e9", "cafe\u0301", "cafe"], "café", [True, True, False]),
        (["котик", "Кот!"], "кот", [False, True]),
        (["$3.50", "3.5"], "3.50", [True, False]),
        (["雨下了一天"], "下了", [True]),
        (["A (b) c", "a b c"], "(b)", [True, False]),
        (["Plan B won.", "plan books"], "plan b", [True, False]),
        (["PC店が近い", "PC 店"], "PC店", [True, False]),
        (["우물이 말랐다", "우물에서", "큰우물"], "우물", [True, True, False]),
        (["성은 크다", "큰 성", "성공했다"], "성", [True, True, False]),
    ],
)
def test_holding_finds_whole_words(texts, phrase, expected):
    """Words and phrases are found whatever their case and composition, and whole."""
    assert holding(texts, [phrase], [""] * len(texts))[phrase].tolist() == expected


@pytest.mark.parametrize("phrase", ["an", "ana", "a", "ana na"])
def test_holding_finds_a_word_wherever_it_stands_and_nowhere_else(phrase):
    """In all texts of six signs, as in a search of the words between what is no letter."""
    texts = ["".join(signs) for signs in product("an -", repeat=6)]
    wanted = f" {phrase} "
    expected = [
        any(wanted in f" {' '.join(part.split())} " for part in text.split("-")) for text in texts
    ]
    assert holding(texts, [phrase], [""] * len(texts))[phrase].tolist() == expected


def test_phrases_are_found_by_the_case_of_their_language():
    """Turkish has two letters i, each with its own capital, where German has one."""
    texts, phrases = ["Isparta", "İSTANBUL", "ISTANBUL", "Isparta"], ["ısparta", "istanbul"]
    found = holding(texts, phrases, ["tr", "tr", "de", "de"])
    assert found["ısparta"].tolist() == [True, False, False, False]
    assert found["istanbul"].tolist() == [False, True, True, False]
    text = "Kar yağdı ve yollar kapandı. İstanbul bu karardan memnun değil."
    chosen = summarize(text, sentences=1, must_include=["istanbul"], language="tr")
    assert str(chosen).startswith("İstanbul")


@pytest.mark.parametrize(
    ("text", "language", "phrase", "expected"),
    [
        ("این كتاب را خواند.", "fa", "کتاب", True),
        ("Hòa bình đã đến.", "vi", "hoà bình", True),
        ("قرأ الكِتاب.", "ar", "الكتاب", True),
        ("قرأ الكِتاب.", "ar", "ـ", False),
        ("הוא חזר מארה״ב.", "he", 'מארה"ב', True),
    ],
)
def test_phrases_are_found_as_their_language_writes_them(text, language, phrase, expected):
    """However a language lets a word be written; what no word needs is no word."""
    assert holding([text], [phrase], [language])[phrase].tolist() == [expected]


def test_what_does_not_fit_with_its_company_is_included_without_it():
    """A budget of tokens that a joined text overshoots by one does not lose what must be there."""
    first = "The old dam above the valley town broke in the night of one storms."
    second = "It flooded Riverton and 2 mills."

    def count(text):
        return len(text) // 4

    assert count(first) + count(second) < count(f"{first} {second}") == 25
    for most, expected in ((23, [1]), (24, [1]), (25, [0, 1])):
        options = {"tokens": most, "count_tokens": count, "must_include": ["Riverton"]}
        assert [s.index for s in summarize(f"{first} {second}", **options)] == expected
