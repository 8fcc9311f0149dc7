"""`verify(bench, slug)`: everything that is tried against one theorem, as one record.

The order is that of the evidence: random instances, named edge cases, gradient ascent, controls, anchors, extremals, exact
certificates, real data, the search that knows only what is printed, mistakes derived from the formulas, proof steps. Nothing here
decides what is acceptable: that is `proofs_numeric.engine.audit`.
"""
import math
from collections.abc import Sequence
from typing import Any

import jax
import numpy as np

from proofs_numeric.engine import derived, example, free, second
from proofs_numeric.engine import record as rec
from proofs_numeric.engine.batches import BATCH, coarse, is_large
from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.climb import climb
from proofs_numeric.engine.judge import Judgement, Verdict
from proofs_numeric.engine.ledger import Ledger, broken, legal, stacked
from proofs_numeric.engine.model import Arithmetic, Case
from proofs_numeric.engine.power import Noticed, exact_scores

# (binary digits kept, power of two) of the sampled batches: full precision at several sizes, then round numbers and zeros
CONFIGURATIONS = ((40, 0), (40, -2), (40, 2), (40, 0), (40, 1), (40, -1), (3, 0), (2, 1), (1, 0), (0, 0), (40, 0), (40, 0),
                  (40, 3), (40, -3), (2, 0), (40, 0))
STRIP = 128                     # ratios kept for the picture of the samples
LISTED = 5                      # open instances that a record lists for each clause, the widest ones
CLIMB = 10                      # generations of the search for instances that would notice a smaller deviation of a constant


def _name(verdict) -> str:
    return Verdict(int(verdict)).name


def _values(j: Judgement) -> dict[str, Any]:
    return {"verdict": _name(j.verdict), "lhs": j.lhs, "rhs": j.rhs, "score": j.score, "width": rec.upwards(j.width)}


def _clauses(theorem, found) -> dict[str, dict[str, Any]]:
    """What is recorded of each clause on a named instance: of a hypothesis that holds, no more than that."""
    hypotheses = {h.name for h in theorem.hypotheses}

    def of(name, values):
        return values | dict.fromkeys(("lhs", "rhs", "score", "width")) if name in hypotheses and values["verdict"] == "HOLDS" else values
    return {name: of(name, _values(j)) for name, j in found.items()}


class _Tally:
    """What happened to one clause over the samples. drawn: whether a picture shows its ratios."""

    def __init__(self, drawn: bool):
        self.drawn, self.count, self.applicable, self.nan = drawn, 0, 0, 0
        self.verdicts = {v.name: 0 for v in Verdict}
        self.scores: list[float] = []
        self.ratios: list[float] = []                        # the scores that are logarithms of a ratio
        self.width, self.second = 0.0, 0
        self.worst: tuple[float, dict[str, Any]] | None = None        # rank, instance
        self.open: list[dict[str, Any]] = []

    def add(self, size, seed, digits, scale, use, j: Judgement, first: Judgement):
        """first: the judgements before any second opinion."""
        self.count += len(use)
        self.second += int((use & (first.verdict == Verdict.UNDECIDED) & (j.verdict != Verdict.UNDECIDED)).sum())
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

        def found(k):
            return {"size": list(size), "seed": seed, "digits": digits, "scale": scale, "index": int(k),
                    **_values(Judgement(*(x[k] for x in j)))}
        open_ = np.flatnonzero(use & (j.verdict == Verdict.UNDECIDED))
        self.open = sorted(self.open + [found(k) for k in open_[np.argsort(-np.nan_to_num(j.width[open_], nan=np.inf))][:LISTED]],
                           key=lambda x: -np.nan_to_num(x["width"], nan=np.inf))[:LISTED]
        rank = np.where(use, j.verdict * 1e9 + np.clip(np.nan_to_num(j.score, nan=0.0), -1e8, 1e8), -np.inf)
        k = int(rank.argmax())
        if self.worst is None or rank[k] > self.worst[0]:
            self.worst = (rank[k], found(k))

    def summary(self) -> dict[str, Any]:
        ordered = sorted(self.ratios)
        ordered = ordered if self.drawn else []
        strip = [ordered[round(k * (len(ordered) - 1) / (STRIP - 1))] for k in range(STRIP)] if len(ordered) > STRIP else ordered
        return {"count": self.count, "applicable": self.applicable, **{k.lower(): v for k, v in self.verdicts.items()},
                "second": self.second, "nan": self.nan, "width": rec.upwards(self.width), "max_score": max(self.scores, default=None),
                "worst": self.worst[1] if self.worst else None, "open": self.open,
                "strip": [round(float(f"{s / math.log(10):.3g}"), 4) + 0.0 for s in strip]}              # -0.0 + 0.0 is 0.0


class _Run:
    """What the parts of one verification share."""

    def __init__(self, bench: Bench, seed: int):
        self.bench, self.seed, self.theorem, self.model = bench, seed, bench.theorem, bench.model
        self.ledger, self.noticed = Ledger(bench.theorem), Noticed(bench.places)

    def legal(self, found):
        return {c.name: legal(self.theorem, c, found) for c in self.theorem.conclusions}

    def weigh(self, label, size, instances):
        """Judge, and look for deviations of constants that are refuted. Returns judgements and scores."""
        found, scores = self.bench.weigh(size, instances)
        self.noticed.add(label, scores, self.legal(found))
        return found, scores


def sample(run: _Run) -> dict[str, dict]:
    """Random instances of every size in every configuration, tallied by clause."""
    bench, theorem = run.bench, run.theorem
    tallies = {c.name: _Tally(c in theorem.conclusions and rec.drawn(c)) for c in theorem.clauses}
    hypotheses = {h.name for h in theorem.hypotheses}
    for k, size in enumerate(run.model.sizes):
        for n, (digits, scale) in enumerate(CONFIGURATIONS):
            own = run.seed + 1000 * k + n
            instances = bench.build(size, coarse(bench.draw(size, own), digits, scale))
            first, _ = run.weigh("samples", size, instances)
            found = second.settled(bench, size, instances, first, run.legal(first))
            run.ledger.add("samples", found)
            for c in theorem.clauses:
                use = np.ones(BATCH, bool) if c.name in hypotheses else legal(theorem, c, found)
                tallies[c.name].add(size, own, digits, scale, use, found[c.name], first[c.name])
    return {name: t.summary() for name, t in tallies.items()}


def _cases(run: _Run, cases: Sequence[Case], kind: str) -> list[dict[str, Any]]:
    bench, out = run.bench, []
    for case, found, facts in zip(cases, bench.judge_cases(cases), bench.judge_facts(cases)):
        batch, instances = stacked(found), None
        if case.size is None:
            legal_here = run.legal(batch)
            wanted = run.noticed.unknown({name: use.all() for name, use in legal_here.items()})
            run.noticed.add(f"{kind} {case.name!r}", exact_scores(bench.places, *bench.exact(case), wanted)[None], legal_here)
        else:
            instances = jax.tree.map(lambda x: np.asarray(x)[None], case.instance)
            batch = second.settled(bench, case.size, instances, batch, run.legal(batch))
            found = {name: Judgement(*(x[0] for x in j)) for name, j in batch.items()}
        run.ledger.add(f"{kind} {case.name!r}", batch)
        out.append({"name": case.name, "about": case.about, "arithmetic": str(case.arithmetic),
                    "clauses": _clauses(bench.theorem, found | facts), "reach": dict(case.reach)})
    if kind != "data":
        _weigh_cases(run, [c for c in cases if c.size is not None], kind)
    return out


def _weigh_cases(run: _Run, cases, kind):
    """The power of the named instances, one size at a time."""
    for size in dict.fromkeys(c.size for c in cases):
        own = [run.bench.conformed(c) for c in cases if c.size == size and not is_large(c)]
        forms = {c.name: [np.shape(x) for x in jax.tree.leaves(c.instance)] for c in own}
        own = [c for c in own if forms[c.name] == forms[own[0].name]]
        if own:
            instances = jax.tree.map(lambda *x: np.stack([*map(np.asarray, x)]), *[c.instance for c in own])
            found, scores, ranges = run.bench.judge_all(size, instances)
            for k, case in enumerate(own):
                row = {name: Judgement(*(np.asarray(x)[k:k + 1] for x in j)) for name, j in found.items()}
                run.noticed.add(f"{kind} {case.name!r}", scores[k:k + 1], run.legal(row))
                run.ledger.add(f"{kind} {case.name!r}", row, jax.tree.map(lambda x, k=k: x[k:k + 1], ranges))


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


def _controls(run: _Run) -> list[dict[str, Any]]:
    controls = run.model.controls
    given = iter(_cases(run, [c.case for c in controls if c.case is not None], "control"))
    return [_control(run, c, None if c.case is None else next(given)["clauses"]) for c in controls]


def _control(run: _Run, control, clauses: dict[str, Any] | None) -> dict[str, Any]:
    """What shows that the hypothesis is needed. clauses: what was found for the given case; None if one must be searched for."""
    bench, seed = run.bench, run.seed
    out = {"drops": control.drops, "refutes": list(control.refutes), "also": list(control.also), "about": control.about}
    if clauses is not None:
        return out | {"found": "given", "name": control.case.name, "clauses": clauses,
                      "arithmetic": str(control.case.arithmetic),
                      "shown": demonstrates(bench.theorem, control, {k: v["verdict"] for k, v in clauses.items()})}
    out |= {"name": "", "arithmetic": str(Arithmetic.FLOAT)}
    best: dict[str, Any] = {}
    for size in bench.model.sizes:
        instances = bench.build(size, bench.draw(size, seed), control.drops)
        found, _, ranges = bench.judge_all(size, instances)
        run.ledger.add(f"samples without {control.drops!r}", found, ranges)
        for k in range(BATCH):
            clauses = _clauses(bench.theorem, {name: Judgement(*(x[k] for x in j)) for name, j in found.items()})
            if demonstrates(bench.theorem, control, {n: v["verdict"] for n, v in clauses.items()}):
                return out | {"found": f"sampled, size {tuple(size)}, seed {seed}, index {k}", "clauses": clauses, "shown": True}
            best = best or clauses
    shown: dict[str, Any] = {}
    for name, f in bench.attack(bench.model.sizes[0], seed, control.drops).items():
        if name in control.refutes:
            clauses = _clauses(bench.theorem, f.judged)
            if demonstrates(bench.theorem, control, {n: v["verdict"] for n, v in clauses.items()}):
                return out | {"found": f"ascent on {name}, seed {seed}", "clauses": clauses, "shown": True}
            shown = clauses
    return out | {"found": "not found", "clauses": shown or best, "shown": False}


def _attack(run: _Run) -> dict[str, dict]:
    size, found = run.model.sizes[0], run.bench.attack(run.model.sizes[0], run.seed)
    if found:
        instances = jax.tree.map(lambda *x: np.stack(x), *[f.instance for f in found.values()])
        run.weigh("gradient ascent", size, instances)
    return {name: {"size": list(size), "starts": f.starts, "steps": run.bench.steps, "legal": f.legal, "broken": f.broken,
                   **_values(f.judged[name])}
            for name, f in found.items()}


def _climb(run: _Run) -> None:
    """Vary instances towards a refutation of the next smaller deviation at every place where the power is still low."""
    if not (weak := run.noticed.weak()):
        return
    size, theta = run.model.sizes[0], run.bench.draw(run.model.sizes[0], run.seed)

    def evaluate(theta):
        instances = run.bench.build(size, theta)
        found, scores = run.weigh("climb", size, instances)
        use, rows = run.legal(found), run.noticed.objective(scores, weak)
        return np.array([np.where(use[run.bench.places[k][0].name], row, -1e9) for k, row in zip(weak, rows)])
    climb(evaluate, theta, CLIMB, np.random.default_rng(run.seed))


def _operators(run: _Run) -> dict[str, dict[str, str]]:
    size, model = run.model.sizes[0], run.model
    instances = run.bench.build(size, run.bench.draw(size, run.seed))
    cases = (*model.anchors, *model.extremals, *model.certificates)
    return derived.operators(run.bench, (size, instances), cases)


def steps(theorem) -> list[dict[str, Any]]:
    """Every proof step, verified by SymPy now."""
    return [{"name": s.name, "tactic": type(s.by).__name__, "verified": bool(s.by.holds(s.claim))} for s in theorem.steps]


def verify(bench: Bench, slug: str, seed: int = 0) -> dict[str, Any]:
    """Try everything against the theorem of `bench` in its model; the record, without judging whether it is good enough."""
    theorem, model, run = bench.theorem, bench.model, _Run(bench, seed)
    record = {
        "schema": rec.SCHEMA, "slug": slug, "tag": theorem.tag, "fingerprint": rec.fingerprint(theorem, slug), "seed": seed,
        "versions": versions(),
        "model": {"space": model.space, "kind": str(model.kind), "gap": model.gap, "second": second.kind(model),
                  "sizes": [size._asdict() for size in model.sizes]},
        "clauses": {c.name: {"role": str(theorem.role(c)),
                             "kind": str(model.notes.get(c.name, (model.kind, ""))[0]),
                             "gap": model.notes.get(c.name, (None, model.gap))[1]} for c in theorem.clauses},
        "samples": sample(run),
        "edges": _cases(run, model.edges, "edge"),
        "attack": _attack(run),
        "controls": _controls(run),
        "anchors": _cases(run, model.anchors, "anchor"),
        "extremals": _cases(run, model.extremals, "extremal"),
        "certificates": _cases(run, model.certificates, "certificate"),
        "real": _cases(run, model.real(), "data"),
        "free": [free.search(bench, family, seed, run.ledger) for family in model.free],
    }
    _climb(run)
    record |= {
        "power": run.noticed.summary(bench.untried),
        "dropped": run.ledger.dropped(),
        "ranges": run.ledger.shortened(),
        "operators": _operators(run),
        "steps": steps(theorem),
        "example": example.worked(bench),
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
