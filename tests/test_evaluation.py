"""Formulas against exact values: every word that the evaluator knows, whether or not a result uses it yet."""
import math
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import pytest
import sympy as sp
from words import VALUES, Array, N, Pair, Value, X, Y, a, b, c, exact_array, j, k

from proofs_numeric.engine import enclosure as en
from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.engine.interpret import STATIC, Meaningless, evaluate
from theorems.vocabulary.analysis import Inf, Prod, Sup, Total

A, B = sp.symbols("A B", commutative=False)
ROWS = [[Fraction(3 * x - 2 * y + 1, 4) for y in range(4)] for x in range(4)]


def meaning(arithmetic, **more):
    """The same values in rational arithmetic, as intervals over a range of integers, and as an array over a domain."""
    number = (lambda x: x) if arithmetic == "exact" else Interval.of
    table = VALUES if arithmetic == "exact" else jnp.array([float(v) for v in VALUES])
    rows = ROWS if arithmetic == "exact" else jnp.array([[float(v) for v in row] for row in ROWS])
    domain = tuple(range(4)) if arithmetic != "array" else jnp.arange(4)
    fixed = {"a": number(Fraction(2, 3)), "b": number(Fraction(-5, 4)), "c": number(Fraction(7, 2))}
    return {**fixed, "X": domain, "Y": domain, "N": 4, "Value": lambda k: table[k], "Pair": lambda x, y: rows[x][y] if
            arithmetic == "exact" else rows[x, y], **more}


def contained(found, exact, arithmetic):
    if arithmetic == "exact":
        return isinstance(found, (int, Fraction)) and found == exact
    lo, hi = float(found.lo), float(found.hi)
    return Fraction(lo) <= exact <= Fraction(hi) and hi - lo <= 64 * en.EPS * (1 + sum(map(abs, VALUES)))


with sp.evaluate(False):
    TERMS = {
        "a + b": (a + b, Fraction(2, 3) - Fraction(5, 4)),
        "a - b*c": (a - b * c, Fraction(2, 3) + Fraction(35, 8)),
        "a / b": (a / b, Fraction(-8, 15)),
        "a*b*c + 1/3": (a * b * c + sp.Rational(1, 3), Fraction(2, 3) * Fraction(-5, 4) * Fraction(7, 2) + Fraction(1, 3)),
        "|b|": (sp.Abs(b), Fraction(5, 4)),
        "max": (sp.Max(a, b, c), Fraction(7, 2)),
        "min": (sp.Min(a, b, c), Fraction(-5, 4)),
        "max of one": (sp.Max(b, -c), Fraction(-5, 4)),
        "min of products": (sp.Min(a * b, b * c), Fraction(-35, 8)),
        "b**3": (b**3, Fraction(-125, 64)),
        "b**-2": (b**-2, Fraction(16, 25)),
        "b**0": (sp.Pow(b, 0), Fraction(1)),
        "sup": (Sup(Value(k), (k, X)), Fraction(5)),
        "inf": (Inf(Value(k), (k, X)), Fraction(-3, 2)),
        "sum": (Total(Value(k), (k, X)), sum(VALUES)),
        "product": (Prod(Value(k), (k, X)), math.prod(VALUES)),
        "sup of a negative": (Sup(-Value(k) ** 2, (k, X)), -Fraction(9, 64)),
        "inf of a square": (Inf(Value(k) ** 2, (k, X)), Fraction(9, 64)),
        "integers": (Total(Value(k), (k, 1, 3)), sum(VALUES[1:])),
        "up to N": (Prod(Value(k - 1), (k, 1, N)), math.prod(VALUES)),
        "two": (Sup(Pair(j, k), (j, X), (k, Y)), max(map(max, ROWS))),
        "two, least": (Inf(Pair(j, k) * Value(j), (j, X), (k, Y)), min(ROWS[x][y] * VALUES[x] for x in range(4) for y in range(4))),
        "nested": (Sup(Total(Pair(j, k), (k, Y)), (j, X)), max(map(sum, ROWS))),
        "nested the other way": (Total(Sup(Pair(j, k), (j, X)), (k, Y)), sum(max(row[y] for row in ROWS) for y in range(4))),
        "the same letter twice": (Total(Value(k), (k, X)) * Sup(Value(k), (k, 0, 0)), sum(VALUES) * VALUES[0]),
        "a range that depends": (Total(Total(Pair(j, k), (k, 0, j)), (j, 0, 3)), sum(ROWS[x][y] for x in range(4) for y in range(x + 1))),
        "shadowed": (Total(Value(k) + Total(Value(k), (k, 0, 1)), (k, 2, 3)), sum(VALUES[2:]) + 2 * sum(VALUES[:2])),
        "a range and a domain": (Total(Pair(j, k) + Value(j), (j, 1, 2), (k, Y)),
                                 sum(ROWS[x][y] + VALUES[x] for x in (1, 2) for y in range(4))),
        "a set": (Sup(Value(k), (k, sp.Tuple(0, 2))), Fraction(3, 8)),
    }


@pytest.mark.parametrize("arithmetic", ["exact", "unrolled", "array"])
@pytest.mark.parametrize("name", TERMS)
def test_a_term_has_its_value_in_every_arithmetic(name, arithmetic):
    term, exact = TERMS[name]
    if name in ("a range that depends",) and arithmetic == "array":
        arithmetic = "unrolled"
    assert contained(evaluate(term, meaning(arithmetic), {}), exact, arithmetic)


def test_ends_of_bound_operators_come_from_all_indices():
    """Intervals that overlap: the supremum has the largest lower and the largest upper end, the infimum the least of both."""
    lows, highs = jnp.array([0.0, -2.0, 1.0, -1.0]), jnp.array([5.0, 3.0, 2.0, -0.5])
    words = {"Value": lambda k: Interval(lows[k], highs[k]), "N": 4}
    for domain in (tuple(range(4)), jnp.arange(4)):
        sup, inf, total, product = (evaluate(kind(Value(k), (k, X)), {**words, "X": domain}, {}) for kind in (Sup, Inf, Total, Prod))
        assert (float(sup.lo), float(sup.hi)) == (1.0, 5.0)
        assert (float(inf.lo), float(inf.hi)) == (-2.0, -0.5)
        assert total.lo <= -2 and total.hi >= 9.5 and total.width < 11.5 + 1e-13
        assert product.lo <= -30 and product.hi >= 20 and product.width < 50 + 1e-12


@pytest.mark.parametrize("constant", [sp.pi, sp.E, sp.sqrt(2), sp.sin(sp.pi / 16), sp.log(3), sp.cbrt(5), sp.exp(-2),
                                      sp.sqrt(2) - sp.sqrt(3), 2 * sp.pi, sp.pi**2, sp.E**3, 1 / sp.pi, -sp.sqrt(7) / 3,
                                      *(sp.sqrt(10**n + 7) for n in range(5, 13))])
def test_a_constant_is_enclosed_to_a_few_ulp(constant):
    found = evaluate(constant, {}, {})
    value = sp.N(constant, 60)
    lo, hi = (sp.Rational(*Fraction(float(x)).as_integer_ratio()) for x in (found.lo, found.hi))
    assert lo < value < hi and hi - lo <= 16 * en.EPS * max(5, abs(value))


def test_a_model_may_give_the_constants_its_own_meaning():
    three = {"pi": Interval.of(3.0), "E": Interval.of(2.0)}
    assert float(evaluate(sp.pi + sp.E, three, {}).mid) == 5.0
    assert abs(float(evaluate(sp.sqrt(sp.pi), {"pi": Interval.of(4.0)}, {}).mid) - 2) < 1e-15
    assert float(evaluate(sp.oo, {}, {}).lo) == np.inf and float(evaluate(-sp.oo, {}, {}).hi) == -np.inf


def test_functions_of_intervals():
    found = evaluate(sp.exp(a) + sp.log(a) + sp.sqrt(a), {"a": Interval.of(2.0)}, {})
    exact = sp.N(sp.exp(2) + sp.log(2) + sp.sqrt(2), 40)
    assert float(found.lo) < exact < float(found.hi) and float(found.width) <= 16 * en.EPS * float(exact)


@pytest.mark.parametrize("base, exponent, value", [(2, -3, Fraction(1, 8)), (Fraction(2, 3), 2, Fraction(4, 9)),
                                                   (Fraction(2, 3), 1, Fraction(2, 3)), (7, 1, 7),
                                                   (Fraction(-1, 2), -3, -8), (0, 0, 1), (3, 0, 1)])
def test_exact_powers_stay_exact(base, exponent, value):
    with sp.evaluate(False):
        found = evaluate(sp.Pow(a, N), {"a": base, "N": exponent}, {})
    assert found == value and isinstance(found, (int, Fraction))


def test_a_root_of_a_rational_is_an_enclosure():
    found = evaluate(sp.sqrt(a), {"a": Fraction(2)}, {})
    assert Fraction(float(found.lo)) ** 2 < 2 < Fraction(float(found.hi)) ** 2


def test_matrices_multiply_in_the_printed_order_and_numbers_come_in_front():
    P, Q = [[1, 2], [3, 4]], [[0, 1], [1, 1]]
    right = (2 * np.array(P) @ np.array(Q) @ np.array(Q)).tolist()
    with sp.evaluate(False):
        term = sp.Mul(A, B**2, 2)
        vector = sp.Mul(Array(k), a)
    found = evaluate(term, {"A": exact_array(P), "B": exact_array(Q)}, {})
    assert found.tolist() == right
    balls = evaluate(term, {"A": jnp.array(P, float), "B": jnp.array(Q, float)}, {})
    assert np.abs(np.asarray(balls.center) - right).max() <= balls.radius < 1e-12
    assert evaluate(vector, {"Array": lambda k: jnp.array([1.0, 2.0]), "a": 3.0, "k": 0}, {}).center.tolist() == [3.0, 6.0]


def test_equal_terms_are_computed_once_and_different_indices_are_not_confused():
    calls = []

    def value(k):
        calls.append(k)
        return VALUES[k]
    with sp.evaluate(False):
        term = Total(Value(k) * Value(k) + Value(0), (k, 1, 3)) + Value(0)
    assert evaluate(term, {"Value": value}, {}) == sum(v * v for v in VALUES[1:]) + 4 * VALUES[0]
    assert sorted(calls) == [0, 0, 1, 2, 3]                                # inside the sum once, and once outside
    inner = Total(Pair(j, k), (k, 1, 2))                                   # the inner sum depends on the outer index
    assert evaluate(Total(inner, (j, 1, 2)), {"Pair": lambda x, y: ROWS[x][y]}, {}) == sum(ROWS[x][y] for x in (1, 2) for y in (1, 2))
    assert evaluate(Value(k), {"Value": lambda k: VALUES[k], "k": 2, STATIC: ("k",)}, {}) == VALUES[2]


def test_a_missing_word_is_named_with_its_term():
    with pytest.raises(Meaningless, match="Value"):
        evaluate(Total(Value(k), (k, 1, 2)) + a, {"a": 1}, {})
    with pytest.raises(Meaningless, match="'a'"):
        evaluate(a + 1, {}, {})
