"""Laplacians of weighted graphs."""
from fractions import Fraction

import jax.numpy as jnp
import numpy as np

from proofs_numeric.conformance import graphs, plain
from proofs_numeric.conformance.graphs import EPS, Graphs
from proofs_numeric.conformance.subject import Asked, Parameter, Subject
from proofs_numeric.engine.enclosure import Ball, Interval


def laplacian(f, W: np.ndarray, size: float) -> Ball:
    """L(W), as the function has it; size is in units of the number of vertices times the norm of what it returned.

    A degree is a sum of n - 1 weights, which rounds by at most (n - 1) EPS / 2 of it, and a product or a root before it by EPS each.
    """
    L = graphs.square(f(W), W)
    return graphs.ball(L, size * len(W) * float(np.linalg.norm(L)))


def quadratic(f, parameters, data, size):
    """The form <x, L x>, and a signal and weights as fractions, so that the Dirichlet energy is exact."""
    W, x = np.array(data["W"], float), np.array(data["x"], float)

    def inner(_, y):
        """Of x and L x."""
        length = float(np.linalg.norm(x))
        return Interval.around(x @ np.asarray(y.center), length * (y.radius + 2 * len(x) * EPS * y.size))
    return {"W": W, "V": range(len(W)), "x": x, "Edge": lambda i, j: Fraction(float(W[i, j])), "Entry": lambda x, i: Fraction(float(x[i])),
            "Norm": graphs.norm, "Inner": inner, "Laplacian": lambda x: laplacian(f, W, size) @ x}


def kernel(f, parameters, data, size):
    """The number of singular values of at most `plain.ZERO` of the largest, against the number of components.

    A matrix within r of the true one has singular values within r of the true ones, so that the number of those that may count as 0 is
    enclosed. For weights of the space the least eigenvalue of a Laplacian that is not 0 is above 1e-3 of the largest.
    """
    W = np.array(data["W"], float)

    def nullity(W):
        L = laplacian(f, W, size)
        s = np.linalg.svd(np.asarray(L.center), compute_uv=False)
        r = float(L.radius) + 8 * len(W) * EPS * s[0]
        least, most = (np.count_nonzero(s + e <= plain.ZERO * (s[0] - e)) for e in (r, -r))
        return Interval(jnp.float64(least), jnp.float64(most))
    return {"W": W, "Nullity": nullity, "Pieces": lambda W: float(plain.pieces(W))}


def numbering(f, parameters, data, size):
    """The Laplacian of the renumbered weights against the renumbered Laplacian."""
    order = data["order"]

    def conjugated(_, A):
        if isinstance(A, Ball):
            return graphs.ball(np.asarray(A.center)[np.ix_(order, order)], A.radius)
        return plain.renumbered(A, order)
    return {"W": np.array(data["W"], float), "P": "P", "Conjugated": conjugated, "LaplacianOf": lambda W: laplacian(f, W, size),
            "Norm": graphs.norm}


# The sign of an energy that is a matter of rounding says nothing: signals in the kernel are left to `components`.
ROUGH = Graphs(("x",), rough=True)
SUBJECT = Subject(
    name="laplacian",
    title="the Laplacian of a weighted graph, diag(W 1) - W without loops",
    call="f(W) with symmetric nonnegative weights W (n, n); it returns a matrix (n, n)",
    arguments=("W",),
    budget=4, unit="the number of vertices times the norm of the matrix",
    asked=(Asked("0018", "dirichlet", quadratic, plain.dirichlet, Graphs(("x",))),
           Asked("0018", "nonnegative", quadratic, plain.no_negative_energy, ROUGH),
           Asked("0018", "components", kernel, plain.components, Graphs(empty=True)),
           Asked("0019", "laplacian", numbering, plain.renumbered_laplacian, Graphs(("order",), empty=True))),
    parameters={"vertices": graphs.VERTICES, "weights": graphs.WEIGHTS,
                "loops": Parameter(False, lambda name, x: bool(x), "whether some vertices have loops, which do not count; if not given, "
                                   "the diagonal is 0")})
