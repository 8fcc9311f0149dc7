"""Packets on the real line, given by closed forms: a window supported in [-1, 1], and Gaussians of two widths."""

import functools
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import EPS, Interval, euclid
from proofs_numeric.engine.model import Case, Control, Example, Fault, Free, Kind, Model
from proofs_numeric.mathematics.packets import Displacement, Gaussian, Layout, Packet, deform, derivative, norm, spectrum, translate
from theorems.vocabulary.analysis import Norm, Spectrum
from theorems.vocabulary.deformations import Deform


class Size(NamedTuple):
    cells: int  # of the frequency grid
    degree: int  # of the trigonometric polynomial in the window


MARGIN = 1e-9  # hypotheses are met with this much room


def draw(size, rng):
    numbers = ("stretch", "bend", "excess", "width", "constant", "shift", "slow")
    return dict(window=rng.normal(size=(2, 2 * size.degree - 1)), other=rng.normal(size=(2, 2 * size.degree - 1)),
                **{name: rng.normal(size=()) for name in numbers})


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
    slow = stretch ** (0.02 + 0.96 * jax.nn.sigmoid(theta["slow"])) / drift  # between 1/xi and 1/(epsilon xi)
    return dict(window=w, other=other, stretch=stretch, bend=bend, pace=drift / stretch, width=width, slow=slow,
                shift=jnp.tanh(theta["shift"]), constant=share * (1 + 99 * knobs["small"]) / (stretch + bend))


def draw_freely(size, rng):
    """Switches, each on in a part of the instances, and what they let loose."""
    return draw(size, rng) | dict(sizes=rng.normal(size=6), switches=rng.uniform(size=7), signs=rng.uniform(size=4))


def build_freely(size, theta):
    """Stretches below 0 and above 1, frequencies of either sign, high or low, any widths, constants of either sign, a window that is 0."""
    one, on, flip = build(size, theta, {name: 0.0 for name in KNOBS}), jax.lax.stop_gradient(theta["switches"]), theta["signs"]
    free, sign = theta["sizes"], jnp.where(jax.lax.stop_gradient(flip) < 0.5, -1.0, 1.0)
    stretch = jnp.where(on[0] < 0.1, -one["stretch"], jnp.where(on[0] < 0.2, 0.5 + jnp.abs(free[0]) / 2, one["stretch"]))
    pace = one["pace"] * jnp.where(on[1] < 0.1, -1.0, jnp.where(on[1] < 0.3, jnp.exp(free[1] - 2), 1.0))
    width = one["width"] * jnp.where(on[2] < 0.25, sign[0] * jnp.exp(2 * free[2] - 2), 1.0)
    slow = one["slow"] * jnp.where(on[3] < 0.25, sign[1] * jnp.exp(2 * free[3]), 1.0)
    constant = one["constant"] * jnp.where(on[4] < 0.25, sign[2] * jnp.exp(free[4]), 1.0)
    window = one["window"] * jnp.where(on[5] < 0.1, 0.0, 1.0)
    other = jnp.where(on[6] < 0.2, 1e-3 * one["other"], one["other"])
    return one | dict(stretch=stretch, pace=pace, width=width, slow=slow, constant=constant, window=window, other=other)


def meaning(size, i, ask):
    zero = jnp.float64(0)

    def packet(w):
        return Packet(w, 4 * EPS * euclid(w), i["pace"], None, zero)

    f = packet(i["window"])
    return {
        "f": f,
        "h": packet(i["other"]),
        "theta": f,
        "g": Gaussian(i["width"], i["pace"], zero),
        "p": Gaussian(i["slow"], i["pace"], zero),
        "r": i["slow"],
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
        "Spectrum": functools.partial(spectrum, Layout.of(i["stretch"], i["pace"]), size.cells),
        "Slope": lambda tau: jnp.abs(tau.slope),
        "Bending": lambda tau: tau.bend,
        "At": lambda F, w: Interval.around(F.center[w] / jnp.sqrt(F.cell), F.rounding),
    }


def instance(size, w, other=None, stretch=0.1, bend=0.01, drift=100.0, width=None, slow=None, constant=None):
    """An instance from its numbers; h = -f and widths with s epsilon xi = 4 and r epsilon xi = 1/2 unless they are given."""
    numbers = dict(stretch=stretch, bend=bend, pace=drift / stretch, width=4 / drift if width is None else width,
                   slow=0.5 / drift if slow is None else slow, shift=0.5,
                   constant=0.9 / (abs(stretch) + bend) if constant is None else constant)
    return dict(window=np.asarray(w, complex), other=np.asarray(-w if other is None else other, complex),
                **{name: np.float64(x) for name, x in numbers.items()})


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


HIGH = ("high_frequency",)  # which implies that epsilon xi > 0
KNOBS = ("high_frequency", "high_frequency_gaussian", "small")

with sp.evaluate(False):
    EXAMPLE = Example(
        Case("a fast packet, stretched by one percent", SIZES[1], instance(SIZES[1], hann(SIZES[1]), drift=400.0, stretch=0.01),
             about="the window (1 + cos πx)/2 on [-1, 1]"),
        beside={"the norm of the packet": Norm(F), "the largest that two spectra can be apart": Norm(F) * sp.sqrt(1 + 1 / (1 - EPSILON))})

MODEL = Model(
    example=EXAMPLE,
    shown=lambda i: {r"\theta(x)": r"(1 + \cos\pi x)/2", r"\epsilon": "0.01", r"\xi": "40000"},
    space="Packets on the real line whose windows are trigonometric polynomials on [-1, 1] and vanish outside, and Gaussian packets; "
    "their Fourier transforms are closed forms, and integrals over frequency carry the error of the quadrature.",
    kind=Kind.ANALOGUE,
    gap="Explicit inequalities of this page, in one dimension, for windows that are trigonometric polynomials on their support.",
    sizes=SIZES,
    draw=draw,
    build=build,
    meaning=meaning,
    approximate=True,
    knobs=KNOBS,
    refined=lambda size: size._replace(cells=16 * size.cells),
    free=(
        Free("numbers-and-signs", "stretches below 0 and above 1/2 and 1; frequencies of either sign, high and low; widths and constants "
             "of any size and sign; a window that is 0", draw_freely, build_freely),
    ),
    edges=tuple(
        Case(name, SIZES[k], instance(SIZES[k], hann(SIZES[k]), **numbers), about=about)
        for name, k, numbers, about in (
            ("large stretch", 0, dict(stretch=0.45, bend=1e-3), "almost half"),
            ("tiny stretch", 0, dict(stretch=1e-9, bend=1e-9), "at a frequency of 10¹¹"),
            ("same signal twice", 1, dict(other=hann(SIZES[1])), "both sides of the contraction vanish"),
            ("low frequency", 1, dict(drift=0.1, width=1.0), "the packet is slower than its window: the lower bound is negative"),
            ("narrow window", 1, dict(slow=5e-3, drift=10.0, stretch=0.01), "the spectrum moves by a twentieth of its width"),
        )
    ),
    anchors=(
        stretched_gaussian(1, 0.01, "1.11", "1.14", "slow: the distance is of the order of ε"),
        stretched_gaussian(10, 0.01, "7.16", "7.18"),
        stretched_gaussian(100, 0.01, "66.97", "66.99"),
        stretched_gaussian(1000, 0.01, "141.7", "141.8", "fast: √(1 + 1/(1-ε))/ε, the spectra hardly overlap"),
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
        Case(
            "one width",
            SIZES[1],
            instance(SIZES[1], hann(SIZES[1]), stretch=1e-3, slow=1 / 100.0 - 1e-12),
            reach={"order_below": -0.07},
            about="a small stretch that moves the spectrum by its width",
        ),
        Case(
            "slow packet",
            SIZES[1],
            instance(SIZES[1], hann(SIZES[1]), stretch=0.5 - 1e-12, slow=0.5 / 100 + 1e-12),
            reach={"order_above": -0.18},
            about="stretched by one half, as slow as its window: the dilation counts as much as the shift",
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
        *(
            Control(drops, (refutes,), also=also, about=about,
                    case=Case(f"without {drops}", SIZES[1], instance(SIZES[1], hann(SIZES[1]), **numbers)))
            for drops, refutes, about, numbers, also in (
                ("stretch", "separated", "compressed by a tenth", dict(stretch=-0.1, drift=-20.0, width=-0.2, slow=0.01), HIGH),
                ("frequency", "separated", "a packet of negative frequency", dict(drift=-20.0, width=-0.2, slow=-0.01), HIGH),
                ("overlapping", "order_below", "a spectrum that moves by ten widths: the distance stays below 2 ‖p‖", dict(slow=0.1), ()),
                ("modulated", "order_above", "a packet slower than its window", dict(stretch=0.5, slow=5e-4), ()),
                ("moderate", "order_above", "stretched by three quarters", dict(stretch=0.75, slow=0.0075 + 1e-12), ()),
            )
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
        "invariant": (Kind.INSTANCE, "One dimension, and windows that are trigonometric polynomials on their support."),
        "unstable": (
            Kind.INSTANCE,
            "The negation of (1.2), in one dimension, for packets of its class. The displacement enters through its two norms and "
            "through what it does on the support of the packet; that one exists is proved on the page, not evaluated.",
        ),
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
