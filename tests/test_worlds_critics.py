"""The world of critics: every word encloses its exact twin, extended arithmetic agrees, the knob breaks its hypothesis and no other."""
import functools

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
from proofs_numeric.worlds.critics import CRITICS, Cones, Size, profile
from theorems.language.operators import Operator
from theorems.vocabulary.analysis import At, Norm, Total
from theorems.vocabulary.critics import FakePoint, Gradient, I, Inner, J, KinkGap, MovedPoint, P, PlanMass, Q, RealPoint, f, i, j, moved
from theorems.vocabulary.measures import Integral, LipNorm, Weight
from theorems.vocabulary.transport import Wasserstein

SIZE = Size(3)
PLAN = [["1/4", 0, 0], [0, "1/2", 0], [0, 0, "1/4"]]
GIVEN = (
    dict(x=[[0], [5], [9]], y=[[1], [3], [8]], moved=[[2], [6], [-4]], plan=PLAN, heights=[0, 0, 0]),
    dict(x=[[0], [5], [9]], y=[[1], [3], [8]], moved=[["1/2"], [3], [8]], plan=[[0, "1/4", 0], ["1/2", 0, 0], [0, "1/8", "1/8"]],
         heights=[0, 2, "1/2"], slope="3/4", tips=[[0], [4], [-3]]))
ROUNDED = ("Gradient", "KinkGap")                # decided in floating point only
with sp.evaluate(False):
    TERMS = (
        Wasserstein(1, P, Q), Wasserstein(1, P, moved), Integral(f, P), Integral(f, Q), LipNorm(f), Weight(Q, 1), PlanMass(1, 1),
        Norm(RealPoint(0) - MovedPoint(2)), At(f, FakePoint(2)), At(f, MovedPoint(1)), KinkGap(f, FakePoint(0)), Gradient(f, FakePoint(1)),
        Inner(Gradient(f, FakePoint(2)), MovedPoint(2) - FakePoint(2)),
        Total(PlanMass(i, j) * Norm(RealPoint(i) - FakePoint(j)), (i, I), (j, J)))


def words(term):
    return {type(e).__name__ for e in sp.preorder_traversal(term) if isinstance(e, Operator)}


def twin(given, exact):
    return CRITICS.named("twin", None if exact else SIZE, given).instance


@functools.cache
def enclosures():
    stacked = jax.tree.map(lambda *x: np.stack(x), *(twin(given, False) for given in GIVEN))

    def enclosed(instance, oracle):
        meaning, cache = CRITICS.meaning(SIZE, instance, oracle), {}
        return [lift(evaluate(term, meaning, cache)) for term in TERMS]
    questions = Program(lambda _, instances: posed(enclosed, instances), "ask", None, QUICK)(SIZE, stacked)
    found, _ = Program(lambda _, instances, answers: (jax.vmap(lambda i, a: enclosed(i, Oracle(a)))(instances, answers), None),
                       "enclose", None, QUICK)(SIZE, stacked, answered(*questions))
    return jax.device_get(found)


@pytest.mark.parametrize("row", range(len(GIVEN)))
def test_every_word_encloses_its_exact_twin_and_the_extended_one_agrees(row):
    exact, close = CRITICS.exact(twin(GIVEN[row], True)), CRITICS.extended(SIZE, twin(GIVEN[row], False))
    for term, found in zip(TERMS, enclosures()):
        own, value = jax.tree.map(lambda x: np.asarray(x)[row], found), evaluate(term, exact, {})
        assert contains(own, lift(value)) and narrow(own), (term, own, value)
        if not words(term) & set(ROUNDED):
            for x, y in zip(np.ravel(unnamed(evaluate(term, close, {}))), np.ravel(unnamed(value))):
                assert agree(x, y), (term, x, y)


def test_no_word_is_left_out():
    own = set().union(*(part.floating.operators() for part in CRITICS.parts))
    assert own <= set().union(*map(words, TERMS))


def test_a_gradient_is_that_of_the_cones_and_a_kink_or_a_tip_has_no_gap():
    rng = np.random.default_rng(0)
    f, points = Cones(rng.normal(size=4), rng.normal(size=(4, 2)), 0.7), rng.normal(size=(50, 2))
    on, step = profile(f, points), 1e-6
    for axis in np.eye(2):
        quotient = (profile(f, points + step * axis).values - profile(f, points - step * axis).values) / (2 * step)
        smooth = np.asarray(on.gaps) > 1e-3
        assert smooth.sum() > 30 and np.allclose(quotient[smooth], (on.gradients @ axis)[smooth], atol=1e-3)
    kink = profile(Cones(np.zeros(2), np.array([[-1.0, 0], [1, 0]]), 1.0), np.array([[0.0, 3], [-1, 0]]))
    assert kink.gaps.tolist() == [0.0, 0.0]


def test_the_knob_breaks_its_hypothesis_and_no_other():
    judge = bench("wgan_gradient")
    for size in judge.model.sizes:
        for turned in ((), ("optimal_critic",)):
            found = judge.judge(size, judge.build(size, judge.draw(size, 0), *turned))
            for h in judge.theorem.hypotheses:
                assert (found[h.name].verdict == (Verdict.REFUTED if h.name in turned else Verdict.HOLDS)).all(), (size, h.name, turned)
