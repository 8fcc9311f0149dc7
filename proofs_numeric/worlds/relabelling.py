"""Renumbered graphs: a matrix that may be a permutation, filters and activations that may depend on the numbering.

Matrices and signals are balls in floating point, arrays of fractions exactly.
"""
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval
from proofs_numeric.mathematics.metric_spaces import switches
from proofs_numeric.worlds.world import Part, Words, in_latex


class Size(NamedTuple):
    n: int                       # vertices


def generators(n) -> np.ndarray:
    """The exchange of the first two vertices and the cyclic shift, as matrices (2, n, n): they generate all permutations."""
    one = np.eye(n, dtype=int)
    return np.stack([one[[1, 0, *range(2, n)]], np.roll(one, 1, 0)])


class FloatingWords(Words):
    def values(self):
        i = self.instance
        return {"P": i["P"], "A": i["A"], "Q": jnp.arange(2), "R": jnp.arange(3)}

    def Cell(self, A, a, b):
        return A[a, b]

    def Conjugated(self, P, A):
        return Ball.of(P) @ A @ P.T

    def Moved(self, P, x):
        return Ball.of(P) @ x

    def Unit(self, w):
        return Ball.of(jnp.eye(len(w)))

    def LaplacianOf(self, w):
        """Twice a square root of n times the error of the weights covers that of the degrees."""
        w = Ball.of(w)
        off = w.center * (1 - np.eye(len(w.center)))
        n, value = len(off), jnp.diag(off.sum(1)) - off
        return Ball(value, (1 + n**0.5) * w.radius + 2 * n * EPS * n**0.5 * w.size)

    def Polynomial(self, w):
        (a, b, c), L = self.instance["h"], self.LaplacianOf(w)
        return Ball.of(jnp.eye(len(L.center))) * a + L * b + (L @ L) * c

    def Filter(self, w):
        """Plus a gain of the first vertex, whatever the graph."""
        n = len(Ball.of(w).center)
        return self.Polynomial(w) + Ball.of(self.instance["first"] * jnp.zeros((n, n)).at[0, 0].set(1.0))

    def Applied(self, w, x):
        return self.Filter(w) @ x

    def Activated(self, x):
        x, b = Ball.of(x), self.instance["b"]
        return Ball(jnp.maximum(x.center + b, 0.0), x.radius + EPS * (x.size + Ball.of(b).size))

    def Net(self, w, x):
        return self.Filter(w) @ self.Activated(self.Filter(w) @ x)

    def Bias(self, a):
        return self.instance["b"][a]

    def Readout(self, r, x):
        x = Ball.of(x)
        n, total = len(x.center), x.center.sum()
        value = jnp.select([r == 0, r == 1], [total, total / n], x.center.max())
        return Interval.around(value, n**0.5 * x.radius + 2 * n * EPS * n**0.5 * x.size)

    def After(self, A, q):
        return Ball.of(A) @ jnp.asarray(generators(len(A)), float)[q]

    def Before(self, A, q):
        return Ball.of(jnp.asarray(generators(len(A)), float)[q]) @ A

    def Mean(self, A):
        n = len(A)
        value = A[0, 1] + (A[0, 0] - A[0, 1]) * jnp.eye(n)
        return Ball(value, 2 * n * EPS * (jnp.abs(A[0, 0]) + jnp.abs(A[0, 1])))


class ExactWords(Words):
    """A filter that is given as a matrix is that of every graph that is asked for: of one graph and its automorphisms."""

    def values(self):
        i = self.instance
        return {"P": np.array(i["P"], object), "A": np.array(i["A"], object), "Q": (0, 1), "R": (0, 1, 2)}

    def Cell(self, A, a, b):
        return A[a, b]

    def Conjugated(self, P, A):
        return P @ A @ P.T

    def Moved(self, P, x):
        return P @ x

    def Unit(self, w):
        return np.array([[Fraction(int(a == b)) for b in range(len(w))] for a in range(len(w))], object)

    def LaplacianOf(self, w):
        off = w * (1 - np.eye(len(w), dtype=int))
        return np.diag(off.sum(1)) - off

    def Polynomial(self, w):
        (a, b, c), L = self.instance["h"], self.LaplacianOf(w)
        return a * self.Unit(w) + b * L + c * (L @ L)

    def Filter(self, w):
        return self.Polynomial(w) if self.instance["H"] is None else np.array(self.instance["H"], object)

    def Applied(self, w, x):
        return self.Filter(w) @ x

    def Activated(self, x):
        return np.array([max(v + b, Fraction(0)) for v, b in zip(x, self.instance["b"])], object)

    def Net(self, w, x):
        return self.Filter(w) @ self.Activated(self.Filter(w) @ x)

    def Bias(self, a):
        return self.instance["b"][a]

    def Readout(self, r, x):
        return (sum(x), sum(x) * Fraction(1, len(x)), max(x))[r]

    def After(self, A, q):
        return A @ generators(len(A))[q].astype(object)

    def Before(self, A, q):
        return generators(len(A))[q].astype(object) @ A

    def Mean(self, A):
        return A[0, 1] + (A[0, 0] - A[0, 1]) * self.Unit(A)


@dataclass(frozen=True)
class Relabelling(Part):
    """A renumbering P, a polynomial h, biases, and a matrix A that commutes with all permutations."""

    floating, exact = FloatingWords, ExactWords
    knobs = ("zero_one", "orthogonal", "by_eigenvalue", "pointwise", "commutes")
    frees = "matrices in the place of permutations, filters and biases that depend on the vertex, any matrix A"

    def draw(self, size, rng):
        return dict(order=rng.normal(size=size.n), h=rng.normal(size=3), b=rng.normal(), A=rng.normal(size=2))

    def build(self, size, theta, knobs, built):
        n = size.n
        P = jnp.eye(n)[jnp.argsort(theta["order"] + 1e-6 * np.arange(n))]
        turn, double = knobs.get("zero_one", 0.0), knobs.get("orthogonal", 0.0)
        rotation = jnp.eye(n).at[0, 0].set(0.6).at[1, 1].set(0.6).at[0, 1].set(-0.8).at[1, 0].set(0.8)
        P = jnp.where(turn > 0, rotation @ P, jnp.where(double > 0, P.at[1].set(P[0]), P))
        b = theta["b"] + knobs.get("pointwise", 0.0) * np.arange(n)
        A = theta["A"][0] * jnp.eye(n) + theta["A"][1] + knobs.get("commutes", 0.0) * jnp.diag(1.0 + np.arange(n))
        return dict(P=P, h=theta["h"], b=b * jnp.ones(n), A=A, first=jnp.float64(knobs.get("by_eigenvalue", 0.0)))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(relabelling=switches(5, rng), any=rng.normal(size=(size.n, size.n)))

    def build_free(self, size, theta, built):
        own = self.build(size, theta, {}, built)
        other, indexed, biased, loose, double = theta["relabelling"] > 0.3
        P = jnp.where(other, theta["any"], jnp.where(double, own["P"].at[0].set(own["P"][1]), own["P"]))
        return own | dict(P=P, b=own["b"] + jnp.where(biased, 1.0, 0.0) * np.arange(size.n), A=jnp.where(loose, theta["any"], own["A"]),
                          first=jnp.where(indexed, 1.0, 0.0))

    def named(self, given, exact):
        def matrix(rows):
            return [[*map(Fraction, row)] for row in rows]
        n = len(given["w"])
        A = given.get("A") or [[2 if a == b else 1 for b in range(n)] for a in range(n)]
        numbers = dict(h=given.get("h", (1, -2, 3)), b=given.get("b") or [0] * n)
        if exact:
            H = given.get("H")
            return {name: [*map(Fraction, row)] for name, row in numbers.items()} | dict(
                P=matrix(given["P"]), A=matrix(A), H=None if H is None else matrix(H))
        return {name: np.array([float(v) for v in row]) for name, row in (numbers.items())} | dict(
            P=np.array(matrix(given["P"]), float), A=np.array(matrix(A), float), first=np.float64(0))

    def shown(self, instance):
        """The renumbering as the new place of each vertex, if it is a permutation."""
        P = np.array(instance["P"])
        order = [int(row.argmax()) + 1 for row in P]
        return {r"\text{new order}": in_latex(order), "h": in_latex(list(instance["h"])), "b": in_latex(list(instance["b"]))}
