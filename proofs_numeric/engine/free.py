"""The search that knows only what is printed.

`Model.build` makes instances that satisfy every hypothesis, and so guarantees more than the page prints: a search among them cannot
see a hypothesis that is missing. Here instances come from a family in which whatever the formulas mention is arbitrary. One counts
for a conclusion when every hypothesis that the conclusion needs, as printed, HOLDS on it.
"""
from typing import Any

import numpy as np

from proofs_numeric.engine.batches import coarse
from proofs_numeric.engine.climb import climb
from proofs_numeric.engine.judge import Judgement, Verdict
from proofs_numeric.engine.ledger import Ledger, broken, legal, refuting

# (binary digits kept, power of two) of the sampled batches
CONFIGURATIONS = ((40, 0), (40, 0), (40, 0), (3, 0), (1, 0), (40, 1), (40, -1), (0, 0))
GENERATIONS = 16
WEIGHT = 10.0                    # of a violated hypothesis beside the score of the conclusion


def objective(theorem, found):
    """(conclusions, count): the score of each conclusion, less what is missing to each hypothesis that it needs."""
    rows = []
    for c in theorem.conclusions:
        score = np.clip(np.nan_to_num(found[c.name].score, nan=-10.0), -10, 10)
        for h in theorem.needs(c):
            j = found[h]
            missing = np.clip(np.nan_to_num(j.score, nan=1.0), 0, 10) + 0.01 * (j.verdict != Verdict.HOLDS)
            score = score - WEIGHT * missing
        rows.append(score)
    return np.array(rows)


class _Count:
    """What the instances of one family showed, by conclusion."""

    def __init__(self, theorem):
        self.theorem, self.tried = theorem, 0
        self.legal = {c.name: 0 for c in theorem.conclusions}
        self.refuted = {c.name: 0 for c in theorem.conclusions}
        self.nan = {c.name: 0 for c in theorem.conclusions}
        self.worst: dict[str, Any] = {}

    def add(self, where, found):
        self.tried += len(next(iter(found.values())).verdict)
        for c in self.theorem.conclusions:
            use, j = legal(self.theorem, c, found), found[c.name]
            bad = refuting(self.theorem, c, found)
            self.legal[c.name] += int(use.sum())
            self.refuted[c.name] += int(bad.sum())
            self.nan[c.name] += int((use & broken(j) & (j.verdict != Verdict.HOLDS)).sum())
            if bad.any() and c.name not in self.worst:
                k = int(np.flatnonzero(bad)[0])
                self.worst[c.name] = where(k) | {name: float(getattr(j, name)[k]) for name in Judgement._fields[1:]}


def search(bench, family, seed: int, ledger: Ledger | None = None) -> dict[str, Any]:
    """Samples of the family, then a climb from them; per conclusion how many met all its hypotheses and how many refuted it."""
    theorem, size = bench.theorem, bench.size_of(family)
    count, thetas = _Count(theorem), []

    def judged(theta, label, where):
        instances = bench.build_free(family, theta)
        found, _, ranges = bench.judge_all(size, instances)
        count.add(where, found)
        if ledger is not None:
            ledger.add(f"{label} of the free family {family.name!r}", found, ranges)
        return found

    for n, (digits, scale) in enumerate(CONFIGURATIONS):
        theta = coarse(bench.draw_free(family, seed + n), digits, scale)
        thetas.append(theta)
        judged(theta, "samples", lambda k, n=n, digits=digits, scale=scale: {
            "found": "sampled", "seed": seed + n, "digits": digits, "scale": scale, "index": k})
    sampled = count.tried
    climb(lambda theta: objective(theorem, judged(theta, "climb", lambda k: {"found": "climbed", "seed": seed, "index": k})),
          thetas[0], GENERATIONS, np.random.default_rng(seed))
    return {"name": family.name, "frees": family.frees, "size": list(size), "sampled": sampled, "climbed": count.tried - sampled,
            "legal": count.legal, "refuted": count.refuted, "nan": count.nan, "worst": count.worst}
