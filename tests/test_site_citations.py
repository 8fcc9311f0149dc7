"""Citations: whose statement it is, entries that a journal takes, one address and one date, versions, history."""

import dataclasses
import json
import re
import sys
from pathlib import Path

import pytest

from proofs_numeric.engine import record as records
from theorems.language import catalogue
from theorems.language.statement import Clause, Fidelity

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs" / "_ext"))
pytest.importorskip("sphinx", reason="the site needs the packages of the group docs")

FORMS = ["bib", "ris", "json"]
BASE = "https://example.org/"


def _result(slug="kantorovich_rubinstein"):
    import library

    return library.find(slug)


def _entry(text):
    from pybtex.database import parse_string

    ((key, entry),) = parse_string(text, "bibtex").entries.items()
    return key, entry


# -- whose statement it is
def _said(result, form, base="") -> str:
    """A citation as text: without the braces and commands of LaTeX."""
    import citation

    text = citation.FORMATS[form][2](result, base)
    if form == "json":
        text = " ".join(map(str, json.loads(text)[0].values()))
    return citation.plain(text) if form == "bib" else text


def _claims(text: str) -> bool:
    """Whether a citation gives the statement to somebody else than its page."""
    return bool(re.search(r"statement of (?!tag )", text))


@pytest.mark.parametrize("form", FORMS)
def test_a_statement_is_cited_as_its_authors(slug, form):
    """From the record and the source alone: a special case of a confirmed statement is theirs, everything else is ours."""
    import citation

    theorem, record = catalogue.load(slug), records.read(slug)
    kinds = {c.name: record["clauses"][c.name]["kind"] for c in theorem.conclusions}
    own = [n for n, kind in kinds.items() if kind != "instance" or theorem.source.fidelity is Fidelity.MEMORY]
    text = _said(_result(slug), form)
    assert citation.short(theorem.source.key) in text and theorem.source.locator in text
    assert _claims(text) == (len(own) < len(kinds)), text
    assert (f"tag {theorem.tag}" in text.partition("; ")[2]) == bool(own), text
    if 0 < len(own) < len(kinds):
        assert f"additions of tag {theorem.tag}: {', '.join(citation.plain(c.words) for c in theorem.conclusions if c.name in own)}" in text


def _fabricated(kinds, fidelity=Fidelity.PRIMARY):
    """A result with these kinds of conclusions, and a source that was confirmed thus far."""
    result = _result(catalogue.slugs()[0])
    first = result.theorem.conclusions[0]
    clauses = tuple(Clause(f"c{k}", first.relation, forall=first.forall) for k in range(len(kinds)))
    theorem = dataclasses.replace(
        result.theorem, conclusions=clauses, steps=(), source=dataclasses.replace(result.theorem.source, fidelity=fidelity)
    )
    record = {**result.record, "clauses": {c.name: {"kind": k, "gap": ""} for c, k in zip(clauses, kinds)}}
    return dataclasses.replace(result, theorem=theorem, record=record)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "kinds, fidelity, claims, origin",
    [
        (["instance"], Fidelity.PRIMARY, True, "special case"),
        (["instance"], Fidelity.MEMORY, False, "statement of our own"),
        (["analogue"], Fidelity.PRIMARY, False, "analogue of our own"),
        (["analogue"], Fidelity.MEMORY, False, "statement of our own"),
        (["illustration"], Fidelity.QUOTED, False, "statement of our own"),
        (["analogue", "illustration"], Fidelity.QUOTED, False, "statement of our own"),
        (["instance", "analogue"], Fidelity.QUOTED, True, "special case, with additions of our own"),
    ],
)
def test_no_analogue_comes_out_as_the_statement_of_its_source(form, kinds, fidelity, claims, origin):
    result = _fabricated(kinds, fidelity)
    text = _said(result, form)
    assert _claims(text) == claims and result.origin == origin
    assert (f"additions of tag {result.tag}: c1" in text) == (len(kinds) == 2 and claims)
    assert ("unconfirmed" in text) == (fidelity is Fidelity.MEMORY)


def test_a_result_without_a_record_is_nobody_elses():
    result = dataclasses.replace(_result("kantorovich_rubinstein"), record=None)
    assert not any(_claims(_said(result, form)) for form in FORMS)


@pytest.mark.parametrize("base", ["", BASE])
@pytest.mark.parametrize("kind", ["misc", "online"])
def test_an_entry_is_complete(slug, base, kind):
    import citation
    from project import project

    result = _result(slug)
    text = citation.bibtex(result, base, kind)
    _, entry = _entry(text)
    assert text.isascii() and entry.type == kind and entry.persons["author"]
    assert re.fullmatch(r"\d{4}", entry.fields["year"]) and entry.fields["version"] == project()["version"]
    assert entry.fields["url"] == f"{base}t/{result.tag}/" if base else f"t/{result.tag}/" in entry.fields["howpublished"]
    lines = dict(line.split("  - ", 1) for line in citation.ris(result, base).splitlines())
    (item,) = json.loads(citation.csl(result, base))
    assert lines["PY"] == entry.fields["year"] == str(item["issued"]["date-parts"][0][0])
    assert lines.get("UR", "") == item.get("URL", "") == (f"{base}t/{result.tag}/" if base else "")


# What biblatex's data model knows for these types; BibTeX's styles ignore what they do not know.
BIBLATEX = {"author", "title", "year", "howpublished", "version", "note", "url", "doi"}


@pytest.mark.parametrize("base", ["", BASE])
def test_the_whole_site_is_one_entry_and_a_tag_a_part_of_it(slug, base):
    import citation

    result = _result(slug)
    key, entry = _entry(citation.whole(base))
    command = citation.cite(result, base)
    assert command.endswith(f"]{{{key}}}") and f"Tag {result.tag}" in command and command.startswith(r"\cite[")
    assert (rf"\href{{{base}t/{result.tag}/}}" in command) == bool(base)
    assert entry.fields.get("url", "") == base and set(entry.fields) | {"author"} <= BIBLATEX
    assert set(_entry(citation.bibtex(result, base))[1].fields) | {"author"} <= BIBLATEX


@pytest.mark.parametrize("style", ["plain", "alpha", "unsrt"])
def test_a_style_prints_author_year_version_and_tag(style):
    import citation
    import pybtex

    text = pybtex.format_from_string(citation.bibtex(_result(), BASE), style=style, output_backend="plaintext")
    assert all(word in text for word in ("The theorem companion", "0009", "Kantorovich", "2026", f"{BASE}t/0009/"))


def test_latex_knows_what_it_writes():
    import citation

    assert citation.latex("W₁ & é, 5 %, a_b") == r"W$_1$ \& \'e, 5 \%, a\_b"
    with pytest.raises(UnicodeError):
        citation.latex("字")


# -- one address, one date
def _project(cff="", version="1.0"):
    import project

    head = 'title: "X"\nauthors:\n  - name: "Y"\nlicense: MIT\n'
    return project.read(head + cff, f'[project]\nversion = "{version}"\n', "Copyright (c) 2026 Y")


@pytest.mark.parametrize(
    "cff, version, lacks",
    [
        ("", "1.0", ["`url`", "`date-released`"]),
        ("url: https://example.org\n", "1.0", ["`date-released`"]),
        ("date-released: 2027-01-31\n", "1.0", ["`url`"]),
        ("url: https://example.org\ndate-released: 2027-01-31\n", "1.0", []),
        ("", "1.0.dev0", []),
    ],
)
def test_a_release_needs_an_address_and_a_date(cff, version, lacks):
    import project

    found = project.lacking(_project(cff, version))
    assert len(found) == len(lacks) and all(name in fault for name, fault in zip(lacks, found))


def test_a_release_without_them_is_not_built(monkeypatch):
    import metadata
    from sphinx.errors import ConfigError

    monkeypatch.setattr(metadata, "project", _project)
    with pytest.raises(ConfigError, match="date-released"):
        metadata.released(None)


def test_what_the_files_do_not_say_is_not_invented():
    bare, full = _project(version="1.0.dev0"), _project("url: https://example.org/x\ndate-released: 2027-01-31\n")
    assert not any(bare[k] for k in ("url", "date", "repository", "doi"))
    assert bare["release"] == "1.0.dev0, unreleased" and bare["year"] == "2026"
    assert (full["url"], full["date"], full["year"], full["release"]) == ("https://example.org/x/", "2027-01-31", "2027", "1.0")


def test_only_the_version_that_exists_is_cited():
    from project import project

    about = project()
    assert f"\nversion: {about['version']}\n" in (ROOT / "CITATION.cff").read_text()
    assert about["release"].endswith("unreleased") == (not about["date"]) and about["author"] and about["year"] and about["licence"]
    files = [*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CITATION.cff"]
    named = {f.name: set(re.findall(r"(?:release|version) (\d+(?:\.\w+)+)", f.read_text())) for f in files}
    assert {name: found for name, found in named.items() if found - {about["version"]}} == {}


# -- history and versions
def test_the_history_knows_every_tag_and_only_tags():
    import history

    known = history.read(history.FILE.read_text())
    assert known.keys() == catalogue.tags().keys()
    assert all(set(history.last(days)) == set(history.PARTS) for days in known.values())


def test_what_changed_is_appended_and_nothing_else():
    import history

    result = _result()
    now = history.now(result)
    text = f"2026-01-01 {result.tag} {' '.join(f'{k}={v}' for k, v in now.items())}\n"
    assert history.news([result], history.read(text)) == {}
    other = text.replace(now["record"], "0" * 12)
    assert history.news([result], history.read(other)) == {result.tag: {"record": now["record"]}}
    main = result.theorem.main
    turned = dataclasses.replace(main, relation=main.relation.reversed)
    changed = dataclasses.replace(result.theorem, conclusions=(turned,), steps=(), headline="")
    assert history.news([dataclasses.replace(result, theorem=changed)], history.read(text))[result.tag].keys() == {"statement"}


def test_a_tag_has_one_line_a_day():
    import history

    text = history.extended("2026-01-01 0001 record=a\n", {"0001": {"statement": "b"}, "0002": {"record": "c"}}, "2026-01-02")
    again = history.extended(text, {"0001": {"record": "d"}}, "2026-01-02")
    assert again.splitlines() == ["2026-01-01 0001 record=a", "2026-01-02 0002 record=c", "2026-01-02 0001 statement=b record=d"]


@pytest.mark.parametrize("line", ["2026-01-02 0001 proof=1", "2026-01-02 0001", "2026-01-02 0001 record=1\n2026-01-01 0001 record=2"])
def test_a_malformed_history_is_refused(line):
    import history

    with pytest.raises(ValueError, match="line"):
        history.read(line)


def test_a_changelog_names_releases():
    import project

    text = "## 1.1.0 (2027-02-03)\n## 1.0 (2027-01-31)\n## 0.1.0 (unreleased)\n"
    assert project.releases(text) == [("1.1.0", "2027-02-03"), ("1.0", "2027-01-31")]
