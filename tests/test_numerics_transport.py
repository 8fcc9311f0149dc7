"""Transport in floating point against SciPy, exact rational optima and certificates, and the definition of the entropic problem."""
import functools
import warnings
from dataclasses import replace
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from differences import assert_slope, line
from scipy import stats

from proofs_numeric.mathematics.transport import certify  # sets 64-bit floats
from proofs_numeric.numerics.sinkhorn import sinkhorn
from proofs_numeric.numerics.transport import exact_transport
from proofs_numeric.numerics.transport_1d import wasserstein_1d

pytestmark = pytest.mark.xdist_group("numerics_transport")           # one process: what is compiled serves several tests
SEED = 20
EPS = {np.float32: 2.0**-23, np.float64: 2.0**-52}


def measures(n=6, m=5, lead=(3,), dtype=np.float64, seed=SEED):
    """Points and weights of random measures on the line; some points coincide, some have no mass."""
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(*lead, n)), rng.normal(size=(*lead, m))
    a, b = rng.random((*lead, n)) + 0.1, rng.random((*lead, m)) + 0.1
    y[..., 0], a[..., 1] = x[..., 0], 0
    return [z.astype(dtype) for z in (x, y, a / a.sum(-1, keepdims=True), b / b.sum(-1, keepdims=True))]


def problem(n=7, m=5, seed=SEED, dtype=np.float64):
    rng = np.random.default_rng(seed)
    a, b = rng.random(n) + 0.1, rng.random(m) + 0.1
    a[2] = b[1] = 0
    C = ((rng.random((n, 1, 2)) - rng.random((1, m, 2))) ** 2).sum(-1)
    return (a / a.sum()).astype(dtype), (b / b.sum()).astype(dtype), C.astype(dtype)


def exactly(w):
    """Numbers as an array of rational ones."""
    return np.vectorize(lambda x: x if isinstance(x, Fraction) else Fraction(float(x)), otypes=[object])(w)


def optimum(a, b, C) -> Fraction:
    """OT of these very numbers, weights divided by their sums, in exact arithmetic and with its proof."""
    a, b, C = map(exactly, (a, b, C))
    return certify(a / sum(a), b / sum(b), C).value


def normalised(w):
    """Weights in long double, divided by their sum there."""
    w = np.asarray(w, np.longdouble)
    return w / w.sum()


def close(ours, theirs, budget, what=""):
    ours, theirs = np.asarray(ours, float), np.asarray(theirs, float)
    assert (abs(ours - theirs) <= budget).all(), f"{what}: {ours} and {theirs} differ by {abs(ours - theirs).max()} > {budget}, seed {SEED}"


def line_rounding(x, y, dtype=np.float64):
    """Of W_p, p >= 1: cumulated weights and the sum over levels are n + m additions of numbers up to the diameter, 4 EPS for each."""
    points = np.concatenate([np.ravel(x), np.ravel(y)])
    return 4 * (np.shape(x)[-1] + np.shape(y)[-1]) * EPS[dtype] * float(np.ptp(points))


@functools.partial(jax.jit, static_argnums=2)
def both(x, y, p, a, b):
    """W_p with weights and with uniform ones, computed by XLA."""
    return wasserstein_1d(x, y, p, a, b), wasserstein_1d(x, y, p)


# -- one dimension
@pytest.mark.parametrize("u, v, a, b, expected", [            # documented examples of scipy.stats.wasserstein_distance
    ([0, 1, 3], [5, 6, 8], None, None, 5.0), ([0, 1], [0, 1], [0.75, 0.25], [0.5, 0.5], 0.25),
    ([3.4, 3.9, 7.5, 7.8], [4.5, 1.4], np.array([1.4, 0.9, 3.1, 7.2]) / 12.6, np.array([3.2, 3.5]) / 6.7, 4.0781331438047861)])
def test_published_values_of_w1(u, v, a, b, expected):
    close(wasserstein_1d(u, v, 1, a, b), expected, line_rounding(u, v), "W_1")
    if expected > 0.25:                                      # also without the route for known values
        close(jax.jit(lambda *z: wasserstein_1d(*z[:2], 1, *z[2:]))(*(np.array(z, float) for z in (u, v, a, b) if z is not None)),
              expected, line_rounding(u, v), "W_1 in XLA")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_w1_agrees_with_scipy(dtype):
    x, y, a, b = measures(dtype=dtype)
    theirs = ([stats.wasserstein_distance(x[k], y[k], a[k], b[k]) for k in range(3)],
              [stats.wasserstein_distance(x[k], y[k]) for k in range(3)])
    for route in (both, both.__wrapped__):
        for ours, expected in zip(route(x, y, 1, a, b), theirs):
            assert ours.dtype == dtype
            close(ours, expected, line_rounding(x, y, dtype) + line_rounding(x, y), f"W_1 in {dtype.__name__}")


@pytest.mark.parametrize("p", [1, 2, 2.5])
def test_wp_is_optimal(p):
    """Against exact optima: of |x - y|^p exactly for whole p, and rounded once, within the budget of the sums, for others."""
    x, y, a, b = measures()
    costs = abs(exactly(x)[..., None] - exactly(y)[:, None])
    costs = costs**p if isinstance(p, int) else costs.astype(float) ** p
    uniform = [Fraction(1, 6)] * 6, [Fraction(1, 5)] * 5
    theirs = ([float(optimum(u, v, C)) ** (1 / p) for u, v, C in zip(a, b, costs)],
              [float(optimum(*uniform, C)) ** (1 / p) for C in costs])
    for route in (both, both.__wrapped__):
        for ours, expected in zip(route(x, y, p, a, b), theirs):
            close(ours, expected, line_rounding(x, y), f"W_{p}")


def test_wp_of_a_shift_and_of_huge_points():
    x = measures()[0]
    for route in (wasserstein_1d, jax.jit(wasserstein_1d, static_argnums=2)):
        for size in (1.0, 1e200):
            close(route(x * size, (x + 1.5) * size, 2) / size, 1.5, line_rounding(x, x + 1.5), f"shift, {size}")
    close(wasserstein_1d(x, x + 1.5, 3), 1.5, line_rounding(x, x + 1.5), "shift, p = 3")


def test_a_batch_is_its_loop_and_blocks_are_the_whole():
    rng = np.random.default_rng(SEED)
    x, y = rng.normal(size=(500, 200)), rng.normal(size=(500, 150))                 # several blocks
    a = rng.random((500, 200))
    a /= a.sum(-1, keepdims=True)
    b = np.full(150, 1 / 150)
    for p in (1, 2):
        whole, alone = wasserstein_1d(x, y, p, a, b), [wasserstein_1d(x[k], y[k], p, a[k], b) for k in (0, 250, 499)]
        close(np.asarray(whole)[[0, 250, 499]], alone, 0, "batch")
    plain = wasserstein_1d(x, y, 2)
    compiled = jax.jit(jax.vmap(lambda x, y, a: (wasserstein_1d(x, y, 2, a, b), wasserstein_1d(x, y, 2))))(x[:9], y[:9], a[:9])
    for ours, expected in zip(compiled, (whole, plain)):
        close(ours, expected[:9], 2 * line_rounding(x, y), "vmap")


def balanced(z, rng):
    """A direction in which the positive weights z keep their sum, or any direction of points."""
    direction = rng.normal(size=z.shape) * (z > 0) / 10
    return direction - direction.mean(where=z > 0) * (z > 0)


@pytest.mark.parametrize("p", [1, 2.5])
def test_derivatives_of_wp(p):
    law = [z[0] for z in measures()]
    law[1][0] += 0.3                                                                 # no ties: the distance is smooth
    x, y = law[:2]
    rng = np.random.default_rng(SEED)

    @jax.jit
    def slopes(x, y, a, b):
        return (jax.grad(lambda *z: wasserstein_1d(*z[:2], p, *z[2:]), (0, 1, 2, 3))(x, y, a, b),
                jax.grad(lambda z: wasserstein_1d(z, y, p))(x), jax.grad(lambda z: wasserstein_1d(z, x, p))(x))
    weighted, uniform, same = slopes(*law)
    for k, z in enumerate(law):                                                      # differences are taken of the other route, NumPy
        way = rng.normal(size=z.shape) if k < 2 else balanced(z, rng)
        moved = [line(z, way) if i == k else v for i, v in enumerate(law)]
        assert_slope(weighted[k] @ way, wasserstein_1d(*moved[:2], p, *moved[2:]), line_rounding(x, y), f"argument {k}, seed {SEED}")
    assert_slope(uniform.sum(), wasserstein_1d(line(x, 1.0), y, p), line_rounding(x, y), "uniform")
    assert (same == 0).all(), "equal measures have derivative 0"


# -- exact transport
def test_exact_transport_agrees_with_rational_certificates():
    rng = np.random.default_rng(SEED)
    for n, m in ((4, 5), (1, 3), (6, 6)):
        w, v = rng.integers(0, 5, n) + np.eye(n, dtype=int)[0], rng.integers(0, 5, m) + np.eye(m, dtype=int)[0]
        a, b = [Fraction(int(k), int(w.sum())) for k in w], [Fraction(int(k), int(v.sum())) for k in v]
        C = rng.integers(0, 9, (n, m))
        proof = certify(a, b, [[Fraction(int(c)) for c in row] for row in C])
        ours = exact_transport(np.array(a, float), np.array(b, float), C.astype(float))
        assert ours.lower <= float(proof.value) <= ours.upper, (ours[:3], proof.value, SEED)
        # two roundings 4 (n + m) EPS (|C| + |f| + |g|), with potentials up to 2 |C|, and marginals that are met to (n + m) EPS
        assert ours.upper - ours.lower <= 2 * 4 * (n + m) * EPS[np.float64] * 5 * 8 + (n + m) * EPS[np.float64] * 8, ours[:3]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_bounds_of_exact_transport_hold_without_rounding(dtype):
    rng = np.random.default_rng(SEED)
    for _ in range(40):
        a, b = (rng.dirichlet(np.ones(k)).astype(dtype) for k in rng.integers(2, 7, 2))
        C = rng.normal(size=(len(a), len(b))).astype(dtype) ** 2
        ours = exact_transport(a, b, C)
        assert Fraction(float(ours.lower)) <= optimum(a, b, C) <= Fraction(float(ours.upper)), (ours[:3], SEED)
        assert (exactly(ours.f)[:, None] + exactly(ours.g) <= exactly(C)).all(), SEED


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_exact_transport_is_optimal_and_its_potentials_are_feasible(dtype):
    a, b, C = problem(dtype=dtype)
    ours = exact_transport(a, b, C)
    f, g, P = (np.asarray(z) for z in (ours.f, ours.g, ours.plan))
    assert (exactly(f)[:, None] + exactly(g) <= exactly(C)).all(), "f + g <= C must hold without rounding, also where there is no mass"
    assert all(z.dtype == dtype for z in ours)
    best = optimum(a, b, C)
    assert Fraction(float(ours.lower)) <= best <= Fraction(float(ours.upper)) and ours.lower <= ours.value <= ours.upper
    # The solver works in double precision; sums have n + m terms, and the result is rounded to the type of C.
    close(ours.value, float(best), 4 * 12 * EPS[np.float64] * C.max() + EPS[dtype] * C.max(), "value")
    close(P.sum(1), a, 8 * EPS[dtype], "row marginal")
    close(P.sum(0), b, 8 * EPS[dtype], "column marginal")


def test_derivatives_of_exact_transport_inside_and_outside_jit():
    a, b, C = problem()
    law = [(a + 0.05) / (a + 0.05).sum(), (b + 0.05) / (b + 0.05).sum(), C]          # mass everywhere, unique potentials
    rng = np.random.default_rng(SEED)

    def value(a, b, C):
        return exact_transport(a, b, C).value
    known = jax.grad(value, (0, 1, 2))(*law)
    a, b, C = law
    many = np.stack([C, 2 * C, C.max() - C])
    traced, mapped = jax.jit(lambda a, b, C, many: (
        jax.grad(value, (0, 1, 2))(a, b, C), jax.vmap(value, (None, None, 0))(a, b, many)))(*law, many)
    for k, z in enumerate(law):
        slope = np.asarray(known[k])
        assert (slope == np.asarray(traced[k])).all()
        way = 0.1 * rng.normal(size=z.shape) if k == 2 else balanced(z, rng)
        values = value(*[line(z, way) if i == k else v for i, v in enumerate(law)])
        assert_slope((slope * way).sum(), values, 4 * 12 * EPS[np.float64] * 3 * C.max(), f"argument {k}, seed {SEED}")
    for batch in (value(a, b, many), mapped):
        close(batch, [value(a, b, c) for c in many], 0, "batch")


# -- entropic transport
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


def test_everything_runs_with_32_bits_only():
    x, y, a, b = (z[0] for z in measures(dtype=np.float32))
    with jax.enable_x64(False):
        C = abs(x[:, None] - y)

        @jax.jit
        def compiled(x):
            return jax.value_and_grad(lambda x: wasserstein_1d(x, y, 1, a, b))(x)
        traced, gradient = compiled(x)
        ours = (wasserstein_1d(x, y, 1, a, b), traced, exact_transport(a, b, C).value)
        assert all(z.dtype == np.float32 for z in (*ours, gradient, sinkhorn(a, b, C, 0.5).value))
        for value in ours:
            close(value, ours[0], 2 * line_rounding(x, y, np.float32), "W_1")
        assert abs(gradient).sum() <= 1 + 8 * EPS[np.float32], gradient              # W_1 is 1-Lipschitz


# -- bad input
@pytest.mark.parametrize("call, message", [
    (lambda: wasserstein_1d([], [1.0]), "x is empty"),
    (lambda: wasserstein_1d([np.nan, 1], [1.0]), r"x\[0\] = nan"),
    (lambda: wasserstein_1d([0.0], [np.inf]), r"y\[0\] = inf"),
    (lambda: wasserstein_1d([0.0, 1], [1.0], 0.5), "p = 0.5"),
    (lambda: wasserstein_1d([0.0, 1], [1.0], np.nan), "p = nan"),
    (lambda: wasserstein_1d([0.0, 1], [1.0], a=[0.5, 0.6]), "a sums to 1.1"),
    (lambda: wasserstein_1d([0.0, 1], [1.0], a=[1.5, -0.5]), r"a\[1\] = -0.5"),
    (lambda: wasserstein_1d([0.0, 1], [1.0], a=[1.0]), "a has 1 entries for 2 points"),
    (lambda: wasserstein_1d(np.zeros((2, 3)), np.zeros((4, 3))), "must broadcast"),
    (lambda: exact_transport([1.0], [1.0], [[np.nan]]), r"C\[0, 0\] = nan"),
    (lambda: exact_transport([1.0], [1.0], [1.0]), "C has shape"),
    (lambda: exact_transport([1.0], [0.5, 0.5], [[1.0]]), "b has 2 entries for 1 points"),
    (lambda: exact_transport([0.7], [1.0], [[1.0]]), "a sums to 0.7"),
    (lambda: exact_transport([], [1.0], np.zeros((0, 1))), "C is empty"),
    (lambda: sinkhorn([1.0], [1.0], [[1.0]], 0.0), "eps = 0.0"),
    (lambda: sinkhorn([1.0], [1.0], [[1.0]], -1.0), "eps = -1.0"),
    (lambda: sinkhorn([1.0], [1.0], [[1.0]], np.nan), "eps = nan"),
    (lambda: sinkhorn([1.0], [1.0], [[1.0]], 1.0, tol=0.0), "tol = 0.0"),
    (lambda: sinkhorn([1.0], [1.0], [[1.0]], 1.0, most=0), "most = 0"),
    (lambda: sinkhorn([1.0], [1.5, -0.5], [[1.0, 1.0]], 1.0), r"b\[1\] = -0.5"),
    (lambda: sinkhorn([1.0], [1.0], [[np.inf]], 1.0), r"C\[0, 0\] = inf")])
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
