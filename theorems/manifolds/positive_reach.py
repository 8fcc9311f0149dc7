"""Federer: a set of reach tau leaves its tangent cones quadratically, and nearest points depend Lipschitz-continuously on the point."""
from sympy import Eq, Le, Lt, Ne, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.shapes import (
    NAMES,
    NEAREST,
    POSITIVE_REACH,
    REACH,
    A,
    Apart,
    Both,
    LeastQuotient,
    Pairing,
    Projection,
    Reach,
    SetDistance,
    TangentDistance,
    a,
    b,
    both,
    glossary,
    r,
    tau,
    x,
    y,
    z,
)

# Steps: points of an ellipse or a parabola by the half sum and the half difference of their parameters, four points of the plane.
p, q, u, v, k = symbols("p q u v k", positive=True)
x1, x2, y1, y2, a1, a2, b1, b2 = symbols("x_1 x_2 y_1 y_2 a_1 a_2 b_1 b_2", real=True)

with evaluate(False):
    pi_x, pi_y, distance = Projection(x), Projection(y), Apart(z, Projection(z))
    THEOREM = Theorem(
        tag="0014",
        title="The reach of a set, and the projection onto it",
        headline="lipschitz",
        aliases=("Federer", "sets with positive reach", "nearest point projection", "medial axis", "unique nearest point", "denoising"),
        source=Source("Federer1959", "Definition 4.1 and Theorems 4.8 (6), (7), (8) and 4.18", Fidelity.QUOTED,
                      "The article was not read; the numbers and the content of Definition 4.1, of Theorems 4.8 (6), (8), (12) and of "
                      "Theorem 4.18 were read in quotations by others, that of 4.8 (7) was not. Theorem 2.2 of Aamari and others (2019), "
                      "which is the formula for the reach, was read in a quotation.", "Theorem 4.8 (8)"),
        hypotheses=(
            POSITIVE_REACH, REACH, NEAREST,
            Clause("within", Le(SetDistance(z, A), r), forall=both, used=both, label="both points are near the set"),
            Clause("margin", Lt(r, tau), used=(), role=Role.DOMAIN, label="nearer than the reach",
                   why=r"At $r = \tau$ the factor is infinite.")),
        conclusions=(
            Clause("tangent", Le(TangentDistance(b, a), Apart(b, a)**2 / (2 * tau)), forall=((a, A), (b, A)), where=Ne(a, b),
                   needs=("positive", "reach"), label="the set leaves its tangent cone quadratically"),
            Clause("normal", Le(Pairing(z, Projection(z), b), distance * Apart(b, Projection(z))**2 / (2 * tau)),
                   forall=(*both, (b, A)), where=Ne(b, Projection(z)), needs=("positive", "reach", "nearest"),
                   label="no point of the set lies in front of the nearest one",
                   why=r"Published for $d(z,A)<\tau$; beyond that the right side is at least $\tfrac12\lVert b-\pi(z)\rVert^2$, and the "
                       "inequality only says that no point is nearer."),
            Clause("lipschitz", Le(Apart(pi_x, pi_y), tau / (tau - r) * Apart(x, y)),
                   label="nearest points move at most by a factor"),
            Clause("two_distances", Le((1 - (SetDistance(x, A) + SetDistance(y, A)) / (2 * tau)) * Apart(pi_x, pi_y), Apart(x, y)),
                   needs=("positive", "reach", "nearest"), label="the same with the mean of both distances",
                   why=r"The proof of *lipschitz* gives it; it needs no bound $r$, and says nothing where the mean is $\tau$ or more."),
            Clause("formula", Eq(Reach(A), LeastQuotient(A)), needs=(), label="the reach from pairs of points")),
        glossary=glossary(A, a, b, x, y, z, tau, r, Both),
        names=NAMES,
        steps=(
            Step("sum of both", Eq((x1 - a1) * (b1 - a1) + (x2 - a2) * (b2 - a2) + (y1 - b1) * (a1 - b1) + (y2 - b2) * (a2 - b2),
                                   (a1 - b1)**2 + (a2 - b2)**2 - (x1 - y1) * (a1 - b1) - (x2 - y2) * (a2 - b2)), Identity(),
                 r"The inequality *normal* at $x$ and at $y$ added, with $a=\pi(x)$, $b=\pi(y)$, in the plane."),
            Step("ellipse", Eq(((p * ((1 - u**2) / (1 + u**2) - (1 - v**2) / (1 + v**2)))**2
                                + (q * (2 * u / (1 + u**2) - 2 * v / (1 + v**2)))**2)
                               / (2 * p * q * (1 - (1 - u**2) / (1 + u**2) * (1 - v**2) / (1 + v**2)
                                               - 4 * u * v / ((1 + u**2) * (1 + v**2)))),
                               (p**2 * (u + v)**2 + q**2 * (1 - u * v)**2) / (p * q * (1 + u**2) * (1 + v**2))), Identity(),
                 r"Semi-axes $p\ge q$, half angles with tangents $u$, $v$: $\lVert b-a\rVert^2$ over twice the pairing with the normal "
                 r"$(q\cos,p\sin)$ at $v$, which has length at least $q$. As $(u+v)^2+(1-uv)^2=(1+u^2)(1+v^2)$, the quotient is at "
                 r"least $q^2/p$."),
            Step("parabola", Eq(((u - v)**2 + (k * (u**2 - v**2) / 2)**2) / (2 * (k * u**2 / 2 - k * v**2 / 2 - k * v * (u - v))),
                                (1 + k**2 * (u + v)**2 / 4) / k), Identity(),
                 r"The parabola $kt^2/2$ at $u$, $v$, with the normal $(-kv,1)$, which has length at least $1$: at least $1/k$.")))
