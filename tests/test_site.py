"""The site: built once from the committed records, without JAX, and read as a reader's browser would."""

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

pytestmark = pytest.mark.xdist_group("site")               # one build, in one process

def test_nothing_is_loaded_from_elsewhere(site, pages):
    outside = re.compile(r"^(https?:)?//")
    assert [(name, x) for name, page in pages.items() for x in page.loads if outside.match(x)] == []
    for css in site.rglob("*.css"):
        assert not re.search(r"(url\(\s*['\"]?|@import\s+['\"])(https?:)?//", css.read_text()), css


def test_links_inside_the_site_lead_somewhere(site, pages):
    lost = []
    for name, page in pages.items():
        for link in page.links:
            target, _, anchor = link.partition("#")
            if re.match(r"[a-z]+:", link) or link.startswith("//"):
                continue
            file = (site / name).parent / target if target else site / name
            if not file.exists():
                lost.append((name, link))
            elif (
                anchor
                and (other := pages.get(file.resolve().relative_to(site.resolve()).as_posix()))
                and anchor not in other.ids
            ):
                lost.append((name, link))
    assert lost == []


def test_no_formula_was_left_as_source(pages):
    stray = [
        (name, words.strip()[:60])
        for name, page in pages.items()
        if not name.startswith("source/")
        for words in page.words
        if "$" in words or re.search(r"\\(frac|left|mathrm|operatorname|lVert|lvert)\b", words)
    ]
    assert stray == []


def test_ids_are_unique(pages):
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), (name, sorted({i for i in page.ids if page.ids.count(i) > 1}))


def test_metadata(pages, slug):
    tag = {s: t for t, s in catalogue.tags().items()}[slug]
    meta = pages[f"{catalogue.place(slug).page}.html"].meta
    assert tag in meta["citation_title"]
    assert {"citation_author", "citation_technical_report_number", "citation_reference"} <= meta.keys()


def test_structured_data(site, slug):
    source = (site / f"{catalogue.place(slug).page}.html").read_text()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', source, re.S).group(1))
    source = catalogue.load(slug).source
    relation, other = ("citation", "isBasedOn") if source.fidelity is Fidelity.MEMORY else ("isBasedOn", "citation")
    assert data["headline"] == catalogue.load(slug).title and data[relation]["author"] and other not in data
    assert "" not in data.values() and re.match("https?://", data.get("url", "https://"))


def test_permanent_address_record_and_citations(site, pages, slug):
    tag = {s: t for t, s in catalogue.tags().items()}[slug]
    assert f"../../{catalogue.place(slug).page}.html" in pages[f"t/{tag}/index.html"].links
    record = json.loads((site / "records" / f"{slug}.json").read_text())
    for suffix in ("bib", "ris", "json"):
        text = (site / "cite" / f"{tag}.{suffix}").read_text()
        assert tag in text and record["digest"] in text
    for path in (catalogue.place(slug).formula, catalogue.place(slug).model):
        assert f"source/{path}.html" in pages


def test_theorems_json_is_complete(site):
    data = json.loads((site / "theorems.json").read_text())
    assert [(t["tag"], t["slug"]) for t in data["theorems"]] == list(catalogue.tags().items())
    for t in data["theorems"]:
        theorem = catalogue.load(t["slug"])
        assert [c["name"] for c in t["clauses"]] == [c.name for c in theorem.clauses]
        assert {"title", "family", "source", "attribution", "url", "uses"} <= t.keys()
        assert {"key", "locator", "fidelity"} <= t["source"].keys()
        for c in t["clauses"]:
            assert {"role", "latex", "srepr", "kind", "gap"} <= c.keys()
            if c["role"] == "conclusion":
                assert {
                    "grade",
                    "scope",
                    "trust",
                    "verdict",
                    "own",
                    "samples",
                    "applicable",
                    "open",
                    "attack_ratio",
                    "power",
                    "controls",
                } <= c.keys()
                assert c["grade"] and c["verdict"] == "HOLDS", (t["slug"], c["name"])


def test_tags_are_in_the_inventory(site):
    from sphinx.util.inventory import InventoryFile

    with (site / "objects.inv").open("rb") as file:
        found = InventoryFile.load(file, "", lambda base, path: path)
    assert set(catalogue.tags()) | set(catalogue.tags().values()) <= set(found["thm:result"])


def test_the_article_names_every_result(pages):
    links = pages["article.html"].links
    pages = {s: f"{catalogue.place(s).page}.html" for s in catalogue.slugs()}
    assert [s for s, page in pages.items() if f"{page}#{s}" not in links and page not in links] == []


def _prose(page) -> str:
    return re.sub(r"\s+", " ", " ".join(page.words))


@pytest.mark.parametrize("name", ["index", "reliability", "citing"])
def test_the_pages_about_all_results_say_whose_statements_they_are(pages, name):
    import citation
    import library

    said = _prose(pages[f"{name}.html"]).lower()
    lacking = [r.tag for r in library.results() if re.sub(r"\s+", " ", citation.attribution(r, "its page")).lower() not in said]
    assert lacking == []


def test_the_pages_about_all_results_count_what_stayed_undecided(pages):
    import library

    left = sum(r.samples(c)["open"] for r in library.results() for c in r.theorem.conclusions)
    for name in ("index", "reliability"):
        found = re.search(r"([\d\s]+) of these judgements stayed undecided", _prose(pages[f"{name}.html"]))
        assert int(re.sub(r"\s", "", found.group(1))) == left


def test_the_article_says_what_a_page_checks(pages):
    import library

    said = _prose(pages["article.html"])
    for r in library.results():
        assert re.search(rf"{re.escape(r.theorem.title)} ?: {r.origin} {r.overall}", said), r.tag


# -- without building: whose statement it is
FORMS = ["bib", "ris", "json"]


def _result(slug):
    import library

    return library.find(slug)


def _said(result, form, base="") -> str:
    """A citation as text: without the braces and commands of LaTeX."""
    import citation

    text = citation.FORMATS[form][2](result, base)
    return citation.plain(text) if form == "bib" else text


def _claims(text: str) -> bool:
    """Whether a citation gives the statement to somebody else than its page."""
    return bool(re.search(r"statement of (?!this page)", text))


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
    assert ("this page" in text) == bool(own), text
    if 0 < len(own) < len(kinds):
        assert f"additions of this page: {', '.join(n.replace('_', ' ') for n in own)}" in text


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
    assert ("additions of this page: c1" in text) == (len(kinds) == 2 and claims)
    assert ("unconfirmed" in text) == (fidelity is Fidelity.MEMORY)


def test_a_result_without_a_record_is_nobody_elses():
    result = dataclasses.replace(_result("kantorovich_rubinstein"), record=None)
    assert not any(_claims(_said(result, form)) for form in FORMS)


@pytest.mark.parametrize("base", ["", "https://example.org/"])
def test_an_entry_is_complete(slug, base):
    import citation
    import library
    from pybtex.database import parse_string

    result = _result(slug)
    text = citation.bibtex(result, base)
    (entry,) = parse_string(text, "bibtex").entries.values()
    assert text.isascii() and entry.persons["author"]
    assert re.fullmatch(r"\d{4}", entry.fields["year"]) and entry.fields["version"] == library.project()["version"]
    assert entry.fields["url"] == f"{base}t/{result.tag}/" if base else f"t/{result.tag}/" in entry.fields["howpublished"]
    lines = dict(line.split("  - ", 1) for line in citation.ris(result, base).splitlines())
    (item,) = json.loads(citation.csl(result, base))
    assert lines["PY"] == entry.fields["year"] == str(item["issued"]["date-parts"][0][0])
    assert lines.get("UR", "") == item.get("URL", "") == (f"{base}t/{result.tag}/" if base else "")


def test_latex_knows_what_it_writes():
    import citation

    assert citation.latex("W₁ & é, 5 %, a_b") == r"W$_1$ \& \'e, 5 \%, a\_b"
    with pytest.raises(UnicodeError):
        citation.latex("字")


def test_only_the_version_that_exists_is_cited():
    import library

    project = library.project()
    assert f"\nversion: {project['version']}\n" in (ROOT / "CITATION.cff").read_text()
    assert project["release"].endswith("unreleased") == (not project["date"]) and project["author"] and project["year"]
    files = [*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CITATION.cff"]
    named = {f.name: set(re.findall(r"(?:release|version) (\d+(?:\.\d+)+)", f.read_text())) for f in files}
    assert {name: found for name, found in named.items() if found - {project["version"]}} == {}


def test_the_bibliography_is_complete_and_in_order():
    import citation

    text = citation.BIBLIOGRAPHY.read_text()
    keys = re.findall(r"(?m)^@\w+\{([^,]+),", text)
    assert text.isascii() and keys == sorted(keys, key=str.lower) and len(set(keys)) == len(keys)
    for key, entry in citation.entries().items():
        venue = {"article": "journal", "inproceedings": "booktitle", "book": "publisher"}.get(entry.type)
        venue = venue or ("eprint" if "eprint" in entry.fields else "howpublished")
        assert entry.persons["author"] and {"title", "year", venue} <= set(entry.fields), key
        assert re.fullmatch(r"10\.\d{4,}/\S+", entry.fields.get("doi", "10.1000/1")), key


def test_a_row_of_the_article_names_the_source_of_its_page():
    import citation

    rows = re.split(r"(?m)^\* - ", (ROOT / "docs" / "article.md").read_text())
    wrong = []
    for row in rows:
        keys = [k.strip() for found in citation.CITE.findall(row) for k in found.split(",")]
        wrong += [p for p in re.findall(r"\{page\}`(\w+)`", row) if catalogue.load(p).source.key not in keys]
    assert wrong == []


# -- without building: the rest
def test_what_the_tables_say_about_random_instances_adds_up(slug):
    result = _result(slug)
    for c in result.theorem.conclusions:
        s = result.samples(c)
        assert s["holds"] + s["equal"] + s["open"] + s["refuted"] == s["applicable"] <= s["count"], c.name


def test_every_citation_has_an_entry():
    import citation

    assert citation.missing() == []


def test_a_formula_error_names_the_formula():
    import katex

    with pytest.raises(katex.FormulaError, match="nosuchcommand"):
        katex.Renderer()._run(r"\nosuchcommand{x}", False)
    with pytest.raises(katex.FormulaError, match="strict"):
        katex.Renderer()._run("é", False)


def test_a_figure_must_follow_dark_mode_and_keep_its_axes():
    import figures

    figure, ax = figures.axes("x", "y")
    (line,) = ax.plot([0, 1], [0, 1], color="#123456", gid="line")
    with pytest.raises(ValueError, match="#123456"):
        figures.render(figures.Drawing(figure, "A line."), "test")
    line.set_color(figures.ACCENT)

    def update(v):
        line.set_data([0, 1], [0, v])
        ax.set_ylim(0, v)

    with pytest.raises(ValueError, match="limits"):
        figures.render(figures.Drawing(figure, "A line.", figures.Slider("v", [1, 2], update, 1)), "test")
    with pytest.raises(ValueError, match="default"):
        figures.render(figures.Drawing(figure, "A line.", figures.Slider("v", [1, 2], lambda v: None, 3)), "test")
