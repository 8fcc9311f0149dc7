"""Machine-checked theorems on the site: the literal statement, the axioms it rests on, the prover, and the gap."""

import html

from docutils import nodes
from elements import Directive, chip, code, details, link, listing, paragraph, strong, text

from proofs_formal import audit


def source_page(file: str, up: str = "../") -> str:
    """The address of a proof file on the site."""
    return f"{up}source/proofs_formal/{file}.v.html"


def formal_text(entry: audit.Entry) -> str:
    """Statement and the definitions it uses, as they stand in the source, with the parameters of their sections."""
    parts, told = [], set()
    for name in (*entry.definitions, entry.name):
        setting = [d for d in audit.setting(name) if d not in told]
        told |= set(setting)
        parts.append("\n".join([*setting, audit.passage(name)]))
    return "\n\n".join(parts)


def facts(entry: audit.Entry, up: str = "../") -> list[nodes.Node]:
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


def details_of(entry: audit.Entry, gap: str, up: str = "../") -> list[nodes.Node]:
    """The part of a clause's evidence that opens on demand."""
    return details(
        f"Formal statement: <code>{html.escape(entry.name)}</code>",
        listing(formal_text(entry), "coq"),
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
                    linked.setdefault(f["theorem"], []).append((slug, clause))
        body = []
        for file in dict.fromkeys(e.file for e in audit.manifest().values()):
            body += [nodes.rubric("", file)]
            for e in (e for e in audit.manifest().values() if e.file == file):
                pages = [
                    x
                    for slug, clause in linked.get(e.name, [])
                    for x in (text(" "), link(clause.replace("_", " "), f"results/{slug}.html#evidence-{clause}"))
                ]
                used = [text(" Counterpart of"), *pages, text(".")] if pages else []
                body += details(
                    f"<strong>{html.escape(e.name.split('.')[1].replace('_', ' '))}</strong> {html.escape(e.says)}",
                    listing(formal_text(e), "coq"),
                    paragraph(*facts(e, ""), *used),
                    paragraph(strong("Published. "), text(e.paper.rstrip(".") + ". "), strong("Gap. "), text(e.gap)),
                )
        return body


class FormalSummary(Directive):
    """How much is machine-checked, with which prover, on what it rests."""

    def run(self):
        record, names = audit.record(), list(audit.manifest())
        current = [record["theorems"][name] for name in names if audit.current(name)]
        free = sum(not found["axioms"] for found in current)
        variants = sum(found["refused"] for found in current)
        return [
            paragraph(
                text(
                    f"{len(current)} of {len(names)} listed theorems were accepted by Coq {record['versions']['coq']} with mathcomp "
                    f"{record['versions']['mathcomp-ssreflect']} and mathcomp-analysis {record['versions']['mathcomp-analysis']} on "
                    f"{record['checked']}. {free} rest on no axioms; the others rest on three axioms of classical mathematics that "
                    "come with the real numbers: "
                ),
                *[x for a in audit.CLASSICAL for x in (code(a), text(", "))][:-1],
                text(f". {variants} false variants of the statements were tried, and each was refused inside the proof."),
            )
        ]


def setup(app):
    app.add_directive("formalised", Formalised)
    app.add_directive("formal-summary", FormalSummary)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
