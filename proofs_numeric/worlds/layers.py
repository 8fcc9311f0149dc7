"""One layer on a cyclic grid: a function of real and imaginary parts, a real average given by its taps, a stride, maxima over windows.

Signals and taps are floats that are taken as exact. In exact arithmetic signals are real and rational, on Z/N; numbers that are claimed of
the layer are part of the instance.
"""
import functools
import itertools
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.numpy.fft import fftn, ifftn

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, euclid, modulus
from proofs_numeric.mathematics import taps
from proofs_numeric.mathematics.signals import fourier_budget
from proofs_numeric.worlds.world import Part, Words, in_latex

CLAIMS = ("ell", "B", "L", "R", "c")
SCALARS = (("rectifier", 1.0), ("hyperbolic tangent", 1.0), ("shifted logistic function", 0.25))    # the square has none


class Size(NamedTuple):
    N: int                       # samples a side, a multiple of the stride
    stride: int
    window: int                  # of the maxima, a side; at most N
    dim: int = 1


def scalar(weights, t):
    """A combination of rectifier, hyperbolic tangent, shifted logistic function and square."""
    parts = jnp.maximum(t, 0.0), jnp.tanh(t), jax.nn.sigmoid(t) - 0.5, t * t
    return sum(w * p for w, p in zip(weights, parts))


def windows(size: Size):
    """Offsets of the samples of one window, one tuple a sample."""
    return itertools.product(range(size.window), repeat=size.dim)


class LayerWords(Words):
    size: Size

    @property
    def _axes(self):
        return tuple(range(self.size.dim))

    @property
    def _phases(self):
        return self.size.stride**self.size.dim

    def values(self):
        i, size = self.instance, self.size
        points, overlaps = size.N**size.dim, -(-size.window // size.stride)
        values = jnp.concatenate([jnp.ravel(part) for x in (i["u"], i["v"]) for part in (x.real, x.imag)])
        return {name: i[name] for name in CLAIMS} | {
            "u": Ball.of(i["u"]), "v": Ball.of(i["v"]), "phi": i["phi"], "A": values, "G": jnp.arange(points), "Omega": jnp.arange(points),
            "Q": jnp.arange(self._phases), "q": self._phases, "C": overlaps**size.dim}

    def Norm(self, x):
        return Ball.of(x).norm()

    def Energy(self, x):
        return Ball.of(x).norm() ** 2

    def At(self, phi, x):
        return phi.ravel()[x]

    # -- non-linearities
    def Scalar(self, a):
        w = self.instance["weights"]
        y = scalar(w, a)
        return Interval.around(y, 16 * EPS * (jnp.abs(w) * jnp.array([jnp.abs(a), jnp.abs(a), jnp.abs(a), a * a])).sum())

    def Parts(self, x):
        w, c = self.instance["weights"], x.center
        y = scalar(w, c.real) + 1j * scalar(w, c.imag)
        return Ball(y, 16 * EPS * (jnp.abs(w[:3]).sum() * x.size + jnp.abs(w[3]) * x.size**2))

    def Modulus(self, x):
        return Ball(modulus(x.center), x.radius + 4 * EPS * x.size)

    # -- averages
    @functools.cached_property
    def _spectrum(self):
        """Of the taps, and the error of each value."""
        phi = self.instance["phi"]
        return fftn(phi, axes=self._axes), fourier_budget(2 * phi.size) * jnp.sqrt(phi.size) * euclid(phi)

    def Gain(self, phi, w):
        values, radius = self._spectrum
        return Interval.around(modulus(values).ravel()[w], radius * (1 + 8 * EPS))

    def LookAlike(self, phi, j, w):
        n, s, d = self.size.N, self.size.stride, self.size.dim
        digits = [(w // n**e % n + j // s**e % s * (n // s)) % n for e in range(d)]
        return self.Gain(phi, sum(k * n**e for e, k in enumerate(digits)))

    def Smoothed(self, phi, x):
        values, radius = self._spectrum
        y = ifftn(fftn(x.center, axes=self._axes) * values, axes=self._axes)
        return Ball(y, (2 * (2 * fourier_budget(2 * x.center.size) + 4 * EPS) * modulus(values).max() + radius) * x.size)

    def Strided(self, phi, x):
        y = self.Smoothed(phi, x)
        return Ball(y.center[(slice(None, None, self.size.stride),) * self.size.dim], y.radius)

    def Polyphase(self, phi, r):
        n, s, d = self.size.N, self.size.stride, self.size.dim
        blocks = phi.reshape((n // s, s) * d).transpose(*range(0, 2 * d, 2), *range(1, 2 * d, 2)).reshape(-1, s**d)
        sums = blocks.sum(0)
        return Interval.around(sums[r], phi.size * EPS * jnp.abs(blocks).sum(0)[r])

    def AbsoluteMass(self, phi):
        mass = jnp.abs(phi).sum()
        return Interval.around(mass, phi.size * EPS * mass)

    # -- maxima
    def MaxPool(self, x):
        m = self.Modulus(x)
        shifted = [jnp.roll(m.center, [-o for o in offset], self._axes) for offset in windows(self.size)]
        largest = functools.reduce(jnp.maximum, shifted)[(slice(None, None, self.size.stride),) * self.size.dim]
        # Errors of samples: every one is seen by at most as many windows as there are.
        return Ball(largest, m.radius * self.size.window**self.size.dim)


class ExactLayerWords(Words):
    """On Z/N, of real signals: object arrays of int and Fraction."""

    @property
    def _size(self) -> Size:
        return self.instance["grid"]

    def values(self):
        i, size = self.instance, self._size
        s, points = size.stride, tuple(range(size.N))
        return {name: i[name] for name in CLAIMS} | {
            "u": i["u"], "v": i["v"], "phi": i["phi"], "A": tuple(Fraction(x) for x in (*i["u"], *i["v"], 0)), "G": points, "Omega": points,
            "Q": tuple(range(s)), "q": s, "C": -(-size.window // s)}

    def Norm(self, x):
        return taps.norm(x)

    def Energy(self, x):
        return sum((Fraction(t) ** 2 for t in np.ravel(x)), Fraction(0))

    def At(self, phi, x):
        return phi[x]

    def Scalar(self, a):
        w = self.instance["weights"]
        if w[1] or w[2]:
            raise ArithmeticError("the hyperbolic tangent and the logistic function of a rational number are irrational.")
        return w[0] * max(a, 0) + w[3] * a * a

    def Parts(self, x):
        """The imaginary parts are 0 and stay 0."""
        return np.array([self.Scalar(t) for t in x], object)

    def Modulus(self, x):
        return abs(x)

    def Gain(self, phi, w):
        return taps.gain(phi, w)

    def LookAlike(self, phi, j, w):
        n = self._size.N
        return taps.gain(phi, (w + j * (n // self._size.stride)) % n)

    def Smoothed(self, phi, x):
        return taps.convolve(x, phi)

    def Strided(self, phi, x):
        return taps.convolve(x, phi)[::self._size.stride]

    def Polyphase(self, phi, r):
        return sum(phi[r::self._size.stride])

    def AbsoluteMass(self, phi):
        return sum(abs(phi))

    def MaxPool(self, x):
        n, s, k = self._size[:3]
        return np.array([max(abs(x[(m + o) % n]) for o in range(k)) for m in range(0, n, s)], object)


@dataclass(frozen=True)
class Layer(Part):
    """Two complex signals, a function of real numbers with its constant, an average of mass 1, and what is claimed of a layer."""

    floating, exact = LayerWords, ExactLayerWords
    frees = "averages of any signs and any mass, functions of any growth, claimed constants of any size, divisors of either sign"

    def shown(self, instance):
        return {name: in_latex(instance[name]) for name in "uv"} | {r"\varphi": in_latex(instance["phi"])}

    def draw(self, size, rng):
        grid = (size.N,) * size.dim
        return dict(u=rng.normal(size=(2, *grid)), v=rng.normal(size=(2, *grid)), near=rng.normal(size=()), taps=rng.normal(size=grid),
                    peak=rng.normal(size=()), weights=rng.normal(size=3), claims=rng.normal(size=len(CLAIMS)))

    def build(self, size, theta, knobs, built):
        near = jax.nn.sigmoid(theta["near"])
        u, v = (x[0] + 1j * x[1] for x in (theta["u"], near * theta["u"] + (1 - near) * theta["v"]))
        taps_ = jnp.exp(3 * jnp.tanh(theta["peak"]) * jnp.tanh(theta["taps"]))
        weights = jnp.append(theta["weights"], 0.0)
        honest = (jnp.abs(weights[:3]) * jnp.array([g for _, g in SCALARS])).sum() * (1 + 1e-9) + 1e-9
        positive = dict(zip(CLAIMS, jnp.exp(jnp.tanh(theta["claims"]))))
        return dict(u=u, v=v, phi=taps_ / taps_.sum(), weights=weights) | positive | dict(ell=honest)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(signs=rng.normal(size=(size.N,) * size.dim), square=rng.normal(size=()),
                                           loose=rng.uniform(size=5))

    def build_free(self, size, theta, built):
        one, on = self.build(size, theta, {}, built), jax.lax.stop_gradient(theta["loose"])
        phi = jnp.where(on[0] < 0.3, theta["signs"], one["phi"])
        phi = jnp.where(on[1] < 0.3, phi / jnp.where(phi.sum() == 0, 1.0, phi.sum()), jnp.where(on[1] < 0.5, 2 * phi, phi))
        weights = jnp.append(one["weights"][:3], jnp.where(on[2] < 0.3, theta["square"], 0.0))
        return one | dict(phi=phi, weights=weights, ell=jnp.where(on[3] < 0.5, (4 * on[3] - 1) * one["ell"], one["ell"]),
                          c=jnp.where(on[4] < 0.3, -one["c"], one["c"]))
