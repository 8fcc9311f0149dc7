"""Deep feature extractors (Wiatowski and Bölcskei)."""
from theorems.language.operators import Number, Operator


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
