"""The parts of which a result page is made, without building the site."""

import dataclasses
import re
import sys
from pathlib import Path

import pytest
import sympy as sp

from theorems.language import catalogue

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs" / "_ext"))
pytest.importorskip("sphinx", reason="the site needs the packages of the group docs")


def _result(slug="kantorovich_rubinstein"):
    import library

    return library.find(slug)


# -- prose
def test_prose_has_its_parts(slug):
    import parts

    file = ROOT / catalogue.place(slug).prose
    assert file.exists(), f"{file.relative_to(ROOT)} is missing"
    assert parts.prose(file.read_text())[1] == []


def test_no_part_of_a_page_is_missing(slug):
    import parts

    assert parts.missing((ROOT / catalogue.place(slug).prose).read_text()) == []


def test_an_author_may_write_machine_checked_only_of_what_the_prover_accepted(slug):
    """Of a page that has a counterpart which is the same statement or a special case."""
    import parts

    result = _result(slug)
    lines = parts.prose((ROOT / catalogue.place(slug).prose).read_text())[0].get("What you may write", (0, []))[1]
    accepted = [p for c in result.theorem.conclusions for p in result.proofs(c) if p.strength != "a lemma of it"]
    assert accepted or not [line for line in lines if line.startswith("- Write") and "machine-checked" in line]


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
    import parts

    assert any(complaint in message for _, message in parts.prose(text)[1])


def test_an_erratum_may_stand_anywhere():
    import parts

    text = "Lead.\n\n## Erratum\nx\n\n## Why it is true\nx\n\n## What this does not show\nx\n"
    assert parts.prose(text)[1] == []


def test_what_is_missing_is_named():
    import parts

    text = "Lead.\n\n## Symbols\nx\n\n## Why it is true\nx\n\n**Sharp.** Yes.\n\n## What this does not show\nx\n"
    assert parts.missing(text) == [p for p in parts.PARTS if p not in ("Symbols", "Figure", "Why it is true", "What this does not show",
                                                                       "Erratum")]
    assert parts.missing(text.replace("**Sharp.** Yes.", ""))[-1] == "**Sharp.** in `Why it is true`"


def test_a_proof_is_cut_at_its_last_word():
    import parts

    assert parts.at_sharp(5, ["a", "", "**Sharp.** Yes.", "b"]) == ((5, ["a", ""]), (7, ["**Sharp.** Yes.", "b"]))
    assert parts.at_sharp(5, ["a"]) == ((5, ["a"]), (6, []))


def test_a_proof_names_the_results_that_it_uses(slug):
    import library
    import parts

    _, lines = parts.prose((ROOT / catalogue.place(slug).prose).read_text())[0]["Why it is true"]
    named = {library.find(x).slug for x in re.findall(r"\{thm\}`(?:[^`<]*<)?(\w+)>?`", "\n".join(lines))}
    assert set(catalogue.load(slug).uses) <= named


def test_the_reason_for_a_use_is_the_sentence_that_names_it():
    import closing

    result = _result()
    assert closing.reason("One. By {thm}`0009` it\nfollows that $x$. Two.", result) == "By {thm}`0009` it follows that $x$."
    assert closing.reason("See {thm}`the duality <kantorovich_rubinstein>`.", result) != ""
    assert closing.reason("By {thm}`0008`.", result) == ""
    assert closing.reason("By {thm}`0009`\n$$\nx\n$$\nit follows.", result) == ""


# -- numbers from the record
RECORD = {"samples": {"main": {"count": 2048}}, "controls": [{"name": "long edge", "clauses": {"main": {"lhs": 3.0, "rhs": "inf"}}}],
          "example": {"left": {"exact": "\\frac{3}{2}", "value": 1.5}}}


@pytest.mark.parametrize("path, shown", [("samples/main/count", "2048"), ("controls/long edge/clauses/main/lhs", "3"),
                                         ("controls/long edge/clauses/main/rhs", "∞"), ("example/left", "1.5"),
                                         ("controls/long edge/name", "long edge")])
def test_a_path_leads_to_a_number(path, shown):
    import quoted

    assert quoted.printed(quoted.look(RECORD, path)) == shown


@pytest.mark.parametrize("path, message", [("samples/other/count", "samples has no 'other'; there are 'main'"), ("nothing", "the record"),
                                           ("controls/short edge", "'long edge'"), ("samples/main", "no number"),
                                           ("samples/main/count/more", "has no 'more'")])
def test_a_path_that_leads_nowhere_is_named(path, message):
    import quoted

    with pytest.raises(quoted.NoSuchNumber, match=re.escape(message)):
        quoted.look(RECORD, path)


# -- the status
@pytest.mark.parametrize("count, total, said", [(1, 1, "its conclusion"), (2, 2, "both conclusions"), (3, 3, "all 3 conclusions"),
                                                (1, 3, "1 of 3 conclusions")])
def test_conclusions_are_counted_in_words(count, total, said):
    import status

    assert status.counted(count, total) == said


def test_the_status_says_what_is_undecided_and_what_stayed_open():
    import status

    result = _result()
    record = {**result.record, "samples": {k: {**s, "undecided": 0} for k, s in result.record["samples"].items()}}
    assert status.outcome(dataclasses.replace(result, record=record)) == "nothing refutes it"
    record["samples"]["weak"] |= {"undecided": 3}
    assert status.outcome(dataclasses.replace(result, record=record)) == "nothing refutes it, 3 judgements stayed open"
    record["samples"]["weak"] |= {"refuted": 1}
    weak = next(c for c in result.theorem.conclusions if c.name == "weak")
    assert f"{weak.words} is REFUTED" in status.outcome(dataclasses.replace(result, record=record))


def test_the_space_keeps_the_capitals_of_names(slug):
    import status

    result = _result(slug)
    said = status.space(result)
    assert said.lower() == result.record["model"]["space"][:len(said)].lower() and not said.endswith((".", ";", ":"))
    assert said[0].islower() or said.startswith(status.NAMES)


# -- the statement
def test_a_symbol_that_only_an_operator_prints_is_explained():
    import stated

    theorem = catalogue.load("feature_extractor_nonexpansive")             # N_0/s, printed by an operator
    (s,) = [x for x in theorem.glossary if x not in stated.occurring(theorem)]
    assert stated.symbols(_result("feature_extractor_nonexpansive"))[theorem.typeset(s)] == theorem.glossary[s]
    assert stated.names(r"N_0/s\sup", "s") and not stated.names(r"\sup_{st}", "s")


def test_a_unit_of_widths_is_no_symbol_of_the_statement():
    import stated

    names = {o.__name__ for o in stated.occurring(catalogue.load("kantorovich_rubinstein")) if not isinstance(o, sp.Symbol)}
    assert "Distance" in names and "Diameter" not in names


def test_parts_of_one_condition_stand_together():
    import stated

    theorem = catalogue.load("kantorovich_rubinstein")
    groups = [(name, [h.name for h in members]) for name, members in stated.grouped(theorem.hypotheses)]
    assert [h for _, members in groups for h in members] == [h.name for h in theorem.hypotheses]
    assert [len(members) for _, members in groups] == [2, 5] and all(name for name, _ in groups)
    alone = tuple(dataclasses.replace(h, part_of="") for h in theorem.hypotheses)
    assert [len(members) for _, members in stated.grouped(alone)] == [1] * 7


# -- what was tried
def test_rounding_errors_leave_no_mark():
    import strip

    theorem = catalogue.load("kantorovich_rubinstein")
    weak = next(c for c in theorem.conclusions if c.name == "weak")
    value = {"lhs": 1e-16, "rhs": 2e-16, "score": -0.69, "width": 3.0}
    assert strip.ratio(weak, value) is None
    assert strip.ratio(weak, {**value, "width": 1e-9}) == pytest.approx(-0.2997, abs=1e-3)
    assert strip.ratio(weak, {**value, "width": "inf"}) is None


def test_sides_without_decimals_are_not_called_undefined():
    import tried

    theorem = catalogue.load("kantorovich_rubinstein")
    value = {"verdict": "HOLDS", "lhs": "nan", "rhs": "nan", "width": 0.0}
    assert tried.relation(theorem.main, value) == "left = right, decided without decimals"


def test_every_row_of_a_table_of_instances_stands_under_its_name():
    import elements
    import tried

    class Page:
        theorem, record = _result().theorem, _result().record

        def inline(self, words):
            return [elements.text(words)]

    for kind, _ in tried.KINDS:
        for case in Page.record[kind]:
            rows = tried.case_rows(Page(), case)
            assert not rows or isinstance(rows[0], elements.Group) and not any(isinstance(r, elements.Group) for r in rows[1:])
            assert all(row[0] for row in rows[1:])


@pytest.mark.parametrize("value, shown", [(0, "0"), (5e-291, "0"), (3.1e-14, "3.1×10⁻¹⁴"), (-7.315, "−7.315"), ("inf", "∞"), (None, "–")])
def test_numbers_are_printed_for_readers(value, shown):
    import library
    assert library.number(value) == shown
