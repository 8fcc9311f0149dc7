"""The worlds of noise: every word against rational arithmetic, and what the noise breaks."""
from fractions import Fraction
from itertools import product

import jax.numpy as jnp
import numpy as np
import pytest

from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.mathematics import cubics as cu
from proofs_numeric.worlds.fits import FITS, FUNCTIONS, SIZE, TARGETS

GIVEN = dict(
    x=[[1, 2], [1, 2], [-1, 1], [2, 0], [2, 0], [0, -1]], t=[1, -2, 3, 0, 2, 1], u=[2, 0, -1, 4, 2, 1],
    xi=[*product((1, -1, 2, -2), repeat=2)], M=100,
    y={(3, 0): 1, (1, 1): -2, (0, 1): 1}, q={(2, 0): 1, (1, 1): 3, (0, 0): -1}, ell={(1, 0): 2, (0, 0): 1},
    features=[{(1, 0): 1, (0, 2): 1}, {(2, 1): 1, (0, 0): 2}])
OF_FUNCTIONS = ("Error", "NoisyError", "Slope", "Curvature", "Quartic", "LaplacianSquare", "HessianSquare", "DiagonalSquare",
    "LossLaplacian",
                "SecondSup", "ThirdSup", "FourthSup")
OF_TARGETS = ("Moved", "Shrunk", "Bend", "Lean", "Dropped")


@pytest.fixture(scope="module")
def twins():
    rough, exact = FITS.named("one", SIZE, GIVEN), FITS.named("one", None, GIVEN)
    return FITS.meaning(SIZE, rough.instance, None), FITS.exact(exact.instance)


def holds(enclosure, exact) -> bool:
    """Whether exact numbers are in an enclosure that is not a wide one."""
    if isinstance(enclosure, Ball):
        exact = np.asarray(exact, float)
        return float(jnp.linalg.norm(enclosure.center - exact)) <= float(enclosure.radius) + 1e-15 * np.linalg.norm(exact) \
            and float(enclosure.radius) <= 1e-9 * max(1, np.linalg.norm(exact))
    if exact == np.inf:
        return bool(jnp.isinf(jnp.asarray(enclosure)))
    x = Interval.of(enclosure)
    return Fraction(float(x.lo)) <= exact <= Fraction(float(x.hi)) and float(x.width) <= 1e-9 * max(1, abs(float(exact)))


@pytest.mark.parametrize("word, name", [*product(OF_FUNCTIONS, FUNCTIONS), *product(OF_TARGETS, TARGETS)])
def test_words_of_functions_and_targets(twins, word, name):
    rough, exact = twins
    assert holds(rough[word](rough[name]), exact[word](exact[name]))


def test_words_of_the_noise(twins):
    rough, exact = twins
    for word, count in (("First", 1), ("Second", 2), ("Third", 3), ("Fourth", 4)):
        for index in product((1, 2), repeat=count):
            assert holds(rough[word](*index), exact[word](*index))
    assert exact["Second"](1, 1) == Fraction(5, 2) == exact["v"] and exact["Second"](1, 2) == 0 == exact["Third"](1, 1, 2)
    assert exact["Fourth"](1, 1, 1, 1) == exact["kappa"] * exact["v"] ** 2
    assert [holds(rough["Spread"](k), exact["Spread"](k)) for k in (2, 4)] == [True, True] and exact["Spread"](2) == 5
    assert [exact["Same"](1, 2), exact["Same"](2, 2)] == [0, 1] and holds(rough["Same"](1, 2), 0) and holds(rough["Same"](2, 2), 1)


def test_words_at_the_data(twins):
    rough, exact = twins
    for word, name, n in product(("Expected", "Fitted", "FittedLaplacian"), TARGETS, range(SIZE.N)):
        assert holds(rough[word](rough[name], n), exact[word](exact[name], n))
    assert exact["Expected"](exact["u"], 0) == 1 and exact["Expected"](exact["u"], 5) == 1
    assert holds(rough["Gram"](rough["varphi"]), exact["Gram"](exact["varphi"]))
    assert holds(rough["Solve"](rough["Bend"](rough["t"])), exact["Solve"](exact["Bend"](exact["t"])))
    assert holds(rough["Norm"](rough["t"]) ** 2, 19) and exact["Norm"](exact["t"]) ** 2 == 19


def test_the_second_order_of_the_minimiser_is_that_of_small_noise():
    """At scale r = 1/1000 the minimiser with noise, computed from the noisy data, differs from its second order by O(r^4)."""
    exact = FITS.named("one", None, GIVEN).instance
    words, r = FITS.exact(exact), Fraction(1, 1000)
    xi = exact["xi"] * r
    points, t = (exact["x"][:, None] + xi).reshape(-1, 2), exact["t"].repeat(len(xi))
    A, b = cu.gram(exact["features"], points), cu.loads(exact["features"], points, t)
    A0, b0 = cu.gram(exact["features"], exact["x"]), cu.loads(exact["features"], exact["x"], exact["t"])
    moved = (np.linalg.solve(A.astype(float), b.astype(float)) - np.linalg.solve(A0.astype(float), b0.astype(float))) / float(r) ** 2
    np.testing.assert_allclose(moved, np.array(words["Moved"](words["t"]), float), rtol=1e-3)


def test_derivatives_of_polynomials():
    c = np.array([Fraction(k) for k in range(1, 11)], object)                       # in two variables, by degree
    x = np.array([[Fraction(2), Fraction(-1)]], object)
    names = cu.exponents(2)
    assert names[:3] == ((0, 0), (1, 0), (0, 1)) and len(names) == 10 and len(cu.exponents(1)) == 4
    value = sum(a * 2 ** e[0] * (-1) ** e[1] for a, e in zip(c, names))
    slope = sum(a * e[0] * Fraction(2) ** (e[0] - 1) * (-1) ** e[1] for a, e in zip(c, names) if e[0])
    assert cu.values(c, x)[0] == value and cu.gradient(c, x)[0, 0] == slope
    assert not cu.laplacian(cu.harmonics(2) + Fraction(0), x).any() and not cu.laplacian(cu.harmonics(1) + Fraction(0), x[:, :1]).any()


@pytest.mark.parametrize("seed", range(4))
def test_instances_meet_what_the_part_promises(seed):
    """Centred, isotropic, without third moments; q of degree 2, ell affine, u unbiased and its fit harmonic."""
    theta = FITS.draw(SIZE, np.random.default_rng(seed))
    instance = FITS.build(SIZE, theta, {})
    words = FITS.meaning(SIZE, instance, None)

    def zero(x):
        x = Interval.of(x)
        return float(x.lo) <= 0 <= float(x.hi) and float(x.width) < 1e-6
    assert all(zero(words["First"](i)) for i in (1, 2)) and zero(words["Second"](1, 2)) and zero(words["Second"](1, 1) - words["v"])
    assert all(zero(words["Third"](*i)) for i in product((1, 2), repeat=3))
    assert float(words["ThirdSup"](words["q"])) == 0 == float(words["SecondSup"](words["ell"]))
    assert float(words["ThirdSup"](words["y"])) > 0
    for n in range(SIZE.N):
        assert zero(words["FittedLaplacian"](words["u"], n)) and zero(words["Expected"](words["u"], n) - words["Fitted"](words["u"], n))
