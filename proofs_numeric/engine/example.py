"""The worked example of a page: both sides of the main conclusion on one instance, exactly where the instance is exact.

A value is stored as {"exact": LaTeX or "", "value": float}; `exact` is empty where only an enclosure is known.
"""
from dataclasses import replace
from typing import Any

import sympy as sp

from proofs_numeric.engine.interpret import bind, evaluate, shape
from proofs_numeric.engine.judge import Verdict, compare


def worked(bench) -> dict[str, Any] | None:
    """What the record says about `model.example`; None where there is none.

    Raises ValueError when a hypothesis that the main conclusion needs, or the conclusion itself, does not hold on the instance:
    then it is no example of the theorem.
    """
    example, theorem, main = bench.model.example, bench.theorem, bench.theorem.main
    if example is None:
        return None
    found = bench.judge_case(example.case)
    for name in (*theorem.needs(main), main.name):
        if (verdict := Verdict(int(found[name].verdict))) is not Verdict.HOLDS:
            raise ValueError(f"{theorem.tag}: on the worked example {example.case.name!r}, {name!r} is {verdict.name}; choose "
                             "one on which the hypotheses and the main conclusion hold, in exact arithmetic where both sides are equal.")
    sides, beside = (_exact if example.case.size is None else _enclosed)(bench, example)
    return {
        "name": example.case.name, "about": example.case.about, "arithmetic": str(example.case.arithmetic), "conclusion": main.name,
        "shown": dict(bench.model.shown(example.case.instance)) if bench.model.shown else {},
        "left": sides[0], "right": sides[1],
        "beside": [{"name": phrase, "term": theorem.typeset(term), **value}
                   for (phrase, term), value in zip(example.beside.items(), beside)],
    }


def printed(x) -> dict[str, Any]:
    """An exact value with its decimal form. Raises TypeError for a vector."""
    if shape(x):
        raise TypeError(f"{x!r} is a vector; a worked example shows numbers: take a norm, or an entry.")
    exact = sp.sympify(x)
    known = not exact.has(sp.Float)                                # else a ball: only an enclosure is known
    return {"exact": sp.latex(exact) if known else "", "value": float(exact)}


def _exact(bench, example):
    """The sides at the index where the relation is tightest, and the terms beside, in the arithmetic of the case."""
    clause = bench.theorem.main
    meaning, cache = bench.exact(example.case)

    def sides(m, c):
        inside = clause.where is None or evaluate(clause.where.lhs, m, c) != evaluate(clause.where.rhs, m, c)
        score = float(compare(clause.relation, clause.scale, m, c).score) if inside else -float("inf")
        return score, [evaluate(side, m, c) for side in (clause.relation.lhs, clause.relation.rhs)] if inside else []
    found = bind([sp.Tuple(*b) for b in clause.forall], meaning, cache, sides) if clause.forall else [sides(meaning, cache)]
    _, tightest = max(found, key=lambda pair: pair[0])
    return [printed(x) for x in tightest], [printed(evaluate(sp.sympify(term), meaning, cache)) for term in example.beside.values()]


def _enclosed(bench, example):
    """The same in floating point: midpoints of enclosures."""
    found = bench.judge_cases([example.case])[0][bench.theorem.main.name]
    terms = tuple(sp.Eq(term, 0, evaluate=False) for term in example.beside.values())
    beside = bench.judge_facts([replace(example.case, facts=terms)])[0].values()
    return tuple([{"exact": "", "value": float(x)} for x in xs] for xs in ((found.lhs, found.rhs), [j.lhs for j in beside]))
