"""Deformed trigonometric polynomials on the circle R/Z: f(x - tau(x)), and the suprema of tau and of its derivatives.

f(x) = sum_{k=-R..R} c_k exp(2 pi i k x) is the array c of 2R + 1 complex coefficients, in the order k = -R, ..., R.
tau is a real trigonometric polynomial, a `Displacement`. Both can be evaluated anywhere, so that a deformed signal is known at
every point up to rounding; nothing is interpolated. What its samples miss of it between the grid points is bounded by `beyond`.
"""

import functools
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
from jax.numpy.fft import fft

from proofs_numeric.engine.enclosure import EPS, Array, Ball, Interval, largest, root

POINTS = 64  # grid points per harmonic of a displacement, for its supremum


@functools.partial(jax.tree_util.register_dataclass, data_fields=("offset", "cosines", "sines"), meta_fields=())
@dataclass(frozen=True)
class Displacement:
    """tau(x) = offset + sum_{m=1..H} (cosines[m-1] cos(2 pi m x) + sines[m-1] sin(2 pi m x)); floats, taken as exact."""

    offset: Array
    cosines: Array  # (H,)
    sines: Array  # (H,)

    def __call__(self, x):
        """tau at the points x (floats). For a NumPy array x the cosines are constants of the compiled program."""
        angle = 2 * np.pi * x[..., None] * _orders(self)
        xp = np if isinstance(x, np.ndarray) else jnp
        return self.offset + xp.cos(angle) @ self.cosines + xp.sin(angle) @ self.sines

    def __mul__(self, factor):
        return Displacement(factor * self.offset, factor * self.cosines, factor * self.sines)

    def derivative(self) -> "Displacement":
        """tau', again a displacement. Its coefficients carry three rounded operations each."""
        rate = 2 * jnp.pi * _orders(self)
        return Displacement(0.0 * self.offset, rate * self.sines, -rate * self.cosines)


def _orders(tau: Displacement):
    return np.arange(1, tau.cosines.shape[-1] + 1)


def amplitudes(tau: Displacement):
    """(H,): the amplitude of each harmonic."""
    return root(tau.cosines**2 + tau.sines**2)


def rounding(tau: Displacement):
    """Bound on the error of `tau(x)` for x in [0, 1], derived from |angle| <= 2 pi H and H + 1 summands.

    The angle has a relative error of 2 EPS, hence cosine and sine an absolute one of 4 pi H EPS + EPS. Coefficients that are
    three rounded operations away from the true ones (a derivative) are covered.
    """
    h = tau.cosines.shape[-1]
    return (4 * jnp.pi * h + h + 8) * EPS * (jnp.abs(tau.offset) + (jnp.abs(tau.cosines) + jnp.abs(tau.sines)).sum())


def _on_grid(tau: Displacement):
    """tau at POINTS * H equidistant points."""
    count = POINTS * tau.cosines.shape[-1]
    return tau(np.arange(count) / count)


# A real trigonometric polynomial T of degree H with T(x0) = max |T| = 1 lies above cos(2 pi H (x - x0)) up to the first zero of
# the cosine (M. Riesz). Some point of a grid of G points is within 1/(2G) of x0: max |T| <= max over the grid / cos(pi H / G).
_GRID = 1 / float(jnp.cos(jnp.pi / POINTS)) * (1 + 4 * EPS)


def supremum(tau: Displacement) -> Interval:
    """sup |tau|. Below: a grid. Above: M. Riesz's inequality, or the sum of the amplitudes where that is smaller."""
    moving = largest(jnp.abs(_on_grid(tau)))
    fixed = jax.tree.map(jax.lax.stop_gradient, tau)
    found, slack = jax.lax.stop_gradient(moving), rounding(fixed)
    above = jnp.minimum((found + slack) * _GRID, jnp.abs(fixed.offset) + amplitudes(fixed).sum() + slack)
    # The derivative is that of the value on the grid; following the bounds as well makes a step of a search twenty times slower.
    step = moving - found
    return Interval(jnp.maximum(found - slack, 0.0) + step, above + step)


def evaluate(c, y):
    """sum_k c_k exp(2 pi i k y) at the points y (P,), from cosines and sines of the positive frequencies."""
    degree = c.shape[-1] // 2
    angle = 2 * jnp.pi * y[:, None] * np.arange(1, degree + 1)
    above, below = c[degree + 1 :], c[:degree][::-1]
    return c[degree] + jnp.cos(angle) @ (above + below) + jnp.sin(angle) @ (1j * (above - below))


def evaluation_budget(c, reach, error):
    """Bound on the error of `evaluate(c, y)` for |y| <= reach, when y itself is only known up to `error`.

    An angle 2 pi k y carries the relative error 4 EPS, its cosine and sine 2 EPS more; the sum of 2R + 1 products with numbers
    of total modulus S = sum |c_k| rounds by at most (2R + 4) 4 EPS S; an error of y moves each summand by 2 pi |k| error.
    """
    size, degree = jnp.abs(c).sum(), c.shape[-1] // 2
    return ((2 * degree + 4) * 4 + 8 * jnp.pi * degree * reach + 2) * EPS * size + 2 * jnp.pi * degree * error * size


def coefficients(samples, degree: int):
    """c_{-degree}, ..., c_degree of the trigonometric polynomial through `samples`, values at n/N scaled by 1/sqrt(N).

    Raises ValueError when the samples cannot tell so many frequencies apart.
    """
    n = samples.shape[-1]
    if 2 * degree + 1 > n:
        raise ValueError(
            f"degree = {degree} with {n} samples: need 2 * degree + 1 <= {n}; take fewer frequencies or more samples."
        )
    return jnp.roll(fft(samples), degree, -1)[..., : 2 * degree + 1] / jnp.sqrt(n)


def sampled(c, samples: int) -> Ball:
    """f(n/N) / sqrt(N), n = 0 ... N-1: for N > 2R the Euclidean norm of this array is the L^2 norm of f."""
    return composed(c, Displacement(jnp.float64(0), jnp.zeros(1), jnp.zeros(1)), samples)


def composed(c, tau: Displacement, samples: int, fraction=1.0) -> Ball:
    """f(x - fraction * tau(x)) / sqrt(N) at x = n/N. N is a power of two, so that the grid is exact."""
    x = np.arange(samples) / samples
    shift = fraction * tau(x)
    reach = 2.0 + jnp.abs(shift).max()
    error = rounding(tau) * jnp.abs(fraction) + 2 * EPS * reach
    budget = jax.lax.stop_gradient(evaluation_budget(c, reach, error))  # a budget is not worth a derivative
    return Ball(evaluate(c, x - shift) / jnp.sqrt(samples), budget)


# Heights of the strips in `beyond`, in units of 1/N.
_HEIGHTS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 12.0, 16.0, 24.0)


def beyond(c, tau: Displacement, samples: int, omega: Displacement | None = None):
    """Bound on the L^2 distance between g(x) = f(x - tau(x)) and the trigonometric polynomial through its N samples.

    With omega the same for exp(2 pi i omega(x)) g(x), whose modulus on the strip is at most exp(2 pi W(y)) times as large, W from
    omega as T from tau.

    g is entire, and |g(x + iy)| <= G(y) = sum_k |c_k| exp(2 pi |k| (y + T(y))), where T(y) = sum_m |tau_m| sinh(2 pi m y) bounds
    |Im tau(x + iy)|. Hence its Fourier coefficients are at most G q^|k| with q = exp(-2 pi y). Those beyond N/2 are missing, and
    return as aliases; each sum is at most 2 G q^(N/2) / (1 - q). The bound holds for every y > 0; the least over a few heights
    is taken, or the sum of the two norms where that is smaller. (The cap on the exponent keeps the gradient finite.)
    """
    c, tau = jax.lax.stop_gradient((c, tau))
    k, m = jnp.abs(jnp.arange(c.shape[-1]) - c.shape[-1] // 2), _orders(tau)
    size, amplitude = jnp.abs(c), amplitudes(tau)

    def bound(y):
        sway = (amplitude * jnp.sinh(2 * jnp.pi * m * y)).sum()
        turn = 0.0 if omega is None else (amplitudes(omega) * jnp.sinh(2 * jnp.pi * _orders(omega) * y)).sum()
        exponent = 2 * jnp.pi * (k * (y + sway) + turn - samples / 2 * y)
        return 4 / -jnp.expm1(-2 * jnp.pi * y) * (size * jnp.exp(jnp.minimum(exponent, 600.0))).sum()

    return jnp.minimum(jax.vmap(bound)(jnp.array(_HEIGHTS) / samples).min(), 2 * size.sum()) * (1 + 1e-9)


def scattered(c, shifts, phases) -> Ball:
    """exp(2 pi i phases[n]) f(n/N - shifts[n]) / sqrt(N), for any real numbers `shifts` and `phases` (N,). N is a power of two."""
    n = shifts.shape[-1]
    reach = 2.0 + jnp.abs(shifts).max()
    values = jnp.exp(2j * jnp.pi * phases) * evaluate(c, np.arange(n) / n - shifts)
    turning = (4 * jnp.pi * jnp.abs(phases).max() + 8) * EPS * jnp.abs(c).sum()
    # A search need not follow the budget: its derivative would double the program.
    return Ball(values / jnp.sqrt(n), jax.lax.stop_gradient(evaluation_budget(c, reach, 2 * EPS * reach) + turning))


def modulated(c, tau: Displacement, omega: Displacement, samples: int) -> Ball:
    """exp(2 pi i omega(x)) f(x - tau(x)), an element of L^2 represented by its samples / sqrt(N); N is a power of two.

    The radius covers what the samples miss of the function between the grid points, so that the norm of the difference from a
    trigonometric polynomial of degree below N/2 is enclosed as an integral, not only as a sum over the samples.
    """
    x = np.arange(samples) / samples
    values = scattered(c, tau(x), omega(x))
    moved = 2 * jnp.pi * (c.shape[-1] // 2 * rounding(tau) + rounding(omega)) * jnp.abs(c).sum()
    return Ball(values.center, values.radius + jax.lax.stop_gradient(moved + beyond(c, tau, samples, omega)))
