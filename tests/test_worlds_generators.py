"""The world of generators: every word encloses its exact twin, extended arithmetic agrees, a knob breaks its hypothesis and no other."""
import functools
from fractions import Fraction

import jax
import numpy as np
import pytest
import sympy as sp
from conftest import bench
from test_worlds import agree, contains, narrow

from proofs_numeric.engine.batches import answered, posed
from proofs_numeric.engine.enclosure import Ball
from proofs_numeric.engine.interpret import evaluate, lift, unnamed
from proofs_numeric.engine.judge import Verdict
from proofs_numeric.engine.oracle import Oracle
from proofs_numeric.engine.programs import QUICK, Program
from proofs_numeric.worlds.activations import Curve, applied, constant, forward, forward_exactly
from proofs_numeric.worlds.generators import GENERATORS, Size
from theorems.language.operators import Operator
from theorems.transport.wgan_continuity import between, bound, change, moved
from theorems.vocabulary.analysis import At, Norm, Total
from theorems.vocabulary.generators import (
    ActivationConstant,
    Generated,
    Latent,
    Layer,
    LayerBound,
    OtherBounds,
    Output,
    P,
    Z,
    eta,
    h,
    sigma,
    theta,
)
from theorems.vocabulary.measures import Weight
from theorems.vocabulary.transport import Wasserstein

SIZE = Size(3, (1, 2, 1))
GIVEN = dict(
    theta=[[[3], [4]], [[1, -2]]], eta=[[[3], [0]], [["3/4", 1]]], z=[[1], [-2], [5]], latent=["1/2", "1/4", "1/4"], x=[[3], [1], [-6]],
    masses=["1/2", 0, "1/2"], bounds=[5, 3])
CURVES = (dict(), dict(slopes=(1, "1/8")), dict(slopes=("3/4", -2), offset="1/2"))
k, H = sp.symbols("k H")
with sp.evaluate(False):
    TERMS = (
        change, between, moved, bound, Wasserstein(1, P, Generated(theta)), Weight(P, 1), Weight(Z, 2), Norm(Latent(2)), Output(theta, 0),
        Output(eta, 2), LayerBound(1), OtherBounds(1), Norm(Layer(theta, 1)), ActivationConstant(sigma), At(sigma, 0),
        Total(LayerBound(h)**2, (h, 1, H)))


def twin(curve, exact):
    return GENERATORS.named("twin", None if exact else SIZE, GIVEN | curve).instance


@functools.cache
def enclosures():
    stacked = jax.tree.map(lambda *x: np.stack(x), *(twin(curve, False) for curve in CURVES))

    def enclosed(instance, oracle):
        meaning, cache = GENERATORS.meaning(SIZE, instance, oracle), {}
        return [lift(evaluate(term, meaning, cache)) for term in TERMS]
    questions = Program(lambda _, instances: posed(enclosed, instances), "ask", None, QUICK)(SIZE, stacked)
    found, _ = Program(lambda _, instances, answers: (jax.vmap(lambda i, a: enclosed(i, Oracle(a)))(instances, answers), None),
                       "enclose", None, QUICK)(SIZE, stacked, answered(*questions))
    return jax.device_get(found)


@pytest.mark.parametrize("row", range(len(CURVES)))
def test_every_word_encloses_its_exact_twin_and_the_extended_one_agrees(row):
    exact, instance = GENERATORS.exact(twin(CURVES[row], True)), twin(CURVES[row], False)
    close = GENERATORS.extended(SIZE, instance)
    for term, found in zip(TERMS, enclosures()):
        own, value = jax.tree.map(lambda x: x[row], found), evaluate(term, exact, {})
        own = Ball(np.asarray(own.center), own.radius) if isinstance(own, Ball) else own
        assert contains(own, lift(value)) and narrow(own), (term, own, value)
        for x, y in zip(np.ravel(unnamed(evaluate(term, close, {}))), np.ravel(unnamed(value))):
            assert agree(x, y), (term, x, y)


def test_no_word_is_left_out():
    words = set().union(*(part.floating.operators() for part in GENERATORS.parts))
    assert words <= {type(e).__name__ for t in TERMS for e in sp.preorder_traversal(t) if isinstance(e, Operator)}


@pytest.mark.parametrize("bent", [-1.0, 1.0])
def test_outputs_lie_in_their_balls_and_the_constant_is_one(bent):
    """Against ball arithmetic, with biases, for random floats; and slopes of the curve never exceed its constant."""
    rng = np.random.default_rng(0)
    curve = Curve(tuple(rng.normal(size=2)), rng.normal(), bent)
    layers, biases = [rng.normal(size=s) for s in ((3, 2), (3, 3), (2, 3))], [rng.normal(size=n) for n in (3, 3, 2)]
    points = rng.normal(size=(5, 2))
    centers, radii = forward(layers, curve, points, biases)

    def exact(a):
        return np.array([Fraction(v) for v in np.ravel(a).tolist()], object).reshape(np.shape(a))
    same = Curve(tuple(exact(curve.slopes)), exact([curve.offset])[0], bent > 0)
    right = forward_exactly([exact(A) for A in layers], same, exact(points), [exact(b) for b in biases])
    for c, r, row in zip(np.asarray(centers), np.asarray(radii), right):
        assert contains(Ball(c, r), row) and r < 1e-11
    s, t = rng.normal(size=(2, 1000))
    assert (abs(applied(curve, s) - applied(curve, t)) <= float(constant(curve)) * abs(s - t) * (1 + 1e-9) + 1e-15).all()


@pytest.mark.parametrize("knob", ["activation", "origin", "norms"])
def test_a_knob_breaks_its_hypothesis_and_no_other(knob):
    judge = bench("wgan_continuity")
    for size in judge.model.sizes:
        found = judge.judge(size, judge.build(size, judge.draw(size, 0), knob))
        for hyp in judge.theorem.hypotheses:
            want = Verdict.REFUTED if hyp.name == knob else Verdict.HOLDS
            assert (found[hyp.name].verdict == want).all(), (size, hyp.name)
