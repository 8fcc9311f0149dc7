"""The world of greedy networks: twins agree, each knob breaks its hypothesis and no other."""
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.interpret import evaluate, lift
from proofs_numeric.networks.barron_approximation import MODEL
from proofs_numeric.worlds.greedy import GREEDY, Spectrum
from theorems.language import catalogue
from theorems.vocabulary.greedy import Centred, Coefficients, Component, Drawn, Frequency, Gap, Network, Phase, Spread, Steepness, f
from theorems.vocabulary.measures import Weight, mu

ONE, TWO, ZERO = sp.Integer(1), sp.Integer(2), sp.Integer(0)
TERMS = (Component(ZERO, ONE), Phase(ZERO, ONE), Steepness(ZERO), Frequency(ZERO), Weight(mu, ONE), Coefficients(Network(TWO)), Spread(mu),
         Drawn(ONE, mu), Drawn(TWO, mu), Gap(f, Network(ONE), mu), Gap(f, Centred(ONE), mu))
SIZE = GREEDY.sizes[1]


def instances(seed):
    """The same instance as floats and exactly."""
    rng = np.random.default_rng(seed)

    def eighths(*shape):
        return (rng.integers(-16, 17, shape) / 8).tolist()
    phases, weights = eighths(SIZE.J, SIZE.n + 1), rng.multinomial(64, np.full(SIZE.n, 1 / SIZE.n)) / 64
    given = dict(phases=phases, components=eighths(SIZE.J, SIZE.n + 1), a=[1] * SIZE.J, lengths=[1] * SIZE.J, r=1, C=1,
                 weights=[weights.tolist()])
    exact = given | dict(weights=[[Fraction(w) for w in weights]])
    return GREEDY.named("", SIZE, given).instance, GREEDY.named("", None, exact).instance


@pytest.mark.parametrize("seed", range(6))
def test_the_enclosure_of_a_word_contains_the_value_of_its_exact_twin(seed):
    floating, exact = instances(seed)
    meaning, other = GREEDY.meaning(SIZE, floating, None), GREEDY.exact(exact)
    for term in TERMS:
        found, value = lift(evaluate(term, meaning, {})), evaluate(term, other, {})
        assert Fraction(float(found.lo)) <= value <= Fraction(float(found.hi)) and found.width < 1e-9, term


def test_a_float_instance_is_also_judged_exactly():
    floating, _ = instances(1)
    assert evaluate(Spread(mu), GREEDY.extended(SIZE, floating), {}) == evaluate(Spread(mu), GREEDY.exact(GREEDY.as_exact(floating)), {})


def test_every_knob_breaks_its_hypothesis_and_no_other():
    bench = Bench(catalogue.load("barron_approximation"), MODEL)
    for knob in Spectrum.knobs:
        found = bench.judge_all(SIZE, bench.build(SIZE, bench.draw(SIZE, 1), knob))[0]
        for h in bench.theorem.hypotheses:
            broken = np.asarray(found[h.name].verdict) == 3
            assert broken.all() if h.name == knob else not broken.any(), (knob, h.name)
