"""After Mallat, Theorem 2.12: a small deformation of a signal changes its scattering transform by little."""
from sympy import Abs, Eq, Integer, Integral, Le, Lt, Rational, evaluate, pi, sqrt, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Count, Norm, Sup, Total
from theorems.vocabulary.deformations import Deform, Largest, Slope
from theorems.vocabulary.filter_banks import (
    PHRASES,
    Bands,
    BandTransform,
    Filtered,
    J,
    LowPass,
    Mother,
    Omega,
    Scale,
    Schur,
    Smooth,
    every_wavelet,
    everywhere,
    lam,
    littlewood_paley,
    real,
    w,
)
from theorems.vocabulary.scattering import Paths, Propagated, Scattering

f, tau, psi = symbols("f tau psi", extended_real=True)
M, m = symbols("M m", integer=True)
s, q, r = symbols("s q r", positive=True)

with evaluate(False):
    D = Slope(tau)
    kappa = 2 / (1 + sqrt(1 - D))
    adjoint = 2 / (1 + 1 / sqrt(1 + D))
    change = D / sqrt(1 - D)
    speed = Sup(2 * pi * Abs(w) * LowPass(J, w), *everywhere)
    THEOREM = Theorem(
        tag="0003",
        title="Scattering is stable to deformations",
        headline="stability",
        aliases=("deformation stability", "Lipschitz continuity to diffeomorphisms", "stability to warping", "commutator of wavelets and "
                 "deformations"),
        source=Source(
            "Mallat2012", "compare Theorem 2.12, (2.47) to (2.49), whose conclusion is not checked", Fidelity.PRIMARY,
            "Read in the published article. There, for an admissible wavelet (2.28), $f$ with $\\lVert U[\\mathcal P_J]f\\rVert_1 = "
            "\\sum_{m\\ge0}\\lVert U[\\Lambda_J^m]f\\rVert < \\infty$ and twice differentiable $\\tau$ with "
            "$\\lVert\\nabla\\tau\\rVert_\\infty \\le 1/2$, the change is at most $C\\,\\lVert U[\\mathcal P_J]f\\rVert_1 K(\\tau)$, where "
            "$K(\\tau) = 2^{-J}\\lVert\\tau\\rVert_\\infty + \\lVert\\nabla\\tau\\rVert_\\infty \\max(\\log(\\sup_{x,u}\\lvert\\tau(x)-"
            "\\tau(u)\\rvert/\\lVert\\nabla\\tau\\rVert_\\infty), 1) + \\sup\\lvert H\\tau\\rvert$ with the Hessian $H\\tau$; $C$ is not "
            "made explicit and does not depend on $J$. The conclusions *average* and *commutator* are explicit forms of Lemma 2.11 and of "
            "(E.2) in Lemma E.1, *paths* is (2.60); the one on the average of the deformed signal and *stability* are of this page.",
            "Theorem 2.12"),
        hypotheses=(
            Clause("monotone", Lt(D, 1), role=Role.DOMAIN, used=(), label="the deformation does not fold the circle",
                   why="$x - \\tau(x)$ is increasing; the published theorem asks for at most $1/2$."),
            real(f, why="For *paths* only: wavelets on one half of the spectrum may double the energy of a complex signal in the first "
                        "layer."),
            littlewood_paley(),
            Clause("dilates", Eq(BandTransform(lam, w), Mother(w / Scale(lam))), forall=(*every_wavelet, *everywhere),
                   used=(*every_wavelet, *everywhere), scale=Integer(1), label="the wavelets are dilates of one",
                   why="All wavelets are dilates of one, phases included: equal moduli would not be enough.")),
        conclusions=(
            Clause("average", Le(Norm(Deform(tau, Smooth(J, f)) - Smooth(J, f)), kappa * speed * Largest(tau) * Norm(f)),
                   needs=("monotone",), label="an average, deformed",
                   why="Lemma 2.11 with an explicit constant; the first factor is $4 - 2\\sqrt2$ at $\\lVert\\tau'\\rVert_\\infty = 1/2$."),
            Clause("average_of_deformed",
                   Le(Norm(Smooth(J, Deform(tau, f)) - Smooth(J, f)),
                      (adjoint * speed * Largest(tau) + change * Sup(LowPass(J, w), *everywhere)) * Norm(f)),
                   needs=("monotone",), label="the average of a deformed signal",
                   why="The same with average and deformation in the other order, for any low-pass filter."),
            Clause("commutator",
                   Le(Norm(Filtered(lam, Deform(tau, f)) - Deform(tau, Filtered(lam, f))), change * Schur(psi, D) * Norm(f)),
                   forall=every_wavelet, needs=("monotone", "dilates"), label="a band of the deformed signal, and the band deformed",
                   why="(E.2) of Lemma E.1 with an explicit constant: the bound does not know the frequency of the wavelet."),
            Clause("paths", Le(Total(Norm(Propagated(J, m, f)), (m, 0, M - 1)), M * Norm(f)), needs=("real", "littlewood_paley"),
                   label="the energy of all layers",
                   why="(2.60): it turns the sums over paths of *stability* into multiples of $\\lVert f\\rVert$."),
            Clause("stability",
                   Le(Norm(Scattering(J, M, Deform(tau, f)) - Scattering(J, M, f)),
                      (adjoint * speed * Largest(tau) + change) * Norm(Paths(J, M, f))
                      + change * Schur(psi, D) * sqrt(Count(Bands(J))) * Total(Norm(Propagated(J, m, f)), (m, 0, M - 2))),
                   needs=("monotone", "littlewood_paley", "dilates"), label="scattering of the deformed signal")),
        names={lam: r"\lambda", Omega: r"\mathbb Z"},
        glossary=PHRASES | {
            f: "a signal on the circle $\\mathbb R/\\mathbb Z$", tau: "the displacement, of period 1, continuously differentiable",
            M: "the depth: orders $0, \\dots, M-1$", m: "the order of a path", w: "a whole frequency, in cycles per period",
            Omega: "the whole frequencies", psi: "the mother wavelet"},
        steps=(
            Step("kappa", Eq(Integral((1 - s * q) ** Rational(-1, 2), (s, 0, 1)).subs(q, 1 - r**2), 2 / (1 + r)), Identity(),
                 r"$\kappa(q) = \int_0^1 (1 - sq)^{-1/2}\,ds = 2/(1 + \sqrt{1-q})$, with $r = \sqrt{1-q}$."),
            Step("half", Eq(2 / (1 + sqrt(Rational(1, 2))), 4 - 2 * sqrt(2)), Identity(), r"The value at $q = 1/2$."),
            Step("inverse", Eq(1 - q / (1 + q), 1 / (1 + q)), Identity(),
                 r"The slope of the inverse map: $\kappa(D/(1+D)) = 2/(1 + 1/\sqrt{1+D})$.")),
        uses=("scattering_nonexpansive",))
