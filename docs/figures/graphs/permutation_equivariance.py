"""A cycle of four vertices: a filter by eigenvalue turns with the impulse, a filter by number does not."""
import numpy as np
from figures import ACCENT, FAINT, MUTED, SECOND, Drawing, axes

PLACES = np.array([(0, 1), (1, 0), (0, -1), (-1, 0)], float)
TURN = np.roll(np.eye(4), 1, axis=0)
BASIS = np.array([[1, 1, 1, 1], [2**0.5, 0, -2**0.5, 0], [0, 2**0.5, 0, -2**0.5], [1, -1, 1, -1]]) / 2


def filtered(gains):
    return BASIS.T @ np.diag(gains) @ BASIS


def cycle(ax, shift, x, y):
    places = PLACES + shift
    ring = np.vstack([places, places[:1]])
    ax.plot(*ring.T, color=FAINT, lw=1.2, zorder=0)
    for place, value, impulse in zip(places, y, x):
        ax.scatter(*place, s=190 * abs(value) + 15, color=ACCENT if value >= 0 else SECOND, lw=0)
        if impulse:
            ax.scatter(*place, s=760, facecolor="none", edgecolor=MUTED, lw=0.8)
        ax.text(*(place + 0.78 * (place - shift)), f"{value + 0:.4g}".replace("-", "−"), color=MUTED, ha="center", va="center")


def draw(record, theorem):
    figure, both = axes(columns=2, height=3.6)
    for ax, gains, title in zip(both, ((1, 2.5, 2.5, 4), (1, 2, 3, 4)), ("gains by eigenvalue", "gains by number")):
        H, x = np.round(filtered(gains), 12), np.eye(4)[0]
        cycle(ax, (0, 0), x, H @ x)
        cycle(ax, (0, -4.1), TURN @ x, H @ TURN @ x)
        ax.set(xlim=(-2.4, 2.4), ylim=(-6.1, 2), aspect="equal", title=title)
        ax.axis("off")
    return Drawing(figure, alt="Two impulses on a cycle of four vertices, at the top and at the right. With gains by eigenvalue the second "
                   "output is the first one turned; with gains by number its values are different.")
