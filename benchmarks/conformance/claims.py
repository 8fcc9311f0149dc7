"""A clause of a theorem with a library's function as the meaning of one of its operators, judged on many instances.

The library's values enter as enclosures: its floating-point answer, and around it the rounding budget that the claim states. What is
compared are the two sides of the printed relation, as they are; there is no slack. So there are three cases: the sides differ by more than
the budget, in the right or in the wrong direction, or they are equal within the budget.
"""
import inspect
import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sympy as sp

from benchmarks.conformance import plain, script
from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.engine.interpret import evaluate, lift, shape
from theorems.language import catalogue

VERDICTS = ("NOT REFUTED", "EQUAL", "UNDECIDED", "NO VALUE", "REFUTED")     # the verdict of a row is the last one that occurs
MEASURES = {sp.Le: "lhs / rhs", sp.Eq: "|lhs - rhs| / scale", sp.Gt: "lhs - rhs"}
EPS = 2.0**-52
RESOLUTION = 1e-5                # an equality within a budget wider than this part of its size would say nothing
UNDERFLOW = 1e-200               # below it a difference comes from the outward rounding of the intervals


class NoValue(ArithmeticError):
    """The library answers with an exception or with NaN."""


@dataclass(frozen=True)
class Budget:
    """size: the rounding errors that are granted to a value, in the unit that the kind of claim states. text: size and unit in words."""

    size: float
    text: str


@dataclass(frozen=True)
class Kind:
    """What a row is about.

    clause: (tag, name). number: the function of plain.py that computes the number of a row, with the library's functions, the setting
    and the data as arguments. meaning(functions, setting, data, size): the meaning of all names in the relation, also of its index
    variables, for one instance; `size` is that of the budget, or 0.
    """

    tag: str
    clause: str
    number: str
    meaning: Callable[..., dict[str, Any]]

    def statement(self):
        """The clause. Raises LookupError when the theorem has no clause of this name."""
        found = [c for c in catalogue.load(catalogue.tags()[self.tag]).clauses if c.name == self.clause]
        if not found:
            raise LookupError(f"{self.tag} has no clause {self.clause!r}")
        return found[0]


@dataclass(frozen=True)
class Claim:
    """One row: a clause for one function of a library under one setting.

    library: name of the distribution. subject: the function, as the page calls it. functions: those of the library's file that `kind`
    asks for. setting: their keyword arguments. words: what else the page says about the setting. default: what is not in `setting`
    has the documented defaults, and `setting` contains only what the problem or the function requires.
    claimed: whether the library's documentation claims the clause.
    instances: (name, data) of every instance; all searching happens there. Data are lists of numbers or expressions in the functions of
    plain.py, by the names that the number's function gives them. search: says how they were found, for the page.
    note: what a reader should know.
    """

    library: str
    subject: str
    kind: Kind
    functions: tuple[Callable[..., Any], ...]
    setting: dict[str, Any]
    words: str
    default: bool
    claimed: bool
    instances: Callable[[], Iterable[tuple[str, dict[str, Any]]]]
    search: str
    budget: Budget
    note: str = ""


def values(data: dict[str, Any]) -> dict[str, Any]:
    """The data of an instance, with expressions evaluated as the script does."""
    return {k: eval(v, vars(plain).copy()) if isinstance(v, str) else v for k, v in data.items()}


def sides(clause, meaning) -> tuple[Interval, Interval]:
    """Enclosures of both sides of a relation; of vectors, their distance and 0."""
    l, r = (lift(evaluate(side, meaning, {})) for side in (clause.relation.lhs, clause.relation.rhs))
    if shape(l) or shape(r):
        return (Ball.of(l) - Ball.of(r)).norm(), Interval.of(0.0)
    return Interval.of(l), Interval.of(r)


def middle(x: Interval) -> float:
    return 0.5 * (float(x.lo) + float(x.hi))


def judged(clause, meaning, bare) -> tuple[str, float, float]:
    """(verdict, number, resolution) of one instance; `bare` is the meaning without budgets.

    The resolution is the sum of the budgets of both sides, in units of the number: lhs <= rhs is refuted if the number is above
    1 + resolution, an equality if it is above the resolution, and lhs > rhs if it is below minus the resolution.
    Raises NoValue for NaN.
    """
    kind, (l, r), (lhs, rhs) = type(clause.relation), sides(clause, meaning), map(middle, sides(clause, bare))
    if any(math.isnan(float(x)) for x in (l.lo, l.hi, r.lo, r.hi, lhs, rhs)):
        raise NoValue("nan")
    less, more, width = float(l.hi) <= float(r.lo), float(l.lo) > float(r.hi), 0.5 * float(l.width + r.width)
    if kind is sp.Le:
        scale = rhs if rhs > 0 else math.inf
        number = plain.ratio(lhs, rhs)
    else:
        scale = 1.0 if clause.scale is None else abs(middle(lift(evaluate(clause.scale, bare, {}))))
        difference = lhs - rhs if kind is sp.Gt else abs(lhs - rhs)
        number = difference / scale if abs(difference) > UNDERFLOW else 0.0
    resolution = width / scale
    if kind is sp.Gt:
        return ("NOT REFUTED" if more else "REFUTED" if less else "UNDECIDED"), number, resolution
    wrong = more or less and kind is sp.Eq and float(l.hi) < float(r.lo)
    right = less and kind is sp.Le
    return ("REFUTED" if wrong else "NOT REFUTED" if right else "EQUAL" if resolution <= RESOLUTION else "UNDECIDED"), number, resolution


def examine(claim: Claim) -> dict[str, Any]:
    """The row of the record: counts of verdicts, the worst instance and its number."""
    clause, kind = claim.kind.statement(), claim.kind
    counts = dict.fromkeys(VERDICTS, 0)
    worst: tuple[tuple[int, float], dict[str, Any]] = ((-1, 0.0), {})
    for name, data in claim.instances():
        given = values(data)
        reason = ""
        try:
            meaning, bare = (kind.meaning(claim.functions, claim.setting, given, size) for size in (claim.budget.size, 0.0))
            verdict, number, resolution = judged(clause, meaning, bare)
        except NoValue as error:
            verdict, number, resolution, reason = "NO VALUE", math.inf, 0.0, str(error)
        counts[verdict] += 1
        rank = VERDICTS.index(verdict), -number if isinstance(clause.relation, sp.Gt) else number
        if rank > worst[0]:
            worst = rank, {"instance": name, "data": data, "worst": None if reason else written(number), "reason": reason,
                           "resolution": resolution}
    row = {"library": claim.library, "file": Path(inspect.getfile(inspect.unwrap(claim.functions[0]))).stem, "subject": claim.subject,
           "tag": kind.tag, "clause": kind.clause, "functions": [f.__name__ for f in claim.functions], "number": kind.number,
           "setting": claim.setting, "default": claim.default, "claimed": claim.claimed, "note": claim.note,
           "settings": "; ".join(x for x in (script.assigned(claim.setting), claim.words) if x),
           "measure": MEASURES[type(clause.relation)], "verdict": overall(counts), **worst[1], "counts": counts, "search": claim.search,
           "budget": claim.budget.text}
    row = json.loads(json.dumps(row))                                 # lists for tuples, as the record has them
    return row | {"script": script.digest(row)}


def written(number: float) -> float | str:
    """JSON has no infinity."""
    return "inf" if number == math.inf else float(number)


def overall(counts: dict[str, int]) -> str:
    """The worst verdict that occurs."""
    return max((v for v, n in counts.items() if n), key=VERDICTS.index)
