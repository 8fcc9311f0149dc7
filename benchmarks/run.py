"""Measures every workload and every growth, each in a process of its own, and writes benchmarks/record.json.

    python -m benchmarks.run                            all
    python -m benchmarks.run --only w1 gaussian         some; the other rows of the record stay
    python -m benchmarks.run --device gpu               all on a GPU, into benchmarks/record_gpu.json

Ours and the peers run in turn in one process, after two calls that are not counted: the first, which compiles and is reported apart,
and one more. Compiled programs are not taken from disk. A process that does not finish in time loses its own row only.
"""
import argparse
import datetime
import importlib.metadata
import json
import math
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.timing import ROUNDS, interleaved, quartiles, ratio, slope
from benchmarks.workloads import GROWTHS, WORKLOADS, Contestant, Growth, Race, Unavailable, Workload, builder

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 900                      # seconds for one row
PACKAGES = ("jax", "jaxlib", "numpy", "scipy", "POT", "kymatio", "ott-jax", "geomloss", "torch")
OUTPUT = "benchmark row: "       # marks the line of a child's output that holds its result


# -- in the process of one row
def reason(error: BaseException) -> str:
    """Why a contestant cannot take part, without the places of files."""
    words = str(error).strip().splitlines()[0] if str(error).strip() else ""
    words = re.sub(r"\s*\(?(?:[A-Za-z]:)?[/\\][^\s:()'\"]*[/\\][^\s()'\"]*\)?", "", words)
    return words if isinstance(error, Unavailable) else f"{type(error).__name__}: {words}"


def prepared(contestant: Contestant, clock=time.perf_counter) -> tuple[Callable[[], Any], Any, dict[str, float]]:
    """(function, its answer, seconds of preparing it and of its first call). It is called twice."""
    start = clock()
    f = contestant.make()
    made = clock()
    f()
    first = clock()
    return f, f(), {"prepared_s": made - start, "first_s": first - made}


def measured(race: Race, counts: float, rounds: int = ROUNDS, clock=time.perf_counter) -> dict[str, Any]:
    """The row of a race: contestants with their times and errors, those left out with the reason, the best peer and the ratio.

    A peer whose error is above `counts` has no rank. A peer that fails is left out; ours must not fail.
    """
    functions: dict[str, Callable[[], Any]] = {}
    rows: dict[str, dict[str, Any]] = {}
    skipped: dict[str, str] = {}
    for contestant in (race.ours, *race.peers):
        try:
            f, answer, early = prepared(contestant, clock)
            rows[contestant.name] = {"error": race.error(contestant.convention(answer)), **early, "settings": contestant.settings}
            functions[contestant.name] = f
        except Exception as error:
            if contestant is race.ours:
                raise
            skipped[contestant.name] = reason(error)
    times = interleaved(functions, rounds, clock, race.ours.name)
    for name, row in rows.items():
        low, median, high = quartiles(times[name])
        row |= {"median_s": median, "low_s": low, "high_s": high, "runs": len(times[name])}
        if name != race.ours.name:
            row |= ratio(times[race.ours.name], times[name])
            row["ranked"] = bool(row["error"] <= counts)
    ranked = [n for n in rows if n != race.ours.name and rows[n]["ranked"]]
    best = min(ranked, key=lambda n: float(rows[n]["median_s"]), default=None)
    return {"ours": rows.pop(race.ours.name), "peers": rows, "skipped": skipped, "best": best,
            "ratio": rows[best]["ratio"] if best else None}


def grown(growth: Growth, device: str, rounds: int = 7) -> dict[str, Any]:
    """Median seconds at every value, interleaved, and the slopes of the times and of the cost in theory."""
    steps = {str(v): builder(growth.build)(v, device) for v in growth.values}
    for step in steps.values():
        step.call()
        step.call()
    times = interleaved({v: s.call for v, s in steps.items()}, rounds)
    medians = [quartiles(times[v])[1] for v in steps]
    return {"median_s": medians, "slope": slope(growth.values, medians, growth.geometric),
            "theory": slope(growth.values, [float(s.cost) for s in steps.values()], growth.geometric)}


def one(name: str, device: str) -> dict[str, Any]:
    """The row of the workload or growth with this name, and the device that did it."""
    import jax
    kind, _, key = name.partition("/")
    if kind == "workload":
        workload = next(w for w in WORKLOADS if w.name == key)
        row = measured(builder(workload.build)(**workload.arguments, device=device), workload.counts)
    else:
        row = grown(next(g for g in GROWTHS if g.name == key), device)
    return row | {"device": jax.devices()[0].device_kind}


# -- in the process that starts them
def plain(x: Any) -> Any:
    """Numbers with four digits, and as words what JSON has no number for."""
    if isinstance(x, dict):
        return {k: plain(v) for k, v in x.items()}
    if isinstance(x, list):
        return [plain(v) for v in x]
    if isinstance(x, float):
        return float(f"{x:.4g}") if math.isfinite(x) else str(x)
    return x


def row_of(name: str, device: str, limit: float = LIMIT) -> dict[str, Any]:
    """The row with this name from a process of its own; {"failed": why} if it ends without one.

    Threads do not spin after their work (OMP_WAIT_POLICY), which would slow the contestant that runs next.
    """
    platforms = {"cpu": "cpu", "gpu": "cuda,cpu"}[device]
    env = os.environ | {"JAX_ENABLE_X64": "1", "JAX_PLATFORMS": platforms, "JAX_ENABLE_COMPILATION_CACHE": "false",
                        "OMP_WAIT_POLICY": "passive"}
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    try:
        done = subprocess.run([sys.executable, "-W", "ignore", "-m", "benchmarks.run", "--one", name, "--device", device], cwd=ROOT,
                              env=env, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return {"failed": f"not finished after {limit:g} s"}
    found = [line.removeprefix(OUTPUT) for line in done.stdout.splitlines() if line.startswith(OUTPUT)]
    if done.returncode or not found:
        print(done.stderr[-2000:], file=sys.stderr)
        last = [line for line in done.stderr.splitlines() if line.strip()]
        return {"failed": reason(Unavailable(last[-1] if last else f"ended with code {done.returncode}"))}
    return plain(json.loads(found[-1]) | {"load": load})


def version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def machine() -> dict[str, Any]:
    """What the ratios depend on. No names of hosts, users or folders."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists() and (found := re.search(r"^model name\s*: *(.+)$", cpuinfo.read_text(), re.M)):
        model = found.group(1)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else None
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {"processor": model, "cores": cores, "memory_gib": memory and round(memory),
            "system": f"{platform.system()} {platform.machine()}", "python": platform.python_version(),
            "date": datetime.date.today().isoformat()}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    names = [*(w.name for w in WORKLOADS), *(g.name for g in GROWTHS)]
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=sorted({*names, "workloads", "growths"}),
                        help="measure these and keep the other rows: " + ", ".join(dict.fromkeys(names)) + ", or workloads, or growths")
    parser.add_argument("--device", choices=("cpu", "gpu"), default="cpu")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.one:
        print(OUTPUT + json.dumps(one(given.one, given.device)), flush=True)
        return
    file = ROOT / "benchmarks" / ("record.json" if given.device == "cpu" else "record_gpu.json")
    entries: list[Workload | Growth] = [*WORKLOADS, *GROWTHS]
    for entry in entries:
        group = "workload" if isinstance(entry, Workload) else "growth"
        if given.only and not {entry.name, group + "s"} & set(given.only):
            continue
        start = time.perf_counter()
        row = row_of(f"{group}/{entry.name}", given.device)
        write(file, group + "s", entry.name, row, given.device)
        print(f"{group} {entry.name}: {summary(entry, row)}  [{time.perf_counter() - start:.0f} s]", flush=True)


def write(file: Path, group: str, name: str, row: dict[str, Any], device: str) -> None:
    """Puts a row into the record, which is read again before, and drops rows of workloads that are no more."""
    old = json.loads(file.read_text()) if file.exists() else {}
    rows = {"workloads": old.get("workloads", {}), "growths": old.get("growths", {})}
    rows[group][name] = {k: v for k, v in row.items() if k != "device"}
    record = {"schema": 1, "machine": machine() | {"device": row.get("device", device)},
              "versions": {p: v for p in PACKAGES if (v := version(p))}, "rounds": ROUNDS}
    for kind, entries in (("workloads", WORKLOADS), ("growths", GROWTHS)):
        record[kind] = {e.name: rows[kind][e.name] for e in entries if e.name in rows[kind]}
    file.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n")


def summary(entry: Workload | Growth, row: dict[str, Any]) -> str:
    if "failed" in row:
        return f"FAILED, {row['failed']}"
    if isinstance(entry, Growth):
        return f"slope {row['slope']}, in theory {row['theory']}"
    ours = f"ours {1e3 * row['ours']['median_s']:.4g} ms, error {row['ours']['error']}"
    if row["best"] is None:
        return f"{ours}, no peer"
    best = row["peers"][row["best"]]
    return f"{ours}; {row['best']} {1e3 * best['median_s']:.4g} ms, error {best['error']}; ratio {row['ratio']}, goal {entry.goal}"


if __name__ == "__main__":
    main()
