"""Proximal steps and flows of laws on the line in a quadratic potential."""
from sympy import symbols

from theorems.language.operators import Number, Operator


class Mean(Number):
    tex, meaning = r"m_{{{1}}}({0})", r"a number for every start and every $k$: the mean after $k$ steps"


class Deviation(Number):
    tex, meaning = r"\sigma_{{{1}}}({0})", r"a number for every start and every $k$: the standard deviation after $k$ steps"


class Iterate(Operator):
    tex, meaning = r"{0}_{{{1}}}", r"the Gaussian law with mean $m_k$ and standard deviation $\sigma_k$ of this start"


class FreeEnergy(Number):
    tex, meaning = r"F\!\left({}\right)", (r"$\int\frac\lambda2x^2\,\rho(x)\,dx + \frac1\beta\int\rho(x)\log\rho(x)\,dx$, with the density "
                                         r"$\rho$ of the law")


class Objective(Number):
    tex, meaning = r"J\!\left({}\right)", (r"$\frac12W_2(\rho,\cdot)^2 + hF(\cdot)$, what the step from $\rho$ minimises: half of the "
                                         r"*squared* distance, and $h$ times the free energy")


class FlowMean(Number):
    tex, meaning = r"m({})", r"$e^{-\lambda t}m_0(\rho)$, the mean at time $t$ of the solution that starts in $\rho_0$"


class FlowDeviation(Number):
    tex, meaning = r"\sigma({})", (r"the standard deviation of this solution: the root of $e^{-2\lambda t}\sigma_0(\rho)^2 + "
                                  r"(1-e^{-2\lambda t})/(\beta\lambda)$, for $\lambda=0$ of $\sigma_0(\rho)^2 + 2t/\beta$")


class MeanSlope(Number):
    tex, meaning = r"g_1({})", r"$\lambda m(t)$"


class DeviationSlope(Number):
    tex, meaning = r"g_2({})", r"$\lambda\sigma(t)-1/(\beta\sigma(t))$"


class Slope(Operator):
    tex, meaning = r"g({})", r"the vector $(g_1(t), g_2(t))$: the gradient of $F$ in mean and deviation"


class Flow(Operator):
    tex, meaning = r"\rho({})", (r"the law $\mathcal N(m(t),\sigma(t)^2)$, the solution of $\partial_t\rho = \partial_x(\lambda x\rho) + "
                                r"\beta^{-1}\partial_x^2\rho$ that starts in $\rho_0$")


class Equilibrium(Operator):
    tex, meaning = r"\rho_\infty", r"$\mathcal N(0, 1/(\beta\lambda))$"


# -- symbols
rho, other, eta, h, beta, lam, a, k, K = symbols("rho rho_2 eta h beta lambda a k K", extended_real=True)
NAMES = {other: r"\tilde\rho"}
PHRASES = {rho: "a law on the line, the start", other: "another start", eta: "any law on the line with a density", h: "the step",
           beta: "the inverse temperature", lam: r"the strength of the potential $\lambda x^2/2$",
           K: "the number of steps"}
