"""Peyré: total variation is the cost of transport where every move costs 1, and bounds W_p from both sides on a bounded discrete space."""
from dataclasses import replace

from sympy import Abs, Eq, Ge, Le, Rational, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary import measures as ms
from theorems.vocabulary.analysis import Sup
from theorems.vocabulary.measures import A, D, Mass, Sets, X, lam, m, mu, nu, p
from theorems.vocabulary.transport import Mismatch
from theorems.vocabulary.transport import Wasserstein as W


class TV(ms.TV):
    meaning = r"total variation of two laws: $\tfrac12\sum_x\lvert\mu\{x\}-\nu\{x\}\rvert$"


e1, e2, s1, s2 = symbols("e_1 e_2 s_1 s_2", positive=True)       # steps: excess of either law over the other

with evaluate(False):
    laws, costs = ("mass", "positive"), ("positive_exponent", "mass", "positive", "nonnegative")
    THEOREM = Theorem(
        tag="000D",
        title="Transport costs lie between multiples of total variation",
        headline="above",
        aliases=("maximal coupling", "coupling inequality", "TV", "discrete metric", "Hamming distance"),
        source=Source("Peyre2025", "the propositions on the discrete metric and on discrete spaces", Fidelity.PRIMARY,
                      "Read in the LaTeX source, whose numbers still move; the norm there is twice the total variation of this page. "
                      "Theorem 6.15 of Villani (2009), a weighted bound from above, was read in quotations by others, and Theorem 4 of "
                      "Gibbs and Su (2002) was not read. The clause on events is classical."),
        hypotheses=(
            replace(ms.POSITIVE_EXPONENT, why="For $p \\le 0$ staying in place would not be free."),
            replace(ms.EXPONENT, **ms.technical("The bounds hold for every $p > 0$; from $p = 1$ on, $W_p$ is a distance.")),
            *ms.probability(mu, nu),
            *ms.metric(separating=ms.technical("With $d(x,y) = 0$ the bound from below has $m = 0$ and says nothing."),
                       symmetric=ms.technical("No step goes back the way it came."),
                       triangle=ms.technical("No step goes through a third point.")),
            Clause("floor", Ge(m, 0), used=(), role=Role.DOMAIN, label="the least distance is not negative",
                   why="A negative bound from below says nothing about $d^p$."),
            ms.SEPARATED, ms.DIAMETER),
        conclusions=(
            Clause("events", Eq(TV(mu, nu), Sup(Abs(Mass(mu, A) - Mass(nu, A)), (A, Sets))), scale=Rational(1), needs=("mass",),
                   label="the event on which the laws differ most"),
            Clause("coupling", Eq(TV(mu, nu), Mismatch(mu, nu)), scale=Rational(1), needs=laws, label="the least mass that must move"),
            Clause("below", Le(m**p * TV(mu, nu), W(p, mu, nu)**p), needs=(*costs, "floor", "separated"), label="bound from below"),
            Clause("above", Le(W(p, mu, nu)**p, D**p * TV(mu, nu)), needs=(*costs, "reflexive", "diameter"),
                   label="bound from above")),
        glossary=ms.glossary(p, mu, nu, lam, X, Sets, m, D),
        names={Sets: "2^X"},
        steps=(
            Step("excess in proportion", Eq(e1 * s1 / (s1 + s2) + e1 * s2 / (s1 + s2), e1), Identity(),
                 r"The excess of $\mu$ at a point, sent to the points where $\nu$ exceeds, in proportion: nothing stays behind."),
            Step("the same in reverse", Eq((e1 * s1 + e2 * s1) / (e1 + e2), s1), Identity(),
                 r"What arrives there is what is missing, as both excesses have the same mass $e_1+e_2=s_1+s_2$.")))
