"""The record of conformance: its rows are complete, verdicts follow from numbers, scripts are those of their rows and print their numbers.

Scripts of libraries that are not installed here are run by `make conformance`, which refuses to write a record that disagrees with them.
"""
import ast
import importlib
import importlib.util
import json
import re
from pathlib import Path

import numpy as np
import pytest
import sympy as sp

from benchmarks.conformance import measures as me
from benchmarks.conformance import script
from benchmarks.conformance import signals as si
from benchmarks.conformance.claims import EPS, RESOLUTION, VERDICTS, Budget, Claim, Kind, examine, judged, overall, values
from theorems.language import catalogue

ROOT = Path(__file__).resolve().parent.parent
RECORD = json.loads((ROOT / "benchmarks" / "conformance.json").read_text())
ROWS = RECORD["rows"]
FIELDS = {"library", "file", "subject", "tag", "clause", "functions", "number", "setting", "settings", "default", "claimed", "note",
          "measure", "verdict", "worst", "reason", "resolution", "instance", "data", "counts", "search", "budget", "script", "printed"}
LIBRARIES = ("kymatio", "POT", "ott-jax", "scipy", "geomloss", script.OURS)
LONGEST = 6000                   # characters of the data of an instance
KINDS = {(k.tag, k.clause): k for k in (*me.METRIC, me.DUALITY, me.GAUSSIANS, si.NONEXPANSIVE, si.EXTRACTOR, si.RATE, si.COVARIANCE,
                                        si.LITTLEWOOD_PALEY)}
identity = [f"{r['library']}-{r['subject']}-{r['clause']}-{k}" for k, r in enumerate(ROWS)]
each_row = pytest.mark.parametrize("row", ROWS, ids=identity)


def relation(row):
    theorem = catalogue.load(catalogue.tags()[row["tag"]])
    return next(c for c in theorem.clauses if c.name == row["clause"]).relation


def modules(source):
    """The packages that a script imports, inside of functions too."""
    tree = ast.walk(ast.parse(source))
    return {name.partition(".")[0] for n in tree for name in
            ([a.name for a in n.names] if isinstance(n, ast.Import) else [n.module] if isinstance(n, ast.ImportFrom) else [])}


def missing(row):
    """What has to be installed before the script of a row runs here."""
    wanted = modules(script.script(row)) | ({"kymatio"} if row["library"] == "kymatio" else set())
    return sorted(m for m in wanted if importlib.util.find_spec(m) is None)


# -- the rows
def test_every_library_has_rows_or_a_reason():
    known = {r["library"] for r in ROWS} | {a["library"] for a in RECORD["absent"]}
    assert known == set(LIBRARIES), known
    assert {r["library"] for r in ROWS} <= RECORD["versions"].keys()
    assert all(a["reason"] for a in RECORD["absent"])


@each_row
def test_row_is_complete(row):
    assert set(row) == FIELDS, set(row) ^ FIELDS
    assert all(row[k] for k in ("settings", "search", "budget", "instance", "script", "printed", "data")), row
    assert (row["worst"] is None) == bool(row["reason"]), row
    assert len(json.dumps(row["data"])) <= LONGEST, f"{len(json.dumps(row['data']))} characters: store a recipe"


def test_defaults_come_first():
    first = {}
    for r in ROWS:
        first.setdefault((r["library"], r["subject"], r["tag"], r["clause"]), r["default"])
    assert all(first.values()), [k for k, default in first.items() if not default]


@each_row
def test_verdict_follows_from_the_numbers(row):
    assert set(row["counts"]) == set(VERDICTS) and sum(row["counts"].values()) > 0, row
    assert row["verdict"] == overall(row["counts"]), row
    if row["worst"] is None:
        assert row["verdict"] == "NO VALUE", row
        return
    worst, room, kind = float(row["worst"]), row["resolution"], type(relation(row))
    excess = {sp.Le: worst - 1, sp.Eq: worst, sp.Gt: -worst}[kind]
    expected = "REFUTED" if excess > room else "EQUAL" if kind is sp.Eq or excess >= -room else "NOT REFUTED"
    if expected == "EQUAL" and (kind is sp.Gt or room > RESOLUTION):
        expected = "UNDECIDED"
    assert row["verdict"] == expected or abs(abs(excess) - room) < 4 * EPS, (row["verdict"], expected, worst, room)


# -- the scripts
@each_row
def test_script_is_made_from_the_row(row):
    source = script.script(row)
    assert script.digest(row) == row["script"], "the record was written for another script: run `make conformance`"
    compile(source, "script.py", "exec")
    assert f"setting = {row['setting']!r}\n" in source and f"# {row['settings']}\n" in source
    assert script.assigned(row["setting"]) in row["settings"]
    assert all(f"{name} = {script.literal(value)}\n" in source for name, value in row["data"].items())
    assert script.agrees(row, row["printed"]), f"printed {row['printed']}, the row says {script.shown(row)}"


@each_row
def test_script_needs_nothing_of_this_project(row):
    ours = row["library"] == script.OURS
    allowed = {"functools", "importlib", "numpy", "scipy", *({"kymatio": (), "POT": ("ot", "torch"), "ott-jax": ("jax", "ott"), "scipy": (),
               "geomloss": ("torch", "geomloss"), script.OURS: ("jax", "proofs_numeric")}[row["library"]])}
    assert modules(script.script(row)) <= allowed, modules(script.script(row)) - allowed
    assert ("proofs_numeric" in script.script(row)) == ours


@pytest.mark.parametrize("library", LIBRARIES)
def test_scripts_print_the_numbers_of_their_rows(library, tmp_path):
    rows = [r for r in ROWS if r["library"] == library]
    lacking = {name for r in rows for name in missing(r)}
    rows = [r for r in rows if not missing(r)]
    if not rows:
        pytest.skip(f"not installed: {', '.join(sorted(lacking))}; `make conformance` runs these scripts")
    found = {identity[ROWS.index(r)]: (script.shown(r), printed) for r, printed in zip(rows, script.together(rows, tmp_path))
             if not script.agrees(r, printed)}
    assert not found, f"(the row, what its script printed): {found}"


@pytest.mark.parametrize("library", ["scipy", "POT", script.OURS])
def test_a_script_runs_alone_in_an_empty_folder(library):
    row = next(r for r in ROWS if r["library"] == library and not missing(r))
    assert script.agrees(row, script.alone(row)), script.alone(row)


@each_row
def test_the_judge_finds_the_number_again(row):
    if row["worst"] is None or row["library"] not in ("scipy", "POT", script.OURS) or missing(row):
        pytest.skip("judged where the library is installed, by `make conformance`")
    file = importlib.import_module(f"benchmarks.conformance.{row['file']}")
    functions, kind = tuple(getattr(file, f) for f in row["functions"]), KINDS[row["tag"], row["clause"]]
    bare = kind.meaning(functions, row["setting"], values(row["data"]), 0.0)
    _, number, _ = judged(kind.statement(), bare, bare)
    assert script.agrees(row, str(number)), (number, row["worst"])


# -- what the checks notice
def test_a_script_in_another_setting_is_noticed(tmp_path):
    rows = {r["default"]: r for r in ROWS if r["subject"] == "numerics.Scattering, 1-D" and r["clause"] == "nonexpansive"}
    swapped = {**rows[True], "setting": rows[False]["setting"]}
    assert script.digest(swapped) != swapped["script"]
    (printed,) = script.together([swapped], tmp_path)
    assert not script.agrees(swapped, printed), printed


def test_a_number_that_is_off_or_missing_is_noticed():
    row = {"worst": 1.25, "reason": ""}
    assert script.agrees(row, "1.2500000001")
    for text in ("1.2501", "nan", "", "ModuleNotFoundError: No module named 'benchmarks'", "1.25 1.25", "W(mu,mu) = 1.25"):
        assert not script.agrees(row, text), text
    assert script.agrees({"worst": "inf"}, "inf") and not script.agrees({"worst": "inf"}, "3.0")
    failed = {"worst": None, "reason": "ValueError: too large"}
    assert script.agrees(failed, "ValueError: too large") and not script.agrees(failed, "") and not script.agrees(failed, "0.5")


def test_a_name_that_a_file_lacks_is_refused():
    with pytest.raises(LookupError, match="no_such_function"):
        script.closure(script.FOLDER / "plain.py", {"no_such_function"})


# -- the judge
def power(x, a, y, b, p, k=1.0, extra=0.0):
    """(difference of means)^k, a metric for k = 1 only; distances above 0.9 are longer by a part `extra`."""
    found = abs(a @ x[:, 0] - b @ y[:, 0]) ** k
    return found * (1 + extra) if found > 0.9 else found


def verdict(kind, budget, data, **setting):
    """(verdict, number) of one instance for the distance `power`."""
    claim = Claim("none", "power", kind, (power,), {"p": 1, **setting}, "-", True, False, lambda: [("-", data)], "-", Budget(budget, "-"))
    meaning, bare = (kind.meaning(claim.functions, claim.setting, data, size) for size in (budget, 0.0))
    return judged(kind.statement(), meaning, bare)[:2]


def test_a_violation_is_refuted_and_equality_has_its_own_word():
    split = me.split()
    assert verdict(me.SUBADDITIVE, 64 * EPS, split) == ("EQUAL", 1.0)
    assert verdict(me.SUBADDITIVE, 1e-7, split) == ("EQUAL", 1.0)
    assert verdict(me.SUBADDITIVE, 1e-9, split, k=2) == ("REFUTED", pytest.approx(2))
    assert verdict(me.SUBADDITIVE, 1e-9, split, k=0.5) == ("NOT REFUTED", pytest.approx(0.5**0.5))


@pytest.mark.parametrize("excess", [1e-12, 1e-9, 1e-6])
def test_equality_ends_where_the_budgets_of_both_sides_end(excess):
    """The longest of three distances is too long by `excess`, and each of them has a budget."""
    data = {"mu": ([[0.0]], [1]), "nu": ([[0.5]], [1]), "rho": ([[1.0]], [1])}
    found = [verdict(me.SUBADDITIVE, excess / part, data, extra=excess)[0] for part in (2.9, 3.1)]
    assert found == ["EQUAL", "REFUTED"], found


def test_a_budget_too_wide_to_say_anything_is_undecided():
    assert verdict(me.SUBADDITIVE, 1e-3, me.split())[0] == "UNDECIDED"
    assert verdict(me.SELF, 1e-3, {"mu": me.split()["nu"]})[0] == "UNDECIDED"
    assert verdict(me.SEPARATION, 2.0, {k: me.split()[k] for k in ("mu", "nu")})[0] == "UNDECIDED"


def test_nan_and_exceptions_are_no_value():
    def claim(f):
        return Claim("none", "f", me.SUBADDITIVE, (f,), {"p": 1}, "-", True, False, lambda: [("split", me.split())], "-", me.roundings(1))

    def nan(x, a, y, b, p):
        return np.nan

    def fails(x, a, y, b, p):
        raise ValueError("too large\nby far")
    for f, reason in ((nan, "nan"), (fails, "ValueError: too large")):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(script, "digest", lambda row: "-")          # there is no file with these functions
            row = examine(claim(f))
        assert (row["verdict"], row["worst"], row["reason"], row["counts"]["NO VALUE"]) == ("NO VALUE", None, reason, 1), row


def test_unknown_clause_is_refused():
    with pytest.raises(LookupError, match="no_such_clause"):
        Kind("0008", "no_such_clause", "itself", me.metric).statement()


def test_record_names_no_machine():
    text = json.dumps(RECORD, ensure_ascii=False)
    found = re.findall(r"(?<![\w.])/(?:home|root|work|tmp|usr|Users|opt|var)/\S*|[A-Z]:\\\\\S*|https?://\S+", text)
    assert not found, found
