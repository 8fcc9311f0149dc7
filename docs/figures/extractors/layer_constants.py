"""How much average and stride together amplify, against the stride; and what max pooling may do to a change."""

import numpy as np
from figures import ACCENT, INK, MUTED, SECOND, Drawing, axes

FILTERS = (("no average", [1.0], MUTED, 0), ("mean of 2", [0.5] * 2, SECOND, 0), ("(1, 2, 1)/4", [0.25, 0.5, 0.25], ACCENT, 5),
           ("mean of 3", [1 / 3] * 3, SECOND, -2), ("(1, 4, 6, 4, 1)/16", [x / 16 for x in (1, 4, 6, 4, 1)], ACCENT, -6))
POOLS = (("2 × 2 every 2", 1), ("3 × 3 every 3", 1), ("3 × 3 every 2", 2), ("3 × 3 every 1", 3), ("5 × 5 every 2", 3))


def amplified(taps, stride):
    """rho: s times the sum of the squared polyphase sums, under the root."""
    padded = np.zeros(stride * -(-len(taps) // stride))
    padded[:len(taps)] = taps
    return np.sqrt(stride * (padded.reshape(-1, stride).sum(0) ** 2).sum())


def draw(record, theorem):
    figure, (left, right) = axes("", "", rows=2, height=4.2, gridspec_kw=dict(height_ratios=[1.4, 1]))
    strides = np.arange(1, 9)
    for name, taps, color, up in FILTERS:
        rho = [amplified(np.array(taps), s) for s in strides]
        left.plot(strides, rho, "o-" if color != MUTED else "--", color=color, lw=1)
        left.annotate(name, (8, rho[-1]), (6, up), textcoords="offset points", color=color, va="center", annotation_clip=False)
    left.set(xlim=(0.8, 10.6), ylim=(0.9, 3.0), xticks=strides, xlabel="stride s", ylabel="ρ, largest amplification")
    left.axhline(1, color=MUTED, lw=0.6)
    right.barh(range(len(POOLS)), [c for _, c in POOLS], height=0.6, color=ACCENT)
    for row, (_, c) in enumerate(POOLS):
        right.text(c + 0.05, row, f"{c}", color=INK, va="center")
    right.set(yticks=range(len(POOLS)), yticklabels=[name for name, _ in POOLS], xlim=(0, 3.4), ylim=(len(POOLS) - 0.5, -0.5),
              xlabel="maxima of windows: the factor for a change")
    right.tick_params(axis="y", length=0)
    return Drawing(figure, alt="Above: average and stride together amplify by 1 exactly where all polyphase sums of the taps agree, such "
                               "as the mean of 2 at stride 2; without an average by the root of the stride. Below: max pooling amplifies a "
                               "change by the root of the number of windows that share a pixel: 2 for 3 by 3 pixels with stride 2.")
