"""OTT: is its Bures cost the closed form, is the Sinkhorn divergence positive and a metric?"""
import functools

import jax
import jax.numpy as jnp
from ott.geometry import costs
from ott.tools.sinkhorn_divergence import sinkdiv

from benchmarks.conformance.cases import Case
from proofs_numeric.conformance import Effort

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


TIGHT = {"threshold": 1e-9, "max_iterations": 20_000}
THRESHOLD = {True: "By default the iteration stops when the marginals are met to 0.001; the row shows what that lets through.",
             False: "The iteration stops when the marginals are met to 1e-9, which is more than rounding."}
PASSED = ("Bures passes the dimension where sqrtm takes its threshold, so that the square root stops early; `threshold` in sqrtm_kw raises "
          "TypeError for the same reason.")
BUDGET = (100_000 * 2.0**-52, "100000 machine epsilons, for the rounding of many steps")


def cases():
    longer = {"sqrtm_kw": {"min_iterations": 100, "max_iterations": 200}}
    for options, note in (({}, PASSED), (longer, "")):
        yield Case("ott-jax", "costs.Bures", functools.partial(bures, **options), "gaussian", "" if options else "the defaults",
                   not options, {"returns": "cost", "covariances": "regular"}, {"distance": "the reference prints the closed form"},
                   note=note, effort=Effort(draws=5, climbs=0))
    for p in (1, 2):
        cost = "Euclidean cost, W = S" if p == 1 else "squared cost, W = root of S"
        for options in ({}, {"epsilon": 0.05, **TIGHT}, {"epsilon": 1e-3, **TIGHT}):
            yield Case("ott-jax", "sinkdiv", functools.partial(divergence, p=p, **options), "transport",
                       f"{cost}{'' if options else '; otherwise the defaults'}", not options, {"p": p, "returns": "cost"}, {},
                       tolerance=BUDGET, note=THRESHOLD[not options], effort=Effort(draws=5, climbs=1, steps=30, shrinks=40))
