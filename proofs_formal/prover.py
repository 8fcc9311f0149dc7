"""What the prover says: of the files, of the axioms that theorems rest on, of false variants."""
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from proofs_formal import manifest, sources
from proofs_formal.manifest import Entry

PROVER, LIBRARIES = "8.16", ("ssreflect", "algebra", "field", "analysis", "algebra_tactics", "real_closed")
INSTALL = ("apt-get install --no-install-recommends coq libcoq-mathcomp-analysis libcoq-mathcomp-field "
           "libcoq-mathcomp-algebra-tactics libcoq-mathcomp-real-closed (Debian 12: Coq 8.16.1, mathcomp 1.15.0)")


def unavailable() -> str | None:
    """Why proofs cannot be checked here, or None."""
    if not shutil.which("coqc"):
        return "coqc is not installed"
    version = run(["coqc", "--print-version"]).stdout.split()
    if not version or not version[0].startswith(PROVER + "."):
        return f"Coq {PROVER} is needed, {version[:1]} is installed"
    root = Path(run(["coqc", "-where"]).stdout.strip()) / "user-contrib" / "mathcomp"
    missing = [x for x in LIBRARIES if not (root / x).is_dir()]
    return f"mathcomp/{missing[0]} is not installed" if missing else None


def versions() -> dict[str, str]:
    """Prover and libraries, as the package manager knows them."""
    found = {"coq": run(["coqc", "--print-version"]).stdout.split()[0]}
    for name in ("mathcomp-" + x.replace("_", "-") for x in LIBRARIES):
        shown = run(["dpkg-query", "-W", "-f", "${Version}", f"libcoq-{name}"]).stdout if shutil.which("dpkg-query") else ""
        found[name] = shown.split("-")[0] or "unknown"
    return found


def run(command, **options):
    """The finished process, with what it wrote as text."""
    return subprocess.run(command, capture_output=True, text=True, **options)


def compile_file(folder: Path, file: str, libraries: Path):
    """The finished process that compiles a file in `folder`, with those that it requires in `libraries`."""
    return run(["coqc", "-q", "-w", "none", "-R", str(libraries), "Companion", f"{file}.v"], cwd=folder, timeout=600)


def parallel(function, items) -> list[Any]:
    """[function(x) for x in items], on all cores."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(function, items))


def build(folder: Path) -> dict[str, str]:
    """Compile every file in `folder`: file -> what the prover said of those that do not compile."""
    wrong: dict[str, str] = {}
    waiting = list(sources.files())
    done: set[str] = set()
    for file in waiting:
        (folder / f"{file}.v").write_text(sources.source(file))
    while waiting:
        ready = [f for f in waiting if set(sources.required(f)) <= done]
        for file, result in zip(ready, parallel(lambda f: compile_file(folder, f, folder), ready)):
            waiting.remove(file)
            done.add(file)
            if result.returncode:
                wrong[file] = result.stdout + result.stderr
        if wrong:
            return wrong
    return wrong


def assumptions(folder: Path, each: bool = True) -> dict[str, set[str]]:
    """Listed theorem or witness -> the axioms it rests on, from files compiled in `folder`.

    The prover takes seconds for a question about axioms, so those of which the same is expected are asked about together: theorems
    that are to rest on nothing, witnesses, which may rest on the classical axioms, and unless `each`, theorems that are to rest on
    the same axioms. What is found for such a group is found for each of its members, of which it is an upper bound; if it is not
    as expected, each is asked about by itself.
    """
    groups: list[tuple[set[str], list[str]]] = [(set(manifest.CLASSICAL), sorted({e.witness for e in manifest.theorems().values()}))]
    for axioms in sorted({e.axioms for e in manifest.theorems().values()}):
        if not (axioms and each):
            groups.append((set(axioms), [n for n, e in manifest.theorems().items() if e.axioms == axioms]))
    found = _print_assumptions(folder, {
        f"group{k}": f"Definition group{k} := (tt" + "".join(f", @Companion.{n}" for n in names) + f").\nPrint Assumptions group{k}.\n"
        for k, (_, names) in enumerate(groups)})
    known = {n: found[f"group{k}"] for k, (allowed, names) in enumerate(groups) if found[f"group{k}"] <= allowed for n in names}
    single = [n for n in [*manifest.theorems(), *groups[0][1]] if n not in known]
    return known | _print_assumptions(folder, {n: f"Print Assumptions Companion.{n}.\n" for n in single})


def _print_assumptions(folder: Path, questions: dict[str, str]) -> dict[str, set[str]]:
    if not questions:
        return {}
    body = "".join(f'Goal True. idtac "@@{name}". Abort.\n{question}' for name, question in questions.items())
    (folder / "Probe.v").write_text(f"From Companion Require {' '.join(sources.files())}.\nSet Printing Width 10000.\n{body}")
    result = compile_file(folder, "Probe", folder)
    if result.returncode:
        raise RuntimeError(f"the prover refuses to print assumptions: {result.stderr}")
    out = {}
    for part in result.stdout.split("@@")[1:]:
        name, text = part.split("\n", 1)
        closed = "Closed under the global context" in text
        listed = [] if closed else re.findall(r"^([\w.']+)\s*(?::|$)", text.split("Axioms:", 1)[1], re.M)
        out[name] = {n.split(".")[-1] for n in listed}
    return out


def accepted(folder: Path, entry: Entry, variant: dict[str, str]) -> str | None:
    """None if the false variant is refused inside the proof of its theorem; else what happened instead."""
    wrong, end = manifest.edited(entry, variant)
    # From the line below the statement, so that a statement which makes no sense does not count as refused.
    first, last = wrong.count("\n", 0, end) + 2, wrong.count("\n", 0, sources.bare(wrong).index("Qed.", end)) + 1
    own = folder / f"variant{sources.digest(wrong)}"
    own.mkdir(exist_ok=True)
    (own / f"{entry.file}.v").write_text(wrong)
    result = run(["coqc", "-q", "-w", "none", "-Q", str(folder), "Companion", f"{entry.file}.v"], cwd=own, timeout=600)
    where = re.search(r"line (\d+)", result.stderr)
    if result.returncode == 0:
        return "it compiles"
    if where is None or not first <= int(where[1]) <= last:
        return f"it fails at line {where and where[1]}, outside of the proof in lines {first} to {last}: {result.stderr}"
    return None
