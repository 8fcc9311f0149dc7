"""PyTorch: which activations have slopes of at most 1, which normalised or clipped layers do?"""
import functools

import numpy as np
import torch

from benchmarks.conformance.cases import Case
from proofs_numeric.conformance import Effort


def activation(x, name, **options):
    return getattr(torch.nn, name)(**options)(torch.tensor(x)).numpy()


def dense(x, parametrization, weight=None, **options):
    """A layer x -> W x in eval mode, with one of torch.nn.utils.parametrizations; W: from torch's seed 0, or a diagonal."""
    torch.manual_seed(0)
    built = torch.nn.Linear(len(x), len(x), bias=False).double()
    if weight is not None:
        with torch.no_grad():
            built.weight.copy_(torch.diag(torch.tensor(weight, dtype=torch.float64)))
    built = getattr(torch.nn.utils.parametrizations, parametrization)(built, **options).eval()
    return built(torch.tensor(x)).detach().numpy()


def convolved(x, parametrization, **options):
    """A convolution with one channel and 3 x 3 equal weights in eval mode, with one of torch.nn.utils.parametrizations."""
    torch.manual_seed(0)
    built = torch.nn.Conv2d(1, 1, 3, padding=1, bias=False).double()
    with torch.no_grad():
        built.weight.fill_(1)
    built = getattr(torch.nn.utils.parametrizations, parametrization)(built, **options).eval()
    return built(torch.tensor(x)[None, None]).detach()[0, 0].numpy()


def critic(x, name):
    """Four inputs, three hidden units, one output; all weights are 1 and then clamped to [-1/2, 1/2], as in weight clipping."""
    layers = torch.nn.Sequential(torch.nn.Linear(4, 3), getattr(torch.nn, name)(), torch.nn.Linear(3, 1)).double()
    with torch.no_grad():
        for p in layers.parameters():
            p.copy_(torch.ones_like(p) if p.ndim > 1 else torch.zeros_like(p))
            p.clamp_(-0.5, 0.5)
    return layers(torch.tensor(x)).detach().numpy()


def max_pool(x, name, **options):
    return getattr(torch.nn, name)(**options)(torch.tensor(x)[None, None])[0, 0].numpy()


def largest(x, norm_type, **options):
    """LPPool1d, whose exponent may be "inf"."""
    return torch.nn.LPPool1d(float(norm_type), **options)(torch.tensor(x)[None, None])[0, 0].numpy()


ACTIVATIONS = ("ReLU", "LeakyReLU", "Tanh", "Softsign", "Hardtanh", "ELU", "CELU", "GELU", "SiLU", "Mish", "Hardswish", "SELU", "Sigmoid",
               "LogSigmoid", "Softplus")
SLOPES = {"GELU": "The slope is largest at the root of 2: 1.129.", "SiLU": "The slope is largest near 2.4: 1.100.",
          "Mish": "The slope is largest near 1.5: 1.089.", "Hardswish": "The slope is (2x + 3)/6 below 3, where it comes near 3/2.",
          "SELU": "The slope is 1.0507 on the right, and up to 1.758 on the left of 0."}
JUMP = ("The reference says that the layer is linear above threshold / beta, 20 by default. There it jumps by 2e-9, so that it is neither "
        "increasing nor Lipschitz; in single precision the jump is less than rounding.")
ZERO = {"grid": 4, "zero": True}
FEW = Effort(draws=10, climbs=1, steps=40, shrinks=60)
POWER = ("The reference: the largest singular value is approximated by the power method, with an iteration whenever the weight is "
         "accessed in training mode, and its vectors are estimated when the layer is made. What is estimated too small leaves a norm "
         "above 1.")
DIVIDED = {"activation_lipschitz": "the reference: the weight is divided by its largest singular value, approximated by the power method"}


def steepest(function):
    """The direction in which a linear map of four numbers is steepest, with three decimals."""
    direction = np.linalg.svd(np.stack([function(e) for e in np.eye(4)], 1))[2][0]
    yield "the steepest direction", {"u": np.round(direction, 3).tolist(), "v": [0.0] * 4}


def threshold():
    """Where Softplus becomes linear."""
    yield "on both sides of 20", {"u": [20.0, 0.0, 0.0, 0.0], "v": [20.0000000001, 0.0, 0.0, 0.0]}


def cases():
    part = functools.partial
    for name in ACTIVATIONS:
        soft = name == "Softplus"
        yield Case("torch", f"nn.{name}", part(activation, name=name), "nonexpansive", "the defaults", True, ZERO, {}, effort=FEW,
                   instances=threshold if soft else tuple, note=JUMP if soft else SLOPES.get(name, ""))
    yield Case("torch", "nn.GELU", part(activation, name="GELU", approximate="tanh"), "nonexpansive", "", False, ZERO, {}, effort=FEW)
    words = "torch.nn.Linear(4, 4), its own initial weight with torch's seed 0, eval mode"
    for options, default in (({}, True), ({"n_power_iterations": 100}, False)):
        layer = part(dense, parametrization="spectral_norm", **options)
        yield Case("torch", "parametrizations.spectral_norm", layer, "nonexpansive",
                   f"{words}{'; the default n_power_iterations=1' if default else ''}", default, {"grid": 4}, DIVIDED,
                   instances=part(steepest, layer), searched="the steepest direction", note=POWER, effort=FEW)
    yield Case("torch", "parametrizations.spectral_norm",
               part(dense, parametrization="spectral_norm", weight=(1.0, 0.98, 0.98, 0.98)), "nonexpansive",
               "torch.nn.Linear(4, 4) with a diagonal weight, eval mode; the default n_power_iterations=1", True, {"grid": 4}, DIVIDED,
               note=POWER, effort=FEW)
    yield Case("torch", "parametrizations.spectral_norm, Conv2d", part(convolved, parametrization="spectral_norm"), "nonexpansive",
               "3 x 3 equal weights, one channel, padding 1, eval mode; the defaults", True, {"grid": (6, 6)}, {},
               note="The reference: the weight is reshaped to a matrix. Its norm, here that of one row, is not that of the convolution.",
               effort=FEW)
    yield Case("torch", "parametrizations.orthogonal", part(dense, parametrization="orthogonal"), "nonexpansive", words, True, {"grid": 4},
               {"activation_lipschitz": "the reference: the matrix is orthogonal"}, effort=FEW)
    for name in ("ReLU", "GELU"):
        yield Case("torch", "nn.Linear, clipped weights", part(critic, name=name), "nonexpansive",
                   f"widths 4, 3, 1, all weights 1/2, {name}", name == "ReLU", {"clip": 0.5, "widths": (4, 3, 1)}, {}, ("clipped",),
                   note="" if name == "ReLU" else "The theorem supposes an activation with slopes of at most 1; those of GELU reach 1.129.",
                   effort=FEW)
    tiled, padded = {"kernel_size": 2}, {"kernel_size": 3, "stride": 2, "padding": 1}
    for name, options, grid, windows, words, default in (
            ("MaxPool1d", tiled, 8, 1, "the default stride, that of the windows", True), ("MaxPool1d", padded, 8, 2, "", False),
            ("MaxPool2d", tiled, (6, 6), 1, "the default stride, that of the windows", True), ("MaxPool2d", padded, (6, 6), 4, "", False),
            ("LPPool1d", {"norm_type": "inf"} | tiled, 8, 1, "the default stride, that of the windows", True)):
        pool = largest if name == "LPPool1d" else part(max_pool, name=name)
        yield Case("torch", f"nn.{name}", part(pool, **options), "nonexpansive", words, default,
                   {"grid": grid, "windows": windows}, {}, ("max_pooling",), effort=FEW,
                   note="The theorem pools moduli: the layer is given those.")
