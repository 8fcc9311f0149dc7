"""What an examination found, clause by clause."""
import json
import math
from dataclasses import dataclass
from typing import Any

from proofs_numeric.conformance.judge import Verdict
from proofs_numeric.conformance.subject import Data, Parameters
from theorems.language import catalogue


@dataclass(frozen=True)
class Finding:
    """One clause: (tag, clause) in the catalogue, and its worst verdict on all instances.

    worst: the worst number that was found; what it is, `measure` says. instance, data: the worst instance, made short if it refutes, and
    number: its own. resolution: the budgets of both sides there, in units of the number. counts: instances by verdict. ended: whether the
    time was up before the search was over. reason: why there is no value. script: prints `number`.
    """

    tag: str
    clause: str
    verdict: Verdict
    measure: str
    worst: float
    number: float
    resolution: float
    instance: str
    data: Data
    counts: dict[Verdict, int]
    ended: bool
    reason: str
    script: str

    @property
    def bad(self) -> bool:
        return self.verdict in (Verdict.REFUTED, Verdict.NO_VALUE)

    @property
    def title(self) -> str:
        """Tag, clause and the title of the result."""
        return f"{self.tag} {self.clause.replace('_', ' ')} ({catalogue.load(catalogue.tags()[self.tag]).title})"

    @property
    def text(self) -> str:
        """What a reader of a failed test should see."""
        number = f"{self.measure} = {self.number:.6g}, where {self.resolution:.2g} is rounding"
        lines = [f"{self.title}: {self.verdict}", f"  {self.reason if self.verdict is Verdict.NO_VALUE else number}", f"  {self.instance}:",
                 *(f"    {k} = {shown(v)}" for k, v in self.data.items())]
        if not math.isclose(self.worst, self.number):
            lines.insert(2, f"  the worst that was found: {self.worst:.6g}")
        return "\n".join(lines)


@dataclass(frozen=True)
class Report:
    """All findings, and how they were found. left_out: (tag, clause, why) of clauses that say nothing for these parameters."""

    subject: str
    title: str
    function: str
    parameters: Parameters
    arrays: str
    precision: str
    budget: str
    seed: int
    seconds: float
    findings: tuple[Finding, ...]
    left_out: tuple[tuple[str, str, str], ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is refuted and every instance was answered."""
        return not any(f.bad for f in self.findings)

    def __getitem__(self, clause: str) -> Finding:
        """The finding of a clause, by its name."""
        for f in self.findings:
            if f.clause == clause:
                return f
        raise KeyError(f"{clause!r} was not examined; {', '.join(f.clause for f in self.findings)} were")

    def __str__(self) -> str:
        setting = ", ".join(f"{k}={v!r}" for k, v in self.parameters.items())
        head = [f"{self.function} as {self.title}", f"{setting}; {self.arrays} arrays, {self.precision}; budget of a value: {self.budget}; "
                f"seed {self.seed}, {self.seconds:.1f} s", ""]
        width = max([len(f.clause) for f in self.findings], default=0)
        rows = [f"  {f.tag} {f.clause:{width}s}  {f.verdict:12s} {f.reason or f'{f.measure} = {f.worst:.6g}'}  "
                f"[{sum(f.counts.values())} instances{', the time was up' if f.ended else ''}]" for f in self.findings]
        left = [f"  {tag} {clause:{width}s}  not asked: {why}" for tag, clause, why in self.left_out]
        bad = ["", *(f"{f.text}\n" for f in self.findings if f.bad)]
        return "\n".join([*head, *rows, *left, *bad]).rstrip()

    def json(self) -> str:
        """The report as JSON; infinity is the text "inf"."""
        return json.dumps(plain({"subject": self.subject, "function": self.function, "parameters": self.parameters, "arrays": self.arrays,
                           "precision": self.precision, "budget": self.budget, "seed": self.seed, "ok": self.ok,
                           "findings": [vars(f) for f in self.findings], "left_out": self.left_out}), indent=1, ensure_ascii=False)


def plain(x: Any) -> Any:
    """Finite numbers, texts, lists and dictionaries: JSON has no infinity."""
    if isinstance(x, dict):
        return {str(k): plain(v) for k, v in x.items()}
    if isinstance(x, (list, tuple)):
        return [plain(v) for v in x]
    if isinstance(x, float) and not math.isfinite(x):
        return str(x)
    return x


def shown(value: Any) -> str:
    """A part of an instance, cut where it is long: the script has all of it."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 300 else text[:296] + " ..."
