"""What a record amounts to: problems, the verdict on each clause, the grades of its evidence, and the power of the search.

Pure functions of a theorem and its record; neither JAX nor the model is needed, so the site shows what the tests decide.
"""
from dataclasses import dataclass
from typing import Any

from proofs_numeric.engine.positions import Position, positions
from theorems.language.statement import Role, Theorem

DECIDED = 0.5                     # a clause needs more than this part of its samples applicable, and of those decided
OPEN = 0.02                       # at most this part of the applicable samples may stay open after a second opinion
BADNESS = ("HOLDS", "EQUAL", "UNDECIDED", "REFUTED")
AGREE = 1e-6                      # sides that overlap and differ by less, in units of the scale, are equal within rounding


@dataclass(frozen=True)
class Problem:
    """Something that keeps a result from being green."""

    clause: str                   # "" when it concerns the whole result
    check: str                    # samples, edges, attack, control, anchor, extremal, certificate, real, free, hypothesis, step
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
        elif v["verdict"] == "REFUTED" or must_hold and v["verdict"] not in ("HOLDS", "EQUAL"):
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
        elif s["holds"] <= DECIDED * s["applicable"] or s["undecided"] > OPEN * s["applicable"]:
            yield Problem(name, "samples", "UNDECIDED", f"UNDECIDED on {s['undecided']} and EQUAL on {s['equal']} of {s['applicable']} "
                                                        f"instances; {where}")


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


def _free(theorem: Theorem, record, slug: str):
    """What the search that knows only what is printed found: a refutation, or that it never met all hypotheses of a conclusion."""
    if not record["free"]:
        yield Problem("", "free", "MISSING", f"the model of {slug} offers no free family: nobody looked for a hypothesis that is "
                                             "missing on the page; add one to `Model.free`")
        return
    for c in theorem.conclusions:
        if not any(f["legal"][c.name] for f in record["free"]):
            yield Problem(c.name, "free", "UNDECIDED", "vacuous: no instance of a free family meets every hypothesis that it needs")
        for f in record["free"]:
            if f["refuted"][c.name]:
                w = f["worst"][c.name]
                how = (f"python -m proofs_numeric {slug} --free {f['name']} --seed {w['seed']} --digits {w['digits']} "
                       f"--scale {w['scale']} --index {w['index']}" if w["found"] == "sampled" else f"pytest -k {slug}")
                yield Problem(c.name, "free", "REFUTED",
                              f"every printed hypothesis that it needs holds on {f['legal'][c.name]} instances of the free family "
                              f"{f['name']!r}, {f['refuted'][c.name]} of them refute it; lhs = {w['lhs']}, rhs = {w['rhs']}; "
                              f"reproduce: {how}")
            if f["nan"][c.name]:
                yield Problem(c.name, "free", "UNDECIDED", f"NaN on {f['nan'][c.name]} instances of the free family {f['name']!r}")


def _roles(theorem: Theorem, record):
    """A technical hypothesis is not necessary: an instance that refutes a conclusion without it shows that it is."""
    roles = {h.name: h.role for h in theorem.hypotheses}
    for name, dropped in record["dropped"].items():
        for h, label in dropped.items():
            if label and roles[h] is Role.TECHNICAL:
                yield Problem(name, "hypothesis", "REFUTED", f"{h!r} is called technical, that is not necessary, but {label} refute it "
                                                             "without; make it needed, with a control")


def problems(theorem: Theorem, record: dict[str, Any]) -> list[Problem]:
    """Everything in the record that is not as it must be. Empty: the result is green."""
    slug = record["slug"]
    found = [*_samples(theorem, record, slug), *_controls(theorem, record), *_free(theorem, record, slug), *_roles(theorem, record)]
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
    """HOLDS, UNDECIDED or REFUTED: the verdict on a conclusion, from everything that was tried.

    What is wrong with a hypothesis that it needs, or with its control, keeps a conclusion from holding as well.
    """
    needs = next((theorem.needs(c) for c in theorem.conclusions if c.name == clause), ())
    found = problems(theorem, record)
    if any(p.verdict == "REFUTED" for p in found if p.clause in (clause, "")):
        return "REFUTED"
    return "UNDECIDED" if any(p.clause in (clause, "", *needs) for p in found) else "HOLDS"


def _applies(theorem: Theorem, clause, case) -> bool:
    return all(case["clauses"][h]["verdict"] == "HOLDS" for h in theorem.needs(clause))


def word(value) -> str:
    """What a judged case shows, in one word or phrase. Overlapping sides that differ by rounding only are called equal within rounding."""
    width = value["width"]
    if value["verdict"] == "UNDECIDED" and isinstance(width, (int, float)) and width <= AGREE:
        return "equal within rounding"
    return {"HOLDS": "holds", "EQUAL": "equal", "UNDECIDED": "undecided", "REFUTED": "refuted"}[value["verdict"]]


def evidence(theorem: Theorem, record, clause) -> list[Evidence]:
    """The lines of evidence for a conclusion, strongest claim about the fewest objects not above the others: no ladder."""
    s, a = record["samples"][clause.name], record["attack"].get(clause.name)
    sizes = "; ".join(", ".join(f"{k} = {v}" for k, v in size.items()) for size in record["model"]["sizes"])
    trust = "float64 interval arithmetic, the model"
    worst = max((v for v in BADNESS if s[v.lower()]), key=BADNESS.index, default="UNDECIDED")
    counts = ", ".join(f"{what} on {s[key]}" for what, key in (("holds", "holds"), ("equal", "equal"), ("undecided", "undecided"),
                                                               ("refuted", "refuted")) if s[key] or key == "holds")
    opinion = record["model"]["second"]
    asked = f"; {s['second']} of these were decided by a second opinion" if s["second"] else ""
    lines = [Evidence("sampled", f"{counts} of {s['applicable']} random instances on which its hypotheses hold ({sizes}){asked}",
                      f"{trust}; {opinion}" if s["second"] else trust, worst)]
    if a is not None:
        lines.append(Evidence("attacked", f"gradient ascent from {a['starts']} starts, {a['steps']} steps; {a['legal']} ended where the "
                                          "hypotheses hold", trust, "REFUTED" if a["verdict"] == "REFUTED" else "HOLDS"))
    if record["free"]:
        legal, refuted, tried = (sum(x) for x in zip(*((f["legal"][clause.name], f["refuted"][clause.name], f["sampled"] + f["climbed"])
                                                       for f in record["free"])))
        lines.append(Evidence("free search", f"{legal} of {tried} instances that guarantee nothing meet what is printed; "
                                             f"{refuted or 'none'} of them refute it", trust, "REFUTED" if refuted else "HOLDS"))
    exact: dict[str, list] = {}
    for case in record["certificates"] + record["real"]:
        if not case["arithmetic"].startswith("float") and _applies(theorem, clause, case):
            exact.setdefault(case["arithmetic"], []).append(case)
    for arithmetic, cases in exact.items():
        verdict_ = max((c["clauses"][clause.name]["verdict"] for c in cases), key=BADNESS.index)
        names = list(dict.fromkeys(c["about"] or c["name"] for c in cases))
        shown = "; ".join(name.replace("; ", ", ") for name in names[:3]) + ("; ..." if len(names) > 3 else "")
        scope = shown if len(cases) == 1 else f"{len(cases)} named instances: {shown}"
        lines.append(Evidence("certified", scope, arithmetic, verdict_))
    for step in theorem.steps:
        if step.settles == clause.name:
            done = next(x["verified"] for x in record["steps"] if x["name"] == step.name)
            lines.append(Evidence("symbolic", f"all parameters of the step {step.name!r}", "SymPy", "HOLDS" if done else "UNDECIDED"))
    return lines


@dataclass(frozen=True)
class Power:
    """At one place of a conclusion, the smallest deviation that was refuted. smaller, larger: None if none was."""

    position: Position
    tried: bool
    smaller: tuple[float, str] | None
    larger: tuple[float, str] | None

    @property
    def best(self) -> tuple[float, str] | None:
        """(deviation, what refuted it) in the direction that was noticed best."""
        return min((x for x in (self.smaller, self.larger) if x), default=None)


def power(theorem: Theorem, record, clause) -> tuple[Power, ...]:
    """For each place where a constant of a conclusion could be wrong: how small a mistake everything that was tried would have noticed."""
    found = {tuple(x["path"]): x for x in record["power"].get(clause.name, ())}

    def of(x, direction):
        return (x[direction]["deviation"], x[direction]["by"]) if direction in x else None
    return tuple(Power(p, x["tried"], of(x, "smaller"), of(x, "larger")) for p in positions(clause.relation)
                 if (x := found.get(p.path)) is not None)


def unnoticed(theorem: Theorem, record) -> list[tuple[str, str]]:
    """Mistakes derived from the formulas that nothing noticed: (conclusion, hypothesis or operator; what was changed, with `$...$`)."""
    out = []
    for c in theorem.conclusions:
        for p in power(theorem, record, c):
            if not p.tried:
                out.append((c.name, f"the {p.position.what} ${theorem.typeset(p.position.term)}$ (not tried)"))
            elif p.best is None or p.best[0] > 0.05:
                limit = "any change" if p.best is None else f"a change of less than {100 * p.best[0]:.0f} %"
                out.append((c.name, f"{limit} of the {p.position.what} ${theorem.typeset(p.position.term)}$"))
    for c, dropped in record["dropped"].items():
        out += [(c, f"the hypothesis {h.replace('_', ' ')} left out") for h, label in dropped.items() if not label]
    for h, ranges in record["ranges"].items():
        out += [(h, f"its range without {what}") for what, label in ranges.items() if not label]
    for name, changes in record["operators"].items():
        out += [(name, f"the value five per cent {word_}") for word_, label in changes.items() if not label]
    return out


def summary(theorem: Theorem, record) -> dict[str, Any]:
    """Counts for the end of a test run and for the tables of the site."""
    verdicts = [verdict(theorem, record, c.name) for c in theorem.conclusions]
    samples = [record["samples"][c.name] for c in theorem.conclusions]
    return {"equal": sum(s["equal"] for s in samples), "open": sum(s["undecided"] for s in samples),
            "free": sum(sum(f["legal"].values()) for f in record["free"]),
            "conclusions": len(verdicts), "verdicts": {v: verdicts.count(v) for v in ("HOLDS", "UNDECIDED", "REFUTED")},
            "instances": max(s["count"] for s in record["samples"].values()),
            "controls": sum(c["shown"] for c in record["controls"]), "problems": len(problems(theorem, record))}
