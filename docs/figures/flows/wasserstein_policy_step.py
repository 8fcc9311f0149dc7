"""Two arms at distance 1 with rewards 0 and 1: the better arm's probability after one step, against the step size, for W2 and for KL."""

import numpy as np
from figures import ACCENT, FAINT, MUTED, SECOND, Drawing, axes

H = np.linspace(0.02, 2, 400)
BEST = 1 / (1 + np.exp(-1))


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def panel(ax, transport, divergence, title):
    ax.axhline(BEST, color=FAINT, lw=1)
    ax.plot(H, divergence, color=SECOND)
    ax.plot(H, transport, color=ACCENT)
    ax.set(title=title, xlim=(0, 2), ylim=(-0.02, 0.8))
    ax.set_xlabel("step size h")


def draw(record, theorem):
    figure, (left, right) = axes("step size h", "probability of the better arm", columns=2, height=2.9, sharey=True)
    crossed = sigmoid(1 - 1 / (2 * H))                 # where the incentive equals the price
    panel(left, np.where(H <= 0.5, 0.5, crossed), sigmoid(H / (1 + H)), "from (1/2, 1/2)")
    panel(right, crossed, 0 * H, "from a dead better arm")
    left.axvline(0.5, color=MUTED, lw=0.7, ls=":")
    left.text(0.03, 0.44, "W₂: nothing moves", color=ACCENT)
    left.text(0.53, 0.2, "h = 1/2", color=MUTED)
    left.text(1.3, 0.595, "KL", color=SECOND)
    right.text(0.05, 0.74, "best policy", color=MUTED)
    right.text(0.75, 0.4, "W₂ revives it", color=ACCENT)
    right.text(0.75, 0.03, "KL never does", color=SECOND)
    return Drawing(figure, alt="Left, from equal probabilities the step in the Wasserstein distance moves nothing until the step size is "
                   "one half, while the KL step moves at once. Right, a dead arm is revived by the Wasserstein step "
                   "and never by the KL step.")
