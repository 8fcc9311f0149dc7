"""Filter banks for real signals on the cyclic groups Z/N and Z/N x Z/N, given by their discrete Fourier transforms.

A bank is one low-pass filter phi and L wavelets psi. On real signals its energy is

    ||x * phi||^2 + sum_l ||x * psi_l||^2 = (1/N) sum_k LP[k] |x^[k]|^2,
    LP[k] = |phi^[k]|^2 + 1/2 sum_l (|psi_l^[k]|^2 + |psi_l^[-k]|^2),        phi^ even,

so that a wavelet may live on one half of the spectrum with twice the energy. At a frequency that is its own negative, the
Nyquist frequency N/2, there is no other half: a filter given by a formula on the line takes there the quadratic mean of the
two values at +N/2 and -N/2. Then LP on the grid is the mean of LP on the line, and a bound for all real frequencies holds on
every grid.

Filters are floats and are taken as exact. Frequencies are integers k (cycles per period), centred in [-N/2, N/2).
"""
import functools
import itertools
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Array


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


def frequencies(grid: tuple[int, ...]) -> np.ndarray:
    """(*grid, d): the integer frequency of every bin, centred; the Nyquist bin is -N/2."""
    return np.stack(np.meshgrid(*(np.rint(np.fft.fftfreq(n) * n) for n in grid), indexing="ij"), -1).astype(int)


def reflect(spectra, d: int):
    """The values at -k, over the last d axes."""
    axes = tuple(range(-d, 0))
    return jnp.roll(jnp.flip(spectra, axes), 1, axes)


def square(z):
    """|z|^2."""
    return z.real**2 + z.imag**2


def littlewood_paley(bank: Bank):
    """(*grid): LP[k], the energy of the bank on real signals; its extreme values are the optimal frame bounds there."""
    wavelets = square(bank.psi).sum(0)
    return square(bank.phi) + 0.5 * (wavelets + reflect(wavelets, len(bank.grid)))


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
def _sampled(squares, grid) -> np.ndarray:
    """sqrt of `squares(k)`, an array of nonnegative functions of frequencies k (*grid, d), with the rule for Nyquist bins."""
    k = frequencies(grid)
    nyquist = 2 * np.abs(k) == np.array(grid)
    signs = list(itertools.product((1, -1), repeat=len(grid)))
    mean = sum(squares(np.where(nyquist, k * np.array(s), k)) for s in signs) / len(signs)
    return np.sqrt(np.maximum(mean, 0.0))


def ramp(u):
    """Meyer's polynomial: increases from 0 to 1 on [0, 1], with three derivatives 0 at both ends; ramp(u) + ramp(1-u) = 1."""
    u = np.clip(u, 0, 1)
    return u**4 * (35 + u * (-84 + u * (70 - 20 * u)))


def _fall(u):
    """cos^2(pi/2 ramp(u)): 1 for u <= 0, exactly 0 for u >= 1, and fall(u) + fall(1-u) = 1."""
    return np.where(np.asarray(u) >= 1, 0.0, np.cos(np.pi / 2 * ramp(u)) ** 2)


def _meyer_low(k, cut):
    """|phi^|^2 with the cut-off `cut`: 1 for |k| <= cut/2, 0 for |k| >= cut, Meyer's transition on a logarithmic axis."""
    size = np.sqrt((k.astype(float) ** 2).sum(-1))
    return np.where(size > 0, _fall(np.log2(np.where(size > 0, size, 1) / cut) + 1), 1.0)


def _halves(k, orientations):
    """Nonnegative windows (orientations, *grid) that, together with their reflections, sum to 1 off the origin."""
    if k.shape[-1] == 1:
        return (k[..., 0] > 0)[None].astype(float)
    angle = np.arctan2(k[..., 1], k[..., 0])
    step = np.pi / orientations
    turned = [(angle - o * step + np.pi) % (2 * np.pi) - np.pi for o in range(orientations)]
    return np.stack([_fall(np.abs(t) / step) for t in turned])


def _telescope(lows, halves) -> np.ndarray:
    """|psi^|^2 = 2 (low_{j-1} - low_j) * half, so that LP = low_0 at every frequency: the sum over j telescopes."""
    return np.concatenate([2 * (a - b) * halves for a, b in itertools.pairwise(lows)])


def meyer(grid, scales: int, cut: float | None = None, orientations: int = 4, dilates: bool = False) -> Bank:
    """Dyadic bank of `scales` octaves, finest first; phi_J^ is supported in |k| < cut * 2^(1-J).

    grid: (N,), one wavelet an octave on k > 0, or (N, N'), `orientations` of them over a half-plane.
    cut: frequency where phi_1^ ends, N/2 by default. LP = 1 for all k; banks of different J are nested.
    dilates: let the finest wavelet be a dilate of the others; then LP = 1 only for |k| <= cut, and LP <= 1 above.
    """
    cut = min(grid) / 2 if cut is None else cut

    def lows(k):
        first = _meyer_low(k, 2 * cut) if dilates else np.ones(k.shape[:-1])
        return [first] + [_meyer_low(k, cut * 2.0 ** (1 - j)) for j in range(1, scales + 1)]
    return inside(Bank(_sampled(lambda k: _telescope(lows(k), _halves(k, orientations)), grid),
                       _sampled(lambda k: lows(k)[-1], grid)))


def heat(samples: int, scales: int, spread: float = 1.0) -> Bank:
    """Dyadic bank whose low-pass filters exp(-4^(j-1) spread (1 - cos(2 pi k / N))) are heat kernels: phi_J >= 0. LP = 1."""
    def lows(k):
        return [np.ones(k.shape[:-1])] + [np.exp(-2 * 4.0 ** (j - 1) * spread * (1 - np.cos(2 * np.pi * k[..., 0] / samples)))
                                          for j in range(1, scales + 1)]
    return inside(Bank(_sampled(lambda k: _telescope(lows(k), _halves(k, 1)), (samples,)),
                       _sampled(lambda k: lows(k)[-1], (samples,))))


def constant_bandwidth(samples: int, bandwidth: int) -> Bank:
    """Windows of one width at the frequencies 0, b, 2b, ...: LP = 1, but the wavelets are no dilates of one another."""
    bands = -(-samples // (2 * bandwidth))

    def window(k, centre):
        return _fall(np.abs(k[..., 0] - centre) / bandwidth)
    return inside(Bank(_sampled(lambda k: 2 * np.stack([window(k, bandwidth * b) for b in range(1, bands + 1)])
                                * (k[..., 0] > 0), (samples,)),
                       _sampled(lambda k: window(k, 0), (samples,))))


# Morlet bank, in units of pi per sample: centre and width of the finest wavelet, width of the low-pass filter before dilation.
# With the gain 1.268 LP would touch 1 near the centres; `frames` certifies LP < 1 for this one, at every real frequency.
MORLET_CENTRE, MORLET_WIDTH, MORLET_LOW, MORLET_GAIN = 0.75, 0.3, 0.7, 1.25


def morlet(samples: int, scales: int) -> Bank:
    """psi_j^(w) = gain (g(2^(j-1) w - centre) - g(centre) g(2^(j-1) w)), g(x) = exp(-(x/width)^2/2); psi_j^(0) = 0.

    phi^(w) = exp(-(2^J w/low)^2/2). The wavelets are dilates of one another. LP lies between 0.38 and 1.
    """
    def bump(x, width):
        return np.exp(-0.5 * (x / width) ** 2)

    def squares(k):
        w = 2 * k[..., 0] / samples
        return np.stack([(MORLET_GAIN * (bump(2.0**j * w - MORLET_CENTRE, MORLET_WIDTH)
                                         - bump(MORLET_CENTRE, MORLET_WIDTH) * bump(2.0**j * w, MORLET_WIDTH))) ** 2
                         for j in range(scales)])
    return inside(Bank(_sampled(squares, (samples,)),
                       _sampled(lambda k: bump(2.0**scales * 2 * k[..., 0] / samples, MORLET_LOW) ** 2, (samples,))))
