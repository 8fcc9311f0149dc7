"""What the numbers of all subjects use."""
import numpy as np


def ratio(lhs, rhs):
    """lhs / rhs; 1 for 0 / 0, infinite for lhs > 0 = rhs."""
    if np.isnan(lhs) or np.isnan(rhs):
        return np.nan
    if rhs > 0:
        return lhs / rhs
    return np.inf if lhs > rhs else float(lhs == rhs)


def vector(values):
    """All outputs of a function of signals, one vector."""
    return np.concatenate([np.ravel(v) for v in values]) if isinstance(values, (list, tuple)) else np.ravel(values)


def arrays(measure):
    """(points, weights that sum to 1)."""
    points, weights = measure
    return np.array(points, float), np.array(weights) / sum(weights)
