"""Formulas and verdicts against exact values: every word that the evaluator knows, whether or not a result uses it yet."""
import itertools
import math
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import pytest
import sympy as sp
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_numeric.engine import enclosure as en
from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.engine.interpret import STATIC, VMAPPED, Meaningless, evaluate
from proofs_numeric.engine.judge import Verdict, compare, judge
from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause
from theorems.vocabulary.analysis import Inf, Prod, Sup, Total


class Value(Number):
    tex, meaning = "v_{{{}}}", "a number that the test chooses"


class Pair(Number):
    tex, meaning = "v_{{{},{}}}", "a number that the test chooses"


class Array(Operator):
    tex, meaning = "A_{{{}}}", "an array that the test chooses"


a, b, c, X, Y = sp.symbols("a b c X Y", extended_real=True)
A, B = sp.symbols("A B", commutative=False)
k, j, N = sp.symbols("k j N", integer=True)
VALUES = [Fraction(-3, 2), Fraction(5), Fraction(3, 8), Fraction(-7, 8)]
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


def exact_array(rows):
    return np.array([[Fraction(x) for x in row] for row in rows], object)


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


# -- verdicts
EXACT_RELATIONS = {sp.Eq: lambda x, y: x == y, sp.Ne: lambda x, y: x != y, sp.Le: lambda x, y: x <= y, sp.Lt: lambda x, y: x < y,
                   sp.Ge: lambda x, y: x >= y, sp.Gt: lambda x, y: x > y}
RATIONALS = st.fractions(-3, 3, max_denominator=4)


@pytest.mark.parametrize("kind", EXACT_RELATIONS)
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(x=RATIONALS, y=RATIONALS)
def test_a_relation_of_rationals_is_decided_and_its_score_has_the_sign_of_the_verdict(kind, x, y):
    found = compare(kind(a, b), None, {"a": x, "b": y}, {})
    right = EXACT_RELATIONS[kind](x, y)
    assert found.verdict == (Verdict.HOLDS if right else Verdict.REFUTED)
    assert (found.score > 0) == (not right) and found.width == 0
    assert (float(found.lhs), float(found.rhs)) == (float(x), float(y))
    if right and kind not in (sp.Eq, sp.Ne) and x > 0 and y > 0:
        assert math.isclose(found.score, -abs(math.log(x) - math.log(y)), rel_tol=1e-12, abs_tol=1e-15)
    if kind in (sp.Le, sp.Lt) and right and (x <= 0 or y <= 0):
        assert math.isclose(found.score, float((x - y) / (abs(x) + abs(y) or 1)), rel_tol=1e-12)


@pytest.mark.parametrize("kind", EXACT_RELATIONS)
def test_a_relation_of_balls_is_decided_when_it_is_the_same_for_all_their_numbers(kind):
    for (m1, r1), (m2, r2) in itertools.product([(0, 0), (1, 0), (0, 0.5), (1, 0.5), (3, 0.25), (0.5, 2)], repeat=2):
        found = compare(kind(a, b), None, {"a": arb(m1, r1), "b": arb(m2, r2)}, {})
        ends = [(m1 + s * r1, m2 + t * r2) for s in (-1, 1) for t in (-1, 1)]
        overlap = abs(m1 - m2) <= r1 + r2
        truths = {EXACT_RELATIONS[kind](x, y) for x, y in ends} | ({kind in (sp.Eq, sp.Le, sp.Ge)} if overlap else set())
        if overlap and (r1 or r2):
            truths |= {kind in (sp.Ne, sp.Lt, sp.Le)} if m1 - r1 < m2 + r2 else set()
            truths |= {kind in (sp.Ne, sp.Gt, sp.Ge)} if m1 + r1 > m2 - r2 else set()
        expected = Verdict.UNDECIDED if len(truths) == 2 else Verdict.HOLDS if truths == {True} else Verdict.REFUTED
        touching = abs(m1 - m2) == r1 + r2 > 0                             # which balls may leave open
        assert found.verdict == expected or touching and found.verdict == Verdict.UNDECIDED, (kind, m1, r1, m2, r2)


def test_numbers_that_no_float_tells_apart_are_compared():
    large = Fraction(10) ** 300
    assert compare(sp.Le(a, b), None, {"a": large, "b": large - 1}, {}).verdict == Verdict.REFUTED
    assert compare(sp.Le(a, b), None, {"a": large, "b": large - 1}, {}).score > 0
    before, ctx.prec = ctx.prec, 400
    try:
        tiny = arb(1) + arb(2) ** -300
        assert compare(sp.Gt(a, b), None, {"a": tiny, "b": 1}, {}).verdict == Verdict.HOLDS
        assert compare(sp.Le(a, b), None, {"a": tiny, "b": 1}, {}).score > 0          # in floats the sides are equal
    finally:
        ctx.prec = before


def interval(lo, hi):
    return Interval(jnp.float64(lo), jnp.float64(hi))


def table(*entries):
    """`Value(k)` is the k-th entry, an interval: as a tuple of them, and as arrays."""
    lows, highs = (jnp.array([float(e[side]) for e in entries]) for side in (0, 1))
    word = {"Value": lambda k: Interval(lows[k], highs[k])}
    return [{**word, "X": tuple(range(len(entries)))}, {**word, "X": jnp.arange(len(entries))}]


with sp.evaluate(False):
    AT_MOST_ONE = Clause("small", sp.Le(Value(k), 1), forall=((k, X),))

# Of one index of each verdict: close to the bound, and as far from it as can be.
HOLDING = [(0.5, 1.0), (0.5, 1 - 1e-15), (-1e300, -1e300), (1e-300, 2e-300)]
OPEN = [(1e-300, 2.0), (-1e300, 2.0), (-1.0, np.inf), (1 - 1e-15, 1 + 1e-15), (0.0, 1.5)]
BROKEN = [(1 + 1e-15, 2.0), (2.0, 3.0), (1e300, 1e300)]


def test_an_index_that_holds_hides_none_that_is_open_and_no_index_hides_a_refuted_one():
    for one, other in [*itertools.product(HOLDING, OPEN), *itertools.product(HOLDING, BROKEN), *itertools.product(OPEN, BROKEN)]:
        worst = Verdict.REFUTED if other in BROKEN else Verdict.UNDECIDED
        for entries in ((one, other), (other, one)):
            for words in table(*entries):
                found = judge(AT_MOST_ONE, words, {})
                assert found.verdict == worst, entries
                assert float(found.lhs) == float(interval(*other).mid)


def test_of_indices_of_one_verdict_the_worst_score_is_reported_and_the_largest_width():
    for words in table((0.1, 0.9), (0.95, 0.96), (0.2, 0.3)):
        found = judge(AT_MOST_ONE, words, {})
        assert found.verdict == Verdict.HOLDS and math.isclose(found.lhs, 0.955)
        assert math.isclose(found.score, math.log(0.95), rel_tol=1e-12) and math.isclose(found.width, 0.8, rel_tol=1e-12)


def test_nan_at_one_index_is_not_hidden():
    for entries in (((0.1, 0.2), (np.nan, np.nan)), ((np.nan, np.nan), (-3.0, 0.5)), ((0.5, 0.5), (0.2, np.nan))):
        for words in table(*entries):
            found = judge(AT_MOST_ONE, words, {})
            assert found.verdict == Verdict.UNDECIDED and np.isnan(found.width)


def test_every_index_holds_when_none_fails_and_the_rational_judgement_agrees():
    with sp.evaluate(False):
        clause = Clause("small", sp.Le(Value(k), 5), forall=((k, 0, 3),))
    found = judge(clause, {"Value": lambda k: VALUES[k]}, {})
    assert found.verdict == Verdict.HOLDS and found.lhs == 5 and isinstance(found.verdict, np.ndarray | np.integer)
    with sp.evaluate(False):
        clause = Clause("small", sp.Lt(Value(k), 5), forall=((k, 0, 3),))
    assert judge(clause, {"Value": lambda k: VALUES[k]}, {}).verdict == Verdict.REFUTED


def test_an_excluded_index_is_not_judged():
    with sp.evaluate(False):
        clause = Clause("far", sp.Le(Pair(j, k), 1), forall=((j, X), (k, X)), where=sp.Ne(j, k))
    wrong_on_the_diagonal = jnp.array([[9.0, 0.5], [0.25, 9.0]])
    for domain in ((0, 1), jnp.arange(2)):
        words = {"X": domain, "Pair": lambda x, y: wrong_on_the_diagonal[x, y]}
        found = judge(clause, words, {})
        assert found.verdict == Verdict.HOLDS and float(found.lhs) == 0.5
        words["Pair"] = lambda x, y: wrong_on_the_diagonal[x, y] * jnp.where(x > y, 8.0, 1.0)
        assert judge(clause, words, {}).verdict == Verdict.REFUTED


def test_integers_that_a_model_takes_as_traced_values_give_the_same_verdict():
    with sp.evaluate(False):
        clause = Clause("small", sp.Le(Value(k), 1), forall=((k, 0, 2),))
    for entries in (((0.1, 0.2), (0.3, 2.0), (0.0, 1.0)), ((0.5, 0.5), (3.0, 4.0), (1.0, 1.0))):
        words = table(*entries)[0]
        unrolled, traced = judge(clause, words, {}), judge(clause, {**words, VMAPPED: ("k",)}, {})
        assert [float(x) for x in unrolled] == [float(x) for x in traced]


def equality(left, right, scale=None, kind=sp.Eq):
    words = {"a": interval(*left), "b": interval(*right), "c": 1.0 if scale is None else scale}
    return compare(kind(a, b), None if scale is None else c, words, {})


def test_an_equality_holds_only_where_its_enclosure_is_narrow_in_units_of_the_scale():
    narrow, wide = 4e-7, 1.5e-6                                        # around one part in a million
    assert equality((1, 1), (1, 1)).verdict == Verdict.HOLDS and equality((1, 1), (1, 1)).width == 0
    assert equality((100, 100), (100, 100 + 100 * narrow)).verdict == Verdict.HOLDS
    assert equality((100, 100), (100, 100 + 100 * wide)).verdict == Verdict.UNDECIDED
    assert equality((100, 100), (100, 100 + 100 * wide), scale=200.0).verdict == Verdict.HOLDS
    assert equality((100, 100), (100, 100 + 100 * narrow), scale=10.0).verdict == Verdict.UNDECIDED
    assert equality((1, 1), (1, 1 + wide), scale=interval(1, 9)).verdict == Verdict.UNDECIDED       # a scale counts as small as it may be
    assert math.isclose(equality((2, 3), (0, 1), interval(-4, -2)).score, 1 / 2)
    assert equality((1, 1), (1 + narrow, 1 + 2 * narrow)).verdict == Verdict.REFUTED          # apart, however close
    assert equality((-1, 1), (1, 1)).verdict == Verdict.UNDECIDED
    assert equality((2, 3), (0, 1)).verdict == Verdict.REFUTED
    assert math.isclose(equality((2, 3), (0, 1)).score, 1 / 2.5) and math.isclose(equality((2, 3), (0, 1), 4.0).score, 1 / 4)
    assert math.isclose(equality((0, 1), (2, 3)).score, 1 / 2.5) and math.isclose(equality((0, 2), (1, 3), 1.0).width, 3)
    assert math.isclose(equality((1, 3), (0, 2), 1.0).width, 3) and math.isclose(equality((0, 2), (1, 3), 1.0).score, -1)


def test_equality_of_infinite_and_undefined_values():
    inf = np.inf
    assert equality((inf, inf), (inf, inf)).verdict == Verdict.HOLDS and equality((inf, inf), (inf, inf)).width == 0
    assert equality((inf, inf), (-inf, -inf)).verdict == Verdict.REFUTED and equality((inf, inf), (1, 2)).verdict == Verdict.REFUTED
    assert equality((1, inf), (1, inf)).verdict == Verdict.UNDECIDED and equality((1, inf), (1, inf)).width == inf
    for pair in (((np.nan, np.nan), (1, 1)), ((1, 1), (0, np.nan))):
        found = equality(*pair)
        assert found.verdict == Verdict.UNDECIDED and np.isnan(found.width)


def test_different_is_the_opposite_of_equal():
    assert equality((1, 1), (1, 1), kind=sp.Ne).verdict == Verdict.REFUTED
    assert equality((1, 2), (3, 4), kind=sp.Ne).verdict == Verdict.HOLDS and equality((1, 2), (3, 4), kind=sp.Ne).score < 0
    assert equality((1, 2), (2, 4), kind=sp.Ne).verdict == Verdict.UNDECIDED
    assert equality((1, 1 + 1e-7), (1, 1), kind=sp.Ne).verdict == Verdict.UNDECIDED


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(lows=st.tuples(*2 * [st.floats(-4, 4)]), widths=st.tuples(*2 * [st.sampled_from([0.0, 0.5, 3.0])]), strict=st.booleans(),
       flip=st.booleans())
def test_the_score_of_an_inequality_is_the_part_that_is_certain(lows, widths, strict, flip):
    (l, r), (l2, r2) = lows, (lows[0] + widths[0], lows[1] + widths[1])
    kind = {(False, False): sp.Le, (True, False): sp.Lt, (False, True): sp.Ge, (True, True): sp.Gt}[strict, flip]
    words = {"a": interval(l, l2), "b": interval(r, r2)}
    found = compare(kind(b, a) if flip else kind(a, b), None, words, {})
    expected = math.log(l) - math.log(r2) if l > 0 and r2 > 0 else (l - r2) / (abs(l) + abs(r2) + 1e-290)
    assert math.isclose(found.score, expected, rel_tol=1e-9, abs_tol=1e-12)
    refuted, holds = (l >= r2 if strict else l > r2), (l2 < r if strict else l2 <= r)
    assert found.verdict == (Verdict.HOLDS if holds else Verdict.REFUTED if refuted else Verdict.UNDECIDED)
    unit = max(abs(float(words["a"].mid)), abs(float(words["b"].mid))) or 1.0
    assert math.isclose(found.width, ((l2 - l) + (r2 - r)) / unit, rel_tol=1e-9, abs_tol=1e-12)


def test_intervals_that_touch_are_open_unless_all_their_numbers_agree():
    for kind, verdict in ((sp.Le, Verdict.UNDECIDED), (sp.Lt, Verdict.REFUTED), (sp.Ge, Verdict.HOLDS), (sp.Gt, Verdict.UNDECIDED)):
        assert compare(kind(a, b), None, {"a": interval(1, 2), "b": interval(0, 1)}, {}).verdict == verdict


def test_infinite_sides_are_compared():
    for left, right, verdict, score in (((np.inf, np.inf), (-2, -1), Verdict.REFUTED, 1), ((-np.inf, 0), (1, 2), Verdict.HOLDS, -1),
                                        ((-2, 2), (3, np.inf), Verdict.HOLDS, -1), ((-np.inf, np.inf), (0, 1), Verdict.UNDECIDED, -1)):
        found = compare(sp.Le(a, b), None, {"a": interval(*left), "b": interval(*right)}, {})
        assert found.verdict == verdict and float(found.score) == score and not np.isnan(found.width)


def test_vectors_are_equal_when_their_distance_is_zero_within_the_scale():
    one, near = Ball.of(np.array([3.0, 4.0])), Ball(jnp.array([3.0, 4.0]), jnp.float64(1e-8))
    far = Ball.of(np.array([3.0, 4.5]))
    words = {"Array": lambda k: (one, near, far)[k], "N": 5}

    def judged(m):
        with sp.evaluate(False):
            return compare(sp.Eq(Array(0), Array(m)), N, words, {})
    assert judged(1).verdict == Verdict.HOLDS and 1e-9 < judged(1).width < 5e-9
    assert judged(2).verdict == Verdict.REFUTED and math.isclose(judged(2).lhs, 0.5, rel_tol=1e-12) and float(judged(2).rhs) == 0.0


def test_exact_vectors_are_equal_when_all_entries_are():
    words = {"Array": lambda k: exact_array([[1, 2], [3, 4 + (k == 2)]]), "N": 5}
    with sp.evaluate(False):
        assert compare(sp.Eq(Array(0), Array(1)), None, words, {}).verdict == Verdict.HOLDS
        assert compare(sp.Eq(Array(0), Array(2)), None, words, {}).verdict == Verdict.REFUTED


def test_exact_vectors_differ_where_one_entry_does():
    a, b = np.array([1, 2], object), np.array([1, 3], object)
    x, y = sp.symbols("x y", extended_real=True)
    for left, right, verdict in ((a, b, Verdict.HOLDS), (a, a.copy(), Verdict.REFUTED)):
        assert compare(sp.Ne(x, y, evaluate=False), None, dict(x=left, y=right), {}).verdict == verdict


def test_a_rational_beyond_the_largest_float_is_compared():
    x = sp.Symbol("x", extended_real=True)
    found = compare(sp.Ge(x, 1, evaluate=False), None, dict(x=Fraction(10) ** 400), {})
    assert found.verdict == Verdict.HOLDS and found.lhs == np.inf


def test_powers_of_a_ball_around_zero_are_balls():
    x = sp.Symbol("x", extended_real=True)
    with sp.evaluate(False):
        squared, inverse = sp.Le(x**2, 1), sp.Le(x**-2, 1)
    assert compare(squared, None, dict(x=arb(0, 0.5)), {}).verdict == Verdict.HOLDS
    assert compare(inverse, None, dict(x=arb(2)), {}).verdict == Verdict.HOLDS
