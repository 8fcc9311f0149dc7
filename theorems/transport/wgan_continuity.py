"""Arjovsky, Chintala and Bottou, Theorem 1 and Corollary 1, with a constant: W_1 is Lipschitz in the weights of a network."""
from sympy import Abs, Eq, Ge, Integer, Le, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary import measures, transport
from theorems.vocabulary.analysis import At, Norm, Total
from theorems.vocabulary.generators import (
    PHRASES,
    ActivationConstant,
    Generated,
    H,
    K,
    Latent,
    Layer,
    LayerBound,
    N,
    OtherBounds,
    Output,
    P,
    Z,
    eta,
    h,
    i,
    k,
    lam,
    sigma,
    theta,
)


class Wasserstein(transport.Wasserstein):
    meaning = (r"the Wasserstein distance of order 1 for the Euclidean distance: the minimum of $\int \lvert x-y\rvert\,d\pi(x,y)$ over "
               r"the couplings $\pi$ of the two laws")


class Weight(measures.Weight):
    meaning = "the mass that a law gives to its $k$-th atom"



A1, A2, B1, B2 = symbols("A_1 A_2 B_1 B_2", commutative=False)         # a step

with evaluate(False):
    settings, layers = ((lam, (theta, eta)), (h, 1, H)), ((h, 1, H),)
    latent, real = ("latent_mass", "latent_positive"), ("real_mass", "real_positive")
    network = ("activation", "origin", "norms")
    moved = Total(Weight(Z, k) * Norm(Output(theta, k) - Output(eta, k)), (k, K))
    bound = Total(Weight(Z, k) * Norm(Latent(k)), (k, K)) * Total(OtherBounds(h) * Norm(Layer(theta, h) - Layer(eta, h)), (h, 1, H))
    change = Abs(Wasserstein(1, P, Generated(theta)) - Wasserstein(1, P, Generated(eta)))
    between = Wasserstein(1, Generated(theta), Generated(eta))
    THEOREM = Theorem(
        tag="000F",
        title="The Wasserstein loss of a network is Lipschitz in its weights",
        headline="lipschitz",
        aliases=("WGAN, Theorem 1", "WGAN, Corollary 1", "continuity of the WGAN loss", "Lipschitz generator"),
        source=Source("Arjovsky2017", "Theorem 1, Corollary 1 and Assumption 1, Section 2", Fidelity.TRANSCRIPTION,
                      "Theorem and corollary were read in transcriptions of the preprint, Assumption 1 only in a paraphrase, one step of "
                      "the proof of Theorem 1 in a public question about it. The constant is a statement of this page.",
                      number="Corollary 1"),
        hypotheses=(
            Clause("latent_mass", Eq(Total(Weight(Z, k), (k, K)), 1), used=(), role=Role.DOMAIN, label="the latent masses sum to one"),
            Clause("latent_positive", Ge(Weight(Z, k), 0), forall=((k, K),), used=((k, K),), role=Role.DOMAIN,
                   label="no latent mass is negative"),
            Clause("real_mass", Eq(Total(Weight(P, i), (i, N)), 1), used=(), role=Role.DOMAIN, label="the real masses sum to one"),
            Clause("real_positive", Ge(Weight(P, i), 0), forall=((i, N),), used=((i, N),), role=Role.DOMAIN,
                   label="no real mass is negative"),
            Clause("activation", Le(ActivationConstant(sigma), 1), used=(), label="the activation is 1-Lipschitz"),
            Clause("origin", Eq(At(sigma, 0), 0), used=(), scale=Integer(1), label="the activation keeps 0"),
            Clause("norms", Le(Norm(Layer(lam, h)), LayerBound(h)), forall=settings, used=settings, label="the layers are bounded")),
        conclusions=(
            Clause("stability", Le(change, between), needs=(*latent, *real), label="the loss moves no more than the generated law"),
            Clause("coupling", Le(between, moved), needs=latent, label="the same noise is a coupling"),
            Clause("network", Le(moved, bound), needs=(*latent, *network), label="what a network does to a change of its weights"),
            Clause("lipschitz", Le(change, bound), label="the loss is Lipschitz in the weights")),
        glossary=PHRASES,
        names={eta: r"\theta'"},
        steps=(
            Step("one layer at a time", Eq(B2 * B1 - A2 * A1, B2 * (B1 - A1) + (B2 - A2) * A1), Identity(),
                 "The layers change one after the other: those below are still old, those above new."),),
        uses=("wasserstein_metric",))
