"""Transport on the line in floating point against SciPy and exact rational optima."""
import functools
import tracemalloc
from fractions import Fraction

import jax
import numpy as np
import pytest
from differences import assert_slope, line
from scipy import stats
from transport_problems import EPS, SEED, balanced, close, exactly, optimum

from proofs_numeric.numerics import transport_1d
from proofs_numeric.numerics.sinkhorn import sinkhorn
from proofs_numeric.numerics.transport import exact_transport
from proofs_numeric.numerics.transport_1d import wasserstein_1d

pytestmark = pytest.mark.xdist_group("numerics_transport_1d")           # one process: what is compiled serves several tests


def measures(n=6, m=5, lead=(3,), dtype=np.float64, seed=SEED):
    """Points and weights of random measures on the line; some points coincide, some have no mass."""
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(*lead, n)), rng.normal(size=(*lead, m))
    a, b = rng.random((*lead, n)) + 0.1, rng.random((*lead, m)) + 0.1
    y[..., 0], a[..., 1] = x[..., 0], 0
    return [z.astype(dtype) for z in (x, y, a / a.sum(-1, keepdims=True), b / b.sum(-1, keepdims=True))]


def line_rounding(x, y, dtype=np.float64):
    """Of W_p, p >= 1: cumulated weights and the sum over levels are n + m additions of numbers up to the diameter, 4 EPS for each."""
    points = np.concatenate([np.ravel(x), np.ravel(y)])
    return 4 * (np.shape(x)[-1] + np.shape(y)[-1]) * EPS[dtype] * float(np.ptp(points))


@functools.partial(jax.jit, static_argnums=2)
def both(x, y, p, a, b):
    """W_p with weights and with uniform ones, computed by XLA."""
    return wasserstein_1d(x, y, p, a, b), wasserstein_1d(x, y, p)


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


@pytest.mark.parametrize("dtype, powers", [(np.float32, (-100, -60, 60, 125)), (np.float64, (-1000, -300, 600, 1021))])
@pytest.mark.parametrize("p", [1, 2.5, 10, 100])
def test_wp_and_its_derivatives_are_homogeneous(p, dtype, powers):
    """By powers of two exactly, in all routes; the points are multiples of 2^-13, so that the scaled ones are normal numbers or 0."""
    x, y, a, b = measures(dtype=dtype)
    x, y = (np.clip(np.round(z * 2.0**11) / 2.0**13, -1, 1).astype(dtype) for z in (x, y))

    def values(x, y):
        return [*both.__wrapped__(x, y, p, a, b), wasserstein_1d(x[:, :5], y, p)]

    @jax.jit
    def slopes(x, y):
        points = jax.grad(lambda x: sum(z.sum() for z in both.__wrapped__(x, y, p, a, b)))(x)
        return values(x, y), points, jax.grad(lambda a: wasserstein_1d(x, y, p, a, b).sum())(a)
    compiled, points, weights = slopes(x, y)
    known = values(x, y)
    for k in powers:
        u, v = np.ldexp(x, k), np.ldexp(y, k)
        scaled, same, along = slopes(u, v)
        for theirs, ours in zip((*compiled, weights, *known), (*scaled, along, *values(u, v)), strict=True):
            assert (np.ldexp(np.asarray(theirs), k) == np.asarray(ours)).all(), (p, k)
        assert (np.asarray(points) == np.asarray(same)).all(), (p, k)


def test_points_at_the_ends_of_the_range():
    for route in (wasserstein_1d, jax.jit(wasserstein_1d, static_argnums=2)):
        for p in (1, 2, 3):
            for t, b in ((np.float32, 1e38), (np.float32, 3e38), (np.float64, 5e307), (np.float64, 1.7e308), (np.float64, 1e-307)):
                x, y = np.array([0, 1 if b > 1 else 0], t), np.array([b, b], t)
                assert abs(route(x, y, p) / t(b) - 1) <= 4 * EPS[t], (p, b)
        assert abs(route(np.array([-1e308, 0]), np.array([1e308, 0]), 1) / 1e308 - 1) <= 4 * EPS[np.float64], "the difference overflows"
        assert route(np.array([-1.7e308]), np.array([1.7e308]), 2) == np.inf
        assert route(np.array([0.0, 1]), np.array([0.0, 3]), 5000.0) <= 2.0
    for p in (1, 2):
        assert wasserstein_1d([1e-310] * 3, [0.0] * 3, p) == 1e-310, "subnormal numbers outside jit"
        assert jax.jit(lambda x: wasserstein_1d(x, [0.0] * 3, p))(np.full(3, 1e-310)) in (0.0, 1e-310)


@pytest.mark.parametrize("p", [1, 1.5, 2, 3])
def test_equal_measures_have_derivative_0_in_points_and_weights(p):
    x, _, a, _ = (z[0] for z in measures())                                          # one point without mass
    for slope in jax.jit(jax.grad(lambda *z: wasserstein_1d(*z[:2], p, *z[2:]), (0, 1, 2, 3)))(x, x, a, a):
        assert (slope == 0).all(), slope
    for m in (1, 3):
        assert (jax.grad(lambda z: wasserstein_1d(np.repeat(z, m), z, p))(x) == 0).all(), m


def split(dtype, n=300):
    """A measure, and the same with every atom in three parts; levels agree up to rounding."""
    rng = np.random.default_rng(SEED)
    x, a = rng.normal(size=n).astype(dtype), rng.dirichlet(np.ones(n)).astype(dtype)
    return np.repeat(x, 3), x, np.repeat(a / 3, 3), a


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("p", [1, 4])
def test_what_is_of_the_order_of_rounding_is_the_power_of_wp(p, dtype):
    """W_p^p <= 4 (n + m) eps D^p, so W_p is up to its root; the derivative in weights of equal measures is 0 up to such a root.

    By the chain rule it is (rounding of W_p^p) / (p W_p^(p - 1)), with potentials that are rounded at D^p eps.
    """
    x, y, a, b = split(dtype)
    budget = line_rounding(x, y, dtype) / float(np.ptp(x))
    for route in (both.__wrapped__, both):
        assert float(route(x, y, p, a, b)[0] / np.ptp(x)) ** p <= budget, p
    slopes = jax.jit(jax.grad(lambda *z: wasserstein_1d(*z[:2], p, *z[2:]), (2, 3)))(x, y, a, b)
    assert max(abs(s).max() for s in slopes) <= float(np.ptp(x)) * budget ** (1 / p), slopes


def test_the_sum_of_many_weights_is_right_in_single_precision():
    """Outside jit weights are summed in double precision: what remains are the roundings of weights, points and result."""
    n = 100_000
    x = np.random.default_rng(SEED).normal(size=n).astype(np.float32)
    y, w = x + np.float32(1), np.full(n, 1 / n, np.float32)
    for p in (1, 2):
        close(wasserstein_1d(x, y, p, w, w), np.mean(y.astype(float) - x) if p == 1 else 1.0, 8 * EPS[np.float32], f"W_{p}")


@pytest.mark.parametrize("p", [1, 2])
def test_where_levels_touch_the_derivative_is_the_mean_of_both_sides(p):
    x, y = np.array([0.0, 1, 3]), np.array([0.5, 2.5, 3.25])
    a = np.array([0.25, 0.25, 0.5])
    way = np.array([1.0, -1, 0])
    slope = jax.grad(lambda w: wasserstein_1d(x, y, p, w, a) ** p)(a) @ way
    h = 2.0**-10                                                                     # W_p^p is piecewise linear: quotients are exact
    value = [wasserstein_1d(x, y, p, a + k * h * way, a) ** p for k in (-1, 0, 1)]
    assert (value[2] - value[1]) - (value[1] - value[0]) > h / 4, "a kink"
    close(slope, (value[2] - value[0]) / (2 * h), 2 * line_rounding(x, y) * 4 / h, "mean")


@pytest.mark.parametrize("scale", [1.0, 1e-200])
def test_second_derivatives_of_wp(scale):
    x, y, a, b = (z[0] for z in measures())
    y[0] += 0.3
    for f in (lambda x: wasserstein_1d(x, scale * y, 3, a, b), lambda x: wasserstein_1d(x, scale * y, 2)):
        rows = np.asarray(jax.jit(jax.hessian(f))(scale * x)) * scale
        h = 2.0**-17                                                                 # error h^2 f/ 6 + eps / h, with f < 100
        forward, back = (np.stack([jax.grad(f)(scale * (x + s * h * e)) for e in np.eye(6)]) for s in (1, -1))
        close(rows, (forward - back) / (2 * h), 100 * h**2 + 64 * EPS[np.float64] / h, "hessian")


def test_levels_of_uniform_weights_are_exact_and_few_are_kept():
    for n, m in ((1, 1), (1, 5), (4, 6), (6, 4), (7, 5), (12, 36), (100, 99)):
        levels = sorted({Fraction(k, n) for k in range(1, n + 1)} | {Fraction(k, m) for k in range(1, m + 1)})
        i, j, t = transport_1d._uniform_levels(n, m)
        assert [Fraction(k + 1, n) >= q > Fraction(k, n) for k, q in zip(i, levels)] == [True] * len(levels) == [True] * len(i)
        assert [Fraction(k + 1, m) >= q > Fraction(k, m) for k, q in zip(j, levels)] == [True] * len(levels)
        close(t, [float(q - r) for q, r in zip(levels, [Fraction(0), *levels])], EPS[np.float64])
    tracemalloc.start()
    for k in range(20):
        transport_1d._uniform_levels(20_000 + k, 20_000 - 1)
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert kept < 2 * 24 * 40_000, "three arrays of 40 000 numbers are kept, once"


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
