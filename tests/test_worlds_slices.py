"""The world of slices: floating words against fractions, the least value of a polynomial, and what the part promises."""
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import pytest

from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.worlds.slices import SIZE, SLICES, Ray, at, least, network, ray

HALF = Fraction(1, 2)
PHI, THETA = [[1, -2, HALF], [0, 3, 1], [2, 0, -1], [-1, 1, 1]], [3, HALF, -1, 2]
X, Y, TARGETS = [1, 0, HALF, 0], [0, 2, 0, 1], [2, -1, 3]
ROUGH = dict(phi=np.array(PHI, float), theta=np.array(THETA, float), X=np.array(X, float), Y=np.array(Y, float), y=np.array(TARGETS, float),
             bias=np.float64(0), p=np.float64(2), q=np.float64(2), **{"lambda": np.float64(2)})
PAIRS = dict(X=[*enumerate(X)], Y=[*enumerate(Y)])


def equal(rough, exact) -> bool:
    """Floating point is exact here, or off by one rounding."""
    if isinstance(rough, Ball):
        return bool(jnp.linalg.norm(rough.center - np.array(exact, float)) <= rough.radius + 1e-15)
    x = Interval.of(rough)
    return Fraction(float(x.lo)) <= exact <= Fraction(float(x.hi)) and float(x.width) < 1e-12


@pytest.fixture(scope="module")
def twins():
    exact = network("one", rays=tuple(ray(tuple(map(Fraction, row)), Fraction(c)) for row, c in zip(PHI, THETA)), y=TARGETS, epsilon=1,
                    **PAIRS, **{"lambda": 2})
    return SLICES.meaning(SIZE, ROUGH, None), SLICES.exact(exact.instance)


def test_every_word_is_its_exact_twin(twins):
    rough, exact = twins
    for name in ("X", "Y"):
        for word in ("Loss", "Penalty", "Objective", "Pull"):
            assert equal(rough[word](rough[name]), exact[word](exact[name])), word
    for k in range(SIZE.rays):
        for word in ("Penalty", "Output"):
            assert equal(rough[word](k), exact[word](k)), word
        for word in ("ScaledOutput", "ScaledPenalty"):
            assert equal(rough[word](2.0, k), exact[word](2, k)), word
    for k in range(SIZE.rays + 1):
        assert equal(rough["Along"](k), exact["Along"](k)) and equal(rough["Pull"](k), exact["Pull"](k)) and exact["Pull"](k) == exact[
            "Along"](k)
    assert equal(rough["Norm"](rough["Output"](1)) ** 2, 10) and exact["Norm"](exact["Output"](1)) ** 2 == 10


def test_gains_agree_on_the_sign_and_are_0_where_nothing_is_gained(twins):
    rough, exact = twins
    for k in range(SIZE.rays):
        one, other = Interval.of(rough["SliceGain"](k)), exact["SliceGain"](k)
        assert float(one.hi) <= 0 and other <= 0 and (float(one.lo) < 0) == (other < 0)
        assert Fraction(float(one.lo)) <= other                                     # a value is not below the least one
    assert (float(Interval.of(rough["ShrinkGain"](rough["X"])).lo) < 0) == (exact["ShrinkGain"](exact["X"]) < 0)


def test_the_least_value_of_a_polynomial():
    assert least([0, 0, 6, -80, 0, 0, 32], Fraction(1, 32)) == 0                    # three layers near 0
    assert least([0, -1, 5], Fraction(1)) < 0 and least([0, 0], Fraction(1)) == 0
    assert at((1, 2, 3), HALF) == Fraction(11, 4)
    with pytest.raises(ArithmeticError, match="smaller epsilon"):
        least([0, Fraction(1, 100), -Fraction(1, 10), Fraction(1, 4)], Fraction(1))   # (t / 2 - 1 / 10)^2 t, which touches 0


def test_a_ray_with_a_threshold():
    one = Ray(((0, -3, 12),), (0, 0, Fraction(25, 2)), Fraction(1, 4))
    assert one.output(Fraction(1, 8)) == [0] and one.output(1) == [9]
    words = SLICES.exact(network("one", rays=(one,), y=(10,)).instance)
    assert words["SliceGain"](0) == 0 and words["ScaledPenalty"](2, 0) == 50


@pytest.mark.parametrize("seed", range(4))
def test_instances_are_optimal_networks(seed):
    instance = SLICES.build(SIZE, SLICES.draw(SIZE, np.random.default_rng(seed)), {})
    words = SLICES.meaning(SIZE, instance, None)
    for k in range(SIZE.rays):
        assert float(Interval.of(words["SliceGain"](k)).lo) == 0
        assert float((words["Pull"](k) + words["Penalty"](k)).lo) >= 0
    assert float(Interval.of(words["ShrinkGain"](words["X"])).lo) == 0
    balance = words["Pull"](words["X"]) + words["Penalty"](words["X"])
    assert float(balance.lo) == 0 == float(balance.hi)
