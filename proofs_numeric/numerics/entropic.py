"""The iteration of entropic optimal transport: Sinkhorn's steps, then Newton's, on kernels that have absorbed the potentials.

The problem and its dual are in `sinkhorn`. One function for one problem; `entropic` is for batches, with its first derivative.
"""
import functools

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.numerics.batching import one_by_one

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
def largest(dtype) -> float:
    return float(jnp.finfo(dtype).max) * 2.0**-HEADROOM


def rescaled(C, eps, *potentials):
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


def cap(dtype) -> float:
    """Exponents of kernels stop here: sums of their exponentials stay finite."""
    return -0.9 * float(np.log(float(jnp.finfo(dtype).tiny)))


def exponents(C, eps, f, g):
    """(f_i + g_j - C_ij) / eps. What rounds is f - C, exact where f and C are near each other: an offset of C belongs in f."""
    return jnp.minimum((f[:, None] - C + g) / eps, cap(C.dtype))


def _balance(a, b, K, psi, rows=None):
    """(psi, phi with which the row marginals hold, the column sums over b e^psi, the l^1 error of the column marginals).

    rows: K (b e^psi), if it is known.
    """
    phi = jnp.where(a > 0, -jnp.log(_within(K @ (b * jnp.exp(psi)) if rows is None else rows)), a)
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


def _missed(a, b, K, rows, noise):
    """The l^1 error of both marginals of a_i K_ij b_j, and the rounding with which it is known; rows: K b."""
    if K.dtype == np.float64:
        columns = a @ K
    else:                                                    # sums by pairs: of thousands of terms, a product's rounding would be seen
        rows, columns = (K * b).sum(1), (a[:, None] * K).sum(0)
    missed = (a * jnp.abs(rows - 1)).sum() + (b * jnp.abs(columns - 1)).sum()
    return missed * (1 + 16 * jnp.finfo(a.dtype).eps) + 2 * noise


def softmin(b, X, eps):
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
        columns = jnp.where((b > 0) & ~weak, g, softmin(a, (C - f[:, None]).T, eps))
        rows = jnp.where((a > 0) & met & ~weak, f, softmin(b, C - columns, eps))
        K = jnp.exp(exponents(C, eps, rows, columns))
        return rows, columns, _missed(a, b, K, K @ b, _noise(a, b, eps, rows, columns))
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
    # Rows and columns with mass have an entry 1 in the first kernel. Points without mass drop out of a minimum by an infinite potential,
    # in one pass over C that is twice as fast as with a mask.
    f = (C - jnp.where(b > 0, jnp.zeros_like(b), -jnp.inf)).min(1)
    g = (C - jnp.where(a > 0, f, -jnp.inf)[:, None]).min(0)
    f = (C - jnp.where(b > 0, g, -jnp.inf)).min(1)
    rest = C - jnp.where(a > 0, f, jnp.inf)[:, None] - jnp.where(b > 0, g, jnp.inf)
    size, top = a @ C @ b - a @ f - b @ g, jnp.maximum(rest.max(1).max(), 0.0)
    start = FIRST * jnp.where(top > OUTLYING * size, top, size)
    zero = jnp.zeros_like(eps)

    def level(s):
        f, g, e, _, count, attempts, *_ = s
        noise = _noise(a, b, e, f, g)
        K = jnp.exp(exponents(C, e, f, g))
        last, rows = e <= eps, K @ b
        error = jax.lax.cond(last, lambda: _missed(a, b, K, rows, noise), lambda: zero + jnp.inf)          # asked for at eps only
        met = last & (error <= tol)
        goal = jnp.where(last, jnp.maximum(tol - 2 * noise, 0.5 * tol) * 0.5**attempts, LOOSE)

        def going(s):
            psi, phi, t, error, _, count, _, waited = s
            uneven = ~last & (jnp.where(b > 0, jnp.abs(jnp.exp(psi) * t - 1), 0.0).max() > UNEVEN)
            return ((error > goal) | uneven) & (count < most) & (_size(a, b, phi, psi) < reach) & (waited < PATIENCE) & ~met
        first = _balance(a, b, K, jnp.zeros_like(g), rows)
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
def entropic(a, b, C, eps, tol, most):
    """(value, f, g, error, iterations); the plan has the mass of a to rounding, so that the value is <a, f> + <b, g>."""
    (C, eps), back = rescaled(C, eps)
    f, g, error, count = one_by_one(_solve)(a, b, C, eps, tol, most)
    return back(a @ f + b @ g), back(f), back(g), error, count


def plan(a, b, C, eps, f, g):
    """a_i b_j exp((f_i + g_j - C_ij) / eps): 0 between points without mass, whose exponent is bounded by `cap` only; NaN with f and g."""
    return a[:, None] * b * jnp.exp(exponents(C, eps, f, g))


@jax.custom_jvp
def _slopes(a, b, C, eps, f, g):
    """The derivatives (f, g, P, KL(P | a b^T)) of the value, which have no derivative here."""
    scaled, _ = rescaled(C, eps, f, g)
    P = plan(a, b, *scaled)
    return f, g, P, (P * (jnp.maximum(exponents(*scaled), -2 * cap(C.dtype)) - 1)).sum() + 1


@_slopes.defjvp
def _(primals, tangents):
    raise NotImplementedError("the entropic value has first derivatives only: for a Hessian take differences of the gradient.")


@entropic.defjvp
def _(primals, tangents):
    out = entropic(*primals)
    slope = sum((D * d).sum() for D, d in zip(_slopes(*primals[:4], *out[1:3]), tangents))
    return out, (slope, *map(jnp.zeros_like, out[1:4]), np.zeros(out[4].shape, jax.dtypes.float0))
