"""Runs the scripts of rows as a reader would: in an empty folder, without this project unless it is the one that is examined."""
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = "theorem-companion"
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
        print(f"{type(error).__qualname__}: {error}", file=out)
    found.append(out.getvalue().strip())
print(json.dumps(found))
"""


def environment(library: str) -> dict[str, str]:
    """What a script sees: nothing of this project, unless it is the one that is examined."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "JAX_ENABLE_X64")}
    return {**kept, "PYTHONWARNINGS": "ignore", **({"PYTHONPATH": str(ROOT)} if library == OURS else {})}


def alone(row: dict[str, Any]) -> str:
    """What the script of a row prints in a process and an empty folder of its own, or the last line of its exception."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "script.py"
        file.write_text(row["script"])
        done = subprocess.run([sys.executable, file.name], cwd=folder, env=environment(row["library"]), capture_output=True, text=True,
                              timeout=TIMEOUT)
    return done.stdout.strip() if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def together(rows: Sequence[dict[str, Any]], folder: Path) -> list[str]:
    """What the scripts of the rows of one library print, one after the other in one process that starts in `folder`."""
    (library,) = {row["library"] for row in rows}
    done = subprocess.run([sys.executable, "-c", TOGETHER], cwd=folder, env=environment(library),
                          input=json.dumps([r["script"] for r in rows]), capture_output=True, text=True, timeout=TIMEOUT, check=True)
    return json.loads(done.stdout.splitlines()[-1])
