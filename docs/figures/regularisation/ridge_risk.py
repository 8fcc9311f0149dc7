"""The total error of ridge regression on two correlated features against the strength, as variance and squared bias; the noise moves."""
import numpy as np
from figures import ACCENT, MUTED, SECOND, Drawing, Slider, axes

G, BETA = np.array([[1.0, 0.99], [0.99, 1.0]]), np.array([1.0, 0.0])
EIGENVALUES, AXES = np.linalg.eigh(G)
ALPHA = AXES.T @ BETA
STRENGTHS = np.geomspace(1e-3, 10, 90)


def parts(variance):
    """(variance of the estimate, squared bias) at STRENGTHS."""
    factor = 1 / (EIGENVALUES + STRENGTHS[:, None])
    return variance * (EIGENVALUES * factor**2).sum(1), (STRENGTHS[:, None]**2 * ALPHA**2 * factor**2).sum(1)


def draw(record, theorem):
    figure, ax = axes("strength λ of the penalty", "mean squared error")
    spread, bias = parts(0.04)
    total, = ax.loglog(STRENGTHS, spread + bias, color=ACCENT, lw=2, gid="total")
    first, = ax.loglog(STRENGTHS, spread, color=MUTED, lw=1, gid="variance")
    ax.loglog(STRENGTHS, bias, ":", color=MUTED)
    least, = ax.loglog(STRENGTHS[[0, -1]], [0.04 * (1 / EIGENVALUES).sum()] * 2, color=SECOND, lw=1, gid="least")
    end, = ax.loglog([0.08, 0.08], [1e-3, 1e3], "--", color=SECOND, lw=1, gid="end")
    mark = ax.text(0.09, 1.5e-3, "2σ²/‖β‖²", color=SECOND, gid="mark")
    name = ax.text(1.2e-3, 5, "least squares", color=SECOND, gid="name")
    ax.text(1.3e-3, 3e-3, "squared bias", color=MUTED)
    below = ax.text(1.4, 0.012, "variance", color=MUTED, gid="below")

    def update(variance):
        spread, bias = parts(variance)
        level = variance * (1 / EIGENVALUES).sum()
        total.set_data(STRENGTHS, spread + bias)
        first.set_data(STRENGTHS, spread)
        least.set_data(STRENGTHS[[0, -1]], [level] * 2)
        end.set_data([2 * variance] * 2, [1e-3, 1e3])
        mark.set_position((2.2 * variance, 1.5e-3))
        name.set_position((1.2e-3, 1.25 * level))
        below.set_position((1.4, 0.3 * variance))
    ax.set(xlim=(1e-3, 10), ylim=(1e-3, 300))
    return Drawing(figure, alt="The total error of ridge regression against its strength, for two features with correlation 0.99: it "
                   "falls from the level of least squares by a factor of eight, while the squared bias is still small, and rises later. "
                   "Up to the marked strength every combination of the weights gains.",
                   slider=Slider("variance σ² of the noise", (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64), update, default=0.04))
