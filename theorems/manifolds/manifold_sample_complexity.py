"""Losses of all manifolds of bounded volume and reach are learned from samples at once, at a rate without the dimension of the space."""
from dataclasses import replace

from sympy import Abs, Eq, Ge, Gt, Le, Lt, Max, Rational, evaluate, log, sqrt, symbols

from theorems.language.operators import Number
from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary import risks
from theorems.vocabulary.analysis import Inf, Total
from theorems.vocabulary.risks import INDEPENDENT, LAW, NAMES, PHRASES, SUPPORT, C, Indicator, Omega, X, mean, mu, n, s, u, x
from theorems.vocabulary.samples import BallVolume, Probability
from theorems.vocabulary.shapes import POSITIVE_REACH, BoundarySize, M, Reach, V, Volume, d, r, tau


class Optimism(risks.Optimism):
    tex, meaning = (r"\sup_{{M\in {}}}(\mathcal L-\mathcal L_{{{}}})(M)",
                    r"by how much the loss $\mathcal L_s(M)$ on the sample $s$, the mean of $d(x,M)^2$, is below $\mathcal L(M)$ at worst")


class Pessimism(risks.Pessimism):
    tex = r"\sup_{{M\in {}}}(\mathcal L_{{{}}}-\mathcal L)(M)"


class Loss(Number):
    tex, meaning = r"\mathcal L({})", r"the mean of $d(x,M)^2$ under $\mu$"


class LandmarkLoss(Number):
    tex, meaning = r"\mathcal L(N_{{{}}})", r"the mean of $d(x,N_M)^2$ under $\mu$, for landmarks $N_M$ on $M$"


class TrainingLoss(Number):
    tex, meaning = r"\mathcal L_{{{}}}({})", r"the mean of $d(x,M)^2$ over the sample"


class Extent(Number):
    tex, meaning = r"\max_{{y\in {}}}\lVert y\rVert", "how far the manifold reaches from the origin"


class Spacing(Number):
    tex, meaning = r"\max_{{q\in {0}}}d(q,N_{{{0}}})", "the spacing of the landmarks"


delta, epsilon = symbols("delta epsilon", extended_real=True)
Q, T, E = symbols("Q T E", positive=True)                        # steps


def over(sample):
    return Optimism(C, sample)


def under(sample):
    return Pessimism(C, sample)


with evaluate(False):
    family = ((M, C),)
    small = BallVolume(d) * (Rational(1, 2) * r * sqrt(1 - r**2 / (16 * tau**2)))**d          # at most V / small landmarks
    bound = r**2 * (1 + 2 / tau) + 5 * V / (sqrt(n) * small)
    manifolds = ("positive", "reach", "boundaryless", "inside", "support")
    means = ("mass", "weights", *manifolds, "volume", "positive_spacing", "spacing", "independent")
    THEOREM = Theorem(
        tag="0017",
        title="How many samples decide whether data lie near a manifold",
        headline="over",
        aliases=("testing the manifold hypothesis", "manifold hypothesis", "Fefferman-Mitter-Narayanan", "intrinsic dimension"),
        source=Source("Fefferman2016", "Theorem 1 in Section 3, p. 993 of the journal; its proof is Section 4", Fidelity.QUOTED,
                      "Abstract and table of contents of the journal version were read in the source; $N_p$, the number of operations, "
                      "Corollary 6, Lemma 11 and inequality (12) in a quotation with the pages of the arXiv version 2, whose sections are "
                      "numbered differently. The display of Theorem 1 and the power 4 of its logarithm are from memory. The statements "
                      "checked here have constants of this page and no algorithm.", "Theorem 1"),
        hypotheses=(
            LAW[0], replace(LAW[1], name="weights"), SUPPORT, INDEPENDENT, POSITIVE_REACH,
            Clause("reach", Le(tau, Reach(M)), forall=family, used=family, label=r"the reach is at least $\tau$"),
            Clause("boundaryless", Eq(BoundarySize(M), 0), forall=family, used=family, scale=Rational(1), label="no boundary"),
            Clause("volume", Le(Volume(d, M), V), forall=family, used=family, label="the volume is at most $V$"),
            Clause("inside", Le(Extent(M), 1), forall=family, used=family, label="the manifolds are in the unit ball"),
            Clause("net", Le(Spacing(M), r), forall=family, used=family, label="landmarks of spacing $r$"),
            Clause("positive_spacing", Gt(r, 0), used=(), role=Role.DOMAIN, label="landmarks have a spacing"),
            Clause("spacing", Lt(r, 4 * tau), used=(), role=Role.DOMAIN, label="landmarks are dense"),
            Clause("confidence", Gt(delta, 0), used=(), role=Role.DOMAIN, label=r"$\delta$ is positive"),
            Clause("accuracy", Ge(epsilon, bound + sqrt(8 * log(2 / delta) / n)), used=(), label="the accuracy that is promised")),
        conclusions=(
            Clause("reduction", Le(LandmarkLoss(M) - Loss(M), r**2 * (1 + 2 / tau)), forall=family,
                   needs=("mass", "weights", *manifolds, "net"), label="landmarks have almost the same loss, for every law"),
            Clause("over", Le(mean(over), bound), needs=means, label="training losses are not far below true ones"),
            Clause("under", Le(mean(under), bound), needs=means, label="nor far above"),
            Clause("deviation", Le(Total(Probability(s) * Indicator(Max(over(s), under(s)) - epsilon), (s, Omega)), delta),
                   needs=(*means, "confidence", "accuracy"), label="with high probability for all manifolds at once"),
            Clause("test", Le(Total(Probability(s) * Indicator(Abs(Inf(Loss(M), (M, C)) - Inf(TrainingLoss(s, M), (M, C))) - epsilon),
                                    (s, Omega)), delta), needs=(*means, "confidence", "accuracy"),
                   label="the least training loss decides",
                   why=r"On this event a least training loss above $2\epsilon$ excludes every $M$ with $\mathcal L(M)\le\epsilon$, and one "
                       r"of at most $2\epsilon$ means that $\inf\mathcal L\le3\epsilon$.")),
        glossary={v: PHRASES[v] for v in (mu, s, u, x, X, Omega, n)} | {
            C: "a family of submanifolds of dimension $d$, closed and of class $C^{1,1}$", M: "a manifold of the family",
            V: "a bound on the volumes", d: "the dimension of the manifolds", r: "a spacing of landmarks", tau: "a bound on the reaches",
            delta: "a probability of error", epsilon: "an accuracy"},
        names=NAMES | {C: r"\mathcal M"},
        steps=(
            Step("largest distance", Eq(Q**2 * (1 + 2 / T), Q**2 + 2 * Q**2 / T), Identity(),
                 r"$r^2(1+d(x,M)/\tau)$ with $d(x,M)\le2$ in the unit ball."),
            Step("spacing by accuracy", Eq((sqrt(E * T))**2 * 2 / T, 2 * E), Identity(),
                 r"Landmarks of spacing $\sqrt{\epsilon\tau}$ cost about $2\epsilon$: so their number has $(\epsilon\tau)^{-d/2}$.")),
        uses=("manifold_landmarks", "kmeans_deviation"))
