"""The script of a row, made from the row: the library's functions, the setting, the worst instance, the function that gives the number.

Functions are copied out of the source, with everything that they use; no module of the libraries is imported here.
"""
import ast
import builtins
import functools
import hashlib
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = Path(__file__).resolve().parent
OURS = "theorem-companion"
RELATIVE, ABSOLUTE = 1e-6, 1e-12  # how near what a script prints has to be to the number of its row
TIMEOUT = 300                    # seconds for one process
TOGETHER = """
import contextlib, io, json, sys
found = []
for source in json.load(sys.stdin):
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(source, "script.py", "exec"), {"__name__": "__main__"})
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=out)
    found.append(out.getvalue().strip())
print(json.dumps(found))
"""


# -- writing
def names(tree: ast.AST) -> set[str]:
    """Names that are read somewhere in a tree."""
    return {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}


def _defined(statement: ast.stmt) -> set[str]:
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {a.asname or a.name.partition(".")[0] for a in statement.names}
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return {statement.name}
    if isinstance(statement, ast.Assign):
        return {n.id for t in statement.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
    return set()


@functools.cache
def _statements(file: Path) -> tuple[str, tuple[ast.stmt, ...]]:
    source = file.read_text()
    return source, tuple(ast.parse(source).body)


def closure(file: Path, wanted: Iterable[str]) -> tuple[set[str], list[str]]:
    """(imports, definitions) of a file that these names need, definitions in the order of the file.

    A statement that is only a call, such as an option of a library, is always taken along.
    Raises LookupError for a name that the file does not define.
    """
    source, body = _statements(file)
    homes = {name: s for s in body for name in _defined(s)}
    calls = [s for s in body if isinstance(s, ast.Expr) and isinstance(s.value, ast.Call)]
    needed: set[str] = set()
    missing = set(wanted).union(*map(names, calls))
    while missing:
        name = missing.pop()
        if name not in homes:
            raise LookupError(f"{file.name} does not define {name!r}")
        needed.add(name)
        if not isinstance(homes[name], (ast.Import, ast.ImportFrom)):
            missing |= (names(homes[name]) & homes.keys()) - needed
    imports, definitions = set(), []
    for s in body:
        if isinstance(s, (ast.Import, ast.ImportFrom)):
            for a in s.names:
                if (a.asname or a.name.partition(".")[0]) in needed:
                    start = f"from {s.module} import " if isinstance(s, ast.ImportFrom) else "import "
                    imports.add(start + a.name + (f" as {a.asname}" if a.asname else ""))
        elif s in calls or _defined(s) & needed:
            first = min([s.lineno, *(d.lineno for d in getattr(s, "decorator_list", ()))])
            definitions.append("\n".join(source.splitlines()[first - 1:s.end_lineno]))
    return imports, definitions


def literal(value: Any) -> str:
    """A value of a row as Python: a text is an expression already."""
    return value if isinstance(value, str) else repr(value)


def assigned(setting: dict[str, Any]) -> str:
    """A setting in words: `J=5, Q=8`."""
    return ", ".join(f"{k}={v!r}" for k, v in setting.items())


def script(row: dict[str, Any]) -> str:
    """The source of the script of a row of the record."""
    recipes = {n for value in row["data"].values() if isinstance(value, str) for n in names(ast.parse(value))} - {"np"}
    theirs, functions = closure(FOLDER / f"{row['file']}.py", row["functions"])
    ours, numbers = closure(FOLDER / "plain.py", {row["number"], *(recipes - vars(builtins).keys()), "np"})
    imports = sorted(theirs | ours, key=lambda line: (line.startswith("from"), line))
    arguments = ", ".join((*row["functions"], "setting", *row["data"]))
    head = "\n".join([f"# {row['library']} {row['subject']}: {row['tag']} {row['clause']}", f"# {row['settings']}",
                      f"# {row['measure']}, in the row: {shown(row)}", *imports])
    data = [f"setting = {row['setting']!r}", *(f"{name} = {literal(value)}" for name, value in row["data"].items())]
    return "\n\n\n".join([head, *numbers, *functions,
                          "\n".join([*data, f"print({row['number']}({arguments}))"])]) + "\n"


def shown(row: dict[str, Any]) -> str:
    """The number of a row, or why there is none."""
    return row["reason"] if row["worst"] is None else str(row["worst"])


def digest(row: dict[str, Any]) -> str:
    """Short fingerprint of the script of a row, its number included."""
    return hashlib.sha256(script(row).encode()).hexdigest()[:12]


# -- running
def agrees(row: dict[str, Any], printed: str) -> bool:
    """Whether a script printed the number of its row, up to rounding, or ended with the exception that the row names."""
    if row["worst"] is None:
        return printed.splitlines()[-1:] != [] and printed.splitlines()[-1].endswith(row["reason"])
    try:
        found, number = float(printed), float(row["worst"])
    except ValueError:
        return False
    return found == number or abs(found - number) <= RELATIVE * abs(number) + ABSOLUTE < math.inf


def environment(library: str) -> dict[str, str]:
    """What a script sees: nothing of this project, unless it is the one that is examined."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "JAX_ENABLE_X64")}
    return {**kept, "PYTHONWARNINGS": "ignore", **({"PYTHONPATH": str(ROOT)} if library == OURS else {})}


def alone(row: dict[str, Any]) -> str:
    """What the script of a row prints in a process and an empty folder of its own, or the last line of its exception."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "script.py"
        file.write_text(script(row))
        done = subprocess.run([sys.executable, file.name], cwd=folder, env=environment(row["library"]), capture_output=True, text=True,
                              timeout=TIMEOUT)
    return done.stdout.strip() if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def together(rows: Sequence[dict[str, Any]], folder: Path) -> list[str]:
    """What the scripts of the rows of one library print, one after the other in one process that starts in `folder`."""
    (library,) = {row["library"] for row in rows}
    done = subprocess.run([sys.executable, "-c", TOGETHER], cwd=folder, env=environment(library), input=json.dumps([*map(script, rows)]),
                          capture_output=True, text=True, timeout=TIMEOUT, check=True)
    return json.loads(done.stdout.splitlines()[-1])
