"""Linear maps of signals on Z/N that commute with shifts, such as a convolution layer: then they are convolutions."""
import numpy as np

from proofs_numeric.conformance import cyclic, plain
from proofs_numeric.conformance.cyclic import EPS, Placed
from proofs_numeric.conformance.subject import Asked, Subject
from proofs_numeric.engine.enclosure import Ball, Interval


def images(f, n: int) -> np.ndarray:
    """The images of the unit impulses, as columns."""
    return np.stack([cyclic.answer(f(e), n) for e in np.eye(n)], 1)


def map_of(f, parameters, data, size):
    """The map, its impulse response h, and h * f; size is in units of ||T|| ||f||, with the Frobenius norm of the impulse responses.

    A sum of m products of taps and samples rounds by m EPS / 2 of |h| |f| at each of N points, where ||T|| = sqrt(N) |h|.
    """
    x = np.asarray(data["f"], float) if "f" in data else None
    n = len(x) if x is not None else data["N"]
    M = images(f, n)
    total = float(np.linalg.norm(M))

    def apply(_, x):
        y = np.asarray(x.center)
        return cyclic.ball(cyclic.answer(f(y), n), size * total * float(np.linalg.norm(y)))

    def convolved(h, x):
        """The radius is that of each value: by Cauchy and Schwarz an error of h has at most its norm times that of x."""
        c, length = plain.cyclic_sum(np.asarray(h.center), np.asarray(x.center)), float(x.size)
        return cyclic.ball(c, float(h.radius) * length + 2 * n * EPS * float(h.size) * length)

    def operator_norm(T):
        s = float(np.linalg.norm(np.asarray(T.center), 2))
        return Interval.around(np.float64(s), float(T.radius) + 8 * n * EPS * total)

    def largest(x):
        return Interval.around(np.float64(abs(np.asarray(x.center)).max()), float(x.radius) + 4 * EPS * float(x.size))
    return {"T": cyclic.ball(M, n**0.5 * size * total), "f": None if x is None else Ball.of(x), "N": n, "x": data.get("x"),
            "k": data.get("k"), "Apply": apply, "Value": cyclic.value, "Convolved": convolved, "Fourier": cyclic.fourier,
            "Response": lambda T: cyclic.ball(T.center[:, 0], size * total), "Times": cyclic.times, "OperatorNorm": operator_norm,
            "Largest": largest, "Frobenius": lambda T: T.norm(), "Norm": lambda x: x.norm()}


class Lengths:
    """Of a map there is one instance: the number of samples. Parameter: samples."""

    def named(self, parameters):
        yield "the map itself", {"N": parameters["samples"]}

    def drawn(self, rng, parameters):
        return {"N": parameters["samples"]}

    def moved(self, rng, data, size, parameters):
        return data

    def simpler(self, data):
        return iter(())


SUBJECT = Subject(
    name="linear_equivariant",
    title="a linear map of signals on Z/N that commutes with cyclic shifts",
    call="f(x) with a real signal x (N,); it returns a signal (N,)",
    arguments=("x",),
    budget=8, unit="the norm of the signal times the Frobenius norm of the map",
    asked=(Asked("000S", "convolution", map_of, plain.as_convolution, Placed(("f",), "x")),
           Asked("000S", "diagonal", map_of, plain.as_multiplier, Placed(("f",), "k")),
           Asked("000S", "norm", map_of, plain.largest_response, Lengths())),
    parameters={"samples": cyclic.SAMPLES})
