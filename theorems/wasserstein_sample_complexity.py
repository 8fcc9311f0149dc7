"""How many samples the Wasserstein distance needs: an upper bound on finite spaces, a lower bound for densities."""
from sympy import Derivative, Eq, Ge, Le, Rational, evaluate, sqrt, symbols

from theorems.language.notation import (
    BallVolume,
    Continuous,
    DensityBound,
    Discrete,
    Distance,
    Draw,
    Empirical,
    PeakDensity,
    Probability,
    Prod,
    SupportSize,
    Total,
    Wasserstein,
    Weight,
)
from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares

mu, x, y, z, X, s, Omega, p, D, Dims = symbols("mu x y z X s Omega p D Dims", extended_real=True)
n, k, m, j, d = symbols("n k m j d", integer=True)
u, v, c, q, r, t, R, m1 = symbols("u v c q r t R m", positive=True)

with evaluate(False):
    spread = Total(sqrt(Weight(mu, x) * (1 - Weight(mu, x)) / n), (x, X))
    finite = ("mass", "nonnegative", "diagonal", "diameter", "independent")
    THEOREM = Theorem(
        tag="000C",
        title="The sample complexity of the Wasserstein distance",
        family="Optimal transport",
        source=Source("SommerfeldMunk2018", "context of the upper bound; the lower bound goes back to Dudley (1969)",
                      Fidelity.MEMORY,
                      "Both explicit bounds are statements of our own with the proofs below; the articles are named for the "
                      "rates and were not read."),
        hypotheses=(
            Clause("mass", Eq(Total(Weight(mu, x), (x, X)), 1), role=Role.DOMAIN),
            Clause("nonnegative", Ge(Weight(mu, x), 0), forall=((x, X),), role=Role.DOMAIN),
            Clause("diagonal", Eq(Distance(x, x), 0), forall=((x, X),), scale=D),
            Clause("diameter", Le(Distance(x, y), D), forall=((x, X), (y, X))),
            Clause("triangle", Le(Distance(x, z), Distance(x, y) + Distance(y, z)), forall=((x, X), (y, X), (z, X)),
                   role=Role.TECHNICAL,
                   why="Both bounds hold for every cost between 0 and $D^p$ that vanishes on the diagonal."),
            Clause("exponent", Ge(p, 1), role=Role.TECHNICAL,
                   why="The bounds hold for every $p > 0$; from $p = 1$ on, $W_p$ is a distance."),
            Clause("independent", Eq(Probability(s), Prod(Weight(mu, Draw(s, j)), (j, 1, n))), forall=((s, Omega),)),
            Clause("density", Le(PeakDensity(Continuous(d)), DensityBound(d)), forall=((d, Dims),)),
            Clause("few_atoms", Le(SupportSize(Discrete(d)), m), forall=((d, Dims),))),
        conclusions=(
            Clause("upper", Le(Total(Probability(s) * Wasserstein(p, Empirical(s), mu)**p, (s, Omega)),
                               Rational(1, 2) * D**p * spread), needs=finite),
            Clause("worst_law", Le(Total(sqrt(Weight(mu, x) * (1 - Weight(mu, x))), (x, X)), sqrt(k - 1)),
                   needs=("mass", "nonnegative")),
            Clause("lower", Ge(Wasserstein(p, Continuous(d), Discrete(d)),
                               (d / (d + p))**(1 / p) * (m * DensityBound(d) * BallVolume(d))**(-1 / d)),
                   forall=((d, Dims),), needs=("density", "few_atoms"))),
        glossary={
            mu: "a law on $k$ points", X: "the space of $k$ points", p: "the exponent", D: "a bound on the distances in $X$",
            s: "a sample of $n$ points", Omega: "the samples, all of $X^n$", n: "the number of draws",
            k: "the number of points", j: "the number of a draw",
            m: "the number of atoms allowed", d: "a dimension", Dims: "dimensions"},
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
        uses=("wasserstein_metric",))
