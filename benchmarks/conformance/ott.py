"""OTT: is its Bures cost the closed form, is the Sinkhorn divergence positive and a metric?"""
import functools

import jax
import jax.numpy as jnp
from ott.geometry import costs
from ott.tools.sinkhorn_divergence import sinkdiv

from benchmarks.conformance import measures as me
from benchmarks.conformance.claims import Claim

jax.config.update("jax_enable_x64", True)


def bures(m1, S1, m2, S2, **options):
    x, y = (costs.mean_and_cov_to_x(jnp.asarray(m), jnp.asarray(S), len(m)) for m, S in ((m1, S1), (m2, S2)))
    return float(costs.Bures(len(m1), **options)(x, y))


@functools.cache
def compiled(p, epsilon, **solver):
    cost, options = costs.Euclidean() if p == 1 else costs.SqEuclidean(), {"solve_kwargs": solver} if solver else {}
    return jax.jit(lambda x, a, y, b: sinkdiv(x, y, cost_fn=cost, a=a, b=b, epsilon=epsilon, **options)[0])


def divergence(x, a, y, b, p, epsilon=None, **solver):
    """W_p^p."""
    return float(compiled(p, epsilon, **solver)(x, a, y, b))


def covariances(ratio):
    R = me.rotated(ratio, 3, 2, 1)
    for name, T in (("another covariance", (1, 2, 3, 5)), ("equal covariances", (1, 1, 1, 1)), ("four times", (2, 2, 2, 2))):
        yield f"d = 4, condition {ratio**2}, {name}", {"R": R, "T": me.diagonal(*T)}
    yield f"d = 4, the identity and condition {ratio**2}", {"R": me.diagonal(1, 1, 1, 1), "T": me.diagonal(ratio, 1, 1, 1)}


TIGHT = {"threshold": 1e-9, "max_iterations": 20_000}
THRESHOLD = {True: "By default the iteration stops when the marginals are met to 0.001; the row shows what that lets through.",
             False: "The iteration stops when the marginals are met to 1e-9, which is more than rounding."}
NEAR = "A divergence with a positive epsilon is not W_1; the row says how far it is. " + me.SIMPLEX


PASSED = ("Bures passes the dimension where sqrtm takes its threshold, so that the square root stops early; `threshold` in sqrtm_kw raises "
          "TypeError for the same reason.")


def claims():
    longer = {"sqrtm_kw": {"min_iterations": 100, "max_iterations": 200}}
    for options, note in (({}, PASSED), (longer, "")):
        for ratio in (4, 32):
            yield Claim("ott-jax", "costs.Bures", me.GAUSSIANS, (bures,), options,
                        f"{'' if options else 'the defaults; '}float64; condition {ratio**2}", not options, True,
                        functools.partial(covariances, ratio), "four pairs of covariances, d = 4", me.GAUSSIAN, note)
    budget, search = me.roundings(100_000), {"seeds": 5, "by": (1e-1, 1e-2, 1e-3), "climb": (3, 60, 3)}
    for p in (1, 2):
        cost = "Euclidean cost, W = S" if p == 1 else "squared cost, W = root of S"
        for options in ({}, {"epsilon": 0.05, **TIGHT}):
            for kind in me.METRIC:
                if kind in (me.SELF, me.SYMMETRY) and p == 1:
                    continue
                setting = {"p": p, **options}
                yield Claim("ott-jax", "sinkdiv", kind, (divergence,), setting,
                            f"{cost}{'' if options else '; otherwise the defaults'}; float64", not options, False,
                            functools.partial(me.problems, kind, divergence, setting, 6, 1, **search), me.searched(kind, 1, 6, **search),
                            budget, THRESHOLD[not options])
    for options in ({}, {"epsilon": 1e-1, **TIGHT}, {"epsilon": 1e-3, **TIGHT}):
        yield Claim("ott-jax", "sinkdiv", me.DUALITY, (divergence,), {"p": 1, **options},
                    f"Euclidean cost{'' if options else '; otherwise the defaults'}; float64", not options, False,
                    functools.partial(me.pairs, 3, 10, 2), "3 pairs of 10 weighted points in the plane", budget, NEAR)
