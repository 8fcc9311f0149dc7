"""The record of a verification: what was checked, against which formulas and code, and with what result.

A record is a plain dictionary, written as JSON to proofs_numeric/records/<family>/<slug>.json. Reading one needs neither JAX nor NumPy.

fingerprint   hash of the formulas, of what is printed with them, and of the code that interprets them (comment-blind): a change makes
              the record stale
digest        hash of the record itself: an edit by hand is noticed
"""
import ast
import functools
import hashlib
import json
import math
from pathlib import Path
from typing import Any

import sympy as sp

from theorems.language import catalogue

ROOT = Path(__file__).resolve().parent.parent.parent


class RecordError(ValueError):
    """A record that is missing, stale or edited."""


def path(slug: str) -> Path:
    """Where the record of a result lies."""
    return ROOT / catalogue.place(slug).record


def _without_docstrings(tree):
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) \
                and isinstance(body[0].value.value, str):
            body[0].value.value = ""
    return tree


def _imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{a.name}" for a in node.names)
        elif isinstance(node, ast.Import):
            yield from (a.name for a in node.names)


@functools.lru_cache(maxsize=256)
def _parsed(text: str) -> tuple[str, tuple[str, ...]]:
    """A module without comments and docstrings, and what it imports. Results share most of their modules."""
    tree = ast.parse(text)
    return ast.unparse(_without_docstrings(tree)), tuple(_imports(tree))


def code_of(file: Path, root: Path = ROOT, seen: dict[str, str] | None = None) -> dict[str, str]:
    """Path -> source without comments and docstrings, of `file` and of everything in proofs_numeric that it imports."""
    seen = {} if seen is None else seen
    name = file.relative_to(root).as_posix()
    if name in seen:
        return seen
    seen[name], imported = _parsed(file.read_text())
    for module in imported:
        place = module.replace(".", "/")
        for source in (root / f"{place}.py", root / place / "__init__.py"):
            if module.startswith("proofs_numeric.") and source.exists():
                code_of(source, root, seen)
    return seen


def formula_of(clause) -> str:
    """Everything of a clause that is checked, as text that determines it."""
    return (f"{clause.name}: {sp.srepr(clause.relation)}; {clause.forall}; {clause.where}; {clause.scale}; {clause.needs}; "
            f"{clause.used}; {clause.role}")


def printed_of(theorem) -> str:
    """What the page prints of a theorem beside its formulas: how operators look and read, the glossary, the source, the remarks."""
    lines = [f"{theorem.tag} {theorem.title} {theorem.source}"]
    lines += [f"{o.__name__}: {o.tex}; {o.meaning}" for o in theorem.vocabulary()]
    lines += [f"{symbol}: {phrase}; {theorem.names.get(symbol)}" for symbol, phrase in theorem.glossary.items()]
    lines += [f"{c.name}: {c.why}" for c in theorem.clauses] + [f"{s.name}: {sp.srepr(s.claim)}; {s.text}" for s in theorem.steps]
    return "\n".join(lines)


def fingerprint(theorem, slug: str, root: Path = ROOT) -> str:
    """Hash of the formulas of `theorem` and of what is printed with them, of its model and of the engine."""
    code = code_of(root / catalogue.place(slug).model, root)
    code_of(root / "proofs_numeric" / "engine" / "verify.py", root, code)
    text = [formula_of(c) for c in theorem.clauses] + [f"{name}: {source}" for name, source in sorted(code.items())] + [printed_of(theorem)]
    return hashlib.sha256("\n".join(text).encode()).hexdigest()[:16]


def digest(record: dict[str, Any]) -> str:
    """Hash of a record without its digest."""
    rest = {k: v for k, v in record.items() if k != "digest"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()[:16]


def plain(x):
    """NumPy scalars to Python numbers; floats to 6 significant digits; infinities and NaN to strings, which JSON lacks."""
    if isinstance(x, dict):
        return {str(k): plain(v) for k, v in x.items()}
    if isinstance(x, (list, tuple)):
        return [plain(v) for v in x]
    if hasattr(x, "item") and not isinstance(x, (int, float)):
        x = x.item()
    if isinstance(x, float):
        return float(f"{x:.6g}") if math.isfinite(x) else str(x)
    return x


def dumps(record: dict[str, Any]) -> str:
    """The text of a record file."""
    return json.dumps(record, indent=1, ensure_ascii=False, sort_keys=False) + "\n"


def read(slug: str) -> dict[str, Any]:
    """The committed record. Raises RecordError if it is missing or was edited."""
    file = path(slug)
    if not file.exists():
        raise RecordError(f"{file.relative_to(ROOT)} is missing: run `pytest --record -k {slug}`.")
    record = json.loads(file.read_text())
    if digest(record) != record.get("digest"):
        raise RecordError(f"{file.relative_to(ROOT)} was edited: its content hashes to {digest(record)}, it says "
                          f"{record.get('digest')}. Records are written by `pytest --record -k {slug}` only.")
    return record


def stale(record: dict[str, Any], theorem, slug: str) -> str | None:
    """Why the record no longer describes the formulas and the code, or None."""
    now = fingerprint(theorem, slug)
    if now == record["fingerprint"]:
        return None
    return (f"the record of {slug} is stale: it verified {record['fingerprint']}, formulas and code are now {now}. "
            f"Run `pytest --record -k {slug}`.")
