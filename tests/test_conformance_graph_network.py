"""The subject `graph_network`: networks and readouts that see the numbering, and such that do not."""
import graph_controls as controls
import numpy as np
import pytest

from proofs_numeric.conformance import Unfit, check


def network(W, x):
    return np.maximum(W @ np.maximum(x - W @ x, 0), 0)


def readout(W, x):
    y = network(W, x)
    return np.stack([y.sum(), y.max()])


def positions(W, x):
    """With a code of the position of a vertex."""
    return network(W, x + np.arange(len(x)) / 8)


def eigenvectors(W, x):
    """With eigenvectors as features of the vertices: their signs, and bases of multiple eigenvalues, are a matter of numbering."""
    return x + np.linalg.eigh(np.diag(W.sum(1)) - W)[1][:, 1]


def flattened(W, x):
    """A linear layer after flattening."""
    return network(W, x) @ (1.0 + np.arange(len(x)))


CLAUSES = {"network": (network, positions, "signal"), "invariant": (readout, flattened, "readout")}


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("clause", CLAUSES)
def test_an_equivariant_one_is_not_refuted(clause, precision):
    function, _, returns = CLAUSES[clause]
    assert controls.verdicts(function, "graph_network", precision, returns=returns) == {("0019", clause): "EQUAL"}


@pytest.mark.parametrize("clause, function", [("network", positions), ("network", eigenvectors), ("invariant", flattened)])
def test_one_that_sees_the_numbering_is_refuted(clause, function, tmp_path):
    returns = CLAUSES[clause][2]
    found = controls.finding(function, "graph_network", "0019", clause, returns=returns)
    assert found.verdict == "REFUTED" and len(found.data["W"]) <= 3, found.text
    printed = controls.printed(function, found, "graph_network", tmp_path, returns=returns)
    assert printed == pytest.approx(found.number, rel=1e-9), (printed, found.number)


@pytest.mark.parametrize("clause", CLAUSES)
def test_numbers_are_those_of_the_formulas(clause):
    right, wrong, returns = CLAUSES[clause]
    for function in (right, wrong):
        assert not controls.disagreements(function, "graph_network", "0019", clause, returns=returns)


def test_signals_and_graphs_are_what_was_asked_for():
    def picky(W, x):
        assert (x > 0).all() and (W.sum(1) > 0).all()
        return W @ x
    assert check(picky, "graph_network", signals="positive", connected=True, seconds=10).ok


def test_another_shape_is_named():
    with pytest.raises(Unfit, match=r"the shape \(\) for 2 vertices"):
        check(lambda W, x: x.sum(), "graph_network")
