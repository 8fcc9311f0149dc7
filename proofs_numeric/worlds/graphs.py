"""Weighted graphs on n vertices: signals, the Laplacian, its spectrum, and orthonormal columns."""
import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, root
from proofs_numeric.mathematics import ranks, symmetric
from proofs_numeric.mathematics.metric_spaces import switches
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.worlds.world import Part, Words, World, in_latex

CLOSE = 1e-12                    # columns whose inner products are so close to 0 and 1 stand for the nearest orthonormal ones


class Size(NamedTuple):
    n: int                       # vertices
    k: int                       # columns


def matrix(w):
    """The Laplacian as a matrix, of floats or of fractions. Loops do not count."""
    off = w * (1 - np.eye(len(w), dtype=int))
    return np.diag(off.sum(1)) - off if isinstance(w, np.ndarray) else jnp.diag(off.sum(1)) - off


def components(joined):
    """The number of components of a graph, from the matrix of its joined pairs, either way."""
    n = len(joined)
    reached = np.eye(n, dtype=bool) | joined | joined.T
    for _ in range((n - 1).bit_length()):
        reached = reached | (reached.astype(int) @ reached.astype(int) > 0)
    return (~(reached & (np.arange(n) < np.arange(n)[:, None])).any(1)).sum()       # vertices that reach none before them


# -- a graph and a signal
class GraphWords(Words):
    def values(self):
        i = self.instance
        return {"W": i["w"], "V": jnp.arange(len(i["w"])), "x": i["x"], "n": len(i["w"])}

    def Edge(self, a, b):
        return self.instance["w"][a, b]

    def Entry(self, x, a):
        return x[a]

    def Laplacian(self, x):
        w = self.instance["w"]
        value = (w * (x[:, None] - x)).sum(1)
        size = (jnp.abs(w) * (jnp.abs(x)[:, None] + jnp.abs(x))).sum(1)
        return Ball(value, 2 * (len(x) + 2) * EPS * jnp.sqrt((size * size).sum()))

    def Inner(self, x, y):
        y = Ball.of(y)
        size = jnp.sqrt((x * x).sum())
        return Interval.around((x * y.center).sum(), size * y.radius + 2 * len(x) * EPS * size * y.size)

    def Norm(self, x):
        return Ball.of(x).norm()

    def Pieces(self, w):
        return components(w != 0).astype(float)


class ExactGraphWords(Words):
    def values(self):
        i = self.instance
        self.w = np.array(i["w"], object)
        self.L = matrix(self.w)
        n = len(i["w"])
        return {"W": self.w, "V": tuple(range(n)), "x": np.array(i["x"], object), "n": n}

    def Edge(self, a, b):
        return self.w[a, b]

    def Entry(self, x, a):
        return x[a]

    def Laplacian(self, x):
        return self.L @ x

    def Inner(self, x, y):
        return (x * y).sum()

    def Norm(self, x):
        return Radical(((x * x).sum(),))

    def Pieces(self, w):
        return int(components(np.array(w != 0, bool)))


@dataclass(frozen=True)
class Graph(Part):
    """Nonnegative weights, some of them 0, and a signal."""

    floating, exact, extended = GraphWords, ExactGraphWords, ExactGraphWords
    knobs = ("symmetric", "weights")
    frees = "weights of any sign, one-way ones included; any signal"

    def draw(self, size, rng):
        return dict(w=rng.normal(size=(size.n, size.n)), x=rng.normal(size=size.n))

    def build(self, size, theta, knobs, built):
        """A weight is 0 where its parameter is below -1/2, but for the first. One knob adds to a weight one way, the other
        makes a weight negative."""
        upper = np.triu(np.ones((size.n, size.n)), 1)
        kept = (theta["w"] > -0.5).at[0, 1].set(True)
        w = upper * jnp.where(kept, jnp.log1p(jnp.exp(jnp.clip(theta["w"], -20, 20))), 0.0)
        w = (w + w.T).at[0, 1].add(knobs.get("symmetric", 0.0))
        negative = knobs.get("weights", 0.0) * (3 + w[0, 2])
        return dict(w=w.at[0, 2].add(-negative).at[2, 0].add(-negative), x=theta["x"])

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(graph=switches(2, rng))

    def build_free(self, size, theta, built):
        one_way, signed = theta["graph"] > 0
        w = jnp.round(2 * theta["w"]) / 2 * (1 - np.eye(size.n))
        w = jnp.where(one_way, w, jnp.triu(w) + jnp.triu(w).T)
        return dict(w=jnp.where(signed, w, jnp.abs(w)), x=theta["x"])

    def named(self, given, exact):
        if exact:
            return dict(w=[[*map(Fraction, row)] for row in given["w"]], x=[*map(Fraction, given["x"])])
        return dict(w=np.array([[float(v) for v in row] for row in given["w"]]), x=np.array([float(v) for v in given["x"]]))

    def as_exact(self, instance):
        return dict(w=[[Fraction(float(v)) for v in row] for row in instance["w"]], x=[Fraction(float(v)) for v in instance["x"]])

    def shown(self, instance):
        rows = [in_latex(list(row)) for row in instance["w"]]
        return {f"w_{{{a + 1}\\cdot}}": row for a, row in enumerate(rows)} | {"x": in_latex(list(instance["x"]))}


# -- its spectrum, a filter, orthonormal columns
class SpectrumWords(Words):
    """For symmetric weights; for others nothing is known of the spectrum."""

    def values(self):
        i = self.instance
        L = matrix(i["w"])
        known = (i["w"] == i["w"].T).all()
        self.L, self.basis = L, symmetric.eigenbasis((L + L.T) / 2)
        size = symmetric.frobenius(jnp.abs(i["w"])) + symmetric.frobenius(L)
        self.off = jnp.where(known, self.basis.off + 4 * len(L) * EPS * size, jnp.inf)
        self.bounds = jnp.abs(self.basis.d).max() + jnp.where(known, self.off, 0.0)
        return {"U": i["U"], "k": self.size.k, "h": i["h"]}

    def Eigenvalue(self, a):
        """The a-th, counted from 1; by Weyl's inequality."""
        value = self.basis.d[a - 1]
        return Interval(value - self.off, value + self.off)

    def Spectral(self, x):
        value, size = ((self.basis.Q.T @ x)**2).sum(), (x * x).sum()
        return Interval.around(value, (3 * self.basis.skew + 8 * len(x) * EPS) * size)

    def _sizes(self):
        """(a bound on |h|, on |h'|) on the spectrum."""
        (a, b, c), r = jnp.abs(self.instance["h"]), self.bounds
        return a + b * r + c * r**2, b + 2 * c * r

    def Filtered(self, x):
        (a, b, c), L = self.instance["h"], self.L
        Lx = L @ x
        return Ball(a * x + b * Lx + c * (L @ Lx), 32 * len(x) * EPS * self._large() * jnp.sqrt((x * x).sum()))

    def _large(self):
        (a, b, c), size = jnp.abs(self.instance["h"]), symmetric.frobenius(self.L)
        return a + b * size + c * size**2

    def Synthesised(self, x):
        (a, b, c), (Q, d, _, skew), (high, steep) = self.instance["h"], self.basis, self._sizes()
        gains = a + b * d + c * d**2
        slack = steep * self.off + (3 * skew + 16 * len(x) * EPS) * (high + self._large())
        return Ball(Q @ (gains * (Q.T @ x)), slack * jnp.sqrt((x * x).sum()))

    def _off(self, U):
        """How far the inner products of the columns are from those of orthonormal ones, if that is a matter of rounding."""
        gap = symmetric.frobenius(U.T @ U - jnp.eye(U.shape[1]))
        return jnp.where(gap < CLOSE, 2 * gap + 8 * len(U) * EPS, 0.0)

    def Gram(self, U):
        return Ball(U.T @ U, self._off(U) + 4 * len(U) * EPS * (U * U).sum())

    def Identity(self, k):
        return Ball.of(jnp.eye(k))

    def Energy(self, U):
        size = symmetric.frobenius(self.L) * (U * U).sum()
        return Interval.around((U * (self.L @ U)).sum(), (3 * self._off(U) + 8 * len(U) * EPS) * size)

    def Nullity(self, w):
        """From below by the signals that are constant on components, from above by the eigenvalues that may be 0."""
        least = self.known["Pieces"](w)
        return Interval(least, jnp.maximum(least, (jnp.abs(self.basis.d) <= self.off).sum().astype(float)))


class ExactSpectrumWords(Words):
    """The spectrum is given and checked; None where nobody asks for it."""

    def values(self):
        i = self.instance
        self.L = matrix(np.array(i["w"], object))
        return {"U": np.array(i["U"], object), "k": len(i["U"][0]), "h": i["h"]}

    @functools.cached_property
    def _projections(self):
        if self.instance["spectrum"] is None:
            raise ArithmeticError("the spectrum of these weights is not known exactly")
        return symmetric.projections(self.L, self.instance["spectrum"])

    def Eigenvalue(self, a):
        return [value for value in self._projections for _ in range(self.instance["spectrum"].count(value))][a - 1]

    def Spectral(self, x):
        return sum(((P @ x)**2).sum() for P in self._projections.values())

    def Filtered(self, x):
        a, b, c = self.instance["h"]
        return a * x + b * (self.L @ x) + c * (self.L @ (self.L @ x))

    def Synthesised(self, x):
        a, b, c = self.instance["h"]
        return sum((a + b * value + c * value**2) * (P @ x) for value, P in self._projections.items())

    def Gram(self, U):
        return U.T @ U

    def Identity(self, k):
        return np.array([[Fraction(int(a == b)) for b in range(k)] for a in range(k)], object)

    def Energy(self, U):
        return (U * (self.L @ U)).sum()

    def Nullity(self, w):
        return len(w) - ranks.rank(self.L.tolist())


@dataclass(frozen=True)
class Spectrum(Part):
    """A polynomial of degree two, and k columns."""

    floating, exact, extended = SpectrumWords, ExactSpectrumWords, ExactSpectrumWords
    knobs = ("orthonormal",)
    frees = "any columns"

    def draw(self, size, rng):
        return dict(U=rng.normal(size=(size.n, size.k)), h=rng.normal(size=3))

    def build(self, size, theta, knobs, built):
        U = orthonormal(theta["U"] + 0.01 * np.eye(size.n)[:, :size.k])
        return dict(U=U * (1 - knobs.get("orthonormal", 0.0) / 2), h=theta["h"])

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(columns=switches(1, rng))

    def build_free(self, size, theta, built):
        return dict(U=jnp.where(theta["columns"][0] > 0, theta["U"], orthonormal(theta["U"])), h=theta["h"])

    def named(self, given, exact):
        if exact:
            return dict(U=[[*map(Fraction, row)] for row in given["U"]], h=[*map(Fraction, given["h"])], spectrum=given["spectrum"])
        return dict(U=np.array([[float(v) for v in row] for row in given["U"]]), h=np.array([float(v) for v in given["h"]]))

    def shown(self, instance):
        return {f"u_{a + 1}": in_latex([row[a] for row in instance["U"]]) for a in range(len(instance["U"][0]))}

    def as_exact(self, instance):
        return dict(U=[[Fraction(float(v)) for v in row] for row in instance["U"]], h=[Fraction(float(v)) for v in instance["h"]],
                    spectrum=None)


def orthonormal(U):
    """By the method of Gram and Schmidt, twice; columns that vanish stay."""
    for _ in range(2):
        columns: list = []
        for column in U.T:
            for other in columns:
                column = column - (column @ other) * other
            size = root((column * column).sum())
            columns.append(jnp.where(size > 1e-8, column / jnp.where(size > 1e-8, size, 1.0), column))
        U = jnp.stack(columns, 1)
    return U


# -- named graphs
def graph(n, *edges):
    """Weights of a graph: pairs, or triples with a weight."""
    w = [[Fraction(0)] * n for _ in range(n)]
    for a, b, *weight in edges:
        w[a][b] = w[b][a] = Fraction(*weight) if weight else Fraction(1)
    return w


def path(n):
    return graph(n, *((a, a + 1) for a in range(n - 1)))


def cycle(n):
    return graph(n, *((a, (a + 1) % n) for a in range(n)))


def complete(n):
    return graph(n, *((a, b) for a in range(n) for b in range(a)))


def star(n):
    return graph(n, *((0, a) for a in range(1, n)))


@dataclass(frozen=True)
class Graphs(World):
    """Float64 instances are also judged exactly, where no spectrum is asked for."""

    def extended(self, size, instance):
        return super().extended(size, self.as_exact(instance))


SPACE = "Weighted graphs on n vertices and signals on them; the float64 weights and signals are the instance."
