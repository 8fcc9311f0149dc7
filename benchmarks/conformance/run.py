"""Examine every case, run every script in an empty folder, and write benchmarks/conformance.json.

`python -m benchmarks.conformance.run [library ...]` renews the rows of these libraries only. A script that does not print the
number of its row ends the run with an error, and nothing is written.
"""
import argparse
import importlib
import importlib.metadata
import json
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

from benchmarks.conformance import running
from benchmarks.conformance.cases import agrees, rows

ROOT = running.ROOT
RECORD = ROOT / "benchmarks" / "conformance.json"
# The modules of each distribution, whose cases are examined together.
LIBRARIES = {
    "kymatio": ("kymatio",),
    "POT": ("pot",),
    "ott-jax": ("ott",),
    "geomloss": ("geomloss",),
    "scipy": ("scipy_stats", "scipy_divergences", "scipy_graphs", "scipy_convolutions", "scipy_filters", "scipy_cluster", "scipy_ridge"),
    "numpy": ("numpy_convolutions", "numpy_ridge"),
    "jax": ("jax_divergences", "jax_convolutions", "jax_nn"),
    "torch": ("torch_divergences", "torch_convolutions", "torch_layers", "torch_slopes", "torch_dropout"),
    "torch-geometric": ("pyg_graphs",),
    "networkx": ("networkx_graphs",),
    "scikit-learn": ("sklearn_ridge", "sklearn_graphs", "sklearn_ensembles", "sklearn_clusters"),
    running.OURS: ("ours",)}


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
        with tempfile.TemporaryDirectory() as folder:
            printed = running.together(fresh, Path(folder))
        for row, text in zip(fresh, printed):
            row["printed"] = text
            fault = "" if agrees(row, row["printed"]) else f" BUT THE SCRIPT PRINTED {row['printed']}"
            print(f"{row['library']} {row['subject']} {row['tag']}/{row['clause']} ({row['settings']}): {row['verdict']}, "
                  f"{row['reason'] or row['worst']} at {row['instance']}{fault}", flush=True)
        print(f"  [{time.perf_counter() - start:.0f} s]", flush=True)
        found += fresh
    return found


def main(arguments=None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.conformance.run", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("library", nargs="*", choices=[[], *LIBRARIES], help="only these; the rows of the others stay")
    wanted = parser.parse_args(arguments).library or list(LIBRARIES)
    old = json.loads(RECORD.read_text()) if RECORD.exists() else {"rows": [], "absent": [], "versions": {}}
    kept = {name: [r for r in old["rows"] if r["library"] == name and name not in wanted] for name in LIBRARIES}
    absent = {a["library"]: a["reason"] for a in old["absent"] if a["library"] not in wanted}
    versions = {name: v for name, v in old["versions"].items() if kept.get(name)}
    for library in wanted:
        try:
            cases = [case for m in LIBRARIES[library] for case in importlib.import_module(f"benchmarks.conformance.{m}").cases()]
        except ImportError as reason:
            absent[library] = f"{type(reason).__name__}: {reason}"
            print(f"{library} is skipped: {reason}")
            continue
        versions[library], kept[library] = version(library), examined(cases)
    if wrong := [r for name in wanted for r in kept[name] if not agrees(r, r["printed"])]:
        sys.exit(f"{len(wrong)} scripts do not print the number of their row; nothing is written.")
    record = {"versions": versions, "absent": [{"library": k, "reason": v} for k, v in sorted(absent.items())],
              "python": ".".join(map(str, sys.version_info[:3])), "jax": importlib.metadata.version("jax"),
              "rows": [r for name in LIBRARIES for r in kept[name]]}
    RECORD.write_text(json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
