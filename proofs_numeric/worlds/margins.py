"""One datum of a generalised linear model whose features are disturbed by noise with finitely many values, such as dropout masks."""
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

import flint
import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Interval, log
from proofs_numeric.engine.interpret import EXTENDED, VMAPPED, Named
from proofs_numeric.engine.model import Arithmetic
from proofs_numeric.mathematics.transport import arb, rationals
from proofs_numeric.worlds.noise import seldom
from proofs_numeric.worlds.world import Part, Words, World, in_latex


class Size(NamedTuple):
    d: int                       # features; the noise has 2^d values


SIZE = Size(3)
PRECISION = 400                  # bits of extended arithmetic
PARTITIONS = {"S": (1, 0), "Q": (0, 1)}                      # the multiples of log(1 + e^z) and of z^2 / 2


def softplus(x):
    """log(1 + e^x)"""
    return jnp.logaddexp(x, 0.0)


class MaskWords(Words):
    """The noise xi on the margin has the weights p, positive numbers divided by their sum; everything is enclosed with its rounding."""

    part: "Datum"

    def __init__(self, *given):
        super().__init__(*given)
        i = self.instance
        self.p = i["weights"] / i["weights"].sum()
        self.xi, self.size_of_xi = i["zeta"] @ i["share"], jnp.abs(i["zeta"]) @ jnp.abs(i["share"])
        self.slack = (4 * sum(i["zeta"].shape) + 64) * EPS    # of sums over masks and features, weights and a function of few roundings

    def values(self):
        i = self.instance
        return ({name: Named(name, pair) for name, pair in (*PARTITIONS.items(), ("A", i["A"]))}
                | {"y": Named("y", i["y"]), "z": i["z"], "delta": i["delta"], "xi": Named("xi", self.xi), "beta": Named("beta", i["share"]),
                   "d": i["zeta"].shape[1], VMAPPED: ("i", "j")})

    def _mean(self, value, bound):
        """The mean of numbers that are known up to slack times a bound."""
        return Interval.around((self.p * value).sum(), self.slack * (self.p * bound).sum())

    def _partition(self, A, s, size):
        """(A(s), a bound on the terms of which it is computed), where s was computed from terms of this size."""
        a, b = A.value
        return a * softplus(s) + b * s**2 / 2, jnp.abs(a) * (softplus(s) + size) + jnp.abs(b) * (size**2 + s**2)

    def Penalty(self, A):
        z, noisy = self.instance["z"], self.instance["z"] + self.xi
        here, there = self._partition(A, z, jnp.abs(z)), self._partition(A, noisy, jnp.abs(z) + self.size_of_xi)
        return self._mean(there[0] - here[0], there[1] + here[1])

    def NoisyLoss(self, A):
        size = jnp.abs(self.instance["z"]) + self.size_of_xi
        noisy, y = self.instance["z"] + self.xi, self.instance["y"]
        value, bound = self._partition(A, noisy, size)
        return self._mean(value - y * noisy, bound + jnp.abs(y) * size)

    def Loss(self, A):
        z, y = self.instance["z"], self.instance["y"]
        value, bound = self._partition(A, z, jnp.abs(z))
        return self._mean(value - y * z, bound + jnp.abs(y * z))

    def Moment(self, k):
        return self._mean(self.xi**k, self.size_of_xi**k)

    def AbsThird(self, xi):
        return self._mean(jnp.abs(self.xi) ** 3, self.size_of_xi**3)

    def Curve(self, A):
        a, b = A.value
        w = jax.nn.sigmoid(self.instance["z"]) * jax.nn.sigmoid(-self.instance["z"])
        return Interval.around(a * w + b, 16 * EPS * (jnp.abs(a) * w + jnp.abs(b)))

    def Slant(self, A):
        """w (1 - 2 sigma) = -w tanh(z / 2)"""
        z = self.instance["z"]
        w = jax.nn.sigmoid(z) * jax.nn.sigmoid(-z)
        return Interval.around(-A.value[0] * w * jnp.tanh(z / 2), 24 * EPS * jnp.abs(A.value[0]) * w)

    def LeastCurve(self, A):
        """Where A'' = a w + b with 0 < w <= 1/4."""
        a, b = A.value
        return Interval.around(b + jnp.minimum(a, 0.0) / 4, EPS * (jnp.abs(a) + jnp.abs(b)) * (a < 0))

    def LabelNoise(self, y):
        return self._mean(y.value * self.xi, jnp.abs(y.value) * self.size_of_xi)

    def MeanLabel(self, y):
        return self._mean(y.value, jnp.abs(y.value))

    def FeatureSecond(self, i, j):
        zeta = self.instance["zeta"]
        return self._mean(zeta[:, i - 1] * zeta[:, j - 1], jnp.abs(zeta[:, i - 1] * zeta[:, j - 1]))

    def Same(self, i, j):
        return Interval.of(jnp.where(i == j, 1.0, 0.0))

    def Energy(self, beta):
        return Interval.around((beta.value**2).sum(), self.slack * (beta.value**2).sum())

    def Log(self, x):
        return log(x)

    def Single(self, delta, z):
        kept = 1 - delta
        moved = z / kept
        value = delta * jnp.log(2.0) + kept * softplus(moved) - softplus(z)
        return Interval.around(value, 64 * EPS * (1 + jnp.abs(kept) * (softplus(moved) + jnp.abs(moved)) + softplus(z)))


def logistic(x):
    """log(1 + e^x) in ball arithmetic."""
    return arb(x).exp().log1p()


class ExactMaskWords(Words):
    """Fractions; logarithms and exponentials in ball arithmetic with hundreds of digits."""

    def __init__(self, *given):
        super().__init__(*given)
        flint.ctx.prec = PRECISION
        i = self.instance
        self.p = [w / sum(i["weights"]) for w in i["weights"]]
        self.xi = [sum(a * b for a, b in zip(row, i["share"])) for row in i["zeta"]]

    def values(self):
        i = self.instance
        return ({name: Named(name, pair) for name, pair in (*PARTITIONS.items(), ("A", i["A"]))}
                | {"y": Named("y", i["y"]), "z": i["z"], "delta": i["delta"], "xi": Named("xi", self.xi), "beta": Named("beta", i["share"]),
                   "d": len(i["share"]), EXTENDED: True})

    def _mean(self, values):
        if any(isinstance(v, flint.arb) for v in values):
            return sum((arb(w) * arb(v) for w, v in zip(self.p, values)), flint.arb(0))
        return sum((w * v for w, v in zip(self.p, values)), Fraction(0))

    def _partition(self, A, s):
        a, b = A.value
        return b * s**2 / 2 if a == 0 else arb(a) * logistic(s) + arb(b * s**2 / 2)

    def _alike(self, A, x):
        """A fraction beside a value of A."""
        return x if A.value[0] == 0 else arb(x)

    def Penalty(self, A):
        z = self.instance["z"]
        return self._mean([self._partition(A, z + x) - self._partition(A, z) for x in self.xi])

    def NoisyLoss(self, A):
        z = self.instance["z"]
        return self._mean([self._partition(A, z + x) - self._alike(A, y * (z + x)) for x, y in zip(self.xi, self.instance["y"])])

    def Loss(self, A):
        z = self.instance["z"]
        return self._mean([self._partition(A, z) - self._alike(A, y * z) for y in self.instance["y"]])

    def Moment(self, k):
        return self._mean([x**k for x in self.xi])

    def AbsThird(self, xi):
        return self._mean([abs(x) ** 3 for x in self.xi])

    def Curve(self, A):
        a, b = A.value
        e = arb(self.instance["z"]).exp()
        return b if a == 0 else arb(a) * e / (1 + e) ** 2 + arb(b)

    def Slant(self, A):
        e = arb(self.instance["z"]).exp()
        return Fraction(0) if A.value[0] == 0 else arb(A.value[0]) * e * (1 - e) / (1 + e) ** 3

    def LeastCurve(self, A):
        a, b = A.value
        return b + min(a, 0) * Fraction(1, 4)

    def LabelNoise(self, y):
        return self._mean([a * x for a, x in zip(y.value, self.xi)])

    def MeanLabel(self, y):
        return self._mean(y.value)

    def FeatureSecond(self, i, j):
        return self._mean([row[i - 1] * row[j - 1] for row in self.instance["zeta"]])

    def Same(self, i, j):
        return int(i == j)

    def Energy(self, beta):
        return sum(b**2 for b in beta.value)

    def Log(self, x):
        return arb(x).log()

    def Single(self, delta, z):
        return arb(delta) * arb(2).log() + arb(1 - delta) * logistic(z / (1 - delta)) - logistic(z)


@dataclass(frozen=True)
class Datum(Part):
    """Contributions x_j beta_j of d features to a margin z, relative noise zeta of the features with weights, labels, a rate delta.

    A is any combination of log(1 + e^z) and z^2 / 2.
    """

    floating, exact, extended = MaskWords, ExactMaskWords, ExactMaskWords
    frees = ("any noise on the features, with any weights, often not centred; any labels, correlated with the noise or not; combinations "
             "A of the "
             "two log-partitions with any signs; any margin and rate")

    def draw(self, size, rng):
        d = size.d
        one = dict(z=rng.normal(size=()), rate=rng.normal(size=()))
        return one | dict(share=rng.normal(size=d), y=rng.normal(size=2**d), A=rng.normal(size=2))

    def build(self, size, theta, knobs, built):
        """Dropout; labels without their part along the noise; A convex."""
        delta = 0.02 + 0.96 * jax.nn.sigmoid(theta["rate"])
        kept = jnp.array([*product((0.0, 1.0), repeat=size.d)])
        zeta = kept / (1 - delta) - 1
        weights = (kept * (1 - delta) + (1 - kept) * delta).prod(1)
        share = 2 * jnp.tanh(theta["share"])
        y = _uncorrelated(theta["y"], weights, zeta @ share)
        return dict(share=share, z=4 * jnp.tanh(theta["z"]), delta=delta, zeta=zeta, weights=weights, y=y, A=jnp.exp(jnp.tanh(theta["A"])))

    def draw_free(self, size, rng):
        k = 2**size.d
        return self.draw(size, rng) | dict(kind=rng.normal(size=()), zeta=rng.normal(size=(k, size.d)), weights=rng.normal(size=k),
                                           shift=seldom(rng), bias=seldom(rng), wrong=seldom(rng), signs=seldom(rng, 2))

    def build_free(self, size, theta, built):
        """Dropout or any centred noise, then moved; labels that seldom have a part along the noise."""
        plain = self.build(size, theta, {}, built)
        dropout = theta["kind"] > 0
        weights = jnp.where(dropout, plain["weights"], jnp.exp(jnp.clip(theta["weights"], -3, 3)))
        other = theta["zeta"] - weights @ theta["zeta"] / weights.sum()
        zeta = jnp.where(dropout, plain["zeta"], other) + theta["shift"]
        xi = zeta @ plain["share"]
        return plain | dict(zeta=zeta, weights=weights, y=_uncorrelated(theta["y"], weights, xi) + theta["bias"] * xi,
                            delta=plain["delta"] + theta["wrong"], A=plain["A"] + 2 * theta["signs"])

    def named(self, given, exact):
        """zeta: rows of numbers; weights: equal where not given; y: 0 where not given; A: the logistic log-partition."""
        rows = [[Fraction(c) for c in row] for row in given["zeta"]]
        defaults = dict(weights=[1] * len(rows), y=[0] * len(rows), A=(1, 0), delta=0)
        given = {name: defaults.get(name) if given.get(name) is None else given[name] for name in ("share", "weights", "y", "A", "z",
            "delta")}
        share: dict[str, Any] = {name: Fraction(x) if name in ("z", "delta") else tuple(Fraction(c) for c in x)
                 for name, x in given.items()} | dict(zeta=rows)
        return share if exact else {name: np.array(a, float) for name, a in share.items()}

    def as_exact(self, instance):
        fractions: dict[str, Any] = {name: rationals(np.ravel(instance[name])) for name in ("share", "weights", "y", "A")}
        fractions |= {name: Fraction(float(instance[name])) for name in ("z", "delta")}
        return fractions | dict(zeta=_centred([rationals(row) for row in instance["zeta"]], fractions["weights"]))

    def shown(self, instance):
        return {r"x_j\beta_j": in_latex(instance["share"]), "z": in_latex(instance["z"]), r"\delta": in_latex(instance["delta"])}


def _uncorrelated(y, weights, xi):
    """y without its part along a centred xi."""
    square = (weights * xi**2).sum()
    return y - jnp.where(square > 0, (weights * y * xi).sum() / jnp.where(square > 0, square, 1.0), 0.0) * xi


def _centred(rows, weights):
    """The noise without its mean, where the mean is what rounding leaves."""
    means = [sum(w * c for w, c in zip(weights, column)) / sum(weights) for column in zip(*rows)]
    largest = [max(map(abs, column)) for column in zip(*rows)]
    return [[c - m if abs(m) <= 16 * EPS * top else c for c, m, top in zip(row, means, largest)] for row in rows]


class Data(World):
    """Float instances are judged again as the fractions that they are."""

    def extended(self, size, instance):
        return super().extended(size, self.as_exact(instance))


GLM = Data("One datum with d features and any noise with finitely many values on them, enumerated.", (SIZE,), (Datum(),))


def datum(name, **given):
    """A named instance in ball arithmetic; keywords as in `Datum.named`, and those of a `Case`."""
    about = {k: given.pop(k) for k in ("about", "facts", "reach") if k in given}
    return replace(GLM.named(name, None, given, **about), arithmetic=Arithmetic.EXTENDED)


def dropout(delta, *share):
    """The keywords of dropout at a rate on these contributions."""
    delta = Fraction(delta)
    kept = [*product((0, 1), repeat=len(share))]
    weights = [np.prod([1 - delta if k else delta for k in row]) for row in kept]
    return dict(delta=delta, share=share, zeta=[[k / (1 - delta) - 1 for k in row] for row in kept], weights=weights)
