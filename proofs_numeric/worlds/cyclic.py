"""Complex signals on the cyclic group Z/N, a number in the role of exp(2 pi i/N), and maps of signals.

In floating point the number is z = r exp(2 pi i t), with its turns t and its modulus r known up to a rounding, so that t = 1/5 stands for a
fifth. Signals are arrays taken as exact. The exact twin computes in Q(i) or Q(exp(pi i/3)), where N is 1, 2, 3, 4 or 6.
"""
import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, largest, modulus
from proofs_numeric.mathematics.cyclotomic import Cyclotomic, unit, vector
from proofs_numeric.mathematics.radicals import square_root
from proofs_numeric.worlds.world import Part, Words, World, in_latex


class Size(NamedTuple):
    N: int                       # samples


def complex_of(x):
    """Real and imaginary part, (2, ...), as complex numbers."""
    return x[0] + 1j * x[1]


def number(x) -> Ball:
    """One complex number as a vector of one component."""
    return Ball(jnp.asarray(x).reshape(1) + 0j, jnp.float64(0))


def bilinear(f: Ball, g: Ball, center, gain=1.0) -> Ball:
    """A sum of at most N products of an entry of f and one of g, at every point, of norm at most gain |f| |g|; with rounding."""
    n, a, b = f.center.size, f.size, g.size
    slack = gain * (a * g.radius + b * f.radius + f.radius * g.radius + (4 * n + 8) * EPS * a * b)
    return Ball(center, jax.lax.stop_gradient(slack * (1 + 8 * EPS)))


@functools.cache
def _differences(n: int) -> np.ndarray:
    """(x - y) mod n at [x, y]."""
    return np.subtract.outer(np.arange(n), np.arange(n)) % n


# -- signals and what is done with two of them
class SignalWords(Words):
    """Each word is a bilinear or linear map with a rounding budget. A number is a vector of one component."""

    def values(self):
        n = self.instance[self.part.signals[0]].shape[-1]
        own = {name: Ball.of(self.instance[name] + 0j) for name in self.part.signals}
        return own | {"N": n, "G": jnp.arange(n), "1": number(1.0), "0": number(0.0)}

    def Norm(self, f):
        return f.norm()

    def Value(self, f, x):
        return Ball(f.center[x][None], f.radius)

    def Conjugate(self, f):
        return Ball(jnp.conj(f.center), f.radius)

    def Times(self, f, g):
        return bilinear(f, g, f.center * g.center)

    def Inner(self, f, g):
        return bilinear(f, g, (f.center * jnp.conj(g.center)).sum()[None])

    def Convolved(self, f, g):
        n = f.center.size
        return bilinear(f, g, g.center[_differences(n)] @ f.center, n**0.5)

    def Correlated(self, f, g):
        n = f.center.size
        return bilinear(f, g, g.center[np.add.outer(np.arange(n), np.arange(n)) % n] @ jnp.conj(f.center), n**0.5)

    def Largest(self, f):
        top = largest(modulus(f.center))
        return Interval.around(top, f.radius + 4 * EPS * top)

    def OneNorm(self, f):
        n, total = f.center.size, modulus(f.center).sum()
        return Interval.around(total, n**0.5 * f.radius + (n + 4) * EPS * total)


class ExactSignalWords(Words):
    """Object arrays of `Cyclotomic`, and such numbers."""

    def values(self):
        n = len(self.instance[self.part.signals[0]])
        own = {name: self.instance[name] for name in self.part.signals}
        return own | {"N": n, "G": range(n), "1": Cyclotomic(Fraction(1)), "0": Cyclotomic(Fraction(0))}

    def Norm(self, f):
        return square_root(sum((v.square for v in np.ravel(f)), Fraction(0)))

    def Value(self, f, x):
        return f[x]

    def Conjugate(self, f):
        return np.array([v.conjugate() for v in f], object) if isinstance(f, np.ndarray) else f.conjugate()

    def Times(self, f, g):
        return f * g

    def Inner(self, f, g):
        return (f * self.Conjugate(g)).sum()

    def Convolved(self, f, g):
        n = len(f)
        return np.array([sum((f[y] * g[(x - y) % n] for y in range(n)), Cyclotomic(Fraction(0))) for x in range(n)], object)

    def Correlated(self, f, g):
        n = len(f)
        return np.array([sum((f[y].conjugate() * g[(y + x) % n] for y in range(n)), Cyclotomic(Fraction(0))) for x in range(n)], object)

    def Largest(self, f):
        return square_root(max(v.square for v in f))

    def OneNorm(self, f):
        """Where at most two of the moduli are irrational."""
        return sum((abs(v) for v in f if v != 0), Fraction(0))


@dataclass(frozen=True)
class Signals(Part):
    """Any complex signals. names: what the theorem calls them, with spaces between."""

    names: str = "f g"
    floating, exact = SignalWords, ExactSignalWords
    frees = "any signals, dense or sparse"

    @property
    def signals(self) -> list[str]:
        """The names, one by one."""
        return self.names.split()

    def draw(self, size, rng):
        return {name: rng.normal(size=(2, size.N)) for name in self.signals}

    def build(self, size, theta, knobs, built):
        return {name: complex_of(theta[name]) for name in self.signals}

    def draw_free(self, size, rng):
        return {name: rng.normal(size=(2, size.N)) * (rng.uniform(size=size.N) < rng.choice([0.4, 1.0])) for name in self.signals}

    def build_free(self, size, theta, built):
        return {name: complex_of(theta[name]) for name in self.signals}

    def named(self, given, exact):
        return {name: vector(given[name]) if exact else np.array([complex(*np.atleast_1d(v)) for v in given[name]])
                for name in self.signals}

    def shown(self, instance):
        return {name: in_latex(instance[name]) for name in self.signals}


# -- the root of unity
class RootWords(Words):
    """z = r exp(2 pi i t). The budget of a power is that of the angle and of the modulus, each with one unknown rounding."""

    def _powers(self, n):
        """The powers with the exponents n >= 0, an array, as (center, radius) at each entry."""
        turns, r = self.instance["turns"], self.instance["modulus"]
        size = r**n
        angle = 2 * jnp.pi * jnp.abs(turns) * n
        center = size * jnp.exp(2j * jnp.pi * jnp.mod(turns * n, 1.0))
        return center, jax.lax.stop_gradient(size * (4 * angle + 2 * n + 16) * EPS)

    @functools.cached_property
    def _matrix(self):
        """conj(z)^(k x) at [k, x], with the norm of its error."""
        n = self.known["N"]
        center, radius = self._powers(np.multiply.outer(np.arange(n), np.arange(n)))
        return jnp.conj(center), jnp.sqrt((radius**2).sum())

    def values(self):
        return {"z": "z"}

    def Power(self, z, n):
        center, radius = self._powers(jnp.asarray(n))
        return Ball(center[None], radius)

    def PowerSum(self, z, x, n):
        center, radius = self._powers(np.arange(n) * x)
        return Ball(center.sum()[None], radius.sum() + n * EPS * jnp.abs(center).sum())

    def Fourier(self, f):
        W, error = self._matrix
        size, n = jnp.sqrt((jnp.abs(jax.lax.stop_gradient(W))**2).sum()), f.center.size
        slack = (error + (4 * n + 8) * EPS * size) * (f.size + f.radius) + size * f.radius
        return Ball(W @ f.center, jax.lax.stop_gradient(slack * (1 + 8 * EPS)))


class ExactRootWords(Words):
    """z is a `Cyclotomic`."""

    def values(self):
        return {"z": self.instance["z"]}

    def Power(self, z, n):
        return z**n

    def PowerSum(self, z, x, n):
        return sum((z ** (k * x) for k in range(n)), Cyclotomic(Fraction(0)))

    def Fourier(self, f):
        n, z = len(f), self.instance["z"].conjugate()
        powers = [z**m for m in range((n - 1)**2 + 1)]
        return np.array([sum((f[x] * powers[k * x] for x in range(n)), Cyclotomic(Fraction(0))) for k in range(n)], object)


@dataclass(frozen=True)
class Root(Part):
    """The number z. standard: it is exp(2 pi i/N) in every instance, and no hypothesis speaks of it."""

    standard: bool = False
    floating, exact = RootWords, ExactRootWords
    knobs = ("primitive",)

    @property
    def frees(self) -> str:  # type: ignore[override]
        return "" if self.standard else "the number z: its modulus, and its angle, a multiple of 1/N of a turn or not"

    def draw(self, size, rng):
        return {} if self.standard else dict(generator=rng.uniform())

    def build(self, size, theta, knobs, built):
        """A primitive root, any of them; with the knob turned, its power by the smallest divisor of N."""
        if self.standard:
            return dict(turns=jnp.float64(1 / size.N), modulus=jnp.float64(1))
        n = size.N
        coprime = jnp.asarray([k for k in range(1, n) if np.gcd(k, n) == 1])
        which = jnp.clip(jnp.floor(jax.lax.stop_gradient(theta["generator"]) * len(coprime)), 0, len(coprime) - 1).astype(int)
        divisor = next(d for d in range(2, n + 1) if n % d == 0)
        return dict(turns=coprime[which] * (1 + (divisor - 1) * knobs.get("primitive", 0.0)) / n, modulus=jnp.float64(1))

    def draw_free(self, size, rng):
        if self.standard:
            return {}
        return dict(step=rng.integers(size.N + 1), beside=rng.choice([0.0, 0.0, 0.0, 1.0]) * rng.normal(),
                    off=rng.choice([0.0, 0.0, 0.0, 1.0]) * rng.normal())

    def build_free(self, size, theta, built):
        if self.standard:
            return self.build(size, theta, {}, built)
        step = jnp.round(jax.lax.stop_gradient(theta["step"]))
        return dict(turns=step / size.N + 0.1 * theta["beside"], modulus=jnp.exp(0.1 * theta["off"]))

    def named(self, given, exact):
        """z: the exact number; or its turns and its modulus. By default exp(2 pi i/N)."""
        n = len(given["f"])
        if exact:
            return dict(z=given.get("z") or unit(n))
        turns, r = given.get("z") or (1 / n, 1.0)
        return dict(turns=np.float64(turns), modulus=np.float64(r))


# -- signals padded with zeros
class PaddedWords(Words):
    def values(self):
        return {name: Ball.of(self.instance[name] + 0j) for name in "uv"} | {name: self.instance[name] for name in "PQ"}

    def Tail(self, f, start):
        return Ball(jnp.where(np.arange(f.center.size) >= start, f.center, 0.0), f.radius)

    def Linear(self, f, g):
        n = f.center.size
        toeplitz = jnp.where(np.tri(n) > 0, g.center[_differences(n)], 0.0)
        return bilinear(f, g, toeplitz @ f.center, n**0.5)


class ExactPaddedWords(Words):
    def values(self):
        return {name: self.instance[name] for name in "uvPQ"}

    def Tail(self, f, start):
        return np.array([v if x >= start else Cyclotomic(Fraction(0)) for x, v in enumerate(f)], object)

    def Linear(self, f, g):
        return np.array([sum((f[y] * g[x - y] for y in range(x + 1)), Cyclotomic(Fraction(0))) for x in range(len(f))], object)


@dataclass(frozen=True)
class Padded(Part):
    """Signals u and v of lengths P and Q with zeros behind them."""

    floating, exact = PaddedWords, ExactPaddedWords
    knobs = ("support_u", "support_v", "fits")
    frees = "lengths that may not fit, and values behind them"

    def draw(self, size, rng):
        P = rng.integers(1, size.N + 1)
        return dict(u=rng.normal(size=(2, size.N)), v=rng.normal(size=(2, size.N)), P=P, Q=rng.integers(1, size.N + 2 - P))

    def build(self, size, theta, knobs, built):
        """Lengths that fit whatever theta is; with a knob turned, a value at the last place, or lengths N and N."""
        P = jnp.clip(jnp.round(jax.lax.stop_gradient(theta["P"])), 1, size.N)
        Q = jnp.clip(jnp.round(jax.lax.stop_gradient(theta["Q"])), 1, size.N + 1 - P)
        P, Q = (jnp.where(knobs.get("fits", 0.0) > 0, float(size.N), length) for length in (P, Q))
        x = np.arange(size.N)
        u, v = (jnp.where((x < length) | (knobs.get(f"support_{name}", 0.0) > 0), complex_of(theta[name]), 0.0)
                for name, length in (("u", P), ("v", Q)))
        return dict(u=u, v=v, P=P, Q=Q)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(P=rng.integers(1, size.N + 1), Q=rng.integers(1, size.N // 2 + 1),
                                           behind=rng.choice([0.0, 0.0, 1.0], size=2))

    def build_free(self, size, theta, built):
        x, lengths = np.arange(size.N), [jnp.round(jax.lax.stop_gradient(theta[name])) for name in "PQ"]
        u, v = (jnp.where(x < length, 1.0, jax.lax.stop_gradient(theta["behind"])[k]) * complex_of(theta[name])
                for k, (name, length) in enumerate(zip("uv", lengths)))
        return dict(u=u, v=v, P=lengths[0], Q=lengths[1])

    def named(self, given, exact):
        """By default two impulses of length 1."""
        n = len(given["f"])
        u, v, P, Q = given.get("padded") or ([1] + [0] * (n - 1),) * 2 + (1, 1)
        pair = Signals("u v").named(dict(u=u, v=v), exact)
        return pair | (dict(P=P, Q=Q) if exact else dict(P=np.float64(P), Q=np.float64(Q)))


# -- the world
@dataclass(frozen=True)
class Cyclic(World):
    """A named instance has signals f and g as lists of numbers or of pairs (real, imaginary), z as in `Root.named`, and what else the parts
    take: padded = (u, v, P, Q), or maps = (A, bend, M).
    """

    def case(self, name, f, g, **k):
        """In floating point, on 5 or 12 samples, or as many as f has."""
        given = {key: k.pop(key) for key in ("z", "padded", "maps") if key in k}
        return self.named(name, Size(len(f)), dict(f=f, g=g) | given, **k)

    def rational(self, name, f, g, **k):
        """In exact arithmetic, on 1, 2, 3, 4 or 6 samples."""
        given = {key: k.pop(key) for key in ("z", "padded", "maps") if key in k}
        return self.named(name, None, dict(f=f, g=g) | given, **k)


def impulse(n, at=0):
    """1 at one point."""
    return [int(x == at) for x in range(n)]


def cyclic(*parts: Part, sizes=(5, 12)) -> Cyclic:
    """The world of these parts, `Signals` first."""
    world = Cyclic("Complex signals on the cyclic group with N points; float64 values are the instance, and sums have a budget for "
                   "rounding.", tuple(map(Size, sizes)), parts)
    n = sizes[0]
    return Cyclic(world.space, world.sizes, parts, edges=(
        world.case("zero signal", [0] * n, impulse(n, 1), about="f = 0"),
        world.case("impulses", impulse(n, 1), impulse(n, n - 1), about="two impulses"),
        world.case("constants", [1] * n, [(0, 2)] * n, about="two constant signals"),
        world.case("large and small", [1e6] + [0] * (n - 1), [1e-6] * n, about="values of different size")))
