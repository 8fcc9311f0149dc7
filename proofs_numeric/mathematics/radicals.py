"""Sums of at most two square roots of rational numbers, compared exactly: Euclidean distances and W_2 of rational data."""
import functools
import math
import numbers
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from proofs_numeric.mathematics.surds import Surd, rational


def _sign(a, b, c) -> int:
    """Sign of sqrt(a) - sqrt(b) - sqrt(c) for rational a, b, c >= 0: that of d - 2 sqrt(bc), where d = a - b - c."""
    d = a - b - c
    if d < 0:
        return -1
    return (d * d > 4 * b * c) - (d * d < 4 * b * c)


@functools.total_ordering
@dataclass(frozen=True, eq=False)
class Radical:
    """The number sum(sqrt(s) for s in squares), with one or two rational s >= 0. Raises ValueError otherwise."""

    squares: tuple[Fraction, ...]

    def __post_init__(self):
        if not 1 <= len(self.squares) <= 2 or any(not isinstance(s, (int, Fraction)) or s < 0 for s in self.squares):
            raise ValueError(f"squares = {self.squares}: give one or two nonnegative int or Fraction")

    @classmethod
    def of(cls, x) -> "Radical":
        """A nonnegative rational number as the root of its square. Raises ValueError for a negative one, TypeError for a float."""
        if isinstance(x, Radical):
            return x
        x = rational(x)
        if x < 0:
            raise ValueError(f"{x} is negative: it is not a sum of square roots")
        return cls((x**2,))

    def __add__(self, other):
        return Radical(tuple(s for s in self.squares + Radical.of(other).squares if s) or (Fraction(0),))

    __radd__ = __add__

    def __mul__(self, factor):
        """Times a rational number. Raises ValueError for a negative one."""
        return Radical(tuple(s * Radical.of(factor)**2 for s in self.squares))

    __rmul__ = __mul__

    def __pow__(self, exponent):
        """Square, and square root of a rational, of a single root. Raises ValueError for anything else."""
        if len(self.squares) == 1 and exponent == 2:
            return Fraction(self.squares[0])
        if len(self.squares) == 1 and exponent == Fraction(1, 2):
            s = Fraction(self.squares[0])
            numerator, denominator = math.isqrt(s.numerator), math.isqrt(s.denominator)
            if Fraction(numerator, denominator) ** 2 == s:
                return Radical((Fraction(numerator, denominator),))
        raise ValueError(f"{self!r} to the power {exponent} is not a square root of a rational number")

    def _compare(self, other) -> int:
        """Sign of sqrt(a) + sqrt(b) - sqrt(c) - sqrt(d): that of the difference of the squares, k + sqrt(4ab) - sqrt(4cd)."""
        if not isinstance(other, Radical) and rational(other) < 0:
            return 1
        (a, b), (c, d) = ((*x.squares, Fraction(0))[:2] for x in (self, Radical.of(other)))
        k = a + b - c - d
        return -_sign(4 * c * d, k * k, 4 * a * b) if k >= 0 else _sign(4 * a * b, 4 * c * d, k * k)

    def __eq__(self, other):
        """False for what is no number. Raises TypeError for a float."""
        if not isinstance(other, (numbers.Number, Radical)):
            return False
        return (isinstance(other, Radical) or rational(other) >= 0) and self._compare(other) == 0

    def __lt__(self, other):
        return self._compare(other) < 0

    def __hash__(self):
        roots: dict[int, Fraction] = defaultdict(Fraction)         # square roots of squarefree numbers are independent
        for root in map(Surd.sqrt, self.squares):
            roots[root.q] += root.c
        return hash(roots[1] if set(roots) <= {1} else frozenset((q, c) for q, c in roots.items() if c))

    def __float__(self):
        return float(sum(math.sqrt(s) for s in self.squares))

    def _sympy_(self):
        return sum(sp.sqrt(sp.Rational(s)) for s in self.squares)


def square_root(x):
    """The square root of a rational x >= 0: a Fraction where it is rational, else a Radical. Raises ValueError for a negative x."""
    root = Radical((Fraction(x),))
    numerator, denominator = math.isqrt(x.numerator), math.isqrt(x.denominator)
    return Fraction(numerator, denominator) if Fraction(numerator, denominator) ** 2 == x else root
