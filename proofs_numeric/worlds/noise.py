"""Laws of noise with finitely many values: K vectors of R^d with equal probability. What the noise falls on is in `fits`."""
import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Interval
from proofs_numeric.engine.interpret import VMAPPED
from proofs_numeric.worlds.world import Part, Words, in_latex


class Size(NamedTuple):
    d: int                       # coordinates of the input
    N: int                       # data
    K: int                       # values of the noise


# -- the noise
class Moments(Words):
    """The mixed moments of the coordinates, counted from 1, by what an arithmetic says of any of them."""

    def _moment(self, *indices):
        raise NotImplementedError

    def First(self, i):
        return self._moment(i)

    def Second(self, i, j):
        return self._moment(i, j)

    def Third(self, i, j, k):
        return self._moment(i, j, k)

    def Fourth(self, i, j, k, l):
        return self._moment(i, j, k, l)


class NoiseWords(Moments):
    """The values of the noise are known up to rounding: 4 units in the last place of the largest."""

    part: "Noise"

    @property
    def xi(self):
        return self.instance["xi"]

    def values(self):
        return {"v": self.instance["v"], "kappa": self.instance["kappa"], "d": self.xi.shape[-1], VMAPPED: ("i", "j", "k", "l")}

    def _moment(self, *indices):
        product = functools.reduce(lambda a, b: a * b, [self.xi[:, i - 1] for i in indices])
        largest = jnp.abs(self.xi).max() ** len(indices)
        return Interval.around(product.mean(), (len(self.xi) + 8 * len(indices)) * EPS * largest)

    def Same(self, i, j):
        return Interval.of(jnp.where(i == j, 1.0, 0.0))

    def Spread(self, k):
        powers = (self.xi**2).sum(-1) ** (k // 2)
        return Interval.around(powers.mean(), (len(powers) + 8 * k) * EPS * powers.max())


class ExactNoiseWords(Moments):
    def values(self):
        return {"v": self.instance["v"], "kappa": self.instance["kappa"], "d": self.instance["xi"].shape[1]}

    def _moment(self, *indices):
        xi = self.instance["xi"]
        return functools.reduce(lambda a, b: a * b, [xi[:, i - 1] for i in indices]).sum() / len(xi)

    def Same(self, i, j):
        return int(i == j)

    def Spread(self, k):
        return ((self.instance["xi"] ** 2).sum(1) ** (k // 2)).sum() / len(self.instance["xi"])


@dataclass(frozen=True)
class Noise(Part):
    """K vectors with equal probability, the claimed variance v and the claimed kurtosis kappa of a coordinate."""

    floating, exact = NoiseWords, ExactNoiseWords
    frees = "any noise with 16 values, often neither centred nor isotropic, and claims on its moments"

    def draw(self, size, rng):
        return dict(radii=rng.normal(size=2))

    def build(self, size, theta, knobs, built):
        """Independent coordinates with the values a, -a, b, -b."""
        side = jnp.exp(jnp.tanh(theta["radii"]))[:, None] * jnp.array([1.0, -1.0])
        return claimed_of(jnp.stack([c.ravel() for c in jnp.meshgrid(*[side.ravel()] * size.d)], -1))

    def draw_free(self, size, rng):
        return dict(radii=rng.normal(size=2), angles=rng.normal(size=2), kind=rng.normal(size=()), shift=seldom(rng, size.d),
                    stretch=seldom(rng), v=seldom(rng), kappa=seldom(rng))

    def build_free(self, size, theta, built):
        """Independent coordinates; two squares in any position; a skew first coordinate; then moved and stretched. In the plane."""
        plain = self.build(size, theta, {}, built)["xi"]
        turns = theta["angles"][:, None] + jnp.arange(4) * jnp.pi / 2
        radii = jnp.exp(jnp.tanh(theta["radii"]))
        squares = jnp.tile((radii[:, None, None] * jnp.stack([jnp.cos(turns), jnp.sin(turns)], -1)).reshape(8, 2), (2, 1))
        skew = radii[0] * jnp.stack([c.ravel() for c in jnp.meshgrid(jnp.array([3.0, -1, -1, -1]),
                                                                      jnp.sqrt(3.0) * jnp.array([1.0, 1, -1, -1]))], -1)
        xi = jnp.where(theta["kind"] > 0, plain, jnp.where(theta["kind"] > -0.7, squares, skew))
        claimed = claimed_of(xi * jnp.array([1.0, 1.0]).at[0].set(jnp.exp(jnp.tanh(theta["stretch"]))) + theta["shift"])
        return claimed | dict(v=claimed["v"] * (1 + theta["v"]), kappa=claimed["kappa"] + theta["kappa"])

    def named(self, given, exact):
        xi = given["xi"]
        d = len(xi[0])
        v = given.get("v") or Fraction(sum(Fraction(c) ** 2 for row in xi for c in row), d * len(xi))
        kappa = given.get("kappa") or sum(Fraction(c) ** 4 for row in xi for c in row) / (d * len(xi) * Fraction(v) ** 2)
        return dict(xi=fractions(xi), v=Fraction(v), kappa=Fraction(kappa)) if exact else dict(
            xi=np.array(xi, float), v=np.float64(v), kappa=np.float64(kappa))

    def shown(self, instance):
        return {r"\xi": points(instance["xi"]), "v": in_latex(instance["v"]), r"\kappa": in_latex(instance["kappa"])}


def claimed_of(xi):
    """The noise with the variance and the kurtosis of its coordinates."""
    v = (xi**2).mean()
    return dict(xi=xi, v=v, kappa=(xi**4).mean() / v**2)


def seldom(rng, *shape):
    """Normal numbers in one instance of six, else zeros. NumPy."""
    return rng.normal(size=shape) * (rng.uniform() < 1 / 6)


def fractions(rows):
    return np.array([[Fraction(c) for c in row] for row in rows], object)


def points(rows):
    return in_latex([row[0] for row in rows]) if len(rows[0]) == 1 else r",\ ".join(map(in_latex, rows))
