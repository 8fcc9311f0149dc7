"""Random codes of one input: what they know of it and what they leak, sufficient codes and others, with the bound."""

import numpy as np
from figures import ACCENT, REFUTED, SECOND, Drawing, axes


def entropy(p, axes_):
    m = p.sum(tuple(k for k in range(p.ndim) if k not in axes_))
    m = m[m > 0]
    return -(m * np.log(m)).sum()


def info(p, a, b):
    return entropy(p, a) + entropy(p, b) - entropy(p, a + b)


def draw(record, theorem):
    rng = np.random.default_rng(3)
    # x = (y, n, e): the task, a nuisance and a third bit, all fair.
    y, n, e = (k.ravel() for k in np.meshgrid([0, 1], [0, 1], [0, 1], indexing="ij"))
    joint = np.zeros((2, 2, 8))
    joint[y, n, np.arange(8)] = 1 / 8

    def code(keep):
        """A noisy code of (n, e) beside the task, or of all three."""
        sharp = rng.uniform(0, 6)
        if keep:
            rows = rng.dirichlet(np.full(4, np.exp(-sharp)), size=4)
            pz = np.zeros((8, 8))
            for k in range(8):
                pz[k, 4 * y[k]:4 * y[k] + 4] = rows[2 * n[k] + e[k]]
        else:
            pz = rng.dirichlet(np.full(8, np.exp(-sharp)), size=8)
        p = joint[..., None] * pz
        return info(p, (3,), (2,)), info(p, (3,), (1,))

    figure, ax = axes("what the code knows of the input, I(z; x); the task is log 2 = 0.69", "leak, I(z; n)", height=3.0)
    for keep, colour in ((False, REFUTED), (True, ACCENT)):
        known, leaked = np.array([code(keep) for _ in range(140)]).T
        ax.plot(known, leaked, "o", ms=2.6, color=colour, alpha=0.8)
    line = np.array([np.log(2), 2 * np.log(2) + 0.02])
    ax.plot(line, line - np.log(2), color=SECOND)
    ax.set(xlim=(0, 2.1), ylim=(-0.01, 0.74))
    ax.text(1.02, 0.45, "bound for sufficient codes", color=SECOND, ha="right")
    ax.text(2.08, 0.02, "sufficient codes", color=ACCENT, ha="right")
    ax.text(0.03, 0.66, "codes that forget a part of the task", color=REFUTED)
    return Drawing(figure, alt="Dots of random codes in the plane of known and leaked information. The codes that keep the task lie below "
                               "a line of slope one "
                   "that starts at the information of the task; codes that forget a part of the task also lie above it.")
