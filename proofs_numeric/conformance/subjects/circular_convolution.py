"""Convolutions and correlations of two signals on Z/N."""
from collections.abc import Iterator

import numpy as np

from proofs_numeric.conformance import cyclic, plain
from proofs_numeric.conformance.cyclic import EPS, Placed
from proofs_numeric.conformance.spaces import array
from proofs_numeric.conformance.subject import Asked, Data, Parameter, Subject, choice
from proofs_numeric.engine.enclosure import Ball, Interval


def products(f, parameters, data, size):
    """Two signals, and what the function makes of them; size is in units of sqrt(N) ||f|| ||g||, which bounds the norm of the value."""
    signals = {name: Ball.of(np.asarray(data[name], float)) for name in "fguv" if name in data}
    n = len(next(iter(signals.values())).center)

    def found(a, b):
        y = cyclic.answer(f(np.asarray(a.center), np.asarray(b.center)), n)
        return cyclic.ball(y, size * n**0.5 * float(a.size) * float(b.size))

    def conjugate(x):
        return cyclic.ball(np.conj(np.asarray(x.center)), x.radius)

    def largest(x):
        return Interval.around(np.float64(abs(np.asarray(x.center)).max()), float(x.radius) + 4 * EPS * float(x.size))

    def linear(u, v):
        a, b = np.asarray(u.center), np.asarray(v.center)
        return cyclic.ball(np.convolve(a, b)[:n], 2 * n**1.5 * EPS * float(u.size) * float(v.size))
    return signals | {"N": n, "k": data.get("k"), "Convolved": found, "Correlated": found, "Fourier": cyclic.fourier, "Value": cyclic.value,
                      "Times": cyclic.times, "Conjugate": conjugate, "Largest": largest, "Linear": linear, "Norm": lambda x: x.norm()}


class Halves:
    """Signals u and v of P and Q samples, padded with zeros to N >= P + Q - 1. Parameter: samples."""

    def named(self, parameters) -> Iterator[tuple[str, Data]]:
        n = parameters["samples"]
        for p in {1, n // 2, n}:
            q = n + 1 - p
            yield f"ones, {p} and {q} samples", {"u": [1.0] * p + [0.0] * (n - p), "v": [1.0] * q + [0.0] * (n - q)}
            yield f"impulses at {p - 1} and {q - 1}", {"u": f"impulse([{p - 1}], [{n}])", "v": f"impulse([{q - 1}], [{n}])"}

    def drawn(self, rng, parameters):
        n = parameters["samples"]
        p = int(rng.integers(1, n + 1))
        return {"u": self._ended(rng.normal(size=n), p), "v": self._ended(rng.normal(size=n), n + 1 - p)}

    def _ended(self, x, length):
        x = np.round(x, 3)
        x[length:], x[0] = 0, x[0] or 1.0
        return x.tolist()

    def moved(self, rng, data, size, parameters):
        arrays = {name: array(x) for name, x in data.items()}
        return {name: np.round(x * (1 + size * rng.normal(size=x.shape)), 4).tolist() for name, x in arrays.items()}

    def simpler(self, data):
        yield from Placed(("u", "v")).simpler(data)


def kind(wanted):
    return lambda parameters: "" if parameters["kind"] == wanted else f"it is about a {wanted}"


BOTH = ("f", "g")
SUBJECT = Subject(
    name="circular_convolution",
    title="the convolution of two signals on Z/N, or their correlation",
    call="f(u, v) with real signals u and v (N,); it returns a signal (N,), sum u(y) v(x - y), or sum u(y) v(x + y) for a correlation",
    arguments=("u", "v"),
    budget=8, unit="the root of the number of samples times the norms of both signals",
    asked=(Asked("000R", "convolution", products, plain.convolution_at, Placed(BOTH, "k"), when=kind("convolution")),
           Asked("000R", "correlation", products, plain.correlation_at, Placed(BOTH, "k"), when=kind("correlation")),
           Asked("000R", "gain", products, plain.convolution_gain, Placed(BOTH), when=kind("convolution")),
           Asked("000R", "padding", products, plain.convolution_padded, Halves(), when=kind("convolution"))),
    parameters={"samples": cyclic.SAMPLES,
                "kind": Parameter("convolution", choice("convolution", "correlation"), "'convolution', the default, or 'correlation'")})
