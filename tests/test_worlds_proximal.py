"""The world of proximal steps: closed forms against quadrature and minimisation, floats against balls."""
import numpy as np
import pytest
from flint import arb
from scipy.integrate import quad
from scipy.optimize import minimize
from scipy.stats import norm

from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.worlds.proximal import BLOCKS, COIN, GAUSSIAN, UNIFORM, Law, Size, precisely, proximal, tables

WORLD = proximal()
BLOCK_SD = np.sqrt(13 / 12)
QUANTILES = {GAUSSIAN: norm.ppf, UNIFORM: lambda u: np.sqrt(12) * (u - 0.5),
             BLOCKS: lambda u: np.where(u < 0.5, -1.5 + 2 * u, -0.5 + 2 * u) / BLOCK_SD, COIN: lambda u: np.where(u < 0.5, -1.0, 1.0)}


def drawn(seed):
    size, rng = Size(4), np.random.default_rng(seed)
    return size, WORLD.build(size, WORLD.draw(size, rng), {})


@pytest.mark.parametrize("i", QUANTILES)
@pytest.mark.parametrize("j", QUANTILES)
def test_correlations_of_the_shapes_are_those_of_their_quantile_functions(i, j):
    value = sum(quad(lambda u: float(QUANTILES[i](u) * QUANTILES[j](u)), *ends, limit=200)[0] for ends in ((0, 0.5), (0.5, 1)))
    assert abs(1 - float(tables()[0][i][j]) - value) < 1e-6


@pytest.mark.parametrize("i", (GAUSSIAN, UNIFORM, BLOCKS))
def test_entropy_integrals_are_those_of_the_quantile_functions(i):
    def slope(u):
        return (QUANTILES[i](u + 1e-7) - QUANTILES[i](u - 1e-7)) / 2e-7
    value = sum(quad(lambda u: -np.log(slope(u)), *ends, limit=200)[0] for ends in ((1e-6, 0.5 - 1e-6), (0.5 + 1e-6, 1 - 1e-6)))
    assert abs(float(tables()[1][i]) - value) < 1e-3


def terms(m, law):
    """Every word, on one law besides those of the instance."""
    start, t = m["rho"], m["h"] * 3
    laws = [m["Iterate"](start, 1), m["Iterate"](m["rho_2"], 2), m["Flow"](t), m["Equilibrium"](), law]
    return ([m["Wasserstein"](2, a, b) for a in laws for b in laws] + [m["FreeEnergy"](a) for a in laws] + [m["Objective"](a) for a in laws]
            + [m[word](start, 3) for word in ("Mean", "Deviation")]
            + [m[word](t) for word in ("FlowMean", "FlowDeviation", "MeanSlope", "DeviationSlope", "Slope")])


@pytest.mark.parametrize("shape", (GAUSSIAN, UNIFORM, BLOCKS))
def test_floats_enclose_balls(shape):
    words = set().union(*(part.floating.operators() for part in WORLD.parts))
    assert words == {"Mean", "Deviation", "Iterate", "Wasserstein", "FreeEnergy", "Objective", "FlowMean", "FlowDeviation", "Flow",
                     "MeanSlope", "DeviationSlope", "Slope", "Norm", "Equilibrium"}
    for seed in range(4):
        size, instance = drawn(seed)
        found = terms(WORLD.meaning(size, instance, None), Law(0.25, 1.5, shape))
        with precisely():
            exact = terms(WORLD.extended(size, instance), Law(arb(0.25), arb(1.5), shape))
            for a, b in zip(found, exact, strict=True):
                if isinstance(a, Interval):
                    assert b >= arb(float(a.lo)) and b <= arb(float(a.hi)), (seed, a, b)
                else:
                    gaps = [x - arb(float(c)) for x, c in zip(b, a.center)]
                    assert sum(g * g for g in gaps) <= arb(float(a.radius)) ** 2


def test_the_formulas_of_the_step_minimise_the_objective_over_gaussian_laws():
    for seed in range(4):
        _, i = drawn(seed)
        h, beta, lam, m, s = (float(x) for x in (i["h"], i["beta"], i["lambda"], i["means"][0][0], i["deviations"][0][0]))

        def objective(x):
            return ((x[0] - m) ** 2 + (np.exp(x[1]) - s) ** 2) / 2 + h * (lam / 2 * (x[0] ** 2 + np.exp(2 * x[1])) - x[1] / beta)
        found = minimize(objective, [0.0, 0.0], tol=1e-12).x
        assert np.allclose([found[0], np.exp(found[1])], [i["means"][0][1], i["deviations"][0][1]], atol=1e-5)


def test_sequences_that_are_not_those_of_the_scheme_stay_what_they_are():
    size, instance = drawn(0)
    off = instance | dict(means=instance["means"] + 0.5)
    with precisely():
        exact = WORLD.as_exact(off)
        assert all(x == arb(float(y)) for x, y in zip(exact["means"][0], off["means"][0]))
        assert (1 + exact["h"] * exact["lambda"]) * exact["deviations"][0][1] ** 2 - exact["deviations"][0][0] * exact["deviations"][0][1] \
            - exact["h"] / exact["beta"] < arb(1e-100)
    assert size.K == 4
