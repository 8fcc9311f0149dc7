"""Noise on the inputs of a model: its moments, and what it makes of errors and of their minimisers."""
from sympy import Eq, Rational, evaluate, sqrt, symbols

from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause

i, j, k, l, d = symbols("i j k l d", integer=True)
v, kappa = symbols("v kappa", extended_real=True)
y, q, ell, t, u, varphi, M, X = symbols("y q ell t u varphi M X", extended_real=True)      # functions, targets, features, a bound, data


# -- the law of the noise
class First(Number):
    tex, meaning = r"\mathbb E\,\xi_{{{}}}", "the mean of a coordinate of the noise"


class Second(Number):
    tex, meaning = r"\mathbb E\,\xi_{{{}}}\xi_{{{}}}", "a second moment of the noise"


class Third(Number):
    tex, meaning = r"\mathbb E\,\xi_{{{}}}\xi_{{{}}}\xi_{{{}}}", "a third moment of the noise"


class Fourth(Number):
    tex, meaning = r"\mathbb E\,\xi_{{{}}}\xi_{{{}}}\xi_{{{}}}\xi_{{{}}}", "a fourth moment of the noise"


class Same(Number):
    tex, meaning = r"\delta_{{{}{}}}", "1 if the indices are equal, else 0"


class Spread(Number):
    tex, meaning = r"\mathbb E\lvert\xi\rvert^{{{}}}", "the mean of an even power of the length of the noise"


# -- a function of the input beside targets t
class Error(Number):
    tex, meaning = r"L\!\left({}\right)", r"the error $\tfrac12\,\mathbb E\,(f(x)-t)^2$ of a function $f$ on the data"


class NoisyError(Number):
    tex, meaning = (r"\widetilde L\!\left({}\right)", r"the error with noise, $\tfrac12\,\mathbb E\,(f(x+\xi)-t)^2$: the mean over data "
                                                      r"and noise")


class Slope(Number):
    tex, meaning = r"\mathbb E\lVert\nabla {}\rVert^2", "the mean of the squared length of the gradient by the input, at the data"


class Curvature(Number):
    tex, meaning = r"\mathbb E\,({0}-t)\,\Delta {0}", "the mean of the residual times the Laplacian by the input, at the data"


class Quartic(Number):
    tex, meaning = (r"\mathbb E\,(\xi^{{\mathsf T}}\nabla^2 {}\,\xi)^2", "the mean over data and noise, with the second derivatives at "
                                                                         "the data")


class LaplacianSquare(Number):
    tex, meaning = r"\mathbb E\,(\Delta {})^2", "the mean of the square of the Laplacian at the data"


class HessianSquare(Number):
    tex, meaning = r"\mathbb E\,\lVert\nabla^2 {}\rVert_F^2", "the mean of the sum of the squares of all second derivatives at the data"


class DiagonalSquare(Number):
    tex, meaning = (r"\mathbb E\textstyle\sum_i(\partial_{{ii}}{})^2",
                    "the mean of the sum of the squares of the pure second derivatives at the data")


class LossLaplacian(Number):
    tex, meaning = r"\mathbb E\,\Delta_x\tfrac12({}-t)^2", "the mean of the Laplacian, by the input, of the loss at one datum"


class SecondSup(Number):
    tex, meaning = r"\max\lvert\partial_{{ij}}{}\rvert", "the largest modulus of a second derivative, anywhere"


class ThirdSup(Number):
    tex, meaning = r"\max\lvert\partial_{{ijk}}{}\rvert", "the largest modulus of a third derivative, anywhere"


class FourthSup(Number):
    tex, meaning = (r"\sup\lvert D^4\phi_{{{}}}\rvert",
                    r"for $\phi_f = \tfrac12(f-t)^2$ the largest $\lvert D^4\phi_f(x+s\xi)[\xi,\xi,\xi,\xi]\rvert/\lvert\xi\rvert^4$ over "
                    r"the data, the "
                    r"noise $\xi\ne0$ and $0\le s\le1$")


# -- the family y = theta . phi
class Gram(Number):
    tex, meaning = r"\det\,\mathbb E\,{0}{0}^{{\mathsf T}}", "the determinant of the matrix of second moments of the features at the data"


class Moved(Operator):
    tex, meaning = (r"\dot\theta_{{{}}}", r"noise: the minimiser over $\theta$ of the error with the noise $r\xi$ is "
                                          r"$\theta^*+r^2\dot\theta+O(r^3)$")


class Shrunk(Operator):
    tex, meaning = (r"\dot\theta^{{\,\mathrm T}}_{{{}}}", r"gradient penalty: the minimiser over $\theta$ of "
                                                          r"$L(y_\theta)+\tfrac{r^2v}2\,\mathbb E\lVert\nabla y_\theta\rVert^2$ is "
                                                          r"$\theta^*+r^2\dot\theta^{\,\mathrm T}+O(r^4)$")


class Bend(Operator):
    tex, meaning = (r"\mathbb E\,\varphi\,\Delta y^*_{{{}}}",
                    r"the mean of the features times the Laplacian of the best fit $y^* = y_{\theta^*}$")


class Lean(Operator):
    tex, meaning = (r"\mathbb E\,(y^*_{{{0}}}-{0})\,\Delta\varphi",
                    "the mean of the residual of the best fit times the Laplacian of the features")


class Solve(Operator):
    tex, meaning = r"A^{{-1}}\!\left({}\right)", r"the inverse of the matrix $A = \mathbb E\,\varphi\varphi^{\mathsf T}$"


class Dropped(Number):
    tex, meaning = r"\mathbb E\,(y^*_{{{0}}}-{0})\,\Delta y^*_{{{0}}}", "the curvature term at the best fit"


class Expected(Number):
    tex, meaning = r"\mathbb E[{}\mid x_{{{}}}]", "the mean of the targets of all data with this input"


class Fitted(Number):
    tex, meaning = r"y^*_{{{}}}(x_{{{}}})", "the value of the best fit at an input"


class FittedLaplacian(Number):
    tex, meaning = r"\Delta y^*_{{{}}}(x_{{{}}})", "the Laplacian of the best fit at an input"


# -- hypotheses
def indexed(*indices):
    """All of them run over the coordinates."""
    return tuple((index, 1, d) for index in indices)


with evaluate(False):
    CENTRED = Clause("centred", Eq(First(i), 0), forall=indexed(i), used=indexed(i), scale=sqrt(Spread(2)), label="no mean")
    ISOTROPIC = Clause("isotropic", Eq(Second(i, j), v * Same(i, j)), forall=indexed(i, j), used=indexed(i, j), scale=Spread(2),
                       label="one variance in all directions, no correlation")
    BALANCED = Clause("balanced", Eq(Third(i, j, k), 0), forall=indexed(i, j, k), used=indexed(i, j, k),
                      scale=Spread(2)**Rational(3, 2), label="no third moments")
    KURTOSIS = Clause(
        "kurtosis", Eq(Fourth(i, j, k, l), v**2 * (Same(i, j) * Same(k, l) + Same(i, k) * Same(j, l) + Same(i, l) * Same(j, k)
                                                    + (kappa - 3) * Same(i, j) * Same(j, k) * Same(k, l))),
        forall=indexed(i, j, k, l), used=indexed(i, j, k, l), scale=Spread(4), label="fourth moments of independent coordinates")
