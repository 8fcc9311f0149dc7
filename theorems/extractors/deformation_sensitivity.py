"""Wiatowski and Bölcskei, Theorem 2: features of band-limited signals move little when the input is deformed and modulated."""
from sympy import Abs, Eq, I, Integer, Integral, Le, Lt, Ne, evaluate, exp, pi, sin, sqrt, symbols

from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Ladder
from theorems.vocabulary import extractors as ex
from theorems.vocabulary.analysis import Derivative, Norm
from theorems.vocabulary.extractors import Extractor, N, w


class Distort(Operator):
    tex, meaning = (r"F_{{{},{}}} {:p}",
                    r"deformation and modulation, $(F_{\tau,\omega} f)(x) = e^{2\pi i \omega(x)} f(x - \tau(x))$")


class Scatter(Operator):
    tex, meaning = (r"\widetilde F_{{{},{}}} {:p}",
                    r"the same with one number per sample: $e^{2\pi i \nu_m} f(m/n - \sigma_m)$, $m = 0, \dots, n-1$")


class SupNorm(Number):
    tex, meaning = r"\left\lVert {} \right\rVert_\infty", "the largest absolute value"


class Steepness(Number):
    tex, meaning = r"\operatorname{{slope}}\!\left({}\right)", r"$n \max_m \lvert \sigma_{m+1} - \sigma_m\rvert$, cyclically"


class Coefficient(Number):
    tex, meaning = r"\lvert\widehat f\!\left({}\right)\rvert", r"modulus of a Fourier coefficient of $f$"


f, tau, omega, sigma, nu, W, xi, Z = symbols("f tau omega sigma nu W xi Z", extended_real=True)
n = symbols("n", integer=True)
theta = symbols("theta", real=True)
q, s = symbols("q s", positive=True)

with evaluate(False):
    C = 2 * pi * (4 - 2 * sqrt(2))
    slope = SupNorm(Derivative(tau))
    kappa = 2 / (1 + sqrt(1 - slope))
    network = ("frames", "admissible", "last_frame", "activation_lipschitz", "pooling_lipschitz")
    THEOREM = Theorem(
        tag="0007",
        title="Deformation sensitivity of feature extractors",
        source=Source("WiatowskiBolcskei2018", "Theorem 2", Fidelity.QUOTED, number="Theorem 2", note=
                      "The statement, with a constant that does not depend on the network and is not made explicit, was read in "
                      "third-party summaries of the article. The explicit constant is our own, with the proof on this page. The article "
                      "writes $R$ for the band limit $W$, and asks for a continuous modulation."),
        hypotheses=(
            Clause("band_limit", Le(Abs(xi), W), forall=((xi, Z),), where=Ne(Coefficient(xi), 0), used=((xi, Z),),
                   label="the signal is band-limited"),
            Clause("gradient", Le(slope, Integer(1) / 2), used=(), label="the deformation has a slope of at most one half",
                   why="Published for $\\mathbb R^d$: the entries of the derivative are at most $1/(2d)$."),
            Clause("invertible", Lt(slope, 1), used=(), role=Role.DOMAIN, label="the deformation can be undone",
                   why="Then $x \\mapsto x - \\tau(x)$ has an inverse, and the bound is a number."),
            Clause("slope", Le(Steepness(sigma), Integer(1) / 2), used=(), label="neighbouring samples move alike"),
            Clause("samples", Lt(2 * W, n), used=(), label="there are enough samples",
                   why="Then $\\lVert f\\rVert$ is the root mean square of the $n$ samples of $f$ too."),
            *ex.frames(N + 1, "On complex signals: a modulated signal is complex, even if $f$ is real."),
            *ex.admissible("Only the output atom of this frame is read."), *ex.lipschitz(),
            *ex.zero_at_zero(Norm(f), (
                "It makes the features of $0$ vanish. The bound is on a difference of features, from which a constant drops out.",
                "For the same reason."))),
        conclusions=(
            Clause("network", Le(Norm(Extractor(Distort(tau, omega, f)) - Extractor(f)), C * (W * SupNorm(tau) + SupNorm(omega)) * Norm(f)),
                   needs=("band_limit", "gradient", *network), label="features move little when the signal is deformed and modulated"),
            Clause("signal", Le(Norm(Distort(tau, omega, f) - f), C * (W * SupNorm(tau) + SupNorm(omega)) * Norm(f)),
                   needs=("band_limit", "gradient"), label="the signal itself moves little"),
            Clause("finer", Le(Norm(Distort(tau, omega, f) - f), 2 * pi * (kappa * W * SupNorm(tau) + SupNorm(omega)) * Norm(f)),
                   needs=("band_limit", "invertible"), label="the same with a constant that follows the slope",
                   why="The constant of the deformation grows with the slope, from $2\\pi$ to $4\\pi$; that of the modulation is $2\\pi$."),
            Clause("sampled", Le(Norm(Scatter(sigma, nu, f) - f),
                                 2 * pi * ((4 - 2 * sqrt(2)) * sqrt(1 + 2 * W / n) * W * SupNorm(sigma) + SupNorm(nu)) * Norm(f)),
                   needs=("band_limit", "slope", "samples"), label="the same for samples that are moved one by one",
                   why="Norms are root mean squares over the samples; by the large sieve.")),
        headline="network",
        aliases=("deformation stability of convolutional networks", "stability to small deformations", "time and frequency warping",
                 "sensitivity bound for band-limited signals", "diffeomorphism"),
        glossary={
            f: r"the signal, a trigonometric polynomial on the circle $\mathbb R/\mathbb Z$",
            tau: "the deformation, continuously differentiable", omega: "the modulation, any measurable function",
            sigma: "one displacement per sample", nu: "one phase per sample", W: "the band limit, in cycles per unit length",
            n: "the number of samples", xi: "a frequency of the signal", Z: "the integers"} | ex.GLOSSARY | {w: "frequency of a filter"},
        names=ex.NAMES | {Z: r"\mathbb Z", w: r"\eta"},
        steps=(
            Step("stretch", Eq(Integral(1 / sqrt(1 - s * q), (s, 0, 1)), (2 - 2 * sqrt(1 - q)) / q), Identity(),
                 r"The mean over $0 \le s \le 1$ of the factor $(1 - sq)^{-1/2}$ by which $x \mapsto x - s\tau(x)$ can stretch a norm."),
            Step("kappa", Eq((2 - 2 * sqrt(1 - q)) / q * (1 + sqrt(1 - q)), Integer(2)), Identity(),
                 r"This mean is $\kappa(q) = 2/(1 + \sqrt{1-q})$, the factor in *finer*."),
            Step("one half", Eq(2 / (1 + sqrt(1 - Integer(1) / 2)), 4 - 2 * sqrt(2)), Identity(), r"At $q = 1/2$ it is $4 - 2\sqrt2$."),
            Step("phase", Eq(Abs(exp(I * theta) - 1)**2, 4 * sin(theta / 2)**2), Identity(),
                 r"The modulation is multiplication by a phase with $\theta = 2\pi\omega(x)$."),
            Step("chord", Le(4 * sin(theta / 2)**2, theta**2), Ladder(4 * sin(theta / 2)**2),
                 "A chord is shorter than its arc: the "
                 "modulation changes a norm by at most $2\\pi\\lVert\\omega\\rVert_\\infty$ times it.")),
        uses=("feature_extractor_nonexpansive",))
