"""An enclosure contains what it encloses: checked against rational arithmetic and against higher precision."""
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from intervals import OPERATIONS, contains

from proofs_numeric.engine import enclosure as en
from proofs_numeric.engine.enclosure import Ball, Interval, ball, floats, interval
from proofs_numeric.engine.interpret import evaluate
from theorems.vocabulary.analysis import Total
from theorems.vocabulary.measures import Weight

FLOATS = st.floats(-1e6, 1e6, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-6)


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
    for module in (floats, interval, ball):
        monkeypatch.setattr(module, "EPS", 2.0**-23)
    for module in (floats, interval):
        monkeypatch.setattr(module, "TINY", 1e-30)
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
