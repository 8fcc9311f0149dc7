"""Numbers known up to an interval, vectors known up to a ball. Differentiable, jit-able, rounded outwards.

Inside `with rounding(False)` rounding is neglected: nothing is enclosed, and the programs are less than half as large.

`Interval(lo, hi)` encloses a real number. Ends may be infinite; infinite values are compared, not computed with. A result that
overflows is not enclosed: numbers of the size 1e300 are not meant.
`Ball(center, radius)` encloses a vector or matrix within Euclidean (Frobenius) distance `radius` of an array.
An operator takes enclosures and returns enclosures, so that a rounding budget belongs to the operator that computes and
travels with the value.
"""
import functools
import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

stop = lax.stop_gradient          # rounding budgets are constants for the gradient ascent: their derivatives would be half of a program
Array = Any                     # a jax.Array; outside of compiled programs also a NumPy array or a number

jax.config.update("jax_enable_x64", True)

# False inside a gradient ascent: it climbs on values, and what it finds is judged with budgets afterwards. JAX tells programs traced
# with and without budgets apart.
rounding = jax.make_user_context(True)

EPS = 2.0**-52                  # spacing of floats at 1: twice the unit roundoff, so one EPS covers one rounded operation
HUGE = 2.0**972                 # one rounding of the largest float
TINY = 1e-290                   # covers underflow of a product; subnormal numbers themselves count as 0, as in XLA


# Programs are made of thousands of operations on scalars, and most of the time of a run goes into tracing them. A primitive of
# `lax` is traced several times faster than the function of `jax.numpy`, but wants operands of one shape and type.
def _primitive(fast, general):
    def apply(*operands):
        first, *rest = operands
        kind = (jnp.shape(first), getattr(first, "dtype", None))
        if kind[1] is not None and all((jnp.shape(x), getattr(x, "dtype", None)) == kind for x in rest):
            return fast(*operands)
        return general(*operands)
    return apply


_add, _sub, _mul, _div = (_primitive(f, g) for f, g in ((lax.add, jnp.add), (lax.sub, jnp.subtract), (lax.mul, jnp.multiply),
                                                          (lax.div, jnp.divide)))
_max, _min = _primitive(lax.max, jnp.maximum), _primitive(lax.min, jnp.minimum)
_abs, _neg = _primitive(lax.abs, jnp.abs), _primitive(lax.neg, jnp.negative)
_less, _at_most, _same = _primitive(lax.lt, jnp.less), _primitive(lax.le, jnp.less_equal), _primitive(lax.eq, jnp.equal)


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


def select(condition, x, y):
    """`jnp.where`, traced faster where shapes and types agree."""
    x, y = _float(x, y), _float(y, x)
    boolean = hasattr(condition, "dtype") and jnp.issubdtype(condition.dtype, jnp.bool_)
    if boolean and jnp.shape(condition) == jnp.shape(x) == jnp.shape(y) and x.dtype == y.dtype:
        return lax.select(condition, x, y)
    return jnp.where(condition, x, y)


def _float(x, like):
    """A Python number as an array of the type and shape of `like`."""
    if isinstance(x, (int, float)) and hasattr(like, "dtype"):
        return lax.full(jnp.shape(like), x, like.dtype)
    return x if hasattr(x, "dtype") and jnp.issubdtype(x.dtype, jnp.inexact) else jnp.asarray(x, float)


def _slack(x):
    """One rounding of x; finite, so that an infinite end stays what it is."""
    x = stop(x)
    return _add(_min(_mul(_abs(x), _float(EPS, x)), _float(HUGE, x)), _float(TINY, x))


def down(x):
    """A float below x, by at least one rounding. Not `nextafter`, which has no derivative."""
    return _sub(x, _slack(x)) if rounding.value else x


def up(x):
    """A float above x, by at least one rounding."""
    return _add(x, _slack(x)) if rounding.value else x


def _two_sum(a, b):
    """(a + b, the error of this sum)."""
    s = _add(a, b)
    a, b, c = stop(a), stop(b), stop(s)
    t = _sub(c, a)
    return s, _add(_sub(a, _sub(c, t)), _sub(b, t))


@once
def root(x):
    """sqrt(max(x, 0)) with derivative 0 at 0, where the usual one is infinite and turns an ascent into NaN."""
    x = _float(x, None)
    positive = _less(_float(0.0, x), x)
    # The last branch is 0 where x is not positive, and NaN where x is.
    return select(positive, lax.sqrt(select(positive, x, 1.0)), select(_at_most(x, _float(0.0, x)), 0.0, x))


@once
def power(x, k):
    """max(x, 0)**k with derivative 0 at 0."""
    x = _float(x, None)
    positive = _less(_float(0.0, x), x)
    at_zero = jnp.where(k == 0, 1.0, jnp.where(k < 0, jnp.inf, 0.0))
    return jnp.where(positive, jnp.where(positive, x, 1.0) ** k, jnp.where(jnp.isnan(x), x, at_zero))


@once
def modulus(z):
    """|z| elementwise, differentiable at 0."""
    return root(z.real**2 + z.imag**2)


@functools.partial(jax.jit, static_argnames="axis")
def largest(x, axis=-1):
    """Maximum along an axis, with the derivative of one maximiser.

    `jnp.max` finds the maximisers by comparing with a value that XLA may have rounded differently elsewhere: if none is
    found, its derivative is 0/0.
    """
    where = jnp.argmax(jax.lax.stop_gradient(x), axis, keepdims=True)
    return jnp.take_along_axis(x, where, axis).squeeze(axis)


@once
def _squares(x):
    return (x.real**2 + x.imag**2 if jnp.iscomplexobj(x) else x * x).sum()


def euclid(x):
    """Euclidean norm of an array, differentiable at 0."""
    return root(_squares(x)) if jnp.ndim(x) else jnp.abs(x)


def _length(x):
    """Euclidean norm of an array without derivative, for budgets: a smaller program than `euclid`."""
    x = stop(x)
    return jnp.sqrt(_squares(x)) if jnp.ndim(x) else jnp.abs(x)


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
        if jnp.ndim(x):
            raise TypeError(f"an array of shape {jnp.shape(x)} is not a number: take a norm first")
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
        whole = _same(_neg(self.lo), self.hi) & jnp.isinf(self.hi)
        middle = select(whole, 0.0, _mul(_add(self.lo, self.hi), _float(0.5, self.lo)))
        return select(_same(self.lo, self.hi), self.lo, middle)

    @property
    def width(self):
        if self.is_point:
            return _float(0.0, self.lo)
        return select(_same(self.lo, self.hi), 0.0, _sub(self.hi, self.lo))

    def __add__(self, other):
        return self._plus(Interval.of(other))

    @once
    def _plus(self, other):
        points = self.is_point and other.is_point
        if not rounding.value:
            lo = _add(self.lo, other.lo)
            return Interval(lo, lo if points else _add(self.hi, other.hi))
        lo, low = _two_sum(self.lo, other.lo)                 # an exact sum stays exact
        hi, high = (lo, low) if points else _two_sum(self.hi, other.hi)
        low, high = _less(low, _float(0.0, low)), _less(_float(0.0, high), high)
        return Interval(_sub(lo, select(low, _slack(lo), 0.0)), _add(hi, select(high, _slack(hi), 0.0)))

    def __mul__(self, other):
        other = Interval.of(other)
        return self**2 if other is self else self._times(other)

    @once
    def _times(self, other):
        ends = [_mul(x, y) for x in ((self.lo,) if self.is_point else (self.lo, self.hi))
                for y in ((other.lo,) if other.is_point else (other.lo, other.hi))]
        lo = functools.reduce(_min, ends)
        hi = functools.reduce(_max, ends) if len(ends) > 1 else lo
        return Interval(down(lo), up(hi))

    def __neg__(self):
        hi = _neg(self.lo)
        return Interval(hi if self.is_point else _neg(self.hi), hi)

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
        zero, one = _float(0.0, self.lo), _float(1.0, self.lo)
        apart = _less(zero, self.lo) | _less(self.hi, zero)
        hi = _div(one, select(apart, self.lo, one))
        lo = hi if self.is_point else _div(one, select(apart, self.hi, one))
        return Interval(select(apart, down(lo), -jnp.inf), select(apart, up(hi), jnp.inf))

    def __abs__(self):
        if self.is_point:
            x = _max(self.lo, _neg(self.lo))
            return Interval(x, x)
        return Interval(_max(_float(0.0, self.lo), _max(self.lo, _neg(self.hi))), _max(_neg(self.lo), self.hi))

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
        return Interval(_max(down(lo), _float(0.0, lo)), up(hi)) if rounding.value else Interval(lo, hi)

    @once
    def _power(self, k):
        ends = [power(x, y) for x in ((self.lo,) if self.is_point else (self.lo, self.hi))
                for y in ((k.lo,) if k.is_point else (k.lo, k.hi))]
        lo = functools.reduce(_min, ends)
        hi = functools.reduce(_max, ends) if len(ends) > 1 else lo
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
            p = Interval(p.lo - (margin * _abs(stop(p.lo)) + TINY), p.hi + (margin * _abs(stop(p.hi)) + TINY))
            if k % 2 == 0:                                    # an even power is not negative
                p = Interval(_max(p.lo, _float(0.0, p.lo)), p.hi)
        return p
    return of


def _monotone(f, x):
    """f increasing and accurate to 4 ulp; the subtraction rounds as well."""
    x = Interval.of(x)
    lo = f(x.lo)
    hi = lo if x.is_point else f(x.hi)
    if not rounding.value:
        return Interval(lo, hi)
    return Interval(lo - 5 * EPS * jnp.abs(stop(lo)) - TINY, hi + 5 * EPS * jnp.abs(stop(hi)) + TINY)


@once
def log(x):
    """Natural logarithm; -oo at and below 0."""
    return _monotone(lambda v: jnp.where(v > 0, jnp.log(jnp.where(v > 0, v, 1.0)), -jnp.inf), x)


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


@functools.partial(jax.tree_util.register_dataclass, data_fields=("center", "radius"), meta_fields=())
@dataclass(frozen=True)
class Ball:
    """A vector or matrix within Euclidean distance `radius` of `center`.

    A subclass may carry more (a sample spacing, say): arithmetic keeps it, the left operand's where two differ.
    """

    center: Array
    radius: Array

    @classmethod
    def of(cls, x) -> "Ball":
        """An array, taken as exact."""
        return x if isinstance(x, Ball) else cls(jnp.asarray(x), jnp.float64(0))

    @property
    def size(self):
        """Euclidean norm of the center, for budgets: it has no derivative."""
        return _length(self.center)

    def __add__(self, other):
        return self._plus(Ball.of(other))

    @once
    def _plus(self, other):
        c = self.center + other.center
        if not rounding.value:
            return replace(self, center=c)
        radius = _add(_add(stop(self.radius), stop(other.radius)), _mul(_length(c), jnp.float64(EPS)))
        return replace(self, center=c, radius=_mul(radius, jnp.float64(1 + 8 * EPS)))

    def __mul__(self, number):
        return self._times(Interval.of(number))

    @once
    def _times(self, x):
        c = x.mid
        if not rounding.value:
            return replace(self, center=c * self.center)
        r = 0.5 * x.width + EPS * jnp.abs(c)
        radius = stop(((jnp.abs(c) + r) * self.radius + r * self.size) * (1 + 8 * EPS))
        return replace(self, center=c * self.center, radius=radius)

    def __matmul__(self, other):
        other = Ball.of(other)
        a, b, n = self.size, other.size, self.center.shape[-1]
        slack = a * other.radius + b * self.radius + self.radius * other.radius + n * EPS * a * b
        return Ball(self.center @ other.center, stop(slack * (1 + 8 * EPS)))

    def __neg__(self):
        return replace(self, center=-self.center)

    def __sub__(self, other):
        return self + -Ball.of(other)

    def __rsub__(self, other):
        return Ball.of(other) + -self

    def __rmatmul__(self, other):
        return Ball.of(other) @ self

    __radd__, __rmul__ = __add__, __mul__

    @once
    def norm(self) -> Interval:
        """The Euclidean norm."""
        s = euclid(self.center)
        if not rounding.value:
            return Interval(s, s)
        r = stop(self.radius + (self.center.size + 4) * EPS * s)
        return Interval(jnp.maximum(down(s - r), 0.0), up(s + r))
