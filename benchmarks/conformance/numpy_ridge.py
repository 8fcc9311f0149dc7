"""NumPy: does linalg.lstsq for the data with the root of the penalty below them give the ridge weights?"""
import numpy as np

from benchmarks.conformance.cases import Case
from proofs_numeric.conformance import Effort


def stacked(X, y, penalty):
    d = X.shape[1]
    return np.linalg.lstsq(np.vstack([X, np.sqrt(penalty) * np.eye(d)]), np.concatenate([y, np.zeros(d)]))[0]


CLAUSES = ("posterior_mean", "minimum", "best", "shrinkage", "bound", "weights_decrease", "fit_loosens", "limit")
SEARCH = Effort(draws=20, climbs=1, steps=40, shrinks=60)


def cases():
    yield Case("numpy", "linalg.lstsq", stacked, "ridge", "X above the root of the penalty times I, y above zeros; otherwise the defaults",
               True, {}, dict.fromkeys(CLAUSES, "the reference says that it minimises the norm of the residual"), effort=SEARCH)
