"""Pools of two and three agents, all draws enumerated."""
import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.pools import POOLS
from theorems.vocabulary.pools import Ability, Better, Few, Worth, top

THREE, PAIR = (0, "1/2", 1), ((2, 1, 2), (0, 2, 2))
ALL = ("probability",)

with sp.evaluate(False):
    BASE = tuple(sp.Eq(term, sp.Rational(v)) for term, v in ((Ability(0), "5/6"), (Ability(1), "2/3"), (Better, "45/64"), (Few, "23/256")))
    EXAMPLE = Example(POOLS.rational("two agents on three solutions", THREE, PAIR),
                      beside={"ability of the best agent": Ability(0), "of the other": Ability(1),
                              "value of the best solution": Worth(top)})

MODEL = POOLS.model(
    example=EXAMPLE,
    kind=Kind.ANALOGUE,
    gap="The published theorem is about a limit of the numbers of agents and says that the probability is one there. Here is a bound for "
        "every number, for finitely many solutions and agents, with its proof.",
    anchors=(POOLS.rational("two agents", THREE, PAIR, facts=BASE, about="abilities 5/6 and 2/3, groups of three of nine"),),
    controls=(
        Control("difficult", (*ALL, "clones"), POOLS.rational("an agent that always succeeds", THREE, ((2, 2, 2), (0, 2, 2))),
                about="the best agent reaches the best solution alone: the probability is 0"),
        Control("diverse", (*ALL, "pool"), POOLS.rational("nobody moves from one solution", THREE, ((2, 1, 2), (1, 1, 2))),
                about="nobody moves from the second solution: the pool is no better than its best member"),
        Control("unique", ALL, POOLS.rational("two equal agents", (0, "1/3", "1/3", 1), ((3, 3, 2, 3), (3, 1, 3, 3))),
                about="equal abilities: the best are those that were drawn first"),
        Control("improving", (*ALL, "pool"), POOLS.rational("a cycle", (0, 0, "1/2", 1), ((1, 1, 3, 3), (0, 0, 2, 3))),
                about="two solutions of equal value, between which the pool goes round")),
    certificates=(
        POOLS.rational("three agents, four solutions", (0, 1, 2, 4), ((1, 3, 2, 3), (0, 2, 3, 3), (3, 1, 2, 3)), 3, 6,
                       about="three agents on four solutions"),
        POOLS.rational("groups of two of five", THREE, PAIR, 2, 5, about="two agents, groups of two of five")),
    faults=(
        Fault("nobody is missing", restate={"probability": lambda r: r.func(r.lhs, 1 - Few)}),
        Fault("copies reach the best solution", restate={"clones": lambda r: r.func(r.rhs, r.lhs)}),
        Fault("one agent is the pool", reinterpret={"PoolEnd": lambda right, m: lambda x: m["Image"](0, x)})))
