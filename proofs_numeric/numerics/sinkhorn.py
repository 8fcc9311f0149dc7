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
UNEVEN = 0.5                     # and the part of its mass that any one point may then miss or have too much
FIRST, FALL = 0.1, 0.25          # eps starts at this part of the mean of the costs C - f - g >= 0, and falls by this factor
OUTLYING = 32.0                  # where the largest of them is more than so many times the mean, eps starts at a part of the largest
CONJUGATE = 100                  # conjugate gradient steps for one Newton direction, at most
SHORTEST = 0.2                   # a Newton step is halved while it is longer; then Sinkhorn's step is taken
RISE = 8.0                       # of the dual, in units of eps times the error, that pays for a Newton step in spite of its error
TRIALS = 6                       # products of one Newton step besides those for its direction, at most
PATIENCE = 300                   # steps in which the error must fall by a hundredth
CLEAR = 0.01                     # rounding below this part of tol is not measured
ATTEMPTS = 2                     # how often the kernel is formed again because rounded potentials miss what the loop had met
WEAK = 64.0                      # where eps is more than so many times the mean, potentials are computed from small exponents
HEADROOM = 10                    # binary digits between the largest cost and the largest number, for sums of costs


# -- scale
def _largest(dtype) -> float:
    return float(jnp.finfo(dtype).max) * 2.0**-HEADROOM


def _scaled(C, eps, *potentials):
    """(C, eps, *potentials) times 2^k, and the function that divides by 2^k: the largest number becomes as large as the headroom
    allows, so that no product with a probability leaves the range of normal numbers, which is all that XLA knows.
    """
    info = jnp.finfo(C.dtype)
    top = functools.reduce(jnp.maximum, (jnp.abs(x).max() for x in (C, eps, *potentials)))
    k = int(info.maxexp) - HEADROOM - jnp.frexp(jax.lax.stop_gradient(top))[1]          # at least 0

    def times(x, k):                                         # twice, since 2^k may be no number; XLA would unite two divisions
        return x * jnp.ldexp(jnp.ones((), C.dtype), k // 2) * jnp.ldexp(jnp.ones((), C.dtype), k - k // 2)
    return tuple(times(x, k) for x in (C, eps, *potentials)), lambda x: times(x, -k)


# -- iteration
def _within(x):
    """x, a sum of positive numbers, without underflow to 0 and overflow to infinity; NaN stays."""
    info = jnp.finfo(x.dtype)
    return jnp.clip(x, float(info.tiny), float(info.max))


def _cap(dtype) -> float:
    """Exponents of kernels stop here: sums of their exponentials stay finite."""
    return -0.9 * float(np.log(float(jnp.finfo(dtype).tiny)))


def _exponents(C, eps, f, g):
    """(f_i + g_j - C_ij) / eps. What rounds is f - C, exact where f and C are near each other: an offset of C belongs in f."""
    return jnp.minimum((f[:, None] - C + g) / eps, _cap(C.dtype))


def _balance(a, b, K, psi):
    """(psi, phi with which the row marginals hold, the column sums over b e^psi, the l^1 error of the column marginals)."""
    phi = jnp.where(a > 0, -jnp.log(_within(K @ (b * jnp.exp(psi)))), a)
    t = _within((a * jnp.exp(phi)) @ K)
    return psi, phi, t, jnp.sum(b * jnp.abs(jnp.exp(psi) * t - 1))


def _newton(a, b, K, goal, psi, phi, t, error, limit):
    """(Newton's direction for psi, the slope of the dual in it, the number of conjugate gradient steps, at most `limit`)."""
    c, V, U = b * jnp.exp(psi) * t, b * jnp.exp(psi), jnp.exp(phi)
    seen = c > float(jnp.finfo(c.dtype).tiny)
    scale = jnp.where(seen, 1 / jnp.where(seen, c, 1.0), 0.0)
    rest = gradient = b - c
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
    return d, gradient @ d, n


def _size(a, b, phi, psi):
    """The largest potential of a point with mass."""
    return jnp.maximum(jnp.abs(jnp.where(a > 0, phi, 0.0)).max(), jnp.abs(jnp.where(b > 0, psi, 0.0)).max())


def _improve(a, b, K, goal, reach, most, s):
    """One step of (psi, phi, t, error, error below which the step is Newton's, iterations, least error, steps since it fell): Newton's,
    halved if need be, or Sinkhorn's. A Newton step counts if the error falls, or the dual rises by a quarter of what its
    slope promises: where two groups of points hardly exchange mass, their potentials have far to go while the error stays. It never
    leaves `reach`.
    """
    psi, phi, t, error, near, count, least, waited = s
    zero, newtonian = jnp.zeros_like(K[0, 0]), (error < near) & (count + TRIALS < most)
    d, slope, n = _newton(a, b, K, goal, psi, phi, t, error, jnp.where(newtonian, jnp.minimum(CONJUGATE, most - count - TRIALS), 0))

    longest = jnp.minimum(1.0, 0.5 * reach / jnp.abs(d).max())
    newtonian = newtonian & (longest > 0)                    # False also where the conjugate gradients broke down: NaN
    longest = jnp.where(newtonian, longest, 1.0)

    def shorten(trial):
        length, *_, n = trial
        length = jnp.where(newtonian & (length > SHORTEST * longest), 0.5 * length, 0.0)
        sinkhorn = jnp.where(b > 0, -jnp.log(t), b)
        return (length, *_balance(a, b, K, jnp.where(length > 0, psi + length * d, sinkhorn)), n + 1)

    def rises(length, next_psi, next_phi, new):
        gain = a @ (next_phi - phi) + b @ (next_psi - psi)
        return (length > 0) & (gain > jnp.maximum(0.25 * length * slope, RISE * error)) & (new < 2 * error)

    def refused(trial):
        length, next_psi, next_phi, _, new, _ = trial
        good = (new < error) | rises(length, next_psi, next_phi, new)
        return (length > 0) & ~(good & (_size(a, b, next_phi, next_psi) < reach))
    length, next_psi, next_phi, t, new, n = jax.lax.while_loop(refused, shorten, (2 * longest, psi, phi, t, zero + jnp.inf, n))
    progress = (new < 0.99 * least) | rises(length, next_psi, next_phi, new)
    return (next_psi, next_phi, t, new, jnp.where(newtonian & (length == 0), 0.5 * near, near), count + n,
            jnp.minimum(least, new), jnp.where(progress, 0, waited + 1))


def _noise(a, b, eps, f, g):
    """What the rounding of potentials and exponents does to the plan, relative to it, where its mass is: there C is about f + g."""
    return jnp.finfo(f.dtype).eps * (4 + (b @ jnp.abs(g)) / eps)


def _missed(a, b, K, noise):
    """The l^1 error of both marginals of a_i K_ij b_j, and the rounding with which it is known. """
    if K.dtype == np.float64:
        rows, columns = K @ b, a @ K
    else:                                                    # sums by pairs: of thousands of terms, a product's rounding would be seen
        rows, columns = (K * b).sum(1), (a[:, None] * K).sum(0)
    missed = (a * jnp.abs(rows - 1)).sum() + (b * jnp.abs(columns - 1)).sum()
    return missed * (1 + 16 * jnp.finfo(a.dtype).eps) + 2 * noise


def _softmin(b, X, eps):
    """-eps log sum_j b_j exp(-X_ij / eps) for each i. Nothing over- or underflows, and small exponents keep their digits."""
    least = jnp.where(b > 0, X, jnp.inf).min(1)
    below = jnp.where(b > 0, (least[:, None] - X) / eps, 0.0)
    little = (b * jnp.expm1(below)).sum(1)
    log = jnp.where(little > -0.5, jnp.log1p(jnp.maximum(little, -0.5)), jnp.log(_within((b * jnp.exp(below)).sum(1))))
    return least - eps * log


def _finished(a, b, C, eps, f, g, error, met, weak):
    """(f, g, error) at eps itself: the rows hold also where the iteration stopped at a larger eps, and points without mass have
    the potentials that extend the others'.
    """
    def again():
        columns = jnp.where((b > 0) & ~weak, g, _softmin(a, (C - f[:, None]).T, eps))
        rows = jnp.where((a > 0) & met & ~weak, f, _softmin(b, C - columns, eps))
        K = jnp.exp(_exponents(C, eps, rows, columns))
        return rows, columns, _missed(a, b, K, _noise(a, b, eps, rows, columns))
    return jax.lax.cond(met & (a > 0).all() & (b > 0).all() & ~weak, lambda: (f, g, error), again)


def _solve(a, b, C, eps, tol, most):
    """(f, g, error, iterations) for one problem.

    With e^phi chosen so that the row marginals hold, the dual is a concave function of psi alone, with gradient b - c and
    Hessian -(diag(c) - P^T diag(1/a) P) where c = P^T 1. Sinkhorn's step is psi + log(b / c). Once the error is small the step is
    Newton's, from conjugate gradients with the preconditioner diag(c), on the kernel that is there already: their number
    grows with the root of the number of Sinkhorn steps. One iteration is one product with K and one with K^T.
    The kernel K = exp((f + g - C) / e) has absorbed the potentials f and g; phi and psi stay below `reach`, then they are absorbed
    and K is formed again. e falls to eps by factors, while rounding leaves exponents that mean something.
    The error is that of the kernel of the potentials as rounded, which is formed once more unless rounding is clearly less. The
    iteration ends when it is below tol; when the kernel has been formed again and misses it still; when it does not fall any more;
    when rounding leaves no meaning to exponents; after `most` iterations; and at NaN.
    """
    reach = -float(np.log(float(jnp.finfo(C.dtype).tiny))) / 7           # what underflows in K is then below exp(-5/7 tiny) in P
    f = jnp.where(b > 0, C, jnp.inf).min(1)                  # rows and columns with mass have an entry 1 in the first kernel
    g = jnp.where(a[:, None] > 0, C - f[:, None], jnp.inf).min(0)
    f = jnp.where(b > 0, C - g, jnp.inf).min(1)
    size, top = a @ C @ b - a @ f - b @ g, jnp.where((a[:, None] > 0) & (b > 0), C - f[:, None] - g, 0.0).max()
    start = FIRST * jnp.where(top > OUTLYING * size, top, size)
    zero = jnp.zeros_like(eps)

    def level(s):
        f, g, e, _, count, attempts, *_ = s
        noise = _noise(a, b, e, f, g)
        K = jnp.exp(_exponents(C, e, f, g))
        last = e <= eps
        error = _missed(a, b, K, noise)
        met = last & (error <= tol)
        goal = jnp.where(last, jnp.maximum(tol - 2 * noise, 0.5 * tol) * 0.5**attempts, LOOSE)

        def going(s):
            psi, phi, t, error, _, count, _, waited = s
            uneven = ~last & (jnp.where(b > 0, jnp.abs(jnp.exp(psi) * t - 1), 0.0).max() > UNEVEN)
            return ((error > goal) | uneven) & (count < most) & (_size(a, b, phi, psi) < reach) & (waited < PATIENCE) & ~met
        first = _balance(a, b, K, jnp.zeros_like(g))
        psi, phi, _, found, _, count, _, waited = jax.lax.while_loop(
            going, functools.partial(_improve, a, b, K, goal, reach, most), (*first, zero + NEAR, count + 1, first[3], 0))
        enough = found <= goal
        lower = jnp.where(enough, jnp.maximum(eps, FALL * e), e)
        new_f, new_g = f + e * phi, g + e * psi
        mean = b @ new_g                                     # what is common to potentials at a large e would stay in their digits
        new_f, new_g = new_f + mean, new_g - mean
        attempts = attempts + (enough & last)
        hopeless = ~last & enough & (_noise(a, b, lower, new_f, new_g) > 1)
        rounding = jnp.finfo(f.dtype).eps * (8 + a.size + b.size + 4 * (a @ jnp.abs(new_f) + b @ jnp.abs(new_g)) / eps)
        sure = last & enough & (rounding <= CLEAR * tol) & (found + rounding <= tol)       # no kernel need be formed to see it
        error = jnp.where(sure, found + rounding, error)
        over = met | sure | jnp.isnan(found) | (attempts > ATTEMPTS) | hopeless | (waited >= PATIENCE)
        return jnp.where(met, f, new_f), jnp.where(met, g, new_g), jnp.where(over, e, lower), error, count, attempts, met | sure, over
    f, g, _, error, count, _, met, _ = jax.lax.while_loop(
        lambda s: ~s[-1] & (s[4] < most), level,
        (f, g, jnp.maximum(eps, start), zero + jnp.inf, 0, 0, jnp.array(False), jnp.array(False)))
    return *_finished(a, b, C, eps, f, g, error, met, eps > WEAK * size), count


@jax.custom_jvp
def _entropic(a, b, C, eps, tol, most):
    """(value, f, g, error, iterations); the plan has the mass of a to rounding, so that the value is <a, f> + <b, g>."""
    (C, eps), back = _scaled(C, eps)
    f, g, error, count = one_by_one(_solve)(a, b, C, eps, tol, most)
    return back(a @ f + b @ g), back(f), back(g), error, count


def _kernel(a, b, C, eps, f, g):
    """exp((f_i + g_j - C_ij) / eps). Without mass the exponent is not bounded, and not wanted: there it is 0, or NaN with f and g."""
    return jnp.exp(jnp.where((a[:, None] > 0) & (b > 0), _exponents(C, eps, f, g), 0.0 * (f[:, None] + g)))


@jax.custom_jvp
def _slopes(a, b, C, eps, f, g):
    """The derivatives (f, g, P, KL(P | a b^T)) of the value, which have no derivative here."""
    scaled, _ = _scaled(C, eps, f, g)
    P = a[:, None] * b * _kernel(a, b, *scaled)
    return f, g, P, (P * (jnp.maximum(_exponents(*scaled), -2 * _cap(C.dtype)) - 1)).sum() + 1


@_slopes.defjvp
def _(primals, tangents):
    raise NotImplementedError("the entropic value has first derivatives only: for a Hessian take differences of the gradient.")


@_entropic.defjvp
def _(primals, tangents):
    out = _entropic(*primals)
    slope = sum((D * d).sum() for D, d in zip(_slopes(*primals[:4], *out[1:3]), tangents))
    return out, (slope, *map(jnp.zeros_like, out[1:4]), np.zeros(out[4].shape, jax.dtypes.float0))


# -- plan and bounds
def _plan(a, b, C, eps, f, g):
    scaled, _ = _scaled(C, eps, f, g)
    return a[:, None] * b * _kernel(a, b, *scaled)


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
    (C, eps, f, g), back = _scaled(C - offset, eps, f - offset, g)
    unit = 4 * (a.size + b.size) * jnp.finfo(C.dtype).eps
    P = a[:, None] * b * _kernel(a, b, C, eps, f, g)
    Q, r, c, left, right, t = _cut(a, b, P)
    safe = jnp.where(t > 0, t, 1.0)
    filled = left @ C @ right / safe

    u = jnp.where(b > 0, C - g, jnp.inf).min(1)
    v = jnp.where(b > 0, jnp.where(a[:, None] > 0, C - u[:, None], jnp.inf).min(0), b)
    size, cost = a @ jnp.abs(u) + b @ jnp.abs(v), (Q * C).sum() + filled
    below, above = a @ u + b @ v - unit * size, cost + unit * (size + (Q * jnp.abs(C)).sum() + jnp.abs(filled))

    w = _softmin(b, C - g, eps)                              # (w, g) is the best of all pairs with g: its plan has the rows' marginals
    slack = a @ (jnp.abs(w) + jnp.abs(u)) + b @ jnp.abs(g)
    dual = a @ w + b @ g - unit * slack
    free = ~(massive & (_exponents(C, eps, f, g) >= _cap(C.dtype))).any()            # no exponent was cut off
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
    """`_entropic`; NaN where an argument is not what is asked of it, which is known only inside jit here."""
    large = _largest(C.dtype)
    right = (jnp.abs(C).max() <= large) & (a >= 0).all() & (b >= 0).all() & (eps >= float(jnp.finfo(C.dtype).tiny)) & (eps <= large)
    poison = jnp.where(right & (tol > 0), 1.0, jnp.nan).astype(C.dtype)
    return _entropic(a * poison, b * poison, C, eps * poison, tol, most)


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
        v, least, most = np.asarray(y), float(jnp.finfo(dtype).tiny), _largest(dtype)
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
    a, b, C = (x.astype(dtype) for x in (a, b, C))
    if C.shape[-2:] != (a.shape[-1], b.shape[-1]):
        raise ValueError(f"C has shape {C.shape}: for {a.shape[-1]} weights a and {b.shape[-1]} weights b its last two axes must be "
                         f"({a.shape[-1]}, {b.shape[-1]}).")
    if checks.known(C) and (top := float(max(np.max(C), -np.min(C)))) > _largest(dtype):
        raise ValueError(f"C has an entry of size {top}, too near the largest number of type {np.dtype(dtype).name}: rescale C and eps "
                         "together; forbid a cell by a smaller cost.")
    eps = _positive("eps", eps, dtype)
    tol = _positive("tol", (1e-6 if dtype == jnp.float64 else 1e-4) if tol is None else tol, dtype)
    most = min(checks.count("most", most), np.iinfo(np.int32).max - PATIENCE)
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
        _warn(found, tol, most)
    return found
