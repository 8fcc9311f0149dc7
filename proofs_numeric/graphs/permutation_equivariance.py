"""Weighted graphs on four and six vertices and their renumberings."""
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.graphs import SPACE, Graph, complete, cycle, graph, path, star
from proofs_numeric.worlds.relabelling import Relabelling, Size
from proofs_numeric.worlds.world import World
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.graphs import W, x
from theorems.vocabulary.relabelling import Applied, Moved, Net, P, Readout

GRAPHS = World(space=SPACE + " A matrix renumbers the vertices.", sizes=(Size(4), Size(6)), parts=(Graph(), Relabelling()))
HALF = Fraction(1, 2)
EDGE = graph(2, (0, 1))
# C4 with the gains 1, 2, 3, 4 on the four eigenvectors (1,1,1,1), (1,0,-1,0), (0,1,0,-1), (1,-1,1,-1), normalised
INDEXED = [[(Fraction(5, 4) if (a + b) % 2 == 0 else Fraction(-3, 4)) + HALF * (2 + a % 2) * ((a == b) - ((a - b) % 4 == 2))
            for b in range(4)] for a in range(4)]
TURN = [["3/5", "-4/5"], ["4/5", "3/5"]]


def order(*places):
    """The matrix that puts vertex places[i] in place i."""
    return [[int(b == a) for b in range(len(places))] for a in places]


def exact(name, w, P, x=None, **more):
    given = {key: more.pop(key) for key in ("A", "H", "h", "b") if key in more}
    return GRAPHS.named(name, None, dict(w=w, P=P, x=x or list(range(1, len(w) + 1))) | given, **more)


with sp.evaluate(False):
    EXAMPLE = Example(exact("a path, reversed", path(3), order(2, 1, 0), x=(1, 0, 2), h=(1, -1, 0)),
                      beside={"the sum of the output": Readout(0, Net(W, x)), "the same in the new order": Readout(0, Moved(P, Net(W, x))),
                              "the squared norm of the filtered signal": Norm(Applied(W, x))**2})

MODEL = GRAPHS.model(
    kind=Kind.INSTANCE,
    gap="Graphs with 4 and 6 vertices, polynomials of degree two, one hidden layer with max(t + b, 0); published for functions of the "
        "Laplacian and any number of layers.",
    edges=(
        exact("an automorphism", cycle(4), order(1, 2, 3, 0), about="C₄, turned: the graph does not change"),
        exact("complete graph", complete(4), order(3, 1, 0, 2), about="K₄: every permutation is an automorphism"),
        exact("star", star(4), order(1, 0, 3, 2), x=(5, -1, 0, 2), about="star with the centre moved")),
    anchors=(
        exact("swap", EDGE, order(1, 0), x=(1, 3), h=(0, 1, 0), about="an edge, x = (1, 3), h(L) = L: output (0, 2) and L of it",
              facts=(sp.Eq(Readout(0, x), 4), sp.Eq(Readout(1, x), 2), sp.Eq(Readout(2, x), 3), sp.Eq(Readout(2, Net(W, x)), 2))),),
    controls=(
        Control("zero_one", ("laplacian", "filter", "activation", "network", "invariant", "readout"),
                about="a permutation, then a rotation of two vertices"),
        Control("zero_one", ("activation",), exact("a rotation", EDGE, TURN, x=(1, 1)),
                about="the rotation by (3/5, 4/5), x = (1, 1): (0, 7/5) and (−1/5, 7/5)"),
        Control("orthogonal", ("laplacian", "readout"), exact("a vertex doubled", EDGE, [[1, 0], [1, 0]], x=(1, 2)),
                about="the first vertex twice: sums 2 and 3"),
        Control("by_eigenvalue", ("filter",), exact("gains by index", cycle(4), order(1, 2, 3, 0), H=INDEXED, x=(1, 0, 0, 0)),
                about="C₄ with the gains 1, 2, 3, 4 for four eigenvectors of 0, 2, 2, 4: H does not commute with a rotation of the cycle"),
        Control("by_eigenvalue", ("filter", "network"), about="one vertex has a gain of its own"),
        Control("pointwise", ("activation",), exact("a bias at one vertex", EDGE, order(1, 0), x=(0, 0), b=(1, 0)),
                about="bias (1, 0), x = 0: (1, 0) and (0, 1)"),
        Control("commutes", ("linear",), exact("a diagonal", EDGE, order(1, 0), A=[[1, 0], [0, 2]]), about="the matrix diag(1, 2)")),
    example=EXAMPLE,
    certificates=(
        exact("integers", graph(5, (0, 1, 2), (1, 2, 3), (2, 3, 1), (3, 4, 5), (0, 3, 7)), order(4, 2, 0, 1, 3), x=(3, -1, 4, 1, -5),
              about="five vertices with integer weights, max(t + 1/2, 0)", b=["1/2"] * 5),
        exact("a path", path(3), order(2, 1, 0), x=(1, 0, 2), about="a path, reversed"),
        exact("one way", [[0, 1, 0], [0, 0, 2], [3, 0, 0]], order(1, 2, 0), x=(1, -2, 5), about="a directed cycle: symmetry is not used")),
    faults=(
        Fault("signals keep the old numbering", reinterpret={"Moved": lambda right, own: lambda P, x: right(P, x) * 2}),
        Fault("weights are not renumbered", reinterpret={"LaplacianOf": lambda right, own: lambda w: right(own["W"])}),
        Fault("the maximum of the first vertex", restate={"readout": lambda q: q.func(q.lhs, q.rhs * 2)}),
        Fault("mean without the diagonal", reinterpret={"Mean": lambda right, own: lambda A: right(A) * Fraction(1, 2)})))
