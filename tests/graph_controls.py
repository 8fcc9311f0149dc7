"""What the tests of the subjects share: verdicts, numbers by formula and by hand, scripts in an empty folder."""
import os
import subprocess
import sys

import numpy as np

from proofs_numeric.conformance import Effort, check, script
from proofs_numeric.conformance import subject as subjects
from proofs_numeric.conformance.calling import Called
from proofs_numeric.conformance.judge import judge, values

EFFORT = Effort(draws=10, climbs=1, steps=10, shrinks=100)


def verdicts(function, subject, precision="float64", **parameters):
    """{(tag, clause): verdict} of all clauses that say something for these parameters."""
    report = check(function, subject, precision=precision, seconds=1e6, effort=EFFORT, **parameters)
    return {(f.tag, f.clause): str(f.verdict) for f in report.findings}


def finding(function, subject, tag, clause, **parameters):
    """The finding of one clause."""
    report = check(function, subject, clauses=[clause], seconds=1e6, effort=EFFORT, **parameters)
    return next(f for f in report.findings if (f.tag, f.clause) == (tag, clause))


def asked(subject, tag, clause):
    return next(a for a in subjects.load(subject).asked if (a.tag, a.clause) == (tag, clause))


def disagreements(function, subject, tag, clause, count=20, **parameters):
    """Random instances for which the number of `plain` is not that of the formula, with both numbers."""
    question, given, rng = asked(subject, tag, clause), subjects.load(subject).completed(parameters), np.random.default_rng(1)
    called, found = Called(function, "numpy", "float64"), []
    for _ in range(count):
        data = question.space.drawn(rng, given)
        plain, formula = question.number(called, given, **values(data)), judge(question, called, given, data, 0.0).number
        if not (plain == formula or abs(plain - formula) <= 1e-12 + 1e-9 * abs(formula)):
            found.append((data, plain, formula))
    return found


def printed(function, found, subject, folder, **parameters):
    """What the script of a finding prints in an empty folder, without this project; the function is copied into it."""
    given = subjects.load(subject).completed(parameters)
    text = script.script("", None, asked(subject, found.tag, found.clause).number.__name__, given, found.data,
                         source=script.copied(function))
    (folder / "script.py").write_text(text)
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run([sys.executable, "script.py"], cwd=folder, env=clean, capture_output=True, text=True, check=True)
    return float(done.stdout)
