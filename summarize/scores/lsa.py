"""Scores from latent semantic analysis.

Takes a batch, gives the length of each sentence in the space of its unit's
strongest topics.  Each unit is decomposed on its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import numpy as np

from summarize.arrays import FloatArray, Matrix
from summarize.batch import Batch
from summarize.scores.reasons import Reasons, Why

# Up to this size the full decomposition is as fast as the truncated one.
_SMALL = 200
_LIMITING = Lock()


def lsa(batch: Batch, *, topics: int = 3) -> FloatArray:
    r"""Score by length in topic space (Steinberger & Ježek 2004).

    With the singular value decomposition ``Xᵀ = U Σ Vᵀ`` of the TF-IDF matrix,
    ``score_i = sqrt(Σ_k v_ik² σ_k²)`` over the strongest `topics`.  The paper takes the
    topics whose σ is above half the largest; a fixed small number gives the same
    text the same topics whatever its length.

    Parameters
    ----------
    topics : int
        How many topics to keep, at the most.
    """
    with _one_thread():
        scores = [
            np.sqrt((_topics(one.weights, topics)[0] ** 2).sum(axis=1)) for one in batch.each()
        ]
    return np.concatenate([np.zeros(0), *scores])


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let BLAS work in one thread: with several the last bit may differ, and small ones wait.

    The limit is the process's, so that one caller at a time sets and lifts it: of two, the
    later would take the other's limit for what there was, and leave it.
    """
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - scikit-learn's; for this alone

    with _LIMITING, threadpool_limits(1, "blas"):
        yield


def lsa_reasons(batch: Batch, scores: FloatArray, *, topics: int) -> Why:
    """Each term brings its part along the sentence's own direction in topic space."""
    if batch.embedded is not None:
        return lambda row: Reasons(base=float(scores[row]))
    with _one_thread():
        placed, axes = _topics(batch.weights, topics)

    def why(row: int) -> Reasons:
        if not scores[row]:
            return Reasons()
        columns, weights = batch.vectors.of([row])
        direction = placed[row] / scores[row]
        return Reasons(columns, weights * (axes[columns] @ direction))

    return why


def _topics(weights: Matrix, topics: int) -> tuple[FloatArray, FloatArray]:
    """Place sentences on topics: (n, k) coordinates and the (m, k) axes."""
    n, m = weights.shape
    if not weights.nnz:
        return np.zeros((n, 1)), np.zeros((m, 1))
    k = min(topics, n, m)
    if min(n, m) <= max(_SMALL, k + 1):
        axes = _axes_of_small(weights, k)
    else:
        from scipy.sparse.linalg import svds  # noqa: PLC0415 - a tenth of a second, rarely needed

        # A fixed seed makes Lanczos give the same numbers on every run.
        start = np.random.default_rng(0).random(min(n, m))
        _, _, vt = svds(weights, k=k, v0=start, solver="arpack", rng=0)
        axes = vt.T
    return weights @ axes, axes


def _axes_of_small(weights: Matrix, k: int) -> FloatArray:
    """Find the strongest axes through the Gram matrix of the shorter side."""
    n, m = weights.shape
    gram = (weights @ weights.T if n <= m else weights.T @ weights).toarray()
    values, vectors = np.linalg.eigh(gram)
    strongest = vectors[:, ::-1][:, :k]
    if n > m:
        return strongest
    lengths = np.sqrt(np.maximum(values[::-1][:k], 0.0))
    scaled = strongest / np.where(lengths > 1e-8, lengths, np.inf)
    return weights.T @ scaled
