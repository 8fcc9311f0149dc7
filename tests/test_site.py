"""The site: built once from the committed records, without JAX, and read as a reader's browser would."""

import hashlib
import html.parser
import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from theorems.language import catalogue

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs" / "_ext"))
pytest.importorskip("sphinx", reason="the site needs the packages of the group docs")

# The build runs in a process of its own, in which importing JAX is an error.
BUILD = """
import sys
class NoJax:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("jax", "jaxlib", "flint", "ot"):
            raise ImportError(f"the site must be built without {name}")
sys.meta_path.insert(0, NoJax())
from sphinx.cmd.build import main
code = main(["-q", "-W", "--keep-going", "-E", "-c", ".", "docs", sys.argv[1]])
assert not {"jax", "jaxlib"} & set(sys.modules)
sys.exit(code)
"""

pytestmark = pytest.mark.xdist_group("site")               # one build, in one process

PARTS = ["statement", "why", "evidence", "limits", "reproduce", "cite", "uses"]


def _state() -> str:
    """A hash of everything that the site is made from: all files of the project and the installed packages."""
    folders = [p for p in ROOT.iterdir() if p.is_dir() and p.name[0] != "." and p.name != "build"]
    written = (".txt", ".xml", ".log")                       # what a run may leave beside the project
    files = [p for p in ROOT.iterdir() if p.is_file() and p.suffix not in written]
    files += [p for folder in folders for p in folder.rglob("*") if p.is_file()]
    state = hashlib.sha256(sys.version.encode())
    for file in sorted(f for f in files if f.parent.name != "__pycache__"):
        content = file.read_bytes()
        state.update(f"{file.relative_to(ROOT)} {len(content)}\n".encode() + content)
    state.update("\n".join(sorted(f"{d.name} {d.version}" for d in importlib.metadata.distributions())).encode())
    return state.hexdigest()[:24]


@pytest.fixture(scope="session")
def site():
    """The folder of the built site. Built anew unless it was built on this machine from exactly what is here now."""
    out = ROOT / ".cache" / "site" / _state()
    if not out.exists():
        shutil.rmtree(out.parent, ignore_errors=True)
        partial = out.parent / "partial"
        done = subprocess.run([sys.executable, "-c", BUILD, str(partial)], cwd=ROOT, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, f"sphinx-build failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        partial.rename(out)
    return out


class Page(html.parser.HTMLParser):
    """What a page loads, its metadata, its anchors in order, and its text outside mathematics, code and scripts."""

    SKIPPED = ("script", "style", "pre", "code", "math", "annotation")

    def __init__(self, source):
        super().__init__()
        self.loads, self.links, self.meta, self.ids, self.words, self._skip = [], [], {}, [], [], 0
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag in ("script", "img", "source", "iframe", "video", "audio", "embed") and a.get("src"):
            self.loads.append(a["src"])
        if tag == "link" and a.get("href") and a.get("rel") not in ("canonical", "author"):
            self.loads.append(a["href"])
        if tag in ("a", "use") and a.get("href"):
            self.links.append(a["href"])
        if tag == "meta" and a.get("name"):
            self.meta.setdefault(a["name"], a.get("content", ""))
        if "id" in a:
            self.ids.append(a["id"])
        self._skip += tag in self.SKIPPED

    def handle_endtag(self, tag):
        self._skip -= tag in self.SKIPPED

    def handle_data(self, data):
        if not self._skip:
            self.words.append(data)


@pytest.fixture(scope="session")
def pages(site):
    """Path in the site -> Page."""
    return {p.relative_to(site).as_posix(): Page(p.read_text()) for p in sorted(site.rglob("*.html"))}


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


def test_the_parts_of_a_page_come_in_order(site, slug):
    source = (site / "results" / f"{slug}.html").read_text()
    lead, figure = source.index('class="lead'), source.find('<figure class="result-figure">')
    places = [lead] + ([figure] if figure >= 0 else []) + [source.index(f'<section id="{part}"') for part in PARTS]
    assert places == sorted(places)
    assert (ROOT / f"docs/figures/{slug}.py").exists() <= (lead < figure < places[-7])
    assert 'class="admonition warning"' not in source, "a banner: the record does not support the page"


def test_metadata(pages, slug):
    tag = {s: t for t, s in catalogue.tags().items()}[slug]
    meta = pages[f"results/{slug}.html"].meta
    assert tag in meta["citation_title"]
    assert {"citation_author", "citation_technical_report_number", "citation_reference"} <= meta.keys()


def test_structured_data(site, slug):
    source = (site / "results" / f"{slug}.html").read_text()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', source, re.S).group(1))
    assert data["headline"] == catalogue.load(slug).title and data["isBasedOn"]["author"]


def test_permanent_address_record_and_citations(site, pages, slug):
    tag = {s: t for t, s in catalogue.tags().items()}[slug]
    assert f"../../results/{slug}.html" in pages[f"t/{tag}/index.html"].links
    record = json.loads((site / "records" / f"{slug}.json").read_text())
    for suffix in ("bib", "ris", "json"):
        text = (site / "cite" / f"{tag}.{suffix}").read_text()
        assert tag in text and record["digest"] in text
    for path in (f"theorems/{slug}.py", f"proofs_numeric/{slug}.py"):
        assert f"source/{path}.html" in pages


def test_figures_can_be_read_without_seeing_them(site, slug):
    source = (site / "results" / f"{slug}.html").read_text()
    for svg in re.findall(r'<svg viewBox[^>]*role="img".*?</svg>', source, re.S):
        assert len(re.search(r"<title[^>]*>(.*?)</title>", svg, re.S).group(1)) > 40
        assert not re.search(r"(fill|stroke): ?#", svg), "a colour that does not follow dark mode"


def test_theorems_json_is_complete(site):
    data = json.loads((site / "theorems.json").read_text())
    assert [(t["tag"], t["slug"]) for t in data["theorems"]] == list(catalogue.tags().items())
    for t in data["theorems"]:
        theorem = catalogue.load(t["slug"])
        assert [c["name"] for c in t["clauses"]] == [c.name for c in theorem.clauses]
        assert {"title", "family", "source", "url", "uses"} <= t.keys() and {"key", "locator", "fidelity"} <= t["source"].keys()
        for c in t["clauses"]:
            assert {"role", "latex", "srepr", "kind", "gap"} <= c.keys()
            if c["role"] == "conclusion":
                assert {
                    "grade",
                    "scope",
                    "trust",
                    "verdict",
                    "samples",
                    "max_ratio",
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
    assert [s for s in catalogue.slugs() if f"results/{s}.html#{s}" not in links and f"results/{s}.html" not in links] == []


# -- without building
def test_every_citation_has_an_entry():
    import citation

    assert citation.missing() == []


def test_prose_has_its_parts(slug):
    import library

    file = ROOT / "docs" / "results" / f"{slug}.md"
    assert file.exists(), f"{file.relative_to(ROOT)} is missing"
    assert library.prose(file.read_text())[1] == []


@pytest.mark.parametrize(
    "text, complaint",
    [
        ("Lead.\n\n## Why it is true\nx\n", "What this does not show"),
        ("Lead.\n\n## What this does not show\nx\n\n## Why it is true\nx\n", "order"),
        ("Lead.\n\n## Proof\nx\n\n## Why it is true\nx\n\n## What this does not show\nx\n", "Proof"),
        ("## Why it is true\nx\n\n## What this does not show\nx\n", "before the first heading"),
    ],
)
def test_malformed_prose_is_noticed(text, complaint):
    import library

    assert any(complaint in message for _, message in library.prose(text)[1])


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
