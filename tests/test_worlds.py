"""Worlds: the enclosure of every word contains what its exact twin says; what breaks a hypothesis breaks that one and no other.

A mistake in a word is one mistake in every result on the world, and their own tests share it. A new world appends a line to WORLDS.
"""
import functools
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint
import jax
import jax.numpy as jnp
import numpy as np
import pytest
import sympy as sp
from flint import arb
from sympy import evaluate as sympy_evaluate

from proofs_numeric.engine.batches import answered, posed
from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.enclosure import Ball
from proofs_numeric.engine.interpret import Meaningless, evaluate, extended, lift, unnamed
from proofs_numeric.engine.judge import RESOLUTION, Verdict
from proofs_numeric.engine.model import Kind
from proofs_numeric.engine.oracle import Oracle
from proofs_numeric.engine.programs import QUICK, Program
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.worlds import couplings, measures, world
from theorems.language.operators import Operator
from theorems.language.statement import Fidelity, Source, Theorem
from theorems.vocabulary import measures as words
from theorems.vocabulary.analysis import Norm, Sup, Total
from theorems.vocabulary.measures import TV, A, D, Diameter, Distance, Integral, LipNorm, Mass, Sets, Weight, X, f, m, mu, nu, p, rho, x, y
from theorems.vocabulary.transport import Cost, Coupling, FirstMarginal, Glue, LipSup, Mismatch, SecondMarginal, Wasserstein


@dataclass(frozen=True)
class Entry:
    """A world with all its parts, under test.

    hypotheses: clauses that hold on it, and that its knobs and its `broken` instances break. glossary: their symbols.
    terms: formulas in which every word of the world occurs. A signal or a law that is given by its floats is no word: it is the instance.
    twins: function of nothing -> ((size, float64 instance, exact instance), ...); the exact one is what the other stands for.
    broken: hypothesis -> a Case in which it fails and every other holds.
    """

    world: world.World
    hypotheses: tuple
    glossary: dict
    terms: tuple
    twins: Callable
    broken: dict[str, Any]


def measure_twins(count=64):
    """Random distances without the ties that shortest paths bring, so that optimal couplings are unique; p = 1 and 2."""
    space, rng, out = MEASURES, np.random.default_rng(0), []
    for k in range(count):
        size = space.sizes[k % 2]
        instance = jax.tree.map(np.asarray, space.build(size, space.draw(size, rng), {"triangle": 1.0}))
        instance["p"] = np.float64(1 + k // 2 % 2)
        out.append((size, instance, space.as_exact(instance)))
    return tuple(out)


MEASURES = measures.measures(measures.Laws("mu nu rho"), measures.Metric(), measures.Exponent(), measures.Function(), measures.Claims(),
                             couplings.Transport(), couplings.Dual())
with sympy_evaluate(False):
    first, second = Coupling(p, mu, nu), Coupling(p, nu, rho)
    MEASURE_TERMS = (
        p, m, D, f, Total(Distance(x, y), (x, X), (y, X)), Diameter(X), Sup(Weight(mu, x), (x, X)), Norm(nu), TV(mu, nu), TV(nu, rho),
        TV(rho, mu), TV(mu, mu), Integral(f, mu), Integral(f, rho), LipNorm(f), Total(Mass(mu, A), (A, Sets)), Mismatch(mu, nu),
        Wasserstein(1, mu, nu), Wasserstein(2, mu, nu), Wasserstein(p, mu, rho), Wasserstein(p, mu, mu)**p, first, Glue(first, second),
        FirstMarginal(first), SecondMarginal(Glue(first, second)), Cost(p, first), Cost(p, Glue(first, second)), LipSup(mu, nu))

WORLDS = {
    "measures": Entry(
        MEASURES, (*words.probability(mu, nu, rho), *words.metric(), words.EXPONENT, words.POSITIVE_EXPONENT, words.SEPARATED,
                   words.DIAMETER),
        words.glossary(mu, nu, rho, X, p, m, D), MEASURE_TERMS, measure_twins, {h: MEASURES.broken(h) for h in ms.WITHOUT}),
}


# -- words
@functools.cache
def twins(name):
    return WORLDS[name].twins()


@functools.cache
def enclosures(name):
    """For each instance the enclosures of all terms; one program for each size."""
    entry, out = WORLDS[name], {}

    def enclosed(size, instance, oracle):
        meaning, cache = entry.world.meaning(size, instance, oracle), {}
        return [lift(evaluate(term, meaning, cache)) for term in entry.terms]
    for size in dict.fromkeys(size for size, *_ in twins(name)):
        rows = [k for k, (own, *_) in enumerate(twins(name)) if own == size]
        stacked = jax.tree.map(lambda *x: np.stack(x), *[twins(name)[k][1] for k in rows])
        questions = Program(lambda size, instances: posed(functools.partial(enclosed, size), instances), "ask", None, QUICK)(size, stacked)
        found, _ = Program(lambda size, instances, answers: (jax.vmap(lambda i, a: enclosed(size, i, Oracle(a)))(instances, answers), None),
                           "enclose", None, QUICK)(size, stacked, answered(*questions))
        out |= {k: jax.tree.map(lambda x, row=row: x[row], jax.device_get(found)) for row, k in enumerate(rows)}
    return out


def as_ball(value):
    """An exact number in a ball so small that it is that number for every purpose here."""
    flint.ctx.prec = 300
    return sum((arb(extended(s)).sqrt() for s in value.squares), arb(0)) if isinstance(value, Radical) else extended(value)


def contains(found, value) -> bool:
    """Whether the enclosure contains the exact number, vector or matrix."""
    if isinstance(found, Ball):
        gaps = [extended(Fraction(c)) - as_ball(v) for c, v in zip(np.ravel(found.center).tolist(), np.ravel(value).tolist())]
        return bool(sum((g * g for g in gaps), arb(0)) <= arb(float(found.radius)) ** 2)
    return bool(arb(float(found.lo)) <= as_ball(value)) and bool(as_ball(value) <= arb(float(found.hi)))


def narrow(found) -> bool:
    """Whether the enclosure says enough to decide an equality."""
    if isinstance(found, Ball):
        return bool(found.radius <= RESOLUTION * (1 + jnp.abs(found.center).max()))
    return bool(found.hi - found.lo <= RESOLUTION * (1 + jnp.abs(found.lo)))


def cases(field):
    """(world, element of this field of its entry), with readable names."""
    return [pytest.param(name, value, id=f"{name}-{value}", marks=pytest.mark.xdist_group(f"world {name}"))
            for name, entry in WORLDS.items() for value in field(entry)]


@pytest.mark.parametrize("name, term", cases(lambda entry: entry.terms))
def test_the_enclosure_of_a_word_contains_the_value_of_its_exact_twin(name, term):
    entry = WORLDS[name]
    for k, (_, _, instance) in enumerate(twins(name)):
        found, value = enclosures(name)[k][entry.terms.index(term)], lift(evaluate(term, entry.world.exact(instance), {}))
        assert contains(found, value), f"{term}, instance {k}: {value} is not in {found}"
        assert narrow(found), f"{term}, instance {k}: {found} says nothing"


@pytest.mark.parametrize("name, term", cases(lambda entry: entry.terms if entry.world.has("extended") else ()))
def test_the_extended_twin_of_a_word_agrees_with_the_exact_one(name, term):
    world = WORLDS[name].world
    for size, instance, exact in twins(name)[:8]:
        close, value = evaluate(term, world.extended(size, instance), {}), evaluate(term, world.exact(exact), {})
        gaps = [abs(as_ball(x) - as_ball(y)) for x, y in zip(np.ravel(unnamed(close)), np.ravel(unnamed(value)))]
        assert all(bool(gap <= arb("1e-60")) for gap in gaps), f"{term}: {close} and {value}"


@pytest.mark.parametrize("name", WORLDS)
def test_every_word_of_a_world_has_its_exact_twin_compared(name):
    entry = WORLDS[name]
    words = set().union(*(part.floating.operators() for part in entry.world.parts))
    occurring = {type(e).__name__ for t in entry.terms for e in sp.preorder_traversal(t) if isinstance(e, Operator)}
    assert entry.world.has("exact") and words <= occurring, f"no term of {name} mentions {sorted(words - occurring)}"


def test_a_word_that_is_enclosed_and_has_no_exact_twin_is_refused():
    class More(world.Words):
        def Median(self, a):
            return a

    class Part(world.Part):
        floating, exact = More, world.Words
    with pytest.raises(TypeError, match=r"\['Median'\] have a meaning in only one of More and Words"):
        MEASURES.and_part(Part())


def test_two_parts_with_one_word_or_one_name_are_refused():
    with pytest.raises(TypeError, match="is a word of Dual and of Dual"):
        MEASURES.and_part(couplings.Dual())

    class Again(world.Part):
        def draw(self, size, rng):
            return {"edges": rng.normal()}
    with pytest.raises(TypeError, match=r"\['edges'\]"):
        MEASURES.and_part(Again()).draw(MEASURES.sizes[0], np.random.default_rng(0))


# -- hypotheses
@functools.cache
def hypotheses(name):
    """The hypotheses of a world and its knobs, to be judged on its instances."""
    entry = WORLDS[name]
    theorem = Theorem("ZZZZ", f"the hypotheses of {name}", Source("", "", Fidelity.MEMORY), entry.hypotheses, (), entry.glossary)
    return Bench(theorem, entry.world.model(kind=Kind.INSTANCE, gap=""), weighing=False)


def fallen(judged):
    return {name for name, j in judged.items() if j.verdict != Verdict.HOLDS}


@pytest.mark.parametrize("name, knob", cases(lambda entry: dict.fromkeys(k for part in entry.world.parts for k in part.knobs)))
def test_a_knob_breaks_its_hypothesis_and_no_other(name, knob):
    bench = hypotheses(name)
    for size in bench.model.sizes:
        found = bench.judge(size, bench.build(size, bench.draw(size, 0), knob))
        assert (found[knob].verdict == Verdict.REFUTED).mean() >= 1 / 4, f"{size}: {knob} is broken too rarely"
        assert {h for h in found if (found[h].verdict != Verdict.HOLDS).any()} == {knob}


@pytest.mark.parametrize("name", WORLDS)
def test_every_random_instance_and_every_named_edge_meets_all_hypotheses(name):
    bench = hypotheses(name)
    for size in bench.model.sizes:
        assert all((j.verdict == Verdict.HOLDS).all() for j in bench.judge(size, bench.build(size, bench.draw(size, 0))).values())
    for case, found in zip(bench.model.edges, bench.judge_cases(bench.model.edges)):
        assert fallen(found) == set(), case.name


@pytest.mark.parametrize("name, hypothesis", cases(lambda entry: entry.broken))
def test_a_broken_instance_breaks_its_hypothesis_and_no_other(name, hypothesis):
    found, = hypotheses(name).judge_cases([WORLDS[name].broken[hypothesis]])
    assert fallen(found) == {hypothesis} and found[hypothesis].verdict == Verdict.REFUTED


# -- measures
def test_the_exact_distance_takes_the_exponent_that_is_asked_for():
    line = MEASURES.rational("a quarter moves", (measures.point(3, 0), ["3/4", "1/4", 0], measures.point(3, 2)), ms.line(3), 2)
    meaning = MEASURES.exact(line.instance)
    quarter, half = (evaluate(Wasserstein(q, mu, nu), meaning, {}) for q in (1, 2))
    assert (quarter, half) == (Fraction(1, 4), Fraction(1, 2)) and evaluate(Wasserstein(p, mu, nu), meaning, {}) == half
    for case, exponent in ((line, 3), (MEASURES.cloud(1, 2), 1)):
        with pytest.raises(Meaningless, match=f"p = {exponent} is irrational"):
            evaluate(Wasserstein(exponent, mu, nu), MEASURES.exact(case.instance), {})
