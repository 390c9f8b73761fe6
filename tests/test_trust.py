"""The same tomorrow: whole runs against models of what they should give, in all surroundings."""

import json
import pickle
import shutil
import subprocess
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import budgets, many, methods, selectors, texts
from texts import BEES, DAM, GERMAN, LANGUAGES, METHODS, REVIEWS, TEXTS, run_python

from summarize import Summarizer, SummaryWarning, summarize

pytestmark = pytest.mark.filterwarnings("ignore::summarize.SummaryWarning")


def same(one, other):
    """Say whether two summaries are the same, to the last bit of every score."""
    return (one.rows, one.spans, one.scores.tobytes(), one.language) == (
        other.rows, other.spans, other.scores.tobytes(), other.language
    )  # fmt: skip


# --- models -----------------------------------------------------------------------------


@given(st.lists(texts, max_size=6), budgets, methods, selectors)
@many(100)
def test_a_text_is_summarised_in_any_batch_as_alone(batch, budget, method, selector):
    """What stands beside a text changes nothing, to the last bit."""
    options = {**budget, "method": method, "selector": selector}
    together = list(Summarizer(**options).summarize_many(batch))
    assert len(together) == len(batch)
    assert all(same(s, summarize(t, **options)) for s, t in zip(together, batch, strict=True))


@given(texts, budgets, budgets, methods, selectors)
@many(100)
def test_a_cut_is_a_new_run(text, first, second, method, selector):
    """Cutting at any budget gives what a run with it gives."""
    options = {"method": method, "selector": selector}
    cut = summarize(text, **first, **options).cut(**second)
    assert same(cut, summarize(text, **second, **options))


@given(texts, methods, st.one_of(st.none(), texts))
@many(120)
def test_every_score_is_finite_and_explained(text, method, query):
    """The shares of every sentence add up to its score, and no score is NaN or infinite."""
    summary = summarize(text, method=method, query=query)
    assert np.isfinite(summary.scores).all()
    assert sorted(summary.ranks) == list(range(len(summary.sentences)))
    for sentence in summary.sentences:
        why = summary.explain(sentence)
        shares = sum(share for _, share in why.terms) + why.position + why.query + why.base
        assert shares == pytest.approx(sentence.score, rel=1e-9, abs=1e-9)


@given(texts, budgets, methods, selectors, st.sampled_from(["document", "rank"]))
@many(100)
def test_no_sentence_twice_and_in_order(text, budget, method, selector, order):
    """What is chosen differs in more than case and space, and stands as asked for."""
    summary = summarize(text, **budget, method=method, selector=selector, order=order)
    said = [" ".join(s.text.casefold().split()) for s in summary]
    assert len(set(said)) == len(said)
    keys = [s.start if order == "document" else s.rank for s in summary]
    assert keys == sorted(keys)


# --- a user's function that cannot be trusted ---------------------------------------------


def test_a_count_that_fails():
    """An error of the user's own comes through as it is; in a corpus it is the text's error."""

    def fail(text):
        raise OSError("no vocabulary")

    with pytest.raises(OSError, match="no vocabulary"):
        summarize(DAM, tokens=5, count_tokens=fail)
    summarizer = Summarizer(tokens=5, count_tokens=fail)
    with pytest.warns(SummaryWarning, match="no vocabulary"):
        (summary,) = summarizer.summarize_many([DAM])
    assert summary.error == "OSError: no vocabulary"


@pytest.mark.parametrize(
    ("count", "chosen"),
    [
        (lambda _: 0, 12),
        (lambda text: np.int64(len(text.split())), None),
        (lambda _: 10**30, 0),
        (lambda text: len(text) % 7, None),
    ],
    ids=["nothing", "NumPy's", "huge", "erratic"],
)
def test_a_count_may_be_odd(count, chosen):
    """Whatever is counted, what comes out counts no more than was asked for."""
    summary = summarize(DAM, tokens=20, count_tokens=count)
    assert count(str(summary)) <= 20 or not len(summary)
    assert chosen is None or len(summary) == chosen


def test_a_count_may_change_its_mind():
    """A count that is another one each time ends, and what is chosen is still the text's."""
    chance = np.random.default_rng(0)
    for _ in range(20):
        summary = summarize(DAM, tokens=20, count_tokens=lambda _: int(chance.integers(0, 15)))
        assert all(DAM[s.start : s.end] == s.text for s in summary)


# --- metamorphic: no reference needed ------------------------------------------------------

ASIDE = (
    "Whisk the eggs with the sugar until they are pale. Fold in the flour and the butter. "
    "Bake the cake for forty minutes and let it cool in the tin."
)
ADVERT = "Subscribe to our newsletter today."
GRAPHS = ("coverage", "textrank", "lexrank")


def chosen(text, **options):
    """Give the texts of the chosen sentences."""
    return [sentence.text for sentence in summarize(text, **options)]


@pytest.mark.parametrize("method", [m for m in METHODS if m not in ("lead", "random")])
@pytest.mark.parametrize("place", [1, 3, 6, 8])
def test_what_is_beside_the_topic_is_not_chosen(tram, method, place):
    """Three sentences of a recipe inside an article are in no summary of it."""
    paragraphs = tram.split("\n\n")
    paragraphs[place:place] = [ASIDE]
    assert not any(s in ASIDE for s in chosen("\n\n".join(paragraphs), method=method))


@pytest.mark.parametrize("method", GRAPHS)
def test_saying_it_a_thousand_times_does_not_help(tram, method):
    """A line that a page repeats is not the summary, below the text or between its sentences."""
    plain = chosen(tram, method=method)
    assert chosen(f"{tram}\n\n{' '.join([ADVERT] * 1000)}", method=method) == plain
    between = " ".join(f"{s.text} {ADVERT}" for s in summarize(tram).sentences)
    assert ADVERT not in chosen(between, method=method)
    above = chosen(f"{' '.join([ADVERT] * 1000)}\n\n{tram}", method=method)
    assert len(set(above) - {ADVERT}) >= 2


TWIN = pytest.mark.xfail(strict=True, reason="in the graph each sentence gets its twin's vote")


@pytest.mark.parametrize(
    "method", ["coverage", "centroid", "sumbasic", "kl", pytest.param("textrank", marks=TWIN)]
)
@pytest.mark.parametrize("text", [BEES, GERMAN], ids=["bees", "German"])
def test_a_text_twice_has_the_same_summary(text, method):
    """Doubling a text changes no sentence of its summary."""
    assert chosen(f"{text}\n\n{text}", method=method) == chosen(text, method=method)


SCRIPTS = {
    "Latin": "abcdefghijklmnoprstuvz",
    "Cyrillic": "абвгдежзиклмнопрстуф",
    "Hebrew": "אבגדהוזחטיכלמנסעפצקרשת",
    "Devanagari": "कखगघचछजझटठडढतथदधनपफबभमयरलव",
}


def made_up(script, seed):
    """Make twenty sentences on a topic and three on another, in words of their own each."""
    rng = np.random.default_rng(seed)
    letters = list(SCRIPTS[script])
    words = list({"".join(rng.choice(letters, rng.integers(4, 9))): None for _ in range(200)})
    frequent = 1 / np.arange(1, 81)

    def sentence(words, weights):
        chosen = rng.choice(words, rng.integers(6, 14), p=weights / weights.sum())
        return " ".join(chosen).capitalize() + "."

    topic = [sentence(words[:80], frequent) for _ in range(20)]
    return rng, topic, [sentence(words[80:140], np.ones(60)) for _ in range(3)]


ISLAND = pytest.mark.xfail(
    strict=True, reason="a paragraph without a word of the others keeps its share of the walk"
)


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize(
    "method",
    [
        "coverage", "lexrank", "tfidf", "centroid", "lsa", "luhn", "sumbasic", "kl",
        pytest.param("textrank", marks=ISLAND),
    ],
)  # fmt: skip
def test_a_paragraph_on_something_else_is_not_chosen(method, script):
    """In made-up words of any script, and wherever it stands but at the top."""
    for seed in range(12):
        rng, topic, aside = made_up(script, seed)
        place = rng.integers(3, len(topic))
        paragraphs = topic[:place], rng.permutation(aside), topic[place:]
        assert not {*chosen("\n\n".join(map(" ".join, paragraphs)), method=method)} & {*aside}


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("method", [*GRAPHS, "sumbasic", "kl"])
def test_doubling_changes_nothing_but_spans(method, script):
    """Made-up texts twice: the same summary, whatever their script."""
    for seed in range(12):
        text = " ".join(made_up(script, seed)[1])
        assert chosen(f"{text}\n\n{text}", method=method) == chosen(text, method=method)


@pytest.mark.parametrize("method", ["coverage", "textrank"])
def test_a_misspelt_word_moves_little(tram, method):
    """One letter wrong changes, of three sentences, less than one in twenty."""
    rng = np.random.default_rng(0)
    plain = set(summarize(tram, method=method).rows)
    letters = [i for i, letter in enumerate(tram) if letter.isalpha()]
    kept = []
    for i in rng.choice(letters, 60, replace=False):
        wrong = tram[:i] + chr(rng.integers(ord("a"), ord("z") + 1)) + tram[i + 1 :]
        kept.append(len(plain & set(summarize(wrong, method=method).rows)) / len(plain))
    assert np.mean(kept) > 0.95


# --- surroundings ----------------------------------------------------------------------------

RUN = f"""
import json, locale, warnings
locale.setlocale(locale.LC_ALL, "")  # as programs for people do
warnings.filterwarnings("ignore", "query: no word of 'dam' was found")
from summarize import Summarizer, keywords, summarize
texts = json.loads({json.dumps(json.dumps([*TEXTS, "", "..."]))})
reviews = json.loads({json.dumps(json.dumps(REVIEWS))})
runs = [summarize(text, method=m, query="dam", sentences=2) for text in texts for m in {METHODS}]
runs += [summarize(reviews), *Summarizer(sentences=1).fit(texts).summarize_many(texts)]
out = [[s.rows, [score.hex() for score in s.scores.tolist()], s.language] for s in runs]
words = [[k, score.hex()] for text in texts for k, score in keywords(text)]
print(json.dumps([out, words, [str(s) for s in runs], runs[0].to_html()]))
"""


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    """Give what a plain interpreter prints."""
    return run_python(RUN, tmp_path_factory.mktemp("usual"))


SURROUNDINGS = {  # several at once, since a process takes a while
    "hash seed 0, no locale": (
        (),
        {"PYTHONHASHSEED": "0", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ),
    "hash seed 1, Turkish": ((), {"PYTHONHASHSEED": "1", "LC_ALL": "tr_TR.UTF-8"}),
    "hash seed 7, a time zone, one thread of BLAS": (
        (),
        {
            "PYTHONHASHSEED": "7",
            "TZ": "Asia/Kathmandu",
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
        },
    ),
    "hash seed 1234, several threads of BLAS": (
        (),
        {"PYTHONHASHSEED": "1234", "OPENBLAS_NUM_THREADS": "4", "OMP_NUM_THREADS": "4"},
    ),
    "-O": (("-O",), {}),
    "-W error, -X dev": (("-X", "dev", "-W", "error"), {}),
}


@pytest.fixture(scope="module")
def locales(tmp_path_factory):
    """Give a folder with a Turkish locale, which few machines have; it writes 0,5 and İ."""
    folder = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef") is None:
        pytest.skip("making a locale needs localedef and the sources of glibc's locales")
    made = subprocess.run(
        ["localedef", "-i", "tr_TR", "-f", "UTF-8", str(folder / "tr_TR.UTF-8")],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"localedef: {made.stderr}")
    return folder


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_the_surroundings_change_nothing(usual, tmp_path, name, request):
    """Flags, seeds, locales, zones and threads: the same to the last bit, and no warning."""
    flags, environment = SURROUNDINGS[name]
    if "Turkish" in name:
        environment = {**environment, "LOCPATH": str(request.getfixturevalue("locales"))}
    assert run_python(RUN, tmp_path, *flags, **environment) == usual


def test_a_pickle_is_read_by_another_process(tmp_path):
    """A summary cuts and explains there as here, and a fitted `Summarizer` goes on."""
    summarizer = Summarizer(words=25, method="textrank").fit(list(LANGUAGES.values()))
    summary = summarizer.summarize(DAM)
    (tmp_path / "both.pickle").write_bytes(pickle.dumps([summary, summarizer]))
    told = run_python(
        """
        import json, pickle
        summary, summarizer = pickle.load(open("both.pickle", "rb"))
        cut = summary.cut(sentences=1)
        again = summarizer.summarize(summary.documents[0].text)
        print(json.dumps([list(cut.rows), str(cut.explain(cut[0])), again.to_dict()]))
        """,
        tmp_path,
        PYTHONHASHSEED="3",
    )
    cut = summary.cut(sentences=1)
    assert told == json.loads(
        json.dumps([list(cut.rows), str(cut.explain(cut[0])), summary.to_dict()])
    )


def test_eight_threads_share_one_summarizer():
    """What eight threads get of one `Summarizer` at once is what one gets of it alone."""
    summarizer = Summarizer(words=20, query="dam")
    expected = [summarizer.summarize(text) for text in TEXTS]

    def work(_):
        found = [summarizer.summarize(text) for text in TEXTS]
        for summary in found:
            summary.explain(0)
            summary.cut(sentences=1)
        return found

    with warnings.catch_warnings(), ThreadPoolExecutor(8) as pool:
        warnings.simplefilter("ignore")
        for found in pool.map(work, range(16)):
            assert all(map(same, found, expected))


def test_one_summary_is_read_by_eight_threads():
    """What is worked out on demand, is worked out right whoever comes first."""
    for method in ("coverage", "textrank", "lsa"):
        (summary,) = Summarizer(method=method).summarize_many([DAM])
        told = [str(summarize(DAM, method=method).explain(row)) for row in range(12)]
        with ThreadPoolExecutor(8) as pool:
            rows = list(range(12)) * 8
            assert list(pool.map(lambda row: str(summary.explain(row)), rows)) == told * 8  # noqa: B023
