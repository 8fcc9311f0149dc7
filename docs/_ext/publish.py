"""What the site offers besides pages: theorems.json, records, citations to download, sources, permanent addresses, metadata."""

import html
import json
import re
import shutil
from pathlib import Path

import citation
import library
import sympy as sp
from library import ROOT
from sphinx.util import logging

from proofs_numeric.engine import record as records

log = logging.getLogger(__name__)


# -- theorems.json
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


def index(base: str) -> dict:
    """Everything about all results, for programs."""
    return {
        "project": library.project()["name"],
        "release": library.project()["release"],
        "theorems": [
            {
                "tag": r.tag,
                "slug": r.slug,
                "title": r.theorem.title,
                "family": r.place.title,
                "source": {
                    "key": r.theorem.source.key,
                    "locator": r.theorem.source.locator,
                    "fidelity": str(r.theorem.source.fidelity),
                },
                "attribution": citation.attribution(r),
                "url": f"{base.rstrip('/')}/{r.page}.html" if base else f"{r.page}.html",
                "permanent": citation.address(r, base),
                "uses": list(r.theorem.uses),
                "verdict": r.overall,
                "record": r.record["digest"] if r.record else None,
                "clauses": [_clause(r, c) for c in r.theorem.clauses],
            }
            for r in library.results()
        ],
    }


def write(app, error):
    """theorems.json, records and citations."""
    if error or app.builder.format != "html":
        return
    out, base = Path(app.outdir), app.config.html_baseurl
    (out / "theorems.json").write_text(json.dumps(index(base), indent=1, ensure_ascii=False) + "\n")
    for folder in ("records", "cite"):
        (out / folder).mkdir(exist_ok=True)
    for r in library.results():
        if r.record:
            shutil.copyfile(records.path(r.slug), out / "records" / f"{r.slug}.json")
        for suffix, (_, _, make) in citation.FORMATS.items():
            (out / "cite" / f"{r.tag}.{suffix}").write_text(make(r, base) + "\n")


# -- pages without a document
def sources() -> list[str]:
    """The modules that get a source page: what the results are made of."""
    found = {"tests/test_results.py", "tests/test_snippets.py"}
    for r in library.results():
        model = ROOT / r.place.model
        found |= {r.place.formula, r.place.figure}
        if model.exists():
            found |= set(records.code_of(model))
    for folder in ("theorems/language", "proofs_numeric/engine"):
        found |= {p.relative_to(ROOT).as_posix() for p in (ROOT / folder).glob("*.py") if p.name != "__init__.py"}
    found |= {p.relative_to(ROOT).as_posix() for p in (ROOT / "proofs_formal").glob("*/*.v")}
    found |= {p.relative_to(ROOT).as_posix() for p in (ROOT / "proofs_formal").glob("*.py") if p.name != "__init__.py"}
    return sorted(f for f in found if (ROOT / f).exists())


def linked(code: str, page: str, known: set[str]) -> str:
    """Module names in highlighted imports become links to their source pages."""
    up = "../" * page.count("/")

    def anchor(match):
        path = match.group(2).replace(".", "/") + ".py"
        return (
            f'{match.group(1)}<a href="{up}source/{path}.html">{match.group(2)}</a>{match.group(3)}'
            if path in known
            else match.group(0)
        )

    return re.sub(r'(<span class="nn">)([\w.]+)(</span>)', anchor, code)


def pages(app):
    """Source pages and the permanent address of each tag."""
    known = set(sources())
    by_path = {
        path: r for r in library.results() for path in (r.place.formula, r.place.model, r.place.figure)
    }
    for path in sorted(known):
        code = app.builder.highlighter.highlight_block((ROOT / path).read_text(), "coq" if path.endswith(".v") else "python", linenos=False)
        page = f"source/{path}"
        back = by_path.get(path)
        up = "../" * page.count("/")
        note = (
            f'<p>Part of <a href="{up}{back.page}.html">{back.tag} {html.escape(back.theorem.title)}</a>.</p>' if back else ""
        )
        body = f"<h1>{path}</h1>{note}{linked(code, page, known)}"
        yield page, {"title": path, "body": body}, "page.html"
    for r in library.results():
        yield f"t/{r.tag}/index", {"title": r.theorem.title, "result": r, "target": f"../../{r.page}.html"}, "tag.html"


# -- accessibility: what the theme and its parts leave out
REPAIRS = (
    (
        '<div class="table-wrapper',
        '<div tabindex="0" role="group" aria-label="Table" class="table-wrapper',
    ),  # scrolls: reachable by keyboard
    ("<pre>", '<pre tabindex="0">'),
    ('<p class="caption" role="heading">', '<p class="caption" role="heading" aria-level="2">'),
    ('<aside class="sidebar-drawer">', '<aside class="sidebar-drawer" aria-label="Site">'),
    ('<aside class="toc-drawer', '<aside aria-label="Contents" class="toc-drawer'),
    (' role="doc-biblioentry"', ""),  # deprecated role
    ('<div id="search-results">', '<h1>Search</h1>\n<div id="search-results">'),
    ('<div role="list" class="citation-list">', '<div class="citation-list">'),
)


def accessible(page: str) -> str:
    """A page with these repairs; applying them twice changes nothing."""
    for old, new in REPAIRS:
        if not new or new not in page:
            page = page.replace(old, new)
    return page


def repair(app, error):
    """Repair every page of the site."""
    if error or app.builder.format != "html":
        return
    for file in Path(app.outdir).rglob("*.html"):
        before = file.read_text()
        if (after := accessible(before)) != before:
            file.write_text(after)


# -- metadata
WORK = {"article": "ScholarlyArticle", "inproceedings": "ScholarlyArticle", "book": "Book"}


def metadata(app, pagename, templatename, context, doctree):
    """`citation_*` for reference managers and JSON-LD on the page of a result. What is empty is left out: no address, no date."""
    result = library.find(pagename.rpartition("/")[2]) if pagename.startswith("results/") else None
    if result is None:
        return
    base, project, source = app.config.html_baseurl, library.project(), result.theorem.source
    address = citation.address(result, base) if base else ""
    fields = [
        ("citation_title", citation.title(result)),
        ("citation_author", project["author"]),
        ("citation_publication_date", (project["date"] or project["year"]).replace("-", "/")),
        ("citation_technical_report_number", result.tag),
        ("citation_public_url", address),
        ("citation_reference", reference(source.key)),
    ]
    tags = "".join(f'<meta name="{k}" content="{html.escape(v)}">\n' for k, v in fields if v)
    entry = citation.entries()[source.key]
    work = {
        "@type": WORK.get(entry.type, "CreativeWork"),
        "name": citation.plain(entry.fields["title"]),
        "author": [{"@type": "Person", "name": a} for a in citation.authors(source.key)],
        "datePublished": entry.fields["year"],
        "identifier": f"https://doi.org/{entry.fields['doi']}" if "doi" in entry.fields else "",
    }
    data = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": result.theorem.title,
        "creditText": citation.attribution(result),
        "identifier": result.tag,
        "url": address,
        "version": project["version"],
        "datePublished": project["date"],
        "author": {"@type": "Organization", "name": project["author"]},
        "isPartOf": {"@type": "WebSite", "name": project["name"]},
        "about": result.place.title,
        # A source that was not read is pointed to; the page is not based on it.
        "isBasedOn" if result.clean else "citation": {k: v for k, v in work.items() if v},
    }
    script = json.dumps({k: v for k, v in data.items() if v}, ensure_ascii=False).replace("</", "<\\/")
    context["metatags"] = context.get("metatags", "") + f'{tags}<script type="application/ld+json">{script}</script>\n'


def reference(key: str) -> str:
    """The source as one `citation_reference` value."""
    entry = citation.entries()[key]
    fields = {
        "citation_title": entry.fields["title"],
        "citation_journal_title": entry.fields.get("journal") or entry.fields.get("booktitle", ""),
        "citation_publication_date": entry.fields.get("year", ""),
        "citation_doi": entry.fields.get("doi", ""),
    }
    parts = [f"{k}={citation.plain(v)}" for k, v in fields.items() if v] + [
        f"citation_author={a}" for a in citation.authors(key)
    ]
    return "; ".join(parts)


def check(app):
    """Citations of sources that do not exist stop the build with their names."""
    if found := citation.missing():
        for message in found:
            log.warning(message)


def setup(app):
    app.connect("builder-inited", check)
    app.connect("html-collect-pages", pages)
    app.connect("html-page-context", metadata, priority=900)
    app.connect("build-finished", write)
    app.connect("build-finished", repair)
    return {"parallel_read_safe": False, "parallel_write_safe": False}
