"""Scattering of pairs of signals on cyclic grids, real and complex: Meyer, heat, Morlet and free banks; photographs; balls."""
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp
from flint import acb, arb
from sympy import Eq

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, modulus, root
from proofs_numeric.engine.model import Arithmetic, Case, Control, Fault, Free, Kind, Model
from proofs_numeric.mathematics import frames, real_data, scattering, wavelets
from proofs_numeric.mathematics.littlewood_paley import reflect, square
from proofs_numeric.mathematics.wavelets import Bank
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.scattering import Averaged, Propagated, Scattering


class Size(NamedTuple):
    N: int                       # samples (along each side of a photograph)
    filters: int                 # wavelets for real signals, and as many for complex ones; of a random instance, also the octaves
    depth: int


SIZES = (Size(16, 2, 2), Size(64, 4, 3))
def draw(size, rng):
    """Two signals near each other or not, a bank between the Meyer bank and noise, between a Parseval frame and LP <= 1."""
    n = size.N
    near = rng.choice([1.0, 0.1])
    f = rng.normal(size=(3, n))
    return dict(f=f, h=(1 - near) * f + near * rng.normal(size=(3, n)),
                psi=rng.normal(size=(2, size.filters, n)), phi=rng.normal(size=n), signed=rng.normal(size=(2, size.filters, n)),
                meyer=2 * rng.normal(size=()), flat=2 * rng.normal(size=()))


def build(size, theta, knobs):
    fixed = wavelets.meyer((size.N,), size.filters)
    share, flat = jax.nn.sigmoid(theta["meyer"]), jax.nn.sigmoid(theta["flat"])
    bank = wavelets.normalised(share * fixed.psi + (1 - share) * (theta["psi"][0] + 1j * theta["psi"][1]),
                               share * fixed.phi + (1 - share) * theta["phi"], flat)
    signed = share * both_signs(fixed.psi) + (1 - share) * (theta["signed"][0] + 1j * theta["signed"][1])
    return dict(bank=Bank(bank.psi, bank.phi + 0j), signed=fitted(signed, bank.phi, flat), f=theta["f"][0] + 0j, h=theta["h"][0] + 0j,
                y=theta["f"][1] + 1j * theta["f"][2], z=theta["h"][1] + 1j * theta["h"][2])


def both_signs(psi):
    """Wavelets with half the energy of psi at k and half of that at -k: |phi^|^2 + sum |psi^|^2 is the LP of the real bank."""
    return (np.sqrt if isinstance(psi, np.ndarray) else root)(0.5 * (square(psi) + square(reflect(psi, psi.ndim - 1))))


def fitted(psi, phi, flat):
    """psi scaled so that |phi^|^2 + sum |psi^|^2 <= 1, up to the rounding of this sum; flat as in `wavelets.normalised`."""
    energy, margin = square(psi).sum(0), 32 * (len(psi) + 4) * EPS
    scale = jnp.maximum(1 - margin - square(phi), 0.0) / (flat * energy + (1 - flat) * energy.max() + 1e-200)
    return psi * root(scale)


def meaning(size, i, ask):
    bank = i["bank"]
    complex_bank, every = Bank(i["signed"], bank.phi), jnp.concatenate([bank.psi, i["signed"]])
    d, wavelet_count = bank.phi.ndim, bank.psi.shape[0]
    frequencies = wavelets.frequencies(bank.grid).reshape(-1, d)
    known: dict[tuple, tuple] = {}              # ids -> (bank, x, layers of x); both are kept so that their ids stay taken

    def layers(bank, x):
        if (id(bank), id(x)) not in known:
            known[id(bank), id(x)] = (bank, x, *scattering.scatter(bank, x, size.depth))
        return known[id(bank), id(x)][2:]

    def gain(spectrum, w):
        """The modulus of one value; w is an integer vector, or a ball around one after a change of sign."""
        centre = w.center if isinstance(w, Ball) else w
        x = modulus(spectrum[tuple(jnp.round(centre).astype(int))])
        return Interval.around(x, 4 * EPS * x)
    return {
        **{name: Ball.of(i[name]) for name in ("f", "h", "y", "z")}, "J": size.filters, "M": size.depth,
        "Omega": jnp.asarray(frequencies), "Norm": lambda x: Ball.of(x).norm(), "Imag": lambda x: Ball(x.center.imag, x.radius),
        "Bands": lambda J: jnp.arange(wavelet_count), "SignedBands": lambda J: jnp.arange(wavelet_count, len(every)),
        "LowPass": lambda J, w: gain(bank.phi, w), "BandPass": lambda J, lam, w: gain(every[lam], w),
        "Wavelets": lambda J, x: scattering.join([*scattering.analyse(bank, Ball(x.center[None], x.radius))]),
        "Averaged": lambda J, m, x: layers(bank, x)[0][m], "Propagated": lambda J, m, x: layers(bank, x)[1][m],
        "Scattering": lambda J, n, x: scattering.join(layers(bank, x)[0][:n]),
        "SignedScattering": lambda J, n, x: scattering.join(layers(complex_bank, x)[0][:n])}


def exact(i):
    """Signals of whole numbers and a bank given by formulas, on balls of frequencies: `Omega` covers the whole spectrum.

    For complex signals every wavelet serves twice, at w and at -w, divided by sqrt(2).
    """
    bank, known, samples = i["bank"], {}, len(i["f"])
    filters = frames.sampled(bank, samples)
    reflected = filters[:, -np.arange(samples) % samples]
    signed = np.concatenate([filters[:1], np.concatenate([filters[1:], reflected[1:]]) / arb(2).sqrt()])

    def layers(bank, x):
        if (id(bank), id(x)) not in known:
            known[id(bank), id(x)] = (bank, x, *frames.scatter(bank, x, i["depth"]))
        return known[id(bank), id(x)][2:]

    def outputs(bank, n, x):
        return np.concatenate([y.ravel() for y in layers(bank, x)[0][:n]])

    def band(lam, w):
        return abs(bank.band(lam, w)) if isinstance(lam, int) else abs(bank.band(lam[0], lam[1] * w)) / arb(2).sqrt()
    return {
        **{name: i[name] for name in ("f", "h", "y", "z")}, "J": bank.scales, "M": i["depth"], "Omega": i["cover"],
        "Norm": frames.norm, "Imag": frames.imaginary, "Bands": lambda J: tuple(range(bank.scales)),
        "SignedBands": lambda J: tuple((j, sign) for j in range(bank.scales) for sign in (1, -1)),
        "LowPass": lambda J, w: abs(bank.low(w)), "BandPass": lambda J, lam, w: band(lam, w),
        "Wavelets": lambda J, x: frames.analyse(filters, x[None]),
        "Averaged": lambda J, m, x: layers(filters, x)[0][m], "Propagated": lambda J, m, x: layers(filters, x)[1][m],
        "Scattering": lambda J, n, x: outputs(filters, n, x), "SignedScattering": lambda J, n, x: outputs(signed, n, x)}


# -- the search that knows only what is printed
def draw_freely(size, rng):
    """Switches, each on in about a quarter of the instances, and what they let loose."""
    n = size.N
    return draw(size, rng) | dict(imaginary=rng.normal(size=(2, n)), phases=rng.normal(size=n), switches=rng.uniform(size=5),
                                  spot=rng.uniform(size=4))


def build_freely(size, theta):
    """Signals that are not real, one or both; banks with one value too large, of a wavelet or of the average; averages with any phases
    that are not even.
    """
    one, on, spot = build(size, theta, {}), jax.lax.stop_gradient(theta["switches"]), jax.lax.stop_gradient(theta["spot"])

    def raised(filters, switch, where, which):
        """One value of one filter grows by up to 1."""
        k, row = jnp.floor(where * size.N), jnp.floor(which * len(filters))
        here = (np.arange(size.N) == k)[None] & (np.arange(len(filters)) == row)[:, None]
        return jnp.where(here & (switch < 0.25), filters * (1 + theta["spot"][0]) + 0.5 * theta["spot"][1], filters)
    phi = raised(one["bank"].phi[None], on[0] * 3, spot[2], 0.0)[0]
    phi = jnp.where(on[1] < 0.5, phi * jnp.exp(1j * theta["phases"]), phi)
    psi, signed = raised(one["bank"].psi, on[2], spot[2], spot[3]), raised(one["signed"], on[3], spot[2], spot[3])
    f, h = (jnp.where((low < on[4]) & (on[4] < high), 1j * imaginary, 0.0)
            for low, high, imaginary in ((0.0, 0.15, theta["imaginary"][0]), (0.1, 0.25, theta["imaginary"][1])))
    return one | dict(bank=Bank(psi, phi), signed=signed, f=one["f"] + f, h=one["h"] + h)


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
    return np.cos(2 * np.pi * k * TIME / N)


def wheel(k):
    return np.exp(2j * np.pi * k * TIME / N)


def nyquist_doubled():
    """The finest wavelet with energy 2 at the Nyquist frequency, as if that had a negative to share it with."""
    psi = np.array(MEYER.psi)
    psi[0, N // 2] *= np.sqrt(2)
    return Bank(psi, MEYER.phi)


def certificate(name, bank, cover, about):
    f, h = np.array([[3, 1, 4, 1, 5, 9, 2, 6], [2, 7, 1, 8, 2, 8, 1, 8]], dtype=object)
    turn = acb(0, 1)
    return Case(name, None, dict(bank=bank, cover=cover, depth=2, f=f, h=h, y=f + turn * (h - 4), z=h - turn * f), Arithmetic.BALL,
                about=about)


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

MODEL = Model(
    space="Signals on the cyclic groups Z/N and Z/N x Z/N with N samples along each side; filters are given by their discrete "
          "Fourier transforms and convolution is cyclic. All paths are followed, not only those of decreasing frequency.",
    kind=Kind.ANALOGUE,
    gap="The signals live on a finite grid instead of L²(ℝᵈ), the filters need not be dilates of one wavelet, and the wavelet transform "
        "need not preserve the norm; the proof is the published one.",
    sizes=SIZES, draw=draw, build=build, meaning=meaning, exact=exact,
    free=(Free("filters-and-signals", "one value of one filter too large, at one frequency; phases of the average; signals of which one or "
               "both are not real", draw_freely, build_freely),),
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
                    "the Meyer bank of two octaves times 0.97, at every frequency |ω| ≤ π per sample; signals of 8 integers")),
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
