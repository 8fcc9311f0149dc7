"""Exact optimal transport between weighted points: OT(a, b, C) = min { <P, C> : P >= 0, P 1 = a, P^T 1 = b }.

POT's network simplex solves it on the host in float64. Its potentials are completed such that f_i + g_j <= C_ij holds for all
pairs, also for points without mass, which gives a bound below; its plan gives one above. For rational weights and costs
`proofs_numeric.mathematics.transport.certify` turns its answer into an exact proof.
"""
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from ot.lp.emd_wrap import emd_c

from proofs_numeric.numerics import checks

PIVOTS = 10_000_000              # of the network simplex, at most
OPTIMAL = 1                      # its answer when it has finished


class Transport(NamedTuple):
    """`lower` <= OT <= `upper`, `value` between, a plan (..., n, m) and potentials f (..., n), g (..., m) with f_i + g_j <= C_ij."""

    value: jax.Array
    lower: jax.Array
    upper: jax.Array
    plan: jax.Array
    f: jax.Array
    g: jax.Array


def _one(a, b, C):
    """The fields of `Transport` for one problem, float64 arrays. Four passes over C or P besides the simplex."""
    n, m = C.shape
    a, b = a / a.sum(), b / b.sum()
    balanced = b * (a.sum() / b.sum())                       # equal to the last bit, as the simplex asks
    P, _, f, _, code = emd_c(a, balanced, C, PIVOTS, 1)[:5]
    if code != OPTIMAL:
        raise RuntimeError(f"the network simplex stopped with code {code} after at most {PIVOTS} pivots, for shape {C.shape}: "
                           "rescale the costs to about 1, or merge points.")
    f = np.where(a > 0, f, -np.inf)                          # a point without mass has no part in g
    room = C - f[:, None]
    g = room.min(0)
    f = np.nextafter(np.subtract(C, g, out=room).min(1), -np.inf)        # one step down outweighs the rounding of C - g
    cells = np.flatnonzero(P != 0)                           # several times faster than of the numbers themselves
    i, j = np.divmod(cells, m)
    mass = P.ravel()[cells]
    missed = abs(np.bincount(i, mass, n) - a).sum() + abs(np.bincount(j, mass, m) - b).sum()
    top, least = C.max(), C.min()
    size = max(abs(top), abs(least)) + abs(f).max() + abs(g).max()
    rounding = 4 * (n + m) * np.finfo(float).eps * size
    cost = mass @ C.ravel()[cells]
    return cost, a @ f + b @ g - rounding, cost + (top - least) * missed + rounding, P, f, g


def _solve(a, b, C):
    """`_one` for batches with equal leading axes, on the host; bounds are rounded outwards to the type of C."""
    dtype, lead = C.dtype, C.shape[:-2]
    a, b, C = (np.ascontiguousarray(x, np.float64) for x in (a, b, C))
    if not lead:
        parts = _one(a, b, C)
    else:
        parts = tuple(np.stack(x).reshape(*lead, *np.shape(x[0])) for x in zip(*(_one(a[k], b[k], C[k]) for k in np.ndindex(*lead))))
    value, lower, upper, P, f, g = [np.asarray(x).astype(dtype, copy=False) for x in parts]
    if dtype != np.float64:
        lower, upper = np.nextafter(lower, dtype.type(-np.inf)), np.nextafter(upper, dtype.type(np.inf))
        f = f - 4 * np.finfo(dtype).eps * (abs(f).max(-1, keepdims=True) + abs(g).max(-1, keepdims=True))   # feasible after rounding
    fields: Any = (value, lower, upper, P, f, g)
    return Transport(*fields)


@jax.custom_jvp
def _transport(a, b, C):
    if checks.known(a, b, C):
        return Transport(*map(jnp.asarray, _solve(*map(np.asarray, (a, b, C)))))
    lead, (n, m) = C.shape[:-2], C.shape[-2:]
    fields: Any = (jax.ShapeDtypeStruct((*lead, *own), C.dtype) for own in ((), (), (), (n, m), (n,), (m,)))
    return jax.pure_callback(lambda *x: _solve(*map(np.asarray, x)), Transport(*fields), a, b, C, vmap_method="broadcast_all")


@_transport.defjvp
def _(primals, tangents):
    out = _transport(*primals)
    da, db, dC = tangents
    slope = (out.f * da).sum(-1) + (out.g * db).sum(-1) + (out.plan * dC).sum((-2, -1))
    return out, Transport(slope, slope, slope, *map(jnp.zeros_like, out[3:]))


def exact_transport(a, b, C) -> Transport:
    """OT(a, b, C) for weights a (..., n), b (..., m) and costs C (..., n, m); leading axes broadcast, problem after problem.

    Weights count as divided by their sum. `value` has the derivative of the envelope theorem, P for C and f, g for a and b; the plan
    and the potentials count as constants.
    Raises ValueError for bad weights, costs that are not finite, and shapes that do not match; RuntimeError when the simplex
    does not finish.
    """
    C = checks.array("C", C, at_least=2, host=True)
    a, b = checks.weights("a", a, C.shape[-2], host=True), checks.weights("b", b, C.shape[-1], host=True)
    dtype = jnp.result_type(a, b, C)
    lead = jnp.broadcast_shapes(a.shape[:-1], b.shape[:-1], C.shape[:-2])
    a, b, C = (x.astype(dtype, copy=False) for x in (a, b, C))
    if lead:
        a, b, C = (jnp.broadcast_to(x, lead + x.shape[-k:]) for x, k in ((a, 1), (b, 1), (C, 2)))
    if any(isinstance(x, jax.core.Tracer) for x in (a, b, C)):
        a, b = (x / x.sum(-1, keepdims=True) for x in (a, b))
    return _transport(a, b, C)
