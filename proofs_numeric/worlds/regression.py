"""Linear least squares in a finite world: a design matrix with known axes, targets, weights, strengths of a penalty.

Vectors are columns. The design matrix X is U diag(s) V^T with orthogonal, not normalised columns of few binary digits (see
`mathematics.rotations`): float64 numbers are then a rational instance on which singular values are known, and no matrix is left out but
for digits. The second opinion is rational arithmetic on the same numbers.
"""
import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, stop
from proofs_numeric.engine.interpret import Named, unnamed
from proofs_numeric.mathematics import gaussians as ga
from proofs_numeric.mathematics.inverses import inverse
from proofs_numeric.mathematics.metric_spaces import switches
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.mathematics.rotations import PARAMETERS, decomposed, rotation
from proofs_numeric.worlds.world import Part, Words, World, in_latex


class Size(NamedTuple):
    n: int                       # data
    d: int                       # features


fraction = np.vectorize(Fraction, otypes=[object])


def identity(size):
    """The identity matrix of Fraction."""
    return fraction(np.eye(size, dtype=int))


def column(x):
    """Numbers as a column of Fraction."""
    return fraction(np.array(x, object)).reshape(-1, 1)


def floats(instance, exact):
    """A dictionary of exact numbers and arrays as it is, or in float64."""
    return instance if exact else {name: np.float64(x) if np.ndim(x) == 0 else np.array(x, float) for name, x in instance.items()}


def rounded(x, digits, largest=8.0):
    """x clipped and rounded to some binary digits after the point; the derivative is that of x clipped."""
    x = jnp.clip(x, -largest, largest)
    return stop(jnp.round(x * 2.0**digits) / 2.0**digits) + (x - stop(x))


def directed(x, digits=4):
    """x scaled to length 1 and rounded; the first unit vector for 0."""
    size = jnp.sqrt((x * x).sum())
    return rounded(jnp.where(size > 1e-3, x / jnp.where(size > 1e-3, size, 1.0), jnp.eye(len(x))[0]), digits)


# -- matrices, and the design matrix
class MatrixWords(Words):
    """Vectors are columns."""

    def Transposed(self, A):
        A = Ball.of(A)
        return Ball(A.center.T, A.radius)

    def Inverse(self, A):
        return inverse(A)

    def Norm(self, x):
        return Ball.of(x).norm()

    def SquaredNorm(self, x):
        return Ball.of(x).norm() ** 2

    def Inner(self, x, z):
        x, z = Ball.of(x), Ball.of(z)
        sizes = x.size * z.size
        slack = x.size * z.radius + z.size * x.radius + x.radius * z.radius
        return Interval.around((x.center * z.center).sum(), (slack + (x.center.size + 2) * EPS * sizes) * (1 + 8 * EPS))

    def Trace(self, A):
        return ga.trace(A)


class DesignWords(MatrixWords):
    def values(self):
        self.resolvents = {}
        return {"X": self.instance["X"], "I_n": jnp.eye(self.size.n), "I_d": jnp.eye(self.size.d)}

    @functools.cached_property
    def gram(self):
        X = Ball.of(self.instance["X"])
        return self.Transposed(X) @ X

    def Resolvent(self, lam):
        """One inverse for each strength."""
        if lam not in self.resolvents:
            self.resolvents[lam] = inverse(self.gram + Ball.of(jnp.eye(self.size.d)) * unnamed(lam))
        return self.resolvents[lam]

    def MinEigen(self, A):
        """Of X^T X only."""
        return self.instance["gram"].min()

    def LeastSquare(self, X):
        g = self.instance["gram"]
        least = jnp.min(jnp.where(g > 0, g, jnp.inf))
        least = jnp.where(jnp.isfinite(least), least, 0.0)
        return Interval.around(least, 4 * EPS * least)


class ExactMatrixWords(Words):
    """The inverse of a singular matrix has no meaning and is 0."""

    def Transposed(self, A):
        return A.T

    def Inverse(self, A):
        try:
            return ga.exact_inverse(A)
        except ZeroDivisionError:
            return 0 * A

    def Norm(self, x):
        return Radical(((x * x).sum(),))

    def SquaredNorm(self, x):
        return (x * x).sum()

    def Inner(self, x, z):
        return (x * z).sum()

    def Trace(self, A):
        return np.trace(A)


class ExactDesignWords(ExactMatrixWords):
    def values(self):
        self.resolvents, (self.n, self.d) = {}, self.instance["X"].shape
        return {"X": self.instance["X"], "I_n": identity(self.n), "I_d": identity(self.d)}

    def Resolvent(self, lam):
        if lam not in self.resolvents:
            X = self.instance["X"]
            self.resolvents[lam] = ga.exact_inverse(X.T @ X + unnamed(lam) * identity(self.d))
        return self.resolvents[lam]

    def MinEigen(self, A):
        return self.instance["gram"].min()

    def LeastSquare(self, X):
        return min((g for g in self.instance["gram"] if g > 0), default=Fraction(0))


@dataclass(frozen=True)
class Design(Part):
    """X (n, d) with the columns of V, orthogonal and of one length, as axes: X^T X V = V diag(gram).

    regular: whether X^T X is invertible where it can be. The first singular value is never 0: at X = 0 there is nothing to climb on.
    """

    regular: bool = False
    floating, exact, extended = DesignWords, ExactDesignWords, ExactDesignWords

    def draw(self, size, rng):
        count = min(size)
        values = rng.normal(size=count) * rng.choice([0.3, 1.0, 3.0]) * (rng.uniform(size=count) < (1.0 if self.regular else 0.8))
        return dict(left=rng.normal(size=PARAMETERS[size.n]), right=rng.normal(size=PARAMETERS[size.d]), values=values)

    def build(self, size, theta, knobs, built):
        left, right = (rotation(k, _parameters(k, theta[side])) for k, side in ((size.n, "left"), (size.d, "right")))
        values, kept = rounded(theta["values"], 5, 4.0), self.regular | (jnp.arange(min(size)) == 0)
        values = jnp.where(kept & (jnp.abs(values) < 0.125), 0.125, values)
        X, V, gram = decomposed(left, values, right)
        return dict(X=X, V=V, gram=jnp.stack(gram))

    draw_free = draw

    def build_free(self, size, theta, built):
        return self.build(size, theta, {}, built)

    def named(self, given, exact):
        """`axes` are the columns of V, the unit vectors where none are given. Raises ValueError where X has other axes."""
        X = fraction(np.array(given["X"], object))
        V = fraction(np.array(given.get("axes", np.eye(X.shape[1], dtype=int)), object))
        XV = X @ V
        for A in (XV.T @ XV, V.T @ V):
            if (A - np.diag(np.diag(A)) != 0).any():
                raise ValueError(f"the columns of {V.tolist()} are not the axes of {X.tolist()}")
        return floats(dict(X=X, V=V, gram=(XV**2).sum(0) / (V**2).sum(0)), exact)

    def as_exact(self, instance):
        return {name: fraction(np.asarray(instance[name])) for name in ("X", "V", "gram")}

    def shown(self, instance):
        return {"X": in_matrix(instance["X"])}


def _parameters(size, x):
    """Of a rotation: one direction, or the two halves of a pair for size 4."""
    return jnp.concatenate([directed(x[:4]), directed(x[4:])]) if size == 4 else directed(x)


def in_matrix(A) -> str:
    """LaTeX of a matrix; of a column, its entries."""
    if A.shape[1] == 1:
        return in_latex([*A[:, 0]])
    return r"\begin{pmatrix}" + r"\\".join("&".join(map(in_latex, row)) for row in A) + r"\end{pmatrix}"


# -- targets and weights
class TargetWords(Words):
    def values(self):
        return {"y": self.instance["y"], "w": self.instance["w"]}

    def Ridge(self, lam):
        return self.known["Resolvent"](lam) @ (self.known["Transposed"](self.instance["X"]) @ Ball.of(self.instance["y"]))

    def MinimumNorm(self, y):
        """The sum of <X v, y> / (gram |v|^2) v over the axes v with gram > 0."""
        X, V, g, y = *(self.instance[name] for name in ("X", "V", "gram")), Ball.of(y)
        weight = jnp.where(g > 0, 1 / jnp.where(g > 0, g, 1.0), 0.0)
        center = V @ (weight[:, None] * ((X @ V).T @ y.center) / (V[:, :1] ** 2).sum())
        size = jnp.sqrt((X * X).sum()) * weight.sum()
        return Ball(center, stop(size * (y.radius + 64 * EPS * y.size)))


class ExactTargetWords(TargetWords):
    def Ridge(self, lam):
        return self.known["Resolvent"](lam) @ (self.instance["X"].T @ self.instance["y"])

    def MinimumNorm(self, y):
        X, V, g = (self.instance[name] for name in ("X", "V", "gram"))
        weights = np.array([[1 / (a * b) if a > 0 else Fraction(0)] for a, b in zip(g, (V**2).sum(0))], object)
        return V @ (weights * ((X @ V).T @ y))


@dataclass(frozen=True)
class Targets(Part):
    """Targets y (n, 1) and any weights w (d, 1)."""

    floating, exact, extended = TargetWords, ExactTargetWords, ExactTargetWords
    frees = "any targets and weights"

    def draw(self, size, rng):
        return dict(y=rng.normal(size=(size.n, 1)), w=rng.normal(size=(size.d, 1)))

    def build(self, size, theta, knobs, built):
        return dict(y=jnp.clip(theta["y"], -8.0, 8.0), w=jnp.clip(theta["w"], -8.0, 8.0))

    draw_free = draw

    def build_free(self, size, theta, built):
        return self.build(size, theta, {}, built)

    def named(self, given, exact):
        return floats(dict(y=column(given["y"]), w=column(given["w"])), exact)

    def as_exact(self, instance):
        return {name: fraction(np.asarray(instance[name])) for name in ("y", "w")}

    def shown(self, instance):
        return {"y": in_matrix(instance["y"]), "w": in_matrix(instance["w"])}


# -- an axis of the data
class AxisWords(Words):
    def values(self):
        return {"v": self.instance["v"], "q": self.instance["q"]}


@dataclass(frozen=True)
class Axis(Part):
    """A right singular vector v of X and the square q of its singular value."""

    floating = exact = extended = AxisWords
    frees = "vectors that are no axes"

    def build(self, size, theta, knobs, built):
        return dict(v=built["V"][:, :1], q=built["gram"][0])

    def draw_free(self, size, rng):
        return dict(v=rng.normal(size=(size.d, 1)), other=switches(1, rng))

    def build_free(self, size, theta, built):
        other = theta["other"][0] > 0
        return dict(v=jnp.where(other, theta["v"], built["V"][:, :1]), q=built["gram"][0])

    def named(self, given, exact):
        """The first axis, where no v is given."""
        V = fraction(np.array(given.get("axes", np.eye(np.shape(given["X"])[1], dtype=int)), object))
        v = column(given.get("v", V[:, 0]))
        Xv = fraction(np.array(given["X"], object)) @ v
        return floats(dict(v=v, q=(Xv * Xv).sum() / (v * v).sum()), exact)

    def as_exact(self, instance):
        return dict(v=fraction(np.asarray(instance["v"])), q=Fraction(float(instance["q"])))

    def shown(self, instance):
        return {"v": in_matrix(instance["v"])}


# -- strengths of the penalty
class StrengthWords(Words):
    def values(self):
        return {"lambda": Named("lambda", self.instance["lam"]), "mu": Named("mu", self.instance["mu"])}


@dataclass(frozen=True)
class Strengths(Part):
    """Strengths 0 < lambda <= mu; lambda is the square of `root`."""

    floating, exact, extended = StrengthWords, StrengthWords, StrengthWords
    frees = "strengths of any sign and order"

    def draw(self, size, rng):
        return dict(root=rng.normal(), more=rng.normal())

    def build(self, size, theta, knobs, built):
        root = rounded(jnp.exp(1.5 * jnp.tanh(theta["root"])), 6)
        return dict(root=root, lam=root**2, mu=root**2 + rounded(theta["more"], 6, 4.0) ** 2)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(turned=switches(2, rng))

    def build_free(self, size, theta, built):
        own, (sign, swap) = self.build(size, theta, {}, built), theta["turned"] > 0
        lam, mu = jnp.where(sign, -own["lam"], own["lam"]), own["mu"]
        return dict(root=own["root"], lam=jnp.where(swap, mu, lam), mu=jnp.where(swap, lam, mu))

    def named(self, given, exact):
        lam = Fraction(given["lam"])
        return floats(dict(root=Fraction(0), lam=lam, mu=Fraction(given.get("mu", lam))), exact)

    def as_exact(self, instance):
        return {name: Fraction(float(instance[name])) for name in ("root", "lam", "mu")}

    def shown(self, instance):
        return {r"\lambda": in_latex(instance["lam"])}


@dataclass(frozen=True)
class Regression(World):
    """A sum of these parts, with its named instances."""

    def extended(self, size, instance):
        """Rational arithmetic on the float64 numbers of the instance."""
        return self.exact(self.as_exact(instance))

    def rational(self, name, about="", facts=(), reach=None, **given):
        """An instance in rational arithmetic: what of `given` each part takes."""
        return self.named(name, None, given, about=about or name, facts=facts, reach=reach or {})

    def case(self, name, about="", facts=(), reach=None, **given):
        """The same in float64."""
        return self.named(name, Size(*np.shape(given["X"])), given, about=about or name, facts=facts, reach=reach or {})


def drawn(seed, n, d, rank=None):
    """X and its axes out of small integers, for `Regression.rational`."""
    rng = np.random.default_rng(seed)
    left, right = (rotation(k, _whole(rng.integers(-2, 3, PARAMETERS[k]))) for k in (n, d))
    values = _whole(rng.integers(1, 4, min(n, d)) * (np.arange(min(n, d)) < (min(n, d) if rank is None else rank)))
    X, V, _ = decomposed(left, values, right)
    return dict(X=X, axes=V)


def _whole(x):
    """Integers as an object array, not all 0."""
    return fraction(x if x.any() else 1 + x)
