"""What landmarks cost: the excess of the squared distance against their spacing, on a circle and at a corner."""
import numpy as np
from figures import ACCENT, MUTED, REFUTED, SECOND, Drawing, axes

COUNTS = np.unique(np.geomspace(3, 200, 24).astype(int))
X = np.array([1.6, 0.0])                                      # beside the unit circle


def circle(n):
    """(spacing, excess): x midway between two of n landmarks."""
    t = 2 * np.pi * (np.arange(n) + 0.5) / n
    landmarks = np.stack([np.cos(t), np.sin(t)], 1)
    return 2 * np.sin(np.pi / (2 * n)), ((landmarks - X) ** 2).sum(1).min() - 0.6**2


def corner(n):
    """The corner y = |x| seen from the point (0, -1), with landmarks at the distance r from the tip."""
    r = 2 * np.sin(np.pi / (2 * n))
    return r, (r**2 / 2 + (r / np.sqrt(2) + 1) ** 2) - 1


def draw(record, theorem):
    figure, ax = axes("spacing r of the landmarks", "d(x,N)² − d(x,M)²", height=2.9)
    r, smooth = np.array([circle(n) for n in COUNTS]).T
    sharp = np.array([corner(n)[1] for n in COUNTS])
    ax.plot(r, r**2 * 1.6, color=SECOND)
    ax.plot(r, smooth, "o", color=ACCENT, ms=3.5)
    ax.plot(r, sharp, "o", color=REFUTED, ms=3)
    ax.set(xscale="log", yscale="log", xlim=(0.0065, 1.6), ylim=(4e-5, 6))
    ax.text(0.05, 2.2e-3, "circle, slope 2", color=ACCENT, ha="left", va="top")
    ax.text(0.021, 2.6e-4, "r²(1 + d(x,M)/τ)", color=SECOND, ha="left", va="bottom")
    ax.text(0.0085, 0.22, "corner, slope 1:\nno positive reach", color=REFUTED, ha="left", va="bottom")
    ax.text(0.99, 0.03, "unit circle, x at the distance 0.6", transform=ax.transAxes, ha="right", color=MUTED)
    return Drawing(figure, alt="On logarithmic axes: beside a circle the cost of landmarks in place of the circle falls with the square of "
                   "their spacing and lies on the bound; at a corner it falls with the first power only.")
