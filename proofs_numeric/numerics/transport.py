"""Exact optimal transport between weighted points: OT(a, b, C) = min { <P, C> : P >= 0, P 1 = a, P^T 1 = b }.

POT's network simplex solves it on the host in float64. Its potentials are completed such that f_i + g_j <= C_ij holds for all
pairs, also for points without mass, which gives a bound below; its plan gives one above. For rational weights and costs
`proofs_numeric.mathematics.transport.certify` turns its answer into an exact proof.

The simplex compares with absolute tolerances and knows only costs >= 0: it is given (C - min C) / 2^k, numbers up to 1. Where
a few huge costs hide the others, it is asked again, with these capped.
"""
import math
import warnings
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.experimental.buffer_callback import buffer_callback
from ot.lp.emd_wrap import emd_c

from proofs_numeric.numerics import checks

PIVOTS = 10_000_000              # of the network simplex, at most
OPTIMAL = 1                      # its answer when it has finished; the others:
FAILURES = {0: "found no plan: some weights are too small beside the others; leave out points of almost no mass",
            2: "found costs without a lower bound: rescale the costs to about 1",
            3: f"did not finish in {PIVOTS} pivots: merge points"}
MODERATE = 500                   # costs up to 2^MODERATE, the largest not below 2^-MODERATE, are not rescaled before all else
HIDDEN = 1e-9                    # a duality gap of this part of the cost shows that large costs hide small ones from the simplex
WIDE = 1e-6                      # bounds so far apart, as a part of the value and of a typical cost, are worth a warning


class Transport(NamedTuple):
    """`lower` <= OT <= `upper`, `value` between, a plan (..., n, m) and potentials f (..., n), g (..., m) with f_i + g_j <= C_ij."""

    value: jax.Array
    lower: jax.Array
    upper: jax.Array
    plan: jax.Array
    f: jax.Array
    g: jax.Array


def _simplex(a, b, C, least, top):
    """A plan and feasible potentials of one problem with costs in [least, top], all moderate, by passes over C or P."""
    k = math.frexp(top - least)[1]
    P, _, f, _, code = emd_c(a, b * (a.sum() / b.sum()), (C - least) * 2.0**-k, PIVOTS, 1)[:5]      # masses equal to the last bit
    if code != OPTIMAL:
        raise RuntimeError(f"C of shape {C.shape}: the network simplex {FAILURES.get(code, f'stopped with code {code}')}.")
    f = np.where(a > 0, f * 2.0**k + least, -np.inf)         # a point without mass has no part in g
    room = C - f[:, None]
    g = room.min(0)
    return P, np.nextafter(np.subtract(C, g, out=room).min(1), -np.inf), g   # one step down outweighs the rounding of C - g


def _moderate(a, b, C, least, top):
    """(value, lower, upper, P, f, g) of one problem with moderate costs in [least, top]."""
    n, m = C.shape
    cost, dual, cap = np.inf, -np.inf, top
    while True:
        capped = C if cap == top else np.minimum(C, cap)
        plan, u, v = _simplex(a, b, capped, least, cap)
        cells = np.flatnonzero(plan != 0)                    # several times faster than of the numbers themselves
        mass, used = plan.ravel()[cells], C.ravel()[cells]
        if mass @ used < cost:
            P, cost, most = plan, mass @ used, used.max()
            i, j = np.divmod(cells, m)
            missed = abs(np.bincount(i, mass, n) - a).sum() + abs(np.bincount(j, mass, m) - b).sum()
        if (lower := a @ u + b @ v) > dual:
            f, g, dual = u, v, lower
            size = max(abs(cap), abs(least)) + abs(f).max() + abs(g).max()
        # No optimal plan has a cell that costs, above the least, n times as much as every cell of another plan. So to cap such costs
        # changes nothing but what the simplex sees.
        last, cap = cap, least + (n + m) * (most - least)
        if cost - dual <= HIDDEN * (cost - least) or not cap - least < (last - least) / 1024:
            break
    rounding = 4 * (n + m) * np.finfo(float).eps * max(size, abs(most))
    return cost, dual - rounding, cost + (top - least) * missed + rounding, P, f, g


def _down(x, k, dtype):
    """x 2^k as an array of this type, rounded down."""
    if not k and dtype == np.float64:
        return x
    with np.errstate(over="ignore", under="ignore"):
        y = np.ldexp(x, k).astype(dtype)
        return np.where(np.ldexp(y.astype(float), -k) > x, np.nextafter(y, dtype.type(-np.inf)), y)


def _one(a, b, C, dtype):
    """The fields of `Transport` for one problem, of this type; NaN where a number is missing, or a weight negative."""
    n, m = C.shape
    with np.errstate(all="ignore"):
        a, b = a / a.sum(), b / b.sum()
    least, top = float(C.min()), float(C.max())
    if not (math.isfinite(least) and math.isfinite(top) and (a >= 0).all() and (b >= 0).all()):
        return tuple(np.full(shape, np.nan, dtype) for shape in ((), (), (), (n, m), (n,), (m,)))
    k = math.frexp(max(abs(least), abs(top)))[1]
    if abs(k) <= MODERATE:
        k = 0
    else:
        C, least, top = np.ldexp(C, -k), math.ldexp(least, -k), math.ldexp(top, -k)
    value, lower, upper, P, f, g = _moderate(a, b, C, least, top)
    if upper - lower > WIDE * abs(value) and top > least and upper - lower > WIDE * np.median(C[C > least] - least):
        width, beside, largest = (float(np.ldexp(z, k)) for z in (upper - lower, value, max(top, -least)))
        warnings.warn(f"OT is known only to {width:.1e}, beside a value of {beside:.1e}, see lower and upper: the largest cost in C, "
                      f"{largest:.1e}, is so large that rounded weights times it hide the others. If it forbids cells, "
                      "a cost of n + m times the others is enough.", RuntimeWarning, stacklevel=2)
    with np.errstate(over="ignore", under="ignore"):
        value = np.ldexp(value, k).astype(dtype)
    return value, _down(lower, k, dtype), -_down(-upper, k, dtype), P.astype(dtype, copy=False), _down(f, k, dtype), _down(g, k, dtype)


def _solve(a, b, C):
    """`Transport` for batches with equal leading axes, on the host, of the type of C."""
    def problem(k):
        u, v, costs = (np.ascontiguousarray(z[k], np.float64) for z in (a, b, C))
        return _one(u, v, costs, C.dtype)
    lead = C.shape[:-2]
    fields: Any = map(np.asarray, problem(())) if not lead else (
        np.stack(z).reshape(*lead, *z[0].shape) for z in zip(*map(problem, np.ndindex(*lead))))
    return Transport(*fields)


def _fill(_, out, *given):
    """`_solve` as a callback that is handed memory."""
    for field, z in zip(out, _solve(*map(np.asarray, given))):
        np.asarray(field)[...] = z


def _at_once(a, b, C):
    """`_solve` of known values, in arrays of JAX if its mode has such numbers."""
    found = _solve(*map(np.asarray, (a, b, C)))
    return found if jax.dtypes.canonicalize_dtype(C.dtype) != C.dtype else Transport(*map(jnp.asarray, found))


@jax.custom_jvp
def _transport(a, b, C):
    if checks.known(a, b, C):                                # in a derivative outside jit
        return _at_once(a, b, C)
    lead, (n, m) = C.shape[:-2], C.shape[-2:]
    fields: Any = (jax.ShapeDtypeStruct((*lead, *own), C.dtype) for own in ((), (), (), (n, m), (n,), (m,)))
    types = Transport(*fields)
    # `pure_callback` hands over arrays of JAX. On a CPU these may wait for the very thread that runs the callback, for ever where it is
    # the only one; so there the callback works on the memory itself.
    return jax.lax.platform_dependent(
        a, b, C, cpu=buffer_callback(_fill, types, vmap_method="broadcast_all"),
        default=lambda *z: jax.pure_callback(lambda *z: _solve(*map(np.asarray, z)), types, *z, vmap_method="broadcast_all"))


@_transport.defjvp
def _(primals, tangents):
    out = _transport(*primals)
    da, db, dC = tangents
    slope = (out.f * da).sum(-1) + (out.g * db).sum(-1) + (out.plan * dC).sum((-2, -1))
    return out, Transport(slope, slope, slope, *map(jnp.zeros_like, out[3:]))


def exact_transport(a, b, C) -> Transport:
    """OT(a, b, C) for weights a (..., n), b (..., m) and costs C (..., n, m) of any sign; problem after problem.

    Leading axes broadcast. Weights count as divided by their sum. `value`, the bounds and the potentials are in the units of C, and
    multiplied by 2^k if C is, exactly. The network simplex computes in float64; the result has the type to which NumPy promotes the
    arguments. What is no array of JAX is float64, if not float32, also while JAX's 64-bit mode is off: then the fields are NumPy arrays.
    Inside jit without that mode, float64 becomes float32 (`checks.PrecisionWarning`).

    `lower` and `upper` enclose OT in any case. Where they are far apart, because some costs are so large that the rounding of
    the weights times them exceeds the value, a RuntimeWarning says so.

    `value` has the derivative of the envelope theorem, P for C and f, g for a and b; the plan and the potentials count as constants, as
    they are almost everywhere.

    Raises ValueError, naming the argument, for bad weights, costs that are not finite real numbers, and shapes that do not match;
    RuntimeError when the simplex does not finish. Inside jit, vmap and grad, NaN, infinity and bad weights give NaN in all fields.
    """
    known = checks.known(a, b, C)
    C = checks.array("C", C, at_least=2, host=known)
    a, b = checks.weights("a", a, host=known), checks.weights("b", b, host=known)
    n, m = a.shape[-1], b.shape[-1]
    if C.shape[-2:] != (n, m):
        raise ValueError(f"C has shape {C.shape}, a has {n} entries and b has {m} entries: C must have shape (..., {n}, {m})"
                         f"{'; transpose it' if C.shape[-2:] == (m, n) else ''}.")
    try:
        lead = np.broadcast_shapes(a.shape[:-1], b.shape[:-1], C.shape[:-2])
    except ValueError:
        raise ValueError(f"a, b and C have shapes {a.shape}, {b.shape} and {C.shape}: their leading axes must broadcast.") from None
    dtype = np.result_type(a.dtype, b.dtype, C.dtype)
    a, b, C = (x.astype(dtype, copy=False) for x in (a, b, C))
    if not known:
        a, b = (x / x.sum(-1, keepdims=True) for x in (a, b))
    if lead:
        a, b, C = ((np if isinstance(x, np.ndarray) else jnp).broadcast_to(x, lead + x.shape[-k:]) for x, k in ((a, 1), (b, 1), (C, 2)))
    return (_at_once if known else _transport)(a, b, C)          # what JAX differentiates, it converts to its own types
