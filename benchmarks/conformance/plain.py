"""Instances and numbers of the rows, in NumPy and SciPy alone: every script is made of these functions.

A measure is a pair of lists, its points and its weights, which count as divided by their sum. Functions that a library's file gives take
the setting as keyword arguments: `cost(x, a, y, b, **setting)` is W_p^p, `orders(x, **setting)` the outputs of a transform by order,
`filters(**setting)` the transforms psi (L, *grid) of wavelets and phi (*grid) of a low-pass filter.
"""
import functools

import numpy as np
from scipy.optimize import linprog


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


def bump(grid, margin=0):
    """A Hann window on each axis, 0 on `margin` samples at each end."""
    return product([np.pad(np.hanning(n - 2 * margin), margin) for n in grid])


def product(axes):
    """The outer product of one array for each axis."""
    return functools.reduce(np.multiply.outer, axes)


# -- the numbers of signals
def nonexpansive(orders, setting, f, h):
    return changed(orders, setting, f, h) / np.linalg.norm(f - h)


def changed(orders, setting, f, h):
    """||S f - S h||."""
    return np.linalg.norm(np.concatenate([(u - v).ravel() for u, v in zip(orders(f, **setting), orders(h, **setting))]))


def rate(orders, filters, setting, f, c):
    """The change by a shift by c samples, as a part of its bound 2^-J K |c| sqrt(M) ||f|| with M = 3 orders."""
    J = setting["J"]
    bound = 2.0**-J * decay(filters(**setting)[1], J) * np.linalg.norm(c) * np.sqrt(3) * np.linalg.norm(f)
    return changed(orders, setting, np.roll(f, c, tuple(range(f.ndim))), f) / bound


def decay(phi, J):
    """K = sup |w| 2^J |phi(w)| over the frequencies of the grid, in radians per sample, rounded up."""
    axes = np.meshgrid(*(2 * np.pi * np.fft.fftfreq(n) for n in phi.shape), indexing="ij")
    return float((np.sqrt(sum(w**2 for w in axes)) * abs(phi)).max() * 2**J * (1 + 1e-12))


def strided_covariance(strided, setting, f, s):
    """||S T f - T S f|| / ||f||, where a shift by s samples along each axis moves the output by one; on the samples that both have."""
    d = f.ndim
    moved, still = strided(np.roll(f, (s,) * d, tuple(range(d))), **setting), strided(f, **setting)
    return np.linalg.norm(moved[(..., *[slice(1, None)] * d)] - still[(..., *[slice(-1)] * d)]) / np.linalg.norm(f)


def littlewood_paley(filters, setting, k):
    return energy(*filters(**setting))[tuple(k)]


def energy(psi, phi):
    """The Littlewood-Paley sum |phi(w)|^2 + 1/2 sum |psi(w)|^2 + |psi(-w)|^2 at every frequency of the grid."""
    total = (abs(psi) ** 2).sum(0)
    return abs(phi) ** 2 + (total + np.roll(np.flip(total), 1, tuple(range(total.ndim)))) / 2


# -- the numbers of measures
def transport(cost, setting, mu, nu):
    """W_p^p(mu, nu)."""
    (x, a), (y, b) = ((np.array(points, float), np.array(weights) / sum(weights)) for points, weights in (mu, nu))
    return float(cost(x, a, y, b, **setting))


def distance(cost, setting, mu, nu):
    """W_p(mu, nu): the root, with the sign that the value had."""
    value = transport(cost, setting, mu, nu)
    return np.sign(value) * abs(value) ** (1 / setting["p"])


def diameter(*measures):
    """The largest distance between points; 1 if there is one point only."""
    x = np.array([point for points, _ in measures for point in points], float)
    return np.linalg.norm(x[:, None] - x, axis=-1).max() or 1.0


def itself(cost, setting, mu):
    return abs(transport(cost, setting, mu, mu)) / diameter(mu) ** setting["p"]


def separation(cost, setting, mu, nu):
    return distance(cost, setting, mu, nu)


def symmetry(cost, setting, mu, nu):
    return abs(transport(cost, setting, mu, nu) - transport(cost, setting, nu, mu)) / diameter(mu, nu) ** setting["p"]


def subadditive(cost, setting, mu, nu, rho):
    return ratio(distance(cost, setting, mu, rho), distance(cost, setting, mu, nu) + distance(cost, setting, nu, rho))


def ratio(lhs, rhs):
    """lhs / rhs; where the right side is not positive, infinite if the left one is larger."""
    return lhs / rhs if rhs > 0 else np.inf if lhs > rhs else float(lhs == rhs)


def duality(cost, setting, mu, nu):
    """|W_1 - sup| / diameter, the supremum over the functions with slope at most 1 from a linear program."""
    n = len(mu[0]) + len(nu[0])
    z = np.array([*mu[0], *nu[0]], float)
    w = np.concatenate([np.array(mu[1]) / sum(mu[1]), -np.array(nu[1]) / sum(nu[1])])
    i, j = np.nonzero(~np.eye(n, dtype=bool))
    slopes = np.eye(n)[i] - np.eye(n)[j]                      # f(z_i) - f(z_j) <= |z_i - z_j|, f(z_0) = 0
    found = linprog(-w, slopes, np.linalg.norm(z[i] - z[j], axis=1), bounds=[(0, 0)] + [(None, None)] * (n - 1))
    return abs(transport(cost, setting, mu, nu) + found.fun) / diameter(mu, nu)


def gaussian(square, setting, R, T):
    """|W_2^2 - closed form| / traces for covariances S1 = R R and S2 = T S1 T: the map is T, and whole numbers make it exact."""
    R, T, zero = np.array(R, float), np.array(T, float), np.zeros(len(R))
    S1, rest = R @ R, T - np.eye(len(T))
    S2 = T @ S1 @ T
    return abs(square(zero, S1, zero, S2, **setting) - np.trace(rest @ S1 @ rest)) / np.trace(S1 + S2)
