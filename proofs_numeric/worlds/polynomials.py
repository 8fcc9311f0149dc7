"""Trigonometric polynomials on the circle R/Z, their deformations and modulations, and displacements of their samples.

A signal is known by its coefficients, so that it can be evaluated anywhere up to rounding; see `deformations`. As a vector it is
its samples, divided by the square root of their number.
"""
import functools
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, largest, modulus
from proofs_numeric.mathematics import deformations as de
from proofs_numeric.mathematics.signals import Signal
from proofs_numeric.worlds.sequences import signal, sometimes
from proofs_numeric.worlds.world import Part, Words


class Size(NamedTuple):
    samples: int                 # a power of two
    degree: int                  # of the signal
    harmonics: int               # of the deformation and of the modulation
    depth: int
    atoms: int                   # per layer, the output atom not counted


HALF = 0.5 * (1 - 1e-6)          # slopes stay below 1/2 by more than what the enclosure of a supremum adds (see `_within`)


def on_the_grid(x: Ball, samples: int) -> Signal:
    """Samples divided by the square root of their number, on a circle of length 1."""
    return Signal(x.center + 0j, jnp.float64(x.radius), Interval.of(1 / samples))


# -- the signal
class PolynomialWords(Words):
    """Values of a polynomial with float coefficients, with the budget of `deformations.evaluate`."""

    def values(self):
        n, degree = self.size.samples, self.size.degree
        return {"f": on_the_grid(de.sampled(self.instance["c"], n), n), "W": self.instance["W"], "n": n,
                "Z": jnp.arange(-degree, degree + 1)}

    def Coefficient(self, xi):
        return modulus(self.instance["c"])[xi + self.size.degree]


@dataclass(frozen=True)
class Polynomial(Part):
    """f(x) = sum over |k| <= degree of c_k exp(2 pi i k x), and the band limit W that is claimed of it."""

    floating = PolynomialWords
    knobs = ("band_limit",)
    frees = "the band of the signal and its claimed limit"

    def draw(self, size, rng):
        return dict(c=rng.normal(size=(2, 2 * size.degree + 1)))

    def build(self, size, theta, knobs, built):
        return dict(c=signal(theta["c"]), W=size.degree * (1 - 63 / 64 * knobs.get("band_limit", 0.0)))

    def draw_free(self, size, rng):
        count = 2 * size.degree + 1
        kept = np.maximum(rng.uniform(size=count) < rng.choice([0.3, 2.0]), np.arange(count) == rng.integers(size.degree))
        return self.draw(size, rng) | dict(kept=1.0 * kept, W=sometimes(rng, 1, -0.5, 1, 1 / 4)[0],
                                           wide=rng.choice([1.0, 1.3, size.samples / size.degree], p=[0.7, 0.2, 0.1]))

    def build_free(self, size, theta, built):
        return dict(c=signal(theta["c"]) * theta["kept"], W=theta["W"] * size.degree * theta["wide"])


# -- its deformation and modulation
class DeformationWords(Words):
    """Suprema are enclosed by M. Riesz's inequality. What the samples of the deformed signal miss of it is part of its radius."""

    @functools.cached_property
    def deformed(self) -> Signal:
        c, size = self.instance["c"], self.size
        y = on_the_grid(de.modulated(c, self.instance["tau"], self.instance["omega"], size.samples), size.samples)
        if 2 * size.degree < size.samples:
            return y
        return replace(y, radius=y.radius + 4 * jnp.abs(c).sum())     # the samples say nothing of f: no two are further apart than this

    def values(self):
        return {name: self.instance[name] for name in ("tau", "omega")}

    def Distort(self, tau, omega, x):
        if x is not self.known["f"] or tau is not self.instance["tau"] or omega is not self.instance["omega"]:
            raise ValueError("only f is known everywhere, and only its deformation by tau with the modulation omega is given here: another "
                             "signal or deformation needs a part that gives its coefficients")
        return self.deformed

    def Derivative(self, tau):
        return tau.derivative()

    def SupNorm(self, x):
        return de.supremum(x) if isinstance(x, de.Displacement) else largest(jnp.abs(x))


@dataclass(frozen=True)
class Deformation(Part):
    """A deformation tau of slope below 1/2 and a modulation omega, real trigonometric polynomials."""

    floating = DeformationWords
    frees = "slopes up to 2, shifts by more than a period, modulations"

    def draw(self, size, rng):
        def polynomial():
            return dict(offset=rng.normal(size=()), waves=rng.normal(size=(2, size.harmonics)), height=rng.normal(size=()))
        return dict(tau=polynomial(), omega=polynomial())

    def build(self, size, theta, knobs, built):
        def polynomial(t, wave, reach):
            wave = wave * jax.nn.sigmoid(2.0 * jnp.tanh(t["height"]))
            return de.Displacement(reach * jnp.tanh(t["offset"]), wave.cosines, wave.sines)
        # A steep wave: its derivative is divided by 1/2 plus its supremum, which leaves it below 1/2.
        wave = _wave(theta["tau"])
        tau = polynomial(theta["tau"], wave * (HALF / (1 + de.supremum(wave.derivative()).hi)), 0.3)
        return dict(tau=tau, omega=polynomial(theta["omega"], _within(_wave(theta["omega"]), 0.1), 0.15))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(
            steep=rng.choice([0.3, 0.49, 0.9, 2.0], p=[0.3, 0.4, 0.2, 0.1]), shift=rng.normal() * rng.choice([0.001, 0.01, 0.1, 1.0]),
            turn=rng.normal() * rng.choice([0.0, 0.0, 0.01, 1.0]), ripple=rng.choice([0.0, 0.0, 0.1]))

    def build_free(self, size, theta, built):
        wave, ripple = _wave(theta["tau"]), _within(_wave(theta["omega"]), 0.1) * theta["ripple"]
        wave = wave * (theta["steep"] / (1e-30 + de.supremum(wave.derivative()).hi))
        return dict(tau=replace(wave, offset=theta["shift"]), omega=replace(ripple, offset=theta["turn"]))


def _wave(t) -> de.Displacement:
    return de.Displacement(jnp.zeros(()), *t["waves"])


def _within(waves, bound):
    """waves / (1 + upper bound of their supremum / bound): a displacement whose supremum is below `bound`."""
    return waves * (1 / (1 + de.supremum(waves).hi / bound))


# -- samples that move one by one
class ScatteredWords(Words):
    """Shifts and phases are floats, one per sample."""

    def values(self):
        return {name: self.instance[name] for name in ("sigma", "nu")}

    def Scatter(self, sigma, nu, x):
        if x is not self.known["f"]:
            raise ValueError("only f is known between its samples: another signal needs a part that gives its coefficients")
        return on_the_grid(de.scattered(self.instance["c"], sigma, nu), self.size.samples)

    def Steepness(self, sigma):
        """A subtraction and a product are rounded."""
        top = sigma.shape[-1] * largest(jnp.abs(jnp.roll(sigma, -1) - sigma))
        return Interval.around(top, 2 * EPS * top)


@dataclass(frozen=True)
class Scattered(Part):
    """One displacement sigma and one phase nu per sample: those of tau, and jitter with a slope of up to what is left of 1/2."""

    floating = ScatteredWords
    frees = "displacements and phases of the samples"

    def draw(self, size, rng):
        return dict(jitter=rng.normal(size=(2, size.samples)), rough=rng.normal(size=2))

    def build(self, size, theta, knobs, built):
        x = jnp.arange(size.samples) / size.samples
        part = jnp.tanh(theta["rough"][0])**2
        first, second = theta["jitter"]
        jitter = first / (1 + 4 * largest(jnp.abs(first))) / size.samples * (1 - 1e-6)
        return dict(sigma=(1 - part) * built["tau"](x) + part * jitter,
                    nu=0.1 * jnp.tanh(theta["rough"][1]) * second / (1 + largest(jnp.abs(second))))

    def draw_free(self, size, rng):
        return dict(jumps=rng.choice([0.0, 1.0, 30.0], p=[0.4, 0.4, 0.2]) * rng.normal(size=size.samples) / size.samples,
                    phases=rng.choice([0.0, 0.01, 1.0]) * rng.normal(size=size.samples))

    def build_free(self, size, theta, built):
        """Around the offset of tau: jumps that are scaled to the slope 0.4, or large ones as they are."""
        jumps = theta["jumps"]
        gentle = jumps * 0.4 / (1e-30 + jnp.abs(jumps - jnp.roll(jumps, 1)).max() * size.samples)
        return dict(sigma=built["tau"].offset + jnp.where(jnp.abs(jumps).max() * size.samples > 10, jumps, gentle), nu=theta["phases"])


# -- named instances
def wave(size, offset=0.0, cosines: Any = (), sines: Any = ()) -> de.Displacement:
    """A displacement; missing coefficients are 0."""
    return de.Displacement(np.float64(offset), *(np.append(x, np.zeros(size.harmonics - len(x))) for x in (cosines, sines)))


def tone(size, frequency):
    """The coefficients of exp(2 pi i frequency x)."""
    return np.eye(2 * size.degree + 1)[frequency + size.degree] + 0j


def polynomial(size, c, tau, omega=None, W=None) -> dict:
    """The share of the three parts: the samples are moved like the signal, and not turned."""
    return dict(c=c, tau=tau, omega=wave(size) if omega is None else omega, W=np.float64(size.degree if W is None else W),
                sigma=np.asarray(tau(np.arange(size.samples) / size.samples)), nu=np.zeros(size.samples))
