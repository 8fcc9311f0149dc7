"""The convolution theorem and Plancherel's identity on Z/N, and what they say of the gain of a convolution layer."""
from sympy import Eq, I, Le, Rational, conjugate, evaluate, exp, pi, sqrt, symbols

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.convolution import (
    FITS,
    NAMES,
    PADDED,
    PRIMITIVE,
    ROOT,
    Conjugate,
    Convolved,
    Correlated,
    Fourier,
    G,
    Inner,
    Largest,
    Linear,
    N,
    OneNorm,
    P,
    Q,
    Times,
    Value,
    f,
    frequencies,
    g,
    glossary,
    k,
    one,
    u,
    v,
    z,
    zero,
)

# Step: three samples, the primitive cube root w of unity.
a, b = symbols("a_0 a_1 a_2", complex=True), symbols("b_0 b_1 b_2", complex=True)
w = Rational(-1, 2) + sqrt(3) / 2 * I
transformed = [sum(a[x] * w ** (-k_ * x) for x in range(3)) for k_ in range(3)]
other = [sum(b[x] * w ** (-k_ * x) for x in range(3)) for k_ in range(3)]
at_one = sum(sum(a[y] * b[(x - y) % 3] for y in range(3)) * w ** (-x) for x in range(3))
energy = sum(x * conjugate(y) for x, y in zip(transformed, other)) / 3

with evaluate(False):
    scale = N * Norm(f) * Norm(g)
    THEOREM = Theorem(
        tag="000R",
        title="Convolution theorem and Plancherel's identity",
        headline="convolution",
        aliases=("discrete Fourier transform, DFT, FFT", "Parseval", "gain of a convolution layer", "zero padding", "cross-correlation"),
        source=Source("Mallat2009", "Section 3.3, circular convolutions and the discrete Fourier transform", Fidelity.MEMORY,
                      "Textbook mathematics. The book was not opened for this page; its numbers are left out."),
        hypotheses=(ROOT, PRIMITIVE, *PADDED, FITS),
        conclusions=(
            Clause("convolution", Eq(Value(Fourier(Convolved(f, g)), k), Times(Value(Fourier(f), k), Value(Fourier(g), k))),
                   forall=frequencies, scale=scale, needs=("root",), label="convolution becomes multiplication"),
            Clause("correlation", Eq(Value(Fourier(Correlated(f, g)), k), Times(Conjugate(Value(Fourier(f), k)), Value(Fourier(g), k))),
                   forall=frequencies, scale=scale, needs=("root",), label="correlation conjugates one factor",
                   why="What deep-learning libraries call convolution is the correlation with a real kernel in the place of $f$."),
            Clause("product", Eq(Fourier(Times(f, g)), Convolved(Fourier(f), Fourier(g)) / N), scale=scale,
                   needs=("primitive",), label="multiplication becomes convolution"),
            Clause("plancherel", Eq(Inner(f, g), Inner(Fourier(f), Fourier(g)) / N), scale=Norm(f) * Norm(g),
                   needs=("primitive",), label="inner products are kept, up to the factor $N$"),
            Clause("gain", Le(Norm(Convolved(f, g)), Largest(Fourier(g)) * Norm(f)), needs=("primitive",),
                   label="the gain of a convolution is the largest response"),
            Clause("kernel", Le(Largest(Fourier(g)), OneNorm(g)), needs=("root",), label="which is at most the sum of the moduli"),
            Clause("padding", Eq(Convolved(u, v), Linear(u, v)), scale=Norm(u) * Norm(v), needs=("support_u", "support_v", "fits"),
                   label="with enough zeros the cyclic convolution is the ordinary one")),
        glossary=glossary(f, g, u, v, z, N, P, Q, G, one, zero),
        names=NAMES,
        steps=(
            Step("three samples", Eq(at_one, transformed[1] * other[1]), Identity(),
                 r"$\widehat{f*g}(1) = \hat f(1)\,\hat g(1)$ for six symbols on $\mathbb Z/3$."),
            Step("inner product", Eq(energy, sum(x * conjugate(y) for x, y in zip(a, b))), Identity(),
                 r"Plancherel's identity for six symbols on $\mathbb Z/3$."),
            Step("root of order three", Eq(exp(2 * pi * I / 3), w), Identity(), r"The root of both steps is $e^{2\pi i/3}$.")))
