"""Pages about all results: the table of the home page, the graph, the ledger of errata, the tables of reliability."""

import html

import citation
import library
from docutils import nodes
from docutils.statemachine import StringList
from elements import Directive, chip, code, paragraph, raw, section, table, text
from library import ROOT, number, words
from results import FIDELITY
from sphinx.directives.other import TocTree
from sphinx.util import logging

log = logging.getLogger(__name__)


def _link(result, *children) -> nodes.reference:
    return nodes.reference("", "" if children else result.theorem.title, *children, refuri=f"{result.page}.html", internal=True)


def _fidelity(result):
    fidelity = result.theorem.source.fidelity
    return chip(str(fidelity), FIDELITY[fidelity.name])


class _Overview(Directive):
    """A directive that is read again in every build, because it depends on all results."""

    def run(self):
        self.env.note_reread()
        return self.content_nodes()


class ResultsToc(TocTree):
    """The pages of the results in the order of their tags."""

    has_content, required_arguments = False, 0

    def run(self):
        env = self.state.document.settings.env
        env.note_reread()
        pages = []
        for r in library.results():
            if r.page in env.found_docs:
                pages.append(f"{r.tag} {r.theorem.title} <{r.page}>")
            else:
                log.warning("docs/%s.md is missing: theorems/tags lists %s", r.page, r.slug, location=env.docname)
        self.content = StringList(pages, "theorems/tags")
        return super().run()


class ResultsTable(_Overview):
    """All results; a script adds a filter."""

    def content_nodes(self):
        def chips(names, kind):
            return " ".join(f'<span class="chip chip-{kind or n.lower()}">{html.escape(n)}</span>' for n in names)

        rows = []
        for r in library.results():
            source = r.theorem.source
            rows.append(
                f'<tr><td data-label="Tag"><a href="{r.page}.html"><code>{r.tag}</code></a></td>'
                f'<th scope="row"><a href="{r.page}.html">{html.escape(r.theorem.title)}</a></th>'
                f'<td data-label="Family">{html.escape(r.theorem.family)}</td>'
                f'<td data-label="Verdict">{chips([r.overall], "")}</td><td data-label="Grade">{chips(r.grades, "grade")}</td>'
                f'<td data-label="Kind">{chips(r.kinds, "kind")}</td>'
                f'<td data-label="Source">{html.escape(citation.short(source.key))}, {html.escape(source.locator)}</td></tr>'
            )
        heads = "".join(f'<th scope="col">{h}</th>' for h in ("Tag", "Result", "Family", "Verdict", "Grade", "Kind", "Source"))
        families = "".join(
            f"<option>{html.escape(f)}</option>" for f in dict.fromkeys(r.theorem.family for r in library.results())
        )
        return [
            raw(
                '<div class="filter" hidden><label for="filter-text">Filter</label>'
                '<input id="filter-text" type="search" autocomplete="off">'
                f'<label for="filter-family">Family</label>'
                f'<select id="filter-family"><option value="">all</option>{families}</select>'
                f'<output aria-live="polite"></output></div>'
                f'<div class="table-box" tabindex="0" role="group" aria-label="Results">'
                f'<table class="results"><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
            )
        ]


ROW, LEFT = 56, 118  # pixels of a row of the graph, width of the column of arcs


class Graph(_Overview):
    """Which proof uses which result: a list in the order of use, and an arc from each result to what it uses."""

    def order(self):
        """Results after those they use; otherwise by tag."""
        placed, waiting = [], list(library.results())
        while waiting:
            known = {r.slug for r in waiting}
            ready = [r for r in waiting if not known & set(r.theorem.uses)]
            if not ready:
                raise self.error(f"the results {sorted(known)} use each other in a circle.")
            placed.append(ready[0])
            waiting.remove(ready[0])
        return placed

    def content_nodes(self):
        order = self.order()
        at = {r.slug: k for k, r in enumerate(order)}
        arcs = []
        for r in order:
            for slug in r.theorem.uses:
                if slug in at:
                    top, bottom = at[slug] * ROW + ROW / 2, at[r.slug] * ROW + ROW / 2
                    reach = min(LEFT - 20, 14 + 12 * (at[r.slug] - at[slug]))
                    arcs.append(
                        f'<path d="M{LEFT - 8} {top}C{LEFT - 8 - reach * 1.3:.0f} {top} {LEFT - 8 - reach * 1.3:.0f} {bottom} '
                        f'{LEFT - 10} {bottom}" marker-end="url(#arrow)"/>'
                    )
        dots = "".join(f'<circle cx="{LEFT - 6}" cy="{k * ROW + ROW / 2}" r="3.5"/>' for k in range(len(order)))
        items = []
        for r in order:
            used = [s for s in r.theorem.uses if s in at]
            names = ", ".join(library.find(s).tag for s in used)
            note = f'<span class="quiet">uses {names}</span>' if used else ""
            items.append(f'<li><a href="{r.page}.html"><code>{r.tag}</code> {html.escape(r.theorem.title)}</a>{note}</li>')
        height = ROW * len(order)
        return [
            raw(
                f'<div class="graph"><svg width="{LEFT}" height="{height}" viewBox="0 0 {LEFT} {height}" role="img" '
                'aria-label="An arc leads from each result to every result whose proof uses it; '
                'the list says the same in words.">'
                '<defs><marker id="arrow" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" markerHeight="6" orient="auto">'
                f'<path d="M0 0L6 3L0 6Z"/></marker></defs>{"".join(arcs)}{dots}</svg><ol>{"".join(items)}</ol></div>'
            )
        ]


class Errata(_Overview):
    """The parts `## Erratum` of all pages."""

    def content_nodes(self):
        out = []
        for r in library.results():
            file = ROOT / f"docs/{r.page}.md"
            if not file.exists():
                continue
            self.depend(file)
            _, lines = library.prose(file.read_text())[0].get("Erratum", (1, []))
            if any(line.strip() for line in lines):
                holder = nodes.Element()
                self.state.nested_parse(list(lines), 0, holder)
                out.append(
                    section(
                        f"{r.tag} {r.theorem.title}",
                        f"erratum-{r.tag.lower()}",
                        paragraph(
                            *self.inline(f"{{cite:t}}`{r.theorem.source.key}`"),
                            text(f", {r.theorem.source.locator}. "),
                            _link(r, text("The page")),
                        ),
                        *holder.children,
                    )
                )
        return out or [paragraph(text("No page reports an erratum."))]


class Reliability(_Overview):
    """Generated tables: how each conclusion was checked, what was not confirmed, what is only cited."""

    def content_nodes(self):
        results = library.results()
        checked, unconfirmed, faulty, gaps = [], [], [], []
        for r in results:
            for k, c in enumerate(r.theorem.conclusions):
                power = r.power(c) or {}
                shown = (
                    f"ratio {number(power['ratio'])}"
                    if "ratio" in power
                    else f"width {number(power['width'])}"
                    if power
                    else "–"
                )
                checked.append(
                    [
                        [_link(r, code(r.tag))] if not k else "",
                        words(c.name),
                        [chip(r.verdict(c), r.verdict(c))],
                        [x for e in dict.fromkeys(e.grade for e in r.evidence(c)) for x in (chip(e, "grade"), text(" "))],
                        [chip(r.kind(c), "kind")] if r.kind(c) else "–",
                        shown,
                    ]
                )
                if (gap := r.gap(c)) and gap not in [g for _, g, _ in gaps if _ is r]:
                    gaps.append((r, gap, c))
            source = r.theorem.source
            unconfirmed.append(
                [
                    [_link(r, code(r.tag))],
                    f"{citation.short(source.key)}, {source.locator}",
                    [_fidelity(r)],
                    self.inline(source.note) if source.note else "",
                ]
            )
            faulty += [[[_link(r, code(r.tag))], fault] for fault in r.faults]
        counted = [c for r in results for c in r.theorem.conclusions]
        holding = sum(r.verdict(c) == "HOLDS" for r in results for c in r.theorem.conclusions)
        memory = sum(not r.clean for r in results)
        intro = paragraph(
            text(
                f"{len(results)} results with {len(counted)} conclusions; {holding} conclusions hold in their models, "
                f"{len(counted) - holding} do not or are undecided. {memory} of {len(results)} locators are unconfirmed. "
                f"{sum(r.record is None for r in results)} results have no record."
            )
        )
        seen, gap_rows = set(), []
        for r, gap, _ in gaps:
            if (r.slug, gap) not in seen:
                seen.add((r.slug, gap))
                gap_rows.append([[_link(r, code(r.tag))], self.inline(gap)])
        steps = [
            [
                [_link(r, code(r.tag))],
                ", ".join(words(s.name) for s in r.theorem.steps),
                ", ".join(words(s.settles) for s in r.theorem.steps if s.settles) or "–",
            ]
            for r in results
            if r.theorem.steps
        ]
        return [
            intro,
            nodes.rubric("", "Problems"),
            table(["result", "problem"], faulty) if faulty else paragraph(text("None: every record is current and green.")),
            nodes.rubric("", "What is verified, and how"),
            table(["result", "conclusion", "verdict", "grade", "kind", "power"], checked),
            nodes.rubric("", "Proof steps verified by SymPy"),
            table(["result", "steps", "conclusion settled"], steps) if steps else paragraph(text("None.")),
            nodes.rubric("", "How the checked statement differs from the published one"),
            table(["result", "gap"], gap_rows),
            nodes.rubric("", "Where the statements were read"),
            table(["result", "source", "fidelity", "note"], unconfirmed),
        ]


class CiteAll(_Overview):
    """One entry for all results."""

    def content_nodes(self):
        base = self.config.html_baseurl
        return [
            table(
                ["tag", "address", "record"],
                [
                    [
                        [_link(r, code(r.tag))],
                        [code(citation.address(r, base))],
                        [code(r.record["digest"] if r.record else "none")],
                    ]
                    for r in library.results()
                ],
            )
        ]


def setup(app):
    for name, directive in {
        "results-toc": ResultsToc,
        "results-table": ResultsTable,
        "dependency-graph": Graph,
        "errata": Errata,
        "reliability": Reliability,
        "cite-all": CiteAll,
    }.items():
        app.add_directive(name, directive)
    return {"parallel_read_safe": False, "parallel_write_safe": False}
