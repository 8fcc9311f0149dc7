"""Maps of vectors that are Lipschitz with a stated constant: activations, pooling, dense layers, projections, critics."""
import math
from dataclasses import dataclass

import jax.numpy as jnp
import numpy as np

from proofs_numeric.conformance import plain
from proofs_numeric.conformance.calling import Unfit
from proofs_numeric.conformance.spaces import REACH, Signals, array
from proofs_numeric.conformance.subject import Asked, Parameter, Subject
from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.numerics import checks

APART = 1 / 8                    # of the larger norm, two vectors of a random pair are at least so far apart
EPS = 2.0**-52


def image(f, parameters, x: np.ndarray, size: float, least: float = 0.0) -> Ball:
    """f(x), one vector; size is in units of the largest of L |x|, |f(x)| and `least`."""
    value = plain.vector(f(x))
    return Ball(jnp.asarray(value), jnp.float64(size * max(parameters["constant"] * np.linalg.norm(x), np.linalg.norm(value), least)))


def pair(f, parameters, data, size):
    """Two vectors, the map in the place of the non-linearity of a layer, of which there is one."""
    u, v = (Ball.of(np.asarray(data[k], float)) for k in "uv")
    return {"k": 1, "u": u, "v": v, "Norm": lambda z: z.norm(), "Lipschitz": lambda k: Interval.of(parameters["constant"]),
            "Activate": lambda k, x: image(f, parameters, np.asarray(x.center), size)}


def origin(f, parameters, data, size):
    """The zero vector; what f makes of it is compared with a vector of length 1."""
    zero, one = np.asarray(data["zero"], float), np.ones(1)
    return {"k": 1, "0": zero, "f": one, "Norm": lambda z: Ball.of(z).norm(), "Activate": lambda k, x: image(f, parameters, x, size, 1.0)}


def critic(f, parameters, data, size):
    """A network with the given widths and weights of modulus at most `clip`, at two points."""
    u, v, widths = np.asarray(data["u"], float), np.asarray(data["v"], float), parameters["widths"]
    if widths[0] != u.size:
        raise ValueError(f"widths = {widths!r}: the first of them must be the number of entries of a vector, {u.size}, as grid says.")

    def value(_, x):
        found = image(f, parameters, x, size)
        if found.center.size != 1:
            raise Unfit(f"the function returned {found.center.size} numbers for a vector: a critic returns one.")
        return Interval.around(found.center[0], found.radius)

    def width(h):
        root = math.sqrt(widths[h] * widths[h - 1])
        return Interval.around(root, EPS * root)
    return {"f": "f", "u": u, "v": v, "H": len(widths) - 1, "c": Interval.of(parameters["clip"]), "GeometricWidth": width, "Value": value,
            "Point": Ball.of, "Length": lambda z: z.norm()}


def windows(f, parameters, data, size):
    """Two signals; the theorem pools moduli, so f is given those."""
    u, v = (Ball.of(np.asarray(data[k], float)) for k in "uv")
    return {"u": u, "v": v, "C": parameters["windows"], "Energy": lambda z: z.norm() ** 2,
            "MaxPool": lambda x: image(f, parameters, abs(np.asarray(x.center)), size)}


@dataclass(frozen=True)
class Pairs(Signals):
    """Pairs (u, v) of vectors. Parameter: grid, their shape.

    Random pairs are at least APART times their size apart: nearer ones say less about a slope than their rounding hides.
    """

    names: tuple[str, ...] = ("u", "v")

    def named(self, parameters):
        grid = list(parameters["grid"])
        full, zero = f"np.full({grid}, ", f"np.zeros({grid})"
        first, last = [0] * len(grid), [n - 1 for n in grid]
        yield "one entry against 0", {"u": f"impulse({first}, {grid})", "v": zero}
        yield "the last entry against 0", {"u": f"impulse({last}, {grid})", "v": zero}
        yield "an entry in the middle against 0", {"u": f"impulse({[n // 2 for n in grid]}, {grid})", "v": zero}
        yield "one entry of both signs", {"u": f"impulse({first}, {grid})", "v": f"-impulse({first}, {grid})"}
        yield "constants of both signs", {"u": f"{full}1.0)", "v": f"{full}-1.0)"}
        yield "alternating signs against 0", {"u": f"wave({[n // 2 for n in grid]}, {grid}, {grid})", "v": zero}
        for k in range(-8, 9):                               # slopes of functions of one number, wherever they are steep
            yield f"constants {k / 2:g} and {k / 2 + 0.5:g}", {"u": f"{full}{k / 2})", "v": f"{full}{k / 2 + 0.5})"}
        yield "two noises", {"u": f"noise(0, {grid})", "v": f"noise(1, {grid})"}

    def drawn(self, rng, parameters):
        u, v = np.round(2 * rng.normal(size=(2, *parameters["grid"])), 3)
        return dict(zip(self.names, (u.tolist(), v.tolist())))

    def moved(self, rng, data, size, parameters):
        u, v = (array(data[k]) for k in self.names)
        spread = max(abs(u).max(), abs(v).max()) or 1.0
        u, v = (np.clip(x + size * spread * rng.normal(size=x.shape), -REACH, REACH) for x in (u, v))
        gap, least = np.linalg.norm(u - v), APART * max(np.linalg.norm(u), np.linalg.norm(v))
        if gap < 1.01 * least:                               # rounding must not bring them nearer
            half = (v - u) * (1.05 * least / gap - 1) / 2 if gap else np.full(u.shape, spread)
            u, v = u - half, v + half
        return dict(zip(self.names, (np.round(x, 4).tolist() for x in (u, v))))


@dataclass(frozen=True)
class Origin:
    """The zero vector, and nothing else. Parameter: grid."""

    def named(self, parameters):
        yield "the zero vector", self.drawn(None, parameters)

    def drawn(self, rng, parameters):
        return {"zero": f"np.zeros({list(parameters['grid'])})"}

    def moved(self, rng, data, size, parameters):
        return data

    def simpler(self, data):
        return iter(())


def sizes(name, value):
    found = tuple(checks.count(name, n) for n in value)
    if len(found) < 2:
        raise ValueError(f"{name} = {value!r}: give the number of inputs, the widths of the layers, and 1 for the output.")
    return found


def shape(name, value):
    sides = tuple(value) if isinstance(value, (list, tuple)) else (value,)
    return tuple(checks.count(name, n) for n in sides)


SUBJECT = Subject(
    name="nonexpansive",
    title="a Lipschitz map of vectors with a stated constant: an activation, a pooling map, a dense layer, a critic",
    call="f(x) with a real array x of the shape `grid`; it returns an array of any shape, or a list of arrays",
    arguments=("x",),
    budget=4, unit="the largest of L times the norm of the vector and the norm of the value; 1 for the value at 0",
    asked=(Asked("0005", "activation_lipschitz", pair, plain.lipschitz, Pairs()),
           Asked("0005", "activation_at_zero", origin, plain.at_zero, Origin(),
                 when=lambda parameters: "" if parameters["zero"] else "it needs the parameter zero=True"),
           Asked("000H", "clipped", critic, plain.clipped, Pairs(),
                 when=lambda parameters: "" if parameters["clip"] and parameters["widths"] else "it needs the parameters clip and widths"),
           Asked("000Q", "max_pooling", windows, plain.max_pooling, Pairs(),
                 when=lambda parameters: "" if parameters["windows"] else "it needs the parameter windows")),
    parameters={
        "grid": Parameter((4,), shape, "the shape of a vector, 4 entries if not given"),
        "constant": Parameter(1.0, checks.positive, "the Lipschitz constant that is claimed, 1 if not given"),
        "zero": Parameter(False, lambda name, x: bool(x), "whether 0 is to be sent to 0"),
        "clip": Parameter(0.0, checks.positive, "the bound on the moduli of the weights of a critic, together with widths"),
        "widths": Parameter((), sizes, "of a critic: the number of inputs, the widths of its layers, 1 for the output"),
        "windows": Parameter(0, checks.count, "of max pooling: the number of windows to which a sample can belong, (k / s)^d rounded up in "
                             "every direction")})
