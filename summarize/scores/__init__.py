"""From the matrix of a batch to one number a sentence.

Each method is a pure function ``batch -> scores`` with keyword parameters, beside
one that says why (``batch, scores -> (row -> Reasons)``, on a batch of one).  `METHODS`
names them.  What to choose by these scores is decided in `selection`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from inspect import signature
from typing import Any, Protocol, runtime_checkable

import numpy as np

from summarize.arrays import FloatArray, read_only
from summarize.batch import Batch
from summarize.checks import floats
from summarize.scores import centrality, coverage, frequency, lsa, position
from summarize.scores.reasons import Reasons, Why


@runtime_checkable
class Scorer(Protocol):
    """What `method=` takes: an object with this one method, or such a callable.

    It is called with one text at a time, as a batch of one: ``batch.texts`` holds
    its sentences, ``batch.weights`` their TF-IDF vectors; see `summarize.batch.Batch`.
    """

    def score_sentences(self, batch: Batch) -> Any:
        """Give one number a sentence, the higher the better: shape (n,)."""


@dataclass(frozen=True)
class Method:
    """A method of the library, with its parameters.

    Parameters
    ----------
    name : str
    score : callable
        ``(batch, **parameters) -> array of shape (n,)``, for any number of units.
    reasons : callable
        ``(batch of one, scores, **parameters) -> Why``: what all sentences share is done once.
    selector : str or selector
        The selector that belongs to it.
    asks : bool
        Whether it heeds a query by itself; where it does not, relevance is mixed in.
    embeds : bool
        Whether it works on embeddings as well as on counted words.
    readable : bool
        Whether its summaries are made to read well; see `coherence`.
    parameters : mapping
    """

    name: str
    score: Callable[..., FloatArray]
    reasons: Callable[..., Why]
    selector: object = "top"
    asks: bool = False
    embeds: bool = False
    readable: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def score_sentences(self, batch: Batch) -> FloatArray:
        """Score all units of a batch."""
        return self.score(batch, **self.parameters)

    def why(self, batch: Batch, scores: FloatArray) -> Why:
        """Give what says why each sentence of a batch of one has its score."""
        return self.reasons(batch, scores, **self.parameters)


_TABLE = [
    Method(
        "coverage",
        coverage.coverage,
        coverage.coverage_reasons,
        selector="coverage",
        embeds=True,
        readable=True,
    ),
    Method("textrank", centrality.textrank, centrality.textrank_reasons, asks=True, embeds=True),
    Method("lexrank", centrality.lexrank, centrality.lexrank_reasons, asks=True, embeds=True),
    Method("tfidf", frequency.tfidf, frequency.tfidf_reasons),
    Method("centroid", frequency.centroid, frequency.centroid_reasons, embeds=True),
    Method("lsa", lsa.lsa, lsa.lsa_reasons, embeds=True),
    Method("luhn", frequency.luhn, frequency.luhn_reasons),
    Method(
        "sumbasic", frequency.sumbasic, frequency.sumbasic_reasons, selector="sumbasic", asks=True
    ),
    Method("kl", frequency.kl, frequency.kl_reasons, selector="kl", asks=True),
    Method("lead", position.lead, position.lead_reasons, embeds=True),
    Method("random", position.random, position.random_reasons, embeds=True),
]


def _defaults(score: Callable[..., FloatArray]) -> dict[str, Any]:
    """Give the parameters of a score with their defaults, which its reasons take as well."""
    every = signature(score).parameters.values()
    return {one.name: one.default for one in every if one.kind is one.KEYWORD_ONLY}


METHODS: Mapping[str, Method] = {
    method.name: replace(method, parameters=_defaults(method.score)) for method in _TABLE
}


@dataclass(frozen=True)
class Custom:
    """A user's own scorer, called once a unit."""

    scorer: Scorer | Callable[[Batch], Any]
    name: str
    selector: object = "top"
    asks: bool = False
    embeds: bool = True
    readable: bool = False

    def score_sentences(self, batch: Batch) -> FloatArray:
        """Score all units of a batch, one after another."""
        return np.concatenate([np.zeros(0), *map(self._score_one, batch.each())])

    def _score_one(self, one: Batch) -> FloatArray:
        if not len(one):
            return np.zeros(0)
        call = self.scorer.score_sentences if isinstance(self.scorer, Scorer) else self.scorer
        wanted = f"one finite number a sentence, shape ({len(one)},)"
        scores = floats("method", call(read_only(one)), wanted)
        if scores.shape != (len(one),):
            raise ValueError(f"method must give {wanted}. {self.name} gave shape {scores.shape}.")
        return scores

    def why(self, batch: Batch, scores: FloatArray) -> Why:
        """Ask the scorer where it can say why; the score stands for itself where not."""
        explain = getattr(self.scorer, "explain_sentence", None)
        if explain is None:
            return lambda row: Reasons(base=float(scores[row]))
        seen = read_only(batch)

        def why(row: int) -> Reasons:
            given = explain(seen, scores, row)
            if not isinstance(given, Reasons):
                kind = type(given).__name__
                raise TypeError(f"explain_sentence must give Reasons. Got {kind} instead.")
            return given

        return why


def find_method(method: object) -> Method | Custom:
    """Resolve the argument `method`: a name, a scorer object or a callable.

    Raises
    ------
    ValueError
        If a name is none of `METHODS`.
    TypeError
        If it is none of those.
    """
    if isinstance(method, Method | Custom):
        return method
    if isinstance(method, str) and method in METHODS:
        return METHODS[method]
    names = ", ".join(repr(name) for name in METHODS)
    if isinstance(method, str):
        raise ValueError(f"method must be one of {names}, or a scorer. Got {method!r} instead.")
    resolved = getattr(method, "as_method", None)
    if callable(resolved) and not isinstance(method, type):
        return resolved()
    if (isinstance(method, Scorer) or callable(method)) and not isinstance(method, type):
        return Custom(method, getattr(method, "__name__", type(method).__name__))
    raise TypeError(
        f"method must be one of {names}, an object with score_sentences(batch), or a callable. "
        f"Got {type(method).__name__} instead."
        + (" Call it to make an object." if isinstance(method, type) else "")
    )
