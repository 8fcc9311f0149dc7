"""The search for a violation of one clause: instances of the space by name, random ones, neighbours of the worst, and then a shorter one.

All of it is decided by the seed and the numbers of tries; the seconds are an upper limit, and the report says where they ended the search.
"""
import math
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from proofs_numeric.conformance.calling import NoValue
from proofs_numeric.conformance.judge import RANK, SMALLER, Judgement, Verdict, judge, rises, values
from proofs_numeric.conformance.subject import Asked, Data, Parameters

SPARED = 16                      # characters: an instance that is so much longer than it was is not simpler
KEPT = 0.1                       # of the excess of the worst instance, a simpler one must show at least this part
LOOKING = 0.7                    # of the time, for finding the worst instance; the rest is for making it shorter


@dataclass(frozen=True)
class Effort:
    """draws: random instances. climbs: how many of the worst are followed, by so many steps each. shrinks: trials of simpler instances."""

    draws: int = 40
    climbs: int = 2
    steps: int = 100
    shrinks: int = 200


@dataclass
class Trail:
    """What a search has met: the worst instance and its judgement, and how often each verdict occurred."""

    counts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    name: str = ""
    data: Data = field(default_factory=dict)
    judgement: Judgement | None = None
    worst: float = math.nan                      # its number before it was made shorter
    ended: bool = False

    def add(self, name: str, data: Data, judgement: Judgement, up: bool) -> None:
        self.counts[judgement.verdict] += 1
        if self.judgement is None or badness(judgement, up) > badness(self.judgement, up):
            self.name, self.data, self.judgement, self.worst = name, data, judgement, judgement.number


def badness(judgement: Judgement, up: bool) -> tuple[int, float]:
    """Larger is worse. up: whether a larger number is worse."""
    return RANK[judgement.verdict], judgement.number if up else -judgement.number


def searched(asked: Asked, f: Callable, parameters: Parameters, size: float, effort: Effort, seed: int, deadline: float,
             first: Iterable[tuple[str, Data]] = (), clock: Callable[[], float] = time.monotonic) -> Trail:
    """The trail of a search, its worst instance made short. first: instances of the caller, which are judged before all others."""
    up, trail, space = rises(asked.statement().relation), Trail(), asked.space
    began = clock()
    enough = began + LOOKING * (deadline - began)

    def look(found: Iterator[tuple[str, Data]]) -> None:
        for name, data in found:
            if trail.judgement is not None and clock() > enough:
                trail.ended = True
                return
            trail.add(name, data, judge(asked, f, parameters, data, size), up)

    def score(data: Data) -> float:
        """The number, as a cost that rises; what has no value is as bad as can be."""
        try:
            found = asked.number(f, parameters, **values(data))
        except NoValue:
            return math.inf
        return found if up else -found

    rng = np.random.default_rng(seed)
    drawn = [(f"random, seed {seed}, number {k}", space.drawn(rng, parameters)) for k in range(effort.draws)]
    look(iter([*first, *space.named(parameters)]))
    look(iter(drawn))
    for k in range(effort.climbs if not trail.ended else 0):
        start = trail.data if k == 0 else space.drawn(rng, parameters)
        found, trail.ended = climbed(space, score, rng, start, parameters, effort.steps, enough, clock)
        look(iter([(f"found by a random climb of {effort.steps} steps from " + (trail.name if k == 0 else "a random instance"), found)]))
        if trail.ended:
            break
    if trail.judgement is not None and trail.judgement.verdict in (Verdict.REFUTED, Verdict.NO_VALUE):
        before = trail.name, trail.data, trail.judgement
        shrink(trail, asked, f, parameters, size, effort.shrinks, deadline, clock)
        if len(repr(trail.data)) > len(repr(before[1])) + SPARED:        # lists of numbers in the place of a short expression
            trail.name, trail.data, trail.judgement = before
    return trail


def climbed(space, score, rng, data: Data, parameters: Parameters, steps: int, deadline: float, clock) -> tuple[Data, bool]:
    """(the worst neighbour of neighbours, whether the time was up): a step is kept if the score rises, and grows or shrinks with that."""
    best, size = score(data), 0.3
    for _ in range(steps):
        if clock() > deadline:
            return data, True
        near = space.moved(rng, data, size, parameters)
        found = score(near)
        size = min(1.0, 1.5 * size) if found > best else max(1e-4, 0.9 * size)
        if found > best:
            best, data = found, near
        if best == math.inf:
            break
    return data, False


def shrink(trail: Trail, asked: Asked, f, parameters: Parameters, size: float, trials: int, deadline: float, clock) -> None:
    """Replaces the worst instance by simpler ones that fail in the same way, by a tenth of the excess or by a tenth."""
    worst, steps, again = trail.judgement, 0, True
    assert worst is not None
    excess = min(_excess(asked, worst), 1.0)
    while again and trials > 0:
        again = False
        for data in asked.space.simpler(trail.data):
            if trials <= 0 or clock() > deadline:
                return
            trials -= 1
            found = judge(asked, f, parameters, data, size)
            same = found.verdict is worst.verdict and found.reason.partition(":")[0] == worst.reason.partition(":")[0]
            if same and (found.verdict is Verdict.NO_VALUE or _excess(asked, found) >= KEPT * excess):
                steps, again = steps + 1, True
                made = f", made shorter in {steps} step{'s' if steps > 1 else ''}"
                trail.data, trail.judgement, trail.name = data, found, trail.name.partition(", made shorter")[0] + made
                break


def _excess(asked: Asked, judgement: Judgement) -> float:
    """By how much a number is on the wrong side."""
    relation = asked.statement().relation
    return judgement.number - 1 if isinstance(relation, SMALLER) else judgement.number if rises(relation) else -judgement.number
