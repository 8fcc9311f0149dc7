"""Two Gaussian laws and the distance between them."""
from fractions import Fraction

import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import Ball
from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.gaussians import EYE, GAUSSIANS, case, rational
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.matrices import Root, Trace
from theorems.vocabulary.transport import Wasserstein


def _square(value):
    """The fact W_2^2 = value."""
    return sp.Eq(Wasserstein(2, sp.Symbol("mu"), sp.Symbol("nu")) ** 2, value)


def _frobenius():
    """What one would expect of the roots: |Sigma_1^{1/2} - Sigma_2^{1/2}|^2."""
    S1, S2 = sp.symbols("Sigma_1 Sigma_2", commutative=False)
    return Norm(Root(S1) - Root(S2)) ** 2


def _single(rhs):
    """The right-hand side with factor 1 instead of 2 at the root of roots."""
    return rhs.replace(lambda e: e == sp.Integer(-2), lambda e: sp.Integer(-1))


def _example():
    """N(0, 1) and N(1, 4) on the line."""
    S1, S2 = sp.symbols("Sigma_1 Sigma_2", commutative=False)
    means = Norm(sp.Symbol("m_1", extended_real=True) - sp.Symbol("m_2", extended_real=True)) ** 2
    with sp.evaluate(False):
        beside = {"of the means": means, "the bound by the Frobenius distance of the roots": means + _frobenius(),
                  "the trivial bound: independent laws": means + Trace(S1) + Trace(S2)}
    return Example(rational("a standard and another Gaussian law", ((1,),), ((2,),), (0,), (1,), ((2,),)), beside)


MODEL = GAUSSIANS.model(
    example=_example(),
    kind=Kind.INSTANCE,
    gap="Dimensions 2 and 4 and matrices with entries up to 8 are sampled. The model computes W₂² as the minimum over "
        "cross-covariances, a nuclear norm, and compares it with the formula; that only the cross-covariance matters is proved "
        "on the page and tested by no number.",
    notes={"frobenius": (Kind.ANALOGUE, "A statement of this page, not of the sources named. W₂² as for the other clauses.")},
    controls=(
        Control("first_gaussian", ("distance", "map_optimal", "frobenius"),
                case("coins against Gaussian", EYE, EYE, coins=(1, 0)),
                about="Two fair signs against the standard Gaussian law: the moments agree, the formula gives 0, the distance "
                      "squared is 4 − 4√(2/π) = 0.808."),
        Control("second_gaussian", ("distance", "map_optimal", "frobenius"),
                case("Gaussian against coins", EYE, ((2, 0), (0, 1)), m2=(1, 0), coins=(0, 1)),
                about="A Gaussian law against fair signs ±2 and ±1.")),
    edges=(case("common axes", ((1, 0), (0, 3)), ((2, 0), (0, 1)), m2=(3, 4), facts=(_square(30),)),
           case("one dimension", ((2, 0), (0, 0)), ((3, 0), (0, 0)), m2=(2, 0), facts=(_square(5),)),
           case("orthogonal lines", ((1, 0), (0, 0)), ((0, 0), (0, 1)), facts=(_square(2),)),
           case("projections", ((1, 0), (0, 0)), ((.5, .5), (.5, .5)), facts=(_square(2 - sp.sqrt(2)),),
                 about="projections on two lines at 45 degrees: 2 − √2 = 0.5858")),
    anchors=(
        case("no common axes", ((2, 0), (0, 1)), ((1.5, .5), (.5, 1.5)),
              facts=(_square(10 - sp.sqrt(82)), sp.Eq(_frobenius(), 1)),
              about="covariances that do not commute: 10 − √82 = 0.9446, while the Frobenius distance of the roots is 1"),
        case("no common axes, rational roots", ((2, 0), (0, 1)), ((6, 7), (7, 12)), m2=(3, 4), facts=(_square(258),)),
        case("no common axes, four dimensions", np.diag([2, 1, 2, 1]), np.kron(np.eye(2), ((1.5, .5), (.5, 1.5))), (0,) * 4,
              (1,) * 4, facts=(_square(24 - 2 * sp.sqrt(82)),))),
    extremals=(
        case("covariances that commute", ((2, 1), (1, 2)), ((3, -1), (-1, 3)), reach={"frobenius": -1e-12}),
        case("covariances that commute, four dimensions", np.diag([1, 2, 3, 4]), np.diag([4, 3, 2, 1]), (0,) * 4, (0,) * 4,
              reach={"frobenius": -1e-11})),
    certificates=(
        rational("no common axes", ((2, 0), (0, 1)), ((Fraction(193, 50), Fraction(126, 25)),
                                                       (Fraction(126, 25), Fraction(239, 25))),
                  m2=(3, 4), root=((6, 7), (7, 12)), about="two rational covariances without common axes"),
        rational("both singular", ((1, 0), (0, 0)), ((3, 4), (4, 6)),
                  root=((Fraction(9, 5), Fraction(12, 5)), (Fraction(12, 5), Fraction(16, 5))),
                  about="two rational covariances of rank 1 in the plane"),
        rational("common axes", ((2, 1), (1, 2)), ((3, 1), (1, 3)), m1=(1, 2), root=((7, 5), (5, 7)),
                  about="two rational covariances that commute"),
        rational("singular in space", np.diag([1, 0, Fraction(1, 2)]), ((3, 4, 0), (4, 6, 0), (0, 0, 1)), (0, 0, 1), (2, 0, 0),
                  root=((Fraction(9, 5), Fraction(12, 5), 0), (Fraction(12, 5), Fraction(16, 5), 0), (0, 0, Fraction(1, 2))),
                  about="two rational covariances of rank 2 in space")),
    faults=(
        Fault("Frobenius distance of the roots", restate={"distance": lambda r: r.func(r.lhs, r.rhs.args[0] + _frobenius())}),
        Fault("inner root forgotten", reinterpret={"Root": lambda right, m: Ball.of}),
        Fault("distance without the square",
              reinterpret={"Wasserstein": lambda right, m: lambda p, mu, nu: right(p, mu, nu) ** Fraction(1, 2)}),
        Fault("cross term counted once", restate={"distance": lambda r: r.func(r.lhs, _single(r.rhs))})))
