"""Inverses of matrices of size at most 3 within a ball: a cofactor formula, which compiles quickly, and a bound from its residual."""
import jax.numpy as jnp

from proofs_numeric.engine.enclosure import EPS, Ball, euclid, stop

UNKNOWN = 1e30                   # radius of an inverse that may not exist: it decides nothing


def cofactors(A):
    """(adjugate, determinant) of a matrix of size 1, 2 or 3. Raises ValueError for another size."""
    size = A.shape[0]
    if size == 1:
        return jnp.ones((1, 1)), A[0, 0]
    if size == 2:
        return jnp.trace(A) * jnp.eye(2) - A, A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0]
    if size == 3:
        rows = jnp.cross(A[jnp.array([1, 2, 0])], A[jnp.array([2, 0, 1])])
        return rows.T, A[0] @ rows[0]
    raise ValueError(f"a matrix of size {size}: at most 3")


def inverse(A) -> Ball:
    """A^{-1}; a radius of 1e30 where A may be singular.

    With X near the inverse of the center, improved by a Newton step, and e >= |I - A X| for every A of the ball:
    |A^{-1} - X| <= |X| e / (1 - e).
    """
    A = Ball.of(A)
    center, eye = A.center, jnp.eye(A.center.shape[0])
    adjugate, determinant = cofactors(center)
    apart = determinant != 0
    X = adjugate / jnp.where(apart, determinant, 1.0)
    X = X @ (2 * eye - center @ X)
    size = euclid(stop(X))
    e = euclid(stop(eye - center @ X)) + 4 * len(eye) * EPS * A.size * size + A.radius * size
    known = apart & (e < 0.5)
    return Ball(X, stop(jnp.where(known, size * e / (1 - jnp.where(known, e, 0.0)) * (1 + 8 * EPS), UNKNOWN)))
