"""The plateau of two neurons and the descent from its edge; the trap of three layers with weight decay."""

import numpy as np
from figures import ACCENT, INK, REFUTED, Drawing, axes


def two_sides(a, b, t):
    """Neurons (-a, a), (-b, b) and (t, t) on the data 1 and -1 with targets 5 and 2."""
    return ((5 - t**2) ** 2 + (2 - a**2 - b**2) ** 2) / 2 + a**2 + b**2 + t**2


def draw(record, theorem):
    figure, (top, below) = axes(rows=2, height=4.2)
    angle, t = np.linspace(np.pi / 4, np.pi / 2, 50), np.linspace(0, 2.4, 80)
    along = np.linspace(-1, 0, 50)
    top.plot(along, two_sides(np.sin(angle), np.cos(angle), 0 * angle), color=REFUTED)
    top.plot(t, two_sides(1, 0, t), color=ACCENT)
    top.plot([0], [14], "o", color=INK)
    top.plot([2], [6], "o", color=ACCENT)
    top.set(xlabel="along the plateau, then size t of a new neuron (t, t)", ylabel="objective F", xlim=(-1.05, 2.4), ylim=(4.5, 17))
    top.text(-0.98, 14.5, "two neurons on one side: 14", color=REFUTED)
    top.text(0.08, 12.1, "one vanishes", color=INK, ha="right")
    top.text(1.75, 5.0, "global minimum 6", color=ACCENT, ha="center")
    s = np.linspace(-0.12, 0.19, 120)
    below.plot(s, 1000 * ((10 - s**3) ** 2 / 2 + 1.5 * s**2 - 50), color=ACCENT)
    below.plot([0], [0], "o", color=REFUTED)
    below.set(xlabel="three layers, u = v = w, near 0", ylabel="1000 (F − 50)", xlim=(-0.12, 0.19), ylim=(-9, 14))
    below.text(0, -3.5, "vanishing network: 50", color=REFUTED, ha="center")
    below.text(0.187, 10.5, "… and 8 at u = v = w = 2", color=ACCENT, ha="right")
    return Drawing(figure, alt="Above, the objective is flat at 14 along a plateau of two neurons; where one of them vanishes a descent "
                               "to the global minimum "
                   "6 begins. Below, near zero, the objective of three layers rises from 50 on both sides before it falls.")
