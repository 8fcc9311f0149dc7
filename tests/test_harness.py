"""The checks can fail: every way in which a result may be wrong or empty ends in an error that names it."""
import inspect
import itertools
import operator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest
import toy
from sympy import Eq, Ge, Gt, Le, Lt, Ne, Rational, Symbol, evaluate, preorder_traversal, symbols

from proofs_numeric.engine import audit, programs
from proofs_numeric.engine import enclosure as en
from proofs_numeric.engine import record as rec
from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.engine.faults import caught
from proofs_numeric.engine.interpret import Meaningless
from proofs_numeric.engine.judge import Verdict, compare
from proofs_numeric.engine.model import Arithmetic, Case, Control, Fault
from proofs_numeric.engine.verify import verify
from theorems.language import catalogue
from theorems.language.statement import Clause, Role, parts


@pytest.fixture(autouse=True)
def no_fingerprint(monkeypatch):
    monkeypatch.setattr(rec, "fingerprint", lambda theorem, slug: "0" * 16)


def compiled(theorem, model):
    """Its programs are kept on disk, like those of the results: under formulas, engine, and what the test makes of the model."""
    own = "".join(inspect.getsource(f) for f in (model.meaning, model.build))
    return Bench(theorem, model, key=programs.key(theorem, Path(toy.__file__)) + own)


def problems(theorem, model):
    return audit.problems(theorem, verify(compiled(theorem, model), "toy"))


def messages(theorem, model):
    return [f"{p.clause} {p.check} {p.verdict}: {p.message}" for p in problems(theorem, model)]


def drop_control(model):
    return replace(model, controls=())


def test_a_true_statement_with_its_control_is_green():
    theorem = toy.theorem()
    # c = -1 flips nothing in c (|x| + |y|) / c, so the control must not be accepted ...
    assert any("dropping 'positive'" in m for m in messages(theorem, toy.model()))
    # ... until the hypothesis matters.
    with evaluate(False):
        needed = replace(toy.TRIANGLE, relation=Le(toy.Length(toy.x + toy.y), toy.c * (toy.Length(toy.x) + toy.Length(toy.y))))
        at_least_one = replace(toy.POSITIVE, relation=Ge(toy.c, 1))
    assert messages(toy.theorem(conclusions=(needed, toy.SAME), hypotheses=(at_least_one,)), toy.model()) == []


def test_a_false_conclusion_is_refuted_and_the_message_reproduces_it():
    with evaluate(False):
        wrong = replace(toy.TRIANGLE, relation=Le(toy.Length(toy.x + toy.y), Rational(9, 10) * (toy.Length(toy.x) + toy.Length(toy.y))))
    found = messages(toy.theorem(conclusions=(wrong,)), toy.model())
    assert any(m.startswith("triangle samples REFUTED") and "lhs = " in m and "python -m proofs_numeric toy --size 0 --seed" in m
               for m in found)


def test_a_vacuous_hypothesis_is_named():
    with evaluate(False):
        impossible = replace(toy.POSITIVE, relation=Ge(toy.c, 10**9))
    assert any(m.startswith("positive samples UNDECIDED: vacuous") for m in messages(toy.theorem(hypotheses=(impossible,)), toy.model()))


def test_nan_is_named_and_is_no_pass():
    def nan(size, i, ask):
        return toy.meaning(size, i, ask) | {"Length": lambda v: Interval.of(jnp.nan * Interval.of(v).lo)}
    found = messages(toy.theorem(), toy.model(meaning=nan))
    assert any(m.startswith("triangle samples UNDECIDED: NaN on") for m in found)
    assert any(m.startswith("same samples UNDECIDED: NaN on") for m in found)


def test_an_undecided_majority_is_named():
    def vague(size, i, ask):
        return toy.meaning(size, i, ask) | {"Length": lambda v: Interval.around(abs(Interval.of(v)).mid, 10.0)}
    found = messages(toy.theorem(), toy.model(meaning=vague, extended=None))
    assert any(m.startswith("same samples UNDECIDED: UNDECIDED on") for m in found)


def test_a_needed_hypothesis_without_control_is_named():
    assert any(m.startswith("positive control MISSING: a needed hypothesis without a control")
               for m in messages(toy.theorem(), drop_control(toy.model())))


def test_a_control_that_breaks_more_than_its_hypothesis_is_refused():
    with evaluate(False):
        also = Clause("small", Le(toy.Length(toy.x), 10))
    both = Control("positive", ("triangle",), Case("x = 99", toy.Size(1), dict(x=99.0, y=-3.0, c=-1.0)))
    found = messages(toy.theorem(hypotheses=(toy.POSITIVE, also)), toy.model(controls=(both,)))
    assert any(m.startswith("positive control MISSING: dropping 'positive'") for m in found)


def test_a_wrong_anchor_is_named():
    anchor = Case("|-3| = 4", toy.Size(1), dict(x=-3.0, y=0.0, c=1.0), facts=(Eq(toy.Length(toy.x), 4),))
    assert any("anchors REFUTED" in m and "|-3| = 4" in m for m in messages(toy.theorem(), toy.model(anchors=(anchor,))))


def test_an_extremal_that_stays_below_the_bound_is_named():
    far = Case("1 and -1", toy.Size(1), dict(x=1.0, y=-0.5, c=1.0), reach={"triangle": -0.01})
    assert any(m.startswith("triangle extremals MISSING") for m in messages(toy.theorem(), toy.model(extremals=(far,))))


def test_a_wrong_certificate_is_named_and_a_right_one_holds_without_rounding():
    def certified(value):
        return Case("thirds", None, dict(x=Fraction(1, 3), y=Fraction(value), c=Fraction(1)), Arithmetic.RATIONAL)
    with evaluate(False):
        false = Clause("false", Le(toy.Length(toy.x + toy.y), toy.Length(toy.x)), needs=())
    model = drop_control(toy.model(certificates=(certified(-1),)))
    assert any(m.startswith("false certificates REFUTED") for m in messages(toy.theorem(conclusions=(false,)), model))
    found = Bench(toy.theorem(), toy.model()).judge_case(certified(2))
    assert {j.verdict for j in found.values()} == {Verdict.HOLDS}


def test_cases_that_are_judged_together_keep_their_own_judgements():
    cases = [Case("1", toy.Size(1), dict(x=1.0, y=0.0, c=1.0)), Case("5", None, dict(x=Fraction(5), y=0, c=1), Arithmetic.RATIONAL),
             Case("2", toy.Size(1), dict(x=2.0, y=0.0, c=1.0)), Case("3", toy.Size(1), dict(x=-3.0, y=0.0, c=1.0))]
    found = compiled(toy.theorem(), toy.model()).judge_cases(cases)
    assert [j["same"].lhs for j in found] == [1, 5, 2, 3]


def test_a_certificate_or_an_extremal_outside_the_hypotheses_is_named():
    outside = Case("c = -1", None, dict(x=Fraction(1), y=Fraction(2), c=Fraction(-1)), Arithmetic.RATIONAL, reach={"triangle": -1.0})
    theorem = toy.theorem(conclusions=(toy.TRIANGLE,))
    found = messages(theorem, toy.model(certificates=(outside,), extremals=(outside,)))
    assert any("certificates UNDECIDED: 'c = -1' is vacuous" in m for m in found)
    assert any(m.startswith("triangle extremals UNDECIDED: 'c = -1' is vacuous") for m in found)


def test_a_missing_operator_is_named_with_its_term_clause_and_theorem():
    def lacking(size, i, ask):
        return dict(x=i["x"], y=i["y"], c=i["c"])
    with pytest.raises(Meaningless, match="Length") as caught:
        verify(Bench(toy.theorem(), toy.model(meaning=lacking)), "toy")
    assert "in clause triangle of ZZZZ" in "\n".join(caught.value.__notes__)


@pytest.mark.parametrize("change, error, names", [
    (dict(glossary={toy.x: "", toy.y: ""}), ValueError, "ZZZZ/positive: undeclared symbols \\['c'\\]"),
    (dict(hypotheses=(Clause("positive", True),)), TypeError, "ZZZZ/positive: not a relation"),
    (dict(hypotheses=(replace(toy.POSITIVE, relation=Ge(toy.c, 0.5)),)), ValueError, "ZZZZ/positive: floating-point constant"),
    (dict(hypotheses=(replace(toy.POSITIVE, name="triangle"),)), ValueError, "two clauses share a name"),
    (dict(hypotheses=(replace(toy.POSITIVE, name="other"),)), ValueError, "ZZZZ/triangle: needs \\['positive'\\]"),
    (dict(hypotheses=(replace(toy.POSITIVE, role=Role.TECHNICAL),)), ValueError, "ZZZZ/positive: a technical hypothesis says"),
])
def test_a_malformed_statement_is_refused(change, error, names):
    with pytest.raises(error, match=names):
        toy.theorem(**change)


@pytest.mark.parametrize("text, names", [
    ("0001 one\n0001 two", "line 2: 0001 two is already in use"),
    ("0001 one\n0002 one", "line 2: 0002 one is already in use"),
    ("01 one", "line 1: '01 one' is not"),
    ("0001 not-a-name", "line 1"),
])
def test_a_reused_or_malformed_tag_is_refused(text, names):
    with pytest.raises(ValueError, match=names):
        catalogue.tags(text)


@pytest.mark.parametrize("approximate", [False, True])
def test_only_the_ascent_neglects_rounding_and_not_where_a_model_forbids_it(approximate):
    seen = set()

    def meaning(size, i, ask):
        seen.add(en.rounding.value)
        return toy.meaning(size, i, ask)
    bench = Bench(toy.theorem(), toy.model(meaning=meaning, approximate=approximate), steps=2)
    bench.judge(toy.Size(1), bench.build(toy.Size(1), bench.draw(toy.Size(1), 0)))
    assert seen == {True}
    found = bench.attack(toy.Size(1), 0)["triangle"]
    assert seen == {True, approximate}
    assert found.judged["triangle"].width > 0


def less(factor):
    return Fault("a factor on the right", restate={"triangle": lambda r: r.func(r.lhs, r.rhs * factor)})


ATTAINED = dict(x=1.0, y=2.0, c=np.float64(1))
SQUARED = Fault("squared", reinterpret={"Length": lambda right, m: lambda v: right(v) ** 2})


@pytest.mark.parametrize("fault, cases, by", [
    (less(Rational(1, 2)), dict(certificates=(Case("rational", None, dict(x=1, y=2, c=1), Arithmetic.RATIONAL),)),
     "case rational: triangle refuted"),
    (SQUARED, dict(anchors=(Case("anchor", toy.Size(1), ATTAINED, facts=(Eq(toy.Length(toy.y), 2),)),)), "case anchor: Eq(Length(y), 2)"),
    (SQUARED, dict(anchors=(Case("anchor", toy.Size(1), ATTAINED, facts=(Eq(toy.y, 3),)),)), "case anchor: triangle refuted"),
    (less(Rational(1, 100)), {}, "samples: triangle refuted"),
    (less(1 - Rational(1, 10**9)), dict(edges=(Case("edge", toy.Size(1), ATTAINED),)), "case edge: triangle refuted"),
    (less(2), dict(extremals=(Case("extremal", toy.Size(1), ATTAINED, reach={"triangle": -1e-12}),)),
     "case extremal: triangle is no longer sharp"),
    (less(1 - Rational(1, 10**4)), {}, "ascent: triangle refuted"),
    (less(2), {}, None)])
def test_every_check_catches_a_mistake_that_the_earlier_ones_miss(fault, cases, by):
    def cancelling(size, rng):                                       # so that samples stay away from equality
        return dict(x=1 + abs(rng.normal()), y=-1 - abs(rng.normal()), c=0.0)
    assert caught(compiled(toy.theorem(), toy.model(draw=cancelling, **cases)), fault) == by


@pytest.mark.parametrize("kind", [Eq, Ne, Le, Lt, Ge, Gt])
def test_a_relation_of_intervals_is_decided_when_it_is_the_same_for_all_their_numbers(kind):
    a, b = symbols("a b", extended_real=True)
    intervals = [(lo, hi) for lo in range(3) for hi in range(lo, 3)]
    holds = {Eq: operator.eq, Ne: operator.ne, Le: operator.le, Lt: operator.lt, Ge: operator.ge, Gt: operator.gt}[kind]
    for left, right in itertools.product(intervals, repeat=2):
        meaning = {name: Interval(*map(jnp.float64, ends)) for name, ends in (("a", left), ("b", right))}
        found = compare(kind(a, b), None, meaning, {})
        truths = {holds(x, y) for x in range(left[0], left[1] + 1) for y in range(right[0], right[1] + 1)}
        expected = {frozenset({True}): Verdict.HOLDS, frozenset({False}): Verdict.REFUTED}.get(frozenset(truths), Verdict.UNDECIDED)
        assert found.verdict == expected, (kind, left, right)


def test_every_term_of_a_statement_can_be_printed(slug):
    """SymPy's printers look for a method named after the class: an operator called Integral is not SymPy's."""
    for clause in catalogue.load(slug).clauses:
        for part in parts(clause):
            assert all(str(term) for term in preorder_traversal(part))


def test_a_quantified_clause_reports_its_worst_index():
    k, a = Symbol("k", integer=True), symbols("a", extended_real=True)
    with evaluate(False):
        clause = Clause("bounded", Le(toy.Length(k - a), 1), forall=((k, 0, 4),))
    theorem = toy.theorem(hypotheses=(), conclusions=(clause,), glossary={k: "", a: ""})
    bench = Bench(theorem, toy.model())
    found = bench.judge_case(Case("a = 1", None, dict(a=Fraction(1), x=0, y=0, c=1), Arithmetic.RATIONAL))
    assert found["bounded"].verdict == Verdict.REFUTED and found["bounded"].lhs == 3
