"""Mean and deviation of Gaussian laws: the exact flow, proximal steps of two sizes, the end of explicit steps; error against step."""

import numpy as np
from figures import ACCENT, FAINT, MUTED, REFUTED, SECOND, Drawing, axes

LAMBDA, BETA, START, END = 1.3, 2.0, (2.0, 0.3), 2.4


def flow(t, start=START):
    """(mean, deviation) at the times t."""
    decay = np.exp(-LAMBDA * t)
    return decay * start[0], np.sqrt((decay * start[1]) ** 2 + (1 - decay**2) / (BETA * LAMBDA))


def proximal(h, steps):
    m, s = [START[0]], [START[1]]
    for _ in range(steps):
        m.append(m[-1] / (1 + h * LAMBDA))
        s.append((s[-1] + np.sqrt(s[-1] ** 2 + 4 * (1 + h * LAMBDA) * h / BETA)) / (2 * (1 + h * LAMBDA)))
    return np.array(m), np.array(s)


def gradient(m, s):
    return np.array([LAMBDA * m, LAMBDA * s - 1 / (BETA * s)])


def plane(ax):
    times = np.linspace(0, 6, 300)
    for start in ((-2.2, 0.25), (-1.2, 1.25), (1.1, 1.25), (2.4, 0.9), (0.7, 0.12), (-0.7, 0.12)):
        ax.plot(*flow(times, start), color=FAINT, lw=1)
    ax.plot(*flow(times), color=MUTED, lw=1.2)
    for h, colour, mark in ((0.8, SECOND, "s"), (0.2, ACCENT, "o")):
        ax.plot(*proximal(h, round(END / h)), mark + "-", color=colour, lw=0.9, ms=3)
    rest = 1 / np.sqrt(BETA * LAMBDA)
    explicit = rest / np.sqrt(1 - 0.5 * LAMBDA / 2)
    ax.plot(0, rest, "o", color=MUTED, ms=5)
    ax.plot(0, explicit, "x", color=REFUTED, ms=6)
    ax.text(-0.1, rest - 0.03, "equilibrium", ha="right", va="top", color=MUTED)
    ax.text(-0.1, explicit + 0.05, "explicit, h = 0.5, ends here", ha="right", color=REFUTED)
    ax.text(0.95, 0.47, "h = 0.8", color=SECOND, ha="right", va="top")
    ax.text(1.15, 0.57, "h = 0.2 (grey: exact)", color=ACCENT)
    ax.set(xlim=(-2.4, 2.5), ylim=(0, 1.3), xlabel="mean", ylabel="standard deviation")


def errors(ax):
    sizes = 1 / np.array([5, 10, 20, 40, 80, 160])
    worst = []
    for h in sizes:
        steps = round(1 / h)
        (m, s), (exact_m, exact_s) = proximal(h, steps), flow(h * np.arange(steps + 1))
        worst.append(np.hypot(m - exact_m, s - exact_s).max())
    g = gradient(*START) - gradient(*flow(1.0))
    ax.loglog(sizes, np.linalg.norm(g) / 2 * sizes, color=SECOND)
    ax.loglog(sizes, worst, "o-", color=ACCENT, ms=3)
    ax.text(0.02, 0.048, "bound h/2 |g(0) − g(1)|", color=SECOND, ha="right")
    ax.text(0.03, 0.0085, "largest W₂ up to time 1", color=ACCENT)
    ax.set(xlabel="step h", ylabel="error")


def draw(record, theorem):
    figure, (top, below) = axes(rows=2, height=5.2, height_ratios=(1.4, 1))
    plane(top)
    errors(below)
    return Drawing(figure, alt="Above, Gaussian laws as points of the half plane of mean and deviation: flow lines lead to the "
                   "equilibrium, proximal steps of two sizes follow one of them, and explicit steps end above it. Below, the error falls "
                   "in proportion to the step, below the bound.")
