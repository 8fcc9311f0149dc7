"""SciPy: which filters of ndimage and resamplers of signal do not increase distances, which follow translations?

None of this is promised by the reference, which gives formulas and says how borders are filled.
"""
import functools

from scipy import ndimage, signal

from benchmarks.conformance.cases import Case
from proofs_numeric.conformance import Effort


def filtered(x, name, size, **options):
    return getattr(ndimage, name)(x, size, **options)


def decimated(x, **options):
    """Half as many samples."""
    return signal.decimate(x, 2, **options)


def resampled(x, **options):
    return signal.resample(x, len(x) // 2, **options)


def polyphase(x, **options):
    return signal.resample_poly(x, 1, 2, **options)


FEW = Effort(draws=10, climbs=1, steps=40, shrinks=300)
ROOT = "outputs times the root of the stride, the norm of functions"
COVARIANT = ("strided_covariance",)


def cases():
    part, reflect = functools.partial, "the default mode='reflect'; cyclic translations by 1 sample; {}"
    for name, size, note in (("maximum_filter", 3, "A sample is in three windows: the norm may grow by the root of 3."),
                             ("median_filter", 3, ""), ("uniform_filter", 3, ""),
                             ("uniform_filter", 2, "Reflection counts the first sample twice."), ("gaussian_filter", 1.0, "")):
        yield Case("scipy", f"ndimage.{name}", part(filtered, name=name, size=size), "transform", reflect.format("any signal"), True,
                   {"grid": 16, "stride": 1}, {}, note=note, effort=FEW)
        if size == 3:
            yield Case("scipy", f"ndimage.{name}", part(filtered, name=name, size=size), "transform",
                       reflect.format("signals that vanish on 2 samples at each end"), True, {"grid": 16, "stride": 1, "margin": 2}, {},
                       COVARIANT, effort=FEW)
            yield Case("scipy", f"ndimage.{name}", part(filtered, name=name, size=size, mode="wrap"), "transform",
                       "cyclic translations by 1 sample; any signal", False, {"grid": 16, "stride": 1}, {}, effort=FEW)
    half = {"grid": 32, "stride": 2, "weight": 2**0.5}
    moved = f"factor 2; {ROOT}; cyclic translations by 2 samples, the stride; any signal"
    yield Case("scipy", "signal.decimate", decimated, "transform", f"the defaults, an IIR filter of order 8 forth and back; {moved}", True,
               half, {}, note="The border is padded by an odd extension.", effort=FEW)
    yield Case("scipy", "signal.decimate", part(decimated, ftype="fir"), "transform", moved, False, half, {}, effort=FEW)
    yield Case("scipy", "signal.resample", resampled, "transform", f"the defaults; {moved}", True, half, {}, effort=FEW,
               note="The reference says that the signal is taken as periodic. A cosine at half of the new rate keeps its amplitude, on all "
                    "samples instead of every second.")
    yield Case("scipy", "signal.resample_poly", polyphase, "transform", f"the defaults; {moved}", True, half, {}, effort=FEW)
