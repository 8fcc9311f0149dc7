"""The energy that is still under way, layer by layer: three banks, and the bound that knows only the number of samples."""

from itertools import pairwise

import numpy as np
from figures import ACCENT, INK, MUTED, SECOND, Drawing, Slider, axes
from numpy.fft import fft, fftfreq, ifft

DEPTH, SCALES = 5, 3


def octaves(samples, sharp):
    """A dyadic bank with edges (sharp) or heat kernels: |phi|^2 + 1/2 sum of |psi(w)|^2 + |psi(-w)|^2 = 1."""
    k = fftfreq(samples) * samples
    lows = [np.ones(samples)]
    for j in range(1, SCALES + 1):
        heat = np.exp(-2 * 4.0 ** (j - 1) * (1 - np.cos(2 * np.pi * k / samples)))
        lows.append((np.abs(k) < samples / 2 ** (j + 1)).astype(float) if sharp else heat)
    psi = np.array([np.sqrt(np.maximum(2 * (a - b), 0) * (k > 0)) for a, b in pairwise(lows)])
    for row, (a, b) in zip(psi, pairwise(lows)):
        row[samples // 2] = np.sqrt(max(a[samples // 2] - b[samples // 2], 0))      # the frequency N/2 is its own negative
    return psi


def energies(psi, x):
    """a_1 ... a_DEPTH of a signal of energy 1; paths that have lost all but a trillionth are dropped."""
    u, found = (x / np.linalg.norm(x))[None], []
    for _ in range(DEPTH):
        u = np.abs(ifft(fft(u)[:, None] * psi)).reshape(-1, len(x))
        found.append((u**2).sum())
        u = u[(u**2).sum(1) > 1e-12]
    return np.array(found)


def draw(record, theorem):
    order = np.arange(1, DEPTH + 1)
    figure, ax = axes("order m of the paths", "energy still under way, share of ‖f‖²", height=2.7)
    ax.set(yscale="log", ylim=(1.2e-4, 1.6), xlim=(0.85, DEPTH + 1.6), xticks=order)
    noise = np.random.default_rng(0).normal(size=64)
    for sharp, name, shade, at in ((True, "octaves with\nsharp edges", 1.0, 3), (False, "heat kernels", 0.55, 4)):
        found = energies(octaves(64, sharp), noise)
        ax.plot(order, found, "o-", color=ACCENT, alpha=shade)
        side, align = (0.12, "left") if at == 4 else (-0.35, "right")
        ax.text(at + side, found[at - 1], name, color=ACCENT, va="center", ha=align)
    worst, = ax.plot(order, order * 0.0 + 1, "s:", color=SECOND, gid="worst")
    bound, = ax.plot(order, order * 0.0 + 1, "-", color=MUTED, lw=1, gid="limit")
    names = [ax.text(DEPTH + 0.12, 1, name, color=color, va="center", gid=name)
             for name, color in (("bound", INK), ("all-pass bank", SECOND))]

    def update(samples):
        found = energies((fft(np.eye(samples)[0] - 1 / samples))[None], np.eye(samples)[0] - np.eye(samples)[1])
        line = (1 - 2 / samples) ** (order - 1)
        worst.set_data(order, found)
        bound.set_data(order, line)
        for name, y in zip(names, (max(line[-1], 1.45 * found[-1]), found[-1])):
            name.set_position((DEPTH + 0.12, y))

    return Drawing(
        figure,
        alt="For the usual octave banks the energy under way falls by a factor of six or more in each layer. For the bank with one wavelet "
            "that passes all but the mean, and two opposite points as the signal, the second layer lies on the bound; with more "
            "samples the bound promises less.",
        slider=Slider("samples N of the bound", [6, 8, 12, 16, 24, 32, 48, 64, 128, 256], update, default=16, show="{:d}".format))
