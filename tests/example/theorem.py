"""Arjovsky, Chintala and Bottou, Section 5: means of a bounded function differ by at most its range times total variation."""
from sympy import Abs, Eq, Le, evaluate, symbols

from theorems.language.operators import Number
from theorems.language.statement import Clause, Fidelity, Source, Theorem
from theorems.vocabulary.analysis import Total
from theorems.vocabulary.measures import TV, Integral, Weight


class Range(Number):
    tex, meaning = r"\operatorname{{osc}}\left({}\right)", r"the range of a function, $\max f - \min f$"


f, mu, nu, x, X = symbols("f mu nu x X", extended_real=True)

with evaluate(False):
    THEOREM = Theorem(
        tag="ZZZZ",
        title="Means of a bounded function",
        source=Source("Arjovsky2017", "Section 5", Fidelity.TRANSCRIPTION,
                      "Stated there for functions with values in $[-1, 1]$."),
        hypotheses=(
            Clause("same_mass", Eq(Total(Weight(mu, x), (x, X)), Total(Weight(nu, x), (x, X))), used=()),),
        conclusions=(
            Clause("difference", Le(Abs(Integral(f, mu) - Integral(f, nu)), Range(f) * TV(mu, nu))),),
        glossary={f: "a function", mu: "a measure", nu: "a measure", x: "a point", X: "the finite space"})
