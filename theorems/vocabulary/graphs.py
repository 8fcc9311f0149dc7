"""Weighted graphs, signals on their vertices, the Laplacian and its spectrum."""
from sympy import Eq, Ge, Integer, evaluate, symbols

from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause


class Edge(Number):
    tex, meaning = r"w_{{{}{}}}", "the weight of an edge"


class Entry(Number):
    tex, meaning = r"{}_{{{}}}", "the value of a signal at a vertex"


class Laplacian(Operator):
    tex, meaning = r"L{}", r"the Laplacian of a signal, $(Lx)_i = \sum_j w_{ij}(x_i - x_j)$"


class Inner(Number):
    tex, meaning = r"\langle {}, {} \rangle", "the inner product of two signals"


class Spectral(Number):
    tex, meaning = r"\textstyle\sum_i\langle\varphi_i, {}\rangle^2", (r"the sum of the squares of the Fourier coefficients, $\varphi_i$ an "
                                                                  "orthonormal eigenbasis of $L$")


class Eigenvalue(Number):
    tex, meaning = r"\lambda_{{{}}}", r"the eigenvalues of $L$ in increasing order, $\lambda_1\le\dots\le\lambda_n$"


class Filtered(Operator):
    tex, meaning = r"h(L){}", "the filter as a polynomial in the Laplacian"


class Synthesised(Operator):
    tex, meaning = (r"\textstyle\sum_i h(\lambda_i)\,\langle\varphi_i, {}\rangle\,\varphi_i",
                    "the filter as gains of the Fourier coefficients")


class Energy(Number):
    tex, meaning = r"\operatorname{{tr}}({0}^{{\mathsf T}}L{0})", "the sum of the Dirichlet energies of the columns of a matrix"


class Gram(Operator):
    tex, meaning = r"{0}^{{\mathsf T}}{0}", "the inner products of the columns of a matrix"


class Identity(Operator):
    tex, meaning = r"I_{{{}}}", "the identity matrix"


class Nullity(Number):
    tex, meaning = r"\dim\ker L_{}", "the number of independent signals with $Lx = 0$"


class Pieces(Number):
    tex, meaning = r"c\left({}\right)", r"the number of connected components: $i$ and $j$ are joined where $w_{ij}\ne0$"


W, U, V, x, h, i, j, k, n = symbols("W U V x h i j k n", extended_real=True)
GLOSSARY = {W: "the weights of a graph", V: "the vertices", x: "a signal", U: r"a matrix with $k$ columns", k: "the number of columns",
            h: "a polynomial"}
pairs = ((i, V), (j, V))

with evaluate(False):
    SYMMETRIC = Clause("symmetric", Eq(Edge(i, j), Edge(j, i)), forall=pairs, used=pairs, label="edges have no direction")
    NONNEGATIVE = Clause("weights", Ge(Edge(i, j), 0), forall=pairs, used=pairs, label="no weight is negative")
    ORTHONORMAL = Clause("orthonormal", Eq(Gram(U), Identity(k)), scale=Integer(1), used=(), label="orthonormal columns")
