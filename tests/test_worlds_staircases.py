"""The world of staircases: twins agree, each knob breaks its hypothesis and no other."""
import math
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.interpret import evaluate, lift
from proofs_numeric.networks.sigmoid_density import MODEL
from proofs_numeric.worlds.staircases import STAIRCASES, Staircases
from theorems.language import catalogue
from theorems.vocabulary.shallow import Activation
from theorems.vocabulary.staircases import Offset, Profile, Projection, Staircase, Steepness, sigma

ONE, EIGHTH = sp.Integer(1), sp.Rational(1, 8)
PLACE = Projection(0, ONE)
TERMS = (PLACE, Profile(0, PLACE), Staircase(0, PLACE), Steepness(0), Offset(sigma), Activation(EIGHTH), Activation(sp.Integer(0)))


def instances(seed, kind):
    """The same instance as floats and exactly: eighths everywhere."""
    rng = np.random.default_rng(seed)

    def eighths(size, low=0, high=9):
        return [Fraction(int(v), 8) for v in rng.integers(low, high, size)]
    values, knots, corners = eighths(5), [Fraction(i, 4) for i in range(5)], [Fraction(v, 8) for v in (-9, -2, 0, 3, 8)]
    shape = dict(zip(corners, [Fraction(0), *eighths(3, -4, 20), Fraction(1)]))
    given = dict(functions=[dict(zip(knots, values))], activation=kind or shape, k=Fraction(5), u=[eighths(8)], L=[2], M=1)
    return STAIRCASES.case("", N=4, **given), STAIRCASES.rational("", N=4, **given)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", [None, "step"])
def test_the_enclosure_of_a_word_contains_the_value_of_its_exact_twin(seed, kind):
    floating, exact = instances(seed, kind)
    meaning, other = STAIRCASES.meaning(floating.size, floating.instance, None), STAIRCASES.exact(exact.instance)
    for term in TERMS:
        found, value = lift(evaluate(term, meaning, {})), evaluate(term, other, {})
        assert Fraction(float(found.lo)) <= value <= Fraction(float(found.hi)) and found.width < 1e-10, term


def test_the_offset_of_the_logistic_function_is_the_integral():
    t = np.linspace(-40, 40, 800001)
    area = np.trapezoid(np.abs(1 / (1 + np.exp(-t)) - (t > 0)), t)
    assert math.isclose(area, 2 * math.log(2), rel_tol=1e-4)


def test_every_knob_breaks_its_hypothesis_and_no_other():
    bench, size = Bench(catalogue.load("sigmoid_density"), MODEL), STAIRCASES.sizes[0]
    for knob in Staircases.knobs:
        found = bench.judge_all(size, bench.build(size, bench.draw(size, 1), knob))[0]
        for h in bench.theorem.hypotheses:
            verdicts = np.asarray(found[h.name].verdict)
            broken = verdicts == 3
            assert broken.mean() > 0.5 if h.name == knob else not broken.any(), (knob, h.name)
