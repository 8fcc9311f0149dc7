"""Scattering of pairs of real signals on cyclic grids: Meyer, heat, Morlet and free banks; photographs; ball arithmetic."""
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp
from sympy import Eq

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, modulus
from proofs_numeric.engine.model import Arithmetic, Case, Control, Fault, Kind, Model
from proofs_numeric.mathematics import frames, real_data, scattering, wavelets
from proofs_numeric.mathematics.wavelets import Bank
from theorems.language.notation import Averaged, Norm, Propagated, Scattering


class Size(NamedTuple):
    N: int                       # samples (along each side of a photograph)
    filters: int                 # wavelets; of a random instance, also the number of octaves
    depth: int


SIZES = (Size(16, 2, 2), Size(64, 4, 3))
KNOBS = ("contraction",)


def draw(size, rng):
    """Two signals near each other or not, a bank between the Meyer bank and noise, between a Parseval frame and LP <= 1."""
    n = size.N
    near = rng.choice([1.0, 0.1])
    f = rng.normal(size=n)
    return dict(f=f, h=(1 - near) * f + near * rng.normal(size=n), u=rng.normal(size=(2, n)), v=rng.normal(size=(2, n)),
                psi=rng.normal(size=(2, size.filters, n)), phi=rng.normal(size=n),
                meyer=2 * rng.normal(size=()), flat=2 * rng.normal(size=()))


def build(size, theta, knobs):
    fixed = wavelets.meyer((size.N,), size.filters)
    share, flat = jax.nn.sigmoid(theta["meyer"]), jax.nn.sigmoid(theta["flat"])
    psi = share * fixed.psi + (1 - share) * (theta["psi"][0] + 1j * theta["psi"][1])
    bank = wavelets.normalised(psi, share * fixed.phi + (1 - share) * theta["phi"], flat)
    return dict(bank=bank, f=theta["f"] + 0j, h=theta["h"] + 0j, u=theta["u"][0] + 1j * theta["u"][1],
                v=theta["v"][0] + 1j * theta["v"][1], quadratic=knobs["contraction"])


def meaning(size, i, ask):
    bank = i["bank"]
    d = bank.phi.ndim
    frequencies = wavelets.frequencies(bank.grid).reshape(-1, d)
    known: dict[int, tuple] = {}                # id(x) -> (x, layers of x); x is kept so that its id stays taken

    def rho(z):
        """|z|, or |z|^2 where the control asks for it; the Lipschitz constant of the square is twice the largest modulus."""
        y, q = modulus(z.center), i["quadratic"]
        top = y.max() + z.radius
        return Ball((1 - q) * y + q * y * y, jnp.where(q > 0, 2 * top, 1.0) * (z.radius + 8 * EPS * z.size))

    def layers(x):
        if id(x) not in known:
            known[id(x)] = (x, *scattering.scatter(bank, x, size.depth, rho))
        return known[id(x)][1:]

    def gain(spectrum, w):
        """The modulus of one value; w is an integer vector, or a ball around one after a change of sign."""
        centre = w.center if isinstance(w, Ball) else w
        x = modulus(spectrum[tuple(jnp.round(centre).astype(int))])
        return Interval.around(x, 4 * EPS * x)
    return {
        "f": Ball.of(i["f"]), "h": Ball.of(i["h"]), "u": Ball.of(i["u"]), "v": Ball.of(i["v"]), "J": size.filters,
        "M": size.depth,
        "Omega": jnp.asarray(frequencies), "Norm": lambda x: Ball.of(x).norm(), "Modulus": rho,
        "Imag": lambda x: Ball(x.center.imag, x.radius), "Bands": lambda J: jnp.arange(bank.psi.shape[0]),
        "LowPass": lambda J, w: gain(bank.phi, w), "BandPass": lambda J, lam, w: gain(bank.psi[lam], w),
        "Wavelets": lambda J, x: scattering.join([*scattering.analyse(bank, Ball(x.center[None], x.radius))]),
        "Averaged": lambda J, m, x: layers(x)[0][m], "Propagated": lambda J, m, x: layers(x)[1][m],
        "Scattering": lambda J, n, x: scattering.join(layers(x)[0][:n])}


def exact(i):
    """Integer signals and a bank given by formulas, on balls of frequencies: `Omega` covers the whole spectrum."""
    bank, known = i["bank"], {}
    filters = frames.sampled(bank, len(i["f"]))

    def layers(x):
        if id(x) not in known:
            known[id(x)] = (x, *frames.scatter(filters, x, i["depth"]))
        return known[id(x)][1:]
    return {
        "f": i["f"], "h": i["h"], "u": i["u"], "v": i["v"], "J": bank.scales, "M": i["depth"], "Omega": i["cover"],
        "Norm": frames.norm, "Modulus": frames.modulus, "Imag": frames.imaginary,
        "Bands": lambda J: tuple(range(bank.scales)), "LowPass": lambda J, w: abs(bank.low(w)),
        "BandPass": lambda J, lam, w: abs(bank.band(lam, w)), "Wavelets": lambda J, x: frames.analyse(filters, x[None]),
        "Averaged": lambda J, m, x: layers(x)[0][m], "Propagated": lambda J, m, x: layers(x)[1][m],
        "Scattering": lambda J, n, x: np.concatenate([y.ravel() for y in layers(x)[0][:n]])}


# -- named instances
def pair(bank, f, h, quadratic=0.0):
    """An instance with two given signals; u and v, which only the contraction concerns, are generic."""
    rng = np.random.default_rng(1)
    u, v = rng.normal(size=(2, *np.shape(f))) + 1j * rng.normal(size=(2, *np.shape(f)))
    return dict(bank=Bank(np.asarray(bank.psi) + 0j, np.asarray(bank.phi)), f=f + 0j, h=h + 0j, u=u, v=v,
                quadratic=np.float64(quadratic))


N, LARGE = 64, SIZES[1]
MEYER = wavelets.meyer((N,), 4)
TIME = np.arange(N)
NOISE, OTHER = np.random.default_rng(0).normal(size=(2, N))
IMPULSE, STEP, ALTERNATING = (TIME == 0) * 1.0, (TIME >= N // 2) * 1.0, (-1.0) ** TIME


def tone(k):
    return np.cos(2 * np.pi * k * TIME / N)


def nyquist_doubled():
    """The finest wavelet with energy 2 at the Nyquist frequency, as if that had a negative to share it with."""
    psi = np.array(MEYER.psi)
    psi[0, N // 2] *= np.sqrt(2)
    return Bank(psi, MEYER.phi)


def certificate(name, bank, cover, about):
    f, h = np.array([[3, 1, 4, 1, 5, 9, 2, 6], [2, 7, 1, 8, 2, 8, 1, 8]], dtype=object)
    return Case(name, None, dict(bank=bank, cover=cover, depth=2, f=f, h=h, u=h - 4, v=f - 2), Arithmetic.BALL, about=about)


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


F, H, ORDER = sp.symbols("f h J")
HALF = Bank(MEYER.psi / MEYER.phi[0] / 2, MEYER.phi / MEYER.phi[0] / 2)              # LP = 1/4 up to one rounding
MORLET = wavelets.morlet(16, 2)
SMALL = NOISE[:16]

MODEL = Model(
    space="Real signals on the cyclic groups Z/N and Z/N x Z/N with N samples along each side; filters are given by their discrete "
          "Fourier transforms and convolution is cyclic. All paths are followed, not only those of decreasing frequency.",
    kind=Kind.ANALOGUE,
    gap="The signals live on a finite grid instead of L²(ℝᵈ), the filters need not be dilates of one wavelet, and the wavelet transform "
        "need not preserve the norm; the proof is the published one.",
    sizes=SIZES, draw=draw, build=build, meaning=meaning, knobs=KNOBS, exact=exact,
    edges=tuple(Case(name, LARGE, pair(bank, f, h), about=about) for name, bank, f, h, about in (
        ("equal signals", MEYER, NOISE, NOISE, "both distances are 0"),
        ("impulse and zero", MEYER, IMPULSE, 0 * IMPULSE, "all frequencies at once"),
        ("impulses", MEYER, IMPULSE, np.roll(IMPULSE, 1), "neighbouring samples"),
        ("tone and its shift", MEYER, tone(11), np.roll(tone(11), 1), "the moduli of the wavelet coefficients are constant"),
        ("Nyquist", MEYER, ALTERNATING, IMPULSE, "the frequency that is its own negative"),
        ("step and noise", MEYER, STEP, NOISE, "heat and Meyer banks are treated alike"),
        ("heat bank", wavelets.heat(N, 4), NOISE, STEP, "the low-pass filter is a positive kernel"),
        ("Morlet bank", wavelets.morlet(N, 4), NOISE, OTHER, "not a Parseval frame: between 0.38 and 1"),
        ("close", MEYER, NOISE, NOISE + 1e-6 * OTHER, "signals that differ by one part in a million"),
        ("large", MEYER, 1e3 * NOISE, 1e3 * OTHER, "amplitude 1000"),
        ("small", MEYER, 1e-3 * NOISE, 1e-3 * OTHER, "amplitude 1/1000"))),
    controls=(
        Control("littlewood_paley", ("wavelets", "layerwise", "nonexpansive"),
                Case("filters times 1.2", LARGE, pair(MEYER * 1.2, np.ones(N), np.zeros(N))), about="a constant grows by 1.2"),
        Control("littlewood_paley", ("wavelets", "layerwise", "nonexpansive"),
                Case("Nyquist frequency doubled", LARGE, pair(nyquist_doubled(), ALTERNATING, np.zeros(N))),
                about="the energy at N/2 counted twice: the alternating signal doubles its energy"),
        Control("littlewood_paley", ("wavelets", "layerwise", "nonexpansive"),
                Case("one band too many", LARGE, pair(Bank(MEYER.psi, wavelets.meyer((N,), 3).phi), tone(4), np.zeros(N))),
                about="a low-pass filter that already contains the coarsest wavelet: a tone doubles its energy"),
        Control("real", ("wavelets", "layerwise", "nonexpansive"),
                Case("complex tone", LARGE, pair(MEYER, np.exp(2j * np.pi * 16 * TIME / N), np.zeros(N))),
                about="one half of the spectrum carries twice the weight: a complex tone doubles its energy"),
        Control("contraction", ("layerwise", "nonexpansive"),
                Case("squared modulus", LARGE, pair(MEYER, 3 * NOISE, 3.03 * NOISE, quadratic=1.0)),
                about="the squared modulus in place of the modulus, noise of amplitude 3")),
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
        Case("half the signal", LARGE, pair(MEYER, NOISE, NOISE / 2), about="noise and half of it: no layer loses anything",
             reach={"wavelets": -1e-10, "layerwise": -1e-10})),
    certificates=(
        certificate("Morlet bank", frames.Morlet(2, Fraction(99, 100)), frames.dyadic_cover(2, 60),
                    "the Morlet bank of two octaves times 0.99, at every real frequency; two signals of 8 integers"),
        certificate("Meyer bank", frames.Meyer(2, Fraction(97, 100)), frames.dyadic_cover(2, 100),
                    "the Meyer bank of two octaves times 0.97, at every real frequency; two signals of 8 integers")),
    real=real,
    faults=(
        Fault("energies not squared", restate={"layerwise": lambda r: r.func(*(sum(sp.sqrt(x) for x in sp.Add.make_args(side))
                                                                               for side in r.args))}),
        Fault("order counted twice", reinterpret={"Scattering": lambda right, m: lambda J, n, x: scattering.join(
            [right(J, n, x), right(J, 1, x)])}),
        Fault("average forgotten", reinterpret={"Averaged": lambda right, m: m["Propagated"]}),
        Fault("wavelets twice as large in the "
              "condition", reinterpret={"BandPass": lambda right, m: lambda J, lam, w: 2 * right(J, lam, w)})))
