"""The worked example of "How to add a theorem" passes what every result passes, and is added by the steps of that page."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from example.model import MODEL
from example.theorem import THEOREM

from proofs_numeric.engine import audit, record
from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.programs import key
from proofs_numeric.engine.verify import verify
from theorems.language import catalogue

ROOT, EXAMPLE = Path(__file__).resolve().parent.parent, Path(__file__).parent / "example"
SLUG, TAG = "bounded_functions", "ZZZZ"


def test_example_is_green(monkeypatch):
    monkeypatch.setattr(record, "fingerprint", lambda theorem, slug: "example")      # it lies outside proofs_numeric/
    own = key(THEOREM, EXAMPLE / "model.py")
    found = verify(Bench(THEOREM, MODEL, key=own), SLUG)
    assert audit.problems(THEOREM, found) == []
    assert audit.verdict(THEOREM, found, "difference") == "HOLDS"


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the project to which the example was added."""
    target = tmp_path_factory.mktemp("copy") / "project"
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(".git", ".venv*", "build", "__pycache__", ".*_cache", ".hypothesis"))
    place = catalogue.Place("transport", SLUG)
    for source, path in (("theorem.py", place.formula), ("model.py", place.model), ("page.md", place.prose)):
        shutil.copyfile(EXAMPLE / source, target / path)
    with (target / "theorems" / "tags").open("a") as tags:
        tags.write(f"{TAG} {SLUG}\n")
    return target, place


def run(folder, *command):
    """The output of a command in the copy; fails with it."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, timeout=600,
                          env=os.environ | {"PYTHONPATH": str(folder)})
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_the_walk_through_adds_a_result(copy):
    folder, place = copy
    run(folder, "pytest", "-q", "-p", "no:cacheprovider", "tests/test_results.py", "--record", "-k", SLUG)
    assert (folder / place.record).exists()
    run(folder, "pytest", "-q", "-p", "no:cacheprovider", "tests/test_snippets.py", "-k", SLUG)
    run(folder, "sphinx", "-q", "--keep-going", "-c", ".", "docs", "build/html")
    page = (folder / "build" / "html" / f"{place.page}.html").read_text()
    assert THEOREM.title in page and "This page is not to be relied on" not in page
