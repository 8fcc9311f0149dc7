"""Two probability vectors on a finite metric space with n points whose distances lie between m and D."""
from fractions import Fraction

import numpy as np
import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.worlds.couplings import Transport
from proofs_numeric.worlds.measures import Claims, Exponent, Laws, Metric, measures, point, spread
from theorems.vocabulary.measures import TV, m, mu, nu, p
from theorems.vocabulary.transport import Mismatch
from theorems.vocabulary.transport import Wasserstein as W

SPACE = measures(Laws("mu nu"), Metric(), Exponent(), Claims(), Transport())
ENDS, SAME, LINE = (point(3, 0), point(3, 2)), (point(3, 0), point(3, 0)), ms.line(3)
HALVES, CLOSE = (spread(3, 0, 1), spread(3, 1, 2)), np.array(ms.discrete(3)) * Fraction(1, 2)
BOTH = dict(below=-1e-11, above=-1e-11)

with sp.evaluate(False):
    EXAMPLE = Example(SPACE.rational("mass moves to the right", (["1/2", "1/2", 0], [0, "1/4", "3/4"]), LINE),
                      beside={"the total variation": TV(mu, nu), "the bound from below": m**p * TV(mu, nu)})

MODEL = SPACE.model(
    example=EXAMPLE,
    kind=Kind.INSTANCE,
    gap="The statement for finite spaces, with n = 3 and 8 points and p between 1 and 4 sampled; for measures on a general space nothing "
        "is checked.",
    anchors=(
        SPACE.rational("half moves", HALVES, LINE, 2, about="half of the mass moves by 2, or all of it by 1",
                       facts=(sp.Eq(TV(mu, nu), sp.Rational(1, 2)), sp.Eq(W(p, mu, nu)**2, 1), sp.Eq(Mismatch(mu, nu), sp.Rational(1, 2)))),
        SPACE.case("disjoint supports", ENDS, LINE, 3, facts=(sp.Eq(TV(mu, nu), 1), sp.Eq(Mismatch(mu, nu), 1), sp.Eq(W(p, mu, nu), 2)),
                   about="all mass moves by 2")),
    extremals=(
        SPACE.case("discrete metric", (spread(8, 0, 1), spread(8, 1, 2, 3)), ms.discrete(8), 2, reach=BOTH, about="all distances are 1"),
        SPACE.case("two points", (spread(3, 0, 1), point(3, 0)), 5 * ms.discrete(3), 3, reach=BOTH, about="mass one half moves by 5")),
    controls=(
        Control("reflexive", ("above",), about="staying costs as much as the shortest way"),
        Control("reflexive", ("above",), SPACE.broken("reflexive", SAME), about="d(x,x) = 1 and equal laws: W₁ = 1, δ = 0"),
        Control("separated", ("below",), about="m overstated by a factor 64"),
        Control("separated", ("below",), SPACE.rational("m = 3", ENDS, LINE, claims=(3, 2)), about="3 > 2"),
        Control("diameter", ("above",), about="D understated by a factor 64"),
        Control("diameter", ("above",), SPACE.rational("D = 1", ENDS, LINE, claims=(1, 1)), about="2 > 1"),
        Control("floor", ("below",), SPACE.rational("m = −1", ENDS, CLOSE, 2, claims=(-1, Fraction(1, 2))),
                about="distances 1/2, p = 2: (−1)² > 1/4"),
        Control("nonnegative", ("above",), SPACE.rational("a long way back", ENDS, -5 * ms.discrete(3), 2, claims=(0, 1)),
                also=("separating", "triangle", "separated"), about="d = −5 ≤ 1, p = 2: 25 > 1")),
    certificates=SPACE.certificates((1, 1), (2, 1), (1, 2), (2, 2)),
    faults=(
        Fault("half of D", restate={"above": lambda r: r.func(r.lhs, r.rhs / 2)}),
        Fault("total variation as a norm", reinterpret={"TV": lambda right, m: lambda a, b: right(a, b) * 2}),
        Fault("one event only", restate={"events": lambda r: r.func(r.lhs, r.rhs.args[0].subs(sp.Symbol("A", extended_real=True), 1))}),
        Fault("no exponent at m", restate={"below": lambda r: r.func(sp.Symbol("m", extended_real=True) * TV(mu, nu), r.rhs)})))
