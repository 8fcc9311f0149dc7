"""Fefferman; Sussmann: a network with one hidden layer of tanh units is determined by its output, up to relabelling its units."""
from sympy import Abs, Eq, Gt, Integer, diff, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Sup
from theorems.vocabulary.shallow import (
    ACTIVE,
    DISTINCT,
    ENOUGH,
    GLOSSARY,
    MANY,
    TANH,
    UNRELATED,
    WEIGHTS,
    Features,
    Jacobian,
    Rank,
    Relabelled,
    S,
    Value,
    X,
    Y,
    f,
    g,
    m,
    s,
    x,
)

# Steps: one unit, two units.
c, c2 = symbols("c c_2", real=True)
p, q = symbols("p q", positive=True)
product = (c * (p - 1) / (p + 1) + c2 * (q - 1) / (q + 1)) * (1 + p) * (1 + q)
unit = (p - 1) / (p + 1)                           # tanh(t) for p = exp(2t), so that dp/dt = 2p
STEPS = (
    Step("flip", Eq(-c * unit.subs(p, 1 / p), c * unit, evaluate=False), Identity(),
         r"A flipped unit is the same function; here and below $\tanh t = (p-1)/(p+1)$ with $p = e^{2t}$."),
    Step("two units", Eq(product, (c + c2) * p * q + (c - c2) * p + (c2 - c) * q - c - c2, evaluate=False), Identity(),
         r"Two units times their denominators, $p = e^{2(w_1x+b_1)}$ and $q = e^{2(w_2x+b_2)}$, are a sum of $2^2$ exponentials: at most "
         "$2^2 - 1$ zeros, unless it is 0."),
    Step("derivative", Eq(2 * p * diff(unit, p), 1 - unit**2, evaluate=False), Identity(),
         r"The derivative of a unit by its bias, $1 - \tanh^2$, has double poles; that by its weight is $x$ times as large."))

with evaluate(False):
    AT = ((x, X),)
    THEOREM = Theorem(
        tag="000U",
        title="A network is determined by its output",
        headline="distinguish",
        aliases=("identifiability", "uniqueness of weights", "permutation symmetry", "linear mode connectivity", "model merging"),
        source=Source("Fefferman1994", "the uniqueness theorem; its conditions are (12) and (13) of Fefferman and Markel 1993, p. 337",
                      Fidelity.QUOTED, "The announcement by Fefferman and Markel was read in a transcription, the article itself was not. "
                      "The case of one hidden layer is due to Sussmann, of whom an abstract was read."),
        hypotheses=(TANH, ACTIVE, WEIGHTS, DISTINCT, UNRELATED, ENOUGH, MANY),
        conclusions=(
            Clause("symmetry", Eq(Value(Relabelled(s, f), x), Value(f, x)), forall=((s, S), *AT), scale=Integer(1),
                   needs=("activation",), label="relabelled units give the same function"),
            Clause("independence", Eq(Rank(Features(f, X)), 1 + m), needs=("activation", "weights", "distinct", "enough"),
                   label="the units are independent functions"),
            Clause("distinguish", Gt(Sup(Abs(Value(f, x) - Value(g, x)), AT[0]), 0),
                   needs=("activation", "active", "weights", "distinct", "unrelated", "enough"),
                   label="networks that are not relabellings of each other differ at one of the points"),
            Clause("local", Eq(Rank(Jacobian(f, Y)), 1 + 3 * m), needs=("activation", "active", "weights", "distinct", "many"),
                   label="no direction in parameter space leaves the function as it is")),
        glossary=GLOSSARY,
        steps=STEPS)
