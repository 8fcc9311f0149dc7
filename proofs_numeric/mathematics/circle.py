"""The scattering transform of functions on the circle R/Z, for filters with finitely many Fourier coefficients.

A function is represented by the trigonometric polynomial through N samples, divided by sqrt(N), with a radius in L^2 for the rest.
Convolution with a filter is then exact up to rounding; what the modulus of a band has beyond the frequency N/2 is bounded by `missed`.
"""

import jax
import jax.numpy as jnp
import numpy as np
from jax.numpy.fft import fft, ifft

from proofs_numeric.engine.enclosure import EPS, Ball, modulus, root
from proofs_numeric.mathematics import commutators, wavelets
from proofs_numeric.mathematics.signals import fourier_budget

SHRUNK = 1 - 4e-12  # Meyer's filters times this: LP <= 1 can be decided where it is 1 in exact arithmetic
# Meyer's polynomial in floating point: the moduli of its terms sum to at most 209, so it is known to 209 * 8 EPS, and its sine times
# sqrt(2) to 1e-12. NumPy, which samples the filters, and JAX round differently.
ACCURACY = 1e-12


def meyer(samples: int, cut: float, scales: int) -> wavelets.Bank:
    """The dilates of Meyer's wavelet with the frequency units cut, cut/2, ..., and the low-pass filter that ends at the last of them.

    All are complex arrays, shrunk by SHRUNK. LP <= 1, and LP = 1 for |k| <= cut but for that. Unlike `wavelets.meyer` this takes no
    difference of low-pass filters, so that small values of a wavelet have no large relative errors.
    """
    k = np.fft.fftfreq(samples, 1 / samples)
    psi = np.stack([commutators.band(k / (cut * 2.0**-j)) for j in range(scales)])
    return wavelets.Bank(SHRUNK * psi + 0j, SHRUNK * commutators.low(k / (cut * 2.0 ** (1 - scales))) + 0j)


def mother(w):
    """`commutators.band` in JAX, times SHRUNK; within ACCURACY of what `meyer` samples."""
    u = jnp.log2(jnp.maximum(w, 1e-300)) + 1

    def ramp(u):
        u = jnp.clip(u, 0, 1)
        return u**4 * (35 + u * (-84 + u * (70 - 20 * u)))

    rise, fall = jnp.sin(jnp.pi / 2 * ramp(u)), jnp.cos(jnp.pi / 2 * ramp(u - 1))
    return SHRUNK * jnp.where((w <= 0.5) | (w >= 2), 0.0, np.sqrt(2) * jnp.where(w < 1, rise, fall))


def missed(spectra, n: int):
    """Bound on the L^2 distance of the moduli of a family z from the trigonometric polynomials through their n samples.

    spectra (P, n): unitary Fourier coefficients of z. For u with u' in L^2 the distance is at most ||u'|| / (2 n): at the
    frequency k = n b, |b| <= 1/2, the aliases and the lost part have together the squared norm at most
    sum_{j != 0} 1/(b + j)^2 + 1/(1 - |b|)^2 <= pi^2 times that of u' / (2 pi n). For u = |z| and any k_0, |z| is the modulus of
    z exp(-2 pi i k_0 x), so ||u'|| <= 2 pi ||(k - k_0) z^||; k_0 is the mean frequency of each member.
    """
    k, spectra = np.fft.fftfreq(n, 1 / n), jax.lax.stop_gradient(spectra)
    moments = wavelets.square(spectra) @ np.stack([np.ones(n), k, k**2], -1)
    total, first, second = moments[..., 0], moments[..., 1], moments[..., 2]
    variance = second - first**2 / jnp.where(total > 0, total, 1.0) + 64 * n * EPS * second
    return np.pi / n * root(variance.sum()) * (1 + 1e-9)


def scatter(bank, x: Ball, depth: int) -> tuple[list[Ball], list[Ball]]:
    """([S_0, ..., S_{depth-1}], [Z_0, ..., Z_{depth-1}]) of samples x (n,), all as families of Fourier coefficients.

    Z_0 = x, and the moduli of the functions in Z_m are U_m: they have the same norms, without an error from sampling a modulus.
    """
    n = x.center.shape[-1]
    unit, bound = np.sqrt(n), jax.lax.stop_gradient(root(wavelets.frame_bound(bank)))
    outputs, layers, u = [], [Ball((fft(x.center) / unit)[None], x.radius + fourier_budget(n) * x.size)], Ball(x.center[None], x.radius)
    while True:
        spectra = fft(u.center) / unit
        radius = bound * (u.radius + (2 * fourier_budget(n) + 8 * EPS) * u.size)
        outputs.append(Ball(spectra * bank.phi, radius))
        if len(outputs) == depth:
            return outputs, layers
        bands = (spectra[:, None] * bank.psi).reshape(-1, n)
        layers.append(Ball(bands, radius))
        u = Ball(modulus(ifft(bands) * unit), radius + 4 * EPS * bound * u.size + missed(bands, n))
