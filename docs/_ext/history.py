"""When the statement, the model or the record of a result changed: the lines of docs/history.txt, which this program appends.

    python docs/_ext/history.py

`2027-01-31 0006 statement=3f0c... record=91ab...` says that on this day these parts of tag 0006 were no longer what they were before, and
what they hash to since. Parts without a hash are days on which a file changed before this list was kept, from the version control.
"""

import hashlib
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import sympy as sp

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = ROOT / "docs" / "history.txt"
PARTS = ("statement", "model", "record")


def read(text: str) -> dict[str, list[tuple[str, dict[str, str]]]]:
    """tag -> the days on which something changed, in their order, with the parts that did: name -> hash, or "". Raises ValueError."""
    found: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        day, tag, *parts = line.split()
        changed = dict(part.partition("=")[::2] for part in parts)
        if set(changed) - set(PARTS) or not changed:
            raise ValueError(f"docs/history.txt, line {number}: {line!r} names other parts than {', '.join(PARTS)}.")
        if tag in found and found[tag][-1][0] > day:
            raise ValueError(f"docs/history.txt, line {number}: {day} comes after a later day of tag {tag}.")
        found.setdefault(tag, []).append((day, changed))
    return found


def last(days: list[tuple[str, dict[str, str]]]) -> dict[str, str]:
    """What the parts of a tag hash to since the last line that says it."""
    known: dict[str, str] = {}
    for _, changed in days:
        known |= {part: value for part, value in changed.items() if value}
    return known


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def now(result) -> dict[str, str]:
    """What the parts of a result hash to now: its formulas, the file of its model, the digest of its record."""
    model, theorem = ROOT / result.place.model, result.theorem
    clauses = [f"{theorem.role(c)} {c.name}: {sp.srepr(c.relation)}; {c.forall}; {c.where}; {c.scale}" for c in theorem.clauses]
    parts = {"statement": _hash("\n".join(clauses))}
    if model.exists():
        parts["model"] = _hash(model.read_text())
    if result.record:
        parts["record"] = result.record["digest"][:12]
    return parts


def news(results, known: Mapping[str, list[tuple[str, dict[str, str]]]]) -> dict[str, dict[str, str]]:
    """tag -> the parts that are not what the list says, with what they hash to."""
    found = {}
    for r in results:
        before = last(known.get(r.tag, []))
        if changed := {part: value for part, value in now(r).items() if before.get(part) != value}:
            found[r.tag] = changed
    return found


def extended(text: str, changed: Mapping[str, Mapping[str, str]], today: str) -> str:
    """The list with what changed today: one line a tag and day."""
    lines = text.splitlines()
    for tag, parts in changed.items():
        earlier = [line for line in lines if line.startswith(f"{today} {tag} ")]
        known = dict(part.partition("=")[::2] for line in earlier for part in line.split()[2:]) | parts
        lines = [line for line in lines if line not in earlier]
        lines.append(f"{today} {tag} " + " ".join(f"{part}={known[part]}" if known[part] else part for part in PARTS if part in known))
    return "\n".join(lines) + "\n"


def main():
    """Write a line for each result of which a part changed since its last line."""
    sys.path[:0] = [str(ROOT)]
    import library

    text = FILE.read_text()
    changed = news(library.results(), read(text))
    FILE.write_text(extended(text, changed, str(date.today())))
    print(f"{FILE.relative_to(ROOT)}: {len(changed)} results changed")


if __name__ == "__main__":
    main()
