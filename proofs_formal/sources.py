"""The proof files as texts: where they lie, what they require, what they state. No prover is asked.

A file lies in the folder of its family. For the prover all files are in one place, `Companion`, so that their names are unique.
"""
import functools
import hashlib
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
# What would let a file compile without a proof. `Variable` and the like are allowed inside sections only: there they become
# visible premises of every statement that uses them.
BANNED = re.compile(r"\b(Admitted|admit|give_up|Axioms?|Parameters?|Conjecture|Abort|bypass_check|native_compute|"
                    r"Unset\s+(Guard|Positivity|Universe)\w*|type_in_type)\b")
LOCAL = re.compile(r"(Variables?|Hypothes[ei]s|Context)\b")
STATEMENT = r"(?:Theorem|Lemma|Corollary|Fact|Definition|Record|Fixpoint|Inductive|Notation)"


def digest(text: str) -> str:
    """A short hash."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@functools.cache
def paths() -> dict[str, Path]:
    """File -> where it lies. Raises ValueError if two files have one name."""
    found = sorted(HERE.glob("*/*.v"))
    if twice := sorted(p for p in found if sum(q.stem == p.stem for q in found) > 1):
        raise ValueError(f"proof files of one name, rename all but one: {', '.join(str(p.relative_to(HERE)) for p in twice)}")
    return {p.stem: p for p in found}


def family(file: str) -> str:
    """The folder that a file lies in."""
    return paths()[file].parent.name


def source(file: str) -> str:
    """The text of a file."""
    path = paths()[file]
    return _text(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=256)
def _text(path: Path, modified: int) -> str:
    return path.read_text()


def required(file: str) -> tuple[str, ...]:
    """The proof files that a file requires, in this order."""
    return _required(source(file))


@functools.lru_cache(maxsize=256)
def _required(text: str) -> tuple[str, ...]:
    return tuple(" ".join(re.findall(r"^From Companion Require Import ([\w\s]+)\.", bare(text), re.M)).split())


def needed(file: str) -> set[str]:
    """A file and all files that it requires, directly or not."""
    return {file}.union(*map(needed, required(file)))


@functools.cache
def files() -> tuple[str, ...]:
    """All proof files, each after those it requires."""
    needs = {file: set(required(file)) for file in paths()}
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


def header(short: str) -> str:
    """A pattern for the beginning of a statement or definition of this name."""
    return rf"(?:Local )?{STATEMENT} {re.escape(short)}(?![\w'])"


def place(name: str) -> tuple[str, int, int]:
    """(text of the file, offsets of the statement `name` and of its end). Raises LookupError if it is not there exactly once."""
    text = source(name.split(".")[0])
    return text, *_offsets(text, name)


@functools.cache
def _offsets(text: str, name: str) -> tuple[int, int]:
    file, _, short = name.partition(".")
    found = [m.start(1) for m in re.finditer(rf"^[ \t]*({header(short)})", bare(text), re.M)]
    if len(found) != 1:
        raise LookupError(f"{name}: {len(found)} statements of this name in {file}.v; the manifest must name one.")
    end = re.compile(r"\.(?=\s)").search(bare(text), found[0])
    if end is None:
        raise LookupError(f"{name}: the statement has no end.")
    return found[0], end.end()


def passage(name: str) -> str:
    """The literal text of a statement or definition, up to its closing full stop."""
    text, start, end = place(name)
    return text[start:end]


def setting(name: str) -> tuple[str, ...]:
    """The declarations, literally, of the sections that a statement stands in: they are premises and parameters of it."""
    text, start, _ = place(name)
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
