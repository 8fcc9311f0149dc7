"""A low-pass filter and wavelets."""
from theorems.language.operators import Number, Operator


class LowPass(Number):
    tex, meaning = r"\lvert\widehat\phi_{{{}}}({})\rvert", r"modulus of the Fourier transform of the low-pass filter $\phi_J$"


class BandPass(Number):
    tex, meaning = r"\lvert\widehat\psi_{{{1}}}({2})\rvert", \
        r"modulus of the Fourier transform of the wavelet $\psi_\lambda$, $\lambda \in \Lambda_J$"


class Bands(Operator):
    tex, meaning = r"\Lambda_{{{}}}", "the wavelets of the bank, those of the scales up to $2^J$"


class Wavelets(Operator):
    tex, meaning = r"W_{{{}}} {:p}", r"the wavelet transform, $\{f * \phi_J\} \cup \{f * \psi_\lambda : \lambda \in \Lambda_J\}$"


class BandTransform(Operator):
    tex, meaning = r"\widehat\psi_{{{}}}({})", r"Fourier transform of the wavelet $\psi_\lambda$, a complex number"


class Schur(Number):
    tex, meaning = (r"K_{{{}}}({})",
                    r"$K_h(D) = \int \lvert z\rvert \sup \lvert h'(w)\rvert\,dz + \int \sup \lvert h(w)\rvert\,dz$, suprema over "
                    r"$\lvert w - z\rvert \le D\lvert z\rvert$; dilates of $h$ have the same")


class Mother(Operator):
    tex, meaning = r"\widehat\psi({:i})", r"Fourier transform of the mother wavelet $\psi$, a function on the line; a complex number"


class Scale(Number):
    tex, meaning = (r"2^{{j({})}}", r"the frequency unit of a wavelet, $j(\lambda)$ a whole number; $\psi_\lambda$ is the dilate "
                    r"$2^{j}\psi(2^{j}\,\cdot)$, made periodic")


class Smooth(Operator):
    tex, meaning = r"A_{{{}}} {:p}", r"the average, $A_J f = f * \phi_J$"


class Filtered(Operator):
    tex, meaning = r"W_{{{}}} {:p}", r"one band, $W_\lambda f = f * \psi_\lambda$"
