"""Poles of three tanh units in the complex plane; the difference of two different networks with three zeros."""
import numpy as np
from figures import ACCENT, INK, MUTED, SECOND, Drawing, axes

UNITS = ((1.0, 0.8, ACCENT, "o"), (2.2, 1.76, SECOND, "s"), (1.6, -1.9, MUTED, "^"))          # w, b, the first two in one column


def poles(ax):
    for place, (w, b, colour, marker) in enumerate(UNITS):
        heights = np.pi * (np.arange(6) + 0.5) / w
        heights = heights[heights < 5.2]
        ax.plot(np.full(len(heights), -b / w), heights, marker, color=colour, ms=4.5)
        if place:                                  # the nearest one of each column
            ax.plot(-b / w, heights[0], "o", mfc="none", mec=INK, ms=10, mew=0.8)
    ax.axhline(0, color=MUTED, lw=0.6)
    ax.text(-0.5, 0.75, "w = 2.2", color=SECOND, va="center")
    ax.text(-0.5, np.pi / 2, "w = 1", color=ACCENT, va="center")
    ax.text(1.1, 0.4, "w = 1.6", color=MUTED, ha="center", va="center")
    ax.set(xlim=(-1.5, 2.1), ylim=(-0.3, 5.4))


def difference(ax):
    x = np.linspace(-2, 2, 200)
    ax.plot(x, np.tanh(4 * x) - 1.5 * np.tanh(x), color=ACCENT)
    ax.axhline(0, color=MUTED, lw=0.6)
    zeros = [-0.800772716155, 0, 0.800772716155]
    ax.plot(zeros, [0, 0, 0], "o", color=SECOND)
    ax.set(xlim=(-2, 2), ylim=(-0.75, 0.75), title="tanh 4x − 1.5 tanh x")


def draw(record, theorem):
    figure, (left, right) = axes("Re z", "Im z", columns=2, height=2.5)
    left.set_title("poles of three units")
    right.set_xlabel("x")
    poles(left)
    difference(right)
    return Drawing(figure, alt="Left, the poles of three tanh units stand in two columns; in each the pole nearest to the real axis "
                   "belongs to one unit alone. Right, the difference of two networks with one unit each crosses zero three times.")
