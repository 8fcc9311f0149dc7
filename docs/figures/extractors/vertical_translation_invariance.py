"""How much the features of each layer move under a translation, and the bound, for a pooling factor that the reader chooses."""

from itertools import pairwise

import numpy as np
from figures import ACCENT, MUTED, SECOND, Drawing, Slider, axes
from numpy.fft import fft, fftfreq, ifft

N, SPACING, DEPTH = 256, 1 / 16, 3
SHIFTS = np.unique(np.round(np.geomspace(1, N // 2, 18)).astype(int))


def output(omega):
    """Output atom: a Gaussian low-pass filter of height 0.9."""
    return 0.9 * np.exp(-(omega**2) / 2)


def atoms(omega):
    """Two band-pass filters that share what the output atom leaves: an admissible bank with upper frame bound 1."""
    rest = np.sqrt(1 - output(omega) ** 2)
    low = np.exp(-((np.abs(omega) / 3) ** 4))
    return rest * low, rest * np.sqrt(1 - low**2)


def features(f, factor):
    """Features of the layers 0, ..., DEPTH of the signals f[i]: an array (i, path, sample) for each layer.

    The non-linearity is the modulus. Pooling is a dilation: it divides the period and keeps the samples.
    """
    omega, u, out = fftfreq(N, SPACING), f[:, None], []
    for _ in range(DEPTH + 1):
        spectrum = fft(u)
        out.append(ifft(spectrum * output(omega)))
        u = np.abs(ifft(spectrum[:, :, None] * np.array(atoms(omega)))).reshape(len(f), -1, N)
        omega = omega * factor
    return out


def draw(record, theorem):
    x = (np.arange(N) - N / 2) * SPACING
    f = sum(
        a * np.exp(-(((x - c) / w) ** 2))
        for a, c, w in ((1.0, -4.0, 0.2), (-0.7, -1.5, 0.4), (0.9, 1.0, 0.15), (0.5, 3.5, 0.8))
    )
    moved = np.array([np.roll(f, m) for m in (0, *SHIFTS)])
    norm, t = np.linalg.norm(f), SHIFTS * SPACING
    constant = 0.9 * np.exp(-0.5)  # K: the largest value of |output(w)| |w|

    figure, (top, below) = axes("translation t", rows=2, height=4.3, sharex=True)
    top.set(xscale="log", yscale="log", ylim=(2e-4, 6), ylabel="change / ‖f‖", xlim=(t[0] * 0.5, t[-1] * 1.1))
    below.set(yscale="log", ylim=(2e-3, 6), ylabel="change / ‖Φⁿ(f)‖")
    shades = np.linspace(0.35, 1, DEPTH + 1)
    lines, bounds, relative, labels = [], [], [], []
    for n, shade in enumerate(shades):
        bounds += top.plot(t, t, color=SECOND, alpha=shade, lw=1, ls=(0, (4, 2)), gid=f"bound{n}")
        lines += top.plot(t, t, color=ACCENT, alpha=shade, gid=f"line{n}")
        relative += below.plot(t, t, color=ACCENT, alpha=shade, gid=f"relative{n}")
        labels.append(
            [
                a.text(t[0], 1, f"n = {n}", color=ACCENT, ha="right", va="center", gid=f"label{n}{k}")
                for k, a in enumerate((top, below))
            ]
        )
    top.text(t[2], 2, "bound", color=SECOND)
    top.text(t[8], 3e-3, "features of layer n", color=ACCENT)
    below.axhline(np.sqrt(2), color=MUTED, lw=0.6)
    below.text(t[0] * 0.55, 1.7, "unrelated vectors of one length: √2", color=MUTED)

    def apart(values, gap):
        """Where the labels go: beside the first points of the curves, pushed apart on the logarithmic axis until they fit."""
        order, places = np.argsort(values), np.log10(values)
        for a, b in pairwise(order):
            places[b] = max(places[b], places[a] + gap)
        return 10**places

    def update(factor):
        layers = features(moved, factor)
        change = np.array([np.linalg.norm(y[1:] - y[0], axis=(1, 2)) for y in layers])
        own = np.array([np.linalg.norm(y[0]) for y in layers])
        places = apart(change[:, 0] / norm, 0.36), apart(change[:, 0] / own, 0.3)
        for n in range(DEPTH + 1):
            lines[n].set_data(t, change[n] / norm)
            bounds[n].set_data(t, 2 * np.pi * t * constant / factor**n)
            relative[n].set_data(t, change[n] / own[n])
            for k in range(2):
                labels[n][k].set_position((t[0] * 0.92, places[k][n]))

    return Drawing(
        figure,
        alt="Above, for each of four layers, the change of the features against the translation and the bound on it, both on "
        "logarithmic axes: the curves stay below their bounds, and deeper layers change less. Below, the change "
        "relative to the size of the features of the same layer, which is less favourable.",
        slider=Slider("pooling factor S of each layer", np.linspace(1, 3, 11), update, default=2.0),
    )
