"""How a result was checked: one table, a row a conclusion; the details of each open on demand. Generated from the record."""

import proofs
import tried
from docutils import nodes
from elements import block, bullets, capital, details, inline_formula, joined, link, paragraph, section, strong, table, text
from library import number
from status import READING, exact_cases, plural

from proofs_numeric.engine import audit

LEGEND = (
    "A row is a conclusion. Random instances: how many hold, of those on which its hypotheses hold. Power: the largest of the smallest "
    "errors that would have been noticed, over all constants, terms and exponents of its formula. Falls without: hypotheses without which "
    "an instance refutes it."
)


def percent(deviation: float) -> str:
    """A deviation of a constant: `5 %`, `10⁻⁶`."""
    return f"{100 * deviation:.4g} %" if deviation >= 1e-4 else number(deviation).removeprefix("1×")


def evidence(page):
    """The whole section."""
    if not page.record:
        return section("How it was checked", "evidence", paragraph(text("There is no record of a verification.")))
    return section(
        "How it was checked", "evidence",
        paragraph(strong("Model. "), *page.inline(page.record["model"]["space"])),
        paragraph(text("Numerical evidence does not establish a mathematical fact; it can refute one. "), text(LEGEND + " "),
                  link("What the words mean", READING), text("."), classes=["quiet"]),
        overview(page),
        *(node for c in page.theorem.conclusions for node in conclusion(page, c)),
        *tried.everything(page),
    )


# -- one row a conclusion
def overview(page):
    """The table."""
    rows = [
        [[link("", f"#evidence-{c.name}", *page.inline(c.words)), *verdict_unless_holds(page, c)], sampled(page, c), attacked(page, c),
         exactly(page, c), proved(page, c), power_in_short(page, c), falls(page, c)]
        for c in page.theorem.conclusions
    ]
    return table(["conclusion", "random instances", "ascent", "exact instances", "symbolic, machine-checked", "power", "falls without"],
                 rows, ["stacked", "evidence-table"], labels=True)


def verdict_unless_holds(page, clause) -> list[nodes.Node]:
    """The verdict, where it is not the one that every row has that says nothing."""
    verdict = page.result.verdict(clause)
    return [] if verdict == "HOLDS" else [text(" "), tried.marked(verdict)]


def sampled(page, clause) -> str:
    """`2026 of 2048, 21 equal, 1 open`."""
    s = page.result.samples(clause)
    return f"{s['holds']} of {s['applicable']}" + "".join(
        f", {s[key]} {word}" for key, word in (("equal", "equal"), ("undecided", "open"), ("refuted", "refuted")) if s[key])


def attacked(page, clause) -> str:
    """What the ascent found."""
    found = page.record["attack"].get(clause.name)
    return "nothing to climb" if found is None else "refuted" if found["verdict"] == "REFUTED" else "not refuted"


def exactly(page, clause) -> str:
    """How many named instances in exact arithmetic hold."""
    words = [audit.word(c["clauses"][clause.name]) for c in exact_cases(page.result, clause).values()]
    said = {"holds": "hold", "equal": "equal", "undecided": "undecided", "refuted": "refuted"}
    return ", ".join(f"{words.count(w)} {phrase}" for w, phrase in said.items() if w in words) or "–"


def proved(page, clause) -> str:
    """For all parameters: by SymPy, by the prover and of which strength."""
    symbolic = ["by SymPy"] * any(e.grade == "symbolic" and e.verdict == "HOLDS" for e in page.result.evidence(clause))
    return "; ".join([*symbolic, *dict.fromkeys(f"Coq: {p.strength}" for p in page.result.proofs(clause) if p.current)]) or "–"


def power_in_short(page, clause) -> str:
    """The largest of the smallest deviations that were noticed, and how many places have none."""
    found = page.result.power(clause)
    best = [p.best[0] for p in found if p.best]
    blind = len(found) - len(best)
    if not best:
        return f"none at {plural(blind, 'place')}" if found else "–"
    return percent(max(best)) + (f", none at {blind} of {plural(len(found), 'place')}" if blind else "")


def falls(page, clause) -> list[nodes.Node]:
    """The hypotheses without which something refuted it."""
    names = [h for h, label in page.record["dropped"][clause.name].items() if label]
    return joined(page.inline(h.words) for h in page.theorem.hypotheses if h.name in names) or [text("–")]


# -- what a row opens
def conclusion(page, clause):
    """What the row of a conclusion does not say."""
    lines = [*random(page, clause), *ascent(page, clause), *free_search(page, clause), *certified(page, clause)]
    body = [
        paragraph(link("The statement", f"#conclusion-{clause.name}"), text(", checked as an "),
                  link(page.result.kind(clause), f"{READING}#kind-and-gap"), text("."), classes=["quiet"]),
        bullets([[line] for line in lines], ["evidence"]),
        *power(page, clause),
        *(node for p in page.result.proofs(clause) for node in proofs.details_of(p.entry, page.inline(p.gap), p.strength)),
    ]
    return details(page.inline(capital(clause.words)), block(*body, ids=[f"evidence-{clause.name}"], classes=["opened"]))


def sizes(page) -> str:
    """The sizes of the random instances: `n = 3; n = 8`."""
    return "; ".join(size_in_words(size) for size in page.record["model"]["sizes"])


def size_in_words(size) -> str:
    """`n = 8, depth = 2`."""
    return ", ".join(f"{k} = {v}".replace(" ", "\u00a0") for k, v in size.items())


def left_open(page, found) -> str:
    """An instance that stayed open, so that it can be drawn again."""
    size = next(s for s in page.record["model"]["sizes"] if list(s.values()) == list(found["size"]))
    where = ", ".join(f"{k} {found[k]}" for k in ("seed", "digits", "scale", "index"))
    return f"{size_in_words(size)}, {where}, width {number(found['width'])}"


def unit(page, clause) -> list[nodes.Node]:
    """What widths are relative to, as inline nodes."""
    if clause.scale is None:
        return [text("the larger side")]
    return [inline_formula(page.theorem.typeset(clause.scale))]


def random(page, clause):
    """Sizes, second opinion, widths, what stayed open."""
    s = page.record["samples"][clause.name]
    widest = max([s["width"], *(o["width"] for o in s["open"])], key=lambda w: float("inf") if isinstance(w, str) else w)
    said = [strong("Random instances. "), text(f"{sizes(page)}; float64 interval arithmetic. ")]
    if s["second"]:
        said.append(text(f"{plural(s['second'], 'judgement')} came from a second opinion: {page.record['model']['second']}. "))
    said += [text(f"The widest enclosure of left minus right was {number(widest)} of "), *unit(page, clause), text(".")]
    if s["open"]:
        more = " and others" if s["undecided"] > len(s["open"]) else ""
        said.append(text(" Left open: " + "; ".join(left_open(page, o) for o in s["open"]) + more + "."))
    yield paragraph(*said)


def ascent(page, clause):
    """How the ascent was made."""
    if a := page.record["attack"].get(clause.name):
        yield paragraph(strong("Ascent. "), text(
            f"{a['starts']} starts, {a['steps']} steps; {a['legal']} ended where the hypotheses hold. Closest to equality: "),
            text(tried.relation(clause, a)), text("."))


def free_search(page, clause):
    """Instances that guarantee nothing."""
    found = page.record["free"]
    if found:
        legal, refuted, count = (sum(x) for x in zip(*((f["legal"][clause.name], f["refuted"][clause.name], f["sampled"] + f["climbed"])
                                                       for f in found)))
        yield paragraph(strong("Free search. "), text(f"{legal} of {count} instances that guarantee nothing meet what is printed; "
                                                      f"{refuted or 'none'} of them refute it."))


def certified(page, clause):
    """The named instances in exact arithmetic, by arithmetic."""
    found: dict[str, list[str]] = {}
    for case in exact_cases(page.result, clause).values():
        found.setdefault(case["arithmetic"], []).append(case["name"])
    for arithmetic, names in found.items():
        yield paragraph(strong("Exact instances. "), text(f"In {arithmetic}: "), *page.inline("; ".join(dict.fromkeys(names))), text("."))


def power(page, clause):
    """For every place of the formula, the smallest deviation that was refuted."""
    rows = []
    for p in page.result.power(clause):
        what = {"side": "the whole side ", "term": "the term ", "exponent": "the exponent "}[p.position.what]
        if not p.tried:
            shown = ["not tried", ""]
        elif p.best is None:
            shown = ["none up to 100 %", ""]
        else:
            words = [f"{percent(d[0])} {direction}" for direction, d in (("smaller", p.smaller), ("larger", p.larger)) if d]
            shown = [" or ".join(words), p.best[1]]
        rows.append([[text(what), inline_formula(page.theorem.typeset(p.position.term))], *shown])
    if not rows:
        return []
    return [paragraph(strong("Power. "), text("The smallest change of each place that a random or a named instance has refuted:")),
            table(["place", "noticed when", "by"], rows, ["stacked"])]
