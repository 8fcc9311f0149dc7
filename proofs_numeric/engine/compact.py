"""The form in which a record is kept: one line for each case, sample, place or strip, what is usual left out.

    "edges": [
    {"name": "equal measures", "about": "...", "clauses": {"mass": "HOLDS", "duality": ["HOLDS", 3.0, 3.0, -2.8e-14, 2.9e-14]}},
    ],

A judgement is the list of its `VALUES` without those that are None at the end, or the verdict alone; an instance is the list of `FOUND`.
The strips, bulk that only a picture needs, come last. `unpacked(packed(record)) == record` for every record that `verify` makes.
"""
import json
from collections.abc import Callable
from typing import Any

VALUES = ("verdict", "lhs", "rhs", "score", "width")
FOUND = ("size", "seed", "digits", "scale", "index", *VALUES)
NOTICED = ("deviation", "by")
DIRECTIONS = ("smaller", "larger")
CASES = ("edges", "controls", "anchors", "extremals", "certificates", "real")
LINES = ("clauses", "samples", *CASES, "attack", "free", "power", "dropped", "ranges", "operators", "steps", "strips")


def _usual_case() -> dict[str, Any]:
    return {"name": "", "about": "", "arithmetic": "float64 interval arithmetic", "reach": {}}


def _usual_control() -> dict[str, Any]:
    return {"name": "", "about": "", "arithmetic": "float64 interval arithmetic", "also": [], "shown": True}


def _usual_sample() -> dict[str, Any]:
    return {"equal": 0, "undecided": 0, "refuted": 0, "second": 0, "nan": 0, "open": []}


def _sparse(entry: dict, usual: dict) -> dict:
    return {k: v for k, v in entry.items() if k not in usual or v != usual[k]}


def _row(entry: dict | None, keys: tuple[str, ...]) -> Any:
    """The values of `entry` in the order of `keys`, without None at the end; a single one stands alone. None for None."""
    if entry is None:
        return None
    row = [entry[k] for k in keys]
    while len(row) > 1 and row[-1] is None:
        row.pop()
    return row if len(row) > 1 else row[0]


def _entry(row: Any, keys: tuple[str, ...]) -> dict | None:
    if row is None:
        return None
    row = row if isinstance(row, list) else [row]
    return dict(zip(keys, [*row, *[None] * (len(keys) - len(row))]))


def _each(change: Callable, section):
    """`change` of every entry of a section."""
    return {k: change(v) for k, v in section.items()} if isinstance(section, dict) else [change(v) for v in section]


def _usual(section: str) -> dict[str, Any]:
    return _usual_control() if section == "controls" else _usual_case()


def packed(record: dict[str, Any]) -> dict[str, Any]:
    """The record as it is written; sections that it lacks are left out."""
    out, model = dict(record), record.get("model", {})

    def place(p):
        rows = {d: _row(p[d], NOTICED) for d in DIRECTIONS if d in p}
        return _sparse({k: v for k, v in p.items() if k not in DIRECTIONS}, {"tried": True}) | rows

    def sample(s):
        rest = {k: v for k, v in s.items() if k != "strip"}
        return _sparse(rest, _usual_sample()) | {"worst": _row(s["worst"], FOUND)} | (
            {"open": [_row(o, FOUND) for o in s["open"]]} if s["open"] else {})
    if "clauses" in record:
        out["clauses"] = _each(lambda c: _sparse(c, {k: model[k] for k in ("kind", "gap")}), record["clauses"])
    for section in (s for s in CASES if s in record):
        out[section] = _each(lambda c, s=section: _sparse(c, _usual(s)) | {"clauses": _each(lambda v: _row(v, VALUES), c["clauses"])},
                             record[section])
    if "power" in record:
        out["power"] = _each(lambda places: _each(place, places), record["power"])
    if "samples" in record:
        out["samples"] = _each(sample, record["samples"])
        out["strips"] = {name: s["strip"] for name, s in record["samples"].items() if s["strip"]}
    return out if "digest" not in record else {k: v for k, v in out.items() if k != "digest"} | {"digest": record["digest"]}


def unpacked(stored: dict[str, Any]) -> dict[str, Any]:
    """The record that was written in this form."""
    out, model = {k: v for k, v in stored.items() if k != "strips"}, stored.get("model", {})

    def place(p):
        return {"tried": True} | p | {d: _entry(p[d], NOTICED) for d in DIRECTIONS if d in p}

    def sample(name, s):
        return _usual_sample() | s | {"worst": _entry(s["worst"], FOUND), "open": [_entry(o, FOUND) for o in s.get("open", ())],
                                      "strip": stored["strips"].get(name, [])}
    if "clauses" in stored:
        out["clauses"] = _each(lambda c: {k: model[k] for k in ("kind", "gap")} | c, stored["clauses"])
    for section in (s for s in CASES if s in stored):
        out[section] = _each(lambda c, s=section: _usual(s) | c | {"clauses": _each(lambda v: _entry(v, VALUES), c["clauses"])},
                             stored[section])
    if "power" in stored:
        out["power"] = _each(lambda places: _each(place, places), stored["power"])
    if "samples" in stored:
        out["samples"] = {name: sample(name, s) for name, s in stored["samples"].items()}
    return out


def text(stored: dict[str, Any]) -> str:
    """The text of a file: JSON, a line for each entry of `LINES`, for each place of the power, and for every other key."""
    return "{\n" + ",\n".join(f"{_json(k)}: {_lines(v, (k in LINES) + (k == 'power'))}" for k, v in stored.items()) + "\n}\n"


def _json(x) -> str:
    return json.dumps(x, ensure_ascii=False, allow_nan=False)


def _lines(x, depth: int) -> str:
    if not depth or not x:
        return _json(x)
    if isinstance(x, dict):
        return "{\n" + ",\n".join(f"{_json(k)}: {_lines(v, depth - 1)}" for k, v in x.items()) + "\n}"
    return "[\n" + ",\n".join(_lines(v, depth - 1) for v in x) + "\n]"
