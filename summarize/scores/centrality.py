"""Scores that come from the links between sentences: TextRank and LexRank.

Take a batch, give the stationary distribution of a random walk over its
sentences, which sums to 1 in each unit.  What an edge is, stands here; how the
walk is done, in `graph`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np

from summarize.arrays import FloatArray, IntArray, Matrix, add_up, tfidf
from summarize.batch import Batch
from summarize.checks import one_of
from summarize.graph import ROUNDING, Explicit, Factored, Graph, stationary
from summarize.scores.reasons import EMBEDDING, Reasons, Why

Similarity = Literal["cosine", "overlap", "bm25"]
SIMILARITIES = get_args(Similarity)


def textrank(
    batch: Batch,
    *,
    similarity: Similarity = "cosine",
    damping: float = 0.85,
    query_weight: float = 0.8,
    tolerance: float = 1e-10,
    max_iterations: int = 500,
) -> FloatArray:
    r"""Score by PageRank over similar sentences (Mihalcea & Tarau 2004).

    ``p_j = (1 − d) / n + d Σ_i p_i w_ij / Σ_k w_ik``.  The weights w_ij by `similarity`:

    - "cosine": of TF-IDF vectors, today's usual choice;
    - "overlap": the paper's ``|A ∩ B| / (ln |A| + ln |B|)``, sets of words over numbers
      of words.  A sentence of one word counts as two, since ln 1 = 0;
    - "bm25": how well j answers i as a query (Barrios et al. 2016), k1 = 1.2,
      b = 0.75; see `bm25_factors` for the IDF of common words.

    The paper's p sums to n, here to 1.  Sentences without a neighbour restart
    (the paper loses their mass).  With a query the restart goes to the sentences
    that bear on it (Otterbacher et al. 2005).

    Parameters
    ----------
    similarity : {"cosine", "overlap", "bm25"}
    damping : float
        The probability d of following an edge.
    query_weight : float
        The probability of a restart where there is a query.
    tolerance, max_iterations
        See `summarize.graph.stationary`.
    """
    graph = textrank_graph(batch, similarity)
    return _walk(batch, graph, damping, query_weight, tolerance, max_iterations)


def textrank_reasons(
    batch: Batch,
    scores: FloatArray,
    *,
    similarity: Similarity,
    damping: float,
    query_weight: float,
    **_: object,
) -> Why:
    """Votes by sentence and by term, and the restart."""
    graph = textrank_graph(batch, similarity)
    return _walk_reasons(batch, graph, scores, damping, query_weight)


def textrank_graph(batch: Batch, similarity: Similarity = "cosine") -> Factored:
    """Give TextRank's graph in factors."""
    one_of("similarity", similarity, SIMILARITIES)
    if similarity == "cosine":
        return Factored(batch.weights, batch.weights, np.ones((len(batch), 1)))
    if similarity == "overlap":
        held = batch.binary.csr
        return Factored(held, held, length_factors(batch.lengths))
    Q, D = bm25_factors(batch)
    return Factored(Q, D, np.ones((len(batch), 1)))


def length_factors(lengths: FloatArray, nodes: int = 44) -> FloatArray:
    r"""Factor the kernel ``1 / (ln a + ln b)``: ``U Uᵀ`` gives it for all pairs of lengths.

    The kernel is smooth and positive definite, so its values at Chebyshev nodes
    of the logarithm fix it everywhere: U is the interpolation from the nodes times
    the eigenvectors there.  The nodes do not depend on the lengths, so a text gets
    the same numbers in every batch.  Relative error below 1e-10 for lengths from 2
    to 2²⁰; those outside count as the nearest.

    Parameters
    ----------
    lengths : ndarray, shape (n,)
    nodes : int
        How many nodes; the error falls by about 1.8 with each.

    Returns
    -------
    ndarray, shape (n, r), r about 15

    Examples
    --------
    >>> U = length_factors(np.array([3.0, 12.0]))
    >>> float(np.round(U[0] @ U[1] * (np.log(3) + np.log(12)), 8))
    1.0
    """
    low, high = np.log(2.0), np.log(2.0**20)
    angles = (2 * np.arange(nodes) + 1) * np.pi / (2 * nodes)
    at = (low + high) / 2 + (high - low) / 2 * np.cos(angles)
    values, vectors = np.linalg.eigh(1.0 / (at[:, None] + at))
    kept = values > values[-1] * 1e-14
    roots = vectors[:, kept] * np.sqrt(values[kept])
    wanted, place = np.unique(np.clip(np.log(lengths), low, high), return_inverse=True)
    scaled = np.clip((2 * wanted - low - high) / (high - low), -1.0, 1.0)
    k = np.arange(nodes)
    basis = np.cos(k * np.arccos(scaled)[:, None])
    transform = np.cos(k[:, None] * angles) * (2.0 / nodes)
    transform[0] /= 2.0
    return (basis @ transform @ roots)[place]


def bm25_factors(batch: Batch, k1: float = 1.2, b: float = 0.75) -> tuple[Matrix, Matrix]:
    r"""Factor BM25 between sentences: ``W = Q Dᵀ``.

    Q holds ``tf_it · idf_t`` of the sentence that asks, D the saturated
    ``tf (k1 + 1) / (tf + k1 (1 − b + b |s| / mean |s|))`` of the one that answers;
    ``idf_t = ln((N − df + ½) / (df + ½))``.  Where that is not positive (a word of more
    than half the sentences) it is a quarter of the mean of the positive ones, or 1
    where there are none: no edge is negative.
    """
    N = batch.sizes[batch.column_unit].astype(float)
    idf = np.log((N - batch.frequency + 0.5) / (batch.frequency + 0.5))
    positive = idf > 0
    total = batch.per_unit(np.where(positive, idf, 0.0), batch.column_unit)
    many = batch.per_unit(positive.astype(float), batch.column_unit)
    floor = np.where(many > 0, 0.25 * total / np.maximum(many, 1.0), 1.0)
    idf = np.where(positive, idf, floor[batch.column_unit])
    asks = batch.held.valued(batch.held.data * idf[batch.held.indices])
    return asks.csr, batch.saturated(k1, b).csr


def lexrank(
    batch: Batch,
    *,
    threshold: float | None = None,
    damping: float = 0.85,
    query_weight: float = 0.8,
    tolerance: float = 1e-10,
    max_iterations: int = 500,
) -> FloatArray:
    r"""Score by PageRank over IDF-weighted cosines (Erkan & Radev 2004).

    ``p_j = (1 − d) / n + d Σ_i p_i w_ij / Σ_k w_ik`` with w the cosine of vectors
    ``tf · ln(1 + N / df)`` (continuous LexRank), or 1 where that cosine is above
    `threshold` and 0 elsewhere.  As in the paper a sentence is its own neighbour,
    which slows the walk and so favours sentences with a neighbourhood of their
    own.  The paper's d is the other one (1 − d), and its IDF ln(N / df), which is 0
    for a word of every sentence.  After `fit` the IDF is that of the corpus.

    Parameters
    ----------
    threshold : float, optional
        Link sentences above this cosine, all alike; the paper takes 0.1.  Then the
        graph has to be formed: memory grows with its number of edges.
    damping, query_weight, tolerance, max_iterations
        As for `textrank`.
    """
    graph = lexrank_graph(batch, threshold)
    return _walk(batch, graph, damping, query_weight, tolerance, max_iterations)


def lexrank_reasons(
    batch: Batch,
    scores: FloatArray,
    *,
    threshold: float | None,
    damping: float,
    query_weight: float,
    **_: object,
) -> Why:
    """Votes by sentence and by term, and the restart."""
    graph = lexrank_graph(batch, threshold)
    return _walk_reasons(batch, graph, scores, damping, query_weight)


def lexrank_vectors(batch: Batch) -> Matrix:
    """Give LexRank's vectors: rows ``tf · ln(1 + N / df)`` of length 1, or embeddings."""
    if batch.embedded is not None:
        return batch.weights
    N = batch.sizes[batch.column_unit]
    idf = batch.idf if batch.fitted else np.log1p(N / np.maximum(batch.frequency, 1.0))
    return tfidf(batch.held, idf).csr


def lexrank_graph(batch: Batch, threshold: float | None = None) -> Graph:
    """Give LexRank's graph: in factors, or formed where there is a threshold."""
    vectors = lexrank_vectors(batch)
    if threshold is None:
        return Factored(vectors, vectors, np.ones((len(batch), 1)), loops=True)
    return Explicit(above(vectors, threshold))


def above(vectors: Matrix, threshold: float, products: int = 2_000_000) -> Matrix:
    """Link all pairs of rows with a cosine above a threshold, a block at a time.

    Parameters
    ----------
    vectors : csr_array of shape (n, m)
        Rows of length 1; a product that rounding has brought above 1 is 1.
    threshold : float
    products : int
        About how many of them a block may hold before they are compared.

    Returns
    -------
    csr_array of shape (n, n), entries 1
    """
    from scipy import sparse as sp  # noqa: PLC0415 - as in `Rows.csr`

    n = vectors.shape[0]
    if not n:
        return sp.csr_array((0, 0))
    frequency = np.bincount(vectors.indices, minlength=vectors.shape[1])
    work = np.concatenate([[0], np.cumsum(frequency[vectors.indices])])[vectors.indptr[1:]]
    cuts = np.flatnonzero(np.diff(work // products, prepend=0, append=work[-1:] // products + 1))
    other = vectors.T.tocsr()
    blocks = [sp.csr_array((0, n))]
    for start, stop in zip(np.concatenate([[0], cuts[:-1]]), cuts, strict=True):
        block = (vectors[start:stop] @ other).tocsr()
        block.data = (np.minimum(block.data, 1.0) > threshold).astype(float)
        block.eliminate_zeros()
        blocks.append(block)
    return sp.vstack(blocks, format="csr")


# --- the walk, and what it says of one sentence ---------------------------------


def _restarts(batch: Batch, damping: float, query_weight: float) -> tuple[FloatArray, FloatArray]:
    """Give each unit's damping, and where restarts go: by relevance to a query it hears of."""
    relevance = batch.relevance
    total = batch.per_unit(relevance)[batch.unit]
    uniform = 1.0 / batch.sizes[batch.unit]
    restart = np.divide(relevance, total, out=uniform, where=total > 0)
    return np.where(batch.heard, 1 - query_weight, damping), restart


def _walk(
    batch: Batch,
    graph: Graph,
    damping: float,
    query_weight: float,
    tolerance: float,
    max_iterations: int,
) -> FloatArray:
    dampings, restart = _restarts(batch, damping, query_weight)
    return stationary(
        graph,
        batch.unit,
        damping=dampings,
        restart=restart,
        tolerance=tolerance,
        max_iterations=max_iterations,
    )


def _walk_reasons(
    batch: Batch, graph: Graph, scores: FloatArray, damping: float, query_weight: float
) -> Why:
    """Take one step of the walk apart: who sent how much along which term."""
    (d,), restart = _restarts(batch, damping, query_weight)
    degrees = graph.degrees
    share = np.divide(d * scores, degrees, out=np.zeros(len(scores)), where=degrees > 0)
    source = (1 - d + d * float(scores[degrees == 0].sum())) * restart
    terms_of = _terms_of_votes(batch, graph, share)
    asked = bool(batch.heard[0])

    def why(row: int) -> Reasons:
        only = np.zeros(len(scores))
        only[row] = 1.0
        votes = graph.give(only) * share
        votes[votes < ROUNDING * votes.max(initial=0.0)] = 0.0
        voters = np.flatnonzero(votes > 0)
        own = float(source[row])
        reasons = Reasons(
            *terms_of(row, votes),
            voters,
            votes[voters],
            query=own if asked else 0.0,
            base=0.0 if asked else own,
        )
        # The walk stops a rounding step before its fixed point.
        total = reasons.total()
        return reasons.scaled(float(scores[row]) / total) if total > 0 else reasons

    return why


def _terms_of_votes(
    batch: Batch, graph: Graph, share: FloatArray
) -> Callable[[int, FloatArray], tuple[IntArray, FloatArray]]:
    """Give what shares the votes for one sentence among its terms."""
    if batch.embedded is not None:
        return lambda _, votes: (np.array([EMBEDDING]), np.array([votes.sum()]))
    if isinstance(graph, Factored):
        return _terms_by_factors(graph, share)
    vectors = lexrank_vectors(batch)

    def terms_of(row: int, votes: FloatArray) -> tuple[IntArray, FloatArray]:
        own = vectors[[row]]
        cosines = vectors @ add_up(own.indices, own.data, vectors.shape[1])
        each = np.divide(votes, cosines, out=np.zeros(len(votes)), where=votes > 0)
        return own.indices, own.data * (vectors.T @ each)[own.indices]

    return terms_of


def _terms_by_factors(
    graph: Factored, share: FloatArray
) -> Callable[[int, FloatArray], tuple[IntArray, FloatArray]]:
    """Give a term what all send along it, scaled by what a sentence answers to it."""
    sent = graph.Q.T @ (graph.U * share[:, None])

    def terms_of(row: int, _: FloatArray) -> tuple[IntArray, FloatArray]:
        asks, answers = graph.Q[[row]], graph.D[[row]]
        through = sent[answers.indices] @ graph.U[row]
        own = 0.0 if graph.loops else asks.data * (graph.U[row] ** 2).sum() * share[row]
        return answers.indices, answers.data * np.maximum(through - own, 0.0)

    return terms_of
