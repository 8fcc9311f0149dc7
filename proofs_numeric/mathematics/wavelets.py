"""Filter banks for real signals on the cyclic groups Z/N and Z/N x Z/N', given by their discrete Fourier transforms.

LP, the rule for the Nyquist frequency and Meyer's windows are those of `littlewood_paley`. Filters are floats and are taken as
exact. Frequencies are integers k (cycles per period), centred in [-N/2, N/2).
"""
import functools
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Array
from proofs_numeric.mathematics.littlewood_paley import frequencies as frequencies
from proofs_numeric.mathematics.littlewood_paley import littlewood_paley, low_pass, reflect, sampled, square, telescoped
from proofs_numeric.mathematics.littlewood_paley import ramp as ramp


@functools.partial(jax.tree_util.register_dataclass, data_fields=("psi", "phi"), meta_fields=())
@dataclass(frozen=True)
class Bank:
    """psi (L, *grid): DFTs of the wavelets. phi (*grid): DFT of the low-pass filter. Real or complex."""

    psi: Array
    phi: Array

    @property
    def grid(self) -> tuple[int, ...]:
        """(N,) or (N, N')."""
        return self.phi.shape

    def __mul__(self, factor: float) -> "Bank":
        """Every filter multiplied by a number."""
        return Bank(self.psi * factor, self.phi * factor)


def frame_bound(bank: Bank):
    """The square of the operator norm on complex signals, for error propagation: max_k |phi^|^2 + sum |psi^|^2."""
    return (square(bank.phi) + square(bank.psi).sum(0)).max()


def inside(bank: Bank) -> Bank:
    """The bank shrunk by the rounding errors of LP, so that LP <= 1 can be decided where it is 1 in exact arithmetic."""
    return bank * (1 - 16 * (len(bank.psi) + 4) * EPS)


def normalised(psi, phi, flat) -> Bank:
    """LP <= 1 for any filters: divided by the root of flat * LP[k] + (1 - flat) * max LP, with 0 <= flat <= 1.

    flat = 0 scales all filters alike, flat = 1 gives a Parseval frame of the real signals. phi is made even first. A bank
    that is 0 stays 0. Differentiable.
    """
    d = phi.ndim
    bank = Bank(psi, 0.5 * (phi + reflect(phi, d)))
    energy = littlewood_paley(bank)
    scale = flat * energy + (1 - flat) * energy.max()
    scale = jnp.where(scale > 0, 1 / jnp.sqrt(jnp.where(scale > 0, scale, 1.0)), 0.0)
    return inside(Bank(bank.psi * scale, bank.phi * scale))


# -- banks given by formulas on the line or the plane
def meyer(grid, scales: int, cut: float | None = None, orientations: int = 4, dilates: bool = False) -> Bank:
    """Dyadic bank of `scales` octaves, finest first; phi_J^ is supported in |k| < cut * 2^(1-J).

    grid: (N,), one wavelet an octave on k > 0, or (N, N'), `orientations` of them over a half-plane.
    cut: frequency where phi_1^ ends, N/2 by default. LP = 1 for all k; banks of different J are nested.
    dilates: let the finest wavelet be a dilate of the others; then LP = 1 only for |k| <= cut, and LP <= 1 above.
    """
    cut = min(grid) / 2 if cut is None else cut

    def lows(k):
        size = np.sqrt((k.astype(float) ** 2).sum(-1))
        first = low_pass(size, 2 * cut) if dilates else np.ones_like(size)
        return [first] + [low_pass(size, cut * 2.0 ** (1 - j)) for j in range(1, scales + 1)]
    return inside(Bank(*telescoped(lows, grid, orientations)))


def heat(samples: int, scales: int, spread: float = 1.0) -> Bank:
    """Dyadic bank whose low-pass filters exp(-4^(j-1) spread (1 - cos(2 pi k / N))) are heat kernels: phi_J >= 0. LP = 1."""
    def lows(k):
        return [np.ones(k.shape[:-1])] + [np.exp(-2 * 4.0 ** (j - 1) * spread * (1 - np.cos(2 * np.pi * k[..., 0] / samples)))
                                          for j in range(1, scales + 1)]
    return inside(Bank(*telescoped(lows, (samples,))))


# Morlet bank, in units of pi per sample: centre and width of the finest wavelet, width of the low-pass filter before dilation.
# With the gain 1.268 LP would touch 1 near the centres; `frames` certifies LP < 1 for this one, at every real frequency.
MORLET_CENTRE, MORLET_WIDTH, MORLET_LOW, MORLET_GAIN = 0.75, 0.3, 0.7, 1.25


def morlet(samples: int, scales: int) -> Bank:
    """psi_j^(w) = gain |g(2^(j-1) w - centre) - g(centre) g(2^(j-1) w)|, g(x) = exp(-(x/width)^2/2); psi_j^(0) = 0.

    phi^(w) = exp(-(2^J w/low)^2/2). The wavelets are dilates of one another, except at the Nyquist frequency. LP lies between 0.38
    and 1. The modulus changes the sign for w < 0; Morlet's own wavelet is `frames.Morlet`, with the same LP.
    """
    def bump(x, width):
        return np.exp(-0.5 * (x / width) ** 2)

    def squares(k):
        w = 2 * k[..., 0] / samples
        return np.stack([(MORLET_GAIN * (bump(2.0**j * w - MORLET_CENTRE, MORLET_WIDTH)
                                         - bump(MORLET_CENTRE, MORLET_WIDTH) * bump(2.0**j * w, MORLET_WIDTH))) ** 2
                         for j in range(scales)])
    return inside(Bank(sampled(squares, (samples,)),
                       sampled(lambda k: bump(2.0**scales * 2 * k[..., 0] / samples, MORLET_LOW) ** 2, (samples,))))
