"""Sequences of K trees of a finite random forest, all of them enumerated."""
import math
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.forests import Draws, Forest, forests
from theorems.vocabulary.forests import Decay, K, Majority, Margin, MeanGap, VoteError

SPACE = forests(Forest(), Draws())
COIN = [[0], [1]]                          # one tree right, one wrong
# Two points: nine of ten trees are right at the first, four of ten at the second.
STRADDLING = dict(votes=[[0, 0], [0, 1], [1, 1]], q=("4/10", "5/10", "1/10"))


def fair(drawn, **k):
    """A fair coin as a forest."""
    return SPACE.rational(f"fair coin, K = {drawn}", COIN, K=drawn, **k)


with sp.evaluate(False):
    EXAMPLE = Example(SPACE.rational("one point, four of five trees are right", COIN, q=("4/5", "1/5"), K=3),
                      beside={"the margin": Margin(0), "the trivial bound": sp.Integer(1),
                              "the bound for nine trees": Decay(3 * K * Margin(0)**2)})
    JURY = tuple(sp.Eq(Majority(k), sp.Rational(v)) for k, v in ((1, "2/5"), (2, "44/125")))
    COINS = [(sp.Eq(MeanGap(K), sp.Rational(v)),) for v in ("1/2", "1/4", "1/2", "5/16", "1/2")]

MODEL = SPACE.model(
    example=EXAMPLE,
    kind=Kind.ANALOGUE,
    gap="The published theorem says that the error converges almost surely. Here are rates for its mean distance from the limit, for "
        "finitely many trees and points, with proofs on the page.",
    anchors=(
        *(fair(k, facts=facts, about=f"a fair coin, {k} trees") for k, facts in enumerate(COINS, 1)),
        SPACE.rational("two of five", COIN, q=("2/5", "3/5"), K=3, r="2/5", facts=JURY, about="a majority of three is worse than one"),
        *(SPACE.rational(f"straddling, K = {k}", **STRADDLING, K=k, facts=(sp.Eq(VoteError(K), sp.Rational(v)),),
                         about=f"nine of ten trees right at one point, four of ten at the other: the error of {k} is {v}")
          for k, v in ((1, "7/20"), (3, "169/500"), (5, "8639/25000")))),
    extremals=(fair(3, reach={"rate": math.log(1 / 2) - 1e-9}, about="the margin is 0: half of the bound"),),
    controls=(
        Control("independent", ("rate", "uniform", "rational"), SPACE.rational(
            "eight equal trees", COIN, q=("9/10", "1/10"), K=8, w="equal"),
                about="all trees of a sequence are equal, nine of ten are right: 1/10, and the bound for eight trees is 0.0773"),
        Control("gap", ("uniform",), fair(3, gamma=1), about="a fair coin, as if the margin were 1: 1/2, and the bound is 0.22")),
    certificates=(
        SPACE.rational("three trees, three points", [[0, 1, 0], [0, 0, 1], [1, 1, 1]], q=("1/2", "1/3", "1/6"), p=("1/4", "1/4", "1/2"),
                       labels=(0, 1, 1), K=3, about="three trees on three points"),
        SPACE.rational("three classes", [[0, 1, 2], [0, 2, 2], [1, 1, 0]], q=("2/5", "2/5", "1/5"), labels=(0, 1, 2), classes=3, K=3,
                       about="three trees, three classes")),
    faults=(
        Fault("the exponent doubled", reinterpret={"Decay": lambda right, m: lambda t: right(t * 4)}),
        Fault("a quarter of the bound", restate={"rate": lambda r: r.func(4 * r.lhs, r.rhs)}),
        Fault("half of a majority", reinterpret={"Majority": lambda right, m: lambda k: right(k) * Fraction(1, 2)}),
        Fault("gap without its square", restate={"uniform": lambda r: r.func(3 * r.lhs, r.rhs)})))
