"""Filter banks, noise and rounding budgets, for the tests of the scattering transform."""
import functools

import numpy as np

from proofs_numeric.numerics import filters
from proofs_numeric.numerics.filters import Bank, gabor, meyer, reflect, spline

EPS = {np.dtype(np.float64): 2.0**-52, np.dtype(np.float32): 2.0**-23}
SEED = 20


def two_sided(grid=(32,), octaves=1):
    """One real wavelet, and averages that do not vanish at N/2: phi^ = prod (0.65 + 0.35 cos), |psi^|^2 = 1 - |phi^|^2."""
    phi = np.prod(0.65 + 0.35 * np.cos(2 * np.pi * filters.frequencies(grid) / np.array(grid)), -1)
    return Bank(np.sqrt(1 - phi**2)[None], phi, (0,), octaves)


def negative():
    """Wavelets on the negative half of the spectrum, with phases: no symmetry at all."""
    first = meyer(32, 2)
    return Bank(reflect(first.psi, 1) * np.exp(1j * noise(first.psi.shape)), first.phi, first.scales, first.octaves)


MAKE = {"meyer": lambda: meyer(32, 2), "meyer Q=3": lambda: meyer(60, 3, 3), "meyer 2-D": lambda: meyer((8, 12), 1, 1, 2),
        "meyer odd": lambda: meyer((15, 16), 2), "meyer Q=4": lambda: meyer(63, 3, 4), "spline": lambda: spline(32, 2),
        "spline 2-D": lambda: spline((12, 8), 2, 1), "two-sided": two_sided, "negative": negative,
        "gabor": lambda: gabor(32, 2, 2), "gabor 2-D": lambda: gabor((12, 12), 2, 1, 2), "gabor large": lambda: gabor((64, 64), 3, 1, 8)}
PARSEVAL = [name for name in MAKE if "gabor" not in name]


@functools.cache
def bank(name) -> Bank:
    return MAKE[name]()


def parseval_slack(bank) -> float:
    """How far LP may be from 1: a square, a reflection and a sum of L + 1 terms that are given by a few roundings each."""
    return 8 * (len(bank.psi) + 4) * EPS[np.dtype(float)]


def noise(shape, field="real", seed=SEED):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=shape)
    return x + 1j * rng.normal(size=shape) if field == "complex" else x


def norm(z) -> float:
    return float(np.linalg.norm(np.ravel(np.asarray(z))))
