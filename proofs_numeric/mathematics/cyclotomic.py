"""Exact complex numbers a + b w with rational a, b, where w = i or w = exp(pi i/3): Fourier transforms of 1, 2, 3, 4 and 6 samples."""
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from proofs_numeric.mathematics.radicals import square_root


@dataclass(frozen=True, eq=False)
class Cyclotomic:
    """a + b w with w^2 = p w - 1: p = 0 for w = i, p = 1 for the sixth root of unity. Raises ValueError where two fields meet."""

    a: Any                       # rational numbers
    b: Any = Fraction(0)
    p: int = 0

    def _with(self, other) -> "Cyclotomic":
        if not isinstance(other, Cyclotomic):
            return Cyclotomic(Fraction(other), Fraction(0), self.p)
        if other.p == self.p or not other.b:
            return Cyclotomic(other.a, other.b, self.p)
        raise ValueError(f"{self} and {other} are not in one of the fields Q(i) and Q(exp(pi i/3)); give both in the same one.")

    def __add__(self, other):
        if not self.b and isinstance(other, Cyclotomic):
            self, other = other, self
        other = self._with(other)
        return Cyclotomic(self.a + other.a, self.b + other.b, self.p)

    def __mul__(self, other):
        if not self.b and isinstance(other, Cyclotomic):
            self, other = other, self
        c = self._with(other)
        return Cyclotomic(self.a * c.a - self.b * c.b, self.a * c.b + self.b * c.a + self.p * self.b * c.b, self.p)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return Cyclotomic(-self.a, -self.b, self.p)

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __pow__(self, n):
        out = Cyclotomic(Fraction(1), Fraction(0), self.p)
        for _ in range(n):
            out = out * self
        return out

    def conjugate(self) -> "Cyclotomic":
        """The conjugate of w is p - w."""
        return Cyclotomic(self.a + self.p * self.b, -self.b, self.p)

    @property
    def square(self) -> Fraction:
        """The squared modulus."""
        return self.a**2 + self.p * self.a * self.b + self.b**2

    def __abs__(self):
        return square_root(self.square)

    def __eq__(self, other):
        difference = self - other
        return not difference.a and not difference.b

    def __hash__(self):
        return hash((self.a, self.b, self.p if self.b else 0))

    def __float__(self):
        """For records: the number where it is real, else its modulus."""
        return float(self.a) if not self.b else float(abs(self))

    def _sympy_(self):
        w = sp.I if self.p == 0 else sp.Rational(1, 2) + sp.sqrt(3) / 2 * sp.I
        return sp.expand(sp.Rational(self.a) + sp.Rational(self.b) * w)


def unit(order: int) -> Cyclotomic:
    """exp(2 pi i / order). Raises ValueError unless the order is 1, 2, 3, 4 or 6."""
    known = {1: (1, 0, 0), 2: (-1, 0, 0), 3: (-1, 1, 1), 4: (0, 1, 0), 6: (0, 1, 1)}
    if order not in known:
        raise ValueError(f"exp(2 pi i/{order}) is not in Q(i) nor in Q(exp(pi i/3)); orders are {sorted(known)}.")
    a, b, p = known[order]
    return Cyclotomic(Fraction(a), Fraction(b), p)


def vector(values) -> np.ndarray:
    """An object array of exact numbers; a pair (a, b) is a + bi. Integers of NumPy, which overflow, become those of Python."""
    values = [v.item() if isinstance(v, np.generic) else v for v in values]
    pairs = [v if isinstance(v, (Cyclotomic, tuple)) else (v, 0) for v in values]
    exact = [Cyclotomic(Fraction(v[0]), Fraction(v[1])) if isinstance(v, tuple) else v for v in pairs]
    return np.array(exact, object)
