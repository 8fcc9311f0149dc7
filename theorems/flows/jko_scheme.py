"""Jordan, Kinderlehrer and Otto: the proximal scheme of the free energy in the distance W_2, exactly solved for Gaussian laws."""
from sympy import Abs, Eq, Ge, Gt, Le, diff, evaluate, exp, log, sqrt, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary import transport
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.flows import (
    NAMES,
    PHRASES,
    Deviation,
    DeviationSlope,
    Equilibrium,
    Flow,
    FlowDeviation,
    FlowMean,
    FreeEnergy,
    Iterate,
    K,
    Mean,
    MeanSlope,
    Objective,
    Slope,
    a,
    beta,
    eta,
    h,
    k,
    lam,
    other,
    rho,
)


class Wasserstein(transport.Wasserstein):
    meaning = (r"the Wasserstein distance of order 2 for the distance of the line: $W_2^2$ is the minimum of $\int (x-y)^2\,d\pi(x,y)$ "
               r"over the couplings $\pi$ of the two laws")


def W(one, two):
    return Wasserstein(2, one, two)


starts, steps, before = (a, (rho, other)), (k, 1, K), (k, 0, K)
curvature = 1 + h * lam
numbers = ("step", "temperature", "curvature", "deviations")
both = (*numbers, "step_mean", "step_deviation")

# Steps, in plain symbols: the step, the flow.
H, B, L, m, S, u, v, t, x, m0, S0 = symbols("h beta lambda m sigma mu s t x m_0 sigma_0", positive=True)


def energy(mean, deviation):
    return L / 2 * (mean**2 + deviation**2) - log(deviation) / B


def proximal(mean, deviation):
    """J of a Gaussian law, from the start whose step ends in (m, sigma)."""
    start = (1 + H * L) * m, ((1 + H * L) * S**2 - H / B) / S
    return ((mean - start[0])**2 + (deviation - start[1])**2) / 2 + H * energy(mean, deviation)


mean_t, variance_t = exp(-L * t) * m0, exp(-2 * L * t) * S0**2 + (1 - exp(-2 * L * t)) / (B * L)
density = exp(-(x - mean_t)**2 / (2 * variance_t)) / sqrt(variance_t)
pull = L * S - 1 / (B * S)
gap_of_step = proximal(u, v) - proximal(m, S), (1 + H * L) / 2 * ((u - m)**2 + (v - S)**2) + H / B * (v / S - 1 - log(v / S))
of_flow = diff(variance_t, t), -2 * L * variance_t + 2 / B
of_density = diff(density, t) / density, (diff(L * x * density, x) + diff(density, x, 2) / B) / density
of_slope = diff((L + 1 / (B * S**2)) * pull, S), L**2 + 3 / (B**2 * S**4)

with evaluate(False):
    after = W(Iterate(rho, k), Flow(k * h))
    THEOREM = Theorem(
        tag="000K",
        title="The scheme of Jordan, Kinderlehrer and Otto",
        headline="convergence",
        aliases=("JKO scheme", "minimizing movement", "proximal step in Wasserstein space", "Fokker-Planck equation", "Langevin dynamics"),
        source=Source("JordanKinderlehrerOtto1998", "scheme (13), Theorem 5.1", Fidelity.MEMORY,
                      "Title, abstract and the beginning of the introduction were read in transcriptions; scheme, numbers and theorem were "
                      "not. The explicit rate is a statement of this page."),
        hypotheses=(
            Clause("step", Gt(h, 0), used=(), role=Role.DOMAIN, label="the step is positive"),
            Clause("temperature", Gt(beta, 0), used=(), role=Role.DOMAIN, label="the inverse temperature is positive"),
            Clause("curvature", Gt(curvature, 0), used=(), role=Role.DOMAIN, label=r"$1 + h\lambda$ is positive",
                   why=r"For $1+h\lambda<0$ the step has no minimum: its objective is not bounded below."),
            Clause("deviations", Gt(Deviation(a, k), 0), forall=(starts, before), used=(starts, before), role=Role.DOMAIN,
                   label="standard deviations are positive"),
            Clause("gaussian", Eq(W(rho, Iterate(rho, 0)), 0), used=(), scale=Deviation(rho, 0), label="the start is Gaussian"),
            Clause("step_mean", Eq(curvature * Mean(a, k), Mean(a, k - 1)), forall=(starts, steps), used=(starts, steps),
                   scale=Deviation(a, k), label="the means are those of the implicit step"),
            Clause("step_deviation", Eq(curvature * Deviation(a, k)**2 - Deviation(a, k - 1) * Deviation(a, k), h / beta),
                   forall=(starts, steps), used=(starts, steps), label="the deviations are those of the implicit step"),
            Clause("convex", Ge(lam, 0), used=(), label="the potential is convex"),
            Clause("confining", Gt(lam, 0), used=(), role=Role.DOMAIN, label="the potential confines",
                   why="Else there is no equilibrium.")),
        conclusions=(
            Clause("minimal", Le(Objective(Iterate(rho, 1)) + curvature / 2 * W(Iterate(rho, 1), eta)**2, Objective(eta)),
                   needs=(*both, "gaussian"), label="the step is the minimiser, with a margin"),
            Clause("energy", Le(FreeEnergy(Iterate(rho, 1)) + (1 / h + lam / 2) * W(Iterate(rho, 0), Iterate(rho, 1))**2,
                                FreeEnergy(Iterate(rho, 0))), needs=both, label="the free energy falls"),
            Clause("contraction", Le(W(Iterate(rho, 1), Iterate(other, 1)), W(Iterate(rho, 0), Iterate(other, 0)) / curvature), needs=both,
                   label="two runs approach each other"),
            Clause("stationary", Le(W(Iterate(rho, 1), Equilibrium()), W(Iterate(rho, 0), Equilibrium()) / curvature),
                   needs=(*both, "confining"), label="the equilibrium is approached, and is fixed, for every step size"),
            Clause("mean_error", Le(Abs(Mean(rho, k) - FlowMean(k * h)), h / 2 * Abs(MeanSlope(0) - MeanSlope(k * h))),
                   forall=(steps,), needs=(*both, "convex"), label="error of the mean"),
            Clause("deviation_error", Le(Abs(Deviation(rho, k) - FlowDeviation(k * h)),
                                         h / 2 * Abs(DeviationSlope(0) - DeviationSlope(k * h))),
                   forall=(steps,), needs=(*both, "convex"), label="error of the deviation"),
            Clause("convergence", Le(after, h / 2 * Norm(Slope(0) - Slope(k * h))), forall=(steps,), needs=(*both, "convex"),
                   label="first-order convergence, explicit"),
            Clause("uniform", Le(after, h / 2 * Norm(Slope(0))), forall=(steps,), needs=(*both, "convex"),
                   label="the same for all times at once")),
        glossary={n: PHRASES[n] for n in (rho, other, eta, h, beta, lam, K)},
        names=NAMES,
        uses=("gaussian_wasserstein",),
        steps=(
            Step("gap", Eq(*gap_of_step), Identity(),
                 r"For Gaussian laws the margin is exactly this: the objective of $\mathcal N(\mu,s^2)$ less that of the step "
                 r"that ends in $m,\sigma$."),
            Step("the variance of the flow", Eq(*of_flow), Identity(),
                 r"$\sigma\sigma' = -\lambda\sigma^2 + 1/\beta$: the flow follows the negative gradient."),
            Step("Fokker-Planck", Eq(*of_density), Identity(),
                 "The Gaussian law with this mean and variance solves the equation."),
            Step("the gradient slows down", Eq(*of_slope), Identity(),
                 r"$\lvert dg/dt\rvert$ is $(\lambda + 1/(\beta\sigma^2))\lvert g\rvert$ in the second coordinate, monotone in $\sigma$."))
    )
