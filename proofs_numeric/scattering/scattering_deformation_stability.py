"""Trigonometric polynomials on the circle, deformed exactly, and the scattering transform of banks on L^2 of the circle.

Functions are represented as in `circle`: what a deformed signal and the modulus of a band have beyond the frequency N/2 is bounded,
not ignored. Filters are arrays of complex Fourier coefficients and vanish at every frequency that is not on the grid, so the whole
frequencies of the statement are those of the grid.
"""

import functools
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp
from jax.numpy.fft import fft, ifft

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, modulus, root
from proofs_numeric.engine.model import Case, Control, Fault, Free, Kind, Model
from proofs_numeric.mathematics import circle, commutators, real_data, scattering, wavelets
from proofs_numeric.mathematics import deformations as de
from proofs_numeric.mathematics.deformations import Displacement
from proofs_numeric.mathematics.signals import fourier_budget
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.deformations import Deform, Largest, Slope
from theorems.vocabulary.filter_banks import Schur, Smooth


class Size(NamedTuple):
    N: int  # samples
    degree: int  # of the signal
    cut: int  # frequency unit of the finest wavelet, a power of two; the bank ends at 2 cut < N/2
    scales: int  # wavelets
    depth: int  # orders 0, ..., depth - 1


HARMONICS = 11  # of a displacement
MOST = 0.1  # largest sup |tau'| that is drawn


@functools.cache
def bank_of(size: Size) -> wavelets.Bank:
    return circle.meyer(size.N, size.cut, size.scales)


def draw(size, rng):
    names = ("mean", "slope", "offset")
    return dict(f=rng.normal(size=(2, size.degree)), waves=rng.normal(size=(2, HARMONICS)), **{x: rng.normal(size=()) for x in names})


def displacement(theta, most=MOST, sway=0.05):
    """A displacement with sup |tau'| below `most` and a mean below `sway`."""
    fall = 1 / np.arange(1, HARMONICS + 1) ** 2
    shape = Displacement(jnp.float64(0), fall * theta["waves"][0], fall * theta["waves"][1])
    steep = (2 * np.pi * np.arange(1, HARMONICS + 1) * de.amplitudes(shape)).sum()
    tau = shape * (most * (0.1 + 0.9 * jax.nn.sigmoid(2 * theta["slope"] - 1)) / root(steep**2 + 1e-12))
    return Displacement(sway * jnp.tanh(theta["offset"]), tau.cosines, tau.sines)


def hermitian(theta):
    """Coefficients of a real signal."""
    positive = theta["f"][0] - 1j * theta["f"][1]
    return jnp.concatenate([jnp.conj(positive[::-1]), jnp.asarray(theta["mean"])[None] + 0j, positive])


def build(size, theta, knobs):
    return instance(size, hermitian(theta), displacement(theta))


def instance(size, c, tau: Displacement, psi=None, phi=None, mother=1.0):
    """An instance from the coefficients of f, the displacement, filters other than Meyer's, and a factor of the mother wavelet."""
    bank = bank_of(size)
    xp = np if isinstance(c, np.ndarray) else jnp
    filters = dict(psi=bank.psi if psi is None else psi, phi=bank.phi if phi is None else phi, mother=mother, c=c)
    numbers = dict(offset=tau.offset, cosines=tau.cosines, sines=tau.sines)
    return {k: xp.asarray(x, complex) for k, x in filters.items()} | {k: xp.asarray(x, float) for k, x in numbers.items()}


def meaning(size, i, ask):
    bank, n = wavelets.Bank(jnp.asarray(i["psi"]), jnp.asarray(i["phi"])), size.N
    tau = Displacement(i["offset"], i["cosines"], i["sines"])
    slope = de.supremum(tau.derivative())
    steep = jax.lax.stop_gradient(slope.hi)
    # Of a deformation, in L^2; where the line may be folded, nothing is known of what the samples do not show.
    expansion = jnp.where(steep < 0.999, 1 / jnp.sqrt(1 - jnp.minimum(steep, 0.999)), 1e300)
    size_of_mother = modulus(i["mother"])
    known: dict[int, tuple] = {}

    def deform(tau, x):
        """Of a polynomial of degree at most size.degree, known up to a ball."""
        c = de.coefficients(x.center, size.degree)
        y = de.composed(c, tau, n)
        own = y.radius + de.beyond(c, tau, n)
        return Ball(y.center, own + expansion * (x.radius + fourier_budget(n) * x.size))

    def convolve(spectrum, x):
        y = ifft(fft(x.center) * spectrum)
        return Ball(y, jnp.abs(spectrum).max() * (x.radius + (2 * fourier_budget(n) + 4 * EPS) * x.size))

    def layers(x):
        if id(x) not in known:
            known[id(x)] = (x, *circle.scatter(bank, x, size.depth))
        return known[id(x)][1:]

    def at(spectrum, w):
        """One value; w is a whole number, or an enclosure of one after a change of sign."""
        k = jnp.round(w.mid if isinstance(w, Interval) else w.center if isinstance(w, Ball) else w).astype(int)
        return spectrum[k]

    def gain(spectrum, w):
        x = modulus(at(spectrum, w))
        return Interval.around(x, 4 * EPS * x)

    def mother(w):
        """Meyer's wavelet on the line times a number: a vector of one component."""
        x = i["mother"] * circle.mother(w.mid)
        return Ball(x[None], 2 * circle.ACCURACY * size_of_mother)

    def schur(h, slope):
        below, above = (jnp.array(b) for b in commutators.meyer_constants()[h])
        slope = Interval.of(slope)
        low = jnp.searchsorted(commutators.NODES, slope.lo, side="right") - 1
        high = jnp.searchsorted(commutators.NODES, slope.hi, side="left")
        return Interval.around(size_of_mother, 4 * EPS * size_of_mother) * Interval(
            circle.SHRUNK * below[jnp.maximum(low, 0)],
            jnp.where(high < len(above), above[jnp.minimum(high, len(above) - 1)], 1e300),
        )

    f = de.sampled(i["c"], n)
    return {
        "f": f, "tau": tau, "J": size.scales, "M": size.depth, "psi": "psi", "Omega": jnp.arange(-(n // 2) + 1, n // 2),
        "Norm": lambda x: x.norm(), "Imag": lambda x: Ball(x.center.imag, x.radius),
        "Bands": lambda J: jnp.arange(size.scales), "Count": lambda bands: float(size.scales),
        "LowPass": lambda J, w: gain(bank.phi, w), "BandPass": lambda J, lam, w: gain(bank.psi[lam], w),
        "BandTransform": lambda lam, w: Ball(at(bank.psi[lam], w)[None], jnp.float64(0)), "Mother": mother,
        "Scale": lambda lam: Interval.of(size.cut * 2.0**-lam), "Schur": schur, "Deform": deform,
        "Largest": de.supremum, "Slope": lambda tau: slope,
        "Smooth": lambda J, x: convolve(bank.phi, x), "Filtered": lambda lam, x: convolve(bank.psi[lam], x),
        # Only norms of layers are asked for: those of the bands, before the modulus.
        "Propagated": lambda J, m, x: layers(x)[1][m], "Paths": lambda J, M, x: scattering.join(layers(x)[1][:M]),
        "Scattering": lambda J, M, x: scattering.join(layers(x)[0][:M])}


# -- the search that knows only what is printed
def draw_freely(size, rng):
    """Switches, each on in about a quarter of the instances, and what they let loose."""
    return draw(size, rng) | dict(
        other=rng.normal(size=(2, size.degree)), pitch=rng.uniform(size=()), phases=rng.normal(size=(size.scales + 1, size.N)),
        mother=rng.uniform(size=2), switches=rng.uniform(size=6), which=rng.uniform(size=()))


def build_freely(size, theta):
    """Signals real or not, single tones in half of the cases; filters with any phases, one of them or all; any height of the
    mother wavelet and of the low-pass filter; displacements that may fold the line.
    """
    bank, on = bank_of(size), jax.lax.stop_gradient(theta["switches"])
    k = np.arange(size.N)
    tone = jnp.floor(jnp.clip(jax.lax.stop_gradient(theta["pitch"]), 0, 0.999) ** 0.25 * size.degree)
    weight = jnp.where(on[0] < 0.5, np.arange(size.degree) == tone, 1.0)
    real = hermitian(dict(theta, f=weight * theta["f"], mean=theta["mean"] * (on[0] >= 0.5)))
    one_sided = jnp.concatenate([theta["other"][1] * (on[0] >= 0.5), jnp.zeros(1), weight * (theta["other"][0] + 0.1)])
    c = jnp.where(on[1] < 0.25, one_sided, real)
    turned = jnp.stack([1.0 - 2 * (k % 2), 1.0 - 2 * (k // 2 % 2), jnp.ones(size.N)]) + 0j       # delay, signs ++--, nothing
    kind = jnp.where(on[2] < 0.08, 0, jnp.where(on[2] < 0.2, 1, 2))
    pattern = jnp.where((on[2] >= 0.2) & (on[2] < 0.3), jnp.exp(1j * theta["phases"]), turned[kind][None])
    alone = (jnp.arange(size.scales) == jnp.floor(theta["which"] * 3 * size.scales)) | (theta["which"] > 1 / 3)
    height = jnp.where(on[3] < 0.15, 1 + theta["mother"][0], 1 - 0.5 * theta["mother"][0])
    mother = height * jnp.exp(2j * jnp.pi * theta["mother"][1])
    psi = mother * jnp.where(alone[:, None], pattern[:-1], 1.0) * bank.psi
    phi = jnp.where(on[4] < 0.5, jnp.exp(1j * theta["phases"][-1]), 1.0) * bank.phi * jnp.where(on[4] < 0.1, 1.5, 1.0)
    most = jnp.where(on[5] < 0.15, 4.0, 0.5 * jnp.exp(jnp.minimum(1.5 * theta["slope"] - 3, 0.0)))
    tau = displacement(dict(theta, slope=jnp.float64(9.0)), most, 0.5)
    return instance(size, c, tau, psi, phi, mother)


# -- named instances
def cosine(size, k, amplitude=1.0):
    """Coefficients of amplitude * cos(2 pi k x)."""
    return amplitude / 2 * (wheel(size, k) + wheel(size, -k))


def wheel(size, k):
    """Coefficients of exp(2 pi i k x)."""
    return (np.arange(-size.degree, size.degree + 1) == k) + 0j


def wave(slope, offset=0.0, harmonic=1):
    """offset + slope sin(2 pi m x) / (2 pi m)."""
    return Displacement(
        np.float64(offset), np.zeros(HARMONICS), (np.arange(1, HARMONICS + 1) == harmonic) * slope / (2 * np.pi * harmonic)
    )


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
    signals = {
        "electrocardiogram": real_data.heartbeat(512),
        "scan line of a photograph": photo[256],
        "another scan line": photo[100],
    }
    return tuple(
        Case(name, size, instance(size, coefficients(x), wave(0.02)), about=f"degree {size.degree}; stretched by up to two percent")
        for name, x in signals.items()
    )


TAU, F, PSI = sp.symbols("tau f psi", extended_real=True)
SMALL, LARGE = Size(128, 12, 8, 3, 3), Size(256, 48, 32, 4, 2)
MEAN, STEEP_MEAN = Size(256, 12, 4, 3, 1), Size(512, 24, 4, 3, 1)  # the average keeps nothing but the mean
FINE = Size(2048, 40, 16, 5, 2)  # the same with two orders
TWICE = 2 * bank_of(LARGE).psi
QUIET, STRONG = zigzag(0.02), zigzag(0.8)
# A packet at the steepest part of the finest wavelet, where tau' > 0: the layer below gains energy from the stretch alone.
PACKET = (wheel(FINE, 11) + 2 * wheel(FINE, 12) + wheel(FINE, 13)) / 4
LOW = (abs(np.fft.fftfreq(SMALL.N, 1 / SMALL.N)) < 2) * 0.5

MODEL = Model(
    space="Trigonometric polynomials on the circle, deformed exactly; the scattering transform acts on functions of the circle, and "
    "what their samples miss is bounded and carried along. K_ψ is known for Meyer's wavelet, so the wavelets that satisfy *dilates* "
    "are its multiples.",
    kind=Kind.ANALOGUE,
    gap="The circle instead of ℝᵈ and an explicit bound of our own, without the second derivative and the logarithm of K(τ), but with "
    "the root of the number of wavelets: in the published setting, with infinitely many wavelets, it says nothing.",
    notes={
        "average": (Kind.ANALOGUE, "The circle instead of ℝᵈ; the constant is explicit and at most that of the article's proof."),
        "commutator": (Kind.ANALOGUE, "The circle instead of ℝᵈ, and an explicit constant in place of C."),
        "paths": (Kind.ANALOGUE, "The circle instead of ℝᵈ; the wavelet transform need not preserve the norm."),
    },
    sizes=(SMALL, LARGE),
    draw=draw,
    build=build,
    meaning=meaning,
    free=(
        Free("filters-and-displacements", "phases and signs of the filters, of one or of all; heights of the wavelets and of the low-pass "
             "filter; signals that are not real; displacements that fold the line", draw_freely, build_freely, LARGE),
    ),
    edges=tuple(
        Case(name, size, instance(size, c, tau), about=about)
        for name, size, c, tau, about in (
            ("no deformation", SMALL, cosine(SMALL, 3), wave(0.0), "both sides vanish"),
            ("constant signal", SMALL, cosine(SMALL, 0), wave(0.05), "nothing to deform"),
            ("translation", LARGE, cosine(LARGE, 2) + cosine(LARGE, 20), wave(0.0, 0.01), "no stretch"),
            ("strong deformation", SMALL, cosine(SMALL, 5), wave(0.5), "the largest slope of the published theorem"),
            ("steep transition", LARGE, cosine(LARGE, 45), wave(0.05), "a tone where a wavelet falls steeply"),
            ("beat", SMALL, cosine(SMALL, 7) + cosine(SMALL, 9), wave(0.05), "three orders: the first modulus is a slow tone"),
            ("complex tone", LARGE, wheel(LARGE, 24), QUIET, "a complex signal: only *paths* asks for real ones"),
        )
    ),
    anchors=(
        Case(
            "frequency modulation",
            SMALL,
            instance(SMALL, cosine(SMALL, 1), wave(0.05), phi=LOW),
            facts=(
                sp.Eq(Norm(Deform(TAU, F)) ** 2, sp.Rational(1, 2) + sp.besselj(2, sp.Rational(1, 10)) / 2),
                sp.Eq(Norm(Smooth(3, F)) ** 2, sp.Rational(1, 8)),
                sp.Eq(Slope(TAU), sp.Rational(1, 20)),
                sp.Eq(Largest(TAU), sp.Rational(1, 40) / sp.pi),
                sp.Ge(Schur(PSI, sp.Integer(0)), 9),
                sp.Le(Schur(PSI, sp.Integer(0)), 11),
            ),
            about="cos(2πx - 0.05 sin 2πx), whose energy is a Bessel function, and an average that halves it",
        ),
    ),
    extremals=(
        Case(
            "slow tone, small translation",
            SMALL,
            instance(SMALL, cosine(SMALL, 1), wave(0.0, 1e-3)),
            reach={"average": -1e-4, "average_of_deformed": -1e-4, "stability": -1e-4},
            about="constant τ and the highest frequency that the average lets pass",
        ),
        Case(
            "slow tone, ripples",
            SMALL,
            instance(SMALL, cosine(SMALL, 1), wave(0.05, 0.05, HARMONICS)),
            reach={"average": -0.04},
            about="a translation with fast ripples of slope 1/20",
        ),
        Case(
            "mean",
            MEAN,
            instance(MEAN, crowding(MEAN, QUIET), QUIET),
            reach={"average_of_deformed": -0.11, "stability": -0.11},
            about="order 0, and an average that keeps the mean only: no translation term; the signal is large where the line is compressed",
        ),
        Case(
            "mean, strong",
            STEEP_MEAN,
            instance(STEEP_MEAN, crowding(STEEP_MEAN, STRONG), STRONG),
            reach={"average_of_deformed": -0.43, "stability": -0.43},
            about="the same for ‖τ'‖ = 0.76; the bound would be refuted without the root in its denominator",
        ),
        Case(
            "steep band",
            LARGE,
            instance(LARGE, wheel(LARGE, 24), zigzag(0.01)),
            reach={"commutator": -0.9},
            about="a complex tone where a wavelet is steepest, stretched by +1 % on one half of the circle and by -1 % on the other",
        ),
        Case(
            "stretched packet",
            FINE,
            instance(FINE, PACKET, zigzag(0.05)),
            reach={"stability": -2.5},
            about="two orders and an average that keeps the mean only: a packet where a wavelet is steepest, stretched by 5 %",
        ),
        Case(
            "flat band",
            LARGE,
            instance(LARGE, cosine(LARGE, 32), wave(0.0)),
            reach={"paths": -1e-5},
            about="a tone that one wavelet passes with all its energy",
        ),
    ),
    controls=(
        Control(
            "dilates",
            ("commutator",),
            Case("delayed wavelets", LARGE, instance(LARGE, cosine(LARGE, 32), wave(0.02), psi=turned(LARGE, [1, -1]))),
            about="the right moduli, but every wavelet of the bank delayed by half a period",
        ),
        Control(
            "dilates",
            ("commutator", "stability"),
            Case("signs", LARGE, instance(LARGE, cosine(LARGE, 40), wave(0.003), psi=turned(LARGE, [1, 1, -1, -1]))),
            about="the right moduli, with signs ++-- along the frequencies",
        ),
        Control(
            "dilates",
            ("commutator", "stability"),
            Case("two narrow bands", LARGE, sidebands(LARGE)),
            about="one wavelet replaced by a filter with two narrow bands",
        ),
        Control(
            "littlewood_paley",
            ("stability",),
            Case("average times 2", MEAN, instance(MEAN, crowding(MEAN, QUIET), QUIET, phi=2 * bank_of(MEAN).phi)),
            about="the low-pass filter twice as large",
        ),
        Control(
            "littlewood_paley",
            ("paths",),
            Case("wavelets times 2", LARGE, instance(LARGE, cosine(LARGE, 32), wave(0.02), psi=TWICE, mother=2.0)),
            about="all wavelets twice as large",
        ),
        Control(
            "real",
            ("paths",),
            Case("complex tone", LARGE, instance(LARGE, wheel(LARGE, 32), wave(0.02))),
            about="one half of the spectrum carries twice the weight: the first layer doubles the energy of a complex tone",
        ),
    ),
    real=lambda: measured(LARGE),
    faults=(
        Fault("2 pi forgotten in the average", restate={"average": lambda r: r.func(r.lhs, r.rhs / sp.pi)}),
        Fault("stretch term of the average halved", restate={"average_of_deformed": lambda r: r.func(r.lhs, r.rhs / 2)}),
        Fault("commutators twenty times too small", restate={"stability": lambda r: r.func(r.lhs, r.rhs.args[0] + r.rhs.args[1] / 20)}),
        Fault("Schur constant of a smaller wavelet", reinterpret={"Schur": lambda right, m: lambda h, d: right(h, d) * 0.4}),
        Fault("twice the displacement", reinterpret={"Deform": lambda right, m: lambda tau, x: right(tau * 2.0, x)}),
    ),
)
