"""Haeffele and Vidal: a local minimum with a vanishing slice is a global minimum."""
from sympy import Eq, Ge, Le, Rational, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.slices import (
    Along,
    Directions,
    Loss,
    Objective,
    Output,
    Penalty,
    Pull,
    ScaledOutput,
    ScaledPenalty,
    ShrinkGain,
    SliceGain,
    Slices,
    T,
    U,
    W,
    X,
    Y,
    p,
    q,
    t,
)

# Steps: the squared loss in one output; two slices that depend on each other.
z, w, y, a, theta, c = symbols("z w y a theta c", real=True)
u1, u2, b1, b2 = symbols("u_1 u_2 b_1 b_2", real=True)

with evaluate(False):
    slices, scales = ((U, Slices),), ((t, T),)
    hom = ("homogeneous", "penalty", "same_degree", "differentiable")
    THEOREM = Theorem(
        tag="001B",
        title="A local minimum with a vanishing slice is global",
        headline="global",
        aliases=("no spurious local minima", "parallel subnetworks", "positively homogeneous networks", "over-parametrisation"),
        source=Source("HaeffeleVidal2017", "the theorem on local minima with a vanishing slice; Vidal et al. (2017), Section III.D",
                      Fidelity.MEMORY,
                      "The informal claim was read in the survey. The article was not opened beyond its abstract, and the number of its "
                      "theorem was found nowhere. Hypotheses and proof are those of this page; they are weaker than what the survey "
                      "names."),
        hypotheses=(
            Clause("homogeneous", Eq(ScaledOutput(t, U), t**p * Output(U)), forall=(*scales, *slices), used=(*scales, *slices),
                   scale=Norm(Output(U)) + 1, label="the output of a slice is homogeneous of degree $p$"),
            Clause("penalty", Eq(ScaledPenalty(t, U), t**q * Penalty(U)), forall=(*scales, *slices), used=(*scales, *slices),
                   scale=Rational(1), role=Role.DOMAIN, label="its penalty is homogeneous of degree $q$", why="This is what $q$ is."),
            Clause("same_degree", Eq(p, q), used=(), label="both degrees are equal"),
            Clause("differentiable", Eq(Along(W), Pull(W)), forall=((W, Directions),), used=((W, Directions),), scale=Rational(1),
                   label="the loss is differentiable at the output"),
            Clause("convex", Ge(Loss(Y), Loss(X) + Pull(Y) - Pull(X)), used=(), label="the loss lies above its tangent"),
            Clause("no_gain_by_a_slice", Ge(SliceGain(U), 0), forall=slices, used=slices, label="a small new slice does not help"),
            Clause("no_gain_by_shrinking", Ge(ShrinkGain(X), 0), used=(), label="shrinking a little does not help")),
        conclusions=(
            Clause("global", Le(Objective(X), Objective(Y)), label="no network with any number of slices is better"),
            Clause("polar", Ge(Pull(U) + Penalty(U), 0), forall=slices, needs=(*hom, "no_gain_by_a_slice"),
                   label="every slice costs at least what it gains"),
            Clause("stationary", Eq(Pull(X) + Penalty(X), 0), scale=Rational(1),
                   needs=(*hom, "no_gain_by_a_slice", "no_gain_by_shrinking"), label="the network as a whole costs exactly what it gains"),
            Clause("value", Eq(Objective(X), Loss(X) - Pull(X)), scale=Rational(1),
                   needs=(*hom, "no_gain_by_a_slice", "no_gain_by_shrinking"), label="the least value",
                   why=r"For $\ell(z) = \tfrac12\lVert y-z\rVert^2$ this is $\tfrac12(\lVert y\rVert^2-\lVert Z\rVert^2)$.")),
        glossary={X: "a network: a list of slices", Y: "any other network, with any number of slices", U: "a slice: all parameters of one "
            "subnetwork",
                  W: "a slice, or the whole network with its sign reversed", p: "the degree of the outputs",
                  q: "the degree of the penalties", t: "a number", T: r"all $t\ge0$", Slices: "all slices",
                  Directions: r"all slices, and $-X$"},
        names={Slices: r"\mathcal U", Directions: r"\mathcal W"},
        steps=(
            Step("the value for the squared loss", Eq((y - z)**2 / 2 - (z - y) * z, (y**2 - z**2) / 2), Identity(), "In one output."),
            Step("the squared loss lies above its tangent", Le((y - z)**2 / 2 + (z - y) * (w - z), (y - w)**2 / 2), Squares((w - z)**2 / 2),
                ""),
            Step("sliding", Eq(b2 * u1 * (1 - c * b1) + u2 * (1 - c * b2) * b2 - (b2 * u1 + b2 * u2), -c * b2 * (b1 * u1 + b2 * u2)),
                 Identity(),
                 r"Slices multiplied by $(1-ca_i)^{1/p}$ with $\sum a_i\phi(X_i) = 0$: the output stays, in one entry and for two slices "
                 r"(times $b_2$).")))
