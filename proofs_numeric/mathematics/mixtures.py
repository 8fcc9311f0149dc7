"""The mixture p N(D, 1) + (1 - p) N(0, 1): information between component and draw, and divergence from a Gaussian law.

Both are integrals over the line of functions that are analytic in a strip, and the trapezoidal rule with step h over the whole line
errs by at most 2 M / (e^{2 pi a / h} - 1), where M bounds the integrals of the modulus along the lines at distance a from the real one.
With L(x) = D x - D^2 / 2 + log(p / (1 - p)) the density is f = (1 - p) phi (1 + e^L), and its logarithm is analytic for |Im x| < pi / D.
On the lines with a = min(1, pi / (2 D)) the real part of e^{+-L} is not negative: |log(1 + e^{+-L})| <= log(1 + e^{+-Re L}) + pi / 2, while
|phi| grows by e^{a^2 / 2}. The rule is cut off T beyond both means.
"""
import functools
import math
from fractions import Fraction

import flint
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Interval, once
from proofs_numeric.mathematics.transport import arb

NODES, CUT = 256, 9.0                                        # in floating point; phi(CUT - 1/10) < 3e-18
FAR, DECAY = 15, 112                                         # in ball arithmetic; phi(FAR - 1/10) < 1e-48, e^-DECAY < 1e-48
LOG2 = float(np.log(2))


def _softplus(x):
    return jnp.logaddexp(x, 0.0)


def _rule(p, D):
    """(step, nodes, density of each component at the nodes with its weight, L at the nodes)"""
    h = (2 * CUT + D) / NODES
    x = -CUT + h * jnp.arange(NODES + 1)
    first, second = (jnp.exp(-((x - mean) ** 2) / 2) / jnp.sqrt(2 * jnp.pi) for mean in (D, 0.0))
    return h, x, p * first, (1 - p) * second, D * x - D**2 / 2 + jnp.log(p / (1 - p))


def _strip(h, D):
    """2 e^{a^2 / 2} / (e^{2 pi a / h} - 1), to be multiplied by a bound on the line itself."""
    a = jnp.minimum(1.0, jnp.pi / (2 * jnp.maximum(D, 1e-3)))
    return 2 * jnp.exp(a**2 / 2) / jnp.expm1(2 * jnp.pi * a / h)


def _valid(p, D):
    """p strictly between 0 and 1 and a distance D, or harmless numbers in their place."""
    inside = (p > 0) & (p < 1) & (D < 1e3)
    return inside, jnp.where(inside, p, 0.5), jnp.where(inside, D, 1.0)


@once
def entropy(p):
    """-p log p - (1 - p) log(1 - p); nothing is known outside of (0, 1)."""
    inside, q, _ = _valid(p.mid, 1.0)
    value = -q * jnp.log(q) - (1 - q) * jnp.log1p(-q)
    found = Interval.around(value, 16 * EPS * value + p.width * 50)
    return Interval(jnp.where(inside, found.lo, -jnp.inf), jnp.where(inside, found.hi, jnp.inf))


@once
def information(p, D):
    """The mutual information r(p, |D|): entropy of the component less what is left of it. Its derivative by D is at most D / 4."""
    inside, q, apart = _valid(p.mid, jnp.abs(D.mid))
    h, _, first, second, L = _rule(q, apart)
    left = h * (first * _softplus(-L) + second * _softplus(L)).sum()
    mass = h * (first + second).sum()
    rounding = EPS * (64 + 8 * (CUT + apart) ** 2 + NODES) * (left + mass)
    slack = rounding + _strip(h, apart) * (LOG2 + jnp.pi / 2) + 1e-16 + apart * D.width
    value = -q * jnp.log(q) - (1 - q) * jnp.log1p(-q) - left
    found = Interval.around(value, slack)
    return Interval(jnp.where(inside, found.lo, -jnp.inf), jnp.where(inside, found.hi, jnp.inf))


@once
def divergence(p, D, scale):
    """KL of the mixture from N(0, scale^-2), in one dimension. Nothing is known unless scale > 0."""
    inside, q, apart = _valid(p.mid, jnp.abs(D.mid))
    inside, c = inside & (scale.mid > 0), jnp.where(scale.mid > 0, scale.mid, 1.0)
    h, x, first, second, L = _rule(q, apart)
    f = first + second
    ratio = (c**2 - 1) * x**2 / 2 - jnp.log(c) + jnp.log1p(-q) + _softplus(L)
    size = (c**2 + 1) * x**2 / 2 + jnp.abs(jnp.log(c)) + jnp.abs(jnp.log1p(-q)) + _softplus(L) + 1
    logit = jnp.abs(jnp.log(q / (1 - q)))
    line = ((c**2 + 1) / 2 * (2 + apart**2) + jnp.abs(jnp.log(c)) + jnp.abs(jnp.log1p(-q)) + LOG2 + jnp.pi / 2 + apart * (1 + apart)
            + apart**2 / 2 + logit)
    slack = EPS * (64 + 8 * (CUT + apart) ** 2 + NODES) * h * (f * size).sum() + (_strip(h, apart) + 1e-15) * line
    # The derivatives by D and by the scale are at most scale^2 D + D and scale (1 + D^2) + 1 / scale.
    slack = slack + D.width * apart * (1 + c**2) + scale.width * (c * (1 + apart**2) + 1 / c)
    found = Interval.around(h * (f * ratio).sum(), slack)
    return Interval(jnp.where(inside, found.lo, -jnp.inf), jnp.where(inside, found.hi, jnp.inf))


# -- in ball arithmetic
def exact_entropy(p: Fraction) -> flint.arb:
    return -sum((arb(q) * arb(q).log() for q in (p, 1 - p)), flint.arb(0))


def _balls(p, D):
    """As `_rule`, with the step and the bound of `_strip` before the factor."""
    a = (flint.arb.pi() / (2 * D)).min(flint.arb(1)) if D > 0 else flint.arb(1)
    count = math.ceil(float(((2 * FAR + D) * DECAY / (2 * flint.arb.pi() * a)).upper()))
    h = (2 * FAR + D) / count
    nodes = [-FAR + h * k for k in range(count + 1)]
    norm = (2 * flint.arb.pi()).sqrt()
    first, second = ([arb(q) * (-(x - mean) ** 2 / 2).exp() / norm for x in nodes] for q, mean in ((p, D), (1 - p, arb(0))))
    L = [D * x - D**2 / 2 + (arb(p) / arb(1 - p)).log() for x in nodes]
    return h, nodes, first, second, L, 2 * (a**2 / 2).exp() / ((2 * flint.arb.pi() * a / h).exp() - 1)


def _widened(value, slack):
    return value + flint.arb(0, slack.upper())


def exact_information(p: Fraction, D) -> flint.arb:
    """As `information`, for a rational number 0 < p < 1 and a number or ball D."""
    D = abs(arb(D))
    return _information(p, D.mid(), D.rad())


@functools.lru_cache(maxsize=256)
def _information(p, middle, radius):
    h, _, first, second, L, strip = _balls(p, middle + flint.arb(0, radius))
    left = h * sum((a * (-t).exp().log1p() + b * t.exp().log1p() for a, b, t in zip(first, second, L)), flint.arb(0))
    return _widened(exact_entropy(p) - left, strip * (arb(2).log() + flint.arb.pi() / 2) + arb(10) ** -46)


@functools.lru_cache(maxsize=256)
def exact_divergence(p: Fraction, D: Fraction, scale: Fraction) -> flint.arb:
    """As `divergence`, for rational numbers 0 < p < 1, D and scale > 0."""
    h, nodes, first, second, L, strip = _balls(p, arb(abs(D)))
    c, gap, left = arb(scale), arb(abs(D)), arb(1 - p).log()
    total = sum(((a + b) * ((c**2 - 1) * x**2 / 2 - c.log() + left + t.exp().log1p()) for a, b, x, t in zip(first, second, nodes, L)),
                flint.arb(0))
    line = ((c**2 + 1) / 2 * (2 + gap**2) + abs(c.log()) + abs(left) + arb(2).log() + flint.arb.pi() / 2 + gap * (1 + gap) + gap**2 / 2
            + abs((arb(p) / arb(1 - p)).log()))
    return _widened(h * total, (strip + arb(10) ** -44) * line)
