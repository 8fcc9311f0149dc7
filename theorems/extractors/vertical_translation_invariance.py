"""Wiatowski and Bölcskei, Theorem 1: features of deeper layers move less when the input is translated."""
from sympy import Abs, Eq, Gt, I, Integer, Le, evaluate, exp, pi, sin, symbols

from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Ladder
from theorems.vocabulary import extractors as ex
from theorems.vocabulary.analysis import Norm, Prod, Sup
from theorems.vocabulary.extractors import Activate, Features, Frequency, N, Omega, Output, Pool, Pooling, Translate, U, k, u, w


class AnySignal(Operator):
    tex, meaning = r"{1}", r"a signal at the input of $M_k$ and $P_k$; on a grid, with the distance of two samples that layer $k$ has"


class AnyShift(Number):
    tex, meaning = r"{1}", r"a translation; on a grid, a multiple of the distance of two samples of layer $k$"


class Strided(Operator):
    tex, meaning = r"D_{{{}}} {:p}", r"one layer with honest decimation: $\lvert f * g\rvert$, of which every $s$-th sample is kept"


class Remainder(Number):
    tex, meaning = r"{} \bmod {}h", "the remainder of the shift after division by $s$ grid steps, each of length $h$"


f, t, c, K, s, C = symbols("f t c K s C", extended_real=True)
n = symbols("n", integer=True)
theta = symbols("theta", real=True)

with evaluate(False):
    commute = "the maps of every layer commute with translations"
    everywhere = ((k, 1, N), (c, C), (u, U))
    here, shift = AnySignal(k, u), AnyShift(k, c)
    strides = Prod(Pooling(k), (k, 1, n))
    commuting = ("dilations", "activation_commutes", "pooling_commutes")
    moving = ("frames", "admissible", "activation_lipschitz", "pooling_lipschitz", *commuting, "decay")
    THEOREM = Theorem(
        tag="0006",
        title="Vertical translation invariance of feature extractors",
        source=Source("WiatowskiBolcskei2018", "Theorem 1", Fidelity.QUOTED, number="Theorem 1", note=
                      "The statement, the constant and the decay condition were read in third-party summaries of the article; "
                      "the number of the theorem agrees in all of them. That the article asks for $S_k \\ge 1$, and has the covariance "
                      "error as a corollary, is from memory."),
        hypotheses=(
            Clause("dilations", Gt(Pooling(k), 0), forall=ex.LAYERS, used=ex.LAYERS, role=Role.DOMAIN,
                   label="pooling factors are positive",
                   why="Published with $S_k \\ge 1$. Every positive factor is allowed here; the dilation has no meaning for others."),
            *ex.frames(N, "The Littlewood-Paley form of the upper frame inequality."), *ex.admissible(), *ex.lipschitz(),
            *ex.zero_at_zero(Norm(f), (
                "It makes the features of $0$ vanish, so that $\\Phi$ maps into $L^2$. The bound itself survives: a constant added by "
                "$M_k$ is not moved by a translation.", "For the same reason: a constant added by $P_k$ is not moved by a translation.")),
            Clause("activation_commutes", Eq(Activate(k, Translate(shift, here)), Translate(shift, Activate(k, here))), forall=everywhere,
                   used=everywhere, scale=Norm(u), part_of=commute, label="the non-linearities commute with all translations",
                   why="For all translations: in layer $k$ the proof uses that by $t/(S_1\\cdots S_{k-1})$, not that by $t$."),
            Clause("pooling_commutes", Eq(Pool(k, Translate(shift, here)), Translate(shift, Pool(k, here))), forall=everywhere,
                   used=everywhere, scale=Norm(u), part_of=commute, label="the pooling maps commute with all translations"),
            Clause("decay", Le(Sup(Abs(Output(n, w)) * Abs(Frequency(n, w)), (w, Omega)), K), forall=((n, 0, N),), used=((n, 0, N),),
                   label="the output atoms decay in frequency"),
            Clause("on_the_stride", Eq(Remainder(t, s), 0), used=(), scale=Integer(1), label="the shift is a multiple of the stride")),
        conclusions=(
            Clause("invariance", Le(Norm(Features(n, Translate(t, f)) - Features(n, f)), 2 * pi * Abs(t) * K / strides * Norm(f)),
                   forall=((n, 0, N),), needs=moving,
                   label="a translation moves deeper features less, in proportion to the pooling before them"),
            Clause("covariance", Eq(Features(n, Translate(t, f)), Translate(t / strides, Features(n, f))), forall=((n, 0, N),),
                   scale=Norm(f), needs=commuting, label="features move along with the input, by a shift divided by the pooling"),
            Clause("covariance_error", Le(Norm(Features(n, Translate(t, f)) - Translate(t, Features(n, f))),
                                          2 * pi * Abs(t) * K * Abs(1 / strides - 1) * Norm(f)), forall=((n, 1, N),), needs=moving,
                   label="how far features are from moving by the same shift as the input",
                   why="How far the features are from moving along with the input. For $n = 0$ both sides vanish."),
            Clause("strided_covariance", Eq(Strided(s, Translate(t, f)), Translate(t / s, Strided(s, f))), scale=Norm(f),
                   needs=("on_the_stride",), label="one layer that throws samples away")),
        headline="invariance",
        aliases=("translation invariance of deep convolutional networks", "asymptotic translation invariance in depth",
                 "depth makes features invariant", "translation covariance", "equivariance"),
        glossary={
            f: "the input signal", C: "all translations", t: "the translation of the input",
            n: "the layer whose features are read; layer $0$ is the input", K: "the decay constant of the output atoms",
            s: "the decimation factor"} | ex.GLOSSARY,
        names=ex.NAMES | {C: r"\mathbb R^d"},
        steps=(
            Step("phase", Eq(Abs(exp(I * theta) - 1)**2, 4 * sin(theta / 2)**2), Identity(),
                 r"On the frequency $\omega$ a translation by $t$ is multiplication by a phase, which differs from 1 by this much."),
            Step("chord", Le(4 * sin(theta / 2)**2, theta**2), Ladder(4 * sin(theta / 2)**2),
                 r"A chord is shorter than its arc; with $\theta = 2\pi\omega t$ this is where $2\pi$ comes from.")),
        uses=("feature_extractor_nonexpansive",))
