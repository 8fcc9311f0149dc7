"""How far a packet moves under a fixed small deformation, per unit of stretch: spectrum, filters of one bandwidth, wavelets."""

from itertools import pairwise

import numpy as np
from figures import ACCENT, REFUTED, SECOND, Drawing, axes

N, STRETCH, CUT, OCTAVES, BAND = 1024, 0.02, 256, 8, 8
PITCHES = np.array([16, 23, 32, 45, 64, 91, 128, 181])
K = np.abs(np.fft.fftfreq(N, 1 / N))
POSITIVE = np.fft.fftfreq(N, 1 / N) > 0


def fall(u):
    """Meyer's transition: 1 for u <= 0, 0 for u >= 1."""
    u = np.clip(u, 0, 1)
    return np.cos(np.pi / 2 * u**4 * (35 - 84 * u + 70 * u**2 - 20 * u**3)) ** 2


def dyadic():
    """Low-pass filter and one wavelet an octave, all dilates of one."""
    lows = [np.where(K > 0, fall(np.log2(np.maximum(K, 1) / (CUT * 2.0 ** (1 - j))) + 1), 1.0) for j in range(OCTAVES + 1)]
    return np.sqrt(lows[-1]), [np.sqrt(2 * np.maximum(a - b, 0) * POSITIVE) for a, b in pairwise(lows)]


def constant_bandwidth():
    """Low-pass filter and wavelets that are eight frequencies wide, wherever they are."""
    centres = np.arange(BAND, 33 * BAND, BAND)
    return np.sqrt(fall(K / BAND)), [np.sqrt(2 * fall(np.abs(K - c) / BAND) * POSITIVE) for c in centres]


def scatter(f, bank, depth):
    """All averages, of the orders below `depth`, as Fourier coefficients: an array (paths, N)."""
    low, bands = bank
    layer, out = f[None], []
    for order in range(depth):
        spectrum = np.fft.fft(layer) / N
        out.append(spectrum * low)
        if order + 1 < depth:
            layer = np.concatenate([np.abs(np.fft.ifft(spectrum * band)) * N for band in bands])
    return np.concatenate(out)


def distances():
    """Three arrays over PITCHES: ||change|| / (D ||f||) of the Fourier modulus and of both scattering transforms."""
    x = np.arange(N) / N
    banks = [(dyadic(), 2), (constant_bandwidth(), 2)]
    rows = []
    for pitch in PITCHES:

        def packet(y):
            return np.cos(2 * np.pi * pitch * y) * ((1 + np.cos(2 * np.pi * y)) / 2) ** 40

        f, moved = packet(x), packet(x - STRETCH * np.sin(2 * np.pi * x) / (2 * np.pi))
        unit = STRETCH * np.sqrt((f**2).mean())
        row = [np.linalg.norm(np.abs(np.fft.fft(moved)) - np.abs(np.fft.fft(f))) / N]
        row += [np.linalg.norm(scatter(moved, b, m) - scatter(f, b, m)) for b, m in banks]
        rows.append(np.array(row) / unit)
    return np.array(rows).T


def draw(record, theorem):
    fourier, wavelets, narrow = distances()
    figure, ax = axes("frequency ξ of the packet", "change / (D ‖f‖)", height=2.8)
    for values, colour, name in (
        (fourier, SECOND, "Fourier modulus"),
        (narrow, REFUTED, "one bandwidth"),
        (wavelets, ACCENT, "wavelets"),
    ):
        ax.loglog(PITCHES, values, "o-", color=colour)
        ax.text(PITCHES[-1] * 1.06, values[-1], name, color=colour, va="center")
    ax.set_xlim(14, 420)
    return Drawing(
        figure,
        alt="On logarithmic axes the change of the Fourier modulus and of a bank of constant bandwidth grow in proportion to the "
        "frequency of the packet; the change of the wavelet scattering stays of the order of the stretch.",
    )
