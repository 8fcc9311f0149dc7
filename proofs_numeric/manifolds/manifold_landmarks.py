"""Circles, pairs of circles and spheres with volumes in closed form, and finite sets, with landmarks."""
from dataclasses import replace
from fractions import Fraction

import sympy as sp
from flint import arb

from proofs_numeric.engine.model import Arithmetic, Control, Example, Fault, Kind
from proofs_numeric.worlds.landmarks import PI, ball, chord, landmarked, sphere_volume
from proofs_numeric.worlds.shapes import Exact, ellipse, finite, off, on_sphere
from theorems.vocabulary.samples import BallVolume
from theorems.vocabulary.shapes import Apart, LocalVolume, M, N, NetDistance, SetDistance, Volume, d, p, q, r, s, x

SPACE = landmarked()
HALF = Fraction(1, 2)


def case(name, shape, query, r, *, d=1, s=HALF, V=None, volume=None, corners=6, apart=None, local=None, ends=0, tau=None, **k):
    """Volumes are those of a circle or sphere of the radius `reach`, unless given; V is a little more, S a regular polygon.

    apart: (number, least distance) of another S. local: the volume in the ball around each of the points.
    """
    R = None if d == 0 else shape.reach
    if volume is None:
        volume = sphere_volume(d, R) if d else len(shape.points)
    if V is None:
        V = Fraction(float(volume)) * Fraction(1001, 1000) if isinstance(volume, arb) else volume
    if apart is None:
        apart = corners, chord(shape.reach, corners)
    given = dict(d=d, s=Fraction(s), V=Fraction(V), volume=volume, local=local, radius=R, ends=ends, count=apart[0], apart=apart[1], r=r)
    made = SPACE.rational(name, shape, query, query, tau=tau, given=given, **k)
    return replace(made, arithmetic=Arithmetic.BALL if d else Arithmetic.RATIONAL)


def points(name, shape, query, r, **k):
    """A finite set, whose volume is the number of its points, all of which are apart."""
    return case(name, shape, query, r, d=0, apart=(len(shape.points), 2 * shape.reach), **k)


def oval(name, t, s, **k):
    """An ellipse with semi-axes 2 and 1 and the length 9.688, beside its end. A ball of radius s holds at least two arcs of that length."""
    return case(name, OVAL, off(OVAL, 0, t), HALF, s=s, apart=(3, Fraction(2)), volume=arb(9.685, 0.005), V=10,
                local=[ball(Fraction(s)).union(arb(4)) * 2] * 5, **k)


CIRCLE = ellipse(1, 1, 0, "1/2", "-1/2", "1/9", "-2", None)
PAIR, NEAR, SIX = finite((0, 0), (2, 0)), finite((0, 0), (1, 0)), finite((0, 0), (3, 4), (-3, 4), (6, -8), (5, 12), (0, -7))
SPHERE = on_sphere(2, (1, 0, 0), (2, 2, 1), (1, -2, 2), (6, 3, -2), (-1, 0, 0))
GLOME = on_sphere(1, (1, 0, 0, 0), (1, 1, 1, 1), (1, -1, 1, 1), (0, 0, 0, 1))
OVAL, BELOW = ellipse(2, 1, 0, "1/10", "-1/10", 1, None), ellipse(1, 1, 0, "-1/2", "1/3", None)
SEGMENT = Exact(tuple((Fraction(t), Fraction(0)) for t in (0, "3/10", 1)), ((0, 1),) * 3, Fraction(100), Fraction(100))
ARC = Exact(ellipse(1, 1, 0, "1/2", None).points, ellipse(1, 1, 0, "1/2", None).normals, Fraction(1), Fraction(1))
SMALL = ellipse("1/10", "1/10", 0, 1, -1, None)
# An arc of the unit circle with the chord 1/10.
TENTH = 2 * ball(Fraction(1, 20)).asin()

with sp.evaluate(False):
    EXAMPLE = Example(case("outside a circle", CIRCLE, off(CIRCLE, 0, 1), Fraction(9, 10), V="63/10"),
                      beside={"from the nearest landmark, squared": NetDistance(x, N)**2, "from the circle, squared": SetDistance(x, M)**2})

MODEL = SPACE.model(
    example=EXAMPLE, kind=Kind.ANALOGUE,
    gap="Statements of this page, with proofs below. Sampled on circles, pairs of circles and spheres; finite sets and some points of "
        "an ellipse exactly. Other manifolds are not tried.",
    anchors=(
        case("unit circle", CIRCLE, off(CIRCLE, 0, 1), 1, s=1,
             apart=(2, Fraction(2)), facts=(sp.Eq(LocalVolume(d, M, p, s), sp.pi * 2 / 3),),
             about="a ball of radius 1 holds a third of the unit circle"),
        case("unit sphere of four-space", GLOME, off(GLOME, 0, -HALF), 1, d=3, s=1, apart=(2, 2), facts=(
            sp.Eq((2 * sp.pi**2 / 3 - LocalVolume(d, M, p, s))**2, 3 * sp.pi**2 / 4), sp.Eq(Volume(d, M), 2 * sp.pi**2)),
             about="a ball of radius 1 holds less than the volume of the flat one, 3.859 < 4.189: the factor below 1 is needed"),
        points("two points", PAIR, off(PAIR, 0, "1/2"), 2, facts=(sp.Eq(Volume(d, M), 2), sp.Eq(NetDistance(p, N), 2)),
               about="dimension 0: volume is the number of points")),
    extremals=(
        case("outside a circle", CIRCLE, off(CIRCLE, 0, "7/3"), 1, reach=dict(above=0), about="the unit circle, every chord"),
        case("inside a circle", CIRCLE, off(CIRCLE, 0, "-2/3"), 1, reach=dict(below=0), about="the unit circle, every chord"),
        points("away from each other", PAIR, off(PAIR, 0, "-1"), 2, reach=dict(above=0, landmarks=0, covering=0, volume_of_balls=0),
               about="two points at distance 2"),
        case("a small ball", CIRCLE, off(CIRCLE, 0, 1), 1, s="1/20", corners=62, reach=dict(volume_of_balls=-0.002, covering=-0.02),
             about="the unit circle, s = 1/20: 62 points are that far apart")),
    controls=(
        Control("reach", ("below",), oval("the tip of an ellipse, inside", "-1/4", 0.5, tau=1),
                about="semi-axes 2 and 1, τ = 1 instead of 1/2, x = (7/4, 0)"),
        Control("reach", ("above",), oval("the tip of an ellipse", HALF, 0.5, tau=1),
                about="semi-axes 2 and 1, τ = 1 instead of 1/2, x = (5/2, 0): 820/10201 > 624/10201 above the square of the distance"),
        Control("reach", ("volume_of_balls", "covering"),
                case("a small circle", SMALL, off(SMALL, 0, "1/20"), HALF, tau=1, s=1, apart=(1, Fraction(2))),
                about="radius 1/10, τ = 1 and balls of radius 1: 0.628 < 1.732"),
        Control("reach", ("above", "landmarks"), points("two points", NEAR, off(NEAR, 0, -1), 1, tau=1),
                about="distance 1 and τ = 1 instead of 1/2, x = (−1, 0): 3 > 2 above the square of the distance"),
        Control("boundaryless", ("above", "volume_of_balls", "landmarks"),
                case("a segment", SEGMENT, ((-HALF, 0), 0, HALF), "3/10", tau=1, s="1/10", volume=1, apart=(2, Fraction(1)), ends=2,
                     local=[Fraction(k, 10) for k in (1, 2, 1)]), about="x beyond its end: 39/100 > 27/200; half of a ball is missing"),
        Control("boundaryless", ("above", "landmarks"),
                case("half a circle", ARC, ((1, -1), 0, Fraction(1)), "9/10", s="1/10", volume=PI, local=[TENTH, 2 * TENTH, TENTH], ends=2,
                     apart=(2, Fraction(2))), about="x = (1, −1), below an end: 12/5 > 8/5"),
        Control("nearest", ("above", "landmarks"), case("not the nearest", BELOW, ((0, "12/5"), 0, Fraction(7, 5)), "7/10", s="1/5"),
                about="the unit circle, x = (0, 12/5) and p = (1, 0)"),
        Control("nearest", ("below",), about="another point of the set in place of the nearest one"),
        Control("volume", ("covering",), case("a small volume", CIRCLE, off(CIRCLE, 0, 1), 1, V=1, s="1/4", corners=12),
                about="the unit circle and V = 1: twelve points are 1/2 apart, at most 2 are claimed"),
        Control("volume", ("covering",), about="V understated"),
        Control("separated", ("covering",), about="eight times as many points, eight times as near"),
        Control("net", ("landmarks",), about="the spacing understated by a factor 33")),
    certificates=(
        points("six points", SIX, off(SIX, 0, 1), 5, V=7, about="six points of the plane"),
        case("sphere", SPHERE, off(SPHERE, 0, -1), 2, d=2, s=1, apart=(6, 2 * arb(2).sqrt()), about="a sphere of radius 2"),
        case("circle", CIRCLE, off(CIRCLE, 3, "-3/4"), 1, about="points of the unit circle"),
        oval("ellipse", "-1/8", 0.25, about="points of the ellipse with semi-axes 2 and 1; of balls it is used that they hold two arcs")),
    faults=(
        Fault("without the root", restate={"volume_of_balls": lambda c: c.func(c.lhs, BallVolume(d) * s**d)}),
        Fault("the flat law of cosines", restate={"above": lambda c: c.func(c.lhs, Apart(x, p)**2 + Apart(q, p)**2)}),
        Fault("the flat law, from below", restate={"below": lambda c: c.func(c.lhs, Apart(x, p)**2 + Apart(q, p)**2)}),
        Fault("the square of the spacing alone", restate={"landmarks": lambda c: c.func(c.lhs, r**2)}),
        Fault("half of the number of points", restate={"covering": lambda c: c.func(c.lhs, c.rhs / 2)})))
