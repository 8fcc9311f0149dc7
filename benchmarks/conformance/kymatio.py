"""kymatio: is the scattering transform a contraction, is it covariant, how fast does it become invariant?"""
import functools
import importlib

import numpy as np
import scipy.special

from benchmarks.conformance import signals as si
from benchmarks.conformance.cases import Case
from proofs_numeric.conformance import Effort, plain


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
    return line(**setting)(x)


def line_filters(**setting):
    """psi of the first order, and phi, on the padded grid."""
    S = line(**setting)
    return np.array([p["levels"][0].ravel() for p in S.psi1_f], float), np.array(S.phi_f["levels"][0].ravel(), float)


@functools.cache
def plane(J, side, **setting):
    return frontend("ScatteringNumPy2D")(J=J, shape=(side, side), **setting)


def plane_outputs(x, J, **setting):
    return plane(J, **setting)(x)


def plane_filters(J, **setting):
    """psi and phi on the padded grid."""
    S = plane(J, **setting)
    return np.array([p["levels"][0] for p in S.psi], float), np.array(S.phi["levels"][0], float)


def line_pairs(setting, margin):
    """Cosines where the Littlewood-Paley sum is largest, in the middle half or everywhere; gradient ascent."""
    n, spacing = setting["shape"], line_spacing(**setting)
    inner, pad = (n // 2, n // 4) if margin else (n, 0)
    S = frontend("ScatteringJax1D")(**setting)
    found = list(si.tones(*line_filters(**setting), (inner,)))
    for name, data in found:
        yield name, {k: f"np.pad({v}, {pad})" if margin else v for k, v in data.items()}
    for start in (found[0][1]["f"], "noise"):
        yield from si.climbed(lambda x: S(x) * spacing**0.5, (n,), f"np.pad({start}, {pad})" if margin and start != "noise" else start, pad)


def plane_pairs(setting, ascent):
    grid = (setting["side"],) * 2
    found = list(si.tones(*plane_filters(**setting), grid))
    yield from found
    if ascent:
        S = frontend("ScatteringJax2D")(J=setting["J"], shape=grid)
        for start in (found[0][1]["f"], "noise"):
            yield from si.climbed(lambda x: S(x) * 2 ** setting["J"], grid, start)


SHIM = "NumPy frontend; with SciPy 1.17 it imports after scipy.special.sph_harm is put in its place, which only the 3-D transform uses"
TONES = "cosines at the four frequencies with the largest Littlewood-Paley sum"
ASCENT = "; gradient ascent from the first cosine and from noise, 80 steps, and 80 more with 16 cosines of the difference"
BORDER = ("Padding by reflection sees samples near the border twice, and the weight of an output sample is that of its whole spacing, "
          "also at the border. Translations are compared on the samples that both outputs have.")
BAND_LIMIT = "The decay is computed from the library's low-pass filter; samples that vanish near the border keep the padding out of sight."


def cases():
    frontend("ScatteringNumPy1D")                                     # raises ImportError at once
    few = Effort(draws=3, climbs=0)
    for options in ({}, {"Q": 8, "oversampling": 5}):
        setting, words = {"J": 5, "shape": 512, **options}, "" if options else "the defaults Q=1, oversampling=0. "
        psi, phi = line_filters(**setting)
        s = line_spacing(**setting)
        yield Case("kymatio", "Scattering1D", functools.partial(line_filters, **setting), "filters", f"first order; {words}{SHIM}",
                   not options, {"grid": phi.shape}, {}, instances=functools.partial(si.frequencies, psi, phi), searched=si.ALL)
        for margin in (0, 128):
            where = "signals that vanish on a quarter of the samples at each end" if margin else "any signal"
            yield Case("kymatio", "Scattering1D", functools.partial(line_outputs, **setting), "transform", f"{where}; {words}{SHIM}",
                       not options, {"grid": 512, "stride": s, "border": False, "weight": s**0.5, "margin": margin,
                        **({"decay": plain.decay(phi)} if margin else {})}, {},
                       instances=functools.partial(line_pairs, setting, bool(margin)), searched=TONES + ASCENT,
                       note=BAND_LIMIT if margin else BORDER, effort=few)
    for options in ({}, {"L": 4}):
        setting, words = {"J": 3, "side": 64, **options}, "" if options else "the default L=8. "
        psi, phi = plane_filters(**setting)
        yield Case("kymatio", "Scattering2D", functools.partial(plane_filters, **setting), "filters", f"all wavelets; {words}{SHIM}",
                   not options, {"grid": phi.shape}, {}, tolerance=(2.0**-21, "4 machine epsilons of float32, its filters"),
                   instances=functools.partial(si.frequencies, psi, phi), searched=si.ALL)
        for margin in (0, 16):
            where = "signals that vanish on a quarter of the samples at each end" if margin else "any signal"
            yield Case("kymatio", "Scattering2D", functools.partial(plane_outputs, **setting), "transform", f"{where}; {words}{SHIM}",
                       not options, {"grid": (64, 64), "stride": 8, "border": False, "weight": 8.0, "margin": margin,
                        **({"decay": plain.decay(phi)} if margin else {})}, {},
                       instances=functools.partial(plane_pairs, setting, False) if not margin else tuple,
                       searched="" if margin else TONES, note=BAND_LIMIT if margin else BORDER, effort=few)
    small = {"J": 2, "side": 32}
    yield Case("kymatio", "Scattering2D", functools.partial(plane_outputs, **small), "transform", f"any signal; the default L=8. {SHIM}",
               False, {"grid": (32, 32), "weight": 4.0}, {}, instances=functools.partial(plane_pairs, small, True), searched=TONES + ASCENT,
               note=BORDER, effort=few)
