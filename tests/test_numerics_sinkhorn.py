"""Entropic transport in floating point against the definition of the entropic problem and exact rational optima."""
import warnings
from dataclasses import replace
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from differences import assert_slope, line
from transport_problems import EPS, SEED, balanced, close, optimum, problem

from proofs_numeric.numerics.sinkhorn import sinkhorn

pytestmark = pytest.mark.xdist_group("numerics_sinkhorn")           # one process: what is compiled serves several tests


def normalised(w):
    """Weights in long double, divided by their sum there."""
    w = np.asarray(w, np.longdouble)
    return w / w.sum()


def sum_rounding(a, b, C, eps, dtype=np.float64):
    """Of sums with n + m terms of potentials and costs; potentials vary by C and, where weights are small, by eps log of these."""
    least = min(a[a > 0].min(), b[b > 0].min())
    return 4 * (len(a) + len(b)) * EPS[dtype] * (3 * C.max() + eps * (1 - np.log(least)))


def dual_and_plan(a, b, C, eps, f, g):
    """<a, f> + <b, g> - eps (sum a b e^((f + g - C)/eps) - 1), at most OT_eps, and the plan in this sum; in long double."""
    a, b, C, f, g = (np.asarray(z, np.longdouble) for z in (a, b, C, f, g))
    with np.errstate(over="ignore", invalid="ignore"):
        P = np.where(np.multiply.outer(a, b) > 0, np.multiply.outer(a, b) * np.exp((f[:, None] + g - C) / eps), 0)
    return a @ f + b @ g - eps * (P.sum() - 1), P


def primal(a, b, C, eps, P):
    """<P, C> + eps KL(P | a b^T), at least OT_eps if P is a coupling; in long double."""
    a, b, C, P = (np.asarray(z, np.longdouble) for z in (a, b, C, P))
    some = P > 0
    entropy = P[some] * np.log(P[some] / np.multiply.outer(a, b)[some])
    return (P * C).sum() + eps * (entropy.sum() - P.sum() + a.sum() * b.sum())


def dense_entropic(a, b, C, eps, steps=20_000):
    """OT_eps and its plan from plain Sinkhorn iterations with logarithms, in long double."""
    a, b, C = normalised(a), normalised(b), np.asarray(C, np.longdouble)
    g = np.zeros_like(b)
    with np.errstate(divide="ignore"):
        la, lb = np.log(a), np.log(b)
    for _ in range(steps):
        f = -np.logaddexp.reduce(-C / eps + g + lb, axis=1)
        new = -np.logaddexp.reduce(-C / eps + f[:, None] + la[:, None], axis=0)
        if abs(new - g).max() < EPS[np.float64] / 2:
            break
        g = new
    else:
        raise AssertionError(f"no convergence for eps = {eps}")
    return dual_and_plan(a, b, C, eps, eps * f, eps * new)


@pytest.mark.parametrize("eps", [1.0, 0.05, 0.01])
def test_sinkhorn_solves_the_entropic_problem(eps):
    a, b, C = problem()
    tol = 1e-12
    ours = sinkhorn(a, b, C, eps, tol=tol)
    value, P = dense_entropic(a, b, C, eps)
    assert ours.converged and ours.error <= tol and ours.iterations <= 120
    # With rows met, a column error e (l^1) moves the potentials by eps H^+ e, H = diag(b) - P^T diag(1/a) P, and the value by
    # the product of both; the plan moves by P times twice that over eps, and by the rounding of its exponents.
    rows, columns = a > 0, b > 0
    part = P[np.ix_(rows, columns)].astype(float)
    inverse = abs(np.linalg.pinv(np.diag(b[columns]) - part.T @ (part / a[rows, None]))).max()
    rounding = sum_rounding(a, b, C, eps)
    close(ours.value, value, rounding + eps * inverse * tol**2, "value")
    found = np.asarray(ours.plan())
    assert abs(found - P).sum() <= 2 * inverse * tol + rounding / eps, (abs(found - P).sum(), eps)
    assert abs(found.sum(1) - a).sum() + abs(found.sum(0) - b).sum() <= tol


@pytest.mark.parametrize("dtype, eps, tol", [(np.float64, 0.05, 1e-6), (np.float64, 1e-3, 1e-6), (np.float64, 1e-6, 1e-6),
                                             (np.float64, 0.05, 0.3), (np.float32, 0.05, 1e-4), (np.float32, 1e-3, 1e-2)])
def test_bounds_enclose_entropic_and_exact_transport(dtype, eps, tol):
    a, b, C = problem(dtype=dtype)
    ours = sinkhorn(a, b, C, eps, tol=tol)
    assert ours.converged, (ours.error, ours.iterations)
    assert all(z.dtype == dtype for z in (ours.f, ours.g, ours.value, ours.error))
    exact = optimum(a, b, C)
    lower, upper = ours.transport_bounds()
    assert Fraction(float(lower)) <= exact <= Fraction(float(upper)), (lower, float(exact), upper)
    bits, slack = np.log(1 / np.concatenate([a[a > 0], b[b > 0]]).min()), 2 * sum_rounding(a, b, C, eps, dtype)
    close(upper, lower, 2 * tol * (C.max() + eps * bits) + 3 * eps * bits + 2 * slack, "width")
    # Weak duality: what is below the dual value of any potentials and above the cost of a coupling encloses OT_eps.
    low, high = ours.bounds()
    P = np.asarray(ours.coupling())
    dual, plan = dual_and_plan(normalised(a), normalised(b), C, eps, ours.f, ours.g)
    assert abs(plan.sum(1) - normalised(a)).sum() + abs(plan.sum(0) - normalised(b)).sum() <= float(ours.error)
    cost = primal(normalised(a), normalised(b), C, eps, P)
    assert (P >= 0).all() and float(low) <= dual and cost <= float(high), (low, dual, cost, high)
    assert low <= high <= low + 4 * tol * (C.max() + eps * (2 + bits + np.log(1 / tol))) + 2 * slack, (low, high)
    close(P.sum(1), a, 16 * EPS[dtype], "coupling")
    close(P.sum(0), b, 16 * EPS[dtype], "coupling")


def test_bounds_hold_for_any_potentials():
    """With C = 0 and f = eps log(1 - t), g = 0 the plan is (1 - t) a b^T, and what is missing is t a b^T: the bound above is exact."""
    a, b, C = problem()
    eps, t = 0.05, 0.3
    free = sinkhorn(a, b, 0 * C, eps)
    low, high = map(float, replace(free, f=jnp.full(7, eps * np.log(1 - t)), g=jnp.zeros(5)).bounds())
    rounding = sum_rounding(a, b, np.array(eps), eps)
    assert 0 <= high <= 2 * rounding and abs(low - eps * (np.log(1 - t) + t)) <= 2 * rounding, (low, high)
    rng = np.random.default_rng(SEED)
    for size in (0.01, 0.1):
        f, g = size * rng.normal(size=7), C.min(0) + size * rng.normal(size=5)
        wrong = replace(free, C=jnp.asarray(C), f=jnp.asarray(f), g=jnp.asarray(g))
        low, high = map(float, wrong.bounds())
        dual, _ = dual_and_plan(normalised(a), normalised(b), C, eps, wrong.f, wrong.g)
        cost = primal(normalised(a), normalised(b), C, eps, np.asarray(wrong.coupling()))
        assert low <= dual <= cost <= high, (low, dual, cost, high, SEED)
        lower, upper = map(float, wrong.transport_bounds())
        assert Fraction(lower) <= optimum(a, b, C) <= Fraction(upper), SEED


def test_bounds_hold_also_where_their_distance_is_rounding():
    for seed in range(8):
        a, b, C = problem(seed=seed)
        ours = sinkhorn(a, b, C, 0.05, tol=1e-12)
        low, high = map(float, ours.bounds())
        dual, _ = dual_and_plan(normalised(a), normalised(b), C, 0.05, ours.f, ours.g)
        cost = primal(normalised(a), normalised(b), C, 0.05, np.asarray(ours.coupling()))
        assert low <= dual and cost <= high, (low - dual, cost - high, seed)


def test_a_batch_of_entropic_problems_is_its_loop():
    a, b, C = problem()
    many = np.stack([C, C.max() - C, np.sqrt(C)])

    @jax.jit
    def batched(many):
        ours = sinkhorn(a, b, many, 0.02)
        return (ours.value, ours.iterations, ours.plan(), *ours.bounds(), *ours.transport_bounds(),
                jax.vmap(lambda C: sinkhorn(a, b, C, 0.02).value)(many))
    value, iterations, plan, *bounds, mapped = map(np.asarray, batched(many))
    alone = [sinkhorn(a, b, c, 0.02) for c in many]
    for ours in (value, mapped):
        close(ours, [s.value for s in alone], sum_rounding(a, b, many, 0.02), "value")
    close(iterations, [s.iterations for s in alone], 0, "iterations")
    assert plan.shape == (3, 7, 5) and all(z.shape == (3,) for z in bounds)
    assert (bounds[0] <= value).all() and (value <= bounds[1]).all() and (bounds[2] <= bounds[3]).all()


def test_derivatives_of_the_entropic_value():
    law = [*problem(), np.float64(0.05)]
    rng = np.random.default_rng(SEED)

    @jax.jit
    def values_and_slopes(*laws):
        def total(*laws):
            values = sinkhorn(*laws, tol=1e-12).value
            return values.sum(), values
        slopes, values = jax.grad(total, (0, 1, 2, 3), has_aux=True)(*laws)
        return values, slopes
    ways = [balanced(law[0], rng), balanced(law[1], rng), 0.05 * rng.normal(size=law[2].shape), np.float64(0.01)]
    batch = [np.tile(z, (17, *[1] * np.ndim(z))) for z in law]                       # at the law, then four points for each argument
    for k, way in enumerate(ways):
        batch[k][1 + 4 * k:5 + 4 * k] = line(law[k], way)
    values, slopes = values_and_slopes(*batch)
    for k, way in enumerate(ways):                                                   # values err by the square of tol: see above
        assert_slope((slopes[k][0] * way).sum(), values[1 + 4 * k:5 + 4 * k], sum_rounding(*law), f"argument {k}, seed {SEED}")


def test_what_has_not_converged_says_so():
    a, b, C = problem()
    with pytest.warns(RuntimeWarning, match="raise most"):
        assert not sinkhorn(a, b, C, 1e-3, tol=1e-9, most=2).converged
    with pytest.warns(RuntimeWarning, match="float64"):
        assert not sinkhorn(*problem(dtype=np.float32), 1e-3, tol=1e-6).converged
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert sinkhorn(a, b, C, 0.1).converged
