"""After Mallat, Section 5: scattering where a finite group acts is covariant, and with the orbit mean invariant."""
from sympy import Eq, Integer, Le, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import At, Energy, Norm, Sup
from theorems.vocabulary.groups import (
    Act,
    Conjugated,
    Gram,
    LayerOf,
    Letter,
    Moved,
    OrbitMean,
    OrbitSize,
    Output,
    Outputs,
    StabiliserOrbitSize,
    Weight,
)

f, h, g, G, lam, Lam, p, P, x, X, A, mean, one = symbols("f h g G lambda Lambda p P x X A E I", extended_real=True)
M, m = symbols("M m", integer=True)
K, y1, y2 = symbols("K y1 y2", positive=True)

with evaluate(False):
    each, everywhere = ((g, G),), ((g, G), (p, P))
    symmetric = ("equivariant", "pointwise")
    THEOREM = Theorem(
        tag="000N",
        title="Scattering invariant under a group",
        headline="invariance",
        aliases=("group invariant scattering", "rotation invariant scattering", "roto-translation scattering", "rigid motion scattering",
                 "invariance under finite groups", "joint scattering"),
        source=Source(
            "Mallat2012", "after Sections 2.2, (2.9) and (2.18), and 5.1 and 5.2, Propositions 5.1 and 5.2", Fidelity.PRIMARY,
            "Read in the published article: (5.1) to (5.8) define the scattering transform on a compact Lie group, which does not increase "
            "distances and is invariant under the group (Proposition 5.1); (5.9) to (5.11) combine it with translations "
            "(Proposition 5.2). Norm preservation is remarked for rotations of the plane only (page 1375). Bruna and Mallat (2013), page "
            "1880, describe the change of variables in a path. The rate of decay is of this page.", "Proposition 5.1"),
        hypotheses=(
            Clause("equivariant", Eq(Letter(Moved(g, lam)), Conjugated(g, Letter(lam))), forall=((g, G), (lam, Lam)),
                   used=((g, G), (lam, Lam)), scale=Integer(1), label="moving the signal moves the letter",
                   why="$W_{g\\lambda}(g.f) = g.(W_\\lambda f)$ for all signals $f$."),
            Clause("equivariant_average", Eq(Conjugated(g, A), A), forall=each, used=each, scale=Integer(1),
                   label="the average commutes with the group", why="It follows from *mean*; *covariance* needs no more than this."),
            Clause("mean", Eq(A, mean), used=(), scale=Integer(1), label="the average is the mean over the orbit"),
            Clause("unitary", Eq(Gram(A), one), used=(), scale=Integer(1), label="average and letters together keep the norm",
                   why="For *nonexpansive* at most would do."),
            Clause("pointwise", Eq(Weight(x), 1), forall=((x, X),), used=((x, X),), label="the non-linearity treats all positions alike"),
            Clause("same_orbits", Eq(StabiliserOrbitSize(lam, x), OrbitSize(x)), forall=((lam, Lam), (x, X)), used=((lam, Lam), (x, X)),
                   label="what fixes a letter still reaches the whole orbit",
                   why="Trivial if no letter moves, and on grids, where translations fix every letter.")),
        conclusions=(
            Clause("covariance", Eq(Output(Moved(g, p), Act(g, f)), Act(g, Output(p, f))), forall=everywhere, scale=Norm(f),
                   needs=("equivariant", "equivariant_average", "pointwise"), label="outputs move with the signal"),
            Clause("invariance", Eq(At(Output(Moved(g, p), Act(g, f)), x), At(Output(p, f), x)), forall=(*everywhere, (x, X)),
                   scale=Norm(f),
                   needs=("equivariant", "mean", "pointwise"), label="outputs do not change but for their names",
                   why="Where no letter moves, nothing changes."),
            Clause("orbit_mean", Eq(OrbitMean(p, Act(g, f)), OrbitMean(p, f)), forall=everywhere, scale=Norm(f),
                   needs=("equivariant", "mean", "pointwise"), label="means over the orbits of paths are invariant"),
            Clause("nonexpansive", Le(Norm(Outputs(M, f) - Outputs(M, h)), Norm(f - h)), needs=("unitary", "pointwise"),
                   label="distances do not increase"),
            Clause("balance", Eq(Energy(Outputs(M, f)) + Energy(LayerOf(M, f)), Energy(f)), scale=Energy(f),
                   needs=("unitary", "pointwise"), label="what the outputs have not shown is in the last layer"),
            Clause("decay", Le(Energy(LayerOf(m + 1, f)), (1 - 2 / Sup(OrbitSize(x), (x, X))) * Energy(LayerOf(m, f))),
                   forall=((m, 1, M - 1),), needs=("equivariant", "mean", "unitary", "pointwise", "same_orbits"),
                   label="every layer but the first loses a share")),
        names={mean: r"\bar A", one: "I", Lam: r"\Lambda", P: r"\mathcal P_M"},
        glossary={
            f: "a real signal, a function on $X$", h: "another one", g: "an element of the group", G: "a finite group that permutes the "
            "positions and the letters", lam: "a letter", Lam: "the letters", p: "a path, a word of letters", P: "the paths of fewer than "
            "$M$ letters", x: "a position", X: "the positions, a finite set", A: "the average, a linear operator", mean: "the mean over "
            "the orbit of each position, an operator", one: "the identity", M: "the depth", m: "the length of a path"},
        steps=(
            Step("extremal", Eq(2 * (1 - 2 / K)**2 + (K - 2) * (2 / K)**2, 2 * (1 - 2 / K)), Identity(),
                 r"Two ones in an orbit of $K$ positions, less their mean: $1 - 2/K$ of the energy is left."),),
        uses=("scattering_energy_conservation",))
