"""Floats as rational numbers, and whole numbers with a given sum, for the tests of transport."""
import itertools
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

SETTINGS = dict(deadline=None, derandomize=True, database=None)


def inside(interval, exact):
    return Fraction(float(interval.lo)) <= exact <= Fraction(float(interval.hi))


def fractions(x):
    return [Fraction(float(v)) for v in np.ravel(x)]


def parts(n, whole):
    """n nonnegative whole numbers of this sum."""
    return st.lists(st.integers(0, whole), min_size=n - 1, max_size=n - 1).map(
        lambda cuts: [b - a for a, b in itertools.pairwise([0, *sorted(cuts), whole])])
