"""Strength and correlation of a random forest, one more part of the world of `forests`.

What tree theta says at a point x is its raw margin, 1 if it votes for the label, -1 if it votes for the strongest wrong class, else 0.
"""
import functools
from dataclasses import dataclass
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Interval, root
from proofs_numeric.mathematics.surds import Surd
from proofs_numeric.worlds.forests import KNOWN, Forest, exact_margins, others
from proofs_numeric.worlds.world import Part, Words


def raw_margins(q, votes, labels, classes):
    """(trees, points), floats."""
    strongest = others(q, votes, labels, classes)[1].argmax(1)
    return (votes == labels) * 1.0 - (votes == strongest) * 1.0


def moments(q, p, raw):
    """(strength, variance of the margin, deviations of the trees, mean covariance), without enclosures."""
    centred = raw - (raw @ p)[:, None]
    margin = q @ raw
    deviations = root(jnp.where((raw == raw[:, :1]).all(1), 0.0, centred**2 @ p))
    return margin @ p, ((margin - margin @ p)**2) @ p, deviations, q @ ((centred * p) @ centred.T) @ q


class StrengthWords(Words):
    """All numbers are sums of products of the masses with numbers up to 4, so that one budget covers them."""

    @functools.cached_property
    def _raw(self):
        i = self.instance
        return raw_margins(i["q"], i["votes"], i["labels"], self.size.classes)

    def values(self):
        i = self.instance
        q, p, raw = i["q"], i["p"], self._raw
        strength, variance, _, covariance = moments(q, p, raw)
        mass = (1 + jnp.abs(q).sum())**2 * (1 + jnp.abs(p).sum())**3
        slack = jax.lax.stop_gradient(64 * (KNOWN + raw.size * EPS) * mass)
        centred = raw - (raw @ p)[:, None]
        constant = (raw == raw[:, :1]).all(1)
        squares = jnp.where(constant, 0.0, centred**2 @ p)
        each = Interval(squares - jnp.where(constant, 0.0, slack), squares + jnp.where(constant, 0.0, slack)) ** Fraction(1, 2)
        ends = jnp.stack([q * each.lo, q * each.hi])
        margin, off = self.known["Margin"].__self__._margins
        weak = [Interval(jnp.minimum(a, b), jnp.maximum(a, b)) for a, b in (
            (((margin < -off) * p).sum(), ((margin < off) * p).sum()), (((margin <= -off) * p).sum(), ((margin <= off) * p).sum()))]
        return {"s": Interval.around(strength, slack), "V": Interval.around(variance, slack), "C": Interval.around(covariance, slack),
                "S": Interval.around(0.0, slack) + Interval(ends.min(0).sum(), ends.max(0).sum()), "rho": i["rho"],
                "PE": weak[0].widened(slack), "PE0": weak[1].widened(slack)}


class ExactStrengthWords(Words):
    """Deviations are square roots of rational numbers, and their mean is where all of them are multiples of one root."""

    def values(self):
        i = self.instance
        q, p, votes, labels = i["q"], i["p"], i["votes"], i["labels"]
        points, classes = range(len(p)), i["classes"]

        def share(x, j):
            return sum((w for w, row in zip(q, votes) if row[x] == j), Fraction(0))
        strongest = [max((j for j in range(classes) if j != labels[x]), key=functools.partial(share, x)) for x in points]
        raw = [[int(row[x] == labels[x]) - int(row[x] == strongest[x]) for x in points] for row in votes]
        margin = exact_margins(q, votes, labels, classes)

        def mean(f):
            return sum((w * v for w, v in zip(p, f)), Fraction(0))
        s, centred = mean(margin), [[v - mean(row) for v in row] for row in raw]
        covariance = sum((a * b * mean(u * v for u, v in zip(f, g)) for a, f in zip(q, centred) for b, g in zip(q, centred)), Fraction(0))
        deviation = sum((Surd.sqrt(mean(v * v for v in f)) * a for a, f in zip(q, centred)), Surd.of(0))
        return {"s": s, "V": mean((v - s)**2 for v in margin), "C": covariance, "S": deviation, "rho": i["rho"],
                "PE": sum((w for w, v in zip(p, margin) if v < 0), Fraction(0)),
                "PE0": sum((w for w, v in zip(p, margin) if v <= 0), Fraction(0))}


@dataclass(frozen=True)
class Strength(Part):
    """The number rho that is claimed to be the mean correlation."""

    floating, exact = StrengthWords, ExactStrengthWords
    knobs = ("strength", "weighted")
    frees = "what is taken for the mean correlation"

    def _mean_correlation(self, size, built):
        q, p = built["q"], built["p"]
        _, _, deviations, covariance = moments(q, p, raw_margins(q, built["votes"], built["labels"], size.classes))
        weight = (q @ deviations)**2
        return jnp.where(weight > 1e-9, covariance / jnp.where(weight > 1e-9, weight, 1.0), 0.0)

    def build(self, size, theta, knobs, built):
        """With the knob a hundredth of it."""
        return dict(rho=self._mean_correlation(size, built) * (1 - 0.99 * knobs.get("weighted", 0.0)))

    def draw_free(self, size, rng):
        return dict(rho=rng.normal(), loose_rho=rng.choice([0.0, 0.0, 1.0]))

    def build_free(self, size, theta, built):
        return dict(rho=self._mean_correlation(size, built) + jax.lax.stop_gradient(theta["loose_rho"]) * theta["rho"])

    def named(self, given, exact):
        """rho: by default the mean correlation; exactly where that is rational."""
        if "rho" in given and exact:
            return dict(rho=Fraction(given["rho"]))
        if exact:
            found = ExactStrengthWords(self, None, Forest().named(given, True) | dict(rho=0), None, {}).values()
            weight = (found["S"]**2).rational()
            return dict(rho=found["C"] / weight if weight else Fraction(0))
        forest = Forest().named(given, False)
        if "rho" in given:
            return dict(rho=np.float64(given["rho"]))
        raw = raw_margins(forest["q"], forest["votes"], forest["labels"], given.get("classes", 2))
        _, _, deviations, covariance = moments(forest["q"], forest["p"], raw)
        if given.get("plain"):
            centred = raw - (raw @ forest["p"])[:, None]
            table = (centred * forest["p"]) @ centred.T / np.outer(deviations, deviations)
            weights = np.outer(forest["q"], forest["q"]) * (1 - np.eye(len(raw)) if given["plain"] == "off the diagonal" else 1)
            return dict(rho=np.float64((weights * table).sum() / weights.sum()))
        return dict(rho=np.float64(covariance / (forest["q"] @ deviations)**2))
