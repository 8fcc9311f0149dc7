"""Parts of the world of closed sets that say how much of a set there is: volumes, points that are apart, landmarks.

Volumes are known in closed form on circles, pairs of circles and spheres, and on finite sets, whose volume is the number of their points.
"""
import functools
from dataclasses import dataclass, replace
from fractions import Fraction

import flint
import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Interval
from proofs_numeric.mathematics.surds import Surd
from proofs_numeric.worlds.shapes import OVERSTATED, Queries, Sets, Shapes, between, either, round_ones, shaped
from proofs_numeric.worlds.world import Part, Words, in_latex

PRECISION = 400                  # bits of balls
with flint.ctx.workprec(PRECISION):
    PI = flint.arb.pi()


def ball(x) -> flint.arb:
    """A rational number as a ball."""
    return flint.arb(flint.fmpq(x.numerator, x.denominator))


def chord(R, corners: int) -> flint.arb:
    """The side of a regular polygon in a circle of radius R."""
    with flint.ctx.workprec(PRECISION):
        return 2 * ball(R) * (PI / corners).sin()


def sphere_volume(d: int, R) -> flint.arb:
    """Of the sphere of dimension 1, 2 or 3 and radius R."""
    with flint.ctx.workprec(PRECISION):
        return (2 * PI, 4 * PI, 2 * PI**2)[d - 1] * ball(R) ** d


def near(x, operations=16):
    """A positive number after a few rounded operations."""
    return Interval.around(x, operations * EPS * jnp.abs(x))


def arc(s, R):
    """Half of the angle that the points of a circle nearer than s to one of them fill. Half a circle has it on one side at least."""
    inside = s < 2 * R
    return jnp.where(inside, 2 * jnp.arcsin(jnp.where(inside, s / (2 * R), 0.0)), jnp.pi)


# -- volumes
class VolumeWords(Words):
    part: "Volumes"

    @functools.cached_property
    def shape(self):
        return self.instance["shape"]

    @functools.cached_property
    def flat(self):
        """Whether M is a finite set, of dimension 0."""
        return self.shape.isolated > 0

    def values(self):
        d = jnp.where(self.flat, 0.0, self.size.D - 1.0)
        return {"M": jnp.arange(self.size.n), "d": d, "V": self.instance["V"], "s": self.instance["s"], "S": None}

    def BallVolume(self, d):
        known = near((2.0, np.pi)[self.size.D - 2])
        return either(self.flat, Interval.of(1.0), known)

    def Volume(self, d, M):
        shape, R = self.shape, jnp.where(self.flat, 1.0, self.shape.bend)
        curve = jnp.where(shape.ends > 0, jnp.pi, 2 * jnp.pi) * R
        return either(self.flat, Interval.of(1.0 * self.size.n), near(shape.pieces * (curve if self.size.D == 2 else 4 * jnp.pi * R * R)))

    def LocalVolume(self, d, M, p, s):
        shape, R, rows = self.shape, jnp.where(self.flat, 1.0, self.shape.bend), self.known["Apart"](p, jnp.arange(self.size.n))
        if self.size.D == 2:
            one = R * arc(s, R)
            known = either(shape.ends > 0, Interval(one * (1 - 32 * EPS), 2 * one * (1 + 32 * EPS)), near(2 * one, 32))
        else:
            known = near(jnp.pi * jnp.minimum(s, 2 * R) ** 2)
        least = (rows.hi < s).sum() * 1.0
        return either(self.flat, Interval(least, least if rows.is_point else (rows.lo < s).sum() * 1.0), known)

    def BoundarySize(self, M):
        return self.shape.ends

    def Count(self, S):
        return self.instance["count"]

    def Separation(self, S):
        return near(self.instance["apart"])


class ExactVolumeWords(Words):
    """Finite sets exactly; volumes of circles and spheres as balls. `local`, where given, has the volume around every point."""

    def __init__(self, *given):
        super().__init__(*given)
        flint.ctx.prec = PRECISION

    def values(self):
        i = self.instance
        s = ball(i["s"]) if i["d"] else Surd.of(i["s"])           # roots are balls, or exact in dimension 0
        return {"M": range(i["n"]), "d": i["d"], "V": i["V"], "s": s, "S": None, "pi": PI}

    def BallVolume(self, d):
        return (1, 2, PI, PI * 4 / 3)[d]

    def Volume(self, d, M):
        return self.instance["volume"]

    def LocalVolume(self, d, M, p, s):
        local, R = self.instance["local"], self.instance["radius"]
        if local is not None:
            return local[p]
        if d == 0:
            return sum(self.known["Apart"](p, q) < self.instance["s"] for q in M)
        angle = 2 * ball(min(self.instance["s"] / (2 * R), Fraction(1))).asin()
        return (2 * angle, 4 * PI * (angle / 2).sin() ** 2, PI * (2 * angle - (2 * angle).sin()))[d - 1] * ball(R) ** d

    def BoundarySize(self, M):
        return self.instance["ends"]

    def Count(self, S):
        return self.instance["count"]

    def Separation(self, S):
        return self.instance["apart"]


@dataclass(frozen=True)
class Volumes(Part):
    """The volume of M, a claim V, the radius s of balls, and a finite set S of points: corners of a regular polygon, or the rows."""

    floating, exact = VolumeWords, ExactVolumeWords
    knobs = ("volume", "separated")
    frees = "half circles, any claim of the volume, any radius, points that are too close"

    def draw(self, size, rng):
        return dict(V=rng.normal(), s=rng.normal(), corners=rng.normal())

    def _points(self, size, theta, shape, rows):
        """(count, least distance) of S."""
        if size.D == 3:
            return jnp.float64(size.n), rows
        corners = jnp.floor(3 + 17 * jax.nn.sigmoid(theta["corners"]))
        return corners, 2 * jnp.where(shape.isolated > 0, 1.0, shape.bend) * jnp.sin(jnp.pi / corners)

    def build(self, size, theta, knobs, built):
        shape, crowded = built["shape"], 1 + (OVERSTATED - 1) * knobs.get("separated", 0.0)
        count, apart = self._points(size, theta, shape, _least(shape.points))
        true = shape.pieces * jnp.pi * (2 * shape.bend if size.D == 2 else 4 * shape.bend**2)
        V = true * (1.001 + jax.nn.sigmoid(theta["V"])) / (1 + 4 * OVERSTATED * knobs.get("volume", 0.0))
        s = between(0.05, 1.0, theta["s"]) * jnp.minimum(apart / 2, 2 * built["tau"])
        return dict(count=count * crowded, apart=apart / crowded, V=V, s=s)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(ratio=rng.normal())

    def build_free(self, size, theta, built):
        shape = built["shape"]
        rows = _least(shape.points)
        count, apart = self._points(size, theta, shape, rows)
        alone, R = shape.isolated > 0, jnp.where(shape.isolated > 0, 1.0, shape.bend)
        true = jnp.where(alone, size.n, jnp.where(shape.ends > 0, 1.0, 2.0) * jnp.pi * R)
        return dict(count=jnp.where(alone, size.n, count), apart=jnp.where(alone, rows, apart), V=true * jnp.exp(theta["V"]),
                    s=jnp.abs(built["tau"]) * 2 * between(0.0, 1.1, theta["s"]))

    def named(self, given, exact):
        return {name: given[name] for name in ("d", "V", "s", "volume", "local", "radius", "ends", "count", "apart")}

    def shown(self, instance):
        return {"V": in_latex(instance["V"]), "s": in_latex(instance["s"])}


def _least(points):
    square = jnp.where(jnp.eye(len(points)) > 0, jnp.inf, ((points[:, None] - points) ** 2).sum(-1)).min()
    return jnp.where(square > 0, jnp.sqrt(jnp.where(square > 0, square, 1.0)), 0.0)


# -- landmarks
class LandmarkWords(Words):
    """The landmarks are all rows of M but the first, which is the point nearest to x unless a knob or the free family says otherwise."""

    def values(self):
        return {"p": self.instance["feet"][0], "N": 1 + jnp.arange(self.size.n - 1), "r": self.instance["r"]}

    def NetDistance(self, x, N):
        rows = self.known["Apart"](x, N)
        lo = rows.lo.min()
        return Interval(lo, lo if rows.is_point else rows.hi.min())


class ExactLandmarkWords(Words):
    def values(self):
        return {"p": self.instance["feet"][0], "N": range(1, self.instance["n"]), "r": self.instance["r"]}

    def NetDistance(self, x, N):
        return min(self.known["Apart"](x, q) for q in N)


@dataclass(frozen=True)
class Landmarks(Part):
    """A spacing r of the landmarks."""

    floating, exact = LandmarkWords, ExactLandmarkWords
    knobs = ("net",)
    frees = "any spacing of the landmarks"

    def draw(self, size, rng):
        return dict(r=rng.normal())

    def build(self, size, theta, knobs, built):
        p = built["shape"].points[0]
        nearest = jnp.sqrt(((built["shape"].points[1:] - p) ** 2).sum(-1).min())
        return dict(r=nearest * (1.001 + jax.nn.sigmoid(theta["r"])) / (1 + 4 * OVERSTATED * knobs.get("net", 0.0)))

    draw_free = draw

    def build_free(self, size, theta, built):
        return dict(r=jnp.exp(theta["r"]))

    def named(self, given, exact):
        return dict(r=Fraction(given["r"]))

    def shown(self, instance):
        return {"r": in_latex(instance["r"])}


def landmarked(*parts: Part) -> Shapes:
    """The world of sets with volumes and landmarks, and of more parts."""
    world = shaped(Sets(round_ones, ends=True, name="M"), Queries("x"), Volumes(), Landmarks(), *parts)
    return replace(world, space="Circles and pairs of circles in the plane with 4 of their points, spheres in space with 6; the landmarks "
                                "are all of these points but the first.")


