"""What a library's scattering transform means in the formulas: its values, each known up to its rounding, and their norm.

An output sample is multiplied by the root of the number of input samples for it, so that the Euclidean norm is that of functions.
"""
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.conformance import plain
from benchmarks.conformance.claims import EPS, Budget, Kind
from proofs_numeric.engine.enclosure import Ball, Interval, modulus

Data = dict[str, Any]
DEPTH = 2                        # orders 0, 1, 2
BUDGET = Budget(24 * EPS, "24 log2(number of samples) machine epsilons of the norm of the signal, float64")
FILTERS = {"float32": Budget(2.0**-21, "4 machine epsilons of a filter value, float32 (its filters)"),
           "float64": Budget(4 * EPS, "4 machine epsilons of a filter value, float64")}


# -- the meaning of the clauses; the budget is in units of log2(number of samples) times the norm of the signal
def _values(x: Ball, size: float, f: Callable) -> Ball:
    """The values of f, one vector, for a signal."""
    center = np.asarray(x.center.real)
    parts = [np.asarray(y, float).ravel() for y in f(center)]
    return Ball(jnp.asarray(np.concatenate(parts)), jnp.float64(size * math.log2(center.size) * float(np.linalg.norm(center))))


def pair(functions, setting, data, size):
    """Two signals."""
    def transform(*arguments):
        return _values(arguments[-1], size, lambda x: functions[0](x, **setting))
    return {"f": Ball.of(data["f"]), "h": Ball.of(data["h"]), "J": 1, "M": DEPTH + 1, "n": DEPTH + 1, "Norm": lambda z: z.norm(),
            "Scattering": transform, "Extractor": transform}


def shifted(functions, setting, data, size):
    """A signal and its shift, with K = sup |w| 2^J |phi_J(w)| from the low-pass filter."""
    (orders, filters), c = functions, data["c"]
    axes, length = tuple(range(len(c))), float(np.linalg.norm(c))
    return pair((orders,), setting, {"f": data["f"], "h": data["f"]}, size) | {
        "J": setting["J"], "c": c, "K": Interval.of(plain.decay(filters(**setting)[1], setting["J"])),
        "Length": lambda _: Interval.around(length, 1e-15 * length), "Translate": lambda c, z: Ball(jnp.roll(z.center, c, axes), z.radius)}


@dataclass(frozen=True)
class Window(Ball):
    """Samples of a function on the line or plane, known on a window that begins at `start`; a difference is taken where both are."""

    start: tuple[int, ...] = ()

    def __sub__(self, other):
        d = len(self.start)

        def common(x, y):
            n = x.center.shape[-d:]
            cut = [slice(max(b - a, 0), min(m, b - a + m)) for a, b, m in zip(x.start, y.start, n)]
            return Ball(x.center[(..., *cut)], x.radius)
        return common(self, other) - common(other, self)


def on_the_stride(functions, setting, data, size):
    """A signal whose shift by s samples along each axis is to shift the output by one.

    It vanishes near the border, so that it is moved and not turned round.
    """
    (strided,), s, d = functions, data["s"], data["f"].ndim

    def outputs(s, z):
        y = np.asarray(strided(np.asarray(z.center), **setting), float)
        return Window(jnp.asarray(y), _values(z, size, lambda x: [x]).radius, (0,) * d)

    def translate(c, z):
        by = (whole(c),) * d
        if isinstance(z, Window):
            return replace(z, start=tuple(a + b for a, b in zip(z.start, by)))
        return Ball(jnp.roll(z.center, by, tuple(range(-d, 0))), z.radius)
    return {"f": Ball.of(data["f"]), "t": s, "s": s, "Norm": lambda z: z.norm(), "Strided": outputs, "Translate": translate}


def whole(x) -> int:
    """A number of a formula as a whole number. Raises ValueError when it is none."""
    number = Fraction(x)
    if number.denominator != 1:
        raise ValueError(f"{x} is not a whole number of samples")
    return int(number)


def bank(functions, setting, data, size):
    """The Littlewood-Paley condition at one frequency of the grid of the filters; size: relative error of a filter value."""
    psi, phi = map(jnp.asarray, functions[0](**setting))

    def gain(spectrum, w):
        center = w.center if isinstance(w, Ball) else w
        x = modulus(spectrum[tuple(jnp.round(center).astype(int))] + 0j)
        return Interval.around(x, size * x)
    return {"J": 1, "omega": jnp.asarray(data["k"], float), "Bands": lambda J: jnp.arange(psi.shape[0]),
            "LowPass": lambda J, w: gain(phi, w), "BandPass": lambda J, l, w: gain(psi[l], w)}


NONEXPANSIVE = Kind("0001", "nonexpansive", "nonexpansive", pair)
EXTRACTOR = Kind("0005", "nonexpansive", "nonexpansive", pair)
RATE = Kind("0002", "rate", "rate", shifted)
COVARIANCE = Kind("0006", "strided_covariance", "strided_covariance", on_the_stride)
LITTLEWOOD_PALEY = Kind("0001", "littlewood_paley", "littlewood_paley", bank)


# -- instances
def frequencies(psi, phi, count: int = 8) -> Iterator[tuple[str, Data]]:
    """Those with the largest Littlewood-Paley sum, as indices into the grid of the filters."""
    lp = plain.energy(psi, phi)
    for k in np.argsort(-lp.ravel(), kind="stable")[:count]:
        index = [int(i) for i in np.unravel_index(k, lp.shape)]
        yield f"frequency {index} of the grid {list(lp.shape)}", {"k": index}


ALL = "all frequencies of the grid of the filters; the 8 with the largest sum are judged"


def tones(psi, phi, grid, count: int = 4) -> Iterator[tuple[str, Data]]:
    """Cosines against 0 at the frequencies where the Littlewood-Paley sum is largest."""
    lp = plain.energy(psi, phi)
    for k in np.argsort(-lp.ravel(), kind="stable")[:2 * count:2]:
        index = [int(i) if 2 * i <= n else int(i) - n for i, n in zip(np.unravel_index(k, lp.shape), lp.shape)]
        yield (f"cosine of {index} periods in {list(lp.shape)} samples against 0, where the Littlewood-Paley sum is {lp.flat[k]:.6f}",
               {"f": f"wave({index}, {list(lp.shape)}, {list(grid)})", "h": f"np.zeros({list(grid)})"})


def climbed(f: Callable, grid, start: str, margin: int = 0, terms: int = 16, steps: int = 80) -> Iterator[tuple[str, Data]]:
    """Signals from a gradient ascent on ||f x - f y|| / ||x - y||, made of few cosines; f: differentiable in JAX.

    First all samples of both signals are free. The cosines that are largest in their difference are kept, and their coefficients
    climb again, against 0; with three decimals they are the instance. Signals vanish on `margin` samples at each end.
    """
    inner = tuple(n - 2 * margin for n in grid)
    x, y = (plain.noise(seed, inner) for seed in (0, 1))
    if start != "noise":
        cut = tuple(slice(margin, n - margin) for n in grid)
        x, y = eval(start, vars(plain).copy())[cut], 0.01 * y

    def padded(z):
        return jnp.pad(z, margin)

    def vector(z):
        return f(padded(z)).ravel()
    best = ascend(lambda p: vector(p[0]) - vector(p[1]), lambda p: p[0] - p[1], np.stack([x, y]), steps)
    waves = [np.cos(np.pi * np.outer(np.arange(n), np.arange(n) + 0.5) / n) for n in inner]
    found = best[0] - best[1]
    for axis, w in enumerate(waves):
        found = np.moveaxis(np.tensordot(w, found, (1, axis)), 0, axis)
    scale = [np.where(np.arange(n) == 0, 1, 2) / n for n in inner]
    found = found * plain.product(scale)
    index = [np.unravel_index(k, inner) for k in np.sort(np.argsort(-abs(found).ravel(), kind="stable")[:terms])]
    basis = np.stack([plain.product([w[i] for w, i in zip(waves, k)]) for k in index])
    c = ascend(lambda c: vector(jnp.tensordot(c, basis, 1)), lambda c: jnp.tensordot(c, basis, 1), [found[k] for k in index], steps)
    c = np.round(c / abs(c).max(), 3)
    kept = [(int(k[0]) if len(grid) == 1 else tuple(map(int, k)), float(v)) for k, v in zip(index, c) if v]
    text = f"cosines({kept}, {list(inner)})"
    yield (f"found by gradient ascent from {'noise' if start == 'noise' else 'the first cosine'}, {len(kept)} cosines against 0",
           {"f": f"np.pad({text}, {margin})" if margin else text, "h": f"np.zeros({list(grid)})"})


ASCENT = "; gradient ascent from the first cosine and from noise, 80 steps, and 80 more with 16 cosines of the difference"


def ascend(above: Callable, below: Callable, x, steps: int, rate: float = 0.03):
    """Adam on log(||above(x)|| / ||below(x)||); the best x that was met."""
    def score(x):
        return jnp.log(jnp.linalg.norm(above(x).ravel())) - jnp.log(jnp.linalg.norm(below(x).ravel()))
    step = jax.jit(jax.value_and_grad(score))
    now = jnp.asarray(x)
    scale = float(jnp.abs(now).max())
    m = v = jnp.zeros_like(now)
    best = (-math.inf, now)
    for k in range(steps):
        value, g = step(now)
        if not np.isfinite(float(value)) or not bool(jnp.isfinite(g).all()):
            break
        if float(value) > best[0]:
            best = float(value), now
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        size = rate * scale * 0.5 * (1 + math.cos(math.pi * k / steps))
        now = now + size * (m / (1 - 0.9 ** (k + 1))) / (jnp.sqrt(v / (1 - 0.999 ** (k + 1))) + 1e-12)
    return np.asarray(best[1])


def margins(grid, part: float) -> str:
    """Noise under a Hann window that vanishes on a part of the samples at each end, as an expression; {} stands for its seed."""
    shape = list(grid)
    return f"noise({{}}, {shape}) * bump({shape}, {int(part * grid[0])})"


def moved(grid, part: float, seeds=(3, 4, 5)) -> list[tuple[str, str]]:
    """(name, expression) of noise with margins."""
    return [(f"noise with margins, seed {s}", margins(grid, part).format(s)) for s in seeds]


def strides(grid, s: int, part: float) -> Iterator[tuple[str, Data]]:
    """For COVARIANCE."""
    for name, text in moved(grid, part):
        yield name, {"f": text, "s": s}


def shifts(grid, part: float) -> Iterator[tuple[str, Data]]:
    """For RATE: noise with margins and a bump, shifted by 1, 2 and 7 samples along the first axis."""
    for c in (1, 2, 7):
        for name, text in (*moved(grid, part, (4,)), ("bump", f"bump({list(grid)}, {int(grid[0] * 0.1)})")):
            yield f"{name}, shift by {c}", {"f": text, "c": [c] + [0] * (len(grid) - 1)}
