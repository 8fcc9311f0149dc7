"""What the site offers to programs: theorems.json with its schema, the records, and entries to download."""

import json
import shutil
from pathlib import Path

import citation
import library
import needs
import sympy as sp
from library import ROOT
from project import project
from sphinx.util import logging

from proofs_numeric.engine import record as records

log = logging.getLogger(__name__)
SCHEMA = "_static/theorems.schema.json"  # what theorems.json looks like; its number goes up when a reader has to change
VERSION = 2


def _clause(result, clause) -> dict:
    theorem, record = result.theorem, result.record
    out = {
        "name": clause.name,
        "role": str(theorem.role(clause)),
        "latex": theorem.latex(clause),
        "srepr": sp.srepr(clause.relation),
    }
    if record:
        found = result.samples(clause)
        out |= {"kind": result.kind(clause), "gap": result.gap(clause), "samples": found["count"], "holds": found["holds"]}
    if clause not in theorem.conclusions:
        return out
    if record:
        out |= {k: found[k] for k in ("applicable", "equal", "undecided", "open", "refuted")}
    lines = result.evidence(clause)
    attack = record["attack"].get(clause.name) if record else None
    return out | {
        "own": clause in result.own,
        "needs": list(theorem.needs(clause)),
        "verdict": result.verdict(clause),
        "grade": [e.grade for e in lines],
        "scope": [e.scope for e in lines],
        "trust": [e.trust for e in lines],
        "proofs": [
            {"theorem": p.entry.name, "strength": p.strength, "axioms": list(p.entry.axioms), "gap": p.gap, "current": p.current}
            for p in result.proofs(clause)
        ],
        "power": [
            {"place": p.position.what, "latex": theorem.typeset(p.position.term), "tried": p.tried,
             "smaller": p.smaller and p.smaller[0], "larger": p.larger and p.larger[0]}
            for p in result.power(clause)
        ],
        "attack_ratio": float(f"{attack['lhs'] / attack['rhs']:.6g}")
        if attack and attack["rhs"] not in (0, "inf", "nan")
        else None,
        "controls": [c["drops"] for c in record["controls"] if clause.name in c["refutes"] and c["shown"]] if record else [],
    }


def _theorem(r, base: str) -> dict:
    source = r.theorem.source
    return {
        "tag": r.tag,
        "slug": r.slug,
        "title": r.theorem.title,
        "aliases": list(r.theorem.aliases),
        "family": r.place.title,
        "headline": r.theorem.main.name,
        "source": {"key": source.key, "number": source.number, "locator": source.locator, "fidelity": str(source.fidelity)},
        "attribution": citation.attribution(r),
        "cite": citation.cite(r, base),
        "url": f"{base}{r.page}.html",
        "permanent": citation.address(r, base),
        "uses": list(r.theorem.uses),
        "verdict": r.overall,
        "undecided": sum(r.samples(c)["open"] for c in r.theorem.conclusions),
        "faults": list(r.faults),
        "record": r.record["digest"] if r.record else None,
        "clauses": [_clause(r, c) for c in r.theorem.clauses],
    }


def inputs(base: str) -> str:
    """The hash of all that these files are made from: as long as it stays, so do they."""
    return needs.digest(base, needs.code(), needs.ingredient("results"), needs.ingredient("bibliography"))


def index(base: str) -> dict:
    """Everything about all results, for programs."""
    about = project()
    return {
        "schema": SCHEMA,
        "schema_version": VERSION,
        "inputs": inputs(base),
        "project": about["name"],
        "release": about["release"],
        "date": about["date"] or None,
        "licence": about["licence"],
        "theorems": [_theorem(r, base) for r in library.results()],
    }


def _put(file: Path, text: str):
    """Write a file unless it says the same already."""
    if not file.exists() or file.read_text() != text:
        file.write_text(text)


def write(app, error):
    """theorems.json, records and citations."""
    if error or app.builder.format != "html":
        return
    out, base = Path(app.outdir), app.config.html_baseurl
    whole = out / "theorems.json"
    if whole.exists() and json.loads(whole.read_text()).get("inputs") == inputs(base):
        return
    shutil.copyfile(ROOT / "LICENSE", out / "LICENSE.txt")
    for folder in ("records", "cite"):
        (out / folder).mkdir(exist_ok=True)
    _put(out / "cite" / f"{citation.WHOLE}.bib", citation.whole(base) + "\n")
    for r in library.results():
        if r.record:
            shutil.copyfile(records.path(r.slug), out / "records" / f"{r.slug}.json")
        for suffix, (_, _, make) in citation.FORMATS.items():
            _put(out / "cite" / f"{r.tag}.{suffix}", make(r, base) + "\n")
    _put(whole, json.dumps(index(base), indent=1, ensure_ascii=False) + "\n")          # last: it says that all of them are written


def check(app):
    """Citations of sources that do not exist stop the build with their names."""
    for message in citation.missing():
        log.warning(message)


def setup(app):
    app.connect("builder-inited", check)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
