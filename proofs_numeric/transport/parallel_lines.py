"""Laws on finitely many heights, on vertical lines in the plane."""
import sympy as sp

from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.lines import LINES, case, pythagorean
from theorems.vocabulary.analysis import Log
from theorems.vocabulary.measures import JS, KL, TV, Line, Mixture
from theorems.vocabulary.transport import Wasserstein


def _shifted_up(k, m):
    """The uniform law on m heights of one line against itself shifted up by k places: no jump."""
    Zs, Ys, one = sp.Symbol("Z"), sp.Symbol("Y"), Line(0, sp.Symbol("Z"))
    up = Line(0, Ys)
    share = sp.Rational(min(k, m), m)
    return case(f"shifted up by {k} of {m} places", 1.0, [(j / m, 1) for j in range(m)], [((j + k) / m, 1) for j in range(m)],
                 facts=(sp.Eq(Wasserstein(1, Line(0, Zs), up), sp.Rational(k, m)), sp.Eq(TV(one, up), share),
                        sp.Eq(JS(one, up), share * Log(2))),
                 about=f"uniform laws on one line: W₁ = {k}/{m}, total variation {share}, JS = {share} log 2")


HERE, THERE = Line(0, sp.Symbol("Z", extended_real=True)), Line(sp.Symbol("theta", extended_real=True), sp.Symbol("Z", extended_real=True))
EXAMPLE = Example(pythagorean(1, (1, 2, 3), (1, 2, 3), about="three heights with masses 1/6, 1/3, 1/2"),
                  beside={"Jensen-Shannon divergence": JS(HERE, THERE), "total variation": TV(HERE, THERE),
                          "Kullback-Leibler divergence": KL(HERE, THERE),
                          "total variation if half of the mass stays": TV(HERE, Mixture(HERE, THERE))})

MODEL = LINES.model(
    example=EXAMPLE,
    kind=Kind.ANALOGUE,
    gap="Heights are m weighted atoms instead of the uniform law on [0, 1]; values and proofs are the same for every law of "
        "heights.",
    notes={c: (Kind.ANALOGUE, "A statement of this page, not of the source; laws on m heights.")
           for c in ("mixture", "two_positions", "other_heights_below", "other_heights_above")},
    controls=(
        Control("apart", ("jensen_shannon", "kullback_leibler", "kullback_leibler_reversed", "total_variation", "mixture"),
                about="both laws on the same line, θ = 0"),),
    anchors=(_shifted_up(3, 8), _shifted_up(8, 8), _shifted_up(1, 3)),
    extremals=(case("the same heights on both lines", 4.0, [(0, 1), (0.5, 1), (1, 1)], eta=1.0,
                     reach={"other_heights_above": -1e-12, "other_heights_below": -1e-12}),
               case("other heights on the same line", 0.0, [(0, 1), (0.5, 1), (1, 1)], [(0, 1), (2, 1), (5, 3)],
                     reach={"other_heights_above": -1e-12})),
    certificates=(pythagorean(1, (1, 1, 1), (1, 1, 1)), pythagorean(-1, (1, 2, 3), (3, 1, 2)),
                  pythagorean(1, (0, 1, 1), (1, 0, 0)), pythagorean(-1, (2, 5, 5), (2, 5, 5))),
    faults=(
        Fault("Jensen-Shannon without the factor one half", reinterpret={"JS": lambda right, m: lambda P, Q: right(P, Q) * 2}),
        Fault("a huge finite number for infinity", reinterpret={"KL": lambda right, m: lambda P, Q: Interval.of(1e300)}),
        Fault("total variation as a norm", reinterpret={"TV": lambda right, m: lambda P, Q: right(P, Q) * 2}),
        Fault("squared cost", reinterpret={"Wasserstein": lambda right, m: lambda p, P, Q: right(p, P, Q) ** 2}),
        Fault("heights forgotten", restate={"other_heights_above": lambda r: r.func(r.lhs, r.rhs.args[0])})))
