"""Every package that is imported is declared in pyproject.toml, in a group that is installed where it is imported, and is locked."""
import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
# Where the name of a package differs from that of the module.
PACKAGE = {"flint": "python-flint", "ot": "pot", "sklearn": "scikit-learn", "pywt": "pywavelets", "PIL": "pillow", "xdist": "pytest-xdist",
           "ott": "ott-jax", "torch_geometric": "torch-geometric", "sphinxcontrib": "sphinxcontrib-bibtex"}
OURS = {"theorems", "proofs_numeric", "proofs_formal", "benchmarks"}


def named(requirement: str) -> str:
    """`POT>=0.9.6` is `pot`."""
    return re.match(r"[\w.-]+", requirement).group().lower().replace("_", "-")


def group(name: str) -> set[str]:
    return {named(r) for r in PROJECT["optional-dependencies"][name]}


MAIN = {named(r) for r in PROJECT["dependencies"]}
# Imported where the caller has them: pytest by `conformance.cases`, torch for functions of torch.
CALLERS = {"pytest", "torch"}
# Modules that tests and examples write themselves.
WRITTEN = {"mylib", "users_module", "tests", "no_such_package"}
PEERS = {named(r) for r in (ROOT / "benchmarks" / "requirements.txt").read_text().splitlines() if r and r[0] != "#"}
# Folder -> what is installed where its code runs.
ALLOWED = {"theorems": MAIN, "proofs_numeric": MAIN | CALLERS, "proofs_formal": MAIN,
           "docs": MAIN | group("docs"), "conf.py": MAIN | group("docs"),
           "tests": MAIN | group("docs") | group("test"), "benchmarks": MAIN | group("test") | PEERS}


def modules(text: str):
    """The top-level modules that a program imports: by statement, and by a function that is given the name."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (a.name.split(".")[0] for a in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.Call) and node.args and ast.unparse(node.func).split(".")[-1] in ("import_module", "importorskip"):
            name = node.args[0].values[0] if isinstance(node.args[0], ast.JoinedStr) else node.args[0]
            if isinstance(name, ast.Constant):
                yield name.value.split(".")[0]


def foreign(folder: str) -> dict[str, list[str]]:
    """Package -> files of the folder that import it; modules of Python and of the project left out."""
    files = [ROOT / folder] if folder.endswith(".py") else sorted((ROOT / folder).rglob("*.py"))
    own = OURS | {p.stem for place in ("tests", "docs/_ext", "docs/figures") for p in (ROOT / place).rglob("*.py")} | {"example", "conf"}
    found: dict[str, list[str]] = {}
    for file in files:
        for module in set(modules(file.read_text())) - own - sys.stdlib_module_names:
            found.setdefault(PACKAGE.get(module, module).lower(), []).append(file.relative_to(ROOT).as_posix())
    return found


@pytest.mark.parametrize("folder", ALLOWED)
def test_every_imported_package_is_declared(folder):
    undeclared = {package: files for package, files in foreign(folder).items() if package not in ALLOWED[folder]}
    assert undeclared.keys() <= WRITTEN, undeclared


def test_the_packages_of_the_site_are_declared():
    """Those that conf.py names in strings: extensions and theme."""
    tree = ast.parse((ROOT / "conf.py").read_text())
    settings = {t.id: ast.literal_eval(n.value) for n in tree.body if isinstance(n, ast.Assign) for t in n.targets
                if isinstance(t, ast.Name) and t.id in ("extensions", "html_theme")}
    own = {p.stem for p in (ROOT / "docs" / "_ext").glob("*.py")}
    names = {n.split(".")[0].replace("_", "-") for n in [*settings["extensions"], settings["html_theme"]] if n not in own}
    assert {PACKAGE.get(n, n) for n in names} <= group("docs")


def test_an_undeclared_package_is_found():
    program = "import scipy.special\nfrom torch import nn\nimportlib.import_module(f'kymatio.{x}')\npytest.importorskip('sphinx')\n"
    assert set(modules(program)) == {"scipy", "torch", "kymatio", "sphinx"}
    assert "scipy" in foreign("proofs_numeric") and "docutils" in foreign("docs") and "mpmath" in foreign("tests")


def test_every_declared_package_is_locked():
    locked = {named(line) for line in (ROOT / "requirements.lock").read_text().splitlines() if line[:1].isalnum()}
    assert MAIN.union(*map(group, PROJECT["optional-dependencies"])) <= locked
