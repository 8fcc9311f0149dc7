"""Vectors and matrices known up to a Euclidean ball."""
import functools
from dataclasses import dataclass, replace

import jax
import jax.numpy as jnp

from proofs_numeric.engine.enclosure.floats import EPS, down, euclid, length, rounding, stop, up
from proofs_numeric.engine.enclosure.interval import Interval, once
from proofs_numeric.engine.enclosure.tracing import Array, add, mul


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
        return length(self.center)

    def __add__(self, other):
        return self._plus(Ball.of(other))

    @once
    def _plus(self, other):
        c = self.center + other.center
        if not rounding.value:
            return replace(self, center=c)
        radius = add(add(stop(self.radius), stop(other.radius)), mul(length(c), jnp.float64(EPS)))
        return replace(self, center=c, radius=mul(radius, jnp.float64(1 + 8 * EPS)))

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
