"""Everything that was judged in one verification, so that each hypothesis can be dropped on paper and looked for.

A conclusion without one of the hypotheses that it needs is another statement. It is refuted if some instance, whatever it was made
for, meets all the others and refutes the conclusion.
"""
from typing import Any, NamedTuple

import numpy as np
import sympy as sp

from proofs_numeric.engine.judge import RESOLUTION, Judgement, Verdict


class Entry(NamedTuple):
    """A batch of judged instances. ranges: hypothesis -> what its range is left without -> verdicts, where they were asked for."""

    label: str
    found: dict[str, Judgement]
    ranges: dict[str, dict[str, Any]]


def legal(theorem, clause, found, without=()):
    """Boolean array: the instances on which every hypothesis that `clause` needs HOLDS, those in `without` excepted."""
    count = len(next(iter(found.values())).verdict)
    return np.all([np.ones(count, bool)] + [found[h].verdict == Verdict.HOLDS for h in theorem.needs(clause) if h not in without], axis=0)


def refuting(theorem, clause, found, without=()):
    """Boolean array: the instances that meet what `clause` needs and refute it.

    An equality HOLDS when its enclosure contains 0 and is narrow, so an instance may miss it by rounding. Where a conclusion needs an
    equality that is not known as exact, only a refutation by more than the resolution of equalities, relative to the larger of 1 and
    both sides, is one; or that of a strict inequality whose sides are known exactly, and equal.
    """
    j = found[clause.name]
    refuted = j.verdict == Verdict.REFUTED
    if not refuted.any():
        return refuted
    needed = [h for h in theorem.hypotheses if h.name in theorem.needs(clause) and h.name not in without]
    loose = [found[h.name].width > 0 for h in needed if isinstance(h.relation, sp.Eq)]
    inexact = np.any(loose, axis=0) if loose else False
    with np.errstate(invalid="ignore"):
        size = np.maximum(1, np.maximum(np.abs(j.lhs), np.abs(j.rhs)))
        apart = np.isinf(size) | ~(np.abs(j.lhs - j.rhs) <= RESOLUTION * size)       # infinity against a number is no rounding
    if isinstance(clause.relation, (sp.Lt, sp.Gt)):
        apart |= j.width == 0
    return legal(theorem, clause, found, without) & refuted & (~np.asarray(inexact) | apart)


def broken(j: Judgement):
    """Boolean array: NaN in either side or in the comparison."""
    return np.isnan(j.lhs) | np.isnan(j.rhs) | np.isnan(j.score) | np.isnan(j.width)


def stacked(judged: dict[str, Judgement]) -> dict[str, Judgement]:
    """The judgements of one instance as those of a batch of one."""
    return {name: Judgement(*(np.asarray(x)[None] for x in j)) for name, j in judged.items()}


class Ledger:
    """What was judged, in the order in which it was."""

    def __init__(self, theorem):
        self.theorem = theorem
        self.entries: list[Entry] = []

    def add(self, label, found, ranges=None):
        self.entries.append(Entry(label, found, ranges or {}))

    def dropped(self) -> dict[str, dict[str, str]]:
        """conclusion -> hypothesis that it needs -> the first instances that refute the conclusion without it, or ""."""
        return {c.name: {h: self._without(c, h) for h in self.theorem.needs(c)} for c in self.theorem.conclusions}

    def _without(self, clause, hypothesis) -> str:
        for e in self.entries:
            if refuting(self.theorem, clause, e.found, (hypothesis,)).any():
                return e.label
        return ""

    def shortened(self) -> dict[str, dict[str, str]]:
        """hypothesis -> what its range is left without -> the first instances that refute a conclusion for it, or ""."""
        out: dict[str, dict[str, str]] = {}
        for e in self.entries:
            for h, parts in e.ranges.items():
                for what, verdicts in parts.items():
                    own = out.setdefault(h, {})
                    if not own.setdefault(what, "") and self._refuted(h, e.found, verdicts == Verdict.HOLDS):
                        own[what] = e.label
        return out

    def _refuted(self, hypothesis, found, holds) -> bool:
        """Whether some conclusion is refuted where the hypothesis is replaced by `holds`."""
        return any((refuting(self.theorem, c, found, (hypothesis,)) & holds).any()
                   for c in self.theorem.conclusions if hypothesis in self.theorem.needs(c))
