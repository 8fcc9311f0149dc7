"""Why it is true: the proof in prose, the steps that SymPy verifies, and whether the result is sharp."""

from elements import badge, block, formula, link, paragraph, section, strong, text
from parts import at_sharp

TACTICS = "../../source/theorems/language/tactics.py.html"


def step_block(page, step, verified):
    """A step with its formula."""
    mark = ("verified", "holds") if verified else ("not verified", "refuted")
    about = [*page.inline(step.text)] if step.text else []
    if step.settles:
        settled = next(c for c in page.theorem.conclusions if c.name == step.settles)
        name = link("", f"#conclusion-{step.settles}", *page.inline(settled.words))
        about += [text(" It settles "), name, text(" for all parameters that it names.")]
    return block(
        paragraph(strong(step.name.replace("_", " ")), text(" "), badge(*mark, "../../reading.html#grades"), text(" by the tactic "),
                  link(type(step.by).__name__, TACTICS), classes=["clause-name"]),
        formula(page.theorem.typeset(step.claim)),
        *([paragraph(*about, classes=["clause-note"])] if about else []),
        classes=["clause"], ids=[f"step-{step.name.replace(' ', '-')}"],
    )


def why(page):
    """The whole section."""
    (first, proof), (later, sharp) = at_sharp(*page.prose.get("Why it is true", (1, [])))
    body = [*page.blocks(proof, first)]
    if page.theorem.steps:
        verified = {s["name"]: s["verified"] for s in page.record["steps"]} if page.record else {}
        body.append(section("Steps verified by SymPy", "steps", *(step_block(page, s, verified.get(s.name)) for s in page.theorem.steps)))
    return section("Why it is true", "why", *body, *(page.blocks(sharp, later) if sharp else []))
