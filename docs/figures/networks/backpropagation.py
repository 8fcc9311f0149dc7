"""A program as a graph with values and adjoints; and what a gradient costs, forwards and backwards."""
import numpy as np
from figures import ACCENT, FAINT, INK, MUTED, SECOND, Drawing, axes

PROGRAM, POINT = (("*", 0, 1), ("+", 2, 0), ("*", 3, 2)), (1, 3)          # operations on earlier nodes; nodes 0 and 1 are the inputs
PLACES = [(0, 1), (0, 0), (1, 0.15), (2, 0.95), (3, 0.5)]
NAMES = ["x₀", "x₁", "×", "+", "×"]


def swept():
    """(values, local partial derivatives by operation, adjoints); plain numbers, because the site is built without JAX."""
    v, p = list(POINT), []
    for sign, i, j in PROGRAM:
        p.append((v[j], v[i]) if sign == "*" else (1, 1))
        v.append(v[i] * v[j] if sign == "*" else v[i] + v[j])
    adjoint = [0] * (len(v) - 1) + [1]
    for t in reversed(range(len(PROGRAM))):
        for k, slope in zip(PROGRAM[t][1:], p[t]):
            adjoint[k] += slope * adjoint[len(POINT) + t]
    return v, p, adjoint


def graph(ax):
    v, p, adjoint = swept()
    for t, (_, *operands) in enumerate(PROGRAM):
        for a, k in enumerate(operands):
            (x, y), (x2, y2) = PLACES[k], PLACES[len(POINT) + t]
            ax.annotate("", (x2, y2), (x, y), arrowprops=dict(arrowstyle="->", color=MUTED, lw=0.8, shrinkA=9, shrinkB=9))
            ax.text(0.62 * x + 0.38 * x2, 0.62 * y + 0.38 * y2, str(p[t][a]), color=MUTED, fontsize=7, ha="center", va="center",
                    bbox=dict(boxstyle="square,pad=0.1", fc=FAINT, ec="none"))
    for (x, y), name, value, back in zip(PLACES, NAMES, v, adjoint):
        ax.plot([x], [y], "o", ms=15, mfc=FAINT, mec=INK, mew=0.6, zorder=3)
        ax.text(x, y, str(value), ha="center", va="center", zorder=4, fontsize=7.5)
        ax.text(x, y + 0.17, name, ha="center", va="bottom", fontsize=7)
        ax.text(x, y - 0.17, str(back), ha="center", va="top", color=ACCENT, fontsize=8)
    ax.set(xlim=(-0.5, 3.5), ylim=(-0.4, 1.4), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    ax.set_title("values inside, adjoints below", color=ACCENT)


def cost(ax):
    n = np.array([1, 1e3, 1e6])
    ax.loglog(n, 1 + 3 * n, color=SECOND)
    ax.loglog(n, 0 * n + 4, color=ACCENT)
    ax.text(1.5, 1e5, "forward, one\nsweep an input", color=SECOND, ha="left", va="center")
    ax.text(1e6, 6, "backward: at most 4", color=ACCENT, ha="right", va="bottom")
    ax.set(xlabel="inputs", xlim=(1, 1e6), ylim=(1, 1e7))
    ax.set_title("operations, in those of f", color=MUTED)


def draw(record, theorem):
    figure, (left, right) = axes(columns=2, height=2.3, width_ratios=[1.25, 1])
    left.set_xlabel("")
    graph(left)
    cost(right)
    return Drawing(figure, alt="Left, a graph of three operations on the inputs 1 and 3: the values 3, 4, 12 in the nodes, the local "
                   "partial derivatives on the edges and below the nodes the adjoints 1, 3, 7, 24, 7. Right, the operations for a gradient "
                   "against the number of inputs: forward mode grows in proportion, the reverse sweep stays below four times the function.")
