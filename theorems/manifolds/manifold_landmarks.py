"""Volume of small balls on a manifold of positive reach, how many of its points can be apart, and what replacing it by landmarks costs."""
from sympy import Eq, Ge, Gt, Le, Lt, Ne, Rational, evaluate, sqrt, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Count
from theorems.vocabulary.samples import BallVolume
from theorems.vocabulary.shapes import (
    POSITIVE_REACH,
    Apart,
    BoundarySize,
    LocalVolume,
    M,
    N,
    NetDistance,
    Reach,
    S,
    Separation,
    SetDistance,
    V,
    Volume,
    d,
    glossary,
    p,
    q,
    r,
    s,
    tau,
    x,
)

# Steps: a chord of length t of a circle of radius R; points and a normal of the unit sphere.
t, R = symbols("t R", positive=True)
x1, x2, p1, p2, q1, q2 = symbols("x_1 x_2 p_1 p_2 q_1 q_2", real=True)

with evaluate(False):
    everywhere = ((q, M),)
    delta, rho = Apart(x, p), Apart(q, p)
    ball = BallVolume(d) * (s * sqrt(1 - s**2 / (4 * tau**2)))**d
    smooth, distances = ("positive", "reach", "boundaryless", "positive_radius", "radius"), ("positive", "reach", "nearest")
    THEOREM = Theorem(
        tag="0015",
        title="Landmarks on a manifold of positive reach",
        headline="landmarks",
        aliases=("net of a manifold", "covering number", "packing number", "Niyogi-Smale-Weinberger", "vector quantisation of a manifold"),
        source=Source("NiyogiSmaleWeinberger2008", "for the volume of small balls; the reduction to landmarks is that of Fefferman, "
                      "Mitter and Narayanan (2016)", Fidelity.QUOTED,
                      "Propositions 3.1 and 3.2 of the first were read in a quotation, with the constants. The lemma on volumes, which is "
                      "its Lemma 5.3 from memory, was seen nowhere, nor the range of radii for which it is stated. Of the second "
                      "inequality (12) and Corollary 6 were read in a quotation. The statements here are those of this page."),
        hypotheses=(
            POSITIVE_REACH,
            Clause("reach", Le(tau, Reach(M)), used=(), label=r"the reach is at least $\tau$"),
            Clause("boundaryless", Eq(BoundarySize(M), 0), used=(), scale=Rational(1), label="no boundary"),
            Clause("nearest", Eq(Apart(x, p), SetDistance(x, M)), used=(), scale=tau, label="$p$ is a nearest point of $x$"),
            Clause("volume", Le(Volume(d, M), V), used=(), label="the volume is at most $V$"),
            Clause("positive_radius", Gt(s, 0), used=(), role=Role.DOMAIN, label="balls have a radius"),
            Clause("radius", Lt(s, 2 * tau), used=(), role=Role.DOMAIN, label="balls are small",
                   why=r"At $s = 2\tau$ the bound is $0$."),
            Clause("separated", Ge(Separation(S), 2 * s), used=(), label="the points of $S$ are $2s$ apart"),
            Clause("net", Le(NetDistance(p, N), r), used=(), label="a landmark is near $p$")),
        conclusions=(
            Clause("volume_of_balls", Ge(LocalVolume(d, M, p, s), ball), needs=smooth,
                   label="small balls hold almost the volume of a flat one"),
            Clause("covering", Le(Count(S), V / ball), needs=(*smooth, "volume", "separated"), label="few points can be apart",
                   why="Add points until no more fit: every point of $M$ is then nearer than $2s$ to one of them. So $M$ has landmarks of "
                       "spacing $2s$, in this number."),
            Clause("above", Le(Apart(x, q)**2, delta**2 + rho**2 * (1 + delta / tau)), forall=everywhere, where=Ne(q, p),
                   needs=(*distances, "boundaryless"), label="the distance from a point of the manifold, from above"),
            Clause("below", Ge(Apart(x, q)**2, delta**2 + rho**2 * (1 - delta / tau)), forall=everywhere, where=Ne(q, p), needs=distances,
                   label="the same from below", why="A boundary does no harm here."),
            Clause("landmarks", Le(NetDistance(x, N)**2 - SetDistance(x, M)**2, r**2 * (1 + SetDistance(x, M) / tau)),
                   needs=(*distances, "boundaryless", "net"), label="landmarks cost the square of their spacing",
                   why="The left side is at least $0$, as landmarks are points of $M$.")),
        glossary=glossary(M, N, S, V, d, p, q, r, s, tau, x),
        steps=(
            Step("law of cosines", Eq((x1 - q1)**2 + (x2 - q2)**2,
                                      (x1 - p1)**2 + (x2 - p2)**2 + (q1 - p1)**2 + (q2 - p2)**2
                                      - 2 * ((x1 - p1) * (q1 - p1) + (x2 - p2) * (q2 - p2))), Identity(),
                 r"The pairing $\langle x-p,q-p\rangle$ is at most $\delta\rho^2/2\tau$ in absolute value."),
            Step("projection of a chord", Eq(t**2 - (t**2 / (2 * R))**2, (t * sqrt(1 - t**2 / (4 * R**2)))**2), Identity(),
                 r"A chord of length $t$ is at most $t^2/2R$ away from the tangent space: its projection has at least this length.")),
        uses=("positive_reach",))
