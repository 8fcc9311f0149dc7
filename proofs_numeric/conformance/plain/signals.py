"""Signals, maps of signals and of vectors."""
import functools
import itertools

import numpy as np

from proofs_numeric.conformance.plain.common import ratio, vector


# -- signals
def noise(seed, grid):
    """Uniform in [-1, 1), from a stream that NumPy never changes."""
    return np.random.PCG64(seed).random_raw(int(np.prod(grid))).reshape(grid) / 2.0**63 - 1


def wave(k, period, grid):
    """cos 2 pi (k_1 t_1 / period_1 + k_2 t_2 / period_2) at the samples t of the grid."""
    return np.cos(2 * np.pi * sum(f * t / n for f, t, n in zip(k, np.indices(grid), period)))


def cosines(terms, grid):
    """The sum of c cos(pi k (t + 1/2) / n) over terms (k, c); in the plane k is a pair, and the cosines are multiplied."""
    out = np.zeros(grid)
    for k, c in terms:
        out += c * product([np.cos(np.pi * f * (np.arange(n) + 0.5) / n) for f, n in zip(np.atleast_1d(k), grid)])
    return out


def impulse(at, grid):
    """1 at one sample."""
    out = np.zeros(grid)
    out[tuple(at)] = 1
    return out


def spikes(entries, grid):
    """0 but at the entries (index, value), each a list [k_1, ..., k_d, value]."""
    out = np.zeros(grid)
    for *k, value in entries:
        out[tuple(k)] = value
    return out


def bump(grid, margin=0):
    """A Hann window on each axis, 0 on `margin` samples at each end."""
    return product([np.pad(np.hanning(n - 2 * margin), margin) for n in grid])


def product(axes):
    """The outer product of one array for each axis."""
    return functools.reduce(np.multiply.outer, axes)


# -- signals
def changed(call, parameters, f, h):
    """||S f - S h||, outputs multiplied by the parameter `weight`."""
    return parameters["weight"] * np.linalg.norm(vector(call(np.asarray(f, float))) - vector(call(np.asarray(h, float))))


def nonexpansive(call, parameters, f, h):
    """||S f - S h|| / ||f - h||."""
    return ratio(changed(call, parameters, f, h), np.linalg.norm(np.subtract(f, h)))


def norm(call, parameters, f):
    """||S f|| / ||f||."""
    return ratio(parameters["weight"] * np.linalg.norm(vector(call(np.asarray(f, float)))), np.linalg.norm(f))


def rate(call, parameters, f, c):
    """The change by a shift by c samples, as a part of its bound 2^-J K |c| sqrt(orders) ||f||; `decay` is 2^-J K."""
    f = np.asarray(f, float)
    bound = parameters["decay"] * np.linalg.norm(c) * np.sqrt(parameters["orders"]) * np.linalg.norm(f)
    return ratio(changed(call, parameters, np.roll(f, c, tuple(range(f.ndim))), f), bound)


def decay(phi):
    """sup |w| |phi(w)| over the frequencies of the grid, in radians per sample, rounded up, for the DFT phi of a low-pass filter."""
    axes = np.meshgrid(*(2 * np.pi * np.fft.fftfreq(n) for n in phi.shape), indexing="ij")
    return float((np.sqrt(sum(w**2 for w in axes)) * abs(phi)).max() * (1 + 1e-12))


def strided_covariance(call, parameters, f):
    """||S T f - T S f|| / ||f||, where a shift by `stride` samples along each axis moves the output by one.

    `border`: whether samples that come in at the border count; if not, only those that both outputs have are compared.
    """
    f = np.asarray(f, float)
    axes = tuple(range(-f.ndim, 0))
    moved, still = (np.asarray(call(x)) for x in (np.roll(f, (parameters["stride"],) * f.ndim, axes), f))
    still = np.roll(still, (1,) * f.ndim, axes)
    inside = np.index_exp[...] + np.index_exp[0 if parameters["border"] else 1:] * f.ndim
    return parameters["weight"] * np.linalg.norm(moved[inside] - still[inside]) / np.linalg.norm(f)


def littlewood_paley(call, parameters, k):
    """The Littlewood-Paley sum at one frequency."""
    return float(energy(*call())[tuple(k)])


def energy(psi, phi):
    """The Littlewood-Paley sum |phi(w)|^2 + 1/2 sum |psi(w)|^2 + |psi(-w)|^2 at every frequency of the grid."""
    total = (abs(psi) ** 2).sum(0)
    return abs(phi) ** 2 + (total + np.roll(np.flip(total), 1, tuple(range(total.ndim)))) / 2


# -- maps of vectors
def lipschitz(call, parameters, u, v):
    """||f(u) - f(v)|| / (L ||u - v||) with L = `constant`."""
    moved = np.linalg.norm(vector(call(np.asarray(u, float))) - vector(call(np.asarray(v, float))))
    return ratio(moved, parameters["constant"] * np.linalg.norm(np.subtract(u, v)))


def at_zero(call, parameters, zero):
    """||f(0)||."""
    return np.linalg.norm(vector(call(np.asarray(zero, float))))


def clipped(call, parameters, u, v):
    """|f(u) - f(v)| as a part of its bound: |u - v| times `clip` root(n m) for each layer with n inputs and m outputs."""
    n = parameters["widths"]
    slope = np.prod([parameters["clip"] * np.sqrt(a * b) for a, b in itertools.pairwise(n)])
    moved = np.linalg.norm(vector(call(np.asarray(u, float))) - vector(call(np.asarray(v, float))))
    return ratio(moved, slope * np.linalg.norm(np.subtract(u, v)))


def max_pooling(call, parameters, u, v):
    """||f(|u|) - f(|v|)||^2 / (C ||u - v||^2), where a sample is in at most C = `windows` windows."""
    moved = np.linalg.norm(vector(call(abs(np.asarray(u, float)))) - vector(call(abs(np.asarray(v, float)))))
    return ratio(moved**2, parameters["windows"] * np.linalg.norm(np.subtract(u, v)) ** 2)


# -- signals on Z/N
def impulse_matrix(call, n):
    """The matrix with the columns f(impulse at y)."""
    return np.stack([np.asarray(call(e), float) for e in np.eye(n)], 1)


def cyclic_sum(u, v):
    """The convolution on Z/N, as a sum."""
    n = len(u)
    return np.array([sum(u[y] * v[(x - y) % n] for y in range(n)) for x in range(n)])


def as_convolution(call, parameters, f, x):
    """|(T f)(x) - (h * f)(x)| / (||T||_F ||f||), h the response to the impulse at 0."""
    f = np.asarray(f, float)
    M = impulse_matrix(call, len(f))
    return abs(np.asarray(call(f))[x] - cyclic_sum(M[:, 0], f)[x]) / (np.linalg.norm(M) * np.linalg.norm(f))


def as_multiplier(call, parameters, f, k):
    """|(T f)^(k) - h^(k) f^(k)| / (N ||T||_F ||f||)."""
    f = np.asarray(f, float)
    M = impulse_matrix(call, len(f))
    left, right = np.fft.fft(np.asarray(call(f), float))[k], np.fft.fft(M[:, 0])[k] * np.fft.fft(f)[k]
    return abs(left - right) / (len(f) * np.linalg.norm(M) * np.linalg.norm(f))


def largest_response(call, parameters, N):
    """| ||T|| - max |h^| | / ||T||_F."""
    M = impulse_matrix(call, N)
    return abs(np.linalg.norm(M, 2) - abs(np.fft.fft(M[:, 0])).max()) / np.linalg.norm(M)


def convolved(call, f, g):
    return np.asarray(call(np.asarray(f, float), np.asarray(g, float)), float)


def convolution_at(call, parameters, f, g, k):
    """|(f * g)^(k) - f^(k) g^(k)| / (N ||f|| ||g||)."""
    right = np.fft.fft(f)[k] * np.fft.fft(g)[k]
    return abs(np.fft.fft(convolved(call, f, g))[k] - right) / (len(f) * np.linalg.norm(f) * np.linalg.norm(g))


def correlation_at(call, parameters, f, g, k):
    """The same with the conjugate of f^(k)."""
    right = np.conj(np.fft.fft(f)[k]) * np.fft.fft(g)[k]
    return abs(np.fft.fft(convolved(call, f, g))[k] - right) / (len(f) * np.linalg.norm(f) * np.linalg.norm(g))


def convolution_gain(call, parameters, f, g):
    """||f * g|| / (max |g^| ||f||)."""
    return ratio(np.linalg.norm(convolved(call, f, g)), abs(np.fft.fft(g)).max() * np.linalg.norm(f))


def convolution_padded(call, parameters, u, v):
    """||u * v - (u * v on the integers)|| / (||u|| ||v||), where the signals end early enough."""
    found = convolved(call, u, v)
    return np.linalg.norm(found - np.convolve(u, v)[:len(found)]) / (np.linalg.norm(u) * np.linalg.norm(v))
