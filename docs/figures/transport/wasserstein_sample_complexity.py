"""The exact mean of W_1 on a finite space under its bound, and the lower bounds for densities in several dimensions."""

from math import gamma, pi

import numpy as np
from figures import ACCENT, MUTED, SECOND, Drawing, axes
from scipy.stats import binom


def expected(k, n):
    """E W_1 for the uniform law on k points at mutual distance 1: half the summed mean deviations of binomials."""
    j = np.arange(n + 1)
    return k / 2 * (binom.pmf(j, n, 1 / k) * np.abs(j / n - 1 / k)).sum()


def draw(record, theorem):
    figure, (finite, density) = axes(columns=2, height=2.6, sharey=True)
    n = np.unique(np.round(np.geomspace(1, 1000, 25)).astype(int))
    k = 4
    finite.plot(n, np.sqrt((k - 1) / n) / 2, color=SECOND)
    finite.plot(n, [expected(k, x) for x in n], color=ACCENT, marker="o", ms=2.5, lw=1)
    finite.set(xscale="log", yscale="log", xlabel="draws n", ylabel="W₁", title=f"{k} points", ylim=(1e-4, 1.6),
               xlim=(0.8, 1500))
    finite.text(30, 0.24, "bound", color=SECOND)
    finite.text(3, 0.06, "exact mean", color=ACCENT, ha="left", va="top")

    m = np.array([1.0, 1000.0])
    for d in (1, 2, 3, 5):
        omega = pi ** (d / 2) / gamma(d / 2 + 1)
        y = d / (d + 1) * (m * omega) ** (-1 / d)
        density.plot(m, y, color=SECOND)
        density.text(1150, y[1], f"d = {d}", color=SECOND, va="center")
    density.fill_between(m, 1e-4, 1 / (4 * m), color=MUTED, alpha=0.12, lw=0)
    density.text(1.4, 3e-4, "out of reach for d = 1", color=MUTED)
    density.set(xscale="log", yscale="log", xlabel="points m", title="density at most 1", xlim=(0.8, 6000))
    return Drawing(figure,
                   alt="On four points the exact mean of W₁ runs parallel to its bound with slope −1/2. For laws with "
                               "a density the least distance of m points falls with slope −1/d: slowly in five dimensions.")
