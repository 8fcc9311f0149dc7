"""Mean square error of greedy networks of steps against their width, in three dimensions, and the bound that is the same for all."""
import numpy as np
from figures import ACCENT, INK, MUTED, SECOND, Drawing, axes

WAVES = ((0.5, 2.0), (-0.3, 5.0), (0.2, 4.0))
C, WIDTH, POINTS = sum(abs(a) * size for a, size in WAVES), 100, 300


def dictionary(z, values):
    order = np.argsort(z)
    jumps = np.diff(values[order])
    return jumps, (z[:, None] >= z[order][1:]) - 0.5


def errors(d, rng):
    x = rng.normal(size=(POINTS, d))
    x *= (rng.uniform(size=POINTS)**(1 / d) / np.linalg.norm(x, axis=1))[:, None]
    found = []
    for a, size in WAVES:
        w = rng.normal(size=d)
        z = x @ w * size / np.linalg.norm(w)
        found.append(dictionary(z, a * np.cos(z + rng.uniform(0, 6))))
    jumps, steps = map(np.hstack, zip(*found))
    g, mean = np.abs(jumps).sum() * np.sign(jumps) * steps, steps @ jumps
    squares, error, out = (g**2).sum(0), np.zeros(POINTS), []
    for k in range(1, WIDTH + 1):
        error = error - mean
        error = error + g[:, (squares + 2 * error @ g).argmin()]
        out.append((error**2).mean() / k**2)
    return out


def draw(record, theorem):
    rng, n = np.random.default_rng(1), np.arange(1, WIDTH + 1)
    figure, ax = axes("steps n", "mean square error")
    ax.plot(n, C**2 / n, color=SECOND)
    ax.annotate("(rC)²/n", (30, C**2 / 30), xytext=(2, 4), textcoords="offset points", color=SECOND)
    for d, colour in ((1, INK), (5, ACCENT), (20, MUTED)):
        ax.plot(n, errors(d, rng), color=colour, lw=1)
    for place, (d, colour) in enumerate(((1, INK), (5, ACCENT), (20, MUTED))):
        ax.text(1.2, 0.003 / 3**place, f"dimension {d}", color=colour)
    ax.set(xscale="log", yscale="log")
    return Drawing(figure, alt="The error of greedy networks falls at least like one over n, in dimension 1, 5 and 20 alike, and stays "
                   "below the bound.")
