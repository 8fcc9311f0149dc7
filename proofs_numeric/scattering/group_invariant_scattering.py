"""Scattering on the permutations of three things, on shifts, and on a grid with quarter turns: random letters, and rational kernels."""
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import sympy as sp
from sympy import Eq

from proofs_numeric.engine.enclosure import Ball
from proofs_numeric.engine.model import Arithmetic, Case, Control, Example, Fault, Kind
from proofs_numeric.mathematics import actions, taps
from proofs_numeric.worlds.actions import Cascade, Size
from proofs_numeric.worlds.world import World
from theorems.vocabulary.analysis import Energy, Norm
from theorems.vocabulary.groups import LayerOf, Outputs

SIZES = (Size("S3 on itself", 3), Size("shifts and quarter turns of a 3 x 3 grid", 2))
WORLD = World("Real signals on a finite set on which a finite group acts: the six permutations of three things on themselves, shifts and "
              "quarter turns of a grid of 3 x 3 samples, shifts of Z/N. Letters and average are matrices.", SIZES, (Cascade(),))


# -- rational operators
def exactly(table):
    return np.array([[Fraction(x) for x in row] for row in table], object)


def mean(n):
    return exactly([[Fraction(1, n)] * n] * n)


def identity(n):
    return exactly(np.eye(n, dtype=int).tolist())


def convolutions(*kernels):
    """The right convolutions (x * w)(g) = sum over h of x(h) w(h^-1 g) on the permutations of three things, in lexicographic order."""
    s = actions.permutations()
    index = {tuple(p): k for k, p in enumerate(s)}
    quotient = [[index[tuple(np.argsort(h)[g])] for h in s] for g in s]
    return [exactly([[w[quotient[g][h]] for h in range(6)] for g in range(6)]) for w in kernels]


def circulant(h):
    n = len(h)
    return exactly([[h[(x - y) % n] for y in range(n)] for x in range(n)])


def case(name, action, average, letters, f, h=None, depth=2, weight=None, about="", **k):
    n = len(average)
    f, h = (np.array([*map(Fraction, x)], object) for x in (f, [0] * n if h is None else h))
    weight = np.array([Fraction(1)] * n if weight is None else weight, object)
    return Case(name, None, dict(action=action, average=average, letters=letters, f=f, h=h, depth=depth, weight=weight),
                Arithmetic.RATIONAL, about=about, **k)


THIRD, SIXTH, HALF, LOUD = Fraction(1, 3), Fraction(1, 6), Fraction(1, 2), Fraction(6, 5)
SIGNS = [1, -1, -1, 1, 1, -1]                                                  # of the permutations, in lexicographic order
IDEMPOTENTS = convolutions([THIRD, THIRD, -SIXTH, -SIXTH, -SIXTH, -SIXTH], [THIRD, -THIRD, SIXTH, -SIXTH, -SIXTH, SIXTH],
                           [s * SIXTH for s in SIGNS])
LEFT, RIGHT, FOUR, SWAP = actions.on_itself("left", 3), actions.on_itself("right", 3), actions.shifts(4), actions.swap()
DIGITS, OTHERS = [3, 1, 4, 1, 5, 9], [2, 7, 1, 8, 2, 8]
PAIR = [1, -1, 0, 0]
REST = identity(4) - mean(4)
HAAR = taps.haar(4, 1)
HALVES = [exactly([[HALF, -HALF], [0, 0]]), exactly([[0, 0], [-HALF, HALF]])]       # (1, -1) to (1, 0), and the same exchanged
TILTED = exactly([[Fraction(7, 10)] * 2, [Fraction(1, 10)] * 2])                    # keeps the norm of a mean, and tells positions apart
F, H, M = sp.symbols("f h M")


def energies(*values):
    return tuple(Eq(Energy(LayerOf(sp.Integer(m), F)), sp.Rational(v), evaluate=False) for m, v in enumerate(values))


with sp.evaluate(False):
    EXAMPLE = Example(case("permutations of three things", LEFT, mean(6), IDEMPOTENTS, DIGITS, OTHERS, depth=3,
                           about="three right convolutions with rational kernels, and the mean"),
                      beside={"all outputs": Norm(Outputs(M, F)), "the signal": Norm(F),
                              "outputs of f and h": Norm(Outputs(M, F) - Outputs(M, H)), "f and h": Norm(F - H)})

MODEL = WORLD.model(
    example=EXAMPLE, kind=Kind.ANALOGUE, knobs=(),
    gap="Finite groups and finite sets instead of compact Lie groups and translations of ℝᵈ, at finite depth; the letters are any "
        "operators that go with the group, and sums replace invariant integrals.",
    notes={"decay": (Kind.ANALOGUE, "A rate of this page; the article proves norm preservation for rotations of the plane only.")},
    controls=(
        Control("equivariant", ("covariance", "invariance", "orbit_mean"),
                case("right translations", RIGHT, mean(6), IDEMPOTENTS, DIGITS),
                about="right convolutions under right translations, with which they do not go"),
        Control("equivariant", ("decay",),
                case("letters that stay", actions.shifts(2, 2), mean(2), HALVES, [1, -1]),
                about="two positions are exchanged, the letters ought to be and are not"),
        Control("mean", ("decay",), case("no average", FOUR, mean(4) * 0, [identity(4)], [1] * 4),
                about="no average, and one letter that does nothing"),
        Control("equivariant_average", ("covariance",), case("an average that tells positions apart", actions.shifts(2), TILTED,
                                                             [identity(2) - mean(2)], [1, 3]), also=("mean",),
                about="the mean of two samples, spread unevenly"),
        Control("mean", ("invariance", "orbit_mean"), case("mean of neighbours", FOUR, circulant(HAAR.low), [circulant(HAAR.bands[0])],
                                                           [3, 1, 4, 1]), about="an average over two neighbours, of four samples"),
        Control("unitary", ("nonexpansive", "balance"),
                case("all operators times 6/5, constant", FOUR, mean(4) * LOUD, [REST * LOUD], [1] * 4),
                also=("mean",), about="a constant grows by 6/5"),
        Control("unitary", ("balance", "decay"), case("letter times 6/5", FOUR, mean(4), [REST * LOUD], PAIR),
                about="two opposite points, the letter larger by 6/5"),
        Control("pointwise", ("covariance", "invariance", "orbit_mean", "balance"),
                case("one position halved", FOUR, mean(4), [REST], [3, 1, 4, 1], weight=[HALF, 1, 1, 1]),
                about="the modulus, halved at one position: no distance grows"),
        Control("same_orbits", ("decay",), case("positions and letters exchanged", SWAP, mean(2), HALVES, [1, -1]),
                about="what fixes a letter fixes all; a letter sends (1, -1) to (1, 0), of which the next layer keeps half, not nothing")),
    edges=(case("shifts of four samples", FOUR, mean(4), [circulant(taps.haar(4, 2).bands[k]) for k in (0, 1)], [3, 1, 4, 1], [1, 5, 9, 2],
                depth=3, about="the undecimated Haar bank"),),
    extremals=(
        case("two opposite permutations", actions.on_itself(), mean(6), [identity(6) - mean(6)], [1, -1, 0, 0, 0, 0],
             about="one letter for all but the mean: exactly 1 - 2/6", reach={"decay": -1e-12}),
        case("a constant", FOUR, mean(4), [REST], [1] * 4, about="order 0 keeps it", reach={"nonexpansive": -1e-12})),
    certificates=(case("permutations of three things", LEFT, mean(6), IDEMPOTENTS, DIGITS, OTHERS, depth=2, about="the six permutations of "
                       "three things, rational kernels, with the energies of the layers", facts=energies(133, "269/6", "134/27")),),
    faults=(
        Fault("a permutation outside the group",
              reinterpret={"Act": lambda right, m: lambda g, x: Ball(jnp.roll(x.center, 1, -1), x.radius)}),
        Fault("twice the share", restate={"decay": lambda r: r.func(r.lhs, r.rhs / 2)}),
        Fault("order 0 twice", reinterpret={"Outputs": lambda right, m: lambda n, x: 2 * right(n, x)})))
