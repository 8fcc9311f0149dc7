"""Exact scaling by powers of two: squares and transforms of tiny and of huge numbers, without underflow and overflow.

A function that is homogeneous, f(c x) = c f(x) for c > 0, is computed as 2^k f(2^-k x), where 2^k is the size of the largest
entry of x. Scaling by a power of two rounds nothing, so f(2^m x) = 2^m f(x) bit for bit, as long as both sides are in the range
of the type.

Compiled programs take subnormal numbers, those below 2^-126 in single and 2^-1022 in double precision, for 0. Here exponents are
read from the bits, and subnormal numbers are taken apart and put together as whole multiples of the smallest one.
"""
from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np


def _layout(dtype):
    """(type of the bits, number of bits of the mantissa, bias of the exponent)."""
    return (np.int32, 23, 127) if dtype == np.float32 else (np.int64, 52, 1023)


def _bits(x):
    """The bits of |x| as whole numbers, which are in the order of |x|."""
    kind, _, _ = _layout(x.dtype)
    return jax.lax.bitcast_convert_type(x, kind) & np.iinfo(kind).max


def on_parts(f, z, *rest):
    """f of the real and of the imaginary part."""
    return jax.lax.complex(f(z.real, *rest), f(z.imag, *rest)) if jnp.iscomplexobj(z) else f(z, *rest)


def exponent(x, axes: tuple[int, ...] = ()):
    """The least k with |x| < 2^k for the real and the imaginary parts of all entries along `axes`, which stay, with length 1.

    For zeros it is that of the smallest positive number, and above all exponents of numbers if an entry is infinite or NaN.
    For derivatives it is a constant.
    """
    x = jnp.asarray(jax.lax.stop_gradient(x))
    bits = jnp.maximum(_bits(x.real), _bits(x.imag)) if jnp.iscomplexobj(x) else _bits(x)
    kind, mantissa, bias = _layout(x.real.dtype)
    bits = bits.max(axes, keepdims=True) if axes else bits
    whole = bits.astype(x.real.dtype)                                    # a subnormal number is so many times 2^(1 - bias - mantissa)
    below = (jax.lax.bitcast_convert_type(whole, kind) >> mantissa) - 2 * bias + 2 - mantissa
    above = (bits >> mantissa) - bias + 1
    return jnp.maximum(jnp.where(bits >> mantissa == 0, below, above), 2 - bias - mantissa)


def _power(k, dtype):
    """2^k for whole numbers -bias < k <= bias."""
    kind, mantissa, bias = _layout(dtype)
    return jax.lax.bitcast_convert_type((k.astype(kind) + bias) << mantissa, dtype)


def _times(x, k):
    """2^k x in two steps, for -2 bias < k <= 2 bias: 2^k may lie outside of the range of the type."""
    half = k >> 1
    return x * _power(half, x.dtype) * _power(k - half, x.dtype)


def times(z, k: int):
    """2^k z for a known k, also where 2^k is out of the range of the type: the compiler would make one constant of two factors."""
    if abs(k) > 100:
        return times(jax.lax.optimization_barrier(times(z, k // 2)), k - k // 2)
    return z * 2.0**k


def _down(x, k):
    kind, mantissa, bias = _layout(x.dtype)
    bits = _bits(x)
    whole = jnp.where(jax.lax.bitcast_convert_type(x, kind) < 0, -bits, bits)
    small = jax.lax.stop_gradient(_times(whole.astype(x.dtype), jnp.maximum(1 - bias - mantissa - k, 2 - 2 * bias)))
    return jnp.where((bits >> mantissa == 0) & (bits > 0), small, _times(x, -k))


def down(x, k):
    """2^-k x for the exponents k of x, or larger ones, which have the number of axes of x."""
    return on_parts(_down, x, k)


def _up(y, k):
    kind, mantissa, bias = _layout(y.dtype)
    units = jnp.minimum(k + (bias + mantissa - 1), 2 * bias)             # in units of the smallest number, or large
    whole = jnp.round(abs(jax.lax.stop_gradient(_times(y, units))))
    sign = jax.lax.bitcast_convert_type(y, kind) & np.iinfo(kind).min
    tiny = whole < 2.0**mantissa
    bits = jnp.where(tiny, whole, 0).astype(kind) | sign
    return jnp.where(tiny, jax.lax.bitcast_convert_type(bits, y.dtype), _times(y, k))


def up(y, k):
    """2^k y, also where this is subnormal; infinite where it is beyond the range."""
    return on_parts(_up, y, k)


def homogeneous(f: Callable, axes: tuple[int, ...], trailing: Callable):
    """(x, constants) -> 2^k f(2^-k x, constants) for f(c x) = c f(x), c > 0, with k the exponents of x along `axes`.

    f returns a tree of arrays; trailing(k, y) brings k to the axes of its leaf y. In the derivative in x, which is that of f at
    2^-k x, both powers cancel, and neither is formed. The derivative in the constants is taken to be 0.
    """
    @jax.custom_jvp
    def scaled(x, constants):
        k = exponent(x, axes)
        return jax.tree.map(lambda y: up(y, trailing(k, y)), f(down(x, k), constants))

    @scaled.defjvp
    def _(primals, tangents):
        x, constants = jnp.asarray(primals[0]), primals[1]
        k = exponent(x, axes)
        y, slope = jax.jvp(lambda u: f(u, constants), (down(x, k),), tangents[:1])
        return jax.tree.map(lambda y: up(y, trailing(k, y)), y), slope
    return scaled
