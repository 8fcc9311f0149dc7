"""Mallat, equation (2.1): the modulus of the Fourier transform is not Lipschitz to the action of small deformations."""

from sympy import Derivative as Slopes
from sympy import Eq, Ge, Gt, I, Integral, Le, Lt, Rational, cos, evaluate, exp, oo, pi, sin, sqrt, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary.analysis import At, Derivative, Norm, Spectrum
from theorems.vocabulary.deformations import Bending, Deform, Slope
from theorems.vocabulary.extractors import Translate

f, g, p, h, theta, tau, rho, t, xi, epsilon, s, r, C, omega, Omega = symbols(
    "f g p h theta tau rho t xi epsilon s r C omega Omega", extended_real=True)
# The same letters as positive numbers, for SymPy's integrals; a = 1 - epsilon.
S, X, A, R, E, N = symbols("s xi a b epsilon eta", positive=True)
line, place = symbols("omega x", real=True)


def packet(argument):
    """The unitary Fourier transform of exp(i xi x - x^2 / (2 s^2))."""
    return S * exp(-(S**2) * (argument - X) ** 2 / 2)


def over_line(integrand):
    return Integral(integrand, (line, -oo, oo))


still, stretched_packet = packet(line), packet(line / A) / A
CLOSED = 1 + 1 / A - 2 * sqrt(2 / (1 + A**2)) * exp(-(S**2) * X**2 * (1 - A) ** 2 / (2 * (1 + A**2)))

with evaluate(False):
    a = 1 - epsilon
    moved = Norm(Spectrum(Deform(tau, f)) - Spectrum(f))
    stretched = Norm(Spectrum(Deform(rho, g)) - Spectrum(g))
    slow = Norm(Spectrum(Deform(rho, p)) - Spectrum(p))
    THEOREM = Theorem(
        tag="0004",
        title="The Fourier modulus is unstable to deformations",
        headline="unstable",
        aliases=("instability of the power spectrum", "high frequencies are unstable to stretching", "spectrum of a stretched packet"),
        source=Source(
            "Mallat2012", "Section 2.1, equation (2.1); the Lipschitz condition is (1.2)", Fidelity.PRIMARY,
            "Read in the published article: the condition (1.2) concerns signals supported in a fixed compact set and twice "
            "differentiable displacements; (2.1) takes a modulated window and $\\tau(x) = s x$ and gives the order $\\lvert s\\rvert"
            "\\lvert\\xi\\rvert\\lVert\\theta\\rVert$ of the distance, see the erratum. The explicit constants, the flattened "
            "displacement and the closed form are of this page. Bruna and Mallat (2013), Section 2.1, repeat the argument.",
            "Equation (2.1)"),
        hypotheses=(
            Clause("stretch", Gt(epsilon, 0), used=(), label="signals are stretched, not compressed"),
            Clause("monotone", Lt(epsilon, 1), role=Role.DOMAIN, used=(), label="the deformation does not fold the line",
                   why="Else $x - \\epsilon x$ does not increase."),
            Clause("frequency", Gt(xi, 0), used=(), label="a positive frequency"),
            Clause("high_frequency", Gt(epsilon * xi * Norm(theta), 8 * Norm(Derivative(theta))), used=(),
                   label="the stretch moves the spectrum by more than its width"),
            Clause("high_frequency_gaussian", Ge(s * epsilon * xi, 3), used=(),
                   label="the stretch moves the Gaussian spectrum by three widths"),
            Clause("small", Lt(C * (Slope(tau) + Bending(tau)), 1), used=(), label="a small deformation"),
            Clause("overlapping", Le(r * epsilon * xi, 1), used=(), label="the stretch moves the spectrum by at most its width",
                   why="The spectrum moves by no more than its width."),
            Clause("modulated", Ge(r * xi, 1), used=(), label="at least one oscillation within the window",
                   why="The packet is not slower than its window."),
            Clause("moderate", Le(epsilon, Rational(1, 2)), used=(), label="a stretch of at most one half")),
        conclusions=(
            Clause("invariant", Eq(At(Spectrum(Translate(t, f)), omega), At(Spectrum(f), omega)), forall=((omega, Omega),),
                   scale=Norm(f), needs=(), label="translations do not change the Fourier modulus",
                   why="What the Fourier modulus is good for."),
            Clause("nonexpansive", Le(Norm(Spectrum(f) - Spectrum(h)), Norm(f - h)), needs=(), label="distances do not increase",
                   why="Noise is not amplified: the instability is one to deformations only."),
            Clause("separated", Ge(moved**2, 2 * Norm(f) ** 2 - 8 / (epsilon * xi) * Norm(Derivative(theta)) * Norm(f)),
                   needs=("stretch", "monotone", "frequency"), label="the spectra come apart",
                   why="Explicit at every frequency; as $\\xi \\to \\infty$ the overlap of the two spectra tends to 0."),
            Clause("unstable", Gt(moved, C * Norm(f) * (Slope(tau) + Bending(tau))),
                   needs=("stretch", "monotone", "high_frequency", "small"), label="no Lipschitz constant",
                   why="Every $C$ admits an $\\epsilon$ and a $\\xi$: the Lipschitz condition (1.2) fails for each constant."),
            Clause("closed_form",
                   Eq(stretched**2,
                      (1 + 1 / a - 2 * sqrt(2 / (1 + a**2)) * exp(-(s**2) * xi**2 * epsilon**2 / (2 * (1 + a**2)))) * Norm(g) ** 2),
                   scale=Norm(g) ** 2, needs=("monotone",), label="the distance for a Gaussian packet"),
            Clause("gaussian_unstable", Gt(stretched, C * Norm(g) * Slope(rho)),
                   needs=("stretch", "monotone", "high_frequency_gaussian", "small"), label="no Lipschitz constant for Gaussian packets"),
            Clause("order_below", Ge(slow, Rational(5, 8) * r * epsilon * xi * Norm(p)), needs=("stretch", "monotone", "overlapping"),
                   label="the published order, from below", why="With the next one this is (2.1), where it holds."),
            Clause("order_above", Le(slow, 2 * r * epsilon * xi * Norm(p)), needs=("stretch", "modulated", "moderate"),
                   label="the published order, from above")),
        glossary={
            f: r"a packet, $f(x) = \theta(x)\,e^{i\xi x}$", theta: r"its window, supported in $[-1, 1]$, with derivative in $L^2$",
            h: r"another signal supported in $[-1, 1]$", g: r"the Gaussian packet $e^{-x^2/(2s^2)}\,e^{i\xi x}$",
            p: r"another one, of width $r$",
            tau: r"the displacement: $\tau(x) = \epsilon x$ for $\lvert x\rvert \le 1/(1-\epsilon)$, flattened to a constant beyond",
            rho: r"the displacement $\rho(x) = \epsilon x$ of the whole line", t: "a translation", xi: "the frequency of the packets",
            epsilon: "the relative stretch", s: "the width of the Gaussian packet $g$", r: "the width of the Gaussian packet $p$",
            C: "a Lipschitz constant that someone proposes", omega: "an angular frequency", Omega: "the frequencies of a fine grid"},
        steps=(
            Step("transform",
                 Eq(Integral(exp(-(place**2) / (2 * S**2)) * exp(-I * (line - X) * place), (place, -oo, oo)), sqrt(2 * pi) * still),
                 Identity(), r"The Fourier transform of the Gaussian packet; that of $g((1-\epsilon)x)$ follows by substitution."),
            Step("distance",
                 Eq(over_line(still**2) + over_line(stretched_packet**2) - 2 * over_line(still * stretched_packet), CLOSED * sqrt(pi) * S),
                 Identity(), r"With $a = 1-\epsilon$ and $\lVert g\rVert^2 = \sqrt{\pi}\,s$ this is the closed form.",
                 settles="closed_form"),
            Step("flattening", Eq(Slopes(E * cos(N * place / E) ** 2, place), -N * sin(2 * N * place / E)), Identity(),
                 r"$\tau'$ falls from $\epsilon$ to $0$ like this, with $\lvert\tau''\rvert \le \eta$."),
            Step("tangent", Le(3 * R - R**3, 2), Squares((1 - R) ** 2 * (2 + R)),
                 r"$1/b \ge (3 - b^2)/2$ at $b = \sqrt{(1+a^2)/2}$, for *order above*."),
            Step("dilation", Eq(1 / A + A**2 / 2 - Rational(3, 2), (1 - A) ** 2 * (A + 2) / (2 * A)), Identity(),
                 r"What the dilation alone contributes to the squared distance is at most this, $\epsilon^2(3-\epsilon)/(2(1-\epsilon))$."),
            Step("overlap", Le(4 * sqrt(A), 2 * (1 + A)), Squares(2 * (1 - sqrt(A)) ** 2),
                 r"$\sqrt a + 1/\sqrt a \ge 2$: from the explicit lower bound to $\lVert f\rVert^2$ when $\epsilon\xi \ge 8\,"
                 r"\lVert\theta'\rVert/\lVert\theta\rVert$.")))
