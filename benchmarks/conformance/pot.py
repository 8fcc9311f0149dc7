"""POT: are its distances metrics, does its Bures distance follow the closed form for singular covariances?"""
import functools

import numpy as np
import ot

from benchmarks.conformance.cases import Case

METRIC = ("self", "separation", "symmetry", "subadditive")


def emd2(x, a, y, b, p):
    return ot.emd2(a, b, np.linalg.norm(x[:, None] - y, axis=-1) ** p)


def line(x, a, y, b, p):
    return ot.wasserstein_1d(x[:, 0], y[:, 0], a, b, p=p)


def bures(m1, S1, m2, S2):
    return float(ot.gaussian.bures_wasserstein_distance(m1, m2, S1, S2))


def torch_bures(m1, S1, m2, S2):
    import torch
    return bures(*map(torch.tensor, (m1, S1, m2, S2)))


PROMISED = dict.fromkeys((*METRIC, "duality"), "the reference gives the minimum over couplings, which is W_p^p for such costs")
CLOSED = {"distance": "the reference prints the closed form"}


def cases():
    for p, words in ((1, "Euclidean costs"), (2, "squared costs")):
        yield Case("POT", "emd2", functools.partial(emd2, p=p), "transport", f"{words}; otherwise the defaults", True,
                   {"p": p, "returns": "cost", "dimension": 2, "points": 12}, PROMISED)
    for p, words in ((1, "the default; NumPy"), (2, "NumPy")):
        yield Case("POT", "wasserstein_1d", functools.partial(line, p=p), "transport", words, p == 1,
                   {"p": p, "returns": "cost", "points": 12}, PROMISED)
    for kind in ("regular", "singular"):
        for f, backend, default in ((bures, "NumPy", True), (torch_bures, "torch", False)):
            yield Case("POT", "bures_wasserstein_distance", f, "gaussian", f"{backend} arrays, {kind} covariances", default,
                       {"covariances": kind}, CLOSED)
