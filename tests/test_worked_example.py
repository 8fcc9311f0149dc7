"""The worked example of a page: exact values, the tightest index, and no example on which the theorem does not hold."""

from fractions import Fraction

import flint
import numpy as np
import pytest
import sympy as sp
from sympy import Le, evaluate, symbols
from toy import POSITIVE, SAME, TRIANGLE, Length, Size, model, theorem

from proofs_numeric.engine import example
from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.model import Arithmetic, Case, Example
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.mathematics.surds import Surd
from theorems.language.statement import Clause

x, y, c = symbols("x y c", extended_real=True)
RATIONAL = Case("thirds", None, dict(x=Fraction(1, 3), y=Fraction(-1, 2), c=Fraction(2)), Arithmetic.RATIONAL)


def worked(case, beside=(), shown=None, **changes):
    return example.worked(Bench(theorem(**changes), model(example=Example(case, dict(beside)), shown=shown)))


def test_a_model_without_example_has_none():
    assert example.worked(Bench(theorem(), model())) is None


def test_both_sides_are_exact():
    found = worked(RATIONAL, {"the sum": Length(x) + Length(y)}, lambda i: {"x": sp.latex(sp.Rational(i["x"]))})
    assert found["left"] == {"exact": r"\frac{1}{6}", "value": pytest.approx(1 / 6)}
    assert found["right"] == {"exact": r"\frac{5}{6}", "value": pytest.approx(5 / 6)}
    assert found["shown"] == {"x": r"\frac{1}{3}"} and found["conclusion"] == "triangle"
    (beside,) = found["beside"]
    assert beside["name"] == "the sum" and beside["exact"] == r"\frac{5}{6}" and "lvert" in beside["term"]


def test_enclosures_have_no_exact_form():
    found = worked(Case("floats", Size(1), dict(x=np.float64(1), y=np.float64(-3), c=np.float64(2))), {"the first": Length(x)})
    assert found["left"] == {"exact": "", "value": 2.0} and found["right"] == {"exact": "", "value": 4.0}
    assert found["beside"][0]["value"] == 1.0


def test_of_all_indices_the_tightest_is_shown():
    k = symbols("k", extended_real=True)
    with evaluate(False):
        every = Clause("triangle", Le(Length(x + k), 10), forall=((k, (1, 3, 2)),), needs=("positive",))
    found = worked(RATIONAL, conclusions=(every, SAME))
    assert found["left"]["exact"] == r"\frac{10}{3}"


@pytest.mark.parametrize("broken, named", [(dict(c=Fraction(-1)), "positive"), (dict(), "triangle")])
def test_an_instance_on_which_the_theorem_does_not_hold_is_refused(broken, named):
    case = Case("bad", None, RATIONAL.instance | broken, Arithmetic.RATIONAL)
    wrong = (POSITIVE,), TRIANGLE
    if named == "triangle":
        with evaluate(False):
            wrong = (POSITIVE,), Clause("triangle", Le(Length(x) + Length(y), Length(x + y)), needs=("positive",))
    with pytest.raises(ValueError, match=f"'{named}' is REFUTED"):
        worked(case, hypotheses=wrong[0], conclusions=(wrong[1], SAME))


@pytest.mark.parametrize("value, exact", [(3, "3"), (Fraction(-3, 4), r"- \frac{3}{4}"),
                                          (Radical((Fraction(1, 2),)), r"\frac{\sqrt{2}}{2}"),
                                          (Radical((Fraction(4),)), "2"), (Surd.sqrt(12), r"2 \sqrt{3}"), (flint.arb(1) / 3, ""),
                                          (sp.log(2), r"\log{\left(2 \right)}")])
def test_exact_numbers_are_printed(value, exact):
    found = example.printed(value)
    assert found["exact"] == exact and found["value"] == pytest.approx(float(value))


def test_a_vector_is_refused():
    with pytest.raises(TypeError, match="take a norm"):
        example.printed(np.array([Fraction(1), Fraction(2)], object))
