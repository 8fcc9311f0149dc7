"""The factor of squared distances against the angle, with one random layer; below, angles from layer to layer."""

import numpy as np
from figures import ACCENT, FAINT, MUTED, REFUTED, SECOND, Drawing, Slider, axes

ANGLES = np.linspace(0.02, np.pi, 90)
SEEN = np.linspace(0.1, np.pi, 24)


def psi(theta):
    return (np.sin(theta) - theta * np.cos(theta)) / np.pi


def factor(theta):
    """Squared distance of the outputs over that of two inputs of one length."""
    return 0.5 - psi(theta) / (2 - 2 * np.cos(theta))


def one_layer(m):
    """The same in one layer of m Gaussian rows."""
    g = np.random.default_rng(3).normal(size=(1024, 2))[:m]
    turned = np.maximum(g @ np.stack([np.cos(SEEN), np.sin(SEEN)]), 0)
    return ((turned - np.maximum(g[:, :1], 0)) ** 2).mean(0) / (2 - 2 * np.cos(SEEN))


def angles(start, depth):
    """From layer to layer."""
    found = [start]
    for _ in range(depth):
        found.append(np.arccos(min(np.cos(found[-1]) + psi(found[-1]), 1.0)))
    return np.array(found)


def draw_depth(ax):
    depth = np.arange(1, 101)
    ax.set(xlabel="layers", ylabel="angle", xscale="log", yscale="log", xlim=(1, 100), ylim=(0.04, 4))
    ax.plot(depth, 3 * np.pi / depth, "--", color=SECOND)
    for start in (np.pi, 1.0, 0.3):
        ax.plot(depth, angles(start, 100)[1:], color=ACCENT)
    for start, at in ((np.pi, "from π"), (1.0, "from 1"), (0.3, "from 0.3")):
        ax.text(1.1, angles(start, 1)[1] * 0.72, at, color=ACCENT, va="center")
    ax.text(20, 3 * np.pi / 20 * 1.35, "3π / layers", color=SECOND)


def draw(record, theorem):
    figure, (top, below) = axes(rows=2, height=4.3)
    top.set(xlabel="angle between inputs of one length", ylabel="factor of the distance²", xlim=(0, 3.25), ylim=(0.1, 0.85))
    for level in (0.25, 0.5):
        top.axhline(level, color=FAINT, lw=0.8, zorder=0)
    with_plus = 1 - factor(ANGLES)
    top.plot(ANGLES, with_plus, "--", color=REFUTED)
    top.text(0.9, 0.7, "with a plus", color=REFUTED, ha="center")
    top.plot(ANGLES, factor(ANGLES), color=ACCENT)
    top.text(0.75, 0.33, "in the mean", color=ACCENT, va="center", ha="right")
    dots, = top.plot(SEEN, one_layer(256), "o", color=MUTED, ms=3, gid="dots")
    label = top.text(0.03, 0.14, "", color=MUTED, gid="label")
    draw_depth(below)

    def update(m):
        dots.set_data(SEEN, one_layer(int(m)))
        label.set_text(f"dots: one layer of {int(m)} rows")

    return Drawing(figure, alt="Above, the factor by which a ReLU layer multiplies squared distances falls from one half at angle 0 to one "
                               "quarter at angle pi; one random layer scatters around it, less when it is wide. Below, angles fall like "
                               "3 pi over the number of layers.",
                   slider=Slider("rows m", [16, 32, 64, 128, 256, 512, 1024], update, default=256, show="{:d}".format))
