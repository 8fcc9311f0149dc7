"""Transport from a law with a density to finitely many atoms.

On the line, W_p of a piecewise uniform law and atoms from the quantile formula. In R^d, a union of balls with an atom at each
centre, where every point goes to its own centre.
"""
import math
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp

from proofs_numeric.engine.enclosure import EPS, Interval, down, power, up

OMEGA = (2.0, math.pi, 4 * math.pi / 3)                     # volumes of the unit balls in dimension 1, 2, 3; to 2 EPS


class Bins(NamedTuple):
    """Mass `weights` (g), spread uniformly on increasing intervals from `left` (g) of positive `length` (g)."""

    left: jax.Array
    length: jax.Array
    weights: jax.Array


class Points(NamedTuple):
    """Masses `weights` (m) at increasing positions `points` (m)."""

    points: jax.Array
    weights: jax.Array


def peak(law: Bins):
    """The largest value of the density; relative error below 2 EPS."""
    return (law.weights / law.length).max()


def line_cost(law: Bins, atoms: Points, p) -> Interval:
    """W_p^p = integral over u in (0, 1) of |F^{-1}(u) - G^{-1}(u)|^p: a bin and an atom share an interval of u.

    On the part of a bin that goes to the atom y the integral is the density times A(b - y) - A(a - y), with the primitive
    A(t) = sign(t) |t|^{p+1} / (p + 1) of |t|^p. With R the width of the picture and N the number of pieces, a rounded
    breakpoint misplaces mass EPS N and costs at most R^p of it; a rounded primitive or end point costs 64 EPS of R^p and of
    density times R^{p+1}.
    """
    F, G = jnp.cumsum(law.weights), jnp.cumsum(atoms.weights)
    before = (F - law.weights)[:, None]
    a = jnp.maximum(before, (G - atoms.weights)[None])
    b = jnp.minimum(F[:, None], G[None])
    w, length = law.weights[:, None], law.length[:, None]
    share = (jnp.stack([a, jnp.maximum(a, b)]) - before) / jnp.where(w > 0, w, 1.0)
    t = law.left[:, None] + jnp.clip(share, 0.0, 1.0) * length - atoms.points
    A = jnp.sign(t) * power(jnp.abs(t), p + 1) / (p + 1)
    value = (w / length * (A[1] - A[0])).sum()
    low, high = jnp.minimum(law.left[0], atoms.points[0]), jnp.maximum(law.left[-1] + law.length[-1], atoms.points[-1])
    width, pieces = high - low, a.size
    budget = 64 * pieces * EPS * power(width, p) * (pieces + peak(law) * width)
    return Interval(down(jnp.maximum(value - budget, 0.0)), up(value + budget))


def balls_cost(d, radius, weights, p) -> Interval:
    """W_p^p of a union of m uniform balls in R^d to their centres: sum_j w_j d/(d + p) r_j^p.

    weights, radius (..., m); d (..., 1). The centres are at least twice the largest radius apart, so that every point is
    nearest to its own centre, and the centres carry the masses of their balls.
    """
    value = (weights * power(radius, p) * d / (d + p)).sum(-1)
    budget = (weights.shape[-1] + 16) * EPS * value
    return Interval(value - budget, value + budget)


def exact_line_cost(left, length, weights, points, masses, p, number=Fraction):
    """`line_cost` for Fraction data; weights positive, masses >= 0, both of sum 1.

    p: an integer, and the value is a Fraction; or what `number` makes of a Fraction, such as flint.arb.
    """
    def primitive(t):
        return number(abs(t)) ** (p + 1) / (p + 1) * (1 if t >= 0 else -1)
    value, i, j, start, used = number(Fraction(0)), 0, 0, Fraction(0), Fraction(0)
    rest = masses[0]
    while i < len(weights):
        piece = min(weights[i] - used, rest)
        a, b = (left[i] + length[i] * v / weights[i] - points[j] for v in (used, used + piece))
        value = (primitive(b) - primitive(a)) * number(weights[i] / length[i]) + value
        used, rest, start = used + piece, rest - piece, start + piece
        if used == weights[i]:
            i, used = i + 1, Fraction(0)
        if not rest and j + 1 < len(masses):
            j += 1
            rest = masses[j]
    if start != 1:
        raise ValueError(f"weights sum to {sum(weights)} and masses to {sum(masses)}; both must be 1")
    return value
