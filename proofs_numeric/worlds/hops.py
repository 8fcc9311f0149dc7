"""Matrices on a graph that join neighbours only, their polynomials, and the heat kernel of the graph.

Steps go along weights that are not 0. In floating point the heat kernel comes from an approximate eigenbasis, exactly it is a matrix of
balls.
"""
import functools
import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import flint
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval
from proofs_numeric.engine.interpret import extended
from proofs_numeric.mathematics import symmetric
from proofs_numeric.mathematics.metric_spaces import switches
from proofs_numeric.worlds.graphs import matrix
from proofs_numeric.worlds.world import Part, Words, in_latex

TERMS, LARGEST = 60, 8.0         # of a series in a, and the largest a for which so many are enough
STRICT = 2.0**-20


class Size(NamedTuple):
    n: int                       # vertices
    K: int                       # steps


def steps(joined, most):
    """The least number of steps from vertex to vertex along joined pairs, `most` + 1 where more than `most` are needed. NumPy or JAX."""
    n = len(joined)
    reached, distance = np.eye(n, dtype=bool), (1 - np.eye(n, dtype=int)) * (most + 1)
    for k in range(1, most + 1):
        reached = reached | ((reached @ joined) > 0)
        distance = distance - reached * (distance > k) * (distance - k)
    return distance


# -- in floating point
class FloatingWords(Words):
    def values(self):
        i = self.instance
        joined = (i["w"] != 0) & ~np.eye(len(i["w"]), dtype=bool)
        self.distance = steps(joined.astype(int), self.size.K + 1)
        self.L = matrix(i["w"])
        self.symmetric = (i["w"] == i["w"].T).all()
        self.basis = symmetric.eigenbasis((self.L + self.L.T) / 2)
        self.off = jnp.where(self.symmetric, self.basis.off + 8 * len(i["w"]) * EPS * symmetric.frobenius(self.L), jnp.inf)
        self.own = {"poly": self._poly(i["S"]), "power": self._power(self.size.K), "heat": self._heat(i["t"])}
        return {"S": i["S"], "K": self.size.K, "t": i["t"], "Lambda": i["Lambda"]}

    def Poly(self, A):
        """Those of the instance, here and below, are traced once for all clauses."""
        return self.own["poly"] if A is self.instance["S"] else self._poly(A)

    def Power(self, k):
        return self.own["power"] if k == self.size.K else self._power(k)

    def Heat(self, t):
        return self.own["heat"] if t is self.instance["t"] else self._heat(t)

    def Cell(self, A, a, b):
        if isinstance(A, Ball):
            return Interval.around(A.center[a, b], A.radius)
        return A[a, b]

    def Beyond(self, a, b, k):
        return (self.distance[a, b] > k).astype(float)

    def At(self, a, b, k):
        return (self.distance[a, b] == k).astype(float)

    def Coefficient(self, m):
        return self.instance["c"][m]

    def _poly(self, A):
        value = self.instance["c"][-1] * Ball.of(jnp.eye(len(A)))
        for c in self.instance["c"][-2::-1]:
            value = value @ A + Ball.of(jnp.eye(len(A))) * c
        return value

    def _laplacian(self):
        n = len(self.L)
        return Ball(self.L, 2 * n * EPS * symmetric.frobenius(self.L))

    def _power(self, k):
        L = value = self._laplacian()
        for _ in range(k - 1):
            value = value @ L
        return value

    def Geodesics(self, a, b):
        """Where K is their number of steps."""
        w = value = Ball.of(self.instance["w"] * (1 - np.eye(len(self.L))))
        for _ in range(self.size.K - 1):
            value = value @ w
        return Interval.around(value.center[a, b], value.radius)

    def Top(self, w):
        value = self.basis.d[-1]
        return Interval(value - self.off, value + self.off)

    def Chebyshev(self, k, x):
        before, now = Ball.of(x), self._scaled(x)
        for _ in range(k - 1):
            before, now = now, self._scaled(now) * 2 - before
        return now

    def _scaled(self, x):
        return (self._laplacian() @ x) * (Interval.of(2.0) / Interval.of(self.instance["Lambda"])) - x

    def _heat(self, t):
        """|e^-tA - e^-tB| is at most t |A - B| times the largest value, for symmetric matrices that are close."""
        Q, d, _, skew = self.basis
        gains = jnp.exp(-t * d)
        high = gains.max() * jnp.exp(t * jnp.where(self.symmetric, self.off, 0.0))
        slack = t * self.off * high + (3 * skew + 32 * len(d) * EPS) * len(d)**0.5 * high * (1 + t * jnp.abs(d).max())
        return Ball((Q * gains) @ Q.T, jnp.where(self.symmetric, slack, jnp.inf))

    def _series(self, exponents, logarithms, a):
        """The sum of a^e exp(-l), e and l static; each term within 1e-12 of itself, what is left out below 1e-15."""
        possible = (a > 0) & (a <= LARGEST)
        a = jnp.where(possible, a, 1.0)
        value = jnp.exp(exponents * jnp.log(a) - logarithms - a).sum()
        return Interval(jnp.where(possible, value * (1 - 1e-12), 0.0), jnp.where(possible, value * (1 + 1e-12) + 1e-15, jnp.inf))

    def _a(self):
        return self.instance["t"] * self.instance["Lambda"] / 2

    def BesselTail(self, K):
        k, m = (z.ravel() for z in np.meshgrid(np.arange(K + 1, K + 1 + TERMS // 2), np.arange(TERMS // 2)))
        gamma = np.vectorize(math.lgamma)
        return self._series(k + 2.0 * m, gamma(m + 1.0) + gamma(m + k + 1.0) + (k + 2 * m) * math.log(2), self._a()) * 2

    def PoissonTail(self, K):
        k = np.arange(K + 1, K + 1 + TERMS)
        return self._series(k * 1.0, np.vectorize(math.lgamma)(k + 1.0), self._a())


# -- exactly
class ExactWords(Words):
    def values(self):
        i = self.instance
        flint.ctx.prec = 200
        self.w = np.array(i["w"], object)
        n = len(self.w)
        self.L = matrix(self.w)
        self.distance = steps(np.array([[int(v != 0 and a != b) for b, v in enumerate(row)] for a, row in enumerate(self.w)]), n)
        return {"S": np.array(i["S"], object), "K": i["K"], "t": i["t"], "Lambda": i["Lambda"]}

    def _one(self):
        return np.array([[Fraction(int(a == b)) for b in range(len(self.w))] for a in range(len(self.w))], object)

    def Cell(self, A, a, b):
        return A[a, b]

    def Beyond(self, a, b, k):
        return int(self.distance[a, b] > k)

    def At(self, a, b, k):
        return int(self.distance[a, b] == k)

    def Coefficient(self, m):
        return self.instance["c"][m]

    def _once(self, name, value):
        """What is asked for at every pair of vertices is computed once."""
        if name not in self._kept:
            self._kept[name] = value()
        return self._kept[name]

    @functools.cached_property
    def _kept(self) -> dict[Any, Any]:
        return {}

    def Poly(self, A):
        return self._once("poly", lambda: self._poly(A))

    def Power(self, k):
        return self._once(("power", k), lambda: self._power(k))

    def Heat(self, t):
        return self._once(("heat", t), lambda: self._heat(t))

    def BesselTail(self, K):
        return self._once(("bessel", K), lambda: self._bessel(K))

    def _poly(self, A):
        value = 0 * self._one()
        for c in reversed(self.instance["c"]):
            value = value @ A + c * self._one()
        return value

    def _power(self, k):
        value = self._one()
        for _ in range(k):
            value = value @ self.L
        return value

    def Geodesics(self, a, b):
        """By enumeration: at each step one vertex nearer."""
        if a == b:
            return Fraction(1)
        nearer = [v for v in range(len(self.w)) if v != a and self.w[a, v] != 0 and self.distance[v, b] == self.distance[a, b] - 1]
        return sum((self.w[a, v] * self.Geodesics(v, b) for v in nearer), Fraction(0))

    def Top(self, w):
        return max(symmetric.projections(self.L, self.instance["spectrum"]))

    def Chebyshev(self, k, x):
        Y = self.L * (Fraction(2) / self.instance["Lambda"]) - self._one()
        before, now = x, Y @ x
        for _ in range(k - 1):
            before, now = now, 2 * (Y @ now) - before
        return now

    def _heat(self, t):
        """Entries between components are 0."""
        n = len(self.L)
        E = flint.arb_mat([[extended(-t * v) for v in row] for row in self.L]).exp()
        return np.array([[E[a, b] if self.distance[a, b] <= n - 1 else Fraction(0) for b in range(n)] for a in range(n)], object)

    def _a(self):
        return extended(Fraction(self.instance["t"]) * self.instance["Lambda"] / 2)

    def _bessel(self, K):
        """e^a = I_0 + 2 (I_1 + I_2 + ...)."""
        a = self._a()
        return 1 - (-a).exp() * (a.bessel_i(0) + 2 * sum((a.bessel_i(k) for k in range(1, K + 1)), flint.arb(0)))

    def PoissonTail(self, K):
        a = self._a()
        return 1 - (-a).exp() * sum((a**k / math.factorial(k) for k in range(K + 1)), flint.arb(0))


@dataclass(frozen=True)
class Hops(Part):
    """A matrix S on the graph, a polynomial, a time, and a bound on the spectrum."""

    floating, exact = FloatingWords, ExactWords
    knobs = ("supported", "degree", "bounded_spectrum")
    frees = "any matrix S, any polynomial of degree K + 1, any bound on the spectrum"

    def draw(self, size, rng):
        return dict(S=rng.normal(size=(size.n, size.n)), c=rng.normal(size=size.K + 2), t=rng.normal())

    def build(self, size, theta, knobs, built):
        w, n = built["w"], size.n
        S = jnp.where((w != 0) | np.eye(n, dtype=bool), theta["S"], knobs.get("supported", 0.0) * 1.0)
        c = theta["c"].at[-1].set(knobs.get("degree", 0.0))
        degrees = w.sum(1)
        bound = jnp.where(w != 0, degrees[:, None] + degrees, 0.0).max() * (1 + STRICT) * (1 - 0.9 * knobs.get("bounded_spectrum", 0.0))
        return dict(S=S, c=c, Lambda=bound, t=(1.5 + jnp.tanh(theta["t"])) / jnp.where(bound > 0, bound, 1.0))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(hops=switches(3, rng), bound=rng.normal())

    def build_free(self, size, theta, built):
        own = self.build(size, theta, {}, built)
        loose, high, wrong = theta["hops"] > 0.3
        bound = own["Lambda"] * jnp.where(wrong, jnp.exp(jnp.tanh(theta["bound"])), 1.0)
        return own | dict(S=jnp.where(loose, theta["S"], own["S"]), c=own["c"].at[-1].set(jnp.where(high, 1.0, 0.0)), Lambda=bound)

    def named(self, given, exact):
        if not exact:
            raise ValueError("named instances of this world are exact")
        w = [[Fraction(v) for v in row] for row in given["w"]]
        S = given.get("S")
        return dict(S=matrix(np.array(w, object)).tolist() if S is None else [[*map(Fraction, row)] for row in S], K=given["K"],
                    c=[*map(Fraction, given.get("c") or [1] * (given["K"] + 1) + [0])], t=Fraction(given["t"]),
                    Lambda=Fraction(given["Lambda"]), spectrum=[Fraction(v) for v in given["spectrum"]])

    def shown(self, instance):
        return {name: in_latex(instance[key]) for name, key in (("K", "K"), ("t", "t"), (r"\Lambda", "Lambda"))}
