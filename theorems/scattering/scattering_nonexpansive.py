"""Mallat, Proposition 2.5: the windowed scattering transform does not increase distances."""
from sympy import Eq, Function, Le, Sum, evaluate, symbols

from theorems.language.operators import Operator
from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary.analysis import Imag, Norm, Total
from theorems.vocabulary.filter_banks import BandPass, Bands, LowPass, Wavelets
from theorems.vocabulary.scattering import Averaged, Propagated, Scattering


class SignedBands(Operator):
    tex, meaning = r"\pm\Lambda_{{{}}}", "the wavelets for complex signals, of positive and of negative frequencies"


class SignedScattering(Operator):
    tex, meaning = (r"S_{{{0}}}[\pm\mathcal P_{{{0},{1}}}] {2:p}",
                    r"the scattering transform of complex signals: the same with all paths of wavelets from $\pm\Lambda_J$")


f, h, x, y, z, w, Omega, lam = symbols("f h x y z omega Omega lambda", extended_real=True)
J, M, m, n = symbols("J M m n", integer=True)
a1, a2, b1, b2 = symbols("a1 a2 b1 b2", real=True)
energy = Function("a")
low = Function("l")
j = symbols("j", integer=True)
telescope = Eq(Sum(energy(m) - energy(m + 1), (m, 0, n)), energy(0) - energy(n + 1))
partition = Eq(low(J) + Sum(low(j - 1) - low(j), (j, 1, J)), low(0))

with evaluate(False):
    both_signs = Total(BandPass(J, lam, w)**2 + BandPass(J, lam, -w)**2, (lam, Bands(J)))
    everywhere, inputs = ((w, Omega),), ((x, (f, h)),)
    THEOREM = Theorem(
        tag="0001",
        title="Scattering does not increase distances",
        source=Source("Mallat2012", "Proposition 2.5, (2.25)", Fidelity.PRIMARY,
                      "Read in the published article. The Littlewood-Paley condition is (2.7), with $\\beta = 1/2$ for real and "
                      "$\\beta = 1$ for complex signals; (2.24) is one step of the propagator, (2.26) the sum over the layers, and the "
                      "inequality for one layer is the display between (2.25) and (2.26), without a number. There the wavelet transform is "
                      "unitary, here it need only not increase the norm."),
        hypotheses=(
            Clause("real", Eq(Norm(Imag(x)), 0), forall=inputs, used=inputs, scale=Norm(f)),
            Clause("littlewood_paley", Le(2 * LowPass(J, w)**2 + both_signs, 2), forall=everywhere, used=everywhere,
                   why="Twice the condition as it is usually printed, with the factor one half for real signals."),
            Clause("littlewood_paley_complex", Le(LowPass(J, w)**2 + Total(BandPass(J, lam, w)**2, (lam, SignedBands(J))), 1),
                   forall=everywhere, used=everywhere, why="The condition for complex signals, which no symmetry helps.")),
        conclusions=(
            Clause("wavelets", Le(Norm(Wavelets(J, f - h)), Norm(f - h)), needs=("real", "littlewood_paley")),
            Clause("layerwise", Le(Norm(Averaged(J, m, f) - Averaged(J, m, h))**2
                                   + Norm(Propagated(J, m + 1, f) - Propagated(J, m + 1, h))**2,
                                   Norm(Propagated(J, m, f) - Propagated(J, m, h))**2), forall=((m, 0, M - 1),),
                   needs=("real", "littlewood_paley")),
            Clause("nonexpansive", Le(Norm(Scattering(J, n, f) - Scattering(J, n, h)), Norm(f - h)), forall=((n, 1, M),),
                   needs=("real", "littlewood_paley")),
            Clause("nonexpansive_complex", Le(Norm(SignedScattering(J, n, y) - SignedScattering(J, n, z)), Norm(y - z)),
                   forall=((n, 1, M),), needs=("littlewood_paley_complex",))),
        glossary={
            f: "a real signal", h: "another real signal", x: "a signal", y: "a complex signal", z: "another complex signal",
            J: "the scale of the average",
            M: "the depth: orders $0, \\dots, M-1$ are averaged",
            m: "the order of a path, its number of wavelets", n: "a depth",
            w: "frequency", Omega: "all frequencies", lam: "a wavelet"},
        steps=(
            Step("triangle", Le((a1 * b1 + a2 * b2)**2, (a1**2 + a2**2) * (b1**2 + b2**2)), Squares((a1 * b2 - a2 * b1)**2),
                 r"With $a = a_1 + i a_2$ and $b = b_1 + i b_2$ this says $\operatorname{Re}(a \bar b) \le \lvert "
                 r"a\rvert\lvert b\rvert$, which is "
                 r"$(\lvert a\rvert - \lvert b\rvert)^2 \le \lvert a - b\rvert^2$: the modulus does not increase distances."),
            Step("telescope", telescope, Identity(),
                 "The layer by layer inequalities add up: what the outputs receive is what the layers lose."),
            Step("partition", partition, Identity(),
                 r"Dyadic banks with $\lvert\widehat\psi_j\rvert^2 = 2(\lvert\widehat\phi_{j-1}\rvert^2 - "
                 r"\lvert\widehat\phi_j\rvert^2)$ on half of the "
                 r"spectrum satisfy the Littlewood-Paley condition with equality, since $\lvert\widehat\phi_0\rvert = 1$.")))
