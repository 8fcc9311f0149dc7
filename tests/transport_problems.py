"""Problems of transport, their exact optima and rounding budgets, for the tests of transport in floating point."""
from fractions import Fraction

import numpy as np

from proofs_numeric.mathematics.transport import certify  # sets 64-bit floats

SEED = 20
EPS = {np.float32: 2.0**-23, np.float64: 2.0**-52}


def problem(n=7, m=5, seed=SEED, dtype=np.float64):
    rng = np.random.default_rng(seed)
    a, b = rng.random(n) + 0.1, rng.random(m) + 0.1
    a[2] = b[1] = 0
    C = ((rng.random((n, 1, 2)) - rng.random((1, m, 2))) ** 2).sum(-1)
    return (a / a.sum()).astype(dtype), (b / b.sum()).astype(dtype), C.astype(dtype)


def exactly(w):
    """Numbers as an array of rational ones."""
    return np.vectorize(lambda x: x if isinstance(x, Fraction) else Fraction(float(x)), otypes=[object])(w)


def optimum(a, b, C) -> Fraction:
    """OT of these very numbers, weights divided by their sums, in exact arithmetic and with its proof."""
    a, b, C = map(exactly, (a, b, C))
    return certify(a / sum(a), b / sum(b), C).value


def close(ours, theirs, budget, what=""):
    ours, theirs = np.asarray(ours, float), np.asarray(theirs, float)
    assert (abs(ours - theirs) <= budget).all(), f"{what}: {ours} and {theirs} differ by {abs(ours - theirs).max()} > {budget}, seed {SEED}"


def balanced(z, rng):
    """A direction in which the positive weights z keep their sum, or any direction of points."""
    direction = rng.normal(size=z.shape) * (z > 0) / 10
    return direction - direction.mean(where=z > 0) * (z > 0)
