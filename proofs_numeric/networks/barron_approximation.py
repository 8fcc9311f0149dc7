"""Sums of functions along one and two frequencies on 4 and 6 points, and greedy networks of one to three steps."""
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.greedy import GREEDY
from theorems.vocabulary.greedy import Coefficients, Drawn, Network, Spread
from theorems.vocabulary.measures import mu

ONE, TWO = sp.Integer(1), sp.Integer(2)
SLOPE = Fraction(22, 7)                            # above pi
WAVE = [[-3, -2, -1, 0, 1, 2, 3, 0]], [[-1, 1, -1, 1, -1, 1, -1, 1]]        # cos(pi x)
LINE = [[-1, 1, 0]], [[-1, 1, 0]]
SQUARE = [[-1, Fraction(-1, 2), Fraction(1, 2), 1, 0]], [[1, Fraction(1, 4), Fraction(1, 4), 1, 0]]
PLANE = [[-1, 1, 2, 0, 0], [2, -2, 1, 1, 0]], [[2, -1, 1, 0, 0], [1, 1, Fraction(1, 2), Fraction(1, 2), 0]]

with sp.evaluate(False):
    EXAMPLE = Example(GREEDY.rational("the square on four points", *SQUARE, [Fraction(3, 2)], 1, Fraction(3, 2)),
                      beside={"the spread, which bounds the error of one step": Spread(mu),
                              "the sum of the moduli of the outer weights": Coefficients(Network(ONE))})

MODEL = GREEDY.model(
    kind=Kind.INSTANCE,
    gap="The function is a finite sum of cosines, or of other functions along frequencies with the same slopes; the law sits on 4 or 6 "
        "points and the sigmoid is the step. Published: any law on the ball, any bounded measurable sigmoid, a spectrum with an integral.",
    notes={"centred": (Kind.ANALOGUE, "The constant 1 instead of 4 where the constant term is free is ours."),
           "maurey": (Kind.ANALOGUE, "The lemma behind the theorem, as an identity."),
           "greedy": (Kind.ANALOGUE, "The published proof draws at random; the greedy choice and its constant are ours here.")},
    example=EXAMPLE,
    edges=(
        GREEDY.rational("a constant", [[-1, 1, 0]], [[1, 1, 1]], [0], 1, 0, about="f = 1: no jump, nothing to choose"),
        GREEDY.rational("one jump", [[1, 2, 0]], [[3, 3, 0]], [3], 2, 3, about="f is itself a step"),
        GREEDY.rational("equal phases", [[1, 1, 0]], [[2, 2, 0]], [2], 1, 2, about="two points with one phase")),
    anchors=(
        GREEDY.rational("identity", *LINE, [1], 1, 1, about="f = x on two points: V = 2, elements of norm √2, spread 1",
                        facts=(sp.Eq(Spread(mu), 1), sp.Eq(Drawn(TWO, mu), sp.Rational(1, 2)), sp.Eq(Coefficients(Network(ONE)), 2))),),
    extremals=(
        GREEDY.rational("identity", *LINE, [1], 1, 1, reach=dict(coefficients=-1e-12, greedy=-1e-12),
                        about="f = x on ±1: the outer weights add up to 2rC, and one step has the mean error"),),
    controls=(
        Control("slope", ("rate", "coefficients", "centred"), about="the slopes of the cosines understated by a factor 64"),
        Control("slope", ("rate", "coefficients", "centred"), GREEDY.rational("flat cosine", *WAVE, [Fraction(1, 8)], 3, Fraction(1, 8)),
                about="cos(πx) on −3, ..., 3 with a slope 1/8 claimed: 12 > 3/4"),
        Control("ball", ("rate", "coefficients", "centred"), GREEDY.rational("a small ball", *WAVE, [SLOPE], Fraction(1, 8), SLOPE),
                about="cos(πx) on −3, ..., 3 with r = 1/8 claimed: networks of one step have the error 6/7 or more > (2rC)² = 121/196"),
        Control("variation", ("rate", "coefficients", "centred"), GREEDY.rational("small variation", *WAVE, [SLOPE], 3, Fraction(1, 8)),
                about="the same with C = 1/8 claimed: 6/7 > 9/16")),
    certificates=(
        GREEDY.rational("cosine", *WAVE, [SLOPE], 3, SLOPE, about="cos(πx) on −3, ..., 3"),
        GREEDY.rational("two frequencies", *PLANE, [2, Fraction(1, 2)], 2, Fraction(5, 2),
                        weights=["1/2", "1/4", "1/8", "1/8"], about="two frequencies, four points with different weights"),
        GREEDY.rational("square", *SQUARE, [Fraction(3, 2)], 1, Fraction(3, 2), about="the square on four points")),
    faults=(
        Fault("a step too many", restate={"greedy": lambda q: q.func(q.lhs, Spread(mu) / 4)}),
        Fault("no square", restate={"maurey": lambda q: q.func(q.lhs, q.rhs * 2)}),
        Fault("half of the weights", restate={"coefficients": lambda q: q.func(q.lhs, q.rhs / 2)}),
        Fault("networks of the wrong sign", reinterpret={
            "Gap": lambda right, own: lambda f, network, law: right(-f, network, law)})))
