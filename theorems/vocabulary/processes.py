"""Random signals on a grid, their scattering transforms and the means over the law."""
from theorems.language.operators import Number, Operator


class MeanEnergy(Number):
    tex = r"\mathbb E\lvert {} \rvert^2"
    meaning = r"the mean square over samples and law, $\frac1N\mathbb E\lVert\cdot\rVert^2$; of a family, the sum over its members"


class Chance(Number):
    tex, meaning = r"\mathbb P\{{{} = {}\}}", "a probability"


class Realisation(Operator):
    tex, meaning = r"{}(\omega_{{{}}})", "one of the finitely many values of a random signal"


class Stepped(Operator):
    tex, meaning = r"T {:p}", r"the shift by one sample, $(Tx)(u) = x(u-1)$"


class ExpectedOutput(Number):
    tex, meaning = r"\mathbb E\,S_{{{}}}[{}]{}({})", "the expected output at one sample"


class ExpectedPath(Number):
    tex, meaning = (r"\overline S{1}({0})",
                    r"the expected coefficient, the mean of $\mathbb E\,U[p]X(u)$ over $u$; of a stationary process, its value at any $u$")


class ExpectedScattering(Operator):
    tex, meaning = r"\overline S[\mathcal P_{{{},{}}}] {}", r"all $\overline SX(p)$ with paths of fewer than $M$ wavelets"


class ScatteredProcess(Operator):
    tex, meaning = r"S_{{{0}}}[\mathcal P_{{{0},{1}}}] {2}", "the random signals $S_J[p]X$, for all paths of fewer than $M$ wavelets"


class CentredProcess(Operator):
    tex, meaning = (r"(S_{{{0}}} - \overline S)[\mathcal P_{{{0},{1}}}] {2}", r"the random signals $S_J[p]X - \overline SX(p)$")


class LastProcess(Operator):
    tex, meaning = r"U[\Lambda_{{{}}}^{{{}}}] {}", "the random signals $U[p]X$, for all paths of $M$ wavelets"


class SquaredTransport(Number):
    tex = r"W_2(\mathcal L_{{{}}}, \mathcal L_{{{}}})^2"
    meaning = r"the squared Wasserstein distance of two laws: the least $\mathbb E\lVert X' - Y'\rVert^2$ with these laws"
