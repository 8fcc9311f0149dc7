"""Operations of intervals and whether a rational number is inside, for the tests of enclosures."""
from fractions import Fraction

OPERATIONS = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
              "(a - b)^2": lambda a, b: (a - b) ** 2, "|a| b": lambda a, b: abs(a) * b, "a^3 - b^2": lambda a, b: a**3 - b**2}


def contains(interval, exact):
    return Fraction(float(interval.lo)) <= exact <= Fraction(float(interval.hi))
