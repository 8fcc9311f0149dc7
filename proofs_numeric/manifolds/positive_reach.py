"""Finite sets, curves and surfaces with closed-form reach, two points beside them, and a bound on how far these are away."""
from dataclasses import dataclass
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.mathematics.digits import digit_pixels
from proofs_numeric.worlds.shapes import OVERSTATED, Exact, Queries, Sets, between, ellipse, finite, off, on_sphere, shaped
from proofs_numeric.worlds.world import Part, Words, in_latex
from theorems.vocabulary.shapes import A, Apart, LeastQuotient, Reach, SetDistance, r, tau, x, y


class BoundWords(Words):
    def values(self):
        return {"r": self.instance["r"]}


@dataclass(frozen=True)
class Bound(Part):
    """A number r that is claimed to bound both distances from A."""

    floating = exact = BoundWords
    knobs = ("within",)
    frees = "any bound on their distances from A"

    def draw(self, size, rng):
        return dict(r=rng.normal())

    def build(self, size, theta, knobs, built):
        far = built["far"].max()
        return dict(r=between(far, jnp.maximum(built["tau"], far * 1.01), theta["r"]) / (1 + 8 * OVERSTATED * knobs.get("within", 0.0)))

    draw_free = draw

    def build_free(self, size, theta, built):
        return dict(r=built["far"].max() * jnp.exp(0.5 * theta["r"]))

    def named(self, given, exact):
        return dict(r=Fraction(given["r"]) if exact else np.float64(given["r"]))

    def shown(self, instance):
        return {"r": in_latex(instance["r"])}


SPACE = shaped(Sets(), Queries(), Bound())
PAIR, CIRCLE, OVAL = finite((0, 0), (2, 0)), ellipse(1, 1, 0, None, 1, -1, "1/2", "-1/3"), ellipse(2, 1, 0, "1/9", "-1/9", 1, None)
GRID = finite((0, 0), (2, 1), (-1, 3), (4, -2), (5, 2), (0, -3))
CUBE = finite((0, 0, 0), (2, 1, 2), (-2, 2, 1), (4, -2, 3), (3, 3, 0), (0, 3, -4))
BALL = on_sphere(2, (1, 0, 0), (0, -1, 0), (2, 2, 1), (-2, 3, 6), (1, -4, 8))
CORNER = Exact(tuple((Fraction(s), Fraction(t)) for s, t in (("1/2", 0), (0, "1/2"), (0, 0))),
               ((0, 1), (1, 0), (0, 0)), Fraction(0), Fraction(0))
TWINS = Exact(tuple((Fraction(s), Fraction(0)) for s in ("1/10", "-1/10", "21/10")), ((-1, 0), (1, 0), (1, 0)), Fraction(1, 10),
              Fraction(1))


def case(name, shape, *queries, r, **k):
    """In rational arithmetic; r bounds the distances of the queries."""
    return SPACE.rational(name, shape, *queries, given=dict(r=r), **k)


def images():
    """Six handwritten digits as points of the space of their 64 pixels, and two of them with some pixels changed."""
    points = finite(*map(digit_pixels, range(6)))
    return case("digits", points, off(points, 0, 3), off(points, 1, -4), r=5, tau=10, about="six images of handwritten digits, 64 pixels")


with sp.evaluate(False):
    EXAMPLE = Example(
        case("inside a circle", ellipse(1, 1, 0, "1/2", 1, None), off(CIRCLE, 0, "-1/2"), (("3/10", "2/5"), 1, Fraction(1, 2)), r="1/2"),
        beside={"how far $x$ and $y$ are apart": Apart(x, y), "the factor": tau / (tau - r)})

MODEL = SPACE.model(
    example=EXAMPLE, kind=Kind.INSTANCE,
    gap="For finite sets the published statement, sampled with 4 points in the plane and 6 in space; of curves and surfaces with reach in "
        "closed form some points are tried. For other closed sets nothing is checked.",
    notes={"two_distances": (Kind.ANALOGUE, "A statement of this page; the published one has one bound for both distances."),
           "formula": (Kind.INSTANCE, "For finite sets the published formula. Of curves and surfaces the infimum runs over the points "
                                      "tried, among them one where it is approached: checked is that no pair tried is below.")},
    anchors=(
        case("two points", PAIR, off(PAIR, 0, "1/2"), off(PAIR, 1, "1/2"), r="1/2", facts=(sp.Eq(Reach(A), 1), sp.Eq(LeastQuotient(A), 1)),
             about="two points at distance 2 have the reach 1"),
        case("circle", CIRCLE, off(CIRCLE, 0, "-1/3"), off(CIRCLE, 0, 2), r=2, tau=1,
             facts=(sp.Eq(Reach(A), 1), sp.Eq(LeastQuotient(A), 1), sp.Eq(SetDistance(y, A), 2)), about="every pair gives the radius"),
        case("ellipse", OVAL, off(OVAL, 0, "-1/4"), off(OVAL, 0, 1), r="1/4", facts=(sp.Eq(Reach(A), sp.Rational(1, 2)),),
             about="semi-axes 2 and 1: the reach is 1/2")),
    extremals=(
        case("towards each other", PAIR, off(PAIR, 0, "2/3"), off(PAIR, 1, "-2/3"), r="2/3", about="two points at distance 2",
             reach=dict(lipschitz=0, two_distances=0, tangent=0, normal=0)),
        case("different distances", PAIR, off(PAIR, 0, "1/3"), off(PAIR, 1, "-3/4"), r="3/4", reach=dict(two_distances=0),
             about="two points at distance 2"),
        case("inside a circle", CIRCLE, off(CIRCLE, 0, "-1/3"), ((0, "2/3"), 2, Fraction(1, 3)), r="1/3", about="the unit circle",
             reach=dict(lipschitz=0, two_distances=0, tangent=0, normal=0))),
    controls=(
        Control("reach", ("tangent",), about="the reach overstated by a factor between 4 and 8"),
        Control("reach", ("tangent", "lipschitz", "two_distances"),
                case("two points", finite((0, 0), (1, 0)), ((".4", 0), 0, Fraction(2, 5)), ((".6", 0), 1, Fraction(2, 5)), r=".4", tau=1),
                about="distance 1 and τ = 1, the reach is 1/2: 1 > 1/2; the points 0.4 and 0.6 go to 0 and 1, and 1 > 1/3"),
        Control("reach", ("tangent", "normal"), case("ellipse", OVAL, off(OVAL, 0, "-1/4"), off(OVAL, 0, "1/2"), r="3/4", tau=1),
                about="semi-axes 2 and 1 and τ = 1, the reach is 1/2"),
        Control("reach", ("tangent",), case("corner", CORNER, off(CORNER, 0, "-1/4"), off(CORNER, 1, "-1/4"), r="1/4", tau=1),
                about="two half-lines at a right angle have the reach 0"),
        Control("reach", ("tangent",), case("two circles", TWINS, off(TWINS, 0, "1/20"), off(TWINS, 1, "1/20"), r="1/20", tau=1),
                about="radius 1 and gap 1/5 and τ = 1: the curvature is 1, the reach is 1/10"),
        Control("nearest", ("normal", "lipschitz"), case("not the nearest", CIRCLE, ((0, "1/2"), 0, Fraction(1, 2)), off(CIRCLE, 2, "-1/2"),
                                                         r="1/2"), about="the unit circle, the point (0, 1/2) is sent to (1, 0)"),
        Control("within", ("lipschitz",), about="the bound r understated by a factor 65"),
        Control("within", ("lipschitz",), case("near the centre", CIRCLE, off(CIRCLE, 0, "-9/10"), off(CIRCLE, 1, "-9/10"), r="1/2"),
                about="the unit circle, the points (±1/10, 0) are 9/10 away, r = 1/2: 2 > 2/5"),
        *(Control("within", ("lipschitz",), case(f"only {which} is near", CIRCLE, off(CIRCLE, 0, s), off(CIRCLE, 1, t), r="1/10"),
                  about=f"the unit circle, r = 1/10, only {which} is nearer than that: 2 > 10/9")
          for which, s, t in (("y", "-9/10", "-1/10"), ("x", "-1/10", "-9/10")))),
    certificates=(
        case("six points", GRID, off(GRID, 0, "1/2"), off(GRID, 1, -1), r=1, tau="11/10", about="six points of the plane"),
        case("six points of space", CUBE, off(CUBE, 2, "1/2"), off(CUBE, 5, "-5/4"), r="5/4", tau="3/2", about="six points of space"),
        case("sphere", BALL, off(BALL, 2, "-1/2"), off(BALL, 3, "3/2"), r="3/2", about="points of a sphere"),
        case("ellipse", OVAL, off(OVAL, 0, "-1/4"), off(OVAL, 4, "-1/8"), r="1/4",
             about="points of the ellipse with semi-axes 2 and 1")),
    real=lambda: (images(),),
    faults=(
        Fault("the reach in place of twice the reach", restate={"tangent": lambda c: c.func(c.lhs, c.rhs / 2)}),
        Fault("half of the pairing's bound", restate={"normal": lambda c: c.func(c.lhs, c.rhs / 2)}),
        Fault("the factor τ/(τ + r)", restate={"lipschitz": lambda c: c.func(c.lhs, tau / (tau + r) * Apart(x, y))}),
        Fault("half of the mean distance", restate={"two_distances": lambda c: c.func(
            (1 - (SetDistance(x, A) + SetDistance(y, A)) / (4 * tau)) * c.lhs.args[-1], c.rhs)}),
        Fault("the largest gap", reinterpret={"Reach": lambda right, m: lambda S: right(S) * 2})))
