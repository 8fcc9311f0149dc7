"""Two probability vectors on a finite metric space with n points, and every function on it."""
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import total
from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.worlds.couplings import Dual, Transport
from proofs_numeric.worlds.measures import UNIFORM, Function, Laws, Metric, measures, point, spread
from theorems.vocabulary.measures import Diameter, Integral, LipNorm, X, f, mu, nu
from theorems.vocabulary.transport import Wasserstein as W

SPACE = measures(Laws("mu nu"), Metric(), Function(), Transport(), Dual())
ENDS, SPLIT, SAME = (point(3, 0), point(3, 2)), (point(3, 0), spread(3, 1, 2)), (point(3, 0), point(3, 0))
HALF, FOUR, EIGHT = spread(8, 0, 1), spread(8, 3, 4, 5, 6), ms.line(8)
INDICATOR = [1, 1, 0, 0, 0, 0, 0, 0]                         # of the support of HALF
ONE_WAY = SPLIT, [[0, 1, 2], [3, 0, 1], [2, 3, 0]]

with sp.evaluate(False):
    EXAMPLE = Example(
        SPACE.rational("half the mass moves", (["3/4", "1/4"], ["1/4", "3/4"]), [[0, 3], [3, 0]], f=[0, -3]),
        beside={"what the critic $f$ sees": Integral(f, mu) - Integral(f, nu), "its Lipschitz constant": LipNorm(f),
                "what the critic $-f$ sees": Integral(f, nu) - Integral(f, mu),
                "the trivial bound: all mass moves by the largest distance": Diameter(X)})

MODEL = SPACE.model(
    example=EXAMPLE,
    kind=Kind.INSTANCE,
    gap="The published statement for measures with finite support, with n = 3 and 8 points sampled: a function on the support extends "
        "with the same Lipschitz constant. For measures on a Polish space nothing is checked.",
    edges=(
        SPACE.case("constant function", (HALF, UNIFORM), EIGHT, f=np.ones(8), about="f is constant"),
        SPACE.case("one-way distances", *ONE_WAY, f=[1, 0, -1], about="d(x,y) and d(y,x) differ; the duality does not use symmetry"),
        SPACE.rational("distances below 0", SPLIT, [[0, -1, 1], [3, 0, 2], [2, 1, 0]], f=[1, 0, -1],
                       about="the triangle inequality with d(1,2) = −1, d(2,1) = 3; the duality does not use d ≥ 0"),
        SPACE.broken("separating", SPLIT, [1, 1, 0], about="two points at distance 0; the duality does not use separation")),
    anchors=(
        SPACE.case("two Diracs", ENDS, ms.line(3), f=[3, 1, 0], about="mass 1 moves by 2",
                   facts=(sp.Eq(W(1, mu, nu), 2), sp.Eq(LipNorm(f), 2), sp.Eq(Integral(f, mu), 3))),
        SPACE.rational("two points", (["2/3", "1/3"], ["1/4", "3/4"]), [[0, 7], [7, 0]], f=[3, -1],
                       facts=(sp.Eq(W(1, mu, nu), sp.Rational(35, 12)), sp.Eq(LipNorm(f), sp.Rational(4, 7))),
                       about="the distance times the difference of the first weights"),
        SPACE.rational("discrete metric", (HALF, UNIFORM), ms.discrete(8), f=INDICATOR, facts=(sp.Eq(W(1, mu, nu), sp.Rational(3, 4)),),
                       about="the distance is the total variation"),
        SPACE.rational("line", (HALF, UNIFORM), EIGHT, facts=(sp.Eq(W(1, mu, nu), 3),),
                       about="the area between the distribution functions; f = x is optimal up to its sign")),
    extremals=(
        SPACE.case("slope one", ENDS, ms.line(3), f=[2, 1, 0], reach={"weak": -1e-12}, about="f is minus the position"),
        SPACE.case("indicator of a support", (HALF, FOUR), ms.discrete(8), f=INDICATOR, reach={"weak": -1e-12},
                   about="discrete metric; f is 1 on the support of the first measure")),
    controls=(
        Control("triangle", ("duality",), about="random edge lengths that are no metric"),
        Control("triangle", ("duality",), SPACE.broken("triangle", ENDS, [1, 0, 0]), about="distances 1, 1, 3: W₁ = 3, supremum 2"),
        Control("separating", ("weak",), SPACE.broken("separating", (point(3, 0), point(3, 1)), [1, 0, 0]),
                about="d(1,2) = 0, where f falls by 1: 1 ≤ Lip(f) W₁ = 1 · 0 is false"),
        Control("nonnegative", ("weak",), SPACE.rational("a gain for staying", SAME, 1 - 2 * np.eye(3, dtype=int), f=[1, 0, 0]),
                also=("reflexive", "triangle"), about="d(x,x) = −1: W₁ of a law with itself is −1"),
        Control("reflexive", ("duality",), SPACE.broken("reflexive", SAME, [1, 0, 0]), about="d(x,x) = 1: W₁ = 1, supremum 0")),
    certificates=(
        *SPACE.certificates((1, 1), (2, 1), (3, 1)),
        SPACE.rational("discrete metric", (HALF, FOUR), ms.discrete(8), f=INDICATOR, about="disjoint supports, all distances are 1"),
        SPACE.rational("one-way distances", *ONE_WAY, f=[1, 0, -1], about="d(x,y) and d(y,x) differ")),
    real=lambda: tuple(SPACE.digits(*pair) for pair in ((0, 1), (3, 8), (4, 9))),
    faults=(
        Fault("Lipschitz constant of f halved", reinterpret={"LipNorm": lambda right, m: lambda f: right(f) * Fraction(1, 2)}),
        Fault("W_2 instead of W_1", restate={"duality": lambda r: r.func(W(2, *r.lhs.args[1:]), r.rhs)}),
        Fault("functions bounded by 1 instead of 1-Lipschitz", reinterpret={
            "LipSup": lambda right, m: lambda a, b: total(jnp.abs(a.value - b.value))}),
        Fault("weak duality with a factor 1 - 1/1000", restate={"weak": lambda r: r.func(r.lhs, sp.Rational(999, 1000) * r.rhs)})))
