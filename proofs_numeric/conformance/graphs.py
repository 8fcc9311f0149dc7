"""Weighted graphs as a space of instances, and what the subjects about graphs share.

Weights are whole numbers or eighths, and so are the values of signals: in float64 and in float32 they are what is written, and sums of
few of them are exact.
"""
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jax.numpy as jnp
import numpy as np

from proofs_numeric.conformance import plain
from proofs_numeric.conformance.calling import Unfit
from proofs_numeric.conformance.spaces import rounder
from proofs_numeric.conformance.subject import Data, Parameter, Parameters, choice
from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.numerics import checks

EPS = 2.0**-52
ROUGH = 2.0**-8
FARTHEST = 3                     # hops: beyond more of them the bounds of the heat kernel are as small as rounding
Weights = list[list[float]]


def edges(n: int, *triples) -> Weights:
    """The weights of the graph with these edges (a, b, weight)."""
    W = [[0.0] * n for _ in range(n)]
    for a, b, w in triples:
        W[a][b] = W[b][a] = float(w)
    return W


def far(W: Weights) -> list[tuple[int, int, int]]:
    """(i, j, K) for the pairs of vertices that are more than K steps apart, for the largest such K, at most FARTHEST, and K >= 1."""
    d = plain.hops(W)
    return [(i, j, int(min(d[i, j] - 1, FARTHEST))) for i in range(len(W)) for j in range(len(W)) if d[i, j] > 1]


def connected(W: Weights) -> bool:
    return bool(np.isfinite(plain.hops(W)).all())


def rough(W: Weights, x) -> bool:
    """Whether the Dirichlet energy is far from 0: at least the part ROUGH of sum w_ij ||x||^2."""
    w, x = np.array(W), np.array(x)
    return bool((w * (x[:, None] - x) ** 2).sum() / 2 >= ROUGH * w.sum() * (x @ x))


@dataclass(frozen=True)
class Graphs:
    """Symmetric nonnegative weights W, and beside them what `beside` names.

    x: a signal. order: a renumbering, new vertex a is the old vertex order[a]. far: two vertices i, j that are more than K steps apart,
    where the parameter `hops` is the only K if it is not 0. pair: two vertices i, j of a connected graph. empty: whether there may be no
    edges at all. rough: whether signals that are nearly constant on every component are left out.
    Parameters: vertices; weights, loops, signals, connected, hops where a subject has them.
    """

    beside: tuple[str, ...] = ()
    empty: bool = False
    rough: bool = False

    # -- named
    def named(self, parameters: Parameters) -> Iterator[tuple[str, Data]]:
        for name, W in self._graphs(parameters):
            for words, rest in self._named_beside(W, parameters):
                yield f"{name}{', ' if words else ''}{words}", {"W": W} | rest

    def _graphs(self, parameters) -> Iterator[tuple[str, Weights]]:
        n, kind = min(parameters["vertices"], 6), parameters.get("weights", "real")
        yield "one edge", edges(2, (0, 1, 1))
        yield f"path of {n}", edges(n, *((a, a + 1, 1) for a in range(n - 1)))
        yield f"cycle of {n}", edges(n, *((a, (a + 1) % n, 1) for a in range(n)))
        yield f"complete graph of {n}", edges(n, *((a, b, 1) for a in range(n) for b in range(a)))
        yield "star of 5", edges(5, *((0, a, 1) for a in range(1, 5)))
        if kind != "one":
            yield "path with the weights 1, 4, 2", edges(4, (0, 1, 1), (1, 2, 4), (2, 3, 2))
        if kind == "whole":
            yield "triangle with the weight 100", edges(3, (0, 1, 100), (1, 2, 100), (0, 2, 100))
        if kind == "real":
            yield "triangle with the weights 1/2, 1 and 5/2", edges(3, (0, 1, 0.5), (1, 2, 1), (0, 2, 2.5))
        if parameters.get("loops"):
            looped = edges(3, (0, 1, 1), (1, 2, 1))
            looped[0][0] = 1.0
            yield "path of 3 with a loop at its end", looped
        if not parameters.get("connected"):
            yield "an edge and a triangle", edges(5, (0, 1, 1), (2, 3, 1), (3, 4, 1), (2, 4, 1))
            yield "an isolated vertex before an edge", edges(3, (1, 2, 1))
            yield "an isolated vertex after an edge", edges(3, (0, 1, 1))
            if self.empty:
                yield "three vertices without edges", edges(3)

    def _named_beside(self, W, parameters) -> Iterator[tuple[str, Data]]:
        n, chosen = len(W), dict[str, list[tuple[str, Data]]]()
        if "x" in self.beside:
            signals = {"a constant signal": [1.0] * n, "a ramp": [a + 1.0 for a in range(n)]}
            if parameters.get("signals", "real") == "real":
                signals["a signal at the first vertex"] = [1.0] + [0.0] * (n - 1)
                signals["an alternating signal"] = [(-1.0) ** a for a in range(n)]
            chosen["x"] = [(words, {"x": x}) for words, x in signals.items() if not self.rough or rough(W, x)]
        if "order" in self.beside:
            turned = [*range(1, n), 0]
            chosen["order"] = [("the first two vertices exchanged", {"order": [1, 0, *range(2, n)]})]
            chosen["order"] += [("a cyclic renumbering", {"order": turned})] if n > 2 else []
        if "far" in self.beside:
            found = self._far(W, parameters)
            chosen["far"] = [(f"vertices {i} and {j}", {"i": i, "j": j, "K": K}) for i, j, K in (*found[:2], *found[-1:])]
        if "pair" in self.beside:
            chosen["pair"] = [(f"vertices {i} and {j}", {"i": i, "j": j}) for i, j in ((0, n - 1), (n - 1, 0), (0, 0))] * connected(W)
        found = [("", {})]
        for options in chosen.values():
            found = [(f"{a}{', ' if a else ''}{b}", x | y) for a, x in found for b, y in options]
        yield from found

    def _far(self, W, parameters):
        hops = parameters.get("hops", 0)
        return [(i, j, hops or K) for i, j, K in far(W) if not hops or plain.hops(W)[i, j] > hops]

    # -- random
    def drawn(self, rng, parameters):
        while True:
            n = int(rng.integers(2, parameters["vertices"] + 1))
            found = self._completed(rng, self._weights(rng, n, parameters), parameters)
            if found:
                return found

    def _weights(self, rng, n, parameters) -> Weights:
        kind = parameters.get("weights", "real")
        w = {"one": np.ones((n, n)), "whole": rng.integers(1, 10, (n, n)), "real": rng.integers(4, 33, (n, n)) / 8}[kind]
        w = np.triu(w * (rng.random((n, n)) < rng.choice([0.3, 0.6, 1.0])), 0 if parameters.get("loops") else 1)
        return (w + np.triu(w, 1).T + 0.0).tolist()

    def _completed(self, rng, W, parameters, old: Data | None = None) -> Data | None:
        """W with what is beside it, of an older instance where that fits; None where the clause says nothing about W."""
        n, found = len(W), {"W": W}
        off = np.array(W) * (1 - np.eye(n))
        if not self.empty and not off.any() or (parameters.get("connected") or "pair" in self.beside) and not connected(W):
            return None
        if "x" in self.beside:
            least = 1 if parameters.get("signals", "real") == "positive" else -16
            x = rng.integers(least, 17, n) / 8
            found["x"] = (x if x.any() else np.ones(n)).tolist() if old is None else old["x"]
            if self.rough and not rough(W, found["x"]):
                return None
        if "order" in self.beside:
            found["order"] = rng.permutation(n).tolist() if old is None else old["order"]
        if "far" in self.beside:
            pairs = self._far(W, parameters)
            if not pairs:
                return None
            i, j, K = pairs[int(rng.integers(len(pairs)))]
            if old is not None and (again := [p for p in pairs if p[:2] == (old["i"], old["j"])]):
                i, j, K = again[0]
            found |= {"i": i, "j": j, "K": K}
        if "pair" in self.beside:
            i, j = map(int, rng.integers(n, size=2)) if old is None else (old["i"], old["j"])
            found |= {"i": i, "j": j}
        return found

    def moved(self, rng, data, size, parameters):
        W, n = np.array(data["W"]), len(data["W"])
        fresh = np.array(self._weights(rng, n, parameters))
        change = np.triu(rng.random((n, n)) < size)
        found = self._completed(rng, np.where(change | change.T, fresh, W).tolist(), parameters, data) or dict(data)
        if "x" in self.beside:
            x = np.array(data["x"]) + np.round(8 * size * rng.normal(size=n)) / 8
            x = np.clip(x, 0.125 if parameters.get("signals", "real") == "positive" else -4, 4)
            if x.any() and (not self.rough or rough(found["W"], x)):
                found["x"] = x.tolist()
        return found

    # -- simpler
    def simpler(self, data):
        """With fewer vertices, edges, values. A connected graph stays connected, a positive signal positive."""
        n, W = len(data["W"]), np.array(data["W"])
        for k in range(n if n > 2 else 0):
            yield from self._valid(data, self._without(data, k))
        for a, b in zip(*np.nonzero(np.triu(W))):
            for value in (0.0, 1.0, 2.0):
                if W[a, b] != value and (value < 2 or W[a, b] != 1):        # a 1 does not become a 2
                    V = W.copy()
                    V[a, b] = V[b, a] = value
                    yield from self._valid(data, {**data, "W": V.tolist()})
        if "x" in self.beside:
            x = np.array(data["x"])
            for k, old in enumerate(x):
                for value in (0.0, 1.0) if old else ():
                    y = x.copy()
                    y[k] = value
                    if old != value:
                        yield from self._valid(data, {**data, "x": y.tolist()})
            for y in rounder(x):
                yield from self._valid(data, {**data, "x": y.tolist()})
        if "order" in self.beside:
            moved = [a for a, b in enumerate(data["order"]) if a != b]
            for a in moved if len(moved) > 2 else []:
                order, b = list(range(n)), data["order"][a]
                order[a], order[b] = b, a
                yield {**data, "order": order}

    def _without(self, data, k) -> Data | None:
        keep = [a for a in range(len(data["W"])) if a != k]
        found: dict[str, Any] = {**data, "W": np.array(data["W"])[np.ix_(keep, keep)].tolist()}
        if "x" in self.beside:
            found["x"] = [data["x"][a] for a in keep]
        if "order" in self.beside:
            left = [a for a in data["order"] if a != k]
            found["order"] = [keep.index(a) for a in left]
        for name in ("i", "j"):
            if name in data:
                if data[name] == k:
                    return None
                found[name] = keep.index(data[name])
        return found

    def _valid(self, old: Data, data: Data | None) -> Iterator[Data]:
        """The instance, if the clause says something about it."""
        if data is None or not self.empty and not (np.array(data["W"]) * (1 - np.eye(len(data["W"])))).any():
            return
        if "x" in data and (not any(data["x"]) or min(old["x"]) > 0 >= min(data["x"])):
            return
        if self.rough and not rough(data["W"], data["x"]):
            return
        if "far" in self.beside and not plain.hops(data["W"])[data["i"], data["j"]] > data["K"]:
            return
        if connected(old["W"]) and not connected(data["W"]):
            return
        yield data


def square(value, W: np.ndarray) -> np.ndarray:
    """A matrix on the vertices. Raises Unfit for anything else."""
    if isinstance(value, list) or np.shape(value) != W.shape:
        answer = f"{len(value)} arrays" if isinstance(value, list) else f"the shape {np.shape(value)}"
        raise Unfit(f"the function returned {answer} for weights of the shape {W.shape}: one matrix of this shape is wanted.")
    return np.asarray(value)


def signal(value, W: np.ndarray) -> np.ndarray:
    """A signal on the vertices. Raises Unfit for anything else."""
    if isinstance(value, list) or np.shape(value) != W.shape[:1]:
        answer = f"{len(value)} arrays" if isinstance(value, list) else f"the shape {np.shape(value)}"
        raise Unfit(f"the function returned {answer} for {len(W)} vertices: one array of the shape {W.shape[:1]} is wanted.")
    return np.asarray(value)


def ball(center, radius) -> Ball:
    return Ball(jnp.asarray(center), jnp.float64(radius))


def norm(x) -> Interval:
    """The Euclidean norm of an array or of a ball."""
    return Ball.of(x).norm()


def at_most_eight(name, value):
    if (n := checks.count(name, value, least=3)) > 8:
        raise ValueError(f"{name} = {n}: at most 8, for which the rounding of whole matrices is known to be small.")
    return n


VERTICES = Parameter(6, at_most_eight, "the most vertices of a random graph, at most 8; 6 if not given")
WEIGHTS = Parameter("real", choice("real", "whole", "one"), "'real' for eighths from 1/2 to 4, the default, 'whole' for whole numbers, "
                    "'one' for weights 0 and 1")
SIGNALS = Parameter("real", choice("real", "positive"), "'real', the default, or 'positive' for signals without a negative value")
CONNECTED = Parameter(False, lambda name, x: bool(x), "whether all graphs are connected; if not given, some are not")
