"""Straight-line programs at one point, with the local partials and the adjoints that are claimed there."""
import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.tapes import TAPES
from theorems.vocabulary.programs import Adjoint, C, L, Mul, Slope, n

MLP = "0*6 1*7 8+9 2*6 3*7 11+12 10*10 13*13 4*14 5*15 16+17"
WEIGHTS = (1, 2, 3, -1, 2, -3, "1/2", -1)
POWER = "0*0 1*1 2*2 3*3"
KINK = "0^1 1-0 3^1 2-4"                     # max(x, c) - max(c - x, c), which is x for c = 0


with sp.evaluate(False):
    LAYERS = tuple(sp.Eq(Adjoint(k), sp.Rational(v)) for k, v in ((6, -51), (7, 3), (0, -3), (1, 6), (2, "-15/2"), (3, 15)))
    EXAMPLE = Example(
        TAPES.rational("three operations", 2, "0*1 2+0 3*2", (1, 3)),
        beside={"the derivative in the second input": Slope(1), "operations of both sweeps": C, "their bound": 4 * L + 1 - n,
                "forward mode, one sweep for each input": 3 * L * n})

MODEL = TAPES.model(
    example=EXAMPLE,
    kind=Kind.INSTANCE,
    gap="Programs with +, − and × over the real numbers, in the place of all rational functions over infinite fields. What was read counts "
        "multiplications only; the count of all operations is ours.",
    notes={"cost": (Kind.ANALOGUE, "A count of our own, with its convention in the glossary."),
           "bound": (Kind.ANALOGUE, "A count of our own, with its convention in the glossary.")},
    anchors=(
        TAPES.rational("two layers", 8, MLP, WEIGHTS, facts=LAYERS,
                       about="a network with two hidden units, squares as activation, all weights as inputs"),
        TAPES.rational("product of three", 3, "0*1 3*2", (2, 3, 5), facts=(sp.Eq(C, 6), sp.Eq(Mul, 6), sp.Eq(Adjoint(2), 6)),
                       about="all products of two of three numbers: 3L operations")),
    extremals=(TAPES.rational("repeated squaring", 1, POWER, (2,), reach={"bound": -1e-12},
                              about="x to the power 16 by four squarings: 16 = 4L"),),
    controls=(
        Control("adjoint", ("gradient", "paths", "transposition"), TAPES.rational("no accumulation", 1, "0*0", (3,), adjoint=[3, 1]),
                about="x · x at 3 without accumulation: 3, and the derivative is 6"),
        Control("adjoint", ("gradient", "paths", "transposition"), about="adjoints changed at random"),
        Control("seed", ("gradient", "paths", "transposition"), TAPES.rational("seed 2", 1, "0*0", (3,), seed=2),
                about="twice the gradient"),
        Control("seed", ("gradient", "paths", "transposition"), about="another seed"),
        *(Control("smooth", ("gradient",), TAPES.rational(f"the identity with two kinks, {at_kink}", 2, KINK, (0, 0), p=[
            (at_kink, at_kink), (1, -1), (at_kink, at_kink), (1, -1)]), about="f(x) = relu(x) − relu(−x) = x at 0, with the convention "
            f"relu'(0) = {at_kink}: the sweep gives {2 * at_kink}, the derivative is 1") for at_kink in (0, 1)),
        Control("smooth", ("gradient",), about="local partials changed at random"),
        Control("live", ("cost", "bound"), TAPES.rational("computed twice", 1, "0*0 0*0", (3,)),
                about="x · x computed twice, once in vain: 9 operations, 4L + 1 − n = 8"),
        Control("live", ("cost", "bound"), TAPES.rational("an input without use", 2, "0*0", (3, 1)),
                about="x · x as a function of x and y: 4 operations, 4L + 1 − n = 3")),
    certificates=tuple(TAPES.random(seed, inputs, length, about=f"random programs of {length} operations")
                       for seed, (inputs, length) in enumerate([(1, 4), (2, 5), (3, 6), (4, 8), (2, 9), (5, 7)])),
    faults=(
        Fault("adjoints overwritten", reinterpret={"Handed": lambda right, m: lambda k: right(k) * 0 + right(k) * (
            1 if m["Uses"](k) < 2 else 0)}),
        Fault("seed 0", restate={"seed": lambda r: r.func(r.lhs, 0)}),
        Fault("a difference handed on with the sign +", reinterpret={"OneSided": lambda right, m: lambda t, a, s: right(t, a, s)**2}),
        Fault("only accumulations counted", restate={"cost": lambda r: r.func(r.lhs, 2 * L + 1 - n)}),
        Fault("three for all operations", restate={"bound": lambda r: r.func(r.lhs, 3 * L + 1 - n)})))
