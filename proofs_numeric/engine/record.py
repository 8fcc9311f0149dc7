"""The record of a verification: what was checked, against which formulas and code, and with what result.

A record is a plain dictionary, written as JSON to proofs_numeric/records/<family>/<slug>.json in the form of `compact`.
Reading one needs neither JAX nor NumPy.

fingerprint   hash of the formulas, of what is printed with them, and of the code that interprets them (comment-blind): a change makes
              the record stale
digest        hash of the file's content: an edit by hand is noticed
"""
import hashlib
import json
import math
from decimal import ROUND_CEILING, Context
from pathlib import Path
from typing import Any

import sympy as sp

from proofs_numeric.engine import compact, reach
from proofs_numeric.engine.sources import ROOT
from proofs_numeric.engine.sources import code_of as code_of
from theorems.language import catalogue

SCHEMA = 3                        # of the form of a record; another one is not read


class RecordError(ValueError):
    """A record that is missing, stale or edited."""


def drawn(clause) -> bool:
    """Whether the picture of the samples has a row for a conclusion: an inequality between two sides that vary."""
    r = clause.relation
    return isinstance(r, (sp.Le, sp.Lt, sp.Ge, sp.Gt)) and not (r.lhs.is_Number or r.rhs.is_Number)


def path(slug: str) -> Path:
    """Where the record of a result lies."""
    return ROOT / catalogue.place(slug).record


def formula_of(clause) -> str:
    """Everything of a clause that is checked, as text that determines it."""
    return (f"{clause.name}: {sp.srepr(clause.relation)}; {clause.forall}; {clause.where}; {clause.scale}; {clause.needs}; "
            f"{clause.used}; {clause.role}")


def printed_of(theorem) -> str:
    """What the page prints of a theorem beside its formulas: how operators look and read, the glossary, the source, the remarks."""
    lines = [f"{theorem.tag} {theorem.title} {theorem.source} {theorem.headline}"]
    lines += [f"{o.__name__}: {o.tex}; {o.meaning}" for o in theorem.vocabulary()]
    lines += [f"{symbol}: {phrase}; {theorem.names.get(symbol)}" for symbol, phrase in theorem.glossary.items()]
    lines += [f"{c.name}: {c.why}; {c.label}; {c.part_of}" for c in theorem.clauses]
    lines += [f"{s.name}: {sp.srepr(s.claim)}; {s.text}" for s in theorem.steps]
    return "\n".join(lines)


def fingerprint(theorem, slug: str, root: Path = ROOT) -> str:
    """Hash of the formulas of `theorem` and of what is printed with them, of the engine, and of what of its model they reach."""
    formulas = [formula_of(c) for c in theorem.clauses]
    code = reach.code(root / catalogue.place(slug).model, "\n".join(formulas), root)
    text = formulas + [f"{name}: {source}" for name, source in sorted(code.items())] + [printed_of(theorem)]
    return hashlib.sha256("\n".join(text).encode()).hexdigest()[:16]


def _hash(stored: dict[str, Any]) -> str:
    rest = {k: v for k, v in stored.items() if k != "digest"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()[:16]


def digest(record: dict[str, Any]) -> str:
    """Hash of a record without its digest, in the form in which it is written."""
    return _hash(compact.packed(record))


def upwards(x) -> float:
    """x with two significant digits, not below x: a width may be said to be larger than it is, not smaller."""
    x = float(x)
    return float(Context(prec=2, rounding=ROUND_CEILING).create_decimal(repr(x))) if math.isfinite(x) else x


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
    return compact.text(compact.packed(record))


def read(slug: str) -> dict[str, Any]:
    """The committed record. Raises RecordError if it is missing, of another schema, or was edited."""
    file = path(slug)
    if not file.exists():
        raise RecordError(f"{file.relative_to(ROOT)} is missing: run `pytest --record -k {slug}`.")
    stored, remedy = json.loads(file.read_text()), f"Records are written by `pytest --record -k {slug}` only."
    if stored.get("schema") != SCHEMA:
        raise RecordError(f"{file.relative_to(ROOT)} has schema {stored.get('schema')}, this version reads schema {SCHEMA}. {remedy}")
    if _hash(stored) != stored.get("digest"):
        raise RecordError(f"{file.relative_to(ROOT)} was edited: its content hashes to {_hash(stored)}, it says "
                          f"{stored.get('digest')}. {remedy}")
    return compact.unpacked(stored)


def stale(record: dict[str, Any], theorem, slug: str) -> str | None:
    """Why the record no longer describes the formulas and the code, or None."""
    now = fingerprint(theorem, slug)
    if now == record["fingerprint"]:
        return None
    return (f"the record of {slug} is stale: it verified {record['fingerprint']}, formulas and code are now {now}. "
            f"Run `pytest --record -k {slug}`.")
