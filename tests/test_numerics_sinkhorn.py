"""Entropic transport in floating point against the definition of the entropic problem and exact rational optima."""
import math
import os
import subprocess
import sys
import warnings
from dataclasses import replace
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from differences import assert_slope, line
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
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
    low, high = ours.bounds()
    P = np.asarray(ours.coupling())
    _, plan = dual_and_plan(normalised(a), normalised(b), C, eps, ours.f, ours.g)
    assert abs(plan.sum(1) - normalised(a)).sum() + abs(plan.sum(0) - normalised(b)).sum() <= float(ours.error)
    # OT_eps in long double, where that is not many steps away; else OT, which it is not below, and what it exceeds that by at most.
    least, most = (dense_entropic(a, b, C, eps)[0],) * 2 if eps > 5e-3 else (exact, exact + Fraction(float(eps * bits)))
    assert (P >= 0).all() and float(low) <= most and least <= float(high), (low, high)
    assert low <= high <= low + 4 * tol * (C.max() + eps * (2 + bits + np.log(1 / tol))) + 2 * slack, (low, high)
    close(P.sum(1), a, 16 * EPS[dtype], "coupling")
    close(P.sum(0), b, 16 * EPS[dtype], "coupling")


def test_bounds_hold_for_any_potentials():
    """With C = 0 and f = eps log(1 - t), g = 0 the plan is (1 - t) a b^T, and what is missing is t a b^T: both bounds are 0 = OT_eps."""
    a, b, C = problem()
    eps = 0.05
    free = sinkhorn(a, b, 0 * C, eps)
    for t in (0.3, 0.9):
        low, high = map(float, replace(free, f=jnp.full(7, eps * np.log(1 - t)), g=jnp.zeros(5)).bounds())
        rounding = sum_rounding(a, b, np.array(eps), eps)
        assert -2 * rounding <= low <= 0 <= high <= 2 * rounding, (low, high)
    rng = np.random.default_rng(SEED)
    value, _ = dense_entropic(a, b, C, eps)
    for size in (0.01, 0.1, 10.0, 1e6):
        f, g = size * rng.normal(size=7), C.min(0) + size * rng.normal(size=5)
        wrong = replace(free, C=jnp.asarray(C), f=jnp.asarray(f), g=jnp.asarray(g))
        low, high = map(float, wrong.bounds())
        dual, _ = dual_and_plan(normalised(a), normalised(b), C, eps, wrong.f, wrong.g)
        assert low <= value <= high and low >= dual - sum_rounding(a, b, C, eps) - 1e-12 * size, (low, dual, value, high, SEED)
        lower, upper = map(float, wrong.transport_bounds())
        assert Fraction(lower) <= optimum(a, b, C) <= Fraction(upper), SEED


def test_bounds_hold_also_where_their_distance_is_rounding():
    for seed in range(8):
        a, b, C = problem(seed=seed)
        ours = sinkhorn(a, b, C, 0.05, tol=1e-12)
        low, high = map(float, ours.bounds())
        value, _ = dense_entropic(a, b, C, 0.05)
        assert low <= value <= high, (low - value, value - high, seed)


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


# -- hard problems: uniform weights, so that OT is an assignment, which is exact up to a sum
N = 40


def points(seed, n=N, draw="normal"):
    rng = np.random.default_rng(seed)
    X, Y = (getattr(rng, draw)(size=(n, 2)) for _ in range(2))
    return ((X[:, None] - Y) ** 2).sum(-1)


def with_large(C, cells, cost):
    C = C.copy()
    C[cells] = cost
    return C


MEAN = points(1).mean()
DIAGONAL, HALF = np.eye(N, dtype=bool), np.random.default_rng(SEED).random((N, N)) < 0.5
FORCED = np.zeros((N, N), bool)
FORCED[3:5, 1:] = True                                       # two points with one allowed partner: one of them must pay
CLUSTERS = (np.r_[np.zeros(N // 2), np.full(N // 2, 1e3)][:, None] - np.r_[np.zeros(N // 4), np.full(3 * N // 4, 1e3)]) ** 2
HARD = {
    "heavy tails": (points(42, draw="standard_cauchy"), 0.1), "heavier": (points(1, draw="standard_cauchy"), 1e-3),
    **{f"eps {part:g} of the mean": (points(1), part * MEAN) for part in (1e6, 10, 1e-2, 1e-4, 1e-8, 1e-12, 1e-30)},
    **{f"{name} forbidden by {cost:g}": (with_large(points(2), cells, cost), 0.05)
       for cost in (1e9, 1e30) for name, cells in (("diagonal", DIAGONAL), ("half", HALF), ("forced", FORCED), ("all", HALF | ~HALF))},
    "clusters": (CLUSTERS + points(3), 0.05), "negative": (-points(4), 0.05), "below 0": (points(4) - 1e3, 0.05),
    "offset": (points(5) + 1e9, 0.05), "negative offset": (points(5) - 1e9, 1.0), "ties": (np.round(points(6)), 1e-3),
    "no cost": (0 * points(7), 1.0),
    "from 1e-9 to 1e9": (10 ** np.random.default_rng(SEED).uniform(-9, 9, (N, N)), 0.1)}


@pytest.mark.filterwarnings("ignore:the marginal error")
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_hard_problems_have_finite_values_and_bounds_that_hold(dtype):
    """And an error that is that of the plan, and an end without progress. Where the error is met, it is met in long double."""
    u = np.full(N, 1 / N, dtype)
    for name, (C, eps) in HARD.items():
        C = C.astype(dtype)
        ours = sinkhorn(u, u, C, eps)
        case = f"{name}, {dtype.__name__}, seed {SEED}, {ours.value}, error {ours.error}, {ours.iterations} iterations"
        exact = math.fsum(C.astype(float)[linear_sum_assignment(C.astype(float))]) / N
        lower, upper, low, high = map(float, (*ours.transport_bounds(), *ours.bounds()))
        assert all(np.isfinite(z).all() for z in (ours.value, ours.f, ours.g, ours.error, lower, upper, low, high, ours.coupling())), case
        above = exact + float(ours.eps) * np.log(N)
        assert lower <= exact <= upper and low <= high and low <= above and exact <= high, (case, lower, exact, upper, low, high)
        assert ours.iterations <= 5000, case
        P = np.asarray(ours.plan(), float)
        assert abs(P.sum(0) - 1 / N).sum() + abs(P.sum(1) - 1 / N).sum() <= float(ours.error), case
        if ours.converged:
            _, plan = dual_and_plan(normalised(u), normalised(u), C, float(ours.eps), ours.f, ours.g)
            assert abs(plan.sum(0) - 1 / N).sum() + abs(plan.sum(1) - 1 / N).sum() <= float(ours.error) <= 1e-4, case
            assert low - 1e-4 * abs(low) <= ours.value <= high + 1e-4 * abs(high), case
    assert dtype == np.float32 or all(sinkhorn(u, u, *HARD[name]).converged for name in (
        "heavy tails", "eps 1e-08 of the mean", "diagonal forbidden by 1e+30", "half forbidden by 1e+30", "forced forbidden by 1e+09"))


def test_thousands_of_points_and_small_eps():
    """A Newton step that was longer than the kernel allows made NaN of this problem."""
    C = points(1, 1000)
    u = np.full(1000, 1e-3)
    ours = sinkhorn(u, u, C, 0.003)
    assert ours.converged and ours.iterations < 5000
    low, high = map(float, ours.bounds())
    P = np.asarray(ours.plan())
    assert low <= ours.value <= high <= low + 1e-4 and abs(P.sum(0) - u).sum() + abs(P.sum(1) - u).sum() <= ours.error <= 1e-6


@pytest.mark.parametrize("dtype, parts", [(np.float64, (1, 0.1, 1e-2, 1e-3)), (np.float32, (1, 0.1, 0.05, 0.02, 0.01))])
def test_ordinary_problems_converge_with_the_default_tolerance(dtype, parts):
    u = np.full(N, 1 / N, dtype)
    for seed in range(10):
        C = points(seed).astype(dtype)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert all(sinkhorn(u, u, C, part * C.mean()).converged for part in parts), seed


@pytest.mark.filterwarnings("ignore:the marginal error")
def test_the_error_is_that_of_the_plan_also_when_the_iteration_was_stopped():
    C, u = points(0), np.full(N, 1 / N)
    eps = 0.5
    value = float(dense_entropic(u, u, C, eps)[0])
    for most in (1, 2, 3, 8, 12, 20, 40):
        ours = sinkhorn(u, u, C, eps, most=most)
        P = np.asarray(ours.plan())
        missed = abs(P.sum(0) - u).sum() + abs(P.sum(1) - u).sum()
        assert ours.iterations <= most and missed <= ours.error <= missed + 1e-12, (most, missed, ours.error)
        low, high = ours.bounds()
        assert low <= value <= high and ours.value <= value + 1e-12, (most, low, value, high)       # rows hold: a dual value
        close(np.asarray(ours.coupling()).sum(0), u, 16 * EPS[np.float64], "coupling")


@pytest.mark.parametrize("dtype, powers", [(np.float64, (-900, -100, 100, 900)), (np.float32, (-90, -20, 20, 90))])
def test_scaling_costs_and_eps_by_a_power_of_two_scales_everything(dtype, powers):
    a, b, C = problem(dtype=dtype)

    def numbers(scale):
        ours = sinkhorn(a, b, C * scale, dtype(0.03) * scale)
        return [np.asarray(z) for z in (ours.plan(), ours.error, ours.coupling(), *jax.grad(
            lambda a, b, C: sinkhorn(a, b, C, dtype(0.03) * scale).value, 2)(a, b, C * scale))], [
                np.asarray(z) for z in (ours.value, ours.f, ours.g, *ours.bounds(), *ours.transport_bounds())]
    free, proportional = numbers(dtype(1))
    for k in powers:
        same, scaled = numbers(dtype(2.0**k))
        for x, y in zip(free, same):
            assert np.array_equal(x, y), k
        for x, y in zip(proportional, scaled):
            assert np.array_equal(x * dtype(2.0**k), y), k


def test_what_is_no_problem_gives_nan_inside_jit():
    a, b, C = problem()
    good = dict(a=a, b=b, C=C, eps=np.float64(0.05), tol=np.float64(1e-6))

    @jax.jit
    def numbers(a, b, C, eps, tol):
        def value(a, b, C, eps):
            ours = sinkhorn(a, b, C, eps, tol)
            return ours.value, (ours.f, ours.g, ours.plan(), ours.coupling(), *ours.bounds(), *ours.transport_bounds(), ours.error)
        return jax.value_and_grad(value, (0, 1, 2, 3), has_aux=True)(a, b, C, eps)
    assert all(np.isfinite(z).all() for z in jax.tree.leaves(numbers(**good)))
    for name, at, bad in (("a", 0, np.nan), ("a", 2, np.nan), ("a", 0, -0.1), ("b", 1, np.nan), ("b", 0, np.inf), ("C", (0, 0), np.nan),
                          ("C", (2, 1), np.nan), ("C", (0, 0), np.inf), ("C", (0, 0), -np.inf), ("eps", (), np.nan), ("eps", (), 0),
                          ("eps", (), -1), ("eps", (), np.inf), ("tol", (), np.nan), ("tol", (), 0)):
        changed = good[name].copy() if good[name].ndim else np.array(good[name])
        changed[at] = bad
        found = numbers(**good | {name: changed})
        assert all(np.isnan(z).all() for z in jax.tree.leaves(found)), (name, at, bad)
    many = np.stack([C, np.where(C == C[0, 0], np.nan, C)])
    values = jax.vmap(lambda C: sinkhorn(a, b, C, 0.05).value)(many)
    assert np.isfinite(values[0]) and np.isnan(values[1])


def test_a_second_derivative_is_refused_by_a_sentence():
    a, b, C = problem()
    value = lambda C: sinkhorn(a, b, C, 0.5).value                                   # noqa: E731
    for second in (jax.hessian(value), jax.jacfwd(jax.grad(value)), jax.jacrev(jax.grad(value)), jax.jacfwd(jax.jacfwd(value))):
        with pytest.raises(NotImplementedError, match="first derivatives only"):
            second(C)


# -- bad input
REFUSED = [1j, "0.1", None, "x", np.datetime64("2020-01-01"), object(), np.nan, np.inf, 0.0, -1.0, True]


@pytest.mark.parametrize("name", ["eps", "tol"])
@pytest.mark.parametrize("value", REFUSED)
def test_what_is_no_positive_number_is_named(name, value):
    with pytest.raises(ValueError, match=rf"\b{name}\b"):
        sinkhorn(*problem(), **dict(eps=0.1) | {name: value} if value is not None or name == "eps" else dict(eps=0.1, tol=object()))


@pytest.mark.parametrize("change, message", [
    (dict(most=10.5), "most = 10.5"), (dict(most="10"), "most = '10'"), (dict(most=None), "most = None"), (dict(most=True), "most = True"),
    (dict(C=np.zeros((5, 7))), r"C has shape \(5, 7\): for 7 weights a and 5 weights b"), (dict(C=np.zeros(7)), "C has shape"),
    (dict(C=np.zeros((7, 5)) + 0j), "C = .* complex"), (dict(a=np.full(7, 1 / 7) + 0j), "a = .* complex"), (dict(C=None), "C = None"),
    (dict(C=np.zeros((7, 5), np.float16)), "C has type float16"), (dict(C=np.full((7, 5), 1e308)), "C has an entry of size 1e"),
    (dict(eps=5e-324), "eps = 5e-324"), (dict(eps=1e-40, dtype=np.float32), "eps = 1e-40"),
    (dict(eps=np.ones(3), C=np.zeros((2, 7, 5))), "C .* eps")])
def test_bad_input_is_named(change, message):
    change = dict(change)
    a, b, C = problem(dtype=change.pop("dtype", np.float64))
    with pytest.raises(ValueError, match=message):
        sinkhorn(**dict(a=a, b=b, C=C, eps=0.1) | change)


KINDS = ["int8", "uint8", "int16", ">i2", "int32", "int64", "uint64", "bool", ">f8", "<f4", "longdouble", "float16", "complex128", "object",
         "U3", "list", "fraction"]


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(kind=st.sampled_from(KINDS), where=st.sampled_from("abC"), costs=st.lists(st.integers(0, 100), min_size=4, max_size=4))
def test_any_type_is_computed_exactly_or_refused_by_name(kind, where, costs):
    good = dict(a=np.array([1, 0]), b=np.array([0, 1]), C=np.array(costs).reshape(2, 2))
    wanted = sinkhorn(**{k: v.astype(float) for k, v in good.items()}, eps=1.0)
    x = good[where]
    bad = x.tolist() if kind == "list" else np.vectorize(Fraction, otypes=[object])(x) if kind == "fraction" else x.astype(kind)
    wide = np.asarray(x, bool).astype(float) if kind == "bool" else x.astype(float)
    try:
        found = sinkhorn(**good | {where: bad}, eps=np.int64(1), most=100.0)
    except ValueError as error:
        assert str(error).startswith(where), error
    else:
        assert float(found.value) == (float(sinkhorn(**good | {where: wide}, eps=1.0).value) if kind == "bool" else float(wanted.value))
        assert found.f.dtype == np.float64


def test_gradient_steps_do_not_hang_with_one_thread():
    """Steps that are not waited for, with XLA's one thread; the limit is hundreds of times what they take."""
    program = """
import jax, jax.numpy as jnp, numpy as np
jax.config.update("jax_enable_x64", True)
from proofs_numeric.numerics import bures, sinkhorn
r = np.random.default_rng(0); n = 300; u = np.full(n, 1 / n)
X, Y = (jnp.asarray(r.normal(size=(n, 2))) for _ in range(2))
step = jax.jit(jax.grad(lambda X: sinkhorn(u, u, ((X[:, None] - Y) ** 2).sum(-1), 1.0).value))
for _ in range(30): X = X - 0.1 * step(X)
L = jnp.asarray(r.normal(size=(8, 32, 32))); S = L @ L.mT
move = jax.jit(jax.grad(lambda L: (bures(L @ L.mT, S[::-1]) ** 2).sum()))
for _ in range(30): L = L - 0.01 * move(L)
print(float(X.sum()), float(L.sum()))
"""
    for threads in ("1", "2"):
        done = subprocess.run([sys.executable, "-c", program], env={**os.environ, "NPROC": threads}, timeout=600, capture_output=True,
                              text=True)
        assert done.returncode == 0 and "nan" not in done.stdout, done.stderr[-2000:]


def test_what_has_not_converged_says_so():
    a, b, C = problem()
    with pytest.warns(RuntimeWarning, match="raise most"):
        assert not sinkhorn(a, b, C, 1e-3, tol=1e-9, most=2).converged
    with pytest.warns(RuntimeWarning, match="float64"):
        assert not sinkhorn(*problem(dtype=np.float32), 1e-3, tol=1e-6).converged
    with pytest.warns(RuntimeWarning) as told:
        sinkhorn(a, b, C + 1e9, 1e-3, tol=1e-9)
    assert "subtract from C" in str(told[0].message) and "float64" not in str(told[0].message), "float64 was given"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert sinkhorn(a, b, C, 0.1).converged
