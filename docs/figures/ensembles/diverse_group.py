"""Left: where two agents move on three solutions, and where each is stuck. Right: the bound and the probability for larger groups."""
from math import comb

import numpy as np
from figures import ACCENT, INK, MUTED, SECOND, Drawing, axes


def wins(n, N):
    """Two agents of probability 1/2; the random group is the first n of the sample of N."""
    def at_least(k, m):
        return sum(comb(m, j) for j in range(max(k, 0), m + 1)) / 2**m
    return sum(comb(n, j) / 2**n * at_least(n - j, N - n) for j in range(1, n))


def bound(n, N):
    """1 - two missing agents - too few of the best one."""
    return 1 - 2 / 2**n - sum(comb(N, j) for j in range(n)) / 2**N


def landscape(ax):
    """Three solutions of value 0, 1/2, 1."""
    ax.plot(range(3), [0, 0.5, 1], "o", color=INK, ms=7, zorder=3)
    for start, end, bend, colour in (((0, 0), (2, 1), -0.35, ACCENT), ((1, 0.5), (2, 1), 0.35, SECOND)):
        ax.annotate("", end, xytext=start, arrowprops=dict(arrowstyle="-|>", color=colour, shrinkA=7, shrinkB=7, lw=1.6,
                                                          connectionstyle=f"arc3,rad={bend}"))
    ax.text(0.35, 1.0, "agent 1", color=ACCENT, ha="center", va="bottom")
    ax.text(1.85, 0.45, "agent 2", color=SECOND, ha="center", va="top")
    ax.text(1.0, 0.38, "agent 1\nis stuck", color=ACCENT, ha="center", va="top")
    ax.text(0.15, -0.03, "agent 2\nis stuck", color=SECOND, ha="left", va="top")
    ax.set(xlim=(-0.4, 2.4), ylim=(-0.4, 1.25), xticks=range(3), xticklabels=["0", "1", "top"], xlabel="solution",
           ylabel="value")


def draw(record, theorem):
    figure, (left, right) = axes(columns=2, height=2.6)
    landscape(left)
    sizes = np.arange(2, 13)
    for times, style in ((3, "-"), (2, "--")):
        right.plot(sizes, [wins(n, times * n) for n in sizes.tolist()], "o" + style, color=ACCENT, ms=4)
        right.plot(sizes, [bound(n, times * n) for n in sizes.tolist()], style, color=SECOND)
    right.axhline(1, color=MUTED, lw=0.6, ls=":")
    right.text(12, 0.86, "N = 3N₁", color=INK, ha="right", va="top")
    right.text(12, 0.68, "N = 2N₁", color=INK, ha="right", va="bottom")
    right.text(4.6, 0.13, "lines: the bound", color=SECOND, ha="left")
    right.text(4.6, 0.02, "dots: the probability", color=ACCENT, ha="left")
    right.set(xlim=(1.5, 12.5), ylim=(0, 1.06), xlabel="size N₁ of the groups", ylabel="probability")
    return Drawing(figure, alt="Left: of three solutions agent 1 moves from the lowest to the top and is stuck at the middle; agent 2 "
                   "moves from the middle to the top. Right: the probability that a random group outperforms the best of a sample tends to "
                   "one for samples of three times the size, and to one half for twice the size; the bound is below it.")
