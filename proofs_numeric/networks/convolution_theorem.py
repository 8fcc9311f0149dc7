"""Complex signals on Z/N, a root of unity, and two signals padded with zeros."""
from fractions import Fraction

import numpy as np
import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.mathematics.cyclotomic import Cyclotomic, unit
from proofs_numeric.worlds.cyclic import Padded, Root, Signals, cyclic, impulse
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.convolution import Convolved, Fourier, Inner, Largest, N, OneNorm, PowerSum, Tail, f, g, z

SPACE = cyclic(Signals(), Root(), Padded())
ONES, LAST = (1, 1, 0, 0), [1, 1, 1, -1]


def tone(n, frequency):
    """The values of a character, as pairs."""
    return [(np.cos(2 * np.pi * frequency * x / n), np.sin(2 * np.pi * frequency * x / n)) for x in range(n)]


def turned(n, frequency):
    """The values of a character, exactly."""
    return [unit(n) ** (frequency * x % n) for x in range(n)]


def gain(n):
    """A kernel whose response is largest at frequency 2 (and at -2): a character there is multiplied by exactly that."""
    kernel = [np.cos(2 * np.pi * 2 * x / n) + 0.25 * (x == 0) for x in range(n)]
    return SPACE.case(f"character, N = {n}", tone(n, 2), kernel, reach={"gain": -1e-9},
                      about="f is a character where the response is largest")


with sp.evaluate(False):
    MODULI = (sp.Eq(Norm(Fourier(f)), 4), sp.Eq(Largest(Fourier(f)), 2), sp.Eq(Norm(Inner(f, f)), 4), sp.Eq(Norm(PowerSum(z, 0, N)), 4),
              sp.Eq(Norm(Tail(f, 2)), sp.sqrt(2)))
    BOX = sp.Eq(Largest(Fourier(f)), 3), sp.Eq(OneNorm(f), 3), sp.Eq(Norm(Fourier(f)), 3 * sp.sqrt(2))
    EXAMPLE = Example(
        SPACE.rational("difference of a step", (1, 1, 0, 0), (1, 2, 0, 0)),
        beside={"the norm of $f * g$": Norm(Convolved(f, g)), "the norm of $f$": Norm(f), "the gain of $g$": Largest(Fourier(g)),
                "the sum of the moduli of $g$": OneNorm(g)})

MODEL = SPACE.model(
    example=EXAMPLE,
    kind=Kind.INSTANCE,
    gap="Nothing is lost on Z/N; random signals have 5 and 12 samples, exact ones up to 6. The published theorems for functions on the "
        "line, with integrals, are not checked.",
    anchors=(
        SPACE.rational("flat spectrum", LAST, impulse(4), facts=MODULI, about="(1, 1, 1, −1): all |f^(k)| = 2"),
        SPACE.rational("box", (1, 1, 1, 0, 0, 0), impulse(6, 2), facts=BOX, about="a box of three samples of six"),
        SPACE.rational("tone", turned(3, 1), (1, 2, 3), facts=(sp.Eq(Largest(Fourier(f)), 3), sp.Eq(Norm(Fourier(f)), 3)),
                       about="a character of Z/3: its transform is 3 at one frequency")),
    extremals=(gain(5), gain(12),
               SPACE.rational("constant signal, positive kernel", (1, 1, 1, 1), (1, 2, 0, 1), reach={"gain": -1e-12, "kernel": -1e-12},
                              about="the largest response is at frequency 0")),
    controls=(
        Control("root", ("convolution",), also=("primitive",), case=SPACE.case(
            "a fifth of a turn on four samples", impulse(4, 1), impulse(4, 3), z=(0.2, 1.0)),
            about="N = 4, z = exp(2πi/5), impulses at 1 and 3: f*g is the impulse at 0, the product of the transforms is not constant"),
        Control("root", ("convolution", "correlation", "kernel"), also=("primitive",), case=SPACE.rational(
            "z = 2", impulse(2, 1), impulse(2, 1), z=Cyclotomic(2)), about="N = 2, z = 2, an impulse at 1: a response of 2"),
        Control("primitive", ("product", "plancherel", "gain"), SPACE.rational(
            "z = −1 on four samples", impulse(4), (1, 0, -1, 0), z=Cyclotomic(-1)),
            about="N = 4, z = −1, which sees even and odd samples only: g = (1, 0, −1, 0) has the transform 0"),
        Control("primitive", ("product", "plancherel"), SPACE.rational(
            "z = −1, other signals", (1, 2, 0, -1), (0, 1, 3, 1), z=Cyclotomic(-1)), about="the inner product is 1, the other side 5"),
        Control("fits", ("padding",), SPACE.rational("two boxes of two", (1, 1), (1, 1), padded=((1, 1), (1, 1), 2, 2)),
                about="N = 2: cyclic (2, 2), ordinary (1, 2, 1)"),
        Control("support_u", ("padding",), about="values behind the length P"),
        Control("support_v", ("padding",), about="values behind the length Q")),
    certificates=(
        SPACE.rational("four Gaussian integers", [(1, 2), (0, -1), (3, 0), (-2, 2)], [(3, 4), (0, 1), (0, 0), (-1, 1)],
                       padded=((1, (2, 1), 0, 0), ((0, 1), 3, -1, 0), 2, 3), about="Gaussian integers, N = 4"),
        SPACE.rational("three rationals", ("1/2", 3, -2), ("2/3", 0, 5), about="rational signals, N = 3"),
        SPACE.rational("six integers, another root", (1, -2, 3, 0, 5, -1), (2, 1, 0, 0, -3, 0), z=unit(6).conjugate(),
                       padded=((1, 2, 3, 0, 0, 0), (1, -1, 2, 1, 0, 0), 3, 4), about="N = 6, z = exp(−πi/3)")),
    faults=(
        Fault("no conjugate in the correlation", restate={"correlation": lambda r: r.func(r.lhs, r.rhs.func(r.rhs.args[0].args[0],
                                                                                                             r.rhs.args[1]))}),
        Fault("the factor 1/N on the other side", restate={"plancherel": lambda r: r.func(r.lhs / sp.Symbol("N", integer=True),
                                                                                         r.rhs * sp.Symbol("N", integer=True))}),
        Fault("radians for turns", reinterpret={"Fourier": lambda right, m: lambda x: type(x)(
            x.center @ np.exp(-1j * np.outer(np.arange(m["N"]), np.arange(m["N"])) / m["N"]), x.radius)}),
        Fault("ordinary instead of cyclic convolution", reinterpret={"Convolved": lambda right, m: m["Linear"]}),
        Fault("gain with the mean response", reinterpret={"Largest": lambda right, m: lambda x: right(x) * Fraction(9, 10)})))
