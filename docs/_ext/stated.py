"""The theorem: as published, as checked here with its symbols and named hypotheses, and the three versions compared."""

import re
from dataclasses import replace
from itertools import groupby

import sympy as sp
from docutils import nodes
from elements import badge, block, capital, details, formula, inline_formula, joined, link, paragraph, section, stacked, strong, text

from theorems.language.statement import Role, parts

FIDELITY = {"PRIMARY": "good", "TRANSCRIPTION": "good", "QUOTED": "fair", "MEMORY": "unconfirmed"}
READING = "../../reading.html"


# -- symbols
def sample(theorem, operator) -> sp.Expr:
    """The smallest term of the statement with this operator: how the glossary prints it."""
    terms = [e for c in theorem.clauses for part in printed(c) for e in sp.preorder_traversal(part) if type(e) is operator]
    return min(terms, key=lambda e: sum(1 for _ in sp.preorder_traversal(e)))


def printed(clause):
    """The expressions of a clause that the statement prints: not the scale, a unit of widths."""
    return parts(replace(clause, scale=None))


def occurring(theorem) -> set:
    """Symbols and types of operators that some printed formula of the statement contains."""
    found: set = set()
    for part in (p for c in theorem.clauses for p in printed(c)):
        for e in sp.preorder_traversal(part):
            found.add(e if isinstance(e, sp.Symbol) else type(e))
    return found


def names(formulas: str, symbol: str) -> bool:
    """Whether a symbol stands in LaTeX as a word of its own."""
    return re.search(rf"(?<![A-Za-z\\]){re.escape(symbol)}(?![A-Za-z])", formulas) is not None


def symbols(page) -> dict[str, str]:
    """LaTeX -> phrase, for what occurs. An operator that prints like one of its arguments, such as a frequency, says more than it."""
    theorem, found = page.theorem, occurring(page.theorem)
    formulas = " ".join(map(theorem.latex, theorem.clauses))              # the LaTeX of an operator may name a symbol
    entries = {theorem.typeset(s): phrase for s, phrase in theorem.glossary.items() if s in found or names(formulas, theorem.typeset(s))}
    return entries | {theorem.typeset(sample(theorem, o)): o.meaning for o in theorem.vocabulary() if o.meaning and o in found}


def glossary(page):
    """The symbols of the statement with their meaning."""
    return block(
        *(block(paragraph(inline_formula(symbol)), paragraph(*page.inline(phrase)), classes=["gloss"])
          for symbol, phrase in symbols(page).items()),
        classes=["glossary"],
    )


# -- clauses
def clause_block(page, clause, prefix, mark=()):
    """A clause with its name, its formula and its remark. mark: nodes after the name."""
    role = page.theorem.role(clause)
    head: list[nodes.Node] = [nodes.strong("", "", *page.inline(capital(clause.words)))]
    if clause.label:
        head += [text(" "), nodes.inline("", spoken(clause), classes=["handle"])]
    head += mark
    if role in (Role.DOMAIN, Role.TECHNICAL):
        head += [text(" "), badge(str(role), "role", f"{READING}#hypotheses-and-controls")]
    body = [paragraph(*head, classes=["clause-name"]), formula(page.theorem.latex(clause))]
    if clause.why:
        body.append(paragraph(*page.inline(clause.why), classes=["clause-note"]))
    if prefix == "conclusion":
        body.append(paragraph(*needs(page, clause), classes=["clause-note"]))
    return block(*body, classes=["clause", *(["principal"] if mark else [])], ids=[f"{prefix}-{clause.name}"])


def spoken(clause) -> str:
    """The name by which prose, of this page or another one, may speak of a clause, in italics; it stands beside the label."""
    return clause.name.replace("_", " ")


def linked(page, document: nodes.Node) -> None:
    """Names of clauses that the prose sets in italics lead to them."""
    kind = {c.name: "conclusion" for c in page.theorem.conclusions} | {h.name: "hypothesis" for h in page.theorem.hypotheses}
    places = {spoken(c): f"#{kind[c.name]}-{c.name}" for c in page.theorem.clauses}
    for said in list(document.findall(nodes.emphasis)):
        if said.astext() in places and not isinstance(said.parent, nodes.reference):
            said.replace_self(link("", places[said.astext()], said.deepcopy()))


def grouped(hypotheses) -> list[tuple[str, list]]:
    """Consecutive hypotheses that are parts of one condition, under its name; "" for one that stands alone."""
    return [(name, [h]) if not name else (name, members) for name, run in groupby(hypotheses, lambda h: h.part_of)
            for members in [list(run)] for h in (members if not name else members[:1])]


def group_id(members) -> str:
    """The anchor of a condition: that of its first part, as no part has it."""
    return f"condition-{members[0].name}"


def needs(page, clause) -> list[nodes.Node]:
    """Which hypotheses a conclusion uses: a condition by its name where all its parts are used."""
    theorem = page.theorem
    wanted = set(theorem.needs(clause))
    if not wanted:
        return [text("Needs no hypothesis.")]
    if wanted == {h.name for h in theorem.hypotheses}:
        return [text("Needs every hypothesis.")]
    found = []
    for name, members in grouped(theorem.hypotheses):
        used = [h for h in members if h.name in wanted]
        if name and len(used) == len(members):
            found.append([link("", f"#{group_id(members)}", *page.inline(name))])
        else:
            found += [[link("", f"#hypothesis-{h.name}", *page.inline(h.words))] for h in used]
    return [text("Needs: "), *joined(found), text(".")]


def hypotheses(page):
    """Every hypothesis, those of one condition under its name."""
    out = []
    for name, members in grouped(page.theorem.hypotheses):
        blocks = [clause_block(page, h, "hypothesis") for h in members]
        if not name:
            out += blocks
            continue
        known = joined([page.inline(h.words) for h in members])
        out.append(block(
            paragraph(nodes.strong("", "", *page.inline(capital(name))), text(": "), *known, text("."), classes=["clause-name"]),
            *details("As formulas", *blocks), classes=["clause", "condition"], ids=[group_id(members)]))
    return out


# -- the section
def source(page):
    """Where it was published and how that was read."""
    found = page.theorem.source
    return paragraph(
        strong("Source. "), *page.inline(f"{{cite:t}}`{found.key}`"), text(f", {found.locator}. "),
        badge(str(found.fidelity), FIDELITY[found.fidelity.name], f"{READING}#fidelity"), text(" "), *page.inline(found.note))


def aliases(page):
    """Other names under which people look for the result."""
    found = page.theorem.aliases
    return [paragraph(strong("Also found under. "), text(f"{'; '.join(found)}."))] if found else []


def checked_here(page):
    """The main conclusion, the symbols, the hypotheses, the other conclusions."""
    theorem = page.theorem
    others = [c for c in theorem.conclusions if c is not theorem.main]
    body = [clause_block(page, theorem.main, "conclusion", [text(" "), nodes.inline("", "main conclusion", classes=["quiet"])]),
            nodes.rubric("", "Symbols"), glossary(page)]
    if theorem.hypotheses:
        body += [nodes.rubric("", "Hypotheses"), *hypotheses(page)]
    if others:
        body += [nodes.rubric("", "Further conclusions"), *(clause_block(page, c, "conclusion") for c in others)]
    return section("As checked here", "checked", *body)


def theorem(page):
    """The whole section."""
    compared = stacked(page.part("Compared"))
    return section(
        "The theorem", "statement",
        section("As published", "published", *page.part("As published"), source(page), *aliases(page)),
        checked_here(page),
        *([section("Compared", "compared", *compared)] if compared else []),
    )
