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
from proofs_numeric.numerics.batching import one_by_one, over_leading

NEAR = 0.1                       # marginal error below which Newton's direction replaces Sinkhorn's
LOOSE = 0.05                     # marginal error at which a larger eps hands over to a smaller one
FIRST, FALL = 0.1, 0.25          # eps starts at this part of the mean cost, and falls by this factor
CONJUGATE = 100                  # conjugate gradient steps for one Newton direction, at most
SHORTEST = 0.2                   # a Newton step is halved while it is longer; then Sinkhorn's step is taken


def _balance(a, b, K, psi):
    """(psi, phi with which the row marginals hold, the column sums over b e^psi, the l^1 error of the column marginals)."""
    phi = -jnp.log(K @ (b * jnp.exp(psi)))
    t = (a * jnp.exp(phi)) @ K
    return psi, phi, t, jnp.sum(b * jnp.abs(jnp.exp(psi) * t - 1))


def _newton(a, b, K, goal, psi, phi, t, error, limit):
    """(Newton's direction for psi, the number of conjugate gradient steps, at most `limit`)."""
    c, V, U = b * jnp.exp(psi) * t, b * jnp.exp(psi), jnp.exp(phi)
    scale = jnp.where(c > 0, 1 / jnp.where(c > 0, c, 1.0), 0.0)
    rest = b - c
    enough = jnp.maximum(jnp.minimum(0.3, jnp.sqrt(error)) * jnp.sqrt(rest @ (scale * rest)), 0.3 * goal)

    def step(s):
        d, rest, p, rz, n = s
        H = c * p - V * ((a * U * (U * (K @ (V * p)))) @ K)
        alpha = rz / (p @ H)
        rest = rest - alpha * H
        z = scale * rest
        new = rest @ z
        return d + alpha * p, rest, z + new / rz * p, new, n + 1
    start = (jnp.zeros_like(psi), rest, scale * rest, rest @ (scale * rest), 0)
    d, *_, n = jax.lax.while_loop(lambda s: (jnp.sqrt(s[3]) > enough) & (s[4] < limit), step, start)
    return d, n


def _improve(a, b, K, goal, s):
    """One step of (psi, phi, t, error, error below which the step is Newton's, iterations): Newton's, halved if need be, or Sinkhorn's."""
    psi, phi, t, error, near, count = s
    zero, newtonian = jnp.zeros_like(K[0, 0]), error < near
    d, n = _newton(a, b, K, goal, psi, phi, t, error, jnp.where(newtonian, CONJUGATE, 0))

    def shorten(trial):
        length, *_, n = trial
        length = jnp.where(newtonian & (length > SHORTEST), 0.5 * length, 0.0)
        return (length, *_balance(a, b, K, jnp.where(length > 0, psi + length * d, -jnp.log(t))), n + 1)
    length, psi, phi, t, new, n = jax.lax.while_loop(
        lambda trial: (trial[0] > 0) & ~(trial[4] < error), shorten, (zero + 2, psi, phi, t, zero + jnp.inf, n))
    return psi, phi, t, new, jnp.where(newtonian & (length == 0), 0.5 * near, near), count + n


def _solve(a, b, C, eps, tol, most):
    """(f, g, error, iterations) for one problem: the marginal a is met to rounding, b up to `error` in l^1.

    With e^phi chosen so that the row marginals hold, the dual is a concave function of psi alone, with gradient b - c and
    Hessian -(diag(c) - P^T diag(1/a) P) where c = P^T 1. Sinkhorn's step is psi + log(b / c). Once the error is small the step is
    Newton's, from conjugate gradients with the preconditioner diag(c), on the kernel that is there already: their number
    grows with the root of the number of Sinkhorn steps. One iteration is one product with K and one with K^T.
    The kernel K = exp((f + g - C) / e) has absorbed the potentials f and g; phi and psi stay below `reach`, then they are absorbed
    and K is formed again. e falls to eps by factors.
    """
    tiny = -float(np.log(float(jnp.finfo(C.dtype).tiny)))
    reach, cap = tiny / 7, 0.9 * tiny                        # what underflows in K is then below exp(-5/7 tiny) in P
    f = jnp.where(b > 0, C, jnp.inf).min(1)                  # rows and columns with mass have an entry 1 in the first kernel
    g = jnp.where(a[:, None] > 0, C - f[:, None], jnp.inf).min(0)
    f = jnp.where(b > 0, C - g, jnp.inf).min(1)
    first = jnp.maximum(eps, FIRST * (a @ C @ b))
    zero = jnp.zeros_like(C[0, 0])

    def level(state):
        f, g, e, _, count, _ = state
        goal = jnp.where(e > eps, LOOSE, tol)
        K = jnp.exp(jnp.minimum((f[:, None] + g - C) / e, cap))

        def going(s):
            psi, phi, _, error, _, count = s
            return (error > goal) & (count < most) & (jnp.maximum(jnp.abs(phi).max(), jnp.abs(psi).max()) < reach)
        psi, phi, _, error, _, count = jax.lax.while_loop(
            going, functools.partial(_improve, a, b, K, goal), (*_balance(a, b, K, jnp.zeros_like(g)), zero + NEAR, count + 1))
        met = error <= goal
        return f + e * phi, g + e * psi, jnp.where(met, jnp.maximum(eps, FALL * e), e), error, count, met & (e <= eps)
    f, g, _, error, count, _ = jax.lax.while_loop(lambda s: ~s[-1] & (s[-2] < most), level, (f, g, first, zero + jnp.inf, 0, False))
    return f, g, error, count


@jax.custom_jvp
def _entropic(a, b, C, eps, tol, most):
    """(value, f, g, error, iterations); the plan has the mass of a to rounding, so that the value is <a, f> + <b, g>."""
    f, g, error, count = one_by_one(_solve)(a, b, C, eps, tol, most)
    return a @ f + b @ g, f, g, error, count


def _plan(a, b, C, eps, f, g):
    """The plan of potentials. Between two points without mass the exponent is not bounded, and not wanted."""
    massive = (a[:, None] > 0) & (b > 0)
    return a[:, None] * b * jnp.exp(jnp.where(massive, (f[:, None] + g - C) / eps, 0.0))


def _dual(a, b, C, eps, f, g):
    """The dual value of any potentials."""
    return a @ f + b @ g - eps * (_plan(a, b, C, eps, f, g).sum() - 1)


@_entropic.defjvp
def _(primals, tangents):
    out = _entropic(*primals)
    _, slope = jax.jvp(lambda a, b, C, eps: _dual(a, b, C, eps, out[1], out[2]), primals[:4], tangents[:4])
    still = [jnp.zeros_like(x) for x in out[1:4]]
    return out, (slope, *still, np.zeros(out[4].shape, jax.dtypes.float0))


# -- bounds
def _rounding(a, b, C, eps, f, g):
    """Allowance for the rounding of sums with n + m terms and of the exponents, to first order."""
    smallest = jnp.minimum(jnp.where(a > 0, a, 1.0).min(), jnp.where(b > 0, b, 1.0).min())
    size = jnp.abs(f).max() + jnp.abs(g).max() + jnp.abs(C).max() + eps * (1 - jnp.log(smallest))
    return 4 * (a.size + b.size) * jnp.finfo(C.dtype).eps * size


def _cut(a, b, P):
    """(r, c, left, right, missing): diag(r) P diag(c) stays below the marginals, which lack left (n) and right (m), of mass `missing`.

    Altschuler, Weed and Rigollet: adding left right^T / missing gives a coupling.
    """
    sums = P.sum(1)
    r = jnp.where(sums > a, a / jnp.where(sums > 0, sums, 1.0), 1.0)
    sums = r @ P
    c = jnp.where(sums > b, b / jnp.where(sums > 0, sums, 1.0), 1.0)
    left, right = jnp.maximum(a - r * (P @ c), 0.0), jnp.maximum(b - c * sums, 0.0)
    return r, c, left, right, jnp.maximum(left.sum(), right.sum())


def _coupling(*problem):
    a, b = problem[:2]
    P = _plan(*problem)
    r, c, left, right, missing = _cut(a, b, P)
    return r[:, None] * P * c + jnp.outer(left, right) / jnp.where(missing > 0, missing, 1.0)


def _entropic_bounds(a, b, C, eps, f, g):
    """Below, the dual. Above, the coupling P' + E, E = left right^T / missing, of `_coupling`, by

        KL(P' + E | a b^T) <= sum P' log(P' / ((1 - t) a b^T)) + sum E log(E / (t a b^T)),    t = missing:

    x log(x / q) is convex and homogeneous in (x, q). With log(P' / a b^T) = (f + g - C) / eps + log r + log c no logarithm of a
    matrix is formed.
    """
    P, slack = _plan(a, b, C, eps, f, g), _rounding(a, b, C, eps, f, g)
    r, c, left, right, t = _cut(a, b, P)
    rows, columns = a - left, b - right
    safe = jnp.where(t > 0, t, 1.0)

    def against(part, whole):
        positive = part > 0
        return (part * jnp.log(jnp.where(positive, part, 1.0) / jnp.where(positive, whole * safe, 1.0))).sum()
    logs = jnp.log(jnp.where(r > 0, r, 1.0)), jnp.log(jnp.where(c > 0, c, 1.0))
    above = (rows @ (f + eps * logs[0]) + columns @ (g + eps * logs[1]) + left @ C @ right / safe
             + eps * (against(left, a) + against(right, b) - (1 - t) * jnp.log1p(-jnp.minimum(t, 0.5))))
    return _dual(a, b, C, eps, f, g) - slack, above + slack


def _transport_bounds(a, b, C, eps, f, g):
    P, slack = _plan(a, b, C, eps, f, g), _rounding(a, b, C, eps, f, g)
    r, c, left, right, t = _cut(a, b, P)
    above = r @ (P * C) @ c + left @ C @ right / jnp.where(t > 0, t, 1.0)
    f = (C - g).min(1)
    g = (C - f[:, None]).min(0)
    return a @ f + b @ g - slack, above + slack


AXES = (1, 1, 2, 0, 1, 1)
_plans, _couplings, _of_entropic, _of_transport = (jax.jit(over_leading(h, AXES)) for h in (
    _plan, _coupling, _entropic_bounds, _transport_bounds))
_solutions = jax.jit(over_leading(_entropic, (1, 1, 2, 0, 0, 0)))


@functools.partial(jax.tree_util.register_dataclass, meta_fields=(),
                   data_fields=("a", "b", "C", "eps", "value", "f", "g", "error", "iterations", "converged"))
@dataclass(frozen=True)
class Entropic:
    """OT_eps(a, b, C): potentials f (..., n), g (..., m), and `value` = <a, f> + <b, g>.

    The derivative of the value is P for C, f and g for the weights; potentials, plans and bounds count as constants in f and g.
    error: l^1 distance of the marginals of the plan from a and b, with the rounding of the potentials to their type.
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
        """a_i b_j exp((f_i + g_j - C_ij) / eps), shape (..., n, m). Its marginals are a and b up to `error`."""
        return _plans(*self._problem())

    def coupling(self):
        """The plan cut down to the marginals and filled up: a coupling of a and b to rounding, also before convergence."""
        return _couplings(*self._problem())

    def bounds(self):
        """(lower, upper) of OT_eps(a, b, C): the dual value of the potentials and the value of `coupling`, for any potentials."""
        return _of_entropic(*self._problem())

    def transport_bounds(self):
        """(lower, upper) of OT(a, b, C): the dual value of potentials made feasible, and the cost of `coupling`."""
        return _of_transport(*self._problem())


def _floor(C, eps):
    """What rounding of the potentials alone does to the marginals."""
    return 4 * jnp.finfo(C.dtype).eps * jnp.abs(C).max((-2, -1)) / eps


def sinkhorn(a, b, C, eps, tol=None, most=10_000) -> Entropic:
    """OT_eps(a, b, C) for weights a (..., n), b (..., m), costs C (..., n, m) and eps > 0; leading axes broadcast.

    tol: the l^1 error of the marginals at which to stop; 1e-6 in float64, 1e-4 in float32. Rounding of the potentials alone changes
    the marginals by about 4 |C| / eps units in the last place, so tol cannot be smaller. most: products with C's kernel, at most.
    A problem that misses tol has `converged` False, and, outside `jit`, a RuntimeWarning is given. `bounds` are valid in any case.
    Raises ValueError for bad weights, costs that are not finite, eps <= 0, tol <= 0, most < 1, and shapes that do not match.
    """
    C = checks.array("C", C, at_least=2)
    a, b = checks.weights("a", a, C.shape[-2]), checks.weights("b", b, C.shape[-1])
    dtype = jnp.result_type(a, b, C)
    a, b, C = (x.astype(dtype) for x in (a, b, C))
    eps = jnp.asarray(checks.positives("eps", eps), dtype)
    tol = jnp.asarray(checks.positives("tol", (1e-6 if dtype == jnp.float64 else 1e-4) if tol is None else tol), dtype)
    if checks.known(most) and most < 1:
        raise ValueError(f"most = {most}: allow at least one iteration.")
    a, b = a / a.sum(-1, keepdims=True), b / b.sum(-1, keepdims=True)
    floor = jax.lax.stop_gradient(_floor(C, eps))
    value, f, g, error, count = _solutions(a, b, C, eps, jnp.maximum(tol - floor, 0.5 * tol), jnp.asarray(most))
    f, g, error = map(jax.lax.stop_gradient, (f, g, error + floor))
    converged = error <= tol
    if checks.known(converged) and not bool(converged.all()):
        worst = int(np.argmax(np.where(np.isnan(error), np.inf, error)))
        warnings.warn(f"the marginal error is {np.ravel(error)[worst]} > tol = {tol} after {np.ravel(count)[worst]} iterations (problem "
                      f"{worst}): raise most, tol or eps, or use float64.", RuntimeWarning, stacklevel=2)
    return Entropic(a, b, C, eps, value, f, g, error, count, converged)
