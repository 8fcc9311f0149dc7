"""Laws on finitely many heights, carried by vertical lines in the plane; supports are compared exactly."""
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any, NamedTuple

import flint
import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine import enclosure as en
from proofs_numeric.engine.enclosure import EPS, root
from proofs_numeric.engine.model import Arithmetic, Case
from proofs_numeric.mathematics import divergences as dv
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import transport
from proofs_numeric.worlds.world import Part, Words, World, in_latex


class Size(NamedTuple):
    m: int                       # heights of each law


class Heights(NamedTuple):
    """Masses (m) at heights (m) of a line."""

    heights: jax.Array
    weights: jax.Array


NEAREST, FARTHEST = 2.0**-20, 2.0**20    # of the two lines; between them squares neither overflow nor lose the shift
TALLEST = 8.0


def distances(P: dv.Law, Q: dv.Law):
    """Euclidean distances (m, m) between the points; differences, squares, sum and root are rounded once each: 4 EPS."""
    d = P.points[:, None] - Q.points[None]
    return root((d * d).sum(-1))


def is_law(P: dv.Law):
    """Whether the weights are >= 0 and of mass 1 but for rounding."""
    return (P.weights >= 0).all() & (jnp.abs(P.weights.sum() - 1) <= 4 * len(P.weights) * EPS)


def length(x: Fraction, y: Fraction) -> Fraction:
    """The Euclidean length of (x, y). Raises ValueError when it is irrational."""
    square = x * x + y * y
    found = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    if found**2 != square:
        raise ValueError(f"({x}, {y}) has the irrational length sqrt({square}); choose Pythagorean heights.")
    return found


# -- laws of heights and positions of lines
class FloatingHeights(Words):
    def values(self):
        i = self.instance
        return {"theta": i["theta"], "eta": i["eta"], "Z": Heights(**i["Z"]), "Y": Heights(**i["Y"]), "H": jnp.arange(self.size.m)}

    def Weight(self, law, z):
        return law.weights[z]

    def Line(self, t, Z):
        """The law of (t, z), z drawn from Z."""
        return dv.Law(jnp.stack([jnp.broadcast_to(jnp.asarray(t, float), Z.heights.shape), Z.heights], 1), Z.weights)

    def Mixture(self, P, Q):
        return dv.mixture(P, Q)


class ExactHeights(Words):
    """Z, Y are pairs (heights, weights); laws in the plane are point -> mass."""

    def values(self):
        i = self.instance
        return {"theta": i["theta"], "eta": i["eta"], "Z": i["Z"], "Y": i["Y"], "H": tuple(range(len(i["Z"][1]))), "oo": sp.oo}

    def Weight(self, law, z):
        return law[1][z]

    def Line(self, t, law):
        return dv.exact_masses([(Fraction(t), h) for h in law[0]], law[1])

    def Mixture(self, P, Q):
        return dv.exact_mixture(P, Q)


class ExtendedHeights(ExactHeights):
    """The floats as rationals, weights normalised."""

    def values(self):
        laws = {name: ([Fraction(float(h)) for h in self.instance[name]["heights"]], transport.normalised(self.instance[name]["weights"]))
                for name in "ZY"}
        positions = {name: flint.arb(float(self.instance[name])) for name in ("theta", "eta")}
        return laws | positions | {"H": tuple(range(len(laws["Z"][1]))), "oo": sp.oo}

    def Line(self, t, law):
        return dv.exact_masses([(Fraction(float(t)), h) for h in law[0]], law[1])         # positions are floats: nothing is rounded


@dataclass(frozen=True)
class Lines(Part):
    """Two laws of heights Z, Y and the positions 0, theta, eta of lines. The knob puts the line at theta on that at 0."""

    floating, exact, extended = FloatingHeights, ExactHeights, ExtendedHeights
    knobs = ("apart",)
    frees = "positions, 0 included; heights, which may coincide; weights of any sign and mass"

    def draw(self, size, rng):
        same = rng.uniform() < 0.25
        Z, Y = (dict(heights=rng.uniform(size=size.m), logits=rng.normal(size=size.m) * rng.choice([0, 1, 4])) for _ in range(2))
        return dict(Z=Z, Y=Z if same else Y, theta=rng.normal() * 10.0 ** rng.integers(-6, 3), eta=rng.normal())

    def build(self, size, theta, knobs, built):
        def law(x):
            return dict(heights=jnp.clip(x["heights"], -TALLEST, TALLEST), weights=ms.probabilities(x["logits"]))
        at = jnp.where(theta["theta"] < 0, -1.0, 1.0) * jnp.clip(jnp.abs(theta["theta"]), NEAREST, FARTHEST)
        return dict(Z=law(theta["Z"]), Y=law(theta["Y"]), theta=at * (1 - knobs.get("apart", 0.0)),
                    eta=jnp.clip(theta["eta"], -FARTHEST, FARTHEST))

    def draw_free(self, size, rng):
        return dict(theta=rng.normal() * 10.0 ** rng.integers(-6, 3), eta=rng.normal(), heights=rng.normal(size=(2, size.m)),
                    switch=ms.switches(3, rng), weights=ms.draw_weights(2, size.m, rng))

    def build_free(self, size, theta, built):
        together, one_place, same = theta["switch"] > 0
        heights = jnp.clip(theta["heights"], -TALLEST, TALLEST)
        heights = jnp.where(one_place, heights.at[:, 1].set(heights[:, 0]), heights)
        Z, Y = (dict(heights=h, weights=w) for h, w in zip(jnp.where(same, heights[:1], heights), ms.weights(theta["weights"])))
        return dict(Z=Z, Y=Y, theta=jnp.where(together, 0.0, jnp.clip(theta["theta"], -FARTHEST, FARTHEST)),
                    eta=jnp.clip(theta["eta"], -FARTHEST, FARTHEST))

    def shown(self, instance):
        """The position, the heights and their masses."""
        heights, weights = instance["Z"] if isinstance(instance["Z"], tuple) else (instance["Z"][key] for key in ("heights", "weights"))
        return {r"\theta": in_latex(instance["theta"]), r"\text{heights of } Z": in_latex(heights),
                r"\text{their masses}": in_latex(weights)}


# -- what tells laws in the plane apart
class FloatingDistances(Words):
    def Wasserstein(self, p, P, Q):
        return transport.least_cost(P.weights, Q.weights, distances(P, Q), self.ask, 4 * EPS)    # p = 1: costs are distances

    def KL(self, P, Q):
        return transport.unless(is_law(P) & is_law(Q), dv.kl(P, Q))

    def JS(self, P, Q):
        return transport.unless(is_law(P) & is_law(Q), dv.js(P, Q))

    def TV(self, P, Q):
        return transport.unless(is_law(P) & is_law(Q), dv.tv(P, Q))

    def Log(self, x):
        return en.log(x)


class ExactDistances(Words):
    """W_1 is certified by a rational flow and potentials of equal value, divergences are combinations of logarithms of primes."""

    def Wasserstein(self, p, P, Q):
        cost = [[length(a - c, b - d) for c, d in Q] for a, b in P]
        return transport.certify(list(P.values()), list(Q.values()), cost).value

    def KL(self, P, Q):
        return dv.exact_kl(P, Q)

    def JS(self, P, Q):
        return dv.exact_js(P, Q)

    def TV(self, P, Q):
        return dv.exact_tv(P, Q)

    def Log(self, x):
        return dv.Logs.log(x)


class ExtendedDistances(ExactDistances):
    """Lengths are square roots and divergences logarithms in ball arithmetic; infinity follows from the supports."""

    def __init__(self, *given):
        super().__init__(*given)
        flint.ctx.prec = 400

    def Wasserstein(self, p, P, Q):
        cost = [[transport.arb((a - c) ** 2 + (b - d) ** 2).sqrt() for c, d in Q] for a, b in P]
        return transport.enclosed(list(P.values()), list(Q.values()), cost).value

    def KL(self, P, Q):
        if set(P) - set(Q):
            return sp.oo
        return sum((transport.arb(w) * transport.arb(w / Q[x]).log() for x, w in P.items()), flint.arb(0))

    def JS(self, P, Q):
        M = dv.exact_mixture(P, Q)
        return (self.KL(P, M) + self.KL(Q, M)) / 2

    def Log(self, x):
        return transport.arb(x).log()


@dataclass(frozen=True)
class Distances(Part):
    """W_1 for the Euclidean distance, total variation and the divergences."""

    floating, exact, extended = FloatingDistances, ExactDistances, ExtendedDistances


# -- named instances
def case(name: str, theta, Z, Y=None, eta=0.5, about: str = "", **more: Any) -> Case:
    """Z, Y: pairs (height, weight), weights up to a factor."""
    def law(pairs):
        heights, weights = np.array(pairs, float).T
        return dict(heights=heights, weights=weights / weights.sum())
    return Case(name, Size(len(Z)), dict(Z=law(Z), Y=law(Y or Z), theta=np.float64(theta), eta=np.float64(eta)), about=about,
                **more)


def pythagorean(theta, Z, Y, about: str = "", **more: Any) -> Case:
    """Heights among 0, 11/60, 91/60, whose differences complete 1 to rational right triangles: 60² + 11² = 61², ..."""
    heights = [Fraction(k, 60) for k in (0, 11, 91)]

    def law(weights):
        return heights, [Fraction(w, sum(weights)) for w in weights]
    return Case(f"shift {theta}, weights {Z} and {Y}", None, dict(theta=Fraction(theta), eta=Fraction(0), Z=law(Z), Y=law(Y)),
                Arithmetic.RATIONAL, about=about or f"shift {theta}, rational heights, weights proportional to {Z}, {Y}", **more)


EIGHT = [(j / 8, 1) for j in range(8)]
LINES = World(
    space="Laws on m heights with arbitrary weights, on vertical lines in the plane; supports are compared exactly.",
    sizes=(Size(3), Size(8)), parts=(Lines(), Distances()),
    edges=(case("same line", 0.0, EIGHT), case("lines almost together", NEAREST, EIGHT), case("far to the left", -FARTHEST, EIGHT),
           case("one height, three times", 0.5, [(0.25, 1)] * 3), case("a height without mass", -1.5, [(0, 1), (0.5, 0), (1, 2)]),
           case("other heights far above", 1.0, [(0, 1), (1, 1), (2, 1)], [(6, 1), (7, 1), (8, 1)])))
