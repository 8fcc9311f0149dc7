"""The world of critic classes: every word encloses its twin, extended arithmetic agrees, a knob breaks its hypothesis and no other."""
import functools
from fractions import Fraction

import jax
import numpy as np
import pytest
import sympy as sp
from conftest import bench
from test_worlds import agree, contains, narrow

from proofs_numeric.engine.batches import answered, posed
from proofs_numeric.engine.interpret import evaluate, lift, unnamed
from proofs_numeric.engine.judge import Verdict
from proofs_numeric.engine.oracle import Oracle
from proofs_numeric.engine.programs import QUICK, Program
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.transport.critic_classes import SPACE
from theorems.language.operators import Operator
from theorems.vocabulary.analysis import At
from theorems.vocabulary.critic_classes import (
    BoundedSup,
    CriticMean,
    GeometricWidth,
    K,
    LargestWeight,
    Length,
    Point,
    SteepSup,
    Value,
    c,
    f,
    sigma,
    u,
    v,
)
from theorems.vocabulary.generators import ActivationConstant
from theorems.vocabulary.measures import Diameter, Distance, mu, nu

LAWS = [[Fraction(w, 8) for w in law] for law in ((4, 2, 2), (1, 7, 0))]
NETWORK = dict(layers=[[[1, 0], ["3/4", -2], [0, "1/2"]], [[1, "1/2", -1]]], biases=[[1, 0, "-1/2"], [3]], c=2, K=Fraction(5, 2),
               points=[[0, 0], [3, 4], [-1, 2]])
GIVEN = (dict(), dict(slopes=("1/2", -2), offset="1/4"))
with sp.evaluate(False):
    TERMS = (
        K, c, Distance(0, 2), Diameter(sp.Symbol("X")), Length(Point(0) - Point(1)), BoundedSup(0, 1, mu, nu), BoundedSup(-1, 1, mu, nu),
        SteepSup(1, mu, nu), SteepSup(K, mu, nu), ActivationConstant(sigma), At(sigma, 0), Value(f, u), Value(f, v), CriticMean(f, mu),
        CriticMean(f, mu) - CriticMean(f, nu), LargestWeight(1), LargestWeight(2), GeometricWidth(1))


def twin(changes, exact):
    make = SPACE.rational if exact else SPACE.case
    return make("twin", LAWS, ms.line(3), own=NETWORK | changes)


@functools.cache
def enclosures():
    cases = [twin(changes, False) for changes in GIVEN]
    size, stacked = cases[0].size, jax.tree.map(lambda *x: np.stack(x), *(case.instance for case in cases))

    def enclosed(instance, oracle):
        meaning, cache = SPACE.meaning(size, instance, oracle), {}
        return [lift(evaluate(term, meaning, cache)) for term in TERMS]
    questions = Program(lambda _, instances: posed(enclosed, instances), "ask", None, QUICK)(size, stacked)
    found, _ = Program(lambda _, instances, answers: (jax.vmap(lambda i, a: enclosed(i, Oracle(a)))(instances, answers), None),
                       "enclose", None, QUICK)(size, stacked, answered(*questions))
    return jax.device_get(found)


@pytest.mark.parametrize("row", range(len(GIVEN)))
def test_every_word_encloses_its_exact_twin_and_the_extended_one_agrees(row):
    case = twin(GIVEN[row], False)
    exact, close = SPACE.exact(twin(GIVEN[row], True).instance), SPACE.extended(case.size, case.instance)
    for term, found in zip(TERMS, enclosures()):
        own, value = jax.tree.map(lambda x: np.asarray(x)[row], found), evaluate(term, exact, {})
        assert contains(own, lift(value)) and narrow(own), (term, own, value)
        for x, y in zip(np.ravel(unnamed(evaluate(term, close, {}))), np.ravel(unnamed(value))):
            assert agree(x, y), (term, x, y)


def test_no_word_of_its_own_parts_is_left_out():
    inherited = {"Weight", "Norm", "TV", "Integral", "Mass"} | SPACE.parts[2].floating.operators()
    own = set().union(*(part.floating.operators() for part in SPACE.parts)) - inherited
    assert own <= {type(e).__name__ for t in TERMS for e in sp.preorder_traversal(t) if isinstance(e, Operator)}


def test_suprema_over_bounded_functions_are_those_over_all_vertices():
    rng = np.random.default_rng(0)
    vertices = (np.arange(32)[:, None] >> np.arange(5)) & 1
    for _ in range(20):
        a, b = rng.dirichlet(np.ones(5), 2)
        for low, high in ((0, 1), (-1, 1)):
            words = SPACE.parts[3].floating(None, None, {}, None, {})
            found = words.BoundedSup(low, high, a, b)
            best = ((low + (high - low) * vertices) @ (a - b)).max()
            assert found.lo <= best + 1e-15 and best - 1e-15 <= found.hi and found.hi - found.lo < 1e-12


@pytest.mark.parametrize("knob", ["euclidean", "weights", "activation"])
def test_a_knob_breaks_its_hypothesis_and_no_other(knob):
    judge = bench("critic_classes")
    for size in judge.model.sizes:
        found = judge.judge(size, judge.build(size, judge.draw(size, 0), knob))
        for h in judge.theorem.hypotheses:
            assert (found[h.name].verdict == (Verdict.REFUTED if h.name == knob else Verdict.HOLDS)).all(), (size, h.name)
