"""W_1 and Jensen-Shannon along a weight of one unit; and the expected tents over a fat Cantor set, which have no derivative on it."""
from collections import defaultdict

import numpy as np
from figures import ACCENT, FAINT, MUTED, REFUTED, SECOND, Drawing, axes
from scipy.special import rel_entr

LATENT, REAL = {1.0: 0.25, 2.0: 0.75}, {3.0: 0.5, 6.0: 0.5}
SLOPE = sum(w * z for z, w in LATENT.items())


def losses(theta):
    """(W_1, JS) of the law of theta z and the real one."""
    masses = defaultdict(lambda: [0.0, 0.0])
    for z, w in LATENT.items():
        masses[theta * z][0] += w
    for x, w in REAL.items():
        masses[x][1] += w
    places = sorted(masses)
    laws = np.array([masses[x] for x in places]).T
    gaps = np.cumsum(laws[0] - laws[1])[:-1]
    js = sum(rel_entr(law, laws.mean(0)).sum() for law in laws) / 2
    return (np.abs(gaps) * np.diff(places)).sum(), js


def line(ax):
    """Along the weight: the loss, the cone of the bound at 4, Jensen-Shannon with the places where atoms meet."""
    t = np.arange(281) / 40
    w1, js = np.array([losses(x) for x in t]).T
    base = losses(4.0)[0]
    ax.fill_between(t, base - SLOPE * abs(t - 4), base + SLOPE * abs(t - 4), color=FAINT, lw=0, zorder=0)
    ax.plot(t, w1, color=ACCENT)
    ax.plot(4, base, "o", color=ACCENT)
    meet = np.isclose(js, np.log(2))
    ax.plot(t, np.where(meet, js, np.nan), color=REFUTED)
    ax.plot(t[~meet], js[~meet], "o", color=REFUTED, ms=3)
    ax.text(5.0, 4.6, "W₁ stays in the cone", color=ACCENT, ha="right")
    ax.text(3.6, 0.95, "Jensen-Shannon: log 2, and jumps", color=REFUTED)
    ax.set(xlim=(0, 7), ylim=(0, 6.5), xlabel="weight θ of one ReLU unit", ylabel="loss")


def gaps(generations):
    """(generation, left end) of the removed gaps of length 4^-n, each in the middle of what was left."""
    out, left = [], [(0.0, 1.0)]
    for n in range(1, generations + 1):
        middles = [(a + b - 4.0**-n) / 2 for a, b in left]
        out += [(n, g) for g in middles]
        left = [piece for (a, b), g in zip(left, middles) for piece in ((a, g), (g + 4.0**-n, b))]
    return out


def tents(ax):
    """W_1(theta) = sum of q_n T_n / 2, for six generations."""
    x, y = [0.0, 1.0], [0.0, 0.0]
    for n, g in gaps(6):
        width = 4.0**-n
        x += [g + width / 4, g + width / 2, g + 3 * width / 4]
        y += [0.0, 0.5 / (n * (n + 1)), 0.0]
    order = np.argsort(x)
    ax.plot(np.array(x)[order], np.array(y)[order], color=SECOND, lw=0.9)
    ax.text(0.99, 0.2, "no derivative\non a set of measure ½", color=MUTED, ha="right")
    ax.set(xlim=(0, 1), ylim=(0, 0.27), xlabel="θ, with a constant for each θ but none for its neighbourhood", ylabel="W₁")


def draw(record, theorem):
    figure, (top, bottom) = axes(rows=2, height=4.2, gridspec_kw=dict(height_ratios=(1.6, 1)))
    line(top)
    tents(bottom)
    return Drawing(figure, alt="Above: along a weight of a ReLU unit the Wasserstein loss is piecewise linear and stays in the cone of "
                   "the bound; Jensen-Shannon is log 2 except at three places, where it jumps. Below: narrow tents that accumulate at a "
                   "Cantor set.")
