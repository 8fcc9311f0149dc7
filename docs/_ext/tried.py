"""Everything that was tried against a result: the strip, controls, named instances, free families, mistakes that went unnoticed."""

import html

import figures
import sympy as sp
from docutils import nodes
from elements import Group, bullets, details, joined, link, paragraph, raw, section, strong, table, text
from library import number, words
from opening import picture
from strip import CAPTION

from proofs_numeric.engine import audit

SYMBOL = {sp.Eq: "=", sp.Ne: "≠", sp.Le: "≤", sp.Lt: "<", sp.Ge: "≥", sp.Gt: ">"}
OPPOSITE = {sp.Eq: sp.Ne, sp.Ne: sp.Eq, sp.Le: sp.Gt, sp.Lt: sp.Ge, sp.Ge: sp.Lt, sp.Gt: sp.Le}
KINDS = (("extremals", "Made to come close to a bound"), ("anchors", "Known in closed form"), ("certificates", "Exact"),
         ("real", "Real data"), ("edges", "Edge cases"))


def everything(page):
    """What does not belong to one conclusion."""
    return [section("What breaks it", "controls", *controls(page)), section("How close it came", "tried", *strip(page), *named(page)),
            section("What a search would miss", "missed", *free(page), *hypotheses(page), *mistakes(page))]


def marked(verdict: str) -> nodes.inline:
    """A verdict in the colour that it has everywhere."""
    return nodes.inline("", verdict.lower(), classes=["verdict", f"verdict-{verdict.split()[0].lower()}"])


def relation(clause, value) -> str:
    """Both sides as they were found: `3.2 > 2.1` where `<=` is refuted, `3.2 ≈ 3.2` where they agree within rounding."""
    kind = type(clause.relation)
    symbol = {"holds": SYMBOL[kind], "refuted": SYMBOL[OPPOSITE[kind]], "undecided": "?"}.get(audit.word(value), "≈")
    if "nan" in (value["lhs"], value["rhs"]) and value["verdict"] == "HOLDS":
        return f"left {symbol} right, decided without decimals"
    return f"{number(value['lhs'])} {symbol} {number(value['rhs'])}".replace(" ", "\u00a0")


def applies(page, clause, case) -> bool:
    """Whether what a conclusion needs holds on a named instance."""
    return all(case["clauses"][h]["verdict"] == "HOLDS" for h in page.theorem.needs(clause))


# -- controls
def controls(page):
    """One row an instance that breaks a hypothesis: what it refutes, with both sides."""
    if not page.record["controls"]:
        return [paragraph(text("No hypothesis has a control."))]
    by_name = {c.name: c for c in page.theorem.clauses}
    rows = []
    for c in page.record["controls"]:
        also = f" (and {', '.join(by_name[h].words for h in c['also'])})" if c["also"] else ""
        dropped = link("", f"#hypothesis-{c['drops']}", *page.inline(by_name[c["drops"]].words))
        fallen = [fall(page, by_name[name], c["clauses"].get(name)) for name in c["refutes"]]
        rows.append([[dropped, *page.inline(also)], joined(fallen, "; "), page.inline(instance(page, c))])
    return [paragraph(*page.inline(without(page))), table(["dropped", "falls", "instance"], rows, ["stacked", "told"], labels=True)]


def fall(page, clause, value) -> list[nodes.Node]:
    """A conclusion with both sides where it is refuted, and that it is not where it is not."""
    out = [*page.inline(clause.words), text(": " + (relation(clause, value) if value else "–"))]
    if not value or value["verdict"] != "REFUTED":
        out += [text(" "), marked(value["verdict"] if value else "NOT FOUND")]
    return out


def instance(page, control) -> str:
    """On what a control was shown, for the reader."""
    found = control["found"]
    if found == "given":
        return control["about"] or control["name"]
    for size in page.record["model"]["sizes"]:
        found = found.replace(f"size {tuple(size.values())}", ", ".join(f"{k} = {v}" for k, v in size.items()))
    return f"{control['about']} ({found})" if control["about"] else found


def without(page) -> str:
    """Which hypotheses have a control, in words."""
    names = {c["drops"] for c in page.record["controls"] if c["shown"]}
    rest = [h for h in page.theorem.hypotheses if h.name not in names]
    said = ("On each of these instances one hypothesis is broken, the others that a conclusion needs hold, and the conclusion is refuted. "
            f"{len(names)} of the {len(page.theorem.hypotheses)} hypotheses {'has' if len(names) == 1 else 'have'} such an instance.")
    named = ", ".join(f"{h.words} ({h.role})" for h in rest)
    return said + (f" None was named for: {named}; a random or free instance may still refute a conclusion there, which the column "
                   "*falls without* says." if rest else "")


# -- named instances
def strip(page):
    """The picture of how close everything came, where the page has another figure at its head."""
    drawn = figures.source(page.result.slug) and picture(page, "strip", own=False)
    if not drawn:
        return []
    return [raw(f'<figure class="result-figure">{drawn}<figcaption>'), paragraph(text(CAPTION)), raw("</figcaption></figure>")]


def named(page):
    """The named instances, those of a kind in one table, each under its name."""
    out = []
    for key, title in KINDS:
        cases = page.record[key]
        rows = [row for case in cases for row in case_rows(page, case)]
        if rows:
            out += details(f"{html.escape(title)} ({len(cases)})", table(["conclusion", "both sides", ""], rows, ["stacked", "cases"]))
    return out


def case_rows(page, case):
    """A head with the name of the instance, then a row for each conclusion that applies and each closed form."""
    rows = []
    for clause in page.theorem.conclusions:
        if applies(page, clause, case):
            value = case["clauses"][clause.name]
            aimed = clause.name in case["reach"] and isinstance(value["score"], (int, float))
            reached = f", ratio {sp.exp(value['score']).evalf(5)}" if aimed else ""
            rows.append([page.inline(clause.words), relation(clause, value) + reached,
                         [marked(audit.word(value))]])
    for name, value in case["clauses"].items():
        if name.startswith("fact "):
            sides = f"{number(value['lhs'])} = {number(value['rhs'])}".replace(" ", "\u00a0")
            rows.append([f"closed form {name.removeprefix('fact ')}", sides, [marked(audit.word(value))]])
    about = f": {case['about']}" if case["about"] else ""
    arithmetic = nodes.inline("", f" {case['arithmetic'].split(' (')[0]}", classes=["quiet"])
    head = [nodes.strong("", "", *page.inline(case["name"])), *page.inline(about), arithmetic]
    return [Group(head), *rows] if rows else []


# -- what a search would miss
def free(page):
    """The search that knows only what is printed."""
    if not page.record["free"]:
        return []
    out = [paragraph(strong("Is what is printed enough? "), text(
        "Random instances satisfy the hypotheses by construction, and perhaps more than the page prints. Free instances guarantee nothing: "
        "one counts for a conclusion when every hypothesis printed for it holds."))]
    for f in page.record["free"]:
        out.append(paragraph(text(f"{f['sampled']} samples and {f['climbed']} instances of a climb from them. Free: "),
                             *page.inline(f["frees"]), text(".")))
    return out


def hypotheses(page):
    """Hypotheses that do not hold on every random instance; all others do by construction."""
    samples = page.record["samples"]
    part = [h for h in page.theorem.hypotheses if samples[h.name]["holds"] < samples[h.name]["count"]]
    if not page.theorem.hypotheses:
        return []
    said = "Every hypothesis holds on every random instance" + (", but for: " + "; ".join(
        f"{h.words}, on {samples[h.name]['holds']} of {samples[h.name]['count']}" for h in part) if part else "") + "."
    return [paragraph(*page.inline(said))]


def mistakes(page):
    """Mistakes derived from the formulas, and those that went unnoticed."""
    record, found = page.record, audit.unnoticed(page.theorem, page.record)
    counted = sum(len(x) for key in ("power", "dropped", "ranges") for x in record[key].values()) + 2 * len(record["operators"])
    said = (f"{counted} mistakes were derived from the formulas: every side, term and exponent changed by at most 5 %, every hypothesis "
            "left out of what a conclusion needs, every range of a hypothesis shortened by an end, every operator with values in numbers "
            f"or signals changed by 5 %. {len(found)} of them were not noticed. Constants were tried on random and named instances, the "
            "ascent and a climb; hypotheses and ranges also on controls and free families; operators on one batch of samples, and on the "
            "anchors, extremals and certificates.")
    out = [paragraph(strong("Mistakes that went unnoticed. "), text(said))]
    if not found:
        return out
    labels = {c.name: c.words for c in page.theorem.clauses}
    grouped: dict[str, list[str]] = {}
    for where, what in found:
        grouped.setdefault(where, []).append(what)
    items = [[paragraph(*page.inline(labels.get(where, words(where))), text(": "), *page.inline("; ".join(whats)))]
             for where, whats in grouped.items()]
    return out + details(f"The {len(found)}", bullets(items))
