"""Samples, empirical laws, laws with a density and laws on few points."""
from theorems.language.operators import Number, Operator


class Probability(Number):
    tex, meaning = r"\mathbb P\{{{}\}}", "the probability of a sample"


class Draw(Operator):
    tex, meaning = r"{}_{{{}}}", r"the $j$-th point of the sample $s$"


class Empirical(Operator):
    tex, meaning = r"\widehat\mu_{{{}}}", r"the empirical measure of the sample $s$: mass $1/n$ for each draw"


class Continuous(Operator):
    tex, meaning = r"\rho_{{{}}}", r"a law on $\mathbb R^d$ with a density"


class Discrete(Operator):
    tex, meaning = r"\nu_{{{}}}", r"a law on finitely many points of $\mathbb R^d$, with any weights"


class PeakDensity(Number):
    tex, meaning = r"\left\lVert {} \right\rVert_\infty", "the essential supremum of the density"


class DensityBound(Number):
    tex, meaning = r"M_{{{}}}", r"a bound on the density on $\mathbb R^d$"


class SupportSize(Number):
    tex, meaning = r"\#\operatorname{{supp}}{}", "the number of points that carry mass"


class BallVolume(Number):
    tex, meaning = r"\omega_{{{}}}", r"the volume of the unit ball of $\mathbb R^d$"
