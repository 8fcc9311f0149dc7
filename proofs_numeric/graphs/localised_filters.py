"""Weighted graphs on four and five vertices, matrices on them, and the heat kernel."""
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.graphs import SPACE, Graph, cycle, graph, path, star
from proofs_numeric.worlds.hops import Hops, Size
from proofs_numeric.worlds.world import World
from theorems.vocabulary.hops import K, PoissonTail

GRAPHS = World(space=SPACE + " A matrix on the graph, a polynomial, a time and a bound on its spectrum.", sizes=(Size(4, 1), Size(5, 2)),
               parts=(Graph(), Hops()))
P4 = graph(4, (0, 1, 3), (1, 2, 4), (2, 3, 3))                        # a path with the eigenvalues 0, 2, 6, 12
ONE_WAY, NEGATIVE = [[0, 1], [0, 0]], graph(3, (0, 1, 3), (1, 2, -5))


def exact(name, w, spectrum, K, Lambda=None, t=1, x=None, **more):
    given = {key: more.pop(key) for key in ("S", "c") if key in more}
    own = dict(w=w, spectrum=spectrum, K=K, Lambda=Lambda or max(spectrum), t=t, x=x or [1, *[0] * (len(w) - 1)])
    return GRAPHS.named(name, None, own | given, **more)


with sp.evaluate(False):
    EXAMPLE = Example(exact("a weighted path", P4, (0, 2, 6, 12), 2, Lambda=14, t=Fraction(1, 7)),
                      beside={"the Poisson tail": PoissonTail(K)})

MODEL = GRAPHS.model(
    kind=Kind.INSTANCE,
    gap="Graphs with 4 and 5 vertices, K = 1 and 2, are sampled. The two tails of the heat kernel are ours; published: polynomials.",
    notes={name: (Kind.ANALOGUE, "An explicit tail, with its proof on the page.") for name in ("heat", "poisson", "everywhere")},
    example=EXAMPLE,
    edges=(exact("two vertices", graph(2, (0, 1)), (0, 2), 1, about="an edge: nothing is beyond one hop"),),
    extremals=(
        exact("the constant signal", path(3), (0, 1, 3), 2, Lambda=4, x=(1, 1, 1), reach=dict(chebyshev=-1e-12),
              about="λ = 0 gives T(−1) = ±1, whatever Λ is"),),
    controls=(
        Control("supported", ("local",), exact("a matrix with a mean", path(3), (0, 1, 3), 1, S=[
            ["9/8", "-7/8", "1/8"], ["-7/8", "17/8", "-7/8"], ["1/8", "-7/8", "9/8"]]),
                about="L + 𝟏𝟏ᵀ/8 on a path: 1/8 at distance 2"),
        Control("degree", ("local",), exact("one degree more", path(3), (0, 1, 3), 1, c=(0, 0, 1)),
                about="L² on a path at distance 2: 1"),
        Control("weights", ("nonzero",), exact("a negative edge", NEGATIVE, (-9, 0, 5), 2),
                about="weights 3 and −5: the product is −15"),
        Control("bounded_spectrum", ("chebyshev",), exact("nine tenths", path(3), (0, 1, 3), 2, Fraction(27, 10), x=(1, -2, 1)),
                about="Λ = 0.9 λ_max: |T₂(11/9)| = 161/81 > 1"),
        Control("bounded_spectrum", ("heat", "poisson"), exact("a tenth", P4, (0, 2, 6, 12), 2, Lambda=Fraction(1, 10)),
                about="Λ = 1/10: the tails are much too small"),
        Control("symmetric", ("chebyshev",), exact("a one-way edge", ONE_WAY, (0, 1), 2, Lambda=2, x=(0, 1)),
                about="(2, 1) is longer than (0, 1)"),
        Control("connected", ("everywhere",), exact("two components", graph(4, (0, 1), (2, 3)), (0, 0, 2, 2), 1),
                about="no heat goes from one component to the other")),
    certificates=(
        exact("path", P4, (0, 2, 6, 12), 1, x=(3, -1, 4, 1), about="a path with the weights 3, 4, 3"),
        exact("path, two hops", P4, (0, 2, 6, 12), 2, x=(3, -1, 4, 1), t=Fraction(1, 4), about="the same, two hops"),
        exact("cycle", cycle(4), (0, 2, 2, 4), 1, x=(3, -1, 4, 1), t=2, about="C₄, one hop"),
        exact("cycle, two hops", cycle(4), (0, 2, 2, 4), 2, x=(3, -1, 4, 1), about="C₄: two shortest paths at distance two"),
        exact("star", star(4), (0, 1, 1, 4), 1, x=(1, 2, 3, 5), about="star with four vertices")),
    faults=(
        Fault("one hop less", restate={"local": lambda r: sp.Eq(r.lhs, 1)}),
        Fault("without the sign", restate={"reach": lambda r: r.func(r.lhs, -r.rhs)}),
        Fault("half of the tail", reinterpret={"PoissonTail": lambda right, own: lambda K: right(K + 3)}),
        Fault("twice the Chebyshev polynomial", reinterpret={"Chebyshev": lambda right, own: lambda k, x: right(k, x) * 2})))
