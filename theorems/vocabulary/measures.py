"""Laws on a metric space, functions on it, what tells laws apart; and what it means that these are laws, and that this is a metric."""
from dataclasses import replace

from sympy import Eq, Ge, Gt, Le, Ne, evaluate, latex, symbols

from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause, Role
from theorems.vocabulary.analysis import Total


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


class Mass(Number):
    tex, meaning = r"{}\!\left({}\right)", "the mass that a law gives to a set of points"


# -- symbols, with the phrase that explains them
mu, nu, rho, lam, x, y, z, X, f, p, m, D, A, Sets = symbols("mu nu rho lambda x y z X f p m D A Sets", extended_real=True)
PHRASES = {mu: "a law on $X$", nu: "a law on $X$", rho: "a law on $X$", X: "a finite set of points", f: "any real function on $X$",
           p: "the exponent, a real number", m: "a bound on the distances of different points from below",
           D: "a bound on all distances", A: "a set of points", Sets: "all sets of points"}
points, pairs, triples = ((x, X),), ((x, X), (y, X)), ((x, X), (y, X), (z, X))


def glossary(*wanted):
    """The phrases of these symbols; lambda is any of the laws among them."""
    laws = [f"${latex(s)}$" for s in (mu, nu, rho) if s in wanted]
    any_law = " or ".join(laws) if len(laws) < 3 else f"any of {', '.join(laws)}"
    return {s: any_law if s == lam else PHRASES[s] for s in wanted}


# -- hypotheses
def probability(*laws):
    """`mass` and `positive`: each of the laws is a probability vector on X."""
    each, names = ((lam, laws),), ", ".join(f"${latex(law)}$" for law in laws)
    whole = f"each of {names} is a probability vector"
    with evaluate(False):
        return (Clause("mass", Eq(Total(Weight(lam, x), (x, X)), 1), forall=each, used=each, role=Role.DOMAIN,
                       label="the masses sum to one", part_of=whole),
                Clause("positive", Ge(Weight(lam, x), 0), forall=(*each, *points), used=(*each, *points), role=Role.DOMAIN,
                       label="no mass is negative", part_of=whole))


with evaluate(False):
    EXPONENT = Clause("exponent", Ge(p, 1), used=(), label="exponent at least one")
    POSITIVE_EXPONENT = Clause("positive_exponent", Gt(p, 0), used=(), role=Role.DOMAIN, label="positive exponent")
    SEPARATED = Clause("separated", Ge(Distance(x, y), m), forall=pairs, used=pairs, where=Ne(x, y), label="different points have a least distance")
    DIAMETER = Clause("diameter", Le(Distance(x, y), D), forall=pairs, used=pairs, label="distances are bounded")


def metric(**changes):
    """The five properties of a metric d on X; `symmetric=dict(...)` changes fields of one of them, such as its role."""
    d = Distance(x, y)
    with evaluate(False):
        parts = (
            Clause("nonnegative", Ge(d, 0), forall=pairs, used=pairs, role=Role.DOMAIN, label="distances are not negative"),
            Clause("reflexive", Eq(Distance(x, x), 0), forall=points, used=points, scale=Diameter(X),
                   label="a point has distance zero from itself"),
            Clause("separating", Gt(d, 0), forall=pairs, used=pairs, where=Ne(x, y), label="different points are apart"),
            Clause("symmetric", Eq(d, Distance(y, x)), forall=pairs, used=pairs, scale=Diameter(X), label="symmetry of the distance"),
            Clause("triangle", Le(Distance(x, z), d + Distance(y, z)), forall=triples, used=triples, label="triangle inequality"))
    if unknown := changes.keys() - {c.name for c in parts}:
        raise ValueError(f"{sorted(unknown)} are no properties of a metric; these are {[c.name for c in parts]}.")
    return tuple(replace(c, **{"part_of": "$d$ is a metric"} | changes.get(c.name, {})) for c in parts)
