"""The whole way from texts to summaries: batches, documents, arguments."""

import warnings
from io import StringIO
from math import ceil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joblib import parallel_config
from sklearn.base import clone
from texts import (
    BEES,
    DAM,
    FRENCH,
    GERMAN,
    METHODS,
    REVIEWS,
    SPANISH,
    UNITS,
    batch_of,
    random_sentences,
    relevance_by_hand,
    rows_of,
)

from summarize import (
    Document,
    Summarizer,
    SummaryWarning,
    keywords,
    scorers,
    split_sentences,
    summarize,
)
from summarize.context import Passages
from summarize.corpus import each_batch, in_batches
from summarize.pipeline import as_documents, make_settings, run
from summarize.scorers import LexRank, TextRank
from summarize.scores import METHODS as METHODS_OF_LIBRARY
from summarize.selectors import SELECTORS, Coverage

pytestmark = pytest.mark.filterwarnings("ignore::summarize.SummaryWarning")


def vector(text):
    """Embed a text by what letters it holds: a toy, but the same on every run."""
    folded = text.casefold()
    return [folded.count(letter) + 0.0 for letter in "abcdefghilmnoprstuw"]


def toy_encoder(texts):
    """Embed texts, one row each."""
    return np.array(list(map(vector, texts)))


def summaries_of(units, **options):
    """Summarise units in one batch."""
    return run([as_documents(unit) for unit in units], make_settings(**options))


def assert_same(first, second):
    """Compare two runs: identical summaries, scores to 1e-12."""
    assert len(first) == len(second)
    for one, other in zip(first, second, strict=True):
        assert (one.text, one.rows, one.spans) == (other.text, other.rows, other.spans)
        assert one.ranks.tolist() == other.ranks.tolist()
        np.testing.assert_allclose(one.scores, other.scores, rtol=1e-12, atol=1e-12)


# --- a batch is as good as one -----------------------------------------------------

OPTIONS = [
    {},
    {"query": "who warned the council about the dam?"},
    {"query": "die Stadt", "stemmer": "snowball"},
    {"words": 20, "must_include": ["dam", "Rat"]},
    {"encoder": toy_encoder},
    {"encoder": toy_encoder, "query": "council"},
    {"tokens": 90, "count_tokens": len, "order": "rank"},
]


@pytest.mark.parametrize("options", OPTIONS, ids=lambda o: "-".join(o) or "plain")
@pytest.mark.parametrize("method", METHODS)
def test_alone_or_in_a_batch(method, options):
    """Units of all kinds, empty ones and several documents too, give the same in any company."""
    if not METHODS_OF_LIBRARY[method].embeds:
        options = {**options, "encoder": None}
    options = {**options, "method": method}
    together = summaries_of(UNITS, **options)
    assert_same(together, [summarize(unit, **options) for unit in UNITS])
    assert_same(together, summaries_of(UNITS[::-1], **options)[::-1])


@pytest.mark.parametrize("selector", SELECTORS)
def test_every_selector_in_a_batch(selector):
    """The greedy choice of a unit does not depend on how long others take."""
    units = [random_sentences(seed, most=60) for seed in range(12)]
    units = [Document.from_sentences(unit) for unit in units]
    options = {"selector": selector, "method": "tfidf", "ratio": 0.9}
    assert_same(summaries_of(units, **options), [summarize(unit, **options) for unit in units])


@pytest.mark.parametrize("method", [LexRank(threshold=0.1), TextRank("overlap"), TextRank("bm25")])
def test_scorer_objects_in_a_batch(method):
    """Other similarities and a threshold keep units apart too."""
    together = summaries_of(UNITS, method=method)
    assert_same(together, [summarize(unit, method=method) for unit in UNITS])


def test_a_query_only_some_units_know():
    """A unit without a word of the query is summarised as without the query."""
    for method in METHODS:
        model = Summarizer(method=method, query="kettle")
        _, bees = model.summarize_many([REVIEWS[0], BEES])
        assert_same([bees], [summarize(BEES, method=method)])


def test_a_query_is_read_in_the_language_of_each_unit():
    """Stems of the query in another unit's language mean nothing here."""
    english = "The mar was deep. The mares ran to the mar. A mare slept."
    model = Summarizer(method="tfidf", query="mares", stemmer="snowball")
    first, _ = model.summarize_many([english, "El mar está en calma. Los barcos van por el mar."])
    assert_same([first], [model.summarize(english)])


@pytest.mark.parametrize("method", METHODS)
def test_news_in_batches_and_processes(method):
    """300 news texts: alone, in one batch, backwards and (two methods) on two processes."""
    texts = [row["text"] for row in rows_of("cnndm_validation1000", 300)]
    options = {"method": method, "words": 60}
    together = summaries_of(texts, **options)
    assert_same(together[::10], [summarize(text, **options) for text in texts[::10]])
    assert_same(together, summaries_of(texts[::-1], **options)[::-1])
    if method in ("coverage", "textrank"):
        model = Summarizer(**options)
        assert_same(together, list(model.summarize_many(texts)))
        assert_same(together, list(model.summarize_many(texts, n_jobs=2)))


@pytest.mark.parametrize("selector", ["kl", "sumbasic"])
def test_a_query_of_other_texts_changes_nothing(selector):
    """A text that holds no word of the query is chosen from alike beside one that does."""
    options = {"sentences": 2, "query": "bees", "encoder": toy_encoder, "selector": selector}
    texts = [DAM, *BEES.split("\n"), GERMAN]
    assert_same(summaries_of(texts, **options), [summarize(text, **options) for text in texts])


@given(st.lists(st.integers(0, 40), max_size=12), st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_batches_hold_everything_in_order(lengths, characters):
    """Batches keep number and order, and hold less than the limit before their last text."""
    texts = ["x" * length for length in lengths]
    batches = list(in_batches(enumerate(texts), characters))
    assert [pair for batch in batches for pair in batch] == list(enumerate(texts))
    assert all(sum(len(text) for _, text in batch[:-1]) < characters for batch in batches)
    assert all(batches)


def test_the_first_summary_of_a_stream_comes_soon():
    """One process reads a fiftieth of a batch before it gives the first; the rest is the same."""
    stream = iter([DAM] * 300)
    first = next(Summarizer(sentences=1).summarize_many(stream))
    assert len(list(stream)) > 250
    assert str(first) == str(summarize(DAM, sentences=1))


@given(st.lists(st.integers(0, 3000), max_size=20), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_processes_have_equal_shares(lengths, processes):
    """Every process gets as many batches as every other, of one size but for their last text."""
    texts = ["x" * length for length in lengths]
    with pytest.MonkeyPatch.context() as patch, parallel_config(backend="threading"):
        patch.setattr("summarize.corpus.BATCH_CHARACTERS", 10_000)
        shares = list(each_batch(tuple, iter(texts), processes))
    assert [pair for share, _ in shares for pair in share] == list(enumerate(texts))
    assert all(tuple(share) == answer for share, answer in shares)
    room = sum(len(text) + 500 for text in texts)
    rounds = ceil(room / (processes * 10_000))
    assert len(shares) <= processes * rounds
    for share, _ in shares:
        before_last = sum(len(text) + 500 for _, text in share[:-1])
        assert before_last < room / (processes * rounds)


# --- several documents, own sentences, segments ------------------------------------------


def test_documents_may_have_two_languages():
    """Every document is read in its own language."""
    summary = summarize([Document(GERMAN, language="de"), FRENCH], sentences=2)
    assert [len(d.text) for d in summary.documents] == [len(GERMAN), len(FRENCH)]
    assert "Am 3. März hatte der Rat die Reparatur verschoben." in {
        s.text for s in summary.sentences
    }


def test_texts_may_come_from_a_generator():
    """Any iterable of texts is several documents."""
    assert str(summarize(text for text in REVIEWS)) == str(summarize(REVIEWS))


# --- query, must_include, encoder, own scorers --------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_a_query_prefers_what_bears_on_it(method):
    """The sentence that answers is chosen with every method, and was not without."""
    text = f"{DAM} {BEES}"
    summary = summarize(text, query="Which insects cannot dance?", sentences=2, method=method)
    assert "Other insects cannot dance." in [s.text for s in summary]


UNHEARD = "query: no word of 'zebra' was found"


def test_a_query_of_which_nothing_is_found_warns_once():
    """Whatever gives the one summary; a form of a word is found, and a blank text asked in vain."""
    for method in ("coverage", "lead", "sumbasic", Passages()):
        with pytest.warns(SummaryWarning, match=UNHEARD) as caught:
            summary = summarize(DAM, query="zebra", method=method)
        assert (len(caught), caught[0].filename, summary.heard) == (1, __file__, False)
    with pytest.warns(SummaryWarning, match=UNHEARD):
        Summarizer(query="zebra").summarize([DAM, BEES])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = summarize(DAM, query="school")
        assert found.heard
        assert found.to_dict()["heard"]
        assert summarize("The towns flooded.", query="Which town?").heard
        assert str(summarize("", query="zebra")) == ""


@pytest.mark.parametrize("language", ["es", "pt", "gl"])
def test_a_query_tells_vitamins_apart(language):
    """The D of "vitamina D" is a word, though it is a title, too: "D. Antonio"."""
    text = "A vitamina C cura. O sol dá a vitamina D ao corpo todo. A vitamina E protexe."
    summary = summarize(text, query="vitamina D", language=language, sentences=1)
    assert "vitamina D" in str(summary)


def test_a_long_query_is_not_all_in_the_warning():
    """Such as a whole paragraph that somebody pasted."""
    with pytest.warns(SummaryWarning, match=r"query: no word of 'zebra zebra .*…' was") as caught:
        summarize(DAM, query="zebra\n" * 5000)
    assert len(str(caught[0].message)) < 250


def test_an_encoder_may_know_what_no_word_of_the_query_says():
    """No warning comes where a query is looked for by its sense."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert summarize(DAM, query="zebra", encoder=lambda texts: np.ones((len(texts), 2))).heard


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_of_many_texts_a_query_warns_once_if_at_all(n_jobs):
    """Some texts of a stream lack its words, as is usual; only where all do it may be a slip."""
    with pytest.warns(SummaryWarning, match=UNHEARD) as caught:
        list(Summarizer(query="zebra").summarize_many([DAM, "", BEES], n_jobs=n_jobs))
    assert len(caught) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        many = list(Summarizer(query="school").summarize_many([DAM, BEES], n_jobs=n_jobs))
    assert [summary.heard for summary in many] == [True, False]


def test_must_include_takes_the_best_sentence_with_the_word():
    """A word or phrase that must be in is in, whatever its case and line breaks."""
    text = DAM.replace("lower town", "lower\ntown")
    for phrase, start in (("FIRE brigade", "The fire"), ("lower town", "Water ran")):
        summary = summarize(text, sentences=1, must_include=[phrase])
        assert str(summary).startswith(start)


def test_nothing_is_none_for_what_may_be_left_out():
    """None for words that must be in, or for a question, is as if neither were given."""
    assert str(summarize(DAM, must_include=None, query=None)) == str(summarize(DAM))
    model = Summarizer(must_include=["fire"]).set_params(must_include=None)
    assert clone(model).get_params()["must_include"] is None
    assert model.transform([DAM]) == [str(summarize(DAM))]


def test_must_include_serves_two_words_with_one_sentence():
    """A phrase that a chosen sentence holds takes no second one."""
    summary = summarize(DAM, sentences=1, must_include=["fire brigade", "school"])
    assert str(summary) == "The fire brigade brought the families to the school."


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("line", "Headlines came early. The line is long.", "The line is long."),
        ("кот", "Который год идёт дождь. Кот спал.", "Кот спал."),
        ("été", "Des phrases répétées. Un été chaud.", "Un été chaud."),
        ("कम", "कमीज़ नई है। कम बारिश हुई।", "कम बारिश हुई।"),
        ("STRASSE", "Der Weg. Die Straße.", "Die Straße."),
        ("小桥", "今天下雨了。河水淹了小桥。", "河水淹了小桥。"),
        ("C++", "They know C well. They know C++ well.", "They know C++ well."),
    ],
)
def test_must_include_means_whole_words(phrase, text, expected):
    """Parts of longer words do not count, in any script that puts spaces between words."""
    assert str(summarize(text, sentences=1, must_include=[phrase])) == expected


def test_must_include_warns_of_what_it_cannot():
    """A word that does not occur, and one that does not fit, each get a warning that says so."""
    with pytest.warns(SummaryWarning, match="must_include: 'zebra' does not occur in the text"):
        summarize(DAM, must_include=["zebra"])
    with pytest.warns(SummaryWarning, match="must_include: 'brigade' does not fit"):
        summarize(DAM, words=5, must_include=["brigade"])


def embedded(method, query):
    """Summarise with the toy encoder; give scores, texts, vectors and their similarities."""
    summary = summarize(BEES, method=method, encoder=toy_encoder, query=query)
    texts = [s.text for s in summary.sentences]
    X = toy_encoder(texts)
    X /= np.linalg.norm(X, axis=1, keepdims=True)
    return summary.scores, texts, X, (1 + X @ X.T) / 2


def asked_by_hand(texts, X, query):
    """Give the naive relevance of embedded sentences."""
    v = np.array(vector(query))
    return relevance_by_hand(texts, query, X @ v / np.linalg.norm(v))


@pytest.mark.parametrize("query", [None, "insects that dance"])
@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("centroid", lambda S: S.sum(axis=0) / np.sqrt(S.sum())),
        (
            "lsa",
            lambda S: np.sqrt(((np.linalg.svd(S)[0] ** 2) * np.linalg.svd(S)[1])[:, :3].sum(1)),
        ),
    ],
)
def test_an_encoder_stands_in_for_the_weights(method, expected, query):
    """With an encoder the scores are those of the embeddings, and a query is mixed in."""
    scores, texts, X, S = embedded(method, query)
    own = expected(S)
    if query:
        own = 0.45 * own / own.max() + 0.55 * asked_by_hand(texts, X, query)
    np.testing.assert_allclose(scores, own, atol=1e-9)


@pytest.mark.parametrize("query", [None, "insects that dance"])
@pytest.mark.parametrize(("method", "loops"), [("textrank", 0), ("lexrank", 1)])
def test_an_encoder_makes_the_edges_of_a_walk(method, loops, query):
    """With an encoder the walk goes by the similarity of embeddings, and restarts by the query."""
    scores, texts, X, S = embedded(method, query)
    W, n = S * (1 - (1 - loops) * np.eye(len(S))), len(S)
    d, r = (0.2, asked_by_hand(texts, X, query)) if query else (0.85, np.ones(n))
    P = W / W.sum(axis=1)[:, None]
    p = np.linalg.solve(np.eye(n) - d * P.T, (1 - d) * r / r.sum())
    np.testing.assert_allclose(scores, p, atol=1e-8)


def test_the_default_counts_words_and_compares_by_embeddings():
    """With an encoder the default's ties are sums of embedded cosines, its words still words."""
    summary = summarize(BEES, encoder=toy_encoder)
    texts = [s.text for s in summary.sentences]
    X = toy_encoder(texts)
    X /= np.linalg.norm(X, axis=1, keepdims=True)
    ties = ((1 + X @ X.T) / 2).sum(axis=1)
    counted = scorers.Coverage(centrality=0).score_sentences(batch_of(BEES))
    expected = counted * np.maximum(ties, 1) ** scorers.Coverage().centrality
    np.testing.assert_allclose(summary.scores, expected, rtol=1e-9)


class Longest:
    """A scorer of a user's own: the longest sentence wins."""

    def score_sentences(self, batch):
        """Give the number of characters."""
        return [len(text) for text in batch.texts]


@pytest.mark.parametrize("method", [Longest(), lambda batch: np.array(list(map(len, batch.texts)))])
def test_own_scorers(method):
    """An object with score_sentences and a plain callable both serve as methods."""
    summary = summarize(DAM, method=method, sentences=1)
    longest = max(summary.sentences, key=lambda s: len(s.text))
    assert summary[0] == longest
    assert summary.scores.tolist() == [len(s.text) for s in summary.sentences]


def test_a_scorer_cannot_change_what_it_sees():
    """What is counted of a text stays, so that no budget is broken by a scorer of one's own."""

    def careless(batch):
        batch.words[:] = 0
        return batch.words

    def blind(batch):
        batch.has_word[:] = False  # computed for this scorer only
        return batch.words

    def sorts(batch):
        batch.texts.sort(key=len)
        return [1.0] * len(batch)

    with pytest.raises(ValueError, match="read-only"):
        summarize(DAM, method=careless, words=9)
    plain, sorted_ = (
        summarize(DAM, method=m, tokens=99, count_tokens=len) for m in ("lead", sorts)
    )
    assert len(str(sorted_)) <= 99
    assert sorted_.rows == plain.rows
    assert len(summarize(DAM, method=blind)) == 3


@pytest.mark.parametrize(
    ("given_scores", "message"),
    [
        (lambda batch: [1.0], r"method must give .* shape \(12,\).*gave shape \(1,\)"),
        (lambda batch: 1.0, r"gave shape \(\)"),
        (lambda batch: np.zeros((12, 1)), r"gave shape \(12, 1\)"),
        (lambda batch: ["good"] * 12, "method must give"),
        (lambda batch: None, "method must give"),
        (lambda batch: np.full(12, np.nan), "NaN or infinity"),
        (lambda batch: np.full(12, np.inf), "NaN or infinity"),
        (lambda batch: [10**400] * 12, "method must give"),
        (lambda batch: [1e308] * 12, "gave infinite scores, or some beyond 9e"),
    ],
)
def test_bad_scores_are_refused(given_scores, message):
    """A scorer that gives a wrong shape, or no number, is told so."""
    with pytest.raises(ValueError, match=message):
        summarize(DAM, method=given_scores)


def test_order_rank_begins_with_the_best():
    """In rank order the same sentences come, the best score first."""
    document, ranked = summarize(DAM), summarize(DAM, order="rank")
    assert sorted(ranked.rows) == list(document.rows)
    assert ranked[0].rank == 0
    assert [s.score for s in ranked] == sorted((s.score for s in ranked), reverse=True)


def test_own_stop_words_stand_in_for_the_languages():
    """The user's stop words replace those of the language."""
    plain, own = (summarize(DAM, stop_words=given, method="tfidf") for given in (None, ["dam"]))
    assert "the" not in dict(plain.explain(0).terms)
    assert "dam" in dict(plain.explain(0).terms)
    assert "the" in dict(own.explain(0).terms)
    assert "dam" not in dict(own.explain(0).terms)


def test_stemmers_take_forms_together():
    """Snowball, or any callable, makes one term of the forms of a word."""
    text = "Dams break. A dam breaks. Rain falls."
    for stemmer in ("snowball", lambda word: word.rstrip("s")):
        terms = dict(summarize(text, stemmer=stemmer, method="tfidf").explain(0).terms)
        assert set(terms) == {"dam", "break"}


def test_splitters_of_ones_own():
    """A callable that gives strings or spans finds the sentences."""
    for splitter in (str.splitlines, lambda text: [(0, 7), (8, 15)]):
        summary = summarize("One dam\nTwo dam", splitter=splitter, sentences=1)
        assert [s.text for s in summary.sentences] == ["One dam", "Two dam"]


def test_the_last_language_is_the_one_asked_for():
    """The argument goes before the document's own language, that before a guess."""
    document = Document(SPANISH, language="it")
    found = [summarize(SPANISH), summarize(document), summarize(document, language="fr")]
    assert [summary.language for summary in found] == ["es", "it", "fr"]


# --- wrong arguments ----------------------------------------------------------------------


def forgets_to_give_anything(_):
    """End without a `return`; so long a name leaves no address in that of a test."""


WRONG = [
    ({"sentences": 3, "words": 9}, ValueError, r"one budget.*sentences=3 and words=9"),
    ({"sentences": 0}, ValueError, r"sentences must be an int of 1 or more.*Got 0"),
    ({"words": -1}, ValueError, r"words must be an int of 1 or more.*Got -1"),
    ({"words": True}, TypeError, r"words must be an int.*Got True \(bool\)"),
    ({"sentences": 3.0}, TypeError, r"sentences must be an int.*Got 3\.0 \(float\)"),
    ({"characters": "3"}, TypeError, r"characters must be an int.*Got '3' \(str\)"),
    ({"sentences": np.bool_(True)}, TypeError, r"sentences must be an int"),
    ({"ratio": 0}, ValueError, r"ratio must be a number above 0 and up to 1.*Got 0"),
    ({"ratio": 1.5}, ValueError, r"ratio must be a number above 0 and up to 1.*Got 1\.5"),
    ({"ratio": float("nan")}, ValueError, r"ratio must be .*Got nan"),
    ({"ratio": "20%"}, TypeError, r"ratio must be a number.*Got '20%' \(str\)"),
    ({"ratio": True}, TypeError, r"ratio must be a number.*Got True"),
    ({"tokens": 9}, ValueError, r"tokens needs count_tokens="),
    ({"tokens": 9, "count_tokens": 4}, TypeError, r"count_tokens must be a callable.*Got int"),
    ({"tokens": 9, "count_tokens": lambda t: 2.0}, ValueError, r"count_tokens must give an int.*2"),
    ({"tokens": 9, "count_tokens": str.split}, ValueError, r"count_tokens must .* Got list: .*len"),
    ({"tokens": 9, "count_tokens": lambda t: -1}, ValueError, r"count_tokens must give.*Got -1"),
    ({"method": "textrnk"}, ValueError, r"method must be one of 'coverage'.*Got 'textrnk'"),
    ({"method": 3}, TypeError, r"method must be one of 'coverage'.*Got int"),
    ({"method": TextRank}, TypeError, r"method must be .*Call it to make an object"),
    ({"selector": "best"}, ValueError, r"selector must be one of 'top', 'mmr'.*Got 'best'"),
    ({"selector": Coverage}, TypeError, r"selector must be one of 'top'.*Got type"),
    ({"selector": 1}, TypeError, r"selector must be one of 'top'.*Got int"),
    ({"order": "best"}, ValueError, r"order must be 'document' or 'rank'.*Got 'best'"),
    ({"order": None}, TypeError, r"order must be 'document' or 'rank'.*Got None"),
    ({"splitter": "best"}, ValueError, r"splitter must be 'rules', 'punkt'.*Got 'best'"),
    ({"splitter": 3}, TypeError, r"splitter must be 'rules', 'punkt'.*Got 3"),
    ({"stemmer": "porter"}, ValueError, r"stemmer must be 'snowball'.*Got 'porter'"),
    ({"order": 3}, TypeError, r"order must be 'document' or 'rank'.*Got 3"),
    ({"stemmer": 3}, TypeError, r"stemmer must be 'snowball'.*Got 3"),
    ({"query": ["who"]}, TypeError, r"query must be a str or None.*Got list"),
    ({"language": 3}, TypeError, r"language must be a str or None.*Got int"),
    ({"must_include": "dam"}, TypeError, r"must_include must be a list of words.*bare str"),
    ({"must_include": [3]}, TypeError, r"must_include must hold words.*Got 3"),
    ({"must_include": ["\u200b"]}, (TypeError, ValueError), r"must_include must hold words"),
    ({"must_include": [" "]}, TypeError, r"must_include must hold words.*Got ' '"),
    ({"stop_words": "english"}, TypeError, r"stop_words must be a list of words.*bare str"),
    ({"stop_words": b"the"}, TypeError, r"stop_words must be a list of words.*Got bytes instead"),
    ({"stop_words": np.array("the")}, TypeError, r"stop_words must be a list.*Got ndarray"),
    ({"must_include": 3}, TypeError, r"must_include must be a list of words.*Got int instead"),
    ({"method": forgets_to_give_anything}, ValueError, r"method must give one finite.*Got None"),
    ({"encoder": forgets_to_give_anything}, ValueError, r"encoder must give a finite.*Got None"),
    ({"stop_words": 3}, TypeError, r"stop_words must be a list of words.*int"),
    ({"encoder": "bert"}, TypeError, r"encoder must be a callable.*Got str"),
    ({"encoder": toy_encoder, "method": "kl"}, ValueError, r"method='kl' counts words.*encoder"),
    ({"method": TextRank(damping=1.5)}, ValueError, r"damping must be .*Got 1\.5"),
    ({"method": TextRank(damping="x")}, (TypeError, ValueError), r"damping must be .*'x'"),
    ({"method": TextRank(similarity="x")}, ValueError, r"similarity must be 'cosine'.*Got 'x'"),
]


@pytest.mark.parametrize(("wrong", "error", "message"), WRONG, ids=lambda w: str(w)[:40])
def test_wrong_arguments_are_named(wrong, error, message):
    """The message names the argument, what is allowed and what came, for both ways in."""
    with pytest.raises(error, match=message):
        summarize(DAM, **wrong)
    with pytest.raises(error, match=message):
        Summarizer(**wrong).summarize(DAM)


@pytest.mark.parametrize("bad", [None, 3, b"bytes", {"a": "b"}, [DAM, None], [[DAM]], 2.5])
def test_what_is_no_text_is_refused(bad):
    """Anything but a str, a Document or a sequence of them is refused by type."""
    with pytest.raises(
        TypeError, match=r"text(\[\d\])? must be a str.*Got \w+( \(2\.5\))?( instead|: )"
    ):
        summarize(bad)


def test_a_file_is_no_sequence_of_texts(tmp_path):
    """Read line by line, a wrapped letter would be many texts of half a sentence each."""
    letter = tmp_path / "letter.txt"
    letter.write_text("The dam broke on the\nday of the fair. Nobody\nwas on it.")
    with letter.open() as file, pytest.raises(TypeError, match=r"text must be .*: read\(\) it"):
        summarize(file)
    with letter.open("rb") as file, pytest.raises(TypeError, match=r"text must be .*: read\(\) it"):
        summarize(file)
    assert len(list(Summarizer().summarize_many(StringIO("It rained.\nThe dam broke.")))) == 2
    for label in "read", "text":
        labelled = pytest.importorskip("pandas").Series([DAM], index=[label])
        assert str(summarize(labelled)) == str(summarize([DAM]))


def test_an_error_says_what_makes_a_text_of_what_came():
    """Of a path, of bytes, of sentences, and of what another library calls a document, too."""

    class Document:
        page_content = DAM

    class Model:  # as LangChain's, of which the fields come one by one
        def __init__(self):
            self.page_content = DAM

        def __iter__(self):
            return iter([("page_content", DAM)])

    class Other:
        def __iter__(self):
            return iter([("body", DAM)])

    for came, said in [
        (Path("dam.txt"), r"Path: Document\.from_path reads a file"),
        (b"dam", r"bytes: decode\(\) it"),
        (float("nan"), r"float \(nan\) instead"),
        (summarize(DAM), r"Summary: give its \.text"),
        (summarize(DAM)[0], r"Sentence: give its \.text"),
        (Document(), r"test_pipeline\..*Document: give its \.page_content"),
        (Model(), r"test_pipeline\..*Model: give its \.page_content"),
    ]:
        for call in summarize, keywords, split_sentences:
            with pytest.raises(TypeError, match=rf"text must be a str.* Got .*{said}"):
                call(came)
        with pytest.raises(TypeError, match=rf"text\[0\] must be a str.* Got .*{said}"):
            summarize([came])
    with pytest.raises(TypeError, match=r"text\[0\] of a .*Other must be a str.* Got tuple"):
        summarize(Other())


def test_an_unknown_argument_is_an_error():
    """A misspelt keyword is not swallowed."""
    with pytest.raises(TypeError, match="sentence"):
        summarize(DAM, sentence=3)
    with pytest.raises(TypeError, match="positional"):
        summarize(DAM, 3)


@pytest.mark.parametrize(
    "call",
    [
        lambda: summarize(DAM, words=1),
        lambda: Summarizer(words=1).summarize(DAM),
        lambda: Summarizer(words=1).transform([DAM]),
        lambda: list(Summarizer(words=1).summarize_many([DAM])),
        lambda: summarize(DAM).cut(words=1),
    ],
    ids=["summarize", "Summarizer", "transform", "summarize_many", "cut"],
)
def test_warnings_point_at_the_callers_line(call):
    """A warning shows the file of whoever called, not one of the package."""
    with pytest.warns(SummaryWarning) as caught:
        call()
    assert [warning.filename for warning in caught] == [__file__]
