"""A density and atoms on the line, and balls, against integrals in rational arithmetic."""
import itertools
import math
from fractions import Fraction

import jax
import jax.numpy as jnp
import pytest
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st
from rationals import SETTINGS, inside, parts

from proofs_numeric.engine.enclosure import EPS, TINY
from proofs_numeric.mathematics import quantisation as qu


def by_quantiles(left, length, weights, points, masses, p):
    """Integral over u of |F^-1(u) - G^-1(u)|^p for p = 1, 2: between breakpoints both are affine."""
    F, G = ([Fraction(0), *itertools.accumulate(w)] for w in (weights, masses))
    total = Fraction(0)
    for u, v in itertools.pairwise(sorted({*F, *G})):
        i, j = (next(k for k in range(len(w)) if w[k] <= (u + v) / 2 < w[k + 1]) for w in (F, G))
        s, t = (left[i] + length[i] * (x - F[i]) / weights[i] - points[j] for x in (u, v))
        if p == 2:
            total += (v - u) * (s * s + s * t + t * t) / 3
        else:
            total += (v - u) * (abs(s + t) / 2 if s * t >= 0 else (s * s + t * t) / 2 / (t - s))
    return total


line_cost = jax.jit(qu.line_cost)


def small(n, low=1):
    return st.lists(st.integers(low, 12).map(lambda k: Fraction(k, 4)), min_size=n, max_size=n)


@settings(max_examples=40, **SETTINGS)
@given(gaps=small(3, 0), length=small(3), weights=parts(3, 13), at=small(3, -12), masses=parts(3, 13), p=st.sampled_from([1, 2]))
def test_the_cost_on_the_line_is_the_integral_over_quantiles(gaps, length, weights, at, masses, p):
    """Bins of different weight and length, atoms anywhere."""
    weights, masses = [Fraction(w + 1, 16) for w in weights], [Fraction(w + 1, 16) for w in masses]
    left = [sum(gaps[:k + 1]) + sum(length[:k]) for k in range(3)]
    exact = by_quantiles(left, length, weights, sorted(at), masses, p)
    assert qu.exact_line_cost(left, length, weights, sorted(at), masses, p) == exact
    bins = qu.Bins(*(jnp.array([float(x) for x in v]) for v in (left, length, weights)))
    atoms = qu.Points(*(jnp.array([float(x) for x in v]) for v in (sorted(at), masses)))
    found = line_cost(bins, atoms, jnp.float64(p))
    assert -TINY <= found.lo and inside(found, exact) and found.width <= 1e-8
    assert math.isclose(qu.peak(bins), max(w / x for w, x in zip(weights, length)), rel_tol=2 * EPS)


def test_bins_and_atoms_without_mass_cost_nothing():
    bins = qu.Bins(jnp.array([0.0, 1.0, 2.0]), jnp.ones(3), jnp.array([0.5, 0.0, 0.5]))
    found = line_cost(bins, qu.Points(jnp.array([-9.0, 0.5, 2.5]), jnp.array([0.0, 0.5, 0.5])), jnp.float64(1))
    assert inside(found, Fraction(1, 4)) and found.width < 1e-9


def test_the_peak_of_two_unequal_bins_is_the_largest_mass_over_length():
    """In rational arithmetic as well, where a model computes it anew: the higher bin is the shorter and the lighter per product."""
    from proofs_numeric.transport.wasserstein_sample_complexity import MODEL
    left, length, weights = [Fraction(0), Fraction(4)], [Fraction(4), Fraction(1, 2)], [Fraction(3, 4), Fraction(1, 4)]
    instance = {**MODEL.certificates[0].instance, "line": (left, length, weights, [Fraction(1), Fraction(4)], [Fraction(1, 2)] * 2), "p": 1}
    words = MODEL.exact(instance)
    assert words["PeakDensity"](words["Continuous"](1)) == Fraction(1, 2) == words["DensityBound"](1)
    assert float(qu.peak(qu.Bins(*(jnp.array([float(x) for x in v]) for v in (left, length, weights))))) == 0.5
    found = words["Wasserstein"](words["p"], words["Continuous"](1), words["Discrete"](1))
    assert found == by_quantiles(left, length, weights, [Fraction(1), Fraction(4)], [Fraction(1, 2)] * 2, 1)


def test_weights_that_miss_one_are_named():
    with pytest.raises(ValueError, match="weights sum to 3/4 and masses to 1"):
        qu.exact_line_cost([Fraction(0)], [Fraction(1)], [Fraction(3, 4)], [Fraction(0)], [Fraction(1)], 1)


@pytest.mark.parametrize("p", [1, 2, 3])
def test_the_cost_of_balls_and_their_volumes(p):
    """The mean of |x|^p over the unit ball is d/(d + p)."""
    radius, weights = [Fraction(1, 2), Fraction(3), Fraction(5, 4)], [Fraction(1, 4), Fraction(1, 8), Fraction(5, 8)]
    found = qu.balls_cost(jnp.array([[1.0], [2.0], [3.0]]), *(jnp.array([float(x) for x in v]) for v in (radius, weights)), float(p))
    for k, d in enumerate((1, 2, 3)):
        exact = sum(w * Fraction(d, d + p) * r**p for w, r in zip(weights, radius))
        assert Fraction(float(found.lo[k])) <= exact <= Fraction(float(found.hi[k])) and found.hi[k] - found.lo[k] <= 1e-12
    before, ctx.prec = ctx.prec, 100
    try:
        for d, volume in enumerate(qu.OMEGA, 1):
            assert abs(arb(volume) - arb.pi() ** (arb(d) / 2) / (arb(d) / 2 + 1).gamma()) <= 2 * EPS * volume
    finally:
        ctx.prec = before
