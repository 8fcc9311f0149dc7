"""Trigonometric polynomials on the circle, deformed exactly, and the scattering transform of a Meyer bank on L^2 of the circle.

Functions are represented by the trigonometric polynomial through N samples, divided by sqrt(N), with a radius in L^2 for the
rest: what a deformed signal and the modulus of a band have beyond the frequency N/2 is bounded, not ignored. Convolution with a
filter of the bank is then exact up to rounding.
"""

import functools
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp
from jax.numpy.fft import fft, ifft

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, modulus, root
from proofs_numeric.engine.model import Case, Control, Fault, Kind, Model
from proofs_numeric.mathematics import commutators, scattering, wavelets
from proofs_numeric.mathematics import deformations as de
from proofs_numeric.mathematics.deformations import Displacement
from proofs_numeric.mathematics.signals import fourier_budget
from theorems.language.notation import Deform, Largest, Norm, Slope, Smooth


class Size(NamedTuple):
    N: int  # samples
    degree: int  # of the signal
    cut: int  # cut-off of the finest low-pass filter, a power of two; the bank ends at 2 cut < N/2
    scales: int  # wavelets
    depth: int  # orders 0, ..., depth - 1


HARMONICS = 2  # of the displacement
MOST = 0.1  # largest sup |tau'| that is drawn


@functools.cache
def bank_of(size: Size) -> wavelets.Bank:
    return wavelets.meyer((size.N,), size.scales, cut=float(size.cut), dilates=True)


def largest_passed(size: Size) -> int:
    """k_J: the largest frequency where phi_J is not 0."""
    return int(np.flatnonzero(bank_of(size).phi[: size.N // 2]).max())


def missed(spectra, n: int):
    """Bound on the L^2 distance of the moduli of a family z from the trigonometric polynomials through their n samples.

    spectra (P, n): unitary Fourier coefficients of z. For u with u' in L^2 the distance is at most ||u'|| / (2 n): at the
    frequency k = n b, |b| <= 1/2, the aliases and the lost part have together the squared norm at most
    sum_{j != 0} 1/(b + j)^2 + 1/(1 - |b|)^2 <= pi^2 times that of u' / (2 pi n). For u = |z| and any k_0, |z| is the modulus of
    z exp(-2 pi i k_0 x), so ||u'|| <= 2 pi ||(k - k_0) z^||; k_0 is the mean frequency of each member.
    """
    k, spectra = np.fft.fftfreq(n, 1 / n), jax.lax.stop_gradient(spectra)
    moments = wavelets.square(spectra) @ np.stack([np.ones(n), k, k**2], -1)
    total, first, second = moments[..., 0], moments[..., 1], moments[..., 2]
    variance = second - first**2 / jnp.where(total > 0, total, 1.0) + 64 * n * EPS * second
    return np.pi / n * root(variance.sum()) * (1 + 1e-9)


def scatter(bank, x: Ball, depth: int) -> tuple[list[Ball], list[Ball]]:
    """([S_0, ..., S_{depth-1}], [U_0, ..., U_{depth-1}]) of x (n,): outputs as Fourier coefficients, layers as samples."""
    n = x.center.shape[-1]
    unit, bound = np.sqrt(n), root(wavelets.frame_bound(bank))
    outputs, layers = [], [Ball(x.center[None], x.radius)]
    while True:
        u = layers[-1]
        spectra = fft(u.center) / unit
        radius = jax.lax.stop_gradient(bound) * (u.radius + (2 * fourier_budget(n) + 8 * EPS) * u.size)
        outputs.append(Ball(spectra * bank.phi, radius))
        if len(outputs) == depth:
            return outputs, layers
        bands = (spectra[:, None] * bank.psi).reshape(-1, n)
        layers.append(Ball(modulus(ifft(bands) * unit), radius + 4 * EPS * bound * u.size + missed(bands, n)))


def draw(size, rng):
    return dict(
        f=rng.normal(size=(2, size.degree)),
        mean=rng.normal(),
        cosines=rng.normal(size=HARMONICS),
        sines=rng.normal(size=HARMONICS),
        slope=rng.normal(),
        offset=rng.normal(),
    )


def build(size, theta, knobs):
    plain = jnp.maximum(knobs["littlewood_paley"], knobs["support"])  # controls: one slow cosine and a constant displacement
    positive = (1 - plain) * (theta["f"][0] - 1j * theta["f"][1]) + plain * np.eye(size.degree)[0]
    mean = (1 - plain) * theta["mean"]
    c = jnp.concatenate([jnp.conj(positive[::-1]), mean[None] + 0j, positive])
    shape = Displacement(jnp.float64(0), theta["cosines"], theta["sines"])
    steep = (2 * np.pi * np.arange(1, HARMONICS + 1) * de.amplitudes(shape)).sum()
    slope = (1 - plain) * MOST * jax.nn.sigmoid(2 * theta["slope"] - 1)
    tau = shape * (slope / root(steep**2 + 1e-12))
    offset = 0.05 * jnp.tanh(theta["offset"]) * (1 - plain) + 0.01 * plain
    return instance(
        size,
        c,
        Displacement(offset, tau.cosines, tau.sines),
        gain=1 + 7 * knobs["littlewood_paley"],
        passed=largest_passed(size) * (1 - 0.875 * knobs["support"]),
    )


def instance(size, c, tau: Displacement, gain=1.0, passed=None, psi=None):
    """An instance from the coefficients of f, the displacement, a factor for the bank, k_J and wavelets other than Meyer's."""
    bank = bank_of(size)
    xp = np if isinstance(c, np.ndarray) else jnp
    return dict(
        c=xp.asarray(c, complex),
        offset=xp.asarray(tau.offset, float),
        cosines=xp.asarray(tau.cosines, float),
        sines=xp.asarray(tau.sines, float),
        gain=xp.asarray(gain, float),
        phi=bank.phi * gain,
        psi=(bank.psi if psi is None else psi) * gain,
        passed=xp.asarray(largest_passed(size) if passed is None else passed, float),
    )


def meaning(size, i, ask):
    bank, gain, n = wavelets.Bank(jnp.asarray(i["psi"]), jnp.asarray(i["phi"])), i["gain"], size.N
    tau = Displacement(i["offset"], i["cosines"], i["sines"])
    slope = de.supremum(tau.derivative())
    expansion = jax.lax.stop_gradient(1 / jnp.sqrt(1 - jnp.minimum(slope.hi, 0.99)))  # of a deformation, in L^2
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
            known[id(x)] = (x, *scatter(bank, x, size.depth))
        return known[id(x)][1:]

    def value(spectrum, w):
        """The modulus of one value; w is a whole number, or a ball around one after a change of sign."""
        k = jnp.round(w.mid if isinstance(w, Interval) else w.center if isinstance(w, Ball) else w).astype(int)
        x = jnp.abs(spectrum[k])
        return Interval.around(x, 4 * EPS * x)

    def mother(w):
        """Meyer's wavelet on the line, times the gain. The bank is shrunk by 16 (L + 4) EPS; 1e-12 covers that and rounding."""
        x = _band(w.mid)
        return gain * Interval(jnp.maximum(x - 1e-12, 0.0), x + 1e-12)

    def schur(h, slope):
        below, above = (jnp.array(b) for b in commutators.meyer_constants()[h])
        low = jnp.searchsorted(commutators.NODES, slope.lo, side="right") - 1
        high = jnp.searchsorted(commutators.NODES, slope.hi, side="left")
        return Interval(
            gain * below[jnp.maximum(low, 0)],
            gain * jnp.where(high < len(above), above[jnp.minimum(high, len(above) - 1)], jnp.inf),
        )

    f = de.sampled(i["c"], n)
    return {
        "f": f,
        "tau": tau,
        "J": size.scales,
        "M": size.depth,
        "k_J": i["passed"],
        "phi": "phi",
        "psi": "psi",
        "Omega": jnp.arange(-(n // 2) + 1, n // 2),
        "Norm": lambda x: x.norm(),
        "Imag": lambda x: Ball(x.center.imag, x.radius),
        "Bands": lambda J: jnp.arange(size.scales),
        "Count": lambda bands: float(size.scales),
        "LowPass": lambda J, w: value(bank.phi, w),
        "BandPass": lambda J, lam, w: value(bank.psi[lam], w),
        "Mother": mother,
        "Scale": lambda lam: Interval.of(size.cut * 2.0**-lam),
        "Schur": schur,
        "Deform": deform,
        "Largest": de.supremum,
        "Slope": lambda tau: slope,
        "Smooth": lambda J, x: convolve(bank.phi, x),
        "Filtered": lambda lam, x: convolve(bank.psi[lam], x),
        "Propagated": lambda J, m, x: layers(x)[1][m],
        "Scattering": lambda J, M, x: scattering.join(layers(x)[0][:M]),
    }


def _band(w):
    """`commutators.band` in JAX."""
    u = jnp.log2(jnp.maximum(w, 1e-300)) + 1

    def ramp(u):
        u = jnp.clip(u, 0, 1)
        return u**4 * (35 + u * (-84 + u * (70 - 20 * u)))

    rise, fall = jnp.sin(jnp.pi / 2 * ramp(u)), jnp.cos(jnp.pi / 2 * ramp(u - 1))
    return jnp.where((w <= 0.5) | (w >= 2), 0.0, np.sqrt(2) * jnp.where(w < 1, rise, fall))


def cosine(size, k, amplitude=1.0):
    """Coefficients of amplitude * cos(2 pi k x)."""
    c = np.zeros(2 * size.degree + 1, complex)
    c[[size.degree - k, size.degree + k]] += amplitude / 2
    return c


def wave(slope, offset=0.0):
    """offset + slope sin(2 pi x) / (2 pi)."""
    return Displacement(np.float64(offset), np.zeros(HARMONICS), np.eye(HARMONICS)[0] * slope / (2 * np.pi))


def sidebands(size):
    """A wavelet that passes only k - 1 and k + 1, and the cosine at k: undeformed, nothing passes; deformed, a beat."""
    k = size.degree - 2
    psi = np.array(bank_of(size).psi)
    psi[0] = 0
    psi[0, [k - 1, k + 1]] = np.sqrt(2) * (1 - 1e-9)
    psi[1:, k - 1 : k + 2] = 0
    return Case("two narrow bands", size, instance(size, cosine(size, k), wave(0.01), psi=psi))


def measured(size):
    from proofs_numeric.mathematics import real_data

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
        Case(name, size, instance(size, coefficients(x), wave(slope, offset)), about=f"degree {size.degree}; {about}")
        for name, x in signals.items()
        for slope, offset, about in ((0.02, 0.0, "stretched by up to two percent"),)
    )


TAU, F = sp.symbols("tau f", extended_real=True)
SMALL, LARGE = Size(128, 6, 8, 3, 2), Size(256, 48, 32, 4, 2)

MODEL = Model(
    space="Real trigonometric polynomials on the circle, deformed exactly; the scattering transform acts on functions "
    "of the circle, and what "
    "their samples miss is bounded and carried along.",
    kind=Kind.ANALOGUE,
    gap="The circle instead of ℝᵈ, one dyadic Meyer bank, and an explicit bound of our own: without the second "
    "derivative and the logarithm of "
    "K(τ), but growing like the square root of the number of wavelets.",
    sizes=(SMALL, LARGE),
    draw=draw,
    build=build,
    meaning=meaning,
    knobs=("littlewood_paley", "support"),
    edges=(
        Case("no deformation", SMALL, instance(SMALL, cosine(SMALL, 3), wave(0.0)), about="both sides vanish"),
        Case("constant signal", SMALL, instance(SMALL, cosine(SMALL, 0), wave(0.05)), about="nothing to deform"),
        Case(
            "translation",
            LARGE,
            instance(LARGE, cosine(LARGE, 2) + cosine(LARGE, 20), wave(0.0, 0.01)),
            about="only the first term remains",
        ),
        Case(
            "strong deformation",
            SMALL,
            instance(SMALL, cosine(SMALL, 5), wave(0.5)),
            about="the largest slope of the published theorem; the bound exceeds twice the norm",
        ),
        Case(
            "steep transition",
            LARGE,
            instance(LARGE, cosine(LARGE, 45), wave(0.05)),
            about="a tone where a wavelet falls steeply",
        ),
    ),
    anchors=(
        Case(
            "frequency modulation",
            SMALL,
            instance(SMALL, cosine(SMALL, 1), wave(0.05)),
            facts=(
                sp.Eq(Norm(Deform(TAU, F)) ** 2, sp.Rational(1, 2) + sp.besselj(2, sp.Rational(1, 10)) / 2),
                sp.Eq(Norm(Smooth(3, F)) ** 2, sp.Rational(1, 2)),
                sp.Eq(Slope(TAU), sp.Rational(1, 20)),
                sp.Eq(Largest(TAU), sp.Rational(1, 40) / sp.pi),
            ),
            about="cos(2πx - 0.05 sin 2πx), whose energy is a Bessel function",
        ),
    ),
    extremals=(
        Case(
            "slow tone, small translation",
            SMALL,
            instance(SMALL, cosine(SMALL, 1), wave(0.0, 1e-3)),
            reach={"average": -1e-4, "stability": -1e-4},
            about="constant τ and the highest frequency that the average lets pass",
        ),
    ),
    controls=(
        Control("littlewood_paley", ("stability",), about="every filter eight times as large"),
        Control("support", ("stability",), about="k_J understated by a factor 8"),
        Control(
            "dilates",
            ("commutator", "stability"),
            case=sidebands(LARGE),
            about="one wavelet replaced by a filter with two narrow bands",
        ),
    ),
    real=lambda: measured(LARGE),
    faults=(
        Fault("2 pi forgotten in the average", restate={"average": lambda r: r.func(r.lhs, r.rhs / sp.pi)}),
        Fault("Schur constant of the derivative lost", reinterpret={"Schur": lambda right, m: lambda h, d: 0.02 * right(h, d)}),
        Fault("twice the displacement", reinterpret={"Deform": lambda right, m: lambda tau, x: right(tau * 2.0, x)}),
    ),
)
