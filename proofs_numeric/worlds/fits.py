"""Squared errors of polynomials on data whose inputs are disturbed by the noise of `noise`.

`Fits` are N data, polynomials y, q and ell of degree at most 3 in the input, and a family of features that is fitted to targets t and u.
"""
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, euclid, stop
from proofs_numeric.engine.interpret import Named, unnamed
from proofs_numeric.mathematics import cubics as cu
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.worlds.noise import Noise, Size, fractions, points, seldom
from proofs_numeric.worlds.world import Part, Words, World, in_latex

SIZE = Size(2, 6, 16)
# Of sums of products of at most 8 factors, each a polynomial with at most 10 terms whose coefficients may be derived: at most 22 roundings
# a factor, the values of the noise known to 4; beside one rounding for each datum and each value of the noise.
ROUNDINGS = 256
UNKNOWN = 1e30                   # of an inverse of which nothing is known: it decides nothing
CONSTANTS = {"nodes": cu.NODES, "orders": [*zip(cu.FIRST, cu.SECOND)], "twice second": [2 * w for w in cu.SECOND]}
FUNCTIONS, TARGETS = ("y", "q", "ell"), ("t", "u")


class Fit(NamedTuple):
    """The best fit to some targets; the second order of what noise and the gradient penalty make of it; what makes the difference."""

    best: Any
    moved: Any
    shrunk: Any
    bend: Any
    lean: Any


class FitWords(Words):
    """Every number is enclosed with its rounding, the parameters of fits by interval arithmetic; two features."""

    constants = tuple(Named(name, np.array(a, float)) for name, a in CONSTANTS.items())

    def values(self):
        here = {name: Named(name, self.instance[name]) for name in (*FUNCTIONS, *TARGETS, "varphi")}
        return here | {"M": self.instance["M"], "X": self._data()}

    # -- what the exact twin does otherwise
    def _data(self):
        return jnp.arange(len(self.x))

    def _enclosed(self, f, *arrays):
        """The value of f, a polynomial with nonnegative coefficients in its arguments, see `cubics`; an Interval, perhaps of arrays."""
        given = [*map(jnp.asarray, arrays)]
        value, bound = jax.vmap(f)(*(jnp.stack([a, jnp.abs(a)]) for a in given))           # one program for both
        return Interval.around(value, (ROUNDINGS + sum(a.shape[0] for a in given)) * EPS * bound)

    def _unit(self):
        return jnp.eye(self.x.shape[1])

    def _array(self, f, *more):
        """The same of the features, as a Ball."""
        found = self._of(f, self.features, *more)
        return Ball(found.mid, stop(euclid(0.5 * (found.hi - found.lo)) * (1 + 8 * EPS)))

    @functools.cached_property
    def determinant(self):
        A = self.matrices["A"]
        (a, b), (c, e) = A.center
        return Interval.around(a * e - b * c, 4 * EPS * (jnp.abs(a * e) + jnp.abs(b * c)) + (2 * A.size + A.radius) * A.radius)

    @functools.cached_property
    def _inverse(self):
        """(an approximate inverse of A, a bound on the norm of the inverse): the smallest eigenvalue is at least determinant / trace."""
        (a, b), (c, e) = self.matrices["A"].center
        trace = (a + e) * (1 + 4 * EPS) + 2 * self.matrices["A"].radius
        scale = a * e - b * c
        return jnp.array([[e, -b], [-c, a]]) / jnp.where(scale == 0, 1.0, scale), jnp.where(
            self.determinant.lo > 0, trace / self.determinant.lo, UNKNOWN)

    def Solve(self, b):
        """A^-1 b: an approximate solution, and what is left of b bounds its error."""
        near, norm = self._inverse
        x = near @ b.center
        return Ball(x, stop((b - self.matrices["A"] @ Ball.of(x)).norm().hi * norm * (1 + 8 * EPS)))

    def _part(self, found, n):
        return Ball(found.center[..., n], found.radius)

    def _dot(self, a, b):
        found = a @ b
        return Interval.around(found.center, found.radius)

    def _transposed(self, a):
        return Ball(a.center.T, a.radius)

    def Norm(self, a):
        return Ball.of(unnamed(a)).norm()

    def Expected(self, t, n):
        t, same = unnamed(t), (self.x == self.x[n]).all(1)
        return Interval.around((same * t).sum() / same.sum(), (len(t) + 4) * EPS * jnp.abs(same * t).sum())

    # -- of one function
    @property
    def x(self):
        return self.instance["x"]

    @functools.cached_property
    def _known(self) -> dict[Any, Any]:
        return {}

    def _of(self, f, c, *more):
        """A function of `cubics` at named arrays: once for the same names, but for "own"."""
        key = (f, c.name, *(a.name for a in more))
        if key in self._known:
            return self._known[key]
        found = self._enclosed(f, c.value, self.x, *(a.value for a in more))
        return found if "own" in key else self._known.setdefault(key, found)

    @functools.cached_property
    def features(self):
        return Named("features", self.instance["features"])

    @functools.cached_property
    def noise(self):
        return Named("xi", self.instance["xi"])

    @functools.cached_property
    def reversed(self):
        return Named("-t", -self.instance["t"])

    def Error(self, f):
        return self._of(cu.error, f, self.reversed)

    def NoisyError(self, f):
        return self._of(cu.noisy_error, f, self.reversed, self.noise)

    def Slope(self, f):
        return self._of(cu.slope, f)

    def Curvature(self, f):
        return self._of(cu.curvature, f, self.reversed)

    def Quartic(self, f):
        return self._of(cu.quartic, f, self.noise)

    def LaplacianSquare(self, f):
        return self._of(cu.laplacian_square, f)

    def HessianSquare(self, f):
        return self._of(cu.hessian_square, f)

    def DiagonalSquare(self, f):
        return self._of(cu.diagonal_square, f)

    def LossLaplacian(self, f):
        return self._of(cu.loss_laplacian, f, self.reversed, Named("unit", self._unit()), self.constants[0], self.constants[2])

    def SecondSup(self, f):
        """Infinite where a third derivative is not 0."""
        return cu.largest_derivative(unnamed(f), self.x.shape[1], 2)

    def ThirdSup(self, f):
        return cu.largest_derivative(unnamed(f), self.x.shape[1], 3)

    def FourthSup(self, f):
        return self._of(cu.largest_fourth, f, self.reversed, self.noise)

    # -- of the family
    @functools.cached_property
    def matrices(self) -> Mapping[str, Any]:
        """Second moments of the features at the data; their first and second order with noise; what slopes and curvature make of them."""
        moved = self._array(cu.noisy_gram, self.noise, *self.constants[:2])
        return {"A": self._array(cu.gram), "slopes": self._array(cu.slopes), "curvatures": self._array(cu.curvatures),
                "first": self._part(moved, 0), "second": self._part(moved, 1)}

    def _fit(self, t):
        """The fit to targets; with noise order by order: (A + r A_1 + r^2 A_2) theta(r) = b + r b_1 + r^2 b_2."""
        A, own = self.matrices, Named("own", t)
        best = self.Solve(self._array(cu.loads, own))
        b = self._array(cu.noisy_loads, own, self.noise, *self.constants[:2])
        first = self.Solve(self._part(b, 0) - A["first"] @ best)
        lean = self._transposed(A["curvatures"]) @ best - self._array(cu.laplacian_loads, own)
        return Fit(best, moved=self.Solve(self._part(b, 1) - A["second"] @ best - A["first"] @ first),
                   shrunk=self.Solve(-(A["slopes"] @ best * self.instance["v"])), bend=A["curvatures"] @ best, lean=lean)

    @functools.cached_property
    def _fits(self):
        """Name of the targets -> Fit; one trace for both."""
        _ = self.matrices, self._inverse                      # outside of what is traced for the targets
        both = jax.vmap(self._fit)(jnp.stack([self.instance[name] for name in TARGETS]))
        return {name: jax.tree.map(lambda x, k=k: x[k], both) for k, name in enumerate(TARGETS)}

    def Gram(self, phi):
        return self.determinant

    def Moved(self, t):
        return self._fits[t.name].moved

    def Shrunk(self, t):
        return self._fits[t.name].shrunk

    def Bend(self, t):
        return self._fits[t.name].bend

    def Lean(self, t):
        return self._fits[t.name].lean

    def Dropped(self, t):
        return self._dot(self._fits[t.name].best, self._fits[t.name].lean)

    def Fitted(self, t, n):
        return self._dot(self._fits[t.name].best, self._part(self._array(cu.values), n))

    def FittedLaplacian(self, t, n):
        return self._dot(self._fits[t.name].best, self._part(self._array(cu.laplacian), n))


def determinant(matrix):
    """Of fractions, by expansion."""
    if len(matrix) == 1:
        return matrix[0][0]
    return sum(entry * (-1) ** k * determinant([[*row[:k], *row[k + 1:]] for row in matrix[1:]]) for k, entry in enumerate(matrix[0]))


class ExactFitWords(FitWords):
    """In fractions, with any number of features."""

    constants = tuple(Named(name, np.array(a, object)) for name, a in CONSTANTS.items())

    @functools.cached_property
    def _fits(self):
        return {name: self._fit(self.instance[name]) for name in TARGETS}

    def _data(self):
        return range(len(self.x))

    def _enclosed(self, f, *arrays):
        return f(*arrays)

    def _unit(self):
        return fractions(np.eye(self.x.shape[1], dtype=int))

    def _array(self, f, *more):
        return self._of(f, self.features, *more)

    @functools.cached_property
    def determinant(self):
        return determinant(self.matrices["A"].tolist())

    def Solve(self, b):
        """By Cramer's rule."""
        A = self.matrices["A"].tolist()
        return np.array([determinant([[b[i] if q == p else a for q, a in enumerate(row)] for i, row in enumerate(A)]) / self.determinant
                         for p in range(len(b))], object)

    def _part(self, found, n):
        return found[..., n]

    def _dot(self, a, b):
        return a @ b

    def _transposed(self, a):
        return a.T

    def Norm(self, a):
        return Radical(((unnamed(a) ** 2).sum(),))

    def Expected(self, t, n):
        same = [k for k in range(len(self.x)) if (self.x[k] == self.x[n]).all()]
        return sum(unnamed(t)[same]) / len(same)


@dataclass(frozen=True)
class Fits(Part):
    """N data: inputs x, targets t and u; functions y (any), q (of degree 2), ell (affine); features; a claimed bound M on a derivative.

    The first feature is harmonic, and u is a multiple of it beside noise whose mean at every input is 0.
    """

    floating, exact = FitWords, ExactFitWords
    frees = ("any data and targets, functions and features of degree 3, where q is seldom of a higher degree than 2 and ell than 1, any "
             "claim "
             "M; a first feature that is seldom not harmonic, targets u that its multiples seldom miss")

    def draw(self, size, rng):
        half, count = size.N // 2, len(cu.exponents(size.d))
        return dict(x=rng.normal(size=(half, size.d)), t=rng.normal(size=size.N), functions=rng.normal(size=(3, count)),
                    harmonic=rng.normal(size=cu.harmonics(size.d).shape[0]), feature=rng.normal(size=count),
                    multiple=rng.normal(size=()), apart=rng.normal(size=half))

    def build(self, size, theta, knobs, built):
        free = {name: jnp.zeros(shape) for name, shape in dict(x_free=(size.N, size.d), u_free=(size.N,), q_free=(), ell_free=(),
                                                               M_free=(), harmonic_free=(len(cu.exponents(size.d)),)).items()}
        return self.build_free(size, free | theta, built)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(x_free=seldom(rng, size.N, size.d), u_free=seldom(rng, size.N), q_free=seldom(rng),
                                           ell_free=seldom(rng), M_free=seldom(rng), harmonic_free=seldom(rng, len(cu.exponents(size.d))))

    def build_free(self, size, theta, built):
        degree = jnp.array([sum(e) for e in cu.exponents(size.d)])
        x = jnp.repeat(theta["x"], 2, 0) + theta["x_free"]
        harmonic = theta["harmonic"] @ cu.harmonics(size.d)
        u = theta["multiple"] * cu.values(harmonic, x) + (theta["apart"][:, None] * jnp.array([1.0, -1.0])).ravel() + theta["u_free"]
        y, q, ell = theta["functions"]
        share = dict(x=x, t=theta["t"], u=u, y=y, q=q * jnp.where(degree <= 2, 1.0, theta["q_free"]),
                     ell=ell * jnp.where(degree <= 1, 1.0, jnp.where(degree == 2, theta["ell_free"], 0.0)),
                     features=jnp.stack([harmonic + theta["harmonic_free"], theta["feature"]]), varphi=jnp.float64(0))
        M = cu.largest_fourth(y, x, -theta["t"], built["xi"])
        return share | dict(M=M * (1 + 1e-9) * (1 + theta["M_free"]))

    def named(self, given, exact):
        """Polynomials are given by exponents, {(2,): 1} or {(1, 1): 1}; what is not given is 0, the feature the first coordinate."""
        x = fractions(given["x"])
        d = x.shape[1]
        zero = [Fraction(0)] * len(x)
        share = {name: _polynomial(given.get(name, {}), d) for name in FUNCTIONS}
        share |= {name: np.array([Fraction(c) for c in given.get(name, zero)], object) for name in TARGETS}
        share |= dict(x=x, features=np.stack([_polynomial(c, d) for c in given.get("features", [{(1,) + (0,) * (d - 1): 1}])]))
        M = given.get("M")
        share["M"] = cu.largest_fourth(share["y"], x, -share["t"], fractions(given["xi"])) if M is None else Fraction(M)
        return ({name: a if exact else np.asarray(a, float) for name, a in share.items()}
                | dict(varphi=0 if exact else np.float64(0)))

    def shown(self, instance):
        names = {"y": "y(x)", "q": "q(x)", "ell": r"\ell(x)"}
        functions = {names[f]: _printed(instance[f], instance["x"].shape[1]) for f in FUNCTIONS if any(instance[f])}
        return {"x": points(instance["x"]), "t": in_latex(instance["t"])} | functions


def _polynomial(given, d):
    return np.array([Fraction(given.get(e, 0)) for e in cu.exponents(d)], object)


def _printed(c, d) -> str:
    names = sp.symbols("x") if d == 1 else sp.symbols(f"x_1:{d + 1}")
    names = (names,) if d == 1 else names
    terms = [sp.sympify(a) * sp.prod(s**k for s, k in zip(names, e)) for a, e in zip(c, cu.exponents(d))]
    return sp.latex(sum(terms, sp.Integer(0)))


FITS = World("N data and K values of the noise, each with equal probability, and polynomials of degree at most 3 in d variables; data, "
             "values "
             "of the noise up to rounding, and coefficients are the instance.", (SIZE,), (Noise(), Fits()))


def fitted(name, **given):
    """A named instance in rational arithmetic; keywords as in `Noise.named` and `Fits.named`, and those of a `Case`."""
    about = {k: given.pop(k) for k in ("about", "facts", "reach") if k in given}
    return FITS.named(name, None, given, **about)

