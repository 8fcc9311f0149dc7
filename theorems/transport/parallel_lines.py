"""Arjovsky, Chintala and Bottou, Example 1: two parallel lines, for which W_1 is continuous and the f-divergences jump."""
from sympy import Abs, Eq, Ge, Integer, Integral, Le, Ne, Rational, evaluate, log, oo, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary import transport
from theorems.vocabulary.analysis import Log, Total
from theorems.vocabulary.measures import JS, KL, TV, Line, Mixture, Weight


class Wasserstein(transport.Wasserstein):
    meaning = (r"the Wasserstein distance of order 1 for the Euclidean distance of the plane: the minimum of "
               r"$\int \lVert x-y\rVert\,d\pi(x,y)$ over the couplings $\pi$ of the two laws")


theta, eta, lam, Z, Y, z, H = symbols("theta eta lambda Z Y z H", extended_real=True)
r, q, s, x, y = symbols("r q s x y", positive=True)

with evaluate(False):
    here, there = Line(0, Z), Line(theta, Z)
    each = ((lam, (Z, Y)),)
    apart = ("mass", "positive", "apart")
    laws = ("mass", "positive")
    THEOREM = Theorem(
        tag="000A",
        title="Parallel lines",
        source=Source("Arjovsky2017", "Example 1, the four values and those at 0", Fidelity.TRANSCRIPTION,
                      "The example, its four values and the definitions of Section 2 were read in complete transcriptions of "
                      "the preprint. The clauses on the mixture, on two positions and on other heights are statements of this page.",
                      number="Example 1"),
        hypotheses=(
            Clause("mass", Eq(Total(Weight(lam, z), (z, H)), 1), forall=each, used=each, role=Role.DOMAIN,
                   label="both laws of heights have mass 1"),
            Clause("positive", Ge(Weight(lam, z), 0), forall=(*each, (z, H)), used=(*each, (z, H)), role=Role.DOMAIN,
                   label="no mass is negative"),
            Clause("apart", Ne(theta, 0), used=(), label="the lines differ")),
        conclusions=(
            Clause("wasserstein", Eq(Wasserstein(1, here, there), Abs(theta)), scale=Abs(theta), needs=laws, label="Wasserstein distance"),
            Clause("jensen_shannon", Eq(JS(here, there), Log(2)), needs=apart, label="Jensen-Shannon divergence"),
            Clause("kullback_leibler", Eq(KL(here, there), oo), needs=apart, label="Kullback-Leibler divergence"),
            Clause("kullback_leibler_reversed", Eq(KL(there, here), oo), needs=apart, label="the same in the other order"),
            Clause("total_variation", Eq(TV(here, there), 1), needs=apart, label="total variation"),
            Clause("jensen_shannon_at_zero", Eq(JS(here, here), 0), scale=Integer(1), needs=laws, label="Jensen-Shannon on one line"),
            Clause("kullback_leibler_at_zero", Eq(KL(here, here), 0), scale=Integer(1), needs=laws, label="Kullback-Leibler on one line"),
            Clause("total_variation_at_zero", Eq(TV(here, here), 0), scale=Integer(1), needs=laws, label="total variation on one line"),
            Clause("mixture", Eq(TV(here, Mixture(here, there)), Rational(1, 2)), needs=apart, label="half of the mass stays"),
            Clause("two_positions", Eq(Wasserstein(1, Line(eta, Z), there), Abs(theta - eta)), scale=Abs(theta) + Abs(eta),
                   needs=laws,
                   why="The family moves at unit speed: the derivative of the distance is the sign of the shift.", label="two positions"),
            Clause("other_heights_below", Ge(Wasserstein(1, here, Line(theta, Y)), Abs(theta)), needs=laws,
                   label="other heights, from below"),
            Clause("other_heights_above", Le(Wasserstein(1, here, Line(theta, Y)),
                                             Abs(theta) + Wasserstein(1, here, Line(0, Y))),
                   needs=laws,
                   why="With a second sample of heights the value is no longer exact; the excess is at most the distance of "
                       "the samples.", label="other heights, from above")),
        glossary={theta: "the horizontal distance of the lines", eta: "the position of another line",
                  Z: "a law of finitely many heights, the same on both lines", Y: "another law of heights", lam: "one of the two laws",
                  z: "a height, by its index", H: "the indices of the heights"},
        names={Y: "Z'"},
        steps=(
            Step("no_shortcut", Le(theta**2, theta**2 + (x - y)**2), Squares((x - y)**2),
                 r"Every move from one line to the other costs at least $\lvert\theta\rvert$."),
            Step("singular_midpoint", Eq(Rational(1, 2) * (r * log(r / (r / 2)) + q * log(q / (q / 2))), (r + q) / 2 * log(2)),
                 Identity(),
                 r"Where only one of the laws has mass the midpoint has half of it: each atom of mass $r$ contributes "
                 r"$\tfrac12 r\log 2$."),
            Step("vertical_shift", Eq(Rational(1, 2) * (Integral(log(2), (x, 0, s)) + Integral(log(2), (x, 1, 1 + s))),
                                      s * log(2)), Identity(),
                 r"For contrast: the uniform law on $[0,1]$ and its shift by $s \le 1$ along the line have "
                 r"$\mathrm{JS}_{1/2} = s\log 2$, which is continuous.")),
        uses=("wasserstein_metric",), headline="wasserstein", aliases=("WGAN", "Jensen-Shannon", "vanishing gradient of GANs"))
