"""The mean error of the members, split into what is left to the ensemble and what the spread takes away, as disagreement grows."""
import numpy as np
from figures import ACCENT, FAINT, MUTED, SECOND, Drawing, Slider, axes

TARGET, DIRECTIONS = 4.0, np.array([-2.0, -1.0, 3.0])      # three members, whose mean stays 3


def draw(record, theorem):
    figure, (left, right) = axes(columns=2, height=2.4, width_ratios=[1.2, 1])
    left.axvline(TARGET, color=MUTED, lw=0.8)
    left.axvline(3.0, color=ACCENT, lw=0.8)
    left.text(TARGET + 0.1, 3.45, "target", color=MUTED)
    left.text(2.9, 3.45, "ensemble", color=ACCENT, ha="right")
    dots, = left.plot([], [], "o", color=SECOND, ms=6, gid="members")
    left.set(xlim=(-0.5, 8), ylim=(0.3, 3.9), yticks=[1, 2, 3], yticklabels=["y₁", "y₂", "y₃"], xlabel="prediction")
    right.set(xlim=(-0.6, 1.9), ylim=(0, 12), xticks=[0, 1], xticklabels=["mean error", "ensemble"], ylabel="squared error")
    right.bar([1], [1], 0.7, color=ACCENT)
    own, = right.fill([0, 0, 0, 0], [0, 0, 0, 0], color=ACCENT, gid="own")
    spread, = right.fill([0, 0, 0, 0], [0, 0, 0, 0], color=FAINT, ec=SECOND, lw=0.8, gid="spread")
    label = right.text(0, 0, "", color=SECOND, ha="center", gid="label")

    def update(scale):
        y = 3 + scale * DIRECTIONS
        dots.set_data(y, [1, 2, 3])
        amount = ((y - 3)**2).mean()
        own.set_xy([[-0.35, 0], [0.35, 0], [0.35, 1], [-0.35, 1]])
        spread.set_xy([[-0.35, 1], [0.35, 1], [0.35, 1 + amount], [-0.35, 1 + amount]])
        label.set_text(f"spread {amount:.2f}")
        label.set_position((0, 1.3 + amount))
    return Drawing(figure, alt="Three members around their mean 3, with the target 4, and beside them the mean of their squared errors as"
                   " a bar: 1 for the ensemble and above it the spread, which grows with the disagreement while the error of "
                   "the ensemble stays.",
                   slider=Slider("disagreement", [round(0.1 * k, 1) for k in range(15)], update, 1.0, "{:.1f}".format))
