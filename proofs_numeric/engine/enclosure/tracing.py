"""Operations on floats that are quick to trace: primitives of `lax` where the operands allow it."""
from typing import Any

import jax.numpy as jnp
from jax import lax

Array = Any                     # a jax.Array; outside of compiled programs also a NumPy array or a number


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


add, sub, mul, div = (_primitive(f, g) for f, g in ((lax.add, jnp.add), (lax.sub, jnp.subtract), (lax.mul, jnp.multiply),
                                                    (lax.div, jnp.divide)))
larger, smaller = _primitive(lax.max, jnp.maximum), _primitive(lax.min, jnp.minimum)
absolute, neg = _primitive(lax.abs, jnp.abs), _primitive(lax.neg, jnp.negative)
less, at_most, same = _primitive(lax.lt, jnp.less), _primitive(lax.le, jnp.less_equal), _primitive(lax.eq, jnp.equal)


def select(condition, x, y):
    """`jnp.where`, traced faster where shapes and types agree."""
    x, y = as_float(x, y), as_float(y, x)
    boolean = hasattr(condition, "dtype") and jnp.issubdtype(condition.dtype, jnp.bool_)
    if boolean and jnp.shape(condition) == jnp.shape(x) == jnp.shape(y) and x.dtype == y.dtype:
        return lax.select(condition, x, y)
    return jnp.where(condition, x, y)


def as_float(x, like):
    """A Python number as an array of the type and shape of `like`."""
    if isinstance(x, (int, float)) and hasattr(like, "dtype"):
        return lax.full(jnp.shape(like), x, like.dtype)
    return x if hasattr(x, "dtype") and jnp.issubdtype(x.dtype, jnp.inexact) else jnp.asarray(x, float)
