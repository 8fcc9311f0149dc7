"""Dropout: random masks of an array. Means over masks are estimated, so a clause can be refuted by sampling, and not confirmed."""
import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from proofs_numeric.conformance import plain
from proofs_numeric.conformance.calling import Unfit
from proofs_numeric.conformance.subject import Asked, Data, Parameter, Parameters, Subject
from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.numerics import checks
from proofs_numeric.worlds.regression import ExactMatrixWords, column, fraction

CHANCE = 1e-12                   # that the mean of one instance leaves its interval, if all entries are masked independently
SEEDS = 2**19                    # first seeds are below it; times the number of draws this fits into 32 bits


def radius(draws: int) -> float:
    """Hoeffding: the mean of so many independent numbers of [0, 1] is nearer than this to its expectation, but for the chance above.

    An instance has seeds of its own, so the chance that one of a thousand instances is refuted by accident is below 1e-9. Seeds are
    counted up from a first one; that their draws are independent is what is asked of a random number generator.
    """
    return math.sqrt(math.log(2 / CHANCE) / (2 * draws))


def drawn(f, parameters: Parameters, x, data) -> np.ndarray:
    found = plain.masked(f, parameters, x, data["rate"], data["seed"])
    if found.shape[1:] != np.shape(x):
        raise Unfit(f"the function returned the shape {found.shape[1:]} for an array of the shape {np.shape(x)}: the same shape is wanted.")
    return found


def estimated(parameters: Parameters, values: np.ndarray, largest: float, size: float) -> Interval:
    """The mean of values in [0, largest]; size is the rounding, as a part of the largest."""
    return Interval.around(np.float64(values.mean()), (radius(parameters["draws"]) + size) * largest)


def regression(f, parameters, data, size):
    """For the clause `identity` of 0010. Plain factors R are p times those of a function that divides by p."""
    X, y, w, p = fraction(np.array(data["X"], object)), column(data["y"]), column(data["w"]), 1 - Fraction(data["rate"])

    def loss(_):
        factor = 1 - data["rate"] if parameters["scaled"] else 1.0
        parts = np.array(data["X"], float) * data["w"]
        ends = np.stack([np.minimum(parts, 0).sum(1), np.maximum(parts, 0).sum(1)]) - data["y"]
        values = factor * drawn(f, parameters, data["X"], data) @ np.array(data["w"], float) - data["y"]
        return estimated(parameters, (values**2).sum(-1), float((ends**2).max(0).sum()), size)
    words = ExactMatrixWords(None, None, {}, None, {})
    return {name: getattr(words, name) for name in ExactMatrixWords.operators()} | {
        "X": X, "y": y, "w": w, "p": p, "DiagonalPart": lambda A: np.diag(np.diag(A)), "MaskedLoss": loss}


def margin(f, parameters, data, size):
    """For the clause `dropout` of 0011: all entries of x, data or features, are features of one datum, which a mask treats alike."""
    rate, parts = Fraction(data["rate"]), np.array(data["x"], float) * data["beta"]

    def moment(k):
        factor = 1.0 if parameters["scaled"] else 1 / (1 - data["rate"])
        up = data["rate"] / (1 - data["rate"])
        noise = ((factor * drawn(f, parameters, data["x"], data) - data["x"]) * data["beta"]).sum((1, 2))
        ends = np.minimum(-parts, up * parts).sum(), np.maximum(-parts, up * parts).sum()
        return estimated(parameters, noise**k, max(map(abs, ends)) ** k, size)

    def energy(_):
        return sum((Fraction(a) ** 2 * Fraction(b) ** 2 for a, b in zip(np.ravel(data["x"]).tolist(), np.ravel(data["beta"]).tolist())),
                   Fraction(0))
    return {"delta": rate, "beta": "beta", "Moment": moment, "Energy": energy}


def sample(name: str, value) -> int:
    """Raises ValueError for so few that nothing is refuted, and so many that seeds leave 32 bits."""
    found = checks.count(name, value, least=64)
    if found * SEEDS > 2**32:
        raise ValueError(f"{name} = {found}: seeds of more than 32 bits would be needed; choose at most {2**32 // SEEDS}.")
    return found


# -- instances
RATES = (0.1, 0.2, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Arrays:
    """Small whole numbers. Names: of the array, of what has its shape, of what has one entry for a row, and for a column."""

    array: str
    alike: str = ""
    rows: str = ""
    columns: str = ""

    def _of(self, x, rate: float, seed: int = 0, rng=None) -> Data:
        """Everything else is 1, or drawn."""
        x = np.array(x)

        def other(shape):
            return (np.ones(shape, int) if rng is None else rng.integers(-2, 3, shape)).tolist()
        found = {self.array: x.tolist()}
        for name, shape in ((self.alike, x.shape), (self.rows, x.shape[:1]), (self.columns, x.shape[1:])):
            found |= {name: other(shape)} if name else {}
        return found | {"rate": rate, "seed": seed}

    def named(self, parameters):
        for rate in (0.5, 0.2, 0.9):
            yield f"two features of one datum, rate {rate}", self._of([[1, 1]], rate)
            yield f"one feature of two data, rate {rate}", self._of([[1], [1]], rate)
            yield f"one entry, rate {rate}", self._of([[1]], rate)
            yield f"four data with four features, rate {rate}", self._of(np.ones((4, 4), int), rate)
            yield f"features of both signs, rate {rate}", self._of([[1, -1], [1, -1]], rate)

    def drawn(self, rng, parameters):
        x = rng.integers(-2, 3, rng.integers(1, 5, 2))
        return self._of(x, float(rng.choice(RATES)), int(rng.integers(SEEDS)), rng)

    def moved(self, rng, data, size, parameters):
        """One entry of each array is changed by 1; other seeds, so that what a climb has seen is not what is judged."""
        found = {**data, "seed": int(rng.integers(SEEDS))}
        for name in filter(None, (self.array, self.alike, self.rows, self.columns)):
            x = np.array(data[name])
            k = tuple(rng.integers(n) for n in x.shape)
            x[k] = np.clip(x[k] + rng.integers(-1, 2), -3, 3)
            found[name] = x.tolist()
        return found

    def simpler(self, data):
        x = np.array(data[self.array])
        for axis, along in ((0, self.rows), (1, self.columns)):
            for k in range(x.shape[axis] if x.shape[axis] > 1 else 0):
                yield {**data, self.array: np.delete(x, k, axis).tolist(),
                       **({self.alike: np.delete(np.array(data[self.alike]), k, axis).tolist()} if self.alike else {}),
                       **({along: np.delete(np.array(data[along]), k).tolist()} if along else {})}
        for name in filter(None, (self.array, self.alike, self.rows, self.columns)):
            if np.any(np.array(data[name]) != 1):
                yield {**data, name: np.ones(np.shape(data[name]), int).tolist()}
        if data["rate"] != 0.5:
            yield {**data, "rate": 0.5}
        if data["seed"]:
            yield {**data, "seed": 0}


SUBJECT = Subject(
    name="dropout",
    title="dropout: every entry of an array is set to 0 with the probability `rate`, independently, and the others are divided by 1 - rate",
    call="f(x, rate, seed) with an array x (n, d), a number below 1 and an integer; it returns an array of the same shape",
    arguments=("x", "rate", "seed"),
    budget=64, unit="the largest value of what is averaged, beside the radius of Hoeffding's inequality for the mean of `draws` values at "
                    "the chance 1e-12",
    asked=(Asked("0010", "identity", regression, plain.dropout_loss, Arrays("X", rows="y", columns="w")),
           Asked("0011", "dropout", margin, plain.dropout_moment, Arrays("x", alike="beta"))),
    parameters={"scaled": Parameter(True, lambda name, x: bool(x), "whether kept entries are divided by 1 - rate; True if not given"),
                "draws": Parameter(2048, sample, "seeds for each instance, from 64 to 8192; 2048 if not given")})
