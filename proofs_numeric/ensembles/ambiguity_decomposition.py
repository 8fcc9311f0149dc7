"""Ensembles with weights, predictions and opinions."""
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.committees import Committee, Opinions, committees
from theorems.vocabulary.analysis import Log
from theorems.vocabulary.ensembles import KL, Disagreement, Ensemble, MeanError, Own, Spread, Target, gamma, tau

SPACE = committees(Committee(), Opinions())
THIRDS, HALVES = ["1/3"] * 3, ["1/2", "1/2"]
# q_1 q_2 is a square at both labels: the geometric mean is (2/5, 2/5), and Z = 4/5.
MIRRORED = [["1/5", "4/5"], ["4/5", "1/5"]]
# The products are (3/5)^2 and (1/4)^2, and Z = 17/20.
UNEVEN = [["2/5", "1/2"], ["9/10", "1/8"]]

with sp.evaluate(False):
    ENTROPIES = sp.Eq(KL(tau, gamma), Log(2)), sp.Eq(KL(gamma, gamma), 0)
    EXAMPLE = Example(SPACE.rational("three members", THIRDS, [[1], [2], [6]], [4]),
                      beside={"the mean error of the members": MeanError(0), "the spread": Spread(0)})


def pooled(name, *opinions, **k):
    """Two members of weight 1/2 that predict 0 and 2, with these opinions."""
    return SPACE.rational(name, HALVES, [[0], [2]], [0], opinions=opinions, **k)


MODEL = SPACE.model(
    example=EXAMPLE,
    kind=Kind.INSTANCE,
    gap="Finitely many inputs in the place of an integral over them.",
    notes={name: (Kind.ANALOGUE, "A statement of our own, with its proof on the page.") for name in ("strict", "entropy", "surplus")},
    edges=(SPACE.rational("equal members", THIRDS, [[1, 2]] * 3, [0, 5], about="nothing is gained"),),
    anchors=(
        pooled("mirrored opinions", MIRRORED, (1, 0), HALVES, "4/5", facts=ENTROPIES, about="geometric mean (2/5, 2/5), Z = 4/5"),
        SPACE.rational("weights of both signs", (2, -1), [[1], [-1]], [0], p=(3,), facts=(
            sp.Eq(Ensemble(0), 3), sp.Eq(MeanError(0), 1), sp.Eq(Spread(0), -8), sp.Eq(Own, 27), sp.Eq(Target(0), 0)),
                       about="the identity holds: 9 = 1 + 8")),
    extremals=(
        SPACE.rational("two members", HALVES, [[0], [2]], [1], reach={"strict": -1e-12}, facts=(sp.Eq(Disagreement(0), 1),),
                       about="only one pair disagrees"),
        SPACE.rational("members that agree", THIRDS, [[3]] * 3, [1], reach={"no_worse": -1e-12}, about="the mean of equal members")),
    controls=(
        Control("mass", ("identity", "average", "no_worse", "strict", "entropy", "surplus"), SPACE.rational(
            "weights 1 and 1", (1, 1), [[1], [2]], [0], opinions=(MIRRORED, (1, 0), HALVES, "8/25")),
            about="weights 1 and 1, predictions 1 and 2, target 0: the ensemble says 3, and 9 is neither 5 − 5 nor at most 5"),
        Control("nonnegative_weights", ("no_worse", "strict"), SPACE.rational("weights 2 and −1", (2, -1), [[1], [-1]], [0], opinions=(
            [HALVES] * 2, HALVES, HALVES, 1)), about="weights 2 and −1, predictions 1 and −1, target 0: 9 > 1"),
        Control("mean", ("identity", "average", "strict"), SPACE.rational("median", THIRDS, [[1], [2], [6]], [4], mean=[2]),
                about="the median of 1, 2, 6 with the target 4: 4, and the mean error less the spread about the median is 0"),
        Control("mean", ("no_worse",), SPACE.rational("far off", THIRDS, [[1], [2], [6]], [4], mean=[9]), about="an ensemble that says 9"),
        Control("geometric", ("entropy", "surplus"), pooled("arithmetic mean", UNEVEN, ("2/5", "3/5"), ("5/8", "3/8"), "17/20"),
                about="another law in the place of the geometric mean"),
        Control("geometric", ("entropy",), about="a random law in the place of the geometric mean"),
        Control("truth_mass", ("entropy",), pooled("twice the truth", UNEVEN, (2, 0), ("12/17", "5/17"), "17/20"),
                about="a truth of mass 2"),
        Control("pool_mass", ("entropy", "surplus"), pooled("twice the pool", UNEVEN, (1, 0), ("24/17", "10/17"), "17/40"),
                about="a pooled law of mass 2")),
    certificates=(
        SPACE.rational("three members at two inputs", ("1/6", "1/3", "1/2"), [[1, 0], [2, "1/2"], [6, -3]], [4, 1], p=("2/3", "1/3"),
                       about="rational weights and predictions"),
        pooled("uneven opinions", UNEVEN, ("2/5", "3/5"), ("12/17", "5/17"), "17/20",
               about="opinions (2/5, 1/2) and (9/10, 1/8), not normalised"),
        pooled("mirrored opinions", MIRRORED, ("1/3", "2/3"), HALVES, "4/5", about="opinions (1/5, 4/5) and (4/5, 1/5)")),
    faults=(
        Fault("spread added", reinterpret={"Spread": lambda right, m: lambda x: right(x) * -1}),
        Fault("no square in the pair", restate={"strict": lambda r: r.func(r.lhs * 2, r.rhs)}),
        Fault("arithmetic normaliser", restate={"surplus": lambda r: r.func(r.lhs, 2 * r.rhs)}),
        Fault("divergences the other way round", reinterpret={"KL": lambda right, m: lambda a, b: right(b, a)}),
        Fault("weights halved", reinterpret={"MemberWeight": lambda right, m: lambda k: right(k) * Fraction(1, 2)})))
