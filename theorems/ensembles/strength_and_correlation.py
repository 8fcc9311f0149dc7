"""Breiman's bound for the error of a random forest by strength and correlation, and its sharp one-sided form."""
from sympy import Eq, Integer, Le, Symbol, evaluate

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary import forests, strengths
from theorems.vocabulary.forests import LAWS, Theta, X, glossary
from theorems.vocabulary.strengths import PE, PE0, SIGN, STRONG, WEIGHTED, S, V, rho, s

e = Symbol("e", positive=True)

with evaluate(False):
    laws = tuple(h.name for h in LAWS)
    bound = rho * (1 - s**2)
    THEOREM = Theorem(
        tag="001G",
        title="Strength and correlation bound the error of a forest",
        headline="breiman",
        aliases=("random forest", "Breiman's bound", "decorrelated trees", "Cantelli"),
        source=Source("Breiman2001", "Definitions 2.1 and 2.2, equations (2)-(8), Theorem 2.3", Fidelity.QUOTED,
                      "Read in two detailed accounts by others, whose equation numbers agree; the article was not opened.", "Theorem 2.3"),
        hypotheses=(*LAWS, STRONG, WEIGHTED, SIGN),
        conclusions=(
            Clause("breiman", Le(PE, bound / s**2), needs=(*laws, "strength", "weighted", "sign"),
                   label="strength and correlation bound the error"),
            Clause("ties", Le(PE0, bound / s**2), needs=(*laws, "strength", "weighted", "sign"), label="also if ties are errors"),
            Clause("cantelli", Le(PE0, bound / (bound + s**2)), needs=(*laws, "strength", "weighted", "sign"),
                   label="and more sharply, by a number below one"),
            Clause("equality", Eq(V, rho * S**2), scale=Integer(1), needs=(*laws, "weighted"), label="the variance of the margin"),
            Clause("variance", Le(V, bound), needs=(*laws, "weighted", "sign"), label="which strength and correlation bound")),
        glossary=glossary(Theta, X) | strengths.PHRASES,
        names=forests.NAMES | strengths.NAMES,
        steps=(
            Step("two trees", Eq(2 * e * (1 - 2 * e) / (2 * e * (1 - 2 * e) + (1 - 2 * e)**2), 2 * e), Identity(),
                 r"Two trees that err on disjoint events of mass $e$: $s = 1 - 2e$, the variance is $2e(1-2e)$, Cantelli's bound $2e$."),
            Step("their correlation", Eq((4 * e * (1 - e) - 4 * e**2) / 2 / (4 * e * (1 - e)) * (1 - (1 - 2 * e)**2), 2 * e * (1 - 2 * e)),
                 Identity(), r"The mean correlation times $1 - s^2$ is that variance.")))
