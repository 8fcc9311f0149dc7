"""Finite random forests, with a number that is taken for the mean correlation."""
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.model import Case, Control, Example, Fault, Kind
from proofs_numeric.worlds.forests import Forest, Size, forests
from proofs_numeric.worlds.strengths import Strength
from theorems.vocabulary.strengths import PE, PE0, S, V, rho, s

SPACE = forests(Forest(opposed=False), Strength(), sizes=(Size(3, 4, 2, 1), Size(3, 4, 3, 1)))


def exactly(name, votes, **k):
    """In rational arithmetic."""
    given = {key: k.pop(key) for key in ("q", "p", "labels", "classes", "rho") if key in k}
    return SPACE.named(name, None, dict(votes=votes) | given, **k)


def floating(name, votes, **k) -> Case:
    """In floating point, with correlations that are irrational; two classes."""
    given = {key: k.pop(key) for key in ("q", "p", "plain") if key in k}
    return SPACE.named(name, Size(len(votes), len(votes[0]), 2, 1), dict(votes=votes) | given, **k)


def disjoint(e):
    """Two trees that err on disjoint events of mass e; votes for the class 1 are wrong."""
    return dict(votes=[[1, 0, 0], [0, 1, 0]], p=(e, e, 1 - 2 * Fraction(e)))


def votes(*rows):
    """Raw margins 1 and -1 as votes of two classes, the label 0."""
    return [[(1 - v) // 2 for v in row] for row in rows]


UNEQUAL = votes((1, 1, 1, 1, -1), (1, 1, -1, -1, 1), (1, 1, -1, -1, 1))
# Nine trees: five err on an event of mass 1/10, four on one of mass 1/100 each, all disjoint.
NINE = votes(*([(-1, 1, 1, 1, 1, 1)] * 5), *[[1] + [-1 if k == j else 1 for k in range(4)] + [1] for j in range(4)])
MASSES = ("1/10", *["1/100"] * 4, "86/100")
OFF = votes((1, -1, -1, 1), (1, -1, 1, -1), (1, 1, -1, 1))
BOUNDS = "breiman", "ties", "cantelli"

with sp.evaluate(False):
    TWO = tuple(sp.Eq(term, sp.Rational(v)) for term, v in ((PE0, "1/4"), (PE, 0), (s, "3/4"), (rho, "3/7"), (V, "3/16")))
    EXAMPLE = Example(
        exactly("three trees, twenty points", votes(*[[-1 if k in (j, 3) else 1 for k in range(20)] for j in range(3)])),
        beside={"the strength": s, "the mean correlation": rho, "the one-sided bound": rho * (1 - s**2) * (rho * (1 - s**2) + s**2)**-1,
                "the error of one tree": (1 - s) * sp.Rational(1, 2)})

MODEL = SPACE.model(
    example=EXAMPLE,
    kind=Kind.INSTANCE,
    gap="Finitely many trees and points.",
    notes={"cantelli": (Kind.ANALOGUE, "A sharper statement of our own, with the same proof."),
           "ties": (Kind.ANALOGUE, "A statement of our own: ties are no errors in the article.")},
    edges=(exactly("one tree that is always right", [[0, 0]], about="no raw margin varies"),),
    anchors=(exactly("two trees, e = 1/8", **disjoint("1/8"), facts=TWO, about="two trees that err on disjoint events of mass 1/8"),),
    extremals=(*(exactly(f"two trees, e = {e}", **disjoint(e), reach={"cantelli": -1e-12},
                         about=f"two trees that err on disjoint events of mass {e}") for e in ("1/8", "1/1000")),),
    controls=(
        Control("strength", BOUNDS, exactly("always wrong", votes((-1, -1), (-1, -1))),
                about="s = −1: both bounds are 0, the error is 1"),
        Control("strength", BOUNDS, about="labels for which all trees are wrong"),
        Control("weighted", ("equality", "variance"), floating("plain mean, three trees", UNEQUAL, plain="all pairs"),
                about="the mean of the correlations without weights: the variance 0.3556 > 0.3325"),
        Control("weighted", ("breiman",), floating("plain mean, nine trees", NINE, p=MASSES, plain="all pairs"),
                about="the error 1/10 > 0.09905; every tree errs somewhere"),
        Control("weighted", ("equality", "variance", *BOUNDS), floating("without the diagonal", OFF, plain="off the diagonal"),
                about="the mean over pairs of different trees is 0, the error 1/2"),
        Control("weighted", ("equality",), about="a hundredth of the mean correlation")),
    certificates=(
        exactly("three trees, ten points", votes(*[[-1 if k == j else 1 for k in range(10)] for j in range(3)]),
                about="three trees that err at different points"),
        exactly("three classes", [[0, 1, 2, 0], [0, 1, 2, 1], [0, 1, 2, 2]], labels=(0, 1, 2, 0), classes=3,
                about="three trees that agree at three points, three classes")),
    faults=(
        Fault("the square of the strength left out", restate={"variance": lambda r: r.func(r.lhs, rho * (1 - s))}),
        Fault("the mean of the variances", restate={"equality": lambda r: r.func(r.lhs, rho * S)}),
        Fault("half of the bound", restate={"cantelli": lambda r: r.func(2 * r.lhs, r.rhs)}),
        Fault("correlation squared", restate={"breiman": lambda r: r.func(r.lhs, rho * r.rhs)})))
