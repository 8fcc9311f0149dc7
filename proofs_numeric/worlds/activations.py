"""Layers and activations: what a small network computes, in three arithmetics, and the part that is the activation.

An activation is sigma(t) = a max(t, 0) + b min(t, 0) + c, or a tanh(t) + c where it is `bent`: ReLU, leaky ReLU, the identity, tanh. Its
Lipschitz constant is max(|a|, |b|), or |a|.
"""
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, root, stop
from proofs_numeric.engine.interpret import Named, unnamed
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import transport
from proofs_numeric.worlds.world import Part, Words


class Curve(NamedTuple):
    """An activation; `bent` is positive for tanh."""

    slopes: tuple
    offset: Any
    bent: Any


def constant(curve: Curve):
    """The Lipschitz constant, in floating point or exactly."""
    a, b = map(abs, curve.slopes)
    if isinstance(a, Fraction):
        return a if curve.bent else max(a, b)
    return jnp.where(curve.bent > 0, a, jnp.maximum(a, b))


def applied(curve: Curve, x):
    """sigma of the entries of an array of floats; rounding is at most 8 EPS (L |x| + |c|)."""
    a, b = curve.slopes
    return jnp.where(curve.bent > 0, a * jnp.tanh(x), a * jnp.maximum(x, 0.0) + b * jnp.minimum(x, 0.0)) + curve.offset


def balls(x):
    """An array of exact numbers as one of balls."""
    x = np.array(x, object)
    return np.array([transport.arb(v) for v in x.ravel()], object).reshape(x.shape)


def applied_exactly(curve: Curve, x):
    """sigma of the entries of an object array: Fraction stays Fraction, but for tanh, which gives balls."""
    a, b = curve.slopes

    def one(t):
        if curve.bent:
            return transport.arb(a) * t.tanh() + transport.arb(curve.offset)
        return (a if t > 0 else b) * t + curve.offset
    return np.array([one(t) for t in x.ravel()], object).reshape(x.shape)


def columns(x):
    """Euclidean norms of the columns of a matrix, for budgets."""
    return jnp.sqrt((stop(x)**2).sum(0))


def forward(layers, curve: Curve, points, biases=None):
    """(outputs (m, d), bounds (m,) of their Euclidean errors) of points (m, d_0), taken as exact. No activation after the last layer.

    An error r becomes |A| r by a layer, which rounds by n EPS |A| |x| (and the sum with a bias by as much again, and EPS times the
    bias), and L r by the activation.
    """
    x, r, steepest = points.T, jnp.zeros(len(points)), stop(constant(curve))
    for h, A in enumerate(layers):
        norm = jnp.sqrt((stop(A)**2).sum())
        r, x = norm * r + 2 * (A.shape[1] + 2) * EPS * norm * columns(x), A @ x
        if biases is not None:
            r, x = r + 4 * EPS * jnp.sqrt((stop(biases[h])**2).sum()), x + biases[h][:, None]
        if h + 1 < len(layers):
            r = steepest * r + 16 * EPS * (steepest * columns(x) + len(x)**0.5 * jnp.abs(stop(curve.offset)))
            x = applied(curve, x)
    return x.T, r


def forward_exactly(layers, curve: Curve, points, biases=None):
    """The outputs (m, d), an object array, of points (m, d_0): of Fraction, or of balls where the activation is bent."""
    def numbers(a):
        return balls(a) if curve.bent else np.array(a, object)
    x = numbers(points).T
    for h, A in enumerate(layers):
        x = numbers(A) @ x
        if biases is not None:
            x = x + numbers(biases[h])[:, None]
        if h + 1 < len(layers):
            x = applied_exactly(curve, x)
    return x.T


def distances(x, y):
    """Euclidean distances (m, n) of the rows; relative rounding at most (d + 3) EPS."""
    d = x[:, None] - y[None]
    return root((d * d).sum(-1))


# -- the activation as a part
class ActivationWords(Words):
    def values(self):
        i = self.instance
        return {"sigma": Named("sigma", Curve(tuple(i["slopes"]), i["offset"], i["bent"]))}

    def ActivationConstant(self, sigma):
        return constant(unnamed(sigma))

    def At(self, sigma, t):
        """At 0 only."""
        assert t == 0
        return unnamed(sigma).offset


class ExtendedActivationWords(ActivationWords):
    """The floats as rationals."""

    def __init__(self, part, size, instance, ask, known):
        super().__init__(part, size, part.as_exact(instance), ask, known)


@dataclass(frozen=True)
class Activation(Part):
    """slopes: their largest modulus is 1 where the knob is not turned. The knob of `origin` moves the curve up."""

    floating, exact, extended = ActivationWords, ActivationWords, ExtendedActivationWords
    knobs = ("activation", "origin")
    frees = "any slopes of the activation, with any value at 0"

    def draw(self, size, rng):
        return dict(slopes=rng.choice([[1, 0], [1, 1], [1, 0.125], [1, -1]]).astype(float), turned=rng.normal(), bent=rng.choice([-1.0, 1]))

    def build(self, size, theta, knobs, built):
        """Slopes between -1 and 1, near those drawn."""
        slopes = jnp.clip(theta["slopes"], -1, 1) * (1 + 2 * knobs.get("activation", 0.0))
        return dict(slopes=slopes, offset=jnp.float64(knobs.get("origin", 0.0)), bent=theta["bent"])

    def draw_free(self, size, rng):
        return dict(slopes=rng.normal(size=2), bent=rng.choice([-1.0, 1]), offset=rng.normal(), broken=ms.switches(2, rng))

    def build_free(self, size, theta, built):
        steep, moved = theta["broken"] > 0
        slopes = jnp.where(steep, 2 * theta["slopes"], jnp.tanh(theta["slopes"]))
        return dict(slopes=slopes, offset=jnp.where(moved, theta["offset"], 0.0), bent=theta["bent"])

    def named(self, given, exact):
        """`slopes` (a, b) and `offset`; piecewise linear."""
        slopes, offset = tuple(map(Fraction, given.get("slopes", (1, 0)))), Fraction(given.get("offset", 0))
        if exact:
            return dict(slopes=slopes, offset=offset, bent=0)
        return dict(slopes=np.array(slopes, float), offset=np.float64(offset), bent=np.float64(-1))

    def as_exact(self, instance):
        return dict(slopes=tuple(transport.rationals(instance["slopes"])), offset=Fraction(float(instance["offset"])),
                    bent=float(instance["bent"]) > 0)
