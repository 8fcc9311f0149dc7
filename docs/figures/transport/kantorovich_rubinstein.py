"""Two histograms on a line and an optimal 1-Lipschitz function, for a second histogram that the reader moves."""

import numpy as np
from figures import ACCENT, FAINT, INK, MUTED, SECOND, Drawing, Slider, axes

N = 24
X = np.arange(N)


def histogram(*bumps):
    """Normalised sum of Gaussian bumps (height, centre, width); below 1e-3 of the top it is 0."""
    w = sum(h * np.exp(-(((X - c) / s) ** 2)) for h, c, s in bumps)
    w = np.where(w > 1e-3 * w.max(), w, 0)
    return w / w.sum()


def steps(w):
    """Outline of the bars of a histogram."""
    return np.repeat(np.arange(N + 1) - 0.5, 2), np.concatenate([[0], np.repeat(w, 2), [0]])


def draw(record, theorem):
    mu = histogram((1.0, 6, 1.8), (0.6, 16, 1.5))
    figure, (top, below) = axes("position x", rows=2, height=3.9, sharex=True)
    top.set(ylabel="mass", ylim=(0, 0.47), xlim=(-0.7, N - 0.3))
    below.set(ylabel="f(x)", ylim=(-12.5, 12.5))
    top.fill_between(*steps(mu), color=ACCENT, alpha=0.35, lw=0)
    top.text(6, mu[6] + 0.015, "μ", color=ACCENT, ha="center")
    outline, = top.plot(*steps(mu), color=SECOND, gid="nu")
    name = top.text(0, 0, "ν", color=SECOND, ha="center", gid="nu-name")
    value = top.text(0.99, 0.92, "", transform=top.transAxes, ha="right", gid="value")
    below.axhline(0, color=FAINT, lw=0.8, zorder=0)
    curve, = below.plot(X, 0 * X, "-", color=INK, gid="f")
    below.text(0.99, 0.92, "slope −1: mass moves right, slope 1: mass moves left", transform=below.transAxes, ha="right", color=MUTED)

    def update(c):
        nu = histogram((1.0, c, 1.6))
        apart = np.cumsum(mu - nu)[:-1]
        apart = np.where(np.abs(apart) > 1e-12, apart, 0)
        f = np.concatenate([[0], np.cumsum(-np.sign(apart))])
        f = f - (f.max() + f.min()) / 2
        outline.set_data(*steps(nu))
        name.set_position((c, nu.max() + 0.015))
        curve.set_data(X, f)
        value.set_text(f"∫f dμ − ∫f dν = W₁ = {np.abs(apart).sum():.3f}")

    return Drawing(figure, alt="Above, a histogram μ with two bumps and a histogram ν with one. Below, a function with slopes plus and "
                   "minus one that attains the Wasserstein distance: it falls where mass of μ moves right and rises where it moves left.",
                   slider=Slider("centre of ν", np.arange(4, 20), update, default=11, show="{:d}".format))
