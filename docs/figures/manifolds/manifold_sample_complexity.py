"""How many samples the bound asks for, against the accuracy, for curves and surfaces; and the slopes of the published theorem."""
import numpy as np
from figures import ACCENT, MUTED, SECOND, Drawing, axes

V, TAU, DELTA = np.pi, 0.5, 0.05
UNIT = {1: 2.0, 2: np.pi}
EPSILON = np.geomspace(0.02, 1, 25)


def needed(eps, d):
    """The least number of draws for which some spacing r gives this accuracy."""
    r = np.geomspace(1e-3, 1.99 * TAU * 2, 4000)
    r = r[r**2 * (1 + 2 / TAU) < eps]
    k = np.floor(V / (UNIT[d] * (r / 2 * np.sqrt(1 - r**2 / (16 * TAU**2)))**d))
    return (((5 * k + np.sqrt(8 * np.log(2 / DELTA))) / (eps - r**2 * (1 + 2 / TAU)))**2).min()


def draw(record, theorem):
    figure, ax = axes("accuracy ε", "draws n", height=2.9)
    for d in (1, 2):
        n = np.array([needed(e, d) for e in EPSILON])
        ax.plot(EPSILON, n, color=ACCENT)
        ax.text(0.0185, n[0], f"d = {d}", color=ACCENT, ha="right", va="center")
        slope = 2 + d / 2
        ax.plot(EPSILON, n[-1] * EPSILON**-slope, color=SECOND, ls="--")
        ax.text(0.0185, n[-1] * 0.02**-slope, f"slope {slope:g}", color=SECOND, ha="right", va="center")
    ax.set(xscale="log", yscale="log", xlim=(0.0075, 1.2), ylim=(3e3, 2e13))
    ax.text(0.99, 0.95, "volume π, reach 1/2, error 0.05", transform=ax.transAxes, ha="right", va="top", color=MUTED)
    return Drawing(figure, alt="On logarithmic axes the number of draws grows like the power minus three of the accuracy for "
                   "curves and minus four for surfaces; dashed lines have the published powers, two and a half and three.")
