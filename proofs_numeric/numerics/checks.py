"""Checks at the public boundary: a wrong argument gets a ValueError that names it, its value and the remedy.

Shapes are checked always. Values are checked when they are known: inside `jit`, `vmap` or `grad` an array has no values yet,
and what is checked outside is there a precondition.
"""
import dataclasses
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

Array = Any                      # a jax.Array, or a NumPy array

MASS = 1e-6                      # how far from 1 weights may sum, as a part of 1; float32 sums of 10^5 weights stay below


def known(*arrays) -> bool:
    """Whether the values can be looked at: none of the arrays is traced."""
    return not any(isinstance(x, jax.core.Tracer) for x in arrays)


def _stays(x) -> bool:
    """Whether x is a NumPy array that `jnp.asarray` would copy as it is, to the memory of a CPU."""
    return type(x) is np.ndarray and x.dtype in (np.float32, jax.dtypes.canonicalize_dtype(float)) and jax.default_backend() == "cpu"


def array(name: str, x, ndim: int | tuple[int, ...] | None = None, at_least: int = 0, host: bool = False):
    """x as a floating or complex array with `ndim` axes, or at least `at_least`, without NaN and infinity.

    host: on a CPU a real NumPy array stays one; it is for functions that compute in NumPy what they can.
    """
    if not (isinstance(x, jax.core.Tracer) or host and _stays(x)):
        x = jnp.asarray(x)
    if not jnp.issubdtype(x.dtype, jnp.inexact):
        x = x.astype(float)
    allowed = (ndim,) if isinstance(ndim, int) else ndim
    if allowed is not None and x.ndim not in allowed or x.ndim < at_least:
        wanted = " or ".join(map(str, allowed)) if allowed else f"at least {at_least}"
        raise ValueError(f"{name} has shape {x.shape}, {x.ndim} axes: it must have {wanted}; add or remove axes.")
    if x.size == 0:
        raise ValueError(f"{name} is empty, shape {x.shape}: give at least one entry.")
    if known(x) and not (finite := np.isfinite(np.asarray(x))).all():
        where = tuple(map(int, np.argwhere(~finite)[0]))
        raise ValueError(f"{name}{list(where)} = {np.asarray(x)[where]}: remove or replace entries that are not finite.")
    return x


def weights(name: str, w, count: int | None = None, host: bool = False):
    """Weights (..., n) as nonnegative numbers that sum to 1 along the last axis; host: see `array`."""
    w = array(name, w, at_least=1, host=host)
    if count is not None and w.shape[-1] != count:
        raise ValueError(f"{name} has {w.shape[-1]} entries for {count} points: give one weight for each point.")
    if known(w):
        v = np.asarray(w, float)
        if (v < 0).any():
            where = tuple(map(int, np.argwhere(v < 0)[0]))
            raise ValueError(f"{name}{list(where)} = {v[where]}: weights must not be negative.")
        mass = v.sum(-1)
        if (abs(mass - 1) > MASS).any():
            worst = float(np.ravel(mass)[np.argmax(abs(np.ravel(mass) - 1))])
            raise ValueError(f"{name} sums to {worst}: divide it by its sum, so that it is a probability measure.")
    return w


def positive(name: str, x: float) -> float:
    """A positive finite number."""
    if known(x) and not (np.all(np.isfinite(x)) and np.all(np.asarray(x) > 0)):
        raise ValueError(f"{name} = {x}: give a positive finite number.")
    return x


def node(*data: str):
    """Register a frozen dataclass as a pytree: the fields `data` are its children, the others are static and hashable.

    JAX rebuilds such an object from traced arrays and placeholders, without the checks of its constructor: what is checked
    there is checked where a person writes the constructor.
    """
    def register(cls):
        static = tuple(f.name for f in dataclasses.fields(cls) if f.name not in data)

        def flatten(x):
            return tuple((jax.tree_util.GetAttrKey(k), getattr(x, k)) for k in data), tuple(getattr(x, k) for k in static)

        def unflatten(values, children):
            x = object.__new__(cls)
            for k, v in (*zip(static, values), *zip(data, children)):
                object.__setattr__(x, k, v)
            return x
        jax.tree_util.register_pytree_with_keys(cls, flatten, unflatten)
        return cls
    return register
