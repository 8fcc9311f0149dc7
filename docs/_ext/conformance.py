"""The table of conformance, from the committed record benchmarks/conformance.json."""

import html
import json

import library
from docutils import nodes
from elements import Directive, paragraph, raw, table, text
from library import ROOT, number, words
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

RECORD = ROOT / "benchmarks" / "conformance.json"
SCRIPTS = ROOT / "benchmarks" / "conformance" / "scripts"
OURS = "theorem-companion"


class _Recorded(Directive):
    """A directive that is read again when the record changes."""

    def run(self):
        self.depend(RECORD, *SCRIPTS.glob("*.py"))
        self.env.note_reread()
        if not RECORD.exists():
            return [paragraph(text("There is no record yet; `make conformance` writes it."))]
        return self.content_nodes(json.loads(RECORD.read_text()))

    def content_nodes(self, record) -> list[nodes.Node]:
        raise NotImplementedError


class Conformance(_Recorded):
    """One row for each claim."""

    def content_nodes(self, record):
        heads = ("Library", "Claim", "Verdict", "Worst", "Settings and search")
        out = "".join(f'<th scope="col">{h}</th>' for h in heads)
        rows = "".join(self.row(r, record["versions"]) for r in record["rows"])
        return [
            raw(
                '<div class="table-box" tabindex="0" role="group" aria-label="Conformance">'
                f'<table class="results conformance"><thead><tr>{out}</tr></thead><tbody>{rows}</tbody></table></div>'
            )
        ]

    def row(self, r, versions) -> str:
        result = library.find(r["tag"])
        name = "this project" if r["library"] == OURS else r["library"]
        claim = f'<a href="{result.page}.html"><code>{r["tag"]}</code> {words(r["clause"])}</a>'
        if not r["claimed"]:
            claim += '<br><span class="quiet">not claimed by the library</span>'
        counts = ", ".join(f"{n} {k}" for k, n in r["counts"].items() if n)
        script = highlight((SCRIPTS / f"{r['script']}.py").read_text(), PythonLexer(), HtmlFormatter())
        about = [f"<p>{html.escape(r['settings'])}.</p>"]
        if r["note"]:
            about.append(f"<p>{html.escape(r['note'])}</p>")
        about.append(
            f"<details><summary>Search and script</summary><p>Searched: {html.escape(r['search'])}. {counts}. Worst: "
            f"{html.escape(r['instance'])}. Rounding budget: {html.escape(r['budget'])}.</p>{script}"
            f"<p>It printed</p><pre>{html.escape(r['reproduced'])}</pre></details>"
        )
        return (
            f'<tr><th scope="row">{html.escape(name)} {html.escape(versions[r["library"]])}<br><code>{html.escape(r["subject"])}</code>'
            f'</th><td data-label="Claim">{claim}</td>'
            f'<td data-label="Verdict"><span class="chip chip-{r["verdict"].lower()}">{r["verdict"]}</span></td>'
            f'<td data-label="Worst">{shown(r["worst"])}<br><span class="quiet">{html.escape(r["measure"])}</span></td>'
            f'<td data-label="Settings">{"".join(about)}</td></tr>'
        )


def shown(x) -> str:
    """A ratio; near 1 as its distance from 1, which four digits would hide."""
    if isinstance(x, float) and 0 < abs(x - 1) < 1e-3:
        return f"1 {'+' if x > 1 else '−'} {number(abs(x - 1))}"
    return "no value" if x is None else number(x)


class Absent(_Recorded):
    """Libraries that could not be examined, with the reason."""

    def content_nodes(self, record):
        if not record["absent"]:
            return [paragraph(text("Every library that was to be examined could be imported."))]
        return [table(["library", "reason"], [[a["library"], a["reason"]] for a in record["absent"]])]


def setup(app):
    app.add_directive("conformance", Conformance)
    app.add_directive("conformance-absent", Absent)
    return {"parallel_read_safe": False, "parallel_write_safe": False}
