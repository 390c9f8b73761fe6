"""The default: how much of what the text keeps saying a sentence says.

Takes a batch, gives one number a sentence.  What a chosen sentence says already
is left to the selector of the same name.
"""

from __future__ import annotations

import numpy as np

from summarize.arrays import FloatArray
from summarize.batch import Batch
from summarize.scores.reasons import ASIDE, CLAIM, Reasons, Why

#: What a first sentence has of the extra for its place where it points back: to nothing.
LEANS = 0.55


def coverage(
    batch: Batch,
    *,
    position: float = 6.0,
    fade: float = 5.0,
    length: float = 0.5,
    centrality: float = 0.25,
    cues: float = 0.5,
) -> FloatArray:
    r"""Score by the words a sentence covers, its length, its ties, its cues and its place.

    ``score_i = content_i · (1 + c)^cue_i · (1 + a / (1 + place_i / b))`` with
    ``content_i = Σ_{w ∈ s_i} df_w^1.5 / |s_i|^r · d_i^q``: each word of the sentence, in
    whatever form, once, worth more the more sentences hold it (Gillick & Favre 2009 have
    documents for sentences, and solve an integer program); ``|s_i|`` is the number of
    words; ``d_i = Σ_j cos(s_i, s_j)``, itself included, is what the graph methods call its
    degree.  ``cue_i`` is 1 where the sentence says what its text is about, -1 where it is
    an aside, by the words of its language (`Batch.cues`; Edmundson 1969 adds weights of
    such words).  Copies of a sentence in a document count as one, in words and ties: what
    a page repeats is no more its subject; nor is a number of nearly every sentence, as the
    date of each line.  After `fit` the worth of a word is also that of its rarity in the corpus
    (`Batch.worth`).

    Parameters
    ----------
    position : float
        The extra a for a first sentence; 0 for texts that do not lead with their
        point.  Where a query is heard it is half of that: an answer stands anywhere.  A first
        sentence that points back, to nothing, has `LEANS` of it ("This paper ..."), unless
        the batch was not read (``readable=False``).
    fade : float
        After b sentences half of the extra is left.
    length : float
        The exponent r: 0 favours long sentences, 1 judges a sentence by its mean
        word.
    centrality : float
        The exponent q: 0 leaves similarity to other sentences out.
    cues : float
        The extra c of a sentence that says what the text is about; 0 for none.
    """
    content = batch.content * _factor(batch, length, centrality)
    return content * _cued(batch, cues) * (1.0 + _extra(batch, position, fade))


def coverage_reasons(
    batch: Batch,
    scores: FloatArray,
    *,
    position: float,
    fade: float,
    length: float,
    centrality: float,
    cues: float,
) -> Why:
    """Each word brings its worth, a cue what it adds to their sum, the place the same."""
    factor = _factor(batch, length, centrality)
    cued, extra = _cued(batch, cues), _extra(batch, position, fade)

    def why(row: int) -> Reasons:
        columns, _ = batch.held.of([row])
        words, first = np.unique(batch.kin[columns], return_index=True)
        columns, terms = columns[first], batch.worth[words] * factor[row]
        content = float(terms.sum() * cued[row])
        if brought := content - float(terms.sum()):
            columns = np.append(columns, CLAIM if brought > 0 else ASIDE)
            terms = np.append(terms, brought)
        return Reasons(columns, terms, position=content * float(extra[row]))

    return why


def _factor(batch: Batch, length: float, centrality: float) -> FloatArray:
    """Give what the worth of a sentence's words is multiplied by: its ties over its length."""
    factor: FloatArray = np.maximum(batch.words, 1.0) ** -length
    if centrality:
        together = batch.vectors.back(batch.voices)
        factor = factor * np.maximum(batch.vectors.times(together), 1.0) ** centrality
    return factor


def _cued(batch: Batch, cues: float) -> FloatArray:
    return np.power(1.0 + cues, batch.cues, dtype=float)


def _extra(batch: Batch, position: float, fade: float) -> FloatArray:
    share = np.where(batch.heard, 0.5, 1.0)[batch.unit]
    if batch.reading is not None:
        share[batch.reading.leans & (batch.position == 0)] *= LEANS
    extra: FloatArray = share * position / (1.0 + batch.position / fade)
    return extra
