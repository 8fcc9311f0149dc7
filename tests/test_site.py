"""The site as a whole: built once from the committed records, without JAX, and read as a reader's browser would."""

import posixpath
import re
import sys
from pathlib import Path

import pytest

from theorems.language import catalogue

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


def test_every_page_has_one_viewport_and_a_foot_that_says_version_licence_and_where_errors_go(site, pages):
    from project import project

    for name in pages:
        source = (site / name).read_text()
        assert source.count('<meta name="viewport"') == 1, name
        foot = source[source.index('<div class="site-facts">') :]
        assert project()["release"] in foot and "LICENSE.txt" in foot, name
        assert all(f"{page}.html" in foot or name == f"{page}.html" for page in ("changelog", "citing")), name
        assert "#report-an-error" in foot, name


def _beside(name, page) -> set[str]:
    """The documents that the navigation beside a page links to, from the root of the site."""
    return {posixpath.normpath(posixpath.join(posixpath.dirname(name), link)) for link in page.navigation if link != "#"}


def test_beside_a_page_only_its_own_family_is_open(pages, slug):
    family = catalogue.place(slug).family
    own = {f"{catalogue.place(s).page}.html" for s in catalogue.slugs() if catalogue.place(s).family == family}
    for name in (f"{catalogue.place(slug).page}.html", f"families/{family}.html"):
        listed = {link for link in _beside(name, pages[name]) if link.startswith("results/")}
        assert listed | {name} == own | {name} and f"families/{family}.html" in _beside(name, pages[name]) | {name}


def test_beside_pages_that_nobody_navigates_no_result_is_listed(pages):
    for name, page in pages.items():
        if name.startswith(("source/", "t/")):
            assert "reading.html" in _beside(name, page) and not any(x.startswith("results/") for x in _beside(name, page)), name


def test_the_window_of_a_result_names_its_tag(site, slug):
    source = (site / f"{catalogue.place(slug).page}.html").read_text()
    assert re.search(r"<title>(.*?)</title>", source, re.S).group(1).startswith(f"{catalogue.load(slug).tag} ")


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
    """The text of a page, with the quotation marks and apostrophes of a source file."""
    return re.sub(r"\s+", " ", re.sub("[“”]", '"', " ".join(page.words)).replace("’", "'"))


@pytest.mark.parametrize("name, phrase", [("index", "briefly"), ("reliability", "attribution"), ("citing", "attribution")])
def test_the_pages_about_all_results_say_whose_statements_they_are(pages, name, phrase):
    import citation
    import library

    said = _prose(pages[f"{name}.html"]).lower()
    form = {"briefly": citation.briefly, "attribution": lambda r: citation.attribution(r, "its page")}[phrase]
    assert [r.tag for r in library.results() if " ".join(form(r).split()).lower() not in said] == []


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


def test_a_family_has_a_page_with_its_results(pages):
    import listing

    for family, own in listing.families().items():
        assert {f"../{r.page}.html" for r in own} <= set(pages[f"families/{family}.html"].links)


def test_an_entry_of_the_bibliography_says_where_it_is_cited(site):
    import publications

    source = (site / "references.html").read_text()
    for key, pages in publications.uses().items():
        entry = source[source.index(f'id="cite-{key.lower()}"') :]
        entry = entry[entry.index("Cited in") : entry.index("</div>")]
        assert [page for _, page in pages if f"{page}.html" not in entry] == [], key


def test_every_statement_of_a_source_has_its_pages_or_is_said_not_to_be_here(site):
    import publications

    source = (site / "references.html").read_text()
    for key, rows in publications.index().items():
        own = source[source.index(f'id="of-{key.lower()}"') :]
        own = own[own.index("<ul") : own.index("</ul>")]
        assert own.count("not here") == sum(not row.pages for row in rows), key
        assert [s for row in rows for s in row.pages if f"{catalogue.place(s).page}.html" not in own] == [], key
        assert f'href="#of-{key.lower()}"' in source, key


# -- without building
def test_the_index_by_publication_is_complete():
    """Every source of a result is in it with this result, and so is every source that the article names."""
    import citation
    import library
    import publications

    treated = publications.treated()
    assert [r.slug for r in library.results() if r.slug not in treated.get(r.theorem.source.key, ())] == []
    cited = {k.strip() for found in citation.CITE.findall((ROOT / "docs" / "article.md").read_text()) for k in found.split(",")}
    assert cited - publications.index().keys() - {"Lim2018"} == set()
    assert publications.index().keys() <= citation.entries().keys()


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
    import library

    result = library.find(slug)
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


def test_a_formula_rendered_by_one_process_is_there_for_another(tmp_path, monkeypatch):
    import katex

    file = tmp_path / "formulas.jsonl"
    first = katex.Renderer(file).render("x^2", False)
    with file.open("a") as kept:
        kept.write('{"cut short')
    monkeypatch.setattr(katex.Renderer, "_run", lambda *_: pytest.fail("rendered again"))
    assert katex.Renderer(file).render("x^2", False) == first


def test_arcs_of_a_graph_do_not_meet():
    import graph

    spans = [(0, 1), (1, 2), (0, 2), (2, 5), (0, 5), (3, 4)]
    found = graph.lanes(spans)
    for k, (a, b) in enumerate(spans):
        for j, (c, d) in enumerate(spans[:k]):
            assert found[j] != found[k] or b < c or d < a, (spans[j], spans[k])


def test_the_graph_around_a_result_goes_two_steps():
    import graph
    import library

    chain = {r.slug: r for r in library.results()}
    for r in chain.values():
        near = {s for s in r.theorem.uses} | {u.slug for u in library.used_by(r)}
        assert {r.slug} | near <= {n.slug for n in graph.around(r)}
        assert bool(graph.local_graph(r.slug)) == bool(near), r.tag


@pytest.mark.parametrize(
    "typed, folded", [("Bölcskei", "bolcskei"), ("W₁", "w1"), ("W_1", "w1"), ("Kantorovich–Rubinstein", "kantorovich rubinstein")]
)
def test_what_is_searched_is_folded(typed, folded):
    import listing

    assert listing.fold(typed) == folded


def test_the_search_knows_title_authors_clauses_number_and_aliases(slug):
    import dataclasses

    import citation
    import library
    import listing

    result = library.find(slug)
    source = dataclasses.replace(result.theorem.source, number="Theorem 98.76")
    theorem = dataclasses.replace(result.theorem, source=source, aliases=("Earth-mover",))
    text = listing.searched(dataclasses.replace(result, theorem=theorem))
    for words in (result.tag, result.theorem.title, "Theorem 98.76", "Earth-mover", *citation.authors(source.key),
                  *(c.words for c in result.theorem.clauses)):
        assert listing.fold(words) in text, words
