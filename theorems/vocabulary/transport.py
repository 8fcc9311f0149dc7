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
