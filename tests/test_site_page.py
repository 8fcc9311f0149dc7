"""The page of a result as its reader meets it: order, first screen, badges, figures, nothing said twice."""

import re
import sys
from pathlib import Path

import pytest
from built_site import Page

from theorems.language import catalogue

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs" / "_ext"))
pytest.importorskip("sphinx", reason="the site needs the packages of the group docs")

pytestmark = pytest.mark.xdist_group("site")               # one build, in one process

# In the order of a page; those in brackets only where an author or a record has them.
PARTS = ["(example)", "(rely)", "(compute)", "statement", "published", "checked", "(compared)", "why", "(steps)", "evidence", "controls",
         "tried", "missed", "limits", "(write)", "cite", "reproduce", "(erratum)", "uses", "(prerequisites)", "(exercises)"]


@pytest.fixture
def source(site, slug):
    return (site / f"{catalogue.place(slug).page}.html").read_text()


def test_the_parts_of_a_page_come_in_order(source, slug):
    places = [source.index('class="status'), source.index('class="lead'), source.index('class="headline')]
    figure = source.find('<figure class="result-figure compact')
    places += [figure] if figure >= 0 else []
    for part in PARTS:
        place = source.find(f'<section id="{part.strip("()")}"')
        assert place >= 0 or part[0] == "(", f"the part {part} is missing"
        places += [place] if place >= 0 else []
    assert places == sorted(places)
    assert (ROOT / catalogue.place(slug).figure).exists() <= (figure >= 0)


def test_the_record_supports_the_page(source):
    assert 'class="admonition warning"' not in source, "a banner: the record does not support the page"


def test_every_badge_leads_to_its_meaning(source):
    article = source[source.index("<article"):source.index("</article>")]
    bare = [m.group(0) for m in re.finditer(r'(?<!">)<span class="chip[^<]*<', article)]
    assert bare == []


def test_a_clause_that_the_prose_names_in_italics_is_a_link_to_where_it_stands(source, slug):
    for clause in catalogue.load(slug).clauses:
        said = clause.name.replace("_", " ")
        assert source.count(f"<em>{said}</em>") == source.count(f'-{clause.name}"><em>{said}</em></a>'), said
        if f"<em>{said}</em>" in source and clause.label:
            assert f'class="handle">{said}<' in source, said


def test_the_gap_is_said_once(source, slug):
    import library

    result = library.find(slug)
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", source))
    firsts = [re.split(r"[*$`’'(]", gap)[0].strip()[:60] for gap in {result.gap(c) for c in result.theorem.conclusions}]
    for first in firsts:                                                 # the words before the first mark-up
        assert words.count(first) == sum(other.startswith(first) for other in firsts), first


def test_no_identifier_stands_among_the_words(source, slug):
    import library

    faults = library.find(slug).faults                                  # a banner names files; another test refuses it
    ours = re.sub(r"<strong>From the libraries\..*?</p>", "", source, flags=re.S)      # there the prover's own names are explained
    assert [w.strip() for w in Page(ours).words if re.search(r"[a-z]_[a-z]", w) and w.strip() not in faults] == []


def test_headings_are_words(source):
    heads = re.findall(r"<h[1-6]>(.*?)<a class=\"headerlink\"", source)
    assert len(heads) > 8 and [h for h in heads if "_" in h] == []


def test_the_main_conclusion_is_marked_and_comes_first(source, slug):
    theorem = catalogue.load(slug)
    order = [source.index(f'id="conclusion-{c.name}"') for c in theorem.conclusions]
    main = source.index(f'id="conclusion-{theorem.main.name}"')
    assert main == min(order) and source.count("principal docutils") + source.count("clause principal") >= 1


def test_symbols_come_before_hypotheses(source, slug):
    if catalogue.load(slug).hypotheses:
        assert source.index('class="glossary') < min(source.index(f'id="hypothesis-{h.name}"') for h in catalogue.load(slug).hypotheses)


def test_figures_can_be_read_without_seeing_them(source):
    for svg in re.findall(r'<svg viewBox[^>]*role="img".*?</svg>', source, re.S):
        assert len(re.search(r"<title[^>]*>(.*?)</title>", svg, re.S).group(1)) > 40
        assert not re.search(r"(fill|stroke): ?#", svg), "a colour that does not follow dark mode"


def test_a_page_that_has_programs_names_their_test(source, slug):
    assert ('<section id="compute"' in source) == ("source/tests/test_snippets.py.html" in source)


# -- in a browser
# Of a figure of two rows the first is on the first screen.
FIRST_SCREEN = """
const parts = document.querySelectorAll(".headline, figure.compact svg, figure.compact:not(.tall) .fig-slider")
const end = (e, r) => e.closest("figure.tall") ? (r.top + r.bottom) / 2 : r.bottom
return [...parts].map(e => end(e, e.getBoundingClientRect()))
"""
OPENED = "document.querySelectorAll('details').forEach(e => e.open = true); return document.documentElement.scrollWidth"


@pytest.fixture(scope="module")
def window():
    driver = pytest.importorskip("browser", reason="tests/browser.py is missing")
    if driver.MISSING:
        pytest.skip(driver.MISSING)
    with driver.browser() as opened:
        yield opened


def test_statement_and_figure_are_on_the_first_screen(site, window, slug):
    window.size(1280, 800)
    window.open(f"{(site / catalogue.place(slug).page).as_uri()}.html")
    window.run("document.querySelectorAll('.admonition').forEach(e => e.remove())")
    bottoms = window.run(FIRST_SCREEN)
    assert len(bottoms) >= 1 and max(bottoms) <= 800, bottoms


def test_no_page_is_wider_than_a_phone(site, window, slug):
    window.size(390, 844)
    window.open(f"{(site / catalogue.place(slug).page).as_uri()}.html")
    assert window.run(OPENED) <= 390
