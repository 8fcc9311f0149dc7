"""Positive semidefinite matrices with enclosures, and the quadratic transport cost between Gaussian laws.

A covariance is S = B B^T with an array B (d, d) of few binary digits, so that the product is exact and S is positive
semidefinite by its form. In rational arithmetic, the functions `exact_*` work on object arrays of Fraction; in extended
arithmetic, those named `fine_*` on object arrays of flint.arb.
"""
from fractions import Fraction

import flint
import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, down, euclid, root, up

stop = jax.lax.stop_gradient
DIGITS, LARGEST = 12, 8.0        # |B_ij| <= 8 with 12 binary digits after the point: sums of 2**20 products are exact


def representable(B):
    """B clipped and rounded such that B B^T is exact; the derivative is that of B."""
    B = jnp.clip(B, -LARGEST, LARGEST)
    return stop(jnp.round(B * 2.0**DIGITS) / 2.0**DIGITS) + (B - stop(B))


def psd_root(S) -> Ball:
    """S^{1/2} for S positive semidefinite within a ball (d, d).

    With R the computed root and E = R^2 - S, in operator norm |R - S^{1/2}| <= |E|^{1/2}; and since
    E = R (R - S^{1/2}) + (R - S^{1/2}) S^{1/2}, in Frobenius norm |R - S^{1/2}| <= |E| / lambda_min(R). The smaller bound
    counts. R itself is positive semidefinite up to `slip`. Derivative: the solution X of X R + R X = dS, 0 on the kernel of R.
    """
    S = Ball.of(S)
    A = 0.5 * (S.center + S.center.T)
    d = A.shape[0]
    w, V = jnp.linalg.eigh(stop(A))
    r = jnp.sqrt(jnp.maximum(w, 0.0))
    R = (V * r) @ V.T
    R = 0.5 * (R + R.T)
    size = euclid(R)
    slip = 8 * d * EPS * size
    residual = euclid(R @ R - A) + 4 * slip * size + S.radius
    smallest = r[0] - slip
    radius = jnp.where(smallest > 0, jnp.minimum(root(d * residual), residual / jnp.where(smallest > 0, smallest, 1.0)),
                       root(d * residual)) + slip
    pair = r[:, None] + r[None]
    D = (V.T @ (A - stop(A)) @ V) * jnp.where(pair > 0, 1 / jnp.where(pair > 0, pair, 1.0), 0.0)
    return Ball(stop(R) + V @ D @ V.T, stop(radius))


def inverse(A) -> Ball:
    """A^{-1} for a matrix within a ball; a radius of 1e30, which decides nothing, where A may be singular.

    With X near the inverse of the center and e >= |I - A X| for every A of the ball: |A^{-1} - X| <= |X| e / (1 - e).
    """
    A = Ball.of(A)
    d = A.center.shape[0]
    invertible = jnp.abs(jnp.diag(jnp.linalg.qr(stop(A.center))[1])).min() > 1e-12 * euclid(A.center)
    X = jnp.linalg.inv(jnp.where(invertible, A.center, jnp.eye(d)))
    size = euclid(X)
    e = euclid(jnp.eye(d) - A.center @ X) + 4 * d * EPS * euclid(A.center) * size + A.radius * size
    known = invertible & (e < 0.5)
    return Ball(X, stop(jnp.where(known, size * e / (1 - jnp.where(known, e, 0.0)) * (1 + 8 * EPS), 1e30)))


def min_eigenvalue(S, semidefinite=False) -> Interval:
    """The smallest eigenvalue of a symmetric matrix within a ball; `semidefinite`: whether it is known not to be negative.

    The backward error of `eigvalsh` is below 8 d EPS |S|; an error of S moves an eigenvalue by at most its norm.
    """
    S = Ball.of(S)
    A = 0.5 * (S.center + S.center.T)
    w = jnp.linalg.eigvalsh(stop(A))[0]
    slack = 8 * A.shape[0] * EPS * euclid(A) + S.radius
    low = down(w - slack)
    return Interval(jnp.where(semidefinite, jnp.maximum(low, 0.0), low), up(jnp.where(semidefinite, jnp.maximum(w, 0.0), w) + slack))


def trace(S) -> Interval:
    """The trace of a matrix within a ball: |tr X| <= sqrt(d) |X|."""
    S = Ball.of(S)
    d = S.center.shape[0]
    return Interval.around(jnp.trace(S.center), root(1.0 * d) * S.radius + 2 * d * EPS * jnp.abs(jnp.diag(S.center)).sum())


def squared_distance(m1, B1, m2, B2) -> Interval:
    """W_2^2 of N(m1, B1 B1^T) and N(m2, B2 B2^T), from a coupling above and the dual below.

    A coupling of x = m1 + B1 u and y = m2 + B2 v has cross-covariance B1 O B2^T with a contraction O = E u v^T, and every
    contraction occurs. So 2 E<x, y> is largest for O the polar factor of M = B2^T B1, where it is twice the nuclear norm of M:
    above, any contraction; below, the nuclear norm from above. Derivative (envelope theorem): O is held fixed.
    """
    d = len(m1)
    M = B2.T @ B1
    U, s, Vt = jnp.linalg.svd(stop(M))
    O = (U @ Vt).T / (1 + 64 * d * EPS)                       # a contraction in spite of rounding
    gram = euclid(stop(M) - (U * s) @ Vt) + 8 * d * EPS * euclid(B1) * euclid(B2)
    nuclear = stop(s.sum() * (1 + 64 * d * EPS) + root(1.0 * d) * gram)
    gained = (B1 @ O * B2).sum()
    base = ((m1 - m2) ** 2).sum() + (B1**2).sum() + (B2**2).sum()
    slack = 32 * d * EPS * (base + (jnp.abs(m1) + jnp.abs(m2)).max() ** 2)
    return Interval(jnp.maximum(base - 2 * (nuclear + gained - stop(gained)) - slack, 0.0), base - 2 * gained + slack)


# -- exact arithmetic
def exact_inverse(A) -> np.ndarray:
    """The inverse of a square object array of Fraction. Raises ZeroDivisionError when it is singular."""
    n = len(A)
    M = np.concatenate([A, np.array([[Fraction(int(i == j)) for j in range(n)] for i in range(n)], object)], 1)
    for k in range(n):
        pivots = [r for r in range(k, n) if M[r, k]]
        if not pivots:
            raise ZeroDivisionError("the matrix is singular")
        M[[k, pivots[0]]] = M[[pivots[0], k]]
        M[k] = M[k] / M[k, k]
        for r in range(n):
            if r != k:
                M[r] = M[r] - M[r, k] * M[k]
    return M[:, n:]


def exact_inertia(A) -> int:
    """1 if the symmetric object array is positive definite, 0 if it is singular and positive semidefinite, else -1.

    Symmetric elimination: a pivot 0 of a positive semidefinite matrix has a zero row.
    """
    A, definite = A.copy(), 1
    for k in range(len(A)):
        if A[k, k] < 0 or A[k, k] == 0 and any(A[k, k:]):
            return -1
        if A[k, k] == 0:
            definite = 0
            continue
        for r in range(k + 1, len(A)):
            A[r, k:] = A[r, k:] - A[r, k] / A[k, k] * A[k, k:]
    return definite


def certified_squared_distance(m1, S1, m2, S2, K, A) -> Fraction:
    """W_2^2 of N(m1, S1) and N(m2, S2) with its proof, in Fraction. Raises ArithmeticError when a check fails.

    K: a cross-covariance, checked by the positive semidefinite block matrix of S1, K, K^T, S2; it bounds W_2^2 from above.
    A: positive definite. From 2<x, y> <= <x, A x> + <y, A^{-1} y>: 2 E<x, y> <= tr(A S1) + tr(A^{-1} S2), a bound from below.
    """
    if exact_inertia(np.block([[S1, K], [K.T, S2]])) < 0:
        raise ArithmeticError("K is not the cross-covariance of a coupling")
    if exact_inertia(A) < 1:
        raise ArithmeticError("A is not positive definite")
    base = sum((m1 - m2) ** 2) + np.trace(S1) + np.trace(S2)
    above = base - 2 * np.trace(K)
    below = base - np.trace(A @ S1) - np.trace(exact_inverse(A) @ S2)
    if above != below:
        raise ArithmeticError(f"the coupling costs {above}, the dual is worth {below}")
    return above


# -- extended arithmetic
def arbs(A) -> np.ndarray:
    """A float array as an object array of exact flint.arb."""
    return np.vectorize(lambda x: flint.arb(float(x)), otypes=[object])(A)


def _diagonalised(A, vectors=True):
    """(w, V), V diag(w) V^T near the midpoint of the symmetric object array A, by Jacobi's rotations; V and w are exact numbers.

    Sweeps until the rest is below 2^(16 - precision) of the largest diagonal entry, at most 30: the distance from A is measured
    afterwards, so nothing rests on convergence.
    """
    d = len(A)
    A, V = [[x.mid() for x in row] for row in A], [[flint.arb(int(i == j)) for j in range(d)] for i in range(d)]
    for _ in range(30):
        rest = max((float(abs(A[p][q])) for p in range(d) for q in range(p)), default=0.0)
        if rest <= max(float(abs(A[p][p])) for p in range(d)) * 2.0 ** (16 - flint.ctx.prec):
            break
        for p in range(d):
            for q in range(p + 1, d):
                if A[p][q] == 0:
                    continue
                half = (A[q][q] - A[p][p]) / (2 * A[p][q])
                t = 1 / (abs(half) + (half * half + 1).sqrt())
                t = -t if half < 0 else t
                c = 1 / (t * t + 1).sqrt()
                s = t * c
                A[p][p], A[q][q] = (A[p][p] - t * A[p][q]).mid(), (A[q][q] + t * A[p][q]).mid()
                A[p][q] = A[q][p] = flint.arb(0)
                for k in set(range(d)) - {p, q}:
                    x, y = A[p][k], A[q][k]
                    A[p][k] = A[k][p] = (c * x - s * y).mid()
                    A[q][k] = A[k][q] = (s * x + c * y).mid()
                for row in V if vectors else ():
                    row[p], row[q] = (c * row[p] - s * row[q]).mid(), (s * row[p] + c * row[q]).mid()
    return [A[k][k] for k in range(d)], np.array(V, object)


def _size(A) -> flint.arb:
    """An upper bound of the Euclidean norm of an object array."""
    return sum((abs(x).upper() ** 2 for x in A.flat), flint.arb(0)).sqrt().upper()


def fractions(A) -> np.ndarray:
    """An object array of exact flint.arb as one of Fraction. Raises ValueError when an entry is not exact."""
    def fraction(x):
        q = x.fmpq()
        return Fraction(int(q.p), int(q.q))
    return np.vectorize(fraction, otypes=[object])(A)


def fine_root(A) -> np.ndarray:
    """A^{1/2} for a positive semidefinite A within the object array.

    X = V D V^T with D >= 0 is positive semidefinite whatever V is, and |A^{1/2} - X| <= |A - X^2|^{1/2} in operator norm, as the
    root is operator monotone. The enclosure is symmetric.
    """
    w, V = _diagonalised(A)
    X = (V * np.array([x.sqrt().mid() if x > 0 else flint.arb(0) for x in w], object)) @ V.T
    return X + np.full(X.shape, flint.arb(0, _size(A - X @ X).sqrt().upper()), object)


def fine_min_eigenvalue(A) -> flint.arb:
    """The smallest eigenvalue of a symmetric A within the object array.

    With |V^T V - I| <= e the eigenvalues of V diag(w) V^T are t_k w_k with 1 - e <= t_k <= 1 + e in some order (Ostrowski), and
    those of A differ from them by at most |A - V diag(w) V^T| (Weyl).
    """
    w, V = _diagonalised(A)
    e, rest = _size(V.T @ V - np.eye(len(A), dtype=int)), _size(A - (V * np.array(w, object)) @ V.T)
    least = min(w, key=float)
    return least + flint.arb(0, (e * abs(least) + rest).upper())


def fine_nuclear_norm(M) -> flint.arb:
    """The sum of the singular values of an object array of exact numbers: the trace of the root of M^T M.

    In the plane its square is |M|^2 + 2 |det M|.
    """
    if len(M) == 2:
        return ((M * M).sum() + 2 * abs(M[0, 0] * M[1, 1] - M[0, 1] * M[1, 0])).sqrt()
    return np.trace(fine_root(M.T @ M))


def fine_inverse(A) -> np.ndarray:
    """A^{-1}; numbers of which nothing is known where A may be singular."""
    d = len(A)
    try:
        inverse = flint.arb_mat(d, d, list(A.flat)).inv()
    except ZeroDivisionError:
        return np.full((d, d), flint.arb(0, float("inf")), object)
    return np.array(inverse.entries(), object).reshape(d, d)
