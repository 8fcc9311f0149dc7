"""Signals on Z/N with a place: what the subjects about convolutions share."""
from collections.abc import Iterator
from dataclasses import dataclass

import jax.numpy as jnp
import numpy as np

from proofs_numeric.conformance.calling import Unfit
from proofs_numeric.conformance.spaces import Signals
from proofs_numeric.conformance.subject import Data, Parameter
from proofs_numeric.engine.enclosure import Ball
from proofs_numeric.numerics import checks

EPS = 2.0**-52


def ball(center, radius) -> Ball:
    return Ball(jnp.asarray(center), jnp.float64(radius))


def answer(value, n: int) -> np.ndarray:
    """A signal of n samples. Raises Unfit for anything else."""
    if isinstance(value, list) or np.shape(value) != (n,):
        shape = f"{len(value)} arrays" if isinstance(value, list) else f"the shape {np.shape(value)}"
        raise Unfit(f"the function returned {shape} for {n} samples: as many samples are wanted.")
    return np.asarray(value)


def times(a: Ball, b: Ball) -> Ball:
    """The product of two numbers, vectors of one component."""
    x, y = float(a.size), float(b.size)
    return ball(a.center * b.center, a.radius * y + x * b.radius + a.radius * b.radius + 4 * EPS * x * y)


def fourier(x: Ball) -> Ball:
    """The Fourier transform by its matrix, with n^2 entries within 8 EPS; it is sqrt(n) times a unitary one."""
    x, n = Ball.of(x), len(x.center)
    F = np.exp(-2j * np.pi * (np.outer(np.arange(n), np.arange(n)) % n) / n)
    return ball(F @ np.asarray(x.center), n**0.5 * float(x.radius) + 2 * (n + 8) * n * EPS * float(x.size))


def value(x: Ball, at: int) -> Ball:
    """One sample: a vector of one component."""
    return ball(x.center[at][None], x.radius)


@dataclass(frozen=True)
class Placed:
    """Signals, and one sample or frequency under the name `place`, unless it is empty. Parameter: samples."""

    names: tuple[str, ...]
    place: str = ""

    def named(self, parameters) -> Iterator[tuple[str, Data]]:
        n = parameters["samples"]
        for name, data in self._signals(n):
            for at in (0, 1, n // 2, n - 1) if self.place else (None,):
                yield (name, data) if at is None else (f"{name}; {self.place} = {at}", data | {self.place: at})

    def _signals(self, n):
        first, *others = self.names
        kernel = {name: f"noise(7, [{n}])" for name in others}
        for at in range(n):
            yield f"impulse at {at}", {first: f"impulse([{at}], [{n}])"} | kernel
        for k in range(n // 2 + 1):
            yield f"cosine of {k} periods", {first: f"wave([{k}], [{n}], [{n}])"} | kernel
        yield "a ramp", {first: f"np.arange({n}) + 1.0"} | {name: f"impulse([{n - 1}], [{n}])" for name in others}
        if others:
            yield "constant signals", {name: f"np.ones({n})" for name in self.names}

    def drawn(self, rng, parameters):
        return Signals(self.names).drawn(rng, grid(parameters)) | self._at(rng, parameters)

    def moved(self, rng, data, size, parameters):
        found = Signals(self.names).moved(rng, data, size, grid(parameters))
        return found | self._at(rng, parameters) if rng.random() < size else found

    def _at(self, rng, parameters):
        return {self.place: int(rng.integers(parameters["samples"]))} if self.place else {}

    def simpler(self, data):
        for found in Signals(self.names).simpler(data):
            if all(np.any(np.array(found[name])) if isinstance(found[name], list) else "zeros" not in found[name] for name in self.names):
                yield found


def grid(parameters):
    """The parameters of `spaces.Signals`."""
    return {"grid": (parameters["samples"],), "margin": 0}


def few(name, n):
    if (n := checks.count(name, n, least=3)) > 16:
        raise ValueError(f"{name} = {n}: at most 16, for which the rounding of whole matrices is known to be small.")
    return n


SAMPLES = Parameter(8, few, "the number of samples, at most 16; 8 if not given")
