"""Exact transport in floating point against rational optima and certificates; bad input to all of transport."""
from fractions import Fraction

import jax
import numpy as np
import pytest
from differences import assert_slope, line
from transport_problems import EPS, SEED, balanced, close, exactly, optimum, problem

from proofs_numeric.mathematics.transport import certify  # sets 64-bit floats
from proofs_numeric.numerics.sinkhorn import sinkhorn
from proofs_numeric.numerics.transport import exact_transport
from proofs_numeric.numerics.transport_1d import wasserstein_1d

pytestmark = pytest.mark.xdist_group("numerics_transport")           # one process: what is compiled serves several tests


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
        # the same plan and potentials; the division of weights by their sum adds up to 7 terms, up to 3 max C, in another order
        close(slope, traced[k], 0 if k == 2 else 7 * EPS[np.float64] * 3 * C.max(), f"argument {k}")
        way = 0.1 * rng.normal(size=z.shape) if k == 2 else balanced(z, rng)
        values = value(*[line(z, way) if i == k else v for i, v in enumerate(law)])
        assert_slope((slope * way).sum(), values, 4 * 12 * EPS[np.float64] * 3 * C.max(), f"argument {k}, seed {SEED}")
    for batch in (value(a, b, many), mapped):
        close(batch, [value(a, b, c) for c in many], 0, "batch")


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
    (lambda: exact_transport([1.0], [0.5, 0.5], [[1.0]]), "b has 2 entries: C must have shape"),
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
