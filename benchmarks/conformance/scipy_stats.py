"""SciPy: are wasserstein_distance and wasserstein_distance_nd metrics, and equal to the supremum over Lipschitz functions?"""
import functools

from scipy.stats import wasserstein_distance, wasserstein_distance_nd

from benchmarks.conformance import measures as me
from benchmarks.conformance.claims import Claim


def line(x, a, y, b):
    return wasserstein_distance(x[:, 0], y[:, 0], a, b)


def space(x, a, y, b):
    return wasserstein_distance_nd(x, y, a, b)


def problems(f, d, n, seeds, roundings):
    for seed in range(seeds):
        yield me.metric(f"random measures, seed {seed}", f, *me.clouds(seed, n, d), 1, roundings)
        yield me.metric(f"translates, seed {seed}", f, *me.translates(seed, n, d), 1, roundings)
        yield me.metric(f"near measures, seed {seed}", f, *me.nearby(seed, n, d, 1e-2), 1, roundings)
    yield me.metric("found by random search, seed 0", f, *me.climbed(f, 0, 4, d, 1, 100), 1, roundings)


def claims():
    for name, f, d, n, seeds, roundings, budget in (
            ("wasserstein_distance", line, 1, 12, 8, 64, me.BUDGET.format(64)),
            ("wasserstein_distance_nd", space, 2, 6, 3, 1e-7 / me.EPS, "the tolerance of linprog's solver, 1e-7, times the largest cost")):
        for clause in ("self", "separation", "symmetry", "subadditive"):
            yield Claim("scipy", name, "0008", clause, "defaults (there are no settings)", True, True,
                        functools.partial(problems, f, d, n, seeds, roundings),
                        f"{n} weighted points: random, translates, near each other; a random search that raises the triangle ratio, "
                        "100 steps",
                        budget, f"scipy_{'line' if d == 1 else 'nd'}_triangle")
        yield Claim("scipy", name, "0009", "duality", "defaults (there are no settings)", True, True,
                    functools.partial(me.dualities, f, seeds, n, d, roundings), f"{seeds} pairs of {n} weighted points", budget,
                    f"scipy_{'line' if d == 1 else 'nd'}_duality")
