"""The spectrum of a Gaussian packet and of the same packet stretched by five percent; the reader chooses its frequency."""

import numpy as np
from figures import ACCENT, MUTED, SECOND, Drawing, Slider, axes

STRETCH, WIDTH = 0.05, 1.0
FREQUENCIES = np.round(np.geomspace(1, 400, 21), 1)
OFFSETS = np.linspace(-22, 5, 260)


def distance(xi):
    """The closed form of the page, relative to the norm of the packet."""
    b = 1 + (1 - STRETCH) ** 2
    gain = np.exp(-((WIDTH * xi * STRETCH) ** 2) / (2 * b))
    return np.sqrt(1 + 1 / (1 - STRETCH) - 2 * np.sqrt(2 / b) * gain)


def draw(record, theorem):
    figure, (left, right) = axes(columns=2, height=2.5, width_ratios=[3, 2])
    left.set_xlabel("frequency ω − ξ")
    left.set_yticks([])
    left.set_ylim(0, 1.35)
    left.plot(OFFSETS, np.exp(-((WIDTH * OFFSETS) ** 2) / 2), color=ACCENT)
    left.text(0, 1.05, "|f̂|", color=ACCENT, ha="center")
    (moved,) = left.plot(OFFSETS, 0 * OFFSETS, color=SECOND, gid="moved")
    name = left.text(0, 1.2, "|(L f)^|", color=SECOND, ha="center", gid="name")

    xi = np.geomspace(1, 400, 100)
    right.set_xlabel("ξ")
    right.set_ylabel("distance / (ε ‖f‖)")
    right.loglog(xi, distance(xi) / STRETCH, color=ACCENT)
    right.axhline(np.sqrt(1 + 1 / (1 - STRETCH)) / STRETCH, color=MUTED, lw=0.8)
    right.set_ylim(0.8, 60)
    right.text(1.1, 35, "√(1 + 1/(1−ε)) / ε", color=MUTED)
    (point,) = right.plot([1], [1], "o", color=ACCENT, gid="point")
    label = right.text(0.97, 0.06, "", color=ACCENT, ha="right", transform=right.transAxes, gid="label")

    def update(x):
        a = 1 - STRETCH
        moved.set_data(OFFSETS, np.exp(-((WIDTH * (OFFSETS + STRETCH * x) / a) ** 2) / 2) / a)
        name.set_position((-STRETCH * x, 1.2))
        point.set_data([x], [distance(x) / STRETCH])
        label.set_text(f"{distance(x) / STRETCH:.1f}")

    return Drawing(
        figure,
        alt="Stretching a Gaussian packet by five percent moves its spectrum by ε ξ: at high frequency the two spectra "
        "hardly overlap, and distance over ε grows in proportion to ξ until it saturates near 28.",
        slider=Slider("frequency ξ of the packet", FREQUENCIES, update, default=FREQUENCIES[14]),
    )
