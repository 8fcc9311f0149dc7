"""What the tests of all subjects of `proofs_numeric.conformance` ask: scripts and formulas agree, controls are refuted."""
import math

import numpy as np

from benchmarks.conformance import running
from proofs_numeric.conformance import Effort, check, script
from proofs_numeric.conformance import subject as subjects
from proofs_numeric.conformance.calling import Called
from proofs_numeric.conformance.judge import judge, values

QUICK = Effort(draws=12, climbs=1, steps=20, shrinks=30)


def asked(name, clause):
    """The clause of a subject."""
    (found,) = (a for a in subjects.load(name).asked if a.clause == clause)
    return found


def applicable(name, **parameters):
    """The names of the clauses that say something for these parameters."""
    kind = subjects.load(name)
    given = kind.completed(parameters)
    return [a.clause for a in kind.asked if not a.when(given)]


def disagreements(name, clause, function, count=20, **parameters):
    """Random and named instances on which the plain number is not that of the formula: (data, plain, formula)."""
    kind, a = subjects.load(name), asked(name, clause)
    given, rng = kind.completed(parameters), np.random.default_rng(1)
    call, found = Called(function, "numpy", "float64", infinite=kind.infinite), []
    instances = [a.space.drawn(rng, given) for _ in range(count)] + [data for _, data in list(a.space.named(given))[:8]]
    for data in instances:
        plain, formula = float(a.number(call, given, **values(data))), judge(a, call, given, data, 1e-15).number
        if not (plain == formula or math.isclose(plain, formula, rel_tol=1e-6, abs_tol=1e-12)):
            found.append((data, plain, formula))
    return found


def verdict(name, clause, function, effort=QUICK, **options):
    """The finding of one clause."""
    return check(function, name, clauses=clause, seconds=math.inf, effort=effort, **options)[clause]


def misprints(name, function, folder, effort=QUICK, **options):
    """(clause, number, what the script printed) where they differ; all scripts run in one process in an empty folder."""
    report = check(function, name, seconds=math.inf, effort=effort, **options)
    scripts = [script.script("-", None, asked(name, f.clause).number.__name__, report.parameters, f.data, arrays=report.arrays,
                             precision=report.precision, source=script.copied(function)) for f in report.findings]
    printed = running.together([{"library": "-", "script": s} for s in scripts], folder)
    return [(f.clause, f.number, p) for f, p in zip(report.findings, printed) if not f.reason
            and not (str(float(f.number)) == p or math.isclose(float(p), f.number, rel_tol=1e-6, abs_tol=1e-12))]
