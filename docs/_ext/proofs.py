"""Machine-checked theorems on the site: the literal statement with all it uses, the axioms it rests on, the prover, and the gap."""

import html
from collections import Counter

from docutils import nodes
from elements import Directive, block, bullets, chip, code, details, link, listing, paragraph, raw, section, strong, table, text

from proofs_formal import manifest, record, sources, vocabulary
from theorems.language import catalogue

FAMILIES = {"foundations": "Foundations", **catalogue.FAMILIES}


def source_page(file: str, up: str = "../../") -> str:
    """The address of a proof file on the site."""
    return f"{up}source/proofs_formal/{sources.family(file)}/{file}.v.html"


def address(entry: manifest.Entry) -> str:
    """Where the site shows a listed theorem, from the root."""
    return f"formal/{entry.family}.html#{entry.name}"


def conclusion(slug: str, clause: str, up: str = "") -> str:
    """Where the site shows the evidence for a conclusion."""
    return f"{up}{catalogue.place(slug).page}.html#evidence-{clause}"


def title(entry: manifest.Entry) -> str:
    """The name of a theorem in words."""
    return entry.name.split(".")[1].replace("_", " ")


def shown(name: str) -> str:
    """A statement or definition, literally, with the parameters of its sections."""
    return "\n".join([*sources.setting(name), sources.passage(name)])


def definitions(entries: list[manifest.Entry]) -> list[str]:
    """The definitions of ours that these statements use, directly or not, each once and after those it uses itself."""
    return list(dict.fromkeys(name for e in entries for name in vocabulary.closure(e.name)))


def formal_text(entry: manifest.Entry) -> str:
    """The statement after all definitions of ours that it uses, as they stand in the sources, with the parameters of their sections."""
    parts, told = [], set()
    for name in (*vocabulary.closure(entry.name), entry.name):
        setting = [d for d in sources.setting(name) if d not in told]
        told |= set(setting)
        parts.append("\n".join([*setting, sources.passage(name)]))
    return "\n\n".join(parts)


def notions(entry: manifest.Entry) -> nodes.Node:
    """What the names and signs in it mean that are not ours but of the prover's libraries."""
    return paragraph(strong("From the libraries. "), text("; ".join(vocabulary.notions(entry.name)) + "."), classes=["quiet"])


def facts(entry: manifest.Entry, up: str = "../../") -> list[nodes.Node]:
    """Axioms, prover, date, false variants: what the record says, if it is about the theorem as it is now."""
    if not record.current(entry.name):
        return [chip("not checked since it changed", "UNDECIDED")]
    last = record.load()
    found, versions = last["theorems"][entry.name], last["versions"]
    axioms = [x for a in found["axioms"] for x in (code(a), text(", "))][:-1] or [text("no axioms")]
    return [
        text("Rests on "),
        *axioms,
        text(
            f". Checked by Coq {versions['coq']} with mathcomp {versions['mathcomp-ssreflect']} on {last['checked']}; "
            f"{found['refused']} false variants of the statement were refused. "
        ),
        link("Proof", source_page(entry.file, up)),
        text(", "),
        link("an instance", source_page(entry.witness.split(".")[0], up)),
        text("."),
    ]


def details_of(entry: manifest.Entry, gap: list[nodes.Node], strength: str = "", up: str = "../../") -> list[nodes.Node]:
    """The part of a clause's evidence that opens on demand. gap: inline nodes; strength: one of `manifest.STRENGTHS`."""
    return details(
        f"Formal statement{strength and f', {strength}'}: <code>{html.escape(entry.name)}</code>",
        listing(formal_text(entry), "coq"),
        notions(entry),
        paragraph(*facts(entry, up)),
        paragraph(strong("Gap. "), *gap),
    )


def listed(family: str) -> list[manifest.Entry]:
    """The theorems of a family, in the order of its manifest."""
    return [e for e in manifest.theorems().values() if e.family == family]


class _Formal(Directive):
    """A directive about machine-checked theorems."""

    def dependencies(self, family: str = "*"):
        """The page changes with the programs, the manifests and the record, and with the files of the family and those they require."""
        needed = set().union(*(sources.needed(file) for file in sources.files() if family in ("*", sources.family(file))))
        self.depend(*sorted(sources.HERE.glob("*/manifest.json")), record.RECORD, *sorted(sources.HERE.glob("*.py")),
                    *(sources.paths()[file] for file in sorted(needed)))


class FormalTable(_Formal):
    """All machine-checked theorems, a table a family: what each says, and of which conclusions it is a counterpart."""

    def run(self):
        self.dependencies()
        self.tags = {slug: tag for tag, slug in catalogue.tags().items()}
        return [self.family(family, entries) for family in FAMILIES if (entries := listed(family))]

    def family(self, family, entries):
        rows = [[[link(title(e), address(e))], self.inline(e.says), self.used(e) or "–"] for e in entries]
        return section(f"{FAMILIES[family]} ({len(rows)})", family,
                       paragraph(link("Statements, axioms, gaps", f"formal/{family}.html"), text(".")),
                       table(["theorem", "what it says", "counterpart of"], rows, ["stacked"], labels=True))

    def used(self, entry):
        """Links to the conclusions, after the tag of their result."""
        out: list[nodes.Node] = []
        for c in entry.counterparts:
            slug, clause = c["result"], c["clause"]
            out += [text("; "), code(self.tags[slug]), text(" "), link(clause.replace("_", " "), conclusion(slug, clause))]
        return out[1:]


class FormalFamily(_Formal):
    """The machine-checked theorems of one family by file, each with its statement, axioms, publication and gap; then the definitions."""

    required_arguments = 1

    def run(self):
        family = self.arguments[0]
        if not listed(family):
            raise self.error(f"docs/formal/{family}.md: proofs_formal/{family}/manifest.json lists no theorem.")
        self.dependencies(family)
        files: dict[str, list[manifest.Entry]] = {}
        for e in listed(family):
            files.setdefault(e.file, []).append(e)
        return [
            paragraph(text("Each line opens to the formal statement; definitions of ours are at the end. What this is worth: "),
                      link("machine-checked proofs", "../formal.html"), text(".")),
            *(section(file, file, *(node for e in entries for node in self.theorem(e))) for file, entries in files.items()),
            section("Definitions", "definitions",
                    *(block(paragraph(code(name), classes=["quiet"]), listing(shown(name), "coq"), ids=[name])
                      for name in definitions(listed(family)))),
        ]

    def theorem(self, entry):
        """One line that opens. The anchor is inside, so that a link to it opens it."""
        used = [x for name in vocabulary.closure(entry.name) for x in (text(", "), link("", f"#{name}", code(name)))][1:]
        counterparts = [[paragraph(
            text("Counterpart of "), link(c["clause"].replace("_", " "), conclusion(c["result"], c["clause"], "../")),
            text(f" in {catalogue.load(c['result']).title}, {c['strength']}. "), *self.inline(c["gap"]))] for c in entry.counterparts]
        return [
            raw("<details><summary>"), nodes.inline("", "", strong(title(entry)), text(" "), *self.inline(entry.says)), raw("</summary>"),
            block(
                listing(shown(entry.name), "coq"),
                *([paragraph(strong("Definitions. "), *used, text("."))] if used else []),
                notions(entry),
                paragraph(*facts(entry, "../")),
                paragraph(strong("Published. "), *self.inline(entry.paper.rstrip(".") + ". "), strong("Gap. "), *self.inline(entry.gap)),
                *([bullets(counterparts)] if counterparts else []),
                ids=[entry.name],
            ),
            raw("</details>"),
        ]


def strengths() -> Counter:
    """How many conclusions of the catalogue have a counterpart, by the strongest that they have; "" for those without one."""
    found: Counter = Counter()
    for slug in catalogue.slugs():
        for clause in catalogue.load(slug).conclusions:
            own = [f["strength"] for f in manifest.counterparts().get(slug, {}).get(clause.name, []) if record.current(f["theorem"])]
            found[min(own, key=manifest.STRENGTHS.index, default="")] += 1
    return found


class FormalSummary(_Formal):
    """How much is machine-checked, with which prover, on what it rests, and what it is to the conclusions of the pages."""

    def run(self):
        self.dependencies()
        last, names = record.load(), list(manifest.theorems())
        current = [last["theorems"][name] for name in names if record.current(name)]
        free = sum(not found["axioms"] for found in current)
        variants = sum(found["refused"] for found in current)
        kinds = strengths()
        with_one = sum(n for kind, n in kinds.items() if kind)
        return [
            paragraph(
                text(
                    f"{len(current)} of {len(names)} listed theorems were accepted by Coq {last['versions']['coq']} with mathcomp "
                    f"{last['versions']['mathcomp-ssreflect']} and mathcomp-analysis {last['versions']['mathcomp-analysis']} on "
                    f"{last['checked']}. {free} rest on no axioms; the others rest on three axioms of classical logic, on which "
                    "mathcomp-analysis builds its real numbers: "
                ),
                *[x for a in manifest.CLASSICAL for x in (code(a), text(", "))][:-1],
                text(f". {variants} false variants of the statements were tried, and each was refused inside the proof."),
            ),
            paragraph(
                text(
                    f"Of the {sum(kinds.values())} conclusions of this site {with_one} have a machine-checked counterpart. "
                    "The strongest that they have is " + ", ".join(f"{kind} for {kinds[kind]}" for kind in manifest.STRENGTHS)
                    + "."
                )
            ),
        ]


class WithoutCounterpart(_Formal):
    """The conclusions of the catalogue that have no machine-checked counterpart, by result."""

    def run(self):
        self.dependencies()
        items = []
        for slug in catalogue.slugs():
            theorem, own = catalogue.load(slug), manifest.counterparts().get(slug, {})
            without = [c.name for c in theorem.conclusions if c.name not in own]
            if without:
                which = "none of its conclusions has one" if not own else "without one: " + ", ".join(c.replace("_", " ") for c in without)
                items.append([paragraph(link(f"{theorem.tag} {theorem.title}", f"{catalogue.place(slug).page}.html"), text(f": {which}."))])
        return [bullets(items)]


def setup(app):
    app.add_directive("formal-table", FormalTable)
    app.add_directive("formal-family", FormalFamily)
    app.add_directive("formal-summary", FormalSummary)
    app.add_directive("without-counterpart", WithoutCounterpart)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
