"""Small constructors of document nodes, shared by the directives of the site."""

from dataclasses import dataclass

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


def raw(html: str) -> nodes.raw:
    """HTML as it is."""
    return nodes.raw("", html, format="html")


def text(words: str) -> nodes.Text:
    """Plain text."""
    return nodes.Text(words)


def strong(words: str) -> nodes.strong:
    """Emphasised text."""
    return nodes.strong("", words)


def code(words: str) -> nodes.literal:
    """Inline code."""
    return nodes.literal("", words)


def chip(words: str, kind: str = "") -> nodes.inline:
    """A small label. `kind` is a CSS class: a verdict, a grade, a role."""
    return nodes.inline("", words, classes=["chip", *(["chip-" + kind.lower().replace(" ", "-")] if kind else [])])


def badge(words: str, kind: str, uri: str) -> nodes.reference:
    """A label that leads to what it means."""
    return link("", uri, chip(words, kind))


def paragraph(*children: nodes.Node, classes=()) -> nodes.paragraph:
    """A paragraph of inline nodes."""
    node = nodes.paragraph("", "", *children)
    node["classes"] += classes
    return node


def block(*children: nodes.Node, classes=(), ids=()) -> nodes.container:
    """A <div>."""
    return nodes.container("", *children, classes=list(classes), ids=list(ids))


def link(words: str, uri: str, *children: nodes.Node) -> nodes.reference:
    """A link to an address inside the site, relative to the page."""
    return nodes.reference("", "" if children else words, *children, refuri=uri, internal=True)


def formula(latex: str) -> nodes.math_block:
    """A displayed formula that starts at the left and breaks into lines where it is too long."""
    return nodes.math_block(latex, latex, nowrap=True, number=None, label=None, docname="", classes=["wraps"])


def inline_formula(latex: str) -> nodes.math:
    """A formula inside a sentence."""
    return nodes.math(latex, latex)


def listing(source: str, language: str) -> nodes.literal_block:
    """A highlighted listing."""
    return nodes.literal_block(source, source, language=language)


def section(title: str, identifier: str, *children: nodes.Node) -> nodes.section:
    """A section with a fixed anchor."""
    return nodes.section("", nodes.title("", title), *children, ids=[identifier], names=[identifier])


def bullets(items, classes=()) -> nodes.bullet_list:
    """A list; an item is a list of nodes."""
    out = nodes.bullet_list("", *(nodes.list_item("", *item) for item in items))
    out["classes"] += classes
    return out


def details(summary, *children: nodes.Node) -> list[nodes.Node]:
    """A part that opens on demand. summary: HTML, or a list of inline nodes."""
    if isinstance(summary, str):
        return [raw(f"<details><summary>{summary}</summary>"), *children, raw("</details>")]
    return [raw("<details><summary>"), nodes.inline("", "", *summary), raw("</summary>"), *children, raw("</details>")]


def joined(lists, comma: str = ", ") -> list[nodes.Node]:
    """Lists of inline nodes with commas between them."""
    return [node for k, found in enumerate(lists) for node in ([text(comma)] if k else []) + list(found)]


@dataclass(frozen=True)
class Group:
    """A row of a table that heads the rows below it: one cell over all columns."""

    cell: list[nodes.Node]


def table(headers, rows, classes=(), labels=False) -> nodes.table:
    """A table. Cells are strings or lists of inline nodes; a row may be a Group.

    labels: every cell but the first repeats the head of its column; shown where a phone puts the cells below one another.
    """

    def entry(cell, head="", **span):
        label = [nodes.inline("", f"{head}: ", classes=["cell-label"])] if head else []
        return nodes.entry("", paragraph(*label, *([text(cell)] if isinstance(cell, str) else cell)), **span)

    def row(cells, heads=()):
        if isinstance(cells, Group):
            return nodes.row("", entry(cells.cell, morecols=len(headers) - 1), classes=["group"])
        return nodes.row("", *map(entry, cells, ["", *heads[1:]] if heads else [""] * len(cells)))

    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in headers), cols=len(headers))
    group += nodes.thead("", row(headers))
    group += nodes.tbody("", *(row(cells, headers if labels else ()) for cells in rows))
    return nodes.table("", group, classes=["colwidths-auto", *classes])


def stacked(written: list[nodes.Node]) -> list[nodes.Node]:
    """Tables that an author wrote, with the head of its column before every cell but the first, for a phone."""
    for found in (t for node in written for t in node.findall(nodes.table)):
        found["classes"] += ["stacked", "told"]
        head, *body = found.findall(nodes.row)
        heads = [entry.astext() for entry in head.children]
        for row in body:
            for entry, name in [*zip(row.children, heads)][1:]:
                for first in [p for p in entry.children if isinstance(p, nodes.paragraph)][:1]:
                    first.insert(0, nodes.inline("", name + (" " if name.endswith("?") else ": "), classes=["cell-label"]))
    return written


class Directive(SphinxDirective):
    """A directive of the site, with MyST at hand."""

    def inline(self, words: str) -> list[nodes.Node]:
        """Inline nodes of a phrase in MyST: `$...$`, roles, emphasis."""
        return self.state.inline_text(words, self.lineno)[0]

    def blocks(self, lines, first: int) -> list[nodes.Node]:
        """Nodes of MyST text whose first line is line `first` of the source file."""
        holder = nodes.Element()
        # The renderer counts from the line of the directive.
        self.state.nested_parse(list(lines), first - 1 - self.state._lineno, holder, match_titles=True)
        return holder.children

    def depend(self, *files):
        """The page changes when one of these files does."""
        for file in files:
            if file is not None:
                self.env.note_dependency(str(file))
