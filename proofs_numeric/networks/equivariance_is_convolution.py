"""Maps of complex signals on Z/N, linear or bent, and any matrices."""
import math

import numpy as np
import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.mathematics.cyclotomic import unit
from proofs_numeric.worlds.cyclic import Root, Signals, cyclic, impulse
from proofs_numeric.worlds.cyclic_maps import Maps, circulant
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.convolution import Convolved, Fourier, Largest, N, f
from theorems.vocabulary.equivariance import (
    Chord,
    CommutantDimension,
    Commutator,
    Frobenius,
    M,
    MeanConjugate,
    OperatorNorm,
    Response,
    T,
)

SPACE = cyclic(Signals(), Root(standard=True), Maps(), sizes=(4, 6))


def convolving(*h):
    """The matrix of the convolution with a kernel."""
    return circulant(np.array(h, object))


def padded(n, before, middle, after):
    """A layer with zero padding: f(x-1), f(x) and f(x+1) with these weights, and 0 outside."""
    return [[{1: before, 0: middle, -1: after}.get(x - y, 0) for y in range(n)] for x in range(n)]


def modulation(n):
    """Multiplication with a character: its commutator is as small as it can be."""
    M = [[unit(n)**x if x == y else 0 for y in range(n)] for x in range(n)]
    return SPACE.rational(f"modulation, N = {n}", impulse(n), impulse(n, 1), maps=(convolving(*impulse(n, 1)), 0, M),
                          reach={"stability": -1e-12}, about=f"M multiplies with a character, N = {n}")


STEP = padded(4, -1, 1, 0)
RECTIFIER = np.eye(4, dtype=int) * sp.Rational(1, 2)

with sp.evaluate(False):
    PADDED = (sp.Eq(Frobenius(Commutator(M)), sp.sqrt(20)), sp.Eq(Frobenius(M - MeanConjugate(M)), sp.sqrt(25 * sp.Rational(1, 3))),
              sp.Eq(Largest(Fourier(Response(T))), 3))
    BOX = sp.Eq(OperatorNorm(T), 3), sp.Eq(Norm(Convolved(Response(T), f)), sp.sqrt(6)), sp.Eq(CommutantDimension(2), 12)
    EXAMPLE = Example(
        SPACE.rational("a difference, with circular and with zero padding", (3, 1, 4, 1), impulse(4),
                       maps=(convolving(1, -1, 0, 0), 0, STEP)),
        beside={"the norm of $T$": OperatorNorm(T), "distance of $M$ from the nearest convolution": Frobenius(M - MeanConjugate(M)),
                "commutator of $M$": Frobenius(Commutator(M)), "the constant of the bound": Chord(N)})

MODEL = SPACE.model(
    example=EXAMPLE,
    kind=Kind.INSTANCE,
    gap="Cyclic groups in the place of compact ones, with 4 and 6 points sampled; the formal proof is for all finite groups.",
    notes=dict.fromkeys(("stability", "nearest", "stride"),
                        (Kind.ANALOGUE, "A statement of our own on cyclic groups, proved on the page.")),
    anchors=(
        SPACE.case("zero padding", impulse(6), impulse(6), maps=(padded(6, 1, 2, 3), 0, None), facts=PADDED,
                       about="weights 1, 2, 3, six points, zero padding"),
        SPACE.rational("box", (1, 0, 0, 1, 0, 0), impulse(6), maps=(convolving(1, 1, 1, 0, 0, 0), 0, None), facts=BOX,
                       about="the moving sum of three points of six")),
    extremals=(
        modulation(4), modulation(6), modulation(3),
        SPACE.rational("the nearest convolution", impulse(4), (1, sp.Rational(-3, 4), 0, 0), maps=(convolving(1, 0, 0, 0), 0, STEP),
                       reach={"nearest": -1e-12}, about="g is the mean over the cyclic diagonals of M")),
    controls=(
        Control("linear", ("convolution", "diagonal"), SPACE.rational("rectifier", (1, -2, 0, 0), impulse(4), maps=(RECTIFIER, 1, None)),
                about="the rectifier commutes with shifts; f = (1, −2, 0, 0) is mapped to (1, 0, 0, 0), the convolution is (1, −2, 0, 0)"),
        Control("linear", ("convolution", "diagonal"), about="a convolution plus the modulus of it"),
        Control("commutes", ("convolution", "diagonal", "norm"), SPACE.case(
            "zero padding", impulse(6, 5), impulse(6), maps=(padded(6, 1, 2, 3), 0, None)),
            about="weights 1, 2, 3, six points, zero padding: the norm is 5.66, the largest response to the impulse at 0 is 3"),
        Control("commutes", ("convolution", "diagonal", "norm"), about="a random matrix")),
    certificates=(
        SPACE.rational("complex kernel", [(1, 2), (0, -1), 3, (2, 2)], (1, 2, 0, 0), about="Gaussian integers, N = 4", maps=(
            convolving(2, unit(4), 0, -1), 0, [[1, 2, 0, 0], [0, 0, unit(4), 0], [3, 0, 0, 1], [0, -2, 0, 5]])),
        SPACE.rational("three points", (1, -1, 2), (0, 1, 1), about="three points, where the stability bound is an equality",
                       maps=(convolving(1, unit(3), 0), 0, [[1, 2, 3], [0, 4, 0], [5, 0, 0]])),
        SPACE.rational("six points", (1, 0, 2, 0, 0, -1), (1, 1, 0, 0, 0, 0), about="integer matrices, N = 6",
                       maps=(convolving(1, 0, -2, 0, 0, 1), 0, np.arange(36).reshape(6, 6)**2 % 7))),
    faults=(
        Fault("correlation instead of convolution", reinterpret={"Convolved": lambda right, m: m["Correlated"]}),
        Fault("half of the angle", restate={"stability": lambda r: r.func(r.lhs * 2, r.rhs)}),
        Fault("mean over the rows", reinterpret={"MeanConjugate": lambda right, m: lambda A: right(A) * 0}),
        Fault("the stride itself in the place of the common divisor", reinterpret={"Gcd": lambda right, m: lambda n, s: s}),
        Fault("gcd of N - 1", reinterpret={"Gcd": lambda right, m: lambda n, s: math.gcd(n - 1, s)})))
