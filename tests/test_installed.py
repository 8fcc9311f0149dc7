"""The wheel is complete: built from a copy of the sources and installed into a fresh environment, it does what the checkout does.

Folders have a space and an accent in their names. The dependencies are those of this environment, so that no network is needed.
"""
import importlib.metadata
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("theorems", "proofs_numeric", "proofs_formal")
LEFT = shutil.ignore_patterns("__pycache__", "*.pyc", "*.vo", "*.vok", "*.vos", "*.glob", ".*.aux")      # by Python and by the prover
VERSIONS = [d.version for d in importlib.metadata.distributions(name="setuptools")]
BUILDS = importlib.util.find_spec("pip") and any(int(v.split(".")[0]) >= 77 for v in VERSIONS)
pytestmark = [pytest.mark.xdist_group("installed"),        # one wheel, in one process
              pytest.mark.skipif(not BUILDS, reason="to build a wheel: pip and setuptools 77 or newer, which `make` installs")]


def shown(command, **options) -> str:
    """What a command prints. Nothing of the checkout is on its path."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "JAX_ENABLE_X64")}
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, env=environment, **options)
    assert done.returncode == 0, f"{command}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def sources() -> list[str]:
    """The files of the packages, as a wheel names them."""
    found = []
    for package in PACKAGES:
        for folder, folders, files in os.walk(ROOT / package):
            left = LEFT(folder, [*folders, *files])
            folders[:] = [f for f in folders if f not in left]
            found += [(Path(folder) / f).relative_to(ROOT).as_posix() for f in files if f not in left]
    return sorted(found)


class Installed(NamedTuple):
    """The wheel, the Python of the environment that it is installed in, and a folder to work in."""

    wheel: Path
    python: Path
    folder: Path

    def run(self, *arguments) -> str:
        return shown([self.python, *arguments], cwd=self.folder)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    place = tmp_path_factory.mktemp("mein Vérif")
    copy, wheels, environment, elsewhere = (place / name for name in ("the sources é", "wheels", "env é", "elsewhere ü"))
    copy.mkdir()
    elsewhere.mkdir()
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=LEFT)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    shown([*pip, "wheel", ".", "--no-deps", "--no-build-isolation", "--wheel-dir", wheels], cwd=copy)
    (wheel,) = wheels.glob("*.whl")
    venv.create(environment, with_pip=False)
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    shown([*pip, "--python", python, "install", "--no-deps", "--no-index", wheel], cwd=elsewhere)
    site = Path(shown([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], cwd=elsewhere).strip())
    # A line of such a file is appended to the path, and files like it there are not read: the checkout stays out.
    (site / "dependencies.pth").write_text("\n".join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}) + "\n")
    shutil.rmtree(copy)
    return Installed(wheel, python, elsewhere)


def test_the_wheel_has_every_file_of_the_packages_and_nothing_else(installed):
    with zipfile.ZipFile(installed.wheel) as wheel:
        names = [n for n in wheel.namelist() if ".dist-info/" not in n]
    assert sorted(names) == sources()
    assert {"theorems/tags", "proofs_formal/statements.lock", "proofs_formal/record.json", "proofs_formal/transport/manifest.json",
            "proofs_numeric/records/transport/kantorovich_rubinstein.json"} <= set(names)


def test_what_is_imported_is_what_was_installed(installed):
    program = "import sys, theorems, proofs_numeric, proofs_formal; print(all(p.__file__.startswith(sys.prefix) for p in "\
              "(theorems, proofs_numeric, proofs_formal)))"
    assert installed.run("-c", program).strip() == "True"


def test_the_command_judges_the_instance_that_it_judges_here(installed):
    arguments = ["-m", "proofs_numeric", "kantorovich_rubinstein", "--size", "0", "--seed", "7", "--index", "3"]
    said = installed.run(*arguments)
    assert said.startswith("0009 Kantorovich-Rubinstein duality") and said.count("HOLDS") == 9
    assert said == shown([sys.executable, *arguments], cwd=ROOT)


def test_the_catalogue_the_records_and_the_formal_sources_are_those_of_the_checkout(installed):
    program = """
import json
from proofs_formal import manifest, record, sources
from proofs_numeric.engine import record as records
from theorems.language import catalogue
print(json.dumps({
    "slugs": catalogue.slugs(), "titles": [catalogue.load(s).title for s in catalogue.slugs()], "tag": catalogue.find("000b"),
    "records": {s: records.read(s)["digest"] for s in catalogue.slugs()},
    "fingerprint": records.fingerprint(catalogue.load("0009"), "kantorovich_rubinstein"),
    "files": sources.files(), "hashes": record.hashes(), "locks": record.locks(),
    "unclean": [u for f in sources.files() for u in sources.unclean(f)],
    "theorems": sorted(manifest.theorems()), "current": [record.current(n) for n in sorted(manifest.theorems())],
}))
"""
    there, here = (json.loads(run) for run in (installed.run("-c", program), shown([sys.executable, "-c", program], cwd=ROOT)))
    assert len(there["slugs"]) > 50 and len(there["files"]) > 50 and len(there["theorems"]) > 50
    assert there == here


def test_the_public_functions_compute(installed):
    program = """
import jax
jax.config.update("jax_enable_x64", True)
import numpy as np
from proofs_numeric.numerics import *
assert float(wasserstein_1d(np.array([0.0, 1.0]), np.array([2.0, 3.0]))) == 2
u = np.full(2, 0.5)
assert abs(float(exact_transport(u, u, np.array([[0.0, 1.0], [1.0, 0.0]])).value)) < 1e-12
assert float(gaussian_w2(np.zeros(1), np.eye(1), np.ones(1), np.eye(1))) == 1
assert Scattering(filters.meyer(32, 2), 1)(np.ones(32)).shape == (3, 8)
"""
    installed.run("-c", program)


def test_the_program_of_the_proofs_starts(installed):
    assert "usage: python -m proofs_formal" in installed.run("-m", "proofs_formal", "--help")


@pytest.mark.parametrize("package", PACKAGES)
def test_the_tests_are_about_the_checkout_and_not_about_an_installed_copy(package):
    assert Path(__import__(package).__file__).resolve() == ROOT / package / "__init__.py"
