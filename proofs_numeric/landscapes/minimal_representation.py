"""A task, a nuisance, an input and two layers of a representation, with at most four values each."""
from fractions import Fraction
from itertools import product

import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.information import INFORMATION, law
from theorems.vocabulary.analysis import Log
from theorems.vocabulary.information import CondInfo, Info, Pair, n, w, x, y, z

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)
BITS = [*product((0, 1), repeat=2)]


def _cells(f):
    """Two fair independent bits y and n; f gives x, z and w."""
    return {(a, b, *f(a, b)): QUARTER for a, b in BITS}


PAD = _cells(lambda a, b: (a ^ b,) * 3)                      # one-time pad: x = y + n modulo 2, and z = w = x
WHOLE = _cells(lambda a, b: (2 * a + b,) * 3)                # x = z = w = (y, n)
CLEAN = _cells(lambda a, b: (2 * a + b, a, a))               # x = (y, n), and z = w = y
NOISY = {(a, b, 2 * a + b, 2 * a + b, c): QUARTER * (Fraction(3, 4) if c == a else QUARTER) for a, b in BITS for c in (0, 1)}
# x = (y, n, e) with a third fair bit e; z keeps y and e and a noisy copy of n; w forgets e.
BLURRED = {(a, b, 4 * a + 2 * b + e, 4 * a + 2 * c + e, 2 * a + c): HALF * QUARTER * (Fraction(3, 4) if c == b else QUARTER)
           for a, b, c, e in product((0, 1), repeat=4)}
COPIES = {(a, 0, b, c, c): HALF * (Fraction(3, 4) if b == a else QUARTER) * (Fraction(3, 4) if c == a else QUARTER)
          for a, b, c in product((0, 1), repeat=3)}          # x and z are two copies of y through a noisy channel
SECOND = {(a, 0, b, b, a): HALF * (Fraction(3, 4) if b == a else QUARTER) for a, b in BITS}        # w = y behind a noisy x = z
with sp.evaluate(False):
    EXAMPLE = Example(law("a code with a surplus", BLURRED, [0, 0, 0, 0, 1, 1, 1, 1]), beside={
        "what the code knows of the input": Info(z, x), "what the input knows of the task": Info(x, y),
        "what the input knows of the nuisance": Info(x, n), "the surplus of a second layer that forgets the third "
                                                            "bit": Info(w, z) - Info(w, y),
        "one bit, in nats": Log(2)})

MODEL = INFORMATION.model(
    example=EXAMPLE,
    kind=Kind.INSTANCE,
    gap="Alphabets with at most four values, and one joint chain instead of two separate ones.",
    notes={name: (Kind.ANALOGUE, "A statement of this page, with its proof.") for name in ("slack", "leak", "least")},
    anchors=(
        law("a representation that keeps everything", WHOLE, [0, 0, 1, 1], about="x = z = w = (y, n), fair bits",
            facts=(sp.Eq(Info(z, n), Log(2)), sp.Eq(Info(z, x), 2 * Log(2)), sp.Eq(Info(x, y), Log(2)))),
        law("a one-time pad", PAD, [0, 0], about="x = z = y ⊕ n, fair bits",
            facts=(sp.Eq(Info(z, n), 0), sp.Eq(Info(z, x), Log(2)), sp.Eq(CondInfo(y, n, z), Log(2)), sp.Eq(Info(x, Pair(y, n)), Log(2))))),
    extremals=(
        law("everything is kept", WHOLE, [0, 0, 1, 1], reach={"leak": -1e-12, "proposition": -1e-12, "stacking": -1e-12,
            "bottleneck": -1e-12},
            about="x = z = w = (y, n)"),
        law("the task alone is kept", CLEAN, [0, 0, 1, 1], reach={"processing": -1e-12, "processing_input": -1e-12}, about="x = (y, n), z "
            "= w = y")),
    controls=(
        Control("independent", ("leak", "proposition", "bottleneck", "slack"), law("the nuisance is the "
                                                                                   "task", {(a,) * 5: HALF for a in (0, 1)}, [0, 1]),
                about="y = n = x = z = w, a fair bit"),
        Control("markov", ("leak", "proposition", "slack"), law(
            "the code sees the nuisance", _cells(lambda a, b: (a, 2 * a + b, 0)), [0, 1]),
                about="x = y, n an independent bit, z = (x, n)"),
        Control("markov", ("processing_input",), law("two copies of the task", COPIES, [0, 0]), about="x and z through two noisy channels "
            "from y"),
        Control("sufficient", ("proposition",), law("a constant code", _cells(lambda a, b: (a, 0, 0)), [0, 1]), about="x = y, z constant: "
            "0 > −log 2"),
        Control("sufficient", ("least",), law("a constant code, the nuisance is the task", {(a, a, a, 0, 0): HALF for a in (0, 1)}, [0, 1]),
                also=("independent",), about="n = y = x, z constant"),
        Control("stacked", ("processing",), law("the second layer sees the task", SECOND, [0, 1]), about="x = z a noisy copy of y, w = y"),
        Control("stacked", ("stacking", "bottleneck"), law(
            "the second layer sees the nuisance", _cells(lambda a, b: (2 * a + b, a, b)), [0, 0, 1, 1]), about="z = y, w = n"),
        Control("separated", ("least",), law("a finer function", CLEAN, [0, 1, 2, 3]), about="T = x = (y, n), z = y")),
    certificates=(
        law("a noisy second layer", NOISY, [0, 0, 1, 1], about="x = z = (y, n), w a noisy copy of y"),
        law("unequal bits", {**{(a, b, 2 * a + b, 2 * a + b, b): Fraction((1 + a) * (1 + 3 * b), 15) for a, b in BITS}}, [0, 0, 1, 1],
            about="bits with the odds 1 : 2 and 1 : 4, x = z, w = n"),
        law("a one-time pad", PAD, [0, 0], about="x = z = y ⊕ n")),
    faults=(
        Fault("half of the surplus", restate={"leak": lambda r: r.func(r.lhs, r.rhs / 2)}),
        Fault("surplus over the task twice", restate={"proposition": lambda r: r.func(r.lhs, r.rhs - Info(x, y))}),
        Fault("one of the two terms of the slack", restate={"slack": lambda r: r.func(r.lhs, CondInfo(y, n, z))}),
        Fault("entropy in place of information", reinterpret={"Info": lambda right, m: lambda a, b: right(a, a)})))
