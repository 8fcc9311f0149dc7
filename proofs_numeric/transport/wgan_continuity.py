"""Two settings of the weights of a small network, a latent law and a law of real points."""
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.generators import GENERATORS
from theorems.vocabulary.analysis import Norm, Total
from theorems.vocabulary.generators import Generated, K, Output, P, Z, eta, k, theta
from theorems.vocabulary.measures import Weight
from theorems.vocabulary.transport import Wasserstein as W

COIN, LINE = ["1/4", "3/4"], ([[[2]], [[3]]], [[[2]], [["7/2"]]], [[1], [2]])
TRIANGLES = ([[[3], [4]], [[1, 0]]], [[[3], [0]], [["3/5", "4/5"]]], [[1], [-2], [5]])
TIGHT = dict(stability=-1e-12, coupling=-1e-12, network=-1e-12, lipschitz=-1e-12)
rational = GENERATORS.rational
with sp.evaluate(False):
    OLD, NEW, BETWEEN = W(1, P, Generated(theta)), W(1, P, Generated(eta)), W(1, Generated(theta), Generated(eta))
    MOVED = Total(Weight(Z, k) * Norm(Output(theta, k) - Output(eta, k)), (k, K))


def last_layer(relation):
    """The bound with the last layer only."""
    mean, layers = relation.rhs.args
    h = layers.args[1][0]
    return relation.func(relation.lhs, mean * layers.args[0].subs(h, sp.Symbol("H", integer=True)))


MODEL = GENERATORS.model(
    example=Example(rational("one weight moves", *LINE, COIN, x=[[7], [13]], masses=["1/2", "1/2"]),
                    beside={"the loss before": OLD, "the loss after": NEW, "what the generated law moves": BETWEEN,
                            "what the outputs move, with the same noise": MOVED}),
    kind=Kind.ANALOGUE,
    gap="A finite latent law and networks without biases, with a constant; continuity follows from the bound, and differentiability almost "
        "everywhere by Rademacher's theorem, which is not checked.",
    edges=(
        rational("the same weights", LINE[0], LINE[0], LINE[2], COIN, about="both settings are equal"),
        rational("a latent atom at the origin", LINE[0], LINE[1], [[0]], [1], about="its output is 0 for all weights"),
        rational("all units off", [[[-1]], [[1]]], [[[-2]], [[5]]], [[1], [2]], COIN, about="ReLU gives 0 for both settings")),
    anchors=(
        rational("one unit", *LINE, COIN, about="outputs 6 and 12, or 7 and 14, against a point at −10",
                 facts=(sp.Eq(OLD, sp.Rational(41, 2)), sp.Eq(BETWEEN, sp.Rational(7, 4)), sp.Eq(NEW, sp.Rational(89, 4)))),
        rational("triangles 3, 4, 5", *TRIANGLES, ["1/2", "1/4", "1/4"], x=[[3], [1]], masses=["1/2", "1/2"],
                 facts=(sp.Eq(OLD, sp.Rational(15, 4)),),
                 about="two units, Frobenius norms 5 and 1, outputs 3, 0, 15")),
    extremals=(rational("one unit", *LINE, COIN, reach=TIGHT, about="one ReLU unit whose outer weight grows: all links are equalities"),),
    controls=(
        Control("activation", ("network", "lipschitz"), rational("slope 2", *LINE, COIN, slopes=(2, 0)), about="2 ReLU: 7/2 > 7/4"),
        Control("origin", ("network", "lipschitz"), rational("an offset", LINE[0], LINE[1], [[0]], [1], slopes=(1, 1), offset=1),
                about="σ(t) = t + 1 and the latent point 0: 1/2 > 0"),
        Control("norms", ("network", "lipschitz"), rational("a bound too small", *LINE, COIN, bounds=[1, Fraction(7, 2)]),
                about="R₁ = 1 for the weight 2: 7/4 > 7/8"),
        Control("norms", ("network",), about="bounds understated by a factor 64")),
    certificates=(
        rational("deep chain", [[[2]], [[-1]], [[3]]], [[[1]], [["-3/2"]], [[2]]], [[1], [-1], ["1/2"]], ["1/2", "1/4", "1/4"],
                 slopes=(1, "1/8"), x=[[0], [4]], masses=["2/3", "1/3"], about="three layers of one leaky unit"),
        rational("triangles", *TRIANGLES, ["1/2", "1/4", "1/4"], x=[[3], [1]], masses=["1/2", "1/2"],
                 about="two ReLU units, Frobenius norms 5 and 1"),
        rational("identity", [[[3, 4]], [[5]]], [[[0, 5]], [[4]]], [[3, 4], [-4, 3]], COIN, slopes=(1, 1), x=[[7], [0]],
                 masses=["1/3", "2/3"], about="a linear network")),
    faults=(
        Fault("an activation of slope 2", reinterpret={"Output": lambda right, m: lambda t, k: right(t, k) * 2}),
        Fault("without the norms of the other layers", reinterpret={"OtherBounds": lambda right, m: lambda h: 1}),
        Fault("the last layer only", restate={"network": last_layer, "lipschitz": last_layer}),
        Fault("squared cost", reinterpret={"Wasserstein": lambda right, m: lambda p, P, Q: right(p, P, Q) ** 2})))
