"""Closed sets in Euclidean space: reach, tangent cones, nearest points; and the hypotheses that results on them share."""
from sympy import Eq, Gt, Le, evaluate, symbols

from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause, Role


class Apart(Number):
    tex, meaning = r"\left\lVert {}-{}\right\rVert", "the Euclidean distance of two points"


class Reach(Number):
    tex, meaning = (r"\operatorname{{reach}}({})",
                    r"the reach: the supremum of the $\rho$ such that every point nearer than $\rho$ has one nearest point in the set")


class TangentDistance(Number):
    tex, meaning = (r"d\left({}-{},\operatorname{{Tan}}(A,{})\right)",
                    r"the distance of $b-a$ from the tangent cone of $A$ at $a$, which is $\{0\}$ at an isolated point")

    def _latex(self, printer, exp=None):
        b, a = map(printer._print, self.args)
        text = self.tex.format(b, a, a)
        return text if exp is None else rf"{text}^{{{exp}}}"


class LeastQuotient(Number):
    tex, meaning = (r"\inf_{{a\ne b\in {0}}}\frac{{\lVert b-a\rVert^2}}{{2\,d(b-a,\operatorname{{Tan}}({0},a))}}",
                    r"the infimum over different points of $A$, in which a limit $b\to a$ counts by its radius of curvature")
    fenced = False


class SetDistance(Number):
    tex, meaning = r"d({},{})", "the distance of a point from a set"


class Projection(Operator):
    tex, meaning = r"\pi({})", "a point of the set that is claimed to be nearest"


class Pairing(Number):
    tex, meaning = (r"\left\langle {0}-{1},\,{2}-{1}\right\rangle", r"the inner product of $x-p$ and $q-p$")


class Volume(Number):
    tex, meaning = r"\mathcal H^{{{}}}({})", r"the $d$-dimensional volume: number of points, length, area"


class LocalVolume(Number):
    tex, meaning = r"\mathcal H^{{{}}}\bigl({}\cap B({},{})\bigr)", r"the volume of the part in the open ball of this centre and radius"


class BoundarySize(Number):
    tex, meaning = r"\#\partial {}", "the number of boundary points, such as the ends of a curve"


class Separation(Number):
    tex, meaning = r"\min_{{a\ne b\in {}}}\lVert a-b\rVert", "the least distance of two different points"


class NetDistance(Number):
    tex, meaning = r"d({},{})", "the distance from the nearest landmark"


# -- symbols, with the phrase that explains them
A, a, b, x, y, z, tau, r, Both = symbols("A a b x y z tau r Both", extended_real=True)
M, N, S, V, d, p, q, s = symbols("M N S V d p q s", extended_real=True)
NAMES = {Both: r"\{x, y\}"}
PHRASES = {A: r"a closed set in $\mathbb R^D$", a: "a point of $A$", b: "a point of $A$", x: r"a point of $\mathbb R^D$",
           y: r"a point of $\mathbb R^D$", z: "either of the two points", tau: "a number that is claimed to be at most the reach",
           r: "a bound on the distances from $A$", Both: "the two points",
           M: r"a closed submanifold of $\mathbb R^D$ of class $C^{1,1}$ and dimension $d$; of dimension $0$ a finite set",
           N: "a set of landmarks, points of $M$", S: "a finite set of points of $M$", V: "a number that is claimed to bound the volume",
           d: r"the dimension of $M$", p: "a point of $M$, nearest to $x$ where that is a hypothesis", q: "a point of $M$",
           s: "the radius of a ball"}


def glossary(*wanted):
    """The phrases of these symbols."""
    return {s: PHRASES[s] for s in wanted}


# -- hypotheses
both = ((z, Both),)
with evaluate(False):
    POSITIVE_REACH = Clause("positive", Gt(tau, 0), used=(), role=Role.DOMAIN, label=r"$\tau$ is positive")
    REACH = Clause("reach", Le(tau, Reach(A)), used=(), label=r"the reach is at least $\tau$")
    NEAREST = Clause("nearest", Eq(Apart(z, Projection(z)), SetDistance(z, A)), forall=both, used=both, scale=tau,
                     label=r"$\pi(z)$ is a nearest point")
