"""Scattering of mixtures of orbits: random laws on short grids, and the undecimated Haar bank exactly."""
from fractions import Fraction

import numpy as np
import sympy as sp
from sympy import Eq

from proofs_numeric.engine.model import Arithmetic, Case, Control, Example, Fault, Kind
from proofs_numeric.mathematics import taps
from proofs_numeric.mathematics.taps import Taps
from proofs_numeric.worlds import banks
from proofs_numeric.worlds.exact_banks import Rational
from proofs_numeric.worlds.processes import Processes, Size
from proofs_numeric.worlds.unitary import Unitary, analytic, leaking, sampled, twice
from proofs_numeric.worlds.world import World
from theorems.vocabulary.analysis import Energy
from theorems.vocabulary.processes import CentredProcess, ExpectedScattering, LastProcess, MeanEnergy

SIZES = (Size(4, 2, 2, 2), Size(8, 2, 2, 1))
WORLD = World("Random signals with finitely many values on the cyclic group Z/N: mixtures of orbits under shifts, so that all means are "
              "finite sums. Filters are given by their discrete Fourier transforms; all paths are followed.", SIZES,
              (Unitary(), Processes()))


# -- named instances
def turned(*signals):
    """All shifts of the signals, one a row."""
    return np.array([np.roll(np.array([*map(Fraction, x)], object), v) for x in signals for v in range(len(x))], object)


def case(name, bank, X, Y=None, chances=None, depth=2, about="", **k):
    """Rational filters, values and chances; even chances unless they are given."""
    Y = 0 * X if Y is None else Y
    chances = [Fraction(1, len(X))] * len(X) if chances is None else chances
    return Case(name, None, dict(bank=Rational((bank,)), X=X, Y=Y, chances=chances, depth=depth, linear=(0,) * depth, eta=0),
                Arithmetic.RATIONAL, about=about, **k)


def floating(bank, X, Y=None):
    """All shifts of one signal of 8 samples."""
    X, Y = (np.array([np.roll(x, v) for v in range(8)]) + 0j for x in (X, 0 * X if Y is None else Y))
    return dict(bank=bank, X=X, Y=Y, chances=np.full(8, 1 / 8), linear=np.zeros(2), eta=np.zeros(1))


def terms(depth, *values):
    """The three terms of the variance identity, in closed form."""
    found = (Energy(ExpectedScattering(J, depth, X)), MeanEnergy(CentredProcess(J, depth, X)), MeanEnergy(LastProcess(J, depth, X)))
    return tuple(Eq(term, sp.Rational(value), evaluate=False) for term, value in zip(found, values))


X, Y, J, M = sp.symbols("X Y J M", extended_real=True)
ALL_PASS = taps.all_pass(4)
FIRST, SECOND = [0, 0, 0, 1, 1, 1, 0, 2], [0, 0, 1, 0, 1, 0, 2, 1]                    # with one power spectrum
ALTERNATING = turned([1, -1, 1, -1])
MIXTURE, OTHER = turned([3, 1, 4, 1], [1, 0, 0, 0]), turned([2, 7, 1, 8], [0, 0, 1, 1])

with sp.evaluate(False):
    EXAMPLE = Example(
        case("a mixture on four samples", taps.haar(4, 2), MIXTURE, OTHER, depth=2,
             about="all shifts of (3, 1, 4, 1) or of (1, 0, 0, 0), with even chances; the Haar bank, whose average is the mean"),
        beside={"what means show": Energy(ExpectedScattering(J, M, X)), "variance of the outputs": MeanEnergy(CentredProcess(J, M, X)),
                "the last layer": MeanEnergy(LastProcess(J, M, X))})

MODEL = WORLD.model(
    example=EXAMPLE, kind=Kind.ANALOGUE,
    gap="Random signals with finitely many values on a finite grid, at finite depth and at one scale; the article lets the scale grow.",
    notes={"wasserstein": (Kind.ANALOGUE, "Of this page: the bound in expectation holds for every pair with these laws.")},
    edges=(
        Case("one orbit and itself", SIZES[1], floating(sampled(taps.haar(8, 2)), *2 * (np.arange(8.0),)), about="both sides are 0"),
        *(case(f"two textures with one spectrum, depth {depth}", taps.haar(8, 3), turned(FIRST, SECOND), depth=depth,
               about="even mixture of two orbits on Z/8 with one power spectrum, Haar bank of three octaves", facts=terms(depth, *values))
          for depth, values in ((3, ("13153/16384", "169/16384", "507/8192")),))),
    controls=(
        Control("stationary", ("unbiased",),
                case("always the same impulse", taps.haar(4, 1), turned([1, 0, 0, 0]), chances=[1, 0, 0, 0]),
                about="an impulse that is never shifted, averaged over two samples"),
        Control("constant_kept", ("unbiased", "expected", "wasserstein", "variance"),
                case("constants split", leaking(), turned([1, 1, 1, 1])),
                about="the average keeps 9/25 of the energy of a constant, the wavelet the rest; X = 1 against 0"),
        Control("unitary", ("mean_square", "expected", "wasserstein", "energy", "variance"),
                case("wavelet times 6/5", Taps(ALL_PASS.low, ALL_PASS.bands * Fraction(6, 5)), ALTERNATING),
                about="the wavelet larger by 6/5; a fast tone against 0"),
        Control("real", ("mean_square", "expected", "wasserstein", "energy", "variance"),
                Case("complex tone", SIZES[1], floating(twice(analytic(8)), banks.wheel(8, 2))),
                about="shifts of a complex tone, which the analytic wavelet doubles, against 0")),
    anchors=(case("an alternating signal", ALL_PASS, ALTERNATING, turned([1, 0, 2, 0]), facts=terms(2, 1, 0, 0),
                  about="the first modulus is the constant 1, and the mean shows all"),),
    extremals=(case("against silence", ALL_PASS, ALTERNATING, about="Y = 0: the mean of the modulus has all the energy",
                    reach={"mean_square": -1e-12, "expected": -1e-12, "wasserstein": -1e-12}),),
    certificates=(case("mixtures on four samples", taps.haar(4, 2), MIXTURE, OTHER,
                       about="two mixtures of two orbits, the Haar bank of two octaves on Z/4"),),
    faults=(
        Fault("no division by the number of samples", restate={"wasserstein": lambda r: r.func(r.lhs, r.rhs / 4)}),
        Fault("variance forgotten", reinterpret={"CentredProcess": lambda right, m: lambda J, n, x: right(J, n, x) * 0.5}),
        Fault("means of the outputs of order 0", reinterpret={"ExpectedOutput": lambda right, m: lambda J, p, x, u: right(J, 0 * p, x, u)}),
        Fault("coefficients twice", reinterpret={"ExpectedScattering": lambda right, m: lambda J, n, x: right(J, n, x) * 2})))
