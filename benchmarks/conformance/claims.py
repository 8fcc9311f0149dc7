"""A clause of a theorem with a library's function as the meaning of one of its operators, judged on many instances.

The library's values enter as enclosures: its floating-point answer, and around it the rounding budget that the claim states.
An inequality lhs <= rhs is judged as (1 - slack) lhs <= rhs, because equality occurs and could not be decided otherwise; an
equality is judged as it is. So REFUTED means: violated by more than rounding and slack explain. HOLDS means: this search did
not refute it.
"""
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import jax
import numpy as np
import sympy as sp

from proofs_numeric.engine.interpret import evaluate, lift
from proofs_numeric.engine.judge import Verdict, judge
from theorems.language import catalogue

VERDICTS = tuple(v.name for v in Verdict)
UNDERFLOW = 1e-200             # below it a difference comes from the outward rounding of the intervals
SLACK = 9                        # digits: 10^-9 of the left side


class NoValue(ArithmeticError):
    """The library answers with an exception or with NaN."""


@dataclass(frozen=True)
class Instance:
    """name: what it is, with its seed. meaning: of every name in the clause. bare: the same without budgets, for the ratio."""

    name: str
    meaning: dict[str, Any]
    bare: dict[str, Any] | None = None


@dataclass(frozen=True)
class Claim:
    """One row: a clause for one function of a library under one setting.

    library: name of the distribution. subject: the function. settings: how it is called. default: these are the documented defaults.
    claimed: whether the library's documentation claims the clause.
    instances: makes the instances; all searching happens there. search: says how, for the page.
    budget: says how large the rounding budget is. slack: digits, see above. note: what a reader should know.
    script: file in scripts/ that reproduces the worst instance, or the extremal it was found from.
    """

    library: str
    subject: str
    tag: str
    clause: str
    settings: str
    default: bool
    claimed: bool
    instances: Callable[[], Iterable[Instance]]
    search: str
    budget: str
    script: str
    slack: int = SLACK
    note: str = ""

    def theorem(self):
        return catalogue.load(catalogue.tags()[self.tag])

    def statement(self):
        """The clause. Raises LookupError when the theorem has no clause of this name."""
        found = [c for c in self.theorem().clauses if c.name == self.clause]
        if not found:
            raise LookupError(f"{self.tag} has no clause {self.clause!r}")
        return found[0]


def relaxed(clause, digits):
    """The clause with its left side times 1 - 10^-digits, if it is an inequality lhs <= rhs."""
    if not isinstance(clause.relation, sp.Le):
        return clause
    factor = 1 - sp.Rational(1, 10**digits)
    with sp.evaluate(False):
        return replace(clause, relation=clause.relation.func(factor * clause.relation.lhs, clause.relation.rhs))


MEASURES = {sp.Le: "lhs / rhs", sp.Eq: "|lhs - rhs| / scale", sp.Gt: "(rhs - lhs) / scale"}


def measured(clause, meaning):
    """How far an instance is from or beyond the bound: above 1, above 0, at least 0 is a violation for <=, =, >."""
    found = judge(clause, meaning, {})
    lhs, rhs = float(found.lhs), float(found.rhs)
    kind = type(clause.relation)
    if kind is sp.Le:
        return lhs / rhs if rhs > 0 else math.inf if lhs > 0 else 1.0
    scale = 1.0 if clause.scale is None else float(abs(lift(evaluate(clause.scale, meaning, {}))).mid)
    if kind is sp.Eq:
        return abs(lhs - rhs) / scale if abs(lhs - rhs) > UNDERFLOW else 0.0
    return rhs - lhs


def examine(claim: Claim) -> dict[str, Any]:
    """The row of the record: counts of verdicts, the worst instance and its ratio."""
    clause = claim.statement()
    judged = relaxed(clause, claim.slack)
    counts = dict.fromkeys((*VERDICTS, "no value"), 0)
    worst: tuple[tuple, str, float | None] = ((-1, 0.0), "", None)
    for instance in claim.instances():
        try:
            found = jax.device_get(judge(judged, instance.meaning, {}))
            ratio = measured(clause, instance.bare or instance.meaning)
            if math.isnan(ratio) or np.isnan(found.width):
                raise NoValue("NaN")
            name, rank = VERDICTS[int(found.verdict)], int(found.verdict)
        except NoValue as reason:
            counts["no value"] += 1
            if worst[0] < (1, math.inf):
                worst = (1, math.inf), f"{instance.name}: {reason}", None
            continue
        counts[name] += 1
        if (rank, ratio) > worst[0]:
            worst = (rank, ratio), instance.name, ratio
    return {"library": claim.library, "subject": claim.subject, "tag": claim.tag, "clause": claim.clause, "settings": claim.settings,
            "default": claim.default, "claimed": claim.claimed, "measure": MEASURES[type(clause.relation)], "verdict": verdict(counts),
            "worst": "inf" if worst[2] == math.inf else worst[2],
            "instance": worst[1], "counts": counts, "search": claim.search, "budget": claim.budget,
            "slack": claim.slack, "script": claim.script, "note": claim.note}


def verdict(counts: dict[str, int]) -> str:
    """REFUTED if an instance is, UNDECIDED if one is or has no value, else HOLDS."""
    if counts["REFUTED"]:
        return "REFUTED"
    return "UNDECIDED" if counts["UNDECIDED"] or counts["no value"] or not counts["HOLDS"] else "HOLDS"


def one(x) -> Fraction:
    """A number of a formula as a whole number. Raises ValueError when it is none."""
    number = Fraction(x)
    if number.denominator != 1:
        raise ValueError(f"{x} is not a whole number of samples")
    return number
