"""Two optimal critics, one with a kink at a generated point; and the loss when that point moves, between the bounds."""
import numpy as np
from figures import ACCENT, FAINT, INK, MUTED, REFUTED, SECOND, Drawing, axes

REAL, FAKE = (0.0, 4.0), (1.0, 3.0)


def critic(u, height):
    """max(-|u|, height - |u - 4|)"""
    return np.maximum(-np.abs(u), height - np.abs(u - 4))


def profiles(ax):
    """The critics of height 0, smooth at the generated points, and 2, which has a kink at one."""
    u = np.linspace(-0.8, 4.8, 281)
    ax.plot(u, critic(u, 0), color=ACCENT)
    ax.plot(u, critic(u, 2), color=REFUTED, ls="--")
    ax.plot(REAL, (-2.3, -2.3), "s", color=INK)
    ax.plot(FAKE, (-2.3, -2.3), "o", color=SECOND)
    for x, y in zip(REAL, FAKE):
        ax.annotate("", (y, -2.3), (x, -2.3), arrowprops=dict(arrowstyle="<->", color=FAINT))
    ax.plot([1], [-1], "o", color=REFUTED, ms=4)
    ax.text(1.0, 0.7, "kink: slopes −1 and +1", color=REFUTED, ha="center")
    ax.text(4.85, -1.75, "smooth at both points", color=ACCENT, ha="right")
    ax.text(0.0, -2.85, "real", color=INK, ha="center")
    ax.text(1.0, -2.85, "generated", color=SECOND, ha="center")
    ax.set(xlim=(-0.9, 4.9), ylim=(-3.1, 2.3), ylabel="critic f")


def bounds(ax):
    """The loss when the first generated point moves to t."""
    t = np.linspace(-0.8, 4.8, 281)
    loss = (np.abs(np.minimum(t, 3)) + np.abs(4 - np.maximum(t, 3))) / 2
    lower = [1 - (critic(t, c) - critic(1.0, c)) / 2 for c in (0, 2)]
    upper = 1 + (np.abs(t) - 1) / 2
    ax.fill_between(t, lower[0], upper, color=FAINT, lw=0, zorder=0)
    ax.plot(t, upper, color=SECOND, lw=0.9)
    ax.plot(t, lower[0], color=ACCENT, lw=0.9)
    ax.plot(t, lower[1], color=REFUTED, lw=0.9, ls="--")
    ax.plot(t, loss, color=INK)
    ax.plot([1], [1], "o", color=INK, ms=4)
    ax.text(3.5, 2.45, "plan: above", color=SECOND, ha="right")
    ax.text(4.85, 0.14, "smooth critic: below", color=ACCENT, ha="right")
    ax.text(2.5, -0.5, "critic with the kink", color=REFUTED, ha="right")
    ax.text(-0.7, 1.2, "W₁", color=MUTED)
    ax.set(xlim=(-0.9, 4.9), ylim=(-0.7, 3.0), xlabel="where the first generated point is", ylabel="loss W₁")


def draw(record, theorem):
    figure, (top, bottom) = axes(rows=2, height=4.4, sharex=True)
    profiles(top)
    bounds(bottom)
    return Drawing(figure, alt="Above: two optimal critics for real points 0, 4 and generated points 1, 3; one of them has a kink at 1. "
                   "Below: the loss as the point 1 moves lies between the bound of the plan and that of the smooth critic, which touch "
                   "it with the same slope; the bound of the critic with the kink touches it with a corner.")
