"""Verdicts, scores and widths of relations against exact values."""
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
from words import VALUES, Array, N, Pair, Value, X, a, b, c, exact_array, j, k

from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.engine.interpret import VMAPPED
from proofs_numeric.engine.judge import Verdict, compare, judge
from theorems.language.statement import Clause

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
