"""Dropout as a variational law: one row, a linear regression with two inputs, a network's outputs on all masks."""
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.variational import DROPOUT, row
from theorems.vocabulary.variational import Constant, Delta, Entropy, Gap, N, Objective, Variance, d, f, m, nu, p, tau


def _pairs(*values):
    """Each number and its negative."""
    return [Fraction(sign * value) for value in values for sign in (1, -1)]


HALF, FIFTH = Fraction(1, 2), Fraction(1, 5)
# f = <R, w> for w = (1, -2, 1/2), with the variance 21/25.
MASKED = [a - 2 * b + HALF * c for a in (0, 1) for b in (0, 1) for c in (0, 1)]
PASSES = dict(p=4 * FIFTH, tau=Fraction(25, 21), X=[[1, 0, 0], [0, 1, 0], [0, 0, 1]], m=(1, -2, HALF), f=MASKED)
REGRESSION = dict(p=4 * FIFTH, s=FIFTH, ell=Fraction(7, 10), tau=Fraction(17, 10), m=(1, 2), X=[[1, 0], [1, 1], [0, 2]], y=[1, 2, 3],
                  nu=[[a / 17 for a in _pairs(18, 4)]] * 4)
TWICE = 2 * Fraction(4, 5) * Fraction(49, 100) / (6 * Fraction(17, 10))          # the decay that belongs to the prior, doubled


def _near(term, value):
    """The fact that a term is a number of twelve digits after the point."""
    return sp.Le(sp.Abs(term - sp.Rational(value)), sp.Rational(1, 10**12))


def _gap(share, apart, value, **more):
    return row(f"p = {share}, Δ = {apart}", p=share, Delta=apart, facts=(_near(Gap(p, Delta), value),), **more)


with sp.evaluate(False):
    EXAMPLE = Example(row("two weights, three data", **REGRESSION, Delta=5), beside={
        "the dropout objective with its constant": N * tau * Objective(m) + Constant(m),
        "the most that it can be off": d * Entropy(p), "the objective of dropout alone": Objective(m)})

MODEL = DROPOUT.model(
    example=EXAMPLE,
    kind=Kind.INSTANCE,
    gap="One row of weights and linear regression with two inputs; for a network with hidden layers the integrals over the Gaussian "
        "spread are approximated in the article, and nothing is checked.",
    notes={name: (Kind.ANALOGUE, "A statement of this page, with its proof.")
           for name in ("gap_below", "gap_above", "objective", "within",
        "singular")},
    anchors=(
        _gap(HALF, Fraction(10, 3), "0.5711514363741545873709", about="information of a fair mask at the distance 10/3"),
        _gap(HALF, 1, "0.11142148218473617972", about="information of a fair mask at the distance 1"),
        _gap(Fraction(9, 10), 4, "0.29165927131057409683", about="information of a mask that keeps nine of ten at the distance 4"),
        row("three weights", **PASSES, nu=[[a / 5 for a in _pairs(8, 4, 2, 0)]] * 8, about="w = (1, −2, 1/2), keep "
            "4/5", facts=(sp.Eq(Variance(f), sp.Rational(21, 25)),))),
    extremals=(
        row("far apart", p=HALF, Delta=10, reach={"gap_below": -3e-6}, about="p = 1/2 and distance 10"),
        row("a narrow spread", p=HALF, s=Fraction(1, 100), mu=Fraction(1, 10), ell=Fraction(1, 10), m=(0, 0), reach={"singular": -1e-4},
            about="spread 1/100, the mean ten spreads away"),
        row("close together", p=HALF, Delta=FIFTH, reach={"gap_above": -1e-4}, about="p = 1/2 and distance 1/5")),
    controls=(
        Control("match", ("objective", "within"), row("twice the decay", **REGRESSION | {"lambda": TWICE}), about="λ doubled"),
        Control("linear", ("objective",), row("a quadratic network", **REGRESSION, gamma=HALF), about="f = u + u²/2"),
        Control("uncorrelated", ("predictive_variance",), row(
            "noise that repeats the masks", **PASSES, nu=[[x + Fraction(2, 5)] for x in MASKED]),
                about="the noise is the centred effect of the masks: variance 84/25, not 42/25"),
        Control("precision", ("predictive_variance",), row("loud noise", **PASSES | dict(tau=1), nu=[[2, -2]] * 8), about="variance 4 for "
            "τ = 1")),
    certificates=(
        row("two weights, three data", **REGRESSION, Delta=3, mu=2, K=3, about="keep 4/5, spread 1/5, two inputs and three data"),
        row("a wide prior", **REGRESSION | dict(p=FIFTH, s=2, ell=Fraction(1, 10), m=(-1, HALF)), Delta=1, mu=1, K=2, about="keep 1/5, "
            "spread 2")),
    faults=(
        Fault("no information at all", restate={"objective": lambda r: r.func(r.lhs, r.rhs.args[0])}),
        Fault("entropy in place of the information", reinterpret={"Gap": lambda right, m: lambda p, x: m["Entropy"](p)}),
        Fault("exponent 1/7 for 1/8", restate={"gap_below": lambda r: r.func(r.lhs.subs(sp.Rational(1, 8), sp.Rational(1, 7)), r.rhs)}),
        Fault("half of the distance squared", restate={"gap_above": lambda r: r.func(r.lhs, r.rhs.subs(Delta**2, Delta**2 / 2))}),
        Fault("half of the noise", restate={"predictive_variance": lambda r: r.func(r.lhs, Variance(f) + Variance(nu) / 2)})))
