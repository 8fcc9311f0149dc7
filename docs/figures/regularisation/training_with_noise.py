"""theta x^2 at x = +-1 with target 1: minimisers against the noise, and the two objectives for one size of the noise."""

import numpy as np
from figures import ACCENT, FAINT, MUTED, REFUTED, SECOND, Drawing, Slider, axes

ETA = np.linspace(0, 0.6, 90)
THETA = np.linspace(0.2, 1.3, 90)


def noisy(theta, eta):
    """The error with noise."""
    return ((theta * (1 + eta) ** 2 - 1) ** 2 + (theta * (1 - eta) ** 2 - 1) ** 2) / 4


def penalised(theta, eta):
    """The error with the gradient penalty."""
    return (theta - 1) ** 2 / 2 + 2 * eta**2 * theta**2


def best_noisy(eta):
    return (1 + eta**2) / (1 + 6 * eta**2 + eta**4)


def best_penalised(eta):
    return 1 / (1 + 4 * eta**2)


def draw(record, theorem):
    figure, (top, below) = axes(rows=2, height=4.4)
    top.set(xlabel="noise η", ylabel="minimiser θ", xlim=(0, 0.6), ylim=(0.3, 1.04))
    top.plot(ETA, (1 + ETA**2 / 2) / (1 + 5 * ETA**2), "--", color=REFUTED, lw=1)
    top.plot(ETA, best_penalised(ETA), color=SECOND)
    top.plot(ETA, best_noisy(ETA), color=ACCENT)
    top.text(0.2, 0.93, "gradient penalty 1 − 4η² + …", color=SECOND)
    top.text(0.03, 0.56, "noise 1 − 5η² + …", color=ACCENT)
    top.text(0.42, 0.365, "(11) as printed", color=REFUTED)
    mark, = top.plot([0.3], [1], "o", color=ACCENT, gid="noise-mark")
    other, = top.plot([0.3], [1], "o", color=SECOND, gid="penalty-mark")
    below.set(xlabel="parameter θ", ylabel="objective", xlim=(0.2, 1.3), ylim=(0, 0.9))
    below.axhline(0, color=FAINT, lw=0.8, zorder=0)
    noise, = below.plot(THETA, THETA, color=ACCENT, gid="noise")
    penalty, = below.plot(THETA, THETA, color=SECOND, gid="penalty")
    least, = below.plot([1], [1], "o", color=ACCENT, gid="noise-least")
    lesser, = below.plot([1], [1], "o", color=SECOND, gid="penalty-least")
    value = below.text(0.03, 0.92, "", transform=below.transAxes, va="top", color=MUTED, gid="value")

    def update(eta):
        a, b = best_noisy(eta), best_penalised(eta)
        mark.set_data([eta], [a])
        other.set_data([eta], [b])
        noise.set_data(THETA, noisy(THETA, eta))
        penalty.set_data(THETA, penalised(THETA, eta))
        least.set_data([a], [noisy(a, eta)])
        lesser.set_data([b], [penalised(b, eta)])
        value.set_text(f"η = {eta:.2f}: noise {a:.3f}, penalty {b:.3f}")

    return Drawing(figure, alt="Above, the minimiser against the size of the noise: with noise it starts like one minus five eta squared, "
                               "with the gradient "
                   "penalty like one minus four eta squared. Below, the two objectives, whose minima lie at different parameters.",
                   slider=Slider("noise η", np.round(np.arange(0.05, 0.61, 0.05), 2), update, default=0.3, show="{:.2f}".format))
