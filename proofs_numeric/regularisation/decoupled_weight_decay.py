"""Weights, a gradient, two preconditioners and two points of rest."""
import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.preconditioned import Steps
from proofs_numeric.worlds.regression import Regression, Size
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.preconditioning import M, alpha, c, decayed, g, lam, penalised, theta

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
