"""Groups of problem solvers on few solutions, with all random groups and samples enumerated."""
import math
from fractions import Fraction

import numpy as np
import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.solvers import Agents, Draws, couplings, opposed, sequences, solvers
from theorems.vocabulary.solvers import Ability, Performance, Rounds, Value, Win, top

SPACE = solvers(Agents(), Draws())
LADDER = ("0", "1/2", "1"), [(2, 1, 2), (0, 2, 2)]         # the first agent is stuck at the middle, the second at the bottom


def equal_groups(mu, size):
    """A random group of copies: of the first agent with its probability, and so on. The sample is independent of it."""
    groups = sequences(size.agents, size.group)
    law = np.array([mu[row[0]] if len(set(row.tolist())) == 1 else Fraction(0) for row in groups], object)
    return law[:, None] * mu[sequences(size.agents, size.sample)].prod(1)


def mixed_sample(mu, size):
    """The sample is one of the first agent and else of the second; the random group is independent of it."""
    chosen = (sequences(size.agents, size.sample) == [0, *[1] * (size.sample - 1)]).all(1)
    return mu[sequences(size.agents, size.group)].prod(1)[:, None] * np.array([Fraction(int(v)) for v in chosen], object)


def fact(term, value):
    """term = value, not evaluated."""
    return sp.Eq(term, sp.Rational(value), evaluate=False)


NINE = SPACE.rational("two agents", *LADDER, sample=9, facts=(
    fact(Win, "45/64"), fact(Ability(0), "5/6"), fact(Ability(1), "2/3"), fact(Performance(1), 1)),
                      about="two agents, the random group is the first three of a sample of nine: 45/64")
MODEL = SPACE.model(
    example=Example(NINE, beside={"the ability of the best agent": Ability(0), "the ability of the other": Ability(1),
                                  "the value at the top": Value(top)}),
    kind=Kind.ANALOGUE, knobs=(),
    gap="The published theorem says that with probability one there are sizes for which the random group outperforms the best ones. Here "
        "is a bound of the probability for all sizes, with a proof on the page.",
    anchors=(
        SPACE.rational("an independent group", *LADDER, draws="independent", facts=(fact(Win, "103/256"),),
                       about="the random group is drawn apart from a sample of five"),),
    extremals=(
        SPACE.rational("a step at a time", (0, 1, 2, 3), [(1, 2, 3, 3), (0, 1, 2, 3)], facts=(fact(Rounds(0, 0), 3),), group=1, sample=2,
                       reach={"rounds": -1e-12}, about="a walker in steps of one: it needs a round for each"),
        SPACE.rational("opposed draws", *LADDER, draws=opposed, sample=7, facts=(fact(Win, "17/32"),),
                       reach={"probability": math.log(67 / 68) - 1e-9},
                       about="17/32, and the bound is 67/128: the group misses an agent only where the sample has enough of the best one")),
    controls=(
        Control("improving", ("pool", "rounds", "probability"), SPACE.rational(
            "a plateau", ("0", "0", "1/2", "1"), [(1, 1, 3, 3), (0, 0, 2, 3)]),
                about="the second agent undoes a move of the first between two solutions of equal value: the group never stops"),
        Control("diverse", ("pool", "probability"), SPACE.rational("both stuck", LADDER[0], [(2, 1, 2), (1, 1, 2)]),
                about="no agent moves at the middle: all agents together reach 5/6"),
        Control("difficult", ("clones", "probability"), SPACE.rational("alone at the top", LADDER[0], [(2, 2, 2), (0, 2, 2)]),
                about="the best agent always gets to the top, and nothing outperforms it"),
        Control("unique", ("probability",), SPACE.rational("equal abilities", (0, "1/3", "1/3", 1), [(3, 3, 2, 3), (3, 1, 3, 3)]),
                about="two agents of equal ability: the best of the sample are its first three, the random group itself"),
        Control("starts", ("clones", "probability"), SPACE.rational("one start", *LADDER, nu=(1, 0, 0)),
                about="always the same start, from which the best agent gets to the top"),
        Control("random", ("probability",), SPACE.rational("random clones", *LADDER, draws=equal_groups),
                about="the random group is copies of one agent: it never outperforms"),
        Control("sample", ("probability",), SPACE.rational("a sample of both", *LADDER, draws=mixed_sample),
                about="one of the best agent and four of the other: the best three of them are a diverse group")),
    certificates=(
        NINE,
        SPACE.rational("three agents", (0, 1, 2, 3), [(3, 3, 2, 3), (2, 1, 3, 3), (0, 2, 2, 3)], mu=("1/2", "1/4", "1/4"), sample=4,
                       about="three agents on four solutions"),
        SPACE.rational("unequal chances", *LADDER, mu=("3/5", "2/5"), draws=lambda mu, size: sum(couplings(mu, size, np)) / 2,
                       about="two agents drawn with 3/5 and 2/5")),
    faults=(
        Fault("one agent left out of the sum", restate={"probability": lambda r: r.func(r.lhs, r.rhs + sp.Rational(1, 4))}),
        Fault("the best agent drawn as often as certain", reinterpret={"Fewer": lambda right, m: lambda n, N, p: right(n, N, p) * 0}),
        Fault("groups of half of the agents", reinterpret={"Covers": lambda right, m: lambda g: 1}),
        Fault("one round less", restate={"rounds": lambda r: r.func(r.lhs, r.rhs - 1)}),
        Fault("clones are everybody", reinterpret={"Clones": lambda right, m: lambda a: 1})))
