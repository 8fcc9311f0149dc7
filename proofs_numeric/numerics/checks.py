"""The public boundary: a wrong argument gets a ValueError that names it, its value and the remedy.

Every public argument passes one of these: `array` and `weights` for arrays, `number` and `positive` for real numbers, `count` for
whole numbers, `one_of` for objects of a class. What has another type is converted exactly, on the host and before JAX sees it, or refused.

Shapes and types are checked always. Values are checked when they are known: inside `jit`, `vmap` or `grad` an array has no values yet,
and what is checked outside is there a precondition. NaN and infinity break it; they must come out again as NaN or infinity.
"""
import dataclasses
import math
import numbers
import operator
import warnings
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

Array = Any                      # a jax.Array, or a NumPy array

LONGEST = 2**40                  # side of a grid, number of atoms: more fits nowhere
MASS = 1e-6                      # how far from 1 weights may sum, as a part of 1; float32 sums of 10^5 weights stay below


class PrecisionWarning(UserWarning):
    """Numbers of double precision are computed in single precision, because JAX's 64-bit mode is off."""


def known(*arrays) -> bool:
    """Whether the values can be looked at: none of the arrays is traced."""
    return not any(isinstance(x, jax.core.Tracer) for x in arrays)


# -- arrays
def _shown(x) -> str:
    """The value, short enough for one line."""
    if not known(x):
        return f"a traced value of type {x.aval.str_short()}"
    text = " ".join(repr(x).split())
    return text if len(text) <= 60 else text[:56] + " ..."


def _on_host(name: str, x) -> np.ndarray:
    """x, which is no array of floating-point numbers of JAX, as a NumPy array of float32, float64 or complex numbers of these.

    Raises ValueError unless the conversion is exact.
    """
    if isinstance(x, np.ma.MaskedArray):
        raise ValueError(f"{name} is a masked array, {_shown(x)}: fill the masked entries, or take .compressed().")
    try:
        given = np.asarray(x)
    except Exception as error:                               # lists of unequal lengths, tensors of another device: the object decides
        raise ValueError(f"{name} = {_shown(x)} is no array of numbers ({' '.join(str(error).split())[:80]}): give one.") from None
    if given.dtype.kind == "O" and given.size and all(isinstance(v, numbers.Real) for v in given.flat):
        wide = np.array([_float(v) for v in given.flat]).reshape(given.shape)
        same = all(float(w) == v or v != v for w, v in zip(wide.flat, given.flat))
    elif given.dtype.kind in "biufc" or jnp.issubdtype(given.dtype, jnp.integer):
        if given.dtype.kind in "fc" and given.real.dtype.itemsize < 4:
            raise ValueError(f"{name} has type {given.dtype}, of half precision: convert it, {name}.astype('float32').")
        wider = {"f4": np.float32, "f8": np.float64, "c8": np.complex64, "c16": np.complex128}
        default = np.complex128 if given.dtype.kind == "c" else np.float64
        wide = given.astype(wider.get(f"{given.dtype.kind}{given.dtype.itemsize}", default), copy=False)
        same = given.dtype.kind in "bfc" and wide.dtype == given.dtype.newbyteorder("=") or _equal(wide, given)
    else:
        raise ValueError(f"{name} = {_shown(x)} has type {given.dtype}: give real numbers, of a floating-point or integer type.")
    if not same:
        raise ValueError(f"{name} = {_shown(x)} has type {given.dtype} and digits that float64 lacks: subtract what is common "
                         f"to all entries, or round it, {name}.astype('float64').")
    return wide


def _float(v) -> float:
    try:
        return float(v)
    except OverflowError:
        return math.inf


def _equal(wide: np.ndarray, given: np.ndarray) -> bool:
    """Whether a conversion was exact; NaN and infinity may stay. Integers are compared as Python's, which have no width."""
    if given.dtype.kind in "fc":
        return bool(((wide.astype(given.dtype) == given) | ~np.isfinite(given)).all())
    if given.dtype.itemsize < 8 or not given.size or abs(wide).max() < 2.0**53:
        return True
    return all(int(w) == int(v) for w, v in zip(wide.flat, given.flat))


_told: set[str] = set()


def _device(name: str, x: np.ndarray, declared: bool):
    """x as an array of JAX, which without its 64-bit mode has single precision: then the caller is told, once.

    declared: whether the caller gave an array of a wider type. Of plain numbers, only those that change count.
    """
    dtype = jax.dtypes.canonicalize_dtype(x.dtype)
    with np.errstate(over="ignore"):
        y = x.astype(dtype, copy=False)
    if dtype != x.dtype:
        if (np.isinf(y) & np.isfinite(x)).any():
            raise ValueError(f"{name} = {_shown(x)} is beyond the range of float32, in which JAX computes while its 64-bit mode is off: "
                             "call jax.config.update('jax_enable_x64', True) at the start of the program, or rescale.")
        if not _told and (declared or not np.array_equal(x, y, equal_nan=True)):
            _told.add(name)
            warnings.warn(f"{name} has double precision and is computed in single precision, because JAX's 64-bit mode is off: call "
                          "jax.config.update('jax_enable_x64', True) at the start of the program, or give float32. This is said once.",
                          PrecisionWarning, stacklevel=4)
    return jnp.asarray(y)


def array(name: str, x, ndim: int | tuple[int, ...] | None = None, at_least: int = 0, *, host: bool = False, real: bool = True,
          finite: bool = True):
    """x as an array of float32 or float64 with `ndim` axes, or at least `at_least`, without NaN and infinity.

    Integers and other types become float64, exactly or not at all. real: refuse complex numbers; else complex64 and complex128 stay.
    host: on a CPU what is no array of JAX stays on the host, with float64 also while JAX's 64-bit mode is off; it is for functions that
    compute in NumPy what they can. finite: False lets NaN and infinity pass. Raises ValueError.
    """
    if isinstance(x, jax.core.Tracer):
        if jnp.issubdtype(x.dtype, jnp.integer) or x.dtype == bool:
            x = x.astype(float)
    elif not isinstance(x, jax.Array) or not jnp.issubdtype(x.dtype, jnp.inexact):
        declared = isinstance(x, (np.ndarray, np.generic)) and x.dtype.itemsize > 4 and x.dtype.kind in "iufc"
        x = _on_host(name, x)
        if not host or jax.default_backend() != "cpu":
            x = _device(name, x, declared)
    return _examined(name, x, ndim, at_least, real, finite)


def table(name: str, x, ndim: int | tuple[int, ...] | None = None, at_least: int = 0, *, real: bool = True) -> np.ndarray:
    """The same for an array of known values that stays on the host, in double precision, whatever the device and JAX's 64-bit mode."""
    if not known(x):
        raise ValueError(f"{name} = {_shown(x)}: it must be known when the program is traced; give an array.")
    x = _on_host(name, np.asarray(x) if isinstance(x, jax.Array) else x)
    return _examined(name, x.astype(np.result_type(x.dtype, np.float64), copy=False), ndim, at_least, real, True)


def _examined(name, x, ndim, at_least, real, finite):
    if not jnp.issubdtype(x.dtype, jnp.inexact) or x.real.dtype.itemsize < 4:
        raise ValueError(f"{name} has type {x.dtype}, of less than single precision: convert it, {name}.astype('float32').")
    if real and jnp.issubdtype(x.dtype, jnp.complexfloating):
        raise ValueError(f"{name} = {_shown(x)} has type {x.dtype}: real numbers are wanted; take the real part or the modulus.")
    allowed = (ndim,) if isinstance(ndim, int) else ndim
    if allowed is not None and x.ndim not in allowed or x.ndim < at_least:
        wanted = " or ".join(map(str, allowed)) if allowed else f"at least {at_least}"
        raise ValueError(f"{name} has shape {x.shape}, {x.ndim} axes: it must have {wanted}; add or remove axes.")
    if x.size == 0:
        raise ValueError(f"{name} is empty, shape {x.shape}: give at least one entry.")
    if finite and known(x) and not (good := np.isfinite(np.asarray(x))).all():
        where = tuple(map(int, np.argwhere(~good)[0]))
        raise ValueError(f"{name}{list(where) if where else ''} = {np.asarray(x)[where]}: remove or replace entries that are not finite.")
    return x


def weights(name: str, w, count: int | None = None, *, host: bool = False):
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
        if not (abs(mass - 1) <= MASS).all():
            worst = float(np.ravel(mass)[np.argmax(abs(np.ravel(mass) - 1))])
            raise ValueError(f"{name} sums to {worst}: divide it by its sum, so that it is a probability measure.")
    return w


# -- numbers
def number(name: str, x, least: float = -math.inf, below: float = math.inf) -> float:
    """A known finite real number with least <= x < below, of any type that holds one, exactly; also an array without axes."""
    value = x
    if known(x) and isinstance(x, (np.ndarray, np.generic, jax.Array)) and x.ndim == 0 and x.dtype.kind in "iuf":
        value = x.item()
    if not known(x) or isinstance(value, bool) or not isinstance(value, numbers.Real):
        why = "it must be known when the program is traced; " if not known(x) else ""
        raise ValueError(f"{name} = {_shown(x)}: {why}give a real number.")
    found = _float(value)
    if not (math.isfinite(found) and least <= found < below):
        bounds = [f"at least {least:g}"] * (least > -math.inf) + [f"below {below:g}"] * (below < math.inf)
        raise ValueError(f"{name} = {_shown(x)}: give a finite number{' ' + ' and '.join(bounds) if bounds else ''}.")
    return found


def positive(name: str, x) -> float:
    """A known positive finite number."""
    found = number(name, x)
    if not found > 0:
        raise ValueError(f"{name} = {_shown(x)}: give a positive finite number.")
    return found


def positives(name: str, x):
    """Positive finite numbers: one, or an array of them, also traced."""
    given, x = x, array(name, x)
    if known(x) and not np.all(np.asarray(x) > 0):
        raise ValueError(f"{name} = {_shown(given)}: give positive finite numbers.")
    return x


def count(name: str, x, least: int = 1, most: int | None = None) -> int:
    """A known whole number with least <= x <= most; also an integer of NumPy, or a number of another type that is whole."""
    value = x
    if known(x) and isinstance(x, (np.ndarray, np.generic, jax.Array)) and x.ndim == 0 and x.dtype.kind in "iuf":
        value = x.item()
    if isinstance(value, float) and value.is_integer() or isinstance(value, numbers.Rational) and value.denominator == 1 and \
            not isinstance(value, bool):
        value = math.trunc(value)
    try:
        found = None if isinstance(value, bool) else operator.index(value)
    except Exception:                                        # not a whole number, or traced
        found = None
    if found is None or found < least or most is not None and found > most:
        bounds = f"from {least} to {most}" if most is not None else f"of at least {least}"
        raise ValueError(f"{name} = {_shown(x)}: give a whole number {bounds}.")
    return found


def sides(name: str, x) -> tuple[int, ...]:
    """The sides of a grid, one positive whole number or a sequence of them."""
    alone = isinstance(x, (str, bytes)) or not hasattr(x, "__iter__") or isinstance(x, (np.ndarray, jax.Array)) and x.ndim == 0
    try:
        found = (count(name, x, 1, LONGEST),) if alone else tuple(count(name, n, 1, LONGEST) for n in x)
    except ValueError:
        found = ()
    if not found:
        raise ValueError(f"{name} = {_shown(x)}: give one positive whole number, or a tuple of one for each axis.")
    return found


def flag(name: str, x) -> bool:
    """True or False, also those of NumPy."""
    if not isinstance(x, (bool, np.bool_)):
        raise ValueError(f"{name} = {_shown(x)}: give True or False.")
    return bool(x)


# -- objects
def one_of(name: str, x, kinds: type | tuple[type, ...], remedy: str):
    """x, if it is an object of one of these classes."""
    if not isinstance(x, kinds):
        raise ValueError(f"{name} = {_shown(x)}: {remedy}.")
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
