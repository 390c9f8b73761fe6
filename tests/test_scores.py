"""Every scorer against a naive version written from its docstring, and its reasons."""

from collections import Counter
from dataclasses import replace
from math import log, sqrt

import numpy as np
import pytest
from texts import (
    BEES,
    DAM,
    HINDI,
    METHODS,
    RUSSIAN,
    TURKISH,
    batch_of,
    batch_of_sentences,
    random_sentences,
    terms_of,
)

from summarize import Document, Summarizer, summarize
from summarize.reading import read
from summarize.scorers import Coverage, Lead, LexRank, Lsa, Luhn, Random, TextRank
from summarize.scores import METHODS as TABLE
from summarize.scores import find_method
from summarize.scores.reasons import Reasons
from summarize.terms import build
from summarize.tokens import count_words, make_analyser, words

TUNED = Coverage()  # its defaults are tuned; the formula is what is tested


def bags_of(sentences):
    """Give the terms of each sentence."""
    return [terms_of(sentence) for sentence in sentences]


def idf_of(bags):
    """Weigh by rarity: ln((1 + N) / (1 + df)) + 1."""
    df = Counter(term for bag in bags for term in set(bag))
    return {term: log((1 + len(bags)) / (1 + df[term])) + 1 for term in df}


def vectors_of(bags):
    """Give TF-IDF rows of length 1, over sorted terms."""
    idf = idf_of(bags)
    X = np.array([[bag.count(t) * idf[t] for t in sorted(idf)] for bag in bags])
    norms = np.linalg.norm(X.reshape(len(bags), -1), axis=1, keepdims=True)
    return X.reshape(len(bags), -1) / np.where(norms > 0, norms, 1)


def lead(sentences):
    """1 / (1 + position)."""
    return [1 / (1 + place) for place in range(len(sentences))]


def tfidf(sentences):
    """Mean over the words of text frequency times rarity."""
    bags = bags_of(sentences)
    total, idf = Counter(t for bag in bags for t in bag), idf_of(bags)
    return [sum(total[t] * idf[t] for t in bag) / max(1, len(bag)) for bag in bags]


def centroid(sentences):
    """Cosine with the sum of all vectors."""
    X = vectors_of(bags_of(sentences))
    middle = X.sum(axis=0)
    return X @ middle / (np.linalg.norm(middle) or 1)


def lsa(sentences, topics=3):
    """Length of V Σ over the strongest topics."""
    u, s, _ = np.linalg.svd(vectors_of(bags_of(sentences)), full_matrices=False)
    return np.sqrt(((u * s)[:, :topics] ** 2).sum(axis=1))


def luhn(sentences, min_count=2, gap=4):
    """Best run of significant words, gaps of up to four others: significant² / length."""
    total = Counter(t for sentence in sentences for t in terms_of(sentence))
    least = max(min_count, sum(total.values()) / 1000)
    scores = []
    for sentence in sentences:
        marks = [bool(t) and total[t[0]] >= least for t in map(terms_of, words(sentence))]
        runs = []
        for place in (k for k, mark in enumerate(marks) if mark):
            if runs and place - runs[-1][-1] - 1 <= gap:
                runs[-1].append(place)
            else:
                runs.append([place])
        scores.append(max([len(run) ** 2 / (run[-1] - run[0] + 1) for run in runs], default=0.0))
    return scores


def probabilities(bags):
    """Share of each word among all."""
    total = Counter(t for bag in bags for t in bag)
    return {t: n / sum(total.values()) for t, n in total.items()}


def sumbasic(sentences, p=None):
    """Likeliest word's probability times one plus the mean."""
    bags = bags_of(sentences)
    p = p or probabilities(bags)
    mean = [sum(p[t] for t in bag) / max(1, len(bag)) for bag in bags]
    return [
        max((p[t] for t in bag), default=0) * (1 + m) for bag, m in zip(bags, mean, strict=True)
    ]


def kl(sentences, p=None):
    """Minus the divergence of the smoothed sentence from the text."""
    bags = bags_of(sentences)
    p = p or probabilities(bags)
    return [
        -sum(
            p[t] * log(p[t] / ((bag.count(t) + 0.1) / (max(1, len(bag)) + 0.1 * len(p)))) for t in p
        )
        for bag in bags
    ]


def coverage(sentences, a=TUNED.position, b=TUNED.fade, r=TUNED.length, q=TUNED.centrality):
    """Worth of the different words by their first six letters, by length, ties and place.

    Of sentences that are the same only the first is counted.
    """
    bags = [{term[:6] for term in bag} for bag in bags_of(sentences)]
    first = [sentences.index(text) for text in sentences]
    once = [row for row, same in enumerate(first) if row == same]
    df = Counter(term for row in once for term in bags[row])
    weights = batch_of_sentences(sentences).weights.toarray()
    return [
        sum(df[t] ** 1.5 for t in bag)
        / max(1, count_words(text)) ** r
        * max(1, ties) ** q
        * (1 + a / (1 + place / b))
        for place, (bag, text, ties) in enumerate(
            zip(bags, sentences, (weights @ weights[once].T).sum(axis=1), strict=True)
        )
    ]


NAIVE = {
    "lead": lead, "tfidf": tfidf, "centroid": centroid, "lsa": lsa, "luhn": luhn,
    "sumbasic": sumbasic, "kl": kl, "coverage": coverage,
}  # fmt: skip
ODD = [
    ["It is."],
    ["Dams break.", "Dams break."],
    ["", "Dams break.", "..."],
    ["Dam."],
    ["Dam dam dam, dam. The dam!", "And a bee, a bee, of the many, many bees in the dam, a bee."],
]


TEXTS = [*map(random_sentences, range(40)), *ODD, batch_of(DAM).texts, batch_of(BEES).texts]


def is_fixed(sentences, topics):
    """Say whether the strongest topics are apart from the rest: else any mixture is right."""
    s = np.linalg.svd(vectors_of(bags_of(sentences)), compute_uv=False)
    return len(s) <= topics or s[topics - 1] - s[topics] > 1e-6


@pytest.mark.parametrize("method", sorted({*NAIVE} - {"lsa"}))
def test_scores_equal_a_naive_version(method):
    """On 40 random texts and odd ones, the scores are those of ten lines of plain Python."""
    scores = TABLE[method].score_sentences(batch_of_sentences(*TEXTS))
    expected = np.concatenate([NAIVE[method](sentences) for sentences in TEXTS])
    np.testing.assert_allclose(scores, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("topics", [1, 2, 3, 5, 99])
def test_lsa_equals_numpys_decomposition(topics):
    """Where the topics are determined, the scores are those of NumPy's SVD."""
    fixed = [sentences for sentences in TEXTS if is_fixed(sentences, topics)]
    assert len(fixed) > 20
    scores = Lsa(topics=topics).score_sentences(batch_of_sentences(*fixed))
    expected = np.concatenate([lsa(sentences, topics) for sentences in fixed])
    np.testing.assert_allclose(scores, expected, atol=1e-7)


def test_lsa_of_a_large_text_equals_the_full_decomposition():
    """Above 200 sentences and terms the truncated decomposition gives the same."""
    rng = np.random.default_rng(0)
    sentences = [" ".join(f"w{k}" for k in rng.zipf(1.3, 9) % 600) for _ in range(320)]
    batch = batch_of_sentences(sentences)
    assert min(batch.weights.shape) > 200
    np.testing.assert_allclose(TABLE["lsa"].score_sentences(batch), lsa(sentences), atol=1e-8)


@pytest.mark.parametrize(
    ("scorer", "expected"),
    [
        (Coverage(position=0.0), lambda s: coverage(s, a=0)),
        (Coverage(position=1.0, fade=2.0, length=1.0), lambda s: coverage(s, 1, 2, 1)),
        (Coverage(centrality=0.0), lambda s: coverage(s, q=0)),
        (Coverage(centrality=2.0), lambda s: coverage(s, q=2)),
        (Luhn(min_count=1, gap=0), lambda s: luhn(s, 1, 0)),
        (Luhn(min_count=3), lambda s: luhn(s, 3)),
    ],
)
def test_parameters_mean_what_they_say(scorer, expected):
    """Parameters of scorer objects are those of the formulas."""
    for sentences in (random_sentences(1), random_sentences(2), batch_of(DAM).texts):
        scores = scorer.score_sentences(batch_of_sentences(sentences))
        np.testing.assert_allclose(scores, expected(sentences), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("others", "worth"), [(1996, 2.0), (1997, 0.0)])
def test_luhn_in_a_long_text_asks_for_one_word_in_a_thousand(others, worth):
    """Of 2,000 words one that occurs twice is significant, of 2,001 it is not."""
    batch = batch_of_sentences(["rain " * others, "dam mill", "dam mill"])
    assert TABLE["luhn"].score_sentences(batch).tolist() == [others, worth, worth]


def test_luhn_by_hand():
    """The run “dam x x mill dam” has 3 significant words among 5: 9 / 5."""
    text = ["Old dam near new mill dam.", "Mill."]
    scores = Luhn().score_sentences(batch_of_sentences(text))
    assert scores.tolist() == [9 / 5, 1.0]


@pytest.mark.parametrize(("others", "worth"), [(4, 2**2 / 6), (5, 1.0)])
def test_a_run_goes_on_over_four_other_words(others, worth):
    """Two significant words with four others between them are one run, with five they are two."""
    between = ["ash", "birch", "cedar", "elm", "fir"][:others]
    (score,) = Luhn().score_sentences(batch_of_sentences([" ".join(["dam", *between, "dam"])]))
    assert score == worth


def test_stop_words_fill_the_gaps_of_a_run():
    """Stop words fill the gaps of a run."""
    (first, _) = Luhn().score_sentences(batch_of_sentences(["Dam and the mill.", "Dam, mill."]))
    assert first == 4 / 4


def test_random_is_seeded_and_the_same_in_company():
    """Chance is the generator's own sequence, whatever else is in the batch."""
    expected = np.random.default_rng(5).random(3)
    batch = batch_of("A. B b. C c.", "One. Two. Three.", language="en")
    scores = Random(random_state=5).score_sentences(batch)
    np.testing.assert_array_equal(scores[-3:], expected[: batch.sizes[1]])


def test_lead_takes_first_sentences_of_all_documents_first():
    """Of several documents, all first sentences come before all second ones."""
    summary = summarize(
        ["One a. Two a.", "One b. Two b."], method="lead", sentences=2, language="en"
    )
    assert [s.text for s in summary] == ["One a.", "One b."]


ALONE = {"coverage": Coverage(position=3)}


@pytest.mark.parametrize(
    "method", ["tfidf", "coverage", "centroid", "luhn", "lead", "random", "lsa"]
)
def test_a_query_is_mixed_in(method):
    """0.45 of the scaled score, 0.55 of the relevance; the default has half of its position."""
    query = "council dam"
    plain = summarize(DAM, method=ALONE.get(method, method)).scores
    asked = summarize(DAM, method=method, query=query).scores
    relevance = batch_of(DAM, query=query).relevance
    expected = 0.45 * plain / plain.max() + 0.55 * relevance / relevance.max()
    np.testing.assert_allclose(asked, expected, atol=1e-12)


@pytest.mark.parametrize("method", ["sumbasic", "kl"])
def test_a_query_shifts_the_probabilities(method):
    """Half of the probability goes to the words of the query, by rarity."""
    sentences = random_sentences(4)
    bags = bags_of(sentences)
    idf, own = idf_of(bags), probabilities(bags)
    asked = {"river": idf["river"], "wolf": 2 * idf["wolf"]}
    assert idf["river"] != idf["wolf"]
    p = {t: own[t] / 2 + asked.get(t, 0) / sum(asked.values()) / 2 for t in own}
    scores = TABLE[method].score_sentences(batch_of_sentences(sentences, query="river wolf wolf"))
    np.testing.assert_allclose(scores, NAIVE[method](sentences, p), rtol=1e-9)


# --- reasons ----------------------------------------------------------------------------

WALKS = [TextRank("overlap"), TextRank("bm25"), TextRank(damping=0.5), LexRank(threshold=0.1)]
SCORERS = [*METHODS, *WALKS, Lsa(topics=1), Coverage(position=0)]
SAMPLES = [
    "We propose a dam. I saw it, for example. It broke.",
    DAM,
    BEES,
    HINDI,
    RUSSIAN,
    TURKISH,
    ["The dam broke. It is.", BEES],
    "Dams break.",
]


@pytest.mark.filterwarnings("ignore:query. no word")
@pytest.mark.parametrize("query", [None, "dam of the council"])
@pytest.mark.parametrize("method", SCORERS, ids=str)
def test_reasons_add_up_to_the_score(method, query):
    """For every sentence, chosen or not, terms + position + query + base is the score."""
    for text in [*SAMPLES, Document.from_sentences(random_sentences(9))]:
        summary = summarize(text, method=method, query=query)
        for sentence in summary.sentences:
            why = summary.explain(sentence)
            total = sum(share for _, share in why.terms) + why.position + why.query + why.base
            assert total == pytest.approx(why.score, rel=1e-9, abs=1e-12)
            assert why.score == summary.scores[sentence.index]
            assert why.sentence == sentence
            assert all(name for name, _ in why.terms)


@pytest.mark.parametrize("query", [None, "dam of the council"])
@pytest.mark.parametrize("method", ["textrank", "lexrank", *WALKS], ids=str)
def test_votes_are_the_terms_seen_from_the_other_side(method, query):
    """The neighbours' shares add up to those of the terms, and come from sharers of a word."""
    summary = summarize(DAM, method=method, query=query)
    bags = [set(terms_of(s.text)) for s in summary.sentences]
    for sentence in summary.sentences:
        why = summary.explain(sentence)
        votes = dict(why.neighbours)
        assert sum(votes.values()) == pytest.approx(sum(v for _, v in why.terms), rel=1e-9)
        assert {t for t, share in why.terms if share > 1e-12} <= bags[sentence.index]
        assert all(bags[voter] & bags[sentence.index] for voter in votes)
        assert min(votes.values(), default=1) > 0


@pytest.mark.parametrize("method", [name for name, method in TABLE.items() if method.embeds])
@pytest.mark.parametrize("query", [None, "council"])
def test_reasons_add_up_with_embeddings(method, query):
    """With an encoder too the shares make the score."""

    def encoder(texts):
        return [[text.count(vowel) + 1.0 for vowel in "aeiou"] for text in texts]

    summary = summarize(DAM, method=method, encoder=encoder, query=query)
    for row, score in enumerate(summary.scores):
        why = summary.explain(row)
        total = sum(share for _, share in why.terms) + why.position + why.query + why.base
        assert total == pytest.approx(score, rel=1e-9)


@pytest.mark.parametrize("method", ["tfidf", "centroid", "lsa", "sumbasic"])
def test_words_are_all_of_the_reason(method):
    """Where words alone make a score, each word of the sentence is named, and nothing else."""
    summary = summarize(DAM, method=method)
    for sentence in summary.sentences:
        why = summary.explain(sentence)
        assert {term for term, _ in why.terms} == {*terms_of(sentence.text)}
        assert (why.neighbours, why.position, why.query, why.base) == ((), 0, 0, 0)


DAMS = "The dam broke. The dam leaks."


@pytest.mark.parametrize(
    ("method", "text", "terms"),
    [
        ("tfidf", DAMS, {"dam": 2 * 1 / 2, "broke": (log(3 / 2) + 1) / 2}),
        ("sumbasic", DAMS, {"dam": 1 / 2 + 1 / 2 * 1 / 4, "broke": 1 / 2 * 1 / 8}),
        ("kl", DAMS, {"dam": log(1.1 / 0.1) / 2, "broke": log(1.1 / 0.1) / 4}),
        ("luhn", "Dam ash birch cedar elm fir mill dam. Mill.", {"mill": 1, "dam": 1}),
    ],
)
def test_terms_bring_what_the_formula_says(method, text, terms):
    """Worked examples: the shares of the words of the first sentence, of its best run alone."""
    assert dict(summarize(text, method=method).explain(0).terms) == pytest.approx(terms)


def test_a_first_sentence_that_points_back_has_less_of_its_place():
    """Only where it was read, only the first of a text: it has 0.55 of the extra, 6."""
    texts = ["This mill burned.", "Ann had a mill.", "It was old.", "This mill burned."]
    batch = build(texts, [3, 1], np.zeros(4, int), [make_analyser("en")] * 4)
    plain = Coverage().score_sentences(batch)
    seen = Coverage().score_sentences(replace(batch, reading=read(texts, ["en"] * 4)))
    less = (1 + 0.55 * 6) / (1 + 6)
    np.testing.assert_allclose(seen / plain, [less, 1, 1, less])


CUED = [
    ("We propose a dam of stone.", 1),
    ("This paper is on a dam of stone.", 1),
    ("The paper is on a dam of stone.", 0),
    ("We saw a dam of stone.", 0),
    ("I saw a dam of stone.", -1),
    ("“I’ve a dam of stone”, said Ann.", -1),
    ("For example, a dam of stone broke.", -1),
    ("Dams of stone, such as that of Ash, broke.", -1),
    ("Each instance of such a dam of stone broke.", 0),
    ("Write to ann@example.org for dams of stone.", 0),
    ("We propose what I call a dam of stone.", 0),
    ("Ich sah den Damm aus Stein.", 0),
]


@pytest.mark.parametrize("stemmer", [None, "snowball", str])
def test_cues_count_for_half_as_much_again(stemmer):
    """A claim counts 1 + cues times, an aside is divided by it, and words of both are neither."""
    sentences = [text for text, _ in CUED]
    cues = np.array([cue for _, cue in CUED])
    analyser = make_analyser("en", stemmer=stemmer)
    batch = build(sentences, [len(sentences)], np.zeros(len(cues), int), [analyser] * len(cues))
    assert batch.cues.tolist() == cues.tolist()
    plain = Coverage(cues=0).score_sentences(batch)
    for cue in (0.5, 2.0):
        found = Coverage(cues=cue).score_sentences(batch)
        np.testing.assert_allclose(found, plain * (1.0 + cue) ** cues)


@pytest.mark.parametrize(
    ("language", "claim", "aside"),
    [
        ("de", "Wir zeigen einen Damm.", "Ich sah zum Beispiel den Damm."),
        ("fr", "Nous présentons un barrage.", "J’ai vu un barrage."),
        ("es", "Este estudio trata de la presa.", "Por ejemplo, la presa."),
        ("ru", "Мы предлагаем плотину.", "Например, плотина."),
        ("tr", "Biz bir baraj öneriyoruz.", "Örneğin baraj."),
    ],
)
def test_other_languages_have_cues_of_their_own(language, claim, aside):
    """Each document of a text is read by the words of its own language."""
    batch = batch_of([claim, aside, "We propose a dam."], language=language)
    assert batch.cues.tolist() == [1, -1, 0]
    mixed = [Document(claim, language=language), Document("We propose a dam.", language="en")]
    assert summarize(mixed).explain(1).terms[0][0] != "(aside)"
    assert "(claim)" in dict(summarize(mixed).explain(0).terms)
    assert "(claim)" in dict(summarize(mixed).explain(1).terms)


def test_cues_are_told():
    """What a cue brings is a share of its own, beside those of the words."""
    summary = summarize("We propose a dam. I saw the dam. The dam broke.")
    plain = summarize("We propose a dam. I saw the dam. The dam broke.", method=Coverage(cues=0))
    for row, (name, share) in enumerate([("(claim)", 0.5), ("(aside)", -1 / 3), ("", 0.0)]):
        terms, without = (dict(s.explain(row).terms) for s in (summary, plain))
        assert terms.pop(name, 0.0) == pytest.approx(share * sum(without.values()))
        assert terms == pytest.approx(without)


def test_reasons_scale_and_add():
    """`total` sums all parts, `scaled` multiplies them."""
    reasons = Reasons(np.array([0]), np.array([2.0]), position=1.0, query=0.5, base=-1.0)
    assert reasons.total() == 2.5
    assert reasons.scaled(2).total() == 5


def test_the_date_of_each_line_is_worth_nothing():
    """A short answer does not win a chat by the date and the hour that all lines begin with."""
    said = [
        "Anna: shall we move the fair to the last weekend of March",
        "Tom: I would rather wait until the river has gone down",
        "Anna: the tents for the fair in March are paid for",
        "Priya: I can ask the miller about the river on Monday",
        "Tom: ok",
        "Anna: then the fair is in March if the river goes down",
    ]
    lines = [f"03/02/2026, 09:{10 + k} - {one}" for k, one in enumerate(said)]
    summary = summarize("\n".join(lines), sentences=2)
    assert [s.text for s in summary.sentences] == lines
    assert 4 not in summary.rows
    asked = {"sentences": 2, "query": "the miller"}  # so that what stands before the names counts
    summary = summarize("\n".join(lines), **asked)
    assert not {"03", "02", "2026", "09"} & {n for n, share in summary.explain(0).terms if share}
    network = "\n".join(line.replace("03/02", "5G") for line in lines)
    assert dict(summarize(network, **asked).explain(0).terms)["5g"] > 0  # no number
    four = summarize("\n".join(lines[:4]), **asked)
    assert dict(four.explain(0).terms)["2026"] > 0  # too few to tell


class Late(Lead):
    """A scorer of the library, made to prefer the end; with a parameter of its own."""

    def __init__(self, more=1.0):
        self.more = more

    def score_sentences(self, batch):
        """Turn the places around."""
        return self.more - super().score_sentences(batch)


def test_a_scorer_may_be_changed_by_a_class_of_ones_own():
    """What it scores is heard, by name and as an object, and is its whole reason."""
    summary = summarize("A dam broke. Rain fell. Snow came.", method=Late(), sentences=1)
    assert (summary.rows, summary.method) == ((2,), "Late")
    assert summary.explain(2).base == pytest.approx(summary.scores[2])
    assert Late(more=2).fit(np.eye(2)).scores_.tolist() == [1.0, 1.5]
    assert Late().explain_sentence(batch_of(DAM), np.ones(9), 0).total() == 1.0


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: TextRank(similarity="x"), "similarity must be 'cosine', 'overlap' or 'bm25'"),
        (lambda: LexRank(threshold=2), "threshold must be a number from 0 to 1"),
        (lambda: Coverage(position=np.inf), "position must be a number of 0 or more"),
    ],
)
def test_parameters_are_checked_before_any_text(make, named):
    """A wrong parameter is an error at once, not a failure of every text."""
    with pytest.raises(ValueError, match=named):
        Summarizer(method=make()).summarize_many([])


def test_scores_beyond_all_numbers_are_an_error():
    """Parameters that make scores infinite are named, rather than sentences chosen by chance."""
    with (
        pytest.raises(ValueError, match="method='coverage' gave infinite scores"),
        np.errstate(all="ignore"),
    ):
        summarize(DAM, method=Coverage(centrality=1e5))


class Explained:
    """A scorer that finds all sentences alike, and says why in the words given."""

    def __init__(self, why):
        self.why = why

    def score_sentences(self, batch):
        """Give 2 for each."""
        return np.full(len(batch), 2.0)

    def explain_sentence(self, batch, scores, row):
        """Say why."""
        return self.why


def test_the_score_of_ones_own_scorer_stands_for_itself():
    """Without explain_sentence the whole score is the base; with it, its reasons come through."""
    plain = summarize(BEES, method=lambda batch: np.arange(len(batch))).explain(2)
    assert (plain.base, plain.terms) == (2.0, ())
    for columns, terms in ((np.array([0]), np.array([1.5])), ([0], [1.5])):
        own = Explained(Reasons(columns, terms, position=0.5))
        found = summarize(BEES, method=own).explain(1)
        assert (found.terms[0][1], found.position, found.base) == (1.5, 0.5, 0.0)
        asked = summarize(BEES, method=own, query="sun").explain(1)
        assert asked.terms[0][1] == pytest.approx(0.45 * 1.5 / 2)  # scaled to 1


def test_scores_below_0_are_lifted_beside_a_query():
    """Of scores from -3 to 3 the lowest brings nothing to the mixed score, the highest 0.45."""
    summary = summarize(BEES, method=lambda batch: np.arange(len(batch)) - 3.0, query="sun")
    why = [summary.explain(row) for row in range(7)]
    assert [one.base for one in why] == pytest.approx(0.45 * np.arange(7) / 6)
    assert [one.base + one.query for one in why] == pytest.approx(summary.scores)


@pytest.mark.parametrize("given", [None, {"base": 2.0}])
def test_reasons_of_ones_own_scorer_are_checked(given):
    """What is no `Reasons` is refused with its type."""
    summary = summarize(BEES, method=Explained(given))
    with pytest.raises(
        TypeError, match=f"explain_sentence must give Reasons. Got {type(given).__name__}"
    ):
        summary.explain(1)


def test_find_method_gives_names_and_parameters():
    """Names, scorer objects and callables resolve; the table has all eleven methods."""
    assert tuple(TABLE) == METHODS
    assert find_method("kl") is TABLE["kl"]
    assert find_method(TextRank(damping=0.5)).parameters["damping"] == 0.5
    assert find_method(len).name == "len"


def test_lsa_of_one_topic_by_hand():
    """Two sentences with one of two words in common: σ₁² = 1 + cos, each half of it."""
    summary = summarize("Dams break. Dams leak.", method=Lsa(topics=1))
    rare = log(3 / 2) + 1
    cosine = 1 / (1 + rare**2)
    assert summary.scores == pytest.approx(sqrt((1 + cosine) / 2))
