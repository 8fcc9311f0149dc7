"""Spaces of instances that several subjects share: weighted points, signals, matrices.

Numbers have few decimals and weights are whole, so that every instance is a short list that a reader can type.
"""
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from proofs_numeric.conformance.subject import Data, Parameters

MANY = 256                       # samples; of longer signals the instances are expressions
REACH = 10.0                     # a climb does not leave the ball of this radius, so that instances stay comparable
Measure = tuple[list[list[float]], list[int]]


def measure(x, w) -> Measure:
    """Rounded: four decimals, weights in ten thousandths and at least one."""
    return np.round(x, 4).tolist(), np.maximum(1, np.round(1e4 * np.asarray(w) / np.sum(w))).astype(int).tolist()


def rounder(x: np.ndarray) -> Iterator[np.ndarray]:
    """x with fewer decimals: none, one, two; only where that changes it."""
    for digits in (0, 1, 2):
        if not np.array_equal(y := np.round(x, digits) + 0.0, x):
            yield y


@dataclass(frozen=True)
class Measures:
    """So many weighted points in R^d for each name. Parameters: points, dimension."""

    names: tuple[str, ...]

    def named(self, parameters: Parameters) -> Iterator[tuple[str, Data]]:
        n, d = parameters["points"], parameters["dimension"]
        zero, one = [0.0] * d, [1.0] + [0.0] * (d - 1)
        yield "half of the mass at each end", self._of([([zero], [1]), ([zero, one], [1, 1]), ([one], [1])])
        yield "points at 0, 1/2 and 1", self._of([([[0.5 * k] + zero[1:]], [1]) for k in range(3)])
        minus = [-1.0] + zero[1:]
        yield "one point between two", self._of([([zero], [1]), ([minus, one], [1, 1]), ([minus, zero, one], [1, 2, 1])])
        yield "unequal weights at two points", self._of([([zero, one], w) for w in ([1, 9], [9, 1], [1, 1])])
        rng = np.random.default_rng(0)
        for by in (1e-1, 1e-2, 1e-3):
            x, w = rng.normal(size=(n, d)), rng.random(n) ** 3
            yield f"measures that differ by {by:g}", self._of([measure(x + k * by * rng.normal(size=x.shape), w) for k in range(3)])
        x, w = np.round(rng.normal(size=(n, d)), 4), rng.random(n) ** 3
        yield "translates by 1/2", self._of([measure(x + 0.5 * k * np.eye(d)[0], w) for k in range(3)])
        yield "far from the origin", self._of([measure(x + 1000 + 0.5 * k, w) for k in range(3)])

    def _of(self, measures) -> Data:
        return dict(zip(self.names, measures))

    def drawn(self, rng, parameters):
        n, d = parameters["points"], parameters["dimension"]
        return {name: measure(rng.normal(size=(n, d)), rng.random(n) ** 3 + 1e-4) for name in self.names}

    def moved(self, rng, data, size, parameters):
        found = {}
        for name, (points, weights) in data.items():
            x, w = np.array(points, float), np.array(weights, float)
            spread = abs(x - x.mean(0)).max() or 1.0
            x = np.clip(x + size * spread * rng.normal(size=x.shape), -REACH, REACH)
            found[name] = measure(x, w * np.exp(size * rng.normal(size=w.shape)))
        return found

    def simpler(self, data):
        for name, (points, weights) in data.items():
            n = len(points)
            for k in range(n if n > 1 else 0):
                yield {**data, name: (points[:k] + points[k + 1:], weights[:k] + weights[k + 1:])}
        for name, (points, weights) in data.items():
            if set(weights) != {1}:
                yield {**data, name: (points, [1] * len(weights))}
        if any(max(w) > 9 for _, w in data.values()):
            yield {k: (x, np.maximum(1, np.round(9 * np.array(w) / max(w))).astype(int).tolist()) for k, (x, w) in data.items()}
        stacked = np.concatenate([np.array(x, float) for x, _ in data.values()])
        for y in (stacked - stacked[0], np.round(stacked / (abs(stacked).max() or 1.0), 6), *rounder(stacked)):
            if not np.array_equal(y, stacked):
                rows = iter(y.tolist())
                yield {k: ([next(rows) for _ in x], w) for k, (x, w) in data.items()}
        for name, (points, weights) in data.items():
            for y in rounder(np.array(points, float)):
                yield {**data, name: (y.tolist(), weights)}


@dataclass(frozen=True)
class Signals:
    """Real signals on a cyclic grid, one for each name. fixed: what else the data contain, from the parameters.

    Parameters: grid, and margin: so many samples at each end of each axis are 0.
    """

    names: tuple[str, ...]
    fixed: tuple[str, ...] = ()

    def named(self, parameters):
        margin = parameters["margin"]
        grid = [n - 2 * margin for n in parameters["grid"]]
        origin, last, middle = [0] * len(grid), [n - 1 for n in grid], [n // 2 for n in grid]
        fixed = {k: parameters[k] for k in self.fixed}

        def of(text):
            return f"np.pad({text}, {margin})" if margin else text
        zero = f"np.zeros({list(parameters['grid'])})"
        found = (("impulse at the origin", f"impulse({origin}, {grid})"), ("impulse at the last sample", f"impulse({last}, {grid})"),
                 ("impulse in the middle", f"impulse({middle}, {grid})"),
                 ("impulse beside the middle", f"impulse({[max(k - 1, 0) for k in middle]}, {grid})"), ("constant", f"np.ones({grid})"),
                 ("fastest alternation", f"wave({middle}, {grid}, {grid})"),
                 ("half of the fastest alternation", f"wave({[n // 4 for n in grid]}, {grid}, {grid})"),
                 ("one period", f"wave({[1] + origin[1:]}, {grid}, {grid})"), ("noise", f"noise(0, {grid})"), ("bump", f"bump({grid})"),
                 ("negative constant", f"-np.ones({grid})"),
                 *[("constant, lower at the border", f"0.8 + np.pad(np.full({[n - 2 for n in grid]}, 0.2), 1)")][:min(grid) > 2])
        for name, text in found:
            yield name + (" against 0" if len(self.names) > 1 else ""), dict(zip(self.names, (of(text), zero))) | fixed
        if len(self.names) > 1:
            pair = f"impulse({middle}, {grid}) + impulse({[max(k - 1, 0) for k in middle]}, {grid})"
            yield "one impulse against two neighbours", dict(zip(self.names, (of(f"impulse({middle}, {grid})"), of(pair)))) | fixed
            yield "two noises", dict(zip(self.names, (of(f"noise(0, {grid})"), of(f"noise(1, {grid})")))) | fixed
            near = of(f"noise(0, {grid}) + 1e-6 * noise(1, {grid})")
            yield "two near noises", dict(zip(self.names, (of(f"noise(0, {grid})"), near))) | fixed

    def drawn(self, rng, parameters):
        grid = list(parameters["grid"])
        if np.prod(grid) > MANY:
            margin, inner = parameters["margin"], [n - 2 * parameters["margin"] for n in grid]
            texts = [f"noise({int(rng.integers(10**6))}, {inner})" for _ in self.names]
            texts = [f"np.pad({t}, {margin})" if margin else t for t in texts]
            return dict(zip(self.names, texts)) | {k: parameters[k] for k in self.fixed}
        found = {k: self._inside(np.round(rng.normal(size=grid), 3), parameters).tolist() for k in self.names}
        return found | {k: parameters[k] for k in self.fixed}

    def moved(self, rng, data, size, parameters):
        if np.prod(parameters["grid"]) > MANY:               # lists of all samples would be no short instance
            return self.drawn(rng, parameters)
        found = dict(data)
        for name in self.names:
            x = array(data[name])
            found[name] = self._inside(np.round(x + size * (abs(x).max() or 1.0) * rng.normal(size=x.shape), 4), parameters).tolist()
        return found

    def _inside(self, x, parameters):
        """x, and 0 on the margins."""
        margin = parameters["margin"]
        return np.pad(x[(slice(margin, -margin),) * x.ndim], margin) if margin else x

    def simpler(self, data):
        for name in self.names:
            x = array(data[name])
            if x.size > MANY:
                continue
            if (count := np.count_nonzero(x)) > 1:
                order = np.argsort(abs(x), axis=None)[-count:]
                for drop in (order[:count // 2], order[count // 2:], *order[:, None]):
                    y = x.copy()
                    y.flat[drop] = 0
                    yield {**data, name: short(y)}
        for name in self.names:
            x = array(data[name])
            if x.size > MANY:
                continue
            for y in rounder(x):
                yield {**data, name: short(y)}
            where = np.flatnonzero(x)
            if len(where) == 1 and x.flat[where[0]] not in (1.0, -1.0):
                yield {**data, name: short(x / abs(x.flat[where[0]]))}


def array(x: Any) -> np.ndarray:
    """A signal of the data as an array: a list, or an expression in the functions of `plain`."""
    from proofs_numeric.conformance import plain
    return np.array(eval(x, vars(plain).copy()) if isinstance(x, str) else x, float)


def short(x: np.ndarray) -> Any:
    """A signal as a list, or by its few entries that are not 0."""
    where = np.argwhere(x)
    if 4 * len(where) <= x.size > 4:
        entries = [[*map(int, k), float(x[tuple(k)])] for k in where]
        return f"spikes({entries}, {list(x.shape)})" if entries else f"np.zeros({list(x.shape)})"
    return x.tolist()
