"""The scattering transform as it is written: cyclic sums in the time domain, one path after the other. Slow; shares no code.

Filters are given by their DFTs, as everywhere; their values in time come from the sum that defines the inverse DFT. The sums
have N terms, so they are taken in the longest floating-point type that NumPy has.
"""
import numpy as np

PI = np.arccos(np.longdouble(-1))


def in_time(spectrum):
    """h[n] = (1/N) sum_k h^[k] e^(2 pi i k n / N), over one or two axes."""
    for axis, n in enumerate(spectrum.shape):
        index = np.arange(n)
        wave = np.exp(2j * PI * (np.outer(index, index) % n) / n) / n
        spectrum = np.moveaxis(np.tensordot(wave, spectrum, (1, axis)), 0, axis)
    return spectrum


def convolve(x, h):
    """(x * h)[n] = sum_m x[m] h[n - m], cyclic."""
    y = np.zeros(x.shape, np.clongdouble)
    for m in np.ndindex(*x.shape):
        y += x[m] * np.roll(h, m, tuple(range(x.ndim)))
    return y


def scattering(x, psi, phi, paths):
    """{path: (U[path] x, S[path] x)} at all samples. psi: one array (L, *grid) of spectra for each order."""
    average = in_time(phi)
    waves = [[in_time(p) for p in layer] for layer in psi]
    known = {(): x}

    def propagated(path):
        if path not in known:
            known[path] = np.abs(convolve(propagated(path[:-1]), waves[len(path) - 1][path[-1]]))
        return known[path]
    return {p: (propagated(p), convolve(propagated(p), average)) for p in paths}
