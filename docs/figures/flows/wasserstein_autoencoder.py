"""A plan from data to outputs, the same ribbons through the codes, and many encoders: reconstruction cost against mismatch of codes."""

import numpy as np
from figures import ACCENT, FAINT, INK, MUTED, SECOND, Drawing, axes

DATA, PRIOR, G = np.array([0.4, 0.6]), np.array([0.3, 0.4, 0.3]), np.array([0, 0, 1])
PLAN = np.array([[0.4, 0.0], [0.3, 0.3]])
OUTPUT = PLAN.sum(0)
COST = np.abs(np.arange(2)[:, None] - G)                # of a data point and a code
GAP = 0.16


def bars(ax, x, masses, names):
    """Bars from the top down; returns their upper ends."""
    tops = 1 - np.concatenate([[0], np.cumsum(masses + GAP)[:-1]])
    for top, mass, name in zip(tops, masses, names):
        ax.fill([x - 0.03, x + 0.03, x + 0.03, x - 0.03], [top, top, top - mass, top - mass], color=INK, lw=0)
        ax.text(x, top + 0.012, name, ha="center", va="bottom", fontsize=7.5)
    return tops


def ribbons(ax, left, right, matrix, x, y):
    """One ribbon for every entry, stacked on both sides in the order of the rows and columns; coloured by the row."""
    left, right = left.copy(), right.copy()
    for i, row in enumerate(matrix):
        for j, mass in enumerate(row):
            if mass > 0:
                ax.fill([x + 0.03, y - 0.03, y - 0.03, x + 0.03], [left[i], right[j], right[j] - mass, left[i] - mass],
                        color=(ACCENT, SECOND)[i], alpha=0.45, lw=0)
                left[i], right[j] = left[i] - mass, right[j] - mass


def transport(ax):
    """Left the plan, right the plan divided among the codes of each output."""
    encoder = PLAN[:, G] * (PRIOR / OUTPUT[G])
    decoder = encoder.sum(0)[:, None] * (G[:, None] == np.arange(2))
    ribbons(ax, bars(ax, 0, DATA, ("0.4", "0.6")), bars(ax, 1, OUTPUT, ("0.7", "0.3")), PLAN, 0, 1)
    data, codes = bars(ax, 1.7, DATA, ("0.4", "0.6")), bars(ax, 2.7, PRIOR, ("0.3", "0.4", "0.3"))
    ribbons(ax, data, codes, encoder, 1.7, 2.7)
    for j, (top, mass) in enumerate(zip(codes, PRIOR)):
        at = 1 - (GAP + OUTPUT[0]) * G[j] - PRIOR[:j][G[:j] == G[j]].sum()
        ax.fill([2.73, 3.27, 3.27, 2.73], [top, at, at - decoder[j].sum(), top - mass], color=FAINT, lw=0)
    bars(ax, 3.3, OUTPUT, ("0.7", "0.3"))
    for x, name in ((0, "data"), (1, "output"), (1.7, "data"), (2.7, "codes"), (3.3, "output")):
        ax.text(x, -0.5, name, ha="center", color=MUTED)
    ax.set(xlim=(-0.3, 3.6), ylim=(-0.55, 1.12))
    ax.axis("off")


def encoders(ax):
    """Random encoders in the plane of latent mismatch and reconstruction cost."""
    rng = np.random.default_rng(3)
    E = DATA[:, None] * rng.dirichlet([0.5] * 3, (260, 2))
    mismatch = np.abs(np.cumsum(E.sum(1) - PRIOR, 1)).sum(1)
    least = PLAN[:, G] * (PRIOR / OUTPUT[G])
    steps = np.linspace(0, 1, 7)[:, None, None]
    matched = (1 - steps) * least + steps * np.outer(DATA, PRIOR)
    ax.plot(mismatch, (E * COST).sum((1, 2)), ".", color=MUTED, ms=3, alpha=0.7)
    ax.plot(0 * steps.ravel(), (matched * COST).sum((1, 2)), "o", color=ACCENT, ms=4, clip_on=False)
    ax.plot([0, 0.3], [0.3, 0], color=SECOND)
    ax.axhline(0.3, color=SECOND, lw=0.8, ls="--")
    ax.text(1.04, 0.315, "cost of transport 0.3", color=SECOND, ha="right")
    ax.text(0.03, 0.56, "matched", color=ACCENT)
    ax.text(0.008, 0.04, "none below", fontsize=7.5, color=SECOND)
    ax.set(xlim=(0, 1.05), ylim=(0, 1))


def draw(record, theorem):
    figure, (top, below) = axes("mismatch: W₁ of codes and prior", rows=2, height=4.4, height_ratios=(1, 1.1))
    transport(top)
    encoders(below)
    below.set(ylabel="reconstruction cost")
    return Drawing(figure, alt="Above, ribbons carry two data points to two outputs, and the same ribbons pass through three codes, two of "
                   "which share an output. Below, encoders with the codes of the prior cost at least as much as transport; others may cost "
                   "less, by at most their mismatch.")
