"""The page of a result: docs/results/<family>/<slug>.md holds the prose, everything else comes from the theorem and its record.

The order of a page is fixed. First screen: title, status, lead, main conclusion, figure (`opening`). Then a worked example (`worked`), when
one may rely on it, what to compute, the theorem (`stated`), why it is true (`argued`), how it was checked (`evidence`), what it does not
show, what one may write, citation and the rest (`closing`). A part that is neither written nor generated is left out.
"""

import argued
import closing
import evidence
import figures
import library
import opening
import stated
import worked
from elements import Directive, link, paragraph, section, text
from needs import need
from parts import filled
from sphinx.util import logging
from stated import FIDELITY as FIDELITY

log = logging.getLogger(__name__)

FENCE = "`" * 12


def wrap(app, docname, source):
    """The prose file becomes the content of one directive; line numbers shift by one, which `blocks` undoes."""
    if docname.startswith("results/"):
        source[0] = f"{FENCE}{{result}} {docname.rpartition('/')[2]}\n{source[0]}\n{FENCE}\n"


class ResultPage(Directive):
    """The whole page of a result; the content is its prose."""

    has_content = True
    required_arguments = 1

    def run(self):
        slug = self.arguments[0]
        self.result = library.find(slug)
        if self.result is None:
            raise self.error(f"docs/results/*/{slug}.md: theorems/tags lists no result {slug!r}.")
        self.theorem, self.record = self.result.theorem, self.result.record
        need(self.env, f"result:{slug}")
        # The prose keeps its line numbers: the directive added one line before it.
        self.prose, complaints = library.prose("\n".join(self.content))
        for line, message in complaints:
            log.warning(message, location=(self.env.docname, line))
        for fault in self.result.faults:
            log.warning("%s", fault, location=self.env.docname)
        if figures.source(slug) and not self.has("Figure"):
            log.warning("%s draws a figure, but there is no part `## Figure` with its caption", self.result.place.figure,
                        location=self.env.docname)
        page = section(self.theorem.title, slug, *self.parts())
        stated.linked(self, page)
        self.state.document.note_explicit_target(page)
        return [page]

    def parts(self):
        """The page in its order."""
        return [
            *opening.head(self), *opening.statement(self), *opening.figure(self),
            *worked.worked(self),
            *closing.optional(self, "When you may rely on it", "rely"),
            *self.compute(),
            stated.theorem(self),
            argued.why(self),
            evidence.evidence(self),
            closing.limits(self),
            *closing.optional(self, "What you may write", "write"),
            closing.cite(self),
            closing.reproduce(self),
            *closing.optional(self, "Erratum", "erratum"),
            closing.uses(self),
            *closing.optional(self, "Prerequisites", "prerequisites"),
            *closing.optional(self, "Exercises", "exercises"),
        ]

    def has(self, name: str) -> bool:
        """Whether the author wrote this part."""
        return filled(self.prose, name)

    def part(self, name: str):
        """The nodes of a part of the prose, or []."""
        first, lines = self.prose.get(name, (1, []))
        return self.blocks(lines, first) if self.has(name) else []

    def compute(self):
        """The programs of the author, with the test that runs them."""
        body = self.part("What to compute")
        run_by = paragraph(text("Every block was run by "), link("a test", "../../source/tests/test_snippets.py.html"),
                           text(", which compares what it prints with the text below it."), classes=["quiet"])
        return [section("What to compute", "compute", *body, run_by)] if body else []


def setup(app):
    app.setup_extension("quoted")
    app.setup_extension("closing")
    app.connect("source-read", wrap)
    app.add_directive("result", ResultPage)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
