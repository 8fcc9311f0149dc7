"""One clause on one instance, with the function as the meaning of an operator.

The function's values enter as enclosures: its floating-point answer, and around it the rounding budget. What is compared are the two sides
of the printed relation, as they are; there is no slack. So there are three cases: the sides differ by more than the budget, in the right
or in the wrong direction, or they are equal within the budget.
"""
import enum
import math
from collections.abc import Iterable
from dataclasses import dataclass

import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.conformance import plain
from proofs_numeric.conformance.calling import NoValue
from proofs_numeric.conformance.subject import Asked, Data, Parameters
from proofs_numeric.engine.enclosure import EPS, Ball, Interval
from proofs_numeric.engine.interpret import evaluate, lift, shape

RESOLUTION = 1e-5                # an equality within a budget wider than this part of its size would say nothing
UNDERFLOW = 1e-200               # what is smaller comes from the outward rounding of intervals around 0


class Verdict(enum.StrEnum):
    """Of one instance; that of a clause is the last one that occurs."""

    NOT_REFUTED = "NOT REFUTED"
    EQUAL = "EQUAL"
    UNDECIDED = "UNDECIDED"
    NO_VALUE = "NO VALUE"
    REFUTED = "REFUTED"


RANK = {v: k for k, v in enumerate(Verdict)}
SMALLER, EQUAL, LARGER = (sp.Le, sp.Ge), (sp.Eq,), (sp.Gt, sp.Lt)


@dataclass(frozen=True)
class Judgement:
    """number: what `Asked.number` computes, by the formula. resolution: the budgets of both sides together, in units of the number."""

    verdict: Verdict
    number: float
    resolution: float
    reason: str = ""


def measure(relation) -> str:
    """What the number of a clause is, in words."""
    return {sp.Le: "lhs / rhs", sp.Ge: "rhs / lhs", sp.Eq: "|lhs - rhs| / scale", sp.Gt: "lhs - rhs", sp.Lt: "rhs - lhs"}[type(relation)]


def rises(relation) -> bool:
    """Whether a larger number is worse."""
    return not isinstance(relation, LARGER)


def sides(relation, meaning) -> tuple[Interval, Interval]:
    """Enclosures of (lhs, rhs), turned round for >= and <; of vectors, their distance and 0."""
    ends = (relation.rhs, relation.lhs) if isinstance(relation, (sp.Ge, sp.Lt)) else (relation.lhs, relation.rhs)
    l, r = (lift(evaluate(side, meaning, {})) for side in ends)
    if shape(l) or shape(r):
        return (ball(l) - ball(r)).norm(), Interval.of(0.0)
    return Interval.of(l), Interval.of(r)


def ball(x) -> Ball:
    """A vector as a ball; entries that are rational numbers are rounded once each."""
    if not isinstance(x, np.ndarray) or x.dtype != object:
        return Ball.of(x)
    center = np.vectorize(float, otypes=[float])(x)
    return Ball(jnp.asarray(center), jnp.float64(EPS * np.linalg.norm(center)))


def middle(x: Interval) -> float:
    found = 0.5 * (float(x.lo) + float(x.hi))
    return found if abs(found) > UNDERFLOW else 0.0


def unless_tiny(x: float) -> float:
    """x, or 0 where it comes from the outward rounding of a 0."""
    return 0.0 if abs(x) <= UNDERFLOW else x


def judged(clause, meaning, bare) -> Judgement:
    """The judgement of one instance; `bare` is the meaning without budgets.

    lhs <= rhs is refuted if the number is above 1 + resolution, an equality if it is above the resolution, and lhs > rhs if it is
    below minus the resolution. Raises NoValue for NaN.
    """
    relation = clause.relation
    (l, r), (lhs, rhs) = sides(relation, meaning), map(unless_tiny, map(middle, sides(relation, bare)))
    if any(math.isnan(float(x)) for x in (l.lo, l.hi, r.lo, r.hi, lhs, rhs)):
        raise NoValue("nan")
    less, more, width = float(l.hi) <= float(r.lo), float(l.lo) > float(r.hi), 0.5 * float(l.width + r.width)
    if isinstance(relation, SMALLER):
        scale, number = rhs if rhs > 0 else math.inf, plain.ratio(lhs, rhs)
    else:
        scale = 1.0 if clause.scale is None else abs(middle(Interval.of(lift(evaluate(clause.scale, bare, {})))))
        difference = 0.0 if lhs == rhs else lhs - rhs if isinstance(relation, LARGER) else abs(lhs - rhs)        # also of two infinities
        number = unless_tiny(difference) / scale
    resolution = 0.0 if lhs == rhs and math.isinf(lhs) else width / scale
    if isinstance(relation, LARGER):
        verdict = Verdict.NOT_REFUTED if more else Verdict.REFUTED if less else Verdict.UNDECIDED
    elif more or less and isinstance(relation, EQUAL) and float(l.hi) < float(r.lo):
        verdict = Verdict.REFUTED
    elif less and isinstance(relation, SMALLER):
        verdict = Verdict.NOT_REFUTED
    else:
        verdict = Verdict.EQUAL if resolution <= RESOLUTION else Verdict.UNDECIDED
    return Judgement(verdict, number, resolution)


def judge(asked: Asked, f, parameters: Parameters, data: Data, size: float) -> Judgement:
    """The judgement of an instance of a clause; what f does not answer is NO VALUE, with the reason."""
    given = values(data)
    try:
        meaning, bare = (asked.meaning(f, parameters, given, s) for s in (size, 0.0))
        return judged(asked.statement(), meaning, bare)
    except NoValue as error:
        return Judgement(Verdict.NO_VALUE, math.inf, 0.0, str(error))


def values(data: Data) -> Data:
    """The data of an instance, with expressions evaluated as a script does it."""
    return {k: eval(v, vars(plain).copy()) if isinstance(v, str) else v for k, v in data.items()}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst verdict that occurs."""
    return max(verdicts, key=RANK.__getitem__)
