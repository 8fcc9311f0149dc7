"""What a record amounts to: problems, the verdict on each clause, the grades of its evidence, and the power of the search.

Pure functions of a theorem and its record; neither JAX nor the model is needed, so the site shows what the tests decide.
"""
import math
from dataclasses import dataclass
from typing import Any

from theorems.language.statement import Role, Theorem

DECIDED = 0.5                     # a clause needs more than this part of its samples applicable and decided


@dataclass(frozen=True)
class Problem:
    """Something that keeps a result from being green."""

    clause: str                   # "" when it concerns the whole result
    check: str                    # samples, edges, attack, control, anchor, extremal, certificate, real, step
    verdict: str                  # REFUTED, UNDECIDED or MISSING
    message: str


@dataclass(frozen=True)
class Evidence:
    """One line of evidence for one clause."""

    grade: str                    # sampled, attacked, certified, symbolic
    scope: str                    # which objects
    trust: str                    # what one has to trust
    verdict: str


def _bad_case(theorem: Theorem, case, check: str, must_hold: bool):
    """Conclusions refuted (or, if `must_hold`, undecided) on a case where what they need holds; facts that do not hold."""
    values = case["clauses"]
    where = f"{check} {case['name']!r}"
    for c in theorem.conclusions:
        v = values[c.name]
        if any(values[h]["verdict"] != "HOLDS" for h in theorem.needs(c)):
            continue
        if "nan" in (v["lhs"], v["rhs"], v["score"], v["width"]) and v["verdict"] != "HOLDS":
            yield Problem(c.name, check, "UNDECIDED", f"{where}: NaN, lhs = {v['lhs']}, rhs = {v['rhs']}")
        elif v["verdict"] == "REFUTED" or must_hold and v["verdict"] != "HOLDS":
            yield Problem(c.name, check, v["verdict"], f"{where}: lhs = {v['lhs']}, rhs = {v['rhs']}, score {v['score']}")
    for name, v in values.items():
        if name.startswith("fact ") and v["verdict"] != "HOLDS":
            yield Problem("", check, v["verdict"], f"{where}, {name}: lhs = {v['lhs']}, rhs = {v['rhs']}")


def _samples(theorem: Theorem, record, slug: str):
    hypotheses = {h.name for h in theorem.hypotheses}
    for name, s in record["samples"].items():
        w = s["worst"] or {}
        where = (f"worst of {s['count']}: lhs = {w.get('lhs')}, rhs = {w.get('rhs')}; reproduce: python -m proofs_numeric {slug} "
                 f"--size {record['model']['sizes'].index(_named(record, w)) if w else 0} --seed {w.get('seed')} "
                 f"--digits {w.get('digits')} --scale {w.get('scale')} --index {w.get('index')}")
        if s["nan"]:
            yield Problem(name, "samples", "UNDECIDED", f"NaN on {s['nan']} of {s['count']} instances; {where}")
        if name in hypotheses:
            if s["holds"] <= DECIDED * s["count"]:
                yield Problem(name, "samples", "UNDECIDED", f"vacuous: the hypothesis holds on {s['holds']} of {s['count']} "
                                                             f"instances; {where}")
            continue
        if s["refuted"]:
            yield Problem(name, "samples", "REFUTED", f"refuted on {s['refuted']} of {s['applicable']} instances; {where}")
        if s["applicable"] <= DECIDED * s["count"]:
            yield Problem(name, "samples", "UNDECIDED", f"vacuous: its hypotheses hold on {s['applicable']} of {s['count']}")
        elif s["holds"] <= DECIDED * s["applicable"]:
            yield Problem(name, "samples", "UNDECIDED", f"UNDECIDED on {s['undecided']} of {s['applicable']} instances; {where}")


def _named(record, w):
    return next(s for s in record["model"]["sizes"] if list(s.values()) == list(w["size"]))


def _controls(theorem: Theorem, record):
    for c in record["controls"]:
        if not c["shown"]:
            got = {n: v["verdict"] for n, v in c["clauses"].items() if v["verdict"] != "HOLDS"}
            yield Problem(c["drops"], "control", "MISSING",
                          f"dropping {c['drops']!r} must refute it and {c['refutes']} and nothing else; {c['found']}: {got}")
    shown = {c["drops"] for c in record["controls"] if c["shown"]}
    for h in theorem.hypotheses:
        if h.role is Role.NEEDED and h.name not in shown:
            yield Problem(h.name, "control", "MISSING", "a needed hypothesis without a control that refutes a conclusion when "
                                                        "it is dropped; add one, or make it domain or technical and say why")


def problems(theorem: Theorem, record: dict[str, Any]) -> list[Problem]:
    """Everything in the record that is not as it must be. Empty: the result is green."""
    slug = record["slug"]
    found = [*_samples(theorem, record, slug), *_controls(theorem, record)]
    for name, a in record["attack"].items():
        if not a["legal"]:
            found.append(Problem(name, "attack", "UNDECIDED", "no start of the ascent ended where the hypotheses hold"))
        if a["verdict"] == "REFUTED" and a["legal"]:
            found.append(Problem(name, "attack", "REFUTED", f"ascent from seed {record['seed']}: lhs = {a['lhs']}, rhs = {a['rhs']}, "
                                                            f"reproduce: pytest -k {slug}"))
        if a["broken"]:
            found.append(Problem(name, "attack", "UNDECIDED", f"{a['broken']} gradient steps were not finite"))
    for check, must_hold in (("edges", False), ("anchors", True), ("extremals", False), ("certificates", True), ("real", True)):
        for case in record[check]:
            found += _bad_case(theorem, case, check, must_hold)
    for check in ("certificates", "real"):
        for case in record[check]:
            if not any(_applies(theorem, c, case) for c in theorem.conclusions):
                found.append(Problem("", check, "UNDECIDED", f"{case['name']!r} is vacuous: no conclusion has its hypotheses there"))
    conclusions = {c.name: c for c in theorem.conclusions}
    for case in record["extremals"]:
        for name, level in case["reach"].items():
            v = case["clauses"][name]
            if not _applies(theorem, conclusions[name], case):
                found.append(Problem(name, "extremals", "UNDECIDED", f"{case['name']!r} is vacuous: a hypothesis does not hold there"))
            if not isinstance(v["score"], float) or v["score"] < level:
                found.append(Problem(name, "extremals", "MISSING", f"{case['name']!r} reaches log(lhs/rhs) = {v['score']}, "
                                                                  f"{level} is expected: the bound may not be sharp"))
    for s in record["steps"]:
        if not s["verified"]:
            found.append(Problem("", "step", "UNDECIDED", f"SymPy does not verify the step {s['name']!r}"))
    return found


def verdict(theorem: Theorem, record, clause: str) -> str:
    """HOLDS, UNDECIDED or REFUTED: the verdict on a clause, from everything that was tried."""
    own = [p for p in problems(theorem, record) if p.clause in (clause, "")]
    if any(p.verdict == "REFUTED" for p in own):
        return "REFUTED"
    return "UNDECIDED" if own else "HOLDS"


def _applies(theorem: Theorem, clause, case) -> bool:
    return all(case["clauses"][h]["verdict"] == "HOLDS" for h in theorem.needs(clause))


def evidence(theorem: Theorem, record, clause) -> list[Evidence]:
    """The lines of evidence for a conclusion, strongest claim about the fewest objects not above the others: no ladder."""
    s, a = record["samples"][clause.name], record["attack"].get(clause.name)
    sizes = "; ".join(", ".join(f"{k} = {v}" for k, v in size.items()) for size in record["model"]["sizes"])
    overall = verdict(theorem, record, clause.name)
    trust = "float64 interval arithmetic, the model"
    scope = f"{s['applicable']} random instances ({sizes})"
    controls = [c for c in record["controls"] if clause.name in c["refutes"]]
    attacked = a is not None and a["verdict"] != "REFUTED" and a["legal"] and all(c["shown"] for c in controls)
    if attacked:
        scope += f"; gradient ascent from {a['starts']} starts, {a['steps']} steps"
    lines = [Evidence("attacked" if attacked else "sampled", scope, trust, overall)]
    exact: dict[str, list] = {}
    for case in record["certificates"] + record["real"]:
        if not case["arithmetic"].startswith("float") and _applies(theorem, clause, case):
            exact.setdefault(case["arithmetic"], []).append(case)
    for arithmetic, cases in exact.items():
        worst = max((c["clauses"][clause.name]["verdict"] for c in cases), key=["HOLDS", "UNDECIDED", "REFUTED"].index)
        names = list(dict.fromkeys(c["about"] or c["name"] for c in cases))
        shown = "; ".join(names[:3]) + ("; ..." if len(names) > 3 else "")
        scope = shown if len(cases) == 1 else f"{len(cases)} named instances: {shown}"
        lines.append(Evidence("certified", scope, arithmetic, worst))
    for step in theorem.steps:
        if step.settles == clause.name:
            done = next(x["verified"] for x in record["steps"] if x["name"] == step.name)
            lines.append(Evidence("symbolic", f"all parameters: step {step.name!r}", "SymPy", "HOLDS" if done else "UNDECIDED"))
    return lines


def power(theorem: Theorem, record, clause) -> dict[str, float] | None:
    """How small a mistake would have been noticed.

    For an inequality `ratio`, the largest LHS/RHS that anything reached: a constant between ratio and 1 times the printed
    one would have gone unnoticed. For an equality `width`, the widest enclosure relative to its scale. None where neither
    makes sense.
    """
    kind = type(clause.relation).__name__
    s = record["samples"][clause.name]
    if kind in ("Equality", "Unequality"):
        return {"width": s["width"]}
    if clause.relation.lhs.is_Number or clause.relation.rhs.is_Number:             # positivity has no constant to be wrong
        return None
    scores = [s["max_score"]] + [record["attack"].get(clause.name, {}).get("score")]
    scores += [c["clauses"][clause.name]["score"] for c in record["extremals"] + record["edges"] + record["real"]
               if _applies(theorem, clause, c) and c["arithmetic"].startswith("float")]
    usable = [x for x in scores if isinstance(x, (int, float)) and math.isfinite(x)]
    return {"ratio": min(1.0, math.exp(max(usable)))} if usable else None


def summary(theorem: Theorem, record) -> dict[str, Any]:
    """Counts for the end of a test run and for the tables of the site."""
    verdicts = [verdict(theorem, record, c.name) for c in theorem.conclusions]
    return {"conclusions": len(verdicts), "verdicts": {v: verdicts.count(v) for v in ("HOLDS", "UNDECIDED", "REFUTED")},
            "instances": max(s["count"] for s in record["samples"].values()),
            "controls": sum(c["shown"] for c in record["controls"]), "problems": len(problems(theorem, record))}
