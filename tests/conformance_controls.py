"""What the tests of a subject of `proofs_numeric.conformance` have in common: right and wrong functions for each clause."""
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from proofs_numeric.conformance import Effort, Finding, check, subject
from proofs_numeric.conformance.calling import Called
from proofs_numeric.conformance.judge import judge, values

HERE = Path(__file__).resolve().parent
FEW = Effort(draws=10, climbs=1, steps=30, shrinks=60)


def flat(table) -> Iterable:
    """Clause -> [(function, parameters)] as cases of a test."""
    return [pytest.param(clause, f, given, id=f"{clause}-{f.__name__}-{k}") for clause, rows in table.items()
            for k, (f, given) in enumerate(rows)]


def found(name: str, clause: str, f, given, effort: Effort = FEW, **options) -> Finding:
    return check(f, name, clauses=clause, effort=effort, arrays="numpy", **options, **given)[clause]


def same_number(name: str, asked, f, given, instances: int = 20) -> None:
    """The function of `plain` returns what the formula gives, on random instances and their neighbours."""
    parameters, called, rng = subject.load(name).completed(given), Called(f, "numpy", "float64"), np.random.default_rng(1)
    for k in range(instances):
        data = asked.space.drawn(rng, parameters)
        if k % 2:
            data = asked.space.moved(rng, data, 0.3, parameters)
        number = asked.number(called, parameters, **values(data))
        assert judge(asked, called, parameters, data, 0.0).number == pytest.approx(number, rel=1e-9, abs=1e-12), data


def printed(finding: Finding, folder: Path) -> str:
    """What the script of a finding prints in a folder of its own."""
    (folder / "script.py").write_text(finding.script)
    done = subprocess.run([sys.executable, "script.py"], cwd=folder, capture_output=True, text=True,
                          env={"PYTHONPATH": f"{HERE}:{HERE.parent}"})
    assert done.returncode == 0, done.stderr
    return done.stdout
