"""Transport distances on the line.

For measures with quantile functions X and Y, W_p = (int_0^1 |X(t) - Y(t)|^p dt)^(1/p), p >= 1, and W_1 = int |F - G| for the
distribution functions. The quantile functions are constant between the levels (sums of weights) of the sorted points.

XLA sorts floating-point numbers on a CPU one comparison call at a time. So arrays whose values are known are sorted and compared
by NumPy, in blocks of rows that fit in the cache; traced arrays are sorted as integers of the same order.
"""
import functools
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.numerics import checks

BLOCK = 1 << 16                  # so many numbers of x and y in a block of rows


# -- sorting in XLA
def _keys(x):
    """Integers in the order of the floats x (-0.0 before 0.0): a negative float has its other bits flipped."""
    x = jax.lax.stop_gradient(x)
    integer = {2: jnp.int16, 4: jnp.int32, 8: jnp.int64}[x.dtype.itemsize]
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
@functools.lru_cache(64)
def _uniform_levels(n, m):
    """(i, j, t): between two levels of uniform weights on n and m points, X is the i-th and Y the j-th point, for a time t."""
    levels = np.union1d(np.arange(1, n + 1) * m, np.arange(1, m + 1) * n)
    return (levels - 1) // m, (levels - 1) // n, np.diff(levels, prepend=0) / (n * m)


def _merged_levels(xp, A, B):
    """The same for cumulated weights A (..., n), B (..., m) with last entries 1; xp is numpy or jax.numpy."""
    n = A.shape[-1]
    q = xp.concatenate([A[..., :-1], B[..., :-1]], -1)
    if xp is np:
        order = np.argsort(q, -1, kind="stable")             # merges the two runs
        q = _take_numpy(q, order)
    else:
        order = _order(q)
        q = _take(q, order)
    i = xp.cumsum(order < n - 1, -1, dtype=np.int32)
    i = xp.concatenate([xp.zeros_like(i[..., :1]), i], -1) if q.shape[-1] else xp.zeros(q.shape[:-1] + (1,), np.int32)
    edge = xp.zeros_like(A[..., :1])
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
        F = np.cumsum(_take_numpy(w, order), -1)[:, :-1]
        return (abs(F) * np.diff(_take_numpy(z, order))).sum(-1)
    sides = []
    for z, w in ((x, a), (y, b)):
        order = np.argsort(z, -1)
        A = np.cumsum(_take_numpy(w, order), -1)
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
def _distance(x, y):
    """|x - y| with derivative 0 at x = y."""
    return (x - y) * jax.lax.stop_gradient(jnp.sign(x - y))


def _norm(d, t, p):
    """`_norm_numpy` with derivative 0, a subgradient, where all d are 0."""
    if p == 1:
        return (t * d).sum(-1)
    top = jax.lax.stop_gradient(d.max(-1, keepdims=True))
    total = (t * (d / jnp.where(top > 0, top, 1.0)) ** p).sum(-1)
    positive = total > 0
    return jnp.where(positive, top[..., 0] * jnp.where(positive, total, 1.0) ** (1 / p), 0.0)


@functools.partial(jax.jit, static_argnames="p")
def _jax(x, y, a, b, p):
    n, m = x.shape[-1], y.shape[-1]
    if a is None:
        xs, ys = _sorted(x), _sorted(y)
        if n == m:
            return _norm(_distance(xs, ys), 1 / n, p)
        i, j, t = _uniform_levels(n, m)
        return _norm(_distance(xs[..., i], ys[..., j]), t.astype(xs.dtype), p)
    lead = jnp.broadcast_shapes(*(z.shape[:-1] for z in (x, y, a, b)))
    x, y, a, b = (jnp.broadcast_to(z, (*lead, z.shape[-1])) for z in (x, y, a, b))
    sides = []
    for z, w in ((x, a), (y, b)):
        order = _order(z)
        A = jnp.cumsum(_take(w, order), -1)
        sides.append((_take(z, order), A / A[..., -1:]))
    i, j, t = _merged_levels(jnp, sides[0][1], sides[1][1])
    return _norm(_distance(_take(sides[0][0], i), _take(sides[1][0], j)), t, p)


def wasserstein_1d(x, y, p=1, a=None, b=None):
    """W_p of the measures with points x (..., n), y (..., m) and weights a, b (...; uniform by default). Leading axes broadcast.

    p: a number >= 1. Uniform weights of different numbers of points are compared at exact levels. Weights count as divided by
    their sum. Derivatives: with respect to points the optimal plan, to weights the Kantorovich potential; 0 for equal measures.
    Known values on a CPU are treated by NumPy, others by XLA; both have rounding of order n eps.
    Raises ValueError for empty or not finite points, wrong weights, shapes that do not broadcast, and p < 1.
    """
    if not (isinstance(p, (int, float, np.number)) and 1 <= p < np.inf):
        raise ValueError(f"p = {p}: give a finite number p >= 1.")
    x, y = checks.array("x", x, at_least=1, host=True), checks.array("y", y, at_least=1, host=True)
    weights = [w if w is None else checks.weights(name, w, z.shape[-1], host=True) for name, w, z in (("a", a, x), ("b", b, y))]
    dtype = jnp.result_type(x, y, *(w for w in weights if w is not None))
    if any(w is not None for w in weights):
        weights = [jnp.full(z.shape[-1], 1 / z.shape[-1], dtype) if w is None else w for w, z in zip(weights, (x, y))]
    given = [None if z is None else z.astype(dtype, copy=False) for z in (x, y, *weights)]
    leads = [z.shape[:-1] for z in given if z is not None]
    try:
        np.broadcast_shapes(*leads)
    except ValueError:
        raise ValueError(f"x, y and their weights have the leading shapes {leads}: they must broadcast.") from None
    present = [z for z in given if z is not None]
    if checks.known(*present) and all(d.platform == "cpu" for z in present if isinstance(z, jax.Array) for d in z.devices()):
        host: Any = [None if z is None else np.asarray(z) for z in given]
        return jnp.asarray(_numpy(float(p), *host), dtype)
    return _jax(*given, p=float(p))
