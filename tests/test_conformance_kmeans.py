"""The subject `kmeans`: means and Lloyd's steps are not refuted, sums, medians and centres in another unit are."""
import conformance_controls as co
import numpy as np
import pytest

from proofs_numeric.conformance import Effort, Unfit, Verdict, check, subject

KIND = subject.load("kmeans")
FEW = Effort(draws=5, climbs=1, steps=10, shrinks=40)


def lloyd(points, k):
    """Ten steps from the first k different points."""
    c = np.unique(points, axis=0)[:k]
    for _ in range(10):
        near = ((points[:, None] - c) ** 2).sum(-1).argmin(1)
        c = np.array([points[near == j].mean(0) if (near == j).any() else c[j] for j in range(len(c))])
    return c


def total(points, k):
    """The sums in the place of the means: nobody divided by the number of points."""
    c = lloyd(points, k)
    near = ((points[:, None] - c) ** 2).sum(-1).argmin(1)
    return np.array([points[near == j].sum(0) for j in range(len(c))])


def median(points, k):
    """For one centre the median."""
    return np.median(points, 0, keepdims=True) if k == 1 else lloyd(points, k)


def far(points, k):
    """Centres in another unit."""
    return 10 * lloyd(points, k)


RIGHT = {clause: [(lloyd, {})] for clause in ("over", "centres", "one_centre", "mean_error")}
WRONG = {"over": [(far, {"clusters": 1})], "centres": [(far, {}), (total, {})], "one_centre": [(far, {}), (total, {})],
         "mean_error": [(median, {}), (far, {})]}


def test_every_clause_has_controls():
    assert set(RIGHT) == set(WRONG) == {a.clause for a in KIND.asked}


@pytest.mark.parametrize("clause, f, given", co.flat(WRONG))
def test_wrong_function_is_refuted(clause, f, given):
    assert co.found("kmeans", clause, f, given, FEW).verdict is Verdict.REFUTED


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("clause, f, given", co.flat(RIGHT))
def test_right_function_is_not_refuted(clause, f, given, precision):
    found = co.found("kmeans", clause, f, given, FEW, precision=precision)
    assert found.verdict is (Verdict.NOT_REFUTED if clause == "over" else Verdict.EQUAL), found.text


@pytest.mark.parametrize("asked", KIND.asked, ids=lambda a: a.clause)
def test_plain_number_is_that_of_the_formula(asked):
    for f in (lloyd, median, far):
        co.same_number("kmeans", asked, f, {"dimension": 2})


@pytest.mark.parametrize("clause", list(WRONG))
def test_script_prints_the_number(clause, tmp_path):
    found = co.found("kmeans", clause, *WRONG[clause][0], FEW)
    assert float(co.printed(found, tmp_path)) == pytest.approx(found.number, rel=1e-9)


def labels(points, k):
    return np.zeros(len(points))


def test_labels_in_the_place_of_centres_are_refused():
    with pytest.raises(Unfit, match="centres"):
        check(labels, "kmeans", arrays="numpy")


def test_laws_stay_in_the_unit_ball():
    space, parameters, rng = KIND.asked[0].space, KIND.completed({"dimension": 3}), np.random.default_rng(0)
    data = space.drawn(rng, parameters)
    for _ in range(100):
        data = space.moved(rng, data, 0.5, parameters)
        assert np.linalg.norm(data["mu"][0], axis=1).max() <= 1 and data["n"] >= 2
