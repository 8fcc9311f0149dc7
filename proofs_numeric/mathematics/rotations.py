"""Matrices with orthogonal columns of one length whose entries are quadratic in their parameters: exact singular value decompositions.

X = U diag(s) V^T with such U and V has the right singular vectors V[:, j] and the eigenvalues s_j^2 |U|^2 |V|^2 of X^T X, where |U| and
|V| are the lengths of the columns, without a root: over the rationals, and in float64 if the parameters have few binary digits. The
columns are not normalised. Real rotations of sizes 1 to 4 are limits of these.
"""
import functools

import numpy as np

_UNITS = np.zeros((4, 4, 4))                  # the products of the quaternions 1, i, j, k: e_a e_b = sum_c _UNITS[a, b, c] e_c
for _a, _b, _c, _sign in ((0, 0, 0, 1), (0, 1, 1, 1), (0, 2, 2, 1), (0, 3, 3, 1), (1, 0, 1, 1), (2, 0, 2, 1), (3, 0, 3, 1), (1, 1, 0, -1),
                          (2, 2, 0, -1), (3, 3, 0, -1), (1, 2, 3, 1), (2, 1, 3, -1), (2, 3, 1, 1), (3, 2, 1, -1), (3, 1, 2, 1), (1, 3, 2, -1)):
    _UNITS[_a, _b, _c] = _sign

PARAMETERS = {1: 1, 2: 2, 3: 4, 4: 8}         # numbers that `rotation` takes, by size


@functools.cache
def _form(size) -> np.ndarray:
    """(size, size, m, m): the rotation as a quadratic form of its m parameters."""
    left, right = _UNITS.transpose(2, 1, 0), _UNITS.transpose(2, 0, 1)         # x -> p x and x -> x q, linear in p and q
    whole = np.einsum("ixa,xjb->ijab", left, right)
    if size == 4:
        form = np.zeros((4, 4, 8, 8))
        form[:, :, :4, 4:] = whole
        return form
    conjugate = np.diag([1, -1, -1, -1])
    turned = np.einsum("ijab,bc->ijac", whole, conjugate)                       # x -> p x p*, which fixes the real axis
    return {1: np.ones((1, 1, 1, 1)), 2: turned[2:, 2:, :2, :2], 3: turned[1:, 1:]}[size]


def rotation(size, parameters):
    """(size, size): orthogonal columns of one length, for parameters (PARAMETERS[size],) of floats, tracers or Fraction.

    The square of the length is the fourth power of that of the parameters for sizes up to 3, the product of the squares of both halves for 4.
    """
    form = _form(size)
    form = form.astype(int) if getattr(parameters, "dtype", None) == object else form
    return (form * parameters[:, None] * parameters).sum((-1, -2))


def decomposed(left, values, right):
    """(X, V, eigenvalues of X^T X by columns of V) for X = U diag(values) V^T with U = `left`, V = `right`, square."""
    count, (n, d) = len(values), (len(left), len(right))
    X = (left[:, :count] * values) @ right[:, :count].T
    lengths = (left[:, 0] ** 2).sum() * (right[:, 0] ** 2).sum()
    squares = values * values * lengths
    if count != min(n, d):
        raise ValueError(f"{count} singular values for a matrix {n} x {d}: give {min(n, d)}")
    return X, right, [*squares, *[0 * lengths] * (d - count)]
