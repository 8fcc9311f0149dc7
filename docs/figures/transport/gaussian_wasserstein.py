"""Displacement interpolation between two Gaussian laws of the plane."""

import numpy as np
from figures import ACCENT, FAINT, INK, MUTED, SECOND, Drawing, Slider, axes

ANGLES = np.linspace(0, 2 * np.pi, 73)
CIRCLE = np.array([np.cos(ANGLES), np.sin(ANGLES)])


def root(S):
    """The positive semidefinite square root."""
    w, V = np.linalg.eigh(S)
    return (V * np.sqrt(np.maximum(w, 0))) @ V.T


def ellipse(m, S):
    """The boundary (2, 73) of one standard deviation."""
    return m[:, None] + root(S) @ CIRCLE


def draw(record, theorem):
    m1, m2 = np.array([0.0, 0.0]), np.array([6.0, 1.2])
    S1, S2 = np.array([[0.25, 0.1], [0.1, 2.2]]), np.array([[2.4, 0.5], [0.5, 0.3]])
    R = root(S1)
    inverse = np.linalg.inv(R)
    T = inverse @ root(R @ S2 @ R) @ inverse
    square = ((m1 - m2) ** 2).sum() + np.trace(S1 + S2 - 2 * root(R @ S2 @ R))

    figure, ax = axes(height=2.7)
    ax.set(xlim=(-1.4, 8.2), ylim=(-1.9, 2.6), aspect="equal", xticks=(), yticks=())
    for side in ax.spines.values():
        side.set_visible(False)
    for t in (0.25, 0.5, 0.75):
        A = (1 - t) * np.eye(2) + t * T
        ax.fill(*ellipse((1 - t) * m1 + t * m2, A @ S1 @ A), color=FAINT, alpha=0.6, lw=0)
    starts = ellipse(m1, S1)[:, ::9]
    ends = m2[:, None] + T @ (starts - m1[:, None])
    for a, b in zip(starts.T[:-1], ends.T[:-1]):
        ax.plot([a[0], b[0]], [a[1], b[1]], color=MUTED, lw=0.5)
    for m, S, name in ((m1, S1, "N(m₁, Σ₁)"), (m2, S2, "N(m₂, Σ₂)")):
        ax.plot(*ellipse(m, S), color=MUTED, lw=1)
        ax.text(m[0], m[1] + np.sqrt(S[1, 1]) + 0.12, name, color=MUTED, ha="center", va="bottom")
    straight, = ax.plot([], [], color=SECOND, lw=1, ls=(0, (3, 2)), gid="straight")
    moving, = ax.plot([], [], color=ACCENT, gid="moving")
    points, = ax.plot(starts[0, :-1], starts[1, :-1], color=ACCENT, marker="o", ms=2.5, ls="none", gid="points")
    label = ax.text(3.4, -1.75, "W₂ to the left 3.33, to the right 3.33", color=INK, ha="center", gid="label")

    def update(t):
        A, m = (1 - t) * np.eye(2) + t * T, (1 - t) * m1 + t * m2
        moving.set_data(*ellipse(m, A @ S1 @ A))
        straight.set_data(*ellipse(m, (1 - t) * S1 + t * S2))
        points.set_data(*((1 - t) * starts + t * ends)[:, :-1])
        label.set_text(f"W₂ to the left {t * np.sqrt(square):.2f}, to the right {(1 - t) * np.sqrt(square):.2f}")
    update(0.5)
    return Drawing(figure, alt="An upright ellipse is carried to a flat one: points move on straight lines, the ellipses "
                               "between stay slimmer than those of the averaged covariance, and the distances to both ends "
                               "add up to W₂.",
                   slider=Slider("time t", np.round(np.linspace(0, 1, 21), 2), update, default=0.5, show="{:.2f}".format))
