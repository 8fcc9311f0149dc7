"""Laws of a random row of a layer in the plane, out of points and circles; what a layer does is in `relu_layers`.

A row is one of finitely many points, or uniform on one of finitely many circles around 0. The law "0 or the circle of radius 2, each with
chance 1/2" has all moments up to the fourth of a standard Gaussian row; every word here is homogeneous in the row of degree 2 or 4 when
there is no bias, and takes with it the value that it has with a Gaussian row.
"""
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, stop, total
from proofs_numeric.worlds.noise import seldom
from proofs_numeric.worlds.world import Part, Words, in_latex


class Size(NamedTuple):
    J: int                       # circles; the points are J squares


# -- the law of a row
class LawWords(Words):
    """Of points `atoms` (K, 2) with `chances` (K,), and circles with `radii` (J,) and `shares` (J,)."""

    part: "Law"

    def values(self):
        return {"d": 2, "b": self.instance["b"], "kappa": self.instance["kappa"]}

    def _mean(self, of_atoms, of_circles, degree):
        """A mean; `of_circles` belongs to circles of radius 1 and is homogeneous."""
        i = self.instance
        value = i["chances"] @ of_atoms + i["shares"] @ i["radii"]**degree * of_circles
        size = jnp.abs(i["chances"]) @ (i["atoms"]**2).sum(1) ** (degree // 2) + jnp.abs(i["shares"]) @ i["radii"]**degree
        return value, (len(i["chances"]) + len(i["shares"]) + 64) * EPS * size

    def TotalChance(self):
        every = jnp.concatenate([self.instance["chances"], self.instance["shares"]])
        return Interval.around(every.sum(), len(every) * EPS * jnp.abs(every).sum())

    def LeastChance(self):
        """Points are distinct where they have negative chances."""
        return -total(jnp.maximum(-jnp.concatenate([self.instance["chances"], self.instance["shares"]]), 0.0))

    def Lopsided(self):
        """Half of the differences, at every point and at its negative; each point counts once."""
        atoms, chances = self.instance["atoms"], self.instance["chances"]
        same, opposite = ((atoms[:, None] == sign * atoms[None]).all(-1) for sign in (1, -1))
        off = jnp.abs(jnp.where(same, chances, 0.0).sum(1) - jnp.where(opposite, chances, 0.0).sum(1)) / same.sum(1)
        return total(off / jnp.where(opposite.any(1), 2, 1), 8 * len(chances) * EPS)

    def Uneven(self):
        """A rotation of general position moves every point but 0 to where there was none."""
        off = jnp.where((self.instance["atoms"] == 0).all(1), 0.0, jnp.abs(self.instance["chances"]))
        return total(off)

    def Second(self, i, j):
        atoms = self.instance["atoms"]
        return Interval.around(*self._mean(atoms[:, i - 1] * atoms[:, j - 1], 0.5 * (i == j), 2))

    def Same(self, i, j):
        return int(i == j)

    def FourthAlong(self, h):
        h = Ball.of(h)
        value, budget = self._mean((self.instance["atoms"] @ h.center) ** 4, 3 / 8 * (h.center**2).sum() ** 2, 4)
        return Interval.around(value, stop(budget * 8 * h.size**4 + budget / EPS * ((h.size + h.radius) ** 4 - h.size**4)))


class ExactLawWords(Words):
    """Rational. In one dimension the only reflection is g -> -g."""

    def values(self):
        return {"d": len(self.instance["x"]), "b": self.instance["b"], "kappa": self.instance["kappa"]}

    def _law(self):
        return list(zip(self.instance["chances"], map(tuple, self.instance["atoms"])))

    def _circles(self, power):
        return sum((c * r**power for c, r in zip(self.instance["shares"], self.instance["radii"])), Fraction(0))

    def TotalChance(self):
        return sum(c for c, _ in self._law()) + self._circles(0)

    def LeastChance(self):
        return sum(min(c, Fraction(0)) for c in (*self.instance["chances"], *self.instance["shares"]))

    def Lopsided(self):
        law = self._law()
        mass = {p: sum(c for c, q in law if q == p) for _, p in law}
        mirrored = {tuple(-a for a in p): m for p, m in mass.items()}
        return sum((abs(mass.get(p, Fraction(0)) - mirrored.get(p, Fraction(0))) for p in mass.keys() | mirrored.keys()), Fraction(0)) / 2

    def Uneven(self):
        return self.Lopsided() if len(self.instance["x"]) == 1 else sum((abs(c) for c, p in self._law() if any(p)), Fraction(0))

    def Second(self, i, j):
        return sum(c * p[i - 1] * p[j - 1] for c, p in self._law()) + self._circles(2) * Fraction(int(i == j), 2)

    def Same(self, i, j):
        return int(i == j)

    def FourthAlong(self, h):
        return sum(c * (np.array(p, object) @ h) ** 4 for c, p in self._law()) + self._circles(4) * Fraction(3, 8) * (h @ h) ** 2


@dataclass(frozen=True)
class Law(Part):
    """Circles that keep every rotation and have the second moments of the identity."""

    floating, exact = LawWords, ExactLawWords
    frees = ("laws of points of every kind: on squares or moved, stretched, of negative chance or of another total, mixed with circles; a "
             "bias")

    def draw(self, size, rng):
        return dict(share=rng.normal(size=size.J), radius=rng.normal(size=size.J), slack=rng.normal())

    def build(self, size, theta, knobs, built):
        shares, radii = circles(theta)
        return dict(atoms=jnp.zeros((4 * size.J, 2)), chances=jnp.zeros(4 * size.J), shares=shares, radii=radii, b=jnp.zeros(()),
                    kappa=3 / 8 * (shares @ radii**4) * (1 + 1e-9 + jnp.tanh(theta["slack"]) ** 2))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(turn=rng.normal(size=size.J), grain=rng.normal(), move=seldom(rng, 2), stretch=seldom(rng, 2),
                                           chance=seldom(rng), total=seldom(rng), bias=seldom(rng), claim=seldom(rng))

    def build_free(self, size, theta, built):
        """A circle, or a square on it, or half of either. What is moved, or has another chance, is one corner."""
        shares, radii = circles(theta)
        grain = jnp.where(theta["grain"] > 0.3, 0.0, jnp.where(theta["grain"] > -0.7, 1.0, 0.5))
        corner = radii[:, None] * jnp.stack([jnp.cos(theta["turn"]), jnp.sin(theta["turn"])], -1)
        other = jnp.stack([-corner[:, 1], corner[:, 0]], -1)
        atoms = jnp.concatenate([corner, other, -corner, -other]) * jnp.exp(theta["stretch"])
        atoms = jnp.where(grain > 0, atoms.at[0].add(theta["move"]), 0.0)
        chances = (grain * jnp.tile(shares / 4, 4)).at[0].add(theta["chance"] * (grain > 0))
        kappa = 3 / 8 * ((1 - grain) * shares @ radii**4) + jnp.abs(chances) @ (atoms**2).sum(1) ** 2
        return dict(atoms=atoms, chances=chances * (1 + theta["total"]), shares=(1 - grain) * shares, radii=radii, b=theta["bias"],
                    kappa=kappa * (1 + 1e-9 + theta["claim"]))

    def named(self, given, exact):
        """Rows `points` and `circles` of a chance and a point or a radius; `bias` is 0 and `kappa` 3 where they are not given."""
        points, rings = given.get("points", ()), given.get("circles", ())
        own = dict(atoms=[p for _, p in points], chances=[c for c, _ in points], radii=[r for _, r in rings], shares=[c for c, _ in rings],
                   b=given.get("bias", 0), kappa=given.get("kappa", 3))
        if exact:
            return {name: fractions(value) for name, value in own.items()}
        atoms, chances = np.zeros((8, 2)), np.zeros(8)
        if points:
            atoms[:len(points)], chances[:len(points)] = np.array(own["atoms"], float), np.array(list(map(Fraction, own["chances"])), float)
        radii, shares = np.zeros(2), np.zeros(2)
        radii[:len(rings)], shares[:len(rings)] = [float(r) for r in own["radii"]], [float(Fraction(c)) for c in own["shares"]]
        return dict(atoms=atoms, chances=chances, radii=radii, shares=shares, b=np.float64(own["b"]), kappa=np.float64(own["kappa"]))

    def shown(self, instance):
        rows = [rf"{in_latex(c)}:\ {in_latex(p)}" for c, p in zip(instance["chances"], instance["atoms"]) if c]
        rows += [rf"{in_latex(c)}:\ \lvert g\rvert={in_latex(r)}" for c, r in zip(instance["shares"], instance["radii"]) if c]
        return {r"\text{law of }g": r",\ ".join(rows), r"\kappa": in_latex(instance["kappa"])}


def circles(theta):
    """Chances and radii with the mean square 2 of the radius."""
    shares = jnp.exp(jnp.tanh(theta["share"]))
    shares, radii = shares / shares.sum(), jnp.exp(2 * jnp.tanh(theta["radius"]))
    return shares, radii * jnp.sqrt(2 / (shares @ radii**2))


def fractions(value):
    return np.array([fractions(v) for v in value], object) if isinstance(value, (list, tuple)) else Fraction(value)
