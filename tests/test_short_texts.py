"""Two sentences of short texts in many languages: found, cut and chosen without a hint.

The texts are in `data/short_texts.toml`, and what is known to go wrong is marked there.
"""

from __future__ import annotations

import textwrap
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from itertools import accumulate
from pathlib import Path

import pytest

from summarize import split_sentences, summarize

ENTRIES = tomllib.loads(
    (Path(__file__).parent / "data" / "short_texts.toml").read_text(encoding="utf-8")
)["text"]


def cases(aspect):
    """Give every text as a parameter, with a mark where this aspect is known to fail."""
    parameters = []
    for number, entry in enumerate(ENTRIES):
        fails = aspect in entry.get("fails", "").split()
        marks = [pytest.mark.xfail(strict=True, reason=entry["reason"])] if fails else []
        name = f"{entry['language']}-{entry['title']}"
        parameters.append(pytest.param(number, id=name, marks=marks))
    return parameters


@cache
def text_of(number):
    """Join a text's sentences as its entry says; give it with the span of each."""
    entry = ENTRIES[number]
    sentences, newline = entry["sentences"], entry.get("newline", "\n")
    join = entry.get("join", "" if entry["language"] in {"zh", "ja"} else " ")
    if "form" in entry:
        sentences = [unicodedata.normalize(entry["form"], sentence) for sentence in sentences]
    text = join.join(sentences)
    if "wrap" in entry:  # each break takes the place of one space
        options = {"break_long_words": False, "break_on_hyphens": False}
        text = textwrap.fill(text, entry["wrap"], **options)
    ends = accumulate(len(sentence) + len(join) for sentence in sentences)
    spans = [
        (end - len(sentence) - len(join), end - len(join))
        for sentence, end in zip(sentences, ends, strict=True)
    ]
    assert [text[a:b].split() for a, b in spans] == [s.split() for s in sentences]
    shift = [a + (len(newline) - 1) * text.count("\n", 0, a) for a in range(len(text) + 1)]
    return text.replace("\n", newline), [(shift[a], shift[b]) for a, b in spans]


@cache
def summary_of(number):
    """Summarise a text in two sentences without naming its language."""
    return summarize(text_of(number)[0], sentences=2)


def in_gist(number):
    """Say of each chosen sentence whether it is one of those a fair reader would accept."""
    spans = text_of(number)[1]
    accepted = {spans[index] for index in ENTRIES[number]["gist"]}
    return [(s.start, s.end) in accepted for s in summary_of(number)]


@pytest.mark.parametrize("number", cases("language"))
def test_the_language_is_found(number):
    """The summary knows what language the text is in."""
    assert summary_of(number).language == ENTRIES[number]["language"]


@pytest.mark.parametrize("number", cases("split"))
def test_the_sentences_are_found(number):
    """The splitter gives the sentences that the text was joined from, and no other."""
    text, spans = text_of(number)
    assert [s.text for s in split_sentences(text)] == [text[a:b] for a, b in spans]


@pytest.mark.parametrize("number", cases("whole"))
def test_two_whole_sentences_come_back(number):
    """What is chosen are two sentences of the text, each at its span and word for word."""
    text, spans = text_of(number)
    chosen = [(s.start, s.end, s.text) for s in summary_of(number)]
    assert len(chosen) == 2
    assert set(chosen) <= {(a, b, text[a:b]) for a, b in spans}


@pytest.mark.parametrize("number", cases("gist"))
def test_the_gist_is_there(number):
    """At least one of the two sentences says what the text is about."""
    assert any(in_gist(number))


@pytest.mark.parametrize("number", cases("decomposed"))
def test_decomposed_letters_change_nothing(number):
    """A text with its accents written as signs of their own is cut where it is cut without."""
    text = text_of(number)[0]
    decomposed = unicodedata.normalize("NFD", text)
    assert summarize(decomposed, sentences=2).language == ENTRIES[number]["language"]
    assert composed(decomposed) == composed(text)


def composed(text):
    """Give the sentences of a text, each letter as one character again."""
    return [unicodedata.normalize("NFC", s.text) for s in split_sentences(text)]


def test_most_of_what_is_chosen_is_gist():
    """Of all chosen sentences 6 in 10 are among the 4 in 10 that a fair reader would accept."""
    hits = [hit for number in range(len(ENTRIES)) for hit in in_gist(number)]
    accepted = sum(len(entry["gist"]) for entry in ENTRIES)
    assert accepted <= 0.45 * sum(len(entry["sentences"]) for entry in ENTRIES)
    assert sum(hits) >= 0.6 * len(hits)


def test_the_texts_are_of_many_languages_and_scripts():
    """The texts are written in at least 25 languages and 12 scripts."""
    scripts = set()
    for number in range(len(ENTRIES)):
        letters = filter(str.isalpha, text_of(number)[0])
        names = Counter(unicodedata.name(letter).split()[0] for letter in letters)
        scripts.add(names.most_common(1)[0][0])
    assert len({entry["language"] for entry in ENTRIES}) >= 25
    assert len(scripts) >= 12


def test_a_fair_gist_is_a_part_of_the_text():
    """Each text has five to eight sentences, and two to four of them are its gist."""
    for entry in ENTRIES:
        assert 5 <= len(entry["sentences"]) <= 8
        assert 2 <= len(set(entry["gist"])) <= 4
        assert set(entry["gist"]) <= set(range(len(entry["sentences"])))
