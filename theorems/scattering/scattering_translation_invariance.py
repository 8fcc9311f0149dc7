"""Mallat, Theorem 2.10: scattering becomes invariant to translations as the scale of the average grows; here with rates."""
from sympy import Abs, Eq, Ge, I, Integer, Le, Ne, cos, evaluate, exp, sin, sqrt, symbols

from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity, Ladder
from theorems.vocabulary.analysis import Length, Norm
from theorems.vocabulary.extractors import Translate
from theorems.vocabulary.filter_banks import PHRASES, J, LowPass, Omega, littlewood_paley, real, w
from theorems.vocabulary.scattering import Paths, Scattering, ShiftedScattering


class Band(Number):
    tex, meaning = r"b_{{{}}}", r"a frequency above which $\widehat\phi_J$ vanishes, in radians per sample"


class FractionalPart(Operator):
    tex, meaning = r"{:p} \bmod 1", "what is left of a shift when its whole samples are taken off"


f, c, K, Scales = symbols("f c K Scales", extended_real=True)
H, M = symbols("H M", integer=True)
theta = symbols("theta", real=True)

with evaluate(False):
    every_scale, everywhere = ((J, Scales),), ((J, Scales), (w, Omega))
    change = Norm(Scattering(J, M, Translate(c, f)) - Scattering(J, M, f))
    THEOREM = Theorem(
        tag="0002",
        title="Scattering becomes translation invariant",
        headline="rate",
        aliases=("shift invariance", "global translation invariance", "invariance in the limit of large scales"),
        source=Source("Mallat2012", "Theorem 2.10; after (2.41) to (2.45) of its proof", Fidelity.PRIMARY,
                      "Read in the published article. Stated there is the limit, zero as the scale grows, for admissible wavelets, every "
                      "$f$ in $L^2$ and all paths; the proof gives a rate if $\\lVert f\\rVert_w < \\infty$. *energy of paths* is (2.44) "
                      "with a constant of this page: the article bounds $\\lVert T_cA_J - A_J\\rVert$ by Schur's test, Plancherel gives "
                      "less. The other conclusions are of this page.", "Theorem 2.10"),
        hypotheses=(
            real(f, why="For *rate* only: a wavelet that lives on half of the spectrum has twice the weight there, so the first layer may "
                        "double the energy of a complex signal."),
            littlewood_paley(every_scale),
            Clause("decay", Le(Length(w) * LowPass(J, w), 2**(-J) * K), forall=everywhere, used=everywhere,
                   label="decay of the averages at high frequencies",
                   why=r"Dilates $\widehat\phi_J(\omega) = \widehat\phi(2^J\omega)$ satisfy it with $K = \sup "
                       r"\lvert\omega\rvert\lvert\widehat\phi(\omega)\rvert$."),
            Clause("band", Le(Length(w), Band(J)), forall=everywhere, used=everywhere, where=Ne(LowPass(J, w), 0),
                   label="the averages are band-limited"),
            Clause("band_edge", Ge(Band(J), 0), forall=every_scale, used=every_scale, label="band edges are not negative",
                   why="Where the average passes something this follows from *band*."),
            Clause("constant_average", Eq(Length(w) * LowPass(H, w), 0), forall=((w, Omega),), used=((w, Omega),), scale=Integer(1),
                   label="the largest average is a multiple of the mean"),
            Clause("whole_samples", Eq(Norm(FractionalPart(c)), 0), scale=Integer(1), used=(), label="a shift by whole samples",
                   why="On a grid the modulus commutes with shifts by whole samples only.")),
        conclusions=(
            Clause("covariance", Eq(Scattering(J, M, Translate(c, f)), ShiftedScattering(J, M, c, f)), forall=every_scale, scale=Norm(f),
                   needs=("whole_samples",), label="every output moves along with the signal",
                   why="(2.18): what invariance starts from, with any filters."),
            Clause("energy_of_paths", Le(change, 2**(-J) * K * Length(c) * Norm(Paths(J, M, f))), forall=every_scale,
                   needs=("decay", "whole_samples"), label="the change, against the energy of the paths"),
            Clause("rate", Le(change, 2**(-J) * K * Length(c) * sqrt(M) * Norm(f)), forall=every_scale,
                   needs=("real", "littlewood_paley", "decay", "whole_samples"),
                   label="a bound that halves when the scale doubles"),
            Clause("band_limited", Le(change, Band(J) * Length(c) * Norm(f)), forall=every_scale,
                   needs=("littlewood_paley", "band", "band_edge", "whole_samples"),
                   label="the change for band-limited averages, at any depth",
                   why="The depth does not occur, and the signal may be complex."),
            Clause("exact", Eq(Scattering(H, M, Translate(c, f)), Scattering(H, M, f)), scale=Norm(f),
                   needs=("constant_average", "whole_samples"), label="no change at the largest scale")),
        glossary=PHRASES | {
            f: "a signal, real or complex", c: "the shift, in samples", J: "the scale: averages over about $2^J$ samples",
            Scales: "the scales of the bank",
            H: "the largest scale, where the average runs over the whole period", M: "the depth: orders $0, \\dots, M-1$",
            K: "the decay constant of the low-pass filters", w: "frequency, in radians per sample"},
        names={Scales: r"\mathcal J"},
        steps=(
            Step("phase", Eq(Abs(exp(I * theta) - 1)**2, 4 * sin(theta / 2)**2), Identity(),
                 r"On the frequency $\omega$ a shift by $c$ is multiplication by a phase, which differs from 1 by this much "
                 r"at $\theta = \omega c$."),
            Step("doubling", Eq(sin(theta), 2 * cos(theta / 2) * sin(theta / 2)), Identity(),
                 r"For *band limited*: if a multiple $nx$ is within $x/2$ of $\pi/2$, then $\sin x/\sin nx \le \sin x/\cos(x/2) = "
                 r"2\sin(x/2) \le x$."),
            Step("chord", Le(4 * sin(theta / 2)**2, theta**2), Ladder(4 * sin(theta / 2)**2), "A chord is shorter than its arc.")),
        uses=("scattering_nonexpansive",))
