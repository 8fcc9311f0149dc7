"""Wiatowski and Bölcskei: an admissible feature extractor does not increase distances, whatever its filters."""
from sympy import Abs, Eq, Function, Integer, Le, Max, Sum, cos, evaluate, sin, symbols, tanh

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary.analysis import Norm, Sup, Total
from theorems.vocabulary.extractors import (
    Activate,
    Alias,
    Decimating,
    Extractor,
    Features,
    FrameBound,
    Lipschitz,
    OutputAtom,
    Pool,
    PoolLipschitz,
    Propagate,
    Response,
)

f, h, u, v, Omega, w, zero, s, Lam, J, U, V = symbols("f h u v Omega omega 0 s Lambda J U V", extended_real=True)
n, k, j, lam, N = symbols("n k j lambda N", integer=True)
m = symbols("m", integer=True, nonnegative=True)
a1, a2, b1, b2, t, y, theta = symbols("a1 a2 b1 b2 t y theta", real=True)
energy = Function("a")

with evaluate(False):
    banks, layers, pairs = ((k, 1, N + 1),), ((k, 1, N),), ((k, 1, N), (u, U), (v, V))
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
            Clause("frames", Le(Sup(Abs(OutputAtom(k, w))**2 + Total(Response(k, lam, w)**2, (lam, Lam)), (w, Omega)), FrameBound(k)),
                   forall=banks, used=banks, why="The Littlewood-Paley form of the upper frame inequality. The lower bound is never used."),
            Clause("admissible", Le(Max(FrameBound(k), FrameBound(k) * Lipschitz(k)**2 * PoolLipschitz(k)**2), 1), forall=layers,
                   used=layers),
            Clause("last_frame", Le(FrameBound(N + 1), 1), used=(),
                   why="Only the output atom of this frame is read: what the layer would do next does not matter."),
            Clause("activation_lipschitz", Le(Norm(Activate(k, u) - Activate(k, v)), Lipschitz(k) * Norm(u - v)), forall=pairs, used=pairs),
            Clause("pooling_lipschitz", Le(Norm(Pool(k, u) - Pool(k, v)), PoolLipschitz(k) * Norm(u - v)), forall=pairs, used=pairs),
            Clause("activation_at_zero", Eq(Norm(Activate(k, zero)), 0), forall=layers, used=layers, scale=Norm(f)),
            Clause("pooling_at_zero", Eq(Norm(Pool(k, zero)), 0), forall=layers, used=layers, scale=Norm(f)),
            Clause("strided_admissible", Le(FrameBound(k) * Max(1, Lipschitz(k)**2 * strided_gain), 1), forall=layers, used=layers,
                   why="The supremum is the square of the norm of averaging and decimation together.")),
        conclusions=(
            Clause("nonexpansive", Le(Norm(Extractor(f) - Extractor(h)), Norm(f - h)), needs=network),
            Clause("layerwise", Le(Norm(Features(n, f) - Features(n, h))**2 + Norm(Propagate(n + 1, f) - Propagate(n + 1, h))**2,
                                   Norm(Propagate(n, f) - Propagate(n, h))**2), forall=((n, 0, N - 1),), needs=layerwise,
                   why="Summed over the layers this bounds all features, at every depth."),
            Clause("energy", Le(Norm(Extractor(f)), Norm(f)), needs=(*network, "activation_at_zero", "pooling_at_zero")),
            Clause("decimated", Le(Norm(Decimating(f) - Decimating(h)), Norm(f - h)),
                   needs=("frames", "last_frame", "activation_lipschitz", "strided_admissible"))),
        glossary={
            f: "a signal", h: "another signal", zero: "the zero signal", U: "all signals", V: "all signals",
            n: "counts layers: layer 0 is the input", k: "a layer",
            N: "the depth: the last features are those of layer $N$", w: "frequency", Omega: "all frequencies",
            lam: "an atom of the layer, the output atom excepted", Lam: "these atoms",
            j: "counts frequencies that look alike after decimation", J: "how many there are: $0, \\dots, s^d - 1$",
            s: "the decimation factor"},
        names={zero: "0", U: "L^2", V: "L^2", Lam: r"\Lambda_k"},
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
