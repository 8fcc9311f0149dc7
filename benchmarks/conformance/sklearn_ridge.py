"""scikit-learn: are Ridge, with each of its solvers, and KernelRidge with a linear kernel the ridge weights?"""
import functools

from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import Ridge

from benchmarks.conformance.cases import Case
from proofs_numeric.conformance import Effort


def weights(X, y, penalty, **settings):
    return Ridge(alpha=penalty, **settings).fit(X, y).coef_


def kernel(X, y, penalty):
    return X.T @ KernelRidge(alpha=penalty).fit(X, y).dual_coef_


CLAUSES = ("posterior_mean", "minimum", "best", "shrinkage", "bound", "weights_decrease", "fit_loosens", "limit")
SEARCH = Effort(draws=20, climbs=1, steps=40, shrinks=60)


def cases():
    minimiser = dict.fromkeys(CLAUSES, "the reference says that it minimises |y - X w|^2 + alpha |w|^2")
    yield Case("scikit-learn", "Ridge", weights, "ridge", "the defaults", True, {}, effort=SEARCH,
               note="by default an intercept is fitted, which amounts to centring X and y; the theorem has none")
    yield Case("scikit-learn", "Ridge", weights, "ridge", "the defaults; data with the mean 0", True, {"centred": True}, minimiser,
               effort=SEARCH)
    for solver in ("auto", "svd", "cholesky"):
        yield Case("scikit-learn", "Ridge", functools.partial(weights, fit_intercept=False, solver=solver), "ridge", "", solver == "auto",
                   {}, minimiser, effort=SEARCH)
    for solver in ("lsqr", "sparse_cg", "sag", "saga"):
        random = {"random_state": 0} if solver.startswith("sag") else {}
        yield Case("scikit-learn", "Ridge", functools.partial(weights, fit_intercept=False, solver=solver, **random), "ridge",
                   "tol=1e-4, the default", False, {}, effort=SEARCH,
                   note="iterative: the reference says that tol determines the precision of the weights" + (
                       "; an epoch that happens to draw only rows without effect ends the iteration at 0, see issue 13021 of the library"
                       if random else ""))
    for solver in ("lsqr", "sparse_cg"):
        yield Case("scikit-learn", "Ridge", functools.partial(weights, fit_intercept=False, solver=solver, tol=1e-15), "ridge", "", False,
                   {}, effort=SEARCH, note="iterative: the reference says that tol determines the precision of the weights")
    yield Case("scikit-learn", "KernelRidge", kernel, "ridge", "the defaults, with weights from the dual coefficients", True, {},
               dict.fromkeys(CLAUSES, "the reference says that it learns a linear function with squared loss and l2 penalty"),
               effort=SEARCH)
