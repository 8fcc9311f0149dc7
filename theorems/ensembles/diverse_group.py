"""What the theorem of Hong and Page says: with explicit probabilities, and by which means."""
from sympy import Eq, Ge, Lt, evaluate

from theorems.language.statement import Clause, Fidelity, Source, Theorem
from theorems.vocabulary.analysis import Total
from theorems.vocabulary.pools import (
    DIFFICULT,
    DIVERSE,
    IMPROVING,
    LAWS,
    N1,
    NAMES,
    PHRASES,
    TOP,
    UNIQUE,
    Ability,
    AgentMass,
    Better,
    Few,
    PoolEnd,
    Worth,
    a,
    agents,
    best,
    solutions,
    top,
    x,
)

with evaluate(False):
    laws = tuple(h.name for h in LAWS)
    THEOREM = Theorem(
        tag="001H",
        title="A group that covers all moves beats copies of the best",
        headline="probability",
        aliases=("Hong and Page", "diversity trumps ability", "groups of diverse problem solvers"),
        source=Source("HongPage2004", "A Mathematical Theorem, pp. 16386-16388", Fidelity.QUOTED,
                      "The abstract and the introduction were read; the theorem in two independent accounts of the full text. It says that "
                      "with probability one the random group does better in the limit."),
        hypotheses=(TOP, IMPROVING, DIVERSE, DIFFICULT, UNIQUE, *LAWS),
        conclusions=(
            Clause("probability", Ge(Better, 1 - Total((1 - AgentMass(a))**N1, *agents) - Few),
                   needs=("top", "improving", "diverse", "difficult", "unique", *laws),
                   label="random agents beat the best ones, unless one is missing or the best are too few"),
            Clause("pool", Eq(PoolEnd(x), top), forall=solutions, needs=("top", "improving", "diverse"),
                   label="the whole pool reaches the best solution"),
            Clause("clones", Lt(Ability(best), Worth(top)), needs=("top", "difficult", "starts", "start_mass"),
                   label="copies of the best agent do not")),
        glossary=PHRASES,
        names=NAMES)
