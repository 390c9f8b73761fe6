"""The promises of the library, each against texts that try to break it."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import budgets, many, methods, selectors, texts
from texts import (
    DAM,
    LANGUAGES,
    METHODS,
    batch_of_sentences,
    run_python,
)

from summarize import Document, Summarizer, keywords, summarize
from summarize.budget import make_budget
from summarize.scores.centrality import length_factors, lexrank_graph, textrank_graph
from summarize.selection import select
from summarize.selectors import SELECTORS
from summarize.tokens import count_words

pytestmark = pytest.mark.filterwarnings("ignore::summarize.SummaryWarning")


def size_of(summary, budget):
    """Measure a summary as its budget does, by other means than the library's."""
    text = str(summary)
    (kind, amount), *rest = budget.items()
    measured = {
        "sentences": len(summary),
        "words": len(text.split()) if text.isascii() else count_words(text),
        "characters": len(text),
        "ratio": len(summary) / max(1, len(summary.sentences)) - 1e-9,
    }
    return (rest[0][1](text) if rest else measured[kind]), amount


def has_word(text):
    """Say whether there is a letter or digit."""
    return any(character.isalnum() for character in text)


@given(texts, budgets, methods, selectors)
@many(450)
def test_any_text_gives_a_verbatim_summary_within_budget(text, budget, method, selector):
    """Whatever the text: spans are exact, the budget is kept, the second run is the same."""
    summary = summarize(text, **budget, method=method, selector=selector)
    for sentence in summary.sentences:
        assert text[sentence.start : sentence.end] == sentence.text
    measured, amount = size_of(summary, budget)
    assert measured <= amount
    assert np.isfinite(summary.scores).all()
    assert len(summary.scores) == len(summary.sentences)
    again = summarize(text, **budget, method=method, selector=selector)
    assert summary.to_dict() == again.to_dict()


@given(texts, st.sampled_from(METHODS))
@many(300)
def test_a_word_in_the_text_means_a_summary(text, method):
    """A text with a letter or digit never gives an empty summary, another one always does."""
    summary = summarize(text, method=method)
    assert bool(len(summary)) == has_word(text) == bool(str(summary))
    assert all(has_word(sentence.text) for sentence in summary)


@given(st.lists(texts, max_size=4), budgets)
@many(200)
def test_any_documents_give_a_verbatim_summary(documents, budget):
    """Several documents: each sentence stands where it says, in the document it says."""
    summary = summarize(documents, **budget, query="the dam 今天", must_include=["dam"])
    for s in summary.sentences:
        assert documents[s.document][s.start : s.end] == s.text
    measured, amount = size_of(summary, budget)
    assert measured <= amount
    starts = [(s.document, s.start) for s in summary]
    assert starts == sorted(set(starts))


@given(st.lists(texts, max_size=5))
@many(100)
def test_own_sentences_stay_aligned(sentences):
    """Sentences that are cut already come back one by one, blank ones too."""
    summary = summarize(Document.from_sentences(sentences), readable=False)
    assert [s.text for s in summary.sentences] == sentences
    batch = batch_of_sentences(sentences)
    copies = set(batch.copies[batch.has_word].tolist())
    assert len(summary) == min(3, len(copies))


@given(texts)
@example("0 0 . 0")  # the one that fits came after one that does not, in a room of two words
@many(150)
def test_a_sentence_that_fits_is_found(text):
    """Where the summary is empty, no sentence fits; where one fits, it is not empty."""
    summary = summarize(text, words=2)
    fitting = [s for s in summary.sentences if has_word(s.text) and count_words(s.text) <= 2]
    assert bool(fitting) == bool(len(summary))


@given(texts)
@many(150)
def test_keywords_stand_where_they_say(text):
    """Keywords of any text are found without an error, and every span holds the phrase."""
    for keyword in keywords(text):
        phrase, score = keyword
        assert score > 0
        written = {" ".join(text[start:end].split()) for start, end in keyword.spans}
        assert phrase in written


@pytest.mark.parametrize("blank", ["", " ", "\n\r\n\t", "\u2003\u3000", "...", "— — —", "😀", []])
@pytest.mark.parametrize("method", METHODS)
def test_blank_text_gives_an_empty_summary(blank, method):
    """Without a word there is nothing to say, and nothing to warn about."""
    summary = summarize(blank, method=method)
    assert (str(summary), len(summary), summary.error) == ("", 0, None)


@pytest.mark.parametrize("order", ["document", "rank"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_gives_three_sentences(language, order):
    """In every script the default is three sentences (Thai: what its spaces part), in order."""
    text = LANGUAGES[language]
    summary = summarize(text, order=order)
    assert len(summary) == min(3, len(summary.sentences))
    assert len(summary.sentences) > 3 or language == "th"
    starts = [s.start for s in summary]
    ranks = [s.rank for s in summary]
    assert starts == sorted(starts) if order == "document" else ranks == sorted(ranks)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("selector", SELECTORS)
def test_a_copy_is_never_chosen(method, selector):
    """Of sentences that differ in case, space and outer punctuation only one is taken."""
    text = "Dams break. DAMS BREAK! “Dams  break.” Bees dance in the sun. Bees dance in the sun."
    summary = summarize(text, sentences=5, method=method, selector=selector)
    assert [s.index for s in summary if s.index < 3] in ([0], [1], [2])
    assert len(summary) == 2


@pytest.mark.parametrize("method", sorted({*METHODS} - {"lead", "random", "coverage"}))
def test_ties_go_to_the_earlier_sentence(method):
    """Two sentences of the same worth rank in reading order."""
    summary = summarize("Bees dance. Dams break. Cats sleep.", method=method, sentences=1)
    assert summary.ranks.tolist() == [0, 1, 2]
    assert summary.rows == (0,)


@pytest.mark.parametrize("language", ["", "zz", "tlh", "en-GB", "zh_Hant", "../en", "EN", "eng"])
def test_any_language_code_works(language):
    """A code without data is no error: the rules of the script serve."""
    assert len(summarize(DAM, language=language)) == 3


# --- growth: counted, not timed -----------------------------------------------------


class Rounds:
    """A selector that counts the rounds of the greedy choice."""

    def __init__(self):
        self.rounds = 0

    def start(self, batch, scores):
        """Begin with nothing chosen."""
        self.scores = scores
        return self

    def gains(self):
        """Count, and give the scores."""
        self.rounds += 1
        return self.scores

    def take(self, rows):
        """Look at nothing."""


HOSTILE = {
    "copies": ["The old dam above the mill broke."] * 20_000,
    "strangers": [f"Word{i} stands{i}." for i in range(20_000)],
    "one line": [" ".join(f"word{i % 977}" for i in range(100_000))],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_stored_entries_are_no_more_than_words(name):
    """No array of a batch or of its graphs holds more entries than the text has words."""
    sentences = HOSTILE[name]
    batch = batch_of_sentences(sentences)
    total = sum(len(sentence.split()) for sentence in sentences)
    assert len(batch.sequence) <= total
    for graph in (textrank_graph(batch), textrank_graph(batch, "bm25"), lexrank_graph(batch)):
        assert graph.Q.nnz + graph.D.nnz <= 2 * total
        assert graph.U.shape[1] == 1
    assert textrank_graph(batch, "overlap").U.shape[1] == length_factors(np.array([5.0])).shape[1]


@pytest.mark.parametrize("share", [0.1, 1.0])
def test_rounds_of_selection_grow_with_the_logarithm(share):
    """20,000 sentences are chosen from in fewer than 120 rounds."""
    batch = batch_of_sentences(HOSTILE["strangers"])
    counter = Rounds()
    (rows,) = select(batch, np.arange(20_000.0), make_budget(ratio=share), counter)
    assert len(rows) == 20_000 * share
    assert counter.rounds < 120


def test_counts_of_tokens_grow_with_the_text():
    """A budget that is nearly used up asks for no more counts than twice the sentences."""
    sentences = [f"w{i:05d}." for i in range(600)]
    calls = []

    def count(text):
        calls.append(text)
        return len(text)

    summary = summarize(Document.from_sentences(sentences), tokens=38, count_tokens=count)
    assert len(summary) == 4
    assert len(calls) < 1.5 * len(sentences)


@pytest.mark.parametrize("name", ["copies", "one line"])
@pytest.mark.parametrize("method", METHODS)
def test_hostile_text_is_summarised(name, method):
    """The same sentence 20,000 times, and one line of 100,000 words, get a summary."""
    summary = summarize(" ".join(HOSTILE[name]), method=method, words=400)
    assert len(summary) > 0
    assert len(str(summary).split()) <= 400
    if name == "copies":
        assert len(summary) == 1


def test_a_million_dots():
    """A million dots are no text, and no trouble."""
    assert str(summarize("." * 1_000_000)) == ""
    assert str(summarize("Rain" + "." * 1_000_000)).startswith("Rain")


# --- offline, and the same everywhere -------------------------------------------------


def test_default_path_imports_neither_sklearn_nor_nltk(tmp_path):
    """A plain call loads NumPy alone, no method what takes long to import, nor the command."""
    loaded = run_python(
        """
        import json, sys
        import summarize
        first = "numpy" in sys.modules
        from summarize import summarize
        summarize("The dam broke. It rained. The dam had cracks.", query="dam", words=9)
        second = "scipy" in sys.modules
        from summarize import keywords
        summarize("The dam broke.", method="textrank").explain(0)
        keywords("The old dam broke. The old dam had cracks.")
        import summarize.cli
        heavy = {"sklearn", "nltk", "joblib", "pandas", "matplotlib"} & set(sys.modules)
        print(json.dumps([first, second, sorted(heavy)]))
        """,
        tmp_path,
    )
    assert loaded == [False, False, []]


def test_modules_are_found_behind_the_name_of_the_package(tmp_path):
    """As the README names them; each is imported when it is first asked for."""
    before, named = run_python(
        """
        import json, sys
        import summarize
        before = [name for name in sys.modules if name.startswith("summarize.")]
        named = [
            str(summarize.summarize("It rained.", method=summarize.scorers.Coverage(position=0))),
            summarize.selectors.MMR().trade_off,
            summarize.languages.load("de").name,
            *(callable(one) for one in (
                summarize.evaluation.compare, summarize.context.Passages,
                summarize.readers.read, summarize.spark.summarize_column,
            )),
        ]
        print(json.dumps([before, named]))
        """,
        tmp_path,
    )
    assert before == []
    assert named == ["It rained.", 0.7, "German", True, True, True, True]


def test_no_network_and_no_file(tmp_path):
    """With sockets and writing forbidden everything works, and no file appears."""
    texts = run_python(
        """
        import json, sys
        NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.bind", "urllib.Request"}
        def watch(event, args):
            if event in NETWORK or event in {"os.mkdir", "os.rename", "os.remove"}:
                raise AssertionError(event)
            if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
                raise AssertionError(f"writes {args[0]}")
        sys.addaudithook(watch)
        from summarize import summarize, Summarizer, keywords
        text = "The dam broke. It rained on the dam. The dam had cracks."
        out = [str(summarize(text, sentences=1, method=m)) for m in ("coverage", "lsa", "kl")]
        out += Summarizer(sentences=1, stemmer="snowball").fit([text]).transform([text])
        out.append(keywords(text, n=1)[0][0])
        summarize(text).to_html()
        print(json.dumps(out))
        """,
        tmp_path,
        HOME=str(tmp_path),
    )
    assert len(texts) == 5
    assert all(texts)
    assert not list(tmp_path.iterdir())


def test_global_state_stays_as_it_is():
    """NumPy's global generator and the warnings filters are left alone."""
    import random
    import warnings

    before = np.random.get_state()[1].tolist(), random.getstate(), list(warnings.filters)
    summarize(DAM, method="random")
    Summarizer(method="lsa").transform([DAM])
    after = np.random.get_state()[1].tolist(), random.getstate(), list(warnings.filters)
    assert before == after


@pytest.mark.parametrize("sentences", [250, 300])
def test_lsa_is_the_same_on_every_run(sentences):
    """The truncated decomposition of a large text starts from no chance."""
    document = Document.from_sentences([f"w{i}a w{i}b w{i}c." for i in range(sentences)])
    first, second = (summarize(document, method="lsa").scores for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_arguments_are_left_alone():
    """Neither the documents nor the lists handed in are changed."""
    documents, must = [DAM, "", "Bees dance."], ["dam"]
    summarize(documents, must_include=must, stop_words=must)
    assert (documents, must) == ([DAM, "", "Bees dance."], ["dam"])


def test_a_set_of_words_has_one_order():
    """Of words in a set the same one is heard first on every run; a set of texts has no order."""
    words = ["snow", "council", "cracks", "valley", "engineers"]
    text = (
        "The dam broke in the valley. Snow fell on the village. Engineers warned the council. "
        "The dam had cracks."
    )
    for kind in (set, frozenset):
        found = summarize(text, must_include=kind(words), sentences=1)
        assert str(found) == str(summarize(text, must_include=sorted(words), sentences=1))
    with pytest.raises(TypeError, match=r"text must be .* Got a set: make a list"):
        summarize({text})
