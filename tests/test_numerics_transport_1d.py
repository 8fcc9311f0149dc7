"""Transport on the line in floating point against SciPy and exact rational optima."""
import functools
from fractions import Fraction

import jax
import numpy as np
import pytest
from differences import assert_slope, line
from scipy import stats
from transport_problems import EPS, SEED, balanced, close, exactly, optimum

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
