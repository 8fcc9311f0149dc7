"""scikit-learn: does Breiman's bound hold for what its forests predict, and are its regressors the means of their members?"""
import functools
import warnings

import numpy as np
from sklearn import ensemble
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from benchmarks.conformance.cases import Case
from proofs_numeric.conformance import Effort


def classified(X, y, Z, seed, name, **options):
    """(votes of the members, predictions) of a fitted classifier; members of forests answer with the places of the labels."""
    model = getattr(ensemble, name)(random_state=seed, **options).fit(X, y)
    places = [member.predict(Z).astype(int) for member in model.estimators_]
    return np.array([model.classes_[p] for p in places]), model.predict(Z)


def elected(X, y, Z, seed, depths, **options):
    """(votes, predictions) of a VotingClassifier of decision trees with these depths."""
    trees = [(str(k), DecisionTreeClassifier(max_depth=depth, random_state=seed + k)) for k, depth in enumerate(depths)]
    model = ensemble.VotingClassifier(trees, **options).fit(X, y)
    return np.array([model.classes_[member.predict(Z).astype(int)] for member in model.estimators_]), model.predict(Z)


def regressed(X, y, Z, seed, name, **options):
    """(predictions of the members, predictions) of a fitted regressor."""
    model = getattr(ensemble, name)(random_state=seed, **options).fit(X, y)
    return np.array([member.predict(Z) for member in np.ravel(model.estimators_)]), model.predict(Z)


def averaged(X, y, Z, seed, depths, weights=None):
    """(predictions of the members, predictions, weights) of a VotingRegressor of decision trees with these depths."""
    trees = [(str(k), DecisionTreeRegressor(max_depth=depth, random_state=seed + k)) for k, depth in enumerate(depths)]
    model = ensemble.VotingRegressor(trees, weights=weights).fit(X, y)
    told = np.ones(len(depths)) if weights is None else np.array(weights, float)
    return np.array([member.predict(Z) for member in model.estimators_]), model.predict(Z), told


warnings.simplefilter("ignore")
FEW = Effort(draws=8, climbs=1, steps=16, shrinks=40)
SOFT = ("The reference says that predictions are averaged probabilities, and not votes as in Breiman's article. With equal points of "
        "different labels leaves are not pure, and the two differ. At a single test point the margin does not vary, and the bound is 0.")
BAGGED = ("The reference says that the class with the highest mean probability is predicted, and that there is a vote only where the "
          "members have no probabilities.")
MEAN = dict.fromkeys(("identity", "no_worse"), "the reference: the prediction is the mean of those of the members")
ADDED = "The members are fitted to what is left over, and are summed: nothing is said of their mean."
MEDIAN = "The reference says that the prediction is the weighted median of the members; here they are given equal weights."


def cases():
    part = functools.partial
    yield Case("scikit-learn", "RandomForestClassifier", part(classified, name="RandomForestClassifier"), "ensemble",
               "the defaults, 100 trees", True, {}, {}, note=SOFT, effort=FEW)
    yield Case("scikit-learn", "RandomForestClassifier", part(classified, name="RandomForestClassifier", n_estimators=11,
               min_samples_leaf=2), "ensemble", "three classes", False, {"classes": 3}, {}, note=SOFT, effort=FEW)
    yield Case("scikit-learn", "ExtraTreesClassifier", part(classified, name="ExtraTreesClassifier"), "ensemble",
               "the defaults, 100 trees", True, {}, {}, note=SOFT, effort=FEW)
    yield Case("scikit-learn", "BaggingClassifier", part(classified, name="BaggingClassifier"), "ensemble",
               "the defaults, 10 trees", True, {}, {}, note=BAGGED, effort=FEW)
    hard = dict.fromkeys(("breiman", "cantelli"), "the reference: voting='hard' is the majority of the predicted labels")
    soft = "The reference says that the label with the largest sum of probabilities is predicted."
    for options, words, note in (({}, "the default voting='hard'", ""), ({"voting": "soft"}, "", soft)):
        yield Case("scikit-learn", "VotingClassifier", part(elected, depths=(1, 1, 1, None, None), **options), "ensemble",
                   "; ".join(x for x in ("five trees of these depths", words) if x), not options, {}, {} if options else hard, note=note,
                   effort=FEW)
    for name, words in (("RandomForestRegressor", "the defaults, 100 trees"), ("ExtraTreesRegressor", "the defaults, 100 trees"),
                        ("BaggingRegressor", "the defaults, 10 trees")):
        yield Case("scikit-learn", name, part(regressed, name=name), "committee", words, True, {}, MEAN, effort=FEW)
    for weights in (None, (2, 1, 1)):
        yield Case("scikit-learn", "VotingRegressor", part(averaged, depths=(1, 2, None), **({"weights": weights} if weights else {})),
                   "committee", "three trees of these depths" + ("" if weights else "; the default weights=None"), not weights, {}, MEAN,
                   effort=FEW)
    yield Case("scikit-learn", "GradientBoostingRegressor", part(regressed, name="GradientBoostingRegressor"), "committee",
               "the defaults, 100 trees", True, {}, {}, note=ADDED, effort=FEW)
    yield Case("scikit-learn", "AdaBoostRegressor", part(regressed, name="AdaBoostRegressor"), "committee",
               "the defaults, at most 50 trees", True, {}, {}, note=MEDIAN, effort=FEW)
