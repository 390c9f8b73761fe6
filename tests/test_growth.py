"""Growth: work and memory grow with the text, by counts that no machine changes.

What is counted: calls of functions (Python's and C's), bytes allocated at most, the characters
that the splitter's patterns match, and the entries that sparse products go through.  A pattern
that fails, and tries again a character on, shows in none of them: there alone time is
measured, its own at eight times the text.
"""

from __future__ import annotations

import random
import re
import sys
import time
import tracemalloc
from itertools import count, pairwise
from types import SimpleNamespace

import pytest
import scipy.sparse as sp

from summarize import (
    Document,
    Summarizer,
    dots,
    gaps,
    graph,
    keywords,
    layout,
    rules,
    split_sentences,
    summarize,
    terms,
)  # fmt: skip
from summarize.arrays import Rows
from summarize.corpus import size_of
from summarize.scorers import TextRank
from summarize.scores import METHODS

BEGINNINGS = ("bo", "ka", "lu", "mi", "ne", "ri", "so", "ta")
ENDINGS = ("dan", "fel", "gor", "lin", "mat", "nos", "per", "ral", "tis", "ven", "wik")
WORDS = [a + b for a in BEGINNINGS for b in ENDINGS]
SIZES = (250, 500, 1000)  # sentences
DOUBLED = 2.1


def prose(sentences, seed=0):
    """Make sentences of words of which few are frequent, as in any language."""
    chance = random.Random(seed)
    weights = [1 / (rank + 1) for rank in range(len(WORDS))]
    lines = []
    for _ in range(sentences):
        words = chance.choices(WORDS, weights, k=chance.randint(6, 18))
        lines.append(" ".join(words).capitalize() + ".")
    return " ".join(lines)


def calls(function, *arguments):
    """Count the functions that are called while one runs."""
    count = 0

    def look(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(look)
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return count


def assert_linear(counts):
    """Twice the text, at most about twice the count."""
    assert all(after <= DOUBLED * before + 500 for before, after in pairwise(counts)), counts


TEXTS = {
    "prose": prose,
    "one sentence again and again": lambda n: "The dam broke at noon. " * n,
    "near copies": lambda n: " ".join(
        f"The dam near the old mill broke at noon on day {k}." for k in range(n)
    ),
    "all lean on the one before": lambda n: " ".join(f"He {line}" for line in prose(n).split(". ")),
    "one line without an end": lambda n: "word " * (12 * n),
    "dots": lambda n: ". " * (12 * n),
    "words on lines of their own": lambda n: "\n".join(prose(n).split()),
    "initials": lambda n: "A. B. " * (6 * n),
}


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("method", [None, "textrank"])
def test_calls_grow_with_the_text(kind, method):
    """A summary of twice the text takes about twice the calls, on hostile text as well."""
    summarize(TEXTS[kind](SIZES[0]), method=method)  # what is done once is done
    assert_linear([calls(lambda t: summarize(t, method=method), TEXTS[kind](n)) for n in SIZES])


@pytest.mark.parametrize(
    "function",
    [
        split_sentences,
        keywords,
        lambda text: summarize(text, query="bodan kafel"),
        lambda text: summarize(text, words=30),
        lambda text: summarize(text, ratio=0.2),
        lambda text: summarize(text, method="lexrank"),
        lambda text: summarize(text, method="sumbasic", words=30),
        lambda text: summarize(text.split(". ", 100)),
        lambda text: summarize(text, words=30).cut(words=60),
        lambda text: list(Summarizer().summarize_many([text] * 3)),
    ],
    ids=[
        "sentences", "keywords", "query", "words", "ratio", "lexrank", "sumbasic", "documents",
        "cut", "many",
    ],
)  # fmt: skip
def test_every_way_in_grows_with_the_text(function):
    """So does whatever else a user may call."""
    function(prose(SIZES[0]))
    assert_linear([calls(function, prose(n)) for n in SIZES])


def test_a_long_query_of_korean_grows_with_its_words():
    """Nouns are looked up by the beginning of a word, not each tried on each word of the text."""

    def ask(many):
        said = [f"{chr(0xAC00 + k // 80)}{chr(0xAC00 + k % 80)}이" for k in range(many)]
        assert set(map(terms._forms(said), said)) == {1}

    assert_linear([calls(ask, n) for n in SIZES])


def allocated(function, *arguments):
    """Give the bytes that were in use at once, at most, while a function ran."""
    tracemalloc.start()
    try:
        function(*arguments)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("method", ["textrank", "lsa"])
def test_memory_of_methods_that_decompose_grows_with_the_text(method):
    """A character of text takes no more memory in a long text than in a short one."""
    texts = [prose(4 * n) for n in SIZES]
    summarize(texts[0], method=method)
    each = [allocated(lambda t: summarize(t, method=method), t) / len(t) for t in texts]
    assert max(each) <= 1.15 * each[0], each
    assert max(each) <= 24  # bytes: a fifth more than the most measured


def test_memory_of_a_corpus_is_that_of_a_batch():
    """Four times the texts, one after another, take no more memory at once."""

    def run(texts):
        for summary in Summarizer(sentences=1).summarize_many(prose(8, k) for k in range(texts)):
            str(summary)

    run(50)
    characters = len(prose(8)) * 400
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("summarize.corpus.in_batches.__defaults__", (characters // 8, size_of))
        few = allocated(run, 400)
        many = min(allocated(run, 1600) for _ in range(2))  # threads of a test runner need some too
    assert many <= 1.2 * few, (few, many)


def test_a_quadratic_step_would_be_noticed():
    """Comparing all pairs of sentences fails the check that the others pass."""

    def pairs(text):
        lines = text.split(". ")
        return sum(a.startswith(b) for a in lines for b in lines)

    with pytest.raises(AssertionError):
        assert_linear([calls(pairs, prose(n)) for n in SIZES])


# --- what calls do not show -----------------------------------------------------------


class Watched:
    """A pattern that adds up how many characters its matches go through."""

    def __init__(self, pattern, passed):
        self.pattern, self.passed = pattern, passed

    def _note(self, found, start):
        self.passed[0] += found.end() - start if found else 0
        return found

    def match(self, text, start=0, end=sys.maxsize):
        """Match, and note how far."""
        return self._note(self.pattern.match(text, start, end), start)

    def search(self, text, start=0, end=sys.maxsize):
        """Search, and note how far."""
        return self._note(self.pattern.search(text, start, end), start)

    def finditer(self, text, start=0, end=sys.maxsize):
        """Find all, and note how far."""
        for found in self.pattern.finditer(text, start, end):
            yield self._note(found, start)
            start = found.end()

    def fullmatch(self, text, start=0, end=sys.maxsize):
        """Match the whole, and note how far."""
        return self._note(self.pattern.fullmatch(text, start, end), start)

    def split(self, text):
        """Split, and note how far."""
        self.passed[0] += len(text)
        return self.pattern.split(text)


def passes(text, patch):
    """Give how often the splitter's patterns go through a text, in all."""
    passed = [0]
    for module in (layout, gaps, dots, rules):
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                patch.setattr(module, name, Watched(value, passed))

    def compiled(*arguments):
        return Watched(re.compile(*arguments), passed)

    names = {"compile": compiled, "escape": re.escape, "DOTALL": re.DOTALL}
    for module in (gaps, rules):
        patch.setattr(module, "re", SimpleNamespace(**names))
    patch.setattr(rules, "rules_of", gaps.rules_of.__wrapped__)
    assert rules.split_spans(text, "en")
    assert passed[0]
    return passed[0] / len(text)


RUNS = (
    "a.b ", "Dr. ", ". [1] ", '." ', "the end.The next", "1. ", "\n- a", "x. y ", ":-) ", "[…] ",
)  # fmt: skip


@pytest.mark.parametrize("run", RUNS)
def test_the_splitter_goes_through_a_text_a_few_times(run, monkeypatch):
    """However long a run of marks is, the patterns go through it no more than 25 times."""
    with monkeypatch.context() as patch:
        short = passes(run * 1000, patch)
    with monkeypatch.context() as patch:
        long = passes(run * 4000, patch)
    assert long <= 1.1 * short, (short, long)
    assert long <= 25


def test_the_splitter_goes_through_prose_once(monkeypatch):
    """Prose is gone through once, from gap to gap; hardly a gap is looked at again."""
    with monkeypatch.context() as patch:
        assert passes(prose(500), patch) <= 1.1


def test_a_pattern_that_looks_through_the_rest_would_be_noticed(monkeypatch):
    """A pattern that goes on to the end from every mark is counted each time."""
    with monkeypatch.context() as patch:
        patch.setattr(gaps, "_TAIL", r"(?:.|\s)*+")
        assert passes("etc. x. y " * 1000, patch) > 25


def effort(function, text):
    """Give the processor's seconds, the least of three."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        function(text)
        taken.append(time.process_time() - start)
    return min(taken)


def assert_no_retries(function, run):
    """Eight times a run of characters takes far less than 64 times the effort."""
    short, long = (effort(function, run * (n // len(run)) + "x") for n in (1500, 12_000))
    assert long <= 24 * max(short, 0.002), (short, long)


def test_all_keywords_of_a_text_are_found_in_proportion():
    """Each phrase is compared with its own parts, and not with all that were chosen before."""

    def different(size):
        words = (f"{''.join(WORDS[int(d)] for d in str(number))}" for number in range(size))
        return "\n\n".join(map(" ".join, zip(*[words] * 8, strict=False)))

    short, long = (
        effort(lambda text: keywords(text, n=10**9), different(n)) for n in (1500, 12_000)
    )
    assert long <= 24 * short, (short, long)


@pytest.mark.parametrize(
    "run",
    [
        "a-", "a.", "“a", "“水", "a'", "1,", "://", "«»", " \t", "e\u0301", "…", "”,", "[1]",
        ":-) ",
    ],
)  # fmt: skip
def test_no_pattern_begins_again_and_again(run):
    """A run of 12,000 characters before a letter is no trouble for any pattern."""
    summarize("Warm up.")
    assert_no_retries(summarize, run)


def test_a_pattern_that_begins_again_would_be_noticed():
    """A search for what ends a text, from each place in it, fails the check."""
    with pytest.raises(AssertionError):
        assert_no_retries(lambda text: re.sub(r"(?:a|b)+\Z", "", text), "ab")


def entries(function, text, patch):
    """Count the entries of all sparse matrices that are multiplied, SciPy's and our own.

    Where both are sparse, an entry counts as often as it meets one of the other.
    """
    total = 0

    def watch(kind, name, size):
        real = getattr(kind, name)

        def counted(self, other):
            nonlocal total
            total += size(self, other)
            return real(self, other)

        patch.setattr(kind, name, counted)

    def met(matrix, other):
        if not sp.issparse(other):
            return matrix.nnz
        meets = other.tocsr().count_nonzero(axis=1)
        return int(meets[matrix.tocsr().indices].sum())

    for kind in (sp.csr_array, sp.csc_array):
        watch(kind, "__matmul__", met)
    for name in ("times", "back"):
        watch(Rows, name, lambda matrix, _: len(matrix.data))
    function(text)
    return total


PRODUCTS = {
    "default": {}, "query": {"query": "bodan kafel"}, "ratio": {"ratio": 0.2},
    "words": {"words": 90}, "textrank": {"method": "textrank"}, "lexrank": {"method": "lexrank"},
    "centroid": {"method": "centroid"}, "mmr": {"selector": "mmr"},
    "mmr, a share": {"selector": "mmr", "ratio": 0.2},
}  # fmt: skip
QUADRATIC_MMR = pytest.mark.xfail(
    strict=True, reason="selectors.MMR: each one chosen beside all that share a word with it"
)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(options, id=name, marks=QUADRATIC_MMR if name == "mmr, a share" else ())
        for name, options in PRODUCTS.items()
    ],
)
def test_entries_of_all_products_grow_with_the_text(options, monkeypatch):
    """Entries times steps, over the walk and the choice: twice the text, about twice."""
    totals = []
    for n in SIZES:
        with monkeypatch.context() as patch:
            totals.append(entries(lambda text: summarize(text, **options), prose(n), patch))
    assert totals[0] > 0
    assert all(after <= 1.25 * DOUBLED * before for before, after in pairwise(totals)), totals


ALONE = [method for method in METHODS if method not in ("textrank", "lexrank")]  # no neighbours


@pytest.mark.parametrize("query", [None, "bodan kafel"])
@pytest.mark.parametrize("method", ALONE)
def test_what_reasons_share_is_worked_out_once(method, query, monkeypatch):
    """To explain every sentence takes the products that the first one takes, and no more."""

    def products(text, rows):
        summary = summarize(text, method=method, query=query)
        with monkeypatch.context() as patch:
            return entries(lambda rows: [summary.explain(row) for row in rows], rows, patch)

    text = prose(60)
    assert products(text, range(60)) == products(text, range(1))


def chain(sentences):
    """Make sentences that share a word with the next one alone: what a walk takes longest for."""
    return " ".join(f"Dam{k}x broke{k}x dam{k + 1}x." for k in range(sentences))


@pytest.mark.parametrize("make", [prose, chain])
@pytest.mark.parametrize("similarity", ["cosine", "bm25", "overlap"])
def test_entries_of_the_walk_are_steps_times_words(similarity, make, monkeypatch):
    """The walk goes through each word twice a step, and takes no more steps in a long text."""
    seen = []
    real = graph.Factored._product

    def counted(self, left, right, values):
        seen.append(left.nnz + right.nnz)
        return real(self, left, right, values)

    monkeypatch.setattr(graph.Factored, "_product", counted)
    for n in SIZES:
        seen.clear()
        summarize(make(n), method=TextRank(similarity=similarity))
        assert 2 <= len(seen) <= 150  # since 0.85^142 is 1e-10, the tolerance
        assert max(seen) <= 2 * 18 * n  # a sentence has 18 words at most


def rare_words(sentences):
    """Make sentences whose words are in some eighteen sentences each, as names and numbers are."""
    chance = random.Random(0)
    words = [f"w{chance.randrange(sentences * 60 // 18)}x" for _ in range(60 * sentences)]
    return " ".join(" ".join(words[k : k + 60]) + "." for k in range(0, len(words), 60))


def one_holds_all(sentences):
    """Make short sentences without a word in common, and a long one that holds every word."""
    words = [f"w{k}x" for k in range(5 * sentences)]
    parts = [" ".join(words[k : k + 5]) + "." for k in range(0, len(words), 5)]
    return Document.from_sentences([*parts, " ".join(words) + "."], language="en")


HEAVY = {  # kind of text -> how to make it, bytes a character: the most measured, a fifth more
    "prose": (lambda n: prose(4 * n), 26),
    "one sentence again and again": (lambda n: TEXTS["one sentence again and again"](4 * n), 32),
    "near copies": (lambda n: TEXTS["near copies"](4 * n), 34),
    "all lean on the one before": (lambda n: TEXTS["all lean on the one before"](4 * n), 22),
    "one line without an end": (lambda n: TEXTS["one line without an end"](4 * n), 18),
    "dots": (lambda n: TEXTS["dots"](4 * n), 32),
    "initials": (TEXTS["initials"], 30),
    "Chinese": (lambda n: "这是一个句子。他说。" * (2 * n), 150),
    "rare words": (rare_words, 42),
    "one that holds the words of all others": (lambda n: one_holds_all(4 * n), 40),
}


@pytest.mark.parametrize("kind", HEAVY)
def test_memory_of_hostile_text(kind):
    """No text takes more than a stated number of bytes a character, however long."""
    make, bound = HEAVY[kind]
    texts = [make(n) for n in SIZES]
    summarize(texts[0])
    # of two runs the lesser: what else happens in the process meanwhile only adds
    each = [min(allocated(summarize, text) for _ in range(2)) / len(text) for text in texts]
    assert max(each) <= 1.15 * each[0], each
    assert max(each) <= bound, each


def test_memory_that_is_quadratic_would_be_noticed():
    """A table of all pairs of sentences takes more a character in a longer text."""

    def table(text):
        lines = text.split(". ")
        return [bytes(8 * len(lines)) for _ in lines]

    each = [allocated(table, text) / len(text) for text in map(prose, SIZES)]
    with pytest.raises(AssertionError):
        assert max(each) <= 1.15 * each[0]


@pytest.mark.parametrize("text", ["The dam broke.", ""])
def test_a_stream_is_read_a_batch_at_a_time(text, monkeypatch):
    """Of texts without end no more are read than a batch holds, whether summaries are asked for."""
    read = 0

    def texts():
        nonlocal read
        for read in count(1):
            assert read <= 10_000, "it reads on and on"
            yield text

    room = 20_000
    monkeypatch.setattr("summarize.corpus.in_batches.__defaults__", (room, size_of))
    summaries = Summarizer(sentences=1).summarize_many(texts())
    assert read == 0
    batch = room // (len(text) + 500) + 1
    for taken in range(1, 4 * batch):
        next(summaries)
        assert taken <= read <= taken + batch
