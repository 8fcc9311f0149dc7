"""Where the best agent is stuck and another one helps; and the bound for the probability against the size of the groups."""
from math import comb

import numpy as np
from figures import ACCENT, FAINT, MUTED, REFUTED, SECOND, Drawing, axes


def bound(chosen, drawn, mass=0.5):
    """The lower bound for two agents of equal probability."""
    few = sum(comb(drawn, k) * mass**k * (1 - mass)**(drawn - k) for k in range(chosen))
    return max(1 - 2 * (1 - mass)**chosen - few, 0)


def draw(record, theorem):
    figure, (left, right) = axes(columns=2, height=2.4)
    left.bar([0, 1, 2], [0.02, 0.5, 1], 0.5, color=FAINT)
    left.annotate("", (1.9, 1.04), (0.05, 0.08), arrowprops=dict(arrowstyle="->", color=ACCENT, connectionstyle="arc3,rad=-0.35"))
    left.annotate("", (1.98, 0.98), (1.1, 0.52), arrowprops=dict(arrowstyle="->", color=SECOND, connectionstyle="arc3,rad=0.3"))
    left.plot([1], [0.53], "o", color=REFUTED, ms=5)
    left.text(0.45, 1.02, "the best agent", color=ACCENT, ha="center")
    left.text(0.98, 0.6, "stuck", color=REFUTED, ha="right")
    left.text(2.3, 0.5, "the other", color=SECOND, ha="right")
    left.set(xlabel="solution", ylabel="value", ylim=(0, 1.25), xlim=(-0.5, 2.5), xticks=[0, 1, 2])
    sizes = np.arange(1, 13)
    for times, colour in ((2, MUTED), (3, SECOND), (5, ACCENT)):
        right.plot(sizes, [bound(int(k), times * int(k)) for k in sizes], ".-", color=colour, ms=4)
    right.text(12.2, bound(12, 60) - 0.0, "N = 5N₁", color=ACCENT, ha="right", va="bottom")
    right.text(8.2, bound(8, 24) - 0.13, "3N₁", color=SECOND)
    right.text(10, bound(10, 20) + 0.05, "2N₁", color=MUTED, ha="center")
    right.set(xlabel="size N₁ of the groups", ylabel="bound", ylim=(0, 1.12), xlim=(0.5, 12.5), xticks=range(2, 13, 2))
    return Drawing(figure, alt="Left, three solutions of growing value: the best agent moves from the first to the last and is stuck in "
                   "the middle, where the other agent moves on. Right, the lower bound for the probability that random agents"
                   " beat the best ones, for two agents: it tends to one when the number of agents is five or three times the"
                   " size of the groups, and to one half when it is twice the size.")
