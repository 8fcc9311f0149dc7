"""Littlewood-Paley sums and scattering in ball arithmetic (python-flint): statements for every real frequency.

A frequency is a ball in units of pi per sample, so [-1, 1] is the whole spectrum of a grid, of any length. Filters are formulas,
evaluated on balls; their moduli are those of `wavelets.morlet` and `wavelets.meyer`. Signals are object arrays of exact numbers.
"""
import functools
import itertools
from fractions import Fraction

import numpy as np
from flint import acb, arb, ctx

from proofs_numeric.mathematics import wavelets


def ball(x: Fraction | int | str) -> arb:
    """The number, enclosed."""
    x = Fraction(x)
    return arb(x.numerator) / x.denominator


def cover(low: Fraction, high: Fraction, pieces: int) -> tuple[arb, ...]:
    """Balls that cover [low, high], `pieces` of them. Their ends are a little outside, never inside."""
    width = (Fraction(high) - Fraction(low)) / pieces
    radius = float(width / 2) * (1 + 1e-9)
    return tuple(ball(Fraction(low) + width * (k + Fraction(1, 2))) + arb(0, radius) for k in range(pieces))


def dyadic_cover(octaves: int, pieces: int) -> tuple[arb, ...]:
    """Balls that cover [-1, 1]: `pieces` for each octave below 1 on either side and `pieces` around 0."""
    ends = [Fraction(0)] + [Fraction(1, 2**o) for o in range(octaves, -1, -1)]
    half = [b for low, high in itertools.pairwise(ends) for b in cover(low, high, pieces)]
    return (*half, *(-b for b in half))


class Morlet:
    """The filters of `wavelets.morlet`, but for the sign, all multiplied by `margin`, at balls of frequencies."""

    def __init__(self, scales: int, margin: Fraction):
        self.scales, self.margin = scales, ball(margin)
        self.centre, self.width, self.low_width, self.gain = (
            ball(str(x)) for x in (wavelets.MORLET_CENTRE, wavelets.MORLET_WIDTH, wavelets.MORLET_LOW, wavelets.MORLET_GAIN))

    def _bump(self, x, width):
        x = x / width
        return (-x * x / 2).exp()                                  # x**2 of a ball with midpoint 0 is NaN in flint

    def low(self, w):
        """phi^(w)."""
        return self.margin * self._bump(w * 2**self.scales, self.low_width)

    def band(self, j: int, w):
        """psi_j^(w), j = 0 the finest. It has the sign of w; `wavelets.morlet` is its modulus."""
        x = w * 2**j
        return self.margin * self.gain * (self._bump(x - self.centre, self.width)
                                          - self._bump(self.centre, self.width) * self._bump(x, self.width))


class Meyer:
    """The one-dimensional filters of `wavelets.meyer` with the cut-off at the Nyquist frequency, multiplied by `margin`."""

    def __init__(self, scales: int, margin: Fraction):
        self.scales, self.margin = scales, ball(margin)

    def _low_square(self, j, w):
        """|phi_j^(w)|^2: 1 below 2^-j, 0 above 2^(1-j)."""
        x = abs(w) * 2**j
        return _fall(x.lower()).union(_fall(x.upper())) if j else arb(1)               # it decreases in |w|

    def low(self, w):
        """phi^(w)."""
        return self.margin * _root(self._low_square(self.scales, w))

    def band(self, j: int, w):
        """psi_{j+1}^(w), j = 0 the finest: nothing for w < 0."""
        if w < 0:
            return arb(0)
        return self.margin * _root(2 * (self._low_square(j, w) - self._low_square(j + 1, w)))


def _fall(x: arb) -> arb:
    """Meyer's cut-off: 1 for x <= 1, cos^2(pi/2 ramp(log2 x)) up to x = 2, 0 above; x a number."""
    if x <= 1 or x >= 2:
        return arb(int(x <= 1))
    u = x.log() / arb(2).log()
    ramp = u**4 * (35 + u * (-84 + u * (70 - 20 * u)))
    return (ramp * arb.pi() / 2).cos() ** 2


def _root(x: arb) -> arb:
    """sqrt of a nonnegative number known up to a ball."""
    return _nonnegative(x.lower()).sqrt().union(_nonnegative(x.upper()).sqrt())


def _nonnegative(x: arb) -> arb:
    return arb(0) if x <= 0 else x


def sampled(bank, samples: int) -> np.ndarray:
    """(scales + 1, N) object array: the filters on the grid, phi first, by the rule of `wavelets` at Nyquist."""
    def value(f, k):
        if 2 * k == samples:
            return ((f(arb(1)) ** 2 + f(arb(-1)) ** 2) / 2).sqrt()
        return f(ball(Fraction(2 * (k if 2 * k < samples else k - samples), samples)))
    filters = [bank.low] + [functools.partial(bank.band, j) for j in range(bank.scales)]
    return np.array([[value(f, k) for k in range(samples)] for f in filters], dtype=object)


@functools.cache
def _fourier(samples: int, precision: int) -> np.ndarray:
    """The matrix of the transform at the working precision, which is named so that another one is not taken for it."""
    turns = [acb(ball(Fraction(-2 * k, samples))).exp_pi_i() for k in range(samples)]
    return np.array([[turns[n * k % samples] for n in range(samples)] for k in range(samples)], dtype=object)


def analyse(filters, u):
    """(P, N), filters (L + 1, N) -> (P, L + 1, N): all convolutions, by the Fourier sums themselves."""
    f = _fourier(u.shape[-1], ctx.prec)
    spectrum = u @ f                                                # the matrix is symmetric
    inverse = np.array([[z.conjugate() for z in row] for row in f], dtype=object) / u.shape[-1]
    return (spectrum[:, None] * filters) @ inverse


def modulus(z):
    """|z| elementwise."""
    return np.array([abs(acb(a)) for a in z.ravel()], dtype=object).reshape(z.shape)


def imaginary(z):
    """The imaginary part, elementwise."""
    return np.array([acb(a).imag for a in z.ravel()], dtype=object).reshape(z.shape)


def scatter(filters, x, depth: int, rho=modulus):
    """([S_0, ...], [U_0, ..., U_depth]) as in `scattering.scatter`."""
    outputs, propagated = [], [x[None]]
    for _ in range(depth):
        y = analyse(filters, propagated[-1])
        outputs.append(y[:, 0])
        propagated.append(rho(y[:, 1:].reshape(-1, x.shape[-1])))
    return outputs, propagated


def norm(x) -> arb:
    """The Euclidean norm of an object array; exactly 0 if all entries are."""
    parts = [c for a in np.ravel(x) for c in (acb(a).real, acb(a).imag)]
    return _root(sum((c * c for c in parts), arb(0)))
