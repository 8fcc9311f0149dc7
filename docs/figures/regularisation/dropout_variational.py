"""Information between mask and weight against the distance of the means, and the band of the passes of a small network."""

from itertools import product

import numpy as np
from figures import ACCENT, INK, MUTED, SECOND, Drawing, Slider, axes

D = np.linspace(0.02, 8, 80)
X = np.linspace(-3, 3, 90)
WEIGHTS, SLOPES, SHIFTS, NOISE = np.array([1.2, -0.9, 0.8]), np.array([1.0, 2.0, -1.5]), np.array([0.0, 1.0, 1.5]), 0.15


def information(p):
    """For all distances, in nats."""
    x = np.linspace(-9, 17, 1001)[:, None]
    first, second = (np.exp(-((x - c) ** 2) / 2) / np.sqrt(2 * np.pi) for c in (D, 0))
    L = D * x - D**2 / 2 + np.log(p / (1 - p))
    left = (p * first * np.logaddexp(0, -L) + (1 - p) * second * np.logaddexp(0, L)).sum(0) * (x[1] - x[0])
    return entropy(p) - left


def entropy(p):
    return -p * np.log(p) - (1 - p) * np.log(1 - p)


def passes(p):
    """(mean, variance) over the masks."""
    masks = np.array([*product((0, 1), repeat=3)])
    weights = np.where(masks, p, 1 - p).prod(1)
    f = (masks * WEIGHTS) @ np.tanh(np.outer(SLOPES, X) + SHIFTS[:, None])
    mean = weights @ f
    return mean, weights @ (f - mean) ** 2


def draw(record, theorem):
    figure, (top, below) = axes(rows=2, height=4.3)
    top.set(xlabel="distance of the means, in spreads", ylabel="r / h(p)", xlim=(0, 8), ylim=(0, 1.12))
    low, = top.plot(D, D, "--", color=SECOND, lw=1, gid="low")
    high, = top.plot(D, D, "--", color=SECOND, lw=1, gid="high")
    curve, = top.plot(D, D, color=ACCENT, gid="information")
    top.text(7.9, 0.25, "information that the loss leaves out", color=ACCENT, ha="right")
    top.text(7.9, 0.12, "bounds", color=SECOND, ha="right")
    below.set(xlabel="input x", ylabel="output", xlim=(-3, 3), ylim=(-3.6, 4.6))
    wide = below.fill_between(X, X, X, color=SECOND, alpha=0.25, lw=0, gid="wide")
    narrow = below.fill_between(X, X, X, color=ACCENT, alpha=0.35, lw=0, gid="narrow")
    centre, = below.plot(X, X, color=INK, gid="centre")
    below.text(-2.9, 3.7, "masks alone", color=ACCENT)
    below.text(-0.9, 3.7, "with observation noise", color=SECOND)
    below.text(2.9, -3.3, "mean ± 2 standard deviations", color=MUTED, ha="right")

    def band(artist, mean, deviation):
        edge = np.concatenate([mean + 2 * deviation, (mean - 2 * deviation)[::-1]])
        artist.set_verts([np.column_stack([np.concatenate([X, X[::-1]]), edge])])

    def update(p):
        h = entropy(p)
        low.set_data(D, np.maximum(0, h - 2 * np.log(2) * np.sqrt(p * (1 - p)) * np.exp(-D**2 / 8)) / h)
        high.set_data(D, np.minimum(h, np.log1p(p * (1 - p) * D**2) / 2) / h)
        curve.set_data(D, information(p) / h)
        mean, variance = passes(p)
        centre.set_data(X, mean)
        band(wide, mean, np.sqrt(variance + NOISE))
        band(narrow, mean, np.sqrt(variance))

    return Drawing(figure, alt="Above, the information that the loss leaves out rises from 0 to the entropy of a mask as the two means "
                               "move apart, between two "
                   "dashed bounds. Below, the output of a network with random masks as a band around its mean, wider with observation "
                   "noise.",
                   slider=Slider("keep probability p", np.round(np.arange(0.1, 0.91, 0.1), 1), update, default=0.8, show="{:.1f}".format))
