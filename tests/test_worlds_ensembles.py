"""The worlds of committees, forests and pools: every word encloses its exact twin, every knob breaks its hypothesis and no other."""
import functools
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import pytest
import sympy as sp
from flint import arb

from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.engine.interpret import evaluate
from proofs_numeric.engine.judge import Verdict
from proofs_numeric.engine.model import load
from proofs_numeric.mathematics.logarithms import Logs
from proofs_numeric.mathematics.surds import Surd
from proofs_numeric.worlds import committees, forests, pools, strengths
from theorems.language import catalogue
from theorems.language.operators import Operator
from theorems.vocabulary import ensembles as e
from theorems.vocabulary import forests as f
from theorems.vocabulary import pools as p
from theorems.vocabulary import strengths as s
from theorems.vocabulary.analysis import Log

COMMITTEE = committees.committees(committees.Committee(), committees.Opinions())
FOREST = forests.forests(forests.Forest(), forests.Draws())
STRENGTH = forests.forests(forests.Forest(opposed=False), strengths.Strength())
POOL = pools.POOLS
with sp.evaluate(False):
    TERMS = {
        "committee": (e.MemberWeight(0), e.WeightedMean(1), e.MeanError(0), e.Spread(1), e.Disagreement(1), e.Ensemble(0), e.Target(1),
                      e.Own, e.Members, e.Ambiguity, e.LogMean(1), e.KL(e.tau, e.gamma), e.KL(e.gamma, e.Opinion(1)), e.MeanKL(e.tau),
                      e.Chance(e.tau, 0), Log(e.Z)),
        "forest": (f.TreeMass(0), f.PointMass(1), f.Margin(0), f.Margin(2), f.DrawMass(1), f.Drawn(1), f.MeanGap(f.K), f.VoteError(f.K),
                   f.Rivals(1), f.Majority(2), f.Larger(2), f.Choose(3), f.Decay(f.Margin(0))),
        "strength": (s.s, s.V, s.C, s.S, s.PE, s.PE0),
        "pool": (p.Worth(1), p.Image(0, 1), p.Movers(1), p.Stuck(0), p.Ability(1), p.AgentMass(0), p.StartMass(1), p.PoolEnd(0), p.Better,
                 p.Few)}
WORLDS = {"committee": COMMITTEE, "forest": FOREST, "strength": STRENGTH, "pool": POOL}


def parts_of(rng, n, d=24):
    """n positive fractions of sum one."""
    cuts = rng.integers(1, 6, n)
    return [Fraction(int(c), int(cuts.sum())) for c in cuts]


def committee(rng):
    w, numbers = parts_of(rng, 3), lambda k: [Fraction(int(v), 4) for v in rng.integers(-8, 9, k)]
    q = [parts_of(rng, 3) for _ in range(3)]
    given = dict(w=w, y=[numbers(2) for _ in range(3)], t=numbers(2), p=numbers(2), opinions=(q, parts_of(rng, 3), parts_of(rng, 3), "7/8"))
    return (COMMITTEE.named("", size, given).instance for size in (COMMITTEE.sizes[0], None))


def forest(rng):
    votes, labels = rng.integers(2, size=(2, 3)).tolist(), rng.integers(2, size=3).tolist()
    given = dict(votes=votes, labels=labels, q=parts_of(rng, 2), p=parts_of(rng, 3), K=5, r=Fraction(int(rng.integers(1, 8)), 8))
    return (FOREST.named("", size, given).instance for size in (FOREST.sizes[0], None))


def strength(rng):
    given = dict(votes=[[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], p=["2/5", "1/5", "1/5", "1/5"], q=parts_of(rng, 3), rho=1)
    return (STRENGTH.named("", size, given).instance for size in (STRENGTH.sizes[0], None))


def pool(rng):
    maps = [[int(rng.integers(x, 3)) for x in range(3)] for _ in range(2)]
    given = dict(V=[0, Fraction(int(rng.integers(1, 8)), 8), 1], maps=maps, chosen=3, drawn=6)
    return (POOL.named("", size, given).instance for size in (POOL.sizes[0], None))


def inside(found, value) -> bool:
    """Whether an enclosure contains an exact number."""
    if not isinstance(found, Interval):
        return float(found) == float(value)
    if isinstance(value, Logs):
        value = value.ball(200)
    elif isinstance(value, Surd):
        value = arb(value.q).sqrt() * value.c.numerator / value.c.denominator
    elif not isinstance(value, arb):
        value = arb(Fraction(value).numerator) / Fraction(value).denominator
    return not bool(value < arb(float(found.lo))) and not bool(value > arb(float(found.hi)))


@pytest.mark.parametrize("name, make", [("committee", committee), ("forest", forest), ("strength", strength), ("pool", pool)])
def test_every_word_encloses_its_exact_twin(name, make):
    world, rng = WORLDS[name], np.random.default_rng(3)
    own = world.parts[1:] if name == "strength" else world.parts
    words = set().union(*(part.floating.operators() for part in own))
    occurring = {type(x).__name__ for term in TERMS[name] for x in sp.preorder_traversal(term) if isinstance(x, Operator)}
    assert words <= occurring, words - occurring
    for _ in range(6):
        floats, exact = make(rng)
        floats = {key: jnp.asarray(value) for key, value in floats.items()}
        found, right = world.meaning(world.sizes[0], floats, None), world.exact(exact)
        for term in TERMS[name]:
            enclosure, value = evaluate(term, found, {}), evaluate(term, right, {})
            assert inside(enclosure, value), (term, enclosure, value)


def test_an_exact_mean_correlation_that_is_irrational_is_refused():
    with pytest.raises(ArithmeticError):
        STRENGTH.named("", None, dict(votes=[[0, 1, 0], [0, 0, 1]], p=["1/2", "1/3", "1/6"]))


def test_a_group_moves_in_turn():
    maps = np.array([[1, 1, 2], [0, 2, 2]])
    assert list(pools.ends(maps, (0, 1))) == [2, 2, 2] and list(pools.ends(maps, (1,))) == [0, 2, 2]
    assert pools.number((1, 0, 1), 2) == 5


@functools.cache
def bench(slug):
    return Bench(catalogue.load(slug), load(slug))


@pytest.mark.parametrize("name", ["ambiguity_decomposition", "forest_convergence", "strength_and_correlation"])
def test_each_knob_breaks_its_hypothesis_and_no_other(name):
    own = bench(name)
    size = own.model.sizes[0]
    for knob in own.model.knobs:
        found = own.judge(size, own.build(size, own.draw(size, 1), knob))
        for h in own.theorem.hypotheses:
            share = (found[h.name].verdict == Verdict.HOLDS).mean()
            assert share < 0.1 if h.name == knob else share > 0.9, (knob, h.name, share)
