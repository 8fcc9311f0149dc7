"""Eigenvalues and functions of a symmetric matrix: enclosed from an approximate eigenbasis, and exactly from a rational spectrum."""
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import lax

from proofs_numeric.engine.enclosure import EPS
from proofs_numeric.mathematics import ranks

SWEEPS = 8


class Basis(NamedTuple):
    """An approximate orthonormal eigenbasis Q (columns) of A with the eigenvalues d in increasing order.

    off: a bound on |A - Q' diag(d) Q'^T| in the Frobenius norm for an orthogonal matrix Q' within `skew` of Q.
    """

    Q: Any
    d: Any
    off: Any
    skew: Any


def frobenius(A):
    """The Frobenius norm, for budgets: it has no derivative."""
    A = lax.stop_gradient(A)
    return jnp.sqrt((A * A).sum())


def eigenbasis(A) -> Basis:
    """By Jacobi's rotations; nothing depends on how well they converged. The eigenvalues are differentiable, the basis is not."""
    n = len(A)

    def rotate(p, q, state):
        A, Q = state
        theta = 0.5 * jnp.arctan2(2 * A[p, q], A[q, q] - A[p, p])
        c, s = jnp.cos(theta), jnp.sin(theta)
        J = jnp.eye(n).at[p, p].set(c).at[q, q].set(c).at[p, q].set(s).at[q, p].set(-s)
        return J.T @ A @ J, Q @ J

    def sweep(_, state):
        for p, q in combinations(range(n), 2):
            state = rotate(p, q, state)
        return state
    _, Q = lax.fori_loop(0, SWEEPS, sweep, (lax.stop_gradient(A), jnp.eye(n)))
    M = Q.T @ A @ Q
    order = jnp.argsort(lax.stop_gradient(jnp.diagonal(M)))
    Q, d = Q[:, order], jnp.diagonal(M)[order]
    rounding = 4 * n * n * EPS
    skew = frobenius(Q.T @ Q - jnp.eye(n)) + rounding
    off = frobenius(M - jnp.diag(jnp.diagonal(M))) + (3 * skew + rounding) * frobenius(A)
    return Basis(Q, d, lax.stop_gradient(off), lax.stop_gradient(skew))


def projections(A, spectrum):
    """{eigenvalue: projection onto its eigenspace} of a rational symmetric matrix. Raises ValueError if the spectrum is another one."""
    n, A = len(A), np.array(A, object)
    one = np.array([[Fraction(int(a == b)) for b in range(n)] for a in range(n)], object)
    found = {}
    for value in sorted(set(spectrum)):
        if n - ranks.rank((A - value * one).tolist()) != spectrum.count(value):
            raise ValueError(f"{value} is no eigenvalue of multiplicity {spectrum.count(value)}")
        P = one
        for other in set(spectrum) - {value}:
            P = P @ (A - other * one) * Fraction(1, 1) / (value - other)
        found[value] = P
    if len(spectrum) != n:
        raise ValueError(f"{len(spectrum)} eigenvalues for a matrix of {n} rows")
    return found
