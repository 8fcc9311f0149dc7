"""Pairs of laws on three points: W_1 against total variation, in the wedge between the least and the largest distance."""
import numpy as np
from figures import ACCENT, FAINT, MUTED, SECOND, Drawing, axes

SIDES = np.array([[0, 1, 3], [1, 0, 2], [3, 2, 0]])          # the points 0, 1, 3 of a line
STEPS = np.diff([0, 1, 3])


def draw(record, theorem):
    rng = np.random.default_rng(3)
    laws = rng.dirichlet(np.full(3, 0.6), (2, 400))
    variation = np.abs(laws[0] - laws[1]).sum(1) / 2
    distance = (np.abs(np.cumsum(laws[0] - laws[1], 1)[:, :2]) * STEPS).sum(1)
    least, largest = SIDES[SIDES > 0].min(), SIDES.max()
    figure, ax = axes("total variation δ", "W₁")
    t = np.array([0.0, 1.0])
    ax.fill_between(t, least * t, largest * t, color=FAINT, lw=0, zorder=0)
    for slope, name in ((least, "m δ"), (largest, "D δ")):
        ax.plot(t, slope * t, color=SECOND)
        ax.annotate(name, (1, slope), xytext=(4, 0), textcoords="offset points", va="center", color=SECOND)
    ax.plot(variation, distance, ".", color=ACCENT, ms=3, alpha=0.6)
    ax.text(0.03, 2.75, "points 0, 1, 3 of a line: m = 1, D = 3", color=MUTED)
    ax.set(xlim=(0, 1.1), ylim=(0, 3.15))
    return Drawing(figure, alt="400 pairs of laws on three points of a line: W₁ lies between the least distance times the total variation "
                   "and the largest distance times it, and fills the wedge between the two lines.")
