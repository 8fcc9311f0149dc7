"""Mallat, Theorem 2.12: a small deformation of a signal changes its scattering transform by little, at every frequency."""

from sympy import Abs, Eq, Integer, Integral, Le, Lt, Max, Rational, evaluate, pi, sqrt, symbols

from theorems.language.notation import (
    BandPass,
    Bands,
    Count,
    Deform,
    Filtered,
    Imag,
    Largest,
    LowPass,
    Mother,
    Norm,
    Propagated,
    Scale,
    Scattering,
    Schur,
    Slope,
    Smooth,
    Sup,
    Total,
)
from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity

f, tau, omega, Omega, lam, K, phi, psi = symbols("f tau omega Omega lambda k_J phi psi", extended_real=True)
J, M, m = symbols("J M m", integer=True)
s, q, r = symbols("s q r", positive=True)

with evaluate(False):
    D = Slope(tau)
    kappa = 2 / (1 + sqrt(1 - D))
    change = D / sqrt(1 - D)
    constants = sqrt(Schur(phi, D) ** 2 + Count(Bands(J)) * Schur(psi, D) ** 2)
    paths = Total(Norm(Propagated(J, m, f)), (m, 0, M - 1))
    THEOREM = Theorem(
        tag="0003",
        title="Scattering is stable to deformations",
        family="Scattering",
        source=Source(
            "Mallat2012",
            "Theorem 2.12, (2.47)-(2.49), with Lemmas 2.11 and 2.14",
            Fidelity.PRIMARY,
            "Read in the published article: for twice differentiable $\\tau$ with $\\lVert\\nabla\\tau\\rVert_\\infty \\le 1/2$ "
            "the change is "
            "at most $C\\,\\lVert U[\\mathcal P_J]f\\rVert_1 K(\\tau)$ with $K(\\tau) = 2^{-J}\\lVert\\tau\\rVert_\\infty + "
            "\\lVert\\nabla\\tau\\rVert_\\infty \\max(\\log(\\lVert\\Delta\\tau\\rVert_\\infty/\\lVert\\nabla\\tau\\rVert_\\infty), 1) + "
            "\\lVert H\\tau\\rVert_\\infty$ and a constant that is not made explicit. The inequalities checked here are of "
            "this page: "
            "explicit, without logarithm and second derivative, but with the number of wavelets in them.",
        ),
        hypotheses=(
            Clause(
                "monotone",
                Lt(D, 1),
                role=Role.DOMAIN,
                why="$x - \\tau(x)$ is increasing; the published theorem asks for at most $1/2$.",
            ),
            Clause(
                "real",
                Eq(Norm(Imag(f)), 0),
                scale=Norm(f),
                role=Role.TECHNICAL,
                why="For complex $f$ wavelets on one half of the spectrum can double the energy once; the same proof then gives "
                "the bound with "
                "$\\sqrt2\\,\\lVert f\\rVert$ in its first term.",
            ),
            Clause(
                "littlewood_paley",
                Le(
                    2 * LowPass(J, omega) ** 2
                    + Total(BandPass(J, lam, omega) ** 2 + BandPass(J, lam, -omega) ** 2, (lam, Bands(J))),
                    2,
                ),
                forall=((omega, Omega),),
            ),
            Clause(
                "dilates",
                Eq(BandPass(J, lam, omega) ** 2, Mother(omega / Scale(lam)) ** 2),
                forall=((lam, Bands(J)), (omega, Omega)),
                scale=Integer(1),
                why="All wavelets are dilates of one: their bandwidth grows with their frequency.",
            ),
            Clause("support", Eq(LowPass(J, omega) * Max(Abs(omega) - K, 0), 0), forall=((omega, Omega),), scale=Integer(1)),
        ),
        conclusions=(
            Clause(
                "average",
                Le(
                    Norm(Deform(tau, Smooth(J, f)) - Smooth(J, f)),
                    kappa * Sup(2 * pi * Abs(omega) * LowPass(J, omega), (omega, Omega)) * Largest(tau) * Norm(f),
                ),
                needs=("monotone",),
                why="Lemma 2.11 with an explicit constant: $C = 4 - 2\\sqrt2$ times the supremum when "
                "$\\lVert\\tau'\\rVert_\\infty \\le 1/2$.",
            ),
            Clause(
                "commutator",
                Le(Norm(Filtered(lam, Deform(tau, f)) - Deform(tau, Filtered(lam, f))), change * Schur(psi, D) * Norm(f)),
                forall=((lam, Bands(J)),),
                needs=("monotone", "dilates"),
                why="Lemma 2.14 for one filter: the bound does not know the frequency of the wavelet.",
            ),
            Clause(
                "stability",
                Le(
                    Norm(Scattering(J, M, Deform(tau, f)) - Scattering(J, M, f)),
                    kappa * 2 * pi * K * Largest(tau) * Norm(f) + change * constants * paths,
                ),
                needs=("monotone", "real", "littlewood_paley", "dilates", "support"),
            ),
        ),
        names={lam: r"\lambda"},
        glossary={
            f: "a real signal on the circle $\\mathbb R/\\mathbb Z$",
            tau: "the displacement, of period 1",
            J: "the scale of the average",
            M: "the depth: orders $0, \\dots, M-1$",
            m: "the order of a path",
            lam: "a wavelet",
            omega: "a whole frequency, in cycles per period",
            Omega: "the frequencies of the grid",
            K: "the largest frequency that $\\phi_J$ lets pass; it falls like $2^{-J}$",
            phi: "the low-pass filter",
            psi: "the mother wavelet",
        },
        steps=(
            Step(
                "kappa",
                Eq(Integral((1 - s * q) ** Rational(-1, 2), (s, 0, 1)).subs(q, 1 - r**2), 2 / (1 + r)),
                Identity(),
                r"$\kappa(q) = \int_0^1 (1 - sq)^{-1/2}\,ds = 2/(1 + \sqrt{1-q})$, with $r = \sqrt{1-q}$.",
            ),
            Step("half", Eq(2 / (1 + sqrt(Rational(1, 2))), 4 - 2 * sqrt(2)), Identity(), r"The value at $q = 1/2$."),
        ),
        uses=("scattering_nonexpansive",),
    )
