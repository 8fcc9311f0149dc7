"""Scattering transforms, feature extractors, layers: maps of signals that should not increase distances, and should follow translations."""
import math
from dataclasses import dataclass, replace
from fractions import Fraction

import jax.numpy as jnp
import numpy as np

from proofs_numeric.conformance import plain
from proofs_numeric.conformance.calling import Unfit
from proofs_numeric.conformance.spaces import Signals
from proofs_numeric.conformance.subject import Asked, Parameter, Subject
from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.numerics import checks


def outputs(f, parameters, x: Ball, size: float) -> Ball:
    """All outputs, one vector; size is in units of log2(number of samples) times the norm of the signal."""
    center = np.asarray(x.center.real)
    found = parameters["weight"] * plain.vector(f(center))
    return Ball(jnp.asarray(found), jnp.float64(size * max(math.log2(center.size), 1.0) * float(np.linalg.norm(center))))


def pair(f, parameters, data, size):
    """One or two signals."""
    sizes: set[int] = set()

    def extractor(x):
        y = outputs(f, parameters, x, size)
        sizes.add(y.center.size)
        if len(sizes) > 1:
            raise Unfit(f"the function returned {' and '.join(map(str, sorted(sizes)))} numbers for signals of the same shape.")
        return y
    return {k: Ball.of(np.asarray(v, float)) for k, v in data.items() if k in ("f", "h")} | {
        "Norm": lambda z: z.norm(), "Extractor": extractor,
        "Scattering": lambda J, M, x: extractor(x), "J": 1, "M": parameters["orders"], "n": parameters["orders"]}


def shifted(f, parameters, data, size):
    """A signal and its shift, with K = 2^J decay and J = 0."""
    c, x = data["c"], np.asarray(data["f"], float)
    axes, length = tuple(range(x.ndim)), float(np.linalg.norm(c))
    return pair(f, parameters, {"f": x}, size) | {
        "J": 0, "c": c, "K": Interval.of(parameters["decay"]), "Length": lambda _: Interval.around(length, 1e-15 * length),
        "Translate": lambda c, z: Ball(jnp.roll(z.center, c, axes), z.radius)}


@dataclass(frozen=True)
class Window(Ball):
    """Samples of the last d axes, of which the first `hidden` along each axis came in at the border and do not count."""

    hidden: int = 0
    d: int = 1

    def __sub__(self, other):
        n = max(self.hidden, other.hidden)
        cut = (..., *[slice(n, None)] * self.d)
        return Ball(self.center[cut], self.radius) - Ball(other.center[cut], other.radius)


def on_the_stride(f, parameters, data, size):
    """A signal whose shift by `stride` samples along each axis is to shift the output by one, cyclically where `border` says so."""
    x, s, hidden = np.asarray(data["f"], float), parameters["stride"], 0 if parameters["border"] else 1
    d, w = x.ndim, parameters["weight"]

    def strided(s, z):
        y = f(np.asarray(z.center))
        if isinstance(y, list) or np.ndim(y) < d:
            answer = "a list" if isinstance(y, list) else f"the shape {np.shape(y)}"
            raise Unfit(f"the function returned {answer} for a signal of the shape {x.shape}: to compare translations one array with "
                        "so many last axes is wanted.")
        return Window(jnp.asarray(w * y), outputs(f, parameters, Ball.of(np.asarray(z.center)), size).radius, hidden, d)

    def translate(c, z):
        steps = Fraction(c)
        if steps.denominator != 1:
            raise ValueError(f"{c} is not a whole number of samples")
        return replace(z, center=jnp.roll(z.center, (int(steps),) * d, tuple(range(-d, 0))))
    return {"f": Ball.of(x), "t": s, "s": s, "Norm": lambda z: z.norm(), "Strided": strided, "Translate": translate}


def grid(name, value):
    sides = tuple(value) if isinstance(value, (list, tuple)) else (value,)
    return tuple(checks.count(name, n, least=4) for n in sides)


SIGNAL = Signals(("f",))                   # a grid must leave at least one sample between its margins
SUBJECT = Subject(
    name="transform",
    title="a map of signals that does not increase distances and follows translations: scattering, a feature extractor, a layer",
    call="f(x) with a real signal x of the shape `grid`; it returns an array (..., *grid / stride), or a list of arrays",
    arguments=("x",),
    budget=24, unit="log2(number of samples) times the norm of the signal",
    asked=(Asked("0005", "nonexpansive", pair, plain.nonexpansive, Signals(("f", "h"))),
           Asked("0005", "energy", pair, plain.norm, SIGNAL),
           Asked("0006", "strided_covariance", on_the_stride, plain.strided_covariance, SIGNAL,
                 when=lambda parameters: "" if parameters["stride"] else "it needs the parameter stride"),
           Asked("0002", "rate", shifted, plain.rate, Signals(("f",), fixed=("c",)),
                 when=lambda parameters: "" if parameters["decay"] else "it needs the parameter decay")),
    parameters={
        "grid": Parameter((32,), grid, "the shape of a signal, 32 if not given"),
        "margin": Parameter(0, lambda name, x: checks.count(name, x, least=0),
                            "samples at each end of each axis that are 0 in every signal, 0 if not given"),
        "stride": Parameter(0, checks.count,
                            "the number of input samples for one output sample; without it translations are not compared"),
        "border": Parameter(True, lambda name, x: bool(x), "whether translations are cyclic, as in the theorem; if False, samples that "
                            "come in at the border do not count"),
        "weight": Parameter(1.0, checks.positive, "what outputs are multiplied by, the root of the stride where the norm is that of "
                            "functions; 1 if not given"),
        "decay": Parameter(0.0, checks.positive, "sup |w| |phi(w)| of the low-pass filter, in radians per sample; without it the rate of "
                           "invariance is not examined"),
        "orders": Parameter(3, checks.count, "the number of orders, 0 counted, for the rate; 3 if not given"),
        "c": Parameter((1,), lambda name, x: tuple(int(v) for v in x), "the shift in samples, for the rate; 1 if not given")})
