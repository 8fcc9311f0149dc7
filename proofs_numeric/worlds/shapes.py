"""Closed sets in Euclidean space whose reach is known in closed form, with some of their points, and two points beside them.

Finite sets are given by all of their points: on them a statement about all points of A is checked literally. Of curves in the plane and
of surfaces in space some points are tried. All points, those of A first, are rows of one table; a word receives the number of a row.
"""
import functools
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Interval, root
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import shapes
from proofs_numeric.mathematics.radicals import square_root
from proofs_numeric.worlds.world import Part, Words, World, in_latex


class Size(NamedTuple):
    n: int                       # points of A
    D: int                       # dimension of the space


BASE = {2: np.array([[-2, -1], [1, -1], [2, 1], [0, 1]]),                    # no two closer than 1, in the first coordinates either
        3: np.array([[-1, -1, 0], [1, -1, 1], [-1, 1, -1], [1, 1, 0], [0, 2, 1], [0, 0, -1]])}
OVERSTATED = 8.0                 # by how much a knob overstates the reach, or understates a distance
UNDERFLOW = 1e-70                # of squares of coordinates; and where both sides vanish a search can still divide by their squares
SIZES = (Size(4, 2), Size(6, 3))


def spread(theta):
    """Points (n, D) that are at least 0.1 apart; the first coordinates in the plane, the first two in space, as well."""
    return BASE[theta.shape[1]] + 0.45 * jnp.tanh(theta)


def unit(v):
    """Rows divided by their lengths; the first basis vector for 0."""
    v = jnp.where((v == 0).all(-1, keepdims=True), jnp.eye(v.shape[-1])[0], v)
    return v / jnp.sqrt((v * v).sum(-1, keepdims=True))


def between(low, high, x):
    """A number strictly between two others, from any real x."""
    return low + (high - low) * (0.001 + 0.998 * jax.nn.sigmoid(x))


def plane(points, size, which, directions):
    """One of five sets in the plane."""
    u = points[:, 0]
    free, both = u.at[-1].set(0.0), u.at[-2:].set(0.0)
    b, g = jnp.exp(jnp.tanh(size[0])), jnp.exp(2 * jnp.tanh(size[1]))
    return _one(which, (shapes.finite(points, directions), shapes.ellipse(free, b * (1 + g / 4), b), shapes.parabola(free, g),
                        shapes.lines(both, b), shapes.circles(both, b, g)))


def space(points, size, which, directions):
    """One of three sets in space."""
    R = jnp.exp(jnp.tanh(size[0]))
    return _one(which, (shapes.finite(points, directions), shapes.sphere(points[:, :2], R),
                        shapes.torus(points[:, :2].at[-1].set(0.0), R * (1.2 + jnp.exp(jnp.tanh(size[1]))), R)))


def round_ones(points, size, which, directions):
    """Circles and pairs of circles in the plane, spheres in space: sets with volumes in closed form."""
    R = jnp.exp(jnp.tanh(size[0]))
    if points.shape[1] == 3:
        return shapes.sphere(points[:, :2], R)
    u = points[:, 0]
    return _one(which, (shapes.ellipse(u, R, R), shapes.circles(u.at[-2:].set(0.0), R, jnp.exp(2 * jnp.tanh(size[1])))))


def any_set(points, size, which, directions):
    """One of the sets in the plane or in space."""
    return (plane if points.shape[1] == 2 else space)(points, size, which, directions)


def choose(condition, first, second):
    """One of two instances."""
    return jax.tree.map(lambda p, q: jnp.where(condition, p, q), first, second)


def _one(which, kinds):
    """The number `which` in [0, 1) chooses; finite sets as often as the others together."""
    k = jnp.clip(jnp.floor(2 * (len(kinds) - 1) * which) - (len(kinds) - 2), 0, len(kinds) - 1).astype(int)
    return jax.tree.map(lambda *leaves: jnp.stack(leaves)[k], *kinds)


def at(x: Interval, *index) -> Interval:
    """An entry or a part of an array of enclosures."""
    lo = x.lo[index]
    return Interval(lo, lo if x.is_point else x.hi[index])


def either(condition, x: Interval, y: Interval) -> Interval:
    """x where the condition holds, else y."""
    lo = jnp.where(condition, x.lo, y.lo)
    return Interval(lo, lo if x.is_point and y.is_point else jnp.where(condition, x.hi, y.hi))


# -- the set
class SetWords(Words):
    """Squares of distances and inner products are computed once; `blur` bounds how far a computed point is from where it belongs."""

    @functools.cached_property
    def steps(self):
        """(m, m, D): from row i to row j."""
        table = self.instance["table"]
        return table[None] - table[:, None]

    @functools.cached_property
    def blur(self):
        return shapes.rounded(self.instance["shape"])

    @functools.cached_property
    def lengths(self):
        """(m, m) enclosures. Squares, sum and root: D + 2 roundings, after one of the difference."""
        s = root((self.steps**2).sum(-1)) + UNDERFLOW
        return Interval.around(s, (self.size.D + 4) * EPS * s + 4 * self.blur + 2 * UNDERFLOW)

    @functools.cached_property
    def tangential(self):
        """(n, n) enclosures of the distances of b - a from the tangent space at a, by [a, b]."""
        n, shape = self.size.n, self.instance["shape"]
        lengths = at(self.lengths, slice(n), slice(n))
        d = jnp.abs((self.steps[:n, :n] * shape.normals[:, None]).sum(-1))
        return either(shape.isolated > 0, lengths, Interval.around(d, (self.size.D + 40) * EPS * lengths.hi + 4 * self.blur))

    def values(self):
        return {"A": jnp.arange(self.size.n), "tau": self.instance["tau"]}

    def Apart(self, x, y):
        return at(self.lengths, x, y)

    def Reach(self, A):
        reach = self.instance["shape"].reach
        return Interval.around(reach, 32 * EPS * reach)

    def TangentDistance(self, b, a):
        return at(self.tangential, a, b)

    def LeastQuotient(self, A):
        n, bend = self.size.n, self.instance["shape"].bend
        s, d = at(self.lengths, slice(n), slice(n)), self.tangential
        lo = jnp.maximum(s.lo, 0.0) ** 2 / jnp.where(d.hi > 0, 2 * d.hi, 1.0) * (1 - 8 * EPS)
        hi = jnp.where(d.lo > 0, s.hi**2 / jnp.where(d.lo > 0, 2 * d.lo, 1.0) * (1 + 8 * EPS), jnp.inf)
        lo, hi = (jnp.where(jnp.eye(n) > 0, jnp.inf, x).min() for x in (lo, hi))
        return Interval(jnp.minimum(lo, bend * (1 - 32 * EPS)), jnp.minimum(hi, bend * (1 + 32 * EPS)))


class ExactSetWords(Words):
    """Points are tuples of Fraction; lengths are Fraction where they are rational, else Radical. normals: any length, None if isolated."""

    def step(self, x, y):
        table = self.instance["table"]
        return [q - p for p, q in zip(table[x], table[y])]

    def values(self):
        return {"A": range(self.instance["n"]), "tau": self.instance["tau"]}

    def Apart(self, x, y):
        return square_root(dot(self.step(x, y), self.step(x, y)))

    def Reach(self, A):
        return self.instance["reach"]

    def TangentDistance(self, b, a):
        v, normals = self.step(a, b), self.instance["normals"]
        if normals is None:
            return square_root(dot(v, v))
        n = normals[a]
        return square_root(dot(n, v) ** 2 / dot(n, n)) if any(n) else Fraction(0)

    def LeastQuotient(self, A):
        quotients = []
        for a in A:
            for b in A:
                d = self.TangentDistance(b, a)
                if a != b and d != 0:
                    quotients.append(square_root(dot(self.step(a, b), self.step(a, b)) ** 2 / (4 * d**2)))
        return min(quotients + ([] if self.instance["bend"] is None else [self.instance["bend"]]))


def dot(u, v) -> Fraction:
    """The inner product of exact vectors."""
    return sum((Fraction(p) * q for p, q in zip(u, v)), Fraction(0))


@dataclass(frozen=True)
class Sets(Part):
    """A closed set A with a number tau that is claimed to be at most its reach.

    kinds: which sets. ends: whether the free family has half circles too. name: what the theorem calls the set.
    """

    kinds: Callable = any_set
    ends: bool = False
    name: str = "A"

    floating, exact = SetWords, ExactSetWords
    knobs = ("reach",)
    frees = "finite sets whose points may coincide, circles and spheres, any claim of their reach, negative ones included"

    def draw(self, size, rng):
        return dict(points=rng.normal(size=(size.n, size.D)), which=rng.uniform(), form=rng.normal(size=2), tau=rng.normal(),
                    directions=rng.normal(size=(size.n, size.D)))

    def build(self, size, theta, knobs, built):
        shape = self.kinds(spread(theta["points"]), theta["form"], theta["which"], unit(theta["directions"]))
        return dict(shape=shape, tau=between(0.5, 1.0, theta["tau"]) * shape.reach * (1 + (OVERSTATED - 1) * knobs.get("reach", 0.0)))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(switch=ms.switches(4, rng))

    def build_free(self, size, theta, built):
        """A finite set, with coinciding points now and then, or a circle, or half of one."""
        together, negative, round_, halved = theta["switch"] > 0
        points = jnp.where(together, theta["points"].at[1].set(theta["points"][0]), theta["points"])
        R, directions = jnp.exp(jnp.tanh(theta["form"][0])), unit(theta["directions"])
        shape = choose(round_, shapes.circle(directions, R), shapes.finite(points, directions))
        if self.ends:
            shape = choose(halved, shapes.half_circle(directions, R), shape)
        return dict(shape=shape, tau=jnp.where(negative, -1.0, 1.0) * shape.reach * jnp.exp(jnp.tanh(theta["tau"]) - 0.5))

    def named(self, given, exact):
        if exact:
            return {name: given[name] for name in ("n", "normals", "reach", "bend", "tau")}
        return dict(shape=given["shape"], tau=np.float64(given["tau"]))

    def shown(self, instance):
        points = instance["table"][:instance["n"]]
        return {self.name: r"\{" + r",\ ".join(map(in_latex, points)) + r"\}", r"\tau": in_latex(instance["tau"])}


# -- two points beside it
class QueryWords(Words):
    """The rows after those of A."""

    def values(self):
        return {"x": self.size.n, "y": self.size.n + 1, "Both": self.size.n + jnp.arange(2)}

    def Projection(self, z):
        return self.instance["feet"][z - self.size.n]

    def SetDistance(self, z, A):
        """Of a finite set the least of all distances; of a curve or surface what is known, as z lies on a normal."""
        shape, far, rows = self.instance["shape"], self.instance["far"][z - self.size.n], self.known["Apart"](z, A)
        least = Interval(rows.lo.min(), rows.lo.min()) if rows.is_point else Interval(rows.lo.min(), rows.hi.min())
        return either(shape.isolated > 0, least, Interval.around(far, 16 * EPS * far + 4 * shapes.rounded(shape)))

    def Pairing(self, x, p, q):
        table, lengths = self.instance["table"], self.known["Apart"]
        u, v = lengths(x, p).hi, lengths(q, p).hi
        blur = 4 * shapes.rounded(self.instance["shape"])
        value = ((table[x] - table[p]) * (table[q] - table[p])).sum()
        return Interval.around(value, (self.size.D + 4) * EPS * u * v + blur * (u + v))


class ExactQueryWords(Words):
    def values(self):
        n = self.instance["n"]
        return {"x": n, "y": n + 1, "Both": (n, n + 1)}

    def Projection(self, z):
        return self.instance["feet"][z - self.instance["n"]]

    def SetDistance(self, z, A):
        return self.instance["far"][z - self.instance["n"]]

    def Pairing(self, x, p, q):
        table = self.instance["table"]
        return dot([s - t for s, t in zip(table[x], table[p])], [s - t for s, t in zip(table[q], table[p])])


@dataclass(frozen=True)
class Queries(Part):
    """Two points x and y, and points of A that are claimed to be nearest to them: x lies above the first and y above the second row.

    names: which of them the theorem speaks of.
    """

    names: str = "x y"
    floating, exact = QueryWords, ExactQueryWords
    knobs = ("nearest",)
    frees = "points x and y anywhere, beyond the centres of circles too, and claims of what is nearest to them"

    def draw(self, size, rng):
        return dict(depth=rng.normal(size=2), side=rng.normal(size=2))

    def build(self, size, theta, knobs, built):
        """Distances between 1/20 and 19/20 of tau (or of the reach, where tau is overstated), on either side."""
        shape = built["shape"]
        far = between(0.05, 0.95, theta["depth"]) * jnp.minimum(built["tau"], shape.reach)
        moved = (jnp.where(theta["side"] < 0, -1.0, 1.0) * far)[:, None] * shape.normals[:2]
        feet = jnp.array([0, 1]) + jnp.array([2, 0]) * (knobs.get("nearest", 0.0) > 0)
        return dict(table=jnp.concatenate([shape.points, shape.points[:2] + moved]), feet=feet, far=far)

    def draw_free(self, size, rng):
        return dict(queries=rng.normal(size=(2, size.D)), height=rng.normal(size=2), lost=ms.switches(2, rng))

    def build_free(self, size, theta, built):
        """Beside a finite set anywhere; of a circle a multiple, which may be negative, of a row. With the nearest row or another one.

        Below a half circle its ends, which are rows, are nearest.
        """
        shape, lost = built["shape"], theta["lost"] > 0
        height = 1 + 0.9 * theta["height"]
        x = jnp.where(shape.isolated > 0, theta["queries"], height[:, None] * shape.points[:2])
        square = ((x[:, None] - shape.points) ** 2).sum(-1)
        feet, least = square.argmin(1), square.min(1)
        row = jnp.where(least > 0, jnp.sqrt(jnp.where(least > 0, least, 1.0)), 0.0)
        below = (shape.isolated > 0) | (shape.ends > 0) & (x[:, 1] < 0)
        far = jnp.where(below, row, shape.bend * jnp.abs(jnp.abs(height) - 1))
        return dict(table=jnp.concatenate([shape.points, x]), feet=jnp.where(lost, (feet + 1) % size.n, feet), far=far)

    def named(self, given, exact):
        return {name: given[name] if exact else np.asarray(given[name]) for name in ("table", "feet", "far")}

    def shown(self, instance):
        return {name: in_latex(row) for name, row in zip(self.names.split(), instance["table"][-2:])}


# -- exact instances
@dataclass(frozen=True)
class Exact:
    """A set with exact points. normals: for curves and surfaces, of any length; None for finite sets. bend: as in `shapes.Shape`."""

    points: tuple
    normals: tuple | None
    reach: Fraction
    bend: Fraction | None = None


def finite(*points) -> Exact:
    """A finite set: its reach is half of its least gap."""
    points = tuple(tuple(map(Fraction, p)) for p in points)
    square = min(dot(d, d) for i, p in enumerate(points) for q in points[:i] for d in [[s - t for s, t in zip(p, q)]])
    return Exact(points, None, square_root(square) * Fraction(1, 2))


def on_circle(u):
    """The point of the unit circle whose half angle has the tangent u; None: (-1, 0)."""
    u = None if u is None else Fraction(u)
    return (Fraction(-1), Fraction(0)) if u is None else ((1 - u * u) / (1 + u * u), 2 * u / (1 + u * u))


def ellipse(a, b, *half_angles) -> Exact:
    """Semi-axes a >= b; a circle where they are equal."""
    a, b, turns = Fraction(a), Fraction(b), [on_circle(u) for u in half_angles]
    return Exact(tuple((a * c, b * s) for c, s in turns), tuple((b * c, a * s) for c, s in turns), b * b / a, b * b / a)


def on_sphere(R, *directions) -> Exact:
    """A sphere around 0; directions: rational vectors of rational length."""
    R, units = Fraction(R), []
    for v in directions:
        length = square_root(dot(v, v))
        units.append(tuple(Fraction(x) / length for x in v))
    return Exact(tuple(tuple(R * x for x in v) for v in units), tuple(units), R, R)


def off(shape: Exact, row: int, t):
    """(x, row, distance): the point at the height t above a row whose normal has rational length, or in direction of the first axis."""
    t, n = Fraction(t), shape.normals[row] if shape.normals else (1,) + (0,) * (len(shape.points[0]) - 1)
    length = square_root(dot(n, n))
    if not isinstance(length, Fraction):
        raise ValueError(f"the normal {n} has an irrational length: give x, row and distance.")
    return tuple(p + t * s / length for p, s in zip(shape.points[row], n)), row, abs(t)


@dataclass(frozen=True)
class Shapes(World):
    """A named instance has a set, a claim tau, and two points (x, row, distance): what is claimed to be nearest, and the true distance."""

    def rational(self, name, shape: Exact, *queries, tau=None, given=None, **k):
        """In rational arithmetic; tau is the reach by default. given: the shares of more parts."""
        points = tuple(tuple(map(Fraction, x)) for x, _, _ in queries)
        feet, far = tuple(row for _, row, _ in queries), tuple(square_root(d * d) if isinstance(d, Fraction) else d for _, _, d in queries)
        tau = shape.reach if tau is None else Fraction(tau)
        return self.named(name, None, dict(n=len(shape.points), normals=shape.normals, reach=shape.reach, bend=shape.bend, tau=tau,
                                           table=shape.points + points, feet=feet, far=far) | (given or {}), **k)


def shaped(*parts: Part) -> Shapes:
    """The world of these parts, `Sets` first."""
    return Shapes("Finite sets of 4 points in the plane and of 6 in space; points of ellipses, parabolas, pairs of lines and of "
                  "circles, of spheres and of tori.", SIZES, parts)

