"""Two networks with one hidden layer of tanh units, on 8 to 18 points of the line."""
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.shallow import ONE, SHALLOW
from theorems.vocabulary.shallow import Features, Rank, Value, X, f, g, m

SIX, FOUR = (0, 1, -1, 2, -2, 3), (0, 1, -1, 2)
STEEP, SCALED = (0, (1, 4, 1)), (0, (Fraction(45, 17), 1, 1))       # tanh 4x and (45/17) tanh x agree at 0 and at +-log(2)/2
TWICE = (0, (1, 1, 3), (-2, -1, Fraction(1, 3)))                    # twins: tanh(x + log(3)/2), counted three times
EIGHTEEN = tuple(range(-9, 9))
AT0, AT1 = sp.Integer(0), sp.Integer(1)


def exact(name, f, g, x=EIGHTEEN, few=None, **k):
    """By default X has 2^(m+n) of the 18 points."""
    return SHALLOW.rational(name, f, g, x, few or 2**(len(f) + len(g) - 2), **k)


with sp.evaluate(False):
    EXAMPLE = Example(exact("equal at three points of four", STEEP, SCALED, SIX),
                      beside={"the difference at the first point": Value(f, AT0) - Value(g, AT0),
                              "at the second": Value(f, AT1) - Value(g, AT1), "the rank for one unit": Rank(Features(f, X))})

MODEL = SHALLOW.model(
    kind=Kind.INSTANCE,
    gap="One hidden layer and one input, with m = 2 and n = 1, 2 units sampled, where the published theorem has any depth; the conditions "
        "on the weights are weaker than the published ones, and the number of points is ours.",
    example=EXAMPLE,
    edges=(
        SHALLOW.case("equal biases, rational ratio", (0, (1, 1, 0.5), (1, 3, 0.5)), (0, (1, 2, 0.5)), about="tanh(x + ½) + tanh(3x + ½)"),
        SHALLOW.case("without biases", (1, (2, 1, 0), (-1, 2, 0)), (1, (2, 1, 0), (1, 2, 0)), about="b = 0; one sign differs"),
        SHALLOW.case("parallel units", (0, (1, 1, -1), (1, 1, 1)), (0, (1, 1, -1), (1, 1, 0.5)), about="equal inner weights"),
        exact("three common points", STEEP, SCALED, SIX, few=3, about="tanh 4x and (45/17) tanh x at their common points"),
        SHALLOW.case("nearly twins", (0, (1, 1, 0), (-1, 1.125, 0)), (0, (1, 1.125, 0)), about="inner weights 1 and 9/8")),
    anchors=(
        exact("tanh x and tanh 3x", (0, (1, 1, 1), (0, 3, 1)), (0, (1, 3, 1)), about="values 1/3 and 7/9 at log(2)/2", x=(1, *range(2, 19)),
              facts=(sp.Eq(Value(f, AT0), sp.Rational(1, 3)), sp.Eq(Value(g, AT0), sp.Rational(7, 9)), sp.Eq(Rank(Features(f, X)), 3))),
        SHALLOW.case("biases cancel", (1, (2, 1, 0.5), (2, -1, -0.5)), (3, (1, 1, 0)), about="opposite twins: f = 1",
                     facts=(sp.Eq(Value(f, AT0), 1),))),
    controls=(
        Control("activation", ("symmetry", "independence", "distinguish", "local"),
                exact("max(t, 0)", (0, (2, 1, 1), (-1, 2, 1)), (0, (4, 1, 1), (-2, 2, 1)), linear=True),
                about="σ(t) = max(t, 0): 2σ(x) − σ(2x) and 4σ(x) − 2σ(2x) are both 0"),
        Control("active", ("distinguish", "local"), exact("a dead unit", (0, (1, 1, 1), (0, 2, 1)), (0, (1, 1, 1), (0, 3, 1))),
                about="tanh x + 0 · tanh 2x and tanh x + 0 · tanh 3x"),
        Control("weights", ("independence", "distinguish", "local"),
                exact("a constant unit", (0, (1, 1, 1), (1, 0, 3)), (Fraction(1, 2), (1, 1, 1), (2, 0, 1)),
                      about=""), about="tanh(log(3)/2) = ½: a unit without input is a constant"),
        Control("distinct", ("independence", "distinguish", "local"), exact("twins", TWICE, (0, (3, 1, 3))),
                about="tanh(x + b) − 2 tanh(−x − b) = 3 tanh(x + b), b = log(3)/2"),
        Control("unrelated", ("distinguish",), exact("flipped", (0, (1, 1, 3), (2, 3, 1)), (0, (-2, -3, 1), (1, 1, 3))),
                about="a network and a relabelling of it"),
        Control("enough", ("distinguish",), exact("three points", STEEP, SCALED, SIX, few=3),
                about="tanh 4x and (45/17) tanh x agree at 0 and ±log(2)/2: 2² − 1 points are too few"),
        Control("enough", ("independence", "distinguish"), exact("one point", STEEP, SCALED, SIX, few=1), about="at 0 both networks are 0"),
        Control("many", ("local",), SHALLOW.rational("three points for four parameters", ONE, (1, (1, 1, 1)), (0, 1, 1, 0, -1, -1), 6),
                also=("enough",), about="three different points, four parameters")),
    certificates=(
        exact("three units", (0, (1, 1, 1), (1, 2, 3), (-1, 3, 2)), (1, (2, 1, 1)), tuple(range(-27, 27)), 16,
              about="m = 3, n = 1: the 48 relabellings at 16 points, 10 parameters at 54"),
        exact("other width", (1, (1, 1, 2), (-2, 2, 3)), (1, (1, 1, 2)), about="m = 2, n = 1"),
        exact("almost related", (0, (1, 1, 2), (1, 2, 3)), (0, (-1, -1, Fraction(1, 2)), (1, 2, Fraction(1, 3))),
              about="one unit flipped, of the other only the bias"),
        exact("one unit", (0, (1, 1, 1)), (0, (1, 2, 1)), SIX, about="tanh x and tanh 2x, six points")),
    faults=(
        Fault("flips change the sign of the weights only", reinterpret={
            "Relabelled": lambda right, own: lambda s, net: right(s, net)._replace(b=net.value.b)}),
        Fault("rank of one unit more", restate={"independence": lambda r: sp.Eq(r.lhs, 2 + m)}),
        Fault("two parameters a unit", restate={"local": lambda r: sp.Eq(r.lhs, 1 + 2 * m)}),
        Fault("2^m points", restate={"enough": lambda r: r.func(r.lhs, 2**m)}),
        Fault("networks differ everywhere", restate={"distinguish": lambda r: r.func(sp.Abs(Value(f, AT0) - Value(g, AT0)), 0)})))
