"""Numbers: odd types, extreme weights and threads, through scorers on matrices and encoders."""

import inspect
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from texts import DAM, random_sentences, run_python

from summarize import Summarizer, scorers, summarize
from summarize.scorers import KL, LexRank, Lsa, MatrixScorer, SumBasic, TextRank, TfIdf

PLAIN = [
    made()
    for _, made in inspect.getmembers(scorers, inspect.isclass)
    if issubclass(made, MatrixScorer) and made is not MatrixScorer
]
WALKS = [TextRank(), TextRank("bm25"), TextRank("overlap"), LexRank(), LexRank(threshold=0.1)]
SCORERS = PLAIN + [walk for walk in WALKS if walk.get_params() != type(walk)().get_params()]
EMBEDDING = ("coverage", "centroid", "textrank", "lexrank", "lsa")
COUNTS = np.random.default_rng(0).integers(0, 4, (12, 7)).astype(float)
COUNTS[3] = 0
every_scorer = pytest.mark.parametrize("scorer", SCORERS, ids=str)


def scores_of(scorer, X):
    """Score the rows of a matrix; check what always holds."""
    scores = scorer.fit(X).scores_
    assert scores.dtype == np.float64
    assert scores.shape == (X.shape[0],)
    assert np.isfinite(scores).all()
    if isinstance(scorer, (TextRank, LexRank)):
        assert scores.sum() == pytest.approx(1.0, abs=1e-12)
    return scores


# --- types ------------------------------------------------------------------------------


@every_scorer
@pytest.mark.parametrize("dtype", ["float32", "float16", "int64", "int8", "uint8", "longdouble"])
def test_numbers_of_any_type_score_alike(scorer, dtype):
    """What a type can hold exactly gets the same scores, to the last bit; dense and sparse."""
    expected = scores_of(scorer, COUNTS)
    X = COUNTS.astype(dtype)
    np.testing.assert_array_equal(scores_of(scorer, X), expected)
    if dtype not in ("float16", "longdouble"):  # SciPy has none of these
        np.testing.assert_array_equal(scores_of(scorer, sparse.csr_array(X)), expected)


@every_scorer
def test_true_is_one(scorer):
    """A matrix of yes and no is one of ones and zeros."""
    yes = COUNTS > 1
    np.testing.assert_array_equal(scores_of(scorer, yes), scores_of(scorer, yes.astype(float)))


@every_scorer
def test_single_precision_ranks_alike(scorer):
    """Weights rounded to float32 give scores that close, and the same order."""
    X = np.random.default_rng(1).random((40, 9))
    double, single = scores_of(scorer, X), scores_of(scorer, X.astype(np.float32))
    np.testing.assert_allclose(single, double, rtol=1e-5, atol=1e-6)
    assert np.argsort(-single, kind="stable")[:3].tolist() == np.argsort(-double)[:3].tolist()


# --- shapes and sizes ---------------------------------------------------------------------

ODD = {
    "one row": COUNTS[:1],
    "one column": COUNTS[:, :1],
    "nothing": np.zeros((5, 3)),
    "all equal": np.ones((6, 4)),
    "rank one": np.outer(np.arange(1.0, 8), np.arange(1.0, 5)),
    "copies": np.repeat(COUNTS[:2], 4, axis=0),
    "wide": np.tile(COUNTS[:2], (1, 40)),
    "large and small": np.where(np.eye(12, 7) > 0, 1e100, COUNTS * 1e-100),
    "one huge": np.where(np.arange(84).reshape(12, 7) == 8, 1e100, COUNTS),
    "one tiny": np.where(np.arange(84).reshape(12, 7) == 8, 5e-324, COUNTS),
}


@every_scorer
@pytest.mark.parametrize("name", ODD)
def test_odd_matrices_get_finite_scores(scorer, name):
    """Whatever the shape, the rank and the weights: a finite number for each row."""
    scores_of(scorer, ODD[name])


@pytest.mark.parametrize("power", [-1000, -600, -400, -3, 5, 400, 600, 1000])
@pytest.mark.parametrize("scorer", [TextRank(), LexRank(), Lsa(), scorers.Centroid()], ids=str)
def test_what_goes_by_direction_knows_no_scale(scorer, power):
    """Twice the weights, or 2¹⁰⁰⁰ times: the same scores to the last bit."""
    np.testing.assert_array_equal(
        scores_of(scorer, np.ldexp(COUNTS, power)), scores_of(scorer, COUNTS)
    )


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("scorer", [TfIdf(), KL(), SumBasic(), TextRank("bm25")], ids=str)
def test_scores_that_are_no_numbers_are_refused(scorer):
    """Where a formula leaves the range of floats an error says so."""
    with pytest.raises(ValueError, match="X must hold weights"):
        scorer.fit(np.where(COUNTS > 0, np.finfo(float).max, 0.0))


@every_scorer
def test_negative_weights(scorer):
    """They are refused where a formula has no meaning for them; elsewhere scores are finite."""
    if scorer.__sklearn_tags__().input_tags.positive_only:
        with pytest.raises(ValueError, match="Negative values in data passed to X"):
            scorer.fit(COUNTS - 1)
    else:
        scores_of(scorer, COUNTS - 1)


@pytest.mark.parametrize("shape", [(12, 7), (3, 40), (210, 205)], ids=str)
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_topics_beyond_the_rank_add_nothing(shape, rank):
    """With as many topics as there are, or more, a row has length 1 whatever its direction."""
    rng = np.random.default_rng(rank)
    X = rng.random((shape[0], rank)) @ rng.random((rank, shape[1]))
    X[1] = 0
    expected = np.arange(shape[0]) != 1
    for topics in (rank, rank + 2, 99):
        np.testing.assert_allclose(scores_of(Lsa(topics), X), expected, atol=1e-7)


# --- walks that do not settle -------------------------------------------------------------


@pytest.mark.parametrize("walk", WALKS, ids=str)
def test_a_walk_cut_short_warns_and_sums_to_one(walk):
    """After one step there are finite scores that sum to 1, and a warning that says so."""
    short = type(walk)(**{**walk.get_params(), "max_iterations": 1})
    with pytest.warns(ConvergenceWarning, match="max_iterations=1"):
        scores_of(short, np.eye(12) + np.eye(12, k=1))  # each is like the next
    with pytest.warns(ConvergenceWarning, match="max_iterations=1"):
        summary = summarize(DAM, method=short)
    assert np.isfinite(summary.scores).all()
    assert summary.scores.sum() == pytest.approx(1.0)
    assert len(summary) == 3


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize(
    "options",
    [
        {"damping": 0.0},
        {"damping": 1.0},
        {"tolerance": 1e-30},
        {"tolerance": 1e-300},
        {"damping": 1 - 1e-15},
    ],
    ids=str,
)
def test_walks_at_the_ends_of_their_parameters(options):
    """Whatever is allowed gives scores that sum to 1: no restart, nothing else, no end."""
    large = np.random.default_rng(0).random((400, 30))
    for walk in WALKS:
        extreme = type(walk)(**{**walk.get_params(), **options})
        for X in (COUNTS, large, np.eye(12) + np.eye(12, k=1)):
            scores_of(extreme, X)


# --- encoders -----------------------------------------------------------------------------


def letters(texts):
    """Embed texts by what letters they hold: a toy, but whole numbers and not negative."""
    return np.array([[t.casefold().count(c) for c in "abcdefghilmnoprstuw"] for t in texts], float)


def embedded(method, change):
    """Summarise with an encoder whose rows are changed."""
    summary = summarize(DAM, method=method, encoder=lambda texts: change(letters(texts)))
    assert np.isfinite(summary.scores).all()
    return summary


@pytest.mark.parametrize("method", EMBEDDING)
@pytest.mark.parametrize("kind", [np.float32, np.float16, np.int64, object, list])
def test_embeddings_of_any_type(method, kind):
    """Models give float32, float16 or lists: the same scores to the last bit."""
    expected = embedded(method, lambda X: X)
    found = embedded(method, lambda X: X.tolist() if kind is list else X.astype(kind))
    assert (found.rows, found.scores.tobytes()) == (expected.rows, expected.scores.tobytes())


@pytest.mark.filterwarnings("ignore:overflow")
@pytest.mark.parametrize("method", EMBEDDING)
@pytest.mark.parametrize("power", [-1000, -600, -400, -3, 5, 400, 600, 1000])
def test_embeddings_know_no_scale(method, power):
    """Only directions of embeddings count: 2¹⁰⁰⁰ times as long, the same to the last bit."""
    expected = embedded(method, lambda X: X)
    found = embedded(method, lambda X: np.ldexp(X, power))
    assert (found.rows, found.scores.tobytes()) == (expected.rows, expected.scores.tobytes())


@pytest.mark.parametrize("method", EMBEDDING)
@pytest.mark.parametrize(
    "change",
    [
        np.zeros_like,
        np.negative,
        lambda X: X[:, :1],
        lambda X: X[:, :0],
        lambda X: X * (X[:, :1] > 3),
    ],
    ids=["zeros", "negative", "one column", "no column", "rows of zeros"],
)
def test_poor_embeddings(method, change):
    """Embeddings that tell little apart are no error: there is a summary all the same."""
    assert len(embedded(method, change)) == 3


def test_complex_embeddings_are_refused():
    """Half of a complex number would be lost: the error names the encoder."""
    with pytest.raises(ValueError, match=r"encoder must give a finite array.*complex"):
        embedded("centroid", lambda X: X * 1j)


# --- threads and processes ------------------------------------------------------------------

LARGE = """
import hashlib, json
import numpy as np
from summarize import Document, summarize
rng = np.random.default_rng(0)
found = {}
for n in (60, 150, 600):
    texts = [" ".join(f"w{k}x" for k in rng.zipf(1.3, 12) % 900) + "." for _ in range(n)]
    vectors = dict(zip(texts, rng.normal(size=(n, 384)), strict=True))
    encoder = lambda texts: [vectors[text] for text in texts]
    for method in METHODS:
        for options in ({}, {"encoder": encoder}):
            summary = summarize(Document.from_sentences(texts), method=method, **options)
            told = hashlib.sha256(summary.scores.tobytes()).hexdigest()
            found[f"{n} {method} {'-'.join(options)}"] = [summary.rows, told]
print(json.dumps(found))
"""


@pytest.mark.parametrize("methods", [EMBEDDING[:-1], ("lsa",)])
def test_threads_of_blas_change_nothing(tmp_path, methods):
    """With one thread and with several, scores of large matrices are the same to the last bit."""
    code = LARGE.replace("METHODS", str(methods))
    one, several = (
        run_python(code, tmp_path, OPENBLAS_NUM_THREADS=n, OMP_NUM_THREADS=n, MKL_NUM_THREADS=n)
        for n in ("1", "4")
    )
    assert len(one) == 6 * len(methods)
    assert one == several


@pytest.mark.parametrize("method", EMBEDDING)
def test_processes_change_nothing_in_longer_texts(method):
    """Texts of 90 to 190 sentences: two processes give what one gives, to the last bit."""
    texts = []
    for n in range(90, 200, 20):
        words = np.random.default_rng(n).zipf(1.3, (n, 12)) % 900
        texts.append(" ".join("W" + " w".join(map(str, row)) + "." for row in words.tolist()))
    model = Summarizer(method=method, words=60)
    alone = [model.summarize(text) for text in texts]
    shared = list(model.summarize_many(texts, n_jobs=2))
    assert [s.rows for s in alone] == [s.rows for s in shared]
    assert [s.scores.tobytes() for s in alone] == [s.scores.tobytes() for s in shared]


def test_callers_at_once_leave_blas_its_threads():
    """LSA limits BLAS to one thread; of several callers none leaves the limit behind."""
    limits = pytest.importorskip("threadpoolctl")
    with limits.threadpool_limits(2, "blas"):
        before = [pool["num_threads"] for pool in limits.threadpool_info()]
        text = " ".join(random_sentences(0, most=300))
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda n: summarize(text, method="lsa", sentences=n), range(1, 13)))
        assert [pool["num_threads"] for pool in limits.threadpool_info()] == before
