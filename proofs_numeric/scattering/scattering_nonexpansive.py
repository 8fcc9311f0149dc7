"""Scattering of pairs of signals on cyclic grids, real and complex: Meyer, heat, Morlet, Haar and free banks; photographs; balls."""
from fractions import Fraction

import numpy as np
import sympy as sp
from flint import acb
from sympy import Eq

from proofs_numeric.engine.enclosure import Ball
from proofs_numeric.engine.model import Arithmetic, Case, Control, Fault, Kind
from proofs_numeric.mathematics import frames, real_data, scattering, taps, wavelets
from proofs_numeric.mathematics.wavelets import Bank
from proofs_numeric.worlds import banks
from proofs_numeric.worlds.banks import Size, both_signs
from proofs_numeric.worlds.exact_banks import Certified, Rational
from proofs_numeric.worlds.world import World
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.scattering import Averaged, Propagated, Scattering

SIZES = (Size(16, 2, 2), Size(64, 4, 3))
WORLD = World(banks.SPACE, SIZES, (banks.Pairs(), banks.BothSigns()))


# -- named instances
def pair(bank, f, h, signed=None, y=None, z=None):
    """An instance with two given signals; unless they are given, the wavelets for complex signals are those of the bank at both signs,
    and the complex signals have f and h as real parts and their shifts as imaginary parts.
    """
    psi = np.asarray(bank.psi) + 0j
    return dict(bank=Bank(psi, np.asarray(bank.phi) + 0j), signed=(both_signs(psi) if signed is None else signed) + 0j, f=f + 0j, h=h + 0j,
                y=(f + 1j * np.roll(f, 1) if y is None else y) + 0j, z=(h + 1j * np.roll(h, 1) if z is None else z) + 0j)


N, LARGE = 64, SIZES[1]
MEYER = wavelets.meyer((N,), 4)
TIME = np.arange(N)
NOISE, OTHER = np.random.default_rng(0).normal(size=(2, N))
IMPULSE, STEP, ALTERNATING = (TIME == 0) * 1.0, (TIME >= N // 2) * 1.0, (-1.0) ** TIME


def tone(k):
    return banks.tone(N, k)


def wheel(k):
    return banks.wheel(N, k)


def nyquist_doubled():
    """The finest wavelet with energy 2 at the Nyquist frequency, as if that had a negative to share it with."""
    psi = np.array(MEYER.psi)
    psi[0, N // 2] *= np.sqrt(2)
    return Bank(psi, MEYER.phi)


DIGITS = np.array([[3, 1, 4, 1, 5, 9, 2, 6], [2, 7, 1, 8, 2, 8, 1, 8]], dtype=object)


def certificate(name, formulas, cover, about):
    (f, h), turn = DIGITS, acb(0, 1)
    return Case(name, None, dict(bank=Certified(formulas, cover, len(f)), depth=2, f=f, h=h, y=f + turn * (h - 4), z=h - turn * f),
                Arithmetic.BALL, about=about)


def rational(name, bank, samples, about):
    f, h = DIGITS[:, :samples]
    return Case(name, None, dict(bank=bank, depth=3, f=f, h=h, y=f - 2 * h, z=np.roll(h, 1)), Arithmetic.RATIONAL, about=about)


def real():
    ecg = real_data.heartbeat(1024)
    noise = np.random.default_rng(2)
    # The wavelet transform of a Parseval frame preserves the norm: without a margin its inequality could not be decided.
    margin = 1 - 1e-9
    octaves = wavelets.meyer((1024,), 6) * margin
    cases = [Case("heartbeat and noise", Size(1024, 6, 3), pair(octaves, ecg, ecg + 0.3 * noise.normal(size=1024) / 32),
                  about="an electrocardiogram of 1024 samples against itself with noise, 30 % in norm; 6 octaves"),
             Case("heartbeat shifted", Size(1024, 6, 3), pair(octaves, ecg, np.roll(ecg, 5)), about="the same, shifted by 5 samples")]
    plane = wavelets.meyer((64, 64), 3) * margin
    photo = real_data.photograph("ascent", (64, 64))
    cases += [Case(f"photograph and {what}", Size(64, 12, 2), pair(plane, photo, other),
                   about=f"64 x 64 pixels against {about}; 3 octaves, 4 orientations")
              for what, other, about in (
                  ("noise", photo + 0.2 * noise.normal(size=(64, 64)) / 64, "itself with noise, 20 % in norm"),
                  ("its shift", np.roll(photo, (1, 2), (0, 1)), "itself, shifted by one and two pixels"),
                  ("another", real_data.photograph("china", (64, 64)), "another photograph"))]
    large, wide = wavelets.meyer((128, 128), 3) * margin, real_data.photograph("camera", (128, 128))
    cases.append(Case("large photograph", Size(128, 12, 2),
                      pair(large, wide, real_data.photograph("camera", (128, 128), (0, 1))),
                      about="128 x 128 pixels against the crop one pixel to the right; 3 octaves, 4 orientations"))
    return tuple(cases)


def direct(bank, x):
    """The norm of the first order, from the definition: sums over the grid instead of fast transforms."""
    n = len(x)
    turns = np.exp(2j * np.pi * np.outer(np.arange(n), np.arange(n)) / n)

    def convolve(y, spectrum):
        kernel = turns @ spectrum / n
        return np.array([sum(y[s] * kernel[(t - s) % n] for s in range(n)) for t in range(n)])
    return np.linalg.norm([convolve(np.abs(convolve(x, p)), bank.phi) for p in bank.psi])


def squared(x, order):
    """The layer with the squares of its values, for a fault; order 0 is left alone."""
    return Ball(x.center**2, x.radius * (2 * x.size + x.radius)) if order else x


F, H, ORDER = sp.symbols("f h J")
HALF = Bank(MEYER.psi / MEYER.phi[0] / 2, MEYER.phi / MEYER.phi[0] / 2)              # LP = 1/4 up to one rounding
MORLET = wavelets.morlet(16, 2)
SMALL = NOISE[:16]
EVEN = both_signs(np.asarray(MEYER.psi))

MODEL = WORLD.model(
    kind=Kind.ANALOGUE,
    gap="The signals live on a finite grid instead of L²(ℝᵈ), the filters need not be dilates of one wavelet, and the wavelet transform "
        "need not preserve the norm; the proof is the published one.",
    edges=tuple(Case(name, LARGE, pair(bank, f, h), about=about) for name, bank, f, h, about in (
        ("equal signals", MEYER, NOISE, NOISE, "both distances are 0"),
        ("impulse and zero", MEYER, IMPULSE, 0 * IMPULSE, "all frequencies at once"),
        ("impulses", MEYER, IMPULSE, np.roll(IMPULSE, 1), "neighbouring samples"),
        ("tone and its shift", MEYER, tone(11), np.roll(tone(11), 1), "the moduli of the wavelet coefficients are constant"),
        ("Nyquist", MEYER, ALTERNATING, IMPULSE, "the frequency that is its own negative"),
        ("step and noise", MEYER, STEP, NOISE, "a jump, in which all frequencies have the same phase"),
        ("heat bank", wavelets.heat(N, 4), NOISE, STEP, "the low-pass filter is a positive kernel"),
        ("Morlet bank", wavelets.morlet(N, 4), NOISE, OTHER, "not a Parseval frame: between 0.38 and 1"),
        ("close", MEYER, NOISE, NOISE + 1e-6 * OTHER, "signals that differ by one part in a million"),
        ("large", MEYER, 1e3 * NOISE, 1e3 * OTHER, "amplitude 1000"),
        ("small", MEYER, 1e-3 * NOISE, 1e-3 * OTHER, "amplitude 1/1000"))),
    controls=(
        Control("littlewood_paley", ("wavelets", "layerwise", "nonexpansive"),
                Case("wavelets times 1.2", LARGE, pair(Bank(1.2 * MEYER.psi, MEYER.phi), tone(16), np.zeros(N), EVEN)),
                about="a tone, of which one wavelet has all the energy, grows by 1.2"),
        Control("littlewood_paley", ("wavelets", "layerwise", "nonexpansive"),
                Case("Nyquist frequency doubled", LARGE, pair(nyquist_doubled(), ALTERNATING, np.zeros(N), EVEN)),
                about="the energy at N/2 counted twice: the alternating signal doubles its energy"),
        Control("littlewood_paley", ("wavelets", "layerwise", "nonexpansive"),
                Case("one band too many", LARGE, pair(Bank(MEYER.psi, wavelets.meyer((N,), 3).phi), tone(4), np.zeros(N), 0 * EVEN)),
                about="a low-pass filter that already contains the coarsest wavelet: a tone doubles its energy"),
        Control("littlewood_paley_complex", ("nonexpansive_complex",),
                Case("bank for real signals", LARGE, pair(MEYER, NOISE, OTHER, np.asarray(MEYER.psi), wheel(16), 0 * wheel(16))),
                about="the wavelets for real signals applied to a complex tone, which doubles its energy"),
        Control("real", ("wavelets", "layerwise", "nonexpansive"),
                Case("complex tone", LARGE, pair(MEYER, wheel(16), np.zeros(N))),
                about="one half of the spectrum carries twice the weight: a complex tone doubles its energy")),
    anchors=(
        Case("tone in a flat band", LARGE, pair(HALF, tone(16), NOISE), about="all filters halved, a tone where one wavelet has all "
             "the energy: its modulus is constant", facts=(
                 Eq(Norm(Propagated(ORDER, 1, F)), sp.sqrt(32) / 2, evaluate=False),
                 Eq(Norm(Averaged(ORDER, 1, F)), sp.sqrt(32) / 4, evaluate=False))),
        Case("constant", LARGE, pair(HALF, np.ones(N), NOISE), about="all filters halved, a constant: nothing but order 0",
             facts=(Eq(Norm(Scattering(ORDER, 3, F)), 4, evaluate=False),)),
        Case("definition", SIZES[0], pair(MORLET, SMALL, 0 * SMALL), about="the first order, by sums over the grid", facts=(
            Eq(Norm(Averaged(ORDER, 1, F)), sp.Rational(*float(direct(MORLET, SMALL)).as_integer_ratio()), evaluate=False),))),
    extremals=(
        Case("flat part of the average", LARGE, pair(MEYER, tone(2), tone(1)), about="two tones that the average keeps",
             reach={"wavelets": -1e-10, "layerwise": -1e-10, "nonexpansive": -1e-10}),
        Case("flat part of a wavelet", LARGE, pair(MEYER, tone(16), 0 * TIME), about="a tone of which one wavelet has all the energy: "
             "the first modulus keeps it", reach={"wavelets": -1e-10, "layerwise": -1e-10}),
        Case("complex tones", LARGE, pair(MEYER, NOISE, OTHER, y=wheel(2), z=wheel(-1)), about="two complex tones that the average keeps",
             reach={"nonexpansive_complex": -1e-10}),
        Case("half the signal", LARGE, pair(MEYER, NOISE, NOISE / 2), about="noise and half of it: no layer loses anything",
             reach={"wavelets": -1e-10, "layerwise": -1e-10})),
    certificates=(
        certificate("Morlet bank", frames.Morlet(2, Fraction(99, 100)), frames.dyadic_cover(2, 60),
                    "the Morlet bank of two octaves times 0.99, at every frequency |ω| ≤ π per sample; signals of 8 integers"),
        certificate("Meyer bank", frames.Meyer(2, Fraction(97, 100)), frames.dyadic_cover(2, 100),
                    "the Meyer bank of two octaves times 0.97, at every frequency |ω| ≤ π per sample; signals of 8 integers"),
        rational("Haar bank, N = 4", Rational((taps.haar(4, 2),)), 4,
                 "the undecimated Haar bank of two octaves on Z/4, whose Littlewood-Paley sum is 1; signals of 4 integers, depth 3"),
        rational("Haar bank, N = 6", Rational((taps.haar(6, 2),)), 6, "the same on Z/6; signals of 6 integers"),
        rational("all-pass bank", Rational((taps.all_pass(6),)), 6,
                 "the mean of 6 samples, and one wavelet for all that it leaves; signals of 6 integers")),
    real=real,
    faults=(
        Fault("energies not squared", restate={"layerwise": lambda r: r.func(*(sum(sp.sqrt(x) for x in sp.Add.make_args(side))
                                                                               for side in r.args))}),
        Fault("order counted twice", reinterpret={"Scattering": lambda right, m: lambda J, n, x: scattering.join(
            [right(J, n, x), right(J, 1, x)])}),
        Fault("average forgotten", reinterpret={"Averaged": lambda right, m: m["Propagated"]}),
        Fault("square in place of the modulus", reinterpret={"Propagated": lambda right, m: lambda J, n, x: squared(right(J, n, x), n)}),
        Fault("wavelets twice as large in the "
              "condition", reinterpret={"BandPass": lambda right, m: lambda J, lam, w: 2 * right(J, lam, w)})))
