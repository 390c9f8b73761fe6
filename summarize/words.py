"""The words of many sentences at once, as arrays.

Takes sentences and what turns the words of each into terms (`tokens`), gives the number of
each word's term and its sentence.  A kind of word is looked at once, however often it stands
in a batch.  Counts and weighs nothing: that is `terms`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from itertools import count, repeat
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from summarize.arrays import IntArray, add_up
from summarize.tokens import ASIDE, FIRST, PUNCTUATION, SECOND, Analyser

_Key = TypeVar("_Key", bound=Hashable)

#: Words that begin with the same so many letters are forms of one.
STEM = 6


class Words(NamedTuple):
    """The words of a batch, in order: the term of each (-1: none), and its row.

    Beside them, how many words of a budget each row has, and what they hint at, as bits.
    """

    ids: IntArray
    rows: IntArray
    counts: IntArray
    hints: IntArray


def find_words(texts: list[str], analysers: Sequence[Analyser], terms: dict[str, int]) -> Words:
    """Find the words of all sentences; new terms are numbered."""
    whose = [*map(id, analysers)]
    if len(set(whose)) == 1:  # nearly always
        return _words_of_analyser(texts, analysers[0], terms)
    counts, hints = np.zeros((2, len(texts)), dtype=np.int64)
    ids, rows = [counts[:0]], [counts[:0]]
    for own in groups(whose).values():
        found = _words_of_analyser([texts[row] for row in own], analysers[own[0]], terms)
        counts[own], hints[own] = found.counts, found.hints
        ids.append(found.ids)
        rows.append(own[found.rows])
    order = np.argsort(np.concatenate(rows), kind="stable")
    return Words(np.concatenate(ids)[order], np.concatenate(rows)[order], counts, hints)


def _words_of_analyser(texts: list[str], analyser: Analyser, terms: dict[str, int]) -> Words:
    """Find the words that one analyser is for; new terms are numbered.

    No word goes beyond white space, so each kind of what stands between it, a word
    and its punctuation, is looked at once.
    """
    pieces, piece, row = _split(texts)
    kinds = _look_at(pieces, analyser, terms)
    times = kinds.widths[piece]
    ends = times.cumsum()
    # those of a piece stand one after another from the first of its kind
    first = kinds.first[piece] - ends + times
    hints = kinds.hints[piece]
    phrase = (hints[:-1] & FIRST > 0) & (hints[1:] & SECOND > 0) & (row[:-1] == row[1:])
    hints[1:][phrase] |= ASIDE
    return Words(
        kinds.ids[first.repeat(times) + np.arange(len(ends) and ends[-1])],
        row.repeat(times),
        add_up(row, kinds.counts[piece], len(texts)).astype(np.int64),
        _gather(row, hints, len(texts)),
    )


def _gather(rows: IntArray, bits: npt.NDArray[np.int8], count: int) -> IntArray:
    """Give the bits that are set anywhere in each row."""
    found, told = np.zeros(count, dtype=np.int64), bits.nonzero()[0]
    np.bitwise_or.at(found, rows[told], bits[told])
    return found


def _split(texts: list[str]) -> tuple[list[str], IntArray, IntArray]:
    """Cut texts at white space; give the kinds of pieces, the kind of each, and its row."""
    number: dict[str, int] = defaultdict(count().__next__)
    pieces: list[int] = []
    widths: list[int] = []
    for text in texts:
        found = text.split()
        pieces += map(number.__getitem__, found)
        widths.append(len(found))
    return list(number), np.array(pieces, dtype=np.int64), np.arange(len(texts)).repeat(widths)


def groups(values: Sequence[_Key]) -> dict[_Key, IntArray]:
    """Give where each different value stands, in the order of first use."""
    places: dict[_Key, list[int]] = defaultdict(list)
    for place, value in enumerate(values):
        places[value].append(place)
    return {value: np.array(own) for value, own in places.items()}


class _Kinds(NamedTuple):
    """What the kinds of pieces hold: the terms of their words (-1: none) ...

    ... where the first of each kind's stands, how many it has, how many words of a budget
    it is, and what it hints at.
    """

    ids: IntArray
    first: IntArray
    widths: IntArray
    counts: IntArray
    hints: npt.NDArray[np.int8]


def _look_at(pieces: Sequence[str], analyser: Analyser, terms: dict[str, int]) -> _Kinds:
    """Find the terms of kinds of pieces.

    Nearly all are one word of ASCII letters, with punctuation around it, whose term is
    the word in lower case; the others are looked at one by one.
    """
    simple, silent = analyser.lowers, analyser.stop_words
    lower = [
        bare.lower()
        if ((bare := piece).isalnum() or (bare := piece.strip(PUNCTUATION)).isalnum())
        and bare.isascii()
        and simple
        else ""
        for piece in pieces
    ]
    ids = [
        terms.setdefault(term, len(terms)) if term and term not in silent else -1 for term in lower
    ]
    hints = np.fromiter(map(analyser.cues.get, lower, repeat(0)), np.int8, len(lower))
    first, (widths, counts) = np.arange(len(pieces)), np.ones((2, len(pieces)), dtype=np.int64)
    if odd := [kind for kind, term in enumerate(lower) if not term]:
        whole = (pieces[kind].strip(PUNCTUATION) or pieces[kind] for kind in odd)
        found, counts[odd], hints[odd] = zip(*map(analyser.look, whole), strict=True)
        for kind, own in zip(odd, found, strict=True):
            first[kind], widths[kind] = len(ids), len(own)
            ids += [terms.setdefault(term, len(terms)) if term else -1 for term in own]
    return _Kinds(np.array(ids, dtype=np.int64), first, widths, counts, hints)


def stem_numbers(terms: Sequence[str]) -> IntArray:
    """Give terms that begin with the same letters the same number: the place of the first."""
    first = dict[str, int]()
    each = [first.setdefault(term[:STEM], place) for place, term in enumerate(terms)]
    return np.array(each, dtype=np.int64)
