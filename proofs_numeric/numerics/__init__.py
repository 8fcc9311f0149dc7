"""The shared mathematics as plain floating-point functions: batched, differentiable, compiled once per shape, fast.

The models of the theorems carry enclosures and are judged; these functions are for use. Tests hold the two against each other.
What is public is imported from here:

    transport       wasserstein_1d, exact_transport, sinkhorn; their results Transport and Entropic
    Gaussian laws   gaussian_w2, bures
    scattering      Scattering of a Bank; the module filters makes banks
    extractors      Extractor of Layers, admissibility with its Constants, repaired, Frame, Nonlinearity;
                    the modules frames, nonlinearities and poolings make their parts

Precision. JAX computes in single precision until its 64-bit mode is on, for which a program begins with

    import jax
    jax.config.update("jax_enable_x64", True)

Otherwise `wasserstein_1d` and `exact_transport` keep the double precision of NumPy arrays on a CPU, where they compute on the host outside
`jit`, `vmap` and `grad`. Everything else is computed in single precision, and the first time that an input of double precision is cut, a
`PrecisionWarning` says so, once.
"""
import importlib
from typing import TYPE_CHECKING

from proofs_numeric.numerics import filters, frames, nonlinearities, poolings
from proofs_numeric.numerics.checks import PrecisionWarning
from proofs_numeric.numerics.extractor import Constants, Extractor, Layer, admissibility, repaired
from proofs_numeric.numerics.filters import Bank
from proofs_numeric.numerics.frames import Frame
from proofs_numeric.numerics.gaussians import bures, gaussian_w2
from proofs_numeric.numerics.nonlinearities import Nonlinearity
from proofs_numeric.numerics.scattering import Scattering
from proofs_numeric.numerics.sinkhorn import Entropic, sinkhorn
from proofs_numeric.numerics.transport_1d import wasserstein_1d

if TYPE_CHECKING:                # POT takes twice as long to import as all the rest: it is imported for the first who asks
    from proofs_numeric.numerics.transport import Transport, exact_transport

__all__ = [                      # noqa: RUF022, by subject
    "wasserstein_1d", "exact_transport", "Transport", "sinkhorn", "Entropic", "gaussian_w2", "bures",
    "Scattering", "Bank", "filters",
    "Extractor", "Layer", "admissibility", "Constants", "repaired", "Frame", "Nonlinearity", "frames", "nonlinearities", "poolings",
    "PrecisionWarning",
]


def __getattr__(name: str):
    if name in ("Transport", "exact_transport"):
        return getattr(importlib.import_module("proofs_numeric.numerics.transport"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
