"""The record of conformance is complete, its verdicts follow from its numbers, and its scripts are short. No library is run."""
import ast
import json
import re
from pathlib import Path

import pytest
import sympy as sp

from theorems.language import catalogue

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "benchmarks" / "conformance"
RECORD = ROOT / "benchmarks" / "conformance.json"
ROWS = json.loads(RECORD.read_text())["rows"]
SCRIPTS = sorted((FOLDER / "scripts").glob("*.py"))
FIELDS = {"library", "subject", "tag", "clause", "settings", "default", "claimed", "measure", "verdict", "worst", "instance", "counts",
          "search", "budget", "slack", "script", "note", "reproduced"}
identity = [f"{r['library']}-{r['subject']}-{r['clause']}-{k}" for k, r in enumerate(ROWS)]


def statement(row):
    theorem = catalogue.load(catalogue.tags()[row["tag"]])
    return next(c for c in theorem.clauses if c.name == row["clause"])


def test_every_library_has_rows_or_a_reason():
    record = json.loads(RECORD.read_text())
    known = {r["library"] for r in ROWS} | {a["library"] for a in record["absent"]}
    assert known == {"kymatio", "POT", "ott-jax", "scipy", "geomloss", "theorem-companion"}, known
    assert {r["library"] for r in ROWS} <= record["versions"].keys()
    assert all(a["reason"] for a in record["absent"])


@pytest.mark.parametrize("row", ROWS, ids=identity)
def test_row_is_complete(row):
    assert set(row) == FIELDS, set(row) ^ FIELDS
    assert all(row[k] for k in ("settings", "search", "budget", "instance", "script", "reproduced")), row
    assert (FOLDER / "scripts" / f"{row['script']}.py").exists(), row["script"]
    statement(row)


@pytest.mark.parametrize("row", ROWS, ids=identity)
def test_verdict_follows_from_the_numbers(row):
    counts, clause = row["counts"], statement(row)
    assert sum(counts.values()) > 0, row
    expected = "REFUTED" if counts["REFUTED"] else "UNDECIDED" if counts["UNDECIDED"] or counts["no value"] else "HOLDS"
    assert row["verdict"] == expected, (row["verdict"], counts)
    if row["worst"] is None:
        assert row["verdict"] == "UNDECIDED" and counts["no value"], row
        return
    worst = float(row["worst"])
    if isinstance(clause.relation, sp.Le):
        slack = 1 / (1 - 10.0 ** -row["slack"]) * (1 + 1e-12)
        assert worst <= slack if row["verdict"] == "HOLDS" else row["verdict"] == "UNDECIDED" or worst > 1, row
    elif isinstance(clause.relation, sp.Gt):
        assert worst < 0 if row["verdict"] == "HOLDS" else row["verdict"] == "UNDECIDED" or worst >= 0, row
    else:
        assert worst >= 0, row


@pytest.mark.parametrize("file", SCRIPTS, ids=[f.stem for f in SCRIPTS])
def test_script_is_short_and_used(file):
    source = file.read_text()
    ast.parse(source)
    assert len(source.splitlines()) <= 15, len(source.splitlines())
    assert file.stem in {r["script"] for r in ROWS}, f"{file.name}: no row names it"


def test_record_names_no_machine():
    text = RECORD.read_text()
    found = re.findall(r"(?<![\w.])/(?:home|root|work|tmp|usr|Users|opt|var)/\S*|[A-Z]:\\\\\S*|https?://\S+", text)
    assert not found, found


def test_a_violation_is_refuted_and_a_bound_kept_holds():
    from benchmarks.conformance.claims import Claim, examine
    from benchmarks.conformance.measures import metric, split

    def claim(power):
        def f(x, a, y, b):                                     # (difference of means)^power: a metric for power 1 only
            return abs(a @ x[:, 0] - b @ y[:, 0]) ** power
        return Claim("none", "f", "0008", "subadditive", "-", True, False, lambda: [metric("split", f, *split(), 1, 64)], "-", "-", "-")
    assert examine(claim(1))["verdict"] == "HOLDS"
    row = examine(claim(2))
    assert row["verdict"] == "REFUTED" and row["worst"] == pytest.approx(2), row


def test_nan_is_no_value():
    from benchmarks.conformance.claims import Claim, examine
    from benchmarks.conformance.measures import metric, split
    claim = Claim("none", "f", "0008", "subadditive", "-", True, False,
                  lambda: [metric("split", lambda *_: float("nan"), *split(), 1, 64)], "-", "-", "-")
    row = examine(claim)
    assert (row["verdict"], row["worst"], row["counts"]["no value"]) == ("UNDECIDED", None, 1), row


def test_unknown_clause_is_refused():
    from benchmarks.conformance.claims import Claim
    with pytest.raises(LookupError, match="no_such_clause"):
        Claim("none", "f", "0008", "no_such_clause", "-", True, False, list, "-", "-", "-").statement()
