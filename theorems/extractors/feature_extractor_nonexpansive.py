"""Wiatowski and Bölcskei: an admissible feature extractor does not increase distances, whatever its filters."""
from sympy import Eq, Function, Integer, Le, Max, Sum, cos, evaluate, sin, symbols, tanh

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary import extractors as ex
from theorems.vocabulary.analysis import Norm, Sup, Total
from theorems.vocabulary.extractors import Alias, Decimating, Extractor, Features, FrameBound, Lipschitz, N, Omega, Propagate, k, w

f, h, s, J = symbols("f h s J", extended_real=True)
n, j = symbols("n j", integer=True)
m = symbols("m", integer=True, nonnegative=True)
a1, a2, b1, b2, t, y, theta = symbols("a1 a2 b1 b2 t y theta", real=True)
energy = Function("a")

with evaluate(False):
    strided_gain = Sup(Total(Alias(k, j, w)**2, (j, J)), (w, Omega))
    layerwise = ("frames", "admissible", "activation_lipschitz", "pooling_lipschitz")
    network = (*layerwise, "last_frame")
    THEOREM = Theorem(
        tag="0005",
        title="Feature extractors do not increase distances",
        source=Source("WiatowskiBolcskei2018", "the Lipschitz and energy bounds used for Theorems 1 and 2", Fidelity.MEMORY,
                      "That the Lipschitz constant of the features is 1 under the admissibility condition was read in third-party notes on "
                      "the article. Where in the article the two bounds stand, and under which numbers, is not confirmed."),
        hypotheses=(
            *ex.frames(N + 1, "The Littlewood-Paley form of the upper frame inequality. The lower bound is never used."),
            *ex.admissible("Only the output atom of this frame is read: what the layer would do next does not matter."),
            *ex.lipschitz(), *ex.zero_at_zero(Norm(f)),
            Clause("strided_admissible", Le(FrameBound(k) * Max(1, Lipschitz(k)**2 * strided_gain), 1), forall=ex.LAYERS,
                   used=ex.LAYERS, label="average and decimation together fit the frame bounds",
                   why="The supremum is the square of the norm of averaging and decimation together.")),
        conclusions=(
            Clause("nonexpansive", Le(Norm(Extractor(f) - Extractor(h)), Norm(f - h)), needs=network,
                   label="the features of two signals are no further apart than the signals"),
            Clause("layerwise", Le(Norm(Features(n, f) - Features(n, h))**2 + Norm(Propagate(n + 1, f) - Propagate(n + 1, h))**2,
                                   Norm(Propagate(n, f) - Propagate(n, h))**2), forall=((n, 0, N - 1),), needs=layerwise,
                   label="one layer: what it puts out and what it passes on",
                   why="Summed over the layers this bounds all features, at every depth."),
            Clause("energy", Le(Norm(Extractor(f)), Norm(f)), needs=(*network, "activation_at_zero", "pooling_at_zero"),
                   label="the features have at most the energy of the signal"),
            Clause("decimated", Le(Norm(Decimating(f) - Decimating(h)), Norm(f - h)),
                   label="the same for a network that throws samples away",
                   needs=("frames", "last_frame", "activation_lipschitz", "strided_admissible"))),
        headline="nonexpansive",
        aliases=("Lipschitz bound of the scattering transform with general filters", "generalised scattering network",
                 "1-Lipschitz features", "stability to additive noise", "admissibility condition", "energy bound"),
        glossary={
            f: "a signal", h: "another signal", n: "counts layers: layer 0 is the input",
            j: "counts frequencies that look alike after decimation", J: "how many there are: $0, \\dots, s^d - 1$",
            s: "the decimation factor"} | ex.GLOSSARY,
        names=ex.NAMES,
        steps=(
            Step("telescope", Eq(Sum(energy(m) - energy(m + 1), (m, 0, n)), energy(0) - energy(n + 1)), Identity(),
                 "The layer by layer inequalities add up: what the outputs receive is what the layers lose."),
            Step("modulus", Le((a1 * b1 + a2 * b2)**2, (a1**2 + a2**2) * (b1**2 + b2**2)), Squares((a1 * b2 - a2 * b1)**2),
                 r"With $a = a_1 + i a_2$ and $b = b_1 + i b_2$ this gives $(\lvert a\rvert - \lvert b\rvert)^2 \le "
                 r"\lvert a - b\rvert^2$: the modulus has the Lipschitz constant 1."),
            Step("hyperbolic tangent", Le(1 - tanh(t)**2, 1), Squares(tanh(t)**2),
                 "The derivative of the hyperbolic tangent is at most 1."),
            Step("logistic", Le(y * (1 - y), Integer(1) / 4), Squares((2 * y - 1)**2 / 4),
                 r"The derivative of the logistic function is $y(1-y)$, where $y$ is its value: at most $1/4$."),
            Step("co-isometry", Eq(((1 + cos(theta)) / 2)**2 + ((1 - cos(theta)) / 2)**2, 1 - sin(theta)**2 / 2), Identity(),
                 r"The taps $(\frac14, \frac12, \frac14)$ have the two aliases $(1 \pm \cos\theta)/2$ under decimation by 2: "
                 "averaging with them makes the decimation, with its factor $\\sqrt2$, non-expansive.")))
