"""Families of circles in the unit disc, and of finite sets, with all samples of 4 draws from laws on 3 points."""
from dataclasses import replace
from fractions import Fraction

import sympy as sp
from flint import arb

from proofs_numeric.engine.model import Arithmetic, Control, Example, Fault, Kind
from proofs_numeric.worlds.circles import Circles, LumpedSample, Member, circle_member, finite_member
from proofs_numeric.worlds.landmarks import PI
from proofs_numeric.worlds.multinomials import Size, ball
from proofs_numeric.worlds.world import World
from theorems.vocabulary.risks import mean, over, under
from theorems.vocabulary.shapes import r, tau

SPACE = World("Laws on 3 points of the unit disc, all samples of 4 draws, families of 3 circles in the disc with 12 landmarks each.",
              (Size(3, 4, 3, 1),), (LumpedSample(), Circles()))
ENDS, HALVES, TAU = ((1, 0), (-1, 0)), (Fraction(1, 2), Fraction(1, 2)), Fraction(1, 1000)
TURNS = tuple((Fraction(p, 5), Fraction(q, 5)) for p, q in ((4, 3), (3, 4), (0, 5), (-3, 4), (-4, 3), (-4, -3), (-3, -4), (0, -5), (3, -4),
                                                            (4, -3)))


def case(name, points, weights, n, members, *, d, tau, V, r, delta="1/20", epsilon=100, **k):
    """In ball arithmetic; `bounds`: of the suprema from below, where all samples are one class."""
    given = dict(points=points, mu=weights, n=n, members=members, d=d, tau=tau, V=V, r=r, delta=delta, epsilon=epsilon,
                 repeated=k.pop("repeated", False), bounds=k.pop("bounds", None))
    return replace(SPACE.named(name, None, given, **k), arithmetic=Arithmetic.BALL)


def coins(name, n, at=1, points=ENDS, **k):
    """The law on two points, and the two families of one point each, in dimension 0."""
    return case(name, points, HALVES, n, tuple(finite_member(points, [(e, 0)]) for e in (at, -at)),
                **dict(d=0, tau="1/4", V=1, r="1/100") | k)


def orthonormal(name, atoms, n, member, optimism, **k):
    """The uniform law on orthonormal vectors: every sample has an optimum that is better on it by `optimism` at least."""
    costs = (Fraction(0),) * n + (Fraction(2),) * (atoms - n)
    return case(name, ((0, 0),) * atoms, [Fraction(1, atoms)] * atoms, n, (replace(member, costs=costs, landmark_costs=costs),),
                bounds=(optimism, Fraction(0)), **k)


def rings(name, n, **k):
    """Two circles of radius 1/2 that touch in the centre of the disc, two points on opposite sides."""
    spacing = ball(Fraction(2, 5)).sqrt() / 2
    members = tuple(circle_member(ENDS, (e, 0), "1/2", TURNS, spacing) for e in ("1/2", "-1/2"))
    return case(name, ENDS, HALVES, n, members, **dict(d=1, tau="1/2", V="16/5", r="1/2", epsilon=4) | k)


FAR = circle_member(((1, 0),), ("-127/128", 0), "1/128", TURNS, ball(Fraction(2, 5)).sqrt() / 128)
COARSE = circle_member(((-1, 0),), (0, 0), "1/2", ((1, 0),), Fraction(1))
SEGMENT = Member((Fraction(1),), (Fraction(169, 100),), Fraction(100), Fraction(1, 2), Fraction(1, 2), Fraction(3, 10), 2)
SETS = Member((), (), arb(2).sqrt() / 2, 16, Fraction(1), Fraction(0))
TINY = Member((), (), TAU / 144, 2 * PI * ball(TAU), Fraction(1), TAU / 72)

with sp.evaluate(False):
    EXAMPLE = Example(rings("two rings", 400), beside={"the share of the landmarks": r**2 * (1 + 2 / tau)})

MODEL = SPACE.model(
    example=EXAMPLE, kind=Kind.ANALOGUE, knobs=(),
    gap="Statements of this page with explicit constants and no algorithm, for one family on both sides of the decision; the published "
        "theorem has an algorithm, constants that depend on the dimension, and loses factors in volume and reach. Checked on families of 3 "
        "circles in the plane and on finite sets, for laws on at most 3 points.",
    anchors=(
        coins("two points, one draw", 1, facts=(sp.Eq(mean(over), 2), sp.Eq(mean(under), 2)),
              about="a fair coin between −1 and 1, one draw"),
        rings("two rings, one draw", 1, facts=(sp.Eq(mean(over), sp.Rational(1, 2)),), about="distances 0 and 1 from the two points")),
    extremals=(case("a small circle far away", ((1, 0),), (1,), 1, (FAR,), d=1, tau="1/128", V="1/10", r="49412/10000000",
                    reach=dict(reduction=-0.01), about="radius 1/128, at the other end of the disc"),),
    controls=(
        Control("support", ("over", "under"), coins("data at ±3", 1, points=((3, 0), (-3, 0))), about="data at ±3, one draw: 6 > 5.001"),
        Control("inside", ("over", "under"), coins("manifolds at ±3", 1, at=3), about="the points ±3 as manifolds, one draw: 6 > 5.001"),
        Control("independent", ("over", "under"), coins("one draw, repeated", 16, repeated=True),
                about="one draw, repeated 16 times: 2 > 1.251"),
        Control("volume", ("over",), orthonormal("as many points as draws", 160, 16, SETS, Fraction(9, 5), d=0, tau="1/2", V=1, r="1/100"),
                about="160 orthonormal points, 16 draws, sets of 16 points where one is allowed: 1.8 > 1.251"),
        Control("reach", ("over",), orthonormal("tiny circles", 720, 144, TINY, (1 + (1 - TAU / 72) ** 2) * Fraction(4, 5), d=1, tau=TAU,
                                                V="6284/1000000", r="28/10000"),
                about="720 orthonormal points, 144 draws, a circle of radius τ/144 through each draw, together as long as one of radius "
                      "τ = 1/1000: 1.6 > 1.33"),
        Control("boundaryless", ("reduction",), case("a segment", ((-1, 0),), (1,), 1, (SEGMENT,), d=1, tau=1, V=1, r="31/100"),
                about="a segment of length 1/2 and a point beyond its end: 0.69 > 0.29"),
        Control("net", ("reduction",), case("one landmark", ((-1, 0),), (1,), 1, (COARSE,), d=1, tau="1/2", V=4, r="1/4"),
                about="a circle with one landmark: 2 > 5/16"),
        Control("accuracy", ("deviation", "test"), coins("a tenth", 1, epsilon="1/10"), about="one draw and ε = 1/10")),
    certificates=(rings("two rings, three draws", 3, about="two circles in the disc, two points, all samples of 3 draws"),
                  coins("two points, three draws", 3, about="two points, all samples of 3 draws")),
    faults=(
        Fault("the square of the spacing alone", restate={"reduction": lambda c: c.func(c.lhs, r**2)}),
        Fault("without the draws", restate={"over": lambda c: c.func(c.lhs, 0 * tau), "under": lambda c: c.func(c.lhs, 0 * tau)}),
        Fault("every deviation counts", restate={"deviation": lambda c: c.func(c.lhs + 1, c.rhs)}),
        Fault("no landmarks", reinterpret={"LandmarkLoss": lambda right, m: lambda M: right(M) * 3})))
