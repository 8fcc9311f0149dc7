"""Losses of a family of models on samples of a law on finitely many points of Euclidean space."""
from sympy import Eq, Ge, Le, evaluate, symbols

from theorems.language.operators import Number
from theorems.language.statement import Clause, Role
from theorems.vocabulary.analysis import Prod, Total
from theorems.vocabulary.measures import Weight, probability
from theorems.vocabulary.samples import Probability


class Multinomial(Number):
    tex, meaning = r"\binom{{n}}{{{}}}", r"the multinomial coefficient: in how many orders the sample can be drawn"


class Times(Number):
    tex, meaning, fenced = r"{}_{{{}}}", "how often the sample has the point", False


class Optimism(Number):
    tex, meaning = (r"\sup_{{c\in {}}}(L-L_{{{}}})(c)",
                    r"by how much the training loss $L_s$ is below the loss $L$ at worst: $L(c)=\int f_c\,d\mu$, and $L_s(c)$ is the mean "
                    r"of $f_c$ over the sample $s$")


class Pessimism(Number):
    tex, meaning = r"\sup_{{c\in {}}}(L_{{{}}}-L)(c)", "the same in the other direction"


class Indicator(Number):
    tex, meaning = r"\mathbf 1\bigl\{{{}\ge0\bigr\}}", r"$1$ where the number is at least $0$, else $0$"


class MeanError(Number):
    tex, meaning = r"\lVert m_{{{}}}-m\rVert", r"the distance of the mean of the sample from the mean $m$ of $\mu$"


class Variance(Number):
    tex, meaning = r"\operatorname{{Var}}{}", r"$\int\lVert x\rVert^2\,d\mu-\lVert m\rVert^2$"


class Size(Number):
    tex, meaning = r"\lVert {}\rVert", "the Euclidean norm of a point"


mu, s, u, x, X, Omega, n, k, t, C = symbols("mu s u x X Omega n k t C", extended_real=True)
NAMES = {Omega: r"\Omega", C: r"\mathcal C"}
PHRASES = {mu: r"a law on finitely many points of $\mathbb R^D$", u: "a sample",
           s: "a sample of $n$ draws: how often each point was drawn", x: "a point that may carry mass",
           X: "the points that may carry mass", Omega: "the samples of $n$ draws", n: "the number of draws",
           t: "a deviation"}


def over(sample):
    """By how much the training loss is below the loss at worst."""
    return Optimism(C, sample)


def under(sample):
    """By how much it is above."""
    return Pessimism(C, sample)


def mean(Z):
    """The expectation of a function of a sample."""
    return Total(Probability(u) * Z(u), (u, Omega))


with evaluate(False):
    LAW = probability(mu)
    SUPPORT = Clause("support", Le(Size(x), 1), forall=((x, X),), used=((x, X),), label="the data are in the unit ball")
    INDEPENDENT = Clause("independent", Eq(Probability(s), Multinomial(s) * Prod(Weight(mu, x)**Times(s, x), (x, X))), forall=((s, Omega),),
                         used=((s, Omega),), label="the draws are independent")
    DEVIATION = Clause("deviation", Ge(t, 0), used=(), role=Role.DOMAIN, label="a deviation is not negative")
