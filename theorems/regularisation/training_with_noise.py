"""Bishop 1995: training with noise on the inputs, its expansion in the variance of the noise, and what it does to the minimiser."""
from sympy import Abs, Eq, Gt, Le, Rational, diff, evaluate, exp, log, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary import noise as ns
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.noise import (
    Bend,
    Curvature,
    DiagonalSquare,
    Dropped,
    Error,
    Expected,
    Fitted,
    FittedLaplacian,
    FourthSup,
    Gram,
    HessianSquare,
    LaplacianSquare,
    Lean,
    LossLaplacian,
    M,
    Moved,
    NoisyError,
    Quartic,
    SecondSup,
    Shrunk,
    Slope,
    Solve,
    Spread,
    ThirdSup,
    X,
    d,
    ell,
    kappa,
    q,
    t,
    u,
    v,
    varphi,
    y,
)

n = symbols("n", integer=True)

# Steps: a quadratic function of two inputs at a datum, with jets; a loss; one parameter.
r, g1, g2, h11, h12, h22, eta, theta = symbols("r g_1 g_2 h_11 h_12 h_22 eta theta", real=True)
a, b, s, T = symbols("a b s T", real=True)
signs = [(e1, e2) for e1 in (-1, 1) for e2 in (-1, 1)]
disturbed = sum((r + eta * (g1 * e1 + g2 * e2) + eta**2 * (h11 + h22 + 2 * h12 * e1 * e2) / 2)**2 for e1, e2 in signs) / 8
expanded = (r**2 / 2 + eta**2 / 2 * (g1**2 + g2**2 + r * (h11 + h22)) + eta**4 / 8 * ((h11 + h22)**2 + 4 * h12**2))
wave = a * s + b * s**2 / 2                        # an output near a datum, along one coordinate
L0, L1, L2 = symbols("L_0 L_1 L_2", real=True)     # a loss
along = diff(L0 + L1 * wave + L2 * wave**2 / 2, s, 2).subs(s, 0)
squared = diff((r + wave)**2 / 2, s, 2).subs(s, 0)
entropy = diff(log(1 + exp(r + wave)) - T * (r + wave), s, 2).subs(s, 0)
sigma = 1 / (1 + exp(-r))
noisy = ((theta * (1 + eta)**2 - 1)**2 + (theta * (1 - eta)**2 - 1)**2) / 4          # theta x^2 at x = 1, target 1
penalised = (theta - 1)**2 / 2 + 2 * eta**2 * theta**2
best, tikhonov = (1 + eta**2) / (1 + 6 * eta**2 + eta**4), 1 / (1 + 4 * eta**2)
least = [loss.subs(theta, at) for loss, at in ((noisy, best), (penalised, tikhonov), (noisy, tikhonov))]

with evaluate(False):
    plain, law = ("centred", "isotropic"), ("centred", "isotropic", "balanced")
    half, eighth = Rational(1, 2), Rational(1, 8)
    leading = half * v * (Slope(q) + Curvature(q))
    THEOREM = Theorem(
        tag="0012",
        title="Noise on the inputs: what is, and is not, Tikhonov regularisation",
        headline="expansion",
        aliases=("input noise", "jitter", "data augmentation with Gaussian noise", "Tikhonov regularisation", "gradient penalty"),
        source=Source("Bishop1995", "equations (7)-(11), (16)-(19), (22), (27)", Fidelity.TRANSCRIPTION,
                      "Read in a complete translation that keeps the numbers of the equations; (11) again in an independent note. The "
                      "fourth "
                      "order, the bound on the remainder and the two shifts of the minimiser are statements of this page."),
        hypotheses=(
            ns.CENTRED, ns.ISOTROPIC, ns.BALANCED, ns.KURTOSIS,
            Clause("quadratic", Eq(ThirdSup(q), 0), used=(), label="$q$ is a polynomial of degree two at most"),
            Clause("affine", Eq(SecondSup(ell), 0), used=(), label=r"$\ell$ is affine"),
            Clause("derivative", Le(FourthSup(y), M), used=(), label="a bound on the fourth derivative of the loss"),
            Clause("regular", Gt(Gram(varphi), 0), used=(), role=Role.DOMAIN, label="the best fit is unique",
                   why="Otherwise the minimiser is not unique and has no derivative."),
            Clause("unbiased", Eq(Expected(u, n), Fitted(u, n)), forall=((n, X),), used=((n, X),), scale=Norm(u),
                   label="the best fit is the mean of the targets at every input"),
            Clause("harmonic", Eq(FittedLaplacian(u, n), 0), forall=((n, X),), used=((n, X),), scale=Norm(u),
                   label="the best fit is harmonic at the data")),
        conclusions=(
            Clause("expansion", Eq(NoisyError(q), Error(q) + leading + eighth * Quartic(q)), needs=(*law, "quadratic"),
                   label="the error with noise"),
            Clause("fourth", Eq(Quartic(q), v**2 * (LaplacianSquare(q) + 2 * HessianSquare(q) + (kappa - 3) * DiagonalSquare(q))),
                   needs=("kurtosis",), label="the fourth order",
                   why=r"Signs $\pm\sqrt v$ in every coordinate have $\kappa = 1$, Gaussian noise has $\kappa = 3$."),
            Clause("remainder", Le(Abs(NoisyError(y) - Error(y) - half * v * (Slope(y) + Curvature(y))), Rational(1, 24) * M * Spread(4)),
                   needs=(*law, "derivative"), label="what is left, for any smooth function"),
            Clause("laplacian", Eq(Slope(y) + Curvature(y), LossLaplacian(y)), scale=Slope(y) + Error(y), needs=(),
                   label="the second order is a Laplacian"),
            Clause("linear", Eq(NoisyError(ell), Error(ell) + half * v * Slope(ell)), needs=(*plain, "affine"),
                   label="affine functions: exactly the gradient penalty"),
            Clause("shift", Eq(Moved(t) - Shrunk(t), -half * v * Solve(Bend(t) + Lean(t))), scale=Norm(Moved(t)), needs=(*plain, "regular"),
                   label="noise and gradient penalty move the minimiser differently"),
            Clause("same_shift", Eq(Moved(u), Shrunk(u)), scale=Norm(Moved(u)), needs=(*plain, "regular", "unbiased", "harmonic"),
                   label="when they move it alike"),
            Clause("value", Eq(Dropped(u), 0), scale=Norm(u)**2, needs=("regular", "unbiased"),
                   label="what the published argument shows: the dropped term vanishes at the best fit")),
        glossary={y: "a function of the input", q: "a function of the input", ell: "a function of the input", t: "targets",
                  u: "targets", varphi: r"the features; $y_\theta = \theta\cdot\varphi$", M: "a claimed bound", X: "the data",
                  v: r"the variance of a coordinate of the noise; $\eta^2$ in the article", kappa: "the kurtosis of a coordinate of the "
                      "noise",
                  d: "the number of inputs"},
        steps=(
            Step("two inputs, fair signs", Eq(disturbed, expanded), Identity(),
                 r"All orders, for $q(x+\xi)-t = r + g\cdot\xi + \tfrac12\xi^{\mathsf T}H\xi$ and $\xi = \eta\,(\pm1,\pm1)$."),
            Step("any loss", Eq(along, L2 * a**2 + L1 * b), Identity(),
                 r"Along a coordinate, where $y = y_0 + as + \tfrac12bs^2$ and the loss is $L_0+L_1(y-y_0)+\tfrac12L_2(y-y_0)^2$ up to "
                 r"the second order: "
                 r"the second derivative has the coefficient $1$ at $y'' = b$."),
            Step("squared error", Eq(squared, a**2 + r * b), Identity(), "For one half of the square of the residual $r$."),
            Step("cross-entropy", Eq(entropy, sigma * (1 - sigma) * a**2 + (sigma - T) * b), Identity(),
                 r"For a logit $r$ with $\sigma = 1/(1+e^{-r})$ and the target $T$: the analogue (22) of the article, which is printed "
                 r"with this coefficient."),
            Step("minimiser with noise", Eq(diff(noisy, theta).subs(theta, best), 0), Identity(),
                 r"$y = \theta x^2$ at $x=\pm1$ with target $1$ and noise $\pm\eta$: the minimiser is $(1+\eta^2)/(1+6\eta^2+\eta^4) = "
                 r"1-5\eta^2+\dots$"),
            Step("minimiser with gradient penalty", Eq(diff(penalised, theta).subs(theta, tikhonov), 0), Identity(),
                 r"There the gradient penalty gives $1/(1+4\eta^2) = 1-4\eta^2+\dots$"),
            Step("least values", Eq(least[0] - least[1], -2 * eta**4 * (2 + eta**2) * (1 + 6 * eta**2 + eta**4)**-1 * (1 + 4 * eta**2)**-1),
                 Identity(), r"There the least values are $2\eta^2/(1+6\eta^2+\eta^4)$ and $2\eta^2/(1+4\eta^2)$: they agree up to "
                             r"$\eta^2$ and differ by "
                             r"$4\eta^4$."),
            Step("what the other minimiser costs", Eq(least[2] - least[0], eta**4 * (3 * eta**2 - 1)**2 / 2 * (1 + 4 * eta**2)**-2
                                                      * (1 + 6 * eta**2 + eta**4)**-1), Identity(),
                 r"There the minimiser of the gradient penalty has an error with noise that is larger by $\eta^4/2+\dots$")))
