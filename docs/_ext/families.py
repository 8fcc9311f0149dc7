"""The home page, a page for each family, and the navigation beside every page: the site's own pages, the families, the current one open."""

import hashlib

import citation
import graph
import library
from counts import counted
from docutils.statemachine import StringList
from elements import Directive, link, paragraph, raw, section, text
from library import ROOT
from listing import families, page_of, rows, searchable
from needs import need
from publications import by_publication
from sphinx import addnodes
from sphinx.directives.other import TocTree
from sphinx.util import logging

from theorems.language import catalogue

log = logging.getLogger(__name__)


class Results(Directive):
    """All results by family, under a search field."""

    def run(self):
        need(self.env, "results", "bibliography")
        return [raw(searchable())]


class Family(Directive):
    """The page of a family: counts, its results, which proof of it uses which result, and its sources."""

    required_arguments = 1

    def run(self):
        family = self.arguments[0]
        if family not in families():
            raise self.error(f"{family!r} is no family with results; these are {', '.join(families())}.")
        need(self.env, "results", "bibliography", "publications")
        own = families()[family]
        drawing = graph.family_graph(family, "../")
        return [
            paragraph(text(f"{counted(library.tally(own))} "), link("How each was checked", f"../reliability.html#{family}"), text(".")),
            raw(rows(own, "../")),
            section("Which proof uses which result", "graph", raw(drawing) if drawing else paragraph(text("None uses another one."))),
            section("Sources", "sources", *by_publication(self, {r.theorem.source.key for r in own}, "../")),
        ]


class _Pages(TocTree):
    """A table of contents that is generated. It is read again when titles change."""

    has_content = False

    def pages(self) -> list[tuple[str, str]]:
        """(title, document) of each entry."""
        raise NotImplementedError

    def run(self):
        env = self.state.document.settings.env
        need(env, "titles")
        found = []
        for title, docname in self.pages():
            if docname in env.found_docs:
                found.append(f"{title} </{docname}>")
            else:
                log.warning("docs/%s.md is missing; docs/adding.md says what it holds", docname, location=env.docname)
        self.content = StringList(found, "generated")
        return super().run()


class FamilyPages(_Pages):
    """The pages of the families that have results."""

    required_arguments = 0

    def pages(self):
        return [(catalogue.FAMILIES[f], page_of(f)) for f in families()]


class ResultPages(_Pages):
    """The pages of the results of a family, in the order of their tags."""

    required_arguments = 1

    def pages(self):
        return [(f"{r.tag} {r.theorem.title}", r.page) for r in families().get(self.arguments[0], ())]


# -- navigation
def family_of(pagename: str) -> str:
    """The family that a page belongs to, "" if to none."""
    if pagename.startswith("families/"):
        return pagename.removeprefix("families/")
    result = library.find(pagename.rpartition("/")[2]) if pagename.startswith("results/") else None
    return result.place.family if result else ""


def about(env) -> list[tuple[str, str]]:
    """(title, document) of the site's own pages: the entries of the tables of contents that stand in index.md."""
    trees = env.get_doctree("index").findall(addnodes.toctree)
    entries = [e for tree in trees for e in tree["entries"] if not e[1].startswith("families/")]
    return [(title or env.titles[docname].astext(), docname) for title, docname in entries]


def navigate(app, pagename, templatename, context, doctree):
    """What the template of the sidebar shows. The tree that the theme would compute for each page stays empty: it took most of the time."""
    context["toctree"] = lambda **options: ""
    if not hasattr(app.builder, "companion_about"):
        app.builder.companion_about = about(app.env)
    current = family_of(pagename)
    context["companion_about"] = [(title, docname, docname == pagename) for title, docname in app.builder.companion_about]
    context["companion_families"] = [
        (catalogue.FAMILIES[f], page_of(f), page_of(f) == pagename,
         [(r.tag, r.theorem.title, r.page, r.page == pagename) for r in own] if f == current else [])
        for f, own in families().items()
    ]


def extend(app, pagename, templatename, context, doctree):
    """The rows of all results on the search page, and on the page of a result the address that its print shows."""
    if pagename == "search":
        context["companion_results"] = searchable()
    result = library.find(pagename.rpartition("/")[2]) if pagename.startswith("results/") else None
    context["companion_permanent"] = citation.address(result, app.config.html_baseurl) if result else ""


def shown(env, docname: str) -> str:
    """A hash of the navigation beside a page."""
    lines = [*map(str, about(env)), *families()]
    lines += [f"{r.tag} {r.theorem.title} {r.page}" for r in families().get(family_of(docname), ())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def moved(app, env):
    """Pages beside which the navigation changed are written again."""
    hashes = {family: shown(env, f"families/{family}") for family in ("", *families())}
    before, env.companion_navigation = getattr(env, "companion_navigation", hashes), hashes
    changed = {f for f in hashes if before.get(f) != hashes[f]}
    return [d for d in env.found_docs if family_of(d) in changed] if changed else []


def check(app):
    """The folder of pages and the catalogue agree."""
    written = {p.stem for p in (ROOT / "docs" / "families").glob("*.md")}
    for unknown in sorted(written - set(families())):
        log.warning("docs/families/%s.md: no result of a family of this name", unknown)


def setup(app):
    for name, directive in {
        "results": Results,
        "family": Family,
        "family-pages": FamilyPages,
        "result-pages": ResultPages,
    }.items():
        app.add_directive(name, directive)
    app.connect("builder-inited", check)
    app.connect("env-updated", moved)
    app.connect("html-page-context", navigate, priority=400)
    app.connect("html-page-context", extend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
