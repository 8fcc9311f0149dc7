"""Signals on the cyclic group Z/N: convolutions, the Fourier transform with a root of unity, maps that commute with shifts."""
from sympy import Eq, Le, evaluate, symbols

from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause, Role
from theorems.vocabulary.analysis import Norm


class Fourier(Operator):
    tex = r"\widehat{{{}}}"
    meaning = r"the Fourier transform, $\hat f(k) = \sum_x f(x)\,\overline{z}^{\,kx}$, the sum over $x \in \{0,\dots,N-1\}$"


class Convolved(Operator):
    tex, meaning, postfix = r"{:p} * {:p}", r"the convolution on $\mathbb Z/N$, $(f*g)(x) = \sum_y f(y)\,g(x-y)$", True


class Correlated(Operator):
    tex, postfix = r"{:p} \star {:p}", True
    meaning = r"the correlation on $\mathbb Z/N$, $(f\star g)(x) = \sum_y \overline{f(y)}\,g(y+x)$"


class Linear(Operator):
    tex, postfix = r"{:p} *_{{\mathbb Z}} {:p}", True
    meaning = (r"the convolution with ordinary subtraction, $\sum_y f(y)\,g(x-y)$ over the $y$ with $0 \le y \le x$, at "
               r"$x = 0,\dots,N-1$")


class Times(Operator):
    tex, meaning, postfix = r"{:p}\,{:p}", "the product, at every point", True


class Conjugate(Operator):
    tex, meaning = r"\overline{{{}}}", "the complex conjugate, at every point"


class Value(Operator):
    tex, meaning = r"{:p}({})", "the value of a function at a point, a complex number"


class Inner(Operator):
    tex, meaning = r"\left\langle {}, {} \right\rangle", r"the inner product $\langle f, g\rangle = \sum_x f(x)\,\overline{g(x)}$"


class Largest(Number):
    tex, meaning = r"\max\,\lvert{}\rvert", "the largest modulus of a value"


class OneNorm(Number):
    tex, meaning = r"\left\lVert {} \right\rVert_1", "the sum of the moduli of the values"


class Power(Operator):
    tex, meaning = r"{}^{{{}}}", "a power of a complex number"


class PowerSum(Operator):
    tex, meaning, postfix = r"\textstyle\sum_{{k=0}}^{{{2}-1}} {0}^{{k{1}}}", "a sum of powers", True


class Tail(Operator):
    tex, meaning = r"{:p}\big|_{{\ge {}}}", r"a signal where $x$ is at least this number, and 0 before"


# -- symbols, with the phrase that explains them
f, g, u, v, z, P, Q, G, x, k, one, zero = symbols("f g u v z P Q G x k 1 0", extended_real=True)
N = symbols("N", integer=True)
NAMES = {G: r"\mathbb Z/N", one: "1", zero: "0"}
PHRASES = {f: "a complex signal on $\\mathbb Z/N$", g: "a complex signal on $\\mathbb Z/N$", u: "a signal of length $P$, padded with zeros",
           v: "a signal of length $Q$, padded with zeros", z: r"a complex number in the role of $e^{2\pi i/N}$", N: "the number of samples",
           P: "a length", Q: "a length", G: r"the points, and the frequencies, $0, \dots, N-1$", one: "one", zero: "zero"}
points, frequencies = ((x, G),), ((k, G),)


def glossary(*wanted):
    """The phrases of these symbols."""
    return {s: PHRASES[s] for s in wanted}


# -- hypotheses
with evaluate(False):
    ROOT = Clause("root", Eq(Power(z, N), one), used=(), scale=N, label="$z$ is an $N$-th root of unity")
    PRIMITIVE = Clause("primitive", Eq(PowerSum(z, x, N), zero), forall=((x, 1, N - 1),), used=((x, 1, N - 1),), scale=N,
                       label="the powers of $z$ are orthogonal",
                       why="For a root of unity: that $z$ is primitive, $z^x \\ne 1$ for $0 < x < N$. It implies $z^N = 1$.")
    PADDED = tuple(Clause(f"support_{s}", Eq(Norm(Tail(s, length)), 0), used=(), scale=Norm(s), role=Role.NEEDED,
                          label=f"${s}$ vanishes from ${length}$ on") for s, length in ((u, P), (v, Q)))
    FITS = Clause("fits", Le(P + Q - 1, N), used=(), label="the padded length suffices")
