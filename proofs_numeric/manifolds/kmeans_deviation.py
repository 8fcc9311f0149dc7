"""Laws on 3 or 4 points of the unit disc, all samples of 3 or 4 draws, and finite families of centres."""
from dataclasses import replace
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.model import Arithmetic, Control, Example, Fault, Kind
from proofs_numeric.worlds.multinomials import Centres, Sample, Size, grid, tuples
from proofs_numeric.worlds.world import World
from theorems.vocabulary.risks import MeanError, Variance, mean, mu, n, over, under

SIZES = (Size(3, 3, 4, 2), Size(4, 4, 4, 3))
SPACE = World("Laws on 3 or 4 points of the unit disc, all samples of 3 or 4 draws, families of 4 pairs or triples of centres.", SIZES,
              (Sample(), Centres()))
CROSS, ENDS = ((1, 0), (-1, 0), (0, 1), (0, -1)), ((1, 0), (-1, 0))
QUARTERS, HALVES = [Fraction(1, 4)] * 4, [Fraction(1, 2)] * 2


def case(name, points, weights, n, family, **k):
    """All samples of n draws, a family of tuples of centres; in ball arithmetic, as square roots occur."""
    given = dict(points=points, mu=weights, n=n, centres=family, repeated=k.pop("repeated", False), t=k.pop("t", 1))
    return replace(SPACE.named(name, None, given, **k), arithmetic=Arithmetic.BALL)


def cross(n, k, mean_over=None, mean_under=None, **more):
    """Uniform on four points, all k-tuples of centres with half-integer coordinates in the disc."""
    facts = [sp.Eq(mean(Z), sp.Rational(value)) for Z, value in ((over, mean_over), (under, mean_under)) if value]
    return case(f"cross, k = {k}, n = {n}", CROSS, QUARTERS, n, tuples(grid(2), k), facts=tuple(facts),
                about=f"the uniform law on four points, k = {k} centres with half-integer coordinates, n = {n} draws", **more)


with sp.evaluate(False):
    EXAMPLE = Example(cross(4, 2), beside={"by how much training loss is above the loss at worst, in the mean": mean(under),
                                           "the mean distance of the means": mean(MeanError), "the variance": Variance(mu)})

MODEL = SPACE.model(
    example=EXAMPLE, kind=Kind.ANALOGUE, knobs=(),
    gap="A statement of this page with explicit constants; the article is named for the order and for the independence of the dimension. "
        "Checked for laws on at most 4 points of the plane and finite families of centres, with all samples enumerated.",
    anchors=(cross(1, 1, 2), cross(2, 1, 1), cross(4, 1, "3/4"), cross(8, 1, "35/64"),
             cross(1, 2, "5/4", "3/2"), cross(2, 2, "17/16", "9/8"), cross(4, 2, "171/256", "43/64")),
    extremals=(
        case("two points, one draw", ENDS, HALVES, 1, tuples(ENDS, 1),
             reach=dict(one_centre=-1e-12, mean_error=-1e-12, variance=0, over=-1),
             about="a fair coin between −1 and 1 and one draw: the single centre is wrong by 2"),
        case("cross, one draw", CROSS, QUARTERS, 1, tuples(CROSS, 1), reach=dict(one_centre=-1e-12, mean_error=-1e-12),
             about="four points, one draw")),
    controls=(
        Control("support", ("over", "under"), case("data at ±3", ((3, 0), (-3, 0)), HALVES, 1, tuples(ENDS, 1)),
                about="data at ±3 and one draw: 6 > 5"),
        Control("support", ("variance",), case("data at ±2", ((2, 0), (-2, 0)), HALVES, 1, tuples(ENDS, 1)), about="data at ±2: 4 > 1"),
        Control("centres", ("over", "one_centre"), case("centres at ±3", ENDS, HALVES, 1, tuples(((3, 0), (-3, 0)), 1)),
                about="centres at ±3 and one draw: 6 > 5"),
        Control("independent", ("over", "under"), case("one draw, repeated", ENDS, HALVES, 16, tuples(ENDS, 1), repeated=True),
                about="one draw, repeated 16 times: 2 > 5/4"),
        Control("independent", ("mean_error",), case("one draw, repeated four times", ENDS, HALVES, 4, tuples(ENDS, 1), repeated=True),
                about="one draw, repeated 4 times: the mean is wrong by 1 instead of 1/2"),
        Control("independent", ("tail_over", "tail_under"),
                case("one draw of a rare point", ((1, 0), (-1, 0)), [Fraction(1, 10), Fraction(9, 10)], 24, tuples(ENDS, 1),
                     repeated=True),
                about="one draw, repeated 24 times, of a point with the mass 1/10")),
    certificates=(cross(4, 2),),
    faults=(
        Fault("the constant 1", restate={"over": lambda c: c.func(c.lhs, c.rhs / 5), "under": lambda c: c.func(c.lhs, c.rhs / 5)}),
        Fault("the rate 1/n", restate={"mean_error": lambda c: c.func(c.lhs, Variance(mu) / n)}),
        Fault("half of the error of the mean", restate={"one_centre": lambda c: c.func(c.lhs, c.rhs / 2)}),
        Fault("half of the variance", reinterpret={"Variance": lambda right, m: lambda law: right(law) * Fraction(1, 2)})))
