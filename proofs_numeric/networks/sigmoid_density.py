"""Zigzag functions along one and three directions, and staircases of sigmoidal units that follow them."""
from fractions import Fraction

import numpy as np
import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.staircases import CLIP, KNOTS, STAIRCASES
from theorems.vocabulary.shallow import Activation
from theorems.vocabulary.staircases import Offset, Profile, Staircase, sigma

QUARTER, HALF = Fraction(1, 4), Fraction(1, 2)
IDENTITY, TENT = {0: 0, 1: 1}, {0: HALF, HALF: 0, 1: HALF}
ZIGZAG = {Fraction(i, 5): Fraction(v, 5) for i, v in enumerate((0, 1, 0, 0, 1, 0))}
JUMP = {0: 0, HALF - Fraction(1, 1000): 0, HALF: 1, 1: 1}
OVERSHOOT = {-HALF: 0, 0: 3, HALF: 1}
EVEN = np.arange(KNOTS + 1) / KNOTS


def places(N, k, *more):
    """The borders of N cells, where the hard sigmoid of slope k bends beside them, and more: the corners of f and of the staircase."""
    borders = [Fraction(i, N) for i in range(N + 1)]
    bends = [b + side * HALF / k for b in borders[1:-1] for side in (-1, 1)]
    return [sorted({x for x in (*borders, *bends, *map(Fraction, more)) if 0 <= x <= 1})]


def clip(name, f, N, k, L=1, M=QUARTER, u=None, **more):
    """The hard sigmoid; by default at all corners of f and of the staircase: the maximum over these is the supremum over [0, 1]."""
    return STAIRCASES.rational(name, [f], CLIP, N, k, places(N, k, *f) if u is None else [u], [L], M, **more)


def even(f):
    """A function with values at the knots of the samples."""
    return dict(zip(EVEN, map(f, EVEN)))


WORST = dict(staircase=-1e-12, ridge=-1e-12)
with sp.evaluate(False):
    EXAMPLE = Example(
        clip("the distance from one half", TENT, 4, 8),
        beside={"the offset of the hard sigmoid": Offset(sigma), "the function at one half": Profile(0, sp.Rational(1, 2)),
                "the network at one half": Staircase(0, sp.Rational(1, 2))})

MODEL = STAIRCASES.model(
    kind=Kind.ANALOGUE,
    gap="Published: for every continuous function on the cube and every continuous sigmoid some network is close, without a rate. Here: "
        "sums of zigzag functions along directions, a monotone sigmoid at a finite distance from the step, the network and its error.",
    example=EXAMPLE,
    edges=(
        STAIRCASES.case("constant", [even(lambda x: 1.0)], "logistic", 3.0, [np.linspace(0, 1, 8)], [0.0], 1.4, N=4, about="f = 1, L = 0"),
        STAIRCASES.case("small slope", [even(lambda x: x)], "logistic", 0.001, [np.linspace(0, 1, 8)], [1.0], 1.4, N=4,
                        about="k = 1/1000: the staircase is almost constant"),
        STAIRCASES.case("steep", [even(lambda x: abs(x - 0.5))], "logistic", 1e6, [np.linspace(0, 1, 8)], [1.0], 1.4, N=4,
                        about="k = 10⁶: almost the step")),
    anchors=(
        clip("hard sigmoid", IDENTITY, 4, 8, u=(0, HALF, 1), about="the offset of the hard sigmoid is 1/4",
             facts=(sp.Eq(Offset(sigma), sp.Rational(1, 4)), sp.Eq(Activation(sp.Integer(0)), sp.Rational(1, 2)))),
        STAIRCASES.case("logistic", [even(lambda x: x)], "logistic", 8.0, [np.linspace(0, 1, 8)], [1.0], 1.4, N=4,
                        about="the offset is 2 log 2",
                        facts=(sp.Eq(Offset(sigma), 2 * sp.log(2)), sp.Eq(Activation(sp.Integer(0)), sp.Rational(1, 2))))),
    extremals=(
        STAIRCASES.rational("step", [IDENTITY], "step", 10, 1, [[Fraction(i, 10) for i in range(11)]], [1], 0, reach=WORST,
                            about="the step and f = x, N = 10: 1/20"),
        clip("distance from one half", TENT, 64, 2, u=(0, HALF, 1), reach=dict(staircase=-0.061),
             about="hard sigmoid, N = 64, k = 2: 1/8 against 17/128")),
    controls=(
        Control("lipschitz", ("staircase", "ridge"), about="L understated by a factor 64"),
        Control("lipschitz", ("staircase", "ridge"), clip("a jump", JUMP, 10, 100, u=(0, HALF, 1)),
                about="a jump at 1/2, L = 1 claimed: 1/2 > 21/400"),
        Control("monotone", ("staircase", "ridge"),
                STAIRCASES.rational("overshoot", [IDENTITY], OVERSHOOT, 4, 40, places(4, 40), [1], Fraction(5, 4)),
                about="an activation that rises to 3 at 0 and falls to 1: 5/8 > 5/32"),
        Control("moment", ("staircase", "ridge"), clip("half of the offset", TENT, 64, 2, u=(0, HALF, 1), M=Fraction(1, 8)),
                about="M = 1/8 claimed for the hard sigmoid: 1/8 > 9/128")),
    certificates=(
        clip("zigzag", ZIGZAG, 8, 4, about="hard sigmoid, f zigzag, N = 8, k = 4, the supremum over [0, 1]"),
        clip("identity", IDENTITY, 5, 20, about="hard sigmoid, f = x, N = 5, k = 20, the supremum over [0, 1]"),
        STAIRCASES.rational("two directions", [ZIGZAG, ZIGZAG], CLIP, 3, 5, [[0, QUARTER, 1, HALF], [1, HALF, QUARTER, HALF]], [1, 2], 1,
                            about="the sum of two ridge functions, claims that are too large")),
    faults=(
        Fault("a quarter of a cell", restate={"staircase": lambda r: r.func(r.lhs, r.rhs.subs(sp.Symbol("M", extended_real=True), 0) / 2)}),
        Fault("the staircase doubled", reinterpret={"Staircase": lambda right, own: lambda j, u: right(j, u) * 2}),
        Fault("half of the offset", reinterpret={"Offset": lambda right, own: lambda kind: right(kind) * Fraction(1, 2)})))
