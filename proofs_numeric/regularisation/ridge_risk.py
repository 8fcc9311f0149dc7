"""A design matrix of full rank, random targets with a finite law, a combination of the weights, and strengths of the penalty."""
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.random_targets import Noise, Ranges
from proofs_numeric.worlds.regression import Design, Regression, Size, drawn
from theorems.vocabulary.analysis import Sup
from theorems.vocabulary.regression import J, Risk, SquaredCoordinate, TotalRisk, c, j, lam

WORLD = Regression("Design matrices of full column rank and targets whose noise has finitely many values: expectations are finite sums. "
                   "The float64 numbers are a rational instance; n data and d features.", (Size(3, 2),),
                   (Design(regular=True), Noise(), Ranges()))

TWO = dict(X=((4, 3), (3, 4)), axes=((1, 1), (1, -1)), beta=(1, 0), c=(1, 0), lam=1)
ONE = dict(X=((1,),), beta=(1,), c=(1,), sigma="1/10")
TALL = dict(drawn(5, 4, 3), beta=(1, "1/2", 0), c=(1, -1, 2), sigma=2, lam=3)
UNEQUAL = [("1/4", a, b) for a in ("1/10", "-1/10") for b in (2, -2)]
CORRELATED = [("1/400", 1, 1), ("1/400", -1, -1), ("199/400", 1, -1), ("199/400", -1, 1)]
WRONG = ("risk", "theobald", "total")


def _total(relation):
    """The variance without its second factor, as if X^T X were the identity."""
    return relation.func(relation.lhs, relation.rhs.args[1])


MODEL = WORLD.model(
    kind=Kind.INSTANCE,
    gap="Matrices of size 3 by 2 are sampled, with noise of equal signs; other shapes and laws are single rational instances.",
    example=Example(WORLD.rational("two correlated features", **TWO), beside={
        "the total error": TotalRisk(lam), "the total error of least squares": TotalRisk(0)}),
    anchors=(
        WORLD.rational("one feature", **ONE, lam="1/50", facts=(
            sp.Eq(Risk(0, c), sp.Rational(1, 100)), sp.Eq(Risk(lam, c), sp.Rational(26, 2601)), sp.Eq(TotalRisk(0), sp.Rational(1, 100)))),
        WORLD.case("two axes", X=((1, 0), (0, 2), (0, 0)), beta=(1, 1), c=(1, 0), lam=1, facts=(
            sp.Eq(Risk(lam, c), sp.Rational(1, 2)), sp.Eq(TotalRisk(lam), sp.Rational(7, 10)), sp.Eq(TotalRisk(0), sp.Rational(5, 4)),
            sp.Eq(Sup(SquaredCoordinate(j), (j, J)), 1)))),
    extremals=(
        WORLD.rational("the exact threshold", **ONE, lam="2/99", reach={"sufficient": -1e-12},
                       about="one feature, σ² = 1/100: at λ = 2/99 both risks are equal"),
        WORLD.rational("the end of the range", **ONE | dict(sigma="1/100"), lam="2/10000", reach={"theobald": -1e-7, "total": -1e-7},
                       about="one feature, σ² = 1/10000, λ = 2σ²: the gain is a part 4·10⁻⁸"),
        WORLD.rational("from least squares to the minimum", **ONE, lam="1/100", mu=0, about="one feature, μ = 0 and ν = σ²")),
    controls=(
        Control("mean", WRONG, WORLD.rational("half of the mean", **ONE, lam="1/100", mean="1/2"), about="E y = Xβ/2: 2701/10201 > 13/50"),
        Control("covariance", WRONG, WORLD.rational("unequal variances", X=((1,), (0,)), beta=(1,), c=(1,), lam=1, noise=UNEQUAL),
                about="variances 1/100 and 4 where 1 is claimed: 101/400 > 1/100"),
        Control("covariance", WRONG, WORLD.rational("correlated noise", X=((1,), (1,)), beta=(1,), c=(1,), lam=1, noise=CORRELATED),
                about="variances 1 and correlation −99/100: 17/150 > 1/200"),
        Control("positive", ("theobald", "total"), WORLD.rational("λ = −1/2", **ONE | dict(sigma=1), lam="-1/2", nu=1),
                about="a reward for long weights: 5 > 1"),
        Control("range", ("theobald",), WORLD.rational("λ = 1", **ONE, lam=1, nu="1/100"), also=("total_range", "balance"),
                about="σ² = 1/100: 101/400 > 1/100"),
        Control("total_range", ("total",), WORLD.rational("λ = 1 in total", **ONE, lam=1, nu="1/100"), also=("range", "balance"),
                about="σ² = 1/100: 101/400 > 1/100"),
        Control("balance", ("sufficient",), WORLD.rational("above the threshold", **ONE, lam="21/1000", nu="1/100"),
                also=("range", "total_range"), about="λ = 2.1 σ², σ² = 1/100: a thousandth worse"),
        Control("order", ("decreasing",), WORLD.rational("the other way", **ONE, lam="1/100", mu="1/100", nu="1/200"), about="ν = μ/2"),
        Control("half_range", ("decreasing",), WORLD.rational("beyond the minimum", **ONE, lam="1/100", mu="1/100", nu=1),
                about="from the minimum on the total error grows: 101/400 > 1/101")),
    certificates=(
        WORLD.rational("two features", **TWO),
        WORLD.rational("three features", **TALL),
        WORLD.rational("noise with three values", X=((1, 0), (0, 2)), beta=(1, -1), c=(1, 1), lam=1, sigma=1,
                       noise=[("1/8", 2, 0), ("1/8", -2, 0), ("1/8", 0, 2), ("1/8", 0, -2), ("1/2", 0, 0)])),
    faults=(
        Fault("bias without the strength", restate={"total_risk": _total}),
        Fault("risk halved", reinterpret={"Risk": lambda right, m: lambda strength, c: right(strength, c) * Fraction(1, 2)}),
        Fault("a longer range", restate={"range": lambda r: r.func(r.lhs, 4 * r.rhs)}),
        Fault("the whole range decreases", restate={"half_range": lambda r: r.func(r.lhs, 2 * r.rhs)})))
