"""Transport from a law with a density to finitely many atoms.

On the line, W_p of a piecewise uniform law and atoms from the quantile formula. In R^d, a union of balls with an atom at each
centre, where every point goes to its own centre.
"""
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp

from proofs_numeric.engine.enclosure import EPS, Interval, down, power, up

OMEGA = {1: 2.0, 2: 3.141592653589793, 3: 4.1887902047863905}    # volumes of unit balls, to 1 EPS relative


class Bins(NamedTuple):
    """Mass `weights` (g), spread uniformly on intervals from `left` (g) of positive length `length` (g), in increasing order."""

    left: jax.Array
    length: jax.Array
    weights: jax.Array


class Points(NamedTuple):
    """Masses `weights` (m) at increasing positions `points` (m)."""

    points: jax.Array
    weights: jax.Array


class Balls(NamedTuple):
    """Mass `weights` (m), spread uniformly on m balls of radius `radius` (m) in R^d, each centre at least two radii from the others."""

    d: int
    radius: jax.Array
    weights: jax.Array


def peak(law) -> Interval:
    """The largest value of the density."""
    volume = law.length if isinstance(law, Bins) else OMEGA[law.d] * law.radius**law.d
    return Interval.of((law.weights / volume).max()) * Interval(1 - 16 * EPS, 1 + 16 * EPS)


def line_cost(law: Bins, atoms: Points, p) -> Interval:
    """W_p^p = integral over u in (0, 1) of |F^{-1}(u) - G^{-1}(u)|^p, in closed form between the jumps of both.

    On a piece that one bin sends to one atom y, the integral is the density times A(b - y) - A(a - y), with the primitive
    A(t) = sign(t) |t|^{p+1} / (p + 1) of |t|^p. With R the width of the picture and N the number of pieces, a rounded
    breakpoint misplaces mass EPS N and costs at most R^p of it; a rounded primitive or end point costs 64 EPS of R^p and of
    density times R^{p+1}.
    """
    F, G = jnp.cumsum(law.weights), jnp.cumsum(atoms.weights)
    u = jnp.sort(jnp.clip(jnp.concatenate([jnp.zeros(1), F[:-1], G[:-1], jnp.ones(1)]), 0.0, 1.0))
    a, b = u[:-1], u[1:]
    middle = 0.5 * (a + b)
    i = jnp.minimum(jnp.searchsorted(F, middle), len(F) - 1)
    j = jnp.minimum(jnp.searchsorted(G, middle), len(G) - 1)
    w, length, y = law.weights[i], law.length[i], atoms.points[j]
    safe = jnp.where(w > 0, w, 1.0)

    def end(v):
        share = jnp.clip((v - (F[i] - law.weights[i])) / safe, 0.0, 1.0)
        return law.left[i] + share * length - y

    def primitive(t):
        return jnp.sign(t) * power(jnp.abs(t), p + 1) / (p + 1)
    density = w / length
    value = (density * (primitive(end(b)) - primitive(end(a)))).sum()
    low, high = jnp.minimum(law.left[0], atoms.points[0]), jnp.maximum(law.left[-1] + law.length[-1], atoms.points[-1])
    width, pieces = high - low, len(a)
    budget = 64 * pieces * EPS * power(width, p) * (pieces + density.max() * width)
    return Interval(down(jnp.maximum(value - budget, 0.0)), up(value + budget))


def ball_cost(law: Balls, p) -> Interval:
    """W_p^p to the centres with the same weights: sum_j w_j d/(d + p) r_j^p, since no centre is nearer than one's own."""
    value = (law.weights * power(law.radius, p)).sum() * law.d / (law.d + p)
    budget = (len(law.radius) + 16) * EPS * value
    return Interval(value - budget, value + budget)


def exact_line_cost(left, length, weights, points, masses, p: int) -> Fraction:
    """`line_cost` in Fraction, for an integer p; all weights positive, both of sum 1."""
    def primitive(t):
        return (1 if t >= 0 else -1) * abs(t) ** (p + 1) / (p + 1)
    value, i, j, start, used = Fraction(0), 0, 0, Fraction(0), Fraction(0)
    rest = masses[0]
    while i < len(weights):
        piece = min(weights[i] - used, rest)
        a, b = (left[i] + length[i] * v / weights[i] - points[j] for v in (used, used + piece))
        value += weights[i] / length[i] * (primitive(b) - primitive(a))
        used, rest, start = used + piece, rest - piece, start + piece
        if used == weights[i]:
            i, used = i + 1, Fraction(0)
        if not rest and j + 1 < len(masses):
            j += 1
            rest = masses[j]
    if start != 1:
        raise ValueError(f"weights sum to {sum(weights)} and masses to {sum(masses)}; both must be 1")
    return value
