"""Finite sets, curves in the plane and surfaces in space whose reach is known in closed form, with sampled points, in JAX.

A curve or surface is parametrised by rational functions, so that a coordinate is a few rounded operations. Tangent spaces are given by
unit normals; at isolated points there are none.
"""
from typing import NamedTuple

import jax.numpy as jnp

from proofs_numeric.engine.enclosure import EPS


class Shape(NamedTuple):
    """Points of a set A and what is known of A.

    points, normals (n, D). isolated: 1 for a finite set, whose points are exact, else 0. reach: of A.
    bend: the least radius of curvature at the points, infinite for flat and for isolated ones; where the infimum of the
    quotients of A is a limit of points that come together, a point where that happens is among them.
    pieces: how many curves or surfaces. ends: how many boundary points.
    """

    points: jnp.ndarray
    normals: jnp.ndarray
    isolated: jnp.ndarray
    reach: jnp.ndarray
    bend: jnp.ndarray
    pieces: jnp.ndarray
    ends: jnp.ndarray


def shape(points, normals, reach, bend, pieces=1.0, ends=0.0, isolated=0.0):
    """A shape from arrays (n, D) and numbers."""
    return Shape(points, normals, *(jnp.asarray(v, float) for v in (isolated, reach, bend, pieces, ends)))


def _shape(points, normals, *numbers):
    return shape(jnp.stack(points, 1), jnp.stack(normals, 1), *numbers)


def turn(u):
    """(cos, sin) of the angle whose half has the tangent u."""
    return (1 - u * u) / (1 + u * u), 2 * u / (1 + u * u)


def least_gap(points):
    """The least distance of two different rows; safe at 0."""
    n = len(points)
    square = ((points[:, None] - points) ** 2).sum(-1)
    least = jnp.where(jnp.eye(n) > 0, jnp.inf, square).min()
    return jnp.where(least > 0, jnp.sqrt(jnp.where(least > 0, least, 1.0)), 0.0)


def finite(points, directions):
    """A finite set has half of its least gap as its reach. directions (n, D): unit vectors, all of which are normal."""
    return shape(points, directions, 0.5 * least_gap(points), jnp.inf, isolated=1.0)


def ellipse(u, a, b):
    """Semi-axes a >= b; one u is 0, the vertex at the end of the long axis, where the curvature is largest."""
    c, s = turn(u)
    w = jnp.sqrt((a * s) ** 2 + (b * c) ** 2)
    return _shape((a * c, b * s), (b * c / w, a * s / w), b * b / a, b * b / a)


def parabola(u, k):
    """y = k x^2 / 2; one u is 0, the vertex."""
    w = jnp.sqrt(1 + (k * u) ** 2)
    return _shape((u, k * u * u / 2), (-k * u / w, 1 / w), 1 / k, 1 / k)


def lines(u, h):
    """Two parallel lines y = +-h, points alternately on each; the last two u are equal."""
    side = 1.0 - 2 * (jnp.arange(len(u)) % 2)
    return _shape((u, h * side), (0 * u, side), h, jnp.inf)


def circles(u, R, g):
    """Two circles of radius R with the gap g, points alternately on each; the last two u are 0, the ends of the gap."""
    c, s = turn(u)
    side = 1.0 - 2 * (jnp.arange(len(u)) % 2)
    return _shape((side * (g / 2 + R - R * c), R * s), (-side * c, s), jnp.minimum(R, g / 2), R, 2.0)


def circle(directions, R):
    """A circle or sphere around 0 from unit vectors (n, D)."""
    return shape(R * directions, directions, R, R)


def half_circle(directions, R):
    """The upper half of a circle with both of its ends, which are the last two points. It has the reach R too."""
    folded = jnp.stack([directions[:, 0], jnp.abs(directions[:, 1])], 1)
    folded = folded.at[-2:].set(jnp.array([[1.0, 0.0], [-1.0, 0.0]]))
    return shape(R * folded, folded, R, R, ends=2.0)


def sphere(v, R):
    """v (n, 2): stereographic coordinates."""
    square = (v * v).sum(1)
    n = [2 * v[:, 0] / (1 + square), 2 * v[:, 1] / (1 + square), (square - 1) / (1 + square)]
    return _shape([R * x for x in n], n, R, R)


def torus(v, R, r):
    """Circles of radius r around a circle of radius R > r; one v is 0, the innermost parallel, where the other curvature is largest."""
    (c, s), (C, S) = turn(v[:, 0]), turn(v[:, 1])
    c = -c                                                        # v = 0 is innermost
    return _shape(((R + r * c) * C, (R + r * c) * S, r * s), (c * C, c * S, s), jnp.minimum(r, R - r), jnp.minimum(r, R - r))


def rounded(one: Shape):
    """How far a computed point may be from the set: a coordinate is at most a dozen rounded operations; 0 for finite sets."""
    return jnp.where(one.isolated > 0, 0.0, 32 * EPS * jnp.abs(one.points).max())
