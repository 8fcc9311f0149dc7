"""The end of a result page: limits, what to write, how to cite and reproduce, errata, uses, prerequisites, exercises."""

import re

import citation
import library
from docutils import nodes
from elements import Directive, bullets, code, details, link, listing, paragraph, section, stacked, text
from library import ROOT
from parts import prose
from project import project
from sphinx.util import logging

log = logging.getLogger(__name__)


def limits(page):
    """What the page does not show, the gap to the published theorem included."""
    gaps: dict[str, list[str]] = {}
    for c in page.theorem.conclusions if page.record else ():
        gaps.setdefault(page.result.gap(c), []).append(c.words)
    every = len(page.theorem.conclusions)
    return section(
        "What this does not show", "limits", *page.part("What this does not show"),
        *(paragraph(*page.inline("**Gap.** " if len(names) == every else f"**Gap** ({', '.join(names)})**.** "), *page.inline(gap))
          for gap, names in gaps.items() if gap))


def optional(page, name: str, identifier: str):
    """The section of a part of the prose, if the author wrote it."""
    found = stacked(page.part(name))
    return [section(name, identifier, *found)] if found else []


def reproduce(page):
    """Commands, files, versions."""
    r = page.result
    files = [("the formula", r.place.formula), ("the model", r.place.model), ("the test", "tests/test_results.py"),
             ("the figure", r.place.figure)]
    items = [[paragraph(text(f"{name}: "), link("", f"../../source/{path}.html", code(path)))]
             for name, path in files if (ROOT / path).exists()]
    if page.record:
        items.append([paragraph(text("the record: "), link("", f"../../records/{r.slug}.json", code(r.place.record)))])
    repository = project().get("repository", "")
    clone = f"git clone {repository} theorem-companion && cd theorem-companion\n" if repository else ""
    body = [*([] if clone else [paragraph(text("In a copy of the repository:"))]),
            listing(f"{clone}pip install -e '.[test]'\npytest --tag {r.tag}", "console"), bullets(items)]
    if page.record:
        versions = ", ".join(f"{k} {v}" for k, v in page.record["versions"].items())
        body.append(paragraph(
            text(f"Seed {page.record['seed']}; fingerprint of formulas and code "), code(page.record["fingerprint"]),
            text("; digest of the record "), code(page.record["digest"]), text(f"; {versions}."), classes=["quiet"]))
    return section("Reproduce", "reproduce", *body)


def cite(page):
    """How to cite the page and its source."""
    r, base = page.result, page.config.html_baseurl
    body = [paragraph(text("Cite tag and version. The permanent address is "),
                      link("", f"../../t/{r.tag}/index.html", code(citation.address(r, base))), text("."))]
    for k, (suffix, (name, language, make)) in enumerate(citation.FORMATS.items()):
        shown = [listing(make(r, base), language), paragraph(link(f"Download {name}", f"../../cite/{r.tag}.{suffix}"))]
        body += details(name, *shown) if k else shown
    body += [nodes.rubric("", "The source"), listing(citation.source_bibtex(page.theorem.source.key), "bibtex")]
    return section("Cite", "cite", *body)


def reason(prose: str, result) -> str:
    """The sentence of a proof that names a result; "" if none does, or if it is cut by a displayed formula."""
    name = re.compile(rf"\{{thm\}}`(?:[^`<]*<)?(?:{result.slug}|{result.tag})>?`")
    for paragraph_ in re.split(r"\n\s*\n", prose):
        if "$$" not in paragraph_:
            for said in re.split(r"(?<=[.!?])\s+(?=[A-Z$*{])", " ".join(paragraph_.split())):
                if name.search(said):
                    return said
    return ""


def proof_of(result) -> str:
    """The proof of a result in prose."""
    file = ROOT / result.place.prose
    return "\n".join(prose(file.read_text())[0].get("Why it is true", (1, []))[1]) if file.exists() else ""


def uses(page):
    """Which results the proof uses and for what, and which use this one."""

    def items(found):
        return bullets([[paragraph(link("", f"../../{r.page}.html", code(r.tag)), text(" "), link(r.theorem.title, f"../../{r.page}.html"),
                                   *([text(". “"), *page.inline(why), text("”")] if why else []))] for r, why in found])

    known = [(r, reason(proof_of(page.result), r)) for slug in page.theorem.uses if (r := library.find(slug))]
    if unknown := sorted(set(page.theorem.uses) - {r.slug for r, _ in known}):
        log.warning("%s uses %s, which theorems/tags does not list", page.result.place.formula, ", ".join(unknown),
                    location=page.env.docname)
    body = [paragraph(text("Its proof uses:" if known else "Its proof uses no other result of this site."))]
    if known:
        body.append(items(known))
    if used := [(r, reason(proof_of(r), page.result)) for r in library.used_by(page.result)]:
        body += [paragraph(text("It is used by:")), items(used)]
    return section("Uses and used by", "uses", *body)


class Answer(Directive):
    """:::{answer}: what stands in it opens on demand."""

    has_content = True

    def run(self):
        holder = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, holder)
        return details("Answer", *holder.children)


def setup(app):
    app.add_directive("answer", Answer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
