r"""Ranking by a random walk over a graph that is never formed.

Takes a similarity as a product of sparse factors and gives its stationary
distribution, for all units of a batch at once.  A step towards it needs the
similarity only as a map from one vector to another, so time and memory grow
with the number of words, not with the square of the number of sentences.
Knows nothing of sentences: what the factors are, `scores` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from summarize.arrays import BoolArray, FloatArray, IntArray, Matrix, add_up
from summarize.notices import warn

#: A degree below this share of the self-similarity is rounding, not a neighbour; so is a
#: vote below this share of the largest.
ROUNDING = 1e-12


class Graph(Protocol):
    """A directed weighted graph, ``W[i, j]`` being the vote of i for j."""

    @property
    def degrees(self) -> FloatArray:
        """What each node gives away in all, ``W @ 1``, shape (n,)."""

    def give(self, values: FloatArray) -> FloatArray:
        """Compute ``W @ values``."""

    def receive(self, values: FloatArray) -> FloatArray:
        """Compute ``W.T @ values``."""


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
        product = self.Q.power(2) if self.Q is self.D else self.Q.multiply(self.D)
        return product.sum(axis=1) * (self.U**2).sum(axis=1)

    @cached_property
    def degrees(self) -> FloatArray:
        """What each sentence gives in all; exactly 0 where it has no neighbour."""
        degrees = self.give(np.ones(len(self.U)))
        return np.where(degrees > ROUNDING * self.own, degrees, 0.0)

    def give(self, values: FloatArray) -> FloatArray:
        """Compute ``W @ values``."""
        return self._product(self.Q, self._transposed[1], values)

    def receive(self, values: FloatArray) -> FloatArray:
        """Compute ``W.T @ values``."""
        return self._product(self.D, self._transposed[0], values)

    @cached_property
    def _transposed(self) -> tuple[Matrix, Matrix]:
        turned = self.D.T
        return turned if self.Q is self.D else self.Q.T, turned

    def _product(self, left: Matrix, right: Matrix, values: FloatArray) -> FloatArray:
        through = left @ (right @ (self.U * values[:, None]))
        product = (self.U * through).sum(axis=1)
        return product if self.loops else product - self.own * values


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
        return self.W @ values

    receive = give


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
        A unit is done when a step of the walk would change it by less, in L1 norm.
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
    sizes = np.bincount(unit, minlength=np.size(damping))  # the last units may be empty
    start = 1.0 / sizes[unit] if restart is None else restart
    d = np.broadcast_to(np.asarray(damping, dtype=float), len(sizes))
    # With hardly a restart there is hardly an equation to solve: rounding would be all of it.
    solved = (d <= 1 - 1e-9) & _is_symmetric(graph)
    p, moving = np.zeros(len(unit)), np.zeros(len(d), dtype=bool)
    for find, which in ((_conjugate, solved), (_walk, ~solved)):
        if which.any():
            own = np.where(which, d, 0.0)
            found, unsettled = find(graph, unit, own, start, tolerance, max_iterations)
            p, moving = np.where(which[unit], found, p), moving | (which & unsettled)
    if moving.any():
        _warn_of_convergence(max_iterations, int(moving.sum()))
    p = np.maximum(p, 0.0)  # rounding, where nothing is
    return p / add_up(unit, p, len(sizes))[unit]


def _is_symmetric(graph: Graph) -> bool:
    return isinstance(graph, Explicit) or (isinstance(graph, Factored) and graph.Q is graph.D)


def _walk(
    graph: Graph, unit: IntArray, d: FloatArray, r: FloatArray, tolerance: float, most: int
) -> tuple[FloatArray, BoolArray]:
    """Take step after step; give where the walk is, and which units still move."""
    p, damping, degrees = r.copy(), d[unit], graph.degrees
    hangs = degrees == 0
    share = 1.0 / np.where(hangs, np.inf, degrees)
    moving = np.ones(len(d), dtype=bool)
    for _ in range(most):
        lost = add_up(unit, np.where(hangs, p, 0.0), len(d))
        step = damping * (graph.receive(p * share) + lost[unit] * r) + (1 - damping) * r - p
        # A unit that has settled stays as it is, so that its result does not
        # depend on how long others in the batch take.
        p = p + np.where(moving[unit], step, 0.0)
        moving &= add_up(unit, np.abs(step), len(d)) >= tolerance
        if not moving.any():
            break
    return p, moving


def _conjugate(
    graph: Graph, unit: IntArray, d: FloatArray, r: FloatArray, tolerance: float, most: int
) -> tuple[FloatArray, BoolArray]:
    r"""Solve for where the walk ends by conjugate gradients, in a third of its steps.

    The end is a multiple of the y with ``y = r + d W D⁻¹ y``: what the nodes without a
    neighbour lose goes where r goes.  With W symmetric, ``z = D^-½ y`` solves ``z - d D^-½
    W D^-½ z = D^-½ r``, whose matrix is symmetric and positive definite for d < 1
    (Hestenes & Stiefel 1952).  Every unit has steps of its own length.
    """
    degrees = graph.degrees
    hangs = degrees == 0
    root = np.sqrt(degrees)
    s = 1.0 / np.where(hangs, np.inf, root)
    z = np.zeros(len(r))
    pull, rest = d[unit] * s, s * r
    along, size = rest, add_up(unit, rest**2, len(d))
    moving = size > 0
    for _ in range(most):
        image = along - pull * graph.give(s * along)
        curve = add_up(unit, along * image, len(d))
        moving &= curve > 0  # else nothing is left to solve, but for rounding
        length = np.where(moving, size / np.where(moving, curve, 1.0), 0.0)[unit]
        z = z + length * along
        rest = rest - length * image
        # what is left to solve is what a step would change, but for the scale of y
        moving &= (1 - d) * add_up(unit, np.abs(root * rest), len(d)) >= tolerance
        if not moving.any():
            break
        before, size = size, add_up(unit, rest**2, len(d))
        along = rest + (size / np.where(moving, before, 1.0))[unit] * along
    return np.where(hangs, r, root * z), moving


def _warn_of_convergence(iterations: int, units: int) -> None:
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415 - rare, and slow to import

    warn(
        f"Ranking did not settle in max_iterations={iterations} steps for {units} text(s): "
        "allow more steps or a larger tolerance.",
        ConvergenceWarning,
    )
