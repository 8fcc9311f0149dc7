"""What the numbers of all subjects use."""
import numpy as np


def ratio(lhs, rhs):
    """lhs / rhs; 1 where they are equal, also of 0 and of infinities; where the right side is not positive, infinite for lhs > rhs."""
    if lhs == rhs:
        return 1.0
    if lhs != lhs or rhs != rhs:                             # NaN, of any type of number
        return np.nan
    if rhs > 0:
        return lhs / rhs
    return np.inf if lhs > rhs else 0.0


def vector(values):
    """All outputs of a function of signals, one vector."""
    return np.concatenate([np.ravel(v) for v in values]) if isinstance(values, (list, tuple)) else np.ravel(values)


def arrays(measure):
    """(points, weights that sum to 1)."""
    points, weights = measure
    return np.array(points, float), np.array(weights) / sum(weights)
