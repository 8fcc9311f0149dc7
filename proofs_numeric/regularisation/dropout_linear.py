"""Data, weights, masks of the data with a finite law, and a matrix that rescales the features."""
from fractions import Fraction

import numpy as np
import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.masks import Data, Masks
from proofs_numeric.worlds.regression import Regression, Size
from theorems.vocabulary.masks import Dropout, EntryCovariance, MaskedLoss, p
from theorems.vocabulary.preconditioning import DiagonalPart
from theorems.vocabulary.regression import Inner, SquaredNorm, Transposed, X, w, y

WORLD = Regression("Data and weights in float64 with n data and d features, and all masks of them, enumerated; the numbers are a rational "
                   "instance.", (Size(2, 3),), (Data(), Masks()))
BASE = dict(X=((1, 2), (3, -1), (0, 1)), y=(1, 0, 2), w=(1, -1), A=((10, 0), (0, 1)))
EQUAL = dict(X=((1, 1),), y=(1,), w=(1, 0), h=(1, 1), z=(1, -1))
BY_ROW = [("1/2", *[1] * 6), ("1/2", *[0] * 6)]
KEPT = [(1, *["1/2"] * 6)]
THREE = [(a * b, c, e) for a, c in ((Fraction(1, 8), "-1/2"), (Fraction(3, 4), "1/2"), (Fraction(1, 8), "3/2"))
         for b, e in ((Fraction(1, 8), "-1/2"), (Fraction(3, 4), "1/2"), (Fraction(1, 8), "3/2"))]
OURS = ("unique", "equivariance", "conditioning")
with sp.evaluate(False):
    PENALTY = Inner(w, DiagonalPart(Transposed(X) * X) * w)
    EXAMPLE = Example(WORLD.rational("two features, half of the entries", **BASE, p="1/2"), beside={
        "the loss of the scaled weights": SquaredNorm(y - p * X * w), "the norms of the columns": PENALTY,
        "the loss without dropout": SquaredNorm(y - X * w)})


def _loss(value):
    return (sp.Eq(MaskedLoss(w), sp.Rational(value)),)


MODEL = WORLD.model(
    kind=Kind.INSTANCE,
    gap="Two data with three features are sampled, with independent masks or one mask for all rows; other shapes and other laws with "
        "the same mean and variance are single rational instances.",
    notes={name: (Kind.ANALOGUE, "A statement of this page, not of the article.") for name in OURS},
    example=EXAMPLE,
    anchors=(
        *(WORLD.rational(f"p = {keep}", **BASE, p=keep, facts=_loss(value)) for keep, value in
          (("1/2", "33/2"), ("4/5", "597/25"), ("1/3", "113/9"))),
        WORLD.case("two data, three features", X=((1, 2, 0), (3, -1, 1)), y=(1, 0), w=(1, -1, 2), h=(1, 0, 0), z=(0, 2, 1), p="1/2",
                   A=((2, 0, 0), (0, 1, 0), (0, 0, 3)), facts=(sp.Eq(Inner(y, X * w), -1), sp.Eq(MaskedLoss(w), 16),
                                                   sp.Eq(EntryCovariance(0, 1, 1), sp.Rational(1, 4)))),
        WORLD.rational("predictions", **BASE, p="1/2", facts=(
            sp.Eq(SquaredNorm(239 * X * Dropout(X)), 178**2 + 33**2 + 81**2),))),
    extremals=(
        WORLD.rational("equal features", **EQUAL, p="1/2", A=((2, 0), (0, 3)), reach={"conditioning": -1e-12},
                       about="one datum, two equal features: the condition number is attained"),),
    controls=(
        Control("uncorrelated", ("identity", "minimiser"), WORLD.rational("one mask for each datum", **BASE, p="1/2", law=BY_ROW),
                about="features are dropped together: 17 against 33/2"),
        Control("mean", ("identity", "minimiser"), WORLD.rational("drop for keep", **BASE, p="4/5", keep="1/5"),
                about="p = 4/5 read as the probability of a drop: 237/25 against 597/25"),
        Control("variance", ("identity", "minimiser"), WORLD.rational("every entry halved", **BASE, p="1/2", law=KEPT),
                about="R = 1/2 without chance: 25/2 against 33/2"),
        Control("dropped", ("unique",), WORLD.rational("p = 1", **EQUAL | dict(h=(1, -1)), p=1), about="two equal features: 0 > 0 fails"),
        Control("no_zero_column", ("unique",), WORLD.rational("a zero column", X=((1, 0),), y=(1,), w=(1, 1), h=(0, 1), p="1/2"),
                about="a feature that is always 0: its weight has no influence: 0 > 0 fails"),
        Control("rescaled", ("equivariance",), WORLD.rational("mixed features", **BASE | dict(A=((1, 1), (0, 1))), p="1/2"),
                about="the second feature becomes the sum of both")),
    certificates=(
        WORLD.rational("two features, p = 1/3", **BASE | dict(h=(2, 1), z=(-1, 3)), p="1/3"),
        WORLD.rational("one datum, four features", X=((1, -2, 3, 1),), y=(2,), w=(1, 0, -1, 2), h=(1, 1, 0, 0), z=(0, 1, 2, 0), p="3/4",
                       A=np.diag([1, -2, 3, 5]), about="one datum, four features, sixteen masks"),
        WORLD.rational("factors with three values", X=((1, 2),), y=(1,), w=(2, 1), p="1/2", law=THREE,
                       about="factors −1/2, 1/2, 3/2 with mean 1/2 and variance 1/4")),
    faults=(
        Fault("variance p", restate={"identity": lambda r: r.func(r.lhs, r.rhs.args[0] + p * PENALTY)}),
        Fault("weights not scaled", restate={"identity": lambda r: r.func(r.lhs, SquaredNorm(y - X * w) + r.rhs.args[1])}),
        Fault("half of the condition number", restate={"conditioning": lambda r: r.func(r.lhs * 2, r.rhs)}),
        Fault("the weights doubled", reinterpret={"Dropout": lambda right, m: lambda X: right(X) * 2})))
