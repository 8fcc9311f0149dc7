"""SciPy: do filters of signals follow cyclic shifts, with the default border and with a cyclic one; convolutions on Z/N."""
import functools

import numpy as np
import scipy.fft
from scipy import linalg, ndimage, signal

from benchmarks.conformance.cases import Case

TAPS = np.array([1.0, 2.0, -0.5])


def direct(x):
    return signal.convolve(x, TAPS, mode="same")


def fast(x):
    return signal.fftconvolve(x, TAPS, mode="same")


def line(x, **options):
    return ndimage.convolve1d(x, TAPS, **options)


def gaussian(x, **options):
    return ndimage.gaussian_filter1d(x, 1.0, **options)


def box(x, **options):
    return ndimage.uniform_filter1d(x, 3, **options)


def smooth(x, **options):
    return signal.savgol_filter(x, 5, 2, **options)


def transformed(u, v):
    return scipy.fft.irfft(scipy.fft.rfft(u) * scipy.fft.rfft(v), len(u))


def by_matrix(u, v):
    return linalg.circulant(v) @ u


def wrapped(u, v):
    """The kernel has its origin at its first sample."""
    return ndimage.convolve(u, v, mode="wrap", origin=-(len(v) // 2))


def correlated(u, v):
    return ndimage.correlate(v, u, mode="wrap", origin=-(len(u) // 2))


MAP, PRODUCT = ("convolution", "diagonal", "norm"), ("convolution", "gain", "padding")
CYCLIC = dict.fromkeys(MAP, "the reference: with this mode the signal is continued from its other end")


def cases():
    zeros = "The reference: the middle part of the convolution of the signals on the line."
    for name, f in (("signal.convolve", direct), ("signal.fftconvolve", fast)):
        yield Case("scipy", name, f, "linear_equivariant", "mode='same', three taps", True, {}, {}, note=zeros)
    for name, f, words in (("ndimage.convolve1d", line, "three taps"), ("ndimage.gaussian_filter1d", gaussian, "sigma = 1"),
                           ("ndimage.uniform_filter1d", box, "size 3"), ("signal.savgol_filter", smooth, "window 5, order 2")):
        default = "polynomials are fitted at the ends" if f is smooth else "the signal is reflected at its ends"
        yield Case("scipy", name, f, "linear_equivariant", f"{words}; the defaults", True, {}, {}, note=f"The reference: {default}.")
        yield Case("scipy", name, functools.partial(f, mode="wrap"), "linear_equivariant", words, False, {}, CYCLIC)
    yield Case("scipy", "fft", transformed, "circular_convolution", "irfft(rfft(u) rfft(v), n)", True, {},
               dict.fromkeys(PRODUCT, "the reference calls it the discrete Fourier transform"))
    yield Case("scipy", "linalg.circulant", by_matrix, "circular_convolution", "circulant(v) @ u", True, {},
               dict.fromkeys(PRODUCT, "the reference: the circulant matrix with v as its first column"))
    yield Case("scipy", "ndimage.convolve", wrapped, "circular_convolution", "mode='wrap', origin=-(n // 2): a kernel of n samples",
               False, {}, dict.fromkeys(PRODUCT, CYCLIC["norm"]))
    yield Case("scipy", "ndimage.correlate", correlated, "circular_convolution",
               "mode='wrap', origin=-(n // 2): a kernel of n samples", False, {"kind": "correlation"},
               {"correlation": CYCLIC["norm"]})
