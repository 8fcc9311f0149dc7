"""The matrices of conformance, library by clause, from the committed record benchmarks/conformance.json."""

import html
import json
import re
from typing import Any

import library
import subjects
from docutils import nodes
from elements import Directive, capital, paragraph, raw, section, table, text
from library import ROOT, number, words
from needs import need

RECORD = ROOT / "benchmarks" / "conformance.json"
OURS = "theorem-companion"
Row = dict[str, Any]

# verdict -> (symbol, class of its colour)
MARKS = {"NOT REFUTED": ("✓", "good"), "EQUAL": ("=", "good"), "UNDECIDED": ("?", "fair"), "NO VALUE": ("∅", "fair"),
         "REFUTED": ("✗", "refuted")}
SHORT = 400                       # characters of an instance that are shown beside the script


def anchors(rows: list[Row]) -> list[str]:
    """An identifier for each row: library, function, clause, and a number among those that agree in them."""
    found, seen = [], {}
    for r in rows:
        name = slug(r["library"], r["subject"], r["tag"], r["clause"])
        seen[name] = seen.get(name, 0) + 1
        found.append(f"{name}-{seen[name]}")
    return found


def slug(*parts: str) -> str:
    """Words as an identifier."""
    return re.sub(r"[^a-z0-9]+", "-", " ".join(parts).lower()).strip("-")


def shown(r: Row) -> str:
    """The worst number of a row; near 1 as its distance from 1, which four digits would hide. The reason where there is none."""
    return html.escape(r["reason"]) if r["reason"] else figure(r["worst"])


def figure(x) -> str:
    if isinstance(x, float) and 0 < abs(x - 1) < 1e-3:
        return f"1 {'+' if x > 1 else '−'} {number(abs(x - 1))}"
    return number(x)


def called(name: str) -> str:
    """A library, for the reader."""
    return "this project" if name == OURS else name


def title(r: Row) -> str:
    """The function of a row, as HTML."""
    return f"{html.escape(called(r['library']))} <code>{html.escape(r['subject'])}</code>"


def kinds(rows: list[Row]) -> list[str]:
    """What functions are examined as, in the order of the record."""
    return list(dict.fromkeys(r["kind"] for r in rows))


def libraries(rows: list[Row]) -> list[str]:
    """The libraries by name, this project last."""
    return sorted({r["library"] for r in rows}, key=lambda name: (name == OURS, name.lower()))


def columns(kind: str, rows: list[Row]) -> list[tuple[str, str]]:
    """(tag, clause), grouped by result, in the order of the subject and then of the rows."""
    told = subjects.read(kind).asked if kind in subjects.names() else ()
    there = dict.fromkeys((r["tag"], r["clause"]) for r in rows)
    ordered = [c for c in told if c in there] + [c for c in there if c not in told]
    tags = list(dict.fromkeys(tag for tag, _ in ordered))
    return sorted(ordered, key=lambda c: tags.index(c[0]))


def lines(rows: list[Row]) -> list[list[int]]:
    """The rows, by their places, of one function in one setting each; functions in the order of the record, defaults first."""
    groups: dict[tuple, list[int]] = {}
    for k, r in enumerate(rows):
        groups.setdefault((r["subject"], r["settings"], r["budget"].rpartition(", ")[2], json.dumps(r["parameters"], sort_keys=True)),
                          []).append(k)
    order = {name: k for k, name in enumerate(dict.fromkeys(r["subject"] for r in rows))}
    return sorted(groups.values(), key=lambda group: (order[rows[group[0]]["subject"]], not rows[group[0]]["default"]))


def mark(verdict: str, claimed: bool) -> str:
    """The symbol of a verdict, coloured; in a dashed frame without colour where the library does not claim the clause."""
    symbol, colour = MARKS[verdict]
    return f'<span class="mark mark-{colour if claimed else "unclaimed"}" aria-hidden="true">{symbol}</span>'


def spoken(r: Row) -> str:
    """What a mark says."""
    return r["verdict"].lower() + ("" if r["promised"] else ", not claimed by the library")


class _Recorded(Directive):
    """A directive that is read again when the record changes."""

    def run(self):
        self.depend(RECORD, *(subjects.FOLDER / f"{name}.py" for name in subjects.names()))
        need(self.env, "results")
        if not RECORD.exists():
            return [paragraph(text("There is no record yet; `make conformance` writes it."))]
        record = json.loads(RECORD.read_text())
        return self.content_nodes(record, anchors(record["rows"]))

    def content_nodes(self, record, names) -> list[nodes.Node]:
        raise NotImplementedError


class Legend(Directive):
    """The marks, each with the words for it, and what they mean: the list below the directive, in the order of the verdicts."""

    has_content = True

    def run(self):
        meanings = [line.removeprefix("- ") for line in self.content if line.strip()]
        signs = [(mark(v, True), v.lower()) for v in MARKS] + [(mark("REFUTED", False), "not claimed")]
        out: list[nodes.Node] = [raw('<dl class="legend">')]
        for (sign, word), meaning in zip(signs, meanings, strict=True):
            out += [raw(f"<dt>{sign} {word}</dt><dd>"), paragraph(*self.inline(meaning)), raw("</dd>")]
        return [*out, raw("</dl>")]


class Summary(_Recorded):
    """The libraries with links to their rows, how many rows have which verdict, and the claims that are refuted or without a value."""

    def content_nodes(self, record, names):
        rows = record["rows"]
        items = "".join(self.library(name, [r for r in rows if r["library"] == name], record["versions"]) for name in libraries(rows))
        counts = ", ".join(f"{n} {v.lower()}" for v in MARKS if (n := sum(r["verdict"] == v for r in rows)))
        functions = len({(r["library"], r["subject"]) for r in rows})
        head = (f"{len(libraries(rows))} libraries, {functions} functions, {len(rows)} rows: {counts}; "
                f"{sum(not r['promised'] for r in rows)} of them not claimed by the library.")
        missed = sorted(((r, name) for r, name in zip(rows, names) if r["promised"] and r["verdict"] in ("REFUTED", "NO VALUE")),
                        key=lambda found: libraries(rows).index(found[0]["library"]))
        lines: dict[tuple[str, str], list[str]] = {}           # one line for a function in one setting
        for r, name in missed:
            told = f'{mark(r["verdict"], True)} <a href="#{name}">{r["tag"]} {words(r["clause"])}</a> {shown(r)}'
            lines.setdefault((title(r), html.escape(r["settings"])), []).append(told)
        listed = "".join(f"<li>{head}, {settings}: {'; '.join(told)}</li>" for (head, settings), told in lines.items())
        out = [raw(f'<ul class="libraries">{items}</ul>'), paragraph(text(head))]
        if not missed:
            return [*out, paragraph(text("No row that a library claims is refuted or without a value."))]
        return [*out, paragraph(text("Claimed by the library, and refuted or without a value:")), raw(f'<ul class="missed">{listed}</ul>')]

    def library(self, name, rows, versions) -> str:
        links = ", ".join(f'<a href="#{slug(kind, name)}">{words(kind)}</a>' for kind in kinds(rows))
        claimed = [r for r in rows if r["promised"]]
        counts = " ".join(f'<span class="tally">{mark(v, True)} {n}<span class="unseen"> {v.lower()}</span></span>'
                          for v in MARKS if (n := sum(r["verdict"] == v for r in claimed)))
        if others := len(rows) - len(claimed):
            counts += f' <span class="tally">{others} not claimed</span>'
        version = html.escape(versions.get(name, ""))
        return (f'<li><span><strong>{html.escape(called(name))}</strong> <span class="quiet">{version}</span>: {links}</span> '
                f'<span class="tallies">{counts}</span></li>')


class Conformance(_Recorded):
    """A matrix for each subject: functions in their settings by clauses. A mark leads to its row, which opens below its line."""

    def content_nodes(self, record, names):
        out = []
        for kind in kinds(record["rows"]):
            chosen = [(r, name) for r, name in zip(record["rows"], names) if r["kind"] == kind]
            out.append(self.matrix(kind, chosen, record["versions"]))
        return out

    def matrix(self, kind, chosen, versions) -> nodes.section:
        rows = [r for r, _ in chosen]
        shape = columns(kind, rows)
        title = subjects.read(kind).title if kind in subjects.names() else kind
        body = "".join(self.block(kind, name, [(r, a) for r, a in chosen if r["library"] == name], shape, versions)
                       for name in libraries(rows))
        about = ", ".join(f"<code>{tag}</code> {html.escape(library.plain(result.theorem.title))}"
                          for tag in dict.fromkeys(t for t, _ in shape) if (result := library.find(tag)))
        box = (f'<p>{html.escape(capital(title))}. The clauses are of {about}.</p>'
               f'<div class="table-box" tabindex="0" role="group" aria-label="Conformance: {words(kind)}"><table class="matrix">'
               f"{self.heads(shape)}{body}</table></div>")
        return section(capital(words(kind)), slug("as", kind), raw(box))

    def heads(self, shape) -> str:
        tags = list(dict.fromkeys(tag for tag, _ in shape))
        spans = "".join(
            f'<th scope="colgroup" colspan="{sum(t == tag for t, _ in shape)}">'
            + (f'<a href="{r.page}.html" title="{html.escape(library.plain(r.theorem.title), quote=True)}"><code>{tag}</code></a>'
               if (r := library.find(tag)) else tag) + "</th>" for tag in tags)
        return f'<thead><tr><th scope="col">function and setting</th>{spans}</tr></thead>'

    def block(self, kind, name, chosen, shape, versions) -> str:
        clauses = "".join(f'<th scope="col">{subjects.clause_link(*c)}</th>' for c in shape)
        head = (f'<tbody><tr class="library" id="{slug(kind, name)}"><th scope="rowgroup">'
                f'{html.escape(called(name))} <span class="quiet">{html.escape(versions.get(name, ""))}</span></th>{clauses}</tr>')
        rows = [r for r, _ in chosen]
        return head + "".join(self.line([chosen[k] for k in group], shape) for group in lines(rows)) + "</tbody>"

    def line(self, chosen, shape) -> str:
        r, first = chosen[0]
        said = r["settings"]
        usual = '<span class="chip">defaults</span> ' if r["default"] and not re.search("default|no settings", said) else ""
        cells = ""
        for clause in shape:
            marks = "".join(self.cell(row, name) for row, name in chosen if (row["tag"], row["clause"]) == clause)
            cells += f"<td>{marks}</td>" if marks else '<td class="none"><span class="unseen">not asked</span></td>'
        panels = "".join(self.panel(row, name, f"{first}-line") for row, name in chosen)
        return (f'<tr class="line" id="{first}-line"><th scope="row"><code>{html.escape(r["subject"])}</code> '
                f'<span class="quiet">{usual}{html.escape(said)}</span></th>{cells}</tr>'
                f'<tr class="more"><td colspan="{len(shape) + 1}">{panels}</td></tr>')

    def cell(self, r, name) -> str:
        label = html.escape(f"{words(r['clause'])} of {r['subject']}: {spoken(r)}", quote=True)
        return (f'<a href="#{name}" aria-label="{label}" title="{spoken(r)}">{mark(r["verdict"], bool(r["promised"]))}'
                f'<span class="mark-label">{words(r["clause"])}</span></a>')

    def panel(self, r, name, line) -> str:
        """All that is known of a row. It is shown while the address ends with its name."""
        claim = f"{title(r)}, {subjects.clause_link(r['tag'], r['clause'])}"
        chip = f'<span class="chip chip-{MARKS[r["verdict"]][1]}">{r["verdict"].lower()}</span>'
        promise = f"The documentation: {sentence(r['promised'])}" if r["promised"] else "Not claimed by the library."
        counts = ", ".join(f"{n} {k.lower()}" for k, n in r["counts"].items() if n)
        facts = {"Setting": sentence(r["settings"]), "Claim": promise, "Note": sentence(r["note"]), "Found": found(r),
                 "Instance": instance(r), "Search": sentence(f"{r['search']}: {counts}"),
                 "Budget of a value": sentence(r["budget"])}
        listed = "".join(f"<dt>{k}</dt><dd>{v}</dd>" for k, v in facts.items() if v)
        return (f'<div class="panel" id="{name}" tabindex="-1" role="group" aria-label="{spoken(r)}">'
                f'<p class="panel-head"><strong>{claim}</strong> {chip} <a class="close" href="#{line}">close</a></p><dl>{listed}</dl>'
                f'<div class="highlight"><pre tabindex="0">{html.escape(r["script"].rstrip())}</pre></div>'
                f"<p>Alone in an empty folder it printed <code>{html.escape(r['printed'])}</code>.</p></div>")


def sentence(words: str) -> str:
    """Words as HTML, with a full stop."""
    return html.escape(words) + ("" if not words or words.endswith(".") else ".")


def found(r: Row) -> str:
    """The number of a row in words, and that of its instance where it was made shorter."""
    if r["reason"]:
        return f"no value, {sentence(r['reason'])}"
    out = f"{html.escape(r['measure'])} = {figure(r['worst'])}"
    if r["worst"] != r["number"]:
        out += f"; on the instance below, which was made shorter, {figure(r['number'])}"
    return out + f". The budgets of both sides there: {number(r['resolution'])}."


def instance(r: Row) -> str:
    """The name of the worst instance, and the instance itself where it is short; the script has all of it."""
    data = "\n".join(f"{k} = {v if isinstance(v, str) else repr(v)}" for k, v in r["data"].items())
    return sentence(r["instance"]) + (f"<pre>{html.escape(data)}</pre>" if len(data) <= SHORT else "")


class Absent(_Recorded):
    """Libraries that could not be examined, with the reason."""

    def content_nodes(self, record, names):
        if not record["absent"]:
            return [paragraph(text("Every library that was to be examined could be imported."))]
        return [table(["library", "reason"], [[a["library"], a["reason"]] for a in record["absent"]])]


def setup(app):
    app.add_directive("conformance", Conformance)
    app.add_directive("conformance-legend", Legend)
    app.add_directive("conformance-summary", Summary)
    app.add_directive("conformance-absent", Absent)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
