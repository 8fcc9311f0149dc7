"""All samples of n draws from a law on finitely many points, by how often each was drawn, and losses of a finite family on them.

A member of the family is known by its cost at each of the points: the squared distance from the nearest of k centres, or from a
manifold. Everything else is sums over points and over samples, exactly in rational arithmetic.
"""
import functools
import itertools
import math
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import flint
import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Interval, root
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.worlds.world import Part, Words, in_latex

PRECISION = 400                  # bits of balls


class Size(NamedTuple):
    points: int                  # of the law, in the plane
    n: int                       # draws
    members: int                 # of the family
    k: int                       # centres of each


@functools.cache
def counts(points: int, n: int) -> tuple[tuple[int, ...], ...]:
    """All ways to draw n times from this number of points, by how often each is drawn."""
    if points == 1:
        return ((n,),)
    return tuple((first, *rest) for first in range(n + 1) for rest in counts(points - 1, n - first))


def coefficient(count) -> int:
    """In how many orders."""
    return math.factorial(sum(count)) // math.prod(map(math.factorial, count))


def ball(x) -> flint.arb:
    """A rational number as a ball."""
    return flint.arb(flint.fmpq(x.numerator, x.denominator))


# -- the law and its samples
class LawWords(Words):
    @functools.cached_property
    def counts(self):
        return np.array(counts(self.size.points, self.size.n))

    @functools.cached_property
    def chances(self):
        """One draw, repeated n times, has the share `repeated`."""
        mu, repeated = self.instance["mu"], self.instance["repeated"]
        same = ((self.counts == self.size.n) * mu).sum(1)
        orders = np.array([*map(coefficient, counts(self.size.points, self.size.n))], float)
        drawn = jnp.where(self.counts > 0, mu ** jnp.maximum(self.counts, 1), 1.0).prod(1)
        return (1 - repeated) * orders * drawn + repeated * same

    def values(self):
        return {"mu": self.instance["mu"], "X": jnp.arange(self.size.points), "Omega": jnp.arange(len(self.counts)), "n": 1.0 * self.size.n}

    def Weight(self, mu, x):
        return mu[x]

    def Size(self, x):
        return length(self.instance["points"][x])

    def Times(self, s, x):
        return jnp.asarray(self.counts, float)[s, x]

    def Multinomial(self, s):
        return jnp.array([*map(coefficient, counts(self.size.points, self.size.n))], float)[s]

    def Probability(self, s):
        p = self.chances[s]
        return Interval.around(p, 4 * (self.size.n + self.size.points) * EPS * jnp.abs(p))

    def Indicator(self, a):
        a = Interval.of(a)
        return Interval((a.lo >= 0) * 1.0, (a.hi >= 0) * 1.0)

    def MeanError(self, s):
        points, mu = self.instance["points"], self.instance["mu"]
        off = ((self.counts[s] if isinstance(s, int) else jnp.asarray(self.counts)[s]) / self.size.n - mu) @ points
        return Interval.around(root((off * off).sum()), 16 * len(mu) * EPS * (1 + jnp.abs(mu).sum()) * (1 + jnp.abs(points).max()))

    def Variance(self, mu):
        points = self.instance["points"]
        m = mu @ points
        value = (mu * (points * points).sum(1)).sum() - (m * m).sum()
        return Interval.around(value, 32 * len(mu) * EPS * (1 + jnp.abs(mu).sum()) ** 2 * (1 + jnp.abs(points).max()) ** 2)


class ExactLawWords(Words):
    """Samples are tuples of counts. The number of draws is a ball, as its root occurs."""

    def __init__(self, *given):
        super().__init__(*given)
        flint.ctx.prec = PRECISION

    def values(self):
        mu, n = self.instance["mu"], self.instance["n"]
        return {"mu": mu, "X": range(len(mu)), "Omega": counts(len(mu), n), "n": flint.arb(n)}

    def Weight(self, mu, x):
        return mu[x]

    def Size(self, x):
        return exact_length(self.instance["points"][x])

    def Times(self, s, x):
        return s[x]

    def Multinomial(self, s):
        return coefficient(s)

    @functools.cached_property
    def chances(self):
        mu, n = self.instance["mu"], self.instance["n"]
        if self.instance["repeated"]:
            return {s: mu[s.index(n)] if n in s else Fraction(0) for s in counts(len(mu), n)}
        return {s: coefficient(s) * math.prod((w**c for w, c in zip(mu, s)), start=Fraction(1)) for s in counts(len(mu), n)}

    def Probability(self, s):
        return self.chances[s]

    def Indicator(self, a):
        return int(bool(a >= 0))

    def MeanError(self, s):
        mu, n = self.instance["mu"], self.instance["n"]
        off = [Fraction(c, n) - w for c, w in zip(s, mu)]
        return exact_length([sum((o * p for o, p in zip(off, column)), Fraction(0)) for column in zip(*self.instance["points"])])

    def Variance(self, mu):
        points = self.instance["points"]
        m = [sum((w * p for w, p in zip(mu, column)), Fraction(0)) for column in zip(*points)]
        return sum((w * square(p) for w, p in zip(mu, points)), Fraction(0)) - square(m)


def length(v):
    """Of a vector of floats that are exact."""
    s = root((v * v).sum())
    return Interval.around(s, (len(v) + 4) * EPS * s)


def square(v) -> Fraction:
    """Of the length of an exact vector."""
    return sum((Fraction(x) ** 2 for x in v), Fraction(0))


def exact_length(v) -> flint.arb:
    return ball(square(v)).sqrt()


@dataclass(frozen=True)
class Sample(Part):
    """A law on points of the plane, and all samples of n draws."""

    floating, exact = LawWords, ExactLawWords
    frees = "points outside the unit ball, weights of any sign and mass, draws that depend on each other"

    def draw(self, size, rng):
        return dict(points=rng.normal(size=(size.points, 2)), mu=rng.normal(size=size.points) * rng.choice([0, 1, 3]))

    def build(self, size, theta, knobs, built):
        return dict(points=in_ball(theta["points"]), mu=ms.probabilities(theta["mu"]), repeated=jnp.float64(0))

    def draw_free(self, size, rng):
        return dict(points=rng.normal(size=(size.points, 2)), mu=ms.draw_weights(1, size.points, rng), switch=ms.switches(2, rng),
                    share=rng.normal(), reach=rng.normal())

    def build_free(self, size, theta, built):
        outside, repeated = theta["switch"] > 0
        points = in_ball(theta["points"]) * jnp.where(outside, 1 + jnp.abs(theta["reach"]), 1.0)
        return dict(points=points, mu=ms.weights(theta["mu"])[0], repeated=jnp.where(repeated, jax.nn.sigmoid(theta["share"]), 0.0))

    def named(self, given, exact):
        points = tuple(tuple(map(Fraction, p)) for p in given["points"])
        return dict(points=points, mu=[Fraction(w) for w in given["mu"]], n=given["n"], repeated=given.get("repeated", False))

    def shown(self, instance):
        return {r"X": r"\{" + r",\ ".join(map(in_latex, instance["points"])) + r"\}", r"\mu": in_latex(instance["mu"]),
                "n": in_latex(instance["n"])}


def in_ball(v):
    """Rows squeezed into the unit ball, strictly; near its boundary where they were long."""
    size = jnp.sqrt((v * v).sum(-1, keepdims=True) + 1e-12)
    return v / size * (1 - 1e-9) * jnp.tanh(2 * size)


# -- losses of a family
class LossWords(Words):
    """`costs` (members, points) is given by the part that knows the members; the words are what is made of it."""

    @functools.cached_property
    def gaps(self):
        return self.gaps_of(self.instance["costs"])

    def gaps_of(self, costs):
        """(samples, members): L - L_s, and a bound of its rounding."""
        mu = self.instance["mu"]
        off = mu - jnp.asarray(counts(self.size.points, self.size.n), float) / self.size.n
        slack = 16 * (len(mu) + 4) * EPS * (1 + jnp.abs(mu).sum()) * (1e-300 + costs.max())
        return off @ costs.T, slack

    def values(self):
        return {"C": jnp.arange(self.size.members), "k": 1.0 * self.size.k, "t": self.instance["t"]}

    def Optimism(self, C, s):
        gaps, slack = self.gaps
        return Interval.around(gaps[s].max(), slack)

    def Pessimism(self, C, s):
        gaps, slack = self.gaps
        return Interval.around((-gaps[s]).max(), slack)


class ExactLossWords(Words):
    @functools.cached_property
    def gaps(self):
        return self.gaps_of(self.instance["costs"])

    def gaps_of(self, costs):
        """Sample -> L - L_s of each member."""
        mu, n = self.instance["mu"], self.instance["n"]
        return {s: [sum(((w - Fraction(c, n)) * f for w, c, f in zip(mu, s, row)), Fraction(0)) for row in costs]
                for s in counts(len(mu), n)}

    def values(self):
        return {"C": range(len(self.instance["costs"])), "k": self.instance["k"], "t": self.instance["t"]}

    def Optimism(self, C, s):
        return max(self.gaps[s])

    def Pessimism(self, C, s):
        return -min(self.gaps[s])


class CentreWords(LossWords):
    def values(self):
        return super().values() | {"Places": jnp.arange(self.size.k)}

    def Centre(self, c, j):
        return length(self.instance["centres"][c, j])

    def SingleOptimism(self, s):
        single = nearest(self.instance["centres"][:, :1], self.instance["points"])
        gaps, slack = self.gaps_of(single)
        return Interval.around(gaps[s].max(), slack)


class ExactCentreWords(ExactLossWords):
    def values(self):
        return super().values() | {"Places": range(self.instance["k"])}

    def Centre(self, c, j):
        return exact_length(self.instance["centres"][c][j])

    @functools.cached_property
    def single(self):
        return self.gaps_of(squares([centres[:1] for centres in self.instance["centres"]], self.instance["points"]))

    def SingleOptimism(self, s):
        return max(self.single[s])


@dataclass(frozen=True)
class Centres(Part):
    """A finite family of k-tuples of centres, and a deviation t."""

    floating, exact = CentreWords, ExactCentreWords
    frees = "centres outside the unit ball, any deviation"

    def draw(self, size, rng):
        return dict(centres=rng.normal(size=(size.members, size.k, 2)) * rng.choice([0.3, 1, 3]), t=rng.normal())

    def build(self, size, theta, knobs, built):
        centres = in_ball(theta["centres"])
        return dict(centres=centres, costs=nearest(centres, built["points"]), t=4 * jax.nn.sigmoid(theta["t"]))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(off=ms.switches(1, rng), far=rng.normal())

    def build_free(self, size, theta, built):
        centres = in_ball(theta["centres"]) * jnp.where(theta["off"][0] > 0, 1 + jnp.abs(theta["far"]), 1.0)
        return dict(centres=centres, costs=nearest(centres, built["points"]), t=jnp.clip(theta["t"], -4.0, 4.0))

    def named(self, given, exact):
        family = tuple(tuple(tuple(map(Fraction, c)) for c in centres) for centres in given["centres"])
        points = [tuple(map(Fraction, p)) for p in given["points"]]
        return dict(centres=family, costs=squares(family, points), k=len(family[0]), t=Fraction(given.get("t", 1)))

    def shown(self, instance):
        return {"k": in_latex(instance["k"]), r"\#\mathcal C": in_latex(len(instance["centres"]))}


def nearest(centres, points):
    """(members, points): squared distances of points (P, 2) from the nearest of the centres (members, k, 2)."""
    return ((centres[:, :, None] - points) ** 2).sum(-1).min(1)


def squares(family, points) -> list[list[Fraction]]:
    """The same exactly."""
    return [[min(square([p - q for p, q in zip(x, c)]) for c in centres) for x in points] for centres in family]


def tuples(points, k: int):
    """All sets of k different points among some points."""
    return tuple(itertools.combinations(points, k))


def grid(steps: int):
    """The points of the unit disc whose coordinates are multiples of 1/steps."""
    ticks = [Fraction(j, steps) for j in range(-steps, steps + 1)]
    return [(x, y) for x in ticks for y in ticks if x * x + y * y <= 1]


