"""Judge every claim and write benchmarks/conformance.json. `python -m benchmarks.conformance.run [library ...]` renews those rows only."""
import importlib
import importlib.metadata
import json
import os
import subprocess
import sys
import time
import warnings
from pathlib import Path

from benchmarks.conformance.claims import examine

ROOT = Path(__file__).resolve().parent.parent.parent
RECORD = ROOT / "benchmarks" / "conformance.json"
SCRIPTS = ROOT / "benchmarks" / "conformance" / "scripts"
LIBRARIES = {"kymatio": "kymatio", "pot": "POT", "ott": "ott-jax", "scipy_stats": "scipy", "geomloss": "geomloss",
             "ours": "theorem-companion"}
TIMEOUT = 300                    # seconds for one script


def reproduced(script: str) -> str:
    """What the script prints, or the exception it ends with."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run([sys.executable, SCRIPTS / f"{script}.py"], capture_output=True, text=True, env=environment, timeout=TIMEOUT)
    return done.stdout.strip() if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def version(library: str) -> str:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return importlib.import_module("tomllib").loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def main(wanted):
    old = json.loads(RECORD.read_text()) if RECORD.exists() and wanted else {"rows": [], "absent": [], "versions": {}}
    rows = {name: [r for r in old["rows"] if r["library"] == name] for name in LIBRARIES.values()}
    absent = {a["library"]: a["reason"] for a in old["absent"]}
    versions, outputs = dict(old["versions"]), {r["script"]: r["reproduced"] for r in old["rows"]}
    for module, library in LIBRARIES.items():
        if wanted and module not in wanted:
            continue
        absent.pop(library, None)
        try:
            claims = list(importlib.import_module(f"benchmarks.conformance.{module}").claims())
        except ImportError as reason:
            absent[library], rows[library] = f"{type(reason).__name__}: {reason}", []
            print(f"{library} is skipped: {reason}")
            continue
        versions[library], rows[library] = version(library), []
        for script in {c.script for c in claims}:
            outputs[script] = reproduced(script)
        for claim in claims:
            start = time.perf_counter()
            row = examine(claim)
            rows[library].append({**row, "reproduced": outputs[claim.script]})
            print(f"{library} {row['subject']} {row['tag']}/{row['clause']}: {row['verdict']}, worst {row['worst']} at {row['instance']} "
                  f"({time.perf_counter() - start:.0f} s)", flush=True)
    record = {"versions": versions, "absent": [{"library": k, "reason": v} for k, v in sorted(absent.items())],
              "python": ".".join(map(str, sys.version_info[:3])), "jax": importlib.metadata.version("jax"),
              "rows": [r for name in rows for r in rows[name]]}
    RECORD.write_text(json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(sys.argv[1:])
