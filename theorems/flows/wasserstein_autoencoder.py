"""Tolstikhin, Bousquet, Gelly and Schoelkopf: transport to a decoded prior is reconstruction through codes with the law of the prior."""
from sympy import Abs, Eq, Ge, Integer, Le, Ne, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Inf, Norm, Sup, Total
from theorems.vocabulary.autoencoders import (
    DECODERS,
    ENCODERS,
    LAWS,
    PHRASES,
    Barycentre,
    Centre,
    Codes,
    CostAt,
    D,
    Decoded,
    E,
    EncoderMinimum,
    Indicator,
    Joint,
    Kernel,
    L,
    LatentDistance,
    LatentWasserstein,
    Lift,
    Output,
    Place,
    Q,
    R,
    ReconstructionCost,
    SquaredDistance,
    SquaredError,
    TransportCost,
    X,
    Z,
    data,
    prior,
    v,
    w,
    x,
    y,
    z,
)
from theorems.vocabulary.measures import EXPONENT, Distance, Weight, p
from theorems.vocabulary.transport import Wasserstein

points, codes = (x, X), (z, Z)
made, laws = Output(prior, D), ("data_mass", "data_positive", "prior_mass", "prior_positive")
decoders, encoders = ("decoder_mass", "decoder_positive"), ("encoder_positive", "encoder_data")

# Steps: a decoder with two outputs, a fibre of two codes.
q, a, s, t, g, b1, b2, m = symbols("q a s t g b_1 b_2 m", positive=True)

with evaluate(False):
    largest = Sup(Abs(CostAt(x, y)), points, (y, X))
    cost = TransportCost(data, made)
    lifted = Lift(data, made)
    THEOREM = Theorem(
        tag="000J",
        title="Wasserstein auto-encoders",
        headline="equality",
        aliases=("WAE", "Wasserstein auto-encoder", "adversarial auto-encoder", "aggregated posterior", "reconstruction cost"),
        source=Source("Tolstikhin2018", "Theorem 1", Fidelity.QUOTED,
                      "Read in three quotations by others, with its number, for a deterministic decoder and any function $G$. The section "
                      "on random decoders was not seen.", "Theorem 1"),
        hypotheses=(
            *LAWS, *DECODERS, *ENCODERS,
            Clause("deterministic", Eq(Kernel(D, z, x), Indicator(x, Decoded(z))), forall=(codes, points), used=(codes, points),
                   scale=Integer(1), label="the decoder $D$ is deterministic"),
            Clause("matched", Eq(Weight(Codes(Q), z), Weight(prior, z)), forall=(codes,), used=(codes,), scale=Integer(1),
                   label="the aggregated codes of $Q$ have the law of the prior"),
            Clause("mean", Eq(Barycentre(R, z), Centre(z)), forall=(codes,), used=(codes,), scale=Sup(Norm(Place(x)), points),
                   label="$g$ is the mean of the decoder $R$"),
            EXPONENT,
            Clause("distance_nonnegative", Ge(Distance(x, y), 0), forall=(points, (y, X)), used=(points, (y, X)), role=Role.DOMAIN,
                   label="distances are not negative"),
            Clause("triangle", Le(Distance(x, v), Distance(x, y) + Distance(y, v)), forall=(points, (y, X), (v, X)),
                   used=(points, (y, X), (v, X)), label="triangle inequality"),
            Clause("latent_nonnegative", Ge(LatentDistance(z, w), 0), forall=(codes, (w, Z)), used=(codes, (w, Z)), role=Role.DOMAIN,
                   label="distances of codes are not negative"),
            Clause("constant_nonnegative", Ge(L, 0), used=(), role=Role.DOMAIN, label="the Lipschitz constant is not negative"),
            Clause("lipschitz", Le(Distance(Decoded(z), Decoded(w)), L * LatentDistance(z, w)), forall=(codes, (w, Z)),
                   used=(codes, (w, Z)), where=Ne(z, w), label="the decoder is Lipschitz")),
        conclusions=(
            Clause("equality", Eq(cost, EncoderMinimum(data, prior)), scale=largest, needs=(*laws, "deterministic"),
                   label="transport is reconstruction through an encoder"),
            Clause("lift_codes", Eq(Weight(Codes(lifted), z), Weight(prior, z)), forall=(codes,), scale=Integer(1),
                   needs=(*laws, "deterministic"), label="the lifted plan has the codes of the prior",
                   why="The proof: an optimal plan, divided among the codes, is an encoder."),
            Clause("lift_cost", Eq(Total(Joint(lifted, x, z) * CostAt(x, Decoded(z)), points, codes), cost), scale=largest,
                   needs=(*laws, "deterministic"), label="the lifted plan costs as much as the plan"),
            Clause("any_encoder", Le(TransportCost(data, Output(prior, R)),
                                     Total(Joint(Q, x, z) * Kernel(R, z, y) * CostAt(x, y), points, codes, (y, X))),
                   needs=(*laws, *decoders, *encoders, "matched"), label="every matched encoder bounds the cost, whatever the decoder"),
            Clause("noise", Eq(Total(Joint(Q, x, z) * Kernel(R, z, y) * SquaredDistance(x, y), points, codes, (y, X)),
                               Total(Joint(Q, x, z) * SquaredError(x, z), points, codes)
                               + Total(Weight(Codes(Q), z) * Kernel(R, z, y) * SquaredError(y, z), codes, (y, X))),
                   needs=(*decoders, *encoders, "mean"), label="noise in the decoder adds its variance",
                   why="The second sum sees of the encoder only its codes."),
            Clause("unmatched", Le(Wasserstein(p, data, made),
                                   ReconstructionCost(p, E)**(1 / p) + L * LatentWasserstein(p, Codes(E), prior)),
                   needs=(*laws, *encoders, "deterministic", "exponent", "distance_nonnegative", "triangle", "latent_nonnegative",
                          "constant_nonnegative", "lipschitz"), label="an encoder with other codes"),
            Clause("free", Le(Total(Weight(data, x) * Inf(CostAt(x, Decoded(z)), codes), points), cost), needs=(*laws, "deterministic"),
                   label="reconstruction without any constraint is cheaper")),
        glossary={s: PHRASES[s] for s in (data, prior, X, Z, D, R, Q, E, L)} | {p: "the exponent, a real number"},
        steps=(
            Step("one code, two outputs", Eq(q * (a - s)**2 + (1 - q) * (a - t)**2,
                                             (a - (q * s + (1 - q) * t))**2 + q * (1 - q) * (s - t)**2), Identity(),
                 "The mean squared distance from a point is that from the mean plus the variance."),
            Step("a fibre of two codes", Eq(m * b1 / (b1 + b2) + m * b2 / (b1 + b2), m), Identity(),
                 "The mass $m$ that the plan gives to an output is divided among the codes of the output, and none is lost.")))
