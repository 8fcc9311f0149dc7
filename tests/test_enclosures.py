"""An enclosure contains what it encloses: checked against rational arithmetic and against higher precision."""
import functools
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import sympy as sp
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_numeric.engine import enclosure as en
from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.engine.interpret import evaluate
from proofs_numeric.mathematics.signals import Signal
from theorems.vocabulary.analysis import Total
from theorems.vocabulary.measures import Weight

FLOATS = st.floats(-1e6, 1e6, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-6)
OPERATIONS = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
              "(a - b)^2": lambda a, b: (a - b) ** 2, "|a| b": lambda a, b: abs(a) * b, "a^3 - b^2": lambda a, b: a**3 - b**2}


def contains(interval, exact):
    return Fraction(float(interval.lo)) <= exact <= Fraction(float(interval.hi))


@pytest.mark.parametrize("name", OPERATIONS)
@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(a=FLOATS, b=FLOATS)
def test_interval_arithmetic_contains_the_rational_result(name, a, b):
    f = OPERATIONS[name]
    assert contains(f(Interval.of(a), Interval.of(b)), f(Fraction(a), Fraction(b)))


@pytest.mark.parametrize("name", [*OPERATIONS, "a / b"])
@settings(max_examples=15, deadline=None, derandomize=True, database=None)
@given(a=FLOATS, b=FLOATS, width=FLOATS.map(abs), other=FLOATS.map(abs))
def test_an_interval_contains_the_results_of_its_points(name, a, b, width, other):
    f = {**OPERATIONS, "a / b": lambda a, b: a / b}[name]
    within = f(Interval(jnp.float64(a), jnp.float64(a + width)), Interval(jnp.float64(b), jnp.float64(b + other)))
    for x in map(Fraction, (a, (a + (a + width)) / 2, a + width)):
        for y in map(Fraction, (b, b + other)):
            if name != "a / b" or y:
                unbounded = not (np.isfinite(within.lo) and np.isfinite(within.hi))
                assert (unbounded and name == "a / b") or contains(within, f(x, y))


@pytest.mark.parametrize("f", [*OPERATIONS.values(), lambda a, b: a / b, lambda a, b: abs(a) ** Fraction(1, 2),
                               lambda a, b: en.exp(a / 1e6), lambda a, b: abs(a) ** (b / 1e6)])
@settings(max_examples=10, deadline=None, derandomize=True, database=None)
@given(a=FLOATS, b=FLOATS)
def test_a_point_is_the_interval_whose_ends_agree(f, a, b):
    point = f(Interval.of(a), Interval.of(b))
    ends = f(*(Interval(jnp.asarray(x), jnp.asarray(x)) for x in (a, b)))
    assert np.array_equal([point.lo, point.hi], [ends.lo, ends.hi], equal_nan=True)           # 0 / 0


def test_an_operation_is_traced_once_for_operands_of_one_kind_and_points_stay_points():
    kinds = []

    @en.once
    def noted(x, y):
        kinds.append((x.is_point, y.is_point))
        return x
    point, wide = Interval.of(1.0), Interval(jnp.float64(0), jnp.float64(1))
    for pair in 2 * [(point, point), (point, wide), (wide, wide)]:
        assert noted(*pair).is_point == pair[0].is_point
    assert kinds == [(True, True), (True, False), (False, False)]
    assert all(f(point).is_point for f in (abs, Interval.__neg__)) and not (point * wide).is_point


def test_rounding_is_neglected_inside_its_context_only_also_in_compiled_programs():
    def widths(x):
        norm = (Ball.of(jnp.array([1.0, 2.0])) * x + Ball(jnp.ones(2), jnp.float64(1e-9))).norm()
        third = Interval.of(Fraction(1, 3))
        return jnp.stack([v.width for v in (Interval.of(x) * x, norm, en.exp(x), Interval.around(x, 1e-9), third + x)])
    compiled = jax.jit(widths)
    for _ in range(2):
        assert (compiled(3.1) > 0).all()
        with en.rounding(False):
            assert (compiled(3.1) == 0).all()


def test_where_rounding_is_neglected_the_ends_are_those_of_the_interval():
    x, y = Interval(jnp.float64(1), jnp.float64(4)), Interval(jnp.float64(-2), jnp.float64(3))
    with en.rounding(False):
        found = [x + y, x * y, x - y, x**2, x ** Fraction(1, 2), x ** Fraction(3, 2), x.reciprocal(), en.exp(y), en.log(x), x.widened(9.0)]
        assert [(float(v.lo), float(v.hi)) for v in found[:7]] == [(-1, 7), (-8, 12), (-2, 6), (1, 16), (1, 2), (1, 8), (0.25, 1)]
        assert np.allclose([(float(v.lo), float(v.hi)) for v in found[7:]], [np.exp([-2, 3]), np.log([1, 4]), [1, 4]], rtol=1e-14)
        ball = (Ball(jnp.array([3.0, 4.0]), jnp.float64(9)) + Ball.of(jnp.zeros(2))) * y
        assert ball.center.tolist() == [1.5, 2.0] and (float(ball.norm().lo), float(ball.norm().hi)) == (2.5, 2.5)


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(a=FLOATS, b=FLOATS.filter(lambda x: x != 0))
def test_interval_division_contains_the_rational_result(a, b):
    assert contains(Interval.of(a) / Interval.of(b), Fraction(a) / Fraction(b))


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(p=st.integers(-10**9, 10**9), q=st.integers(1, 10**9))
def test_a_fraction_is_rounded_outwards(p, q):
    assert contains(Interval.of(Fraction(p, q)), Fraction(p, q))


@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(x=st.floats(1e-3, 1e3))
def test_roots_and_logarithms_contain_the_exact_value(x):
    root = Interval.of(x) ** Fraction(1, 2)
    assert Fraction(float(root.lo)) ** 2 <= Fraction(x) <= Fraction(float(root.hi)) ** 2
    log = en.log(x)
    lo, hi = (float(v) for v in (en.exp(log).lo, en.exp(log).hi))
    assert lo <= x <= hi


def test_exact_sums_stay_exact_and_zero_stays_zero():
    third = Interval.of(0.25) + Interval.of(0.5)
    assert float(third.lo) == float(third.hi) == 0.75
    none = en.total(jnp.zeros(5))
    assert float(none.lo) == float(none.hi) == 0.0


def test_budgets_of_sums_and_radii_are_kept():
    rng = np.random.default_rng(0)
    x, r = 1 / 3, 1e-3
    around = Interval.around(x, r)
    assert contains(around, Fraction(x) - Fraction(r)) and contains(around, Fraction(x) + Fraction(r))
    mu = rng.random(1000)
    k, X, w = sp.symbols("k X w", extended_real=True)
    meaning = {"w": jnp.asarray(mu), "X": jnp.arange(1000), "Weight": lambda w, k: w[k]}
    for total in en.total(jnp.asarray(mu)), evaluate(Total(Weight(w, k), (k, X)), meaning, {}):
        assert contains(total, sum(map(Fraction, mu.tolist()))) and float(total.width) <= 3 * len(mu) * en.EPS * mu.sum()


def test_an_array_is_not_a_number():
    with pytest.raises(TypeError, match=r"an array of shape \(3,\) is not a number"):
        Interval.of(jnp.ones(3))


@pytest.mark.parametrize("seed", range(5))
def test_a_ball_computed_in_single_precision_contains_the_double_precision_result(seed, monkeypatch):
    """The budgets scale with EPS: with float32 data and its EPS, the float64 result lies inside."""
    monkeypatch.setattr(en, "EPS", 2.0**-23)
    monkeypatch.setattr(en, "TINY", 1e-30)
    rng = np.random.default_rng(seed)
    a, b = rng.normal(size=(2, 6, 6)).astype(np.float32)
    x, y = (Ball(jnp.asarray(v), jnp.float32(0)) for v in (a, b))
    exact = 3 * (a.astype(float) @ b.astype(float) - a) + b
    got = (x @ y - x) * 3.0 + y
    assert np.linalg.norm(np.asarray(got.center, float) - exact) <= float(got.radius)
    norm = got.norm()
    assert float(norm.lo) <= np.linalg.norm(exact) <= float(norm.hi)


@pytest.mark.parametrize("f", [en.root, lambda x: en.power(x, 1.5), lambda x: en.modulus(x + 0j), lambda x: en.euclid(x[None])])
def test_gradients_at_zero_are_finite(f):
    assert np.isfinite(jax.grad(f)(0.0))


def test_the_maximum_has_a_derivative_where_several_entries_attain_it():
    g = jax.grad(lambda x: en.largest(x))(jnp.array([1.0, 2.0, 2.0]))
    assert g.tolist() == [0.0, 1.0, 0.0]


def test_infinite_ends_stay_what_they_are():
    whole = Interval(jnp.float64(-jnp.inf), jnp.float64(jnp.inf))
    assert float(whole.mid) == 0
    for slack in (0.0, 1.0, np.inf):
        wide = whole.widened(slack, en.down, en.up)
        assert (float(wide.lo), float(wide.hi)) == (-np.inf, np.inf)
    for x in (np.inf, -np.inf):
        assert float(en.down(jnp.float64(x))) == x == float(en.up(jnp.float64(x)))
    assert float(Interval.of(1.0).widened(np.inf).lo) == -np.inf


# -- ends, powers, elementary functions
ENDS = [-1e60, -3.0, -1.0, -1 / 3, -1e-60, 0.0, 1e-60, 0.1, 1.0, 7 / 3, 1e60]
PIECES = [(a, b) for i, a in enumerate(ENDS) for b in ENDS[i:i + 4]]           # points, and intervals on either side of 0 and around


def arrays(pairs):
    return Interval(*(jnp.array(x) for x in zip(*pairs)))


def each(interval):
    """(lo, hi) of every entry."""
    return [*zip(np.asarray(interval.lo).tolist(), np.asarray(interval.hi).tolist())]


def exactly_within(found, exact):
    lo, hi = found
    return (lo == -np.inf or Fraction(lo) <= exact) and (hi == np.inf or exact <= Fraction(hi))


BINARY = {**OPERATIONS, "a / b": lambda a, b: a / b, "max": en.maximum, "min": en.minimum}
EXACTLY = {**BINARY, "max": max, "min": min}


@pytest.mark.parametrize("name", BINARY)
def test_the_lower_end_is_never_above_the_upper_and_both_enclose(name):
    pairs = [(x, y) for x in PIECES for y in PIECES]
    found = each(BINARY[name](arrays([x for x, _ in pairs]), arrays([y for _, y in pairs])))
    for (x, y), (lo, hi) in zip(pairs, found):
        if name == "a / b" and x[0] <= 0 <= x[1] and y[0] <= 0 <= y[1]:
            assert np.isnan(lo) or (lo, hi) == (-np.inf, np.inf)                # 0/0 decides nothing
            continue
        assert lo <= hi, (x, y)
        for a in map(Fraction, x):
            for b in map(Fraction, y):
                if name != "a / b" or b:
                    assert exactly_within((lo, hi), EXACTLY[name](a, b)), (x, y)


@pytest.mark.parametrize("k", range(-3, 10))
def test_integer_powers_enclose_and_are_in_order(k):
    rng = np.random.default_rng(k + 3)
    points = [(x, x) for x in rng.normal(size=400).tolist()]
    pieces = [(a, b) for a, b in PIECES if 1e-30 < max(abs(a), abs(b)) < 1e30]
    if k == 0:
        assert float((Interval.of(0.0) ** 0).lo) == float((Interval.of(0.0) ** 0).hi) == 1.0
        return
    for (a, b), (lo, hi) in zip(points + pieces, each(arrays(points + pieces) ** k)):
        assert lo <= hi
        for x in {Fraction(a), Fraction(b), (Fraction(a) + Fraction(b)) / 2}:
            assert (k < 0 and a <= 0 <= b and (lo, hi) == (-np.inf, np.inf)) or exactly_within((lo, hi), x**k), (a, b, x)
    assert all(hi == 0 or lo >= 0 for lo, hi in each(arrays(pieces) ** k) if k > 0 and k % 2 == 0)


@pytest.mark.parametrize("power", [Fraction(1, 2), Fraction(3, 2), Fraction(1, 3), Fraction(-1, 2)])
def test_rational_powers_enclose_what_their_denominators_undo(power):
    pieces = [(a, b) for a, b in PIECES if a > 0] + [(x, x) for x in np.random.default_rng(1).uniform(0, 9, 200).tolist()]
    for (a, b), (lo, hi) in zip(pieces, each(arrays(pieces) ** power)):
        assert 0 <= lo <= hi
        q, p = power.denominator, power.numerator
        for x in map(Fraction, (a, b)):
            assert Fraction(lo) ** q <= x**p <= Fraction(hi) ** q


def test_powers_of_what_is_not_positive_are_those_of_zero():
    for k, value in ((0.5, 0.0), (0.0, 1.0), (-1.0, np.inf)):
        assert float(en.power(0.0, k)) == float(en.power(-2.0, k)) == value
    assert float(en.root(-4.0)) == 0.0 and np.isnan(en.root(np.nan)) and np.isnan(en.power(np.nan, 2.0))
    below = arrays([(-2.0, 9.0)]) ** Fraction(1, 2)
    assert each(below)[0][0] == 0.0 <= 3.0 <= each(below)[0][1]


def enclosed_by(found, function, x):
    """Whether each entry contains function(x), a ball of 200 bits."""
    return [lo <= hi and function(arb(float(v))) >= arb(lo) and function(arb(float(v))) <= arb(hi) for (lo, hi), v in zip(each(found), x)]


@pytest.fixture
def precise():
    before, ctx.prec = ctx.prec, 200
    yield
    ctx.prec = before


def test_exponentials_logarithms_and_real_powers_enclose_the_true_value(precise):
    rng = np.random.default_rng(2)
    x = np.concatenate([rng.uniform(-30, 30, 200), rng.normal(size=100) * 1e-8, [0.0]])
    far = np.array([700.0, -700.0, -745.0, -800.0])                          # exp underflows, and is positive
    assert all(enclosed_by(en.exp(arrays([*zip(far, far)])), arb.exp, far))
    assert all(enclosed_by(en.exp(arrays([*zip(x, x)])), arb.exp, x))
    y = np.concatenate([np.exp(x), 1 + np.arange(1, 50) * en.EPS, 1 - np.arange(1, 50) * en.EPS / 2])
    assert all(enclosed_by(en.log(arrays([*zip(y, y)])), arb.log, y))
    for k in (0.3, 1.7, -2.5):
        assert all(enclosed_by(arrays([*zip(y, y)]) ** Interval.of(k), lambda v: v ** arb(k), y))
    assert each(en.log(arrays([(-1.0, 1.0), (0.0, np.inf)])))[0][0] == -np.inf
    lo, hi = each(en.exp(arrays([(-1.0, 2.0)])))[0]
    assert lo <= np.exp(-1) and np.exp(2) <= hi and lo > 0.36 and hi < 7.4
    lo, hi = each(arrays([(0.5, 2.0)]) ** Interval(jnp.float64(-1), jnp.float64(3)))[0]
    assert lo <= 0.125 and hi >= 8.0 and lo > 0.12 and hi < 8.1


@pytest.mark.parametrize("off", [-1, 1])
def test_elementary_functions_may_be_as_inaccurate_as_their_contracts_allow(off, monkeypatch, precise):
    """4 ulp, and 8 EPS for powers: the enclosure covers functions that miss by all of it but what this test rounds itself, 1.5 EPS."""
    x = np.array([1e-3, 0.7, 1.0, 3.0])

    def inaccurate(f, ulps):
        return lambda v, *rest: jnp.asarray(f(v, *rest)) * (1 + off * (ulps - 1.5) * en.EPS)
    monkeypatch.setattr(en, "power", inaccurate(lambda v, k: np.asarray(v) ** np.asarray(k), 8))
    monkeypatch.setattr(en.jnp, "exp", inaccurate(np.exp, 4))
    monkeypatch.setattr(en.jnp, "log", inaccurate(np.log, 4))
    with jax.disable_jit():
        assert all(enclosed_by(en.exp(arrays([*zip(x, x)])), arb.exp, x))
        assert all(enclosed_by(en.log(arrays([*zip(x, x)])), arb.log, x))
        assert all(enclosed_by(arrays([*zip(x, x)]) ** Interval.of(0.3), lambda v: v ** arb(0.3), x))


def test_infinite_ends_are_kept():
    line = Interval(jnp.float64(-np.inf), jnp.float64(np.inf))
    for found in (-line, abs(line), en.maximum(line, 1.0), en.minimum(line, 1.0), line.reciprocal()):
        assert not np.isnan([found.lo, found.hi]).any()
    assert (float(abs(line).lo), float(en.minimum(line, 1.0).hi), float(en.maximum(line, 1.0).lo)) == (0.0, 1.0, 1.0)


def test_midpoints_and_widths():
    piece = Interval(jnp.float64(1), jnp.float64(4))
    assert (float(piece.mid), float(piece.width), float((-piece).mid)) == (2.5, 3.0, -2.5)
    assert float(Interval(jnp.float64(np.inf), jnp.float64(np.inf)).mid) == np.inf
    assert (float(piece.widened(0.5).lo), float(piece.widened(0.5).hi)) == (0.5, 4.5)
    assert (float(Interval.of(Fraction(1, 4)).lo), float(Interval.of(Fraction(1, 4)).width)) == (0.25, 0.0)
    third = Interval.of(Fraction(1, 3))
    assert np.nextafter(float(third.lo), 1.0, dtype=float) >= 1 / 3 >= np.nextafter(float(third.hi), 0.0, dtype=float)


# -- budgets: what they cover is attained, up to a factor that the test states
SMALL = 2.0**-53 * (1 - 2.0**-20)      # added to 1 it is lost: just below half the spacing


def recursive(terms):
    """The sum from left to right, each partial sum rounded: one of the orders that a budget must allow."""
    return functools.reduce(lambda s, x: s + x, terms, 0.0)


@pytest.mark.parametrize("unit", [1.0, 2.0**20, 2.0**-20])
def test_a_sum_in_any_order_is_within_the_budget_and_the_worst_order_needs_nearly_half_of_it(unit):
    terms = [unit] + 2000 * [unit * SMALL]
    exact, worst = sum(map(Fraction, terms)), recursive(terms)
    found = en.total(jnp.array(terms))
    assert contains(found, exact)
    assert abs(Fraction(worst) - exact) <= Fraction(float(found.width)) / 2 <= Fraction(21, 10) * abs(Fraction(worst) - exact)
    k, X, w = sp.symbols("k X w", extended_real=True)
    meaning = {"w": jnp.array(terms), "X": jnp.arange(len(terms)), "Weight": lambda w, k: w[k]}
    found = evaluate(Total(Weight(w, k), (k, X)), meaning, {})
    assert contains(found, exact)
    assert abs(Fraction(worst) - exact) <= Fraction(float(found.width)) / 2 <= Fraction(21, 10) * abs(Fraction(worst) - exact)


def test_the_larger_end_of_each_summand_counts_for_the_budget():
    lows = jnp.array([-1.0] + 2000 * [-SMALL])
    for ends in ((lows, 0 * lows), (0 * lows, -lows)):
        k, X = sp.symbols("k X", extended_real=True)
        words = {"X": jnp.arange(len(lows)), "Weight": lambda w, k: Interval(ends[0][k], ends[1][k])}
        found = evaluate(Total(Weight(0, k), (k, X)), words, {})
        missed = 2000 * SMALL
        assert found.lo <= float(ends[0].sum()) - missed and found.hi >= float(ends[1].sum()) + missed


def test_a_relative_error_of_the_summands_is_added():
    found = en.total(jnp.array([1.0, 3.0]), relative=0.25)
    assert contains(found, Fraction(3)) and contains(found, Fraction(5)) and float(found.width) < 2.0001


def test_a_product_of_long_rows_is_within_the_budget_in_any_order():
    """Not square: the number of summands is the inner dimension. The worst order needs a quarter of the budget."""
    n = 4000
    row = np.array([1.0] + (n - 1) * [2.0**-27])                     # squares 2^-54, lost beside 1
    exact = 1 + (n - 1) * Fraction(1, 2**54)
    worst = recursive(x * x for x in row.tolist())
    for a, b in ((row[None], row[:, None]), (np.stack([row, 0 * row]), row[:, None]), (row[None], np.stack([row, 0 * row], 1))):
        found = Ball.of(a) @ Ball.of(b)
        assert abs(Fraction(worst) - exact) <= Fraction(float(found.radius)) <= 5 * abs(Fraction(worst) - exact)
        assert abs(Fraction(float(found.center[0, 0])) - exact) <= Fraction(float(found.radius))


def test_the_norm_of_many_entries_is_within_the_budget_in_any_order():
    n = 4000
    row = [1.0] + (n - 1) * [2.0**-27]
    square = 1 + (n - 1) * Fraction(1, 2**54)
    found, worst = Ball.of(np.array(row)).norm(), recursive(x * x for x in row) ** 0.5
    assert Fraction(float(found.lo)) ** 2 <= square <= Fraction(float(found.hi)) ** 2
    assert float(found.lo) <= worst <= float(found.hi) and float(found.width) <= 18 * (float(square) ** 0.5 - worst)


PYTHAGOREAN = [(3, 4, 5), (5, 12, 13), (2, 3, 6, 7), (1, 4, 8, 9), (1, 1, 1, 1, 2), (0, 0, 0), (7, 7), (20, 99, 101)]


@pytest.mark.parametrize("factor", [1.0, 1 / 3, 2.0**300, 2.0**-300])
def test_norms_of_pythagorean_vectors_contain_their_integers(factor):
    for *entries, length in PYTHAGOREAN:
        for v in ([factor * x for x in entries], [1j * factor * x for x in entries], [[factor * x] for x in entries],
                  [factor * complex(*entries[:2]), *(factor * x for x in entries[2:])]):
            found = Ball.of(jnp.array(v)).norm()
            exact = sum(Fraction(factor * x) ** 2 for x in entries)
            assert 0 <= found.lo <= found.hi and Fraction(float(found.lo)) ** 2 <= exact <= Fraction(float(found.hi)) ** 2
            assert float(found.width) <= 4 * (len(entries) + 6) * en.EPS * length * factor + 4 * en.TINY


def test_a_rounded_sum_of_vectors_is_within_the_radius_and_nearly_needs_all_of_it():
    a, b = np.ones(50), np.full(50, SMALL)
    found = Ball.of(a) + Ball.of(b)
    missed = np.linalg.norm([float(Fraction(x) - 1 - Fraction(SMALL)) for x in np.asarray(found.center).tolist()])
    assert missed <= found.radius <= 2.01 * missed
    found = Ball.of(a * (1 + 2 * en.EPS)) * (1 + 3 * en.EPS)         # (1 + 2 e)(1 + 3 e) = 1 + 5 e + 6 e^2
    missed = np.linalg.norm([float(Fraction(x) - (1 + 2 * Fraction(en.EPS)) * (1 + 3 * Fraction(en.EPS))) for x in
                             np.asarray(found.center).tolist()])
    assert missed <= found.radius


def test_radii_are_those_of_the_worst_vectors_of_the_balls():
    """All errors point one way: then the triangle inequality is an equality, and the radius may not be smaller."""
    e, f = np.eye(2)[0], np.eye(2)[1]
    x, y = Ball(jnp.array(3 * e), jnp.float64(0.5)), Ball(jnp.array(2 * e), jnp.float64(0.25))
    close = 1 + 1e-14

    def attained(ball, value):
        assert np.linalg.norm(value - np.asarray(ball.center)) <= ball.radius <= close * np.linalg.norm(value - np.asarray(ball.center))
    attained(x + y, 5.75 * e)
    attained(x - y, (3.5 - 1.75) * e)
    attained(-x, -3.5 * e)
    attained(x * 4.0, 14 * e)
    attained(-4.0 * x, -14 * e)
    attained(x * Interval(jnp.float64(1), jnp.float64(2)), 2 * 3.5 * e)
    A, B = Ball(jnp.array([3 * e]), jnp.float64(0.5)), Ball(jnp.array([2 * e, 0 * f]), jnp.float64(0.25))
    attained(A @ B, np.array([3.5 * 2.25 * e]))
    norm = x.norm()
    assert norm.lo <= 2.5 and 3.5 <= norm.hi and norm.width <= 1 + 1e-13
    assert float(Ball(jnp.array(e), jnp.float64(2)).norm().lo) == 0.0


def test_arrays_on_the_left_of_a_ball_and_kept_fields():
    x = Ball(jnp.array([[1.0, 2.0], [3.0, 4.0]]), jnp.float64(0.5))
    array = np.array([[0.0, 1.0], [1.0, 0.0]])
    assert np.array_equal((Ball.of(array) - x).center, array - np.asarray(x.center))
    assert np.array_equal(x.__rsub__(array).center, array - np.asarray(x.center))
    assert np.array_equal(x.__rmatmul__(array).center, array @ np.asarray(x.center))

    spaced = Signal(jnp.arange(3.0), jnp.float64(0), Interval.of(0.25))
    for y in (spaced + Ball.of(np.ones(3)), spaced * 2.0, -spaced, spaced - spaced):
        assert float(y.spacing.lo) == 0.25


def test_the_modulus_and_the_largest_entry():
    z = jnp.array([3 + 4j, -5.0, 0, 8 - 6j])
    assert en.modulus(z).tolist() == [5, 5, 0, 10]
    x = jnp.array([[1.0, -2.0], [0.5, 7.0]])
    assert en.largest(x).tolist() == [1.0, 7.0] and en.largest(x, 0).tolist() == [1.0, 7.0] and en.largest(-x, 0).tolist() == [-0.5, 2.0]
    assert float(en.euclid(jnp.float64(-3))) == 3.0 and float(en.euclid(jnp.array([3.0, 4.0]))) == 5.0
