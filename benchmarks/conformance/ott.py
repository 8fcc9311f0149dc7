"""OTT: is its Bures cost the closed form, is the Sinkhorn divergence positive and a metric?"""
import functools

import jax
import jax.numpy as jnp
import numpy as np
from ott.geometry import costs
from ott.tools.sinkhorn_divergence import sinkdiv

from benchmarks.conformance import measures as me
from benchmarks.conformance.claims import Claim


def bures(**sqrtm):
    def f(m1, S1, m2, S2):
        x, y = (costs.mean_and_cov_to_x(jnp.asarray(m), jnp.asarray(S), len(m)) for m, S in ((m1, S1), (m2, S2)))
        return float(costs.Bures(len(m1), sqrtm_kw=sqrtm)(x, y))
    return f


@functools.cache
def divergence(p, epsilon, tight):
    cost = costs.Euclidean() if p == 1 else costs.SqEuclidean()
    options = {"epsilon": epsilon} if epsilon else {}
    if tight:
        options["solve_kwargs"] = {"threshold": 1e-9, "max_iterations": 20_000}
    run = jax.jit(lambda x, a, y, b: sinkdiv(x, y, cost_fn=cost, a=a, b=b, **options)[0])
    return lambda x, a, y, b: float(run(x, a, y, b))


def problems(f, p, roundings, climb=True):
    for seed in range(5):
        yield me.metric(f"random measures, seed {seed}", f, *me.clouds(seed, 6, 1), p, roundings)
        yield me.metric(f"translates, seed {seed}", f, *me.translates(seed, 6, 1), p, roundings)
        for by in (1e-1, 1e-2, 1e-3):
            yield me.metric(f"measures that differ by {by:g}, seed {seed}", f, *me.nearby(seed, 6, 1, by), p, roundings)
    yield me.metric("half of the mass at each end", f, *me.split(), p, roundings)
    if climb:
        yield me.metric("found by random search, seed 0", f, *me.climbed(f, 0, 3, 1, p, 60), p, roundings)


def gaussians(f, roundings, ratio):
    R = me.rotated(*(k * 1.0 for k in (ratio, 3, 2, 1)))
    for name, T in (("another covariance", np.diag([1.0, 2, 3, 5])), ("equal covariances", np.eye(4)), ("four times", 2 * np.eye(4))):
        yield me.gaussian(f"d = 4, condition {ratio**2:.3g}, {name}", f, R, T, roundings)
    yield me.gaussian(f"d = 4, the identity and condition {ratio**2:.3g}", f, np.eye(4), np.diag([ratio, 1.0, 1, 1]), roundings)


SEARCH = ("random measures on a line, translates, measures near each other, half of the mass at each end, and a random search that raises "
          "the triangle ratio, 60 steps")


THRESHOLD = {True: "By default the iteration stops when the marginals are met to 0.001; the row shows what that lets through.",
             False: "The iteration stops when the marginals are met to 1e-9, which is more than rounding."}


def claims():
    for settings, options, default in (
            ("costs.Bures(d), defaults", {}, True),
            ("costs.Bures(d, sqrtm_kw={'min_iterations': 100, 'max_iterations': 200})",
             {"min_iterations": 100, "max_iterations": 200}, False)):
        for ratio in (4, 32):
            yield Claim("ott-jax", "costs.Bures", "000B", "distance", f"{settings}; float64; condition {ratio**2}", default, True,
                        functools.partial(gaussians, bures(**options), me.ROOT, ratio), "four pairs of covariances, d = 4", me.GAUSSIAN,
                        "ott_bures", note="" if options else "Bures passes the dimension where sqrtm takes its threshold, so that the "
                        "square root stops early; `threshold` in sqrtm_kw raises TypeError for the same reason.")
    budget = me.BUDGET.format(100_000)
    for p in (1, 2):
        cost = "Euclidean cost, W = S" if p == 1 else "squared cost, W = root of S"
        for settings, f, default in (
                ("sinkdiv(x, y), defaults", divergence(p, None, False), True),
                ("sinkdiv(x, y, epsilon=0.05, threshold=1e-9, max_iterations=20000)", divergence(p, 0.05, True), False)):
            for clause in ("self", "separation", "symmetry", "subadditive"):
                if clause in ("self", "symmetry") and p == 1:
                    continue
                yield Claim("ott-jax", "sinkdiv", "0008", clause, f"{settings}; {cost}; float64", default, False,
                            functools.partial(problems, f, p, 1e5, clause == "subadditive"), SEARCH, budget, f"ott_{clause}",
                            note=THRESHOLD[default])
    for epsilon in (1e-1, 1e-3):
        yield Claim("ott-jax", "sinkdiv", "0009", "duality", f"sinkdiv(x, y, epsilon={epsilon:g}, threshold=1e-9, "
                    "max_iterations=20000); Euclidean cost; float64", False, False,
                    functools.partial(me.dualities, divergence(1, epsilon, True), 3, 10, 2, 1e5),
                    "3 pairs of 10 weighted points in the plane", budget, "ott_duality",
                    note="A divergence with a positive epsilon is not W_1; the row says how far it is.")
