"""Parts of the world of measures: divergences of two laws, and a number below which no mass of a law is."""
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine import enclosure as en
from proofs_numeric.engine.enclosure import EPS, Interval
from proofs_numeric.engine.interpret import unnamed
from proofs_numeric.mathematics import divergences as dv
from proofs_numeric.mathematics import transport
from proofs_numeric.mathematics.logarithms import Logs
from proofs_numeric.worlds.measures import normalising, off_mass
from proofs_numeric.worlds.world import Part, Words, in_latex


# -- divergences
def is_law(a):
    """Whether the weights stand for a law: not negative, and of mass 1 but for rounding."""
    return (a >= 0).all() & (off_mass(a) < transport.UNNORMALISED / 2)


def times_log(x) -> Interval:
    """t log t for the t >= 0 of an interval that has some; 0 at 0. Decreasing up to 1/e, increasing from there."""
    x = Interval.of(x)

    def at(t):
        inside = t > 0
        t = jnp.where(inside, t, 1.0)                            # 1 log 1 = 0
        return Interval(t, t) * en.log(Interval(t, t))
    low, high = at(x.lo), at(x.hi)
    least = jnp.minimum(low.lo, high.lo)
    turning = (x.lo <= 0.3679) & (x.hi >= 0.3678) & (x.lo < x.hi)
    return Interval(jnp.where(turning, -0.36787944117144239, least), jnp.maximum(low.hi, high.hi))


class DivergenceWords(Words):
    """Of the weights of any two vectors on the points; nothing is known where they stand for no laws."""

    def _entropy(self, p, q, relative):
        return dv.relative_entropy(p, q, relative, jnp.full(len(p), True))

    def KL(self, a, b):
        a, b = unnamed(a), unnamed(b)
        return transport.unless(is_law(a) & is_law(b), self._entropy(a, b, normalising(a) + normalising(b)))

    def JS(self, a, b):
        """The mean of the divergences to the midpoint, whose masses round once more."""
        a, b = unnamed(a), unnamed(b)
        middle, relative = 0.5 * (a + b), normalising(a) + normalising(b) + EPS
        both = (self._entropy(a, middle, relative) + self._entropy(b, middle, relative)) * Fraction(1, 2)
        return transport.unless(is_law(a) & is_law(b), both)

    def Log(self, x):
        return en.log(x)

    def TimesLog(self, x):
        return times_log(x)


class ExactDivergenceWords(Words):
    """Polynomials in logarithms of primes, and SymPy's oo."""

    number: Any = staticmethod(Logs.of)

    def values(self):
        return {"oo": sp.oo}

    def KL(self, a, b):
        a, b = unnamed(a), unnamed(b)
        if any(p and not q for p, q in zip(a, b)):
            return sp.oo
        return sum((self.number(p) * self.Log(p / q) for p, q in zip(a, b) if p), self.number(0))

    def JS(self, a, b):
        a, b = unnamed(a), unnamed(b)
        return (self.KL(a, (a + b) / 2) + self.KL(b, (a + b) / 2)) / 2

    def Log(self, x):
        return Logs.log(x)

    def TimesLog(self, x):
        return self.number(x) * self.Log(x) if x else self.number(0)


class ExtendedDivergenceWords(ExactDivergenceWords):
    """The same sums in ball arithmetic: the masses are rational, so that log 1 = 0 is exact and supports are decided."""

    number: Any = staticmethod(transport.arb)

    def Log(self, x):
        return transport.arb(x).log()


@dataclass(frozen=True)
class Divergences(Part):
    """Kullback-Leibler and Jensen-Shannon divergence, and the logarithms in which they are bounded."""

    floating, exact, extended = DivergenceWords, ExactDivergenceWords, ExtendedDivergenceWords


# -- a least mass
class FloorWords(Words):
    def values(self):
        return {"q": self.instance["floor"]}


@dataclass(frozen=True)
class Floor(Part):
    """A number q of which it is claimed that a law, by its place among the laws, gives at least q to every point."""

    law: int = 1
    floating = exact = extended = FloorWords
    knobs = ("full",)
    frees = "any least mass"

    def build(self, size, theta, knobs, built):
        """A hair below the least mass, as masses round; or 64 times as much."""
        return dict(floor=built["weights"][self.law].min() * (1 - 2.0**-20) * (1 + 63 * knobs.get("full", 0.0)))

    def draw_free(self, size, rng):
        return dict(floor=rng.normal())

    def build_free(self, size, theta, built):
        return dict(floor=built["weights"][self.law].min() * jnp.exp(jnp.tanh(theta["floor"])))

    def named(self, given, exact):
        """The number `q` that is given, or by default the least mass that is not 0; in floating point a hair less."""
        q = given.get("q")
        least = min(filter(None, map(Fraction, given["weights"][self.law])))
        if exact:
            return dict(floor=least if q is None else Fraction(q))
        return dict(floor=np.float64(float(least) * (1 - 2.0**-20) if q is None else q))

    def as_exact(self, instance):
        return dict(floor=Fraction(float(instance["floor"])))

    def shown(self, instance):
        return {"q": in_latex(instance["floor"])}
