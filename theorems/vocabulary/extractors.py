"""Deep feature extractors (Wiatowski and Bölcskei): words, and what is supposed of a module-sequence."""
from sympy import Abs, Eq, Le, Max, evaluate, symbols

from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause, Role
from theorems.vocabulary.analysis import Norm, Sup, Total


class Translate(Operator):
    tex, meaning = r"T_{{{:i}}} {:p}", r"translation, $(T_t f)(x) = f(x - t)$"


class Features(Operator):
    tex, meaning = r"\Phi^{{{}}}\!\left({}\right)", r"the features of layer $n$: all $U[q]f * \chi_n$ with paths $q$ of length $n$"


class Activate(Operator):
    tex, meaning = r"M_{{{}}} {:p}", "the non-linearity of layer $k$"


class Pool(Operator):
    tex, meaning = r"P_{{{}}} {:p}", r"the pooling map of layer $k$; $U_k[\lambda] f = S_k^{d/2}\, P_k(M_k(f * g_\lambda))(S_k\,\cdot)$"


class FrameBound(Number):
    tex, meaning = r"B_{{{}}}", r"the upper frame bound that is claimed for layer $k$, output atom $\chi_{k-1}$ included"


class Lipschitz(Number):
    tex, meaning = r"L_{{{}}}", r"the Lipschitz constant that is claimed for the non-linearity $M_k$"


class PoolLipschitz(Number):
    tex, meaning = r"R_{{{}}}", r"the Lipschitz constant that is claimed for the pooling map $P_k$"


class Pooling(Number):
    tex, meaning = r"S_{{{}}}", r"pooling factor of layer $k$; pooling is the unitary dilation $S_k^{d/2} f(S_k\,\cdot)$"


class Output(Number):
    tex, meaning = r"\widehat\chi_{{{}}}\!\left({}\right)", r"Fourier transform of the output atom of layer $n$"


class Frequency(Number):
    tex, meaning = r"{1}", r"the frequency $\omega$, in cycles per unit length"


class OutputAtom(Number):
    tex, meaning = r"\widehat\chi_{{{}-1}}\!\left({}\right)", r"Fourier transform of the output atom that belongs to the frame of layer $k$"


class Response(Number):
    tex, meaning = (r"\lvert\widehat g_{{{},{}}}\!\left({}\right)\rvert",
                    r"modulus of the Fourier transform of the atom $g_{k,\lambda}$ of layer $k$")


class Alias(Number):
    tex, meaning = (r"\lvert\widehat\varphi_{{{0}}}\!\left({2}+{1}N_0/s\right)\rvert",
                    r"modulus of the DFT of the averaging filter $\varphi_k$ at the $j$-th of the frequencies that look alike after "
                    r"decimation by $s$ on a grid of $N_0$ points")


class Propagate(Operator):
    tex, meaning = r"U^{{{}}} {:p}", r"the signals of layer $n$: all $U[q]f$ with paths $q$ of length $n$"


class Extractor(Operator):
    tex, meaning = r"\Phi\!\left({}\right)", r"all features: $\Phi^0(f), \dots, \Phi^N(f)$ together"


class Decimating(Operator):
    tex, meaning = (r"\Phi_{{\downarrow}}\!\left({}\right)",
                    r"all features of the network that throws samples away. Its layer $k$ lives on a grid that is $s^{k-1}$ times coarser "
                    r"in each direction, and every DFT is given there by every $s^{k-1}$-th of its values. It convolves with "
                    r"$g_{k,\lambda}$, applies the function $M_k$ at every sample, convolves with $\varphi_k$, and keeps every $s$-th "
                    r"sample in each direction, times $s^{d/2}$; outputs are convolved with $\chi_k$")


# -- what the theorems suppose of a module-sequence
u, v, w, zero, Omega, Lam, U, V = symbols("u v w 0 Omega Lambda U V", extended_real=True)
k, lam, N = symbols("k lambda N", integer=True)

NAMES = {zero: "0", U: "L^2", V: "L^2", Lam: r"\Lambda_k", w: r"\omega"}
GLOSSARY = {
    k: "a layer", N: "the depth: the last features are those of layer $N$", w: "frequency", Omega: "all frequencies",
    lam: "an atom of the layer, the output atom excepted", Lam: "these atoms", U: "all signals", V: "all signals", zero: "the zero signal"}
LAYERS, PAIRS = ((k, 1, N),), ((k, 1, N), (u, U), (v, V))


def frames(last, why: str) -> tuple[Clause, ...]:
    """The filters of the layers k = 1, ..., last are frames with the upper bounds B_k."""
    layers = ((k, 1, last),)
    with evaluate(False):
        energy = Sup(Abs(OutputAtom(k, w))**2 + Total(Response(k, lam, w)**2, (lam, Lam)), (w, Omega))
        return (Clause("frames", Le(energy, FrameBound(k)), forall=layers, used=layers, why=why,
                       label="the filters of every layer are a frame with the claimed upper bound"),)


def admissible(last_frame: str = "") -> tuple[Clause, ...]:
    """The admissibility condition of the module-sequence; where features are read behind the last layer, of the frame there too.

    last_frame: of the condition on that frame, why it is weaker; "" if the features there are not read.
    """
    part = "the module-sequence is admissible"
    with evaluate(False):
        bound = Le(Max(FrameBound(k), FrameBound(k) * Lipschitz(k)**2 * PoolLipschitz(k)**2), 1)
        found = (Clause("admissible", bound, forall=LAYERS, used=LAYERS, part_of=part,
                        label="in every layer the frame bound, also times the squared Lipschitz constants, is at most 1"),)
        if not last_frame:
            return found
        return (*found, Clause("last_frame", Le(FrameBound(N + 1), 1), used=(), part_of=part, why=last_frame,
                               label="the frame that is read last has a bound of at most 1"))


def lipschitz() -> tuple[Clause, ...]:
    """The maps of each layer are Lipschitz, with the constants L_k and R_k."""
    part = "the maps of every layer are Lipschitz"
    with evaluate(False):
        return (Clause("activation_lipschitz", Le(Norm(Activate(k, u) - Activate(k, v)), Lipschitz(k) * Norm(u - v)), forall=PAIRS,
                       used=PAIRS, part_of=part, label="the non-linearities are Lipschitz with the claimed constants"),
                Clause("pooling_lipschitz", Le(Norm(Pool(k, u) - Pool(k, v)), PoolLipschitz(k) * Norm(u - v)), forall=PAIRS,
                       used=PAIRS, part_of=part, label="the pooling maps are Lipschitz with the claimed constants"))


def zero_at_zero(scale, unused: tuple[str, str] = ("", "")) -> tuple[Clause, ...]:
    """The maps of each layer send 0 to 0.

    scale: what 0 is compared with. unused: of the theorems that do not use it, why neither condition is necessary.
    """
    part = "the maps of every layer send $0$ to $0$"
    names = ("activation_at_zero", "pooling_at_zero"), (Activate, Pool), ("the non-linearities", "the pooling maps")
    with evaluate(False):
        return tuple(Clause(name, Eq(Norm(M(k, zero)), 0), forall=LAYERS, used=() if why else LAYERS, scale=scale, why=why, part_of=part,
                            role=Role.TECHNICAL if why else Role.NEEDED, label=f"{what} send 0 to 0")
                     for name, M, what, why in zip(*names, unused))
