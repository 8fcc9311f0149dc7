"""Wiatowski and Bölcskei, Theorem 1: features of deeper layers move less when the input is translated."""
from sympy import Abs, Eq, I, Integer, Le, Max, evaluate, exp, pi, sin, symbols

from theorems.language.notation import (
    Activate,
    Features,
    FrameBound,
    Frequency,
    Lipschitz,
    Norm,
    Output,
    Pool,
    Pooling,
    PoolLipschitz,
    Prod,
    Sup,
    Translate,
)
from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Ladder


class Strided(Operator):
    tex, meaning = r"D_{{{}}} {:p}", r"one layer with honest decimation: $\lvert f * g\rvert$, of which every $s$-th sample is kept"


class Remainder(Number):
    tex, meaning = r"{} \bmod {}h", "the remainder of the shift after division by $s$ grid steps, each of length $h$"


f, u, v, t, K, N, Omega, w, s, zero = symbols("f u v t K N Omega omega s 0", extended_real=True)
n, k = symbols("n k", integer=True)
theta = symbols("theta", real=True)

with evaluate(False):
    layers = ((k, 1, N + 1),)
    strides = Prod(Pooling(k), (k, 1, n))
    THEOREM = Theorem(
        tag="0006",
        title="Vertical translation invariance of feature extractors",
        family="Feature extractors",
        source=Source("WiatowskiBolcskei2018", "Theorem 1", Fidelity.QUOTED,
                      "The statement, the constant and the decay condition were read in third-party summaries of the article; "
                      "the number of the theorem agrees in all of them."),
        hypotheses=(
            Clause("admissible", Le(Max(FrameBound(k), FrameBound(k) * Lipschitz(k)**2 * PoolLipschitz(k)**2), 1), forall=layers),
            Clause("activation_lipschitz", Le(Norm(Activate(k, u) - Activate(k, v)), Lipschitz(k) * Norm(u - v)), forall=layers),
            Clause("pooling_lipschitz", Le(Norm(Pool(k, u) - Pool(k, v)), PoolLipschitz(k) * Norm(u - v)), forall=layers),
            Clause("activation_at_zero", Eq(Norm(Activate(k, zero)), 0), forall=layers, role=Role.TECHNICAL, scale=Norm(u),
                   why="It makes the features of $0$ vanish, so that $\\Phi$ maps into $L^2$. The bound itself survives: a constant "
                       "added by $M_k$ is not moved by a translation."),
            Clause("activation_commutes", Eq(Activate(k, Translate(t, u)), Translate(t, Activate(k, u))), forall=layers, scale=Norm(u)),
            Clause("pooling_commutes", Eq(Pool(k, Translate(t, u)), Translate(t, Pool(k, u))), forall=layers, scale=Norm(u)),
            Clause("decay", Le(Sup(Abs(Output(n, w)) * Abs(Frequency(n, w)), (w, Omega)), K), forall=((n, 0, N),)),
            Clause("on_the_stride", Eq(Remainder(t, s), 0), scale=Integer(1))),
        conclusions=(
            Clause("invariance", Le(Norm(Features(n, Translate(t, f)) - Features(n, f)), 2 * pi * Abs(t) * K / strides * Norm(f)),
                   forall=((n, 0, N),),
                   needs=("admissible", "activation_lipschitz", "pooling_lipschitz", "activation_commutes", "pooling_commutes", "decay")),
            Clause("covariance", Eq(Features(n, Translate(t, f)), Translate(t / strides, Features(n, f))), forall=((n, 0, N),),
                   scale=Norm(f), needs=("activation_commutes", "pooling_commutes")),
            Clause("strided_covariance", Eq(Strided(s, Translate(t, f)), Translate(t / s, Strided(s, f))), scale=Norm(f),
                   needs=("on_the_stride",))),
        glossary={
            f: "the input signal", u: "any signal", v: "any signal", zero: "the zero signal", t: "the translation",
            n: "the layer whose features are read",
            N: "the depth", k: "a layer", K: r"the decay constant of the output atoms", w: "frequency", Omega: "all frequencies",
            s: "the decimation factor"},
        steps=(
            Step("phase", Eq(Abs(exp(I * theta) - 1)**2, 4 * sin(theta / 2)**2), Identity(),
                 r"On the frequency $\omega$ a translation by $t$ is multiplication by a phase, which differs from 1 by this much."),
            Step("chord", Le(4 * sin(theta / 2)**2, theta**2), Ladder(4 * sin(theta / 2)**2),
                 r"A chord is shorter than its arc; with $\theta = 2\pi\omega t$ this is where $2\pi$ comes from.")),
        uses=("feature_extractor_nonexpansive",))
