"""Machine-checked theorems on the site: the literal statement with all it uses, the axioms it rests on, the prover, and the gap."""

import html
from collections import Counter

from docutils import nodes
from elements import Directive, bullets, chip, code, details, link, listing, paragraph, strong, text

from proofs_formal import audit, vocabulary
from theorems.language import catalogue


def source_page(file: str, up: str = "../../") -> str:
    """The address of a proof file on the site."""
    return f"{up}source/proofs_formal/{file}.v.html"


def formal_text(entry: audit.Entry) -> str:
    """The statement after all definitions of ours that it uses, as they stand in the sources, with the parameters of their sections."""
    parts, told = [], set()
    for name in (*vocabulary.closure(entry.name), entry.name):
        setting = [d for d in audit.setting(name) if d not in told]
        told |= set(setting)
        parts.append("\n".join([*setting, audit.passage(name)]))
    return "\n\n".join(parts)


def notions(entry: audit.Entry) -> nodes.Node:
    """What the names and signs in it mean that are not ours but of the prover's libraries."""
    return paragraph(strong("From the libraries. "), text("; ".join(vocabulary.notions(entry.name)) + "."), classes=["quiet"])


def facts(entry: audit.Entry, up: str = "../../") -> list[nodes.Node]:
    """Axioms, prover, date, false variants: what the record says, if it is about the theorem as it is now."""
    if not audit.current(entry.name):
        return [chip("not checked since it changed", "UNDECIDED")]
    record = audit.record()
    found, versions = record["theorems"][entry.name], record["versions"]
    axioms = [x for a in found["axioms"] for x in (code(a), text(", "))][:-1] or [text("no axioms")]
    return [
        text("Rests on "),
        *axioms,
        text(
            f". Checked by Coq {versions['coq']} with mathcomp {versions['mathcomp-ssreflect']} on {record['checked']}; "
            f"{found['refused']} false variants of the statement were refused. "
        ),
        link("Proof", source_page(entry.file, up)),
        text(", "),
        link("an instance", source_page(entry.witness.split(".")[0], up)),
        text("."),
    ]


def details_of(entry: audit.Entry, gap: str, strength: str = "", up: str = "../../") -> list[nodes.Node]:
    """The part of a clause's evidence that opens on demand. strength: one of `audit.STRENGTHS`."""
    return details(
        f"Formal statement{strength and f', {strength}'}: <code>{html.escape(entry.name)}</code>",
        listing(formal_text(entry), "coq"),
        notions(entry),
        paragraph(*facts(entry, up)),
        paragraph(strong("Gap. "), text(gap)),
    )


class Formalised(Directive):
    """All machine-checked theorems, by file."""

    def run(self):
        self.depend(*sorted(audit.HERE.iterdir()))
        linked: dict[str, list] = {}
        for slug, clauses in audit.counterparts().items():
            for clause, found in clauses.items():
                for f in found:
                    linked.setdefault(f["theorem"], []).append((slug, clause, f["strength"]))
        body = []
        for file in dict.fromkeys(e.file for e in audit.manifest().values()):
            body += [nodes.rubric("", file)]
            for e in (e for e in audit.manifest().values() if e.file == file):
                pages = [
                    x
                    for slug, clause, strength in linked.get(e.name, [])
                    for address in (f"{catalogue.place(slug).page}.html#evidence-{clause}",)
                    for x in (text(", "), link(clause.replace("_", " "), address), text(f" ({strength})"))
                ][1:]
                used = [text(" Counterpart of "), *pages, text(".")] if pages else []
                body += details(
                    f"<strong>{html.escape(e.name.split('.')[1].replace('_', ' '))}</strong> {html.escape(e.says)}",
                    listing(formal_text(e), "coq"),
                    notions(e),
                    paragraph(*facts(e, ""), *used),
                    paragraph(strong("Published. "), text(e.paper.rstrip(".") + ". "), strong("Gap. "), text(e.gap)),
                )
        return body


def strengths() -> Counter:
    """How many conclusions of the catalogue have a counterpart, by the strongest that they have; "" for those without one."""
    found: Counter = Counter()
    for slug in catalogue.slugs():
        for clause in catalogue.load(slug).conclusions:
            own = [f["strength"] for f in audit.counterparts().get(slug, {}).get(clause.name, []) if audit.current(f["theorem"])]
            found[min(own, key=audit.STRENGTHS.index, default="")] += 1
    return found


class FormalSummary(Directive):
    """How much is machine-checked, with which prover, on what it rests, and what it is to the conclusions of the pages."""

    def run(self):
        record, names = audit.record(), list(audit.manifest())
        current = [record["theorems"][name] for name in names if audit.current(name)]
        free = sum(not found["axioms"] for found in current)
        variants = sum(found["refused"] for found in current)
        kinds = strengths()
        with_one = sum(n for kind, n in kinds.items() if kind)
        return [
            paragraph(
                text(
                    f"{len(current)} of {len(names)} listed theorems were accepted by Coq {record['versions']['coq']} with mathcomp "
                    f"{record['versions']['mathcomp-ssreflect']} and mathcomp-analysis {record['versions']['mathcomp-analysis']} on "
                    f"{record['checked']}. {free} rest on no axioms; the others rest on three axioms of classical logic, on which "
                    "mathcomp-analysis builds its real numbers: "
                ),
                *[x for a in audit.CLASSICAL for x in (code(a), text(", "))][:-1],
                text(f". {variants} false variants of the statements were tried, and each was refused inside the proof."),
            ),
            paragraph(
                text(
                    f"Of the {sum(kinds.values())} conclusions of this site {with_one} have a machine-checked counterpart. "
                    "The strongest that they have is " + ", ".join(f"{kind} for {kinds[kind]}" for kind in audit.STRENGTHS)
                    + "."
                )
            ),
        ]


class WithoutCounterpart(Directive):
    """The conclusions of the catalogue that have no machine-checked counterpart, by result."""

    def run(self):
        self.depend(audit.HERE / "manifest.json")
        items = []
        for slug in catalogue.slugs():
            theorem, own = catalogue.load(slug), audit.counterparts().get(slug, {})
            without = [c.name for c in theorem.conclusions if c.name not in own]
            if without:
                which = "none of its conclusions has one" if not own else "without one: " + ", ".join(c.replace("_", " ") for c in without)
                items.append([paragraph(link(f"{theorem.tag} {theorem.title}", f"{catalogue.place(slug).page}.html"), text(f": {which}."))])
        return [bullets(items)]


def setup(app):
    app.add_directive("formalised", Formalised)
    app.add_directive("formal-summary", FormalSummary)
    app.add_directive("without-counterpart", WithoutCounterpart)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
