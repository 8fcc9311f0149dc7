"""Signals, feature extractors and their rounding budget, for the tests of the extractors."""
import numpy as np

from proofs_numeric.numerics.extractor import Layer
from proofs_numeric.numerics.frames import gabor, gaussian, random, stages

EPS = {np.dtype(t): np.finfo(t).eps for t in (np.float32, np.float64)}
BLUR, SKEW = np.array([0.25, 0.5, 0.25]), np.array([0.7, -0.4, 0.2, 0.5])
SQUARE = np.outer(SKEW[:3], BLUR)


def signal(seed, *shape, dtype=np.float64, real=True):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=shape) if real else rng.normal(size=shape) + 1j * rng.normal(size=shape)
    return x.astype(dtype if real else np.result_type(dtype, np.complex64))


def run(extractor, x):
    """The features as NumPy arrays: small operations on them are not compiled."""
    return [np.asarray(f) for f in extractor(x)]


def windows_2d():
    return gabor(gaussian((8, 12), 1.8), (4, 6), one_sided=True)


def rounding(extractor, dtype):
    """Relative error of all features, in units of the norm of x: for each layer two transforms and a pooling with a third, 4 EPS for
    each of their stages, and 16 EPS for products and the non-linearity; the frame may exceed 1 by its own rounding errors."""
    eps = EPS[np.dtype(dtype)]
    slack = sum(c.slack for c in extractor.constants) * eps / EPS[np.dtype(float)]
    return sum(eps * (12 * stages(g) + 16) for g in extractor.grids) + slack


def good(*arguments) -> Layer:
    return Layer(random(0, 16, 2), *arguments)
