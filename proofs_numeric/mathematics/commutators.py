"""Schur constants of Meyer's filters: how far convolution and deformation are from commuting.

For a filter h on the line and 0 <= D < 1 let

    K_h(D) = int |z| sup_{|w - z| <= D |z|} |h'(w)| dz + int sup_{|w - z| <= D |z|} |h(w)| dz .

It does not change when h is replaced by a dilate s h(s .), and it increases with D. Schur's test gives, on the line and for the
periodised filter on the circle, ||h * L_tau f - L_tau(h * f)|| <= D (1 - D)^{-1/2} K_h(D) ||f|| with D = sup |tau'|.

`meyer_constants` encloses K_h(D) from above and below at a few D. h and h' are Fourier integrals over a compact interval, so a
Riemann sum of step 1/L returns them up to their own translates by L. The transform has three continuous derivatives and
vanishes outside an interval, so that |h(z)| <= min(B, A / (2 pi |z|)^4), where A is the integral of the modulus of its fourth
derivative and B that of its own; both are bounded by ball arithmetic over a partition (`decay`). This bounds the translates, the
part beyond the grid, and the derivatives that bound |h| between grid points. What float64 adds is small against a budget that is
carried along (`_on_grid`) and against one part in 1e10 at the end: a sum of 2^16 positive terms, each rounded a few times, is
known to 2^17 EPS.
"""

import functools
from typing import Any, cast

import jax.numpy as jnp
import numpy as np
from flint import arb, arb_series

from proofs_numeric.engine.enclosure import EPS, Interval
from proofs_numeric.mathematics.littlewood_paley import ramp

THOUSANDTHS = (0, 5, 10, 15, 20, 30, 40, 50, 70, 100, 150, 250, 510)  # windows of the grid are exact: D is a whole number of them
NODES = np.array(THOUSANDTHS) / 1000
PERIOD, PER_UNIT = 512, 256  # the grid in z: multiples of 1/PER_UNIT in [0, PERIOD/2]
PIECES = 4096  # balls of frequencies per octave


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


# The same two transforms as Taylor polynomials: (first octave, its function of pi/2 ramp(log2 w - octave)), ... and a factor.
TRANSFORMS = {low: (((-1, arb_series.cos),), 1), band: (((-1, arb_series.sin), (0, arb_series.cos)), arb(2).sqrt())}


@functools.cache
def jets(transform, pieces: int = PIECES):
    """[(width, w, t), ...]: the octaves where the transform is not constant, cut into pieces.

    w is the Taylor polynomial of the frequency over a whole piece, t that of the transform, to the fourth degree.
    """
    octaves, factor = cast(tuple[Any, Any], TRANSFORMS[transform])
    found = []
    for octave, function in octaves:
        width = 2.0**octave / pieces  # a power of two: the ends are exact
        for k in range(pieces):
            w = arb_series([arb(2.0**octave + (k + 0.5) * width, width / 2), 1], 5)
            u = w.log() / arb(2).log() - octave
            found.append((width, w, factor * function(arb.pi() / 2 * (u**4 * (35 + u * (-84 + u * (70 - 20 * u)))))))
    return found


@functools.cache
def decay(transform, order: int):
    """(A, B): |h^(order)(z)| <= min(B, A / (2 pi |z|)^4), for g(w) = (2 pi w)^order times the transform.

    A >= int |g^(4)|, B >= int |g|. g^(3) is continuous: where pieces of the transform meet, it is flat to the third order.
    Below the first octave `low` is 1: g is a polynomial of degree below 4 there, for the orders 0 ... 3.
    """
    parts = [(width, (2 * arb.pi() * w) ** order * t) for width, w, t in jets(transform)]
    bent = sum((width * abs(24 * g[4]) for width, g in parts), arb(0))
    size = sum((width * abs(g[0]) for width, g in parts), arb(0))
    if transform is low:  # both signs of the frequency, and the part below the first octave
        bent, size = 2 * bent, 2 * size + 2 * (2 * arb.pi()) ** order / 2 ** arb(order + 1) / (order + 1)
    return tuple(float(x.upper()) * (1 + EPS) for x in (bent, size))


def beyond(bound, z):
    """The bound of `decay` for all arguments of modulus z >= 0 or more."""
    most, top = bound
    return np.minimum(top, most / (2 * np.pi * np.maximum(z, 1e-3)) ** 4)


def _on_grid(transform, order):
    """|h^(order)| at z = 0, 1/PER_UNIT, ..., PERIOD/2, and a bound on the error.

    Translates by the multiples of PERIOD add at most 2 (1 + 3^-4 + 5^-4 + ...) < 4 times the bound at PERIOD/2. The Fourier sum is
    known to 4 EPS for each of its stages, relative to the Euclidean norm, and the transform to 16 EPS.
    """
    count = PERIOD * PER_UNIT
    omega = np.fft.fftfreq(count, 1 / PER_UNIT)
    spectrum = (2 * np.pi * omega) ** order * transform(omega)
    values = np.abs(np.fft.ifft(spectrum)) * PER_UNIT
    rounding = 4 * EPS * count.bit_length() * np.linalg.norm(values) + 64 * EPS * (4 * np.pi) ** order
    return values[: count // 2 + 1], 4 * beyond(decay(transform, order), PERIOD / 2) + rounding


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


def suprema(values, error, step, thousandths, height, slope, curvature):
    """(below, above): bounds of sup_{|w - z| <= D z} |h(w)| that hold for all z of a cell [i step, (i + 1) step].

    values: |h| on the grid, up to `error`; D in thousandths. height, slope, curvature: functions of z that bound |h|, |h'|, |h''|
    from z on. Above: a chord misses a function by at most step^2/8 times its second derivative; where the window leaves the grid,
    the height. Below: a grid point that is in every window of the cell, or else the slope.
    """
    last = len(values) - 1
    i, rows = np.arange(last), _range_maxima(values)
    start = i * (1000 - thousandths) // 1000  # grid points that cover every window of the cell
    stop = np.minimum(-(-(i + 1) * (1000 + thousandths) // 1000), last)
    first = start * step
    above = _maximum(rows, start, stop) + error + step**2 / 8 * curvature(first)
    leaves = (i + 1) * (1000 + thousandths) > 1000 * last
    above = np.where(leaves, np.maximum(above, height(first)), above)
    start = -(-(i + 1) * (1000 - thousandths) // 1000)  # grid points inside every window of the cell
    stop = np.minimum(i * (1000 + thousandths) // 1000, last)
    some = stop >= start
    inside = _maximum(rows, np.where(some, start, 0), np.where(some, stop, 0))
    below = np.where(some, inside, values[:-1] - step * slope(first)) - error
    return np.maximum(below, 0.0), above


def integral(below, above, step, order, thousandths, most):
    """(below, above) for int |z|^order sup |h(w)| dz over the line, from bounds of the supremum on the cells; |h(-z)| = |h(z)|.

    Beyond the last cell |h(z)| <= most / (2 pi |z|)^4.
    """
    ends, d = np.arange(len(below) + 1) * step, thousandths / 1000
    tail = most / (2 * np.pi * (1 - d)) ** 4 * ends[-1] ** (order - 3) / (3 - order)
    return 2 * (ends[:-1] ** order * below).sum() * step, 2 * (ends[1:] ** order * above).sum() * step + 2 * tail


def cells(transform, order):
    """[(below, above), ...] over THOUSANDTHS: the suprema of |h^(order)| on the cells of the grid."""
    height, slope, curvature = (functools.partial(beyond, decay(transform, order + k)) for k in range(3))
    values, error = _on_grid(transform, order)
    return [suprema(values, error, 1 / PER_UNIT, t, height, slope, curvature) for t in THOUSANDTHS]


def _integrals(transform, order):
    """(nodes, 2): lower and upper bounds of int |z|^order sup_{|w - z| <= D |z|} |h^(order)(w)| dz, order 0 or 1."""
    most, _ = decay(transform, order)
    return np.array([integral(below, above, 1 / PER_UNIT, order, t, most)
                     for t, (below, above) in zip(THOUSANDTHS, cells(transform, order))])


@functools.cache
def meyer_constants():
    """{"phi": (below, above), "psi": (below, above)}: K_h at NODES. One second, once."""
    out = {}
    for name, transform in (("phi", low), ("psi", band)):
        below, above = (_integrals(transform, 0) + _integrals(transform, 1)).T
        out[name] = below * (1 - 1e-10), above * (1 + 1e-10)
    return out


def meyer_constant(name: str, slope: Interval) -> Interval:
    """K_h(D) for D in `slope`: K_h increases, so its values at the nearest NODES on either side enclose it. No bound above the last."""
    below, above = (jnp.array(b) for b in meyer_constants()[name])
    low = jnp.searchsorted(NODES, slope.lo, side="right") - 1
    high = jnp.searchsorted(NODES, slope.hi, side="left")
    return Interval(below[jnp.maximum(low, 0)], jnp.where(high < len(above), above[jnp.minimum(high, len(above) - 1)], 1e300))
