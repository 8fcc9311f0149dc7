"""Where the distance of two signals goes: what each order receives, what is still under way, what is lost."""

from itertools import pairwise

import numpy as np
from figures import ACCENT, FAINT, INK, MUTED, SECOND, Drawing, Slider, axes
from numpy.fft import fft, fftfreq, ifft

N, SCALES, DEPTH = 256, 5, 3


def bank():
    """A dyadic bank in which every octave has a sharp edge: |phi|^2 + 1/2 sum of |psi(w)|^2 + |psi(-w)|^2 = 1."""
    k = fftfreq(N) * N
    lows = [np.ones(N)] + [(np.abs(k) < N / 2 ** (j + 1)).astype(float) for j in range(1, SCALES + 1)]
    psi = np.array([np.sqrt(2 * (a - b) * (k > 0)) for a, b in pairwise(lows)])
    psi[0, N // 2] = 1                                                     # the frequency N/2 is its own negative
    return psi, np.sqrt(lows[-1])


def layers(x):
    """(outputs, propagated signals) of every order, as lists of arrays (path, sample)."""
    psi, phi = bank()
    u, outputs, propagated = x[None], [], [x[None]]
    for _ in range(DEPTH):
        spectrum = fft(u)
        outputs.append(ifft(spectrum * phi))
        u = np.abs(ifft(spectrum[:, None] * psi)).reshape(-1, N)
        propagated.append(u)
    return outputs, propagated


def draw(record, theorem):
    x = np.arange(N) / N
    f = sum(a * np.exp(-(((x - c) / w) ** 2)) for a, c, w in ((1, 0.2, 0.01), (-0.8, 0.45, 0.03), (0.6, 0.7, 0.08)))
    f = f + 0.5 * np.sin(2 * np.pi * 40 * x) * (x > 0.5)
    g = 0.7 * np.sign(np.sin(2 * np.pi * 3 * x)) + 0.4 * np.random.default_rng(0).normal(size=N)
    of_f = layers(f)

    def shares(s):
        """B_0 ... B_{M-1} and A_0 ... A_M, relative to A_0, for h = (1 - s) f / 2 + s g."""
        of_h = layers((1 - s) * f / 2 + s * g)
        B, A = ([sum(np.abs(a - b).ravel() ** 2) for a, b in zip(u, v)] for u, v in zip(of_f, of_h))
        return np.array(B) / A[0], np.array(A) / A[0]

    figure, ax = axes("share of ‖f − h‖²", height=2.5)
    ax.set(xlim=(0, 1.02), ylim=(DEPTH + 0.95, -0.8), yticks=range(DEPTH + 1))
    ax.set_yticklabels(["f − h"] + ["after one layer", "after two", "after three"][:DEPTH])
    ax.tick_params(axis="y", length=0)
    shades = np.linspace(1, 0.4, DEPTH)
    ax.barh(range(DEPTH + 1), 1, height=0.62, color=FAINT)
    done = [[ax.barh(m, 0.1, left=0.1, height=0.62, color=ACCENT, alpha=shades[n], gid=f"done{m}{n}")[0] for n in range(m)]
            for m in range(DEPTH + 1)]
    left = [ax.barh(m, 0.1, left=0.1, height=0.62, color=SECOND, gid=f"left{m}")[0] for m in range(DEPTH + 1)]
    for at, name, color in ((0, "averaged outputs, by order", ACCENT), (0.52, "still under way", SECOND), (1, "lost", MUTED)):
        ax.text(at, -0.42, name, color=color, va="bottom", ha="right" if at == 1 else "left")
    note = ax.text(1, DEPTH + 0.4, "", color=INK, ha="right", va="top", gid="note")

    def update(s):
        B, A = shares(s)
        for m in range(DEPTH + 1):
            at = 0.0
            for n in range(m):
                done[m][n].set_x(at)
                done[m][n].set_width(B[n])
                at += B[n]
            left[m].set_x(at)
            left[m].set_width(A[m])
        total = B.sum() ** 0.5
        note.set_text(f"‖Sf − Sh‖ = {total:.3f} ‖f − h‖")

    return Drawing(
        figure,
        alt="Stacked bars, one for each layer. The averaged outputs and what is still under way never sum to more than the "
            "squared distance of "
        "the two inputs; the gap is what the moduli lose.",
        slider=Slider("share of the unrelated "
                      "signal", np.round(np.linspace(0, 1, 11), 1), update, default=0.3, show="{:.1f}".format))
