"""Mistakes that are derived from the formulas, so that they do not share the blind spot of whoever wrote them.

Each hypothesis deleted: `Ledger.dropped`. The range of each quantifier of a hypothesis without its first or its last index:
`Ledger.shortened`. Each constant and each term: `power`. Here: the value of each operator five per cent too large or too small.
"""
import functools
from fractions import Fraction
from typing import Any

import flint
import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.batches import answered, grouped, posed
from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.engine.interpret import Meaningless, extended
from proofs_numeric.engine.judge import Verdict, compare, judge
from proofs_numeric.engine.model import Case
from proofs_numeric.engine.oracle import Oracle, Unanswered
from proofs_numeric.engine.programs import QUICK, Program
from theorems.language.operators import Binder, Operator
from theorems.language.statement import parts

SAMPLE = "a random instance"
CHANGE = Fraction(1, 20)         # by which the value of an operator is changed


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
        self.vectors = True                      # whether signals are changed too, not only numbers
        self.changeable: set[str] = set()

    def _meaning(self, meaning, factors, times):
        def wrapped(name, right):
            def operator(*arguments):
                value = right(*arguments)
                changed = times(value, factors[name]) if self.vectors or not isinstance(value, Ball) else None
                if changed is None:
                    return value
                self.changeable.add(name)
                return changed
            return operator
        return meaning | {name: wrapped(name, meaning[name]) for name in self.names}

    def _verdicts(self, meaning, clauses, facts, cache):
        """Clause or fact -> verdict: nothing else of a judgement is asked for, and what nobody asks for is not computed."""
        found = {c.name: judge(c, meaning, cache).verdict for c in clauses}
        return found | {f"fact {k}": compare(fact, None, meaning, cache).verdict for k, fact in enumerate(facts, 1)}

    def _clauses(self, size):
        """Clauses are judged again on the smallest size only: of the others the closed forms suffice."""
        return self.bench.theorem.clauses if size == self.bench.model.sizes[0] else ()

    def _batch(self, key, instances, factors, answers):
        size, facts = key
        self.changeable = set()

        def one(row, instance, answers):
            named = {name: Interval(row[k], row[k]) for k, name in enumerate(self.names)}
            meaning = self.bench.model.meaning(size, instance, Oracle(answers))
            return self._verdicts(self._meaning(meaning, named, _times), self._clauses(size), facts, {})
        judged = jax.vmap(lambda row: jax.vmap(lambda i, a: one(row, i, a))(instances, answers))(factors)
        return judged, tuple(sorted(self.changeable))

    def rows(self):
        """(names and changes, factors (2 * operators, operators))."""
        labels = [(name, change) for change in (-CHANGE, CHANGE) for name in self.names]
        return labels, np.array([[1.0 + float(change) * (n == name) for n in self.names] for name, change in labels])

    def judge(self, size, facts, instances):
        """(changes, count) verdicts by clause, and which operators could be changed.

        A model may know the image of its own signals only: then only numbers are changed.
        """
        try:
            return self._judge(size, facts, instances)
        except Meaningless:
            if not self.vectors:
                raise
            self.vectors = False
            return self._judge(size, facts, instances)

    def _judge(self, size, facts, instances):
        _, factors = self.rows()
        try:
            return self._program((size, facts), instances, factors, [])
        except Unanswered:
            def pose(size, instances):
                def asked(instance, oracle):
                    return self._verdicts(self.bench.model.meaning(size, instance, oracle), self._clauses(size), facts, {})
                return posed(asked, instances)
            questions = Program(pose, f"ask about operators {[*map(sp.srepr, facts)]}", self.bench.key, QUICK)
            return self._program((size, facts), instances, factors, answered(*questions(size, instances)))


def _differs(theorem, right, wrong, facts):
    """Whether the verdicts on one instance show a mistake: a conclusion refuted, a hypothesis or a fact that no longer holds.

    right, wrong: verdicts by clause. A changed value is a computed one: where a hypothesis is met with equality it is then undecided,
    and counts as met.
    """
    for h in (h for h in theorem.hypotheses if h.name in wrong):
        if right[h.name] == Verdict.HOLDS and wrong[h.name] == Verdict.REFUTED:
            return f"the hypothesis {h.name} fails"
    for c in (c for c in theorem.conclusions if c.name in wrong):
        met = all(right[h] == Verdict.HOLDS and wrong[h] != Verdict.REFUTED for h in theorem.needs(c))
        if met and wrong[c.name] == Verdict.REFUTED:
            return f"{c.name} refuted"
    for k in range(1, len(facts) + 1):
        if wrong[f"fact {k}"] == Verdict.REFUTED:
            return f"fact {k} refuted"
    return ""


@functools.lru_cache(maxsize=1 << 16)
def _named(term) -> frozenset[str]:
    """The operators that occur in a term."""
    return frozenset(type(e).__name__ for e in sp.preorder_traversal(term) if isinstance(e, Operator))


def _mentioned(clause) -> frozenset[str]:
    """The operators that occur in a clause."""
    return frozenset().union(*map(_named, parts(clause)))


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
        """right: verdicts on one instance; wrong: function of the row of a change -> verdicts, or None."""
        for r, change in enumerate(labels):
            changed = wrong(r) if change not in found else None
            if changed is not None and (why := _differs(theorem, right, changed, facts)):
                found[change] = f"{label}: {why}"

    def together(size, stacked, chosen):
        facts = tuple(dict.fromkeys(f for c in chosen for f in c.facts))
        if not (facts or own._clauses(size)):
            return [None for _ in chosen]
        judged, able = own.judge(size, facts, stacked)
        changeable.update(able)
        lists = {name: np.asarray(x).tolist() for name, x in judged.items()}
        return [(lists, facts, k) for k in range(len(chosen))]
    size, instances = sampled
    drawn = [Case(SAMPLE, size, jax.tree.map(lambda x, k=k: np.asarray(x)[k], instances))
             for k in range(len(jax.tree.leaves(instances)[0]))]
    floats = [*drawn, *(c for c in cases if c.size in bench.model.sizes)]
    for case, right, wrong in zip(floats, bench.judge_cases(floats), grouped(floats, None, together)):
        if wrong is None:
            continue
        verdicts, facts, k = wrong
        names = {c.name: c.name for c in theorem.clauses if c.name in verdicts}
        names |= {f"fact {i}": f"fact {facts.index(f) + 1}" for i, f in enumerate(case.facts, 1)}

        def one(r, verdicts=verdicts, names=names, k=k):
            return {name: verdicts[known][r][k] for name, known in names.items()}
        look(case.name, {name: j.verdict for name, j in right.items()}, one, case.facts)
    mention = {name: tuple(c for c in theorem.clauses if name in _mentioned(c)) for name in own.names}
    for case in (c for c in cases if c.size is None):
        meaning, known = bench.exact(case)
        right = own._verdicts(meaning, theorem.clauses, case.facts, known)

        def changed(r, case=case, meaning=meaning, right=right, known=known):
            """Only what mentions the operator is judged again, and of that only the terms that mention it."""
            name, change = labels[r]
            factors = {n: 1 + change * (n == name) for n in own.names}
            others = {key: value for key, value in known.items() if name not in _named(key[0] if isinstance(key, tuple) else key)}
            try:
                return right | own._verdicts(own._meaning(meaning, factors, _times_exactly), mention[name], case.facts, others)
            except (TypeError, ValueError, NotImplementedError, ArithmeticError, StopIteration, KeyError):
                return None                                            # exact meanings may know the right values only
        own.changeable = set()
        look(case.name, right, changed, case.facts)
        changeable |= own.changeable
    return {name: {word: found.get((name, change), "") for word, change in (("smaller", -CHANGE), ("larger", CHANGE))}
            for name in own.names if name in changeable}
