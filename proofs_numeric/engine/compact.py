"""The form in which a record is kept: JSON with one line for each case, sample, place or strip.

    "edges": [
    {"name": "equal measures", "about": "...", "clauses": {"mass": "HOLDS", "duality": ["HOLDS", 3.0, 3.0, -2.8e-14, 2.9e-14]}},
    ],

A judgement, an instance and a noticed deviation are lists of the values of `COLUMNS`, without those that are None at the end; a single
value stands alone. What is as in `USUAL` is left out, so are kind and gap of a clause when they are those of the model. The file says
both. The strips, bulk that only a picture needs, come last. `unpacked(packed(record)) == record` for all that `verify` makes.
"""
import json
from collections.abc import Callable
from typing import Any

VALUES = ("verdict", "lhs", "rhs", "score", "width")
COLUMNS: dict[str, tuple[str, ...]] = {
    "judgement": VALUES, "instance": ("size", "seed", "digits", "scale", "index", *VALUES), "noticed": ("deviation", "by")}
USUAL: dict[str, dict[str, Any]] = {
    "case": {"name": "", "about": "", "arithmetic": "float64 interval arithmetic"},
    "sample": {"equal": 0, "undecided": 0, "refuted": 0, "second": 0, "nan": 0, "open": []},
    "place": {"tried": True}}
DIRECTIONS = ("smaller", "larger")
CASES = ("edges", "controls", "anchors", "extremals", "certificates", "real")
LINES = ("clauses", "samples", *CASES, "attack", "free", "power", "dropped", "ranges", "operators", "steps", "strips")


def _sparse(entry: dict, usual: dict) -> dict:
    return {k: v for k, v in entry.items() if k not in usual or v != usual[k]}


def _row(entry: dict | None, kind: str) -> Any:
    """The values of `entry`, without None at the end; None for None."""
    if entry is None:
        return None
    row = [entry[k] for k in COLUMNS[kind]]
    while len(row) > 1 and row[-1] is None:
        row.pop()
    return row if len(row) > 1 else row[0]


def _entry(row: Any, keys: list[str]) -> dict | None:
    if row is None:
        return None
    row = row if isinstance(row, list) else [row]
    return dict(zip(keys, [*row, *[None] * (len(keys) - len(row))]))


def _each(change: Callable, section):
    """`change` of every entry of a section."""
    return {k: change(v) for k, v in section.items()} if isinstance(section, dict) else [change(v) for v in section]


def packed(record: dict[str, Any]) -> dict[str, Any]:
    """The record as it is written."""
    common = {k: record["model"][k] for k in ("kind", "gap")}

    def case(c):
        return _sparse(c, USUAL["case"]) | {"clauses": _each(lambda v: _row(v, "judgement"), c["clauses"])}

    def sample(s):
        rows = {"worst": _row(s["worst"], "instance"), "open": [_row(o, "instance") for o in s["open"]]}
        return _sparse({k: v for k, v in s.items() if k != "strip"} | rows, USUAL["sample"])

    def place(p):
        return _sparse(p, USUAL["place"]) | {d: _row(p[d], "noticed") for d in DIRECTIONS if d in p}
    head = {"schema": record["schema"], "columns": COLUMNS, "usual": USUAL}
    out = record | {section: _each(case, record[section]) for section in CASES}
    out |= {"clauses": _each(lambda c: _sparse(c, common), record["clauses"]), "samples": _each(sample, record["samples"]),
            "power": _each(lambda places: _each(place, places), record["power"])}
    strips = {name: s["strip"] for name, s in record["samples"].items() if s["strip"]}
    digest = {"digest": out.pop("digest")} if "digest" in out else {}
    return head | out | {"strips": strips} | digest


def unpacked(stored: dict[str, Any]) -> dict[str, Any]:
    """The record that was written in this form."""
    columns, usual, strips = stored["columns"], stored["usual"], stored["strips"]
    common = {k: stored["model"][k] for k in ("kind", "gap")}

    def case(c):
        return usual["case"] | c | {"clauses": _each(lambda v: _entry(v, columns["judgement"]), c["clauses"])}

    def sample(name, s):
        s = usual["sample"] | s
        return s | {"worst": _entry(s["worst"], columns["instance"]), "open": [_entry(o, columns["instance"]) for o in s["open"]],
                    "strip": strips.get(name, [])}

    def place(p):
        return usual["place"] | p | {d: _entry(p[d], columns["noticed"]) for d in DIRECTIONS if d in p}
    out = {k: v for k, v in stored.items() if k not in ("columns", "usual", "strips")}
    out |= {section: _each(case, stored[section]) for section in CASES}
    return out | {"clauses": _each(lambda c: common | c, stored["clauses"]),
                  "samples": {name: sample(name, s) for name, s in stored["samples"].items()},
                  "power": _each(lambda places: _each(place, places), stored["power"])}


def text(stored: dict[str, Any]) -> str:
    """The text of a file: a line for each entry of the sections `LINES`, for each place of the power, and for every other key."""
    return "{\n" + ",\n".join(f"{_json(k)}: {_lines(v, (k in LINES) + (k == 'power'))}" for k, v in stored.items()) + "\n}\n"


def _json(x) -> str:
    return json.dumps(x, ensure_ascii=False, allow_nan=False)


def _lines(x, depth: int) -> str:
    if not depth or not x:
        return _json(x)
    if isinstance(x, dict):
        return "{\n" + ",\n".join(f"{_json(k)}: {_lines(v, depth - 1)}" for k, v in x.items()) + "\n}"
    return "[\n" + ",\n".join(_lines(v, depth - 1) for v in x) + "\n]"
