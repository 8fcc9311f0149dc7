"""Filter banks whose values in time are rational, on Z/N: scattering transforms, energies and distances of rational signals are exact.

The undecimated Haar bank: phi_0 = delta_0, phi_j = phi_{j-1} * (delta_0 + delta_s)/2 and psi_j = phi_{j-1} * (delta_0 - delta_s)/2 with
s = 2^(j-1). As |1 + z|^2 + |1 - z|^2 = 4 for |z| = 1, |phi_{j-1}^|^2 = |phi_j^|^2 + |psi_j^|^2, so that |phi_J^|^2 + sum |psi_j^|^2 = 1 at
every frequency; the filters are real, so this is the Littlewood-Paley sum for real and for complex signals. The all-pass bank has one
wavelet, delta_0 - 1/N, and the average 1/N.

Signals are object arrays of int and Fraction.
"""
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import arb

from proofs_numeric.mathematics.radicals import Radical

# 2 cos(2 pi j / N) for the N where it is rational, by Niven's theorem the only ones.
_TWICE_COSINES = {1: (2,), 2: (2, -2), 3: (2, -1, -1), 4: (2, 0, -2, 0), 6: (2, 1, -1, -2, -1, 1)}


@dataclass(frozen=True)
class Taps:
    """low (N,): the low-pass filter. bands (L, N): the wavelets. Values in time, Fractions."""

    low: np.ndarray
    bands: np.ndarray

    @property
    def samples(self) -> int:
        """N."""
        return len(self.low)

    def __mul__(self, factor) -> "Taps":
        """Every filter multiplied by a rational number."""
        return Taps(self.low * factor, self.bands * factor)

    def analyse(self, u) -> np.ndarray:
        """(P, N) -> (P, L + 1, N): all convolutions, the average first."""
        return np.array([[convolve(x, h) for h in (self.low, *self.bands)] for x in u], object)

    def scatter(self, x, depth: int, rho=abs) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """([S_0, ..., S_{depth-1}], [U_0, ..., U_depth]) as in `scattering.scatter`."""
        outputs, propagated = [], [np.asarray(x)[None]]
        for _ in range(depth):
            y = self.analyse(propagated[-1])
            outputs.append(y[:, 0])
            propagated.append(rho(y[:, 1:].reshape(-1, self.samples)))
        return outputs, propagated


def convolve(x, h) -> np.ndarray:
    """(x * h)[n] = sum_m h[m] x[n - m], cyclic."""
    return sum((h[m] * np.roll(x, m) for m in range(len(h)) if h[m]), np.array([Fraction(0)] * len(x), object))


def gain(h, k: int) -> Radical | arb:
    """|h^[k]| of a real filter, the root of sum_m r[m] cos(2 pi k m / N), r its autocorrelation: exact where the cosines are rational."""
    n = len(h)
    correlation = [sum(h[m] * h[(m + lag) % n] for m in range(n)) for lag in range(n)]
    if n in _TWICE_COSINES:
        return Radical((sum((r * _TWICE_COSINES[n][k * lag % n] for lag, r in enumerate(correlation)), Fraction(0)) / 2,))
    square = sum((arb(r.numerator) / r.denominator * (arb(2 * (k * lag % n)) / n).cos_pi() for lag, r in enumerate(correlation)), arb(0))
    return square.nonnegative_part().sqrt()


def norm(x) -> Radical:
    """The Euclidean norm."""
    return Radical((sum((Fraction(v) ** 2 for v in np.ravel(x)), Fraction(0)),))


def _delta(samples: int) -> np.ndarray:
    return np.array([Fraction(n == 0) for n in range(samples)], object)


def haar(samples: int, scales: int) -> Taps:
    """The undecimated Haar bank of `scales` octaves, finest first. For N = 2^scales the average is the mean."""
    low, bands = _delta(samples), []
    for j in range(scales):
        moved = np.roll(low, 2**j)
        bands.append((low - moved) / 2)
        low = (low + moved) / 2
    return Taps(low, np.array(bands, object).reshape(scales, samples))


def all_pass(samples: int) -> Taps:
    """The mean, and what it leaves."""
    mean = np.array([Fraction(1, samples)] * samples, object)
    return Taps(mean, (_delta(samples) - mean)[None])
