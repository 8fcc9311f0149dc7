"""SciPy on graphs: is the Laplacian one for every type of weights, is the exponential of it the heat kernel?"""
import functools

import numpy as np
from scipy.linalg import expm
from scipy.sparse import csr_array
from scipy.sparse.csgraph import laplacian
from scipy.sparse.linalg import expm_multiply

from benchmarks.conformance.cases import Case


def dense(W, dtype=None, **options):
    return laplacian(W if dtype is None else W.astype(dtype), **options)


def sparse(W, **options):
    return laplacian(csr_array(W), **options).toarray()


def operator(W, dtype=None):
    return laplacian(W if dtype is None else W.astype(dtype), form="lo")(np.eye(len(W)))


def action(W, x, t):
    return expm_multiply(-t * laplacian(W), x)


def exponential(W, x, t):
    return expm(-t * laplacian(W)) @ x


NAME, KIRCHHOFF = "csgraph.laplacian", {"dirichlet": "the reference calls it the Laplacian matrix, or Kirchhoff matrix, and shows D - A"}
SAME = "The reference: the type of the result is that of the weights, unless dtype is given."
LOOPS = "some vertices have loops"


def cases():
    yield Case("scipy", NAME, dense, "laplacian", "the defaults", True, {}, KIRCHHOFF)
    yield Case("scipy", NAME, dense, "laplacian", f"the defaults; {LOOPS}", True, {"loops": True}, {})
    yield Case("scipy", NAME, sparse, "laplacian", f"the defaults; sparse weights; {LOOPS}", True, {"loops": True}, {})
    yield Case("scipy", NAME, functools.partial(dense, dtype="int64"), "laplacian", "the defaults; whole weights", True,
               {"weights": "whole"}, KIRCHHOFF)
    yield Case("scipy", NAME, functools.partial(dense, dtype="int8"), "laplacian", "the defaults; whole weights up to 100", True,
               {"weights": "whole"}, KIRCHHOFF, note=SAME)
    yield Case("scipy", NAME, functools.partial(dense, dtype="uint8"), "laplacian", "the defaults; whole weights", True,
               {"weights": "whole"}, KIRCHHOFF, note=SAME)
    yield Case("scipy", NAME, functools.partial(dense, dtype="bool"), "laplacian", "the defaults; weights 0 and 1", True,
               {"weights": "one"}, KIRCHHOFF, note=SAME)
    yield Case("scipy", NAME, functools.partial(operator, dtype="uint8"), "laplacian", "form='lo', applied to the identity", False,
               {"weights": "whole"}, KIRCHHOFF)
    normed = functools.partial(dense, normed=True)
    note = "The reference: the symmetrically normalised Laplacian, with loops left out. Its form is another one."
    yield Case("scipy", NAME, normed, "laplacian", "", False, {}, {}, note=note)
    yield Case("scipy", NAME, normed, "laplacian", LOOPS, False, {"loops": True}, {}, note=note)
    promised = dict.fromkeys(("heat", "poisson", "everywhere"), "the reference: it is the exponential of the matrix, or its action")
    for name, f in (("sparse.linalg.expm_multiply", action), ("linalg.expm", exponential)):
        yield Case("scipy", name, functools.partial(f, t=0.5), "graph_filter", "of -t times csgraph.laplacian; the defaults", True,
                   {"time": 0.5}, promised, tolerance=(64 * 2.0**-52, "64 machine epsilons, for the rounding of a series"))
