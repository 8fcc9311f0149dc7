"""PyTorch: which pooling, convolution and normalisation layers do not increase distances, which follow translations?

None of this is promised by the reference of the layers, which gives formulas; the rows say what follows from these.
"""
import functools

import torch

from benchmarks.conformance.cases import Case
from proofs_numeric.conformance import Effort

TAPS = ((0.25, 0.5, 0.25), (0.25, 0.5, 0.25))


def layer(x, name, size=None, **options):
    """A layer of torch.nn without parameters, on one channel of one signal; size: what it takes without a name."""
    built = getattr(torch.nn, name)(*() if size is None else (size,), **options).double()
    return built(torch.tensor(x)[None, None]).detach()[0, 0].numpy()


def evaluated(x, name, size=None, **options):
    """The same in eval mode."""
    built = getattr(torch.nn, name)(*() if size is None else (size,), **options).double().eval()
    return built(torch.tensor(x)[None, None]).detach()[0, 0].numpy()


def convolved(x, name, **options):
    """A convolution layer with one channel, three taps 1/4, 1/2, 1/4 along each axis and no bias."""
    built = getattr(torch.nn, name)(1, 1, 3, bias=False, **options).double()
    taps = torch.tensor(TAPS[0], dtype=torch.float64)
    with torch.no_grad():
        built.weight.copy_((taps if x.ndim == 1 else torch.outer(taps, taps))[None, None])
    return built(torch.tensor(x)[None, None]).detach()[0, 0].numpy()


FEW = Effort(draws=10, climbs=1, steps=40, shrinks=300)
COVARIANT = ("strided_covariance",)
ROOT = "outputs times the root of the stride, the norm of functions"


def case(function, subject, words, default, grid, stride=0, *, margin=0, clauses=None, note="", **parameters):
    moved = f"cyclic translations by {stride} sample{'s, the stride' if stride > 1 else ''}" if stride else ""
    where = f"signals that vanish on {margin} samples at each end" if margin else "any signal"
    return Case("torch", f"nn.{subject}", function, "transform", "; ".join(x for x in (words, moved, where) if x), default,
                {"grid": grid, **({"stride": stride} if stride else {}), **({"margin": margin} if margin else {}), **parameters}, {},
                clauses, note=note, effort=FEW)


def pooling():
    part = functools.partial
    stride = "the default stride, that of the windows"
    tiled = "The windows tile the grid, and translations by the stride move them onto each other; other translations are not in the clause."
    yield case(part(layer, name="MaxPool1d", size=2), "MaxPool1d", stride, True, 16, 2, note=tiled)
    yield case(part(layer, name="MaxPool1d", size=2), "MaxPool1d", stride, True, 17, 2, clauses=COVARIANT,
               note="17 samples: the last one is in no window, but a cyclic translation brings it in.")
    yield case(part(layer, name="MaxPool1d", size=2, stride=1), "MaxPool1d", "", False, 16, 1, border=False,
               note="The first output sample does not count, as it sees what came in. A sample is in two windows: the norm may grow by the "
                    "root of 2.")
    padded = "The padding is minus infinity, not the other end. A sample is in up to two windows."
    for margin in (0, 4):
        yield case(part(layer, name="MaxPool1d", size=3, stride=2, padding=1), "MaxPool1d", "", False, 16, 2, margin=margin, note=padded,
                   clauses=COVARIANT if margin else None)
    yield case(part(layer, name="MaxPool2d", size=2), "MaxPool2d", stride, True, (8, 8), 2, note=tiled)
    for margin in (0, 4):
        yield case(part(layer, name="MaxPool2d", size=3, stride=2, padding=1), "MaxPool2d", "", False, (12, 12), 2, margin=margin,
                   note="A sample is in up to four windows.", clauses=COVARIANT if margin else None)
    yield case(part(layer, name="AvgPool1d", size=2), "AvgPool1d", f"{stride}; {ROOT}", True, 16, 2, weight=2**0.5)
    for options, words in (({}, "the default count_include_pad=True"), ({"count_include_pad": False}, "")):
        yield case(part(layer, name="AvgPool1d", size=3, stride=1, padding=1, **options), "AvgPool1d", words, False, 16, 1)
    yield case(part(layer, name="AvgPool1d", size=3, stride=1, padding=1), "AvgPool1d", "the default count_include_pad=True", False, 16, 1,
               margin=2, clauses=COVARIANT)
    yield case(part(layer, name="AdaptiveAvgPool1d", size=4), "AdaptiveAvgPool1d", f"4 outputs for 16 samples; {ROOT}", True, 16, 4,
               weight=2.0)
    yield case(part(layer, name="AdaptiveAvgPool1d", size=3), "AdaptiveAvgPool1d", "3 outputs for 8 samples, times the root of 8/3", True,
               8, weight=(8 / 3) ** 0.5, note="Windows of 3 and 4 samples overlap: 8 is no multiple of 3.")
    for p in (2, 3):
        yield case(part(layer, name="LPPool1d", size=p, kernel_size=2), "LPPool1d", f"norm_type {p}; {stride}", True, 16, 2,
                   note="" if p == 2 else "The reference prints the p-th root of the sum of p-th powers; where the sum is negative, the "
                   "layer returns NaN.")
    yield case(part(layer, name="Upsample", scale_factor=2), "Upsample", "the default mode='nearest'; outputs times the root of 1/2", True,
               16, weight=0.5**0.5)
    yield case(part(layer, name="Upsample", scale_factor=2, mode="linear"), "Upsample", "outputs times the root of 1/2", False, 16,
               weight=0.5**0.5)


def convolution():
    part, taps = functools.partial, "taps 1/4, 1/2, 1/4, no bias"
    zero = "Zeros stand where a cyclic translation has the other end."
    yield case(part(convolved, name="Conv1d"), "Conv1d", f"{taps}; the default, no padding", True, 16, 1, border=False,
               note="The first output sample does not count, as it sees what came in.")
    for options, words in (({}, f"{taps}; the default padding_mode='zeros'"), ({"padding_mode": "circular"}, taps),
                           ({"padding_mode": "reflect"}, taps)):
        yield case(part(convolved, name="Conv1d", padding=1, **options), "Conv1d", words, False, 16, 1, note="" if options else zero)
    yield case(part(convolved, name="Conv1d", padding=1), "Conv1d", f"{taps}; the default padding_mode='zeros'", False, 16, 1, margin=2,
               clauses=COVARIANT)
    default = f"{taps}; the default padding_mode='zeros'"
    for options, words, margin in (({}, default, 0), ({}, default, 4), ({"padding_mode": "circular"}, taps, 0)):
        yield case(part(convolved, name="Conv1d", padding=1, stride=2, **options), "Conv1d", f"{words}; {ROOT}", False, 16, 2,
                   margin=margin, weight=2**0.5, clauses=COVARIANT if margin else None)
    both = f"{taps}; along each axis"
    yield case(part(convolved, name="Conv2d"), "Conv2d", f"{both}; the default, no padding", True, (8, 8), 1, border=False)
    for options, words in (({}, f"{both}; the default padding_mode='zeros'"), ({"padding_mode": "circular"}, both)):
        yield case(part(convolved, name="Conv2d", padding=1, **options), "Conv2d", words, False, (8, 8), 1)


def normalisation():
    part = functools.partial
    yield case(part(layer, name="BatchNorm1d", size=1), "BatchNorm1d", "the default, training mode; a batch of one signal", True, 16, 1,
               note="The signal is divided by its own standard deviation.")
    yield case(part(evaluated, name="BatchNorm1d", size=1), "BatchNorm1d", "eval mode, before training: running mean 0 and variance 1",
               False, 16, 1, note="An affine map with the slope weight / root(running_var + eps): here below 1.")
    yield case(part(layer, name="LayerNorm", size=16), "LayerNorm", "over all samples; the defaults", True, 16, 1,
               note="The signal is divided by its own standard deviation; near a constant signal the slope is 1/root(eps).")


def cases():
    yield from pooling()
    yield from convolution()
    yield from normalisation()
