"""What dropout charges a single feature of a logistic model, as a function of its margin; the rate moves."""

import numpy as np
from figures import ACCENT, FAINT, MUTED, SECOND, Drawing, Slider, axes

Z = np.linspace(-9, 9, 99)


def softplus(s):
    return np.logaddexp(0, s)


def penalty(z, rate):
    return rate * np.log(2) + (1 - rate) * softplus(z / (1 - rate)) - softplus(z)


def quadratic(z, rate):
    w = 1 / (2 + np.exp(z) + np.exp(-z))
    return w * z**2 * rate / (1 - rate) / 2


def draw(record, theorem):
    figure, ax = axes("margin z of the feature", "penalty per datum", height=2.9)
    ax.set(xlim=(-9, 9), ylim=(0, 0.72))
    ax.axhline(0, color=FAINT, lw=0.8, zorder=0)
    decay, = ax.plot(Z, Z, color=MUTED, lw=1, gid="decay")
    level, = ax.plot([-9, 9], [0, 0], ":", color=MUTED, gid="level")
    second, = ax.plot(Z, Z, color=SECOND, gid="quadratic")
    true, = ax.plot(Z, Z, color=ACCENT, gid="penalty")
    name = ax.text(8.8, 0, "", color=MUTED, ha="right", va="bottom", gid="name")
    ax.text(-8.8, 0.655, "dropout", color=ACCENT)
    ax.text(-8.8, 0.595, "quadratic penalty", color=SECOND)
    ax.text(-8.8, 0.535, "one eighth of the variance", color=MUTED)

    def update(rate):
        decay.set_data(Z, Z**2 * rate / (1 - rate) / 8)
        level.set_data([-9, 9], [rate * np.log(2)] * 2)
        second.set_data(Z, quadratic(Z, rate))
        true.set_data(Z, penalty(Z, rate))
        name.set_position((8.8, rate * np.log(2)))
        name.set_text(f"δ log 2 = {rate * np.log(2):.3f}")

    return Drawing(figure, alt="Three curves against the margin: the penalty of dropout rises from 0 to the level delta log 2 on both "
                               "sides and stays; the "
                   "quadratic penalty follows it near 0, peaks and returns to 0; an eighth of the variance is a parabola above both.",
                   slider=Slider("rate δ", np.round(np.arange(0.1, 0.81, 0.1), 1), update, default=0.5, show="{:.1f}".format))
