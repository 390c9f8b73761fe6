"""The matrix of a batch, against scikit-learn and by hand."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from texts import (
    BEES,
    DAM,
    LANGUAGES,
    REVIEWS,
    UNITS,
    batch_of,
    random_sentences,
    relevance_by_hand,
    terms_of,
)

from summarize import Summarizer, summarize
from summarize.arrays import inverse_document_frequency
from summarize.document import Document
from summarize.languages import detect
from summarize.pipeline import as_documents
from summarize.terms import Frequencies, build, embed, from_matrix
from summarize.tokens import make_analyser


def reference(sentences, language):
    """Weigh the same terms with scikit-learn; give the matrix as a dict a row."""
    vectorizer = TfidfVectorizer(analyzer=lambda text: terms_of(text, language))
    X = vectorizer.fit_transform(sentences).toarray()
    return named(X, vectorizer.get_feature_names_out())


def named(X, names):
    """Give each row as {term: weight}, without zeros."""
    return [{str(names[j]): row[j] for j in np.flatnonzero(row)} for row in X]


def assert_same(ours, theirs):
    """Compare rows of {term: weight} to 1e-12."""
    assert len(ours) == len(theirs)
    for own, other in zip(ours, theirs, strict=True):
        assert own == pytest.approx(other, rel=0, abs=1e-12)


@pytest.mark.parametrize("language", LANGUAGES)
def test_weights_equal_scikit_learns(language):
    """The TF-IDF weights of a text equal TfidfVectorizer's on the same terms, to 1e-12."""
    batch = batch_of(LANGUAGES[language], language=language)
    ours = named(batch.weights.toarray(), batch.names)
    assert_same(ours, reference(batch.texts, language))


def test_weights_of_each_unit_equal_scikit_learns():
    """In a batch each unit gets the weights it gets from scikit-learn alone."""
    batch = batch_of(*map(" ".join, map(random_sentences, range(30))), language="en")
    for one in batch.each():
        assert_same(named(one.weights.toarray(), one.names), reference(one.texts, "en"))


def test_columns_belong_to_one_unit_each():
    """No column has entries in two units, so the matrix falls into blocks."""
    batch = batch_of(*UNITS)
    rows, columns = batch.counts.nonzero()
    assert (batch.unit[rows] == batch.column_unit[columns]).all()
    assert batch.units == len(UNITS)


def hashed(texts):
    """Give embeddings of five numbers that depend on the text alone."""
    return [np.random.default_rng(sum(map(ord, text))).normal(size=5) for text in texts]


ARRAYS = (
    "names", "starts", "column_starts", "document", "position", "words", "cues", "sequence",
    "sequence_row", "kin", "idf", "query", "voices", "has_word",
)  # fmt: skip


def test_one_cuts_out_what_the_unit_has_alone():
    """`one(k)` equals the batch of unit k alone, in every array."""
    query = "dam council Stadt"
    batch = embed(batch_of(*UNITS, query=query), hashed, query)
    for number, unit in enumerate(UNITS):
        one, alone = batch.one(number), embed(batch_of(unit, query=query), hashed, query)
        assert one.texts == alone.texts
        assert (one.counts != alone.counts).nnz == 0
        for name in ARRAYS:
            np.testing.assert_array_equal(getattr(one, name), getattr(alone, name), name)
        if one.texts:
            np.testing.assert_array_equal(one.weights.toarray(), alone.weights.toarray())
            np.testing.assert_array_equal(one.embedded_query, alone.embedded_query)


def test_forms_of_a_word_are_kin():
    """Terms that begin with the same six letters share a number in a unit, and no number else."""
    batch = batch_of("Repairs cost. They repaired it. Repair the repainted.", "Repair it.")
    first = slice(*batch.column_starts[:2])
    kin = dict(zip(batch.names[first].tolist(), batch.kin[first].tolist(), strict=True))
    assert kin["repairs"] == kin["repaired"] == kin["repair"] != kin["repainted"]
    assert len(set(kin.values())) == len(kin) - 2
    assert batch.kin[first.stop :].tolist() == [len(set(kin.values()))]


def test_counts_by_hand():
    """Counts, totals, frequencies and lengths of a small text are those on paper."""
    batch = batch_of("Dogs bark. The dogs chase dogs! It is.", language="en")
    assert batch.names.tolist() == ["dogs", "bark", "chase"]
    assert batch.counts.toarray().tolist() == [[1, 1, 0], [2, 0, 1], [0, 0, 0]]
    assert batch.totals.tolist() == [3, 1, 1]
    assert batch.frequency.tolist() == [2, 1, 1]
    assert batch.lengths.tolist() == [2, 3, 1]
    assert batch.words.tolist() == [2, 4, 2]
    assert batch.sequence.tolist() == [0, 1, -1, 0, 2, 0, -1, -1]


def test_learnt_frequencies_weigh_terms():
    """With a background the rarity is that of the corpus, unseen words the rarest."""
    background = Frequencies(9, {"dogs": 9})
    batch = batch_of("Dogs bark.", background=background, language="en")
    assert dict(zip(batch.names, batch.idf, strict=True)) == pytest.approx(
        {"dogs": 1.0, "bark": np.log(10) + 1}
    )
    assert batch.fitted


def test_inverse_document_frequency_by_hand():
    """The formula is ln((1 + N) / (1 + df)) + 1."""
    assert inverse_document_frequency(np.array([0.0, 4.0]), 4).tolist() == [np.log(5) + 1, 1.0]


def test_copies_share_a_number():
    """Copies differ at most in case, white space and punctuation at the ends."""
    texts = [
        "A dam broke.",
        "a DAM  broke!",
        "A dam broke; help.",
        "A dam broke",
        "« A dam broke ! »",
    ]
    assert batch_of(texts).copies.tolist() == [0, 0, 1, 0, 0]


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("tr", ["ISPARTA YANDI.", "Isparta yandı.", "ısparta yandı!"]),
        ("fr", ["Café ouvert.", "Cafe\u0301 ouvert."]),
        ("fa", ["این كتاب خوب است.", "این کتاب خوب است."]),
        ("en", ["They co\u00adoperate.", "They cooperate.", "\ufeffThey cooperate.\u200f"]),
    ],
)
def test_copies_are_written_as_their_language_writes_them(language, texts):
    """Capitals of Turkish, accents apart, letters of another keyboard: the same words."""
    batch = batch_of(Document.from_sentences(texts), language=language)
    assert set(batch.copies.tolist()) == {0}


def test_copies_are_found_in_documents_of_two_languages():
    """A sentence is one with its copy in a text of another language, whose stop words differ."""
    english = "The dam of the town broke in the night. The mayor spoke to those who were there."
    copied = english.partition(" The mayor")[0]
    german = f"Der Damm ist gebrochen, und das Wasser kam in die Stadt. {copied}"
    chosen = [s.text for s in summarize([english, german], sentences=9, method="lead")]
    assert len(chosen) == len(set(chosen)) == 3


def test_the_same_sentence_in_two_units_is_no_copy():
    """Units do not see each other's sentences."""
    batch = batch_of("A dam broke.", "A dam broke.")
    assert len(set(batch.copies.tolist())) == 2


@pytest.mark.parametrize(
    "query",
    ["Who warned the council, the council of Millbrook?", "repairing", "Why were they flooded?"],
)
def test_relevance_equals_a_naive_version(query):
    """Relevance is BM25 of the words asked for, in every form, with some of the one before."""
    batch = batch_of(DAM, query=query, language="en")
    expected = relevance_by_hand(batch.texts, query)
    np.testing.assert_allclose(batch.relevance, expected, atol=1e-12)


def test_what_stands_beside_an_answer_bears_on_it_too():
    """The next sentence hears half, the one after a quarter, the one before a tenth."""
    text = "Rain fell. The mayor came. She left. Snow fell."
    batch = batch_of(text, query="mayors", language="en")
    np.testing.assert_allclose(batch.relevance, np.array([0.1, 1, 0.5, 0.25]) ** 1.5)
    several = batch_of(["The mayor came.", "She left it."], query="mayors", language="en")
    np.testing.assert_allclose(several.relevance, [1, 0])


def test_a_stem_may_be_empty():
    """A stemmer that leaves nothing of a word of the query and the text breaks nothing."""
    text = "우물이 말랐다. The dam broke. It rained."
    only_dam = {"dam": "dam"}
    summary = summarize(
        text, query="dam 우물", stemmer=lambda word: only_dam.get(word, ""), sentences=1
    )
    assert summary.text == "The dam broke."


@pytest.mark.parametrize("query", ["벌집", "벌집은 어디에 있나요?", "벌집에"])
def test_a_word_of_korean_is_found_with_its_particle(query):
    """Nouns are written together with a particle there, which a query has not, or another."""
    text = "양봉가가 왔다. 봄이 늦었다. 벌집이 지붕에 있다."
    assert summarize(text, query=query, sentences=1).text == "벌집이 지붕에 있다."


def test_query_counts_repeated_bigrams():
    """A bigram that the query holds twice counts twice, as in a sentence."""
    batch = batch_of("哈哈哈。", query="哈哈哈", language="zh")
    assert batch.query.tolist() == batch.counts.toarray()[0].tolist() == [2.0]


def test_a_query_without_a_known_word_is_not_heard():
    """Where a unit holds no word of the query, nothing in it bears on it."""
    batch = batch_of(DAM, BEES, query="Millbrook")
    assert batch.heard.tolist() == [True, False]
    assert batch.relevance[batch.unit == 0].any()
    assert not batch.relevance[batch.unit == 1].any()


def test_scaling_and_lifting_by_unit():
    """Values are lifted to 0 and scaled to 1 within each unit."""
    batch = batch_of("One. Two.", "", "Three.")
    values = np.array([-2.0, 2.0, 5.0])
    assert batch.lifted(values).tolist() == [0, 4, 5]
    assert batch.scaled(values).tolist() == [-1, 1, 1]
    assert batch.largest(values).tolist() == [2, 0, 5]
    assert batch.scaled(values / 100).tolist() == [-1, 1, 1]


def test_what_differs_by_rounding_only_is_a_tie():
    """Steps are a ten thousand millionth of the largest value of the unit."""
    batch = batch_of("One. Two. Three.", "Four. Five.")
    one, two, three, four, five = batch.in_steps(np.array([8, 8 + 1e-12, 9, 1e-20, 2e-20]))
    assert one == two < three == five == 1e10
    assert four < five


def test_saturated_counts_by_hand():
    """BM25's count of a term grows with its frequency and falls with the length of the sentence."""
    batch = batch_of("Bees dance. Bees bees swarm fast daily honey.", language="en")
    found = named(batch.saturated(1.2, 0.75).csr.toarray(), batch.names)
    long, short = 1.2 * (1 - 0.75 + 0.75 * 6 / 4), 1.2 * (1 - 0.75 + 0.75 * 2 / 4)
    assert found[0] == pytest.approx(dict.fromkeys(("bees", "dance"), 2.2 / (1 + short)))
    assert found[1]["bees"] == pytest.approx(2 * 2.2 / (2 + long))
    assert found[1]["swarm"] == pytest.approx(2.2 / (1 + long))
    alone = batch_of("Bees dance.", language="en").saturated(1.2, 0.75)
    assert alone.data == pytest.approx([1.0, 1.0])


def test_empty_batch():
    """No units, and units without a sentence, give matrices without rows."""
    assert batch_of().units == 0
    batch = batch_of("", [])
    assert (batch.units, len(batch), batch.counts.shape) == (2, 0, (0, 0))
    assert batch.weights.shape == (0, 0)


def test_embeddings_stand_in_for_weights():
    """The similarity of embedded sentences is (1 + cos) / 2, and 0 between units."""
    vectors = {"One.": [1.0, 0.0], "Two.": [0.0, 3.0], "Not.": [-2.0, 0.0]}
    batch = embed(batch_of("One. Two.", "Not."), lambda texts: [vectors[t] for t in texts])
    S = (batch.weights @ batch.weights.T).toarray()
    np.testing.assert_allclose(S, [[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]], atol=1e-15)


def test_embeddings_of_any_size_are_scaled_each_by_itself():
    """A row of huge numbers takes nothing from a row of tiny ones."""
    vectors = {"One.": [3e200, 4e200], "Two.": [3e-200, 4e-200]}
    batch = embed(batch_of("One. Two."), lambda texts: [vectors[t] for t in texts])
    expected = np.array([0.6, 0.8, 1.0]) / np.sqrt(2)
    np.testing.assert_allclose(batch.weights.toarray(), [expected, expected])


@pytest.mark.parametrize(
    "given", [np.zeros(2), np.zeros((3, 2)), np.full((2, 2), np.nan), [[1, 2], [3]], None, "ab"]
)
def test_bad_embeddings_are_refused(given):
    """An encoder that gives another shape, or no numbers, is named with the shape it gave."""
    with pytest.raises(ValueError, match="encoder must give a finite array of shape"):
        embed(batch_of("One. Two."), lambda texts: given)


@pytest.mark.parametrize("width", [2, 4])
def test_a_query_of_another_width_is_refused(width):
    """What was fitted to the sentences, and again to the query, has other columns for it."""

    def encoder(texts):
        return np.ones((len(texts), 3 if len(texts) > 1 else width))

    with pytest.raises(ValueError, match=rf"as many numbers as a sentence, 3\. Got {width}"):
        embed(batch_of("One. Two."), encoder, query="two")


def test_any_matrix_is_a_batch_of_one():
    """A matrix comes back as counts and columns in order."""
    X = np.array([[0.0, 2.0], [1.0, 0.0]])
    batch = from_matrix(X)
    np.testing.assert_array_equal(batch.counts.toarray(), X)
    assert batch.units == 1
    assert batch.names.tolist() == ["x0", "x1"]
    assert batch.texts == ["", ""]
    assert batch.position.tolist() == batch.sequence_row.tolist() == [0, 1]
    assert batch.sequence.tolist() == [1, 0]
    assert batch.column_starts.tolist() == batch.starts.tolist() == [0, 2]
    assert batch.document.tolist() == batch.query.tolist() == batch.cues.tolist() == [0, 0]
    assert batch.document.dtype == np.int64
    assert from_matrix(X.astype(int)).held.data.dtype == float


def test_languages_of_a_unit_have_their_own_stop_words():
    """In a unit of two languages each document loses its own stop words only."""
    batch = batch_of(["The man died. The dogs die.", "Der Mann starb. Die Hunde bellen."])
    assert "die" in batch.names  # an English verb, a German article
    assert "der" not in batch.names
    german = batch.document == 1
    assert not batch.counts[german].toarray()[:, batch.names.tolist().index("die")].any()


def test_places_follow_documents():
    """Each sentence knows its document and its place in it."""
    batch = batch_of(list(REVIEWS))
    assert batch.document.tolist() == [0, 0, 0, 1, 1, 2, 2]
    assert batch.position.tolist() == [0, 1, 2, 0, 1, 0, 1]
    assert batch.texts[4] == "The lid of the kettle broke after a week."


def test_build_without_terms():
    """Sentences without a term make rows without an entry."""
    batch = build(["...", "!"], [2], np.zeros(2, dtype=int), [make_analyser("en")] * 2)
    assert batch.counts.shape == (2, 0)
    assert batch.has_word.tolist() == [False, False]


def test_equal_analysers_may_be_two_objects():
    """Regions of a language share its terms: en and en-GB in one unit are counted together."""
    batch = batch_of([Document("Dams break.", "en"), Document("The dams leak.", "en-GB")])
    assert batch.counts.toarray().tolist() == [[1, 1, 0], [1, 0, 1]]


def test_detection_serves_the_fixtures():
    """Each fixture is in the language it is filed under."""
    found = {code: detect(as_documents(text)[0].text) for code, text in LANGUAGES.items()}
    assert found == {code: code for code in LANGUAGES}


def vowels(texts):
    """Embed texts by the vowels in them."""
    return np.array([[text.count(vowel) - 2.0 for vowel in "aeiou"] for text in texts])


@pytest.mark.parametrize("query", [None, "the bees dance"])
@pytest.mark.parametrize("method", ["centroid", "textrank", "coverage"])
def test_embeddings_of_a_text_are_its_own_in_a_batch(method, query):
    """In a batch a text keeps its embeddings: scores, shorter cuts and reasons as alone."""
    model = Summarizer(method=method, sentences=4, encoder=vowels, query=query)
    texts = [DAM, "It rained.", BEES]
    for text, found in zip(texts, model.summarize_many(texts), strict=True):
        alone = model.summarize(text)
        np.testing.assert_allclose(found.scores, alone.scores, atol=1e-12)
        assert str(found) == str(alone)
        for sentences in (1, 2, 8):
            assert str(found.cut(sentences=sentences)) == str(alone.cut(sentences=sentences))
        for chosen in found:
            assert str(found.explain(chosen)) == str(alone.explain(chosen))


def test_a_batch_of_embeddings_knows_the_query():
    """With an encoder the query is embedded too: what is like it ranks first in every text."""
    model = Summarizer(method="textrank", sentences=1, encoder=vowels, query="ooooo")
    texts = ["Aa aa aaa. Oo ooo oo. Ee eee ee. Ii ii ii.", "Uu u uu. Ee eee. Ooo oo oo. Aa a."]
    assert [str(s) for s in model.summarize_many(texts)] == ["Oo ooo oo.", "Ooo oo oo."]


@pytest.mark.parametrize("words", [8, 12, 25])
def test_what_reads_well_is_known_of_each_text_in_a_batch(words):
    """A shorter cut of a text in a batch keeps what was found of its sentences."""
    council = (
        "The council of Millbrook bought the old mill for the school. It will cost two million. "
        "However, the mill has no roof. The school of Millbrook has had no roof since May."
    )
    *_, found = Summarizer(words=60).summarize_many([DAM, BEES, council])
    assert str(found.cut(words=words)) == str(summarize(council, words=words))
