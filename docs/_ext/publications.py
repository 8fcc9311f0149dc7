"""By publication: what a source is used for, theorem by theorem, and where each entry of the bibliography is cited."""

import functools
import re

import citation
import library
from docutils import nodes
from elements import Directive, bullets, link, paragraph, text
from library import ROOT
from needs import need


def _order(number: str) -> tuple:
    """Numbers as numbers: Theorem 2.5 before Theorem 2.10."""
    return tuple(int(x) for x in re.findall(r"\d+", number)), number


def claims(article: str) -> list[tuple[str, tuple[str, ...]]]:
    """(claim, keys of its sources) of the rows of docs/article.md that have no page."""
    found = []
    for entry in re.split(r"(?m)^\* - ", article)[1:]:
        claim, *cells = re.split(r"\n  - ", entry.split("\n:::")[0])
        if cells and cells[-1].strip() == "not yet":
            keys = [k.strip() for part in citation.CITE.findall(" ".join(cells)) for k in part.split(",")]
            found.append((" ".join(claim.split()), tuple(keys)))
    return found


def by_publication(directive, keys, up: str = "") -> list[nodes.Node]:
    """Each source with the numbers of its theorems, in their order, and the pages that treat them; what has none is named too."""
    missing = claims((ROOT / "docs" / "article.md").read_text())
    body: list[nodes.Node] = []
    for key in sorted(keys, key=lambda k: citation.short(k).lower()):
        own = sorted((r for r in library.results() if r.theorem.source.key == key), key=lambda r: _order(citation.number(r.theorem.source)))
        items = [
            [paragraph(text(f"{citation.number(r.theorem.source)}: "), link(f"{r.tag} {r.theorem.title}", f"{up}{r.page}.html"),
                       text(f", {r.origin}"))]
            for r in own
        ]
        items += [[paragraph(*directive.inline(claim), text(": not here"))] for claim, sources in missing if key in sources]
        body += [paragraph(*directive.inline(f"{{cite:t}}`{key}`"), classes=["rubric"]), bullets(items)]
    return body


class ByPublication(Directive):
    """Every publication of which something is here, or known to be missing."""

    def run(self):
        need(self.env, "results", "bibliography", "article", "citations")
        missing = claims((ROOT / "docs" / "article.md").read_text())
        keys = {r.theorem.source.key for r in library.results()} | {k for _, sources in missing for k in sources}
        return by_publication(self, keys)


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
    """In the bibliography, each entry says which pages cite it."""
    if docname != "references":
        return
    for entry in doctree.findall(nodes.citation):
        key = next((i.removeprefix("cite-") for i in entry["ids"] if i.startswith("cite-")), "")
        key = next((k for k in uses() if nodes.make_id(k) == nodes.make_id(key)), "")
        pages = [link(name, app.builder.get_relative_uri(docname, page)) for name, page in uses().get(key, [])]
        links = [x for page in pages for x in (page, text(", "))][:-1]
        if links:
            entry += paragraph(text("Cited in "), *links, text("."), classes=["quiet"])




def setup(app):
    app.add_directive("by-publication", ByPublication)
    app.connect("doctree-resolved", say_where)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
