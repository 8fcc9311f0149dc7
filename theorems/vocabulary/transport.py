"""Couplings, their costs, the Wasserstein distance."""
from theorems.language.operators import Number, Operator


class Wasserstein(Number):
    """A result whose points are not those of a finite space says in a subclass of this name what the ground distance is."""

    tex, meaning = r"W_{{{}}}\!\left({},{}\right)", \
        r"the Wasserstein distance: with the order $p$ of the index, the minimum of $\bigl(\sum_{x,y} d(x,y)^p\,\pi(x,y)\bigr)^{1/p}$ " \
        r"over the couplings $\pi \ge 0$ of the two laws, matrices of which they are the row and column sums"


class Coupling(Operator):
    tex, meaning = r"\pi^{{({})}}_{{{},{}}}", "an optimal coupling of two measures"


class Glue(Operator):
    tex, meaning, postfix = r"{}\bullet {}", "two couplings glued along their common marginal", True


class Cost(Number):
    fenced, tex, meaning = False, r"\int d^{{{}}}\,d{:p}", "the cost of a coupling"


class FirstMarginal(Operator):
    tex, meaning = r"(\mathrm{{pr}}_1)_{{\#}} {:p}", "the first marginal of a coupling"


class SecondMarginal(Operator):
    tex, meaning = r"(\mathrm{{pr}}_2)_{{\#}} {:p}", "the second marginal of a coupling"


class Mismatch(Number):
    fenced, tex = False, r"\min_{{\pi\in\Pi({},{})}} \pi\{{x\ne y\}}"
    meaning = r"the least mass that a coupling moves; $\Pi$ are the couplings, matrices $\pi\ge0$ of which the laws are row and column sums"


class LipSup(Number):
    fenced = False
    tex = r"\sup_{{\operatorname{{Lip}}(g)\le 1}}\left(\textstyle\int g\,d{} - \int g\,d{}\right)"
    meaning = "the supremum over all functions $g$ on $X$ with $g(x)-g(y) \\le d(x,y)$ for all $x, y$"
