"""The power of the search: for each place where a constant could be wrong, the smallest deviation that was refuted.

A place (see `positions`) is multiplied by 1 - d and by 1 + d for the d of DEVIATIONS, on every instance that is judged. The operators
of the model are evaluated once; only the arithmetic of the formula is repeated.
"""
from dataclasses import replace
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.engine.interpret import Scope
from proofs_numeric.engine.judge import judge
from proofs_numeric.engine.oracle import Closed
from proofs_numeric.engine.positions import FACTOR, positions

DEVIATIONS = tuple(Fraction(x) for x in ("1", "3/4", "1/2", "1/4", "1/10", "1/20", "1/50", "1/100", "1/1000", "1/10000",
                                         "1/1000000", "1/1000000000"))
FACTORS = tuple([1 - d for d in DEVIATIONS] + [1 + d for d in DEVIATIONS])
# The indices of the factors in each direction, the largest deviation first.
DIRECTIONS = {"smaller": range(len(DEVIATIONS)), "larger": range(len(DEVIATIONS), len(FACTORS))}


def places_of(theorem):
    """((conclusion, place), ...) of a theorem, in the order of its conclusions."""
    return tuple((c, place) for c in theorem.conclusions for place in positions(c.relation))


def scores(places, meaning, cache, oracle):
    """((places, factors) scores on one instance, traced; numbers of the places that cannot be scaled without asking the host again).

    cache: what the clauses without a factor were evaluated to. A score is positive exactly where the scaled relation is refuted.
    """
    out, untried = [], []
    oracle.closed = True
    for k, (c, place) in enumerate(places):
        scaled = replace(c, relation=place.scaled(c.relation))

        def score(factor, scaled=scaled):
            return judge(scaled, {**meaning, FACTOR.name: Interval(factor, factor)}, dict(cache)).score
        try:
            out.append(jax.vmap(score)(jnp.array([float(x) for x in FACTORS])))
        except Closed:
            untried.append(k)
            out.append(jnp.full(len(FACTORS), -jnp.inf))
    oracle.closed = False
    return jnp.stack(out) if out else jnp.zeros((0, len(FACTORS))), tuple(untried)


def exact_scores(places, meaning, cache, wanted):
    """(places, factors) for one meaning in exact arithmetic; -inf where its numbers cannot be multiplied by a rational.

    cache: the values of terms in this meaning, as far as they are known. wanted (places, factors): what may be computed. Exact numbers are
    slow, and only the smallest deviation that is refuted counts: at each place and in each direction the search ends there, and what was
    not computed is -inf.
    """
    out = np.full((len(places), len(FACTORS)), -np.inf)
    for c in dict.fromkeys(c for (c, _), row in zip(places, wanted) if row.any()):
        judge(c, meaning, cache)
    for k, (c, place) in enumerate(places):
        scaled = replace(c, relation=place.scaled(c.relation), scale=None)
        for direction in DIRECTIONS.values():
            for i in reversed([i for i in direction if wanted[k, i]]):
                try:
                    out[k, i] = float(judge(scaled, {**meaning, FACTOR.name: FACTORS[i]}, Scope(cache, [FACTOR.name])).score)
                except (TypeError, NotImplementedError):         # no factor can be
                    break
                except (ValueError, ArithmeticError):            # this one cannot
                    continue
                if 0 < out[k, i] < np.inf:
                    break
    return out


class Noticed:
    """Which deviations were refuted, and by what."""

    def __init__(self, places):
        self.places = places
        self.by: list[dict[int, str]] = [{} for _ in places]               # index of the factor -> what refuted it first

    def add(self, label, scores, legal):
        """scores (count, places, factors), legal: conclusion -> boolean (count). `label`: what the instances are."""
        for k, (c, _) in enumerate(self.places):
            refuted = ((scores[:, k] > 0) & np.isfinite(scores[:, k]) & legal[c.name][:, None]).any(0)
            for i in np.flatnonzero(refuted):
                self.by[k].setdefault(int(i), label)

    def unknown(self, legal):
        """(places, factors): deviations below those that were refuted, where the conclusion of the place is `legal` (by name, boolean)."""
        return np.array([[bool(legal[c.name]) and i > max((n for n in direction if n in by), default=-1)
                          for direction in DIRECTIONS.values() for i in direction] for (c, _), by in zip(self.places, self.by)],
                        bool).reshape(len(self.places), len(FACTORS))

    def smallest(self, k) -> dict[str, tuple[Fraction, str]]:
        """Of place k, by direction, the smallest deviation that was refuted and what refuted it."""
        out = {}
        for name, direction in DIRECTIONS.items():
            hit = [i for i in direction if i in self.by[k]]
            if hit:
                out[name] = (DEVIATIONS[direction.index(hit[-1])], self.by[k][hit[-1]])
        return out

    def objective(self, scores, places):
        """(places, count): how near each instance comes to refuting the next smaller deviation of a place."""
        rows = []
        for k in places:
            hit = {i % len(DEVIATIONS) for i in self.by[k]}
            target = min(len(DEVIATIONS) - 1, max(hit, default=-1) + 1)
            rows.append(np.maximum(scores[:, k, target], scores[:, k, len(DEVIATIONS) + target]))
        return np.nan_to_num(np.array(rows), nan=-1e9, posinf=-1e9, neginf=-1e9)

    def weak(self) -> list[int]:
        """Places at which a deviation of a hundredth was not refuted yet."""
        limit = DEVIATIONS.index(Fraction(1, 100))
        return [k for k, by in enumerate(self.by) if max((i % len(DEVIATIONS) for i in by), default=-1) < limit]

    def summary(self, untried) -> dict[str, list[dict]]:
        """By conclusion, for the record; in the order of `positions`."""
        out: dict[str, list[dict]] = {}
        for k, (c, place) in enumerate(self.places):
            found = {} if k in untried else {name: {"deviation": float(d), "by": label} for name, (d, label) in self.smallest(k).items()}
            out.setdefault(c.name, []).append({"path": list(place.path), "what": place.what, "tried": k not in untried, **found})
        return out
