"""The subjects `ensemble` and `committee`: majority votes and means are not refuted, averages of opinions and medians are."""
import conformance_controls as co
import numpy as np
import pytest

from proofs_numeric.conformance import Unfit, Verdict, check, subject

ENSEMBLE, COMMITTEE = subject.load("ensemble"), subject.load("committee")


def neighbours(X, y, Z, seed):
    """(members, test points): labels of the nearest of half of the training points, by nine random halves."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(9):
        part = rng.permutation(len(X))[:(len(X) + 1) // 2]
        found.append(y[part][abs(X[part][:, None] - Z).sum(-1).argmin(0)])
    return np.array(found)


def vote(X, y, Z, seed):
    """The label with the most votes, the smallest of them."""
    votes = neighbours(X, y, Z, seed)
    return votes, np.array([np.bincount(column).argmax() for column in votes.T])


def minority(X, y, Z, seed):
    """The label with the fewest votes among those with votes."""
    votes = neighbours(X, y, Z, seed)
    return votes, np.array([min(set(column), key=list(column).count) for column in votes.T.tolist()])


def loud(X, y, Z, seed):
    """A member that says 1 is heard three times as much: a mean of opinions in the place of votes."""
    votes = neighbours(X, y, Z, seed)
    return votes, (3 * (votes == 1).sum(0) > (votes == 0).sum(0)) * 1


def disjoint(X, y, Z, seed):
    """Two members that err at the first and at the second of many points; ties go to the wrong class, 1 - label, label 0."""
    votes = np.zeros((2, len(Z)), int)
    votes[0, 0], votes[1, min(1, len(Z) - 1)] = 1, 1
    return votes, votes.max(0)


def fits(X, y, Z, seed):
    """Three members: the mean, the target of the nearest point, and the smallest."""
    return np.array([np.full(len(Z), y.mean()), y[abs(X[:, None] - Z).sum(-1).argmin(0)], np.full(len(Z), y.min())])


def mean(X, y, Z, seed):
    return fits(X, y, Z, seed), fits(X, y, Z, seed).mean(0)


def weighted(X, y, Z, seed):
    w = np.array([2.0, 1.0, 1.0])
    return fits(X, y, Z, seed), w @ fits(X, y, Z, seed) / 4, w


def unequal(X, y, Z, seed):
    """Weights that are not told."""
    return weighted(X, y, Z, seed)[:2]


def median(X, y, Z, seed):
    return fits(X, y, Z, seed), np.median(fits(X, y, Z, seed), 0)


def total(X, y, Z, seed):
    return fits(X, y, Z, seed), fits(X, y, Z, seed).sum(0)


MANY = [("eight points", {"X": [[0.0]], "y": [0], "Z": [[float(k)] for k in range(8)], "labels": [0] * 8, "seed": 0})]


@pytest.mark.parametrize("clause", ["breiman", "cantelli"])
@pytest.mark.parametrize("f", [minority, loud])
def test_wrong_vote_is_refuted(clause, f):
    assert co.found("ensemble", clause, f, {}).verdict is Verdict.REFUTED


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("clause", ["breiman", "cantelli"])
@pytest.mark.parametrize("given", [{}, {"classes": 3}, {"dimension": 2}])
def test_majority_vote_is_not_refuted(clause, given, precision):
    assert co.found("ensemble", clause, vote, given, precision=precision).verdict in (Verdict.EQUAL, Verdict.NOT_REFUTED)


def test_disjoint_errors_reach_the_sharp_bound():
    found = co.found("ensemble", "cantelli", disjoint, {}, instances=MANY)
    assert found.verdict is Verdict.EQUAL and found.worst == pytest.approx(1)


@pytest.mark.parametrize("clause, f", [("identity", median), ("identity", unequal), ("identity", total), ("no_worse", median),
                                       ("no_worse", total)])
def test_other_combinations_are_refuted(clause, f):
    assert co.found("committee", clause, f, {}).verdict is Verdict.REFUTED


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("clause", ["identity", "no_worse"])
@pytest.mark.parametrize("f", [mean, weighted])
def test_means_are_not_refuted(clause, f, precision):
    found = co.found("committee", clause, f, {}, precision=precision)
    assert found.verdict is Verdict.EQUAL, found.text


@pytest.mark.parametrize("name, asked, f", [*[("ensemble", a, g) for a in ENSEMBLE.asked for g in (loud, vote)],
                                            *[("committee", a, g) for a in COMMITTEE.asked for g in (median, weighted)]])
def test_plain_number_is_that_of_the_formula(name, asked, f):
    co.same_number(name, asked, f, {})


@pytest.mark.parametrize("name, clause, f", [("ensemble", "breiman", loud), ("ensemble", "cantelli", loud),
                                             ("committee", "identity", median), ("committee", "no_worse", total)])
def test_script_prints_the_number(name, clause, f, tmp_path):
    found = co.found(name, clause, f, {})
    assert float(co.printed(found, tmp_path)) == pytest.approx(found.number, rel=1e-9)


def votes_only(X, y, Z, seed):
    return neighbours(X, y, Z, seed)


def halves(X, y, Z, seed):
    votes = neighbours(X, y, Z, seed)
    return votes, votes.mean(0) + 0.25


def negative(X, y, Z, seed):
    return fits(X, y, Z, seed), fits(X, y, Z, seed).mean(0), np.array([2.0, -1.0, 0.0])


@pytest.mark.parametrize("name, f, words", [("ensemble", votes_only, "predictions of the ensemble"), ("ensemble", halves, "whole numbers"),
                                            ("committee", fits, "for one test point"), ("committee", negative, "negative")])
def test_other_answers_are_refused_by_name(name, f, words):
    with pytest.raises(Unfit, match=words):
        check(f, name, arrays="numpy")
