"""The page "Does my function satisfy the theorem?": what it shows is what the tool says. `pytest --record` writes it again."""
import functools
import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from proofs_numeric.conformance import Effort, check, subject

ROOT = Path(__file__).resolve().parent.parent
FOLDER, PAGE = ROOT / "docs" / "examine", ROOT / "docs" / "examine.md"


def steady(text):
    """A report without what another machine or another day changes: the time, and the digits of rounding."""
    return re.sub(r"\d\.?\d*e-\d\d", "#", re.sub(r"\d+\.\d+ s\b", "# s", text)).strip()


def command(*arguments):
    """(exit code, output) of the command in the folder of the examples."""
    done = subprocess.run([sys.executable, "-m", "proofs_numeric.conformance", *arguments], cwd=FOLDER, capture_output=True, text=True,
                          timeout=300, env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"})
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def example(monkeypatch):
    """Imports a module of the examples."""
    monkeypatch.syspath_prepend(FOLDER)
    yield importlib.import_module
    for name in ("mylib", "mended", "more", "test_mylib"):
        sys.modules.pop(name, None)


def agrees(request, name, text):
    """Whether a file of the examples holds this text, up to what `steady` leaves out."""
    file = FOLDER / name
    if request.config.getoption("--record"):
        file.write_text(text.strip() + "\n")
    assert steady(file.read_text()) == steady(text), f"{file.name} says something else: run pytest --record -k examine"


@pytest.mark.parametrize(("name", "module", "code"), [("report.txt", "mylib", 1), ("mended.txt", "mended", 0)])
def test_the_reports_are_what_the_command_prints(request, name, module, code):
    arguments = f"{module}:wasserstein --as transport --set p=2"
    found, text = command(*arguments.split())
    assert found == code, text
    agrees(request, name, text)
    assert code == 0 or arguments in PAGE.read_text()


def test_the_other_two_are_refuted(request, example):
    more, named = example("more"), Effort(draws=0, climbs=0)
    findings = [check(more.expanded, "transport", p=2, precision="float32", clauses="subadditive", effort=named)["subadditive"],
                check(more.bank, "filters", effort=named)["littlewood_paley"]]
    assert all(f.verdict == "REFUTED" for f in findings), findings
    agrees(request, "more.txt", "\n\n".join(f.text for f in findings))


def test_the_test_file_has_a_test_for_each_clause(example):
    (mark,) = example("test_mylib").test_wasserstein.pytestmark
    assert [p.id for p in mark.args[1]] == ["0008-self", "0008-separation", "0008-symmetry", "0008-subadditive"]
    assert len((FOLDER / "test_mylib.py").read_text().strip().splitlines()) == 4


def test_what_the_page_says_about_python_holds(example):
    wasserstein = example("mylib").wasserstein
    report = check(wasserstein, "transport", p=2, precision="float32", seconds=60, seed=1, effort=Effort(draws=2, climbs=0))
    assert not report.ok and "subadditive" in report["subadditive"].script
    keys = json.loads(report.json())["findings"][0].keys()
    listed = re.search(r"under `findings`,\s*each with (.*?)\. `--list`", PAGE.read_text(), re.S).group(1)
    assert set(re.findall(r"`(\w+)`", listed)) <= keys
    assert check(wasserstein, "transport", p=2, returns="cost", effort=Effort(draws=2, climbs=0)).ok


def test_twice_a_metric_is_told_apart_by_duality_alone(example):
    import ot

    def twice(x, a, y, b, factor=2):
        return factor * ot.wasserstein_1d(x[:, 0], y[:, 0], a, b, p=1)
    found = check(twice, "transport", effort=Effort(draws=2, climbs=0))
    assert [f.clause for f in found.findings if f.bad] == ["duality"]
    assert check(functools.partial(twice, factor=1), "transport", effort=Effort(draws=2, climbs=0)).ok


@pytest.mark.parametrize("name", subject.names())
def test_the_site_reads_a_subject_as_python_does(name, monkeypatch):
    """The list of subjects is made from the sources, since the site is built without JAX: texts are written out in `SUBJECT`."""
    pytest.importorskip("sphinx", reason="the site needs the packages of the group docs")
    monkeypatch.syspath_prepend(ROOT / "docs" / "_ext")
    import subjects
    told, kind = subjects.read(name), subject.load(name)
    assert (told.name, told.title, told.call, told.budget, told.unit) == (kind.name, kind.title, kind.call, kind.budget, kind.unit)
    assert told.asked == tuple((a.tag, a.clause) for a in kind.asked)
    assert told.parameters == {k: (p.words, p.required) for k, p in kind.parameters.items()}
