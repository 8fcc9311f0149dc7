"""The variance of scattering coefficients against the window: one texture, a noise, and a mixture of two textures."""

from itertools import pairwise

import numpy as np
from figures import ACCENT, MUTED, SECOND, Drawing, axes
from numpy.fft import fft, fftfreq, ifft

N, SCALES, DEPTH = 64, 5, 3


def bank(scale):
    """Octaves with sharp edges, finest first, down to the window of 2^scale samples; the last window is the mean."""
    k = fftfreq(N) * N
    lows = [np.ones(N)] + [(np.abs(k) < N / 2 ** (j + 1)).astype(float) for j in range(1, scale + 1)]
    psi = np.array([np.sqrt(2 * (a - b) * (k > 0)) for a, b in pairwise(lows)])
    psi[0, N // 2] = 1
    return psi, lows[-1]


def described(x, scale):
    """(expected coefficients, their variance) of all shifts of x: sums over samples, as shifts only move them."""
    psi, phi = bank(scale)
    u, means, variance = x[None], [], 0.0
    for _ in range(DEPTH):
        spectrum = fft(u)
        s = ifft(spectrum * phi).real
        means.append(u.mean(1))
        variance += ((s - u.mean(1)[:, None]) ** 2).sum() / N
        u = np.abs(ifft(spectrum[:, None] * psi)).reshape(-1, N)
    return np.concatenate(means), variance


def draw(record, theorem):
    rng, n = np.random.default_rng(4), np.arange(N)
    pulses, chirp = (n % 16 == 0) * 4.0, np.sqrt(2) * np.cos(np.pi * n**2 / N / 1.6)
    noise = rng.normal(size=N)
    pulses, chirp, noise = (x / np.sqrt((x**2).mean()) for x in (pulses, chirp, noise))
    scales = np.arange(1, SCALES + 1)
    found = {}
    for j in scales:
        (a, v), (b, w), (_, alone) = (described(x, j) for x in (pulses, chirp, noise))
        found[j] = v, alone, (v + w) / 2 + ((a - b) ** 2).sum() / 4
        floor = ((a - b) ** 2).sum() / 4
    figure, ax = axes("scale J of the window, 2ᴶ samples", "variance of all coefficients, share", height=2.7)
    ax.set(ylim=(-0.02, 0.7), xlim=(0.8, 6.3), xticks=scales)
    for k, (name, color, style, at) in enumerate((("pulses, period 16", ACCENT, "o-", (1.2, 0.05)), ("a noise", ACCENT, "s:", (4.1, 0.08)),
                                                  ("pulses or a chirp", SECOND, "o-", (3.1, 0.27)))):
        ax.plot(scales, [found[j][k] for j in scales], style, color=color)
        ax.text(*at, name, color=color)
    ax.axhline(floor, color=MUTED, lw=0.8)
    ax.text(6.3, floor + 0.012, "predicted floor", color=MUTED, va="bottom", ha="right")
    return Drawing(figure, alt="With a growing window the variance falls to 0 for one texture and for a noise; for an even mixture of "
                               "pulses and a chirp it stops at a quarter of the squared distance of their expected coefficients.")
