"""The subject `laplacian`: right and wrong Laplacians."""
import graph_controls as controls
import numpy as np
import pytest

from proofs_numeric.conformance import Unfit, check


def right(W):
    off = W * (1 - np.eye(len(W), dtype=W.dtype))
    return np.diag(off.sum(1)) - off


def by_incidence(W):
    """B^T B, with one row for each edge: it takes roots of weights, and rounds."""
    n = len(W)
    rows = [np.sqrt(W[a, b]) * (np.eye(n, dtype=W.dtype)[a] - np.eye(n, dtype=W.dtype)[b]) for a in range(n) for b in range(a)]
    return np.stack(rows).T @ np.stack(rows)


def unweighted_degrees(W):
    return np.diag((W != 0).sum(1)) - W


def negative(W):
    return W - np.diag(W.sum(1))


def regularised(W):
    return right(W) + 1e-3 * np.eye(len(W))


def half_summed(W):
    """Degrees from one half of the matrix."""
    return np.diag(2 * np.triu(W).sum(1)) - W


def normalised(W):
    d = W.sum(1)
    root = np.where(d > 0, 1 / np.sqrt(np.where(d > 0, d, 1)), 0)
    return root[:, None] * right(W) * root


WRONG = {("0018", "dirichlet"): unweighted_degrees, ("0018", "nonnegative"): negative, ("0018", "components"): regularised,
         ("0019", "laplacian"): half_summed}

RIGHT = {("0018", "dirichlet"): "EQUAL", ("0018", "nonnegative"): "NOT REFUTED", ("0018", "components"): "EQUAL",
         ("0019", "laplacian"): "EQUAL"}


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("function", [right, by_incidence])
def test_a_laplacian_is_not_refuted(function, precision):
    assert controls.verdicts(function, "laplacian", precision) == RIGHT


def test_loops_do_not_count():
    assert controls.verdicts(right, "laplacian", loops=True) == RIGHT
    looped = controls.finding(unweighted_degrees, "laplacian", "0018", "dirichlet", loops=True, weights="one")
    assert looped.verdict == "EQUAL"                         # it is right for weights 0 and 1: a loop cancels


@pytest.mark.parametrize("clause", WRONG, ids="-".join)
def test_a_wrong_one_is_refuted(clause, tmp_path):
    function = WRONG[clause]
    found = controls.finding(function, "laplacian", *clause)
    assert found.verdict == "REFUTED", found.text
    assert len(found.data["W"]) <= 4, found.text
    printed = controls.printed(function, found, "laplacian", tmp_path)
    assert printed == found.number or printed == pytest.approx(found.number, rel=1e-9), (printed, found.number)


def test_degrees_without_weights_are_refuted_by_one_edge():
    found = controls.finding(unweighted_degrees, "laplacian", "0018", "dirichlet")
    assert len(found.data["W"]) == 2 and found.number > 0.01, found.text


def test_the_normalised_laplacian_is_another_form():
    """Its form is not the Dirichlet energy; the number of its zero eigenvalues is that of the other one."""
    found = controls.verdicts(normalised, "laplacian")
    assert found == RIGHT | {("0018", "dirichlet"): "REFUTED"}


@pytest.mark.parametrize("clause", WRONG, ids="-".join)
@pytest.mark.parametrize("function", [right, normalised])
def test_numbers_are_those_of_the_formulas(function, clause):
    assert not controls.disagreements(function, "laplacian", *clause)


def test_another_shape_and_too_many_vertices_are_named():
    with pytest.raises(Unfit, match=r"the shape \(2,\) for weights of the shape \(2, 2\)"):
        check(lambda W: W.sum(1), "laplacian")
    with pytest.raises(ValueError, match="vertices = 9: at most 8"):
        check(right, "laplacian", vertices=9)
