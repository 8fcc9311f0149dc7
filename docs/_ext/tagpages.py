"""The permanent page of each tag, `t/0006/`: what the tag is, where its page is, how to cite it, what changed when."""

import functools
import html

import citation
import history
import katex
import library
from library import ROOT
from project import project, releases

listed = functools.cache(history.read)


def days(tag: str) -> list[tuple[str, list[str]]]:
    """(day, parts that changed), the last day first."""
    found: dict[str, dict[str, None]] = {}
    for day, changed in listed(history.FILE.read_text()).get(tag, []):
        found.setdefault(day, {}).update(dict.fromkeys(changed))
    return [(day, [p for p in history.PARTS if p in parts]) for day, parts in sorted(found.items(), reverse=True)]


def versions(tag: str) -> str:
    """The releases that have the tag, and what this copy is."""
    first = days(tag)[-1][0] if days(tag) else ""
    with_it = [f"{version} ({day})" for version, day in releases((ROOT / "CHANGELOG.md").read_text()) if first and day >= first]
    about = project()
    this = f"This is version {about['release']}."
    return f"{this} Releases with this tag: {', '.join(with_it)}." if with_it else f"{this} No release has this tag yet."


def body(result, base: str) -> str:
    """The page of a tag as HTML, for a page two folders below the root."""
    theorem, up = result.theorem, "../../"
    new = history.news([result], listed(history.FILE.read_text())).get(result.tag, {})
    unlisted = f"<p>Changed since, and not listed yet: {', '.join(new)}.</p>" if new else ""
    rows = "".join(f'<tr><th scope="row">{day}</th><td>{", ".join(parts)}</td></tr>' for day, parts in days(result.tag))
    downloads = ", ".join(f'<a href="{up}cite/{result.tag}.{suffix}">{name}</a>' for suffix, (name, _, _) in citation.FORMATS.items())
    address = citation.address(result, base)
    permanent = f'<p>Permanent address: <a href="{address}">{address}</a></p>' if base else ""
    formula = katex.html(r"\displaystyle " + theorem.latex(theorem.main), False, f"t/{result.tag}")
    verdict = "its record does not support it now" if result.faults else result.overall
    return (
        f"<h1>Tag {result.tag}</h1>"
        f'<p class="tag-title"><a href="{up}{result.page}.html">{html.escape(theorem.title)}</a></p>'
        f'<div class="math-display" tabindex="0" role="group" aria-label="Formula"><span class="math">{formula}</span></div>'
        f"<p>{html.escape(citation.attribution(result, 'its page'))}; {verdict}. The "
        f'<a href="{up}{result.page}.html">page</a> has the hypotheses, the evidence and what it does not show.</p>{permanent}'
        f'<section id="cite"><h2>Cite</h2><pre>{html.escape(citation.cite(result, base))}</pre>'
        f'<p>with <a href="{up}cite/{citation.WHOLE}.bib">one entry for the whole site</a>, or this result alone as {downloads}.</p>'
        "</section>"
        f'<section id="history"><h2>History</h2><p>{versions(result.tag)}</p>{unlisted}'
        '<div class="table-wrapper"><table class="docutils history"><thead><tr><th scope="col">day</th><th scope="col">changed</th></tr>'
        f'</thead><tbody>{rows}</tbody></table></div>'
        '<p class="quiet">Statement: the formulas. Model: the file that interprets them. '
        "Record: what was verified.</p></section>"
    )


def pages(app):
    """One page for each tag."""
    for r in library.results():
        yield f"t/{r.tag}/index", {"title": r.theorem.title, "body": body(r, app.config.html_baseurl)}, "page.html"


def setup(app):
    app.connect("html-collect-pages", pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
