"""Which sentences may stand in a summary, and which has to come along with which.

Takes a batch whose sentences were looked at (`reading`), gives arrays that
`selection` keeps to.  Scores nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp

from summarize.arrays import BoolArray, FloatArray, IntArray
from summarize.batch import Batch

#: So many sentences come along with one at most.
ALONG = 2
#: Two sentences say the same where they share so much of the words of both ...
SAME = 0.8
#: ... of which each has so many, ...
ENOUGH = 5
#: So many entries of pairs are compared at once.
AT_ONCE = 20_000
#: ... and where some of their rarest words are in no more sentences than this.
RARE = 20


class Rules(NamedTuple):
    """What a readable choice keeps to, each of shape (n,).

    Parameters
    ----------
    anchor : ndarray of int
        The first of the sentences that have to stand before this one, itself
        included; -1 where none would help.
    whole : ndarray of bool
        It may be chosen: it is no heading among sentences.
    copies : ndarray of int
        A number that it shares with what says the same.
    """

    anchor: IntArray
    whole: BoolArray
    copies: IntArray


@dataclass
class Bundles:
    """Each sentence with what it brings along: rows `begin` to itself, each of shape (n,)."""

    begin: IntArray
    costs: IntArray
    fits: BoolArray

    def mean(self, gains: FloatArray, weights: IntArray) -> FloatArray:
        """Give the gain of each bundle: the weighted mean of its sentences' gains."""
        total, weight = gains * weights, weights.copy()
        for head, along in self.along():
            total[head] += gains[along] * weights[along]
            weight[head] += weights[along]
        return np.where(self.begin < np.arange(len(gains)), total / weight, gains)

    def rows(self, heads: IntArray, copies: IntArray | None = None) -> IntArray:
        """Give all rows of some bundles, but of those that hold a copy of one before."""
        if (self.begin[heads] == heads).all():
            return heads
        each = [np.arange(self.begin[head], head + 1) for head in heads]
        rows, owner = np.concatenate(each), np.repeat(np.arange(len(heads)), [*map(len, each)])
        if copies is not None:
            _, first, number = np.unique(copies[rows], return_index=True, return_inverse=True)
            bad = np.unique(owner[rows != rows[first[number]]])
            rows = rows[~np.isin(owner, bad)]
        return np.asarray(rows[np.sort(np.unique(rows, return_index=True)[1])])

    def along(self) -> Iterator[tuple[IntArray, IntArray]]:
        """Give the heads that bring along a first sentence, a second, and these sentences."""
        distance = np.arange(len(self.begin)) - self.begin
        for k in range(1, ALONG + 1):
            head = np.flatnonzero(distance >= k)
            yield head, head - k


def bundle(rules: Rules, taken: BoolArray, open_: BoolArray, costs: IntArray) -> Bundles:
    """Find what each sentence has to bring along, after those that are taken.

    Parameters
    ----------
    rules : Rules
    taken, open_ : ndarray of bool, shape (n,)
        What the summary holds, and what it may still take.
    costs : ndarray of int, shape (n,)
    """
    rows = np.arange(len(taken))
    after = np.concatenate([[0], np.maximum.accumulate(np.where(taken, rows + 1, 0))])[:-1]
    allowed = open_ & rules.whole
    fits = allowed & (rules.anchor >= 0)
    bundles = Bundles(np.where(fits, np.maximum(rules.anchor, after), rows), costs.copy(), fits)
    for head, along in bundles.along():
        bundles.costs[head] += costs[along]
        # a sentence is not brought along by its own copy
        fits[head] &= allowed[along] & (rules.copies[along] != rules.copies[head])
        fits[head] &= fits[head - 1]
    return bundles


def free(batch: Batch) -> Rules:
    """Give the rules of a choice by score alone: only copies count."""
    n = len(batch)
    return Rules(np.arange(n), np.ones(n, dtype=bool), batch.copies)


def readable(batch: Batch) -> Rules:
    """Give the rules of a choice that reads well; those of `free` for a batch not looked at."""
    if batch.reading is None:
        return free(batch)
    return Rules(anchors(batch, batch.reading.leans), sentences(batch), echoes(batch))


def anchors(batch: Batch, leans: BoolArray) -> IntArray:
    """Find where each sentence's meaning begins: the last one before it that does not lean.

    The first sentence of a text has nothing before it and opens the summary as it
    opens the text; that of one document among several does not.  More than two
    sentences do not come along.
    """
    rows = np.arange(len(batch))
    single = np.maximum.reduceat(batch.document, batch.starts[:-1][batch.sizes > 0]) == 0
    alone = np.zeros(batch.units, dtype=bool)
    alone[batch.sizes > 0] = single
    first = batch.position == 0
    stands = ~leans | (first & alone[batch.unit])
    last = np.maximum.accumulate(np.where(stands | first, rows, 0))
    return np.where(stands[last] & (rows - last <= ALONG), last, -1)


def sentences(batch: Batch) -> BoolArray:
    """Leave out headings, captions and fragments, where half of a text are sentences."""
    if batch.reading is None:
        return np.ones(len(batch), dtype=bool)
    whole = batch.reading.whole & batch.has_word
    share = batch.per_unit(whole.astype(float)) / np.maximum(
        batch.per_unit(batch.has_word.astype(float)), 1.0
    )
    return whole | (share < 0.5)[batch.unit]


def echoes(batch: Batch) -> IntArray:
    """Give sentences that say the same the same number.

    Copies do, and sentences of five words and more (in all their forms) that share
    four fifths of the words of both.
    """
    first, second = _near(batch.concepts)
    if not len(first):
        return batch.copies
    firsts = np.unique(batch.copies, return_index=True)[1]
    one = np.concatenate([first, np.arange(len(batch))])
    other = np.concatenate([second, firsts[batch.copies]])
    links = sp.coo_array((np.ones(len(one)), (one, other)), shape=(len(batch), len(batch)))
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - slow, and rare

    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int64)


def _near(concepts: Any) -> tuple[IntArray, IntArray]:
    """Find the pairs of rows that share `SAME` of what both hold.

    Two such rows share one of their rarest columns, if as many of these are looked
    at as may be missing (prefix filtering, Chaudhuri, Ganti & Kaushik 2006).
    """
    held = np.diff(concepts.indptr)
    frequency = np.bincount(concepts.indices, minlength=concepts.shape[1])
    row = np.repeat(np.arange(len(held)), held)
    spare = held - np.ceil(SAME * held).astype(np.int64) + 1
    lonely = np.bincount(row, weights=frequency[concepts.indices] == 1, minlength=len(held))
    open_ = (held >= ENOUGH) & (lonely < spare)
    entry = np.flatnonzero(open_[row] & (frequency[concepts.indices] > 1))
    row, column = row[entry], concepts.indices[entry]
    order = np.lexsort((column, frequency[column], row))
    row, column = row[order], column[order]
    place = np.arange(len(row)) - np.searchsorted(row, row)
    rare = (place < (spare - lonely)[row]) & (frequency[column] <= RARE)
    order = np.lexsort((row[rare], column[rare]))
    row, column = row[rare][order], column[rare][order]
    pairs = [np.zeros(0, int)]
    for gap in range(1, min(RARE, len(row))):
        pair = np.flatnonzero(column[:-gap] == column[gap:])
        if not len(pair):
            break
        pairs.append(np.unique(row[pair] * len(held) + row[pair + gap]))
    first, second = np.divmod(np.unique(np.concatenate(pairs)), max(1, len(held)))
    found = [_same(concepts, held, first[part], second[part]) for part in _parts(held[first])]
    one, other = np.concatenate(found, axis=1)
    return one, other


def _parts(sizes: IntArray) -> list[IntArray]:
    """Cut a row of pairs into parts whose first ones hold about so many entries in all."""
    number = np.cumsum(sizes) // AT_ONCE
    return np.split(np.arange(len(sizes)), np.flatnonzero(np.diff(number)) + 1)


def _same(concepts: Any, held: IntArray, first: IntArray, second: IntArray) -> IntArray:
    """Give those pairs of rows that share `SAME` of what both hold."""
    shared = (concepts[first] * concepts[second]).sum(axis=1) if len(first) else np.zeros(0)
    same = shared >= SAME * (held[first] + held[second] - shared)
    return np.stack([first[same], second[same]])
