"""Trigonometric polynomials on the circle, deformed exactly, and scattering by banks of dilates of Meyer's wavelet.

Functions are represented as in `mathematics.circle`: what a deformed signal and the modulus of a band have beyond the frequency N/2 is
bounded, not ignored. Filters are arrays of complex Fourier coefficients and vanish at every frequency that is not on the grid, so the
whole frequencies of a statement are those of the grid.
"""
import functools
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.numpy.fft import fft, ifft

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, modulus, root
from proofs_numeric.mathematics import circle, commutators, scattering, wavelets
from proofs_numeric.mathematics import deformations as de
from proofs_numeric.mathematics.deformations import Displacement
from proofs_numeric.mathematics.signals import fourier_budget
from proofs_numeric.worlds.banks import gain
from proofs_numeric.worlds.kept import Signal, kept
from proofs_numeric.worlds.world import Part, Words

SPACE = "Trigonometric polynomials on the circle, deformed exactly; the scattering transform acts on functions of the circle, and what " \
        "their samples miss is bounded and carried along. K_ψ is known for Meyer's wavelet, so the wavelets that satisfy *dilates* are " \
        "its multiples."
HARMONICS = 11                   # of a displacement
MOST = 0.1                       # largest sup |tau'| that is drawn


class Size(NamedTuple):
    N: int                       # samples
    degree: int                  # of the signal
    cut: int                     # frequency unit of the finest wavelet, a power of two; the bank ends at 2 cut < N/2
    scales: int                  # wavelets
    depth: int                   # orders 0, ..., depth - 1


# -- displacements
class DisplacementWords(Words):
    """The words of other parts that need the largest slope ask `Slope`."""

    def values(self):
        return {"tau": Displacement(*(self.instance[name] for name in ("offset", "cosines", "sines")))}

    @functools.cached_property
    def _slope(self):
        return de.supremum(self.known["tau"].derivative())

    def Largest(self, tau):
        return de.supremum(tau)

    def Slope(self, tau):
        return self._slope if tau is self.known["tau"] else de.supremum(tau.derivative())


@dataclass(frozen=True)
class Displacements(Part):
    """A displacement of period 1, with sup |tau'| below MOST and a mean below 1/20."""

    floating = DisplacementWords
    frees = "displacements that fold the line"

    def draw(self, size, rng):
        return dict(waves=rng.normal(size=(2, HARMONICS)), slope=rng.normal(size=()), offset=rng.normal(size=()))

    def build(self, size, theta, knobs, built):
        return numbers(displacement(theta, theta["slope"], MOST, 0.05))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(folds=rng.uniform())

    def build_free(self, size, theta, built):
        gentle = 0.5 * jnp.exp(jnp.minimum(1.5 * theta["slope"] - 3, 0.0))
        most = jnp.where(jax.lax.stop_gradient(theta["folds"]) < 0.15, 4.0, gentle)
        return numbers(displacement(theta, 9.0, most, 0.5))


def displacement(theta, slope, most, sway):
    """A displacement with sup |tau'| below `most`, nearer to it for a larger `slope`, and a mean below `sway`."""
    fall = 1 / np.arange(1, HARMONICS + 1) ** 2
    shape = Displacement(jnp.float64(0), fall * theta["waves"][0], fall * theta["waves"][1])
    steep = (2 * np.pi * np.arange(1, HARMONICS + 1) * de.amplitudes(shape)).sum()
    tau = shape * (most * (0.1 + 0.9 * jax.nn.sigmoid(2 * slope - 1)) / root(steep**2 + 1e-12))
    return Displacement(sway * jnp.tanh(theta["offset"]), tau.cosines, tau.sines)


def numbers(tau: Displacement) -> dict:
    """The share of an instance."""
    return dict(offset=jnp.asarray(tau.offset), cosines=tau.cosines, sines=tau.sines)


# -- signals
class PolynomialWords(Words):
    def values(self):
        f = de.sampled(self.instance["c"], self.size.N)
        return {"f": Signal(f.center, f.radius)}

    def Norm(self, x):
        return x.norm()

    def Imag(self, x):
        return Ball(x.center.imag, x.radius)

    def Deform(self, tau, x):
        """Of a polynomial of degree at most size.degree, known up to a ball. Where the line may be folded, nothing is known of what the
        samples do not show.
        """
        n, steep = self.size.N, jax.lax.stop_gradient(self.known["Slope"](self.known["tau"]).hi)
        expansion = jnp.where(steep < 0.999, 1 / jnp.sqrt(1 - jnp.minimum(steep, 0.999)), 1e300)
        c = de.coefficients(x.center, self.size.degree)
        y = de.composed(c, tau, n)
        own = y.radius + de.beyond(c, tau, n)
        return Signal(y.center, own + expansion * (x.radius + fourier_budget(n) * x.size))


@dataclass(frozen=True)
class Polynomials(Part):
    """A real signal, given by its Fourier coefficients."""

    floating = PolynomialWords
    frees = "signals that are not real, or single tones"

    def draw(self, size, rng):
        return dict(f=rng.normal(size=(2, size.degree)), mean=rng.normal(size=()))

    def build(self, size, theta, knobs, built):
        return dict(c=hermitian(theta["f"], theta["mean"]))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(other=rng.normal(size=(2, size.degree)), pitch=rng.uniform(), kind=rng.uniform(size=2))

    def build_free(self, size, theta, built):
        """A single tone in half of the instances; one half of the spectrum, or more weight on it, in a quarter."""
        on = jax.lax.stop_gradient(theta["kind"])
        tone = jnp.floor(jnp.clip(jax.lax.stop_gradient(theta["pitch"]), 0, 0.999) ** 0.25 * size.degree)
        weight = jnp.where(on[0] < 0.5, np.arange(size.degree) == tone, 1.0)
        real = hermitian(weight * theta["f"], theta["mean"] * (on[0] >= 0.5))
        one_sided = jnp.concatenate([theta["other"][1] * (on[0] >= 0.5), jnp.zeros(1), weight * (theta["other"][0] + 0.1)])
        return dict(c=jnp.where(on[1] < 0.25, one_sided, real))


def hermitian(parts, mean):
    """Coefficients of a real signal: those of the positive frequencies in real and imaginary parts, and the mean."""
    positive = parts[0] - 1j * parts[1]
    return jnp.concatenate([jnp.conj(positive[::-1]), jnp.asarray(mean)[None] + 0j, positive])


# -- banks
@functools.cache
def bank_of(size: Size) -> wavelets.Bank:
    """The dilates of Meyer's wavelet, and the low-pass filter that ends at the last of them."""
    return circle.meyer(size.N, size.cut, size.scales)


def _number(w):
    """A frequency; w is a whole number, or an enclosure of one after a change of sign."""
    return jnp.round(w.mid if isinstance(w, Interval) else w.center if isinstance(w, Ball) else w).astype(int)


class DilateWords(Words):
    @functools.cached_property
    def _bank(self):
        return wavelets.Bank(jnp.asarray(self.instance["psi"]), jnp.asarray(self.instance["phi"]))

    @functools.cached_property
    def _height(self):
        return modulus(self.instance["mother"])

    def values(self):
        n = self.size.N
        return {"J": self.size.scales, "M": self.size.depth, "psi": "psi", "Omega": jnp.arange(-(n // 2) + 1, n // 2)}

    def Bands(self, J):
        return jnp.arange(self.size.scales)

    def Count(self, bands):
        return float(self.size.scales)

    def LowPass(self, J, w):
        return gain(self._bank.phi[_number(w)])

    def BandPass(self, J, lam, w):
        return gain(self._bank.psi[lam][_number(w)])

    def BandTransform(self, lam, w):
        return Ball(self._bank.psi[lam][_number(w)][None], jnp.float64(0))

    def Mother(self, w):
        """Meyer's wavelet on the line times a number: a vector of one component."""
        x = self.instance["mother"] * circle.mother(w.mid)
        return Ball(x[None], 2 * circle.ACCURACY * self._height)

    def Scale(self, lam):
        return Interval.of(self.size.cut * 2.0**-lam)

    def Schur(self, h, slope):
        constant = commutators.meyer_constant(h, Interval.of(slope))
        return Interval.around(self._height, 4 * EPS * self._height) * Interval(circle.SHRUNK * constant.lo, constant.hi)

    def Smooth(self, J, x):
        return self._convolved(self._bank.phi, x)

    def Filtered(self, lam, x):
        return self._convolved(self._bank.psi[lam], x)

    def _convolved(self, spectrum, x):
        y = ifft(fft(x.center) * spectrum)
        return Ball(y, jnp.abs(spectrum).max() * (x.radius + (2 * fourier_budget(self.size.N) + 4 * EPS) * x.size))

    # Only norms of layers are asked for: those of the bands, before the modulus.
    def _layers(self, x):
        return kept(x, "scattering", lambda x: circle.scatter(self._bank, Ball(x.center, x.radius), self.size.depth))

    def Propagated(self, J, m, x):
        return self._layers(x)[1][m]

    def Paths(self, J, n, x):
        return scattering.join(self._layers(x)[1][:n])

    def Scattering(self, J, n, x):
        return scattering.join(self._layers(x)[0][:n])


@dataclass(frozen=True)
class Dilates(Part):
    """Meyer's bank, whose wavelets are dilates of one."""

    floating = DilateWords
    frees = "phases and signs of the filters, of one or of all; heights of the wavelets and of the low-pass filter"

    def build(self, size, theta, knobs, built):
        bank = bank_of(size)
        return dict(psi=jnp.asarray(bank.psi), phi=jnp.asarray(bank.phi), mother=jnp.asarray(1.0 + 0j))

    def draw_free(self, size, rng):
        return dict(phases=rng.normal(size=(size.scales + 1, size.N)), mother=rng.uniform(size=2), loose=rng.uniform(size=3),
                    which=rng.uniform())

    def build_free(self, size, theta, built):
        bank, on, k = bank_of(size), jax.lax.stop_gradient(theta["loose"]), np.arange(size.N)
        turned = jnp.stack([1.0 - 2 * (k % 2), 1.0 - 2 * (k // 2 % 2), jnp.ones(size.N)]) + 0j       # delay, signs ++--, nothing
        kind = jnp.where(on[0] < 0.08, 0, jnp.where(on[0] < 0.2, 1, 2))
        pattern = jnp.where((on[0] >= 0.2) & (on[0] < 0.3), jnp.exp(1j * theta["phases"]), turned[kind][None])
        alone = (jnp.arange(size.scales) == jnp.floor(theta["which"] * 3 * size.scales)) | (theta["which"] > 1 / 3)
        height = jnp.where(on[1] < 0.15, 1 + theta["mother"][0], 1 - 0.5 * theta["mother"][0])
        mother = height * jnp.exp(2j * jnp.pi * theta["mother"][1])
        phi = jnp.where(on[2] < 0.5, jnp.exp(1j * theta["phases"][-1]), 1.0) * bank.phi * jnp.where(on[2] < 0.1, 1.5, 1.0)
        return dict(psi=mother * jnp.where(alone[:, None], pattern[:-1], 1.0) * bank.psi, phi=phi, mother=mother)
