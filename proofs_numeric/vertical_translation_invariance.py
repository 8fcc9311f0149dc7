"""Module-sequences on the cyclic grid Z/N with unitary dilations, and one layer with honest decimation."""
from dataclasses import replace
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp
from jax.numpy.fft import fft, ifft

from proofs_numeric.engine.enclosure import EPS, Interval, largest, modulus
from proofs_numeric.engine.model import Case, Control, Fault, Kind, Model
from proofs_numeric.mathematics import extractors as ex
from proofs_numeric.mathematics.signals import Signal, fourier_budget, translate


class Size(NamedTuple):
    N: int                       # samples
    depth: int
    atoms: int                   # per layer, the output atom not counted


SPACING = 0.125                  # of the input grid; a power of two, so that multiples of it are exact
STRIDE = 2


def draw(size, rng):
    return dict(f=rng.normal(size=(2, size.N)), u=rng.normal(size=(2, size.N)), v=rng.normal(size=(2, size.N)),
                modules=ex.random_modules(rng, size.depth, size.atoms, size.N), shift=rng.uniform(size=()), parity=rng.uniform(size=()))


def build(size, theta, knobs):
    modules = ex.admissible_modules(theta["modules"], SPACING, excess=7 * knobs["admissible"])
    decay = largest(jnp.abs(modules.outputs * ex.frequencies(modules, SPACING)).ravel())
    shift = jnp.clip(jnp.abs(jax.lax.stop_gradient(theta["shift"])), 0, 1)
    half = 1 + jnp.floor(shift * (size.N // 4 - 1e-9))                # t = 2 h, 4 h, ...
    odd = jnp.where((theta["parity"] > 0.75) | (knobs["on_the_stride"] > 0), 1.0, 0.0)

    def signal(x):
        return x[0] + 1j * x[1]
    stripes = jnp.where(jnp.arange(size.N) % 3 == 0, 1.0, 0.0)          # N is no multiple of 3: no shift keeps them
    return dict(f=signal(theta["f"]), u=signal(theta["u"]), v=signal(theta["v"]), modules=modules, t=(2 * half - odd) * SPACING,
                K=decay * (1 + 8 * EPS) * (1 - 63 / 64 * knobs["decay"]),
                activation_window=1 - knobs["activation_commutes"] * stripes, pooling_window=1 - knobs["pooling_commutes"] * stripes,
                activation_excess=1 + 63 * knobs["activation_lipschitz"], pooling_excess=1 + 63 * knobs["pooling_lipschitz"])


def meaning(size, i, ask):
    modules = i["modules"]

    def activate(modules, k, x):
        return _times(ex.activate(modules, k, x), i["activation_window"] * i["activation_excess"])

    def pool(modules, k, x):
        return _times(ex.pool(modules, k, x), i["pooling_window"] * i["pooling_excess"])

    def strided(s, x):
        """Every s-th sample of |x * g|; the period is divided by s as well, so the spacing stays."""
        atom = modules.atoms[0, 0]
        bound = largest(atom.real**2 + atom.imag**2)
        y = ifft(fft(x.center) * atom)
        radius = jnp.sqrt(bound) * (x.radius + (2 * fourier_budget(size.N) + 8 * EPS) * x.size)
        return Signal(modulus(y)[::s] + 0j, radius, x.spacing)

    def signal(x):
        return Signal(x, jnp.float64(0), Interval.of(SPACING))
    return ex.vocabulary(modules) | ex.spectra(modules, SPACING) | {
        "f": signal(i["f"]), "u": signal(i["u"]), "v": signal(i["v"]), "0": signal(jnp.zeros(size.N, complex)),
        "t": i["t"], "K": i["K"], "s": STRIDE, "Translate": translate, "Strided": strided,
        "Remainder": lambda t, s: jnp.mod(t / SPACING, s),
        "Activate": lambda k, x: activate(modules, k, x), "Pool": lambda k, x: pool(modules, k, x),
        "Features": ex.outputs(modules, ex.propagation(modules, activate, pool)), "vmapped": ("k",)}


def _times(x, window):
    """Multiplication by a function of position: commutes with no translation, unless it is constant."""
    top = largest(jnp.abs(window))
    return replace(x, center=window * x.center, radius=top * (x.radius + EPS * x.size))


def slow_tone(size):
    """A linear network with one all-pass path and one slow frequency: LHS/RHS = sin(x)/x with x = pi/N."""
    n, d = size.N, size.depth + 1
    atoms = np.zeros((d, size.atoms, n), complex)
    atoms[:-1, 0, :] = 1 - 4 * ex.MARGIN
    outputs = np.zeros((d, n))
    outputs[-1, 1] = 1 - 4 * ex.MARGIN
    modules = ex.Modules(atoms, outputs, np.tile([1.0, 0, 0, 0, 0], (d, 1)), np.ones(d), np.ones(d), np.ones((d, n)), np.full(d, 2.0))
    f = np.exp(2j * np.pi * np.arange(n) / n)
    x = np.pi / n
    one = np.ones(n)
    return Case(f"slow tone, N = {n}", size,
                dict(f=f, u=f, v=0 * f, modules=modules, t=np.float64(SPACING), K=np.float64(2.0**size.depth / (n * SPACING)),
                     activation_window=one, pooling_window=one, activation_excess=np.float64(1), pooling_excess=np.float64(1)),
                reach={"invariance": float(np.log(np.sin(x) / x) - 1e-10)},
                about="identity as non-linearity, one all-pass atom per layer, a single slow frequency, a shift by one sample")


SIZES = (Size(16, 1, 1), Size(64, 2, 2))
KNOBS = ("admissible", "activation_lipschitz", "pooling_lipschitz", "activation_commutes", "pooling_commutes", "decay", "on_the_stride")

MODEL = Model(
    space="Complex signals on the cyclic group Z/N with true dilations: pooling divides the period and keeps every sample, so only "
          "rounding is budgeted.",
    kind=Kind.ANALOGUE,
    gap="Signals live on a cyclic grid, the modulus acts on samples, and translations are by whole samples, instead of L²(ℝᵈ); the "
        "proof is the same, step by step.",
    sizes=SIZES, draw=draw, build=build, meaning=meaning, knobs=KNOBS,
    controls=(
        Control("admissible", ("invariance",), about="every filter eight times as large"),
        Control("activation_lipschitz", ("invariance",), about="a non-linearity 64 times as steep as claimed"),
        Control("pooling_lipschitz", ("invariance",), about="a pooling map 64 times as large as claimed"),
        Control("activation_commutes", ("invariance", "covariance"), about="a non-linearity that sets every third sample to 0"),
        Control("pooling_commutes", ("invariance", "covariance"), about="a pooling map that sets every third sample to 0"),
        Control("decay", ("invariance",), about="K understated by a factor 64"),
        Control("on_the_stride", ("strided_covariance",), about="a shift by an odd number of samples before a decimation by 2")),
    extremals=(slow_tone(SIZES[0]), slow_tone(SIZES[1])),
    faults=(
        Fault("2 pi rounded down to 6.2", restate={"invariance": lambda r: r.func(r.lhs, r.rhs * sp.Rational(31, 10) / sp.pi)}),
        Fault("strides counted twice", reinterpret={"Pooling": lambda right, m: lambda k: 4 * right(k)}),
        Fault("shift off by one sample", reinterpret={"Translate": lambda right, m: lambda t, x: replace(
            right(t, x), center=jnp.roll(right(t, x).center, 1, -1))})))
