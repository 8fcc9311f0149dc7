"""Parts of the world of filter banks: banks whose wavelet transform keeps the norm, and what a layer may be besides moduli.

The average has a kernel in time, which may be nonnegative; the wavelets may see constants or not. A layer is (1 - s)|z| + s z for a number
0 <= s <= 1 of its own, the modulus at s = 0; this map does not increase distances either, so that errors pass as through the modulus.
"""
import functools
from dataclasses import dataclass
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
from jax.numpy.fft import fft, ifftn

from proofs_numeric.engine.enclosure import EPS, Ball, Interval
from proofs_numeric.mathematics import scattering, taps, wavelets
from proofs_numeric.mathematics.littlewood_paley import reflect, square
from proofs_numeric.mathematics.signals import fourier_budget
from proofs_numeric.mathematics.wavelets import Bank
from proofs_numeric.worlds.banks import BankWords, ExactBankWords
from proofs_numeric.worlds.exact_banks import Rational
from proofs_numeric.worlds.kept import kept
from proofs_numeric.worlds.world import Part


def completed(psi, phi) -> Bank:
    """LP = 1: psi scaled at every frequency to the energy that the average leaves; nothing at a frequency where psi has none.

    psi (L, *grid), phi (*grid) with |phi| <= 1, even. The sum is 1 up to rounding, which the enclosures of the filters hold.
    """
    energy = square(psi).sum(0)
    energy = 0.5 * (energy + reflect(energy, phi.ndim))
    share = jnp.where(energy > 0, jnp.maximum(1 - square(phi), 0.0) / jnp.where(energy > 0, energy, 1.0), 0.0)
    return Bank(psi * jnp.where(share > 0, jnp.sqrt(jnp.where(share > 0, share, 1.0)), 0.0), phi + 0j)


def parseval(bank: Bank) -> Bank:
    """A bank of `wavelets` without the margin by which it was shrunk: LP = 1."""
    return Bank(np.asarray(bank.psi) / bank.phi.flat[0] + 0j, np.asarray(bank.phi) / bank.phi.flat[0] + 0j)


def sampled(bank: taps.Taps) -> Bank:
    """The discrete Fourier transforms of rational filters, in floating point."""
    return Bank(np.fft.fft(bank.bands.astype(float)), np.fft.fft(bank.low.astype(float)))


def analytic(samples: int) -> Bank:
    """The mean, and one wavelet on the positive frequencies for all the rest."""
    k = wavelets.frequencies((samples,))[:, 0]
    return completed(((k > 0) | (2 * k == -samples))[None] * 1.0, (k == 0) * 1.0)


def twice(bank: Bank) -> Bank:
    """The bank with its one wavelet as two, each of half the energy."""
    return Bank(np.concatenate([bank.psi, bank.psi]) / np.sqrt(2), bank.phi)


def leaking() -> taps.Taps:
    """On Z/4: the average is 3/5 of the mean, the wavelet keeps 4/5 of a constant; LP = 1."""
    delta = np.array([Fraction(n == 0) for n in range(4)], object)
    return taps.Taps(taps.all_pass(4).low * Fraction(3, 5), (delta - Fraction(1, 20))[None])


class UnitaryWords(BankWords):
    part: "Unitary"

    def values(self):
        grid = self.instance["bank"].grid
        return super().values() | {"0": jnp.zeros(len(grid)), "N": int(np.prod(grid)), "G": jnp.arange(int(np.prod(grid))),
                                   "eta": self.instance["eta"]}

    def Energy(self, x):
        return Ball.of(x).norm() ** 2

    # -- the cascade
    def _scattered(self, x):
        """Outputs, layers, and the wavelet coefficients in front of each layer."""
        coefficients: list = []

        def layer(z):
            s = self.instance["linear"][len(coefficients)]
            coefficients.append(z)
            r = scattering.absolute(z)
            return Ball((1 - s) * r.center + s * z.center, r.radius + 8 * EPS * z.size)
        return *scattering.scatter(self.instance["bank"], Ball(x.center, x.radius), self.size.depth, layer), coefficients

    def Coefficients(self, J, m, x):
        return self._layer(2, J, m, x)

    def ScatteringFrom(self, J, lam, n, x):
        return scattering.join([self._behind(0, J, lam, m, x) for m in range(n)])

    def PropagatedFrom(self, J, lam, m, x):
        return self._behind(1, J, lam, m, x)

    def _behind(self, kind, J, lam, m, x):
        """The first letter of a path runs slowest."""
        ball, first = self._layer(kind, J, m + 1, x), self.instance["bank"].psi.shape[0]
        return Ball(ball.center.reshape(first, -1)[lam], ball.radius)

    # -- one filter
    def _convolved(self, spectrum, x):
        bank = self.instance["bank"]
        average, _ = scattering.analyse(Bank(bank.psi[:0], spectrum), Ball(x.center[None], x.radius))
        return Ball(average.center[0], average.radius)

    def Smooth(self, J, x):
        return self._convolved(self.instance["bank"].phi, x)

    def Filtered(self, lam, x):
        return self._convolved(self._filter(None, lam), x)

    def Modulus(self, x):
        return scattering.absolute(x)

    def Demodulated(self, J, eta, x):
        """x * phi_eta: the spectrum turned back by eta, averaged, and turned forward; phases are computed to 8 EPS."""
        grid = self._grid
        turns = sum(np.arange(n).reshape(-1, *(1,) * (len(grid) - 1 - d)) * k % n / n for d, (n, k) in enumerate(zip(grid, self._bin(eta))))
        phase = jnp.exp(2j * jnp.pi * turns)
        y = self.Smooth(J, Ball(x.center * phase.conj(), x.radius + 16 * EPS * x.size))
        return Ball(y.center * phase, y.radius + 16 * EPS * y.size)

    def At(self, x, n):
        return Interval.around(x.center.ravel()[n].real, x.radius)

    # -- the average
    @functools.cached_property
    def _kernel(self):
        phi = self.instance["bank"].phi
        y = ifftn(phi)
        return Ball(y, 2 * fourier_budget(2 * phi.size) * jnp.sqrt(square(phi).sum() / phi.size))

    def Kernel(self, J):
        return self._kernel

    @functools.cached_property
    def _overlaps(self):
        energy = square(self.instance["bank"].phi)
        return ifftn(energy).real, (2 * fourier_budget(2 * energy.size) + 4 * EPS) * jnp.sqrt((energy**2).sum() / energy.size)

    def Overlap(self, J, n):
        values, radius = self._overlaps
        return Interval.around(values.ravel()[n], radius)


class ExactUnitaryWords(ExactBankWords):
    """With rational filters on Z/N."""

    def values(self):
        n = self.instance["bank"].taps.samples
        return super().values() | {"0": 0, "N": n, "G": tuple(range(n)), "eta": self.instance["eta"]}

    def Energy(self, x):
        return sum((Fraction(v) ** 2 for v in np.ravel(x)), Fraction(0))

    def _layers(self, J, x):
        def compute(x):
            coefficients: list = []

            def layer(z):
                s = self.instance["linear"][len(coefficients)]
                coefficients.append(z)
                return (1 - s) * abs(z) + s * z
            return *self._bank(J).scatter(np.asarray(x), self.instance["depth"], layer), coefficients
        return kept(x, f"scattering {J}", compute)

    def Coefficients(self, J, m, x):
        return self._layers(J, x)[2][m]

    def ScatteringFrom(self, J, lam, n, x):
        return np.concatenate([self._behind(0, J, lam, m, x) for m in range(n)])

    def PropagatedFrom(self, J, lam, m, x):
        return self._behind(1, J, lam, m, x)

    def _behind(self, kind, J, lam, m, x):
        y = self._layers(J, x)[kind][m + 1]
        return y.reshape(len(self._bank(J).bands), -1)[lam]

    @property
    def _taps(self) -> taps.Taps:
        bank: Rational = self.instance["bank"]
        return bank.taps

    def Smooth(self, J, x):
        return taps.convolve(np.asarray(x), self._taps.low)

    def Filtered(self, lam, x):
        return taps.convolve(np.asarray(x), self._taps.bands[lam])

    def Modulus(self, x):
        return abs(x)

    def Demodulated(self, J, eta, x):
        """For the frequencies 0 and N/2, at which the phases are signs."""
        samples = self._taps.samples
        if 2 * eta % samples:
            raise ArithmeticError(f"the phases of the frequency {eta} on Z/{samples} are irrational: give 0 or N/2.")
        return taps.convolve(np.asarray(x), self._taps.low * np.array([(-1) ** (2 * eta // samples * n) for n in range(samples)], object))

    def At(self, x, n):
        return x[n]

    def Kernel(self, J):
        return self._taps.low

    def Overlap(self, J, n):
        return sum(self._taps.low * np.roll(self._taps.low, n))


@dataclass(frozen=True)
class Unitary(Part):
    """A positive average and wavelets of mean zero, completed to LP = 1; moduli; a frequency of the grid."""

    floating, exact = UnitaryWords, ExactUnitaryWords
    frees = ("signs and phases of the average, a share of the wavelets in constants, one value of one filter too large, layers between the "
             "modulus and no non-linearity")

    def draw(self, size, rng):
        return dict(psi=rng.normal(size=(2, size.filters, size.N)), kernel=rng.normal(size=size.N), wide=rng.normal(size=()),
                    turns=rng.uniform(size=()))

    def _bank(self, size, theta, leak=0.0) -> Bank:
        """The kernel is between the mean and one point; leak (L,): the shares of the energy of constants that the wavelets keep."""
        k = np.arange(size.N)
        peaked = jax.nn.softmax(3 * jnp.tanh(theta["wide"]) * theta["kernel"] + theta["kernel"])
        phi = fft(peaked)
        phi = jnp.where(k == 0, jnp.sqrt(1 - jnp.sum(leak)), phi)
        psi = theta["psi"][0] + 1j * theta["psi"][1] + 0.25 * (k > 0)
        return completed(jnp.where(k == 0, jnp.sqrt(jnp.broadcast_to(leak, size.filters))[:, None], psi), phi)

    def _frequency(self, size, theta):
        turns = jax.lax.stop_gradient(theta["turns"])
        return 2 * jnp.pi * jnp.floor(turns % 1 * size.N)[None] / size.N

    def build(self, size, theta, knobs, built):
        return dict(bank=self._bank(size, theta), linear=jnp.zeros(size.depth), eta=self._frequency(size, theta))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(phases=rng.normal(size=size.N), loose=rng.uniform(size=4), spot=rng.uniform(size=3))

    def build_free(self, size, theta, built):
        on, spot = (jax.lax.stop_gradient(theta[name]) for name in ("loose", "spot"))
        row = np.arange(size.filters) == jnp.floor(spot[2] * size.filters)
        bank = self._bank(size, theta, jnp.where((on[0] < 0.2) & row, 0.9 * spot[0] ** 2, 0.0))
        phases = jnp.exp(1j * theta["phases"])
        phi = jnp.where(on[1] < 0.2, bank.phi * phases, jnp.where(on[1] < 0.3, -bank.phi, bank.phi))
        here = (np.arange(size.N) == jnp.floor(spot[1] * size.N)) & row[:, None]
        psi = jnp.where(here & (on[2] < 0.2), 1.5 * bank.psi + 0.5, bank.psi)
        layer = np.arange(size.depth) == jnp.floor(on[3] * 5 * size.depth)
        return dict(bank=Bank(psi, phi), linear=jnp.where(layer, spot[0], 0.0), eta=self._frequency(size, theta))
