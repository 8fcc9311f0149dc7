"""The Fourier basis of a graph: the Dirichlet energy, the smoothest orthonormal signals, and what the kernel counts."""
from sympy import Eq, Ge, Le, Rational, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Norm, Total
from theorems.vocabulary.graphs import (
    GLOSSARY,
    NONNEGATIVE,
    ORTHONORMAL,
    SYMMETRIC,
    Edge,
    Eigenvalue,
    Energy,
    Entry,
    Filtered,
    Inner,
    Laplacian,
    Nullity,
    Pieces,
    Spectral,
    Synthesised,
    U,
    W,
    i,
    j,
    k,
    pairs,
    x,
)

# Steps: three vertices; the weights of the mean of eigenvalues.
a, b, c, x1, x2, x3 = symbols("a b c x_1 x_2 x_3", real=True)
quadratic = x1 * (a * (x1 - x2) + b * (x1 - x3)) + x2 * (a * (x2 - x1) + c * (x2 - x3)) + x3 * (b * (x3 - x1) + c * (x3 - x2))
p1, p2, p3, l1, l2, l3 = symbols("p_1 p_2 p_3 lambda_1 lambda_2 lambda_3", real=True)
rest = 2 - p1 - p2
STEPS = (
    Step("three vertices", Eq(quadratic, a * (x1 - x2)**2 + b * (x1 - x3)**2 + c * (x2 - x3)**2, evaluate=False), Identity(),
         "The quadratic form of a triangle: a sum over unordered pairs has no factor one half."),
    Step("two of three", Eq(p1 * l1 + p2 * l2 + rest * l3 - l1 - l2,
                            (1 - p1) * (l2 - l1) + rest * (l3 - l2), evaluate=False), Identity(),
         r"$k = 2$ of three eigenvalues with $p_1+p_2+p_3 = 2$: what is above the two smallest is a sum of nonnegative terms."))

with evaluate(False):
    squares = Edge(i, j) * (Entry(x, i) - Entry(x, j))**2
    THEOREM = Theorem(
        tag="0018",
        title="The Fourier basis of a graph is its smoothest basis",
        headline="smoothest",
        aliases=("graph Laplacian", "graph Fourier transform", "Dirichlet energy", "spectral embedding", "Ky Fan", "connected components",
                 "positional encoding"),
        source=Source("Bronstein2017", "the sections on graphs: Dirichlet energy, Laplacian eigenvectors as a Fourier basis",
                      Fidelity.MEMORY, "Abstract and introduction were read, the sections on graphs were not; equation numbers are left "
                      "out. The extremal "
                      "property of sums of eigenvalues is attributed to Ky Fan (1949), from memory."),
        hypotheses=(SYMMETRIC, NONNEGATIVE, ORTHONORMAL),
        conclusions=(
            Clause("dirichlet", Eq(Inner(x, Laplacian(x)), Rational(1, 2) * Total(squares, *pairs)), needs=("symmetric",),
                   scale=Total(abs(Edge(i, j)), *pairs) * Norm(x)**2, label="the quadratic form is the Dirichlet energy"),
            Clause("nonnegative", Ge(Inner(x, Laplacian(x)), 0), needs=("symmetric", "weights"), label="no signal has negative energy"),
            Clause("parseval", Eq(Spectral(x), Norm(x)**2), needs=("symmetric",), label="Fourier coefficients keep the norm"),
            Clause("filter", Eq(Filtered(x), Synthesised(x)), needs=("symmetric",), scale=Norm(Filtered(x)) + Norm(x),
                   label="a polynomial acts by gains"),
            Clause("smoothest", Le(Total(Eigenvalue(i), (i, 1, k)), Energy(U)), needs=("symmetric", "orthonormal"),
                   label="the first eigenvectors are the smoothest"),
            Clause("components", Eq(Nullity(W), Pieces(W)), needs=("symmetric", "weights"), label="zero eigenvalues count components")),
        glossary=GLOSSARY,
        steps=STEPS)
