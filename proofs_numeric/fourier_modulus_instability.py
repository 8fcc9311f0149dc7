"""Packets on the real line, given by closed forms: a window supported in [-1, 1], and the Gaussian.

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
import sympy as sp

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, euclid, root
from proofs_numeric.engine.model import Case, Control, Fault, Kind, Model
from theorems.language.notation import Deform, Norm, Spectrum


class Size(NamedTuple):
    cells: int  # of the frequency grid
    degree: int  # of the trigonometric polynomial in the window


MARGIN = 1e-9  # hypotheses are met with this much room
WINDOW = 12 * np.pi  # cells reach this far beyond both centres, per degree of the window / 2
GAUSSIAN_CELLS = 128


@functools.partial(
    jax.tree_util.register_dataclass, meta_fields=(), data_fields=("center", "radius", "pace", "shift", "stretch")
)
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


def spectrum(size: Size, drift, signal):
    """|f^| on the cells, which are laid out around xi and (1 - epsilon) xi; `drift` = epsilon xi is their distance."""
    if isinstance(signal, Gaussian):
        return gaussian_spectrum(drift, signal)
    reach = WINDOW * size.degree / 2
    cell = (drift + 2 * reach) / size.cells
    u = (jnp.arange(size.cells) + 0.5) * cell - drift - reach  # frequency minus xi
    a = 1 - signal.stretch
    centre = jnp.where(signal.stretch > 0, drift, 0.0)
    values = kernel(signal, (u + centre) / a) / a
    if signal.shift is not None:  # f(x - t): a phase for each frequency
        cosine, sine = (g(signal.shift * (u + signal.pace)) for g in (jnp.cos, jnp.sin))
        values = jnp.stack([cosine * values[:, 0] + sine * values[:, 1], cosine * values[:, 1] - sine * values[:, 0]], -1)
    values = root((values * values).sum(-1))
    rounding = 2e3 * EPS * (drift + 2 * reach + 16 * size.degree) * euclid(signal.center) / a
    # Poincare on half a cell, where the difference to the value at the midpoint vanishes at one end: the L^2 distance to the
    # step function is at most (cell / pi) ||d f^ / d omega||, and that derivative has the norm of x f(x).
    within = cell / jnp.pi * spread(signal) / a**1.5
    slack = within + far(signal, reach) / jnp.sqrt(a) + rounding * jnp.sqrt(drift + 2 * reach)
    return Density(values * jnp.sqrt(cell), slack, cell, rounding)


def gaussian_spectrum(drift, g: Gaussian) -> Density:
    """On a grid of step h in p = s (omega - xi), |g^| is a multiple of exp(-q^2 / 2) with q = (p + s drift) / a.

    Squares and products of the two spectra are Gaussians exp(-B p^2) with B <= 1/a^2. By Poisson's summation formula the
    trapezoidal sum of such a Gaussian has the relative error 2.1 exp(-pi^2 / (B h^2)) when B h^2 <= 4, and what lies more than
    10 widths outside is below 1e-40. Hence norms of differences are right up to the square root of twice that times the sum of
    both norms; the radius is each one's share.
    """
    a = 1 - g.stretch
    least = 0.5  # a >= 1/2 for every instance of the model
    span = g.width * drift + 20
    h = span / GAUSSIAN_CELLS
    p = (jnp.arange(GAUSSIAN_CELLS) + 0.5) * h - 10 - g.width * drift
    q = (p + jnp.where(g.stretch > 0, g.width * drift, 0.0)) / a
    values = g.width * jnp.exp(-q * q / 2) / a
    cell = h / g.width
    size = gaussian_norm(g)
    trapezoid = jnp.sqrt(4.2 * jnp.exp(-((jnp.pi * least / h) ** 2))) + 1e-19
    rounding = 100 * 8 * EPS * (span + 1) * g.width / a
    return Density(values * jnp.sqrt(cell), (trapezoid + 64 * EPS * (span + 1)) * size, cell, rounding)


def gaussian_norm(g: Gaussian):
    """sqrt(sqrt(pi) s / a)."""
    return jnp.sqrt(np.sqrt(np.pi) * g.width / (1 - g.stretch))


def norm(x) -> Interval:
    if isinstance(x, Gaussian):
        value = gaussian_norm(x)
        return Interval.around(value, 8 * EPS * value)
    return x.norm()


def draw(size, rng):
    return dict(
        window=rng.normal(size=(2, 2 * size.degree - 1)),
        other=rng.normal(size=(2, 2 * size.degree - 1)),
        stretch=rng.normal(),
        bend=rng.normal(),
        excess=rng.normal(),
        width=rng.normal(),
        constant=rng.normal(),
        shift=rng.normal(),
    )


def window(b):
    """sqrt(2) times the coefficients of (1 + cos(pi x))/2 * sum_l b_l exp(i pi l x), which vanishes at +-1 with its derivative.

    b (2, 2L - 1): real and imaginary parts; 1 is added to b_0 where b is close to 0, so that a window is never 0.
    """
    b = jnp.where((b * b).sum() < 1e-2, b + np.eye(b.shape[-1])[b.shape[-1] // 2], b)
    n = b.shape[-1]
    rows = np.eye(n, n + 2, 1) / 2 + (np.eye(n, n + 2) + np.eye(n, n + 2, 2)) / 4
    w = b @ (np.sqrt(2) * rows)
    return w[0] + 1j * w[1]


def build(size, theta, knobs):
    stretch = 1e-3 + 0.449 * jax.nn.sigmoid(2 * theta["stretch"] - 1)
    bend = stretch * jax.nn.sigmoid(theta["bend"])
    w, other = window(theta["window"]), window(theta["other"])
    rough = np.pi * euclid(np.arange(-size.degree, size.degree + 1) * w) / euclid(w)
    low = jnp.where(knobs["high_frequency"] > 0, 1e-3, 1.0)
    drift = 8 * rough * (1 + MARGIN + jax.nn.softplus(theta["excess"] - 1)) * low
    narrow = jnp.where(knobs["high_frequency_gaussian"] > 0, 1e-3, 1.0)
    width = 3 * (1 + MARGIN + 2 * jax.nn.sigmoid(theta["width"])) / drift * narrow
    share = jnp.where(
        knobs["high_frequency"] + knobs["high_frequency_gaussian"] > 0, 0.95, 0.05 + 0.9 * jax.nn.sigmoid(theta["constant"])
    )
    return dict(
        window=w,
        other=other,
        stretch=stretch,
        bend=bend,
        pace=drift / stretch,
        width=width,
        shift=jnp.tanh(theta["shift"]),
        constant=share * (1 + 99 * knobs["small"]) / (stretch + bend),
    )


def meaning(size, i, ask):
    zero = jnp.float64(0)
    drift = i["stretch"] * i["pace"]

    def packet(w):
        return Packet(w, 4 * EPS * euclid(w), i["pace"], None, zero)

    f = packet(i["window"])
    return {
        "f": f,
        "h": packet(i["other"]),
        "theta": f,
        "g": Gaussian(i["width"], i["pace"], zero),
        "tau": Displacement(i["stretch"], i["bend"]),
        "rho": Displacement(i["stretch"], zero),
        "t": i["shift"],
        "xi": i["pace"],
        "epsilon": i["stretch"],
        "s": i["width"],
        "C": i["constant"],
        "Omega": jnp.arange(size.cells),
        "Norm": norm,
        "Derivative": derivative,
        "Translate": translate,
        "Deform": deform,
        "Spectrum": functools.partial(spectrum, size, drift),
        "Slope": lambda tau: tau.slope,
        "Bending": lambda tau: tau.bend,
        "At": lambda F, w: Interval.around(F.center[w] / jnp.sqrt(F.cell), F.rounding),
    }


def instance(size, w, other=None, stretch=0.1, bend=0.01, drift=100.0, width=None, constant=None):
    """An instance from its numbers; h = -f and a width with s epsilon xi = 4 unless they are given."""
    return dict(
        window=np.asarray(w, complex),
        other=np.asarray(-w if other is None else other, complex),
        stretch=np.float64(stretch),
        bend=np.float64(bend),
        pace=np.float64(drift / stretch),
        width=np.float64(4 / drift if width is None else width),
        shift=np.float64(0.5),
        constant=np.float64(0.9 / (stretch + bend) if constant is None else constant),
    )


SIZES = (Size(128, 2), Size(2048, 3))


def hann(size):
    """(1 + cos(pi x)) / 2."""
    w = np.zeros(2 * size.degree + 1)
    w[size.degree - 1 : size.degree + 2] = np.sqrt(2) * np.array([0.25, 0.5, 0.25])
    return w


RHO, F, G, EPSILON = sp.symbols("rho f g epsilon", extended_real=True)
DISTANCE, UNIT = Norm(Spectrum(Deform(RHO, G)) - Spectrum(G)), EPSILON * Norm(G)


def stretched_gaussian(product, stretch, low, high, about=""):
    """The Gaussian packet with s xi = product: distance / (epsilon ||g||) lies between two rationals."""
    size, drift = SIZES[1], 100.0
    return Case(
        f"Gaussian packet, s ξ = {product}, ε = {stretch}",
        size,
        instance(size, hann(size), drift=drift, width=product * stretch / drift, stretch=stretch),
        facts=(sp.Ge(DISTANCE, sp.Rational(low) * UNIT), sp.Le(DISTANCE, sp.Rational(high) * UNIT)),
        about=about,
    )


def scaled(operator, factor):
    """The operator, its result multiplied by a number."""
    return lambda right, m: lambda *args: factor * right(*args)


KNOBS = ("high_frequency", "high_frequency_gaussian", "small")

MODEL = Model(
    space="Packets on the real line whose windows are trigonometric polynomials on [-1, 1] and vanish outside, and Gaussian packets; "
    "their Fourier transforms are closed forms, and integrals over frequency carry the error of the quadrature.",
    kind=Kind.INSTANCE,
    gap="One dimension, and windows that are trigonometric polynomials on their support; signals and displacements are of the class "
    "that the published condition (1.2) is about.",
    sizes=SIZES,
    draw=draw,
    build=build,
    meaning=meaning,
    approximate=True,
    knobs=KNOBS,
    edges=(
        Case("large stretch", SIZES[0], instance(SIZES[0], hann(SIZES[0]), stretch=0.45, bend=1e-3), about="almost half"),
        Case(
            "tiny stretch",
            SIZES[0],
            instance(SIZES[0], hann(SIZES[0]), stretch=1e-9, bend=1e-9),
            about="at a frequency of 10¹¹",
        ),
        Case(
            "same signal twice",
            SIZES[1],
            instance(SIZES[1], hann(SIZES[1]), other=hann(SIZES[1])),
            about="both sides of the contraction vanish",
        ),
        Case(
            "low frequency",
            SIZES[1],
            instance(SIZES[1], hann(SIZES[1]), drift=0.1, width=1.0),
            about="the packet is slower than its window: the lower bound is negative, and the distance small",
        ),
    ),
    anchors=(
        stretched_gaussian(1, 0.01, "1.11", "1.14", "slow: the distance is of the order of ε"),
        stretched_gaussian(10, 0.01, "7.16", "7.18"),
        stretched_gaussian(100, 0.01, "66.97", "66.99"),
        stretched_gaussian(1000, 0.01, "141.7", "141.8", "fast: √(1 + 1/(1-ε))/ε, the spectra are disjoint"),
        stretched_gaussian(1, 0.1, "1.1", "1.21", "the largest quotient for s ξ ≤ 1 and ε ≤ 0.1"),
    ),
    extremals=(
        Case(
            "far apart",
            SIZES[1],
            instance(SIZES[1], hann(SIZES[1]), drift=400.0, stretch=0.01),
            reach={"separated": -0.15},
            about="a small stretch and spectra that hardly overlap: distance² is close to 2 ‖f‖²",
        ),
        Case(
            "against silence",
            SIZES[1],
            instance(SIZES[1], hann(SIZES[1]), other=0 * hann(SIZES[1]), drift=20.0),
            reach={"nonexpansive": -0.05},
            about="h = 0: both sides are ‖f‖",
        ),
    ),
    controls=(
        Control("high_frequency", ("unstable",), about="a packet slower than its window, moved by a fraction of its width"),
        Control("high_frequency_gaussian", ("gaussian_unstable",), about="the same for the Gaussian packet"),
        Control(
            "small",
            ("unstable", "gaussian_unstable"),
            about="a constant C beyond 1/ε: the distance never exceeds √(1 + 1/(1-ε)) ‖f‖",
        ),
    ),
    faults=(
        Fault(
            "stretch in the wrong direction",
            reinterpret={"Deform": lambda right, m: lambda tau, x: right(tau._replace(slope=-tau.slope), x)},
        ),
        Fault("unitary factor of the Fourier transform forgotten", reinterpret={"Spectrum": scaled("Spectrum", 2.5066)}),
        Fault("factor 2 in the exponent lost", restate={"closed_form": lambda r: r.func(r.lhs, r.rhs.subs(sp.Integer(2), 1))}),
        Fault(
            "lower bound without the roughness of the window", restate={"separated": lambda r: r.func(r.lhs, 2 * Norm(F) ** 2)}
        ),
    ),
    notes={
        "closed_form": (
            Kind.ANALOGUE,
            "The Gaussian has no compact support and εx is unbounded: a family of this page, outside the "
            "class of (1.2); here the distance is known exactly.",
        ),
        "gaussian_unstable": (
            Kind.ANALOGUE,
            "The Gaussian has no compact support and εx is unbounded: a family of this page, outside the class of (1.2).",
        ),
    },
)
