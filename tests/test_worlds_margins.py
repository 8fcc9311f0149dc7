"""The world of margins: every word of the floating twin against ball arithmetic on the same fractions, and what the parts promise."""
from fractions import Fraction
from itertools import product

import flint
import numpy as np
import pytest

from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.worlds.margins import GLM, SIZE, datum, dropout

EIGHTH = Fraction(1, 8)
GIVEN = [dropout(Fraction(1, 2), 1, -2, Fraction(1, 4)) | dict(z=Fraction(3, 2), y=[0, 1, 1, 0, 2, -1, 0, 1], A=(2, -1)),
         dict(share=[1, 2, -3], zeta=[[k * EIGHTH, -k * EIGHTH, 1 - k] for k in range(8)], weights=range(1, 9), z=-20, delta=EIGHTH,
              y=range(8), A=(0, 1))]
WORDS = [*product(("Penalty", "NoisyLoss", "Loss", "Curve", "Slant", "LeastCurve"), ("A", "S", "Q")), ("AbsThird", "xi"), ("Energy",
    "beta"),
         ("LabelNoise", "y"), ("MeanLabel", "y")]


def near(enclosure, exact) -> bool:
    """Whether the exact value is in the enclosure, which is not a wide one."""
    x = Interval.of(enclosure)
    exact = exact if isinstance(exact, flint.arb) else flint.arb(flint.fmpq(*Fraction(exact).as_integer_ratio()))
    narrow = float(x.width) <= 1e-11 * max(1, abs(float(x.mid)))
    return bool(flint.arb(float(x.lo)) <= exact) and bool(exact <= flint.arb(float(x.hi))) and narrow


@pytest.fixture(scope="module", params=range(len(GIVEN)))
def twins(request):
    usual = flint.ctx.prec
    given = GIVEN[request.param]
    yield GLM.meaning(SIZE, GLM.named("one", SIZE, given).instance, None), GLM.exact(datum("one", **given).instance)
    flint.ctx.prec = usual


def test_every_word_encloses_its_exact_twin(twins):
    rough, exact = twins
    for word, name in WORDS:
        assert near(rough[word](rough[name]), exact[word](exact[name])), (word, name)
    for k in (1, 2, 3, 4):
        assert near(rough["Moment"](k), exact["Moment"](k))
    for i, j in product((1, 2, 3), repeat=2):
        assert near(rough["FeatureSecond"](i, j), exact["FeatureSecond"](i, j)) and near(rough["Same"](i, j), exact["Same"](i, j))
    assert near(rough["Single"](rough["delta"], rough["z"]), exact["Single"](exact["delta"], exact["z"]))
    assert near(rough["Log"](2), exact["Log"](2))


def test_closed_forms():
    words = GLM.exact(datum("one", **dropout(Fraction(1, 2), 2), z=0).instance)
    assert words["Moment"](2) == 4 == words["Energy"](words["beta"]) and words["Moment"](4) == 16
    assert abs(float(words["Penalty"](words["S"])) - (np.log(1 + np.exp(2)) + np.log(1 + np.exp(-2)) - 2 * np.log(2)) / 2) < 1e-15
    assert words["Penalty"](words["Q"]) == 2 and float(words["Curve"](words["S"])) == 0.25


@pytest.mark.parametrize("seed", range(4))
def test_instances_are_dropout_with_labels_that_do_not_see_it(seed):
    instance = GLM.build(SIZE, GLM.draw(SIZE, np.random.default_rng(seed)), {})
    words = GLM.meaning(SIZE, instance, None)
    rate = float(words["delta"])
    assert 0 < rate < 1 and abs(float(words["Moment"](1).mid)) < 1e-13
    for i, j in product((1, 2, 3), repeat=2):
        assert abs(float(words["FeatureSecond"](i, j).mid) - (i == j) * rate / (1 - rate)) < 1e-11
    assert abs(float(words["LabelNoise"](words["y"]).mid)) < 1e-12 and float(words["LeastCurve"](words["A"]).lo) > 0


def test_a_mean_that_is_rounding_is_removed_for_the_second_opinion():
    instance = GLM.build(SIZE, GLM.draw(SIZE, np.random.default_rng(1)), {})
    exact = GLM.as_exact({name: np.asarray(x) for name, x in instance.items()})
    total = sum(exact["weights"])
    assert all(sum(w * c for w, c in zip(exact["weights"], column)) == 0 for column in zip(*exact["zeta"])) and total > 0
