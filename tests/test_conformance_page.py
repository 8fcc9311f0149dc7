"""The matrices of conformance: every row has its mark, and a mark opens its row, on a wide screen and on a phone, without JavaScript."""
import json
import re
import sys
import time
from pathlib import Path

import pytest
from browser import MISSING, browser

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs" / "_ext"))
pytest.importorskip("sphinx", reason="the site needs the packages of the group docs")

import conformance as page  # noqa: E402

RECORD = json.loads((ROOT / "benchmarks" / "conformance.json").read_text())
pytestmark = pytest.mark.xdist_group("site")


# -- with fabricated rows
def row(library="POT", subject="f", kind="transport", clause="self", settings="s", default=True, verdict="EQUAL", promised="it is said",
        **more):
    """A row of the record, with what these tests do not look at filled in."""
    return {"library": library, "subject": subject, "kind": kind, "tag": "0008", "clause": clause, "parameters": {}, "settings": settings,
            "default": default, "promised": promised, "note": "", "verdict": verdict, "measure": "lhs / rhs", "worst": 0.5, "number": 0.5,
            "resolution": 1e-15, "reason": "", "instance": "an instance", "data": {"mu": [[[0.0]], [1]]}, "counts": {verdict: 3},
            "search": "a search", "budget": "1 roundings, float64", "script": "print(1 < 2)", "printed": "0.5", **more}


def matrix(rows):
    made = page.Conformance.__new__(page.Conformance)
    (found,) = {r["kind"] for r in rows}
    return made.matrix(found, list(zip(rows, page.anchors(rows))), {"POT": "1.0"}).astext()


def test_identifiers_are_stable_and_differ():
    rows = [row(), row(settings="t"), row(library="ott-jax", subject="a.b c('x')"), row()]
    assert page.anchors(rows) == ["pot-f-0008-self-1", "pot-f-0008-self-2", "ott-jax-a-b-c-x-0008-self-1", "pot-f-0008-self-3"]


def test_libraries_are_sorted_ours_last_and_defaults_come_first():
    rows = [row("theorem-companion"), row("scipy"), row("POT", default=False, settings="t"), row("POT"), row("geomloss"), row("POT", "g"),
            row("POT", clause="symmetry")]
    assert page.libraries(rows) == ["geomloss", "POT", "scipy", "theorem-companion"]
    mine = [r for r in rows if r["library"] == "POT"]
    assert page.lines(mine) == [[1, 3], [0], [2]]            # defaults with both clauses, then the other setting, then the other function


def test_settings_that_read_alike_but_differ_have_lines_of_their_own():
    rows = [row(parameters={"p": 1}), row(parameters={"p": 2}), row(budget="1 roundings, float32")]
    assert len(page.lines(rows)) == 3


def test_columns_follow_the_subject_and_keep_results_together():
    rows = [row(clause="duality", tag="0009"), row(clause="symmetry"), row(clause="no_such"), row(clause="self")]
    assert page.columns("transport", rows) == [("0008", "self"), ("0008", "symmetry"), ("0008", "no_such"), ("0009", "duality")]
    assert page.columns("no_such_subject", rows)[0] == ("0009", "duality")


def test_every_verdict_has_a_mark_and_words_and_what_is_not_claimed_another():
    for verdict in page.MARKS:
        assert verdict.lower() == page.spoken(row(verdict=verdict))
        assert page.mark(verdict, True) != page.mark(verdict, False) and "mark-unclaimed" in page.mark(verdict, False)
    assert len({symbol for symbol, _ in page.MARKS.values()}) == len(page.MARKS)
    assert page.spoken(row(verdict="REFUTED", promised="")) == "refuted, not claimed by the library"


def test_a_matrix_escapes_what_it_is_told():
    text = matrix([row(subject="<f>", settings="<b>", promised="a < b", reason="<i>", verdict="NO VALUE", script="x = '<script>'")])
    assert not re.search(r"<(f|i|script)>", text) and "&lt;f&gt;" in text and "x = &#x27;&lt;script&gt;&#x27;" in text


def test_a_panel_says_setting_search_instance_budget_script_and_output():
    text = matrix([row(worst=0.75, note="a note")])
    for part in ("s.", "The documentation: it is said.", "a note.",
                 "lhs / rhs = 0.75; on the instance below, which was made shorter, 0.5", "an instance.", "mu = [[[0.0]], [1]]",
                 "a search: 3 equal.", "1 roundings, float64.", "print(1 &lt; 2)", "printed <code>0.5"):
        assert part in text, part
    assert "no value, nan." in matrix([row(verdict="NO VALUE", reason="nan")])
    assert "Not claimed by the library." in matrix([row(promised="")])


def test_a_page_for_many_rows_stays_small():
    """Beside scripts and data, a row takes about a kilobyte and a half."""
    rows = [row(f"library {k % 12}", f"function {k % 40}", settings=f"setting {k}", script="") for k in range(250)]
    assert len(matrix(rows)) < 250 * 2200


# -- with the record
def test_every_row_has_its_mark_and_its_panel(pages):
    found, names = pages["conformance.html"], page.anchors(RECORD["rows"])
    assert len(set(found.ids)) == len(found.ids)
    assert set(names) <= set(found.ids) and all(found.links.count(f"#{name}") >= 1 for name in names)
    assert {link[1:] for link in found.links if re.match("#.", link)} <= set(found.ids)


def test_scripts_are_on_the_page_as_they_are_in_the_record(site):
    import html
    text = (site / "conformance.html").read_text()
    for r in RECORD["rows"]:
        assert text.count(html.escape(r["script"].rstrip())) >= 1


def test_claims_that_fail_are_listed_above_the_matrices(site):
    text = (site / "conformance.html").read_text().partition('class="table-box"')[0]
    named = zip(RECORD["rows"], page.anchors(RECORD["rows"]))
    missed = [name for r, name in named if r["promised"] and r["verdict"] in ("REFUTED", "NO VALUE")]
    told = re.search(r'<ul class="missed">(.*?)</ul>', text, re.S)
    assert sorted(re.findall(r'<span class="mark[^>]*>.</span> <a href="#([^"]*)"', told.group(1) if told else "")) == sorted(missed)


LOOK = """
const shown = (e) => Boolean(e) && e.getClientRects().length > 0;
const panels = [...document.querySelectorAll(".panel")].filter(shown).map((e) => e.id);
const marks = [...document.querySelectorAll("table.matrix td > a")];
const box = panels.length ? document.getElementById(panels[0]).getBoundingClientRect() : null;
return {panels, marks: marks.filter(shown).length, named: marks.every((e) => e.getAttribute("aria-label") && e.tabIndex === 0),
        top: box && box.top, wide: document.documentElement.scrollWidth - innerWidth,
        labels: [...document.querySelectorAll(".mark-label")].filter(shown).length};
"""


@pytest.mark.skipif(bool(MISSING), reason=str(MISSING))
@pytest.mark.parametrize("width", [1280, 390])
def test_a_mark_opens_its_row_without_javascript(site, width):
    names, address = page.anchors(RECORD["rows"]), (site / "conformance.html").as_uri()
    with browser() as window:
        window.size(width, 900)
        window.command("Emulation.setScriptExecutionDisabled", value=True)
        window.open(address)
        closed = window.run(LOOK)
        assert closed["panels"] == [] and closed["marks"] == len(names) and closed["named"] and closed["wide"] <= 0
        assert closed["labels"] == (len(names) if width == 390 else 0)
        for name in (names[0], names[-1]):                   # a link from elsewhere, the first and the last row
            window.open(f"{address}#{name}")
            opened, waited = window.run(LOOK), 0.0
            while not (opened["top"] and 0 <= opened["top"] < 900) and waited < 5:      # the page scrolls smoothly
                time.sleep(0.1)
                opened, waited = window.run(LOOK), waited + 0.1
            assert opened["panels"] == [name] and 0 <= opened["top"] < 900 and opened["wide"] <= 0, opened
        window.run("document.querySelector('table.matrix td > a').click()")
        (first,) = window.run(LOOK)["panels"]
        assert window.run("return location.hash.slice(1)") == first
        window.run("[...document.querySelectorAll('.panel .close')].find((e) => e.getClientRects().length).click()")
        assert window.run(LOOK)["panels"] == []
