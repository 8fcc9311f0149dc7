"""The training loss of k-means is within 5 k over root n of the true one in the mean, in every dimension."""
from sympy import Eq, Le, evaluate, exp, sqrt, symbols

from theorems.language.operators import Number
from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Total
from theorems.vocabulary.risks import (
    DEVIATION,
    INDEPENDENT,
    LAW,
    NAMES,
    PHRASES,
    SUPPORT,
    C,
    Indicator,
    MeanError,
    Omega,
    Variance,
    X,
    k,
    mean,
    mu,
    n,
    over,
    s,
    t,
    u,
    under,
    x,
)
from theorems.vocabulary.samples import Probability


class Centre(Number):
    tex, meaning = r"\lVert {}_{{{}}}\rVert", r"the norm of the $j$-th centre of $c$"


class SingleOptimism(Number):
    tex, meaning = r"\sup_{{c\in\mathcal C}}(L-L_{{{}}})(c_1)", r"the same for the family of single centres $c_1$, $c\in\mathcal C$"


c, j, Places = symbols("c j Places", extended_real=True)
a, b, e, f = symbols("a b e f", real=True)                       # steps
m, q, v = symbols("m q v", positive=True)


def tail(Z):
    """P{Z - E Z >= t}."""
    return Total(Probability(s) * Indicator(Z(s) - mean(Z) - t), (s, Omega))


with evaluate(False):
    law, family, decay = ("mass", "positive", "independent"), ((c, C), (j, Places)), exp(-n * t**2 / 8)
    needs = (*law, "support", "centres")
    THEOREM = Theorem(
        tag="0016",
        title="k-means generalises at the rate k over root n in every dimension",
        headline="over",
        aliases=("vector quantisation", "generalisation of clustering", "Lloyd's algorithm", "dimension-free"),
        source=Source("BiauDevroyeLugosi2008", "the abstract, for the order and for the independence of the dimension", Fidelity.PRIMARY,
                      "Of the article the abstract was read, of Narayanan and Mitter (2010) too, which has $k^2/\\epsilon^2$ as the bound "
                      "known until then. The constants are those of this page. The order $\\sqrt{k/n}$, the truth, was quoted."),
        hypotheses=(
            *LAW, SUPPORT,
            Clause("centres", Le(Centre(c, j), 1), forall=family, used=family, label="the centres are in the unit ball"),
            INDEPENDENT, DEVIATION),
        conclusions=(
            Clause("over", Le(mean(over), 5 * k / sqrt(n)), needs=needs, label="the training loss is not far below the true one"),
            Clause("under", Le(mean(under), 5 * k / sqrt(n)), needs=needs, label="nor far above"),
            Clause("tail_over", Le(tail(over), decay), needs=(*needs, "deviation"), label="large deviations from the mean are rare"),
            Clause("tail_under", Le(tail(under), decay), needs=(*needs, "deviation"), label="the same in the other direction"),
            Clause("one_centre", Le(mean(SingleOptimism), 2 * mean(MeanError)), needs=(*law, "centres"),
                   label="a single centre: the error of the mean", why="With equality for all centres of the unit ball."),
            Clause("mean_error", Le(mean(MeanError), sqrt(Variance(mu) / n)), needs=law, label="the error of the mean"),
            Clause("variance", Le(Variance(mu), 1), needs=("mass", "positive", "support"), label="data in the unit ball vary by at most 1",
                   why=r"So for a single centre $\tfrac{2}{\sqrt n}$ takes the place of $\tfrac{5}{\sqrt n}$.")),
        glossary={phrase: PHRASES[phrase] for phrase in (mu, s, u, x, X, Omega, n, t)} | {
            k: "the number of centres", C: r"a family of $k$-tuples of centres; $f_c(x)=\min_j\lVert x-c_j\rVert^2$",
            c: "a tuple of centres", j: "the number of a centre", Places: r"the numbers $1, \dots, k$"},
        names=NAMES | {Places: r"\{1,\dots,k\}"},
        steps=(
            Step("constants", Eq(2 * q * (sqrt(m) / 2 + 2 * sqrt(m)) / m, 5 * q / sqrt(m)), Identity(),
                 r"Symmetrisation doubles; each of $q$ centres has $\tfrac12\sqrt m$ from $\lVert c\rVert^2$ and $2\sqrt m$ from "
                 r"$2\langle x,c\rangle$, for $m$ draws."),
            Step("bounded differences", Eq(2 * v**2 / (m * (4 / m)**2), m * v**2 / 8), Identity(),
                 r"One of $m$ draws moves a supremum by at most $4/m$: the exponent."),
            Step("squared distance", Eq((a - e)**2 + (b - f)**2 - a**2 - b**2, e**2 + f**2 - 2 * (a * e + b * f)), Identity(),
                 r"$\lVert x-c\rVert^2-\lVert x\rVert^2=\lVert c\rVert^2-2\langle x,c\rangle$, in the plane.")))
