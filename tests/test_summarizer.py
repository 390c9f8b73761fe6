"""`Summarizer` and the scorers as scikit-learn estimators."""

import inspect
import json
import pickle
import time
import warnings
from collections import Counter
from fractions import Fraction
from io import BytesIO
from itertools import islice
from threading import Lock

import joblib
import numpy as np
import pytest
from scipy import sparse
from sklearn.base import BaseEstimator, clone
from sklearn.exceptions import SkipTestWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline
from sklearn.utils import estimator_checks as checks
from sklearn.utils.estimator_checks import parametrize_with_checks
from sklearn.utils.validation import check_is_fitted
from texts import BEES, DAM, GERMAN, METHODS, REVIEWS, TEXTS, UNITS, terms_of

from summarize import Document, Summarizer, SummaryWarning, scorers, summarize
from summarize.pipeline import run
from summarize.scorers import Coverage, LexRank, Lsa, Luhn, MatrixScorer, Random, TextRank
from summarize.scores import METHODS as TABLE

ESTIMATORS = [
    made
    for _, made in inspect.getmembers(scorers, inspect.isclass)
    if issubclass(made, MatrixScorer) and made is not MatrixScorer
]


# --- scorers --------------------------------------------------------------------------


@parametrize_with_checks(
    [
        *(made() for made in ESTIMATORS),
        LexRank(threshold=0.1),
        TextRank("bm25"),
        TextRank("overlap"),
    ]
)
def test_scorers_pass_scikit_learns_checks(estimator, check):
    """Every scorer passes every estimator check of scikit-learn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SkipTestWarning)
        check(estimator)


def test_there_is_a_scorer_for_every_method():
    """Each method has one class, and the class takes all parameters of its function."""
    assert {made._name for made in ESTIMATORS} == set(METHODS)
    for made in ESTIMATORS:
        wanted = inspect.signature(TABLE[made._name].score).parameters
        defaults = {k: p.default for k, p in wanted.items() if p.kind is p.KEYWORD_ONLY}
        assert made().get_params() == defaults


@pytest.mark.parametrize("made", ESTIMATORS)
def test_scorers_agree_on_matrices_of_every_kind(made):
    """Dense, sparse and strangely stored matrices get the same scores."""
    X = np.abs(np.random.default_rng(0).normal(size=(12, 7))).round(1)
    X[3] = 0
    expected = made().fit(X).scores_
    assert expected.shape == (12,)
    for form in (sparse.csr_array, sparse.csc_matrix, sparse.coo_array):
        np.testing.assert_allclose(made().fit(form(X)).scores_, expected, atol=1e-10)


@pytest.mark.parametrize("made", [TextRank, scorers.Centroid, Lsa])
def test_scorers_on_scikit_learns_matrix_agree_with_text(made):
    """Fitting on TfidfVectorizer's matrix gives the scores that the text gets."""
    summary = summarize(DAM, method=made(), language="en")
    X = TfidfVectorizer(analyzer=terms_of).fit_transform([s.text for s in summary.sentences])
    np.testing.assert_allclose(made().fit(X).scores_, summary.scores, atol=1e-8)


@pytest.mark.parametrize("made", ESTIMATORS)
def test_scorer_objects_equal_their_names(made):
    """The object with its defaults is the method of that name."""
    one, other = summarize(DAM, method=made()), summarize(DAM, method=made._name)
    np.testing.assert_array_equal(one.scores, other.scores)
    assert (one.rows, one.method) == (other.rows, made._name)


@pytest.mark.parametrize(
    "bad",
    [
        TextRank(damping=-0.1),
        TextRank(query_weight=2),
        TextRank(max_iterations=0),
        TextRank(tolerance="x"),
        LexRank(damping=1.5),
        LexRank(threshold="x"),
        Lsa(topics=0),
        Lsa(topics=1.5),
        Coverage(fade=0),
        Coverage(length="x"),
        Luhn(gap=-1),
        Luhn(min_count="x"),
        Random(random_state="x"),
    ],
    ids=str,
)
def test_wrong_parameters_are_named(bad):
    """A parameter out of range is named, with what came, when the scorer is used."""
    ((name, value),) = (
        (k, v) for k, v in bad.get_params().items() if v != type(bad)().get_params()[k]
    )
    with pytest.raises((TypeError, ValueError), match=rf"{name} must be .*{value}"):
        summarize(DAM, method=bad, query="dam")
    with pytest.raises((TypeError, ValueError), match=rf"{name} must be .*{value}"):
        bad.fit(np.eye(3))


# --- Summarizer as an estimator ------------------------------------------------------------

APPLICABLE = [
    checks.check_estimator_cloneable,
    checks.check_estimator_repr,
    checks.check_parameters_default_constructible,
    checks.check_get_params_invariance,
    checks.check_set_params,
    checks.check_no_attributes_set_in_init,
    checks.check_mixin_order,
    checks.check_estimator_tags_renamed,
    checks.check_valid_tag_types,
    checks.check_do_not_raise_errors_in_init_or_set_params,
]


@pytest.mark.parametrize("check", APPLICABLE, ids=lambda check: check.__name__)
def test_summarizer_passes_the_checks_for_text(check):
    """Of scikit-learn's checks those that need no numeric matrix, one by one."""
    model = Summarizer()
    tags = model.__sklearn_tags__()
    assert tags.input_tags.string
    assert not tags.requires_fit
    check("Summarizer", model)


def test_fit_adds_attributes_with_an_underscore_only():
    """What fit learns is named as scikit-learn has it; nothing else is set."""
    model = Summarizer()
    names = set(vars(model))
    assert {"document_frequencies_", "n_documents_"} == set(vars(model.fit(TEXTS))) - names


def test_init_only_stores():
    """Arguments are stored as they are and checked on first use."""
    words = object()
    model = Summarizer(words=words, method="nonsense")
    assert model.words is words
    assert model.get_params()["method"] == "nonsense"
    with pytest.raises(ValueError, match="method must be"):
        model.transform([DAM])
    with pytest.raises(ValueError, match="method must be"):
        model.fit([DAM])


def test_function_and_estimator_take_the_same_arguments():
    """`summarize` and `Summarizer` have the same parameters with the same defaults."""
    function = inspect.signature(summarize).parameters
    estimator = inspect.signature(Summarizer).parameters
    assert {k: p.default for k, p in function.items() if k != "text"} == {
        k: p.default for k, p in estimator.items()
    }


class Shouting(Summarizer):
    """A user's own: what `summarize` knows, and a parameter more."""

    def __init__(self, sentences=None, *, loud=True):
        super().__init__(sentences=sentences)
        self.loud = loud

    def transform(self, X):
        """Give the summaries, in capitals if they are to be loud."""
        return [text.upper() if self.loud else text for text in super().transform(X)]


def test_a_subclass_may_have_parameters_of_its_own():
    """They are no arguments of `summarize`, and are cloned and set as others are."""
    model = clone(Shouting(sentences=1)).set_params(loud=True)
    assert model.transform([DAM]) == [str(summarize(DAM, sentences=1)).upper()]


def test_any_kind_of_number_is_a_parameter():
    """A fraction, or NumPy's numbers, are what they are worth, and come back as they were."""
    third = Fraction(1, 3)
    for kind, names in (Coverage, ["position", "fade", "length", "cues"]), (LexRank, ["threshold"]):
        for name in names:
            ours, theirs = kind(**{name: third}), kind(**{name: 1 / 3})
            assert ours.get_params()[name] is third
            assert str(summarize(DAM, method=ours)) == str(summarize(DAM, method=theirs))
    assert str(summarize(DAM, method=Luhn(gap=np.int8(4)))) == str(summarize(DAM, method="luhn"))


def test_fitting_is_optional_and_leaves_no_parameter_changed():
    """Unfitted it works; fit returns itself; parameters stay."""
    model = Summarizer(words=20)
    before = model.get_params()
    check_is_fitted(model)
    assert model.transform([DAM]) == [str(summarize(DAM, words=20))]
    assert model.fit(TEXTS) is model
    assert model.get_params() == before
    assert str(model.summarize(DAM)) == model.transform([DAM])[0]


@pytest.mark.parametrize("way", ["pickle", "joblib", "clone"])
def test_fitted_models_travel(way):
    """Pickled and through joblib a model gives the same summaries; a clone is unfitted."""
    model = Summarizer(method=TextRank(damping=0.7), words=60, stemmer="snowball").fit(TEXTS)
    if way == "clone":
        again = clone(model)
        assert not hasattr(again, "document_frequencies_")
        assert again.get_params()["method__damping"] == 0.7
        again.fit(TEXTS)
    elif way == "pickle":
        again = pickle.loads(pickle.dumps(model))
    else:
        joblib.dump(model, buffer := BytesIO())
        buffer.seek(0)
        again = joblib.load(buffer)
    assert again.transform(TEXTS) == model.transform(TEXTS)


def test_pipelines_take_it_as_a_step():
    """Summaries feed a vectoriser and a classifier; parameters are reached by name."""
    corpus = [DAM, BEES, f"{DAM} {DAM}", f"{BEES} Bees."]
    labels = ["dam", "bee", "dam", "bee"]
    model = make_pipeline(Summarizer(words=20), TfidfVectorizer(), MultinomialNB())
    model.set_params(summarizer__method=LexRank()).set_params(summarizer__method__damping=0.5)
    assert model.fit(corpus, labels).predict([BEES]).tolist() == ["bee"]
    assert model["summarizer"].method.damping == 0.5


def overlap(model, texts, references):
    """Score by the share of the reference's words: a scoring of one's own."""
    pairs = zip(model.transform(texts), references, strict=True)
    shares = [len({*s.split()} & {*r.split()}) / len({*r.split()}) for s, r in pairs]
    return float(np.mean(shares))


def test_grid_search_tunes_budget_and_method():
    """GridSearchCV finds the setting that its scoring wants, into the scorer object."""
    texts = [DAM, BEES, f"{BEES} {DAM}", f"{DAM} {BEES}"]
    references = [" ".join(text.split()[:30]) for text in texts]
    grid = [
        {"words": [10, 60], "method": ["random", "lead"]},
        {"words": [10], "method": [TextRank()], "method__damping": [0.5, 0.85]},
    ]
    search = GridSearchCV(Summarizer(), grid, scoring=overlap, cv=KFold(2)).fit(texts, references)
    assert search.best_params_ == {"words": 60, "method": "lead"}
    assert len(search.cv_results_["params"]) == 6
    assert search.best_estimator_.transform([DAM])[0].startswith("The old dam")


# --- what fitting learns ---------------------------------------------------------------------


def test_fit_counts_documents():
    """Document frequencies equal a Counter over the sets of terms."""
    corpus = [DAM, BEES, f"{DAM} {BEES}", list(REVIEWS), "", DAM]
    model = Summarizer(language="en").fit(iter(corpus))
    joined = [" ".join(text) if isinstance(text, list) else text for text in corpus]
    expected = Counter(term for text in joined for term in set(terms_of(text)))
    assert model.document_frequencies_ == expected
    assert model.n_documents_ == 6


@pytest.mark.parametrize("method", ["coverage", "tfidf", "lexrank", "centroid", "textrank", "lsa"])
def test_transform_uses_what_was_learnt(method):
    """After fitting, a text's own frequencies give way to those of the corpus."""
    fresh = Summarizer(method=method)
    fitted = Summarizer(method=method).fit(["The dam of the council."] * 50)
    assert not np.allclose(fitted.summarize(DAM).scores, fresh.summarize(DAM).scores, rtol=1e-3)
    summary = fitted.summarize(DAM)
    for number, score in enumerate(summary.scores):
        why = summary.explain(number)
        total = sum(share for _, share in why.terms) + why.position + why.base
        assert total == pytest.approx(score, rel=1e-9)


def test_learnt_weights_change_the_choice():
    """“Court” wins unfitted; after a corpus full of courts the otters do, by the formula."""
    text = "Court rules on court fees in court. Otters returned to the river. Ice."
    model = Summarizer(method="tfidf", sentences=1)
    assert model.transform([text]) == ["Court rules on court fees in court."]
    model.fit(["Court fees. Court rules."] * 999)
    common, rare = 1.0, np.log(1000) + 1
    fitted = model.summarize(text)
    expected = [(9 * common + 2 * common) / 5, rare, rare]
    np.testing.assert_allclose(fitted.scores, expected, rtol=1e-6)
    assert str(fitted) == "Otters returned to the river."


def test_learning_in_batches_is_learning_at_once(monkeypatch):
    """The size of the batches does not change what is learnt."""
    whole = Summarizer().fit(TEXTS).document_frequencies_
    one_each = lambda texts, *_: ([pair] for pair in texts)  # noqa: E731
    monkeypatch.setattr("summarize.corpus.in_batches", one_each)
    assert Summarizer().fit(TEXTS).document_frequencies_ == whole


def cut_or_fail(text):
    """Split at line breaks, but for a text that is bad."""
    if "bad" in text:
        raise ValueError("a bad text")
    return text.split("\n")


def test_fit_goes_on_after_a_text_that_cannot_be_split():
    """With and without summaries, as `summarize_many` does; each is named in a warning."""
    texts = ["The dam broke.\nRain fell on it.", "bad", "The dam holds.\nSnow fell on it."]
    with pytest.warns(SummaryWarning, match="Document 1 failed: ValueError: a bad text"):
        model = Summarizer(splitter=cut_or_fail).fit(texts)
    assert model.n_documents_ == 2
    with pytest.warns(SummaryWarning, match="Document 1 failed: ValueError: a bad text"):
        model = Summarizer(splitter=cut_or_fail).fit(texts, ["Rain fell.", "x", "Snow fell."])
    assert str(model.summarize(texts[0]))


def test_a_frame_is_no_text():
    """It would be read as the names of its columns."""
    pandas = pytest.importorskip("pandas")
    with pytest.raises(TypeError, match=r"text must be .* a DataFrame: give summarize_many one"):
        summarize(pandas.DataFrame({"text": ["The dam broke."]}))


def test_fit_goes_on_after_a_bad_document():
    """One bad document does not end the fitting: it warns, and is not counted."""
    with pytest.warns(SummaryWarning, match="Document 1"):
        model = Summarizer().fit([DAM, None, BEES])
    assert model.document_frequencies_ == Summarizer().fit([DAM, BEES]).document_frequencies_
    assert model.n_documents_ == 2


# --- a corpus --------------------------------------------------------------------------------


@pytest.mark.parametrize("single", [DAM, Document(DAM)], ids=type)
@pytest.mark.parametrize("call", ["fit", "transform", "fit_transform", "summarize_many"])
def test_a_single_text_is_no_corpus(call, single):
    """A lone text where many are expected is refused by name, at once."""
    name = "texts" if call == "summarize_many" else "X"
    kind = type(single).__name__
    wanted = rf"^{name} must be an iterable of texts.*bare {kind}: put it in a list"
    with pytest.raises(TypeError, match=wanted):
        getattr(Summarizer(), call)(single)


@pytest.mark.parametrize("wrong", [b"bytes", 3, None, np.array(DAM), {"a": DAM}], ids=type)
def test_what_is_no_text_is_not_to_be_put_in_a_list(wrong):
    """Nothing would come of it there either."""
    for call in Summarizer().fit, Summarizer().transform, Summarizer().summarize_many:
        with pytest.raises(
            TypeError, match=r"must be an iterable of texts.* Got [\w.]+(:| i)"
        ) as told:
            call(wrong)
        assert "list" not in str(told.value)


@pytest.mark.parametrize("n_jobs", [None, 2])
def test_a_column_of_pyarrow_is_a_corpus(n_jobs):
    """An array, chunked or not, gives scalars of its own, which are texts all the same."""
    pa = pytest.importorskip("pyarrow")
    texts = [DAM, None, BEES]
    alone = [str(s) for s in Summarizer().summarize_many([DAM, BEES])]
    for column in pa.array(texts), pa.chunked_array([texts[:1], texts[1:]]):
        with pytest.warns(SummaryWarning, match="Document 1 failed: TypeError.* Got NoneType"):
            first, missing, last = Summarizer().summarize_many(column, n_jobs=n_jobs)
        assert ([str(first), str(last)], str(missing)) == (alone, "")
    two = pa.array([DAM, BEES])
    assert Summarizer().transform(two) == alone
    assert str(summarize(two)) == str(summarize([DAM, BEES]))
    assert str(summarize(DAM, must_include=pa.array(["fire"]))) == str(
        summarize(DAM, must_include=["fire"])
    )
    assert Summarizer().fit(two).n_documents_ == 2


@pytest.mark.parametrize("bad", [None, 3, b"x", [DAM, None], {"text": DAM}, float("nan")], ids=str)
@pytest.mark.parametrize("n_jobs", [None, 2])
def test_a_bad_document_does_not_end_the_corpus(bad, n_jobs):
    """Its summary is empty and says why, a warning gives its number, the others are whole."""
    with pytest.warns(SummaryWarning, match="Document 2 failed: TypeError"):
        summaries = list(Summarizer().summarize_many([DAM, "", bad, BEES], n_jobs=n_jobs))
    assert [str(s) for s in summaries] == [str(summarize(DAM)), "", "", str(summarize(BEES))]
    assert [s.error is None for s in summaries] == [True, True, False, True]
    assert "must be a str" in summaries[2].error


def test_a_bad_document_is_found_in_a_few_goes(monkeypatch):
    """The others of its batch are not done one by one, which takes ten times as long."""
    goes = []

    def counted(units, settings):
        goes.append(len(units))
        return run(units, settings)

    def split(text):
        return 1 / (text != "bad") and [text]

    monkeypatch.setattr("summarize.corpus.run", counted)
    texts = [f"The dam {number} broke." for number in range(500)]
    texts[123] = "bad"
    with pytest.warns(SummaryWarning, match="Document 123 failed: ZeroDivisionError"):
        summaries = list(Summarizer(splitter=split).summarize_many(texts))
    assert [k for k, summary in enumerate(summaries) if str(summary) != texts[k]] == [123]
    assert len(goes) < 40
    assert sum(goes) < 3 * len(texts)


@pytest.mark.parametrize("n_jobs", [None, 2])
def test_odd_texts_do_not_touch_the_others(n_jobs):
    """What cannot be sent to a process fails alone; a generator of documents is read once."""
    odd = [Lock(), (text for text in [DAM]), "It rained."]
    with pytest.warns(SummaryWarning, match="Document 0 failed"):
        first, *others = Summarizer(sentences=1).summarize_many(odd, n_jobs=n_jobs)
    assert "Got _thread.lock" in first.error
    assert [str(s) for s in others] == [str(summarize(DAM, sentences=1)), "It rained."]


def test_words_that_can_be_read_once_only_are_refused():
    """An iterator would be empty the second time, without a word."""
    for name in ("stop_words", "must_include"):
        with pytest.raises(TypeError, match=f"{name} must be a list of words. Got .*_iterator"):
            Summarizer(**{name: iter(["dam"])}).summarize(DAM)


@pytest.mark.parametrize("n_jobs", [None, 2])
def test_texts_before_a_break_are_summarised(n_jobs):
    """Where the stream of texts breaks off with an error, those before it come first."""

    def stream():
        yield DAM
        raise OSError("no more of it")

    summaries = Summarizer().summarize_many(stream(), n_jobs=n_jobs)
    assert str(next(summaries)) == str(summarize(DAM))
    with pytest.raises(OSError, match="no more of it"):
        next(summaries)


def test_processes_do_not_run_ahead(monkeypatch):
    """With several processes too, batches are read no more than a bounded number ahead."""
    monkeypatch.setattr("summarize.corpus.BATCH_CHARACTERS", 600)
    ahead, taken = [], []

    def stream():
        for number in range(300):
            ahead.append(number - len(taken))
            yield f"Text {number} is here. It is short."

    for summary in Summarizer(sentences=1, method="lead").summarize_many(stream(), n_jobs=2):
        taken.append(summary)
        if len(taken) in (1, 20):
            time.sleep(0.7)  # a consumer that takes its time
    assert len(taken) == 300
    assert max(ahead) < 60


# a thread of joblib's may look for a task that was given up meanwhile (loky, `KeyError`)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # above all
@pytest.mark.filterwarnings("error")
def test_processes_are_given_up_without_a_word(monkeypatch):
    """Who takes one summary of many, and stops, knows that the others are not made."""
    monkeypatch.setattr("summarize.corpus.BATCH_CHARACTERS", 600)
    stream = Summarizer(sentences=1, method="lead").summarize_many([DAM] * 300, n_jobs=2)
    assert str(next(stream))
    stream.close()


@pytest.mark.parametrize("n_jobs", [None, 2])
def test_progress_is_shown_on_request(n_jobs, capsys):
    """A bar on standard error counts the texts; without asking there is none."""
    pytest.importorskip("tqdm")
    model = Summarizer(sentences=1)
    assert len(list(model.summarize_many([DAM, BEES], n_jobs=n_jobs))) == 2
    assert capsys.readouterr().err == ""
    assert len(list(model.summarize_many([DAM, BEES], n_jobs=n_jobs, progress=True))) == 2
    assert "2/2" in capsys.readouterr().err


@pytest.mark.parametrize("n_jobs", [0, "2", 2.5, True, 10**9, -(10**9)])
def test_wrong_numbers_of_processes_are_named(n_jobs):
    """n_jobs is an int other than 0, or None; anything else is refused at once."""
    with pytest.raises((TypeError, ValueError), match=rf"n_jobs must be None or an int .*{n_jobs}"):
        Summarizer().summarize_many([DAM], n_jobs=n_jobs)


def test_generators_and_units_of_several_documents():
    """A corpus may come from a generator, its elements be several documents each."""
    units = [[DAM, GERMAN], DAM, (*REVIEWS,), Document(BEES), []]
    ours = [str(s) for s in Summarizer(words=40).summarize_many(u for u in units)]
    assert ours == [str(summarize(unit, words=40)) for unit in units]


@pytest.mark.parametrize("options", [{}, {"method": "lsa", "words": 60}, {"query": "council"}])
def test_two_processes_give_the_same(options):
    """With n_jobs=2 come the same summaries, scores, reasons and order."""
    model = Summarizer(**options)
    talk = Document.from_segments(
        [{"text": f"Um, {text}", "speaker": "Ann"} for text in [DAM, DAM]]
    )
    texts = [*UNITS, talk, *UNITS]
    alone = list(model.summarize_many(texts))
    shared = list(model.summarize_many(iter(texts), n_jobs=2))
    assert [s.to_dict() for s in alone] == [s.to_dict() for s in shared]
    assert alone[0].explain(0) == shared[0].explain(0)


def length(text):
    """Count tokens, in a way of one's own."""
    return len(text) // 4


def test_what_cannot_travel_stays_at_home():
    """What came with a segment, and the user's own functions, are the same after two processes."""
    lock = Lock()
    parts = [
        {"text": "The dam broke. It rained.", "of": lock},
        {"text": "", "of": 1},
        "Bees swarm.",
    ]
    texts = [DAM, Document.from_segments(parts), None, [Document.from_segments(parts[::2])] * 2]
    model = Summarizer(tokens=40, count_tokens=length)
    with pytest.warns(SummaryWarning, match="Document 2 failed"):
        alone, shared = (list(model.summarize_many(iter(texts), n_jobs=n)) for n in (None, 2))
    assert [s.metas for s in shared] == [s.metas for s in alone]
    assert shared[1].sentences[0].meta["of"] is lock
    assert [list(map(str, s)) for s in shared] == [list(map(str, s)) for s in alone]
    assert all(s.budget.count_tokens is length for s in shared)
    assert pickle.loads(pickle.dumps(shared[0])).rows == alone[0].rows


def test_fit_transform_reads_a_stream_twice():
    """A generator of texts is learnt from, and summarised."""
    fitted = Summarizer(sentences=1).fit_transform(iter([DAM, BEES]))
    model = Summarizer(sentences=1).fit([DAM, BEES])
    assert fitted == model.transform([DAM, BEES])
    assert all(fitted)


@pytest.mark.parametrize("backend", ["loky", "threading"])
def test_warnings_come_home_from_workers(backend):
    """What a worker warns of is heard, in order, with its own category; so is that of a thread."""
    with (
        joblib.parallel_config(backend),
        pytest.warns(SummaryWarning, match="No sentence fits words=1") as caught,
    ):
        list(Summarizer(words=1).summarize_many([DAM, BEES], n_jobs=2))
    assert len(caught) == 2


def test_arguments_are_checked_before_the_first_text():
    """A wrong parameter fails when the stream is made, not when it is read."""
    with pytest.raises(ValueError, match="words must be"):
        Summarizer(words=0).summarize_many([DAM])


def test_it_is_a_plain_estimator():
    """Its parameters print, and its JSON-like ones survive set_params."""
    model = Summarizer().set_params(words=5, order="rank")
    assert isinstance(model, BaseEstimator)
    assert repr(model) == "Summarizer(order='rank', words=5)"
    assert json.dumps(model.get_params()) == json.dumps(clone(model).get_params())


# --- data frames ------------------------------------------------------------------------


def test_a_series_comes_back_as_one():
    """Pandas: the index and the name stay, also where rows were taken out before."""
    pd = pytest.importorskip("pandas")
    series = pd.Series([DAM, BEES, GERMAN], index=["x", "y", "z"], name="body")[["z", "x"]]
    found = Summarizer(sentences=1).transform(series)
    assert (list(found.index), found.name) == (["z", "x"], "body")
    assert found.tolist() == Summarizer(sentences=1).transform([GERMAN, DAM])
    frame = pd.DataFrame({"body": series})
    assert frame.assign(short=found)["short"]["x"] == found["x"]


def test_a_missing_text_is_an_empty_summary():
    """NaN and None in a Series are bad texts: a warning, and the others are there."""
    pd = pytest.importorskip("pandas")
    with pytest.warns(SummaryWarning, match="Document 1 failed"):
        found = Summarizer(sentences=1).transform(pd.Series([DAM, None, BEES]))
    assert [bool(text) for text in found] == [True, False, True]


@pytest.mark.parametrize("method", [None, "coverage"])
def test_parameters_of_a_method_need_its_object(method):
    """A name has none to set, nor has the default; the error says what has."""
    with pytest.raises(ValueError, match=rf"method__position needs .*Got method={method!r}\."):
        Summarizer(method).set_params(method__position=3)
    model = Summarizer().set_params(method=Coverage(), method__position=3)
    assert model.method.position == 3
    with pytest.raises(ValueError, match="Invalid parameter 'metod'"):
        model.set_params(metod__position=3)


def test_a_warning_of_failures_is_of_whole_sentences():
    """Also where the error of the user's own function ends without a full stop."""
    with pytest.warns(SummaryWarning, match=r"division by zero\. In all 2 failed: 0, 1\."):
        Summarizer(method=lambda batch: 1 / 0).transform([DAM, BEES])


@pytest.mark.parametrize("n_jobs", [None, 2])
def test_many_missing_texts_are_one_warning(n_jobs):
    """It counts them and names the first; whoever stops reading hears of those that were read."""
    texts = [DAM, None, BEES, float("nan"), *[None] * 1200]
    model = Summarizer(sentences=1)
    with pytest.warns(SummaryWarning) as caught:
        found = list(model.summarize_many(texts, n_jobs=n_jobs))
    assert [summary.error is None for summary in found[:4]] == [True, False, True, False]
    with pytest.warns(SummaryWarning) as read:
        next(islice(model.summarize_many(texts, n_jobs=n_jobs), 3, None))
    with pytest.warns(SummaryWarning) as learnt:
        model.fit(texts)
    for told, counted in [
        (caught, "In all 1,202 failed: 1, 3, 4, 5, 6, …."),
        (read, "In all 2 failed: 1, 3."),
        (learnt, "In all 1,202 failed: 1, 3, 4, 5, 6, …."),
    ]:
        (one,) = map(str, (warning.message for warning in told))
        assert one.startswith("Document 1 failed: TypeError: text must be")
        assert one.endswith(f"Got NoneType instead. {counted}")


def test_set_output_gives_a_frame():
    """scikit-learn's set_output: a column "summary" beside the index, alone and by column."""
    pd = pytest.importorskip("pandas")
    from sklearn.compose import make_column_transformer

    frame = pd.DataFrame({"id": [7, 9], "body": [DAM, BEES]}, index=["x", "y"])
    plain = Summarizer(sentences=1).transform(frame["body"])
    found = Summarizer(sentences=1).set_output(transform="pandas").fit_transform(frame["body"])
    assert found["summary"].to_dict() == plain.to_dict()
    columns = make_column_transformer(
        (Summarizer(sentences=1), "body"), ("passthrough", ["id"]), verbose_feature_names_out=False
    ).set_output(transform="pandas")
    both = columns.fit_transform(frame)
    assert list(both.columns) == ["summary", "id"]
    assert both["summary"].tolist() == plain.tolist()


def test_polars_in_polars_out():
    """Polars: a Series of the same name, which goes back into its frame."""
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame({"body": [DAM, BEES]})
    found = Summarizer(sentences=1).transform(frame["body"])
    assert (found.name, found.to_list()) == ("body", Summarizer(sentences=1).transform([DAM, BEES]))
    assert frame.with_columns(found.alias("short")).columns == ["body", "short"]


def test_a_frame_of_polars_from_any_corpus():
    """set_output(transform="polars") makes its column of a list and of either Series."""
    pl, pd = pytest.importorskip("polars"), pytest.importorskip("pandas")
    model = Summarizer(sentences=1).set_output(transform="polars")
    for texts in [DAM, BEES], pd.Series([DAM, BEES], index=[7, 9]), pl.Series("body", [DAM, BEES]):
        assert model.transform(texts)["summary"].to_list() == [
            str(summarize(text, sentences=1)) for text in (DAM, BEES)
        ]


def test_no_texts_give_a_column_of_texts():
    """An empty corpus makes an empty column, whose type is that of texts."""
    pl = pytest.importorskip("polars")
    pytest.importorskip("pandas")
    assert Summarizer().transform(pl.Series("body", [], dtype=pl.String)).dtype == pl.String
    for package in "pandas", "polars":
        frame = Summarizer().set_output(transform=package).transform([])
        assert (list(frame.columns), frame.shape) == (["summary"], (0, 1))
    assert frame["summary"].dtype == pl.String


def test_a_set_is_no_corpus():
    """A set has no order in which summaries could come."""
    with pytest.raises(TypeError, match=r"X must be an iterable of texts.* Got a set: make a list"):
        Summarizer().transform({DAM, BEES})


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_frame_is_no_corpus(package):
    """A whole frame would be a list of its columns' names: the error says what to give."""
    frame = pytest.importorskip(package).DataFrame({"body": [DAM]})
    with pytest.raises(TypeError, match=r"X must be an iterable.* Got a DataFrame: give one"):
        Summarizer().transform(frame)


@pytest.mark.filterwarnings("error")
def test_a_frame_to_come_is_no_corpus():
    """Nothing of it is computed to tell so."""
    frame = pytest.importorskip("polars").LazyFrame({"body": [DAM]})
    with pytest.raises(TypeError, match=r"X must be an iterable.* Got a LazyFrame: give one"):
        Summarizer().transform(frame)
