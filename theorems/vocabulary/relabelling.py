"""What a renumbering of the vertices does to a graph, to signals, and to what a network makes of them."""
from sympy import Eq, Integer, Tuple, evaluate, symbols

from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause
from theorems.vocabulary.graphs import V, W, i, j, x


class Cell(Number):
    tex, meaning = r"{}_{{{}{}}}", "an entry of a matrix"


class Conjugated(Operator):
    tex, meaning = r"{0}{1}{0}^{{\mathsf T}}", "a matrix in the new numbering"


class Moved(Operator):
    tex, meaning = r"{}{}", "a signal in the new numbering"


class LaplacianOf(Operator):
    tex, meaning = r"L({})", r"the Laplacian of these weights, $L(W) = \operatorname{{diag}}(W\mathbf 1) - W$ without loops"


class Unit(Operator):
    tex, meaning = r"I", "the identity matrix"


class Filter(Operator):
    tex, meaning = r"H({})", "the filter that a layer makes of a graph, a matrix"


class Polynomial(Operator):
    tex, meaning = r"h(L({}))", "a polynomial in the Laplacian, here of degree two"


class Applied(Operator):
    tex, meaning = r"H({}){}", "the filter of a graph, applied to a signal"


class Activated(Operator):
    tex, meaning = r"\sigma({})", r"the activation, $\max(x_i + b_i, 0)$ at vertex $i$"


class Net(Operator):
    tex, meaning = r"N({}, {})", r"the network $H(W)\,\sigma(H(W)x)$"


class Bias(Number):
    tex, meaning = r"b_{{{}}}", "the bias of the activation at a vertex"


class Readout(Number):
    tex, meaning = r"\rho_{{{}}}({})", "a readout: sum, mean or maximum of a signal"


class After(Operator):
    tex, meaning = r"{}Q_{{{}}}", r"a matrix times a permutation matrix, the exchange of the first two vertices or the cyclic shift"


class Before(Operator):
    tex, meaning = r"Q_{{{1}}}{0}", "a permutation matrix times a matrix"


class Mean(Operator):
    tex, meaning = (r"(\alpha_{0}I + \beta_{0}\mathbf 1\mathbf 1^{{\mathsf T}})",
                    r"the matrix with $\beta = A_{12}$ off the diagonal and $\alpha+\beta = A_{11}$ on it")


P, A, Q, R, r, z, q = symbols("P A Q R r z q", extended_real=True)
GLOSSARY = {W: "the weights of a graph", V: "the vertices", x: "a signal", P: "a matrix, the renumbering of the vertices", A: "a matrix",
            R: "sum, mean and maximum", Q: "permutations that generate all others"}
cells = ((i, V), (j, V))

with evaluate(False):
    ZERO_ONE = Clause("zero_one", Eq(Cell(P, i, j)**2, Cell(P, i, j)), forall=cells, used=cells, scale=Integer(1),
                      label="the entries are 0 and 1", part_of="$P$ is a permutation matrix")
    ORTHOGONAL = Clause("orthogonal", Eq(Conjugated(P, Unit(W)), Unit(W)), scale=Integer(1), used=(), label="the rows are orthonormal",
                        part_of="$P$ is a permutation matrix")
    POLYNOMIAL = Clause("by_eigenvalue", Eq(Filter(z), Polynomial(z)), forall=((z, Tuple(W, Conjugated(P, W))),),
                        used=((z, Tuple(W, Conjugated(P, W))),), scale=Integer(1), label="gains depend on the eigenvalues only",
                        why="A filter with equal gains on equal eigenvalues is a polynomial in the Laplacian, by interpolation.")
    POINTWISE = Clause("pointwise", Eq(Bias(i), Bias(j)), forall=cells, used=cells, scale=Integer(1),
                       label="the same activation at every vertex")
    COMMUTES = Clause("commutes", Eq(After(A, q), Before(A, q)), forall=((q, Q),), used=((q, Q),), scale=Integer(1),
                      label="the matrix commutes with all permutations")
