"""One function of a library in one setting, examined by `proofs_numeric.conformance`, and its rows of the record."""
import hashlib
import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from proofs_numeric.conformance import Effort, Finding, check, script

EFFORT = Effort()
RELATIVE, ABSOLUTE = 1e-6, 1e-12  # how near what a script prints has to be to the number of its row


@dataclass(frozen=True)
class Case:
    """library: name of the distribution. subject: the function, as the page calls it. function: with its settings as a partial.

    kind: what it is examined as, with `parameters`. words: what else the page says about the setting. default: what is not set has the
    documented defaults, and only what the problem or the function requires is set. promised: clause -> what the library's documentation
    says of it, in our words; a clause that is not in it is marked as not claimed. clauses: only these. tolerance, in the unit of the kind,
    and the words for it. instances: further instances, judged first. arrays, precision, batch: see `check`. note: what to know.
    """

    library: str
    subject: str
    function: Callable[..., Any]
    kind: str
    words: str
    default: bool
    parameters: Mapping[str, Any] = field(default_factory=dict)
    promised: Mapping[str, str] = field(default_factory=dict)
    clauses: tuple[str, ...] | None = None
    tolerance: tuple[float, str] | None = None
    instances: Callable[[], Iterable[tuple[str, dict[str, Any]]]] = tuple
    searched: str = ""
    arrays: str = "numpy"
    precision: str = "float64"
    batch: bool = False
    note: str = ""
    effort: Effort = EFFORT


def rows(case: Case) -> list[dict[str, Any]]:
    """The rows of a case, one for each clause."""
    report = check(case.function, case.kind, clauses=case.clauses, precision=case.precision, seconds=math.inf, arrays=case.arrays,
                   batch=case.batch, tolerance=case.tolerance and case.tolerance[0], effort=case.effort, instances=list(case.instances()),
                   **case.parameters)
    budget = f"{report.budget}, {case.precision}" + (f": {case.tolerance[1]}" if case.tolerance else "")
    return [row(case, report.parameters, budget, f) for f in report.findings]


def row(case: Case, parameters: dict[str, Any], budget: str, found: Finding) -> dict[str, Any]:
    """The row of one finding, as the record has it."""
    _, keywords = script.unwrapped(case.function)
    settings = "; ".join(x for x in (script.assigned(keywords), case.words) if x)
    source = script.script(f"{case.library} {case.subject}: {found.tag} {found.clause}\n{settings}\n{found.measure}, in the row: "
                           f"{found.reason or found.number}", None, _number(case, found), parameters, found.data, arrays=case.arrays,
                           precision=case.precision, batch=case.batch, source=script.copied(case.function))
    effort = case.effort
    searched = (f"{case.searched + '; ' if case.searched else ''}the named instances of the subject, {effort.draws} random ones, "
                f"{effort.climbs} climbs of {effort.steps} steps")
    line = {"library": case.library, "subject": case.subject, "kind": case.kind, "tag": found.tag, "clause": found.clause,
            "parameters": parameters, "settings": settings, "default": case.default, "promised": case.promised.get(found.clause, ""),
            "note": case.note, "verdict": str(found.verdict), "measure": found.measure, "worst": written(found.worst),
            "number": written(found.number), "resolution": found.resolution, "reason": found.reason, "instance": found.instance,
            "data": found.data, "counts": {str(k): n for k, n in found.counts.items()}, "search": searched, "budget": budget,
            "script": source}
    return json.loads(json.dumps(line))                      # lists for tuples, as the record has them


def _number(case: Case, found: Finding) -> str:
    from proofs_numeric.conformance import subject
    return next(a.number.__name__ for a in subject.load(case.kind).asked if (a.tag, a.clause) == (found.tag, found.clause))


def written(number: float) -> float | str:
    """JSON has no infinity."""
    return float(number) if math.isfinite(number) else str(float(number))


def agrees(row: dict[str, Any], printed: str) -> bool:
    """Whether a script printed the number of its row, up to rounding, or ended with the exception that the row names."""
    if row["reason"] and row["reason"] not in ("nan", "inf", "-inf") and not row["reason"].startswith("not finite"):
        return printed.splitlines()[-1:] != [] and printed.splitlines()[-1].endswith(row["reason"])
    try:
        found, number = float(printed), float(row["number"])
    except ValueError:
        return False
    if row["reason"]:
        return not math.isfinite(found)
    return found == number or abs(found - number) <= RELATIVE * abs(number) + ABSOLUTE < math.inf


def digest(row: dict[str, Any]) -> str:
    """Short fingerprint of the script of a row."""
    return hashlib.sha256(row["script"].encode()).hexdigest()[:12]
