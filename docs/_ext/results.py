"""The page of a result: docs/results/<slug>.md holds the prose, everything else is generated from the theorem and its record.

The order of a page is fixed: title and lead, figure, statement, why it is true, evidence (`evidence.py`), what this does not show,
reproduce, cite, uses.
"""

from dataclasses import replace

import citation
import figures
import library
import sympy as sp
from docutils import nodes
from elements import (
    Directive,
    block,
    bullets,
    chip,
    code,
    details,
    formula,
    inline_formula,
    link,
    listing,
    paragraph,
    raw,
    section,
    strong,
    text,
)
from evidence import Evidence, status
from library import ROOT, words
from needs import need
from sphinx.util import logging
from strip import CAPTION, strip

from theorems.language.statement import Role, parts

log = logging.getLogger(__name__)

FIDELITY = {"PRIMARY": "good", "TRANSCRIPTION": "good", "QUOTED": "fair", "MEMORY": "unconfirmed"}
FENCE = "`" * 12


def wrap(app, docname, source):
    """The prose file becomes the content of one directive; line numbers shift by one, which `blocks` undoes."""
    if docname.startswith("results/"):
        source[0] = f"{FENCE}{{result}} {docname.rpartition('/')[2]}\n{source[0]}\n{FENCE}\n"


def sample(theorem, operator) -> sp.Expr:
    """The smallest term of the statement with this operator: how the glossary prints it."""
    terms = [e for c in theorem.clauses for part in parts(c) for e in sp.preorder_traversal(part) if type(e) is operator]
    return min(terms, key=lambda e: sum(1 for _ in sp.preorder_traversal(e)))


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
        if figures.source(slug) and not self.part("Figure"):
            log.warning(
                "%s draws a figure, but there is no part `## Figure` with its caption",
                self.result.place.figure,
                location=self.env.docname,
            )
        page = section(
            self.theorem.title,
            slug,
            *self.head(),
            *self.figure(),
            self.statement(),
            self.why(),
            self.evidence(),
            section("What this does not show", "limits", *self.limits()),
            self.reproduce(),
            self.cite(),
            self.uses(),
        )
        self.state.document.note_explicit_target(page)
        return [page]

    def part(self, name):
        """The nodes of a part of the prose, or []."""
        first, lines = self.prose.get(name, (1, []))
        return self.blocks(lines, first) if any(line.strip() for line in lines) else []

    # -- 1. title and lead
    def head(self):
        r = self.result
        yield paragraph(
            link("", f"../../t/{r.tag}/index.html", code(r.tag)),
            text(" "),
            link("", "../../reading.html#verdicts", chip(r.overall, r.overall)),
            text(f" {status(r)} "),
            text(r.place.title),
            classes=["result-meta"],
        )
        if r.faults:
            yield nodes.warning(
                "",
                paragraph(
                    strong("This page is not to be relied on. "),
                    text("The record does not support it: " if r.record else "It was not verified yet: "),
                ),
                bullets([[paragraph(text(f))] for f in r.faults]),
            )
        yield block(*self.part(""), classes=["lead"])

    # -- 2. figure
    def picture(self, prefix, own):
        """HTML of the result's own figure, or of the strip; "" if there is none."""
        slug = self.result.slug
        made_of = [self.record["digest"], ROOT / self.result.place.formula, *([figures.source(slug)] if own else [])]
        return figures.kept(
            f"{prefix}-{self.result.tag}",
            made_of,
            lambda: figures.drawn(slug, self.record, self.theorem) if own else strip(self.theorem, self.record),
        )

    def figure(self):
        if not self.record:
            return []
        own = figures.source(self.result.slug) is not None
        caption = self.part("Figure") or [paragraph(text(CAPTION))]
        picture = self.picture("fig", own)
        return (
            [raw(f'<figure class="result-figure">{picture}<figcaption>'), *caption, raw("</figcaption></figure>")]
            if picture
            else []
        )

    # -- 3. statement
    def clause(self, clause, prefix):
        role = self.theorem.role(clause)
        head = [strong(words(clause.name))]
        if role is not Role.CONCLUSION:
            head += [text(" "), chip(str(role), "role")]
        yield paragraph(*head, classes=["clause-name"])
        yield formula(self.theorem.latex(clause))
        if clause.why:
            yield paragraph(*self.inline(clause.why), classes=["clause-note"])
        if prefix == "conclusion":
            needed = self.theorem.needs(clause)
            if set(needed) == {h.name for h in self.theorem.hypotheses}:
                note = [text("Needs every hypothesis." if needed else "Needs no hypothesis.")]
            elif not needed:
                note = [text("Needs no hypothesis.")]
            else:
                note = [text("Needs ")]
                for k, name in enumerate(needed):
                    note += [text(", " if k else ""), link(words(name), f"#hypothesis-{name}")]
                note += [text(".")]
            yield paragraph(*note, classes=["clause-note"])

    def clauses(self, items, prefix):
        return [block(*self.clause(c, prefix), classes=["clause"], ids=[f"{prefix}-{c.name}"]) for c in items]

    def glossary(self):
        # An operator that prints like one of its arguments, such as a frequency, says more than the symbol does.
        entries = {self.theorem.typeset(s): phrase for s, phrase in self.theorem.glossary.items()}
        stated = {type(e) for c in self.theorem.clauses for part in parts(replace(c, scale=None)) for e in sp.preorder_traversal(part)}
        entries |= {self.theorem.typeset(sample(self.theorem, o)): o.meaning + "; only a unit of widths" * (o not in stated)
                    for o in self.theorem.vocabulary() if o.meaning}
        return block(
            *(
                block(paragraph(inline_formula(symbol)), paragraph(*self.inline(phrase)), classes=["gloss"])
                for symbol, phrase in entries.items()
            ),
            classes=["glossary"],
        )

    def statement(self):
        theorem, source = self.theorem, self.theorem.source
        body = []
        if theorem.hypotheses:
            body += [nodes.rubric("", "Hypotheses"), *self.clauses(theorem.hypotheses, "hypothesis")]
        body += [
            nodes.rubric("", "Conclusions"),
            *self.clauses(theorem.conclusions, "conclusion"),
            nodes.rubric("", "Notation"),
            self.glossary(),
            nodes.rubric("", "Source"),
        ]
        fidelity = source.fidelity
        body.append(
            paragraph(
                *self.inline(f"{{cite:t}}`{source.key}`"),
                text(f", {source.locator}. "),
                chip(str(fidelity), FIDELITY[fidelity.name]),
                text(" "),
                *self.inline(source.note),
            )
        )
        if erratum := self.part("Erratum"):
            body.append(section("Erratum", "erratum", *erratum))
        return section("Statement", "statement", *body)

    # -- 4. why it is true
    def why(self):
        body = [*self.part("Why it is true")]
        if self.theorem.steps:
            verified = {s["name"]: s["verified"] for s in self.record["steps"]} if self.record else {}
            body.append(nodes.rubric("", "Steps verified by SymPy"))
            for step in self.theorem.steps:
                done = verified.get(step.name)
                mark = chip("verified", "holds") if done else chip("not verified", "refuted")
                about = [*self.inline(step.text)] if step.text else []
                if step.settles:
                    about += [
                        text(" It settles "),
                        link(words(step.settles), f"#conclusion-{step.settles}"),
                        text(" for all parameters that it names."),
                    ]
                body.append(
                    block(
                        paragraph(
                            strong(words(step.name)),
                            text(" "),
                            mark,
                            text(" by the tactic "),
                            link(type(step.by).__name__, "../../source/theorems/language/tactics.py.html"),
                            classes=["clause-name"],
                        ),
                        formula(self.theorem.typeset(step.claim)),
                        *([paragraph(*about, classes=["clause-note"])] if about else []),
                        classes=["clause"],
                        ids=[f"step-{step.name.replace(' ', '-')}"],
                    )
                )
        return section("Why it is true", "why", *body)

    # -- 5. evidence
    def evidence(self):
        strip_too = figures.source(self.result.slug) and self.record and self.picture("strip", own=False)
        return Evidence(self, self.result, strip_too or "").section()

    # -- 6. limits
    def limits(self):
        body = [*self.part("What this does not show")]
        gaps: dict[str, list[str]] = {}
        for c in self.theorem.conclusions if self.record else ():
            gaps.setdefault(self.result.gap(c), []).append(words(c.name))
        every = len(self.theorem.conclusions)
        return body + [
            paragraph(strong("Gap. " if len(names) == every else f"Gap ({', '.join(names)}). "), *self.inline(gap))
            for gap, names in gaps.items()
            if gap
        ]

    # -- 7. reproduce
    def reproduce(self):
        r = self.result
        files = [
            ("the formula", r.place.formula),
            ("the model", r.place.model),
            ("the test", "tests/test_results.py"),
            ("the figure", r.place.figure),
            ("the prose", r.place.prose),
        ]
        items = [
            [paragraph(text(f"{name}: "), link("", f"../../source/{path}.html", code(path)))]
            for name, path in files
            if (ROOT / path).exists() and path.endswith(".py")
        ]
        if self.record:
            items.append(
                [
                    paragraph(
                        text("the record: "),
                        link("", f"../../records/{r.slug}.json", code(r.place.record)),
                    )
                ]
            )
        body = [listing(f"pytest -k {r.slug}\npytest --tag {r.tag}", "console"), bullets(items)]
        if self.record:
            versions = ", ".join(f"{k} {v}" for k, v in self.record["versions"].items())
            body.append(
                paragraph(
                    text(f"Seed {self.record['seed']}; fingerprint of formulas and code "),
                    code(self.record["fingerprint"]),
                    text("; digest of the record "),
                    code(self.record["digest"]),
                    text(f"; {versions}."),
                    classes=["quiet"],
                )
            )
        return section("Reproduce", "reproduce", *body)

    # -- 8. cite
    def cite(self):
        r, base = self.result, self.config.html_baseurl
        body = [
            paragraph(
                text("Cite tag and version. The permanent address is "),
                link("", f"../../t/{r.tag}/index.html", code(citation.address(r, base))),
                text("."),
            )
        ]
        for k, (suffix, (name, language, make)) in enumerate(citation.FORMATS.items()):
            parts_ = [listing(make(r, base), language), paragraph(link(f"Download {name}", f"../../cite/{r.tag}.{suffix}"))]
            body += details(name, *parts_) if k else parts_
        body += [nodes.rubric("", "The source"), listing(citation.source_bibtex(self.theorem.source.key), "bibtex")]
        return section("Cite", "cite", *body)

    # -- 9. uses
    def uses(self):
        def items(found):
            return bullets(
                [
                    [paragraph(link("", f"../../{r.page}.html", code(r.tag)), text(" "), link(r.theorem.title, f"../../{r.page}.html"))]
                    for r in found
                ]
            )

        body = []
        known = [r for slug in self.theorem.uses if (r := library.find(slug))]
        if unknown := sorted(set(self.theorem.uses) - {r.slug for r in known}):
            log.warning(
                "%s uses %s, which theorems/tags does not list",
                self.result.place.formula,
                ", ".join(unknown),
                location=self.env.docname,
            )
        body += (
            [paragraph(text("Its proof uses:")), items(known)]
            if known
            else [paragraph(text("Its proof uses no other result of this site."))]
        )
        if used := library.used_by(self.result):
            body += [paragraph(text("It is used by:")), items(used)]
        return section("Uses and used by", "uses", *body)


def setup(app):
    app.connect("source-read", wrap)
    app.add_directive("result", ResultPage)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
