"""A row for each result, and the text in which the search looks: on the home page, on the page of a family, on the search page."""

import functools
import html
import re
import unicodedata

import citation
import katex
import library
import spelling

from theorems.language import catalogue

# Commands of LaTeX that nobody searches for. Greek letters, `sup`, `int` and the like stay.
LAYOUT = re.compile(
    r"\\(left|right|[lr][vV]ert|frac|quad|text\w+|math\w+|operatorname|widehat|leq?|geq?|in|forall|cdot|big[lr]?)\b|\\[,!;: ]")


def fold(text: str) -> str:
    """Small letters without accents and apostrophes, subscripts as digits, marks of LaTeX gone: `Bölcskei` is `bolcskei`, `W₁` is `w1`."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    return re.sub(r"[\s\-–—]+", " ", re.sub(r"[_^\\{}$'’]", "", bare)).strip()


def searched(result) -> str:
    """Tag, title, main formula, names of the clauses, authors, where it was published, aliases, family, other spellings; folded."""
    theorem, source = result.theorem, result.theorem.source
    formula = LAYOUT.sub(" ", theorem.typeset(theorem.main.relation))
    words = " ".join([
        theorem.title, result.slug.replace("_", " "), *(c.words for c in theorem.clauses), *theorem.aliases,
        *citation.authors(source.key), citation.short(source.key), source.number, source.locator, result.place.title,
    ])
    return fold(" ".join([result.tag, words, formula, *spelling.others(words)]))


def row(result, up: str = "") -> str:
    """Title with its tag, main formula, and whose statement it is. The verdict is shown where it is not HOLDS."""
    theorem = result.theorem
    formula = katex.html(r"\displaystyle " + theorem.typeset(theorem.main.relation), False, result.page)
    verdict = "" if result.overall == "HOLDS" else f' <span class="chip chip-{result.overall.lower()}">{result.overall}</span>'
    if result.faults:
        verdict += ' <span class="chip chip-fair">record not current or not green</span>'
    return (
        f'<li class="row" data-tag="{result.tag}" data-words="{html.escape(searched(result), quote=True)}">'
        f'<p><a href="{up}{result.page}.html"><code>{result.tag}</code> {html.escape(theorem.title)}</a>{verdict}</p>'
        f'<div class="row-formula"><span class="math">{formula}</span></div>'
        f'<p class="quiet">{html.escape(citation.briefly(result))}</p></li>'
    )


def rows(results, up: str = "") -> str:
    """The rows as one list."""
    return f'<ul class="rows">{"".join(row(r, up) for r in results)}</ul>'


@functools.cache
def families() -> dict[str, tuple[library.Result, ...]]:
    """The families that have results, in the order of the catalogue, each with its results in the order of their tags."""
    found = {f: tuple(r for r in library.results() if r.place.family == f) for f in catalogue.FAMILIES}
    return {f: own for f, own in found.items() if own}


def page_of(family: str) -> str:
    """The document of a family."""
    return f"families/{family}"


FIELD = (
    '<div class="search-results" hidden role="search"><label for="result-search">Search the results</label>'
    '<input id="result-search" type="search" autocomplete="off" spellcheck="false" '
    'placeholder="title, formula, author, theorem number, tag">'
    '<output for="result-search" aria-live="polite"></output></div>'
)
OPEN = 24  # up to this many results, the families on the home page are open
NOTHING = "No result matches. The search of the sidebar looks in the text of all pages."


def searchable(up: str = "") -> str:
    """All results by family, each family folded or not, under one search field that a script fills with life."""
    unfolded = " open" if len(library.results()) <= OPEN else ""
    parts = "".join(
        f'<details class="family"{unfolded}><summary><strong>{html.escape(catalogue.FAMILIES[f])}</strong> '
        f'<span class="quiet">{len(own)} {"result" if len(own) == 1 else "results"}</span></summary>'
        f'<p class="family-link"><a href="{up}{page_of(f)}.html">The family: graph and sources</a></p>{rows(own, up)}</details>'
        for f, own in families().items()
    )
    return f'{FIELD}<div class="families">{parts}<p class="nothing" hidden>{NOTHING}</p></div>'
