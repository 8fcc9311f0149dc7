"""Two laws on points of the plane, all functions on them, and a network with clipped weights."""
import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.worlds.activations import Activation
from proofs_numeric.worlds.clipped import ClippedNetwork, Points, Suprema
from proofs_numeric.worlds.couplings import Transport
from proofs_numeric.worlds.measures import Laws, measures, point
from theorems.vocabulary.critic_classes import BoundedSup, SteepSup
from theorems.vocabulary.measures import TV, mu, nu
from theorems.vocabulary.transport import Wasserstein as W

SPACE = measures(Laws("mu nu"), Points(), Transport(), Suprema(), Activation(), ClippedNetwork())
ENDS, SAME, PAIR = (point(3, 0), point(3, 2)), (point(3, 0), point(3, 0)), (point(2, 1), point(2, 0))
TWO = [[0, 1], [1, 0]]
FOUR = dict(points=[[0], [1]], layers=[[[1]] * 4, [[1] * 4]])          # widths 1, 4, 1
DEEP = dict(points=[[0], [1]], layers=[[["3/4"]] * 4, [["3/4"] * 4] * 4, [["3/4"] * 4]], c="3/4")
WIDE = dict(points=[[0] * 4, [1] * 4], layers=[[["1/2"] * 4] * 4, [["1/2"] * 4]], c="1/2", biases=[[0, 0, 0, 0], [3]])
MIXED = [[[1], [1], [1], [0]], [[1, 1, -1, 1]]]
SHARP = dict(clipped=-1e-12, critic_value=-1e-12)


def changed(**k):
    """The network of widths 1, 4, 1, with some inputs changed."""
    return FOUR | k


with sp.evaluate(False):
    EXAMPLE = Example(
        SPACE.rational("half the mass moves", (["1/4", "3/4"], ["3/4", "1/4"]), [[0, 2], [2, 0]],
                       own=changed(layers=MIXED, points=[[0], [2]])),
        beside={"the Wasserstein distance": W(1, mu, nu), "the total variation": TV(mu, nu),
                "the best critic with values in −1 to 1": BoundedSup(-1, 1, mu, nu), "the best critic of slope 1": SteepSup(1, mu, nu)})

MODEL = SPACE.model(
    example=EXAMPLE,
    kind=Kind.INSTANCE,
    gap="Finite sets of points, with n = 3 and 8 sampled, and networks of two layers (three in exact instances); the bound for clipped "
        "networks is a statement of this page.",
    notes={name: (Kind.ANALOGUE, "The source says that clipped weights give some constant; this one is ours.")
           for name in ("clipped", "critic_value")},
    knobs=("euclidean", "weights", "activation"),
    anchors=(
        SPACE.rational("two Diracs", ENDS, ms.line(3), own=dict(K=5), about="mass 1 moves by 2",
                       facts=(sp.Eq(BoundedSup(0, 1, mu, nu), 1), sp.Eq(BoundedSup(-1, 1, mu, nu), 2), sp.Eq(SteepSup(1, mu, nu), 2))),
        SPACE.rational("a tenth of the mass goes far", (["9/10", "1/10"], [1, 0]), [[0, 10], [10, 0]],
                       facts=(sp.Eq(BoundedSup(-1, 1, mu, nu), sp.Rational(1, 5)), sp.Eq(SteepSup(1, mu, nu), 1)),
                       about="total variation 1/10, W₁ = 1")),
    extremals=(
        SPACE.rational("widths 1, 4, 1", PAIR, TWO, own=FOUR, reach=SHARP, about="all weights 1, ReLU: slope 4"),
        SPACE.rational("widths 4, 4, 1", PAIR, [[0, 2], [2, 0]], own=WIDE, reach=SHARP,
                       about="all weights 1/2, ReLU, points on the diagonal of R⁴: slope 2"),
        SPACE.rational("widths 1, 4, 4, 1", PAIR, TWO, own=DEEP, reach=SHARP, about="three layers, all weights 3/4: slope 27/4")),
    controls=(
        Control("triangle", ("lipschitz",), SPACE.broken("triangle", ENDS), about="distances 1, 1, 3: supremum 2, W₁ = 3"),
        Control("reflexive", ("lipschitz",), SPACE.broken("reflexive", SAME), about="d(x,x) = 1: W₁ = 1, supremum 0"),
        Control("weights", ("clipped", "critic_value"), about="weights 64 times as large as c"),
        Control("weights", ("clipped", "critic_value"),
                SPACE.rational("one weight 2", PAIR, TWO, own=changed(layers=[[[2], [1], [1], [1]], [[1] * 4]])), about="c = 1: 5 > 4"),
        Control("activation", ("clipped", "critic_value"), SPACE.rational("slope 2", PAIR, TWO, own=changed(slopes=(2, 0))),
                about="2 ReLU: 8 > 4"),
        Control("euclidean", ("critic_value",), SPACE.rational("half the distance", PAIR, [[0, "1/2"], ["1/2", 0]], own=FOUR),
                about="d = 1/2 for points 1 apart: 4 > 2")),
    certificates=(
        *SPACE.certificates((1, 1), (2, 1)),
        SPACE.rational("a network of widths 1, 4, 1", (["1/2", "1/4", "1/4"], ["1/8", "7/8", 0]), ms.line(3),
                       own=changed(points=[[0], [1], [2]], biases=[[-1, 0, "1/2", 1], [7]], K="5/2"), about="biases, K = 5/2")),
    real=lambda: (SPACE.digits(0, 1),),
    faults=(
        Fault("the ball of [−1, 1] called total variation", restate={"bounded": lambda r: r.func(r.lhs, r.rhs.args[1])}),
        Fault("the constant without the square root", reinterpret={"GeometricWidth": lambda right, m: lambda h: right(h) ** 2}),
        Fault("slope K measured in units of K squared", restate={"lipschitz": lambda r: r.func(r.lhs, r.rhs.args[0] * r.rhs)}),
        Fault("the widths forgotten", reinterpret={"GeometricWidth": lambda right, m: lambda h: 1})))
