"""Rounding budgets of enclosures: what they cover is attained, up to a factor that the test states."""
import functools
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import pytest
import sympy as sp
from intervals import contains

from proofs_numeric.engine import enclosure as en
from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.engine.interpret import evaluate
from proofs_numeric.mathematics.signals import Signal
from theorems.vocabulary.analysis import Total
from theorems.vocabulary.measures import Weight

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
