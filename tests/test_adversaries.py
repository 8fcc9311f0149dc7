"""The searches that look for a missing hypothesis, a weak constant, an unnoticed mistake can find one, and say so when they do not."""
from dataclasses import replace
from fractions import Fraction

import flint
import jax
import jax.numpy as jnp
import numpy as np
import pytest
import toy
from sympy import Eq, Ge, Gt, Integer, Le, Max, Rational, evaluate, pi, symbols

from proofs_numeric.engine import audit, derived, free, power
from proofs_numeric.engine import record as rec
from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.engine.judge import Verdict, compare, judge
from proofs_numeric.engine.model import Arithmetic, Case, Free
from proofs_numeric.engine.positions import positions
from proofs_numeric.engine.verify import verify
from theorems.language.statement import Clause, Role, narrower


@pytest.fixture(autouse=True)
def no_fingerprint(monkeypatch):
    monkeypatch.setattr(rec, "fingerprint", lambda theorem, slug: "0" * 16)


x, y, c = toy.x, toy.y, toy.c
with evaluate(False):
    # |x + y| <= c (|x| + |y|) needs c >= 1.
    AT_LEAST_ONE = replace(toy.POSITIVE, name="positive", relation=Ge(c, 1))
    SCALED = Clause("scaled", Le(toy.Length(x + y), c * (toy.Length(x) + toy.Length(y))), needs=("positive",))
    CONTROLLED = dict(controls=(replace(toy.model().controls[0], refutes=("scaled",)),))


def record_of(theorem, model):
    return verify(Bench(theorem, model), "toy")


def messages(theorem, record):
    return [f"{p.clause} {p.check} {p.verdict}: {p.message}" for p in audit.problems(theorem, record)]


@pytest.fixture(scope="module")
def judged():
    theorem = toy.theorem(hypotheses=(AT_LEAST_ONE,), conclusions=(SCALED,))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rec, "fingerprint", lambda theorem, slug: "0" * 16)
        return theorem, record_of(theorem, toy.model(**CONTROLLED))


# -- what is printed suffices
def test_a_sufficient_statement_passes_the_free_search_and_says_on_how_many_instances(judged):
    theorem, record = judged
    assert [m for m in messages(theorem, record) if " free " in m] == []
    family = record["free"][0]
    assert 0 < family["legal"]["scaled"] < family["sampled"] + family["climbed"] and family["refuted"]["scaled"] == 0


def test_a_hypothesis_that_only_the_instances_guarantee_is_found_missing():
    theorem = toy.theorem(hypotheses=(), conclusions=(replace(SCALED, needs=()),))
    found = messages(theorem, record_of(theorem, toy.model(controls=())))
    assert not any("samples" in m for m in found), "every instance of `build` has c >= 1, so samples cannot see it"
    assert any(m.startswith("scaled free REFUTED: every printed hypothesis") and "--free any --seed" in m for m in found)


def test_a_free_family_that_never_meets_the_hypotheses_is_no_pass():
    never = Free("never", "nothing", toy.FREE.draw, lambda size, theta: dict(theta, c=-1 - theta["c"] ** 2))
    theorem = toy.theorem(hypotheses=(AT_LEAST_ONE,), conclusions=(SCALED,))
    bench = Bench(theorem, toy.model(free=(never,), **CONTROLLED))
    record = verify(bench, "toy")
    assert any(m.startswith("scaled free UNDECIDED: vacuous") for m in messages(theorem, record))


def test_a_model_without_free_family_is_no_pass(judged):
    theorem, record = judged
    assert any("offers no free family" in m for m in messages(theorem, record | {"free": []}))


def test_the_climb_finds_what_samples_of_the_family_miss():
    """A thin set of counterexamples: c between 0.99 and 1 is hardly ever drawn."""
    far = Free("far", "the factor", lambda size, rng: dict(x=rng.normal(), y=rng.normal(), c=5 + rng.uniform()), toy.FREE.build)
    with evaluate(False):
        theorem = toy.theorem(hypotheses=(replace(AT_LEAST_ONE, relation=Ge(c, Rational(99, 100))),), conclusions=(SCALED,))
    found = free.search(Bench(theorem, toy.model(free=(far,), **CONTROLLED)), far, 0)
    assert found["refuted"]["scaled"] > 0 and found["worst"]["scaled"]["found"] == "climbed"


def test_nan_in_a_free_instance_is_named():
    def nan(size, i, ask):
        return toy.meaning(size, i, ask) | {"Length": lambda v: Interval.of(jnp.where(i["c"] > 1.5, jnp.nan, 1.0) * abs(Interval.of(v)).lo)}
    theorem = toy.theorem(hypotheses=(AT_LEAST_ONE,), conclusions=(SCALED,))
    record = record_of(theorem, toy.model(meaning=nan, extended=None, **CONTROLLED))
    assert any(m.startswith("scaled free UNDECIDED: NaN on") for m in messages(theorem, record))


def test_a_hypothesis_called_technical_without_which_the_conclusion_falls_is_named(judged):
    _, record = judged
    technical = toy.theorem(hypotheses=(replace(AT_LEAST_ONE, role=Role.TECHNICAL, why="it is not"),), conclusions=(SCALED,))
    assert any(m.startswith("scaled hypothesis REFUTED: 'positive' is called technical") for m in messages(technical, record))


# -- quantifiers
k, n, N = symbols("k n N", integer=True)
S, T = symbols("S T", extended_real=True)


@pytest.mark.parametrize("printed, used, suffices", [
    (((k, 1, N + 1),), ((k, 1, N),), True),
    (((k, 1, N),), ((k, 1, N + 1),), False),
    (((k, 1, N),), ((k, 0, N),), False),
    (((x, S),), ((x, S),), True),
    (((x, S),), ((x, T),), False),
    (((x, S),), ((x, S), (y, S)), False),
    ((), ((x, S),), False),
    (((x, (S, T)),), ((x, (S,)),), True),
    (((x, (S,)),), ((x, (S, T)),), False),
    (((x, S),), (), True),
    ((), None, False)])
def test_a_hypothesis_printed_more_narrowly_than_it_is_used_is_named(printed, used, suffices):
    clause = replace(toy.POSITIVE, forall=printed, used=used)
    assert (narrower(clause) == []) == suffices


def test_a_shortened_range_that_matters_is_noticed_and_one_that_does_not_is_listed():
    with evaluate(False):
        all_positive = Clause("positive", Gt(k - c, 0), forall=((k, 1, 3),), used=((k, 1, 3),))       # c < 1; the first index matters
        theorem = toy.theorem(hypotheses=(all_positive,), conclusions=(Clause("below", Le(c, 1), needs=("positive",)),),
                              glossary={c: "", k: ""})
    wide = Free("wide", "the factor", lambda size, rng: dict(x=0.0, y=0.0, c=4 * rng.uniform()), toy.FREE.build)
    record = record_of(theorem, toy.model(free=(wide,), controls=()))
    assert record["ranges"]["positive"]["k = 1"] and not record["ranges"]["positive"]["k = 3"]
    assert ("positive", "its range without k = 3") in audit.unnoticed(theorem, record)


# -- power belongs to a constant
def test_the_places_of_a_formula_are_its_sides_terms_and_exponents():
    with evaluate(False):
        relation = Le(toy.Length(x), 2 * pi * toy.Length(y) ** 3 + Max(c, 1) / (1 + c))
    assert [(p.what, str(p.term)) for p in positions(relation)] == [
        ("side", str(relation.rhs)), *[("term", str(a)) for a in relation.rhs.args],
        *[(p.what, str(p.term)) for p in positions(relation)[3:]]]
    assert {(p.what, str(p.term)) for p in positions(relation)} >= {("exponent", "3"), ("term", "c"), ("term", "1")}
    assert positions(Gt(toy.Length(x), 0, evaluate=False)) == ()


def test_power_is_given_for_each_term_and_tells_a_tested_one_from_an_untested_one():
    """|x + y| <= |x| + |y| + c^2 - c^2 / 2 is attained in the first terms only where c vanishes, and c never does."""
    with evaluate(False):
        theorem = toy.theorem(hypotheses=(), conclusions=(
            Clause("sum", Le(toy.Length(x + y), toy.Length(x) + toy.Length(y) + 1 / (1000 * c)), needs=()),))
    record = record_of(theorem, toy.model(controls=()))
    side, *terms = audit.power(theorem, record, theorem.conclusions[0])
    tested = {str(p.position.term): p.best for p in terms if p.position.what == "term"}
    assert tested["Length(x)"][0] <= 0.01
    assert tested[str(theorem.conclusions[0].relation.rhs.args[-1])] is None
    assert side.larger is None, "a larger bound is a weaker claim"
    assert any(where == "sum" and what.startswith("any change") for where, what in audit.unnoticed(theorem, record))


def test_power_of_an_exact_instance_is_found_too():
    with evaluate(False):
        theorem = toy.theorem(hypotheses=(), conclusions=(Clause("five", Le(toy.Length(x), 5 * toy.Length(y)), needs=()),))
    attained = Case("attained", None, dict(x=Fraction(5), y=Fraction(1), c=Fraction(1)), Arithmetic.RATIONAL)
    zero = toy.model(certificates=(attained,), controls=(), draw=lambda size, rng: dict(x=0.0 * rng.normal(), y=0.0, c=0.0),
                     free=(replace(toy.FREE, draw=lambda size, rng: dict(x=0.0 * rng.normal(), y=0.0, c=0.0)),))
    record = record_of(theorem, zero)
    assert record["power"]["five"][0]["smaller"] == {"deviation": 1e-9, "by": "certificate 'attained'"}


def test_exact_numbers_are_asked_for_deviations_below_the_refuted_ones_only_and_from_the_smallest_one_upwards(monkeypatch):
    """5 = 5 of a bound: each smaller factor is refuted and no larger one, so one factor is weighed in one direction, all in the other."""
    with evaluate(False):
        theorem = toy.theorem(hypotheses=(), conclusions=(Clause("five", Le(toy.Length(x), 5 * toy.Length(y)), needs=()),))
    places, count = power.places_of(theorem)[:1], len(power.DEVIATIONS)
    asked = []
    monkeypatch.setattr(power, "judge", lambda clause, meaning, cache: (
        asked.append(meaning.get(power.FACTOR.name)), judge(clause, meaning, cache))[1])
    scores = power.exact_scores(places, dict(x=Fraction(5), y=Fraction(1), Length=abs), {}, np.ones((1, 2 * count), bool))
    assert asked == [None, power.FACTORS[count - 1], *reversed(power.FACTORS[count:])]
    noticed = power.Noticed(places)
    noticed.add("attained", scores[None], {"five": np.array([True])})
    assert noticed.smallest(0) == {"smaller": (power.DEVIATIONS[-1], "attained")}
    assert noticed.unknown({"five": True}).tolist() == [[False] * count + [True] * count]


def test_of_a_changed_operator_exact_numbers_are_judged_where_it_is_mentioned_and_nowhere_else():
    """|x| = 3 notices a wrong absolute value although the right value of |x| is known already."""
    asked = []

    def length(v):
        asked.append(v)
        return abs(v)
    anchor = Case("|-3| = 3", None, dict(x=Fraction(-3), y=Fraction(0), c=Fraction(1)), Arithmetic.RATIONAL, facts=(Eq(toy.Length(x), 3),))
    theorem = toy.theorem(hypotheses=(), conclusions=(Clause("at_least_zero", Ge(toy.Length(x), 0, evaluate=False), needs=()),))
    bench = Bench(theorem, toy.model(anchors=(anchor,), controls=(), exact=lambda i: dict(**i, Length=length)))
    bench.judge_cases([anchor])
    assert asked == [-3], "a term is evaluated once for all that is asked of an instance"
    assert bench.judge_facts([anchor])[0]["fact 1"].verdict == Verdict.HOLDS and asked == [-3]
    found = derived.operators(bench, (toy.Size(1), bench.build(toy.Size(1), bench.draw(toy.Size(1), 0, 4))), (anchor,))
    assert found["Length"] == {"smaller": "|-3| = 3: fact 1 refuted", "larger": "|-3| = 3: fact 1 refuted"}
    assert asked == [-3] * 3, "once more for each of the two mistakes"


def test_an_ascent_in_one_program_is_the_ascent_step_by_step():
    """Where the host answers anew before every step, a program takes one step; else all."""
    with evaluate(False):
        theorem = toy.theorem(hypotheses=(), conclusions=(Clause("five", Le(toy.Length(x), 5 * toy.Length(y)), needs=()),))
    bench = Bench(theorem, toy.model(controls=()), starts=3, steps=20)
    at_once = bench.attack(toy.Size(1), 0)["five"]
    bench.asking.add(toy.Size(1))
    step_by_step = bench.attack(toy.Size(1), 0)["five"]
    assert at_once.judged["five"].verdict == Verdict.REFUTED and at_once.legal == 3
    for one, other in ((at_once.theta, step_by_step.theta), (at_once.judged["five"], step_by_step.judged["five"])):
        np.testing.assert_array_equal(jax.tree.leaves(one), jax.tree.leaves(other))                # one compiled program does both


def test_a_changed_operator_is_noticed_by_an_anchor_and_listed_without_one():
    anchor = Case("|-3| = 3", toy.Size(1), dict(x=-3.0, y=0.0, c=1.0), facts=(Eq(toy.Length(x), 3),))
    theorem = toy.theorem(hypotheses=(), conclusions=(toy.SAME,))
    for anchors, noticed in (((anchor,), True), ((), False)):
        bench = Bench(theorem, toy.model(anchors=anchors, controls=()))
        size = toy.Size(1)
        instances = bench.build(size, bench.draw(size, 0, 4))
        found = derived.operators(bench, (size, instances), anchors)
        assert [bool(found["Length"][word]) for word in ("smaller", "larger")] == [noticed, noticed]


HOLDS, UNDECIDED, REFUTED = Verdict.HOLDS, Verdict.UNDECIDED, Verdict.REFUTED


@pytest.mark.parametrize("right, wrong, why", [
    (HOLDS, (HOLDS, HOLDS), ""), (HOLDS, (REFUTED, HOLDS), "the hypothesis positive fails"), (HOLDS, (UNDECIDED, HOLDS), ""),
    (HOLDS, (UNDECIDED, REFUTED), "triangle refuted"), (UNDECIDED, (HOLDS, REFUTED), ""), (REFUTED, (REFUTED, REFUTED), "")])
def test_a_changed_operator_is_noticed_by_a_hypothesis_that_fails_or_a_conclusion_that_does_where_its_hypotheses_held(right, wrong, why):
    """right: the verdict on the hypothesis before the change; wrong: those on hypothesis and conclusion after it."""
    theorem = toy.theorem(conclusions=(toy.TRIANGLE,))
    before, after = dict(positive=right, triangle=HOLDS), dict(zip(("positive", "triangle"), wrong))
    assert derived._differs(theorem, before, after, ()) == why


def test_a_hypothesis_left_out_is_noticed_by_whatever_instance_refutes_the_conclusion(judged):
    theorem, record = judged
    assert record["dropped"]["scaled"]["positive"]
    assert not any(where == "scaled" and "hypothesis" in what for where, what in audit.unnoticed(theorem, record))


# -- second opinions
def ball(centre, radius):
    return flint.arb(centre, radius)


@pytest.mark.parametrize("kind, left, right, verdict", [
    (Le, (1, 0), (2, 0), Verdict.HOLDS), (Le, (2, 0), (1, 0), Verdict.REFUTED),
    (Le, (1, 1e-50), (1, 1e-50), Verdict.EQUAL), (Gt, (1, 1e-50), (1, 1e-50), Verdict.EQUAL),
    (Le, (1, 1e-30), (1, 1e-30), Verdict.UNDECIDED), (Eq, (1, 1e-50), (1, 1e-50), Verdict.HOLDS),
    (Eq, (1, 1e-30), (1, 1e-30), Verdict.UNDECIDED), (Eq, (1, 0), (2, 0), Verdict.REFUTED), (Le, (0, 1e-50), (0, 0), Verdict.EQUAL)])
def test_sides_that_agree_to_forty_digits_are_equal_and_not_a_pass(kind, left, right, verdict):
    a, b = symbols("a b", extended_real=True)
    found = compare(kind(a, b), None, dict(a=ball(*left), b=ball(*right)), {})
    assert found.verdict == verdict and (verdict is not Verdict.UNDECIDED or found.width > 1e-40)


def test_a_rational_and_a_ball_are_compared():
    a, b = symbols("a b", extended_real=True)
    found = compare(Le(a, b), None, dict(a=Fraction(1, 3), b=ball(1, 1e-50)), {})
    assert found.verdict == Verdict.HOLDS


def test_formulas_are_evaluated_in_extended_arithmetic_with_their_constants():
    a, kk = symbols("a k", extended_real=True)
    with evaluate(False):
        relation = Le(Rational(1, 3) * a + pi * (kk - 1) ** Rational(1, 2) + Integer(2) ** Rational(1, 2), 0)
    old = flint.ctx.prec
    try:
        flint.ctx.prec = 300
        meaning = dict(a=Fraction(1, 7), k=3, extended=True)
        value = float(compare(relation, None, meaning, {}).lhs)
    finally:
        flint.ctx.prec = old
    assert abs(value - (1 / 21 + np.pi * np.sqrt(2) + np.sqrt(2))) < 1e-14


def test_open_samples_get_a_second_opinion_and_equal_ones_are_counted_apart():
    def vague(size, i, ask):
        return toy.meaning(size, i, ask) | {"Length": lambda v: Interval.around(abs(Interval.of(v)).mid, 1e-3)}

    def precise(size, i):
        return {name: flint.arb(float(v), 1e-60) for name, v in i.items()} | {"Length": abs, "extended": True}
    theorem = toy.theorem(hypotheses=(AT_LEAST_ONE,), conclusions=(SCALED, Clause("same", Le(toy.Length(x), toy.Length(-x)), needs=())))
    s = record_of(theorem, toy.model(meaning=vague, extended=precise, **CONTROLLED))["samples"]
    assert s["same"]["equal"] == s["same"]["applicable"] and s["same"]["undecided"] == 0
    assert s["scaled"]["undecided"] == 0 and s["scaled"]["holds"] > s["scaled"]["applicable"] / 2
    without = record_of(theorem, toy.model(meaning=vague, extended=None, **CONTROLLED))
    assert any(m.startswith("same samples UNDECIDED") for m in messages(theorem, without))
    assert without["samples"]["same"]["open"][0]["width"] > 0


def test_overlapping_sides_are_called_equal_within_rounding_only_where_they_are():
    def case(verdict, width):
        return {"verdict": verdict, "width": width}
    assert [audit.word(case(*v)) for v in (("UNDECIDED", 1e-12), ("UNDECIDED", 0.1), ("EQUAL", 1e-50), ("REFUTED", 1e-12))] == [
        "equal within rounding", "undecided", "equal", "refuted"]



def test_a_refutation_within_the_resolution_of_a_needed_equality_is_none_and_one_beyond_it_is():
    """x = y to a part in 10^8 HOLDS as an equality of enclosures, and x <= y then fails by as much: nothing is wrong with the page."""
    for gap, refuted in ((1e-8, False), (1e-3, True)):
        def meaning(size, i, ask, gap=gap):
            wide = Interval(i["x"] - 1e-7, i["x"] + 1e-7)
            return dict(x=Interval.of(i["x"] + gap), y=Interval.of(i["x"]), c=wide, Length=lambda v: abs(Interval.of(v)))
        with evaluate(False):
            equal = Clause("equal", Eq(c, y), scale=1 + toy.Length(y), used=())
            theorem = toy.theorem(hypotheses=(equal,), conclusions=(Clause("below", Le(x, y), needs=("equal",)),))
        found = free.search(Bench(theorem, toy.model(meaning=meaning, extended=None)), toy.FREE, 0)
        assert found["legal"]["below"] > 0 and bool(found["refuted"]["below"]) == refuted


def test_the_side_that_an_inequality_bounds_by_is_the_larger_one():
    relation = Ge(toy.Length(x), toy.Length(y), evaluate=False)
    assert [(p.path, p.what) for p in positions(relation)] == [((0,), "side")]
    assert [(p.path, p.what) for p in positions(Le(toy.Length(x), toy.Length(y), evaluate=False))] == [((1,), "side")]


def test_three_per_cent_of_open_samples_are_no_pass_and_one_per_cent_are(judged):
    theorem, record = judged
    s = record["samples"]["scaled"]
    for share, passes in ((0.03, False), (0.01, True)):
        open_ = int(share * s["applicable"])
        changed = s | {"undecided": open_, "holds": s["applicable"] - open_, "equal": 0}
        found = messages(theorem, record | {"samples": record["samples"] | {"scaled": changed}})
        assert any(m.startswith("scaled samples UNDECIDED") for m in found) != passes


def test_a_second_opinion_that_says_less_is_not_taken():
    def vague(size, i, ask):
        return toy.meaning(size, i, ask) | {"Length": lambda v: abs(Interval.of(v)) * Interval(0.999, 1.001)}

    def vaguer(size, i):
        return {name: flint.arb(float(v), 10) for name, v in i.items()} | {"Length": abs, "extended": True}
    theorem = toy.theorem(hypotheses=(), conclusions=(Clause("same", Le(toy.Length(x), toy.Length(-x)), needs=()),))
    s = record_of(theorem, toy.model(meaning=vague, extended=vaguer, controls=()))["samples"]["same"]
    assert s["undecided"] == s["applicable"] and s["second"] == 0 and s["open"][0]["width"] < 19


def test_a_changed_operator_is_noticed_where_a_hypothesis_is_met_with_equality():
    """Two points of which one carries nothing: its weight is at least 0, and is computed once it is changed."""
    with evaluate(False):
        theorem = toy.theorem(hypotheses=(Clause("nonnegative", Ge(toy.Length(y), 0), used=()),),
                              conclusions=(Clause("below", Le(toy.Length(x), 1), needs=("nonnegative",)),))
    edge = Case("edge", toy.Size(1), dict(x=1.0, y=0.0, c=1.0))
    bench = Bench(theorem, toy.model(anchors=(edge,), controls=()))
    size = toy.Size(1)
    small = bench.build(size, dict(x=np.full(4, 0.5), y=np.zeros(4), c=np.zeros(4)))
    assert derived.operators(bench, (size, small), (edge,))["Length"]["larger"] == "edge: below refuted"
