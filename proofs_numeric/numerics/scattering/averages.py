"""Averages by phi: few frequencies and few points, so products with small matrices, or an inverse FFT of few frequencies."""
import math
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.numerics.filters import frequencies, reflect, support
from proofs_numeric.numerics.scattering.plan import Array, Grid, Group, Plan, Task
from proofs_numeric.numerics.scattering.sampling import restricted


def planned(plan: Plan, task: Task, length: Grid, has_spectrum: bool, m: int) -> tuple[Any, ...]:
    """How averages by phi are computed from samples at `length` points, or from the half spectrum of them.

    ("points", one or two matrices for each term), ("full", filter), ("bins", two matrices) or ("bank", filter, rows, the finer grid
    of the output, multiples): see `computed`. All but whole numbers are indices of constants.
    """
    phi = restricted(task.phi, length)
    tiny = 1e-5 * task.alias                                # bins are cheap here
    if m == 0 and task.field == "complex":
        return ("full", plan.constant(phi / math.prod(length)))
    if not has_spectrum and math.prod(length) <= 2**18:
        factors = _factors(task, phi, length)
        if factors is not None:
            return ("points", tuple(tuple(plan.constant(a) for a in pair) for pair in factors))
    box = support(abs(phi) > tiny * abs(phi).max())
    half = tuple(min(max(-lo, lo + w - 1), n // 2) for (lo, w), n in zip(box, length))
    if len(length) == 1 and (half[0] + 1) * task.samples[0] <= 2**17:
        k = np.arange(half[0] + 1)
        twice = np.where((k == 0) | (2 * k == length[0]), 1, 2)
        wave = (phi[k] * twice / length[0])[:, None] * np.exp(2j * np.pi * np.outer(k, np.arange(task.samples[0])) / task.samples[0])
        return ("bins", plan.constant(wave.real.copy()), plan.constant(-wave.imag))
    # an inverse real FFT at a multiple of the output grid that holds all bins, then every multiple-th point
    multiple = tuple(-(-min(2 * h + 1, n) // s) for h, n, s in zip(half, length, task.samples))
    full = tuple(c * s for c, s in zip(multiple, task.samples))
    rows = tuple(min(f, n) for f, n in zip(full, length))
    fine = restricted(phi, rows)
    kept = fine[..., :rows[-1] // 2 + 1] * (math.prod(full) / math.prod(length))
    if 2 * (kept.shape[-1] - 1) == rows[-1] < full[-1]:     # the Nyquist bin stands for itself, but has now a mirror image
        kept[..., -1] /= 2
    return ("bank", plan.constant(kept), rows, full, multiple)


def _factors(task: Task, phi: np.ndarray, length: Grid):
    """Matrices, or a few pairs of them, that take samples to averages; None if phi is far from separable or they are large."""
    def matrix(values, n, s):
        k = frequencies((n,))[:, 0]                         # (1/n) sum_k values[k] e^(2 pi i k (i/s - j/n))
        return np.fft.fft(values * np.exp(2j * np.pi * (np.outer(np.arange(s), k) % s) / s)).real / n
    if len(length) == 1:
        return [(matrix(phi, length[0], task.samples[0]),)] if length[0] * task.samples[0] <= 2**20 else None
    tolerance = max(1e-14, 1e-4 * task.alias)
    even = reflect(phi.T, 1).T
    if max(abs(phi.imag).max(), abs(phi - even).max()) > tolerance * abs(phi).max():
        return None
    box = np.ix_(*((abs(phi.real) > 1e-16 * abs(phi.real).max()).any(a) for a in (1, 0)))       # what is left out is rounding
    left, values, right = np.linalg.svd(phi.real[box], full_matrices=False)
    full_left, full_right = np.zeros((length[0], len(values))), np.zeros((len(values), length[1]))
    full_left[box[0][:, 0]], full_right[:, box[1][0]] = left, right
    rank = int((values > tolerance * values[0]).sum())
    if rank > 3:
        return None
    return [(matrix(full_left[:, r] * values[r], length[0], task.samples[0]), matrix(full_right[r], length[1], task.samples[1]))
            for r in range(rank)]


def computed(constants, u, group: Group, samples: Grid, is_spectrum: bool) -> Array:
    """Averages by phi at the points of the output, from samples or from the half spectrum of samples."""
    d = len(samples)
    kind, *details = group.average
    exact = jax.lax.Precision.HIGHEST
    if kind == "points":
        if d == 1:
            return jnp.einsum("bpn,sn->bps", u, constants[details[0][0][0]], precision=exact)
        return sum(jnp.einsum("bpnt,sn->bpst", jnp.einsum("bpnm,tm->bpnt", u, constants[b], precision=exact), constants[a],
                              precision=exact) for a, b in details[0])
    axes = tuple(range(-d, 0))
    if kind == "full":
        u = u if is_spectrum else jnp.fft.fftn(u, axes=axes)
        u = _fold_centred(u * constants[details[0]], samples)
        return jnp.fft.ifftn(u, axes=axes) * math.prod(samples)
    if not is_spectrum:
        u = jnp.fft.rfftn(u, axes=axes)
    if kind == "bins":
        u = u[..., :constants[details[0]].shape[0]]
        return sum(jnp.einsum("bpk,ks->bps", part, constants[c], precision=exact) for part, c in zip((u.real, u.imag), details))
    phi, rows, full, multiple = constants[details[0]], *details[1:]
    if d == 2 and rows[0] < u.shape[2]:                     # frequencies below rows/2 of the first axis
        u = jnp.concatenate([u[:, :, :(rows[0] + 1) // 2], u[:, :, u.shape[2] - rows[0] // 2:]], 2)
    u = u[..., :phi.shape[-1]] * phi
    if d == 2 and rows[0] < full[0]:
        low, high = u[:, :, :(rows[0] + 1) // 2], u[:, :, (rows[0] + 1) // 2:]
        if rows[0] % 2 == 0:                                # here too the frequency -n/2 gets its mirror image
            mirrored = high[:, :, :1] / 2
            low, high = jnp.concatenate([low, mirrored], 2), high.at[:, :, :1].set(mirrored)
        gap = jnp.zeros((*u.shape[:2], full[0] - low.shape[2] - high.shape[2], u.shape[3]), u.dtype)
        u = jnp.concatenate([low, gap, high], 2)
    y = jnp.fft.irfftn(u, full, axes=axes)
    return y[(..., *(slice(None, None, c) for c in multiple))]


def _fold_centred(z, samples: Grid):
    """Bins in the order of an FFT, modulo a number of samples that divides or does not divide their number."""
    for axis, m in enumerate(samples, 2):
        n = z.shape[axis]
        if n % m == 0:
            z = z.reshape(*z.shape[:axis], n // m, m, *z.shape[axis + 1:]).sum(axis)
        else:
            lo = -(n // 2) - (-(n // 2)) % m
            head = -lo - n // 2
            z = jnp.roll(z, n // 2, axis)                       # frequencies ascending from -(n // 2)
            z = _fold_axis(jnp.pad(z, [(head if a == axis else 0, 0) for a in range(z.ndim)]), m, axis)
    return z


def _fold_axis(z, m: int, axis: int):
    full = -(-z.shape[axis] // m) * m
    z = jnp.pad(z, [(0, full - z.shape[axis] if a == axis else 0) for a in range(z.ndim)])
    return z.reshape(*z.shape[:axis], full // m, m, *z.shape[axis + 1:]).sum(axis)
