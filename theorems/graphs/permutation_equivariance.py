"""Spectral graph networks do not see the numbering of the vertices, if filters depend on eigenvalues and not on their numbers."""
from sympy import Eq, Integer, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.graphs import W, x
from theorems.vocabulary.relabelling import (
    COMMUTES,
    GLOSSARY,
    ORTHOGONAL,
    POINTWISE,
    POLYNOMIAL,
    ZERO_ONE,
    A,
    Activated,
    Applied,
    Conjugated,
    LaplacianOf,
    Mean,
    Moved,
    Net,
    P,
    R,
    Readout,
    r,
)

# Step: three vertices, the first two exchanged.
w12, w13, w23, x1, x2, x3 = symbols("w_12 w_13 w_23 x_1 x_2 x_3", real=True)
STEPS = (
    Step("two vertices exchanged", Eq(w12 * (x2 - x1) + w23 * (x2 - x3), (w12 + w23) * x2 - w12 * x1 - w23 * x3, evaluate=False),
         Identity(),
         "What the renumbered Laplacian has at the first vertex is what the old one has at the second."),)

with evaluate(False):
    RENUMBERED = ("zero_one", "orthogonal")
    size = Norm(x) + Integer(1)
    THEOREM = Theorem(
        tag="0019",
        title="Spectral graph networks do not see the numbering",
        headline="invariant",
        aliases=("permutation invariance", "graph neural network", "spectral convolution", "ChebNet, GCN", "sign ambiguity of eigenvectors",
                 "deep sets"),
        source=Source("Bronstein2017", "the sections on spectral networks and on the dependence of filters on the basis", Fidelity.MEMORY,
                      "Abstract and introduction were read, these sections were not; equation numbers are left out."),
        hypotheses=(ZERO_ONE, ORTHOGONAL, POLYNOMIAL, POINTWISE, COMMUTES),
        conclusions=(
            Clause("laplacian", Eq(LaplacianOf(Conjugated(P, W)), Conjugated(P, LaplacianOf(W))), needs=RENUMBERED,
                   scale=Norm(LaplacianOf(W)) + Integer(1), label="the Laplacian is renumbered"),
            Clause("filter", Eq(Applied(Conjugated(P, W), Moved(P, x)), Moved(P, Applied(W, x))), needs=(*RENUMBERED, "by_eigenvalue"),
                   scale=Norm(Applied(W, x)) + Integer(1), label="filters are equivariant"),
            Clause("activation", Eq(Activated(Moved(P, x)), Moved(P, Activated(x))), needs=(*RENUMBERED, "pointwise"), scale=size,
                   label="the activation is equivariant"),
            Clause("network", Eq(Net(Conjugated(P, W), Moved(P, x)), Moved(P, Net(W, x))),
                   needs=(*RENUMBERED, "by_eigenvalue", "pointwise"), scale=Norm(Net(W, x)) + Norm(Applied(W, x)) + Integer(1),
                   label="networks are equivariant"),
            Clause("invariant", Eq(Readout(r, Net(Conjugated(P, W), Moved(P, x))), Readout(r, Net(W, x))), forall=((r, R),),
                   needs=(*RENUMBERED, "by_eigenvalue", "pointwise"), scale=Norm(Net(W, x)) + Norm(Applied(W, x)) + Integer(1),
                   label="a network with a readout does not see the numbering"),
            Clause("readout", Eq(Readout(r, Moved(P, x)), Readout(r, x)), forall=((r, R),), needs=RENUMBERED, scale=size,
                   label="readouts are invariant"),
            Clause("linear", Eq(A, Mean(A)), needs=("commutes",), scale=Norm(A) + Integer(1),
                   label="linear and equivariant: identity and mean")),
        glossary=GLOSSARY,
        steps=STEPS)
