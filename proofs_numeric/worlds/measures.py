"""Measures on a finite metric space: probability vectors, and the world of which they are one part.

A model says which parts it needs, `measures(Laws("mu nu"), Metric(), Transport())`, and makes its named instances with `case`,
`rational`, `broken`, `cloud` and `digits` of that world. Distances, exponents, functions and claims are in `metric`, couplings in
`couplings`.
"""
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

import flint
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, total
from proofs_numeric.engine.interpret import Named, unnamed
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import transport
from proofs_numeric.mathematics.digits import digit_measure
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.worlds.world import Part, Words, World, in_latex


class Size(NamedTuple):
    n: int                       # points


PRECISION = 800                  # bits of extended arithmetic


def off_mass(a):
    """How far the sum of the weights a is from 1."""
    return jnp.abs(a.sum() - 1)


def normalising(a):
    """A bound on the relative change from the weights a to the law a / |a| that they stand for; 0 for weights that stand for none."""
    return jnp.where(off_mass(a) < transport.UNNORMALISED / 2, 2 * (off_mass(a) + (len(a) + 1) * EPS), 0.0)


# -- laws
class LawWords(Words):
    """Weights a whose sum is 1 up to rounding stand for the law a / |a|. As a vector, a law is its weights as they are."""

    def values(self):
        laws = {name: Named(name, w) for name, w in zip(self.part.laws, self.instance["weights"])}
        self.bounds = {law: normalising(law.value) for law in laws.values()}
        return laws

    def Weight(self, a, x):
        """An exact 0 stays one."""
        mass = unnamed(a)[x]
        slack = (self.bounds[a] if a in self.bounds else normalising(unnamed(a))) * jnp.abs(mass)
        return Interval(mass - slack, mass + slack)

    def Norm(self, a):
        norm = Ball.of(unnamed(a)).norm()
        return norm.widened(normalising(unnamed(a)) * norm.hi)

    def TV(self, a, b):
        """0 for equal laws."""
        a, b = unnamed(a), unnamed(b)
        moved = normalising(a) * jnp.abs(a).sum() + normalising(b) * jnp.abs(b).sum()        # twice what it is: it covers its rounding
        value, slack = total(0.5 * jnp.abs(a - b)), jnp.where((a == b).all(), 0.0, moved)
        return Interval(jnp.maximum(value.lo - slack, 0.0), value.hi + slack)

    def Integral(self, f, a):
        f, a = unnamed(f), unnamed(a)
        return Interval.around((f * a).sum(), ((2 * len(a) + 2) * EPS + 2 * off_mass(a)) * (jnp.abs(f) * jnp.abs(a)).sum())

    def Mass(self, a, A):
        """A: a set of points as a number whose binary digits say which."""
        return self.Integral((A >> np.arange(len(unnamed(a)))) & 1, a)


class ExactLawWords(Words):
    """Weights with the sum 1."""

    def values(self):
        return {name: Named(name, np.array(w, object)) for name, w in zip(self.part.laws, self.instance["weights"])}

    def Weight(self, a, x):
        return unnamed(a)[x]

    def Norm(self, a):
        return Radical(((unnamed(a) ** 2).sum(),))

    def TV(self, a, b):
        return sum(abs(unnamed(a) - unnamed(b))) / 2

    def Integral(self, f, a):
        return (np.array(unnamed(f), object) * unnamed(a)).sum()

    def Mass(self, a, A):
        return sum((w for k, w in enumerate(unnamed(a)) if A >> k & 1), Fraction(0))


@dataclass(frozen=True)
class Laws(Part):
    """Probability vectors. names: what the theorem calls them, with spaces between."""

    names: str
    floating, exact, extended = LawWords, ExactLawWords, ExactLawWords
    frees = "weights of any sign and mass"

    @property
    def laws(self) -> list[str]:
        """The names, one by one."""
        return self.names.split()

    def draw(self, size, rng):
        return dict(weights=rng.normal(size=(len(self.laws), size.n)) * rng.choice([0.3, 1, 3]))

    def build(self, size, theta, knobs, built):
        return dict(weights=ms.probabilities(theta["weights"]))

    def draw_free(self, size, rng):
        return dict(weights=ms.draw_weights(len(self.laws), size.n, rng))

    def build_free(self, size, theta, built):
        return dict(weights=ms.weights(theta["weights"]))

    def named(self, given, exact):
        """As many of the vectors given as there are names. Raises ValueError where there are fewer."""
        rows = given["weights"][:len(self.laws)]
        if len(rows) < len(self.laws):
            raise ValueError(f"{len(rows)} vectors of weights for the laws {self.names}: give one for each.")
        return dict(weights=[[Fraction(w) for w in row] for row in rows] if exact else np.array(rows, float))

    def as_exact(self, instance):
        return dict(weights=[transport.normalised(w) for w in instance["weights"]])

    def shown(self, instance):
        return {sp.latex(sp.Symbol(name)): in_latex(w) for name, w in zip(self.laws, instance["weights"])}


# -- named measures
def point(n, k):
    """The measure that sits in one point."""
    return [int(j == k) for j in range(n)]


def spread(n, *points):
    """Equal mass on some of n points."""
    return [Fraction(int(k in points), len(points)) for k in range(n)]


ANY = [Fraction(1, 8), Fraction(3, 8), 0, Fraction(1, 8), 0, Fraction(1, 8), Fraction(1, 4), 0]
DIRACS = [point(3, k) for k in range(3)]
TRANSLATES = [spread(8, 0, 1, 2), spread(8, 2, 3, 4), spread(8, 5, 6, 7)]
UNIFORM = spread(8, *range(8))


# -- the world
@dataclass(frozen=True)
class Measures(World):
    """A named instance has one vector of weights for each law (those that are too many are left out), distances D, and where the model
    has them an exponent p, the values of f (by default the numbers of the points) and claims (m, D), by default those that are true.
    """

    def extended(self, size, instance):
        flint.ctx.prec = PRECISION
        return super().extended(size, self.as_exact(instance))

    def case(self, name, weights, D, p=1.0, f=None, claims=None, own=None, **k):
        """In floating point, on 3 or 8 points. own: inputs of parts that few models have."""
        given = dict(weights=weights, D=D, p=p, f=range(len(D)) if f is None else f, claims=claims) | (own or {})
        return self.named(name, Size(len(D)), given, **k)

    def rational(self, name, weights, D, p=1, f=None, claims=None, own=None, **k):
        """In rational arithmetic; p = 1 or 2. own: as in `case`."""
        given = dict(weights=weights, D=D, p=p, f=range(len(D)) if f is None else f, claims=claims) | (own or {})
        return self.named(name, None, given, **k)

    def broken(self, hypothesis, weights=DIRACS, f=None, **k):
        """In rational arithmetic, three points: what breaks this property of a metric and no other, see `metric_spaces.WITHOUT`."""
        name, D = ms.WITHOUT[hypothesis]
        return self.rational(name, weights, D, f=f, **k)

    def cloud(self, seed, p=1, n=6, denominator=60):
        """Different integer points of the square [-9, 9]^2, taxicab distance for p = 1, Euclidean for p = 2; weights k/60."""
        rng, laws = np.random.default_rng(seed), sum(len(part.laws) for part in self.parts if isinstance(part, Laws))
        points = np.stack(np.divmod(rng.choice(19 * 19, n, replace=False), 19), 1) - 9
        cuts = np.sort(rng.integers(0, denominator + 1, (laws, n - 1)), 1)
        weights = [[Fraction(int(k), denominator) for k in w] for w in np.diff(cuts, axis=1, prepend=0, append=denominator)]
        name, D = DISTANCES[p]
        return self.rational(f"rational cloud {seed}, p = {p}", weights, D(points), p, rng.integers(-9, 10, n),
                             about=f"{n} integer points of the plane, {name} distance, p = {p}, weights k/{denominator}")

    def digits(self, *images, p=1):
        """Handwritten digits on the 4 x 4 grid of blocks of pixels, distances as in `cloud`; f is the row of the pixel."""
        (name, D), points, shown = DISTANCES[p], ms.grid(4, 4), ", ".join(map(str, images))
        return self.rational(f"digits {shown}", [digit_measure(k) for k in images], D(points), p, points[:, 0],
                             about=f"images {shown} of the digits data set as measures on 4 x 4 blocks of pixels, {name} distance, p = {p}")

    def certificates(self, *clouds):
        """Instances in rational arithmetic for every theorem on this world: clouds (seed, p) and named spaces."""
        return (*(self.cloud(seed, p) for seed, p in clouds),
                self.rational("translates, p = 2", TRANSLATES, ms.line(8), 2, about="three translates on a line, p = 2"),
                self.rational("ultrametric", [ANY, UNIFORM, spread(8, 0, 7)], ms.binary_tree(8), about="leaves of a binary tree, p = 1"),
                self.rational("one point", [[1], [1], [1]], [[0]], about="a space with one point"))


DISTANCES = {1: ("taxicab", ms.taxicab), 2: ("Euclidean", ms.euclidean)}


def measures(*parts: Part) -> Measures:
    """The world of these parts, `Laws` first, with its named edge instances."""
    world = Measures("Probability vectors on a finite metric space with n points; the float64 weights, divided by their sum, the "
                     "distances, and where they occur exponent, function and claims are the instance.", (Size(3), Size(8)), parts)
    return replace(world, edges=(
        world.case("three Diracs", [point(8, 0), point(8, 3), point(8, 7)], ms.star(8), 1.5, about="point masses on the leaves of a star"),
        world.case("equal measures", [ANY, ANY, ANY], ms.line(8), 2, about="all measures are equal, with zero weights"),
        world.case("zero weights, discrete metric", [spread(8, 0, 1), spread(8, 3, 4, 5, 6), spread(8, 2, 7)], ms.discrete(8), 3,
                   spread(8, 0, 1), about="disjoint supports, all distances are 1"),
        world.case("ultrametric", [ANY, UNIFORM, spread(8, 0, 7)], ms.binary_tree(8), 1, np.arange(8)**2, about="leaves of a binary tree"),
        world.case("tree metric", [ANY[::-1], ANY, spread(8, 2, 3)], ms.star(8), 4, about="leaves of a star with different arms")))
