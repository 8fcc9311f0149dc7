"""Filters on Z/N and Z/N x Z/N', given by their discrete Fourier transforms, and the energy of a bank of them.

A bank is one low-pass filter phi and L wavelets psi. On real signals its energy is

    ||x * phi||^2 + sum_l ||x * psi_l||^2 = (1/N) sum_k LP[k] |x^[k]|^2,
    LP[k] = |phi^[k]|^2 + 1/2 sum_l (|psi_l^[k]|^2 + |psi_l^[-k]|^2),        phi^ even,

so that a wavelet may live on one half of the spectrum with twice the energy. At a frequency that is its own negative, the
Nyquist frequency N/2, there is no other half: a filter given by a formula on the line takes there the quadratic mean of the
two values at +N/2 and -N/2. Then LP on the grid is the mean of LP on the line, and a bound for all real frequencies holds on
every grid.

Frequencies are integers k (cycles per period), centred in [-N/2, N/2). NumPy only: the floating-point functions and the
models with enclosures both import this, and only the latter may turn on 64 bits in JAX.
"""
import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


def frequencies(grid: tuple[int, ...]) -> np.ndarray:
    """(*grid, d): the integer frequency of every bin, centred; the Nyquist bin is -N/2."""
    return np.stack(np.meshgrid(*(np.rint(np.fft.fftfreq(n) * n) for n in grid), indexing="ij"), -1).astype(int)


def reflect(spectra: Any, d: int) -> Any:
    """The values at -k, over the last d axes, of an array of NumPy, JAX or any other library with the array API."""
    xp, axes = spectra.__array_namespace__(), tuple(range(-d, 0))
    return xp.roll(xp.flip(spectra, axis=axes), 1, axes)


def square(z):
    """|z|^2."""
    return z.real**2 + z.imag**2


def littlewood_paley(bank):
    """(*grid): LP[k], the energy on real signals of a bank with psi (L, *grid) and phi (*grid).

    Its extreme values are the optimal frame bounds on real signals.
    """
    wavelets = square(bank.psi).sum(0)
    return square(bank.phi) + 0.5 * (wavelets + reflect(wavelets, bank.phi.ndim))


# -- filters given by formulas on the line or the plane
def sampled(squares: Callable[[np.ndarray], np.ndarray], grid: tuple[int, ...]) -> np.ndarray:
    """sqrt of `squares(k)`, an array of nonnegative functions of frequencies k (*grid, d), with the rule for Nyquist bins."""
    k = frequencies(grid)
    nyquist = 2 * abs(k) == np.array(grid)
    signs = list(itertools.product((1, -1), repeat=len(grid)))
    mean: Any = sum(squares(np.where(nyquist, k * np.array(s), k)) for s in signs)
    return np.sqrt(np.maximum(mean / len(signs), 0.0))


def ramp(u):
    """Meyer's polynomial: increases from 0 to 1 on [0, 1], with three derivatives 0 at both ends; ramp(u) + ramp(1-u) = 1."""
    u = np.clip(u, 0, 1)
    return u**4 * (35 + u * (-84 + u * (70 - 20 * u)))


def fall(u):
    """cos^2(pi/2 ramp(u)): 1 for u <= 0, exactly 0 for u >= 1, and fall(u) + fall(1-u) = 1."""
    return np.where(np.asarray(u) >= 1, 0.0, np.cos(np.pi / 2 * ramp(u)) ** 2)


def low_pass(size: np.ndarray, cut: float, octaves: float = 1.0) -> np.ndarray:
    """Meyer's |phi^|^2 at frequencies of absolute value `size`: 1 up to 2^-octaves cut, 0 from `cut` on, logarithmic between."""
    return np.where(size > 0, fall(1 + np.log2(np.where(size > 0, size, 1) / cut) / octaves), 1.0)


def halves(k: np.ndarray, orientations: int) -> np.ndarray:
    """Nonnegative windows (orientations, *grid) that, together with their reflections, sum to 1 off the origin.

    On the line k > 0; in the plane sectors around angles in [0, pi), and for one orientation a half-plane.
    """
    if k.shape[-1] == 1:
        return (k[..., 0] > 0)[None].astype(float)
    if orientations == 1:
        return ((k[..., 0] > 0) | (k[..., 0] == 0) & (k[..., 1] > 0))[None].astype(float)
    angle = np.arctan2(k[..., 1], k[..., 0])
    step = np.pi / orientations
    turned = [(angle - o * step + np.pi) % (2 * np.pi) - np.pi for o in range(orientations)]
    return np.stack([fall(abs(t) / step) for t in turned])


def telescoped(lows: Callable[[np.ndarray], Sequence[np.ndarray]], grid: tuple[int, ...], orientations: int = 1):
    """(psi, phi) with |phi^|^2 = low_J and |psi_jo^|^2 = 2 (low_{j-1} - low_j) half_o, j = 1 ... J, finest first.

    lows(k): low_0 >= ... >= low_J >= 0 at the frequencies k (*grid, d), even. The sum over j telescopes: LP = low_0.
    """
    def wavelets(k):
        half = halves(k, orientations)
        return np.concatenate([2 * (a - b) * half for a, b in itertools.pairwise(lows(k))])
    return sampled(wavelets, grid), sampled(lambda k: lows(k)[-1], grid)
