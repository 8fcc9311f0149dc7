"""POT: are its distances metrics, does its Bures distance follow the closed form for singular covariances?"""
import functools
import warnings

import numpy as np
import ot

from benchmarks.conformance import measures as me
from benchmarks.conformance.claims import Claim

METRIC = ("self", "separation", "symmetry", "subadditive")


def emd2(p, **options):
    def f(x, a, y, b):
        return ot.emd2(a, b, np.linalg.norm(x[:, None] - y, axis=-1) ** p, **options)
    return f


def line(p):
    return lambda x, a, y, b: ot.wasserstein_1d(x[:, 0], y[:, 0], a, b, p=p)


def problems(f, p, d, roundings):
    """Random measures, translates (equality in the triangle inequality), near measures, half of the mass at each end; a random search."""
    for seed in range(8):
        yield me.metric(f"random measures, seed {seed}", f, *me.clouds(seed, 12, d), p, roundings)
        yield me.metric(f"translates, seed {seed}", f, *me.translates(seed, 12, d), p, roundings)
        yield me.metric(f"near measures, seed {seed}", f, *me.nearby(seed, 12, d, 1e-2), p, roundings)
    if d == 1:
        yield me.metric("half of the mass at each end", f, *me.split(), p, roundings)
    for seed in range(2):
        yield me.metric(f"found by random search, seed {seed}", f, *me.climbed(f, seed, 4, d, p, 150), p, roundings)


def gaussians(f, roundings, singular):
    T = np.diag([1.0, 2, 3, 5])
    spectra = {"rank 2": (8, 4, 0, 0), "rank 1": (8, 0, 0, 0), "rank 3": (8, 4, 1, 0)} if singular else {
        "condition 64": (8, 4, 2, 1), "condition 1": (1, 1, 1, 1), "condition 1e6": (1000, 30, 3, 1)}
    for name, spectrum in spectra.items():
        R = me.rotated(*spectrum)
        yield me.gaussian(f"d = 4, {name}, another covariance", f, R, T, roundings)
        yield me.gaussian(f"d = 4, {name}, equal covariances", f, R, np.eye(4), roundings)


def bures(m1, S1, m2, S2):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(ot.gaussian.bures_wasserstein_distance(m1, m2, S1, S2)) ** 2


def torch_bures(m1, S1, m2, S2):
    import torch
    return float(ot.gaussian.bures_wasserstein_distance(*(torch.tensor(z) for z in (m1, m2, S1, S2)))) ** 2


SEARCH = ("random measures, translates of one measure, measures near each other, half of the mass at each end, and a random search that "
          "raises the triangle ratio, 150 steps, twice")


def claims():
    for clause in METRIC:
        for p, name in ((1, "Euclidean costs, p=1"), (2, "squared costs, p=2")):
            yield Claim("POT", "emd2", "0008", clause, f"emd2(a, b, M)^(1/p), {name}, defaults", True, True,
                        functools.partial(problems, emd2(p), p, 2, 64), SEARCH, me.BUDGET.format(64), "pot_emd2_triangle")
        yield Claim("POT", "wasserstein_1d", "0008", clause, "wasserstein_1d(x, y, a, b, p=2)^(1/2), NumPy", False, True,
                    functools.partial(problems, line(2), 2, 1, 64), SEARCH, me.BUDGET.format(64), "pot_1d_triangle")
    yield Claim("POT", "emd2", "0009", "duality", "emd2(a, b, M), Euclidean costs, defaults", True, True,
                functools.partial(me.dualities, emd2(1), 8, 20, 2, 64),
                "8 pairs of 20 weighted points in the plane", me.BUDGET.format(64), "pot_duality",
                note="The supremum over Lipschitz functions is enclosed with the potentials of the same network simplex.")
    for singular in (False, True):
        kind = "singular covariances" if singular else "regular covariances"
        for name, f, default in (("NumPy backend, default", bures, True), ("torch backend", torch_bures, False)):
            yield Claim("POT", "bures_wasserstein_distance", "000B", "distance", f"{name}, {kind}", default, True,
                        functools.partial(gaussians, f, me.ROOT, singular), "three spectra, equal and different covariances, d = 4",
                        me.GAUSSIAN,
                        "pot_bures_singular" if singular else "pot_bures")
