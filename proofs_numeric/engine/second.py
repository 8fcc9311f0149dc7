"""A second opinion on instances that enclosures in floating point leave open: extended arithmetic, or a finer quadrature.

A model that cannot give one on an instance raises ArithmeticError, and the instance stays open.
"""
import contextlib
from typing import Any

import flint
import jax
import numpy as np

from proofs_numeric.engine.judge import Judgement, Verdict, judge
from proofs_numeric.engine.ledger import broken
from proofs_numeric.engine.model import Arithmetic


def kind(model) -> str:
    """What the second opinion is; "" where a model has none."""
    if model.refined is not None:
        return "a finer quadrature"
    return str(Arithmetic.EXTENDED) if model.extended is not None else ""


def opinions(bench, size, instances, rows, clauses) -> dict[str, dict[int, Judgement]]:
    """clause -> row -> Judgement, for the open rows of each clause. rows: clause name -> row numbers; instances: stacked."""
    wanted = sorted(set().union(*rows.values())) if rows else []
    if not wanted:
        return {}
    out: dict[str, dict[int, Judgement]] = {name: {} for name in rows}
    by_name = {c.name: c for c in clauses}
    if bench.model.refined is not None:
        picked = jax.tree.map(lambda x: np.asarray(x)[wanted], instances)
        found = bench.judge(bench.model.refined(size), picked)
        for name, own in rows.items():
            out[name] = {k: Judgement(*(x[wanted.index(k)] for x in found[name])) for k in own}
        return out
    usual = flint.ctx.prec
    try:
        for k in wanted:
            instance = jax.tree.map(lambda x, k=k: np.asarray(x)[k], instances)
            for name, j in _extended(bench.model, size, instance, [by_name[n] for n, own in rows.items() if k in own]).items():
                out[name][k] = j
    finally:
        flint.ctx.prec = usual                                # `extended` sets it for the whole process
    return out


def _extended(model, size, instance, clauses) -> dict[str, Judgement]:
    """Clause name -> judgement in extended arithmetic on one instance, where the model can give one."""
    try:
        meaning: Any = model.extended(size, instance)
    except ArithmeticError:                                   # outside of what the model can say in extended arithmetic
        return {}
    cache: dict[Any, Any] = {}
    found = {}
    for c in clauses:
        with contextlib.suppress(ArithmeticError):
            found[c.name] = Judgement(*(np.asarray(x).item() for x in judge(c, meaning, cache)))
    return found


def settled(bench, size, instances, found, use) -> dict[str, Judgement]:
    """`found` with the open judgements of the conclusions replaced by second opinions. use: conclusion -> boolean rows that matter.

    NaN is not open but broken: it stays.
    """
    if not kind(bench.model):
        return found
    conclusions = bench.theorem.conclusions
    rows = {c.name: np.flatnonzero(use[c.name] & (found[c.name].verdict == Verdict.UNDECIDED) & ~broken(found[c.name])).tolist()
            for c in conclusions}
    rows = {name: own for name, own in rows.items() if own}
    found = dict(found)
    for name, own in opinions(bench, size, instances, rows, conclusions).items():
        columns = [np.array(x) for x in found[name]]
        for k, j in own.items():
            if j.verdict == Verdict.UNDECIDED and not j.width < found[name].width[k]:
                continue                                      # it says less than the first opinion
            for column, value in zip(columns, j):
                column[k] = value
        found[name] = Judgement(*columns)
    return found
