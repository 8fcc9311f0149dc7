"""NumPy: convolutions of a signal with few taps, and of two signals by transforms."""
import numpy as np

from benchmarks.conformance.cases import Case

TAPS = np.array([1.0, 2.0, -0.5])


def same(x):
    return np.convolve(x, TAPS, mode="same")


def transformed(u, v):
    return np.fft.irfft(np.fft.rfft(u) * np.fft.rfft(v), len(u))


def cases():
    yield Case("numpy", "convolve", same, "linear_equivariant", "mode='same', three taps", True, {}, {},
               note="The reference: the signal is continued by zeros, so that values at the border are affected.")
    yield Case("numpy", "fft", transformed, "circular_convolution", "irfft(rfft(u) rfft(v), n)", True, {},
               dict.fromkeys(("convolution", "gain", "padding"), "the reference gives the sum of the discrete transform"))
    yield Case("numpy", "fft", transformed, "circular_convolution", "irfft(rfft(u) rfft(v), n); an odd number of samples", True,
               {"samples": 7}, dict.fromkeys(("convolution", "gain", "padding"), "the reference gives the sum of the discrete transform"))
