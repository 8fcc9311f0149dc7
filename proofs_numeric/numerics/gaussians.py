"""The quadratic transport distance between Gaussian laws, and the Bures distance between covariances.

    W_2^2(N(m1, S1), N(m2, S2)) = |m1 - m2|^2 + bures(S1, S2)^2,
    bures(S1, S2)^2 = tr S1 + tr S2 - 2 |M|_* = min over orthogonal Q of |L1 - L2 Q|^2,     S_k = L_k L_k^T, M = L2^T L1,

with the nuclear norm |.|_* (sum of the singular values), attained at Q = U V^T for M = U D V^T. No square root of a product of
covariances is formed, which would square their condition numbers.

Factors: Cholesky. Where a pivot is as small as rounding, S_kk (8 d eps), the matrix counts as singular, and its factor is made
of the eigenvectors of the matrix scaled to unit diagonal, without those of eigenvalues at the size of rounding.
"""
import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.numerics import checks
from proofs_numeric.numerics.batching import one_by_one, over_leading

CANCELS = 1e-2                   # below this part of tr S1 + tr S2 the distance is taken as the norm of L1 - L2 Q
INDEFINITE = 64.0                # eigenvalues below -INDEFINITE d eps of a matrix with unit diagonal are refused


def _noise(S):
    return 8 * S.shape[-1] * float(jnp.finfo(S.dtype).eps)


def _factor(S):
    """(L, lowest) with L L^T = S (d, d); `lowest` is the smallest eigenvalue for unit diagonal where it may be negative, else 0."""
    L = jax.lax.linalg.cholesky(S, symmetrize_input=False)
    diagonal = jnp.diag(S)

    def spectral():
        scale = jnp.sqrt(jnp.where(diagonal > 0, diagonal, 1.0))
        w, V = jnp.linalg.eigh(S / scale / scale[:, None], symmetrize_input=False)
        return scale[:, None] * V * jnp.sqrt(jnp.where(w > _noise(S) * w[-1], w, 0.0)), w[0]
    definite = jnp.all(jnp.diag(L) ** 2 > _noise(S) * diagonal)              # False where Cholesky failed: NaN
    return jax.lax.cond(definite, lambda: (L, jnp.zeros_like(L[0, 0])), spectral)


def _distance(S1, S2):
    """(bures^2, lowest1, lowest2) of one pair."""
    (L1, low1), (L2, low2) = _factor(S1), _factor(S2)
    M = L2.T @ L1
    traces = jnp.trace(S1) + jnp.trace(S2)
    squared = traces - 2 * jnp.linalg.svd(M, compute_uv=False).sum()

    def aligned():
        U, _, Vt = jnp.linalg.svd(M)
        return ((L1 - L2 @ (U @ Vt)) ** 2).sum()
    return jax.lax.cond(squared < CANCELS * traces, aligned, lambda: squared), low1, low2


def _maps(S1, S2):
    """The optimal linear maps (T12, T21) of one pair: T12 = L2 (M M^T)^{-1/2} L2^T, 0 where M vanishes."""
    (L1, _), (L2, _) = _factor(S1), _factor(S2)
    U, s, Vt = jnp.linalg.svd(L2.T @ L1)
    inverse = jnp.where(s > _noise(S1) * s[0], 1 / jnp.where(s > 0, s, 1.0), 0.0)
    A, B = L2 @ U, L1 @ Vt.T
    return (A * inverse) @ A.T, (B * inverse) @ B.T


@jax.custom_jvp
def _bures(S1, S2):
    return one_by_one(_distance)(S1, S2)


@_bures.defjvp
def _(primals, tangents):
    S1, S2 = primals
    T12, T21 = one_by_one(_maps)(S1, S2)
    out = _bures(S1, S2)
    slope = jnp.trace(tangents[0]) + jnp.trace(tangents[1]) - (T12 * tangents[0]).sum() - (T21 * tangents[1]).sum()
    return out, (slope, jnp.zeros_like(slope), jnp.zeros_like(slope))


def _root(x):
    """sqrt(x) with derivative 0, a subgradient of the distance, at 0."""
    positive = x > 0
    return jnp.where(positive, jnp.sqrt(jnp.where(positive, x, 1.0)), 0.0)


@jax.jit
def _run(m1, S1, m2, S2):
    S1, S2 = (0.5 * (S + S.mT) for S in (S1, S2))
    squared, low1, low2 = over_leading(_bures, (2, 2))(S1, S2)
    return _root(((m1 - m2) ** 2).sum(-1) + squared), low1, low2


def _covariance(name, S):
    S = checks.array(name, S, at_least=2)
    if S.shape[-1] != S.shape[-2]:
        raise ValueError(f"{name} has shape {S.shape}: a covariance is square; its last two axes must be equal.")
    if checks.known(S):
        v = np.asarray(S)
        skew = abs(v - v.swapaxes(-1, -2)).max((-1, -2))
        if (skew > INDEFINITE * _noise(S) / 8 * abs(v).max((-1, -2))).any():
            raise ValueError(f"{name} is not symmetric, it differs from its transpose by {skew.max()}: use (S + S.T) / 2.")
    return S


def gaussian_w2(m1, S1, m2, S2):
    """W_2 between N(m1, S1) and N(m2, S2): means (..., d), covariances (..., d, d), leading axes broadcast.

    Covariances may be singular. Rounding of W_2^2 is a few d eps (tr S1 + tr S2); for nearly equal laws, W_2 itself is exact to a
    few d eps of the standard deviations, times the root of the condition number at worst.
    Derivative: I - T for a covariance, with T the optimal linear map, 0 in directions that leave the range of a singular
    covariance (there the distance has no derivative), and 0 for equal laws.
    Raises ValueError for wrong shapes, NaN or infinity, and asymmetric or indefinite covariances. Inside `jit` the last three
    are a precondition.
    """
    m1, m2 = checks.array("m1", m1, at_least=1), checks.array("m2", m2, at_least=1)
    S1, S2 = _covariance("S1", S1), _covariance("S2", S2)
    d = S1.shape[-1]
    for name, x in (("m1", m1), ("m2", m2), ("S2", S2)):
        if x.shape[-1] != d:
            raise ValueError(f"{name} has dimension {x.shape[-1]} and S1 has {d}: give laws on the same space.")
    dtype = jnp.result_type(m1, m2, S1, S2)
    m1, m2, S1, S2 = (x.astype(dtype) for x in (m1, m2, S1, S2))
    distance, low1, low2 = _run(m1, S1, m2, S2)
    if checks.known(low1, low2):
        for name, low in (("S1", low1), ("S2", low2)):
            if (worst := float(np.min(low))) < -INDEFINITE / 8 * _noise(S1):
                raise ValueError(f"{name} has the eigenvalue {worst} after scaling to unit diagonal: a covariance has none below 0.")
    return distance


def bures(S1, S2):
    """The Bures distance of covariances (..., d, d): W_2 between the centred Gaussian laws. See `gaussian_w2`."""
    S1, S2 = jnp.asarray(S1), jnp.asarray(S2)
    return gaussian_w2(jnp.zeros(S1.shape[-1:], S1.dtype), S1, jnp.zeros(S2.shape[-1:], S2.dtype), S2)
