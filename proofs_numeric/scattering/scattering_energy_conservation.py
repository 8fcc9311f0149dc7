"""Energies of the layers of a scattering transform: random unitary banks with a positive average, Haar and all-pass banks exactly."""
from fractions import Fraction

import numpy as np
import sympy as sp
from sympy import Eq

from proofs_numeric.engine.model import Arithmetic, Case, Control, Example, Fault, Kind
from proofs_numeric.mathematics import real_data, taps, wavelets
from proofs_numeric.mathematics.taps import Taps
from proofs_numeric.mathematics.wavelets import Bank
from proofs_numeric.worlds import banks
from proofs_numeric.worlds.banks import Size
from proofs_numeric.worlds.exact_banks import Rational
from proofs_numeric.worlds.unitary import Unitary, analytic, leaking, parseval, sampled, twice
from proofs_numeric.worlds.world import World, in_latex
from theorems.vocabulary.analysis import Energy
from theorems.vocabulary.scattering import Averaged, Propagated

SIZES = (Size(8, 2, 3), Size(16, 2, 2))
WORLD = World(banks.SPACE, SIZES, (banks.One(), Unitary()))
DIGITS = [3, 1, 4, 1, 5, 9, 2, 6]


# -- named instances
def instance(bank, f, cycles=0, depth=2):
    """In floating point: a bank, a signal, a frequency in cycles per period of the first side."""
    eta = np.zeros(len(bank.grid))
    eta[0] = 2 * np.pi * cycles / bank.grid[0]
    return dict(bank=Bank(np.asarray(bank.psi) + 0j, np.asarray(bank.phi) + 0j), f=np.asarray(f) + 0j, linear=np.zeros(depth), eta=eta)


def rational(name, bank, f, depth=3, eta=0, linear=0, **k):
    """An instance with rational filters; eta is 0 or N/2."""
    f = np.array([*map(Fraction, f)], object)
    return Case(name, None, dict(bank=Rational((bank,)), depth=depth, f=f, eta=eta, linear=(linear,) * depth), Arithmetic.RATIONAL, **k)


def difference(samples):
    """delta_0 - delta_1."""
    return [1, -1] + [0] * (samples - 2)


def delta(samples):
    return np.array([Fraction(n == 0) for n in range(samples)], object)


def comb():
    """On Z/16: the wavelet passes what has period 4 and mean 0, the average all the rest; its kernel has negative values."""
    psi = np.array([Fraction(n % 4 == 0, 4) for n in range(16)], object) - Fraction(1, 16)
    return Taps(delta(16) - psi, psi[None])


def real():
    octaves, plane = parseval(wavelets.meyer((1024,), 6)), parseval(wavelets.meyer((64, 64), 3))
    return (Case("heartbeat", Size(1024, 6, 3), instance(octaves, real_data.heartbeat(1024), 40, 3),
                 about="an electrocardiogram of 1024 samples, Meyer bank of 6 octaves; its average is no positive kernel"),
            Case("photograph 'camera'", Size(64, 12, 2), instance(plane, real_data.photograph("camera", (64, 64)), 5),
                 about="64 x 64 pixels, Meyer bank of 3 octaves and 4 orientations"))


ALL_PASS = {n: taps.all_pass(n) for n in (2, 3, 4, 6)}
F, J = sp.symbols("f J")
N = sp.Symbol("N", integer=True)
NOISE = np.random.default_rng(0).normal(size=16)
LARGE = SIZES[1]


def energies(layer, *values):
    """Closed forms of the energies of the orders 0, 1, ..."""
    return tuple(Eq(Energy(layer(J, sp.Integer(m), F)), sp.Rational(v), evaluate=False) for m, v in enumerate(values))


with sp.evaluate(False):
    EXAMPLE = Example(
        rational("Haar bank, N = 4", taps.haar(4, 2), DIGITS[:4], about="the undecimated Haar bank of two octaves on Z/4, whose average is "
                 "the mean; orders 0, 1 and 2"),
        beside={"the energy of the signal": Energy(F), "what order 0 shows": Energy(Averaged(J, 0, F)),
                "what order 1 shows": Energy(Averaged(J, 1, F)), "what order 2 shows": Energy(Averaged(J, 2, F))})

MODEL = WORLD.model(
    example=EXAMPLE, shown=lambda i: {"f": in_latex(i["f"]), "N": "4", "M": "3"},
    kind=Kind.ANALOGUE,
    gap="On a finite grid every wavelet of mean zero loses a share of the energy in each layer, and admissibility is not needed; on "
        "L²(ℝᵈ) Theorem 2.6 needs it, and without regularity of the signal the decay can be arbitrarily slow.",
    notes={"balance": (Kind.ANALOGUE, "The published identity at every finite depth, on a finite grid; the filters need not be dilates of "
                                      "one wavelet."),
           "band": (Kind.ANALOGUE, "The same from the second layer on, on a finite grid and at every finite depth."),
           "demodulation": (Kind.ANALOGUE, "Lemma 2.7 on a finite grid, for one frequency of it at a time and for the signals that the "
                                           "theorem uses it for, the bands; its proof takes any signal and any nonnegative kernel.")},
    edges=tuple(Case(name, LARGE, instance(bank, f, eta), about=about) for name, bank, f, eta, about in (
        ("impulse", sampled(taps.haar(16, 2)), np.eye(16)[0], 8, "Haar bank of two octaves"),
        ("constant", sampled(taps.haar(16, 2)), np.ones(16), 0, "nothing but order 0"),
        ("Meyer bank", parseval(wavelets.meyer((16,), 2)), NOISE, 3, "its average has negative values"),
        ("heat bank", parseval(wavelets.heat(16, 2)), NOISE, 3, "its average is a positive kernel"),
        ("complex noise", parseval(wavelets.heat(16, 2)), NOISE + 1j * NOISE[::-1], 3, "what needs no real signal is judged"),
        ("large", parseval(wavelets.heat(16, 2)), 1e3 * NOISE, 3, "amplitude 1000"))),
    controls=(
        Control("real", ("balance", "residual"), Case("complex tone", LARGE, instance(twice(analytic(16)), banks.wheel(16, -4))),
                about="a complex tone of negative frequency, where the analytic wavelet is 0: no output sees it"),
        Control("unitary", ("balance", "band", "decay", "positive_kernel"),
                rational("all-pass bank times 6/5", taps.all_pass(6) * Fraction(6, 5), difference(6)),
                about="all filters of the all-pass bank multiplied by 6/5"),
        Control("unitary", ("balance", "band", "residual"),
                rational("all-pass bank divided by 10", taps.all_pass(6) * Fraction(1, 10), difference(6)),
                about="all filters of the all-pass bank divided by 10"),
        Control("mean_zero", ("decay", "residual", "positive_kernel"), rational("constants pass", leaking(), [1, 0, 0, 0]),
                about="the average keeps 9/25 of the energy of a constant, the wavelet the rest; an impulse"),
        Control("modulus", ("decay", "residual", "positive_kernel"), rational("no modulus", ALL_PASS[4], difference(4), linear=1),
                about="the all-pass bank without a non-linearity: all layers are the signal"),
        Control("positive", ("positive_kernel",), Case("comb", LARGE, instance(twice(sampled(comb())), np.tile(difference(4), 4), 4)),
                about="one wavelet for all that has period 4, and an average with negative values"),
        Control("positive", ("demodulation",), rational("an average of sign -1", Taps(-ALL_PASS[4].low, ALL_PASS[4].bands), difference(4)),
                about="the mean with the sign -1")),
    anchors=(
        Case("Haar bank, N = 8", SIZES[0], instance(sampled(taps.haar(8, 2)), DIGITS, 3, 3), about="the energies of layers and outputs, as "
             "fractions", facts=(*energies(Propagated, 173, "173/4", "355/64", "107/64"), *energies(Averaged, "519/4", "2413/64", "31/8"))),
        Case("analytic wavelet, a tone", LARGE, instance(twice(analytic(16)), banks.tone(16, 5)),
             about="the modulus of the band is constant, order 1 shows all of it", facts=energies(Propagated, 8, 8))),
    extremals=(
        *(rational(f"all-pass bank, N = {n}", ALL_PASS[n], difference(n), depth=2, about=f"two opposite points: exactly 1 - 2/{n}",
                   reach={"decay": -1e-12, "residual": -1e-12, "positive_kernel": -1e-12}) for n in (3, 4, 6)),
        rational("the fastest tone", ALL_PASS[4], [1, -1, 1, -1], eta=2, about="the band is a tone, and η its frequency",
                 reach={"demodulation": -1e-12})),
    certificates=(
        rational("Haar bank, N = 8", taps.haar(8, 2), DIGITS, depth=4, eta=4, about="the undecimated Haar bank of two octaves on Z/8, "
                 "8 integers, four orders; its gains are balls"),
        rational("Haar bank, N = 6", taps.haar(6, 2), DIGITS[:6], depth=4, eta=3, about="the same on Z/6, 6 integers, all rational"),
        rational("all-pass bank, four samples", ALL_PASS[4], difference(4), about="the mean of 4 samples and one wavelet",
                 facts=(*energies(Propagated, 2, 2, 1, 0), *energies(Averaged, 0, 1, 1)))),
    real=real,
    faults=(
        Fault("one layer more in the exponent", restate={"residual": lambda r: r.func(r.lhs, r.rhs * (1 - 2 / N))}),
        Fault("the share 3/N", restate={"decay": lambda r: r.func(r.lhs, r.rhs * (1 - 3 / N) / (1 - 2 / N))}),
        Fault("the infimum of the overlap twice", reinterpret={"Overlap": lambda right, m: lambda J, x: 2 * right(J, x)}),
        Fault("modulus forgotten", reinterpret={"Modulus": lambda right, m: lambda x: x})))
