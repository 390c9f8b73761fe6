"""The default: how much of what the text keeps saying a sentence says.

Takes a batch, gives one number a sentence.  What a chosen sentence says already
is left to the selector of the same name.
"""

from __future__ import annotations

import numpy as np

from summarize.arrays import FloatArray, entries
from summarize.batch import Batch
from summarize.scores.reasons import Reasons


def concepts(batch: Batch) -> FloatArray:
    """Weigh each term by how many of its unit's sentences hold it: df^1.5, shape (m,).

    The power makes two sentences that share a word weigh more than two words each
    said once.  Where document frequencies were learnt from a corpus, a term that is
    common there counts for less.
    """
    worth = batch.frequency**1.5
    return worth * batch.idf if batch.fitted else worth


def covers(batch: Batch, worth: FloatArray) -> FloatArray:
    """Add up the worth of the different terms of each sentence, shape (n,)."""
    sums: FloatArray = batch.binary @ worth
    return sums


def coverage(
    batch: Batch, *, position: float = 5.0, fade: float = 8.0, length: float = 0.5
) -> FloatArray:
    r"""Score by the concepts a sentence covers, by its place and its length.

    ``score_i = Σ_{t ∈ s_i} df_t^1.5 / |s_i|^r · (1 + a / (1 + place_i / b))``: the concepts are
    the terms of the sentence, each once, worth more the more sentences hold
    it (Gillick & Favre 2009 have documents for sentences, and solve an integer
    program); ``|s_i|`` is the number of words.

    Parameters
    ----------
    position : float
        The extra a for a first sentence; 0 for texts that do not lead with their
        point.
    fade : float
        After b sentences half of the extra is left.
    length : float
        The exponent r: 0 favours long sentences, 1 judges a sentence by its mean
        word.
    """
    return _content(batch, length) * (1.0 + _extra(batch, position, fade))


def coverage_reasons(
    batch: Batch,
    scores: FloatArray,
    row: int,
    *,
    position: float = 5.0,
    fade: float = 8.0,
    length: float = 0.5,
) -> Reasons:
    """Each term brings its worth, the place what it adds to their sum."""
    columns, _ = entries(batch.counts, [row])
    terms = concepts(batch)[columns] / _sizes(batch, length)[row]
    return Reasons(columns, terms, position=float(terms.sum() * _extra(batch, position, fade)[row]))


def _sizes(batch: Batch, length: float) -> FloatArray:
    sizes: FloatArray = np.maximum(batch.words, 1.0) ** length
    return sizes


def _content(batch: Batch, length: float) -> FloatArray:
    return covers(batch, concepts(batch)) / _sizes(batch, length)


def _extra(batch: Batch, position: float, fade: float) -> FloatArray:
    extra: FloatArray = position / (1.0 + batch.position / fade)
    return extra
