"""Networks of slices on finitely many rays: the slice k has the output phi_k and the penalty theta_k, and networks are lists of multiples.

In floating point the loss is half of the squared distance from targets, and all numbers are dyadic with so few digits that sums of products
are computed without rounding: targets are outputs plus a residual, penalties what the residual pays. In fractions outputs and penalties are
polynomials in the multiple, perhaps 0 up to a threshold, and the loss is any of `LOSSES`.
"""
import functools
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval
from proofs_numeric.engine.interpret import Named, unnamed
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.worlds.noise import seldom
from proofs_numeric.worlds.regression import rounded
from proofs_numeric.worlds.world import Part, Words, World, in_latex


class Size(NamedTuple):
    rays: int
    N: int                       # data


SIZE = Size(4, 3)
SCALES = (0.5, 2.0)              # they stand for all t >= 0


class SliceWords(Words):
    """Half of the squared distance; numbers without rounding, see above."""

    def values(self):
        i = self.instance
        rays = len(i["theta"])
        return {"X": Named("X", i["X"]), "Y": Named("Y", i["Y"]), "p": i["p"], "q": i["q"], "T": jnp.array(SCALES),
                "Slices": jnp.arange(rays), "Directions": jnp.arange(rays + 1)}

    def _output(self, network):
        """Of a list of multiples, one for each ray."""
        return (network.value**2) @ self.instance["phi"]

    @functools.cached_property
    def residual(self):
        """Minus the gradient of the loss."""
        return self.instance["y"] - self._output(Named("X", self.instance["X"]))

    def _direction(self, W):
        """The output of a ray, or minus that of X."""
        return jnp.concatenate([self.instance["phi"], -self._output(Named("X", self.instance["X"]))[None]])[W]

    def Loss(self, network):
        return Interval.of(((self.instance["y"] - self._output(network)) ** 2).sum() / 2)

    def Penalty(self, network):
        cost = (network.value**2) @ self.instance["theta"] if isinstance(network, Named) else self.instance["theta"][network]
        return Interval.of(self.instance["lambda"] * cost)

    def Objective(self, network):
        return self.Loss(network) + self.Penalty(network)

    def Pull(self, W):
        return Interval.of(-self.residual @ (self._output(W) if isinstance(W, Named) else self._direction(W)))

    def Along(self, W):
        return Interval.of(-self.residual @ self._direction(W))

    def Output(self, U):
        return Ball.of(self.instance["phi"][U])

    def ScaledOutput(self, t, U):
        return Ball.of((t**2 + self.instance["bias"] * t) * self.instance["phi"][U])

    def ScaledPenalty(self, t, U):
        cost = t ** self.instance["q"] * self.instance["lambda"] * self.instance["theta"][U]
        return Interval.around(cost, 8 * EPS * jnp.abs(cost))

    def Norm(self, x):
        return Ball.of(x).norm()

    def _least(self, slope, square, furthest):
        """The least of slope c + square c^2 over 0 <= c <= furthest, exactly 0 for a slope >= 0; known for degree 2 only."""
        best = jnp.where(square > 0, jnp.minimum(furthest, -slope / jnp.where(square > 0, 2 * square, 1.0)), furthest)
        value = jnp.where(slope >= 0, 0.0, slope * best + square * best**2)
        known = (self.instance["bias"] == 0) & (self.instance["q"] == 2)
        found = Interval.around(value, 16 * EPS * (jnp.abs(slope * best) + square * best**2))
        return Interval(*(jnp.where(known, jnp.where(slope >= 0, 0.0, end), unknown)
                          for end, unknown in ((found.lo, -jnp.inf), (found.hi, jnp.inf))))

    def SliceGain(self, U):
        i = self.instance
        return self._least(i["lambda"] * i["theta"][U] - self.residual @ i["phi"][U], (i["phi"][U] ** 2).sum() / 2, 1.0)

    def ShrinkGain(self, network):
        Z = self._output(network)
        cost = self.instance["lambda"] * (network.value**2 @ self.instance["theta"])
        return self._least(self.residual @ Z - cost, (Z**2).sum() / 2, 0.75)


# -- in fractions
@dataclass(frozen=True)
class Ray:
    """outputs: for each datum the coefficients of a polynomial in the multiple t, which counts for t > start; penalty: from t = 0."""

    outputs: tuple[tuple, ...]
    penalty: tuple
    start: Fraction = Fraction(0)

    def output(self, t):
        return np.array([at(c, t) if t > self.start else Fraction(0) for c in self.outputs], object)


def at(coefficients, t):
    return sum((Fraction(c) * Fraction(t) ** k for k, c in enumerate(coefficients)), Fraction(0))


def ray(outputs, penalty, p=2, q=2):
    """The ray with these outputs and this penalty at t = 1, homogeneous of degree p and q."""
    return Ray(tuple((0,) * p + (c,) for c in outputs), (0,) * q + (penalty,))


@dataclass(frozen=True)
class LossFunction:
    """value(y, z), gradient(y, z): a subgradient; along(y, z, w): coefficients in c of the loss at z + c w, for small c > 0."""

    value: Callable
    gradient: Callable
    along: Callable


def _square():
    return LossFunction(lambda y, z: sum((y - z) ** 2) / 2, lambda y, z: z - y,
                        lambda y, z, w: (sum((y - z) ** 2) / 2, -sum((y - z) * w), sum(w * w) / 2))


def _quartic():
    """z^4 / 4 + z^3 / 3 - z^2 - z / 10, which is not convex."""
    value = (0, Fraction(-1, 10), -1, Fraction(1, 3), Fraction(1, 4))
    first = (Fraction(-1, 10), -2, 1, 1)

    def along(y, z, w):
        x, d = z[0], w[0]
        return (at(value, x), at(first, x) * d, (-2 + 2 * x + 3 * x**2) / 2 * d**2, (2 + 6 * x) / 6 * d**3, d**4 / 4)
    return LossFunction(lambda y, z: at(value, z[0]), lambda y, z: np.array([at(first, z[0])], object), along)


def _absolute():
    """2 |z_1 - z_2| + |2 - z_1 - z_2|, at 0 and along directions from 0; (-1, -1) is a subgradient there."""
    return LossFunction(lambda y, z: 2 * abs(z[0] - z[1]) + abs(2 - z[0] - z[1]), lambda y, z: np.array([Fraction(-1)] * 2, object),
                        lambda y, z, w: (Fraction(2), 2 * abs(w[0] - w[1]) - w[0] - w[1]))


LOSSES = {"square": _square(), "quartic": _quartic(), "absolute": _absolute()}


def _shifted(polynomial, inner):
    """The coefficients of polynomial(inner(t))."""
    out, power = np.array([Fraction(0)], object), np.array([Fraction(1)], object)
    for c in polynomial:
        size = max(len(out), len(power))
        out = np.concatenate([out, [Fraction(0)] * (size - len(out))]) + c * np.concatenate([power, [Fraction(0)] * (size - len(power))])
        power = np.convolve(power, np.array([Fraction(a) for a in inner], object))
    return out


def least(coefficients, epsilon):
    """0 if the polynomial without constant term is not negative on [0, epsilon], by its Bernstein coefficients; else a negative value.

    Raises ArithmeticError where neither is found.
    """
    D = [Fraction(c) * epsilon**k for k, c in enumerate(coefficients)]
    n = len(D) - 1
    bernstein = [sum((Fraction(comb(j, k), comb(n, k)) * D[k] for k in range(j + 1)), Fraction(0)) for j in range(n + 1)]
    if all(b >= 0 for b in bernstein):
        return Fraction(0)
    found = min(at(coefficients, epsilon / 2**k) for k in range(12))
    if found >= 0:
        raise ArithmeticError("neither a negative value nor a proof that there is none; take a smaller epsilon.")
    return found


class ExactSliceWords(Words):
    """Any loss of `LOSSES`; networks are lists of pairs (ray, multiple)."""

    def values(self):
        i = self.instance
        rays = range(len(i["rays"]))
        return {"X": Named("X", i["X"]), "Y": Named("Y", i["Y"]), "p": i["p"], "q": i["q"],
                "T": (Fraction(1, 2), Fraction(2)), "Slices": rays, "Directions": range(len(rays) + 1)}

    @property
    def loss(self):
        return LOSSES[self.instance["loss"]]

    def _output(self, network):
        zero = 0 * self.instance["y"]
        return sum((self.instance["rays"][k].output(t) for k, t in network.value), zero)

    @functools.cached_property
    def here(self):
        return self._output(Named("X", self.instance["X"]))

    def _direction(self, W):
        return self._output(W) if isinstance(W, Named) else -self.here if W == len(self.instance["rays"]) else self.Output(W)

    def Loss(self, network):
        return self.loss.value(self.instance["y"], self._output(network))

    def Penalty(self, network):
        members = network.value if isinstance(network, Named) else [(network, 1)]
        return self.instance["lambda"] * sum((at(self.instance["rays"][k].penalty, t) for k, t in members), Fraction(0))

    def Objective(self, network):
        return self.Loss(network) + self.Penalty(network)

    def Pull(self, W):
        return sum(self.loss.gradient(self.instance["y"], self.here) * self._direction(W))

    def Along(self, W):
        return self.loss.along(self.instance["y"], self.here, self._direction(W))[1]

    def Output(self, U):
        return self.instance["rays"][U].output(1)

    def ScaledOutput(self, t, U):
        return self.instance["rays"][U].output(t)

    def ScaledPenalty(self, t, U):
        return self.instance["lambda"] * at(self.instance["rays"][U].penalty, t)

    def Norm(self, x):
        return Radical(((unnamed(x) ** 2).sum(),))

    def SliceGain(self, U):
        """Below the threshold of a ray its output is 0; else one power of t."""
        i, member = self.instance, self.instance["rays"][U]
        cost = [i["lambda"] * Fraction(c) for c in member.penalty]
        if member.start >= i["epsilon"]:
            return least(cost, i["epsilon"])
        power = len(member.outputs[0]) - 1
        gain = _shifted([0, *self.loss.along(i["y"], self.here, member.output(1))[1:]], [0] * power + [1])
        size = max(len(gain), len(cost))
        return least([a + b for a, b in zip([*gain, *[0] * (size - len(gain))], [*cost, *[0] * (size - len(cost))])], i["epsilon"])

    def ShrinkGain(self, network):
        """With e = 1 - tau^p, for rays that are homogeneous of one degree; a network of nothing has nothing to shrink."""
        i = self.instance
        gain = [0, *self.loss.along(i["y"], self.here, -self.here)[1:]]
        gain[1] -= self.Penalty(network)
        return least(gain, i["epsilon"])


@dataclass(frozen=True)
class Network(Part):
    """Rays phi_k, theta_k; multiples X, Y; targets; the weight lambda; bias: what the outputs have besides degree 2; the degree q."""

    floating, exact = SliceWords, ExactSliceWords
    frees = ("any targets, which are seldom those for which X is best; penalties of any sign, seldom those that the residual pays; "
             "outputs that are "
             "seldom homogeneous, penalties that are seldom of the same degree")

    def draw(self, size, rng):
        return dict(phi=rng.normal(size=(size.rays, size.N)), residual=rng.normal(size=size.N), X=rng.normal(size=size.rays),
                    Y=rng.normal(size=size.rays), slack=rng.normal(size=size.rays), weight=rng.normal(size=()))

    def build(self, size, theta, knobs, built):
        zeros = dict(missed=jnp.zeros(size.N), cheap=jnp.zeros(size.rays), bias=jnp.float64(0), degree=jnp.float64(0))
        return self.build_free(size, theta | zeros, built)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(missed=seldom(rng, size.N), cheap=seldom(rng, size.rays), bias=seldom(rng), degree=seldom(rng))

    def build_free(self, size, theta, built):
        """Half of the rays are in X: they cost what they gain, the others more."""
        used = jnp.arange(size.rays) % 2 == 0
        phi, r = rounded(theta["phi"], 3), rounded(theta["residual"], 3)
        X = jnp.where(used, rounded(jnp.abs(theta["X"]), 2, 4.0), 0.0)
        lam = jnp.exp2(jnp.clip(jnp.round(theta["weight"]), -2.0, 2.0))
        cost = (phi @ r + jnp.where(used, 0.0, rounded(jnp.abs(theta["slack"]), 3)) - rounded(theta["cheap"], 3)) / lam
        return dict(phi=phi, theta=cost, X=X, Y=rounded(jnp.abs(theta["Y"]), 2, 4.0), y=X**2 @ phi + r + rounded(theta["missed"], 3),
                    bias=rounded(theta["bias"], 3), p=jnp.float64(2), q=jnp.where(theta["degree"] == 0, 2.0, 3.0), **{"lambda": lam})

    def named(self, given, exact):
        """rays; X, Y: pairs (ray, multiple); y; epsilon; loss. In fractions only."""
        if not exact:
            raise ValueError("named instances of slices are in rational arithmetic.")
        pairs = {name: [(k, Fraction(t)) for k, t in given.get(name, [])] for name in ("X", "Y")}
        y = np.array([Fraction(c) for c in given["y"]], object)
        return dict(rays=tuple(given["rays"]), y=y, loss=given.get("loss", "square"), epsilon=Fraction(given.get(
            "epsilon", Fraction(1, 32))),
                    p=given.get("p", 2), q=given.get("q", 2), **{"lambda": Fraction(given.get("lambda", 1))}, **pairs)

    def shown(self, instance):
        return {"y": in_latex(instance["y"]), r"\lambda": in_latex(instance["lambda"]), "p": in_latex(instance["p"])}


SLICES = World("Networks whose slices lie on finitely many rays; outputs on N data, the squared loss, and dyadic numbers for which "
               "floating point is "
               "exact.", (SIZE,), (Network(),))


def network(name, **given: Any):
    """A named instance in rational arithmetic; keywords as in `Network.named`, and those of a `Case`."""
    about = {k: given.pop(k) for k in ("about", "facts", "reach") if k in given}
    return SLICES.named(name, None, given, **about)
