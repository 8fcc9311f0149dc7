"""Reliability: how each conclusion was checked, what was not confirmed, what is only cited; by family."""

import citation
import library
from counts import counted
from docutils import nodes
from elements import Directive, chip, code, link, paragraph, section, table, text
from listing import families
from needs import need
from results import FIDELITY

from theorems.language import catalogue


def tagged(result) -> list[nodes.Node]:
    """The tag as a link to the page, in a table."""
    return [link("", f"{result.page}.html", code(result.tag))]


def fidelity(result) -> nodes.inline:
    """How far the source was read."""
    found = result.theorem.source.fidelity
    return chip(str(found), FIDELITY[found.name])


def statement(result) -> str:
    """Whose statement it is, as a cell of a table says it."""
    phrase = citation.attribution(result, "its page")
    return phrase[:1].upper() + phrase[1:]


def decided(s: dict[str, int]) -> str:
    """How the random instances of a conclusion were decided: `1468 of 2048, 580 undecided`. What is zero is left out."""
    rest = {"equal": s["equal"], "undecided": s["open"], "refuted": s["refuted"], "not applicable": s["count"] - s["applicable"]}
    return ", ".join([f"{s['holds']} of {s['applicable']}", *(f"{n} {word}" for word, n in rest.items() if n)])


def reached(found) -> str:
    """The power of a conclusion in a cell of a table: at how many places a change of five per cent is noticed."""
    return f"{sum(p.best is not None and p.best[0] <= 0.05 for p in found)} of {len(found)}" if found else "–"


def conclusions(results, inline):
    """A row for each conclusion: verdict, evidence, power. inline: a phrase in MyST as nodes."""
    for r in results:
        for k, c in enumerate(r.theorem.conclusions):
            grades = dict.fromkeys(e.grade for e in r.evidence(c))
            yield [
                tagged(r) if not k else "",
                inline(c.words),
                [chip(r.verdict(c), r.verdict(c))],
                decided(r.samples(c)) if r.record else "–",
                [x for g in grades for x in (chip(g, "grade"), text(" "))],
                [chip(r.kind(c), "kind")] if r.kind(c) else "–",
                reached(r.power(c)),
            ]


def steps(results):
    """A row for each result of whose proof SymPy verifies steps."""
    for r in results:
        if r.theorem.steps:
            settled = ", ".join(s.settles.replace("_", " ") for s in r.theorem.steps if s.settles)
            yield [tagged(r), ", ".join(s.name.replace("_", " ") for s in r.theorem.steps), settled or "–"]


COLUMNS = ["result", "conclusion", "verdict", "holds at random", "grade", "kind", "power"]
TOTALS = {"results": "results", "conclusions": "conclusions", "HOLDS": "hold", "open": "judgements undecided", "formal": "machine-checked",
          "dropped": "needed hypotheses with a control", "memory": "locators unconfirmed", "faulty": "faulty records"}


class Reliability(Directive):
    """Generated tables: all families in one, then for each how its conclusions were checked."""

    def run(self):
        need(self.env, "results", "bibliography")
        faulty = [[tagged(r), fault] for r in library.results() for fault in r.faults]
        return [
            paragraph(text(counted(library.tally()))),
            section("Problems", "problems",
                    table(["result", "problem"], faulty) if faulty else paragraph(text("None: every record is current and green."))),
            section("By family", "families", table(["family", *TOTALS.values()], [*map(self.total, families())], ["stacked"], labels=True)),
            paragraph(text(
                "Below, by family. Holds at random: on how many of the random instances that satisfy what it needs a conclusion was found "
                "to hold; on the others it was left undecided or the two sides are equal. Power: at how many of the places where a "
                "constant may be wrong a change of five per cent would have been noticed."
            )),
            *(self.family(family, own) for family, own in families().items()),
        ]

    def total(self, family):
        t = library.tally(families()[family])
        shown = {k: f"{t[k]} of {t[of]}" for k, of in (("HOLDS", "conclusions"), ("open", "applicable"), ("formal", "conclusions"),
                                                        ("dropped", "needed"))}
        return [[link(catalogue.FAMILIES[family], f"#{family}")], *(shown.get(k, str(t[k])) for k in TOTALS)]

    def family(self, family, own):
        """The tables of one family."""
        verified = list(steps(own))
        gaps = [[tagged(r), self.inline(gap)] for r in own for gap in dict.fromkeys(r.gap(c) for c in r.theorem.conclusions) if gap]
        notes = [self.inline(r.theorem.source.note) if r.theorem.source.note else "" for r in own]
        sources = [[tagged(r), statement(r), [fidelity(r)], note] for r, note in zip(own, notes)]
        parts = [("What is verified, and how", "verified", table(COLUMNS, list(conclusions(own, self.inline)), ["stacked"], labels=True))]
        if verified:
            head = ["result", "steps", "conclusion settled"]
            parts.append(("Proof steps verified by SymPy", "steps", table(head, verified, ["stacked"], labels=True)))
        parts += [
            ("How the checked statement differs from the published one", "gaps", table(["result", "gap"], gaps)),
            ("Whose statements these are, and where they were read", "origins",
             table(["result", "statement", "fidelity", "note"], sources, ["stacked"], labels=True)),
        ]
        return section(catalogue.FAMILIES[family], family, *(section(title, f"{family}-{name}", body) for title, name, body in parts))


def setup(app):
    app.add_directive("reliability", Reliability)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
