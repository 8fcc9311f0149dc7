"""Spectra on windows of frequencies, and wavelet coefficients from them: products, folded to the length of an inverse FFT."""
import functools
import itertools

import jax
import jax.numpy as jnp
from jax.extend.core import Primitive
from jax.interpreters import ad, batching, mlir

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


def coefficients(plan, length: Grid, spectrum, psis):
    """For each wavelet: psi times its window of the spectrum, folded modulo `length`: the bins of u * psi at `length` points.

    plan: for each wavelet (runs of nodes, offset of the window in the spectrum).
    It is linear in the spectrum, and filters are constants. It is a primitive of JAX for the sake of its transpose, which repeats the
    bins over the window and adds the windows in place. What JAX derives from the slices, a full spectrum padded with zeros for each
    of them, made gradients twice as slow.
    """
    return _coefficients.bind(spectrum, *psis, plan=plan, length=length)


def _forward(spectrum, *psis, plan, length: Grid):
    out: list[dict[int, Array]] = [{} for _ in plan]
    for i, row, a, z, begin, p in _blocks(plan, length, psis):
        u = jax.lax.slice(spectrum, (0, a, *begin), (spectrum.shape[0], z, *(b + m for b, m in zip(begin, length))))
        u = _times(u, p)
        out[i][row] = out[i][row] + u if row in out[i] else u
    return [jnp.concatenate(list(rows.values()), 1) for rows in out]


def _slope(primals, tangents, **settings):
    return (_coefficients.bind(*primals, **settings),
            _coefficients.bind(ad.instantiate_zeros(tangents[0]), *primals[1:], **settings))


def _transpose(slopes, spectrum, *psis, plan, length: Grid):
    total = jnp.zeros(spectrum.aval.shape, spectrum.aval.dtype)
    for (nodes, offset), psi, slope in zip(plan, psis, slopes):
        row = 0
        for a, z in nodes if not isinstance(slope, ad.Zero) else ():
            part = slope[:, row:row + z - a]
            for axis, (w, m) in enumerate(zip(psi.shape, length), 2):
                part = jnp.concatenate([part] * (w // m), axis)
            part, at = _times(part, psi), (0, a, *offset)
            total = jax.lax.dynamic_update_slice(total, jax.lax.dynamic_slice(total, at, part.shape) + part, at)
            row += z - a
    return total, *(None for _ in psis)


def _batched(arguments, axes, **settings):
    spectrum = jnp.moveaxis(arguments[0], axes[0], 0)                    # one batch more: filters have none
    out = _coefficients.bind(spectrum.reshape(-1, *spectrum.shape[2:]), *arguments[1:], **settings)
    return [y.reshape(*spectrum.shape[:2], *y.shape[1:]) for y in out], [0] * len(out)


_coefficients = Primitive("scattering_coefficients")
_coefficients.multiple_results = True
_coefficients.def_impl(lambda *x, **settings: jax.jit(functools.partial(_forward, **settings))(*x))
_coefficients.def_abstract_eval(lambda *x, **settings: [jax.core.ShapedArray(y.shape, y.dtype) for y in jax.eval_shape(
    functools.partial(_forward, **settings), *(jax.ShapeDtypeStruct(a.shape, a.dtype) for a in x))])
mlir.register_lowering(_coefficients, mlir.lower_fun(_forward, multiple_results=True))
ad.primitive_jvps[_coefficients] = _slope
ad.primitive_transposes[_coefficients] = _transpose
batching.primitive_batchers[_coefficients] = _batched
