"""Mallat, Proposition 2.5: the windowed scattering transform does not increase distances."""
from sympy import Eq, Function, Le, Sum, evaluate, symbols

from theorems.language.operators import Operator
from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.filter_banks import PHRASES, J, Wavelets, littlewood_paley, littlewood_paley_complex, real, x
from theorems.vocabulary.scattering import Averaged, Propagated, Scattering


class SignedBands(Operator):
    tex, meaning = r"\pm\Lambda_{{{}}}", "the wavelets for complex signals, of positive and of negative frequencies"


class SignedScattering(Operator):
    tex, meaning = (r"S_{{{0}}}[\pm\mathcal P_{{{0},{1}}}] {2:p}",
                    r"the scattering transform of complex signals: the same with all paths of wavelets from $\pm\Lambda_J$")


f, h, y, z = symbols("f h y z", extended_real=True)
M, m, n = symbols("M m n", integer=True)
a1, a2, b1, b2 = symbols("a1 a2 b1 b2", real=True)
energy = Function("a")
low = Function("l")
j = symbols("j", integer=True)
telescope = Eq(Sum(energy(m) - energy(m + 1), (m, 0, n)), energy(0) - energy(n + 1))
partition = Eq(low(J) + Sum(low(j - 1) - low(j), (j, 1, J)), low(0))

with evaluate(False):
    on_reals = ("real", "littlewood_paley")
    THEOREM = Theorem(
        tag="0001",
        title="Scattering does not increase distances",
        headline="nonexpansive",
        aliases=("scattering is Lipschitz", "scattering is a contraction", "stability to additive noise", "windowed scattering transform"),
        source=Source("Mallat2012", "Proposition 2.5, (2.25)", Fidelity.PRIMARY,
                      "Read in the published article. The Littlewood-Paley condition is (2.7), with $\\beta = 1/2$ for real and "
                      "$\\beta = 1$ for complex signals; (2.24) is one step of the propagator, (2.26) the sum over the layers, and the "
                      "inequality for one layer is the display between (2.25) and (2.26), without a number. There the wavelet transform is "
                      "unitary, here it need only not increase the norm.", "Proposition 2.5"),
        hypotheses=(real(f, h), littlewood_paley(), littlewood_paley_complex(SignedBands(J))),
        conclusions=(
            Clause("wavelets", Le(Norm(Wavelets(J, f - h)), Norm(f - h)), needs=on_reals,
                   label="the wavelet transform does not increase the norm"),
            Clause("layerwise", Le(Norm(Averaged(J, m, f) - Averaged(J, m, h))**2
                                   + Norm(Propagated(J, m + 1, f) - Propagated(J, m + 1, h))**2,
                                   Norm(Propagated(J, m, f) - Propagated(J, m, h))**2), forall=((m, 0, M - 1),),
                   needs=on_reals, label="what a layer puts out and passes on, against what it receives"),
            Clause("nonexpansive", Le(Norm(Scattering(J, n, f) - Scattering(J, n, h)), Norm(f - h)), forall=((n, 1, M),),
                   needs=on_reals, label="scattering does not increase distances"),
            Clause("nonexpansive_complex", Le(Norm(SignedScattering(J, n, y) - SignedScattering(J, n, z)), Norm(y - z)),
                   forall=((n, 1, M),), needs=("littlewood_paley_complex",),
                   label="scattering of complex signals does not increase distances")),
        glossary=PHRASES | {
            f: "a real signal", h: "another real signal", x: "a signal", y: "a complex signal", z: "another complex signal",
            M: "the depth: orders $0, \\dots, M-1$ are averaged",
            m: "the order of a path, its number of wavelets", n: "a depth"},
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
