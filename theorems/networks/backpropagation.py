"""Backpropagation is the chain rule, at a bounded multiple of the cost of the function."""
from sympy import Derivative as Diff
from sympy import Eq, Function, Integer, Le, Symbol, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Total
from theorems.vocabulary.programs import (
    ACCUMULATES,
    GLOSSARY,
    LIVE,
    NAMES,
    SEED,
    SMOOTH,
    Adjoint,
    C,
    I,
    L,
    Mul,
    PathSum,
    Slope,
    Tangent,
    TangentIn,
    i,
    inputs,
    mu,
    n,
    omega,
)

y = Symbol("y", real=True)
p, q = Function("p")(y), Function("q")(y)
p1, p2, d1, d2 = symbols("p_1 p_2 d_1 d_2", real=True)

with evaluate(False):
    THEOREM = Theorem(
        tag="000T",
        title="Backpropagation is the chain rule, at four times the cost",
        headline="gradient",
        aliases=("reverse mode, automatic differentiation, autodiff", "cheap gradient principle", "Baur-Strassen", "adjoint", "tape"),
        source=Source("BaurStrassen1983", "abstract and opening, p. 317: L(f, grad f) <= 3 L(f)", Fidelity.TRANSCRIPTION,
                      "There L counts the multiplications and divisions that are not by scalars, over an infinite field. Our count of all "
                      "operations, with its convention, is not in what was read."),
        hypotheses=(SEED, ACCUMULATES, SMOOTH, LIVE),
        conclusions=(
            Clause("gradient", Eq(Adjoint(i), Slope(i)), forall=inputs, scale=Integer(1), needs=("seed", "adjoint", "smooth"),
                   label="the adjoints of the inputs are the gradient"),
            Clause("paths", Eq(Adjoint(i), PathSum(i)), forall=inputs, scale=Integer(1), needs=("seed", "adjoint"),
                   label="they are sums over paths"),
            Clause("transposition", Eq(Total(Adjoint(i) * TangentIn(i), (i, I)), Tangent(omega)), scale=Integer(1),
                   needs=("seed", "adjoint"), label="one reverse sweep gives every directional derivative"),
            Clause("multiplications", Eq(Mul, 3 * mu), needs=(), label="three times the multiplications"),
            Clause("cost", Eq(C, 2 * L + 2 * mu + 1 - n), needs=("live",), label="the number of all operations"),
            Clause("bound", Le(C, 4 * L + 1 - n), needs=("live",), label="at most four times the operations",
                   why="It is at most $4L$, as there is an input; with equality if and only if all operations are multiplications "
                       "and there is one input.")),
        glossary=GLOSSARY,
        names=NAMES,
        steps=(
            Step("product rule", Eq(Diff(p * q, y), q * Diff(p, y) + p * Diff(q, y)), Identity(),
                 "The local partials of a product are the other factors."),
            Step("one operation", Eq((p1 * d1 + p2 * d2) * y, d1 * (y * p1) + d2 * (y * p2)), Identity(),
                 "What an operation with the adjoint $y$ contributes to both sides of the transposition.")))
