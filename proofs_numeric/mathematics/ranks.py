"""The rank of a matrix: by elimination in exact or ball arithmetic, by an approximate left inverse in floating point."""
import jax
import jax.numpy as jnp
from jax import lax

from proofs_numeric.engine.enclosure import EPS, Interval


def rank(rows) -> int:
    """The number of pivots that are certainly not 0: the rank for Fraction, a bound from below for balls."""
    rows, found = [list(row) for row in rows], 0
    for k in range(len(rows[0])):
        best = max(range(found, len(rows)), key=lambda i: abs(float(rows[i][k])), default=None)
        if best is None or not rows[best][k] != 0:
            continue
        rows[found], rows[best] = rows[best], rows[found]
        pivot = rows[found]
        for row in rows[found + 1:]:
            factor = row[k] / pivot[k]
            row[k:] = [a - factor * b for a, b in zip(row[k:], pivot[k:])]
        found += 1
    return found


def full_rank(A, error) -> Interval:
    """The rank of a matrix within Frobenius distance `error` of A (rows, n): n where an approximate left inverse L of A proves it.

    |L A - 1| < 1 makes the columns independent. L comes from orthogonalising the columns; nothing depends on how well that went.
    Elsewhere only 0 <= rank <= n is known.
    """
    A = lax.stop_gradient(A)
    rows, n = A.shape

    def step(k, state):
        Q, T = state                                           # Q = A T, its first k columns orthonormal
        length = jnp.sqrt((Q[:, k]**2).sum())
        scale = jnp.where(length > 0, 1 / jnp.where(length > 0, length, 1.0), 0.0)
        q, t = Q[:, k] * scale, T[:, k] * scale
        later = jnp.where(jnp.arange(n) > k, q @ Q, 0.0)
        Q, T = Q - jnp.outer(q, later), T - jnp.outer(t, later)
        return Q.at[:, k].set(q), T.at[:, k].set(t)
    Q, T = jax.lax.fori_loop(0, n, step, (A, jnp.eye(n)))
    L = T @ Q.T
    long, size = jnp.sqrt((L * L).sum()), jnp.sqrt((A * A).sum())
    residual = L @ A - jnp.eye(n)
    off = jnp.sqrt((residual**2).sum()) + long * (error + 2 * rows * EPS * size) + 4 * n * EPS
    return Interval(jnp.where(off < 0.99, float(n), 0.0), jnp.float64(min(rows, n)))
