"""Laws on a metric space, functions on it, and what tells laws apart."""
from theorems.language.operators import Number, Operator


class Distance(Number):
    tex, meaning = r"d\!\left({},{}\right)", "the distance of two points of $X$"


class Diameter(Number):
    tex, meaning = r"\operatorname{{diam}}{}", "the largest distance"


class Weight(Number):
    tex, meaning = r"{}\{{{}\}}", "the mass that a law gives to a point"


class LipNorm(Number):
    tex, meaning = r"\operatorname{{Lip}}\!\left({}\right)", "the Lipschitz constant of a function"


class Integral(Number):
    fenced, tex, meaning = False, r"\textstyle\int {}\,d{}", "the integral of a function against a measure"


class TV(Number):
    tex, meaning = r"\delta\!\left({},{}\right)", r"total variation of two laws $P$, $Q$: $\sup_A \lvert P(A)-Q(A)\rvert$"


class KL(Number):
    tex, meaning = r"\mathrm{{KL}}\!\left({}\,\middle\Vert\,{}\right)", \
        r"Kullback-Leibler divergence in nats; $+\infty$ unless the first law is absolutely continuous with respect to the second"


class JS(Number):
    tex, meaning = (r"\mathrm{{JS}}_{{1/2}}\!\left({},{}\right)",
                    r"Jensen-Shannon divergence with the factor one half: the mean of both divergences to the midpoint")


class Line(Operator):
    tex, meaning = (r"\mathcal L\!\left({},{}\right)",
                    r"the law on $\mathbb R^2$ of the point $(t, z)$, with $t$ fixed and $z$ drawn from the second argument")


class Mixture(Operator):
    tex, meaning = r"\tfrac12\left({} + {}\right)", "the even mixture of two laws"
