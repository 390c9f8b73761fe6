"""Scorers as scikit-learn estimators, with parameters to set and to tune.

Take any matrix with a sentence a row (`fit`, then `scores_`), or serve as
``method=`` of `summarize` and `Summarizer`.  A thin shell around the functions of
`scores`, which hold the formulas.  Data classes, since scikit-learn wants an `__init__`
that names each parameter and does nothing but keep it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils import Tags
from sklearn.utils.validation import validate_data

from summarize.arrays import FloatArray
from summarize.batch import Batch
from summarize.checks import number, one_of, whole
from summarize.scores import METHODS, Custom, Method
from summarize.scores.centrality import SIMILARITIES, Similarity
from summarize.scores.reasons import Reasons
from summarize.terms import from_matrix


class MatrixScorer(BaseEstimator):
    """What all scorers share: one number for each row of a matrix.

    Attributes
    ----------
    scores_ : ndarray, shape (n_sentences,)
        After `fit`; the higher the better.
    """

    _name: ClassVar[str]
    _positive: ClassVar[bool] = True
    # How each parameter is checked: a function of its name and value.
    _checks: ClassVar[dict[str, Callable[[str, Any], object]]] = {}

    def fit(self, X: Any, y: object = None) -> Self:  # noqa: ARG002
        """Score the rows of a matrix.

        Parameters
        ----------
        X : array or sparse matrix of shape (n_sentences, n_terms)
            Weights of terms, such as `TfidfVectorizer` gives; not negative.
        y : ignored

        Returns
        -------
        MatrixScorer
            Itself, with `scores_`.
        """
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64)
        if self._positive and X.shape[0] and X.min() < 0:
            raise ValueError("Negative values in data passed to X: weights must be 0 or more.")
        scores = self.score_sentences(from_matrix(X))
        if not np.isfinite(scores).all():
            raise ValueError(
                "X must hold weights of a size to compute with: scale it, say by its max."
            )
        self.scores_: FloatArray = scores
        return self

    def score_sentences(self, batch: Batch) -> FloatArray:
        """Score the sentences of a batch."""
        return self._method().score_sentences(batch)

    def explain_sentence(self, batch: Batch, scores: FloatArray, row: int) -> Reasons:
        """Say why one sentence of a batch of one has its score."""
        if self._is_own():
            return Reasons(base=float(scores[row]))
        return self._method().why(batch, scores)(row)

    def as_method(self) -> Method | Custom:
        """Give the method with this scorer's parameters, which are checked here."""
        method = self._method()
        if self._is_own():
            return Custom(self, type(self).__name__, method.selector, readable=method.readable)
        return method

    def _method(self) -> Method:
        # as they are checked: of any kind of number, a float
        checked = {name: check(name, getattr(self, name)) for name, check in self._checks.items()}
        named: Any = next(kind for kind in type(self).__mro__ if "_name" in kind.__dict__)
        given = {name: getattr(self, name) for name in named._get_param_names()}
        return replace(METHODS[self._name], parameters={**given, **checked})

    def _is_own(self) -> bool:
        """Whether a user's class scores in its own way."""
        return type(self).score_sentences is not MatrixScorer.score_sentences

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = self._positive
        return tags


_above_zero = partial(number, above=True)
_share = partial(number, most=1)
_count = partial(whole, least=0)


def _optional_share(name: str, value: Any) -> float | None:
    return None if value is None else number(name, value, most=1)


_WALK: dict[str, Callable[[str, Any], object]] = {
    "damping": _share,
    "query_weight": _share,
    "tolerance": _above_zero,
    "max_iterations": whole,
}


@dataclass(eq=False, repr=False)
class Coverage(MatrixScorer):
    """What the text keeps saying, by length, ties and place; see `scores.coverage.coverage`.

    Parameters
    ----------
    position : float
        The extra weight of a first sentence.
    fade : float
        After how many sentences half of it is left.
    length : float
        The power of the length that a score is divided by.
    centrality : float
        The power of the similarity to all sentences that it is multiplied by.
    cues : float
        The extra weight of a sentence that says what its text is about, such as "we propose";
        an aside, such as "for example", is divided by one plus as much.
    """

    _name = "coverage"
    _checks: ClassVar = {
        "position": number,
        "fade": _above_zero,
        "length": number,
        "centrality": number,
        "cues": number,
    }

    position: float = 6.0
    fade: float = 5.0
    length: float = 0.5
    centrality: float = 0.25
    cues: float = 0.5


@dataclass(eq=False, repr=False)
class TextRank(MatrixScorer):
    """PageRank over similar sentences; see `scores.centrality.textrank`.

    Parameters
    ----------
    similarity : {"cosine", "overlap", "bm25"}
        Of TF-IDF vectors, the paper's own, or BM25.
    damping : float
        The probability of following an edge.
    query_weight : float
        The probability of a restart where there is a query.
    tolerance : float
        When to stop.
    max_iterations : int
        When to give up, with a `ConvergenceWarning`.

    Examples
    --------
    >>> from sklearn.feature_extraction.text import TfidfVectorizer
    >>> X = TfidfVectorizer().fit_transform(["dogs bark", "dogs sleep", "cats sleep"])
    >>> TextRank().fit(X).scores_.round(2).tolist()
    [0.26, 0.49, 0.26]
    """

    _name = "textrank"
    _checks: ClassVar = {**_WALK, "similarity": partial(one_of, allowed=SIMILARITIES)}

    similarity: Similarity = "cosine"
    damping: float = 0.85
    query_weight: float = 0.8
    tolerance: float = 1e-10
    max_iterations: int = 500


@dataclass(eq=False, repr=False)
class LexRank(MatrixScorer):
    """PageRank over IDF-weighted cosines; see `scores.centrality.lexrank`.

    Parameters
    ----------
    threshold : float or None
        Link sentences above this cosine, all alike; None weighs links by it.
    damping, query_weight, tolerance, max_iterations
        As for `TextRank`.
    """

    _name = "lexrank"
    _checks: ClassVar = {**_WALK, "threshold": _optional_share}

    threshold: float | None = None
    damping: float = 0.85
    query_weight: float = 0.8
    tolerance: float = 1e-10
    max_iterations: int = 500


class TfIdf(MatrixScorer):
    """Mean TF-IDF weight of the words; see `scores.frequency.tfidf`."""

    _name = "tfidf"


class Centroid(MatrixScorer):
    """Cosine with the mean sentence; see `scores.frequency.centroid`."""

    _name = "centroid"
    _positive = False


@dataclass(eq=False, repr=False)
class Lsa(MatrixScorer):
    """Length in the space of the strongest topics; see `scores.lsa.lsa`.

    Parameters
    ----------
    topics : int
        How many topics to keep, at the most.
    """

    _name = "lsa"
    _positive = False
    _checks: ClassVar = {"topics": whole}

    topics: int = 3


@dataclass(eq=False, repr=False)
class Luhn(MatrixScorer):
    """Densest run of significant words; see `scores.frequency.luhn`.

    A matrix has no word order: its columns are taken for it.  On text the order
    is that of the text.

    Parameters
    ----------
    min_count : int
        How often a significant word occurs in the text, at the least.
    gap : int
        How many other words may stand between two significant ones.
    """

    _name = "luhn"
    _checks: ClassVar = {"min_count": whole, "gap": _count}

    min_count: int = 2
    gap: int = 4


class SumBasic(MatrixScorer):
    """Probability of the words; see `scores.frequency.sumbasic`."""

    _name = "sumbasic"


class KL(MatrixScorer):
    """Closeness to the text's word distribution; see `scores.frequency.kl`."""

    _name = "kl"


class Lead(MatrixScorer):
    """The first sentences; see `scores.position.lead`."""

    _name = "lead"
    _positive = False


@dataclass(eq=False, repr=False)
class Random(MatrixScorer):
    """Chance; see `scores.position.random`.

    Parameters
    ----------
    random_state : int
        Seed.
    """

    _name = "random"
    _positive = False
    _checks: ClassVar = {"random_state": _count}

    random_state: int = 0
