r"""Ranking by a random walk over a graph that is never formed.

Takes a similarity as a product of sparse factors and gives its stationary
distribution, for all units of a batch at once.  A step of the walk needs the
similarity only as a map from one vector to another, so time and memory grow
with the number of words, not with the square of the number of sentences.
Knows nothing of sentences: what the factors are, `scores` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from summarize.arrays import FloatArray, IntArray, Matrix, add_up, row_sums
from summarize.notices import warn

# A degree below this share of the self-similarity is rounding, not a neighbour.
_ROUNDING = 1e-12
#: After so many steps of the walk the change of the last is looked at.
STRIDE = 4


class Graph(Protocol):
    """A directed weighted graph, ``W[i, j]`` being the vote of i for j."""

    @property
    def degrees(self) -> FloatArray:
        """What each node gives away in all, ``W @ 1``, shape (n,)."""

    def give(self, values: FloatArray) -> FloatArray:
        """Compute ``W @ values``."""

    def receive(self, values: FloatArray) -> FloatArray:
        """Compute ``W.T @ values``."""

    def part(self, rows: IntArray) -> Graph:
        """Give the graph of some nodes, to which no edge leads from outside."""


@dataclass(frozen=True, eq=False)
class Factored:
    r"""A graph in factors: ``W = Σ_k diag(u_k) Q Dᵀ diag(u_k)``, without its diagonal.

    Cosine similarity is Q = D = X with rows of length 1 and u = 1; other
    similarities differ in what they put there.

    Parameters
    ----------
    Q, D : csr_array of shape (n, m), entries not negative
        What a sentence asks, and what it answers.
    U : ndarray of shape (n, r)
        Scales of each of the r terms of the sum.
    loops : bool
        Whether a sentence may vote for itself.
    """

    Q: Matrix
    D: Matrix
    U: FloatArray
    loops: bool = False

    @cached_property
    def own(self) -> FloatArray:
        """What each sentence would give itself: the diagonal, shape (n,)."""
        both = self.Q.multiply(self.D).tocsr()
        sums: FloatArray = row_sums(both, both.data) * (self.U**2).sum(axis=1)
        return sums

    @cached_property
    def degrees(self) -> FloatArray:
        """What each sentence gives in all; exactly 0 where it has no neighbour."""
        degrees = self.give(np.ones(len(self.U)))
        return np.where(degrees > _ROUNDING * self.own, degrees, 0.0)

    def give(self, values: FloatArray) -> FloatArray:
        """Compute ``W @ values``."""
        return self._product(self.Q, self._transposed[1], values)

    def receive(self, values: FloatArray) -> FloatArray:
        """Compute ``W.T @ values``."""
        return self._product(self.D, self._transposed[0], values)

    def part(self, rows: IntArray) -> Factored:
        """Give the graph of some nodes, to which no edge leads from outside."""
        Q = self.Q[rows]
        return Factored(Q, Q if self.D is self.Q else self.D[rows], self.U[rows], self.loops)

    @cached_property
    def _transposed(self) -> tuple[Matrix, Matrix]:
        return self.Q.T, self.D.T

    def _product(self, left: Matrix, right: Matrix, values: FloatArray) -> FloatArray:
        through = left @ (right @ (self.U * values[:, None]))
        product = (self.U * through).sum(axis=1)
        if not self.loops:
            product = np.maximum(product - self.own * values, 0.0)
        return np.asarray(product)


@dataclass(frozen=True, eq=False)
class Explicit:
    """A symmetric graph as a matrix, for similarities that do not factor."""

    W: Matrix

    @cached_property
    def degrees(self) -> FloatArray:
        """What each node gives away in all."""
        return self.give(np.ones(self.W.shape[0]))

    def give(self, values: FloatArray) -> FloatArray:
        """Compute ``W @ values``."""
        product: FloatArray = self.W @ values
        return product

    receive = give

    def part(self, rows: IntArray) -> Explicit:
        """Give the graph of some nodes, to which no edge leads from outside."""
        return Explicit(self.W[rows][:, rows])


def stationary(
    graph: Graph,
    unit: IntArray,
    *,
    damping: float | FloatArray = 0.85,
    restart: FloatArray | None = None,
    tolerance: float = 1e-10,
    max_iterations: int = 500,
) -> FloatArray:
    r"""Rank nodes by where a random walk with restarts spends its time.

    ``p = (1 - d) r + d (Wᵀ (p / degree) + lost · r)``, the PageRank of Brin and
    Page (1998), for every unit on its own; ``lost`` is the mass of the nodes
    without a neighbour, which goes where a restart goes.

    Parameters
    ----------
    graph : Graph of n nodes
        No edge joins two units.
    unit : ndarray of int, shape (n,)
        The unit of each node.
    damping : float or ndarray, shape (u,)
        The probability d of following an edge, one for all units or one each.
    restart : ndarray, shape (n,), optional
        Where a restart goes, summing to 1 in each unit; uniform by default.
    tolerance : float
        A unit stops when a step changes it by less, in L1 norm; looked at every fourth.
    max_iterations : int
        After so many steps a `sklearn.exceptions.ConvergenceWarning` is given.

    Returns
    -------
    ndarray, shape (n,)
        Sums to 1 in each unit.

    Examples
    --------
    >>> import scipy.sparse as sp
    >>> path = Explicit(sp.csr_array([[0.0, 1, 0], [1, 0, 1], [0, 1, 0]]))
    >>> stationary(path, np.zeros(3, dtype=int)).round(3).tolist()
    [0.257, 0.486, 0.257]
    """
    if not len(unit):
        return np.zeros(0)
    home, sizes = unit, np.bincount(unit)
    r = 1.0 / sizes[unit] if restart is None else restart
    d = np.broadcast_to(damping, len(sizes))[unit]
    degrees = graph.degrees
    hangs = degrees == 0
    share = 1.0 / np.where(hangs, np.inf, degrees)
    p, settled = r.copy(), r.copy()
    nodes, moving = np.arange(len(unit)), np.ones(len(sizes), dtype=bool)
    for done in range(0, max_iterations, STRIDE):
        start = p
        for _ in range(min(STRIDE, max_iterations - done)):
            before = p
            p = d * graph.receive(p * share) + (1 - d) * r
            if hangs.any():
                lost = add_up(unit, np.where(hangs, before, 0.0), len(sizes))
                p += d * lost[unit] * r
        change = add_up(unit, np.abs(p - before), len(sizes))
        # A unit that has settled stays as it is, so that its result does not
        # depend on how long others in the batch take.
        p = np.where(moving[unit], p, start)
        moving &= change >= tolerance
        walking = np.flatnonzero(moving[unit])
        if 2 * len(walking) <= len(nodes):  # half are there: go on with the others alone
            settled[nodes] = p
            if not len(walking):
                break
            graph, nodes, unit = graph.part(walking), nodes[walking], unit[walking]
            p, r, d, share, hangs = (a[walking] for a in (p, r, d, share, hangs))
    else:
        settled[nodes] = p
        _warn_of_convergence(max_iterations, int(moving.sum()))
    return settled / add_up(home, settled, len(sizes))[home]


def _warn_of_convergence(iterations: int, units: int) -> None:
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415 - rare, and slow to import

    warn(
        f"Ranking did not settle in max_iterations={iterations} steps for {units} text(s): "
        "allow more steps or a larger tolerance.",
        ConvergenceWarning,
    )
