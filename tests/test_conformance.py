"""The record of conformance: its rows are complete, verdicts follow from numbers, scripts are those of their rows and print their numbers.

Scripts of libraries that are not installed here are run by `make conformance`, which refuses to write a record that disagrees with them.
`check` itself is tested in test_conformance_check.py, what it leaves to a reader in test_conformance_scripts.py.
"""
import ast
import functools
import importlib
import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest
import sympy as sp

from benchmarks.conformance import run, running
from benchmarks.conformance.cases import RELATIVE, Case, agrees, rows, written
from proofs_numeric.conformance import Effort, Verdict, judge, script, subject
from proofs_numeric.conformance.calling import Called
from theorems.language import catalogue

ROOT = Path(__file__).resolve().parent.parent
RECORD = json.loads((ROOT / "benchmarks" / "conformance.json").read_text())
ROWS = RECORD["rows"]
FIELDS = {"library", "subject", "kind", "tag", "clause", "parameters", "settings", "default", "promised", "note", "verdict", "measure",
          "worst", "number", "resolution", "reason", "instance", "data", "counts", "search", "budget", "script", "printed"}
HERE = ("scipy", "POT", "scikit-learn", running.OURS)        # what the environment of the tests has
LONGEST = 6000                   # characters of the data of an instance
EPS = 2.0**-52
identity = [f"{r['library']}-{r['subject']}-{r['clause']}-{k}" for k, r in enumerate(ROWS)]
each_row = pytest.mark.parametrize("row", ROWS, ids=identity)


@functools.cache
def relation(tag, clause):
    theorem = catalogue.load(catalogue.tags()[tag])
    return next(c for c in theorem.clauses if c.name == clause).relation


def modules(source):
    """The packages that a script imports, inside of functions too."""
    tree = ast.walk(ast.parse(source))
    return {name.partition(".")[0] for n in tree for name in
            ([a.name for a in n.names] if isinstance(n, ast.Import) else [n.module] if isinstance(n, ast.ImportFrom) else [])}


def missing(row):
    """What has to be installed before the script of a row runs here."""
    wanted = modules(row["script"]) | ({"kymatio"} if row["library"] == "kymatio" else set())      # by importlib
    return sorted(m for m in wanted if importlib.util.find_spec(m) is None)


@functools.cache
def listed():
    """(library, function, settings) -> the cases of the libraries that are installed here."""
    found = {}
    for module in (m for modules in run.LIBRARIES.values() for m in modules):
        try:
            cases = list(importlib.import_module(f"benchmarks.conformance.{module}").cases())
        except ImportError:
            continue
        for case in cases:
            found.setdefault((case.library, case.subject, settings(case)), []).append(case)
    return found


def settings(case):
    return "; ".join(x for x in (script.assigned(script.unwrapped(case.function)[1]), case.words) if x)


def case_of(row):
    """The case of a row, where its library is installed here; it skips the test if not."""
    found = [c for c in listed().get((row["library"], row["subject"], row["settings"]), []) if c.kind == row["kind"]
             and json.loads(json.dumps(subject.load(c.kind).completed(c.parameters))) == row["parameters"]
             and f", {c.precision}" in row["budget"]]
    if not found and row["library"] not in {name for name, *_ in listed()}:
        pytest.skip("the library is not installed here; `make conformance` judges it")
    assert found, "no case in benchmarks/conformance has this row: run `make conformance`"
    return found[0]


def asked(row):
    (found,) = [a for a in subject.load(row["kind"]).asked if (a.tag, a.clause) == (row["tag"], row["clause"])]
    return found


# -- the rows
def test_every_library_has_rows_or_a_reason():
    known = {r["library"] for r in ROWS} | {a["library"] for a in RECORD["absent"]}
    assert known == set(run.LIBRARIES), known
    assert {r["library"] for r in ROWS} <= RECORD["versions"].keys()
    assert all(a["reason"] for a in RECORD["absent"])


@each_row
def test_row_is_complete(row):
    assert set(row) == FIELDS, set(row) ^ FIELDS
    assert all(row[k] for k in ("settings", "search", "budget", "instance", "script", "printed", "data", "measure")), row
    assert bool(row["reason"]) == (row["verdict"] == "NO VALUE"), row
    assert len(json.dumps(row["data"])) <= LONGEST, f"{len(json.dumps(row['data']))} characters: store a recipe"
    assert row["measure"] == judge.measure(relation(row["tag"], row["clause"]))


def test_rows_are_told_apart():
    """A line of a matrix has one mark for a clause."""
    seen = {}
    for name, r in zip(identity, ROWS):
        key = (*(r[k] for k in ("library", "subject", "kind", "settings", "tag", "clause")), json.dumps(r["parameters"]),
               r["budget"].rpartition(", ")[2])
        assert key not in seen, (seen[key], name)
        seen[key] = name


def test_defaults_come_first():
    settings = {}
    for r in ROWS:
        settings.setdefault((r["library"], r["subject"], r["kind"], r["tag"], r["clause"]), []).append(r["default"])
    late = [k for k, found in settings.items() if any(found) and not found[0]]
    assert not late, late


@each_row
def test_verdict_follows_from_the_numbers(row):
    counts = {Verdict(v): n for v, n in row["counts"].items()}
    assert set(counts) == set(Verdict) and sum(counts.values()) > 0, row
    assert row["verdict"] == judge.worst(v for v, n in counts.items() if n), row
    if row["reason"]:
        assert row["number"] == row["worst"] == "inf", row
        return
    number, room, kind = float(row["number"]), row["resolution"], type(relation(row["tag"], row["clause"]))
    excess = {sp.Le: number - 1, sp.Ge: number - 1, sp.Eq: number, sp.Gt: -number, sp.Lt: -number}[kind]
    expected = "REFUTED" if excess > room else "EQUAL" if kind is sp.Eq or excess >= -room else "NOT REFUTED"
    if expected == "EQUAL" and (kind in (sp.Gt, sp.Lt) or room > judge.RESOLUTION):
        expected = "UNDECIDED"
    assert row["verdict"] == expected or abs(abs(excess) - room) < 4 * EPS, (row["verdict"], expected, number, room)
    assert row["verdict"] == "REFUTED" or row["worst"] == row["number"], "only what is refuted is made shorter"


# -- the scripts
@each_row
def test_script_contains_its_setting_and_its_instance(row):
    source = row["script"]
    compile(source, "script.py", "exec")
    assert f"# {row['settings']}\n" in source and f"{row['tag']} {row['clause']}\n" in source.splitlines(keepends=True)[0]
    assert all(f"{name} = {script.literal(value)}\n" in source for name, value in row["data"].items())
    assigned = [n for n in ast.parse(source).body if isinstance(n, ast.Assign) and n.targets[0].id == "parameters"]
    stated = ast.literal_eval(assigned[-1].value)
    assert all(json.loads(json.dumps(v)) == row["parameters"][k] for k, v in stated.items()), stated
    assert agrees(row, row["printed"]), f"printed {row['printed']}, the row says {row['number']}"


@each_row
def test_script_is_made_from_the_row(row):
    case = case_of(row)
    parameters = subject.load(case.kind).completed(case.parameters)
    fresh = script.script("", None, asked(row).number.__name__, parameters, row["data"], arrays=case.arrays, precision=case.precision,
                          batch=case.batch, source=script.copied(case.function))
    head, body = row["script"].split("\n", 3)[:3], row["script"].split("\n", 3)[3]
    assert all(line.startswith("# ") for line in head)
    assert body == fresh.lstrip("\n"), "the record was written for another script: run `make conformance`"
    assert row["promised"] == case.promised.get(row["clause"], "") and row["default"] == case.default and row["note"] == case.note


@each_row
def test_script_needs_nothing_of_this_project(row):
    assert ("proofs_numeric" in modules(row["script"])) == (row["library"] == running.OURS)
    assert not modules(row["script"]) & {"benchmarks", "theorems", "proofs_formal"}


@pytest.mark.parametrize("library", sorted({r["library"] for r in ROWS}))
def test_scripts_print_the_numbers_of_their_rows(library, tmp_path):
    rows = [r for r in ROWS if r["library"] == library]
    lacking = {name for r in rows for name in missing(r)}
    rows = [r for r in rows if not missing(r)]
    if not rows:
        assert library not in HERE
        pytest.skip(f"not installed: {', '.join(sorted(lacking))}; `make conformance` runs these scripts")
    found = {identity[ROWS.index(r)]: (r["number"], printed) for r, printed in zip(rows, running.together(rows, tmp_path))
             if not agrees(r, printed)}
    assert not found, f"(the row, what its script printed): {found}"


@pytest.mark.parametrize("library", HERE)
def test_a_script_runs_alone_in_an_empty_folder(library):
    found = next((r for r in ROWS if r["library"] == library and not missing(r)), None)
    if found is None:
        pytest.skip("the record has no rows of it")
    assert agrees(found, running.alone(found)), running.alone(found)


@each_row
def test_the_judge_finds_the_number_again(row):
    case = case_of(row)
    if row["reason"] or missing(row):
        pytest.skip("it has no number, or its library is not installed here")
    called = Called(case.function, case.arrays, case.precision, case.batch, subject.load(case.kind).infinite)
    parameters = subject.load(case.kind).completed(case.parameters)
    found = judge.judge(asked(row), called, parameters, row["data"], 0.0)
    assert agrees(row, str(found.number)), (found.number, row["number"])


# -- what the checks notice
def test_a_script_in_another_setting_is_noticed(tmp_path):
    changed = [{**r, "script": r["script"].replace("p=2)", "p=1)").replace("'p': 2.0", "'p': 1.0")} for r in ROWS
               if r["library"] in ("scipy", "POT") and "p=2)" in r["script"] and r["clause"] == "separation"]
    assert changed
    for r, printed in zip(changed, running.together(changed, tmp_path)):
        assert not agrees(r, printed), (r["settings"], printed)


def test_a_number_that_is_off_or_missing_is_noticed():
    found = {"number": 1.25, "reason": ""}
    assert agrees(found, "1.2500000001") and agrees(found, str(1.25 * (1 + RELATIVE / 2)))
    for text in ("1.2501", "nan", "", "ModuleNotFoundError: No module named 'benchmarks'", "1.25 1.25", "W(mu,mu) = 1.25", "inf"):
        assert not agrees(found, text), text
    assert agrees({"number": "inf", "reason": ""}, "inf") and not agrees({"number": "inf", "reason": ""}, "3.0")
    failed = {"number": "inf", "reason": "ValueError: too large"}
    assert agrees(failed, "ValueError: too large") and not agrees(failed, "") and not agrees(failed, "0.5")
    unanswered = {"number": "inf", "reason": "nan"}
    assert agrees(unanswered, "nan") and not agrees(unanswered, "0.5") and not agrees(unanswered, "ValueError: too large")


def test_a_record_that_its_scripts_contradict_is_not_written(monkeypatch, tmp_path):
    class Module:
        cases = staticmethod(lambda: [Case("scipy", "means", means, "transport", "no settings", True, clauses=("self",), effort=LITTLE)])
    monkeypatch.setattr(run, "LIBRARIES", {"scipy": ("fabricated",)})
    monkeypatch.setattr(run, "RECORD", tmp_path / "record.json")
    monkeypatch.setitem(sys.modules, "benchmarks.conformance.fabricated", Module)
    monkeypatch.setattr(running, "together", lambda rows, folder: ["0.125" for _ in rows])
    with pytest.raises(SystemExit, match="1 scripts do not print the number of their row; nothing is written"):
        run.main([])
    assert not run.RECORD.exists()
    monkeypatch.setattr(running, "together", lambda rows, folder: [str(r["number"]) for r in rows])
    run.main([])
    (made,) = json.loads(run.RECORD.read_text())["rows"]
    assert set(made) == FIELDS and made["verdict"] == "EQUAL" and made["promised"] == ""


def test_a_name_that_a_file_lacks_is_refused():
    with pytest.raises(LookupError, match=r"signals\.py does not define 'no_such_function'"):
        script.closure(script.PLAIN, {"no_such_function"})


# -- how a row is made
LITTLE = Effort(draws=1, climbs=0, shrinks=20)


def means(x, a, y, b, power=1):
    """|difference of means|^power."""
    return abs(a @ x[:, 0] - b @ y[:, 0]) ** power


def test_a_row_states_the_setting_and_what_is_promised(tmp_path):
    case = Case("scipy", "means", functools.partial(means, power=2), "transport", "further words", False, {"p": 2},
                {"subadditive": "the reference calls it a metric"}, ("self", "subadditive"), effort=LITTLE, note="a note",
                tolerance=(1e-9, "a solver"))
    same, triangle = rows(case)
    assert [r["promised"] for r in (same, triangle)] == ["", "the reference calls it a metric"]
    assert triangle["settings"] == "power=2; further words" and triangle["verdict"] == "REFUTED" and triangle["number"] == 2.0
    assert triangle["budget"] == "1e-09 times the largest cost, float64: a solver" and "1 random ones, 0 climbs" in triangle["search"]
    assert "functools.partial(means, power=2)" in triangle["script"] and "def means" in triangle["script"]
    (printed,) = running.together([triangle], tmp_path)
    assert agrees(triangle, printed)


def test_infinity_is_written_as_a_text():
    assert written(float("inf")) == "inf" and written(0.5) == 0.5
    assert written(float("-inf")) == "-inf"


def test_record_names_no_machine():
    text = json.dumps(RECORD, ensure_ascii=False)
    found = re.findall(r"(?<![\w.])/(?:home|root|work|tmp|usr|Users|opt|var)/\S*|[A-Z]:\\\\\S*|https?://\S+", text)
    assert not found, found
