"""theta x^2 at x = +-1 with target 1: minimisers against the noise, and the two objectives for one size of the noise."""

import numpy as np
from figures import ACCENT, FAINT, MUTED, REFUTED, SECOND, Drawing, Slider, axes

ETA = np.linspace(0.01, 0.6, 90)
THETA = np.linspace(0.35, 1.1, 90)


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


def printed(eta):
    """The minimiser of the expansion with one half at the curvature."""
    return (1 + eta**2 / 2) / (1 + 5 * eta**2)


def draw(record, theorem):
    figure, (top, below) = axes(rows=2, height=3.9)
    top.set(xlabel="noise η", ylabel="(1 − θ) / η²", xlim=(0, 0.6), ylim=(1.4, 5.4))
    for minimiser, colour, style in ((printed, REFUTED, "--"), (best_penalised, SECOND, "-"), (best_noisy, ACCENT, "-")):
        top.plot(ETA, (1 - minimiser(ETA)) / ETA**2, style, color=colour)
    top.text(0.11, 4.95, "with noise", color=ACCENT)
    top.text(0.05, 2.9, "gradient penalty", color=SECOND)
    top.text(0.33, 3.55, "(11) as printed", color=REFUTED)
    mark, = top.plot([0.3], [3], "o", color=ACCENT, gid="noise-mark")
    other, = top.plot([0.3], [3], "o", color=SECOND, gid="penalty-mark")
    below.set(xlabel="parameter θ", ylabel="objective − min", xlim=(0.35, 1.1), ylim=(-0.003, 0.075))
    below.axhline(0, color=FAINT, lw=0.8, zorder=0)
    noise, = below.plot(THETA, THETA, color=ACCENT, gid="noise")
    penalty, = below.plot(THETA, THETA, color=SECOND, gid="penalty")
    least, = below.plot([1], [0], "o", color=ACCENT, gid="noise-least")
    lesser, = below.plot([1], [0], "o", color=SECOND, gid="penalty-least")
    value = below.text(0.03, 0.98, "", transform=below.transAxes, va="top", color=MUTED, gid="value")

    def update(eta):
        a, b = best_noisy(eta), best_penalised(eta)
        mark.set_data([eta], [(1 - a) / eta**2])
        other.set_data([eta], [(1 - b) / eta**2])
        noise.set_data(THETA, noisy(THETA, eta) - noisy(a, eta))
        penalty.set_data(THETA, penalised(THETA, eta) - penalised(b, eta))
        least.set_data([a], [0])
        lesser.set_data([b], [0])
        value.set_text(f"η = {eta:.2f}: θ = {a:.3f} with noise, {b:.3f} with the penalty")

    return Drawing(figure, alt="Above, what is missing to one of the minimiser, divided by the square of the noise: with noise the curve "
                               "starts at 5, with "
                   "the gradient penalty at 4, with the printed formula at 4.5. Below, the two objectives, least at different parameters.",
                   slider=Slider("noise η", np.round(np.arange(0.05, 0.61, 0.05), 2), update, default=0.3, show="{:.2f}".format))
