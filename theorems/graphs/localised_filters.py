"""A polynomial of degree K in a matrix on a graph reaches K hops; the heat kernel does so up to an explicit tail."""
from sympy import Abs, Eq, Gt, Integer, Le, Ne, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.graphs import NONNEGATIVE, SYMMETRIC, i, j, x
from theorems.vocabulary.hops import (
    BOUNDED,
    CONNECTED,
    DEGREE,
    GLOSSARY,
    SCALE,
    SUPPORTED,
    TIME,
    At,
    BesselTail,
    Beyond,
    Chebyshev,
    Geodesics,
    Heat,
    K,
    PoissonTail,
    Poly,
    Power,
    S,
    places,
    t,
)
from theorems.vocabulary.relabelling import Cell

# Step: T_2 between -1 and 1.
y, z = symbols("y z", real=True)
STEPS = (
    Step("Chebyshev", Eq(1 - (2 * y**2 - 1)**2, 4 * y**2 * (1 - y**2), evaluate=False), Identity(),
         r"$1-T_2(y)^2 = 4y^2(1-y^2)$, not negative for $\lvert y\rvert\le1$."),)

with evaluate(False):
    FAR = dict(forall=places, where=Ne(Beyond(i, j, K), 0))
    NEAR = dict(forall=places, where=Ne(At(i, j, K), 0))
    BOTH = ("symmetric", "weights", "bounded_spectrum", "scale", "time")
    THEOREM = Theorem(
        tag="001A",
        title="A polynomial of degree K reaches K hops",
        headline="heat",
        aliases=("ChebNet", "localised spectral filters", "receptive field of a graph network", "heat kernel", "diffusion"),
        source=Source("Defferrard2016", "Section 2.1, with Lemma 5.2 of Hammond, Vandergheynst and Gribonval 2011", Fidelity.QUOTED,
                      "The wording of the section was read in several transcriptions; the number of the lemma is from memory."),
        hypotheses=(SYMMETRIC, NONNEGATIVE, SUPPORTED, DEGREE, BOUNDED, SCALE, CONNECTED, TIME),
        conclusions=(
            Clause("local", Eq(Cell(Poly(S), i, j), 0), **FAR, scale=Norm(Poly(S)) + Integer(1), needs=("supported", "degree"),
                   label="beyond K hops a polynomial of degree K is zero"),
            Clause("reach", Eq(Cell(Power(K), i, j), (-1)**K * Geodesics(i, j)), **NEAR, scale=Norm(Power(K)) + Integer(1), needs=(),
                   label="at K hops a power counts shortest paths"),
            Clause("nonzero", Gt((-1)**K * Cell(Power(K), i, j), 0), **NEAR, needs=("weights",),
                   label="with positive weights it is not zero there"),
            Clause("chebyshev", Le(Norm(Chebyshev(K, x)), Norm(x)), needs=("symmetric", "weights", "bounded_spectrum", "scale"),
                   label="Chebyshev filters do not amplify"),
            Clause("heat", Le(Abs(Cell(Heat(t), i, j)), BesselTail(K)), **FAR, needs=BOTH, label="the heat kernel beyond K hops"),
            Clause("poisson", Le(Abs(Cell(Heat(t), i, j)), PoissonTail(K)), **FAR, needs=BOTH,
                   label="the heat kernel beyond K hops, by a Poisson tail"),
            Clause("everywhere", Gt(Cell(Heat(t), i, j), 0), forall=places, needs=("symmetric", "weights", "connected", "time"),
                   label="heat is everywhere at once")),
        glossary=GLOSSARY,
        steps=STEPS)
