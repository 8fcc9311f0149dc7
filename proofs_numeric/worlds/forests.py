"""Random forests on finitely many points: votes of finitely many trees, a law of the trees and one of the points.

In floating point the laws are known up to 2^-44 of their masses: those whose float64 values sum to one up to rounding stand for laws. Votes
are whole numbers. A margin so small that its sign is not known makes the limit of the error an interval.
"""
import functools
import itertools
import math
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine import enclosure as en
from proofs_numeric.engine.enclosure import EPS, Interval
from proofs_numeric.engine.interpret import extended
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.worlds.world import Part, Words, World, in_latex

KNOWN = 2.0**-44                 # relative


class Size(NamedTuple):
    trees: int
    points: int
    classes: int
    drawn: int


def around(x) -> Interval:
    """A float, known up to KNOWN."""
    return Interval.around(x, KNOWN * jnp.abs(x))


def others(weights, votes, labels, classes, array=jnp):
    """(weight of the votes for the label, at each point; weights of the others (points, classes), -oo for the label)."""
    chosen = (votes[..., None] == array.arange(classes)) * 1.0
    total = (weights[:, None, None] * chosen).sum(0)
    right = array.take_along_axis(total, labels[:, None], 1)[:, 0]
    return right, array.where(labels[:, None] == array.arange(classes), -array.inf, total)


def exact_margins(weights, votes, labels, classes) -> list[Fraction]:
    """Of each point: the weight of the votes for its label, less the largest for another class."""
    def share(x, j):
        return sum((w for w, row in zip(weights, votes) if row[x] == j), Fraction(0))
    return [share(x, y) - max(share(x, j) for j in range(classes) if j != y) for x, y in enumerate(labels)]


@functools.cache
def sequences(trees: int, drawn: int) -> np.ndarray:
    """(trees^drawn, drawn): all sequences."""
    return np.array([*itertools.product(range(trees), repeat=drawn)])


# -- trees and points
class ForestWords(Words):
    @functools.cached_property
    def _margins(self):
        i = self.instance
        right, rest = others(i["q"], i["votes"], i["labels"], self.size.classes)
        return right - rest.max(1), 4 * (KNOWN + len(i["q"]) * EPS) * jnp.abs(i["q"]).sum()

    def values(self):
        return {"Theta": jnp.arange(self.size.trees), "X": jnp.arange(self.size.points), "J": self.size.classes}

    def TreeMass(self, t):
        return around(self.instance["q"][t])

    def PointMass(self, x):
        return around(self.instance["p"][x])

    def Margin(self, x):
        return Interval.around(self._margins[0][x], self._margins[1])


class ExactForestWords(Words):
    @functools.cached_property
    def _margins(self):
        i = self.instance
        return exact_margins(i["q"], i["votes"], i["labels"], i["classes"])

    def values(self):
        i = self.instance
        return {"Theta": range(len(i["q"])), "X": range(len(i["p"])), "J": i["classes"]}

    def TreeMass(self, t):
        return self.instance["q"][t]

    def PointMass(self, x):
        return self.instance["p"][x]

    def Margin(self, x):
        return self._margins[x]


@dataclass(frozen=True)
class Forest(Part):
    """A law q of the trees, a law p of the points, votes (trees, points) and labels, whole numbers below the number of classes.

    opposed: the first two trees never agree, so that no margin is 1. Else the first point has more than half of the mass, all trees are
    right there, and the strength is positive; the first tree errs at the second point and the second does not. The knob takes labels for
    which all trees are wrong.
    """

    opposed: bool = True
    floating, exact = ForestWords, ExactForestWords
    frees = "masses of trees and of points, of any sign"

    def draw(self, size, rng):
        return dict(q=rng.normal(size=size.trees), p=rng.normal(size=size.points), labels=rng.integers(size.classes, size=size.points),
                    votes=rng.integers(2 * size.classes, size=(size.trees, size.points)))

    def build(self, size, theta, knobs, built):
        """Half of the votes are for the label, beside those that are by chance."""
        labels, votes = (jnp.round(jax.lax.stop_gradient(theta[name])).astype(int) for name in ("labels", "votes"))
        labels = jnp.clip(labels, 0, size.classes - 1)
        votes = jnp.where(votes >= size.classes, labels, votes)
        laws = {name: ms.probabilities(theta[name][None])[0] for name in "qp"}
        if self.opposed:
            second = jnp.where(votes[1] == votes[0], (votes[0] + 1) % size.classes, votes[1])
            return laws | dict(labels=labels, votes=votes.at[1].set(second))
        first, wrong = jnp.eye(size.points)[0], knobs.get("strength", 0.0) > 0
        votes = votes.at[:, 0].set(labels[0]).at[0, 1].set((labels[1] + 1) % size.classes).at[1, 1].set(labels[1])
        votes = jnp.where(wrong, (labels + 1) % size.classes, votes)
        uneven = np.arange(1.0, size.points + 1)**2                         # so that trees that err at different points differ in strength
        return laws | dict(p=0.55 * first + 0.3 * laws["p"] + 0.15 * uneven / uneven.sum(), labels=labels, votes=votes)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(odd=rng.choice([0.0, 0.0, 1.0], size=2))

    def build_free(self, size, theta, built):
        share = Forest().build(size, theta, {}, built)
        odd = jax.lax.stop_gradient(theta["odd"])
        return share | {name: share[name] + odd[k] * theta[name] for k, name in enumerate("qp")}

    def named(self, given, exact):
        """q, p, votes, labels; classes: by default two. Equal weights by default."""
        votes = [[int(v) for v in row] for row in given["votes"]]
        q, p = ([Fraction(v) for v in given.get(name) or [Fraction(1, n)] * n] for name, n in (("q", len(votes)), ("p", len(votes[0]))))
        labels = [int(v) for v in given.get("labels") or [0] * len(p)]
        if exact:
            return dict(q=q, p=p, votes=votes, labels=labels, classes=given.get("classes", 2))
        return dict(q=np.array(q, float), p=np.array(p, float), votes=np.array(votes), labels=np.array(labels))

    def shown(self, instance):
        return {name: in_latex(instance[name]) if len(instance[name]) < 5 else r"\text{equal}" for name in "qp"
                if len(instance[name]) < 5 or len({*map(float, instance[name])}) == 1}


# -- sequences of trees
def _majority(r, k):
    """The probability that more than half of k votes are right; a polynomial in r."""
    terms = [r**j * (1 - r)**(k - j) * math.comb(k, j) for j in range(k // 2 + 1, k + 1)]
    return sum(terms[1:], terms[0])


class DrawWords(Words):
    @functools.cached_property
    def _errors(self):
        """(sequences, points): whether the votes of a sequence have a negative margin."""
        i, size = self.instance, self.size

        def negative(row):
            right, rest = others(jnp.ones(size.drawn), i["votes"][row], i["labels"], size.classes)
            return right < rest.max(1)
        return jax.vmap(negative)(sequences(size.trees, size.drawn))

    def values(self):
        size = self.size
        return {"D": jnp.arange(size.trees**size.drawn), "K": size.drawn, "gamma": self.instance["gamma"], "r": self.instance["r"]}

    def DrawMass(self, d):
        return around(self.instance["w"][d])

    def Drawn(self, d):
        value = self.instance["q"][jnp.asarray(sequences(self.size.trees, self.size.drawn))[d]].prod()
        return Interval.around(value, 2 * self.size.drawn * KNOWN * jnp.abs(value))

    def Rivals(self, x):
        margin, slack = self.part.margins(self.known)
        value, more = margin[x], self.size.classes - 1.0
        return Interval(jnp.where(value > slack, more, 1.0), jnp.where(value >= -slack, more, 1.0))

    def MeanGap(self, K):
        """The limit of the error is between what is surely wrong and what may be."""
        (margin, slack), p, w = self.part.margins(self.known), self.instance["p"], self.instance["w"]
        sure, perhaps = (margin < -slack) * 1.0, (margin < slack) * 1.0
        errors = self._errors * 1.0
        ends = jnp.stack([(errors - sure) @ jnp.maximum(p, 0), (errors - perhaps) @ jnp.maximum(p, 0),
                          (errors - sure) @ jnp.minimum(p, 0), (errors - perhaps) @ jnp.minimum(p, 0)])
        high, low = ends[0] + ends[3], ends[1] + ends[2]
        largest = jnp.maximum(jnp.abs(high), jnp.abs(low))
        smallest = jnp.where((low <= 0) & (high >= 0), 0.0, jnp.minimum(jnp.abs(high), jnp.abs(low)))
        slack = (8 * KNOWN + (len(p) + len(w) + 8) * EPS) * jnp.abs(p).sum() * jnp.abs(w).sum()
        products = jnp.stack([w * smallest, w * largest])
        return Interval(products.min(0).sum() - slack, products.max(0).sum() + slack)

    def VoteError(self, K):
        p, w = self.instance["p"], self.instance["w"]
        slack = (4 * KNOWN + (len(p) + len(w) + 8) * EPS) * jnp.abs(p).sum() * jnp.abs(w).sum()
        return Interval.around(w @ (self._errors * 1.0 @ p), slack)

    def _most(self, k):
        r, j = self.instance["r"], np.arange(k // 2 + 1, k + 1)
        terms = np.array([math.comb(k, i) for i in j]) * r**j * (1 - r)**(k - j)
        return Interval.around(terms.sum(), (4 * k + 16) * EPS * jnp.abs(terms).sum())

    def Majority(self, m):
        return self._most(2 * m - 1)

    def Larger(self, m):
        return self._most(2 * m + 1)

    def Choose(self, m):
        return math.comb(2 * m - 1, m)

    def Decay(self, t):
        return en.exp(Interval.of(t) * -0.5)


class ExactDrawWords(Words):
    def values(self):
        i = self.instance
        return {"D": range(len(i["q"])**i["K"])} | {name: i[name] for name in ("K", "gamma", "r")}

    @functools.cached_property
    def _sequences(self):
        return sequences(len(self.instance["q"]), self.instance["K"]).tolist()

    def DrawMass(self, d):
        return self.instance["w"][d]

    def Drawn(self, d):
        return math.prod((self.instance["q"][t] for t in self._sequences[d]), start=Fraction(1))

    def Rivals(self, x):
        return self.instance["classes"] - 1 if self.known["Margin"](x) > 0 else 1

    def MeanGap(self, K):
        i = self.instance
        limit = sum((p for x, p in enumerate(i["p"]) if self.known["Margin"](x) < 0), Fraction(0))
        return sum((w * abs(self._error(row) - limit) for w, row in zip(i["w"], self._sequences) if w), Fraction(0))

    def _error(self, row):
        """Of the vote of a sequence of trees."""
        i = self.instance
        margins = exact_margins([1] * len(row), [i["votes"][t] for t in row], i["labels"], i["classes"])
        return sum((p for p, margin in zip(i["p"], margins) if margin < 0), Fraction(0))

    def VoteError(self, K):
        return sum((w * self._error(row) for w, row in zip(self.instance["w"], self._sequences) if w), Fraction(0))

    def Majority(self, m):
        return _majority(self.instance["r"], 2 * m - 1)

    def Larger(self, m):
        return _majority(self.instance["r"], 2 * m + 1)

    def Choose(self, m):
        return math.comb(2 * m - 1, m)

    def Decay(self, t):
        return en.exp(t * -0.5) if isinstance(t, Interval) else (-extended(t) / 2).exp()


@dataclass(frozen=True)
class Draws(Part):
    """A law w of the sequences of K trees, a claimed gap gamma of the margins, and a number r for votes on one point."""

    floating, exact = DrawWords, ExactDrawWords
    knobs = ("independent", "gap")
    frees = "laws of the sequences, and the gap"

    def margins(self, known):
        """(margins of all points, a bound of their errors), of the words of the forest."""
        return known["Margin"].__self__._margins

    def draw(self, size, rng):
        return dict(w=rng.normal(size=size.trees**size.drawn), r=rng.normal(), share=rng.uniform())

    def build(self, size, theta, knobs, built):
        """A broken independence: all trees of a sequence are equal. A broken gap: larger than all margins by 1."""
        rows = sequences(size.trees, size.drawn)
        equal = jnp.where((rows == rows[:, :1]).all(1), built["q"][rows[:, 0]], 0.0)
        w = built["q"][rows].prod(1) * (1 - knobs.get("independent", 0.0)) + knobs.get("independent", 0.0) * equal
        right, rest = others(built["q"], built["votes"], built["labels"], size.classes)
        least = jnp.abs(right - rest.max(1)).min()
        gamma = least * (0.5 + 0.499 * jax.nn.sigmoid(theta["share"])) + 2 * knobs.get("gap", 0.0)
        return dict(w=w, gamma=gamma, r=jax.nn.sigmoid(theta["r"]))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(loose=rng.choice([0.0, 0.0, 1.0], size=2))

    def build_free(self, size, theta, built):
        loose = jax.lax.stop_gradient(theta["loose"])
        share = self.build(size, theta, {}, built)
        mixed = ms.probabilities(theta["w"][None])[0]
        return dict(w=share["w"] + loose[0] * (mixed - share["w"]), gamma=share["gamma"] + loose[1] * theta["r"], r=2 * theta["r"])

    def named(self, given, exact):
        """K; w: by default that of independent trees, "equal" for equal ones; gamma: by default the least margin; r."""
        forest = Forest().named(given, True)
        q, K = forest["q"], given["K"]
        rows = sequences(len(q), K).tolist()
        w = [q[row[0]] * (len(set(row)) == 1) if given.get("w") == "equal" else math.prod((q[t] for t in row), start=Fraction(1))
             for row in rows]
        least = min(map(abs, exact_margins(*(forest[name] for name in ("q", "votes", "labels", "classes")))))
        out = dict(w=w, gamma=Fraction(given.get("gamma", least)), r=Fraction(given.get("r", "2/3")))
        return out | dict(K=K) if exact else {name: np.array(v, float) for name, v in out.items()}

    def shown(self, instance):
        return {"K": in_latex(instance["K"])} if "K" in instance else {}


@dataclass(frozen=True)
class Forests(World):
    """A named instance has votes, and what else is given of q, p, labels and classes, and of what the other parts take."""

    def rational(self, name, votes, **k):
        """In exact arithmetic."""
        given = {key: k.pop(key) for key in ("q", "p", "labels", "classes", "K", "w", "gamma", "r") if key in k}
        return self.named(name, None, dict(votes=votes) | given, **k)


SIZES = Size(2, 3, 2, 5), Size(3, 3, 3, 3)


def forests(*parts: Part, sizes=SIZES) -> Forests:
    """The world of these parts, `Forest` first."""
    return Forests("Random forests of finitely many trees on finitely many points, with votes of all kinds; float64 laws of trees and "
                   "points are the instance.", sizes, parts)
