"""Divergences of laws on finitely many points against rational and ball arithmetic."""
import math
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import pytest
import sympy as sp
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st
from rationals import SETTINGS, fractions, inside

from proofs_numeric.engine.enclosure import EPS
from proofs_numeric.mathematics import divergences as dv


def normal(weights):
    w = fractions(weights)
    return [x / sum(w) for x in w]


def exact_law(law):
    return dv.exact_masses(np.asarray(law.points).tolist(), normal(law.weights))


def logarithm(x):
    return (arb(x.numerator) / arb(x.denominator)).log()


def entropy(P, Q):
    """Kullback-Leibler divergence as a ball of 200 bits."""
    return sum((arb(p.numerator) / p.denominator * logarithm(p / Q[x]) for x, p in P.items()), arb(0))


def laws(seed, off=0.0):
    """Two laws on overlapping points, some repeated; weights wrong by `off`, relatively, in opposite directions."""
    rng = np.random.default_rng(seed)
    points = [rng.integers(0, 3, (5, 1)).astype(float) for _ in range(2)]
    return [dv.Law(jnp.array(x), jnp.array(rng.dirichlet(np.ones(5)) * (1 + s * off))) for x, s in zip(points, (1, -1))]


@pytest.fixture
def precise():
    before, ctx.prec = ctx.prec, 200
    yield
    ctx.prec = before


def covers(interval, value):
    return arb(float(interval.lo)) <= value and value <= arb(float(interval.hi))


@pytest.mark.parametrize("off", [0.0, 5 * EPS])
def test_divergences_contain_the_exact_ones_of_the_normalised_laws(off, precise):
    """Weights of a vector of length 5 sum to 1 up to 5 EPS: that is all used up."""
    for seed in range(25):
        P, Q = laws(seed, off)
        p, q = exact_law(P), exact_law(Q)
        assert inside(dv.tv(P, Q), dv.exact_tv(p, q)) and inside(dv.tv(Q, P), dv.exact_tv(p, q))
        found = dv.kl(P, Q)
        if set(p) <= set(q):
            assert covers(found, entropy(p, q)) and found.width < 1e-12
        else:
            assert float(found.lo) == float(found.hi) == np.inf and dv.exact_kl(p, q) == math.inf
        m = dv.exact_mixture(p, q)
        assert covers(dv.js(P, Q), (entropy(p, m) + entropy(q, m)) / 2)


def test_the_divergence_needs_a_fair_part_of_its_budget_where_weights_are_off(precise):
    """P too heavy and Q too light by all that is allowed: the error is 2 n EPS, and the budget is not ten times that."""
    w = np.full(4, 0.25)
    P = dv.Law(jnp.arange(4.0)[:, None], jnp.array(w * (1 + 4 * EPS)))
    Q = dv.Law(jnp.arange(4.0)[:, None], jnp.array(w * (1 - 4 * EPS)))
    found = dv.kl(P, Q)
    assert found.lo <= 0 <= found.hi and float(found.mid) >= 7 * EPS and float(found.hi - found.mid) <= 10 * float(found.mid)
    assert dv.tv(P, Q).lo == 0 and float(dv.tv(P, Q).mid) >= 2 * EPS


def test_masses_merge_what_coincides_and_first_marks_one_of_each():
    law = dv.Law(jnp.array([[0.0, 1.0], [0.0, 0.0], [0.0, 1.0]]), jnp.array([0.25, 0.5, 0.25]))
    assert dv.mass(law, law.points).tolist() == [0.5, 0.5, 0.5]
    assert dv.mass(law, jnp.array([[1.0, 1.0], [0.0, 1.0]])).tolist() == [0.0, 0.5]
    assert dv.first(law.points).tolist() == [True, True, False]
    both = dv.mixture(law, dv.Law(jnp.array([[1.0, 1.0]]), jnp.array([1.0])))
    assert dv.mass(both, both.points).tolist() == [0.25, 0.25, 0.25, 0.5]


def test_equal_laws_have_distance_zero_exactly_and_disjoint_ones_one():
    law, other = dv.Law(jnp.array([[0.0], [1.0]]), jnp.array([0.3, 0.7])), dv.Law(jnp.array([[2.0]]), jnp.array([1.0]))
    assert float(dv.tv(law, law).lo) == float(dv.tv(law, law).hi) == 0.0
    assert inside(dv.tv(law, other), 1) and dv.tv(law, other).width < 1e-14
    assert float(dv.kl(law, other).lo) == np.inf and covers(dv.js(law, other), arb(2).log())
    assert dv.kl(law, law).lo <= 0 <= dv.kl(law, law).hi
    null = dv.Law(jnp.array([[0.0], [1.0], [5.0]]), jnp.array([0.3, 0.7, 0.0]))
    assert np.isfinite(dv.kl(null, law).hi) and np.isfinite(dv.kl(law, null).hi)


POSITIVE = st.fractions(Fraction(1, 9), 9, max_denominator=12)


@settings(max_examples=40, **SETTINGS)
@given(x=POSITIVE, y=POSITIVE, c=st.fractions(-3, 3, max_denominator=5))
def test_sums_of_logarithms_are_those_of_the_numbers(x, y, c):
    assert dv.Logs.log(x) + dv.Logs.log(y) == dv.Logs.log(x * y) and dv.Logs.log(x) + -1 * dv.Logs.log(y) == dv.Logs.log(x / y)
    assert math.isclose(float(dv.Logs.log(x) * c), float(c) * math.log(x), rel_tol=1e-12, abs_tol=1e-12)
    assert (dv.Logs.log(x) == 0) == (x == 1) and (dv.Logs.log(x) * 0) == 0 and dv.Logs.log(x) + 0 == dv.Logs.log(x)
    assert (dv.Logs.log(x) == dv.Logs.log(y)) == (x == y) and dv.Logs.log(2) != 1


def test_exact_divergences_of_a_coin():
    P, Q = {(0,): Fraction(1, 4), (1,): Fraction(3, 4)}, {(0,): Fraction(1, 2), (1,): Fraction(1, 2)}
    assert dv.exact_kl(P, Q) == dv.Logs.log(3) * Fraction(3, 4) + dv.Logs.log(2) * -1
    assert dv.exact_js(P, Q) == (dv.exact_kl(P, dv.exact_mixture(P, Q)) + dv.exact_kl(Q, dv.exact_mixture(P, Q))) * Fraction(1, 2)
    assert dv.exact_js({0: Fraction(1)}, {1: Fraction(1)}) == dv.Logs.log(2)
    assert dv.exact_tv(P, Q) == Fraction(1, 4) and dv.exact_tv({0: Fraction(1)}, {1: Fraction(1)}) == 1
    assert dv.exact_mixture(P, Q) == {(0,): Fraction(3, 8), (1,): Fraction(5, 8)}
    half, quarter = Fraction(1, 2), Fraction(1, 4)
    assert dv.exact_masses([[0], [1], [0], [2]], [quarter, half, quarter, Fraction(0)]) == {(0,): half, (1,): half}
    with pytest.raises(ValueError, match="x = 0 has no logarithm"):
        dv.Logs.log(0)


@settings(max_examples=40, **SETTINGS)
@given(x=POSITIVE, y=POSITIVE, c=st.fractions(-3, 3, max_denominator=5))
def test_logarithms_and_their_products_are_ordered_as_numbers(x, y, c):
    a, b = dv.Logs.log(x), dv.Logs.log(y)
    assert (a < b) == (x < y) and (a >= b) == (x >= y) and (a * b == b * a) and (a - a) == 0
    assert (a > c) == (math.log(x) > c) or math.isclose(math.log(x), c, abs_tol=1e-9)       # log x = c only for x = 1, c = 0
    assert (a * b <= c * a) == ((b <= c) if x > 1 else (b >= c)) or x == 1


def test_close_numbers_are_told_apart_and_equal_ones_are_equal():
    """Fractions of log 3 / log 2: a difference far below a float's spacing at 1 is seen, and 0 is 0."""
    near = dv.Logs.log(2) * Fraction(10**40 * 1584962500721156 + 1, 10**40 * 10**15)
    assert dv.Logs.log(3) > dv.Logs.log(2) * Fraction(1584962500721156, 10**15) and (near == dv.Logs.log(3)) is False
    assert dv.Logs.log(4) == dv.Logs.log(2) * 2 and dv.Logs.log(4) <= dv.Logs.log(2) * 2 and hash(dv.Logs.of(3)) == hash(3)
    assert dv.Logs.log(2) < sp.oo and dv.Logs.log(2) * sp.oo == sp.oo and dv.Logs.log(2) != "2"
    square = dv.Logs.log(2) * dv.Logs.log(2)
    assert square < Fraction(1, 2) < dv.Logs.log(2) and sp.simplify(square._sympy_() - sp.log(2)**2) == 0
