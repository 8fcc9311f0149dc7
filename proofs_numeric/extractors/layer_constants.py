"""The constants of one layer on cyclic grids of one and two dimensions: random averages, and the usual ones as fractions."""
from fractions import Fraction

import numpy as np
import sympy as sp
from sympy import Eq

from proofs_numeric.engine.model import Arithmetic, Case, Control, Example, Fault, Kind
from proofs_numeric.worlds.layers import CLAIMS, Layer, Size
from proofs_numeric.worlds.world import World
from theorems.vocabulary.analysis import Energy, Norm
from theorems.vocabulary.layers import AbsoluteMass, Parts, Polyphase, Smoothed, Strided

LINE, PLANE = Size(12, 3, 4), Size(4, 2, 3, 2)
WORLD = World("Signals on the cyclic groups Z/N and Z/N x Z/N; averages are given by their taps, strides keep every s-th sample, and the "
              "real numbers are those that occur as real and imaginary parts.", (LINE, PLANE), (Layer(),))


# -- named instances
def rational(name, grid, phi, u, v=None, weights=(1, 0, 0, 0), ell=1, about="", **k):
    """Rational taps and real signals on Z/N, the rectifier unless there are other weights, claims that are all 1."""
    n = grid.N
    u, v, phi = (np.array([*map(Fraction, [*x, *[0] * (n - len(x))])], object) for x in (u, [0] * n if v is None else v, phi))
    claims = dict.fromkeys(CLAIMS, Fraction(1)) | dict(ell=Fraction(ell))
    return Case(name, None, dict(u=u, v=v, phi=phi, weights=weights, grid=grid) | claims, Arithmetic.RATIONAL, about=about, **k)


def plane(phi, u, v=None, weights=(1.0, 0, 0, 0), ell=1.0, size=PLANE):
    """In floating point, on the grid of `size`."""
    grid = (size.N,) * size.dim
    u, v = (np.broadcast_to(np.asarray(x, complex), grid) for x in (u, 0 if v is None else v))
    return dict(u=u, v=v, phi=np.asarray(phi, float), weights=np.asarray(weights, float), ell=np.float64(ell),
                **{name: np.float64(1) for name in CLAIMS[1:]})


def square(side, of):
    """The mean of side x side pixels."""
    box = np.zeros((of, of))
    box[:side, :side] = 1 / side**2
    return box


def shared(size):
    """One, where as many windows meet as can."""
    u = np.zeros((size.N,) * size.dim)
    u[(size.stride,) * size.dim] = 1
    return u


def constant(value):
    """The constant of average and stride, in closed form."""
    return (Eq(Q * sum(Polyphase(PHI, R)**2 for R in range(2)), sp.Rational(value), evaluate=False),)


U, V, PHI, Q = sp.symbols("u v phi q", extended_real=True)
BOX, TENT, BINOMIAL = [Fraction(1, 2)] * 2, [Fraction(1, 4), Fraction(1, 2), Fraction(1, 4)], [Fraction(x, 16) for x in (1, 4, 6, 4, 1)]
THIRD = [Fraction(1, 3)] * 3
EIGHT, SIX, FOUR = Size(8, 2, 3), Size(6, 2, 3), Size(4, 2, 3)
DIGITS, OTHERS = [3, 1, 4, 1, 5, -9, 2, 6], [2, 7, -1, 8, 2, 8, 1, 8]
PIXELS = np.random.default_rng(0).normal(size=(2, 4, 4))

with sp.evaluate(False):
    EXAMPLE = Example(
        rational("three samples, stride 2", SIX, THIRD, [1, 0, 1, 0, 1, 0],
                 about="the mean of three neighbours, every second one kept"),
        beside={"average alone": Energy(Smoothed(PHI, U)) / Energy(U), "average and stride": Q * Energy(Strided(PHI, U)) / Energy(U),
                "the sum of absolute values": AbsoluteMass(PHI)})

MODEL = WORLD.model(
    example=EXAMPLE, kind=Kind.ANALOGUE, knobs=(),
    gap="Finite grids instead of L²(ℝᵈ). The strides and maxima of convolutional networks are not in the article, which dilates; the "
        "constants are exact for the grid.",
    edges=tuple(Case(name, PLANE, plane(square(side, 4), *signals, **k), about=about) for name, side, signals, k, about in (
        ("equal signals", 2, (PIXELS[0], PIXELS[0]), {}, "both sides of the differences are 0"),
        ("constant", 2, (np.ones((4, 4)),), {}, "what every average keeps"),
        ("opposite signs", 3, (PIXELS[0], -PIXELS[0]), {}, "moduli agree"),
        ("tiny", 3, 1e-3 * PIXELS, dict(weights=(0, 1.0, 0, 0)), "where the hyperbolic tangent is steepest"))),
    controls=(
        Control("part_lipschitz", ("parts",), rational("a square", FOUR, BOX, [3], [1], weights=(0, 0, 0, 1)),
                about="squares of the parts, claimed to have the constant 1: 8 against 2"),
        Control("nonnegative", ("positive_gain", "polyphase"), rational("a negative tap", FOUR, [1, 1, -1], DIGITS[:4]),
                about="taps (1, 1, -1): their absolute values sum to 3, the largest gain is √5; polyphase sums give 2, the constant is 10"),
        Control("mass_one", ("excess",), about="one tap, 2",
                case=Case("taps of mass 2", PLANE, plane(2 * square(1, 4), PIXELS[0], PIXELS[1], ell=1.1)))),
    anchors=(
        *(rational(f"{name}, stride 2", SIX, phi, DIGITS[:6], OTHERS[:6], about=f"ρ² = {value}", facts=constant(value))
          for name, phi, value in (("mean of 2", BOX, 1), ("mean of 3", THIRD, "10/9"), ("mean of 4", [Fraction(1, 4)] * 4, 1),
                                   ("(1, 2, 1)/4", TENT, 1), ("(1, 4, 6, 4, 1)/16", BINOMIAL, 1), ("no average", [1], 2))),
        rational("(1, 2, 1)/4, stride 3", Size(6, 3, 3), TENT, DIGITS[:6], OTHERS[:6], about="ρ² = 9/8", facts=(
            Eq(Q * sum(Polyphase(PHI, R)**2 for R in range(3)), sp.Rational(9, 8), evaluate=False),)),
        Case("mean of 3 x 3, stride 2", PLANE, plane(square(3, 4), *PIXELS), about="ρ² = 100/81", facts=(
            Eq(Q * sum(Polyphase(PHI, sp.Integer(R))**2 for R in range(4)), sp.Rational(100, 81), evaluate=False),)),
        Case("rectifier of complex numbers", PLANE, plane(square(2, 4), (3 + 4j) * shared(PLANE), (-1 - 2j) * shared(PLANE)),
             about="3 + 4i in one pixel, against -1 - 2i, of which nothing passes",
             facts=(Eq(Norm(Parts(U) - Parts(V)), 5, evaluate=False), Eq(Norm(U - V), sp.sqrt(52), evaluate=False)))),
    extremals=(
        rational("a constant", SIX, BINOMIAL, [1] * 6, about="what an average keeps, with or without a stride",
                 reach={"average": -1e-12, "absolute_mass": -1e-12, "strided": -1e-12}),
        rational("an impulse in two windows", SIX, BOX, [0, 0, 1], about="k = 3 and s = 2: two windows see it",
                 reach={"max_pooling": -1e-12, "parts": -1e-12, "modulus": -1e-12}),
        Case("a pixel in four windows", PLANE, plane(square(3, 4), shared(PLANE)),
             about="maxima over 3 x 3 pixels with stride 2 double the norm of a change", reach={"max_pooling": -1e-12}),
        *(Case(f"steepest point of the {name}", PLANE, plane(square(2, 4), 1e-3 * (1 + 1j), -1e-3 * (1 + 1j), weights, ell),
               about="near 0; the constant is a supremum", reach={"parts": -1e-6})
          for name, weights, ell in (("hyperbolic tangent", (0, 1.0, 0, 0), 1.0), ("logistic function", (0, 0, 1.0, 0), 0.25)))),
    certificates=(
        rational("eight integers", EIGHT, TENT, DIGITS, OTHERS,
                 about="the taps (1, 2, 1)/4, stride 2, windows of 3, 8 integers; gains are balls"),
        rational("six integers", Size(6, 3, 4), THIRD, DIGITS[:6], OTHERS[:6], about="the mean of 3, stride 3, windows of 4, "
                 "6 integers; all rational")),
    faults=(
        Fault("the factor of the stride forgotten", restate={"polyphase": lambda r: r.func(r.lhs, r.rhs / Q)}),
        Fault("windows do not overlap", restate={"max_pooling": lambda r: r.func(r.lhs, Energy(U - V))}),
        Fault("half the constant of the parts", restate={"parts": lambda r: r.func(r.lhs, r.rhs / 2)}),
        Fault("one phase only", reinterpret={"LookAlike": lambda right, m: lambda phi, j, w: right(phi, 0 * j, w)}),
        Fault("minimum in place of the maximum", reinterpret={"MaxPool": lambda right, m: lambda x: 2 * right(x)})))
