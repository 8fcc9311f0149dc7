"""Noise on the margin of a generalised linear model: dropout masks, log-partitions and the penalty that the noise amounts to."""
from sympy import symbols

from theorems.language.operators import Number

# Margin, rate, noise, weights, label; log-partitions: any, the logistic, the square.
z, delta, xi, beta, y, A, S, Q = symbols("z delta xi beta y A S Q", extended_real=True)
i, j, d = symbols("i j d", integer=True)


class Penalty(Number):
    tex, meaning = r"R_{{{}}}", r"the penalty $R_A = \mathbb E\,A(z+\xi) - A(z)$"


class NoisyLoss(Number):
    tex, meaning = r"\mathbb E\,[{}(z+\xi) - y\,(z+\xi)]", "the mean loss with noise"


class Loss(Number):
    tex, meaning = r"\mathbb E\,[{}(z) - y\,z]", "the mean loss without noise"


class Moment(Number):
    tex, meaning = r"m_{{{}}}", r"the moment $m_k = \mathbb E\,\xi^k$ of the noise on the margin"


class AbsThird(Number):
    tex, meaning = r"\mathbb E\lvert {}\rvert^3", "the third absolute moment of the noise on the margin"


class Curve(Number):
    tex, meaning = r"{}''(z)", "the second derivative at the margin"


class Slant(Number):
    tex, meaning = r"{}'''(z)", "the third derivative at the margin"


class LeastCurve(Number):
    tex, meaning = r"\inf {}''", "the infimum of the second derivative"


class LabelNoise(Number):
    tex, meaning = r"\mathbb E\,{}\xi", "the mean of the product of label and noise"


class MeanLabel(Number):
    tex, meaning = r"\mathbb E\,{}", "the mean of the label"


class FeatureSecond(Number):
    tex, meaning = (r"\mathbb E\,\zeta_{{{}}}\zeta_{{{}}}",
                    r"second moments of the relative noise of the features, $\tilde x_j = x_j(1+\zeta_j)$, so that $\xi = \sum_j "
                    r"x_j\beta_j\zeta_j$")


class Same(Number):
    tex, meaning = r"\delta_{{{}{}}}", "1 if the indices are equal, else 0"


class Energy(Number):
    tex, meaning = (r"\textstyle\sum_j x_j^2{}_j^2",
                    r"with the weights $\beta$: the sum of the squares of what the features contribute to the margin")


class Single(Number):
    tex, meaning = (r"R_1\!\left({},{}\right)",
                    r"the penalty of dropout at this rate on a feature that is alone, without intercept, "
                    r"$\delta\log2+(1-\delta)\,S(\tfrac z{1-\delta})-S(z)$")
