"""Entropic optimal transport.

For weights a (n), b (m), costs C (n, m) and eps > 0,

    OT_eps(a, b, C) = min { <P, C> + eps KL(P | a b^T) : P >= 0, P 1 = a, P^T 1 = b },   KL(P | Q) = sum P log(P / Q) - P + Q
                    = max over f, g of  <a, f> + <b, g> - eps (sum_ij a_i b_j exp((f_i + g_j - C_ij) / eps) - 1),

with the plan P_ij = a_i b_j exp((f_i + g_j - C_ij) / eps) at the maximum. (With the entropy sum P (log P - 1) in place of KL, the
plan is the same and the value differs by a term in a and b only.)
"""
import functools
import warnings
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.numerics import checks
from proofs_numeric.numerics import entropic as iteration
from proofs_numeric.numerics.batching import over_leading


# -- plan and bounds
def _plan(a, b, C, eps, f, g):
    scaled, _ = iteration.rescaled(C, eps, f, g)
    return iteration.plan(a, b, *scaled)


def _cut(a, b, P):
    """(Q, r, c, left, right, missing): Q = diag(r) P diag(c) stays below the marginals, which lack left (n) and right (m), of mass
    `missing`.

    Altschuler, Weed and Rigollet: adding left right^T / missing gives a coupling.
    """
    sums = P.sum(1)
    r = jnp.where(sums > a, a / jnp.where(sums > 0, sums, 1.0), 1.0)
    Q = r[:, None] * P
    sums = Q.sum(0)
    c = jnp.where(sums > b, b / jnp.where(sums > 0, sums, 1.0), 1.0)
    Q = Q * c
    left, right = jnp.maximum(a - Q.sum(1), 0.0), jnp.maximum(b - c * sums, 0.0)
    return Q, r, c, left, right, jnp.maximum(left.sum(), right.sum())


def _coupling(a, b, C, eps, f, g):
    Q, _, _, left, right, missing = _cut(a, b, _plan(a, b, C, eps, f, g))
    return Q + jnp.outer(left, right) / jnp.where(missing > 0, missing, 1.0)


def _logs(x):
    return jnp.log(jnp.where(x > 0, x, 1.0))


def _bounds(a, b, C, eps, f, g):
    """((lower, upper) of OT_eps, (lower, upper) of OT) for any potentials.

    OT: below, the dual value of potentials made feasible; above, the cost of the coupling Q + E, E = left right^T / missing.
    OT_eps, which is not below OT: below, also the dual value. Above, the least of <a, C b>, for the coupling a b^T; of the cost of Q + E
    and eps times an entropy, which no coupling's divergence exceeds; and of the value of Q + E, by

        KL(Q + E | a b^T) <= sum Q log(Q / ((1 - t) a b^T)) + sum E log(E / (t a b^T)),    t = missing:

    x log(x / q) is convex and homogeneous in (x, q). With log(Q / a b^T) = (f + g - C) / eps + log r + log c no logarithm of a
    matrix is formed.
    Sums with n + m terms round, to first order as `unit` says. So do marginals, and a coupling of a' and b' costs at least
    OT(a, b) + <f, a' - a> + <g, b' - b> with optimal f, g, which are taken to be of the size of the feasible ones.
    """
    massive = (a[:, None] > 0) & (b > 0)
    offset = jnp.where(massive, C, jnp.inf).min()            # goes through f, and costs no digits
    (C, eps, f, g), back = iteration.rescaled(C - offset, eps, f - offset, g)
    unit = 4 * (a.size + b.size) * jnp.finfo(C.dtype).eps
    P = iteration.plan(a, b, C, eps, f, g)
    Q, r, c, left, right, t = _cut(a, b, P)
    safe = jnp.where(t > 0, t, 1.0)
    filled = left @ C @ right / safe

    u = jnp.where(b > 0, C - g, jnp.inf).min(1)
    v = jnp.where(b > 0, jnp.where(a[:, None] > 0, C - u[:, None], jnp.inf).min(0), b)
    size, cost = a @ jnp.abs(u) + b @ jnp.abs(v), (Q * C).sum() + filled
    below, above = a @ u + b @ v - unit * size, cost + unit * (size + (Q * jnp.abs(C)).sum() + jnp.abs(filled))

    w = iteration.softmin(b, C - g, eps)                     # (w, g) is the best of all pairs with g: its plan has the rows' marginals
    slack = a @ (jnp.abs(w) + jnp.abs(u)) + b @ jnp.abs(g)
    dual = a @ w + b @ g - unit * slack
    free = ~(massive & (iteration.exponents(C, eps, f, g) >= iteration.cap(C.dtype))).any()            # no exponent was cut off
    least = jnp.minimum(jnp.where(a > 0, a, 1.0).min(), jnp.where(b > 0, b, 1.0).min())
    kept = jnp.maximum(1 - t, 0.0)
    divergence = left @ (_logs(left) - _logs(a) - _logs(t)) + right @ (_logs(right) - _logs(b) - _logs(t)) - kept * _logs(kept)
    value = (a - left) @ (f + eps * _logs(r)) + (b - right) @ (g + eps * _logs(c)) + filled + eps * divergence
    value = value + unit * (a @ jnp.abs(f) + b @ jnp.abs(g) + size + (Q * jnp.abs(C)).sum() + jnp.abs(filled) + eps * (1 - jnp.log(least)))
    product = a @ C @ b + unit * (a @ jnp.abs(C) @ b)
    mixed = above + eps * (jnp.minimum(-a @ _logs(a), -b @ _logs(b)) + unit * (1 - jnp.log(least)))
    entropic = jnp.maximum(below, dual), jnp.minimum(jnp.minimum(product, mixed), jnp.where(free, value, mixed))

    def outwards(lower, upper):
        lower, upper = back(lower), back(upper)
        rounding = 4 * jnp.finfo(C.dtype).eps
        return (lower + offset - rounding * (jnp.abs(offset) + jnp.abs(lower)),
                upper + offset + rounding * (jnp.abs(offset) + jnp.abs(upper)))
    return outwards(*entropic), outwards(below, above)


AXES = (1, 1, 2, 0, 1, 1)
_plans, _couplings, _enclosures = (jax.jit(over_leading(h, AXES)) for h in (_plan, _coupling, _bounds))


def _checked(a, b, C, eps, tol, most):
    """`iteration.entropic`; NaN where an argument is not what is asked of it, which is known only inside jit here."""
    large = iteration.largest(C.dtype)
    right = (jnp.abs(C).max() <= large) & (a >= 0).all() & (b >= 0).all() & (eps >= float(jnp.finfo(C.dtype).tiny)) & (eps <= large)
    poison = jnp.where(right & (tol > 0), 1.0, jnp.nan).astype(C.dtype)
    return iteration.entropic(a * poison, b * poison, C, eps * poison, tol, most)


_solutions = jax.jit(over_leading(_checked, (1, 1, 2, 0, 0, 0)))


@functools.partial(jax.tree_util.register_dataclass, meta_fields=(),
                   data_fields=("a", "b", "C", "eps", "value", "f", "g", "error", "iterations", "converged"))
@dataclass(frozen=True)
class Entropic:
    """OT_eps(a, b, C): potentials f (..., n), g (..., m), and `value` = <a, f> + <b, g>, of the units of C.

    The value has first derivatives only: P for C, f and g for the weights, KL(P | a b^T) for eps, as if the potentials were exact.
    To differentiate it twice raises NotImplementedError. Potentials, plans and bounds count as constants in f and g.
    error: l^1 distance of the marginals of the plan from a and b, of the potentials as rounded to their type, with what is not
    known of it for rounding. converged: whether it is at most tol. iterations: pairs of products with a kernel and its transpose.
    """

    a: jax.Array
    b: jax.Array
    C: jax.Array
    eps: jax.Array
    value: jax.Array
    f: jax.Array
    g: jax.Array
    error: jax.Array
    iterations: jax.Array
    converged: jax.Array

    def _problem(self):
        return self.a, self.b, self.C, self.eps, self.f, self.g

    def plan(self):
        """a_i b_j exp((f_i + g_j - C_ij) / eps), shape (..., n, m). Its marginals are a and b up to `error`, also before convergence."""
        return _plans(*self._problem())

    def coupling(self):
        """The plan cut down to the marginals and filled up: a coupling of a and b to rounding, also before convergence."""
        return _couplings(*self._problem())

    def bounds(self):
        """(lower, upper) of OT_eps(a, b, C), for any potentials, also before convergence; rounding is allowed for to first order.

        At least as good as the dual value of the potentials and the value of `coupling`, or a bound of that.
        """
        return _enclosures(*self._problem())[0]

    def transport_bounds(self):
        """(lower, upper) of OT(a, b, C): the dual value of potentials made feasible, and the cost of `coupling`; else as `bounds`."""
        return _enclosures(*self._problem())[1]


def _positive(name: str, x, dtype):
    """Positive numbers of this type, one or an array; one known number is checked as it was given."""
    single = checks.known(x) and not isinstance(x, (list, tuple)) and getattr(x, "ndim", 0) == 0
    given = checks.positive(name, x) if single else checks.positives(name, x)
    with np.errstate(over="ignore", under="ignore"):
        y = jnp.asarray(given, dtype)
    if checks.known(y):
        v, least, most = np.asarray(y), float(jnp.finfo(dtype).tiny), iteration.largest(dtype)
        if not ((v >= least) & (v <= most)).all():
            raise ValueError(f"{name} = {given}: the type {np.dtype(dtype).name} has room for {least:.1e} to {most:.1e}; rescale C and eps "
                             "together, or give float64.")
    return y


def _warn(found: "Entropic", tol, most: int):
    """Say which problem missed tol, and what helps: not what has been done already."""
    error, tol = np.broadcast_arrays(np.asarray(found.error), np.asarray(tol))
    k = np.unravel_index(np.argmax(error - tol), error.shape)
    C, count = (np.broadcast_to(x, error.shape + x.shape[x.ndim - axes:])[k] for x, axes in (
        (found.C, 2), (found.iterations, 0)))
    ways = ["raise tol or eps"] if count < most else ["raise most, tol or eps"]
    if C.dtype == np.float32:
        ways.append("give float64" if jax.dtypes.canonicalize_dtype(float) == np.float64 else
                    "call jax.config.update('jax_enable_x64', True) at the start of the program and give float64")
    if abs(C.min()) > 8 * (C.max() - C.min()):
        ways.append("subtract from C what is common to all entries")
    warnings.warn(f"the marginal error is {error[k]} > tol = {tol[k]} after {count} iterations (problem {', '.join(map(str, k)) or 0}): "
                  f"{', or '.join(ways)}. The bounds hold all the same.", RuntimeWarning, stacklevel=3)


def sinkhorn(a, b, C, eps, tol=None, most=10_000) -> Entropic:
    """OT_eps(a, b, C) for weights a (..., n), b (..., m), costs C (..., n, m) and eps > 0; leading axes broadcast.

    Weights count as divided by their sums. Costs may be negative; scaling C and eps by a power of two scales the result exactly, in
    the range of the type. A cell is forbidden by a cost that is large beside the others, such as 1e9 or 1e30.
    tol: the l^1 error of the marginals at which to stop; 1e-6 in float64, 1e-4 in float32. Rounding of the potentials alone changes
    the marginals by about |f + g| / eps units in the last place, so tol cannot be smaller. most: iterations, at most; one multiplies
    the kernel and its transpose by a vector.
    A problem that misses tol has `converged` False, and, outside `jit`, a RuntimeWarning names what helps. It ends early where the
    error does not fall any more. `bounds` are valid in any case.
    Raises ValueError for bad weights, costs that are not finite or too near the end of the range of the type, eps <= 0, tol <= 0,
    most < 1, and shapes that do not match. Inside `jit`, where values are not known, such numbers give NaN; `most` must be known.
    """
    C = checks.array("C", C, at_least=2)
    a, b = checks.weights("a", a), checks.weights("b", b)
    dtype = jnp.result_type(a, b, C)
    a, b, C = (x if x.dtype == dtype else x.astype(dtype) for x in (a, b, C))
    if C.shape[-2:] != (a.shape[-1], b.shape[-1]):
        raise ValueError(f"C has shape {C.shape}: for {a.shape[-1]} weights a and {b.shape[-1]} weights b its last two axes must be "
                         f"({a.shape[-1]}, {b.shape[-1]}).")
    eps = _positive("eps", eps, dtype)
    tol = _positive("tol", (1e-6 if dtype == jnp.float64 else 1e-4) if tol is None else tol, dtype)
    most = min(checks.count("most", most), np.iinfo(np.int32).max - iteration.PATIENCE)
    try:
        jnp.broadcast_shapes(a.shape[:-1], b.shape[:-1], C.shape[:-2], eps.shape, tol.shape)
    except ValueError:
        raise ValueError(f"a {a.shape}, b {b.shape}, C {C.shape}, eps {eps.shape} and tol {tol.shape} are batches of different shapes: the "
                         "axes before the last one of a and b, before the last two of C, and all of eps and tol must broadcast.") from None
    a, b = a / a.sum(-1, keepdims=True), b / b.sum(-1, keepdims=True)
    value, f, g, error, count = _solutions(a, b, C, eps, tol, jnp.asarray(most))
    f, g, error = map(jax.lax.stop_gradient, (f, g, error))
    found = Entropic(a, b, C, eps, value, f, g, error, count, error <= tol)
    if checks.known(found.converged) and not bool(found.converged.all()):
        if (top := float(np.abs(C).max())) > iteration.largest(dtype):           # then what was found is NaN
            raise ValueError(f"C has an entry of size {top}, too near the largest number of type {np.dtype(dtype).name}: rescale C and eps "
                             "together; forbid a cell by a smaller cost.")
        _warn(found, tol, most)
    return found
