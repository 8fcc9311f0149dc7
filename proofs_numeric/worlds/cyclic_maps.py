"""Maps of the signals on Z/N, as one more part of the world of `cyclic`: a map T, which may be bent, and any matrix M."""
import functools
import math
from dataclasses import dataclass
from fractions import Fraction

import flint
import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, modulus
from proofs_numeric.mathematics.cyclotomic import Cyclotomic, vector
from proofs_numeric.mathematics.radicals import square_root
from proofs_numeric.worlds.cyclic import ExactSignalWords, complex_of
from proofs_numeric.worlds.world import Part, Words, in_latex

SQUARINGS = 26                   # of A*A: the trace of its power 2^26 is within the factor N of that of the largest singular value


def circulant(h):
    """The matrix of f -> h * f."""
    n = len(h)
    return h[np.subtract.outer(np.arange(n), np.arange(n)) % n]


def spectral_norm(A) -> Interval:
    """The largest singular value of a matrix of floats, from traces: t_m = tr (A*A)^(2^m) is between s^(2^(m+1)) and N times it.

    Each squaring is normalised by its trace. Its rounding error, at most N^2 roundings of the largest eigenvalue, is divided by 2^m when
    the root is taken.
    """
    n = A.shape[0]
    square = jnp.conj(A).T @ A
    trace = jnp.trace(square).real
    safe = jnp.where(trace > 0, trace, 1.0)

    def step(k, state):
        P, logarithm = state
        P = P @ P
        t = jnp.where(trace > 0, jnp.trace(P).real, 1.0)
        return P / t, logarithm + jnp.log(t) * 0.5**(k + 1)
    _, logarithm = jax.lax.fori_loop(0, SQUARINGS, step, (square / safe, jnp.log(safe)))
    top = jnp.where(trace > 0, jnp.exp(logarithm / 2), 0.0)
    slack = (4 * n**3 + 200) * EPS
    return Interval(top * (1 - slack) * float(n)**(-(0.5**(SQUARINGS + 1))), top * (1 + slack))


@functools.cache
def commutant_dimension(n: int, step: int) -> int:
    """dim {A : A S^step = S^step A} for the shift of n points: n^2 less the rank of the commutator, over the integers."""
    S = np.roll(np.eye(n, dtype=int), step, 0)
    return n * n - flint.fmpz_mat((np.kron(S, np.eye(n, dtype=int)) - np.kron(np.eye(n, dtype=int), S.T)).tolist()).rank()


class MapWords(Words):
    """T f = A f + b |A f| with a matrix A and a number b, the bend; as a matrix, T has the columns T delta_y."""

    @functools.cached_property
    def _matrix(self):
        A, bend = self.instance["A"] + 0j, self.instance["bend"]
        return Ball(A + bend * modulus(A), jax.lax.stop_gradient(8 * EPS * (1 + jnp.abs(bend)) * jnp.sqrt((jnp.abs(A)**2).sum())))

    def values(self):
        n = self.instance["A"].shape[-1]
        probes = jnp.concatenate([self.known["f"].center[None], -jnp.eye(n)])
        return {"T": self._matrix, "M": Ball.of(self.instance["M"] + 0j), "F": Ball(probes, jnp.zeros(n + 1))}

    def Apply(self, T, f):
        bend, y = self.instance["bend"], Ball.of(self.instance["A"] + 0j) @ f
        return Ball(y.center + bend * modulus(y.center), jax.lax.stop_gradient((1 + jnp.abs(bend)) * (y.radius + 8 * EPS * y.size)))

    def Shift(self, f):
        return Ball(jnp.roll(f.center, 1), f.radius)

    def Superposed(self, T, f):
        return self._matrix @ f

    def Response(self, T):
        return Ball(self._matrix.center[:, 0], self._matrix.radius)

    def OperatorNorm(self, T):
        return spectral_norm(T.center).widened(T.radius)

    def Frobenius(self, A):
        return A.norm()

    def Commutator(self, A):
        c = A.center
        return Ball(jnp.roll(c, -1, 1) - jnp.roll(c, 1, 0), 2 * A.radius + 4 * EPS * A.size)

    def MeanConjugate(self, A):
        n = A.center.shape[-1]
        diagonals = A.center[np.add.outer(np.arange(n), np.arange(n)) % n, np.arange(n)]      # [d, y]: the entry at (y + d, y)
        return Ball(circulant(diagonals.mean(1)), A.radius + 2 * (n + 4) * EPS * A.size)

    def ByKernel(self, g):
        return Ball(circulant(g.center), g.center.size**0.5 * g.radius)

    def Chord(self, n):
        chord = 2 * math.sin(math.pi / n)
        return Interval.around(jnp.float64(chord), 8 * EPS)

    def CommutantDimension(self, s):
        return commutant_dimension(self.known["N"], s)

    def Gcd(self, n, s):
        return math.gcd(n, s)


class ExactMapWords(Words):
    """Matrices of `Cyclotomic`; where T is bent, the entries of A f are real. Operator norms where they are roots of rational numbers."""

    def _bent(self, y):
        bend = self.instance["bend"]
        return y + bend * abs(y) if bend else y

    def values(self):
        n = len(self.instance["A"])
        probes = (self.known["f"], *(vector([-int(x == y) for x in range(n)]) for y in range(n)))
        return {"T": self._bent(self.instance["A"]), "M": self.instance["M"], "F": probes}

    def Apply(self, T, f):
        return self._bent(self.instance["A"] @ f)

    def Shift(self, f):
        return np.roll(f, 1)

    def Superposed(self, T, f):
        return T @ f

    def Response(self, T):
        return T[:, 0]

    def OperatorNorm(self, T):
        """The root of the largest eigenvalue of T*T. Raises ArithmeticError where that is irrational."""
        adjoint = np.array([[v.conjugate() for v in row] for row in T.T], object)
        square, power, coefficients = adjoint @ T, 0 * T, [Fraction(1)]
        for k in range(1, len(T) + 1):                                      # Faddeev and LeVerrier
            power = square @ (power + coefficients[-1] * np.eye(len(T), dtype=object))
            coefficients.append(-sum(power[i, i].a for i in range(len(T))) / k)
        polynomial = sp.Poly([sp.Rational(c) for c in coefficients], sp.Symbol("x")).sqf_part()
        top = max(polynomial.ground_roots(), default=sp.Integer(-1))
        if top < 0 or polynomial.count_roots(top, None) != 1:
            raise ArithmeticError(f"the largest eigenvalue of T*T is not rational; its polynomial is {polynomial}")
        return square_root(Fraction(int(top.p), int(top.q)))

    def Frobenius(self, A):
        return ExactSignalWords.Norm(self, A)  # type: ignore[arg-type]

    def Commutator(self, A):
        return np.roll(A, -1, 1) - np.roll(A, 1, 0)

    def MeanConjugate(self, A):
        n = len(A)
        return circulant(np.array([sum((A[(y + d) % n, y] for y in range(n)), Cyclotomic(0)) * Fraction(1, n) for d in range(n)], object))

    def ByKernel(self, g):
        return circulant(g)

    def Chord(self, n):
        return square_root({1: 0, 2: 4, 3: 3, 4: 2, 6: 1}[n])

    def CommutantDimension(self, s):
        return commutant_dimension(self.known["N"], s)

    def Gcd(self, n, s):
        return math.gcd(n, s)


@dataclass(frozen=True)
class Maps(Part):
    """The map T, a convolution unless a knob is turned, and any matrix M."""

    floating, exact = MapWords, ExactMapWords
    knobs = ("linear", "commutes")
    frees = "maps that are bent, or that no shift commutes with, and any matrices"

    def draw(self, size, rng):
        n = size.N
        return dict(h=rng.normal(size=(2, n)), A=rng.normal(size=(2, n, n)), M=rng.normal(size=(2, n, n)))

    def build(self, size, theta, knobs, built):
        A = circulant(complex_of(theta["h"])) + knobs.get("commutes", 0.0) * complex_of(theta["A"])
        return dict(A=A, bend=jnp.float64(knobs.get("linear", 0.0)), M=complex_of(theta["M"]))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(loose=rng.choice([0.0, 0.0, 1.0], size=2) * rng.normal(size=2),
                                           near=rng.choice([1.0, 1e-3]))

    def build_free(self, size, theta, built):
        circular = circulant(complex_of(theta["h"]))
        return dict(A=circular + theta["loose"][0] * complex_of(theta["A"]), bend=theta["loose"][1],
                    M=circular + theta["near"] * complex_of(theta["M"]))

    def named(self, given, exact):
        """maps = (A, bend, M) with lists of rows; by default the identity and a diagonal matrix."""
        n = len(given["f"])
        A, bend, M = given.get("maps") or (np.eye(n, dtype=int), 0, np.diag(range(n)))
        M = A if M is None else M
        if exact:
            return dict(A=np.array([vector(row) for row in A]), bend=Fraction(bend), M=np.array([vector(row) for row in M]))
        return dict(A=np.array(A, complex), bend=np.float64(bend), M=np.array(M, complex))

    def shown(self, instance):
        rows = {"h_T": instance["A"][:, 0]} | {rf"M_{{{x + 1}\cdot}}": row for x, row in enumerate(instance["M"])}
        return {name: in_latex(list(row)) for name, row in rows.items()}

