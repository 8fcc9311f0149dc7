"""SciPy: are wasserstein_distance and wasserstein_distance_nd metrics, and equal to the supremum over Lipschitz functions?"""
from scipy.stats import wasserstein_distance, wasserstein_distance_nd

from benchmarks.conformance.cases import Case
from proofs_numeric.conformance import Effort


def line(x, a, y, b):
    return wasserstein_distance(x[:, 0], y[:, 0], a, b)


def space(x, a, y, b):
    return wasserstein_distance_nd(x, y, a, b)


PROMISED = dict.fromkeys(("self", "separation", "symmetry", "subadditive", "duality"), "the reference calls it the Wasserstein-1 distance")


def cases():
    solver = (1e-7, "the tolerance of the solver behind linprog")
    yield Case("scipy", "wasserstein_distance", line, "transport", "there are no settings", True, {"p": 1, "points": 12}, PROMISED)
    yield Case("scipy", "wasserstein_distance_nd", space, "transport", "there are no settings", True, {"p": 1, "dimension": 2}, PROMISED,
               tolerance=solver, effort=Effort(draws=5, climbs=1, steps=30, shrinks=30))
