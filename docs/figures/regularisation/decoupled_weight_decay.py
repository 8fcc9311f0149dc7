"""One step with decay and all steps with a penalty; below them, two weights that come to rest under either."""
import numpy as np
from figures import ACCENT, FAINT, MUTED, SECOND, Drawing, axes

M, THETA, GRADIENT, DECAY = np.array([1.0, 0.1]), np.array([1.0, 1.0]), np.array([-0.5, -1.5]), 0.3


def one_step(ax):
    plain = THETA - M * GRADIENT
    ray = plain - np.array([[0.0], [0.62]]) * M * THETA
    best = plain - 2 * DECAY / M.sum() * M * THETA
    decayed = plain - DECAY * THETA
    ax.plot(*np.array([THETA, plain]).T, color=MUTED, lw=1)
    ax.plot(*ray.T, color=SECOND)
    ax.plot(*np.array([plain, decayed]).T, color=ACCENT)
    ax.plot(*np.array([best, decayed]).T, ":", color=MUTED)
    for point, colour in ((THETA, MUTED), (plain, MUTED), (best, SECOND), (decayed, ACCENT)):
        ax.plot(*point, "o", color=colour)
    ax.text(0.96, 0.93, "θ", color=MUTED)
    ax.text(1.72, 1.19, "gradient step", color=MUTED, ha="right")
    ax.text(0.83, 1.14, "penalty, any c", color=SECOND, va="bottom")
    ax.text(1.22, 0.8, "decay", color=ACCENT)
    ax.set(xlim=(0.8, 1.75), ylim=(0.72, 1.28), xlabel="θ₁", ylabel="θ₂")


def at_rest(ax):
    alpha, lam, steps = 0.1, 0.01, 400
    for coefficient, decay, colour in ((0.0, lam, ACCENT), (lam / alpha, 0.0, SECOND)):
        path = [THETA]
        for _ in range(steps):
            path.append((1 - decay) * path[-1] - alpha * M * (path[-1] - 1 + coefficient * path[-1]))
        first, second = np.array(path).T
        ax.plot(first, color=colour, lw=1)
        ax.plot(second, color=colour)
    ax.axhline(10 / 11, color=FAINT, lw=0.8, zorder=0)
    ax.text(120, 0.94, "both, penalty", color=SECOND)
    ax.text(120, 0.86, "θ₁, decay", color=ACCENT)
    ax.text(120, 0.56, "θ₂, decay", color=ACCENT)
    ax.set(xlim=(0, steps), ylim=(0.4, 1.02), xlabel="step", ylabel="weight")


def draw(record, theorem):
    figure, (left, right) = axes(columns=2, height=2.6)
    one_step(left)
    at_rest(right)
    return Drawing(figure, alt="Left: after the gradient step, decay pulls both weights towards 0 alike; the steps with a penalty lie "
                   "on a ray in another direction, which misses it for every coefficient. Right: with the preconditioner 1 and 1/10 the "
                   "second weight comes to rest at one half under decay, and at ten elevenths, like the first, under the penalty.")
