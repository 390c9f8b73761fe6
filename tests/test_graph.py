"""Graph ranking, against networkx on the dense graph that naive code builds.

The rules that the naive versions take from the docstrings of `textrank` and `lexrank`:
a one-word sentence counts as two in "overlap"; a word's IDF in "bm25" is a quarter of
the mean of the positive ones, or 1 where there are none, where it is not positive; a
sentence has at least one word; nobody votes for himself but in LexRank, where a
sentence with a word is its own neighbour; rows without an edge restart.
"""

import warnings
from collections import Counter
from math import log

import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from strategies import many
from texts import DAM, batch_of, batch_of_sentences, random_sentences, rows_of, terms_of

from summarize import summarize
from summarize.graph import Explicit, Factored, stationary
from summarize.pipeline import as_documents, make_settings, run
from summarize.scores.centrality import (
    above,
    bm25_factors,
    length_factors,
    lexrank,
    lexrank_graph,
    lexrank_vectors,
    textrank,
    textrank_graph,
)
from summarize.talk import spoken

TOLERANCE = 1e-8


def cosine_edges(bags):
    """Cosine of scikit-learn's TF-IDF vectors, no loops."""
    if not any(bags):
        return np.zeros((len(bags), len(bags)))
    X = TfidfVectorizer(analyzer=list).fit_transform(bags).toarray()
    W = X @ X.T
    np.fill_diagonal(W, 0)
    return W


def overlap_edges(bags):
    """Shared words over the sum of log lengths, no loops."""
    n = len(bags)
    sizes = [log(max(2, len(bag))) for bag in bags]
    W = [[len({*bags[i]} & {*bags[j]}) / (sizes[i] + sizes[j]) for j in range(n)] for i in range(n)]
    return np.array(W) * (1 - np.eye(n))


def bm25_edges(bags, k1=1.2, b=0.75):
    """How well j answers i as a query, word by word, no loops."""
    n, df = len(bags), Counter(term for bag in bags for term in set(bag))
    idf = {t: log((n - df[t] + 0.5) / (df[t] + 0.5)) for t in df}
    positive = [v for v in idf.values() if v > 0]
    floor = 0.25 * sum(positive) / len(positive) if positive else 1.0
    idf = {t: v if v > 0 else floor for t, v in idf.items()}
    sizes = [max(1, len(bag)) for bag in bags]
    mean = sum(sizes) / n
    W = np.zeros((n, n))
    for i, asks in enumerate(bags):
        for j, answers in enumerate(map(Counter, bags)):
            for term in asks if i != j else ():
                tf = answers[term]
                W[i, j] += idf[term] * tf * (k1 + 1) / (tf + k1 * (1 - b + b * sizes[j] / mean))
    return W


def lexrank_edges(bags, threshold=None):
    """Cosine of tf · ln(1 + N / df), loops included; 1 where above the threshold."""
    terms = sorted({term for bag in bags for term in bag})
    tf = np.array([[bag.count(term) for term in terms] for bag in bags], dtype=float)
    X = tf.reshape(len(bags), -1) * np.log(1 + len(bags) / np.maximum((tf > 0).sum(axis=0), 1))
    norms = np.linalg.norm(X, axis=1, keepdims=True)
    X = X / np.where(norms > 0, norms, 1)
    W = X @ X.T
    return W if threshold is None else (threshold < W).astype(float)


WAYS = {
    "cosine": (textrank, {}, cosine_edges),
    "overlap": (textrank, {"similarity": "overlap"}, overlap_edges),
    "bm25": (textrank, {"similarity": "bm25"}, bm25_edges),
    "lexrank": (lexrank, {}, lexrank_edges),
    "lexrank-0.1": (lexrank, {"threshold": 0.1}, lambda bags: lexrank_edges(bags, 0.1)),
}


def pagerank(W, damping=0.85, restart=None):
    """Rank with networkx."""
    graph = nx.from_numpy_array(W, create_using=nx.DiGraph)
    own = None if restart is None else dict(enumerate(restart))
    ranks = nx.pagerank(graph, alpha=damping, personalization=own, tol=1e-15, max_iter=2000)
    return np.array([ranks[node] for node in range(len(W))])


def assert_equal_to_networkx(batch, way, damping=0.85):
    """Compare the scores of each unit with networkx on the naive graph."""
    score, options, edges = WAYS[way]
    scores = score(batch, damping=damping, **options)
    for number, one in enumerate(batch.each()):
        own = scores[batch.starts[number] : batch.starts[number + 1]]
        names = one.names_of_speakers.tolist()  # some news are interviews
        alone = [0] * len(one)
        said = spoken(one.texts, alone, one.languages, names, one.talk.tolist())
        expected = pagerank(edges([terms_of(text) for text in said]), damping)
        np.testing.assert_allclose(own, expected, atol=TOLERANCE, rtol=0)
        assert own.sum() == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("way", WAYS)
def test_ranks_equal_networkx(way):
    """On 100 random texts, all in one batch, scores equal networkx's PageRank to 1e-8."""
    batch = batch_of_sentences(*map(random_sentences, range(100)))
    assert_equal_to_networkx(batch, way)


@pytest.mark.parametrize("way", WAYS)
def test_ranks_equal_networkx_on_news(way):
    """On 60 news texts too."""
    texts = [row["text"] for row in rows_of("cnndm_validation1000", 60)]
    assert_equal_to_networkx(batch_of(*texts, language="en"), way)


@pytest.mark.parametrize("damping", [0.0, 0.3, 0.99])
@pytest.mark.parametrize("way", ["cosine", "lexrank"])
def test_damping_is_networkx_alpha(way, damping):
    """The parameter means the same as networkx's."""
    assert_equal_to_networkx(batch_of_sentences(random_sentences(7)), way, damping)


@pytest.mark.parametrize("way", WAYS)
def test_query_is_a_personalised_pagerank(way):
    """With a query, restarts go to the sentences by relevance, at probability 0.8."""
    score, options, edges = WAYS[way]
    for seed in range(20):
        batch = batch_of_sentences(random_sentences(seed), query="river dam zebra council")
        bags = [terms_of(text) for text in batch.texts]
        restart = batch.relevance / batch.relevance.sum()
        expected = pagerank(edges(bags), 1 - 0.8, restart)
        np.testing.assert_allclose(score(batch, **options), expected, atol=TOLERANCE, rtol=0)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "sentences",
    [
        ["Solo."],
        ["It is.", "He was."],
        ["", " "],
        ["Dams break.", "Dams break.", "Dams break."],
        ["Dams break.", "Bees dance."],
        ["Dam.", "Dam.", "Bee."],
        ["Dam dam dam dam.", "Dam.", "It."],
    ],
)
def test_small_and_odd_texts_equal_networkx(way, sentences):
    """One sentence, stop words only, copies and strangers rank as in networkx."""
    assert_equal_to_networkx(batch_of_sentences(sentences), way)


def test_each_unit_is_solved_in_its_own_way():
    """One that never restarts is walked, another solved, as each is alone; the last is empty."""
    vectors = batch_of(DAM).weights
    n = vectors.shape[0]
    both = sp.block_diag([vectors, vectors], format="csr")
    unit = np.repeat([0, 1], n)
    start = np.full(2 * n, 1 / n)
    side = stationary(
        Factored(both, both, np.ones((2 * n, 1))),
        unit,
        damping=np.array([0.85, 1.0, 0.5]),
        restart=start,
    )
    for k, damping in enumerate([0.85, 1.0]):
        one = Factored(vectors, vectors, np.ones((n, 1)))
        alone = stationary(one, np.zeros(n, dtype=int), damping=damping)
        np.testing.assert_array_equal(side[unit == k], alone)


@pytest.mark.parametrize("method", ["textrank", "lexrank"])
def test_an_empty_text_ends_a_batch(method):
    """A blank text behind others is one of the batch, not an error in it."""
    settings = make_settings(method=method)
    first, last = run([as_documents(DAM), as_documents(" ")], settings)
    assert (str(first), str(last)) == (str(summarize(DAM, method=method)), "")


def test_no_sentence_gives_no_score():
    """A batch without a sentence ranks to an empty array."""
    assert textrank(batch_of("", [])).shape == lexrank(batch_of(), threshold=0.1).shape == (0,)


def test_bm25_factors_multiply_to_the_edges():
    """Q Dᵀ holds the naive BM25 of every pair, also where all words are common."""
    for sentences in (random_sentences(3), ["Dams break.", "Dams break again.", "Dams break."]):
        batch = batch_of_sentences(sentences)
        Q, D = bm25_factors(batch)
        W = (Q @ D.T).toarray() * (1 - np.eye(len(batch)))
        np.testing.assert_allclose(W, bm25_edges([terms_of(t) for t in batch.texts]), atol=1e-12)
        assert (W >= 0).all()


def test_length_factors_equal_the_kernel():
    """U Uᵀ is 1 / (ln a + ln b) to a relative 1e-10 for lengths from 2 to 2²⁰."""
    lengths = np.unique(np.concatenate([np.arange(2.0, 300), np.geomspace(2, 2**20, 300)]))
    U = length_factors(lengths)
    exact = 1 / (np.log(lengths)[:, None] + np.log(lengths))
    np.testing.assert_allclose(U @ U.T, exact, rtol=1e-10)
    assert U.shape[1] < 30


def test_length_factors_do_not_depend_on_company():
    """A length gets the same row whatever others are asked for, and 1 counts as 2."""
    together, alone = (
        length_factors(np.array([5.0, 1.0, 900.0, 2.0])),
        length_factors(np.array([5.0])),
    )
    np.testing.assert_allclose(together[:1], alone, rtol=0, atol=1e-15)
    np.testing.assert_array_equal(together[1], together[3])


@pytest.mark.parametrize("entries", [1, 7, 100, 10**6])
@pytest.mark.parametrize("threshold", [0.0, 0.1, 0.5])
def test_above_equals_a_dense_product(entries, threshold):
    """Links found block by block are those of the whole product, for any block size."""
    batch = batch_of_sentences(random_sentences(11), ["It is."], random_sentences(12))
    X = lexrank_vectors(batch)
    expected = (X @ X.T).toarray() > threshold
    np.testing.assert_array_equal(above(X, threshold, entries).toarray(), expected)


def test_rounding_is_above_no_threshold():
    """No cosine is above 1, not that with itself: all restart, and are worth alike."""
    scores = lexrank(batch_of(DAM), threshold=1.0)
    np.testing.assert_allclose(scores, 1 / len(scores))


def test_above_without_rows():
    """No rows make no links."""
    assert above(sp.csr_array((0, 0)), 0.1).shape == (0, 0)
    assert above(sp.csr_array((3, 0)), 0.1).shape == (3, 3)


matrices = st.integers(1, 8).flatmap(
    lambda n: st.lists(
        st.lists(st.sampled_from([0.0, 0.0, 0.5, 1.0, 3.0]), min_size=n, max_size=n),
        min_size=n,
        max_size=n,
    )
)


@given(matrices, st.floats(0, 0.95))
@many(150)
def test_stationary_equals_networkx_on_any_symmetric_graph(rows, damping):
    """Any symmetric graph, loops and lone nodes among it, ranks as in networkx."""
    W = np.array(rows) + np.array(rows).T
    ours = stationary(Explicit(sp.csr_array(W)), np.zeros(len(W), dtype=int), damping=damping)
    np.testing.assert_allclose(ours, pagerank(W, damping), atol=TOLERANCE)


@given(matrices, st.booleans())
@many(100)
def test_factored_equals_its_dense_matrix(rows, loops):
    """`give`, `receive` and `degrees` of a factored graph are products with its matrix."""
    Q, D = np.array(rows), np.array(rows)[::-1]
    U = np.linspace(0.5, 2.0, 2 * len(Q)).reshape(-1, 2)
    W = sum(np.diag(u) @ Q @ D.T @ np.diag(u) for u in U.T)
    W = W if loops else W * (1 - np.eye(len(Q)))
    graph = Factored(sp.csr_array(Q), sp.csr_array(D), U, loops)
    v = np.arange(1.0, len(Q) + 1)
    np.testing.assert_allclose(graph.give(v), W @ v, atol=1e-9)
    np.testing.assert_allclose(graph.receive(v), W.T @ v, atol=1e-9)
    np.testing.assert_allclose(graph.degrees, W.sum(axis=1), atol=1e-9)


def test_a_lone_sentence_has_degree_zero():
    """Rounding makes no neighbour: the degree of a sentence without one is exactly 0."""
    batch = batch_of_sentences(random_sentences(5))
    lone = next(i for i, text in enumerate(batch.texts) if "zebra" in text)
    for similarity in ("cosine", "overlap", "bm25"):
        assert textrank_graph(batch, similarity).degrees[lone] == 0.0


@pytest.mark.parametrize("way", WAYS)
def test_copies_get_the_same_score(way):
    """To the last bit, so that ties are ties."""
    score, options, _ = WAYS[way]
    batch = batch_of_sentences(*map(random_sentences, range(100)))  # a copy in each
    scores = score(batch, **options)
    np.testing.assert_array_equal(
        scores, scores[np.unique(batch.copies, return_index=True)[1][batch.copies]]
    )


def test_a_walk_that_does_not_settle_warns():
    """Too few steps give a ConvergenceWarning that says so, and scores that sum to 1."""
    says = (
        r"^Ranking did not settle in max_iterations=2 steps for 1 text\(s\): "
        r"allow more steps or a larger tolerance\.$"
    )
    with pytest.warns(ConvergenceWarning, match=says):
        scores = textrank(batch_of(DAM), max_iterations=2)
    assert scores.sum() == pytest.approx(1.0)


def test_a_warning_counts_the_texts_that_do_not_settle():
    """Of three texts the one with two sentences alike settles at once, and is not counted."""
    batch = batch_of_sentences(["A dam."] * 2, random_sentences(1), random_sentences(2))
    with pytest.warns(ConvergenceWarning, match=r"for 2 text\(s\)"):
        textrank(batch, max_iterations=4)


@pytest.mark.parametrize("method", [textrank, lexrank])
def test_a_walk_that_settles_does_not_warn(method):
    """Within the default number of steps every one of many texts settles, and nothing is said."""
    batch = batch_of_sentences(*map(random_sentences, range(20)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        method(batch)


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 5, 7, 8, 9, 11])
def test_so_many_steps_are_taken(steps):
    """Where steps run out, the scores are those after that number, by a naive iteration."""
    W = np.array([[0.0, 3, 1, 0], [2, 0, 0, 0], [1, 0, 0, 9], [0, 0, 8, 0]])
    p = np.full(4, 0.25)
    for _ in range(steps):
        p = 0.85 * W.T @ (p / W.sum(axis=1)) + 0.15 / 4
    graph = Factored(sp.csr_array(W), sp.csr_array(np.eye(4)), np.ones((4, 1)), loops=True)
    with pytest.warns(ConvergenceWarning):
        found = stationary(graph, np.zeros(4, dtype=int), max_iterations=steps)
    assert found == pytest.approx(p, abs=1e-14)


CHAIN = np.array([[0.0, 3, 1, 0], [3, 0, 0, 0], [1, 0, 0, 9], [0, 0, 9, 0]])


@pytest.mark.parametrize("damping", [0.1, 0.85, 0.999])
def test_a_symmetric_graph_takes_no_more_steps_than_it_has_nodes(damping):
    """Conjugate gradients are done after four steps on four nodes, where a linear solver ends."""
    P = CHAIN / CHAIN.sum(axis=1, keepdims=True)
    exact = np.linalg.solve(np.eye(4) - damping * P.T, np.full(4, (1 - damping) / 4))
    unit = np.zeros(4, dtype=int)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = stationary(Explicit(sp.csr_array(CHAIN)), unit, damping=damping, max_iterations=4)
    assert found == pytest.approx(exact, abs=1e-12)


def test_what_is_left_after_few_steps_is_what_a_step_would_change():
    """With a tolerance the solver stops where a step of the walk changes less, and no earlier."""
    rng = np.random.default_rng(0)
    W = np.triu(rng.random((60, 60)) * (rng.random((60, 60)) < 0.1), 1)
    W = W + W.T + np.diag(np.ones(59), 1) + np.diag(np.ones(59), -1)
    share = W / W.sum(axis=1, keepdims=True)
    changes = []
    for tolerance in (1e-2, 1e-4, 1e-8):
        p = stationary(Explicit(sp.csr_array(W)), np.zeros(60, dtype=int), tolerance=tolerance)
        changes.append(np.abs(0.85 * share.T @ p + 0.15 / 60 - p).sum())
        assert changes[-1] <= 1.1 * tolerance  # the scores were scaled to sum to 1 since
    assert changes[0] > 1e-4
    assert changes[1] > 1e-8


def test_a_walk_without_restarts_is_walked():
    """At damping 1, where there is nothing to solve for, the walk ends by degrees."""
    graph = Explicit(sp.csr_array(CHAIN + np.eye(4)))
    found = stationary(graph, np.zeros(4, dtype=int), damping=1.0, max_iterations=5000)
    assert found == pytest.approx(graph.degrees / graph.degrees.sum(), abs=1e-7)


def test_unknown_similarity_is_named():
    """A similarity that does not exist is refused with the ones that do."""
    with pytest.raises(
        ValueError, match=r"similarity must be 'cosine', 'overlap' or 'bm25'.*'tfidf'"
    ):
        textrank(batch_of(DAM), similarity="tfidf")


def test_lexrank_keeps_loops_and_textrank_does_not():
    """LexRank's degrees count the sentence itself, TextRank's do not."""
    batch = batch_of_sentences(["Dams break.", "Bees dance."])
    np.testing.assert_allclose(lexrank_graph(batch).degrees, [1.0, 1.0])
    np.testing.assert_allclose(textrank_graph(batch).degrees, [0.0, 0.0])
