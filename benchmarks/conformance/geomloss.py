"""GeomLoss: is the Sinkhorn divergence positive and a metric, how near is it to W_1 when the blur is small?"""
import functools

import torch
from geomloss import SamplesLoss

from benchmarks.conformance import measures as me
from benchmarks.conformance.claims import Claim


def divergence(p, **options):
    """W_p^p: the loss is that of the cost |x - y|^p / p."""
    loss = SamplesLoss("sinkhorn", p=p, **options)

    def f(x, a, y, b):
        return p * float(loss(*(torch.tensor(z) for z in (a, x, b, y))))
    return f


def problems(f, p, climb=True):
    for seed in range(5):
        yield me.metric(f"random measures, seed {seed}", f, *me.clouds(seed, 6, 1), p, 1e5)
        yield me.metric(f"translates, seed {seed}", f, *me.translates(seed, 6, 1), p, 1e5)
        for by in (1e-1, 1e-2, 1e-3):
            yield me.metric(f"measures that differ by {by:g}, seed {seed}", f, *me.nearby(seed, 6, 1, by), p, 1e5)
    yield me.metric("half of the mass at each end", f, *me.split(), p, 1e5)
    if climb:
        yield me.metric("found by random search, seed 0", f, *me.climbed(f, 0, 3, 1, p, 120), p, 1e5)


SEARCH = ("random measures on a line, translates, measures near each other, half of the mass at each end, and a random search that raises "
          "the triangle ratio, 120 steps")


def claims():
    budget = me.BUDGET.format(100_000)
    for p in (1, 2):
        cost = "p=1, W = S" if p == 1 else "p=2, W = root of 2 S"
        for settings, options, default in (("defaults: blur=0.05, scaling=0.5", {}, True),
                                           ("blur=0.05, scaling=0.9", {"scaling": 0.9}, False),
                                           ("blur=0.5, scaling=0.9", {"blur": 0.5, "scaling": 0.9}, False)):
            for clause in ("self", "separation", "symmetry", "subadditive"):
                if clause in ("self", "symmetry") and (p == 1 or not default):
                    continue
                yield Claim("geomloss", "SamplesLoss('sinkhorn')", "0008", clause, f"{cost}, {settings}; float64", default,
                            clause != "subadditive", functools.partial(problems, divergence(p, **options), p, clause == "subadditive"),
                            SEARCH, budget, f"geomloss_{clause}")
    for blur, scaling in ((0.05, 0.5), (1e-3, 0.5), (1e-3, 0.9)):
        yield Claim("geomloss", "SamplesLoss('sinkhorn')", "0009", "duality", f"p=1, blur={blur:g}, scaling={scaling:g}; float64",
                    (blur, scaling) == (0.05, 0.5), False,
                    functools.partial(me.dualities, divergence(1, blur=blur, scaling=scaling), 3, 10, 2, 1e5),
                    "3 pairs of 10 weighted points in the plane", budget, "geomloss_duality",
                    note="A divergence with a positive blur is not W_1; the row says how far it is.")
