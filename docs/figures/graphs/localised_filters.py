"""The heat kernel of a path against the distance, with the two tails."""
import numpy as np
from figures import ACCENT, MUTED, SECOND, Drawing, axes
from scipy.linalg import expm
from scipy.special import gammainc, iv

N, TIME, BOUND = 12, 1.0, 4.0


def draw(record, theorem):
    W = np.diag(np.ones(N - 1), 1) + np.diag(np.ones(N - 1), -1)
    heat, a = expm(-TIME * (np.diag(W.sum(1)) - W)), TIME * BOUND / 2
    hops = np.arange(N)
    largest = [max(heat[i, i + d] for i in range(N - d)) for d in hops]
    figure, ax = axes("distance in hops", "entry of the heat kernel")
    beyond = hops[1:]                                   # an entry at distance d is beyond d - 1 hops
    bessel = [2 * np.exp(-a) * iv(np.arange(d, d + 60), a).sum() for d in beyond]
    ax.plot(beyond, gammainc(beyond, a), color=MUTED, lw=1)
    ax.plot(beyond, bessel, color=SECOND)
    ax.plot(hops, largest, "o", color=ACCENT, ms=3.5)
    ax.text(7.6, 2e-2, "Poisson tail", color=MUTED)
    ax.text(6.6, 1e-3, "Bessel tail", color=SECOND, ha="left")
    ax.text(1.2, 1e-6, "largest entry at this distance", color=ACCENT)
    ax.set(yscale="log", ylim=(1e-10, 2))
    return Drawing(figure, alt="The largest entries of the heat kernel fall faster than exponentially with the distance; the Bessel tail "
                   "lies closely above them, the Poisson tail farther above.")
