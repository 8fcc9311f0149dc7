"""The world of straight-line programs: sweeps, derivatives, paths and counts agree with SymPy and with each other."""
import functools
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.interpret import evaluate
from proofs_numeric.engine.judge import Verdict
from proofs_numeric.engine.model import load
from proofs_numeric.worlds import tapes
from proofs_numeric.worlds.tapes import LARGE, SMALL, TAPES, Size
from theorems.language import catalogue
from theorems.language.operators import Operator
from theorems.vocabulary import programs as w

with sp.evaluate(False):
    TERMS = (w.Adjoint(0), w.Handed(1), w.Partial(4, 1), w.OneSided(4, 2, -1), w.Slope(0), w.Slope(1), w.PathSum(0), w.PathSum(1),
             w.TangentIn(1), w.Tangent(w.omega), w.Uses(0))


@functools.cache
def own():
    return Bench(catalogue.load("backpropagation"), load("backpropagation"))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
def test_every_word_encloses_its_exact_twin(size):
    assert {type(e).__name__ for t in TERMS for e in sp.preorder_traversal(t) if isinstance(e, Operator)} == tapes.Tape.floating.operators()
    rng = np.random.default_rng(0)
    for _ in range(8):
        x = [Fraction(int(v), 8) for v in rng.integers(-10, 11, size.inputs)]
        exact = TAPES.rational("", *size, x).instance
        floats = {k: np.array(v, float) for k, v in exact.items() if k != "program"}
        right, found = TAPES.exact(exact), TAPES.meaning(size, floats, None)
        for term in TERMS:
            enclosure, value = evaluate(term, found, {}), evaluate(term, right, {})
            if isinstance(enclosure, int):
                assert enclosure == value
            else:
                assert Fraction(float(enclosure.lo)) <= value <= Fraction(float(enclosure.hi)), term
                assert float(enclosure.hi - enclosure.lo) < 1e-7, term


def test_random_programs_meet_every_conclusion_exactly():
    """Programs in which every node is used; the gradient is compared with SymPy's as well."""
    rng, theorem = np.random.default_rng(1), own().theorem
    for k in range(60):
        inputs = int(rng.integers(1, 5))
        case = TAPES.random(k, inputs, int(rng.integers(inputs + 1, inputs + 5)))
        found = own().judge_case(case)
        assert all(Verdict(int(found[c.name].verdict)) is Verdict.HOLDS for c in theorem.clauses), (k, case.instance["program"])
        x = sp.symbols(f"x:{inputs}")
        f = tapes.values(case.instance["program"], x)[-1]
        at = dict(zip(x, map(sp.Rational, case.instance["x"])))
        assert [sp.Rational(a) for a in case.instance["adjoint"][:inputs]] == [sp.diff(f, xi).subs(at) for xi in x]


def test_operations_are_counted_by_going_through_both_sweeps():
    assert tapes.counted(Size(1, "0*0 0*0")) == (9, 6) and tapes.counted(Size(2, "0*0")) == (4, 3)
    assert [tapes.counted(Size(1, " ".join(f"{k}*{k}" for k in range(L))))[0] for L in (4, 10)] == [16, 40]
    assert [tapes.counted(Size(n, "0*1 " + " ".join(f"{n + t}*{t + 2}" for t in range(n - 2))))[0] for n in (3, 6)] == [6, 15]
    assert tapes.counted(Size(2, "0+1")) == (1, 0)


def test_a_program_whose_operand_comes_later_is_refused():
    with pytest.raises(ValueError, match="does not come before node 2"):
        tapes.operations(Size(2, "0*2"))


def test_a_maximum_has_one_sided_derivatives():
    right = TAPES.exact(TAPES.rational("", 2, "0^1", (1, 1)).instance)
    assert [right["OneSided"](2, a, s) for a in (1, 2) for s in (-1, 1)] == [0, 1, 0, 1]
    right = TAPES.exact(TAPES.rational("", 2, "0^1", (2, 1)).instance)
    assert [right["OneSided"](2, a, s) for a in (1, 2) for s in (-1, 1)] == [1, 1, 0, 0] and right["Slope"](0) == 1


def test_each_knob_breaks_its_hypothesis_and_no_other():
    size = own().model.sizes[0]
    for knob in own().model.knobs:
        found = own().judge(size, own().build(size, own().draw(size, 1), knob))
        for h in own().theorem.hypotheses:
            share = (found[h.name].verdict == Verdict.HOLDS).mean()
            assert share < 0.1 if h.name == knob else share > 0.9, (knob, h.name, share)
