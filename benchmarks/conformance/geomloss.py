"""GeomLoss: is the Sinkhorn divergence positive and a metric, how near is it to W_1 when the blur is small?"""
import functools

import torch
from geomloss import SamplesLoss

from benchmarks.conformance import measures as me
from benchmarks.conformance.claims import Claim


def divergence(x, a, y, b, p, **options):
    """W_p^p: the loss is that of the cost |x - y|^p / p."""
    loss = SamplesLoss("sinkhorn", p=p, **options)
    return p * loss(*map(torch.tensor, (a, x, b, y))).item()


STEPS = ("GeomLoss makes as many steps as blur, scaling and the diameter say, and does not test convergence; the row shows what that lets "
         "through.")


def claims():
    budget, search = me.roundings(100_000), {"seeds": 5, "by": (1e-1, 1e-2, 1e-3), "climb": (3, 120, 3)}
    for p in (1, 2):
        cost = "W = S" if p == 1 else "W = root of 2 S"
        for options, words in (({}, "; the defaults blur=0.05, scaling=0.5"), ({"scaling": 0.9}, "; the default blur=0.05"),
                               ({"blur": 0.5, "scaling": 0.9}, "")):
            for kind in me.METRIC:
                if kind in (me.SELF, me.SYMMETRY) and (p == 1 or options):
                    continue
                setting = {"p": p, **options}
                yield Claim("geomloss", "SamplesLoss('sinkhorn')", kind, (divergence,), setting, f"{cost}{words}; float64", not options,
                            kind is not me.SUBADDITIVE, functools.partial(me.problems, kind, divergence, setting, 6, 1, **search),
                            me.searched(kind, 1, 6, **search), budget, STEPS)
    for options, words in (({}, "the defaults blur=0.05, scaling=0.5; "), ({"blur": 1e-3}, "the default scaling=0.5; "),
                           ({"blur": 1e-3, "scaling": 0.9}, "")):
        yield Claim("geomloss", "SamplesLoss('sinkhorn')", me.DUALITY, (divergence,), {"p": 1, **options}, f"{words}float64", not options,
                    False, functools.partial(me.pairs, 3, 10, 2), "3 pairs of 10 weighted points in the plane", budget,
                    "A divergence with a positive blur is not W_1; the row says how far it is. " + me.SIMPLEX)
