"""Balls of many bits, for the tests of filters and transforms."""
import numpy as np
from flint import acb


def exactly(x):
    """An array of floats or complex floats as exact balls."""
    return np.array([acb(float(np.real(v)), float(np.imag(v))) for v in np.ravel(x)], object).reshape(np.shape(x))
