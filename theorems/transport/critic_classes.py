"""Arjovsky, Chintala and Bottou, Sections 3 and 5: what a critic measures depends on the class it is taken from."""
from sympy import Abs, Eq, Gt, Integer, Le, Ne, evaluate, exp, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Ladder
from theorems.vocabulary import measures as ms
from theorems.vocabulary import transport
from theorems.vocabulary.analysis import Prod
from theorems.vocabulary.critic_classes import (
    PHRASES,
    BoundedSup,
    CriticMean,
    GeometricWidth,
    H,
    K,
    LargestWeight,
    Length,
    Point,
    SteepSup,
    Value,
    c,
    f,
    h,
    sigma,
    u,
    v,
)
from theorems.vocabulary.generators import ActivationConstant
from theorems.vocabulary.measures import Diameter, Distance, X, lam, mu, nu, pairs, technical, x, y


class TV(ms.TV):
    meaning = r"total variation of two laws: $\tfrac12\sum_x\lvert\mu\{x\}-\nu\{x\}\rvert$"


class Wasserstein(transport.Wasserstein):
    meaning = r"the Wasserstein distance of order 1: the minimum of $\sum_{x,y} d(x,y)\,\pi(x,y)$ over the couplings $\pi$ of the two laws"


s, t, a, b = symbols("s t a b", real=True)                             # steps

with evaluate(False):
    laws, layers = ("mass", "positive"), ((h, 1, H),)
    slope = Prod(c * GeometricWidth(h), (h, 1, H))
    W = Wasserstein(1, mu, nu)
    THEOREM = Theorem(
        tag="000H",
        title="The class of the critic sets the unit",
        headline="critic_value",
        aliases=("weight clipping", "integral probability metric", "WGAN critic", "Lipschitz constant of a network"),
        source=Source("Arjovsky2017", "Section 3, on clipping; Section 5, on function classes", Fidelity.TRANSCRIPTION,
                      "Both sections were read in transcriptions of the preprint. They give the three suprema, the second one with another "
                      "factor, and say that clipped weights give some $K$; its value is a statement of this page."),
        hypotheses=(
            *ms.probability(mu, nu),
            *ms.metric(
                separating=technical("No step divides by a distance."),
                symmetric=technical("Slopes are bounded over ordered pairs.")),
            Clause("factor", Gt(K, 0), used=(), role=Role.DOMAIN, label="the slope is positive"),
            Clause("weights", Le(LargestWeight(h), c), forall=layers, used=layers, label="the weights are clipped"),
            Clause("activation", Le(ActivationConstant(sigma), 1), used=(), label="the activation is 1-Lipschitz"),
            Clause("euclidean", Le(Length(Point(x) - Point(y)), Distance(x, y)), forall=pairs, used=pairs, where=Ne(x, y),
                   label="distances are at least Euclidean")),
        conclusions=(
            Clause("unit", Eq(BoundedSup(0, 1, mu, nu), TV(mu, nu)), scale=Integer(1), needs=("mass",),
                   label="critics with values in [0, 1]"),
            Clause("bounded", Eq(BoundedSup(-1, 1, mu, nu), 2 * TV(mu, nu)), scale=Integer(1), needs=(),
                   label="critics with values in [−1, 1]"),
            Clause("lipschitz", Eq(SteepSup(K, mu, nu), K * W), scale=K * Diameter(X),
                   needs=(*laws, "nonnegative", "reflexive", "triangle", "factor"), label="critics of slope at most K"),
            Clause("clipped", Le(Abs(Value(f, u) - Value(f, v)), slope * Length(Point(u) - Point(v))),
                   needs=("weights", "activation"), label="the slope of a clipped network"),
            Clause("critic_value", Le(CriticMean(f, mu) - CriticMean(f, nu), slope * W),
                   needs=(*laws, "nonnegative", "weights", "activation", "euclidean"), label="what a clipped critic can report")),
        glossary=ms.glossary(mu, nu, lam, X) | PHRASES,
        steps=(
            Step("shift and double", Eq((2 * s - 1) * a - (2 * s - 1) * b, 2 * (s * a - s * b) - (a - b)), Identity(),
                 r"*unit* and *bounded*: $g\mapsto2g-1$ maps values in $[0,1]$ to $[-1,1]$; for laws of equal mass $a-b$ sums to 0."),
            Step("gaussian kernel", Le(1 - t, exp(-t)), Ladder(exp(-t), even=False),
                 r"For kernels: $2-2e^{-r^2/2s^2}\le r^2/s^2$, with $t=r^2/2s^2$.")),
        uses=("kantorovich_rubinstein", "total_variation_transport"))
