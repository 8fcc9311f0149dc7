"""Classifiers that are ensembles: their own error rate against the bounds by strength and correlation of their members."""
import math
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

import jax.numpy as jnp
import numpy as np

from proofs_numeric.conformance import plain
from proofs_numeric.conformance.calling import Unfit
from proofs_numeric.conformance.subject import Asked, Parameter, Subject
from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.numerics import checks

DIGITS = 10**40                  # roots are enclosed in steps of 1 / (points * DIGITS)
TRAINED, TESTED, SEEDS = 8, 4, 1000


def answer(f, data) -> tuple[list[list[int]], list[int]]:
    """(votes of the members, predictions of the ensemble) at the test points, whole numbers."""
    X, y, Z, labels, seed = (data[k] for k in ("X", "y", "Z", "labels", "seed"))
    found = f(np.array(X, float), np.array(y, int), np.array(Z, float), seed)
    if not isinstance(found, list) or len(found) != 2 or np.ndim(found[0]) != 2 or np.shape(found[0])[1:] != np.shape(found[1]) \
            or len(found[1]) != len(labels):
        shapes = [np.shape(x) for x in found] if isinstance(found, list) else np.shape(found)
        raise Unfit(f"the function returned the shapes {shapes} for {len(labels)} test points: votes (members, points) and the predictions "
                    "of the ensemble (points,) are wanted.")
    votes, own = found
    if any((x != np.round(x)).any() for x in found):
        raise Unfit("the function returned labels that are no whole numbers: the labels of the training set are.")
    return votes.astype(int).tolist(), own.astype(int).tolist()


def margins(votes, labels) -> list[list[int]]:
    """Raw margins (members, points): 1 for a vote for the label, -1 for one for the wrong class with the most votes, else 0."""
    rivals = []
    for x, label in enumerate(labels):
        count = Counter(row[x] for row in votes if row[x] != label)
        rivals.append(min(count, key=lambda j: (-count[j], j)) if count else None)
    return [[(v == label) - (v == rival) for v, label, rival in zip(row, labels, rivals)] for row in votes]


def correlation(raw) -> Interval:
    """rho = V / S^2: V the variance of the margin, S the mean of the members' standard deviations; 0 where no raw margin varies.

    A deviation is root(m sum r^2 - (sum r)^2) / m for m points. Without roots of 0 the enclosure is as narrow as floats are.
    """
    members, m = len(raw), len(raw[0])
    total = [sum(column) for column in zip(*raw)]
    V = Fraction(m * sum(v * v for v in total) - sum(total) ** 2, (members * m) ** 2)
    roots = [m * sum(v * v for v in row) - sum(row) ** 2 for row in raw]
    if not any(roots):
        return Interval.of(0.0)
    low = sum(math.isqrt(v * DIGITS**2) for v in roots)
    lo, hi = (V * (members * m * DIGITS) ** 2 / Fraction(S) ** 2 for S in (low + members, low))
    return Interval(jnp.float64(Interval.of(lo).lo), jnp.float64(Interval.of(hi).hi))


def bounded(f, parameters, data, size):
    """The law of the members is uniform, and that of the test points with their labels too.

    In the place of PE and PE0 stands the ensemble's own error rate: for votes it is at most PE0, however ties are broken. Where the
    strength is not positive the theorem says nothing: 0 is compared with a bound that is as good as infinite.
    """
    labels = data["labels"]
    votes, own = answer(f, data)
    raw = margins(votes, labels)
    s = Fraction(sum(map(sum, raw)), len(raw) * len(labels))
    if s <= 0:
        return {"PE": 0, "PE0": 0, "s": Fraction(1, 10**50), "rho": 1}
    error = Fraction(sum(a != b for a, b in zip(own, labels)), len(labels))
    return {"PE": error, "PE0": error, "s": s, "rho": correlation(raw)}


@dataclass(frozen=True)
class Problems:
    """Training sets, test points and a seed; points on small grids, so that equal ones occur. Parameters: classes, dimension."""

    def named(self, parameters):
        for seed in range(4):
            yield f"two equal points with different labels, seed {seed}", self._of([0, 0], [0, 1], [0], [0], seed, parameters)
        for seed in range(2):
            for z in (0.4, 0.45):
                yield (f"between a point and three equal ones with two labels, seed {seed}",
                       self._of([0, 0, 0, 1], [0, 0, 1, 1], [z], [0], seed, parameters))
        yield "the odd one of a group", self._of([0, 1, 2, 3, 4], [0, 0, 1, 0, 0], [2], [0], 0, parameters)
        yield "two groups apart", self._of([-2, -1, 1, 2], [0, 0, 1, 1], [-2, -1, 1, 2], [0, 0, 1, 1], 0, parameters)
        yield "one label in a group of the other", self._of([0, 1, 2, 3, 4], [0, 0, 1, 0, 0], [0, 1, 2, 3, 4], [0] * 5, 0, parameters)
        yield "alternating labels", self._of([0, 1, 2, 3], [0, 1, 0, 1], [0, 1, 2, 3], [0, 1, 0, 1], 0, parameters)
        if parameters["classes"] > 2:
            yield "three equal points with three labels", self._of([0, 0, 0], [0, 1, 2], [0], [0], 0, parameters)

    def _of(self, x, y, z, labels, seed, parameters):
        rest = [0.0] * (parameters["dimension"] - 1)
        return {"X": [[float(v), *rest] for v in x], "y": y, "Z": [[float(v), *rest] for v in z], "labels": labels, "seed": seed}

    def drawn(self, rng, parameters):
        n, m, d = int(rng.integers(2, TRAINED + 1)), int(rng.integers(1, TESTED + 1)), parameters["dimension"]
        X, y = rng.integers(0, 4, (n, d)) * 1.0, rng.integers(0, parameters["classes"], n)
        Z = rng.integers(0, 13, (m, d)) / 4
        nearest = (abs(X[:, None] - Z).sum(-1) + 0.1 * rng.random((n, m))).argmin(0)
        return {"X": X.tolist(), "y": y.tolist(), "Z": Z.tolist(), "labels": y[nearest].tolist(), "seed": int(rng.integers(SEEDS))}

    def moved(self, rng, data, size, parameters):
        """One training point, its label, a test point or the seed is another one."""
        found = {k: list(v) if isinstance(v, list) else v for k, v in data.items()}
        other, kind = self.drawn(rng, parameters), int(rng.integers(4))
        i, j = int(rng.integers(len(found["y"]))), int(rng.integers(len(found["labels"])))
        if kind == 0:
            found["X"][i] = other["X"][0]
        elif kind == 1:
            found["y"][i] = other["y"][0]
        elif kind == 2:
            found["Z"][j] = other["Z"][0]
        else:
            found["seed"] = other["seed"]
        return found

    def simpler(self, data):
        for points, labels in (("Z", "labels"), ("X", "y")):
            n = len(data[points])
            for k in range(n if n > 1 else 0):
                yield {**data, points: data[points][:k] + data[points][k + 1:], labels: data[labels][:k] + data[labels][k + 1:]}
        if data["seed"]:
            yield {**data, "seed": 0}
        for name in ("X", "Z"):
            for digits in (0, 1):
                rounded = [[round(v, digits) + 0.0 for v in row] for row in data[name]]
                if rounded != data[name]:
                    yield {**data, name: rounded}


SUBJECT = Subject(
    name="ensemble",
    title="a classifier whose members vote: its error rate is bounded by their strength and correlation",
    call="f(X, y, Z, seed) with training points X (n, d), labels y (n,) from 0 on, test points Z (m, d) and a whole number; it returns the "
         "votes of the members (members, m) and the predictions of the ensemble (m,), labels too",
    arguments=("X", "y", "Z", "seed"),
    budget=0, unit="a label, which is exact",
    asked=(Asked("001G", "breiman", bounded, plain.breiman, Problems()), Asked("001G", "cantelli", bounded, plain.cantelli, Problems())),
    parameters={"classes": Parameter(2, lambda name, x: checks.count(name, x, least=2), "the number of classes, 2 if not given"),
                "dimension": Parameter(1, checks.count, "of the points, 1 if not given")})
