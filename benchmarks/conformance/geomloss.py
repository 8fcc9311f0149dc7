"""GeomLoss: is the Sinkhorn divergence positive and a metric, how near is it to W_1 when the blur is small?"""
import functools

import torch
from geomloss import SamplesLoss

from benchmarks.conformance.cases import Case
from proofs_numeric.conformance import Effort


def divergence(x, a, y, b, p, **options):
    """W_p^p: the loss is that of the cost |x - y|^p / p."""
    loss = SamplesLoss("sinkhorn", p=p, **options)
    return p * loss(*map(torch.tensor, (a, x, b, y))).item()


STEPS = ("GeomLoss makes as many steps as blur, scaling and the diameter say, and does not test convergence; the row shows what that lets "
         "through.")
PROMISED = dict.fromkeys(("self", "separation", "symmetry"), "the documentation calls the debiased loss positive and definite")
BUDGET = (100_000 * 2.0**-52, "100000 machine epsilons, for the rounding of many steps")


def cases():
    for p in (1, 2):
        cost = "W = S" if p == 1 else "W = root of 2 S"
        for options, words in (({}, "; the defaults blur=0.05, scaling=0.5"), ({"scaling": 0.9}, "; the default blur=0.05"),
                               ({"blur": 1e-3, "scaling": 0.9}, "")):
            yield Case("geomloss", "SamplesLoss('sinkhorn')", functools.partial(divergence, p=p, **options), "transport", f"{cost}{words}",
                       not options, {"p": p, "returns": "cost"}, PROMISED, tolerance=BUDGET, note=STEPS,
                       effort=Effort(draws=10, climbs=1, steps=60, shrinks=60))
