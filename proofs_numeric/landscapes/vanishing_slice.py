"""Networks of slices on finitely many rays: ReLU neurons on two data, products of two and three numbers, any rays with dyadic numbers."""
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.slices import SLICES, Ray, network, ray
from theorems.vocabulary.slices import Loss, Objective, Penalty, Pull, X, Y

HALF = Fraction(1, 2)
# ReLU neurons (u, v) at the data 1 and -1, with weight decay: the outputs are (u_+ v, (-u)_+ v). Targets 5 and 2.
NEURONS = {(u, v): ray((max(u, 0) * v, max(-u, 0) * v), Fraction(u * u + v * v, 2))
           for u, v in ((1, 1), (-1, 1), (1, -1), (-1, -1), (2, 1), (-3, 2))}
NAMES = [*NEURONS]
TWO = dict(rays=NEURONS.values(), y=(5, 2))
BEST = [(NAMES.index((1, 1)), 2), (NAMES.index((-1, 1)), 1)]
PLATEAU = [(NAMES.index((-1, 1)), Fraction(3, 5)), (NAMES.index((-1, 1)), Fraction(4, 5))]
PRODUCT, MINUS = ray((1,), 1), ray((-1,), 1)                  # uv with (u^2 + v^2) / 2 at (1, 1) and at (1, -1)
SCALAR = dict(rays=(PRODUCT, MINUS))

with sp.evaluate(False):
    EXAMPLE = Example(network("two data, two neurons", **TWO, X=BEST, Y=PLATEAU), beside={
        "what the loss is": Loss(X), "what the weights cost": Penalty(X), "what the output gains": Pull(X),
        "the loss on the plateau": Loss(Y), "what its weights cost": Penalty(Y)})

MODEL = SLICES.model(
    example=EXAMPLE,
    kind=Kind.ANALOGUE,
    gap="Slices on finitely many rays and the squared loss; the hypotheses are two consequences of local minimality, which the page "
        "derives "
        "from it. Named instances have ReLU neurons, products of numbers and other losses.",
    anchors=(
        network("the optimum", **TWO, X=BEST, Y=PLATEAU, about="ReLU neurons (2, 2) and (−1, 1) on the data ±1 with targets 5 and 2",
                facts=(sp.Eq(Objective(X), 6), sp.Eq(Objective(Y), 14), sp.Eq(Penalty(X), 5), sp.Eq(Pull(X), -5))),
        network("the descent from the edge of the plateau", **TWO, X=BEST, Y=[(1, 1), (0, HALF)], about="(−1, 1) and (1/2, 1/2)",
                facts=(sp.Eq(Objective(Y), sp.Rational(417, 32)),))),
    extremals=(network("a neuron split in two", **TWO, X=BEST, Y=[(0, Fraction(6, 5)), (0, Fraction(8, 5)), (1, 1)], reach={
        "global": -1e-12},
                       about="(2, 2) as (6/5, 6/5) and (8/5, 8/5)"),),
    controls=(
        Control("no_gain_by_a_slice", ("global",), network("a plateau of local minima", **TWO, X=PLATEAU, Y=BEST),
                about="two neurons on the same side, none vanishes: 14 > 6"),
        Control("no_gain_by_a_slice", ("polar",), network("a saddle", **SCALAR, y=(10,), Y=[(0, 3)]),
                about="½(10 − uv)² + ½(u² + v²) at "
            "0: 50 > 19/2"),
        Control("no_gain_by_shrinking", ("global", "stationary", "value"), network("too large", rays=(PRODUCT, MINUS), y=(1,), X=[(0, 1)]),
                about="½(1 − uv)² + ½(u² + v²) at (1, 1): 1 > ½ at 0"),
        Control("same_degree", ("global",), network("three layers with weight decay", rays=tuple(ray((a,), 3 * HALF, 3) for a in (1, -1)),
                                                    y=(10,), Y=[(0, 2)], p=3), about="½(10 − uvw)² + ½(u² + v² + w²): 50 > 8 at (2, 2, 2)"),
        Control("homogeneous", ("global",), network("a fixed bias", rays=(Ray(((0, -3, 12),), (0, 0, 25 * HALF), HALF / 2),), y=(10,),
                                                    Y=[(0, 1)]), about="(u − 1)₊ v with weight decay: 50 > 13 at (4, 3)"),
        Control("differentiable", ("global",), network("a loss with a kink", rays=(ray((1, 0), 1), ray((0, 1), 1)), y=(0, 0), loss=
            "absolute",
                                                       Y=[(0, 1), (1, 1)], **{"lambda": HALF}), about="2 |z₁ − z₂| + |2 − z₁ − z₂| at 0: "
                                                           "2 > 1"),
        Control("convex", ("global",), network("a quartic loss", **SCALAR, y=(0,), loss="quartic", X=[(0, 1)], Y=[(1, 1), (1, 1)],
                                               **{"lambda": Fraction(1, 10)}), about="z⁴/4 + z³/3 − z² − z/10 at z = 1: −5/12 > −34/15 at "
                                                                                     "z = −2")),
    certificates=(
        network("the optimum and a negative neuron", **TWO, X=BEST, Y=[(4, 1), (3, HALF)], about="against neurons (2, 1) and (−½, −½)"),
        network("against a network of five", **TWO, X=BEST, Y=[(4, HALF), (5, HALF), (0, 1), (1, HALF), (2, HALF)], about="against five "
            "neurons"),
        network("a product of two numbers", **SCALAR, y=(3,), X=[(0, Fraction(7, 5)), (0, Fraction(1, 5))], Y=[(0, 1)],
                about="½(3 − Σuv)² + ½Σ(u² + v²) where Σuv = 2")),
    faults=(
        Fault("a penalty twice as heavy for the competitor", restate={"global": lambda r: r.func(r.lhs + Penalty(Y), r.rhs)}),
        Fault("half of the penalty", restate={"polar": lambda r: r.func(r.lhs.args[0] + r.lhs.args[1] / 3, r.rhs)}),
        Fault("a value without the inner product", restate={"value": lambda r: r.func(r.lhs, Loss(X))}),
        Fault("a gradient with the wrong sign", reinterpret={"Pull": lambda right, m: lambda W: right(W) * -1})))
