"""The change of the first-order coefficients under a shift, at every scale, and the bound, which halves from scale to scale."""

from itertools import pairwise

import numpy as np
from figures import ACCENT, REFUTED, SECOND, Drawing, Slider, axes
from numpy.fft import fft, fftfreq, ifft

N, SCALES = 1024, 9
SHIFTS = (1, 2, 4, 8, 16, 32, 64)


def fall(u):
    """1 for u <= 0, 0 for u >= 1, smooth in between."""
    u = np.clip(u, 0, 1)
    return np.where(u >= 1, 0.0, np.cos(np.pi / 2 * u**4 * (35 - 84 * u + 70 * u**2 - 20 * u**3)) ** 2)


def draw(record, theorem):
    k = fftfreq(N) * N
    safe = np.where(k == 0, 1, np.abs(k))
    lows = [np.ones(N)] + [np.where(k == 0, 1.0, fall(np.log2(safe / N * 2.0**j) + 1)) for j in range(1, SCALES + 1)]
    psi = np.sqrt(np.array([2 * (a - b) * (k > 0) for a, b in pairwise(lows)]))
    t = np.arange(N) / N
    f = sum(a * np.exp(-(((t - c) / w) ** 2)) for a, c, w in ((1, 0.2, 0.004), (-0.8, 0.45, 0.02), (0.6, 0.7, 0.1)))
    f = f + 0.4 * np.sin(2 * np.pi * 90 * t) * (t > 0.5)
    u = np.abs(ifft(fft(f) * psi))                                          # order 1, finest first
    power = np.abs(fft(u)) ** 2 / N / (f @ f)
    J = np.arange(1, SCALES + 1)
    bands = np.array([np.abs(k[low > 0]).max() for low in lows[1:]]) * 2 * np.pi / N

    def changes(c):
        """Relative changes at every scale of the coefficients of order 1: averaged, and before the average."""
        turn = np.abs(1 - np.exp(-2j * np.pi * k * c / N)) ** 2
        with_average = [np.sqrt((power[:j] * turn * lows[j]).sum()) for j in J]
        without = [np.sqrt((power[:j] * turn).sum()) for j in J]
        return np.array(with_average), np.array(without)

    figure, ax = axes("scale J", "change / ‖f‖", height=3.0)
    ax.set(yscale="log", ylim=(1e-3, 300), xlim=(0.8, SCALES + 1.6), xticks=J)
    bound, = ax.plot(J, bands, color=SECOND, lw=1.2, ls=(0, (4, 2)), gid="bound")
    bare, = ax.plot(J, bands, color=REFUTED, lw=1.2, gid="bare")
    line, = ax.plot(J, bands, color=ACCENT, marker="o", gid="line")
    labels = [ax.text(SCALES + 0.15, 1, name, color=color, va="center", gid=f"label{n}")
              for n, (name, color) in enumerate((("bound", SECOND), ("no average", REFUTED), ("change", ACCENT)))]

    def update(c):
        averaged, plain = changes(c)
        for artist, values in ((bound, bands * c), (bare, plain), (line, averaged)):
            artist.set_data(J, values)
        for label, y in zip(labels, (bands[-1] * c * 0.75, plain[-1], averaged[-1] * 0.8)):
            label.set_position((SCALES + 0.15, y))

    return Drawing(
        figure,
        alt="On a logarithmic axis the bound halves from one scale to the next. The change of the averaged moduli lies below it; it "
            "rises while further octaves enter and falls at the large scales, where the moduli that are not averaged go on changing.",
        slider=Slider("shift in samples", SHIFTS, update, default=8, show="{:d}".format))
