"""The expected optimism of k-means on four points, with every sample enumerated, for one and two centres, against both bounds."""
import itertools
import math

import numpy as np
from figures import ACCENT, MUTED, SECOND, Drawing, axes

POINTS = np.array([[1, 0], [-1, 0], [0, 1], [0, -1]], float)
TICKS = np.arange(-2, 3) / 2
GRID = [(x, y) for x in TICKS for y in TICKS if x * x + y * y <= 1]
DRAWS = (1, 2, 3, 4, 6, 8, 12, 16)


def expected(k, n):
    """E sup (L - L_s) over all sets of k centres with half-integer coordinates."""
    family = np.array([*itertools.combinations(GRID, k)])
    costs = ((family[:, :, None] - POINTS) ** 2).sum(-1).min(1)
    counts = np.array([c for c in itertools.product(range(n + 1), repeat=4) if sum(c) == n])
    chances = np.array([math.factorial(n) / math.prod(map(math.factorial, c)) for c in counts.tolist()]) / 4.0**n
    return chances @ ((0.25 - counts / n) @ costs.T).max(1)


def draw(record, theorem):
    n = np.array(DRAWS)
    figure, ax = axes("draws n", "E sup (L − Lₛ)", height=2.9)
    for k, color, marker in ((1, ACCENT, "o"), (2, ACCENT, "s")):
        ax.plot(n, [expected(k, m) for m in DRAWS], color=color, marker=marker, ms=3.5, lw=0.8)
        ax.plot(n, 5 * k / np.sqrt(n), color=SECOND)
    ax.plot(n, 2 / np.sqrt(n), color=SECOND, ls="--")
    ax.set(xscale="log", yscale="log", xlim=(0.9, 40), ylim=(0.25, 13))
    for text, y, color in (("10/√n", 2.5, SECOND), ("5/√n", 1.25, SECOND), ("2/√n", 0.56, SECOND), ("k = 1, 2", 0.36, ACCENT)):
        ax.text(17.5, y, text, color=color, va="center")
    ax.text(0.02, 0.03, "uniform law on four points, exact", transform=ax.transAxes, color=MUTED)
    return Drawing(figure, alt="On logarithmic axes the expected optimism of one and of two centres falls like one over the "
                   "root of the number of draws, below two over root n; the general bounds five k over root n are far above.")
