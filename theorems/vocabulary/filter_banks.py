"""A low-pass filter and wavelets; and what it means that signals are real, and that filters do not increase energies."""
from sympy import Eq, Integer, Le, evaluate, symbols

from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause
from theorems.vocabulary.analysis import Imag, Modulus, Norm, Total


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


class Kernel(Operator):
    tex, meaning = r"\phi_{{{}}}", r"the low-pass filter as a function of position, the kernel of the average"


class Overlap(Number):
    tex, meaning = (r"r_{{\phi_{{{}}}}}({})",
                    r"the autocorrelation of $\phi_J$, $r_{\phi_J}(x) = \sum_y \phi_J(y + x)\,\overline{\phi_J(y)}$, real part")


class Demodulated(Operator):
    tex, meaning = (r"{2:p} * \phi_{{{0},{1}}}",
                    r"convolution with the modulated kernel $\phi_{J,\eta}(x) = \phi_J(x)\,e^{i\eta\cdot x}$")


# -- symbols, with the phrase that explains them
J = symbols("J", integer=True)
w, Omega, lam, x, zero = symbols("omega Omega lambda x 0", extended_real=True)
PHRASES = {J: "the scale of the average", w: "frequency", Omega: "all frequencies", lam: "a wavelet"}
everywhere, every_wavelet = ((w, Omega),), ((lam, Bands(J)),)
CONDITION = "the bank satisfies the Littlewood-Paley condition"


# -- hypotheses
def real(*signals, why=""):
    """`real`: each of the signals is real."""
    several = len(signals) > 1
    each = ((x, signals),) if several else ()
    with evaluate(False):
        return Clause("real", Eq(Norm(Imag(x if several else signals[0])), 0), forall=each, used=each, scale=Norm(signals[0]), why=why,
                      label="the signals are real" if several else "the signal is real")


def littlewood_paley(scales=()):
    r"""`littlewood_paley`: on real signals the energies of the filters sum to at most 1 at every frequency,

        |phi^(w)|^2 + 1/2 sum over lambda of (|psi_lambda^(w)|^2 + |psi_lambda^(-w)|^2) <= 1.

    scales: where there is a bank for every scale, ((J, domain),).
    """
    here = (*scales, *everywhere)
    with evaluate(False):
        both_signs = Total(BandPass(J, lam, w)**2 + BandPass(J, lam, -w)**2, *every_wavelet)
        return Clause("littlewood_paley", Le(2 * LowPass(J, w)**2 + both_signs, 2), forall=here, used=here, part_of=CONDITION,
                      label="energies of the filters on real signals",
                      why="Twice the condition as it is usually printed, with the factor one half for real signals.")


def littlewood_paley_complex(bands):
    """`littlewood_paley_complex`: the same on complex signals, which no symmetry helps. bands: the wavelets for complex signals."""
    with evaluate(False):
        energies = LowPass(J, w)**2 + Total(BandPass(J, lam, w)**2, (lam, bands))
        return Clause("littlewood_paley_complex", Le(energies, 1), forall=everywhere, used=everywhere, part_of=CONDITION,
                      label="energies of the filters on complex signals", why="The condition for complex signals, which no symmetry helps.")


def unitary():
    """`unitary`: the sum of `littlewood_paley` is 1 at every frequency, so that the wavelet transform of real signals keeps norms."""
    with evaluate(False):
        both_signs = Total(BandPass(J, lam, w)**2 + BandPass(J, lam, -w)**2, *every_wavelet)
        return Clause("unitary", Eq(2 * LowPass(J, w)**2 + both_signs, 2), forall=everywhere, used=everywhere, scale=Integer(2),
                      label="the wavelet transform of real signals keeps the norm",
                      why="Twice the condition as it is usually printed, with the factor one half for real signals.")


def mean_zero():
    """`mean_zero`: no wavelet sees a constant."""
    with evaluate(False):
        return Clause("mean_zero", Eq(BandPass(J, lam, zero), 0), forall=every_wavelet, used=every_wavelet, scale=Integer(1),
                      label="the wavelets have mean zero")


def positive():
    """`positive`: the kernel of the average is its own modulus."""
    with evaluate(False):
        return Clause("positive", Eq(Kernel(J), Modulus(Kernel(J))), used=(), scale=Integer(1),
                      label="the kernel of the average is nonnegative", why="As real and nonnegative as a number that is its own modulus.")
