"""Examine every case, run every script alone, and write benchmarks/conformance.json.

`python -m benchmarks.conformance.run [module ...]` renews the rows of the libraries of these modules only, with all modules of each. A
script that does not print the number of its row ends the run with an error, and nothing is written.
"""
import importlib
import importlib.metadata
import json
import sys
import time
import warnings
from typing import Any

from benchmarks.conformance import running
from benchmarks.conformance.cases import agrees, rows

ROOT = running.ROOT
RECORD = ROOT / "benchmarks" / "conformance.json"
LIBRARIES = {"kymatio": "kymatio", "pot": "POT", "ott": "ott-jax", "scipy_stats": "scipy", "geomloss": "geomloss", "ours": running.OURS,
             "scipy_divergences": "scipy", "scipy_ridge": "scipy", "numpy_ridge": "numpy", "jax_divergences": "jax",
             "torch_divergences": "torch", "torch_dropout": "torch", "sklearn_ridge": "scikit-learn"}


def version(library: str) -> str:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return importlib.import_module("tomllib").loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def examined(cases) -> list[dict[str, Any]]:
    """The rows, each with what its script printed."""
    found = []
    for case in cases:
        start = time.perf_counter()
        fresh = rows(case)
        for row in fresh:
            row["printed"] = running.alone(row)
            fault = "" if agrees(row, row["printed"]) else f" BUT THE SCRIPT PRINTED {row['printed']}"
            print(f"{row['library']} {row['subject']} {row['tag']}/{row['clause']} ({row['settings']}): {row['verdict']}, "
                  f"{row['reason'] or row['worst']} at {row['instance']}{fault}", flush=True)
        print(f"  [{time.perf_counter() - start:.0f} s]", flush=True)
        found += fresh
    return found


def main(wanted):
    old = json.loads(RECORD.read_text()) if RECORD.exists() and wanted else {"rows": [], "absent": [], "versions": {}}
    kept = {name: [r for r in old["rows"] if r["library"] == name] for name in dict.fromkeys(LIBRARIES.values())}
    absent = {a["library"]: a["reason"] for a in old["absent"]}
    versions, fresh = dict(old["versions"]), []
    for library in dict.fromkeys(LIBRARIES.values()):
        modules = [m for m, name in LIBRARIES.items() if name == library]
        if wanted and not set(modules) & set(wanted):
            continue
        absent.pop(library, None)
        try:
            cases = [case for m in modules for case in importlib.import_module(f"benchmarks.conformance.{m}").cases()]
        except ImportError as reason:
            absent[library], kept[library] = f"{type(reason).__name__}: {reason}", []
            print(f"{library} is skipped: {reason}")
            continue
        versions[library], kept[library] = version(library), examined(cases)
        fresh += kept[library]
    if wrong := [r for r in fresh if not agrees(r, r["printed"])]:
        sys.exit(f"{len(wrong)} scripts do not print the number of their row; nothing is written.")
    record = {"versions": versions, "absent": [{"library": k, "reason": v} for k, v in sorted(absent.items())],
              "python": ".".join(map(str, sys.version_info[:3])), "jax": importlib.metadata.version("jax"),
              "rows": [r for name in kept for r in kept[name]]}
    RECORD.write_text(json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(sys.argv[1:])
