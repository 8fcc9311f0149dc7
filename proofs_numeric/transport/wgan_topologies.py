"""Two probability vectors on n points, and a number that the masses of the second one exceed."""
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.worlds.couplings import Transport
from proofs_numeric.worlds.divergences import Divergences, Floor
from proofs_numeric.worlds.measures import Laws, measures
from proofs_numeric.worlds.metric import Metric
from theorems.vocabulary.analysis import Log
from theorems.vocabulary.measures import JS, KL, TV, mu, nu
from theorems.vocabulary.transport import Wasserstein as W

SPACE = measures(Laws("mu nu"), Metric(), Transport(), Divergences(), Floor())
LINE, THREE, EXTREME = ms.line(2), ms.line(3), -1e-12
QUARTERS, EDGE = (["3/4", "1/4"], ["1/4", "3/4"]), ([1, 0], ["1/2", "1/2"])


def tilted(t):
    """(1/2 + t, 1/2 - t) against the fair coin: where Pinsker's inequality is nearly an equality."""
    return [Fraction(1, 2) + t, Fraction(1, 2) - t], ["1/2", "1/2"]


with sp.evaluate(False):
    DELTA = TV(mu, nu)
    EXAMPLE = Example(SPACE.rational("two coins", QUARTERS, LINE),
                      beside={"the total variation": DELTA, "the bound from below": sp.Rational(1, 2) * DELTA**2,
                              "Kullback-Leibler": KL(mu, nu), "Pinsker's bound of it": 2 * DELTA**2,
                              "the bound under full support": Log(1 + 8 * DELTA**2), "what Jensen-Shannon never exceeds": Log(2)})


def no_converse(name, laws, n, W1, delta, js, forward, backward, about):
    """An anchor: two laws on points 1/n apart, and the four distances."""
    facts = (sp.Eq(W(1, mu, nu), W1), sp.Eq(TV(mu, nu), delta), sp.Eq(KL(mu, nu), forward), sp.Eq(KL(nu, mu), backward))
    return SPACE.rational(f"{name}, n = {n}", laws, [[0, Fraction(1, n)], [Fraction(1, n), 0]], about=about,
                          facts=facts + ((sp.Eq(JS(mu, nu), js),) if js is not None else ()))


MODEL = SPACE.model(
    example=EXAMPLE,
    kind=Kind.ANALOGUE,
    gap="Inequalities with constants on n = 3 and 8 points instead of limits of sequences of laws on a compact space; parts (1) and (3) of "
        "the theorem follow from them.",
    knobs=("full",), shown=Laws("mu nu").shown,
    anchors=(
        SPACE.rational("two coins", QUARTERS, LINE, about="(3/4, 1/4) and (1/4, 3/4)",
                       facts=(sp.Eq(TV(mu, nu), sp.Rational(1, 2)), sp.Eq(KL(mu, nu), Log(3) / 2),
                              sp.Eq(JS(mu, nu), sp.Rational(3, 4) * Log(3) - Log(2)))),
        no_converse("an atom next to an atom", ([0, 1], [1, 0]), 10, sp.Rational(1, 10), 1, Log(2), sp.oo, sp.oo,
                    "a point mass at 1/10 against one at 0: W₁ is small, and nothing else is"),
        no_converse("a little mass escapes", (["9/10", "1/10"], [1, 0]), 1, sp.Rational(1, 10), sp.Rational(1, 10), None, sp.oo,
                    Log(sp.Rational(10, 9)), "total variation 1/10, and one of the two Kullback-Leibler divergences is infinite"),
        SPACE.rational("a little mass goes far", (["9/10", "1/10"], [1, 0]), [[0, 10], [10, 0]],
                       facts=(sp.Eq(W(1, mu, nu), 1), sp.Eq(TV(mu, nu), sp.Rational(1, 10))),
                       about="one tenth of the mass moves by 10: W₁ = 1, total variation 1/10"),
        SPACE.rational("an atom moves to a new place", (["1/2", "1/4", "1/4", 0], ["1/2", "1/4", 0, "1/4"]), ms.line(4),
                       facts=(sp.Eq(TV(mu, nu), sp.Rational(1, 4)), sp.Eq(KL(mu, nu), sp.oo), sp.Eq(KL(nu, mu), sp.oo)),
                       about="total variation 1/4, and both Kullback-Leibler divergences are infinite")),
    extremals=(
        SPACE.rational("two coins", QUARTERS, LINE, reach={"js_below": EXTREME}, about="two points, weights exchanged"),
        SPACE.rational("coins of 19/20", (["19/20", "1/20"], ["1/20", "19/20"]), LINE, reach={"js_below": EXTREME},
                       about="the same at total variation 9/10"),
        SPACE.rational("a part in common, the rest apart", (["1/2", "1/2", 0], ["1/2", 0, "1/2"]), THREE, reach={"js_above": EXTREME},
                       about="half of the mass in common, the other halves on different points"),
        SPACE.rational("an atom against a coin", EDGE, LINE, reach={"full_support": EXTREME},
                       about="(1, 0) against (1/2, 1/2): log 2 = log 2"),
        SPACE.rational("a nearly fair coin", tilted(Fraction(1, 100)), LINE, about="not an equality, but within 4 in 10 000",
                       reach={"pinsker": -7e-5, "pinsker_reversed": -4e-4, "js_square": -1.5e-4}),
        SPACE.rational("an atom against nearly one", ([1, 0], ["999/1000", "1/1000"]), LINE, reach={"js_kl": -3e-4},
                       about="(1, 0) against (999/1000, 1/1000): not an equality, but within 3 in 10 000"),
        SPACE.rational("nearly an atom against one", (["999/1000", "1/1000"], [1, 0]), LINE, reach={"js_kl_reversed": -3e-4},
                       about="the same with the laws exchanged")),
    controls=(
        Control("full", ("full_support",), about="the least mass overstated by a factor 64"),
        Control("full", ("full_support",), SPACE.rational("mass where the second law has none", (["9/10", "1/10"], [1, 0]), LINE,
                                                                 own=dict(q="1/2")),
                about="(9/10, 1/10) against (1, 0) with q = 1/2: Kullback-Leibler is infinite")),
    certificates=SPACE.certificates((1, 1), (2, 1), (3, 1)),
    real=lambda: tuple(SPACE.digits(*pair) for pair in ((0, 1), (3, 8))),
    faults=(
        Fault("Jensen-Shannon without the factor one half", reinterpret={"JS": lambda right, m: lambda a, b: right(a, b) * 2}),
        Fault("total variation as a norm", reinterpret={"TV": lambda right, m: lambda a, b: right(a, b) * 2}),
        Fault("logarithm to base 10", reinterpret={"KL": lambda right, m: lambda a, b: right(a, b) * Fraction(43429, 100000)}),
        Fault("1/2.02 for 1/2 in Pinsker's inequality", restate={"pinsker": lambda r: r.func(sp.Rational(101, 100) * r.lhs, r.rhs)}),
        Fault("without the least mass", restate={"full_support": lambda r: r.func(r.lhs, Log(1 + 2 * TV(mu, nu)**2))})))
