"""What the site says to programs: theorems.json and its schema, metadata of pages, permanent pages, files to download."""

import json
import re
import sys
from pathlib import Path

import pytest

from theorems.language import catalogue
from theorems.language.statement import Fidelity

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs" / "_ext"))
pytest.importorskip("sphinx", reason="the site needs the packages of the group docs")

pytestmark = pytest.mark.xdist_group("site")               # one build, in one process

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int, "number": (int, float)}
KEYWORDS = {"$schema", "$defs", "$ref", "title", "description", "type", "required", "additionalProperties", "properties", "items", "enum",
            "pattern"}


def violations(x, schema, root, where="theorems.json"):
    """Where `x` is not what a JSON schema says. Knows the keywords that ours uses, and refuses others."""
    assert schema.keys() <= KEYWORDS, schema.keys() - KEYWORDS
    if "$ref" in schema:
        return violations(x, root["$defs"][schema["$ref"].rpartition("/")[2]], root, where)
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(isinstance(x, TYPES[t]) and (t == "boolean" or not isinstance(x, bool)) for t in types):
        return [f"{where}: {x!r} is not {' or '.join(types)}"]
    found = [f"{where}: {x!r} is none of {schema['enum']}"] if x not in schema.get("enum", [x]) else []
    if isinstance(x, str) and "pattern" in schema and not re.search(schema["pattern"], x):
        found.append(f"{where}: {x!r} does not match {schema['pattern']}")
    if isinstance(x, list):
        found += [v for k, item in enumerate(x) for v in violations(item, schema.get("items", {}), root, f"{where}[{k}]")]
    if isinstance(x, dict):
        known = schema.get("properties", {})
        found += [f"{where}: {key} is missing" for key in schema.get("required", ()) if key not in x]
        found += [f"{where}: unknown {key}" for key in x.keys() - known.keys() if schema.get("additionalProperties") is False]
        found += [v for key, value in x.items() if key in known for v in violations(value, known[key], root, f"{where}.{key}")]
    return found


@pytest.fixture(scope="module")
def schema():
    return json.loads((ROOT / "docs" / "_static" / "theorems.schema.json").read_text())


def test_theorems_json_is_what_its_schema_says(site, schema):
    data = json.loads((site / "theorems.json").read_text())
    assert violations(data, schema, schema) == []
    assert (site / data["schema"]).read_text() == (ROOT / "docs" / "_static" / "theorems.schema.json").read_text()


def test_the_schema_refuses_what_is_wrong(schema):
    import index

    good = index.index("")
    assert violations(good, schema, schema) == []
    for spoil in (
        lambda d: d.pop("licence"),
        lambda d: d.update(date="yesterday"),
        lambda d: d.update(other=1),
        lambda d: d["theorems"][0].update(tag="000I"),
        lambda d: d["theorems"][0]["clauses"][-1].update(open="3"),
        lambda d: d["theorems"][0].update(verdict="PROVED"),
    ):
        bad = json.loads(json.dumps(good))
        spoil(bad)
        assert len(violations(bad, schema, schema)) == 1


def test_theorems_json_is_complete(site):
    import library

    data = json.loads((site / "theorems.json").read_text())
    assert [(t["tag"], t["slug"]) for t in data["theorems"]] == list(catalogue.tags().items()) and data["licence"] == "MIT"
    for t in data["theorems"]:
        theorem = catalogue.load(t["slug"])
        assert [c["name"] for c in t["clauses"]] == [c.name for c in theorem.clauses]
        conclusions = [c for c in t["clauses"] if c["role"] == "conclusion"]
        assert all(c["grade"] and c["verdict"] == "HOLDS" for c in conclusions), t["slug"]
        assert t["undecided"] == sum(c["open"] for c in conclusions)
        assert t["undecided"] == sum(library.find(t["tag"]).samples(c)["open"] for c in theorem.conclusions)


def test_the_data_are_linked(pages):
    assert {"theorems.json", "_static/theorems.schema.json", "objects.inv"} <= set(pages["citing.html"].links)
    assert "theorems.json" in pages["index.html"].links


def test_metadata(pages, slug):
    tag = {s: t for t, s in catalogue.tags().items()}[slug]
    meta = pages[f"{catalogue.place(slug).page}.html"].meta
    assert tag in meta["citation_title"] and tag == meta["citation_technical_report_number"] and tag in meta["og:title"]
    assert {"citation_author", "citation_technical_report_institution", "citation_publication_date", "citation_reference"} <= meta.keys()
    assert meta["description"] == meta["og:description"] and catalogue.load(slug).title in meta["description"]
    assert "" not in meta.values() and meta["og:type"] == "article"


def test_every_page_has_a_description(pages):
    assert [name for name, page in pages.items() if not page.meta.get("description")] == []


def _structured(site, slug):
    source = (site / f"{catalogue.place(slug).page}.html").read_text()
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', source, re.S).group(1))


def test_structured_data(site, slug):
    data, source = _structured(site, slug), catalogue.load(slug).source
    relation, other = ("citation", "isBasedOn") if source.fidelity is Fidelity.MEMORY else ("isBasedOn", "citation")
    assert data["@type"] == "TechArticle" and data["headline"] == catalogue.load(slug).title
    assert data[relation]["author"] and other not in data and "" not in data.values()
    assert data["author"]["@type"] == "Organization" and data["author"]["name"] and data["license"].endswith("MIT.html")
    for address in (data["url"], data["isPartOf"]["url"]):                 # relative to the page that says it
        assert re.match("https?://", address) or ((site / catalogue.place(slug).page).parent / address).exists()


@pytest.mark.parametrize("base", ["", "https://example.org/"])
def test_structured_data_have_right_addresses(slug, base):
    import citation
    import library
    import metadata

    result = library.find(slug)
    data = metadata.structured(result, base)
    work = data.get("isBasedOn") or data["citation"]
    entry = citation.entries()[result.theorem.source.key]
    assert work["@type"] == ("Book" if entry.type == "book" else "ScholarlyArticle") or entry.type not in metadata.WORK
    assert work.get("sameAs", "").endswith(entry.fields.get("doi", ""))
    assert data["url"] == (f"{base}t/{result.tag}/" if base else f"../../t/{result.tag}/index.html")


def test_a_sitemap_is_written_once_there_is_an_address(tmp_path):
    import metadata

    class App:
        outdir = tmp_path

        class config:
            html_baseurl = ""

        class builder:
            format = "html"

        class env:
            found_docs = ("index", "results/transport/kantorovich_rubinstein")

    metadata.sitemap(App, None)
    assert not (tmp_path / "sitemap.xml").exists()
    App.config.html_baseurl = "https://example.org/"
    metadata.sitemap(App, None)
    text = (tmp_path / "sitemap.xml").read_text()
    assert all(f"<loc>https://example.org/{x}</loc>" in text for x in ("index.html", "t/0009/"))
    assert text.count("<url>") == 2 + len(catalogue.tags())


def test_the_page_of_a_tag(site, pages, slug):
    import history

    tag = {s: t for t, s in catalogue.tags().items()}[slug]
    name = f"t/{tag}/index.html"
    source = (site / name).read_text()
    assert f"../../{catalogue.place(slug).page}.html" in pages[name].links and 'http-equiv="refresh"' not in source
    assert f"\\cite[Tag {tag}]{{theorem-companion}}" in source and 'class="katex"' in source
    for day, _ in history.read(history.FILE.read_text())[tag]:
        assert f'<th scope="row">{day}</th>' in source


def test_files_to_download(site, pages, slug):
    tag = {s: t for t, s in catalogue.tags().items()}[slug]
    record = json.loads((site / "records" / f"{slug}.json").read_text())
    for suffix in ("bib", "ris", "json"):
        text = (site / "cite" / f"{tag}.{suffix}").read_text()
        assert tag in text and record["digest"] in text
    assert (site / "cite" / "theorem-companion.bib").read_text().startswith("@misc{theorem-companion,")
    for path in (catalogue.place(slug).formula, catalogue.place(slug).model):
        assert f"source/{path}.html" in pages
