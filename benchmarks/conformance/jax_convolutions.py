"""JAX: do its convolutions follow cyclic shifts?"""
import jax.numpy as jnp
from jax import lax
from jax.scipy.signal import fftconvolve

from benchmarks.conformance.cases import Case

TAPS = (1.0, 2.0, -0.5)


def same(x):
    return jnp.convolve(x, jnp.array(TAPS, x.dtype), mode="same")


def fast(x):
    return fftconvolve(x, jnp.array(TAPS, x.dtype), mode="same")


def layer(x):
    return lax.conv_general_dilated(x[None, None], jnp.array(TAPS, x.dtype)[None, None], (1,), "SAME")[0, 0]


def transformed(u, v):
    return jnp.fft.irfft(jnp.fft.rfft(u) * jnp.fft.rfft(v), len(u))


def cases():
    zeros = "The reference: the middle part of the convolution of the signals on the line."
    for name, f in (("numpy.convolve", same), ("scipy.signal.fftconvolve", fast)):
        yield Case("jax", name, f, "linear_equivariant", "mode='same', three taps", True, {}, {}, arrays="jax", precision="float32",
                   note=zeros)
    yield Case("jax", "lax.conv_general_dilated", layer, "linear_equivariant", "padding='SAME', three taps", True, {}, {}, arrays="jax",
               precision="float32", note="'SAME' pads with zeros.")
    yield Case("jax", "numpy.fft", transformed, "circular_convolution", "irfft(rfft(u) rfft(v), n)", True, {},
               dict.fromkeys(("convolution", "gain", "padding"), "the reference refers to numpy.fft, which gives the sum of the transform"),
               arrays="jax", precision="float32")
