"""The change of a signal under a deformation, divided by W times the displacement: what is allowed, and what is not."""
import numpy as np
from figures import ACCENT, MUTED, REFUTED, SECOND, Drawing, axes
from scipy.special import j0


def draw(record, theorem):
    x = np.geomspace(1e-3, 0.6, 100)
    a = 2 * np.pi * x
    figure, ax = axes("W ‖τ‖", "change / (W ‖τ‖ ‖f‖)", height=2.9)
    ax.set(xscale="log", xlim=(1e-3, 0.6), ylim=(2, 8.6))
    ax.axhline(2 * np.pi * (4 - 2 * np.sqrt(2)), color=SECOND, lw=1)
    ax.text(1.1e-3, 7.47, "the bound, 2π (4 - 2√2) = 7.361", color=SECOND)
    ax.axhline(2 * np.pi, color=MUTED, lw=0.7)
    ax.text(1.1e-3, 6.4, "2π, for a constant τ", color=MUTED)
    ax.plot(x, 2 * np.sin(np.pi * x) / x, color=ACCENT)
    ax.text(1.1e-3, 5.9, "a tone of frequency W, shifted", color=ACCENT)
    ax.plot(x, np.sqrt(2 - 2 * j0(a)) / x, color=ACCENT, alpha=0.6)
    ax.text(1.1e-3, 4.05, "the same tone, τ a sine", color=ACCENT)
    ax.plot(x, 2 * np.pi * 2 * np.sin(a / 2) / a * np.sqrt(1 + 2 * np.sin(a) / np.pi), color=REFUTED)
    ax.text(0.16, 7.75, "τ jumps: 7.476", color=REFUTED, ha="center")
    ax.plot([0.56, 0.56], [7.9, 8.45], color=REFUTED)
    ax.plot([0.53, 0.56, 0.59], [8.3, 8.45, 8.3], color=REFUTED)
    ax.text(0.5, 8.15, "a frequency of 50 W: up to 100π", color=REFUTED, ha="right")
    return Drawing(figure, alt="The change of a signal divided by W times the displacement. A shifted tone approaches 2π from below "
                               "for small shifts; a displacement that jumps exceeds the bound 7.361 near W‖τ‖ = 0.17.")
