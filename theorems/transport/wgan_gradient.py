"""Arjovsky, Chintala and Bottou, Theorem 3, for point clouds: an optimal critic and an optimal plan give the derivative of W_1."""
from sympy import Eq, Ge, Gt, Integer, Le, Ne, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Squares
from theorems.vocabulary import measures, transport
from theorems.vocabulary.analysis import At, Norm, Total
from theorems.vocabulary.critics import (
    NAMES,
    PHRASES,
    FakePoint,
    Gradient,
    I,
    Inner,
    J,
    KinkGap,
    MovedPoint,
    P,
    PlanMass,
    Q,
    RealPoint,
    f,
    i,
    j,
    moved,
)
from theorems.vocabulary.measures import Integral, Weight


class Wasserstein(transport.Wasserstein):
    meaning = (r"the Wasserstein distance of order 1 for the Euclidean distance: the minimum of $\int \lvert x-y\rvert\,d\pi(x,y)$ over "
               r"the couplings $\pi$ of the two laws")


class LipNorm(measures.LipNorm):
    meaning = r"the Lipschitz constant of a function on $\mathbb R^d$"


n = symbols("n", positive=True)                                        # a step: |z|, <z, v>, |v|^2
p, w = symbols("p w", real=True)
cells = ((i, I), (j, J))

with evaluate(False):
    mass, step = PlanMass(i, j), MovedPoint(j) - FakePoint(j)
    before, after = Norm(RealPoint(i) - FakePoint(j)), Norm(RealPoint(i) - MovedPoint(j))
    direction = (FakePoint(j) - RealPoint(i)) / before
    now, then = Wasserstein(1, P, Q), Wasserstein(1, P, moved)
    laws, critic = ("mass", "positive"), ("lipschitz", "optimal_critic")
    THEOREM = Theorem(
        tag="000G",
        title="The gradient of the Wasserstein loss",
        headline="gradient",
        aliases=("WGAN, Theorem 3", "WGAN-GP, Proposition 1", "gradient penalty", "envelope theorem", "derivative of W_1"),
        source=Source("Arjovsky2017", "Theorem 3, Section 3, and its proof in Appendix C", Fidelity.TRANSCRIPTION,
                      "Theorem 3 and the first page of its proof were read in transcriptions of the preprint, the last page was not. "
                      "Proposition 1 and Corollary 1 of Gulrajani et al. (2017), Section 2.3, in conversions of its text. The two bounds "
                      "and the finite form are statements of this page.", number="Theorem 3"),
        hypotheses=(
            Clause("mass", Eq(Total(mass, (i, I), (j, J)), 1), used=(), role=Role.DOMAIN, label="the plan has mass 1"),
            Clause("positive", Ge(mass, 0), forall=cells, used=cells, role=Role.DOMAIN, label="no mass is negative"),
            Clause("lipschitz", Le(LipNorm(f), 1), used=(), label="the critic is 1-Lipschitz"),
            Clause("optimal_critic", Eq(Integral(f, P) - Integral(f, Q), now), used=(), scale=now, label="the critic is optimal"),
            Clause("optimal_plan", Eq(Total(mass * before, (i, I), (j, J)), now), used=(), scale=now, label="the plan is optimal"),
            Clause("differentiable", Gt(KinkGap(f, FakePoint(j)), 0), forall=((j, J),), used=((j, J),), role=Role.DOMAIN,
                   label="the critic is differentiable at the generated points"),
            Clause("apart", Gt(before, 0), forall=cells, used=cells, role=Role.DOMAIN, label="no generated point is a real one")),
        conclusions=(
            Clause("below", Le(now - Total(Weight(Q, j) * (At(f, MovedPoint(j)) - At(f, FakePoint(j))), (j, J)), then),
                   needs=(*laws, *critic), label="the critic bounds the loss after a move from below"),
            Clause("above", Le(then, now + Total(mass * (after - before), (i, I), (j, J))), needs=(*laws, "optimal_plan"),
                   label="the plan bounds it from above"),
            Clause("slope", Eq(Gradient(f, FakePoint(j)), -direction), forall=cells, where=Ne(mass, 0), scale=Integer(1),
                   label="the critic falls with slope 1 away from the real point"),
            Clause("gradient", Eq(-Total(Weight(Q, j) * Inner(Gradient(f, FakePoint(j)), step), (j, J)),
                                  Total(mass * Inner(direction, step), (i, I), (j, J))),
                   scale=Total(Weight(Q, j) * Norm(step), (j, J)), label="the critic and the plan give one derivative")),
        glossary=PHRASES, names=NAMES,
        steps=(
            Step("second order", Le(n**2 + 2 * p + w, (n + p / n + w / (2 * n))**2), Squares((p / n + w / (2 * n))**2),
                 r"With $n=\lvert z\rvert$, $p=\langle z,v\rangle$, $w=\lvert v\rvert^2$: $\lvert z+v\rvert \le \lvert z\rvert + "
                 r"\langle z,v\rangle/\lvert z\rvert + \lvert v\rvert^2/(2\lvert z\rvert)$."),),
        uses=("kantorovich_rubinstein",))
