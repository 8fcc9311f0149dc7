"""SciPy: does sparse.linalg.lsqr with damping give the ridge weights?"""
import functools

import numpy as np
from scipy.sparse.linalg import lsqr

from benchmarks.conformance.cases import Case
from proofs_numeric.conformance import Effort


def damped(X, y, penalty, **settings):
    return lsqr(X, y, damp=np.sqrt(penalty), **settings)[0]


CLAUSES = ("posterior_mean", "minimum", "best", "shrinkage", "bound", "weights_decrease", "fit_loosens", "limit")
SEARCH = Effort(draws=20, climbs=1, steps=40, shrinks=60)


def cases():
    note = "iterative: the reference says that atol and btol, 1e-6 by default, stop the iteration"
    yield Case("scipy", "sparse.linalg.lsqr", damped, "ridge", "damp is the root of the penalty; otherwise the defaults", True, {},
               effort=SEARCH, note=note)
    yield Case("scipy", "sparse.linalg.lsqr", functools.partial(damped, atol=0.0, btol=0.0, conlim=0.0), "ridge",
               "damp is the root of the penalty", False, {}, dict.fromkeys(CLAUSES, "the reference says that damp adds damp^2 |x|^2 to the "
               "squared residual"), effort=SEARCH, note="tolerances of 0 ask for machine precision, as the reference says")
