"""Schur constants of Meyer's filters: how far convolution and deformation are from commuting.

For a filter h on the line and 0 <= D < 1 let

    K_h(D) = int |z| sup_{|w - z| <= D |z|} |h'(w)| dz + int sup_{|w - z| <= D |z|} |h(w)| dz .

It does not change when h is replaced by a dilate s h(s .), and it increases with D. Schur's test gives, on the line and for the
periodised filter on the circle, ||h * L_tau f - L_tau(h * f)|| <= D (1 - D)^{-1/2} K_h(D) ||f|| with D = sup |tau'|.

`meyer_constants` encloses K_h(D) from above and below at a few D. What is argued: h and h' are Fourier integrals over a compact
interval, so a Riemann sum of step 1/L returns them up to their own translates by L; the decay |h(z)| <= A / (2 pi |z|)^4, where A
is the total variation of the third derivative of the transform, bounds these, the part beyond the grid, and the derivatives that
bound |h| between grid points. What is not: A itself is a difference quotient on a fine grid, enlarged by five percent, and the
arithmetic is float64 without directed rounding, for which one part in 1e5 is added.
"""

import functools

import numpy as np

from proofs_numeric.mathematics.wavelets import ramp

NODES = np.array([0.0, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.07, 0.1, 0.15, 0.25, 0.51])
PERIOD, PER_UNIT = 512, 256  # the grid in z: multiples of 1/PER_UNIT in [0, PERIOD/2]


def low_square(omega):
    """|phi^|^2 of Meyer's low-pass filter with cut-off 1: 1 for |omega| <= 1/2, 0 for |omega| >= 1."""
    size = np.abs(omega)
    u = np.log2(np.maximum(size, 1e-300)) + 1
    return np.where(size >= 1, 0.0, np.cos(np.pi / 2 * ramp(u)) ** 2)


def low(omega):
    """phi^, in [0, 1]."""
    return np.sqrt(low_square(omega))


def band(omega):
    """psi^ >= 0 with |psi^(w)|^2 = 2 (|phi^(w/2)|^2 - |phi^(w)|^2) for w > 0, without cancellation. Support [1/2, 2]."""
    u = np.log2(np.maximum(omega, 1e-300)) + 1
    rise, fall = np.sin(np.pi / 2 * ramp(u)), np.cos(np.pi / 2 * ramp(u - 1))
    return np.where((omega <= 0.5) | (omega >= 2), 0.0, np.sqrt(2) * np.where(omega < 1, rise, fall))


def _decay(transform, order):
    """(A, B): |h^(order)(z)| <= min(B, A / (2 pi |z|)^4)."""
    step = 2.0**-11
    omega = np.arange(-2.25, 2.25, step)
    values = (2 * np.pi * np.abs(omega)) ** order * transform(omega) * np.sign(omega) ** order
    return 1.05 * np.abs(np.diff(values, 4)).sum() / step**3, np.abs(values).sum() * step * 1.001


def _on_grid(transform, order):
    """|h^(order)| at z = 0, 1/PER_UNIT, ..., PERIOD/2."""
    count = PERIOD * PER_UNIT
    omega = np.fft.fftfreq(count, 1 / PER_UNIT)
    values = np.abs(np.fft.ifft((2 * np.pi * omega) ** order * transform(omega))) * PER_UNIT
    return values[: count // 2 + 1]


def _range_maxima(values):
    """Sparse table: row k holds the maxima over windows of length 2^k."""
    rows = [values]
    while 2 ** len(rows) <= len(values):
        half = 2 ** (len(rows) - 1)
        rows.append(np.maximum(rows[-1][:-half], rows[-1][half:]))
    return rows


def _maximum(rows, start, stop):
    """Maxima over start <= index <= stop, elementwise."""
    level = np.log2(stop - start + 1).astype(int)
    out = np.empty(len(start))
    for k in np.unique(level):
        use = level == k
        out[use] = np.maximum(rows[k][start[use]], rows[k][stop[use] - 2**k + 1])
    return out


def _integrals(transform, order):
    """Two arrays over NODES: lower and upper bounds of int |z|^order sup_{|w - z| <= D |z|} |h^(order)(w)| dz, order 0 or 1."""
    step = 1 / PER_UNIT
    decay, _ = _decay(transform, order)
    curved, curvature = _decay(transform, order + 2)
    values = _on_grid(transform, order)
    last = len(values) - 1
    z = np.arange(last) * step  # left ends of the cells
    aliases = 4 * decay / (2 * np.pi * PERIOD / 2) ** 4  # all translates by multiples of PERIOD, |z| <= PERIOD/2
    rows = _range_maxima(values)
    steep, slope = _decay(transform, order + 1)
    below, above = [], []
    for d in NODES:
        start = np.floor(np.arange(last) * (1 - d)).astype(int)  # grid points that cover every window of the cell
        stop = np.minimum(np.ceil(np.arange(1, last + 1) * (1 + d)).astype(int), last)
        near = 2 * np.pi * np.maximum(z * (1 - d), 1e-3)
        top = _maximum(rows, start, stop) + step**2 / 8 * np.minimum(curvature, curved / near**4) + aliases
        top = np.where((z + step) * (1 + d) > PERIOD / 2, np.maximum(top, decay / near**4), top)  # a window beyond the grid
        tail = decay / (2 * np.pi * (1 - d)) ** 4 * (PERIOD / 2) ** (order - 3) / (3 - order)
        above.append(2 * ((z + step) ** order * top * step).sum() + 2 * tail)
        start = np.ceil(np.arange(1, last + 1) * (1 - d)).astype(int)  # grid points inside every window of the cell
        stop = np.minimum(np.floor(np.arange(last) * (1 + d)).astype(int), last)
        some = stop >= start
        bottom = np.where(
            some,
            _maximum(rows, np.where(some, start, 0), np.where(some, stop, 0)),
            values[:-1] - step * np.minimum(slope, steep / near**4),
        )
        below.append(2 * (z**order * np.maximum(bottom - aliases, 0) * step).sum())
    return np.array(below), np.array(above)


@functools.cache
def meyer_constants():
    """{"phi": (below, above), "psi": (below, above)}: K_h at NODES. Half a second, once."""
    out = {}
    for name, transform in (("phi", low), ("psi", band)):
        (a, b), (c, d) = _integrals(transform, 0), _integrals(transform, 1)
        out[name] = (a + c) * (1 - 1e-5), (b + d) * (1 + 1e-5)
    return out
