"""Matrices with orthogonal columns of one length whose entries are quadratic in their parameters: exact singular value decompositions.

X = U diag(s) V^T with such U and V has the right singular vectors V[:, j] and the eigenvalues s_j^2 |U|^2 |V|^2 of X^T X, where |U| and
|V| are the lengths of the columns, without a root: over the rationals, and in float64 if the parameters have few binary digits. The
columns are not normalised. Real rotations of sizes 1 to 4 are limits of these.
"""
import functools

import numpy as np

_TABLE = ("+0 +1 +2 +3", "+1 -0 +3 -2", "+2 -3 -0 +1", "+3 +2 -1 -0")       # the products of the quaternions 1, i, j, k

PARAMETERS = {1: 1, 2: 2, 3: 4, 4: 8}         # numbers that `rotation` takes, by size


def _products() -> np.ndarray:
    """(4, 4, 4): e_a e_b = sum_c out[a, b, c] e_c."""
    out = np.zeros((4, 4, 4))
    for a, row in enumerate(_TABLE):
        for b, entry in enumerate(row.split()):
            out[a, b, int(entry[1])] = int(entry[0] + "1")
    return out


@functools.cache
def _form(size) -> np.ndarray:
    """(size, size, m, m): the rotation as a quadratic form of its m parameters."""
    units = _products()
    left, right = units.transpose(2, 1, 0), units.transpose(2, 0, 1)         # x -> p x and x -> x q, linear in p and q
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

    The length of a column is the square of that of the parameters for sizes up to 3, the product of those of both halves for 4.
    """
    form = _form(size)
    if isinstance(parameters, np.ndarray) and parameters.dtype.kind == "O":
        form = form.astype(int)
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
