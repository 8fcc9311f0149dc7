"""Masks of 0 and 1, enumerated: every expectation over dropout is a finite sum, and rational where the retention probability is."""
import itertools
from fractions import Fraction

import jax.numpy as jnp
import numpy as np


def outcomes(n, d) -> np.ndarray:
    """(2^(n d), n, d): every array of 0 and 1, integers."""
    return np.array([*itertools.product((0, 1), repeat=n * d)]).reshape(-1, n, d)


def chances(masks, p):
    """(K,): p^ones (1 - p)^zeros for each of the masks (K, n, d), independent entries that are 1 with probability p.

    p: a float, a tracer or a Fraction. For a float with b binary digits it is exact if b n d <= 52.
    """
    size = masks[0].size
    ones = masks.reshape(len(masks), -1).sum(1)
    powers, rest = [0 * p + 1], [0 * p + 1]
    for _ in range(size):
        powers.append(powers[-1] * p)
        rest.append(rest[-1] * (1 - p))
    stack = (lambda x: np.array(x, object)) if isinstance(p, Fraction) else jnp.stack
    return stack(powers)[ones] * stack(rest)[size - ones]
