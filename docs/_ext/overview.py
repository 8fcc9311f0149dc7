"""Pages about all results: counts, the table of the home page, the graph, the ledger of errata, reliability, how to cite."""

import html

import citation
import library
from docutils import nodes
from docutils.statemachine import StringList
from elements import Directive, chip, code, link, paragraph, raw, section, table, text
from library import ROOT, words
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


def _statement(result) -> str:
    """Whose statement it is, as a cell of a table says it."""
    phrase = citation.attribution(result, "its page")
    return phrase[:1].upper() + phrase[1:]


def counted(t: dict[str, int]) -> str:
    """The counts of `library.tally` in words."""
    n = {k: f"{v:,}".replace(",", "\u202f") for k, v in t.items()}
    verdicts = ", ".join(f"{n[v]} {v}" for v in library.BADNESS if t[v])
    return (
        f"{n['results']} results with {n['conclusions']} conclusions: {n['published']} special cases of published statements, "
        f"{n['own']} statements of our own. Verdicts on the conclusions: {verdicts}. On random instances they were judged "
        f"{n['applicable']} times; {n['open']} of these judgements stayed undecided. Hypotheses marked as needed: {n['needed']}; "
        f"with a control, an instance that breaks this one and refutes a conclusion: {n['dropped']}. "
        f"Conclusions with a machine-checked counterpart: {n['formal']}. Results with an unconfirmed locator: {n['memory']}. "
        f"Results whose record is missing, stale or not green: {n['faulty']}."
    )


class Tally(_Overview):
    """The counts over all results in one paragraph."""

    def content_nodes(self):
        return [paragraph(text(counted(library.tally())))]


class ResultsTable(_Overview):
    """All results; a script adds a filter."""

    def content_nodes(self):
        def graded(result, grade):
            """The grade, with the number of conclusions where it is not that of all."""
            count, every = result.grades[grade], len(result.theorem.conclusions)
            return grade if count == every else f"{grade} {count}/{every}"

        def chips(names, kind):
            return " ".join(f'<span class="chip chip-{kind or n.lower()}">{html.escape(n)}</span>' for n in names)

        rows = []
        for r in library.results():
            rows.append(
                f'<tr><td data-label="Tag"><a href="{r.page}.html"><code>{r.tag}</code></a></td>'
                f'<th scope="row"><a href="{r.page}.html">{html.escape(r.theorem.title)}</a></th>'
                f'<td data-label="Family">{html.escape(r.place.title)}</td>'
                f'<td data-label="Verdict">{chips([r.overall], "")}</td>'
                f'<td data-label="Grade">{chips([graded(r, g) for g in r.grades], "grade")}</td>'
                f'<td data-label="Source">{html.escape(_statement(r))}</td></tr>'
            )
        heads = "".join(f'<th scope="col">{h}</th>' for h in ("Tag", "Result", "Family", "Verdict", "Grade", "Statement"))
        families = "".join(
            f"<option>{html.escape(f)}</option>" for f in dict.fromkeys(r.place.title for r in library.results())
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
                            text(" "),
                            _fidelity(r),
                            text(" "),
                            _link(r, text("The page")),
                            text("."),
                        ),
                        *holder.children,
                    )
                )
        return out or [paragraph(text("No page reports an erratum."))]


def decided(s: dict[str, int]) -> str:
    """How the random instances of a conclusion were decided: `1468 of 2048, 580 undecided`. What is zero is left out."""
    rest = {"equal": s["equal"], "undecided": s["open"], "refuted": s["refuted"], "not applicable": s["count"] - s["applicable"]}
    return ", ".join([f"{s['holds']} of {s['applicable']}", *(f"{n} {word}" for word, n in rest.items() if n)])


def reached(found) -> str:
    """The power of a conclusion in a cell of a table: at how many places a change of five per cent is noticed."""
    return f"{sum(p.best is not None and p.best[0] <= 0.05 for p in found)} of {len(found)}" if found else "–"


class Reliability(_Overview):
    """Generated tables: how each conclusion was checked, what was not confirmed, what is only cited."""

    def conclusions(self):
        """A row for each conclusion: verdict, evidence, power."""
        for r in library.results():
            for k, c in enumerate(r.theorem.conclusions):
                grades = dict.fromkeys(e.grade for e in r.evidence(c))
                yield [
                    [_link(r, code(r.tag))] if not k else "",
                    words(c.name),
                    [chip(r.verdict(c), r.verdict(c))],
                    decided(r.samples(c)) if r.record else "–",
                    [x for g in grades for x in (chip(g, "grade"), text(" "))],
                    [chip(r.kind(c), "kind")] if r.kind(c) else "–",
                    reached(r.power(c)),
                ]

    def gaps(self):
        """A row for each gap of a result."""
        for r in library.results():
            for gap in dict.fromkeys(r.gap(c) for c in r.theorem.conclusions):
                if gap:
                    yield [[_link(r, code(r.tag))], self.inline(gap)]

    def sources(self):
        """A row for each result: whose statement it is, and where that was read."""
        for r in library.results():
            note = r.theorem.source.note
            yield [[_link(r, code(r.tag))], _statement(r), [_fidelity(r)], self.inline(note) if note else ""]

    def content_nodes(self):
        faulty = [[[_link(r, code(r.tag))], fault] for r in library.results() for fault in r.faults]
        steps = [
            [
                [_link(r, code(r.tag))],
                ", ".join(words(s.name) for s in r.theorem.steps),
                ", ".join(words(s.settles) for s in r.theorem.steps if s.settles) or "–",
            ]
            for r in library.results()
            if r.theorem.steps
        ]
        columns = ["result", "conclusion", "verdict", "holds at random", "grade", "kind", "power"]
        return [
            paragraph(text(counted(library.tally()))),
            nodes.rubric("", "Problems"),
            table(["result", "problem"], faulty) if faulty else paragraph(text("None: every record is current and green.")),
            nodes.rubric("", "What is verified, and how"),
            paragraph(
                text(
                    "Holds at random: on how many of the random instances that satisfy what it needs a conclusion was found to hold; "
                    "on the others it was left undecided or the two sides are equal. Power: at how many of the places where a "
                    "constant may be wrong a change of five per cent would have been noticed."
                )
            ),
            table(columns, list(self.conclusions()), ["stacked"]),
            nodes.rubric("", "Proof steps verified by SymPy"),
            table(["result", "steps", "conclusion settled"], steps) if steps else paragraph(text("None.")),
            nodes.rubric("", "How the checked statement differs from the published one"),
            table(["result", "gap"], list(self.gaps())),
            nodes.rubric("", "Whose statements these are, and where they were read"),
            table(["result", "statement", "fidelity", "note"], list(self.sources())),
        ]


class CiteAll(_Overview):
    """How to cite, with the version as it is and the first result as the example, and what to cite for each result."""

    def content_nodes(self):
        base, results, release = self.config.html_baseurl, library.results(), library.project()["release"]
        example = f"\u201ctag {results[0].tag}, version {release}\u201d"
        addresses = (
            f"The address {citation.address(results[0], base)} leads to its page."
            if base
            else f"This site has no public address yet; within it {citation.address(results[0], base)} leads to the page."
        )
        return [
            paragraph(text(f"Cite the tag and the version: {example}. A tag is permanent and never reused. {addresses}")),
            table(
                ["tag", "address", "record", "statement"],
                [
                    [
                        [_link(r, code(r.tag))],
                        [code(citation.address(r, base))],
                        [code(r.record["digest"] if r.record else "none")],
                        _statement(r),
                    ]
                    for r in results
                ],
                ["stacked"],
            ),
            paragraph(
                text("For programs, "),
                link("", "theorems.json", code("theorems.json")),
                text(
                    " holds every statement as LaTeX and as a SymPy expression, with its evidence and its attribution, and "
                ),
                link("", "objects.inv", code("objects.inv")),
                text(" the tags, so that other Sphinx projects can refer to a result by its tag."),
            ),
        ]


def setup(app):
    for name, directive in {
        "results-toc": ResultsToc,
        "tally": Tally,
        "results-table": ResultsTable,
        "dependency-graph": Graph,
        "errata": Errata,
        "reliability": Reliability,
        "cite-all": CiteAll,
    }.items():
        app.add_directive(name, directive)
    return {"parallel_read_safe": False, "parallel_write_safe": False}
