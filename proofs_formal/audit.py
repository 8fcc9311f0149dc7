"""What the proof files state, and whether the prover accepts them.

A theorem listed in `manifest.json` counts as machine-checked if

- its file and all files it needs compile, without `Admitted` and without axioms of our own, every proof between `Proof` and `Qed`;
- `Print Assumptions` names exactly the axioms that the manifest lists (a quick check asks about all theorems on the same axioms at once);
- definitions and statements are those of `statements.lock`, so that a change is noticed even where no prover is installed;
- its witness, a concrete instance, is proved: the premises can be met;
- at least two false variants of its statement do not compile, and fail inside its own proof.

That the witness is an instance of its theorem, and that a variant is false, is for readers to judge. `record.json` says when, with which
prover, and of which sources and entries of the manifest all of this was last found to be so.
"""
import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LOCK, RECORD = HERE / "statements.lock", HERE / "record.json"
PROVER, LIBRARIES = "8.16", ("ssreflect", "algebra", "field", "analysis", "algebra_tactics", "real_closed")
INSTALL = ("apt-get install --no-install-recommends coq libcoq-mathcomp-analysis libcoq-mathcomp-field "
           "libcoq-mathcomp-algebra-tactics libcoq-mathcomp-real-closed (Debian 12: Coq 8.16.1, mathcomp 1.15.0)")
# What would let a file compile without a proof. `Variable` and the like are allowed inside sections only: there they become
# visible premises of every statement that uses them.
BANNED = re.compile(r"\b(Admitted|admit|give_up|Axioms?|Parameters?|Conjecture|Abort|bypass_check|native_compute|"
                    r"Unset\s+(Guard|Positivity|Universe)\w*|type_in_type)\b")
LOCAL = re.compile(r"(Variables?|Hypothes[ei]s|Context)\b")
# The axioms that mathcomp-analysis adds to the prover's own logic, and uses in its real numbers.
CLASSICAL = ("propositional_extensionality", "functional_extensionality_dep", "constructive_indefinite_description")
# What a theorem is to the clause of which it is a counterpart. The same statement: in the finite world of the page the clause is the
# theorem, written down for the real or the complex numbers. A special case: the same under a restriction, which the gap names. A lemma
# of it: from the theorem to the clause there is a step that is not formal.
STRENGTHS = ("the same statement", "a special case", "a lemma of it")
STATEMENT = r"(?:Theorem|Lemma|Corollary|Fact|Definition|Record|Fixpoint|Inductive|Notation)"


@dataclass(frozen=True)
class Entry:
    """A listed theorem. name: File.theorem; witness: a name of the same form.

    axioms: what `Print Assumptions` may name. says, paper, gap: one sentence each. false: edits of the file (replace, by,
    why) under which the statement is false.
    """

    name: str
    axioms: tuple[str, ...]
    says: str
    paper: str
    gap: str
    witness: str
    false: tuple[dict[str, str], ...]

    @property
    def file(self) -> str:
        return self.name.split(".")[0]

    @property
    def audited(self) -> str:
        """Hash of what the audit acts upon: all but the sentences for readers."""
        return _hash(json.dumps([self.name, self.axioms, self.witness, [(v["replace"], v["by"]) for v in self.false]]))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@functools.cache
def manifest() -> dict[str, Entry]:
    """The listed theorems, in the order of the manifest."""
    listed = json.loads((HERE / "manifest.json").read_text())["theorems"]
    return {name: Entry(name, tuple(e["axioms"]), e["says"], e["paper"], e["gap"], e["witness"], tuple(e["false"]))
            for name, e in listed.items()}


@functools.cache
def record() -> dict[str, Any]:
    """When and with which prover every listed theorem was last found to be machine-checked; see `check`."""
    return json.loads(RECORD.read_text())


def current(name: str) -> bool:
    """Whether the record is about the theorem as it is now: its entry, its file, that of its witness, and all files these need."""
    entry, then = manifest()[name], record()
    needed = _needed(entry.file) | _needed(entry.witness.split(".")[0])
    return then["theorems"].get(name, {}).get("audited") == entry.audited and all(then["sources"].get(f) == _whole(f) for f in needed)


@functools.cache
def counterparts() -> dict[str, dict[str, list[dict[str, str]]]]:
    """slug -> clause -> the listed theorems that correspond to it: theorem, strength (one of STRENGTHS) and the gap between the two."""
    return json.loads((HERE / "manifest.json").read_text())["counterparts"]


def source(file: str) -> str:
    return (HERE / f"{file}.v").read_text()


def required(file: str) -> tuple[str, ...]:
    """The proof files that a file requires, in this order."""
    return tuple(" ".join(re.findall(r"^From Companion Require Import ([\w\s]+)\.", bare(source(file)), re.M)).split())


def _needed(file: str) -> set[str]:
    """A file and all files that it requires, directly or not."""
    return {file}.union(*map(_needed, required(file)))


@functools.cache
def files() -> tuple[str, ...]:
    """All proof files, each after those it requires."""
    needs = {p.stem: set(required(p.stem)) for p in sorted(HERE.glob("*.v"))}
    order: list[str] = []
    while len(order) < len(needs):
        ready = [f for f in needs if f not in order and needs[f] <= set(order)]
        if not ready:
            raise ValueError(f"proof files require each other or something that is missing: {sorted(set(needs) - set(order))}")
        order += ready
    return tuple(order)


@functools.cache
def bare(text: str) -> str:
    """The text with comments, which may be nested, replaced by white space; offsets and lines stay."""
    out, depth = [], 0
    for part in re.split(r'(\(\*|\*\)|"[^"]*")', text):          # in a string, `(*` opens no comment
        closes = part == "*)" and depth > 0                    # as in `(x^*)`, outside of a comment it is text
        depth += part == "(*"
        out.append(re.sub(r"[^\n]", " ", part) if depth else part)
        depth -= closes
    return "".join(out)


def interface(text: str) -> str:
    """Definitions, premises and statements of a file: without comments and proofs, white space normalised."""
    return " ".join(re.sub(r"\bProof\b.*?\bQed\.", "", bare(text), flags=re.S).split())


def locks() -> dict[str, str]:
    """File -> hash of its interface, now."""
    return {f: _hash(interface(source(f))) for f in files()}


def _whole(file: str) -> str:
    """Hash of a file but for comments and white space: proofs are in it."""
    return _hash(" ".join(bare(source(file)).split()))


def sources() -> dict[str, str]:
    """File -> hash of all of it but comments, now."""
    return {f: _whole(f) for f in files()}


def _header(short: str) -> str:
    return rf"(?:Local )?{STATEMENT} {re.escape(short)}(?![\w'])"


def _place(name: str) -> tuple[str, int, int]:
    """(text of the file, offsets of the statement `name` and of its end). Raises LookupError if it is not there exactly once."""
    text = source(name.split(".")[0])
    return text, *_offsets(text, name)


@functools.cache
def _offsets(text: str, name: str) -> tuple[int, int]:
    file, _, short = name.partition(".")
    found = [m.start(1) for m in re.finditer(rf"^[ \t]*({_header(short)})", bare(text), re.M)]
    if len(found) != 1:
        raise LookupError(f"{name}: {len(found)} statements of this name in {file}.v; the manifest must name one.")
    end = re.compile(r"\.(?=\s)").search(bare(text), found[0])
    if end is None:
        raise LookupError(f"{name}: the statement has no end.")
    return found[0], end.end()


def passage(name: str) -> str:
    """The literal text of a statement or definition, up to its closing full stop."""
    text, start, end = _place(name)
    return text[start:end]


def setting(name: str) -> tuple[str, ...]:
    """The declarations, literally, of the sections that a statement stands in: they are premises and parameters of it."""
    text, start, _ = _place(name)
    return _declared(text[:start])


@functools.cache
def _declared(text: str) -> tuple[str, ...]:
    """The declarations of the sections that are open at the end of the text."""
    stack: list[tuple[str, list[str]]] = []
    declaration = r"^\s*(Section|End|Variables?|Hypothes[ei]s|Context|Implicit Types?)\b[^.]*(?:\.(?!\s)[^.]*)*\.(?=\s)"
    for m in re.finditer(declaration, bare(text), re.M):
        words = m.group().split()
        if words[0] == "Section":
            stack.append((words[1].rstrip("."), []))
        elif words[0] == "End":
            stack.pop()
        elif stack:
            stack[-1][1].append(" ".join(words))
    return tuple(d for _, declared in stack for d in declared)


def unclean(file: str) -> list[str]:
    """What a proof file must not contain."""
    text, found, depth = bare(source(file)), [], 0
    found += [m.group() for m in BANNED.finditer(text)]
    bounds = re.findall(r"\b(?:Proof|Qed|Defined)\b", text)
    if bounds != ["Proof", "Qed"] * (len(bounds) // 2):          # or `interface` would take a statement for a part of a proof
        found.append("a proof that does not stand between Proof and Qed")
    if len(re.findall(r"\bRequire\b", text)) != len(re.findall(r"^From (?:mathcomp[\w.]*|Companion) Require Import [\w\s]+\.", text, re.M)):
        found.append("a Require that `required` does not read")
    for sentence in re.split(r"\.(?=\s)", text):
        words = sentence.split()
        if words and words[0] in ("Section", "End"):
            depth += 1 if words[0] == "Section" else -1
        elif depth == 0 and words and LOCAL.match(words[0]):
            found.append(f"{' '.join(words[:4])} outside of a section")
    return found


# -- with the prover
def unavailable() -> str | None:
    """Why proofs cannot be checked here, or None."""
    if not shutil.which("coqc"):
        return "coqc is not installed"
    version = _run(["coqc", "--print-version"]).stdout.split()
    if not version or not version[0].startswith(PROVER + "."):
        return f"Coq {PROVER} is needed, {version[:1]} is installed"
    root = Path(_run(["coqc", "-where"]).stdout.strip()) / "user-contrib" / "mathcomp"
    missing = [x for x in LIBRARIES if not (root / x).is_dir()]
    return f"mathcomp/{missing[0]} is not installed" if missing else None


def state() -> str:
    """Hash of all that decides whether the proofs are accepted: sources, lock, manifest, this file, prover and libraries.

    The libraries enter by size and date, because a rebuilt library may keep the version of the one before.
    """
    own = [*(HERE / f"{f}.v" for f in files()), LOCK, HERE / "manifest.json", Path(__file__)]
    where = Path(_run(["coqc", "-where"]).stdout.strip())
    libraries = [(str(p), p.stat().st_size, p.stat().st_mtime_ns) for p in sorted(where.rglob("*.vo"))]
    return _hash(json.dumps([[(p.name, p.read_text()) for p in own], _run(["coqc", "--print-version"]).stdout, libraries]))


def versions() -> dict[str, str]:
    """Prover and libraries, as the package manager knows them."""
    found = {"coq": _run(["coqc", "--print-version"]).stdout.split()[0]}
    for name in ("mathcomp-" + x.replace("_", "-") for x in LIBRARIES):
        shown = _run(["dpkg-query", "-W", "-f", "${Version}", f"libcoq-{name}"]).stdout if shutil.which("dpkg-query") else ""
        found[name] = shown.split("-")[0] or "unknown"
    return found


def _run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options)


def _compile(folder: Path, file: str, libraries: Path):
    return _run(["coqc", "-q", "-w", "none", "-R", str(libraries), "Companion", f"{file}.v"], cwd=folder, timeout=600)


def parallel(function, items) -> list[Any]:
    """[function(x) for x in items], on all cores."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(function, items))


def build(folder: Path) -> dict[str, str]:
    """Compile every file in `folder`: file -> what the prover said of those that do not compile."""
    wrong: dict[str, str] = {}
    waiting = list(files())
    done: set[str] = set()
    for file in waiting:
        (folder / f"{file}.v").write_text(source(file))
    while waiting:
        ready = [f for f in waiting if set(required(f)) <= done]
        for file, result in zip(ready, parallel(lambda f: _compile(folder, f, folder), ready)):
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
    groups: list[tuple[set[str], list[str]]] = [(set(CLASSICAL), sorted({e.witness for e in manifest().values()}))]
    for axioms in sorted({e.axioms for e in manifest().values()}):
        if not (axioms and each):
            groups.append((set(axioms), [n for n, e in manifest().items() if e.axioms == axioms]))
    found = _print_assumptions(folder, {
        f"group{k}": f"Definition group{k} := (tt" + "".join(f", @Companion.{n}" for n in names) + f").\nPrint Assumptions group{k}.\n"
        for k, (_, names) in enumerate(groups)})
    known = {n: found[f"group{k}"] for k, (allowed, names) in enumerate(groups) if found[f"group{k}"] <= allowed for n in names}
    single = [n for n in [*manifest(), *groups[0][1]] if n not in known]
    return known | _print_assumptions(folder, {n: f"Print Assumptions Companion.{n}.\n" for n in single})


def _print_assumptions(folder: Path, questions: dict[str, str]) -> dict[str, set[str]]:
    if not questions:
        return {}
    body = "".join(f'Goal True. idtac "@@{name}". Abort.\n{question}' for name, question in questions.items())
    (folder / "Probe.v").write_text(f"From Companion Require {' '.join(files())}.\nSet Printing Width 10000.\n{body}")
    result = _compile(folder, "Probe", folder)
    if result.returncode:
        raise RuntimeError(f"the prover refuses to print assumptions: {result.stderr}")
    out = {}
    for part in result.stdout.split("@@")[1:]:
        name, text = part.split("\n", 1)
        closed = "Closed under the global context" in text
        listed = [] if closed else re.findall(r"^([\w.']+)\s*(?::|$)", text.split("Axioms:", 1)[1], re.M)
        out[name] = {n.split(".")[-1] for n in listed}
    return out


def edited(entry: Entry, variant: dict[str, str]) -> tuple[str, int]:
    """(the file with the false variant in it, offset of the end of the false statement).

    Raises LookupError if the edit is anything but an edit of the statement: a changed proof would fail for a reason of its own.
    """
    text, start, end = _place(entry.name)
    if text.count(variant["replace"]) != 1:
        raise LookupError(f"{entry.name}: the text to replace occurs {text.count(variant['replace'])} times: {variant['replace']}")
    wrong = text.replace(variant["replace"], variant["by"])
    if not (wrong.startswith(text[:start]) and wrong.endswith(text[end:]) and re.match(_header(entry.name.split(".")[1]), wrong[start:])):
        raise LookupError(f"{entry.name}: the edit reaches beyond the statement: {variant['by']}")
    return wrong, len(wrong) - len(text) + end


def accepted(folder: Path, entry: Entry, variant: dict[str, str]) -> str | None:
    """None if the false variant is refused inside the proof of its theorem; else what happened instead."""
    wrong, end = edited(entry, variant)
    # From the line below the statement, so that a statement which makes no sense does not count as refused.
    first, last = wrong.count("\n", 0, end) + 2, wrong.count("\n", 0, bare(wrong).index("Qed.", end)) + 1
    own = folder / f"variant{_hash(wrong)}"
    own.mkdir(exist_ok=True)
    (own / f"{entry.file}.v").write_text(wrong)
    result = _run(["coqc", "-q", "-w", "none", "-Q", str(folder), "Companion", f"{entry.file}.v"], cwd=own, timeout=600)
    where = re.search(r"line (\d+)", result.stderr)
    if result.returncode == 0:
        return "it compiles"
    if where is None or not first <= int(where[1]) <= last:
        return f"it fails at line {where and where[1]}, outside of the proof in lines {first} to {last}: {result.stderr}"
    return None


def check(folder: Path, variants: bool = True) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """(problems, theorem -> what was audited, the axioms found, how many false variants were refused).

    folder: empty, for compiled files. Without `variants` none are tried, none count as refused, and theorems on the same axioms
    are asked about together.
    """
    lock = json.loads(LOCK.read_text())
    problems = [f"{file}.v contains {x}" for file in files() for x in unclean(file)]
    problems += [f"{file}.v does not state what statements.lock says" for file, now in locks().items() if lock.get(file) != now]
    problems += [f"counterpart {f['theorem']} of {clause}, {slug}: {f.get('strength')!r} is none of {', '.join(STRENGTHS)}"
                 for slug, clauses in counterparts().items() for clause, found in clauses.items() for f in found
                 if f.get("strength") not in STRENGTHS]
    if wrong := build(folder):
        return problems + [f"{file}.v does not compile: {text}" for file, text in wrong.items()], {}
    found = assumptions(folder, each=variants)
    for name, e in manifest().items():
        if found[name] != set(e.axioms):
            problems.append(f"{name} rests on {sorted(found[name])}, the manifest says {sorted(e.axioms)}")
        if extra := found[e.witness] - set(CLASSICAL):
            problems.append(f"the witness {e.witness} rests on {sorted(extra)}")
    refused = dict.fromkeys(manifest(), 0)
    pairs = [(e, v) for e in manifest().values() for v in e.false] if variants else []
    for (e, v), why in zip(pairs, parallel(lambda pair: accepted(folder, *pair), pairs)):
        if why:
            problems.append(f"a false variant of {e.name} ({v['why']}): {why}")
        else:
            refused[e.name] += 1
    return problems, {name: {"audited": e.audited, "axioms": sorted(found[name]), "refused": refused[name]}
                      for name, e in manifest().items()}
