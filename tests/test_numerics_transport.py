"""Transport in floating point against SciPy, linear programs and exact rational certificates."""
import functools
import warnings
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import optimize, stats

from proofs_numeric.mathematics.transport import certify  # sets 64-bit floats
from proofs_numeric.numerics.sinkhorn import sinkhorn
from proofs_numeric.numerics.transport import exact_transport
from proofs_numeric.numerics.transport_1d import wasserstein_1d

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


def linear_program(a, b, C):
    n, m = C.shape
    marginals = np.concatenate([np.kron(np.eye(n), np.ones(m)), np.kron(np.ones(n), np.eye(m))])
    return optimize.linprog(C.ravel(), A_eq=marginals, b_eq=np.concatenate([a, b]), method="highs").fun


def close(ours, theirs, budget, what=""):
    ours, theirs = np.asarray(ours, float), np.asarray(theirs, float)
    assert (abs(ours - theirs) <= budget).all(), f"{what}: {ours} and {theirs} differ by {abs(ours - theirs).max()} > {budget}, seed {SEED}"


def traced(x, y, p, a=None, b=None):
    return jax.jit(lambda *z: wasserstein_1d(z[0], z[1], p, *z[2:]))(x, y, *(w for w in (a, b) if w is not None))


# -- one dimension
@pytest.mark.parametrize("u, v, a, b, expected", [            # documented examples of scipy.stats.wasserstein_distance
    ([0, 1, 3], [5, 6, 8], None, None, 5.0), ([0, 1], [0, 1], [0.75, 0.25], [0.5, 0.5], 0.25),
    ([3.4, 3.9, 7.5, 7.8], [4.5, 1.4], np.array([1.4, 0.9, 3.1, 7.2]) / 12.6, np.array([3.2, 3.5]) / 6.7, 4.0781331438047861)])
def test_published_values_of_w1(u, v, a, b, expected):
    for route in (lambda: wasserstein_1d(u, v, 1, a, b), lambda: traced(np.array(u, float), np.array(v, float), 1, a, b)):
        close(route(), expected, 16 * EPS[np.float64] * 8, "W_1")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("route", [wasserstein_1d, traced])
def test_w1_agrees_with_scipy(route, dtype):
    x, y, a, b = measures(dtype=dtype)
    for weighted in (True, False):
        w = (a, b) if weighted else (None, None)
        ours = route(x, y, 1, *w)
        theirs = [stats.wasserstein_distance(x[k], y[k], *((a[k], b[k]) if weighted else ())) for k in range(len(x))]
        assert ours.dtype == dtype
        close(ours, theirs, 4 * 11 * EPS[dtype] * 6, f"W_1 in {dtype.__name__}")      # n + m sums of numbers up to the diameter


@pytest.mark.parametrize("p", [1, 1.5, 2, 3])
@pytest.mark.parametrize("weighted", [True, False])
def test_wp_agrees_with_a_linear_program(p, weighted):
    x, y, a, b = measures()
    uniform = np.full(a.shape, 1 / 6), np.full(b.shape, 1 / 5)
    u, v = (a, b) if weighted else uniform
    theirs = [linear_program(u[k], v[k], abs(x[k][:, None] - y[k]) ** p) ** (1 / p) for k in range(3)]
    for route in (wasserstein_1d, traced):
        close(route(x, y, p, *((a, b) if weighted else (None, None))), theirs, 1e-9, f"W_{p}")     # the program's tolerance


def test_wp_of_a_shift_and_of_huge_points():
    x = measures()[0]
    for route in (wasserstein_1d, traced):
        close(route(x, x + 1.5, 3), 1.5, 16 * EPS[np.float64] * 6, "shift")
        close(route(x * 1e200, (x + 1.5) * 1e200, 2) / 1e200, 1.5, 16 * EPS[np.float64] * 6, "huge")


def test_a_batch_is_its_loop_and_blocks_are_the_whole():
    rng = np.random.default_rng(SEED)
    x, y = rng.normal(size=(500, 200)), rng.normal(size=(500, 150))                 # several blocks
    a = rng.random((500, 200))
    a /= a.sum(-1, keepdims=True)
    b = np.full(150, 1 / 150)
    for p in (1, 2):
        whole, alone = wasserstein_1d(x, y, p, a, b), [wasserstein_1d(x[k], y[k], p, a[k], b) for k in (0, 250, 499)]
        close(np.asarray(whole)[[0, 250, 499]], alone, 0, "batch")
        close(traced(x[:9], y[:9], p, a[:9], np.tile(b, (9, 1))), whole[:9], 4 * 350 * EPS[np.float64] * 8, "traced")
    plain = wasserstein_1d(x, y, 2)
    mapped = jax.jit(jax.vmap(functools.partial(wasserstein_1d, p=2)))(x[:9], y[:9])
    close(mapped, plain[:9], 4 * 350 * EPS[np.float64] * 8, "vmap")


def slope(f, z, direction, h=1e-5):
    """Central difference; its error is of order h^2, and rounding eps / h."""
    return (f(z + h * direction) - f(z - h * direction)) / (2 * h)


@pytest.mark.parametrize("p", [1, 2, 2.5])
def test_derivatives_of_wp(p):
    x, y, a, b = (z[0] for z in measures())
    y[0] += 0.3                                                                      # no ties: the distance is smooth
    rng = np.random.default_rng(SEED)
    for k, z in enumerate((x, y, a, b)):                                             # differences are taken of the other route, NumPy
        direction = rng.normal(size=z.shape)
        if k > 1:
            direction = (direction - direction.mean()) * (z > 0) / 10
            direction[0] -= direction.sum()

        def f(z, k=k):
            x_, y_, a_, b_ = (z if i == k else v for i, v in enumerate((x, y, a, b)))
            return wasserstein_1d(x_, y_, p, a_, b_)
        close(jax.grad(f)(jnp.asarray(z)) @ direction, slope(f, z, direction), 1e-8, f"argument {k}")
    alone = jax.grad(lambda z: wasserstein_1d(z, y, p))(jnp.asarray(x))
    close(alone.sum(), slope(lambda z: wasserstein_1d(z, y, p), x, np.ones(6)), 1e-8, "uniform")
    assert (jax.grad(lambda z: wasserstein_1d(z, x, p))(jnp.asarray(x)) == 0).all(), "equal measures have derivative 0"


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
        assert ours.upper - ours.lower <= 16 * (n + m) * EPS[np.float64] * 30, ours[:3]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_exact_transport_is_optimal_and_its_potentials_are_feasible(dtype):
    a, b, C = problem(dtype=dtype)
    ours = exact_transport(a, b, C)
    f, g, P = (np.asarray(z) for z in (ours.f, ours.g, ours.plan))
    exact = [[Fraction(float(x)) + Fraction(float(y)) <= Fraction(float(C[i, j])) for j, y in enumerate(g)] for i, x in enumerate(f)]
    assert np.all(exact), "f + g <= C must hold without rounding, also where there is no mass"
    assert all(z.dtype == dtype for z in ours)
    close(ours.value, linear_program(a.astype(float) / a.sum(dtype=float), b.astype(float) / b.sum(dtype=float), C),
          8 * EPS[dtype] + 1e-10, "value")
    close(P.sum(1), a, 8 * EPS[dtype], "row marginal")
    close(P.sum(0), b, 8 * EPS[dtype], "column marginal")
    assert ours.lower <= ours.value <= ours.upper


def test_derivatives_of_exact_transport_inside_and_outside_jit():
    a, b, C = problem()
    a, b = (a + 0.05) / (a + 0.05).sum(), (b + 0.05) / (b + 0.05).sum()              # mass everywhere, unique potentials
    rng = np.random.default_rng(SEED)

    def value(a, b, C):
        return exact_transport(a, b, C).value
    for compiled in (lambda h: h, jax.jit):
        slopes = compiled(jax.grad(value, (0, 1, 2)))(*map(jnp.asarray, (a, b, C)))
        for k, z in enumerate((a, b, C)):
            direction = rng.normal(size=z.shape) * 0.1
            direction -= direction.mean() * (k < 2)

            def f(z, k=k):
                return value(*[z if i == k else v for i, v in enumerate((a, b, C))])
            close((slopes[k] * direction).sum(), slope(f, z, direction), 1e-8, f"argument {k}")
    many = exact_transport(a, b, np.stack([C, 2 * C, C.max() - C]))
    close(many.value, [value(a, b, c) for c in (C, 2 * C, C.max() - C)], 0, "batch")
    close(jax.jit(jax.vmap(value, (None, None, 0)))(a, b, jnp.stack([C, 2 * C])), many.value[:2], 0, "vmap")


# -- entropic transport
def dense_entropic(a, b, C, eps, steps=20_000):
    """Plain Sinkhorn iterations with logarithms, in NumPy, and the primal value of the plan."""
    rows, columns = a > 0, b > 0
    f, g, K = np.zeros(len(a)), np.zeros(len(b)), -C / eps
    with np.errstate(divide="ignore"):
        la, lb = np.log(a), np.log(b)
    for _ in range(steps):
        f = -np.logaddexp.reduce(K + g + lb, axis=1)
        new = -np.logaddexp.reduce(K + f[:, None] + la[:, None], axis=0)
        if abs(new - g).max() < 1e-14:
            break
        g = new
    P = np.exp(K + f[:, None] + g + la[:, None] + lb)
    part = np.ix_(rows, columns)
    return (P * C).sum() + eps * (P[part] * np.log(P[part] / np.outer(a, b)[part])).sum(), P


@pytest.mark.parametrize("eps", [1.0, 0.05, 0.01])
def test_sinkhorn_solves_the_entropic_problem(eps):
    a, b, C = problem()
    ours = sinkhorn(a, b, C, eps, tol=1e-12)
    value, P = dense_entropic(a, b, C, eps)
    assert ours.converged and ours.error <= 1e-12
    close(ours.value, value, 1e-11 * (1 + C.max()), "value")            # the value errs by at most tol times the potentials
    close(ours.plan(), P, 1e-11 / eps, "plan")
    close(ours.plan().sum(1), a, 1e-12, "row marginal")
    close(ours.plan().sum(0), b, 1e-12, "column marginal")
    close(ours.iterations, 60, 60, "iterations")


@pytest.mark.parametrize("dtype, eps, tol", [(np.float64, 0.05, 1e-6), (np.float64, 1e-3, 1e-6), (np.float64, 1e-6, 1e-6),
                                             (np.float64, 0.05, 0.3), (np.float32, 0.05, 1e-4), (np.float32, 1e-3, 1e-2)])
def test_bounds_enclose_entropic_and_exact_transport(dtype, eps, tol):
    a, b, C = problem(dtype=dtype)
    ours = sinkhorn(a, b, C, eps, tol=tol)
    assert ours.converged, (ours.error, ours.iterations)
    assert all(z.dtype == dtype for z in (ours.f, ours.g, ours.value, ours.error))
    exact = linear_program(*(z.astype(float) / (1 if z.ndim > 1 else z.sum(dtype=float)) for z in (a, b, C)))
    lower, upper = ours.transport_bounds()
    assert lower <= exact + 1e-12 and exact - 1e-12 <= upper, (lower, exact, upper)
    bits = np.log(1 / np.concatenate([a[a > 0], b[b > 0]]).min())
    slack = 200 * EPS[dtype] * (4 * C.max() + eps * (1 + bits))
    close(upper, lower, 2 * tol * (C.max() + eps * bits) + 3 * eps * bits + 2 * slack, "width")
    low, high = ours.bounds()
    if eps >= 1e-3:
        value, _ = dense_entropic(*(z.astype(float) / (1 if z.ndim > 1 else z.sum(dtype=float)) for z in (a, b, C)), eps)
        assert low <= value + 1e-12 and value - 1e-12 <= high, (low, value, high)
    assert low <= high <= low + 4 * tol * (C.max() + eps * (2 + bits + np.log(1 / tol))) + 2 * slack, (low, high)
    P = np.asarray(ours.coupling(), float)
    assert (P >= 0).all()
    close(P.sum(1), a, 16 * EPS[dtype], "coupling")
    close(P.sum(0), b, 16 * EPS[dtype], "coupling")


def test_a_batch_of_entropic_problems_is_its_loop():
    a, b, C = problem()
    many = np.stack([C, C.max() - C, np.sqrt(C)])
    ours = sinkhorn(a, b, many, 0.02)
    alone = [sinkhorn(a, b, c, 0.02) for c in many]
    close(ours.value, [s.value for s in alone], 64 * EPS[np.float64], "value")
    close(ours.iterations, [s.iterations for s in alone], 0, "iterations")
    mapped = jax.jit(jax.vmap(lambda C: sinkhorn(a, b, C, 0.02).value))(many)
    close(mapped, ours.value, 64 * EPS[np.float64], "vmap")
    assert ours.plan().shape == (3, 7, 5) and ours.bounds()[0].shape == ours.transport_bounds()[1].shape == (3,)


def test_derivatives_of_the_entropic_value():
    a, b, C = problem()
    rng = np.random.default_rng(SEED)

    def value(a, b, C, eps):
        return sinkhorn(a, b, C, eps, tol=1e-12).value
    arguments = (a, b, C, np.float64(0.05))
    slopes = jax.grad(value, (0, 1, 2, 3))(*map(jnp.asarray, arguments))
    for k, z in enumerate(arguments):
        direction = np.asarray(rng.normal(size=np.shape(z))) * (z > 0) * 0.05
        if k < 2:
            direction[0] -= direction.sum()

        def f(z, k=k):
            return value(*[z if i == k else v for i, v in enumerate(arguments)])
        close((slopes[k] * direction).sum(), slope(f, z, direction), 1e-7, f"argument {k}")


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
        ours = (wasserstein_1d(x, y, 1, a, b), traced(x, y, 1, a, b), exact_transport(a, b, C).value, sinkhorn(a, b, C, 0.5).value)
        assert all(z.dtype == np.float32 for z in ours)
        for value in ours[:3]:
            close(value, ours[0], 4 * 11 * EPS[np.float32] * 6, "W_1")
        gradient = jax.grad(lambda x: wasserstein_1d(x, y, 1, a, b))(jnp.asarray(x))
        assert gradient.dtype == np.float32 and abs(gradient).sum() <= 1 + 8 * EPS[np.float32], gradient       # W_1 is 1-Lipschitz


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
