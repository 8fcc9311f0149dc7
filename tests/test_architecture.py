"""The layers import in one direction, results are found by their file, and nothing of one machine is in the project."""
import ast
import re
import subprocess
from pathlib import Path

import pytest

from proofs_numeric.engine.record import code_of
from theorems.language import catalogue

ROOT = Path(__file__).resolve().parent.parent


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (a.name for a in node.names)


def inside(folder):
    return sorted((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("path", inside("theorems"), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_theorems_import_sympy_and_the_language_only(path):
    allowed = ("sympy", "theorems.language", "theorems.vocabulary", "collections", "dataclasses", "difflib", "enum", "functools",
               "importlib", "itertools", "pathlib", "re", "typing")
    assert all(m.startswith(allowed) for m in imports(path)), list(imports(path))


@pytest.mark.parametrize("path", inside("proofs_numeric"), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_models_know_neither_a_theorem_nor_another_model(path):
    slugs = set(catalogue.slugs())
    for module in imports(path):
        assert not (module.startswith("theorems.") and not module.startswith(("theorems.language", "theorems.vocabulary"))), module
        assert not (module.startswith("proofs_numeric.") and module.split(".")[-1] in slugs), module
    if path.parent.name == "mathematics":
        assert not any(m.startswith("proofs_numeric.engine") and m.split(".")[-1] in {"bench", "verify", "audit"} for m in imports(path))


def test_every_tag_has_its_result_and_every_result_its_tag():
    for tag, slug in catalogue.tags().items():
        assert catalogue.load(slug).tag == tag
        assert (ROOT / catalogue.place(slug).model).exists() and (ROOT / catalogue.place(slug).prose).exists()
    assert set(catalogue.slugs()) == set(catalogue.tags().values())


def test_the_code_of_a_result_includes_the_packages_that_it_imports():
    """All that the `__init__` of a package imports: a change of any part is a change of the code."""
    found = set(code_of(ROOT / "proofs_numeric" / "engine" / "interpret.py"))
    folder = ROOT / "proofs_numeric" / "engine" / "enclosure"
    assert {p.relative_to(ROOT).as_posix() for p in folder.glob("*.py")} <= found


@pytest.mark.parametrize("tag", ["000I", "O001", "00A", "000a"])
def test_a_tag_that_reads_as_another_is_refused(tag):
    with pytest.raises(ValueError, match="digits and capital letters but I and O"):
        catalogue.tags(f"{tag} some_result")


def test_every_result_has_a_main_conclusion():
    assert all(catalogue.load(slug).main for slug in catalogue.slugs())


def test_what_a_result_uses_exists():
    for slug in catalogue.slugs():
        assert set(catalogue.load(slug).uses) <= set(catalogue.slugs()), slug


def test_tags_are_append_only():
    """Every tag that was ever committed is still there, with the same slug."""
    log = subprocess.run(["git", "log", "-p", "--format=", "--", "theorems/tags"], cwd=ROOT, capture_output=True, text=True)
    if log.returncode:
        pytest.skip("no git history here: the archive of a release has none")
    now = catalogue.tags()
    for tag, slug in re.findall(r"^[+-]([0-9A-Z]{4}) (\w+)$", log.stdout, re.M):
        assert now.get(tag) == slug, f"{tag} was {slug} and is now {now.get(tag)}: tags are permanent"


def test_no_machine_path_is_in_the_project():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    private = re.compile("|".join(["/ho" + "me/", "/wo" + "rk/", "/ro" + "ot/", "/Us" + "ers/"]))
    found = [f for f in files if (ROOT / f).suffix in {".py", ".md", ".toml", ".json", ".txt", ".bib", ".css", ".js", ".cff"}
             and (ROOT / f).exists() and private.search((ROOT / f).read_text())]
    assert not found


LINES = 400                     # what one can read at a sitting: a longer module has two subjects


def tracked_modules():
    listed = subprocess.run(["git", "ls-files", "-z", "*.py"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("no git here: the archive of a release has none")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


def test_no_module_is_longer_than_one_can_read():
    """Tests, the site and the benchmarks as well."""
    lengths = {p.relative_to(ROOT).as_posix(): len(p.read_text().splitlines()) for p in tracked_modules()}
    assert lengths
    long = [f"{name} has {n} lines" for name, n in lengths.items() if n > LINES]
    assert not long, f"split by subject, at most {LINES} lines each: " + ", ".join(long)


def test_nothing_is_kept_under_the_address_of_an_object():
    """`id(x)` as a key: another object may have it once x is gone. Keep the value with x, pass it on, or give it a name."""
    nodes = [(path, node) for path in inside("proofs_numeric") for node in ast.walk(ast.parse(path.read_text()))]
    found = [f"{path.relative_to(ROOT).as_posix()}:{node.lineno}" for path, node in nodes
             if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "id"]
    assert not found, found
