"""Real and generated points in the plane, an optimal plan and an optimal critic that is a maximum of cones."""
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.critics import CRITICS
from theorems.vocabulary.critics import P, Q, moved
from theorems.vocabulary.transport import Wasserstein as W

rational = CRITICS.rational
DIAGONAL = [["1/3", 0, 0], [0, "1/3", 0], [0, 0, "1/3"]]
THIRDS = dict(x=[[0], [5], [9]], y=[[1], [3], [8]], plan=DIAGONAL, heights=[0, 0, 0])
ONE = dict(x=[[0]], y=[[1]], plan=[[1]])
KINK = dict(x=[[0], [4]], y=[[1], [3]], plan=[["1/2", 0], [0, "1/2"]])
TIGHT = dict(below=-1e-12, above=-1e-12)
NOW, THEN = W(1, P, Q), W(1, P, moved)


def shifted(h, **k):
    """Three real and three generated points; the generated ones move together by h."""
    to = Fraction(h)
    return rational(f"all move by {h}", moved=[[v + to] for v in (1, 3, 8)], **THIRDS, **k)


def kinked(c, to, **k):
    """Two real and two generated points; the critic max(-|u|, c - |u - 4|), optimal for |c| <= 2, has a kink at 1 for c = 2."""
    return rational(f"height {c}, moved to {to}", moved=[[v] for v in to], heights=[0, c], **KINK, **k)


def splitting(at, to, **k):
    """Two real points -1 and 1, one generated point that gets half of its mass from either."""
    at = Fraction(at)
    return rational(f"mass from both sides, {at} to {to}", x=[[-1], [1]], y=[[at]], moved=[[to]], plan=[["1/2"], ["1/2"]],
                    heights=[1 + at, 1 - at], **k)


MODEL = CRITICS.model(
    example=Example(shifted("1/2"), beside={"the loss": NOW, "the loss after the move": THEN}),
    kind=Kind.ANALOGUE,
    gap="Finitely many weighted points instead of a law with a density, and their positions instead of parameters: the chain rule is left "
        "out. Two bounds for any move replace the limit; differentiability is a conclusion instead of a proviso.",
    edges=(
        kinked(2, (2, 3), about="the critic has a kink at the first generated point: only the two bounds apply"),
        splitting(Fraction(1, 2), 0, about="the plan splits the mass of the generated point: only the two bounds apply"),
        rational("nothing moves", moved=[[1]], heights=[0], **ONE, about="the generated point stays")),
    anchors=(
        shifted("1/2", facts=(sp.Eq(NOW, sp.Rational(4, 3)), sp.Eq(THEN, sp.Rational(7, 6))), about="4/3 falls by one third of the shift"),
        shifted("-1/2", facts=(sp.Eq(THEN, sp.Rational(3, 2)),), about="and rises by it in the other direction"),
        kinked(0, ("5/4", 3), facts=(sp.Eq(NOW, 1), sp.Eq(THEN, sp.Rational(9, 8))), about="the first point moves away from 0 by 1/4"),
        splitting(Fraction(1, 2), "-1/4", facts=(sp.Eq(NOW, 1), sp.Eq(THEN, 1)), about="the loss is 1 wherever the point is between"),
        rational("a right triangle", x=[[0, 0]], y=[[3, 4]], moved=[[5, 12]], plan=[[1]], heights=[0],
                 facts=(sp.Eq(NOW, 5), sp.Eq(THEN, 13)), about="one point of the plane, from distance 5 to 13")),
    extremals=(
        rational("one point on the line", moved=[["1/2"]], heights=[0], **ONE, reach=TIGHT, about="a point moves towards the real one"),
        shifted("1/4", reach=TIGHT, about="three points move together")),
    controls=(
        Control("optimal_critic", ("below", "slope", "gradient"), rational("slope 9/10", moved=[["1/2"]], heights=[0], slope="9/10", **ONE),
                about="f(u) = −9|u|/10, a point at 1 moves to 1/2: 1/2 is not above 11/20"),
        Control("optimal_critic", ("slope",), about="half of an optimal critic"),
        Control("lipschitz", ("below", "slope", "gradient"),
                rational("slope 2", moved=[["3/2"]], tips=[[0], ["3/4"]], heights=[0, "-1/2"], slope=2, **ONE),
                about="a critic of the right value that falls twice as fast at 1: 3/2 is not above 2"),
        Control("optimal_plan", ("above", "slope", "gradient"),
                rational("the plan of another pair", x=[[0], [4]], y=[[1], [5]], moved=[[5], [1]], plan=[[0, "1/2"], ["1/2", 0]],
                         heights=[0, -100]), about="real points 0, 4, generated ones 1, 5, exchanged by the plan: 1 is not below −2")),
    certificates=(
        shifted("1/2"), shifted("-1/2"), kinked(0, (2, "1/2")), kinked(2, ("1/2", 5), about="a critic with a kink at a generated point"),
        splitting("1/3", "2/3", about="mass from both sides"),
        rational("a right triangle", x=[[0, 0]], y=[[3, 4]], moved=[[5, 12]], plan=[[1]], heights=[0], about="one point of the plane")),
    faults=(
        Fault("the gradient with the sign +", restate={"gradient": lambda r: r.func(-r.lhs, r.rhs)}),
        Fault("the gradient of the critic doubled", reinterpret={"Gradient": lambda right, m: lambda f, u: right(f, u) * 2}),
        Fault("the wrong sign below", restate={"below": lambda r: r.func(2 * r.lhs.args[0] - r.lhs, r.rhs)}),
        Fault("half of the change above", restate={"above": lambda r: r.func(r.lhs, r.rhs.args[0] + sp.Rational(1, 2) * r.rhs.args[1])})))
