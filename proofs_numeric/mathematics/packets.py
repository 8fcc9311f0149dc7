"""Packets on the real line, given by closed forms, and the moduli of their Fourier transforms.

A spectrum is a function on the line. It is represented by its values at the midpoints of equal cells, as an array whose
Euclidean norm approximates the L^2 norm, with a radius for everything that the array does not show: what lies outside the
cells, and the variation inside them.
"""

import functools
from dataclasses import dataclass, replace
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, euclid, root

WINDOW = 12 * np.pi  # cells reach this far beyond both centres, per degree of the window / 2
GAUSSIAN_CELLS = 128
LEAST = 0.01  # smallest 1 - epsilon for which a spectrum is computed


@functools.partial(jax.tree_util.register_dataclass, meta_fields=(), data_fields=("center", "radius", "pace", "shift", "stretch"))
@dataclass(frozen=True)
class Packet(Ball):
    """x -> theta(a (x - t)) exp(i xi a (x - t)), with theta = sum_l w_l exp(i pi l x) on [-1, 1] and 0 elsewhere.

    center: sqrt(2) w_l for l = -L ... L, so that its Euclidean norm is the L^2 norm of theta.
    pace: xi. shift: t, None for 0. stretch: epsilon; a = 1 - epsilon.
    """

    pace: jax.Array
    shift: jax.Array | None
    stretch: jax.Array


@functools.partial(jax.tree_util.register_dataclass, meta_fields=(), data_fields=("center", "radius", "cell", "rounding"))
@dataclass(frozen=True)
class Density(Ball):
    """A function on the line. center: values times sqrt(cell). rounding: of each value. radius: L^2, the rounding included."""

    cell: jax.Array
    rounding: jax.Array


class Gaussian(NamedTuple):
    """The packet exp(i xi y - y^2 / (2 s^2)) at y = a x, with a = 1 - epsilon. width: s. pace: xi. stretch: epsilon."""

    width: jax.Array
    pace: jax.Array
    stretch: jax.Array


class Displacement(NamedTuple):
    """epsilon x, on the whole line (bend 0) or, beyond |x| = 1/(1 - epsilon), flattened with |tau''| <= bend."""

    slope: jax.Array
    bend: jax.Array


def orders(packet: Packet):
    """l = -L ... L."""
    degree = packet.center.shape[-1] // 2
    return np.arange(-degree, degree + 1)


def signs(l):
    """(-1)^l."""
    return np.where(l % 2 == 0, 1.0, -1.0)


def derivative(packet: Packet) -> Ball:
    """theta' in the same basis: pi l w_l. It is the derivative on the line as theta(-1) = theta(1) = 0."""
    c = np.pi * orders(packet) * packet.center
    return Ball(c, 8 * EPS * euclid(c) + np.pi * len(orders(packet)) * packet.radius)


def spread(packet: Packet):
    """Upper bound on the norm of x theta(x): the integral of x^2 exp(i pi m x) over [-1, 1] is 2/3, or 4 (-1)^m / (pi m)^2."""
    l = orders(packet)
    m = l[:, None] - l[None, :]
    gram = np.where(m == 0, 1 / 3, 2 * signs(m) / (np.pi * np.where(m == 0, 1, m)) ** 2) * (1 + 1e-9) + 1e-9 * np.eye(len(l))
    w = jnp.stack([packet.center.real, packet.center.imag])
    return root((w @ gram * w).sum())


def kernel(packet: Packet, u):
    """(len(u), 2): real and imaginary part of theta^(u) = (2 pi)^{-1/2} sum_l w_l 2 sin(u - pi l) / (u - pi l).

    Where |u - pi l| < 1e-3 the quotient is 1 - d^2/6 up to 1e-14; elsewhere d carries the error EPS |u| and the quotient at
    most 1e3 EPS (|u| + 4 L).
    """
    l = orders(packet)
    d = u[:, None] - np.pi * l
    near = jnp.abs(d) < 1e-3
    quotient = jnp.where(near, 1 - d * d / 6, jnp.sin(u)[:, None] * signs(l) / jnp.where(near, 1.0, d))
    return jnp.stack([quotient @ packet.center.real, quotient @ packet.center.imag], -1) / np.sqrt(np.pi)


def far(packet: Packet, distance: float):
    """Bound on the L^2 norm of theta^ beyond +-distance, from |theta^(u)| <= (2 |D^2 theta(1)| + ||D^3 theta||_1) / |u|^3.

    This is three integrations by parts; theta and its derivative vanish at both ends. With the unitary factor, the squared tail
    is bound^2 * 2 / (5 distance^5) / (2 pi). Both terms are estimated by the norm: |D^2 theta(1)| <= sum (pi l)^2 |w_l| and
    ||D^3 theta||_1 <= 2 (sum (pi l)^6 |w_l|^2)^{1/2}, where |w| is the norm of the center over sqrt(2).
    """
    l = orders(packet)
    bound = (2 * np.sqrt(((np.pi * l) ** 4).sum()) + 2 * (np.pi * l[-1]) ** 3) / np.sqrt(2)
    return float(bound / np.sqrt(5 * np.pi * distance**5) * (1 + 1e-9) + 1e3 * EPS) * euclid(packet.center)


def translate(t, packet: Packet) -> Packet:
    return replace(packet, shift=t if packet.shift is None else packet.shift + t)


def deform(tau: Displacement, signal):
    """f(x - tau(x)) = f((1 - epsilon) x): for the flattened displacement too, as f vanishes where the two differ."""
    if isinstance(signal, Gaussian):
        return signal._replace(stretch=tau.slope)
    return replace(signal, stretch=tau.slope)


class Layout(NamedTuple):
    """Where the spectra of a packet and of its stretched copy lie: around xi and (1 - epsilon) xi = xi - drift.

    Every spectrum of one instance is sampled on the same cells, so that differences are those of functions. least, most: the
    smaller and the larger one of 1 and 1 - epsilon. meaningful: whether epsilon < 1, with a little room.
    """

    drift: jax.Array
    least: jax.Array
    most: jax.Array
    meaningful: jax.Array

    @classmethod
    def of(cls, stretch, pace):
        a = jnp.maximum(1 - stretch, LEAST)
        return cls(stretch * pace, jnp.minimum(a, 1.0), jnp.maximum(a, 1.0), 1 - stretch >= LEAST)

    def ends(self, reach, width=1.0):
        """The frequencies less xi, times `width`, between which the cells lie: `reach` beyond both centres."""
        d = width * self.drift
        return jnp.minimum(-d, 0.0) - reach * self.most, jnp.maximum(-d, 0.0) + reach * self.most


def spectrum(layout: Layout, cells: int, signal):
    """|f^| on the cells; unknown where the deformation has no meaning."""
    found = gaussian_spectrum(layout, signal) if isinstance(signal, Gaussian) else packet_spectrum(layout, cells, signal)
    return replace(found, radius=jnp.where(layout.meaningful, found.radius, 1e300))


def packet_spectrum(layout: Layout, cells: int, signal) -> Density:
    degree = signal.center.shape[-1] // 2
    reach = WINDOW * degree / 2
    low, high = layout.ends(reach)
    span = high - low
    cell = span / cells
    u = (jnp.arange(cells) + 0.5) * cell + low  # frequency minus xi
    a = jnp.maximum(1 - signal.stretch, LEAST)
    values = kernel(signal, (u + signal.stretch * signal.pace) / a) / a
    if signal.shift is not None:  # f(x - t): a phase for each frequency
        cosine, sine = (g(signal.shift * (u + signal.pace)) for g in (jnp.cos, jnp.sin))
        values = jnp.stack([cosine * values[:, 0] + sine * values[:, 1], cosine * values[:, 1] - sine * values[:, 0]], -1)
    values = root((values * values).sum(-1))
    rounding = 2e3 * EPS * (span / layout.least + 16 * degree) * euclid(signal.center) / a
    # Poincare on half a cell, where the difference to the value at the midpoint vanishes at one end: the L^2 distance to the
    # step function is at most (cell / pi) ||d f^ / d omega||, and that derivative has the norm of x f(x).
    within = cell / jnp.pi * spread(signal) / a**1.5
    slack = within + far(signal, reach) / jnp.sqrt(a) + rounding * jnp.sqrt(span)
    return Density(values * jnp.sqrt(cell), slack, cell, rounding)


def gaussian_spectrum(layout: Layout, g: Gaussian) -> Density:
    """On a grid of step h in p = s (omega - xi), |g^| is a multiple of exp(-q^2 / 2) with q = (p + s drift) / a.

    Squares and products of the two spectra are Gaussians exp(-B p^2) with B <= 1/least^2. By Poisson's summation formula the
    trapezoidal sum of such a Gaussian has the relative error 2.1 exp(-pi^2 / (B h^2)) when B h^2 <= 4, and what lies more than
    10 widths outside is below 1e-40. Hence norms of differences are right up to the square root of twice that times the sum of
    both norms; the radius is each one's share. On a coarser grid the sum is at most (1 + h / least) times the integral, and the
    radius covers both.
    """
    a, width = jnp.maximum(1 - g.stretch, LEAST), jnp.abs(g.width)
    low, high = layout.ends(10.0, width)
    h = (high - low) / GAUSSIAN_CELLS
    p = (jnp.arange(GAUSSIAN_CELLS) + 0.5) * h + low
    q = (p + width * g.stretch * g.pace) / a
    values = width * jnp.exp(-q * q / 2) / a
    cell = h / width
    size = gaussian_norm(g)
    fine = h <= 2 * layout.least
    trapezoid = jnp.sqrt(4.2 * jnp.exp(-((jnp.pi * layout.least / jnp.where(fine, h, 1.0)) ** 2))) + 1e-19
    rounding = 100 * 8 * EPS * (high - low + 1) * width / a / layout.least
    share = jnp.where(fine, trapezoid + 64 * EPS * (high - low + 1) / layout.least, 2 + h / layout.least)
    return Density(values * jnp.sqrt(cell), share * size, cell, rounding)


def gaussian_norm(g: Gaussian):
    """sqrt(sqrt(pi) s / a)."""
    return jnp.sqrt(np.sqrt(np.pi) * jnp.abs(g.width) / jnp.maximum(1 - g.stretch, LEAST))


def norm(x) -> Interval:
    if isinstance(x, Gaussian):
        value = gaussian_norm(x)
        return Interval.around(value, 8 * EPS * value)
    return x.norm()
