"""Parts of the world of measures that say where the laws live: a metric, an exponent, a function, bounds of the distances."""
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Interval
from proofs_numeric.engine.interpret import Named, unnamed
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import transport
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.worlds.world import Part, Words, in_latex


# -- distances
class MetricWords(Words):
    """Sets of points are numbers: the binary digits say which points belong to them."""

    def values(self):
        n = len(self.instance["D"])
        return {"X": jnp.arange(n), "Sets": jnp.arange(2**n)}

    def Distance(self, x, y):
        return self.instance["D"][x, y]

    def Diameter(self, X):
        return self.instance["D"].max()


class ExactMetricWords(Words):
    def values(self):
        n = len(self.instance["D"])
        return {"X": range(n), "Sets": range(2**n)}

    def Distance(self, x, y):
        return self.instance["D"][x][y]

    def Diameter(self, X):
        return max(map(max, self.instance["D"]))


@dataclass(frozen=True)
class Metric(Part):
    """Distances on n points. Exact ones are Fraction, or Radical where they are square roots."""

    floating, exact, extended = MetricWords, ExactMetricWords, ExactMetricWords
    knobs: ClassVar[tuple[str, ...]] = ("triangle", "symmetric", "reflexive")
    frees = ("distances of any sign that may differ from 0 on the diagonal, be one-way, vanish off it, or break the triangle inequality")

    def draw(self, size, rng):
        return dict(edges=rng.normal(size=(size.n, size.n)))

    def build(self, size, theta, knobs, built):
        """A point is then as far from itself as from its nearest neighbour at most; any more would break the triangle inequality."""
        D = ms.random_metric(theta["edges"], knobs.get("triangle", 0.0), knobs.get("symmetric", 0.0))
        return dict(D=D + knobs.get("reflexive", 0.0) * ms.off_diagonal(D)[0] * jnp.eye(size.n))

    def draw_free(self, size, rng):
        return dict(D=ms.draw_distances(size.n, rng))

    def build_free(self, size, theta, built):
        return dict(D=ms.distances(theta["D"]))

    def named(self, given, exact):
        if not exact:
            return dict(D=np.array([[float(d) for d in row] for row in given["D"]]))
        return dict(D=[[d if isinstance(d, Radical) else Fraction(getattr(d, "item", lambda d=d: d)()) for d in row] for row in given["D"]])

    def as_exact(self, instance):
        return dict(D=[transport.rationals(row) for row in instance["D"]])

    def shown(self, instance):
        """The row of each point but the last, from the next point on."""
        n = len(instance["D"])
        return {rf"d({x + 1},\cdot)" if n > 2 else "d(1,2)": in_latex(instance["D"][x][x + 1:] if n > 2 else instance["D"][0][1])
                for x in range(n - 1)}


# -- an exponent
class ExponentWords(Words):
    def values(self):
        return {"p": Named("p", self.instance["p"])}


class ExtendedExponentWords(Words):
    def values(self):
        return {"p": Named("p", transport.arb(self.instance["p"]))}


@dataclass(frozen=True)
class Exponent(Part):
    """A real number p from 1 to `high`; an int in exact arithmetic."""

    high: float = 4.0
    floating, exact, extended = ExponentWords, ExponentWords, ExtendedExponentWords
    knobs = ("exponent",)
    frees = "any exponent between −3 and 4"

    def draw(self, size, rng):
        return dict(p=rng.normal(size=()))

    def build(self, size, theta, knobs, built):
        p = jnp.maximum(1 + (self.high - 1) * jax.nn.sigmoid(theta["p"]), 1.0)
        return dict(p=jnp.where(knobs.get("exponent", 0.0) > 0, 1 / p, p))

    def draw_free(self, size, rng):
        return dict(p=ms.draw_exponent(rng))

    def build_free(self, size, theta, built):
        return dict(p=ms.exponent(theta["p"]))

    def named(self, given, exact):
        return dict(p=given["p"] if exact else np.float64(given["p"]))

    def as_exact(self, instance):
        p = Fraction(float(instance["p"]))
        return dict(p=int(p) if p.denominator == 1 else p)

    def shown(self, instance):
        return {"p": in_latex(instance["p"])}


# -- a function
class FunctionWords(Words):
    def values(self):
        return {"f": Named("f", self.instance["f"])}

    def LipNorm(self, f):
        s = ms.steepness(unnamed(f), self.instance["D"])
        return Interval.around(s, 4 * EPS * s)


class ExactFunctionWords(Words):
    def values(self):
        return {"f": Named("f", np.array(self.instance["f"], object))}

    def LipNorm(self, f):
        """Where the distances are rational."""
        D, f = self.instance["D"], unnamed(f)
        return max([Fraction(0), *((f[x] - f[y]) / D[x][y] for x in range(len(D)) for y in range(len(D)) if D[x][y] > 0)])


@dataclass(frozen=True)
class Function(Part):
    """Any function on the points."""

    floating, exact, extended = FunctionWords, ExactFunctionWords, ExactFunctionWords
    frees = "any function"

    def draw(self, size, rng):
        return dict(f=rng.normal(size=size.n))

    def build(self, size, theta, knobs, built):
        return dict(f=theta["f"])

    draw_free = draw

    def build_free(self, size, theta, built):
        return dict(f=theta["f"])

    def named(self, given, exact):
        return dict(f=[Fraction(int(v)) for v in given["f"]] if exact else np.array(given["f"], float))

    def as_exact(self, instance):
        return dict(f=transport.rationals(instance["f"]))

    def shown(self, instance):
        return {"f": in_latex(instance["f"])}


# -- claims
class ClaimWords(Words):
    def values(self):
        return {"m": self.instance["least"], "D": self.instance["largest"]}


@dataclass(frozen=True)
class Claims(Part):
    """Numbers m and D of which m <= d(x, y) <= D is claimed for different points: the least and the largest distance."""

    floating = exact = extended = ClaimWords
    knobs = ("separated", "diameter")
    frees = "any claims m and D"

    def build(self, size, theta, knobs, built):
        """Wrong by a factor 64 where a knob is turned: the distances of `random_metric` differ by less."""
        least, largest = ms.off_diagonal(built["D"])
        return dict(least=least * (1 + 63 * knobs.get("separated", 0.0)), largest=largest * (1 - 63 / 64 * knobs.get("diameter", 0.0)))

    def draw_free(self, size, rng):
        return dict(claims=rng.normal(size=2))

    def build_free(self, size, theta, built):
        least, largest = ms.off_diagonal(built["D"])
        factors = jnp.exp(jnp.tanh(theta["claims"]))
        return dict(least=least * factors[0], largest=largest * factors[1])

    def named(self, given, exact):
        D = Metric().named(given, exact)["D"]
        apart = [d for x, row in enumerate(D) for y, d in enumerate(row) if x != y] or [Fraction(0)]
        least, largest = given["claims"] or (min(apart), max(apart))
        return dict(least=least, largest=largest) if exact else dict(least=np.float64(least), largest=np.float64(largest))

    def as_exact(self, instance):
        return {name: Fraction(float(instance[name])) for name in ("least", "largest")}

    def shown(self, instance):
        return {"m": in_latex(instance["least"]), "D": in_latex(instance["largest"])}
