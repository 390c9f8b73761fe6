"""The default: how much of what the text keeps saying a sentence says.

Takes a batch, gives one number a sentence.  What a chosen sentence says already
is left to the selector of the same name.
"""

from __future__ import annotations

import numpy as np

from summarize.arrays import FloatArray, add_up
from summarize.batch import Batch
from summarize.scores.reasons import Reasons


def worth(batch: Batch) -> FloatArray:
    """Weigh each word by how many of its unit's sentences hold it: df^1.5.

    Copies in a document are one sentence (`Batch.voices`), and the forms of a word are
    one word (`Batch.concepts`), shape (number of kin,).  The power makes two sentences
    that share a word weigh more than two words each said once.  Where document
    frequencies were learnt from a corpus, a word that is common there counts for less.
    """
    value: FloatArray = batch.concepts.back(batch.voices) ** 1.5
    return value * _rarity(batch, len(value)) if batch.fitted else value


def _rarity(batch: Batch, size: int) -> FloatArray:
    """Give the mean IDF of the forms of each word."""
    forms = add_up(batch.kin, np.ones(len(batch.kin)), size)
    return add_up(batch.kin, batch.idf, size) / np.maximum(forms, 1.0)


def covers(batch: Batch, value: FloatArray) -> FloatArray:
    """Add up the worth of the different words of each sentence, shape (n,)."""
    return batch.concepts.times(value)


def coverage(
    batch: Batch,
    *,
    position: float = 6.0,
    fade: float = 5.0,
    length: float = 0.5,
    centrality: float = 0.25,
) -> FloatArray:
    r"""Score by the words a sentence covers, its length, its ties and its place.

    ``score_i = Σ_{w ∈ s_i} df_w^1.5 / |s_i|^r · d_i^q · (1 + a / (1 + place_i / b))``:
    each word of the sentence, in whatever form, once, worth more the more sentences
    hold it (Gillick & Favre 2009 have documents for sentences, and solve an integer
    program); ``|s_i|`` is the number of words; ``d_i = Σ_j cos(s_i, s_j)``, itself
    included, is what the graph methods call its degree.  Copies of a sentence in a
    document count as one, in both: what a page repeats is no more its subject.

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
    centrality : float
        The exponent q: 0 leaves similarity to other sentences out.
    """
    return _content(batch, length, centrality) * (1.0 + _extra(batch, position, fade))


def coverage_reasons(
    batch: Batch,
    scores: FloatArray,
    row: int,
    *,
    position: float = 6.0,
    fade: float = 5.0,
    length: float = 0.5,
    centrality: float = 0.25,
) -> Reasons:
    """Each word brings its worth, the place what it adds to their sum."""
    columns, _ = batch.held.of([row])
    words, first = np.unique(batch.kin[columns], return_index=True)
    terms = worth(batch)[words] * _factor(batch, length, centrality)[row]
    extra = float(terms.sum() * _extra(batch, position, fade)[row])
    return Reasons(columns[first], terms, position=extra)


def _content(batch: Batch, length: float, centrality: float) -> FloatArray:
    return covers(batch, worth(batch)) * _factor(batch, length, centrality)


def _factor(batch: Batch, length: float, centrality: float) -> FloatArray:
    """Give what the worth of a sentence's words is multiplied by: its ties over its length."""
    factor: FloatArray = np.maximum(batch.words, 1.0) ** -length
    if centrality:
        together = batch.vectors.back(batch.voices)
        factor = factor * np.maximum(batch.vectors.times(together), 1.0) ** centrality
    return factor


def _extra(batch: Batch, position: float, fade: float) -> FloatArray:
    extra: FloatArray = position / (1.0 + batch.position / fade)
    return extra
