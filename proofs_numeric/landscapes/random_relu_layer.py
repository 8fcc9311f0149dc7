"""One ReLU layer with random rows in the plane."""
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.relu_layers import GAUSSIAN, HALF, ROWS, layer
from theorems.vocabulary.analysis import Energy, Norm
from theorems.vocabulary.random_layers import LayerDistance, LayerInner, OutputCosine, Psi, RowFourth, kappa, x, y

EIGHTH, ROOT = Fraction(1, 8), 2**0.5
SIGNS = dict(points=[(HALF, [1]), (HALF, [-1])])
RADEMACHER = dict(points=[(HALF / 2, [a, b]) for a in (1, -1) for b in (1, -1)])
FRAME = dict(points=[(HALF, [0, 0]), *((EIGHTH / 2, [s * a, s * b]) for s in (2, -2) for a, b in (  # type: ignore[assignment]
    (1, 0), (0, 1), ("3/5", "4/5"), ("-4/5", "3/5")) for a, b in [(Fraction(a), Fraction(b))])], kappa=4)
CIRCLE = dict(circles=[(1, ROOT)])
SKEWED = dict(points=[(Fraction(1, 5), [2]), (Fraction(4, 5), [-HALF])], kappa=4)
PRODUCT = dict(points=[(p * q, [a, b]) for p, a in ((Fraction(1, 5), 2), (Fraction(4, 5), -HALF))
                       for q, b in ((Fraction(1, 5), 2), (Fraction(4, 5), -HALF))], kappa=10)
RIGHT = dict(x=[1, 0], y=[0, 1])


def near(term, value):
    return sp.Le(sp.Abs(term - sp.Rational(value)), sp.Rational(1, 10**6))


with sp.evaluate(False):
    half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
    EXAMPLE = Example(layer("a right angle", **GAUSSIAN, **RIGHT), beside={
        "half of the squared distance": half * Energy(x - y), "a quarter of it": quarter * Energy(x - y), "psi": Psi(x, y),
        "the inner product of the outputs": LayerInner(x, y), "the cosine of the outputs": OutputCosine(x, y),
        "with a plus": half * Energy(x - y) + Norm(x) * Norm(y) * Psi(x, y)})

MODEL = ROWS.model(
    example=EXAMPLE,
    kind=Kind.ANALOGUE,
    gap="Expectations in the place of bounds that hold with high probability for the layers of a network, and rows in the plane of the "
        "two inputs; it is the arc-cosine kernel of order one for Gaussian rows.",
    notes={name: (Kind.ANALOGUE, "A statement of this page, with its proof.") for name in ("identity", "contraction", "fluctuation")},
    anchors=(
        layer("a Gaussian row", True, **GAUSSIAN, x=[1, 0], y=[1.7 * 0.0707372016677029, 1.7 * 0.9974949866040544], kappa=4,
              facts=(near(LayerDistance(x, y), "1.3423922"),), about="lengths 1 and 1.7, angle 1.5"),
        layer("half a right angle", **GAUSSIAN, x=[1, 0], y=[1, 1], about="(1, 0) and (1, 1)",
              facts=(sp.Eq(LayerInner(x, y), sp.Rational(3, 8) + 1 / (2 * sp.pi)), sp.Eq(Psi(x, y) * Norm(y), 1 / sp.pi - quarter))),
        layer("three halves", **GAUSSIAN, x=[1, 0], y=[-1, 1], about="(1, 0) and (−1, 1)",
              facts=(sp.Eq(LayerInner(x, y), 1 / (2 * sp.pi) - sp.Rational(1, 8)),)),
        layer("one direction", **GAUSSIAN, x=[1, 0], y=[0, 0], facts=(sp.Eq(RowFourth(x, y), sp.Rational(3, 2)), sp.Eq(kappa, 3)),
              about="a zero input: a Gaussian row has E g₊⁴ = 3/2")),
    extremals=(
        layer("opposite inputs", True, **GAUSSIAN, x=[1, 0], y=[-3, 0], kappa=4, reach={"lower": -1}, about="y = −3x"),
        layer("opposite inputs of one length", True, **GAUSSIAN, x=[1, 0], y=[-1, 0], kappa=4, reach={"lower": -1e-11}, about="y = −x"),
        layer("one direction", True, **CIRCLE, x=[1, 0], y=[2, 0], reach={"upper": -1e-11, "contraction": -1e-11}, about="y = 2x"),
        layer("fair signs", **SIGNS, x=[1], y=[0], kappa=1, reach={"fluctuation": -1e-11}, about="g = ±1 and y = 0"),
        layer("one angle", **GAUSSIAN, **RIGHT, u=[5, 0], v=[3, 4], w=[3, 4], reach={"weaker_when_close": -1e-11}, about="v = w")),
    controls=(
        Control("symmetric", ("identity", "upper", "fluctuation"), layer("a skew row", **SKEWED, x=[1], y=["1/10"]), also=("rotation",),
                about="g = 2 or −1/2, mean 0 and variance 1: 4/5 of the square, not 1/2"),
        Control("symmetric", ("identity", "lower"), layer("a skew row, mirrored", **SKEWED, x=[-1], y=["-1/10"]), also=("rotation",),
                about="1/5 of the square"),
        Control("symmetric", ("contraction",), layer("two skew coordinates", **PRODUCT, x=[-1, 0], y=[-1, 1]), also=("rotation",),
                about="two such coordinates: cosine 0.447 < 0.707"),
        Control("isotropic", ("identity", "upper", "inner", "distance"), layer("too long", circles=[(1, 4)], x=[1, 0], y=[1, 1],
                                                                              kappa=99), about="rows of length 4"),
        Control("isotropic", ("identity", "lower", "inner", "distance"), layer("too short", circles=[(1, 1)], x=[1, 0], y=[-1, 1]),
                about="rows of length 1 in the plane: 1/2 < 1"),
        Control("isotropic", ("contraction",), layer("a wide coordinate", points=[(HALF / 2, [a, b]) for a in (2, -2) for b in (1, -1)],
                                                     x=[1, 2], y=[-1, 2], kappa=99), also=("rotation",),
                about="g = (±2, ±1), inputs (1, 2) and (−1, 2): the outputs are orthogonal"),
        Control("rotation", ("inner", "distance", "angle", "weaker_when_close"),
                layer("fair signs", **RADEMACHER, **RIGHT, u=[5, 0], v=[0, 5], w=[-3, 4]),
                about="g = (±1, ±1), inputs e₁ and e₂: 1/4, not 1/(2π)"),
        Control("no_bias", ("identity", "upper", "inner", "distance", "angle", "fluctuation"),
                layer("never off", True, **CIRCLE, **RIGHT, bias=8, kappa=Fraction(8, 5)), about="a bias of 8 makes the layer affine"),
        Control("no_bias", ("identity", "lower", "inner", "distance", "angle", "contraction"),
                layer("seldom on", True, **CIRCLE, x=[1, 0], y=[0.5, 0.75**0.5], bias=-1), about="a bias of −1"),
        Control("kurtosis", ("fluctuation",), layer(
            "seldom and long", points=[(7 * EIGHTH, [0, 0])], circles=[(EIGHTH, 4)], x=[1, 0], y=["1/10", 0]),
                about="length 4 with the chance 1/8, else 0"),
        Control("equal_norms", ("weaker_when_close",), layer("a long third input", **GAUSSIAN, **RIGHT, w=[-1, 100], kappa=4),
                about="w = (−1, 100)"),
        Control("closer", ("weaker_when_close",), layer("the wrong order", **GAUSSIAN, **RIGHT, v=[-1, 0], w=[0, 1], kappa=4),
                about="v = −u, w at a right angle")),
    certificates=(
        layer("a frame", **FRAME, x=[3, 1], y=[-1, 2], about="eight points, twice those with coordinates 0, ±1, ±3/5, ±4/5, and 0"),
        layer("a frame, one direction", **FRAME, x=[3, 1], y=[6, 2], about="the same law, y = 2x"),
        layer("fair signs", **RADEMACHER, x=[1, 2], y=[-3, 1], about="g = (±1, ±1)"),
        layer("two circles", circles=[(HALF, 1), (HALF / 3, 3)], points=[(Fraction(1, 3), [0, 0])], x=[1, 2], y=[2, -1], kappa=7,
              about="rows of length 0, 1 or 3"),
        layer("a twelfth of a turn", **GAUSSIAN, x=[4, 0], y=[-3, 1], kappa=4, about="(4, 0) and (−3, 1)")),
    faults=(
        Fault("a plus for the minus", restate={"distance": lambda r: r.func(r.lhs, half * Energy(x - y) + Norm(x) * Norm(y) * Psi(x, y))}),
        Fault("half of psi", reinterpret={"Psi": lambda right, m: lambda a, b: right(a, b) * Fraction(1, 2)}),
        Fault("angles are kept", restate={"angle": lambda r: r.func(r.lhs, r.rhs - Psi(x, y))}),
        Fault("the smaller the angle, the stronger the shrinkage", restate={"weaker_when_close": lambda r: sp.Le(*r.args, evaluate=False)}),
        Fault("three eighths", restate={"lower": lambda r: r.func(r.lhs, r.rhs * sp.Rational(3, 2))}),
        Fault("a third of kappa", restate={"fluctuation": lambda r: r.func(r.lhs, r.rhs * sp.Rational(2, 3))})))
