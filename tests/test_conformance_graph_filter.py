"""The subject `graph_filter`: polynomials, Chebyshev filters, heat kernels, and what is taken for them."""
import graph_controls as controls
import numpy as np
import pytest
from scipy.linalg import expm

from proofs_numeric.conformance import Unfit, check

COEFFICIENTS = (1, -2, 0.5)


def laplacian(W):
    return np.diag(W.sum(1)) - W


def polynomial(W, x):
    L = laplacian(W)
    return x - 2 * (L @ x) + (L @ (L @ x)) / 2


def chebyshev(W, x):
    """T_2 with twice the largest degree for Lambda."""
    A = laplacian(W) / max(W.sum(1).max(), 1) - np.eye(len(W), dtype=W.dtype)
    return 2 * (A @ (A @ x)) - x


def heat(W, x):
    return expm(-laplacian(W) / 2) @ x


def first_frequencies(W, x):
    """What the first two eigenvectors keep: gains by number, not by eigenvalue."""
    basis = np.linalg.eigh(laplacian(W))[1][:, :2]
    return basis @ (basis.T @ x)


def signless(W, x):
    L = np.diag(W.sum(1)) + W
    return x - 2 * (L @ x) + (L @ (L @ x)) / 2


def for_normalised(W, x):
    """T_2 with the 2 that bounds the spectrum of a normalised Laplacian."""
    A = laplacian(W) - np.eye(len(W))
    return 2 * (A @ (A @ x)) - x


def euler(W, x):
    """One step of explicit Euler with t = 1/2."""
    return x - laplacian(W) @ x / 2


def too_late(W, x):
    """The heat kernel at t = 5 instead of 1/2."""
    return expm(-5 * laplacian(W)) @ x


def implicit(W, x):
    """One step of implicit Euler with t = 1/2: its tails are those of a geometric series."""
    return np.linalg.solve(np.eye(len(W)) + laplacian(W) / 2, x)


RIGHT = {polynomial: dict(hops=2, coefficients=COEFFICIENTS), chebyshev: dict(hops=2, chebyshev=True), heat: dict(time=0.5)}
WRONG = {("0019", "filter"): (first_frequencies, {}), ("0018", "filter"): (signless, dict(coefficients=COEFFICIENTS)),
         ("001A", "local"): (polynomial, dict(hops=1)), ("001A", "chebyshev"): (for_normalised, dict(hops=2, chebyshev=True)),
         ("001A", "heat"): (implicit, dict(time=0.5)), ("001A", "poisson"): (too_late, dict(time=0.5)),
         ("001A", "everywhere"): (euler, dict(time=0.5))}
FILTERS = {("0019", "filter"): polynomial, ("0018", "filter"): polynomial, ("001A", "local"): polynomial, ("001A", "chebyshev"): chebyshev,
           ("001A", "heat"): heat, ("001A", "poisson"): heat, ("001A", "everywhere"): heat}


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("function", RIGHT, ids=lambda f: f.__name__)
def test_a_filter_is_not_refuted(function, precision):
    found = controls.verdicts(function, "graph_filter", precision, **RIGHT[function])
    assert len(found) > 1
    assert all(v == ("NOT REFUTED" if clause in ("heat", "poisson", "everywhere") else "EQUAL") for (_, clause), v in found.items()), found


@pytest.mark.parametrize("clause", WRONG, ids="-".join)
def test_another_one_is_refuted(clause, tmp_path):
    function, parameters = WRONG[clause]
    found = controls.finding(function, "graph_filter", *clause, **parameters)
    assert found.verdict == "REFUTED", found.text
    printed = controls.printed(function, found, "graph_filter", tmp_path, **parameters)
    assert printed == pytest.approx(found.number, rel=1e-9), (printed, found.number)


@pytest.mark.parametrize("clause", FILTERS, ids="-".join)
def test_numbers_are_those_of_the_formulas(clause):
    function = FILTERS[clause]
    assert not controls.disagreements(function, "graph_filter", *clause, **RIGHT[function])
    other, parameters = WRONG[clause]
    assert not controls.disagreements(other, "graph_filter", *clause, **parameters)


def test_what_is_not_claimed_is_not_asked():
    report = check(polynomial, "graph_filter", seconds=2)
    assert [f.clause for f in report.findings] == ["filter"]
    assert ("001A", "heat", "it needs the parameter time") in report.left_out


def test_another_shape_is_named():
    with pytest.raises(Unfit, match=r"the shape \(2, 2\) for 2 vertices"):
        check(lambda W, x: W, "graph_filter")
