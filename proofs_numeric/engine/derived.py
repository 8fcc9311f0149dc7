"""Mistakes that are derived from the formulas, so that they do not share the blind spot of whoever wrote them.

Each hypothesis deleted: `Ledger.dropped`. Each constant and each term: `Power`. Here: the range of each quantifier of a hypothesis
without its first or its last index, and the meaning of each operator five per cent too large or too small.
"""
from dataclasses import replace
from fractions import Fraction
from typing import Any

import flint
import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.batches import answered, grouped, in_batches, posed
from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.engine.interpret import extended
from proofs_numeric.engine.judge import Judgement, Verdict, compare, judge
from proofs_numeric.engine.ledger import Ledger, refuting
from proofs_numeric.engine.model import Case
from proofs_numeric.engine.oracle import Oracle, Unanswered
from proofs_numeric.engine.programs import QUICK, Program
from theorems.language.operators import Binder, Operator

SAMPLE = "a random instance"
CHANGE = Fraction(1, 20)         # by which the value of an operator is changed


# -- ranges
class AllButFirst(Operator):
    """A domain without its first element."""


class AllButLast(Operator):
    """A domain without its last element."""


class _Empty(Exception):
    """A domain of which nothing would remain."""


def _without(start, stop):
    def rest(domain):
        if len(domain) <= 1:
            raise _Empty
        return domain[start:stop]
    return rest


PARTS = {"AllButFirst": _without(1, None), "AllButLast": _without(None, -1)}


def shortened(clause):
    """(what is left out, clause) for each end of the range of each index variable."""
    out = []
    for i, (x, *domain) in enumerate(clause.forall):
        ends: Any
        if len(domain) == 2:
            low, high = domain
            ends = ((f"{x} = {low}", (low + 1, high)), (f"{x} = {high}", (low, high - 1)))
        elif isinstance(domain[0], (tuple, sp.Tuple)):
            values = tuple(domain[0])
            ends = () if len(values) < 2 else ((f"{x} = {values[0]}", (values[1:],)), (f"{x} = {values[-1]}", (values[:-1],)))
        else:
            ends = ((f"the first {x}", (AllButFirst(domain[0]),)), (f"the last {x}", (AllButLast(domain[0]),)))
        for label, rest in ends:
            forall = (*clause.forall[:i], (x, *rest), *clause.forall[i + 1:])
            out.append((label, replace(clause, name=f"{clause.name} without {label}", forall=forall)))
    return out


class Ranges:
    """Hypotheses with a shortened range, judged on instances that the ledger keeps."""

    def __init__(self, bench):
        self.bench = bench
        self.clauses = [(h, label, c) for h in bench.theorem.hypotheses for label, c in shortened(h)]
        self._program = Program(self._batch, "shortened ranges", bench.key, QUICK)
        self._questions = Program(self._ask, "ask about shortened ranges", bench.key, QUICK)

    def _judged(self, size, instance, oracle):
        meaning, out = self.bench.model.meaning(size, instance, oracle) | PARTS, {}
        for _, _, c in self.clauses:
            try:
                out[c.name] = judge(c, meaning, {})
            except _Empty:
                pass
        return out

    def _ask(self, size, instances):
        return posed(lambda instance, oracle: self._judged(size, instance, oracle), instances)

    def _batch(self, size, instances, answers):
        return jax.vmap(lambda i, a: self._judged(size, i, Oracle(a)))(instances, answers), None

    def judge(self, size, instances):
        """Judgements by the names of the shortened clauses."""
        def run(part):
            try:
                return self._program(size, part, [])[0]
            except Unanswered:
                return self._program(size, part, answered(*self._questions(size, part)))[0]
        return in_batches(run, instances)

    def noticed(self, ledger: Ledger) -> dict[str, dict[str, str | None]]:
        """hypothesis -> what is left out -> the instances that refute a conclusion for it, or "". Ranges of one index are left out."""
        theorem = self.bench.theorem
        out: dict[str, dict[str, str | None]] = {}
        if not self.clauses:
            return out
        for e in ledger.entries:
            if e.instances is None:
                continue
            # Only where the whole range fails can a shorter one make a difference.
            rows = np.any([e.found[h.name].verdict != Verdict.HOLDS for h, _, _ in self.clauses], axis=0)
            judged = self.judge(e.size, jax.tree.map(lambda x, rows=rows: np.asarray(x)[rows], e.instances)) if rows.any() else None
            for h, label, c in self.clauses:
                if judged is not None and c.name not in judged:
                    continue
                own = out.setdefault(h.name, {})
                own.setdefault(label, "")
                if own[label] or judged is None:
                    continue
                found = {name: Judgement(*(np.asarray(x)[rows] for x in j)) for name, j in e.found.items()}
                for conclusion in theorem.conclusions:
                    use = h.name in theorem.needs(conclusion)
                    if use and (refuting(theorem, conclusion, found, (h.name,)) & (judged[c.name].verdict == Verdict.HOLDS)).any():
                        own[label] = e.label
        return out


# -- operators
def _times(value, factor):
    """value * factor for a number, an interval or a ball; None for what is no vector space."""
    if isinstance(value, bool) or isinstance(value, jax.Array) and not jnp.issubdtype(value.dtype, jnp.inexact):
        return None
    if isinstance(value, (Interval, Ball)):
        return value * factor
    if isinstance(value, (int, float)) or isinstance(value, jax.Array) and value.ndim == 0:
        return Interval.of(value) * factor
    return None


def _times_exactly(value, factor):
    if isinstance(value, flint.arb):
        return value * extended(factor)
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return value * factor
    return None


class Operators:
    """The theorem with the value of one operator changed."""

    def __init__(self, bench):
        self.bench = bench
        self.names = tuple(o.__name__ for o in bench.theorem.vocabulary() if not issubclass(o, Binder))
        self._program = Program(self._batch, "changed operators", bench.key, QUICK)
        self.changeable: set[str] = set()

    def _meaning(self, meaning, factors, times):
        def wrapped(name, right):
            def operator(*arguments):
                value = right(*arguments)
                changed = times(value, factors[name])
                if changed is None:
                    return value
                self.changeable.add(name)
                return changed
            return operator
        return meaning | {name: wrapped(name, meaning[name]) for name in self.names}

    def _judged(self, meaning, clauses, facts):
        cache: dict = {}
        found = {c.name: judge(c, meaning, cache) for c in clauses}
        return found | {f"fact {k}": compare(fact, None, meaning, cache) for k, fact in enumerate(facts, 1)}

    def _clauses(self, size):
        """Clauses are judged again on the smallest size only: of the others the closed forms suffice."""
        return self.bench.theorem.clauses if size == self.bench.model.sizes[0] else ()

    def _batch(self, key, instances, factors, answers):
        size, facts = key
        self.changeable = set()

        def one(row, instance, answers):
            named = {name: Interval(row[k], row[k]) for k, name in enumerate(self.names)}
            meaning = self.bench.model.meaning(size, instance, Oracle(answers))
            return self._judged(self._meaning(meaning, named, _times), self._clauses(size), facts)
        judged = jax.vmap(lambda row: jax.vmap(lambda i, a: one(row, i, a))(instances, answers))(factors)
        return judged, tuple(sorted(self.changeable))

    def rows(self):
        """(names and changes, factors (2 * operators, operators))."""
        labels = [(name, change) for change in (-CHANGE, CHANGE) for name in self.names]
        return labels, np.array([[1.0 + float(change) * (n == name) for n in self.names] for name, change in labels])

    def judge(self, size, facts, instances):
        """(changes, count) Judgements by clause, and which operators could be changed."""
        _, factors = self.rows()
        try:
            return self._program((size, facts), instances, factors, [])
        except Unanswered:
            def pose(size, instances):
                def asked(instance, oracle):
                    return self._judged(self.bench.model.meaning(size, instance, oracle), self._clauses(size), facts)
                return posed(asked, instances)
            questions = Program(pose, f"ask about operators {[*map(sp.srepr, facts)]}", self.bench.key, QUICK)
            return self._program((size, facts), instances, factors, answered(*questions(size, instances)))


def _differs(theorem, right, wrong, facts):
    """Whether the judgements of one instance show a mistake: a conclusion refuted, a hypothesis or a fact that no longer holds.

    A changed value is a computed one: where a hypothesis is met with equality it is then undecided, and counts as met.
    """
    for h in (h for h in theorem.hypotheses if h.name in wrong):
        if right[h.name].verdict == Verdict.HOLDS and wrong[h.name].verdict == Verdict.REFUTED:
            return f"the hypothesis {h.name} fails"
    for c in (c for c in theorem.conclusions if c.name in wrong):
        met = all(right[h].verdict == Verdict.HOLDS and wrong[h].verdict != Verdict.REFUTED for h in theorem.needs(c))
        if met and wrong[c.name].verdict == Verdict.REFUTED:
            return f"{c.name} refuted"
    for k in range(1, len(facts) + 1):
        if wrong[f"fact {k}"].verdict == Verdict.REFUTED:
            return f"fact {k} refuted"
    return ""


def operators(bench, sampled, cases) -> dict[str, dict[str, str]]:
    """operator -> "smaller", "larger" -> what notices that its value is changed by CHANGE, or "". Operators without numbers are left out.

    sampled: (size, stacked instances) of some random instances; cases: those whose facts and clauses are judged again.
    """
    own = Operators(bench)
    labels, _ = own.rows()
    found: dict[tuple[str, Any], str] = {}
    changeable: set[str] = set()
    theorem = bench.theorem

    def look(label, right, wrong, facts=()):
        """wrong: function of the row of a change -> judgements of one instance, or None."""
        for r, change in enumerate(labels):
            judged = wrong(r) if change not in found else None
            if judged is not None and (why := _differs(theorem, right, judged, facts)):
                found[change] = f"{label}: {why}"

    def row(judged, *index):
        return {name: Judgement(*(np.asarray(x)[index].item() for x in j)) for name, j in judged.items()}

    def together(size, stacked, chosen):
        facts = tuple(dict.fromkeys(f for c in chosen for f in c.facts))
        if not (facts or own._clauses(size)):
            return [None for _ in chosen]
        judged, able = own.judge(size, facts, stacked)
        changeable.update(able)
        return [(judged, facts, k) for k in range(len(chosen))]
    size, instances = sampled
    drawn = [Case(SAMPLE, size, jax.tree.map(lambda x, k=k: np.asarray(x)[k], instances))
             for k in range(len(jax.tree.leaves(instances)[0]))]
    floats = [*drawn, *(c for c in cases if c.size in bench.model.sizes)]
    for case, right, wrong in zip(floats, bench.judge_cases(floats), grouped(floats, None, together)):
        if wrong is None:
            continue
        judged, facts, k = wrong
        mine = [facts.index(f) + 1 for f in case.facts]

        def one(r, judged=judged, mine=mine, k=k):
            own_row = row(judged, r, k)
            return ({c.name: own_row[c.name] for c in theorem.clauses if c.name in own_row}
                    | {f"fact {i}": own_row[f"fact {n}"] for i, n in enumerate(mine, 1)})
        look(case.name, right, one, case.facts)
    for case in (c for c in cases if c.size is None):
        meaning = bench.exact_meaning(case)
        right = own._judged(meaning, theorem.clauses, case.facts)

        def changed(r, case=case, meaning=meaning):
            name, change = labels[r]
            factors = {n: 1 + change * (n == name) for n in own.names}
            try:
                return own._judged(own._meaning(meaning, factors, _times_exactly), theorem.clauses, case.facts)
            except (TypeError, ValueError, NotImplementedError, ArithmeticError, StopIteration, KeyError):
                return None                                            # exact meanings may know the right values only
        own.changeable = set()
        look(case.name, right, changed, case.facts)
        changeable |= own.changeable
    return {name: {word: found.get((name, change), "") for word, change in (("smaller", -CHANGE), ("larger", CHANGE))}
            for name in own.names if name in changeable}
