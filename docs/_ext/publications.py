"""By publication: what a source is used for, theorem by theorem, and where each entry of the bibliography is cited."""

import functools
import re
import tomllib
from dataclasses import dataclass

import citation
import library
from docutils import nodes
from elements import Directive, bullets, link, paragraph, strong, text
from library import ROOT
from needs import need

INDEX = ROOT / "docs" / "publications.toml"


@dataclass(frozen=True)
class Statement:
    """What a source states. at: its number there. what: a few words of ours. pages: slugs of the results that treat it.

    unconfirmed: the place was seen neither in the source nor in a quotation that gives it.
    """

    at: str
    what: str
    pages: tuple[str, ...] = ()
    unconfirmed: bool = False


@functools.cache
def index() -> dict[str, tuple[Statement, ...]]:
    """Key of the bibliography -> what it states, in its own order. Raises LookupError for a result that does not exist."""
    found = {key: tuple(Statement(**row | {"pages": tuple(row.get("pages", ()))}) for row in rows)
             for key, rows in tomllib.loads(INDEX.read_text()).items()}
    for key, rows in found.items():
        if unknown := {slug for row in rows for slug in row.pages} - {r.slug for r in library.results()}:
            raise LookupError(f"docs/publications.toml, {key}: {sorted(unknown)} are no results; without a page, leave `pages` out.")
    return found


def treated() -> dict[str, set[str]]:
    """Key of the bibliography -> the results that treat a statement of it."""
    return {key: {slug for row in rows for slug in row.pages} for key, rows in index().items()}


def by_publication(directive, keys, up: str = "") -> list[nodes.Node]:
    """Each source with its statements in order: the pages that treat each, or that none does."""
    body: list[nodes.Node] = []
    for key in sorted(keys & index().keys(), key=lambda k: citation.short(k).lower()):
        items = []
        for row in index()[key]:
            pages = [link(f"{r.tag} {r.theorem.title}", f"{up}{r.page}.html") for r in map(library.find, row.pages)] or [text("not here")]
            where = [x for page in pages for x in (page, text("; "))][:-1]
            doubt = " (unconfirmed)" * row.unconfirmed
            items.append([paragraph(strong(row.at), text(f"{doubt} "), *directive.inline(row.what), text(": "), *where)])
        head = paragraph(*directive.inline(f"{{cite:t}}`{key}`"), classes=["rubric"])
        head["ids"] += [f"of-{key.lower()}"] if not up else []
        body += [head, bullets(items)]
    return body


class ByPublication(Directive):
    """Every publication of which something is here, or known to be missing."""

    def run(self):
        need(self.env, "results", "bibliography", "publications", "citations")
        return by_publication(self, index().keys())


@functools.cache
def uses() -> dict[str, list[tuple[str, str]]]:
    """Key of the bibliography -> (name, document) of each page that cites it."""
    tags = {r.page: r.tag for r in library.results()}
    found: dict[str, dict[str, str]] = {}
    for r in library.results():
        found.setdefault(r.theorem.source.key, {})[r.page] = r.tag
    for file in sorted((ROOT / "docs").rglob("*.md")):
        page = file.relative_to(ROOT / "docs").with_suffix("").as_posix()
        source = file.read_text()
        heading = re.search(r"(?m)^# (.+)$", source)
        for keys in citation.CITE.findall(source):
            for key in keys.split(","):
                found.setdefault(key.strip(), {})[page] = tags.get(page) or (heading.group(1) if heading else page)
    return {key: sorted((name, page) for page, name in pages.items()) for key, pages in found.items()}


def say_where(app, doctree, docname):
    """In the bibliography, each entry says which pages cite it, and leads to its statements in the index above."""
    if docname != "references":
        return
    for entry in doctree.findall(nodes.citation):
        key = next((i.removeprefix("cite-") for i in entry["ids"] if i.startswith("cite-")), "")
        key = next((k for k in citation.entries() if nodes.make_id(k) == nodes.make_id(key)), "")
        pages = [link(name, app.builder.get_relative_uri(docname, page)) for name, page in uses().get(key, [])]
        links = [x for page in pages for x in (page, text(", "))][:-1]
        if links:
            entry += paragraph(text("Cited in "), *links, text("."), classes=["quiet"])
        if key in index():
            entry += paragraph(link("What is here of it", f"#of-{key.lower()}"), text("."), classes=["quiet"])


def setup(app):
    app.add_directive("by-publication", ByPublication)
    app.connect("doctree-resolved", say_where)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
