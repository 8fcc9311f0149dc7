"""Words and values that the tests of formulas and verdicts choose."""
from fractions import Fraction

import numpy as np
import sympy as sp

from theorems.language.operators import Number, Operator


class Value(Number):
    tex, meaning = "v_{{{}}}", "a number that the test chooses"


class Pair(Number):
    tex, meaning = "v_{{{},{}}}", "a number that the test chooses"


class Array(Operator):
    tex, meaning = "A_{{{}}}", "an array that the test chooses"


a, b, c, X, Y = sp.symbols("a b c X Y", extended_real=True)
k, j, N = sp.symbols("k j N", integer=True)
VALUES = [Fraction(-3, 2), Fraction(5), Fraction(3, 8), Fraction(-7, 8)]


def exact_array(rows):
    return np.array([[Fraction(x) for x in row] for row in rows], object)
