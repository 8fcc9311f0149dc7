"""Transport distances on the line.

For measures with quantile functions X and Y, W_p = (int_0^1 |X(t) - Y(t)|^p dt)^(1/p), p >= 1, and W_1 = int |F - G| for the
distribution functions. The quantile functions are constant between the levels (sums of weights) of the sorted points.

XLA sorts floating-point numbers on a CPU one comparison call at a time. So arrays whose values are known are sorted and compared
by NumPy, in blocks of rows that fit in the cache; traced arrays are sorted as integers of the same order.

W_p is homogeneous, and multiplication by a power of two is exact: points of any size are computed with as points of a moderate one.
"""
import functools
import math
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.custom_derivatives import SymbolicZero

from proofs_numeric.numerics import checks

BLOCK = 1 << 16                  # so many numbers of x and y in a block of rows
SMALL = 10_000                   # levels of so many points are kept for later calls; of more points only the last ones


# -- sorting in XLA
def _keys(x):
    """Integers in the order of the floats x (-0.0 before 0.0): a negative float has its other bits flipped."""
    x = jax.lax.stop_gradient(x)
    integer = {4: jnp.int32, 8: jnp.int64}[x.dtype.itemsize]
    bits = jax.lax.bitcast_convert_type(x, integer)
    return bits ^ ((bits >> (8 * x.dtype.itemsize - 1)) & jnp.iinfo(integer).max)


def _order(x):
    """The permutations that sort x along the last axis."""
    positions = jax.lax.broadcasted_iota(jnp.int32, x.shape, x.ndim - 1)
    return jax.lax.sort((_keys(x), positions), num_keys=1, is_stable=False)[1]


def _take(x, order):
    return jnp.take_along_axis(x, order, -1, mode="promise_in_bounds")


@jax.custom_jvp
def _sorted(x):
    """x sorted along the last axis. The permutation, which costs more, is formed for the derivative only."""
    keys = jax.lax.sort(_keys(x), is_stable=False)
    return jax.lax.bitcast_convert_type(keys ^ ((keys >> (8 * x.dtype.itemsize - 1)) & jnp.iinfo(keys.dtype).max), x.dtype)


@_sorted.defjvp
def _(primals, tangents):
    order = _order(primals[0])
    return _take(primals[0], order), _take(tangents[0], order)


# -- levels
def _uniform_levels(n, m):
    """(i, j, t): between two levels of uniform weights on n and m points, X is the i-th and Y the j-th point, for a time t."""
    return (_few_levels if n + m <= SMALL else _many_levels)(n, m)


def _common_levels(n, m):
    """The multiples of m and of n up to n m, each once: levels of both weights are multiples of L. Each knows its place."""
    L = math.lcm(n, m)
    levels = np.empty(n + m - n * m // L, np.int64)
    for own, other in ((m, n), (n, m)):
        multiple = np.arange(own, n * m + 1, own)
        levels[np.arange(len(multiple)) + (multiple - 1) // other - (multiple - 1) // L] = multiple
    return (levels - 1) // m, (levels - 1) // n, np.diff(levels, prepend=0) / (n * m)


_few_levels, _many_levels = functools.lru_cache(64)(_common_levels), functools.lru_cache(1)(_common_levels)


def _merged_levels(xp, A, B, shift=0.0):
    """The same for cumulated weights A (..., n), B (..., m) with last entries 1; xp is numpy or jax.numpy.

    shift: in JAX, of the entries of A in the comparison with those of B.
    """
    n = A.shape[-1]
    q = xp.concatenate([A[..., :-1], B[..., :-1]], -1)
    if xp is np:
        order = np.argsort(q, -1, kind="stable")             # merges the two runs
        q = _take_numpy(q, order)
    else:
        order = _order(q + shift * (np.arange(q.shape[-1]) < n - 1))
        q = _take(q, order)
    i = xp.cumsum(order < n - 1, -1, dtype=np.int32)
    i = xp.concatenate([xp.zeros_like(i[..., :1]), i], -1) if q.shape[-1] else xp.zeros(q.shape[:-1] + (1,), np.int32)
    edge = 0 * (A[..., -1:] + B[..., -1:])                   # 0, or NaN
    t = xp.concatenate([q, edge + 1], -1) - xp.concatenate([edge, q], -1)
    return i, np.arange(i.shape[-1], dtype=np.int32) - i, t


# -- in NumPy
def _take_numpy(x, index):
    """x[k, index[k, l]], which on the flattened array takes half the time of take_along_axis."""
    return x.ravel().take(index + x.shape[1] * np.arange(len(x))[:, None])


def _norm_numpy(d, t, p):
    """(sum t d^p)^(1/p) along the last axis, without overflow of the powers."""
    if p == 1:
        return (t * d).sum(-1)
    top = d.max(-1, keepdims=True)
    d = d / np.where(top > 0, top, 1.0)
    return top[..., 0] * (t * d**p).sum(-1) ** (1 / p)


def _rows_numpy(p, x, y, a, b):
    """W_p (rows,) of x (rows, n) and y (rows, m) with weights a and b of the same shapes, or None for uniform ones."""
    size = np.maximum.reduce([x.max(-1), -x.min(-1), y.max(-1), -y.min(-1)])
    least, most = np.sqrt([np.finfo(x.dtype).tiny, np.finfo(x.dtype).max])
    far = (size > most) | (size < least)
    if not far.any():
        return _moderate_numpy(p, x, y, a, b)
    k = np.where(far, np.frexp(size)[1], 0)
    x, y = (np.ldexp(z, -k[:, None]) for z in (x, y))
    with np.errstate(over="ignore"):
        return np.ldexp(_moderate_numpy(p, x, y, a, b), k)


def _moderate_numpy(p, x, y, a, b):
    """`_rows_numpy` for points of which no product or power of two over- or underflows. Weights are summed in float64."""
    n, m = x.shape[-1], y.shape[-1]
    if a is None:
        xs, ys = np.sort(x, -1), np.sort(y, -1)
        if n == m:
            return _norm_numpy(abs(xs - ys), xs.dtype.type(1 / n), p)
        i, j, t = _uniform_levels(n, m)
        return _norm_numpy(abs(xs[:, i] - ys[:, j]), t.astype(xs.dtype), p)
    if p == 1:
        z, w = np.concatenate([x, y], -1), np.concatenate([a, -b], -1)
        order = np.argsort(z, -1)
        F = np.cumsum(_take_numpy(w, order), -1, dtype=float)[:, :-1]
        return (abs(F) * np.diff(_take_numpy(z, order))).sum(-1)
    sides = []
    for z, w in ((x, a), (y, b)):
        order = np.argsort(z, -1)
        A = np.cumsum(_take_numpy(w, order), -1, dtype=float)
        sides.append((_take_numpy(z, order), A / A[:, -1:]))
    i, j, t = _merged_levels(np, sides[0][1], sides[1][1])
    return _norm_numpy(abs(_take_numpy(sides[0][0], i) - _take_numpy(sides[1][0], j)), t, p)


def _numpy(p, x, y, a, b):
    lead = np.broadcast_shapes(*(z.shape[:-1] for z in (x, y, a, b) if z is not None))
    rows: list[Any] = [None if z is None else np.broadcast_to(z, (*lead, z.shape[-1])).reshape(-1, z.shape[-1]) for z in (x, y, a, b)]
    step = max(1, BLOCK // (x.shape[-1] + y.shape[-1]))
    blocks: list[Any] = [[None if z is None else z[k:k + step] for z in rows] for k in range(0, len(rows[0]), step)]
    if len(blocks) < 4:
        parts = [_rows_numpy(p, *block) for block in blocks]
    else:
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            parts = list(threads.map(lambda block: _rows_numpy(p, *block), blocks))
    return np.concatenate(parts).reshape(lead)


# -- in JAX
def _factor(x, y):
    """(..., 1): a power of two that takes the points x and y to size 1, or near it, with its reciprocal; 1 for NaN and infinity."""
    size = functools.reduce(jnp.maximum, [abs(jax.lax.stop_gradient(z)).max(-1, keepdims=True) for z in (x, y)])
    k = jnp.minimum(jnp.frexp(size)[1], jnp.finfo(x.dtype).maxexp - 2)                   # both are normal numbers
    one = jnp.ones_like(size)
    return jnp.ldexp(one, -k), jnp.ldexp(one, k)


@functools.partial(jax.custom_jvp, nondiff_argnums=(0,))
def _homogeneous(f, x, y, *weights):
    """f(x, y, *weights) for a function that is homogeneous in the points, without over- and underflow."""
    down, up = _factor(x, y)
    return up[..., 0] * f(x * down, y * down, *weights)


def _homogeneous_slope(f, primals, tangents):
    """The derivative in the points is homogeneous of degree 0: no two factors that undo each other, of which one might underflow."""
    x, y, *weights = primals
    down, up = _factor(x, y)
    value, slope = _slope(f, (x * down, y * down, *weights), (*tangents[:2], *(_zero_or(lambda t: up * t, t) for t in tangents[2:])))
    return up[..., 0] * value, slope


def _slope(f, primals, tangents):
    """jvp of f, as of a function of those arguments only of which the tangent is not the symbol 0."""
    moving = [k for k, t in enumerate(tangents) if not isinstance(t, SymbolicZero)]

    def g(*moved):
        given = dict(zip(moving, moved))
        return f(*(given.get(k, z) for k, z in enumerate(primals)))
    return jax.jvp(g, tuple(primals[k] for k in moving), tuple(tangents[k] for k in moving))


def _zero_or(f, tangent):
    return tangent if isinstance(tangent, SymbolicZero) else f(tangent)


_homogeneous.defjvp(_homogeneous_slope, symbolic_zeros=True)


def _distance(x, y):
    """|x - y| with derivative 0 at x = y."""
    return (x - y) * jax.lax.stop_gradient(jnp.sign(x - y))


def _norm(d, t, p):
    """`_norm_numpy` with derivative 0, a subgradient, where all d are 0. NaN stays NaN, and infinity infinity or NaN."""
    if p == 1:
        return (t * d).sum(-1)
    top = jax.lax.stop_gradient(d.max(-1, keepdims=True))
    top = jnp.where((top > 0) & (top < jnp.inf), top, 1.0)
    total = (t * (d / top) ** p).sum(-1)
    zero = total == 0
    return jnp.where(zero, 0.0, top[..., 0] * jnp.where(zero, 1.0, total) ** (1 / p))


def _uniform(p, x, y):
    """W_p of sorted points with uniform weights."""
    n, m = x.shape[-1], y.shape[-1]
    if n == m:
        return _norm(_distance(x, y), 1 / n, p)
    i, j, t = _uniform_levels(n, m)
    return _norm(_distance(x[..., i], y[..., j]), t.astype(x.dtype), p)


def _coupled(x, y, a, b, side=0):
    """(d, t): the points are at distances d for times t. side: a level of x comes this much of its rounding after one of y."""
    sides = []
    for z, w in ((x, a), (y, b)):
        order = _order(z)
        A = jnp.cumsum(_take(jnp.where(w >= 0, w, jnp.nan), order), -1)
        sides.append((_take(z, order), A / A[..., -1:]))
    (x, A), (y, B) = sides
    rounding = 4 * (x.shape[-1] + y.shape[-1]).bit_length() * jnp.finfo(x.dtype).eps     # XLA sums by halves
    i, j, t = _merged_levels(jnp, A, B, side * rounding)
    return _distance(_take(x, i), _take(y, j)), t


@functools.partial(jax.custom_jvp, nondiff_argnums=(0,))
def _weighted(p, x, y, a, b):
    """W_p of weights of the same leading shapes as the points; a negative weight gives NaN."""
    d, t = _coupled(x, y, a, b)
    return _norm(d, t, p)


def _weighted_slope(p, primals, tangents):
    """Where levels of x and y are equal up to rounding, W_p^p has a kink in the weights; its derivative is the mean of both sides.

    So that it is 0 for equal measures, as for points.
    """
    def plain(x, y, a, b):
        d, t = _coupled(x, y, a, b)
        return _norm(d, t, p)

    def mean(x, y, a, b):
        d, t = (jnp.concatenate(z, -1) for z in zip(*(_coupled(x, y, a, b, side) for side in (-1, 1))))
        t += jax.lax.stop_gradient(jnp.maximum(-t, 0))       # an order that is wrong by rounding makes no negative times
        return _norm(d, t / 2, p)
    return _slope(plain if all(isinstance(t, SymbolicZero) for t in tangents[2:]) else mean, primals, tangents)


_weighted.defjvp(_weighted_slope, symbolic_zeros=True)


@functools.partial(jax.jit, static_argnames="p")
def _jax(x, y, a, b, p):
    if a is None:
        return _homogeneous(functools.partial(_uniform, p), _sorted(x), _sorted(y))
    lead = jnp.broadcast_shapes(*(z.shape[:-1] for z in (x, y, a, b)))
    return _homogeneous(functools.partial(_weighted, p), *(jnp.broadcast_to(z, (*lead, z.shape[-1])) for z in (x, y, a, b)))


def _at_hand(*given) -> bool:
    """Whether the values are known and in the memory of the host."""
    return checks.known(*given) and all(d.platform == "cpu" for z in given if isinstance(z, jax.Array) for d in z.devices())


def wasserstein_1d(x, y, p=1, a=None, b=None):
    """W_p of the measures with points x (..., n), y (..., m) and weights a, b (...; uniform by default), in the units of the points.

    p: a known number >= 1. Leading axes broadcast. Uniform weights of different numbers of points are compared at exact levels.
    Weights count as divided by their sum.

    Known values on a CPU are treated by NumPy, others by XLA. The result has the type to which NumPy promotes the arguments; what is no
    array of JAX is float64, if not float32, also while JAX's 64-bit mode is off: then the result is a NumPy array. In XLA,
    without that mode, float64 becomes float32 (`checks.PrecisionWarning`).

    Rounding, with eps and n + m points in a range of length D, all of moderate weight: W_1 and W_p^p are right up to some
    (n + m) eps times D and D^p. So W_p is right up to D ((n + m) eps)^(1/p) near 0, and up to (n + m) eps W_p for uniform weights. W_p of
    2^k x and 2^k y is 2^k W_p, exactly, wherever these are normal numbers; XLA counts smaller ones as 0.

    Derivatives: with respect to points the optimal plan, to weights a Kantorovich potential. Where distribution functions
    touch, the one of W_p^p is the mean of those of the two sides; it is 0 for equal measures.

    Raises ValueError, naming the argument, for points that are not finite real numbers or none, wrong weights, shapes that do not
    broadcast, and p < 1. Inside jit, vmap and grad, NaN and infinity in x, y, a, b give NaN, or infinity where W_p is infinite, and a
    negative weight NaN.
    """
    p = checks.number("p", p, 1)
    host = _at_hand(x, y, *(w for w in (a, b) if w is not None))
    x, y = checks.array("x", x, at_least=1, host=host), checks.array("y", y, at_least=1, host=host)
    weights = [w if w is None else checks.weights(name, w, z.shape[-1], host=host) for name, w, z in (("a", a, x), ("b", b, y))]
    dtype = np.result_type(*(z.dtype for z in (x, y, *weights) if z is not None))
    if any(w is not None for w in weights):
        weights = [np.full(z.shape[-1], 1 / z.shape[-1], dtype) if w is None else w for w, z in zip(weights, (x, y))]
    given = [None if z is None else z.astype(dtype, copy=False) for z in (x, y, *weights)]
    present = [z for z in given if z is not None]
    try:
        np.broadcast_shapes(*(z.shape[:-1] for z in present))
    except ValueError:
        shapes = [z.shape[:-1] for z in present]
        raise ValueError(f"x, y and their weights have the leading shapes {shapes}: they must broadcast.") from None
    if not _at_hand(*present):
        return _jax(*given, p=p)
    with np.errstate(over="ignore"):
        result = _numpy(p, *(None if z is None else np.asarray(z) for z in given)).astype(dtype)
    return jnp.asarray(result) if jax.dtypes.canonicalize_dtype(dtype) == dtype else result
