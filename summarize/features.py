"""What can be seen of a sentence without knowing any word: the features of learning.

Takes a batch, gives one row of numbers a sentence: its place, its length, what it
shares with the others, how it is written.  No feature belongs to one language.
Decides nothing: that is `learning`.
"""

from __future__ import annotations

import re
from operator import itemgetter

import numpy as np

from summarize.arrays import FloatArray, IntArray, Rows, add_up
from summarize.batch import Batch
from summarize.gaps import CLOSERS, TERMINATORS
from summarize.letters import QUESTION_MARKS
from summarize.scores import METHODS

_NUMBER = re.compile(r"\d+")
_QUOTE = re.compile(r"[\"“”«»„‘「」]")
_DASH = re.compile(r"\s[-–—]+\s|--|—")

#: How a sentence is written, in the order in which `_form` gives it.
FORM = (
    "holds a number",
    "numbers a word",
    "capitals a word",
    "commas a word",
    "letters a word",
    "quotes",
    "opens with a quote",
    "question",
    "exclamation",
    "brackets",
    "colon",
    "dash",
    "opens in lower case",
    "ends as sentences end",
)
#: Where it stands.
PLACE = ("first", "second", "early", "place", "place in the text", "last")
#: What it shares with the rest of its text, and how long it is.
CONTENT = (
    "default score",
    "default score within the text",
    "similarity to all",
    "similarity to the first",
    "similarity to the opening",
    "similarity to the one before",
    "similarity to the next",
    "length",
    "shortness",
    "longness",
    "stop words",
    "words said once",
    "words brought up",
    "length of the text",
)
NAMES = CONTENT + PLACE + FORM


def features(batch: Batch) -> FloatArray:
    """Describe the sentences of a batch, shape (n, number of `NAMES`).

    Rounded, so that a text gets the same numbers alone and in a batch.

    Examples
    --------
    >>> from summarize.terms import from_matrix
    >>> features(from_matrix(np.eye(3)))[:, NAMES.index("first")].tolist()
    [1.0, 0.0, 0.0]
    """
    columns = [*_content(batch), *_place(batch), *_form(batch)]
    return np.asarray(np.round(np.stack(columns, axis=1), 6), dtype=float)


def standardised(values: FloatArray, unit: IntArray) -> FloatArray:
    """Give the values of each unit the mean 0 and the variance 1; equal ones become 0."""
    size = np.maximum(np.bincount(unit), 1)
    centred = values - (add_up(unit, values, len(size)) / size)[unit]
    spread = np.sqrt(add_up(unit, centred**2, len(size)) / size)[unit]
    return np.divide(centred, spread, out=np.zeros(len(values)), where=spread > 1e-9)


def _content(batch: Batch) -> list[FloatArray]:
    default = np.log(np.maximum(METHODS["coverage"].score_sentences(batch), 1e-6))
    long = np.maximum(batch.words, 1.0)
    vectors, place = batch.vectors, 1.0 / (1.0 + batch.position / 3)
    before, after = _beside(batch, vectors)
    different = batch.held.stored()
    return [
        default,
        standardised(default, batch.unit),
        np.log(np.maximum(_near(vectors, np.ones(len(batch))), 1.0)),
        _near(vectors, (batch.position == 0).astype(float)) * (batch.position > 0),
        np.log1p(np.maximum(_near(vectors, place) - place, 0.0)),
        before,
        after,
        np.log(long),
        np.maximum(np.log(10 / long), 0.0),
        np.maximum(np.log(long / 25), 0.0),
        _stop_words(batch),
        batch.binary.times((batch.frequency == 1).astype(float)) / np.maximum(different, 1),
        _brought_up(batch) / np.sqrt(long),
        np.log(np.maximum(batch.sizes, 1))[batch.unit],
    ]


def _near(vectors: Rows, weights: FloatArray) -> FloatArray:
    """Sum the cosines of each sentence with all, each with a weight."""
    return vectors.times(vectors.back(weights))


def _beside(batch: Batch, vectors: Rows) -> tuple[FloatArray, FloatArray]:
    """Give the cosines with the sentence before and with the next, of the same document."""
    before, after = np.zeros((2, len(batch)))
    cosines = vectors.csr[1:].multiply(vectors.csr[:-1]).sum(axis=1)
    before[1:] = after[:-1] = cosines * (batch.position[1:] > 0)
    return before, after


def _stop_words(batch: Batch) -> FloatArray:
    """Give the share of the words that count for nothing."""
    every: FloatArray = np.bincount(batch.sequence_row, minlength=len(batch)).astype(float)
    return 1.0 - batch.held.sums() / np.maximum(every, 1.0)


def _brought_up(batch: Batch) -> FloatArray:
    """Count the words that a sentence says first, and another after it."""
    held = batch.held
    first = np.full(held.width, len(batch))
    np.minimum.at(first, held.indices, held.row)
    new = (first[held.indices] == held.row) & (batch.frequency > 1)[held.indices]
    return held.valued(new.astype(float)).sums()


def _place(batch: Batch) -> list[FloatArray]:
    place = batch.position.astype(float)
    sizes = np.diff(np.flatnonzero(place == 0), append=len(batch))  # of the documents
    end = np.repeat(sizes - 1.0, sizes)
    return [
        (place == 0).astype(float),
        (place == 1).astype(float),
        1.0 / (1.0 + place / 2),
        np.log1p(place),
        place / np.maximum(end, 1.0),
        (place == end).astype(float),
    ]


def _form(batch: Batch) -> list[FloatArray]:
    pairs = zip(batch.texts, np.maximum(batch.words, 1).tolist(), strict=True)
    seen = [_written(text, long) for text, long in pairs]
    return list(np.array(seen, dtype=float).reshape(len(batch), len(FORM)).T)


def _written(text: str, long: int) -> tuple[float, ...]:
    numbers = len(_NUMBER.findall(text))
    capitals = sum(map(str.isupper, map(itemgetter(0), text.split()[1:])))
    end = text.rstrip(CLOSERS)[-1:]
    return (
        numbers > 0,
        numbers / long,
        capitals / long,
        text.count(",") / long,
        len(text) / long,
        bool(_QUOTE.search(text)),
        bool(_QUOTE.match(text)),
        end in QUESTION_MARKS,
        end in {"!", "！"},
        "(" in text or "[" in text,
        ":" in text,
        bool(_DASH.search(text)),
        text[:1].islower(),
        bool(end) and end in TERMINATORS,
    )
