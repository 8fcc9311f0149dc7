"""Ridge regression as a subject of conformance: wrong solvers are refuted by every clause, right ones by none."""
import math
import subprocess
import sys

import numpy as np
import pytest
from sklearn.linear_model import ridge_regression

from proofs_numeric.conformance import Effort, Unfit, Verdict, check
from tests.conformance_clauses import applicable, disagreements, misprints, verdict


def normal(X, y, penalty):
    return np.linalg.solve(X.T @ X + penalty * np.eye(X.shape[1]), X.T @ y)


def augmented(X, y, penalty):
    d = X.shape[1]
    return np.linalg.lstsq(np.vstack([X, math.sqrt(penalty) * np.eye(d)]), np.concatenate([y, np.zeros(d)]))[0]


def dual(X, y, penalty):
    return X.T @ np.linalg.solve(X @ X.T + penalty * np.eye(len(X)), y)


def halved(X, y, penalty):
    """The minimiser of |y - X w|^2 / 2 + penalty |w|^2."""
    return normal(X, y, 2 * penalty)


def mean(X, y, penalty):
    """The minimiser of the mean squared error plus the penalty."""
    return normal(X, y, len(X) * penalty)


def intercept(X, y, penalty):
    return normal(X - X.mean(0), y - y.mean(), penalty)


def unpenalised(X, y, penalty):
    return np.linalg.lstsq(X, y)[0]


def rooted(X, y, penalty):
    return normal(X, y, math.sqrt(penalty))


def reversed_(X, y, penalty):
    return normal(X, y, 1 / penalty)


def doubled(X, y, penalty):
    return 2 * normal(X, y, penalty)


def single(X, y, penalty):
    return normal(X.astype(np.float32), y.astype(np.float32), np.float32(penalty))


WRONG = ([(c, halved) for c in ("posterior_mean", "minimum", "best", "shrinkage", "limit")]
         + [(c, reversed_) for c in ("weights_decrease", "fit_loosens")] + [(c, doubled) for c in ("bound", "best")]
         + [("posterior_mean", f) for f in (mean, intercept, unpenalised, rooted)] + [("bound", unpenalised)])
RIGHT = (normal, augmented, dual)
SHORT = Effort(draws=4, climbs=1, steps=5, shrinks=12)


@pytest.mark.parametrize("clause, function", [pytest.param(*w, id=f"{w[0]}-{w[1].__name__}") for w in WRONG])
def test_wrong_weights_are_refuted(clause, function):
    found = verdict("ridge", clause, function, effort=SHORT)
    assert found.verdict is Verdict.REFUTED, found.text


def test_every_clause_has_a_control():
    assert set(applicable("ridge")) == {c for c, _ in WRONG}


@pytest.mark.parametrize("centred", [False, True])
@pytest.mark.parametrize("function", RIGHT, ids=lambda f: f.__name__)
def test_right_weights_are_not_refuted(function, centred):
    report = check(function, "ridge", seconds=math.inf, effort=SHORT, centred=centred)
    assert {f.verdict for f in report.findings} <= {Verdict.EQUAL, Verdict.NOT_REFUTED}, str(report)


def test_right_weights_in_float32_are_not_refuted():
    """What single precision loses to the condition of a small penalty is UNDECIDED."""
    report = check(single, "ridge", seconds=math.inf, effort=SHORT, precision="float32")
    assert report.ok, str(report)


def test_an_intercept_does_not_matter_for_centred_data():
    report = check(intercept, "ridge", seconds=math.inf, effort=SHORT, centred=True)
    assert report.ok, str(report)
    assert not check(intercept, "ridge", seconds=math.inf, effort=SHORT).ok


def test_equality_cases_are_met():
    report = check(normal, "ridge", clauses=("best", "bound", "weights_decrease", "fit_loosens", "limit"), seconds=math.inf, effort=SHORT)
    assert {f.verdict for f in report.findings} == {Verdict.EQUAL}, str(report)


@pytest.mark.parametrize("function", [normal, halved], ids=lambda f: f.__name__)
def test_plain_numbers_are_those_of_the_formulas(function):
    found = {c: d for c in applicable("ridge") if (d := disagreements("ridge", c, function))}
    assert not found, found


def test_scripts_print_the_numbers(tmp_path):
    assert not misprints("ridge", halved, tmp_path, effort=SHORT)


def test_the_script_of_a_finding_runs_alone(tmp_path):
    found = verdict("ridge", "posterior_mean", ridge_regression, effort=SHORT)
    assert found.verdict is not Verdict.REFUTED, found.text
    done = subprocess.run([sys.executable, "-c", found.script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert math.isclose(float(done.stdout), found.number, rel_tol=1e-6, abs_tol=1e-12), done.stdout


def test_a_finding_is_short():
    found = verdict("ridge", "posterior_mean", halved, effort=SHORT)
    assert np.size(found.data["X"]) == 1 and found.data["penalty"] == 1, found.text


def test_other_shapes_are_named():
    with pytest.raises(Unfit, match=r"\(2, 1\)"):
        check(lambda X, y, penalty: normal(X, y, penalty)[:, None], "ridge")
