"""Deformed signals on the circle and their scattering transforms: Meyer's bank, its multiples, and banks that are no dilates."""
import numpy as np
import sympy as sp

from proofs_numeric.engine.model import Case, Control, Fault, Kind
from proofs_numeric.mathematics import real_data
from proofs_numeric.mathematics.deformations import Displacement
from proofs_numeric.worlds import circle
from proofs_numeric.worlds.circle import HARMONICS, Size, bank_of
from proofs_numeric.worlds.world import World
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.deformations import Deform, Largest, Slope
from theorems.vocabulary.filter_banks import Schur, Smooth

SMALL, LARGE = Size(128, 12, 8, 3, 3), Size(256, 48, 32, 4, 2)
MEAN, STEEP_MEAN = Size(256, 12, 4, 3, 1), Size(512, 24, 4, 3, 1)         # the average keeps nothing but the mean
FINE = Size(2048, 40, 16, 5, 2)                                         # the same with two orders
WORLD = World(circle.SPACE, (SMALL, LARGE), (circle.Polynomials(), circle.Displacements(), circle.Dilates()))


def instance(size, c, tau: Displacement, psi=None, phi=None, mother=1.0):
    """An instance from the coefficients of f, the displacement, filters other than Meyer's, and a factor of the mother wavelet."""
    bank = bank_of(size)
    filters = dict(psi=bank.psi if psi is None else psi, phi=bank.phi if phi is None else phi, mother=mother, c=c)
    return {k: np.asarray(x, complex) for k, x in filters.items()} | {k: np.asarray(x) for k, x in circle.numbers(tau).items()}


# -- named instances
def cosine(size, k, amplitude=1.0):
    """Coefficients of amplitude * cos(2 pi k x)."""
    return amplitude / 2 * (wheel(size, k) + wheel(size, -k))


def wheel(size, k):
    """Coefficients of exp(2 pi i k x)."""
    return (np.arange(-size.degree, size.degree + 1) == k) + 0j


def wave(slope, offset=0.0, harmonic=1):
    """offset + slope sin(2 pi m x) / (2 pi m)."""
    return Displacement(np.float64(offset), np.zeros(HARMONICS),
                        (np.arange(1, HARMONICS + 1) == harmonic) * slope / (2 * np.pi * harmonic))


def zigzag(slope):
    """A displacement with tau' close to slope where cos(2 pi x) > 0 and to -slope elsewhere: Fejer means of the series."""
    m = np.arange(1, HARMONICS + 1)
    steps = np.where(m % 2 == 1, 4 / np.pi * (-1.0) ** (m // 2) / m, 0.0) * (1 - m / (HARMONICS + 1))
    return Displacement(np.float64(0), np.zeros(HARMONICS), slope * steps / (2 * np.pi * m))


def crowding(size, tau):
    """Coefficients of the derivative of the inverse map, less 1: the signal whose mean changes most under tau.

    Substituting y = x - tau(x): int ((phi^-1)'(y) - 1) exp(-2 pi i k y) dy = int tau'(x) exp(-2 pi i k (x - tau(x))) dx.
    """
    x, m = np.arange(4096) / 4096, np.arange(1, HARMONICS + 1)
    angle = 2 * np.pi * x[:, None] * m
    moved, slope = x - np.sin(angle) @ tau.sines, np.cos(angle) @ (2 * np.pi * m * tau.sines)
    return np.array([(slope * np.exp(-2j * np.pi * k * moved)).mean() for k in range(-size.degree, size.degree + 1)])


def turned(size, pattern):
    """The wavelets, each value multiplied by a number of modulus 1 that depends on k modulo the length of the pattern."""
    return bank_of(size).psi * np.array(pattern)[np.arange(size.N) % len(pattern)]


def sidebands(size):
    """A wavelet that passes only k - 1 and k + 1, and the cosine at k: undeformed, nothing passes; deformed, a beat."""
    k = size.degree - 2
    psi = np.array(bank_of(size).psi)
    psi[0] = 0
    psi[0, [k - 1, k + 1]] = np.sqrt(2) * (1 - 1e-9)
    psi[1:, k - 1 : k + 2] = 0
    return instance(size, cosine(size, k), wave(0.01), psi=psi)


def measured(size):
    def coefficients(x):
        c = np.fft.fft(x)[: size.degree + 1] / len(x)
        return np.concatenate([np.conj(c[:0:-1]), c])

    photo = real_data.photograph("camera", (512, 512))
    signals = {"electrocardiogram": real_data.heartbeat(512), "scan line of a photograph": photo[256], "another scan line": photo[100]}
    about = f"degree {size.degree}; stretched by up to two percent"
    return tuple(Case(name, size, instance(size, coefficients(x), wave(0.02)), about=about) for name, x in signals.items())


TAU, F, PSI = sp.symbols("tau f psi", extended_real=True)
TWICE = 2 * bank_of(LARGE).psi
QUIET, STRONG = zigzag(0.02), zigzag(0.8)
# A packet at the steepest part of the finest wavelet, where tau' > 0: the layer below gains energy from the stretch alone.
PACKET = (wheel(FINE, 11) + 2 * wheel(FINE, 12) + wheel(FINE, 13)) / 4
LOW = (abs(np.fft.fftfreq(SMALL.N, 1 / SMALL.N)) < 2) * 0.5


def extremal(name, size, c, tau, reach, about):
    return Case(name, size, instance(size, c, tau), reach=reach, about=about)


def control(drops, refutes, name, about, size, c, tau, **other):
    return Control(drops, refutes, Case(name, size, instance(size, c, tau, **other)), about=about)


MODEL = WORLD.model(
    kind=Kind.ANALOGUE,
    gap="The circle instead of ℝᵈ and an explicit bound of our own, without the second derivative and the logarithm of K(τ), but with "
        "the root of the number of wavelets: in the published setting, with infinitely many wavelets, it says nothing.",
    notes={
        "average": (Kind.ANALOGUE, "The circle instead of ℝᵈ; the constant is explicit and at most that of the article's proof."),
        "commutator": (Kind.ANALOGUE, "The circle instead of ℝᵈ, and an explicit constant in place of C."),
        "paths": (Kind.ANALOGUE, "The circle instead of ℝᵈ; the wavelet transform need not preserve the norm.")},
    edges=tuple(Case(name, size, instance(size, c, tau), about=about) for name, size, c, tau, about in (
        ("no deformation", SMALL, cosine(SMALL, 3), wave(0.0), "both sides vanish"),
        ("constant signal", SMALL, cosine(SMALL, 0), wave(0.05), "nothing to deform"),
        ("translation", LARGE, cosine(LARGE, 2) + cosine(LARGE, 20), wave(0.0, 0.01), "no stretch"),
        ("strong deformation", SMALL, cosine(SMALL, 5), wave(0.5), "the largest slope of the published theorem"),
        ("steep transition", LARGE, cosine(LARGE, 45), wave(0.05), "a tone where a wavelet falls steeply"),
        ("beat", SMALL, cosine(SMALL, 7) + cosine(SMALL, 9), wave(0.05), "three orders: the first modulus is a slow tone"),
        ("complex tone", LARGE, wheel(LARGE, 24), QUIET, "a complex signal: only *paths* asks for real ones"))),
    anchors=(
        Case("frequency modulation", SMALL, instance(SMALL, cosine(SMALL, 1), wave(0.05), phi=LOW), facts=(
                 sp.Eq(Norm(Deform(TAU, F)) ** 2, sp.Rational(1, 2) + sp.besselj(2, sp.Rational(1, 10)) / 2),
                 sp.Eq(Norm(Smooth(3, F)) ** 2, sp.Rational(1, 8)),
                 sp.Eq(Slope(TAU), sp.Rational(1, 20)),
                 sp.Eq(Largest(TAU), sp.Rational(1, 40) / sp.pi),
                 sp.Ge(Schur(PSI, sp.Integer(0)), 9),
                 sp.Le(Schur(PSI, sp.Integer(0)), 11)),
             about="cos(2πx - 0.05 sin 2πx), whose energy is a Bessel function, and an average that halves it"),),
    extremals=(
        extremal("slow tone, small translation", SMALL, cosine(SMALL, 1), wave(0.0, 1e-3),
                 {"average": -1e-4, "average_of_deformed": -1e-4, "stability": -1e-4},
                 "constant τ and the highest frequency that the average lets pass"),
        extremal("slow tone, ripples", SMALL, cosine(SMALL, 1), wave(0.05, 0.05, HARMONICS), {"average": -0.04},
                 "a translation with fast ripples of slope 1/20"),
        extremal("mean", MEAN, crowding(MEAN, QUIET), QUIET, {"average_of_deformed": -0.11, "stability": -0.11},
                 "order 0, and an average that keeps the mean only: no translation term; the signal is large where the line is compressed"),
        extremal("mean, strong", STEEP_MEAN, crowding(STEEP_MEAN, STRONG), STRONG, {"average_of_deformed": -0.43, "stability": -0.43},
                 "the same for ‖τ'‖ = 0.76; the bound would be refuted without the root in its denominator"),
        extremal("steep band", LARGE, wheel(LARGE, 24), zigzag(0.01), {"commutator": -0.9},
                 "a complex tone where a wavelet is steepest, stretched by +1 % on one half of the circle and by -1 % on the other"),
        extremal("stretched packet", FINE, PACKET, zigzag(0.05), {"stability": -2.5},
                 "two orders and an average that keeps the mean only: a packet where a wavelet is steepest, stretched by 5 %"),
        extremal("flat band", LARGE, cosine(LARGE, 32), wave(0.0), {"paths": -1e-5}, "a tone that one wavelet passes with all its energy")),
    controls=(
        control("dilates", ("commutator",), "delayed wavelets", "the right moduli, but every wavelet of the bank delayed by half a period",
                LARGE, cosine(LARGE, 32), wave(0.02), psi=turned(LARGE, [1, -1])),
        control("dilates", ("commutator", "stability"), "signs", "the right moduli, with signs ++-- along the frequencies",
                LARGE, cosine(LARGE, 40), wave(0.003), psi=turned(LARGE, [1, 1, -1, -1])),
        Control("dilates", ("commutator", "stability"), Case("two narrow bands", LARGE, sidebands(LARGE)),
                about="one wavelet replaced by a filter with two narrow bands"),
        control("littlewood_paley", ("stability",), "average times 2", "the low-pass filter twice as large",
                MEAN, crowding(MEAN, QUIET), QUIET, phi=2 * bank_of(MEAN).phi),
        control("littlewood_paley", ("paths",), "wavelets times 2", "all wavelets twice as large",
                LARGE, cosine(LARGE, 32), wave(0.02), psi=TWICE, mother=2.0),
        control("real", ("paths",), "complex tone",
                "one half of the spectrum carries twice the weight: the first layer doubles the energy of a complex tone",
                LARGE, wheel(LARGE, 32), wave(0.02))),
    real=lambda: measured(LARGE),
    faults=(
        Fault("2 pi forgotten in the average", restate={"average": lambda r: r.func(r.lhs, r.rhs / sp.pi)}),
        Fault("stretch term of the average halved", restate={"average_of_deformed": lambda r: r.func(r.lhs, r.rhs / 2)}),
        Fault("commutators twenty times too small", restate={"stability": lambda r: r.func(r.lhs, r.rhs.args[0] + r.rhs.args[1] / 20)}),
        Fault("Schur constant of a smaller wavelet", reinterpret={"Schur": lambda right, m: lambda h, d: right(h, d) * 0.4}),
        Fault("twice the displacement", reinterpret={"Deform": lambda right, m: lambda tau, x: right(tau * 2.0, x)})))
