"""The ledger of errata: the parts `## Erratum` of all pages, each with its status."""

import re

import library
from docutils import nodes
from elements import Directive, chip, link, paragraph, section, text
from library import ROOT
from needs import need
from project import project
from reliability import fidelity

from theorems.language import catalogue

STATUS = re.compile(r":status: *(.+)")
OPEN = "not confirmed by author or publisher"


def status(lines) -> str:
    """What a part says in a line `:status: ...`; without one, that nobody has confirmed it."""
    return next((m.group(1).strip() for line in lines if (m := STATUS.fullmatch(line.strip()))), OPEN)


class Errata(Directive):
    """All of them, by family."""

    def run(self):
        need(self.env, "results", "errata")
        found: dict[str, list[nodes.Node]] = {}
        for r in library.results():
            file = ROOT / r.place.prose
            _, lines = library.prose(file.read_text())[0].get("Erratum", (1, [])) if file.exists() else (1, [])
            if any(line.strip() for line in lines):
                found.setdefault(r.place.family, []).append(self.entry(r, lines))
        return [section(catalogue.FAMILIES[f], f, *entries) for f, entries in found.items()] \
            or [paragraph(text("No page reports an erratum."))]

    def entry(self, r, lines):
        holder = nodes.Element()
        self.state.nested_parse([line for line in lines if not STATUS.fullmatch(line.strip())], 0, holder)
        about = paragraph(
            *self.inline(f"{{cite:t}}`{r.theorem.source.key}`"), text(" "), fidelity(r), text(" Status: "),
            chip(status(lines), "fair"), text(" "), link("The page", f"{r.page}.html"), text("."),
        )
        return section(f"{r.tag} {r.theorem.title}", f"erratum-{r.tag.lower()}", about, *holder.children)


class Report(Directive):
    """Where reports go: the repository, if CITATION.cff names one."""

    def run(self):
        if repository := project()["repository"]:
            return [paragraph(text("Reports go to "), link(repository, repository), text("."))]
        return [paragraph(text("This copy names no public place for reports yet: send it to whoever you have the copy from."))]


def setup(app):
    app.add_directive("report", Report)
    app.add_directive("errata", Errata)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
