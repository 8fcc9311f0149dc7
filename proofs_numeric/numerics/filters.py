"""Filter banks on Z/N and Z/N x Z/N', given by their discrete Fourier transforms, as plain NumPy arrays.

The extreme values A and B of LP (see `littlewood_paley`) over the grid are the optimal frame bounds on real signals; B <= 1
makes the bank a contraction and its scattering transform non-expansive.

Banks are made of float64; a transform casts them to the type of the signal. Frequencies are integers k, cycles per period,
centred in [-N/2, N/2).
"""
import itertools
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from proofs_numeric.mathematics.littlewood_paley import frequencies, littlewood_paley, low_pass, reflect, square, telescoped  # noqa: F401
from proofs_numeric.numerics import checks
from proofs_numeric.numerics.progress import Progress

EPS = 2.0**-52
MANY = 4096                      # wavelets in an octave, or orientations: more is a mistake


@dataclass(frozen=True, eq=False)
class Bank:
    """Filters given by their DFTs.

    psi: (L, *grid), real or complex. phi: (*grid), even: phi[-k] = conj(phi[k]), a real filter.
    scales: the octave of every wavelet; 0 is the finest. Along frequency-decreasing paths it increases.
    octaves: J; averages by phi are kept every 2^J samples.
    Raises ValueError for shapes that do not agree, filters that are not finite, phi that is not even. Arrays are kept, not copied,
    if they have double precision.
    """

    psi: np.ndarray
    phi: np.ndarray
    scales: tuple[int, ...]
    octaves: int

    def __post_init__(self):
        for name, axes in (("psi", (2, 3)), ("phi", (1, 2))):
            object.__setattr__(self, name, checks.table(name, getattr(self, name), axes, real=False))
        if self.psi.shape[1:] != self.phi.shape:
            raise ValueError(f"psi has shape {self.psi.shape} and phi {self.phi.shape}: give (L, N) and (N,) or (L, N, N') and (N, N').")
        if isinstance(self.scales, (str, bytes)) or not hasattr(self.scales, "__iter__") or getattr(self.scales, "ndim", 1) == 0:
            raise ValueError(f"scales = {self.scales!r}: give a tuple of one octave for each wavelet.")
        object.__setattr__(self, "scales", tuple(checks.count(f"scales[{k}]", j, 0) for k, j in enumerate(self.scales)))
        object.__setattr__(self, "octaves", checks.count("octaves", self.octaves, 0))
        if len(self.scales) != len(self.psi):
            raise ValueError(f"scales has {len(self.scales)} entries for {len(self.psi)} wavelets: give one octave for each.")
        if self.octaves < max(self.scales):
            raise ValueError(f"octaves = {self.octaves} with scales {min(self.scales)} to {max(self.scales)}: "
                             "scales must lie between 0 and octaves.")
        odd = float(abs(self.phi - np.conj(reflect(self.phi, self.phi.ndim))).max())
        if odd > 1e-6 * float(abs(self.phi).max()):
            raise ValueError(f"phi[k] and conj(phi[-k]) differ by up to {odd}: the low-pass filter must be real in time.")
        if self.octaves >= min(self.grid).bit_length():
            raise ValueError(f"the grid {self.grid} is shorter than the largest wavelet, 2^octaves samples with octaves = {self.octaves}: "
                             "use longer signals or fewer octaves.")

    @property
    def grid(self) -> tuple[int, ...]:
        """(N,) or (N, N')."""
        return self.phi.shape

    @property
    def two_sided(self) -> bool:
        """Whether every |psi^| is even: then complex signals need no reflected wavelets."""
        size = abs(self.psi)
        return bool(abs(size - reflect(size, len(self.grid))).max() <= 1e-6 * size.max())

    @property
    def is_contraction(self) -> bool:
        """B <= 1, up to the rounding errors of LP."""
        return bounds(self)[1] <= 1 + 4 * (len(self.psi) + 4) * EPS

    @property
    def centres(self) -> np.ndarray:
        """(L, d): the frequency, in cycles per period, at which each |psi^| is largest."""
        peak = abs(self.psi).reshape(len(self.psi), -1).argmax(1)
        return frequencies(self.grid).reshape(-1, len(self.grid))[peak]

    def __repr__(self) -> str:
        low, high = bounds(self)
        kind = "a contraction" if self.is_contraction else "no contraction; `contraction(bank)` rescales it"
        return f"Bank(grid={self.grid}, {len(self.psi)} wavelets, {self.octaves} octaves, {low:.6g} <= LP <= {high:.6g}: {kind})"


# -- what is known of a bank
def _bank(bank) -> Bank:
    return checks.one_of("bank", bank, Bank, "give a filter bank, for instance meyer(64, 3)")


def bounds(bank: Bank) -> tuple[float, float]:
    """(A, B): A ||x||^2 <= ||x * phi||^2 + sum ||x * psi||^2 <= B ||x||^2 for real x, both attained."""
    energy = littlewood_paley(_bank(bank))
    return float(energy.min()), float(energy.max())


def contraction(bank: Bank) -> Bank:
    """All filters divided by sqrt(B) if B > 1: then B = 1."""
    size = math.sqrt(max(bounds(bank)[1], 1.0))
    return replace(bank, psi=bank.psi / size, phi=bank.phi / size)


def parseval(bank: Bank) -> Bank:
    """All filters divided by sqrt(LP): then LP = 1 at every frequency. Raises ValueError where LP = 0."""
    energy = littlewood_paley(_bank(bank))
    if not energy.min() > 0:
        k = frequencies(bank.grid).reshape(-1, len(bank.grid))[int(energy.argmin())]
        raise ValueError(f"LP = {energy.min()} at frequency {tuple(map(int, k))}: add a filter there, nothing can be rescaled to 1.")
    return replace(bank, psi=bank.psi / np.sqrt(energy), phi=bank.phi / np.sqrt(energy))


def support(mask: np.ndarray) -> tuple[tuple[int, int], ...]:
    """For each axis (lo, width), -N/2 <= lo < N/2: the shortest cyclic intervals that contain every True entry."""
    out = []
    for axis in range(mask.ndim):
        n = mask.shape[axis]
        hit = np.flatnonzero(mask.any(tuple(a for a in range(mask.ndim) if a != axis)))
        if len(hit) == 0:
            out.append((0, 1))
            continue
        gaps = np.diff(np.append(hit, hit[0] + n))
        last = int(gaps.argmax())
        lo = int(hit[(last + 1) % len(hit)])
        out.append((lo - n if lo >= (n + 1) // 2 else lo, n - int(gaps[last]) + 1))
    return tuple(out)


# -- banks
def _checked(grid, scales, *counts):
    """The sides of the grid, the scales, and then the whole numbers (name, value)."""
    grid, scales = checks.sides("grid", grid), checks.count("scales", scales)
    if len(grid) not in (1, 2) or scales >= min(grid).bit_length():
        raise ValueError(f"the grid {grid} is shorter than the largest wavelet, 2^scales samples with scales = {scales}, "
                         "or has more than 2 axes: use longer signals or fewer scales.")
    return grid, scales, *(checks.count(name, value, 1, MANY) for name, value in counts)


def _copied(octaves, grid, orientations: int) -> tuple[int, ...]:
    """The octave of every wavelet, where the plane has one in each orientation."""
    return tuple(int(j) for j in octaves for _ in range(1 if len(grid) == 1 else orientations))


def meyer(grid, scales: int, per_octave: int = 1, orientations: int = 4) -> Bank:
    """Parseval bank of band-limited wavelets: LP = 1 at every frequency, the Nyquist bin included.

    grid: N or (N,), `per_octave` wavelets in each of the first scales - 1 octaves of k > 0 and one for what is left; or (N, N'),
    each wavelet also in `orientations` over a half-plane. phi^ vanishes for |k| >= 2^-scales N, and its transition takes one
    octave; the others take 1/per_octave of an octave.
    """
    grid, scales, per_octave, orientations = _checked(grid, scales, ("per_octave", per_octave), ("orientations", orientations))

    # transitions of 1/per_octave from the Nyquist frequency down to that of phi, which is the last one
    cuts = [2.0 ** (-i / per_octave) for i in range((scales - 1) * per_octave)]

    def lows(k):
        size = 2 * np.sqrt(((k / np.array(grid)) ** 2).sum(-1))         # in units of the half sampling rate of each axis
        return [np.ones_like(size), *(low_pass(size, c, 1 / per_octave) for c in cuts), low_pass(size, 2.0 ** (1 - scales))]
    psi, phi = telescoped(lows, grid, orientations)
    return Bank(psi, phi, _copied((i // per_octave for i in range(len(cuts) + 1)), grid, orientations), scales)


def spline(grid, scales: int, orientations: int = 6) -> Bank:
    """Parseval bank of cubic spline (Battle-Lemarie) multiresolution, one wavelet an octave: LP = 1 at every frequency.

    |phi_j^(w)|^2 = prod_{i<j} m(2^i w), a product over the axes, with the conjugate mirror filter of the cubic spline,
    m(w) = cos(w/2)^8 sigma(w) / sigma(2w), sigma(w) = sum_l sinc(w/2 + pi l)^8 up to a factor sin(w/2)^8.
    |psi_j|^2 = 2 (|phi_j|^2 - |phi_{j+1}|^2) on a half of the spectrum, or on `orientations` sectors of a half-plane.
    """
    grid, scales, orientations = _checked(grid, scales, ("orientations", orientations))

    def gram(w):
        """sum_n B_7(n) cos(n w), the Gram function of cubic B-splines, from the values of the spline of degree 7."""
        return (2416 + 2 * (1191 * np.cos(w) + 120 * np.cos(2 * w) + np.cos(3 * w))) / 5040

    def mirror(w):
        return np.cos(w / 2) ** 8 * gram(w) / gram(2 * w)

    def lows(k):
        w = 2 * np.pi * k / np.array(grid)
        steps = [np.prod(mirror(2.0**j * w), -1) for j in range(scales)]
        return [np.prod(steps[:j], 0) if j else np.ones(k.shape[:-1]) for j in range(scales + 1)]
    psi, phi = telescoped(lows, grid, orientations)
    return Bank(psi, phi, _copied(range(scales), grid, orientations), scales)


def _on_the_line(scales: int, per_octave: int):
    """The wavelets of `gabor` in one dimension, (centre, turn, widths, octave) each, and the widths of its average."""
    bumps = []
    ratio, low = 2.0 ** (-1 / per_octave), 0.1 * 2.0**-scales
    # neighbours c and ratio * c, of widths s and ratio * s, meet where both are e^(-m^2/2) = 2^(-1/2)
    width = (1 - ratio) / (1 + ratio) / math.sqrt(math.log(2))
    first = max(1 / (1 + 2.0 ** (1 / per_octave)), 0.35)
    centre, spread = first, first * width
    while spread > low:
        bumps.append((centre, np.eye(1), np.array([spread]), min(int(math.log2(first / centre) + 1e-9), scales)))
        centre, spread = centre * ratio, spread * ratio
    step = 2 * low * math.sqrt(math.log(2))
    while centre > 2 * low:
        bumps.append((centre, np.eye(1), np.array([low]), min(int(math.log2(first / centre) + 1e-9), scales)))
        centre -= step
    return bumps, np.array([low])


def _in_the_plane(scales: int, orientations: int):
    """The same in two dimensions."""
    bumps = []
    for j, o in itertools.product(range(scales), range(orientations)):
        angle = np.pi * o / orientations
        turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        spread = 1 / (2 * np.pi * 0.8 * 2.0**j)
        bumps.append((0.375 * 2.0**-j, turn, spread * np.array([1, 4 / orientations]), j))
    return bumps, np.full(2, 1 / (2 * np.pi * 0.4 * 2.0**scales))


def gabor(grid, scales: int, per_octave: int = 1, orientations: int = 8, corrected: bool = True) -> Bank:
    """Gabor wavelets, Gaussians around centre frequencies; `corrected` subtracts a Gaussian so that psi^(0) = 0 (Morlet).

    One dimension: centres c 2^(-q/per_octave) cycles per sample, with widths at which neighbours meet at half their energy, then
    evenly spaced down to phi, whose width is 0.1 * 2^-scales; c = 1/(1 + 2^(1/per_octave)), where the next one would be the
    mirror image, but at least 0.35. Two dimensions: centres (3/8) 2^-j in `orientations` over a half-plane, envelopes of 0.8 * 2^j
    samples along the wave and orientations/4 times that across, phi of 0.4 * 2^scales samples.
    The wavelets are scaled together so that their part of LP is at most 1; phi^(0) = 1. Where phi meets them LP may exceed
    1: `bounds` says by how much, `contraction` rescales.
    """
    grid, scales, per_octave, orientations = _checked(grid, scales, ("per_octave", per_octave), ("orientations", orientations))
    corrected = checks.flag("corrected", corrected)
    d = len(grid)
    axes = [np.fft.fftfreq(n) for n in grid]

    def gauss(centre, turn, widths):
        """The Gaussian around `centre` on the first axis, with standard deviations `widths`, turned; the DFT of the sampled filter."""
        total = np.zeros(grid)
        for shift in itertools.product(range(-2, 3), repeat=d):
            middle = turn[:, 0] * centre - np.array(shift)
            if np.linalg.norm(np.maximum(abs(middle) - 0.5, 0)) > 39 * widths.max():
                continue                                    # exp(-39^2 / 2) is 0
            turned = [sum((x + s).reshape([-1 if a == i else 1 for a in range(d)]) * turn[i, j]
                          for i, (x, s) in enumerate(zip(axes, shift))) for j in range(d)]
            squares: Any = sum(((u - (centre if j == 0 else 0)) / w) ** 2 for j, (u, w) in enumerate(zip(turned, widths)))
            total += np.exp(-0.5 * squares)
        return total

    def wavelet(centre, turn, widths):
        wave = gauss(centre, turn, widths)
        if corrected:
            low, origin = gauss(0.0, turn, widths), (0,) * d
            wave -= low * (wave[origin] / low[origin])
        step()
        return wave

    bumps, average = _on_the_line(scales, per_octave) if len(grid) == 1 else _in_the_plane(scales, orientations)
    step = Progress("making the wavelets", len(bumps))
    phi = gauss(0.0, np.eye(d), average)
    waves = np.empty((len(bumps), *grid))
    energy = np.zeros(grid)
    for wave, (centre, turn, widths, _) in zip(waves, bumps):
        wave[:] = wavelet(centre, turn, widths)
        energy += wave**2
    gain = math.sqrt((0.5 * (energy + reflect(energy, d))).max())
    waves /= gain
    return Bank(waves, phi / phi.max(), tuple(j for *_, j in bumps), scales)
