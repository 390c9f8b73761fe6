"""Growth: work and memory grow with the text, by counts that no machine changes.

What is counted: calls of functions (Python's and C's), bytes allocated at most, and the entries
that sparse products go through.  A step that is quadratic shows in one of them.
"""

from __future__ import annotations

import random
import sys
import tracemalloc
from itertools import pairwise

import pytest
import scipy.sparse as sp

from summarize import Summarizer, keywords, split_sentences, summarize

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


def allocated(function, *arguments):
    """Give the bytes that were in use at once, at most, while a function ran."""
    tracemalloc.start()
    try:
        function(*arguments)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("method", [None, "textrank"])
def test_memory_grows_with_the_text(method):
    """A character of text takes no more memory in a long text than in a short one."""
    texts = [prose(4 * n) for n in SIZES]
    summarize(texts[0], method=method)
    each = [allocated(lambda t: summarize(t, method=method), t) / len(t) for t in texts]
    assert max(each) <= 1.15 * each[0], each
    assert max(each) <= 100  # bytes


def test_memory_of_a_corpus_is_that_of_a_batch():
    """Four times the texts, one after another, take no more memory at once."""

    def run(texts):
        for summary in Summarizer(sentences=1).summarize_many(prose(8, k) for k in range(texts)):
            str(summary)

    run(50)
    characters = len(prose(8)) * 400
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("summarize.corpus.in_batches.__defaults__", (characters // 8, None))
        few, many = allocated(run, 400), allocated(run, 1600)
    assert many <= 1.2 * few, (few, many)


def test_products_of_the_walk_grow_with_the_text(monkeypatch):
    """The walk of TextRank goes through each word of each sentence, never through pairs."""
    seen = []
    real = sp.csr_array.__matmul__

    def counted(self, other):
        seen.append(self.nnz)
        return real(self, other)

    monkeypatch.setattr(sp.csr_array, "__matmul__", counted)
    largest = []
    for n in SIZES:
        seen.clear()
        summarize(prose(n), method="textrank")
        assert seen
        largest.append(max(seen))
    assert_linear([1000 * entries for entries in largest])
    assert largest[-1] <= 18 * SIZES[-1]  # no more than the words


def test_a_quadratic_step_would_be_noticed():
    """Comparing all pairs of sentences fails the check that the others pass."""

    def pairs(text):
        lines = text.split(". ")
        return sum(a.startswith(b) for a in lines for b in lines)

    with pytest.raises(AssertionError):
        assert_linear([calls(pairs, prose(n)) for n in SIZES])
