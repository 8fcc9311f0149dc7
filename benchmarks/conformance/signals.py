"""What a library's scattering transform means in the formulas: its values, each known up to its rounding, and their norm."""
import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.conformance.claims import Instance, one
from proofs_numeric.engine.enclosure import Ball, Interval, modulus
from proofs_numeric.mathematics import wavelets

EPS = {"float32": 2.0**-23, "float64": 2.0**-52}
BUDGET = "8 (depth + 1) (log2 of the number of samples) machine epsilons of the norm of the signal, {}"


def budget(dtype: str) -> str:
    return BUDGET.format(dtype)


def transform(f: Callable, depth: int, dtype: str):
    """f(x) -> list of arrays, orders 0 ... depth: the operator `Scattering(J, n, x)`, orders below n as one vector.

    f carries the weight of its samples, so that its Euclidean norm is that of functions on the line or plane.
    """
    cache: dict[int, tuple] = {}

    def scattering(J, n, x):
        if id(x) not in cache:
            size = float(jnp.linalg.norm(x.center.ravel()))
            radius = 8 * (depth + 1) * math.log2(x.center.size) * EPS[dtype] * size
            cache[id(x)] = (x, [np.asarray(y, float) for y in f(np.asarray(x.center.real, dtype))], radius)
        _, orders, radius = cache[id(x)]
        return Ball(jnp.concatenate([y.ravel() for y in orders[:n]]), jnp.float64(radius))
    return scattering


def pair(name: str, f, depth: int, dtype: str, x, y) -> Instance:
    """Two signals, for the clause `nonexpansive`."""
    return Instance(name, {"f": Ball.of(np.asarray(x, float)), "h": Ball.of(np.asarray(y, float)), "J": 1, "M": depth + 1,
                           "Norm": lambda z: z.norm(), "Scattering": transform(f, depth, dtype)})


def shifted(name: str, f, depth: int, dtype: str, x, shift: tuple[int, ...], J: int, K: float) -> Instance:
    """A signal and its shift, for the clause `rate`; K = sup |w| 2^J |phi_J(w)|."""
    axes = tuple(range(-len(shift), 0))
    return Instance(name, {"f": Ball.of(np.asarray(x, float)), "c": shift, "J": J, "Scales": (J,), "K": Interval.of(K), "M": depth + 1,
                           "Norm": lambda z: z.norm(), "Scattering": transform(f, depth, dtype),
                           "Length": lambda c: Interval.around(math.hypot(*c), 1e-15 * math.hypot(*c)),
                           "Translate": lambda c, z: Ball(jnp.roll(z.center, c, axes), z.radius)})


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


def on_the_stride(name: str, f, dtype: str, x, s: int, d: int) -> Instance:
    """A signal whose shift by s samples along each axis is to shift the output by one: the clause `strided_covariance`.

    x vanishes near the border, so that the signal is moved and not turned round.
    """
    def strided(s, z):
        size = float(jnp.linalg.norm(z.center.ravel()))
        radius = 24 * math.log2(z.center.size) * EPS[dtype] * size
        return Window(jnp.asarray(np.asarray(f(np.asarray(z.center, dtype)), float)), jnp.float64(radius), (0,) * d)

    def translate(c, z):
        by = (int(one(c)),) * d
        if isinstance(z, Window):
            return replace(z, start=tuple(a + b for a, b in zip(z.start, by)))
        return Ball(jnp.roll(z.center, by, tuple(range(-d, 0))), z.radius)
    return Instance(name, {"f": Ball.of(np.asarray(x, float)), "t": s, "s": s, "Norm": lambda z: z.norm(), "Strided": strided,
                           "Translate": translate})


def bank(name: str, psi, phi, dtype: str) -> Instance:
    """Filters given by their DFTs, for the Littlewood-Paley condition at every frequency of the grid."""
    phi, psi = jnp.asarray(np.asarray(phi)), jnp.asarray(np.asarray(psi))
    omega = wavelets.frequencies(phi.shape).reshape(-1, phi.ndim)

    def gain(spectrum, w):
        centre = w.center if isinstance(w, Ball) else w
        x = modulus(spectrum[tuple(jnp.round(centre).astype(int))] + 0j)
        return Interval.around(x, 4 * EPS[dtype] * x)
    return Instance(name, {"J": 1, "Omega": jnp.asarray(omega), "Bands": lambda J: jnp.arange(psi.shape[0]),
                           "LowPass": lambda J, w: gain(phi, w), "BandPass": lambda J, l, w: gain(psi[l], w)})


def decay(phi, J: int) -> float:
    """K = sup over the grid of |w| 2^J |phi_J(w)|, w in radians per sample, rounded up."""
    phi = np.asarray(phi)
    axes = [2 * np.pi * np.fft.fftfreq(n) for n in phi.shape]
    size = np.sqrt(sum(w**2 for w in np.meshgrid(*axes, indexing="ij")))
    return float((size * abs(phi)).max() * 2**J * (1 + 1e-12))


def energy(psi, phi):
    """LP[k] on the grid of the filters."""
    total = (abs(np.asarray(psi)) ** 2).sum(0)
    return abs(np.asarray(phi)) ** 2 + 0.5 * (total + np.roll(np.flip(total), 1, tuple(range(total.ndim))))


def tones(psi, phi, grid, count: int):
    """(name, signal): cosines on `grid` at the frequencies where LP is largest, in cycles per sample of the filters' grid."""
    lp = energy(psi, phi)
    order = np.argsort(-lp.ravel())[:2 * count:2]
    where = np.indices(grid)
    for k in order:
        w = [np.fft.fftfreq(n)[i] for n, i in zip(lp.shape, np.unravel_index(k, lp.shape))]
        phase = sum(2 * np.pi * f * x for f, x in zip(w, where))
        yield f"cosine at the frequency {tuple(round(float(f), 6) for f in w)}, LP = {lp.flat[k]:.6f}, against 0", np.cos(phase)


def ascend(f, x, y, steps: int, rate: float, window=1.0):
    """Adam on log(||f x - f y|| / ||x - y||); f: differentiable in JAX, one vector; signals count times `window`. Returns the best pair."""
    def score(pair):
        return jnp.log(jnp.linalg.norm(f(pair[0]) - f(pair[1]))) - jnp.log(jnp.linalg.norm(((pair[0] - pair[1]) * window).ravel()))
    step = jax.jit(jax.value_and_grad(score))
    now = jnp.asarray(np.stack([x, y]))
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
    return np.asarray(best[1][0]), np.asarray(best[1][1])
