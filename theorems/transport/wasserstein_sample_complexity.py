"""How many samples the Wasserstein distance needs: an upper bound on finite spaces, a lower bound for densities."""
from sympy import Derivative, Eq, Ge, Gt, Le, Rational, evaluate, sqrt, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary import measures, transport
from theorems.vocabulary.analysis import Count, Prod, Total
from theorems.vocabulary.measures import Weight
from theorems.vocabulary.samples import (
    BallVolume,
    Continuous,
    DensityBound,
    Discrete,
    Draw,
    Empirical,
    PeakDensity,
    Probability,
    SupportSize,
)


class Distance(measures.Distance):
    tex = r"d_X\!\left({},{}\right)"


class Wasserstein(transport.Wasserstein):
    meaning = (r"the Wasserstein distance of order $p$: the minimum of $\bigl(\int c(x,y)^p\,d\pi(x,y)\bigr)^{1/p}$ over the couplings "
               r"$\pi$ of the two laws, with $c = d_X$ for laws on $X$ and $c(x,y) = \lVert x-y\rVert$ for laws on $\mathbb R^d$")


mu, x, y, z, X, s, Omega, p, D, Dims = symbols("mu x y z X s Omega p D Dims", extended_real=True)
n, k, m, j, d = symbols("n k m j d", integer=True)
u, v, c, q, r, t, R, m1 = symbols("u v c q r t R m", positive=True)

with evaluate(False):
    spread = Total(sqrt(Weight(mu, x) * (1 - Weight(mu, x)) / n), (x, X))
    points, pairs, triples, everywhere = ((x, X),), ((x, X), (y, X)), ((x, X), (y, X), (z, X)), ((d, Dims),)
    finite = ("positive_exponent", "mass", "positive", "nonnegative", "reflexive", "diameter", "independent")
    THEOREM = Theorem(
        tag="000C",
        title="The sample complexity of the Wasserstein distance",
        source=Source("SommerfeldMunk2018", "for the rate on finite spaces; the lower bound goes back to Dudley (1969)",
                      Fidelity.MEMORY,
                      "All three conclusions are statements of this page with the proofs below, not of the articles, which are named for "
                      "the subject and were not read. An explicit bound on finite spaces is in Sommerfeld, Schrieber, Zemel and Munk "
                      "(2019), whose constants were not compared; the lower bound is the ball bound of quantisation."),
        hypotheses=(
            Clause("positive_exponent", Gt(p, 0), used=(), role=Role.DOMAIN, label="positive exponent"),
            Clause("mass", Eq(Total(Weight(mu, x), (x, X)), 1), used=(), role=Role.DOMAIN, label="$\\mu$ has mass 1"),
            Clause("positive", Ge(Weight(mu, x), 0), forall=points, used=points, role=Role.DOMAIN, label="no mass is negative"),
            Clause("cardinality", Eq(Count(X), k), used=(), label="$X$ has $k$ points"),
            Clause("nonnegative", Ge(Distance(x, y), 0), forall=pairs, used=pairs, role=Role.DOMAIN, label="distances are not negative"),
            Clause("reflexive", Eq(Distance(x, x), 0), forall=points, used=points, scale=D, label="staying costs nothing"),
            Clause("diameter", Le(Distance(x, y), D), forall=pairs, used=pairs, label="distances are at most $D$"),
            Clause("triangle", Le(Distance(x, z), Distance(x, y) + Distance(y, z)), forall=triples, used=(), role=Role.TECHNICAL,
                   why="The upper bound holds for every cost between 0 and $D^p$ that vanishes on the diagonal; the other two have no $X$ "
                       "with a distance.", label="triangle inequality of $d_X$"),
            Clause("exponent", Ge(p, 1), used=(), role=Role.TECHNICAL,
                   why="The bounds hold for every $p > 0$; from $p = 1$ on, $W_p$ is a distance.", label="exponent at least 1"),
            Clause("independent", Eq(Probability(s), Prod(Weight(mu, Draw(s, j)), (j, 1, n))), forall=((s, Omega),),
                   used=((s, Omega),), label="the draws are independent"),
            Clause("density", Le(PeakDensity(Continuous(d)), DensityBound(d)), forall=everywhere, used=everywhere,
                   label="the density is at most $M_d$"),
            Clause("few_atoms", Le(SupportSize(Discrete(d)), m), forall=everywhere, used=everywhere, label="at most $m$ points")),
        conclusions=(
            Clause("upper", Le(Total(Probability(s) * Wasserstein(p, Empirical(s), mu)**p, (s, Omega)),
                               Rational(1, 2) * D**p * spread), needs=finite, label="the mean cost of a sample, from above"),
            Clause("worst_law", Le(Total(sqrt(Weight(mu, x) * (1 - Weight(mu, x))), (x, X)), sqrt(k - 1)),
                   needs=("mass", "positive", "cardinality"),
                   why=r"With the first bound: at most $\tfrac12 D^p \sqrt{(k-1)/n}$, whatever the law.",
                   label="the worst law on $k$ points"),
            Clause("lower", Ge(Wasserstein(p, Continuous(d), Discrete(d)),
                               (d / (d + p))**(1 / p) * (m * DensityBound(d) * BallVolume(d))**(-1 / d)),
                   forall=everywhere, needs=("positive_exponent", "density", "few_atoms"),
                   label="any $m$ points against a density, from below")),
        glossary={
            mu: "a law on $X$", X: "a finite set of points", p: "the exponent, a real number", D: "a bound on the distances in $X$",
            s: "a sample of $n$ points of $X$", Omega: "the samples", n: "the number of draws, at least 1",
            k: "the number of points of $X$", j: "the number of a draw",
            m: "the number of atoms allowed", d: "a dimension, at least 1", Dims: "the dimensions in question"},
        names={Dims: r"\mathcal D", Omega: "X^n"},
        steps=(
            Step("variance", Eq(c * (1 - c)**2 + (1 - c) * c**2, c * (1 - c)), Identity(),
                 "The variance of the indicator of one draw; the frequency among $n$ draws has $c(1-c)/n$."),
            Step("cauchy", Le(u * v, (u**2 + v**2) / 2), Squares((u - v)**2 / 2),
                 "Behind Cauchy and Schwarz, and behind the bound of a mean modulus by a root mean square."),
            Step("tail_primitive", Eq(Derivative(r**q - q / (q + t) * r**(q + t) / R**t, r), q * r**(q - 1) * (1 - (r / R)**t)),
                 Identity(),
                 r"The tail of the distance to the atoms is at least $1 - (r/R)^t$, with $t = d$, $q = p$ and $R = "
                 r"(mM\omega_d)^{-1/d}$."),
            Step("tail_integral", Eq(R**q - q / (q + t) * R**(q + t) / R**t, t / (t + q) * R**q), Identity(),
                 "Its integral up to $R$ is the $p$-th power of the lower bound."),
            Step("midpoints", Eq(2 * m1 * (1 / (2 * m1))**(q + 1) / (q + 1), 1 / (q + 1) * (2 * m1)**(-q)), Identity(),
                 "The uniform law on the unit interval and $m$ midpoints: the lower bound is attained in one dimension.")),
        headline="lower", aliases=("curse of dimension", "quantisation", "empirical measure"))
