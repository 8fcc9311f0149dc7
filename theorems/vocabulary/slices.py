"""Networks that are sums of slices: outputs, penalties, and what a small change gains."""
from sympy import symbols

from theorems.language.operators import Number, Operator

X, Y, U, W, p, q, t, T, Slices, Directions = symbols("X Y U W p q t T Slices Directions", extended_real=True)


class Objective(Number):
    tex, meaning = (r"F\!\left({}\right)", r"the objective of a network, $\ell(Z)+\lambda\Theta$, where outputs $Z$ and penalties "
                                           r"$\Theta$ of its slices add up")


class Loss(Number):
    tex, meaning = r"\ell\!\left(Z_{{{}}}\right)", "the loss of the output of a network on the data"


class Pull(Number):
    tex, meaning = (r"\langle G, Z_{{{}}}\rangle", r"the inner product with the gradient $G$ of the loss at the output of $X$; $Z_U = "
                                                   r"\phi(U)$ for a slice")


class Along(Number):
    tex, meaning = r"\ell'\!\left(Z_X; Z_{{{}}}\right)", "the one-sided derivative of the loss at the output of $X$ in this direction"


class Penalty(Number):
    tex, meaning = (r"\lambda\Theta_{{{}}}", r"the weighted sum of the penalties of the slices of a network; $\Theta_U = \theta(U)$ for "
                                             r"one slice")


class Output(Operator):
    tex, meaning = r"\phi\!\left({}\right)", "the output of a slice on the data, a vector"


class ScaledOutput(Operator):
    tex, meaning = r"\phi\!\left({}\,{}\right)", "the output of the slice with all its parameters multiplied by a number"


class ScaledPenalty(Number):
    tex, meaning = (r"\lambda\,\theta\!\left({}\,{}\right)", "the weighted penalty of the slice with all its parameters multiplied by a "
                                                             "number")


class SliceGain(Number):
    tex, meaning = (r"\min_{{0\le\tau\le\epsilon}}F(X,\tau {0})-F(X)",
                    r"the least change of the objective when a small multiple of a slice is added; $\epsilon > 0$ is part of the instance")


class ShrinkGain(Number):
    tex, meaning = (r"\min_{{1-\epsilon\le\tau\le1}}F(\tau {0})-F({0})", "the least change of the objective when all parameters are "
                                                                         "shrunk a little")
