"""Which proof uses which result, as SVG: a column of names, and at its left one arc for each use, each in a lane of its own.

Names are drawn in one column because a phone has room for no more; an arc has its own lane because arcs on one line cannot be followed.
"""

import hashlib
import html
import textwrap
from dataclasses import dataclass

import library
from elements import Directive, bullets, link, paragraph, raw, section, text
from listing import families, page_of
from needs import need

from theorems.language import catalogue

WIDTH, ROW, LANE, LINE = 360, 46, 15, 17  # units of the drawing, about pixels
LETTERS = 7.9  # width of a letter, of a name with many wide ones
ARROW = "An arrow leads from a result to one whose proof uses it."


@dataclass(frozen=True)
class Node:
    """A name in the drawing. kind: "current", "outside" or ""."""

    key: str
    label: str
    address: str
    kind: str = ""


@dataclass(frozen=True)
class Edge:
    """From what is used to what uses it, perhaps with a count."""

    start: str
    end: str
    label: str = ""


def lanes(spans: list[tuple[int, int]]) -> list[int]:
    """A lane for each span of rows, short spans inside: spans in one lane do not meet, not even at their ends."""
    order = sorted(range(len(spans)), key=lambda k: (abs(spans[k][1] - spans[k][0]), spans[k]))
    taken: list[list[tuple[int, int]]] = []
    found = [0] * len(spans)
    for k in order:
        low, high = sorted(spans[k])
        free = (n for n, lane in enumerate(taken) if all(high < a or b < low for a, b in lane))
        found[k] = next(free, len(taken))
        if found[k] == len(taken):
            taken.append([])
        taken[found[k]].append((low, high))
    return found


def draw(nodes: list[Node], edges: list[Edge], about: str, wide: int = LANE) -> str:
    """The drawing. The nodes stand below one another in this order; `about` is for readers who cannot see it.

    wide: the distance of the lanes.
    """
    at = {n.key: k for k, n in enumerate(nodes)}
    found = lanes([(at[e.start], at[e.end]) for e in edges])
    left = 16 + wide * (1 + max(found, default=0))
    letters = int((WIDTH - left - 8) / LETTERS)
    arcs, names = [], []
    for e, lane in zip(edges, found):
        # An arc leaves below the middle of a row and arrives above it: two arcs at one name do not lie on one another.
        start, end = at[e.start] * ROW + ROW / 2, at[e.end] * ROW + ROW / 2
        down = 1 if end > start else -1
        a, b, x = start + 6 * down, end - 6 * down, left - 12 - wide * (lane + 1)
        arcs.append(
            f'<path d="M{left - 10} {a:g}H{x + 6:g}Q{x:g} {a:g} {x:g} {a + 6 * down:g}V{b - 6 * down:g}Q{x:g} {b:g} {x + 6:g} {b:g}'
            f'H{left - 11}"/>'
        )
        if e.label:
            names.append(f'<text class="count" x="{x}" y="{(a + b) / 2 + 4:g}">{html.escape(e.label)}</text>')
    for k, n in enumerate(nodes):
        lines = textwrap.wrap(n.label, letters, max_lines=2, placeholder=" …")
        y = k * ROW + ROW / 2 + 5 - LINE * (len(lines) - 1) / 2
        spans = "".join(f'<tspan x="{left}" y="{y + LINE * j:g}">{html.escape(line)}</tspan>' for j, line in enumerate(lines))
        label, address = html.escape(n.label), html.escape(n.address)
        names.append(f'<a href="{address}" class="{n.kind or "inside"}"><title>{label}</title><text>{spans}</text></a>')
    height, arrow = ROW * len(nodes), "arrow-" + hashlib.sha256("".join(arcs + names).encode()).hexdigest()[:8]
    return (
        f'<div class="graph"><svg viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{html.escape(about)}">'
        f'<defs><marker id="{arrow}" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" markerHeight="6" orient="auto">'
        '<path d="M0 0L6 3L0 6Z"/></marker></defs>'
        f'<g class="arcs" style="marker-end: url(#{arrow})">{"".join(arcs)}</g>{"".join(names)}</svg></div>'
    )


def ordered(results) -> list[library.Result]:
    """Results after those they use; otherwise by tag. Raises ValueError when they use each other in a circle."""
    placed: list[library.Result] = []
    waiting = list(results)
    while waiting:
        known = {r.slug for r in waiting}
        ready = [r for r in waiting if not known & set(r.theorem.uses)]
        if not ready:
            raise ValueError(f"the results {sorted(known)} use each other in a circle.")
        placed.append(ready[0])
        waiting.remove(ready[0])
    return placed


def around(result: library.Result, steps: int = 2) -> list[library.Result]:
    """What a result uses, what that uses, and so on for some steps; the same for what uses it; and itself."""
    found = {result.slug: result}
    up = down = [result]
    for _ in range(steps):
        up = [u for r in up for s in r.theorem.uses if (u := library.find(s))]
        down = [u for r in down for u in library.used_by(r)]
        found |= {r.slug: r for r in up + down}
    return list(found.values())


def _draw(results, kind, up: str, about: str) -> str:
    """These results and the uses among them; "" when there are none. kind: result -> how it is drawn."""
    slugs = {r.slug for r in results}
    edges = [Edge(s, r.slug) for r in results for s in r.theorem.uses if s in slugs]
    if not edges:
        return ""
    nodes = [Node(r.slug, f"{r.tag} {r.theorem.title}", f"{up}{r.page}.html", kind(r)) for r in ordered(results)]
    return draw(nodes, edges, about)


def local_graph(slug: str, up: str = "../../") -> str:
    """Two steps around a result as HTML, "" when it uses nothing and nothing uses it. up: from the page to the root of the site."""
    result = library.find(slug)
    about = f"What the proof of {result.tag} uses, and what uses it, two steps far. {ARROW}"
    return _draw(around(result), lambda r: "current" if r is result else "", up, about)


def family_graph(family: str, up: str = "../") -> str:
    """The uses among the results of a family, and between these and others; "" when there are none."""
    own = families()[family]
    linked = {r.slug: r for r in own for other in (*r.theorem.uses, *(u.slug for u in library.used_by(r))) if library.find(other)}
    linked |= {u.slug: u for r in own for u in library.used_by(r)}
    linked |= {s: u for r in own for s in r.theorem.uses if (u := library.find(s))}
    about = f"Which proof uses which result, in the family {catalogue.FAMILIES[family]}. {ARROW}"
    return _draw(list(linked.values()), lambda r: "" if r.place.family == family else "outside", up, about)


def between() -> dict[tuple[str, str], int]:
    """(family used, family that uses it) -> how many proofs."""
    found: dict[tuple[str, str], int] = {}
    for r in library.results():
        for s in r.theorem.uses:
            if used := library.find(s):
                pair = (used.place.family, r.place.family)
                found[pair] = found.get(pair, 0) + 1
    return found


def overview(up: str = "") -> str:
    """The families with the number of uses between different ones; "" when no proof uses a result of another family."""
    edges = [Edge(a, b, str(n)) for (a, b), n in between().items() if a != b]
    if not edges:
        return ""
    nodes = [Node(f, f"{catalogue.FAMILIES[f]} ({len(own)})", f"{up}{page_of(f)}.html") for f, own in families().items()]
    return draw(nodes, edges, "How often proofs of one family use results of another. An arrow leads from the family that is used.", 24)


class Graph(Directive):
    """The families with the uses between them, and each family's own part with the uses as links."""

    def run(self):
        need(self.env, "results")
        counts = between()
        inner = {f: sum(n for (a, b), n in counts.items() if a == b == f) for f in families()}
        total = sum(counts.values())
        head = paragraph(text(
            f"{total} uses between {len(library.results())} results: "
            + ", ".join(f"{n} within {catalogue.FAMILIES[f]}" for f, n in inner.items() if n)
            + f", {total - sum(inner.values())} between families. {ARROW} The lists say the same in words."
        ))
        drawing = overview()
        across = [raw(drawing)] if drawing else []
        return [head, *across, *(self.family(f, own) for f, own in families().items())]

    def family(self, family, own):
        drawing = family_graph(family, "")
        items = []
        for r in own:
            used = [u for s in r.theorem.uses if (u := library.find(s))]
            if used:
                items.append([paragraph(
                    link(f"{r.tag} {r.theorem.title}", f"{r.page}.html"), text(" uses "),
                    *[x for u in used for x in (link(f"{u.tag} {u.theorem.title}", f"{u.page}.html"), text(", "))][:-1], text("."),
                )])
        body = [raw(drawing), bullets(items)] if drawing else [paragraph(text("No proof of it uses another result."))]
        return section(catalogue.FAMILIES[family], family, *body)


def setup(app):
    app.add_directive("dependency-graph", Graph)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
