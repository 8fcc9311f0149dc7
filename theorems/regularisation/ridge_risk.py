"""Hoerl and Kennard, Theobald: a small penalty estimates better than least squares, in every direction."""
from sympy import Eq, Ge, Gt, Le, Lt, diff, evaluate, factor, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.matrices import MinEigen
from theorems.vocabulary.regression import (
    Covariance,
    Expected,
    I_d,
    I_n,
    Inner,
    Inverse,
    J,
    Resolvent,
    Risk,
    SquaredCoordinate,
    SquaredNorm,
    TotalRisk,
    Transposed,
    X,
    beta,
    c,
    j,
    lam,
    mu,
    nu,
    var,
    y,
)

with evaluate(False):
    H = Resolvent(lam)
    gram = Transposed(X) * X
    mixed = 2 * I_d + lam * Inverse(gram)
    load = Inner(beta, Inverse(mixed) * beta)
    worst = (gram + lam * I_d) * Inverse(mixed) * beta
    law, axes = ("rank", "mean", "covariance"), ((j, J),)

d, l, s, a, b, x, z = symbols("d lambda sigma alpha beta x z", positive=True)       # steps: one axis
term = (s**2 * d**2 + l**2 * a**2) / (d**2 + l)**2
slope, gain = factor(diff(term, l)), factor(term.subs(l, 0) - term)

with evaluate(False):
    THEOREM = Theorem(
        tag="000Y",
        title="A little weight decay always helps least squares",
        headline="theobald",
        aliases=("bias-variance trade-off", "mean squared error of ridge regression", "existence theorem of Hoerl and Kennard"),
        source=Source("Theobald1974", "for every direction; the total error is in Hoerl and Kennard (1970), Theorem 4.3", Fidelity.QUOTED,
                      "Both ranges, the exact condition and the matrix statement were read in an open textbook on linear models; neither "
                      "article was opened, and the number 4.3 is from memory."),
        hypotheses=(
            Clause("rank", Gt(MinEigen(gram), 0), used=(), role=Role.DOMAIN, label="$X$ has full column rank",
                   why="Otherwise least squares has no unique solution."),
            Clause("mean", Eq(Expected(y), X * beta), used=(), scale=Norm(X * beta) + var, label="the model is right on average"),
            Clause("covariance", Eq(Covariance(y), var * I_n), used=(), scale=var, label="noise of equal variance, uncorrelated"),
            Clause("noisy", Gt(var, 0), used=(), role=Role.DOMAIN, label="there is noise", why="Without noise nothing can improve."),
            Clause("direction", Gt(SquaredNorm(c), 0), used=(), role=Role.DOMAIN, label="a combination of the weights, not all 0"),
            Clause("positive", Gt(lam, 0), used=(), label="the penalty is positive"),
            Clause("range", Le(lam * SquaredNorm(beta), 2 * var), used=(), label="the penalty is not too large for the weights"),
            Clause("total_range", Le(lam * SquaredCoordinate(j), 2 * var), forall=axes, used=axes,
                   label="the penalty is not too large for the weights on each axis"),
            Clause("balance", Le(lam * load, var), used=(), label="the exact condition"),
            Clause("start", Ge(mu, 0), used=(), role=Role.DOMAIN, label="strengths from 0 on"),
            Clause("order", Lt(mu, nu), used=(), label="$\\nu$ is the larger strength"),
            Clause("half_range", Le(nu * SquaredCoordinate(j), var), forall=axes, used=axes, label="half of the range on each axis")),
        conclusions=(
            Clause("risk", Eq(Risk(lam, c), var * SquaredNorm(X * H * c) + SquaredNorm(lam * Transposed(c) * H * beta)),
                   needs=(*law, "positive"), label="variance and squared bias of a combination"),
            Clause("total_risk", Eq(TotalRisk(lam), var * SquaredNorm(X * H) + SquaredNorm(lam * H * beta)),
                   needs=(*law, "positive"),
                   why=r"In the axes of $X$: $\sum_j\frac{\sigma^2d_j^2+\lambda^2\alpha_j^2}{(d_j^2+\lambda)^2}$.",
                   label="variance and squared bias in total"),
            Clause("theobald", Lt(Risk(lam, c), Risk(0, c)), needs=(*law, "noisy", "direction", "positive", "range"),
                   label="every combination is estimated better than by least squares"),
            Clause("total", Lt(TotalRisk(lam), TotalRisk(0)), needs=(*law, "noisy", "positive", "total_range"),
                   label="the total error, on a longer range"),
            Clause("decreasing", Lt(TotalRisk(nu), TotalRisk(mu)), needs=(*law, "noisy", "start", "order", "half_range"),
                   label="on half of it the total error falls"),
            Clause("sufficient", Le(Risk(lam, c), Risk(0, c)), needs=(*law, "positive", "balance"),
                   label="the exact condition suffices"),
            Clause("necessary", Eq(Risk(0, worst) - Risk(lam, worst), lam * load * (var - lam * load)), scale=Risk(0, worst),
                   needs=(*law, "positive"),
                   why="So where the condition fails, this combination is estimated worse than by least squares.",
                   label="the combination that decides")),
        glossary={X: "the design matrix, $n$ rows of data with $d$ features", y: "the random targets", c: "coefficients of a combination",
                  beta: "the true weights", I_n: "the identity matrix of size $n$", I_d: "the identity matrix of size $d$",
                  lam: "the strength of the penalty", mu: "a strength", nu: "a strength", var: "the variance of the noise",
                  j: "the number of an axis", J: "the axes of $X$"},
        names={var: r"\sigma^2"},
        steps=(
            Step("gain on one axis", Eq(gain, l * (2 * s**2 * d**2 + l * s**2 - l * a**2 * d**2) / (d**2 * (d**2 + l)**2)), Identity(),
                 r"What the $j$-th term of the total error loses; positive for $\lambda\alpha_j^2 \le 2\sigma^2$."),
            Step("slope on one axis", Eq(slope, 2 * d**2 * (l * a**2 - s**2) / (d**2 + l)**3), Identity(),
                 r"The derivative in $\lambda$; negative for $\lambda\alpha_j^2 < \sigma^2$."),
            Step("difference of the risks", Eq((d**2 + l)**2 * gain, s**2 * l * (2 + l / d**2) - l**2 * a**2), Identity(),
                 r"On one axis: $(G+\lambda)(M(0)-M(\lambda))(G+\lambda)$ is "
                 r"$\sigma^2\lambda(2I+\lambda G^{-1})-\lambda^2\beta\beta^{\mathsf T}$."),
            Step("weighted Cauchy-Schwarz", Le((x * a + z * b)**2, (d * x**2 + l * z**2) * (a**2 / d + b**2 / l)),
                 Squares((d * x * b - l * z * a)**2 / (d * l)),
                 r"With the weights of $2I+\lambda G^{-1}$ on the axes; here for two of them.")))
