"""Spectra on windows of frequencies, and wavelet coefficients from them: products, folded to the length of an inverse FFT."""
import functools
import itertools

import jax
import jax.numpy as jnp

from proofs_numeric.numerics.scattering.plan import Array, Grid


def rows(x, runs, axis: int):
    """The rows of an axis given by runs."""
    parts = [jax.lax.slice_in_dim(x, a, b, axis=axis) for a, b in runs]
    return parts[0] if len(parts) == 1 else jnp.concatenate(parts, axis)


def extended(spectrum, length: Grid, window, real: bool):
    """The Fourier coefficients at the frequencies of a window, lo <= k < hi on each axis, from an FFT or the half of a real one."""
    lo, hi = window[-1]
    n = length[-1]
    parts, k = [], lo
    while k < hi:
        r = k % n
        if r <= n // 2 or not real:
            stop = min(n // 2 + 1 if real else n, r + hi - k)
            parts.append(spectrum[..., r:stop])
        else:
            stop = min(n, r + hi - k)
            mirrored = jnp.conj(spectrum[..., n - stop + 1:n - r + 1][..., ::-1])
            if len(length) == 2:
                mirrored = jnp.concatenate([mirrored[:, :, :1], mirrored[:, :, :0:-1]], 2)
            parts.append(mirrored)
        k += stop - r
    spectrum = parts[0] if len(parts) == 1 else jnp.concatenate(parts, -1)
    if len(length) == 2:
        (lo, hi), n = window[0], length[0]
        parts, k = [], lo
        while k < hi:
            r = k % n
            stop = min(n, r + hi - k)
            parts.append(spectrum[:, :, r:stop])
            k += stop - r
        spectrum = parts[0] if len(parts) == 1 else jnp.concatenate(parts, 2)
    return spectrum


def _times(u, psi):
    """u psi for complex u: for real psi two products a number, where XLA would make psi complex and take four."""
    return u * psi if jnp.iscomplexobj(psi) else jax.lax.complex(u.real * psi, u.imag * psi)


def _blocks(plan, length: Grid, psis):
    """(piece, its first row, nodes a to z, where its window begins, values of psi) for every block of `length` frequencies."""
    for i, ((nodes, offset), psi) in enumerate(zip(plan, psis)):
        for block in itertools.product(*(range(0, w, m) for w, m in zip(psi.shape, length))):
            p = psi
            for axis, (b, m) in enumerate(zip(block, length)):
                p = jax.lax.slice_in_dim(p, b, b + m, axis=axis)
            row = 0
            for a, z in nodes:
                yield i, row, a, z, tuple(o + b for o, b in zip(offset, block)), p
                row += z - a


@functools.partial(jax.custom_vjp, nondiff_argnums=(0, 1))
def coefficients(plan, length: Grid, spectrum, psis):
    """For each wavelet: psi times its window of the spectrum, folded modulo `length`: the bins of u * psi at `length` points.

    plan: for each wavelet (runs of nodes, offset of the window in the spectrum).
    The transpose repeats the bins over the window and adds the windows in place. What JAX derives from the slices, a full spectrum
    padded with zeros for each of them, made gradients twice as slow.
    """
    out: list[dict[int, Array]] = [{} for _ in plan]
    for i, row, a, z, begin, p in _blocks(plan, length, psis):
        u = jax.lax.slice(spectrum, (0, a, *begin), (spectrum.shape[0], z, *(b + m for b, m in zip(begin, length))))
        u = _times(u, p)
        out[i][row] = out[i][row] + u if row in out[i] else u
    return [jnp.concatenate(list(rows.values()), 1) for rows in out]


def _coefficients_forward(plan, length, spectrum, psis):
    return coefficients(plan, length, spectrum, psis), (spectrum[:0], psis)    # of the spectrum its shape and type are needed


def _coefficients_backward(plan, length, saved, slopes):
    empty, psis = saved
    total = jnp.zeros((slopes[0].shape[0], *empty.shape[1:]), empty.dtype)
    for (nodes, offset), psi, slope in zip(plan, psis, slopes):
        row = 0
        for a, z in nodes:
            part = slope[:, row:row + z - a]
            for axis, (w, m) in enumerate(zip(psi.shape, length), 2):
                part = jnp.concatenate([part] * (w // m), axis)
            part, at = _times(part, psi), (0, a, *offset)
            total = jax.lax.dynamic_update_slice(total, jax.lax.dynamic_slice(total, at, part.shape) + part, at)
            row += z - a
    return total, tuple(jnp.zeros_like(p) for p in psis)        # filters are constants


coefficients.defvjp(_coefficients_forward, _coefficients_backward)
