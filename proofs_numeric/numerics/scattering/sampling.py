"""How many samples a modulus needs: the aliasing of |w * psi| for white Gaussian noise w, by its power spectrum in closed form."""
import functools
from collections.abc import Callable

import numpy as np
from scipy.special import hyp2f1

from proofs_numeric.numerics.filters import frequencies, square
from proofs_numeric.numerics.scattering.plan import Grid


def lengths(grid: Grid) -> list[Grid]:
    """Lengths for sub-sampling, ascending: even numbers 2^a 3^b 5^c in about 8 steps an octave, the grid itself last."""
    n = max(grid)
    smooth = sorted({2**a * 3**b * 5**c for a in range(1, n.bit_length()) for b in range(2) for c in range(2)
                     if 2**a * 3**b * 5**c < n and 3**b * 5**c <= 2 ** a * 4})
    return [tuple(min(_smooth(-(-g * m // n)), g) for g in grid) for m in smooth] + [grid]


def _smooth(n: int) -> int:
    """The smallest even 2^a 3^b 5^c >= n."""
    m = max(2, n + n % 2)
    while True:
        rest = m
        for p in (2, 3, 5):
            while rest % p == 0:
                rest //= p
        if rest == 1:
            return m
        m += 2


def modulus_spectrum(band: np.ndarray, real: bool) -> np.ndarray:
    """(8w,) or (4w, 4w'), in the order of an FFT: the power spectrum, of sum 1, of |w * psi| for white Gaussian noise w.

    band: (*w), the values of psi^ on its band; frequencies are those of a function on the line or plane, before any sampling.
    real: w * psi is real, for which E|a||b| = 2/pi (sqrt(1 - r^2) + r arcsin r).
    """
    shape = [(8 if band.ndim == 1 else 4) * n for n in band.shape]
    axes = range(band.ndim)
    covariance = abs(np.fft.rfftn(square(band), shape, axes))           # even, and so is what follows: half of it is enough
    ratio = np.minimum(covariance / max(float(covariance.flat[0]), 1e-300), 1)
    moment = (2 / np.pi * (np.sqrt(1 - ratio**2) + ratio * np.arcsin(ratio)) if real else
              np.pi / 4 * hyp2f1(-0.5, -0.5, 1, ratio**2))
    return np.maximum(np.fft.irfftn(moment, shape, axes), 0)


def _folded(power: np.ndarray, length: Grid) -> np.ndarray:
    """(*length): what a power spectrum, over any number of frequencies, becomes by sampling."""
    for axis, m in enumerate(length):
        n = power.shape[axis]
        rows = np.moveaxis(np.fft.fftshift(power, axis), axis, 0)               # frequencies ascending from -(n // 2)
        before = -(n // 2) % m
        rows = np.pad(rows, [(before, -(before + n) % m)] + [(0, 0)] * (power.ndim - 1))
        power = np.moveaxis(rows.reshape(-1, m, *rows.shape[1:]).sum(0), 0, axis)
    return power


def _at(table: np.ndarray, grid: Grid) -> np.ndarray:
    """(*grid): the values of a table in the order of an FFT at the frequencies of a grid, modulo the size of the table."""
    return table[np.ix_(*(frequencies((n,))[:, 0] % m for n, m in zip(grid, table.shape)))]


def _within(grid: Grid, length: Grid) -> np.ndarray:
    """(*grid): whether |k| < M/2 on each axis."""
    sides = (2 * abs(frequencies((n,))[:, 0]) < m for n, m in zip(grid, length))
    return functools.reduce(np.logical_and.outer, sides)


def errors(power: np.ndarray, seen: np.ndarray) -> Callable[[Grid], float]:
    """Expected square of the error of what `seen` (*grid) sees of a modulus, between samples at some length and on the grid.

    Frequencies |k| < M/2 get what is folded onto them, and lack what the grid folds onto them; others are cut.
    """
    grid = seen.shape
    fine = _folded(power, grid)

    @functools.cache
    def error(length: Grid) -> float:
        if length == grid:
            return 0.0
        found = _at(_folded(power, length), grid)
        if any(n % m for n, m in zip(grid, length)):            # no point of one grid is one of the other: errors add
            found = found + fine - 2 * np.where(_within(grid, power.shape), _at(power, grid), 0)
        else:
            found = found - fine
        return float((seen * np.where(_within(grid, length), found, fine)).sum())
    return error


def restricted(spectrum: np.ndarray, length: Grid) -> np.ndarray:
    """The values at the frequencies |k| < M/2 of a coarser grid, in the order of its FFT; the Nyquist bin is 0 there."""
    for axis, m in enumerate(length):
        n = spectrum.shape[axis]
        if m == n:
            continue
        k = frequencies((m,))[:, 0]
        spectrum = np.take(spectrum, k % n, axis)
        spectrum[(slice(None),) * axis + (2 * abs(k) >= m,)] = 0
    return spectrum
