"""Wiatowski and Bölcskei, Theorem 2: features of band-limited signals move little when the input is deformed and modulated."""
from sympy import Abs, Eq, I, Integer, Integral, Le, Lt, Max, Ne, evaluate, exp, oo, pi, sin, sqrt, symbols

from theorems.language.notation import (
    Activate,
    Extractor,
    FrameBound,
    Lipschitz,
    Norm,
    OutputAtom,
    Pool,
    PoolLipschitz,
    Response,
    Sup,
    Total,
)
from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Ladder


class Deform(Operator):
    tex, meaning = (r"F_{{{},{}}} {:p}",
                    r"deformation and modulation, $(F_{\tau,\omega} f)(x) = e^{2\pi i \omega(x)} f(x - \tau(x))$")


class Scatter(Operator):
    tex, meaning = (r"\widetilde F_{{{},{}}} {:p}",
                    r"the same with one number per sample: $e^{2\pi i \nu_m} f(m/M - \sigma_m)$, $m = 0, \dots, M-1$")


class SupNorm(Number):
    tex, meaning = r"\left\lVert {} \right\rVert_\infty", "the largest absolute value"


class Derivative(Operator):
    tex, meaning = r"D {:p}", "the derivative"


class Stretch(Number):
    tex = r"\kappa\!\left({}\right)"
    meaning = r"$\kappa(q) = \int_0^1 (1-sq)^{-1/2}\,ds = 2/(1 + \sqrt{1-q})$, at most $4 - 2\sqrt2$ for $q \le 1/2$"


class Steepness(Number):
    tex, meaning = r"\operatorname{{slope}}\!\left({}\right)", r"$M \max_m \lvert \sigma_{m+1} - \sigma_m\rvert$, cyclically"


class Coefficient(Number):
    tex, meaning = r"\lvert\widehat f\!\left({}\right)\rvert", r"modulus of a Fourier coefficient of $f$"


f, u, v, w, Omega, zero, Lam, tau, omega, sigma, nu, R, M, xi, Z = symbols(
    "f u v w Omega 0 Lambda tau omega sigma nu R M xi Z", extended_real=True)
k, lam, N = symbols("k lambda N", integer=True)
theta = symbols("theta", real=True)
q, s = symbols("q s", positive=True)

with evaluate(False):
    layers = ((k, 1, N + 1),)
    C = 2 * pi * (4 - 2 * sqrt(2))
    kappa = Stretch(SupNorm(Derivative(tau)))
    network = ("frames", "admissible", "activation_lipschitz", "pooling_lipschitz")
    THEOREM = Theorem(
        tag="0007",
        title="Deformation sensitivity of feature extractors",
        family="Feature extractors",
        source=Source("WiatowskiBolcskei2018", "Theorem 2", Fidelity.QUOTED,
                      "The statement, with a constant that does not depend on the network and is not made explicit, was read in "
                      "third-party summaries of the article. The explicit constant is our own, with the proof on this page."),
        hypotheses=(
            Clause("band_limit", Le(Abs(xi), R), forall=((xi, Z),), where=Ne(Coefficient(xi), 0)),
            Clause("gradient", Le(SupNorm(Derivative(tau)), Integer(1) / 2),
                   why="In dimension $d$ the entries of the derivative are at most $1/(2d)$."),
            Clause("modulation", Lt(SupNorm(omega), oo), role=Role.TECHNICAL,
                   why="The article asks for a continuous modulation $\\omega$. The proof only uses that it is bounded; the sampled form "
                       "takes any real numbers."),
            Clause("slope", Le(Steepness(sigma), Integer(1) / 2)),
            Clause("frames", Le(Sup(Abs(OutputAtom(k, w))**2 + Total(Response(k, lam, w)**2, (lam, Lam)), (w, Omega)), FrameBound(k)),
                   forall=layers, why="On complex signals: a modulated signal is complex, even if $f$ is real."),
            Clause("admissible", Le(Max(FrameBound(k), FrameBound(k) * Lipschitz(k)**2 * PoolLipschitz(k)**2), 1), forall=layers),
            Clause("activation_lipschitz", Le(Norm(Activate(k, u) - Activate(k, v)), Lipschitz(k) * Norm(u - v)), forall=layers),
            Clause("pooling_lipschitz", Le(Norm(Pool(k, u) - Pool(k, v)), PoolLipschitz(k) * Norm(u - v)), forall=layers),
            Clause("activation_at_zero", Eq(Norm(Activate(k, zero)), 0), forall=layers, scale=Norm(u), role=Role.TECHNICAL,
                   why="It makes the features of $0$ vanish. The bound is on a difference of features, from which a constant drops out.")),
        conclusions=(
            Clause("network", Le(Norm(Extractor(Deform(tau, omega, f)) - Extractor(f)), C * (R * SupNorm(tau) + SupNorm(omega)) * Norm(f)),
                   needs=("band_limit", "gradient", *network)),
            Clause("signal", Le(Norm(Deform(tau, omega, f) - f), C * (R * SupNorm(tau) + SupNorm(omega)) * Norm(f)),
                   needs=("band_limit", "gradient")),
            Clause("finer", Le(Norm(Deform(tau, omega, f) - f), 2 * pi * (kappa * R * SupNorm(tau) + SupNorm(omega)) * Norm(f)),
                   needs=("band_limit", "gradient"), why="The constant of the deformation, and a smaller one for the modulation."),
            Clause("sampled", Le(Norm(Scatter(sigma, nu, f) - f),
                                 2 * pi * ((4 - 2 * sqrt(2)) * sqrt(1 + 2 * R / M) * R * SupNorm(sigma) + SupNorm(nu)) * Norm(f)),
                   needs=("band_limit", "slope"), why="On $M > 2R$ samples, by the large sieve.")),
        glossary={
            f: r"the signal, a trigonometric polynomial on the circle $\mathbb R/\mathbb Z$", u: "any signal", v: "any signal",
            zero: "the zero signal",
            tau: "the deformation", omega: "the modulation", sigma: "one displacement per sample", nu: "one phase per sample",
            R: "the band limit, in cycles per unit length", M: "the number of samples", xi: "a frequency of the signal", Z: "the integers",
            N: "the depth", k: "a layer", w: "frequency of a filter", Omega: "all frequencies",
            lam: "an atom of the layer, the output atom excepted",
            Lam: "these atoms"},
        names={zero: "0", Lam: r"\Lambda_k", Z: r"\mathbb Z", w: r"\eta"},
        steps=(
            Step("stretch", Eq(Integral(1 / sqrt(1 - s * q), (s, 0, 1)), (2 - 2 * sqrt(1 - q)) / q), Identity(),
                 r"The mean over $0 \le s \le 1$ of the factor $(1 - sq)^{-1/2}$ by which $x \mapsto x - s\tau(x)$ can stretch a norm."),
            Step("kappa", Eq((2 - 2 * sqrt(1 - q)) / q * (1 + sqrt(1 - q)), Integer(2)), Identity(),
                 r"This mean is $\kappa(q) = 2/(1 + \sqrt{1-q})$."),
            Step("one half", Eq(2 / (1 + sqrt(1 - Integer(1) / 2)), 4 - 2 * sqrt(2)), Identity(), r"At $q = 1/2$ it is $4 - 2\sqrt2$."),
            Step("phase", Eq(Abs(exp(I * theta) - 1)**2, 4 * sin(theta / 2)**2), Identity(),
                 r"The modulation is multiplication by a phase with $\theta = 2\pi\omega(x)$."),
            Step("chord", Le(4 * sin(theta / 2)**2, theta**2), Ladder(4 * sin(theta / 2)**2),
                 "A chord is shorter than its arc: the "
                 "modulation changes a norm by at most $2\\pi\\lVert\\omega\\rVert_\\infty$ times it.")),
        uses=("feature_extractor_nonexpansive",))
