"""The world of networks with one hidden layer: twins agree, each knob breaks its hypothesis and no other."""
from fractions import Fraction

import jax
import numpy as np
import pytest
import sympy as sp

from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.interpret import evaluate, lift
from proofs_numeric.mathematics import ranks
from proofs_numeric.networks.network_identifiability import MODEL
from proofs_numeric.worlds import shallow
from proofs_numeric.worlds.shallow import SHALLOW, Networks
from theorems.language import catalogue
from theorems.vocabulary.shallow import (
    Activation,
    Different,
    Features,
    Inner,
    Jacobian,
    Matches,
    Outer,
    Pairs,
    Rank,
    Relabelled,
    Tanh,
    Value,
    Width,
    X,
    Y,
    f,
    g,
)

ONE = sp.Integer(1)
TERMS = (Value(f, ONE), Value(g, ONE), Value(Relabelled(sp.Integer(3), f), ONE), Outer(ONE), Inner(ONE), Pairs(f), Width(g), Different(X),
         Different(Y), Matches(f, g), Rank(Features(f, X)), Rank(Jacobian(f, Y)), Activation(ONE), Tanh(ONE))
SIZE, POINTS = SHALLOW.sizes[0], range(-9, 9)


def nets(seed):
    """The same two networks as floats and as exact numbers: exp(2b) is a power of 2."""
    rng = np.random.default_rng(seed)
    f, g = ((Fraction(int(rng.integers(-3, 4))), *((int(c), int(w), int(b)) for c, w, b in zip(
        rng.integers(1, 4, k), rng.permutation([1, -2, 3])[:k], rng.integers(-1, 2, k)))) for k in SIZE)
    unit = np.log(2) / 2
    floating = SHALLOW.case("", *((c0, *((c, w, b * unit) for c, w, b in units)) for c0, *units in (f, g)), x=np.array(POINTS) * unit)
    exact = SHALLOW.rational("", *((c0, *((c, w, Fraction(2)**b) for c, w, b in units)) for c0, *units in (f, g)), tuple(POINTS), 8)
    return floating.instance, exact.instance


@pytest.mark.parametrize("seed", range(4))
def test_the_enclosure_of_a_word_is_what_the_exact_twin_says(seed):
    floating, exact = nets(seed)
    meaning, other = SHALLOW.meaning(SIZE, jax.tree.map(np.asarray, floating), None), SHALLOW.exact(exact)
    close = SHALLOW.extended(SIZE, floating)
    for term in TERMS[:-2]:
        found, value = lift(evaluate(term, meaning, {})), evaluate(term, other, {})
        assert float(found.lo) - 1e-12 <= value <= float(found.hi) + 1e-12 and found.width < 1e-12, term     # the points are rounded
        assert abs(float(evaluate(term, close, {})) - float(value)) < 1e-12, term


@pytest.mark.parametrize("t", [-30.0, -1.0, -1e-9, 0.0, 0.3, 2.0])
def test_tanh_is_enclosed(t):
    assert abs(float(shallow.tanh(t)) - float(sp.tanh(sp.Float(t, 40)))) <= 8 * 2.0**-52


def test_every_knob_breaks_its_hypothesis_and_no_other():
    bench, size = Bench(catalogue.load("network_identifiability"), MODEL), shallow.Size(2, 2)
    for knob in Networks.knobs:
        found = bench.judge_all(size, bench.build(size, bench.draw(size, 1), knob))[0]
        for h in bench.theorem.hypotheses:
            verdicts = set(np.asarray(found[h.name].verdict).tolist())
            assert verdicts == ({3} if h.name == knob else {0}), (knob, h.name, verdicts)


def test_ranks():
    dependent = [[Fraction(1), Fraction(2), Fraction(3)], [Fraction(0), Fraction(1), Fraction(1)], [Fraction(2), Fraction(0), Fraction(2)]]
    assert ranks.rank(dependent) == 2
    A = np.array(dependent, float)
    assert ranks.full_rank(A, 0.0).lo == 0 and ranks.full_rank(A + np.eye(3), 0.0).lo == 3
    assert ranks.full_rank(A + np.eye(3), 10.0).lo == 0
