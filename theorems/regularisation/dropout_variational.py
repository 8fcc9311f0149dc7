"""Gal and Ghahramani: dropout as variational inference; the bound is exact up to the information that the weights carry on the masks."""
from sympy import Abs, Eq, Ge, Gt, Le, Lt, Max, Min, Rational, evaluate, exp, solve, sqrt, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Log, Total
from theorems.vocabulary.variational import (
    Bound,
    Constant,
    Covariance,
    Delta,
    Divergence,
    Entropy,
    Entry,
    Gap,
    K,
    N,
    Objective,
    Observed,
    Variance,
    d,
    ell,
    f,
    gamma,
    j,
    lam,
    m,
    mu,
    nu,
    p,
    s,
    tau,
)

# Steps: parameters of the match; two inputs with masks; a network with two masks.
P, T, L, n, E = symbols("p tau lambda N ell", positive=True)
w1, w2, x1, x2, t, f1, f2, e = symbols("w_1 w_2 x_1 x_2 t f_1 f_2 e", real=True)
masked = sum((P if a else 1 - P) * (P if b else 1 - P) * (t - a * x1 * w1 - b * x2 * w2)**2 for a in (0, 1) for b in (0, 1))
solved = solve(L - P * E**2 / (2 * n * T), T)[0]
average = P * f1 + (1 - P) * f2
spread = sum(q / 2 * (c + z * e - average)**2 for q, c in ((P, f1), (1 - P, f2)) for z in (1, -1))

with evaluate(False):
    half, wide = Rational(1, 2), ("keep", "share", "spread")
    lost = Total(Gap(p, Abs(Entry(m, j)) * s**-1), (j, 1, d))
    prior = half * ell**2 * (p * mu**2 + K * s**2)
    surrogate = N * tau * Objective(m) + Constant(m)

    THEOREM = Theorem(
        tag="0013",
        title="Dropout as variational inference: exact up to the entropy of the masks",
        headline="objective",
        aliases=("MC dropout", "Bayesian dropout", "dropout as a Bayesian approximation", "uncertainty from dropout", "evidence lower "
            "bound, ELBO"),
        source=Source("GalGhahramani2016", "equation (1), predictive variance and model precision; appendix, Proposition "
                                           "1", Fidelity.QUOTED,
                      "The objective was read in a copy of the article, the derivation and the precision in two independent notes, the "
                      "number of "
                      "the proposition in one. The appendix was not opened. The two-sided bound on what is lost, and the identity for the "
                      "whole "
                      "objective, are statements of this page."),
        hypotheses=(
            Clause("keep", Gt(p, 0), used=(), role=Role.DOMAIN, label="something is kept", why="Otherwise there is no mixture."),
            Clause("share", Lt(p, 1), used=(), role=Role.DOMAIN, label="something is dropped", why="Otherwise there is no mixture."),
            Clause("spread", Gt(s, 0), used=(), role=Role.DOMAIN, label="each component has a spread",
                   why="With $s = 0$ the law has no density and its divergence from the prior is infinite: see *singular*."),
            Clause("match", Eq(lam, p * ell**2 * (2 * N * tau)**-1), used=(), label="the decay that belongs to the prior"),
            Clause("linear", Eq(gamma, 0), used=(), scale=Rational(1), label="the network is linear in its weights"),
            Clause("uncorrelated", Eq(Covariance(f, nu), 0), used=(), scale=Rational(1), label="the observation noise does not see the "
                "masks"),
            Clause("precision", Eq(Variance(nu), tau**-1), used=(), label=r"$\tau$ is the precision of the observation noise")),
        conclusions=(
            Clause("divergence", Eq(Divergence(mu), prior - half * K * (Log(ell**2 * s**2) + 1) - Gap(p, mu * s**-1)),
                   scale=Rational(1), needs=wide, label="the divergence of one row"),
            Clause("gap_below", Le(Max(0, Entropy(p) - 2 * Log(2) * sqrt(p * (1 - p)) * exp(-Rational(1, 8) * Delta**2)), Gap(p, Delta)),
                   needs=("keep", "share"), label="what is lost is at least this"),
            Clause("gap_above", Le(Gap(p, Delta), Min(Entropy(p), half * Log(1 + p * (1 - p) * Delta**2))), needs=("keep", "share"),
                   label="what is lost is at most this"),
            Clause("objective", Eq(Bound(m), surrogate - lost), scale=Rational(1), needs=(*wide, "match", "linear"),
                   label="the bound on the evidence is the dropout objective but for the information"),
            Clause("within", Le(surrogate, Bound(m) + d * Entropy(p)), needs=(*wide, "match", "linear"), label="the objective is off by "
                "at most this"),
            Clause("predictive_variance", Eq(Variance(Observed(f, nu)), tau**-1 + Variance(f)), needs=("uncorrelated", "precision"),
                   label="the spread of the dropout passes is a variance"),
            Clause("singular", Ge(Divergence(mu), -K * Log(ell * s) - half * K - Entropy(p)), needs=wide,
                   label="without spread there is no bound")),
        glossary={p: "the probability that a row is kept", s: "the spread of each component",
                  ell: "the prior length scale: its precision "
            "is $\\ell^2$",
                  tau: "the precision of the observation noise, positive", lam: "the weight decay", gamma: r"the network is $f(u) = "
                      r"u+\gamma u^2$ of $u = \langle x,w\rangle$",
                  Delta: "a distance of two means in units of the spread", mu: "the length of the mean of a row", K: "the dimension of a "
                      "row",
                  N: "the number of data", m: "the means of the weights", f: "the output of a network at one input, as a function of the "
                                                                             "mask",
                  nu: "the observation noise", d: "the number of inputs"},
        names={mu: r"\lVert m\rVert"},
        steps=(
            Step("precision", Eq(solved, P * E**2 / (2 * n * L)), Identity(),
                 r"The decay that belongs to the prior, solved for the precision: $\tau = \frac{p\ell^2}{2N\lambda}$."),
            Step("masks of two inputs", Eq(masked, (t - P * (x1 * w1 + x2 * w2))**2 + P * (1 - P) * (x1**2 * w1**2 + x2**2 * w2**2)),
                 Identity(),
                 "The mean over the masks sees of them only means and variances: whether data share masks does not matter."),
            Step("two masks and fair noise", Eq(spread, e**2 + P * (1 - P) * (f1 - f2)**2), Identity(), "The predictive variance, for a "
                "network with two masks.")))
