"""Three probability vectors on a finite metric space with n points and an exponent p between 1 and 4."""
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import Ball
from proofs_numeric.engine.interpret import unnamed
from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import transport
from proofs_numeric.worlds.couplings import Transport
from proofs_numeric.worlds.measures import ANY, DIRACS, TRANSLATES, Exponent, Laws, Metric, measures, point, spread
from theorems.vocabulary.measures import Diameter, X, mu, nu, p, rho
from theorems.vocabulary.transport import Wasserstein as W

SPACE = measures(Laws("mu nu rho"), Metric(), Exponent(), Transport(("mu mu", "mu nu", "nu mu", "nu rho", "mu rho")))
HALFWAY = point(3, 0), spread(3, 0, 2), point(3, 2)
BOTH = "subadditive", "gluing"

with sp.evaluate(False):
    EXAMPLE = Example(
        SPACE.rational("half of the mass on each end", HALFWAY, ms.line(3), 2),
        beside={"the first distance": W(p, mu, nu), "the second one": W(p, nu, rho), "without the root, left": W(p, mu, rho)**p,
                "without the root, right": W(p, mu, nu)**p + W(p, nu, rho)**p, "the trivial bound: the largest distance": Diameter(X)})

MODEL = SPACE.model(
    example=EXAMPLE,
    kind=Kind.INSTANCE,
    gap="The published statement, with n = 3 and 8 points and p between 1 and 4 sampled; the theorem for measures on a Polish space "
        "is not checked.",
    anchors=(
        SPACE.case("three points of a line, p = 2", HALFWAY, ms.line(3), 2,
                   facts=(sp.Eq(W(p, mu, nu), sp.sqrt(2)), sp.Eq(W(p, mu, rho), 2)), about="half of the mass moves by 2"),
        SPACE.rational("two points", (["2/3", "1/3"], ["1/4", "3/4"], [1, 0]), [[0, 7], [7, 0]],
                       facts=(sp.Eq(W(p, mu, nu), sp.Rational(35, 12)), sp.Eq(W(p, nu, rho), sp.Rational(21, 4))),
                       about="the distance times the difference of the first weights"),
        SPACE.rational("discrete metric", (spread(8, 0, 1), spread(8, 1, 2, 3), ANY), ms.discrete(8),
                       facts=(sp.Eq(W(p, mu, nu), sp.Rational(2, 3)),), about="the distance is the total variation"),
        SPACE.rational("translates", TRANSLATES, ms.line(8), 2, facts=(sp.Eq(W(p, mu, nu)**2, 4), sp.Eq(W(p, mu, rho)**2, 25)),
                       about="the distance is the length of the translation")),
    extremals=(
        SPACE.case("collinear Diracs", DIRACS, ms.line(3), 2, reach=dict.fromkeys(BOTH, -1e-12), about="points 0, 1, 2 of a line"),
        SPACE.case("translates of one measure", TRANSLATES, ms.line(8), 3, reach=dict.fromkeys(BOTH, -1e-12),
                   about="three translates along a line, by 2 and by 3")),
    controls=(
        Control("triangle", BOTH, about="random edge lengths that are no metric"),
        Control("triangle", BOTH, SPACE.broken("triangle"), about="d(1,3) = 3 but d(1,2) + d(2,3) = 2"),
        Control("exponent", BOTH, about="exponents between 1/4 and 1, with the root"),
        Control("exponent", BOTH, SPACE.case("p = 1/2", HALFWAY, ms.discrete(3), 0.5),
                about="two points at distance 1, p = 1/2: 1 > 1/4 + 1/4"),
        Control("symmetric", ("symmetry",), about="an independent extra length in one direction"),
        Control("symmetric", ("symmetry",), SPACE.broken("symmetric"), about="d(1,2) = 1 but d(2,1) = 2"),
        Control("reflexive", ("self",), SPACE.broken("reflexive"), about="d(x,x) = 1"),
        Control("separating", ("separation",), SPACE.broken("separating"), about="d(1,2) = 0"),
        Control("positive_exponent", ("self", "separation"), SPACE.case(
            "p = -1", ([.8, .1, .1], [.7, .2, .1], [0, .5, .5]), ms.discrete(3), -1), also=("exponent",),
            about="some mass must stay where it is, at the cost 0⁻¹ = ∞, so that W₋₁ = 0 between different laws"),
        Control("nonnegative", ("self",), SPACE.rational(
            "a gain for moving", (spread(3, 0, 1), spread(3, 1, 2), point(3, 2)), [[0, -1, 1], [-1, 0, 1], [1, 1, 0]]),
            also=("separating", "triangle"), about="d(1,2) = d(2,1) = -1: equal masses in 1 and 2 gain by changing places"),
        Control("distinct", ("separation",), SPACE.rational("the same measure twice", (DIRACS[0], DIRACS[0], DIRACS[2]), ms.line(3), 2),
                about="two equal measures")),
    certificates=SPACE.certificates((1, 1), (2, 1), (1, 2), (2, 2)),
    real=lambda: (SPACE.digits(0, 1, 2, p=2),),
    faults=(
        Fault("no root", reinterpret={"Wasserstein": lambda right, m: lambda p, a, b: right(p, a, b) ** unnamed(p)}),
        Fault("plans multiplied without dividing by the middle marginal", reinterpret={
            "Glue": lambda right, m: lambda P, Q: P @ Q if isinstance(P, np.ndarray) else transport.Plan(P.center @ Q.center, P.radius)}),
        Fault("triangle inequality with a factor 1 - 1/1000", restate={
            "subadditive": lambda r: r.func(r.lhs, sp.Rational(999, 1000) * r.rhs)}),
        Fault("cost of the glued plan with exponent p - 1/10", reinterpret={
            "Cost": lambda right, m: lambda p, P: right(p, P) ** (1 - 0.1 / p.value) if isinstance(P, Ball) else right(p, P)})))
