"""Giryes, Sapiro and Bronstein; Cho and Saul: what one random ReLU layer does to distances and angles."""
from sympy import Eq, Ge, Gt, Integral, Le, Rational, cos, diff, evaluate, pi, sin, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Energy, Norm
from theorems.vocabulary.random_layers import (
    AbsoluteGap,
    Cosine,
    FourthAlong,
    LayerDistance,
    LayerInner,
    LeastChance,
    Lopsided,
    OutputCosine,
    Psi,
    RowFourth,
    Same,
    Second,
    TotalChance,
    Uneven,
    b,
    d,
    i,
    j,
    kappa,
    u,
    v,
    w,
    x,
    y,
)

s, t, theta, alpha = symbols("s t theta alpha", real=True)               # steps
a = symbols("a", extended_real=True)                                    # one of several inputs
ratio = (sin(theta) - theta * cos(theta)) / (1 - cos(theta))

with evaluate(False):
    half, quarter = Rational(1, 2), Rational(1, 4)
    law, relu = ("total", "positive"), ("total", "positive", "symmetric", "isotropic", "no_bias")
    both = Energy(x) + Energy(y)
    THEOREM = Theorem(
        tag="001C",
        title="What one random ReLU layer does to distances and angles",
        headline="distance",
        aliases=("arc-cosine kernel", "random features", "ReLU at initialisation", "Gaussian weights", "He initialisation"),
        source=Source("GiryesSapiroBronstein2016", "Theorems 3 and 4", Fidelity.QUOTED,
                      "The corrected form of Theorem 3 was read in a note that cites a published comment; the number of Theorem 4 is from "
                      "memory. The inner product is the arc-cosine kernel of order one of Cho and Saul (2009)."),
        hypotheses=(
            Clause("total", Eq(TotalChance(), 1), used=(), role=Role.DOMAIN, part_of="the law of $g$ is a probability",
                   label="the total probability is 1", why="It gives the expectations their meaning."),
            Clause("positive", Ge(LeastChance(), 0), used=(), role=Role.DOMAIN, part_of="the law of $g$ is a probability",
                   label="no probability is negative", why="It gives the expectations their meaning."),
            Clause("symmetric", Eq(Lopsided(), 0), used=(), label="$g$ and $-g$ have the same law"),
            Clause("isotropic", Eq(Second(i, j), Same(i, j)), forall=((i, 1, d), (j, 1, d)), used=((i, 1, d), (j, 1, d)),
                   scale=Rational(1), label=r"$\mathbb E\,gg^{\mathsf T}$ is the identity"),
            Clause("rotation", Eq(Uneven(), 0), used=(), label="no rotation or reflection changes the law of $g$",
                   why="Standard Gaussian rows and rows that are uniform on a sphere meet it. It contains "
                       "*symmetric*."),
            Clause("no_bias", Eq(b, 0), used=(), scale=Rational(1), label="no bias"),
            Clause("kurtosis", Le(FourthAlong(x - y), kappa * Norm(x - y)**4), used=(), label="a bound on fourth moments",
                   why=r"Gaussian rows have $\kappa = 3$."),
            Clause("nonzero", Gt(Norm(a), 0), forall=((a, (x, y)),), used=((a, (x, y)),), role=Role.DOMAIN, label="the inputs are not 0",
                   why="Zero has no angle to anything."),
            Clause("equal_norms", Eq(Norm(w), Norm(u)), used=(), scale=Norm(u), label="$w$ is as long as $u$"),
            Clause("closer", Ge(Cosine(u, v), Cosine(u, w)), used=(), label="$v$ is no farther from $u$ in angle than $w$")),
        conclusions=(
            Clause("identity", Eq(LayerDistance(x, y), quarter * Energy(x - y) + quarter * AbsoluteGap(x, y)), scale=both, needs=relu,
                   label="an identity for all symmetric rows"),
            Clause("lower", Ge(LayerDistance(x, y), quarter * Energy(x - y)), needs=relu, label="at least a quarter"),
            Clause("upper", Le(LayerDistance(x, y), half * Energy(x - y)), needs=relu, label="at most a half"),
            Clause("inner", Eq(LayerInner(x, y), half * Norm(x) * Norm(y) * (Cosine(x, y) + Psi(x, y))), scale=both,
                   needs=(*law, "isotropic", "rotation", "no_bias"), label="inner products"),
            Clause("distance", Eq(LayerDistance(x, y), half * Energy(x - y) - Norm(x) * Norm(y) * Psi(x, y)), scale=both,
                   needs=(*law, "isotropic", "rotation", "no_bias"), label="distances"),
            Clause("weaker_when_close", Ge(LayerDistance(u, v) * Energy(u - w), LayerDistance(u, w) * Energy(u - v)),
                   needs=(*law, "rotation", "no_bias", "equal_norms", "closer"), label="what is close is shrunk least"),
            Clause("angle", Eq(OutputCosine(x, y), Cosine(x, y) + Psi(x, y)), scale=Rational(1),
                   needs=(*law, "rotation", "no_bias", "nonzero"), label="angles"),
            Clause("contraction", Ge(OutputCosine(x, y), Cosine(x, y)), needs=(*relu, "nonzero"), label="no angle grows"),
            Clause("fluctuation", Le(RowFourth(x, y), half * kappa * Norm(x - y)**4),
                   needs=(*law, "symmetric", "no_bias", "kurtosis"), label="how much one row fluctuates")),
        glossary={x: "an input", y: "an input", u: "an input", v: "an input", w: "an input", b: "the bias of every row",
                  kappa: "a bound on the fourth moments of a row, 3 if it is Gaussian", d: "the number of inputs of a row"},
        steps=(
            Step("halves", Eq(((s + t)**2 + (s - t)**2) / 4, (s**2 + t**2) / 2), Identity(),
                 r"For $s = a_+-c_+$ and $t = (-c)_+-(-a)_+$ the sum is $a-c$ and the difference $\lvert a\rvert-\lvert c\rvert$."),
            Step("circle", Eq(Integral(cos(alpha) * cos(alpha - theta), (alpha, theta - pi / 2, pi / 2)),
                              (sin(theta) + (pi - theta) * cos(theta)) / 2), Identity(),
                 "The two outputs of a row are positive together on an arc of length $\\pi-\\theta$."),
            Step("monotone", Eq(diff(ratio, theta), sin(theta) * (theta - sin(theta)) / (1 - cos(theta))**2), Identity(),
                 r"The derivative of $\pi\psi(\theta)/(1-\cos\theta)$ is not negative on $(0,\pi)$.")))
