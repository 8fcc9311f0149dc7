"""Linear and equivariant to shifts means convolution, and how far a layer that is not equivariant is from one."""
from sympy import Eq, I, Le, Symbol, evaluate, exp, sin

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary import equivariance as words
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.convolution import (
    NAMES,
    PHRASES,
    Convolved,
    Fourier,
    G,
    Largest,
    N,
    Times,
    Value,
    f,
    frequencies,
    g,
    k,
    points,
    x,
)
from theorems.vocabulary.equivariance import (
    COMMUTES,
    LINEAR,
    Apply,
    ByKernel,
    Chord,
    CommutantDimension,
    Commutator,
    F,
    Frobenius,
    Gcd,
    M,
    MeanConjugate,
    OperatorNorm,
    Response,
    T,
    s,
)

t = Symbol("t", real=True)

with evaluate(False):
    scale = Frobenius(T) * Norm(f)
    THEOREM = Theorem(
        tag="000S",
        title="Linear and equivariant means convolution",
        headline="convolution",
        aliases=("weight sharing", "translation equivariance", "shift-invariant system, LTI", "group convolution", "circulant matrix"),
        source=Source("KondorTrivedi2018", "the main result, for compact groups; here the cyclic groups", Fidelity.QUOTED,
                      "Only the abstract was read: convolutional structure is necessary and sufficient for equivariance to the action of a "
                      "compact group, given some natural constraints."),
        hypotheses=(LINEAR, COMMUTES),
        conclusions=(
            Clause("convolution", Eq(Value(Apply(T, f), x), Value(Convolved(Response(T), f), x)), forall=points, scale=scale,
                   needs=("linear", "commutes"), label="the map is the convolution with its impulse response"),
            Clause("diagonal", Eq(Value(Fourier(Apply(T, f)), k), Times(Value(Fourier(Response(T)), k), Value(Fourier(f), k))),
                   forall=frequencies, scale=N * scale, needs=("linear", "commutes"), label="characters are its eigenvectors"),
            Clause("norm", Eq(OperatorNorm(T), Largest(Fourier(Response(T)))), scale=Frobenius(T), needs=("commutes",),
                   label="its norm is the largest response",
                   why="The norm is that of the matrix with the columns $T\\delta_y$; for a linear $T$, of $T$."),
            Clause("stability", Le(Chord(N) * Frobenius(M - MeanConjugate(M)), Frobenius(Commutator(M))), needs=(),
                   label="almost equivariant means almost a convolution"),
            Clause("nearest", Le(Frobenius(M - MeanConjugate(M)), Frobenius(M - ByKernel(g))), needs=(),
                   label="the mean of the conjugates is the nearest convolution"),
            Clause("stride", Eq(CommutantDimension(s), N * Gcd(N, s)), forall=((s, 1, N),), needs=(),
                   label="free parameters of a layer that commutes with steps of $s$")),
        uses=("convolution_theorem",),
        glossary={symbol: (PHRASES | words.PHRASES)[symbol] for symbol in (T, M, f, g, N, s, F, G)},
        names=NAMES | words.NAMES,
        steps=(
            Step("chord", Eq((1 - exp(I * t)) * (1 - exp(-I * t)), 4 * sin(t / 2)**2), Identity(),
                 r"Two roots of unity at the angle $t$ have the distance $2\lvert\sin(t/2)\rvert$."),))
