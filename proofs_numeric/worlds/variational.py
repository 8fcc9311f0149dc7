"""Dropout as a variational law: one row of weights, a linear regression with its masks enumerated, outputs of a network on all masks."""
import functools
import operator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import NamedTuple

import flint
import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Interval, log
from proofs_numeric.engine.interpret import EXTENDED, Named, lift
from proofs_numeric.engine.model import Arithmetic
from proofs_numeric.mathematics import mixtures as mx
from proofs_numeric.mathematics.transport import arb, rationals
from proofs_numeric.worlds.noise import fractions, seldom
from proofs_numeric.worlds.world import Part, Words, World, in_latex


class Size(NamedTuple):
    d: int                       # inputs of the regression; 2^d masks
    N: int                       # data


SIZE = Size(2, 3)
PRECISION = 200                  # bits of extended arithmetic
NUMBERS = ("p", "s", "ell", "tau", "lambda", "gamma", "Delta", "mu", "K")


# -- what both arithmetics share: polynomials in the entries of arrays, of which the same is computed at the moduli for a budget
def mask_laws(p, d):
    """(masks, d) and their probabilities."""
    masks = [*product((0, 1), repeat=d)]
    return masks, [functools.reduce(operator.mul, [p if k else 1 - p for k in row]) for row in masks]


def outputs(X, R, m):
    """(masks, N): (R * X) m for masks that all data share."""
    return (R * m) @ X.T


def dropout_error(y, u, gamma):
    """(masks, N): squares of the residuals of f = u + gamma u^2. y enters with its sign reversed."""
    return (y + u + gamma * u * u) ** 2


def noisy_error(y, u, gamma, square):
    """The mean of the same with a Gaussian number of mean 0 and this variance added to u: (a + b e + c e^2)^2 for a standard e."""
    a, b2, c = y + u + gamma * u * u, square * (1 + 2 * gamma * u) ** 2, gamma * square
    return a * a + b2 + 2 * a * c + 3 * c * c


class DropoutWords(Words):
    """Integrals by the trapezoidal rule with its error, see `mixtures`; sums with their rounding."""

    def values(self):
        i = self.instance
        named = {name: i[name] for name in NUMBERS}
        return named | {name: Named(name, i[name]) for name in ("m", "f", "nu")} | {"d": i["X"].shape[1], "N": float(i["X"].shape[0])}

    @property
    def budget(self):
        return (64 + 8 * self.instance["X"].size + self.instance["nu"].size) * EPS

    # -- one row of weights
    def Entropy(self, p):
        return mx.entropy(Interval.of(p))

    def Gap(self, p, x):
        return mx.information(Interval.of(p), lift(x))

    def Log(self, x):
        return log(lift(x))

    def Divergence(self, mu):
        """Across the mean the law is Gaussian in K - 1 directions."""
        i = self.instance
        scale = Interval.of(i["ell"]) * i["s"]
        across = Interval.of(0.5) * (scale * scale - 1) - log(scale)
        return mx.divergence(Interval.of(i["p"]), Interval.of(lift(mu)) * Interval.of(i["s"]).reciprocal(), scale) + across * (i["K"] - 1)

    # -- the regression
    def _mean(self, error, *arrays):
        """Half of the sum over the data of the mean over the masks of a polynomial in the arrays."""
        masks, weights = mask_laws(self.instance["p"], self.instance["X"].shape[1])
        R, weights = jnp.array(masks, float), jnp.stack(weights)
        X, m, y, gamma, *more = arrays

        def of(X, m, y, gamma, *more):
            return (jnp.abs(weights)[:, None] * error(y, outputs(X, R, m), gamma, *more)).sum() / 2
        value = (weights[:, None] * error(y, outputs(X, R, m), gamma, *more)).sum() / 2
        return Interval.around(value, self.budget * of(*map(jnp.abs, arrays)))

    @property
    def _data(self):
        i = self.instance
        return i["X"], i["m"], -i["y"], i["gamma"]

    def Objective(self, m):
        i = self.instance
        square = Interval.around((i["m"] ** 2).sum(), self.budget * (i["m"] ** 2).sum())
        return self._mean(dropout_error, *self._data) * (1 / Interval.of(float(len(i["y"])))) + square * i["lambda"]

    def _plain(self):
        """N / 2 log(2 pi / tau)"""
        return log(Interval.around(2 * jnp.pi, 8 * EPS) * Interval.of(self.instance["tau"]).reciprocal()) * (len(self.instance["y"]) / 2)

    def Bound(self, m):
        i = self.instance
        scale, inverse = Interval.of(i["ell"]) * i["s"], Interval.of(i["s"]).reciprocal()
        found = self._mean(noisy_error, *self._data, i["s"] ** 2 * (i["X"] ** 2).sum(1)) * i["tau"] + self._plain()
        rows = jax.vmap(lambda entry: mx.divergence(Interval.of(i["p"]), Interval.of(entry) * inverse, scale))(i["m"])
        size = jnp.maximum(jnp.abs(rows.lo), jnp.abs(rows.hi)).sum()
        return found + Interval(rows.lo.sum(), rows.hi.sum()).widened(len(i["m"]) * EPS * size)

    def Constant(self, y):
        i = self.instance
        square = Interval.around((i["X"] ** 2).sum(), self.budget * (i["X"] ** 2).sum())
        scale = Interval.of(i["ell"]) * i["s"]
        each = Interval.of(0.5) * (scale * scale - 1) - log(scale)
        return square * (Interval.of(i["s"]) ** 2 * i["tau"]) * Fraction(1, 2) + self._plain() + each * float(len(i["m"]))

    def Entry(self, m, j):
        return m.value[j - 1]

    # -- the network
    def Observed(self, f, nu):
        return Named("y*", f.value + nu.value)

    def _centred(self, a):
        weights = jnp.stack(mask_laws(self.instance["p"], self.instance["X"].shape[1])[1])[:, None] / self.instance["nu"].shape[1]
        return weights, a - (weights * a).sum()

    def Covariance(self, a, b):
        """a, b: (masks, 1 or outcomes of the noise)."""
        shape = self.instance["nu"].shape
        (weights, one), (_, other) = (self._centred(jnp.broadcast_to(c.value, shape)) for c in (a, b))
        size = [jnp.abs(c.value).max() for c in (a, b)]
        return Interval.around((weights * one * other).sum(), 8 * self.budget * size[0] * size[1])

    def Variance(self, a):
        return self.Covariance(a, a)


class ExactDropoutWords(Words):
    """Fractions; logarithms and integrals in ball arithmetic."""

    def __init__(self, *given):
        super().__init__(*given)
        flint.ctx.prec = PRECISION
        masks, self.weights = mask_laws(self.instance["p"], self.instance["X"].shape[1])
        self.R = fractions(masks)

    def values(self):
        i = self.instance
        named = {name: i[name] for name in NUMBERS}
        return named | {name: Named(name, i[name]) for name in ("m", "f", "nu")} | {"d": i["X"].shape[1], "N": Fraction(len(i[
            "y"])), EXTENDED: True}

    def Entropy(self, p):
        return mx.exact_entropy(p)

    def Gap(self, p, x):
        return mx.exact_information(p, x)

    def Log(self, x):
        return arb(x).log()

    def Divergence(self, mu):
        i = self.instance
        scale = i["ell"] * i["s"]
        return mx.exact_divergence(i["p"], mu / i["s"], scale) + arb(i["K"] - 1) * (arb((scale**2 - 1) / 2) - arb(scale).log())

    def _mean(self, error, *more):
        i = self.instance
        found = error(-i["y"], outputs(i["X"], self.R, i["m"]), i["gamma"], *more)
        return (np.array(self.weights, object)[:, None] * found).sum() / 2

    def Objective(self, m):
        i = self.instance
        return self._mean(dropout_error) / len(i["y"]) + i["lambda"] * (i["m"] ** 2).sum()

    def _plain(self):
        return (2 * flint.arb.pi() / arb(self.instance["tau"])).log() * len(self.instance["y"]) / 2

    def Bound(self, m):
        i = self.instance
        found = arb(i["tau"] * self._mean(noisy_error, i["s"] ** 2 * (i["X"] ** 2).sum(1))) + self._plain()
        return found + sum((mx.exact_divergence(i["p"], c / i["s"], i["ell"] * i["s"]) for c in i["m"]), flint.arb(0))

    def Constant(self, y):
        i = self.instance
        scale = i["ell"] * i["s"]
        each = arb((scale**2 - 1) / 2) - arb(scale).log()
        return arb(i["tau"] * i["s"] ** 2 * (i["X"] ** 2).sum() / 2) + self._plain() + len(i["m"]) * each

    def Entry(self, m, j):
        return m.value[j - 1]

    def Observed(self, f, nu):
        return Named("y*", f.value + nu.value)

    def Covariance(self, a, b):
        zero = self.instance["nu"] * 0
        weights = np.array(self.weights, object)[:, None] / zero.shape[1]
        one, other = (zero + c.value - (weights * (zero + c.value)).sum() for c in (a, b))
        return (weights * one * other).sum()

    def Variance(self, a):
        return self.Covariance(a, a)


@dataclass(frozen=True)
class Dropout(Part):
    """Keep probability p, spread s, prior precision ell^2, mean vectors of one row and of a regression, noise precision tau, decay lambda.

    gamma: the network is u + gamma u^2 of a linear u. f (masks, 1): outputs of a network. nu (masks, outcomes): observation noise.
    """

    floating, exact, extended = DropoutWords, ExactDropoutWords, ExactDropoutWords
    frees = ("keep probabilities that are seldom no probabilities, decay that seldom matches, networks that are seldom not linear, any "
             "outputs, "
             "observation noise that seldom depends on the masks or has another variance")

    def draw(self, size, rng):
        return dict(numbers=rng.normal(size=7), X=rng.normal(size=(size.N, size.d)), y=rng.normal(size=size.N), m=rng.normal(size=size.d),
                    f=rng.normal(size=(2**size.d, 1)))

    def build(self, size, theta, knobs, built):
        zeros = dict(p=0.0, decay=0.0, gamma=0.0, coupled=0.0, loud=0.0)
        return self.build_free(size, theta | {name: jnp.float64(x) for name, x in zeros.items()}, built)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | {name: seldom(rng) for name in ("p", "decay", "gamma", "coupled", "loud")}

    def build_free(self, size, theta, built):
        p, s, ell, tau, Delta, mu, K = (jax.nn.sigmoid(x) for x in theta["numbers"])
        p, s, ell, tau = 0.05 + 0.9 * p, 0.3 + s, 0.3 + 2 * ell, 0.2 + 3 * tau
        f, noise = theta["f"], jnp.sqrt(1 / tau) * jnp.array([[1.0, -1.0]])
        return dict(p=p + 4 * theta["p"], s=s, ell=ell, tau=tau, Delta=6 * Delta, mu=3 * s * mu, K=1 + jnp.floor(4 * K), X=theta[
            "X"], y=theta[
            "y"],
                    m=1.2 * jnp.tanh(theta["m"]), gamma=theta["gamma"], f=f, nu=(1 + theta["loud"]) * noise + theta["coupled"] * f,
                    **{"lambda": p * ell**2 / (2 * size.N * tau) * jnp.exp(theta["decay"])})

    def named(self, given, exact):
        """What is not given: K = 1, gamma = 0, m = (1, 1), lambda as it should be, the network 0, noise of variance 1."""
        one = {name: Fraction(given.get(name, 1)) for name in ("p", "s", "ell", "tau", "Delta", "mu", "K")} | dict(gamma=Fraction(given.get(
            "gamma", 0)))
        X, m = fractions(given.get("X", [[1, 0], [0, 1], [1, 1]])), fractions([given.get("m", (1, 1))])[0]
        y = fractions([given.get("y", [0] * len(X))])[0]
        matched = one["p"] * one["ell"] ** 2 / (2 * len(X) * one["tau"])
        f = fractions([[c] for c in given.get("f", [0] * 2 ** X.shape[1])])
        nu = given.get("nu")
        nu = fractions([[1, -1]] * len(f)) if nu is None else fractions(nu)
        share = one | dict(X=X, m=m, y=y, f=f, nu=nu) | {"lambda": Fraction(given.get("lambda", matched))}
        return share if exact else {name: np.asarray(a, float) for name, a in share.items()}

    def as_exact(self, instance):
        """The decay that belongs to the prior, where lambda is it up to rounding."""
        one = {name: Fraction(float(instance[name])) for name in NUMBERS}
        matched = one["p"] * one["ell"] ** 2 / (2 * len(instance["y"]) * one["tau"])
        one["lambda"] = matched if abs(one["lambda"] - matched) <= 8 * EPS * matched else one["lambda"]
        return one | {name: np.array(rationals(np.ravel(instance[name])), object).reshape(np.shape(instance[name]))
                      for name in ("X", "m", "y", "f", "nu")}

    def shown(self, instance):
        names = {"p": "p", "s": "s", "ell": r"\ell", "tau": r"\tau", "lambda": r"\lambda", "m": "m", "y": "y"}
        rows = r",\ ".join(map(in_latex, instance["X"]))
        return {shown: in_latex(instance[name]) for name, shown in names.items()} | {r"\text{rows of } X": rows}


class Rows(World):
    """Float instances are judged again as the fractions that they are; where p is no probability nothing is known."""

    def extended(self, size, instance):
        exact = self.as_exact(instance)
        if not (0 < exact["p"] < 1 and exact["s"] > 0):
            raise ArithmeticError("no mixture")
        return super().extended(size, exact)


DROPOUT = Rows("One row of weights of any dimension; linear regression with N data and d inputs, all masks enumerated; a network given by "
               "its outputs on "
               "the masks.", (SIZE,), (Dropout(),))


def row(name, **given):
    """A named instance in ball arithmetic; keywords as in `Dropout.named`, and those of a `Case`."""
    about = {k: given.pop(k) for k in ("about", "facts", "reach") if k in given}
    return replace(DROPOUT.named(name, None, given, **about), arithmetic=Arithmetic.EXTENDED)
