"""Scores that add up the weights of a sentence's words.

Take a batch, give one number a sentence: `tfidf`, `centroid`, `luhn`,
`sumbasic` and `kl`.  None looks at how sentences are linked.
"""

from __future__ import annotations

import numpy as np

from summarize.arrays import BoolArray, FloatArray, IntArray, add_up, changes
from summarize.batch import Batch
from summarize.scores.reasons import Reasons, Why

_SMOOTHING = 0.1  # the count that KL gives every word of the text to start with


# --- tfidf -------------------------------------------------------------------


def tfidf(batch: Batch) -> FloatArray:
    r"""Score by the mean TF-IDF weight of the words.

    ``score_i = Σ_t tf_it · tf_t · idf_t / |s_i|``, with the term frequency tf_t of
    the whole text, the rarity idf_t over its sentences (or over the fitted
    corpus), and the number ``|s_i|`` of counted words: the classic sum of Luhn's and
    Spärck Jones's (1972) weights, as a mean, so that length alone wins nothing.
    """
    return batch.held.times(batch.totals * batch.idf) / batch.lengths


def tfidf_reasons(batch: Batch, scores: FloatArray) -> Why:
    """Each term brings its weight as often as it occurs."""

    def why(row: int) -> Reasons:
        columns, counts = batch.held.of([row])
        weights = batch.totals[columns] * batch.idf[columns]
        return Reasons(columns, counts * weights / batch.lengths[row])

    return why


# --- centroid ----------------------------------------------------------------


def _centroid(batch: Batch) -> FloatArray:
    vectors = batch.vectors
    sums = add_up(vectors.indices, vectors.data, vectors.width)
    if batch.embedded is None:
        unit = batch.column_unit
    else:
        unit = np.repeat(np.arange(batch.units), vectors.width // batch.units)
    norms = np.sqrt(batch.per_unit(sums**2, unit))
    return sums / np.where(norms > 0, norms, 1.0)[unit]


def centroid(batch: Batch) -> FloatArray:
    r"""Score by the cosine with the mean sentence.

    ``score_i = cos(x_i, Σ_j x_j)`` on TF-IDF vectors (or embeddings).  Radev et al.
    (2004) add up the centroid's values instead, above a threshold; the cosine
    needs no threshold and does not grow with length.
    """
    return batch.vectors.times(_centroid(batch))


def centroid_reasons(batch: Batch, scores: FloatArray) -> Why:
    """Each term brings its product with the centroid; dimensions have no name."""
    if batch.embedded is not None:
        return lambda row: Reasons(base=float(scores[row]))
    middle = _centroid(batch)

    def why(row: int) -> Reasons:
        columns, weights = batch.vectors.of([row])
        return Reasons(columns, weights * middle[columns])

    return why


# --- luhn --------------------------------------------------------------------


def luhn(batch: Batch, *, min_count: int = 2, gap: int = 4) -> FloatArray:
    r"""Score by the densest run of significant words.

    A run is a stretch that begins and ends with a significant word and never has
    more than `gap` others between two; it is worth ``significant² / length``, and
    a sentence as much as its best run (Luhn 1958).  Luhn leaves open what is
    significant: here a word that is no stop word and occurs `min_count` times,
    and once in every thousand words of a long text.

    Parameters
    ----------
    min_count : int
        How often a significant word occurs in the text, at the least.
    gap : int
        How many other words may stand between two significant ones.
    """
    best = np.zeros(len(batch))
    row, _, _, worth = _runs(batch, min_count, gap)
    np.maximum.at(best, row, worth)
    return best


def luhn_reasons(batch: Batch, scores: FloatArray, *, min_count: int, gap: int) -> Why:
    """Each significant word of the best run brings the same."""
    significant = _significant(batch, min_count)
    rows, first, last, worth = _runs(batch, min_count, gap)

    def why(row: int) -> Reasons:
        own = slice(*np.searchsorted(rows, [row, row + 1]))
        if own.start == own.stop:
            return Reasons(base=float(scores[row]))
        best = own.start + int(np.argmax(worth[own]))
        run = slice(first[best], last[best] + 1)
        columns, counts = np.unique(batch.sequence[run][significant[run]], return_counts=True)
        return Reasons(columns, counts * worth[best] / counts.sum())

    return why


def _significant(batch: Batch, min_count: int) -> BoolArray:
    """Say of every token whether it is significant, shape (t,)."""
    total = batch.per_unit(batch.totals, batch.column_unit)
    needed = np.maximum(min_count, total / 1000.0)[batch.column_unit]
    frequent = np.append(batch.totals >= needed, False)  # the last one serves stop words (-1)
    return frequent[batch.sequence]


def _runs(
    batch: Batch, min_count: int, gap: int
) -> tuple[IntArray, IntArray, IntArray, FloatArray]:
    """Give sentence, first token, last token and worth of every run of significant words."""
    at = np.flatnonzero(_significant(batch, min_count))
    rows = batch.sequence_row[at]
    begins = changes(rows)
    begins[1:] |= np.diff(at) > gap + 1
    begin = np.flatnonzero(begins)
    held = np.diff(np.append(begin, len(at)))
    first, last = at[begin], at[begin + held - 1]
    return rows[begin], first, last, held**2 / (last - first + 1.0)


# --- sumbasic and kl: the probability of words ----------------------------------


def probabilities(batch: Batch) -> FloatArray:
    """Give each column's share of its unit's words, shape (m,).

    With a query, the words of it that the text holds share one half of the whole,
    by rarity, and all words the other.
    """
    own = batch.totals / _total(batch, batch.totals)
    if not batch.query.any():
        return own
    asked = batch.query * batch.idf
    total = _total(batch, asked)
    return np.where(np.isfinite(total), (own + asked / total) / 2, own)


def _total(batch: Batch, values: FloatArray) -> FloatArray:
    """Sum by unit, for every column; infinite where the sum is 0."""
    total = batch.per_unit(values, batch.column_unit)
    return np.where(total > 0, total, np.inf)[batch.column_unit]


def mean_probability(batch: Batch, p: FloatArray) -> FloatArray:
    """Give SumBasic's worth of a sentence under word probabilities p.

    ``q_i · (1 + m_i)``: the probability q_i of its likeliest word, and the mean m_i
    of all its words to decide between sentences with the same one.
    """
    held = batch.held
    mean = held.times(p) / batch.lengths
    filled = held.stored() > 0
    likeliest = np.zeros(len(batch))
    if filled.any():
        likeliest[filled] = np.maximum.reduceat(p[held.indices], held.indptr[:-1][filled])
    return likeliest * (1.0 + mean)


def sumbasic(batch: Batch) -> FloatArray:
    """Score by the probability of the words (Nenkova & Vanderwende 2005).

    SumBasic takes the sentence of the highest mean probability among those that
    hold the likeliest word; the score says the same in one number,
    `mean_probability`.  The other half of the method, that a word once said is
    worth its probability squared, is the selector of the same name.
    """
    return mean_probability(batch, probabilities(batch))


def sumbasic_reasons(batch: Batch, scores: FloatArray) -> Why:
    """Share out: the likeliest word brings its probability, every word its share of the mean."""
    p = probabilities(batch)

    def why(row: int) -> Reasons:
        columns, counts = batch.held.of([row])
        if not len(columns):
            return Reasons()
        likeliest = int(np.argmax(p[columns]))
        terms = p[columns][likeliest] * counts * p[columns] / batch.lengths[row]
        terms[likeliest] += p[columns][likeliest]
        return Reasons(columns, terms)

    return why


def divergence(batch: Batch, p: FloatArray, held: FloatArray) -> FloatArray:
    r"""Give −KL(p ‖ q) for each sentence added to what a summary holds already.

    ``q(t) = (held_t + tf_it + λ) / (Σ held + |s_i| + λ V)`` over the V terms of the unit,
    each of which starts with a count of λ = 0.1.

    Parameters
    ----------
    p, held : ndarray, shape (m,)
        Word probabilities of the text, word counts of the summary so far.
    """
    counts, unit = batch.held, batch.unit
    was = np.log(held + _SMOOTHING)
    grown = np.log(held[counts.indices] + counts.data + _SMOOTHING) - was[counts.indices]
    gain = counts.valued(p[counts.indices] * grown).sums()
    safe = np.where(p > 0, p, 1.0)
    rest = batch.per_unit(p * (was - np.log(safe)), batch.column_unit)
    vocabulary = np.diff(batch.column_starts)
    size = batch.per_unit(held, batch.column_unit)[unit] + batch.lengths
    return gain + rest[unit] - np.log(size + _SMOOTHING * vocabulary[unit])


def kl(batch: Batch) -> FloatArray:
    r"""Score by how close the sentence's words come to those of the text.

    ``score_i = −KL(p ‖ q_i)`` of the text's word distribution p from the smoothed
    one of the sentence, at most 0 (KLSum, Haghighi & Vanderwende 2009).  KLSum
    grows a whole summary that way, which the selector of the same name does; the
    score is that of a summary of one sentence.
    """
    return divergence(batch, probabilities(batch), np.zeros(len(batch.names)))


def kl_reasons(batch: Batch, scores: FloatArray) -> Why:
    """Each term brings what it takes off the divergence of a sentence without it."""
    p = probabilities(batch)

    def why(row: int) -> Reasons:
        columns, counts = batch.held.of([row])
        terms = p[columns] * (np.log(counts + _SMOOTHING) - np.log(_SMOOTHING))
        return Reasons(columns, terms, base=float(scores[row] - terms.sum()))

    return why
