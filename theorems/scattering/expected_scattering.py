"""After Mallat, Section 4: scattering of stationary processes, what averages estimate, and how far laws are told apart."""
from sympy import Eq, Integer, Le, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary.analysis import Energy
from theorems.vocabulary.filter_banks import PHRASES, J, Smooth, real, unitary, x
from theorems.vocabulary.processes import (
    CentredProcess,
    Chance,
    ExpectedOutput,
    ExpectedPath,
    ExpectedScattering,
    LastProcess,
    MeanEnergy,
    Realisation,
    ScatteredProcess,
    SquaredTransport,
    Stepped,
)

X, Y, one, u, G, p, P, k, Omega1 = symbols("X Y 1 u G p P k Sample", extended_real=True)
M, N = symbols("M N", integer=True)
s1, s2, w = symbols("s1 s2 w", real=True)

with evaluate(False):
    means = ExpectedScattering(J, M, X) - ExpectedScattering(J, M, Y)
    on_reals = ("real", "unitary")
    THEOREM = Theorem(
        tag="000P",
        title="Scattering of stationary processes",
        headline="variance",
        aliases=("expected scattering", "scattering moments", "scattering of random processes", "texture statistics", "mean square "
                 "consistency"),
        source=Source(
            "Mallat2012", "after Definition 4.1, Proposition 4.2, Theorem 4.3 (4.5) and Corollary 4.5 (4.7) to (4.8)", Fidelity.PRIMARY,
            "Read in the published article, pages 1365 to 1369, for stationary processes on $\\mathbb R^d$ with finite second moments: "
            "expected coefficients (4.2) to (4.4); Theorem 4.3 bounds the mean square of the change and of the change in expectation; "
            "Corollary 4.5 says that the squares of expected coefficients sum to $\\mathbb E\\lvert X\\rvert^2$ if and only if the mean "
            "square error of the estimate tends to 0. That it does for Gaussian processes is Conjecture 4.4. Bruna and Mallat (2013), "
            "(14) to (16), repeat the definitions. *Wasserstein* and the finite *variance* identity are of this page.", "Theorem 4.3"),
        hypotheses=(
            real(X, Y), unitary(),
            Clause("constant_kept", Eq(Smooth(J, one), one), used=(), scale=Integer(1), label="the average keeps a constant"),
            Clause("stationary", Eq(Chance(X, Stepped(Realisation(X, k))), Chance(X, Realisation(X, k))), forall=((k, Omega1),),
                   used=((k, Omega1),), label="the law does not change under shifts")),
        conclusions=(
            Clause("unbiased", Eq(ExpectedOutput(J, p, X, u), ExpectedPath(p, X)), forall=((p, P), (u, G)), scale=MeanEnergy(X),
                   needs=("constant_kept", "stationary"), label="outputs estimate expected coefficients without bias"),
            Clause("mean_square", Le(MeanEnergy(ScatteredProcess(J, M, X) - ScatteredProcess(J, M, Y)), MeanEnergy(X - Y)), needs=on_reals,
                   label="in the mean square scattering does not increase distances"),
            Clause("expected", Le(Energy(means), MeanEnergy(X - Y)), needs=(*on_reals, "constant_kept"),
                   label="nor do expected coefficients"),
            Clause("wasserstein", Le(Energy(means), SquaredTransport(X, Y) / N), needs=(*on_reals, "constant_kept"),
                   label="expected coefficients against the distance of the laws",
                   why="Expected scattering is a 1-Lipschitz function of the law."),
            Clause("energy", Eq(MeanEnergy(ScatteredProcess(J, M, X)) + MeanEnergy(LastProcess(J, M, X)), MeanEnergy(X)),
                   scale=MeanEnergy(X), needs=on_reals, label="what the outputs have not shown is in the last layer"),
            Clause("variance", Eq(Energy(ExpectedScattering(J, M, X)) + MeanEnergy(CentredProcess(J, M, X))
                                  + MeanEnergy(LastProcess(J, M, X)), MeanEnergy(X)),
                   scale=MeanEnergy(X), needs=(*on_reals, "constant_kept"), label="means, variance of the outputs, and the last layer",
                   why="Corollary 4.5 at finite depth: the first term is all there is if and only if the other two vanish.")),
        names={one: "1", Omega1: r"\Omega", P: r"\mathcal P_{J,M}"},
        glossary=PHRASES | {
            X: "a random signal with finitely many values", Y: "another one on the same probability space", one: "the constant signal 1",
            u: "a sample", x: "a random signal", G: "the samples", p: "a path of fewer than $M$ wavelets", P: "all of them",
            k: "an outcome", Omega1: "the outcomes", M: "the depth: orders $0, \\dots, M-1$ are averaged", N: "the number of samples"},
        steps=(
            Step("variance of two values", Eq(w * s1**2 + (1 - w) * s2**2, (w * s1 + (1 - w) * s2)**2 + w * (1 - w) * (s1 - s2)**2),
                 Identity(), r"Two outcomes with the probabilities $w$, $1-w$: the mean of the squares is the square of the mean plus the "
                             r"variance."),
            Step("Jensen", Le((s1 + s2)**2 / 4, (s1**2 + s2**2) / 2), Squares((s1 - s2)**2 / 4),
                 r"The square of a mean is at most the mean of the squares.")),
        uses=("scattering_nonexpansive", "scattering_energy_conservation"))
