"""Medians of interleaved timings, their ratios, and slopes of cost. Standard library only."""
import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

ROUNDS = 9
SLOW = 10.0                      # a peer slower than the fastest peer by this factor is timed once


def interleaved(functions: Mapping[str, Callable[[], Any]], rounds: int = ROUNDS, clock=time.perf_counter,
                ours: str = "") -> dict[str, list[float]]:
    """Seconds of every function, warm already, called in turn in each of the rounds. Functions wait for their own results.

    With `ours`, the name of one, others that take more than SLOW times the fastest other one in the first round are not called again:
    their single times stand.
    """
    times: dict[str, list[float]] = {name: [] for name in functions}
    waiting = list(functions)
    for k in range(rounds):
        for name in waiting:
            start = clock()
            functions[name]()
            times[name].append(clock() - start)
        if k == 0 and ours:
            fastest = min((times[name][0] for name in waiting if name != ours), default=math.inf)
            waiting = [name for name in waiting if name == ours or times[name][0] <= SLOW * fastest]
    return times


def quartiles(values: Sequence[float]) -> list[float]:
    """[first quartile, median, third quartile], linear between order statistics."""
    return statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else [values[0]] * 3


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> dict[str, float]:
    """Our median over theirs, and the quartiles of the ratio round by round, which show how much it moves."""
    low, _, high = quartiles([a / b for a, b in zip(ours, theirs)])
    return {"ratio": statistics.median(ours) / statistics.median(theirs), "low": low, "high": high}


def slope(values: Sequence[float], costs: Sequence[float], geometric: bool = False) -> float:
    """The exponent s of the least squares fit cost = c value^s; with `geometric` the factor q of cost = c q^value."""
    x = [float(v) if geometric else math.log(v) for v in values]
    fit = statistics.linear_regression(x, [math.log(c) for c in costs]).slope
    return math.exp(fit) if geometric else fit
