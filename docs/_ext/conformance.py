"""The table of conformance, from the committed record benchmarks/conformance.json. Scripts are made from its rows."""

import html
import json
import re

import library
from docutils import nodes
from elements import Directive, paragraph, raw, table, text
from library import ROOT, number, words
from needs import need

from benchmarks.conformance import script
from theorems.language.statement import Role

RECORD = ROOT / "benchmarks" / "conformance.json"
COLOURS = {"NOT REFUTED": "good", "EQUAL": "good", "UNDECIDED": "fair", "NO VALUE": "fair", "REFUTED": "refuted"}


class _Recorded(Directive):
    """A directive that is read again when the record changes."""

    def run(self):
        self.depend(RECORD, *script.FOLDER.glob("*.py"))
        need(self.env, "results")
        if not RECORD.exists():
            return [paragraph(text("There is no record yet; `make conformance` writes it."))]
        record = json.loads(RECORD.read_text())
        return self.content_nodes(record, anchors(record["rows"]))

    def content_nodes(self, record, names) -> list[nodes.Node]:
        raise NotImplementedError


def anchors(rows) -> list[str]:
    """An identifier for each row: library, function, clause, and a number among those that agree in them."""
    found: list[str] = []
    for r in rows:
        name = re.sub(r"[^a-z0-9]+", "-", f"{r['library']} {r['subject']} {r['tag']} {r['clause']}".lower()).strip("-")
        found.append(f"{name}-{1 + sum(f.rpartition('-')[0] == name for f in found)}")
    return found


def title(r) -> str:
    """The function of a row, as HTML."""
    return f"{html.escape('this project' if r['library'] == script.OURS else r['library'])} <code>{html.escape(r['subject'])}</code>"


class Summary(_Recorded):
    """How many rows have which verdict, and the claims that are refuted."""

    def content_nodes(self, record, names):
        rows = record["rows"]
        counts = ", ".join(f"{n} {v.lower()}" for v in COLOURS if (n := sum(r["verdict"] == v for r in rows)))
        missed = [(r, name) for r, name in zip(rows, names) if r["claimed"] and r["verdict"] in ("REFUTED", "NO VALUE")]
        items = "".join(
            f'<li><a href="#{name}">{title(r)}, {r["tag"]} {words(r["clause"])}</a>: {r["verdict"].lower()}, '
            f"{html.escape(r['settings'])}</li>"
            for r, name in missed
        )
        head = f"{len(rows)} rows: {counts}. "
        if not missed:
            return [paragraph(text(head + "No row that a library claims is refuted or without a value."))]
        return [paragraph(text(head + "Claimed by the library, and refuted or without a value:")), raw(f"<ul>{items}</ul>")]


class Conformance(_Recorded):
    """One row for each claim."""

    def content_nodes(self, record, names):
        heads = ("Library", "Claim", "Verdict", "Worst", "Settings and search")
        out = "".join(f'<th scope="col">{h}</th>' for h in heads)
        rows = "".join(self.row(r, name, record["versions"]) for r, name in zip(record["rows"], names))
        return [
            raw(
                '<div class="table-box" tabindex="0" role="group" aria-label="Conformance">'
                f'<table class="results conformance"><thead><tr>{out}</tr></thead><tbody>{rows}</tbody></table></div>'
            )
        ]

    def row(self, r, name, versions) -> str:
        result = library.find(r["tag"])
        clause = next(c for c in result.theorem.clauses if c.name == r["clause"])
        part = "conclusion" if result.theorem.role(clause) is Role.CONCLUSION else "hypothesis"
        claim = f'<a href="{result.page}.html#{part}-{clause.name}"><code>{r["tag"]}</code> {words(clause.name)}</a>'
        if not r["claimed"]:
            claim += '<br><span class="quiet">not claimed by the library</span>'
        counts = ", ".join(f"{n} {k.lower()}" for k, n in r["counts"].items() if n)
        about = "".join(f"<p>{html.escape(p)}{'' if p.endswith('.') else '.'}</p>" for p in (r["settings"], r["note"]) if p)
        return (
            f'<tr id="{name}"><th scope="row">{title(r)}<br><span class="quiet">{html.escape(versions[r["library"]])}</span></th>'
            f'<td data-label="Claim">{claim}</td>'
            f'<td data-label="Verdict"><span class="chip chip-{COLOURS[r["verdict"]]}">{r["verdict"].lower()}</span></td>'
            f'<td data-label="Worst">{shown(r)}<br><span class="quiet">{html.escape(r["measure"])}</span></td>'
            f'<td data-label="Settings">{about}<details><summary>Search and script</summary>'
            f"<p>Searched: {html.escape(r['search'])}. {counts}. Worst: {html.escape(r['instance'])}. "
            f"Budget of a value: {html.escape(r['budget'])}; of both sides of the worst instance together {number(r['resolution'])}.</p>"
            f'<div class="highlight"><pre>{html.escape(script.script(r))}</pre></div>'
            f"<p>Run alone, in an empty folder, it printed</p><pre>{html.escape(r['printed'])}</pre></details></td></tr>"
        )


def shown(r) -> str:
    """The number of a row; near 1 as its distance from 1, which four digits would hide. The reason where there is none."""
    x = r["worst"]
    if x is None:
        return html.escape(r["reason"])
    if isinstance(x, float) and 0 < abs(x - 1) < 1e-3:
        return f"1 {'+' if x > 1 else '−'} {number(abs(x - 1))}"
    return number(x)


class Absent(_Recorded):
    """Libraries that could not be examined, with the reason."""

    def content_nodes(self, record, names):
        if not record["absent"]:
            return [paragraph(text("Every library that was to be examined could be imported."))]
        return [table(["library", "reason"], [[a["library"], a["reason"]] for a in record["absent"]])]


def setup(app):
    app.add_directive("conformance", Conformance)
    app.add_directive("conformance-summary", Summary)
    app.add_directive("conformance-absent", Absent)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
