"""k-means: how far the loss of its centres on the sample is below their loss under the law, for all samples of a law on few points."""
import math
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

import jax.numpy as jnp
import numpy as np

from proofs_numeric.conformance import plain
from proofs_numeric.conformance.calling import Unfit
from proofs_numeric.conformance.spaces import Measures
from proofs_numeric.conformance.subject import Asked, Parameter, Subject
from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.numerics import checks

EPS = 2.0**-52


@dataclass(frozen=True)
class Samples:
    """All samples of n draws from weighted points: how often each point was drawn, with the exact chances."""

    points: np.ndarray
    weights: list[int]
    n: int
    counts: list[tuple[int, ...]] = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "counts", plain.ways_to_draw(len(self.weights), self.n))

    def chance(self, count) -> Fraction:
        orders = math.factorial(self.n) // math.prod(map(math.factorial, count))
        return Fraction(orders * math.prod(w**c for w, c in zip(self.weights, count)), sum(self.weights) ** self.n)

    def law(self) -> list[Fraction]:
        return [Fraction(w, sum(self.weights)) for w in self.weights]


def centres(f, S: Samples, count, k: int) -> np.ndarray:
    """What f makes of one sample: at most k centres."""
    found = f(np.repeat(S.points, count, 0), k)
    if isinstance(found, list) or np.ndim(found) != 2 or found.shape[1] != S.points.shape[1] or not 1 <= len(found) <= k:
        shapes = "a list" if isinstance(found, list) else f"the shape {np.shape(found)}"
        raise Unfit(f"the function returned {shapes} for {S.n} points of dimension {S.points.shape[1]} and k = {k}: the centres "
                    f"({k}, {S.points.shape[1]}) are wanted.")
    return found


def squared(v) -> Fraction:
    return sum((Fraction(float(x)) ** 2 for x in v), Fraction(0))


def gap(S: Samples, count, found: np.ndarray, size: float) -> Interval:
    """(L - L_s) of these centres, for a rounding `size` of each, in units of the larger of 1 and its norm.

    A centre that is off by e moves a squared distance from a point of the unit ball by at most 2 (1 + R) e + e^2, where R is the largest
    norm; the two laws differ by signed masses of total variation at most 2.
    """
    cost = [min(squared(x - c) for c in found) for x in S.points]
    value = sum((w - Fraction(c, S.n)) * v for w, c, v in zip(S.law(), count, cost))
    R = max(1.0, float(np.linalg.norm(found, axis=1).max()))
    off = size * R
    return Interval.of(Fraction(value)).widened(2 * (2 * (1 + R) * off + off * off) + 16 * EPS * (1 + R) ** 2)


def laws(f, parameters, data, size):
    """A law on few points of the unit ball, and all samples of n draws; the centres of f are the family in the suprema.

    So what is compared with the bounds is the mean of the loss that f's own centres hide, at most the mean of the supremum.
    """
    points, weights = data["mu"]
    S, k = Samples(np.array(points, float), list(weights), data["n"]), parameters["clusters"]
    if np.linalg.norm(S.points, axis=1).max() > 1 + 4 * EPS:
        raise ValueError("the points must be in the unit ball.")
    mean = [sum(w * Fraction(float(v)) for w, v in zip(S.law(), column)) for column in S.points.T]

    def off(center) -> Interval:
        gap = Ball(jnp.asarray([float(Fraction(float(a)) - b) for a, b in zip(center, mean)]), jnp.float64(0))
        return gap.norm()

    def own(count) -> Interval:
        """The distance of the one centre that f makes of the sample from the mean of the law."""
        (center,) = centres(f, S, count, 1)
        return off(center).widened(size * max(1.0, float(np.linalg.norm(center))))

    def exact(count) -> Interval:
        """The same for the mean of the sample."""
        return off([sum(Fraction(c, S.n) * Fraction(float(v)) for c, v in zip(count, column)) for column in S.points.T]).widened(8 * EPS)
    return {"C": None, "Omega": tuple(S.counts), "n": S.n, "k": k, "mu": None, "Probability": S.chance,
            "Optimism": lambda C, s: gap(S, s, centres(f, S, s, k), size), "SingleOptimism": lambda s: gap(S, s, centres(f, S, s, 1), size),
            "Variance": lambda _: sum((w * squared(x) for w, x in zip(S.law(), S.points)), Fraction(0)) - sum(v * v for v in mean),
            "MeanError": own if parameters["_own"] else exact}


def compared(own: bool):
    """own: whether the error of the mean is that of f's one centre, which claims to be the mean, or that of the mean."""
    return lambda f, parameters, data, size: laws(f, parameters | {"_own": own}, data, size)


def longest(f, parameters, data, size):
    """The longest centre that f makes of any sample."""
    points, weights = data["mu"]
    S = Samples(np.array(points, float), list(weights), data["n"])
    found = max((c for s in S.counts for c in centres(f, S, s, parameters["clusters"])), key=np.linalg.norm)
    norm = float(np.linalg.norm(found))
    return {"c": 0, "j": 0, "Centre": lambda c, j: Interval.around(np.float64(norm), size * max(1.0, norm) + 8 * EPS * norm)}


@dataclass(frozen=True)
class Laws(Measures):
    """A law on at most `points` points of the unit ball, and a number of draws, at least `clusters`. Parameters: these and dimension."""

    names: tuple[str, ...] = ("mu",)
    draws: tuple[int, ...] = (1, 2, 4)
    single: bool = False

    def least(self, parameters):
        return 1 if self.single else parameters["clusters"]

    def named(self, parameters):
        rest = [0.0] * (parameters["dimension"] - 1)
        ends, corner = [[-1.0, *rest], [1.0, *rest]], [0.0] * parameters["dimension"]
        for n in sorted({max(n, self.least(parameters)) for n in self.draws}):
            yield f"a coin between two ends, {n} draws", {"mu": (ends, [1, 1]), "n": n}
            yield f"a rare point, {n} draws", {"mu": ([corner, ends[1]], [9, 1]), "n": n}
            yield f"three points on a line, {n} draws", {"mu": ([ends[0], corner, ends[1]], [1, 2, 1]), "n": n}
            yield f"one point, {n} draws", {"mu": ([ends[1]], [1]), "n": n}

    def drawn(self, rng, parameters):
        (x, w), = super().drawn(rng, parameters).values()
        count = int(rng.integers(2, parameters["points"] + 1))
        return {"mu": (inside(np.array(x)[:count]), np.maximum(1, np.round(np.array(w[:count]) / 1000)).astype(int).tolist()),
                "n": max(int(rng.integers(1, 5)), self.least(parameters))}

    def moved(self, rng, data, size, parameters):
        (x, w), = super().moved(rng, {"mu": data["mu"]}, size, parameters).values()
        return {"mu": (inside(np.array(x)), np.maximum(1, np.round(np.array(w) / 1000)).astype(int).tolist()), "n": data["n"]}

    def simpler(self, data):
        for found in super().simpler({"mu": data["mu"]}):
            if np.linalg.norm(np.array(found["mu"][0]), axis=1).max() <= 1:
                yield found | {"n": data["n"]}
        for few, _ in pairwise((1, 2, 3, 4, 5)):
            if few < data["n"]:
                yield data | {"n": few}


def inside(x: np.ndarray) -> list[list[float]]:
    """Points in the unit ball, with two decimals."""
    length = np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1)
    return (np.trunc(100 * x / length) / 100 + 0.0).tolist()


SUBJECT = Subject(
    name="kmeans",
    title="k-means: few centres for many points, the mean for one",
    call="f(points, k) with points (n, d), some of them equal, and a number k of centres; it returns the centres, at most k: (k, d)",
    arguments=("points", "k"),
    budget=8, unit="the larger of 1 and the norm of a centre; the points are in the unit ball",
    asked=(Asked("0016", "over", compared(False), plain.optimism, Laws()),
           Asked("0016", "centres", longest, plain.longest_centre, Laws()),
           Asked("0016", "one_centre", compared(False), plain.single_optimism, Laws(single=True)),
           Asked("0016", "mean_error", compared(True), plain.mean_error, Laws(single=True))),
    parameters={"clusters": Parameter(2, checks.count, "the number k of centres, 2 if not given"),
                "points": Parameter(3, lambda name, x: checks.count(name, x, least=2), "at most, that carry mass in random laws; 3 if not "
                                    "given"),
                "dimension": Parameter(1, checks.count, "of the points, 1 if not given")})
