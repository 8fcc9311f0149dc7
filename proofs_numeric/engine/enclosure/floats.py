"""Arrays of floats: rounding outwards, and functions whose derivatives stay finite.

Inside `with rounding(False)` rounding is neglected.
"""
import functools

import jax
import jax.numpy as jnp
from jax import lax

from proofs_numeric.engine.enclosure.tracing import absolute, add, as_float, at_most, less, mul, select, smaller, sub

jax.config.update("jax_enable_x64", True)

# False inside a gradient ascent: it climbs on values, and what it finds is judged with budgets afterwards. JAX tells programs traced
# with and without budgets apart.
rounding = jax.make_user_context(True)

stop = lax.stop_gradient        # rounding budgets are constants for the gradient ascent: their derivatives would be half of a program

EPS = 2.0**-52                  # spacing of floats at 1: twice the unit roundoff, so one EPS covers one rounded operation
HUGE = 2.0**972                 # one rounding of the largest float
TINY = 1e-290                   # covers underflow of a product; subnormal numbers themselves count as 0, as in XLA


def one_rounding(x):
    """One rounding of x; finite, so that an infinite end stays what it is."""
    x = stop(x)
    return add(smaller(mul(absolute(x), as_float(EPS, x)), as_float(HUGE, x)), as_float(TINY, x))


def down(x):
    """A float below x, by at least one rounding. Not `nextafter`, which has no derivative."""
    return sub(x, one_rounding(x)) if rounding.value else x


def up(x):
    """A float above x, by at least one rounding."""
    return add(x, one_rounding(x)) if rounding.value else x


def two_sum(a, b):
    """(a + b, the error of this sum)."""
    s = add(a, b)
    a, b, c = stop(a), stop(b), stop(s)
    t = sub(c, a)
    return s, add(sub(a, sub(c, t)), sub(b, t))


@jax.jit
def root(x):
    """sqrt(max(x, 0)) with derivative 0 at 0, where the usual one is infinite and turns an ascent into NaN."""
    x = as_float(x, None)
    positive = less(as_float(0.0, x), x)
    # The last branch is 0 where x is not positive, and NaN where x is.
    return select(positive, lax.sqrt(select(positive, x, 1.0)), select(at_most(x, as_float(0.0, x)), 0.0, x))


@jax.jit
def power(x, k):
    """max(x, 0)**k with derivative 0 at 0."""
    x = as_float(x, None)
    positive = less(as_float(0.0, x), x)
    at_zero = jnp.where(k == 0, 1.0, jnp.where(k < 0, jnp.inf, 0.0))
    return jnp.where(positive, jnp.where(positive, x, 1.0) ** k, jnp.where(jnp.isnan(x), x, at_zero))


@jax.jit
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


@jax.jit
def _squares(x):
    return (x.real**2 + x.imag**2 if jnp.iscomplexobj(x) else x * x).sum()


def euclid(x):
    """Euclidean norm of an array, differentiable at 0."""
    return root(_squares(x)) if jnp.ndim(x) else jnp.abs(x)


def length(x):
    """Euclidean norm of an array without derivative, for budgets: a smaller program than `euclid`."""
    x = stop(x)
    return jnp.sqrt(_squares(x)) if jnp.ndim(x) else jnp.abs(x)
