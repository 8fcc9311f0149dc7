"""Breiman's bound over correlation and strength, the level 1 above which it is empty, and random forests in the plane."""
import numpy as np
from figures import ACCENT, FAINT, INK, MUTED, REFUTED, SECOND, Drawing, axes

LEVELS = (0.05, 0.2, 1.0)


def forest(rng):
    """(mean correlation, strength) of a forest of 25 trees with two classes: an easy part of the points, and noise."""
    chance = np.clip(rng.beta(6, 1.2, size=400) ** rng.uniform(0.2, 1.5), 0, 1)
    raw = 2.0 * (rng.uniform(size=(25, 400)) < chance) - 1
    s, deviation = raw.mean(), raw.std(1)
    return (raw.mean(0).var() / deviation.mean()**2, s)


def draw(record, theorem):
    rng = np.random.default_rng(4)
    figure, ax = axes("mean correlation", "strength s", height=2.7)
    rho = np.linspace(0, 1, 200)
    for level, colour in zip(LEVELS, (ACCENT, SECOND, REFUTED)):
        ax.plot(rho, np.sqrt(rho / (rho + level)), color=colour)
        ax.text(1.01, np.sqrt(1 / (1 + level)), f"{level:g}", color=colour, va="center")
    ax.fill_between(rho, 0, np.sqrt(rho / (rho + 1)), color=FAINT, lw=0)
    ax.text(0.5, 0.3, "the bound is above 1 and says nothing", color=MUTED, ha="center")
    ax.plot(*zip(*(forest(rng) for _ in range(60))), ".", color=INK, ms=3, alpha=0.6)
    e = np.linspace(0.002, 0.25, 60)
    ax.text(1.01, 1.045, "bound", color=MUTED, va="center")
    ax.plot(0.5 * (1 - 2 * e) / (1 - e), 1 - 2 * e, ":", color=MUTED)
    ax.text(0.44, 0.68, "two trees with disjoint errors", color=MUTED, ha="left", va="center")
    ax.set(xlim=(0, 1.12), ylim=(0, 1.07), xticks=np.linspace(0, 1, 6))
    return Drawing(figure, alt="Curves on which Breiman's bound is 0.05, 0.2 and 1 over the mean correlation, against the strength. Below"
                   " the last one the bound is above 1. Random forests are scattered around the curves, and a dotted line "
                   "shows two trees with disjoint errors, for which the one-sided bound is attained.")
