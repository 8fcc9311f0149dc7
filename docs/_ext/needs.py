"""When a page is out of date. A page is a function of its own text and of named ingredients; a build compares the hashes of both.

Sphinx knows the text of a page and the files that a directive names. What a page takes from all results, from the bibliography or from
other pages it says by a word, with `need`. A result's own page needs its own result. The code of the site, the language of
the statements and the engine that reads records go into every page: they are a setting, `companion_code` (see conf.py).
"""

import ast
import functools
import hashlib
import re
from pathlib import Path

import citation
import library
from library import ROOT
from project import project

from theorems.language import catalogue

CODE = ("docs/_ext", "theorems/language", "proofs_numeric/engine", "proofs_formal")


def digest(*parts) -> str:
    """A hash of texts."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:24]


def code() -> str:
    """The code that goes into every page, with name, version and address of the project."""
    return digest(str(project()), *(f"{p.name}\n{p.read_text()}" for folder in CODE for p in sorted((ROOT / folder).glob("*.py"))))


@functools.cache
def imported(file: Path) -> tuple[Path, ...]:
    """The modules of theorems/ that a module imports."""
    names: list[str] = []
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
        elif isinstance(node, ast.Import):
            names += [a.name for a in node.names]
    files = (ROOT / (name.replace(".", "/") + ".py") for name in names if name.startswith("theorems."))
    return tuple(f for f in files if f.exists())


def formula(file: Path) -> str:
    """The text of a statement with the vocabulary that it is written in."""
    seen: dict[Path, str] = {}
    waiting = [file]
    while waiting:
        f = waiting.pop()
        if f not in seen:
            seen[f] = f.read_text()
            waiting += imported(f)
    return digest(*(seen[f] for f in sorted(seen)))


@functools.cache
def _proof_files() -> dict[str, str]:
    return {p.stem: p.read_text() for p in (ROOT / "proofs_formal").rglob("*.v")}


def proofs(result) -> str:
    """The machine-checked counterparts of a result: entry, outcome, and the proof files from which their statements are shown."""
    found = [p for c in result.theorem.conclusions for p in result.proofs(c)]
    parts = [f"{p.entry} {p.strength} {p.gap} {p.current} {p.trust if p.current else ''}" for p in found]
    files: set[str] = set()
    waiting = [p.entry.file for p in found]
    while waiting:
        if (file := waiting.pop()) not in files and file in _proof_files():
            files.add(file)
            for names in re.findall(r"^From Companion Require Import ([\w\s]+)\.", _proof_files()[file], re.M):
                waiting += names.split()
    return digest(*parts, *(_proof_files()[f] for f in sorted(files)))


def prose(result) -> str:
    """What the author wrote about a result."""
    file = ROOT / result.place.prose
    return file.read_text() if file.exists() else ""


@functools.cache
def own(slug: str) -> str:
    """What any page shows of a result, beside its prose: formulas, record, faults, figure, proofs, source."""
    r = library.find(slug)
    figure = ROOT / r.place.figure
    return digest(
        r.tag, formula(ROOT / r.place.formula), r.record["digest"] if r.record else "", *r.faults, proofs(r),
        figure.read_text() if figure.exists() else "",
        citation.source_bibtex(r.theorem.source.key),
    )


def page(slug: str) -> str:
    """What the page of a result shows beside its own prose: the result, and titles and proofs of what it uses and what uses it."""
    r = library.find(slug)
    near = (u for u in library.results() if u.slug in r.theorem.uses or slug in u.theorem.uses)
    return digest(own(slug), *(f"{u.tag} {u.theorem.title}\n{prose(u)}" for u in near))


def errata() -> str:
    """What is said in all parts `## Erratum`."""
    return digest(*("\n".join(library.prose(prose(r))[0].get("Erratum", (0, []))[1]) for r in library.results()))


def citations() -> str:
    """Which page of docs/ cites which source."""
    return digest(*(f"{p} {citation.CITE.findall(p.read_text())}" for p in sorted((ROOT / "docs").rglob("*.md"))))


@functools.cache
def ingredient(name: str) -> str:
    """The hash of one of the things below, or of `result:<slug>`, what the page of this result shows."""
    if name.startswith("result:"):
        return page(name.removeprefix("result:"))
    return {
        "titles": lambda: digest(*(f"{r.tag} {r.page} {r.theorem.title}" for r in library.results()), *catalogue.FAMILIES.values()),
        "results": lambda: digest(*(own(r.slug) for r in library.results())),
        "bibliography": lambda: digest(citation.BIBLIOGRAPHY.read_text()),
        "publications": lambda: digest((ROOT / "docs" / "publications.toml").read_text()),
        "citations": citations,
        "errata": errata,
    }[name]()


def need(env, *names: str):
    """The page that is being read is out of date when one of these ingredients changes."""
    kept = env.metadata[env.docname]
    kept["needs"] = " ".join(sorted({*kept.get("needs", "").split(), *names}))


def key(env, docname: str) -> str:
    """The hash of all that a page needs, and of the entries of the bibliography that it cites."""
    cited = {k for ref in env.get_domain("cite").citation_refs if ref.docname == docname for k in (t.key for t in ref.targets)}
    entries = (citation.source_bibtex(k) for k in sorted(cited & citation.entries().keys()))
    return digest(*(ingredient(n) for n in env.metadata[docname].get("needs", "").split()), *entries)


def outdated(app, env, added, changed, removed):
    """The pages, unchanged themselves, of which an ingredient changed."""
    before = getattr(env, "companion_keys", {})
    return [d for d in env.found_docs if d not in added | changed and before.get(d) != key(env, d)]


def remember(app, env):
    """Keep the hashes for the next build, once all pages are read."""
    env.companion_keys = {d: key(env, d) for d in env.found_docs}
    return []


def setup(app):
    app.add_config_value("companion_code", "", "env")
    app.connect("env-get-outdated", outdated)
    app.connect("env-updated", remember)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
