"""What stands on the first screen of a result page: title, tag, status, lead, the main conclusion displayed, its symbols, the figure."""

import re

import figures
from docutils import nodes
from elements import block, bullets, code, formula, link, paragraph, raw, strong, text
from library import ROOT
from status import sentence
from strip import CAPTION, strip

LONG = 400                     # letters of LaTeX of a formula that takes three lines
TALL = 0.75                    # height over width of a figure of two rows, the first of which is on the first screen


def head(page):
    """Tag, family and status; a warning where the record does not support the page."""
    r = page.result
    yield paragraph(link("", f"../../t/{r.tag}/index.html", code(r.tag)), text(f" {r.place.title}"), classes=["result-meta"])
    yield paragraph(*sentence(page), classes=["status"])
    if r.faults:
        yield nodes.warning(
            "",
            paragraph(strong("This page is not to be relied on. "),
                      text("The record does not support it: " if r.record else "It was not verified yet: ")),
            bullets([[paragraph(text(f))] for f in r.faults]),
        )


def statement(page):
    """The lead, the main conclusion, and the sentence that names its symbols."""
    yield block(*page.part(""), classes=["lead"])
    yield block(formula(page.theorem.latex(page.theorem.main)), *page.part("Symbols"), classes=["headline"])


def picture(page, prefix, own) -> str:
    """HTML of the result's own figure, or of the strip; "" if there is none."""
    r = page.result
    made_of = [page.record["digest"], ROOT / r.place.formula, *([figures.source(r.slug)] if own else [])]
    return figures.kept(
        f"{prefix}-{r.tag}", made_of,
        lambda: figures.drawn(r.slug, page.record, page.theorem) if own else strip(page.theorem, page.record),
    )


def figure(page) -> list[nodes.Node]:
    """The figure with its caption."""
    if not page.record:
        return []
    own = figures.source(page.result.slug) is not None
    caption = page.part("Figure") or [paragraph(text(CAPTION))]
    drawn = picture(page, "fig", own)
    if not drawn:
        return []
    shape = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
    tall = shape is not None and float(shape[2]) > TALL * float(shape[1])
    tight = len(page.theorem.latex(page.theorem.main)) > LONG                    # so that both fit on the first screen
    kind = " tall" if tall else " tight" if tight else ""
    return [raw(f'<figure class="result-figure compact{kind}">{drawn}<figcaption>'), *caption, raw("</figcaption></figure>")]


