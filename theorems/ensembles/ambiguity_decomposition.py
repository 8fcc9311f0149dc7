"""Krogh and Vedelsby: the error of the mean is the mean error less the spread; and the same for cross-entropy and geometric means."""
from sympy import Eq, Integer, Le, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Log
from theorems.vocabulary.ensembles import (
    KL,
    MASS,
    MEAN,
    NAMES,
    NONNEGATIVE,
    OPINIONS,
    PHRASES,
    Ambiguity,
    Disagreement,
    Ensemble,
    MeanError,
    MeanKL,
    Members,
    Own,
    Spread,
    Target,
    Z,
    everywhere,
    gamma,
    tau,
    x,
)

# Step: three members, weights w1, w2 and what they leave.
w1, w2, y1, y2, y3, t = symbols("w_1 w_2 y_1 y_2 y_3 t", real=True)
three = ((w1, y1), (w2, y2), (1 - w1 - w2, y3))
mean = sum(w * y for w, y in three)
pairs = sum(w * v * (y - z)**2 for k, (w, y) in enumerate(three) for v, z in three[:k])

with evaluate(False):
    own, average, spread = (Ensemble(x) - Target(x))**2, MeanError(x), Spread(x)
    ENTROPY = tuple(h.name for h in OPINIONS)
    THEOREM = Theorem(
        tag="001E",
        title="Error of the average, average error, spread",
        headline="identity",
        aliases=("ambiguity decomposition", "bias-variance for ensembles", "diversity prediction theorem", "Krogh-Vedelsby",
                 "logarithmic opinion pool, product of experts", "wisdom of crowds"),
        source=Source("KroghVedelsby1995", "equations (5), (6) and (10)", Fidelity.QUOTED,
                      "The abstract was read; the equations by their numbers in the account of somebody who read the paper."),
        hypotheses=(MASS, NONNEGATIVE, MEAN, *OPINIONS),
        conclusions=(
            Clause("identity", Eq(own, average - spread), forall=everywhere, scale=Integer(1), needs=("mass", "mean"),
                   label="the error of the mean is the mean error less the spread"),
            Clause("average", Eq(Own, Members - Ambiguity), scale=Integer(1), needs=("mass", "mean"),
                   label="the same on average over inputs"),
            Clause("no_worse", Le(own, average), forall=everywhere, needs=("mass", "nonnegative_weights", "mean"),
                   label="the mean is no worse than its members on average"),
            Clause("strict", Le(Disagreement(x), average - own), forall=everywhere, needs=("mass", "nonnegative_weights", "mean"),
                   label="and better, as soon as two of them disagree",
                   why="So the two errors are equal if and only if all members of positive weight agree."),
            Clause("entropy", Eq(KL(tau, gamma), MeanKL(tau) - MeanKL(gamma)), scale=Integer(1), needs=("mass", *ENTROPY),
                   label="the same for divergences and the geometric mean"),
            Clause("surplus", Eq(MeanKL(gamma), -Log(Z)), scale=Integer(1),
                   needs=("mass", "opinions", "geometric", "pool_mass"), label="where the spread is the logarithm of the normaliser")),
        glossary=PHRASES,
        names=NAMES,
        steps=(
            Step("identity", Eq((mean - t)**2, sum(w * (y - t)**2 for w, y in three) - sum(w * (y - mean)**2 for w, y in three)),
                 Identity(), "Three members with any weights of sum one."),
            Step("pairs", Eq(sum(w * (y - mean)**2 for w, y in three), pairs), Identity(),
                 r"The spread is the sum of $w_iw_\ell(y_i-y_\ell)^2$ over the pairs of members; here for three.")))
