"""How far matrices on a graph reach: hop distance, powers, Chebyshev polynomials, and the heat kernel."""
from sympy import Eq, Gt, Le, Ne, evaluate, symbols

from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause, Role
from theorems.vocabulary.graphs import Pieces, V, W, i, j, x
from theorems.vocabulary.relabelling import Cell


class Beyond(Number):
    tex, meaning = r"[d({},{})>{}]", "1 where two vertices are more than so many steps apart, else 0"


class At(Number):
    tex, meaning = r"[d({},{})={}]", "1 where two vertices are exactly so many steps apart, else 0"


class Poly(Operator):
    tex, meaning = r"p({})", r"the polynomial $\sum_m c_mS^m$, $m\le K+1$"


class Coefficient(Number):
    tex, meaning = r"c_{{{}}}", "a coefficient of the polynomial"


class Power(Operator):
    tex, meaning = r"(L^{{{}}})", "a power of the Laplacian"


class Geodesics(Number):
    tex, meaning = (r"\textstyle\sum_{{{0}\to {1}}}\prod w",
                    "the sum over the shortest paths from one vertex to another of the products of their weights")


class Top(Number):
    tex, meaning = r"\lambda_{{\max}}({})", "the largest eigenvalue of the Laplacian"


class Chebyshev(Operator):
    tex, meaning = r"T_{{{}}}\bigl(\tfrac2\Lambda L - I\bigr){}", "a Chebyshev polynomial of the rescaled Laplacian, applied to a signal"


class Heat(Operator):
    tex, meaning = r"(e^{{-{}L}})", "the heat kernel of the graph"


class BesselTail(Number):
    tex, meaning = (r"2e^{{-a}}\textstyle\sum_{{k>{}}} I_k(a)", r"with $a = t\Lambda/2$ and the modified Bessel functions $I_k$")


class PoissonTail(Number):
    tex, meaning = (r"e^{{-a}}\textstyle\sum_{{k>{}}} a^k/k!", r"with $a = t\Lambda/2$: the probability that a Poisson number exceeds it")


S, K, t, Lam = symbols("S K t Lambda", extended_real=True)
GLOSSARY = {W: "the weights of a graph", V: "the vertices", x: "a signal", S: "a matrix on the vertices", K: "a number of steps",
            t: "a time", Lam: "a bound on the spectrum"}
places = ((i, V), (j, V))

with evaluate(False):
    SUPPORTED = Clause("supported", Eq(Cell(S, i, j), 0), forall=places, used=places, where=Ne(Beyond(i, j, 1), 0),
                       label="the matrix joins neighbours only")
    DEGREE = Clause("degree", Eq(Coefficient(K + 1), 0), used=(), label="the polynomial has degree K")
    BOUNDED = Clause("bounded_spectrum", Le(Top(W), Lam), used=(), label="the spectrum is bounded")
    SCALE = Clause("scale", Gt(Lam, 0), used=(), role=Role.DOMAIN, label="a positive bound")
    CONNECTED = Clause("connected", Eq(Pieces(W), 1), used=(), label="the graph is connected")
    TIME = Clause("time", Gt(t, 0), used=(), role=Role.DOMAIN, label="positive time")
