"""One datum of a logistic regression with dropout on its features, or with any other noise."""
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.margins import GLM, datum, dropout
from theorems.vocabulary.analysis import Log
from theorems.vocabulary.margins import Curve, Energy, Moment, Penalty, S, Single, beta, delta, z

HALF, SMALL = Fraction(1, 2), Fraction(1, 100)
COIN = [[1], [-1]]                                           # noise of either sign
ONE = dropout(HALF, 2) | dict(z=2)                           # one feature with the margin 2, dropped at the rate 1/2
SHARED = dict(share=[1, 1], zeta=[[-1, -1], [1, 1]], delta=HALF, z=2)


def _near(term, value):
    """The fact that a term is a number of six digits after the point."""
    return sp.Le(sp.Abs(term - sp.Rational(value)), sp.Rational(1, 10**6))


with sp.evaluate(False):
    half = sp.Rational(1, 2)
    EXAMPLE = Example(datum("one confident feature", **ONE), beside={
        "the penalty": Penalty(S), "the quadratic penalty": half * Curve(S) * Moment(2), "the ceiling": sp.Rational(1, 8) * Moment(2),
        "the penalty of a feature that decides everything": delta * Log(2), "weight decay of the same strength": half * Energy(beta)})

MODEL = GLM.model(
    example=EXAMPLE,
    kind=Kind.INSTANCE,
    gap="One datum at a time, with up to three features and 8 masks sampled; penalties of several data add up.",
    notes={name: (Kind.ANALOGUE, "A statement of this page with an explicit constant.")
           for name in ("ceiling", "remainder_below", "remainder_above", "third_order", "saturation")},
    anchors=(
        datum("one confident feature", **ONE, about="margin 2, rate 1/2",
              facts=(_near(Penalty(S), "0.228721"),
                     _near(half * Curve(S) * Moment(2), "0.209987"), sp.Eq(Energy(beta), 4),
                     sp.Eq(Moment(4), 16), sp.Eq(Moment(3), 0), sp.Eq(Single(delta, z), Penalty(S)))),
        datum("rate one fifth", **dropout(Fraction(1, 5), 2, -1), z=1, about="contributions 2 and −1, rate 1/5",
              facts=(sp.Eq(Moment(2), sp.Rational(5, 4)), sp.Eq(Moment(3), -sp.Rational(3, 16) * 7)))),
    extremals=(
        datum("an undecided margin, small noise", share=[SMALL], zeta=COIN, z=0, reach={"ceiling": -1e-5, "remainder_below": -1e-5},
              about="z = 0 and noise ±1/100"),
        datum("a margin at 2.2924", share=[3 * SMALL], zeta=COIN, z="2.2924317", reach={"remainder_above": -1e-4},
              about="where σ(1−σ) = 1/12, noise ±3/100"),
        datum("rate near one", **dropout(Fraction(99, 100), Fraction(1, 1000)), z="1.3169579", reach={"third_order": -7e-4},
              about="z = log(2 + √3), rate 99/100, a small contribution"),
        datum("a decisive feature", **dropout(HALF, 40), z=40, reach={"saturation": -1e-12}, about="margin 40")),
    controls=(
        Control("unbiased", ("nonnegative", "penalty", "remainder_below", "third_order", "linear"),
                datum("dropout without rescaling", share=[2], zeta=[[-1], [0]], z=2, y=[1, 1], delta=HALF), also=("masks",),
                about="the feature is dropped or kept as it is: R = −0.717"),
        Control("unbiased", ("ceiling", "remainder_above"), datum("only upwards", share=[2], zeta=[[0], [1]], z=2, delta=HALF), also=(
            "masks",),
                about="the feature is kept or doubled"),
        Control("labels", ("penalty",), datum("the label tells the mask", **ONE, y=[0, 1]), about="y = 1 if the feature is kept"),
        Control("convex", ("nonnegative",), datum("a concave log-partition", **ONE, A=(0, -1)), about="A = −z²/2: R = −m₂/2"),
        Control("masks", ("dropout",), datum("one mask for two features", **SHARED), about="two features dropped together: m₂ = 4, not 2")),
    certificates=(
        datum("three features", **dropout(Fraction(1, 3), 1, -2, HALF), z=1, y=[1] * 8, A=(1, 2), about="contributions 1, −2, 1/2, rate "
            "1/3"),
        datum("multiplicative noise", share=[1, 3], zeta=[[a, b] for a in (-1, 0, 1) for b in (-1, 0, 1)], z=-1, delta="2/5",
              about="noise −1, 0, 1 on two features"),
        datum("a skew law", share=[3], zeta=[[2], [-1]], weights=[1, 2], z=HALF, y=[1, 1], about="noise 6 or −3"),
        datum("a confident feature", **dropout(Fraction(1, 10), 9), z=9, y=[1, 1], about="margin 9, rate 1/10")),
    faults=(
        Fault("1/193 for 1/192", restate={"remainder_below": lambda r: r.func(r.lhs, sp.Rational(192, 193) * r.rhs)}),
        Fault("1/577 for 1/576", restate={"remainder_above": lambda r: r.func(r.lhs, sp.Rational(576, 577) * r.rhs)}),
        Fault("1/9 for 1/8", restate={"ceiling": lambda r: r.func(r.lhs, sp.Rational(8, 9) * r.rhs)}),
        Fault("no error at all", restate={"third_order": lambda r: r.func(r.lhs, 0 * r.rhs)}),
        Fault("the rate for the odds", restate={"dropout": lambda r: r.func(r.lhs, delta * Energy(beta))}),
        Fault("log 2 of half the rate", restate={"saturation": lambda r: r.func(r.lhs, r.rhs / 2)}),
        Fault("the third derivative with the wrong sign", reinterpret={"Slant": lambda right, m: lambda A: right(A) * -1})))
