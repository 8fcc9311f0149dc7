"""Classes of critics on a finite space of points of R^d: all functions with bounded values or slope, and networks with clipped weights."""
import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval
from proofs_numeric.engine.interpret import Named, unnamed
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import transport
from proofs_numeric.mathematics.radicals import square_root
from proofs_numeric.worlds.activations import balls, distances, forward, forward_exactly
from proofs_numeric.worlds.couplings import DualWords, ExactDualWords, ExtendedDualWords
from proofs_numeric.worlds.measures import normalising, off_mass
from proofs_numeric.worlds.metric import ExactMetricWords, Metric, MetricWords
from proofs_numeric.worlds.world import Part, Words, in_latex


# -- points of R^d
class PointWords(MetricWords):
    def Point(self, x):
        return self.instance["points"][x]

    def Length(self, v):
        return Ball.of(v).norm()


class ExactPointWords(ExactMetricWords):
    def Point(self, x):
        return np.array(self.instance["points"][x], object)

    def Length(self, v):
        return square_root(sum(c * c for c in np.ravel(v)))


class ExtendedPointWords(ExactPointWords):
    def Length(self, v):
        return sum(c * c for c in balls(v).ravel()).nonnegative_part().sqrt()


@dataclass(frozen=True)
class Points(Metric):
    """Points of the plane and a distance that is Euclidean, but for a hair more; the knob makes it 64 times too small."""

    floating, exact, extended = PointWords, ExactPointWords, ExtendedPointWords
    knobs: ClassVar[tuple[str, ...]] = ("euclidean",)
    frees = Metric.frees + ", with points anywhere"

    def draw(self, size, rng):
        return dict(points=rng.normal(size=(size.n, 2)))

    def build(self, size, theta, knobs, built):
        """Points that coincide would be at distance 0: they are moved apart along a line."""
        points = theta["points"] + 2.0**-10 * jnp.arange(size.n)[:, None]
        return dict(points=points, D=distances(points, points) * (1 + 64 * EPS) * (1 - 63 / 64 * knobs.get("euclidean", 0.0)))

    def draw_free(self, size, rng):
        return super().draw_free(size, rng) | dict(points=rng.normal(size=(size.n, 2)) * rng.choice([0.03, 0.03, 1]))

    def build_free(self, size, theta, built):
        return super().build_free(size, theta, built) | dict(points=theta["points"])

    def named(self, given, exact):
        """By default all points are in one place, so that every distance is large enough."""
        points = [[Fraction(v) for v in row] for row in given.get("points", [[0, 0]] * len(given["D"]))]
        return super().named(given, exact) | dict(points=points if exact else np.array(points, float))

    def as_exact(self, instance):
        return super().as_exact(instance) | dict(points=[transport.rationals(row) for row in instance["points"]])


# -- suprema over classes of functions
class SupremumWords(Words):
    def values(self):
        return {"K": self.instance["factor"]}

    def BoundedSup(self, low, high, a, b):
        """The value at each point may be chosen by itself, one of low and high."""
        a, b = unnamed(a), unnamed(b)
        moved = normalising(a) * jnp.abs(a).sum() + normalising(b) * jnp.abs(b).sum()
        rounding = max(abs(low), abs(high)) * (moved + 2 * (len(a) + 2) * EPS * jnp.abs(a - b).sum())
        return Interval.around(jnp.maximum(low * (a - b), high * (a - b)).sum(), rounding)

    def SteepSup(self, K, a, b):
        """As for K = 1, with the distances K d; rounding of the product is relative."""
        found = DualWords(self.part, self.size, dict(self.instance) | {"D": K * self.instance["D"]}, self.ask, self.known).LipSup(a, b)
        return found.widened(2 * EPS * jnp.where(jnp.isfinite(found.hi), jnp.abs(found.hi), 0.0))


class ExactSupremumWords(Words):
    steep = ExactDualWords

    def values(self):
        return {"K": self.instance["factor"]}

    def BoundedSup(self, low, high, a, b):
        return sum(max(low * (x - y), high * (x - y)) for x, y in zip(unnamed(a), unnamed(b)))

    def SteepSup(self, K, a, b):
        D = [[K * d for d in row] for row in self.instance["D"]]
        return self.steep(self.part, self.size, dict(self.instance) | {"D": D}, self.ask, self.known).LipSup(a, b)


class ExtendedSupremumWords(ExactSupremumWords):
    steep = ExtendedDualWords


@dataclass(frozen=True)
class Suprema(Part):
    """Suprema over functions with values in an interval, and over functions of slope at most K."""

    floating, exact, extended = SupremumWords, ExactSupremumWords, ExtendedSupremumWords
    frees = "any slope K"

    def draw(self, size, rng):
        return dict(factor=rng.normal())

    def build(self, size, theta, knobs, built):
        return dict(factor=jnp.exp(jnp.tanh(theta["factor"])))

    draw_free = draw

    def build_free(self, size, theta, built):
        return dict(factor=theta["factor"] + 1)

    def named(self, given, exact):
        """`K`, by default 1."""
        return dict(factor=Fraction(given.get("K", 1)) if exact else np.float64(given.get("K", 1)))

    def as_exact(self, instance):
        return dict(factor=Fraction(float(instance["factor"])))

    def shown(self, instance):
        return {"K": in_latex(instance["factor"])}


# -- a network with clipped weights
class ClippedWords(Words):
    """u, v are the first two points."""

    def values(self):
        i = self.instance
        return {"c": i["clip"], "H": len(i["layers"]), "f": Named("f", "the network"), "u": 0, "v": min(1, len(i["points"]) - 1)}

    @functools.cached_property
    def _outputs(self):
        """(values (n,), bounds of their errors (n,))"""
        i = self.instance
        outputs, radii = forward(i["layers"], unnamed(self.known["sigma"]), i["points"], i["biases"])
        return outputs[:, 0], radii

    def Value(self, f, x):
        values, radii = self._outputs
        return Interval.around(values[x], radii[x])

    def CriticMean(self, f, a):
        values, radii = self._outputs
        a = unnamed(a)
        spread = jnp.abs(values).max()
        return Interval.around((values * a).sum(), ((len(a) + 2) * EPS + 2 * off_mass(a)) * spread * jnp.abs(a).sum() + radii.max() * 2)

    def LargestWeight(self, h):
        return jnp.abs(self.instance["layers"][h - 1]).max()

    def GeometricWidth(self, h):
        return Interval.of(float(np.prod(self.instance["layers"][h - 1].shape))) ** Fraction(1, 2)


class ExactClippedWords(Words):
    def values(self):
        i = self.instance
        return {"c": i["clip"], "H": len(i["layers"]), "f": Named("f", "the network"), "u": 0, "v": min(1, len(i["points"]) - 1)}

    @functools.cached_property
    def _outputs(self):
        i = self.instance
        return forward_exactly(i["layers"], unnamed(self.known["sigma"]), i["points"], i["biases"])[:, 0]

    def Value(self, f, x):
        return self._outputs[x]

    def CriticMean(self, f, a):
        return sum((value * self.number(w) for value, w in zip(self._outputs, unnamed(a))), self.number(0))

    def LargestWeight(self, h):
        return max(map(abs, np.ravel(self.instance["layers"][h - 1])))

    def GeometricWidth(self, h):
        return square_root(Fraction(int(np.prod(np.shape(self.instance["layers"][h - 1])))))

    number: Any = staticmethod(Fraction)


class ExtendedClippedWords(ExactClippedWords):
    number: Any = staticmethod(transport.arb)

    @functools.cached_property
    def _outputs(self):
        return balls(super()._outputs)

    def GeometricWidth(self, h):
        return transport.arb(int(np.prod(np.shape(self.instance["layers"][h - 1])))).sqrt()


@dataclass(frozen=True)
class ClippedNetwork(Part):
    """A network with biases, whose weights are at most c; one output. widths: of the input, the hidden layers, the output."""

    widths: tuple[int, ...] = (2, 3, 1)
    floating, exact, extended = ClippedWords, ExactClippedWords, ExtendedClippedWords
    knobs = ("weights",)
    frees = "weights of any size, biases"

    def draw(self, size, rng):
        shapes = list(zip(self.widths[1:], self.widths[:-1]))
        return dict(layers=[rng.normal(size=s) + rng.choice([0, 1.5]) for s in shapes],
                    biases=[rng.normal(size=n) for n in self.widths[1:]], clip=rng.normal())

    def build(self, size, theta, knobs, built):
        clip = jnp.exp(jnp.tanh(theta["clip"]))
        return dict(layers=[clip * jnp.tanh(A) for A in theta["layers"]], biases=theta["biases"],
                    clip=clip * (1 - 63 / 64 * knobs.get("weights", 0.0)))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(loose=ms.switches(1, rng))

    def build_free(self, size, theta, built):
        largest = jnp.stack([jnp.abs(A).max() for A in theta["layers"]]).max()
        clip = jnp.where(theta["loose"][0] > 0, jnp.tanh(theta["clip"]), largest)
        return dict(layers=theta["layers"], biases=theta["biases"], clip=clip)

    def named(self, given, exact):
        """`layers` and the claim `c`, `biases` by default 0; by default a network whose weights are all 1."""
        layers = given.get("layers", [[[1] * n for _ in range(m)] for m, n in zip(self.widths[1:], self.widths[:-1])])
        layers = [np.array([[Fraction(v) for v in row] for row in A], object) for A in layers]
        biases = [[Fraction(v) for v in b] for b in given.get("biases", [[0] * len(A) for A in layers])]
        clip = Fraction(given.get("c", 1))
        if exact:
            return dict(layers=layers, biases=biases, clip=clip)
        return dict(layers=[A.astype(float) for A in layers], biases=[np.array(b, float) for b in biases], clip=np.float64(clip))

    def as_exact(self, instance):
        def matrix(A):
            return np.array([transport.rationals(row) for row in A], object)
        return dict(layers=[matrix(A) for A in instance["layers"]], biases=[transport.rationals(b) for b in instance["biases"]],
                    clip=Fraction(float(instance["clip"])))

    def shown(self, instance):
        """The layers, row by row, and the claim."""
        return {f"A_{h}": r",\ ".join(in_latex(list(row)) for row in A) for h, A in enumerate(instance["layers"], 1)} | {
            "c": in_latex(instance["clip"])}
