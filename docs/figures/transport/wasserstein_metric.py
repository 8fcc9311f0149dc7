"""Two optimal plans on a line, the plan that glues them, and the three numbers that the triangle inequality compares."""

import numpy as np
from figures import ACCENT, FAINT, INK, MUTED, SECOND, Drawing, Slider, axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

POSITIONS = np.arange(4)
MU, NU, RHO = np.array([[0.5, 0.3, 0.2, 0.0], [0.1, 0.5, 0.0, 0.4], [0.25, 0.0, 0.45, 0.3]])
GAP = 0.09                       # between the points of a column, in units of mass
SHADES = (0.85, 0.5, 0.22, 0.1)


def monotone(a, b):
    """The plan that couples the quantiles: optimal on a line for every p >= 1."""
    A, B = np.cumsum(a), np.cumsum(b)
    lower = np.maximum.outer(A - a, B - b)
    return np.maximum(np.minimum.outer(A, B) - lower, 0)


def cost(plan, p):
    """(sum of plan * d^p)^(1/p)."""
    return float((plan * np.abs(np.subtract.outer(POSITIONS, POSITIONS)) ** p).sum() ** (1 / p))


def bottoms(weights):
    """Lower ends of the blocks of a column, the first point at the top."""
    return (np.cumsum(weights[::-1]) - weights[::-1] + GAP * np.arange(len(weights)))[::-1]


def slots(mass, own, weights):
    """Lower ends of the bands at a column: `mass[k]` sits at the point `own[k]`, in the order of k from the top."""
    free = bottoms(weights) + weights
    out = []
    for m, i in zip(mass, own, strict=True):
        free[i] -= m
        out.append(free[i])
    return np.array(out)


def band(ax, left, right, low, end, mass, shade):
    """A ribbon of height `mass` from (left, low) to (right, end)."""
    middle = (left + right) / 2
    points = [(left, low), (middle, low), (middle, end), (right, end), (right, end + mass), (middle, end + mass), (middle, low + mass),
              (left, low + mass), (left, low)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    ax.add_patch(PathPatch(Path(points, codes), facecolor=ACCENT, alpha=shade, lw=0))


def flow(ax, left, right, triples, first, last, order_left, order_right):
    """All bands between two columns. `triples`: (origin, point on the left, point on the right, mass)."""
    def places(order, which, weights):
        ranked = sorted(range(len(triples)), key=lambda k: order(triples[k]))
        values = slots([triples[k][3] for k in ranked], [triples[k][which] for k in ranked], weights)
        return dict(zip(ranked, values, strict=True))
    lows, ends = places(order_left, 1, first), places(order_right, 2, last)
    for k, (x, _, _, mass) in enumerate(triples):
        band(ax, left, right, lows[k], ends[k], mass, SHADES[x])


def draw(record, theorem):
    P, Q = monotone(MU, NU), monotone(NU, RHO)
    gamma = P[:, :, None] * Q[None] / NU[None, :, None].clip(1e-300)
    n = range(4)
    first = [(x, x, y, P[x, y]) for x in n for y in n if P[x, y] > 1e-12]
    second = [(x, y, z, gamma[x, y, z]) for x in n for y in n for z in n if gamma[x, y, z] > 1e-12]
    glued = gamma.sum(1)
    third = [(x, x, z, glued[x, z]) for x in n for z in n if glued[x, z] > 1e-12]

    figure, (ax, below) = axes(rows=2, height=4.0, gridspec_kw=dict(height_ratios=[5, 1.3]))
    ax.set(xlim=(-0.25, 4.75), ylim=(-0.08, 1.0 + 3 * GAP + 0.12))
    ax.axis("off")
    columns = ((0, MU, "μ"), (1, NU, "ν"), (2, RHO, "ρ"), (3.3, MU, "μ"), (4.3, RHO, "ρ"))
    flow(ax, 0.05, 0.95, first, MU, NU, lambda t: (t[1], t[2]), lambda t: (t[2], t[0]))
    flow(ax, 1.05, 1.95, second, NU, RHO, lambda t: (t[1], t[2], t[0]), lambda t: (t[2], t[1], t[0]))
    flow(ax, 3.35, 4.25, third, MU, RHO, lambda t: (t[1], t[2]), lambda t: (t[2], t[0]))
    for where, weights, name in columns:
        for i, (low, w) in enumerate(zip(bottoms(weights), weights, strict=True)):
            ax.plot([where, where], [low, low + max(w, 0.004)], color=INK, lw=3, solid_capstyle="butt")
            if where in (0, 3.3):
                ax.text(where - 0.08, low + w / 2, f"{i}", ha="right", va="center", color=MUTED)
        ax.text(where, 1 + 3 * GAP + 0.05, name, ha="center")
    ax.text(1, -0.08, "two optimal plans", ha="center", color=MUTED)
    ax.text(3.8, -0.08, "glued", ha="center", color=MUTED)

    below.set(xlim=(0, 3.2), ylim=(-1, 1.3), yticks=[])
    below.spines["left"].set_visible(False)
    below.axhline(0, color=FAINT, lw=0.8, zorder=0)
    marks = [below.plot([0], [0], "o", color=c, ms=6, gid=f"mark{k}")[0] for k, c in enumerate((INK, ACCENT, SECOND))]
    labels = (0.45, "Wₚ(μ,ρ)", INK, "right"), (-0.85, "glued", ACCENT, "center"), (0.45, "Wₚ(μ,ν) + Wₚ(ν,ρ)", SECOND, "left")
    names = [below.text(0, h, s, color=c, ha=side, gid=f"name{k}") for k, (h, s, c, side) in enumerate(labels)]

    def update(p):
        values = cost(monotone(MU, RHO), p), cost(glued, p), cost(P, p) + cost(Q, p)
        for mark, name, v in zip(marks, names, values, strict=True):
            mark.set_data([v], [0])
            name.set_position((v, name.get_position()[1]))

    return Drawing(figure, alt="Mass flows from four points of μ through four points of ν to four points of ρ. The glued plan goes from μ "
                   "to ρ directly. On a line below: the distance of μ and ρ, then the cost of the glued plan, then the sum of the "
                   "two distances, in this order for every exponent.",
                   slider=Slider("exponent p", np.linspace(1, 4, 13), update, default=2.0))
