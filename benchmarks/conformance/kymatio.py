"""kymatio: is the scattering transform a contraction, is it covariant, how fast does it become invariant?"""
import functools
import importlib

import numpy as np
import scipy.special

from benchmarks.conformance import signals as si
from benchmarks.conformance.claims import Claim


@functools.cache
def frontend(name):
    """A class of kymatio 0.3, which asks for a function that SciPy 1.17 removed, for its 3-D transform only."""
    if not hasattr(scipy.special, "sph_harm"):
        scipy.special.sph_harm = None
    kind, dimension = name[len("Scattering"):-2].lower(), name[-2]
    return getattr(importlib.import_module(f"kymatio.scattering{dimension}d.frontend.{kind}_frontend"), name)


@functools.cache
def line(**setting):
    return frontend("ScatteringNumPy1D")(**setting)


def line_spacing(J, shape, oversampling=0, **setting):
    return 2 ** max(J - oversampling, 0)


def line_outputs(x, **setting):
    return line(**setting)(x) * line_spacing(**setting) ** 0.5


def line_orders(x, **setting):
    """The outputs of orders 0, 1, 2, with weight."""
    y, order = line_outputs(x, **setting), line(**setting).meta()["order"]
    return [y[order == m] for m in (0, 1, 2)]


def line_filters(**setting):
    """psi of the first order, and phi, on the padded grid."""
    S = line(**setting)
    return np.array([p["levels"][0].ravel() for p in S.psi1_f], float), np.array(S.phi_f["levels"][0].ravel(), float)


@functools.cache
def plane(J, side, **setting):
    return frontend("ScatteringNumPy2D")(J=J, shape=(side, side), **setting)


def plane_outputs(x, J, **setting):
    return plane(J, **setting)(x) * 2**J


def plane_orders(x, J, **setting):
    """The outputs of orders 0, 1, 2, with weight."""
    y, L = plane_outputs(x, J, **setting), plane(J, **setting).L
    return np.split(y, [1, 1 + J * L])


def plane_filters(J, **setting):
    """psi and phi on the padded grid."""
    S = plane(J, **setting)
    return np.array([p["levels"][0] for p in S.psi], float), np.array(S.phi["levels"][0], float)


def line_pairs(setting, margin):
    """Cosines where the Littlewood-Paley sum is largest, and others, in the middle half or everywhere; gradient ascent."""
    n, spacing = setting["shape"], line_spacing(**setting)
    inner, pad = (n // 2, n // 4) if margin else (n, 0)
    S = frontend("ScatteringJax1D")(**setting)
    found = [*si.tones(*line_filters(**setting), (inner,)), *others((inner,), not margin)]
    for name, data in found:
        yield name, {k: f"np.pad({v}, {pad})" if margin else v for k, v in data.items()}
    for start in (found[0][1]["f"], "noise"):
        yield from si.climbed(lambda x: S(x) * spacing**0.5, (n,), f"np.pad({start}, {pad})" if margin and start != "noise" else start, pad)


def plane_pairs(setting, ascent):
    grid = (setting["side"],) * 2
    found = [*si.tones(*plane_filters(**setting), grid), *others(grid, ascent)]
    yield from found
    if ascent:
        S = frontend("ScatteringJax2D")(J=setting["J"], shape=grid)
        for start in (found[0][1]["f"], "noise"):
            yield from si.climbed(lambda x: S(x) * 2 ** setting["J"], grid, start)


def others(grid, border):
    """A constant, impulses in the middle and near the border, noise."""
    shape = list(grid)
    zero = f"np.zeros({shape})"
    yield "constant against 0", {"f": f"np.ones({shape})", "h": zero}
    yield "impulse against 0", {"f": f"impulse({[n // 2 for n in grid]}, {shape})", "h": zero}
    yield "noise, seeds 0 and 1", {"f": f"noise(0, {shape})", "h": f"noise(1, {shape})"}
    if border:
        yield "impulse next to the border against 0", {"f": f"impulse({[1 for _ in grid]}, {shape})", "h": zero}


SHIM = "NumPy frontend; with SciPy 1.17 it imports after scipy.special.sph_harm is put in its place, which only the 3-D transform uses"
WEIGHTED = "samples are weighted by their spacing; "
TONES = "cosines at the four frequencies with the largest Littlewood-Paley sum, a constant, an impulse, noise"
BORDER = ("Padding by reflection sees samples near the border twice, and the weight of an output sample is that of its whole spacing, "
          "also at the border.")
PROBE = "noise and bumps with margins, so that the padding by reflection is not seen"
BAND_LIMIT = "K is computed from the library's low-pass filter."


def claims():
    frontend("ScatteringNumPy1D")                                     # raises ImportError at once
    for kind in (si.LITTLEWOOD_PALEY, si.NONEXPANSIVE, si.COVARIANCE, si.RATE):
        yield from (row for options in ({}, {"Q": 8, "oversampling": 5}) for row in on_the_line(kind, options))
    for kind in (si.LITTLEWOOD_PALEY, si.NONEXPANSIVE, si.COVARIANCE, si.RATE):
        yield from (row for options in ({}, {"L": 4}) for row in in_the_plane(kind, options))


def on_the_line(kind, options):
    def row(functions, setting, words, instances, search, budget=si.BUDGET, note=""):
        words += "" if options else "; the defaults Q=1, oversampling=0"
        return Claim("kymatio", "Scattering1D", kind, functions, setting, f"{words}. {SHIM}", not options, False, instances, search, budget,
                     note)
    setting = {"J": 5, "shape": 512, **options}
    if kind is si.LITTLEWOOD_PALEY:
        yield row((line_filters,), setting, "first order", lambda: si.frequencies(*line_filters(**setting)), si.ALL, si.FILTERS["float64"])
    if kind is si.NONEXPANSIVE:
        for margin, where in ((False, "any signal"), (True, "signals that vanish on a quarter of the samples at each end")):
            yield row((line_orders,), setting, WEIGHTED + where, functools.partial(line_pairs, setting, margin),
                      TONES + ("" if margin else ", an impulse next to the border") + si.ASCENT, note="" if margin else BORDER)
    if kind is si.COVARIANCE:
        smaller = setting | {"J": 3}
        s = line_spacing(**smaller)
        yield row((line_outputs,), smaller, WEIGHTED + "signals that vanish near the border", lambda: si.strides((512,), s, 0.3),
                  f"{PROBE}; shifts by the distance of two output samples, {s}")
    if kind is si.RATE:
        yield row((line_orders, line_filters), setting, WEIGHTED + "signals that vanish near the border", lambda: si.shifts((512,), 0.25),
                  PROBE, note=BAND_LIMIT)


def in_the_plane(kind, options):
    def row(functions, setting, words, instances, search, budget=si.BUDGET, note=""):
        words += "" if options else "; the default L=8"
        return Claim("kymatio", "Scattering2D", kind, functions, setting, f"{words}. {SHIM}", not options, False, instances, search, budget,
                     note)
    setting = {"J": 4, "side": 64, **options}
    grid = (64, 64)
    if kind is si.LITTLEWOOD_PALEY:
        yield row((plane_filters,), setting, "all wavelets", lambda: si.frequencies(*plane_filters(**setting)), si.ALL,
                  si.FILTERS["float32"])
    if kind is si.NONEXPANSIVE:
        yield row((plane_orders,), setting, WEIGHTED + "any signal", lambda: plane_pairs(setting, False), TONES)
        if not options:
            small = {"J": 2, "side": 32}
            yield row((plane_orders,), small, WEIGHTED + "any signal", lambda: plane_pairs(small, True),
                      TONES + ", an impulse next to the border" + si.ASCENT, note=BORDER)
    if kind is si.COVARIANCE:
        smaller = setting | {"J": 2}
        yield row((plane_outputs,), smaller, WEIGHTED + "signals that vanish near the border", lambda: si.strides(grid, 4, 0.3),
                  f"{PROBE}; shifts by the distance of two output samples, 4")
    if kind is si.RATE:
        yield row((plane_orders, plane_filters), setting, WEIGHTED + "signals that vanish near the border", lambda: si.shifts(grid, 0.25),
                  PROBE, note=BAND_LIMIT)
