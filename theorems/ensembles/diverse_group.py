"""Hong and Page: when a random group of problem solvers outperforms the group of the best ones."""
from sympy import Eq, Ge, Integer, Le, Lt, Ne, Rational, evaluate

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Total
from theorems.vocabulary.solvers import (
    AGENTS,
    DIFFICULT,
    DIVERSE,
    IMPROVING,
    NAMES,
    PAIRS,
    PHRASES,
    RANDOM,
    SAMPLE,
    STARTS,
    UNIQUE,
    AgentMass,
    Clones,
    Covers,
    End,
    Fewer,
    N,
    Performance,
    Rounds,
    Value,
    Win,
    a,
    agents,
    best,
    cardinality,
    g,
    groups,
    n,
    solutions,
    top,
    x,
)

# Step: two agents of probability 1/2, groups of three, samples of nine.
half = Rational(1, 2)
few = sum(c * half**9 for c in (1, 9, 36))

with evaluate(False):
    starts = tuple(h.name for h in STARTS)
    THEOREM = Theorem(
        tag="001H",
        title="What the theorem on diverse groups says",
        headline="probability",
        aliases=("diversity trumps ability", "Hong-Page theorem", "wisdom of diverse groups", "collective problem solving"),
        source=Source("HongPage2004", "section “A Mathematical Theorem”, pp. 16386-16388", Fidelity.QUOTED,
                      "Abstract and introduction were read; the theorem and its four assumptions in two independent accounts by readers of "
                      "the article. The probability in terms of both sizes is a statement of this page."),
        hypotheses=(IMPROVING, DIVERSE, DIFFICULT, UNIQUE, *STARTS, AGENTS, PAIRS, RANDOM, SAMPLE),
        conclusions=(
            Clause("pool", Eq(End(g, x), top), forall=(*groups, *solutions), where=Ne(Covers(g), 0), scale=Integer(1),
                   needs=("improving", "diverse"), label="a group of all agents always gets to the top"),
            Clause("rounds", Le(Rounds(g, x), cardinality - 1), forall=(*groups, *solutions), needs=("improving",),
                   label="and no group moves for long"),
            Clause("clones", Lt(Performance(Clones(best)), Value(top)), needs=("improving", "diverse", "difficult", *starts),
                   label="copies of one agent do not"),
            Clause("probability", Ge(Win, 1 - Total((1 - AgentMass(a))**n, *agents) - Fewer(n, N, AgentMass(best))),
                   needs=("improving", "diverse", "difficult", "unique", "starts", "agents", "pairs", "random", "sample"),
                   label="so a random group mostly outperforms the best of a sample")),
        glossary=PHRASES,
        names=NAMES,
        steps=(
            Step("groups of three", Eq(1 - 2 * half**3 - few, Rational(169, 256)), Identity(),
                 "Two agents of probability one half, groups of three, samples of nine: the bound is $169/256$."),
            Step("by hand", Eq(3 * half**3 * (1 - 7 * half**6) + 3 * half**3 * (1 - half**6), Rational(45, 64)), Identity(),
                 "The probability itself when the random group is the first three of the sample: one or two of them are the best agent, "
                 "and at least two, or one, of the other six.")))
