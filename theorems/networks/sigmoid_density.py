"""Cybenko: superpositions of a sigmoid are dense in the continuous functions; here for monotone sigmoids, with an explicit error."""
from sympy import Abs, Eq, Le, Rational, evaluate, log, symbols

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Total
from theorems.vocabulary.staircases import (
    GLOSSARY,
    INSIDE,
    LIPSCHITZ,
    MOMENT,
    MONOTONE,
    STEEP,
    J,
    M,
    N,
    Profile,
    Projection,
    Staircase,
    Steepness,
    X,
    j,
    k,
    x,
)

# Steps: four cells; the tail of the logistic function.
h = symbols("h_0:4", real=True)
s1, s2, s3 = symbols("s_1 s_2 s_3", real=True)
p = symbols("p", positive=True)
stairs = h[0] + (h[1] - h[0]) * s1 + (h[2] - h[1]) * s2 + (h[3] - h[2]) * s3
mean = h[0] * (1 - s1) + h[1] * (s1 - s2) + h[2] * (s2 - s3) + h[3] * s3

STEPS = (
    Step("summation by parts", Eq(stairs, mean, evaluate=False), Identity(),
         r"The staircase is a mean of the values at the midpoints, with the weights $\sigma(s_i) - \sigma(s_{i+1})$; four cells."),
    Step("logistic", Eq((log(1 + p) - log(p)).diff(p) * p, -1 / (1 + p), evaluate=False), Identity(),
         r"$\log(1+e^{-t})$ has the derivative $-1/(1+e^t)$: the tail of the logistic function has the integral $\log 2$, and "
         r"$M = 2\log 2$."))

with evaluate(False):
    u, each = Projection(j, x), ((x, X),)
    price = Rational(1, 2) / N + M / k
    THEOREM = Theorem(
        tag="000V",
        title="Superpositions of a sigmoid are dense",
        headline="staircase",
        aliases=("universal approximation", "Cybenko's theorem", "ridge function", "hard sigmoid", "logistic units"),
        source=Source("Cybenko1989", "Theorem 2, with Theorem 1 and Lemma 1", Fidelity.QUOTED,
                      "The first page was read in a transcription; the theorems, with their numbers, in three independent notes.",
                      "Theorem 2"),
        hypotheses=(INSIDE, STEEP, LIPSCHITZ, MONOTONE, MOMENT),
        conclusions=(
            Clause("staircase", Le(Abs(Profile(j, u) - Staircase(j, u)), Steepness(j) * price), forall=((j, J), *each),
                   label="a staircase of sigmoids follows a function along a direction"),
            Clause("ridge", Le(Abs(Total(Profile(j, u), (j, J)) - Total(Staircase(j, u), (j, J))), Total(Steepness(j), (j, J)) * price),
                   forall=each, label="a network follows a sum of ridge functions")),
        glossary=GLOSSARY,
        steps=STEPS)
