"""After Mallat, Theorem 2.6: all the energy reaches the outputs; on a finite grid with a rate, the best that depends on its size only."""
from sympy import Eq, Ge, Le, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary.analysis import At, Energy, Inf, Modulus, Norm
from theorems.vocabulary.filter_banks import (
    PHRASES,
    Demodulated,
    Filtered,
    J,
    Kernel,
    Overlap,
    Smooth,
    every_wavelet,
    lam,
    mean_zero,
    positive,
    real,
    unitary,
    x,
    zero,
)
from theorems.vocabulary.scattering import Coefficients, Propagated, PropagatedFrom, Scattering, ScatteringFrom

f, eta, G = symbols("f eta G", extended_real=True)
M, N, m = symbols("M N m", integer=True)
a, b = symbols("a b", real=True)
s, t, K = symbols("s t K", nonnegative=True)

with evaluate(False):
    rate = 1 - 2 / N
    kernel_rate = 1 - Energy(Kernel(J)) - Inf(Overlap(J, x), (x, G))
    layers, behind = ((m, 0, M - 1),), ((m, 1, M - 1),)
    every_layer = ("unitary", "mean_zero", "modulus")
    THEOREM = Theorem(
        tag="000M",
        title="All energy reaches the outputs of a scattering transform",
        headline="residual",
        aliases=("scattering preserves the norm", "energy conservation of the scattering transform", "energy propagation", "decay of the "
                 "energy with the depth", "how deep must a scattering network be"),
        source=Source(
            "Mallat2012", "after Theorem 2.6, (2.29) to (2.32), and Lemma 2.7, (2.33)", Fidelity.PRIMARY,
            "Read in the published article. Theorem 2.6 says, for an admissible wavelet (2.28), that the energy of the last layer tends to "
            "0 for every $f$ in $L^2$, so that $\\lVert S_J[\\mathcal P_J]f\\rVert = \\lVert f\\rVert$; no rate is given. *balance* is "
            "the sum of its (2.29) over the layers, *demodulation* is Lemma 2.7. Bruna and Mallat (2013), (9) and (10), state both "
            "energies for images. *band* was read in the preprint of the latter, as (12); the published text keeps its form for stationary "
            "processes, (15). The rates are of this page.", "Theorem 2.6"),
        hypotheses=(
            real(f, why="For *balance* and *residual* only: bands and deeper layers are moduli, whatever the signal is."),
            unitary(), mean_zero(),
            Clause("modulus", Eq(Propagated(J, m + 1, f), Modulus(Coefficients(J, m, f))), forall=layers, used=layers, scale=Norm(f),
                   label="every layer takes moduli",
                   why="The rates fall with any sign or phase that survives; a layer without a non-linearity is the example."),
            positive()),
        conclusions=(
            Clause("balance", Eq(Energy(Scattering(J, M, f)) + Energy(Propagated(J, M, f)), Energy(f)),
                   scale=Energy(f), needs=("real", "unitary", "modulus"),
                   label="what the outputs have not shown is in the last layer"),
            Clause("band", Eq(Energy(ScatteringFrom(J, lam, M - 1, f)) + Energy(PropagatedFrom(J, lam, M - 1, f)),
                              Energy(Filtered(lam, f))), forall=every_wavelet, scale=Energy(f), needs=("unitary", "modulus"),
                   label="the same behind one band", why="The signal may be complex."),
            Clause("decay", Le(Energy(Propagated(J, m + 1, f)), rate * Energy(Propagated(J, m, f))), forall=behind, needs=every_layer,
                   label="every layer but the first loses a share", why="From the signal to the first layer nothing need be lost."),
            Clause("residual", Le(Energy(f) - Energy(Scattering(J, M, f)), rate**(M - 1) * Energy(f)), needs=("real", *every_layer),
                   label="what the outputs have not shown", why="So all paths together have the norm of the signal."),
            Clause("positive_kernel", Le(Energy(Propagated(J, m + 1, f)), kernel_rate * Energy(Propagated(J, m, f))), forall=behind,
                   needs=(*every_layer, "positive"), label="the share for a nonnegative kernel",
                   why="The infimum is over the positions of the grid."),
            Clause("demodulation", Ge(At(Smooth(J, Modulus(Filtered(lam, f))), x), At(Modulus(Demodulated(J, eta, Filtered(lam, f))), x)),
                   forall=(*every_wavelet, (x, G)), needs=("positive",), label="the average of a modulus sees every frequency of the band",
                   why="For every frequency: what the average finds in the modulus is at least what it finds in the band, shifted to 0.")),
        names={zero: "0"},
        glossary=PHRASES | {
            f: "a signal", M: "the depth: orders $0, \\dots, M-1$ are averaged", N: "the number of samples of the grid, at least 2; of an "
            "image, of all its pixels", m: "the order of a path", x: "a position", G: "the grid", zero: "the frequency 0",
            eta: "a frequency of the grid"},
        steps=(
            Step("three points", Eq(4 * (a + b)**2 - 2 * (a**2 + b**2 + (a + b)**2), 4 * a * b), Identity(),
                 r"Of $y = (a, b, -a-b)$ with $a, b \ge 0$: $\lVert y\rVert_1^2 - 2\lVert y\rVert^2 = 4ab$."),
            Step("largest share", Le(t**2, t * (2 * t + s) / 2), Squares(t * s / 2),
                 r"With $t = \lvert y_i\rvert$ and $\lVert y\rVert_1 = 2t + s$: $y_i^2 \le \tfrac12\lvert y_i\rvert\,\lVert y\rVert_1$."),
            Step("extremal", Eq(2 * (1 - 2 / K)**2 + (K - 2) * (2 / K)**2, 2 * (1 - 2 / K)), Identity(),
                 r"Two ones among $K$ points, less their mean: the next layer of the all-pass bank keeps $1 - 2/K$ exactly.")),
        uses=("scattering_nonexpansive",))
