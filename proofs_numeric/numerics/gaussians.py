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


def _lowest(S):
    return -INDEFINITE / 8 * _noise(S)


def _factor(S):
    """(L, lowest) with L L^T = S (d, d); `lowest` is the smallest eigenvalue for unit diagonal where it may be negative, else 0."""
    L = jax.lax.linalg.cholesky(S, symmetrize_input=False)
    diagonal = jnp.diag(S)

    def spectral():
        scale = jnp.sqrt(jnp.where(diagonal == 0, 1.0, jnp.abs(diagonal)))
        w, V = jnp.linalg.eigh(S / scale / scale[:, None], symmetrize_input=False)
        return scale[:, None] * V * jnp.sqrt(jnp.where(w > _noise(S) * w[-1], w, 0.0)), w[0]
    definite = jnp.all(jnp.diag(L) ** 2 > _noise(S) * diagonal)              # False where Cholesky failed: NaN
    return jax.lax.cond(definite, lambda: (L, jnp.zeros_like(L[0, 0])), spectral)


def _sound(S1, S2):
    """(whether all entries are numbers, S1, S2 or matrices in place of them that LAPACK can work on)."""
    sound = jnp.isfinite(S1).all() & jnp.isfinite(S2).all()
    whole = jnp.eye(S1.shape[-1], dtype=S1.dtype)
    return sound, jnp.where(sound, S1, whole), jnp.where(sound, S2, whole)


def _distance(S1, S2):
    """(bures^2, lowest1, lowest2) of one pair; NaN for NaN, infinity, and matrices that are no covariances."""
    sound, S1, S2 = _sound(S1, S2)
    (L1, low1), (L2, low2) = _factor(S1), _factor(S2)
    M = L2.T @ L1
    traces = jnp.trace(S1) + jnp.trace(S2)
    squared = traces - 2 * jnp.linalg.svd(M, compute_uv=False).sum()

    def aligned():
        U, _, Vt = jnp.linalg.svd(M)
        return ((L1 - L2 @ (U @ Vt)) ** 2).sum()
    found = jax.lax.cond(squared < CANCELS * traces, aligned, lambda: squared)
    return jnp.where(sound & (jnp.minimum(low1, low2) >= _lowest(S1)), found, jnp.nan), low1, low2


def _slopes(S1, S2):
    """The derivatives (I - T12, I - T21) of bures^2 of one pair, with the optimal linear maps T12 = L2 (M M^T)^{-1/2} L2^T, T21; a map
    is 0 where M vanishes.

    Both are 0 where bures^2 is rounding. The distance of L1 and L2 Q rounds by d eps of the standard deviations, times the root of
    the condition number, for which the singular values of M stand: for equal laws they are the eigenvalues of S.
    """
    sound, S1, S2 = _sound(S1, S2)
    (L1, _), (L2, _) = _factor(S1), _factor(S2)
    U, s, Vt = jnp.linalg.svd(L2.T @ L1)
    seen = s > _noise(S1) * s[0]
    inverse = jnp.where(seen, 1 / jnp.where(seen, s, 1.0), 0.0)
    A, B = L2 @ U, L1 @ Vt.T
    condition = s[0] * inverse.max()
    rounding = (0.5 * _noise(S1)) ** 2 * condition * (jnp.trace(S1) + jnp.trace(S2))
    equal = ((L1 - A @ Vt) ** 2).sum() <= rounding
    whole = jnp.eye(S1.shape[-1], dtype=S1.dtype)
    return tuple(jnp.where(sound, jnp.where(equal, 0.0, whole - (X * inverse) @ X.T), jnp.nan) for X in (A, B))


@jax.custom_jvp
def _bures(S1, S2):
    return one_by_one(_distance)(S1, S2)


@jax.custom_jvp
def _derivatives(S1, S2):
    """The derivatives of bures^2, which have no derivative here."""
    return one_by_one(_slopes)(S1, S2)


@_derivatives.defjvp
def _(primals, tangents):
    raise NotImplementedError("W_2 between Gaussian laws has first derivatives only in the covariances: for a Hessian take differences "
                              "of the gradient.")


@_bures.defjvp
def _(primals, tangents):
    out = _bures(*primals)
    slope = sum((D * dS).sum() for D, dS in zip(_derivatives(*primals), tangents))
    return out, (slope, jnp.zeros_like(slope), jnp.zeros_like(slope))


def _root(x):
    """sqrt(x) with derivative 0, a subgradient of the distance, at 0; NaN stays, in the derivative too."""
    return jnp.where(x == 0, 0.0, jnp.sqrt(jnp.where(x == 0, 1.0, x)))


def _pair(m1, S1, m2, S2):
    """(W_2, lowest1, lowest2) of one pair. Distances are divided by a power of two, so that their squares stay in the range."""
    half = 0.5 * m1 - 0.5 * m2
    spread = jnp.sqrt(jnp.maximum(jnp.abs(jnp.diag(S1)).max(), jnp.abs(jnp.diag(S2)).max()))
    k = jax.lax.stop_gradient(jnp.frexp(jnp.maximum(jnp.abs(half).max(), spread))[1])
    unit, back = (jnp.ldexp(jnp.ones((), m1.dtype), e) for e in (-k, k))
    squared, low1, low2 = _bures(*(0.5 * (S + S.T) * unit * unit for S in (S1, S2)))
    return back * _root(((2 * unit * half) ** 2).sum() + squared), low1, low2


_run = jax.jit(over_leading(_pair, (1, 2, 1, 2)))


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


def _w2(m1, S1, m2, S2):
    """W_2 of checked means and covariances."""
    d = S1.shape[-1]
    for name, x in (("m1", m1), ("m2", m2), ("S2", S2)):
        if x.shape[-1] != d:
            raise ValueError(f"{name} has dimension {x.shape[-1]} and S1 has {d}: give laws on the same space.")
    try:
        jnp.broadcast_shapes(m1.shape[:-1], S1.shape[:-2], m2.shape[:-1], S2.shape[:-2])
    except ValueError:
        raise ValueError(f"m1 {m1.shape}, S1 {S1.shape}, m2 {m2.shape} and S2 {S2.shape} are batches of different shapes: the axes before "
                         "the last one of means, and before the last two of covariances, must broadcast.") from None
    dtype = jnp.result_type(m1, m2, S1, S2)
    distance, low1, low2 = _run(*(x.astype(dtype) for x in (m1, S1, m2, S2)))
    if checks.known(low1, low2):
        for name, low in (("S1", low1), ("S2", low2)):
            if (worst := float(np.min(low))) < _lowest(S1.astype(dtype)):
                raise ValueError(f"{name} has the eigenvalue {worst} after scaling to unit diagonal: a covariance has none below 0.")
    return distance


def gaussian_w2(m1, S1, m2, S2):
    """W_2 between N(m1, S1) and N(m2, S2): means (..., d), covariances (..., d, d), leading axes broadcast.

    Covariances may be singular. Rounding of W_2^2 is a few d eps (tr S1 + tr S2); for nearly equal laws, W_2 itself is exact to a
    few d eps of the standard deviations, times the root of the condition number at worst. Scaling means by a power of two and
    covariances by its square scales the result exactly, in the range of the type.
    First derivatives only: I - T for a covariance and W_2^2, with T the optimal linear map, 0 in directions that leave the range of a
    singular covariance (there the distance has no derivative), and 0 for laws that are equal to rounding. To differentiate twice in
    a covariance raises NotImplementedError; in the means second derivatives are right.
    Raises ValueError for wrong shapes, NaN or infinity, and asymmetric or indefinite covariances. Inside `jit`, where values are not
    known, NaN, infinity and indefinite covariances give NaN, and an asymmetric one counts as its symmetric part.
    """
    return _w2(checks.array("m1", m1, at_least=1), _covariance("S1", S1), checks.array("m2", m2, at_least=1), _covariance("S2", S2))


def bures(S1, S2):
    """The Bures distance of covariances (..., d, d): W_2 between the centred Gaussian laws. See `gaussian_w2`."""
    S1, S2 = _covariance("S1", S1), _covariance("S2", S2)
    return _w2(jnp.zeros(S1.shape[-1:], S1.dtype), S1, jnp.zeros(S2.shape[-1:], S2.dtype), S2)
