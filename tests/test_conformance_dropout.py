"""Dropout as a subject of conformance: masks of other laws are refuted, those of dropout are not."""
import math
import subprocess
import sys

import numpy as np
import pytest
from scipy.stats import norm

from proofs_numeric.conformance import Effort, Unfit, Verdict, check
from proofs_numeric.conformance.subjects.dropout import CHANCE, radius
from tests.conformance_clauses import applicable, disagreements, misprints, verdict

SHORT = Effort(draws=3, climbs=1, steps=3, shrinks=12)


def uniform(shape, seed):
    return np.random.default_rng(seed).random(shape)


def inverted(x, rate, seed):
    return x * (uniform(x.shape, seed) >= rate) / (1 - rate)


def unscaled(x, rate, seed):
    return x * (uniform(x.shape, seed) >= rate)


def keeping(x, rate, seed):
    """The rate is taken as the probability of keeping."""
    return x * (uniform(x.shape, seed) < rate) / rate


def by_row(x, rate, seed):
    return x * (uniform((len(x), 1), seed) >= rate) / (1 - rate)


def by_column(x, rate, seed):
    """One mask for the whole batch."""
    return x * (uniform((1, x.shape[1]), seed) >= rate) / (1 - rate)


def frozen(x, rate, seed):
    return inverted(x, rate, 0)


def idle(x, rate, seed):
    return x


WRONG = [(c, f) for c in ("identity", "dropout") for f in (unscaled, keeping, by_row, frozen, idle)] + [("dropout", by_column)]


@pytest.mark.parametrize("clause, function", [pytest.param(*w, id=f"{w[0]}-{w[1].__name__}") for w in WRONG])
def test_other_masks_are_refuted(clause, function):
    found = verdict("dropout", clause, function, effort=SHORT)
    assert found.verdict is Verdict.REFUTED and found.number > found.resolution, found.text


def test_every_clause_has_a_control():
    assert set(applicable("dropout")) == {c for c, _ in WRONG}


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("scaled, function", [(True, inverted), (False, unscaled)])
def test_dropout_is_not_refuted(scaled, function, precision):
    report = check(function, "dropout", scaled=scaled, precision=precision, seconds=math.inf, effort=SHORT)
    assert report.ok and {f.verdict for f in report.findings} == {Verdict.UNDECIDED}, str(report)
    assert all(f.number < f.resolution for f in report.findings)


def test_one_mask_for_a_batch_is_no_matter_for_the_loss():
    """Theorem 0010 asks for independent features of one datum only; that entries of different data are independent, 0011 sees."""
    assert verdict("dropout", "identity", by_column, effort=Effort(draws=0, climbs=0, shrinks=0)).verdict is Verdict.UNDECIDED


def test_the_radius_holds():
    """Hoeffding for coins, against the normal approximation of their mean, which is finer."""
    for draws in (64, 2048):
        assert 2 * norm.sf(radius(draws) * 2 * math.sqrt(draws)) < CHANCE
    assert radius(2048) < 0.084


@pytest.mark.parametrize("clause", ["identity", "dropout"])
@pytest.mark.parametrize("scaled, function", [(True, inverted), (False, unscaled), (True, by_row)])
def test_plain_numbers_are_those_of_the_formulas(clause, scaled, function):
    assert not disagreements("dropout", clause, function, scaled=scaled, draws=64)


def test_scripts_print_the_numbers(tmp_path):
    assert not misprints("dropout", by_row, tmp_path, effort=SHORT)


def test_the_script_of_a_finding_runs_alone(tmp_path):
    found = verdict("dropout", "dropout", by_row, effort=SHORT)
    source = found.script.replace("from test_conformance_dropout import by_row as call", "call = lambda x, rate, seed: "
                                  "x * (np.random.default_rng(seed).random((len(x), 1)) >= rate) / (1 - rate)")
    assert source != found.script
    done = subprocess.run([sys.executable, "-c", source], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert math.isclose(float(done.stdout), found.number, rel_tol=1e-6), done.stdout


def test_other_shapes_are_named():
    with pytest.raises(Unfit, match="shape"):
        check(lambda x, rate, seed: x.ravel(), "dropout", draws=64)


def test_the_words_of_the_budget_name_the_chance():
    """The site reads the file and does not run it, so the number is written out there."""
    from proofs_numeric.conformance.subjects import dropout
    assert dropout.SUBJECT.unit.endswith(f"the chance {dropout.CHANCE:g}")
