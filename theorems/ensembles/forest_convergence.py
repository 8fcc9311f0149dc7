"""Breiman: the error of a random forest converges; at which rate, and that it need not fall."""
from sympy import Abs, Eq, Ge, Integer, Le, Symbol, binomial, evaluate

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Total
from theorems.vocabulary.forests import (
    INDEPENDENT,
    LAWS,
    NAMES,
    Choose,
    D,
    Decay,
    J,
    K,
    Larger,
    Majority,
    Margin,
    MeanGap,
    PointMass,
    Rivals,
    Theta,
    X,
    gamma,
    glossary,
    m,
    points,
    r,
    x,
)

a = Symbol("a", real=True)


def majority(k, right):
    """The probability of more than k/2 right votes of k."""
    return sum(binomial(k, j) * right**j * (1 - right)**(k - j) for j in range(k // 2 + 1, k + 1))


with evaluate(False):
    laws = tuple(h.name for h in LAWS)
    cantelli = (1 - Margin(x)**2) / (1 + (K - 1) * Margin(x)**2)
    THEOREM = Theorem(
        tag="001F",
        title="Forests converge, but their error need not fall",
        headline="rate",
        aliases=("random forest", "bagging, majority vote", "more trees", "Condorcet jury theorem"),
        source=Source("Breiman2001", "Theorem 1.2, equation (1), Appendix I", Fidelity.QUOTED,
                      "Read in two detailed accounts by others, which agree; the article was not opened. It states convergence almost "
                      "surely, without a rate.", "Theorem 1.2"),
        hypotheses=(
            *LAWS, INDEPENDENT,
            Clause("gap", Ge(Abs(Margin(x)), gamma), forall=points, used=points, label="no margin is small"),
            Clause("gap_size", Ge(gamma, 0), used=(), role=Role.DOMAIN, label="the bound is not negative")),
        conclusions=(
            Clause("rate", Le(MeanGap(K), Total(PointMass(x) * Rivals(x) * Decay(K * Margin(x)**2), *points)),
                   needs=(*laws, "independent"), label="the error converges, at a rate that the margins give"),
            Clause("uniform", Le(MeanGap(K), (J - 1) * Decay(K * gamma**2)), needs=(*laws, "independent", "gap", "gap_size"),
                   label="exponentially, if no margin is small"),
            Clause("rational", Le(MeanGap(K), Total(PointMass(x) * Rivals(x) * cantelli, *points)),
                   needs=(*laws, "independent"), label="the same without exponentials"),
            Clause("increments", Eq(Larger(m) - Majority(m), Choose(m) * (r * (1 - r))**m * (2 * r - 1)), forall=((m, 1, 3),),
                   scale=Integer(1), needs=(), label="two classes: two more trees help where most "
                   "are right, and hurt where fewer than half are")),
        glossary=glossary(Theta, X, D, K, J, gamma, r),
        names=NAMES,
        steps=(
            Step("from one to three", Eq(majority(3, a) - majority(1, a), a * (1 - a) * (2 * a - 1)), Identity(), "$m = 1$."),
            Step("from three to five", Eq(majority(5, a) - majority(3, a), 3 * a**2 * (1 - a)**2 * (2 * a - 1)), Identity(), "$m = 2$."),
            Step("Cantelli", Eq((1 - a**2) / 2 / ((1 - a**2) / 2 + a**2), (1 - a**2) / (1 + a**2)), Identity(),
                 "The rational bound for two trees, from the variance $(1-a^2)/2$ of the mean of two votes.")),)
