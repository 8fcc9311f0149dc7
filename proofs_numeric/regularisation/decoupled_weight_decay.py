"""Weights, a gradient, two preconditioners and two points of rest."""
from dataclasses import dataclass
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import Ball
from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.mathematics.gaussians import exact_inverse
from proofs_numeric.mathematics.inverses import inverse
from proofs_numeric.mathematics.metric_spaces import switches
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.worlds.regression import Regression, Size, column, floats, fraction, identity, in_matrix, rounded
from proofs_numeric.worlds.world import Part, Words, in_latex
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.preconditioning import M, alpha, c, decayed, g, lam, penalised, theta

NUMBERS, ARRAYS = ("alpha", "lambda", "k", "c"), ("theta", "g", "b", "r", "s", "M", "K")


class StepWords(Words):
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

    def Inverse(self, A):
        return inverse(A)

    def Norm(self, x):
        return Ball.of(x).norm()


class ExactStepWords(Words):
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

    def Inverse(self, A):
        return exact_inverse(A)

    def Norm(self, x):
        return Radical(((x * x).sum(),))


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


WORLD = Regression("Weights and gradients with d coordinates, diagonal preconditioners; the float64 numbers are a rational instance.",
                   (Size(1, 3),), (Steps(),))
BASE = {"alpha": "1/10", "lambda": "1/100", "c": "1/10", "M": (1, "1/10"), "theta": (1, 1), "g": (1, -2), "b": (1, 1)}
OURS = ("gap", "compromise", "decayed_point", "penalised_point")
step = decayed(theta, g, M)
with sp.evaluate(False):
    EXAMPLE = Example(WORLD.rational("two weights", **BASE), beside={
        "the step of the two weights misses": Norm(decayed(theta, g, M) - penalised(theta, g, M, c)), "the decay": lam})

MODEL = WORLD.model(
    kind=Kind.INSTANCE,
    gap="One step in three coordinates with a given preconditioner; in Adam it depends on earlier gradients, the penalty's included.",
    notes={name: (Kind.ANALOGUE, "A statement of this page, not of the paper.") for name in OURS},
    example=EXAMPLE,
    anchors=(
        WORLD.rational("entries 1 and 1/10", **BASE, facts=(
            sp.Eq(Norm(step - penalised(theta, g, M, c)), sp.Rational(9, 1000)), sp.Eq(Norm(theta - g), 3))),
        WORLD.rational("points of rest", **BASE | {"lambda": "1/100", "theta": ("10/11", "1/2"), "g": ("-1/11", "-1/2")}, facts=(
            sp.Eq(Norm(step - theta), 0),), about="θ = (10/11, 1/2) with the gradient θ − b does not move: the second weight is halved"),
        WORLD.named("three weights", Size(1, 3), BASE | {"M": (4, 2, 1), "theta": (1, 2, 2), "g": (0, 0, 0), "b": (1, 1, 1)}, facts=(
            sp.Eq(Norm(theta), 3), sp.Eq(Norm(g + 2 * theta), 6)))),
    extremals=(
        WORLD.rational("the best coefficient", **BASE | {"c": "2/11"}, reach={"gap": -1e-12},
                       about="c = 2/11: 9/11 of the decay is missed on both weights"),
        WORLD.rational("the best coefficient on a weight", **BASE | {"theta": (0, 3)}, reach={"compromise": -1e-12})),
    controls=(
        Control("scalar", ("same",), WORLD.rational("unequal entries", **BASE, K=(1, "1/10")), about="99/100 against 999/1000"),
        Control("unequal", ("never",), WORLD.rational("equal entries", **BASE | {"M": (1, 1)}),
                about="M = I and c = λ/α: the steps are equal"),
        Control("decayed_rest", ("decayed_point",), WORLD.rational("the minimum of the loss", **BASE, r=(1, 1)), about="r = b"),
        Control("penalised_rest", ("penalised_point",), WORLD.rational("the minimum of the loss, penalised", **BASE, s=(1, 1)),
                about="s = b")),
    certificates=(
        WORLD.rational("two weights", **BASE),
        WORLD.rational("three weights, exactly", **BASE | {"M": (3, "1/7", 2), "theta": (1, -2, 5), "g": (2, 0, "-1/3"), "b": (1, 0, -4)}),
        WORLD.rational("a long step", **BASE | {"alpha": 5, "lambda": 3, "c": 2})),
    faults=(
        Fault("the printed coefficient", restate={"penalty": lambda r: r.func(r.lhs, r.rhs.subs(lam / alpha, lam / alpha**2))}),
        Fault("a larger gap", restate={"gap": lambda r: r.func(r.lhs * 2, r.rhs)}),
        Fault("the rate not rescaled", restate={"effective_rate": lambda r: r.func(r.lhs, (1 - lam) * (theta - alpha * M * g))})))
