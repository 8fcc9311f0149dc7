"""What a library's transport distance means in the formulas: W_p^p of measures on finitely many points. Where to look for violations.

Coordinates have four decimals and weights are whole numbers, so that every instance is a short list.
"""
from collections.abc import Callable, Iterator
from typing import Any

import jax.numpy as jnp
import numpy as np

from benchmarks.conformance import plain
from benchmarks.conformance.claims import EPS, Budget, Kind, NoValue
from proofs_numeric.engine.enclosure import Ball, Interval, down, up
from proofs_numeric.mathematics import gaussians as ga
from proofs_numeric.mathematics import transport

Measure = tuple[list[list[float]], list[int]]
Data = dict[str, Any]

GAUSSIAN = Budget(2.0**-26, "the root of a machine epsilon, 1.5e-8, times the sum of the traces: half of the digits are what matrix roots "
                  "keep of singular matrices")


def roundings(count: int) -> Budget:
    """Budget of a value: so many roundings of the largest cost."""
    return Budget(count * EPS, f"{count} machine epsilons of the largest cost, float64")


def signed_root(x, p):
    """sign(x) |x|^(1/p) of an interval: a negative divergence keeps its sign."""
    if p == 1:
        return x
    ends = [jnp.sign(v) * jnp.abs(v) ** (1 / p) for v in (x.lo, x.hi)]
    return Interval(down(ends[0]), up(ends[1]))


def enclosed(radius: float, f: Callable, *args) -> Interval:
    """The value of the library, within a radius. Raises NoValue with the reason."""
    try:
        found = float(f(*args))
    except Exception as error:
        raise NoValue(f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}") from None
    if not np.isfinite(found):
        raise NoValue(str(found))
    return Interval.around(jnp.float64(found), radius)


# -- the meaning of the clauses
def metric(functions, setting, data, size):
    """For the clauses of 0008; size is in units of the largest cost."""
    (cost,), p, top = functions, setting["p"], float(plain.diameter(*data.values()))

    def wasserstein(_, a, b):
        return signed_root(enclosed(size * top**p, plain.transport, cost, setting, data[a], data[b]), p)
    return {"p": p, **{name: name for name in ("mu", "nu", "rho")}, "X": None, "Wasserstein": wasserstein,
            "Diameter": lambda _: Interval.of(top)}


def dual(functions, setting, data, size):
    """W_1 against the supremum over Lipschitz functions, enclosed by potentials of the network simplex; size as in `metric`."""
    x, y = (np.array(data[k][0], float) for k in ("mu", "nu"))
    a, b = (np.array(data[k][1]) / sum(data[k][1]) for k in ("mu", "nu"))
    C = np.linalg.norm(x[:, None] - y, axis=-1)

    def supremum(*_):
        return transport.cost(jnp.asarray(a), jnp.asarray(b), jnp.asarray(C), transport.simplex(a, b, C), 8 * EPS)
    return metric(functions, setting, data, size) | {"LipSup": supremum}


def normal(functions, setting, data, size):
    """W_2^2 of centred Gaussian laws with the covariances S1 = R R, S2 = T S1 T against the closed form; size in units of the traces.

    R and T are positive semidefinite, with whole numbers as entries. So the roots in the closed form are known exactly,
    S1^(1/2) = R and (S1^(1/2) S2 S1^(1/2))^(1/2) = R T R, also for singular covariances.
    """
    (square,), R, T = functions, np.array(data["R"], float), np.array(data["T"], float)
    S1, zero = R @ R, np.zeros(len(R))
    S2 = T @ S1 @ T

    def wasserstein(*_):
        return signed_root(enclosed(size * float(np.trace(S1 + S2)), lambda: square(zero, S1, zero, S2, **setting)), 2)
    return {"m_1": zero, "m_2": zero, "Sigma_1": S1, "Sigma_2": S2, "mu": "mu", "nu": "nu", "Wasserstein": wasserstein,
            "Norm": lambda x: Ball.of(x).norm(), "Trace": ga.trace, "Root": lambda S: R if S is S1 else R @ T @ R}


SELF = Kind("0008", "self", "itself", metric)
SEPARATION = Kind("0008", "separation", "separation", metric)
SYMMETRY = Kind("0008", "symmetry", "symmetry", metric)
SUBADDITIVE = Kind("0008", "subadditive", "subadditive", metric)
METRIC = (SELF, SEPARATION, SYMMETRY, SUBADDITIVE)
DUALITY = Kind("0009", "duality", "duality", dual)
GAUSSIANS = Kind("000B", "distance", "gaussian", normal)
USED = {SELF: ("mu",), SEPARATION: ("mu", "nu"), SYMMETRY: ("mu", "nu"), SUBADDITIVE: ("mu", "nu", "rho"), DUALITY: ("mu", "nu")}


SIMPLEX = ("The supremum over Lipschitz functions is enclosed with potentials of POT's network simplex; the script has it from SciPy's "
           "linprog.")


# -- instances
def measure(x, w) -> Measure:
    """Rounded: four decimals, weights in ten thousandths and at least one."""
    return np.round(x, 4).tolist(), np.maximum(1, np.round(1e4 * np.asarray(w) / np.sum(w))).astype(int).tolist()


def three(points, weights) -> Data:
    return {name: measure(x, w) for name, x, w in zip(("mu", "nu", "rho"), points, weights)}


def split() -> Data:
    """The ends of an interval, and half of the mass at each of them."""
    return {"mu": ([[0.0]], [1]), "nu": ([[0.0], [1.0]], [1, 1]), "rho": ([[1.0]], [1])}


def _clouds(seed: int, n: int, d: int):
    rng = np.random.default_rng(seed)
    weights = rng.random((3, n)) ** 3
    return [rng.normal(size=(n, d)) for _ in range(3)], list(weights / weights.sum(1, keepdims=True))


def clouds(seed: int, n: int, d: int) -> Data:
    """Measures of n points with random weights."""
    return three(*_clouds(seed, n, d))


def translates(seed: int, n: int, d: int, by: float = 0.5) -> Data:
    """A measure, and its translates by `by` and 2 `by` along one axis: equality in the triangle inequality."""
    (x, *_), (w, *_) = _clouds(seed, n, d)
    x, step = np.round(x, 4), by * np.eye(d)[0]
    return three([x, x + step, x + 2 * step], [w, w, w])


def nearby(seed: int, n: int, d: int, by: float) -> Data:
    """A measure and two that differ from it by a part `by` of the spread."""
    (x, *_), (w, *_) = _clouds(seed, n, d)
    rng = np.random.default_rng(seed + 1000)
    return three([x, x + by * rng.normal(size=x.shape), x + by * rng.normal(size=x.shape)], [w, w, w])


def climbed(cost: Callable, setting: dict[str, Any], seed: int, n: int, d: int, steps: int) -> Data:
    """Measures from a random search that raises W(mu, rho) / (W(mu, nu) + W(nu, rho)) step by step."""
    rng = np.random.default_rng(seed)
    points, weights = _clouds(seed, n, d)

    def ratio(x, w):
        found = plain.subadditive(cost, setting, **three(x, w))
        return found if np.isfinite(found) else -1.0
    best, size = ratio(points, weights), 0.5
    for _ in range(steps):
        x = [y + size * rng.normal(size=y.shape) for y in points]
        w = [v * np.exp(size * rng.normal(size=v.shape)) for v in weights]
        w = [v / v.sum() for v in w]
        found = ratio(x, w)
        size = min(1.0, size * 1.5) if found > best else max(1e-3, size * 0.9)
        if found > best:
            best, points, weights = found, x, w
    return three(points, weights)


def problems(kind: Kind, cost: Callable, setting: dict[str, Any], n: int, d: int, seeds: int = 8, by=(1e-2,), climb=(4, 150, 2),
             ) -> Iterator[tuple[str, Data]]:
    """Half of the mass at each end, random measures, translates, near measures; for the triangle inequality a random search.

    climb: points, steps and number of searches.
    """
    def every():
        if d == 1:
            yield "half of the mass at each end", split()
        for seed in range(seeds):
            yield f"random measures, seed {seed}", clouds(seed, n, d)
            yield f"translates, seed {seed}", translates(seed, n, d)
            for part in by:
                yield f"measures that differ by {part:g}, seed {seed}", nearby(seed, n, d, part)
        if kind is SUBADDITIVE:
            points, steps, count = climb
            for seed in range(count):
                yield f"found by random search, seed {seed}", climbed(cost, setting, seed, points, d, steps)
    for name, data in every():
        yield name, {k: data[k] for k in USED[kind]}


def searched(kind: Kind, d: int, n: int, seeds: int = 8, by=(1e-2,), climb=(4, 150, 2)) -> str:
    """`problems` in words."""
    where = "on a line" if d == 1 else "in the plane"
    ends = "half of the mass at each end of an interval, " if d == 1 else ""
    parts = ", ".join(f"{part:g}" for part in by)
    text = f"{ends}{seeds} times {n} weighted points {where}: random, translates, measures that differ by a part {parts} of the spread"
    if kind is SUBADDITIVE:
        text += f"; a random search over {climb[0]} points that raises the ratio, {climb[1]} steps, seeds 0 to {climb[2] - 1}"
    return text


def pairs(seeds: int, n: int, d: int) -> Iterator[tuple[str, Data]]:
    """Random measures of n points."""
    for seed in range(seeds):
        yield f"random measures, seed {seed}", {k: v for k, v in clouds(seed, n, d).items() if k in USED[DUALITY]}


HADAMARD = np.array([[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]])


def rotated(*roots: int) -> list[list[int]]:
    """A matrix of whole numbers with the eigenvalues 4 r: its eigenvectors are those of the Hadamard matrix of size 4."""
    return (HADAMARD @ np.diag(roots) @ HADAMARD.T).tolist()


def diagonal(*entries: int) -> list[list[int]]:
    return np.diag(entries).tolist()


SPECTRA = "three spectra, equal and different covariances, d = 4"
REGULAR = {"condition 64": (8, 4, 2, 1), "condition 1": (1, 1, 1, 1), "condition 1e6": (1000, 30, 3, 1)}
SINGULAR = {"rank 2": (8, 4, 0, 0), "rank 1": (8, 0, 0, 0), "rank 3": (8, 4, 1, 0)}


def spectra(found: dict[str, tuple[int, ...]]) -> Iterator[tuple[str, Data]]:
    """Pairs of covariances of which the first has such eigenvalues."""
    for name, spectrum in found.items():
        yield f"d = 4, {name}, another covariance", {"R": rotated(*spectrum), "T": diagonal(1, 2, 3, 5)}
        yield f"d = 4, {name}, equal covariances", {"R": rotated(*spectrum), "T": diagonal(1, 1, 1, 1)}
