"""Weighted graphs on three and five vertices, signals on them, and one or two orthonormal columns."""
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.graphs import SPACE, Graph, Graphs, Size, Spectrum, complete, cycle, graph, path, star
from theorems.vocabulary.graphs import Eigenvalue, Inner, Laplacian, Nullity, W, x

GRAPHS = Graphs(space=SPACE, sizes=(Size(3, 1), Size(5, 2)), parts=(Graph(), Spectrum()))
ONE, TWO, THREE = sp.Integer(1), sp.Integer(2), sp.Integer(3)
AXES = {n: [[int(a == b) for b in range(2)] for a in range(n)] for n in (2, 3, 4, 5, 6)}
TURNED = [["3/5", 0], ["4/5", 0], [0, "3/5"], [0, "4/5"]]
HALVES = [["1/2", "1/2"], ["1/2", "1/2"], ["1/2", "-1/2"], ["1/2", "-1/2"]]      # the constant and the slowest of two eigenvectors of C4


def exact(name, w, spectrum, x=None, columns=None, h=(1, -2, 3), **more):
    n = len(w)
    given = dict(w=w, x=x or list(range(n)), U=columns or AXES[n], h=h, spectrum=[Fraction(v) for v in spectrum])
    return GRAPHS.named(name, None, given, **more)


def spectra(*values):
    return tuple(sp.Eq(Eigenvalue(sp.Integer(a + 1)), v) for a, v in enumerate(values))


PIECES = graph(5, (0, 1), (1, 2), (0, 2), (3, 4))
with sp.evaluate(False):
    EXAMPLE = Example(exact("a path of three vertices", path(3), (0, 1, 3), x=(1, 0, 2)),
                      beside={"the energy of the signal": Inner(x, Laplacian(x)), "the first eigenvalue": Eigenvalue(ONE),
                              "the second": Eigenvalue(TWO)})

MODEL = GRAPHS.model(
    kind=Kind.INSTANCE,
    gap="Graphs with 3 and 5 vertices are sampled, one and two columns, polynomials of degree two; the statements are finite-dimensional.",
    notes={"smoothest": (Kind.INSTANCE, "The theorem of Ky Fan for the Laplacian; that is the sense in which the basis is smoothest.")},
    example=EXAMPLE,
    edges=(
        exact("no edge", graph(3), (0, 0, 0), about="three isolated vertices: three components"),
        exact("two components", PIECES, (0, 0, 2, 3, 3), about="a triangle and an edge")),
    anchors=(
        exact("complete graph", complete(5), (0, 5, 5, 5, 5), facts=spectra(0, 5, 5, 5, 5), about="K₅: 0, 5, 5, 5, 5"),
        exact("star", star(5), (0, 1, 1, 1, 5), facts=spectra(0, 1, 1, 1, 5), about="star with five vertices: 0, 1, 1, 1, 5"),
        exact("complete bipartite", graph(5, *((a, b) for a in (0, 1) for b in (2, 3, 4))), (0, 2, 2, 3, 5), facts=spectra(0, 2, 2, 3, 5),
              about="K₂,₃: 0, 2, 2, 3, 5"),
        exact("hexagon", cycle(6), (0, 1, 1, 3, 3, 4), facts=spectra(0, 1, 1, 3, 3, 4), about="C₆: 0, 1, 1, 3, 3, 4"),
        GRAPHS.named("complete graph in floats", Size(5, 2), dict(w=complete(5), x=range(5), U=AXES[5], h=(1, 1, 1)),
                     facts=(sp.Eq(Eigenvalue(TWO), 5), sp.Eq(Nullity(W), 1)), about="K₅ with float64 enclosures")),
    extremals=(
        exact("the first eigenvectors", cycle(4), (0, 2, 2, 4), columns=HALVES, reach=dict(smoothest=-1e-12),
              about="C₄ and two of its eigenvectors"),
        exact("complete graph, a column constant", complete(4), (0, 4, 4, 4), columns=HALVES, reach=dict(smoothest=-1e-12),
              about="K₄: equality for all columns that span the constants")),
    controls=(
        Control("symmetric", ("dirichlet", "nonnegative"), exact("a one-way edge", [[0, 1], [0, 0]], (0, 1), x=(1, 2)),
                about="w₁₂ = 1, w₂₁ = 0, x = (1, 2): −1 on the left, ½ on the right"),
        Control("weights", ("nonnegative",), exact("a negative edge", [[0, -1], [-1, 0]], (-2, 0), x=(1, -1)), about="−4 < 0"),
        Control("weights", ("components",), exact("a balanced triangle", graph(3, (0, 1), (1, 2), (0, 2, Fraction(-1, 2))), (0, 0, 3)),
                about="weights 1, 1, −1/2: one component, two zero eigenvalues"),
        Control("orthonormal", ("smoothest",), exact("constant columns", path(3), (0, 1, 3), columns=[[1, 1]] * 3),
                about="both columns constant: 0 < λ₁ + λ₂ = 1")),
    certificates=(
        exact("turned columns", cycle(4), (0, 2, 2, 4), x=(3, -1, 4, 1), columns=TURNED,
              about="C₄, columns turned by the angle of (3/5, 4/5)"),
        exact("turned columns, star", star(4), (0, 1, 1, 4), x=(2, 7, 1, 8), columns=TURNED,
              about="star with four vertices, the same columns"),
        exact("path", path(3), (0, 1, 3), x=(1, -1, 5), about="path with three vertices, two coordinate vectors"),
        exact("two components", PIECES, (0, 0, 2, 3, 3), x=(1, 2, 3, 4, 6), about="a triangle and an edge: two zero eigenvalues")),
    faults=(
        Fault("sum over unordered pairs", restate={"dirichlet": lambda r: r.func(r.lhs, 2 * r.rhs)}),
        Fault("the last eigenvectors", reinterpret={"Eigenvalue": lambda right, own: lambda a: right(own["n"] + 1 - a)}),
        Fault("isolated vertices are no components", reinterpret={"Pieces": lambda right, own: lambda w: right(w) * 2 - 1}),
        Fault("energy halved", reinterpret={"Energy": lambda right, own: lambda columns: right(columns) * Fraction(1, 2)})))
