"""Committees: weighted members that predict numbers, and members that have opinions about labels.

In floating point, numbers are known up to 2^-44 of their size: weights whose float64 values sum to one up to rounding stand for weights
that do. The exact twin computes in fractions and, for divergences, in logarithms of rational numbers.
"""
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine import enclosure as en
from proofs_numeric.engine.enclosure import EPS, Interval
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics.logarithms import Logs
from proofs_numeric.worlds.world import Part, Words, World, in_latex

KNOWN = 2.0**-44                 # relative


class Size(NamedTuple):
    members: int
    inputs: int
    labels: int


def around(x) -> Interval:
    """A float, known up to KNOWN."""
    return Interval.around(x, KNOWN * jnp.abs(x))


# -- members that predict numbers
class CommitteeWords(Words):
    def values(self):
        w, y, t, p, mean = (self.instance[name] for name in ("w", "y", "t", "p", "mean"))
        domains = {"I": jnp.arange(len(w)), "X": jnp.arange(len(t))}
        size = (jnp.abs(y) + jnp.abs(t) + jnp.abs(mean) + jnp.abs(w) @ jnp.abs(y))**2
        bound = 16 * (KNOWN + (y.size + 8) * EPS) * (jnp.abs(p) * size).sum() * (1 + jnp.abs(w).sum())
        errors = {"E": (p * (mean - t)**2).sum(), "E_mean": (w @ (y - t)**2 * p).sum(), "A_mean": (w @ (y - mean)**2 * p).sum()}
        return domains | {name: Interval.around(value, bound) for name, value in errors.items()}

    def MemberWeight(self, i):
        return around(self.instance["w"][i])

    def _summed(self, terms, sizes):
        """The weighted sum of terms, each off by at most 4 KNOWN times its size."""
        w = self.instance["w"]
        return Interval.around((w * terms).sum(), (5 * KNOWN + (len(w) + 8) * EPS) * (jnp.abs(w) * sizes).sum())

    def _squares(self, center, x):
        y = self.instance["y"][:, x]
        return self._summed((y - center)**2, (jnp.abs(y) + jnp.abs(center) + self._size(x) * KNOWN)**2)

    def _size(self, x):
        """Of the numbers that a mean is made of: it may be a difference of larger ones."""
        return (jnp.abs(self.instance["w"]) * jnp.abs(self.instance["y"][:, x])).sum()

    def WeightedMean(self, x):
        y = self.instance["y"][:, x]
        return self._summed(y, jnp.abs(y))

    def MeanError(self, x):
        return self._squares(self.instance["t"][x], x)

    def Spread(self, x):
        """About what the ensemble says, which is known less well where it is a difference."""
        found, y, m = self._squares(self.instance["mean"][x], x), self.instance["y"][:, x], self.instance["mean"][x]
        return found.widened(2 * KNOWN * self._size(x) * (jnp.abs(self.instance["w"]) * (jnp.abs(y) + jnp.abs(m))).sum() * 2)

    def Disagreement(self, x):
        w, y = self.instance["w"], self.instance["y"][:, x]
        pairs = jnp.outer(w, w) * (y[:, None] - y)**2
        size = jnp.outer(jnp.abs(w), jnp.abs(w)) * (jnp.abs(y[:, None]) + jnp.abs(y))**2
        return Interval.around(en.largest(pairs.reshape(-1)), 8 * KNOWN * size.max())

    def Ensemble(self, x):
        return Interval.around(self.instance["mean"][x], KNOWN * (jnp.abs(self.instance["mean"][x]) + self._size(x)))

    def Target(self, x):
        return around(self.instance["t"][x])


class ExactCommitteeWords(Words):
    def values(self):
        t, p, mean = (self.instance[name] for name in ("t", "p", "mean"))
        X = range(len(t))
        errors = {"E": sum(p[x] * (mean[x] - t[x])**2 for x in X), "E_mean": sum(p[x] * self.MeanError(x) for x in X),
                  "A_mean": sum(p[x] * self.Spread(x) for x in X)}
        return {"I": range(len(self.instance["w"])), "X": X} | errors

    def MemberWeight(self, i):
        return self.instance["w"][i]

    def _mean(self, terms):
        return sum((w * v for w, v in zip(self.instance["w"], terms)), Fraction(0))

    def WeightedMean(self, x):
        return self._mean(row[x] for row in self.instance["y"])

    def MeanError(self, x):
        return self._mean((row[x] - self.instance["t"][x])**2 for row in self.instance["y"])

    def Spread(self, x):
        return self._mean((row[x] - self.instance["mean"][x])**2 for row in self.instance["y"])

    def Disagreement(self, x):
        rows = [*zip(self.instance["w"], self.instance["y"])]
        return max(w * v * (y[x] - z[x])**2 for w, y in rows for v, z in rows)

    def Ensemble(self, x):
        return self.instance["mean"][x]

    def Target(self, x):
        return self.instance["t"][x]


@dataclass(frozen=True)
class Committee(Part):
    """Weights w, predictions y (members, inputs), targets t and weights p of the inputs, and what is claimed to be the mean."""

    floating, exact = CommitteeWords, ExactCommitteeWords
    knobs = ("mass", "nonnegative_weights", "mean")
    frees = "weights of members and of inputs, of any sign, and what the ensemble says"

    def draw(self, size, rng):
        m, n, _ = size
        return dict(w=rng.normal(size=m), y=rng.normal(size=(m, n)), t=rng.normal(size=n), p=rng.normal(size=n), off=rng.normal(size=n))

    def build(self, size, theta, knobs, built):
        """A broken mass is 3/2; negative weights are -1 at least in one place; a wrong mean is off by numbers of size one."""
        w = ms.probabilities(theta["w"][None])[0]
        w = w + knobs.get("nonnegative_weights", 0.0) * (1 + w[0]) * (jnp.eye(size.members)[1] - jnp.eye(size.members)[0])
        w = w * (1 + 0.5 * knobs.get("mass", 0.0))
        mean = w @ theta["y"] + knobs.get("mean", 0.0) * theta["off"]
        return dict(w=w, y=theta["y"], t=theta["t"], p=theta["p"], mean=mean)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(loose=rng.choice([0.0, 0.0, 1.0], size=3))

    def build_free(self, size, theta, built):
        loose = jax.lax.stop_gradient(theta["loose"])
        return self.build(size, theta, dict(mass=loose[0], nonnegative_weights=loose[1], mean=loose[2]), built)

    def named(self, given, exact):
        """w, y and t; p: by default equal, and mean: by default the weighted one."""
        w, t = [Fraction(v) for v in given["w"]], [Fraction(v) for v in given["t"]]
        y = [[Fraction(v) for v in row] for row in given["y"]]
        p = [Fraction(v) for v in given.get("p") or [1] * len(t)]
        mean = [Fraction(v) for v in given.get("mean") or [sum(a * row[x] for a, row in zip(w, y)) for x in range(len(t))]]
        out = dict(w=w, y=y, t=t, p=p, mean=mean)
        return out if exact else {name: np.array(v, float) for name, v in out.items()}

    def shown(self, instance):
        return {"w": in_latex(instance["w"]), **{rf"y_{k + 1}": in_latex(row) for k, row in enumerate(instance["y"])},
                "t": in_latex(instance["t"])}


# -- members with opinions about labels
class OpinionWords(Words):
    """Logarithms of floats that are known up to KNOWN; sums are budgeted."""

    def values(self):
        laws = {name: self.instance[name] for name in ("tau", "gamma")}
        return laws | {"J": jnp.arange(len(laws["tau"])), "Z": around(self.instance["Z"])}

    def Opinion(self, i):
        return self.instance["q"][i]

    def Chance(self, law, j):
        return around(law[j])

    def Log(self, x):
        return en.log(x)

    def LogMean(self, j):
        logs = jnp.log(self.instance["q"][:, j])
        return self.known["MemberWeight"].__self__._summed(logs, 1 + jnp.abs(logs))

    def KL(self, a, b):
        value, size = self._divergence(a, b[None])
        return Interval.around(value[0], (2 * KNOWN + (len(a) + 8) * EPS) * size[0])

    def MeanKL(self, a):
        w = self.instance["w"]
        value, size = self._divergence(a, self.instance["q"])
        return Interval.around((w * value).sum(), (3 * KNOWN + (len(a) + len(w) + 8) * EPS) * (jnp.abs(w) * size).sum())

    def _divergence(self, a, rows):
        """For each row b the sum of a (log a - log b), and what its error is relative to: a and b are known up to KNOWN, and rounded."""
        live = a > 0
        own, other = jnp.log(jnp.where(live, a, 1.0)), jnp.log(rows)
        return (jnp.where(live, a, 0.0) * (own - other)).sum(-1), (jnp.abs(a) * (jnp.abs(own) + jnp.abs(other) + 2)).sum(-1)


class ExactOpinionWords(Words):
    """Rational laws; their divergences are `Logs`."""

    def values(self):
        return {name: self.instance[name] for name in ("tau", "gamma", "Z")} | {"J": range(len(self.instance["tau"]))}

    def Opinion(self, i):
        return self.instance["q"][i]

    def Chance(self, law, j):
        return law[j]

    def Log(self, x):
        return Logs.log(x)

    def LogMean(self, j):
        return sum((Logs.log(row[j]) * w for w, row in zip(self.instance["w"], self.instance["q"])), Logs())

    def KL(self, a, b):
        return sum(((Logs.log(u) - Logs.log(v)) * u for u, v in zip(a, b) if u), Logs())

    def MeanKL(self, a):
        return sum((self.KL(a, row) * w for w, row in zip(self.instance["w"], self.instance["q"])), Logs())


@dataclass(frozen=True)
class Opinions(Part):
    """Opinions q (members, labels), a true law tau, and what is claimed to be the pooled law, gamma, with its normaliser Z."""

    floating, exact = OpinionWords, ExactOpinionWords
    knobs = ("truth_mass", "geometric", "pool_mass")
    frees = "opinions that need not sum to one, and what the pooled law is"

    def draw(self, size, rng):
        m, _, k = size
        return dict(q=rng.normal(size=(m, k)), tau=rng.normal(size=k), off_pool=rng.normal(size=k), level=rng.normal(size=m))

    def build(self, size, theta, knobs, built):
        """Opinions of any sum. A broken mass is 3/2; a pooled law that is not geometric is another one."""
        q = jax.nn.softmax(2 * jnp.tanh(theta["q"])) * jnp.exp(0.5 * jnp.tanh(theta["level"]))[:, None]
        logs = built["w"] @ jnp.log(q)
        Z = jnp.exp(logs).sum()
        pooled = jnp.exp(logs) / Z * jnp.exp(knobs.get("geometric", 0.0) * theta["off_pool"])
        pooled, more = pooled / pooled.sum(), 1 + 0.5 * knobs.get("pool_mass", 0.0)
        tau = ms.probabilities(theta["tau"][None])[0] * (1 + 0.5 * knobs.get("truth_mass", 0.0))
        return dict(q=q, tau=tau, gamma=pooled * more, Z=Z / more)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(loose_pool=rng.choice([0.0, 0.0, 1.0], size=3))

    def build_free(self, size, theta, built):
        loose = jax.lax.stop_gradient(theta["loose_pool"])
        return self.build(size, theta, dict(truth_mass=loose[0], geometric=loose[1], pool_mass=loose[2]), built)

    def named(self, given, exact):
        """opinions = (q, tau, gamma, Z), exactly; by default all opinions are equal."""
        m = len(given["w"])
        q, tau, gamma, Z = given.get("opinions") or ([["1/2", "1/2"]] * m, ["1/2", "1/2"], ["1/2", "1/2"], 1)
        out = dict(q=[[Fraction(v) for v in row] for row in q], tau=[Fraction(v) for v in tau], gamma=[Fraction(v) for v in gamma],
                   Z=Fraction(Z))
        return out if exact else {name: np.array(v, float) for name, v in out.items()}


@dataclass(frozen=True)
class Committees(World):
    """A named instance has weights w, predictions y, targets t, and what else its parts take."""

    def rational(self, name, w, y, t, **k):
        """In rational arithmetic."""
        given = {key: k.pop(key) for key in ("p", "mean", "opinions") if key in k}
        return self.named(name, None, dict(w=w, y=y, t=t) | given, **k)


def committees(*parts: Part) -> Committees:
    """The world of these parts, `Committee` first."""
    return Committees("Ensembles of three and of five members with predictions at two and at four inputs and opinions about three and "
                      "about four labels; float64 values are the instance.", (Size(3, 2, 3), Size(5, 4, 4)), parts)
