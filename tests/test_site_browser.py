"""The site in a real browser, opened from a folder as a reader without a server would: search, Back, phones, paper."""

import base64
import sys
import time
from pathlib import Path

import pytest
from browser import MISSING, browser

from theorems.language import catalogue

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs" / "_ext"))

pytestmark = [pytest.mark.xdist_group("site"), pytest.mark.skipif(MISSING is not None, reason=str(MISSING))]

FIELD = "#result-search"
SHOWN = "return [...document.querySelectorAll('li.row')].filter((e) => e.checkVisibility()).map((e) => e.dataset.tag)"


@pytest.fixture(scope="module")
def window():
    with browser() as opened:
        opened.size(1280, 800)
        yield opened


@pytest.fixture
def page(window, site):
    """`page(name, width)` opens a page of the site."""

    def show(name="index.html", width=1280):
        window.size(width, 800)
        window.open("about:blank")
        window.open(f"{site.as_uri()}/{name}")
        return window

    return show


def _address(window) -> str:
    return window.run("return location.hash")


EXTRACTORS = {"0005", "0006", "0007", "000Q"}
# Where there are many results the home page shows the names of the families only, until they are opened or something is searched.
UNFOLD = "for (const e of document.querySelectorAll('details.family')) e.open = true"


@pytest.mark.parametrize(
    "words, wanted",
    [("0006", {"0006"}), ("Bolcskei", EXTRACTORS), ("Bölcskei", EXTRACTORS), ("kantorovich duality", {"0009"})],
)
def test_the_search_finds_tags_and_authors(page, words, wanted):
    window = page()
    window.type(FIELD, words)
    assert set(window.run(SHOWN)) == wanted


def test_the_search_finds_every_number_that_a_source_has(page):
    import citation
    import library

    window = page()
    for r in library.results():
        window.type(FIELD, f"{citation.short(r.theorem.source.key)} {citation.number(r.theorem.source)}")
        assert r.tag in window.run(SHOWN), r.tag


def test_a_number_is_a_whole_word(page):
    window = page()
    window.run(UNFOLD)
    every = window.run(SHOWN)
    window.type(FIELD, "theorem 1")
    found = window.run(SHOWN)
    texts = window.run("return Object.fromEntries([...document.querySelectorAll('li.row')].map((e) => [e.dataset.tag, e.dataset.words]))")
    assert found and len(found) < len(every)
    assert all(" 1" in f" {texts[tag].replace('.', ' . ').replace(',', ' ')}" for tag in found)
    assert not any("theorem 2.12" in texts[tag] and "theorem 1" not in texts[tag] for tag in found)


def test_where_nothing_matches_the_page_says_so(page):
    window = page()
    assert not window.run("return document.querySelector('.nothing').checkVisibility()")
    window.type(FIELD, "no such theorem at all")
    assert window.run(SHOWN) == [] and window.run("return document.querySelector('.nothing').checkVisibility()")
    assert window.run("return document.querySelector('.search-results output').textContent").startswith("0 of")


def test_the_search_stands_in_the_address_and_after_back(page, site):
    window = page()
    window.type(FIELD, "gelbrich")
    found = window.run(SHOWN)
    assert _address(window) == "#q=gelbrich" and len(found) == 1
    window.run("[...document.querySelectorAll('li.row')].find((e) => e.checkVisibility()).querySelector('a').click()")
    window.run("return document.title")
    window.back()
    assert window.run(f"return document.querySelector('{FIELD}').value") == "gelbrich" and window.run(SHOWN) == found
    window.type(FIELD, "")
    window.run(UNFOLD)
    assert _address(window) == "" and len(window.run(SHOWN)) == len(catalogue.tags())


def test_a_search_can_be_linked(page):
    assert page("index.html#q=gelbrich").run(SHOWN) == ["000B"]


def test_families_fold_and_stay_as_they_were(page):
    window = page()
    window.run(UNFOLD)
    window.run("document.querySelector('details.family').open = false")
    folded = window.run(SHOWN)
    assert 0 < len(folded) < len(catalogue.tags())
    window.type(FIELD, "mallat")
    assert "0001" in window.run(SHOWN)
    window.type(FIELD, "")
    assert window.run(SHOWN) == folded


def test_the_search_page_shows_results_first(page):
    window = page("search.html?q=0006&check_keywords=yes&area=default")
    assert window.run(SHOWN) == ["0006"]
    assert "Results result" not in window.run("return document.body.textContent")


@pytest.mark.parametrize("words, wanted", [("WGAN", "0009"), ("earth mover", "0008"), ("Boelcskei", "0005"), ("nonexpansive", "0001"),
                                           ("non-expansive", "0005")])
def test_both_searches_find_other_names_and_spellings(page, words, wanted):
    """On the search page: the rows of results, and the pages that Sphinx lists below them."""
    window = page(f"search.html?q={words.replace(' ', '+')}")
    listed = "return [...document.querySelectorAll('#search-results li a')].map((e) => e.getAttribute('href').split(/[?#]/)[0])"
    address, until = f"{catalogue.place(wanted).page}.html", time.monotonic() + 20
    while address not in window.run(listed) and time.monotonic() < until:       # the list grows one by one
        time.sleep(0.1)
    assert wanted in window.run(SHOWN) and address in window.run(listed)


def test_no_page_is_wider_than_a_phone(page, pages):
    wide = {}
    for name in ("index.html", "numerics.html", "graph.html", "reliability.html", "references.html", "citing.html", "errata.html",
                 "t/0006/index.html", *(n for n in pages if n.startswith("families/"))):
        width = page(name, 390).run("return document.documentElement.scrollWidth")
        wide |= {name: width} if width > 390 else {}
    assert wide == {}


@pytest.mark.parametrize("width", [390, 1280])
def test_names_in_a_graph_do_not_collide(page, width):
    overlaps = page("graph.html", width).run("""
        const found = [];
        for (const svg of document.querySelectorAll(".graph svg")) {
          const boxes = [...svg.querySelectorAll("text")].map((e) => [e.textContent, e.getBoundingClientRect()]);
          const frame = svg.getBoundingClientRect();
          boxes.forEach(([name, a], k) => {
            if (a.right > frame.right + 1) found.push(name + " is cut");
            for (const [other, b] of boxes.slice(0, k))
              if (a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1) found.push(name + " on " + other);
          });
        }
        return found""")
    assert overlaps == []


def test_on_a_phone_each_cell_of_reliability_has_the_name_of_its_column(page):
    lost = page("reliability.html", 390).run("""
        const cells = [...document.querySelectorAll("table.stacked tbody td:not(:first-child)")];
        return cells.filter((e) => !e.querySelector(".cell-label")?.checkVisibility() || e.getBoundingClientRect().right > 391).length""")
    assert lost == 0


def test_no_line_begins_with_the_punctuation_after_a_formula(page, slug):
    begins = page(f"{catalogue.place(slug).page}.html", 390).run("""
        const found = [];
        const meets = (element, box) => {
          const bases = [...element.querySelectorAll(".base")], last = (bases.at(-1) ?? element).getBoundingClientRect();
          return box.top < last.bottom && last.top < box.bottom;
        };
        for (const math of document.querySelectorAll("article span.math")) {
          const stop = math.querySelector(".stop"), after = math.nextSibling;
          if (stop && !meets(math, stop.getBoundingClientRect())) found.push(stop.textContent);
          if (after?.nodeType !== 3 || !/^[.,;:!?)]/.test(after.textContent)) continue;
          const range = document.createRange();
          range.setStart(after, 0); range.setEnd(after, 1);
          const mark = range.getBoundingClientRect();
          if (mark.width && !meets(math, mark)) found.push(after.textContent.slice(0, 20));
        }
        return found""")
    assert begins == []


def test_the_current_page_is_seen_in_the_sidebar(page, slug):
    seen = page(f"{catalogue.place(slug).page}.html").run("""
        const here = document.querySelector(".sidebar-tree .current-page > a").getBoundingClientRect();
        return here.top >= 0 && here.bottom <= innerHeight""")
    assert seen


# -- paper
@pytest.fixture
def paper(page):
    """`paper(name)` is a page as the printer gets it, in the dark theme that a reader chose."""
    opened = []

    def show(name):
        window = page(name)
        window.run("document.body.dataset.theme = 'dark'; dispatchEvent(new Event('beforeprint'))")
        window.command("Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}])
        opened.append(window)
        return window

    yield show
    for window in opened:
        window.command("Emulation.setEmulatedMedia", media="", features=[])


RESULT = f"{catalogue.place('kantorovich_rubinstein').page}.html"


def test_on_paper_nothing_is_folded_cut_or_laid_over_the_text(paper):
    window = paper(RESULT)
    assert window.run("return document.querySelectorAll('article details').length") > 0
    assert window.run("return document.querySelectorAll('article details:not([open])').length") == 0
    assert window.run("return getComputedStyle(document.querySelector('.skip-to-content')).display") == "none"
    assert window.run("return getComputedStyle(document.querySelector('article pre')).whiteSpace") in ("pre-wrap", "break-spaces")
    window.run("dispatchEvent(new Event('afterprint'))")
    assert window.run("return document.querySelectorAll('article details:not([open])').length") > 0


def test_on_paper_a_figure_is_dark_on_white(paper):
    window = paper(RESULT)
    ink = window.run("return getComputedStyle(document.documentElement).getPropertyValue('--fig-ink') + '|' "
                     "+ getComputedStyle(document.body).getPropertyValue('--fig-ink')")
    assert {c.strip() for c in ink.split("|")} == {"#1b1f24"}


def test_a_printed_page_names_tag_and_version(paper):
    from project import project

    window = paper(RESULT)
    said = window.run("return document.querySelector('.site-facts').innerText")
    assert project()["release"] in said and "t/0009/" in said
    printed = base64.b64decode(window.command("Page.printToPDF")["data"])
    assert printed.startswith(b"%PDF")
