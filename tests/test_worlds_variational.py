"""The world of dropout as a variational law: integrals against another quadrature, every word against its exact twin."""
from fractions import Fraction
from itertools import product

import flint
import numpy as np
import pytest

from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.mathematics import mixtures as mx
from proofs_numeric.worlds.variational import DROPOUT, SIZE, row

HALF = Fraction(1, 2)
GIVEN = dict(p=Fraction(3, 4), s=HALF, ell=Fraction(5, 4), tau=Fraction(1, 4), Delta=2, mu=Fraction(3, 2), K=3, m=(1, -HALF),
             gamma=Fraction(1, 8),
             X=[[1, 2], [-1, HALF], [0, 1]], y=[1, -2, 3], f=[0, 1, 3, -2], nu=[[2, -2], [1, 3], [0, 0], [-1, 1]])


@pytest.fixture(autouse=True)
def precision():
    usual = flint.ctx.prec
    yield
    flint.ctx.prec = usual


def near(enclosure, exact, width=1e-9) -> bool:
    """Whether the exact value is in the enclosure, which is not a wide one."""
    x = Interval.of(enclosure)
    exact = exact if isinstance(exact, flint.arb) else flint.arb(flint.fmpq(*Fraction(exact).as_integer_ratio()))
    return bool(flint.arb(float(x.lo)) <= exact) and bool(exact <= flint.arb(float(x.hi))) and float(x.width) <= width


def integral(f, low, high):
    """By the library's own rigorous quadrature."""
    return flint.acb.integral(lambda x, analytic: f(x), flint.acb(low), flint.acb(high)).real


@pytest.mark.parametrize("p, D", [(HALF, 1), (HALF, Fraction(10, 3)), (Fraction(9, 10), 4), (Fraction(1, 5), Fraction(1, 4)), (HALF, 0)])
def test_the_information_is_that_of_another_quadrature(p, D):
    flint.ctx.prec = 200
    P, apart = flint.acb(mx.arb(p)), flint.acb(mx.arb(Fraction(D)))

    def left(x):
        L = apart * x - apart**2 / 2 + (P / (1 - P)).log()
        phi = [(-(x - c) ** 2 / 2).exp() / (2 * flint.acb.pi()).sqrt() for c in (apart, flint.acb(0))]
        return P * phi[0] * (1 + (-L).exp()).log() + (1 - P) * phi[1] * (1 + L.exp()).log()
    exact = mx.exact_information(p, Fraction(D))
    assert abs(exact - (mx.exact_entropy(p) - integral(left, -18, 22))) < flint.arb("1e-40")
    assert near(mx.information(Interval.of(float(p)), Interval.of(float(D))), exact) and float(exact.rad()) < 1e-40


@pytest.mark.parametrize("p, D, scale", [(HALF, 1, 1), (Fraction(4, 5), 5, Fraction(1, 4)), (Fraction(1, 4), HALF, 2)])
def test_the_divergence_contains_the_exact_one(p, D, scale):
    flint.ctx.prec = 200
    exact = mx.exact_divergence(p, Fraction(D), Fraction(scale))
    assert near(mx.divergence(*(Interval.of(float(a)) for a in (p, D, scale))), exact, 1e-6) and exact > 0


def test_nothing_is_known_where_there_is_no_mixture():
    for p in (0.0, 1.0, -0.5, 1.5):
        assert np.isinf(float(mx.information(Interval.of(p), Interval.of(1.0)).width)) and np.isinf(float(mx.entropy(Interval.of(p)).width))
    assert np.isinf(float(mx.divergence(Interval.of(0.5), Interval.of(1.0), Interval.of(-1.0)).width))


def test_every_word_encloses_its_exact_twin():
    rough, exact = DROPOUT.meaning(SIZE, DROPOUT.named("one", SIZE, GIVEN).instance, None), DROPOUT.exact(row("one", **GIVEN).instance)
    for word in ("Objective", "Bound"):
        assert near(rough[word](rough["m"]), exact[word](exact["m"])), word
    assert near(rough["Constant"](rough["m"]), exact["Constant"](exact["m"]))
    assert near(rough["Divergence"](rough["mu"]), exact[
        "Divergence"](exact[
        "mu"]))
    assert near(rough["Entropy"](rough["p"]), exact["Entropy"](exact["p"])) and near(rough["Log"](2), exact["Log"](2))
    assert near(rough["Gap"](rough["p"], rough["Delta"]), exact["Gap"](exact["p"], exact["Delta"]))
    assert [near(rough["Entry"](rough["m"], j), exact["Entry"](exact["m"], j)) for j in (1, 2)] == [True, True]
    for a, b in product(("f", "nu"), repeat=2):
        assert near(rough["Covariance"](rough[a], rough[b]), exact["Covariance"](exact[a], exact[b]))
    for words in (rough, exact):
        words["both"] = words["Observed"](words["f"], words["nu"])
    assert near(rough["Variance"](rough["both"]), exact["Variance"](exact["both"]))


def test_closed_forms():
    """One weight, one datum, no noise beside the masks: everything by hand."""
    words = DROPOUT.exact(row("one", p=HALF, X=[[2]], m=(3,), y=[1], f=[0, 4], nu=[[1, -1]] * 2).instance)
    assert words["Objective"](words["m"]) == HALF * (1 + 25) / 2 + Fraction(1, 4) * 9
    assert words["Variance"](words["f"]) == 4 and words["Covariance"](words["f"], words["nu"]) == 0 and words["Variance"](words["nu"]) == 1


@pytest.mark.parametrize("seed", range(3))
def test_instances_meet_what_the_part_promises(seed):
    words = DROPOUT.meaning(SIZE, DROPOUT.build(SIZE, DROPOUT.draw(SIZE, np.random.default_rng(seed)), {}), None)
    assert 0 < float(words["p"]) < 1 and float(words["s"]) > 0 and float(words["gamma"]) == 0
    assert abs(float(words["lambda"]) / (float(words["p"]) * float(words["ell"]) ** 2 / (2 * words["N"] * float(words["tau"]))) - 1) < 1e-14
    assert abs(float(words["Covariance"](words["f"], words["nu"]).mid)) < 1e-13
    assert abs(float(words["Variance"](words["nu"]).mid) * float(words["tau"]) - 1) < 1e-13
