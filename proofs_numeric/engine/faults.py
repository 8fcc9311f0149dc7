"""Inject a deliberate mistake into a theorem or its model and see whether the checks notice. The harness is tested with this."""
import functools
import itertools
from dataclasses import replace

import numpy as np
import sympy as sp

from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.judge import Verdict
from proofs_numeric.engine.ledger import broken, legal
from proofs_numeric.engine.record import formula_of
from theorems.language.operators import Operator
from theorems.language.statement import parts


def inject(theorem, model, fault):
    """(theorem, model) with the mistake. Raises LookupError when the fault names a clause or operator that is not there."""
    known = {c.name for c in theorem.clauses}
    if unknown := set(fault.restate) - known:
        raise LookupError(f"fault {fault.name!r} restates {sorted(unknown)}; the clauses are {sorted(known)}.")

    def restated(clauses):
        return tuple(replace(c, relation=fault.restate[c.name](c.relation)) if c.name in fault.restate else c for c in clauses)

    def wrong(meaning):
        if unknown := set(fault.reinterpret) - set(meaning):
            raise LookupError(f"fault {fault.name!r} reinterprets {sorted(unknown)}, which the model does not define.")
        return meaning | {name: change(meaning[name], meaning) for name, change in fault.reinterpret.items()}
    broken_model = replace(model, meaning=lambda size, instance, ask: wrong(model.meaning(size, instance, ask)),
                           exact=model.exact and (lambda instance: wrong(model.exact(instance))))
    return replace(theorem, hypotheses=restated(theorem.hypotheses), conclusions=restated(theorem.conclusions)), broken_model


def _names(*expressions) -> set[str]:
    """The operators and symbols that occur."""
    operators = {type(e).__name__ for x in expressions for e in sp.preorder_traversal(x) if isinstance(e, Operator)}
    return operators | {s.name for x in expressions for s in x.free_symbols}


def changed(theorem, fault) -> set[str]:
    """The clauses that the fault can change: those restated, and those in which a wrong operator or symbol occurs."""
    return {c.name for c in theorem.clauses if c.name in fault.restate or _names(*parts(c)) & set(fault.reinterpret)}


def touched(theorem, fault):
    """The theorem reduced to the conclusions that the fault can change (all, if none), and to the hypotheses that matter to them."""
    names = changed(theorem, fault)
    conclusions = tuple(c for c in theorem.conclusions if c.name in names) or theorem.conclusions
    needed = set().union(*(theorem.needs(c) for c in conclusions))
    return replace(theorem, conclusions=tuple(replace(c, needs=tuple(theorem.needs(c))) for c in conclusions),
                   hypotheses=tuple(h for h in theorem.hypotheses if h.name in needed | names), steps=(), headline="")


class _Mistaken:
    """A theorem with a mistake, beside the right one: only what the mistake can change is judged, and compiled, again."""

    def __init__(self, right: Bench, fault):
        names = changed(right.theorem, fault)
        self.right, self.fault = right, fault
        self.theorem, self.model = inject(touched(right.theorem, fault), right.model, fault)
        self.wrong = self._bench(replace(
            self.theorem, hypotheses=tuple(h for h in self.theorem.hypotheses if h.name in names), conclusions=tuple(
                replace(c, needs=tuple(n for n in c.needs if n in names)) for c in self.theorem.conclusions if c.name in names)))

    def _bench(self, theorem):
        key = self.right.key and " ".join([self.right.key, self.fault.name, *map(formula_of, theorem.clauses)])
        return Bench(theorem, self.model, key=key, weighing=False)

    def judge_samples(self, seed):
        instances, found = _samples_of(self.right, seed)
        return found | self.wrong.judge(self.model.sizes[0], instances)

    def judge_cases(self, cases):
        return [found | wrong for found, wrong in zip(self.right.judge_cases(cases), self.wrong.judge_cases(cases))]

    def attack(self, seed):
        whole = self._bench(self.theorem)
        whole._build = self.right._build                             # no fault changes what is built; compiled already
        return whole.attack(self.model.sizes[0], seed)


@functools.lru_cache(maxsize=1)
def _samples_of(right: Bench, seed):
    """Samples, which no fault changes, and how they are judged without a mistake."""
    size = right.model.sizes[0]
    instances = right.build(size, right.draw(size, seed))
    return instances, right.judge(size, instances)


def caught(bench: Bench, fault, seed: int = 0) -> str | None:
    """Which check of the theorem of `bench` in its model notices the mistake, or None.

    A crash is not a catch: it is raised. In the order of cost: what needs no compiled program (a restated clause on rational
    instances) or a small one (the closed forms of a case, under a wrong operator), then sampled instances, all cases, gradient ascent.
    """
    mistaken, model = _Mistaken(bench, fault), bench.model
    cases = (*model.anchors, *model.extremals, *model.edges, *model.certificates)
    exact, floats = ([c for c in cases if (c.size is None) == rational] for rational in (True, False))
    if fault.reinterpret:                                            # may be written for floating point only
        checks = [_facts(mistaken, floats), _samples(mistaken, seed), _cases(mistaken, floats), _facts(mistaken, exact),
                  _cases(mistaken, exact)]
    else:                                                            # facts do not see a restated clause
        checks = [_cases(mistaken, exact), _samples(mistaken, seed), _cases(mistaken, floats)]
    return next(itertools.chain(*checks, _ascent(mistaken, seed)), None)


def _groups(mistaken, cases):
    """Cases that one program judges, each group before the next is compiled: the size of the samples first, its program is there."""
    sizes = mistaken.model.sizes
    order = sorted({c.size for c in cases} - {None}, key=lambda size: sizes.index(size) if size in sizes else len(sizes))
    return [[c] for c in cases if c.size is None] + [[c for c in cases if c.size == size] for size in order]


def _facts(mistaken, cases):
    doubtful = [replace(c, facts=tuple(f for f in c.facts if _names(f) & set(mistaken.fault.reinterpret))) for c in cases]
    for chosen in _groups(mistaken, [c for c in doubtful if c.facts]):
        for case, judged in zip(chosen, mistaken.wrong.judge_facts(chosen)):
            for fact, j in zip(case.facts, judged.values()):
                if j.verdict != Verdict.HOLDS:
                    yield f"case {case.name}: {fact}"


def _samples(mistaken, seed):
    theorem, found = mistaken.theorem, mistaken.judge_samples(seed)
    for c in theorem.clauses:
        hypothesis = c in theorem.hypotheses
        use = np.ones(len(found[c.name].verdict), bool) if hypothesis else legal(theorem, c, found)
        verdicts = found[c.name].verdict[use]
        if hypothesis and (verdicts == Verdict.HOLDS).mean() <= 0.5:
            yield f"samples: the hypothesis {c.name} is vacuous"
        if not hypothesis and (not use.any() or (verdicts == Verdict.REFUTED).any()):
            yield f"samples: {c.name} refuted" if use.any() else f"samples: {c.name} never applies"
        if (broken(found[c.name]) & use).any() or (verdicts == Verdict.UNDECIDED).mean() > 0.5:
            yield f"samples: {c.name} undecided"


def _cases(mistaken, cases):
    for chosen in _groups(mistaken, cases):
        for case, judged in zip(chosen, mistaken.judge_cases(chosen)):
            for c in mistaken.theorem.conclusions:
                applies = all(judged[h].verdict == Verdict.HOLDS for h in mistaken.theorem.needs(c))
                if applies and judged[c.name].verdict == Verdict.REFUTED:
                    yield f"case {case.name}: {c.name} refuted"
                if applies and judged[c.name].score < case.reach.get(c.name, -np.inf):
                    yield f"case {case.name}: {c.name} is no longer sharp"


def _ascent(mistaken, seed):
    for name, found in mistaken.attack(seed).items():
        if found.legal and found.judged[name].verdict == Verdict.REFUTED:
            yield f"ascent: {name} refuted"
