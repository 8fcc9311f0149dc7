"""Sums, suprema, norms and functions of a real variable."""
from theorems.language.operators import Binder, Number, Operator


class Sup(Binder):
    symbol = r"\sup"


class Inf(Binder):
    symbol = r"\inf"


class Total(Binder):
    symbol = r"\sum"


class Prod(Binder):
    symbol = r"\prod"


class Norm(Number):
    tex, meaning = r"\left\lVert {} \right\rVert", r"Euclidean ($L^2$) norm; of a family, the root of the sum of squares"


class Energy(Number):
    tex, meaning = r"\left\lVert {} \right\rVert^2", "the energy, the square of the Euclidean norm; of a family, the sum over its members"


class Log(Number):
    tex, meaning = r"\log {:p}", "the natural logarithm"


class Modulus(Operator):
    tex, meaning = r"\left\lvert {} \right\rvert", "the modulus, at every point"


class Imag(Operator):
    tex, meaning = r"\operatorname{{Im}} {:p}", "the imaginary part, at every point"


class Length(Number):
    tex, meaning = r"\lvert {} \rvert", "the length of a frequency or of a shift"


class Spectrum(Operator):
    tex, meaning = (r"\lvert\widehat{{{}}}\rvert",
                    r"the modulus of the Fourier transform $\hat f(\omega) = (2\pi)^{-1/2}\int f(x)\,e^{-i\omega x}\,dx$")


class At(Number):
    tex, meaning = r"{}({})", "the value of a function at a point"


class Derivative(Operator):
    tex, meaning, postfix = "{:p}'", "the derivative", True


class Count(Number):
    tex, meaning = r"\#{}", "the number of elements"
