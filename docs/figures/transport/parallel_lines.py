"""Two laws on parallel lines, and what four quantities say about their distance."""

import numpy as np
from figures import ACCENT, FAINT, INK, MUTED, SECOND, Drawing, Slider, axes


def draw(record, theorem):
    figure, (plane, graph) = axes(columns=2, height=2.5, width_ratios=(1, 1.7))
    plane.set(xlim=(-1.15, 1.15), ylim=(-0.12, 1.12), xlabel="first coordinate", ylabel="height z", xticks=(-1, 0, 1),
              yticks=(0, 1))
    heights = np.linspace(0, 1, 9)
    for z in heights[1:-1]:
        plane.axhline(z, color=FAINT, lw=0.5)
    plane.plot(0 * heights, heights, color=MUTED, marker="o", ms=3, lw=1)
    moving, = plane.plot(0 * heights, heights, color=ACCENT, marker="o", ms=3, lw=1, gid="line")

    graph.set(xlim=(-1.1, 1.1), ylim=(-0.06, 1.3), xlabel="θ", xticks=(-1, 0, 1), yticks=(0, np.log(2), 1))
    graph.set_yticklabels(("0", "log 2", "1"))
    theta = np.array([-1.1, -1, 0, 1, 1.1])
    graph.plot(theta, abs(theta), color=ACCENT)
    for level, name in ((1.0, "total variation"), (np.log(2), "JS")):
        for side in (-1, 1):
            graph.plot([0, side * 1.1], [level, level], color=SECOND, lw=1.2)
        graph.plot([0], [level], color=SECOND, marker="o", ms=3.5, mfc="none", ls="none")
        graph.text(-0.05, level + 0.02, name, color=SECOND, va="bottom", ha="right")
    graph.plot(theta, np.minimum(1, abs(theta)) * np.log(2), color=MUTED, lw=0.8, ls=(0, (3, 2)))
    graph.text(0.52, 0.2, "JS, shifted along\nthe same line", color=MUTED, va="center")
    graph.plot([0], [0], color=INK, marker="o", ms=3.5, ls="none")
    graph.text(-0.58, 0.56, "W₁", color=ACCENT, ha="right", va="top")
    dots, = graph.plot([], [], color=INK, marker="o", ms=4, ls="none", gid="values")
    label = graph.text(0.0, 1.16, "W₁ = 0.60, JS = 0.693, KL = ∞, δ = 1", color=INK, ha="center", gid="label")

    def update(t):
        moving.set_data(t + 0 * heights, heights)
        jump = float(t != 0)
        dots.set_data([t, t, t], [abs(t), np.log(2) * jump, jump])
        label.set_text(f"W₁ = {abs(t):.2f}, JS = {np.log(2) * jump:.3f}, KL = {'∞' if t else '0'}, δ = {jump:.0f}")
    update(0.6)
    return Drawing(figure, alt="W₁ between the laws on two parallel lines grows like the distance of the lines, while total "
                               "variation and the Jensen-Shannon divergence are constant for every distance except 0, where "
                               "they jump to 0.",
                   slider=Slider("position θ of the second line", np.round(np.linspace(-1, 1, 21), 2), update, default=0.6,
                                 show="{:.1f}".format))
