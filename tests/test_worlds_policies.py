"""The world of policies: floats enclose balls, what is built is a step, and a solver that knows no potentials finds no better plan."""
import numpy as np
import pytest
from flint import arb
from scipy.optimize import minimize
from scipy.special import rel_entr, softmax

from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.worlds.policies import Size, policies
from proofs_numeric.worlds.proximal import precisely

WORLD = policies()


def drawn(seed):
    size, rng = Size(3), np.random.default_rng(seed)
    return size, WORLD.build(size, WORLD.draw(size, rng), {})


def terms(m):
    """Every word that gives a number."""
    plans, arms = [m["P"], m["P_2"], m["Pi"]], range(3)
    ends = [m[side](plan) for plan in plans for side in ("Before", "After")] + [m["Gibbs"]()]
    return ([m["Entry"](plan, i, j) for plan in plans for i in arms for j in arms] + [m["Chance"](p, i) for p in ends for i in arms]
            + [m["Value"](p) for p in ends] + [m["KL"](p, m["Gibbs"]()) for p in ends] + [m["Moved"](plan) for plan in plans]
            + [m["Surplus"](i, j) for i in arms for j in arms] + [m["Softmax"](j) for j in arms] + [m["RewardRange"]()]
            + [m["Incentive"](m["Before"](m["Pi"]), i) for i in arms])


@pytest.mark.parametrize("seed", range(4))
def test_floats_enclose_balls(seed):
    words = set().union(*(part.floating.operators() for part in WORLD.parts))
    assert words == {"Entry", "Price", "Before", "After", "Chance", "Value", "Moved", "Surplus", "Softmax", "Gibbs", "Incentive",
                     "RewardRange", "KL"}
    size, instance = drawn(seed)
    found = terms(WORLD.meaning(size, instance, None))
    with precisely():
        exact = terms(WORLD.extended(size, instance))
        for number, (a, b) in enumerate(zip(found, exact, strict=True)):
            assert isinstance(a, Interval) and b >= arb(float(a.lo)) - arb(1e-100) and b <= arb(float(a.hi)) + arb(1e-100), (number, a, b)


@pytest.mark.parametrize("seed", range(4))
def test_no_plan_that_a_solver_finds_is_better_than_the_step(seed):
    _, i = drawn(seed)
    C, r, beta, h, P = (np.asarray(i[name]) for name in ("C", "r", "beta", "h", "P"))
    q = P.sum(1)

    def net(plan):
        p = plan.sum(0)
        return r @ p - rel_entr(p, np.ones_like(p)).sum() / beta - (plan * C).sum() / (2 * h)
    best = minimize(lambda x: -net(q[:, None] * softmax(x.reshape(3, 3), 1)), np.zeros(9), method="L-BFGS-B")
    assert net(P) >= -best.fun - 1e-9 and net(P) <= -best.fun + 1e-3


def test_arrays_that_are_no_step_stay_what_they_are():
    size, instance = drawn(0)
    off = instance | dict(phi=instance["phi"] - 0.25)
    with precisely():
        exact = WORLD.as_exact(off)
        assert all(x == arb(float(y)) for x, y in zip(exact["phi"], off["phi"]))
    found = WORLD.meaning(size, instance | dict(phi=instance["phi"] + 0.25), None)
    assert any(found["Surplus"](i, j).hi < 0 for i in range(3) for j in range(3))
