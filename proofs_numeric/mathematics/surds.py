"""Exact numbers c sqrt(q), with rational c and a squarefree integer q: enough to compare a rational with a square root."""
import functools
import numbers
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp


def rational(x) -> Fraction:
    """A whole number or a fraction. Raises TypeError for anything else: the digits of a float need not be those that were meant."""
    if not isinstance(x, numbers.Rational):
        raise TypeError(f"{x!r} is a {type(x).__name__}, and exact numbers are made of int and Fraction only: give one of these.")
    return Fraction(int(x.numerator), int(x.denominator))        # those of NumPy would overflow


@functools.cache
def _outside(n: int) -> tuple[int, int]:
    """(a, q) with n = a^2 q and q squarefree, for n >= 1."""
    a = q = 1
    for p, k in sp.factorint(n).items():
        a, q = a * p ** (k // 2), q * p ** (k % 2)
    return a, q


@functools.total_ordering
@dataclass(frozen=True)
class Surd:
    """The number c sqrt(q); q = 1 for a rational. Build it with `Surd.of` and `Surd.sqrt`. Raises TypeError for a float."""

    c: Fraction
    q: int = 1

    def __post_init__(self):
        for x in (self.c, self.q):
            rational(x)

    @classmethod
    def of(cls, x) -> "Surd":
        """A rational number. Raises TypeError for a float."""
        return x if isinstance(x, Surd) else cls(rational(x))

    @classmethod
    def sqrt(cls, x) -> "Surd":
        """The square root of a rational x >= 0. Raises ValueError for x < 0, TypeError for a float."""
        x = rational(x)
        if x < 0:
            raise ValueError(f"x = {x} is negative and has no real square root.")
        a, q = _outside(x.numerator * x.denominator) if x else (0, 1)
        return cls(Fraction(a, x.denominator), q)

    def rational(self) -> Fraction:
        """The number, if it is rational. Raises ArithmeticError otherwise."""
        if self.q != 1 and self.c:
            raise ArithmeticError(f"{self} is irrational.")
        return self.c

    def __add__(self, other):
        other = Surd.of(other)
        if not self.c or not other.c:
            return other if not self.c else self
        if self.q != other.q:
            raise ArithmeticError(f"{self} + {other} is not of the form c sqrt(q).")
        return Surd(self.c + other.c, self.q)

    def __neg__(self):
        return Surd(-self.c, self.q)

    def __sub__(self, other):
        return self + -Surd.of(other)

    def __rsub__(self, other):
        return Surd.of(other) + -self

    def __mul__(self, other):
        other = Surd.of(other)
        a, q = _outside(self.q * other.q)
        return Surd(self.c * other.c * a, q)

    def __pow__(self, exponent):
        """Integers and halves of integers, which may be given as Surd. Raises ArithmeticError for other exponents."""
        exponent = exponent.rational() if isinstance(exponent, Surd) else rational(exponent)
        if exponent.denominator == 2:
            return Surd.sqrt(self.rational()) ** exponent.numerator
        if exponent.denominator != 1:
            raise ArithmeticError(f"({self})**{exponent} is not of the form c sqrt(q).")
        k = int(exponent)
        return Surd(self.c**k * Fraction(self.q) ** (k // 2), self.q if k % 2 else 1)

    def __rpow__(self, base):
        return Surd.of(base) ** self

    def _signed_square(self):
        return self.c * abs(self.c) * self.q

    def __eq__(self, other):
        """False for what is no number. Raises TypeError for a float."""
        return isinstance(other, (numbers.Number, Surd)) and self._signed_square() == Surd.of(other)._signed_square()

    def __lt__(self, other):
        return self._signed_square() < Surd.of(other)._signed_square()

    def __hash__(self):
        return hash(self.c if self.q == 1 else self._signed_square())

    def __index__(self):
        """The number, if it is an integer: a bound of an index. Raises TypeError otherwise."""
        if self.q != 1 or self.c.denominator != 1:
            raise TypeError(f"{self} is not an integer.")
        return int(self.c)

    def __float__(self):
        return float(self.c) * self.q**0.5

    def _sympy_(self):
        return sp.Rational(self.c) * sp.sqrt(self.q)

    __radd__, __rmul__ = __add__, __mul__
