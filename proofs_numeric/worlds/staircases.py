"""Zigzag functions along directions, and the staircases of sigmoidal units that follow them.

A zigzag is given by its values at the knots, an activation by its kind: the zigzag through its own knots, which is constant outside; the
logistic function; the step 1{t > 0}. One of the knots of an activation is 0.
"""
import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import EPS, Interval
from proofs_numeric.engine.interpret import Named
from proofs_numeric.worlds.world import Part, Words, World, in_latex

ZIGZAG, LOGISTIC, STEP = range(3)
KNOTS, CORNERS = 4, 5            # pieces of a function, knots of an activation
STRICT = 2.0**-20                # claims exceed what is true by so much


class Size(NamedTuple):
    J: int                       # directions
    N: int                       # cells, a power of two: the borders of the cells are floats
    points: int


# -- in floating point
def zigzag(t, knots, values):
    """(the zigzag through these points at t, constant outside; a bound on the rounding errors, 0 at the knots)."""
    t, left = jnp.asarray(t, float)[..., None], jnp.diff(knots)
    at, rises = t == knots, jnp.diff(values)
    inside = values[0] + (jnp.clip(t - knots[:-1], 0.0, left) / left * rises).sum(-1)
    hit, slack = at.any(-1), 2 * len(knots) * EPS * (jnp.abs(values[0]) + jnp.abs(rises).sum())
    slack = slack + slopes(knots, values).max() * EPS * jnp.abs(t[..., 0])
    return jnp.where(hit, (at * values).sum(-1), inside), jnp.where(hit, 0.0, slack)


def around(value, slack) -> Interval:
    """A point where the slack is 0."""
    close = Interval.around(value, slack)
    return Interval(jnp.where(slack > 0, close.lo, value), jnp.where(slack > 0, close.hi, value))


def slopes(knots, values):
    """The moduli of the slopes of a zigzag."""
    return jnp.abs(jnp.diff(values) / jnp.diff(knots))


class FloatingWords(Words):
    """Functions and staircases are computed at all points together: a place along a direction is named by direction and point."""

    def values(self):
        i, N = self.instance, self.size.N
        self.followed = jax.vmap(lambda u, v: zigzag(u, i["knots"], v))(i["u"], i["values"])
        heights, off = jax.vmap(lambda v: zigzag((np.arange(N) + 0.5) / N, i["knots"], v))(i["values"])
        off = off.max(1)[:, None]
        t = i["k"] * (i["u"][..., None] - np.arange(1, N) / N)
        (values, error), jumps = self._sigma(t), jnp.diff(heights)[:, None]
        error = error + self._steepest() * 3 * EPS * jnp.abs(t)
        size = jnp.abs(jumps) + 2 * off[..., None]
        budget = off + (size * error + (2 * off[..., None] + 2 * N * EPS * size) * (1 + jnp.abs(values))).sum(-1)
        self.follow = heights[:, :1] + (jumps * values).sum(-1), budget + N * EPS * jnp.abs(heights[:, :1])
        return {"J": jnp.arange(self.size.J), "X": jnp.arange(self.size.points), "T": i["corners"], "I": i["knots"],
                "N": self.size.N, "k": i["k"], "M": i["M"], "sigma": i["kind"]}

    def _sigma(self, t):
        """(the activation, a bound on the rounding errors); those of the step are none, as the signs of its arguments are exact."""
        i, t = self.instance, jnp.asarray(t, float)
        (value, slack), kinds = zigzag(t, i["corners"], i["shape"]), [i["kind"] == ZIGZAG, i["kind"] == LOGISTIC]
        return (jnp.select(kinds, [value, jax.nn.sigmoid(t)], jnp.where(t > 0, 1.0, 0.0)), jnp.select(kinds, [slack, 12 * EPS], 0.0))

    def _steepest(self):
        i = self.instance
        return jnp.select([i["kind"] == ZIGZAG, i["kind"] == LOGISTIC], [slopes(i["corners"], i["shape"]).max(), 0.25], 0.0)

    def Projection(self, j, x):
        return Named((j, x), self.instance["u"][j, x])

    def Profile(self, j, t):
        if isinstance(t, Named):
            return around(*(table[t.name] for table in self.followed))
        return around(*zigzag(t, self.instance["knots"], self.instance["values"][j]))

    def Staircase(self, j, u):
        """At a place of `Projection`."""
        return around(*(table[u.name] for table in self.follow))

    def Steepness(self, j):
        return self.instance["L"][j]

    def Activation(self, t):
        """Of a float, or of the smaller or larger one of two."""
        return around(*self._sigma(t.mid if isinstance(t, Interval) else t))

    def Offset(self, kind):
        """Of a zigzag the sum over its pieces; infinite where its ends are not 0 and 1."""
        i = self.instance
        v, left = i["shape"], jnp.diff(i["corners"])
        step = jnp.where(i["corners"][:-1] < 0, 0.0, 1.0)
        a, b = v[:-1] - step, v[1:] - step
        both = jnp.abs(a) + jnp.abs(b)
        crossing = (a * a + b * b) / jnp.where(both > 0, both, 1.0)
        total = (left * jnp.where(a * b < 0, crossing, both) / 2).sum()
        area = Interval.around(total, 16 * EPS * (left * both).sum())
        proper = (v[0] == 0) & (v[-1] == 1)
        other = jnp.where(kind == LOGISTIC, 2 * np.log(2), 0.0)
        lo = jnp.where(kind == ZIGZAG, jnp.where(proper, area.lo, jnp.inf), other * (1 - 2 * EPS))
        hi = jnp.where(kind == ZIGZAG, jnp.where(proper, area.hi, jnp.inf), other * (1 + 2 * EPS))
        return Interval(lo, hi)


# -- exactly
def interpolated(t, knots, values):
    """The zigzag through these points at t, constant outside."""
    if t <= knots[0]:
        return values[0]
    for a, b, v, w in zip(knots, knots[1:], values, values[1:]):
        if t <= b:
            return v + (w - v) * (t - a) / (b - a)
    return values[-1]


class ExactWords(Words):
    """The zigzag and the step; the logistic function has no exact twin."""

    def values(self):
        i = self.instance
        if i["kind"] == LOGISTIC:
            raise ValueError("the logistic function has no rational values")
        return {"J": tuple(range(len(i["values"]))), "X": tuple(range(len(i["u"][0]))),
                "T": tuple(i["corners"]), "I": tuple(i["knots"]), "N": i["N"], "k": i["k"], "M": i["M"], "sigma": i["kind"]}

    def Projection(self, j, x):
        return self.instance["u"][j][x]

    def Profile(self, j, t):
        return interpolated(t, self.instance["knots"], self.instance["values"][j])

    @functools.cached_property
    def _heights(self):
        """The values of the functions at the midpoints."""
        N = self.instance["N"]
        return [[self.Profile(j, Fraction(2 * i + 1, 2 * N)) for i in range(N)] for j in self.known["J"]]

    @functools.cached_property
    def _found(self) -> dict[Any, Fraction]:
        return {}

    def Staircase(self, j, u):
        h, N = self._heights[j], self.instance["N"]
        if (j, u) not in self._found:
            units = (self.Activation(self.instance["k"] * (u - Fraction(i, N))) for i in range(1, N))
            self._found[j, u] = sum(((h[i] - h[i - 1]) * unit for i, unit in enumerate(units, 1)), h[0])
        return self._found[j, u]

    def Steepness(self, j):
        return self.instance["L"][j]

    def Activation(self, t):
        if self.instance["kind"] == STEP:
            return Fraction(int(t > 0))
        return interpolated(t, self.instance["corners"], self.instance["shape"])

    def Offset(self, kind):
        t, v = self.instance["corners"], self.instance["shape"]
        if kind == STEP:
            return Fraction(0)
        if (v[0], v[-1]) != (0, 1):
            return sp.oo
        area = Fraction(0)
        for start, end, v0, v1 in zip(t, t[1:], v, v[1:]):
            a, b = (value - (start >= 0) for value in (v0, v1))
            area += (end - start) * ((a * a + b * b) / (abs(a) + abs(b)) if a * b < 0 else abs(a) + abs(b)) / 2
        return area


# -- instances
@dataclass(frozen=True)
class Staircases(Part):
    """Functions along directions, an activation, what is claimed of both, and points."""

    floating, exact = FloatingWords, ExactWords
    knobs = ("lipschitz", "monotone", "moment")
    frees = ("the values of the functions and of the activation at their knots, outside [0,1] and falling ones included; "
             "any claims about both; points outside the cube, slopes of any sign")

    def draw(self, size, rng):
        return dict(values=rng.normal(size=(size.J, KNOTS)), u=rng.normal(size=(size.J, size.points)), k=rng.normal(),
                    shape=rng.normal(size=CORNERS - 1), corners=rng.normal(size=CORNERS - 1), kind=rng.uniform(-1, 1))

    def build(self, size, theta, knobs, built):
        """The knob of the activation lets it overshoot in its middle knot; those of the claims understate them by a factor 64."""
        knots = jnp.arange(KNOTS + 1) / KNOTS
        values = jnp.concatenate([jnp.zeros((size.J, 1)), jnp.cumsum(jnp.tanh(theta["values"]) / KNOTS, 1)], 1)
        corners, rises = gaps(theta["corners"]), 0.01 / 6 + 0.99 * jax.nn.softmax(jnp.clip(theta["shape"], -20, 20))
        shape = jnp.concatenate([jnp.zeros(1), jnp.cumsum(rises)[:-1], jnp.ones(1)])
        overshoots = knobs.get("monotone", 0.0)
        shape = shape.at[CORNERS // 2].add(3 * overshoots)
        kind = jnp.where((jnp.abs(theta["kind"]) < 0.4) | (overshoots > 0), ZIGZAG, jnp.where(theta["kind"] < 0, LOGISTIC, STEP))
        own = dict(knots=knots, values=values, corners=corners, shape=shape, kind=kind.astype(float),
                   k=jnp.exp(4 * jnp.tanh(theta["k"]) + 2), u=0.5 + 0.499 * jnp.sin(3 * theta["u"]))
        true = FloatingWords(self, size, own, None, {}).Offset(own["kind"]).hi
        steep = jax.vmap(lambda v: slopes(knots, v).max())(values)
        return own | dict(L=(steep * (1 + STRICT) + STRICT) * (1 - knobs.get("lipschitz", 0.0) * 63 / 64),
                          M=(true * (1 + STRICT) + STRICT) * (1 - knobs.get("moment", 0.0) * 63 / 64))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(switch=rng.uniform(-1, 1, size=4), claims=rng.normal(size=2))

    def build_free(self, size, theta, built):
        own = self.build(size, theta, {}, built)
        falls, outside, negative, loose = jnp.asarray(theta["switch"]) > 0.6
        shape = own["shape"].at[1:-1].add(jnp.where(falls, jnp.tanh(theta["shape"][1:]), 0.0))
        values = jnp.tanh(theta["values"])
        values = jnp.concatenate([values[:, :1], values], 1)
        steep, wide = jnp.exp(jnp.tanh(theta["claims"]))
        true = jax.vmap(lambda v: slopes(own["knots"], v).max())(values)
        return own | dict(values=values, shape=shape, L=true * jnp.where(loose, steep, 1 + STRICT), M=own["M"] * wide,
                          u=own["u"] * jnp.where(outside, 2.0, 1.0), k=own["k"] * jnp.where(negative, -1.0, 1.0))

    def named(self, given, exact):
        """functions: dictionaries knot -> value, with one set of knots; activation: "step", "logistic" or knot -> value."""
        names = {"step": STEP, "logistic": LOGISTIC}
        kind = names.get(given["activation"], ZIGZAG) if isinstance(given["activation"], str) else ZIGZAG
        corners = CLIP if kind != ZIGZAG else given["activation"]
        knots = [*given["functions"][0]]
        rows = dict(values=[[*f.values()] for f in given["functions"]], u=given["u"])
        lists = dict(knots=knots, corners=[*corners], shape=[*corners.values()], L=given["L"])
        numbers = dict(k=given["k"], M=given["M"])
        if exact:
            return ({name: [[*map(Fraction, row)] for row in value] for name, value in rows.items()}
                    | {name: [*map(Fraction, value)] for name, value in lists.items()}
                    | {name: Fraction(value) for name, value in numbers.items()} | dict(kind=kind, N=given["N"]))
        arrays = {name: np.array([[float(x) for x in row] for row in value]) for name, value in rows.items()}
        arrays |= {name: np.array([float(x) for x in value]) for name, value in lists.items()}
        return arrays | {name: np.float64(value) for name, value in numbers.items()} | dict(kind=np.float64(kind))

    def shown(self, instance):
        """Of an exact instance."""
        i = instance
        return {r"N": in_latex(i["N"]), "k": in_latex(i["k"]), "L_1": in_latex(i["L"][0]), "M": in_latex(i["M"]),
                r"\text{knots of } f_1": in_latex(i["knots"]), r"\text{its values}": in_latex(i["values"][0]),
                r"\text{knots of } \sigma": in_latex(i["corners"]), r"\text{their values}": in_latex(i["shape"])}


def gaps(theta):
    """Increasing knots of an activation, of which the middle one is 0; at least 1/20 apart."""
    gap = 0.05 + jax.nn.softplus(jnp.clip(theta, -20, 4)) / 2
    places = jnp.concatenate([jnp.zeros(1), jnp.cumsum(gap)])
    return places - places[len(theta) // 2]


CLIP = {Fraction(k, 4): Fraction(k, 4) + Fraction(1, 2) for k in range(-2, 3)}          # the hard sigmoid, t + 1/2 between 0 and 1


@dataclass(frozen=True)
class Staircase(World):
    """Named instances: see `Staircases.named`; by default one direction, and L and M are given."""

    def rational(self, name, functions, activation, N, k, u, L, M, **more):
        """In rational arithmetic. u: for each direction the places of the points."""
        return self.named(name, None, dict(functions=functions, activation=activation, N=N, k=k, u=u, L=L, M=M), **more)

    def case(self, name, functions, activation, k, u, L, M, N=8, **more):
        """In floating point, for as many directions as the size has; the knots are those of `KNOTS` pieces."""
        size = next(s for s in self.sizes if (s.J, s.N) == (len(functions), N))
        return self.named(name, size, dict(functions=functions, activation=activation, k=k, u=u, L=L, M=M), **more)


STAIRCASES = Staircase(
    space="Zigzag functions along J directions, staircases of N cells with sigmoidal units on them, and finitely many points; the float64 "
          "knots, values, slopes and claims are the instance.",
    sizes=(Size(1, 4, 8), Size(2, 8, 8)), parts=(Staircases(),))
