"""Exact numbers that divergences of rational laws are: polynomials in the logarithms of primes, with rational coefficients, ordered.

A sum a + sum_p c_p log p with rational a, c_p vanishes only if all of them do: for a = 0 by unique factorisation, else because e^a is
transcendental for rational a != 0 (Lindemann). So balls of growing precision decide its sign. Products of logarithms, such as log 2 times
a divergence, are decided in the same way; that none of them vanishes is a conjecture, and where no sign shows, none is given.
"""
import functools
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational

import flint
import sympy as sp

PRECISIONS = 128, 1024, 8192     # bits


class Undecided(ArithmeticError):
    """A polynomial in logarithms that is not 0 by its coefficients, and so close to 0 that its sign is not seen."""


@functools.total_ordering
@dataclass(frozen=True, eq=False)
class Logs:
    """The number sum c log(p_1) ... log(p_k) over `coefficients` ((p_1, ..., p_k), c), primes in ascending order, rational c != 0."""

    coefficients: tuple[tuple[tuple[int, ...], Fraction], ...] = ()

    @classmethod
    def log(cls, x) -> "Logs":
        """log x of a positive rational. Raises ValueError otherwise."""
        x = Fraction(x)
        if x <= 0:
            raise ValueError(f"x = {x} has no logarithm; give a positive rational.")
        return cls(tuple(sorted(((int(p),), Fraction(int(k))) for p, k in sp.Rational(x.numerator, x.denominator).factors().items()
                                if p > 1 and k)))

    @classmethod
    def of(cls, x) -> "Logs":
        """An int or a Fraction."""
        return x if isinstance(x, Logs) else cls((((), Fraction(x)),) if x else ())

    @classmethod
    def _gathered(cls, terms) -> "Logs":
        out: dict[tuple[int, ...], Fraction] = defaultdict(Fraction)
        for primes, c in terms:
            out[primes] += c
        return cls(tuple(sorted((primes, c) for primes, c in out.items() if c)))

    def __add__(self, other):
        if not isinstance(other, (Logs, Rational)):
            return NotImplemented
        return Logs._gathered((*self.coefficients, *Logs.of(other).coefficients))

    def __mul__(self, other):
        if not isinstance(other, (Logs, Rational)):
            return NotImplemented
        return Logs._gathered((tuple(sorted(p + q)), b * c) for p, b in self.coefficients for q, c in Logs.of(other).coefficients)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + other * -1 if isinstance(other, (Logs, Rational)) else NotImplemented

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, number):
        return self * (1 / Fraction(number))

    def ball(self, bits: int) -> flint.arb:
        """An enclosure."""
        with flint.ctx.workprec(bits):
            value = flint.arb(0)
            for primes, c in self.coefficients:
                term = flint.arb(flint.fmpq(c.numerator, c.denominator))
                for p in primes:
                    term *= flint.arb(p).log()
                value += term
            return value

    def sign(self) -> int:
        """-1, 0 or 1. Raises Undecided where no precision shows it, which sums of logarithms never do in the end."""
        if not self.coefficients:
            return 0
        for bits in PRECISIONS:
            value = self.ball(bits)
            if not value.contains(0):
                return 1 if value > 0 else -1
        raise Undecided(f"the sign of {self} is not seen with {PRECISIONS[-1]} bits")

    def __eq__(self, other):
        if not isinstance(other, (Logs, Rational)):
            return NotImplemented
        return (self - other).sign() == 0

    def __lt__(self, other):
        if not isinstance(other, (Logs, Rational)):
            return NotImplemented
        return (self - other).sign() < 0

    def __hash__(self):
        return hash(self.coefficients[0][1] if [*dict(self.coefficients)] == [()] else self.coefficients or 0)

    def __float__(self):
        return float(self.ball(PRECISIONS[0]))

    def _sympy_(self):
        return sp.Add(*(sp.Rational(c) * sp.Mul(*map(sp.log, primes)) for primes, c in self.coefficients))

    __radd__, __rmul__ = __add__, __mul__
