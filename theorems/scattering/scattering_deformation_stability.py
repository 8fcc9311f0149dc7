"""After Mallat, Theorem 2.12: a small deformation of a signal changes its scattering transform by little."""

from sympy import Abs, Eq, Integer, Integral, Le, Lt, Rational, evaluate, pi, sqrt, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Count, Imag, Norm, Sup, Total
from theorems.vocabulary.deformations import Deform, Largest, Slope
from theorems.vocabulary.filter_banks import BandPass, Bands, BandTransform, Filtered, LowPass, Mother, Scale, Schur, Smooth
from theorems.vocabulary.scattering import Paths, Propagated, Scattering

f, tau, omega, Z, lam, psi = symbols("f tau omega Omega lambda psi", extended_real=True)
J, M, m = symbols("J M m", integer=True)
s, q, r = symbols("s q r", positive=True)
every_wavelet = ((lam, Bands(J)),)

with evaluate(False):
    D = Slope(tau)
    kappa = 2 / (1 + sqrt(1 - D))
    adjoint = 2 / (1 + 1 / sqrt(1 + D))
    change = D / sqrt(1 - D)
    speed = Sup(2 * pi * Abs(omega) * LowPass(J, omega), (omega, Z))
    THEOREM = Theorem(
        tag="0003",
        title="Scattering is stable to deformations",
        source=Source(
            "Mallat2012",
            "compare Theorem 2.12, (2.47) to (2.49), whose conclusion is not checked",
            Fidelity.PRIMARY,
            "Read in the published article. There, for an admissible wavelet (2.28), $f$ with $\\lVert U[\\mathcal P_J]f\\rVert_1 = "
            "\\sum_{m\\ge0}\\lVert U[\\Lambda_J^m]f\\rVert < \\infty$ and twice differentiable $\\tau$ with "
            "$\\lVert\\nabla\\tau\\rVert_\\infty \\le 1/2$, the change is at most $C\\,\\lVert U[\\mathcal P_J]f\\rVert_1 K(\\tau)$, where "
            "$K(\\tau) = 2^{-J}\\lVert\\tau\\rVert_\\infty + \\lVert\\nabla\\tau\\rVert_\\infty \\max(\\log(\\sup_{x,u}\\lvert\\tau(x)-"
            "\\tau(u)\\rvert/\\lVert\\nabla\\tau\\rVert_\\infty), 1) + \\sup\\lvert H\\tau\\rvert$ with the Hessian $H\\tau$; $C$ is not "
            "made explicit and does not depend on $J$. The conclusions *average* and *commutator* are explicit forms of Lemma 2.11 and of "
            "(E.2) in Lemma E.1, *paths* is (2.60); the one on the average of the deformed signal and *stability* are of this page.",
        ),
        hypotheses=(
            Clause(
                "monotone",
                Lt(D, 1),
                role=Role.DOMAIN,
                used=(),
                why="$x - \\tau(x)$ is increasing; the published theorem asks for at most $1/2$.",
            ),
            Clause(
                "real",
                Eq(Norm(Imag(f)), 0),
                scale=Norm(f),
                used=(),
                why="For *paths* only: wavelets on one half of the spectrum may double the energy of a complex signal in the first layer.",
            ),
            Clause(
                "littlewood_paley",
                Le(
                    2 * LowPass(J, omega) ** 2
                    + Total(BandPass(J, lam, omega) ** 2 + BandPass(J, lam, -omega) ** 2, (lam, Bands(J))),
                    2,
                ),
                forall=((omega, Z),),
                used=((omega, Z),),
                why="Twice the condition as it is usually printed, with the factor one half for real signals.",
            ),
            Clause(
                "dilates",
                Eq(BandTransform(lam, omega), Mother(omega / Scale(lam))),
                forall=(*every_wavelet, (omega, Z)),
                used=(*every_wavelet, (omega, Z)),
                scale=Integer(1),
                why="All wavelets are dilates of one, phases included: equal moduli would not be enough.",
            ),
        ),
        conclusions=(
            Clause(
                "average",
                Le(Norm(Deform(tau, Smooth(J, f)) - Smooth(J, f)), kappa * speed * Largest(tau) * Norm(f)),
                needs=("monotone",),
                why="Lemma 2.11 with an explicit constant; the first factor is $4 - 2\\sqrt2$ at $\\lVert\\tau'\\rVert_\\infty = 1/2$.",
            ),
            Clause(
                "average_of_deformed",
                Le(
                    Norm(Smooth(J, Deform(tau, f)) - Smooth(J, f)),
                    (adjoint * speed * Largest(tau) + change * Sup(LowPass(J, omega), (omega, Z))) * Norm(f),
                ),
                needs=("monotone",),
                why="The same with average and deformation in the other order, for any low-pass filter.",
            ),
            Clause(
                "commutator",
                Le(Norm(Filtered(lam, Deform(tau, f)) - Deform(tau, Filtered(lam, f))), change * Schur(psi, D) * Norm(f)),
                forall=every_wavelet,
                needs=("monotone", "dilates"),
                why="(E.2) of Lemma E.1 with an explicit constant: the bound does not know the frequency of the wavelet.",
            ),
            Clause(
                "paths",
                Le(Total(Norm(Propagated(J, m, f)), (m, 0, M - 1)), M * Norm(f)),
                needs=("real", "littlewood_paley"),
                why="(2.60): it turns the sums over paths of *stability* into multiples of $\\lVert f\\rVert$.",
            ),
            Clause(
                "stability",
                Le(
                    Norm(Scattering(J, M, Deform(tau, f)) - Scattering(J, M, f)),
                    (adjoint * speed * Largest(tau) + change) * Norm(Paths(J, M, f))
                    + change * Schur(psi, D) * sqrt(Count(Bands(J))) * Total(Norm(Propagated(J, m, f)), (m, 0, M - 2)),
                ),
                needs=("monotone", "littlewood_paley", "dilates"),
            ),
        ),
        names={lam: r"\lambda", Z: r"\mathbb Z"},
        glossary={
            f: "a signal on the circle $\\mathbb R/\\mathbb Z$",
            tau: "the displacement, of period 1, continuously differentiable",
            J: "the scale of the average",
            M: "the depth: orders $0, \\dots, M-1$",
            m: "the order of a path",
            lam: "a wavelet",
            omega: "a whole frequency, in cycles per period",
            Z: "the whole frequencies",
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
            Step("inverse", Eq(1 - q / (1 + q), 1 / (1 + q)), Identity(),
                 r"The slope of the inverse map: $\kappa(D/(1+D)) = 2/(1 + 1/\sqrt{1+D})$."),
        ),
        uses=("scattering_nonexpansive",),
    )
