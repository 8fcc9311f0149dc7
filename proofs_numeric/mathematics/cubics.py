"""Polynomials of degree at most 3 in d variables, and what noise on the input makes of squared errors of such polynomials.

A polynomial is its vector of coefficients, in the order of `exponents(d)`. Every function is a polynomial with nonnegative coefficients in
its array arguments, where targets enter with their sign reversed: at the moduli of the arguments it bounds the sum of the moduli of all
terms, and so the rounding of the value. The same code runs on floats (JAX) and on object arrays of fractions (NumPy).
"""
import functools
import itertools
import math
import operator
from fractions import Fraction
from typing import Any

import jax.numpy as jnp
import numpy as np

DEGREE = 3
# For polynomials g of degree at most 7: g'(0) and g''(0)/2 from the values at the nodes.
NODES = (-3, -2, -1, 0, 1, 2, 3)
FIRST = tuple(Fraction(k, 60) for k in (-1, 9, -45, 0, 45, -9, 1))
SECOND = tuple(Fraction(k, 360) for k in (2, -27, 270, -490, 270, -27, 2))


def library(x):
    """NumPy for arrays of exact numbers, else JAX."""
    return np if isinstance(x, np.ndarray) and x.dtype == object else jnp


@functools.cache
def exponents(d: int) -> tuple[tuple[int, ...], ...]:
    """Of the monomials, by degree."""
    return tuple(sorted((e for e in itertools.product(range(DEGREE + 1), repeat=d) if sum(e) <= DEGREE), key=lambda e: (sum(e), e[::-1])))


@functools.cache
def derivation(d: int, i: int) -> tuple[np.ndarray, np.ndarray]:
    """For each monomial, from which coefficient the derivative in the variable i gets its own, and by which factor."""
    known = exponents(d)
    above = [tuple(k + (j == i) for j, k in enumerate(e)) for e in known]
    return (np.array([known.index(e) if e in known else 0 for e in above]),
            np.array([e[i] if e in known else 0 for e in above]))


def monomials(x):
    """(..., d) -> (..., monomials)"""
    powers = library(x).stack([x**0, x, x * x, x * x * x], -1)
    factors = [powers[..., i, np.array(column)] for i, column in enumerate(zip(*exponents(x.shape[-1])))]
    return functools.reduce(operator.mul, factors)


def values(c, x):
    """Of the polynomials c (..., monomials) at the points x (points..., d): (..., points...)."""
    return library(x).tensordot(c, monomials(x), ((-1,), (-1,)))


def derived(c, d: int, order: int):
    """The coefficients of all derivatives of one order: (d, ..., d, ..., monomials)."""
    for _ in range(order):
        c = library(c).stack([c[..., source] * factor for source, factor in (derivation(d, i) for i in range(d))])
    return c


def gradient(c, x):
    """(d, ..., points)"""
    return values(derived(c, x.shape[-1], 1), x)


def hessian(c, x):
    """(d, d, ..., points)"""
    return values(derived(c, x.shape[-1], 2), x)


def laplacian(c, x):
    """(..., points)"""
    second = derived(c, x.shape[-1], 2)
    return values(sum(second[i, i] for i in range(x.shape[-1])), x)


def mean(a, *axes):
    """Over all axes, or over some. Exact in fractions."""
    axes = axes or tuple(range(a.ndim))
    return a.sum(axes) / int(np.prod([a.shape[k] for k in axes]))


def largest_derivative(c, d: int, order: int):
    """The largest modulus of a derivative of order 2 or 3, anywhere; infinite where one of a higher order does not vanish."""
    largest = abs(derived(c, d, order)[..., 0]).max()
    if order == DEGREE:
        return largest
    higher = largest_derivative(c, d, order + 1)
    return (largest if higher == 0 else math.inf) if library(c) is np else jnp.where(higher == 0, largest, jnp.inf)


def harmonics(d: int) -> np.ndarray:
    """(count, monomials): a basis of the polynomials with Laplacian 0, with integer coefficients. In one or two variables."""
    known = exponents(d)
    rows: Any = {1: ({0: 1}, {1: 1}), 2: ({(0, 0): 1}, {(1, 0): 1}, {(0, 1): 1}, {(1, 1): 1}, {(2, 0): 1, (0, 2): -1},
                                      {(3, 0): 1, (1, 2): -3}, {(2, 1): 3, (0, 3): -1})}[d]
    return np.array([[row.get(e if d > 1 else e[0], 0) for e in known] for row in rows])


# -- squared errors. c: a polynomial; x (N, d): inputs; s (N,): minus the targets; xi (K, d): values of the noise
def error(c, x, s):
    """Half of the mean square."""
    return mean((values(c, x) + s) ** 2) / 2


def noisy_error(c, x, s, xi):
    """The same over all values of the noise."""
    return mean((values(c, x[:, None] + xi) + s[:, None]) ** 2) / 2


def slope(c, x):
    """The mean of |grad y|^2."""
    return mean((gradient(c, x) ** 2).sum(0))


def curvature(c, x, s):
    """The mean of (y - t) Laplacian(y)."""
    return mean((values(c, x) + s) * laplacian(c, x))


def quartic(c, x, xi):
    """The mean of (xi^T Hessian xi)^2."""
    return mean(along(hessian(c, x), xi) ** 2)


def along(tensors, xi):
    """A derivative (d, ..., d, points) in the directions xi (K, d): (points, K)."""
    found = tensors[..., None]
    while found.ndim > 2:
        found = (found * xi.T.reshape(xi.shape[1], *(1,) * (found.ndim - 2), len(xi))).sum(0)
    return found


def laplacian_square(c, x):
    return mean(laplacian(c, x) ** 2)


def hessian_square(c, x):
    """The mean of the sum of the squares of all second derivatives."""
    return mean((hessian(c, x) ** 2).sum((0, 1)))


def diagonal_square(c, x):
    """The mean of the sum of the squares of the pure second derivatives."""
    H = hessian(c, x)
    return mean(sum(H[i, i] ** 2 for i in range(len(H))))


def loss_laplacian(c, x, s, unit, nodes, weights):
    """The mean Laplacian of half of the square, from its values at x + k e_i. unit: the identity; nodes: `NODES`; weights: twice

    `SECOND`.
    """
    moved = x[:, None, None] + nodes[:, None] * unit[:, None]                # (N, d, nodes, d)
    return mean((values(c, moved) + s[:, None, None]) ** 2, 0).sum(0) @ weights / 2


def largest_fourth(c, x, s, xi):
    """The largest |D^4 phi(x + r xi)[xi, xi, xi, xi]| / |xi|^4 over 0 <= r <= 1, the inputs and the values of the noise; 0 is left out.

    phi is half of the square. Along a line y - t = y_0 + y_1 r + y_2 r^2 + y_3 r^3, and the fourth derivative of phi is
    12 (2 y_1 y_3 + y_2^2) + 120 y_2 y_3 r + 180 y_3^2 r^2: largest at an end, or at r = -y_2 / (3 y_3), where it is 24 y_1 y_3 - 8 y_2^2.
    """
    xp, d = library(x), x.shape[-1]
    y1, y2, y3 = (along(values(derived(c, d, k), x), xi) / math.factorial(k) for k in (1, 2, 3))
    start = 12 * (2 * y1 * y3 + y2**2)
    end = start + 120 * y2 * y3 + 180 * y3**2
    inside = (-y2 * y3 > 0) & (-y2 * y3 < 3 * y3**2)
    turn = xp.where(inside, abs(24 * y1 * y3 - 8 * y2**2), 0 * y1)
    length = (xi**2).sum(-1) ** 2
    some = length > 0
    return xp.where(some, xp.maximum(xp.maximum(abs(start), abs(end)), turn) / xp.where(some, length, 1), 0 * y1).max()


# -- the family y = theta . phi. c (P, monomials): the features
def gram(c, x):
    """The mean of phi phi^T."""
    f = values(c, x)
    return mean(f[:, None] * f[None], 2)


def loads(c, x, t):
    """The mean of t phi."""
    return mean(values(c, x) * t, 1)


def slopes(c, x):
    """The mean of the sum of d_i phi d_i phi^T."""
    D = gradient(c, x)
    return mean((D[:, :, None] * D[:, None]).sum(0), 2)


def curvatures(c, x):
    """The mean of phi Laplacian(phi)^T: (P, P)."""
    return mean(values(c, x)[:, None] * laplacian(c, x)[None], 2)


def laplacian_loads(c, x, t):
    """The mean of t Laplacian(phi)."""
    return mean(laplacian(c, x) * t, 1)


def _moved(x, xi, nodes):
    """x + r xi at all nodes: (nodes, N, K, d)."""
    return x[:, None] + nodes[:, None, None, None] * xi


def noisy_gram(c, x, xi, nodes, weights):
    """Coefficients of the mean of phi phi^T at x + r xi, as a polynomial in r: (P, P, orders).

    nodes: `NODES`; weights (nodes, orders): of `FIRST`, `SECOND`.
    """
    f = values(c, _moved(x, xi, nodes))
    return mean(f[:, None] * f[None], 3, 4) @ weights


def noisy_loads(c, x, t, xi, nodes, weights):
    """Coefficients of the mean of t phi(x + r xi): (P, orders)."""
    return mean(values(c, _moved(x, xi, nodes)) * t[:, None], 2, 3) @ weights
