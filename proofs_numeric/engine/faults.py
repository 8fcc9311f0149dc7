"""Inject a deliberate mistake into a theorem or its model and see whether the checks notice. The harness is tested with this."""
import itertools
from dataclasses import replace

import numpy as np
import sympy as sp

from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.judge import Verdict
from proofs_numeric.engine.record import formula_of
from proofs_numeric.engine.verify import broken, legal
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


def touched(theorem, fault):
    """The theorem reduced to what the fault can change: the restated clauses and those in which a wrong operator occurs."""
    def affected(c):
        names = {type(e).__name__ for part in parts(c) for e in sp.preorder_traversal(part) if isinstance(e, Operator)}
        names |= {s.name for part in parts(c) for s in part.free_symbols}
        return c.name in fault.restate or bool(names & set(fault.reinterpret))
    conclusions = tuple(c for c in theorem.conclusions if affected(c)) or theorem.conclusions
    needed = set().union(*(theorem.needs(c) for c in conclusions))
    changed = {h.name for h in theorem.hypotheses if affected(h)}
    return replace(theorem, conclusions=tuple(replace(c, needs=tuple(theorem.needs(c))) for c in conclusions),
                   hypotheses=tuple(h for h in theorem.hypotheses if h.name in needed | changed), steps=())


def caught(bench: Bench, fault, seed: int = 0) -> str | None:
    """Which check of the theorem of `bench` in its model notices the mistake, or None.

    A crash is not a catch: it is raised. In the order of cost: what needs no compiled program (a restated clause on rational
    instances) or a small one (the closed forms of a case, under a wrong operator), then sampled instances, all cases, gradient ascent.
    """
    wrong, model = inject(touched(bench.theorem, fault), bench.model, fault)
    key = bench.key and " ".join([bench.key, fault.name, *map(formula_of, wrong.clauses)])
    right, bench = bench, Bench(wrong, model, key=key)
    bench._build = right._build                                      # no fault changes what is built; compiled already
    cases, size = (*model.anchors, *model.extremals, *model.edges, *model.certificates), model.sizes[0]
    exact, floats = ([c for c in cases if (c.size is None) == rational] for rational in (True, False))
    if fault.reinterpret:                                            # may be written for floating point only
        checks = [_facts(bench, floats), _samples(bench, size, seed), _cases(bench, floats), _facts(bench, exact), _cases(bench, exact)]
    else:                                                            # facts do not see a restated clause
        checks = [_cases(bench, exact), _samples(bench, size, seed), _cases(bench, floats)]
    return next(itertools.chain(*checks, _ascent(bench, size, seed)), None)


def _facts(bench, cases):
    for case, judged in zip(cases, bench.judge_facts(cases)):
        for name, j in judged.items():
            if j.verdict != Verdict.HOLDS:
                yield f"case {case.name}: {name}"


def _samples(bench, size, seed):
    found = bench.judge(size, bench.build(size, bench.draw(size, seed)))
    for c in bench.theorem.clauses:
        hypothesis = c in bench.theorem.hypotheses
        use = np.ones(len(found[c.name].verdict), bool) if hypothesis else legal(bench.theorem, c, found)
        verdicts = found[c.name].verdict[use]
        if hypothesis and (verdicts == Verdict.HOLDS).mean() <= 0.5:
            yield f"samples: the hypothesis {c.name} is vacuous"
        if not hypothesis and (not use.any() or (verdicts == Verdict.REFUTED).any()):
            yield f"samples: {c.name} refuted" if use.any() else f"samples: {c.name} never applies"
        if (broken(found[c.name]) & use).any() or (verdicts == Verdict.UNDECIDED).mean() > 0.5:
            yield f"samples: {c.name} undecided"


def _cases(bench, cases):
    sizes = bench.model.sizes                                        # the size of the samples first: its program is there
    for size in sorted({case.size for case in cases}, key=lambda size: sizes.index(size) if size in sizes else len(sizes)):
        chosen = [case for case in cases if case.size == size]
        yield from _no_longer(bench, chosen, bench.judge_cases(chosen))


def _no_longer(bench, cases, found):
    for case, judged in zip(cases, found):
        for c in bench.theorem.conclusions:
            applies = all(judged[h].verdict == Verdict.HOLDS for h in bench.theorem.needs(c))
            if applies and judged[c.name].verdict == Verdict.REFUTED:
                yield f"case {case.name}: {c.name} refuted"
            if applies and judged[c.name].score < case.reach.get(c.name, -np.inf):
                yield f"case {case.name}: {c.name} is no longer sharp"


def _ascent(bench, size, seed):
    for name, found in bench.attack(size, seed).items():
        if found.legal and found.judged[name].verdict == Verdict.REFUTED:
            yield f"ascent: {name} refuted"
