"""Two probability vectors and a function on n points."""
from dataclasses import dataclass

import numpy as np

from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.engine.interpret import unnamed
from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.worlds.measures import Laws, measures, point
from proofs_numeric.worlds.metric import Function, Metric
from proofs_numeric.worlds.world import Part, Words
from theorems.vocabulary.measures import TV, mu, nu


class RangeWords(Words):
    def Range(self, f):
        f = unnamed(f)
        return Interval.around(f.max() - f.min(), 0.0)           # one subtraction: `around` adds its rounding


class ExactRangeWords(Words):
    def Range(self, f):
        return max(unnamed(f)) - min(unnamed(f))


@dataclass(frozen=True)
class Range(Part):
    """The word that only this theorem has."""

    floating, exact, extended = RangeWords, ExactRangeWords, ExactRangeWords


SPACE = measures(Laws("mu nu"), Metric(), Function()).and_part(Range())
LINE, QUARTERS = ms.line(3), (["3/4", "1/4", 0], ["1/4", "3/4", 0])

MODEL = SPACE.model(
    kind=Kind.INSTANCE, gap="Finite spaces instead of all measurable ones.", knobs=(),
    example=Example(SPACE.rational("two points of three", QUARTERS, LINE, f=[1, 0, 0]), beside={"the total variation": TV(mu, nu)}),
    extremals=(SPACE.case("indicator", (point(3, 0), point(3, 1)), LINE, f=[1, 0, 0], reach={"difference": -1e-12},
                          about="an indicator function of the point where the first law sits"),),
    controls=(Control("mass", ("difference",), SPACE.rational("twice the law", ([2, 0, 0], [1, 0, 0]), LINE, f=np.array([5, 5, 5])),
                      about="a constant function and laws of different mass: 5 > 0"),),
    certificates=SPACE.certificates((1, 1), (2, 1)),
    faults=(Fault("one half of the range", restate={"difference": lambda r: r.func(r.lhs, r.rhs / 2)}),
            Fault("total variation halved", reinterpret={"TV": lambda right, m: lambda a, b: right(a, b) * 0.5})))
