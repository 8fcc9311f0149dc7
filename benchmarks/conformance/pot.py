"""POT: are its distances metrics, does its Bures distance follow the closed form for singular covariances?"""
import functools

import numpy as np
import ot

from benchmarks.conformance import measures as me
from benchmarks.conformance.claims import Claim


def emd2(x, a, y, b, p):
    return ot.emd2(a, b, np.linalg.norm(x[:, None] - y, axis=-1) ** p)


def line(x, a, y, b, p):
    return ot.wasserstein_1d(x[:, 0], y[:, 0], a, b, p=p)


def bures(m1, S1, m2, S2):
    return float(ot.gaussian.bures_wasserstein_distance(m1, m2, S1, S2)) ** 2


def torch_bures(m1, S1, m2, S2):
    import torch
    return bures(*map(torch.tensor, (m1, S1, m2, S2)))


def claims():
    for kind in me.METRIC:
        for p, cost in ((1, "Euclidean costs"), (2, "squared costs")):
            yield Claim("POT", "emd2", kind, (emd2,), {"p": p}, f"emd2(a, b, M)^(1/p), {cost}; otherwise the defaults", True, True,
                        functools.partial(me.problems, kind, emd2, {"p": p}, 12, 2), me.searched(kind, 2, 12), me.roundings(64))
    for kind in me.METRIC:
        for p, words in ((1, "the default"), (2, "wasserstein_1d(x, y, a, b, p=2)^(1/2)")):
            yield Claim("POT", "wasserstein_1d", kind, (line,), {"p": p}, f"{words}; NumPy", p == 1, True,
                        functools.partial(me.problems, kind, line, {"p": p}, 12, 1), me.searched(kind, 1, 12), me.roundings(64))
    yield Claim("POT", "emd2", me.DUALITY, (emd2,), {"p": 1}, "emd2(a, b, M), Euclidean costs; otherwise the defaults", True, True,
                functools.partial(me.pairs, 8, 20, 2), "8 pairs of 20 weighted points in the plane", me.roundings(64), me.SIMPLEX)
    for kind, found in (("regular", me.REGULAR), ("singular", me.SINGULAR)):
        for f, backend, default in ((bures, "NumPy", True), (torch_bures, "torch", False)):
            yield Claim("POT", "bures_wasserstein_distance", me.GAUSSIANS, (f,), {}, f"{backend} arrays, {kind} covariances", default, True,
                        functools.partial(me.spectra, found), me.SPECTRA, me.GAUSSIAN)
