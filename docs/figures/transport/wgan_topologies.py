"""The region of all (total variation, Jensen-Shannon), and the ladder of what implies what, with the arrows that fail."""
import numpy as np
from figures import ACCENT, FAINT, INK, MUTED, REFUTED, SECOND, Drawing, axes
from scipy.special import rel_entr, xlogy

RUNGS = ((0.0, "KL → 0"), (0.36, "JS → 0"), (0.66, "δ → 0"), (0.97, "W₁ → 0"))
ARROWS = ((0, "implies", "fails: a little mass\nwhere the other law has none"), (1, "and back", ""),
          (2, "implies", "fails: an atom\nnext to an atom"))


def region(ax):
    """The curve below, the line above, random pairs of laws between them."""
    t = np.linspace(0, 1, 101)
    low = (xlogy(1 + t, 1 + t) + xlogy(1 - t, 1 - t)) / 2
    laws = np.random.default_rng(0).dirichlet(np.full(3, 0.5), (2, 400))
    middle = laws.mean(0)
    js = sum(rel_entr(law, middle).sum(1) for law in laws) / 2
    ax.fill_between(t, low, t * np.log(2), color=FAINT, lw=0, zorder=0)
    ax.plot(np.abs(laws[0] - laws[1]).sum(1) / 2, js, ".", color=ACCENT, ms=3, alpha=0.6)
    ax.plot(t, t * np.log(2), color=SECOND)
    ax.plot(t, low, color=SECOND)
    ax.text(0.05, 0.5, "δ log 2: a part in common,\nthe rest apart", color=SECOND)
    ax.text(0.70, 0.14, "two points,\nweights exchanged", color=SECOND)
    ax.set(xlim=(0, 1.02), ylim=(0, 0.72), xlabel="total variation δ", ylabel="Jensen-Shannon JS")


def ladder(ax):
    """Kullback-Leibler, Jensen-Shannon, total variation, W_1: solid arrows hold, dashed ones do not."""
    for x, name in RUNGS:
        ax.text(x, 0, name, ha="center", va="center", color=INK)
    for k, holds, fails in ARROWS:
        left, right = RUNGS[k][0] + 0.09, RUNGS[k + 1][0] - 0.09
        ax.annotate("", (right, 0.12), (left, 0.12), arrowprops=dict(arrowstyle="->", color=ACCENT))
        ax.text((left + right) / 2, 0.2, holds, ha="center", color=ACCENT)
        back = dict(arrowstyle="->", color=REFUTED, linestyle="--") if fails else dict(arrowstyle="->", color=ACCENT)
        ax.annotate("", (left, -0.12), (right, -0.12), arrowprops=back)
        ax.text((left + right) / 2, -0.25, fails, ha="center", va="top", color=REFUTED)
    ax.text(0.485, 0.62, "on a bounded space", ha="center", color=MUTED)
    ax.set(xlim=(-0.12, 1.1), ylim=(-0.95, 0.8))
    ax.axis("off")


def draw(record, theorem):
    figure, (top, bottom) = axes(rows=2, height=4.0, gridspec_kw=dict(height_ratios=(2.3, 1)))
    region(top)
    ladder(bottom)
    return Drawing(figure, alt="Above: total variation against Jensen-Shannon divergence for 400 pairs of laws, between a straight line "
                   "and a convex curve, both of which are attained. Below: Kullback-Leibler implies Jensen-Shannon, which is equivalent to "
                   "total variation, which implies W₁; the first and the last implication cannot be reversed.")
