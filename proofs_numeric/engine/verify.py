"""`verify(bench, slug)`: everything that is tried against one theorem, as one record.

The order is that of the evidence: random instances, named edge cases, gradient ascent, controls, anchors, extremals, exact
certificates, real data, proof steps. Nothing here decides what is acceptable: that is `proofs_numeric.engine.audit`.
"""
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from proofs_numeric.engine import record as rec
from proofs_numeric.engine.bench import BATCH, Bench, coarse
from proofs_numeric.engine.judge import Judgement, Verdict
from proofs_numeric.engine.model import Arithmetic, Case

SCHEMA = 1
# (binary digits kept, power of two) of the sampled batches: full precision at several sizes, then round numbers and zeros
CONFIGURATIONS = ((40, 0), (40, -2), (40, 2), (40, 0), (40, 1), (40, -1), (3, 0), (2, 1), (1, 0), (0, 0), (40, 0), (40, 0),
                  (40, 3), (40, -3), (2, 0), (40, 0))
STRIP = 128                     # ratios kept for the picture of the samples


def _name(verdict) -> str:
    return Verdict(int(verdict)).name


def _values(j: Judgement) -> dict[str, Any]:
    return {"verdict": _name(j.verdict), "lhs": j.lhs, "rhs": j.rhs, "score": j.score, "width": j.width}


def legal(theorem, clause, found):
    """Boolean array: the instances on which every hypothesis that `clause` needs HOLDS."""
    count = len(next(iter(found.values())).verdict)
    return np.all([np.ones(count, bool)] + [found[h].verdict == Verdict.HOLDS for h in theorem.needs(clause)], axis=0)


def broken(j: Judgement):
    """Boolean array: NaN in either side or in the comparison."""
    return np.isnan(j.lhs) | np.isnan(j.rhs) | np.isnan(j.score) | np.isnan(j.width)


class _Tally:
    """What happened to one clause over the samples."""

    def __init__(self, clause):
        self.clause, self.count, self.applicable, self.nan = clause, 0, 0, 0
        self.verdicts = {v.name: 0 for v in Verdict}
        self.scores: list[float] = []
        self.ratios: list[float] = []                        # the scores that are logarithms of a ratio
        self.width, self.worst = 0.0, None

    def add(self, size, seed, digits, scale, use, j: Judgement):
        self.count += len(use)
        self.applicable += int(use.sum())
        self.nan += int((use & broken(j)).sum())
        for v in Verdict:
            self.verdicts[v.name] += int((use & (j.verdict == v)).sum())
        if not use.any():
            return
        scores = np.where(use & ~np.isnan(j.score), j.score, -np.inf)
        self.scores += [s for s in scores.tolist() if s > -np.inf]
        self.ratios += scores[(j.lhs > 0) & (j.rhs > 0) & np.isfinite(scores)].tolist()
        decided = use & (j.verdict == Verdict.HOLDS) & np.isfinite(j.width)
        self.width = max(self.width, float(np.max(np.where(decided, j.width, 0.0))))
        rank = np.where(use, j.verdict * 1e9 + np.clip(np.nan_to_num(j.score, nan=0.0), -1e8, 1e8), -np.inf)
        k = int(rank.argmax())
        if self.worst is None or rank[k] > self.worst[0]:
            self.worst = (rank[k], {"size": list(size), "seed": seed, "digits": digits, "scale": scale, "index": k,
                                    **_values(Judgement(*(x[k] for x in j)))})

    def summary(self) -> dict[str, Any]:
        ordered = sorted(self.ratios)
        strip = [ordered[round(k * (len(ordered) - 1) / (STRIP - 1))] for k in range(STRIP)] if len(ordered) > STRIP else ordered
        return {"count": self.count, "applicable": self.applicable, **{k.lower(): v for k, v in self.verdicts.items()},
                "nan": self.nan, "width": self.width, "max_score": max(self.scores, default=None),
                "worst": self.worst[1] if self.worst else None,
                "strip": [float(f"{s / math.log(10):.3g}") for s in strip]}


def sample(bench: Bench, seed: int) -> dict[str, dict]:
    """Random instances of every size in every configuration, tallied by clause."""
    tallies = {c.name: _Tally(c) for c in bench.theorem.clauses}
    hypotheses = {h.name for h in bench.theorem.hypotheses}
    for k, size in enumerate(bench.model.sizes):
        for n, (digits, scale) in enumerate(CONFIGURATIONS):
            own = seed + 1000 * k + n
            found = bench.judge(size, bench.build(size, coarse(bench.draw(size, own), digits, scale)))
            for c in bench.theorem.clauses:
                use = np.ones(BATCH, bool) if c.name in hypotheses else legal(bench.theorem, c, found)
                tallies[c.name].add(size, own, digits, scale, use, found[c.name])
    return {name: t.summary() for name, t in tallies.items()}


def _cases(bench: Bench, cases: Sequence[Case]) -> list[dict[str, Any]]:
    return [{"name": case.name, "about": case.about, "arithmetic": str(case.arithmetic),
             "clauses": {name: _values(j) for name, j in (found | facts).items()}, "reach": dict(case.reach)}
            for case, found, facts in zip(cases, bench.judge_cases(cases), bench.judge_facts(cases))]


def _unwanted(theorem, control, verdicts) -> bool:
    """Whether an instance shows more than that exactly `control.drops` and `control.refutes` fail."""
    kept = [h.name for h in theorem.hypotheses if h.name != control.drops and h.name not in control.also]
    free = [c.name for c in theorem.conclusions if control.drops not in theorem.needs(c)
            and not set(control.also) & set(theorem.needs(c))]
    return any(verdicts[h] != "HOLDS" for h in kept) or any(verdicts[c] == "REFUTED" for c in free)


def demonstrates(theorem, control, verdicts: dict[str, str]) -> bool:
    """Whether verdicts by clause show what `control` demands."""
    fallen = [control.drops, *control.refutes]
    return all(verdicts[c] == "REFUTED" for c in fallen) and not _unwanted(theorem, control, verdicts)


def _controls(bench: Bench, seed: int) -> list[dict[str, Any]]:
    controls = bench.model.controls
    given = iter(_cases(bench, [c.case for c in controls if c.case is not None]))
    return [_control(bench, c, seed, None if c.case is None else next(given)["clauses"]) for c in controls]


def _control(bench: Bench, control, seed: int, clauses: dict[str, Any] | None) -> dict[str, Any]:
    """What shows that the hypothesis is needed. clauses: what was found for the given case; None if one must be searched for."""
    out = {"drops": control.drops, "refutes": list(control.refutes), "also": list(control.also), "about": control.about}
    if clauses is not None:
        return out | {"found": "given", "name": control.case.name, "clauses": clauses,
                      "arithmetic": str(control.case.arithmetic),
                      "shown": demonstrates(bench.theorem, control, {k: v["verdict"] for k, v in clauses.items()})}
    out |= {"name": "", "arithmetic": str(Arithmetic.FLOAT)}
    best: dict[str, Any] = {}
    for size in bench.model.sizes:
        found = bench.judge(size, bench.build(size, bench.draw(size, seed), control.drops))
        for k in range(BATCH):
            clauses = {name: _values(Judgement(*(x[k] for x in j))) for name, j in found.items()}
            if demonstrates(bench.theorem, control, {n: v["verdict"] for n, v in clauses.items()}):
                return out | {"found": f"sampled, size {tuple(size)}, seed {seed}, index {k}", "clauses": clauses, "shown": True}
            best = best or clauses
    shown: dict[str, Any] = {}
    for name, f in bench.attack(bench.model.sizes[0], seed, control.drops).items():
        if name in control.refutes:
            clauses = {n: _values(j) for n, j in f.judged.items()}
            if demonstrates(bench.theorem, control, {n: v["verdict"] for n, v in clauses.items()}):
                return out | {"found": f"ascent on {name}, seed {seed}", "clauses": clauses, "shown": True}
            shown = clauses
    return out | {"found": "not found", "clauses": shown or best, "shown": False}


def _attack(bench: Bench, seed: int) -> dict[str, dict]:
    size = bench.model.sizes[0]
    return {name: {"size": list(size), "starts": f.starts, "steps": bench.steps, "legal": f.legal, "broken": f.broken,
                   **_values(f.judged[name])}
            for name, f in bench.attack(size, seed).items()}


def steps(theorem) -> list[dict[str, Any]]:
    """Every proof step, verified by SymPy now."""
    return [{"name": s.name, "tactic": type(s.by).__name__, "verified": bool(s.by.holds(s.claim))} for s in theorem.steps]


def verify(bench: Bench, slug: str, seed: int = 0) -> dict[str, Any]:
    """Try everything against the theorem of `bench` in its model; the record, without judging whether it is good enough."""
    theorem, model = bench.theorem, bench.model
    record = {
        "schema": SCHEMA, "slug": slug, "tag": theorem.tag, "fingerprint": rec.fingerprint(theorem, slug), "seed": seed,
        "versions": versions(),
        "model": {"space": model.space, "kind": str(model.kind), "gap": model.gap, "sizes": [size._asdict() for size in model.sizes]},
        "clauses": {c.name: {"role": str(theorem.role(c)),
                             "kind": str(model.notes.get(c.name, (model.kind, ""))[0]),
                             "gap": model.notes.get(c.name, (None, model.gap))[1]} for c in theorem.clauses},
        "samples": sample(bench, seed),
        "edges": _cases(bench, model.edges),
        "attack": _attack(bench, seed),
        "controls": _controls(bench, seed),
        "anchors": _cases(bench, model.anchors),
        "extremals": _cases(bench, model.extremals),
        "certificates": _cases(bench, model.certificates),
        "real": _cases(bench, model.real()),
        "steps": steps(theorem),
    }
    record = rec.plain(record)
    record["digest"] = rec.digest(record)
    return record


def versions() -> dict[str, str]:
    """What the numbers were computed with."""
    import platform
    from importlib.metadata import version
    packages = ("jax", "numpy", "sympy", "POT", "python-flint", "scipy")
    return {"python": platform.python_version(), **{p: version(p) for p in packages}}
