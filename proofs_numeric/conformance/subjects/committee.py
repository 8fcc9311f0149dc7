"""Regressors that are ensembles: their squared error against the mean error and the spread of their members."""
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from proofs_numeric.conformance import plain
from proofs_numeric.conformance.calling import Unfit
from proofs_numeric.conformance.spaces import REACH
from proofs_numeric.conformance.subject import Asked, Parameter, Subject
from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.numerics import checks

TRAINED, SEEDS = 6, 1000
ASIDE = 0.0003                   # a target is not what a member says: where all of them are right, ratios of errors say nothing


def answer(f, data) -> tuple[np.ndarray, float, list[Fraction]]:
    """(predictions of the members, of the ensemble, weights that sum to 1) at the test point."""
    found = f(np.array(data["X"], float), np.array(data["y"], float), np.array(data["Z"], float), data["seed"])
    if not isinstance(found, list) or len(found) not in (2, 3) or np.ndim(found[0]) != 2 or np.shape(found[0])[1] != 1 \
            or np.shape(found[1]) != (1,) or (len(found) == 3 and np.shape(found[2]) != (len(found[0]),)):
        shapes = [np.shape(x) for x in found] if isinstance(found, list) else np.shape(found)
        raise Unfit(f"the function returned the shapes {shapes} for one test point: predictions of the members (members, 1), of the "
                    "ensemble (1,), and weights (members,) unless they are equal, are wanted.")
    members = found[0][:, 0]
    weights = [Fraction(float(w)) for w in found[2]] if len(found) == 3 else [Fraction(1)] * len(members)
    if min(weights) < 0 or not sum(weights):
        raise Unfit(f"the function returned the weights {list(map(float, weights))}: they must not be negative, nor all 0.")
    return members, float(found[1][0]), [w / sum(weights) for w in weights]


def decomposed(f, parameters, data, size):
    """One test point with its target; members, weights and target are exact, and the ensemble's answer is known up to rounding.

    size: in units of the number of members times the largest modulus of what they say: so much a sum of them may be off. With an
    ensemble that says c + e, the spread about it is that about c, less 2 e sum_i w_i (y_i - c), and e^2.
    """
    members, own, w = answer(f, data)
    y, t, c = [Fraction(float(v)) for v in members], Fraction(float(data["t"])), Fraction(own)
    off = size * len(y) * max(abs(members).max(), abs(own))
    spread, lean = sum(a * (v - c) ** 2 for a, v in zip(w, y)), float(abs(sum(a * (v - c) for a, v in zip(w, y))))
    slack = off * (2 * lean + off)
    return {"x": 0, "Target": lambda x: t, "MeanError": lambda x: sum(a * (v - t) ** 2 for a, v in zip(w, y)),
            "Ensemble": lambda x: Interval.around(np.float64(own), off),
            "Spread": lambda x: Interval.of(spread).widened(slack)}


@dataclass(frozen=True)
class Fits:
    """Training sets of few points with targets in [-1, 1], one test point with its target, and a seed. Parameter: dimension.

    The errors in the clauses are compared with 1, so that this is their size.
    """

    def named(self, parameters):
        for name, x, y, z, t in (("a step", [0, 1, 2, 3], [0, 0, 1, 1], 1.5, 0), ("one large target", [0, 1, 2, 3], [0, 0, 0, 1], 3, 0),
                                 ("a line", [0, 1, 2, 3], [-1, -0.5, 0, 0.5], 1.5, 1), ("equal points", [0, 0, 0], [0, 0.2, 1], 0, 0.5),
                                 ("one point", [0], [1], 0, 0), ("far from the training set", [0, 1, 2], [0.2, 0.4, 0.8], 9, 1),
                                 ("equal targets", [0, 1, 2], [1, 1, 1], 1, 0)):
            yield name, self._of(x, y, z, t, 0, parameters)

    def _of(self, x, y, z, t, seed, parameters):
        rest = [0.0] * (parameters["dimension"] - 1)
        return {"X": [[float(v), *rest] for v in x], "y": [float(v) for v in y], "Z": [[float(z), *rest]], "t": float(t), "seed": seed}

    def drawn(self, rng, parameters):
        n, d = int(rng.integers(2, TRAINED + 1)), parameters["dimension"]
        return {"X": np.round(rng.normal(size=(n, d)), 1).tolist(), "y": np.round(rng.uniform(-1, 1, n), 1).tolist(),
                "Z": np.round(rng.normal(size=(1, d)), 1).tolist(), "t": float(np.round(rng.uniform(-1, 1), 1) + ASIDE),
                "seed": int(rng.integers(SEEDS))}

    def moved(self, rng, data, size, parameters):
        """All numbers move; the seed stays."""
        found = dict(data)
        for name in ("X", "y", "Z", "t"):
            x = np.array(data[name], float)
            reach = REACH if name in ("X", "Z") else 1.0
            found[name] = np.round(np.clip(x + reach / 4 * size * rng.normal(size=x.shape), -reach, reach), 3).tolist()
        found["t"] += ASIDE
        return found

    def simpler(self, data):
        n = len(data["y"])
        for k in range(n if n > 1 else 0):
            yield {**data, "X": data["X"][:k] + data["X"][k + 1:], "y": data["y"][:k] + data["y"][k + 1:]}
        if data["seed"]:
            yield {**data, "seed": 0}
        for name in ("X", "y", "Z", "t"):
            for digits in (0, 1):
                if (y := (np.round(data[name], digits) + 0.0).tolist()) != data[name]:
                    yield {**data, name: y}


SUBJECT = Subject(
    name="committee",
    title="a regressor that is the mean of its members, with equal weights or given ones",
    call="f(X, y, Z, seed) with training points X (n, d), targets y (n,), test points Z (1, d) and a whole number; it returns what the "
         "members say (members, 1), what the ensemble says (1,), and, unless they are equal, the weights of the members (members,)",
    arguments=("X", "y", "Z", "seed"),
    budget=1, unit="the number of members times the largest modulus of what they say",
    asked=(Asked("001E", "identity", decomposed, plain.ambiguity, Fits()),
           Asked("001E", "no_worse", decomposed, plain.no_worse, Fits())),
    parameters={"dimension": Parameter(1, checks.count, "of the points, 1 if not given")})
