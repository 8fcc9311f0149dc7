"""Loshchilov and Hutter: decay of the weights and an L2 penalty agree for plain gradient steps and differ for preconditioned ones."""
from sympy import Eq, Gt, Le, Ne, diff, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Norm, Sup
from theorems.vocabulary.preconditioning import (
    Coordinates,
    DiagonalPart,
    I_d,
    K,
    Largest,
    M,
    Smallest,
    Unit,
    alpha,
    b,
    c,
    decayed,
    g,
    i,
    k,
    lam,
    penalised,
    r,
    s,
    theta,
)
from theorems.vocabulary.regression import Inverse

with evaluate(False):
    largest, smallest = Largest(M), Smallest(M)
    miss = lam * (largest - smallest) / (largest + smallest)
    missed = Sup(Norm(decayed(Unit(i), g, M) - penalised(Unit(i), g, M, c)), (i, Coordinates))
    compromise = 2 * lam / (alpha * (largest + smallest))
    length = Norm(theta) + alpha * Norm(M * g)

x, y, l, a, p, q = symbols("x y lambda alpha p q", positive=True)       # steps: two coordinates
penalty = l / (2 * a) * (x**2 / p + y**2 / q)

with evaluate(False):
    usual = ("diagonal", "positive", "step", "decay")
    THEOREM = Theorem(
        tag="000Z",
        title="Weight decay is not an L2 penalty once gradients are preconditioned",
        headline="gap",
        aliases=("AdamW", "Adam with L2 regularisation", "decoupled weight decay", "adaptive methods"),
        source=Source("LoshchilovHutter2019", "Propositions 1-3, equations (1) and (2), Appendix A", Fidelity.PRIMARY,
                      "Read in the preprint, arXiv:1711.05101. It states that no coefficient makes both steps equal; the size of the gap, "
                      "the best coefficient and the points of rest are statements of this page.", number="Propositions 1-3"),
        hypotheses=(
            Clause("diagonal", Eq(M, DiagonalPart(M)), used=(), scale=Largest(M), role=Role.DOMAIN, label="$M$ is diagonal",
                   why="As in Adam and its relatives."),
            Clause("positive", Gt(smallest, 0), used=(), role=Role.DOMAIN, label="its entries are positive"),
            Clause("step", Gt(alpha, 0), used=(), role=Role.DOMAIN, label="the step size is positive"),
            Clause("decay", Gt(lam, 0), used=(), role=Role.DOMAIN, label="the weights decay"),
            Clause("partial", Ne(lam, 1), used=(), role=Role.DOMAIN, label="they do not vanish in one step"),
            Clause("rate", Gt(k, 0), used=(), role=Role.DOMAIN, label="$k$ is positive"),
            Clause("scalar", Eq(K, k * I_d), used=(), scale=k, label="$K$ treats all coordinates alike"),
            Clause("unequal", Gt(largest, smallest), used=(), label="$M$ does not"),
            Clause("decayed_rest", Eq(decayed(r, r - b, M), r), used=(), scale=Norm(r) + alpha * Norm(M * (r - b)),
                   label="$r$ is at rest under decay for the loss $\\tfrac12\\lVert\\theta-b\\rVert^2$"),
            Clause("penalised_rest", Eq(penalised(s, s - b, M, lam / alpha), s), used=(), scale=Norm(s) + alpha * Norm(M * (s - b)),
                   label="$s$ is at rest under the penalty with $c = \\lambda/\\alpha$")),
        conclusions=(
            Clause("same", Eq(decayed(theta, g, K), penalised(theta, g, K, lam / (alpha * k))), scale=Norm(theta) + alpha * Norm(K * g),
                   needs=("step", "rate", "scalar"), label="plain gradient steps: decay is a penalty"),
            Clause("gap", Le(miss, missed), needs=usual,
                   why="The gradient cancels: the steps differ by $(\\alpha cM-\\lambda I)\\theta$. A statement of this page.",
                   label="for every coefficient some weight is decayed wrongly, by at least so much"),
            Clause("never", Gt(missed, 0), needs=(*usual, "unequal"), label="no coefficient makes the steps equal"),
            Clause("compromise", Le(Norm(decayed(theta, g, M) - penalised(theta, g, M, compromise)), miss * Norm(theta)), needs=usual,
                   why="A statement of this page.", label="the best coefficient"),
            Clause("penalty", Eq(decayed(theta, g, M), theta - alpha * M * (g + lam / alpha * Inverse(M) * theta)), scale=length,
                   needs=("diagonal", "positive", "step"),
                   why=r"The second summand is the gradient of $\frac{\lambda}{2\alpha}\sum_i\theta_i^2/m_i$.",
                   label="decay is the penalty weighted with the inverse of $M$"),
            Clause("decayed_point", Eq((I_d + lam / alpha * Inverse(M)) * r, b), scale=Norm(b) + Norm(r),
                   needs=("diagonal", "positive", "step", "decayed_rest"), why="A statement of this page.",
                   label="where decay comes to rest"),
            Clause("penalised_point", Eq((1 + lam / alpha) * s, b), scale=Norm(b) + Norm(s),
                   needs=("diagonal", "positive", "step", "penalised_rest"), why="A statement of this page.",
                   label="where the penalty comes to rest"),
            Clause("effective_rate", Eq(decayed(theta, g, M), (1 - lam) * (theta - alpha / (1 - lam) * M * g)), scale=length,
                   needs=("partial",), label="a decayed step is a longer step, shrunk")),
        glossary={theta: "the weights", g: "the gradient of the loss at the weights", M: "a preconditioner with the entries $m_i$",
                  K: "a preconditioner", I_d: "the identity matrix", alpha: "the step size",
                  lam: "the part of the weights that decays in a step", k: "a number", r: "weights", s: "weights",
                  c: "the coefficient of an $L^2$ penalty $\\tfrac c2\\lVert\\theta\\rVert^2$", b: "the minimum of a quadratic loss",
                  i: "the number of a coordinate", Coordinates: "the coordinates"},
        names={Coordinates: r"\{1,\dots,d\}"},
        steps=(
            Step("gradient of the weighted penalty", Eq(p * diff(penalty, x) + q * diff(penalty, y), l / a * (x + y)), Identity(),
                 r"$M\nabla\bigl(\frac{\lambda}{2\alpha}\sum_i\theta_i^2/m_i\bigr) = \frac\lambda\alpha\theta$, summed over two weights."),
            Step("the best coefficient", Eq((a * (2 * l / (a * (p + q))) * p - l)**2, (l * (p - q) / (p + q))**2), Identity(),
                 "What it misses on the largest entry $p$; on the smallest one, $q$, it is the same with the other sign."),
            Step("no better one", Eq(q * (a * x * p - l) - p * (a * x * q - l), l * (p - q)), Identity(),
                 "For a coefficient $x$ the misses on the largest entry $p$ and on the smallest, $q$: not both can be smaller.")))
