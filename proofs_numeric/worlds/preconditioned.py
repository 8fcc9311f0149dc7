"""One gradient step with a preconditioner: weights, a gradient, decay and penalty, and the points where they come to rest."""
from dataclasses import dataclass
from fractions import Fraction

import jax.numpy as jnp
import numpy as np

from proofs_numeric.mathematics.metric_spaces import switches
from proofs_numeric.worlds.regression import ExactMatrixWords, MatrixWords, column, floats, fraction, identity, in_matrix, rounded
from proofs_numeric.worlds.world import Part, in_latex

NUMBERS, ARRAYS = ("alpha", "lambda", "k", "c"), ("theta", "g", "b", "r", "s", "M", "K")


class StepWords(MatrixWords):
    def values(self):
        return {name: self.instance[name] for name in NUMBERS + ARRAYS} | {
            "I_d": jnp.eye(self.size.d), "Coordinates": range(self.size.d)}

    def DiagonalPart(self, A):
        return jnp.diag(jnp.diag(A))

    def Largest(self, A):
        return jnp.diag(A).max()

    def Smallest(self, A):
        return jnp.diag(A).min()

    def Unit(self, i):
        return jnp.eye(self.size.d)[:, i:i + 1]


class ExactStepWords(ExactMatrixWords):
    def values(self):
        d = len(self.instance["M"])
        return {name: self.instance[name] for name in NUMBERS + ARRAYS} | {"I_d": identity(d), "Coordinates": range(d)}

    def DiagonalPart(self, A):
        return np.diag(np.diag(A))

    def Largest(self, A):
        return max(np.diag(A))

    def Smallest(self, A):
        return min(np.diag(A))

    def Unit(self, i):
        return identity(len(self.instance["M"]))[:, i:i + 1]


@dataclass(frozen=True)
class Steps(Part):
    """M = diag(m), K = k I, and the points of rest of both steps for the loss |theta - b|^2 / 2, without rounding."""

    floating, exact, extended = StepWords, ExactStepWords, ExactStepWords
    frees = "preconditioners with any entries, on the diagonal and off it, and points that are not at rest"

    def draw(self, size, rng):
        return dict(logs=rng.normal(size=4), entries=rng.normal(size=size.d), vectors=rng.normal(size=(3, size.d, 1)))

    def build(self, size, theta, knobs, built):
        step, ratio, k, coefficient = theta["logs"]
        alpha, t, k = (rounded(jnp.exp(jnp.tanh(x)), 8) for x in (step, ratio - 1, k))
        m = rounded(jnp.exp(jnp.tanh(theta["entries"])), 6)[:, None] * jnp.where(jnp.arange(size.d) == 0, 8.0, 1.0)[:, None]
        weights, gradient, z = theta["vectors"]
        z = rounded(z, 8)
        return {"alpha": alpha, "lambda": t * alpha, "k": k, "c": t * jnp.exp(2 * jnp.tanh(coefficient)), "theta": weights, "g": gradient,
                "b": (1 + t) * (m + t) * z, "M": jnp.diag(m[:, 0]), "K": k * jnp.eye(size.d), "r": (1 + t) * m * z, "s": (m + t) * z}

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(loose=rng.normal(size=(size.d, size.d)), unlike=switches(6, rng))

    def build_free(self, size, theta, built):
        own, (off, signs, other, equal, restless, negative) = self.build(size, theta, {}, built), theta["unlike"] > 0
        A = theta["loose"]
        M = jnp.where(equal, own["K"], own["M"]) + jnp.where(off, A - jnp.diag(jnp.diag(A)), 0.0) + jnp.where(signs, jnp.diag(A[0]), 0.0)
        return own | {"M": M, "K": jnp.where(other, A, own["K"]), "r": jnp.where(restless, own["b"], own["r"]),
                      "s": jnp.where(restless, own["g"], own["s"]), "lambda": jnp.where(negative, -1.0, 1.0) * own["lambda"]}

    def named(self, given, exact):
        """M and K by their diagonals; r and s at rest where they are not given."""
        numbers = {name: Fraction(given.get(name, 1)) for name in NUMBERS}
        ratio, m, b = numbers["lambda"] / numbers["alpha"], column(given["M"]), column(given["b"])
        r, s = (column(given[name]) if name in given else rest for name, rest in (("r", b / (1 + ratio / m)), ("s", b / (1 + ratio))))
        K = fraction(np.array(given.get("K", [numbers["k"]] * len(m)), object))
        return floats(numbers | {"theta": column(given["theta"]), "g": column(given["g"]), "b": b, "r": r, "s": s,
                                 "M": np.diag(m[:, 0]), "K": np.diag(K)}, exact)

    def as_exact(self, instance):
        return {name: Fraction(float(instance[name])) for name in NUMBERS} | {name: fraction(np.asarray(instance[name])) for name in ARRAYS}

    def shown(self, instance):
        return {r"\alpha": in_latex(instance["alpha"]), r"\lambda": in_latex(instance["lambda"]), "c": in_latex(instance["c"]),
                "M": in_matrix(instance["M"])}
