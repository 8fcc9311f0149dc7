"""The mean error of K trees for two forests: one whose error dips and rises again, and one with a gap."""
from math import comb

import numpy as np
from figures import ACCENT, MUTED, REFUTED, SECOND, Drawing, axes


def wrong(k, right):
    """The probability that fewer than half of k votes are right, k odd."""
    return sum(comb(k, j) * right**j * (1 - right)**(k - j) for j in range(k // 2 + 1))


def draw(record, theorem):
    trees = np.arange(1, 60, 2)
    figure, ax = axes("trees K, odd", "mean error", height=2.6)
    for chances, colour in (((0.9, 0.4), REFUTED), ((0.9, 0.7), ACCENT)):
        ax.plot(trees, [np.mean([wrong(int(k), p) for p in chances]) for k in trees], ".-", color=colour, ms=4)
    ax.axhline(0.5, color=MUTED, lw=0.6, ls=":")
    ax.text(59, 0.505, "limit 1/2", color=MUTED, ha="right", va="bottom")
    ax.text(25, 0.385, "at half of the points 4 of 10 trees are right", color=REFUTED, ha="left", va="top")
    ax.text(25, 0.06, "everywhere at least 7 of 10", color=ACCENT, ha="left", va="bottom")
    ax.annotate("least at K = 3", (3, 0.338), xytext=(6, 0.25), color=SECOND, arrowprops=dict(arrowstyle="-", color=SECOND, lw=0.6))
    ax.set(xlim=(0, 60), ylim=(0, 0.56))
    return Drawing(figure, alt="Mean error against the number of trees. For one forest it dips at three trees and then rises towards one "
                   "half; for the other, where most trees are right at every point, it falls to zero.")
