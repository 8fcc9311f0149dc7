"""The losses of all 64 masks of the worked example against the number of entries that are kept; their mean moves with p."""
import itertools

import numpy as np
from figures import ACCENT, MUTED, SECOND, Drawing, Slider, axes

X, Y, W = np.array([[1.0, 2], [3, -1], [0, 1]]), np.array([1.0, 0, 2]), np.array([1.0, -1.0])
MASKS = np.array([*itertools.product((0, 1), repeat=6)]).reshape(-1, 3, 2)
LOSSES = ((Y - (MASKS * X) @ W) ** 2).sum(1)
KEPT = MASKS.sum((1, 2))


def levels(p):
    """(mean loss over all masks, loss of the scaled weights)"""
    return (p**KEPT * (1 - p) ** (6 - KEPT)) @ LOSSES, ((Y - p * X @ W) ** 2).sum()


def draw(record, theorem):
    figure, ax = axes("entries kept of 6", "squared error")
    ax.plot(KEPT + np.random.default_rng(0).uniform(-0.18, 0.18, 64), LOSSES, "o", color=MUTED, ms=3, alpha=0.6)
    mean, scaled = levels(0.5)
    above, = ax.plot([-0.4, 6.4], [mean] * 2, color=ACCENT, lw=2, gid="mean")
    below, = ax.plot([-0.4, 6.4], [scaled] * 2, color=SECOND, gid="scaled")
    gap, = ax.plot([6.3, 6.3], [scaled, mean], color=ACCENT, lw=1, gid="gap")
    first = ax.text(6.2, mean + 0.6, f"mean of all masks: {mean:.1f}", color=ACCENT, ha="right", gid="first")
    second = ax.text(6.2, scaled - 0.6, f"scaled weights: {scaled:.1f}", color=SECOND, ha="right", va="top", gid="second")

    def update(p):
        mean, scaled = levels(p)
        above.set_data([-0.4, 6.4], [mean] * 2)
        below.set_data([-0.4, 6.4], [scaled] * 2)
        gap.set_data([6.3, 6.3], [scaled, mean])
        first.set_position((6.2, mean + 0.6))
        first.set_text(f"mean of all masks: {mean:.1f}")
        second.set_position((6.2, scaled - 0.6))
        second.set_text(f"scaled weights: {scaled:.1f}")
    ax.set(xlim=(-0.45, 6.45), ylim=(0, 42))
    return Drawing(figure, alt="The squared errors of the 64 masks of three data with two features, and their mean, above the error of the "
                   "weights scaled by p. The distance of both lines is the penalty; it is largest for p = 1/2 and 0 for p = 1.",
                   slider=Slider("retention p", tuple(round(0.05 * k, 2) for k in range(2, 21)), update, default=0.5))
