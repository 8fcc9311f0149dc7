"""How to cite: the example, and what to cite for each result, as things are now."""

import citation
import library
from elements import Directive, code, details, link, listing, paragraph, table, text
from needs import need
from project import project
from reliability import statement


class CiteAll(Directive):
    """The first result as the example, then a row for each, by family in one table."""

    def run(self):
        need(self.env, "results", "bibliography")
        base, results = self.config.html_baseurl, library.results()
        first, release = results[0], project()["release"]
        online = "With biblatex the same fields make an @online entry." if base else (
            "This site has no public address yet, so the entries name the place within it; with a release they get `url` and "
            "the year of the release."
        )
        address = citation.address(first, base)
        rows = [
            [
                [link("", f"t/{r.tag}/index.html", code(r.tag))],
                [link(r.theorem.title, f"{r.page}.html")],
                statement(r),
                [code(r.record["digest"] if r.record else "none")],
            ]
            for r in results
        ]
        return [
            paragraph(text(f"In a text: \u201ctag {first.tag}, version {release}\u201d. A tag is permanent and never reused; "),
                      link("", f"t/{first.tag}/index.html", code(address)),
                      text(" is its page, with what changed when and in which versions. In LaTeX, one entry serves for all results:")),
            listing(citation.whole(base), "bibtex"),
            listing(citation.cite(first, base), "latex"),
            paragraph(text("or each result has its own:")),
            listing(citation.bibtex(first, base), "bibtex"),
            paragraph(*self.inline(online)),
            *([*details("For biblatex", listing(citation.bibtex(first, base, "online"), "bibtex"))] if base else []),
            table(["tag", "result", "statement", "record"], rows, ["stacked"], labels=True),
            paragraph(
                text("For programs, "),
                link("", "theorems.json", code("theorems.json")),
                text(" holds every statement as LaTeX and as a SymPy expression, with its evidence, its attribution, and how many random "
                     "instances stayed undecided; "),
                link("its schema", "_static/theorems.schema.json"),
                text(" says what is in it. "),
                link("", "objects.inv", code("objects.inv")),
                text(" has the tags, so that other Sphinx projects can refer to a result by its tag."),
            ),
        ]


def setup(app):
    app.add_directive("cite-all", CiteAll)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
