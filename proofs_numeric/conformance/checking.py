"""The examination of a function."""
import contextlib
import json
import math
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from proofs_numeric.conformance import script, search
from proofs_numeric.conformance import subject as subjects
from proofs_numeric.conformance.calling import PRECISIONS, Called, NoValue, fits, kind_of_arrays
from proofs_numeric.conformance.judge import Verdict, judge, measure
from proofs_numeric.conformance.report import Finding, Report
from proofs_numeric.conformance.search import Effort
from proofs_numeric.conformance.subject import Asked, Data, Parameters, Subject
from proofs_numeric.numerics import checks

EFFORT = Effort()
EPSILONS = {"float64": 2.0**-52, "float32": 2.0**-23}


def check(function: Callable[..., Any], subject: str, *, clauses: Iterable[str] | None = None, precision: str = "float64",
          tolerance: float | None = None, seconds: float = 30.0, seed: int = 0, arrays: str = "auto", batch: bool = False,
          effort: Effort = EFFORT, instances: Iterable[tuple[str, Data]] = (), **parameters: Any) -> Report:
    """Which clauses of the catalogue a function satisfies that claims to be such a subject, and which it breaks.

    function: called as `subject.load(name).call` says; the arrays are of NumPy, JAX or PyTorch, by `arrays`, where "auto" takes the first
    of these with which the function answers. precision: "float64" or "float32", the type of the arrays. batch: the function wants a first
    axis for the batch, and returns one. clauses: only these. tolerance: the error that is granted to a value, in the unit of the subject;
    by default its number of machine epsilons. seconds: for the whole search, shared by its clauses; each of them is asked at least one
    instance, and a call that has begun is waited for. effort, seed: what is tried; the same seed and effort try the same instances, where
    the time suffices. instances: named instances of your own, tried first. parameters: of the subject.

    JAX's 64-bit mode is on while this module is imported; arrays of float32 stay what they are.
    Raises ValueError for an unknown subject, clause or parameter, and for a function that takes other arguments or returns another shape
    or type than the subject has. An exception or a NaN of the function is a finding.
    """
    kind = subjects.load(subject)
    given = kind.completed(parameters)
    if precision not in PRECISIONS:
        raise ValueError(f"precision = {precision!r}: choose 'float64' or 'float32'.")
    seconds = checks.positive("seconds", seconds) if seconds != math.inf else seconds
    size = kind.budget * EPSILONS[precision] if tolerance is None else checks.number("tolerance", tolerance, least=0)
    fits(function, kind.arguments, kind.call)
    asked, seed, instances = chosen(kind, clauses), checks.count("seed", seed, least=0), fitting(kind, given, instances)
    left = tuple((a.tag, a.clause, why) for a in asked if (why := a.when(given)))
    asked = [a for a in asked if not a.when(given)]
    began = time.monotonic()
    called = probed(function, kind, asked, given, arrays, precision, batch)
    findings = []
    for k, a in enumerate(asked):
        deadline = time.monotonic() + max(0.0, began + seconds - time.monotonic()) / (len(asked) - k)
        findings.append(found(a, called, given, size, effort, seed, deadline, instances))
    words = f"{size:.3g} times {kind.unit}" + ("" if tolerance is not None else f" ({kind.budget:g} machine epsilons)")
    return Report(kind.name, kind.title, script.named(function), given, called.arrays, precision, words, seed,
                  time.monotonic() - began, tuple(findings), left)


def keys(asked: Asked, parameters: Parameters) -> set[str]:
    """The names in the data of an instance of a clause."""
    return set(next(iter(asked.space.named(parameters)))[1])


def fitting(kind: Subject, parameters: Parameters, instances: Iterable[tuple[str, Data]]) -> list[tuple[str, Data]]:
    """The instances of a caller. Raises ValueError for one that is an instance of no clause."""
    found = list(instances)
    known = [keys(a, parameters) for a in kind.asked]
    for pair in found:
        if not isinstance(pair, tuple) or len(pair) != 2 or not isinstance(pair[1], dict):
            raise ValueError(f"instances: {pair!r} is no pair of a name and a dictionary.")
        if set(pair[1]) not in known:
            raise ValueError(f"instances: {pair[0]!r} has {', '.join(pair[1])}, but an instance of {kind.name} has "
                             + " or ".join(dict.fromkeys(", ".join(sorted(k)) for k in known)) + ".")
    return found


def chosen(kind: Subject, clauses: Iterable[str] | None) -> list[Asked]:
    """The clauses of a subject with these names, all of them for None. Raises ValueError for a name that there is not."""
    if clauses is None:
        return list(kind.asked)
    wanted = [clauses] if isinstance(clauses, str) else list(clauses)
    if unknown := [c for c in wanted if c not in {a.clause for a in kind.asked}]:
        raise ValueError(f"clauses: {kind.name} is not asked {unknown[0]!r}, but {', '.join(a.clause for a in kind.asked)}.")
    return [a for a in kind.asked if a.clause in wanted]


def probed(function, kind: Subject, asked: list[Asked], parameters: Parameters, arrays: str, precision: str, batch: bool) -> Called:
    """The function with the arrays that it answers to. Raises ValueError (`Unfit`) if what it returns for a first instance is no answer."""
    def probe(called: Called) -> None:
        for a in asked[:1]:
            _, data = next(iter(a.space.named(parameters)))
            if (found := judge(a, called, parameters, data, 0.0)).verdict is Verdict.NO_VALUE:
                raise NoValue(found.reason)
    called = Called(function, arrays, precision, batch, kind.infinite)
    called = replace(called, arrays=kind_of_arrays(called, arrays, probe))
    with contextlib.suppress(NoValue):                       # a finding
        probe(called)
    return called


def found(asked: Asked, called: Called, parameters: Parameters, size: float, effort: Effort, seed: int, deadline: float,
          instances: Iterable[tuple[str, Data]]) -> Finding:
    """One clause."""
    mine = [(name, data) for name, data in instances if set(data) == keys(asked, parameters)]
    trail = search.searched(asked, called, parameters, size, effort, seed, deadline, mine)
    judgement, relation = trail.judgement, asked.statement().relation
    assert judgement is not None                             # a space has at least one instance
    data = json.loads(json.dumps(trail.data))                # lists for tuples, as a record has them
    told = judgement.reason if judgement.reason else f"{measure(relation)} = {judgement.number!r}"
    text = script.script(f"{asked.tag} {asked.clause}: {judgement.verdict}\n{told}", called.function, asked.number.__name__, parameters,
                         data, arrays=called.arrays, precision=called.precision, batch=called.batch)
    return Finding(asked.tag, asked.clause, judgement.verdict, measure(relation), trail.worst, judgement.number, judgement.resolution,
                   trail.name, data, trail.counts, trail.ended, judgement.reason, text)
