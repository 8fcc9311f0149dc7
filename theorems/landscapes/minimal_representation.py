"""Achille and Soatto: what a representation leaks about a nuisance is at most its surplus of information."""
from sympy import Eq, Gt, Le, Ne, Rational, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.information import Apart, Class, CondInfo, Info, Pair, T, Values, a, b, n, w, x, y, z

# The step: entropies of the sets of variables that occur.
names = ("y", "n", "x", "z", "yn", "yz", "nz", "xz", "yx", "nx", "ynx", "ynz", "yxz", "nxz", "ynxz")
H = dict(zip(names, symbols(" ".join(f"H_{s}" for s in names), real=True))) | {"": 0}


def entropy(*parts):
    return H["".join(s for s in "ynxz" if any(s in part for part in parts))]


def information(first, second, given=""):
    return entropy(first, given) + entropy(second, given) - entropy(first, second, given) - entropy(given)


slack = information("z", "x") - information("z", "y") - information("z", "n")
rest = information("y", "n", "z") + information("x", "z", "yn") - information("yn", "z", "x") - information("y", "n")

with evaluate(False):
    unit = Rational(1)
    both, pairs = ("markov", "independent"), ((a, Values), (b, Values))
    THEOREM = Theorem(
        tag="001D",
        title="Invariance by minimality: a representation leaks at most its surplus",
        headline="proposition",
        aliases=("information bottleneck", "nuisance", "invariant representation", "sufficient representation", "emergence of invariance"),
        source=Source("AchilleSoatto2018", "Proposition 3.1, Corollary 3.4, Proposition 3.5", Fidelity.TRANSCRIPTION,
                      "Read in a transcription; Proposition 3.1 was also compared with a verbatim quotation. The slack, the bound without "
                      "sufficiency and the least leak are statements of this page.", "Proposition 3.1"),
        hypotheses=(
            Clause("markov", Eq(CondInfo(Pair(y, n), z, x), 0), used=(), scale=unit,
                   label="the representation depends on task and nuisance through the input only"),
            Clause("independent", Eq(Info(y, n), 0), used=(), scale=unit, label="the nuisance does not tell the task"),
            Clause("sufficient", Eq(Info(z, y), Info(x, y)), used=(), scale=unit, label="the representation is sufficient for the task"),
            Clause("stacked", Eq(CondInfo(Pair(Pair(y, n), x), w, z), 0), used=(), scale=unit,
                   label="the second representation depends on everything through the first"),
            Clause("separated", Gt(Apart(a, b), 0), forall=pairs, used=pairs, where=Ne(Class(a), Class(b)),
                   label="$T$ tells inputs apart only where their posteriors differ")),
        conclusions=(
            Clause("processing", Le(Info(w, y), Info(z, y)), needs=("stacked",), label="a second layer knows no more of the task"),
            Clause("processing_input", Le(Info(z, y), Info(z, x)), needs=("markov",),
                   label="no representation knows more of the task than of the input"),
            Clause("slack", Eq(Info(z, x) - Info(z, y) - Info(z, n), CondInfo(y, n, z) + CondInfo(x, z, Pair(y, n))),
                   scale=unit, needs=both,
                   label="what the surplus is made of"),
            Clause("leak", Le(Info(z, n), Info(z, x) - Info(z, y)), needs=both, label="the leak is at most the surplus"),
            Clause("proposition", Le(Info(z, n), Info(z, x) - Info(x, y)), needs=(*both, "sufficient"),
                   label="the same for a sufficient representation"),
            Clause("stacking", Le(Info(w, n), Info(z, n)), needs=("stacked",), label="a second layer leaks no more"),
            Clause("bottleneck", Le(Info(w, n), Info(z, w) - Info(w, y)), needs=("independent", "stacked"),
                   label="the leak of a second layer is bounded by the bottleneck"),
            Clause("least", Le(Info(T, n), Info(z, n)), needs=("markov", "sufficient", "separated"),
                   label="the posterior of the task leaks least")),
        glossary={y: "the task, such as a label", n: "a nuisance", x: "the input", z: "a representation", w: "a second representation",
                  T: "a function of the posterior $p(y\\mid x)$", a: "a value of the input", b: "a value of the input", Values:
                      "all values of the input"},
        names={Values: r"\mathcal X"},
        steps=(Step("one identity of entropies", Eq(slack, rest), Identity(),
                    r"$I(z;x)-I(z;y)-I(z;n) = I(y;n\mid z)+I(x;z\mid y,n)-I(y,n;z\mid x)-I(y;n)$, for any four variables."),))
