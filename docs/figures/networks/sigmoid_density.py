"""A staircase of logistic units beside the function it follows; its error against the number of cells, for three slopes."""
import numpy as np
from figures import ACCENT, INK, MUTED, SECOND, Drawing, axes

U = np.linspace(0, 1, 401)


def logistic(t):
    return 0.5 + 0.5 * np.tanh(t / 2)


def tent(u):
    return np.abs(u - 0.5)


def staircase(N, sigma):
    middle = tent((np.arange(N) + 0.5) / N)
    return middle[0] + sigma(U[:, None] - np.arange(1, N) / N) @ np.diff(middle)


def follow(ax):
    ax.plot(U, staircase(10, lambda t: (t > 0) * 1.0), color=MUTED, lw=0.8)
    ax.plot(U, tent(U), color=SECOND)
    ax.plot(U, staircase(10, lambda t: logistic(40 * t)), color=ACCENT)
    ax.text(0.5, 0.3, "|u − ½|", color=SECOND, ha="center")
    ax.text(0.5, 0.36, "steps", color=MUTED, ha="center")
    ax.text(0.5, 0.42, "logistic units", color=ACCENT, ha="center")
    ax.set(title="N = 10, k = 40", xlim=(0, 1), ylim=(-0.02, 0.5))


def price(ax):
    cells = np.unique(np.geomspace(2, 400, 24).astype(int))
    for k in (20, 100, 500):
        errors = [np.abs(tent(U) - staircase(N, lambda t, k=k: logistic(k * t))).max() for N in cells]
        ax.plot(cells, errors, ".", color=ACCENT, ms=4)
        ax.plot(cells, 0.5 / cells + 2 * np.log(2) / k, color=SECOND, lw=1)
        ax.annotate(f"k = {k}", (400, 0.00125 + 2 * np.log(2) / k), xytext=(0, 5), textcoords="offset points", ha="right", color=INK)
    ax.set(title="error, and the bound", xscale="log", yscale="log", ylim=(0.002, 0.6))
    ax.set_xlabel("cells N")


def draw(record, theorem):
    figure, (left, right) = axes("u", "", columns=2, height=2.5)
    follow(left)
    price(right)
    return Drawing(figure, alt="Left, a staircase of ten logistic units lies near the absolute value function. Right, the error falls "
                   "with the number of cells until it reaches a floor that depends on the slope; the bound is above all points.")
