"""Wager, Wang and Liang: dropout in generalised linear models is an adaptive penalty, up to a remainder with sharp constants."""
from sympy import Abs, Eq, Ge, Le, Lt, Rational, diff, evaluate, exp, log, sqrt, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary.analysis import Log
from theorems.vocabulary.margins import (
    A,
    AbsThird,
    Curve,
    Energy,
    FeatureSecond,
    LabelNoise,
    LeastCurve,
    Loss,
    MeanLabel,
    Moment,
    NoisyLoss,
    Penalty,
    Q,
    S,
    Same,
    Single,
    Slant,
    beta,
    d,
    delta,
    i,
    j,
    xi,
    y,
    z,
)

# Steps: derivatives of the logistic log-partition in terms of its mean and its variance w; one mask.
x, q, a = symbols("x q a", real=True)
w, g = symbols("w g", nonnegative=True)
mean = 1 / (1 + exp(-x))
variance = mean * (1 - mean)
second, third, fourth = (diff(log(1 + exp(x)), x, k) for k in (2, 3, 4))
quarter = 1 / (4 * (1 + g))
masked = (1 - q) * (-a)**3 + q * (a / q - a)**3

with evaluate(False):
    half, sixth, odds = Rational(1, 2), Rational(1, 6), delta * (1 - delta)**-1
    leading = half * Curve(S) * Moment(2)
    THEOREM = Theorem(
        tag="0011",
        title="Dropout in generalised linear models is an adaptive penalty, up to a sharp remainder",
        headline="third_order",
        aliases=("dropout in logistic regression", "noising penalty", "quadratic noising penalty", "adaptive regularisation", "AdaGrad"),
        source=Source("WagerWangLiang2013", "the quadratic noising penalty", Fidelity.QUOTED,
                      "The abstract was read in the source: dropout is first-order equivalent to an L2 penalty after scaling by an "
                      "estimate of "
                      "the inverse diagonal Fisher information. The formulas were read in a script by others that redraws a figure of the "
                      "paper. The bounds with constants are statements of this page."),
        hypotheses=(
            Clause("unbiased", Eq(Moment(1), 0), used=(), scale=sqrt(Moment(2)), label="the noise on the margin has no mean"),
            Clause("labels", Eq(LabelNoise(y), MeanLabel(y) * Moment(1)), used=(), scale=sqrt(Moment(2)),
                   label="the noise is not correlated with the label"),
            Clause("convex", Ge(LeastCurve(A), 0), used=(), label="the log-partition is convex"),
            Clause("rate", Lt(delta, 1), used=(), role=Role.DOMAIN, label="not everything is dropped",
                   why="What is kept is divided by the probability of keeping it."),
            Clause("share", Ge(delta, 0), used=(), role=Role.DOMAIN, label="the rate is a probability"),
            Clause("masks", Eq(FeatureSecond(i, j), odds * Same(i, j)), forall=((i, 1, d), (j, 1, d)), used=((i, 1, d), (j, 1, d)),
                   scale=Rational(1), label="features are dropped at one rate, without correlation")),
        conclusions=(
            Clause("penalty", Eq(NoisyLoss(A), Loss(A) + Penalty(A)), scale=Rational(1), needs=("unbiased", "labels"),
                   label="noise is a penalty that does not see the label"),
            Clause("nonnegative", Ge(Penalty(A), 0), needs=("unbiased", "convex"), label="the penalty is not negative"),
            Clause("ceiling", Le(Penalty(S), Rational(1, 8) * Moment(2)), needs=("unbiased",), label="never more than an eighth of the "
                "variance"),
            Clause("remainder_below", Le(leading + sixth * Slant(S) * Moment(3) - Penalty(S), Rational(1, 192) * Moment(4)),
                   needs=("unbiased",), label="the remainder of the third order, from below"),
            Clause("remainder_above", Le(Penalty(S) - leading - sixth * Slant(S) * Moment(3), Rational(1, 576) * Moment(4)),
                   needs=("unbiased",), label="the remainder of the third order, from above"),
            Clause("third_order", Le(Abs(Penalty(S) - leading), (36 * sqrt(3))**-1 * AbsThird(xi)), needs=("unbiased",),
                   label="the quadratic penalty and its error"),
            Clause("dropout", Eq(Moment(2), odds * Energy(beta)), needs=("rate", "masks"), label="what dropout puts into it"),
            Clause("linear", Eq(Penalty(Q), half * Moment(2)), needs=("unbiased",), label="linear regression: no error"),
            Clause("saturation", Le(Single(delta, z), delta * Log(2)), needs=("rate", "share"), label="a feature alone is charged no more "
                "than this")),
        glossary={A: "a log-partition, a smooth function", S: r"the logistic log-partition $S(z) = \log(1+e^z)$", Q: r"$Q(z) = "
            r"\tfrac12z^2$",
                  z: r"the margin, $z = \sum_jx_j\beta_j$ plus an intercept", xi: "the noise on the margin", y: "the label", beta:
                      "the weights",
                  delta: "the probability that a feature is dropped", d: "the number of features"},
        steps=(
            Step("second derivative", Eq(second, variance), Identity(), r"$S'' = w = \sigma(1-\sigma)$, which lies between 0 and "
                                                                        r"$\tfrac14$."),
            Step("third derivative", Eq(third, variance * (1 - 2 * mean)), Identity(), r"$S''' = w(1-2\sigma)$."),
            Step("fourth derivative", Eq(fourth, variance * (1 - 6 * variance)), Identity(), r"$S'''' = w(1-6w)$."),
            Step("largest third derivative", Le(w**2 * (1 - 4 * w), Rational(1, 108)), Squares((6 * w - 1)**2 * (12 * w + 1) / 108),
                 r"$(S''')^2 = w^2(1-4w) \le \tfrac1{108}$, so that $\lvert S'''\rvert \le \tfrac1{6\sqrt3}$, attained at $w = \tfrac16$."),
            Step("largest fourth derivative", Le(w * (1 - 6 * w), Rational(1, 24)), Squares(6 * (w - Rational(1, 12))**2),
                 r"$S'''' \le \tfrac1{24}$, attained at $w = \tfrac1{12}$."),
            Step("least fourth derivative", Le(-Rational(1, 8), quarter * (1 - 6 * quarter)),
                 Squares(g * (1 + 3 / (1 + g)) / (8 * (1 + g))),
                 r"$S'''' \ge -\tfrac18$, attained at $w = \tfrac14$; here $w = \tfrac1{4(1+g)}$."),
            Step("third moment of a mask", Eq(masked, a**3 * (1 - q) * (1 - 2 * q) / q**2), Identity(),
                 r"One feature that is kept with probability $q$ and divided by it: $m_3 = \frac{\delta(1-2q)}{q^2}(x\beta)^3$ with "
                 r"$\delta = 1-q$, 0 for $q=\tfrac12$.")))
