"""Masks of 0 and 1, enumerated: every expectation over dropout is a finite sum, and rational where the retention probability is."""
import itertools

import numpy as np


def outcomes(n, d) -> np.ndarray:
    """(2^(n d), n, d): every array of 0 and 1, integers."""
    return np.array([*itertools.product((0, 1), repeat=n * d)]).reshape(-1, n, d)


def chances(masks, p):
    """(K,): p^ones (1 - p)^zeros for each of the masks (K, n, d), independent entries that are 1 with probability p.

    p: a float, a tracer or a Fraction; the type of p is that of the result. For a float p with b binary digits it is exact if b n d <= 52.
    """
    ones = masks.reshape(len(masks), -1).sum(1)
    zeros = masks[0].size - ones
    powers, rest = [0 * p + 1], [0 * p + 1]
    for _ in range(masks[0].size):
        powers.append(powers[-1] * p)
        rest.append(rest[-1] * (1 - p))
    return [powers[a] * rest[b] for a, b in zip(ones, zeros)]


def expectation(chances, values):
    """The mean of values (K, ...) under the chances (K,), in their arithmetic."""
    return sum(c * v for c, v in zip(chances, values))
