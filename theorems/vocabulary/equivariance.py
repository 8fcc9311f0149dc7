"""Maps of the signals on Z/N: linear, commuting with shifts, and how far from it."""
from sympy import Eq, evaluate, symbols

from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause
from theorems.vocabulary.analysis import Norm


class Apply(Operator):
    tex, meaning = r"{} {:p}", "the image of a signal under a map"


class Shift(Operator):
    tex, meaning = r"S {:p}", r"the shift, $(Sf)(x) = f(x-1)$"


class Superposed(Operator):
    tex, postfix = r"\textstyle\sum_y {1}(y)\,{0}\delta_y", True
    meaning = r"the superposition of the images of unit impulses, $\delta_y(y) = 1$ and $\delta_y(x) = 0$ for $x \ne y$"


class Response(Operator):
    tex, meaning = r"h_{{{}}}", r"the response to the unit impulse at 0, $h_T = T\delta_0$"


class OperatorNorm(Number):
    tex = r"\left\lVert {} \right\rVert"
    meaning = r"the operator norm of the matrix with the columns $T\delta_y$, its largest singular value"


class Frobenius(Number):
    tex, meaning = r"\left\lVert {} \right\rVert_F", "the Frobenius norm, the root of the sum of the squared moduli of the entries"


class Commutator(Operator):
    tex, meaning, postfix = "{0}S-S{0}", "the commutator of a matrix with the shift", True


class MeanConjugate(Operator):
    tex = r"\bar {}"
    meaning = r"the mean of the conjugates by shifts, $\bar M = \frac1N\sum_{k} S^{-k}MS^k$: the mean over each cyclic diagonal"


class ByKernel(Operator):
    tex, meaning = r"C_{{{}}}", r"the matrix of the convolution with a kernel, $C_g f = g * f$"


class Chord(Number):
    tex, meaning = r"2\sin\!\left(\pi/{}\right)", r"the distance of two neighbours among the $N$-th roots of unity"


class CommutantDimension(Number):
    tex = r"\dim\{{A : AS^{{{0}}} = S^{{{0}}}A\}}"
    meaning = "the dimension of the space of the matrices that commute with a power of the shift"


class Gcd(Number):
    tex, meaning = r"\gcd({}, {})", "the greatest common divisor"


T, M, phi, F = symbols("T M phi F", extended_real=True)
s = symbols("s", integer=True)
NAMES = {F: r"\mathbb C^N"}
PHRASES = {T: "a map of signals; in a norm, the matrix with the columns $T\\delta_y$", M: "any complex $N \\times N$ matrix",
           F: "all signals", s: "a step, the stride of a layer"}
signals = ((phi, F),)

with evaluate(False):
    LINEAR = Clause("linear", Eq(Apply(T, phi), Superposed(T, phi)), forall=signals, used=signals, scale=Frobenius(T) * Norm(phi),
                    label="$T$ is linear")
    COMMUTES = Clause("commutes", Eq(Apply(T, Shift(phi)), Shift(Apply(T, phi))), forall=signals, used=signals,
                      scale=Frobenius(T) * Norm(phi), label="$T$ commutes with the shift")
