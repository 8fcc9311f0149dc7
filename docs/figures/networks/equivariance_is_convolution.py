"""A layer with zero padding as a matrix, the nearest convolution, and what is between them: the corners."""
import numpy as np
from figures import ACCENT, FAINT, INK, MUTED, REFUTED, Drawing, axes

N, WEIGHTS = 6, {1: 1.0, 0: 2.0, -1: 3.0}


def cells(ax, matrix, title):
    """The entries as numbers on squares, as dark as they are large."""
    for x in range(N):
        for y in range(N):
            value = matrix[x, y]
            if abs(value) > 1e-12:
                colour = ACCENT if value > 0 else REFUTED
                ax.fill_between([y - 0.5, y + 0.5], x - 0.5, x + 0.5, color=colour, alpha=0.12 + 0.15 * min(abs(value), 3), lw=0)
                ax.text(y, x, f"{value:.2g}".replace("-", "−").replace("0.", "."), ha="center", va="center", fontsize=6, color=INK)
    for k in range(N + 1):
        ax.plot([-0.5, N - 0.5], [k - 0.5, k - 0.5], color=FAINT, lw=0.5)
        ax.plot([k - 0.5, k - 0.5], [-0.5, N - 0.5], color=FAINT, lw=0.5)
    ax.set(xlim=(-0.55, N - 0.45), ylim=(N - 0.45, -0.55), xticks=[], yticks=[], aspect="equal")
    ax.spines[:].set_visible(False)
    ax.set_title(title, color=MUTED)


def draw(record, theorem):
    layer = np.array([[WEIGHTS.get(x - y, 0.0) for y in range(N)] for x in range(N)])
    shifts = np.subtract.outer(np.arange(N), np.arange(N)) % N
    nearest = np.array([layer[shifts == d].mean() for d in range(N)])[shifts]
    figure, panels = axes(columns=3, height=2.0)
    for ax, matrix, title in zip(panels, (layer, nearest, layer - nearest), ("zero padding, M", "nearest convolution", "difference")):
        cells(ax, matrix, title)
    return Drawing(figure, alt="Three six by six matrices: a layer with zero padding and the weights 1, 2, 3; the circulant matrix of its "
                   "means over the cyclic diagonals, with 0.83, 2 and 2.5; and their difference, which is largest at the two corners "
                   "that padding leaves empty.")
