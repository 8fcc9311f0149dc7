"""An ellipse with its medial axis: two points near the sharp end and their nearest points, and two beside the axis whose nearest jump."""
import numpy as np
from figures import ACCENT, FAINT, MUTED, REFUTED, SECOND, Drawing, Slider, axes

A, B = 2.0, 1.0
TAU = B * B / A
ANGLE = 0.3                                                   # of the two nearest points at the sharp end
FAR = np.array([[0.5, 0.05], [0.5, -0.05]])                   # on either side of the medial axis


def on(t):
    return np.array([A * np.cos(t), B * np.sin(t)])


def inward(t):
    n = np.array([B * np.cos(t), A * np.sin(t)])
    return -n / np.linalg.norm(n, axis=0)


def nearest(x):
    t = np.linspace(0, 2 * np.pi, 20001)
    return on(t[((on(t) - x[:, None]) ** 2).sum(0).argmin()])


def draw(record, theorem):
    figure, ax = axes(height=2.75)
    t = np.linspace(0, 2 * np.pi, 97)
    band, = ax.plot(*on(t), color=FAINT, lw=1.2, gid="band")
    ax.plot(*on(t), color=ACCENT)
    ax.plot([-(A * A - B * B) / A, (A * A - B * B) / A], [0, 0], color=MUTED, lw=1, ls=":")
    ax.text(-0.55, 0.06, "medial axis", color=MUTED, ha="center")
    for x in FAR:
        foot = nearest(x)
        ax.plot(*zip(x, foot), color=REFUTED, lw=0.8, marker="o", ms=3)
    ax.text(0.7, 0.36, "beyond τ\nthey jump", color=REFUTED)
    feet = on(np.array([ANGLE, -ANGLE]))
    rays = [ax.plot([0, 0], [0, 0], color=SECOND, lw=0.9, marker="o", ms=3, gid=f"ray{k}")[0] for k in range(2)]
    label = ax.text(-2.05, -1.32, "", gid="label")

    def update(s):
        r = s * TAU
        x = feet + r * inward(np.array([ANGLE, -ANGLE]))
        for k, ray in enumerate(rays):
            ray.set_data([x[0, k], feet[0, k]], [x[1, k], feet[1, k]])
        band.set_data(*(on(t) + r * inward(t)))
        grown = np.linalg.norm(feet[:, 0] - feet[:, 1]) / np.linalg.norm(x[:, 0] - x[:, 1])
        label.set_text(f"r = {s:.2f} τ:  distances grow by {grown:.2f}, at most by τ/(τ − r) = {1 / (1 - s):.2f}")

    ax.set(aspect="equal", xlim=(-2.15, 2.15), ylim=(-1.42, 1.08))
    ax.axis("off")
    return Drawing(figure, alt="An ellipse with semi-axes 2 and 1. Two points at distance r inside its sharp end and their nearest points, "
                   "which are further apart; near the medial axis two neighbouring points have nearest points on opposite sides.",
                   slider=Slider("r/τ", np.arange(1, 20) / 20, update, default=0.75, show="{:.2f}".format))
