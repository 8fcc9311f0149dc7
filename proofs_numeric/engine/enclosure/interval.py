"""Numbers known up to an interval, and elementary functions of them."""
import functools
import math
from dataclasses import dataclass
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure.floats import EPS, TINY, down, one_rounding, power, root, rounding, stop, two_sum, up
from proofs_numeric.engine.enclosure.tracing import Array, absolute, add, as_float, div, larger, less, mul, neg, same, select, smaller, sub

LARGEST = float(np.finfo(float).max)


@functools.partial(jax.tree_util.register_dataclass, data_fields=("value",), meta_fields=())
@dataclass(frozen=True)
class _Point:
    """An interval whose ends are one array, on its way into a compiled function and out of it."""

    value: Array


def _packed(x):
    return _Point(x.lo) if isinstance(x, Interval) and x.is_point else x


def _unpacked(x):
    return Interval(x.value, x.value) if isinstance(x, _Point) else x


def once(function):
    """`function` of arrays, intervals and balls, traced once for all operands of the same kind.

    A program calls it hundreds of times: a call is then one step to trace, instead of dozens. What is compiled is the same.
    Keyword arguments are numbers or arrays.
    """
    compiled = jax.jit(lambda *operands, **named: _packed(function(*map(_unpacked, operands), **named)))

    @functools.wraps(function)
    def call(*operands, **named):
        return _unpacked(compiled(*map(_packed, operands), **named))
    return call


@functools.partial(jax.tree_util.register_dataclass, data_fields=("lo", "hi"), meta_fields=())
@dataclass(frozen=True)
class Interval:
    """A real number between `lo` and `hi`."""

    lo: Array
    hi: Array

    @classmethod
    def of(cls, x) -> "Interval":
        """A number, taken as exact; a Fraction, rounded outwards. Raises TypeError on an array."""
        if isinstance(x, Interval):
            return x
        if isinstance(x, Fraction):
            c = x.numerator / x.denominator                   # correctly rounded; Python floats, so this works under jit
            if Fraction(c) == x or not rounding.value:
                return cls.of(c)
            return cls(jnp.float64(math.nextafter(c, -math.inf)), jnp.float64(math.nextafter(c, math.inf)))
        if np.ndim(x):
            raise TypeError(f"an array of shape {np.shape(x)} is not a number: take a norm first")
        x = jnp.asarray(x, float)
        return cls(x, x)

    @classmethod
    def around(cls, x, radius) -> "Interval":
        """[x - radius, x + radius], rounded outwards."""
        return cls(x, x).widened(stop(radius), down, up)

    def widened(self, slack, below=lambda x: x, above=lambda x: x) -> "Interval":
        """[below(lo - slack), above(hi + slack)], for a budget `slack`; infinite ends stay."""
        if not rounding.value:
            return self
        lo, hi = (select(jnp.isinf(jnp.asarray(x, float)), x, y) for x, y in ((self.lo, self.lo - slack), (self.hi, self.hi + slack)))
        return Interval(below(lo), above(hi))

    @property
    def is_point(self) -> bool:
        """Whether both ends are one array: what is known while a program is traced. Its values are computed once."""
        return self.lo is self.hi

    @property
    def mid(self):
        return self.lo if self.is_point else self._middle()

    @once
    def _middle(self):
        whole = same(neg(self.lo), self.hi) & jnp.isinf(self.hi)
        middle = select(whole, 0.0, mul(add(self.lo, self.hi), as_float(0.5, self.lo)))
        return select(same(self.lo, self.hi), self.lo, middle)

    @property
    def width(self):
        if self.is_point:
            return as_float(0.0, self.lo)
        return select(same(self.lo, self.hi), 0.0, sub(self.hi, self.lo))

    def __add__(self, other):
        return self._plus(Interval.of(other))

    @once
    def _plus(self, other):
        points = self.is_point and other.is_point
        if not rounding.value:
            lo = add(self.lo, other.lo)
            return Interval(lo, lo if points else add(self.hi, other.hi))
        lo, low = two_sum(self.lo, other.lo)                 # an exact sum stays exact
        hi, high = (lo, low) if points else two_sum(self.hi, other.hi)
        low, high = less(low, as_float(0.0, low)), less(as_float(0.0, high), high)
        return Interval(sub(lo, select(low, one_rounding(lo), 0.0)), add(hi, select(high, one_rounding(hi), 0.0)))

    def __mul__(self, other):
        other = Interval.of(other)
        return self**2 if other is self else self._times(other)

    @once
    def _times(self, other):
        ends = [mul(x, y) for x in ((self.lo,) if self.is_point else (self.lo, self.hi))
                for y in ((other.lo,) if other.is_point else (other.lo, other.hi))]
        lo = functools.reduce(smaller, ends)
        hi = functools.reduce(larger, ends) if len(ends) > 1 else lo
        return Interval(down(lo), up(hi))

    def __neg__(self):
        hi = neg(self.lo)
        return Interval(hi if self.is_point else neg(self.hi), hi)

    def __sub__(self, other):
        return self + -Interval.of(other)

    def __rsub__(self, other):
        return Interval.of(other) + -self

    def __truediv__(self, other):
        return self * Interval.of(other).reciprocal()

    def __rtruediv__(self, other):
        return Interval.of(other) * self.reciprocal()

    __radd__, __rmul__ = __add__, __mul__

    @once
    def reciprocal(self):
        """1/x; the whole line if 0 is inside."""
        zero, one = as_float(0.0, self.lo), as_float(1.0, self.lo)
        apart = less(zero, self.lo) | less(self.hi, zero)
        hi = div(one, select(apart, self.lo, one))
        lo = hi if self.is_point else div(one, select(apart, self.hi, one))
        return Interval(select(apart, down(lo), -jnp.inf), select(apart, up(hi), jnp.inf))

    def __abs__(self):
        if self.is_point:
            x = larger(self.lo, neg(self.lo))
            return Interval(x, x)
        return Interval(larger(as_float(0.0, self.lo), larger(self.lo, neg(self.hi))), larger(neg(self.lo), self.hi))

    def __pow__(self, k):
        """Integer powers of any interval; other powers of max(x, 0), accurate to 8 EPS."""
        if isinstance(k, int):
            p = _integer_power(abs(k))(self) if k else Interval.of(1.0)
            return p if k >= 0 else p.reciprocal()
        return self._root() if k == Fraction(1, 2) else self._power(Interval.of(k))

    @once
    def _root(self):
        hi = root(self.hi)
        lo = hi if self.is_point else root(self.lo)
        return Interval(larger(down(lo), as_float(0.0, lo)), up(hi)) if rounding.value else Interval(lo, hi)

    @once
    def _power(self, k):
        ends = [power(x, y) for x in ((self.lo,) if self.is_point else (self.lo, self.hi))
                for y in ((k.lo,) if k.is_point else (k.lo, k.hi))]
        lo = functools.reduce(smaller, ends)
        hi = functools.reduce(larger, ends) if len(ends) > 1 else lo
        return Interval(lo * (1 - 8 * EPS), hi * (1 + 8 * EPS)) if rounding.value else Interval(lo, hi)

    def __rpow__(self, base):
        return Interval.of(base) ** self


@functools.cache
def _integer_power(k):
    """The k-th power of an interval, k > 0."""
    @once
    def of(x):
        a = abs(x) if k % 2 == 0 else x
        lo = a.lo**k
        p = Interval(lo, lo if a.is_point else a.hi**k)
        if rounding.value:
            margin = k * EPS
            p = Interval(p.lo - (margin * absolute(stop(p.lo)) + TINY), p.hi + (margin * absolute(stop(p.hi)) + TINY))
            if k % 2 == 0:                                    # an even power is not neg
                p = Interval(larger(p.lo, as_float(0.0, p.lo)), p.hi)
        return p
    return of


def _monotone(f, x):
    """f increasing and accurate to 4 ulp; the subtraction rounds as well."""
    x = Interval.of(x)
    lo = f(x.lo)
    hi = lo if x.is_point else f(x.hi)
    if not rounding.value:
        return Interval(lo, hi)
    # Where f overflows, the value lies above the largest float; -oo is a value, that of the logarithm at and below 0.
    finite = jnp.where(lo == jnp.inf, LARGEST, lo)
    return Interval(finite - 5 * EPS * jnp.abs(stop(finite)) - TINY,
                    jnp.where(hi == -jnp.inf, hi, hi + 5 * EPS * jnp.abs(stop(hi)) + TINY))


@once
def log(x):
    """Natural logarithm; -oo at and below 0, where a real function has no value, and NaN stays NaN."""
    return _monotone(lambda v: jnp.where(v <= 0, -jnp.inf, jnp.log(jnp.where(v <= 0, 1.0, v))), x)


@once
def exp(x):
    return _monotone(jnp.exp, x)


def maximum(*xs):
    intervals = [*map(Interval.of, xs)]
    return Interval(functools.reduce(jnp.maximum, [x.lo for x in intervals]),
                    functools.reduce(jnp.maximum, [x.hi for x in intervals]))


def minimum(*xs):
    return -maximum(*(-Interval.of(x) for x in xs))


def total(x, relative=0.0):
    """Sum of nonnegative numbers, each known to `relative`. The budget is relative, so that an exact 0 stays 0."""
    s = x.sum()
    return Interval(s, s).widened(stop(((x.size + 2) * EPS + relative) * s))
