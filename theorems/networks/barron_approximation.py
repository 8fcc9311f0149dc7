"""Barron: a function of bounded variation of its spectrum is approximated by n steps up to a constant over the root of n."""
from sympy import Eq, Le, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.greedy import (
    BALL,
    GLOSSARY,
    SLOPE,
    VARIATION,
    C,
    Centred,
    Coefficients,
    Drawn,
    Gap,
    Network,
    Spread,
    f,
    n,
    r,
)
from theorems.vocabulary.measures import lam, mu, probability

# Steps: two elements that average to 0; a cosine.
p, b, a1, a2, h0, h1, h2, s1, s2 = symbols("p b a_1 a_2 h_0 h_1 h_2 s_1 s_2", real=True)
a2 = -p * a1 / (1 - p)
STEPS = (
    Step("mean square", Eq(p * (b + a1)**2 + (1 - p) * (b + a2)**2, b**2 + p * a1**2 + (1 - p) * a2**2, evaluate=False), Identity(),
         "Two elements whose mean is 0: the mean of the squares after a step is the square before it plus the spread."),
    Step("half-signs", Eq(h0 + (h1 - h0) * s1 + (h2 - h1) * s2,
                          (h0 + h2) / 2 + (h1 - h0) * (2 * s1 - 1) / 2 + (h2 - h1) * (2 * s2 - 1) / 2, evaluate=False), Identity(),
         "Two jumps as steps, and as steps of half of the height on both sides of a constant."))

with evaluate(False):
    WIDTHS = ((n, 1, 3),)
    LAW = probability(mu)
    THEOREM = Theorem(
        tag="000W",
        title="Approximation at a rate free of the dimension",
        headline="rate",
        aliases=("Barron space", "Maurey's lemma", "greedy approximation", "curse of dimensionality", "Frank-Wolfe", "Carathéodory"),
        source=Source("Barron1993", "Theorem 1", Fidelity.QUOTED,
                      "Constant and definitions were seen in transcriptions of pp. 930-931; the theorem in three further notes.",
                      "Theorem 1"),
        hypotheses=(*LAW, SLOPE, BALL, VARIATION),
        conclusions=(
            Clause("rate", Le(Gap(f, Network(n), mu), (2 * r * C)**2 / n), forall=WIDTHS, label="n steps reach a constant over n"),
            Clause("coefficients", Le(Coefficients(Network(n)), 2 * r * C), forall=WIDTHS, needs=("slope", "ball", "variation"),
                   label="the outer weights stay bounded"),
            Clause("centred", Le(Gap(f, Centred(n), mu), (r * C)**2 / n), forall=WIDTHS, label="a free constant saves a factor four"),
            Clause("maurey", Eq(Drawn(n, mu), Spread(mu) / n), forall=((n, 1, 2),), scale=Coefficients(Network(n))**2, needs=(),
                   label="the mean over random choices is the spread over n"),
            Clause("greedy", Le(Gap(f, Network(n), mu), Spread(mu) / n), forall=WIDTHS, needs=("slope",),
                   label="the greedy choice is not worse than the mean")),
        glossary=GLOSSARY | {lam: r"$\mu$"},
        steps=STEPS)
