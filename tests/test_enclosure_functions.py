"""Ends, powers and elementary functions of intervals: in order, and around the exact value."""
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flint import arb, ctx
from intervals import OPERATIONS

from proofs_numeric.engine import enclosure as en
from proofs_numeric.engine.enclosure import Interval, interval

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
    monkeypatch.setattr(interval, "power", inaccurate(lambda v, k: np.asarray(v) ** np.asarray(k), 8))
    monkeypatch.setattr(jnp, "exp", inaccurate(np.exp, 4))
    monkeypatch.setattr(jnp, "log", inaccurate(np.log, 4))
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


def test_the_logarithm_of_what_is_no_number_is_none():
    """An enclosure of NaN by [-oo, -oo] would be a number that nobody computed."""
    found = en.log(Interval(jnp.float64(jnp.nan), jnp.float64(jnp.nan)))
    assert jnp.isnan(found.lo) and jnp.isnan(found.hi)


def test_the_logarithm_is_minus_infinity_at_and_below_zero_and_an_overflow_is_not_exact():
    for end in (0.0, -1.0):
        assert each(en.log(arrays([(-1.0, end)]))) == [(-np.inf, -np.inf)]
    lo, hi = each(en.exp(arrays([(710.0, 711.0)])))[0]
    assert 1e308 < lo < np.inf and hi == np.inf
