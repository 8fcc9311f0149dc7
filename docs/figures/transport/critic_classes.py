"""Three suprema for two point masses, against their distance; and what one layer of a clipped critic multiplies slopes by."""
import numpy as np
from figures import ACCENT, INK, MUTED, REFUTED, SECOND, Drawing, axes

CLIP = 0.01


def suprema(ax):
    """delta_0 against delta_h."""
    h = np.linspace(0, 3, 61)
    ax.plot(h, np.where(h > 0, 1.0, np.nan), color=SECOND)
    ax.plot(h, np.where(h > 0, 2.0, np.nan), color=REFUTED)
    ax.plot(h, h, color=ACCENT)
    ax.plot([0], [0], "o", color=INK, ms=4)
    ax.text(0.02, 2.12, "−1 to 1: twice the total variation", color=REFUTED)
    ax.text(1.35, 0.68, "0 to 1: total variation", color=SECOND)
    ax.text(2.4, 2.75, "slope 1: W₁", color=ACCENT, ha="right")
    ax.set(xlim=(-0.06, 3), ylim=(-0.1, 3.1), xlabel="distance h of the two point masses", ylabel="best critic")


def layers(ax):
    """c times the width, for c = 0.01, on logarithmic axes."""
    widths = np.array([32, 64, 100, 128, 256, 512, 1024])
    ax.plot(widths, CLIP * widths, "o-", color=ACCENT)
    ax.axhline(1, color=MUTED, lw=0.8)
    for n, (dx, dy) in {64: (4, -10), 128: (-2, 6), 512: (-2, 6)}.items():
        ax.annotate(f"width {n}: {CLIP * n:.2f}", (n, CLIP * n), xytext=(dx, dy), textcoords="offset points", color=ACCENT,
                    ha="left" if dx > 0 else "right")
    ax.text(700, 0.26, "below the line slopes die out,\nabove it they may explode", color=MUTED, ha="right")
    ax.set(xscale="log", yscale="log", ylim=(0.2, 20), xlabel="width of the layers, weights clipped at 0.01", ylabel="factor per layer")


def draw(record, theorem):
    figure, (top, bottom) = axes(rows=2, height=4.4)
    suprema(top)
    layers(bottom)
    return Drawing(figure, alt="Above: for two point masses at distance h the best critic with values in an interval is constant, 1 or 2, "
                   "and jumps to 0 at h = 0; the best critic of slope 1 grows like h. Below: with weights clipped at 0.01 a layer "
                   "multiplies slopes by at most 0.64, 1.28, 5.12 at widths 64, 128, 512.")
