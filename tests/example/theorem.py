"""Arjovsky, Chintala and Bottou, Section 5: means of a bounded function differ by at most its range times total variation."""
from sympy import Abs, Le, evaluate

from theorems.language.operators import Number
from theorems.language.statement import Clause, Fidelity, Source, Theorem
from theorems.vocabulary.measures import TV, Integral, X, f, glossary, lam, mu, nu, probability


class Range(Number):
    tex, meaning = r"\operatorname{{osc}}\left({}\right)", r"the range of a function, $\max f - \min f$"


with evaluate(False):
    THEOREM = Theorem(
        tag="ZZZZ",
        title="Means of a bounded function",
        headline="difference",
        aliases=("integral probability metric of bounded functions",),
        source=Source("Arjovsky2017", "Section 5", Fidelity.TRANSCRIPTION,
                      "Stated there for functions with values in $[-1, 1]$."),
        hypotheses=probability(mu, nu),
        conclusions=(
            Clause("difference", Le(Abs(Integral(f, mu) - Integral(f, nu)), Range(f) * TV(mu, nu)), needs=("mass",),
                   label="means differ by at most the range times total variation"),),
        glossary=glossary(mu, nu, lam, X, f))
