"""SciPy: are wasserstein_distance and wasserstein_distance_nd metrics, and equal to the supremum over Lipschitz functions?"""
import functools

from scipy.stats import wasserstein_distance, wasserstein_distance_nd

from benchmarks.conformance import measures as me
from benchmarks.conformance.claims import Budget, Claim


def line(x, a, y, b, p):
    return wasserstein_distance(x[:, 0], y[:, 0], a, b)                # W_p with p = 1


def space(x, a, y, b, p):
    return wasserstein_distance_nd(x, y, a, b)                         # W_p with p = 1


def claims():
    setting, words, climb = {"p": 1}, "there are no settings", (4, 100, 1)
    solver = Budget(1e-7, "1e-7, the tolerance of the solver behind linprog, times the largest cost")
    for subject, f, d, n, seeds, budget in (
            ("wasserstein_distance", line, 1, 12, 8, me.roundings(64)),
            ("wasserstein_distance_nd", space, 2, 6, 3, solver)):
        for kind in me.METRIC:
            yield Claim("scipy", subject, kind, (f,), setting, words, True, True,
                        functools.partial(me.problems, kind, f, setting, n, d, seeds, climb=climb),
                        me.searched(kind, d, n, seeds, climb=climb), budget)
        yield Claim("scipy", subject, me.DUALITY, (f,), setting, words, True, True, functools.partial(me.pairs, seeds, n, d),
                    f"{seeds} pairs of {n} weighted points", budget, me.SIMPLEX)
