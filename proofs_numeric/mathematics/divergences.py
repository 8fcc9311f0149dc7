"""Total variation, Kullback-Leibler and Jensen-Shannon divergence of laws on finitely many points.

In floating point the points are floats taken as exact, so two atoms coincide or they do not: supports, and with them infinite
values, are decided exactly. Atoms that repeat are merged. In exact arithmetic a divergence of rational laws is a rational
combination of logarithms of primes (`Logs`), which are ordered.
"""
from collections import defaultdict
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp
import sympy as sp

from proofs_numeric.engine.enclosure import EPS, Interval, once, total
from proofs_numeric.mathematics.logarithms import Logs


class Law(NamedTuple):
    """Masses at points; `points` (m, d) may repeat, `weights` (m) are understood up to normalisation."""

    points: jax.Array
    weights: jax.Array


@once
def mass(law: Law, points):
    """(k,): the mass of each point, atoms that coincide merged. Relative error below (m + 1) EPS."""
    same = (points[:, None] == law.points[None]).all(-1)
    return (same * law.weights).sum(1)


@once
def first(points):
    """(k,): true at the first occurrence of each point."""
    same = (points[:, None] == points[None]).all(-1)
    return jnp.argmax(same, 1) == jnp.arange(len(points))


@once
def relative_entropy(p, q, relative, counted):
    """Sum of p log(p/q) over the points `counted`, for p, q >= 0 (m,); +oo as soon as q = 0 < p.

    p and q carry a relative error of at most `relative` each, normalisation included, so each term one of
    relative (2 p + |p log(p/q)|) + 3 EPS (p + |p log(p/q)|), and the sum another m EPS of its absolute terms.
    """
    live = (p > 0) & counted
    infinite = (live & (q == 0)).any()
    both = live & (q > 0)
    terms = jnp.where(both, p * jnp.log(jnp.where(both, p, 1.0) / jnp.where(both, q, 1.0)), 0.0)
    budget = 2 * (relative + (len(p) + 4) * EPS) * (jnp.abs(terms).sum() + jnp.where(live, p, 0.0).sum())
    value = terms.sum()
    return Interval(jnp.where(infinite, jnp.inf, value - budget), jnp.where(infinite, jnp.inf, value + budget))


def _relative_entropy(p, q, counted):
    """For masses of atoms merged: their relative error is at most (m + 3) EPS."""
    return relative_entropy(p, q, (len(p) + 4) * EPS, counted)


def kl(P: Law, Q: Law) -> Interval:
    """Kullback-Leibler divergence, in nats."""
    return _relative_entropy(mass(P, P.points), mass(Q, P.points), first(P.points))


def js(P: Law, Q: Law) -> Interval:
    """Jensen-Shannon divergence: the mean of the divergences of P and Q to (P + Q)/2."""
    def to_midpoint(A, B):
        a, b = mass(A, A.points), mass(B, A.points)
        return _relative_entropy(a, 0.5 * (a + b), first(A.points))
    return (to_midpoint(P, Q) + to_midpoint(Q, P)) * Fraction(1, 2)


def tv(P: Law, Q: Law) -> Interval:
    """Total variation sup_A |P(A) - Q(A)|, half the sum of |P - Q|. An exact 0 stays 0.

    Rounding in the masses is relative to their sum, which is 2; it is added only where the masses differ.
    """
    points = jnp.concatenate([P.points, Q.points])
    p, q = mass(P, points), mass(Q, points)
    repeated = ~first(points)
    gap = 0.5 * jnp.where(repeated, 0.0, jnp.abs(p - q))
    slack = (len(points) + 4) * EPS * jnp.where(p != q, p + q, 0.0).sum()
    value = total(gap)
    return Interval(jnp.maximum(value.lo - slack, 0.0), value.hi + slack)


def mixture(P: Law, Q: Law) -> Law:
    """(P + Q)/2."""
    return Law(jnp.concatenate([P.points, Q.points]), jnp.concatenate([0.5 * P.weights, 0.5 * Q.weights]))


# -- exact arithmetic
def exact_masses(points, weights) -> dict:
    """point -> mass, atoms that coincide merged and null atoms dropped. Fractions."""
    out: dict[tuple, Fraction] = defaultdict(Fraction)
    for x, w in zip(points, weights):
        out[tuple(x)] += w
    return {x: w for x, w in out.items() if w}


def exact_kl(P: dict, Q: dict):
    """`Logs`, or SymPy's oo. P, Q: point -> mass."""
    if set(P) - set(Q):
        return sp.oo
    return sum((Logs.log(p / Q[x]) * p for x, p in P.items()), Logs())


def exact_js(P: dict, Q: dict) -> Logs:
    """Jensen-Shannon divergence with the factor one half."""
    M = exact_mixture(P, Q)
    return (exact_kl(P, M) + exact_kl(Q, M)) * Fraction(1, 2)


def exact_tv(P: dict, Q: dict) -> Fraction:
    """Half the sum of |P - Q|."""
    return sum((abs(P.get(x, 0) - Q.get(x, 0)) for x in P.keys() | Q.keys()), Fraction(0)) / 2


def exact_mixture(P: dict, Q: dict) -> dict:
    """(P + Q)/2."""
    return {x: (P.get(x, Fraction(0)) + Q.get(x, Fraction(0))) / 2 for x in P.keys() | Q.keys()}
