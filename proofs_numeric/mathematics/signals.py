"""Signals on a cyclic grid, carried in the normalisation in which pooling by a unitary dilation is exact.

A signal on the torus of period L with N samples is stored as the array sqrt(L/N) * f(x_n) together with its spacing L/N, so
that its L^2 norm is the Euclidean norm of the array. The unitary dilation S^{1/2} f(S x), for any real S >= 1, keeps this
array and divides the spacing by S: nothing is interpolated and nothing is thrown away.
"""
import functools
import math
from dataclasses import dataclass

import jax
import jax.numpy as jnp
from jax.numpy.fft import fft, fftfreq, fftn, ifft, ifftn

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, once


@functools.partial(jax.tree_util.register_dataclass, data_fields=("center", "radius", "spacing"), meta_fields=())
@dataclass(frozen=True)
class Signal(Ball):
    """A ball of arrays (..., *grid) with the distance between two samples."""

    spacing: Interval


def fourier_budget(samples: int) -> float:
    """Relative error, in the Euclidean norm, of one FFT of this length: 4 EPS for each of its log2(N) stages."""
    return 4 * EPS * max(samples.bit_length() - 1, 1)


def translate(t, x: Signal) -> Signal:
    """(T_t x)(s) = x(s - t): an exact cyclic shift when t is a multiple of the spacing, else a Fourier multiplier.

    A multiple up to rounding counts as one. Of the shift by an unknown number of steps (a spacing of 0) the radius is infinite.
    """
    n = x.center.shape[-1]
    steps = Interval.of(t) / x.spacing
    known = jnp.isfinite(steps.lo) & jnp.isfinite(steps.hi)
    steps = Interval(jnp.where(known, steps.lo, 0.0), jnp.where(known, steps.hi, 0.0))
    whole = jnp.round(steps.mid)
    on_grid = (steps.lo <= whole) & (whole <= steps.hi)
    rolled = jnp.roll(x.center, whole.astype(int), -1)
    shifted = ifft(fft(x.center) * jnp.exp(-2j * jnp.pi * fftfreq(n) * steps.mid))
    slack = jnp.where(on_grid, 0.0, (3 * fourier_budget(n) + 2 * jnp.pi * (steps.width + 4 * EPS * jnp.abs(steps.mid))) * x.size)
    return Signal(jnp.where(on_grid, rolled, shifted), jnp.where(known, x.radius + slack, jnp.inf), x.spacing)


@once
def convolve(x: Ball, spectra, bound) -> Ball:
    """All convolutions of the rows of x with the filters whose DFTs are `spectra`, as one array (rows * filters, *grid).

    x.center: (rows, *grid) or (*grid); spectra: (filters, *grid), where the grid has one axis or more.
    bound: the largest over frequencies of the sum over filters of |spectrum|^2, the square of the operator norm.
    """
    grid = spectra.shape[1:]
    axes = tuple(range(-len(grid), 0))
    spectrum = jnp.expand_dims(fftn(x.center, axes=axes), axes[0] - 1)
    y = ifftn(spectrum * spectra, axes=axes).reshape(-1, *grid)
    return Ball(y, jnp.sqrt(bound) * (x.radius + (2 * fourier_budget(math.prod(grid)) + 4 * EPS) * x.size))
